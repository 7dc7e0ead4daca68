/* Folds of what a person holds: visas and permits with what became of them. */
#include "registry.h"

#include <string.h>

#include "grown.h"

FIELDS_TABLE(permit, PERMIT_FIELDS)
FIELDS_TABLE(permit_change, PERMIT_CHANGE_FIELDS)
FIELDS_TABLE(permit_row, PERMIT_ROW_FIELDS)
FIELDS_TABLE(permit_name, PERMIT_NAME_FIELDS)

const struct entry_type permit_type = { "permit", 1, KIND_CASE, ENTRY_BLIND, &permit_fields, "a visa or permit borne by a document" };
const struct entry_type permit_change_type = {
	"permit.change", 1, KIND_CASE, 0, &permit_change_fields, "a visa or permit was revoked, lost, replaced, used up or put in force again",
};

static const char *const permit_indexes[] = { "number", "document_number", NULL };
static const char *const permit_name_indexes[] = { "word", NULL };
const struct table permit_table = { "permit", &permit_row_fields, "id", permit_indexes };
const struct table permit_name_table = { "permit_name", &permit_name_fields, "id, word", permit_name_indexes };

void *grow(struct grown *list, size_t row_size, struct arena *arena)
{
	if (list->count == list->size) {
		size_t size = list->size ? list->size * 2 : 2;
		void *rows = arena_alloc_array(arena, row_size, size);
		if (list->count)
			memcpy(rows, list->rows, list->count * row_size);
		list->rows = rows;
		list->size = size;
	}
	return (char *)list->rows + list->count++ * row_size;
}

static void add_permit(struct grown *list, const struct entry *entry, const struct permit *permit, struct arena *arena)
{
	struct permit_row *row = grow(list, sizeof *row, arena);
	*row = (struct permit_row){ .id = entry->id, .state = STR("valid") };
#define COPY(type, name, ...) row->name = permit->name;
	PERMIT_FIELDS(COPY, COPY)
#undef COPY
}

static void change_permit(struct permit_row *row, const struct entry *entry, const struct permit_change *change)
{
	row->state = change->state;
	row->since = change->from;
	row->state_by = change->authority;
	row->reason = change->reason;
	row->successor = change->successor;
	row->changed = entry->id;
}

static void permit_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct grown *list = to;
	const struct permit_change *change = data;
	if (entry->type == &permit_type) {
		add_permit(list, entry, data, arena);
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct permit_row *row = (struct permit_row *)list->rows + i;
		if (uuid_equal(row->id, change->permit))
			change_permit(row, entry, change);
	}
}

static bool has_word(struct str words, struct str wanted)
{
	struct str word;
	while (str_cut(&words, ' ', &word))
		if (str_equal(word, wanted))
			return true;
	return false;
}

static void put_names(const struct permit_row *row, struct row_set *out)
{
	struct str rest = row->name_key;
	struct permit_name name = { .id = row->id };
	while (str_cut(&rest, ' ', &name.word))
		if (name.word.len && !has_word(rest, name.word))
			rows_put(out, &permit_name_table, &name);
}

static void permit_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct grown *list = from;
	for (size_t i = 0; i < list->count; i++) {
		const struct permit_row *row = (const struct permit_row *)list->rows + i;
		rows_put(out, &permit_table, row);
		put_names(row, out);
	}
}

static const struct entry_type *const permit_reads[] = { &permit_type, &permit_change_type, NULL };
static const struct table *const permit_writes[] = { &permit_table, &permit_name_table, NULL };
const struct fold permit_fold = { "permit", 2, permit_reads, permit_writes, sizeof(struct grown), permit_apply, permit_rows };

/* --- may it be used --- */

bool permit_is_visa(struct str kind)
{
	return str_is(kind, "visa") || str_is(kind, "transit_visa") || str_is(kind, "long_stay_visa") || str_is(kind, "authorisation");
}

int permit_uses(const struct subject *subject, const struct permit_row *permit)
{
	int uses = 0;
	for (size_t i = 0; i < subject->movement_count; i++) {
		const struct movement_row *movement = &subject->movements[i];
		uses += uuid_equal(movement->permit, permit->id) && str_is(movement->direction, "entry") &&
		        str_is(movement->decision, "admit") && !movement->annulled;
	}
	return uses;
}

/* A name written in two ways still shares a word; who has a name on neither side is not told apart by it. */
static bool names_agree(struct str on_paper, struct str shown)
{
	struct str word;
	if (!on_paper.len || !shown.len)
		return true;
	while (str_cut(&on_paper, ' ', &word))
		if (has_word(shown, word))
			return true;
	return false;
}

static bool births_agree(struct date a, struct date b)
{
	struct date first, last, earliest, latest;
	if (!date_range(a, &first, &last) || !date_range(b, &earliest, &latest))
		return true; /* not known */
	return date_compare(earliest, last) <= 0 && date_compare(first, latest) <= 0;
}

bool permit_is_holder(const struct subject *subject, const struct permit_row *permit, struct arena *arena)
{
	return births_agree(permit->born, subject->identity.born) && names_agree(permit->name_key, identity_key(&subject->identity, arena));
}

static bool in_state(const struct permit_row *permit, struct date today)
{
	bool begun = date_empty(permit->since) || date_compare(permit->since, today) <= 0;
	return str_is(permit->state, "valid") || !begun;
}

enum permit_fault permit_fault(const struct subject *subject, const struct permit_row *permit, struct arena *arena)
{
	bool entry = str_is(subject->direction, "entry");
	if (!permit_is_holder(subject, permit, arena))
		return PERMIT_HOLDER;
	if (!in_state(permit, subject->today))
		return PERMIT_STATE;
	if (date_compare(subject->today, permit->valid_until) > 0)
		return PERMIT_EXPIRED;
	if (date_compare(subject->today, permit->valid_from) < 0)
		return PERMIT_NOT_YET;
	if (entry && permit->entries && permit_uses(subject, permit) >= permit->entries)
		return PERMIT_USED;
	return PERMIT_GOOD;
}
