/* The bank's statement: lines of money that came, each an entry in a record of its own, made of what the line says: taken twice it is there once. Private
 * to the room. */
#ifndef LIMEN_FEES_BANK_H
#define LIMEN_FEES_BANK_H

#include "fees.h"

enum { BANK_LINES_MOST = 400, BANK_FAULTS_MOST = 50, BANK_BYTES_MOST = 1 << 20 };

/* found: exact, part, over (booked); nothing_due, several (a person must look), unknown */
#define BANK_LINE_FIELDS(F, L) \
	F(CODE, account,  0,        1, 0, 40,  "account, as the accountant names it") \
	F(CODE, mark,     REQUIRED, 1, 1, 64,  "what tells it from every other line: a digest") \
	F(DATE, day,      REQUIRED, 1, 0, 0,   "day of the booking at the bank") \
	F(INT,  amount,   REQUIRED, 1, 0, 0,   "millionths") \
	F(CODE, currency, REQUIRED, 1, 3, 3,   "ISO 4217") \
	F(TEXT, text,     PERSONAL, 1, 0, 500, "what the payer wrote") \
	F(TEXT, payer,    PERSONAL, 1, 0, 200, "name of the payer") \
	F(CODE, bank_id,  0,        1, 0, 64,  "the bank's own number of it") \
	F(CODE, found,    REQUIRED, 1, 1, 16,  "exact, part, over, nothing_due, several or unknown") \
	F(ID,   fee,      0,        1, 0, 0,   "fee that it pays, or may pay")
#define FIELD_ROW_OF_bank_line(...) FIELD_ROW(bank_line, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_bank_line(...) FIELD_LIST_ROW(bank_line, __VA_ARGS__)
FIELDS_STRUCT(bank_line, BANK_LINE_FIELDS)

/* how: assigned, refunded, aside */
#define BANK_SETTLE_FIELDS(F, L) \
	F(CODE, how, REQUIRED, 1, 1, 16,  "assigned, refunded or aside") \
	F(ID,   fee, 0,        1, 0, 0,   "fee that it pays") \
	F(TEXT, why, PERSONAL, 1, 0, 500, "in words")
#define FIELD_ROW_OF_bank_settle(...) FIELD_ROW(bank_settle, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_bank_settle(...) FIELD_LIST_ROW(bank_settle, __VA_ARGS__)
FIELDS_STRUCT(bank_settle, BANK_SETTLE_FIELDS)

#define BANK_ROW_FIELDS(F, L) \
	BANK_LINE_FIELDS(F, L) \
	F(TIME, taken,   0, 1, 0, 0,  "when it was imported") \
	F(YESNO, open,   0, 1, 0, 0,  "waits for a person") \
	F(CODE, how,     0, 1, 0, 16, "what a person did with it") \
	F(TEXT, why,     PERSONAL, 1, 0, 500, "in words") \
	F(ID,   person,  0, 1, 0, 0,  "who")
#define FIELD_ROW_OF_bank_row(...) FIELD_ROW(bank_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_bank_row(...) FIELD_LIST_ROW(bank_row, __VA_ARGS__)
FIELDS_STRUCT(bank_row, BANK_ROW_FIELDS)

struct bank_fault {
	int64_t line;
	const char *column, *words;   /* a literal sentence */
};

/* Pure: what a file holds. Any bytes will do. `own`: the currency where the file names none. */
struct bank_file {
	struct bank_line *lines;      /* BANK_LINES_MOST */
	int64_t *numbers;             /* line of the file */
	size_t count, outgoing;       /* outgoing: lines of money that went, which are left out */
	struct bank_fault faults[BANK_FAULTS_MOST];
	size_t fault_count;
};
void bank_read(struct arena *arena, struct str text, struct str account, struct str own, struct bank_file *out);
/* "1234.56", "1234,56", "-12": exact; false: it is no amount, or has a sign between the thousands. */
bool bank_amount(struct str text, int64_t *millionths) MUST_USE;
/* Calls `each` with what may be a number of a case in a line's text: its words, and two or three of them together; true stops. */
bool bank_references(struct arena *arena, struct str text, bool (*each)(void *state, struct str reference), void *state);

struct bank_done {
	int64_t exact, part, over, waits, known;
};
bool bank_import(struct act *act, const struct bank_file *file, struct bank_done *done, struct error *err);
bool bank_settle_now(struct act *act, struct uuid line, struct str how, struct str reference, struct str why, struct error *err);

#endif
