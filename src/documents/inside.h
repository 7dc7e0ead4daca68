/* What the files of this room share. */
#ifndef LIMEN_DOCUMENTS_INSIDE_H
#define LIMEN_DOCUMENTS_INSIDE_H

#include "documents.h"
#include "route.h"

enum { NEAR_LEAST = 4, NEAR_MOST = 12 };

/* How a number is compared: letters and digits in capitals; and the same with O as 0 and I as 1. */
struct str number_folded(struct arena *arena, struct str number);
struct str number_canonical(struct arena *arena, struct str folded);
/* The number without one of its characters, each once: numbers that differ in one character, or in two neighbours' order, share one. Their count. */
size_t number_keys(struct arena *arena, struct str canonical, struct str out[static NEAR_MOST]);
/* Of the same length, and one character is another or two neighbours changed places. */
bool number_misread(struct str a, struct str b);

#define REGISTER_FORM_FIELDS(F, L) \
	F(CODE, state,  REQUIRED,            1, 1, 16,  "code of the pack's list register_states") \
	F(CODE, issuer, REQUIRED,            1, 1, 3,   "code of the pack's list countries") \
	F(CODE, kind,   0,                   1, 0, 2,   "code of the pack's list document_kinds; empty = P") \
	F(CODE, number, REQUIRED | PERSONAL, 1, 1, 30,  "number of the document") \
	F(DATE, day,    REQUIRED,            1, 0, 0,   "since when") \
	F(TEXT, by,     REQUIRED,            1, 2, 120, "who reported it, or which authority decided") \
	F(DATE, born,   PERSONAL,            1, 0, 0,   "the holder's birth date, where it is known") \
	F(TEXT, note,   PERSONAL,            1, 0, 500, "what else is known")
#define FIELD_ROW_OF_register_form(...) FIELD_ROW(register_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_form(...) FIELD_LIST_ROW(register_form, __VA_ARGS__)
FIELDS_STRUCT(register_form, REGISTER_FORM_FIELDS)

#define REGISTER_QUERY_FIELDS(F, L) F(ID, document, 0, 1, 0, 0, "record of a document that was presented: its data fill the form")
#define FIELD_ROW_OF_register_query(...) FIELD_ROW(register_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_query(...) FIELD_LIST_ROW(register_query, __VA_ARGS__)
FIELDS_STRUCT(register_query, REGISTER_QUERY_FIELDS)

#define REGISTER_SEARCH_FIELDS(F, L) \
	F(CODE, number, REQUIRED | PERSONAL, 1, 1, 30, "number of a document, near ones too") \
	F(CODE, issuer, 0,                   1, 0, 3,  "who issued it; empty = whoever")
#define FIELD_ROW_OF_register_search(...) FIELD_ROW(register_search, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_search(...) FIELD_LIST_ROW(register_search, __VA_ARGS__)
FIELDS_STRUCT(register_search, REGISTER_SEARCH_FIELDS)

extern const struct entry_type register_type;
extern const struct fold register_fold;
bool register_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);
route_handler registers_get, registers_post, register_new_get, register_new_post, register_file_get, register_file_post;

#endif
