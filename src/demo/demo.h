/* `limen demo`: two invented years at the borders of Utopia, made through the journal itself by the border's own services, never by
 * writing tables. The same seed and end day give the same people and journeys.
 *
 * - Names: common names by country (data/names, CC0), joined at random; no real person is meant.
 * - Families, commuters, lorry drivers, seasons, visas, overstays, refusals, claims for protection, and people whose names are like those of
 *   list entries (some with the same birth date, most with another).
 * - Users of each role with known passwords and devices. A state made by the demo says so on its sign-in page; never use it for anything else. */
#ifndef LIMEN_DEMO_H
#define LIMEN_DEMO_H

#include "border.h"

extern const struct room demo_room;

/* Puts the demo's sign-ins with their codes of this moment on the sign-in page, in a state that the demo made. */
void demo_sign_in_help(const struct house *house, struct act *act, json_t *page);

#endif
