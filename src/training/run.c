/* A run: the invented document, what came before, and the score. */
#include "local.h"

#include "border.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "registry.h"
#include "store.h"

enum { VALID_MONTHS = 48, REFS_MOST = 200 };

const struct pack_scenario *scenario_of(const struct pack *pack, struct str code)
{
	for (size_t i = 0; i < pack->scenario_count; i++)
		if (str_equal(pack->scenarios[i].code, code))
			return &pack->scenarios[i];
	return NULL;
}

bool exercise_load(struct act *act, struct uuid record, struct held_run *out, struct error *err)
{
	struct query *query = db_query(act->db, "training.run_by_record");
	query_bind_id(query, "record", record);
	out->record = record;
	bool found = query_next(query);
	if (found)
		query_row(query, &training_row_fields, &out->row, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such exercise", "begin one from the list", "training"));
}

/* --- the document --- */

static struct mrz_date two_digits(struct date date)
{
	return (struct mrz_date){ (int8_t)(date.year % 100), date.month, date.day };
}

/* A year alone gets another day in each run: nobody meets the traveller of an earlier one again. */
static struct date birth_of(struct act *act, struct date born)
{
	if (!born.month) {
		born.month = (uint8_t)(1 + random_below(act->random, 12));
		born.day = (uint8_t)(1 + random_below(act->random, 28));
	}
	return born;
}

static struct str number_of(struct act *act)
{
	return str_format(act->arena, "TR%07u", (unsigned)random_below(act->random, 10000000));
}

static bool write_lines(struct act *act, const struct identity *identity, struct str *lines, struct error *err)
{
	struct str line[MRZ_LINES], kind = identity->document_kind;
	size_t count;
	const struct mrz_fields fields = {
		.form = str_is(kind, "I") ? MRZ_TD1 : MRZ_TD3, .code = kind, .issuer = identity->document_issuer, .nationality = identity->nationalities.items[0],
		.number = identity->document_number, .surname = identity->surname, .given_names = identity->given_names, .birth = two_digits(identity->born),
		.expiry = two_digits(identity->document_expires), .sex = identity->sex.len ? identity->sex.data[0] : '<',
	};
	if (!mrz_write(act->arena, &fields, line, &count, err))
		return false;
	*lines = str_join(act->arena, line, count, STR("\n"));
	return true;
}

static struct texts one_nation(struct act *act, struct str nation)
{
	struct str *nations = ARENA_NEW(act->arena, struct str);
	*nations = nation;
	return (struct texts){ nations, 1 };
}

static struct identity bearer_of(struct act *act, const struct pack_scenario *scenario)
{
	return (struct identity){
		.surname = scenario->surname, .given_names = scenario->given, .born = birth_of(act, scenario->born), .sex = scenario->sex,
		.nationalities = one_nation(act, scenario->nationality.len ? scenario->nationality : scenario->issuer),
		.document_kind = scenario->document.len ? scenario->document : STR("P"), .document_issuer = scenario->issuer, .document_number = number_of(act),
		.document_expires = date_add_months(time_date(act->now), scenario->expired ? -scenario->expired : VALID_MONTHS - scenario->renewed),
	};
}

static bool write_along(struct act *act, const struct pack_scenario *scenario, struct texts *out, struct error *err)
{
	out->items = ARENA_ARRAY(act->arena, struct str, scenario->along_count);
	for (; out->count < scenario->along_count; out->count++) {
		const struct pack_along *along = &scenario->along[out->count];
		const struct identity identity = {
			.surname = along->surname, .given_names = along->given, .born = birth_of(act, along->born), .sex = along->sex, .nationalities = one_nation(act, along->issuer),
			.document_kind = STR("P"), .document_issuer = along->issuer, .document_number = number_of(act), .document_expires = date_add_months(time_date(act->now), VALID_MONTHS),
		};
		if (!write_lines(act, &identity, &out->items[out->count], err))
			return false;
	}
	return true;
}

/* --- what came before --- */

/* The document of the entry, where the one that is shown now was issued later. */
static struct identity old_document(struct act *act, const struct pack_scenario *scenario, const struct identity *identity)
{
	struct identity old = *identity;
	old.document_number = number_of(act);
	old.document_expires = date_add_months(time_date(act->now), 1 - scenario->renewed);
	return old;
}

static bool let_in_before(struct act *act, const struct pack_scenario *scenario, const struct identity *identity, struct uuid record, struct error *err)
{
	int64_t happened = act->now - scenario->entered * INT64_C(86400000);
	struct subject subject = { .identity = *identity, .record = record, .direction = STR("entry"), .purpose = STR("tourism"), .lane = 1 };
	struct act then = *act;
	struct movement movement = { 0 };
	then.now = happened;
	if (!scenario->entered)
		return true;
	subject.post = pack_post(act->pack, act->place.post.len ? act->place.post : act->pack->posts[0].code, time_date(act->now));
	if (!subject.post)
		return error_set(err, ERR_NOT_ALLOWED, "no post is chosen", "choose post, lane and direction first", "post");
	subject.today = time_date(happened);
	if (!subject_load(&then, &subject, err))
		return false;
	movement_complete(&then, &subject, &movement);
	movement.decision = STR("admit");
	movement.purpose = STR("tourism");
	movement.days = 90;
	movement.stay_until = date_of_days(date_days(time_date(happened)) + 89);
	movement.source = STR("training");
	journal_append_at(act, &crossing_import_type, record, &movement, happened);
	return true;
}

/* One digit is read wrongly, as on a worn page. */
static struct str spoil(struct act *act, struct str lines, struct str what)
{
	size_t at = str_is(what, "number") ? 9 : str_is(what, "birth") ? 19 : 27;
	char *text = str_c(act->arena, lines);
	if (!what.len || lines.len < 45 + at + 1)
		return lines;
	text[45 + at] = text[45 + at] == '9' ? '0' : (char)(text[45 + at] + 1);
	return (struct str){ text, lines.len };
}

bool exercise_begin(struct act *act, const struct pack_scenario *scenario, const struct exercise_form *form, struct uuid *record, struct error *err)
{
	struct identity identity = bearer_of(act, scenario);
	struct texts along = { 0 };
	struct str lines;
	if (!act->house->training)
		return error_set(err, ERR_NOT_ALLOWED, "this is no training state", "exercises begin in a state that limen train made", "training");
	if (!write_lines(act, &identity, &lines, err) || !write_along(act, scenario, &along, err))
		return false;
	struct exercise run = { scenario->code, form->sex, form->service, identity_record(act, &identity), spoil(act, lines, scenario->spoilt), along };
	*record = uuid_zero(act->id) ? uuid_v7(act->now, act->random) : act->id;
	journal_append(act, &training_run_type, *record, &run);
	struct identity used = scenario->renewed ? old_document(act, scenario, &identity) : identity;
	return let_in_before(act, scenario, &used, scenario->renewed ? identity_record(act, &used) : run.document, err);
}

/* --- the score --- */

struct deeds {
	struct act *act;
	int64_t since;
	struct str items[40];
	size_t count;
};

/* An entry as an officer's action; NULL for what is none. */
static const char *action_of(struct act *act, const struct entry *entry)
{
	static const struct { const char *type, *action; } names[] = {
		{ "inspection", "scan" }, { "referral", "refer" }, { "protection.claim", "protection" }, { "hearing", "hear" }, { "refusal", "refuse" },
		{ "remark", "note" }, { "child.answer", "companion" }, { "crossing", "admit" }, { "document.tie", "same_bearer" },
	};
	if (str_is(entry->type_name, "watch.finding") && entry->data.len) {
		json_t *said = json_loadb(entry->data.data, entry->data.len, 0, NULL);
		struct str finding = str_copy(act->arena, str_of(json_string_value(json_object_get(said, "finding"))));
		json_decref(said);
		return str_is(finding, "other") ? "not_same" : str_is(finding, "same") ? "same" : "cannot_tell";
	}
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(entry->type_name, names[i].type))
			return names[i].action;
	return NULL;
}

static void take_deed(void *to, const struct entry *entry)
{
	struct deeds *deeds = to;
	const char *action = entry->happened >= deeds->since ? action_of(deeds->act, entry) : NULL;
	if (action && deeds->count < COUNT_OF(deeds->items))
		deeds->items[deeds->count++] = str_of(action);
}

static void take_group(void *to, const struct entry *entry)
{
	struct deeds *deeds = to;
	if (entry->happened >= deeds->since && str_is(entry->type_name, "group.join") && deeds->count < COUNT_OF(deeds->items))
		deeds->items[deeds->count++] = STR("group");
}

static bool was_done(const struct deeds *deeds, struct str action)
{
	for (size_t i = 0; i < deeds->count; i++)
		if (str_equal(deeds->items[i], action))
			return true;
	return false;
}

bool exercise_along(struct act *act, struct str lines, struct uuid *record, struct error *err)
{
	struct mrz *mrz = ARENA_NEW(act->arena, struct mrz);
	struct identity identity = { 0 };
	if (!mrz_parse(lines, act->arena, mrz, err))
		return false;
	identity_from_mrz(mrz, time_date(act->now), act->arena, &identity);
	*record = identity_record(act, &identity);
	return true;
}

static void take_inspection(void *to, const struct entry *entry)
{
	struct exercise_shown *shown = to;
	if (str_is(entry->type_name, "inspection") && entry->happened >= shown->since && entry->happened >= shown->at)
		*shown = (struct exercise_shown){ entry->id, entry->happened, shown->since };
}

bool exercise_shown(struct act *act, const struct held_run *run, struct uuid document, struct exercise_shown *out, struct error *err)
{
	*out = (struct exercise_shown){ .since = run->row.started };
	return journal_history(act, document, take_inspection, out, err);
}

/* What was done about those who come along: admit_along when all were let in, refer_along when one was sent to the second line. */
static bool judge_along(struct act *act, const struct training_row *row, struct deeds *deeds, struct error *err)
{
	size_t admitted = 0;
	bool referred = false;
	for (size_t i = 0; i < row->along.count; i++) {
		struct deeds own = { .act = act, .since = row->started };
		struct uuid record;
		if (!exercise_along(act, row->along.items[i], &record, err) || !journal_history(act, record, take_deed, &own, err))
			return false;
		admitted += was_done(&own, STR("admit"));
		referred |= was_done(&own, STR("refer"));
	}
	if (admitted && admitted == row->along.count && deeds->count < COUNT_OF(deeds->items))
		deeds->items[deeds->count++] = STR("admit_along");
	if (referred && deeds->count < COUNT_OF(deeds->items))
		deeds->items[deeds->count++] = STR("refer_along");
	return true;
}

bool exercise_judge(struct act *act, const struct held_run *run, struct exercise_score *out, struct error *err)
{
	const struct pack_scenario *scenario = scenario_of(act->pack, run->row.scenario);
	struct deeds *deeds = ARENA_NEW(act->arena, struct deeds);
	*deeds = (struct deeds){ .act = act, .since = run->row.started };
	*out = (struct exercise_score){ 0 };
	if (!scenario)
		return error_set(err, ERR_NOT_FOUND, "the pack has no such exercise any more", "begin another one", "training");
	if (!journal_history(act, run->row.document, take_deed, deeds, err) || !journal_refs(act, run->row.document, REFS_MOST, take_group, deeds, err) ||
	    !judge_along(act, &run->row, deeds, err))
		return false;
	out->missing.items = ARENA_ARRAY(act->arena, struct str, scenario->expect_count);
	out->wrong.items = ARENA_ARRAY(act->arena, struct str, scenario->never_count);
	out->done = (struct texts){ deeds->items, deeds->count };
	out->most = (int64_t)scenario->expect_count;
	for (size_t i = 0; i < scenario->expect_count; i++) {
		if (was_done(deeds, scenario->expect[i].action))
			out->points++;
		else
			out->missing.items[out->missing.count++] = scenario->expect[i].action;
	}
	for (size_t i = 0; i < scenario->never_count; i++)
		if (was_done(deeds, scenario->never[i].action))
			out->wrong.items[out->wrong.count++] = scenario->never[i].action;
	out->passed = !out->missing.count && !out->wrong.count;
	return true;
}
