#include "compile.h"

#include <stdlib.h>

#include "arena.h"

/* centres.lim: where people come for their case, and when. */

enum { AHEAD_DAYS = 60, NOTICE_MINUTES = 60, SHORTEST = 5, LONGEST = 480, COUNTERS_MOST = 200, AHEAD_MOST = 400 };

static void compile_service(struct compiler *compiler, const struct line *line, struct pack_service *out)
{
	*out = (struct pack_service){ text_at(compiler, line, 0), minutes_at(compiler, line, 2), integer_at(compiler, line, 4) };
	if (out->minutes < SHORTEST || out->minutes > LONGEST)
		complain(compiler, line, line->arguments[2].from, "P116", "a service takes 5 minutes to 8 hours", out->code, "write: length 20 minutes", STR(""));
	if (out->counters < 1 || out->counters > COUNTERS_MOST)
		complain(compiler, line, line->arguments[4].from, "P116", "the number of counters is not sensible", out->code, "use 1 to 200", STR(""));
}

static unsigned days_of(struct compiler *compiler, const struct line *line)
{
	static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
	struct pack_names names = names_at(compiler, line, 0);
	unsigned bits = 0;
	for (size_t i = 0; i < names.count; i++)
		for (size_t day = 0; day < COUNT_OF(days); day++)
			bits |= str_is(names.items[i], days[day]) ? 1u << day : 0;
	return bits;
}

static bool overlap(const struct pack_hours *a, const struct pack_hours *b)
{
	return (a->days & b->days) && a->from < b->until && b->from < a->until;
}

static void compile_open(struct compiler *compiler, const struct line *line, struct pack_hours *hours, size_t *count)
{
	struct pack_names spans = names_at(compiler, line, 1);
	for (size_t i = 0; i < spans.count; i++) {
		struct pack_hours one = { .days = days_of(compiler, line) };
		if (!read_hours(spans.items[i], &one.from, &one.until) || one.from >= one.until) {
			complain(compiler, line, line->arguments[1].from, "P158", "these hours end before they begin", spans.items[i], "write them as 09:00-12:00", STR(""));
			continue;
		}
		for (size_t j = 0; j < *count; j++)
			if (overlap(&hours[j], &one))
				complain(compiler, line, line->arguments[1].from, "P158", "two hours of one day overlap", spans.items[i], "let one end before the other begins", STR(""));
		hours[(*count)++] = one;
	}
}

static int by_hour(const void *left, const void *right)
{
	const struct pack_hours *a = left, *b = right;
	return a->from != b->from ? (a->from < b->from ? -1 : 1) : a->days < b->days ? -1 : a->days > b->days;
}

static void compile_hours(struct compiler *compiler, const struct line *line, struct pack_centre *out)
{
	size_t most = 0;
	for (const struct line *child = first_child(line, KEY_CENTRE_OPEN); child; child = next_same(child))
		most += names_at(compiler, child, 1).count;
	struct pack_hours *hours = ARENA_ARRAY(compiler->arena, struct pack_hours, most);
	for (const struct line *child = first_child(line, KEY_CENTRE_OPEN); child; child = next_same(child))
		compile_open(compiler, child, hours, &out->hours_count);
	if (out->hours_count)
		qsort(hours, out->hours_count, sizeof *hours, by_hour);
	out->hours = hours;
}

static void compile_closed(struct compiler *compiler, const struct line *line, struct pack_centre *out)
{
	size_t most = 0;
	for (const struct line *child = first_child(line, KEY_CENTRE_CLOSED); child; child = next_same(child))
		most += names_at(compiler, child, 0).count;
	struct date *days = ARENA_ARRAY(compiler->arena, struct date, most);
	for (const struct line *child = first_child(line, KEY_CENTRE_CLOSED); child; child = next_same(child)) {
		struct pack_names names = names_at(compiler, child, 0);
		for (size_t i = 0; i < names.count; i++)
			if (date_parse(names.items[i], &days[out->closed_count]))
				out->closed_count++;
	}
	out->closed = days;
}

/* A service that fits in no span of hours has no times: nobody could book it. */
static void check_fits(struct compiler *compiler, const struct line *line, const struct pack_centre *centre, const struct pack_service *service)
{
	for (size_t i = 0; i < centre->hours_count; i++)
		if (centre->hours[i].until - centre->hours[i].from >= service->minutes)
			return;
	complain(compiler, line, 1, "P159", "this service takes longer than any opening hours", service->code, "make it shorter, or open longer", STR(""));
}

static void compile_centre(struct compiler *compiler, const struct line *line, struct pack_centre *out)
{
	const struct line *place = first_child(line, KEY_CENTRE_PLACE), *ahead = first_child(line, KEY_CENTRE_AHEAD), *notice = first_child(line, KEY_CENTRE_NOTICE);
	out->code = text_at(compiler, line, 0);
	out->words = words_at(compiler, line, 1);
	out->address = words_below(compiler, line, KEY_CENTRE_ADDRESS);
	out->country = text_below(compiler, line, KEY_CENTRE_COUNTRY);
	out->zone = text_below(compiler, line, KEY_CENTRE_ZONE);
	out->calendar = text_below(compiler, line, KEY_CENTRE_CALENDAR);
	out->span = span_below(compiler, line, KEY_CENTRE_FROM, KEY_CENTRE_UNTIL);
	if (!out->zone.len)
		out->zone = compiler->pack->head.zone;
	if (out->code.len > 16)
		complain(compiler, line, 1, "P116", "the code of a centre is too long", out->code, "use at most 16 letters", STR(""));
	if (place)
		degrees_at(compiler, place, &out->latitude, &out->longitude);
	out->ahead_days = ahead ? days_at(compiler, ahead, 0) : AHEAD_DAYS;
	out->notice_minutes = notice ? minutes_at(compiler, notice, 0) : NOTICE_MINUTES;
	if (out->ahead_days < 1 || out->ahead_days > AHEAD_MOST)
		complain(compiler, ahead, 1, "P116", "nobody books that far ahead", out->code, "use 1 to 400 days", STR(""));
	compile_hours(compiler, line, out);
	compile_closed(compiler, line, out);
	struct pack_service *services = ARENA_ARRAY(compiler->arena, struct pack_service, count_children(line, KEY_CENTRE_SERVICE));
	for (const struct line *child = first_child(line, KEY_CENTRE_SERVICE); child; child = next_same(child)) {
		compile_service(compiler, child, &services[out->service_count]);
		check_fits(compiler, child, out, &services[out->service_count++]);
	}
	out->services = services;
}

void compile_centres(struct compiler *compiler)
{
	struct line *line;
	struct pack *pack = compiler->pack;
	struct pack_centre *centres = ARENA_ARRAY(compiler->arena, struct pack_centre, count_top(compiler, KEY_CENTRE));
	for EACH_TOP(compiler, KEY_CENTRE, line)
		compile_centre(compiler, line, &centres[pack->centre_count++]);
	pack->centres = centres;
}
