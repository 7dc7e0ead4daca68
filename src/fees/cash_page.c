/* The cashier's pages: the desk of the day, and one fee. */
#include "fee_pages.h"

#include "letter.h"

FIELDS_TABLE(cash_query, CASH_QUERY_FIELDS)
FIELDS_TABLE(open_form, OPEN_FORM_FIELDS)
FIELDS_TABLE(take_form, TAKE_FORM_FIELDS)
FIELDS_TABLE(give_form, GIVE_FORM_FIELDS)
FIELDS_TABLE(waive_form, WAIVE_FORM_FIELDS)
FIELDS_TABLE(owe_form, OWE_FORM_FIELDS)

enum { LINES_SHOWN = 8, CHANGE_SHOWN_MS = 300000 };

bool may_account(const struct act *act)
{
	return rights_have(act->actor.rights, CAN_ACCOUNTS);
}

/* --- the desk --- */

json_t *till_line_json(struct act *act, const struct till_line *line, struct str currency)
{
	json_t *out = json_object();
	bool paid = str_is(line->kind, "paid");
	const char *method = method_words(line->method);
	json_put_str(out, "number", line->number);
	json_put_str(out, "href", fee_path(act, "/fee/", line->fee, ""));
	json_put_str(out, "reference", line->reference);
	json_put_str(out, "what", lang_words(act->lang, paid ? WORDS("Taken") : WORDS("Given back")));
	json_put_str(out, "method", method ? lang_words(act->lang, method) : line->method);
	json_put_str(out, "amount", fee_money_words(act, paid ? line->amount : -line->amount, currency));
	json_put_str(out, "when", fee_when(act, line->happened));
	return out;
}

static bool lines_json(struct act *act, const struct till *till, int64_t most, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, "fees.till_lines");
	query_bind_id(query, "record", till->record);
	query_bind_int(query, "most", most);
	*out = json_array();
	while (query_next(query)) {
		struct till_line line = { 0 };
		query_row(query, &till_line_fields, &line, act->arena);
		json_array_append_new(*out, till_line_json(act, &line, till->row.currency));
	}
	return query_end(query, err);
}

json_t *till_json(struct act *act, const struct till *till)
{
	const struct till_row *row = &till->row;
	json_t *out = json_object();
	json_put_str(out, "href", fee_path(act, "/till/", till->record, ""));
	json_put_str(out, "desk", row->desk);
	json_put_str(out, "day", lang_date(act->lang, act->arena, row->day));
	json_put_str(out, "cashier", officer_words(act, row->cashier));
	json_put_str(out, "held", fee_money_words(act, row->held, row->currency));
	json_put_str(out, "cash_in", fee_money_words(act, row->cash_in, row->currency));
	json_put_str(out, "cash_out", fee_money_words(act, row->cash_out, row->currency));
	json_put_str(out, "other_in", fee_money_words(act, row->other_in, row->currency));
	json_put_str(out, "expected", fee_money_words(act, till_expected(row), row->currency));
	json_put_str(out, "booked", lang_count(act->lang, act->arena, row->booked, WORDS_MANY("{count} receipt", "{count} receipts")));
	return out;
}

bool fees_listed(struct act *act, const char *statement, size_t most, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_int(query, "most", (int64_t)most);
	*out = json_array();
	while (query_next(query)) {
		struct fee_row row = { 0 };
		query_row(query, &fee_row_fields, &row, act->arena);
		row.name = STR(""); /* a list of sums needs nobody's name */
		json_array_append_new(*out, fee_json(act, &row));
	}
	return query_end(query, err);
}

static bool fee_of_receipt(struct act *act, struct str code, struct uuid *fee, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "fees.by_receipt");
	query_bind_text(query, "code", code);
	*found = query_next(query);
	*fee = *found ? query_id(query, 0) : (struct uuid){ 0 };
	return query_end(query, err);
}

/* Of a case that is restricted, the cash desk has the number: whoever pays stands before it. */
static struct str name_words(struct act *act, struct uuid record, const struct fee_row *row)
{
	struct case_seen seen;
	struct error ignored;
	if (!row->name.len || !case_look(act, record, &seen, &ignored))
		return STR("-");
	bool whole = case_guard(act, &seen) == CASE_WHOLE;
	case_end(&seen);
	return whole ? row->name : lang_words(act->lang, WORDS("Another desk handles this"));
}

/* By the number of the case; else by that of a receipt, as it is printed or scanned. */
static bool find(struct act *act, struct str text, struct fee_row rows[static FEES_MOST], struct uuid *record, size_t *count, struct error *err)
{
	struct str plain = scan_code_number(act->arena, "FEE", scan_code_text(act->arena, "FEE", scan_code_number(act->arena, "FEE", text)));
	struct uuid fee;
	bool found;
	if (!fees_by_reference(act, str_trim(text), rows, record, count, err) || (!*count && !fees_by_reference(act, plain, rows, record, count, err)))
		return false;
	for (size_t i = 0; i < *count; i++)
		rows[i].name = name_words(act, *record, &rows[i]);
	if (*count)
		return true;
	if (!fee_of_receipt(act, plain, &fee, &found, err) || (found && !fee_by_id(act, fee, &rows[0], record, &found, err)))
		return false;
	*count = found;
	if (found)
		rows[0].name = name_words(act, *record, &rows[0]);
	return true;
}

static void put_rows(struct act *act, struct str text, const struct fee_row *rows, struct uuid record, size_t count, struct reply *reply)
{
	json_t *found = json_array(), *data = json_array();
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(found, fee_json(act, &rows[i]));
		json_array_append_new(data, fields_to_json(&fee_row_fields, &rows[i]));
	}
	journal_look(act, "fees of a case", &record, count ? 1 : 0);
	json_put(reply->data, "fees", data);
	json_put_str(reply->page, "find", text);
	json_put_yesno(reply->page, "sought", text.len != 0);
	json_put_yesno(reply->page, "any_found", count != 0);
	json_put(reply->page, "found", found);
}

static bool put_till(struct act *act, const struct till *till, struct reply *reply, struct error *err)
{
	json_t *lines = NULL;
	bool open = !uuid_zero(till->record);
	bool over = open && date_compare(till->row.day, fee_day(act, act->now)) != 0;
	json_put(reply->page, "till", open ? till_json(act, till) : json_false());
	json_put_yesno(reply->page, "over", over);
	json_put_str(reply->page, "currency", act->pack->head.currency);
	json_put(reply->data, "till", open ? fields_to_json(&till_row_fields, &till->row) : json_null());
	if (open)
		json_put_str(reply->data, "till_id", uuid_str(act->arena, till->record));
	if (open && !lines_json(act, till, LINES_SHOWN, &lines, err))
		return false;
	json_put_yesno(reply->page, "any_line", lines && json_array_size(lines));
	json_put(reply->page, "lines", lines ? lines : json_array());
	return true;
}

static bool desk_page(struct act *act, struct reply *reply, struct error *err)
{
	struct till till;
	json_t *due, *back;
	if (!till_of_actor(act, &till, err) || !put_till(act, &till, reply, err) || !fees_listed(act, "fees.due_since", LINES_SHOWN, &due, err))
		return false;
	json_put_yesno(reply->page, "any_due", json_array_size(due) != 0);
	json_put(reply->page, "due", due);
	if (!fees_listed(act, "fees.to_give_back", LINES_SHOWN, &back, err))
		return false;
	json_put_yesno(reply->page, "any_back", json_array_size(back) != 0);
	json_put(reply->page, "to_give", back);
	return true;
}

bool cash_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct cash_query *query = call->query;
	struct str text = query ? query->find : STR("");
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	struct uuid record = { 0 };
	size_t count = 0;
	reply->data = json_object();
	reply->page = json_object();
	if (text.len && !find(act, text, rows, &record, &count, err))
		return false;
	put_rows(act, text, rows, record, count, reply);
	return desk_page(act, reply, err);
}

bool fee_case_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	size_t count;
	if (!fees_of(act, call->id, rows, &count, err))
		return false;
	if (!count)
		return error_set(err, ERR_NOT_FOUND, "this case has no fee", "look at the case again", "case");
	reply->data = json_object();
	reply->page = json_object();
	put_rows(act, rows[0].reference, rows, call->id, count, reply);
	return desk_page(act, reply, err);
}

bool cash_open_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct open_form *form = call->form;
	struct str place = act->place.post.len ? act->place.post : act->pack->head.country;
	struct str desk = str_format(act->arena, STR_FMT "-%d", STR_ARG(place), (int)form->number), currency = str_upper(act->arena, form->currency);
	struct uuid record;
	int64_t held;
	if (!fee_amount_read(form->held, &held) || held < 0 || held % 10000)
		finding_add(&act->findings, STR("held"), "bad_amount", "Write the cash that lies in the drawer as 100 or 100.50.");
	if (currency.len && currency.len != 3)
		finding_add(&act->findings, STR("currency"), "bad_currency", "Write the currency in three letters, such as EUR.");
	if (!fee_findings(act, err) || !till_open_now(act, desk, currency.len ? currency : act->pack->head.currency, held, &record, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "till", uuid_str(act->arena, record));
	return true;
}

/* --- one fee --- */

static bool must_find(struct act *act, struct uuid id, struct fee_row *row, struct uuid *record, struct error *err)
{
	bool found;
	return fee_by_id(act, id, row, record, &found, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such fee", "look it up by the number of the case", "fee"));
}

static json_t *money_json(struct act *act, const struct fee_money_row *row, json_t *papers)
{
	json_t *out = json_object();
	bool paid = str_is(row->kind, "paid");
	const char *method = method_words(row->method);
	json_t *paper = json_array_get(papers, 0);
	json_put_str(out, "what", lang_words(act->lang, paid ? WORDS("Paid") : WORDS("Given back")));
	json_put_str(out, "amount", fee_money_words(act, row->amount, row->currency));
	json_put_str(out, "method", method ? lang_words(act->lang, method) : row->method);
	json_put_str(out, "when", fee_when(act, row->happened));
	json_put_str(out, "who", uuid_zero(row->till) ? STR("") : officer_words(act, row->officer));
	json_put_str(out, "number", row->number);
	json_put_str(out, "note", row->note);
	json_put_str(out, "paper", paper ? fee_path(act, "/fee/", row->id, "/receipt") : STR(""));
	json_put_str(out, "text", paper ? fee_path(act, "/fee/", row->id, "/text") : STR(""));
	return out;
}

static void put_change(struct act *act, const struct fee_money_row *row, json_t *page)
{
	if (row->given > row->amount && act->now - row->happened < CHANGE_SHOWN_MS)
		json_put_str(page, "change", fee_money_words(act, row->given - row->amount, row->currency));
}

static bool put_money(struct act *act, const struct fee_row *fee, struct uuid record, struct reply *reply, struct error *err)
{
	struct fee_money_row *rows = ARENA_ARRAY(act->arena, struct fee_money_row, FEES_SHOWN_MOST);
	struct query *query = db_query(act->db, "fees.money_of");
	json_t *shown = json_array(), *data = json_array();
	size_t count = 0;
	query_bind_id(query, "record", record);
	query_bind_id(query, "fee", fee->id);
	while (count < FEES_SHOWN_MOST && query_next(query))
		query_row(query, &fee_money_row_fields, &rows[count++], act->arena);
	json_put(reply->page, "money", shown);
	json_put(reply->data, "money", data);
	json_put_yesno(reply->page, "any_money", count != 0);
	json_put_str(reply->page, "change", STR(""));
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		json_t *papers;
		if (!letters_about(act, rows[i].id, &papers, err))
			return false;
		json_array_append_new(shown, money_json(act, &rows[i], papers));
		json_array_append_new(data, fields_to_json(&fee_money_row_fields, &rows[i]));
		json_decref(papers);
		put_change(act, &rows[i], reply->page);
	}
	return true;
}

void put_languages(struct act *act, json_t *page)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->head.languages.count; i++) {
		const struct lang *lang = langs_find(act->house->langs, act->pack->head.languages.items[i]);
		if (!lang)
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", lang_tag(lang));
		json_put_str(one, "name", lang_name(lang));
		json_put_yesno(one, "chosen", lang == act->lang);
		json_array_append_new(out, one);
	}
	json_put(page, "languages", out);
}

static json_t *reasons_value(struct act *act, const struct fee_row *row)
{
	const struct pack_list *list = row->waivers.len ? pack_list(act->pack, row->waivers) : NULL;
	struct date today = fee_day(act, act->now);
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count; i++) {
		if (!pack_code_valid(act->pack, row->waivers, list->codes[i].code, today))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", list->codes[i].code);
		json_put_str(one, "word", pack_words(act->pack, lang_tag(act->lang), list->codes[i].words));
		json_array_append_new(out, one);
	}
	return out;
}

/* What may be done with it, by whom and at which desk. */
static void put_forms(struct act *act, const struct fee_row *row, const struct till *till, json_t *page)
{
	struct error why_not = { 0 };
	bool desk = till_must_take(act, till, &why_not) && str_equal(till->row.currency, row->currency), accounts = may_account(act);
	json_t *ways = json_array(), *reasons = reasons_value(act, row);
	const struct { const char *code; bool may; } all[] = { { "cash", desk }, { "transfer", accounts }, { "online", accounts } };
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		if (!all[i].may)
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(all[i].code));
		json_put_str(one, "word", lang_words(act->lang, method_words(str_of(all[i].code))));
		json_array_append_new(ways, one);
	}
	int64_t keeps = row->paid - row->refunded - row->back;
	bool waives = accounts && row->rest > 0 && json_array_size(reasons);
	json_put_str(page, "pay_to", row->rest > 0 && desk ? fee_path(act, "/fee/", row->id, "/pay") : STR(""));
	json_put_str(page, "online_to", row->rest > 0 && fees_online(act->house) ? fee_path(act, "/fee/", row->id, "/online") : STR(""));
	json_put_str(page, "give_to", row->back > 0 && json_array_size(ways) ? fee_path(act, "/fee/", row->id, "/give") : STR(""));
	json_put_str(page, "waive_to", waives ? fee_path(act, "/fee/", row->id, "/waive") : STR(""));
	json_put_str(page, "owe_to", accounts && keeps > 0 ? fee_path(act, "/fee/", row->id, "/owe") : STR(""));
	json_put_str(page, "keeps", fee_amount_text(act->arena, keeps > 0 ? keeps : 0));
	json_put_yesno(page, "no_desk", row->rest > 0 && !desk);
	json_put(page, "methods", methods_value(act, true));
	json_put(page, "ways", ways);
	json_put(page, "reasons", reasons);
	json_put_str(page, "rest_plain", fee_amount_text(act->arena, row->rest));
	json_put_str(page, "back_plain", fee_amount_text(act->arena, row->back));
	put_languages(act, page);
}

static void put_facts(struct act *act, const struct fee_row *row, json_t *page)
{
	json_t *facts = json_array();
	json_array_append_new(facts, fact_value(act, WORDS("Case"), row->reference));
	json_array_append_new(facts, fact_value(act, WORDS("About"), row->name));
	json_array_append_new(facts, fact_value(act, WORDS("For"), fee_what_words(act, row)));
	json_array_append_new(facts, fact_value(act, WORDS("Amount"), fee_money_words(act, row->amount, row->currency)));
	if (row->paid)
		json_array_append_new(facts, fact_value(act, WORDS("Paid"), fee_money_words(act, row->paid, row->currency)));
	if (row->refunded)
		json_array_append_new(facts, fact_value(act, WORDS("Given back"), fee_money_words(act, row->refunded, row->currency)));
	json_array_append_new(facts, fact_value(act, WORDS("Charged"), fee_when(act, row->charged)));
	if (row->reason.len)
		json_array_append_new(facts, fact_value(act, WORDS("Waived because"), pack_code_words(act->pack, lang_tag(act->lang), row->waivers, row->reason)));
	if (!uuid_zero(row->waiver))
		json_array_append_new(facts, fact_value(act, WORDS("Waived by"), officer_words(act, row->waiver)));
	if (row->why.len)
		json_array_append_new(facts, fact_value(act, WORDS("In words"), row->why));
	json_put(page, "facts", facts);
}

bool fee_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct fee_row row;
	struct uuid record;
	struct till till;
	if (!must_find(act, call->id, &row, &record, err) || !till_of_actor(act, &till, err))
		return false;
	row.name = name_words(act, record, &row);
	journal_look(act, "fee", &record, 1);
	reply->data = fields_to_json(&fee_row_fields, &row);
	json_t *page = reply->page = fee_json(act, &row);
	json_put_str(page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Fee of {reference}")), { "reference", row.reference }));
	put_facts(act, &row, page);
	put_forms(act, &row, &till, page);
	json_put_str(page, "case_href", fee_path(act, "/fee/case/", record, ""));
	return put_money(act, &row, record, reply, err);
}

/* --- taking and giving --- */

/* The receipt, in the payer's language, with the state's own behind it. */
static bool receipt(struct act *act, const struct fee_row *row, struct uuid record, const struct taking *taking, struct uuid entry, struct str language, bool paid, struct error *err)
{
	const struct pack_procedure *procedure = pack_procedure(act->pack, row->procedure);
	struct str number = taking->till ? till_next_number(act, taking->till) : STR("");
	json_t *values = json_object();
	json_put_str(values, "reference", row->reference);
	json_put_str(values, "name", row->name);
	json_put_str(values, "procedure", procedure ? pack_words(act->pack, lang_tag(letter_language(act, language)), procedure->title) : row->procedure);
	json_put_str(values, "amount", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(fee_amount_text(act->arena, taking->amount)), STR_ARG(row->currency)));
	json_put_str(values, "method", lang_words(letter_language(act, language), method_words(taking->method)));
	json_put_str(values, "number", number);
	json_put_str(values, "code", scan_code_text(act->arena, "FEE", number));
	json_put_int(values, "booked", act->now);
	json_put_str(values, "desk", taking->till ? taking->till->row.desk : STR(""));
	json_put_yesno(values, "refund", !paid);
	json_put_yesno(values, "deposit", str_is(row->kind, "deposit"));
	const struct letter_order order = { .name = "fee_receipt", .record = record, .about = entry, .language = language, .also_own = true, .number = number, .values = values };
	return letter_issue(act, &order, NULL, err);
}

/* What was typed must be what the page said: a page that is old would take another amount. */
static void check_amount(struct act *act, struct str text, int64_t wanted, bool exact, int64_t *amount)
{
	if (!fee_amount_read(text, amount) || *amount <= 0)
		finding_add(&act->findings, STR("amount"), "bad_amount", "Write the amount as 80 or 80.50.");
	else if (exact && *amount != wanted)
		finding_add(&act->findings, STR("amount"), "changed", "Something else is due by now: look at the amount again.");
	else if (*amount > wanted)
		finding_add(&act->findings, STR("amount"), "too_much", "That is more than what is to be given back.");
}

static void check_given(struct act *act, const struct take_form *form, struct taking *taking)
{
	bool cash = str_is(form->method, "cash");
	if (!str_is(form->method, "card") && !str_is(form->method, "voucher") && !cash)
		finding_add(&act->findings, STR("method"), "unknown_code", "Choose how it is paid.");
	if (str_is(form->method, "voucher") && !form->note.len)
		finding_add(&act->findings, STR("note"), "required", "Write the number of the voucher.");
	if (form->given.len && (!cash || !fee_amount_read(form->given, &taking->given) || taking->given < taking->amount))
		finding_add(&act->findings, STR("given"), "too_little", "Write the cash that was handed over: at least what is due.");
}

bool fee_pay_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct take_form *form = call->form;
	struct fee_row row;
	struct uuid record, id;
	struct till till;
	struct taking taking = { .method = form->method, .note = form->note, .till = &till };
	if (!must_find(act, call->id, &row, &record, err) || !till_of_actor(act, &till, err) || !till_must_take(act, &till, err))
		return false;
	if (row.rest <= 0)
		return error_set(err, ERR_NOT_ALLOWED, "nothing is due", "look at the fee again: it was paid or waived", STR_FMT, STR_ARG(row.reference));
	if (!str_equal(till.row.currency, row.currency))
		return error_set(err, ERR_NOT_ALLOWED, "this cash desk holds another currency", "open a desk in the currency of the fee", STR_FMT, STR_ARG(row.currency));
	check_amount(act, form->amount, row.rest, true, &taking.amount);
	check_given(act, form, &taking);
	if (!fee_findings(act, err) || !fee_take(act, &row, record, &taking, &id, err) || !receipt(act, &row, record, &taking, id, form->language, true, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "payment", uuid_str(act->arena, id));
	json_put_str(reply->data, "number", till_next_number(act, &till));
	return true;
}

static bool check_way(struct act *act, struct str method, const struct fee_row *row, const struct till *till, struct error *err)
{
	bool away = str_is(method, "transfer") || str_is(method, "online");
	if (!away && !str_is(method, "cash"))
		finding_add(&act->findings, STR("method"), "unknown_code", "Choose how it is given back.");
	else if (away && !may_account(act))
		return error_set(err, ERR_FORBIDDEN, "only the accountant gives back by transfer", "give it back in cash", "fee");
	else if (!away && !till_must_take(act, till, err))
		return false;
	else if (!away && (!str_equal(till->row.currency, row->currency)))
		return error_set(err, ERR_NOT_ALLOWED, "this cash desk holds another currency", "open a desk in the currency of the fee", STR_FMT, STR_ARG(row->currency));
	return true;
}

bool fee_give_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct give_form *form = call->form;
	struct fee_row row;
	struct uuid record, id;
	struct till till;
	struct taking taking = { .method = form->method, .note = form->note };
	bool cash = str_is(form->method, "cash");
	if (!must_find(act, call->id, &row, &record, err) || !till_of_actor(act, &till, err) || !check_way(act, form->method, &row, &till, err))
		return false;
	if (row.back <= 0)
		return error_set(err, ERR_NOT_ALLOWED, "nothing is to be given back", "look at the fee again", STR_FMT, STR_ARG(row.reference));
	taking.till = cash ? &till : NULL;
	check_amount(act, form->amount, row.back, false, &taking.amount);
	if (cash && taking.amount > till_expected(&till.row))
		finding_add(&act->findings, STR("amount"), "not_there", "There is not so much cash in the drawer.");
	if (!cash && form->note.len < 3)
		finding_add(&act->findings, STR("note"), "required", "Write to which account or card it went.");
	if (!fee_findings(act, err) || !fee_give_back(act, &row, record, &taking, &id, err) || !receipt(act, &row, record, &taking, id, form->language, false, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "refund", uuid_str(act->arena, id));
	return true;
}

bool fee_waive_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct waive_form *form = call->form;
	if (!fees_waive(act, call->id, form->reason, form->why, err))
		return false;
	reply->data = json_object();
	return true;
}

bool fee_owe_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct owe_form *form = call->form;
	struct fee_row row;
	struct uuid record;
	struct fee_owed owed = { .fee = call->id, .why = form->why };
	if (!must_find(act, call->id, &row, &record, err))
		return false;
	check_amount(act, form->amount, row.paid - row.refunded - row.back, false, &owed.amount);
	if (!fee_findings(act, err))
		return false;
	journal_append(act, &fee_owed_type, record, &owed);
	reply->data = json_object();
	return true;
}

/* The payer pays with a telephone, at the desk: the cashier's browser shows the page. */
bool fee_online_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct fee_row row;
	struct uuid record, intent;
	if (!must_find(act, call->id, &row, &record, err) || !payment_intend(act, &row, record, fee_path(act, "/fee/", row.id, ""), &intent, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "intent", uuid_str(act->arena, intent));
	reply->location = fee_path(act, "/pay/", intent, "");
	return true;
}

/* --- the receipt again --- */

static bool receipt_of(struct act *act, struct uuid payment, struct uuid *letter, struct error *err)
{
	return letter_last(act, payment, "fee_receipt", letter, err) && (!uuid_zero(*letter) || error_set(err, ERR_NOT_FOUND, "there is no receipt", "look at the fee again", "receipt"));
}

bool fee_receipt_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid letter;
	return receipt_of(act, call->id, &letter, err) && letter_pdf(act, letter, reply, err);
}

bool fee_receipt_text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct uuid letter;
	struct fee_money_row row = { 0 };
	struct query *query = db_query(act->db, "fees.money_by_id");
	query_bind_id(query, "id", call->id);
	if (query_next(query))
		query_row(query, &fee_money_row_fields, &row, act->arena);
	if (!query_end(query, err) || !receipt_of(act, call->id, &letter, err) || !letter_page(act, letter, fee_path(act, "/fee/", row.fee, ""), reply, err))
		return false;
	json_put_str(reply->page, "pdf_href", fee_path(act, "/fee/", call->id, "/receipt"));
	return true;
}
