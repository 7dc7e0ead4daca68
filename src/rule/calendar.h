/* Calendars of offices: which days are worked. Weekend days, holidays on a fixed day, holidays counted from Easter
 * (Gregorian computus, Western churches), and days listed one by one up to the day the list is known.
 * A holiday on a weekend is not moved to another day: a country that moves it lists it.
 * Pure functions over an immutable struct. */
#ifndef LIMEN_CALENDAR_H
#define LIMEN_CALENDAR_H

#include "date.h"

struct rule_holiday {
	enum { HOLIDAY_FIXED, HOLIDAY_EASTER, HOLIDAY_LISTED } kind;
	struct date day;         /* FIXED: month and day, the year is not looked at; LISTED: the whole date */
	int after_easter;        /* EASTER: days after Easter Sunday; -2 = Good Friday, 1 = Easter Monday */
	struct str name;
};

struct rule_calendar {
	uint8_t weekend;         /* bit n = weekday n is free, 0 = Monday; Saturday and Sunday = 0x60 */
	const struct rule_holiday *holidays;
	size_t holiday_count;
	struct date known_until; /* listed days are known up to here; empty = for ever */
};

enum { CALENDAR_WEEKEND = 0x60, CALENDAR_SEARCH_DAYS = 4000 };

struct date calendar_easter(int year);
/* NULL is Monday to Friday without holidays, here and below. Whole dates only. */
bool calendar_is_working_day(const struct rule_calendar *calendar, struct date day);
const struct rule_holiday *calendar_holiday(const struct rule_calendar *calendar, struct date day); /* NULL = none */
/* The day on which the last of `count` working days after (before, when negative) `day` lies; `day` itself does not count,
 * and 0 gives `day`. The empty date when the calendar has no such day within the calendar's reach (year 1 to 9999). */
struct date calendar_add_working_days(const struct rule_calendar *calendar, struct date day, int32_t count);
/* Working days after `from`, up to and with `to`; negative when `to` is earlier. */
int32_t calendar_working_days(const struct rule_calendar *calendar, struct date from, struct date to);
/* The day itself when it is worked, else the next (step 1) or the last before it (step -1); the empty date when none. */
struct date calendar_roll(const struct rule_calendar *calendar, struct date day, int step);
/* Whether the listed holidays are still known on that day. */
bool calendar_knows(const struct rule_calendar *calendar, struct date day);

#endif
