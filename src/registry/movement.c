/* Fold of movements: one row for each crossing or refusal of a document, with what later corrections changed. */
#include "registry.h"

#include <string.h>

#include "grown.h"
#include "house.h"
#include "lang.h"

FIELDS_TABLE(movement, MOVEMENT_FIELDS)
FIELDS_TABLE(movement_row, MOVEMENT_ROW_FIELDS)
FIELDS_TABLE(correction, CORRECTION_FIELDS)
FIELDS_TABLE(correction_row, CORRECTION_ROW_FIELDS)
FIELDS_TABLE(extension, EXTENSION_FIELDS)
FIELDS_TABLE(extension_row, EXTENSION_ROW_FIELDS)
FIELDS_TABLE(open_entry, OPEN_ENTRY_FIELDS)

const struct entry_type crossing_type = { "crossing", 1, KIND_CROSSING, 0, &movement_fields, "a person was let in or out" };
const struct entry_type refusal_type = { "refusal", 1, KIND_CROSSING, 0, &movement_fields, "a person was refused by a named officer" };
const struct entry_type crossing_import_type = {
	"crossing.import", 1, KIND_CROSSING, ENTRY_BLIND, &movement_fields, "a crossing of the former system",
};
const struct entry_type correction_type = { "correction", 1, KIND_CROSSING, 0, &correction_fields, "a crossing was corrected or annulled" };
const struct entry_type extension_type = { "stay.extension", 1, KIND_CASE, 0, &extension_fields, "an authority extended a stay" };

static const char *const movement_indexes[] = { "record, happened", "day, post", "stay_until", "happened", "craft", NULL };
const struct table movement_table = { "movement", &movement_row_fields, "id", movement_indexes };
static const char *const extension_indexes[] = { "crossing", NULL };
static const char *const correction_indexes[] = { "happened", NULL };
static const struct table correction_table = { "correction", &correction_row_fields, "id", correction_indexes };
const struct table extension_table = { "extension", &extension_row_fields, "id", extension_indexes };
static const char *const open_entry_indexes[] = { "stay_until", "happened", NULL };
const struct table open_entry_table = { "open_entry", &open_entry_fields, "id", open_entry_indexes };

/* Rows stand in the order of what happened: a back-entry falls into its place. */
struct movement_state {
	struct movement_row *rows;
	size_t count, size;
	struct grown extensions, corrections;
};

static bool earlier(int64_t happened, struct uuid id, const struct movement_row *row)
{
	return happened < row->happened || (happened == row->happened && memcmp(id.bytes, row->id.bytes, sizeof id.bytes) < 0);
}

static struct movement_row *row_at(struct movement_state *state, int64_t happened, struct uuid id, struct arena *arena)
{
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 4;
		struct movement_row *rows = ARENA_ARRAY(arena, struct movement_row, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	size_t at = state->count++;
	for (; at > 0 && earlier(happened, id, &state->rows[at - 1]); at--)
		state->rows[at] = state->rows[at - 1];
	return &state->rows[at];
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

/* An inspection's id begins with its time. The second line's work is counted elsewhere, and a back-entry was decided before it was inspected. */
static int64_t seconds_taken(const struct entry *entry, const struct movement *movement)
{
	if (uuid_zero(movement->inspection) || !uuid_zero(movement->referral) || movement->paper.len)
		return 0;
	int64_t taken = (entry->happened - uuid_time(movement->inspection)) / 1000;
	return taken > 0 && taken < 43200 ? taken : 0;
}

static void add_movement(struct movement_state *state, const struct entry *entry, const struct movement *movement, struct arena *arena)
{
	struct movement_row *row = row_at(state, entry->happened, entry->id, arena);
	*row = (struct movement_row){
		.id = entry->id,
		.happened = entry->happened,
		.arrived = entry->hlc >> 16,
		.officer = uuid_zero(movement->officer) ? entry->actor : movement->officer,
		.imported = entry->type == &crossing_import_type,
	};
	copy_core(row, movement);
	row->consent = movement->consent;
	row->seconds = seconds_taken(entry, movement);
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

/* The crossing's last day moves; the first one that was given stays on record. */
static void extend(struct movement_state *state, const struct entry *entry, const struct extension *extension, struct arena *arena)
{
	struct extension_row *kept = grow(&state->extensions, sizeof *kept, arena);
	*kept = (struct extension_row){ .id = entry->id, .happened = entry->happened, .officer = entry->actor };
#define COPY(type, name, ...) kept->name = extension->name;
	EXTENSION_FIELDS(COPY, COPY)
#undef COPY
	for (size_t i = 0; i < state->count; i++) {
		struct movement_row *row = &state->rows[i];
		if (!uuid_equal(row->id, extension->crossing))
			continue;
		if (date_empty(row->granted_until))
			row->granted_until = row->stay_until;
		row->stay_until = extension->until;
	}
}

static void movement_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct movement_state *state = to;
	if (entry->type == &extension_type) {
		extend(state, entry, data, arena);
		return;
	}
	if (entry->type != &correction_type) {
		add_movement(state, entry, data, arena);
		return;
	}
	const struct correction *correction = data;
	struct correction_row *kept = grow(&state->corrections, sizeof *kept, arena);
	*kept = (struct correction_row){ entry->id, entry->happened, entry->actor, correction->corrects, correction->what, correction->reason };
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->rows[i].id, correction->corrects))
			correct(&state->rows[i], entry, correction);
}

static bool let_through(const struct movement_row *row)
{
	return str_is(row->decision, "admit") && !row->annulled;
}

/* The next crossing on this document that counts; NULL: none. */
static const struct movement_row *next_crossing(const struct movement_state *state, size_t at)
{
	while (++at < state->count)
		if (let_through(&state->rows[at]))
			return &state->rows[at];
	return NULL;
}

static void put_open(const struct movement_state *state, size_t at, struct row_set *out)
{
	const struct movement_row *row = &state->rows[at], *next = next_crossing(state, at);
	if (!let_through(row) || !str_is(row->direction, "entry") || (next && str_is(next->direction, "exit")))
		return;
	struct open_entry open = {
		.id = row->id, .happened = row->happened, .day = row->day, .stay_until = row->stay_until, .post = row->post,
		.nationality = row->nationality, .sex = row->sex, .age_band = row->age_band,
	};
	if (next)
		open.next = next->id;
	rows_put(out, &open_entry_table, &open);
}

static void movement_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct movement_state *state = from;
	for (size_t i = 0; i < state->count; i++) {
		rows_put(out, &movement_table, &state->rows[i]);
		put_open(state, i, out);
	}
	for (size_t i = 0; i < state->corrections.count; i++)
		rows_put(out, &correction_table, (const struct correction_row *)state->corrections.rows + i);
	for (size_t i = 0; i < state->extensions.count; i++)
		rows_put(out, &extension_table, (const struct extension_row *)state->extensions.rows + i);
}

static const struct entry_type *const movement_reads[] = {
	&crossing_type, &refusal_type, &crossing_import_type, &correction_type, &extension_type, NULL,
};
static const struct table *const movement_writes[] = { &movement_table, &correction_table, &extension_table, &open_entry_table, NULL };
const struct fold movement_fold = {
	"movement", 5, movement_reads, movement_writes, sizeof(struct movement_state), movement_apply, movement_rows,
};

void movement_complete(struct act *act, const struct subject *subject, struct movement *movement)
{
	const struct lang_zone *zone = act->house->zone(act->house, subject->post->zone);
	identity_put(movement, &subject->identity);
	movement->post = subject->post->code;
	movement->lane = subject->lane;
	movement->direction = subject->direction;
	movement->mode = str_of(pack_mode_name(subject->post->mode));
	movement->day = lang_zone_day(zone, subject->happened ? subject->happened : act->now);
	movement->hour = lang_zone_minutes(zone, subject->happened ? subject->happened : act->now) / 60;
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
