/* What the files of the room know of each other. Private. */
#ifndef LIMEN_BOOKING_INNER_H
#define LIMEN_BOOKING_INNER_H

#include "booking.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

/* One day of a service, with what is taken. */
struct plan {
	const struct pack_centre *centre;
	const struct pack_service *service;
	const struct lang_zone *zone;
	struct date day;
	size_t count;
	int64_t starts[CENTRE_TIMES_MOST];
	bool *busy;                     /* count * counters */
};

struct seat {
	int64_t start;
	int number;                     /* from 1 */
};

struct seats {
	struct seat items[PEOPLE_MOST];
	size_t count;
};

/* ERR_NOT_FOUND: no such centre on the day, or it does not give this service. `except`: a booking whose own places count as free. */
bool plan_day(struct act *act, struct str centre, struct str service, struct date day, struct uuid except, struct plan *out, struct error *err);
int plan_free(const struct plan *plan, size_t at);
/* May so many begin at this time: places there, and at the times that follow at once. */
bool plan_fits(const struct plan *plan, size_t at, int people);
/* Which places: any of the free ones of each time, so that many who choose at once seldom meet. False: they do not fit. */
bool plan_pick(struct act *act, const struct plan *plan, size_t at, int people, struct seats *out);
size_t plan_at(const struct plan *plan, int64_t start);          /* SIZE_MAX = no such time */
bool plan_open(struct act *act, const struct pack_centre *centre, const struct pack_service *service, const struct lang_zone *zone, int64_t start);
struct date centre_day(struct act *act, struct str centre, int64_t ms);
const struct lang_zone *centre_zone(struct act *act, const struct pack_centre *centre);

/* The places that a booking has: those that nobody else took. */
bool places_of(struct act *act, struct uuid record, struct seats *out, struct error *err);
struct uuid place_record(struct act *act, struct str centre, struct str service, struct seat place);
/* Appends: these places belong to the booking, held until a time or booked (0). */
void places_take(struct act *act, struct uuid record, struct str centre, struct str service, const struct seats *places, int64_t until);
/* Appends: they are free. Those of `keep` stay. */
void places_free(struct act *act, struct str centre, struct str service, const struct seats *places, const struct seats *keep);
/* Offers a time that became free in this act to the first who waits for it. `freed`: places that are given back. */
bool offer_freed(struct act *act, struct str centre, struct str service, const struct seats *freed, struct error *err);

bool booking_another_look(struct act *act, struct error *err);
/* Appends a step, and names the documents of the case. */
void booking_append(struct act *act, struct uuid record, const struct booking_row *row, const struct booking_step *step);
bool appointment_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);
bool interview_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);
/* Names the documents of the case in the entry appended last. */
void booking_name_case(struct act *act, struct uuid about);
/* What the case learns, in the same act: booked, given_back, arrived, missed; of an interview invited, missed, held. */
bool booking_tell_case(struct act *act, const struct booking_row *row, const char *event, int64_t at, struct error *err);
int64_t booking_until(struct act *act, const char *param, int64_t otherwise);

#endif
