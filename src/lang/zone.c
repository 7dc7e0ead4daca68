/* Zones as a table of changes, made once: a look-up is a binary search without a lock. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "arena.h"
#include "lang.h"

enum { CHANGES_MOST = 4096 };

static const int64_t table_from = INT64_C(-2208988800000); /* 1900-01-01 */
static const int64_t table_to = INT64_C(7258118400000);    /* 2200-01-01 */

struct change {
	int64_t from;    /* first instant, ms */
	int32_t seconds; /* east of UTC from then on */
};

struct lang_zone {
	struct str name;
	const struct change *changes; /* the first one counts for all time before it */
	size_t count;
};

static int32_t offset_at(UCalendar *calendar, int64_t ms, UErrorCode *status)
{
	ucal_setMillis(calendar, (UDate)ms, status);
	return (ucal_get(calendar, UCAL_ZONE_OFFSET, status) + ucal_get(calendar, UCAL_DST_OFFSET, status)) / 1000;
}

static bool collect(struct arena *arena, UCalendar *calendar, struct lang_zone *zone)
{
	struct change *changes = ARENA_ARRAY(arena, struct change, CHANGES_MOST);
	UErrorCode status = U_ZERO_ERROR;
	UDate at = (UDate)table_from;
	changes[0] = (struct change){ table_from, offset_at(calendar, table_from, &status) };
	zone->count = 1;
	while (U_SUCCESS(status) && zone->count < CHANGES_MOST) {
		if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &status) || at >= (UDate)table_to)
			break;
		int32_t seconds = offset_at(calendar, (int64_t)at, &status);
		if (seconds != changes[zone->count - 1].seconds)
			changes[zone->count++] = (struct change){ (int64_t)at, seconds };
	}
	zone->changes = changes;
	return U_SUCCESS(status);
}

static UCalendar *open_calendar(const char *name)
{
	UChar id[64], canonical[128];
	UErrorCode status = U_ZERO_ERROR;
	int32_t length;
	UBool known;
	u_strFromUTF8(id, (int32_t)COUNT_OF(id), &length, name, -1, &status);
	ucal_getCanonicalTimeZoneID(id, length, canonical, (int32_t)COUNT_OF(canonical), &known, &status);
	if (U_FAILURE(status) || !known)
		return NULL;
	UCalendar *calendar = ucal_open(id, length, "en", UCAL_GREGORIAN, &status);
	return U_SUCCESS(status) ? calendar : NULL;
}

const struct lang_zone *lang_zone_open(struct arena *arena, struct str name, struct error *err)
{
	struct lang_zone *zone = ARENA_NEW(arena, struct lang_zone);
	UCalendar *calendar = name.len < 60 ? open_calendar(str_c(arena, name)) : NULL;
	bool fine = calendar && collect(arena, calendar, zone);
	ucal_close(calendar);
	if (!fine) {
		error_set(err, ERR_CONFIG, "This time zone is not known", "Use an IANA name such as Europe/Athens.",
		          "zone %.*s", (int)(name.len < 60 ? name.len : 60), name.data);
		return NULL;
	}
	zone->name = str_copy(arena, name);
	return zone;
}

struct str lang_zone_name(const struct lang_zone *zone)
{
	return zone->name;
}

int32_t lang_zone_offset(const struct lang_zone *zone, int64_t ms)
{
	size_t low = 0, high = zone->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (zone->changes[middle].from <= ms)
			low = middle;
		else
			high = middle;
	}
	return zone->changes[low].seconds;
}

/* Local clock as milliseconds, as if it were UTC. */
static int64_t local(const struct lang_zone *zone, int64_t ms)
{
	return ms + lang_zone_offset(zone, ms) * INT64_C(1000);
}

struct date lang_zone_day(const struct lang_zone *zone, int64_t ms)
{
	return time_date(local(zone, ms));
}

int lang_zone_minutes(const struct lang_zone *zone, int64_t ms)
{
	int64_t in_day = local(zone, ms) % DAY_MS;
	return (int)((in_day < 0 ? in_day + DAY_MS : in_day) / 60000);
}

/* The earliest instant whose local clock shows `clock` or, when it is skipped, the one that much after the skip began. */
static int64_t instant_of(const struct lang_zone *zone, int64_t clock)
{
	int32_t before = lang_zone_offset(zone, clock - DAY_MS);
	int64_t with_before = clock - before * INT64_C(1000);
	if (lang_zone_offset(zone, with_before) == before)
		return with_before;
	int64_t with_after = clock - lang_zone_offset(zone, clock + DAY_MS) * INT64_C(1000);
	return local(zone, with_after) == clock ? with_after : with_before;
}

int64_t lang_zone_instant(const struct lang_zone *zone, struct date day, int minutes)
{
	assert(date_whole(day) && minutes >= 0 && minutes < 1440);
	return instant_of(zone, date_days(day) * DAY_MS + minutes * INT64_C(60000));
}

/* When midnight is skipped, the day begins where the skip ends: at the change itself. */
int64_t lang_zone_day_start(const struct lang_zone *zone, struct date day)
{
	assert(date_whole(day));
	int64_t midnight = date_days(day) * DAY_MS;
	int64_t found = instant_of(zone, midnight);
	if (local(zone, found) == midnight)
		return found;
	for (size_t i = 1; i < zone->count; i++)
		if (zone->changes[i].from > found - DAY_MS && local(zone, zone->changes[i].from) >= midnight)
			return zone->changes[i].from;
	return found;
}

static int32_t system_offset(int64_t ms)
{
	time_t second = (time_t)(ms / 1000);
	struct tm local;
	return localtime_r(&second, &local) ? (int32_t)local.tm_gmtoff : 0;
}

bool lang_zone_agrees(const struct lang_zone *zone, struct str name, int64_t ms, int days, struct date *day)
{
	char text[64];
	const char *before = getenv("TZ");
	char *kept = before ? strdup(before) : NULL;
	bool agrees = true;
	snprintf(text, sizeof text, ":" STR_FMT, STR_ARG(name));
	setenv("TZ", text, 1);
	tzset();
	for (int64_t at = ms; agrees && at < ms + days * DAY_MS; at += DAY_MS / 2) {
		agrees = system_offset(at) == lang_zone_offset(zone, at);
		*day = lang_zone_day(zone, at);
	}
	if (kept)
		setenv("TZ", kept, 1);
	else
		unsetenv("TZ");
	tzset();
	free(kept);
	return agrees;
}
