/* How long cases are kept: `keep erase|anonymise|archive DURATION after FACT [if]` of their procedure (procedures.md 8).
 *
 * - When a case is closed, its entry says until when it is kept, and what happens then: it is judged by the revision under which it stands. What comes
 *   later (a letter delivered) judges it again.
 * - Erased: all bodies of its record go, as one erasure of at least ERASE_TOGETHER records; a few wait at most 30 days for more.
 * - Made anonymous: what figures need is kept as an entry of another record that nothing ties to the case, then all goes as above.
 * - Archived: nothing goes. Where an archive is another house, an export is its own procedure.
 * - A legal hold stops all of it until it is lifted. Who holds says why; it is an entry of the case. */
#ifndef LIMEN_CASES_KEEP_H
#define LIMEN_CASES_KEEP_H

#include "cases.h"

#define CASE_HOLD_FIELDS(F, L) \
	F(YESNO, held,   REQUIRED,            1, 0, 0,    "whether it is held from now on") \
	F(TEXT,  reason, REQUIRED | PERSONAL, 1, 1, 1000, "why: the court, the inquiry, the complaint")
#define FIELD_ROW_OF_case_hold(...) FIELD_ROW(case_hold, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_hold(...) FIELD_LIST_ROW(case_hold, __VA_ARGS__)
FIELDS_STRUCT(case_hold, CASE_HOLD_FIELDS)

/* Row of table `case_hold`: cases that are held now. */
#define CASE_HOLD_ROW_FIELDS(F, L) \
	F(TIME, since,  0,        1, 0, 0,    "since when") \
	F(ID,   holder, 0,        1, 0, 0,    "by whom") \
	F(TEXT, reason, PERSONAL, 1, 0, 1000, "why")
#define FIELD_ROW_OF_case_hold_row(...) FIELD_ROW(case_hold_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_hold_row(...) FIELD_LIST_ROW(case_hold_row, __VA_ARGS__)
FIELDS_STRUCT(case_hold_row, CASE_HOLD_ROW_FIELDS)

/* What is left of a case that was made anonymous: entry `case.rest`, and its row. */
#define CASE_REST_FIELDS(F, L) \
	F(CODE, procedure,   REQUIRED, 1, 1, 48,  "procedure") \
	F(CODE, outcome,     0,        1, 0, 48,  "outcome") \
	F(DATE, opened,      REQUIRED, 1, 0, 0,   "month in which it was opened") \
	F(INT,  days,        0,        1, 0, 100000, "days from opening to close") \
	F(CODE, sex,         0,        1, 0, 16,  "of the person that it was about") \
	F(CODE, nationality, 0,        1, 0, 16,  "of that person") \
	F(CODE, age_group,   0,        1, 0, 16,  "of that person, when it was closed") \
	F(INT,  people,      0,        1, 0, 1000, "how many people, where it was about several")
#define FIELD_ROW_OF_case_rest(...) FIELD_ROW(case_rest, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_rest(...) FIELD_LIST_ROW(case_rest, __VA_ARGS__)
FIELDS_STRUCT(case_rest, CASE_REST_FIELDS)

extern const struct entry_type case_hold_type, case_rest_type;
extern const struct fold case_hold_fold, case_rest_fold;
extern const struct command case_keep_commands[];

/* Writes into the step of a closed case until when it is kept, and what happens then. */
void case_keep(struct flow *flow, struct case_step *step);
/* Holds a case, or lets it go. ERR_FINDINGS without a reason; nothing is appended when it stands so already. */
bool case_hold_set(struct act *act, struct uuid record, bool held, struct str reason, struct error *err);
/* running.c: what would become of the running cases under a pack, a line for each procedure, revision and state. */
bool case_print_running(struct act *act, const struct pack *after, struct buf *out, struct error *err);
bool case_diff_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
/* Ends what has been kept long enough, at most 200 cases a run. `done`: how many. For the job. */
bool cases_end(struct act *act, size_t *done, struct error *err);

#endif
