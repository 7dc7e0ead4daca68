/* The outbox, on both databases: a message is stored with its act, sent once, and its secret is nowhere to be read. */
#include "test.h"

#include "cases.h"
#include "outbox.h"

#define WORLD_ROOMS &journal_room, &cases_room, &outbox_room
#include "world.h"

static void no_help(const struct house *house, struct act *act, json_t *page)
{
	(void)house, (void)act, (void)page;
}

static void run_job(struct world *world)
{
	struct act act = act_of(world, "second_line_officer");
	MUST(outbox_room.jobs[0].run(&act, &err));
	finish(world, &act);
}

static struct uuid write_to(struct world *world, const char *address, const char *secret)
{
	struct act act = act_of(world, "second_line_officer");
	struct uuid id;
	const struct outbox_order order = {
		.to = str_of(address), .language = STR("en"), .subject = STR("Your code"), .text = STR("Your code is {secret}.\nIt is good for ten minutes."), .secret = str_of(secret),
	};
	MUST(outbox_mail(&act, &order, &id, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return id;
}

static json_t *mailbox(struct world *world)
{
	struct act act = act_of(world, "second_line_officer");
	struct reply reply = { 0 };
	const struct call call = { 0 };
	json_t *messages = NULL;
	if (outbox_room.routes[0].handle(&act, &call, &reply, &err))
		messages = json_deep_copy(json_object_get(reply.data, "messages"));
	json_decref(reply.data);
	json_decref(reply.page);
	finish(world, &act);
	return messages;
}

static void check_secret(struct world *world)
{
	write_to(world, "maria@example.org", "482913");
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE text LIKE '%482913%' OR sealed LIKE '%482913%'"), 0);
	assert_null(mailbox(world)); /* a state that is no play has no mailbox */
	assert_int_equal(err.code, ERR_NOT_FOUND);
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND tries = 0"), 1); /* nobody said how to send */
	world->house.sign_in_help = no_help;
	json_t *messages = mailbox(world);
	assert_string_equal(json_string_value(json_object_get(json_array_get(messages, 0), "text")), "Your code is 482913.\nIt is good for ten minutes.");
	json_decref(messages);
	world->at.now += 5000;
	run_job(world);
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'sent' AND tries = 1"), 1);
	world->house.sign_in_help = NULL;
}

static void check_addresses(struct world *world)
{
	static const char *const good[] = { "a@b.cd", "maria.reyes+visa@mail.example.org", "o'hara@x-y.example" };
	static const char *const bad[] = { "", "a", "@b.cd", "a@b", "a@b.", "a@.b.cd", "a b@c.de", "a@b.cd\r\nBcc: x@y.zz", "<a@b.cd>", "a..b@c.de", "a@-b.cd", "a@b_c.de", "a@b@c.de" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(outbox_address_valid(str_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(outbox_address_valid(str_of(bad[i])));
	assert_true(outbox_number_valid(STR("+15550100")));
	assert_false(outbox_number_valid(STR("15550100")));
	assert_false(outbox_number_valid(STR("+0155501000")));
	struct act act = act_of(world, "second_line_officer");
	assert_false(outbox_sms(&act, &(struct outbox_order){ .to = STR("call me"), .text = STR("x") }, NULL, &err));
	assert_int_equal(err.code, ERR_INPUT);
	finish(world, &act);
}

static void test_outbox(void **state)
{
	(void)state;
	on_both(check_secret);
}

static void test_addresses(void **state)
{
	(void)state;
	on_both(check_addresses);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_outbox), cmocka_unit_test(test_addresses) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
