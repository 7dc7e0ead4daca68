/* Certificates: taking, ending, and the one that signs here. */
#include "local.h"

#include "crypto.h"

#include "journal.h"
#include "store.h"

static struct uuid record_of(const struct act *act, const struct seal_certificate *certificate)
{
	struct str name = str_format(act->arena, STR_FMT "-" STR_FMT, STR_ARG(certificate->country), STR_ARG(certificate->reference));
	return document_record(act->house->keys, STR("seal"), certificate->role, certificate->signer.len ? str_format(act->arena, STR_FMT "-" STR_FMT, STR_ARG(certificate->signer), STR_ARG(certificate->reference)) : name);
}

/* Two letters of the state, two characters of the signer: Doc 9303-13, 2.2 and 9303-12. */
static bool is_signer(const struct certificate *read)
{
	bool good = read->country.len == 2 && read->name.len == 2;
	for (size_t i = 0; good && i < 2; i++)
		good = ascii_upper(read->country.data[i]) && (ascii_upper(read->name.data[i]) || ascii_digit(read->name.data[i]));
	return good;
}

static bool belongs(struct act *act, const struct certificate *read, struct str key, struct error *err)
{
	struct signer signer = seal_signer(act, key);
	struct str ignored;
	return !key.len || signer_sign(&signer, read->der, STR("does the key fit"), act->arena, &ignored, err);
}

bool seal_certificate_take(struct act *act, struct str bytes, struct str key, bool authority, struct seal_certificate *out, struct error *err)
{
	struct certificate read;
	if (!certificate_read(bytes, act->arena, &read, err))
		return false;
	if (!authority && !is_signer(&read))
		return error_set(err, ERR_INPUT, "a signer's certificate names a country of two letters and a signer of two characters", "give the signer's certificate, or say --authority",
		                 "C=" STR_FMT ", CN=" STR_FMT, STR_ARG(read.country), STR_ARG(read.name));
	if (!belongs(act, &read, key, err))
		return false;
	*out = (struct seal_certificate){
		.role = authority ? STR("authority") : STR("signer"), .signer = authority ? STR("") : str_format(act->arena, STR_FMT STR_FMT, STR_ARG(read.country), STR_ARG(read.name)),
		.reference = read.serial, .country = read.country, .der = str_base64(act->arena, read.der), .since = read.from, .until = read.until, .issuer = read.issuer, .key = key,
	};
	if (out->country.len != 2)
		return error_set(err, ERR_INPUT, "the certificate names no country of two letters", "give another one", "certificate");
	journal_append(act, &seal_certificate_type, record_of(act, out), out);
	return true;
}

static bool find(struct act *act, struct str signer, struct str reference, struct seal_certificate_row *out, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "seal.certificate");
	query_bind_text(query, "signer", signer);
	query_bind_text(query, "reference", reference);
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &seal_certificate_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

bool seal_certificate_end(struct act *act, struct str signer, struct str reference, struct str reason, struct error *err)
{
	struct seal_certificate_row row;
	struct uuid record;
	bool found;
	if (!find(act, signer, reference, &row, &record, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such certificate", "limen seal key list shows them", STR_FMT " " STR_FMT, STR_ARG(signer), STR_ARG(reference));
	if (row.ended)
		return error_set(err, ERR_NOT_ALLOWED, "this certificate was revoked already", "limen seal key list shows them", STR_FMT " " STR_FMT, STR_ARG(signer), STR_ARG(reference));
	journal_append(act, &seal_certificate_end_type, record, &(struct seal_certificate_end){ reason });
	return true;
}

struct signer seal_signer(struct act *act, struct str key)
{
	return (struct signer){ str_c(act->arena, str_format(act->arena, STR_FMT "/keys", STR_ARG(act->house->state))), key };
}

bool seal_certificates(struct act *act, struct seal_certificate_row *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "seal.certificates");
	query_bind_int(query, "most", SEAL_CERTIFICATES_MOST);
	for (*count = 0; *count < SEAL_CERTIFICATES_MOST && query_next(query); ++*count)
		query_row(query, &seal_certificate_row_fields, &out[*count], act->arena);
	return query_end(query, err);
}

bool seal_own(struct act *act, struct seal_certificate_row *out, bool *found, struct error *err)
{
	struct seal_certificate_row *rows = ARENA_ARRAY(act->arena, struct seal_certificate_row, SEAL_CERTIFICATES_MOST);
	size_t count;
	if (!seal_certificates(act, rows, &count, err))
		return false;
	*found = false;
	for (size_t i = 0; i < count && !*found; i++) {
		struct signer signer = seal_signer(act, rows[i].key);
		*found = rows[i].key.len && !rows[i].ended && rows[i].since <= act->now && act->now < rows[i].until && signer_is_there(&signer);
		*out = rows[i];
	}
	return true;
}

/* --- whose seal is it --- */

static bool issued(const struct seal_certificate_row *certificate, const struct seal_certificate_row *rows, size_t count, struct arena *arena)
{
	bool known = false;
	size_t size = str_base64_size(certificate->der);
	uint8_t *der = ARENA_ARRAY(arena, uint8_t, size + 1);
	if (!str_to_base64(certificate->der, der, size))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!str_is(rows[i].role, "authority") || !str_equal(rows[i].country, certificate->country) || rows[i].ended)
			continue;
		size_t length = str_base64_size(rows[i].der);
		uint8_t *authority = ARENA_ARRAY(arena, uint8_t, length + 1);
		known = true;
		if (str_to_base64(rows[i].der, authority, length) &&
		    certificate_issued_by((struct str){ (const char *)der, size }, (struct str){ (const char *)authority, length }))
			return true;
	}
	return !known; /* whoever took the certificate vouched for it, where no authority of the state is known */
}

bool seal_judge_signer(struct act *act, struct seal_reading *reading, struct error *err)
{
	struct seal_certificate_row *rows = ARENA_ARRAY(act->arena, struct seal_certificate_row, SEAL_CERTIFICATES_MOST), *found = NULL;
	int64_t sealed = (int64_t)date_days(reading->vds.sealed) * DAY_MS;
	size_t count;
	if (!seal_certificates(act, rows, &count, err))
		return false;
	for (size_t i = 0; i < count && !found; i++)
		if (str_is(rows[i].role, "signer") && str_equal(rows[i].signer, reading->vds.signer) && str_equal(rows[i].reference, reading->vds.reference))
			found = &rows[i];
	reading->signer = SEAL_SIGNER_UNKNOWN;
	if (!found)
		return true;
	reading->certificate = *found;
	size_t size = str_base64_size(found->der);
	uint8_t *der = ARENA_ARRAY(act->arena, uint8_t, size + 1);
	reading->signature_good = str_to_base64(found->der, der, size) &&
	                          certificate_verifies((struct str){ (const char *)der, size }, reading->vds.covered, reading->vds.signature);
	/* a seal is dated by days: those of the first and of the last day count */
	bool in_time = sealed + DAY_MS > found->since && sealed < found->until;
	reading->signer = found->ended ? SEAL_SIGNER_REVOKED : !in_time ? SEAL_SIGNER_OUT_OF_TIME : issued(found, rows, count, act->arena) ? SEAL_SIGNER_GOOD : SEAL_SIGNER_NOT_ISSUED;
	return true;
}
