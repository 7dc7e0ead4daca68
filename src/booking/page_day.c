/* Centres; the day of one; its week; an appointment by telephone; somebody without one. */
#include "forms.h"

#include <stdlib.h>

#include "arena.h"
#include "registry.h"

FIELDS_TABLE(centre_query, CENTRE_QUERY_FIELDS)
FIELDS_TABLE(centres_query, CENTRES_QUERY_FIELDS)
FIELDS_TABLE(walk_in_form, WALK_IN_FORM_FIELDS)
FIELDS_TABLE(book_form, BOOK_FORM_FIELDS)

enum { WEEK = 7 };

struct expected {
	struct uuid record;
	struct booking_row row;
};

static struct query *ask_day(struct act *act, struct str centre, const struct lang_zone *zone, struct date day)
{
	struct query *query = db_query(act->db, "booking.day");
	query_bind_text(query, "centre", centre);
	query_bind_int(query, "from", lang_zone_day_start(zone, day));
	query_bind_int(query, "until", lang_zone_day_start(zone, date_of_days(date_days(day) + 1)));
	query_bind_int(query, "most", SHOWN_MOST);
	return query;
}

static int by_time(const void *left, const void *right)
{
	const struct expected *a = left, *b = right;
	return a->row.start < b->row.start ? -1 : a->row.start > b->row.start ? 1 : uuid_compare(a->record, b->record);
}

/* Who did not come on that day and may come on another is shown as they were then. */
static void as_on_that_day(const struct pack_centre *centre, const struct lang_zone *zone, struct date day, struct booking_row *row)
{
	if (!row->missed || date_compare(lang_zone_day(zone, row->missed), day) != 0 || row->start == row->missed)
		return;
	if (row->start && date_compare(lang_zone_day(zone, row->start), day) == 0)
		return; /* another time of the same day */
	row->state = STR("was_missed"); /* of this page alone: nothing is done with it here */
	row->start = row->missed;
	row->centre = centre->code;
}

static bool read_day(struct act *act, const struct pack_centre *centre, struct date day, struct listed *out, struct error *err)
{
	const struct lang_zone *zone = centre_zone(act, centre);
	if (!booking_read_shown(ask_day(act, centre->code, zone, day), act, out, err))
		return false;
	struct expected *all = ARENA_ARRAY(act->arena, struct expected, out->count);
	for (size_t i = 0; i < out->count; i++) {
		all[i] = (struct expected){ out->records[i], out->rows[i] };
		as_on_that_day(centre, zone, day, &all[i].row);
	}
	if (out->count)
		qsort(all, out->count, sizeof *all, by_time);
	for (size_t i = 0; i < out->count; i++) {
		out->records[i] = all[i].record;
		out->rows[i] = all[i].row;
	}
	return true;
}

/* --- counting --- */

struct counts {
	int64_t expected, came, late, missed, walk_ins, people;
};

static void count(struct act *act, const struct booking_row *row, struct counts *out)
{
	json_t *state = json_object();
	booking_put_state(act, state, row);
	bool overdue = json_is_true(json_object_get(state, "may_miss"));
	json_decref(state);
	out->expected += str_is(row->state, "booked") && !overdue;
	out->late += overdue;
	out->came += str_is(row->state, "arrived");
	out->missed += str_is(row->state, "missed") || str_is(row->state, "was_missed");
	out->walk_ins += row->walk_in;
	if (str_is(row->state, "arrived"))
		out->people += row->people < 1 ? 1 : row->people;
}

static void put_counts(struct act *act, json_t *page, const struct counts *counts)
{
	const struct { const char *name; int64_t value; } all[] = {
		{ "expected", counts->expected }, { "late", counts->late }, { "came", counts->came }, { "missed", counts->missed }, { "walk_ins", counts->walk_ins },
	};
	json_t *out = json_object();
	for (size_t i = 0; i < COUNT_OF(all); i++)
		json_put_str(out, all[i].name, lang_number(act->lang, act->arena, all[i].value));
	json_put(page, "counts", out);
}

/* --- the centres --- */

bool centres_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct centres_query *query = call->query;
	struct uuid named = { 0 };
	if (query && query->number.len && !booking_find(act, query->number, &named, err))
		return false;
	if (!uuid_zero(named)) {
		reply->data = json_object();
		json_put_str(reply->data, "booking", uuid_str(act->arena, named));
		reply->location = appointment_path(act, named, "");
		return true;
	}
	json_t *page = json_array(), *data = json_array();
	reply->page = json_object();
	reply->data = json_object();
	json_put_str(reply->page, "number", query ? query->number : STR(""));
	json_put(reply->page, "rows", page);
	json_put(reply->data, "centres", data);
	for (size_t i = 0; i < act->pack->centre_count; i++) {
		const struct pack_centre *centre = &act->pack->centres[i];
		struct date today = centre_day(act, centre->code, act->now);
		struct listed *shown = ARENA_NEW(act->arena, struct listed);
		struct counts counts = { 0 };
		if (!pack_span_holds(centre->span, today))
			continue;
		if (!read_day(act, centre, today, shown, err))
			return false;
		for (size_t j = 0; j < shown->count; j++)
			count(act, &shown->rows[j], &counts);
		json_t *one = json_object(), *told = json_object();
		json_put_str(one, "href", str_format(act->arena, "/centre/" STR_FMT, STR_ARG(centre->code)));
		json_put_str(one, "name", pack_words(act->pack, lang_tag(act->lang), centre->words));
		json_put_str(one, "address", pack_words(act->pack, lang_tag(act->lang), centre->address));
		json_put_str(one, "clock", booking_clock(act, centre->code, act->now));
		json_put_yesno(one, "works", pack_centre_works(act->pack, centre, today));
		put_counts(act, one, &counts);
		json_array_append_new(page, one);
		json_put_str(told, "centre", centre->code);
		json_put_int(told, "expected", counts.expected + counts.late);
		json_put_int(told, "came", counts.came);
		json_put_int(told, "missed", counts.missed);
		json_array_append_new(data, told);
	}
	json_put_yesno(reply->page, "any", json_array_size(page) > 0);
	return true;
}

/* --- a day --- */

static struct str centre_path(struct act *act, const struct pack_centre *centre, const char *after)
{
	return str_format(act->arena, "/centre/" STR_FMT "%s", STR_ARG(centre->code), after);
}

static void put_head(struct act *act, const struct pack_centre *centre, json_t *page)
{
	json_put_str(page, "centre", centre->code);
	json_put_str(page, "name", pack_words(act->pack, lang_tag(act->lang), centre->words));
	json_put_str(page, "address", pack_words(act->pack, lang_tag(act->lang), centre->address));
	json_put_str(page, "clock", booking_clock(act, centre->code, act->now));
	json_put_str(page, "path", centre_path(act, centre, ""));
}

static struct str day_path(struct act *act, const struct pack_centre *centre, struct date day, int32_t step)
{
	char text[DATE_TEXT];
	return str_format(act->arena, "/centre/" STR_FMT "?day=" STR_FMT, STR_ARG(centre->code), STR_ARG(date_text(date_of_days(date_days(day) + step), text)));
}

static bool put_waiting(struct act *act, const struct pack_centre *centre, json_t *page, struct uuid *looked, size_t *count_looked, struct error *err)
{
	struct listed *shown = ARENA_NEW(act->arena, struct listed);
	struct query *query = db_query(act->db, "booking.waits");
	json_t *out = json_array();
	query_bind_text(query, "centre", centre->code);
	query_bind_int(query, "most", 50);
	bool good = booking_read_shown(query, act, shown, err);
	for (size_t i = 0; good && i < shown->count; i++) {
		const struct booking_row *row = &shown->rows[i];
		json_t *one = booking_value(act, shown->records[i], row);
		json_put_str(one, "suits", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {until}")), { "from", lang_date_short(act->lang, act->arena, row->wait_from) },
		                                     { "until", lang_date_short(act->lang, act->arena, row->wait_until) }));
		json_put_str(one, "since", lang_duration(act->lang, act->arena, act->now - row->asked));
		json_array_append_new(out, one);
		looked[(*count_looked)++] = shown->records[i];
	}
	json_put(page, "waiting", out);
	json_put_yesno(page, "any_waiting", json_array_size(out) > 0);
	return good;
}

bool centre_day_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct walk_in_form *again = call->form; /* of the form alone */
	const struct centre_query *query = call->query;
	const struct pack_centre *centre = centre_of(act, call->name, err);
	struct listed *shown = ARENA_NEW(act->arena, struct listed);
	struct uuid *looked = ARENA_ARRAY(act->arena, struct uuid, 2 * SHOWN_MOST);
	struct counts counts = { 0 };
	size_t count_looked = 0;
	if (!centre)
		return false;
	struct date today = centre_day(act, centre->code, act->now), day = query && !date_empty(query->day) ? query->day : today;
	if (!read_day(act, centre, day, shown, err))
		return false;
	reply->page = json_object();
	reply->data = json_object();
	json_t *rows = json_array(), *past = json_array(), *data = json_array();
	for (size_t i = 0; i < shown->count; i++) {
		bool over = str_is(shown->rows[i].state, "arrived") || str_ends(shown->rows[i].state, STR("missed"));
		count(act, &shown->rows[i], &counts);
		json_array_append_new(over ? past : rows, booking_value(act, shown->records[i], &shown->rows[i]));
		json_array_append_new(data, booking_data(act, shown->records[i], &shown->rows[i]));
		looked[count_looked++] = shown->records[i];
	}
	json_put(reply->page, "rows", rows);
	json_put(reply->data, "bookings", data);
	put_head(act, centre, reply->page);
	put_counts(act, reply->page, &counts);
	bool is_today = date_compare(day, today) == 0;
	json_put(reply->page, "past", past);
	json_put_yesno(reply->page, "any", json_array_size(rows) > 0);
	json_put_yesno(reply->page, "any_past", json_array_size(past) > 0);
	json_put_yesno(reply->page, "today", is_today);
	json_put_yesno(reply->page, "works", pack_centre_works(act->pack, centre, day));
	json_put_str(reply->page, "day_words", str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(lang_weekday(act->lang, day)), STR_ARG(lang_date(act->lang, act->arena, day))));
	json_put_str(reply->page, "before", day_path(act, centre, day, -1));
	json_put_str(reply->page, "after", day_path(act, centre, day, 1));
	json_put_str(reply->page, "today_href", centre_path(act, centre, ""));
	json_put(reply->page, "services", booking_services(act, centre, again ? again->service : STR("visa_application")));
	json_put(reply->page, "languages", booking_spoken_choice(act, again ? again->language : STR("")));
	if (!put_waiting(act, centre, reply->page, looked, &count_looked, err))
		return false;
	journal_look(act, "appointments of a centre", looked, count_looked);
	return true;
}

bool centre_walk_in_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct walk_in_form *form = call->form;
	const struct identity document = { .document_kind = STR("P"), .document_issuer = form->document_issuer, .document_number = plate_key(act->arena, form->document_number) };
	const struct booking_wish wish = { .centre = call->name, .service = form->service, .people = (int)form->people, .name = form->name, .language = form->language, .note = form->note };
	struct uuid record = uuid_v7(act->now, act->random);
	if (!centre_of(act, call->name, err) || !booking_walk_in(act, record, &wish, form->document_issuer.len ? &document : NULL, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "booking", uuid_str(act->arena, record));
	return true;
}

/* --- the week --- */

static json_t *cell(struct act *act, const struct pack_centre *centre, const struct booking_day *day)
{
	json_t *out = json_object();
	int taken = day->places - day->free;
	json_put_str(out, "taken", lang_number(act->lang, act->arena, taken));
	json_put_str(out, "places", lang_number(act->lang, act->arena, day->places));
	json_put_int(out, "percent", day->places ? taken * 100 / day->places : 0);
	json_put_yesno(out, "works", day->works);
	json_put_yesno(out, "any", day->places > 0);
	json_put_yesno(out, "full", day->places > 0 && !day->free);
	json_put_str(out, "href", day_path(act, centre, day->day, 0));
	return out;
}

static bool week_row(struct act *act, const struct pack_centre *centre, const struct pack_service *service, struct date from, json_t *rows, json_t *data, struct error *err)
{
	struct booking_day days[WEEK];
	json_t *row = json_object(), *cells = json_array(), *told = json_array();
	bool good = booking_days(act, centre->code, service->code, from, WEEK, 1, days, err);
	for (int i = 0; good && i < WEEK; i++) {
		json_t *one = json_object();
		char text[DATE_TEXT];
		json_put_str(one, "day", date_text(days[i].day, text));
		json_put_int(one, "places", days[i].places);
		json_put_int(one, "free", days[i].free);
		json_array_append_new(told, one);
		json_array_append_new(cells, cell(act, centre, &days[i]));
	}
	json_put_str(row, "service", booking_service_words(act, service->code));
	json_put_str(row, "how", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{n} min, {counters} at once")), { "n", lang_number(act->lang, act->arena, service->minutes) },
	                                   { "counters", lang_number(act->lang, act->arena, service->counters) }));
	json_put(row, "cells", cells);
	json_array_append_new(rows, row);
	json_t *whole = json_object();
	json_put_str(whole, "service", service->code);
	json_put(whole, "days", told);
	json_array_append_new(data, whole);
	return good;
}

bool centre_week_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct centre_query *query = call->query;
	const struct pack_centre *centre = centre_of(act, call->name, err);
	if (!centre)
		return false;
	struct date from = query && !date_empty(query->day) ? query->day : centre_day(act, centre->code, act->now);
	json_t *rows = json_array(), *data = json_array(), *days = json_array();
	char text[DATE_TEXT];
	reply->page = json_object();
	reply->data = json_object();
	put_head(act, centre, reply->page);
	json_put(reply->page, "rows", rows);
	json_put(reply->data, "services", data);
	for (int i = 0; i < WEEK; i++) {
		struct date day = date_of_days(date_days(from) + i);
		json_t *one = json_object();
		json_put_str(one, "weekday", lang_weekday(act->lang, day));
		json_put_str(one, "date", lang_date_short(act->lang, act->arena, day));
		json_array_append_new(days, one);
	}
	json_put(reply->page, "days", days);
	json_put_str(reply->page, "before", str_format(act->arena, "/centre/" STR_FMT "/week?day=" STR_FMT, STR_ARG(centre->code), STR_ARG(date_text(date_of_days(date_days(from) - WEEK), text))));
	json_put_str(reply->page, "after", str_format(act->arena, "/centre/" STR_FMT "/week?day=" STR_FMT, STR_ARG(centre->code), STR_ARG(date_text(date_of_days(date_days(from) + WEEK), text))));
	for (size_t i = 0; i < centre->service_count; i++)
		if (!week_row(act, centre, &centre->services[i], from, rows, data, err))
			return false;
	return true;
}

/* --- by telephone --- */

bool centre_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct centre_query *query = call->query;
	const struct pack_centre *centre = centre_of(act, call->name, err);
	if (!centre)
		return false;
	const struct book_form *again = call->form; /* the form needs another look: what was chosen stays */
	struct str service = again && again->service.len ? again->service : query && query->service.len ? query->service : centre->services[0].code;
	int64_t people = again && again->people ? again->people : query && query->people ? query->people : 1;
	struct date day = again && again->start ? centre_day(act, centre->code, again->start) : query ? query->day : (struct date){ 0 };
	reply->page = json_object();
	reply->data = json_object();
	put_head(act, centre, reply->page);
	json_put_str(reply->page, "service", service);
	json_put_str(reply->page, "service_words", booking_service_words(act, service));
	json_put_int(reply->page, "people", people);
	json_put(reply->page, "services", booking_services(act, centre, service));
	json_put(reply->page, "languages", booking_spoken_choice(act, again ? again->language : STR("")));
	struct str href = str_format(act->arena, "/centre/" STR_FMT "/new?service=" STR_FMT "&people=%d&", STR_ARG(centre->code), STR_ARG(service), (int)people);
	return booking_put_times(act, reply, centre->code, service, day, (int)people, href, err);
}

static struct texts lines_of(struct act *act, struct str text)
{
	struct texts out = { ARENA_ARRAY(act->arena, struct str, PEOPLE_MOST), 0 };
	struct str line;
	while (out.count < PEOPLE_MOST && str_cut(&text, '\n', &line))
		if (str_trim(line).len)
			out.items[out.count++] = str_trim(line);
	return out;
}

bool centre_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct book_form *form = call->form;
	struct uuid record = uuid_v7(act->now, act->random);
	const struct booking_wish wish = {
		.centre = call->name, .service = form->service, .start = form->start, .people = (int)form->people, .name = form->name, .language = form->language, .note = form->note, .contact = form->contact,
		.companions = lines_of(act, form->companions),
	};
	if (!centre_of(act, call->name, err))
		return false;
	bool waits = !form->start;
	if (waits && date_empty(form->wait_until))
		finding_add(&act->findings, STR("start"), "required", "Choose a time, or say until when somebody waits for one.");
	if (!booking_another_look(act, err))
		return false;
	if (!(waits ? booking_wait(act, record, &wish, form->wait_from, form->wait_until, err) : booking_move(act, record, &wish, err)))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "booking", uuid_str(act->arena, record));
	reply->location = appointment_path(act, record, "");
	return true;
}
