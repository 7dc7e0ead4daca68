/* One call: what it is, who needs a person, everybody on its lists; seeing documents, clearing, departure. */
#include "forms.h"

#include "journal.h"
#include "mrz.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(move, MOVE_FIELDS)
FIELDS_TABLE(many, MANY_FIELDS)

enum { TOP_SHOWN = 40 };

/* --- people --- */

static struct str born_words(struct act *act, const struct convoy_person *person)
{
	return date_empty(person->born) ? STR("") : lang_date_short(act->lang, act->arena, person->born);
}

static struct str document_words(struct act *act, const struct convoy_person *person)
{
	if (!person->document_number.len)
		return lang_words(act->lang, WORDS("no document"));
	return str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(person->document_issuer), STR_ARG(person->document_number));
}

static struct str role_words(struct act *act, const struct convoy_person *person)
{
	if (str_is(person->list, "crew"))
		return person->rank;
	if (person->transit)
		return lang_words(act->lang, WORDS("In transit"));
	return person->disembarks;
}

static struct str full_name(struct act *act, const struct convoy_person *person)
{
	struct identity identity = convoy_identity(act, person);
	return identity_name(&identity, act->arena);
}

static json_t *person_row(struct act *act, const struct called *called, const struct convoy_person *person)
{
	json_t *row = json_object();
	struct standing standing = convoy_standing(act, called, person);
	json_put_str(row, "key", uuid_str(act->arena, person->key));
	json_put_str(row, "href", convoy_person_path(act, called->id, person->key, ""));
	json_put_str(row, "place", person->place ? str_format(act->arena, "%d", (int)person->place) : STR(""));
	json_put_str(row, "name", full_name(act, person));
	json_put_str(row, "role", role_words(act, person));
	json_put_str(row, "born", born_words(act, person));
	json_put_str(row, "nationality", show_code(act, "countries", person->nationality));
	json_put_str(row, "document", document_words(act, person));
	json_put_str(row, "tone", str_of(standing.tone));
	json_put_str(row, "word", standing.word);
	json_put(row, "tags", convoy_tags(act, called, person));
	return row;
}

/* Hits first, then passes that are late, missing, new, changed. 0: nothing about this person needs anybody. */
static int rank_of(const struct act *act, const struct called *called, const struct convoy_person *person)
{
	struct str advice = convoy_advice(act, person);
	bool gone = !uuid_zero(person->exit);
	if (gone)
		return 0;
	if (str_is(advice, "refer"))
		return 7;
	if (convoy_ashore(person) && person->pass_due <= act->now)
		return 6;
	if (str_is(advice, "care") || str_is(advice, "look"))
		return 5;
	if (convoy_left_behind(called, person))
		return 6;
	if (!uuid_zero(person->entry) && !convoy_missing(person))
		return 0;
	return convoy_missing(person) ? 4 : str_is(person->change, "new") ? 3 : str_is(person->change, "changed") ? 2 : 0;
}

static json_t *top_rows(struct act *act, const struct called *called)
{
	json_t *rows = json_array();
	for (int rank = 7; rank; rank--)
		for (size_t i = 0; i < called->count && json_array_size(rows) < TOP_SHOWN; i++)
			if (rank_of(act, called, &called->people[i]) == rank)
				json_array_append_new(rows, person_row(act, called, &called->people[i]));
	return rows;
}

static json_t *list_part(struct act *act, const struct called *called, const char *list, int64_t version, int64_t count)
{
	bool crew = str_is(str_of(list), "crew");
	json_t *part = json_object(), *rows = json_array();
	for (size_t i = 0; i < called->count; i++) {
		const struct convoy_person *person = &called->people[i];
		bool old = convoy_missing(person) && uuid_zero(person->entry);
		if (str_is(person->list, list) && !old)
			json_array_append_new(rows, person_row(act, called, person));
	}
	json_put_str(part, "key", str_of(list));
	json_put_str(part, "title", lang_words(act->lang, crew ? WORDS("Crew list") : WORDS("Passenger list")));
	json_put_str(part, "role_word", lang_words(act->lang, crew ? WORDS("Rank or rating") : WORDS("Leaves at")));
	json_put_str(part, "summary", version ? LANG_FILL(act->arena, lang_plural(act->lang, count, WORDS_MANY("{count} person, version {version}", "{count} people, version {version}")),
	             { "count", lang_number(act->lang, act->arena, count) }, { "version", lang_number(act->lang, act->arena, version) }) : lang_words(act->lang, WORDS("no list yet")));
	json_put_str(part, "send_href", str_format(act->arena, STR_FMT "/list?list=%s", STR_ARG(convoy_path(act, called->id, "")), list));
	json_put_str(part, "new_href", str_format(act->arena, STR_FMT "/new?list=%s", STR_ARG(convoy_path(act, called->id, "")), list));
	json_put_yesno(part, "any", json_array_size(rows) != 0);
	json_put(part, "rows", rows);
	return part;
}

/* --- the call --- */

static struct str state_words(struct act *act, const struct called *called)
{
	const struct convoy_row *row = &called->row;
	if (str_is(row->state, "here"))
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Here since {time}")), { "time", convoy_when(act, called, row->arrived) });
	if (str_is(row->state, "departed"))
		return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Departed {time}")), { "time", convoy_when(act, called, row->departed) });
	return str_is(row->state, "cancelled") ? lang_words(act->lang, WORDS("Does not come"))
	                                       : LANG_FILL(act->arena, lang_words(act->lang, WORDS("Expected {time}")), { "time", convoy_when(act, called, row->due) });
}

static json_t *call_facts(struct act *act, const struct called *called)
{
	const struct convoy_row *row = &called->row;
	json_t *facts = json_array();
	convoy_fact(act, facts, WORDS("Number of the call"), row->reference);
	convoy_fact(act, facts, WORDS("IMO number"), row->imo);
	convoy_fact(act, facts, WORDS("Call sign"), row->call_sign);
	convoy_fact(act, facts, WORDS("Number or plate"), row->number);
	convoy_fact(act, facts, WORDS("Flag"), row->flag.len ? show_code(act, "countries", row->flag) : STR(""));
	convoy_fact(act, facts, WORDS("Carrier"), row->carrier);
	convoy_fact(act, facts, WORDS("Agent"), row->agent);
	convoy_fact(act, facts, WORDS("From"), row->from_place);
	convoy_fact(act, facts, WORDS("To"), row->to_place);
	convoy_fact(act, facts, WORDS("Berth"), row->berth);
	convoy_fact(act, facts, WORDS("Expected"), convoy_when(act, called, row->due));
	convoy_fact(act, facts, WORDS("Leaves"), convoy_when(act, called, row->leaves));
	convoy_fact(act, facts, WORDS("Last list"), convoy_when(act, called, row->listed));
	convoy_fact(act, facts, WORDS("Announced by"), show_officer(act, row->announcer));
	return facts;
}

static bool put_files(struct act *act, const struct called *called, json_t *page, struct error *err)
{
	json_t *rows = json_array();
	struct query *query = db_query(act->db, "convoy.files");
	query_bind_id(query, "convoy", called->id);
	query_bind_int(query, "most", FILES_MOST);
	while (query_next(query)) {
		struct convoy_file_row file = { 0 };
		struct uuid record = query_id(query, 0);
		query_row(query, &convoy_file_row_fields, &file, act->arena);
		json_t *row = json_object();
		json_put_str(row, "href", show_path(act, "/call-file/", record, ""));
		json_put_str(row, "what", lang_words(act->lang, str_is(file.what, "stowaway") ? WORDS("Stowaway") : WORDS("Deserter")));
		json_put_str(row, "name", show_name(act, (const struct identity *)&file));
		json_put_str(row, "state", convoy_file_word(act, file.state));
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_file", json_array_size(rows) != 0);
	json_put(page, "files", rows);
	return query_end(query, err);
}

static int64_t clearable(const struct called *called)
{
	int64_t count = 0;
	for (size_t i = 0; i < called->count; i++)
		count += convoy_clearable(&called->people[i]);
	return count;
}

static int64_t landable(const struct called *called)
{
	int64_t count = 0;
	for (size_t i = 0; i < called->count; i++)
		count += convoy_inside(&called->people[i]) && str_is(called->people[i].list, "crew") && !convoy_ashore(&called->people[i]);
	return count;
}

/* What may be done now: paths, "" where it may not. */
static void put_doing(struct act *act, const struct called *called, json_t *page)
{
	bool here = str_is(called->row.state, "here"), over = str_is(called->row.state, "departed") || str_is(called->row.state, "cancelled");
	bool own = str_equal(act->place.post, called->row.post);
	bool vessel = str_is(called->row.kind, "vessel");
	int64_t may_clear = clearable(called), may_land = landable(called);
	json_put_yesno(page, "work", own && !over);
	json_put_yesno(page, "here", own && here);
	json_put_str(page, "move_to", own && str_is(called->row.state, "expected") ? convoy_path(act, called->id, "/move") : STR(""));
	json_put_str(page, "change_href", own && !over ? convoy_path(act, called->id, "/change") : STR(""));
	json_put_str(page, "scan_to", own && here ? convoy_path(act, called->id, "/scan") : STR(""));
	json_put_str(page, "clear_to", own && here && may_clear ? convoy_path(act, called->id, "/clear") : STR(""));
	json_put_str(page, "clear_word", lang_count(act->lang, act->arena, may_clear, WORDS_MANY("Clear the other {count} as crew", "Clear the other {count} as crew")));
	json_put_str(page, "pass_to", own && here && vessel && may_land ? convoy_path(act, called->id, "/passes") : STR(""));
	json_put_str(page, "depart_href", own && here ? convoy_path(act, called->id, "/departure") : STR(""));
	json_put_str(page, "stowaway_href", own && here ? convoy_path(act, called->id, "/stowaway") : STR(""));
	json_put_str(page, "passes_href", called->row.passes ? convoy_path(act, called->id, "/shore-passes") : STR(""));
	json_put(page, "languages", show_codes(act, "protection_languages", STR("en")));
	json_put_str(page, "due", convoy_when(act, called, convoy_pass_due(act, called)));
}

static json_t *call_data(struct act *act, const struct called *called)
{
	json_t *data = fields_to_json(&convoy_row_fields, &called->row), *rows = json_array();
	for (size_t i = 0; i < called->count; i++) {
		json_t *row = fields_to_json(&convoy_person_fields, &called->people[i]);
		if (!rights_have(act->actor.rights, CAN_SILENT))
			json_object_del(row, "silent");
		json_array_append_new(rows, row);
	}
	json_put_str(data, "id", uuid_str(act->arena, called->id));
	json_put(data, "people", rows);
	return data;
}

static void put_head(struct act *act, const struct called *called, json_t *page)
{
	json_put_str(page, "title", convoy_name_words(&called->row));
	json_put_str(page, "icon", str_of(convoy_icon(called->row.kind)));
	json_put_str(page, "kind", convoy_kind_words(act, called->row.kind));
	json_put_str(page, "place", show_post(act, called->row.post));
	json_put_str(page, "state", state_words(act, called));
	json_put_str(page, "numbers", convoy_numbers(act, &called->row));
	json_put_str(page, "journey", convoy_journey(act, &called->row));
	json_put_str(page, "href", convoy_path(act, called->id, ""));
}

static bool call_page(struct act *act, const struct called *called, json_t *page, struct error *err)
{
	json_t *parts = json_array();
	if (!put_files(act, called, page, err))
		return false;
	json_t *top = top_rows(act, called);
	put_head(act, called, page);
	put_doing(act, called, page);
	json_put(page, "facts", call_facts(act, called));
	json_put_yesno(page, "any_top", json_array_size(top) != 0);
	json_put(page, "top", top);
	json_array_append_new(parts, list_part(act, called, "crew", called->row.crew_version, called->row.crew));
	json_array_append_new(parts, list_part(act, called, "passengers", called->row.passenger_version, called->row.passengers));
	json_put(page, "lists", parts);
	json_put_yesno(page, "live", true);
	return true;
}

bool convoy_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	if (!convoy_open(act, call->id, &called, err))
		return false;
	convoy_look(act, "list of a call", &called);
	reply->data = call_data(act, &called);
	reply->page = json_object();
	return call->json || call_page(act, &called, reply->page, err);
}

/* --- doing --- */

bool move_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct move *form = call->form;
	struct called called;
	bool arrived = str_is(form->what, "arrived");
	if (!arrived && !str_is(form->what, "cancelled"))
		return error_set(err, ERR_INPUT, "this cannot be recorded", "say arrived or cancelled", "what");
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) ||
	    !convoy_move(act, &called, arrived ? "arrived" : "cancelled", form->berth, 0, false, form->note, err))
		return false;
	reply->changed = called.row.post;
	reply->data = json_object();
	return true;
}

/* A digit that does not agree is most often a misread: the page asks once, as the booth does. */
static bool misread(struct act *act, const struct scan *scan, struct error *err)
{
	struct mrz mrz;
	struct error ignored;
	if (scan->as_is || !mrz_parse(scan->lines, act->arena, &mrz, &ignored) || mrz_digits_agree(&mrz))
		return false;
	finding_add(&act->findings, STR("lines"), "check_digit", WORDS("A check digit does not agree. Compare the lines with the page and correct them."));
	error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "lines");
	return true;
}

bool convoy_scan_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct convoy_person *person;
	struct uuid inspection;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || misread(act, call->form, err) ||
	    !convoy_see(act, &called, call->form, &person, &inspection, err))
		return false;
	reply->changed = called.row.post;
	reply->data = json_object();
	json_put_str(reply->data, "inspection", uuid_str(act->arena, inspection));
	json_put_yesno(reply->data, "listed", person != NULL);
	if (person)
		json_put_str(reply->data, "person", uuid_str(act->arena, person->key));
	/* whoever is not on the list, or needs a person, is shown by the verdict */
	reply->location = person ? convoy_person_path(act, call->id, person->key, "?seen=yes") : show_path(act, "/inspection/", inspection, "");
	return true;
}

/* The people whose keys were ticked; one that is not of this call is a finding. */
static bool chosen(struct act *act, const struct called *called, const struct texts *keys, const char *field, struct convoy_person ***out, size_t *count, struct error *err)
{
	*out = ARENA_ARRAY(act->arena, struct convoy_person *, keys->count + 1);
	*count = 0;
	for (size_t i = 0; i < keys->count; i++) {
		struct uuid key;
		struct convoy_person *person = uuid_parse(keys->items[i], &key) ? convoy_find(called, key) : NULL;
		if (!person) {
			finding_add(&act->findings, str_of(field), "unknown", WORDS("This person is not on the list. Look at the list again."));
			return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "%s", field);
		}
		(*out)[(*count)++] = person;
	}
	return true;
}

static bool among(const struct convoy_person *person, struct convoy_person *const *people, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (people[i] == person)
			return true;
	return false;
}

static json_t *left_data(struct act *act, const struct cleared *cleared)
{
	json_t *data = json_object(), *rows = json_array();
	for (size_t i = 0; i < cleared->left_count; i++) {
		json_t *row = json_object();
		json_put_str(row, "person", uuid_str(act->arena, cleared->left[i].person->key));
		json_put_str(row, "name", full_name(act, cleared->left[i].person));
		json_put_str(row, "why", lang_words(act->lang, cleared->left[i].why));
		json_array_append_new(rows, row);
	}
	json_put_int(data, "cleared", (int64_t)cleared->count);
	json_put(data, "left", rows);
	return data;
}

bool clear_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct many *form = call->form;
	struct called called;
	struct convoy_person **except, **people;
	struct cleared cleared;
	size_t except_count, count = 0;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || !chosen(act, &called, &form->except, "except", &except, &except_count, err))
		return false;
	if (!str_is(called.row.state, "here"))
		return error_set(err, ERR_NOT_ALLOWED, "it has not arrived yet", "record the arrival first", "call");
	people = ARENA_ARRAY(act->arena, struct convoy_person *, called.count + 1);
	for (size_t i = 0; i < called.count; i++)
		if (convoy_clearable(&called.people[i]) && !among(&called.people[i], except, except_count))
			people[count++] = &called.people[i];
	if (!count)
		return error_set(err, ERR_NOT_ALLOWED, "nobody is left to clear", "look at the list again", "call");
	if (!convoy_clear(act, &called, CLEAR_ENTRY, people, count, STR(""), &cleared, err))
		return false;
	reply->changed = called.row.post;
	reply->data = left_data(act, &cleared);
	return true;
}

/* --- departure --- */

static json_t *departure_rows(struct act *act, const struct called *called, bool missing)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < called->count; i++) {
		const struct convoy_person *person = &called->people[i];
		bool gone = convoy_ashore(person) || (convoy_missing(person) && convoy_inside(person));
		if (missing ? gone && str_is(person->list, "crew") : convoy_aboard(person))
			json_array_append_new(rows, person_row(act, called, person));
	}
	return rows;
}

bool departure_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err))
		return false;
	convoy_look(act, "list of a call", &called);
	json_t *missing = departure_rows(act, &called, true), *aboard = departure_rows(act, &called, false);
	reply->data = json_object();
	reply->page = json_object();
	put_head(act, &called, reply->page);
	json_put_str(reply->page, "to", convoy_path(act, call->id, "/departure"));
	json_put_yesno(reply->page, "inland", str_is(called.row.kind, "coach") || str_is(called.row.kind, "train"));
	json_put_yesno(reply->page, "any_missing", json_array_size(missing) != 0);
	json_put_yesno(reply->page, "any_aboard", json_array_size(aboard) != 0);
	json_put_str(reply->page, "missing_words", lang_count(act->lang, act->arena, (int64_t)json_array_size(missing), WORDS_MANY("{count} person is not aboard", "{count} people are not aboard")));
	json_put_str(reply->page, "aboard_words", lang_count(act->lang, act->arena, (int64_t)json_array_size(aboard), WORDS_MANY("{count} person by the lists", "{count} people by the lists")));
	json_put(reply->page, "missing", missing);
	json_put(reply->page, "aboard", aboard);
	return true;
}

bool departure_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct many *form = call->form;
	struct called called;
	struct convoy_person **except;
	struct cleared cleared;
	size_t count;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || !chosen(act, &called, &form->except, "except", &except, &count, err) ||
	    !convoy_depart(act, &called, except, count, form->inland, form->note, &cleared, err))
		return false;
	reply->changed = called.row.post;
	reply->data = left_data(act, &cleared);
	return true;
}

/* --- shore passes of the call --- */

bool passes_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct many *form = call->form;
	struct called called;
	struct convoy_person **except, **only, **people;
	size_t except_count, only_count, count = 0, given;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || !chosen(act, &called, &form->except, "except", &except, &except_count, err) ||
	    !chosen(act, &called, &form->only, "only", &only, &only_count, err))
		return false;
	people = ARENA_ARRAY(act->arena, struct convoy_person *, called.count + 1);
	for (size_t i = 0; i < called.count; i++)
		if (!among(&called.people[i], except, except_count) && (!only_count || among(&called.people[i], only, only_count)))
			people[count++] = &called.people[i];
	if (!convoy_give_passes(act, &called, people, count, form->language.len ? form->language : STR("en"), &given, err))
		return false;
	reply->changed = called.row.post;
	reply->data = json_object();
	json_put_int(reply->data, "given", (int64_t)given);
	return true;
}
