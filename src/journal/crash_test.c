/* Kills under load, and several processes at one database: what was acknowledged is stored, chains are whole, tables are what the entries
 * make. LIMEN_LONG=1 makes 200 kills and 10,000 conflicting acts of it. */
#include <signal.h>

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

/* Two processes, one record, conflicting acts; each owns a lane. */
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
			if (!add_again(&trial, 1, &id))
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
	all_stored(&trial, &none);
	trial_end(&trial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_kills_lose_nothing_sqlite),
		UNIT(test_kills_lose_nothing_postgres),
		UNIT(test_two_processes_lose_no_update),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
