/* Notes and assignment of cases. */
#include "casework.h"

FIELDS_TABLE(case_note, CASE_NOTE_FIELDS)
FIELDS_TABLE(case_assign, CASE_ASSIGN_FIELDS)
FIELDS_TABLE(case_desk, CASE_DESK_FIELDS)

const struct entry_type case_note_type = { "case.note", 1, KIND_CASE, ENTRY_BLIND, &case_note_fields, "A note on a case" };
const struct entry_type case_assign_type = { "case.assign", 1, KIND_CASE, 0, &case_assign_fields, "A case was given to somebody" };

static const char *const indexes[] = { "assigned", NULL };
static const struct table desk_table = { "case_desk", &case_desk_fields, "", indexes };

static void apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	struct case_desk *desk = state;
	(void)arena;
	if (entry->type == &case_note_type) {
		desk->notes++;
	} else {
		desk->assigned = ((const struct case_assign *)data)->to;
		desk->since = entry->happened;
	}
}

static void rows(const void *state, struct uuid record, struct row_set *out)
{
	const struct case_desk *desk = state;
	(void)record;
	if (desk->notes || desk->since) /* of the entries that it reads there is none on most records */
		rows_put(out, &desk_table, state);
}

static const struct entry_type *const reads[] = { &case_note_type, &case_assign_type, NULL };
static const struct table *const writes[] = { &desk_table, NULL };
const struct fold case_desk_fold = { "case_desk", 1, reads, writes, sizeof(struct case_desk), apply, rows };
