/* What a person holds: visas and permits of this state, what became of them, and stays that an authority extended.
 *
 * - A permit belongs to the record of the document that bears it. Which documents are one person's is a person's confirmation (`holder`), so a visa in
 *   the old passport helps its bearer with the new one as soon as the two are tied.
 * - It is never rewritten: revoked, lost, replaced, used up or in force again are entries of their own, with authority and reason.
 * - An extension names the entry whose stay it prolongs; the movement's row then holds the new last day and, apart, the one given first.
 * - `open_entry` has a row for each entry that no exit on the same document closes. Exits on another document of the person are looked for by the
 *   query that reads it, so that a tie made later closes a stay, too.
 * - It does not judge: permit_fault() says what stands in the way of using a paper, `papers` makes a check of it. */
#ifndef LIMEN_PERMIT_H
#define LIMEN_PERMIT_H

#include "entry.h"

/* Body of `permit`. Names are the holder's as printed on the paper: whoever shows it is compared with them. */
#define PERMIT_FIELDS(F, L) \
	F(CODE, kind,        REQUIRED, 1, 1, 32, "visa, transit_visa, residence, work, study, authorisation, border_resident ...") \
	F(CODE, number,      REQUIRED | PERSONAL, 1, 1, 30, "number") \
	F(DATE, valid_from,  REQUIRED, 1, 0, 0,  "first day") \
	F(DATE, valid_until, REQUIRED, 1, 0, 0,  "last day") \
	F(INT,  entries,     0,        1, 0, 99, "entries allowed; 0 = many") \
	F(INT,  days,        0,        1, 0, 3650, "days of stay allowed; 0 = by the rule") \
	F(CODE, stay_rule,   0,        1, 0, 32, "rule of stay of the pack") \
	F(TEXT, source,      0,        1, 0, 120, "of an imported one: file and row") \
	F(TEXT, surname,     PERSONAL, 1, 0, 120, "holder's family name, or the only name; empty = not known here") \
	F(TEXT, given_names, PERSONAL, 1, 0, 120, "holder's given names") \
	F(DATE, born,        PERSONAL, 1, 0, 0,   "holder's birth date") \
	F(CODE, document_kind,   0,    1, 0, 2,   "document that bears it") \
	F(CODE, document_issuer, 0,    1, 0, 3,   "its issuer") \
	F(CODE, document_number, PERSONAL, 1, 0, 30, "its number") \
	F(TEXT, authority,   0,        1, 0, 120, "who issued it") \
	F(TEXT, name_key,    PERSONAL, 1, 0, 400, "words of the name for search, as identity_key() makes them")
#define FIELD_ROW_OF_permit(...) FIELD_ROW(permit, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit(...) FIELD_LIST_ROW(permit, __VA_ARGS__)
FIELDS_STRUCT(permit, PERMIT_FIELDS)

#define PERMIT_STATES "valid, revoked, lost, replaced or used_up"

/* Body of `permit.change`, in the record of the document that bears the permit. */
#define PERMIT_CHANGE_FIELDS(F, L) \
	F(ID,   permit,    REQUIRED,            1, 0, 0,   "entry of the permit") \
	F(CODE, state,     REQUIRED,            1, 1, 16,  "what it is from then on: " PERMIT_STATES) \
	F(DATE, from,      REQUIRED,            1, 0, 0,   "from which day") \
	F(TEXT, authority, REQUIRED,            1, 2, 120, "who decided, or to whom it was reported") \
	F(TEXT, reason,    REQUIRED | PERSONAL, 1, 2, 500, "why") \
	F(CODE, successor, PERSONAL,            1, 0, 30,  "number of the paper that replaces it")
#define FIELD_ROW_OF_permit_change(...) FIELD_ROW(permit_change, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_change(...) FIELD_LIST_ROW(permit_change, __VA_ARGS__)
FIELDS_STRUCT(permit_change, PERMIT_CHANGE_FIELDS)

/* Row of table `permit`. */
#define PERMIT_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0,   "entry") \
	PERMIT_FIELDS(F, L) \
	F(CODE, state,     0, 1, 0, 16,  PERMIT_STATES) \
	F(DATE, since,     0, 1, 0, 0,   "from which day it is so; empty = from the first") \
	F(TEXT, state_by,  0, 1, 0, 120, "who decided that") \
	F(TEXT, reason,    PERSONAL, 1, 0, 500, "why") \
	F(CODE, successor, PERSONAL, 1, 0, 30,  "number of the paper that replaces it") \
	F(ID,   changed,   0, 1, 0, 0,   "entry of the last change")
#define FIELD_ROW_OF_permit_row(...) FIELD_ROW(permit_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_row(...) FIELD_LIST_ROW(permit_row, __VA_ARGS__)
FIELDS_STRUCT(permit_row, PERMIT_ROW_FIELDS)

#define PERMIT_NAME_FIELDS(F, L) \
	F(ID,   id,   0, 1, 0, 0,  "permit") \
	F(TEXT, word, PERSONAL, 1, 0, 60, "one word of the holder's name, in the letters of the machine readable zone")
#define FIELD_ROW_OF_permit_name(...) FIELD_ROW(permit_name, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_permit_name(...) FIELD_LIST_ROW(permit_name, __VA_ARGS__)
FIELDS_STRUCT(permit_name, PERMIT_NAME_FIELDS)

/* Body of `stay.extension`, in the record of the document that was entered on. */
#define EXTENSION_FIELDS(F, L) \
	F(ID,   crossing,  REQUIRED,            1, 0, 0,   "entry whose stay is extended") \
	F(DATE, until,     REQUIRED,            1, 0, 0,   "new last day") \
	F(DATE, before,    REQUIRED,            1, 0, 0,   "last day until then") \
	F(CODE, reason,    REQUIRED,            1, 1, 32,  "code of the pack's list extension_reasons") \
	F(TEXT, authority, REQUIRED,            1, 2, 120, "who decided") \
	F(CODE, number,    0,                   1, 0, 40,  "its file number") \
	F(TEXT, note,      PERSONAL,            1, 0, 500, "facts on which it rests") \
	F(CODE, what,      0,                   1, 0, 16,  "empty = extended; restored = an extension was taken back, from the day on which it was")
#define FIELD_ROW_OF_extension(...) FIELD_ROW(extension, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_extension(...) FIELD_LIST_ROW(extension, __VA_ARGS__)
FIELDS_STRUCT(extension, EXTENSION_FIELDS)

/* Row of table `extension`. */
#define EXTENSION_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when it was entered") \
	F(ID,   officer,  0, 1, 0, 0, "who entered it") \
	EXTENSION_FIELDS(F, L)
#define FIELD_ROW_OF_extension_row(...) FIELD_ROW(extension_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_extension_row(...) FIELD_LIST_ROW(extension_row, __VA_ARGS__)
FIELDS_STRUCT(extension_row, EXTENSION_ROW_FIELDS)

/* Row of table `open_entry`: an entry without exit on its own document. */
#define OPEN_ENTRY_FIELDS(F, L) \
	F(ID,   id,          0, 1, 0, 0,  "entry") \
	F(TIME, happened,    0, 1, 0, 0,  "event time") \
	F(DATE, day,         0, 1, 0, 0,  "day in the post's zone") \
	F(DATE, stay_until,  0, 1, 0, 0,  "last day of the stay; empty = no limit") \
	F(CODE, post,        0, 1, 0, 16, "post of the entry") \
	F(CODE, nationality, 0, 1, 0, 3,  "for figures and filters") \
	F(CODE, sex,         0, 1, 0, 1,  "for figures and filters") \
	F(CODE, age_band,    0, 1, 0, 8,  "for figures and filters") \
	F(ID,   next,        0, 1, 0, 0,  "entry that followed on this document without an exit between; zero = none")
#define FIELD_ROW_OF_open_entry(...) FIELD_ROW(open_entry, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_open_entry(...) FIELD_LIST_ROW(open_entry, __VA_ARGS__)
FIELDS_STRUCT(open_entry, OPEN_ENTRY_FIELDS)

extern const struct entry_type permit_type, permit_change_type, extension_type;
extern const struct table permit_table, permit_name_table, extension_table, open_entry_table;

struct subject;

/* What stands in the way of using a paper on the subject's day. */
enum permit_fault { PERMIT_GOOD, PERMIT_USED, PERMIT_EXPIRED, PERMIT_NOT_YET, PERMIT_STATE, PERMIT_HOLDER };
enum permit_fault permit_fault(const struct subject *subject, const struct permit_row *permit, struct arena *arena);
/* How often a permit was used for an entry that counts, on whatever document of the person. */
int permit_uses(const struct subject *subject, const struct permit_row *permit);
bool permit_is_visa(struct str kind);
/* Id under which entries on a visa are kept that only its seal proved: of state and number, the same on every node. */
struct act;
struct uuid permit_proof_id(const struct act *act, struct str number);
/* Of the same name and birth date, as far as both say. */
bool permit_is_holder(const struct subject *subject, const struct permit_row *permit, struct arena *arena);

#endif
