/* Money, days and what a fee is, in words and as typed. */
#include "inner.h"

static const struct {
	const char *code, *words, *tone;
} statuses[] = {
	{ "due", WORDS("Due"), "check" },           { "paid", WORDS("Paid"), "clear" },           { "waived", WORDS("Waived"), "none" },   { "refunded", WORDS("Given back"), "none" },
	{ "held", WORDS("Held"), "clear" },         { "returned", WORDS("Given back"), "none" },  { "forfeited", WORDS("Kept by the state"), "none" },
};

/* What a payment is made with. The program's own, since cash is counted and what comes by transfer or online is not taken at a desk. */
static const struct {
	const char *code, *words;
	bool desk;
} methods[] = {
	{ "cash", WORDS("Cash"), true }, { "card", WORDS("Card"), true }, { "voucher", WORDS("Voucher"), true }, { "transfer", WORDS("Bank transfer"), false }, { "online", WORDS("Online"), false },
};

const char *fee_status_words(struct str status)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (str_is(status, statuses[i].code))
			return statuses[i].words;
	return "";
}

const char *fee_status_tone(struct str status)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (str_is(status, statuses[i].code))
			return statuses[i].tone;
	return "none";
}

const char *method_words(struct str method)
{
	for (size_t i = 0; i < COUNT_OF(methods); i++)
		if (str_is(method, methods[i].code))
			return methods[i].words;
	return NULL;
}

json_t *methods_value(struct act *act, bool desk)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (desk && !methods[i].desk)
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(methods[i].code));
		json_put_str(one, "word", lang_words(act->lang, methods[i].words));
		json_array_append_new(out, one);
	}
	return out;
}

/* --- money --- */

struct str fee_money_words(struct act *act, int64_t millionths, struct str currency)
{
	int decimals = millionths % 10000 ? 6 : 2;
	return str_format(act->arena, STR_FMT "\u00a0" STR_FMT, STR_ARG(lang_decimal(act->lang, act->arena, decimals == 6 ? millionths : millionths / 10000, decimals)), STR_ARG(currency));
}

struct str fee_amount_text(struct arena *arena, int64_t millionths)
{
	uint64_t size = millionths < 0 ? 0 - (uint64_t)millionths : (uint64_t)millionths;
	unsigned long long whole = size / 1000000, part = size % 1000000;
	const char *sign = millionths < 0 ? "-" : "";
	return part % 10000 ? str_format(arena, "%s%llu.%06llu", sign, whole, part) : str_format(arena, "%s%llu.%02llu", sign, whole, part / 10000);
}

bool fee_amount_read(struct str text, int64_t *millionths)
{
	char plain[24];
	size_t signs = 0;
	text = str_trim(text);
	if (!text.len || text.len >= sizeof plain)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i] == ',' ? '.' : text.data[i];
		signs += c == '.';
		if (c != '.' && !ascii_digit(c) && !(c == '-' && !i))
			return false;
		plain[i] = c;
	}
	return signs <= 1 && rule_number_parse((struct str){ plain, text.len }, millionths) && *millionths <= INT64_C(9000000000000000) && *millionths >= -INT64_C(9000000000000000);
}

/* --- days, people, what it is --- */

static const struct lang_zone *zone_of(struct act *act)
{
	return act->house->zone(act->house, act->pack->head.zone);
}

struct date fee_day(struct act *act, int64_t ms)
{
	return lang_zone_day(zone_of(act), ms);
}

struct str fee_when(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, zone_of(act), ms);
}

struct str officer_words(struct act *act, struct uuid user)
{
	struct error ignored;
	struct query *query = db_query(act->db, "fees.officer");
	query_bind_id(query, "record", user);
	bool found = query_next(query);
	struct str number = found ? query_text(query, 0, act->arena) : STR(""), name = found ? query_text(query, 1, act->arena) : STR("");
	(void)query_end(query, &ignored);
	return found ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(number)) : lang_words(act->lang, WORDS("Not known"));
}

struct str fee_what_words(struct act *act, const struct fee_row *row)
{
	const struct pack_procedure *procedure = pack_procedure(act->pack, row->procedure);
	struct str title = procedure ? pack_words(act->pack, lang_tag(act->lang), procedure->title) : row->procedure;
	return str_is(row->kind, "deposit") ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Deposit: {procedure}")), { "procedure", title }) : title;
}

struct str fee_path(struct act *act, const char *before, struct uuid id, const char *after)
{
	return str_format(act->arena, "%s" STR_FMT "%s", before, STR_ARG(uuid_str(act->arena, id)), after);
}

json_t *fact_value(struct act *act, const char *what, struct str text)
{
	json_t *one = json_object();
	json_put_str(one, "what", lang_words(act->lang, what));
	json_put_str(one, "text", text);
	return one;
}

json_t *fee_json(struct act *act, const struct fee_row *row)
{
	json_t *out = json_object();
	json_put_str(out, "href", fee_path(act, "/fee/", row->id, ""));
	json_put_str(out, "reference", row->reference);
	json_put_str(out, "name", row->name);
	json_put_str(out, "what", fee_what_words(act, row));
	json_put_str(out, "amount", fee_money_words(act, row->amount, row->currency));
	json_put_str(out, "rest", row->rest ? fee_money_words(act, row->rest, row->currency) : STR(""));
	json_put_str(out, "back", row->back ? fee_money_words(act, row->back, row->currency) : STR(""));
	json_put_str(out, "status", lang_words(act->lang, fee_status_words(row->status)));
	json_put_str(out, "tone", str_of(fee_status_tone(row->status)));
	json_put_str(out, "charged", fee_when(act, row->charged));
	return out;
}
