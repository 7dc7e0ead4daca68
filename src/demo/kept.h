/* Who is held at the demo's second line, and what the authority answered to claims for protection. Private to the room. */
#ifndef LIMEN_DEMO_KEPT_H
#define LIMEN_DEMO_KEPT_H

#include "room.h"

/* One thing that is done for somebody who waits at the act's post; the longest first, from 0. */
struct kept_step {
	int64_t after;           /* ms after the person was sent to the second line */
	int who;
	const char *what;        /* hold, welfare, agency, or a kind of line of the log */
	const char *code, *note; /* ground, need, agency; in words */
};

const struct kept_step *kept_steps(size_t *count);
bool kept_run(struct act *act, const struct kept_step *step, struct error *err);
/* The authority has taken up all claims but the last, which waits; of many, it decided two. */
bool kept_answer(struct act *act, struct error *err);

#endif
