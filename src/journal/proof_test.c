/* Proving, moving, erasing: what was changed is found; lanes in any order give the same tables; what is erased is gone. */
#include <dirent.h>
#include <fcntl.h>

#include "journal_trial.h"

static struct trial trial, other;

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

/* A small life: counters, crossings, back-entries, looks. */
static void live(struct trial *at, unsigned seed, int acts)
{
	static const char *const names[] = { "ERIKSSON", "M\xc3\x9cLLER", "" };
	static const char *const posts[] = { "north", "south", "airport" };
	struct random_seeded state;
	struct random random = random_from_seed(&state, seed);
	for (int i = 0; i < acts; i++) {
		unsigned record = (unsigned)random_below(&random, 12);
		at->now += (int64_t)random_below(&random, 2000);
		if (random_below(&random, 3))
			assert_int_equal(cross(at, record, posts[random_below(&random, 3)], names[random_below(&random, 3)],
			                       at->now - (int64_t)random_below(&random, 100000)), SUBMITTED);
		else
			assert_int_equal(add(at, 100 + record, 1 + (int64_t)random_below(&random, 9)), SUBMITTED);
	}
	struct act act = act_begin(at);
	struct uuid shown = record_of(1);
	journal_look(&act, "page", &shown, 1);
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(at, &act);
}

static void a_good_journal_has_no_faults(void)
{
	live(&trial, 1, 40);
	checkpoint(&trial);
	live(&trial, 2, 10);
	no_faults(&trial);
	struct str before = dump(&trial);
	rebuild(&trial);
	assert_true(str_equal(before, dump(&trial)));
	no_faults(&trial);
}

/* Each change of a column, alone, is found. */
static void every_change_is_found(void)
{
#define AT_5 " WHERE entry = (SELECT id FROM journal_entry WHERE seq = 5)"
	static const char *const changes[] = {
		"UPDATE journal_entry SET hlc = hlc + 1 WHERE seq = 5",
		"UPDATE journal_entry SET kind = kind + 1 WHERE seq = 5",
		"UPDATE journal_entry SET body_hash = prev WHERE seq = 5",
		"UPDATE journal_entry SET prev = body_hash WHERE seq = 5",
		"UPDATE journal_entry SET hash = prev WHERE seq = 5",
		"UPDATE journal_entry SET id = (SELECT salt FROM journal_body ORDER BY entry LIMIT 1) WHERE seq = 5",
		"UPDATE journal_entry SET seq = 99999 WHERE seq = 5",
		"DELETE FROM journal_entry WHERE seq = 5",
		"DELETE FROM journal_entry WHERE seq = (SELECT max(seq) FROM journal_entry)",
		"DELETE FROM journal_body" AT_5,
		"UPDATE journal_body SET record = entry" AT_5,
		"UPDATE journal_body SET hlc = hlc + 1 WHERE hlc = (SELECT max(hlc) FROM journal_body)",
		"UPDATE journal_body SET type = 'other'" AT_5,
		"UPDATE journal_body SET version = 9" AT_5,
		"UPDATE journal_body SET happened = happened - 1" AT_5,
		"UPDATE journal_body SET actor = entry" AT_5,
		"UPDATE journal_body SET purpose = 'x'" AT_5,
		"UPDATE journal_body SET parent = entry" AT_5,
		"UPDATE journal_body SET request = (SELECT prev FROM journal_entry WHERE seq = 3)" AT_5,
		"UPDATE journal_body SET salt = entry" AT_5,
		"UPDATE journal_body SET data = salt" AT_5,
		"UPDATE journal_lane SET seq = seq - 1 WHERE seq > 0",
		"UPDATE journal_lane SET hash = (SELECT hash FROM journal_entry WHERE seq = 3) WHERE seq > 0",
		"UPDATE journal_checkpoint SET root = (SELECT hash FROM journal_entry WHERE seq = 3)",
		"UPDATE journal_checkpoint SET size = size + 1",
		"UPDATE record_head SET n = n + 1 WHERE record = (SELECT record FROM record_head ORDER BY record LIMIT 1)",
		"DELETE FROM record_head",
		"UPDATE counter SET total = total + 1",
		"DELETE FROM papers",
		"UPDATE crossed SET post = 'nowhere' WHERE number = 0",
		"INSERT INTO counter (record, total, steps) SELECT salt, 1, 1 FROM journal_body ORDER BY entry LIMIT 1",
		"INSERT INTO journal_erased (lane, seq, run) SELECT lane, seq, id FROM journal_entry WHERE seq = 5",
		/* of the signature: its key, itself, all of it; and whose lane it is */
		"UPDATE journal_checkpoint SET note = replace(note, 'node/', 'node/0')",
		"UPDATE journal_checkpoint SET note = substr(note, 1, length(note) - 9) || 'A' || substr(note, length(note) - 7)",
		"UPDATE journal_checkpoint SET note = substr(note, 1, length(note) - 40)",
		"UPDATE journal_lane SET node = (SELECT id FROM journal_entry ORDER BY id LIMIT 1)",
	};
	live(&trial, 1, 15);
	checkpoint(&trial);
	no_faults(&trial);
	struct store *store = trial.store;
	journal_close(trial.journal); /* the writer stands aside; the reader of verify needs only the store and the folds */
	struct journal_options options = { STR("utopia"), str_of(trial.database.folder), &trial.clock, &random_system, &trial.keys };
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct db *db = db_open_writer(store, &err);
		MUST(db);
		trial.journal = NULL;
		struct journal *journal = journal_open(store, trial_rooms, &options, &err);
		MUST(journal);
		MUST(db_begin_write(db, &err) && db_script(db, str_of(changes[i]), &err));
		struct journal_report report;
		struct act act = { .arena = arena_new(0), .journal = journal, .db = db };
		MUST(journal_verify(&act, &report, &err)); /* sees the change, which is then taken back */
		if (!report.faults)
			fail_msg("not found: %s", changes[i]);
		arena_free(act.arena);
		db_rollback(db);
		db_close(db);
		journal_close(journal);
	}
	trial.journal = journal_open(store, trial_rooms, &options, &err);
	MUST(trial.journal);
	no_faults(&trial);
}

/* --- lanes between nodes --- */

static struct str chunks[64];
static size_t chunk_count;

static void export_all(struct trial *from, size_t most)
{
	int64_t lanes[16];
	size_t count = 0;
	struct act act = act_begin(from);
	struct query *query = db_query(act.db, "journal.lanes");
	while (query_next(query)) {
		if (query_int(query, 1))
			lanes[count++] = query_int(query, 0);
	}
	MUST(query_end(query, &err));
	for (size_t i = 0; i < count; i++) {
		for (int64_t next = 1;;) {
			struct buf out = BUF_IN(arena);
			struct chunk chunk;
			if (!journal_export(&act, lanes[i], next, most, &out, &err))
				break;
			assert_true(chunk_count < COUNT_OF(chunks));
			chunks[chunk_count++] = buf_str(&out);
			MUST(chunk_decode(buf_str(&out), &chunk, arena, &err));
			next += (int64_t)chunk.count;
		}
	}
	act_end(from, &act);
}

static bool receive(struct trial *to, struct str bytes, int64_t *have)
{
	int64_t lane;
	struct act act = act_begin(to);
	bool good = journal_receive(&act, bytes, &lane, have, &err);
	act_end(to, &act);
	return good;
}

static void approve(struct trial *to, const struct trial *who, const char *state, int64_t upto)
{
	struct act act = act_begin(to);
	MUST(journal_node(&act, who->keys.sign_public, STR("north"), STR("post"), str_of(state), upto, &err));
	act_end(to, &act);
}

/* Late, twice, shuffled, until all is there. */
static void receive_shuffled(struct trial *to, uint64_t seed)
{
	struct random_seeded state;
	struct random random = random_from_seed(&state, seed);
	int64_t have;
	for (size_t i = 0; i < 2 * chunk_count; i++)
		MUST(receive(to, chunks[random_below(&random, chunk_count)], &have));
	for (size_t round = 0; round < chunk_count; round++) {
		for (size_t i = chunk_count; i-- > 0;)
			MUST(receive(to, chunks[i], &have));
	}
}

static void lanes_in_any_order_give_the_same_tables(void)
{
	struct trial third;
	assert_true(trial_new(&other, STORE_SQLITE));
	assert_true(trial_new(&third, STORE_SQLITE));
	chunk_count = 0;
	live(&trial, 1, 12);
	other.now += 500;
	live(&other, 2, 12);
	export_all(&trial, 1500);
	export_all(&other, 1500);
	approve(&third, &trial, "approved", 0);
	approve(&third, &other, "approved", 0);
	approve(&trial, &other, "approved", 0);
	receive_shuffled(&third, 7);
	int64_t have;
	for (size_t i = 0; i < chunk_count; i++) {
		if (!receive(&trial, chunks[i], &have)) /* its own lane is refused: it is written there */
			assert_int_equal(err.code, ERR_INPUT);
	}
	no_faults(&third);
	no_faults(&trial);
	assert_true(str_equal(dump(&trial), dump(&third)));
	rebuild(&third);
	assert_true(str_equal(dump(&trial), dump(&third)));
	trial_end(&third);
	trial_end(&other);
}

static void strangers_and_damage_are_refused(void)
{
	int64_t have;
	assert_true(trial_new(&other, STORE_SQLITE));
	chunk_count = 0;
	live(&other, 2, 5);
	export_all(&other, 1 << 20);
	assert_false(receive(&trial, chunks[0], &have));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	approve(&trial, &other, "approved", 0);
	for (size_t at = 0; at < chunks[0].len; at += 7) {
		char *bytes = (char *)str_copy(arena, chunks[0]).data;
		bytes[at] ^= 1;
		struct chunk same;
		struct str damaged = { bytes, chunks[0].len };
		assert_false(receive(&trial, str_slice(chunks[0], 0, at), &have));
		assert_true(!chunk_decode(damaged, &same, arena, &err) || same.count); /* zstd's own header has bits without meaning */
	}
	approve(&trial, &other, "revoked", 3);
	MUST(receive(&trial, chunks[0], &have));
	assert_int_equal(have, 3);
	assert_true(one_number(&trial, "SELECT count(*) FROM journal_quarantine") > 0);
	trial_end(&other);
}

/* A node that was put back to an older copy and went on in the same lane. */
static void a_fork_stops_the_lane(void)
{
	int64_t have;
	struct chunk chunk;
	assert_true(trial_new(&other, STORE_SQLITE));
	chunk_count = 0;
	live(&other, 2, 4);
	export_all(&other, 1 << 20);
	approve(&trial, &other, "approved", 0);
	MUST(receive(&trial, chunks[0], &have));
	MUST(chunk_decode(chunks[0], &chunk, arena, &err));
	chunk.entries->entry.hlc++;
	const uint8_t *prev = chunk.prev;
	for (struct written *entry = chunk.entries; entry; entry = entry->next) {
		memcpy(entry->prev, prev, HASH);
		header_hash(entry, entry->hash);
		prev = entry->hash;
	}
	memcpy(chunk.end, prev, HASH);
	struct str forged = chunk_encode(&chunk, &other.keys, arena);
	assert_false(receive(&trial, forged, &have));
	assert_int_equal(err.code, ERR_INTEGRITY);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_quarantine"), 1);
	assert_false(receive(&trial, chunks[0], &have));
	trial_end(&other);
}

/* --- erasure --- */

static bool holds(const char *path, struct str marker)
{
	size_t at;
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *bytes = arena_alloc(arena, (size_t)size + 1);
	size_t read = fread(bytes, 1, (size_t)size, file);
	fclose(file);
	return str_find((struct str){ bytes, read }, marker, &at);
}

static struct uuid cross_with_file(const char *name, struct str *handle)
{
	struct act act = act_begin(&trial);
	MUST(journal_file_put(&act, STR("a picture of MARKERMARKER"), handle, &err));
	*handle = str_copy(arena, *handle);
	struct pass pass = { .post = STR("north"), .name = str_of(name), .file = *handle };
	struct uuid id = journal_append(&act, &pass_type, record_of(1), &pass);
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	struct str bytes;
	MUST(journal_file_get(&act, *handle, &bytes, &err));
	assert_str(bytes, "a picture of MARKERMARKER");
	act_end(&trial, &act);
	return id;
}

static void what_is_erased_is_gone(void)
{
	static const char *const ends[] = { "", "-wal" };
	struct str handle, bytes;
	char path[700];
	live(&trial, 3, 10);
	struct uuid id = cross_with_file("MARKERMARKER", &handle);
	assert_int_equal(cross(&trial, 1, "south", "", trial.now), SUBMITTED);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM papers WHERE name = 'MARKERMARKER'"), 1);
	int64_t entries = one_number(&trial, "SELECT count(*) FROM journal_entry");
	struct act act = act_begin(&trial);
	MUST(journal_erase(&act, STR("10 years"), STR("court"), &id, 1, &err));
	assert_false(journal_file_get(&act, handle, &bytes, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(journal_known(&act, id, &err), SUBMIT_DONE_BEFORE);
	act_end(&trial, &act);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM papers WHERE name = 'MARKERMARKER'"), 0);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_entry"), entries + 1);
	no_faults(&trial);
	struct str before = dump(&trial);
	rebuild(&trial);
	assert_true(str_equal(before, dump(&trial)));
	for (size_t i = 0; store_kind(trial.store) == STORE_SQLITE && i < COUNT_OF(ends); i++) {
		snprintf(path, sizeof path, "%s%s", trial.database.where, ends[i]);
		assert_false(holds(path, STR("MARKERMARKER")));
	}
	act = act_begin(&trial);
	assert_int_equal(cross(&trial, 1, "south", "", trial.now), SUBMITTED);
	act_end(&trial, &act);
	no_faults(&trial);
}

static size_t files_there(void)
{
	char path[200];
	size_t count = 0;
	snprintf(path, sizeof path, "%s/blobs", trial.database.folder);
	DIR *names = opendir(path);
	for (struct dirent *name; names && (name = readdir(names));)
		count += name->d_name[0] != '.';
	if (names)
		closedir(names);
	return count;
}

static void tidy(int64_t later)
{
	trial.now += later;
	struct act act = act_begin(&trial);
	MUST(journal_tidy(&act, &err));
	act_end(&trial, &act);
}

/* Files of acts that never came to be go after a day; what a body names stays, also where it was stored before files had refs. */
static void files_that_nobody_names_go(void)
{
	struct str named, old, orphan, bytes;
	cross_with_file("A", &named);
	cross_with_file("B", &old);
	struct db *db = db_open_writer(trial.store, &err);
	MUST(db && db_begin_write(db, &err) &&
	     db_script(db, STR("DELETE FROM journal_ref WHERE entry = (SELECT entry FROM journal_ref WHERE role = 'file' ORDER BY entry DESC LIMIT 1)"), &err) && db_commit(db, &err));
	db_close(db);
	struct act act = act_begin(&trial);
	MUST(journal_file_put(&act, STR("never named"), &orphan, &err));
	act_end(&trial, &act);
	tidy(0);
	assert_int_equal(files_there(), 3);
	tidy(DAY_MS + 1);
	assert_int_equal(files_there(), 2);
	act = act_begin(&trial);
	MUST(journal_file_get(&act, named, &bytes, &err) && journal_file_get(&act, old, &bytes, &err));
	act_end(&trial, &act);
	no_faults(&trial);
}

/* The erasure comes to another node before the body does, or after: the same tables. */
static void erasures_travel(void)
{
	struct str handle;
	int64_t have;
	assert_true(trial_new(&other, STORE_SQLITE));
	approve(&other, &trial, "approved", 0);
	live(&trial, 3, 6);
	struct uuid id = cross_with_file("MARKERMARKER", &handle);
	chunk_count = 0;
	export_all(&trial, 1 << 20);
	size_t before = chunk_count;
	for (size_t i = 0; i < before; i++)
		MUST(receive(&other, chunks[i], &have));
	assert_int_equal(one_number(&other, "SELECT count(*) FROM papers WHERE name = 'MARKERMARKER'"), 1);
	struct act act = act_begin(&trial);
	MUST(journal_erase(&act, STR("10 years"), STR("court"), &id, 1, &err));
	act_end(&trial, &act);
	chunk_count = 0;
	export_all(&trial, 1 << 20);
	for (size_t i = 0; i < chunk_count; i++)
		MUST(receive(&other, chunks[i], &have));
	assert_int_equal(one_number(&other, "SELECT count(*) FROM papers WHERE name = 'MARKERMARKER'"), 0);
	no_faults(&other);
	assert_true(str_equal(dump(&trial), dump(&other)));
	trial_end(&other);
}

static void clocks_may_be_wrong(void)
{
	static const int64_t times[] = { 1000, INT64_C(1827000000000), INT64_C(1795464000000), 0 };
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		trial.now = times[i];
		assert_int_equal(add(&trial, 1, 1), SUBMITTED);
	}
	no_faults(&trial);
	assert_int_equal(one_number(&trial, "SELECT total FROM counter"), COUNT_OF(times));
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_entry a JOIN journal_entry b ON b.seq = a.seq + 1 WHERE b.hlc <= a.hlc"), 0);
}

static void a_backup_opens(void)
{
	char path[200];
	live(&trial, 1, 5);
	snprintf(path, sizeof path, "%s/copy", trial.database.folder);
	MUST(store_backup(trial.store, str_of(path), &err));
	assert_false(store_backup(trial.store, str_of(path), &err)); /* an older copy is never overwritten */
	if (store_kind(trial.store) == STORE_POSTGRES)
		return;
	struct str before = dump(&trial);
	struct trial copy = { .now = trial.now, .clock = { trial_now, &copy }, .keys = trial.keys };
	snprintf(copy.database.where, sizeof copy.database.where, "%s", path);
	snprintf(copy.database.folder, sizeof copy.database.folder, "%s", trial.database.folder);
	trial_open(&copy);
	assert_true(str_equal(before, dump(&copy)));
	assert_int_equal(add(&copy, 1, 1), SUBMITTED); /* in a lane of its own: no place is used twice */
	no_faults(&copy);
	trial_shut(&copy);
}

#define CASE(name) static void test_##name(void **state) { (void)state; on_both(name); }
CASE(a_good_journal_has_no_faults)
CASE(every_change_is_found)
CASE(lanes_in_any_order_give_the_same_tables)
CASE(strangers_and_damage_are_refused)
CASE(a_fork_stops_the_lane)
CASE(what_is_erased_is_gone)
CASE(files_that_nobody_names_go)
CASE(erasures_travel)
CASE(clocks_may_be_wrong)
CASE(a_backup_opens)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_a_good_journal_has_no_faults),
		UNIT(test_every_change_is_found),
		UNIT(test_lanes_in_any_order_give_the_same_tables),
		UNIT(test_strangers_and_damage_are_refused),
		UNIT(test_a_fork_stops_the_lane),
		UNIT(test_what_is_erased_is_gone),
		UNIT(test_files_that_nobody_names_go),
		UNIT(test_erasures_travel),
		UNIT(test_clocks_may_be_wrong),
		UNIT(test_a_backup_opens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
