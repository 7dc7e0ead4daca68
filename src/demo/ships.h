/* Ships, a coach, a train and an aircraft of the demo's last two days, with their people. Private to the room. */
#ifndef LIMEN_DEMO_SHIPS_H
#define LIMEN_DEMO_SHIPS_H

#include "room.h"

/* One thing that happens to one of them. */
struct ship_step {
	int64_t before;        /* ms before the end of the story */
	const char *user, *post; /* service number; where the act takes place */
	int ship, what, from, to; /* people by their places on the list, from 0 */
};

/* All steps, the oldest first. */
const struct ship_step *ship_steps(size_t *count);
bool ship_run(struct act *act, const struct ship_step *step, struct error *err);
/* A row of the list of wanted persons, who sails on one of these ships. */
const char *ships_wanted(void);

#endif
