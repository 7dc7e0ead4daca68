/* This program again, as children on one state: its commands, and its server. Private to the room. */
#ifndef LIMEN_BENCH_CHILD_H
#define LIMEN_BENCH_CHILD_H

#include <sys/types.h>

#include "measure.h"

struct child {
	struct arena *arena;
	const char *folder, *postgres;
	char made[32];              /* the folder, when it is our own */
	pid_t server;
	int log, port;
	int64_t resident_kb, most_kb; /* of the server, when it was looked at last */
};

/* A folder for the state: the one named, or a new one that child_close() removes. */
bool child_open(struct child *child, const char *folder, struct error *err);
void child_close(struct child *child);
/* Runs a command; what it prints. Words end with NULL. */
bool child_run(struct child *child, const char *const *words, struct str *said, struct error *err);
/* Starts the server on any free port; `options` end with NULL. */
bool child_serve(struct child *child, const char *const *options, struct error *err);
/* CPU time of the server so far; its memory. */
void child_look(struct child *child, int64_t *cpu_us);
bool child_stop(struct child *child, struct error *err);
const char *child_number(struct child *child, int64_t value);

#endif
