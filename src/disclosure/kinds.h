/* Kinds of entries and people: in which way a kind tells of a person, and how long its bodies are kept. One row for every kind of entry that the
 * program knows; a test fails when a room declares one that has none (limen_test.c).
 *
 * It says no more than what the program must know to find them. What is withheld is the pack's law (section `disclosure`); how long something is kept
 * are params of the pack. */
#ifndef LIMEN_DISCLOSURE_KINDS_H
#define LIMEN_DISCLOSURE_KINDS_H

#include "str.h"

enum held_in {
	IN_FILE,     /* in the history of a person's document */
	IN_CASE,     /* in a record that names the person beside others: a group, a call, a file of a deserter; cut to what is this person's */
	IN_REQUEST,  /* in a request of the person about their own data */
	BY_LAW,      /* about a person, withheld from all people alike and never read for them */
	OF_STAFF,    /* about people who work here and what they do; no file of a traveller */
	OF_NOBODY,   /* names no person: it may have no personal field */
};

struct held_kind {
	const char *name;
	enum held_in in;
	const char *list;  /* of a body about several people: the list; each item is of one person. NULL = the body as a whole */
	const char *by;    /* field, of the item or body, that says whose it is: a document, an inspection, a crossing, a person of a call. NULL = all is told */
	const char *gives; /* field that is the person's own from there on: the key in a call, the number of a pass */
	const char *hide;  /* field about others */
	const char *kept;  /* param of the pack; NULL = as long as the file itself, body_retention */
};

extern const struct held_kind held_kinds[];  /* ended by a NULL name */
const struct held_kind *held_kind(struct str name); /* NULL = there is none */

/* Words of a field on paper; `list`: its codes are shown by the words of this list of the pack. NULL: the field stands in the file alone. */
struct held_label {
	const char *name, *words, *list;
};
struct arena;
extern const struct held_label held_labels[];
const struct held_label *held_label(struct arena *arena, struct str kind, struct str field);
bool held_technical(struct arena *arena, struct str kind, struct str field); /* named as of no use on paper */
const char *held_code(struct str code); /* words of a code of the program's own; NULL = none */

#endif
