/* Lines of the bank: matched by the number of the case and the amount, booked, or left to a person. */
#include "bank.h"

#include "crypto.h"
#include "inner.h"

FIELDS_TABLE(bank_line, BANK_LINE_FIELDS)
FIELDS_TABLE(bank_settle, BANK_SETTLE_FIELDS)
FIELDS_TABLE(bank_row, BANK_ROW_FIELDS)

const struct entry_type bank_line_type = { "bank.line", 1, KIND_CASE, 0, &bank_line_fields, "Money came to the bank" };
const struct entry_type bank_settle_type = { "bank.settle", 1, KIND_CASE, 0, &bank_settle_fields, "A person said what a line of the bank is" };

static const char *const indexes[] = { "open, day", "taken", NULL };
static const struct table bank_table = { "bank_line", &bank_row_fields, "", indexes };

struct kept {
	struct bank_row row;
	bool is;
};

static bool is_open(struct str found)
{
	return str_is(found, "nothing_due") || str_is(found, "several") || str_is(found, "unknown");
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	(void)arena;
	if (entry->type == &bank_line_type) {
		const struct bank_line *line = data;
		kept->is = true;
#define COPY(type, name, ...) kept->row.name = line->name;
		BANK_LINE_FIELDS(COPY, COPY)
#undef COPY
		kept->row.taken = entry->happened;
		kept->row.open = is_open(line->found);
		return;
	}
	const struct bank_settle *settle = data;
	kept->row.open = false;
	kept->row.how = settle->how;
	kept->row.why = settle->why;
	kept->row.person = entry->actor;
	if (!uuid_zero(settle->fee))
		kept->row.fee = settle->fee;
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &bank_table, &kept->row);
}

static const struct entry_type *const reads[] = { &bank_line_type, &bank_settle_type, NULL };
static const struct table *const writes[] = { &bank_table, NULL };
const struct fold bank_fold = { "bank_line", 1, reads, writes, sizeof(struct kept), apply, rows };

/* --- looking for the fee --- */

struct search {
	struct act *act;
	struct error *err;
	struct fee_row *rows;
	struct uuid record;
	size_t count;
	bool failed;
};

static bool look_up(void *state, struct str reference)
{
	struct search *search = state;
	search->failed = !fees_by_reference(search->act, reference, search->rows, &search->record, &search->count, search->err);
	return search->failed || search->count > 0;
}

/* What this very act has booked already, which the tables do not show yet. */
struct booked {
	struct uuid fee, record;
	int64_t paid;
	bool told;                   /* its case was told: it is not told of another fee in the same act */
};

struct import {
	struct act *act;
	struct booked booked[BANK_LINES_MOST];
	size_t count;
};

static bool case_was_told(const struct import *import, struct uuid record)
{
	for (size_t i = 0; i < import->count; i++)
		if (uuid_equal(import->booked[i].record, record) && import->booked[i].told)
			return true;
	return false;
}

static void as_of_now(const struct import *import, struct fee_row *row)
{
	for (size_t i = 0; i < import->count; i++)
		if (uuid_equal(import->booked[i].fee, row->id)) {
			row->paid += import->booked[i].paid;
			row->rest = row->rest > import->booked[i].paid ? row->rest - import->booked[i].paid : 0;
		}
}

/* The fee of which exactly this much is left; else the first that is due. */
static struct fee_row *best(const struct import *import, const struct search *search, const struct bank_line *line)
{
	struct fee_row *some = NULL;
	for (size_t i = 0; i < search->count; i++) {
		struct fee_row *row = &search->rows[i];
		as_of_now(import, row);
		if (row->rest <= 0 || !str_equal(row->currency, line->currency))
			continue;
		if (row->rest == line->amount)
			return row;
		some = some ? some : row;
	}
	return some;
}

static bool book(struct import *import, const struct fee_row *row, const struct search *search, const struct bank_line *line, struct uuid record, struct error *err)
{
	const struct taking taking = { .method = STR("transfer"), .amount = line->amount, .source = record, .note = line->bank_id };
	struct uuid id;
	import->booked[import->count++] = (struct booked){ row->id, search->record, line->amount, line->amount >= row->rest };
	return fee_take(import->act, row, search->record, &taking, &id, err);
}

static bool match(struct import *import, struct bank_line *line, struct uuid record, struct error *err)
{
	struct search search = { .act = import->act, .err = err, .rows = ARENA_ARRAY(import->act->arena, struct fee_row, FEES_MOST) };
	bank_references(import->act->arena, line->text, look_up, &search);
	if (search.failed)
		return false;
	line->found = search.count ? STR("nothing_due") : STR("unknown");
	const struct fee_row *row = best(import, &search, line);
	if (!row)
		return true;
	line->fee = row->id;
	bool whole = line->amount >= row->rest;
	line->found = whole && case_was_told(import, search.record) ? STR("several") : line->amount == row->rest ? STR("exact") : whole ? STR("over") : STR("part");
	return is_open(line->found) || book(import, row, &search, line, record, err);
}

static bool is_there(struct act *act, struct uuid record, bool *there, struct error *err)
{
	struct query *query = db_query(act->db, "fees.bank_by_record");
	query_bind_id(query, "record", record);
	*there = query_next(query);
	return query_end(query, err);
}

static void tally(struct bank_done *done, struct str found)
{
	done->exact += str_is(found, "exact");
	done->part += str_is(found, "part");
	done->over += str_is(found, "over");
	done->waits += is_open(found);
}

bool bank_import(struct act *act, const struct bank_file *file, struct bank_done *done, struct error *err)
{
	struct import *import = ARENA_NEW(act->arena, struct import);
	import->act = act;
	*done = (struct bank_done){ 0 };
	for (size_t i = 0; i < file->count; i++) {
		struct bank_line line = file->lines[i];
		struct uuid record = document_record(act->house->keys, STR("bank"), line.account, line.mark);
		bool there;
		if (!is_there(act, record, &there, err))
			return false;
		done->known += there;
		if (there)
			continue;
		if (!match(import, &line, record, err))
			return false;
		journal_append(act, &bank_line_type, record, &line);
		tally(done, line.found);
	}
	return true;
}

/* --- a person says what it is --- */

static bool assign(struct act *act, const struct bank_row *row, struct uuid line, struct str reference, struct uuid *fee, struct error *err)
{
	struct import *import = ARENA_NEW(act->arena, struct import);
	struct search search = { .act = act, .err = err, .rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST) };
	const struct bank_line sent = { .amount = row->amount, .currency = row->currency, .bank_id = row->bank_id };
	import->act = act;
	look_up(&search, str_trim(reference));
	if (search.failed)
		return false;
	const struct fee_row *found = best(import, &search, &sent);
	if (!found && search.count && str_equal(search.rows[0].currency, row->currency))
		found = &search.rows[search.count - 1]; /* nothing is due: it is more than is owed, and is to be given back */
	if (!found)
		finding_add(&act->findings, STR("reference"), "unknown", "No fee of this currency has this number: look at the case.");
	else
		*fee = found->id;
	return fee_findings(act, err) && book(import, found, &search, &sent, line, err);
}

bool bank_settle_now(struct act *act, struct uuid line, struct str how, struct str reference, struct str why, struct error *err)
{
	struct bank_row row = { 0 };
	struct query *query = db_query(act->db, "fees.bank_by_record");
	query_bind_id(query, "record", line);
	bool found = query_next(query);
	if (found)
		query_row(query, &bank_row_fields, &row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found || !row.open)
		return error_set(err, ERR_NOT_ALLOWED, "this line does not wait for anybody", "look at the list again", "bank");
	struct bank_settle settle = { .how = how, .why = why };
	if (!str_is(how, "assigned") && !str_is(how, "refunded") && !str_is(how, "aside"))
		finding_add(&act->findings, STR("how"), "unknown_code", "Say what is done with it.");
	else if (!str_is(how, "assigned") && why.len < 5)
		finding_add(&act->findings, STR("why"), "required", "Say in a sentence why, and to whom it went.");
	if (!fee_findings(act, err) || (str_is(how, "assigned") && !assign(act, &row, line, reference, &settle.fee, err)))
		return false;
	journal_append(act, &bank_settle_type, line, &settle);
	return true;
}
