/* Requests: opened, extended once, answered by a named person. */
#include "local.h"

#include "border.h"
#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "pack.h"
#include "registry.h"
#include "store.h"

/* --- clocks --- */

static struct date later(const struct act *act, const char *param, struct date from, struct date day)
{
	const struct pack_value *value = pack_param(act->pack, str_of(param), day);
	int count = value ? (int)(value->micro / 1000000) : 1;
	if (!value || str_is(value->unit, "months"))
		return date_add_months(from, count);
	int days = str_is(value->unit, "weeks") ? count * 7 : str_is(value->unit, "years") ? 0 : count;
	return days ? date_of_days(date_days(from) + days) : date_add_months(from, count * 12);
}

struct date request_due(const struct act *act, struct date received)
{
	return later(act, "request_time", received, received);
}

struct date request_longer(const struct act *act, struct date due, struct date received)
{
	return later(act, "request_extension", due, received);
}

struct date request_day(const struct act *act, const char *param, struct date from)
{
	return later(act, param, from, from);
}

/* --- tasks --- */

/* For the access desk; a pack without such a role has nobody to ask. */
static void ask_desk(struct act *act, const char *what, struct uuid about, const char *words)
{
	struct str role = STR("");
	for (size_t i = 0; i < act->pack->role_count && !role.len; i++)
		if (pack_role_has(act->pack, act->pack->roles[i].code, STR("disclose")))
			role = act->pack->roles[i].code;
	const struct task task = { .role = role, .what = str_of(what), .about = about, .words = str_of(words) };
	if (role.len)
		journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

/* --- reading --- */

bool request_load(struct act *act, struct uuid record, struct held_request *out, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.request_by_record");
	query_bind_id(query, "record", record);
	out->record = record;
	bool found = query_next(query);
	if (found)
		query_row(query, &data_request_fields, &out->row, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such request", "look at the list of requests again", "request"));
}

bool holder_name(struct act *act, struct uuid about, struct str *name, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.name_of_document");
	struct document_row row = { 0 };
	query_bind_id(query, "record", about);
	*name = STR("");
	if (query_next(query)) {
		query_row(query, &document_row_fields, &row, act->arena);
		*name = identity_name((const struct identity *)&row, act->arena);
	}
	return query_end(query, err);
}

/* --- opening --- */

static bool one_of(struct str code, const char *const *codes)
{
	for (; *codes; codes++)
		if (str_is(code, *codes))
			return true;
	return false;
}

static const char *const kinds[] = { "access", "correction", "erasure", "restriction", NULL };
static const char *const capacities[] = { "self", "representative", "guardian", NULL };

bool request_may_end(struct str what, struct str outcome)
{
	static const struct { const char *what, *outcome; } own[] = { { "access", "given" }, { "correction", "corrected" }, { "erasure", "erased" }, { "restriction", "restricted" } };
	bool may = str_is(outcome, "refused") || str_is(outcome, "withdrawn") || (str_is(outcome, "restricted") && !str_is(what, "access"));
	for (size_t i = 0; i < COUNT_OF(own); i++)
		may |= str_is(what, own[i].what) && str_is(outcome, own[i].outcome);
	return may;
}

static bool findings(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "request");
}

/* A note on each document of the person: whoever opens the record sees it. */
bool note_on_documents(struct act *act, struct uuid about, struct str words, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.holder_documents");
	const struct remark remark = { .note = words };
	query_bind_id(query, "holder", about);
	while (query_next(query))
		journal_append(act, &remark_type, query_id(query, 0), &remark);
	return query_end(query, err);
}

static bool disputes(struct str what)
{
	return str_is(what, "correction") || str_is(what, "restriction");
}

bool request_open(struct act *act, const struct data_request_form *form, struct uuid *record, struct error *err)
{
	struct date today = time_date(act->now);
	struct data_asked request = {
		form->what, form->about, form->name, form->capacity, form->mandate, form->identified, form->contact, form->words, form->language,
		date_empty(form->received) ? today : form->received, { 0 },
	};
	if (!one_of(form->what, kinds))
		finding_add(&act->findings, STR("what"), "unknown_code", "Choose what is asked.");
	if (!one_of(form->capacity, capacities))
		finding_add(&act->findings, STR("capacity"), "unknown_code", "Say in which capacity the person asks.");
	else if (!str_is(form->capacity, "self") && str_trim(form->mandate).len < 3)
		finding_add(&act->findings, STR("mandate"), "required", "Say which mandate was seen: nobody asks for another without one.");
	if (!str_is(form->what, "access") && str_trim(form->words).len < 3)
		finding_add(&act->findings, STR("words"), "required", "Say what is wrong, or what should be erased.");
	if (!date_whole(request.received) || date_compare(request.received, today) > 0)
		finding_add(&act->findings, STR("received"), "bad_date", "Write the day on which it came, not later than today.");
	if (!findings(act, err))
		return false;
	request.due = request_due(act, request.received);
	*record = uuid_zero(act->id) ? uuid_v7(act->now, act->random) : act->id;
	journal_append(act, &request_type, *record, &request);
	return !disputes(form->what) || uuid_zero(form->about) ||
	       note_on_documents(act, form->about, lang_words(act->lang, WORDS("Disputed by the person concerned: being checked. Do not rest a decision on the disputed part alone.")), err);
}

bool request_extend(struct act *act, const struct held_request *held, struct str reason, struct error *err)
{
	const struct data_extended longer = { request_longer(act, held->row.due, held->row.received), reason };
	if (held->row.answered)
		return error_set(err, ERR_NOT_ALLOWED, "this request is answered already", "", "request");
	if (held->row.extended)
		return error_set(err, ERR_NOT_ALLOWED, "the time of a request is extended once at most", "answer it", "request");
	journal_append(act, &extended_type, held->record, &longer);
	return true;
}

/* --- answering --- */

static bool was_corrected(struct act *act, const struct held_request *held, bool *was, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.corrections_since");
	query_bind_id(query, "holder", held->row.about);
	query_bind_int(query, "since", held->row.opened << 16);
	*was = query_next(query) && query_int(query, 0);
	return query_end(query, err);
}

static bool check_answer(struct act *act, const struct held_request *held, const struct data_answer_form *form, struct error *err)
{
	bool was = true;
	if (held->row.answered)
		return error_set(err, ERR_NOT_ALLOWED, "this request is answered already", "", "request");
	if (!request_may_end(held->row.what, form->outcome))
		finding_add(&act->findings, STR("outcome"), "unknown_code", "Choose an outcome of the list.");
	if (!str_is(form->outcome, "given") && !str_is(form->outcome, "withdrawn") && str_trim(form->reasons).len < 10)
		finding_add(&act->findings, STR("reasons"), "required", "Give the reasons: they are told to the person, with the remedy.");
	if (str_is(form->outcome, "erased") && !erasure_check(act, held, &form->entries, err))
		return false;
	if (str_is(form->outcome, "corrected") && !was_corrected(act, held, &was, err))
		return false;
	if (!was)
		finding_add(&act->findings, STR("outcome"), "not_done", "No crossing of this person was corrected since the request came: correct it first, on its page.");
	return findings(act, err);
}

static struct str remedy_of(struct act *act)
{
	return pack_words(act->pack, lang_tag(act->lang), act->pack->disclosure.remedy);
}

/* What is handed over stands as it was, whatever happens to the record: the file, and the paper made of it. */
static bool keep_told(struct act *act, const struct held_request *held, struct data_answered *answered, struct error *err)
{
	uint8_t digest[SHA256_BYTES];
	struct buf text = BUF_IN(act->arena);
	json_t *told;
	if (!disclosure_gather(act, held->row.about, TOLD_PERSON, &told, err))
		return false;
	json_write(&text, told);
	struct str bytes = buf_str(&text);
	sha256(&bytes, 1, digest);
	answered->digest = str_hex(act->arena, digest, sizeof digest);
	bool good = journal_file_put(act, bytes, &answered->file, err) && paper_issue(act, held, told, answered->digest, err);
	json_decref(told);
	return good;
}

/* In the language of whoever asks, where the pack speaks it. */
static bool keep_given(struct act *act, const struct held_request *held, struct data_answered *answered, struct error *err)
{
	const struct lang *desk = act->lang;
	act->lang = letter_language(act, held->row.language.len ? held->row.language : lang_tag(desk));
	answered->remedy = remedy_of(act);
	bool good = keep_told(act, held, answered, err);
	act->lang = desk;
	return good;
}

static bool answer(struct act *act, const struct held_request *held, const struct data_answer_form *form, struct error *err)
{
	struct data_answered answered = { .outcome = form->outcome, .reasons = form->reasons, .remedy = remedy_of(act) };
	if (str_is(form->outcome, "restricted"))
		answered.review = request_day(act, "restriction_review", time_date(act->now));
	if (!check_answer(act, held, form, err) || (str_is(form->outcome, "given") && !keep_given(act, held, &answered, err)))
		return false;
	journal_append(act, &answered_type, held->record, &answered);
	if (str_is(form->outcome, "erased"))
		erasure_decide(act, held, &form->entries);
	if (!str_is(form->outcome, "given") && !str_is(form->outcome, "withdrawn") && !decision_issue(act, held, PAPER_ANSWER, &answered, err))
		return false;
	return !disputes(held->row.what) || uuid_zero(held->row.about) || str_is(form->outcome, "restricted") ||
	       note_on_documents(act, held->row.about, lang_words(act->lang, WORDS("The dispute of the person concerned is decided.")), err);
}

bool request_decide(struct act *act, struct uuid record, const struct data_answer_form *form, struct error *err)
{
	struct held_request held = { 0 };
	return request_load(act, record, &held, err) && answer(act, &held, form, err);
}

/* --- alarms --- */

static bool alarm_each(struct act *act, const char *statement, int days, const char *what, const char *words, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "day", date_str(act->arena, date_of_days(date_days(time_date(act->now)) + days)));
	while (query_next(query))
		ask_desk(act, what, query_id(query, 0), words);
	return query_end(query, err);
}

/* A week before the last day of an answer or a restriction; after that of an erasure. */
static bool alarms(struct act *act, struct error *err)
{
	return alarm_each(act, "disclosure.due_soon", 7, "request_due", WORDS("Answer a person's request about their own data: the time is nearly over."), err) &&
	       alarm_each(act, "disclosure.restrictions_due", 7, "restriction_due", WORDS("Look again at a restriction: lift it with what was found, or ask the person."), err) &&
	       alarm_each(act, "disclosure.erasures_late", 0, "erasure_late", WORDS("An erasure that was granted was not carried out in time: ask the records officer."), err);
}

const struct job disclosure_jobs[] = {
	{ "disclosure.alarms", 3600 * INT64_C(1000), alarms, "Makes a task of each request about a person's own data whose last day is near." },
	{ "disclosure.retention", 24 * 3600 * INT64_C(1000), held_retain, "erase looks at records, lists of calls, answered requests and alerts whose time is over" },
	{ 0 },
};
