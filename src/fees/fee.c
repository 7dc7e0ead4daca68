/* What happens to a fee: charged, waived, paid, given back; what the case hears of it. */
#include "inner.h"

#include <string.h>

/* --- look-ups --- */

static bool read_fees(struct query *query, struct arena *arena, struct fee_row *rows, struct uuid *record, size_t *count, struct error *err)
{
	*count = 0;
	while (*count < FEES_MOST && query_next(query)) {
		*record = query_id(query, 0);
		rows[*count] = (struct fee_row){ 0 };
		query_row(query, &fee_row_fields, &rows[(*count)++], arena);
	}
	return query_end(query, err);
}

bool fees_of(struct act *act, struct uuid record, struct fee_row rows[static FEES_MOST], size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "fees.of_record");
	struct uuid same;
	query_bind_id(query, "record", record);
	return read_fees(query, act->arena, rows, &same, count, err);
}

bool fees_by_reference(struct act *act, struct str reference, struct fee_row rows[static FEES_MOST], struct uuid *record, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "fees.of_reference");
	query_bind_text(query, "reference", str_upper(act->arena, reference));
	return read_fees(query, act->arena, rows, record, count, err);
}

bool fee_by_id(struct act *act, struct uuid id, struct fee_row *row, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "fees.by_id");
	query_bind_id(query, "id", id);
	*row = (struct fee_row){ 0 };
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &fee_row_fields, row, act->arena);
	}
	return query_end(query, err);
}

bool fee_findings(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "fee");
}

/* --- what the case hears --- */

static bool tell(struct act *act, const struct fee_row *row, struct uuid record, const char *event, struct error *err)
{
	struct case_seen seen;
	if (!case_look(act, record, &seen, err))
		return false;
	json_t *facts = json_object();
	json_put_str(facts, "amount", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(fee_amount_text(act->arena, row->amount)), STR_ARG(row->currency)));
	bool good = case_event(act, &seen, row->use, str_of(event), facts, row->item, err);
	json_decref(facts);
	case_end(&seen);
	return good;
}

bool fee_failed(struct act *act, const struct fee_row *row, struct uuid record, struct error *err)
{
	return row->rest <= 0 || !str_is(row->kind, "fee") || tell(act, row, record, "failed", err);
}

/* --- paying --- */

static struct fee_money money_of(struct act *act, const struct fee_row *row, const struct taking *taking)
{
	struct fee_money out = {
		.fee = row->id, .amount = taking->amount, .currency = row->currency, .method = taking->method, .day = fee_day(act, act->now), .source = taking->source,
		.given = taking->given, .note = taking->note,
	};
	if (taking->till) {
		out.till = taking->till->record;
		out.number = till_next_number(act, taking->till);
	}
	return out;
}

/* The same in the till, so that counting and taking conflict. */
static void book(struct act *act, const struct fee_row *row, const struct taking *taking, const struct fee_money *money, const char *kind)
{
	const struct till_booked booked = {
		.kind = str_of(kind), .fee = row->id, .reference = row->reference, .amount = money->amount, .method = money->method, .number = money->number,
	};
	if (taking->till)
		journal_append(act, &till_booked_type, taking->till->record, &booked);
}

bool fee_take(struct act *act, const struct fee_row *row, struct uuid record, const struct taking *taking, struct uuid *id, struct error *err)
{
	const struct fee_money money = money_of(act, row, taking);
	bool whole = row->rest > 0 && taking->amount >= row->rest;
	*id = journal_append(act, &fee_paid_type, record, &money);
	book(act, row, taking, &money, "paid");
	return !whole || tell(act, row, record, str_is(row->kind, "deposit") ? "taken" : "paid", err);
}

bool fee_give_back(struct act *act, const struct fee_row *row, struct uuid record, const struct taking *taking, struct uuid *id, struct error *err)
{
	const struct fee_money money = money_of(act, row, taking);
	int64_t keeps = row->paid - row->refunded - taking->amount;
	bool kept = str_is(row->status, "paid") || str_is(row->status, "held");
	*id = journal_append(act, &fee_refund_type, record, &money);
	book(act, row, taking, &money, "refund");
	return !kept || keeps >= row->amount || tell(act, row, record, str_is(row->kind, "deposit") ? "returned" : "refunded", err);
}

/* --- waiving --- */

static bool may_waive(struct act *act, const struct fee_row *row, struct str reason, struct str why)
{
	if (!row->waivers.len || !pack_code_valid(act->pack, row->waivers, reason, fee_day(act, act->now)))
		finding_add(&act->findings, STR("reason"), "unknown_code", "Choose a reason for which the law waives this fee.");
	if (why.len < 5)
		finding_add(&act->findings, STR("why"), "required", "Say in a sentence what shows it.");
	return !act->findings.count;
}

bool fees_waive(struct act *act, struct uuid fee, struct str reason, struct str why, struct error *err)
{
	struct fee_row row;
	struct uuid record;
	bool found;
	if (!fee_by_id(act, fee, &row, &record, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such fee", "look it up by the number of the case", "fee");
	if (!str_is(row.status, "due"))
		return error_set(err, ERR_NOT_ALLOWED, "nothing is due", "look at the fee again", "fee");
	if (!may_waive(act, &row, reason, why))
		return fee_findings(act, err);
	const struct fee_waive waive = { .fee = fee, .reason = reason, .why = why };
	journal_append(act, &fee_waive_type, record, &waive);
	return tell(act, &row, record, "waived", err);
}

/* --- commands of a procedure --- */

static bool charge(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	const struct pack_procedure *procedure = seen->flow.host.procedure;
	const struct pack_setting *waivers = pack_setting(asked->use, "waivers");
	struct rule_value amount;
	if (!case_setting(asked->flow, asked->use, "amount", &amount, err))
		return false;
	if (amount.kind != RULE_MONEY || amount.money.amount < 0)
		return error_set(err, ERR_NOT_ALLOWED, "the tariff gives no amount for this case", "look at the answers and at the tariff of the pack", STR_FMT, STR_ARG(asked->use->name));
	const struct fee_charge body = {
		.kind = asked->use->capability->name, .procedure = procedure->name, .use = asked->use->name, .item = asked->item, .amount = amount.money.amount,
		.currency = str_copy(act->arena, str_of(amount.money.currency)), .waivers = waivers && waivers->words.count ? waivers->words.items[0] : STR(""),
		.pack = str_of(act->pack->identity),
	};
	journal_append(act, &fee_charge_type, seen->record, &body);
	*facts = json_object();
	json_put_str(*facts, "status", body.amount ? STR("due") : STR("waived"));
	json_put_str(*facts, "amount", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(fee_amount_text(act->arena, body.amount)), STR_ARG(body.currency)));
	return true;
}

/* The last fee of a use that was charged; one that this very action charged is not in the tables yet. */
static bool fee_of_use(struct act *act, struct uuid record, struct str use, struct str item, struct fee_row *out, bool *found, struct error *err)
{
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	size_t count;
	*found = false;
	if (!fees_of(act, record, rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (str_equal(rows[i].use, use) && str_equal(rows[i].item, item)) {
			*out = rows[i];
			*found = true;
		}
	return true;
}

static int64_t asked_back(const struct case_command *asked, const struct fee_row *row)
{
	const char *given = json_string_value(json_object_get(asked->with, "amount"));
	struct rule_value value;
	struct arena *arena = asked->flow->arena;
	int64_t most = row->paid - row->refunded;
	if (!given || !rule_value_parse(arena, RULE_MONEY, str_of(given), &value) || value.kind != RULE_MONEY)
		return most;
	return value.money.amount < most ? value.money.amount : most;
}

/* Nobody is told "refunded" before the money went: until then it is paid, and stands in the list of what is to be given back. */
static bool give_back(struct act *act, struct case_seen *seen, const struct case_command *asked, const struct fee_row *row, json_t **facts)
{
	int64_t amount = asked_back(asked, row);
	const struct fee_owed owed = { .fee = row->id, .amount = amount };
	const struct fee_waive waive = { .fee = row->id };
	*facts = json_object();
	if (amount > 0)
		journal_append(act, &fee_owed_type, seen->record, &owed);
	else if (str_is(row->status, "due"))
		journal_append(act, &fee_waive_type, seen->record, &waive);
	json_put_str(*facts, "status", amount > 0 ? row->status : str_is(row->status, "due") ? STR("waived") : row->status);
	return true;
}

static struct str text_of(const json_t *with, const char *name)
{
	const char *text = json_string_value(json_object_get(with, name));
	return str_of(text ? text : "");
}

static bool nothing_held(struct act *act, struct error *err)
{
	finding_add(&act->findings, STR(""), "not_held", WORDS("No deposit is held that could be kept."));
	return fee_findings(act, err);
}

bool fee_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct fee_row row;
	bool found;
	if (!strcmp(asked->name, "charge") || !strcmp(asked->name, "take"))
		return charge(act, seen, asked, facts, err);
	if (!fee_of_use(act, seen->record, asked->use->name, asked->item, &row, &found, err))
		return false;
	if (!found)
		return true; /* the engine's own rule says what it leaves: nothing was ever charged */
	if (!strcmp(asked->name, "waive")) {
		const struct fee_waive waive = { .fee = row.id, .reason = str_copy(act->arena, text_of(asked->with, "reason")) };
		journal_append(act, &fee_waive_type, seen->record, &waive);
		return true;
	}
	if (!strcmp(asked->name, "forfeit")) {
		if (!str_is(row.status, "held"))
			return nothing_held(act, err);
		const struct fee_forfeit forfeit = { .fee = row.id };
		journal_append(act, &fee_forfeit_type, seen->record, &forfeit);
		return true;
	}
	return give_back(act, seen, asked, &row, facts);
}
