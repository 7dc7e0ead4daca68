/* Fold of a document's record: what is last known of it and its bearer, who holds it, and the words by which it is found. */
#include "registry.h"

FIELDS_TABLE(document_row, DOCUMENT_ROW_FIELDS)
FIELDS_TABLE(name_row, NAME_ROW_FIELDS)
FIELDS_TABLE(tie, TIE_FIELDS)
FIELDS_TABLE(shown, SHOWN_FIELDS)

const struct entry_type tie_type = { "document.tie", 1, KIND_PERSON, 0, &tie_fields, "a person confirms to whom a document belongs" };
const struct entry_type shown_type = { "document.shown", 1, KIND_PERSON, ENTRY_BLIND, &shown_fields, "a document was shown beside another by the same bearer" };

static const char *const document_indexes[] = { "holder", "document_number", "last_seen", NULL };
static const char *const name_indexes[] = { "word", NULL };
const struct table document_table = { "document", &document_row_fields, "", document_indexes };
const struct table name_table = { "document_name", &name_row_fields, "word", name_indexes };

struct document_state {
	struct document_row row;
	struct str name_key;
	bool seen;
	int64_t newest;         /* event time of the identity that is shown */
};

static void take_identity(struct document_state *state, const struct identity *from, const struct entry *entry, struct str key)
{
	if (state->seen && entry->happened < state->newest)
		return;
	identity_put(&state->row, from); /* the row begins with the identity's fields: asserted below */
	state->name_key = key;
	state->newest = entry->happened;
}

_Static_assert(offsetof(struct document_row, document_expires) == offsetof(struct identity, document_expires),
               "a document's row begins with an identity");
_Static_assert(offsetof(struct movement, document_expires) == offsetof(struct identity, document_expires),
               "a movement begins with an identity");
_Static_assert(offsetof(struct claim, document_expires) == offsetof(struct identity, document_expires),
               "a claim begins with an identity");
_Static_assert(offsetof(struct shown, document_expires) == offsetof(struct identity, document_expires),
               "a document that was shown begins with an identity");
_Static_assert(offsetof(struct referral, document_expires) == offsetof(struct identity, document_expires),
               "a referral begins with an identity");

static void take_event(struct document_state *state, const struct entry *entry, const struct identity *identity, struct str key, struct str post)
{
	take_identity(state, identity, entry, key);
	if (!state->seen || entry->happened < state->row.first_seen)
		state->row.first_seen = entry->happened;
	if (!state->seen || entry->happened >= state->row.last_seen) {
		state->row.last_seen = entry->happened;
		state->row.last_post = post;
	}
	state->seen = true;
}

static void take_movement(struct document_state *state, const struct entry *entry, const struct movement *movement)
{
	take_event(state, entry, (const struct identity *)movement, movement->name_key, movement->post);
	state->row.movements++;
}

/* Who was sent to the second line, or asks for protection, is on record before any crossing. */
static void take_referral(struct document_state *state, const struct entry *entry, const struct referral *referral)
{
	take_event(state, entry, (const struct identity *)referral, referral->name_key, referral->post);
}

static void take_claim(struct document_state *state, const struct entry *entry, const struct claim *claim)
{
	take_event(state, entry, (const struct identity *)claim, claim->name_key, claim->post);
}

static void take_shown(struct document_state *state, const struct entry *entry, const struct shown *shown)
{
	take_event(state, entry, (const struct identity *)shown, shown->name_key, shown->post);
}

static void document_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct document_state *state = to;
	const struct correction *correction = data;
	if (entry->type == &crossing_type || entry->type == &refusal_type || entry->type == &crossing_import_type)
		take_movement(state, entry, data);
	else if (entry->type == &referral_type)
		take_referral(state, entry, data);
	else if (entry->type == &claim_type)
		take_claim(state, entry, data);
	else if (entry->type == &shown_type)
		take_shown(state, entry, data);
	else if (entry->type == &tie_type)
		state->row.holder = ((const struct tie *)data)->person;
	else if (entry->type == &correction_type && str_is(correction->what, "annul") && state->row.movements)
		state->row.movements--;
}

static void document_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct document_state *state = from;
	struct document_row row = state->row;
	if (!state->seen)
		return;
	if (uuid_zero(row.holder))
		row.holder = record;
	rows_put(out, &document_table, &row);
	struct str rest = state->name_key;
	struct name_row word;
	while (str_cut(&rest, ' ', &word.word))
		if (word.word.len)
			rows_put(out, &name_table, &word);
}

static const struct entry_type *const document_reads[] = { &crossing_type, &refusal_type, &crossing_import_type, &correction_type, &tie_type,
	&referral_type, &claim_type, &shown_type, NULL };
static const struct table *const document_writes[] = { &document_table, &name_table, NULL };
const struct fold document_fold = {
	"document", 3, document_reads, document_writes, sizeof(struct document_state), document_apply, document_rows,
};
