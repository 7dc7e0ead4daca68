/* For the tests of the journal: two invented folds (a counter; a document with crossings), a database, a node, an act. */
#ifndef LIMEN_JOURNAL_TRIAL_H
#define LIMEN_JOURNAL_TRIAL_H

#include "test.h"

#include <pthread.h>
#include <sys/wait.h>

#include "database.h"
#include "inner.h"

/* --- a counter: one row a record --- */

#define FIELD_ROW_OF_count_add(...) FIELD_ROW(count_add, __VA_ARGS__)
#define COUNT_ADD_FIELDS(F, L) F(INT, amount, REQUIRED, 1, 1, 1000000, "how much is added")
FIELDS_STRUCT(count_add, COUNT_ADD_FIELDS)
FIELDS_TABLE(count_add, COUNT_ADD_FIELDS)

#define FIELD_ROW_OF_counter(...) FIELD_ROW(counter, __VA_ARGS__)
#define COUNTER_FIELDS(F, L) \
	F(INT, total, REQUIRED, 1, 0, 0, "sum") \
	F(INT, steps, REQUIRED, 1, 0, 0, "entries")
FIELDS_STRUCT(counter, COUNTER_FIELDS)
FIELDS_TABLE(counter, COUNTER_FIELDS)

static const struct entry_type count_add_type = { "count.add", 1, KIND_STATISTIC, 0, &count_add_fields, "adds" };
static const struct table counter_table = { "counter", &counter_fields, "", NULL };

static void counter_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	struct counter *counter = state;
	const struct count_add *add = data;
	(void)entry, (void)arena;
	counter->total += add->amount;
	counter->steps++;
}

static void counter_rows(const void *state, struct uuid record, struct row_set *out)
{
	(void)record;
	if (((const struct counter *)state)->steps)
		rows_put(out, &counter_table, state);
}

static const struct entry_type *const counter_reads[] = { &count_add_type, NULL };
static const struct table *const counter_writes[] = { &counter_table, NULL };
static const struct fold counter_fold = { "counter", 1, counter_reads, counter_writes, sizeof(struct counter), counter_apply, counter_rows };

/* --- a document with crossings: many rows a record, two tables, order matters --- */

#define FIELD_ROW_OF_pass(...) FIELD_ROW(pass, __VA_ARGS__)
#define PASS_FIELDS(F, L) \
	F(CODE, post, REQUIRED, 1, 1, 16, "post") \
	F(TEXT, name, PERSONAL, 1, 0, 100, "name in the document") \
	F(CODE, file, 0, 1, 0, 300, "handle of a picture")
FIELDS_STRUCT(pass, PASS_FIELDS)
FIELDS_TABLE(pass, PASS_FIELDS)

#define FIELD_ROW_OF_crossed(...) FIELD_ROW(crossed, __VA_ARGS__)
#define CROSSED_FIELDS(F, L) \
	F(ID, id, REQUIRED, 1, 0, 0, "entry") \
	F(CODE, post, REQUIRED, 1, 1, 16, "post") \
	F(TIME, happened, REQUIRED, 1, 0, 0, "when") \
	F(INT, number, REQUIRED, 1, 0, 0, "place in the record's order")
FIELDS_STRUCT(crossed, CROSSED_FIELDS)
FIELDS_TABLE(crossed, CROSSED_FIELDS)

#define FIELD_ROW_OF_papers(...) FIELD_ROW(papers, __VA_ARGS__)
#define PAPERS_FIELDS(F, L) \
	F(TEXT, name, 0, 1, 0, 100, "latest name") \
	F(INT, crossings, 0, 1, 0, 0, "how many") \
	F(TEXTS, posts, 0, 1, 0, 100, "the last posts, oldest first") \
	F(CODE, conflict, 0, 1, 0, 40, "two entries had one parent")
FIELDS_STRUCT(papers, PAPERS_FIELDS)
FIELDS_TABLE(papers, PAPERS_FIELDS)

static const struct entry_type pass_type = { "pass", 1, KIND_CROSSING, 0, &pass_fields, "a crossing" };
static const struct entry_type scan_type = { "scan", 1, KIND_INSPECTION, ENTRY_BLIND, &pass_fields, "a scan that no fold reads" };
static const char *const crossed_indexes[] = { "happened, id", NULL };
static const struct table crossed_table = { "crossed", &crossed_fields, "id", crossed_indexes };
static const struct table papers_table = { "papers", &papers_fields, "", NULL };

struct papers_state {
	struct papers papers;
	struct crossed *items;
	size_t count, size;
	struct uuid parent;
	struct str posts[3];
};

static void papers_apply(void *state, const struct entry *entry, const void *data, struct arena *arena)
{
	struct papers_state *papers = state;
	const struct pass *pass = data;
	if (papers->count == papers->size) {
		size_t size = papers->size ? papers->size * 2 : 4;
		struct crossed *items = ARENA_ARRAY(arena, struct crossed, size);
		if (papers->count)
			memcpy(items, papers->items, papers->count * sizeof *items);
		papers->items = items;
		papers->size = size;
	}
	papers->items[papers->count] = (struct crossed){ entry->id, pass->post, entry->happened, (int64_t)papers->count };
	if (papers->count && uuid_equal(papers->parent, entry->parent))
		papers->papers.conflict = uuid_str(arena, entry->parent);
	papers->parent = entry->parent;
	papers->posts[papers->count++ % 3] = pass->post;
	papers->papers.crossings++;
	if (pass->name.len)
		papers->papers.name = pass->name;
}

static void papers_rows(const void *state, struct uuid record, struct row_set *out)
{
	const struct papers_state *papers = state;
	struct papers row = papers->papers;
	struct str posts[3];
	(void)record;
	for (size_t i = 0; i < papers->count; i++)
		rows_put(out, &crossed_table, &papers->items[i]);
	row.posts = (struct texts){ posts, papers->count < 3 ? papers->count : 3 };
	for (size_t i = 0; i < row.posts.count; i++)
		posts[i] = papers->posts[(papers->count - row.posts.count + i) % 3];
	if (papers->count)
		rows_put(out, &papers_table, &row);
}

static const struct entry_type *const papers_reads[] = { &pass_type, NULL };
static const struct table *const papers_writes[] = { &crossed_table, &papers_table, NULL };
static const struct fold papers_fold = { "papers", 1, papers_reads, papers_writes, sizeof(struct papers_state), papers_apply, papers_rows };

static const struct entry_type *const trial_entries[] = { &count_add_type, &pass_type, &scan_type, NULL };
static const struct fold *const trial_folds[] = { &counter_fold, &papers_fold, NULL };
static const struct embedded trial_files[] = { { 0 } };
static const struct room trial_room = { .name = "trial", .files = trial_files, .entries = trial_entries, .folds = trial_folds };
static const struct room *const trial_rooms[] = { &journal_room, &trial_room, NULL };

/* --- a node --- */

struct trial {
	struct test_database database;
	struct store *store;
	struct journal *journal;
	struct keys keys;
	int64_t now;
	struct clock clock;
};

static int64_t trial_now(void *state)
{
	return ((struct trial *)state)->now;
}

static struct arena *arena;
static struct error err;

static inline void must(bool good, int line)
{
	if (!good)
		fail_msg("line %d: %s (%s)", line, err.what ? err.what : "?", err.where);
}
#define MUST(what) must((what), __LINE__)

static inline void trial_open(struct trial *trial)
{
	struct journal_options options = { STR("utopia"), str_of(trial->database.folder), &trial->clock, &random_system, &trial->keys };
	trial->store = store_open(str_of(trial->database.where), trial_rooms, &err);
	MUST(trial->store && store_migrate(trial->store, &err));
	trial->journal = journal_open(trial->store, trial_rooms, &options, &err);
	MUST(trial->journal);
}

static inline void trial_shut(struct trial *trial)
{
	journal_close(trial->journal);
	store_close(trial->store);
	trial->journal = NULL;
	trial->store = NULL;
}

static inline bool trial_new(struct trial *trial, enum store_kind kind)
{
	*trial = (struct trial){ .now = INT64_C(1795464000000), .clock = { trial_now, trial } };
	if (!test_database_new(&trial->database, kind))
		return false;
	char keys[100];
	snprintf(keys, sizeof keys, "%s/keys", trial->database.folder);
	MUST(keys_load(keys, &random_system, &trial->keys, &err));
	trial_open(trial);
	return true;
}

static inline void trial_end(struct trial *trial)
{
	trial_shut(trial);
	test_database_drop(&trial->database);
}

static const struct uuid officer = { { 7, 7, 7 } };

static inline struct act act_begin(struct trial *trial)
{
	struct act act = { .arena = arena_new(0), .clock = &trial->clock, .random = &random_system, .now = trial->now,
		           .actor = { .user = officer }, .purpose = STR("border"), .journal = trial->journal };
	act.findings.arena = act.arena;
	act.db = store_take(trial->store, &err);
	MUST(act.db && db_begin_read(act.db, &err));
	return act;
}

static inline void act_end(struct trial *trial, struct act *act)
{
	store_give(trial->store, act->db);
	arena_free(act->arena);
}

static inline struct uuid record_of(unsigned number)
{
	struct uuid id = { { 9, 0, 0, 0, 0, 0, 0x80, 0, 0x80 } };
	for (int i = 0; i < 4; i++)
		id.bytes[15 - i] = (uint8_t)(number >> (8 * i));
	return id;
}

/* One act that adds. */
static inline enum submitted add(struct trial *trial, unsigned record, int64_t amount)
{
	struct act act = act_begin(trial);
	journal_append(&act, &count_add_type, record_of(record), &(struct count_add){ amount });
	enum submitted answer = journal_submit(&act, &err);
	act_end(trial, &act);
	return answer;
}

static inline enum submitted cross(struct trial *trial, unsigned record, const char *post, const char *name, int64_t happened)
{
	struct act act = act_begin(trial);
	struct pass pass = { .post = str_of(post), .name = str_of(name) };
	journal_append_at(&act, &pass_type, record_of(record), &pass, happened);
	enum submitted answer = journal_submit(&act, &err);
	act_end(trial, &act);
	return answer;
}

static inline bool get_counter(struct trial *trial, unsigned record, struct counter *out)
{
	bool found;
	*out = (struct counter){ 0 };
	struct db *db = store_take(trial->store, &err);
	struct query *query = db_made(db, "SELECT total, steps FROM counter WHERE record = :record");
	query_bind_id(query, "record", record_of(record));
	MUST(query_one(query, &found, &err));
	if (found)
		query_row(query, &counter_fields, out, arena);
	MUST(query_end(query, &err));
	store_give(trial->store, db);
	return found;
}

static inline int64_t one_number(struct trial *trial, const char *sql)
{
	bool found;
	struct db *db = store_take(trial->store, &err);
	struct query *query = db_made(db, sql);
	MUST(query_one(query, &found, &err));
	int64_t number = found ? query_int(query, 0) : -1;
	MUST(query_end(query, &err));
	store_give(trial->store, db);
	return number;
}

/* --- looking at the whole --- */

static inline int64_t faults(struct trial *at, struct str *text)
{
	struct journal_report report;
	struct act act = act_begin(at);
	MUST(journal_verify(&act, &report, &err));
	if (text)
		*text = str_copy(arena, buf_str(&report.text));
	act_end(at, &act);
	return report.faults;
}

static inline void no_faults(struct trial *at)
{
	struct str text;
	if (faults(at, &text))
		fail_msg(STR_FMT, STR_ARG(text));
}

static inline struct str dump(struct trial *at)
{
	struct act act = act_begin(at);
	struct buf out = BUF_IN(arena);
	MUST(journal_dump(&act, &out, &err));
	act_end(at, &act);
	return buf_str(&out);
}

static inline void rebuild(struct trial *at)
{
	struct act act = act_begin(at);
	MUST(journal_rebuild(&act, NULL, &err));
	act_end(at, &act);
}

static inline void checkpoint(struct trial *at)
{
	struct act act = act_begin(at);
	MUST(journal_checkpoint(&act, &err));
	act_end(at, &act);
}

#endif
