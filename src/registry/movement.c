/* Fold of movements: one row for each crossing or refusal of a document, with what later corrections changed. */
#include "registry.h"

#include <string.h>

#include "house.h"
#include "lang.h"

FIELDS_TABLE(movement, MOVEMENT_FIELDS)
FIELDS_TABLE(movement_row, MOVEMENT_ROW_FIELDS)
FIELDS_TABLE(correction, CORRECTION_FIELDS)

const struct entry_type crossing_type = { "crossing", 1, KIND_CROSSING, 0, &movement_fields, "a person was let in or out" };
const struct entry_type refusal_type = { "refusal", 1, KIND_CROSSING, 0, &movement_fields, "a person was refused by a named officer" };
const struct entry_type crossing_import_type = {
	"crossing.import", 1, KIND_CROSSING, ENTRY_BLIND, &movement_fields, "a crossing of the former system",
};
const struct entry_type correction_type = { "correction", 1, KIND_CROSSING, 0, &correction_fields, "a crossing was corrected or annulled" };

static const char *const movement_indexes[] = { "record, happened", "day, post", "stay_until", "happened", NULL };
const struct table movement_table = { "movement", &movement_row_fields, "id", movement_indexes };

struct movement_state {
	struct movement_row *rows;
	size_t count, size;
};

static struct movement_row *next_row(struct movement_state *state, struct arena *arena)
{
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 4;
		struct movement_row *rows = ARENA_ARRAY(arena, struct movement_row, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	return &state->rows[state->count++];
}

/* Copies every field that both records have, by name: the row's list and the body's share MOVEMENT_CORE_FIELDS. */
static void copy_core(struct movement_row *to, const struct movement *from)
{
#define COPY(type, name, ...) to->name = from->name;
#define COPY_LIST(record, name, ...) to->name = from->name;
	MOVEMENT_CORE_FIELDS(COPY, COPY_LIST)
#undef COPY
#undef COPY_LIST
}

static void add_movement(struct movement_state *state, const struct entry *entry, const struct movement *movement, struct arena *arena)
{
	struct movement_row *row = next_row(state, arena);
	*row = (struct movement_row){
		.id = entry->id,
		.happened = entry->happened,
		.arrived = entry->hlc >> 16,
		.officer = uuid_zero(movement->officer) ? entry->actor : movement->officer,
		.imported = entry->type == &crossing_import_type,
	};
	copy_core(row, movement);
}

/* The value was checked when the correction was made. */
static struct date date_of(struct str text)
{
	struct date date = { 0 };
	return date_parse(text, &date) ? date : (struct date){ 0 };
}

static void correct(struct movement_row *row, const struct entry *entry, const struct correction *correction)
{
	row->corrected = entry->id;
	if (str_is(correction->what, "annul"))
		row->annulled = true;
	else if (str_is(correction->what, "purpose"))
		row->purpose = correction->value;
	else if (str_is(correction->what, "direction"))
		row->direction = correction->value;
	else if (str_is(correction->what, "craft"))
		row->craft = correction->value;
	else if (str_is(correction->what, "address"))
		row->address = correction->value;
	else if (str_is(correction->what, "stay_until"))
		row->stay_until = date_of(correction->value);
}

static void movement_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct movement_state *state = to;
	if (entry->type != &correction_type) {
		add_movement(state, entry, data, arena);
		return;
	}
	const struct correction *correction = data;
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->rows[i].id, correction->corrects))
			correct(&state->rows[i], entry, correction);
}

static void movement_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct movement_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &movement_table, &state->rows[i]);
}

static const struct entry_type *const movement_reads[] = { &crossing_type, &refusal_type, &crossing_import_type, &correction_type, NULL };
static const struct table *const movement_writes[] = { &movement_table, NULL };
const struct fold movement_fold = {
	"movement", 1, movement_reads, movement_writes, sizeof(struct movement_state), movement_apply, movement_rows,
};

void movement_complete(struct act *act, const struct subject *subject, struct movement *movement)
{
	const struct lang_zone *zone = act->house->zone(act->house, subject->post->zone);
	identity_put(movement, &subject->identity);
	movement->post = subject->post->code;
	movement->lane = subject->lane;
	movement->direction = subject->direction;
	movement->mode = str_of(pack_mode_name(subject->post->mode));
	movement->day = lang_zone_day(zone, act->now);
	movement->hour = lang_zone_minutes(zone, act->now) / 60;
	movement->age_band = str_of(age_band(subject->identity.born, movement->day));
	movement->name_key = identity_key(&subject->identity, act->arena);
	movement->pack = str_of(act->pack->identity);
	if (subject->identity.nationalities.count)
		movement->nationality = subject->identity.nationalities.items[0];
	if (subject->verdict.category)
		movement->category = subject->verdict.category->code;
	if (subject->verdict.stay)
		movement->stay_rule = subject->verdict.stay->code;
}
