/* Lists that are kept here: their entries are proposed by one person, tried on past crossings, and confirmed or sent back by another; and silent alerts.
 *
 * - A proposal (an entry of the page, a file of CSV, a taking off) is a request to the second person (access.h). What was proposed is kept as one file of
 *   the journal; confirmed, it is written as entries `list.entry` (national.h), all in one transaction, and every booth asks them within a second.
 * - Before it is switched on it is tried: who of those on record would have hit in the last year, how many by more than the name, by sex and nationality.
 *   The figures are kept with the request; who they are is shown to whoever asks, and that is a look at them.
 * - An entry that somebody else changed since it was proposed is not overwritten: propose again.
 * - A silent alert: an inspection hit what only the second line may see. Nothing of it is in the booth's answer, page, advice or events; it becomes an entry
 *   of its own, and the pages of those with the right `silent` are told at once.
 * - The day of review makes a task for those who keep lists. What expired stops hitting by itself.
 * It refuses nobody, and matches nothing: that is watch.h. Limits: 5,000 rows of a file, 200,000 documents of a trial. */
#ifndef LIMEN_ALERTS_H
#define LIMEN_ALERTS_H

#include "national.h"
#include "registry.h"

extern const struct room alerts_room;

/* Appends a silent alert for what the second line alone may see in these lines; tells the act (act->alerted). For whoever appended the inspection. */
void alerts_raise(struct act *act, const struct subject *subject, const struct check_list *checks, struct uuid inspection);

/* A list as the demo tells it: proposed by the act's user. Gives the request's record. */
bool alerts_propose(struct act *act, struct str list, const struct national *items, size_t count, struct str why, struct uuid *request, struct error *err);
bool alerts_confirm(struct act *act, struct uuid request, struct error *err);

#endif
