/* Desks that work on cases of procedures: queues by deadline, a case with its time line, actions as forms, notes, assignment, the second person, and
 * the account of a limit's days. One set of pages for every procedure: what they show is the pack's.
 *
 * - Who sees a case, and which of its answers, the procedure's `access` says (case_reach, case_reads); a hidden case is not there.
 * - Each page about a case leaves its look, for the procedure's purpose of data protection.
 * - Notes and assignments are entries of the case's record: no answer, no part of what the engine judges.
 * It deliberately does nothing for the applicant (room portal). */
#ifndef LIMEN_CASEWORK_H
#define LIMEN_CASEWORK_H

#include "cases.h"

extern const struct room casework_room;
extern const struct entry_type case_note_type, case_assign_type;

/* Body of `case.note`. */
#define CASE_NOTE_FIELDS(F, L) F(TEXT, note, REQUIRED | PERSONAL, 1, 1, 4000, "what somebody wrote for colleagues")
#define FIELD_ROW_OF_case_note(...) FIELD_ROW(case_note, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_note(...) FIELD_LIST_ROW(case_note, __VA_ARGS__)
FIELDS_STRUCT(case_note, CASE_NOTE_FIELDS)

/* Body of `case.assign`. */
#define CASE_ASSIGN_FIELDS(F, L) F(ID, to, 0, 1, 0, 0, "who works on it from now on; none = nobody in particular")
#define FIELD_ROW_OF_case_assign(...) FIELD_ROW(case_assign, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_assign(...) FIELD_LIST_ROW(case_assign, __VA_ARGS__)
FIELDS_STRUCT(case_assign, CASE_ASSIGN_FIELDS)

/* Row of table `case_desk`. */
#define CASE_DESK_FIELDS(F, L) \
	F(ID,   assigned, 0, 1, 0, 0, "who works on it; none = nobody in particular") \
	F(TIME, since,    0, 1, 0, 0, "since when") \
	F(INT,  notes,    0, 1, 0, 0, "how many notes there are")
#define FIELD_ROW_OF_case_desk(...) FIELD_ROW(case_desk, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_desk(...) FIELD_LIST_ROW(case_desk, __VA_ARGS__)
FIELDS_STRUCT(case_desk, CASE_DESK_FIELDS)

#endif
