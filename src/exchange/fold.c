/* Tables: messages and partners. */
#include "inner.h"

FIELDS_TABLE(partner, PARTNER_FIELDS)
FIELDS_TABLE(exchange_message, EXCHANGE_MESSAGE_FIELDS)
FIELDS_TABLE(exchange_step, EXCHANGE_STEP_FIELDS)
FIELDS_TABLE(exchange_row, EXCHANGE_ROW_FIELDS)

const struct entry_type partner_type = { "partner", 1, KIND_SET, 0, &partner_fields, "Another authority was entered, or changed" };
const struct entry_type exchange_message_type = { "exchange.message", 1, KIND_CASE, 0, &exchange_message_fields, "A message to or from another authority" };
const struct entry_type exchange_step_type = { "exchange.step", 1, KIND_CASE, 0, &exchange_step_fields, "What became of a message to another authority" };

static const char *const indexes[] = { "about", "token", "way, state, made", NULL };
static const struct table table = { "exchange", &exchange_row_fields, "", indexes };

struct kept {
	struct exchange_row row;
	bool is;
};

static void put(struct kept *kept, const struct entry *entry, const struct exchange_message *message)
{
	struct exchange_row *row = &kept->row;
#define COPY(type, name, ...) row->name = message->name;
	EXCHANGE_MESSAGE_FIELDS(COPY, COPY)
#undef COPY
	row->state = STR("sent");
	row->made = row->since = entry->happened;
	kept->is = true;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	const struct exchange_step *step = data;
	(void)arena;
	if (entry->type == &exchange_message_type) {
		put(kept, entry, data);
		return;
	}
	bool fresh = str_is(kept->row.state, "sent") || str_is(kept->row.state, "exported");
	if (str_is(step->what, "opened") && !fresh)
		return; /* looked at again */
	kept->row.state = step->what;
	kept->row.by = step->by;
	kept->row.since = entry->happened;
	if (step->finding.len || step->words.len) {
		kept->row.finding = step->finding;
		kept->row.said = step->words;
		kept->row.name = step->name;
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &table, &kept->row);
}

static const struct entry_type *const reads[] = { &exchange_message_type, &exchange_step_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold exchange_fold;
const struct fold exchange_fold = { "exchange", 2, reads, writes, sizeof(struct kept), apply, rows };

/* --- partners --- */

static const char *const partner_indexes[] = { "code", "name", "key", NULL };
static const struct table partner_table = { "partner", &partner_fields, "", partner_indexes };

struct known {
	struct partner row;
	bool is;
};

static void partner_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct known *known = to;
	(void)entry, (void)arena;
	known->row = *(const struct partner *)data;
	known->is = true;
}

static void partner_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct known *known = from;
	(void)record;
	if (known->is)
		rows_put(out, &partner_table, &known->row);
}

static const struct entry_type *const partner_reads[] = { &partner_type, NULL };
static const struct table *const partner_writes[] = { &partner_table, NULL };
extern const struct fold partner_fold;
const struct fold partner_fold = { "partner", 1, partner_reads, partner_writes, sizeof(struct known), partner_apply, partner_rows };
