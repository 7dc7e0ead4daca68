/* Paper mode: numbered blank forms lie at the post, printed beforehand; when nothing works the officers write on them, and enter them afterwards.
 *
 * - Numbers are the post's own, from 1 on, in blocks; each is shown with a check digit of Doc 9303 (weights 7, 3, 1): 000123-6.
 * - Each number is used once, spoiled, or lost, and somebody says which: a number is a record of its own, so a second use of it is a conflict.
 * - When paper mode ends it is said which number is the next blank one of each block that was begun. All before it in its block must be accounted for
 *   within the pack's `paper_account`; then a task tells the supervisors which are missing. Blocks that nobody began stay in stock.
 * - What is entered from a form is border's business (back_entry.c): the event's time, checks, what was found late. */
#ifndef LIMEN_STATION_PAPER_H
#define LIMEN_STATION_PAPER_H

#include "station.h"

enum { PAPER_NUMBER_MOST = 999999, PAPER_BLOCK_MOST = 500, PAPER_NEXT_MOST = 12 };

#define PAPER_BLOCK_FIELDS(F, L) \
	F(CODE, post,  REQUIRED, 1, 1, 16,     "post") \
	F(INT,  first, REQUIRED, 1, 1, 999999, "first number") \
	F(INT,  last,  REQUIRED, 1, 1, 999999, "last number") \
	F(TEXT, whom,  0,        1, 0, 120,    "to whom the printed forms were handed")
#define FIELD_ROW_OF_paper_block(...) FIELD_ROW(paper_block, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_block(...) FIELD_LIST_ROW(paper_block, __VA_ARGS__)
FIELDS_STRUCT(paper_block, PAPER_BLOCK_FIELDS)

/* Table `paper_block`. */
#define PAPER_BLOCK_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when they were printed") \
	F(ID,   officer,  0, 1, 0, 0, "who printed them") \
	PAPER_BLOCK_FIELDS(F, L)
#define FIELD_ROW_OF_paper_block_row(...) FIELD_ROW(paper_block_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_block_row(...) FIELD_LIST_ROW(paper_block_row, __VA_ARGS__)
FIELDS_STRUCT(paper_block_row, PAPER_BLOCK_ROW_FIELDS)

#define PAPER_BEGIN_FIELDS(F, L) \
	F(CODE, post,   REQUIRED, 1, 1, 16,  "post") \
	F(TEXT, reason, REQUIRED, 1, 2, 500, "why nothing else works")
#define FIELD_ROW_OF_paper_begin(...) FIELD_ROW(paper_begin, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_begin(...) FIELD_LIST_ROW(paper_begin, __VA_ARGS__)
FIELDS_STRUCT(paper_begin, PAPER_BEGIN_FIELDS)

#define PAPER_END_FIELDS(F, L) \
	F(ID,   period, REQUIRED, 1, 0, 0,   "entry that began it") \
	F(TEXT, next,   0,        1, 0, 120, "the first blank number of each block that was begun, with spaces; empty = none was used")
#define FIELD_ROW_OF_paper_end(...) FIELD_ROW(paper_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_end(...) FIELD_LIST_ROW(paper_end, __VA_ARGS__)
FIELDS_STRUCT(paper_end, PAPER_END_FIELDS)

#define PAPER_MISSING_FIELDS(F, L) \
	F(ID,  period, REQUIRED, 1, 0, 0,      "entry that began it") \
	F(INT, count,  REQUIRED, 1, 1, 999999, "numbers that nobody accounted for in time") \
	F(TEXT, numbers, 0,      1, 0, 500,    "the first of them")
#define FIELD_ROW_OF_paper_missing(...) FIELD_ROW(paper_missing, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_missing(...) FIELD_LIST_ROW(paper_missing, __VA_ARGS__)
FIELDS_STRUCT(paper_missing, PAPER_MISSING_FIELDS)

/* Table `paper_period`. */
#define PAPER_PERIOD_FIELDS(F, L) \
	F(ID,   id,      0, 1, 0, 0, "entry that began it") \
	F(TIME, began,   0, 1, 0, 0, "since when") \
	F(ID,   officer, 0, 1, 0, 0, "who said so") \
	F(TIME, ended,   0, 1, 0, 0, "until when; 0 = still") \
	F(TEXT, next,    0, 1, 0, 120, "the first blank numbers then; empty = none was used") \
	F(INT,  missing, 0, 1, 0, 0, "numbers that nobody accounted for in time") \
	PAPER_BEGIN_FIELDS(F, L)
#define FIELD_ROW_OF_paper_period(...) FIELD_ROW(paper_period, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_period(...) FIELD_LIST_ROW(paper_period, __VA_ARGS__)
FIELDS_STRUCT(paper_period, PAPER_PERIOD_FIELDS)

#define PAPER_FORM_FIELDS(F, L) \
	F(CODE, post,     REQUIRED, 1, 1, 16,     "post") \
	F(INT,  number,   REQUIRED, 1, 1, 999999, "its number") \
	F(CODE, state,    REQUIRED, 1, 1, 8,      "used, spoiled or lost") \
	F(ID,   crossing, 0,        1, 0, 0,      "the crossing that was entered from it") \
	F(TEXT, note,     0,        1, 0, 300,    "what became of it")
#define FIELD_ROW_OF_paper_form(...) FIELD_ROW(paper_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_form(...) FIELD_LIST_ROW(paper_form, __VA_ARGS__)
FIELDS_STRUCT(paper_form, PAPER_FORM_FIELDS)

/* Table `paper_form`: one row for each number that was accounted for; what was said first stands. */
#define PAPER_FORM_ROW_FIELDS(F, L) \
	PAPER_FORM_FIELDS(F, L) \
	F(TIME, happened, 0, 1, 0, 0, "when it was written, or found spoiled") \
	F(TIME, arrived,  0, 1, 0, 0, "when it was entered") \
	F(ID,   officer,  0, 1, 0, 0, "who entered it")
#define FIELD_ROW_OF_paper_form_row(...) FIELD_ROW(paper_form_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_form_row(...) FIELD_LIST_ROW(paper_form_row, __VA_ARGS__)
FIELDS_STRUCT(paper_form_row, PAPER_FORM_ROW_FIELDS)

extern const struct entry_type paper_block_type, paper_begin_type, paper_end_type, paper_missing_type, paper_form_type;

/* "000123-6". */
struct str paper_number(struct arena *arena, int64_t number);
/* Reads "000123-6", "0001236" or "1236": the last digit is the check digit. False: it does not agree, or is no number. */
bool paper_number_read(struct str text, int64_t *number) MUST_USE;

bool paper_print(struct act *act, const struct pack_post *post, int count, struct str whom, struct error *err);
bool paper_begins(struct act *act, const struct pack_post *post, struct str reason, int64_t at, struct error *err);
bool paper_ends(struct act *act, const struct pack_post *post, const int64_t *next, size_t count, int64_t at, struct error *err);
/* Accounts for a number that was printed for the post and for which nobody did. Findings stand at the field `number`. */
bool paper_account(struct act *act, const struct paper_form *form, int64_t at, struct error *err);
/* Numbers before the next blank one of their block, as the last end of paper mode told it, which nobody accounted for; at most `most` are given. */
bool paper_open_numbers(struct act *act, struct str post, int64_t *numbers, size_t most, size_t *count, struct error *err);
/* The lowest printed number that nobody accounted for, for the next form; 0 = none. */
bool paper_next(struct act *act, struct str post, int64_t after, int64_t *number, struct error *err);
bool paper_is_on(struct act *act, struct str post, struct paper_period *out, struct error *err); /* a zero id: it is not */

extern const struct fold paper_fold, paper_form_fold;
bool paper_tell(struct act *act, struct error *err); /* the job: tasks for numbers that nobody accounted for in time */

#endif
