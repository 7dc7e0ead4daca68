/* Migrations: each room's numbered scripts, applied once, in order, in one transaction. Two processes that start together are
 * kept apart by the database's lock on the table of migrations. */
#include <assert.h>

#include "driver.h"

static const char table[] = "CREATE TABLE IF NOT EXISTS store_migration "
                            "(room TEXT NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (room, number))";

static bool applied(struct db *db, const struct room *room, const struct migration *migration, bool *out, struct error *err)
{
	struct query *query = db_made(db, "SELECT number FROM store_migration WHERE room = :room AND number = :number");
	query_bind_text(query, "room", str_of(room->name));
	query_bind_int(query, "number", migration->number);
	return query_one(query, out, err) && query_end(query, err);
}

static bool apply(struct db *db, const struct room *room, const struct migration *migration, struct error *err)
{
	const char *name = db_kind(db) == STORE_POSTGRES ? migration->postgres : migration->sqlite;
	const struct embedded *file = embedded_find(room->files, str_of(name));
	assert(file);
	if (!db_script(db, file->bytes, err))
		return false;
	struct query *query = db_made(db, "INSERT INTO store_migration (room, number) VALUES (:room, :number)");
	query_bind_text(query, "room", str_of(room->name));
	query_bind_int(query, "number", migration->number);
	return query_run(query, err);
}

static bool migrate_room(struct db *db, const struct room *room, struct error *err)
{
	for (const struct migration *migration = room->migrations; migration && migration->number; migration++) {
		bool done;
		if (!applied(db, room, migration, &done, err) || (!done && !apply(db, room, migration, err)))
			return false;
	}
	return true;
}

static bool migrate(struct store *store, struct db *db, struct error *err)
{
	if (!db_begin_write(db, err) || !db_script(db, str_of(table), err))
		return false;
	if (db_kind(db) == STORE_POSTGRES && !db_script(db, STR("LOCK TABLE store_migration IN EXCLUSIVE MODE"), err))
		return false;
	for (const struct room *const *room = store->rooms; *room; room++) {
		if (!migrate_room(db, *room, err))
			return false;
	}
	return db_commit(db, err);
}

bool store_migrate(struct store *store, struct error *err)
{
	/* Two first starts at once may both try to make the table: the loser tries again. */
	for (int tries = 3;; tries--) {
		struct db *db = db_connect(store, true, err);
		bool done = db && migrate(store, db, err);
		db_close(db);
		if (done || tries <= 1 || (db && err->code != ERR_CONFLICT))
			return done;
	}
}
