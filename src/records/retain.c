/* Retention: once a day the looks at records whose time is over are erased, as the country pack says (param look_retention). The bodies of crossings
 * have their own time (body_retention); they stay until the months that count them can be closed, since figures are made of them. */
#include <stdio.h>

#include "pages.h"

#include "journal.h"
#include "lang.h"
#include "log.h"
#include "pack.h"
#include "show.h"

enum { RUN_MOST = 20000, WAIT_DAYS = 30 };

/* The day before which something is over: now less a duration of the pack; false when the pack says none. */
static bool over_before(struct act *act, const char *param, struct date *out)
{
	static const struct { const char *unit; int days, months; } units[] = {
		{ "days", 1, 0 }, { "weeks", 7, 0 }, { "months", 0, 1 }, { "years", 0, 12 },
	};
	struct date today = lang_zone_day(show_zone(act, STR("")), act->now);
	const struct pack_value *value = pack_param(act->pack, str_of(param), today);
	for (size_t i = 0; value && value->kind == PACK_DURATION && i < COUNT_OF(units); i++) {
		if (!str_is(value->unit, units[i].unit))
			continue;
		int count = (int)(value->micro / 1000000);
		*out = units[i].days ? date_of_days(date_days(today) - count * units[i].days) : date_add_months(today, -count * units[i].months);
		return true;
	}
	return false;
}

/* Fewer than 20 records together wait at most 30 days more; then they go with what there is, and the entry says so. */
static bool due(struct act *act, struct date limit, struct uuid *out, size_t *count, struct error *err)
{
	const struct lang_zone *zone = show_zone(act, STR(""));
	size_t records;
	if (!journal_oldest(act, &read_type, lang_zone_day_start(zone, limit), RUN_MOST, out, count, &records, err))
		return false;
	struct date waited = date_of_days(date_days(limit) - WAIT_DAYS);
	if (*count && records < ERASE_TOGETHER && uuid_time(out[0]) >= lang_zone_day_start(zone, waited))
		*count = 0;
	return true;
}

static bool retain(struct act *act, struct error *err)
{
	struct date limit;
	char count_text[24];
	size_t count;
	struct uuid *entries = ARENA_ARRAY(act->arena, struct uuid, RUN_MOST);
	if (!act->pack || !over_before(act, "look_retention", &limit))
		return true;
	if (!due(act, limit, entries, &count, err))
		return false;
	if (!count)
		return true;
	act->purpose = STR("retention");
	struct str authority = str_format(act->arena, "country pack " STR_FMT, STR_ARG(act->pack->head.version));
	if (!journal_erase(act, STR("look_retention"), authority, entries, count, err))
		return false;
	snprintf(count_text, sizeof count_text, "%zu", count);
	log_event(LOG_INFO, "retention.run", "erased", count_text, NULL);
	return true;
}

const struct job retain_jobs[] = {
	{ "border.retention", DAY_MS, retain, "erase the looks at records whose time is over" },
	{ 0 }
};
