/* From a permit on record to its seal. */
#include "local.h"

#include "cases.h"
#include "journal.h"
#include "lang.h"
#include "mrz.h"
#include "store.h"

static struct mrz_date zone_date(struct date date)
{
	return (struct mrz_date){ (int8_t)(date.year ? date.year % 100 : -1), date.month, date.day };
}

bool seal_zone(struct act *act, const struct seal_order *order, struct str out[static 2], struct error *err)
{
	const struct permit *permit = order->of;
	struct str lines[MRZ_LINES];
	size_t count;
	const struct mrz_fields fields = {
		.form = MRZ_MRV_B, .code = STR("V"), .issuer = act->pack->head.country, .nationality = order->nationality.len ? order->nationality : permit->document_issuer,
		.number = permit->number, .surname = permit->surname, .given_names = permit->given_names, .birth = zone_date(permit->born),
		.expiry = zone_date(permit->valid_until), .sex = order->sex.len ? order->sex.data[0] : '<',
	};
	if (permit->number.len > 9)
		return error_set(err, ERR_INPUT, "a seal's zone holds nine characters of a number", "give the visa a number of at most nine capitals and digits", "seal");
	if (!mrz_write(act->arena, &fields, lines, &count, err))
		return false;
	out[0] = lines[0];
	out[1] = lines[1];
	return true;
}

/* One byte each: what has no exact form is not said (the permit on record says it). */
void seal_stay(const struct permit *permit, struct vds_visa *out)
{
	int64_t days = permit->days;
	out->days = days <= 255 ? (int)days : 0;
	out->years = days > 255 && days % 365 == 0 ? (int)(days / 365) : 0;
	out->months = days > 255 && days % 365 && days % 30 == 0 ? (int)(days / 30) : 0;
}

static struct str plain(struct arena *arena, struct str number)
{
	struct str upper = str_upper(arena, number);
	char *out = arena_alloc(arena, upper.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < upper.len; i++)
		if (ascii_upper(upper.data[i]) || ascii_digit(upper.data[i]))
			out[length++] = upper.data[i];
	return (struct str){ out, length };
}

static bool fill(struct act *act, const struct seal_order *order, const struct seal_certificate_row *certificate, struct vds *out, struct error *err)
{
	struct vds_visa visa = { .entries = (int)order->of->entries, .passport = plain(act->arena, order->of->document_number), .type = -1 };
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	if (!seal_zone(act, order, visa.lines, err))
		return false;
	seal_stay(order->of, &visa);
	*out = (struct vds){ .country = act->pack->head.country, .signer = certificate->signer, .reference = certificate->reference, .issued = today, .sealed = today };
	return vds_visa_write(act->arena, &visa, out, err);
}

static bool sign_it(struct act *act, const struct seal_certificate_row *certificate, const struct vds *vds, struct str *bytes, struct error *err)
{
	struct signer signer = seal_signer(act, certificate->key);
	struct str covered, signature;
	size_t size = str_base64_size(certificate->der);
	uint8_t *der = ARENA_ARRAY(act->arena, uint8_t, size + 1);
	if (!str_to_base64(certificate->der, der, size))
		return error_set(err, ERR_INTEGRITY, "a stored certificate cannot be read", "import it again", STR_FMT, STR_ARG(certificate->reference));
	if (!vds_covered(act->arena, vds, &covered, err) || !signer_sign(&signer, (struct str){ (const char *)der, size }, covered, act->arena, &signature, err))
		return false;
	*bytes = vds_sealed(act->arena, covered, signature);
	return true;
}

bool seal_make(struct act *act, const struct seal_order *order, struct str *text, struct uuid *id, struct error *err)
{
	struct seal_certificate_row certificate;
	struct vds vds;
	struct str bytes;
	bool found;
	if (!seal_own(act, &certificate, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_CONFIG, "this node has no key that may sign seals now", "limen seal key make, and import the certificate that is issued for it", "seal");
	if (!fill(act, order, &certificate, &vds, err) || !sign_it(act, &certificate, &vds, &bytes, err))
		return false;
	*text = vds_text(act->arena, bytes);
	const struct seal_made made = {
		.permit = order->permit, .number = order->of->number, .medium = order->medium, .sticker = order->sticker, .signer = certificate.signer,
		.reference = certificate.reference, .bytes = *text, .about = order->about, .case_use = order->case_use, .item = order->item,
	};
	*id = journal_append(act, &seal_made_type, order->record, &made);
	return true;
}

bool seal_of_permit(struct act *act, struct uuid permit, struct seal_row *out, struct uuid *record, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "seal.of_permit");
	query_bind_id(query, "permit", permit);
	*found = query_next(query);
	if (*found) {
		*record = query_id(query, 0);
		query_row(query, &seal_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

/* --- read back --- */

/* The case hears of it once: its event opens what waits for a paper that is whole. */
static bool tell_case(struct act *act, const struct seal_row *seal, struct error *err)
{
	struct case_seen seen;
	if (uuid_zero(seal->about) || seal->checked)
		return true;
	if (!case_look(act, seal->about, &seen, err))
		return false;
	json_t *facts = json_object();
	json_put_str(facts, "number", seal->number);
	bool done = case_event(act, &seen, seal->case_use, STR("issued"), facts, seal->item, err);
	json_decref(facts);
	case_end(&seen);
	return done;
}

bool seal_read_back(struct act *act, const struct seal_row *seal, struct uuid record, struct str text, bool *agrees, struct error *err)
{
	struct str made, read;
	*agrees = vds_from_text(act->arena, seal->bytes, &made) && vds_from_text(act->arena, text, &read) && str_equal(made, read);
	journal_append(act, &seal_read_back_type, record, &(struct seal_read_back){ seal->id, *agrees });
	return !*agrees || tell_case(act, seal, err);
}
