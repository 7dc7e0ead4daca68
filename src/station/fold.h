/* Rows of one record, as the folds of this room keep them. Private to the room. */
#ifndef LIMEN_STATION_FOLD_H
#define LIMEN_STATION_FOLD_H

#include "forms.h"
#include "grown.h"

void put_all(const struct grown *list, const struct table *table, size_t row_size, struct row_set *out);

#endif
