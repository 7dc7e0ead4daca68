/* What the demo's posts are as places to work: equipment and power, the queues of a week, notes from shift to shift. Private to the room. */
#ifndef LIMEN_DEMO_WORKING_H
#define LIMEN_DEMO_WORKING_H

#include "room.h"

enum working_kind { WORKING_ITEM, WORKING_STATE, WORKING_POWER, WORKING_COUNT, WORKING_SLIP, WORKING_SLIP_BACK, WORKING_NOTE, WORKING_READ, WORKING_PEAK,
	WORKING_PRINT, WORKING_PAPER, WORKING_NO_PAPER, WORKING_SPOILED };

/* One thing that somebody wrote down at a post. */
struct working_step {
	int64_t before;              /* ms before the end of the story */
	enum working_kind kind;
	const char *user, *post;     /* service number */
	const char *what, *words, *told; /* kind or state; serial, note; who was told */
	int lane, people, minutes;   /* people: numbers of paper forms, too */
};

/* All steps, the oldest first; `days` of queues. */
struct working_step *working_steps(struct arena *arena, const struct random *random, int days, size_t *count);
/* Appends what the step says; the act has its time, user and place. */
bool working_run(struct act *act, const struct working_step *step, struct error *err);

#endif
