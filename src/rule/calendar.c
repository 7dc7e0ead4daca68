#include "calendar.h"

enum { LAST_DAY = 2932896 /* 9999-12-31 */, FIRST_DAY = -719162 /* 0001-01-01 */ };

/* The Gregorian computus of the anonymous correspondent of Nature, 1876. */
struct date calendar_easter(int year)
{
	int golden = year % 19, century = year / 100, of_century = year % 100;
	int skipped = century / 4, rest = century % 4, drift = (century - (century + 8) / 25 + 1) / 3;
	int epact = (19 * golden + century - skipped - drift + 15) % 30;
	int weekday = (32 + 2 * rest + 2 * (of_century / 4) - epact - of_century % 4) % 7;
	int late = (golden + 11 * epact + 22 * weekday) / 451;
	int number = epact + weekday - 7 * late + 114;
	return (struct date){ (int16_t)year, (int8_t)(number / 31), (int8_t)(number % 31 + 1) };
}

static bool holiday_on(const struct rule_holiday *holiday, struct date day)
{
	switch (holiday->kind) {
	case HOLIDAY_FIXED:
		return holiday->day.month == day.month && holiday->day.day == day.day;
	case HOLIDAY_LISTED:
		return date_compare(holiday->day, day) == 0;
	case HOLIDAY_EASTER:
		return date_days(calendar_easter(day.year)) + holiday->after_easter == date_days(day);
	}
	return false;
}

const struct rule_holiday *calendar_holiday(const struct rule_calendar *calendar, struct date day)
{
	for (size_t i = 0; calendar && i < calendar->holiday_count; i++) {
		if (holiday_on(&calendar->holidays[i], day))
			return &calendar->holidays[i];
	}
	return NULL;
}

bool calendar_is_working_day(const struct rule_calendar *calendar, struct date day)
{
	unsigned weekend = calendar ? calendar->weekend : CALENDAR_WEEKEND;
	return !(weekend >> date_weekday(day) & 1) && !calendar_holiday(calendar, day);
}

static bool within(int32_t day)
{
	return day >= FIRST_DAY && day <= LAST_DAY;
}

struct date calendar_add_working_days(const struct rule_calendar *calendar, struct date day, int32_t count)
{
	int step = count < 0 ? -1 : 1;
	int32_t left = count < 0 ? -count : count, at = date_days(day), idle = 0;
	while (left && idle < CALENDAR_SEARCH_DAYS) {
		at += step;
		if (!within(at))
			return (struct date){ 0 };
		bool works = calendar_is_working_day(calendar, date_of_days(at));
		left -= works;
		idle = works ? 0 : idle + 1;
	}
	return left ? (struct date){ 0 } : date_of_days(at);
}

int32_t calendar_working_days(const struct rule_calendar *calendar, struct date from, struct date to)
{
	int32_t first = date_days(from), last = date_days(to), count = 0;
	int sign = 1;
	if (last < first) {
		int32_t swap = first;
		first = last;
		last = swap;
		sign = -1;
	}
	for (int32_t day = first + 1; day <= last; day++)
		count += calendar_is_working_day(calendar, date_of_days(day));
	return sign * count;
}

struct date calendar_roll(const struct rule_calendar *calendar, struct date day, int step)
{
	int32_t at = date_days(day);
	for (int32_t tries = 0; tries < CALENDAR_SEARCH_DAYS && within(at); tries++, at += step) {
		if (calendar_is_working_day(calendar, date_of_days(at)))
			return date_of_days(at);
	}
	return (struct date){ 0 };
}

bool calendar_knows(const struct rule_calendar *calendar, struct date day)
{
	return !calendar || date_empty(calendar->known_until) || date_compare(day, calendar->known_until) <= 0;
}
