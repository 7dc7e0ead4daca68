/* Invented answers, valid in kind: what scenarios `fill`, and what the people of a simulation say. Private to the room.
 * Without a random source the answer is that of the round, so that a scenario that is played again says the same. */
#ifndef LIMEN_FLOW_INVENT_H
#define LIMEN_FLOW_INVENT_H

#include "inner.h"
#include "uuid.h"

enum { INVENT_ROUNDS = 12 };

struct inventor {
	struct flow *flow;
	const struct random *random;    /* NULL = by round */
	int round;                      /* 0 .. INVENT_ROUNDS - 1 */
};

/* The field that a path names ("applicant", "applicant.birth_date", "members.2.kin"), and what of the path is left: a member of it. NULL = none. */
const struct pack_asked *invent_field(const struct pack_procedure *procedure, struct str path, struct str *member);
/* An answer to it; NULL where there is no such field, or it is computed. */
json_t *invent_at(struct inventor *inventor, struct str path);

#endif
