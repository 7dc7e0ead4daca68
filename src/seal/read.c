/* A seal that a traveller shows. */
#include "local.h"

#include "mrz.h"
#include "store.h"

static bool find_permit(struct act *act, struct seal_reading *out, struct error *err)
{
	enum { MOST = 10 };
	struct query *query = db_query(act->db, "registry.permits_of_number");
	query_bind_text(query, "number", out->number);
	query_bind_int(query, "most", MOST);
	while (!out->recorded && query_next(query)) { /* the number of another paper of that number has another passport */
		query_row(query, &permit_row_fields, &out->permit, act->arena);
		out->recorded = true;
	}
	return query_end(query, err);
}

static bool hear(struct act *act, struct seal_reading *out, struct error *err)
{
	struct query *query = db_query(act->db, "seal.heard");
	out->heard = query_next(query) ? query_int(query, 0) >> 16 : 0;
	return query_end(query, err);
}

/* The zone in the seal lacks what stands behind 28 characters; no digit of it is over them. */
static bool read_zone(struct act *act, struct date today, struct seal_reading *out)
{
	struct mrz mrz;
	struct error ignored;
	if (!mrz_parse(str_join(act->arena, out->visa.lines, 2, STR("\n")), act->arena, &mrz, &ignored))
		return false;
	identity_from_mrz(&mrz, today, act->arena, &out->holder);
	out->number = mrz.number;
	out->expires = mrz_expiry_date(&mrz, today);
	return true;
}

bool seal_examine(struct act *act, struct str text, struct date today, struct seal_reading *out, struct error *err)
{
	struct error ignored;
	struct str bytes;
	*out = (struct seal_reading){ .text = text };
	out->understood = vds_from_text(act->arena, text, &bytes) && vds_read(bytes, act->arena, &out->vds, &ignored) &&
	                  vds_visa_read(&out->vds, act->arena, &out->visa, &ignored) && read_zone(act, today, out);
	return !out->understood || (seal_judge_signer(act, out, err) && find_permit(act, out, err) && hear(act, out, err));
}

static int stay_days(const struct vds_visa *visa)
{
	return visa->days + visa->months * 30 + visa->years * 365;
}

/* A seal names no rule of stay: the one of the rule of entry, as if the traveller had no visa, under which the visa's own days count. */
static struct str stay_rule(struct act *act, const struct subject *subject)
{
	struct pack_facts facts = { .document_kind = subject->identity.document_kind, .purpose = subject->purpose, .direction = subject->direction };
	struct pack_entry entry;
	const struct texts *nationalities = &subject->identity.nationalities;
	for (size_t i = 0; i < nationalities->count && i < PACK_FACT_CODES; i++)
		facts.nationalities.items[facts.nationalities.count++] = nationalities->items[i];
	return pack_entry_need(act->pack, &facts, subject->today, &entry) ? entry.stay_rule : STR("");
}

/* A visa as its seal tells it: not before the day of its issue. Its id is made of state and number, so that its entries are counted. */
static const struct permit_row *proof(struct act *act, const struct subject *subject, const struct seal_reading *reading)
{
	struct permit_row *row = ARENA_NEW(act->arena, struct permit_row);
	*row = (struct permit_row){
		.id = permit_proof_id(act, reading->number), .kind = STR("visa"), .number = reading->number,
		.valid_from = reading->vds.issued, .valid_until = reading->expires, .entries = reading->visa.entries, .days = stay_days(&reading->visa), .stay_rule = stay_rule(act, subject),
		.surname = reading->holder.surname, .given_names = reading->holder.given_names, .born = reading->holder.born, .document_number = reading->visa.passport,
		.name_key = identity_key(&reading->holder, act->arena), .state = STR("valid"),
	};
	return row;
}

bool seal_present(struct act *act, struct subject *subject, struct error *err)
{
	if (!subject->seal.len)
		return true;
	struct seal_reading *reading = ARENA_NEW(act->arena, struct seal_reading);
	if (!seal_examine(act, subject->seal, subject->today, reading, err))
		return false;
	subject->sealed = reading;
	bool good = reading->understood && reading->signer == SEAL_SIGNER_GOOD && reading->signature_good && str_equal(reading->vds.country, act->pack->head.country);
	if (good && !reading->recorded)
		subject->proved = proof(act, subject, reading);
	return true;
}
