/* Dates of the proleptic Gregorian calendar, whole or partial, and instants.
 * A partial date knows its year, or year and month, or nothing (Doc 9303-3 section 4.8: unknown parts are filled
 * with '<'). Text form: "1974-08-12", "1974-08", "1974", "" (ISO 8601); a year is 1 to 9999.
 * An instant is int64_t milliseconds since 1970-01-01T00:00:00Z. Zones are lang's business. */
#ifndef LIMEN_DATE_H
#define LIMEN_DATE_H

#include "str.h"

struct date {
	int16_t year;        /* 0 = nothing is known */
	int8_t month, day;   /* 0 = unknown; a day is never known without its month */
};

enum { DATE_TEXT = 11, TIME_TEXT = 25 };

#define DAY_MS INT64_C(86400000)

bool date_parse(struct str text, struct date *out) MUST_USE;  /* "" gives the empty date */
struct str date_text(struct date date, char out[static DATE_TEXT]);
struct str date_str(struct arena *arena, struct date date);
bool date_valid(struct date date);                            /* whole or partial, and exists */
bool date_whole(struct date date);
bool date_empty(struct date date);
int days_in_month(int year, int month);
int32_t date_days(struct date date);                          /* whole dates only: days since 1970-01-01 */
struct date date_of_days(int32_t days);
struct date date_add_months(struct date date, int months);    /* clamps: 31 January + 1 month = 28 February */
int date_weekday(struct date date);                           /* 0 = Monday; whole dates only */
/* First and last day that a partial date can mean; the empty date gives false. */
bool date_range(struct date date, struct date *first, struct date *last);
/* Age in whole years on a day, as a range when the birth date is partial; false when nothing is known. */
bool date_age(struct date born, struct date on, int *least, int *most);
int date_compare(struct date a, struct date b);               /* unknown parts sort first */

struct date time_date(int64_t ms);                            /* the day in UTC */
struct str time_text(int64_t ms, char out[static TIME_TEXT]); /* "2026-11-24T03:12:00.123Z" */
bool time_parse(struct str text, int64_t *out) MUST_USE;      /* RFC 3339: with Z or an offset, fraction optional */

#endif
