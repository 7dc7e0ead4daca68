/* The table of messages. */
#include "inner.h"

FIELDS_TABLE(outbox_message, OUTBOX_MESSAGE_FIELDS)
FIELDS_TABLE(outbox_step, OUTBOX_STEP_FIELDS)
FIELDS_TABLE(outbox_row, OUTBOX_ROW_FIELDS)

const struct entry_type outbox_message_type = { "outbox.message", 1, KIND_OUTBOX, ENTRY_BLIND, &outbox_message_fields, "A message was put into the outbox" };
const struct entry_type outbox_step_type = { "outbox.step", 1, KIND_OUTBOX, 0, &outbox_step_fields, "What became of a message" };

static const char *const indexes[] = { "state, next", "about", "made", NULL };
const struct table outbox_table = { "outbox", &outbox_row_fields, "", indexes };

struct kept {
	struct outbox_row row;
	bool is;
};

static void put(struct kept *kept, const struct entry *entry, const struct outbox_message *message)
{
	struct outbox_row *row = &kept->row;
#define COPY(type, name, ...) row->name = message->name;
	OUTBOX_MESSAGE_FIELDS(COPY, COPY)
#undef COPY
	row->state = STR("waiting");
	row->made = row->since = row->next = entry->happened;
	kept->is = true;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	struct outbox_row *row = &kept->row;
	const struct outbox_step *step = data;
	(void)arena;
	if (entry->type == &outbox_message_type) {
		put(kept, entry, data);
		return;
	}
	bool waits = str_is(step->what, "later") || str_is(step->what, "again");
	row->state = waits ? STR("waiting") : step->what;
	row->status = step->status;
	row->tries = str_is(step->what, "again") ? 0 : row->tries + str_is(step->what, "begun");
	row->next = step->next;
	row->since = entry->happened;
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &outbox_table, &kept->row);
}

static const struct entry_type *const reads[] = { &outbox_message_type, &outbox_step_type, NULL };
static const struct table *const writes[] = { &outbox_table, NULL };
const struct fold outbox_fold = { "outbox", 1, reads, writes, sizeof(struct kept), apply, rows };
