/* A store: its statements, and a pool of read connections. */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "driver.h"

static const struct str postgres_mark = { "postgres:", 9 };

static void read_statements(struct store *store)
{
	for (const struct room *const *room = store->rooms; *room; room++) {
		struct str name = str_format(store->arena, "%s.sql", (*room)->name);
		const struct embedded *file = (*room)->files ? embedded_find((*room)->files, name) : NULL;
		if (file)
			statements_read(&store->statements, (*room)->name, file->bytes, store->driver->kind == STORE_POSTGRES, store->arena);
	}
	statements_index(&store->statements, store->arena);
}

struct store *store_open(struct str where, const struct room *const *rooms, struct error *err)
{
	return store_open_schema(where, rooms, NULL, err);
}

struct store *store_open_schema(struct str where, const struct room *const *rooms, const char *schema, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct store *store = ARENA_NEW(arena, struct store);
	bool postgres = str_starts(where, postgres_mark);
	store->arena = arena;
	store->driver = postgres ? &driver_postgres : &driver_sqlite;
	store->where = str_c(arena, postgres ? str_slice(where, postgres_mark.len, where.len) : where);
	store->rooms = rooms;
	store->schema = schema;
	pthread_mutex_init(&store->lock, NULL);
	pthread_cond_init(&store->freed, NULL);
	read_statements(store);
	struct db *first = store_take(store, err);
	if (!first) {
		store_close(store);
		return NULL;
	}
	store_give(store, first);
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	while (store->idle) {
		struct db *db = store->idle;
		store->idle = db->next;
		store->open--;
		db_close(db);
	}
	assert(!store->open); /* somebody kept a connection */
	pthread_cond_destroy(&store->freed);
	pthread_mutex_destroy(&store->lock);
	arena_free(store->arena);
}

enum store_kind store_kind(const struct store *store)
{
	return store->driver->kind;
}

struct db *db_connect(struct store *store, bool writes, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct db *db = ARENA_NEW(arena, struct db);
	db->arena = arena;
	db->store = store;
	db->driver = store->driver;
	db->writes = writes;
	db->queries = ARENA_ARRAY(arena, struct query *, store->statements.count);
	if (db->driver->open(db, err))
		return db;
	db_close(db);
	return NULL;
}

struct db *db_open_writer(struct store *store, struct error *err)
{
	return db_connect(store, true, err);
}

void store_fill(struct store *store)
{
	store->filling = true;
}

bool store_filled(struct store *store, struct error *err)
{
	static const char sqlite[] = "PRAGMA wal_checkpoint(TRUNCATE)", postgres[] = "CHECKPOINT";
	store->filling = false;
	struct db *db = db_connect(store, true, err);
	bool done = db && db_script(db, str_of(store->driver->kind == STORE_POSTGRES ? postgres : sqlite), err);
	db_close(db);
	return done;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	queries_release(db);
	db->driver->close(db);
	arena_free(db->arena);
}

enum store_kind db_kind(const struct db *db)
{
	return db->driver->kind;
}

/* With the lock held: an idle connection, or leave to open one, or after 5 s neither. */
static bool wait_for_place(struct store *store, struct db **idle)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += POOL_WAIT_SECONDS;
	while (!store->idle && store->open >= POOL_SIZE) {
		if (pthread_cond_timedwait(&store->freed, &store->lock, &until) == ETIMEDOUT)
			return false;
	}
	*idle = store->idle;
	if (store->idle)
		store->idle = store->idle->next;
	else
		store->open++;
	return true;
}

struct db *store_take(struct store *store, struct error *err)
{
	struct db *db = NULL;
	pthread_mutex_lock(&store->lock);
	bool place = wait_for_place(store, &db);
	pthread_mutex_unlock(&store->lock);
	if (!place) {
		error_set(err, ERR_BUSY, "All connections to the database are in use", "Try again", "%s", "");
		return NULL;
	}
	if (!db)
		db = db_connect(store, false, err);
	if (!db) {
		pthread_mutex_lock(&store->lock);
		store->open--;
		pthread_cond_signal(&store->freed);
		pthread_mutex_unlock(&store->lock);
	}
	return db;
}

void store_give(struct store *store, struct db *db)
{
	assert(!db->writes);
	db_rollback(db);
	pthread_mutex_lock(&store->lock);
	db->next = store->idle;
	store->idle = db;
	pthread_cond_signal(&store->freed);
	pthread_mutex_unlock(&store->lock);
}

static bool begin(struct db *db, struct error *err)
{
	assert(!db->begun);
	db->begun = db->driver->begin(db, err);
	return db->begun;
}

bool db_begin_read(struct db *db, struct error *err)
{
	assert(!db->writes);
	return begin(db, err);
}

bool db_begin_write(struct db *db, struct error *err)
{
	assert(db->writes);
	return begin(db, err);
}

bool db_commit(struct db *db, struct error *err)
{
	assert(db->begun && !db->piping);
	if (!db->driver->commit(db, err)) {
		db_rollback(db);
		return false;
	}
	db->begun = false;
	return true;
}

void db_rollback(struct db *db)
{
	if (!db || !db->begun)
		return;
	db->driver->rollback(db);
	db->begun = false;
}

bool db_pipeline(struct db *db, struct error *err)
{
	return db->driver->pipeline(db, err);
}

bool db_drain(struct db *db, struct error *err)
{
	return db->driver->drain(db, err);
}

bool db_script(struct db *db, struct str sql, struct error *err)
{
	return db->driver->script(db, sql, err);
}

bool store_prepare_all(struct store *store, struct error *err)
{
	struct db *db = db_connect(store, true, err);
	bool good = db;
	for (size_t i = 0; good && i < store->statements.count; i++) {
		db->queries[i] = query_make(db, &store->statements.items[i]);
		good = db->driver->prepare(db->queries[i], err);
	}
	db_close(db);
	return good;
}
