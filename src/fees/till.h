/* The till: a cash desk of one cashier and one day. Private to the room.
 *
 * Its record is made of desk and day, so that there is one. Every payment and refund at the desk is an entry of it (till.booked), beside the one in
 * the record of the case. States: open, counted (a difference waits for the second person), closed. */
#ifndef LIMEN_FEES_TILL_H
#define LIMEN_FEES_TILL_H

#include "fees.h"

#define TILL_OPEN_FIELDS(F, L) \
	F(CODE, desk,     REQUIRED, 1, 1, 24, "desk: post and number") \
	F(DATE, day,      REQUIRED, 1, 0, 0,  "day of the books") \
	F(CODE, currency, REQUIRED, 1, 3, 3,  "ISO 4217") \
	F(INT,  held,     0,        1, 0, 0,  "float: cash that lies in it at the beginning, in millionths")
#define FIELD_ROW_OF_till_open(...) FIELD_ROW(till_open, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_open(...) FIELD_LIST_ROW(till_open, __VA_ARGS__)
FIELDS_STRUCT(till_open, TILL_OPEN_FIELDS)

/* kind: paid or refund */
#define TILL_BOOKED_FIELDS(F, L) \
	F(CODE, kind,      REQUIRED, 1, 1, 8,  "paid or refund") \
	F(ID,   fee,       REQUIRED, 1, 0, 0,  "fee") \
	F(CODE, reference, 0,        1, 0, 32, "number of the case") \
	F(INT,  amount,    REQUIRED, 1, 0, 0,  "millionths") \
	F(CODE, method,    REQUIRED, 1, 1, 32, "cash, card, voucher, transfer or online") \
	F(CODE, number,    REQUIRED, 1, 1, 40, "number of the receipt")
#define FIELD_ROW_OF_till_booked(...) FIELD_ROW(till_booked, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_booked(...) FIELD_LIST_ROW(till_booked, __VA_ARGS__)
FIELDS_STRUCT(till_booked, TILL_BOOKED_FIELDS)

#define TILL_COINS_FIELDS(F, L) \
	F(INT, worth,  REQUIRED, 1, 0, 0,      "what one is worth, in millionths") \
	F(INT, pieces, 0,        1, 0, 100000, "how many there are")
#define FIELD_ROW_OF_till_coins(...) FIELD_ROW(till_coins, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_coins(...) FIELD_LIST_ROW(till_coins, __VA_ARGS__)
FIELDS_STRUCT(till_coins, TILL_COINS_FIELDS)

/* Body of `till.count` (a difference: it waits) and `till.close`. */
#define TILL_COUNT_FIELDS(F, L) \
	F(INT,  counted,    0, 1, 0, 0,    "cash that was there, in millionths") \
	F(INT,  expected,   0, 1, 0, 0,    "float and cash taken, less cash given back") \
	F(INT,  difference, 0, 1, 0, 0,    "counted less expected") \
	L(till_coins, coins, 0, 1, 0, 40,  "by notes and coins") \
	F(TEXT, words,      0, 1, 0, 1000, "what explains the difference") \
	F(ID,   request,    0, 1, 0, 0,    "what was asked of the second person") \
	F(ID,   cashier,    0, 1, 0, 0,    "who counted, where another wrote the entry")
#define FIELD_ROW_OF_till_count(...) FIELD_ROW(till_count, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_count(...) FIELD_LIST_ROW(till_count, __VA_ARGS__)
FIELDS_STRUCT(till_count, TILL_COUNT_FIELDS)

#define TILL_BACK_FIELDS(F, L) F(TEXT, why, REQUIRED, 1, 1, 500, "why it is to be counted again")
#define FIELD_ROW_OF_till_back(...) FIELD_ROW(till_back, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_back(...) FIELD_LIST_ROW(till_back, __VA_ARGS__)
FIELDS_STRUCT(till_back, TILL_BACK_FIELDS)

#define TILL_ROW_FIELDS(F, L) \
	TILL_OPEN_FIELDS(F, L) \
	F(ID,   cashier,    0, 1, 0, 0,    "whose it is") \
	F(TIME, opened,     0, 1, 0, 0,    "when it was opened") \
	F(CODE, state,      0, 1, 0, 8,    "open, counted or closed") \
	F(INT,  booked,     0, 1, 0, 0,    "receipts so far") \
	F(INT,  cash_in,    0, 1, 0, 0,    "cash taken") \
	F(INT,  cash_out,   0, 1, 0, 0,    "cash given back") \
	F(INT,  other_in,   0, 1, 0, 0,    "taken by card, voucher and the like") \
	F(INT,  counted,    0, 1, 0, 0,    "cash that was counted") \
	F(INT,  expected,   0, 1, 0, 0,    "cash that should have been there") \
	F(INT,  difference, 0, 1, 0, 0,    "counted less expected") \
	F(TEXT, words,      0, 1, 0, 1000, "what explains the difference") \
	F(ID,   request,    0, 1, 0, 0,    "what was asked of the second person") \
	F(TIME, closed,     0, 1, 0, 0,    "when it was closed; 0 = not") \
	F(ID,   second,     0, 1, 0, 0,    "who confirmed the difference") \
	F(TEXT, returned,   0, 1, 0, 500,  "why it was sent back to be counted again")
#define FIELD_ROW_OF_till_row(...) FIELD_ROW(till_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_row(...) FIELD_LIST_ROW(till_row, __VA_ARGS__)
FIELDS_STRUCT(till_row, TILL_ROW_FIELDS)

#define TILL_LINE_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0, "entry") \
	F(TIME, happened,  0, 1, 0, 0, "when") \
	TILL_BOOKED_FIELDS(F, L)
#define FIELD_ROW_OF_till_line(...) FIELD_ROW(till_line, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_line(...) FIELD_LIST_ROW(till_line, __VA_ARGS__)
FIELDS_STRUCT(till_line, TILL_LINE_FIELDS)

struct till {
	struct uuid record;     /* zero: none */
	struct till_row row;
};

struct uuid till_record(struct act *act, struct str desk, struct date day);
bool till_by_record(struct act *act, struct uuid record, struct till *out, struct error *err);   /* ERR_NOT_FOUND */
/* The actor's till that is not closed yet; record zero: there is none. */
bool till_of_actor(struct act *act, struct till *out, struct error *err);
int64_t till_expected(const struct till_row *row);
bool till_open_now(struct act *act, struct str desk, struct str currency, int64_t held, struct uuid *record, struct error *err);
/* May the actor book into it now? */
bool till_must_take(struct act *act, const struct till *till, struct error *err);
struct str till_next_number(struct act *act, const struct till *till);
/* Closes it, or asks the second person when there is a difference (`waits`). Findings: a difference without words. */
bool till_count_now(struct act *act, const struct till *till, const struct till_count *count, bool *waits, struct error *err);
bool till_answer(struct act *act, const struct till *till, bool confirm, struct str why, struct error *err);

#endif
