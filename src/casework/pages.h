/* Handlers, forms and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_CASEWORK_PAGES_H
#define LIMEN_CASEWORK_PAGES_H

#include "casework.h"
#include "house.h"
#include "lang.h"
#include "show.h"

#define CASES_QUERY_FIELDS(F, L) \
	F(CODE, procedure, 0, 1, 0, 48, "procedure") \
	F(CODE, queue,     0, 1, 0, 48, "one of its queues") \
	F(CODE, number,    0, 1, 0, 32, "number of a case: it is opened")
#define FIELD_ROW_OF_cases_query(...) FIELD_ROW(cases_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_cases_query(...) FIELD_LIST_ROW(cases_query, __VA_ARGS__)
FIELDS_STRUCT(cases_query, CASES_QUERY_FIELDS)

#define CASE_QUERY_FIELDS(F, L) \
	F(CODE, item, 0, 1, 0, 32, "id of the item that an action is about") \
	F(CODE, action, 0, 1, 0, 48, "action that opens a case") \
	F(CODE, path, 0, 1, 0, 200, "answer that holds a file") \
	F(INT,  page, 0, 1, 0, 1000, "of several pages, from 1") \
	F(CODE, size, 0, 1, 0, 8, "large: the picture, set anew to be looked at; left out: the file, to be saved") \
	F(ID, inspection, 0, 1, 0, 0, "inspection of who asks: what the document says is filled in")
#define FIELD_ROW_OF_case_query(...) FIELD_ROW(case_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_query(...) FIELD_LIST_ROW(case_query, __VA_ARGS__)
FIELDS_STRUCT(case_query, CASE_QUERY_FIELDS)

#define CASE_DO_FORM_FIELDS(F, L) F(CODE, item, 0, 1, 0, 32, "id of the item that the action is about")
#define FIELD_ROW_OF_case_do_form(...) FIELD_ROW(case_do_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_do_form(...) FIELD_LIST_ROW(case_do_form, __VA_ARGS__)
FIELDS_STRUCT(case_do_form, CASE_DO_FORM_FIELDS)

#define CASE_ASSIGN_FORM_FIELDS(F, L) F(CODE, number, 0, 1, 0, 16, "service number; empty = nobody in particular")
#define FIELD_ROW_OF_case_assign_form(...) FIELD_ROW(case_assign_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_assign_form(...) FIELD_LIST_ROW(case_assign_form, __VA_ARGS__)
FIELDS_STRUCT(case_assign_form, CASE_ASSIGN_FORM_FIELDS)

/* Opens a case for the actor: ERR_NOT_FOUND when it is hidden from their roles, too. The act takes the procedure's purpose; the look is left. */
bool work_open(struct act *act, struct uuid record, struct case_seen *seen, struct error *err);
struct str work_title(struct act *act, const struct case_seen *seen);      /* "Short-stay visa V27..." */
struct str work_state(struct act *act, const struct case_seen *seen);      /* internal words of its state */
struct str work_when(struct act *act, int64_t ms);
struct str work_path(struct act *act, struct uuid record, const char *after);
/* "14 March 2027, in 6 days" with its tone; false: no limit runs. */
json_t *work_due(struct act *act, int64_t due);
/* Who works on it, for lists and the page; zero: nobody. */
bool work_desk(struct act *act, struct uuid record, struct case_desk *out, struct error *err);
/* line.c: what happened, newest first. */
bool work_line(struct act *act, struct case_seen *seen, json_t **out, struct error *err);

/* list.c */ route_handler work_list_get, work_new_get;
/* case.c */ route_handler work_case_get, work_file_get, work_upload_post, work_upload_get, work_upload_patch, work_upload_delete, work_note_post, work_assign_post;
/* do.c */   route_handler work_do_get, work_do_post, work_begin_get, work_begin_post, work_edit_get, work_edit_post, work_confirm_post, work_return_post;
/* clock.c */route_handler work_clock_get;
bool work_clock_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

#endif
