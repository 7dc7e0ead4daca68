/* Days of the reference: every day from 0001-01-01 to 9999-12-31 is written down once, and looked up. */
#include <stdlib.h>

#include "reference.h"

static struct date days[REFERENCE_DAYS];
static long year_begins[10001];

static int length_of_month(int year, int month)
{
	static const char *const lengths = "\0\37\34\37\36\37\36\37\37\36\37\36\37";
	if (month == 2 && (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)))
		return 29;
	return lengths[month];
}

static void write_down(void)
{
	if (days[0].year)
		return;
	long at = 0;
	for (int year = 1; year <= 9999; year++) {
		year_begins[year] = at;
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= length_of_month(year, month); day++)
				days[at++] = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
		}
	}
}

long reference_day(struct date date)
{
	write_down();
	long at = year_begins[date.year];
	while (days[at].month != date.month)
		at += 28;
	while (days[at].month == date.month && days[at].day > date.day)
		at--;
	while (days[at].month != date.month || days[at].day != date.day)
		at++;
	return at;
}

struct date reference_date(long day)
{
	write_down();
	return days[day];
}

bool reference_days_of(struct date date, long *first, long *last)
{
	if (!date.year)
		return false;
	int from = date.month ? date.month : 1, to = date.month ? date.month : 12;
	*first = reference_day((struct date){ date.year, (int8_t)from, date.day ? date.day : 1 });
	*last = reference_day((struct date){ date.year, (int8_t)to, date.day ? date.day : (int8_t)length_of_month(date.year, to) });
	return true;
}

/* Year by year, then month by month; a day that the month does not have becomes its last. */
bool reference_add_months(struct date date, long months, struct date *out)
{
	int year = date.year, month = date.month, step = months < 0 ? -1 : 1;
	for (; months * step >= 12; months -= 12 * step) {
		year += step;
		if (year < 1 || year > 9999)
			return false;
	}
	for (; months; months -= step) {
		month += step;
		if (month == 0 || month == 13) {
			year += step;
			month = month ? 1 : 12;
		}
		if (year < 1 || year > 9999)
			return false;
	}
	int last = length_of_month(year, month);
	*out = (struct date){ (int16_t)year, (int8_t)month, date.day > last ? (int8_t)last : date.day };
	return true;
}

/* Sunday after the full moon on or after 21 March, as the calendar reform of 1582 counts it. */
static long easter(int year)
{
	int golden = year % 19 + 1, century = year / 100 + 1;
	int dropped = 3 * century / 4 - 12, moon = (8 * century + 5) / 25 - 5;
	int epact = ((11 * golden + 20 + moon - dropped) % 30 + 30) % 30;
	if ((epact == 25 && golden > 11) || epact == 24)
		epact++;
	long full = reference_day((struct date){ (int16_t)year, 3, 1 }) + 44 - epact - 1;
	if (44 - epact < 21)
		full += 30;
	do
		full++;
	while (full % 7 != 6); /* 0001-01-01 was a Monday */
	return full;
}

bool reference_works(const struct rule_calendar *calendar, long day)
{
	struct date date = reference_date(day);
	unsigned weekend = calendar ? calendar->weekend : 0x60;
	bool free = weekend >> day % 7 & 1;
	for (size_t i = 0; calendar && i < calendar->holiday_count; i++) {
		const struct rule_holiday *holiday = &calendar->holidays[i];
		bool same_day = holiday->day.month == date.month && holiday->day.day == date.day;
		free |= holiday->kind == HOLIDAY_FIXED && same_day;
		free |= holiday->kind == HOLIDAY_LISTED && same_day && holiday->day.year == date.year;
		free |= holiday->kind == HOLIDAY_EASTER && easter(date.year) + holiday->after_easter == day;
	}
	return !free;
}

int64_t reference_local(const struct reader *r, int64_t ms)
{
	const struct rule_environment *environment = r->reference->environment;
	return ms + (environment->offset ? environment->offset(environment->context, ms) * INT64_C(60000) : 0);
}

/* Every quarter of an hour east and west is tried. An hour that comes twice means the later one; an hour that is left out
 * is counted on with the clock as it stood before. */
int64_t reference_instant(const struct reader *r, int64_t local)
{
	int64_t quarter = 15 * INT64_C(60000), found = INT64_MIN;
	for (int i = -56; i <= 56; i++) {
		int64_t at = local + i * quarter;
		if (reference_local(r, at) == local && at > found)
			found = at;
	}
	if (found != INT64_MIN)
		return found;
	int64_t before = local - DAY_MS;
	return local - (reference_local(r, before) - before);
}

bool reference_year_fits(int64_t ms)
{
	int64_t first = -REFERENCE_EPOCH * DAY_MS;
	return ms >= first && ms < first + REFERENCE_DAYS * DAY_MS;
}

/* All first and last days of months of 400 years, and those between that end early. */
void reference_month_gap(long a, long b, long *least, long *most)
{
	static const int8_t from[] = { 1, 28, 29, 30, 31 };
	*least = 1000000000;
	*most = -1000000000;
	long cycles = (a - (a % 4800 + 4800) % 4800) / 4800 - (b - (b % 4800 + 4800) % 4800) / 4800; /* 400 years are 146,097 days */
	a = (a % 4800 + 4800) % 4800;
	b = (b % 4800 + 4800) % 4800;
	for (int start = 0; start < 4800 * 5; start++) {
		int month = start / 5;
		struct date day = { (int16_t)(2000 + month / 12), (int8_t)(month % 12 + 1), from[start % 5] }, x, y;
		if (day.day > length_of_month(day.year, day.month))
			continue;
		if (!reference_add_months(day, a, &x) || !reference_add_months(day, b, &y))
			abort();
		long gap = reference_day(x) - reference_day(y) + cycles * 146097;
		*least = gap < *least ? gap : *least;
		*most = gap > *most ? gap : *most;
	}
}
