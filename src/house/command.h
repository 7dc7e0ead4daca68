/* A command of the program: a row of its room's table, and what it is given.
 *
 * While a server runs on the same state, a command that writes is sent to it and run there (cli.h). The server never opens a path of a caller: what a
 * command reads from outside the state is opened by the process that the user started, with the user's rights, and only the open files are handed over. */
#ifndef LIMEN_COMMAND_H
#define LIMEN_COMMAND_H

#include "buf.h"
#include "error.h"

struct act;

struct option {
	const char *name;     /* "--dry-run"; a NULL name ends a list */
	const char *value;    /* word for the help, "CODE"; NULL = a switch */
	const char *doc;
};

enum { COMMAND_FILES_MOST = 64 };

struct command_file {
	const char *name;     /* "sdn.csv": without its folder */
	int fd;               /* for reading; owned by whoever runs the command */
};

struct command_line {
	const char *const *arguments; /* what is not an option */
	size_t count;
	const char *(*option)(const struct command_line *, const char *name); /* NULL = not given; a switch gives "" */
	const void *options;
	const struct command_file *files; /* what `open` opened, in its order */
	size_t file_count;
};

enum {
	COMMAND_BARE = 1,    /* needs no open state folder (pack check, help); with COMMAND_READS: opens one where the line names it, else act->db is NULL */
	COMMAND_READS = 2,   /* only reads: may run beside the server on a database of its own connection */
	COMMAND_SETS_TIME = 4, /* runs with a clock that it sets itself (act->clock->state is a struct clock_set) and a seeded random source */
	COMMAND_LISTS = 8,   /* inspects: the watchlists are loaded first */
	/* otherwise: while a server runs on the same state, the command is sent to it through its local socket */
};

struct command_files {
	struct command_file items[COMMAND_FILES_MOST];
	size_t count;
	struct arena *arena;  /* of the names */
};

struct command {
	const char *name;     /* "watch import" */
	const char *arguments;/* "FILE..." in help */
	/* Prints to `out`. False: `err` says why; its exit code is the error's. It may be run again after a conflict. */
	bool (*run)(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
	const struct option *options; /* ended by a NULL name; may be NULL */
	unsigned flags;
	const char *doc;
	/* Opens what the line names, before anything else is done; NULL = it reads no files. */
	bool (*open)(const struct command_line *line, struct command_files *files, struct error *err);
};

/* Opens a file, or keeps bytes as one. ERR_INPUT when it cannot be opened; ERR_TOO_LARGE beyond COMMAND_FILES_MOST. */
bool command_open(struct command_files *files, const char *path, struct error *err) MUST_USE;
bool command_keep(struct command_files *files, const char *name, struct str bytes, struct error *err) MUST_USE;
/* An `open` for commands whose arguments are all files. */
bool command_open_arguments(const struct command_line *line, struct command_files *files, struct error *err);
void command_close(struct command_files *files);
/* A file's whole bytes, from its start: at most `most`, else ERR_TOO_LARGE. */
bool command_read(const struct command_file *file, size_t most, struct arena *arena, struct str *out, struct error *err) MUST_USE;

#endif
