/* Applications for a short-stay visa in the demo's last days, and what was paid for them: at a cash desk, by transfer, online, or not yet. Private to the room. */
#ifndef LIMEN_DEMO_VISAS_H
#define LIMEN_DEMO_VISAS_H

#include "room.h"

/* One thing that happens. */
struct visa_step {
	int64_t before;        /* ms before the end of the story */
	const char *user;      /* service number; NULL = the applicant, at home */
	int what, who;         /* an application by its place, from 0; or how much, in the currency */
};

/* All steps, the oldest first. */
const struct visa_step *visa_steps(size_t *count);
bool visa_run(struct act *act, const struct visa_step *step, struct error *err);

#endif
