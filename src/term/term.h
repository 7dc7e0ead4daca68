/* Time limits: which days count, and when a limit ends. A pure function over what happened; it reads no clock and no zone of its own.
 *
 * - A day counts when the limit ran through the whole of it, in the zone of the law: the day of the event does not count, nor the days of
 *   pause and resumption (after Regulation (EEC, Euratom) 1182/71, article 3). Working days skip the calendar's weekends and holidays.
 * - Months and years clamp (31 January + 1 month = 28 February); a pause moves them by the days that lie wholly in it.
 * - Hours and minutes run through nights and days off; a pause moves them by its length.
 * - A limit of days ends with the last of its last day; on a day off it may roll to the next or the last worked day before it.
 * - Starting again begins anew: what was used, paused or granted before counts no more.
 *
 * What it deliberately does not do: know states, actions or due actions (the engine of cases turns those into events), or count days of
 * stay (stay.h, where the days of entry and exit may count). */
#ifndef LIMEN_TERM_H
#define LIMEN_TERM_H

#include "calendar.h"
#include "rule.h"

enum { TERM_DAYS_MOST = 40000 };        /* about 110 years: a limit that is longer has no end */

enum term_roll { TERM_STAYS, TERM_ROLLS_NEXT, TERM_ROLLS_BACK };

struct term_law {
	struct rule_duration allow;         /* days, working days, months, or minutes: minutes do not go with others */
	struct date until;                  /* whole: ends with that day, whatever was paused; else empty */
	enum term_roll rolls;
	const struct rule_calendar *calendar; /* NULL = Monday to Friday */
	int (*offset)(void *context, int64_t ms); /* minutes east of UTC at that instant; NULL = UTC */
	void *context;
};

enum term_what { TERM_STARTS, TERM_STOPS, TERM_PAUSES, TERM_RESUMES, TERM_EXTENDED };

struct term_event {
	int64_t at;                         /* ms; events stand in the order in which they happened */
	enum term_what what;
	struct rule_duration by;            /* EXTENDED */
};

enum term_status { TERM_IDLE, TERM_RUNNING, TERM_PAUSED, TERM_DONE };

struct term {
	enum term_status status;
	bool timed;                         /* counts minutes, not days */
	bool ends;                          /* due_day and due_at are known: false while it is paused before its end, or idle */
	struct date due_day;                /* last day, in the law's zone */
	int64_t due_at;                     /* ms: the limit is over from this instant on */
	bool late;                          /* it is over and was not stopped before */
	int64_t used, left;                 /* days that count, or minutes; left is never below 0, and 0 when it is over */
};

/* How the limit stands at `now`. `events` may be of any kind in any order of kinds: what makes no sense (a pause of what does not run) is
 * left out. */
void term_judge(const struct term_law *law, const struct term_event *events, size_t count, int64_t now, struct term *out);

/* The instant `before` the end of the limit, for a warning: of days, the first moment of that day; of hours, that instant. False: it has
 * no end now. */
bool term_before(const struct term_law *law, const struct term *term, const struct rule_duration *before, int64_t *out);
/* The instant of the `turn`th return of a due action (1 = the first after the limit itself), each `every` after the one before. */
bool term_again(const struct term_law *law, const struct term *term, const struct rule_duration *every, int turn, int64_t *out);

enum term_day { TERM_DAY_EVENT, TERM_DAY_COUNTS, TERM_DAY_PAUSED, TERM_DAY_OFF, TERM_DAY_ROLLED };

/* Tells each day from the start to the end, or to `now` where there is no end: what it was, and how many count with it. Of hours, nothing. */
void term_days(const struct term_law *law, const struct term_event *events, size_t count, int64_t now,
               void (*tell)(void *context, struct date day, enum term_day what, int64_t counted), void *context);

#endif
