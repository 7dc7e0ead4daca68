/* Who came with whom, and who left without whom: read from the crossings of a group, told and never judged.
 *
 * - At an exit the check `child.left` looks for an adult with whom the child came among those of its group now; the check `group` tells who of those that
 *   came along is still here. What a result advises is the pack's: care and a note in Utopia's, never a reason to keep somebody from leaving.
 * - The page of a person shows the groups, the vehicle, what somebody told of kinship and who told it.
 * - Somebody of a group who was not admitted is named and nothing more is said of them. */
#ifndef LIMEN_TOGETHER_H
#define LIMEN_TOGETHER_H

#include "group.h"

/* Somebody who entered in a group; and when they left since, zero = still here. */
struct companion {
	struct document_row who;
	struct uuid record;
	bool minor;
	struct str kinship;
	bool entered;                   /* else they were looked at with the group, and something else was decided, or nothing yet */
	int64_t left;
};

bool companions_of(struct act *act, struct uuid group, struct companion *out, size_t *count, struct error *err); /* at most GROUP_MOST */
bool judge_left(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);
/* The part `together` of a person's page: groups, newest first, and what was told of kinship. The looks at the others are recorded. */
bool show_together(struct act *act, const struct uuid *records, size_t count, json_t *page, struct error *err);
/* Of a referral: with whom the person came; false = alone. */
bool show_company(struct act *act, struct uuid group, struct uuid record, json_t **out, struct error *err);

#endif
