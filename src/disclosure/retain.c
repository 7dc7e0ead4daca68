/* Retention of what has a time of its own (kinds.h): once a day, looks at records, calls whose lists are no longer needed, requests long answered, alerts
 * long done. Nothing that is open goes, whatever its age. What stands in a person's file is kept as long as the file: the bodies of crossings have their
 * own time (body_retention), and stay until the months that count them can be closed, since figures are made of them. */
#include "local.h"

#include <stdio.h>

#include "house.h"
#include "journal.h"
#include "kinds.h"
#include "lang.h"
#include "log.h"
#include "pack.h"
#include "store.h"

enum { RECORDS_MOST = 200, RUN_MOST = 20000, WAIT_DAYS = 30 };
static const int64_t day_ms = 86400000;

static const struct { const char *unit; int days, months; const char *one, *many; } units[] = {
	{ "days", 1, 0, WORDS_MANY("{count} day", "{count} days") }, { "weeks", 7, 0, WORDS_MANY("{count} week", "{count} weeks") },
	{ "months", 0, 1, WORDS_MANY("{count} month", "{count} months") }, { "years", 0, 12, WORDS_MANY("{count} year", "{count} years") },
};

const struct pack_value *held_time(const struct pack *pack, struct str param, struct date day)
{
	const struct pack_value *value = str_ends(param, STR("_retention")) ? pack_param(pack, param, day) : NULL;
	return value && value->kind == PACK_DURATION ? value : NULL;
}

struct str held_time_words(struct act *act, const struct pack_value *value)
{
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_is(value->unit, units[i].unit))
			return lang_count(act->lang, act->arena, value->micro / 1000000, units[i].one, units[i].many);
	return STR("");
}

bool held_over_before(struct act *act, const char *param, struct date *out)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	struct date today = lang_zone_day(zone, act->now);
	const struct pack_value *value = held_time(act->pack, str_of(param), today);
	for (size_t i = 0; value && i < COUNT_OF(units); i++) {
		if (!str_is(value->unit, units[i].unit))
			continue;
		int count = (int)(value->micro / 1000000);
		*out = units[i].days ? date_of_days(date_days(today) - count * units[i].days) : date_add_months(today, -count * units[i].months);
		return true;
	}
	return false;
}

/* --- what is over --- */

struct over {
	struct act *act;
	const char *param;
	bool whole;              /* the record with all of it: its papers, too */
	struct uuid *entries;
	size_t count;
};

static void take(void *to, const struct entry *entry)
{
	struct over *over = to;
	const struct held_kind *kind = held_kind(entry->type_name);
	bool due = over->whole || (kind && kind->kept && str_is(str_of(over->param), kind->kept));
	if (due && entry->data.len && over->count < RUN_MOST)
		over->entries[over->count++] = entry->id;
}

static bool records_before(struct act *act, const char *statement, int64_t before, struct uuid *records, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_int(query, "before", before);
	for (*count = 0; *count < RECORDS_MOST && query_next(query); ++*count)
		records[*count] = query_id(query, 0);
	return query_end(query, err);
}

/* Fewer than ERASE_TOGETHER records together wait at most 30 days more: one erasure of few would link what the headers keep apart. */
static bool records_over(struct act *act, const char *statement, int64_t before, struct uuid *records, size_t *count, struct error *err)
{
	struct uuid waited[RECORDS_MOST];
	size_t waited_count;
	if (!records_before(act, statement, before, records, count, err))
		return false;
	if (*count >= ERASE_TOGETHER || !*count)
		return true;
	if (!records_before(act, statement, before - WAIT_DAYS * day_ms, waited, &waited_count, err))
		return false;
	*count = waited_count ? *count : 0;
	return true;
}

static const struct lang_zone *zone_of(struct act *act)
{
	return act->house->zone(act->house, act->pack->head.zone);
}

static bool erase(struct act *act, const char *param, const struct uuid *entries, size_t count, struct error *err)
{
	char said[24];
	if (!count)
		return true;
	act->purpose = STR("retention");
	struct str authority = str_format(act->arena, "country pack " STR_FMT, STR_ARG(act->pack->head.version));
	if (!journal_erase(act, str_of(param), authority, entries, count, err))
		return false;
	snprintf(said, sizeof said, "%zu", count);
	log_event(LOG_INFO, "retention.run", "erased", said, NULL);
	return true;
}

static bool erase_over(struct act *act, const char *param, const char *statement, bool whole, struct error *err)
{
	struct date limit;
	struct uuid records[RECORDS_MOST];
	struct over over = { .act = act, .param = param, .whole = whole };
	size_t count = 0;
	if (!held_over_before(act, param, &limit))
		return true;
	if (!records_over(act, statement, lang_zone_day_start(zone_of(act), limit), records, &count, err))
		return false;
	over.entries = ARENA_ARRAY(act->arena, struct uuid, RUN_MOST);
	for (size_t i = 0; i < count; i++)
		if (!journal_history(act, records[i], take, &over, err))
			return false;
	return erase(act, param, over.entries, over.count, err);
}

/* Looks belong to no record: they are taken one by one. */
static bool erase_looks(struct act *act, struct error *err)
{
	struct date limit;
	size_t count, records;
	struct uuid *entries = ARENA_ARRAY(act->arena, struct uuid, RUN_MOST);
	if (!held_over_before(act, "look_retention", &limit))
		return true;
	if (!journal_oldest(act, &read_type, lang_zone_day_start(zone_of(act), limit), RUN_MOST, entries, &count, &records, err))
		return false;
	struct date waited = date_of_days(date_days(limit) - WAIT_DAYS);
	if (count && records < ERASE_TOGETHER && uuid_time(entries[0]) >= lang_zone_day_start(zone_of(act), waited))
		count = 0;
	return erase(act, "look_retention", entries, count, err);
}

bool held_retain(struct act *act, struct error *err)
{
	static const struct { const char *param, *statement; bool whole; } all[] = {
		{ "call_retention", "disclosure.calls_over", false }, { "request_retention", "disclosure.requests_over", true }, { "alert_retention", "disclosure.alerts_over", true },
		{ "message_retention", "disclosure.messages_over", true },
	};
	if (!act->pack)
		return true;
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (!erase_over(act, all[i].param, all[i].statement, all[i].whole, err))
			return false;
	return erase_looks(act, err);
}
