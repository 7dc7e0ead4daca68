/* Numbered stock: stickers, receipts, stamps. Where each number is, from the supplier's box to its use or its destruction.
 *
 * What it does: takes a range from the supplier, counted by two people; hands numbers to another place; gives the next number for use; says that one was
 *   spoiled, which is kept until it is destroyed before a witness; balances the count of a day with what ought to be there: a difference is a task.
 * What it does not: it knows nobody's name. What a number was used for is the entry that used it.
 * - A pile is the stock of one item at one place: a record of its own. All that happens to it happens in that record, so that two who take the next
 *   number at once conflict on its head and the second takes the one after it: no number is used twice, on either database.
 * - A place is a post of the pack, a centre, or the store of headquarters (""): whoever works at no post works there.
 * - A number is capitals and digits as printed, "UT004711": letters, then 1 to 9 digits.
 * Limits: STOCK_RANGES_MOST ranges and STOCK_NUMBERS_MOST used or spoiled numbers of a pile in the tables; a range of at most STOCK_RANGE_MOST. */
#ifndef LIMEN_STOCK_H
#define LIMEN_STOCK_H

#include "registry.h"

extern const struct room stock_room;
extern const struct entry_type stock_received_type, stock_moved_type, stock_used_type, stock_spoiled_type, stock_destroyed_type, stock_counted_type;

enum { STOCK_RANGE_MOST = 100000, STOCK_RANGES_MOST = 400, STOCK_NUMBERS_MOST = 50000 };

#define STOCK_PILE_FIELDS(F, L) \
	F(CODE, item,  REQUIRED, 1, 1, 32, "code of the pack's list stock_items") \
	F(CODE, place, 0,        1, 0, 16, "post or centre; empty = the store of headquarters")
#define STOCK_RANGE_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(CODE, first, REQUIRED, 1, 1, 16, "first number") \
	F(CODE, last,  REQUIRED, 1, 1, 16, "last number")

#define STOCK_RECEIVED_FIELDS(F, L) \
	STOCK_RANGE_FIELDS(F, L) \
	F(TEXT, supplier, REQUIRED, 1, 2, 80, "who delivered it, on which paper") \
	F(CODE, counter,  REQUIRED, 1, 1, 16, "service number of the second person who counted")
#define FIELD_ROW_OF_stock_received(...) FIELD_ROW(stock_received, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_received(...) FIELD_LIST_ROW(stock_received, __VA_ARGS__)
FIELDS_STRUCT(stock_received, STOCK_RECEIVED_FIELDS)

/* One in the record of the place that gives, one in that of the place that gets. */
#define STOCK_MOVED_FIELDS(F, L) \
	STOCK_RANGE_FIELDS(F, L) \
	F(CODE,  other, 0, 1, 0, 16, "the other place") \
	F(YESNO, in,    0, 1, 0, 0,  "it came here; else it went there")
#define FIELD_ROW_OF_stock_moved(...) FIELD_ROW(stock_moved, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_moved(...) FIELD_LIST_ROW(stock_moved, __VA_ARGS__)
FIELDS_STRUCT(stock_moved, STOCK_MOVED_FIELDS)

#define STOCK_USED_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(CODE, number, REQUIRED, 1, 1, 16, "number") \
	F(ID,   about,  0,        1, 0, 0,  "record for which it was used")
#define FIELD_ROW_OF_stock_used(...) FIELD_ROW(stock_used, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_used(...) FIELD_LIST_ROW(stock_used, __VA_ARGS__)
FIELDS_STRUCT(stock_used, STOCK_USED_FIELDS)

#define STOCK_SPOILED_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(CODE, number, REQUIRED, 1, 1, 16,  "number") \
	F(TEXT, reason, REQUIRED, 1, 2, 200, "how")
#define FIELD_ROW_OF_stock_spoiled(...) FIELD_ROW(stock_spoiled, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_spoiled(...) FIELD_LIST_ROW(stock_spoiled, __VA_ARGS__)
FIELDS_STRUCT(stock_spoiled, STOCK_SPOILED_FIELDS)

#define STOCK_DESTROYED_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(TEXTS, numbers, REQUIRED, 1, 1, 500, "numbers: spoiled ones that were kept") \
	F(CODE,  witness, REQUIRED, 1, 1, 16,  "service number of who saw it")
#define FIELD_ROW_OF_stock_destroyed(...) FIELD_ROW(stock_destroyed, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_destroyed(...) FIELD_LIST_ROW(stock_destroyed, __VA_ARGS__)
FIELDS_STRUCT(stock_destroyed, STOCK_DESTROYED_FIELDS)

#define STOCK_COUNTED_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(INT,  ready,         0, 1, 0, 10000000, "unused ones that were counted") \
	F(INT,  spoiled,       0, 1, 0, 10000000, "spoiled ones that were counted") \
	F(INT,  ready_meant,   0, 1, 0, 10000000, "unused ones that ought to be there") \
	F(INT,  spoiled_meant, 0, 1, 0, 10000000, "spoiled ones that ought to be there") \
	F(TEXT, note,          0, 1, 0, 200,      "what was found")
#define FIELD_ROW_OF_stock_counted(...) FIELD_ROW(stock_counted, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_counted(...) FIELD_LIST_ROW(stock_counted, __VA_ARGS__)
FIELDS_STRUCT(stock_counted, STOCK_COUNTED_FIELDS)

/* Table `stock_pile`. */
#define STOCK_PILE_ROW_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(INT,  ready,      0, 1, 0, 0, "unused ones") \
	F(INT,  spoiled,    0, 1, 0, 0, "spoiled ones that are kept") \
	F(INT,  used,       0, 1, 0, 0, "used ones") \
	F(CODE, next,       0, 1, 0, 16, "the next one; empty = none is left") \
	F(TIME, counted,    0, 1, 0, 0, "when it was counted last; 0 = never") \
	F(INT,  difference, 0, 1, 0, 0, "what was missing then; below 0 = too many")
#define FIELD_ROW_OF_stock_pile(...) FIELD_ROW(stock_pile, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_pile(...) FIELD_LIST_ROW(stock_pile, __VA_ARGS__)
FIELDS_STRUCT(stock_pile, STOCK_PILE_ROW_FIELDS)

/* Table `stock_number`: what became of a number. */
#define STOCK_NUMBER_FIELDS(F, L) \
	STOCK_PILE_FIELDS(F, L) \
	F(CODE, number,  0, 1, 0, 16,  "number") \
	F(CODE, state,   0, 1, 0, 12,  "used, spoiled or destroyed") \
	F(TIME, since,   0, 1, 0, 0,   "since when") \
	F(ID,   officer, 0, 1, 0, 0,   "who did it") \
	F(ID,   about,   0, 1, 0, 0,   "record for which it was used") \
	F(TEXT, reason,  0, 1, 0, 200, "how it was spoiled") \
	F(CODE, witness, 0, 1, 0, 16,  "who saw it destroyed")
#define FIELD_ROW_OF_stock_number(...) FIELD_ROW(stock_number, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_number(...) FIELD_LIST_ROW(stock_number, __VA_ARGS__)
FIELDS_STRUCT(stock_number, STOCK_NUMBER_FIELDS)

bool stock_pile(struct act *act, struct str item, struct str place, struct stock_pile *out, bool *found, struct error *err);
/* Takes the next number of the pile. ERR_NOT_ALLOWED: none is left. Once in an act: the act's own entries are not seen yet. */
bool stock_use(struct act *act, struct str item, struct str place, struct uuid about, struct str *number, struct error *err);
/* Says that a number of the pile, used or not, was spoiled. */
bool stock_spoil(struct act *act, struct str item, struct str place, struct str number, struct str reason, struct error *err);

#endif
