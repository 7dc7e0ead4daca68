/* The table of cases: the steps of each entry, carried out. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cases.h"

FIELDS_TABLE(case_queue, CASE_QUEUE_FIELDS)
FIELDS_TABLE(case_queue_row, CASE_QUEUE_ROW_FIELDS)
FIELDS_TABLE(case_step, CASE_STEP_FIELDS)
FIELDS_TABLE(case_row, CASE_ROW_FIELDS)

const struct entry_type case_step_type = { "case.step", 1, KIND_CASE, 0, &case_step_fields, "Something was done in a case" };

static const char *const indexes[] = { "procedure, state, opened", "next, record", "procedure, revision", "reference", "keep_until", NULL };
static const struct table case_table = { "case_file", &case_row_fields, "", indexes };
static const char *const queue_indexes[] = { "procedure, queue, sort", NULL };
static const struct table queue_table = { "case_queue", &case_queue_row_fields, "record, queue", queue_indexes };

struct kept {
	struct case_row row;
	struct list queues;             /* of case_queue */
	bool is;
};

static struct str text_of(const json_t *file, const char *name, struct arena *arena)
{
	const char *text = json_string_value(json_object_get(file, name));
	return text ? str_copy(arena, str_of(text)) : STR("");
}

static struct str json_kept(const json_t *file, struct arena *arena)
{
	char *text = json_dumps(file, JSON_COMPACT | JSON_SORT_KEYS);
	struct str out = text ? str_copy(arena, str_of(text)) : STR("{}");
	free(text);
	return out;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	struct case_row *row = &kept->row;
	const struct case_step *step = data;
	json_t *file = kept->is ? json_loadb(row->file.data, row->file.len, 0, NULL) : NULL, *change = json_loadb(step->change.data, step->change.len, 0, NULL);
	if (!kept->is) {
		*row = (struct case_row){ .procedure = step->procedure, .opened = entry->happened, .opener = entry->actor, .reference = step->reference };
		kept->is = true;
	}
	flow_apply(&file, change);
	row->revision = step->revision;
	row->pack = step->pack;
	row->state = text_of(file, "state", arena);
	row->phase = step->phase;
	row->outcome = text_of(file, "outcome", arena);
	row->second = text_of(json_object_get(file, "second"), "action", arena);
	row->closed = json_integer_value(json_object_get(file, "closed"));
	row->changed = entry->happened;
	row->next = step->next;
	row->due = step->due;
	row->keep_until = step->keep_until;
	row->keep_how = step->keep_how;
	kept->queues = step->queues;
	if (step->name.len)
		row->name = step->name;
	row->file = json_kept(file, arena);
	json_decref(change);
	json_decref(file);
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (!kept->is)
		return;
	rows_put(out, &case_table, &kept->row);
	for (size_t i = 0; i < kept->queues.count; i++) {
		const struct case_queue *queue = (const struct case_queue *)kept->queues.items + i;
		rows_put(out, &queue_table, &(struct case_queue_row){ kept->row.procedure, queue->queue, queue->sort });
	}
}

static const struct entry_type *const reads[] = { &case_step_type, NULL };
static const struct table *const writes[] = { &case_table, &queue_table, NULL };
const struct fold case_fold = { "case_file", 4, reads, writes, sizeof(struct kept), apply, rows };
