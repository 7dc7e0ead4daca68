/* Statements: read from a room's `.sql` file once, their :names turned into the numbers that the database wants. */
#ifndef LIMEN_STATEMENT_H
#define LIMEN_STATEMENT_H

#include "arena.h"
#include "str.h"

struct statement {
	struct str name;          /* "room.name"; a made statement is named by its table */
	const char *sql;          /* with ?1 (SQLite) or $1 (PostgreSQL) */
	struct str *parameters;   /* name of each, by number */
	int count;
};

/* All statements of a store, found by name. */
struct statements {
	struct statement *items;
	size_t count, size;
	int *table;               /* hash table of positions + 1 */
	size_t mask;
};

enum { STATEMENT_PARAMETERS = 200 };

/* Translates one statement. `mark` is '?' or '$'. Names inside quotes and comments are left alone. */
void statement_translate(struct statement *out, struct str name, struct str sql, char mark, struct arena *arena);
/* Adds the statements of a file. `-- name/sqlite: ...` and `-- name/postgres: ...` are read for that database alone. */
void statements_read(struct statements *all, const char *room, struct str file, bool postgres, struct arena *arena);
/* After the last file. */
void statements_index(struct statements *all, struct arena *arena);
/* Position of a statement, or -1. */
int statements_find(const struct statements *all, struct str name);
/* Number (from 0) of a parameter, or -1. */
int statement_parameter(const struct statement *statement, const char *name);

#endif
