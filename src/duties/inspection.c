/* Inspections of cases: the judges of the booth over the person and document that the case names. */
#include "inspect.h"

#include <string.h>

#include "alerts.h"
#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "log.h"
#include "store.h"
#include "task.h"
#include "watch.h"

FIELDS_TABLE(case_inspection, CASE_INSPECTION_FIELDS)

const struct entry_type case_inspection_type = { "case.inspection", 1, KIND_CASE, 0, &case_inspection_fields, "A person of a case was inspected, or a hit was settled" };

enum { ROOMS_MOST = 12, OPEN_MOST = 50 };

/* --- which checks --- */

/* A visa is not asked of somebody who asks for one: what the border asks of papers at entry is left out. */
static const char *const of_border[] = { "entry.papers", "visa.", "stay.open", "mrz.", "chip.", NULL };

static const struct {
	const char *check, *rooms[4];
} groups[] = {
	{ "document", { "papers", "documents", NULL } }, { "watchlist", { "watch", "alerts", NULL } }, { "stays", { "stay", "status", NULL } },
};

/* What no engine does here. */
static const struct {
	const char *check, *line, *title;
} unsupported[] = {
	{ "duplicates", "duplicates", WORDS("The same person under another name") }, { "risk", "risk", WORDS("Assessment of risks") },
};

static bool asks(const struct pack_use *use, const char *check)
{
	const struct pack_setting *checks = pack_setting(use, "checks");
	for (size_t i = 0; checks && i < checks->words.count; i++)
		if (str_is(checks->words.items[i], check))
			return true;
	return false;
}

static void rooms_of(const struct pack_use *use, const char *rooms[static ROOMS_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		for (size_t k = 0; asks(use, groups[i].check) && groups[i].rooms[k]; k++)
			rooms[count++] = groups[i].rooms[k];
	rooms[count] = NULL;
}

static bool left_out(struct str check)
{
	for (const char *const *name = of_border; *name; name++)
		if (str_starts(check, str_of(*name)))
			return true;
	return false;
}

static void keep_some(struct check_list *checks)
{
	size_t kept = 0;
	for (size_t i = 0; i < checks->count; i++)
		if (!left_out(checks->items[i].check))
			checks->items[kept++] = checks->items[i];
	checks->count = kept;
}

/* --- judging --- */

static struct str purpose_of(struct act *act, const struct flow *flow)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	for (size_t i = 0; i < procedure->field_count; i++) {
		const json_t *answer = str_is(procedure->fields[i].list, "travel_purposes") ? answer_named(flow, procedure->fields[i].name) : NULL;
		if (json_is_string(answer))
			return str_copy(act->arena, str_of(json_string_value(answer)));
	}
	return STR("");
}

static bool judge(struct act *act, const struct pack_use *use, struct subject *subject, struct check_list *checks, struct error *err)
{
	const char *rooms[ROOMS_MOST];
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	const struct pack_post *here = pack_post(act->pack, act->place.post, today);
	*checks = (struct check_list){ .arena = act->arena };
	subject->post = here ? here : &act->pack->posts[0];
	subject->direction = STR("entry");
	subject->today = today;
	subject->source = STR("manual");
	subject->record = identity_record(act, &subject->identity);
	rooms_of(use, rooms);
	if (!subject_load(act, subject, err) || !inspect_run_of(act, subject, rooms, checks, err))
		return false;
	keep_some(checks);
	for (size_t i = 0; i < COUNT_OF(unsupported); i++)
		if (asks(use, unsupported[i].check))
			subject_check(act, subject, checks, unsupported[i].line, RESULT_NOT_SUPPORTED, "pack", unsupported[i].title, WORDS("Not supported: no engine."));
	return true;
}

/* A hit that nobody settled; and anything that somebody must look at: a hit found to be the person, a failed check. */
static void sum_up(struct act *act, const struct check_list *checks, bool *attention, bool *open)
{
	*attention = *open = false;
	for (size_t i = 0; i < checks->count; i++) {
		const struct check_line *line = &checks->items[i];
		enum advice advice = ADVICE_NONE;
		size_t count;
		const struct watch_kept *hits = watch_kept(line, act->arena, &count);
		if (!str_is(line->visible, "second_line") && advice_by_name(line->advice, &advice) && advice >= ADVICE_LOOK)
			*attention = true;
		for (size_t k = 0; hits && k < count; k++)
			*open |= !hits[k].finding.len || str_is(hits[k].finding, "open");
	}
	*attention |= *open;
}

static json_t *facts_of(bool attention, bool open)
{
	return json_pack("{s:s, s:s, s:s}", "status", attention ? "attention" : "clear", "attention", attention ? "yes" : "no", "open_hits", open ? "yes" : "no");
}

/* --- the command --- */

/* Who compares hits: the first role of the pack that works the second line. */
static struct str role_of_hits(const struct act *act)
{
	for (size_t i = 0; i < act->pack->role_count; i++)
		for (size_t k = 0; k < act->pack->roles[i].rights.count; k++)
			if (str_is(act->pack->roles[i].rights.items[k], right_name(CAN_SECOND_LINE)))
				return act->pack->roles[i].code;
	return STR("administrator");
}

static void ask_for_comparison(struct act *act, struct uuid inspection)
{
	const struct task task = { .role = role_of_hits(act), .what = STR("case_hit"), .about = inspection, .words = str_of(WORDS("An application has a possible hit of a list: compare it.")) };
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool inspection_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct subject subject = { .purpose = purpose_of(act, asked->flow) };
	struct check_list checks;
	bool attention, open;
	if (!identity_of_use(act, asked, &subject.identity)) {
		finding_add(&act->findings, STR(""), "no_person", "There is nobody to inspect: an answer is missing.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "inspection");
	}
	if (!judge(act, asked->use, &subject, &checks, err))
		return false;
	sum_up(act, &checks, &attention, &open);
	struct uuid inspection = inspect_record(act, &subject, &checks, STR(""));
	alerts_raise(act, &subject, &checks, inspection);
	const struct case_inspection made = { inspection, asked->use->name, asked->item, subject.record, attention, open };
	journal_append(act, &case_inspection_type, seen->record, &made);
	if (open)
		ask_for_comparison(act, inspection);
	*facts = facts_of(attention, open);
	return true;
}

/* The action is judged: what waits for the result goes on at once. */
bool inspection_finish(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	bool attention = str_is(fact_text(act, asked, "attention"), "yes"), open = str_is(fact_text(act, asked, "open_hits"), "yes");
	json_t *facts = facts_of(attention, open);
	bool good = case_event(act, seen, asked->use->name, attention ? STR("attention") : STR("clear"), facts, asked->item, err);
	json_decref(facts);
	return good;
}

/* --- a hit was settled --- */

static bool read_open(struct act *act, struct uuid *records, struct case_inspection *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "duties.open_inspections");
	query_bind_int(query, "most", OPEN_MOST);
	for (*count = 0; *count < OPEN_MOST && query_next(query); ++*count) {
		records[*count] = query_id(query, 0);
		out[*count] = (struct case_inspection){ .attention = false };
		query_row(query, &case_inspection_fields, &out[*count], act->arena);
	}
	return query_end(query, err);
}

static bool settle(struct act *act, struct uuid record, const struct case_inspection *of, bool *changed, struct error *err)
{
	struct inspection inspection = { .post = STR("") };
	struct subject subject = { .lane = 0 };
	struct check_list checks;
	struct entry entry;
	struct case_seen seen;
	bool attention = false, open = true;
	*changed = false;
	if (!inspect_read(act, of->inspection, &inspection, &entry, err) || !case_look(act, record, &seen, err))
		return false;
	identity_put(&subject.identity, (const struct identity *)&inspection);
	subject.purpose = inspection.purpose;
	place_at at = procedure_use(seen.flow.host.procedure, of->use);
	bool good = at != NOWHERE && judge(act, &seen.flow.host.procedure->uses[at], &subject, &checks, err);
	if (good)
		sum_up(act, &checks, &attention, &open);
	if (good && !open) {
		struct case_inspection made = *of;
		made.attention = attention;
		made.open = false;
		*changed = true;
		journal_append(act, &case_inspection_type, record, &made);
		json_t *facts = facts_of(attention, false);
		good = case_event(act, &seen, of->use, attention ? STR("attention") : STR("clear"), facts, of->item, err) &&
		       task_end_all(act, of->inspection, STR("case_hit"), STR(""), err);
		json_decref(facts);
	}
	case_end(&seen);
	return good;
}

/* Each in an act of its own: a conflict is looked at again at the next turn. */
static bool settle_one(const struct house *house, struct uuid record, const struct case_inspection *of, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct act act;
	bool changed = false, good = house->begin(house, arena, &act, err);
	if (good) {
		act.purpose = STR("administration");
		good = settle(&act, record, of, &changed, err) && (!changed || journal_submit(&act, err) != SUBMIT_FAILED);
		house->end(house, &act);
	}
	arena_free(arena);
	return good;
}

bool inspection_job(struct act *act, struct error *err)
{
	struct case_inspection *open = ARENA_ARRAY(act->arena, struct case_inspection, OPEN_MOST);
	struct uuid records[OPEN_MOST];
	size_t count;
	struct error one;
	if (!read_open(act, records, open, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!settle_one(act->house, records[i], &open[i], &one))
			log_error_event("case.inspection", &one);
	return true;
}

/* --- the table --- */

enum { INSPECTIONS_MOST = 200 };
struct kept {
	struct case_inspection *items;
	size_t count;
};

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	const struct case_inspection *made = data;
	(void)entry;
	if (!kept->items)
		kept->items = ARENA_ARRAY(arena, struct case_inspection, INSPECTIONS_MOST);
	for (size_t i = 0; i < kept->count; i++)
		if (uuid_equal(kept->items[i].inspection, made->inspection)) {
			kept->items[i] = *made;
			return;
		}
	if (kept->count < INSPECTIONS_MOST)
		kept->items[kept->count++] = *made;
}

static const char *const indexes[] = { "open", NULL };
static const struct table table = { "case_inspection", &case_inspection_fields, "record, inspection", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	for (size_t i = 0; i < kept->count; i++)
		rows_put(out, &table, &kept->items[i]);
}

static const struct entry_type *const reads[] = { &case_inspection_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold case_inspection_fold;
const struct fold case_inspection_fold = { "case_inspection", 1, reads, writes, sizeof(struct kept), apply, rows };
