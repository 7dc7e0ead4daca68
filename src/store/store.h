/* Two databases behind one small face: SQLite (a post, a small country) and PostgreSQL (headquarters).
 * - SQL is named statements in each room's `<room>.sql`, one text for both:   -- name: what it is for
 *   then the statement with :name parameters. The subset is that of SQLite 3.40 and PostgreSQL 15 together.
 * - A statement is called by "room.name". It is prepared once per connection. A test prepares every statement of every room on both.
 *   Where the two databases differ: `-- name/sqlite: ...` and `-- name/postgres: ...`.
 * - A parameter that may be NULL stands where a column gives its type, or in CAST(:name AS BIGINT).
 * - Values are INTEGER (int64_t), TEXT (UTF-8) and BLOB. A zero uuid is bound as NULL.
 * - Errors stick to the query: look once, at query_end().
 * - What is bound must live until the query ended. Errors tell the statement and the database's code, never values.
 * A connection belongs to one thread at a time. A store is thread safe. */
#ifndef LIMEN_STORE_H
#define LIMEN_STORE_H

#include "room.h"

struct store;
struct db;
struct query;

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

/* `where`: the path of an SQLite file, or "postgres:" and a libpq connection string. Reads all statements of `rooms` (NULL-ended);
 * two statements of one name, or a broken file, are a bug (assert). Creates the SQLite file when it is missing (mode 0600). */
struct store *store_open(struct str where, const struct room *const *rooms, struct error *err);
void store_close(struct store *store);
enum store_kind store_kind(const struct store *store);
/* Applies each room's migrations that were not yet applied, and makes or changes nothing else. */
bool store_migrate(struct store *store, struct error *err);
/* Every statement of every room is prepared on a fresh connection: for the test. */
bool store_prepare_all(struct store *store, struct error *err);
/* Consistent copy of the whole database while others read and write: a file (SQLite) or a folder (PostgreSQL) of a new name. */
bool store_backup(struct store *store, struct str path, struct error *err);
/* Fills the database at `where` from such a copy, beside its place: the store that is given shows what was restored, and nothing is in force. Fails
 * with ERR_CONFIG when there is a database at the place already, ERR_INTEGRITY when the copy is damaged. */
struct store *store_restore(struct str where, struct str copy, const struct room *const *rooms, struct error *err);
/* Ends it, and closes the store: puts it in its place in one step, or throws it away. No connection may be in use. */
bool store_restored(struct store *store, bool keep, struct error *err);

/* For filling an empty state (demo, benches): writers opened from now on do not wait for the disk at each commit. Whoever fills begins anew after a
 * crash. store_filled() ends it: all that was written is on the disk when it returns. */
void store_fill(struct store *store);
bool store_filled(struct store *store, struct error *err);

/* Connections. store_take gives a read-only one from a pool of bounded size (waits up to 5 s, then ERR_BUSY);
 * the writing one is the journal's and is opened apart. */
struct db *store_take(struct store *store, struct error *err);
void store_give(struct store *store, struct db *db);
struct db *db_open_writer(struct store *store, struct error *err);
void db_close(struct db *db);
enum store_kind db_kind(const struct db *db);

/* One snapshot for many reads (PostgreSQL: repeatable read, read only): it is taken at the first query. */
bool db_begin_read(struct db *db, struct error *err);
bool db_begin_write(struct db *db, struct error *err);
bool db_commit(struct db *db, struct error *err);   /* ERR_UNCERTAIN when the link broke during COMMIT */
void db_rollback(struct db *db);                    /* of nothing begun, or of no connection: nothing */
/* Between these, statements that give no rows are sent without waiting (libpq pipeline mode, drained every 64); their errors come at
 * the drain. Nothing but a drain may follow an error. On SQLite they run at once. */
bool db_pipeline(struct db *db, struct error *err);
bool db_drain(struct db *db, struct error *err);
/* Runs a script of several statements without parameters: migrations and DDL made from constant tables alone. */
bool db_script(struct db *db, struct str sql, struct error *err);
/* A statement made from a constant table (a fold's table), cached by its text. Never from input. */
struct query *db_made(struct db *db, const char *sql);

struct query *db_query(struct db *db, const char *name);
void query_bind_int(struct query *query, const char *name, int64_t value);
void query_bind_text(struct query *query, const char *name, struct str value);
void query_bind_blob(struct query *query, const char *name, struct str value);
void query_bind_id(struct query *query, const char *name, struct uuid value);
void query_bind_null(struct query *query, const char *name);
/* Binds every field of a record by its name. Texts, lists and JSON are bound as JSON text. */
void query_bind_row(struct query *query, const struct fields *fields, const void *row);

bool query_next(struct query *query);                        /* true: a row is there */
bool query_end(struct query *query, struct error *err);      /* resets; false when anything failed since db_query */
bool query_run(struct query *query, struct error *err);      /* no rows wanted: next + end */
bool query_one(struct query *query, bool *found, struct error *err); /* at most one row is read; call query_end after reading it */
int64_t query_changes(const struct query *query);            /* rows changed by the last run; not inside a pipeline */

int64_t query_int(const struct query *query, int column);    /* NULL gives 0 */
struct str query_text(const struct query *query, int column, struct arena *arena); /* text or blob, copied */
struct uuid query_id(const struct query *query, int column); /* NULL gives zero */
bool query_null(const struct query *query, int column);
/* Reads the columns into a record by their names; columns that the record lacks are skipped. */
void query_row(const struct query *query, const struct fields *fields, void *row, struct arena *arena);

/* DDL and statements of a fold's table: `record` and its fields. TEXT is COLLATE "C" on PostgreSQL, SQLite tables are STRICT. */
/* The primary key always holds `record`: when the declared key does not name it, it is put last (and gets an index of its own). All columns
 * but ids are NOT NULL: what is not given is '' or 0. `name` is the table's, or another one for a table built beside it. */
bool table_create(struct db *db, const struct table *table, const char *name, struct error *err);
bool table_drop(struct db *db, const char *name, struct error *err);
bool table_rename(struct db *db, const char *from, const char *to, struct error *err);
struct str table_key(const struct table *table, struct arena *arena);                            /* "id, record" */
struct str table_put_sql(const struct table *table, const char *name, struct arena *arena);      /* insert or update one row, for db_made */
struct str table_remove_sql(const struct table *table, const char *name, struct arena *arena);   /* delete one row by its key */

#endif
