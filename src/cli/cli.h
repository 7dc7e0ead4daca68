/* The program's front: options, commands, the house opened and closed, the server's life.
 *
 * One binary. `limen serve` serves; every other command is a row in a room's table. While a server runs on the same state, a command that
 * writes is sent to it through its local socket (`limen.sock`, mode 0600, in the state folder), so that one process writes the lane. */
#ifndef LIMEN_CLI_H
#define LIMEN_CLI_H

#include "house.h"

extern const struct room cli_room;

struct process;

struct wiring;

struct process_options {
	const char *data;         /* state folder; made when missing, mode 0700 */
	const char *postgres;     /* libpq connection string; NULL = SQLite in the state folder */
	const char *pack;         /* folder of the pack that is put in force when the state has none yet */
	const struct clock *clock;
	const struct random *random;
	bool fill;                /* store_fill: the demo's first filling */
	bool lists;               /* loads the watchlists: for whoever inspects */
};

/* Opens store, keys, journal, languages, pack and lists, as wired in limen.c. */
bool process_open(const struct process_options *options, const struct wiring *wiring, struct process **out, struct error *err);
void process_close(struct process *process);
struct house *process_house(struct process *process);

/* An act of the node itself: commands, jobs, demo. Holds one snapshot; give it back with process_act_end. */
bool process_act(struct process *process, struct arena *arena, struct act *act, struct error *err);
void process_act_end(struct process *process, struct act *act);

/* What limen.c gives besides the rooms. */
struct wiring {
	const struct room *const *rooms;
	/* What a state made by the demo shows on its sign-in page. */
	void (*demo_sign_in)(const struct house *house, struct act *act, json_t *page);
	struct readers *readers;
};

/* Runs `limen ARGUMENTS...`; the exit code. */
int cli_main(int argc, char **argv, const struct wiring *wiring);

#endif
