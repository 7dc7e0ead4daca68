/* Lines to scan in a demo. Private to the room. */
#ifndef LIMEN_DEMO_SAMPLES_H
#define LIMEN_DEMO_SAMPLES_H

#include "demo.h"

extern const struct route samples_routes[];

#endif
