/* The accountant's overview: all desks and days, differences, what is to be given back, revenue by procedure, day and method; as CSV, too. */
#include "fee_pages.h"

#include "csv.h"

FIELDS_TABLE(accounts_period, ACCOUNTS_PERIOD_FIELDS)

enum { TILLS_MOST = 1000, TILLS_SHOWN = 60, REVENUE_MOST = 5000, REVENUE_SHOWN = 60 };

static struct accounts_period period_of(struct act *act, const struct call *call)
{
	const struct accounts_period *asked = call->query;
	struct accounts_period out = asked ? *asked : (struct accounts_period){ 0 };
	struct date today = fee_day(act, act->now);
	if (!date_whole(out.last))
		out.last = today;
	if (!date_whole(out.first))
		out.first = (struct date){ out.last.year, out.last.month, 1 };
	return out;
}

static void bind_period(struct act *act, struct query *query, const struct accounts_period *period)
{
	query_bind_text(query, "first", date_str(act->arena, period->first));
	query_bind_text(query, "last", date_str(act->arena, period->last));
}

/* --- desks --- */

static struct till *tills_of(struct act *act, const struct accounts_period *period, size_t *count, struct error *err)
{
	struct till *tills = ARENA_ARRAY(act->arena, struct till, TILLS_MOST);
	struct query *query = db_query(act->db, "fees.tills");
	bind_period(act, query, period);
	query_bind_int(query, "most", TILLS_MOST);
	for (*count = 0; *count < TILLS_MOST && query_next(query); ++*count) {
		tills[*count].record = query_id(query, 0);
		query_row(query, &till_row_fields, &tills[*count].row, act->arena);
	}
	return query_end(query, err) ? tills : NULL;
}

static json_t *till_line_of(struct act *act, const struct till *till)
{
	const struct till_row *row = &till->row;
	bool closed = str_is(row->state, "closed"), counted = !str_is(row->state, "open");
	json_t *out = till_json(act, till);
	json_put_str(out, "taken", fee_money_words(act, row->cash_in + row->other_in, row->currency));
	json_put_str(out, "counted", counted ? fee_money_words(act, row->counted, row->currency) : STR(""));
	json_put_str(out, "difference", counted && row->difference ? till_signed_money(act, row->difference, row->currency) : STR(""));
	json_put_str(out, "state", lang_words(act->lang, closed ? WORDS("Closed") : counted ? WORDS("Waits for you") : WORDS("Open")));
	json_put_str(out, "tone", closed ? STR("clear") : counted ? STR("check") : STR("info"));
	return out;
}

static bool put_tills(struct act *act, const struct accounts_period *period, struct reply *reply, struct error *err)
{
	size_t count;
	const struct till *tills = tills_of(act, period, &count, err);
	json_t *shown = json_array(), *data = json_array();
	int64_t open = 0, waits = 0;
	json_put(reply->page, "tills", shown);
	json_put(reply->data, "tills", data);
	for (size_t i = 0; tills && i < count; i++) {
		open += str_is(tills[i].row.state, "open");
		waits += str_is(tills[i].row.state, "counted");
		if (i < TILLS_SHOWN)
			json_array_append_new(shown, till_line_of(act, &tills[i]));
		json_t *one = fields_to_json(&till_row_fields, &tills[i].row);
		json_put_str(one, "id", uuid_str(act->arena, tills[i].record));
		json_array_append_new(data, one);
	}
	json_put_yesno(reply->page, "any_till", count != 0);
	json_put_str(reply->page, "open_desks", lang_number(act->lang, act->arena, open));
	json_put_str(reply->page, "waiting_desks", lang_number(act->lang, act->arena, waits));
	return tills != NULL;
}

bool tills_csv_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const heads[] = { "desk", "day", "cashier", "currency", "state", "float", "cash_in", "cash_out", "other_in", "expected", "counted", "difference", "words" };
	const struct accounts_period period = period_of(act, call);
	struct buf out = BUF_IN(act->arena);
	size_t count;
	const struct till *tills = tills_of(act, &period, &count, err);
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_field(&out, str_of(heads[i]));
	csv_end_row(&out);
	for (size_t i = 0; tills && i < count; i++) {
		const struct till_row *row = &tills[i].row;
		const int64_t amounts[] = { row->held, row->cash_in, row->cash_out, row->other_in, till_expected(row), row->counted, row->difference };
		csv_field(&out, row->desk);
		csv_field(&out, date_str(act->arena, row->day));
		csv_field(&out, officer_words(act, row->cashier));
		csv_field(&out, row->currency);
		csv_field(&out, row->state);
		for (size_t k = 0; k < COUNT_OF(amounts); k++)
			csv_field(&out, fee_amount_text(act->arena, amounts[k]));
		csv_field(&out, row->words);
		csv_end_row(&out);
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "cash-desks.csv";
	return tills != NULL;
}

/* --- revenue --- */

struct revenue {
	struct str procedure, method, currency;
	struct date day;
	int64_t paid, refunded, count;
};

static struct revenue *revenue_of(struct act *act, const struct accounts_period *period, size_t *count, struct error *err)
{
	struct revenue *rows = ARENA_ARRAY(act->arena, struct revenue, REVENUE_MOST);
	struct query *query = db_query(act->db, "fees.revenue");
	bind_period(act, query, period);
	for (*count = 0; *count < REVENUE_MOST && query_next(query); ++*count) {
		struct revenue *row = &rows[*count];
		*row = (struct revenue){ .procedure = query_text(query, 0, act->arena), .method = query_text(query, 2, act->arena), .currency = query_text(query, 3, act->arena),
			                 .paid = query_int(query, 4), .refunded = query_int(query, 5), .count = query_int(query, 6) };
		if (!date_parse(query_text(query, 1, act->arena), &row->day))
			row->day = (struct date){ 0 };
	}
	return query_end(query, err) ? rows : NULL;
}

static struct str procedure_words(struct act *act, struct str name)
{
	const struct pack_procedure *procedure = pack_procedure(act->pack, name);
	return procedure ? pack_words(act->pack, lang_tag(act->lang), procedure->title) : name;
}

static struct str method_said(struct act *act, struct str method)
{
	const char *words = method_words(method);
	return words ? lang_words(act->lang, words) : method;
}

static json_t *revenue_line(struct act *act, const struct revenue *row)
{
	json_t *out = json_object();
	json_put_str(out, "procedure", procedure_words(act, row->procedure));
	json_put_str(out, "day", lang_date_short(act->lang, act->arena, row->day));
	json_put_str(out, "method", method_said(act, row->method));
	json_put_str(out, "paid", fee_money_words(act, row->paid, row->currency));
	json_put_str(out, "refunded", row->refunded ? fee_money_words(act, row->refunded, row->currency) : STR(""));
	json_put_str(out, "kept", fee_money_words(act, row->paid - row->refunded, row->currency));
	json_put_str(out, "count", lang_number(act->lang, act->arena, row->count));
	return out;
}

/* The sum in the state's own currency; others have their lines. */
static struct revenue sum_of(struct act *act, const struct revenue *rows, size_t count)
{
	struct revenue sum = { .currency = act->pack->head.currency };
	for (size_t i = 0; i < count; i++) {
		if (!str_equal(rows[i].currency, sum.currency))
			continue;
		sum.paid += rows[i].paid;
		sum.refunded += rows[i].refunded;
		sum.count += rows[i].count;
	}
	return sum;
}

static bool put_revenue(struct act *act, const struct accounts_period *period, struct reply *reply, struct error *err)
{
	size_t count;
	const struct revenue *rows = revenue_of(act, period, &count, err);
	json_t *shown = json_array();
	json_put(reply->page, "revenue", shown);
	if (!rows)
		return false;
	for (size_t i = 0; i < count && i < REVENUE_SHOWN; i++)
		json_array_append_new(shown, revenue_line(act, &rows[i]));
	const struct revenue sum = sum_of(act, rows, count);
	json_put_yesno(reply->page, "any_revenue", count != 0);
	json_put_str(reply->page, "taken", fee_money_words(act, sum.paid, sum.currency));
	json_put_str(reply->page, "given", fee_money_words(act, sum.refunded, sum.currency));
	json_put_str(reply->page, "kept", fee_money_words(act, sum.paid - sum.refunded, sum.currency));
	json_put_int(reply->data, "paid", sum.paid);
	json_put_int(reply->data, "refunded", sum.refunded);
	return true;
}

bool revenue_csv_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const heads[] = { "procedure", "day", "method", "currency", "paid", "given_back", "kept", "receipts" };
	const struct accounts_period period = period_of(act, call);
	struct buf out = BUF_IN(act->arena);
	size_t count;
	const struct revenue *rows = revenue_of(act, &period, &count, err);
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		csv_field(&out, str_of(heads[i]));
	csv_end_row(&out);
	for (size_t i = 0; rows && i < count; i++) {
		csv_field(&out, rows[i].procedure);
		csv_field(&out, date_str(act->arena, rows[i].day));
		csv_field(&out, rows[i].method);
		csv_field(&out, rows[i].currency);
		csv_field(&out, fee_amount_text(act->arena, rows[i].paid));
		csv_field(&out, fee_amount_text(act->arena, rows[i].refunded));
		csv_field(&out, fee_amount_text(act->arena, rows[i].paid - rows[i].refunded));
		csv_field(&out, str_format(act->arena, "%lld", (long long)rows[i].count));
		csv_end_row(&out);
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "revenue.csv";
	return rows != NULL;
}

/* --- what waits --- */

static bool put_odd(struct act *act, struct reply *reply, struct error *err)
{
	struct query *query = db_query(act->db, "fees.odd_payments");
	json_t *out = json_array();
	query_bind_int(query, "most", FEES_SHOWN_MOST);
	while (query_next(query)) {
		struct payment_row row = { 0 };
		query_row(query, &payment_row_fields, &row, act->arena);
		json_t *one = json_object();
		json_put_str(one, "href", fee_path(act, "/fee/", row.fee, ""));
		json_put_str(one, "number", row.payment);
		json_put_str(one, "asked", fee_money_words(act, row.amount, row.currency));
		json_put_str(one, "came", fee_money_words(act, row.came, row.currency));
		json_put_str(one, "when", fee_when(act, row.answered));
		json_array_append_new(out, one);
	}
	json_put_yesno(reply->page, "any_odd", json_array_size(out) != 0);
	json_put(reply->page, "odd", out);
	return query_end(query, err);
}

static bool put_waiting(struct act *act, struct reply *reply, struct error *err)
{
	json_t *back;
	if (!fees_listed(act, "fees.to_give_back", FEES_SHOWN_MOST, &back, err))
		return false;
	json_put_int(reply->data, "to_give_back", (int64_t)json_array_size(back));
	json_put_str(reply->page, "back_count", lang_number(act->lang, act->arena, (int64_t)json_array_size(back)));
	json_put_yesno(reply->page, "any_back", json_array_size(back) != 0);
	json_put(reply->page, "to_give", back);
	return put_odd(act, reply, err);
}

bool accounts_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct accounts_period period = period_of(act, call);
	struct str query = str_format(act->arena, "?first=" STR_FMT "&last=" STR_FMT, STR_ARG(date_str(act->arena, period.first)), STR_ARG(date_str(act->arena, period.last)));
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "first", date_str(act->arena, period.first));
	json_put_str(reply->page, "last", date_str(act->arena, period.last));
	json_put_str(reply->page, "tills_csv", str_format(act->arena, "/accounts/desks.csv" STR_FMT, STR_ARG(query)));
	json_put_str(reply->page, "revenue_csv", str_format(act->arena, "/accounts/revenue.csv" STR_FMT, STR_ARG(query)));
	return put_tills(act, &period, reply, err) && put_revenue(act, &period, reply, err) && put_waiting(act, reply, err);
}
