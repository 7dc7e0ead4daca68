#include "keep.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "log.h"
#include "store.h"

FIELDS_TABLE(case_hold, CASE_HOLD_FIELDS)
FIELDS_TABLE(case_hold_row, CASE_HOLD_ROW_FIELDS)
FIELDS_TABLE(case_rest, CASE_REST_FIELDS)

enum { ENDED_MOST = 200, ENTRIES_MOST = 20000, WAIT_DAYS = 30 };

const struct entry_type case_hold_type = { "case.hold", 1, KIND_CASE, 0, &case_hold_fields, "A case must be kept, whatever its time" };
const struct entry_type case_rest_type = { "case.rest", 1, KIND_CASE, 0, &case_rest_fields, "What is left of a case that was made anonymous" };

/* --- until when --- */

static bool day_of(struct flow *flow, const struct rule_value *value, struct date *out)
{
	*out = value->kind == RULE_DATE ? value->date : (struct date){ 0 };
	if (value->kind == RULE_DATETIME)
		*out = time_date(value->ms + (flow->zone ? lang_zone_offset(flow->zone, value->ms) * INT64_C(1000) : 0));
	return date_whole(*out);
}

static struct date later(struct date day, const struct pack_length *length)
{
	static const struct { const char *unit; int days, months; } units[] = { { "day", 1, 0 }, { "week", 7, 0 }, { "month", 0, 1 }, { "year", 0, 12 } };
	struct str unit = length->unit;
	unit.len -= unit.len && unit.data[unit.len - 1] == 's';
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_is(unit, units[i].unit))
			return units[i].months ? date_add_months(day, units[i].months * length->count) : date_of_days(date_days(day) + units[i].days * length->count);
	return day;
}

/* The first line that holds and whose fact is known. */
void case_keep(struct flow *flow, struct case_step *step)
{
	static const char *const how[] = { [KEEP_ERASE] = "erase", [KEEP_ANONYMISE] = "anonymise", [KEEP_ARCHIVE] = "archive" };
	const struct pack_procedure *procedure = flow->host.procedure;
	const struct pack_state *state = flow_state(flow);
	for (size_t i = 0; state && state->phase == PHASE_CLOSED && i < procedure->keep_count; i++) {
		const struct pack_keep *keep = &procedure->keeps[i];
		struct rule_value value;
		struct error err;
		struct date day;
		if (keep->condition.expression && (!flow_eval(flow, &keep->condition, &value, &err) || value.kind != RULE_YESNO || !value.yes))
			continue;
		if (!flow_eval(flow, &keep->fact, &value, &err) || !day_of(flow, &value, &day))
			continue;
		step->keep_until = later(day, &keep->after);
		step->keep_how = str_of(how[keep->how]);
		return;
	}
}

/* --- legal holds --- */

static void hold_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct case_hold_row *row = to;
	const struct case_hold *hold = data;
	(void)arena;
	*row = hold->held ? (struct case_hold_row){ entry->happened, entry->actor, hold->reason } : (struct case_hold_row){ 0 };
}

static const struct table hold_table = { "case_hold", &case_hold_row_fields, "", NULL };

static void hold_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct case_hold_row *row = from;
	(void)record;
	if (row->since)
		rows_put(out, &hold_table, row);
}

static const struct entry_type *const hold_reads[] = { &case_hold_type, NULL };
static const struct table *const hold_writes[] = { &hold_table, NULL };
const struct fold case_hold_fold = { "case_hold", 1, hold_reads, hold_writes, sizeof(struct case_hold_row), hold_apply, hold_rows };

bool case_hold_set(struct act *act, struct uuid record, bool held, struct str reason, struct error *err)
{
	bool is;
	struct query *query = db_query(act->db, "cases.held");
	query_bind_id(query, "record", record);
	if (!query_one(query, &is, err) || !query_end(query, err))
		return false;
	if (!str_trim(reason).len)
		return error_set(err, ERR_FINDINGS, "a hold needs a reason", "name the court, the inquiry or the complaint", "reason");
	if (is != held)
		journal_append(act, &case_hold_type, record, &(struct case_hold){ held, reason });
	return true;
}

/* --- what is left --- */

static void rest_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	(void)entry;
	(void)arena;
	*(struct case_rest *)to = *(const struct case_rest *)data;
}

static const char *const rest_indexes[] = { "procedure, opened", NULL };
static const struct table rest_table = { "case_rest", &case_rest_fields, "", rest_indexes };

static void rest_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct case_rest *row = from;
	(void)record;
	if (row->procedure.len)
		rows_put(out, &rest_table, row);
}

static const struct entry_type *const rest_reads[] = { &case_rest_type, NULL };
static const struct table *const rest_writes[] = { &rest_table, NULL };
const struct fold case_rest_fold = { "case_rest", 1, rest_reads, rest_writes, sizeof(struct case_rest), rest_apply, rest_rows };

static struct rule_value member(struct act *act, const struct rule_value *person, const char *name)
{
	struct rule_value out = { .kind = RULE_MISSING };
	size_t at = rule_member_index(person->object->record, str_of(name));
	if (at != SIZE_MAX && person->object->get)
		person->object->get(person->object, at, act->arena, &out);
	return out;
}

static struct str word(struct act *act, const struct rule_value *person, const char *name)
{
	struct rule_value value = member(act, person, name);
	return value.kind == RULE_TEXT || value.kind == RULE_CODE ? str_copy(act->arena, str_slice(value.text, 0, 16)) : STR("");
}

static struct str age_group(const struct rule_value *born, struct date on)
{
	static const struct { int below; const char *group; } groups[] = { { 5, "0_4" }, { 12, "5_11" }, { 18, "12_17" }, { 60, "18_59" }, { 1000, "60_over" } };
	int least, most;
	if (born->kind != RULE_DATE || !date_age(born->date, on, &least, &most))
		return STR("");
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		if (most < groups[i].below)
			return least < (i ? groups[i - 1].below : 0) ? STR("") : str_of(groups[i].group);
	return STR("");
}

/* Whom it was about: of one person what figures are split by; of several, how many. */
static void rest_of_people(struct act *act, struct case_seen *seen, struct case_rest *rest)
{
	struct rule_value subject;
	struct error err;
	if (!seen->flow.host.procedure->subject.expression || !flow_eval(&seen->flow, &seen->flow.host.procedure->subject, &subject, &err))
		return;
	rest->people = subject.kind == RULE_LIST ? (int64_t)subject.list.count : subject.kind == RULE_RECORD;
	if (subject.kind != RULE_RECORD)
		return;
	struct rule_value born = member(act, &subject, "birth_date");
	rest->sex = word(act, &subject, "sex");
	rest->nationality = word(act, &subject, "nationality");
	rest->age_group = age_group(&born, time_date(seen->row.closed));
}

static bool leave_rest(struct act *act, struct uuid record, struct error *err)
{
	struct case_seen seen;
	if (!case_look(act, record, &seen, err))
		return false;
	struct date opened = time_date(seen.row.opened);
	opened.day = 1;
	struct case_rest rest = { .procedure = seen.row.procedure, .outcome = seen.row.outcome, .opened = opened, .days = (seen.row.closed - seen.row.opened) / DAY_MS };
	rest_of_people(act, &seen, &rest);
	journal_append(act, &case_rest_type, uuid_v7(act->now, act->random), &rest);
	case_end(&seen);
	return true;
}

/* --- ending --- */

struct ending {
	struct uuid records[ENDED_MOST];
	bool anonymous[ENDED_MOST];
	size_t count;
};

static bool find_ended(struct act *act, struct date day, struct ending *out, struct error *err)
{
	char text[DATE_TEXT];
	struct query *query = db_query(act->db, "cases.over");
	query_bind_text(query, "day", date_text(day, text));
	query_bind_int(query, "most", ENDED_MOST);
	for (out->count = 0; out->count < ENDED_MOST && query_next(query); out->count++) {
		out->records[out->count] = query_id(query, 0);
		out->anonymous[out->count] = str_is(query_text(query, 1, act->arena), "anonymise");
	}
	return query_end(query, err);
}

/* Fewer than ERASE_TOGETHER wait for more, at most 30 days: one erasure of few would link what the headers keep apart. */
static bool find_enough(struct act *act, struct ending *out, struct error *err)
{
	struct date today = time_date(act->now), waited = date_of_days(date_days(today) - WAIT_DAYS);
	if (!find_ended(act, today, out, err) || out->count >= ERASE_TOGETHER || !out->count)
		return out->count || !err->code;
	struct ending *old = ARENA_NEW(act->arena, struct ending);
	if (!find_ended(act, waited, old, err))
		return false;
	out->count = old->count ? out->count : 0;
	return true;
}

static bool leave_rests(struct act *act, const struct ending *ending, struct error *err)
{
	for (size_t i = 0; i < ending->count; i++)
		if (ending->anonymous[i] && !leave_rest(act, ending->records[i], err))
			return false;
	return !journal_pending(act) || journal_submit(act, err) == SUBMITTED;
}

struct bodies {
	struct uuid *entries;
	size_t count;
};

static void take_body(void *to, const struct entry *entry)
{
	struct bodies *bodies = to;
	if (entry->data.len && bodies->count < ENTRIES_MOST)
		bodies->entries[bodies->count++] = entry->id;
}

static bool erase_all(struct act *act, const struct ending *ending, struct error *err)
{
	struct bodies bodies = { ARENA_ARRAY(act->arena, struct uuid, ENTRIES_MOST), 0 };
	for (size_t i = 0; i < ending->count; i++)
		if (!journal_history(act, ending->records[i], take_body, &bodies, err))
			return false;
	act->purpose = STR("retention");
	return !bodies.count || journal_erase(act, STR("keep"), str_format(act->arena, "country pack " STR_FMT, STR_ARG(act->pack->head.version)), bodies.entries, bodies.count, err);
}

/* What figures need is kept before anything goes; each in an act of its own. */
bool cases_end(struct act *outer, size_t *done, struct error *err)
{
	static bool (*const parts[])(struct act *, const struct ending *, struct error *) = { leave_rests, erase_all };
	struct ending *ending = ARENA_NEW(outer->arena, struct ending);
	bool good = true;
	*err = (struct error){ 0 };
	*done = 0;
	if (!outer->pack || !find_enough(outer, ending, err))
		return !outer->pack || false;
	for (size_t i = 0; i < COUNT_OF(parts) && good && ending->count; i++) {
		struct arena *arena = arena_new(0);
		struct act act;
		good = outer->house->begin(outer->house, arena, &act, err);
		act.purpose = STR("retention");
		if (good) {
			good = parts[i](&act, ending, err);
			outer->house->end(outer->house, &act);
		}
		arena_free(arena);
	}
	*done = good ? ending->count : 0;
	return good;
}

/* --- commands --- */

static bool hold_command_as(struct act *act, const struct command_line *line, bool held, struct buf *out, struct error *err)
{
	const char *reason = line->option(line, "--reason");
	struct uuid record;
	bool found;
	if (line->count != 1)
		return error_set(err, ERR_INPUT, "the number of a case is missing", held ? "limen case hold NUMBER --reason WORDS" : "limen case release NUMBER --reason WORDS", "case");
	if (!case_by_reference(act, str_of(line->arguments[0]), &record, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such case", "look at the list of cases", "%s", line->arguments[0]);
	if (!case_hold_set(act, record, held, str_of(reason), err))
		return false;
	buf_text(out, held ? "Held: nothing of it is erased until it is released.\n" : "Released: it is kept as long as its procedure says.\n");
	return true;
}

static bool hold_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return hold_command_as(act, line, true, out, err);
}

static bool release_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	return hold_command_as(act, line, false, out, err);
}

static const struct option reason_options[] = { { "--reason", "WORDS", "the court, the inquiry, the complaint" }, { 0 } };

const struct command case_keep_commands[] = {
	{ "case hold", "NUMBER", hold_command, reason_options, 0, "Keep a case, whatever its time: nothing of it is erased." },
	{ "case release", "NUMBER", release_command, reason_options, 0, "End a hold: the case is kept as long as its procedure says." },
	{ "pack diff", "OLD NEW", case_diff_command, NULL, COMMAND_BARE | COMMAND_READS, "What changed between two packs, in words; with --data FOLDER, what becomes of its running cases." },
	{ 0 },
};
