/* Queries and forms of the pages of this room. Private to the room. */
#ifndef LIMEN_SECOND_LINE_FORMS_H
#define LIMEN_SECOND_LINE_FORMS_H

#include "second_line.h"

#define SLIP_QUERY_FIELDS(F, L) F(CODE, language, 0, 1, 0, 8, "language that the person reads")
#define FIELD_ROW_OF_slip_query(...) FIELD_ROW(slip_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_slip_query(...) FIELD_LIST_ROW(slip_query, __VA_ARGS__)
FIELDS_STRUCT(slip_query, SLIP_QUERY_FIELDS)

#define QUEUE_QUERY_FIELDS(F, L) F(CODE, post, 0, 1, 0, 16, "another post than the session's; all = every post; for those who supervise")
#define FIELD_ROW_OF_queue_query(...) FIELD_ROW(queue_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_queue_query(...) FIELD_LIST_ROW(queue_query, __VA_ARGS__)
FIELDS_STRUCT(queue_query, QUEUE_QUERY_FIELDS)

#define SECOND_FORM_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 6, 7,   "confirm or return") \
	F(TEXT, remark, PERSONAL, 1, 0, 500, "a word to whoever asked")
#define FIELD_ROW_OF_second_form(...) FIELD_ROW(second_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_second_form(...) FIELD_LIST_ROW(second_form, __VA_ARGS__)
FIELDS_STRUCT(second_form, SECOND_FORM_FIELDS)

#endif
