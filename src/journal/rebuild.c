/* Rebuilding a projection: its tables are made beside the old ones, filled from the bodies in the order of the records, and renamed; readers see the
 * old tables until then.
 *
 * While serving, each page of records is a task of its own, between which the writer serves acts; what came meanwhile is known by the lanes' ends as
 * they were at the start, and its records are folded again. Only the last of that and the renaming hold writers up. An erasure that came meanwhile has
 * the rebuild begin again, since nothing says any more whose rows it took.
 * At a start, before anything is served, one transaction does it all, and writers of other processes wait: programs whose folds differ cannot write
 * one table at the same time. */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 200, ROUNDS = 4, FEW_ENTRIES = 200 };

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

/* Every batch begins with the heads: so other processes wait until the new tables stand. */
static bool hold_writers(struct building *building, struct error *err)
{
	return db_kind(building->db) != STORE_POSTGRES || db_script(building->db, STR("LOCK TABLE record_head IN EXCLUSIVE MODE"), err);
}

static bool build(struct building *building, struct error *err)
{
	struct uuid from = { { 0 } };
	size_t count = PAGE;
	if (!hold_writers(building, err) || !next_generation(building, err) || !create_tables(building, err))
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

/* --- while serving --- */

/* Where a lane ended when the rebuild began, or was caught up last. */
struct mark {
	int64_t lane, seq;
};

struct live {
	struct building building;
	struct uuid from;          /* last record that is done */
	bool filled;
	struct mark *marks;
	size_t mark_count;
	struct uuid *touched;      /* records with entries after the marks */
	size_t touched_count, touched_size;
	bool erased;               /* and an erasure is among these */
};

static bool read_marks(struct live *live, struct error *err)
{
	size_t size = 0;
	live->mark_count = 0;
	struct query *query = db_query(live->building.db, "journal.lanes");
	while (query_next(query)) {
		if (live->mark_count == size) {
			struct mark *marks = ARENA_ARRAY(live->building.arena, struct mark, size = size ? size * 2 : 64);
			if (live->mark_count)
				memcpy(marks, live->marks, live->mark_count * sizeof *marks);
			live->marks = marks;
		}
		live->marks[live->mark_count++] = (struct mark){ query_int(query, 0), query_int(query, 1) };
	}
	return query_end(query, err);
}

static bool start_live(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct live *live = state;
	(void)journal;
	live->building.db = db;
	return db_begin_write(db, err) && next_generation(&live->building, err) && create_tables(&live->building, err) && read_marks(live, err) &&
	       db_commit(db, err);
}

static bool fill_live(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct live *live = state;
	size_t count;
	(void)journal;
	live->building.db = db;
	if (!db_begin_write(db, err) || !fill_page(&live->building, &live->from, &count, err))
		return false;
	live->filled = count < PAGE;
	return db_commit(db, err);
}

static int compare_record(const void *a, const void *b)
{
	return uuid_compare(*(const struct uuid *)a, *(const struct uuid *)b);
}

static void touch(struct live *live, struct uuid record)
{
	if (live->touched_count == live->touched_size) {
		size_t size = live->touched_size ? live->touched_size * 2 : 256;
		struct uuid *touched = ARENA_ARRAY(live->building.arena, struct uuid, size);
		if (live->touched_count)
			memcpy(touched, live->touched, live->touched_count * sizeof *touched);
		live->touched = touched;
		live->touched_size = size;
	}
	live->touched[live->touched_count++] = record;
}

static int64_t mark_of(const struct live *live, int64_t lane)
{
	for (size_t i = 0; i < live->mark_count; i++) {
		if (live->marks[i].lane == lane)
			return live->marks[i].seq;
	}
	return 0;
}

static bool read_touched(struct live *live, int64_t lane, struct error *err)
{
	struct query *query = db_query(live->building.db, "journal.records_since");
	query_bind_int(query, "lane", lane);
	query_bind_int(query, "seq", mark_of(live, lane));
	while (query_next(query)) {
		if (query_int(query, 1) == KIND_ERASE)
			live->erased = true;
		else if (!query_null(query, 0))
			touch(live, query_id(query, 0));
	}
	return query_end(query, err);
}

static bool find_touched(struct live *live, struct error *err)
{
	bool good = true;
	live->touched_count = 0;
	struct query *query = db_query(live->building.db, "journal.lanes");
	while (good && query_next(query))
		good = query_int(query, 1) == mark_of(live, query_int(query, 0)) || read_touched(live, query_int(query, 0), err);
	if (!query_end(query, err) || !good)
		return false;
	if (live->touched_count)
		qsort(live->touched, live->touched_count, sizeof *live->touched, compare_record);
	return true;
}

static bool fill_again(struct live *live, struct uuid record, struct error *err)
{
	struct building *building = &live->building;
	for (int i = 0; i < building->folding->projection_count; i++) {
		const char *name = built_name(building, building->folding->projections[i].table);
		struct query *query = db_made(building->db, str_format(building->arena, "DELETE FROM %s WHERE record = :record", name).data);
		query_bind_id(query, "record", record);
		if (!query_run(query, err))
			return false;
	}
	return fill_record(building, record, err);
}

static bool catch_up(struct live *live, struct error *err)
{
	if (!find_touched(live, err) || live->erased)
		return live->erased;
	for (size_t i = 0; i < live->touched_count; i++) {
		if ((!i || !uuid_equal(live->touched[i - 1], live->touched[i])) && !fill_again(live, live->touched[i], err))
			return false;
	}
	return read_marks(live, err);
}

static bool catch_up_live(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct live *live = state;
	(void)journal;
	live->building.db = db;
	return db_begin_write(db, err) && catch_up(live, err) && db_commit(db, err);
}

static bool end_live(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct live *live = state;
	(void)journal;
	live->building.db = db;
	return db_begin_write(db, err) && hold_writers(&live->building, err) && catch_up(live, err) &&
	       (live->erased || swap_tables(&live->building, err)) && db_commit(db, err);
}

/* One go; `live->erased`: it is to be begun again. */
static bool go_live(struct journal *journal, struct live *live, struct error *err)
{
	if (!writer_task(journal, start_live, live, err))
		return false;
	while (!live->filled) {
		if (!writer_task(journal, fill_live, live, err))
			return false;
	}
	for (int i = 0; i < ROUNDS; i++) {
		if (!writer_task(journal, catch_up_live, live, err) || live->erased)
			return live->erased;
		if (live->touched_count < FEW_ENTRIES)
			break;
	}
	return writer_task(journal, end_live, live, err);
}

static bool rebuild_live(struct journal *journal, struct folding *folding, struct error *err)
{
	bool good = true, again = true;
	for (int i = 0; good && again && i < ROUNDS; i++) {
		struct live live = { .building = { .journal = journal, .folding = folding, .arena = arena_new(0) } };
		good = go_live(journal, &live, err);
		again = live.erased;
		arena_free(live.building.arena);
	}
	return good && (!again || error_set(err, ERR_BUSY, "Erasures run meanwhile: the old tables stay", "Rebuild again when they are done", "%s",
	                                    folding->fold->name));
}

/* Tables beside that a rebuild left when its process ended: an erasure does not know them. */
static bool drop_left(struct journal *journal, struct db *db, void *state, struct error *err)
{
	(void)state;
	if (!db_begin_write(db, err))
		return false;
	for (size_t i = 0; i < journal->folding_count; i++) {
		struct building building = { .journal = journal, .db = db, .folding = &journal->foldings[i], .arena = arena_new(0) };
		bool good = next_generation(&building, err);
		for (int k = 0; good && k < building.folding->projection_count; k++)
			good = table_drop(db, built_name(&building, building.folding->projections[k].table), err);
		arena_free(building.arena);
		if (!good)
			return false;
	}
	return db_commit(db, err);
}

static bool take_turn(struct journal *journal)
{
	pthread_mutex_lock(&journal->lock);
	bool free = !journal->rebuilding;
	journal->rebuilding = true;
	pthread_mutex_unlock(&journal->lock);
	return free;
}

static void end_turn(struct journal *journal)
{
	pthread_mutex_lock(&journal->lock);
	journal->rebuilding = false;
	pthread_mutex_unlock(&journal->lock);
}

bool rebuild_tidy(struct journal *journal, struct error *err)
{
	if (!take_turn(journal))
		return true;
	bool good = writer_task(journal, drop_left, NULL, err);
	end_turn(journal);
	return good;
}

bool journal_rebuild(struct act *act, const char *fold, struct error *err)
{
	struct journal *journal = act->journal;
	bool found = !fold, good = true;
	if (!take_turn(journal))
		return error_set(err, ERR_BUSY, "The tables are being rebuilt already", "Wait until that is done", "%s", "");
	for (size_t i = 0; good && i < journal->folding_count; i++) {
		if (fold && strcmp(journal->foldings[i].fold->name, fold) != 0)
			continue;
		found = true;
		good = rebuild_live(journal, &journal->foldings[i], err);
	}
	end_turn(journal);
	return good && (found || error_set(err, ERR_NOT_FOUND, "There is no such projection", "See the list of folds in the manual", "%s", fold));
}
