/* One appointment: what is known of it, another time, who came. */
#include "forms.h"

#include "arena.h"

FIELDS_TABLE(move_form, MOVE_FORM_FIELDS)
FIELDS_TABLE(move_query, MOVE_QUERY_FIELDS)

/* --- its history --- */

struct telling {
	struct act *act;
	struct str centre;
	json_t *out;
};

static struct str did_words(struct act *act, struct str what)
{
	static const struct { const char *what, *words; } all[] = {
		{ "offer", WORDS("May be booked") }, { "hold", WORDS("A time was chosen") }, { "keep", WORDS("Kept while it was paid") }, { "book", WORDS("Booked") }, { "move", WORDS("Moved") },
		{ "cancel", WORDS("Given back") }, { "arrive", WORDS("Came") }, { "miss", WORDS("Did not come") }, { "walk_in", WORDS("Came without appointment") }, { "wait", WORDS("On the waiting list") },
		{ "propose", WORDS("A freed time was offered") }, { "lapse", WORDS("The offered time was not taken") }, { "withdraw", WORDS("Ended") },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(what, all[i].what))
			return lang_words(act->lang, all[i].words);
	return what;
}

static void tell(void *state, const struct entry *entry)
{
	struct telling *telling = state;
	struct act *act = telling->act;
	struct booking_step step = { .what = STR("") };
	json_t *one = json_object();
	if (entry->type == &booking_step_type && entry->data.len && fields_from_data(&booking_step_fields, entry->data, &step, act->arena)) {
		if (step.centre.len)
			telling->centre = step.centre;
		json_put_str(one, "what", did_words(act, step.what));
		json_put_str(one, "at", step.start ? lang_date_time(act->lang, act->arena, centre_zone(act, pack_centre(act->pack, telling->centre, (struct date){ 0 })), step.start) : STR(""));
	} else {
		json_put_str(one, "what", lang_words(act->lang, entry->type ? entry->type->doc : ""));
		json_put_str(one, "at", STR(""));
	}
	json_put_str(one, "when", lang_date_time(act->lang, act->arena, centre_zone(act, pack_centre(act->pack, telling->centre, (struct date){ 0 })), entry->happened));
	json_put_str(one, "who", booking_officer(act, entry->actor));
	json_array_insert_new(telling->out, 0, one);
}

static bool put_history(struct act *act, struct uuid record, const struct booking_row *row, json_t *page, struct error *err)
{
	struct telling telling = { act, row->centre, json_array() };
	bool good = journal_history(act, record, tell, &telling, err);
	json_put(page, "history", telling.out);
	return good;
}

/* --- the page --- */

static void put_fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	if (!text.len)
		return;
	json_t *one = json_object();
	json_put_str(one, "what", lang_words(act->lang, what));
	json_put_str(one, "text", text);
	json_array_append_new(facts, one);
}

static void put_facts(struct act *act, const struct booking_row *row, json_t *page)
{
	json_t *facts = json_array();
	put_fact(act, facts, WORDS("Who comes"), row->name);
	put_fact(act, facts, WORDS("Who comes along"), row->companions.count ? lang_list(act->lang, act->arena, row->companions.items, row->companions.count) : STR(""));
	put_fact(act, facts, WORDS("How many"), row->people > 1 ? lang_number(act->lang, act->arena, row->people) : STR(""));
	put_fact(act, facts, WORDS("Service"), booking_service_words(act, row->service));
	put_fact(act, facts, WORDS("Centre"), row->centre.len ? booking_centre_words(act, row->centre) : STR(""));
	put_fact(act, facts, WORDS("When"), booking_when(act, row));
	put_fact(act, facts, WORDS("How long"), row->start && row->minutes ? lang_duration(act->lang, act->arena, row->minutes * 60000) : STR(""));
	put_fact(act, facts, WORDS("Language"), booking_spoken(act, row->language));
	put_fact(act, facts, WORDS("Note"), row->note);
	put_fact(act, facts, WORDS("Telephone or e-mail"), row->contact);
	put_fact(act, facts, WORDS("Number"), row->reference);
	json_put(page, "facts", facts);
}

static bool movable(const struct booking_row *row)
{
	return !str_is(row->state, "arrived");
}

static bool put_choice(struct act *act, struct uuid record, const struct booking_row *row, const struct call *call, struct reply *reply, struct error *err)
{
	const struct move_query *query = call->query;
	const struct move_form *again = call->form; /* the form needs another look: what was chosen stays */
	struct str centre = again && again->centre.len ? again->centre : query && query->centre.len ? query->centre : row->centre;
	if (!centre.len && act->pack->centre_count)
		centre = act->pack->centres[0].code;
	json_put(reply->page, "centres", booking_centres(act, row->service, centre));
	json_put_str(reply->page, "centre", centre);
	struct str href = str_format(act->arena, STR_FMT "?centre=" STR_FMT "&", STR_ARG(appointment_path(act, record, "")), STR_ARG(centre));
	return booking_put_times(act, reply, centre, row->service, query ? query->day : (struct date){ 0 }, row->people < 1 ? 1 : (int)row->people, href, err);
}

bool booking_named(struct act *act, struct uuid id, bool interview, struct uuid *record, struct booking_row *row, struct error *err)
{
	struct listed *listed = ARENA_NEW(act->arena, struct listed);
	bool found;
	*record = id;
	if (!booking_look(act, id, row, &found, err))
		return false;
	if (found)
		return true;
	struct query *query = db_query(act->db, "booking.of_case");
	query_bind_id(query, "about", id);
	query_bind_int(query, "most", 20);
	if (!booking_read_shown(query, act, listed, err))
		return false;
	for (size_t i = 0; i < listed->count; i++)
		if (str_is(listed->rows[i].service, "interview") == interview) {
			*record = listed->records[i];
			*row = listed->rows[i];
			return true;
		}
	return error_set(err, ERR_NOT_FOUND, "there is no such appointment", "in a case, it must first get to the point where a time is booked", "booking");
}

bool appointment_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct booking_row row;
	struct uuid record;
	if (!booking_named(act, call->id, false, &record, &row, err))
		return false;
	journal_look(act, "appointment", &record, 1);
	reply->data = booking_data(act, record, &row);
	reply->page = json_object();
	json_put_str(reply->page, "title", row.name.len ? row.name : lang_words(act->lang, WORDS("Name not given")));
	json_put_str(reply->page, "to", appointment_path(act, record, ""));
	json_put_str(reply->page, "when", booking_when(act, &row));
	json_put_str(reply->page, "day_href", row.centre.len ? str_format(act->arena, "/centre/" STR_FMT, STR_ARG(row.centre)) : STR(""));
	json_put_str(reply->page, "day_name", row.centre.len ? booking_centre_words(act, row.centre) : STR(""));
	json_put_str(reply->page, "interview_href", str_is(row.service, "interview") ? str_format(act->arena, "/interview/" STR_FMT, STR_ARG(uuid_str(act->arena, record))) : STR(""));
	json_put_yesno(reply->page, "movable", movable(&row));
	json_put_yesno(reply->page, "may_print", str_is(row.state, "booked"));
	json_put_yesno(reply->page, "has_time", str_is(row.state, "booked"));
	json_put_yesno(reply->page, "proposed", str_is(row.state, "proposed") || str_is(row.state, "held"));
	json_put_yesno(reply->page, "may_cancel", str_is(row.state, "booked") || str_is(row.state, "waiting") || str_is(row.state, "proposed") || str_is(row.state, "held"));
	booking_put_state(act, reply->page, &row);
	put_facts(act, &row, reply->page);
	if (!booking_put_papers(act, record, row.language, reply->page, err))
		return false;
	if (movable(&row) && row.service.len && !put_choice(act, record, &row, call, reply, err))
		return false;
	return put_history(act, record, &row, reply->page, err);
}

/* --- what is done --- */

/* Back to the list of the day where the key was pressed. */
static bool done(struct act *act, struct uuid record, bool good, bool to_day, struct reply *reply, struct error *err)
{
	struct booking_row row;
	bool found;
	if (!good || !booking_look(act, record, &row, &found, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "booking", uuid_str(act->arena, record));
	reply->location = to_day && row.centre.len ? str_format(act->arena, "/centre/" STR_FMT, STR_ARG(row.centre)) : appointment_path(act, record, "");
	return true;
}

bool appointment_arrive_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, booking_arrive(act, call->id, err), true, reply, err);
}

bool appointment_miss_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, booking_miss(act, call->id, err), true, reply, err);
}

bool appointment_cancel_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, booking_cancel(act, call->id, err), false, reply, err);
}

bool appointment_take_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return done(act, call->id, booking_book(act, call->id, err), false, reply, err);
}

bool appointment_move_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct move_form *form = call->form;
	const struct booking_wish wish = { .centre = form->centre, .start = form->start, .people = (int)form->people };
	return done(act, call->id, booking_move(act, call->id, &wish, err), false, reply, err);
}
