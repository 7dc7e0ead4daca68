/* A room's whole face to the rest of the house: one constant struct. Adding a room touches limen.c and nothing else.
 *
 * Names only: what the pointers mean is the business of the room that reads them (journal: entries, folds; store: statements, migrations;
 * web: routes, pages; cli: commands; inspect: checks). */
#ifndef LIMEN_ROOM_H
#define LIMEN_ROOM_H

#include "act.h"
#include "check.h"
#include "code.h"
#include "command.h"
#include "embed.h"
#include "entry.h"
#include "route.h"

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

struct case_work;

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
	const struct scan_code *codes;              /* of papers that a booth scans; ended by a NULL mark */
	const struct case_work *works;              /* what it does for procedures (cases.h); ended by a NULL capability */
};

#endif
