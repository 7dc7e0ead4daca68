/* The checks of a seal that was shown: was it understood, who signed it, does the signature hold, is it this traveller's, does the record say the same. */
#include "local.h"

#include "lang.h"

static struct check_line *line(struct act *act, const struct subject *subject, struct check_list *out, const char *name, enum result result, const char *title, const char *words)
{
	return subject_check(act, subject, out, name, result, "seal", title, words);
}

static void judge_signer(struct act *act, const struct subject *subject, struct check_list *out)
{
	static const struct { enum result result; const char *words; } answers[] = {
		[SEAL_SIGNER_GOOD] = { RESULT_SUCCESSFUL, WORDS("Signed by {signer}, certificate {reference}.") },
		[SEAL_SIGNER_UNKNOWN] = { RESULT_UNDETERMINED, WORDS("No certificate {reference} of the signer {signer} is known here: the signature cannot be proven.") },
		[SEAL_SIGNER_REVOKED] = { RESULT_FAILED, WORDS("The certificate {reference} of {signer} was revoked on {date}.") },
		[SEAL_SIGNER_OUT_OF_TIME] = { RESULT_FAILED, WORDS("The seal is dated {sealed}, when the certificate {reference} of {signer} was not valid.") },
		[SEAL_SIGNER_NOT_ISSUED] = { RESULT_FAILED, WORDS("The certificate {reference} of {signer} was not issued by an authority that is known.") },
	};
	const struct seal_reading *seal = subject->sealed;
	struct check_line *made = line(act, subject, out, "seal.signer", answers[seal->signer].result, WORDS("Signer of the seal"), answers[seal->signer].words);
	SUBJECT_ARGS(act->arena, made, { STR("signer"), seal->vds.signer }, { STR("reference"), seal->vds.reference },
	             { STR("sealed"), date_str(act->arena, seal->vds.sealed) },
	             { STR("date"), seal->certificate.ended ? date_str(act->arena, time_date(seal->certificate.ended)) : STR("") });
}

static void judge_signature(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct seal_reading *seal = subject->sealed;
	bool unknown = seal->signer == SEAL_SIGNER_UNKNOWN;
	enum result result = unknown ? RESULT_UNDETERMINED : seal->signature_good ? RESULT_SUCCESSFUL : RESULT_FAILED;
	line(act, subject, out, "seal.signature", result, WORDS("Signature of the seal"),
	     unknown               ? WORDS("Not checked: the signer is not known here.")
	     : seal->signature_good ? WORDS("The signature holds: nothing in the seal was altered.")
	                            : WORDS("The signature does not hold: the seal was altered, or is forged."));
}

static bool same_passport(const struct subject *subject, struct str number, struct arena *arena)
{
	struct str wanted = str_upper(arena, number);
	if (str_equal(wanted, subject->identity.document_number))
		return true;
	for (size_t i = 0; i < subject->movement_count; i++)
		if (str_equal(wanted, subject->movements[i].document_number))
			return true;
	for (size_t i = 0; i < subject->permit_count; i++) /* what the documents of the person bear, an old passport's too */
		if (&subject->permits[i] != subject->proved && !uuid_equal(subject->permits[i].id, subject->proved ? subject->proved->id : (struct uuid){ 0 }) &&
		    str_equal(wanted, subject->permits[i].document_number))
			return true;
	return false;
}

static void judge_holder(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct seal_reading *seal = subject->sealed;
	struct permit_row named = { .born = seal->holder.born, .name_key = identity_key(&seal->holder, act->arena) };
	bool person = permit_is_holder(subject, &named, act->arena), passport = same_passport(subject, seal->visa.passport, act->arena);
	struct check_line *made = line(act, subject, out, "seal.holder", !person ? RESULT_FAILED : passport ? RESULT_SUCCESSFUL : RESULT_UNDETERMINED, WORDS("Holder of the seal"),
	                               !person    ? WORDS("The seal is of somebody of another name or birth date: {name}.")
	                               : passport ? WORDS("Name, birth date and passport are the traveller's.")
	                                          : WORDS("Name and birth date are the traveller's; the seal is for passport {passport}: ask for it."));
	SUBJECT_ARGS(act->arena, made, { STR("name"), identity_name(&seal->holder, act->arena) }, { STR("passport"), seal->visa.passport });
}

/* What the record says otherwise; NULL: nothing. */
static const char *differs(const struct seal_reading *seal)
{
	struct permit permit = { .days = seal->permit.days };
	struct vds_visa stay = { 0 };
	seal_stay(&permit, &stay);
	if (date_compare(seal->permit.valid_until, seal->expires))
		return WORDS("The record gives visa {number} another last day: {until}.");
	if (seal->permit.entries != seal->visa.entries)
		return WORDS("The record gives visa {number} another number of entries: {entries}.");
	if (stay.days != seal->visa.days || stay.months != seal->visa.months || stay.years != seal->visa.years)
		return WORDS("The record gives visa {number} another stay: {days} days.");
	return NULL;
}

static bool in_force(const struct permit_row *permit, struct date today)
{
	return str_is(permit->state, "valid") || (!date_empty(permit->since) && date_compare(permit->since, today) > 0);
}

static const char *state_words(struct str state)
{
	if (str_is(state, "revoked"))
		return WORDS("Visa {number} was revoked on {since} by {authority}.");
	if (str_is(state, "lost"))
		return WORDS("Visa {number} was reported lost on {since} to {authority}.");
	if (str_is(state, "replaced"))
		return WORDS("Visa {number} was replaced on {since} by {authority}: ask for the new one.");
	return WORDS("Visa {number} is used up since {since}, says {authority}.");
}

static const char *record_words(struct act *act, const struct subject *subject, enum result *result)
{
	const struct seal_reading *seal = subject->sealed;
	bool own = str_equal(seal->vds.country, act->pack->head.country);
	*result = RESULT_FAILED;
	if (seal->recorded && !in_force(&seal->permit, subject->today))
		return state_words(seal->permit.state);
	if (seal->recorded && differs(seal))
		return differs(seal);
	*result = seal->recorded ? RESULT_SUCCESSFUL : own ? RESULT_UNDETERMINED : RESULT_NOT_SUPPORTED;
	if (seal->recorded)
		return seal->heard ? WORDS("The record says the same. News from other posts: {heard} ago.") : WORDS("The record says the same.");
	if (!own)
		return WORDS("A seal of another state: there is no record of it here.");
	return seal->heard ? WORDS("Visa {number} is not on record here. News from other posts: {heard} ago.") : WORDS("Visa {number} is not on record here.");
}

static void judge_record(struct act *act, const struct subject *subject, struct check_list *out)
{
	const struct seal_reading *seal = subject->sealed;
	enum result result;
	const char *words = record_words(act, subject, &result);
	struct check_line *made = line(act, subject, out, "seal.record", result, WORDS("Seal and record agree"), words);
	SUBJECT_ARGS(act->arena, made, { STR("number"), seal->number }, { STR("until"), date_str(act->arena, seal->permit.valid_until) },
	             { STR("entries"), str_format(act->arena, "%d", (int)seal->permit.entries) }, { STR("days"), str_format(act->arena, "%d", (int)seal->permit.days) },
	             { STR("since"), date_str(act->arena, seal->permit.since) }, { STR("authority"), seal->permit.state_by },
	             { STR("heard"), seal->heard ? lang_duration(act->lang, act->arena, act->now - seal->heard) : STR("") });
}

bool seal_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	const struct seal_reading *seal = subject->sealed;
	(void)err;
	if (!seal)
		return true;
	line(act, subject, out, "seal.read", seal->understood ? RESULT_SUCCESSFUL : RESULT_FAILED, WORDS("Seal read"),
	     seal->understood ? WORDS("The seal was read.") : WORDS("The seal cannot be understood: the code is damaged, of another kind, or forged."));
	if (!seal->understood)
		return true;
	judge_signer(act, subject, out);
	judge_signature(act, subject, out);
	judge_holder(act, subject, out);
	judge_record(act, subject, out);
	return true;
}
