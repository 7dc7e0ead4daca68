/* Kills under load, several processes at one database, a link that breaks during COMMIT: what was acknowledged is stored, chains are whole, tables
 * are what the entries make. LIMEN_LONG=1 makes 200 kills, 10,000 conflicting acts and 1,000 acts over the bad link of it. */
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "journal_trial.h"

static struct trial trial;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool long_form(void)
{
	return getenv("LIMEN_LONG") != NULL;
}

/* One conflicting act, decided again until it is stored; false when it failed. */
static bool add_again(struct trial *at, unsigned record, struct uuid *id)
{
	for (;;) {
		struct act act = act_begin(at);
		*id = journal_append(&act, &count_add_type, record_of(record), &(struct count_add){ 1 });
		enum submitted answer = journal_submit(&act, &err);
		act_end(at, &act);
		if (answer != SUBMIT_CONFLICT)
			return answer == SUBMITTED;
	}
}

struct worker {
	struct trial *trial;
	int out;
	unsigned number;
};

static void *work(void *state)
{
	struct worker *worker = state;
	for (unsigned i = 0;; i++) {
		struct error own;
		struct act act = { .arena = arena_new(0), .clock = &worker->trial->clock, .random = &random_system, .now = worker->trial->now,
			           .actor = { .user = officer }, .journal = worker->trial->journal, .db = store_take(worker->trial->store, &own) };
		if (!act.db || !db_begin_read(act.db, &own))
			_exit(3);
		struct uuid id = journal_append(&act, &count_add_type, record_of((worker->number + i) % 5), &(struct count_add){ 1 });
		enum submitted answer = journal_submit(&act, &own);
		store_give(worker->trial->store, act.db);
		arena_free(act.arena);
		/* The acknowledgement: written only after the answer. A pipe takes 16 bytes whole. */
		if (answer == SUBMITTED && write(worker->out, id.bytes, sizeof id.bytes) != sizeof id.bytes)
			_exit(3);
	}
	return NULL;
}

/* The child: writes as fast as it can until it is killed. */
static void write_until_killed(struct trial *at, int out)
{
	enum { WORKERS = 4 };
	pthread_t threads[WORKERS];
	struct worker workers[WORKERS];
	trial_open(at);
	for (unsigned i = 0; i < WORKERS; i++) {
		workers[i] = (struct worker){ at, out, i };
		if (pthread_create(&threads[i], NULL, work, &workers[i]))
			_exit(3);
	}
	pthread_join(threads[0], NULL);
}

static size_t kill_once(struct trial *at, struct buf *acknowledged, unsigned pause_us)
{
	int ends[2];
	size_t count = 0;
	struct uuid id;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (!child) {
		close(ends[0]);
		write_until_killed(at, ends[1]);
		_exit(3);
	}
	close(ends[1]);
	bool first = true;
	while (read(ends[0], id.bytes, sizeof id.bytes) == sizeof id.bytes) {
		buf_add(acknowledged, bytes_of(id.bytes, sizeof id.bytes));
		count++;
		if (first) {
			usleep(pause_us);
			kill(child, SIGKILL);
		}
		first = false;
	}
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return count;
}

static void all_stored(struct trial *at, const struct buf *acknowledged)
{
	struct journal_report report;
	struct act act = act_begin(at);
	for (size_t i = 0; i < acknowledged->len; i += 16) {
		struct uuid id;
		memcpy(id.bytes, acknowledged->data + i, 16);
		assert_int_equal(journal_known(&act, id, &err), SUBMIT_DONE_BEFORE);
	}
	MUST(journal_verify(&act, &report, &err));
	if (report.faults)
		fail_msg(STR_FMT, STR_ARG(buf_str(&report.text)));
	act_end(at, &act);
	assert_int_equal(one_number(at, "SELECT sum(total) FROM counter"), one_number(at, "SELECT count(*) FROM journal_body"));
}

static void kills(enum store_kind kind)
{
	if (!trial_new(&trial, kind))
		return;
	trial_shut(&trial); /* no thread and no connection of ours goes into the children */
	struct buf acknowledged = BUF_IN(arena);
	int times = long_form() ? 200 : 4;
	for (int i = 0; i < times; i++) {
		kill_once(&trial, &acknowledged, (unsigned)(i * 7919 % 60000));
		trial_open(&trial);
		all_stored(&trial, &acknowledged);
		trial_shut(&trial);
	}
	assert_true(acknowledged.len / 16 >= (size_t)times);
	trial_end(&trial);
}

static void test_kills_lose_nothing_sqlite(void **state) { (void)state; kills(STORE_SQLITE); }
static void test_kills_lose_nothing_postgres(void **state) { (void)state; kills(STORE_POSTGRES); }

/* Adds to two records in one act, in either order: heads are locked in the order of their ids, so no two processes wait for each other. */
static bool add_to_both(struct trial *at, unsigned first, unsigned then)
{
	for (;;) {
		struct act act = act_begin(at);
		journal_append(&act, &count_add_type, record_of(first), &(struct count_add){ 1 });
		journal_append(&act, &count_add_type, record_of(then), &(struct count_add){ 1 });
		enum submitted answer = journal_submit(&act, &err);
		act_end(at, &act);
		if (answer != SUBMIT_CONFLICT)
			return answer == SUBMITTED;
	}
}

/* Two processes, one record and then two, conflicting acts; each owns a lane. */
static void test_two_processes_lose_no_update(void **state)
{
	enum { PROCESSES = 2 };
	pid_t children[PROCESSES];
	int each = long_form() ? 5000 : 40;
	(void)state;
	if (!trial_new(&trial, STORE_POSTGRES))
		return;
	trial_shut(&trial);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i])
			continue;
		trial_open(&trial);
		struct uuid id;
		for (int k = 0; k < each; k++) {
			if (!add_again(&trial, 1, &id) || (k % 4 == 0 && !add_to_both(&trial, i ? 3 : 2, i ? 2 : 3)))
				_exit(1);
		}
		trial_shut(&trial);
		_exit(0);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	struct counter counter;
	struct buf none = BUF_IN(arena);
	trial_open(&trial);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, PROCESSES * each);
	for (unsigned i = 2; i <= 3; i++)
		assert_true(get_counter(&trial, i, &counter) && counter.total == PROCESSES * each / 4);
	all_stored(&trial, &none);
	trial_end(&trial);
}

/* --- two processes at one SQLite file: one comes and goes while the other works --- */

static int64_t total(void)
{
	struct counter counter;
	return get_counter(&trial, 1, &counter) ? counter.total : 0;
}

/* Each time it is asked: opens the state, says what it sees, adds one, closes. */
static void visit_when_asked(int in, int out)
{
	char ask;
	while (read(in, &ask, 1) == 1) {
		trial_open(&trial);
		int64_t seen = total();
		if (add(&trial, 1, 1) != SUBMITTED)
			_exit(1);
		trial_shut(&trial);
		if (write(out, &seen, sizeof seen) != sizeof seen)
			_exit(1);
	}
	_exit(0);
}

/* Locks on a file are the process's, and closing any descriptor of it drops them: whoever then ends last but one takes itself for the last,
 * and removes the log that the other still writes. */
static void test_a_process_that_ends_takes_nothing_along(void **state)
{
	enum { VISITS = 3, BETWEEN = 5 };
	int ask[2], answer[2], status;
	(void)state;
	assert_true(trial_new(&trial, STORE_SQLITE));
	trial_shut(&trial);
	assert_true(!pipe(ask) && !pipe(answer));
	pid_t child = fork(); /* before anything is open here */
	if (!child) {
		close(ask[1]);
		visit_when_asked(ask[0], answer[1]);
	}
	close(ask[0]);
	trial_open(&trial);
	int64_t done = 0, seen;
	for (int i = 0; i < VISITS; i++) {
		for (int k = 0; k < BETWEEN; k++, done++)
			assert_int_equal(add(&trial, 1, 1), SUBMITTED);
		struct db *one = store_take(trial.store, &err), *two = store_take(trial.store, &err); /* connections come and go here, too */
		assert_true(one && two);
		store_give(trial.store, one);
		store_give(trial.store, two);
		assert_true(write(ask[1], "", 1) == 1 && read(answer[0], &seen, sizeof seen) == sizeof seen);
		assert_int_equal(seen, done++);
		assert_int_equal(total(), done);
	}
	close(ask[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(answer[0]);
	close(answer[1]);
	trial_shut(&trial);
	trial_open(&trial);
	assert_int_equal(total(), done);
	no_faults(&trial);
	trial_end(&trial);
}

/* --- a link that breaks during COMMIT --- */

enum breaking { KEEP, BREAK_BEFORE, BREAK_AFTER, BREAK_AT_ONCE }; /* the server never sees it; it does it and cannot say so; or who knows */

static struct link {
	struct sockaddr_un address, server;
	int listener;
	pthread_t thread;
	pthread_mutex_t lock;
	struct random_seeded seed;
	struct random random;
	int broken[4];
} bad = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct sockaddr_un socket_in(const char *folder)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int length = snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", folder);
	assert_true(length < (int)sizeof address.sun_path);
	return address;
}

static enum breaking choose(void)
{
	pthread_mutex_lock(&bad.lock);
	uint64_t number = random_below(&bad.random, 10);
	enum breaking chosen = number < 3 ? (enum breaking)(number + 1) : KEEP;
	bad.broken[chosen]++;
	pthread_mutex_unlock(&bad.lock);
	return chosen;
}

/* Carries bytes both ways; false when the link is to end. */
static bool carry(int from, int to, bool asks, int server)
{
	char bytes[16384];
	ssize_t size = read(from, bytes, sizeof bytes);
	size_t at;
	if (size <= 0)
		return false;
	bool commit = asks && str_find((struct str){ bytes, (size_t)size }, STR("COMMIT"), &at);
	enum breaking breaking = commit ? choose() : KEEP;
	if (breaking == BREAK_BEFORE)
		return false;
	for (ssize_t sent = 0, more; sent < size; sent += more) {
		more = write(to, bytes + sent, (size_t)(size - sent));
		if (more <= 0)
			return false;
	}
	if (breaking == BREAK_AFTER)
		(void)!read(server, bytes, sizeof bytes); /* the answer, which nobody gets */
	return breaking == KEEP;
}

static void *pump(void *state)
{
	int client = (int)(intptr_t)state, server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd both[] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
	bool on = !connect(server, (struct sockaddr *)&bad.server, sizeof bad.server);
	while (on && poll(both, 2, -1) > 0) {
		if (both[0].revents)
			on = carry(client, server, true, server);
		if (on && both[1].revents)
			on = carry(server, client, false, server);
	}
	close(client);
	close(server);
	return NULL;
}

static void *serve_link(void *state)
{
	(void)state;
	for (int client; (client = accept(bad.listener, NULL, NULL)) >= 0;) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, pump, (void *)(intptr_t)client))
			abort();
		pthread_detach(thread);
	}
	return NULL;
}

/* Puts a link of ours between the trial and its server; false where the server is not behind a socket in a folder. */
static bool link_open(void)
{
	char folder[160], where[600];
	if (sscanf(trial.database.where, "postgres:host=%159s", folder) != 1 || folder[0] != '/')
		return false;
	bad.server = socket_in(folder);
	bad.address = socket_in(trial.database.folder);
	snprintf(where, sizeof where, "postgres:host=%s%s", trial.database.folder, strchr(trial.database.where, ' '));
	strcpy(trial.database.where, where);
	bad.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(!bind(bad.listener, (struct sockaddr *)&bad.address, sizeof bad.address) && !listen(bad.listener, 16));
	bad.random = random_from_seed(&bad.seed, 26);
	return !pthread_create(&bad.thread, NULL, serve_link, NULL);
}

/* Erased again only when it is certain that it was not. */
static void erase_surely(struct uuid id)
{
	for (bool done = false; !done;) {
		struct act act = act_begin(&trial);
		done = journal_erase(&act, STR("rule"), STR("authority"), &id, 1, &err);
		if (!done && err.code != ERR_STORE)
			fail_msg("%s (%s)", err.what, err.where);
		act_end(&trial, &act);
	}
}

/* Every act is answered, and stands once: the writer found out whether its commit had happened. */
static void test_a_link_that_breaks_during_commit(void **state)
{
	struct buf acknowledged = BUF_IN(arena);
	int acts = long_form() ? 1000 : 40;
	(void)state;
	if (!trial_new(&trial, STORE_POSTGRES))
		return;
	trial_shut(&trial);
	if (!link_open()) {
		fprintf(stderr, "[  SKIPPED ] the server is not reached by a socket in a folder\n");
		test_database_drop(&trial.database);
		return;
	}
	signal(SIGPIPE, SIG_IGN);
	while (!(trial.store = store_open(str_of(trial.database.where), trial_rooms, &err)) || !store_migrate(trial.store, &err))
		store_close(trial.store);
	struct journal_options options = { STR("utopia"), str_of(trial.database.folder), &trial.clock, &random_system, &trial.keys };
	while (!(trial.journal = journal_open(trial.store, trial_rooms, &options, &err)))
		assert_true(err.code == ERR_UNCERTAIN || err.code == ERR_STORE);
	for (int i = 0; i < acts; i++) {
		struct uuid id;
		/* The link may break at each of the writer's own tries: then the act is told not to stand, and does not. */
		while (!add_again(&trial, 1, &id)) {
			struct act act = act_begin(&trial);
			assert_int_equal(err.code, ERR_STORE);
			assert_int_equal(journal_known(&act, id, &err), SUBMITTED);
			act_end(&trial, &act);
		}
		buf_add(&acknowledged, bytes_of(id.bytes, 16));
		if (i % 8 == 7)
			erase_surely(id);
	}
	for (size_t i = 0; i < acknowledged.len; i += 16) {
		struct uuid id;
		struct act act = act_begin(&trial);
		memcpy(id.bytes, acknowledged.data + i, 16);
		assert_int_equal(journal_known(&act, id, &err), SUBMIT_DONE_BEFORE);
		act_end(&trial, &act);
	}
	no_faults(&trial);
	assert_int_equal(total(), acts - acts / 8);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_body WHERE type = 'erase'"), acts / 8);
	for (int i = BREAK_BEFORE; i <= BREAK_AT_ONCE; i++)
		assert_true(bad.broken[i] > 0);
	trial_shut(&trial);
	shutdown(bad.listener, SHUT_RDWR);
	pthread_join(bad.thread, NULL);
	close(bad.listener);
	test_database_drop(&trial.database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_kills_lose_nothing_sqlite),
		UNIT(test_kills_lose_nothing_postgres),
		UNIT(test_two_processes_lose_no_update),
		UNIT(test_a_process_that_ends_takes_nothing_along),
		UNIT(test_a_link_that_breaks_during_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
