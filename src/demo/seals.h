/* Seals of visas in the demo. Private to the room. */
#ifndef LIMEN_DEMO_SEALS_H
#define LIMEN_DEMO_SEALS_H

#include "people.h"
#include "story.h"

struct sealed_visa {
	const struct traveller *traveller;
	const char *medium;
	bool read_back;
};

story_act seals_key, seals_visa;

#endif
