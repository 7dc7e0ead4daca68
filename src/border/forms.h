/* Queries and forms of the pages of this room. What the API takes, too, and border.h does not hold. Private to the room. */
#ifndef LIMEN_BORDER_FORMS_H
#define LIMEN_BORDER_FORMS_H

#include "border.h"

#define BOOTH_QUERY_FIELDS(F, L) F(ID, done, 0, 1, 0, 0, "what was just recorded")
#define FIELD_ROW_OF_booth_query(...) FIELD_ROW(booth_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_booth_query(...) FIELD_LIST_ROW(booth_query, __VA_ARGS__)
FIELDS_STRUCT(booth_query, BOOTH_QUERY_FIELDS)

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

/* A row of access's table of requests for a second person. */
#define REQUEST_ROW_FIELDS(F, L) \
	F(ID,   record,  0, 1, 0, 0,  "the request") \
	F(ID,   id,      0, 1, 0, 0,  "entry that asked") \
	F(TIME, asked,   0, 1, 0, 0,  "when") \
	F(ID,   asker,   0, 1, 0, 0,  "who asked") \
	F(CODE, what,    0, 1, 0, 40, "what is to be confirmed") \
	F(CODE, confirmer, 0, 1, 0, 32, "right that the second person needs") \
	F(ID,   about,   0, 1, 0, 0,  "record that it is about") \
	F(JSON, body,    PERSONAL, 1, 0, 60000, "what will be recorded") \
	F(TEXT, reason,  PERSONAL, 1, 0, 2000, "why")
#define FIELD_ROW_OF_request_row(...) FIELD_ROW(request_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_request_row(...) FIELD_LIST_ROW(request_row, __VA_ARGS__)
FIELDS_STRUCT(request_row, REQUEST_ROW_FIELDS)

#endif
