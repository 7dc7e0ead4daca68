/* Where people come for their case: centres, their services, opening hours and days off. Part of pack.h.
 *
 * The times of a day are computed from the hours, never stored: a new pack with other hours has other times at once, and what was booked stays booked.
 * Each service has its own counters; a time lies whole within one span of opening hours. Hours are of the centre's own clock. */
#ifndef LIMEN_PACK_CENTRE_H
#define LIMEN_PACK_CENTRE_H

struct pack_service {
	struct str code;                /* list services */
	int minutes, counters;          /* how long one takes, how many at once */
};

struct pack_hours {
	unsigned days;                  /* bit n = weekday n, 0 = Monday */
	int from, until;                /* minutes of the day */
};

struct pack_centre {
	struct str code;
	struct words words, address;
	struct str country;
	int32_t latitude, longitude;    /* millionths of a degree */
	struct str zone, calendar;
	const struct pack_service *services;
	size_t service_count;
	const struct pack_hours *hours; /* of one weekday they do not overlap, and are in order */
	size_t hours_count;
	const struct date *closed;
	size_t closed_count;
	int ahead_days;                 /* how far ahead a time may be booked */
	int notice_minutes;             /* how long before its beginning it may still be */
	struct pack_span span;
};

enum { CENTRE_TIMES_MOST = 288 };       /* of one day: the shortest service takes 5 minutes */

struct pack;

const struct pack_centre *pack_centre(const struct pack *pack, struct str code, struct date day);
const struct pack_service *pack_service(const struct pack_centre *centre, struct str code); /* NULL = not here */
/* Does it work on that day: in force, not closed, no holiday of its calendar, and there are hours. Weekdays are those of its hours, not of the calendar. */
bool pack_centre_works(const struct pack *pack, const struct pack_centre *centre, struct date day);
/* The times at which a service begins on a day, minutes of the day, in order; how many. 0 where the centre does not work. */
size_t pack_centre_times(const struct pack *pack, const struct pack_centre *centre, const struct pack_service *service, struct date day, int out[static CENTRE_TIMES_MOST]);

#endif
