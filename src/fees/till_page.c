/* A till: what was booked, counting and closing it, the second person's answer. */
#include "fee_pages.h"

FIELDS_TABLE(till_count_form, TILL_COUNT_FORM_FIELDS)
FIELDS_TABLE(till_answer_form, TILL_ANSWER_FORM_FIELDS)

enum { LINES_SHOWN = 300, COIN_MILLIONTHS = 10000 /* a score of the list counts hundredths */ };

static const char *state_words(struct str state)
{
	return str_is(state, "open") ? WORDS("Open") : str_is(state, "counted") ? WORDS("Counted, waits for the second person") : WORDS("Closed");
}

static const char *state_tone(const struct till_row *row)
{
	return str_is(row->state, "open") ? "info" : str_is(row->state, "counted") || row->difference ? "check" : "clear";
}

struct str till_signed_money(struct act *act, int64_t amount, struct str currency)
{
	struct str words = fee_money_words(act, amount < 0 ? -amount : amount, currency);
	return amount ? str_format(act->arena, "%s" STR_FMT, amount > 0 ? "+" : "\u2212", STR_ARG(words)) : words;
}

static json_t *coins_value(struct act *act, const struct till_row *row)
{
	const struct pack_list *list = str_equal(row->currency, act->pack->head.currency) ? pack_list(act->pack, STR("denominations")) : NULL;
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count && i < 40; i++) {
		const struct pack_code *code = &list->codes[i];
		if (!code->has_score || !pack_code_valid(act->pack, list->name, code->code, row->day))
			continue;
		json_t *one = json_object();
		json_put_int(one, "at", (int64_t)json_array_size(out));
		json_put_int(one, "worth", code->score * COIN_MILLIONTHS);
		json_put_str(one, "word", pack_words(act->pack, lang_tag(act->lang), code->words));
		json_array_append_new(out, one);
	}
	return out;
}

static void put_closing(struct act *act, const struct till_row *row, json_t *page)
{
	bool told = !str_is(row->state, "open");
	json_t *facts = json_array();
	json_array_append_new(facts, fact_value(act, WORDS("Float"), fee_money_words(act, row->held, row->currency)));
	json_array_append_new(facts, fact_value(act, WORDS("Cash taken"), fee_money_words(act, row->cash_in, row->currency)));
	json_array_append_new(facts, fact_value(act, WORDS("Cash given back"), fee_money_words(act, row->cash_out, row->currency)));
	json_array_append_new(facts, fact_value(act, WORDS("Cash that must be there"), fee_money_words(act, till_expected(row), row->currency)));
	if (told)
		json_array_append_new(facts, fact_value(act, WORDS("Cash that was counted"), fee_money_words(act, row->counted, row->currency)));
	json_array_append_new(facts, fact_value(act, WORDS("By card and voucher"), fee_money_words(act, row->other_in, row->currency)));
	json_put(page, "facts", facts);
	json_put_str(page, "difference", told && row->difference ? till_signed_money(act, row->difference, row->currency) : STR(""));
	json_put_str(page, "explained", told && row->difference ? row->words : STR(""));
	json_put_str(page, "second", uuid_zero(row->second) ? STR("") : officer_words(act, row->second));
	json_put_str(page, "closed", row->closed ? fee_when(act, row->closed) : STR(""));
	json_put_str(page, "returned", str_is(row->state, "open") ? row->returned : STR(""));
}

static bool put_lines(struct act *act, const struct till *till, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "fees.till_lines");
	json_t *shown = json_array(), *data = json_array();
	query_bind_id(query, "record", till->record);
	query_bind_int(query, "most", LINES_SHOWN);
	while (query_next(query)) {
		struct till_line line = { 0 };
		query_row(query, &till_line_fields, &line, act->arena);
		json_array_append_new(shown, till_line_json(act, &line, till->row.currency));
		json_array_append_new(data, fields_to_json(&till_line_fields, &line));
	}
	json_put_yesno(reply->page, "any_line", json_array_size(shown) != 0);
	json_put(reply->page, "lines", shown);
	json_put(reply->data, "lines", data);
	return query_end(query, err);
}

bool till_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct till till;
	if (!till_by_record(act, call->id, &till, err))
		return false;
	bool own = uuid_equal(till.row.cashier, act->actor.user), open = str_is(till.row.state, "open");
	if (!own && !may_account(act))
		return error_set(err, ERR_NOT_FOUND, "there is no such cash desk", "look at the list of days", "till");
	reply->data = fields_to_json(&till_row_fields, &till.row);
	json_put_int(reply->data, "expected_now", till_expected(&till.row));
	json_t *page = reply->page = till_json(act, &till);
	json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Cash desk {desk}")), { "desk", till.row.desk }));
	json_put_str(page, "state_words", lang_words(act->lang, state_words(till.row.state)));
	json_put_str(page, "tone", str_of(state_tone(&till.row)));
	json_put_str(page, "count_to", own && open ? fee_path(act, "/till/", till.record, "/count") : STR(""));
	json_put_str(page, "answer_to", !own && may_account(act) && str_is(till.row.state, "counted") ? fee_path(act, "/till/", till.record, "/answer") : STR(""));
	json_t *coins = coins_value(act, &till.row);
	json_put_yesno(page, "any_coin", json_array_size(coins) != 0);
	json_put(page, "coins", coins);
	json_put_yesno(page, "accounts", may_account(act));
	put_closing(act, &till.row, page);
	return put_lines(act, &till, reply, err);
}

/* By notes and coins, or the whole; both must agree where both are given. */
static bool counted(struct act *act, const struct till_count_form *form, struct till_count *out)
{
	const struct till_coins *coins = form->coins.items;
	struct till_coins *kept = ARENA_ARRAY(act->arena, struct till_coins, form->coins.count);
	int64_t sum = 0, total = 0;
	for (size_t i = 0; i < form->coins.count; i++) {
		if (coins[i].pieces <= 0 || coins[i].worth <= 0 || coins[i].worth > INT64_C(1000000000000))
			continue;
		sum += coins[i].worth * coins[i].pieces;
		kept[out->coins.count++] = coins[i];
	}
	out->coins.items = kept;
	if (form->total.len && (!fee_amount_read(form->total, &total) || total < 0))
		finding_add(&act->findings, STR("total"), "bad_amount", "Write the amount as 80 or 80.50.");
	else if (form->total.len && out->coins.count && total != sum)
		finding_add(&act->findings, STR("total"), "differs", "Notes and coins give another sum: count again.");
	else if (!form->total.len && !out->coins.count)
		finding_add(&act->findings, STR("total"), "required", "Count the cash: by notes and coins, or as a whole.");
	out->counted = out->coins.count ? sum : total;
	out->words = form->words;
	return !act->findings.count;
}

bool till_count_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct till till;
	struct till_count count = { 0 };
	bool waits;
	if (!till_by_record(act, call->id, &till, err))
		return false;
	if (!counted(act, call->form, &count))
		return fee_findings(act, err);
	if (!till_count_now(act, &till, &count, &waits, err))
		return false;
	reply->data = json_object();
	json_put_yesno(reply->data, "waits", waits);
	return true;
}

bool till_answer_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct till_answer_form *form = call->form;
	struct till till;
	if (!till_by_record(act, call->id, &till, err))
		return false;
	if (!str_is(form->answer, "confirm") && !str_is(form->answer, "return"))
		finding_add(&act->findings, STR("answer"), "unknown_code", "Confirm it, or send it back.");
	if (!fee_findings(act, err) || !till_answer(act, &till, str_is(form->answer, "confirm"), form->why, err))
		return false;
	reply->data = json_object();
	return true;
}
