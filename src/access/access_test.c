/* Who gets in, for how long, and who may change that: on both databases, with a clock that stands where the story puts it. */
#include "test.h"

#include <pthread.h>
#include <unistd.h>

#include "crypto.h"
#include "database.h"
#include "forms.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "local.h"
#include "pack_load.h"

#define PASSWORD "a sentence of the tests"
#define MINUTE INT64_C(60000)

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static const struct room *const rooms[] = { &journal_room, &access_room, NULL };

enum who { OFFICER, COLLEAGUE, VERA, EDDA, MACHINE, EVERYBODY, NODE };

static const struct { const char *number, *role; } people[EVERYBODY] = {
	[OFFICER] = { "U-1", "border_officer" }, [COLLEAGUE] = { "U-2", "border_officer" }, [VERA] = { "U-8", "administrator" },
	[EDDA] = { "U-9", "administrator" }, [MACHINE] = { "M-1", "carrier_api" },
};

struct world {
	struct house house; /* first: `begin` finds the world by it */
	struct test_database database;
	struct arena *arena;
	struct keys keys;
	struct clock_set at;
	struct clock clock;
	const struct lang_zone *zone;
	const struct pack *pack;
	struct uuid ids[EVERYBODY];
};

static struct error err;
#define MUST(good) do { if (!(good)) fail_msg("line %d: %s (%s)", __LINE__, err.what ? err.what : "?", err.where); } while (0)

static const struct lang_zone *zone_of(const struct house *house, struct str name)
{
	(void)name;
	return ((const struct world *)house)->zone;
}

/* --- acts --- */

static struct actor actor_of(struct world *world, struct arena *arena, enum who who)
{
	if (who == NODE)
		return (struct actor){ .user = { { 99 } }, .rights = ~UINT64_C(0) };
	struct str *role = ARENA_NEW(arena, struct str);
	*role = str_of(people[who].role);
	return (struct actor){ .user = world->ids[who], .number = str_of(people[who].number), .roles = role, .role_count = 1, .session = { { 1 } },
		               .rights = access_rights(world->pack, role, 1) };
}

static struct act act_at(struct world *world, enum who who)
{
	struct arena *arena = arena_new(0);
	struct act act = {
		.arena = arena, .house = &world->house, .clock = &world->clock, .random = &random_system, .now = world->at.now, .purpose = STR("administration"),
		.lang = langs_english(world->house.langs), .pack = world->pack, .journal = world->house.journal, .findings = { .arena = arena },
	};
	act.actor = actor_of(world, arena, who);
	act.db = store_take(world->house.store, &err);
	MUST(act.db && db_begin_read(act.db, &err));
	return act;
}

/* Stores what was decided; false when it was not allowed (err) or somebody was faster. */
static bool finish(struct world *world, struct act *act, bool done)
{
	bool stored = done && (!journal_pending(act) || journal_submit(act, &err) == SUBMITTED);
	if (!done)
		act_forget(act);
	store_give(world->house.store, act->db);
	arena_free(act->arena);
	return stored;
}

/* One handler, as the door calls it. What it answers is kept in the world's arena by `secret`. */
static bool post(struct world *world, enum who who, route_handler *handle, const char *name, struct uuid id, const void *form, struct str token,
                 const char *wanted, struct str *secret)
{
	struct act act = act_at(world, who);
	struct call call = { .id = id, .name = str_of(name), .form = form, .token = token };
	struct reply reply = { 0 };
	bool done = handle(&act, &call, &reply, &err) && !act.findings.count;
	json_t *value = wanted ? json_object_get(reply.data, wanted) : NULL;
	if (json_is_array(value))
		value = json_object_get(json_array_get(value, 0), "code");
	if (secret)
		*secret = str_copy(world->arena, wanted ? str_of(json_string_value(value)) : reply.session);
	json_decref(reply.data);
	json_decref(reply.page);
	return finish(world, &act, done);
}

static bool manage(struct world *world, enum who who, route_handler *handle, const char *name, const void *form)
{
	return post(world, who, handle, name, (struct uuid){ 0 }, form, STR(""), NULL, NULL);
}

/* --- the world --- */

static struct str secret_of(enum who who)
{
	static char secrets[EVERYBODY][20];
	memset(secrets[who], 'a' + (int)who, sizeof secrets[who]);
	return (struct str){ secrets[who], sizeof secrets[who] };
}

static struct str code_at(struct world *world, enum who who, int64_t steps)
{
	return str_format(world->arena, "%06u", totp_code(secret_of(who), world->at.now / 30000 + steps));
}

/* Hashed once for all: what hashing costs is no matter of these stories. */
static struct str hash_of_password(struct world *world)
{
	static char kept[200];
	if (!kept[0]) {
		struct str hash;
		MUST(hash_password(world->house.access, world->arena, STR(PASSWORD), &hash, &err));
		snprintf(kept, sizeof kept, STR_FMT, STR_ARG(hash));
	}
	return str_of(kept);
}

static void add(struct world *world, enum who who)
{
	struct str role = str_of(people[who].role);
	struct new_user user = { str_of(people[who].number), STR("Somebody"), { &role, 1 }, STR("") };
	struct act act = act_at(world, NODE);
	MUST(finish(world, &act, access_add_user(&act, &user, &world->ids[who], &err) && LOCAL_RUN(world->house.access, "access.credential_password", NULL, &err, V_ID("officer", world->ids[who]), V_TEXT("password", hash_of_password(world)),
	                      V_INT("temporary", 0), V_NULL("by")) &&
	            access_set_device(&act, world->ids[who], secret_of(who), &err)));
}

static bool world_new(struct world *world, enum store_kind kind)
{
	char keys[100];
	struct pack_source source;
	struct pack_diagnostics found = { 0 };
	*world = (struct world){ .at = { INT64_C(1795464000000) }, .arena = arena_new(0) };
	if (!test_database_new(&world->database, kind))
		return arena_free(world->arena), false;
	world->clock = clock_of(&world->at);
	snprintf(keys, sizeof keys, "%s/keys", world->database.folder);
	MUST(keys_load(keys, &random_system, &world->keys, &err));
	MUST(pack_source_folder(world->arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	MUST(pack_load(world->arena, &source, (struct date){ 0 }, &world->pack, &found));
	world->zone = lang_zone_open(world->arena, STR("Etc/UTC"), &err);
	world->house = (struct house){ .rooms = rooms, .keys = &world->keys, .clock = &world->clock, .random = &random_system, .zone = zone_of };
	MUST(world->zone && (world->house.langs = langs_new(world->arena, &err)));
	world->house.store = store_open(str_of(world->database.where), rooms, &err);
	MUST(world->house.store && store_migrate(world->house.store, &err));
	const struct journal_options options = { STR("utopia"), str_of(world->database.folder), &world->clock, &random_system, &world->keys };
	MUST((world->house.journal = journal_open(world->house.store, rooms, &options, &err)));
	MUST((world->house.access = access_open(world->house.store, &world->clock, &random_system, &world->keys, &err)));
	for (enum who who = OFFICER; who < EVERYBODY; who++)
		add(world, who);
	return true;
}

static void world_end(struct world *world)
{
	access_close(world->house.access);
	journal_close(world->house.journal);
	store_close(world->house.store);
	test_database_drop(&world->database);
	langs_free(world->house.langs);
	arena_free(world->arena);
}

static void on_both(void (*story)(struct world *world))
{
	for (enum store_kind kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		struct world world;
		if (!world_new(&world, kind))
			continue;
		story(&world);
		world_end(&world);
	}
}

#define STORY(name)                                 \
	static void story_##name(struct world *world); \
	static void name(void **state)                 \
	{                                              \
		(void)state;                           \
		on_both(story_##name);                 \
	}                                              \
	static void story_##name(struct world *world)

/* --- signing in --- */

struct at {
	const char *device, *remote;
};
static const struct at here = { "browser-1", "10.0.0.7" };

static bool sign_in(struct world *world, struct at at, const char *number, const char *password, struct str code, struct str *token)
{
	struct act act = act_at(world, NODE);
	act.actor = (struct actor){ 0 };
	struct sign_in form = { .number = str_of(number), .password = str_of(password), .code = code };
	struct call call = { .form = &form, .device = str_of(at.device), .remote = str_of(at.remote) };
	struct reply reply = { 0 };
	bool done = sign_in_post(&act, &call, &reply, &err);
	if (token)
		*token = str_copy(world->arena, reply.session);
	json_decref(reply.data);
	return finish(world, &act, done);
}

/* With the right password and code, at the next step of the device: each works once. */
static bool sign_in_well(struct world *world, struct at at, enum who who, struct str *token)
{
	world->at.now += 30000;
	return sign_in(world, at, people[who].number, PASSWORD, code_at(world, who, 0), token);
}

static bool sign_in_badly(struct world *world, struct at at, const char *number)
{
	return sign_in(world, at, number, "not the password", STR("000000"), NULL);
}

static enum session_state state_of(struct world *world, struct str token, rights *may)
{
	struct act act = act_at(world, NODE);
	enum session_state state;
	act.actor = (struct actor){ 0 };
	MUST(access_session(&act, token, &state, &err));
	if (may)
		*may = act.actor.rights;
	finish(world, &act, false);
	return state;
}

static bool lives(struct world *world, struct str token)
{
	return state_of(world, token, NULL) != SESSION_NONE;
}

STORY(who_fails_too_often_waits_and_only_he)
{
	const struct at elsewhere = { "browser-2", "10.0.0.8" };
	int tries = world->pack->security.lock_tries;
	for (int i = 0; i < tries; i++) {
		assert_false(sign_in_badly(world, here, "U-1"));
		assert_int_equal(err.code, ERR_FINDINGS);
	}
	assert_false(sign_in(world, elsewhere, "u-1", PASSWORD, code_at(world, OFFICER, 0), NULL)); /* from anywhere, in any case */
	assert_int_equal(err.code, ERR_TOO_MANY);
	MUST(sign_in(world, here, "U-2", PASSWORD, code_at(world, COLLEAGUE, 0), NULL)); /* who shares the browser is not touched */
	world->at.now += 29999;
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	world->at.now += 1;
	MUST(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	assert_false(sign_in_badly(world, here, "U-1")); /* what worked begins the count anew */
	assert_int_equal(err.code, ERR_FINDINGS);
	MUST(sign_in_well(world, here, OFFICER, NULL));
}

STORY(waits_grow_and_end)
{
	int64_t longest = 0;
	for (int i = 0; i < world->pack->security.lock_tries + 12; i++) {
		struct act act = act_at(world, NODE);
		const struct str mark = lock_user(act.arena, STR("U-1"));
		int64_t until;
		MUST(lock_fail(&act, &mark, 1, &err));
		finish(world, &act, false);
		act = act_at(world, NODE);
		MUST(lock_until(&act, lock_user(act.arena, STR("U-1")), &until, &err));
		finish(world, &act, false);
		int64_t wait = until ? until - world->at.now : 0;
		assert_true(wait >= longest);
		longest = wait;
	}
	assert_int_equal(longest, world->pack->security.lock * MINUTE);
	world->at.now += longest;
	MUST(sign_in_well(world, here, OFFICER, NULL));
}

STORY(one_device_does_not_lock_the_post)
{
	const struct at beside = { "browser-2", "10.0.0.7" }, bare = { "", "10.0.0.7" };
	char number[16];
	int tries = 4 * world->pack->security.lock_tries;
	for (int i = 0; i < tries; i++) {
		snprintf(number, sizeof number, "X-%d", i);
		assert_false(sign_in_badly(world, here, number));
		assert_int_equal(err.code, ERR_FINDINGS);
	}
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	assert_int_equal(err.code, ERR_TOO_MANY);
	MUST(sign_in(world, beside, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL)); /* the same address */
	MUST(sign_in(world, bare, "U-2", PASSWORD, code_at(world, COLLEAGUE, 0), NULL));
}

STORY(a_client_without_a_mark_is_counted_by_its_address)
{
	const struct at bare = { "", "10.0.0.9" }, other = { "", "10.0.0.10" };
	char number[16];
	for (int i = 0; i < 4 * world->pack->security.lock_tries; i++) {
		snprintf(number, sizeof number, "X-%d", i);
		assert_false(sign_in_badly(world, bare, number));
	}
	assert_false(sign_in(world, bare, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	assert_int_equal(err.code, ERR_TOO_MANY);
	MUST(sign_in(world, other, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
}

/* A stranger cannot tell an unknown number from a wrong password, a wrong code, a user who is blocked. */
STORY(one_answer_for_all_that_is_wrong)
{
	const struct officer_why why = { STR("inquiry") };
	MUST(manage(world, VERA, user_block_post, "U-2", &why));
	const struct { const char *number, *password; struct str code; } wrong[] = {
		{ "U-404", PASSWORD, code_at(world, OFFICER, 0) }, { "U-1", "not the password", code_at(world, OFFICER, 0) }, { "U-1", PASSWORD, STR("") },
		{ "U-1", PASSWORD, STR("123") }, { "U-2", PASSWORD, code_at(world, COLLEAGUE, 0) },
	};
	struct error first = { 0 };
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_false(sign_in(world, here, wrong[i].number, wrong[i].password, wrong[i].code, NULL));
		assert_int_equal(err.code, ERR_FINDINGS);
		if (i)
			assert_string_equal(first.what, err.what);
		first = err;
	}
}

STORY(a_code_of_the_device_works_once)
{
	struct str before = code_at(world, OFFICER, 0);
	MUST(sign_in(world, here, "U-1", PASSWORD, before, NULL));
	assert_false(sign_in(world, here, "U-1", PASSWORD, before, NULL));
	world->at.now += 30000;
	MUST(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, -1), NULL)); /* an earlier step, never used by now */
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 3), NULL));
}

STORY(a_printed_code_works_once)
{
	struct str code;
	struct codes_form form = { STR("000000") };
	assert_false(post(world, OFFICER, codes_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL)); /* a session alone makes no list */
	form.code = code_at(world, OFFICER, 0);
	MUST(post(world, OFFICER, codes_post, "", (struct uuid){ 0 }, &form, STR(""), "codes", &code));
	assert_false(post(world, OFFICER, codes_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL)); /* once */
	assert_int_equal(code.len, 9);
	MUST(sign_in(world, here, "U-1", PASSWORD, code, NULL));
	assert_false(sign_in(world, here, "U-1", PASSWORD, code, NULL));
	assert_false(sign_in(world, here, "U-2", PASSWORD, code, NULL));
	struct str other;
	world->at.now += 30000;
	form.code = code_at(world, OFFICER, 0);
	MUST(post(world, OFFICER, codes_post, "", (struct uuid){ 0 }, &form, STR(""), "codes", &other)); /* a new list ends the old one */
	struct act act = act_at(world, NODE);
	struct proof proof;
	MUST(proof_load(&act, world->ids[OFFICER], &proof, &err));
	assert_int_equal(proof.codes, PRINTED_CODES);
	assert_int_equal(proof.codes_left, PRINTED_CODES);
	finish(world, &act, false);
}

static struct str code_now(struct world *world, struct str secret)
{
	return str_format(world->arena, "%06u", totp_code(secret, world->at.now / 30000));
}

/* The device that the page offers: its secret is told there, and kept sealed. */
static struct str pending_code(struct world *world, struct str *secret)
{
	MUST(post(world, OFFICER, factor_get, "", (struct uuid){ 0 }, NULL, STR(""), NULL, NULL));
	struct act act = act_at(world, OFFICER);
	struct proof proof;
	MUST(proof_load(&act, world->ids[OFFICER], &proof, &err));
	assert_true(box_open(world->arena, world->keys.totp, proof.pending, secret));
	finish(world, &act, false);
	return code_now(world, *secret);
}

/* Whoever finds an open session must not put a device of their own in the place of the officer's. */
STORY(a_session_alone_changes_no_device)
{
	struct str secret;
	struct device_code form = { pending_code(world, &secret), STR("") };
	assert_false(post(world, OFFICER, device_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL));
	form.fresh = form.code; /* the new device does not vouch for itself */
	assert_false(post(world, OFFICER, device_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL));
	form.fresh = code_at(world, OFFICER, 0);
	MUST(post(world, OFFICER, device_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL));
	world->at.now += 30000;
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL)); /* the old one ended */
	MUST(sign_in(world, here, "U-1", PASSWORD, code_now(world, secret), NULL));
}

STORY(the_first_device_needs_no_other)
{
	struct access *access = world->house.access;
	MUST(LOCAL_RUN(access, "access.credential_device", NULL, &err, V_BLOB("device", STR("")), V_INT("step", 0), V_ID("officer", world->ids[OFFICER])));
	struct str secret;
	const struct device_code form = { pending_code(world, &secret), STR("") };
	MUST(post(world, OFFICER, device_post, "", (struct uuid){ 0 }, &form, STR(""), NULL, NULL));
	world->at.now += 30000;
	MUST(sign_in(world, here, "U-1", PASSWORD, code_now(world, secret), NULL));
}

/* --- sessions --- */

STORY(a_session_ends_when_idle)
{
	struct str token;
	MUST(sign_in_well(world, here, VERA, &token));
	world->at.now += world->pack->security.idle * MINUTE;
	assert_true(lives(world, token)); /* and that was a use */
	world->at.now += world->pack->security.idle * MINUTE;
	assert_true(lives(world, token));
	world->at.now += world->pack->security.idle * MINUTE + 1;
	assert_false(lives(world, token));
}

STORY(a_session_ends_however_busy)
{
	struct str token;
	MUST(sign_in_well(world, here, VERA, &token));
	int64_t end = world->at.now + world->pack->security.absolute * MINUTE;
	while (world->at.now + 5 * MINUTE <= end) {
		world->at.now += 5 * MINUTE;
		assert_true(lives(world, token));
	}
	world->at.now = end + 1;
	assert_false(lives(world, token));
}

STORY(an_unknown_token_is_nobody)
{
	struct str token;
	MUST(sign_in_well(world, here, VERA, &token));
	assert_true(lives(world, token));
	assert_false(lives(world, STR("")));
	assert_false(lives(world, str_slice(token, 0, token.len - 1)));
	assert_false(lives(world, STR("0000000000000000000000000000000000000000000000000000000000000000")));
	MUST(post(world, VERA, sign_out_post, "", (struct uuid){ 0 }, NULL, token, NULL, NULL));
	assert_false(lives(world, token));
}

STORY(a_mark_of_a_form_belongs_to_its_session)
{
	struct str one, other;
	MUST(sign_in_well(world, here, VERA, &one) && sign_in_well(world, here, VERA, &other));
	struct act act = act_at(world, VERA);
	assert_true(access_csrf_matches(&act, one, access_csrf(&act, one)));
	assert_false(access_csrf_matches(&act, one, access_csrf(&act, other)));
	assert_false(access_csrf_matches(&act, one, STR("")));
	assert_false(access_csrf_matches(&act, one, str_slice(access_csrf(&act, one), 0, 31)));
	world->keys.session[0] ^= 1; /* another node's key */
	struct str foreign = access_csrf(&act, one);
	world->keys.session[0] ^= 1;
	assert_false(access_csrf_matches(&act, one, foreign));
	finish(world, &act, false);
}

STORY(a_new_password_ends_the_other_sessions)
{
	struct str here_token, other, next;
	MUST(sign_in_well(world, here, OFFICER, &here_token) && sign_in_well(world, here, OFFICER, &other));
	struct new_password form = { STR("not the password"), STR("another sentence of mine"), STR("another sentence of mine") };
	assert_false(post(world, OFFICER, password_post, "", (struct uuid){ 0 }, &form, here_token, NULL, NULL));
	form = (struct new_password){ STR(PASSWORD), STR("short"), STR("short") };
	assert_false(post(world, OFFICER, password_post, "", (struct uuid){ 0 }, &form, here_token, NULL, NULL));
	form = (struct new_password){ STR(PASSWORD), STR(PASSWORD), STR(PASSWORD) };
	assert_false(post(world, OFFICER, password_post, "", (struct uuid){ 0 }, &form, here_token, NULL, NULL));
	assert_true(lives(world, here_token) && lives(world, other));
	form = (struct new_password){ STR(PASSWORD), STR("another sentence of mine"), STR("another sentence of mine") };
	MUST(post(world, OFFICER, password_post, "", (struct uuid){ 0 }, &form, here_token, NULL, &next));
	assert_false(lives(world, here_token) || lives(world, other));
	assert_true(lives(world, next));
	world->at.now += 30000;
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 0), NULL));
	world->at.now += 30000;
	MUST(sign_in(world, here, "U-1", "another sentence of mine", code_at(world, OFFICER, 0), NULL));
}

/* --- managing --- */

STORY(a_first_password_holds_for_one_sign_in)
{
	struct str password, token, old;
	MUST(sign_in_well(world, here, OFFICER, &old));
	MUST(post(world, VERA, user_password_post, "u-1", (struct uuid){ 0 }, NULL, STR(""), "first_password", &password));
	assert_false(lives(world, old));
	assert_false(sign_in_well(world, here, OFFICER, NULL)); /* the old one */
	world->at.now += 30000;
	assert_false(sign_in(world, here, "U-1", str_c(world->arena, password), STR(""), NULL)); /* the second factor stays in force */
	MUST(sign_in(world, here, "U-1", str_c(world->arena, password), code_at(world, OFFICER, 0), &token));
	assert_int_equal(state_of(world, token, NULL), SESSION_PASSWORD_CHANGE);
	struct new_password form = { password, STR("another sentence of mine"), STR("another sentence of mine") };
	MUST(post(world, OFFICER, password_post, "", (struct uuid){ 0 }, &form, token, NULL, &token));
	assert_int_equal(state_of(world, token, NULL), SESSION_PLACE); /* a booth is chosen next */
}

STORY(a_lost_factor_ends_at_once)
{
	struct str code, token;
	MUST(sign_in_well(world, here, OFFICER, &token));
	MUST(post(world, VERA, user_codes_post, "U-1", (struct uuid){ 0 }, NULL, STR(""), "codes", &code));
	assert_false(lives(world, token));
	assert_false(sign_in_well(world, here, OFFICER, NULL)); /* the lost device */
	MUST(sign_in(world, here, "U-1", PASSWORD, code, NULL));
}

/* Whoever holds both halves could sign in as the other. */
STORY(both_halves_never_come_from_one_hand)
{
	struct str given;
	MUST(post(world, VERA, user_codes_post, "U-1", (struct uuid){ 0 }, NULL, STR(""), "codes", &given));
	assert_false(manage(world, VERA, user_password_post, "U-1", NULL));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	MUST(manage(world, EDDA, user_password_post, "U-1", NULL));
	assert_false(manage(world, EDDA, user_codes_post, "U-1", NULL));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	MUST(manage(world, VERA, user_password_post, "U-2", NULL));
	assert_false(manage(world, VERA, user_codes_post, "U-2", NULL));
	/* A list of the user's own is in nobody else's hand; and the machine itself may give both. */
	MUST(post(world, OFFICER, codes_post, "", (struct uuid){ 0 }, &(struct codes_form){ given }, STR(""), NULL, NULL));
	MUST(manage(world, VERA, user_password_post, "U-1", NULL));
	struct act act = act_at(world, NODE);
	struct user user;
	struct str password;
	json_t *codes = NULL;
	act.actor.session = (struct uuid){ 0 };
	MUST(finish(world, &act, user_load(&act, STR("U-1"), &user, &err) && user_give_codes(&act, &user, &codes, &err) && user_reset(&act, &user, &password, &err)));
	json_decref(codes);
}

STORY(who_leaves_is_out_at_once_and_for_good)
{
	struct str token, machine;
	const struct machine_form label = { STR("bookings") };
	const struct officer_why why = { STR("retired") };
	MUST(sign_in_well(world, here, MACHINE, &token));
	MUST(post(world, VERA, user_machine_post, "M-1", (struct uuid){ 0 }, &label, STR(""), "machine_credential", &machine));
	assert_true(lives(world, token) && lives(world, machine));
	MUST(manage(world, VERA, user_leave_post, "M-1", &why));
	assert_false(lives(world, token) || lives(world, machine));
	struct act act = act_at(world, NODE); /* a sign-in that was checked just before opens its session just after */
	MUST(session_new(&act, world->ids[MACHINE], &token, &err));
	token = str_copy(world->arena, token);
	finish(world, &act, false);
	assert_false(lives(world, token));
	assert_false(sign_in_well(world, here, MACHINE, NULL));
	assert_false(manage(world, VERA, user_unblock_post, "M-1", &why));
	assert_false(manage(world, VERA, user_password_post, "M-1", NULL));
	struct str role = STR("border_officer");
	const struct user_form again = { STR("m-1"), STR("Another Person"), { &role, 1 }, STR(""), STR("") };
	assert_false(manage(world, VERA, user_new_post, "", &again));
	assert_int_equal(err.code, ERR_FINDINGS);
}

STORY(a_block_ends_the_sessions_until_it_is_taken_back)
{
	struct str token;
	const struct officer_why why = { STR("inquiry 12") };
	MUST(sign_in_well(world, here, OFFICER, &token));
	MUST(manage(world, VERA, user_block_post, "U-1", &why));
	assert_false(lives(world, token));
	assert_false(sign_in_well(world, here, OFFICER, NULL));
	assert_false(manage(world, VERA, user_block_post, "U-1", &why));
	MUST(manage(world, EDDA, user_unblock_post, "U-1", &why));
	assert_false(lives(world, token)); /* what ended stays ended */
	MUST(sign_in_well(world, here, OFFICER, NULL));
}

STORY(the_last_who_manages_users_stays)
{
	const struct officer_why why = { STR("retired") };
	struct str role = STR("analyst");
	const struct officer_change less = { STR("Edda"), { &role, 1 }, STR(""), STR("moves on") };
	assert_false(manage(world, VERA, user_leave_post, "U-8", &why)); /* nor does anybody end his own account */
	MUST(manage(world, VERA, user_leave_post, "U-9", &why));
	struct act act = act_at(world, NODE);
	struct user user;
	MUST(user_load(&act, STR("U-8"), &user, &err));
	assert_false(user_leave(&act, &user, STR("retired"), &err));
	assert_false(user_block(&act, &user, STR("retired"), &err));
	assert_false(user_change(&act, &user, &less, &err));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_false(journal_pending(&act));
	finish(world, &act, false);
}

STORY(ended_sessions_and_a_lifted_lock)
{
	struct str token;
	MUST(sign_in_well(world, here, OFFICER, &token));
	MUST(manage(world, VERA, user_sessions_post, "U-1", NULL));
	assert_false(lives(world, token));
	for (int i = 0; i < world->pack->security.lock_tries; i++)
		assert_false(sign_in_badly(world, here, "U-1"));
	assert_false(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 1), NULL));
	assert_int_equal(err.code, ERR_TOO_MANY);
	MUST(manage(world, VERA, user_unlock_post, "U-1", NULL));
	MUST(sign_in(world, here, "U-1", PASSWORD, code_at(world, OFFICER, 1), NULL));
}

/* --- roles and the second administrator --- */

static struct officer_change change_to(struct str *role)
{
	return (struct officer_change){ STR("Somebody"), { role, 1 }, STR("SORREL"), STR("leads the night shift") };
}

/* The request that waits, of the one story that asked. */
static struct uuid request_of(struct world *world)
{
	struct act act = act_at(world, NODE);
	struct query *query = db_query(act.db, "access.second_users");
	query_bind_int(query, "most", 10);
	struct uuid id = query_next(query) ? query_id(query, 0) : (struct uuid){ 0 };
	MUST(query_end(query, &err));
	finish(world, &act, false);
	return id;
}

static bool answer(struct world *world, enum who who, struct uuid request, const char *word)
{
	const struct user_answer form = { str_of(word), STR("") };
	return post(world, who, users_second_post, "", request, &form, STR(""), NULL, NULL);
}

STORY(a_changed_role_counts_for_the_running_session)
{
	struct str token, analyst = STR("analyst");
	rights may;
	MUST(sign_in_well(world, here, OFFICER, &token));
	state_of(world, token, &may);
	assert_true(rights_have(may, CAN_CROSS) && !rights_have(may, CAN_SEARCH));
	const struct officer_change change = change_to(&analyst);
	MUST(manage(world, VERA, user_change_post, "U-1", &change));
	state_of(world, token, &may);
	assert_true(!rights_have(may, CAN_CROSS) && rights_have(may, CAN_SEARCH));
}

STORY(a_right_that_confirms_needs_two)
{
	struct str token, supervisor = STR("shift_supervisor");
	rights may;
	const struct officer_change change = change_to(&supervisor);
	MUST(sign_in_well(world, here, OFFICER, &token));
	MUST(manage(world, VERA, user_change_post, "U-1", &change));
	state_of(world, token, &may);
	assert_false(rights_have(may, CAN_SUPERVISE)); /* it waits */
	struct uuid request = request_of(world);
	assert_false(answer(world, VERA, request, "confirm"));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_false(answer(world, COLLEAGUE, request, "confirm"));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_false(answer(world, EDDA, request, "perhaps"));
	state_of(world, token, &may);
	assert_false(rights_have(may, CAN_SUPERVISE));
	MUST(answer(world, EDDA, request, "confirm"));
	state_of(world, token, &may);
	assert_true(rights_have(may, CAN_SUPERVISE));
	assert_false(answer(world, EDDA, request, "confirm")); /* once */
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
}

STORY(what_is_sent_back_changes_nothing)
{
	struct str token, supervisor = STR("shift_supervisor");
	rights may;
	const struct officer_change change = change_to(&supervisor);
	MUST(sign_in_well(world, here, OFFICER, &token));
	MUST(manage(world, VERA, user_change_post, "U-1", &change));
	struct uuid request = request_of(world);
	MUST(answer(world, EDDA, request, "return"));
	assert_false(answer(world, EDDA, request, "confirm"));
	state_of(world, token, &may);
	assert_false(rights_have(may, CAN_SUPERVISE));
}

STORY(nobody_changes_his_own_roles_or_confirms_his_own_gain)
{
	struct str analyst = STR("analyst"), supervisor = STR("shift_supervisor");
	struct officer_change change = change_to(&analyst);
	MUST(manage(world, VERA, user_change_post, "U-8", &change)); /* though an analyst confirms nothing */
	assert_false(answer(world, VERA, request_of(world), "confirm"));
	MUST(answer(world, EDDA, request_of(world), "return"));
	change = change_to(&supervisor);
	MUST(manage(world, VERA, user_change_post, "U-9", &change));
	assert_false(answer(world, EDDA, request_of(world), "confirm"));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_false(uuid_zero(request_of(world)));
}

STORY(a_new_user_who_confirms_is_added_by_two)
{
	struct str supervisor = STR("shift_supervisor"), password, code, token;
	struct user_form form = { STR("u-77"), STR("New Somebody"), { &supervisor, 1 }, STR("SORREL"), STR("") };
	assert_false(manage(world, VERA, user_new_post, "", &form)); /* the second wants to know why */
	form.reason = STR("leads the night shift");
	MUST(manage(world, VERA, user_new_post, "", &form));
	assert_false(manage(world, VERA, user_get, "U-77", NULL));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	const struct user_answer confirm = { STR("confirm"), STR("") };
	MUST(post(world, EDDA, users_second_post, "", request_of(world), &confirm, STR(""), "first_password", &password));
	assert_true(password.len > 12);
	/* Who confirmed holds the first password: it lets nobody in before another hand gave the second factor. */
	assert_false(sign_in(world, here, "U-77", str_c(world->arena, password), STR(""), NULL));
	assert_false(manage(world, EDDA, user_codes_post, "U-77", NULL));
	MUST(post(world, VERA, user_codes_post, "U-77", (struct uuid){ 0 }, NULL, STR(""), "codes", &code));
	assert_false(sign_in(world, here, "U-77", str_c(world->arena, password), STR(""), NULL));
	MUST(sign_in(world, here, "U-77", str_c(world->arena, password), code, &token));
	assert_int_equal(state_of(world, token, NULL), SESSION_PASSWORD_CHANGE);
}

/* The first administrator is made by a command, and an ordinary user by one administrator: both set up the factor themselves. */
STORY(a_first_password_of_the_machine_or_for_ordinary_roles_lets_in)
{
	struct str administrator = STR("administrator"), analyst = STR("analyst"), password, token;
	const struct new_user first = { STR("U-70"), STR("First"), { &administrator, 1 }, STR("") };
	const struct user_form ordinary = { STR("U-71"), STR("Ordinary"), { &analyst, 1 }, STR(""), STR("") };
	struct user user = { 0 };
	struct act act = act_at(world, NODE);
	MUST(access_add_user(&act, &first, &user.id, &err) && user_reset(&act, &user, &password, &err));
	password = str_copy(world->arena, password);
	MUST(finish(world, &act, true));
	MUST(sign_in(world, here, "U-70", str_c(world->arena, password), STR(""), &token));
	assert_int_equal(state_of(world, token, NULL), SESSION_PASSWORD_CHANGE);
	MUST(post(world, VERA, user_new_post, "", (struct uuid){ 0 }, &ordinary, STR(""), "first_password", &password));
	MUST(sign_in(world, here, "U-71", str_c(world->arena, password), STR(""), NULL));
}

STORY(of_two_who_add_one_number_one_is_told)
{
	struct str role = STR("analyst");
	const struct new_user user = { STR("U-50"), STR("One"), { &role, 1 }, STR("") }, other = { STR("u-50"), STR("Other"), { &role, 1 }, STR("") };
	struct act one = act_at(world, VERA), two = act_at(world, EDDA);
	struct uuid id;
	MUST(access_add_user(&one, &user, &id, &err) && access_add_user(&two, &other, &id, &err));
	MUST(finish(world, &one, true));
	assert_int_equal(journal_submit(&two, &err), SUBMIT_CONFLICT);
	finish(world, &two, false);
}

STORY(what_cannot_be_is_found)
{
	struct str wizard = STR("wizard"), analyst = STR("analyst");
	const struct user_form wrong[] = {
		{ STR("U/1"), STR("A Name"), { &analyst, 1 }, STR(""), STR("") }, { STR("../x"), STR("A Name"), { &analyst, 1 }, STR(""), STR("") },
		{ STR("u-1"), STR("A Name"), { &analyst, 1 }, STR(""), STR("") }, { STR("U-51"), STR("A Name"), { &wizard, 1 }, STR(""), STR("") },
		{ STR("U-51"), STR("A Name"), { &analyst, 1 }, STR("NOWHERE"), STR("") },
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_false(manage(world, VERA, user_new_post, "", &wrong[i]));
		assert_int_equal(err.code, ERR_FINDINGS);
	}
	assert_false(manage(world, VERA, user_get, "U-51", NULL));
	assert_false(manage(world, VERA, user_get, "00000000-0000-7000-8000-000000000000", NULL));
	MUST(manage(world, VERA, user_get, str_c(world->arena, uuid_str(world->arena, world->ids[OFFICER])), NULL)); /* by id, too */
}

/* --- machine credentials --- */

STORY(a_machine_credential_is_shown_once_and_revoked)
{
	const struct machine_form label = { STR("bookings") };
	struct str token;
	rights may;
	assert_false(manage(world, VERA, user_machine_post, "U-1", &label)); /* no role with the right api */
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	MUST(post(world, VERA, user_machine_post, "M-1", (struct uuid){ 0 }, &label, STR(""), "machine_credential", &token));
	assert_true(str_starts(token, STR("limen_")));
	world->at.now += world->pack->security.absolute * MINUTE * 10; /* no session: it does not end by itself */
	assert_int_equal(state_of(world, token, &may), SESSION_OPEN);
	assert_true(rights_have(may, CAN_API));
	struct machine_end end = { { { 7 } } };
	assert_false(manage(world, VERA, user_machine_end_post, "M-1", &end));
	struct str hash = token_hash(world->arena, token);
	memcpy(end.credential.bytes, hash.data, sizeof end.credential.bytes);
	assert_false(manage(world, VERA, user_machine_end_post, "U-1", &end)); /* another user's */
	assert_true(lives(world, token));
	MUST(manage(world, EDDA, user_machine_end_post, "M-1", &end));
	assert_false(lives(world, token));
}

STORY(a_machine_confirms_nothing)
{
	struct str roles[] = { STR("carrier_api"), STR("shift_supervisor"), STR("administrator") }, token;
	const struct officer_change change = { STR("Machine"), { roles, COUNT_OF(roles) }, STR(""), STR("a mistake") };
	const struct machine_form label = { STR("bookings") };
	rights may;
	struct act act = act_at(world, NODE);
	struct user user;
	MUST(finish(world, &act, user_load(&act, STR("M-1"), &user, &err) && user_change(&act, &user, &change, &err)));
	MUST(post(world, VERA, user_machine_post, "M-1", (struct uuid){ 0 }, &label, STR(""), "machine_credential", &token));
	state_of(world, token, &may);
	assert_true(rights_have(may, CAN_CROSS) && rights_have(may, CAN_AUDIT));
	assert_int_equal(may & rights_of_two, 0);
	const struct machine_form reader = { STR("reader"), STR("SORREL"), 1 }, nowhere = { STR("reader"), STR("SORREL"), 99 }, half = { STR("reader"), STR("SORREL"), 0 };
	MUST(post(world, VERA, user_machine_post, "M-1", (struct uuid){ 0 }, &reader, STR(""), "machine_credential", &token));
	state_of(world, token, &may); /* a reader of a lane hands over readings, and sees nobody's record */
	assert_int_equal(may, right_bit(CAN_API));
	assert_false(manage(world, VERA, user_machine_post, "M-1", &nowhere));
	assert_string_equal(err.what, "there is no such post and lane");
	assert_false(manage(world, VERA, user_machine_post, "M-1", &half));
}

/* --- who did it --- */

struct seen {
	struct world *world;
	struct uuid by[32];
	char names[32][32];
	size_t count;
};

static void remember(void *state, const struct entry *entry)
{
	struct seen *seen = state;
	if (seen->count == COUNT_OF(seen->names))
		return;
	snprintf(seen->names[seen->count], sizeof seen->names[0], STR_FMT, STR_ARG(entry->type_name));
	seen->by[seen->count++] = entry->actor;
}

static size_t entries_by(const struct seen *seen, const char *name, struct uuid actor)
{
	size_t count = 0;
	for (size_t i = 0; i < seen->count; i++)
		count += !strcmp(seen->names[i], name) && uuid_equal(seen->by[i], actor);
	return count;
}

STORY(every_change_is_an_entry_with_who_did_it)
{
	struct str analyst = STR("analyst");
	const struct officer_why why = { STR("inquiry 12") };
	const struct officer_change change = change_to(&analyst);
	MUST(manage(world, VERA, user_change_post, "U-1", &change));
	MUST(manage(world, VERA, user_password_post, "U-1", NULL));
	MUST(manage(world, EDDA, user_codes_post, "U-1", NULL));
	MUST(manage(world, EDDA, user_sessions_post, "U-1", NULL));
	MUST(manage(world, EDDA, user_unlock_post, "U-1", NULL));
	MUST(manage(world, VERA, user_block_post, "U-1", &why));
	MUST(manage(world, EDDA, user_unblock_post, "U-1", &why));
	MUST(manage(world, EDDA, user_leave_post, "U-1", &why));
	struct seen seen = { .world = world };
	struct act act = act_at(world, NODE);
	MUST(journal_history(&act, world->ids[OFFICER], remember, &seen, &err));
	finish(world, &act, false);
	assert_int_equal(entries_by(&seen, "user.add", (struct uuid){ { 99 } }), 1);
	assert_int_equal(entries_by(&seen, "user.change", world->ids[VERA]), 1);
	assert_int_equal(entries_by(&seen, "access.event", world->ids[VERA]), 1);
	assert_int_equal(entries_by(&seen, "access.event", world->ids[EDDA]), 3);
	assert_int_equal(entries_by(&seen, "user.block", world->ids[VERA]), 1);
	assert_int_equal(entries_by(&seen, "user.unblock", world->ids[EDDA]), 1);
	assert_int_equal(entries_by(&seen, "user.leave", world->ids[EDDA]), 1);
	assert_int_equal(seen.count, 9);
}

/* --- hashing --- */

struct hasher {
	struct access *access;
	pthread_t thread;
	_Atomic bool done;
};

static void *hash_one(void *state)
{
	struct hasher *hasher = state;
	struct error mine;
	bool same;
	hasher->done = check_password(hasher->access, STR(""), STR("some password"), &same, &mine) && !same;
	return NULL;
}

static int waiting_now(struct access *access)
{
	pthread_mutex_lock(&access->hashing);
	int waiting = access->waiting;
	pthread_mutex_unlock(&access->hashing);
	return waiting;
}

/* While as many hash as may, whoever comes waits; each who is done lets one in. */
STORY(few_passwords_are_hashed_at_once)
{
	struct access *access = world->house.access;
	struct hasher hashers[3] = { { .access = access }, { .access = access }, { .access = access } };
	access->running = HASHING_AT_ONCE; /* these are elsewhere */
	for (size_t i = 0; i < COUNT_OF(hashers); i++)
		assert_int_equal(pthread_create(&hashers[i].thread, NULL, hash_one, &hashers[i]), 0);
	while (waiting_now(access) < (int)COUNT_OF(hashers) && !hashers[0].done && !hashers[1].done && !hashers[2].done)
		usleep(1000);
	assert_int_equal(waiting_now(access), COUNT_OF(hashers));
	pthread_mutex_lock(&access->hashing);
	access->running--;
	pthread_cond_signal(&access->hashed);
	pthread_mutex_unlock(&access->hashing);
	for (size_t i = 0; i < COUNT_OF(hashers); i++) {
		pthread_join(hashers[i].thread, NULL);
		assert_true(hashers[i].done);
	}
	assert_int_equal(waiting_now(access), 0);
	assert_int_equal(access->running, HASHING_AT_ONCE - 1);
	access->running = 0;
}

STORY(who_would_wait_too_long_is_told)
{
	struct access *access = world->house.access;
	bool same;
	access->waiting = HASHING_WAITING;
	assert_false(check_password(access, STR(""), STR("some password"), &same, &err));
	assert_int_equal(err.code, ERR_BUSY);
	access->waiting = HASHING_WAITING - 1;
	MUST(check_password(access, STR(""), STR("some password"), &same, &err));
	access->waiting = 0;
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(who_fails_too_often_waits_and_only_he),
		UNIT(waits_grow_and_end),
		UNIT(one_device_does_not_lock_the_post),
		UNIT(a_client_without_a_mark_is_counted_by_its_address),
		UNIT(one_answer_for_all_that_is_wrong),
		UNIT(a_code_of_the_device_works_once),
		UNIT(a_printed_code_works_once),
		UNIT(a_session_alone_changes_no_device),
		UNIT(the_first_device_needs_no_other),
		UNIT(a_session_ends_when_idle),
		UNIT(a_session_ends_however_busy),
		UNIT(an_unknown_token_is_nobody),
		UNIT(a_mark_of_a_form_belongs_to_its_session),
		UNIT(a_new_password_ends_the_other_sessions),
		UNIT(a_first_password_holds_for_one_sign_in),
		UNIT(a_lost_factor_ends_at_once),
		UNIT(both_halves_never_come_from_one_hand),
		UNIT(who_leaves_is_out_at_once_and_for_good),
		UNIT(a_block_ends_the_sessions_until_it_is_taken_back),
		UNIT(the_last_who_manages_users_stays),
		UNIT(ended_sessions_and_a_lifted_lock),
		UNIT(a_changed_role_counts_for_the_running_session),
		UNIT(a_right_that_confirms_needs_two),
		UNIT(what_is_sent_back_changes_nothing),
		UNIT(nobody_changes_his_own_roles_or_confirms_his_own_gain),
		UNIT(a_new_user_who_confirms_is_added_by_two),
		UNIT(a_first_password_of_the_machine_or_for_ordinary_roles_lets_in),
		UNIT(of_two_who_add_one_number_one_is_told),
		UNIT(what_cannot_be_is_found),
		UNIT(a_machine_credential_is_shown_once_and_revoked),
		UNIT(a_machine_confirms_nothing),
		UNIT(every_change_is_an_entry_with_who_did_it),
		UNIT(few_passwords_are_hashed_at_once),
		UNIT(who_would_wait_too_long_is_told),
	};
	return cmocka_run_group_tests_name("access", cases, NULL, NULL);
}
