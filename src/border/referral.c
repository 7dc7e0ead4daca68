/* Entries and folds of this room: referrals with their hearing and end, remarks, documents that are not of one person. */
#include "lease.h"

#include <string.h>

FIELDS_TABLE(scan, SCAN_FIELDS)
FIELDS_TABLE(manual, MANUAL_FIELDS)
FIELDS_TABLE(admit, ADMIT_FIELDS)
FIELDS_TABLE(transit, TRANSIT_FIELDS)
FIELDS_TABLE(refer, REFER_FIELDS)
FIELDS_TABLE(protection, PROTECTION_FIELDS)
FIELDS_TABLE(note, NOTE_FIELDS)
FIELDS_TABLE(find, FIND_FIELDS)
FIELDS_TABLE(hear, HEAR_FIELDS)
FIELDS_TABLE(refuse, REFUSE_FIELDS)
FIELDS_TABLE(hearing, HEARING_FIELDS)
FIELDS_TABLE(remark, REMARK_FIELDS)
FIELDS_TABLE(apart, APART_FIELDS)
FIELDS_TABLE(referral_row, REFERRAL_ROW_FIELDS)
FIELDS_TABLE(remark_row, REMARK_ROW_FIELDS)

const struct entry_type hearing_type = { "hearing", 1, KIND_CASE, 0, &hearing_fields, "a person was heard at the second line" };
const struct entry_type remark_type = { "remark", 1, KIND_PERSON, ENTRY_BLIND, &remark_fields, "a note for colleagues" };

const struct entry_type apart_type = { "document.apart", 1, KIND_PERSON, ENTRY_BLIND, &apart_fields, "a person compared two documents: not of one person" };

static const char *const referral_indexes[] = { "closed, post", "opened", NULL };
static const char *const remark_indexes[] = { "happened", NULL };
const struct table referral_table = { "referral", &referral_row_fields, "id", referral_indexes };
const struct table remark_table = { "remark", &remark_row_fields, "id", remark_indexes };
const struct table apart_table = { "apart", &apart_fields, "other", NULL };

struct second_line_state {
	struct referral_row *rows;
	size_t count, size;
};

static struct referral_row *next_row(struct second_line_state *state, struct arena *arena)
{
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct referral_row *rows = ARENA_ARRAY(arena, struct referral_row, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	return &state->rows[state->count++];
}

static struct referral_row *row_of(struct second_line_state *state, struct uuid referral)
{
	for (size_t i = 0; i < state->count; i++)
		if (uuid_equal(state->rows[i].id, referral))
			return &state->rows[i];
	return NULL;
}

static void open_row(struct referral_row *row, const struct entry *entry, const struct referral *referral)
{
	row->id = entry->id;
	row->opened = entry->happened;
#define COPY(type, name, ...) row->name = referral->name;
	REFERRAL_CORE_FIELDS(COPY, COPY)
#undef COPY
}

static void hear_row(struct referral_row *row, const struct entry *entry, const struct hearing *hearing)
{
	row->heard = entry->happened;
	row->hearing = hearing->note;
	row->language = hearing->language;
	row->interpreter = hearing->interpreter;
	row->protection = hearing->protection;
	row->told_why = hearing->told_why;
}

static void take_row(struct referral_row *row, const struct entry *entry, const struct lease *lease)
{
	row->taken_by = entry->actor;
	row->taken_until = lease->until;
}

static void close_row(struct referral_row *row, const struct entry *entry, struct str outcome)
{
	if (row->closed)
		return; /* the first decision stands; a later one is an anomaly that both entries show */
	row->closed = entry->happened;
	row->outcome = outcome;
	row->decision = entry->id;
}

static void referral_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct second_line_state *state = to;
	struct referral_row *row = NULL;
	if (entry->type == &referral_type) {
		open_row(next_row(state, arena), entry, data);
	} else if (entry->type == &hearing_type) {
		if ((row = row_of(state, ((const struct hearing *)data)->referral)))
			hear_row(row, entry, data);
	} else if (entry->type == &lease_type) {
		if ((row = row_of(state, ((const struct lease *)data)->referral)))
			take_row(row, entry, data);
	} else if (entry->type == &welfare_type) {
		const struct welfare *welfare = data;
		if ((row = row_of(state, welfare->referral))) {
			row->needs = welfare->needs;
			row->wish = welfare->wish;
			row->wish_met = welfare->met;
		}
	} else if (entry->type == &claim_type) {
		if ((row = row_of(state, ((const struct claim *)data)->referral)))
			close_row(row, entry, STR("protection"));
	} else if ((row = row_of(state, ((const struct movement *)data)->referral))) {
		close_row(row, entry, ((const struct movement *)data)->decision);
	}
}

static void referral_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct second_line_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &referral_table, &state->rows[i]);
}

static const struct entry_type *const referral_reads[] = { &referral_type, &hearing_type, &lease_type, &welfare_type, &claim_type, &crossing_type, &refusal_type, NULL };
static const struct table *const referral_writes[] = { &referral_table, NULL };
const struct fold referral_fold = {
	"referral", 5, referral_reads, referral_writes, sizeof(struct second_line_state), referral_apply, referral_rows,
};

/* --- remarks --- */

struct remark_state {
	struct remark_row *rows;
	size_t count, size;
};

static void remark_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct remark_state *state = to;
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct remark_row *rows = ARENA_ARRAY(arena, struct remark_row, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	state->rows[state->count++] = (struct remark_row){
		.id = entry->id, .happened = entry->happened, .officer = entry->actor, .note = ((const struct remark *)data)->note,
	};
}

static void remark_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct remark_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &remark_table, &state->rows[i]);
}

static const struct entry_type *const remark_reads[] = { &remark_type, NULL };
static const struct table *const remark_writes[] = { &remark_table, NULL };
const struct fold remark_fold = { "remark", 1, remark_reads, remark_writes, sizeof(struct remark_state), remark_apply, remark_rows };

/* --- not of one person --- */

struct apart_state {
	struct apart *rows;
	size_t count, size;
};

static void apart_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct apart_state *state = to;
	const struct apart *apart = data;
	for (size_t i = 0; i < state->count; i++) {
		if (uuid_equal(state->rows[i].other, apart->other)) {
			state->rows[i] = *apart;
			return;
		}
	}
	if (state->count == state->size) {
		size_t size = state->size ? state->size * 2 : 2;
		struct apart *rows = ARENA_ARRAY(arena, struct apart, size);
		if (state->count)
			memcpy(rows, state->rows, state->count * sizeof *rows);
		state->rows = rows;
		state->size = size;
	}
	state->rows[state->count++] = *apart;
}

static void apart_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct apart_state *state = from;
	for (size_t i = 0; i < state->count; i++)
		rows_put(out, &apart_table, &state->rows[i]);
}

static const struct entry_type *const apart_reads[] = { &apart_type, NULL };
static const struct table *const apart_writes[] = { &apart_table, NULL };
const struct fold apart_fold = { "apart", 1, apart_reads, apart_writes, sizeof(struct apart_state), apart_apply, apart_rows };
