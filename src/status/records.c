/* Records that do not fit: entries that no exit follows. Each becomes one task; a correction or a tie that makes the records fit closes it. */
#include "status.h"

#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

enum { UNFITTING_MOST = 5000, NEW_MOST = 200, HOUR_MS = 3600000 };

static const char two_entries[] = "two_entries", missing_exit[] = "missing_exit";

bool status_is_record_task(struct str what)
{
	return str_is(what, two_entries) || str_is(what, missing_exit);
}

/* The same for the same entry, whoever finds it: one task, however often it is found. */
static struct uuid task_record(struct uuid entered)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("limen task of an entry without exit "), { (const char *)entered.bytes, sizeof entered.bytes } };
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

static bool is_task(struct act *act, struct uuid record, bool *there, struct error *err)
{
	struct query *query = db_query(act->db, "registry.task_by_record");
	query_bind_id(query, "record", record);
	*there = query_next(query);
	return query_end(query, err);
}

static bool tell(struct act *act, struct uuid entered, struct uuid record, const char *what, bool *told, struct error *err)
{
	struct uuid task = task_record(entered);
	bool there;
	*told = false;
	if (!act->pack->overstay.tell.len)
		return true;
	if (!is_task(act, task, &there, err))
		return false;
	if (there)
		return true;
	struct task body = {
		.role = act->pack->overstay.tell, .what = str_of(what), .about = record,
		.words = str_of(what == two_entries ? WORDS("Two entries follow each other and no exit is recorded between them. Correct the record, tie another document of the person, or say in a note why it is so.")
		                                    : WORDS("An entry long past its last day has no exit. Correct the record, tie another document of the person, or say in a note why it is so.")),
	};
	journal_append(act, &task_type, task, &body);
	*told = true;
	return true;
}

bool status_tell_two_entries(struct act *act, struct uuid entered, struct uuid record, struct error *err)
{
	bool told;
	return tell(act, entered, record, two_entries, &told, err);
}

/* --- the job --- */

struct unfitting {
	struct uuid task, entered, record;
	bool followed;                  /* by another entry; else nothing follows */
};

static int by_task(const void *a, const void *b)
{
	return uuid_compare(((const struct unfitting *)a)->task, ((const struct unfitting *)b)->task);
}

static bool find_unfitting(struct act *act, struct date today, struct unfitting *out, size_t *count, struct error *err)
{
	int days = act->pack->overstay.missing_exit_days;
	struct query *query = db_query(act->db, "status.unfitting");
	query_bind_text(query, "late", days ? date_str(act->arena, date_of_days(date_days(today) - days)) : STR("0001-01-01"));
	query_bind_int(query, "most", UNFITTING_MOST);
	*count = 0;
	while (*count < UNFITTING_MOST && query_next(query)) {
		struct unfitting *one = &out[(*count)++];
		one->record = query_id(query, 0);
		one->entered = query_id(query, 1);
		one->followed = !query_null(query, 2);
		one->task = task_record(one->entered);
	}
	return query_end(query, err);
}

/* Tasks whose entry fits now, or waits for nothing any more. */
static bool close_fitting(struct act *act, const struct unfitting *rows, size_t count, struct error *err)
{
	struct uuid closed[NEW_MOST];
	size_t closing = 0;
	struct query *query = db_query(act->db, "status.open_record_tasks");
	while (query_next(query)) {
		struct unfitting key = { .task = query_id(query, 0) };
		if (closing < NEW_MOST && !bsearch(&key, rows, count, sizeof *rows, by_task))
			closed[closing++] = key.task;
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < closing; i++)
		journal_append(act, &task_done_type, closed[i], &(struct task_done){ .note = str_of(WORDS("The records fit now.")) });
	return true;
}

static bool run(struct act *act, struct error *err)
{
	struct unfitting *rows = ARENA_ARRAY(act->arena, struct unfitting, UNFITTING_MOST);
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	size_t count, news = 0;
	if (!act->pack->overstay.tell.len)
		return true;
	if (!find_unfitting(act, today, rows, &count, err))
		return false;
	for (size_t i = 0; i < count && news < NEW_MOST; i++) {
		bool told;
		if (!tell(act, rows[i].entered, rows[i].record, rows[i].followed ? two_entries : missing_exit, &told, err))
			return false;
		news += told;
	}
	if (count == UNFITTING_MOST)
		return true; /* not all are known: nothing is taken for mended */
	if (count)
		qsort(rows, count, sizeof *rows, by_task);
	return close_fitting(act, rows, count, err);
}

const struct job status_jobs[] = {
	{ "status.records", HOUR_MS, run, "make a task of each entry that no exit follows, and close those that fit now" },
	{ 0 },
};
