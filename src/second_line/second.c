/* The second person: what waits for one, and the answer. */
#include "show.h"

#include "access.h"
#include "find.h"
#include "forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(second_form, SECOND_FORM_FIELDS)
FIELDS_TABLE(request_row, REQUEST_ROW_FIELDS)

enum { REQUESTS_MOST = 50 };

static struct str reason_words(struct act *act, const struct movement *movement)
{
	struct str words[10];
	size_t count = 0;
	for (; count < movement->reasons.count && count < COUNT_OF(words); count++)
		words[count] = show_code(act, "refusal_reasons", movement->reasons.items[count]);
	return lang_list(act->lang, act->arena, words, count);
}

static json_t *request_facts(struct act *act, const struct movement *movement)
{
	json_t *facts = json_array();
	struct str name = show_name(act, (const struct identity *)movement);
	struct str age = lang_age(act->lang, act->arena, movement->born, movement->day);
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Person")), date_empty(movement->born) ? name : str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(age))));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Facts")), movement->facts));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("What the person said")), movement->hearing));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Law")), pack_words(act->pack, lang_tag(act->lang), act->pack->refusal.law)));
	return facts;
}

static json_t *refusal_request(struct act *act, const struct request_row *row, size_t number)
{
	struct movement body = { 0 }, *movement = &body;
	if (!fields_from_data(&movement_fields, row->body, movement, act->arena))
		return NULL;
	json_t *out = json_object();
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "title", lang_words(act->lang, WORDS("Refusal of entry")));
	json_put_str(out, "when", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{time}, {age} ago")), { "time", show_time(act, movement->post, row->asked) },
	                                    { "age", lang_duration(act->lang, act->arena, act->now - row->asked) }));
	json_put_str(out, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Refuse entry: {reasons}.")), { "reasons", reason_words(act, movement) }));
	json_put_str(out, "who", show_officer(act, row->asker));
	json_put(out, "facts", request_facts(act, movement));
	json_put_str(out, "href", show_path(act, "/referral/", movement->referral, ""));
	json_put_str(out, "to", show_path(act, "/second/", row->record, ""));
	return out;
}

static bool refusal_confirm(struct act *act, const struct request_row *row, struct error *err)
{
	return border_confirm_refusal(act, row->record, err);
}

/* --- the same person? --- */

static json_t *same_facts(struct act *act, const struct finding_made *made, const struct opened *opened, const struct watch_entry *entry)
{
	const struct pack_watchlist *list = pack_watchlist(act->pack, made->list, (struct date){ 0 });
	const struct identity *who = &opened->subject.identity;
	json_t *facts = json_array();
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Person")), show_name(act, who)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Born")), lang_date(act->lang, act->arena, who->born)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("List")), list ? pack_words(act->pack, lang_tag(act->lang), list->words) : made->list));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Entry")), entry && entry->name_count ? entry->names[0].text : made->item));
	if (entry)
		json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Born, by the entry")), watch_births(act, entry)));
	json_array_append_new(facts, show_fact(lang_words(act->lang, WORDS("Why")), made->why));
	return facts;
}

static json_t *same_request(struct act *act, const struct request_row *row, size_t number)
{
	struct finding_made made = { 0 };
	struct opened opened;
	struct error ignored;
	if (!fields_from_data(&finding_made_fields, row->body, &made, act->arena) || !border_open(act, made.inspection, &opened, &ignored))
		return NULL;
	const struct watch_entry *entry = watch_entry(watch_loaded(act->watch, made.list), made.item);
	journal_look(act, "entry of a watchlist", (const struct uuid[]){ watch_entry_record(made.list, made.item) }, 1);
	json_t *out = json_object();
	json_put_int(out, "n", (int64_t)number);
	json_put_str(out, "title", lang_words(act->lang, WORDS("Hit of a list: the same person?")));
	json_put_str(out, "when", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{age} ago")), { "age", lang_duration(act->lang, act->arena, act->now - row->asked) }));
	json_put_str(out, "text", lang_words(act->lang, WORDS("Confirm that the traveller is the person of the entry.")));
	json_put_str(out, "who", show_officer(act, row->asker));
	json_put(out, "facts", same_facts(act, &made, &opened, entry));
	json_put_str(out, "href", str_format(act->arena, STR_FMT "/finding", STR_ARG(show_path(act, "/inspection/", made.inspection, ""))));
	json_put_str(out, "to", show_path(act, "/second/", row->record, ""));
	return out;
}

static bool same_confirm(struct act *act, const struct request_row *row, struct error *err)
{
	return border_confirm_same(act, row->record, err);
}

/* What may wait here: how it is shown, and what a confirmation does. */
static const struct kind {
	const char *what;
	json_t *(*show)(struct act *act, const struct request_row *row, size_t number);
	bool (*confirm)(struct act *act, const struct request_row *row, struct error *err);
} kinds[] = {
	{ "refusal", refusal_request, refusal_confirm },
	{ "ban", ban_request, ban_confirm },
	{ "same", same_request, same_confirm },
};

static const struct kind *kind_of(struct str what)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_is(what, kinds[i].what))
			return &kinds[i];
	return NULL;
}

static bool read_request(struct act *act, struct uuid record, struct request_row *row, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.request_by_record");
	bool found;
	query_bind_id(query, "record", record);
	if (!query_one(query, &found, err))
		return false;
	if (found)
		query_row(query, &request_row_fields, row, act->arena);
	return query_end(query, err) && ((found && kind_of(row->what)) || error_set(err, ERR_NOT_FOUND, "there is no such request", "look at the list of requests again", "request"));
}

bool requests_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.requests");
	struct uuid records[REQUESTS_MOST];
	struct request_row *rows = ARENA_ARRAY(act->arena, struct request_row, REQUESTS_MOST);
	size_t count = 0;
	json_t *requests = json_array(), *data = json_array();
	query_bind_id(query, "actor", act->actor.user);
	query_bind_int(query, "most", REQUESTS_MOST);
	while (count < REQUESTS_MOST && query_next(query))
		query_row(query, &request_row_fields, &rows[count++], act->arena);
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct kind *kind = kind_of(rows[i].what);
		json_t *request = kind ? kind->show(act, &rows[i], i + 1) : NULL;
		records[i] = rows[i].about;
		if (request)
			json_array_append_new(requests, request);
		json_array_append_new(data, fields_to_json(&request_row_fields, &rows[i]));
	}
	journal_look(act, "requests for a second person", records, count);
	reply->data = json_object();
	json_put(reply->data, "asked", data);
	reply->page = json_object();
	json_put_yesno(reply->page, "live", true);
	json_put_yesno(reply->page, "any", json_array_size(requests) != 0);
	json_put(reply->page, "requests", requests);
	return true;
}

bool request_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct second_form *form = call->form;
	bool confirm = str_is(form->answer, "confirm");
	struct request_row row = { 0 };
	if (!confirm && !str_is(form->answer, "return")) {
		finding_add(&act->findings, STR("answer"), "unknown_code", "Confirm, or send it back.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "second person");
	}
	if (!read_request(act, call->id, &row, err))
		return false;
	const struct kind *kind = kind_of(row.what);
	if (confirm ? !kind->confirm(act, &row, err) : !second_return(act, call->id, kind->what, form->remark, err))
		return false;
	reply->changed = act->place.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	json_put_str(reply->data, "answer", form->answer);
	return true;
}
