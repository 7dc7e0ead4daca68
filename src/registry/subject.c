/* Look-ups: what is held on a document, its holder, their movements, permits and claims. */
#include "registry.h"

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

bool claim_is_open(struct act *act, struct uuid holder, bool *open, struct error *err)
{
	struct query *query = db_query(act->db, "registry.open_claims_of_holder");
	query_bind_id(query, "holder", holder);
	*open = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

/* A holder's rows, into an array; `record` alone counts when nobody confirmed a person. */
static bool load_rows(struct act *act, const char *statement, struct uuid holder, const struct fields *fields, size_t most,
                      void **rows, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_id(query, "holder", holder);
	query_bind_int(query, "most", (int64_t)most);
	size_t size = 0;
	*count = 0;
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

static bool permit_helps(const struct permit_row *permit, struct date today)
{
	return date_compare(permit->valid_from, today) <= 0 && date_compare(today, permit->valid_until) <= 0;
}

static bool is_visa(struct str kind)
{
	return str_is(kind, "visa") || str_is(kind, "transit_visa") || str_is(kind, "authorisation");
}

static void choose_permit(struct subject *subject)
{
	for (size_t i = 0; i < subject->permit_count; i++) {
		const struct permit_row *permit = &subject->permits[i];
		bool better = !subject->permit || (is_visa(subject->permit->kind) && !is_visa(permit->kind));
		if (permit_helps(permit, subject->today) && better)
			subject->permit = permit;
	}
}

static enum pack_answer answer(bool yes)
{
	return yes ? PACK_YES : PACK_NO;
}

/* What the booth does not ask counts as no: crew, transit and passes come with their own papers or are asked by the form. */
static void fill_facts(struct subject *subject)
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
	if (subject->permit && is_visa(subject->permit->kind)) {
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

bool subject_load(struct act *act, struct subject *subject, struct error *err)
{
	bool alone;
	if (!find_holder(act, subject, &alone, err) ||
	    !load_rows(act, alone ? "registry.movements_of_record" : "registry.movements_of_holder", subject->holder, &movement_row_fields, MOVEMENTS_MOST,
	               (void **)&subject->movements, &subject->movement_count, err) ||
	    !load_rows(act, "registry.permits_of_holder", subject->holder, &permit_row_fields, PERMITS_MOST,
	               (void **)&subject->permits, &subject->permit_count, err) ||
	    !claim_is_open(act, subject->holder, &subject->claim_open, err))
		return false;
	choose_permit(subject);
	fill_facts(subject);
	pack_category(act->pack, &subject->facts, subject->today, &subject->verdict);
	return true;
}
