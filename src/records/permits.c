/* The desk of visas and permits: found by number, document or name; entered; and what becomes of them, as entries. */
#include "show.h"

#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(permit_search, PERMIT_SEARCH_FIELDS)
FIELDS_TABLE(permit_form, PERMIT_FORM_FIELDS)
FIELDS_TABLE(permit_change_form, PERMIT_CHANGE_FORM_FIELDS)

enum { FOUND_MOST = 50 };

struct held {
	struct uuid record;
	struct permit_row row;
};

/* --- words --- */

static const struct { const char *code, *tone, *word; } states[] = {
	{ "valid", "clear", WORDS("In force") },
	{ "used_up", "none", WORDS("Used up") },
	{ "revoked", "stop", WORDS("Revoked") },
	{ "lost", "check", WORDS("Lost") },
	{ "replaced", "info", WORDS("Replaced") },
};

static size_t state_at(struct str code)
{
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(code, states[i].code))
			return i;
	return COUNT_OF(states);
}

static bool has_run_out(struct act *act, const struct permit_row *row)
{
	return str_is(row->state, "valid") && date_compare(row->valid_until, lang_zone_day(show_zone(act, act->place.post), act->now)) < 0;
}

static void put_state(struct act *act, const struct permit_row *row, json_t *out)
{
	size_t at = state_at(row->state);
	bool ended = has_run_out(act, row);
	json_put_str(out, "tone", str_of(ended ? "none" : at < COUNT_OF(states) ? states[at].tone : "none"));
	json_put_str(out, "word", ended ? lang_words(act->lang, WORDS("Run out")) : at < COUNT_OF(states) ? lang_words(act->lang, states[at].word) : row->state);
}

static struct str holder_name(struct act *act, const struct permit_row *row)
{
	struct identity identity = { .surname = row->surname, .given_names = row->given_names };
	struct str name = identity_name(&identity, act->arena);
	return name.len ? name : lang_words(act->lang, WORDS("Not stated on the paper"));
}

static struct str validity(struct act *act, const struct permit_row *row)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {until}")), { "from", lang_date_short(act->lang, act->arena, row->valid_from) },
	                 { "until", lang_date_short(act->lang, act->arena, row->valid_until) });
}

json_t *show_permit(struct act *act, const struct permit_row *row)
{
	json_t *out = json_object();
	json_put_str(out, "href", show_path_if(act, CAN_PERMITS, "/permit/", row->id));
	json_put_str(out, "kind", show_code(act, "permit_kinds", row->kind));
	json_put_str(out, "number", row->number);
	json_put_str(out, "name", holder_name(act, row));
	json_put_str(out, "document", row->document_number);
	json_put_str(out, "validity", validity(act, row));
	put_state(act, row, out);
	return out;
}

/* --- find --- */

static struct query *ask(struct act *act, const struct permit_search *form)
{
	struct query *query;
	if (form->number.len) {
		query = db_query(act->db, "registry.permits_of_number");
		query_bind_text(query, "number", str_upper(act->arena, form->number));
	} else if (form->document.len) {
		query = db_query(act->db, "registry.permits_of_document");
		query_bind_text(query, "number", str_upper(act->arena, form->document));
	} else {
		struct str key = identity_key(&(struct identity){ .surname = form->name }, act->arena), word;
		if (!str_cut(&key, ' ', &word) || !word.len)
			word = STR("?"); /* no word of the zone begins so */
		query = db_query(act->db, "registry.permits_of_word");
		query_bind_text(query, "low", word);
		query_bind_text(query, "high", str_format(act->arena, STR_FMT "~", STR_ARG(word)));
	}
	query_bind_int(query, "most", FOUND_MOST);
	return query;
}

static bool find(struct act *act, const struct permit_search *form, struct held *found, size_t *count, struct error *err)
{
	struct query *query = ask(act, form);
	while (*count < FOUND_MOST && query_next(query)) {
		struct held *held = &found[(*count)++];
		held->record = query_id(query, 0);
		query_row(query, &permit_row_fields, &held->row, act->arena);
	}
	return query_end(query, err);
}

static json_t *search_page(struct act *act, const struct permit_search *form)
{
	json_t *page = json_object();
	json_put_str(page, "number", form->number);
	json_put_str(page, "document", form->document);
	json_put_str(page, "name", form->name);
	json_put_yesno(page, "searched", false);
	json_put_str(page, "seals_href", rights_have(act->actor.rights, CAN_SEAL) ? STR("/seals") : STR(""));
	return page;
}

bool permits_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct permit_search nothing;
	reply->data = json_object();
	reply->page = search_page(act, call->form ? call->form : &nothing);
	return true;
}

bool permits_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct permit_search *form = call->form;
	struct held *found = ARENA_ARRAY(act->arena, struct held, FOUND_MOST);
	struct uuid shown[FOUND_MOST];
	size_t count = 0;
	json_t *rows = json_array(), *data = json_array(), *searched = json_object();
	reply->data = json_object();
	json_put(reply->data, "permits", data);
	reply->page = search_page(act, form);
	json_put(searched, "rows", rows);
	json_put(reply->page, "searched", searched);
	if (!form->number.len && !form->document.len && !form->name.len) {
		finding_add(&act->findings, STR("number"), "required", "Say a number, a document or a name.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "permits");
	}
	if (!find(act, form, found, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		shown[i] = found[i].record;
		json_array_append_new(rows, show_permit(act, &found[i].row));
		json_array_append_new(data, fields_to_json(&permit_row_fields, &found[i].row));
	}
	journal_look(act, "visas and permits", shown, count);
	json_put_yesno(searched, "any", count != 0);
	json_put_str(searched, "summary", count ? lang_count(act->lang, act->arena, (int64_t)count, WORDS_MANY("{count} visa or permit", "{count} visas and permits"))
	                                        : lang_words(act->lang, WORDS("Nothing found")));
	return true;
}

/* --- enter --- */

static json_t *stay_rule_choices(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->stay_rule_count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", act->pack->stay_rules[i].code);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), act->pack->stay_rules[i].words));
		json_put_yesno(row, "chosen", str_equal(act->pack->stay_rules[i].code, chosen));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *form_page(struct act *act, const struct permit_form *form)
{
	json_t *page = json_object();
	json_put(page, "kinds", show_codes(act, "permit_kinds", form->kind));
	json_put(page, "document_kinds", show_codes(act, "document_kinds", form->document_kind.len ? form->document_kind : STR("P")));
	json_put(page, "issuers", show_codes(act, "countries", form->document_issuer));
	json_put(page, "stay_rules", stay_rule_choices(act, form->stay_rule.len ? form->stay_rule : STR("visit")));
	return page;
}

bool permit_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct permit_form nothing;
	reply->data = json_object();
	reply->page = form_page(act, call->form ? call->form : &nothing);
	return true;
}

/* From the page of a document, or of its holder: what the document says is not typed again. */
bool permit_on_document_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct document_row row;
	bool found;
	if (!document_by_record(act, call->id, &row, &found, err))
		return false;
	if (!found || !row.document_number.len)
		return error_set(err, ERR_NOT_FOUND, "there is no such document", "search again", "document");
	const struct permit_form form = {
		.surname = row.surname, .given_names = row.given_names, .born = row.born,
		.document_kind = row.document_kind, .document_issuer = row.document_issuer, .document_number = row.document_number,
	};
	journal_look(act, "document", &call->id, 1);
	reply->data = fields_to_json(&permit_form_fields, &form);
	reply->page = form_page(act, &form);
	json_put(reply->page, "values", json_incref(reply->data));
	return true;
}

static void check_form(struct act *act, const struct permit_form *form)
{
	if (!pack_code(act->pack, STR("permit_kinds"), form->kind))
		finding_add(&act->findings, STR("kind"), "unknown_code", "Choose a kind of the list.");
	if (!pack_code(act->pack, STR("countries"), form->document_issuer))
		finding_add(&act->findings, STR("document_issuer"), "unknown_code", "Choose the issuer of the document.");
	if (form->document_kind.len && !pack_code(act->pack, STR("document_kinds"), form->document_kind))
		finding_add(&act->findings, STR("document_kind"), "unknown_code", "Choose a kind of the list.");
	if (!date_whole(form->valid_from) || !date_whole(form->valid_until) || date_compare(form->valid_from, form->valid_until) > 0)
		finding_add(&act->findings, STR("valid_until"), "bad_period", "Give two whole days, the earlier one first.");
	if (form->stay_rule.len && !pack_stay_rule(act->pack, form->stay_rule, (struct date){ 0 }))
		finding_add(&act->findings, STR("stay_rule"), "unknown_code", "Choose a rule of stay.");
	if (!form->surname.len && !form->given_names.len)
		finding_add(&act->findings, STR("surname"), "required", "One name is enough, in any script.");
}

static bool is_stored(struct act *act, struct uuid record, struct str number, bool *stored, struct error *err)
{
	struct query *query = db_query(act->db, "records.permit_stored");
	query_bind_id(query, "record", record);
	query_bind_text(query, "number", number);
	*stored = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

static struct permit permit_of(struct act *act, const struct permit_form *form)
{
	struct permit permit = {
		.kind = form->kind, .number = str_upper(act->arena, form->number), .valid_from = form->valid_from, .valid_until = form->valid_until,
		.entries = form->entries, .days = form->days, .stay_rule = form->stay_rule, .surname = form->surname, .given_names = form->given_names,
		.born = form->born, .document_kind = form->document_kind.len ? form->document_kind : STR("P"), .document_issuer = form->document_issuer,
		.document_number = str_upper(act->arena, form->document_number), .authority = form->authority,
	};
	if (!permit.surname.len) { /* one name suffices, and stands first */
		permit.surname = permit.given_names;
		permit.given_names = STR("");
	}
	permit.name_key = identity_key(&(struct identity){ .surname = permit.surname, .given_names = permit.given_names }, act->arena);
	return permit;
}

bool permit_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct permit permit = permit_of(act, call->form);
	struct identity bearer = { .document_kind = permit.document_kind, .document_issuer = permit.document_issuer, .document_number = permit.document_number };
	struct uuid record = identity_record(act, &bearer);
	bool stored = false;
	check_form(act, call->form);
	if (!is_stored(act, record, permit.number, &stored, err))
		return false;
	if (stored)
		finding_add(&act->findings, STR("number"), "double", "This document bears a visa or permit of that number already.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "permit");
	struct uuid id = journal_append(act, &permit_type, record, &permit);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	return true;
}

/* --- one permit --- */

static bool one_permit(struct act *act, struct uuid id, struct held *held, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "registry.permit_by_id");
	query_bind_id(query, "id", id);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		held->record = query_id(query, 0);
		query_row(query, &permit_row_fields, &held->row, act->arena);
	}
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such visa or permit", "find it by its number", "permit"));
}

static void add_fact(json_t *facts, struct act *act, const char *what, struct str text)
{
	if (text.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}

static json_t *permit_facts(struct act *act, const struct permit_row *row)
{
	json_t *facts = json_array();
	const struct pack_stay_rule *rule = pack_stay_rule(act->pack, row->stay_rule, (struct date){ 0 });
	add_fact(facts, act, WORDS("Holder"), holder_name(act, row));
	if (!date_empty(row->born))
		add_fact(facts, act, WORDS("Born"), lang_date(act->lang, act->arena, row->born));
	if (row->document_number.len)
		add_fact(facts, act, WORDS("Document"), str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(row->document_issuer), STR_ARG(row->document_number)));
	add_fact(facts, act, WORDS("Valid"), validity(act, row));
	add_fact(facts, act, WORDS("Entries allowed"), row->entries ? lang_number(act->lang, act->arena, row->entries) : lang_words(act->lang, WORDS("any number")));
	if (row->days)
		add_fact(facts, act, WORDS("Days of stay"), lang_number(act->lang, act->arena, row->days));
	if (rule)
		add_fact(facts, act, WORDS("Rule of stay"), pack_words(act->pack, lang_tag(act->lang), rule->words));
	add_fact(facts, act, WORDS("Issued by"), row->authority);
	add_fact(facts, act, WORDS("Source"), row->source);
	if (!uuid_zero(row->changed)) {
		add_fact(facts, act, WORDS("Since"), lang_date(act->lang, act->arena, row->since));
		add_fact(facts, act, WORDS("Decided by"), row->state_by);
		add_fact(facts, act, WORDS("Reason"), row->reason);
		add_fact(facts, act, WORDS("Replaced by"), row->successor);
	}
	return facts;
}

static json_t *state_choices(struct act *act, const struct permit_row *row)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		if (str_is(row->state, states[i].code))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(states[i].code));
		json_put_str(one, "word", lang_words(act->lang, states[i].word));
		json_array_append_new(out, one);
	}
	return out;
}

bool permit_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct held held = { 0 };
	json_t *entries;
	if (!one_permit(act, call->id, &held, err))
		return false;
	journal_look(act, "a visa or permit", &held.record, 1);
	reply->data = fields_to_json(&permit_row_fields, &held.row);
	reply->page = json_object();
	json_put_str(reply->page, "title", show_code(act, "permit_kinds", held.row.kind));
	json_put_str(reply->page, "number", held.row.number);
	put_state(act, &held.row, reply->page);
	json_put(reply->page, "facts", permit_facts(act, &held.row));
	json_put_str(reply->page, "person_href", show_record(act, "/document/", held.record, ""));
	json_put_str(reply->page, "seal_href", show_path_if(act, CAN_SEAL, "/seals/permit/", call->id));
	json_put(reply->page, "states", state_choices(act, &held.row));
	json_put_str(reply->page, "change_to", show_path(act, "/permit/", call->id, "/change"));
	json_put_str(reply->page, "today", date_str(act->arena, lang_zone_day(show_zone(act, act->place.post), act->now)));
	if (call->json)
		return true;
	if (!show_history(act, &held.record, 1, 20, &entries, err))
		return false;
	json_put(reply->page, "entries", entries);
	return true;
}

bool permit_change_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct permit_change_form *form = call->form;
	struct held held = { 0 };
	if (!one_permit(act, call->id, &held, err))
		return false;
	if (state_at(form->state) == COUNT_OF(states))
		finding_add(&act->findings, STR("state"), "unknown_code", "Say what became of it.");
	else if (str_equal(form->state, held.row.state))
		finding_add(&act->findings, STR("state"), "unchanged", "It is so already.");
	if (!date_whole(form->from))
		finding_add(&act->findings, STR("from"), "required", "Give the whole day from which it holds.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "permit");
	struct permit_change change = {
		.permit = call->id, .state = form->state, .from = form->from, .authority = form->authority, .reason = form->reason,
		.successor = str_is(form->state, "replaced") ? form->successor : STR(""),
	};
	journal_append(act, &permit_change_type, held.record, &change);
	reply->data = json_object();
	json_put_str(reply->data, "state", form->state);
	reply->location = show_path(act, "/permit/", call->id, "");
	return true;
}
