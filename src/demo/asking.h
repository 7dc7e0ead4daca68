/* Authorities of the demo, and what they were asked. Private to the room. */
#ifndef LIMEN_DEMO_ASKING_H
#define LIMEN_DEMO_ASKING_H

#include "story.h"

/* The authorities that are known; a verification that waits for its answer by a link, and one that goes by post. */
bool story_ask_authorities(struct story *story, int64_t at, struct error *err);

#endif
