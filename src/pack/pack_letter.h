/* Letters and papers: text files letters/NAME.LANG.letter of the pack, in every language of the pack.
 *
 *     # a comment
 *     subject Refusal of entry at the border
 *     | Family name | {person.surname}
 *     The person named above is refused entry under {law}, because of:
 *     [each reasons]
 *     [box marked] {letter} | {words}
 *     [end]
 *     = You can appeal
 *     - within {days} days
 *     [if signature_refused]
 *     The traveller refused to sign.
 *     [end]
 *     [code code] {pass}
 *     [seal seal] {number}
 *     [sign traveller] Traveller
 *
 * - A line is a paragraph. `= ` begins a heading, `- ` an item of a list, `| LABEL | text` a cell; `[box CONDITION] [LABEL |] text` a box to be
 *   marked, `[sign ROLE] text` a line to sign on (a role of the pack, or `traveller`), `[code EXPRESSION] text` a code to scan with
 *   the text beside it, `[seal EXPRESSION] text` the same of a seal (Data Matrix). A cell without text is room to write by hand. A line of commands alone prints nothing; `{{` and `[[` are
 *   the characters themselves.
 * - {EXPRESSION}, [if EXPRESSION], [each LIST]: rule.h; checked with the pack against what the letter may use: a *shape*. What C issues has its
 *   shape in the table of letter_facts.c; a procedure's letters are checked against the fields of the procedure by the same letter_check().
 * - Values print by their kind in the letter's language: codes by their words, dates and money as the language writes them. What is missing
 *   prints as a dash; in [if] and [box] it counts as no.
 * - The text of a value is never markup. What is printed is the room letter's business, which also stores it.
 * Names that C fills are in letter_facts.c; `limen pack help letters` prints them.
 * Limits: PACK_FILE_BYTES, LETTER_NODES_MOST parts, LETTER_DEPTH [if] and [each] within one another. */
#ifndef LIMEN_PACK_LETTER_H
#define LIMEN_PACK_LETTER_H

#include "pack.h"
#include "pack_load.h"
#include "right.h"
#include "rule.h"

enum { LETTER_NODES_MOST = 4000, LETTER_DEPTH = 4 };

/* --- what a letter may use --- */

/* type: text, code, number, money, date, datetime, yesno; list (of = a shape; or "code LIST", "text" for plain ones), record (of = a shape).
 * A code's `of` is its list: of the pack, or posts, modes, directions, or a section: refusal, overstay, bans
 * (its law, remedy, authority). */
struct letter_fact {
	const char *name, *type, *of, *doc;
};

struct letter_shape {
	const char *name;
	const struct letter_fact *facts; /* ended by a NULL name */
	const char *doc;                 /* what the paper is for; NULL: a part of others, no letter */
	enum right guard;                /* who may see one that another issued; ANYBODY = who may print letters */
};

extern const struct letter_shape letter_shapes[]; /* ended by a NULL name */
const struct letter_shape *letter_shape(struct str name);
/* The same as names of expressions; in every letter `paper` names the paper itself (shape "paper"). */
const struct rule_record *letter_record(struct arena *arena, const struct letter_shape *shape);

/* --- a template --- */

enum letter_node_kind { LETTER_TEXT, LETTER_VALUE, LETTER_LINE, LETTER_LABEL_END, LETTER_IF, LETTER_EACH, LETTER_END };
enum letter_line { LETTER_PARAGRAPH, LETTER_HEADING, LETTER_ITEM, LETTER_CELL, LETTER_BOX, LETTER_SIGN, LETTER_CODE, LETTER_SEAL };

struct letter_node {
	enum letter_node_kind kind;
	enum letter_line line;                /* LINE: until the next one */
	struct str text;                      /* TEXT; SIGN: role */
	struct rule_expression *expression;   /* VALUE, IF, EACH, LINE of a box */
	size_t end;                           /* IF, EACH: their END */
};

struct letter_template {
	struct letter_node *nodes;            /* the subject's first */
	size_t subject, count;                /* how many are the subject's; in all */
};

struct pack_letter {
	struct str name, language;            /* "refusal", "fr" */
	struct str file;                      /* "refusal.fr" */
	struct str text;                      /* as it counts for the pack's identity: without comments */
	struct letter_template template;
};

/* The letter in a language, else in the pack's own; NULL: the pack has no letter of this name. */
const struct pack_letter *pack_letter(const struct pack *pack, struct str name, struct str language);

/* --- reading, checking, writing --- */

struct letter_reading {
	struct arena *arena;                  /* the template's */
	struct str file;                      /* for diagnostics */
	struct pack_diagnostics *diagnostics;
	struct rule_diagnostics *rules;
};

/* False when it cannot be read (P341 to P345); any bytes will do. */
bool letter_parse(const struct letter_reading *reading, struct str text, struct letter_template *out) MUST_USE;
/* Types every expression by the schema's names; `is_role` says whether a name may sign. */
bool letter_check(const struct letter_reading *reading, const struct rule_schema *schema, bool (*is_role)(const void *context, struct str role),
                  const void *context, struct letter_template *template) MUST_USE;
/* The schema for a record of names: functions, codes and tables of the pack. */
struct rule_schema letter_schema(struct arena *arena, const struct pack *pack, const struct rule_record *names);
/* No spaces at the ends of lines, no two empty lines in a row, one line end at the end. */
struct str letter_format(struct arena *arena, struct str text);

#endif
