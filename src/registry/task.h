/* Tasks: what somebody of a role must do, here or anywhere, about a record. */
#ifndef LIMEN_TASK_H
#define LIMEN_TASK_H

#include "entry.h"

struct act;

extern const struct entry_type task_type, task_done_type;
extern const struct table task_table;

/* Something that somebody must do. A record of its own. */
#define TASK_FIELDS(F, L) \
	F(CODE, role,  REQUIRED, 1, 1, 32,  "role of the pack that does it") \
	F(CODE, post,  0,        1, 0, 16,  "post where it is done; empty = everywhere") \
	F(CODE, what,  REQUIRED, 1, 1, 32,  "kind of task: expired_citizen_document, claim, anomaly ...") \
	F(ID,   about, 0,        1, 0, 0,   "record that it is about") \
	F(TEXT, words, REQUIRED | PERSONAL, 1, 2, 500, "what is to be done") \
	F(TIME, due,   0,        1, 0, 0,   "until when; 0 = no limit")
#define FIELD_ROW_OF_task(...) FIELD_ROW(task, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_task(...) FIELD_LIST_ROW(task, __VA_ARGS__)
FIELDS_STRUCT(task, TASK_FIELDS)

#define TASK_DONE_FIELDS(F, L) F(TEXT, note, PERSONAL, 1, 0, 500, "what was done")
#define FIELD_ROW_OF_task_done(...) FIELD_ROW(task_done, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_task_done(...) FIELD_LIST_ROW(task_done, __VA_ARGS__)
FIELDS_STRUCT(task_done, TASK_DONE_FIELDS)

#define TASK_ROW_FIELDS(F, L) \
	TASK_FIELDS(F, L) \
	F(TIME, opened, 0, 1, 0, 0, "since when") \
	F(TIME, done,   0, 1, 0, 0, "when it was done; 0 = open")
#define FIELD_ROW_OF_task_row(...) FIELD_ROW(task_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_task_row(...) FIELD_LIST_ROW(task_row, __VA_ARGS__)
FIELDS_STRUCT(task_row, TASK_ROW_FIELDS)

/* Does a task of this kind about a record wait still? */
bool task_waits(struct act *act, struct uuid about, struct str what, bool *waits, struct error *err);
/* Appends that those which wait are done: what they asked for has happened. `note` may be empty. */
bool task_end_all(struct act *act, struct uuid about, struct str what, struct str note, struct error *err);

#endif
