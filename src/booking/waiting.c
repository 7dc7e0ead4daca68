/* The waiting list: who is offered what becomes free. */
#include "inner.h"

#include "arena.h"
#include "letter.h"
#include "outbox.h"

enum { OFFER_MS = 12 * 3600000, DAYS_AHEAD = 60 };

bool booking_wait(struct act *act, struct uuid record, const struct booking_wish *wish, struct date from, struct date until, struct error *err)
{
	struct booking_row row;
	bool found;
	struct date today = centre_day(act, wish->centre, act->now);
	const struct pack_centre *centre = pack_centre(act->pack, wish->centre, today);
	if (!booking_look(act, record, &row, &found, err))
		return false;
	if (!centre || !pack_service(centre, wish->service))
		return error_set(err, ERR_NOT_FOUND, "this centre does not give this service", "choose a centre and a service of the pack", STR_FMT, STR_ARG(wish->centre));
	if (found && (str_is(row.state, "booked") || str_is(row.state, "arrived")))
		return error_set(err, ERR_NOT_ALLOWED, "who has an appointment need not wait for one", "move the appointment instead", STR_FMT, STR_ARG(row.state));
	if (date_empty(from))
		from = today;
	if (date_empty(until))
		until = date_of_days(date_days(today) + centre->ahead_days);
	if (date_compare(until, from) < 0 || date_compare(until, today) < 0)
		finding_add(&act->findings, STR("wait_until"), "before", "The last day that suits lies before the first, or before today.");
	if (wish->contact.len && !outbox_address_valid(wish->contact) && !outbox_number_valid(wish->contact))
		finding_add(&act->findings, STR("contact"), "no_address", "Write an e-mail address, or a telephone number with its country, as +254700000000.");
	if (!booking_another_look(act, err))
		return false;
	struct seats had;
	if (!places_of(act, record, &had, err))
		return false;
	places_free(act, row.centre, row.service, &had, NULL);
	const struct booking_step one = {
		.what = STR("wait"), .centre = wish->centre, .service = wish->service, .people = wish->people < 1 ? 1 : wish->people, .name = wish->name,
		.companions = wish->companions, .language = wish->language, .note = wish->note, .contact = wish->contact, .wait_from = from, .wait_until = until,
	};
	booking_append(act, record, &row, &one);
	return true;
}

/* As little as possible: messages are read by others. */
static bool tell_waiting(struct act *act, const struct booking_row *row, int64_t start, int64_t until, struct error *err)
{
	const struct lang *lang = letter_language(act, row->language);
	const struct pack_centre *centre = pack_centre(act->pack, row->centre, (struct date){ 0 });
	const struct lang_zone *zone = centre_zone(act, centre);
	if (!row->contact.len || !centre)
		return true;
	struct str text = LANG_FILL(act->arena, lang_words(lang, WORDS("A time became free: {when}, {centre}. It is kept for you until {until}. Tell the centre if you take it.")),
	                            { "when", lang_date_time(lang, act->arena, zone, start) }, { "centre", pack_words(act->pack, lang_tag(lang), centre->words) },
	                            { "until", lang_date_time(lang, act->arena, zone, until) });
	const struct outbox_order order = { .to = row->contact, .language = lang_tag(lang), .subject = lang_words(lang, WORDS("A time became free")), .text = text, .about = row->about };
	return outbox_address_valid(row->contact) ? outbox_mail(act, &order, NULL, err) : outbox_sms(act, &order, NULL, err);
}

static bool propose(struct act *act, struct uuid record, const struct booking_row *row, const struct seats *places, int minutes, struct error *err)
{
	int64_t until = booking_until(act, "booking_offer", OFFER_MS), start = places->items[0].start;
	if (until > start)
		until = start;
	places_take(act, record, row->centre, row->service, places, until);
	booking_append(act, record, row, &(struct booking_step){ .what = STR("propose"), .start = start, .minutes = minutes, .people = (int64_t)places->count, .until = until });
	return tell_waiting(act, row, start, until, err);
}

bool offer_freed(struct act *act, struct str centre, struct str service, const struct seats *freed, struct error *err)
{
	const struct pack_centre *where = pack_centre(act->pack, centre, (struct date){ 0 });
	const struct pack_service *what = where ? pack_service(where, service) : NULL;
	struct booking_row row = { 0 };
	if (!freed->count || !what || freed->items[0].start <= act->now)
		return true;
	struct query *query = db_query(act->db, "booking.first_waiting");
	char day[DATE_TEXT];
	size_t together = 1;
	while (together < freed->count && freed->items[together].start == freed->items[0].start)
		together++;
	query_bind_text(query, "centre", centre);
	query_bind_text(query, "service", service);
	query_bind_text(query, "day", date_text(centre_day(act, centre, freed->items[0].start), day));
	query_bind_int(query, "people", (int64_t)together);
	bool found = query_next(query);
	struct uuid record = found ? query_id(query, 0) : (struct uuid){ 0 };
	if (found)
		query_row(query, &booking_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	struct seats given = *freed;
	given.count = (size_t)(row.people < 1 ? 1 : row.people);
	return !found || propose(act, record, &row, &given, what->minutes, err);
}

/* --- the job --- */

static bool records_of(struct act *act, const char *statement, size_t most, struct uuid *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	char day[DATE_TEXT];
	query_bind_int(query, "most", (int64_t)most);
	if (str_is(str_of(statement), "booking.lapsed"))
		query_bind_int(query, "now", act->now);
	else
		query_bind_text(query, "day", date_text(lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now), day));
	while (*count < most && query_next(query))
		out[(*count)++] = query_id(query, 0);
	return query_end(query, err);
}

/* A proposal that was not taken: its places are given on, and it waits again, behind the others. */
static bool lapse(struct act *act, struct uuid record, bool *did, struct error *err)
{
	struct booking_row row;
	struct seats had;
	if (!booking_look(act, record, &row, did, err) || !(*did = *did && str_is(row.state, "proposed") && row.until <= act->now))
		return true;
	if (!places_of(act, record, &had, err))
		return false;
	places_free(act, row.centre, row.service, &had, NULL);
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("lapse") });
	return offer_freed(act, row.centre, row.service, &had, err);
}

static bool first_fit(struct act *act, struct uuid record, const struct booking_row *row, bool *did, struct error *err)
{
	struct plan *plan = ARENA_NEW(act->arena, struct plan);
	struct date today = centre_day(act, row->centre, act->now), from = date_compare(row->wait_from, today) < 0 ? today : row->wait_from;
	int32_t days = date_days(row->wait_until) - date_days(from) + 1;
	size_t count = days < 1 ? 0 : days > DAYS_AHEAD ? DAYS_AHEAD : (size_t)days;
	struct booking_day *list = ARENA_ARRAY(act->arena, struct booking_day, count);
	int people = row->people < 1 ? 1 : (int)row->people;
	if (count && !booking_days(act, row->centre, row->service, from, count, people, list, err))
		return false;
	for (size_t i = 0; i < count && !*did; i++) {
		if (!list[i].fits)
			continue;
		if (!plan_day(act, row->centre, row->service, list[i].day, record, plan, err))
			return false;
		for (size_t at = 0; at < plan->count && !*did; at++) {
			struct seats got;
			if (!plan_open(act, plan->centre, plan->service, plan->zone, plan->starts[at]) || !plan_pick(act, plan, at, people, &got))
				continue;
			if (!propose(act, record, row, &got, plan->service->minutes, err))
				return false;
			*did = true;
		}
	}
	return true;
}

static bool offer_one(struct act *act, struct uuid record, bool *did, struct error *err)
{
	struct booking_row row;
	bool found;
	*did = false;
	return booking_look(act, record, &row, &found, err) && (!found || !str_is(row.state, "waiting") || first_fit(act, record, &row, did, err));
}

/* One booking in an act of its own: a conflict is judged again at the next turn. */
static bool one_act(struct act *outer, struct uuid record, bool (*work)(struct act *act, struct uuid record, bool *did, struct error *err), size_t *done, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct act act;
	bool did = false, good = outer->house->begin(outer->house, arena, &act, err);
	if (good) {
		act.purpose = STR("permits");
		act.actor.rights = 0; /* who waits is offered what they might book themselves */
		good = work(&act, record, &did, err);
		if (good && did && journal_pending(&act)) {
			enum submitted answer = journal_submit(&act, err);
			good = answer != SUBMIT_FAILED;
			*done += answer == SUBMITTED;
		}
		outer->house->end(outer->house, &act);
	}
	arena_free(arena);
	return good;
}

bool booking_waiting(struct act *act, size_t most, size_t *done, struct error *err)
{
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, most);
	size_t count = 0, lapsed;
	*done = 0;
	if (!records_of(act, "booking.lapsed", most, records, &count, err))
		return false;
	lapsed = count;
	if (!records_of(act, "booking.waiting", most, records, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!one_act(act, records[i], i < lapsed ? lapse : offer_one, done, err))
			return false;
	return true;
}
