/* Rebuilding a projection: its tables are made beside the old ones, filled from the bodies in the order of the records, and renamed in
 * the same transaction. Readers see the old tables until it commits; writers of other processes wait. */
#include "inner.h"

#include <string.h>

enum { PAGE = 1000 };

struct building {
	struct journal *journal;
	struct db *db;
	const struct folding *folding;
	int64_t generation;
	struct projection *built;  /* the fold's projections with statements that write the new tables */
	struct arena *arena;
};

static const char *built_name(const struct building *building, const struct table *table)
{
	return str_format(building->arena, "%s_g%lld", table->name, (long long)building->generation).data;
}

static bool create_tables(struct building *building, struct error *err)
{
	int count = building->folding->projection_count;
	building->built = ARENA_ARRAY(building->arena, struct projection, (size_t)count);
	for (int i = 0; i < count; i++) {
		const struct table *table = building->folding->projections[i].table;
		building->built[i] = building->folding->projections[i];
		building->built[i].put_sql = table_put_sql(table, built_name(building, table), building->arena).data;
		if (!table_drop(building->db, built_name(building, table), err) ||
		    !table_create(building->db, table, built_name(building, table), err))
			return false;
	}
	return true;
}

static bool fill_record(struct building *building, struct uuid record, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct row_set none = { 0 }, rows;
	struct folding beside = *building->folding;
	beside.projections = building->built;
	bool good = fold_record(building->journal, building->db, &beside, record, &rows, arena, err) &&
	            rows_write(building->db, record, &none, &rows, arena, err);
	arena_free(arena);
	return good;
}

/* One page of records; `from` moves to the last. */
static bool fill_page(struct building *building, struct uuid *from, size_t *count, struct error *err)
{
	struct uuid records[PAGE];
	*count = 0;
	struct query *query = db_query(building->db, "journal.records_after");
	query_bind_blob(query, "record", bytes_of(from->bytes, sizeof from->bytes));
	query_bind_int(query, "most", PAGE);
	while (query_next(query))
		records[(*count)++] = query_id(query, 0);
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		if (!fill_record(building, records[i], err))
			return false;
	}
	if (*count)
		*from = records[*count - 1];
	return true;
}

static bool swap_tables(struct building *building, struct error *err)
{
	for (int i = 0; i < building->folding->projection_count; i++) {
		const struct table *table = building->folding->projections[i].table;
		if (!table_drop(building->db, table->name, err) ||
		    !table_rename(building->db, built_name(building, table), table->name, err))
			return false;
	}
	struct query *query = db_query(building->db, "journal.projection_set");
	query_bind_text(query, "name", str_of(building->folding->fold->name));
	query_bind_blob(query, "digest", bytes_of(building->folding->digest, HASH));
	query_bind_int(query, "generation", building->generation);
	return query_run(query, err);
}

static bool next_generation(struct building *building, struct error *err)
{
	bool found;
	struct query *query = db_query(building->db, "journal.projection");
	query_bind_text(query, "name", str_of(building->folding->fold->name));
	if (!query_one(query, &found, err))
		return false;
	building->generation = found ? query_int(query, 1) + 1 : 1;
	return query_end(query, err);
}

static bool build(struct building *building, struct error *err)
{
	struct uuid from = { { 0 } };
	size_t count = PAGE;
	/* Every batch begins with the heads: so other processes wait until the new tables stand. */
	if (db_kind(building->db) == STORE_POSTGRES &&
	    !db_script(building->db, STR("LOCK TABLE record_head IN EXCLUSIVE MODE"), err))
		return false;
	if (!next_generation(building, err) || !create_tables(building, err))
		return false;
	while (count == PAGE) {
		if (!fill_page(building, &from, &count, err))
			return false;
	}
	return swap_tables(building, err);
}

bool rebuild_fold(struct journal *journal, struct db *db, struct folding *folding, struct error *err)
{
	struct building building = { .journal = journal, .db = db, .folding = folding, .arena = arena_new(0) };
	bool good = build(&building, err);
	arena_free(building.arena);
	return good;
}

static bool rebuild_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	const char *name = state;
	bool found = !name;
	if (!db_begin_write(db, err))
		return false;
	for (size_t i = 0; i < journal->folding_count; i++) {
		if (name && strcmp(journal->foldings[i].fold->name, name) != 0)
			continue;
		found = true;
		if (!rebuild_fold(journal, db, &journal->foldings[i], err))
			return false;
	}
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "There is no such projection", "See the list of folds in the manual", "%s", name);
	return db_commit(db, err);
}

bool journal_rebuild(struct act *act, const char *fold, struct error *err)
{
	return writer_task(act->journal, rebuild_task, (void *)fold, err);
}
