/* What the services of this room share. Private to the room. */
#ifndef LIMEN_CONVOY_INNER_H
#define LIMEN_CONVOY_INNER_H

#include "service.h"

struct str convoy_purpose(const struct convoy_person *person);
/* Presents somebody of a list: one inspection; `out` is what the list keeps of it. */
bool convoy_inspect(struct act *act, const struct called *called, const struct convoy_person *person, const char *direction, struct str purpose, struct subject *subject,
                    struct check_list *checks, struct screened *out, struct error *err);
void convoy_keep_screened(struct act *act, struct uuid call, struct screened *rows, size_t count);

#endif
