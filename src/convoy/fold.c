/* Entries and folds: a call with its people and passes; a file of a deserter or stowaway. Folds are pure: who is new or changed was decided when the list
 * was taken, and stands in its rows. */
#include "convoy.h"

#include <string.h>

FIELDS_TABLE(convoy, CONVOY_FIELDS)
FIELDS_TABLE(convoy_row, CONVOY_ROW_FIELDS)
FIELDS_TABLE(convoy_moved, CONVOY_MOVED_FIELDS)
FIELDS_TABLE(listed, LISTED_FIELDS)
FIELDS_TABLE(convoy_list, CONVOY_LIST_FIELDS)
FIELDS_TABLE(convoy_rows, CONVOY_ROWS_FIELDS)
FIELDS_TABLE(screened, SCREENED_FIELDS)
FIELDS_TABLE(convoy_screened, CONVOY_SCREENED_FIELDS)
FIELDS_TABLE(convoy_seen, CONVOY_SEEN_FIELDS)
FIELDS_TABLE(passed, PASSED_FIELDS)
FIELDS_TABLE(convoy_cleared, CONVOY_CLEARED_FIELDS)
FIELDS_TABLE(convoy_person, CONVOY_PERSON_FIELDS)
FIELDS_TABLE(shore_pass, SHORE_PASS_FIELDS)
FIELDS_TABLE(pass_back, PASS_BACK_FIELDS)
FIELDS_TABLE(pass_late, PASS_LATE_FIELDS)
FIELDS_TABLE(shore_pass_row, SHORE_PASS_ROW_FIELDS)
FIELDS_TABLE(convoy_file, CONVOY_FILE_FIELDS)
FIELDS_TABLE(convoy_file_row, CONVOY_FILE_ROW_FIELDS)
FIELDS_TABLE(file_step, FILE_STEP_FIELDS)
FIELDS_TABLE(file_step_row, FILE_STEP_ROW_FIELDS)

const struct entry_type convoy_type = { "convoy", 1, KIND_CASE, 0, &convoy_fields, "the call of a vessel, train, coach or aircraft was announced or corrected" };
const struct entry_type convoy_moved_type = { "convoy.moved", 1, KIND_CASE, 0, &convoy_moved_fields, "a conveyance arrived, departed, or does not come" };
const struct entry_type convoy_list_type = { "convoy.list", 1, KIND_CASE, 0, &convoy_list_fields, "a version of a crew or passenger list was taken" };
const struct entry_type convoy_rows_type = { "convoy.rows", 1, KIND_CASE, 0, &convoy_rows_fields, "somebody is named on a crew or passenger list" };
const struct entry_type convoy_screened_type = { "convoy.screened", 1, KIND_CASE, 0, &convoy_screened_fields, "people of a list were screened" };
const struct entry_type convoy_seen_type = { "convoy.seen", 1, KIND_CASE, 0, &convoy_seen_fields, "somebody of a list showed a document" };
const struct entry_type convoy_cleared_type = { "convoy.cleared", 1, KIND_CASE, 0, &convoy_cleared_fields, "people of a list were cleared by one decision" };
const struct entry_type shore_pass_type = { "shore_pass", 1, KIND_CASE, 0, &shore_pass_fields, "a shore pass was given" };
const struct entry_type pass_back_type = { "shore_pass.back", 1, KIND_CASE, 0, &pass_back_fields, "a shore pass was given back" };
const struct entry_type pass_late_type = { "shore_pass.late", 1, KIND_CASE, 0, &pass_late_fields, "a shore pass was not given back in time: a task was made" };
const struct entry_type convoy_file_type = { "convoy.file", 1, KIND_CASE, 0, &convoy_file_fields, "a file of a deserter or stowaway was opened" };
const struct entry_type file_step_type = { "convoy.file_step", 1, KIND_CASE, 0, &file_step_fields, "something was done about a deserter or stowaway" };

static const char *const convoy_indexes[] = { "post, due", "state, post", "imo", NULL };
static const char *const person_indexes[] = { "document", NULL };
static const char *const pass_indexes[] = { "back, due", "number", NULL };
static const char *const file_indexes[] = { "convoy", NULL };
static const struct table convoy_table = { "convoy", &convoy_row_fields, "", convoy_indexes };
static const struct table person_table = { "convoy_person", &convoy_person_fields, "key", person_indexes };
static const struct table pass_table = { "shore_pass", &shore_pass_row_fields, "id", pass_indexes };
static const struct table file_table = { "convoy_file", &convoy_file_row_fields, "", file_indexes };
static const struct table step_table = { "convoy_file_step", &file_step_row_fields, "id", NULL };

/* --- a call --- */

struct convoy_state {
	struct convoy_row row;
	struct convoy_person *people;
	size_t count, size;
	struct shore_pass_row *passes;
	size_t pass_count, pass_size;
	int64_t placed;     /* rows of the version that is read now */
};

static void *grown(struct arena *arena, void *items, size_t count, size_t *size, size_t item)
{
	if (count < *size)
		return items;
	*size = *size ? *size * 2 : 32;
	void *more = arena_alloc_array(arena, item, *size);
	if (count)
		memcpy(more, items, count * item);
	return more;
}

static struct convoy_person *person_of(struct convoy_state *state, struct uuid key)
{
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->people[i].key, key))
			return &state->people[i];
	return NULL;
}

static struct shore_pass_row *pass_of(struct convoy_state *state, struct str number)
{
	for (size_t i = 0; i < state->pass_count; i++)
		if (str_equal(state->passes[i].number, number))
			return &state->passes[i];
	return NULL;
}

static void apply_convoy(struct convoy_state *state, const struct entry *entry, const struct convoy *convoy)
{
	if (!state->row.announced) {
		state->row.announced = entry->happened;
		state->row.announcer = entry->actor;
		state->row.state = STR("expected");
	}
#define COPY(type, name, ...) state->row.name = convoy->name;
	CONVOY_FIELDS(COPY, COPY)
#undef COPY
}

static void apply_moved(struct convoy_state *state, const struct entry *entry, const struct convoy_moved *moved)
{
	if (moved->berth.len)
		state->row.berth = moved->berth;
	if (str_is(moved->what, "arrived")) {
		state->row.state = STR("here");
		state->row.arrived = entry->happened;
	} else {
		state->row.state = moved->what;
		state->row.departed = str_is(moved->what, "departed") ? entry->happened : 0;
		state->row.inland = moved->inland;
	}
}

/* A whole list: whoever is not on it is missing. */
static void apply_list(struct convoy_state *state, const struct entry *entry, const struct convoy_list *list)
{
	bool crew = str_is(list->list, "crew");
	state->placed = 0;
	state->row.listed = entry->happened;
	*(crew ? &state->row.crew_version : &state->row.passenger_version) = list->version;
	for (size_t i = 0; i < state->count; i++) {
		struct convoy_person *person = &state->people[i];
		bool gone = list->part ? uuid_equal(person->key, list->removed) : str_equal(person->list, list->list);
		if (gone)
			person->change = STR("missing");
		if (list->part && str_equal(person->list, list->list) && person->place > state->placed)
			state->placed = person->place;
	}
}

static void apply_rows(struct convoy_state *state, const struct convoy_rows *rows, struct arena *arena)
{
	const struct listed *items = rows->rows.items;
	for (size_t i = 0; i < rows->rows.count; i++) {
		struct convoy_person *person = person_of(state, items[i].key);
		bool stays = person && str_is(items[i].change, "changed") && !str_is(person->change, "missing") && person->place;
		if (!person) {
			state->people = grown(arena, state->people, state->count, &state->size, sizeof *state->people);
			person = &state->people[state->count++];
			*person = (struct convoy_person){ .list = rows->list };
		}
#define COPY(type, name, ...) person->name = items[i].name;
		LISTED_FIELDS(COPY, COPY)
#undef COPY
		if (!stays)
			person->place = ++state->placed;
	}
}

static void apply_screened(struct convoy_state *state, const struct convoy_screened *screened)
{
	const struct screened *items = screened->rows.items;
	for (size_t i = 0; i < screened->rows.count; i++) {
		struct convoy_person *person = person_of(state, items[i].key);
		if (!person)
			continue;
		person->inspection = items[i].inspection;
		person->advice = items[i].advice;
		person->silent = items[i].silent;
	}
}

static void apply_seen(struct convoy_state *state, const struct entry *entry, const struct convoy_seen *seen)
{
	struct convoy_person *person = person_of(state, seen->key);
	if (!person)
		return;
	person->seen = seen->inspection;
	person->seen_at = entry->happened;
	person->document = seen->document;
}

static void apply_cleared(struct convoy_state *state, const struct convoy_cleared *cleared)
{
	const struct passed *items = cleared->rows.items;
	for (size_t i = 0; i < cleared->rows.count; i++) {
		struct convoy_person *person = person_of(state, items[i].key);
		if (!person)
			continue;
		bool in = str_is(cleared->what, "entry") || str_is(cleared->what, "sign_off");
		*(in ? &person->entry : &person->exit) = items[i].crossing;
		if (!str_is(cleared->what, "entry") && !str_is(cleared->what, "exit"))
			person->signed_as = cleared->what;
	}
}

static void apply_pass(struct convoy_state *state, const struct entry *entry, const struct shore_pass *pass, struct arena *arena)
{
	struct convoy_person *person = person_of(state, pass->key);
	state->passes = grown(arena, state->passes, state->pass_count, &state->pass_size, sizeof *state->passes);
	state->passes[state->pass_count++] = (struct shore_pass_row){
		.key = pass->key, .number = pass->number, .due = pass->due, .id = entry->id, .post = state->row.post, .issued = entry->happened,
	};
	if (person) {
		person->pass = pass->number;
		person->pass_due = pass->due;
		person->pass_back = 0;
	}
}

static void apply_back(struct convoy_state *state, const struct entry *entry, const struct pass_back *back)
{
	struct shore_pass_row *pass = pass_of(state, back->number);
	struct convoy_person *person = pass ? person_of(state, pass->key) : NULL;
	if (pass && !pass->back)
		pass->back = entry->happened;
	if (person && str_equal(person->pass, back->number))
		person->pass_back = entry->happened;
}

static void apply_late(struct convoy_state *state, const struct pass_late *late)
{
	struct shore_pass_row *pass = pass_of(state, late->number);
	if (pass)
		pass->task = late->task;
}

static void convoy_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct convoy_state *state = to;
	const struct entry_type *type = entry->type;
	if (type == &convoy_type)
		apply_convoy(state, entry, data);
	else if (type == &convoy_moved_type)
		apply_moved(state, entry, data);
	else if (type == &convoy_list_type)
		apply_list(state, entry, data);
	else if (type == &convoy_rows_type)
		apply_rows(state, data, arena);
	else if (type == &convoy_screened_type)
		apply_screened(state, data);
	else if (type == &convoy_seen_type)
		apply_seen(state, entry, data);
	else if (type == &convoy_cleared_type)
		apply_cleared(state, data);
	else if (type == &shore_pass_type)
		apply_pass(state, entry, data, arena);
	else if (type == &pass_back_type)
		apply_back(state, entry, data);
	else
		apply_late(state, data);
}

static bool needs_look(const struct convoy_person *person)
{
	return str_is(person->advice, "look") || str_is(person->advice, "refer") || str_is(person->advice, "care");
}

/* The numbers that the board shows; silent alerts are not among them. */
static struct convoy_row counted(const struct convoy_state *state)
{
	struct convoy_row row = state->row;
	for (size_t i = 0; i < state->count; i++) {
		const struct convoy_person *person = &state->people[i];
		bool on_list = !str_is(person->change, "missing");
		row.crew += on_list && str_is(person->list, "crew");
		row.passengers += on_list && str_is(person->list, "passengers");
		row.hits += on_list && needs_look(person);
		row.cleared += !uuid_zero(person->entry);
	}
	for (size_t i = 0; i < state->pass_count; i++)
		row.ashore += !state->passes[i].back;
	row.passes = (int64_t)state->pass_count;
	return row;
}

static void convoy_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct convoy_state *state = from;
	struct convoy_row row = counted(state);
	if (row.announced)
		rows_put(out, &convoy_table, &row);
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &person_table, &state->people[i]);
	for (size_t i = 0; i < state->pass_count; i++)
		rows_put(out, &pass_table, &state->passes[i]);
}

static const struct entry_type *const convoy_reads[] = {
	&convoy_type, &convoy_moved_type, &convoy_list_type, &convoy_rows_type, &convoy_screened_type, &convoy_seen_type, &convoy_cleared_type,
	&shore_pass_type, &pass_back_type, &pass_late_type, NULL,
};
static const struct table *const convoy_writes[] = { &convoy_table, &person_table, &pass_table, NULL };
const struct fold convoy_fold = { "convoy", 2, convoy_reads, convoy_writes, sizeof(struct convoy_state), convoy_apply, convoy_rows };

/* --- a file --- */

struct file_state {
	struct convoy_file_row row;
	struct file_step_row *steps;
	size_t count, size;
};

static void file_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct file_state *state = to;
	if (entry->type == &convoy_file_type) {
		const struct convoy_file *file = data;
		state->row = (struct convoy_file_row){ .opened = entry->happened, .opener = entry->actor, .state = STR("open") };
#define COPY(type, name, ...) state->row.name = file->name;
		CONVOY_FILE_FIELDS(COPY, COPY)
#undef COPY
		return;
	}
	const struct file_step *step = data;
	state->steps = grown(arena, state->steps, state->count, &state->size, sizeof *state->steps);
	state->steps[state->count++] = (struct file_step_row){ step->state, step->words, entry->id, entry->happened, entry->actor };
	state->row.state = step->state;
}

static void file_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct file_state *state = from;
	if (state->row.opened)
		rows_put(out, &file_table, &state->row);
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &step_table, &state->steps[i]);
}

static const struct entry_type *const file_reads[] = { &convoy_file_type, &file_step_type, NULL };
static const struct table *const file_writes[] = { &file_table, &step_table, NULL };
const struct fold convoy_file_fold = { "convoy_file", 1, file_reads, file_writes, sizeof(struct file_state), file_apply, file_rows };
