/* The table of fees with what was paid and given back, and the payments through a provider: all of one case. */
#include "inner.h"

FIELDS_TABLE(fee_charge, FEE_CHARGE_FIELDS)
FIELDS_TABLE(fee_waive, FEE_WAIVE_FIELDS)
FIELDS_TABLE(fee_money, FEE_MONEY_FIELDS)
FIELDS_TABLE(fee_owed, FEE_OWED_FIELDS)
FIELDS_TABLE(fee_forfeit, FEE_FORFEIT_FIELDS)
FIELDS_TABLE(payment_intent, PAYMENT_INTENT_FIELDS)
FIELDS_TABLE(payment_answer, PAYMENT_ANSWER_FIELDS)
FIELDS_TABLE(fee_row, FEE_ROW_FIELDS)
FIELDS_TABLE(fee_money_row, FEE_MONEY_ROW_FIELDS)
FIELDS_TABLE(payment_row, PAYMENT_ROW_FIELDS)

const struct entry_type fee_charge_type = { "fee.charge", 1, KIND_CASE, 0, &fee_charge_fields, "A fee or deposit of a case is due" };
const struct entry_type fee_waive_type = { "fee.waive", 1, KIND_CASE, 0, &fee_waive_fields, "A fee was waived" };
const struct entry_type fee_paid_type = { "fee.paid", 1, KIND_CASE, 0, &fee_money_fields, "A fee was paid, in whole or in part" };
const struct entry_type fee_owed_type = { "fee.owed", 1, KIND_CASE, 0, &fee_owed_fields, "What was paid is to be given back" };
const struct entry_type fee_refund_type = { "fee.refund", 1, KIND_CASE, 0, &fee_money_fields, "What was paid was given back" };
const struct entry_type fee_forfeit_type = { "fee.forfeit", 1, KIND_CASE, 0, &fee_forfeit_fields, "A deposit is kept" };
const struct entry_type payment_intent_type = { "payment.intent", 1, KIND_CASE, 0, &payment_intent_fields, "A person wants to pay a fee online" };
const struct entry_type payment_answer_type = { "payment.answer", 1, KIND_CASE, 0, &payment_answer_fields, "The provider said what became of a payment" };

static const char *const fee_indexes[] = { "reference", "status, charged", "back", NULL };
static const struct table fee_table = { "fee", &fee_row_fields, "id", fee_indexes };
static const char *const money_indexes[] = { "day", "code", "fee", NULL };
static const struct table money_table = { "fee_money", &fee_money_row_fields, "id", money_indexes };
static const char *const payment_indexes[] = { "fee", "state, made", NULL };
static const struct table payment_table = { "payment", &payment_row_fields, "id", payment_indexes };

/* A case has few fees. What is more than fits stays in the entries. */
enum { MONEY_MOST = 200, PAYMENTS_MOST = 200 };

struct owed {
	int64_t amount;              /* by when so much is given back, what was said is done */
	bool waived, forfeited;
};

struct purse {
	struct fee_row *fees;
	struct owed *owed;
	struct fee_money_row *money;
	struct payment_row *payments;
	size_t fee_count, money_count, payment_count;
	struct str reference, name;
};

static struct fee_row *fee_of(struct purse *purse, struct uuid id, size_t *at)
{
	for (*at = 0; *at < purse->fee_count; ++*at)
		if (uuid_equal(purse->fees[*at].id, id))
			return &purse->fees[*at];
	return NULL;
}

static struct str settled_status(const struct fee_row *row, const struct owed *owed, int64_t keeps)
{
	bool deposit = str_is(row->kind, "deposit");
	if (owed->forfeited)
		return STR("forfeited");
	if (owed->waived || !row->amount)
		return STR("waived");
	if (keeps >= row->amount)
		return deposit ? STR("held") : STR("paid");
	if (row->refunded)
		return deposit ? STR("returned") : STR("refunded");
	return STR("due");
}

/* What is still to be paid, and what is to be given back: what a person said, or what is more than is owed. */
static void reckon(struct fee_row *row, const struct owed *owed, int64_t happened)
{
	int64_t keeps = row->paid - row->refunded, wanted = owed->waived ? 0 : row->amount, over = keeps - wanted, said = owed->amount - row->refunded;
	row->status = settled_status(row, owed, keeps);
	row->rest = str_is(row->status, "due") ? wanted - keeps : 0;
	row->back = over > said ? over : said;
	if (row->back < 0 || owed->forfeited)
		row->back = 0;
	if (!row->settled && !str_is(row->status, "due"))
		row->settled = happened;
}

static void charge(struct purse *purse, const struct entry *entry, const struct fee_charge *charge)
{
	if (purse->fee_count == FEES_MOST)
		return;
	struct fee_row *row = &purse->fees[purse->fee_count];
	*row = (struct fee_row){ .id = entry->id, .charged = entry->happened };
#define COPY(type, name, ...) row->name = charge->name;
	FEE_CHARGE_FIELDS(COPY, COPY)
#undef COPY
	reckon(row, &purse->owed[purse->fee_count++], entry->happened);
}

static void money(struct purse *purse, const struct entry *entry, const struct fee_money *money, struct arena *arena)
{
	size_t at;
	bool paid = entry->type == &fee_paid_type;
	struct fee_row *row = fee_of(purse, money->fee, &at);
	if (!row || purse->money_count == MONEY_MOST)
		return;
	struct fee_money_row *line = &purse->money[purse->money_count++];
	*line = (struct fee_money_row){ .id = entry->id, .happened = entry->happened, .officer = entry->actor, .kind = paid ? STR("paid") : STR("refund") };
#define COPY(type, name, ...) line->name = money->name;
	FEE_MONEY_FIELDS(COPY, COPY)
#undef COPY
	line->procedure = row->procedure;
	line->use = row->use;
	line->code = scan_code_number(arena, "FEE", scan_code_text(arena, "FEE", money->number));
	if (paid)
		row->paid += money->amount;
	else
		row->refunded += money->amount;
	reckon(row, &purse->owed[at], entry->happened);
}

static void waive(struct purse *purse, const struct entry *entry, const struct fee_waive *waive)
{
	size_t at;
	struct fee_row *row = fee_of(purse, waive->fee, &at);
	if (!row)
		return;
	purse->owed[at].waived = true;
	row->reason = waive->reason;
	row->why = waive->why;
	row->waiver = entry->actor;
	reckon(row, &purse->owed[at], entry->happened);
}

static void owe(struct purse *purse, const struct entry *entry, struct uuid fee, int64_t amount, struct str why)
{
	size_t at;
	struct fee_row *row = fee_of(purse, fee, &at);
	if (!row)
		return;
	purse->owed[at].forfeited |= !amount;
	purse->owed[at].amount = (purse->owed[at].amount > row->refunded ? purse->owed[at].amount : row->refunded) + amount;
	if (why.len)
		row->why = why;
	reckon(row, &purse->owed[at], entry->happened);
}

static void intend(struct purse *purse, const struct entry *entry, const struct payment_intent *intent)
{
	if (purse->payment_count == PAYMENTS_MOST)
		return;
	struct payment_row *row = &purse->payments[purse->payment_count++];
	*row = (struct payment_row){ .id = entry->id, .made = entry->happened, .state = STR("open") };
#define COPY(type, name, ...) row->name = intent->name;
	PAYMENT_INTENT_FIELDS(COPY, COPY)
#undef COPY
}

static void answer(struct purse *purse, const struct entry *entry, const struct payment_answer *answer)
{
	for (size_t i = 0; i < purse->payment_count; i++) {
		struct payment_row *row = &purse->payments[i];
		if (!uuid_equal(row->id, answer->intent))
			continue;
		row->state = answer->result;
		row->event = answer->event;
		row->payment = answer->payment;
		row->came = answer->amount;
		row->answered = entry->happened;
	}
}

static void begin(struct purse *purse, struct arena *arena)
{
	purse->fees = ARENA_ARRAY(arena, struct fee_row, FEES_MOST);
	purse->owed = ARENA_ARRAY(arena, struct owed, FEES_MOST);
	purse->money = ARENA_ARRAY(arena, struct fee_money_row, MONEY_MOST);
	purse->payments = ARENA_ARRAY(arena, struct payment_row, PAYMENTS_MOST);
}

/* The number is given with the first entry of a case, whom it is about with any. */
static void step(struct purse *purse, const struct case_step *step)
{
	if (step->reference.len)
		purse->reference = step->reference;
	if (step->name.len)
		purse->name = step->name;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct purse *purse = to;
	if (entry->type == &case_step_type) {
		step(purse, data);
		return;
	}
	if (!purse->fees)
		begin(purse, arena);
	if (entry->type == &fee_charge_type)
		charge(purse, entry, data);
	else if (entry->type == &fee_paid_type || entry->type == &fee_refund_type)
		money(purse, entry, data, arena);
	else if (entry->type == &fee_waive_type)
		waive(purse, entry, data);
	else if (entry->type == &fee_owed_type)
		owe(purse, entry, ((const struct fee_owed *)data)->fee, ((const struct fee_owed *)data)->amount, ((const struct fee_owed *)data)->why);
	else if (entry->type == &fee_forfeit_type)
		owe(purse, entry, ((const struct fee_forfeit *)data)->fee, 0, STR(""));
	else if (entry->type == &payment_intent_type)
		intend(purse, entry, data);
	else if (entry->type == &payment_answer_type)
		answer(purse, entry, data);
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct purse *purse = from;
	(void)record;
	for (size_t i = 0; i < purse->fee_count; i++) {
		struct fee_row row = purse->fees[i];
		row.reference = purse->reference;
		row.name = purse->name;
		rows_put(out, &fee_table, &row);
	}
	for (size_t i = 0; i < purse->money_count; i++)
		rows_put(out, &money_table, &purse->money[i]);
	for (size_t i = 0; i < purse->payment_count; i++)
		rows_put(out, &payment_table, &purse->payments[i]);
}

static const struct entry_type *const reads[] = {
	&case_step_type, &fee_charge_type, &fee_waive_type, &fee_paid_type, &fee_owed_type, &fee_refund_type, &fee_forfeit_type, &payment_intent_type, &payment_answer_type, NULL,
};
static const struct table *const writes[] = { &fee_table, &money_table, &payment_table, NULL };
const struct fold fee_fold = { "fee", 1, reads, writes, sizeof(struct purse), apply, rows };
