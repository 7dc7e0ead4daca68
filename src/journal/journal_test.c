/* Acting: entries are stored once, in order, folded, and answered only then. */
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

static void on_both(void (*test)(void))
{
	for (int kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		if (!trial_new(&trial, (enum store_kind)kind))
			continue;
		test();
		trial_end(&trial);
	}
}

static void entries_are_folded(void)
{
	struct counter counter;
	assert_int_equal(add(&trial, 1, 5), SUBMITTED);
	assert_int_equal(add(&trial, 1, 6), SUBMITTED);
	assert_int_equal(add(&trial, 2, 1), SUBMITTED);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 11);
	assert_int_equal(counter.steps, 2);
	assert_true(get_counter(&trial, 2, &counter));
	assert_int_equal(counter.total, 1);
}

static void every_statement_prepares(void)
{
	MUST(store_prepare_all(trial.store, &err));
}

static size_t seen;
static struct uuid last_id;

static void see(void *state, const struct entry *entry)
{
	(void)state;
	assert_true(!seen || uuid_equal(entry->parent, last_id) || entry->type == &scan_type);
	last_id = entry->id;
	seen++;
}

static void histories_are_in_order(void)
{
	for (int i = 0; i < 5; i++)
		assert_int_equal(cross(&trial, 3, "north", "ERIKSSON", trial.now - i), SUBMITTED);
	struct act act = act_begin(&trial);
	seen = 0;
	MUST(journal_history(&act, record_of(3), see, NULL, &err));
	assert_int_equal(seen, 5);
	act_end(&trial, &act);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM crossed"), 5);
	assert_int_equal(one_number(&trial, "SELECT crossings FROM papers"), 5);
}

static void a_moved_head_is_a_conflict(void)
{
	struct counter counter;
	struct act act = act_begin(&trial);
	journal_append(&act, &count_add_type, record_of(1), &(struct count_add){ 1 });
	assert_int_equal(add(&trial, 1, 10), SUBMITTED);
	assert_int_equal(journal_submit(&act, &err), SUBMIT_CONFLICT);
	act_forget(&act);
	assert_false(journal_pending(&act));
	act_end(&trial, &act);
	act = act_begin(&trial);
	journal_depend(&act, record_of(1));
	journal_append(&act, &count_add_type, record_of(2), &(struct count_add){ 1 });
	assert_int_equal(add(&trial, 1, 10), SUBMITTED);
	assert_int_equal(journal_submit(&act, &err), SUBMIT_CONFLICT);
	act_end(&trial, &act);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 20);
	assert_false(get_counter(&trial, 2, &counter));
}

/* Decided in one snapshot, stored in one group: each is whole, and fails alone. */
static void acts_stored_together_stand_alone(void)
{
	enum { COUNT = 5 };
	struct counter counter;
	struct act act = act_begin(&trial), acts[COUNT];
	enum submitted answers[COUNT];
	struct error errors[COUNT];
	struct uuid taken = uuid_v7(trial.now, &random_system);
	act.id = taken;
	journal_append(&act, &count_add_type, record_of(3), &(struct count_add){ 1 });
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	act = act_begin(&trial);
	for (int i = 0; i < COUNT; i++)
		acts[i] = act;
	acts[2].id = taken; /* what another act did */
	acts[2].request[0] = 1;
	for (int i = 0; i < COUNT - 1; i++)
		journal_append(&acts[i], &count_add_type, record_of(i < 2 ? 1 : 2 + i), &(struct count_add){ 10 });
	journal_submit_together(acts, COUNT, answers, errors);
	assert_int_equal(answers[0], SUBMITTED);
	assert_int_equal(answers[1], SUBMIT_CONFLICT); /* on the head that the first moved */
	assert_int_equal(answers[2], SUBMIT_FAILED);
	assert_int_equal(errors[2].code, ERR_ID_REUSED);
	assert_int_equal(answers[3], SUBMITTED);
	assert_int_equal(answers[4], SUBMITTED); /* that appended nothing */
	act_end(&trial, &act);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 10);
	assert_false(get_counter(&trial, 4, &counter));
	assert_true(get_counter(&trial, 5, &counter));
}

static void blind_entries_need_no_head(void)
{
	struct act act = act_begin(&trial);
	struct pass pass = { .post = STR("north") };
	journal_append(&act, &scan_type, record_of(3), &pass);
	assert_int_equal(act.looks, 1);
	assert_int_equal(cross(&trial, 3, "north", "X", trial.now), SUBMITTED);
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	assert_int_equal(cross(&trial, 3, "south", "", trial.now), SUBMITTED);
	assert_int_equal(one_number(&trial, "SELECT crossings FROM papers"), 2);
}

static enum submitted with_id(struct uuid id, struct uuid actor, uint8_t request)
{
	struct act act = act_begin(&trial);
	act.id = id;
	act.actor.user = actor;
	act.request[0] = request;
	journal_append(&act, &count_add_type, record_of(1), &(struct count_add){ 1 });
	enum submitted answer = journal_submit(&act, &err);
	act_end(&trial, &act);
	return answer;
}

static void the_same_id_is_done_once(void)
{
	struct counter counter;
	struct uuid id = uuid_v7(trial.now, &random_system), other = { { 8 } };
	assert_int_equal(with_id(id, officer, 1), SUBMITTED);
	assert_int_equal(with_id(id, officer, 1), SUBMIT_DONE_BEFORE);
	assert_int_equal(with_id(id, officer, 2), SUBMIT_FAILED);
	assert_int_equal(err.code, ERR_ID_REUSED);
	assert_int_equal(with_id(id, other, 1), SUBMIT_FAILED);
	assert_int_equal(err.code, ERR_ID_REUSED);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 1);
	struct act act = act_begin(&trial);
	act.request[0] = 1;
	assert_int_equal(journal_known(&act, id, &err), SUBMIT_DONE_BEFORE);
	assert_int_equal(journal_known(&act, other, &err), SUBMITTED);
	act_end(&trial, &act);
}

static void an_id_of_another_time_is_refused(void)
{
	assert_int_equal(with_id(uuid_v7(trial.now - 3 * DAY_MS, &random_system), officer, 1), SUBMIT_FAILED);
	assert_int_equal(err.code, ERR_INPUT);
}

/* A copied machine, or a restored one that still runs elsewhere: somebody else moved our lane. It is theirs; the act goes into a new one. */
static void a_lane_that_another_moved_is_left(void)
{
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_lane"), 0); /* who only reads opens none */
	for (int i = 0; i < 3; i++)
		assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	int64_t first = trial.journal->lane.lane;
	struct db *db = db_open_writer(trial.store, &err);
	MUST(db && db_begin_write(db, &err) && db_script(db, STR("UPDATE journal_lane SET hash = (SELECT hash FROM journal_entry WHERE seq = 1)"), &err) &&
	     db_commit(db, &err));
	for (int i = 0; i < 3; i++)
		assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	MUST(db_begin_write(db, &err) && db_script(db, STR("UPDATE journal_lane SET hash = (SELECT hash FROM journal_entry e WHERE e.lane = journal_lane.lane AND e.seq = 3)"), &err) &&
	     db_commit(db, &err));
	db_close(db);
	assert_true(trial.journal->lane.lane != first);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_lane"), 2);
	assert_int_equal(one_number(&trial, "SELECT max(seq) FROM journal_entry"), 3);
	assert_int_equal(one_number(&trial, "SELECT total FROM counter"), 6);
	no_faults(&trial);
}

static struct str last_what;

static void see_look(void *state, const struct entry *entry)
{
	(void)state;
	last_what = entry->data;
	seen++;
}

static void looks_are_entries(void)
{
	struct uuid shown[] = { record_of(1), record_of(2) };
	for (int i = 0; i < 3; i++) {
		struct act act = act_begin(&trial);
		journal_look(&act, "search", shown, 2);
		assert_int_equal(act.looks, 1);
		assert_int_equal(journal_submit(&act, &err), SUBMITTED);
		act_end(&trial, &act);
	}
	struct act act = act_begin(&trial);
	seen = 0;
	MUST(journal_refs(&act, record_of(2), 2, see_look, NULL, &err));
	assert_int_equal(seen, 2);
	assert_str(last_what, "{\"what\":\"search\",\"count\":2}");
	act_end(&trial, &act);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM record_head"), 1);
}

static void many_entries_in_one_act(void)
{
	struct counter counter;
	struct act act = act_begin(&trial);
	for (int i = 1; i <= 300; i++)
		journal_append(&act, &count_add_type, record_of(i % 3), &(struct count_add){ i });
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	assert_true(get_counter(&trial, 0, &counter));
	assert_int_equal(counter.steps, 100);
	assert_int_equal(counter.total, 3 * 5050);
}

static void a_second_start_goes_on(void)
{
	struct counter counter;
	assert_int_equal(add(&trial, 1, 5), SUBMITTED);
	trial_shut(&trial);
	trial_open(&trial);
	assert_int_equal(add(&trial, 1, 6), SUBMITTED);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 11);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_lane"), 2);
	struct act act = act_begin(&trial);
	MUST(journal_rebuild(&act, NULL, &err));
	act_end(&trial, &act);
	assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 12);
}

/* --- a newer program on an older state --- */

#define FIELD_ROW_OF_counter_now(...) FIELD_ROW(counter_now, __VA_ARGS__)
#define COUNTER_NOW_FIELDS(F, L) \
	F(INT, total, REQUIRED, 1, 0, 0, "sum") \
	F(INT, steps, REQUIRED, 1, 0, 0, "entries") \
	F(INT, largest, 0, 2, 0, 0, "the largest step")
FIELDS_STRUCT(counter_now, COUNTER_NOW_FIELDS)
FIELDS_TABLE(counter_now, COUNTER_NOW_FIELDS)

static const char *const now_indexes[] = { "largest", NULL };
static const struct table counter_now_table = { "counter", &counter_now_fields, "", now_indexes };

static void counter_now_apply(void *state, const struct entry *entry, const void *data, struct arena *at)
{
	struct counter_now *counter = state;
	const struct count_add *step = data;
	(void)entry, (void)at;
	counter->total += step->amount;
	counter->steps++;
	counter->largest = step->amount > counter->largest ? step->amount : counter->largest;
}

static void counter_now_rows(const void *state, struct uuid record, struct row_set *out)
{
	(void)record;
	if (((const struct counter_now *)state)->steps)
		rows_put(out, &counter_now_table, state);
}

static const struct table *const counter_now_writes[] = { &counter_now_table, NULL };
static const struct fold counter_now_fold = { "counter", 2, counter_reads, counter_now_writes, sizeof(struct counter_now), counter_now_apply, counter_now_rows };
static const struct fold *const now_folds[] = { &counter_now_fold, &papers_fold, NULL };
static const char now_sql[] = "CREATE TABLE trial_local (id BIGINT PRIMARY KEY, note TEXT NOT NULL)";
static const struct embedded now_files[] = { { "local.sql", { now_sql, sizeof now_sql - 1 } }, { 0 } };
static const struct migration now_migrations[] = { { 1, "local.sql", "local.sql" }, { 0 } };
static const struct room now_room = { .name = "trial", .files = now_files, .migrations = now_migrations, .entries = trial_entries, .folds = now_folds };
static const struct room *const now_rooms[] = { &journal_room, &now_room, NULL };

static void open_as(const struct room *const *rooms)
{
	struct journal_options options = { STR("utopia"), str_of(trial.database.folder), &trial.clock, &random_system, &trial.keys };
	trial.store = store_open(str_of(trial.database.where), rooms, &err);
	MUST(trial.store && store_migrate(trial.store, &err));
	trial.journal = journal_open(trial.store, rooms, &options, &err);
	MUST(trial.journal);
}

/* A fold whose rows changed is rebuilt at the start, a new local table is made once; and an older program can still take the state back. */
static void an_older_state_is_brought_up_to_date(void)
{
	for (int i = 1; i <= 5; i++)
		assert_int_equal(add(&trial, (unsigned)(i % 2), i), SUBMITTED);
	assert_int_equal(cross(&trial, 3, "north", "ERIKSSON", trial.now), SUBMITTED);
	struct str before = dump(&trial);
	trial_shut(&trial);
	for (int start = 0; start < 2; start++) {
		open_as(now_rooms);
		assert_int_equal(one_number(&trial, "SELECT sum(largest) FROM counter"), 9);
		assert_int_equal(one_number(&trial, "SELECT generation FROM journal_projection WHERE name = 'counter'"), 2);
		assert_int_equal(one_number(&trial, "SELECT generation FROM journal_projection WHERE name = 'papers'"), 1);
		assert_int_equal(one_number(&trial, "SELECT count(*) FROM trial_local"), 0);
		no_faults(&trial);
		trial_shut(&trial);
	}
	open_as(now_rooms);
	assert_int_equal(add(&trial, 1, 50), SUBMITTED);
	assert_int_equal(one_number(&trial, "SELECT max(largest) FROM counter"), 50);
	no_faults(&trial);
	trial_shut(&trial);
	trial_open(&trial);
	no_faults(&trial);
	assert_int_equal(one_number(&trial, "SELECT sum(total) FROM counter"), 65);
	assert_false(str_equal(before, dump(&trial)));
}

/* Acts and erasures while the tables are rebuilt: nothing of them is missing in the new ones. */
static _Atomic bool rebuilding;

static void *rebuild_counter(void *state)
{
	struct trial *at = state;
	struct error own;
	struct act act = { .arena = arena_new(0), .clock = &at->clock, .random = &random_system, .now = at->now, .journal = at->journal };
	bool good = journal_rebuild(&act, "counter", &own);
	arena_free(act.arena);
	rebuilding = false;
	return good ? state : NULL;
}

static struct uuid add_more(unsigned record)
{
	struct act act = act_begin(&trial);
	struct uuid id = journal_append(&act, &count_add_type, record_of(record), &(struct count_add){ 1000 });
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	return id;
}

static void erase_one(struct uuid id)
{
	struct act act = act_begin(&trial);
	MUST(journal_erase(&act, STR("rule"), STR("authority"), &id, 1, &err));
	act_end(&trial, &act);
}

static void acts_go_on_while_tables_are_rebuilt(void)
{
	struct act act = act_begin(&trial);
	int64_t total = 0, meanwhile = 0;
	for (unsigned i = 0; i < 450; i++, total++)
		journal_append(&act, &count_add_type, record_of(i), &(struct count_add){ 1 });
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	for (int round = 0; round < 3; round++) {
		pthread_t thread;
		void *good;
		struct uuid doomed = add_more(7);
		bool erased = false;
		rebuilding = true;
		assert_int_equal(pthread_create(&thread, NULL, rebuild_counter, &trial), 0);
		for (unsigned i = 0; rebuilding; i++, total += 2, meanwhile++) {
			assert_int_equal(add(&trial, i % 5, 2), SUBMITTED); /* records of the page that is filled first */
			if (i == 3 && (erased = true))
				erase_one(doomed);
		}
		pthread_join(thread, &good);
		assert_non_null(good);
		if (!erased)
			erase_one(doomed);
		no_faults(&trial);
		assert_int_equal(one_number(&trial, "SELECT sum(total) FROM counter"), total);
	}
	assert_true(meanwhile > 3);
}

/* A process that ended in the middle of a rebuild left tables that no erasure knows: they go. */
static void what_a_rebuild_left_goes(void)
{
	struct db *db = db_open_writer(trial.store, &err);
	MUST(db && db_begin_write(db, &err) && table_create(db, &counter_table, "counter_g2", &err) && db_commit(db, &err));
	db_close(db);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM counter_g2"), 0);
	struct act act = act_begin(&trial);
	MUST(journal_tidy(&act, &err));
	act_end(&trial, &act);
	db = store_take(trial.store, &err);
	bool found;
	struct query *query = db_made(db, "SELECT count(*) FROM counter_g2");
	assert_false(query_one(query, &found, &err) && query_end(query, &err));
	store_give(trial.store, db);
	assert_int_equal(add(&trial, 1, 1), SUBMITTED);
}

static void a_larger_entry_is_refused(void)
{
	char big[BODY_MOST + 1];
	memset(big, 'x', sizeof big);
	struct act act = act_begin(&trial);
	struct pass pass = { .post = STR("a"), .name = { big, sizeof big } };
	journal_append(&act, &pass_type, record_of(1), &pass);
	assert_int_equal(journal_submit(&act, &err), SUBMIT_FAILED);
	assert_int_equal(err.code, ERR_TOO_LARGE);
	act_end(&trial, &act);
}

enum { THREADS = 8, EACH = 12 };

static void *add_many(void *state)
{
	struct trial *at = state;
	for (int i = 0; i < EACH; i++) {
		for (;;) {
			struct error own;
			struct act act = { .arena = arena_new(0), .clock = &at->clock, .random = &random_system, .now = at->now,
				           .actor = { .user = officer }, .journal = at->journal, .db = store_take(at->store, &own) };
			if (!act.db || !db_begin_read(act.db, &own))
				abort();
			journal_append(&act, &count_add_type, record_of(1), &(struct count_add){ 1 });
			enum submitted answer = journal_submit(&act, &own);
			store_give(at->store, act.db);
			arena_free(act.arena);
			if (answer == SUBMITTED)
				break;
			if (answer != SUBMIT_CONFLICT)
				abort();
		}
	}
	return NULL;
}

static void nothing_is_lost_between_threads(void)
{
	struct counter counter;
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, add_many, &trial), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, THREADS * EACH);
}

/* Acts whose id another used are among many: they alone fail. */
static struct uuid used;

static void *poison_some(void *state)
{
	struct trial *at = state;
	intptr_t refused = 0;
	for (int i = 0; i < EACH; i++) {
		struct error own;
		struct act act = { .arena = arena_new(0), .clock = &at->clock, .random = &random_system, .now = at->now, .id = used, .request = { (uint8_t)(i + 1) },
			           .actor = { .user = { { 8 } } }, .journal = at->journal, .db = store_take(at->store, &own) };
		if (!act.db || !db_begin_read(act.db, &own))
			abort();
		journal_append(&act, &scan_type, record_of(2), &(struct pass){ .post = STR("x") });
		refused += journal_submit(&act, &own) == SUBMIT_FAILED && own.code == ERR_ID_REUSED;
		store_give(at->store, act.db);
		arena_free(act.arena);
	}
	return (void *)refused;
}

static void a_bad_act_fails_alone(void)
{
	struct counter counter;
	pthread_t threads[THREADS];
	void *refused;
	used = uuid_v7(trial.now, &random_system);
	assert_int_equal(with_id(used, officer, 1), SUBMITTED);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, i < 2 ? poison_some : add_many, &trial), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &refused);
		if (i < 2)
			assert_int_equal((intptr_t)refused, EACH);
	}
	assert_true(get_counter(&trial, 1, &counter));
	assert_int_equal(counter.total, 1 + (THREADS - 2) * EACH);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_body WHERE type = 'scan'"), 0);
	no_faults(&trial);
}

#define CASE(name) static void test_##name(void **state) { (void)state; on_both(name); }
CASE(entries_are_folded)
CASE(every_statement_prepares)
CASE(histories_are_in_order)
CASE(a_moved_head_is_a_conflict)
CASE(acts_stored_together_stand_alone)
CASE(blind_entries_need_no_head)
CASE(the_same_id_is_done_once)
CASE(an_id_of_another_time_is_refused)
CASE(a_lane_that_another_moved_is_left)
CASE(looks_are_entries)
CASE(many_entries_in_one_act)
CASE(a_second_start_goes_on)
CASE(an_older_state_is_brought_up_to_date)
CASE(acts_go_on_while_tables_are_rebuilt)
CASE(what_a_rebuild_left_goes)
CASE(a_larger_entry_is_refused)
CASE(nothing_is_lost_between_threads)
CASE(a_bad_act_fails_alone)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_entries_are_folded),
		UNIT(test_every_statement_prepares),
		UNIT(test_histories_are_in_order),
		UNIT(test_a_moved_head_is_a_conflict),
		UNIT(test_acts_stored_together_stand_alone),
		UNIT(test_blind_entries_need_no_head),
		UNIT(test_the_same_id_is_done_once),
		UNIT(test_an_id_of_another_time_is_refused),
		UNIT(test_a_lane_that_another_moved_is_left),
		UNIT(test_looks_are_entries),
		UNIT(test_many_entries_in_one_act),
		UNIT(test_a_second_start_goes_on),
		UNIT(test_an_older_state_is_brought_up_to_date),
		UNIT(test_acts_go_on_while_tables_are_rebuilt),
		UNIT(test_what_a_rebuild_left_goes),
		UNIT(test_a_larger_entry_is_refused),
		UNIT(test_nothing_is_lost_between_threads),
		UNIT(test_a_bad_act_fails_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
