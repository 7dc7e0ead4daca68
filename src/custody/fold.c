/* Tables of custody: where each item is, its chain, and the inventories. */
#include "forms.h"

#include "arena.h"

FIELDS_TABLE(custody, CUSTODY_FIELDS)
FIELDS_TABLE(custody_move, CUSTODY_MOVE_FIELDS)
FIELDS_TABLE(custody_count, CUSTODY_COUNT_FIELDS)
FIELDS_TABLE(custody_row, CUSTODY_ROW_FIELDS)
FIELDS_TABLE(custody_step, CUSTODY_STEP_FIELDS)
FIELDS_TABLE(custody_count_row, CUSTODY_COUNT_ROW_FIELDS)

const struct entry_type custody_take_type = { "custody.take", 1, KIND_CASE, 0, &custody_fields, "A document was taken into custody" };
const struct entry_type custody_move_type = { "custody.move", 1, KIND_CASE, 0, &custody_move_fields, "A document in custody was moved or left it" };
const struct entry_type custody_count_type = { "custody.count", 1, KIND_CASE, 0, &custody_count_fields, "The documents in custody were counted" };

static const char *const item_indexes[] = { "post, held", "label", NULL };
static const struct table custody_table = { "custody", &custody_row_fields, "record, id", item_indexes };
static const struct table step_table = { "custody_step", &custody_step_fields, "record, id", NULL };
static const char *const count_indexes[] = { "post, happened", NULL };
static const struct table count_table = { "custody_count", &custody_count_row_fields, "", count_indexes };

/* A record holds few items; each has few moves. What is more than fits is kept in the entries and not in the tables. */
enum { ITEMS_MOST = 40, STEPS_MOST = 400 };

struct chain {
	struct custody_row *items;
	struct custody_step *steps;
	size_t item_count, step_count;
};

static void take(struct chain *chain, const struct entry *entry, const struct custody *custody)
{
	if (chain->item_count == ITEMS_MOST)
		return;
	struct custody_row *row = &chain->items[chain->item_count++];
	*row = (struct custody_row){ .id = entry->id };
#define COPY(type, name, ...) row->name = custody->name;
	CUSTODY_FIELDS(COPY, COPY)
#undef COPY
	row->taken = row->since = entry->happened;
	row->officer = entry->actor;
	row->holder = STR("place");
	row->name = custody->place;
	row->held = true;
}

static void move(struct chain *chain, const struct entry *entry, const struct custody_move *move)
{
	for (size_t i = 0; i < chain->item_count; i++) {
		struct custody_row *row = &chain->items[i];
		if (!uuid_equal(row->id, move->item))
			continue;
		row->holder = move->to;
		row->name = move->name;
		row->since = entry->happened;
		row->held = !custody_out(move->to);
	}
	if (chain->step_count < STEPS_MOST)
		chain->steps[chain->step_count++] = (struct custody_step){ move->item, entry->id, entry->happened, entry->actor, move->to, move->name, move->witness, move->note };
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct chain *chain = to;
	if (!chain->items) {
		chain->items = ARENA_ARRAY(arena, struct custody_row, ITEMS_MOST);
		chain->steps = ARENA_ARRAY(arena, struct custody_step, STEPS_MOST);
	}
	if (entry->type == &custody_take_type)
		take(chain, entry, data);
	else
		move(chain, entry, data);
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct chain *chain = from;
	(void)record;
	for (size_t i = 0; i < chain->item_count; i++)
		rows_put(out, &custody_table, &chain->items[i]);
	for (size_t i = 0; i < chain->step_count; i++)
		rows_put(out, &step_table, &chain->steps[i]);
}

static const struct entry_type *const reads[] = { &custody_take_type, &custody_move_type, NULL };
static const struct table *const writes[] = { &custody_table, &step_table, NULL };
const struct fold custody_fold = { "custody", 1, reads, writes, sizeof(struct chain), apply, rows };

struct counted {
	struct custody_count_row row;
	bool is;
};

static void count_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct counted *counted = to;
	const struct custody_count *count = data;
	(void)arena;
	counted->is = true;
	counted->row = (struct custody_count_row){ count->post, entry->happened, entry->actor, (int64_t)count->seen.count, (int64_t)count->missing.count };
}

static void count_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct counted *counted = from;
	(void)record;
	if (counted->is)
		rows_put(out, &count_table, &counted->row);
}

static const struct entry_type *const count_reads[] = { &custody_count_type, NULL };
static const struct table *const count_writes[] = { &count_table, NULL };
const struct fold custody_count_fold = { "custody_count", 1, count_reads, count_writes, sizeof(struct counted), count_apply, count_rows };
