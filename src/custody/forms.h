/* Forms of the room, and its handlers. */
#ifndef LIMEN_CUSTODY_FORMS_H
#define LIMEN_CUSTODY_FORMS_H

#include "act.h"
#include "custody.h"
#include "house.h"

#define CUSTODY_QUERY_FIELDS(F, L) F(CODE, post, 0, 1, 0, 16, "post; the own one when it is left out")
#define FIELD_ROW_OF_custody_query(...) FIELD_ROW(custody_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_query(...) FIELD_LIST_ROW(custody_query, __VA_ARGS__)
FIELDS_STRUCT(custody_query, CUSTODY_QUERY_FIELDS)

#define CUSTODY_MOVE_FORM_FIELDS(F, L) \
	F(CODE, to,      REQUIRED,            1, 1, 16,  "place, officer, bearer, carrier, authority or destroyed") \
	F(TEXT, name,    PERSONAL,            1, 0, 80,  "which place, who") \
	F(CODE, witness, 0,                   1, 0, 16,  "service number of who saw it destroyed") \
	F(TEXT, note,    PERSONAL,            1, 0, 500, "why, on which paper")
#define FIELD_ROW_OF_custody_move_form(...) FIELD_ROW(custody_move_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_move_form(...) FIELD_LIST_ROW(custody_move_form, __VA_ARGS__)
FIELDS_STRUCT(custody_move_form, CUSTODY_MOVE_FORM_FIELDS)

#define CUSTODY_COUNT_FORM_FIELDS(F, L) F(TEXTS, seen, 0, 1, 0, 500, "labels that are there")
#define FIELD_ROW_OF_custody_count_form(...) FIELD_ROW(custody_count_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_count_form(...) FIELD_LIST_ROW(custody_count_form, __VA_ARGS__)
FIELDS_STRUCT(custody_count_form, CUSTODY_COUNT_FORM_FIELDS)

#define CUSTODY_STEP_FIELDS(F, L) \
	F(ID,   item,     0, 1, 0, 0,  "item") \
	F(ID,   id,       0, 1, 0, 0,  "entry") \
	F(TIME, happened, 0, 1, 0, 0,  "when") \
	F(ID,   officer,  0, 1, 0, 0,  "who moved it") \
	F(CODE, holder,   0, 1, 0, 16, "to what") \
	F(TEXT, name,     PERSONAL, 1, 0, 80, "which, who") \
	F(CODE, witness,  0, 1, 0, 16, "who saw it") \
	F(TEXT, note,     PERSONAL, 1, 0, 500, "why")
#define FIELD_ROW_OF_custody_step(...) FIELD_ROW(custody_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_step(...) FIELD_LIST_ROW(custody_step, __VA_ARGS__)
FIELDS_STRUCT(custody_step, CUSTODY_STEP_FIELDS)

#define CUSTODY_COUNT_ROW_FIELDS(F, L) \
	F(CODE, post,     0, 1, 0, 16, "post") \
	F(TIME, happened, 0, 1, 0, 0,  "when") \
	F(ID,   officer,  0, 1, 0, 0,  "who counted") \
	F(INT,  seen,     0, 1, 0, 0,  "how many were there") \
	F(INT,  missing,  0, 1, 0, 0,  "how many were not")
#define FIELD_ROW_OF_custody_count_row(...) FIELD_ROW(custody_count_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_count_row(...) FIELD_LIST_ROW(custody_count_row, __VA_ARGS__)
FIELDS_STRUCT(custody_count_row, CUSTODY_COUNT_ROW_FIELDS)

route_handler custody_inventory_get, custody_count_post, custody_item_get, custody_move_post;

const char *custody_holder_words(struct str holder); /* English: "kept at", looked up in the translations */
bool custody_out(struct str holder);                 /* has it left custody? */

#endif
