/* What happens to those who cross: at the booth, at the second line, as a family. */
#include "records.h"
#include "story.h"

#include "border.h"
#include "child.h"
#include "group.h"
#include "journal.h"
#include "store.h"

/* --- crossings --- */

struct step {
	const struct journey *journey;
	const struct traveller *traveller;
	struct uuid inspection, referral;
	struct uuid with;              /* inspection of somebody of the same family */
	int lane;                      /* where the family is; 0 = any */
	bool refer, asked, stays;      /* stays: refused, and still here */
	struct uuid crossing, due;    /* the crossing that was recorded at the booth, and the overstay that is to be paid; zero = none */
};

static struct str purpose_of(enum purpose_kind kind)
{
	switch (kind) {
	case BUSINESS: return STR("business");
	case VISITOR: return STR("family_visit");
	case COMMUTER: return STR("border_errand");
	case DRIVER: return STR("work");
	case STUDENT: return STR("study");
	case HOMECOMER: return STR("return_home");
	case TRANSIT_GUEST: return STR("transit");
	case TOURIST: break;
	}
	return STR("tourism");
}

void story_place(struct act *act, const struct journey *journey)
{
	enum pack_lane_way way = journey->entry ? LANE_ENTRY : LANE_EXIT;
	act->place = (struct place){ .post = journey->post->code, .direction = journey->entry ? STR("entry") : STR("exit") };
	size_t from = (size_t)random_below(act->random, journey->post->count);
	for (size_t i = 0; i < journey->post->count; i++) {
		const struct pack_lane *lane = &journey->post->lanes[(from + i) % journey->post->count];
		if (lane->way & way) {
			act->place.lane = lane->number;
			return;
		}
	}
}

static bool scan(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct scan form = { .lines = step->traveller->lines, .as_is = true, .with = step->with };
	struct subject subject = { 0 };
	struct check_list checks;
	story_place(act, step->journey);
	if (step->lane)
		act->place.lane = step->lane;
	step->lane = act->place.lane;
	if (step->journey->entry)
		form.purpose = purpose_of(step->traveller->kind);
	return border_scan(act, &form, &subject, &checks, &step->inspection, err);
}

/* A child of the demo comes with its family; one who comes alone is met by a relative. */
static void answer_child(struct act *act, const struct step *step, const struct opened *opened, struct admit *admit)
{
	if (border_child_state(act, &opened->subject) != CHILD_ASKED)
		return;
	admit->companion = step->traveller->family ? STR("parents") : STR("relative");
	admit->consent = step->traveller->family ? STR("custody") : STR("letter");
}

static struct admit admit_form(struct act *act, const struct step *step, const struct opened *opened)
{
	struct admit admit = {
		.purpose = !step->journey->entry ? STR("") : opened->inspection.purpose, .craft = step->journey->craft,
		.explanation = opened->stay.over ? STR("Heard; explanation recorded.") : STR(""),
		.explained = !opened->stay.over ? STR("") : opened->stay.over % 3 ? STR("mistake") : STR("illness"),
		.paper = opened->stay.over && opened->stay.over % 3 == 0 ? STR("Letter of a hospital") : STR(""),
	};
	answer_child(act, step, opened, &admit);
	return admit;
}

/* A list that says: refer. */
static bool list_refers(const struct opened *opened)
{
	const struct check_line *lines = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count; i++)
		if (str_starts(lines[i].check, STR("watch.")) && str_is(lines[i].advice, "refer"))
			return true;
	return false;
}

static bool banned(const struct opened *opened)
{
	const struct check_line *lines = opened->inspection.checks.items;
	for (size_t i = 0; i < opened->inspection.checks.count; i++)
		if (str_is(lines[i].check, "watch.entry_bans") && str_is(lines[i].result, "failed"))
			return true;
	return false;
}

static bool decide(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct opened opened;
	story_place(act, step->journey);
	if (!border_open(act, step->inspection, &opened, err))
		return false;
	struct admit admit = admit_form(act, step, &opened);
	bool none_left = step->journey->entry && !opened.stay.unlimited && border_days_most(&opened) <= 0;
	bool cannot = border_why_not_admit(act, &opened) != NULL || none_left;
	if (step->journey->claim) {
		struct protection protection = { .words = STR("Asks for protection."), .language = STR("en") };
		story->claims++;
		return border_claim(act, &opened, &protection, err);
	}
	bool hit = list_refers(&opened) && !border_why_not_refer(act, &opened);
	if (!cannot && !hit && !step->journey->refuse) {
		story->crossings++;
		if (!border_admit(act, &opened, &admit, &step->crossing, err))
			return false;
		step->due = opened.due ? opened.overstay : (struct uuid){ 0 };
		return true;
	}
	struct refer refer = { .reason = hit ? STR("list_hit") : none_left ? STR("stay") : cannot ? STR("document_doubt") : STR("purpose"), .note = STR("") };
	if (border_why_not_refer(act, &opened)) {
		story->rejected++;
		return true;
	}
	step->refer = true;
	step->referral = act->id = uuid_v7(act->now, act->random);
	story->referrals++;
	return border_refer(act, &opened, &refer, err);
}

static bool hear(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct referral_row row = { 0 };
	struct opened opened;
	struct hear form = { .told_why = true, .protection = STR("no"), .language = STR("en"), .note = STR("Heard in English; understood.") };
	return border_referral(act, step->referral, &row, &opened, err) && border_hear(act, &row, &opened, &form, err);
}

static bool finish(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct referral_row row = { 0 };
	struct opened opened;
	struct uuid id;
	story_place(act, step->journey);
	if (!border_referral(act, step->referral, &row, &opened, err))
		return false;
	bool may_refuse = border_why_not_refuse(act, &opened, &row) == NULL;
	bool ban = banned(&opened), none_left = border_days_most(&opened) <= 0;
	bool cannot = border_why_not_admit(act, &opened) != NULL;
	bool refuse = may_refuse && (step->journey->refuse || none_left || ban || cannot);
	if (refuse && !opened.stay.unlimited) {
		struct str reason = ban ? STR("H") : none_left ? STR("F") : cannot ? STR("A") : STR("E");
		struct refuse form = { .reasons = { &reason, 1 }, .facts = STR("The purpose of the stay was not shown and no host could be reached.") };
		if (ban)
			form.facts = STR("The ban was shown to the person; name, birth date and nationality agree with it.");
		else if (cannot && !none_left)
			form.facts = STR("The passport has expired; the person has no other document.");
		else if (none_left)
			form.facts = STR("All days allowed in the window are used; the account of days was shown to the person.");
		story->refusals++;
		return border_refuse(act, &row, &opened, &form, &step->asked, err);
	}
	struct admit admit = admit_form(act, step, &opened);
	if (border_why_not_admit(act, &opened)) {
		story->rejected++;
		return true;
	}
	story->crossings++;
	return border_admit(act, &opened, &admit, &id, err);
}

/* The only request that waits: the shift's supervisor confirms it before the next traveller comes. */
static bool confirm(struct story *story, struct act *act, void *data, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.requests");
	struct uuid request = { 0 };
	(void)story;
	(void)data;
	query_bind_id(query, "actor", act->actor.user);
	query_bind_int(query, "most", 1);
	if (query_next(query))
		request = query_id(query, 0);
	return query_end(query, err) && (uuid_zero(request) || border_confirm_refusal(act, request, err));
}

static bool pay(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct overstay_row row;
	struct uuid record;
	(void)story;
	return status_overstay(act, step->due, &row, &record, err) && status_pay(act, &row, record, uuid_time(step->due) / 1000 % 3 ? STR("card") : STR("cash"), STR(""), err);
}

/* The officer clicked the wrong purpose, and says so within the hour. */
static bool correct(struct story *story, struct act *act, void *data, struct error *err)
{
	struct step *step = data;
	struct movement_row row = { 0 };
	struct uuid record;
	bool found;
	struct correction correction = { .corrects = step->crossing, .what = STR("purpose"), .value = STR("business"), .reason = STR("typing_error"), .note = STR("Told by the officer.") };
	(void)story;
	return movement_by_id(act, step->crossing, &row, &record, &found, err) && (!found || border_correct(act, &row, record, &correction, err));
}

/* Three of four pay the penalty at once; some crossings in a hundred must be corrected. */
static bool settle(struct story *story, struct step *step, int64_t at, size_t officer, struct error *err)
{
	bool pays = !uuid_zero(step->due) && at / 1000 % 4, wrong = step->journey->entry && step->traveller->kind == TOURIST && !uuid_zero(step->crossing) && at / 1000 % 83 == 0;
	return (!pays || story_perform(story, at + 240000, officer, pay, step, err)) &&
	       (!wrong || story_perform(story, at + 1200000, story_officer(step->journey, "shift_supervisor"), correct, step, err));
}

/* What follows a scan. */
static bool live_on(struct story *story, struct step *step, int64_t at, struct error *err)
{
	const struct journey *journey = step->journey;
	int64_t before = story->refusals;
	size_t officer = story_officer(journey, "border_officer"), second = story_officer(journey, "second_line_officer");
	if (!story_perform(story, at + 9000 + at / 60000 % 41 * 1000, officer, decide, step, err))
		return false;
	if (!step->refer)
		return settle(story, step, at, officer, err);
	return story_perform(story, at + 900000, second, hear, step, err) && story_perform(story, at + 1500000, second, finish, step, err) &&
	       (!step->asked || story_perform(story, at + 1800000, story_officer(journey, "shift_supervisor"), confirm, step, err)) &&
	       (story->refusals == before || story_after_refusal(story, &(struct refused){ step->referral, journey, step->stays }, at + 1900000, err));
}

static bool live(struct story *story, const struct journey *journey, struct error *err)
{
	struct step step = { .journey = journey, .traveller = &story->people.travellers[journey->traveller] };
	return story_perform(story, journey->at, story_officer(journey, "border_officer"), scan, &step, err) && live_on(story, &step, journey->at, err);
}

/* One refused person is still here at each post whose officers can sign in. */
bool story_leave_refused(struct story *story, struct error *err)
{
	static const char *const posts[] = { "ASTERF", "MERID", "SORREL" };
	size_t traveller = story->people.count / 2;
	for (int i = 0; i < (int)COUNT_OF(posts); i++) {
		do {
			if (!traveller)
				return true;
			traveller--;
		} while (str_is(story->people.travellers[traveller].identity.nationalities.items[0], "UTO"));
		struct journey journey = {
			.at = story->lists_at - 5400000 + i * 410000, .traveller = (int)traveller, .entry = true, .refuse = true, .craft = STR(""),
			.post = pack_post(story->people.act->pack, str_of(posts[i]), (struct date){ 0 }),
		};
		struct step step = { .journey = &journey, .traveller = &story->people.travellers[traveller], .stays = true };
		if (!story_perform(story, journey.at, story_officer(&journey, "border_officer"), scan, &step, err) || !live_on(story, &step, journey.at, err))
			return false;
		traveller -= traveller > 12 ? 12 : traveller; /* somebody of another family */
	}
	return true;
}

/* --- a family at a booth: one group, one decision --- */

enum { FAMILY_MOST = 8, FAMILY_SPAN = 300000 };

struct family {
	struct step steps[FAMILY_MOST];
	size_t count;
	int exception;                 /* who is sent to the second line; -1 = nobody */
	bool decided;
};

/* The same car in and out, and again next year. */
static struct str family_plate(struct act *act, int family)
{
	return str_format(act->arena, "%c%c%04d", 'A' + family % 26, 'A' + family / 26 % 26, family * 7919 % 10000);
}

static bool admits(struct act *act, const struct opened *opened)
{
	bool none_left = str_is(opened->inspection.direction, "entry") && !opened->stay.unlimited && border_days_most(opened) <= 0;
	return group_waits(opened) && !border_why_not_admit(act, opened) && !none_left && !list_refers(opened);
}

static struct group_choice choice_of(struct act *act, const struct family *family, const struct group *group, size_t at)
{
	struct group_choice choice = { .inspection = group->members[at].inspection };
	if ((int)at == family->exception) {
		choice.decision = STR("refer");
		choice.reason = STR("purpose");
		choice.note = STR("Says another address than the others.");
	}
	if (str_is(group->row.direction, "exit") && group->opened[at].stay.over)
		choice.explained = STR("mistake");
	if (!uuid_equal(group->row.lead, choice.inspection))
		choice.kinship = group->members[at].minor ? STR("child") : STR("partner");
	if (border_child_state(act, &group->opened[at].subject) == CHILD_ASKED) {
		choice.companion = STR("parents");
		choice.consent = STR("custody");
	}
	return choice;
}

/* When all may be admitted, all are; else the group ends, and each is decided on alone. */
static bool decide_family(struct story *story, struct act *act, void *data, struct error *err)
{
	struct family *family = data;
	struct opened first;
	struct group *group = ARENA_NEW(act->arena, struct group);
	struct group_choice choices[FAMILY_MOST];
	bool all = true;
	if (!border_open(act, family->steps[0].inspection, &first, err))
		return false;
	if (!first.group)
		return true;
	if (!group_by_id(act, first.group_id, group, err) || !group_open_members(act, group, err))
		return false;
	for (size_t i = 0; i < group->count && i < FAMILY_MOST; i++) {
		all &= (int)i == family->exception || admits(act, &group->opened[i]);
		choices[i] = choice_of(act, family, group, i);
	}
	if (!all || group->count > FAMILY_MOST)
		return group_end(act, group, err);
	struct group_decide form = { .members = { choices, group->count }, .told_by = STR("together"), .purpose = STR("tourism"), .craft = family->steps[0].journey->craft };
	if (family->steps[0].journey->post->mode == MODE_LAND) {
		form.plate = family_plate(act, family->steps[0].traveller->family);
		form.vehicle = STR("car");
		form.driver = group->members[family->steps[0].traveller->family % 2 && group->count > 1 && !group->members[1].minor ? 1 : 0].inspection;
	}
	family->decided = true;
	story->crossings += (int64_t)group->count - (family->exception >= 0);
	story->referrals += family->exception >= 0;
	return group_decide(act, group, &form, err);
}

static bool live_family(struct story *story, struct family *family, int64_t at, struct error *err)
{
	size_t officer = story_officer(family->steps[0].journey, "border_officer");
	for (size_t i = 0; i < family->count; i++) {
		if (i) {
			family->steps[i].with = family->steps[i - 1].inspection;
			family->steps[i].lane = family->steps[0].lane;
		}
		if (!story_perform(story, at + (int64_t)i * 8000, officer, scan, &family->steps[i], err))
			return false;
	}
	if (!story_perform(story, at + (int64_t)family->count * 8000 + 12000, officer, decide_family, family, err))
		return false;
	for (size_t i = 0; i < family->count && !family->decided; i++)
		if (!live_on(story, &family->steps[i], at + 80000, err))
			return false;
	return true;
}

/* The others of a family who come the same way at the same time. */
static void gather_family(struct story *story, size_t from, struct family *out)
{
	struct people *people = &story->people;
	const struct journey *first = &people->journeys[from];
	int number = people->travellers[first->traveller].family;
	*out = (struct family){ .exception = -1 };
	for (size_t i = from; i < people->journey_count && people->journeys[i].at < first->at + FAMILY_SPAN && out->count < FAMILY_MOST; i++) {
		struct journey *journey = &people->journeys[i];
		bool along = i == from || (number && people->travellers[journey->traveller].family == number);
		if (along && !journey->done && journey->entry == first->entry && journey->post == first->post && !journey->refuse && !journey->claim)
			out->steps[out->count++] = (struct step){ .journey = journey, .traveller = &people->travellers[journey->traveller] };
	}
}

bool story_live(struct story *story, size_t at, struct error *err)
{
	struct journey *journeys = story->people.journeys;
	struct family family;
	if (journeys[at].done)
		return true;
	gather_family(story, at, &family);
	if (family.count < 2 || family.steps[0].journey != &journeys[at])
		return live(story, &journeys[at], err);
	for (size_t i = 0; i < family.count; i++)
		journeys[family.steps[i].journey - journeys].done = true;
	return live_family(story, &family, journeys[at].at, err);
}

bool story_leave_family(struct story *story, struct error *err)
{
	struct people *people = &story->people;
	struct family family = { .exception = 1 };
	struct journey journey = { .at = story->lists_at + 5600000, .entry = true, .craft = STR(""), .post = pack_post(people->act->pack, STR("SORREL"), (struct date){ 0 }) };
	for (size_t i = people->count; i > 1 && family.count < 3; i--) {
		const struct traveller *one = &people->travellers[i - 1];
		if (family.count && one->family != family.steps[0].traveller->family)
			family.count = 0;
		if (one->family && !str_is(one->identity.nationalities.items[0], "UTO"))
			family.steps[family.count++] = (struct step){ .journey = &journey, .traveller = one };
	}
	struct step last = family.steps[0]; /* children come last in the list, and first here */
	family.steps[0] = family.steps[family.count ? family.count - 1 : 0];
	family.steps[family.count ? family.count - 1 : 0] = last;
	return family.count < 2 || live_family(story, &family, journey.at, err);
}

bool story_booth(struct story *story, const struct journey *journey, struct error *err)
{
	struct step step = { .journey = journey, .traveller = &story->people.travellers[journey->traveller] };
	size_t officer = story_officer(journey, "border_officer");
	return story_perform(story, journey->at, officer, scan, &step, err) && story_perform(story, journey->at + 15000, officer, decide, &step, err);
}
