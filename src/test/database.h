/* A fresh database for a test, gone afterwards: an SQLite file in a folder of its own, or a PostgreSQL database of a random name on the
 * server that LIMEN_TEST_POSTGRES names (a libpq connection string; ./check starts one). Without that variable the PostgreSQL half is
 * skipped, and says so. */
#ifndef LIMEN_TEST_DATABASE_H
#define LIMEN_TEST_DATABASE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "store.h"

struct test_database {
	const char *folder;   /* for files of the test, too */
	char name[40];        /* of the PostgreSQL database; "" = SQLite */
	char where[600];      /* for store_open */
};

static inline void test_postgres_run(const char *sql, const char *name)
{
	static const struct room *const no_rooms[] = { NULL };
	char text[128], server[600];
	struct error err;
	snprintf(server, sizeof server, "postgres:%s", getenv("LIMEN_TEST_POSTGRES"));
	snprintf(text, sizeof text, sql, name);
	struct store *store = store_open(str_of(server), no_rooms, &err);
	struct db *db = store ? db_open_writer(store, &err) : NULL;
	if (!db || !db_script(db, str_of(text), &err)) {
		fprintf(stderr, "%s: %s (%s)\n", text, err.what, err.where);
		abort();
	}
	db_close(db);
	store_close(store);
}

/* False: there is no PostgreSQL to test on. */
static inline bool test_database_new(struct test_database *out, enum store_kind kind)
{
	const char *server = getenv("LIMEN_TEST_POSTGRES");
	memset(out, 0, sizeof *out);
	if (kind == STORE_POSTGRES && !server) {
		fprintf(stderr, "[  SKIPPED ] PostgreSQL: LIMEN_TEST_POSTGRES is not set\n");
		return false;
	}
	out->folder = test_folder_new();
	if (kind == STORE_SQLITE) {
		snprintf(out->where, sizeof out->where, "%s/limen.sqlite", out->folder);
		return true;
	}
	uint64_t number;
	random_fill(&random_system, &number, sizeof number);
	snprintf(out->name, sizeof out->name, "limen_test_%llx", (unsigned long long)number);
	test_postgres_run("CREATE DATABASE %s", out->name);
	snprintf(out->where, sizeof out->where, "postgres:%s dbname=%s", server, out->name);
	return true;
}

static inline void test_database_drop(struct test_database *database)
{
	if (database->name[0])
		test_postgres_run("DROP DATABASE IF EXISTS %s WITH (FORCE)", database->name);
	if (database->folder)
		test_folder_drop(database->folder);
	memset(database, 0, sizeof *database);
}

#endif
