#include "demo.h"
#include "asking.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access.h"
#include "crypto.h"
#include "disclosure.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "lists.h"
#include "samples.h"
#include "seals.h"
#include "ships.h"
#include "store.h"
#include "story.h"
#include "visas.h"
#include "kept.h"
#include "working.h"
#include "desks.h"

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
	{ "U-20041", "Lindiwe Arvid", "intake_clerk", "" },
	{ "U-20042", "Irina Falk", "visa_officer", "" },
	{ "U-20012", "Bea Lindgren", "child_protection", "" },
	{ "U-20021", "Greta Nilsen", "permit_officer", "" },
	{ "U-20022", "Emil Castro", "return_officer", "" },
	{ "U-20043", "Astrid Vuorinen", "visa_supervisor", "" },
	{ "U-20044", "Tomé Carvalho", "appeal_officer", "" },
	{ "U-20045", "Nadia Rahimi", "protection_officer", "" },
	{ "U-20046", "Jorge Lindahl", "labour_officer", "" },
	{ "U-20047", "Marta Eriksen", "complaints_officer", "" },
	{ "U-20048", "Henrik Osei", "complaints_head", "" },
	{ "U-20011", "Dario Whitlock", "watchlist_chief", "" },
	{ "U-20032", "Solveig Marant", "oversight_body", "" },
	{ "U-20033", "Yusuf Demir", "trainer", "" },
	{ "U-20051", "Lidia Varga", "cashier", "" },
	{ "U-20052", "Tomas Eriksen", "accountant", "" },
	{ "U-00001", "Vera Castellan", "administrator", "" },
	{ "U-00002", "Edda Marchetti", "administrator", "" },
};

struct asker {
	const char *what, *words, *language;
	int days, skip; /* how long ago it came; which of the frequent travellers asks */
};

_Static_assert(COUNT_OF(users) <= STORY_USERS, "more users than a story holds");

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

bool story_perform(struct story *story, int64_t at, size_t user, story_act *run, void *data, struct error *err)
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
		if (!story_perform(story, story->people.start - DAY_MS, COUNT_OF(users), add_user, &i, err))
			return false;
	return true;
}

size_t story_officer(const struct journey *journey, const char *role)
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

size_t story_user(const char *number)
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
		if (!story_perform(story, at, story_user(step->user), work, step, err))
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
		if (!story_perform(story, at, story_user(step->user), sail, &step, err))
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
		if (!story_perform(story, at + (int64_t)i * 60000, WATCHLIST_OFFICER, import_list, &(struct list_step){ i, early }, err))
			return false;
	return story_perform(story, at + 3600000, COUNT_OF(users), take_lists, NULL, err);
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

/* The visa desk sealed three visas yesterday: a sticker that was read back, one that waits for it, an electronic visa. */
static bool seal_visas(struct story *story, struct error *err)
{
	static const struct { const char *medium; bool back; } media[] = { { "sticker", true }, { "sticker", false }, { "barcode", false } };
	size_t made = 0;
	if (!story_perform(story, story->people.end - 20 * 3600000, 0, seals_key, NULL, err))
		return false;
	for (size_t i = story->people.count; i-- && made < COUNT_OF(media);) {
		const struct traveller *traveller = &story->people.travellers[i];
		struct pack_entry entry;
		if (str_is(traveller->identity.nationalities.items[0], "UTO") || !needs_visa(story, story->people.act, traveller, STR("tourism"), &entry))
			continue;
		struct sealed_visa visa = { traveller, media[made].medium, media[made].back };
		if (!story_perform(story, story->people.end - (19 - (int64_t)made) * 3600000, story_user("U-20021"), seals_visa, &visa, err))
			return false;
		made++;
	}
	return true;
}

/* Yesterday's work of the desks: seen by whoever opens their pages. */
static bool desks_work(struct story *story, struct error *err)
{
	return story_perform(story, story->people.end - 3 * 3600000, story_user("U-20010"), enter_documents, NULL, err) &&
	       story_perform(story, story->people.end - 2 * 3600000, story_user("U-20002"), propose_change, NULL, err);
}

/* Cases beside those of visas: complaints, a document that is verified, a work permit, a humanitarian visa, a family. */
static bool cases_wait(struct story *story, struct error *err)
{
	size_t count;
	const struct desk_step *steps = desk_steps(&count);
	for (size_t i = 0; i < count; i++)
		if (!story_perform(story, story->people.end - (int64_t)steps[i].hours * 3600000, steps[i].user ? story_user(steps[i].user) : COUNT_OF(users), desks_run,
		                   (void *)(uintptr_t)&steps[i], err))
			return false;
	return true;
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
		if (!story_booth(story, &journey, err))
			return false;
		traveller -= traveller > 9 ? 9 : traveller;
	}
	return story_perform(story, story->lists_at + 6400000, story_user("U-20009"), answer, NULL, err);
}

/* The two who wait at Sorrel Pass are held, and looked after. */
static bool keep_people(struct story *story, struct error *err)
{
	size_t count;
	const struct kept_step *steps = kept_steps(&count);
	for (size_t i = 0; i < count; i++) {
		const struct kept_step *step = &steps[i];
		int64_t sent = story->lists_at + 4200000 + step->who * 3 * 410000;
		if (!story_perform(story, sent + step->after, story_user("U-10002"), keep, &step, err))
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
		if (!story_booth(story, &journey, err))
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

/* --- people who ask about their own data: one near its deadline, two answered in their languages, an erasure and a restriction --- */

static bool ask_about(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct asker *asker = data;
	struct query *query = db_query(act->db, "demo.frequent_holder");
	struct data_request_form form = { .what = str_of(asker->what), .capacity = STR("self"), .identified = STR("Passport shown at the desk, compared with the face"),
		                     .contact = STR("By letter"), .words = str_of(asker->words), .language = str_of(asker->language) };
	query_bind_int(query, "skip", asker->skip);
	form.about = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	form.received = date_of_days(date_days(time_date(act->now)) - asker->days);
	if (!query_end(query, err) || !holder_name(act, form.about, &form.name, err))
		return false;
	if (!form.name.len)
		form.name = STR("Somebody whom nobody knows");
	story->asked_about = form.about;
	return request_open(act, &form, &story->asked, err);
}

static bool answer_asker(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct data_answer_form form = { STR("given"), STR("") };
	return request_decide(act, story->asked, &form, err);
}

/* The first crossings of the file that may go: the desk grants their erasure, and it waits for whoever carries it out. */
static bool grant_erasure(struct story *story, struct act *act, void *data, struct error *err)
{
	struct erasable *all = ARENA_ARRAY(act->arena, struct erasable, ERASABLE_MOST);
	struct str *chosen = ARENA_ARRAY(act->arena, struct str, 2);
	const struct uuid *about = data;
	size_t count = 0, picked = 0;
	if (!erasure_candidates(act, *about, all, &count, err))
		return false;
	for (size_t i = 0; i < count && picked < 2; i++)
		if (!all[i].why && str_is(all[i].kind, "crossing"))
			chosen[picked++] = uuid_str(act->arena, all[i].id);
	const struct data_answer_form form = { STR("erased"), STR("These journeys were somebody else's: the stamps of the passport show it."), { chosen, picked } };
	return !picked || request_decide(act, story->asked, &form, err);
}

static bool restrict_record(struct story *story, struct act *act, void *data, struct error *err)
{
	const struct data_answer_form form = { STR("restricted"), STR("The issuing authority was asked which of both dates of birth is right.") };
	return request_decide(act, story->asked, &form, err);
}

static bool people_ask(struct story *story, struct error *err)
{
	struct asker near = { "correction", "My passport shows the purpose of my last journey wrongly: I came to study.", "en", 26, 3 };
	struct asker given = { "access", "", "fr", 12, 1 }, arabic = { "access", "", "ar", 4, 5 },
	             erased = { "erasure", "Two journeys are not mine: my old passport had been stolen.", "en", 9, 7 },
	             restricted = { "restriction", "My date of birth is wrong in one of the records.", "fr", 6, 9 };

	size_t desk = story_user("U-20007");
	int64_t now = story->clock->now;
	return story_perform(story, now, desk, ask_about, &near, err) && story_perform(story, now, desk, ask_about, &given, err) &&
	       story_perform(story, now, desk, answer_asker, NULL, err) && story_perform(story, now, desk, ask_about, &arabic, err) &&
	       story_perform(story, now, desk, answer_asker, NULL, err) && story_perform(story, now, desk, ask_about, &erased, err) &&
	       story_perform(story, now, desk, grant_erasure, &story->asked_about, err) && story_perform(story, now, desk, ask_about, &restricted, err) &&
	       story_perform(story, now, desk, restrict_record, NULL, err);
}

/* --- applications for a visa, and their fees --- */

static bool apply_step(struct story *story, struct act *act, void *data, struct error *err)
{
	(void)story;
	return visa_run(act, data, err);
}

static bool people_apply(struct story *story, struct error *err)
{
	size_t count;
	const struct visa_step *steps = visa_steps(&count);
	for (size_t i = 0; i < count; i++) {
		struct visa_step step = steps[i];
		size_t user = step.user ? story_user(step.user) : COUNT_OF(users);
		if (!story_perform(story, story->people.end - step.before, user, apply_step, &step, err))
			return false;
	}
	return true;
}

static bool tell(struct story *story, struct buf *out)
{
	buf_format(out, "%zu travellers; %lld crossings, %lld referred, %lld refused, %lld claims for protection, %lld sent back without a record\n", story->people.count,
	           (long long)story->crossings, (long long)story->referrals, (long long)story->refusals, (long long)story->claims, (long long)story->rejected);
	return true;
}

static bool tell_story(struct story *story, size_t most, struct error *err)
{
	if (!add_users(story, err) || !people_names(&story->people, err) || !lists_add_twins(&story->people, err) || !people_make(&story->people, most, err) ||
	    !import_lists(story, story->people.start - 7200000, true, err))
		return false;
	for (size_t i = 0; i < story->people.count; i++)
		if (!story_perform(story, story->people.start - 3600000, 0, give_visa, &story->people.travellers[i], err))
			return false;
	bool imported = false;
	for (size_t i = 0; i < story->people.journey_count; i++) {
		if (!imported && story->people.journeys[i].at > story->lists_at) {
			imported = true;
			if (!import_lists(story, story->lists_at, false, err))
				return false;
		}
		if (!posts_work(story, story->people.journeys[i].at, err) || !ships_move(story, story->people.journeys[i].at, err) || !story_live(story, i, err))
			return false;
	}
	if (!imported && !import_lists(story, story->lists_at, false, err))
		return false;
	if (!story_centres(story, err))
		return false;
	return story_leave_refused(story, err) && desks_work(story, err) && seal_visas(story, err) && leave_waiting(story, err) && story_leave_family(story, err) && posts_work(story, INT64_MAX, err) &&
	       ships_move(story, INT64_MAX, err) && story_settle_stays(story, story->people.end - 300000, err) && people_ask(story, err) && people_apply(story, err) && cases_wait(story, err) && story_ministry(story, err);
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
	return tell_story(&story, (size_t)most, err) && story_ask_authorities(&story, story.clock->now, err) && mark(act, err) && tell(&story, out);
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
		if (!story_perform(story, story->lists_at + (int64_t)i * 60000, WATCHLIST_OFFICER, training_list, (void *)(uintptr_t)&act->pack->watchlists[i], err))
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
