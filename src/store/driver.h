/* What the two databases do differently, as one table of functions; and what a connection and a query are to both.
 * Private to the store. */
#ifndef LIMEN_DRIVER_H
#define LIMEN_DRIVER_H

#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>

#include "statement.h"
#include "store.h"

enum value_kind { VALUE_UNSET, VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_kind kind;
	int64_t number;
	struct str bytes;          /* the caller's, until the query ended */
	struct uuid id;            /* what `bytes` points to when an id was bound */
};

/* One prepared statement of one connection. */
struct query {
	struct db *db;
	const struct statement *statement;
	struct query *twin;        /* the same statement again, for use while this one is busy */
	struct value *values;
	struct arena *scratch;     /* dates and JSON texts made by query_bind_row; NULL until the first */
	bool busy, started, failed;
	struct error error;
	int64_t changes;
	const struct fields *row_fields; /* query_row's map from columns to fields ... */
	int *row_map;                    /* ... and its items; -1 = skipped */
	/* SQLite */
	sqlite3_stmt *prepared;
	/* PostgreSQL */
	char name[16];             /* of the prepared statement; "" = not prepared */
	Oid *types;                /* types it was prepared with; 0 = the server's guess */
	PGresult *result;
	int row;
};

struct db {
	struct store *store;
	const struct driver *driver;
	struct arena *arena;       /* ends with the connection */
	bool writes, begun;
	struct query **queries;    /* by the statement's position */
	struct made *made;         /* statements made from tables */
	sqlite3 *sqlite;
	sqlite3_stmt *bounds[3];   /* SQLite: BEGIN, COMMIT, ROLLBACK; NULL until the first of each */
	PGconn *link;
	unsigned names;            /* prepared statements so far */
	bool piping, warned;
	int sent;                  /* statements in the pipeline since the last drain */
	struct error piped;        /* first failure in the pipeline; code ERR_NONE = none */
	struct db *next;           /* in the pool */
};

enum step { STEP_ROW, STEP_DONE, STEP_FAILED };

struct driver {
	enum store_kind kind;
	bool (*open)(struct db *db, struct error *err);
	void (*close)(struct db *db);
	bool (*begin)(struct db *db, struct error *err);
	bool (*commit)(struct db *db, struct error *err);
	void (*rollback)(struct db *db);
	bool (*pipeline)(struct db *db, struct error *err);
	bool (*drain)(struct db *db, struct error *err);
	bool (*script)(struct db *db, struct str sql, struct error *err);
	bool (*prepare)(struct query *query, struct error *err);
	enum step (*step)(struct query *query);   /* runs it at the first call; a failure is put into query->error */
	void (*reset)(struct query *query);
	void (*release)(struct query *query);
	int (*columns)(const struct query *query);
	const char *(*column_name)(const struct query *query, int column);
	bool (*column_null)(const struct query *query, int column);
	int64_t (*column_int)(const struct query *query, int column);
	struct str (*column_bytes)(const struct query *query, int column); /* valid until the next step */
};

extern const struct driver driver_sqlite, driver_postgres;

enum { POOL_SIZE = 24, POOL_WAIT_SECONDS = 5 };

struct store {
	struct arena *arena;
	const struct driver *driver;
	const char *where;         /* path, or libpq's connection string */
	const struct room *const *rooms;
	struct statements statements;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	struct db *idle;
	int open;                  /* read connections, idle ones too */
	bool filling;              /* store_fill */
	const char *place;         /* SQLite, while it is restored: the path where it will stand */
	const char *schema;        /* PostgreSQL, while it is restored: the schema beside; NULL = the connection's own */
};

struct store *store_open_schema(struct str where, const struct room *const *rooms, const char *schema, struct error *err);

struct db *db_connect(struct store *store, bool writes, struct error *err);
/* The query of a statement, not yet busy. */
struct query *query_make(struct db *db, const struct statement *statement);

/* For the end of a connection, and for its second life: statements made from tables are prepared again. */
void queries_release(struct db *db);
void queries_forget_made(struct db *db);

#endif
