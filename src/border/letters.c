/* The papers of a decision, issued with it: form of a refusal, receipt of a claim. What they say is the pack's; what they may use stands in letter_facts.c. */
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "letters.h"
#include "show.h"

static void put(json_t *values, const char *name, struct str text)
{
	if (text.len)
		json_put_str(values, name, text);
}

static bool is_reason(const struct movement *movement, struct str code)
{
	for (size_t i = 0; i < movement->reasons.count; i++)
		if (str_equal(movement->reasons.items[i], code))
			return true;
	return false;
}

/* All reasons of the form, in its order; one that is no longer in force stands there if this refusal rests on it. */
static json_t *reasons_of(struct act *act, const struct movement *movement)
{
	json_t *out = json_array();
	const struct pack_list *list = pack_list(act->pack, STR("refusal_reasons"));
	for (size_t i = 0; list && i < list->count; i++) {
		bool marked = is_reason(movement, list->codes[i].code);
		if (!marked && !pack_span_holds(list->codes[i].span, movement->day))
			continue;
		json_t *reason = json_object();
		json_put_str(reason, "code", list->codes[i].code);
		json_put_str(reason, "letter", show_reason_letter(act, list->codes[i].code, i));
		json_put_yesno(reason, "marked", marked);
		json_array_append_new(out, reason);
	}
	return out;
}

static json_t *refusal_values(struct act *act, const struct movement *movement, const struct referral_row *referral)
{
	char day[DATE_TEXT];
	json_t *values = json_object();
	int days = act->pack->refusal.deadline_days;
	json_put(values, "person", letter_person(act, (const struct identity *)movement));
	json_put(values, "document", letter_document((const struct identity *)movement));
	json_put(values, "journey", letter_journey(movement));
	json_put(values, "reasons", reasons_of(act, movement));
	json_put_str(values, "facts", movement->facts);
	json_put_int(values, "decided", act->now);
	json_put_str(values, "decided_by", show_officer_number(act, uuid_zero(movement->officer) ? act->actor.user : movement->officer));
	if (!uuid_zero(movement->second))
		json_put_str(values, "confirmed_by", show_officer_number(act, movement->second));
	json_put_str(values, "law", STR("law"));
	json_put_str(values, "remedy", STR("remedy"));
	json_put_str(values, "authority", STR("authority"));
	json_put_int(values, "deadline", days);
	json_put_str(values, "appeal_until", date_text(date_of_days(date_days(movement->day) + days), day));
	put(values, "interpreter", referral->interpreter);
	json_put_yesno(values, "signature_refused", movement->signature_refused);
	return values;
}

bool border_letter_refusal(struct act *act, struct uuid entry, struct uuid record, const struct movement *movement, const struct referral_row *referral,
                           struct error *err)
{
	const struct letter_order order = {
		.name = "refusal", .record = record, .about = entry, .language = referral->language, .also_own = true, .post = movement->post, .lane = (int)movement->lane,
		.copy = WORDS("Copy for the traveller"), .values = refusal_values(act, movement, referral),
	};
	return letter_issue(act, &order, NULL, err);
}

/* What the person said is for the authority: the receipt, which others may see, does not hold it. */
bool border_letter_protection(struct act *act, struct uuid entry, struct uuid record, const struct claim *claim, struct error *err)
{
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, (const struct identity *)claim));
	json_put_int(values, "claimed", act->now);
	const struct letter_order order = {
		.name = "protection", .record = record, .about = entry, .language = claim->language, .also_own = true, .post = claim->post,
		.copy = WORDS("Keep this paper"), .values = values,
	};
	return letter_issue(act, &order, NULL, err);
}

/* --- the slip of who is sent to the second line --- */
