/* What the pages share: words, states, times to choose from. */
#include "forms.h"

#include "arena.h"

enum { MINUTE_MS = 60000, LATE_MS = 15 * MINUTE_MS, DAYS_SHOWN = 28 };

const struct pack_centre *centre_of(struct act *act, struct str code, struct error *err)
{
	const struct pack_centre *centre = pack_centre(act->pack, code, centre_day(act, code, act->now));
	if (!centre)
		(void)error_set(err, ERR_NOT_FOUND, "there is no such centre", "choose one of the list of centres", STR_FMT, STR_ARG(code));
	return centre;
}

struct str booking_centre_words(struct act *act, struct str code)
{
	const struct pack_centre *centre = pack_centre(act->pack, code, (struct date){ 0 });
	return centre ? pack_words(act->pack, lang_tag(act->lang), centre->words) : code;
}

struct str booking_service_words(struct act *act, struct str code)
{
	return pack_code_words(act->pack, lang_tag(act->lang), STR("services"), code);
}

struct str booking_spoken(struct act *act, struct str language)
{
	const struct pack_code *code = pack_code(act->pack, STR("protection_languages"), language);
	return code ? pack_words(act->pack, lang_tag(act->lang), code->words) : language.len ? case_language_words(act, language) : STR("");
}

struct str booking_officer(struct act *act, struct uuid user)
{
	struct error ignored;
	struct query *query = db_query(act->db, "booking.officer_by_record");
	query_bind_id(query, "record", user);
	bool found = query_next(query);
	struct str number = found ? query_text(query, 0, act->arena) : STR(""), name = found ? query_text(query, 1, act->arena) : STR("");
	(void)query_end(query, &ignored);
	return found ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(number)) : lang_words(act->lang, WORDS("Not an officer"));
}

static const struct lang_zone *zone_of(struct act *act, struct str centre)
{
	return centre_zone(act, pack_centre(act->pack, centre, (struct date){ 0 }));
}

struct str booking_when(struct act *act, const struct booking_row *row)
{
	return row->start ? lang_date_time(act->lang, act->arena, zone_of(act, row->centre), row->start) : STR("");
}

struct str booking_clock(struct act *act, struct str centre, int64_t ms)
{
	return lang_time(act->lang, act->arena, zone_of(act, centre), ms);
}

struct str appointment_path(struct act *act, struct uuid record, const char *after)
{
	return str_format(act->arena, "/appointment/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, record)), after);
}

/* --- states --- */

static bool late(struct act *act, const struct booking_row *row)
{
	return str_is(row->state, "booked") && act->now >= row->start + (booking_until(act, "booking_late", LATE_MS) - act->now);
}

void booking_put_state(struct act *act, json_t *out, const struct booking_row *row)
{
	static const struct { const char *state, *tone, *words; } states[] = {
		{ "offered", "", WORDS("May be booked") }, { "held", "", WORDS("Being booked") }, { "booked", "", WORDS("Expected") }, { "arrived", "clear", WORDS("Came") },
		{ "missed", "check", WORDS("Did not come") }, { "was_missed", "check", WORDS("Did not come") }, { "cancelled", "", WORDS("Given back") }, { "waiting", "", WORDS("On the waiting list") }, { "proposed", "", WORDS("A freed time was offered") },
	};
	bool overdue = late(act, row);
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(row->state, states[i].state)) {
			json_put_str(out, "state_words", lang_words(act->lang, overdue ? WORDS("Late") : states[i].words));
			json_put_str(out, "tone", overdue ? STR("check") : str_of(states[i].tone));
		}
	bool until = row->until && (str_is(row->state, "held") || str_is(row->state, "proposed"));
	struct str at = str_is(row->state, "arrived") ? booking_clock(act, row->centre, row->arrived) :
	                until ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("until {when}")), { "when", booking_clock(act, row->centre, row->until) }) : STR("");
	json_put_str(out, "state_at", at);
	bool today = row->start && date_compare(centre_day(act, row->centre, row->start), centre_day(act, row->centre, act->now)) == 0;
	json_put_yesno(out, "may_arrive", today && (str_is(row->state, "booked") || str_is(row->state, "missed")));
	json_put_yesno(out, "may_miss", overdue);
}

json_t *booking_value(struct act *act, struct uuid record, const struct booking_row *row)
{
	json_t *out = json_object();
	json_put_str(out, "href", appointment_path(act, record, ""));
	json_put_str(out, "to", appointment_path(act, record, ""));
	json_put_str(out, "time", row->start ? booking_clock(act, row->centre, row->start) : STR(""));
	json_put_str(out, "when", booking_when(act, row));
	json_put_str(out, "name", row->name.len ? row->name : lang_words(act->lang, WORDS("Name not given")));
	json_put_str(out, "service", booking_service_words(act, row->service));
	json_put_str(out, "reference", row->reference);
	json_put_str(out, "language", booking_spoken(act, row->language));
	json_put_str(out, "note", row->note);
	json_put_int(out, "people", row->people < 1 ? 1 : row->people);
	json_put_yesno(out, "several", row->people > 1);
	json_put_yesno(out, "walk_in", row->walk_in);
	booking_put_state(act, out, row);
	return out;
}

json_t *booking_data(struct act *act, struct uuid record, const struct booking_row *row)
{
	json_t *out = fields_to_json(&booking_row_fields, row);
	json_put_str(out, "id", uuid_str(act->arena, record));
	return out;
}

bool booking_read_shown(struct query *query, struct act *act, struct listed *out, struct error *err)
{
	while (out->count < SHOWN_MOST && query_next(query)) {
		out->records[out->count] = query_id(query, 0);
		out->rows[out->count] = (struct booking_row){ 0 };
		query_row(query, &booking_row_fields, &out->rows[out->count++], act->arena);
	}
	return query_end(query, err);
}

/* --- choices --- */

static json_t *choice(struct str code, struct str word, bool chosen)
{
	json_t *out = json_object();
	json_put_str(out, "code", code);
	json_put_str(out, "word", word);
	json_put_yesno(out, "chosen", chosen);
	return out;
}

json_t *booking_services(struct act *act, const struct pack_centre *centre, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < centre->service_count; i++)
		json_array_append_new(out, choice(centre->services[i].code, booking_service_words(act, centre->services[i].code), str_equal(chosen, centre->services[i].code)));
	return out;
}

json_t *booking_centres(struct act *act, struct str service, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->centre_count; i++) {
		const struct pack_centre *centre = &act->pack->centres[i];
		if (pack_span_holds(centre->span, centre_day(act, centre->code, act->now)) && (!service.len || pack_service(centre, service)))
			json_array_append_new(out, choice(centre->code, pack_words(act->pack, lang_tag(act->lang), centre->words), str_equal(chosen, centre->code)));
	}
	return out;
}

json_t *booking_spoken_choice(struct act *act, struct str chosen)
{
	const struct pack_list *list = pack_list(act->pack, STR("protection_languages"));
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count; i++)
		json_array_append_new(out, choice(list->codes[i].code, booking_spoken(act, list->codes[i].code), str_equal(chosen, list->codes[i].code)));
	return out;
}

/* --- times --- */

static struct str free_words(struct act *act, int free)
{
	return free ? lang_count(act->lang, act->arena, free, WORDS_MANY("{count} time free", "{count} times free")) : lang_words(act->lang, WORDS("full"));
}

static json_t *day_value(struct act *act, const struct booking_day *day, struct date chosen, struct str href)
{
	json_t *out = json_object();
	char text[DATE_TEXT];
	json_put_str(out, "day", str_copy(act->arena, date_text(day->day, text)));
	json_put_str(out, "weekday", lang_weekday(act->lang, day->day));
	json_put_str(out, "date", lang_date_short(act->lang, act->arena, day->day));
	json_put_str(out, "free", free_words(act, day->fits));
	json_put_yesno(out, "any_free", day->fits > 0);
	json_put_yesno(out, "chosen", date_compare(day->day, chosen) == 0);
	json_put_str(out, "href", str_format(act->arena, STR_FMT "day=" STR_FMT, STR_ARG(href), STR_ARG(date_text(day->day, text))));
	return out;
}

static bool put_days(struct act *act, struct reply *reply, struct str centre, struct str service, struct date *chosen, int people, struct str href, struct error *err)
{
	struct booking_day *days = ARENA_ARRAY(act->arena, struct booking_day, DAYS_SHOWN);
	struct date from = centre_day(act, centre, act->now);
	json_t *page = json_array(), *data = json_array();
	if (!booking_days(act, centre, service, from, DAYS_SHOWN, people, days, err))
		return false;
	for (size_t i = 0; i < DAYS_SHOWN && date_empty(*chosen); i++)
		if (days[i].fits)
			*chosen = days[i].day;
	for (size_t i = 0; i < DAYS_SHOWN; i++) {
		if (!days[i].works)
			continue;
		char text[DATE_TEXT];
		json_t *one = json_object();
		json_put_str(one, "day", date_text(days[i].day, text));
		json_put_int(one, "times", days[i].times);
		json_put_int(one, "free", days[i].free);
		json_put_int(one, "fits", days[i].fits);
		json_array_append_new(data, one);
		json_array_append_new(page, day_value(act, &days[i], *chosen, href));
	}
	json_put(reply->data, "days", data);
	json_put(reply->page, "days", page);
	return true;
}

bool booking_put_times(struct act *act, struct reply *reply, struct str centre, struct str service, struct date day, int people, struct str href, struct error *err)
{
	struct booking_time *times = ARENA_ARRAY(act->arena, struct booking_time, CENTRE_TIMES_MOST);
	json_t *page = json_array(), *data = json_array();
	size_t count = 0, fits = 0;
	char text[TIME_TEXT];
	bool good = put_days(act, reply, centre, service, &day, people, href, err) &&
	            (date_empty(day) || booking_times(act, centre, service, day, people, times, &count, err));
	for (size_t i = 0; good && i < count; i++) {
		struct str start = str_copy(act->arena, time_text(times[i].start, text));
		json_t *one = json_object();
		json_put_str(one, "start", start);
		json_put_int(one, "places", times[i].places);
		json_put_int(one, "free", times[i].free);
		json_put_yesno(one, "fits", times[i].fits);
		json_array_append_new(data, one);
		if (!times[i].fits)
			continue;
		one = json_object();
		json_put_str(one, "start", start);
		json_put_str(one, "time", booking_clock(act, centre, times[i].start));
		json_put_str(one, "free", lang_count(act->lang, act->arena, times[i].free, WORDS_MANY("{count} place free", "{count} places free")));
		json_array_append_new(page, one);
		fits++;
	}
	json_put(reply->data, "times", data);
	json_put(reply->page, "times", page);
	json_put_yesno(reply->page, "any_time", fits > 0);
	json_put_str(reply->page, "day_words", date_empty(day) ? STR("") : lang_date(act->lang, act->arena, day));
	return good;
}
