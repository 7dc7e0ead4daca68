#include "date.h"

#include <assert.h>
#include <stdio.h>

#include "arena.h"

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && leap(year));
}

static bool digits(struct str s, size_t at, size_t count, int *out)
{
	if (at + count > s.len)
		return false;
	*out = 0;
	for (size_t i = at; i < at + count; i++) {
		if (!ascii_digit(s.data[i]))
			return false;
		*out = *out * 10 + (s.data[i] - '0');
	}
	return true;
}

bool date_parse(struct str s, struct date *out)
{
	int year = 0, month = 0, day = 0;
	if (s.len && !digits(s, 0, 4, &year))
		return false;
	if (s.len > 4 && (s.data[4] != '-' || !digits(s, 5, 2, &month) || !month))
		return false;
	if (s.len > 7 && (s.data[7] != '-' || !digits(s, 8, 2, &day) || !day))
		return false;
	if (s.len != 0 && s.len != 4 && s.len != 7 && s.len != 10)
		return false;
	struct date date = { (int16_t)year, (int8_t)month, (int8_t)day };
	if ((s.len && !year) || !date_valid(date))
		return false;
	*out = date;
	return true;
}

struct str date_text(struct date d, char out[static DATE_TEXT])
{
	int len = 0;
	out[0] = 0;
	if (d.day)
		len = snprintf(out, DATE_TEXT, "%04u-%02u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100, (unsigned)d.day % 100);
	else if (d.month)
		len = snprintf(out, DATE_TEXT, "%04u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100);
	else if (d.year)
		len = snprintf(out, DATE_TEXT, "%04u", (unsigned)d.year % 10000);
	return (struct str){ out, (size_t)len };
}

struct str date_str(struct arena *arena, struct date date)
{
	char text[DATE_TEXT];
	return str_copy(arena, date_text(date, text));
}

bool date_valid(struct date d)
{
	if (!d.year)
		return !d.month && !d.day;
	if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12)
		return false;
	if (!d.month)
		return !d.day;
	return d.day >= 0 && d.day <= days_in_month(d.year, d.month);
}

bool date_whole(struct date d)
{
	return d.day != 0;
}

bool date_empty(struct date d)
{
	return d.year == 0;
}

/* Days from the civil date; the era method counts 400-year cycles from 1 March of year 0. */
int32_t date_days(struct date d)
{
	assert(date_whole(d));
	int year = d.year - (d.month <= 2);
	int era = year / 400, of_era = year - era * 400;
	int of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of_days(int32_t days)
{
	days += 719468;
	int era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
	int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	return (struct date){ (int16_t)(year + era * 400 + (month <= 2)), (int8_t)month, (int8_t)day };
}

struct date date_add_months(struct date d, int months)
{
	assert(date_whole(d));
	int count = d.year * 12 + d.month - 1 + months;
	int year = count / 12, month = count % 12 + 1, last = days_in_month(year, month);
	return (struct date){ (int16_t)year, (int8_t)month, d.day < last ? d.day : (int8_t)last };
}

int date_weekday(struct date d)
{
	int32_t days = date_days(d) + 3; /* 1970-01-01 was a Thursday */
	return (int)((days % 7 + 7) % 7);
}

bool date_range(struct date d, struct date *first, struct date *last)
{
	if (!d.year)
		return false;
	*first = (struct date){ d.year, d.month ? d.month : 1, d.day ? d.day : 1 };
	int8_t month = d.month ? d.month : 12;
	*last = (struct date){ d.year, month, d.day ? d.day : (int8_t)days_in_month(d.year, month) };
	return true;
}

static int years_between(struct date born, struct date on)
{
	return on.year - born.year - (on.month < born.month || (on.month == born.month && on.day < born.day));
}

bool date_age(struct date born, struct date on, int *least, int *most)
{
	struct date first, last;
	if (!date_whole(on) || !date_range(born, &first, &last))
		return false;
	*least = years_between(last, on);
	*most = years_between(first, on);
	if (*least < 0 && *most >= 0)
		*least = 0;
	return true;
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

struct date time_date(int64_t ms)
{
	int64_t days = ms >= 0 ? ms / DAY_MS : -((-ms + DAY_MS - 1) / DAY_MS);
	return date_of_days((int32_t)days);
}

struct str time_text(int64_t ms, char out[static TIME_TEXT])
{
	struct date d = time_date(ms);
	int64_t rest = ms - date_days(d) * DAY_MS;
	int len = snprintf(out, TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)d.year % 10000,
	                   (unsigned)d.month % 100, (unsigned)d.day % 100, (unsigned)(rest / 3600000) % 24,
	                   (unsigned)(rest / 60000) % 60, (unsigned)(rest / 1000) % 60, (unsigned)(rest % 1000));
	return (struct str){ out, (size_t)len };
}

/* "+02:00" as milliseconds; moves `at` past it. */
static bool zone_offset(struct str s, size_t *at, int64_t *offset)
{
	if (*at >= s.len)
		return false;
	char sign = s.data[*at];
	if (sign == 'Z' || sign == 'z') {
		*offset = 0;
		++*at;
		return true;
	}
	int hours, minutes;
	if ((sign != '+' && sign != '-') || !digits(s, *at + 1, 2, &hours) || !digits(s, *at + 4, 2, &minutes) ||
	    s.data[*at + 3] != ':' || hours > 14 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * INT64_C(60000) * (sign == '-' ? -1 : 1);
	*at += 6;
	return true;
}

bool time_parse(struct str s, int64_t *out)
{
	struct date d;
	int hour, minute, second;
	if (s.len < 20 || !date_parse(str_slice(s, 0, 10), &d) || (s.data[10] != 'T' && s.data[10] != ' ') ||
	    !digits(s, 11, 2, &hour) || s.data[13] != ':' || !digits(s, 14, 2, &minute) || s.data[16] != ':' ||
	    !digits(s, 17, 2, &second) || hour > 23 || minute > 59 || second > 60)
		return false;
	size_t at = 19;
	int64_t fraction = 0, scale = 100, offset;
	if (s.data[at] == '.') {
		for (at++; at < s.len && ascii_digit(s.data[at]); at++, scale /= 10)
			fraction += (s.data[at] - '0') * scale;
	}
	if (!zone_offset(s, &at, &offset) || at != s.len)
		return false;
	*out = date_days(d) * DAY_MS + (hour * 60 + minute) * INT64_C(60000) + second * INT64_C(1000) + fraction - offset;
	return true;
}
