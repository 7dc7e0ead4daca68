/* Watchlists of the demo. Those of the United Nations and of another state are real, as published: nobody who travels in the demo is on them, a few bear
 * a like name. The national lists are invented, and invented people stand on them. */
#ifndef LIMEN_DEMO_LISTS_H
#define LIMEN_DEMO_LISTS_H

#include "people.h"
#include "watch.h"

/* Before people_make: travellers with a name like one on the list of the United Nations. */
bool lists_add_twins(struct people *people, struct error *err);
/* Afterwards. Imports list `which` of lists_count(); `early`: as it was two years ago, with half of the national entries. */
size_t lists_count(void);
bool lists_import(struct people *people, struct act *act, size_t which, bool early, struct error *err);

/* At the end: a change of a list that waits for a second person, and marks in the registers of documents. */
bool lists_propose(struct people *people, struct act *act, struct error *err);
bool lists_register(struct people *people, struct act *act, struct error *err);

#endif
