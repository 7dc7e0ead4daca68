/* What procedures ask of the rooms that are here already: letters, tasks, messages, documents in custody, inspections, cases of other procedures, registers,
 * quotas. Thin ties: each capability of capability.h calls the room that does the work, and keeps in the case what became of it.
 *
 * - letter: issued once the action is judged, with the names of the case (its clocks and state as they then stand), in the language of the party it is
 *   for, with the state's own behind it; kept in the case's record. The party is told by a message that says no more than that there is news. What is
 *   delivered or returned is the outbox's to say, or a desk's: /case/letter/{id} shows it and takes that down.
 * - task, notify: a task of the role that leads to the case; a message to the party.
 * - custody: through custody.h: label, receipt, holder. Nothing is ever without a holder.
 * - inspection: the judges of the booth over the person and document of the case; a hit waits for whoever adjudicates hits, and what they
 *   find comes to the case as an event. What no engine does is said so: "not supported: no engine".
 * - case: a case of another procedure, tied to this one; its end is an event here.
 * - stay: the last day of a stay that runs, extended and taken back: the same entry as that of the desk for decisions of other authorities.
 * - biometrics, dna, travel: recorded by hand at /recorded/case/{id}: who says so, an event of the case. "Not supported: no engine" of comparing.
 * - register: a numbered entry. quota: places of which there are so many, each taken once however many ask at a time.
 * It deliberately judges nothing: needs, roles and second persons are the procedure's. */
#ifndef LIMEN_DUTIES_H
#define LIMEN_DUTIES_H

#include "cases.h"
#include "room.h"

extern const struct room duties_room;
extern const struct entry_type case_tie_type, quota_type, register_entry_type, case_inspection_type, case_recorded_type;

/* A case that another opened. Of the record of the new one. */
#define CASE_TIE_FIELDS(F, L) \
	F(ID,   parent, REQUIRED, 1, 0, 0,  "case that opened it") \
	F(CODE, use,    REQUIRED, 1, 1, 48, "use of that case's procedure") \
	F(CODE, item,   0,        1, 0, 32, "item of that case for which it was opened")
#define FIELD_ROW_OF_case_tie(...) FIELD_ROW(case_tie, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_tie(...) FIELD_LIST_ROW(case_tie, __VA_ARGS__)
FIELDS_STRUCT(case_tie, CASE_TIE_FIELDS)

/* A place of a quota, taken or given back. The record is the quota's: two who take the last one conflict on its head. */
#define QUOTA_FIELDS(F, L) \
	F(CODE, what,    REQUIRED, 1, 1, 8,   "take or return") \
	F(CODE, holder,  REQUIRED, 1, 1, 120, "case and item that have the place") \
	F(CODE, name,    REQUIRED, 1, 1, 100, "procedure and use") \
	F(TEXT, by,      0,        1, 0, 120, "what is counted alone: a sector, a year") \
	F(INT,  most,    0,        1, 0, 1000000000, "how many places there were then")
#define FIELD_ROW_OF_quota(...) FIELD_ROW(quota, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_quota(...) FIELD_LIST_ROW(quota, __VA_ARGS__)
FIELDS_STRUCT(quota, QUOTA_FIELDS)

/* An entry of a register. Of the case's record. */
#define REGISTER_ENTRY_FIELDS(F, L) \
	F(CODE, what,   REQUIRED, 1, 1, 8,  "add or close") \
	F(CODE, list,   REQUIRED, 1, 1, 48, "register") \
	F(CODE, number, REQUIRED, 1, 1, 40, "number of the entry") \
	F(CODE, use,    REQUIRED, 1, 1, 48, "use of the procedure") \
	F(CODE, item,   0,        1, 0, 32, "item of the case") \
	F(JSON, entered, PERSONAL, 1, 0, 8000, "what is entered")
#define FIELD_ROW_OF_register_entry(...) FIELD_ROW(register_entry, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_entry(...) FIELD_LIST_ROW(register_entry, __VA_ARGS__)
FIELDS_STRUCT(register_entry, REGISTER_ENTRY_FIELDS)

/* An inspection made for a case, and what it found so far. Of the case's record. */
#define CASE_INSPECTION_FIELDS(F, L) \
	F(ID,    inspection, REQUIRED, 1, 0, 0,  "the inspection") \
	F(CODE,  use,        REQUIRED, 1, 1, 48, "use of the procedure") \
	F(CODE,  item,       0,        1, 0, 32, "item of the case") \
	F(ID,    document,   REQUIRED, 1, 0, 0,  "record of the document") \
	F(YESNO, attention,  0,        1, 0, 0,  "something was found") \
	F(YESNO, open,       0,        1, 0, 0,  "a hit is not settled")
#define FIELD_ROW_OF_case_inspection(...) FIELD_ROW(case_inspection, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_inspection(...) FIELD_LIST_ROW(case_inspection, __VA_ARGS__)
FIELDS_STRUCT(case_inspection, CASE_INSPECTION_FIELDS)

/* What became of biometrics, a DNA test or a journey, as somebody says. Of the case's record. */
#define CASE_RECORDED_FIELDS(F, L) \
	F(CODE, use,    REQUIRED, 1, 1, 48, "use of the procedure") \
	F(CODE, event,  REQUIRED, 1, 1, 16, "captured, duplicate, result, departed, arrived or missed") \
	F(CODE, result, PERSONAL, 1, 0, 16, "of a test: related, not_related or open") \
	F(TEXT, note,   REQUIRED | PERSONAL, 1, 3, 1000, "who says so, and where it is kept")
#define FIELD_ROW_OF_case_recorded(...) FIELD_ROW(case_recorded, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_recorded(...) FIELD_LIST_ROW(case_recorded, __VA_ARGS__)
FIELDS_STRUCT(case_recorded, CASE_RECORDED_FIELDS)

/* How a party of a case is reached. */
struct duty_contact {
	struct str email, phone, language; /* "" = not given */
};
bool duty_contact(struct act *act, struct case_seen *seen, struct str party, struct duty_contact *out, struct error *err);
/* Letters of a case, newest first, as letters_of() gives them, with what became of each in words ("became"; "" = an older one of its kind). */
bool duty_letters(struct act *act, struct case_seen *seen, json_t **out, struct error *err);
/* "There is news on your case ...", by e-mail, else by SMS; nothing where the party has neither. `use`, `item`: of the letter that it announces. */
bool duty_tell(struct act *act, struct case_seen *seen, struct str party, struct str use, struct str item, struct error *err);

#endif
