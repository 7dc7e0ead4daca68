/* Entries that are kept here: written, folded, read, and made ready for the matcher. */
#include "national.h"

#include <string.h>

#include "crypto.h"
#include "gather.h"
#include "journal.h"
#include "lang.h"
#include "lists.h"
#include "registry.h"
#include "store.h"

FIELDS_TABLE(national, NATIONAL_FIELDS)
FIELDS_TABLE(national_row, NATIONAL_ROW_FIELDS)
FIELDS_TABLE(list_change, LIST_CHANGE_FIELDS)

const struct entry_type watch_entry_type = { "list.entry", 1, KIND_LIST, 0, &national_fields, "an entry of a list that is kept here was written, as two people wanted it" };
const struct entry_type watch_change_type = { "list.change", 1, KIND_LIST, 0, &list_change_fields, "a list that is kept here was changed" };

/* ---- the fold: the last writing stands ---- */

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct national_row *row = to;
	(void)arena;
	memcpy(row, data, sizeof(struct national));
	row->changed = entry->happened;
	row->changer = entry->actor;
	row->versions++;
}

_Static_assert(offsetof(struct national_row, call) == offsetof(struct national, call), "a row begins with its entry");

static const char *const indexes[] = { "list, item", "review", NULL };
static const struct table national_table = { "watch_national", &national_row_fields, "", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct national_row *row = from;
	(void)record;
	if (row->versions)
		rows_put(out, &national_table, row);
}

static const struct entry_type *const reads[] = { &watch_entry_type, NULL };
static const struct table *const writes[] = { &national_table, NULL };
const struct fold watch_national_fold = { "watch_national", 2, reads, writes, sizeof(struct national_row), apply, rows };

/* ---- reading ---- */

bool national_rows(struct act *act, struct str list, struct arena *arena, struct national_row **out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "watch.nationals");
	size_t size = 0;
	*out = NULL;
	*count = 0;
	query_bind_text(query, "list", list);
	query_bind_int(query, "most", NATIONAL_MOST);
	while (query_next(query)) {
		if (*count == size) {
			struct national_row *grown = ARENA_ARRAY(arena, struct national_row, size ? size * 2 : 64);
			if (size)
				memcpy(grown, *out, size * sizeof *grown);
			size = size ? size * 2 : 64;
			*out = grown;
		}
		query_row(query, &national_row_fields, &(*out)[(*count)++], arena);
	}
	return query_end(query, err);
}

bool national_by_item(struct act *act, struct str list, struct str item, struct national_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "watch.national");
	query_bind_text(query, "list", list);
	query_bind_text(query, "item", item);
	if (!query_one(query, found, err))
		return false;
	if (*found)
		query_row(query, &national_row_fields, out, act->arena);
	return query_end(query, err);
}

bool national_holds(const struct national *national, struct date day)
{
	return !national->off && (!date_whole(national->expires) || date_compare(national->expires, day) >= 0);
}

bool national_silent(const struct national *national)
{
	return str_is(national->measure, "silent");
}

bool national_stops_exit(const struct national *national)
{
	return str_is(national->measure, "refuse") && !str_is(national->direction, "entry");
}

/* ---- for the matcher ---- */

static void add_all(struct gather *gather, const struct texts *names, enum watch_quality quality)
{
	for (size_t i = 0; i < names->count; i++)
		gather_name(gather, names->items[i], quality, false);
}

static void gather_national(struct gather *gather, const struct national *national)
{
	struct watch_entry *entry = &gather->entry;
	const char *wrong = NULL;
	gather_start(gather);
	entry->id = national->item;
	entry->reference = national->order_number.len ? national->order_number : national->item;
	entry->kind = str_is(national->kind, "document") ? WATCH_DOCUMENT : str_is(national->kind, "vehicle") ? WATCH_VEHICLE : WATCH_PERSON;
	entry->sex = str_is(national->sex, "F") ? WATCH_FEMALE : str_is(national->sex, "M") ? WATCH_MALE : str_is(national->sex, "X") ? WATCH_SEX_OTHER : WATCH_SEX_UNKNOWN;
	entry->instruction = national->instruction;
	entry->remarks = national->reason;
	entry->order = national;
	gather_name(gather, national->name, WATCH_PRIMARY, false);
	add_all(gather, &national->aliases, WATCH_STRONG_ALIAS);
	add_all(gather, &national->weak_aliases, WATCH_WEAK_ALIAS);
	if (!entry->name_count && national->documents.count)
		gather_name(gather, national->documents.items[0], WATCH_PRIMARY, false);
	if (!entry->name_count && national->plates.count)
		gather_name(gather, national->plates.items[0], WATCH_PRIMARY, false);
	for (size_t i = 0; i < national->born.count; i++)
		gather_written_birth(gather, national->born.items[i], &wrong);
	for (size_t i = 0; i < national->nationalities.count; i++)
		gather_nationality(gather, national->nationalities.items[i]);
	for (size_t i = 0; i < national->documents.count; i++)
		gather_written_document(gather, national->documents.items[i]);
}

struct watch_reading national_reading(const struct national_row *rows_of_list, size_t count, struct arena *arena)
{
	struct gather *gather = ARENA_NEW(arena, struct gather);
	struct watch_reading *reading = ARENA_NEW(arena, struct watch_reading);
	struct error err;
	gather->arena = arena;
	gather->out = reading;
	for (size_t i = 0; i < count; i++) {
		if (rows_of_list[i].off)
			continue;
		gather_national(gather, (const struct national *)&rows_of_list[i]);
		reading->rows++;
		if (!gather_end(gather, "list", i + 1, &err)) /* more than a list can hold: NATIONAL_MOST is below that */
			break;
	}
	return *reading;
}

/* ---- what is wrong with an entry ---- */

static void wrong(struct act *act, struct str before, const char *field, const char *code, const char *words)
{
	finding_add(&act->findings, str_format(act->arena, STR_FMT "%s", STR_ARG(before), field), code, words);
}

static void check_person(struct act *act, const struct national *national, struct str before, struct date today)
{
	struct gather *gather = ARENA_NEW(act->arena, struct gather);
	gather->arena = act->arena;
	for (size_t i = 0; i < national->born.count; i++) {
		const char *why = NULL;
		gather_written_birth(gather, national->born.items[i], &why);
		if (why)
			wrong(act, before, "born", "unknown_code", why);
	}
	if (national->sex.len && !str_is(national->sex, "F") && !str_is(national->sex, "M") && !str_is(national->sex, "X"))
		wrong(act, before, "sex", "unknown_code", WORDS("The sex is F, M or X, or is left empty."));
	for (size_t i = 0; i < national->nationalities.count; i++)
		if (!pack_code_valid(act->pack, STR("countries"), national->nationalities.items[i], today))
			wrong(act, before, "nationalities", "unknown_code", WORDS("A nationality is a code of three letters, such as UTO."));
}

static void check_order(struct act *act, const struct national *national, struct str before, struct date today)
{
	if (!str_is(national->direction, "entry") && !str_is(national->direction, "exit") && !str_is(national->direction, "both"))
		wrong(act, before, "direction", "unknown_code", WORDS("The direction is entry, exit or both."));
	if (!pack_code_valid(act->pack, STR("measures"), national->measure, today))
		wrong(act, before, "measure", "unknown_code", WORDS("Choose one of the measures."));
	if (national_stops_exit(national) && !national->order_number.len)
		wrong(act, before, "order_number", "required", WORDS("Whoever is kept from leaving is kept by an order: give its number."));
	if (national->off)
		return;
	if (date_whole(national->expires) && date_compare(national->expires, today) < 0)
		wrong(act, before, "expires", "not_in_range", WORDS("This day is past: the entry would never hit."));
	if (!date_empty(national->expires) && !date_whole(national->expires))
		wrong(act, before, "expires", "not_in_range", WORDS("Give day, month and year."));
	if (!date_empty(national->review) && !date_whole(national->review))
		wrong(act, before, "review", "not_in_range", WORDS("Give day, month and year."));
	if (date_empty(national->expires) && date_empty(national->review))
		wrong(act, before, "review", "required", WORDS("An entry without an end needs a day of review."));
	if (date_whole(national->review) && date_days(national->review) > date_days(today) + NATIONAL_REVIEW_DAYS)
		wrong(act, before, "review", "not_in_range", WORDS("The review is at most three years away."));
}

bool national_plate(struct str written, struct arena *arena, struct str *state, struct str *plate)
{
	struct str rest = written, first;
	bool named = str_find(written, STR(":"), &(size_t){ 0 }) && str_cut(&rest, ':', &first);
	*state = named ? str_upper(arena, str_trim(first)) : STR("");
	*plate = plate_key(arena, rest);
	return plate->len >= 2 && plate->len <= 20 && (!named || state->len == 3);
}

static void check_vehicle(struct act *act, const struct national *national, struct str before, struct date today)
{
	struct str state, plate;
	for (size_t i = 0; i < national->plates.count; i++)
		if (!national_plate(national->plates.items[i], act->arena, &state, &plate) || (state.len && !pack_code_valid(act->pack, STR("countries"), state, today)))
			wrong(act, before, "plates", "invalid", WORDS("A plate is letters and digits, with the state before it where it is known: UTO:AB123CD."));
}

bool national_sound(struct act *act, const struct national *national, struct str before)
{
	size_t found = act->findings.count;
	struct date today = time_date(act->now);
	bool document = str_is(national->kind, "document"), vehicle = str_is(national->kind, "vehicle");
	if (!document && !vehicle && !str_is(national->kind, "person"))
		wrong(act, before, "kind", "unknown_code", WORDS("The kind is person, document or vehicle."));
	if (vehicle && !national->plates.count)
		wrong(act, before, "plates", "required", WORDS("A vehicle on a list has a plate: PLATE, or STATE:PLATE."));
	if (!vehicle && national->plates.count)
		wrong(act, before, "plates", "not_in_range", WORDS("Only a vehicle has a plate: choose that kind."));
	if (!document && !vehicle && !national->name.len)
		wrong(act, before, "name", "required", WORDS("A person on a list has a name."));
	if (document && !national->documents.count)
		wrong(act, before, "documents", "required", WORDS("A document on a list has a number: ISSUER:NUMBER."));
	check_person(act, national, before, today);
	check_vehicle(act, national, before, today);
	check_order(act, national, before, today);
	return act->findings.count == found;
}

/* ---- writing ---- */

static bool count_in_force(struct act *act, struct str list, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "watch.national_count");
	query_bind_text(query, "list", list);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

bool national_write(struct act *act, struct str list, const struct national *items, size_t count, struct uuid request, struct error *err)
{
	struct list_change change = { .code = list, .changes = (int64_t)count, .request = request };
	struct national_row before;
	bool found;
	if (!watch_next_version(act, list, &change.version, err) || !count_in_force(act, list, &change.entries, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!national_by_item(act, list, items[i].item, &before, &found, err))
			return false;
		change.entries += (items[i].off ? 0 : 1) - (found && !before.off ? 1 : 0);
		journal_append(act, &watch_entry_type, watch_entry_record(list, items[i].item), &items[i]);
	}
	journal_append(act, &watch_change_type, watch_list_record(list), &change);
	return true;
}
