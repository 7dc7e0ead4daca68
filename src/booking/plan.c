/* What is free: the times that the pack computes, less what is taken. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "crypto.h"

enum { MINUTE_MS = 60000 };

const struct lang_zone *centre_zone(struct act *act, const struct pack_centre *centre)
{
	return act->house->zone(act->house, centre && centre->zone.len ? centre->zone : act->pack->head.zone);
}

struct date centre_day(struct act *act, struct str centre, int64_t ms)
{
	return lang_zone_day(centre_zone(act, pack_centre(act->pack, centre, (struct date){ 0 })), ms);
}

static bool find(struct act *act, struct str code, struct str service, struct date day, const struct pack_centre **centre, const struct pack_service **found, struct error *err)
{
	*centre = pack_centre(act->pack, code, day);
	*found = *centre ? pack_service(*centre, service) : NULL;
	return *found || error_set(err, ERR_NOT_FOUND, "this centre does not give this service", "choose a centre and a service of the pack", STR_FMT, STR_ARG(code));
}

/* The desk may book until the end; others as the centre's notice says, and no further ahead than it says. */
bool plan_open(struct act *act, const struct pack_centre *centre, const struct pack_service *service, const struct lang_zone *zone, int64_t start)
{
	if (rights_have(act->actor.rights, CAN_CENTRE))
		return start + (int64_t)service->minutes * MINUTE_MS > act->now;
	int32_t ahead = date_days(lang_zone_day(zone, start)) - date_days(lang_zone_day(zone, act->now));
	return start >= act->now + (int64_t)centre->notice_minutes * MINUTE_MS && ahead <= centre->ahead_days;
}

/* --- days, by counts --- */

struct counted {
	int64_t starts[CENTRE_TIMES_MOST];
	int free[CENTRE_TIMES_MOST];
	bool open[CENTRE_TIMES_MOST];
	size_t count;
};

/* So many at this time and at those that follow without a gap, each of which takes some. */
static bool group_fits(const int64_t *starts, const int *free, size_t count, size_t at, int minutes, int people)
{
	for (size_t i = at; people > 0; i++) {
		bool follows = i < count && i < at + GROUP_TIMES && (i == at || starts[i] == starts[i - 1] + (int64_t)minutes * MINUTE_MS);
		if (!follows || free[i] < 1)
			return false;
		people -= free[i];
	}
	return true;
}

static void computed(struct act *act, const struct pack_centre *centre, const struct pack_service *service, const struct lang_zone *zone, struct date day, struct counted *out)
{
	int minutes[CENTRE_TIMES_MOST];
	out->count = pack_centre_times(act->pack, centre, service, day, minutes);
	for (size_t i = 0; i < out->count; i++) {
		out->starts[i] = lang_zone_instant(zone, day, minutes[i]);
		out->free[i] = service->counters;
		out->open[i] = plan_open(act, centre, service, zone, out->starts[i]);
	}
}

static void subtract(struct counted *day, int64_t start, int64_t taken)
{
	for (size_t i = 0; i < day->count; i++)
		if (day->starts[i] == start)
			day->free[i] = taken > day->free[i] ? 0 : day->free[i] - (int)taken;
}

static struct booking_day sum_up(const struct counted *counted, const struct pack_service *service, struct date day, int people)
{
	struct booking_day out = { .day = day, .works = counted->count > 0 };
	for (size_t i = 0; i < counted->count; i++) {
		if (!counted->open[i])
			continue;
		out.times++;
		out.places += service->counters;
		out.free += counted->free[i];
		out.fits += group_fits(counted->starts, counted->free, counted->count, i, service->minutes, people);
	}
	return out;
}

static struct query *ask(struct act *act, const char *statement, struct str centre, struct str service, int64_t from, int64_t until)
{
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "centre", centre);
	query_bind_text(query, "service", service);
	query_bind_int(query, "from", from);
	query_bind_int(query, "until", until);
	query_bind_int(query, "now", act->now);
	return query;
}

bool booking_days(struct act *act, struct str code, struct str service_code, struct date from, size_t count, int people, struct booking_day *out, struct error *err)
{
	const struct pack_centre *centre;
	const struct pack_service *service;
	if (count > BOOKING_DAYS_MOST)
		count = BOOKING_DAYS_MOST;
	if (!find(act, code, service_code, from, &centre, &service, err))
		return false;
	const struct lang_zone *zone = centre_zone(act, centre);
	struct counted *days = ARENA_ARRAY(act->arena, struct counted, count);
	for (size_t i = 0; i < count; i++)
		computed(act, centre, service, zone, date_of_days(date_days(from) + (int32_t)i), &days[i]);
	struct query *query = ask(act, "booking.taken", code, service_code, lang_zone_day_start(zone, from), lang_zone_day_start(zone, date_of_days(date_days(from) + (int32_t)count)));
	while (query_next(query)) {
		int32_t at = date_days(lang_zone_day(zone, query_int(query, 0))) - date_days(from);
		if (at >= 0 && (size_t)at < count)
			subtract(&days[at], query_int(query, 0), query_int(query, 1));
	}
	for (size_t i = 0; i < count; i++)
		out[i] = sum_up(&days[i], service, date_of_days(date_days(from) + (int32_t)i), people);
	return query_end(query, err);
}

bool booking_times(struct act *act, struct str code, struct str service_code, struct date day, int people, struct booking_time out[static CENTRE_TIMES_MOST], size_t *count,
                   struct error *err)
{
	const struct pack_centre *centre;
	const struct pack_service *service;
	struct counted *counted = ARENA_NEW(act->arena, struct counted);
	*count = 0;
	if (!find(act, code, service_code, day, &centre, &service, err))
		return false;
	const struct lang_zone *zone = centre_zone(act, centre);
	computed(act, centre, service, zone, day, counted);
	struct query *query = ask(act, "booking.taken", code, service_code, lang_zone_day_start(zone, day), lang_zone_day_start(zone, date_of_days(date_days(day) + 1)));
	while (query_next(query))
		subtract(counted, query_int(query, 0), query_int(query, 1));
	*count = counted->count;
	for (size_t i = 0; i < counted->count; i++)
		out[i] = (struct booking_time){ counted->starts[i], service->minutes, service->counters, counted->free[i], counted->open[i],
		                                counted->open[i] && group_fits(counted->starts, counted->free, counted->count, i, service->minutes, people) };
	return query_end(query, err);
}

/* --- one day, place by place --- */

bool plan_day(struct act *act, struct str centre, struct str service, struct date day, struct uuid except, struct plan *out, struct error *err)
{
	int minutes[CENTRE_TIMES_MOST];
	*out = (struct plan){ .day = day };
	if (!find(act, centre, service, day, &out->centre, &out->service, err))
		return false;
	out->zone = centre_zone(act, out->centre);
	out->count = pack_centre_times(act->pack, out->centre, out->service, day, minutes);
	for (size_t i = 0; i < out->count; i++)
		out->starts[i] = lang_zone_instant(out->zone, day, minutes[i]);
	out->busy = ARENA_ARRAY(act->arena, bool, out->count * (size_t)out->service->counters);
	struct query *query = ask(act, "booking.busy", centre, service, lang_zone_day_start(out->zone, day), lang_zone_day_start(out->zone, date_of_days(date_days(day) + 1)));
	while (query_next(query)) {
		size_t at = plan_at(out, query_int(query, 0));
		int64_t number = query_int(query, 1);
		if (at != SIZE_MAX && number >= 1 && number <= out->service->counters && !uuid_equal(query_id(query, 2), except))
			out->busy[at * (size_t)out->service->counters + (size_t)number - 1] = true;
	}
	return query_end(query, err);
}

size_t plan_at(const struct plan *plan, int64_t start)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->starts[i] == start)
			return i;
	return SIZE_MAX;
}

static bool *row_of(const struct plan *plan, size_t at)
{
	return plan->busy + at * (size_t)plan->service->counters;
}

int plan_free(const struct plan *plan, size_t at)
{
	int free = 0;
	for (int i = 0; i < plan->service->counters; i++)
		free += !row_of(plan, at)[i];
	return free;
}

bool plan_fits(const struct plan *plan, size_t at, int people)
{
	int free[CENTRE_TIMES_MOST];
	for (size_t i = 0; i < plan->count; i++)
		free[i] = plan_free(plan, i);
	return at < plan->count && group_fits(plan->starts, free, plan->count, at, plan->service->minutes, people);
}

/* The n-th free place of a time. */
static int nth_free(const struct plan *plan, size_t at, int nth)
{
	for (int i = 0; i < plan->service->counters; i++)
		if (!row_of(plan, at)[i] && !nth--)
			return i + 1;
	return 0;
}

bool plan_pick(struct act *act, const struct plan *plan, size_t at, int people, struct seats *out)
{
	out->count = 0;
	if (!plan_fits(plan, at, people))
		return false;
	for (; people > 0; at++) {
		for (int free = plan_free(plan, at); free > 0 && people > 0; free--, people--) {
			int number = nth_free(plan, at, (int)random_below(act->random, (uint64_t)free));
			row_of(plan, at)[number - 1] = true;
			out->items[out->count++] = (struct seat){ plan->starts[at], number };
		}
	}
	return true;
}

/* --- places --- */

struct uuid place_record(struct act *act, struct str centre, struct str service, struct seat place)
{
	uint8_t digest[SHA256_BYTES];
	struct str number = str_format(act->arena, "%lld|%d", (long long)place.start, place.number);
	const struct str pieces[] = { STR("booking.place|"), centre, STR("|"), service, STR("|"), number };
	hmac_sha256((struct str){ (const char *)act->house->keys->state, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

bool places_of(struct act *act, struct uuid record, struct seats *out, struct error *err)
{
	struct query *query = db_query(act->db, "booking.places");
	out->count = 0;
	query_bind_id(query, "booking", record);
	while (out->count < PEOPLE_MOST && query_next(query))
		out->items[out->count++] = (struct seat){ query_int(query, 0), (int)query_int(query, 1) };
	return query_end(query, err);
}

static void append(struct act *act, struct str centre, struct str service, struct seat place, struct uuid booking, int64_t until)
{
	const struct booking_place body = { .centre = centre, .service = service, .start = place.start, .number = place.number, .booking = booking, .until = until };
	journal_append(act, &booking_place_type, place_record(act, centre, service, place), &body);
}

void places_take(struct act *act, struct uuid record, struct str centre, struct str service, const struct seats *places, int64_t until)
{
	for (size_t i = 0; i < places->count; i++)
		append(act, centre, service, places->items[i], record, until);
}

static bool among(const struct seats *places, struct seat place)
{
	for (size_t i = 0; places && i < places->count; i++)
		if (places->items[i].start == place.start && places->items[i].number == place.number)
			return true;
	return false;
}

void places_free(struct act *act, struct str centre, struct str service, const struct seats *places, const struct seats *keep)
{
	for (size_t i = 0; i < places->count; i++)
		if (!among(keep, places->items[i]))
			append(act, centre, service, places->items[i], (struct uuid){ 0 }, 0);
}
