/* Fees and deposits of procedures: charged by the pack's tariff, waived by a named person, paid at a desk, by transfer or online, given back.
 *
 * What it does: keeps each fee of a case with its payments and refunds; a till (cash desk) that is opened with a float, numbers its receipts and is
 *   closed by a count; payments through a provider (docs/payments.md); the bank's statement, matched by reference and amount; the accountant's figures.
 * What it does not: it sets no amount (the procedure's setting `amount` does), judges no waiver that the law does not list, and moves no money itself.
 * - Entries of a fee belong to the record of its case: two who take money for one fee at once conflict on its head, and the second is told.
 * - Money is counted in millionths of the currency, never in floating point; a fee is paid in its own currency alone.
 * - A payment is never refused because it came late or too much: what is more than what is owed is to be given back, and stands in a list until it is.
 * - A till belongs to one cashier and one day. Every payment is an entry of the till, too, so that closing and taking conflict; a day that was
 *   closed takes nothing more. A difference is told in words, and another person confirms it.
 * - The same line of a bank's statement, or the same message of a provider, books nothing twice.
 * Receipts are numbered without a gap for each till and day: DESK-20261126-0007. */
#ifndef LIMEN_FEES_H
#define LIMEN_FEES_H

#include "cases.h"

extern const struct room fees_room;
extern const struct entry_type fee_charge_type, fee_waive_type, fee_paid_type, fee_owed_type, fee_refund_type, fee_forfeit_type;
extern const struct entry_type payment_intent_type, payment_answer_type;
extern const struct entry_type till_open_type, till_booked_type, till_count_type, till_close_type, till_back_type;
extern const struct entry_type bank_line_type, bank_settle_type;

/* Body of `fee.charge`, in the record of the case. Its entry is the fee's id. */
#define FEE_CHARGE_FIELDS(F, L) \
	F(CODE, kind,      REQUIRED, 1, 1, 8,   "fee or deposit") \
	F(CODE, procedure, REQUIRED, 1, 1, 48,  "procedure") \
	F(CODE, use,       REQUIRED, 1, 1, 48,  "use of the procedure") \
	F(CODE, item,      0,        1, 0, 32,  "item of a list that it is for") \
	F(INT,  amount,    0,        1, 0, 0,   "millionths; 0 = the law asks for nothing") \
	F(CODE, currency,  REQUIRED, 1, 3, 3,   "ISO 4217") \
	F(CODE, waivers,   0,        1, 0, 48,  "list of the pack with the reasons for waiving it") \
	F(CODE, pack,      0,        1, 0, 64,  "identity of the pack whose tariff it is")
#define FIELD_ROW_OF_fee_charge(...) FIELD_ROW(fee_charge, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_charge(...) FIELD_LIST_ROW(fee_charge, __VA_ARGS__)
FIELDS_STRUCT(fee_charge, FEE_CHARGE_FIELDS)

#define FEE_WAIVE_FIELDS(F, L) \
	F(ID,   fee,    REQUIRED, 1, 0, 0,   "fee") \
	F(CODE, reason, 0,        1, 0, 48,  "code of the list of waivers; empty = the procedure waived it") \
	F(TEXT, why,    PERSONAL, 1, 0, 500, "in words")
#define FIELD_ROW_OF_fee_waive(...) FIELD_ROW(fee_waive, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_waive(...) FIELD_LIST_ROW(fee_waive, __VA_ARGS__)
FIELDS_STRUCT(fee_waive, FEE_WAIVE_FIELDS)

/* Body of `fee.paid` and `fee.refund`. */
#define FEE_MONEY_FIELDS(F, L) \
	F(ID,   fee,      REQUIRED, 1, 0, 0,   "fee") \
	F(INT,  amount,   REQUIRED, 1, 0, 0,   "millionths") \
	F(CODE, currency, REQUIRED, 1, 3, 3,   "ISO 4217") \
	F(CODE, method,   REQUIRED, 1, 1, 32,  "cash, card, voucher, transfer or online") \
	F(DATE, day,      REQUIRED, 1, 0, 0,   "day of the books, in the zone of the pack") \
	F(CODE, number,   0,        1, 0, 40,  "number of the receipt") \
	F(ID,   till,     0,        1, 0, 0,   "till of the day; empty = not at a desk") \
	F(ID,   source,   0,        1, 0, 0,   "line of the bank or intent that brought it") \
	F(INT,  given,    0,        1, 0, 0,   "cash that was handed over, in millionths") \
	F(TEXT, note,     PERSONAL, 1, 0, 200, "such as the number of a voucher")
#define FIELD_ROW_OF_fee_money(...) FIELD_ROW(fee_money, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_money(...) FIELD_LIST_ROW(fee_money, __VA_ARGS__)
FIELDS_STRUCT(fee_money, FEE_MONEY_FIELDS)

/* Something is to be given back: said by the procedure or by a person. */
#define FEE_OWED_FIELDS(F, L) \
	F(ID,   fee,    REQUIRED, 1, 0, 0,   "fee") \
	F(INT,  amount, REQUIRED, 1, 0, 0,   "millionths") \
	F(TEXT, why,    PERSONAL, 1, 0, 500, "in words")
#define FIELD_ROW_OF_fee_owed(...) FIELD_ROW(fee_owed, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_owed(...) FIELD_LIST_ROW(fee_owed, __VA_ARGS__)
FIELDS_STRUCT(fee_owed, FEE_OWED_FIELDS)

#define FEE_FORFEIT_FIELDS(F, L) F(ID, fee, REQUIRED, 1, 0, 0, "deposit that is kept")
#define FIELD_ROW_OF_fee_forfeit(...) FIELD_ROW(fee_forfeit, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_forfeit(...) FIELD_LIST_ROW(fee_forfeit, __VA_ARGS__)
FIELDS_STRUCT(fee_forfeit, FEE_FORFEIT_FIELDS)

/* Row of table `fee`. status: due, paid, waived, refunded; of a deposit: due, held, returned, forfeited, waived. */
#define FEE_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0,   "entry that charged it") \
	F(TIME, charged,   0, 1, 0, 0,   "when") \
	FEE_CHARGE_FIELDS(F, L) \
	F(CODE, reference, 0, 1, 0, 32,  "number of the case") \
	F(TEXT, name,      PERSONAL, 1, 0, 200, "whom the case is about") \
	F(CODE, status,    0, 1, 0, 16,  "how it stands") \
	F(INT,  paid,      0, 1, 0, 0,   "millionths that came") \
	F(INT,  refunded,  0, 1, 0, 0,   "millionths that were given back") \
	F(INT,  rest,      0, 1, 0, 0,   "millionths that are still to be paid") \
	F(INT,  back,      0, 1, 0, 0,   "millionths that are to be given back") \
	F(TIME, settled,   0, 1, 0, 0,   "when it was paid or waived; 0 = not") \
	F(CODE, reason,    0, 1, 0, 48,  "reason of the waiver") \
	F(ID,   waiver,    0, 1, 0, 0,   "who waived it") \
	F(TEXT, why,       PERSONAL, 1, 0, 500, "the waiver or refund in words")
#define FIELD_ROW_OF_fee_row(...) FIELD_ROW(fee_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_row(...) FIELD_LIST_ROW(fee_row, __VA_ARGS__)
FIELDS_STRUCT(fee_row, FEE_ROW_FIELDS)

enum { FEES_MOST = 40 }; /* of one case */

/* --- for other rooms: the desk of cases, the public side --- */

/* Fees and deposits of a case, the oldest first. */
bool fees_of(struct act *act, struct uuid record, struct fee_row rows[static FEES_MOST], size_t *count, struct error *err);
bool fee_by_id(struct act *act, struct uuid id, struct fee_row *row, struct uuid *record, bool *found, struct error *err);
/* "Due", "Paid" ... English, looked up in the translations; tone: clear, check, none. */
const char *fee_status_words(struct str status);
const char *fee_status_tone(struct str status);
/* "80.00 XTS" as the language writes it. */
struct str fee_money_words(struct act *act, int64_t millionths, struct str currency);
/* The title of the procedure and, where it has several fees, the use: in the language of the act. */
struct str fee_what_words(struct act *act, const struct fee_row *row);

/* A person wants to pay a fee of this case online: records the intent for what is still to be paid. The browser goes on to /pay/{intent}, which leads to
 * the provider and is the page to which the provider leads back: it shows no name, says whether it was paid, and links to `back`, a path of this server.
 * An intent that is still open is taken again. ERR_NOT_ALLOWED: nothing is due; ERR_CONFIG: no provider is set up (fees_online says so before). */
bool fees_intent(struct act *act, const struct case_seen *seen, struct str use, struct str item, struct str back, struct uuid *intent, struct error *err);
bool fees_online(const struct house *house);

/* Waiving by a named person, with a reason of the fee's list. What is not possible becomes findings. */
bool fees_waive(struct act *act, struct uuid fee, struct str reason, struct str why, struct error *err);

#endif
