/* Entries and folds of a post's equipment, power, queue and notes. */
#include "fold.h"

FIELDS_TABLE(equipment, EQUIPMENT_FIELDS)
FIELDS_TABLE(equipment_state, EQUIPMENT_STATE_FIELDS)
FIELDS_TABLE(equipment_row, EQUIPMENT_ROW_FIELDS)
FIELDS_TABLE(outage_row, OUTAGE_ROW_FIELDS)
FIELDS_TABLE(power, POWER_FIELDS)
FIELDS_TABLE(power_row, POWER_ROW_FIELDS)
FIELDS_TABLE(queue_count, QUEUE_COUNT_FIELDS)
FIELDS_TABLE(queue_row, QUEUE_ROW_FIELDS)
FIELDS_TABLE(slip, SLIP_FIELDS)
FIELDS_TABLE(slip_back, SLIP_BACK_FIELDS)
FIELDS_TABLE(slip_row, SLIP_ROW_FIELDS)
FIELDS_TABLE(handover, HANDOVER_FIELDS)
FIELDS_TABLE(handover_read, HANDOVER_READ_FIELDS)
FIELDS_TABLE(handover_row, HANDOVER_ROW_FIELDS)
FIELDS_TABLE(handover_reader, HANDOVER_READER_FIELDS)

const struct entry_type equipment_type = { "equipment", 1, KIND_CASE, 0, &equipment_fields, "an item of equipment was registered, or moved" };
const struct entry_type equipment_state_type = { "equipment.state", 1, KIND_CASE, 0, &equipment_state_fields, "an item of equipment stopped working, or works again" };
const struct entry_type power_type = { "post.power", 1, KIND_CASE, 0, &power_fields, "what a post runs on" };
const struct entry_type queue_count_type = { "queue.count", 1, KIND_STATISTIC, ENTRY_BLIND, &queue_count_fields, "the people in a queue were counted" };
const struct entry_type slip_type = { "queue.slip", 1, KIND_STATISTIC, 0, &slip_fields, "a numbered slip was given at the end of a queue" };
const struct entry_type slip_back_type = { "queue.slip_back", 1, KIND_STATISTIC, ENTRY_BLIND, &slip_back_fields, "a slip of the queue came back at the booth" };
const struct entry_type handover_type = { "handover", 1, KIND_CASE, 0, &handover_fields, "a note for those who relieve a shift" };
const struct entry_type handover_read_type = { "handover.read", 1, KIND_CASE, ENTRY_BLIND, &handover_read_fields, "a hand-over note was read by who took over" };

#define COPY(type, name, ...) to->name = from->name;

/* --- equipment: the item as it is, and each time that it was out of order --- */

static const char *const equipment_indexes[] = { "post", NULL };
static const char *const outage_indexes[] = { "post, began", NULL };
static const struct table equipment_table = { "equipment", &equipment_row_fields, "", equipment_indexes };
static const struct table outage_table = { "outage", &outage_row_fields, "id", outage_indexes };

struct equipment_state_of {
	struct equipment_row row;
	struct grown outages;
	bool open;                      /* the last outage has no end yet */
};

static void equipment_begins(struct equipment_row *to, const struct equipment *from, const struct entry *entry)
{
	EQUIPMENT_FIELDS(COPY, COPY)
	if (to->registered)
		return;
	to->registered = to->since = entry->happened;
	to->state = STR("works");
}

static void outage_begins(struct equipment_state_of *state, const struct entry *entry, struct arena *arena)
{
	struct outage_row *to = grow(&state->outages, sizeof *to, arena);
	const struct equipment_row *from = &state->row;
	EQUIPMENT_FIELDS(COPY, COPY)
	EQUIPMENT_STATE_FIELDS(COPY, COPY)
	to->id = entry->id;
	to->began = entry->happened;
	to->ended = 0;
	state->open = true;
}

static void outage_ends(struct equipment_state_of *state, int64_t at)
{
	if (state->open)
		((struct outage_row *)state->outages.rows)[state->outages.count - 1].ended = at;
	state->open = false;
}

static void equipment_changes(struct equipment_state_of *state, const struct equipment_state *from, const struct entry *entry, struct arena *arena)
{
	struct equipment_row *to = &state->row;
	bool out = !str_is(from->state, "works") && !str_is(from->state, "gone");
	EQUIPMENT_STATE_FIELDS(COPY, COPY)
	to->since = entry->happened;
	if (state->open && str_is(from->state, "works"))
		to->mended = entry->happened;
	outage_ends(state, entry->happened);
	if (out)
		outage_begins(state, entry, arena);
}

static void equipment_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct equipment_state_of *state = to;
	if (entry->type == &equipment_type)
		equipment_begins(&state->row, data, entry);
	else
		equipment_changes(state, data, entry, arena);
}

static void equipment_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct equipment_state_of *state = from;
	if (!state->row.registered)
		return;
	rows_put(out, &equipment_table, &state->row);
	put_all(&state->outages, &outage_table, sizeof(struct outage_row), out);
}

static const struct entry_type *const equipment_reads[] = { &equipment_type, &equipment_state_type, NULL };
static const struct table *const equipment_writes[] = { &equipment_table, &outage_table, NULL };
const struct fold equipment_fold = { "equipment", 1, equipment_reads, equipment_writes, sizeof(struct equipment_state_of), equipment_apply, equipment_rows };

/* --- power: spans; one that begins before the last ends it where it began --- */

static const char *const power_indexes[] = { "post, began", NULL };
static const struct table power_table = { "power", &power_row_fields, "id", power_indexes };

static void power_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	struct grown *spans = state;
	const struct power *from = data;
	struct power_row *last = spans->count ? (struct power_row *)spans->rows + spans->count - 1 : NULL;
	if (last)
		last->ended = entry->happened > last->began ? entry->happened : last->began;
	struct power_row *to = grow(spans, sizeof *to, arena);
	POWER_FIELDS(COPY, COPY)
	to->id = entry->id;
	to->began = entry->happened;
	to->ended = 0;
}

static void power_rows(const void *from, struct uuid record, struct row_set *out)
{
	put_all(from, &power_table, sizeof(struct power_row), out);
}

static const struct entry_type *const power_reads[] = { &power_type, NULL };
static const struct table *const power_writes[] = { &power_table, NULL };
const struct fold power_fold = { "power", 1, power_reads, power_writes, sizeof(struct grown), power_apply, power_rows };

/* --- the queue --- */

static const char *const queue_indexes[] = { "post, day", NULL };
static const struct table queue_table = { "queue_count", &queue_row_fields, "id", queue_indexes };
static const struct table slip_table = { "slip", &slip_row_fields, "id", queue_indexes };

static void queue_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	const struct queue_count *from = data;
	struct queue_row *to = grow(state, sizeof *to, arena);
	QUEUE_COUNT_FIELDS(COPY, COPY)
	to->id = entry->id;
	to->happened = entry->happened;
	to->officer = entry->actor;
}

static void queue_rows(const void *from, struct uuid record, struct row_set *out)
{
	put_all(from, &queue_table, sizeof(struct queue_row), out);
}

static const struct entry_type *const queue_reads[] = { &queue_count_type, NULL };
static const struct table *const queue_writes[] = { &queue_table, NULL };
const struct fold queue_fold = { "queue", 1, queue_reads, queue_writes, sizeof(struct grown), queue_apply, queue_rows };

static void slip_comes_back(struct grown *slips, const struct slip_back *back, int64_t at)
{
	for (size_t i = 0; i < slips->count; i++) {
		struct slip_row *row = (struct slip_row *)slips->rows + i;
		if (!uuid_equal(row->id, back->slip) || row->back)
			continue;
		row->back = at;
		row->lane = back->lane ? back->lane : row->lane;
		row->seconds = (at - row->given) / 1000;
	}
}

static void slip_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	if (entry->type == &slip_back_type) {
		slip_comes_back(state, data, entry->happened);
		return;
	}
	const struct slip *from = data;
	struct slip_row *to = grow(state, sizeof *to, arena);
	SLIP_FIELDS(COPY, COPY)
	to->id = entry->id;
	to->given = entry->happened;
	to->back = to->seconds = 0;
}

static void slip_rows(const void *from, struct uuid record, struct row_set *out)
{
	put_all(from, &slip_table, sizeof(struct slip_row), out);
}

static const struct entry_type *const slip_reads[] = { &slip_type, &slip_back_type, NULL };
static const struct table *const slip_writes[] = { &slip_table, NULL };
const struct fold slip_fold = { "slip", 1, slip_reads, slip_writes, sizeof(struct grown), slip_apply, slip_rows };

/* --- notes --- */

static const char *const handover_indexes[] = { "post, happened", NULL };
static const struct table handover_table = { "handover", &handover_row_fields, "", handover_indexes };
static const struct table reader_table = { "handover_reader", &handover_reader_fields, "officer", NULL };

struct handover_state {
	struct handover_row row;
	struct grown readers;
};

static bool read_before(const struct grown *readers, struct uuid officer)
{
	for (size_t i = 0; i < readers->count; i++)
		if (uuid_equal(((const struct handover_reader *)readers->rows)[i].officer, officer))
			return true;
	return false;
}

static void handover_is_read(struct handover_state *state, const struct entry *entry, const struct handover_read *from, struct arena *arena)
{
	if (read_before(&state->readers, entry->actor))
		return;
	struct handover_reader *to = grow(&state->readers, sizeof *to, arena);
	*to = (struct handover_reader){ .officer = entry->actor, .happened = entry->happened, .note = from->note };
	state->row.readers++;
}

static void handover_apply(void *state_of, const struct entry *entry, const void *data, struct arena *arena)
{
	struct handover_state *state = state_of;
	if (entry->type == &handover_read_type) {
		handover_is_read(state, entry, data, arena);
		return;
	}
	const struct handover *from = data;
	struct handover_row *to = &state->row;
	HANDOVER_FIELDS(COPY, COPY)
	to->id = entry->id;
	to->happened = entry->happened;
	to->officer = entry->actor;
}

static void handover_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct handover_state *state = from;
	if (!state->row.happened)
		return;
	rows_put(out, &handover_table, &state->row);
	put_all(&state->readers, &reader_table, sizeof(struct handover_reader), out);
}

static const struct entry_type *const handover_reads[] = { &handover_type, &handover_read_type, NULL };
static const struct table *const handover_writes[] = { &handover_table, &reader_table, NULL };
const struct fold handover_fold = { "handover", 1, handover_reads, handover_writes, sizeof(struct handover_state), handover_apply, handover_rows };
