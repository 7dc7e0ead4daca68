/* A bad disk under SQLite. Power that goes at any write: what was acknowledged is there, the chain is whole, the tables are what the entries
 * make, and the work goes on. A disk that fills up, and one whose sync fails: a clear error, nothing lost, and on it goes when there is room.
 * LIMEN_LONG=1: 2,000 losses instead of 40, every write of a longer scenario. */
#include <errno.h>
#include <fcntl.h>

#include "journal_trial.h"

#include "disk.h"

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

/* The reserve file takes its room from the same disk. */
int posix_fallocate(int fd, off_t at, off_t size)
{
	if (disk.room && disk_used() + size > disk.room)
		return ENOSPC;
	return ftruncate(fd, at + size) ? errno : 0; /* its size counts, not its blocks */
}

static bool long_form(void)
{
	return getenv("LIMEN_LONG") != NULL;
}

static char state_folder[100];

/* A folder of its own for each life of the database: SQLite's files and nothing else lie in it. */
static void new_folder(char *out, size_t size, int number)
{
	snprintf(out, size, "%s/%d", trial.database.folder, number);
	assert_int_equal(mkdir(out, 0700), 0);
}

static void begin(void)
{
	assert_true(trial_new(&trial, STORE_SQLITE));
	trial_shut(&trial);
	new_folder(state_folder, sizeof state_folder, 0);
	snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", state_folder);
}

/* --- power --- */

struct done {
	struct uuid ids[40000];
	size_t count;
};

static enum submitted one_act(struct random *random, struct uuid *id)
{
	struct act act = act_begin(&trial);
	struct pass pass = { .post = STR("north"), .name = STR("ERIKSSON") };
	unsigned record = (unsigned)random_below(random, 6);
	for (uint64_t more = random_below(random, 3); more; more--)
		journal_append(&act, &count_add_type, record_of(100 + record), &(struct count_add){ 1 });
	if (random_below(random, 2))
		*id = journal_append(&act, &count_add_type, record_of(100 + record), &(struct count_add){ 2 });
	else
		*id = journal_append_at(&act, &pass_type, record_of(record), &pass, trial.now - (int64_t)random_below(random, 9000));
	enum submitted answer = journal_submit(&act, &err);
	act_end(&trial, &act);
	return answer;
}

/* Acts, with a checkpoint or an erasure among them, until the power goes. */
static void act_until_dark(struct random *random, struct done *done, struct done *erased)
{
	struct uuid id;
	for (int i = 0; i < 400 && !disk_lost(); i++) {
		trial.now += 10;
		assert_int_equal(one_act(random, &id), SUBMITTED);
		if (!disk_lost())
			done->ids[done->count++] = id;
		uint64_t other = random_below(random, 20);
		struct act act = act_begin(&trial);
		if (other == 0)
			MUST(journal_checkpoint(&act, &err));
		if (other == 1)
			MUST(journal_erase(&act, STR("rule"), STR("authority"), &id, 1, &err));
		if (other == 1 && !disk_lost())
			erased->ids[erased->count++] = id;
		act_end(&trial, &act);
	}
}

static void all_is_there(const struct done *done, const struct done *erased)
{
	struct act act = act_begin(&trial);
	for (size_t i = 0; i < done->count; i++)
		assert_int_equal(journal_known(&act, done->ids[i], &err), SUBMIT_DONE_BEFORE);
	for (size_t i = 0; i < erased->count; i++) {
		struct entry entry;
		bool found;
		MUST(journal_entry(&act, erased->ids[i], &entry, &found, &err));
		assert_true(found && !entry.data.len);
	}
	act_end(&trial, &act);
	no_faults(&trial);
	struct str before = dump(&trial);
	rebuild(&trial);
	assert_true(str_equal(before, dump(&trial)));
}

static void test_a_loss_of_power_loses_nothing_acknowledged(void **state)
{
	static struct done done, erased;
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 20261126);
	int rounds = long_form() ? 2000 : 40, dark = 0;
	char left[100];
	(void)state;
	done.count = erased.count = 0;
	begin();
	for (int i = 1; i <= rounds; i++) {
		arena_reset(arena);
		new_folder(left, sizeof left, i);
		disk_begin(state_folder, (uint64_t)i);
		disk_lose((long)(1 + random_below(&random, i % 4 ? 60 : 400)), left);
		trial_open(&trial);
		/* Else the log would be copied back after 16 MB alone, and never here. */
		MUST(db_script(trial.journal->db, random_below(&random, 2) ? STR("PRAGMA wal_autocheckpoint=8") : STR("PRAGMA wal_autocheckpoint=30"), &err));
		act_until_dark(&random, &done, &erased);
		dark += disk_lost();
		trial_shut(&trial);
		bool lost = disk.lost;
		disk_end();
		if (!lost)
			continue;
		strcpy(state_folder, left);
		snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", state_folder);
		disk_begin(state_folder, 0);
		trial_open(&trial);
		all_is_there(&done, &erased);
		trial_shut(&trial);
		disk_end();
	}
	assert_true(dark > rounds * 3 / 4 && done.count > (size_t)rounds && erased.count > 0);
	trial_end(&trial);
}

/* --- an erasure that comes from another node --- */

/* A lane of another node in two chunks: bodies, then their erasure. */
static void lane_of_another(struct str out[2], struct keys *keys)
{
	struct trial other;
	struct uuid erased[3];
	int64_t lane, first;
	assert_true(trial_new(&other, STORE_SQLITE));
	struct act act = act_begin(&other);
	for (unsigned i = 0; i < 3; i++)
		erased[i] = journal_append(&act, &pass_type, record_of(i), &(struct pass){ .post = STR("north"), .name = STR("MARKER") });
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&other, &act);
	lane = other.journal->lane.lane;
	for (int i = 0; i < 2; i++) {
		act = act_begin(&other);
		struct buf chunk = BUF_IN(arena);
		first = i ? 4 : 1;
		if (i)
			MUST(journal_erase(&act, STR("rule"), STR("authority"), erased, 3, &err));
		MUST(journal_export(&act, lane, first, 1 << 20, &chunk, &err));
		out[i] = buf_str(&chunk);
		act_end(&other, &act);
	}
	*keys = other.keys;
	trial_end(&other);
}

/* However the receipt ends, the erasure that is stored is carried out: verify would name one that is not. */
static void test_an_erasure_is_carried_out_with_its_receipt(void **state)
{
	struct str chunks[2];
	struct keys keys;
	char left[100];
	int64_t lane, have = 0;
	bool lost = true;
	int number = 1;
	(void)state;
	begin();
	lane_of_another(chunks, &keys);
	for (long n = 1; lost; n++) {
		new_folder(state_folder, sizeof state_folder, number++);
		new_folder(left, sizeof left, number++);
		snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", state_folder);
		disk_begin(state_folder, (uint64_t)n);
		trial_open(&trial);
		struct act act = act_begin(&trial);
		MUST(journal_node(&act, keys.sign_public, STR("north"), STR("post"), STR("approved"), 0, &err));
		MUST(journal_receive(&act, chunks[0], &lane, &have, &err));
		disk_lose(n, left);
		MUST(journal_receive(&act, chunks[1], &lane, &have, &err));
		act_end(&trial, &act);
		lost = disk_lost();
		trial_shut(&trial);
		disk_end();
		if (!lost)
			break;
		snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", left);
		disk_begin(left, 0);
		trial_open(&trial);
		no_faults(&trial);
		bool arrived = one_number(&trial, "SELECT count(*) FROM journal_entry") == 4;
		assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_body WHERE type = 'pass'"), arrived ? 0 : 3);
		assert_int_equal(one_number(&trial, "SELECT count(*) FROM papers WHERE name = 'MARKER'"), arrived ? 0 : 3);
		act = act_begin(&trial);
		MUST(journal_receive(&act, chunks[1], &lane, &have, &err));
		act_end(&trial, &act);
		assert_int_equal(one_number(&trial, "SELECT count(*) FROM papers"), 0);
		trial_shut(&trial);
		disk_end();
	}
	assert_true(number > 10);
	trial_end(&trial);
}

/* --- room --- */

/* Every act that was answered with SUBMITTED counts, no other does. */
static int64_t counted(void)
{
	struct counter counter;
	return get_counter(&trial, 1, &counter) ? counter.total : 0;
}

static void is_disk_full(void)
{
	assert_int_equal(err.code, ERR_DISK_FULL);
	assert_true(err.what && err.what[0] && err.todo && err.todo[0]);
}

/* Acts on a disk whose n-th write and all after it find no room; true when none of them was reached. */
static bool full_from(long n, bool half, int acts)
{
	int64_t good = 0, before;
	trial_open(&trial);
	before = counted();
	MUST(db_script(trial.journal->db, STR("PRAGMA wal_autocheckpoint=8"), &err));
	disk.half = half;
	disk.writes = 0;
	disk.full_at = n;
	for (int i = 0; i < acts; i++) {
		enum submitted answer = add(&trial, 1, 1);
		good += answer == SUBMITTED;
		if (answer != SUBMITTED)
			is_disk_full();
	}
	bool whole = good == acts;
	assert_int_equal(counted(), before + good);
	disk.full_at = 0; /* somebody made room */
	assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	assert_int_equal(counted(), before + good + 1);
	no_faults(&trial);
	trial_shut(&trial);
	trial_open(&trial); /* the log is read again from the disk */
	assert_int_equal(counted(), before + good + 1);
	no_faults(&trial);
	trial_shut(&trial);
	return whole;
}

static void test_a_full_disk_is_told_and_recovers(void **state)
{
	(void)state;
	begin();
	disk_begin(state_folder, 1);
	for (int half = 0; half < 2; half++) {
		long n = 1;
		while (!full_from(n, half, long_form() ? 12 : 3))
			n++;
		assert_true(n > 10);
	}
	disk_end();
	trial_end(&trial);
}

/* No room while the state is first made: told; the next start makes it. */
static void test_a_full_disk_at_the_first_start(void **state)
{
	char left[100];
	bool opened = false;
	int number = 1;
	(void)state;
	begin();
	for (long n = 1; !opened; n += long_form() ? 1 : 5) {
		new_folder(left, sizeof left, number++);
		snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", left);
		disk_begin(left, 1);
		disk.full_at = n;
		struct journal_options options = { STR("utopia"), str_of(trial.database.folder), &trial.clock, &random_system, &trial.keys };
		trial.store = store_open(str_of(trial.database.where), trial_rooms, &err);
		opened = trial.store && store_migrate(trial.store, &err) && (trial.journal = journal_open(trial.store, trial_rooms, &options, &err));
		if (!opened)
			is_disk_full();
		trial_shut(&trial);
		disk.full_at = 0;
		trial_open(&trial);
		assert_int_equal(add(&trial, 1, 1), SUBMITTED);
		no_faults(&trial);
		trial_shut(&trial);
		disk_end();
	}
	assert_true(number > 5);
	trial_end(&trial);
}

static enum submitted look(void)
{
	struct uuid shown = record_of(1);
	struct act act = act_begin(&trial);
	journal_look(&act, "page", &shown, 1);
	enum submitted answer = journal_submit(&act, &err);
	act_end(&trial, &act);
	return answer;
}

/* The reserve lets looks go on where nothing else can be stored, until there is room again. */
static void test_looks_live_on_the_reserve(void **state)
{
	int adds = 0;
	(void)state;
	begin();
	/* The watched folder is the one that the reserve lies in, too. */
	snprintf(trial.database.where, sizeof trial.database.where, "%s/limen.sqlite", trial.database.folder);
	disk_begin(trial.database.folder, 1);
	trial_open(&trial);
	assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	disk.room = disk_used() + 40000;
	while (add(&trial, 1, 1) == SUBMITTED)
		assert_true(++adds < 1000);
	is_disk_full();
	for (int i = 0; i < 20; i++) {
		assert_int_equal(look(), SUBMITTED);
		assert_int_equal(add(&trial, 1, 1), SUBMIT_FAILED);
		is_disk_full();
	}
	assert_int_equal(counted(), adds + 1);
	disk.room = 0;
	assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	assert_int_equal(counted(), adds + 2);
	no_faults(&trial);
	trial_shut(&trial);
	disk_end();
	trial_end(&trial);
}

/* --- a sync that fails: nobody knows whether what was written stands, until the writer has found out --- */

static void test_a_failed_sync_is_looked_into(void **state)
{
	bool reached = true;
	(void)state;
	begin();
	disk_begin(state_folder, 1);
	trial_open(&trial);
	MUST(db_script(trial.journal->db, STR("PRAGMA wal_autocheckpoint=8"), &err));
	for (long n = 1; reached; n++) {
		int64_t good = 0, before = counted();
		disk.syncs = 0;
		disk.fail_sync = n;
		for (int i = 0; i < 4; i++) {
			enum submitted answer = add(&trial, 1, 1);
			good += answer == SUBMITTED;
			if (answer != SUBMITTED)
				assert_true(err.code == ERR_STORE || err.code == ERR_UNCERTAIN);
		}
		reached = disk.syncs >= n;
		disk.fail_sync = 0;
		assert_int_equal(counted(), before + good);
		trial_shut(&trial);
		trial_open(&trial);
		MUST(db_script(trial.journal->db, STR("PRAGMA wal_autocheckpoint=8"), &err));
		assert_int_equal(counted(), before + good);
		no_faults(&trial);
	}
	trial_shut(&trial);
	disk_end();
	trial_end(&trial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_a_loss_of_power_loses_nothing_acknowledged),
		UNIT(test_an_erasure_is_carried_out_with_its_receipt),
		UNIT(test_a_full_disk_is_told_and_recovers),
		UNIT(test_a_full_disk_at_the_first_start),
		UNIT(test_looks_live_on_the_reserve),
		UNIT(test_a_failed_sync_is_looked_into),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
