/* `limen bench case`: cases opened, filled in and sent through the engine by several clerks, each waiting until its own is durable; the bare rate of the
 * same rows in the same run; letters printed for the first time; the check of the whole pack; and what clocks do among many open cases. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "cases.h"
#include "clearance.h"
#include "house.h"
#include "journal.h"
#include "letter.h"
#include "pack_shelf.h"
#include "simulate.h"
#include "store.h"

enum { CLERKS_MOST = 64, TOGETHER = 200, STEPS = 3, PAPERS = 100 };

struct clerk {
	const struct house *house;
	struct str procedure;
	const json_t *answers;      /* of a case that could be sent */
	int64_t cases, actions, refused;
	bool done;
	struct error err;
	pthread_t thread;
};

/* --- one case --- */

static struct str role_of(const struct pack_procedure *procedure)
{
	for (size_t i = 0; i < procedure->action_count; i++)
		if (procedure->actions[i].from_new && procedure->actions[i].by.roles.count)
			return procedure->actions[i].by.roles.items[0];
	return STR("");
}

/* The first action from where the case stands that leads on, and not to its end. */
static const struct pack_action *next_action(struct case_seen *seen, const struct flow_actor *actor)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	for (size_t i = 0; i < procedure->action_count; i++) {
		const struct pack_action *action = &procedure->actions[i];
		if (flow_may(&seen->flow, action, actor) && action->to_count && procedure->states[action->to[action->to_count - 1].state].phase != PHASE_CLOSED)
			return action;
	}
	return NULL;
}

/* The party for which most questions are; clerks write for them. */
static struct str party_of(const struct pack_procedure *procedure)
{
	return procedure->party_count ? procedure->parties[0].field : STR("");
}

static json_t *asked_answers(const struct pack_procedure *procedure, const struct pack_action *action, const json_t *all)
{
	json_t *out = json_object();
	for (size_t i = 0; i < action->ask.count; i++) {
		struct str name = procedure->fields[action->ask.items[i]].name;
		json_t *answer = json_object_getn(all, name.data, name.len);
		if (answer)
			json_object_setn(out, name.data, name.len, answer);
	}
	return out;
}

/* What the state of a draft lets them edit. */
static json_t *edited_answers(const struct case_seen *seen, const json_t *all)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct pack_state *state = flow_state(&seen->flow);
	json_t *out = json_object();
	for (size_t i = 0; state && i < state->edit_count; i++)
		for (size_t k = 0; k < state->edits[i].fields.count; k++) {
			const struct pack_asked *field = &procedure->fields[state->edits[i].fields.items[k]];
			json_t *answer = json_object_getn(all, field->name.data, field->name.len);
			if (answer && !json_is_null(answer) && !field->compute.expression)
				json_object_setn(out, field->name.data, field->name.len, answer);
		}
	return out;
}

static bool step(struct clerk *clerk, struct act *act, int which, struct uuid *record)
{
	struct case_seen seen;
	if (!(which ? case_look(act, *record, &seen, &clerk->err) : case_new(act, clerk->procedure, &seen, &clerk->err)))
		return false;
	const struct pack_procedure *procedure = seen.flow.host.procedure;
	struct str party = which ? party_of(procedure) : STR("");
	struct flow_actor actor = case_actor(act, party);
	const struct pack_action *action = which == 1 ? NULL : next_action(&seen, &actor);
	json_t *answers = which == 1 ? edited_answers(&seen, clerk->answers) : action ? asked_answers(procedure, action, clerk->answers) : NULL;
	const struct case_asked asked = { .action = action ? action->name : STR(""), .answers = answers };
	bool good = which == 1 ? case_edit(act, &seen, answers, party, &clerk->err) : action && case_act(act, &seen, &asked, party, &clerk->err);
	*record = seen.record;
	json_decref(answers);
	case_end(&seen);
	return good;
}

static bool begin(const struct house *house, struct arena *arena, struct str procedure, struct act *act, struct error *err)
{
	if (!house->begin(house, arena, act, err))
		return false;
	const struct pack_procedure *of = pack_procedure(act->pack, procedure);
	struct str *role = ARENA_NEW(arena, struct str);
	*role = role_of(of);
	act->actor.roles = role;
	act->actor.role_count = 1;
	act->purpose = of->purpose;
	act->random = &random_system; /* the seeded source of a bench is for one thread */
	return true;
}

static bool one_step(struct clerk *clerk, struct arena *arena, int which, struct uuid *record)
{
	struct act act;
	if (!begin(clerk->house, arena, clerk->procedure, &act, &clerk->err))
		return false;
	bool good = step(clerk, &act, which, record);
	bool refused = !good && clerk->err.code == ERR_FINDINGS;
	if (good)
		good = journal_submit(&act, &clerk->err) == SUBMITTED;
	else
		act_forget(&act);
	clerk->house->end(clerk->house, &act);
	clerk->actions += good;
	clerk->refused += refused;
	return good || refused;
}

static void *work(void *state)
{
	struct clerk *clerk = state;
	struct arena *arena = arena_new(0);
	clerk->done = true;
	for (int64_t i = 0; i < clerk->cases && clerk->done; i++) {
		struct uuid record = { 0 };
		for (int which = 0; which < STEPS && clerk->done; which++) {
			clerk->done = one_step(clerk, arena, which, &record);
			arena_reset(arena);
		}
	}
	arena_free(arena);
	return NULL;
}

/* --- the parts --- */

struct run {
	struct act *act;
	struct buf *out;
	struct str procedure;
	int64_t cases, clerks, open, due;
	json_t *answers;
};

static bool look_again(struct act *act, struct error *err)
{
	db_rollback(act->db);
	return db_begin_read(act->db, err);
}

static bool measure_check(struct run *run, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	const struct pack *pack;
	struct arena *arena = arena_new(0);
	bool good = pack_in_force_source(run->act, &source, err);
	int64_t wall = bench_wall_us();
	good = good && (pack_load(arena, &source, (struct date){ 0 }, &pack, &found) || error_set(err, ERR_FINDINGS, "the pack has mistakes", "limen pack check names them", "pack"));
	if (good)
		buf_format(run->out, "check      %.0f ms for the whole pack: %zu files, %zu procedures\n", (double)(bench_wall_us() - wall) / 1000, source.count, pack->procedure_count);
	arena_free(arena);
	return good;
}

static bool invent(struct run *run, struct error *err)
{
	struct clock_set *clock = run->act->clock->state;
	clock->now += 60000;
	run->act->now = clock->now;
	json_decref(run->answers);
	run->answers = NULL;
	const struct simulation_plan plan = {
		.pack = run->act->pack, .procedure = pack_procedure(run->act->pack, run->procedure), .zone = run->act->house->zone(run->act->house, run->act->pack->head.zone),
		.from = run->act->now, .cases = 2000, .seed = 1, .at_once = true,
	};
	if (!plan.procedure)
		return error_set(err, ERR_NOT_FOUND, "the pack has no such procedure", "its folder procedures has a file for each", STR_FMT, STR_ARG(run->procedure));
	run->answers = simulation_answers(run->act->arena, &plan);
	return run->answers || error_set(err, ERR_FINDINGS, "no case of this procedure could be sent", "limen pack simulate shows why", STR_FMT, STR_ARG(run->procedure));
}

static bool measure_actions(struct run *run, struct error *err)
{
	struct clerk clerks[CLERKS_MOST];
	int64_t actions = 0, refused = 0, since = clock_now(run->act->clock), wall = bench_wall_us(), cpu = bench_cpu_us();
	struct bare_figures bare = { 0 };
	bool good = true;
	for (int64_t i = 0; i < run->clerks; i++) {
		clerks[i] = (struct clerk){ .house = run->act->house, .procedure = run->procedure, .answers = run->answers, .cases = run->cases / run->clerks };
		if (pthread_create(&clerks[i].thread, NULL, work, &clerks[i]))
			abort();
	}
	for (int64_t i = 0; i < run->clerks; i++) {
		pthread_join(clerks[i].thread, NULL);
		actions += clerks[i].actions;
		refused += clerks[i].refused;
		if (good && !clerks[i].done) {
			*err = clerks[i].err;
			good = false;
		}
	}
	double seconds = (double)(bench_wall_us() - wall) / 1e6, cpu_ms = (double)(bench_cpu_us() - cpu) / 1000;
	if (!good || !look_again(run->act, err) || !bench_again(run->act, since, (size_t)run->clerks, &bare, err) || !look_again(run->act, err))
		return false;
	double rate = (double)actions / seconds, bare_rate = (double)actions * 1e6 / (double)(bare.wall_us ? bare.wall_us : 1);
	buf_format(run->out, "actions    %.0f/s  (%lld in %.1f s: opened, filled in, sent; %lld refused; %.2f ms of CPU each), %lld clerks, %s\n", rate, (long long)actions, seconds, (long long)refused,
	           cpu_ms / (double)(actions ? actions : 1), (long long)run->clerks, store_kind(run->act->house->store) == STORE_SQLITE ? "SQLite" : "PostgreSQL");
	buf_format(run->out, "bare       %.0f actions/s: the same %lld entries with %lld rows and %.1f MB of bodies, committed again in %.1f s\n", bare_rate, (long long)bare.entries, (long long)bare.rows,
	           (double)bare.bytes / 1e6, (double)bare.wall_us / 1e6);
	buf_format(run->out, "ratio      %.2f of the bare rate\n", rate / bare_rate);
	return true;
}

/* --- letters --- */

static bool print_one(struct run *run, struct arena *arena, bool *found, struct error *err)
{
	struct act act;
	struct reply reply = { 0 };
	struct uuid id = { 0 };
	if (!begin(run->act->house, arena, run->procedure, &act, err))
		return false;
	struct query *query = db_made(act.db, "SELECT l.id FROM letter l WHERE l.paper IS NULL LIMIT 1");
	*found = query_next(query);
	if (*found)
		id = query_id(query, 0);
	bool good = query_end(query, err) && (!*found || (letter_pdf(&act, id, &reply, err) && journal_submit(&act, err) == SUBMITTED));
	run->act->house->end(run->act->house, &act);
	return good;
}

/* What was put off when they were issued: each is set as PDF by whoever asks for it first, one after the other here. */
static bool measure_papers(struct run *run, struct error *err)
{
	struct clerk clerk = { .house = run->act->house, .procedure = run->procedure, .answers = run->answers, .cases = run->cases < PAPERS ? run->cases : PAPERS };
	work(&clerk);
	if (!clerk.done) {
		*err = clerk.err;
		return false;
	}
	struct arena *arena = arena_new(0);
	int64_t wall = bench_wall_us(), cpu = bench_cpu_us(), count = 0;
	bool good = true, found = true;
	while (good && found && count < PAPERS) {
		good = print_one(run, arena, &found, err);
		count += good && found;
		arena_reset(arena);
	}
	arena_free(arena);
	if (good && count)
		buf_format(run->out, "letters    %.1f ms to print one for the first time, %.1f ms of CPU (%lld, one after the other)\n", (double)(bench_wall_us() - wall) / 1000 / (double)count,
		           (double)(bench_cpu_us() - cpu) / 1000 / (double)count, (long long)count);
	return good;
}

/* --- clocks among many open cases --- */

static bool open_some(struct run *run, int64_t count, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct clerk clerk = { .procedure = run->procedure, .answers = run->answers };
	struct act act;
	bool good = begin(run->act->house, arena, run->procedure, &act, err);
	for (int64_t i = 0; good && i < count; i++) {
		struct uuid record;
		good = step(&clerk, &act, 0, &record);
	}
	if (good)
		good = journal_submit(&act, &clerk.err) == SUBMITTED;
	if (!good && clerk.err.code)
		*err = clerk.err;
	run->act->house->end(run->act->house, &act);
	arena_free(arena);
	return good;
}

static int64_t first_due(struct run *run, int64_t skip, struct error *err)
{
	struct query *query = db_made(run->act->db, "SELECT f.next FROM case_file f WHERE f.next > 0 ORDER BY f.next, f.record LIMIT 1 OFFSET :skip");
	query_bind_int(query, "skip", skip);
	int64_t next = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err) ? next : 0;
}

static bool measure_clocks(struct run *run, struct error *err)
{
	struct clock_set *clock = run->act->clock->state;
	struct rusage used;
	size_t done = 0, nothing;
	int64_t wall = bench_wall_us();
	db_rollback(run->act->db); /* an old snapshot would keep SQLite's log from being cut */
	for (int64_t i = 0; i < run->open; i += TOGETHER) {
		clock->now += 2000;
		if (!open_some(run, run->open - i < TOGETHER ? run->open - i : TOGETHER, err))
			return false;
	}
	double filling = (double)(bench_wall_us() - wall) / 1e6;
	if (!look_again(run->act, err))
		return false;
	wall = bench_wall_us();
	if (!cases_clock(run->act, 1, &nothing, err))
		return false;
	double looking = (double)(bench_wall_us() - wall) / 1000;
	clock->now = first_due(run, run->due - 1, err);
	wall = bench_wall_us();
	int64_t cpu = bench_cpu_us();
	if (!clock->now || !cases_clock(run->act, (size_t)run->due, &done, err))
		return false;
	double seconds = (double)(bench_wall_us() - wall) / 1e6, cpu_ms = (double)(bench_cpu_us() - cpu) / 1000;
	getrusage(RUSAGE_SELF, &used);
	buf_format(run->out, "open       %lld cases with clocks, opened in %.0f s\n", (long long)run->open, filling);
	buf_format(run->out, "clocks     %.0f due actions found and done a second  (%zu in %.1f s, %.2f ms of CPU each); nothing due is found in %.2f ms; %.0f MiB at most\n",
	           (double)done / seconds, done, seconds, cpu_ms / (double)(done ? done : 1), looking, (double)used.ru_maxrss / 1024);
	return true;
}

bool bench_case(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *procedure = line->option(line, "--procedure");
	struct run run = { .act = act, .out = out, .procedure = procedure ? str_of(procedure) : STR("short_stay_visa") };
	struct clock_set *clock = act->clock->state;
	if (!bench_number(line, "--cases", 8, 10000000, 2000, &run.cases, err) || !bench_number(line, "--clerks", 1, CLERKS_MOST, 8, &run.clerks, err) ||
	    !bench_number(line, "--open", 0, 100000000, 0, &run.open, err) || !bench_number(line, "--due", 1, 1000000, 2000, &run.due, err) || !bench_is_empty(act, err))
		return false;
	clock->now = act->now = clock_now(&clock_system);
	run.due = run.due < run.open ? run.due : run.open;
	/* what is committed again comes last: the journal's own writer finds its lane taken then */
	bool good = measure_check(&run, err) && invent(&run, err) && (!run.open || (measure_clocks(&run, err) && invent(&run, err))) && measure_papers(&run, err) && invent(&run, err) &&
	            measure_actions(&run, err);
	json_decref(run.answers);
	return good;
}
