#include "demo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access.h"
#include "child.h"
#include "crypto.h"
#include "group.h"
#include "disclosure.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "lists.h"
#include "people.h"
#include "samples.h"
#include "ships.h"
#include "store.h"
#include "kept.h"
#include "working.h"

static const char password[] = "a lit doorway at dawn";

/* Who signs in: number, name, role, post ("" = headquarters). */
static const struct demo_user {
	const char *number, *name, *role, *post;
} users[] = {
	{ "U-10001", "Ilse Brandt", "border_officer", "SORREL" },
	{ "U-10002", "Marek Oduya", "second_line_officer", "SORREL" },
	{ "U-10003", "Noor Halvorsen", "shift_supervisor", "SORREL" },
	{ "U-10004", "Tomasz Vale", "border_officer", "ASTERF" },
	{ "U-10005", "Ana Petrescu", "second_line_officer", "ASTERF" },
	{ "U-10006", "Kwame Lindholm", "shift_supervisor", "ASTERF" },
	{ "U-10007", "Rita Okafor", "border_officer", "MERID" },
	{ "U-10008", "Jonas Achterberg", "second_line_officer", "MERID" },
	{ "U-20001", "Adaeze Lindqvist", "analyst", "" },
	{ "U-20002", "Hugo Sandoval", "watchlist_officer", "" },
	{ "U-20003", "Mina Aalto", "policy_officer", "" },
	{ "U-20004", "Paul Ferreira", "policy_approver", "" },
	{ "U-20005", "Leila Norberg", "auditor", "" },
	{ "U-20006", "Samir Keller", "statistician", "" },
	{ "U-20007", "Ines Moreau", "access_desk", "" },
	{ "U-20008", "Olav Bento", "records_officer", "" },
	{ "U-20009", "Noa Ferrand", "asylum_liaison", "" },
	{ "U-20010", "Malik Sorensen", "document_desk", "" },
	{ "U-20012", "Bea Lindgren", "child_protection", "" },
	{ "U-20021", "Greta Nilsen", "permit_officer", "" },
	{ "U-20022", "Emil Castro", "return_officer", "" },
	{ "U-20011", "Dario Whitlock", "watchlist_chief", "" },
	{ "U-20032", "Solveig Marant", "oversight_body", "" },
	{ "U-20033", "Yusuf Demir", "trainer", "" },
	{ "U-00001", "Vera Castellan", "administrator", "" },
	{ "U-00002", "Edda Marchetti", "administrator", "" },
};

struct story {
	const struct house *house;
	struct clock_set *clock;
	struct people people;
	struct uuid officers[COUNT_OF(users)];
	int64_t lists_at;  /* the last import of the watchlists */
	struct working_step *steps; /* what the posts write down about themselves, by time */
	size_t step, step_count;
	size_t ship_step;
	int64_t crossings, refusals, referrals, claims, rejected;
	struct uuid asked; /* the last request of a person about their own data */
};

struct asker {
	const char *what, *words;
	int days, skip; /* how long ago it came; which of the frequent travellers asks */
};

/* One act at the story's time, as a user; tried again on a conflict is never needed: nobody else writes. */
typedef bool story_act(struct story *story, struct act *act, void *data, struct error *err);

static struct actor actor_of(struct story *story, struct act *act, size_t user)
{
	struct str *role = ARENA_NEW(act->arena, struct str);
	*role = str_of(users[user].role);
	return (struct actor){
		.user = story->officers[user], .number = str_of(users[user].number), .name = str_of(users[user].name), .roles = role, .role_count = 1,
		.rights = access_rights(act->pack, role, 1), .session_since = act->now,
	};
}

/* The purpose that the role's first task derives, as a route would give it. */
static struct str purpose_of_role(const struct act *act, const char *code)
{
	const struct pack_role *role = pack_role(act->pack, str_of(code));
	const struct pack_purpose *purpose = role && role->rights.count ? pack_purpose_for(act->pack, role->rights.items[0]) : NULL;
	return purpose ? purpose->code : act->purpose;
}

static bool perform(struct story *story, int64_t at, size_t user, story_act *run, void *data, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct act act;
	bool done = false;
	__atomic_store_n(&story->clock->now, at, __ATOMIC_RELAXED);
	if (story->house->begin(story->house, arena, &act, err)) {
		if (user < COUNT_OF(users)) {
			act.actor = actor_of(story, &act, user);
			act.purpose = purpose_of_role(&act, users[user].role);
		}
		done = run(story, &act, data, err) && (!journal_pending(&act) || journal_submit(&act, err) == SUBMITTED);
		story->house->end(story->house, &act);
	}
	arena_free(arena);
	return done;
}

/* --- users --- */

static struct str device_secret(struct arena *arena, const char *number)
{
	uint8_t *digest = arena_alloc(arena, SHA256_BYTES);
	const struct str pieces[] = { STR("limen demo device "), str_of(number) };
	sha256(pieces, COUNT_OF(pieces), digest);
	return (struct str){ (const char *)digest, 20 };
}

static bool add_user(struct story *story, struct act *act, void *data, struct error *err)
{
	size_t at = *(size_t *)data;
	struct str *role = ARENA_NEW(act->arena, struct str);
	*role = str_of(users[at].role);
	struct new_user user = { str_of(users[at].number), str_of(users[at].name), { role, 1 }, str_of(users[at].post) };
	return access_add_user(act, &user, &story->officers[at], err) &&
	       access_set_password(act, story->officers[at], str_of(password), false, err) &&
	       access_set_device(act, story->officers[at], device_secret(act->arena, users[at].number), err);
}

static bool add_users(struct story *story, struct error *err)
{
	for (size_t i = 0; i < COUNT_OF(users); i++)
		if (!perform(story, story->people.start - DAY_MS, COUNT_OF(users), add_user, &i, err))
			return false;
	return true;
}

/* The post's own officer, or one of the others in turn: their second line steps in, too. */
static size_t officer_at(const struct journey *journey, const char *role)
{
	size_t some = 0;
	for (size_t i = 0; i < COUNT_OF(users); i++) {
		if (strcmp(users[i].role, role))
			continue;
		some = i;
		if (str_is(journey->post->code, users[i].post))
			return i;
	}
	return some;
}

/* --- visas --- */

static bool needs_visa(const struct story *story, struct act *act, const struct traveller *traveller, struct str purpose, struct pack_entry *entry)
{
	struct pack_facts facts = {
		.document_kind = traveller->identity.document_kind, .document_issuer = traveller->identity.document_issuer, .purpose = purpose,
		.direction = STR("entry"), .mode = MODE_AIR, .crew = PACK_NO, .transit = PACK_NO, .family_of_member = PACK_NO, .border_resident = PACK_NO,
	};
	facts.nationalities.items[facts.nationalities.count++] = traveller->identity.nationalities.items[0];
	return pack_entry_need(act->pack, &facts, time_date(story->people.start), entry) && (entry->need == NEED_VISA || entry->need == NEED_AUTHORISATION);
}

static bool give_visa(struct story *story, struct act *act, void *data, struct error *err)
{
	struct traveller *traveller = data;
	struct pack_entry entry;
	traveller->record = identity_record(act, &traveller->identity);
	bool pass = traveller->kind == COMMUTER;
	if (!pass && !needs_visa(story, act, traveller, STR("tourism"), &entry))
		return true;
	struct permit permit = {
		.kind = pass ? STR("border_resident") : entry.need == NEED_VISA ? STR("visa") : STR("authorisation"),
		.number = str_format(act->arena, "V%08d", (int)random_below(act->random, 100000000)),
		.valid_from = time_date(story->people.start - 30 * DAY_MS), .valid_until = time_date(story->people.end + 200 * DAY_MS),
		.stay_rule = pass ? STR("border_zone") : STR("visit"), .source = STR("demo"),
	};
	journal_append(act, &permit_type, traveller->record, &permit);
	return true;
}

/* --- the posts as places to work --- */

enum { WORKING_DAYS = 8 };

static bool work(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return working_run(act, data, err);
}

static size_t user_of(const char *number)
{
	size_t at = 0;
	while (at < COUNT_OF(users) && strcmp(users[at].number, number))
		at++;
	return at;
}

/* What the posts wrote down up to an instant. */
static bool posts_work(struct story *story, int64_t until, struct error *err)
{
	if (!story->steps)
		story->steps = working_steps(story->people.arena, story->people.random, WORKING_DAYS, &story->step_count);
	for (; story->step < story->step_count; story->step++) {
		struct working_step *step = &story->steps[story->step];
		int64_t at = story->people.end - step->before;
		if (at > until)
			return true;
		if (!perform(story, at, user_of(step->user), work, step, err))
			return false;
	}
	return true;
}

static bool sail(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return ship_run(act, *(const struct ship_step **)data, err);
}

/* Ships, coaches and trains, up to an instant. */
static bool ships_move(struct story *story, int64_t until, struct error *err)
{
	size_t count;
	const struct ship_step *steps = ship_steps(&count);
	for (; story->ship_step < count; story->ship_step++) {
		const struct ship_step *step = &steps[story->ship_step];
		int64_t at = story->people.end - step->before;
		if (at > until)
			return true;
		if (!perform(story, at, user_of(step->user), sail, &step, err))
			return false;
	}
	return true;
}

/* --- watchlists --- */

enum { WATCHLIST_OFFICER = 9 };

struct list_step {
	size_t which;
	bool early;
};

static bool import_list(struct story *story, struct act *act, void *data, struct error *err)
{
	struct list_step *step = data;
	return lists_import(&story->people, act, step->which, step->early, err);
}

static bool take_lists(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	(void)data;
	return watch_shelf_refresh(act->house->lists, act, err);
}

static bool import_lists(struct story *story, int64_t at, bool early, struct error *err)
{
	for (size_t i = 0; i < lists_count(); i++)
		if (!perform(story, at + (int64_t)i * 60000, WATCHLIST_OFFICER, import_list, &(struct list_step){ i, early }, err))
			return false;
	return perform(story, at + 3600000, COUNT_OF(users), take_lists, NULL, err);
}

static bool propose_change(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)data;
	return lists_propose(&story->people, act, err);
}

static bool enter_documents(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)data;
	return lists_register(&story->people, act, err);
}

/* Yesterday's work of the desks: seen by whoever opens their pages. */
static bool desks_work(struct story *story, struct error *err)
{
	return perform(story, story->people.end - 3 * 3600000, user_of("U-20010"), enter_documents, NULL, err) &&
	       perform(story, story->people.end - 2 * 3600000, user_of("U-20002"), propose_change, NULL, err);
}

/* --- crossings --- */

struct step {
	const struct journey *journey;
	const struct traveller *traveller;
	struct uuid inspection, referral;
	struct uuid with;              /* inspection of somebody of the same family */
	int lane;                      /* where the family is; 0 = any */
	bool refer, asked;
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

static void take_place(struct act *act, const struct journey *journey)
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
	struct subject subject;
	struct check_list checks;
	take_place(act, step->journey);
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
	struct uuid id;
	take_place(act, step->journey);
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
		return border_admit(act, &opened, &admit, &id, err);
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
	take_place(act, step->journey);
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
	struct query *query = db_query(act->db, "border.requests");
	struct uuid request = { 0 };
	(void)story;
	(void)data;
	query_bind_id(query, "actor", act->actor.user);
	query_bind_int(query, "most", 1);
	if (query_next(query))
		request = query_id(query, 0);
	return query_end(query, err) && (uuid_zero(request) || border_confirm_refusal(act, request, err));
}

/* What follows a scan. */
static bool live_on(struct story *story, struct step *step, int64_t at, struct error *err)
{
	const struct journey *journey = step->journey;
	size_t officer = officer_at(journey, "border_officer"), second = officer_at(journey, "second_line_officer");
	if (!perform(story, at + 9000 + at / 60000 % 41 * 1000, officer, decide, step, err))
		return false;
	if (!step->refer)
		return true;
	return perform(story, at + 900000, second, hear, step, err) && perform(story, at + 1500000, second, finish, step, err) &&
	       (!step->asked || perform(story, at + 1800000, officer_at(journey, "shift_supervisor"), confirm, step, err));
}

static bool live(struct story *story, const struct journey *journey, struct error *err)
{
	struct step step = { .journey = journey, .traveller = &story->people.travellers[journey->traveller] };
	return perform(story, journey->at, officer_at(journey, "border_officer"), scan, &step, err) && live_on(story, &step, journey->at, err);
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
	size_t officer = officer_at(family->steps[0].journey, "border_officer");
	for (size_t i = 0; i < family->count; i++) {
		if (i) {
			family->steps[i].with = family->steps[i - 1].inspection;
			family->steps[i].lane = family->steps[0].lane;
		}
		if (!perform(story, at + (int64_t)i * 8000, officer, scan, &family->steps[i], err))
			return false;
	}
	if (!perform(story, at + (int64_t)family->count * 8000 + 12000, officer, decide_family, family, err))
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

static bool live_next(struct story *story, size_t at, struct error *err)
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

/* A family of which one still waits at the second line, while the others were admitted. */
static bool leave_family(struct story *story, struct error *err)
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

static bool keep(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	act->place = (struct place){ .post = STR("SORREL") };
	return kept_run(act, *(const struct kept_step **)data, err);
}

static bool answer(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	(void)data;
	return kept_answer(act, err);
}

/* Two people ask for protection: the authority has taken up the one, the other waits for it. */
static bool ask_protection(struct story *story, struct error *err)
{
	static const char *const posts[] = { "ASTERF", "SORREL" };
	size_t traveller = story->people.count / 2;
	for (int i = 0; i < (int)COUNT_OF(posts); i++) {
		do {
			if (!traveller)
				return true;
		} while (str_is(story->people.travellers[--traveller].identity.nationalities.items[0], "UTO"));
		struct journey journey = {
			.at = story->lists_at + 3600000 + i * 500000, .traveller = (int)traveller, .entry = true, .claim = true, .craft = STR(""),
			.post = pack_post(story->people.act->pack, str_of(posts[i]), (struct date){ 0 }),
		};
		struct step step = { .journey = &journey, .traveller = &story->people.travellers[traveller] };
		size_t officer = officer_at(&journey, "border_officer");
		if (!perform(story, journey.at, officer, scan, &step, err) || !perform(story, journey.at + 15000, officer, decide, &step, err))
			return false;
		traveller -= traveller > 9 ? 9 : traveller;
	}
	return perform(story, story->lists_at + 6400000, user_of("U-20009"), answer, NULL, err);
}

/* The two who wait at Sorrel Pass are held, and looked after. */
static bool keep_people(struct story *story, struct error *err)
{
	size_t count;
	const struct kept_step *steps = kept_steps(&count);
	for (size_t i = 0; i < count; i++) {
		const struct kept_step *step = &steps[i];
		int64_t sent = story->lists_at + 4200000 + step->who * 3 * 410000;
		if (!perform(story, sent + step->after, user_of("U-10002"), keep, &step, err))
			return false;
	}
	return true;
}

/* Two people still wait at the second line of each post whose officers can sign in: whoever opens the demo finds work. */
static bool leave_waiting(struct story *story, struct error *err)
{
	static const char *const posts[] = { "SORREL", "ASTERF", "MERID" };
	size_t traveller = story->people.count;
	for (int i = 0; i < 2 * (int)COUNT_OF(posts); i++) {
		const struct identity *identity;
		do {
			if (!traveller)
				return true;
			identity = &story->people.travellers[--traveller].identity;
		} while (str_is(identity->nationalities.items[0], "UTO"));
		struct journey journey = {
			.at = story->lists_at + 4200000 + i * 410000, .traveller = (int)traveller, .entry = true, .refuse = true, .craft = STR(""),
			.post = pack_post(story->people.act->pack, str_of(posts[i % (int)COUNT_OF(posts)]), (struct date){ 0 }),
		};
		struct step step = { .journey = &journey, .traveller = &story->people.travellers[traveller] };
		size_t officer = officer_at(&journey, "border_officer");
		if (!perform(story, journey.at, officer, scan, &step, err) || !perform(story, journey.at + 15000, officer, decide, &step, err))
			return false;
		traveller -= traveller > 12 ? 12 : traveller; /* somebody of another family */
	}
	return ask_protection(story, err) && keep_people(story, err);
}

/* --- the command --- */

static const char *option(const struct command_line *line, const char *name, const char *otherwise)
{
	const char *value = line->option(line, name);
	return value ? value : otherwise;
}

static bool mark(struct act *act, struct error *err)
{
	char path[4096];
	snprintf(path, sizeof path, STR_FMT "/demo", STR_ARG(act->house->state));
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return error_set(err, ERR_SYSTEM, "the demo's mark cannot be written", "check the rights of the state folder", "demo");
	close(file);
	return true;
}

/* --- people who ask about their own data: one near its deadline, one answered --- */

static bool ask_about(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct asker *asker = data;
	struct query *query = db_query(act->db, "demo.frequent_holder");
	struct data_request_form form = { .what = str_of(asker->what), .capacity = STR("self"), .identified = STR("Passport shown at the desk, compared with the face"),
		                     .contact = STR("By letter"), .words = str_of(asker->words), .language = STR("en") };
	query_bind_int(query, "skip", asker->skip);
	form.about = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	form.received = date_of_days(date_days(time_date(act->now)) - asker->days);
	if (!query_end(query, err) || !holder_name(act, form.about, &form.name, err))
		return false;
	if (!form.name.len)
		form.name = STR("Somebody whom nobody knows");
	return request_open(act, &form, &story->asked, err);
}

static bool answer_asker(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct data_answer_form form = { STR("given"), STR("") };
	return request_decide(act, story->asked, &form, err);
}

static bool people_ask(struct story *story, struct error *err)
{
	struct asker near = { "correction", "My passport shows the purpose of my last journey wrongly: I came to study.", 26, 3 };
	struct asker given = { "access", "", 12, 1 };
	size_t desk = user_of("U-20007");
	int64_t now = story->clock->now;
	return perform(story, now, desk, ask_about, &near, err) && perform(story, now, desk, ask_about, &given, err) &&
	       perform(story, now, desk, answer_asker, NULL, err);
}

static bool tell(struct story *story, struct buf *out)
{
	buf_format(out, "%zu travellers; %lld crossings, %lld referred, %lld refused, %lld claims for protection, %lld sent back without a record\n", story->people.count,
	           (long long)story->crossings, (long long)story->referrals, (long long)story->refusals, (long long)story->claims, (long long)story->rejected);
	return true;
}

/* --- stays: an extension, a ban, a visa that is revoked --- */

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

static bool settle_stays(struct story *story, int64_t at, struct error *err)
{
	struct traveller *travellers = story->people.travellers;
	return perform(story, at, user_of("U-20021"), extend_stay, &travellers[story->people.lingerers[LINGERER_IN_TIME]], err) &&
	       perform(story, at + 60000, user_of("U-20021"), revoke_visa, NULL, err) &&
	       perform(story, at + 120000, user_of("U-20022"), order_ban, &travellers[story->people.lingerers[LINGERER_LEAVES]], err);
}

static bool tell_story(struct story *story, size_t most, struct error *err)
{
	if (!add_users(story, err) || !people_names(&story->people, err) || !lists_add_twins(&story->people, err) || !people_make(&story->people, most, err) ||
	    !import_lists(story, story->people.start - 7200000, true, err))
		return false;
	for (size_t i = 0; i < story->people.count; i++)
		if (!perform(story, story->people.start - 3600000, 0, give_visa, &story->people.travellers[i], err))
			return false;
	bool imported = false;
	for (size_t i = 0; i < story->people.journey_count; i++) {
		if (!imported && story->people.journeys[i].at > story->lists_at) {
			imported = true;
			if (!import_lists(story, story->lists_at, false, err))
				return false;
		}
		if (!posts_work(story, story->people.journeys[i].at, err) || !ships_move(story, story->people.journeys[i].at, err) || !live_next(story, i, err))
			return false;
	}
	return (imported || import_lists(story, story->lists_at, false, err)) && desks_work(story, err) && leave_waiting(story, err) && leave_family(story, err) && posts_work(story, INT64_MAX, err) && ships_move(story, INT64_MAX, err) &&
	       settle_stays(story, story->people.end - 300000, err);
	return (imported || import_lists(story, story->lists_at, false, err)) && leave_waiting(story, err) && posts_work(story, INT64_MAX, err) && ships_move(story, INT64_MAX, err) &&
	       settle_stays(story, story->people.end - 300000, err) && people_ask(story, err);
}

static bool demo(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct date end;
	int64_t most, days;
	int64_t now = clock_now(&clock_system);
	if (!date_parse(str_of(option(line, "--end", "")), &end) || !str_to_int(str_of(option(line, "--crossings", "20000")), &most) || most < 1 || most > 5000000 ||
	    !str_to_int(str_of(option(line, "--days", "730")), &days) || days < 30 || days > 3650)
		return error_set(err, ERR_INPUT, "this cannot be read", "--end 2026-11-23 --crossings 20000 --days 730", "options");
	bool given = !date_empty(end);
	struct story story = { .house = act->house, .clock = act->clock->state };
	story.people = (struct people){ .arena = act->arena, .random = act->random, .act = act };
	/* Until just now, when no day is given: whoever opens the demo sees a day at work. */
	story.people.end = given ? (date_days(end) + 1) * DAY_MS : now - 3300000;
	story.lists_at = given ? story.people.end - 7200000 : now - 7200000;
	story.people.start = (story.people.end / DAY_MS - days) * DAY_MS;
	return tell_story(&story, (size_t)most, err) && mark(act, err) && tell(&story, out);
}

/* --- sign-ins --- */

/* The code that the demo's device shows: this step's, or the next when it was used. */
static bool code_now(struct act *act, const char *number, char out[static 7], struct error *err)
{
	struct uuid user;
	bool found;
	int64_t step = act->now / 30000;
	if (!access_find_user(act, str_of(number), &user, &found, err))
		return false;
	struct query *query = db_query(act->db, "access.credential_of");
	query_bind_id(query, "officer", user);
	int64_t used = query_next(query) ? query_int(query, 3) : 0;
	if (!query_end(query, err))
		return false;
	if (used >= step)
		step = used + 1;
	snprintf(out, 7, "%06u", totp_code(device_secret(act->arena, number), step));
	return true;
}

void demo_sign_in_help(const struct house *house, struct act *act, json_t *page)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < COUNT_OF(users); i++) {
		struct error err;
		char code[7];
		const struct pack_role *role = pack_role(act->pack, str_of(users[i].role));
		const struct pack_post *post = pack_post(act->pack, str_of(users[i].post), (struct date){ 0 });
		json_t *row = json_object();
		if (!code_now(act, users[i].number, code, &err)) {
			json_decref(row);
			continue;
		}
		json_put_str(row, "number", str_of(users[i].number));
		json_put_str(row, "name", str_of(users[i].name));
		json_put_str(row, "role", role ? pack_words(act->pack, lang_tag(act->lang), role->words) : lang_words(act->lang, WORDS("Administrator")));
		json_put_str(row, "post", post ? pack_words(act->pack, lang_tag(act->lang), post->words) : STR(""));
		json_put_str(row, "password", str_of(password));
		json_put_str(row, "code", str_of(code));
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "demo_here", json_array_size(rows) != 0);
	json_put(page, "demo", rows);
}

static bool sign_ins(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	buf_format(out, "Password of all demo users: %s\nThe sign-in page of a demo shows each user's code of the moment.\n", password);
	for (size_t i = 0; i < COUNT_OF(users); i++) {
		char code[7];
		if (!code_now(act, users[i].number, code, err))
			return false;
		buf_format(out, "  %s  %s  %-20s %-20s %s\n", users[i].number, code, users[i].role, users[i].name, users[i].post);
	}
	return true;
}

static bool forward(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	static const struct { char unit; int64_t ms; } units[] = { { 'm', 60000 }, { 'h', 3600000 }, { 'd', DAY_MS } };
	struct str word = str_of(line->count == 1 ? line->arguments[0] : "");
	int64_t value, ms = 0;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (word.len && word.data[word.len - 1] == units[i].unit && str_to_int(str_slice(word, 0, word.len - 1), &value) && value > 0 && value <= 100000)
			ms = value * units[i].ms;
	if (!ms)
		return error_set(err, ERR_INPUT, "this is no time", "such as 40m, 12h or 3d", "demo forward");
	if (!clock_forward(act->clock, ms))
		return error_set(err, ERR_NOT_ALLOWED, "no clock that can be moved runs here", "start the server of a demo with --clock 1", "demo forward");
	buf_format(out, "%lld\n", (long long)clock_now(act->clock));
	return true;
}

/* --- the training state: the same users and lists, invented people alone, and a mark that stays --- */

static bool mark_training(struct act *act, struct error *err)
{
	char path[4096];
	snprintf(path, sizeof path, STR_FMT "/training", STR_ARG(act->house->state));
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return error_set(err, ERR_SYSTEM, "the mark of training cannot be written", "check the rights of the state folder", "training");
	close(file);
	return true;
}

/* A state that has users is somebody's: it is never turned into one for training. */
static bool is_empty(struct act *act, struct error *err)
{
	struct query *query = db_query(act->db, "demo.users");
	bool empty = query_next(query) && !query_int(query, 0);
	return query_end(query, err) && (empty || error_set(err, ERR_NOT_ALLOWED, "this state is in use", "name an empty folder with --data", "training"));
}

/* Each list of the pack, with one invented entry: an exercise meets one of them, the others nobody. */
static bool training_list(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct pack_watchlist *list = data;
	static const char head[] = "id,kind,name,born,sex,nationalities,documents,reference,remarks\r\n";
	bool foreign = str_is(list->code, "foreign_sanctions"), lost = str_is(list->code, "lost_documents");
	struct str row = lost ? STR("T-1,document,UTO:TR0000000,,,,UTO:TR0000000,T-1,Invented for training\r\n")
	                 : foreign ? STR("T-1,person,TRAINMANN OSKAR,1961-05-04,M,RUS,,T-1,Invented for training\r\n")
	                           : STR("T-1,person,NEMO INVENTED FOR TRAINING,1901-01-01,M,,,T-1,Invented for training\r\n");
	struct watch_file file = { STR("training.csv"), str_format(act->arena, "%s" STR_FMT, head, STR_ARG(row)) };
	struct watch_reading reading;
	(void)story;
	return watch_import(act, list->code, STR("csv"), &file, 1, &reading, err);
}

static bool training_lists(struct story *story, struct act *act, struct error *err)
{
	for (size_t i = 0; i < act->pack->watchlist_count; i++)
		if (!perform(story, story->lists_at + (int64_t)i * 60000, WATCHLIST_OFFICER, training_list, (void *)(uintptr_t)&act->pack->watchlists[i], err))
			return false;
	return true;
}

static bool train(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	int64_t now = clock_now(&clock_system);
	struct story story = { .house = act->house, .clock = act->clock->state, .lists_at = now - 7200000 };
	story.people = (struct people){ .arena = act->arena, .random = act->random, .act = act, .start = now - DAY_MS, .end = now - 60000 };
	if (!is_empty(act, err) || !mark_training(act, err) || !add_users(&story, err) || !training_lists(&story, act, err) || !mark(act, err))
		return false;
	buf_text(out, "This state is for training from now on, and for nothing else. Serve it beside the real one, and sign in as one of these:\n");
	return true;
}

static const struct option demo_options[] = {
	{ "--seed", "NUMBER", "the same seed and end day give the same people (1)" },
	{ "--end", "DAY", "last day, such as 2026-11-23 (until now)" },
	{ "--days", "NUMBER", "how many days back it begins (730)" },
	{ "--crossings", "NUMBER", "how many crossings, about (20000)" },
	{ 0 },
};

static const struct command commands[] = {
	{ "demo", "", demo, demo_options, COMMAND_SETS_TIME | COMMAND_LISTS, "Fills an empty state with two invented years at the borders of Utopia." },
	{ "train", "", train, NULL, COMMAND_SETS_TIME | COMMAND_LISTS, "Makes an empty folder a state for training: invented people, marked on each page, never mixed with a real one." },
	{ "demo sign-ins", "", sign_ins, NULL, 0, "Shows how to sign in to a demo, with the codes of this moment." },
	{ "demo forward", "TIME", forward, NULL, 0, "Moves the clock of a demo that is served with --clock, and prints it in milliseconds since 1970." },
	{ 0 },
};

extern const struct embedded demo_files[];
const struct room demo_room = { .name = "demo", .files = demo_files, .routes = samples_routes, .commands = commands };
