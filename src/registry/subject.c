/* Look-ups: what is held on a document, its holder, their movements, permits and claims. */
#include "registry.h"

#include <stdlib.h>
#include <string.h>

#include "house.h"
#include "lang.h"
#include "store.h"

enum { MOVEMENTS_MOST = 2000, PERMITS_MOST = 20 };

bool document_by_record(struct act *act, struct uuid record, struct document_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "registry.document_by_record");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &document_row_fields, out, act->arena);
	return query_end(query, err);
}

bool movement_by_id(struct act *act, struct uuid id, struct movement_row *out, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "registry.movement_by_id");
	query_bind_id(query, "id", id);
	*found = query_next(query);
	if (*found) {
		query_row(query, &movement_row_fields, out, act->arena);
		*record = query_id(query, 0);
	}
	return query_end(query, err);
}

/* A no is final from a day on: that of the state's own zone, wherever the person is. */
static bool claims_of(struct act *act, struct uuid holder, bool *open, bool *granted, struct error *err)
{
	struct query *query = db_query(act->db, "registry.barring_claims");
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	query_bind_id(query, "holder", holder);
	query_bind_text(query, "today", date_str(act->arena, today));
	bool row = query_next(query);
	*open = row && query_int(query, 1) > 0;
	*granted = *open && query_int(query, 0) == query_int(query, 1);
	return query_end(query, err);
}

bool claim_is_open(struct act *act, struct uuid holder, bool *open, struct error *err)
{
	bool granted;
	return claims_of(act, holder, open, &granted, err);
}

/* A holder's rows, added to an array; `record` alone counts when nobody confirmed a person. */
static bool add_rows(struct act *act, const char *statement, struct uuid holder, const struct fields *fields, size_t most,
                     void **rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", (int64_t)most);
	size_t size = *count;
	while (query_next(query)) {
		if (*count == size) {
			size_t more = size ? size * 2 : 16;
			char *grown = arena_alloc_array(act->arena, fields->size, more);
			for (size_t i = 0; i < *count * fields->size; i++)
				grown[i] = ((char *)*rows)[i];
			*rows = grown;
			size = more;
		}
		query_row(query, fields, (char *)*rows + *count * fields->size, act->arena);
		++*count;
	}
	return query_end(query, err);
}

/* Among those that help: a permit before a visa. Among those that do not: what comes nearest to helping. */
static void choose_permit(struct act *act, struct subject *subject)
{
	for (size_t i = 0; i < subject->permit_count; i++) {
		const struct permit_row *permit = &subject->permits[i];
		enum permit_fault fault = permit_fault(subject, permit, act->arena);
		bool better = !subject->permit || (permit_is_visa(subject->permit->kind) && !permit_is_visa(permit->kind));
		if (fault == PERMIT_GOOD && better)
			subject->permit = permit;
		if (fault != PERMIT_GOOD && (!subject->paper || fault < subject->fault)) {
			subject->paper = permit;
			subject->fault = fault;
		}
	}
	if (subject->permit)
		subject->paper = NULL;
}

static enum pack_answer answer(bool yes)
{
	return yes ? PACK_YES : PACK_NO;
}

/* What the booth does not ask counts as no: crew, transit and passes come with their own papers or are asked by the form. */
void subject_facts(struct subject *subject)
{
	struct pack_facts *facts = &subject->facts;
	const struct identity *identity = &subject->identity;
	for (size_t i = 0; i < identity->nationalities.count && i < PACK_FACT_CODES; i++)
		facts->nationalities.items[facts->nationalities.count++] = identity->nationalities.items[i];
	subject->age_known = date_age(identity->born, subject->today, &subject->age_least, &subject->age_most);
	facts->age_known = subject->age_known;
	facts->age_least = subject->age_least;
	facts->age_most = subject->age_most;
	if (facts->crew == PACK_UNKNOWN)
		facts->crew = answer(str_is(identity->document_kind, "AC") || str_is(identity->document_kind, "C") || str_is(subject->purpose, "crew"));
	if (facts->transit == PACK_UNKNOWN)
		facts->transit = answer(str_is(subject->purpose, "transit"));
	if (facts->alone == PACK_UNKNOWN)
		facts->alone = PACK_NO;
	if (facts->family_of_member == PACK_UNKNOWN)
		facts->family_of_member = PACK_NO;
	facts->border_resident = answer(subject->permit && str_is(subject->permit->kind, "border_resident"));
	facts->protection_claim = answer(subject->claim_open);
	facts->document_kind = identity->document_kind;
	facts->document_issuer = identity->document_issuer;
	facts->document_expires = identity->document_expires;
	facts->purpose = subject->purpose;
	facts->direction = subject->direction;
	facts->mode = subject->post->mode;
	facts->post = subject->post->code;
	if (subject->permit && permit_is_visa(subject->permit->kind)) {
		facts->visa_kind = subject->permit->kind;
		facts->visa_rule = subject->permit->stay_rule;
	} else if (subject->permit) {
		facts->permit_kind = subject->permit->kind;
	}
}

/* The holder of the subject's document; `alone` when that is the only document they have. */
static bool find_holder(struct act *act, struct subject *subject, bool *alone, struct error *err)
{
	struct document_row row = { 0 };
	struct query *query = db_query(act->db, "registry.document_among");
	query_bind_id(query, "record", subject->record);
	subject->known = query_next(query);
	if (subject->known)
		query_row(query, &document_row_fields, &row, act->arena);
	subject->holder = subject->known ? row.holder : subject->record;
	*alone = uuid_equal(subject->holder, subject->record) && (!subject->known || query_int(query, 0) == 1);
	return query_end(query, err);
}

static bool load_of(struct act *act, struct subject *subject, struct uuid holder, bool alone, struct error *err)
{
	bool open, granted;
	if (!add_rows(act, alone ? "registry.movements_of_record" : "registry.movements_of_holder", holder, &movement_row_fields, MOVEMENTS_MOST,
	              (void **)&subject->movements, &subject->movement_count, err) ||
	    !add_rows(act, "registry.permits_of_holder", holder, &permit_row_fields, PERMITS_MOST,
	              (void **)&subject->permits, &subject->permit_count, err) ||
	    !claims_of(act, holder, &open, &granted, err))
		return false;
	if (open) {
		subject->claim_granted = granted && (!subject->claim_open || subject->claim_granted);
		subject->claim_open = true;
	}
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct movement_row *one = a, *two = b;
	if (one->happened != two->happened)
		return one->happened < two->happened ? 1 : -1;
	return -memcmp(one->id.bytes, two->id.bytes, sizeof one->id.bytes);
}

/* What is held on documents that are tied to the subject's in this act: the database does not know of it yet. */
static bool load_also(struct act *act, struct subject *subject, struct error *err)
{
	for (size_t i = 0; i < subject->also_count; i++) {
		struct document_row row = { 0 };
		bool found;
		if (!document_by_record(act, subject->also[i], &row, &found, err))
			return false;
		struct uuid holder = found ? row.holder : subject->also[i];
		if (!uuid_equal(holder, subject->holder) && !load_of(act, subject, holder, false, err))
			return false;
	}
	if (subject->also_count && subject->movement_count)
		qsort(subject->movements, subject->movement_count, sizeof *subject->movements, newest_first);
	return true;
}

/* Among those on record, so that what it allows is judged like theirs. */
static void add_proved(struct act *act, struct subject *subject)
{
	if (!subject->proved)
		return;
	struct permit_row *rows = ARENA_ARRAY(act->arena, struct permit_row, subject->permit_count + 1);
	for (size_t i = 0; i < subject->permit_count; i++)
		rows[i] = subject->permits[i];
	rows[subject->permit_count++] = *subject->proved;
	subject->permits = rows;
}

/* Entries made while only the seal proved a visa count for it when its record has come. */
static void recognise_proved(struct act *act, struct subject *subject)
{
	for (size_t i = 0; i < subject->permit_count; i++) {
		struct uuid proof = permit_proof_id(act, subject->permits[i].number);
		for (size_t k = 0; k < subject->movement_count; k++)
			if (uuid_equal(subject->movements[k].permit, proof))
				subject->movements[k].permit = subject->permits[i].id;
	}
}

bool subject_read(struct act *act, struct subject *subject, struct error *err)
{
	return load_of(act, subject, subject->holder, false, err);
}

void subject_judge(struct act *act, struct subject *subject)
{
	add_proved(act, subject);
	recognise_proved(act, subject);
	choose_permit(act, subject);
	subject_facts(subject);
	pack_category(act->pack, &subject->facts, subject->today, &subject->verdict);
}

bool subject_load(struct act *act, struct subject *subject, struct error *err)
{
	bool alone;
	if (!find_holder(act, subject, &alone, err) || !load_of(act, subject, subject->holder, alone, err) || !load_also(act, subject, err))
		return false;
	subject_judge(act, subject);
	return true;
}
