/* What follows a refusal: the carrier's duty, a document held, the departure. */
#include "story.h"

#include "border.h"
#include "custody.h"
#include "depart.h"
#include "journal.h"
#include "store.h"

static const char *const carriers[][2] = { { "Meridian Air", "MA 211" }, { "Blue Coast Lines", "Cormorant" }, { "Sorrel Coaches", "SOR-118" } };

static const char *const *carrier_of(const struct journey *journey)
{
	return carriers[journey->post->mode == MODE_AIR ? 0 : journey->post->mode == MODE_SEA ? 1 : 2];
}

/* The refusal that ended the referral; zero: there is none. */
static bool find_refusal(struct act *act, const struct refused *refused, struct uuid *refusal, struct error *err)
{
	struct query *query = db_query(act->db, "demo.refusal_of_referral");
	query_bind_id(query, "referral", refused->referral);
	*refusal = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	return query_end(query, err);
}

/* Every second of them is evidence, and stays here. */
static bool hold(struct story *story, struct act *act, void *data, struct error *err)
{
	struct refused *refused = data;
	struct referral_row row = { 0 };
	struct opened opened;
	struct uuid id;
	story_place(act, refused->journey);
	if (!border_referral(act, refused->referral, &row, &opened, err))
		return false;
	bool evidence = story->refusals % 12 == 0;
	struct custody custody = {
		.post = row.post, .ground = evidence ? STR("false_document") : STR("departure"), .place = STR("Safe 1"), .about = refused->referral,
		.finding = evidence ? STR("The photograph was replaced; the laminate is cut along its edge.") : STR(""),
	};
	identity_put(&custody, &opened.subject.identity);
	return !custody.document_number.len || custody_take(act, opened.entry.record, &custody, STR("en"), &id, err);
}

static bool tell_carrier(struct story *story, struct act *act, void *data, struct error *err)
{
	struct refused *refused = data;
	struct uuid refusal;
	struct notice_form form = { .carrier = str_of(carrier_of(refused->journey)[0]), .craft = str_of(carrier_of(refused->journey)[1]) };
	(void)story;
	story_place(act, refused->journey);
	return find_refusal(act, refused, &refusal, err) && (uuid_zero(refusal) || border_notice(act, refusal, &form, err));
}

static bool leave(struct story *story, struct act *act, void *data, struct error *err)
{
	struct refused *refused = data;
	struct departed departed = { .craft = str_of(carrier_of(refused->journey)[1]) };
	(void)story;
	story_place(act, refused->journey);
	return find_refusal(act, refused, &departed.refusal, err) && (uuid_zero(departed.refusal) || border_departed(act, departed.refusal, &departed, act->now, err));
}

bool story_after_refusal(struct story *story, struct refused *refused, int64_t at, struct error *err)
{
	size_t second = story_officer(refused->journey, "second_line_officer");
	bool by_land = refused->journey->post->mode == MODE_LAND;
	return ((story->refusals % 6 && !(refused->stays && !by_land)) || story_perform(story, at, second, hold, refused, err)) &&
	       (by_land || story_perform(story, at + 500000, second, tell_carrier, refused, err)) &&
	       (refused->stays || story_perform(story, at + 1400000, second, leave, refused, err));
}
