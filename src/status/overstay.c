/* Overstays: what excuses one, what it costs, and its payment. */
#include "status.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(overstay, OVERSTAY_FIELDS)
FIELDS_TABLE(overstay_paid, OVERSTAY_PAID_FIELDS)
FIELDS_TABLE(overstay_row, OVERSTAY_ROW_FIELDS)

const struct entry_type overstay_type = { "overstay", 1, KIND_CASE, 0, &overstay_fields, "a stay was too long: what was said, what excuses it, what is due" };
const struct entry_type overstay_paid_type = { "overstay.paid", 1, KIND_CASE, 0, &overstay_paid_fields, "the penalty for a stay that was too long was paid" };

void status_check_explained(struct act *act, const struct explained *explained, struct date today, struct str field)
{
	if (!explained->code.len)
		finding_add(&act->findings, field, "required", "The stay was too long: ask why, and choose the explanation.");
	else if (!pack_code_valid(act->pack, STR("overstay_explanations"), explained->code, today))
		finding_add(&act->findings, field, "unknown_code", "Choose an explanation of the list.");
}

struct uuid status_record_overstay(struct act *act, const struct subject *subject, const struct stay_account *stay, const struct explained *explained,
                                   struct uuid crossing, bool *is_due)
{
	struct overstay overstay = {
		.crossing = crossing, .entered = stay->open->id, .allowed_until = stay->open->stay_until, .left_on = subject->today, .days = stay->over,
		.explanation = explained->code, .words = explained->words, .paper = explained->paper,
		.excused = pack_overstay_excused(act->pack, explained->code, explained->paper.len != 0),
		.law = act->pack->overstay.law.source, .pack = str_of(act->pack->identity), .post = subject->post->code,
	};
	const struct pack_tariff *due = overstay.excused ? NULL : pack_overstay_tariff(act->pack, stay->over, subject->today);
	*is_due = due != NULL;
	if (due) {
		overstay.amount = due->micro;
		overstay.currency = due->currency;
	}
	return journal_append_at(act, &overstay_type, subject->record, &overstay, subject->happened ? subject->happened : act->now);
}

bool status_overstay(struct act *act, struct uuid id, struct overstay_row *row, struct uuid *record, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "status.overstay_by_id");
	query_bind_id(query, "id", id);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &overstay_row_fields, row, act->arena);
	}
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such overstay", "look it up by the person", "overstay"));
}

bool status_pay(struct act *act, const struct overstay_row *row, struct uuid record, struct str method, struct str note, struct error *err)
{
	if (!pack_code_valid(act->pack, STR("payment_methods"), method, time_date(act->now)))
		finding_add(&act->findings, STR("method"), "unknown_code", "Say how it was paid.");
	if (!row->amount)
		return error_set(err, ERR_NOT_ALLOWED, "nothing is due here", "", "payment");
	if (row->paid)
		return error_set(err, ERR_NOT_ALLOWED, "this was paid already", "print the receipt again", "payment");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "payment");
	struct overstay_paid paid = { .overstay = row->id, .amount = row->amount, .currency = row->currency, .method = method, .note = note };
	journal_append(act, &overstay_paid_type, record, &paid);
	return true;
}

/* --- the fold --- */

static const char *const overstay_indexes[] = { "happened", "crossing", NULL };
static const struct table overstay_table = { "overstay", &overstay_row_fields, "id", overstay_indexes };

struct overstays {
	struct overstay_row *rows;
	size_t count, size;
};

static void add_overstay(struct overstays *state, const struct entry *entry, const struct overstay *overstay, struct arena *arena)
{
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct overstay_row *rows = ARENA_ARRAY(arena, struct overstay_row, size);
		for (size_t i = 0; i < state->count; i++)
			rows[i] = state->rows[i];
		state->rows = rows;
		state->size = size;
	}
	struct overstay_row *row = &state->rows[state->count++];
	*row = (struct overstay_row){ .id = entry->id, .happened = entry->happened, .officer = entry->actor };
#define COPY(type, name, ...) row->name = overstay->name;
	OVERSTAY_FIELDS(COPY, COPY)
#undef COPY
}

static void overstay_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct overstays *state = to;
	const struct overstay_paid *paid = data;
	if (entry->type == &overstay_type) {
		add_overstay(state, entry, data, arena);
		return;
	}
	for (size_t i = 0; i < state->count; i++) {
		struct overstay_row *row = &state->rows[i];
		if (!uuid_equal(row->id, paid->overstay) || row->paid)
			continue;
		row->paid = entry->happened;
		row->method = paid->method;
		row->payment = entry->id;
	}
}

static void overstay_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct overstays *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &overstay_table, &state->rows[i]);
}

static const struct entry_type *const overstay_reads[] = { &overstay_type, &overstay_paid_type, NULL };
static const struct table *const overstay_writes[] = { &overstay_table, NULL };
const struct fold overstay_fold = { "overstay", 1, overstay_reads, overstay_writes, sizeof(struct overstays), overstay_apply, overstay_rows };
