/* What the desks of stays and returns did. */
#include "story.h"

#include "journal.h"
#include "status.h"

static bool load_traveller(struct act *act, const struct traveller *traveller, struct subject *subject, struct error *err)
{
	*subject = (struct subject){ .identity = traveller->identity, .record = identity_record(act, &traveller->identity), .post = &act->pack->posts[0],
		.direction = STR("exit"), .source = STR("none"), .today = time_date(act->now) };
	struct document_row row = { 0 };
	bool found;
	if (!document_by_record(act, subject->record, &row, &found, err))
		return false;
	if (found) /* as the zone writes it */
		subject->identity = *(const struct identity *)&row;
	return subject_load(act, subject, err);
}

static bool extend_stay(struct story *story, struct act *act, void *data, struct error *err)
{
	struct subject subject;
	struct stay_account stay;
	if (!load_traveller(act, data, &subject, err))
		return false;
	stay_of(&subject, false, act->arena, &stay);
	if (!stay.open || !date_whole(stay.open->stay_until))
		return true;
	struct extension extension = {
		.crossing = stay.open->id, .before = stay.open->stay_until, .until = date_of_days(date_days(stay.open->stay_until) + 30), .reason = STR("illness"),
		.authority = STR("Aliens' Office, Amaurot"), .number = STR("A-1142"), .note = STR("In hospital; the doctor's letter is in the file."),
	};
	journal_append(act, &extension_type, subject.record, &extension);
	return true;
}

static bool order_ban(struct story *story, struct act *act, void *data, struct error *err)
{
	struct subject subject;
	bool asked;
	struct uuid id;
	if (!load_traveller(act, data, &subject, err))
		return false;
	if (status_why_not_ban(act, &subject))
		return true;
	struct str *reason = ARENA_NEW(act->arena, struct str);
	*reason = STR("overstay");
	struct ban ban = {
		.reasons = { reason, 1 }, .facts = STR("Left ten days late and had worked without a permit, as the labour office writes."), .heard = STR("Says that the employer promised a permit."),
		.starts = subject.today, .ends = date_of_days(date_days(subject.today) + 179), .language = STR("en"),
	};
	return status_order_ban(act, &subject, &ban, &asked, &id, err);
}

static bool revoke_visa(struct story *story, struct act *act, void *data, struct error *err)
{
	for (size_t i = 0; i < story->people.count; i++) {
		struct subject subject;
		if (!load_traveller(act, &story->people.travellers[i], &subject, err))
			return false;
		if (!subject.permit_count || !str_is(subject.permits[0].kind, "visa"))
			continue;
		struct permit_change change = {
			.permit = subject.permits[0].id, .state = STR("revoked"), .from = subject.today, .authority = STR("Consulate General"), .reason = STR("The invitation was withdrawn by the host."),
		};
		journal_append(act, &permit_change_type, subject.record, &change);
		return true;
	}
	return true;
}

bool story_settle_stays(struct story *story, int64_t at, struct error *err)
{
	struct traveller *travellers = story->people.travellers;
	return story_perform(story, at, story_user("U-20021"), extend_stay, &travellers[story->people.lingerers[LINGERER_IN_TIME]], err) &&
	       story_perform(story, at + 60000, story_user("U-20021"), revoke_visa, NULL, err) &&
	       story_perform(story, at + 120000, story_user("U-20022"), order_ban, &travellers[story->people.lingerers[LINGERER_LEAVES]], err);
}
