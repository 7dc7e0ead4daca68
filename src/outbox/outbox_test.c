/* The outbox, on both databases: a message is stored with its act, sent once, and its secret is nowhere to be read. */
#include "test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"
#include "outbox.h"

#define WORLD_ROOMS &journal_room, &cases_room, &outbox_room
#include "world.h"

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
	world->house.sign_in_help = world_no_help;
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

/* --- a mail server that answers as it is told --- */

struct post_office {
	int listener, port;
	const char *to_receiver;        /* its answer to RCPT */
	bool vanishes;                  /* after it has all, without a word */
	char got[8192];
	size_t size;
	pthread_t thread;
};

static bool talk(int peer, const char *words)
{
	return write(peer, words, strlen(words)) == (ssize_t)strlen(words);
}

static void converse(struct post_office *office, int peer)
{
	char line[4096];
	bool data = false;
	FILE *in = fdopen(dup(peer), "r");
	talk(peer, "220 here\r\n");
	while (in && fgets(line, sizeof line, in)) {
		if (data && strcmp(line, ".\r\n")) {
			size_t length = strlen(line);
			if (office->size + length < sizeof office->got)
				memcpy(office->got + office->size, line, length + 1), office->size += length;
			continue;
		}
		if (data && office->vanishes)
			break;
		bool begins = !strncmp(line, "DATA", 4), ends = !strncmp(line, "QUIT", 4);
		talk(peer, data ? "250 2.0.0 taken\r\n" : begins ? "354 go on\r\n" : ends ? "221 bye\r\n" : !strncmp(line, "RCPT", 4) ? office->to_receiver : "250 fine\r\n");
		data = begins;
		if (ends)
			break;
	}
	if (in)
		fclose(in);
}

static void *serve_one(void *context)
{
	struct post_office *office = context;
	int peer = accept(office->listener, NULL, NULL);
	if (peer >= 0) {
		converse(office, peer);
		shutdown(peer, SHUT_RDWR);
		close(peer);
	}
	return NULL;
}

static void office_open(struct post_office *office, const char *to_receiver, bool vanishes)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	*office = (struct post_office){ .listener = socket(AF_INET, SOCK_STREAM, 0), .to_receiver = to_receiver, .vanishes = vanishes };
	assert_int_equal(bind(office->listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(office->listener, 4), 0);
	assert_int_equal(getsockname(office->listener, (struct sockaddr *)&address, &size), 0);
	office->port = ntohs(address.sin_port);
	pthread_create(&office->thread, NULL, serve_one, office);
}

static void office_close(struct post_office *office)
{
	pthread_join(office->thread, NULL);
	close(office->listener);
}

static void write_settings(struct world *world, const char *settings, mode_t mode)
{
	char path[300];
	snprintf(path, sizeof path, "%s/keys/outbox", world->database.folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(settings, file);
	fclose(file);
	chmod(path, mode);
	world->house.state = str_of(world->database.folder);
}

/* One message to an office that answers so; the state that it then has. */
static void one_try(struct world *world, const char *to_receiver, bool vanishes, const char *state, struct post_office *office)
{
	char settings[200], sql[200];
	office_open(office, to_receiver, vanishes);
	snprintf(settings, sizeof settings, "# mail\nmail smtp://127.0.0.1:%d\nfrom visas@state.example\n", office->port);
	write_settings(world, settings, 0600);
	int64_t before = number(world, "SELECT count(*) FROM outbox");
	write_to(world, "maria@example.org", "482913");
	run_job(world);
	office_close(office);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM outbox WHERE state = '%s' AND tries = 1", state);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox"), before + 1);
	if (number(world, sql) < 1)
		fail_msg("%s: not %s", to_receiver, state);
}

static void check_sending(struct world *world)
{
	struct post_office office;
	one_try(world, "250 2.1.5 ok\r\n", false, "sent", &office);
	assert_non_null(strstr(office.got, "To: <maria@example.org>"));
	one_try(world, "550 5.1.1 maria is not known\r\n", false, "failed", &office);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE status LIKE '550 5.1.1%' AND status NOT LIKE '%maria%'"), 1);
	struct act act = act_of(world, "administrator");
	struct reply reply = { .status = 0 };
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, "SELECT record FROM outbox WHERE state = 'failed'");
	assert_true(query_next(query));
	struct uuid failed = query_id(query, 0);
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	MUST(outbox_room.routes[1].handle(&act, &(struct call){ .json = true }, &reply, &err));
	assert_null(strstr(json_string_value(json_object_get(json_array_get(json_object_get(reply.page, "rows"), 0), "receiver")), "maria"));
	json_decref(reply.data);
	json_decref(reply.page);
	reply = (struct reply){ .status = 0 };
	MUST(outbox_room.routes[2].handle(&act, &(struct call){ .id = failed }, &reply, &err)); /* a person says: once more */
	json_decref(reply.data);
	assert_int_equal(finish(world, &act), SUBMITTED);
	office_open(&office, "250 ok\r\n", false);
	char settings[200];
	snprintf(settings, sizeof settings, "mail smtp://127.0.0.1:%d\nfrom visas@state.example\n", office.port);
	write_settings(world, settings, 0600);
	run_job(world);
	office_close(&office);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'sent'"), 2);
	one_try(world, "250 ok\r\n", true, "unknown", &office);
	one_try(world, "450 4.2.1 later\r\n", false, "waiting", &office);
	run_job(world); /* too early: the pause is kept, and nobody listens */
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND tries = 1"), 1);
	world->at.now += 3600000;
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND tries = 2"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'unknown' AND tries = 1"), 1); /* and that one is not sent again by itself */
}

/* The program died between the try and its end: it is not known what became of the message, and it is not sent again. */
static void check_crash(struct world *world)
{
	struct uuid id = write_to(world, "maria@example.org", "1");
	struct act act = act_of(world, "second_line_officer");
	journal_append(&act, &outbox_step_type, id, &(struct outbox_step){ .what = STR("begun") });
	assert_int_equal(finish(world, &act), SUBMITTED);
	world->house.sign_in_help = world_no_help;
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'begun'"), 1);
	world->at.now += 1000000;
	run_job(world);
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'unknown' AND tries = 1"), 1);
	world->house.sign_in_help = NULL;
}

static void check_files(struct world *world)
{
	char path[300];
	write_settings(world, "mail files\nfrom visas@state.example\nsms files\n", 0640);
	struct act act = act_of(world, "second_line_officer");
	assert_false(outbox_room.jobs[0].run(&act, &err)); /* others can read it */
	assert_int_equal(err.code, ERR_CONFIG);
	finish(world, &act);
	write_settings(world, "mail files\nfrom visas@state.example\nsms files\n", 0600);
	struct uuid id = write_to(world, "maria@example.org", "1");
	run_job(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE state = 'sent'"), 1);
	snprintf(path, sizeof path, "%s/outbox/" STR_FMT ".eml", world->database.folder, STR_ARG(uuid_str(world->arena, id)));
	assert_int_equal(access(path, R_OK), 0);
	unlink(path);
	snprintf(path, sizeof path, "%s/outbox", world->database.folder);
	rmdir(path);
	snprintf(path, sizeof path, "%s/keys/outbox", world->database.folder);
	unlink(path);
}

static void test_sending(void **state)
{
	(void)state;
	on_both(check_sending);
}

static void test_crash(void **state)
{
	(void)state;
	on_both(check_crash);
}

static void test_files(void **state)
{
	(void)state;
	on_both(check_files);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_outbox), cmocka_unit_test(test_addresses), cmocka_unit_test(test_sending), cmocka_unit_test(test_crash),
		                              cmocka_unit_test(test_files) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
