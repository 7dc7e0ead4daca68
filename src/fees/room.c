/* The room's face: entries, folds, routes, commands, and what it does for procedures. */
#include "fee_pages.h"

#include "crypto.h"

extern const struct embedded fees_files[];
extern const struct fold fee_fold, till_fold, bank_fold;

#define AGAIN(path, right, handle, template) \
	{ GET, path, right, handle, template, NULL, NULL, ROUTE_PERSON, NULL, "accounts", "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/cash", CAN_FEES, cash_get, "cash", &cash_query_fields, NULL, ROUTE_PERSON, NULL, "accounts", "The cash desk: the till of the day, and what a case owes, by its number or a scanned receipt." },
	AGAIN("/cash/open", CAN_FEES, cash_get, "cash"),
	{ POST, "/cash/open", CAN_FEES, cash_open_post, "cash", NULL, &open_form_fields, ROUTE_FORM_AGAIN, "/cash", "accounts", "Open a cash desk for the day, with a float." },
	{ GET, "/fee/{id}", CAN_FEES, fee_get, "fee", NULL, NULL, ROUTE_PERSON, NULL, "accounts", "A fee or deposit: what is due, what was paid and given back." },
	{ GET, "/fee/case/{id}", CAN_FEES, fee_case_get, "cash", NULL, NULL, ROUTE_PERSON, NULL, "accounts", "The fees and deposits of a case, at the desk." },
	AGAIN("/fee/{id}/pay", CAN_FEES, fee_get, "fee"),
	{ POST, "/fee/{id}/pay", CAN_FEES, fee_pay_post, "fee", NULL, &take_form_fields, ROUTE_FORM_AGAIN, "/fee/{record}", "accounts", "Take a payment at the own cash desk, with a receipt." },
	{ POST, "/fee/{id}/online", CAN_FEES, fee_online_post, NULL, NULL, NULL, 0, NULL, "accounts", "Let the payer pay online what is due: leads to the page of the payment." },
	AGAIN("/fee/{id}/give", CAN_FEES, fee_get, "fee"),
	{ POST, "/fee/{id}/give", CAN_FEES, fee_give_post, "fee", NULL, &give_form_fields, ROUTE_FORM_AGAIN, "/fee/{record}", "accounts",
	  "Give back what is to be given back: in cash at the own desk; by transfer or online, for the accountant." },
	AGAIN("/fee/{id}/waive", CAN_ACCOUNTS, fee_get, "fee"),
	{ POST, "/fee/{id}/waive", CAN_ACCOUNTS, fee_waive_post, "fee", NULL, &waive_form_fields, ROUTE_FORM_AGAIN, "/fee/{record}", "accounts", "Waive a fee, for a reason that the law lists." },
	AGAIN("/fee/{id}/owe", CAN_ACCOUNTS, fee_get, "fee"),
	{ POST, "/fee/{id}/owe", CAN_ACCOUNTS, fee_owe_post, "fee", NULL, &owe_form_fields, ROUTE_FORM_AGAIN, "/fee/{record}", "accounts", "Say that something of what was paid is to be given back." },
	{ GET, "/fee/{id}/receipt", CAN_FEES, fee_receipt_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "accounts", "The receipt of a payment or refund as PDF, as it was first printed." },
	{ GET, "/fee/{id}/text", CAN_FEES, fee_receipt_text_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, "accounts", "The same receipt as a page." },
	{ GET, "/till/{id}", CAN_FEES, till_get, "till", NULL, NULL, 0, NULL, "accounts", "A cash desk of a day: what was booked, and its closing." },
	{ GET, "/till/{id}/count", CAN_FEES, till_get, "till", NULL, NULL, 0, NULL, "accounts", "The page of a form, when an answer needs another look." },
	{ POST, "/till/{id}/count", CAN_FEES, till_count_post, "till", NULL, &till_count_form_fields, ROUTE_FORM_AGAIN, "/till/{record}", "accounts",
	  "Count and close the day of a cash desk; a difference waits for another person." },
	{ GET, "/till/{id}/answer", CAN_ACCOUNTS, till_get, "till", NULL, NULL, 0, NULL, "accounts", "The page of a form, when an answer needs another look." },
	{ POST, "/till/{id}/answer", CAN_ACCOUNTS, till_answer_post, "till", NULL, &till_answer_form_fields, ROUTE_FORM_AGAIN, "/till/{record}", "accounts",
	  "Confirm the difference of a cash desk as the second person, or have it counted again." },
	{ GET, "/accounts", CAN_ACCOUNTS, accounts_get, "accounts", &accounts_period_fields, NULL, 0, NULL, "accounts", "All cash desks and days, differences, what is to be given back, and the revenue." },
	{ GET, "/accounts/desks.csv", CAN_ACCOUNTS, tills_csv_get, NULL, &accounts_period_fields, NULL, 0, NULL, "accounts", "Cash desks and their closings as CSV." },
	{ GET, "/accounts/revenue.csv", CAN_ACCOUNTS, revenue_csv_get, NULL, &accounts_period_fields, NULL, 0, NULL, "accounts", "Revenue by procedure, day and method as CSV." },
	{ GET, "/accounts/bank", CAN_ACCOUNTS, bank_get, "bank", NULL, NULL, ROUTE_PERSON, NULL, "accounts", "The bank's statement: what waits for a person, and what was booked." },
	{ POST, "/accounts/bank", CAN_ACCOUNTS, bank_post, "bank", NULL, &bank_form_fields, ROUTE_PERSON | ROUTE_UPLOAD | ROUTE_FORM_AGAIN, NULL, "accounts",
	  "Take the bank's statement as CSV; the same line is never booked twice." },
	{ GET, "/accounts/bank/{id}", CAN_ACCOUNTS, bank_line_get, "bank_line", NULL, NULL, ROUTE_PERSON, NULL, "accounts", "A line of the bank's statement." },
	AGAIN("/accounts/bank/{id}/settle", CAN_ACCOUNTS, bank_line_get, "bank_line"),
	{ POST, "/accounts/bank/{id}/settle", CAN_ACCOUNTS, bank_line_post, "bank_line", NULL, &settle_form_fields, ROUTE_FORM_AGAIN, "/accounts/bank", "accounts",
	  "Assign a line of the bank to a case, or say that it was sent back." },
	{ GET, "/pay/{id}", ANYBODY, pay_get, "pay", NULL, NULL, 0, NULL, "accounts", "An online payment: the way to the provider, and back from it; without a name." },
	{ GET, "/pay/{id}/provider", ANYBODY, simulator_get, "pay_simulator", NULL, NULL, 0, NULL, "accounts", "A page that plays the provider, where the settings say so: for trying it out." },
	{ POST, "/pay/{id}/provider", ANYBODY, simulator_post, NULL, NULL, &play_form_fields, 0, "/pay/{record}", "accounts", "Pay or decline as the provider would." },
	{ POST, "/payments/heard", ANYBODY, heard_post, NULL, NULL, NULL, 0, NULL, "accounts", "The provider's signed message about a payment (docs/payments.md)." },
	{ 0 },
};

/* --- the command --- */

static bool provider_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct provider provider = { .name = str_of(line->count > 0 ? line->arguments[0] : ""), .url = str_of(line->count > 1 ? line->arguments[1] : "") };
	uint8_t secret[32];
	if (line->count != 2 || !provider.name.len || provider.name.len > 48 || (!str_starts(provider.url, STR("https://")) && !str_is(provider.url, "simulator")))
		return error_set(err, ERR_INPUT, "the provider is not named", "limen payments provider NAME https://... (or: simulator)", "arguments");
	random_fill(act->random, secret, sizeof secret);
	provider.secret = str_hex(act->arena, secret, sizeof secret);
	if (line->file_count && (!command_read(&line->files[0], 200, act->arena, &provider.secret, err)))
		return false;
	provider.secret = str_trim(provider.secret);
	if (provider.secret.len < 32)
		return error_set(err, ERR_INPUT, "the secret is too short", "at least 32 characters", "secret");
	if (!provider_keep(act->house, &provider, err))
		return false;
	buf_format(out, "%s\n", line->file_count ? "kept" : str_c(act->arena, provider.secret));
	return true;
}

static bool open_secret(const struct command_line *line, struct command_files *files, struct error *err)
{
	const char *path = line->option(line, "--secret");
	return !path || command_open(files, path, err);
}

static const struct option provider_options[] = { { "--secret", "FILE", "the secret that the provider gave; without it one is made and printed" }, { 0 } };
static const struct command commands[] = {
	{ "payments provider", "NAME URL", provider_run, provider_options, 0, "Name the provider of online payments; prints the secret with which it signs", open_secret },
	{ 0 },
};

static const struct scan_code codes[] = { { "FEE", "/cash?find=", CAN_FEES }, { 0 } };
static const struct case_work works[] = { { "fee", fee_command, "/fee/case/" }, { "deposit", fee_command, "/fee/case/" }, { 0 } };
static const struct entry_type *const entries[] = {
	&fee_charge_type, &fee_waive_type, &fee_paid_type, &fee_owed_type, &fee_refund_type, &fee_forfeit_type, &payment_intent_type, &payment_answer_type,
	&till_open_type, &till_booked_type, &till_count_type, &till_close_type, &till_back_type, &bank_line_type, &bank_settle_type, NULL,
};
static const struct fold *const folds[] = { &fee_fold, &till_fold, &bank_fold, NULL };

const struct room fees_room = {
	.name = "fees", .files = fees_files, .entries = entries, .folds = folds, .routes = routes, .commands = commands, .codes = codes, .works = works,
};
