/* A child at a border: who accompanies it, and which consent was seen.
 *
 * - A child is whoever is, or by a partial birth date may be, below the pack's param child_age (18 years where the pack says nothing).
 * - Nothing is asked where an adult of the same group bears a family name that belongs with the child's. Names belong together when one word of each does:
 *   double surnames, other transliterations, feminine endings and former names are no difference.
 * - Else the verdict asks for the companion (list companions) and the consent (list consents, by whom, until when). The answer is an entry of the child's
 *   record for this inspection; the admission needs it, at entry and at exit.
 * - The codes `nobody` and `none` mean that to the program. "Nobody" gives the verdict *Child alone*, in violet: somebody to protect, never a ground to
 *   refuse. Without any consent, the second line takes care of a child that enters alone.
 * - No face is compared and no kinship concluded: the officer asks, and says who told.
 * A category of the pack that waives `companion` or `child` is not asked. */
#ifndef LIMEN_CHILD_H
#define LIMEN_CHILD_H

#include "border.h"

extern const struct entry_type child_answer_type;
extern const struct table child_answer_table;

enum child_state {
	CHILD_NOT,        /* no child, or not to be asked */
	CHILD_FAMILY,     /* an adult of the group bears a name of the family */
	CHILD_ASKED,      /* not answered yet */
	CHILD_WITH,       /* somebody accompanies it, and a consent was seen or is not needed */
	CHILD_NO_CONSENT, /* somebody accompanies it, without a consent */
	CHILD_ALONE
};

bool border_is_child(const struct act *act, struct date born, struct date today);
/* Do two family names belong together? */
bool border_names_belong(const struct identity *one, const struct identity *other, struct arena *arena);
enum child_state border_child_state(struct act *act, const struct subject *subject);
/* Findings about an answer: unknown codes, or the consent is not said. `prefix` names its place in a form with several people, "" = alone. */
void border_child_check(struct act *act, const struct subject *subject, struct str companion, struct str consent, struct str prefix);
bool border_child_answer(struct act *act, struct opened *opened, const struct child_form *form, struct error *err);
/* The last answer for an inspection, into the subject; and what hangs on it and on the group anew. Part of border_open, while nobody decided. */
bool border_child_settle(struct act *act, struct opened *opened, struct error *err);

bool judge_child(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);

#endif
