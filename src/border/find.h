/* Findings about hits: an officer compared the traveller with the entry of a list.
 *
 * - "other" (not the same person) holds for this document and this entry until either changes (watch.h); "open" leaves the hit as it is.
 * - "same" has consequences for the person. Where the pack says so for the list (`second ROLE`), it is asked for and counts once another person
 *   confirmed it (access.h); until then the hit stands as it was, and nobody asks twice.
 * - The first line finds only on lists that advise a look; what the second line alone sees is not there for others. */
#ifndef LIMEN_FIND_H
#define LIMEN_FIND_H

#include "border.h"
#include "watch.h"

/* Requests of a second person about hits that nobody answered yet: part of an opened inspection. */
enum { SAME_ASKED_MOST = 8 };
struct same_asked {
	struct finding_made items[SAME_ASKED_MOST];
	size_t count;
};

const struct pack_watchlist *find_list(const struct act *act, const struct check_line *line); /* NULL: the line is of no list */
bool find_shown(const struct act *act, const struct check_line *line);                        /* may the actor see it? */
bool find_waits(const struct opened *opened, struct str list, struct str item);               /* for a second person? */
bool find_open(struct act *act, struct opened *opened, struct error *err);                    /* loads what waits */

/* Why the actor may not; NULL = may. A sentence of the translations. */
const char *border_why_not_find(const struct act *act, const struct opened *opened, const struct pack_watchlist *list);
/* Records what an officer found, or asks for the second person (`asked`). */
bool border_find(struct act *act, struct opened *opened, const struct find *find, bool *asked, struct error *err);
/* The second person confirms: the hit is looked at anew, and must be the same. */
bool border_confirm_same(struct act *act, struct uuid request, struct error *err);

#endif
