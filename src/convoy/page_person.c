/* Somebody of a list: what stands there, what changed, what was checked; written, corrected, taken off; signed on and off; named a deserter. */
#include "forms.h"

#include "journal.h"
#include "show.h"

FIELDS_TABLE(write_person, WRITE_PERSON_FIELDS)
FIELDS_TABLE(sign, SIGN_FIELDS)
FIELDS_TABLE(deserter, DESERTER_FIELDS)

static bool open_listed(struct act *act, const struct call *call, struct called *called, struct convoy_person **person, struct error *err)
{
	struct uuid key;
	if (!convoy_open(act, call->id, called, err))
		return false;
	*person = uuid_parse(call->name, &key) ? convoy_find(called, key) : NULL;
	return *person || error_set(err, ERR_NOT_FOUND, "this person is not on the list", "look at the call again", "person of a list");
}

static bool look_at(struct act *act, const struct called *called, const struct convoy_person *person)
{
	journal_look(act, "person of a list", uuid_zero(person->document) ? &called->id : &person->document, 1);
	return true;
}

static json_t *person_facts(struct act *act, const struct convoy_person *person)
{
	json_t *facts = json_array();
	convoy_fact(act, facts, WORDS("Born"), date_empty(person->born) ? STR("") : lang_date(act->lang, act->arena, person->born));
	convoy_fact(act, facts, WORDS("Place of birth"), person->birthplace);
	convoy_fact(act, facts, WORDS("Sex"), show_sex(act, person->sex));
	convoy_fact(act, facts, WORDS("Nationality"), show_code(act, "countries", person->nationality));
	convoy_fact(act, facts, WORDS("Document"), person->document_number.len ? str_format(act->arena, STR_FMT ", " STR_FMT " " STR_FMT, STR_ARG(show_code(act, "document_kinds", person->document_kind)),
	    STR_ARG(person->document_issuer), STR_ARG(person->document_number)) : lang_words(act->lang, WORDS("no document")));
	convoy_fact(act, facts, WORDS("Expires"), date_empty(person->document_expires) ? STR("") : lang_date(act->lang, act->arena, person->document_expires));
	convoy_fact(act, facts, WORDS("Rank or rating"), person->rank);
	convoy_fact(act, facts, WORDS("Port of embarkation"), person->embarked);
	convoy_fact(act, facts, WORDS("Port of disembarkation"), person->disembarks);
	convoy_fact(act, facts, WORDS("Visa number"), person->visa);
	convoy_fact(act, facts, WORDS("In transit"), person->transit ? lang_words(act->lang, WORDS("Yes")) : STR(""));
	return facts;
}

/* Paths of what may be done; "" where it may not. */
static void put_doing(struct act *act, const struct called *called, const struct convoy_person *person, json_t *page)
{
	bool own = str_equal(act->place.post, called->row.post);
	bool here = own && str_is(called->row.state, "here"), over = str_is(called->row.state, "departed") || str_is(called->row.state, "cancelled");
	bool crew = str_is(person->list, "crew"), unsigned_yet = !person->signed_as.len && !convoy_missing(person);
	const char *no_deserter = convoy_why_no_deserter(act, called, person);
	bool may_land = convoy_inside(person) && crew && !convoy_ashore(person) && str_is(called->row.kind, "vessel");
	json_put_str(page, "edit_href", own && !over ? convoy_person_path(act, called->id, person->key, "/edit") : STR(""));
	json_put_str(page, "off_to", own && !over && !convoy_missing(person) && uuid_zero(person->entry) ? convoy_person_path(act, called->id, person->key, "/off") : STR(""));
	json_put_str(page, "sign_to", here && crew && unsigned_yet ? convoy_person_path(act, called->id, person->key, "/sign") : STR(""));
	json_put_yesno(page, "may_sign_on", uuid_zero(person->entry));
	json_put(page, "purposes", show_codes(act, "travel_purposes", STR("return_home")));
	json_put_str(page, "pass_to", here && may_land ? convoy_path(act, called->id, "/passes") : STR(""));
	json_put_str(page, "back_to", convoy_ashore(person) ? STR("/shore-passes") : STR(""));
	json_put_str(page, "deserter_to", own && !no_deserter ? convoy_person_path(act, called->id, person->key, "/deserter") : STR(""));
	json_put_str(page, "verdict_href", !uuid_zero(person->seen) ? show_path(act, "/inspection/", person->seen, "") : !uuid_zero(person->inspection) ? show_path(act, "/inspection/", person->inspection, "") : STR(""));
}

static bool checks_of(struct act *act, const struct convoy_person *person, json_t *page, struct error *err)
{
	struct uuid id = uuid_zero(person->seen) ? person->inspection : person->seen;
	struct inspection inspection = { 0 };
	struct entry entry;
	struct error gone = { 0 };
	(void)err;
	bool there = !uuid_zero(id) && inspect_read(act, id, &inspection, &entry, &gone);
	json_put(page, "checks", there ? show_checks(act, &inspection.checks, rights_have(act->actor.rights, CAN_SILENT), show_path(act, "/inspection/", id, "/finding")) : json_array());
	return true;
}

bool listed_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct convoy_person *person;
	struct document_row known;
	struct uuid letter = { 0 };
	bool found = false;
	if (!open_listed(act, call, &called, &person, err) || (!uuid_zero(person->document) && !document_by_record(act, person->document, &known, &found, err)) ||
	    (person->pass.len && !convoy_pass_paper(act, person->pass, &letter, err)))
		return false;
	struct identity identity = convoy_identity(act, person);
	struct standing standing = convoy_standing(act, &called, person);
	look_at(act, &called, person);
	reply->data = fields_to_json(&convoy_person_fields, person);
	if (!rights_have(act->actor.rights, CAN_SILENT))
		json_object_del(reply->data, "silent");
	json_t *page = reply->page = json_object();
	json_put_str(page, "name", identity_name(&identity, act->arena));
	json_put_str(page, "conveyance", convoy_name_words(&called.row));
	json_put_str(page, "call_href", convoy_path(act, call->id, ""));
	json_put_str(page, "list_words", lang_words(act->lang, str_is(person->list, "crew") ? WORDS("Crew list") : WORDS("Passenger list")));
	json_put_str(page, "tone", str_of(standing.tone));
	json_put_str(page, "word", standing.word);
	json_put(page, "tags", convoy_tags(act, &called, person));
	json_put(page, "facts", person_facts(act, person));
	json_put_str(page, "pass", person->pass);
	json_put_str(page, "pass_due", convoy_when(act, &called, person->pass_due));
	json_put_str(page, "pass_back", convoy_when(act, &called, person->pass_back));
	json_put_str(page, "print_href", uuid_zero(letter) ? STR("") : show_path(act, "/letter/", letter, ""));
	json_put_str(page, "key", uuid_str(act->arena, person->key));
	json_put_str(page, "person_href", found ? show_record(act, "/person/", person->document, "") : STR(""));
	json_put_str(page, "entry_href", uuid_zero(person->entry) ? STR("") : show_record(act, "/crossing/", person->entry, ""));
	json_put_str(page, "exit_href", uuid_zero(person->exit) ? STR("") : show_record(act, "/crossing/", person->exit, ""));
	put_doing(act, &called, person, page);
	return checks_of(act, person, page, err);
}

/* --- written by hand --- */

static void put_date(json_t *form, const char *name, struct date date, struct arena *arena)
{
	const struct { const char *part; int value; } parts[] = { { "day", date.day }, { "month", date.month }, { "year", date.year } };
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		char key[40];
		snprintf(key, sizeof key, "%s_%s", name, parts[i].part);
		json_put_str(form, key, parts[i].value ? str_format(arena, "%d", parts[i].value) : STR(""));
	}
}

static json_t *write_page(struct act *act, const struct called *called, const struct write_person *form, bool crew)
{
	json_t *page = json_object(), *values = fields_to_json(&write_person_fields, form);
	for (size_t i = 0; i < write_person_fields.count; i++)
		if (!json_object_get(values, write_person_fields.items[i].name))
			json_put_str(values, write_person_fields.items[i].name, STR(""));
	put_date(values, "born", form->born, act->arena);
	put_date(values, "document_expires", form->document_expires, act->arena);
	json_put_yesno(values, "transit", form->transit);
	json_put(page, "form", values);
	json_put_str(page, "conveyance", convoy_name_words(&called->row));
	json_put_str(page, "call_href", convoy_path(act, called->id, ""));
	json_put_yesno(page, "crew", crew);
	json_put_str(page, "list", crew ? STR("crew") : STR("passengers"));
	json_put(page, "sexes", show_sexes(act, form->sex));
	json_put(page, "nationalities", show_codes(act, "countries", form->nationality));
	json_put(page, "issuers", show_codes(act, "countries", form->document_issuer));
	json_put(page, "kinds", show_codes(act, "document_kinds", form->document_kind.len ? form->document_kind : STR("P")));
	return page;
}

bool listed_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct write_person nothing;
	const struct write_person *form = call->form ? call->form : &nothing;
	const struct crew_query *asked = call->query;
	struct called called;
	if (!convoy_open(act, call->id, &called, err))
		return false;
	struct str list = form->list.len ? form->list : asked ? asked->list : STR("");
	journal_look(act, "list of a call", &called.id, 1);
	reply->data = json_object();
	reply->page = write_page(act, &called, form, !str_is(list, "passengers"));
	json_put_str(reply->page, "to", convoy_path(act, call->id, "/new"));
	json_put_yesno(reply->page, "held", false);
	return true;
}

static struct list_person person_of_form(const struct write_person *form)
{
	struct list_person out = { 0 };
#define COPY(type, name, ...) out.name = form->name;
	LIST_PERSON_FIELDS(COPY, COPY)
#undef COPY
	return out;
}

static bool done(struct act *act, const struct called *called, struct reply *reply)
{
	reply->changed = called->row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, called->id));
	return true;
}

bool listed_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct write_person *form = call->form;
	struct list_person person = person_of_form(form);
	struct called called;
	bool crew = !str_is(form->list, "passengers");
	const char *by;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err) || !convoy_check_person(act, &person, crew, err))
		return false;
	struct identity identity = { .surname = person.surname, .given_names = person.given_names, .born = person.born, .document_number = person.document_number, .document_issuer = person.document_issuer };
	struct convoy_person *known = convoy_match(act, &called, &identity, (struct uuid){ 0 }, &by);
	if (known && !convoy_missing(known)) {
		finding_add(&act->findings, STR("document_number"), "double", WORDS("This person is on the list already: correct that row."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "person of a list");
	}
	return convoy_take_person(act, &called, crew, &person, known ? known->key : (struct uuid){ 0 }, err) && done(act, &called, reply);
}

bool listed_edit_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct convoy_person *person;
	if (!open_listed(act, call, &called, &person, err))
		return false;
	struct write_person held = { .list = person->list };
#define COPY(type, name, ...) held.name = person->name;
	LIST_PERSON_FIELDS(COPY, COPY)
#undef COPY
	look_at(act, &called, person);
	reply->data = json_object();
	reply->page = write_page(act, &called, call->form ? call->form : &held, str_is(person->list, "crew"));
	json_put_str(reply->page, "to", convoy_person_path(act, call->id, person->key, "/edit"));
	json_put_yesno(reply->page, "held", true);
	return true;
}

bool listed_edit_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct list_person person = person_of_form(call->form);
	struct called called;
	struct convoy_person *known;
	if (!open_listed(act, call, &called, &known, err) || !convoy_at_work(act, &called, err))
		return false;
	bool crew = str_is(known->list, "crew");
	return convoy_check_person(act, &person, crew, err) && convoy_take_person(act, &called, crew, &person, known->key, err) && done(act, &called, reply);
}

bool listed_off_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct convoy_person *person;
	if (!open_listed(act, call, &called, &person, err) || !convoy_at_work(act, &called, err))
		return false;
	if (!uuid_zero(person->entry))
		return error_set(err, ERR_NOT_ALLOWED, "this person was cleared already", "sign the person off instead", "person of a list");
	return convoy_take_person(act, &called, str_is(person->list, "crew"), NULL, person->key, err) && done(act, &called, reply);
}

/* --- crew change, deserters --- */

bool sign_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct sign *form = call->form;
	struct called called;
	struct convoy_person *person;
	const char *why = NULL;
	if (!open_listed(act, call, &called, &person, err) || !convoy_at_work(act, &called, err) ||
	    !convoy_sign(act, &called, person, str_is(form->what, "on"), form->purpose, &why, err))
		return false;
	if (why) {
		/* nothing half done: whoever cannot be let in so goes to the booth or the second line */
		return error_set(err, ERR_NOT_ALLOWED, why, "", "crew change");
	}
	return done(act, &called, reply);
}

bool deserter_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct deserter *form = call->form;
	struct called called;
	struct convoy_person *person;
	struct uuid file;
	if (!open_listed(act, call, &called, &person, err) || !convoy_name_deserter(act, &called, person, form->found, form->words, &file, err))
		return false;
	reply->changed = called.row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, file));
	return true;
}
