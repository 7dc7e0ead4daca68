/* What the files of the room share. */
#ifndef LIMEN_FEES_INNER_H
#define LIMEN_FEES_INNER_H

#include "act.h"
#include "arena.h"
#include "fees.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"
#include "till.h"

#define UNIT_OF_MONEY RULE_UNIT

/* Row of table `fee_money`: what came and what went. */
#define FEE_MONEY_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0,  "entry") \
	F(TIME, happened,  0, 1, 0, 0,  "when") \
	F(ID,   officer,   0, 1, 0, 0,  "who") \
	F(CODE, kind,      0, 1, 0, 8,  "paid or refund") \
	FEE_MONEY_FIELDS(F, L) \
	F(CODE, procedure, 0, 1, 0, 48, "procedure") \
	F(CODE, use,       0, 1, 0, 48, "use") \
	F(CODE, code,      0, 1, 0, 40, "number of the receipt as a scanner reads it")
#define FIELD_ROW_OF_fee_money_row(...) FIELD_ROW(fee_money_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_fee_money_row(...) FIELD_LIST_ROW(fee_money_row, __VA_ARGS__)
FIELDS_STRUCT(fee_money_row, FEE_MONEY_ROW_FIELDS)

#define PAYMENT_INTENT_FIELDS(F, L) \
	F(ID,   fee,      REQUIRED, 1, 0, 0,   "fee") \
	F(INT,  amount,   REQUIRED, 1, 0, 0,   "millionths that are asked for") \
	F(CODE, currency, REQUIRED, 1, 3, 3,   "ISO 4217") \
	F(CODE, provider, REQUIRED, 1, 1, 48,  "through whom") \
	F(CODE, back,     0,        1, 0, 200, "path to which the person goes back")
#define FIELD_ROW_OF_payment_intent(...) FIELD_ROW(payment_intent, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_payment_intent(...) FIELD_LIST_ROW(payment_intent, __VA_ARGS__)
FIELDS_STRUCT(payment_intent, PAYMENT_INTENT_FIELDS)

/* result: paid, declined, late (the fee was settled otherwise: to be given back), other_amount (a person must look) */
#define PAYMENT_ANSWER_FIELDS(F, L) \
	F(ID,   intent,   REQUIRED, 1, 0, 0,  "intent") \
	F(ID,   fee,      REQUIRED, 1, 0, 0,  "fee") \
	F(CODE, result,   REQUIRED, 1, 1, 16, "paid, declined, late or other_amount") \
	F(CODE, event,    REQUIRED, 1, 1, 64, "the provider's number of the message") \
	F(CODE, payment,  0,        1, 0, 64, "the provider's number of the payment") \
	F(INT,  amount,   0,        1, 0, 0,  "millionths") \
	F(CODE, currency, 0,        1, 0, 3,  "ISO 4217")
#define FIELD_ROW_OF_payment_answer(...) FIELD_ROW(payment_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_payment_answer(...) FIELD_LIST_ROW(payment_answer, __VA_ARGS__)
FIELDS_STRUCT(payment_answer, PAYMENT_ANSWER_FIELDS)

/* Row of table `payment`. state: open, paid, declined, late, other_amount */
#define PAYMENT_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,  "intent") \
	PAYMENT_INTENT_FIELDS(F, L) \
	F(TIME, made,     0, 1, 0, 0,  "when it was asked for") \
	F(CODE, state,    0, 1, 0, 16, "open, paid, declined, late or other_amount") \
	F(CODE, event,    0, 1, 0, 64, "the provider's last message") \
	F(CODE, payment,  0, 1, 0, 64, "the provider's number of the payment") \
	F(INT,  came,     0, 1, 0, 0,  "millionths that the provider names") \
	F(TIME, answered, 0, 1, 0, 0,  "when it answered; 0 = not")
#define FIELD_ROW_OF_payment_row(...) FIELD_ROW(payment_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_payment_row(...) FIELD_LIST_ROW(payment_row, __VA_ARGS__)
FIELDS_STRUCT(payment_row, PAYMENT_ROW_FIELDS)

/* --- fee.c --- */

struct taking {
	struct str method, note;
	int64_t amount, given;        /* millionths */
	const struct till *till;      /* NULL: not at a desk */
	struct uuid source;
};
/* Appends the payment; when nothing is left to pay, the case hears of it in the same act. `row`: as the tables have it, with what this act did already. */
bool fee_take(struct act *act, const struct fee_row *row, struct uuid record, const struct taking *taking, struct uuid *id, struct error *err);
/* A try to pay that came to nothing: the case hears "failed", while something is due. */
bool fee_failed(struct act *act, const struct fee_row *row, struct uuid record, struct error *err);
bool fee_give_back(struct act *act, const struct fee_row *row, struct uuid record, const struct taking *taking, struct uuid *id, struct error *err);
bool fees_by_reference(struct act *act, struct str reference, struct fee_row rows[static FEES_MOST], struct uuid *record, size_t *count, struct error *err);
bool fee_findings(struct act *act, struct error *err); /* ERR_FINDINGS when there are any */
struct date fee_day(struct act *act, int64_t ms);      /* in the zone of the pack */
struct str fee_amount_text(struct arena *arena, int64_t millionths); /* "80.00": for machines */
/* What a person typed: "80", "80.00", "80,00". */
bool fee_amount_read(struct str text, int64_t *millionths) MUST_USE;
bool fee_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);

/* --- provider.c --- */

struct provider {
	struct str name, url;         /* url "simulator": the page of this program that plays the provider */
	struct str secret;
};
bool provider_load(const struct house *house, struct arena *arena, struct provider *out, struct error *err);
bool provider_keep(const struct house *house, const struct provider *provider, struct error *err);
/* "t=SECONDS,v1=HEX": HMAC-SHA256 over "SECONDS.BODY". */
struct str provider_sign(struct arena *arena, const struct provider *provider, int64_t seconds, struct str body);
bool provider_verify(const struct provider *provider, struct str signature, struct str body, int64_t now, struct error *err);
/* What the provider says, as it came. */
bool provider_hear(struct act *act, struct str body, struct str signature, struct payment_row *out, struct error *err);
/* An intent for what is still to be paid; one that is open is taken again. */
bool payment_intend(struct act *act, const struct fee_row *row, struct uuid record, struct str back, struct uuid *intent, struct error *err);
bool payment_by_id(struct act *act, struct uuid id, struct payment_row *out, struct uuid *record, struct error *err); /* ERR_NOT_FOUND */

/* --- words for pages --- */

json_t *fee_json(struct act *act, const struct fee_row *row);
struct str fee_path(struct act *act, const char *before, struct uuid id, const char *after);
struct str fee_when(struct act *act, int64_t ms);
struct str officer_words(struct act *act, struct uuid user);
json_t *methods_value(struct act *act, bool desk); /* of the desk, or all */
const char *method_words(struct str method);     /* NULL = no such method */
json_t *fact_value(struct act *act, const char *what, struct str text);

#endif
