/* Forms of the room, and its handlers. */
#ifndef LIMEN_FEE_PAGES_H
#define LIMEN_FEE_PAGES_H

#include "bank.h"
#include "inner.h"

#define CASH_QUERY_FIELDS(F, L) F(TEXT, find, 0, 1, 0, 80, "number of a case or receipt, or a scanned code")
#define FIELD_ROW_OF_cash_query(...) FIELD_ROW(cash_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_cash_query(...) FIELD_LIST_ROW(cash_query, __VA_ARGS__)
FIELDS_STRUCT(cash_query, CASH_QUERY_FIELDS)

#define OPEN_FORM_FIELDS(F, L) \
	F(INT,  number,   REQUIRED, 1, 1, 99, "number of the desk") \
	F(CODE, currency, 0,        1, 0, 3,  "ISO 4217; the state's when it is left out") \
	F(TEXT, held,     REQUIRED, 1, 1, 20, "cash that lies in it: 100 or 100.50")
#define FIELD_ROW_OF_open_form(...) FIELD_ROW(open_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_open_form(...) FIELD_LIST_ROW(open_form, __VA_ARGS__)
FIELDS_STRUCT(open_form, OPEN_FORM_FIELDS)

#define TAKE_FORM_FIELDS(F, L) \
	F(CODE, method,   REQUIRED, 1, 1, 16,  "cash, card or voucher") \
	F(TEXT, amount,   REQUIRED, 1, 1, 20,  "what is due, as the page says") \
	F(TEXT, given,    0,        1, 0, 20,  "cash that was handed over") \
	F(TEXT, note,     PERSONAL, 1, 0, 200, "such as the number of a voucher") \
	F(CODE, language, 0,        1, 0, 8,   "language of the receipt")
#define FIELD_ROW_OF_take_form(...) FIELD_ROW(take_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_take_form(...) FIELD_LIST_ROW(take_form, __VA_ARGS__)
FIELDS_STRUCT(take_form, TAKE_FORM_FIELDS)

#define GIVE_FORM_FIELDS(F, L) \
	F(CODE, method,   REQUIRED, 1, 1, 16,  "cash, transfer or online") \
	F(TEXT, amount,   REQUIRED, 1, 1, 20,  "what is given back") \
	F(TEXT, note,     PERSONAL, 1, 0, 200, "such as the account to which it went") \
	F(CODE, language, 0,        1, 0, 8,   "language of the receipt")
#define FIELD_ROW_OF_give_form(...) FIELD_ROW(give_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_give_form(...) FIELD_LIST_ROW(give_form, __VA_ARGS__)
FIELDS_STRUCT(give_form, GIVE_FORM_FIELDS)

#define WAIVE_FORM_FIELDS(F, L) \
	F(CODE, reason, REQUIRED,            1, 1, 48,  "code of the fee's list of waivers") \
	F(TEXT, why,    REQUIRED | PERSONAL, 1, 1, 500, "what shows it")
#define FIELD_ROW_OF_waive_form(...) FIELD_ROW(waive_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_waive_form(...) FIELD_LIST_ROW(waive_form, __VA_ARGS__)
FIELDS_STRUCT(waive_form, WAIVE_FORM_FIELDS)

#define OWE_FORM_FIELDS(F, L) \
	F(TEXT, amount, REQUIRED,            1, 1, 20,  "what is to be given back") \
	F(TEXT, why,    REQUIRED | PERSONAL, 1, 5, 500, "why")
#define FIELD_ROW_OF_owe_form(...) FIELD_ROW(owe_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_owe_form(...) FIELD_LIST_ROW(owe_form, __VA_ARGS__)
FIELDS_STRUCT(owe_form, OWE_FORM_FIELDS)

#define TILL_COUNT_FORM_FIELDS(F, L) \
	F(TEXT, total, 0, 1, 0, 20,   "cash that is there, where it was not counted by notes and coins") \
	L(till_coins, coins, 0, 1, 0, 40, "notes and coins") \
	F(TEXT, words, 0, 1, 0, 1000, "what explains a difference")
#define FIELD_ROW_OF_till_count_form(...) FIELD_ROW(till_count_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_count_form(...) FIELD_LIST_ROW(till_count_form, __VA_ARGS__)
FIELDS_STRUCT(till_count_form, TILL_COUNT_FORM_FIELDS)

#define TILL_ANSWER_FORM_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 1, 8,   "confirm or return") \
	F(TEXT, why,    0,        1, 0, 500, "why it is to be counted again")
#define FIELD_ROW_OF_till_answer_form(...) FIELD_ROW(till_answer_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_till_answer_form(...) FIELD_LIST_ROW(till_answer_form, __VA_ARGS__)
FIELDS_STRUCT(till_answer_form, TILL_ANSWER_FORM_FIELDS)

#define ACCOUNTS_PERIOD_FIELDS(F, L) \
	F(DATE, first, 0, 1, 0, 0, "first day; the first of this month when it is left out") \
	F(DATE, last,  0, 1, 0, 0, "last day; today when it is left out")
#define FIELD_ROW_OF_accounts_period(...) FIELD_ROW(accounts_period, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_accounts_period(...) FIELD_LIST_ROW(accounts_period, __VA_ARGS__)
FIELDS_STRUCT(accounts_period, ACCOUNTS_PERIOD_FIELDS)

#define BANK_FORM_FIELDS(F, L) F(CODE, account, 0, 1, 0, 40, "account of which the file is")
#define FIELD_ROW_OF_bank_form(...) FIELD_ROW(bank_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_bank_form(...) FIELD_LIST_ROW(bank_form, __VA_ARGS__)
FIELDS_STRUCT(bank_form, BANK_FORM_FIELDS)

#define SETTLE_FORM_FIELDS(F, L) \
	F(CODE, how,       REQUIRED, 1, 1, 16,  "assigned, refunded or aside") \
	F(CODE, reference, 0,        1, 0, 40,  "number of the case that it pays") \
	F(TEXT, why,       PERSONAL, 1, 0, 500, "in words")
#define FIELD_ROW_OF_settle_form(...) FIELD_ROW(settle_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_settle_form(...) FIELD_LIST_ROW(settle_form, __VA_ARGS__)
FIELDS_STRUCT(settle_form, SETTLE_FORM_FIELDS)

#define PLAY_FORM_FIELDS(F, L) F(CODE, answer, REQUIRED, 1, 1, 8, "paid, declined or none")
#define FIELD_ROW_OF_play_form(...) FIELD_ROW(play_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_play_form(...) FIELD_LIST_ROW(play_form, __VA_ARGS__)
FIELDS_STRUCT(play_form, PLAY_FORM_FIELDS)

route_handler cash_get, cash_open_post, fee_get, fee_case_get, fee_pay_post, fee_give_post, fee_waive_post, fee_owe_post, fee_online_post, fee_receipt_get, fee_receipt_text_get;
route_handler till_get, till_count_post, till_answer_post;
route_handler accounts_get, tills_csv_get, revenue_csv_get;
route_handler bank_get, bank_post, bank_line_get, bank_line_post;
route_handler pay_get, simulator_get, simulator_post, heard_post;

enum { FEES_SHOWN_MOST = 200 };
/* Rows of fees by a statement that takes :most. */
bool fees_listed(struct act *act, const char *statement, size_t most, json_t **out, struct error *err);
json_t *till_json(struct act *act, const struct till *till);
json_t *till_line_json(struct act *act, const struct till_line *line, struct str currency);
struct str till_signed_money(struct act *act, int64_t amount, struct str currency); /* with its sign, when there is a difference */
void put_languages(struct act *act, json_t *page);
bool may_account(const struct act *act);

#endif
