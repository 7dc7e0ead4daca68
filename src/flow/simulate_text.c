/* What a simulation found, as text. */
#include "simulate.h"

#include "inner.h"

enum { DAY_TENTHS_MS = 8640000, WIDTH = 28 };

static void tenths(struct buf *out, int64_t number)
{
	buf_format(out, "%7lld.%lld", (long long)(number / 10), (long long)(number % 10));
}

static void share(struct buf *out, size_t part, size_t whole)
{
	tenths(out, whole ? (int64_t)(part * 1000 / whole) : 0);
	buf_text(out, " %");
}

static void counts(struct buf *out, const char *title, const struct simulation_count *all, size_t used, size_t whole)
{
	buf_format(out, "  %s\n", title);
	for (size_t i = 0; i < used; i++) {
		buf_format(out, "    %-*.*s %9zu ", WIDTH, STR_ARG(all[i].name), all[i].count);
		share(out, all[i].count, whole);
		buf_c(out, '\n');
	}
}

static void states(const struct pack_procedure *procedure, const struct simulation *found, struct buf *out)
{
	buf_format(out, "  %-*s %9s %9s\n", WIDTH + 2, "states", "entered", "days");
	for (size_t i = 0; i < procedure->state_count; i++) {
		buf_format(out, "    %-*.*s %9zu %s", WIDTH, STR_ARG(procedure->states[i].name), found->entered[i], found->left[i] ? "" : "        -");
		if (found->left[i])
			tenths(out, found->stayed[i] / (int64_t)found->left[i] / DAY_TENTHS_MS);
		buf_c(out, '\n');
	}
}

static void tasks(const struct simulation *found, struct buf *out)
{
	buf_text(out, "  tasks for each role\n");
	for (size_t i = 0; i < found->role_count; i++) {
		buf_format(out, "    %-*.*s %9zu ", WIDTH, STR_ARG(found->roles[i].name), found->roles[i].count);
		tenths(out, (int64_t)(found->roles[i].count * 10 / found->opened));
		buf_text(out, " a case\n");
	}
	buf_format(out, "  second persons asked %zu, who returned %zu\n", found->seconds_asked, found->seconds_returned);
}

static void never(struct buf *out, const char *what, struct str name, struct str more)
{
	buf_format(out, "  never %s: " STR_FMT "%s" STR_FMT "\n", what, STR_ARG(name), more.len ? ": " : "", STR_ARG(more));
}

static void what_never(const struct pack_procedure *procedure, const struct simulation *found, struct buf *out)
{
	for (size_t i = 0; i < procedure->state_count; i++)
		if (!found->entered[i])
			never(out, "entered", procedure->states[i].name, STR(""));
	for (size_t i = 0; i < procedure->action_count; i++)
		if (!found->taken[i])
			never(out, "taken", procedure->actions[i].name, STR(""));
	for (size_t i = 0, need = 0; i < procedure->action_count; i++)
		for (size_t k = 0; k < procedure->actions[i].need_count && need < SIMULATE_NEEDS_MOST; k++, need++)
			if (!found->met[need])
				never(out, found->judged[need] ? "met" : "judged", procedure->actions[i].name, procedure->actions[i].needs[k].words.words.source);
	for (size_t i = 0; i < procedure->state_count; i++)
		if (found->stuck_in[i])
			buf_format(out, "  stand still in " STR_FMT ": %zu: nobody could do anything, and no clock would act\n", STR_ARG(procedure->states[i].name), found->stuck_in[i]);
}

void simulation_text(const struct simulation_plan *plan, const struct simulation *found, struct buf *out)
{
	char day[DATE_TEXT];
	const struct pack_procedure *procedure = plan->procedure;
	buf_format(out, STR_FMT ": %zu cases, opened in the year from " STR_FMT ", seed %llu\n", STR_ARG(procedure->name), found->opened, STR_ARG(date_text(time_date(plan->from), day)),
	           (unsigned long long)plan->seed);
	buf_format(out, "  closed %zu, on average after %lld days; still open %zu; standing still %zu\n", found->closed,
	           (long long)(found->closed ? found->whole / (int64_t)found->closed / DAY_MS : 0), found->open, found->stuck);
	counts(out, "outcomes", found->outcomes, found->outcome_count, found->opened);
	states(procedure, found, out);
	tasks(found, out);
	what_never(procedure, found, out);
	if (found->errors)
		buf_format(out, "  the engine failed %zu times, first: %s (%s)\n", found->errors, found->err.what, found->err.where);
}
