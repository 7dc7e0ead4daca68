/* Handlers and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_BORDER_PAGES_H
#define LIMEN_BORDER_PAGES_H

#include "border.h"

bool verdict_page(struct act *act, struct opened *opened, json_t *page, struct error *err);
json_t *verdict_data(struct act *act, const struct opened *opened);

extern const struct route booth_routes[];

#endif
