/* `limen bench ...`: measures of the program on the machine where it runs, each beside something known, so that the ratio tells more than the
 * figure: a clearance beside bare commits of the same rows, the search for names beside the comparison with every name, the reading of zones
 * beside two packages of npm.
 *
 * Sizes are options; the defaults are those of docs/performance.md. What is measured is made from a seed: names by recombining common names, no
 * real person. A bench writes only to a state that it made, or to one that is empty. */
#ifndef LIMEN_BENCH_H
#define LIMEN_BENCH_H

#include "room.h"

extern const struct room bench_room;

#endif
