/* An array of rows that grows in a fold's arena. For the folds of this room and of those above it. */
#ifndef LIMEN_REGISTRY_GROWN_H
#define LIMEN_REGISTRY_GROWN_H

#include "arena.h"

struct grown {
	void *rows;
	size_t count, size;
};

/* Room for one row more, zeroed or not as the arena gives it: the caller fills it whole. */
void *grow(struct grown *list, size_t row_size, struct arena *arena);

#endif
