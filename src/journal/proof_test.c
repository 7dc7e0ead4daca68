/* Proving, moving, erasing: what was changed is found; lanes in any order give the same tables; what is erased is gone. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

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
		"DELETE FROM journal_ref",
		"UPDATE journal_ref SET record = (SELECT record FROM journal_body ORDER BY record DESC LIMIT 1)",
		"UPDATE journal_ref SET role = 'x'",
		"INSERT INTO journal_ref (record, entry, role) SELECT record, entry, 'shown' FROM journal_body" AT_5,
		"INSERT INTO journal_ref (record, entry, role) SELECT record, record, 'shown' FROM journal_body" AT_5,
		"UPDATE journal_entry SET lane = lane + 1 WHERE seq = 5",
		"UPDATE journal_entry SET seq = CASE seq WHEN 5 THEN -6 ELSE -5 END WHERE seq IN (5, 6); UPDATE journal_entry SET seq = -seq WHERE seq < 0",
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
		"UPDATE record_head SET entry = (SELECT id FROM journal_entry WHERE seq = 4) WHERE record = (SELECT record FROM record_head ORDER BY n LIMIT 1)",
		"UPDATE record_head SET entry = NULL",
		/* of the signature: its key, itself, all of it; and whose lane it is */
		"UPDATE journal_checkpoint SET note = replace(note, 'node/', 'node/0')",
		"UPDATE journal_checkpoint SET note = substr(note, 1, length(note) - 9) || CASE substr(note, length(note) - 8, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(note, length(note) - 7)",
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

/* --- a journal that was rewritten whole --- */

static struct str notes_of(struct trial *at)
{
	struct buf out = BUF_IN(arena);
	struct db *db = store_take(at->store, &err);
	struct query *query = db_made(db, "SELECT note FROM journal_checkpoint ORDER BY lane, size");
	while (query_next(query)) {
		buf_add(&out, query_text(query, 0, arena));
		buf_c(&out, '\n');
	}
	MUST(query_end(query, &err));
	store_give(at->store, db);
	return buf_str(&out);
}

static int64_t faults_with(struct str copies, int64_t count)
{
	struct journal_report report;
	int64_t notes;
	struct act act = act_begin(&trial);
	MUST(journal_verify(&act, &report, &err));
	assert_int_equal(report.faults, 0);
	MUST(journal_verify_notes(&act, copies, &report, &notes, &err));
	act_end(&trial, &act);
	assert_int_equal(notes, count);
	return report.faults;
}

/* With full power over the database, but not over the key: one purpose is changed, and every hash after it, the lane's head and the list of
 * checkpoints made to fit. */
static void rewrite_all(void)
{
	enum { ENTRIES = 13 };
	struct written *entries[ENTRIES + 1];
	struct lane chain = trial.journal->lane, from = chain;
	size_t count = 0;
	bool erased, moved;
	struct db *db = db_open_writer(trial.store, &err);
	MUST(db && db_begin_write(db, &err));
	struct query *query = db_query(db, "journal.page");
	query_bind_int(query, "lane", chain.lane);
	query_bind_int(query, "after", 0);
	query_bind_int(query, "most", 500);
	while (query_next(query)) {
		assert_true(count <= ENTRIES);
		entries[count] = ARENA_NEW(arena, struct written);
		written_read(trial.journal, query, entries[count++], &erased, arena);
	}
	MUST(query_end(query, &err));
	chain = (struct lane){ .lane = chain.lane };
	for (size_t i = 0; i < count; i++) {
		MUST(refs_of(db, entries[i], arena, &err));
		if (i == 4)
			entries[i]->entry.purpose = STR("forged");
		body_hash(entries[i], entries[i]->body_hash);
		lane_append(&chain, entries[i]);
	}
	MUST(db_script(db, STR("DELETE FROM journal_entry; DELETE FROM journal_body; DELETE FROM journal_ref; DELETE FROM journal_checkpoint"), &err));
	for (size_t i = 0; i < count; i++)
		MUST(entry_store(db, entries[i], &err));
	MUST(lane_move(db, &from, &chain, &moved, &err) && moved && db_commit(db, &err));
	db_close(db);
}

static void a_rewritten_journal_is_found_by_a_copy(void)
{
	live(&trial, 1, 8);
	checkpoint(&trial);
	live(&trial, 2, 2);
	checkpoint(&trial);
	struct str copies = notes_of(&trial);
	assert_int_equal(faults_with(copies, 2), 0);
	assert_int_equal(faults_with(STR("nothing\nof the kind\n"), 0), 0);
	assert_int_equal(faults_with(str_slice(copies, 0, copies.len - 30), 2), 1); /* a copy that was cut */
	rewrite_all();
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_body WHERE purpose = 'forged'"), 1);
	assert_int_equal(faults_with(STR(""), 0), 0); /* it agrees with itself */
	assert_int_equal(faults_with(copies, 2), 2);
}

/* --- one entry's proof --- */

static void read_hash(struct str hex, uint8_t out[static HASH])
{
	assert_true(str_to_hex(hex, out, HASH));
}

/* As whoever holds the note alone would check it: RFC 9162, 2.1.3.2. */
static void path_leads_to_root(const struct journal_proof *proof)
{
	uint8_t hash[HASH], beside[HASH];
	struct arena *own = arena_new(0);
	uint64_t fn = (uint64_t)proof->entry.seq - 1, sn = (uint64_t)proof->size - 1;
	memcpy(hash, proof->hash, HASH);
	for (size_t i = 0; i < proof->path.count; i++) {
		read_hash(proof->path.items[i], beside);
		assert_true(sn > 0);
		if ((fn & 1) || fn == sn) {
			node_hash(beside, hash, hash);
			while (!(fn & 1) && fn)
				fn >>= 1, sn >>= 1;
		} else {
			node_hash(hash, beside, hash);
		}
		fn >>= 1;
		sn >>= 1;
	}
	assert_int_equal(sn, 0);
	struct str text = checkpoint_words(trial.journal, proof->entry.lane, proof->size, bytes_of(hash, HASH), own);
	assert_true(str_starts(proof->note, text));
	arena_free(own);
}

static struct journal_proof prove(struct uuid id)
{
	struct journal_proof proof;
	bool found;
	struct act act = act_begin(&trial);
	act.arena = arena;
	MUST(journal_prove(&act, id, &proof, &found, &err));
	assert_true(found);
	store_give(trial.store, act.db);
	return proof;
}

static void every_entry_has_its_proof(void)
{
	struct uuid ids[64];
	size_t count = 0;
	live(&trial, 1, 12);
	checkpoint(&trial);
	live(&trial, 2, 5);
	checkpoint(&trial);
	struct db *db = store_take(trial.store, &err);
	struct query *query = db_made(db, "SELECT id FROM journal_entry ORDER BY seq");
	while (query_next(query))
		ids[count++] = query_id(query, 0);
	MUST(query_end(query, &err));
	store_give(trial.store, db);
	assert_int_equal(count, 19);
	for (size_t i = 0; i < count; i++) {
		struct journal_proof proof = prove(ids[i]);
		assert_true(proof.header_good && proof.body_good && proof.signed_good && proof.included && !proof.far);
		assert_int_equal(proof.size, i < 13 ? 13 : 19);
		path_leads_to_root(&proof);
	}
	assert_int_equal(add(&trial, 1, 1), SUBMITTED); /* not signed yet */
	db = db_open_writer(trial.store, &err);
	MUST(db && db_begin_write(db, &err) && db_script(db, STR("UPDATE journal_body SET purpose = 'x' WHERE entry = (SELECT id FROM journal_entry WHERE seq = 3);"
	                                                       "UPDATE journal_entry SET kind = 11 WHERE seq = 4"), &err) && db_commit(db, &err));
	db_close(db);
	assert_true(prove(ids[2]).header_good && prove(ids[2]).included && !prove(ids[2]).body_good);
	assert_true(!prove(ids[3]).header_good && !prove(ids[3]).included && prove(ids[3]).body_good);
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

/* --- formats: a piece of a lane as the first release wrote it, and what its tables were --- */

#define SAMPLE SOURCE_FOLDER "/src/journal/testdata/lane"

static struct str read_sample(const char *path)
{
	enum { MOST = 1 << 20 };
	char *bytes = arena_alloc(arena, MOST);
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("%s is missing; LIMEN_SAMPLES=add makes it", path);
	struct str out = { bytes, fread(bytes, 1, MOST, file) };
	fclose(file);
	return out;
}

static void write_sample(const char *path, struct str bytes)
{
	FILE *file = fopen(path, "wbx"); /* one that is there is never changed */
	if (!file)
		return;
	assert_int_equal(fwrite(bytes.data, 1, bytes.len, file), bytes.len);
	fclose(file);
}

static void add_samples(void)
{
	assert_true(trial_new(&other, STORE_SQLITE));
	live(&other, 6, 14);
	chunk_count = 0;
	export_all(&other, 1 << 20);
	write_sample(SAMPLE ".chunk", chunks[0]);
	write_sample(SAMPLE ".dump", dump(&other));
	trial_end(&other);
}

static void a_lane_of_the_first_format_is_read(void)
{
	struct chunk chunk;
	int64_t have;
	if (getenv("LIMEN_SAMPLES"))
		add_samples();
	struct str bytes = read_sample(SAMPLE ".chunk");
	MUST(chunk_decode(bytes, &chunk, arena, &err));
	struct act act = act_begin(&trial);
	MUST(journal_node(&act, chunk.sign_key, STR("first"), STR("post"), STR("approved"), 0, &err));
	act_end(&trial, &act);
	MUST(receive(&trial, bytes, &have));
	assert_int_equal(have, 15);
	no_faults(&trial);
	assert_true(str_equal(dump(&trial), read_sample(SAMPLE ".dump")));
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
	assert_int_equal(cross(&trial, 1, "south", "", trial.now), SUBMITTED);
	no_faults(&trial);
}

/* After the erasure of all of a person's bodies nothing in the database holds the record's id: the headers that stay are linked by nothing. And
 * without the salt the body cannot be guessed: it is gone with it. */
static void headers_that_stay_link_nobody(void)
{
	struct uuid ids[3], record = record_of(77);
	static const char *const ends[] = { "", "-wal" };
	char path[700];
	for (int i = 0; i < 3; i++) {
		struct act act = act_begin(&trial);
		ids[i] = journal_append(&act, &pass_type, record, &(struct pass){ .post = STR("north"), .name = STR("ONLY HERE") });
		assert_int_equal(journal_submit(&act, &err), SUBMITTED);
		act_end(&trial, &act);
	}
	struct act act = act_begin(&trial);
	journal_look(&act, "page", &record, 1);
	assert_int_equal(journal_submit(&act, &err), SUBMITTED);
	act_end(&trial, &act);
	act = act_begin(&trial);
	struct uuid look = { { 0 } };
	size_t count, records;
	MUST(journal_oldest(&act, &read_type, trial.now + DAY_MS, 1, &look, &count, &records, &err) && count == 1 && records == 1);
	MUST(journal_erase(&act, STR("3 years"), STR("law"), ids, 3, &err));
	MUST(journal_erase(&act, STR("2 years"), STR("law"), &look, 1, &err));
	act_end(&trial, &act);
	no_faults(&trial);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_entry WHERE kind <> 10"), 4);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_body WHERE type <> 'erase'"), 0);
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_ref"), 0);
	for (size_t i = 0; store_kind(trial.store) == STORE_SQLITE && i < COUNT_OF(ends); i++) {
		snprintf(path, sizeof path, "%s%s", trial.database.where, ends[i]);
		assert_false(holds(path, bytes_of(record.bytes, 16)));
	}
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
	assert_false(holds(other.database.where, STR("MARKERMARKER")));
	trial_end(&other);
}

/* A node whose clock is hours ahead: what it says is kept, its clock is not followed; one that is a little ahead is followed, so that what was
 * decided after its entry comes after it. */
static void a_clock_far_ahead_is_not_followed(void)
{
	static const int64_t ahead[] = { 5 * 60 * 1000, 5 * 3600 * 1000 };
	for (size_t i = 0; i < COUNT_OF(ahead); i++) {
		int64_t have;
		assert_true(trial_new(&other, STORE_SQLITE));
		approve(&trial, &other, "approved", 0);
		other.now = trial.now + ahead[i];
		assert_int_equal(add(&other, 50 + (unsigned)i, 1), SUBMITTED);
		chunk_count = 0;
		export_all(&other, 1 << 20);
		MUST(receive(&trial, chunks[0], &have));
		assert_int_equal(have, 1);
		assert_int_equal(add(&trial, 60 + (unsigned)i, 1), SUBMITTED);
		int64_t last = one_number(&trial, "SELECT max(e.hlc) FROM journal_entry e JOIN journal_lane l ON l.lane = e.lane WHERE l.own = 1") >> 16;
		assert_int_equal(last - trial.now, i ? ahead[0] : ahead[i]); /* still after the first node's, and no further */
		trial_end(&other);
	}
	assert_int_equal(one_number(&trial, "SELECT count(*) FROM journal_arrival WHERE via LIKE '%ahead'"), 1);
	no_faults(&trial);
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

/* --- backup and restore --- */

static char copy_path[200];
static struct trial again;

static void back_up(void)
{
	struct act act = act_begin(&trial);
	snprintf(copy_path, sizeof copy_path, "%s/copy", trial.database.folder);
	MUST(journal_backup(&act, str_of(copy_path), &err));
	assert_false(journal_backup(&act, str_of(copy_path), &err)); /* an older copy is never overwritten */
	act_end(&trial, &act);
}

/* An empty machine with the keys of the lost one. */
static void new_machine(void)
{
	again = (struct trial){ .now = trial.now, .clock = { trial_now, &again }, .keys = trial.keys };
	assert_true(test_database_new(&again.database, store_kind(trial.store)));
}

static bool restore(struct str erased)
{
	struct buf out = BUF_IN(arena);
	struct journal_options options = { STR("utopia"), str_of(again.database.folder), &again.clock, &random_system, &again.keys };
	return journal_restore(str_of(copy_path), str_of(again.database.where), trial_rooms, &options, erased, &out, &err);
}

static struct str erasures(struct trial *at)
{
	char run[UUID_TEXT];
	struct buf out = BUF_IN(arena);
	struct act act = act_begin(at);
	struct query *query = db_query(act.db, "journal.erasures");
	while (query_next(query))
		buf_format(&out, "%lld:%lld " STR_FMT "\n", (long long)query_int(query, 0), (long long)query_int(query, 1),
		           STR_ARG(uuid_text(query_id(query, 2), run)));
	MUST(query_end(query, &err));
	act_end(at, &act);
	return buf_str(&out);
}

/* The copy is old when the machine is lost. What goes on has lanes of its own, so another node, which knows the lost part, sees no fork; and from
 * the pieces that it was sent the lost part comes back. */
static void an_old_backup_is_restored_and_goes_on(void)
{
	int64_t have;
	assert_true(trial_new(&other, STORE_SQLITE));
	approve(&other, &trial, "approved", 0);
	live(&trial, 1, 12);
	checkpoint(&trial);
	back_up();
	struct str before = dump(&trial);
	live(&trial, 2, 12); /* not in the copy */
	chunk_count = 0;
	export_all(&trial, 2000);
	size_t sent = chunk_count;
	for (size_t i = 0; i < sent; i++)
		MUST(receive(&other, chunks[i], &have));
	struct str lost = dump(&trial);

	new_machine();
	if (!restore(STR("")))
		fail_msg("%s (%s)", err.what, err.where);
	assert_false(restore(STR(""))); /* never over what is there */
	assert_int_equal(err.code, ERR_CONFIG);
	trial_open(&again);
	assert_true(str_equal(before, dump(&again)));
	live(&again, 3, 12);
	no_faults(&again);
	chunk_count = sent;
	export_all(&again, 1 << 20);
	for (size_t i = sent; i < chunk_count; i++)
		MUST(receive(&other, chunks[i], &have));
	assert_int_equal(one_number(&other, "SELECT count(*) FROM journal_lane WHERE state <> 'open'"), 0);
	assert_int_equal(one_number(&other, "SELECT count(*) FROM journal_quarantine"), 0);
	for (size_t i = 0; i < sent; i++)
		MUST(receive(&again, chunks[i], &have));
	no_faults(&other);
	no_faults(&again);
	assert_true(str_equal(dump(&other), dump(&again)));
	assert_false(str_equal(lost, dump(&again)));
	trial_end(&again);
	trial_end(&other);
}

/* What was erased after the copy was made does not come back with it. */
static void a_restored_copy_knows_later_erasures(void)
{
	struct str handle, other_handle, bytes;
	live(&trial, 3, 5);
	struct uuid id = cross_with_file("MARKERMARKER", &handle);
	cross_with_file("KEPT", &other_handle);
	back_up();
	struct act act = act_begin(&trial);
	MUST(journal_erase(&act, STR("10 years"), STR("court"), &id, 1, &err));
	act_end(&trial, &act);
	new_machine();
	assert_false(restore(STR("no list\n")));
	assert_int_equal(err.code, ERR_INPUT);
	if (!restore(erasures(&trial)))
		fail_msg("%s (%s)", err.what, err.where);
	if (store_kind(trial.store) == STORE_SQLITE)
		assert_false(holds(again.database.where, STR("MARKERMARKER")));
	trial_open(&again);
	no_faults(&again);
	assert_int_equal(one_number(&again, "SELECT count(*) FROM papers WHERE name = 'MARKERMARKER'"), 0);
	act = act_begin(&again);
	assert_false(journal_file_get(&act, handle, &bytes, &err));
	MUST(journal_file_get(&act, other_handle, &bytes, &err));
	act_end(&again, &act);
	trial_end(&again);
}

static bool place_is_empty(void)
{
	struct stat about;
	static const struct room *const no_rooms[] = { NULL };
	if (!again.database.name[0])
		return stat(again.database.where, &about) != 0;
	struct store *store = store_open(str_of(again.database.where), no_rooms, &err);
	MUST(store);
	struct db *db = store_take(store, &err);
	bool found;
	struct query *query = db_made(db, "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
	MUST(query_one(query, &found, &err) && query_end(query, &err));
	store_give(store, db);
	store_close(store);
	return !found;
}

/* The first byte from `at` on that is not empty space. */
static long told(const char *path, long at)
{
	FILE *file = fopen(path, "rb");
	int byte = 0;
	assert_true(file && !fseek(file, at, SEEK_SET));
	for (at--; !byte; at++)
		byte = fgetc(file);
	fclose(file);
	assert_int_not_equal(byte, EOF);
	return at;
}

static void flip(const char *path, long at)
{
	FILE *file = fopen(path, "r+b");
	assert_true(file && !fseek(file, at, SEEK_SET));
	int byte = fgetc(file);
	fseek(file, at, SEEK_SET);
	fputc(byte ^ 4, file);
	fclose(file);
}

/* A damaged copy is refused and leaves nothing, or the damage lies where nothing is told. */
static void a_damaged_copy_is_not_put_in_force(void)
{
	static const char *const tables[] = { "journal_body", "journal_entry", "journal_lane", "journal_checkpoint", "crossed", "record_head", NULL };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 5);
	char path[300];
	int refused = 0;
	live(&trial, 1, 8);
	checkpoint(&trial);
	back_up();
	struct str before = dump(&trial);
	new_machine();
	for (int i = 0; i < 12; i++) {
		struct stat about;
		if (again.database.name[0])
			snprintf(path, sizeof path, "%s/database/%s.copy", copy_path, tables[i % 6]);
		else
			snprintf(path, sizeof path, "%s/database", copy_path);
		assert_int_equal(stat(path, &about), 0);
		long at = told(path, (long)random_below(&random, (uint64_t)about.st_size - 40));
		flip(path, at);
		if (restore(STR(""))) {
			trial_open(&again);
			if (!str_equal(before, dump(&again)))
				fail_msg("not found: %s at %ld", path, at);
			trial_shut(&again);
			test_database_drop(&again.database);
			new_machine();
		} else {
			refused++;
			assert_true(place_is_empty());
		}
		flip(path, at);
	}
	assert_true(refused > 4);
	again.keys.sign_public[0] ^= 1;
	assert_false(restore(STR("")));
	assert_int_equal(err.code, ERR_CONFIG);
	again.keys.sign_public[0] ^= 1;
	if (!restore(STR("")))
		fail_msg("%s (%s)", err.what, err.where);
	snprintf(path, sizeof path, "%s/about", copy_path);
	assert_int_equal(remove(path), 0); /* as if the copying had been broken off */
	test_database_drop(&again.database);
	new_machine();
	assert_false(restore(STR("")));
	assert_int_equal(err.code, ERR_INPUT);
	assert_true(place_is_empty());
	test_database_drop(&again.database);
}

#define CASE(name) static void test_##name(void **state) { (void)state; on_both(name); }
CASE(a_good_journal_has_no_faults)
CASE(every_change_is_found)
CASE(a_rewritten_journal_is_found_by_a_copy)
CASE(every_entry_has_its_proof)
CASE(lanes_in_any_order_give_the_same_tables)
CASE(strangers_and_damage_are_refused)
CASE(a_fork_stops_the_lane)
CASE(a_lane_of_the_first_format_is_read)
CASE(what_is_erased_is_gone)
CASE(headers_that_stay_link_nobody)
CASE(files_that_nobody_names_go)
CASE(erasures_travel)
CASE(a_clock_far_ahead_is_not_followed)
CASE(clocks_may_be_wrong)
CASE(an_old_backup_is_restored_and_goes_on)
CASE(a_restored_copy_knows_later_erasures)
CASE(a_damaged_copy_is_not_put_in_force)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_a_good_journal_has_no_faults),
		UNIT(test_every_change_is_found),
		UNIT(test_a_rewritten_journal_is_found_by_a_copy),
		UNIT(test_every_entry_has_its_proof),
		UNIT(test_lanes_in_any_order_give_the_same_tables),
		UNIT(test_strangers_and_damage_are_refused),
		UNIT(test_a_fork_stops_the_lane),
		UNIT(test_a_lane_of_the_first_format_is_read),
		UNIT(test_what_is_erased_is_gone),
		UNIT(test_headers_that_stay_link_nobody),
		UNIT(test_files_that_nobody_names_go),
		UNIT(test_erasures_travel),
		UNIT(test_a_clock_far_ahead_is_not_followed),
		UNIT(test_clocks_may_be_wrong),
		UNIT(test_an_old_backup_is_restored_and_goes_on),
		UNIT(test_a_restored_copy_knows_later_erasures),
		UNIT(test_a_damaged_copy_is_not_put_in_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
