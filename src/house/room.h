/* A room's whole face to the rest of the house: one constant struct. Adding a room touches limen.c and nothing else.
 *
 * Names only: what the pointers mean is the business of the room that reads them (journal: entries, folds; store: statements, migrations;
 * web: routes, pages; cli: commands; inspect: checks). */
#ifndef LIMEN_ROOM_H
#define LIMEN_ROOM_H

#include "act.h"
#include "check.h"
#include "embed.h"
#include "entry.h"
#include "route.h"

/* A command of the program. Options are declared, so that help and the manual page are printed from the table. */
struct option {
	const char *name;     /* "--list" */
	const char *value;    /* "CODE"; NULL = a switch */
	const char *doc;
};

struct command_line {
	const char *const *arguments; /* what is not an option */
	size_t count;
	const char *(*option)(const struct command_line *, const char *name); /* NULL = not given; a switch gives "" */
	const void *options;
};

enum {
	COMMAND_BARE = 1,    /* needs no open state folder (pack check, help) */
	COMMAND_READS = 2,   /* only reads: may run beside the server on a database of its own connection */
	COMMAND_SETS_TIME = 4, /* runs with a clock that it sets itself (act->clock->state is a struct clock_set) and a seeded random source */
	/* otherwise: while a server runs on the same state, the command is sent to it through its local socket */
};

struct command {
	const char *name;     /* "watch import" */
	const char *arguments;/* "FILE..." in help */
	/* Prints to `out`. False: `err` says why; its exit code is the error's. */
	bool (*run)(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
	const struct option *options; /* ended by a NULL name; may be NULL */
	unsigned flags;
	const char *doc;
};

/* Work that comes back. The server ticks; the act of a job is the node's own. */
struct job {
	const char *name;
	int64_t every;        /* ms */
	bool (*run)(struct act *act, struct error *err);
	const char *doc;
};

/* Local tables (sessions, credentials, job state) and the journal's own. Numbered, applied once each, in order. */
struct migration {
	int number;
	const char *sqlite, *postgres; /* names of embedded files; the same name where one text serves both */
};

struct room {
	const char *name;
	const struct embedded *files;               /* room.sql, pages, migrations */
	const struct migration *migrations;         /* ended by number 0 */
	const struct entry_type *const *entries;    /* ended by NULL, as all of these; each may be NULL */
	const struct fold *const *folds;
	const struct route *routes;                 /* ended by a NULL path */
	const struct command *commands;             /* ended by a NULL name */
	const struct check *checks;                 /* ended by a NULL name */
	const struct job *jobs;                     /* ended by a NULL name */
};

#endif
