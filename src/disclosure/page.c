/* Pages of the access desk and of the oversight body. */
#include "local.h"

#include "border.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"
#include "registry.h"
#include "store.h"

enum { ROWS_MOST = 100, DAYS_AMBER = 7 };

/* --- words --- */

struct choice {
	const char *code, *words;
};
static const struct choice kinds[] = {
	{ "access", WORDS("What is held, and who looked") }, { "correction", WORDS("Correction of what is wrong") },
	{ "erasure", WORDS("Erasure") }, { "restriction", WORDS("Restriction while something is checked") }, { 0 },
};
static const struct choice capacities[] = {
	{ "self", WORDS("For themselves") }, { "representative", WORDS("As a representative, with a mandate") }, { "guardian", WORDS("As a parent or guardian") }, { 0 },
};
static const struct choice outcomes[] = {
	{ "given", WORDS("Everything was handed over") }, { "corrected", WORDS("Corrected") }, { "erased", WORDS("Erasure granted") },
	{ "restricted", WORDS("Restricted: marked as disputed") }, { "refused", WORDS("Refused") }, { "withdrawn", WORDS("Withdrawn by the person") }, { 0 },
};

static struct str word_of(struct act *act, const struct choice *choices, struct str code)
{
	for (; choices->code; choices++)
		if (str_is(code, choices->code))
			return lang_words(act->lang, choices->words);
	return code;
}

static json_t *choices_value(struct act *act, const struct choice *choices, struct str chosen)
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

static void fact(json_t *facts, struct str what, struct str text)
{
	if (!text.len)
		return;
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "text", text);
	json_array_append_new(facts, row);
}
#define FACT(words, text) fact(facts, lang_words(act->lang, WORDS(words)), (text))

static bool facts_value(struct act *act, const struct data_request *row, json_t *facts, struct error *err)
{
	struct str officer, decider;
	if (!user_name(act, row->officer, &officer, err) || !user_name(act, row->decider, &decider, err))
		return false;
	FACT("Asks for", word_of(act, kinds, row->what));
	FACT("Capacity", word_of(act, capacities, row->capacity));
	FACT("Mandate seen", row->mandate);
	FACT("Identified by", row->identified);
	FACT("Recorded by", officer);
	FACT("Answer goes to", row->contact);
	FACT("In the person's words", row->words);
	FACT("Received", lang_date(act->lang, act->arena, row->received));
	FACT("Answer due", lang_date(act->lang, act->arena, row->due));
	FACT("Extended", instant(act, row->extended));
	FACT("Why it takes longer", row->extension);
	FACT("Answered on", instant(act, row->answered));
	FACT("Decided by", decider);
	FACT("Outcome", row->answered ? word_of(act, outcomes, row->outcome) : STR(""));
	FACT("Reasons", row->reasons);
	FACT("Remedy", row->remedy);
	FACT("Digest of what was handed over", str_slice(row->digest, 0, 16));
	return true;
}

/* Outcomes that this kind of request may have. */
static json_t *outcome_choices(struct act *act, const struct data_request *row, struct str chosen)
{
	json_t *all = choices_value(act, outcomes, chosen), *out = json_array(), *one;
	bool access = str_is(row->what, "access");
	size_t at;
	json_array_foreach(all, at, one) {
		struct str code = str_of(json_string_value(json_object_get(one, "code")));
		bool always = str_is(code, "refused") || str_is(code, "withdrawn");
		if (always || access == str_is(code, "given"))
			json_array_append(out, one);
	}
	json_decref(all);
	return out;
}

static bool one_page(struct act *act, const struct held_request *held, const struct data_answer_form *again, struct reply *reply, struct error *err)
{
	json_t *facts = json_array(), *status = json_object();
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
	json_put_str(reply->page, "paper_to", held->row.file.len ? path_of(act, "/requests/", held->record, "/paper") : STR(""));
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
	return str_format(act->arena, "disclosure-%.8s.json", uuid_str(act->arena, record).data);
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

/* Labels of the paper, for what people ask about most; the rest keeps the name that the file has, too. */
static const struct choice labels[] = {
	{ "surname", WORDS("Surname") }, { "given_names", WORDS("Given names") }, { "nationalities", WORDS("Nationality") }, { "born", WORDS("Born") }, { "sex", WORDS("Sex") }, { "nationality", WORDS("Nationality") },
	{ "document_kind", WORDS("Kind") }, { "document_number", WORDS("Document number") }, { "document_issuer", WORDS("Issued by") }, { "document_expires", WORDS("Expires") },
	{ "post", WORDS("Post") }, { "lane", WORDS("Lane") }, { "direction", WORDS("Direction") }, { "decision", WORDS("Decision") }, { "category", WORDS("Category") },
	{ "purpose", WORDS("Purpose") }, { "days", WORDS("Days") }, { "stay_until", WORDS("Last day of the stay") }, { "carrier", WORDS("Carrier") },
	{ "craft", WORDS("Flight, train, vessel or plate") }, { "from_place", WORDS("Coming from") }, { "to_place", WORDS("Going to") }, { "address", WORDS("Address during the stay") },
	{ "stamp", WORDS("Stamp") }, { "reasons", WORDS("Reasons") }, { "facts", WORDS("Facts") }, { "hearing", WORDS("What the person said") }, { "words", WORDS("In the person's words") },
	{ "note", WORDS("Note") }, { "language", WORDS("Language") }, { "interpreter", WORDS("Interpreter") }, { "number", WORDS("Number") }, { "valid_from", WORDS("Valid from") },
	{ "valid_until", WORDS("Valid until") }, { "remedy", WORDS("Remedy") }, { "reason", WORDS("Reason") }, { 0 },
};

static struct str shown(struct act *act, const char *name, struct str text)
{
	struct str tag = lang_tag(act->lang);
	if (str_is(str_of(name), "post")) {
		const struct pack_post *post = pack_post(act->pack, text, (struct date){ 0 });
		return post ? pack_words(act->pack, tag, post->words) : text;
	}
	if (str_is(str_of(name), "nationalities") || str_is(str_of(name), "document_issuer"))
		return pack_code_words(act->pack, tag, STR("countries"), text);
	if (str_is(str_of(name), "purpose"))
		return pack_code_words(act->pack, tag, STR("travel_purposes"), text);
	if (str_is(str_of(name), "direction"))
		return lang_words(act->lang, str_is(text, "exit") ? WORDS("Exit") : WORDS("Entry"));
	return text;
}

static struct str value_words(struct act *act, const char *name, const json_t *value)
{
	struct buf out = BUF_IN(act->arena);
	size_t at;
	json_t *item;
	if (json_is_string(value))
		return shown(act, name, str_of(json_string_value(value)));
	if (json_is_integer(value))
		return str_format(act->arena, "%lld", (long long)json_integer_value(value));
	if (json_is_true(value))
		return lang_words(act->lang, WORDS("yes"));
	if (json_is_array(value)) {
		json_array_foreach(value, at, item) {
			struct str one = value_words(act, name, item);
			if (one.len && out.len)
				buf_text(&out, ", ");
			buf_add(&out, one);
		}
		return buf_str(&out);
	}
	return STR("");
}

/* In the file, but no help on paper. */
static bool is_technical(const char *name)
{
	static const char *const names[] = { "name_key", "inspection", "referral", "pack", "officer", "second", "permit", "person", "zone", "hour", "age_band", "day",
		                             "source", "mode", "stay_rule", "nationality" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(str_of(name), names[i]))
			return true;
	return false;
}

/* Who somebody is stands once, and again where it changes. */
static bool said_before(const char *name, const json_t *value, const json_t *before)
{
	static const char *const names[] = { "surname", "given_names", "born", "sex", "nationalities", "document_kind", "document_issuer", "document_number", "document_expires" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(str_of(name), names[i]))
			return json_equal(value, json_object_get(before, name));
	return false;
}

static json_t *paper_entry(struct act *act, json_t *entry, const json_t *before)
{
	json_t *out = json_object(), *facts = json_array(), *value;
	const char *name;
	json_put(out, "when", json_incref(json_object_get(entry, "when")));
	json_put(out, "words", json_incref(json_object_get(entry, "words")));
	json_put(out, "who", json_incref(json_object_get(entry, "who")));
	json_object_foreach(json_object_get(entry, "data"), name, value) {
		struct str text = value_words(act, name, value);
		bool technical = is_technical(name);
		if (!technical && text.len && !said_before(name, value, before))
			fact(facts, word_of(act, labels, str_of(name)), text);
	}
	json_put(out, "facts", facts);
	return out;
}

static void paper_value(struct act *act, json_t *told, json_t *page)
{
	static const char *const copied[] = { "made", "authority", "law", "withheld", "remedy", "looks", "nothing", "kept" };
	json_t *entries = json_array(), *item, *before = NULL;
	size_t at;
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		json_put(page, copied[i], json_incref(json_object_get(told, copied[i])));
	json_array_foreach(json_object_get(told, "entries"), at, item) {
		json_t *data = json_object_get(item, "data");
		json_array_append_new(entries, paper_entry(act, item, before));
		before = json_object_get(data, "surname") ? data : before;
	}
	json_put_yesno(page, "any_look", json_array_size(json_object_get(told, "looks")) != 0);
	json_put(page, "entries", entries);
}

/* The paper of what was handed over: from the very bytes that were kept, the same whenever it is printed. */
bool request_paper_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held_request held = { 0 };
	struct str bytes;
	if (!load_given(act, call->id, &held, &bytes, err))
		return false;
	json_t *told = json_loadb(bytes.data, bytes.len, 0, NULL);
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "name", held.row.name);
	json_put_str(reply->page, "number", str_format(act->arena, "%.8s", uuid_str(act->arena, held.record).data));
	json_put_str(reply->page, "digest", held.row.digest);
	json_put_str(reply->page, "back", path_of(act, "/requests/", held.record, ""));
	paper_value(act, told, reply->page);
	json_decref(told);
	return true;
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
	json_put_yesno(reply->page, "may", false);
	json_put_yesno(reply->page, "open", false);
	json_t *whole = json_object();
	paper_value(act, all, whole);
	json_put(reply->page, "whole", whole);
	return true;
}
