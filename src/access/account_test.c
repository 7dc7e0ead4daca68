/* Accounts of the public on both databases: let in once by link or code, nothing else than CAN_APPLY, signing out ends it, recovery by the code alone. */
#include "test.h"

#include "account.h"

#define WORLD_ROOMS &journal_room, &access_room
#include "world.h"

static const struct account_from from = { { "device", 6 }, { "192.0.2.1", 9 } };

static struct act nobody(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	act.actor = (struct actor){ .name = STR("") };
	return act;
}

static void ticket(struct world *world, const char *email, struct uuid moves, struct str *link, struct str *code)
{
	struct act act = nobody(world);
	MUST(account_ticket(&act, str_of(email), STR("en"), moves, &from, link, code, &err));
	*link = str_copy(world->arena, *link);
	*code = str_copy(world->arena, *code);
	finish(world, &act);
}

static bool enter(struct world *world, struct str link, const char *email, struct str code, struct str *session, struct uuid *account)
{
	struct act act = nobody(world);
	MUST(account_enter(&act, link, str_of(email), code, &from, session, &err));
	bool in = !act.findings.count;
	if (in) {
		*session = str_copy(world->arena, *session);
		*account = act.actor.user;
	}
	assert_int_equal(finish(world, &act), SUBMITTED);
	return in;
}

static enum session_state session(struct world *world, struct str token, rights *may, struct uuid *who)
{
	struct act act = nobody(world);
	enum session_state state;
	MUST(access_session(&act, token, &state, &err));
	*may = act.actor.rights;
	*who = act.actor.user;
	finish(world, &act);
	return state;
}

static void let_in_once(struct world *world)
{
	struct str link, code, token = STR(""), none = STR("");
	struct uuid first, second, who;
	rights may;
	world->house.access = access_open(world->house.store, &world->clock, &random_system, &world->keys, &err);
	assert_non_null(world->house.access);
	ticket(world, "Maria@example.org", (struct uuid){ 0 }, &link, &code);
	assert_false(enter(world, none, "maria@example.org", STR("00000000x"), &token, &first));
	assert_false(enter(world, none, "other@example.org", code, &token, &first));
	world->at.now += 600000; /* wrong tries wait */
	assert_true(enter(world, none, "maria@example.org", code, &token, &first));
	assert_false(enter(world, link, "", none, &token, &second));
	assert_int_equal(session(world, token, &may, &who), SESSION_OPEN);
	assert_true(may == right_bit(CAN_APPLY) && uuid_equal(who, first));

	/* the same address is the same account; a ticket is over in half an hour */
	world->at.now += 600000;
	ticket(world, "maria@example.org", (struct uuid){ 0 }, &link, &code);
	struct str other = STR("");
	assert_true(enter(world, link, "", none, &other, &second));
	assert_true(uuid_equal(first, second));
	ticket(world, "maria@example.org", (struct uuid){ 0 }, &link, &code);
	world->at.now += ACCOUNT_TICKET_MINUTES * 60000 + 1000;
	assert_false(enter(world, link, "", none, &other, &second));

	struct act act = nobody(world);
	MUST(account_leave(&act, token, &err));
	finish(world, &act);
	assert_int_equal(session(world, token, &may, &who), SESSION_NONE);
	world_rebuilds(world);
	access_close(world->house.access);
}

static void address_is_lost(struct world *world)
{
	struct str link, code, token = STR(""), none = STR("");
	struct uuid account, moved;
	struct account_row row;
	bool found;
	world->house.access = access_open(world->house.store, &world->clock, &random_system, &world->keys, &err);
	ticket(world, "old@example.org", (struct uuid){ 0 }, &link, &code);
	assert_true(enter(world, link, "", none, &token, &account));
	struct act act = nobody(world);
	struct str recovery = str_copy(world->arena, account_recovery(&act, account));
	finish(world, &act);
	act = nobody(world);
	MUST(account_by_email(&act, STR("old@example.org"), &moved, &row, &found, &err));
	assert_true(found && account_recovers(&act, &row, recovery) && account_recovers(&act, &row, str_lower(act.arena, recovery)));
	assert_false(account_recovers(&act, &row, STR("AAAA-AAAA-AAAA-AAAA")));
	assert_false(account_recovers(&act, &(struct account_row){ .recovery = STR("") }, STR("")));
	finish(world, &act);
	ticket(world, "new@example.org", account, &link, &code);
	assert_true(enter(world, link, "", none, &token, &moved));
	assert_true(uuid_equal(moved, account));
	act = nobody(world);
	MUST(account_by_email(&act, STR("old@example.org"), &moved, &row, &found, &err));
	assert_false(found);
	finish(world, &act);
	access_close(world->house.access);
}

static void test_let_in_once(void **state)
{
	(void)state;
	on_both(let_in_once);
}

static void test_address_is_lost(void **state)
{
	(void)state;
	on_both(address_is_lost);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_let_in_once), cmocka_unit_test(test_address_is_lost) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
