/* The second line on pages: queue, a person and what may be done, holding, claims for protection, departures, papers, the second person's inbox.
 * What it records is decided by the service (border.h, lease.h, protection.h, depart.h) and by `hold` and `custody`. */
#ifndef LIMEN_SECOND_LINE_H
#define LIMEN_SECOND_LINE_H

#include "booth.h"
#include "records.h"

extern const struct room second_line_room;

#endif
