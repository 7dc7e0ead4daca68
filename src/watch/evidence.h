/* Inside watch only: what supports or contradicts a likeness of names. */
#ifndef LIMEN_WATCH_EVIDENCE_H
#define LIMEN_WATCH_EVIDENCE_H

#include "match.h"

struct evidence {
	enum watch_relation born, sex, nationality;
};

struct evidence evidence_of(const struct watch_query *query, const struct watch_entry *entry);
int evidence_penalty(struct evidence evidence);
bool evidence_supports(struct evidence evidence);

#endif
