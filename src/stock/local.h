/* What the files of the room share. */
#ifndef LIMEN_STOCK_LOCAL_H
#define LIMEN_STOCK_LOCAL_H

#include "house.h"
#include "stock.h"

/* A number in two parts. */
struct stock_value {
	struct str letters;
	int64_t value;
	int width;
};
bool stock_read(struct str text, struct stock_value *out);
struct str stock_write(struct arena *arena, const struct stock_value *value, int64_t number);

#define STOCK_QUERY_FIELDS(F, L) F(CODE, place, 0, 1, 0, 16, "post or centre; the own one when it is left out")
#define FIELD_ROW_OF_stock_query(...) FIELD_ROW(stock_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_query(...) FIELD_LIST_ROW(stock_query, __VA_ARGS__)
FIELDS_STRUCT(stock_query, STOCK_QUERY_FIELDS)

#define STOCK_RECEIVE_FORM_FIELDS(F, L) \
	F(CODE, item,     REQUIRED, 1, 1, 32, "code of the pack's list stock_items") \
	F(CODE, first,    REQUIRED, 1, 1, 16, "first number") \
	F(CODE, last,     REQUIRED, 1, 1, 16, "last number") \
	F(TEXT, supplier, REQUIRED, 1, 2, 80, "who delivered it, on which paper") \
	F(CODE, counter,  REQUIRED, 1, 1, 16, "service number of the second person who counted")
#define FIELD_ROW_OF_stock_receive_form(...) FIELD_ROW(stock_receive_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_receive_form(...) FIELD_LIST_ROW(stock_receive_form, __VA_ARGS__)
FIELDS_STRUCT(stock_receive_form, STOCK_RECEIVE_FORM_FIELDS)

#define STOCK_HAND_FORM_FIELDS(F, L) \
	F(CODE, item,  REQUIRED, 1, 1, 32,    "code of the pack's list stock_items") \
	F(CODE, to,    0,        1, 0, 16,    "post or centre; empty = the store of headquarters") \
	F(INT,  count, REQUIRED, 1, 1, 10000, "how many, from the next one on")
#define FIELD_ROW_OF_stock_hand_form(...) FIELD_ROW(stock_hand_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_hand_form(...) FIELD_LIST_ROW(stock_hand_form, __VA_ARGS__)
FIELDS_STRUCT(stock_hand_form, STOCK_HAND_FORM_FIELDS)

#define STOCK_SPOIL_FORM_FIELDS(F, L) \
	F(CODE, item,   REQUIRED, 1, 1, 32,  "code of the pack's list stock_items") \
	F(CODE, number, REQUIRED, 1, 1, 16,  "number") \
	F(TEXT, reason, REQUIRED, 1, 2, 200, "how")
#define FIELD_ROW_OF_stock_spoil_form(...) FIELD_ROW(stock_spoil_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_spoil_form(...) FIELD_LIST_ROW(stock_spoil_form, __VA_ARGS__)
FIELDS_STRUCT(stock_spoil_form, STOCK_SPOIL_FORM_FIELDS)

#define STOCK_DESTROY_FORM_FIELDS(F, L) \
	F(CODE, item,    REQUIRED, 1, 1, 32, "code of the pack's list stock_items") \
	F(CODE, witness, REQUIRED, 1, 1, 16, "service number of who saw it")
#define FIELD_ROW_OF_stock_destroy_form(...) FIELD_ROW(stock_destroy_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_destroy_form(...) FIELD_LIST_ROW(stock_destroy_form, __VA_ARGS__)
FIELDS_STRUCT(stock_destroy_form, STOCK_DESTROY_FORM_FIELDS)

#define STOCK_COUNT_FORM_FIELDS(F, L) \
	F(CODE, item,    REQUIRED, 1, 1, 32,       "code of the pack's list stock_items") \
	F(INT,  ready,   0,        1, 0, 10000000, "unused ones that were counted") \
	F(INT,  spoiled, 0,        1, 0, 10000000, "spoiled ones that were counted") \
	F(TEXT, note,    0,        1, 0, 200,      "what was found")
#define FIELD_ROW_OF_stock_count_form(...) FIELD_ROW(stock_count_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_count_form(...) FIELD_LIST_ROW(stock_count_form, __VA_ARGS__)
FIELDS_STRUCT(stock_count_form, STOCK_COUNT_FORM_FIELDS)

struct uuid stock_record(const struct act *act, struct str item, struct str place);
bool stock_place_good(const struct act *act, struct str place);
/* Of the actor: the post where they work, else the store. */
struct str stock_place(const struct act *act);
bool stock_receive(struct act *act, const struct stock_receive_form *form, struct error *err);
bool stock_hand(struct act *act, const struct stock_hand_form *form, struct error *err);
bool stock_destroy(struct act *act, struct str item, struct str place, struct str witness, size_t *count, struct error *err);
bool stock_count(struct act *act, const struct stock_count_form *form, int64_t *difference, struct error *err);

struct case_seen;
struct case_command;
bool stock_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);

route_handler stock_get, stock_csv_get, stock_receive_post, stock_hand_post, stock_spoil_post, stock_destroy_post, stock_count_post;

#endif
