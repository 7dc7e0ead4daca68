/* What the files of this room share. */
#ifndef LIMEN_CLI_PROCESS_H
#define LIMEN_CLI_PROCESS_H

#include <pthread.h>

#include "cli.h"
#include "crypto.h"

struct zone {
	struct zone *next;
	struct str name;
	const struct lang_zone *zone;
};

struct process {
	struct house house;        /* first: zone_of() goes back from it */
	struct arena *arena;       /* ends with the process */
	struct keys keys;
	const struct pack *first_pack; /* of the folder, until a version is applied */
	pthread_mutex_t zones_lock;
	struct zone *zones;
};

/* Was the state made by the demo, or by a bench? Only there may time be moved. */
bool process_is_play(const char *data);
void process_take(void *state, struct act *act);
void process_release(void *state, struct act *act);

/* Takes the pack and, if the house keeps lists, the lists that are in force now. */
bool process_refresh(struct process *process, struct error *err);

/* Restores a copy that `limen backup` made into the empty state of `options`, whose keys are there already; see journal_restore. */
bool process_restore(const struct process_options *options, const struct wiring *wiring, const char *copy, struct str erased, struct buf *out,
                     struct error *err);

/* Finds the command that the arguments begin with ("watch import"); `used` = how many words its name has. */
const struct command *command_find(const struct room *const *rooms, const char *const *words, size_t count, size_t *used);
/* Reads options and arguments; unknown options are an error that names the command's help. */
bool command_parse(const struct command *command, const char *const *words, size_t count, struct arena *arena, struct command_line *out,
                   struct error *err);
/* Runs in an act of the node, submits what it appended, tries again on a conflict; a pack or list that it changed is in force when it returns. */
bool command_run(struct process *process, const struct command *command, const struct command_line *line, struct arena *arena, struct buf *out,
                 struct error *err);

/* All that the command line takes: from here the program's help and its manual page are printed. */
struct command_tables {
	const struct option *options;  /* before the command */
	size_t option_count;
	const struct command *own;     /* ended by a NULL name */
	const struct room *const *rooms;
};
void command_help(const struct command_tables *tables, const char *name, struct buf *out); /* name: how those begin that are meant; NULL = all */
void command_manual(const struct command_tables *tables, struct buf *out); /* limen(1), in roff */

/* The server's side and the command's side of the local socket. */
struct doorbell;
struct doorbell *doorbell_open(struct process *process, struct error *err);
void doorbell_close(struct doorbell *doorbell);
/* false = no server runs on this state; else the command ran there, with these open files, and `status` is its exit code. */
bool doorbell_ring(const char *data, const char *const *words, size_t count, const struct command_files *files, int *status);

struct serve_settings {
	const char *host, *certificate, *key, *origin;
	int port;
	bool quiet, sandbox;
	struct guard_helper *opener;
	const char *scanner;
};
/* Serves until SIGTERM or SIGINT; the exit code. */
int serve(struct process *process, const struct serve_settings *settings);

#endif
