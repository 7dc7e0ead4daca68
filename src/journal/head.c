/* Heads: the last entry of each record. A decision names the heads that it rests on; they are locked, in the order of their ids so
 * that no two processes wait for each other, and compared. */
#include "inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool head_read(struct db *db, struct uuid record, struct head *out, struct error *err)
{
	bool found;
	*out = (struct head){ .record = record };
	struct query *query = db_query(db, "journal.head");
	query_bind_id(query, "record", record);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		out->n = query_int(query, 0);
		out->hlc = query_int(query, 1);
		out->entry = query_id(query, 2);
	}
	return query_end(query, err);
}

static int compare_record(const void *a, const void *b)
{
	return uuid_compare(((const struct head *)a)->record, ((const struct head *)b)->record);
}

static struct str lock_sql(size_t count, struct arena *arena)
{
	struct buf sql = BUF_IN(arena);
	buf_text(&sql, "INSERT INTO record_head (record, n, hlc) VALUES ");
	for (size_t i = 0; i < count; i++)
		buf_format(&sql, "%s(:r%zu, 0, 0)", i ? ", " : "", i);
	buf_text(&sql, " ON CONFLICT (record) DO UPDATE SET n = record_head.n RETURNING record, n, hlc, entry");
	return buf_str(&sql);
}

/* Makes what is missing, locks and reads in one statement: rows are taken in the order in which they stand. */
static bool lock_some(struct db *db, struct head *heads, size_t count, struct arena *arena, struct error *err)
{
	char name[24];
	struct query *query = db_made(db, lock_sql(count, arena).data);
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof name, "r%zu", i);
		query_bind_id(query, name, heads[i].record);
	}
	while (query_next(query)) {
		struct head key = { .record = query_id(query, 0) };
		struct head *head = bsearch(&key, heads, count, sizeof *heads, compare_record);
		if (head)
			*head = (struct head){ key.record, query_int(query, 1), query_int(query, 2), query_id(query, 3), false };
	}
	return query_end(query, err);
}

bool heads_lock(struct db *db, struct head *heads, size_t count, struct error *err)
{
	static const size_t sizes[] = { 64, 16, 4, 1 };
	struct arena *arena = arena_new(0);
	bool good = true;
	for (size_t at = 0, size = 0; good && at < count;) {
		while (count - at < sizes[size])
			size++;
		good = lock_some(db, heads + at, sizes[size], arena, err);
		at += sizes[size];
	}
	arena_free(arena);
	return good;
}

static bool head_write(struct db *db, const struct head *head, struct error *err)
{
	struct query *query = db_query(db, head->n ? "journal.head_set" : "journal.head_drop");
	query_bind_id(query, "record", head->record);
	if (head->n) {
		query_bind_int(query, "n", head->n);
		query_bind_int(query, "hlc", head->hlc);
		query_bind_id(query, "entry", head->entry);
	}
	return query_run(query, err);
}

/* A head that was only locked, and that nothing belongs to, goes again. */
bool heads_write(struct db *db, const struct head *heads, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if ((heads[i].moved || !heads[i].n) && !head_write(db, &heads[i], err))
			return false;
	}
	return true;
}

bool head_remake(struct db *db, struct uuid record, struct error *err)
{
	bool found;
	struct head head = { .record = record };
	if (!heads_lock(db, &head, 1, err))
		return false;
	struct query *query = db_query(db, "journal.head_count");
	query_bind_id(query, "record", record);
	if (!query_one(query, &found, err))
		return false;
	head.n = query_int(query, 0);
	if (!query_end(query, err))
		return false;
	query = db_query(db, "journal.head_last");
	query_bind_id(query, "record", record);
	if (!query_one(query, &found, err))
		return false;
	head.entry = found ? query_id(query, 0) : (struct uuid){ { 0 } };
	head.hlc = found ? query_int(query, 1) : 0;
	return query_end(query, err) && head_write(db, &head, err);
}
