/* Pages of the access desk and of the oversight body. */
#include "local.h"

#include "border.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "pack.h"
#include "registry.h"
#include "show.h"
#include "store.h"

enum { ROWS_MOST = 100, DAYS_AMBER = 7 };

/* --- words --- */

static const struct data_choice kinds[] = {
	{ "access", WORDS("What is held, and who looked") }, { "correction", WORDS("Correction of what is wrong") },
	{ "erasure", WORDS("Erasure") }, { "restriction", WORDS("Restriction while something is checked") }, { 0 },
};
static const struct data_choice capacities[] = {
	{ "self", WORDS("For themselves") }, { "representative", WORDS("As a representative, with a mandate") }, { "guardian", WORDS("As a parent or guardian") }, { 0 },
};
static const struct data_choice outcomes[] = {
	{ "given", WORDS("Everything was handed over") }, { "corrected", WORDS("Corrected") }, { "erased", WORDS("Erasure granted") },
	{ "restricted", WORDS("Restricted: marked as disputed") }, { "refused", WORDS("Refused") }, { "withdrawn", WORDS("Withdrawn by the person") }, { 0 },
};

static struct str word_of(struct act *act, const struct data_choice *choices, struct str code)
{
	for (; choices->code; choices++)
		if (str_is(code, choices->code))
			return lang_words(act->lang, choices->words);
	return code;
}

static json_t *choices_value(struct act *act, const struct data_choice *choices, struct str chosen)
{
	json_t *out = json_array();
	for (; choices->code; choices++) {
		json_t *one = json_object();
		json_put_str(one, "code", str_of(choices->code));
		json_put_str(one, "word", lang_words(act->lang, choices->words));
		json_put_yesno(one, "chosen", str_is(chosen, choices->code));
		json_array_append_new(out, one);
	}
	return out;
}

static struct str path_of(struct act *act, const char *before, struct uuid id, const char *after)
{
	return str_format(act->arena, "%s" STR_FMT "%s", before, STR_ARG(uuid_str(act->arena, id)), after);
}

static struct str instant(struct act *act, int64_t ms)
{
	return ms ? lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms) : STR("");
}

static bool user_name(struct act *act, struct uuid user, struct str *out, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.name_of");
	query_bind_id(query, "record", user);
	*out = query_next(query) ? query_text(query, 0, act->arena) : STR("");
	return query_end(query, err);
}

/* How near the last day is: what needs a look has a tone. */
static void due_value(struct act *act, const struct data_request *row, json_t *out)
{
	int left = date_days(row->due) - date_days(time_date(act->now));
	bool open = !row->answered;
	json_put_str(out, "due", lang_date(act->lang, act->arena, row->due));
	json_put_str(out, "tone", str_of(!open ? "none" : left < 0 ? "stop" : left <= DAYS_AMBER ? "check" : "clear"));
	json_put_str(out, "word", !open    ? word_of(act, outcomes, row->outcome)
	                          : left < 0 ? lang_count(act->lang, act->arena, -left, WORDS_MANY("{count} day late", "{count} days late"))
	                                     : lang_count(act->lang, act->arena, left, WORDS_MANY("{count} day left", "{count} days left")));
}

/* --- the list --- */

static bool read_rows(struct act *act, const char *statement, struct held_request *rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_int(query, "most", ROWS_MOST);
	for (*count = 0; *count < ROWS_MOST && query_next(query); ++*count) {
		rows[*count].record = query_id(query, 0);
		query_row(query, &data_request_fields, &rows[*count].row, act->arena);
	}
	return query_end(query, err);
}

static json_t *row_value(struct act *act, const struct held_request *held, const char *before)
{
	json_t *out = json_object();
	json_put_str(out, "href", path_of(act, before, held->record, ""));
	json_put_str(out, "name", held->row.name);
	json_put_str(out, "what", word_of(act, kinds, held->row.what));
	json_put_str(out, "received", lang_date(act->lang, act->arena, held->row.received));
	due_value(act, &held->row, out);
	return out;
}

static json_t *request_data(struct act *act, const struct held_request *held)
{
	json_t *out = fields_to_json(&data_request_fields, &held->row);
	json_put_str(out, "id", uuid_str(act->arena, held->record));
	json_object_del(out, "file");
	return out;
}

static bool list_page(struct act *act, const char *before, struct reply *reply, struct error *err)
{
	static const struct { const char *statement, *name, *any; } parts[] = {
		{ "disclosure.open_requests", "open", "any_open" }, { "disclosure.answered_requests", "answered", "any_answered" },
	};
	struct held_request *rows = ARENA_ARRAY(act->arena, struct held_request, ROWS_MOST);
	struct uuid shown[2 * ROWS_MOST];
	size_t count, all = 0;
	reply->data = json_object();
	reply->page = json_object();
	for (size_t p = 0; p < COUNT_OF(parts); p++) {
		json_t *values = json_array(), *data = json_array();
		json_put(reply->page, parts[p].name, values);
		json_put(reply->data, parts[p].name, data);
		if (!read_rows(act, parts[p].statement, rows, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			json_array_append_new(values, row_value(act, &rows[i], before));
			json_array_append_new(data, request_data(act, &rows[i]));
			shown[all++] = rows[i].record;
		}
		json_put_yesno(reply->page, parts[p].any, count != 0);
	}
	journal_look(act, "requests", shown, all);
	return true;
}

bool data_requests_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!list_page(act, "/requests/", reply, err))
		return false;
	json_put_yesno(reply->page, "may", true);
	return true;
}

bool oversight_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	if (!list_page(act, "/oversight/", reply, err))
		return false;
	json_put_yesno(reply->page, "may", false);
	return true;
}

/* --- a new one --- */

bool data_request_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct data_requests_query *query = call->query;
	const struct data_request_form *form = call->form;
	struct uuid about = form ? form->about : query ? query->about : (struct uuid){ 0 };
	struct str name = STR("");
	reply->data = json_object();
	reply->page = json_object();
	if (!uuid_zero(about)) {
		if (!holder_name(act, about, &name, err))
			return false;
		journal_look(act, "request", &about, 1);
	} else {
		journal_look(act, "request", NULL, 0);
	}
	json_put_str(reply->page, "about", uuid_zero(about) ? STR("") : uuid_str(act->arena, about));
	json_put_str(reply->page, "about_name", name);
	json_put(reply->page, "kinds", choices_value(act, kinds, form ? form->what : STR("access")));
	json_put(reply->page, "languages", show_languages(act));
	json_put(reply->page, "capacities", choices_value(act, capacities, form ? form->capacity : STR("self")));
	return true;
}

bool data_request_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid record;
	reply->data = json_object();
	if (!request_open(act, call->form, &record, err))
		return false;
	json_put_str(reply->data, "id", uuid_str(act->arena, record));
	return true;
}

/* --- one --- */

#define FACT(words, text) data_fact(facts, lang_words(act->lang, words), (text))

static bool facts_value(struct act *act, const struct data_request *row, json_t *facts, struct error *err)
{
	struct str officer, decider;
	if (!user_name(act, row->officer, &officer, err) || !user_name(act, row->decider, &decider, err))
		return false;
	FACT(WORDS("Asks for"), word_of(act, kinds, row->what));
	FACT(WORDS("Capacity"), word_of(act, capacities, row->capacity));
	FACT(WORDS("Mandate seen"), row->mandate);
	FACT(WORDS("Identified by"), row->identified);
	FACT(WORDS("Recorded by"), officer);
	FACT(WORDS("Answer goes to"), row->contact);
	FACT(WORDS("In the person's words"), row->words);
	FACT(WORDS("Received"), lang_date(act->lang, act->arena, row->received));
	FACT(WORDS("Answer due"), lang_date(act->lang, act->arena, row->due));
	FACT(WORDS("Extended"), instant(act, row->extended));
	FACT(WORDS("Why it takes longer"), row->extension);
	FACT(WORDS("Answered on"), instant(act, row->answered));
	FACT(WORDS("Decided by"), decider);
	FACT(WORDS("Outcome"), row->answered ? word_of(act, outcomes, row->outcome) : STR(""));
	FACT(WORDS("Reasons"), row->reasons);
	FACT(WORDS("Remedy"), row->remedy);
	FACT(WORDS("Looked at again by"), date_empty(row->review) ? STR("") : lang_date(act->lang, act->arena, row->review));
	FACT(WORDS("To be erased by"), date_empty(row->erase_due) ? STR("") : lang_date(act->lang, act->arena, row->erase_due));
	FACT(WORDS("Erased"), instant(act, row->erased));
	FACT(WORDS("Restriction lifted"), instant(act, row->lifted));
	FACT(WORDS("What was found"), row->found);
	FACT(WORDS("Digest of what was handed over"), str_slice(row->digest, 0, 16));
	return true;
}

/* Outcomes that this kind of request may have. */
static json_t *outcome_choices(struct act *act, const struct data_request *row, struct str chosen)
{
	json_t *all = choices_value(act, outcomes, chosen), *out = json_array(), *one;
	size_t at;
	json_array_foreach(all, at, one)
		if (request_may_end(row->what, str_of(json_string_value(json_object_get(one, "code")))))
			json_array_append(out, one);
	json_decref(all);
	return out;
}

/* --- the paper: parts of it --- */

struct parts {
	struct uuid ids[DISCLOSURE_PARTS_MOST];
	struct str titles[DISCLOSURE_PARTS_MOST];
	size_t count;
};

static bool parts_of(struct act *act, struct uuid record, struct parts *out, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.papers_of");
	query_bind_id(query, "record", record);
	out->count = 0;
	while (out->count < DISCLOSURE_PARTS_MOST && query_next(query)) {
		out->ids[out->count] = query_id(query, 0);
		out->titles[out->count++] = query_text(query, 2, act->arena);
	}
	return query_end(query, err);
}

static struct str part_path(struct act *act, struct uuid record, const char *what, size_t part)
{
	struct str path = path_of(act, "/requests/", record, what);
	return part ? str_format(act->arena, STR_FMT "?part=%zu", STR_ARG(path), part + 1) : path;
}

static bool papers_value(struct act *act, const struct held_request *held, json_t **out, struct error *err)
{
	struct parts parts;
	*out = json_array();
	if (!parts_of(act, held->record, &parts, err))
		return false;
	for (size_t i = 0; i < parts.count; i++) {
		json_t *one = json_object();
		bool several = (i && str_equal(parts.titles[i], parts.titles[i - 1])) || (i + 1 < parts.count && str_equal(parts.titles[i], parts.titles[i + 1]));
		json_put_str(one, "word", several ? str_format(act->arena, STR_FMT " (%zu)", STR_ARG(parts.titles[i]), i + 1) : parts.titles[i]);
		json_put_str(one, "href", part_path(act, held->record, "/paper", i));
		json_put_str(one, "text_href", part_path(act, held->record, "/text", i));
		json_array_append_new(*out, one);
	}
	return true;
}

/* --- the page --- */

static bool was_chosen(const struct data_answer_form *again, struct str id)
{
	for (size_t i = 0; again && i < again->entries.count; i++)
		if (str_equal(again->entries.items[i], id))
			return true;
	return false;
}

/* Of a request for erasure that waits: what of the file may go, and why the rest may not. */
static bool erasable_value(struct act *act, const struct held_request *held, const struct data_answer_form *again, json_t *page, struct error *err)
{
	struct erasable *all = ARENA_ARRAY(act->arena, struct erasable, ERASABLE_MOST);
	size_t count = 0;
	json_t *rows = json_array();
	bool asked = str_is(held->row.what, "erasure") && !held->row.answered && !uuid_zero(held->row.about);
	json_put(page, "erasable", rows);
	if (asked && !erasure_candidates(act, held->row.about, all, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		struct str id = uuid_str(act->arena, all[i].id);
		json_put_str(row, "id", id);
		json_put_str(row, "words", all[i].words);
		json_put_str(row, "when", instant(act, all[i].happened));
		json_put_str(row, "why", all[i].why ? lang_words(act->lang, all[i].why) : STR(""));
		json_put_str(row, "kind", all[i].kind);
		json_put_yesno(row, "may", !all[i].why);
		json_put_yesno(row, "chosen", was_chosen(again, id));
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_erasable", count != 0);
	return true;
}

static bool one_page(struct act *act, const struct held_request *held, const struct data_answer_form *again, struct reply *reply, struct error *err)
{
	json_t *facts = json_array(), *status = json_object(), *papers;
	struct str about;
	reply->data = request_data(act, held);
	reply->page = json_object();
	json_put(reply->page, "facts", facts);
	json_put(reply->page, "status", status);
	if (!facts_value(act, &held->row, facts, err) || !holder_name(act, held->row.about, &about, err))
		return false;
	due_value(act, &held->row, status);
	json_put_str(reply->page, "name", held->row.name);
	json_put_str(reply->page, "what", word_of(act, kinds, held->row.what));
	json_put_str(reply->page, "about_name", about.len ? about : uuid_zero(held->row.about) ? STR("") : lang_words(act->lang, WORDS("A document that was checked, and never crossed")));
	json_put_str(reply->page, "about_href", uuid_zero(held->row.about) ? STR("") : path_of(act, "/person/", held->row.about, "?why=data_subject&reason=request"));
	json_put_yesno(reply->page, "access", str_is(held->row.what, "access"));
	json_put_yesno(reply->page, "open", !held->row.answered);
	json_put_yesno(reply->page, "may_extend", !held->row.answered && !held->row.extended);
	json_put_str(reply->page, "longer", lang_date(act->lang, act->arena, request_longer(act, held->row.due, held->row.received)));
	json_put_str(reply->page, "draft_to", path_of(act, "/requests/", held->record, "/draft"));
	json_put_str(reply->page, "extend_to", path_of(act, "/requests/", held->record, "/extend"));
	json_put_str(reply->page, "answer_to", path_of(act, "/requests/", held->record, "/answer"));
	if (!papers_value(act, held, &papers, err)) {
		json_decref(papers);
		return false;
	}
	json_put(reply->page, "papers", papers);
	json_put_yesno(reply->page, "any_paper", json_array_size(papers) != 0);
	json_put_yesno(reply->page, "may_lift", str_is(held->row.outcome, "restricted") && !held->row.lifted);
	json_put_str(reply->page, "lift_to", path_of(act, "/requests/", held->record, "/lift"));
	if (!erasable_value(act, held, again, reply->page, err))
		return false;
	json_put(reply->data, "erasable", json_incref(json_object_get(reply->page, "erasable")));
	json_put_str(reply->page, "given_to", held->row.file.len ? path_of(act, "/requests/", held->record, "/given") : STR(""));
	json_put(reply->page, "outcomes", outcome_choices(act, &held->row, again ? again->outcome : STR("")));
	journal_look(act, "request", (const struct uuid[]){ held->record, held->row.about }, uuid_zero(held->row.about) ? 1 : 2);
	return true;
}

bool data_request_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	if (!request_load(act, call->id, &held, err) || !one_page(act, &held, NULL, reply, err))
		return false;
	json_put_yesno(reply->page, "may", true);
	return true;
}

bool request_extend_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct data_extend_form *form = call->form;
	struct held_request held = { 0 };
	reply->data = json_object();
	return request_load(act, call->id, &held, err) && request_extend(act, &held, form->reason, err);
}

bool request_answer_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	return request_decide(act, call->id, call->form, err);
}

/* --- what is handed over --- */

static struct str file_name(struct act *act, struct uuid record)
{
	return str_format(act->arena, "disclosure-" STR_FMT ".json", STR_ARG(str_slice(uuid_str(act->arena, record), 28, 36)));
}

static void give_bytes(struct act *act, struct uuid record, struct str bytes, struct reply *reply)
{
	reply->bytes = bytes;
	reply->type = "application/json";
	reply->file_name = str_c(act->arena, file_name(act, record));
	reply->private_download = true;
}

/* The very bytes that were handed over; that they are looked at is kept with the request, and with the person. */
static bool load_given(struct act *act, struct uuid record, struct held_request *held, struct str *bytes, struct error *err)
{
	if (!request_load(act, record, held, err))
		return false;
	if (!held->row.file.len)
		return error_set(err, ERR_NOT_FOUND, "nothing was handed over for this request", "", "request");
	if (!journal_file_get(act, held->row.file, bytes, err))
		return false;
	journal_look(act, "disclosure", (const struct uuid[]){ held->record, held->row.about }, uuid_zero(held->row.about) ? 1 : 2);
	return true;
}

bool request_given_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	struct str bytes;
	if (!load_given(act, call->id, &held, &bytes, err))
		return false;
	give_bytes(act, held.record, bytes, reply);
	return true;
}

static bool part_asked(struct act *act, const struct call *call, struct held_request *held, struct uuid *letter, struct error *err)
{
	const struct data_part_query *query = call->query;
	size_t part = query && query->part ? (size_t)query->part : 1;
	struct parts parts;
	if (!request_load(act, call->id, held, err) || !parts_of(act, held->record, &parts, err))
		return false;
	if (part > parts.count)
		return error_set(err, ERR_NOT_FOUND, "nothing was handed over for this request", "", "request");
	*letter = parts.ids[part - 1];
	journal_look(act, "disclosure", (const struct uuid[]){ held->record, held->row.about }, uuid_zero(held->row.about) ? 1 : 2);
	return true;
}

/* The paper that was handed over, byte for byte; the same as a page. */
bool request_paper_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	struct uuid letter;
	return part_asked(act, call, &held, &letter, err) && letter_pdf(act, letter, reply, err);
}

bool request_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	struct uuid letter;
	if (!part_asked(act, call, &held, &letter, err) || !letter_page(act, letter, path_of(act, "/requests/", held.record, ""), reply, err))
		return false;
	const struct data_part_query *query = call->query;
	json_put_str(reply->page, "pdf_href", part_path(act, held.record, "/paper", query && query->part ? (size_t)query->part - 1 : 0));
	return true;
}

bool request_lift_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct data_lift_form *form = call->form;
	reply->data = json_object();
	return restriction_lift(act, call->id, form->reason, err);
}

/* What would be handed over now, for whoever decides. */
bool request_draft_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	if (!request_load(act, call->id, &held, err))
		return false;
	return disclosure_gather(act, held.row.about, TOLD_PERSON, &reply->data, err);
}

/* The oversight body: the request, and everything, without what the pack withholds. */
bool oversight_person_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	json_t *all;
	if (!request_load(act, call->id, &held, err) || !one_page(act, &held, NULL, reply, err) ||
	    !disclosure_gather(act, held.row.about, TOLD_OVERSIGHT, &all, err))
		return false;
	json_put(reply->data, "held", all);
	static const char *const closed[] = { "may", "open", "may_lift", "any_paper" }; /* what is the access desk's alone */
	for (size_t i = 0; i < COUNT_OF(closed); i++)
		json_put_yesno(reply->page, closed[i], false);
	json_t *whole = json_object();
	paper_page(act, all, whole);
	json_put(reply->page, "whole", whole);
	return true;
}
