/* Cases of procedures in the demo, beside those of visas: as their desks find them in the morning. Private to the room. */
#ifndef LIMEN_DEMO_DESKS_H
#define LIMEN_DEMO_DESKS_H

#include "story.h"

/* One action, by somebody of the public or a desk. */
struct desk_step {
	int hours;                 /* before the end of the story */
	const char *user;          /* NULL = the party */
	const char *party;         /* "" = by the roles of the user */
	int which;                 /* of the cases told here */
	const char *procedure;     /* where it opens one, else NULL */
	const char *action;        /* NULL = answers are edited */
	const char *answers;       /* "path=value", one a line; a value "@name" is a file */
};

enum { DESK_CASES = 6 };
const struct desk_step *desk_steps(size_t *count);
story_act desks_run;           /* data: the step */

#endif
