#include "test.h"

#include "database.h"
#include "store.h"

/* A row of a fold's table, with a field of each type. */
#define FIELD_ROW_OF_line(...) FIELD_ROW(line, __VA_ARGS__)
#define LINE_FIELDS(F, L) \
	F(CODE, code, REQUIRED, 1, 1, 10, "a code") \
	F(INT, number, 0, 1, INT64_MIN, INT64_MAX, "a number")
FIELDS_STRUCT(line, LINE_FIELDS)
FIELDS_TABLE(line, LINE_FIELDS)

#define FIELD_ROW_OF_thing(...) FIELD_ROW(thing, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_thing(...) FIELD_LIST_ROW(thing, __VA_ARGS__)
#define THING_FIELDS(F, L) \
	F(ID, id, 0, 1, 0, 0, "an id") \
	F(ID, other, 0, 1, 0, 0, "an id that is not given") \
	F(TEXT, words, 0, 1, 0, 100, "words") \
	F(YESNO, yes, 0, 1, 0, 0, "yes or no") \
	F(DATE, born, 0, 1, 0, 0, "a date, partial") \
	F(TIME, met, 0, 1, 0, 0, "a time") \
	F(TEXTS, names, 0, 1, 0, 10, "texts") \
	L(line, lines, 0, 1, 0, 10, "lines") \
	F(JSON, evidence, 0, 1, 0, 100, "evidence")
FIELDS_STRUCT(thing, THING_FIELDS)
FIELDS_TABLE(thing, THING_FIELDS)

static const char *const thing_indexes[] = { "words, met", NULL };
static const struct table thing_table = { "thing", &thing_fields, "id", thing_indexes };

static struct arena *arena;
static struct error err;
static struct test_database database;
static struct store *store;
static struct db *writer;
static struct embedded files[4];
static const struct migration migrations[] = { { 1, "trial.1.sql", "trial.1.postgres.sql" }, { 0 } };
static const struct room trial = { .name = "trial", .files = files, .migrations = migrations };
static const struct room *const rooms[] = { &trial, NULL };

static struct str read_file(const char *name)
{
	char bytes[4096];
	struct str path = str_format(arena, "%s/src/store/testdata/%s", SOURCE_FOLDER, name);
	FILE *file = fopen(path.data, "rb");
	assert_non_null(file);
	size_t size = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	return str_copy(arena, (struct str){ bytes, size });
}

static int setup(void **state)
{
	(void)state;
	static const char *const names[] = { "trial.sql", "trial.1.sql", "trial.1.postgres.sql" };
	arena = arena_new(0);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		files[i] = (struct embedded){ names[i], read_file(names[i]) };
	return 0;
}

static void shut(void)
{
	db_close(writer);
	store_close(store);
	writer = NULL;
	store = NULL;
	test_database_drop(&database);
}

static int teardown(void **state)
{
	(void)state;
	shut();
	arena_free(arena);
	return 0;
}

static bool fresh(enum store_kind kind)
{
	if (!test_database_new(&database, kind))
		return false;
	store = store_open(str_of(database.where), rooms, &err);
	if (!store || !store_migrate(store, &err))
		fail_msg("%s (%s)", err.what, err.where);
	writer = db_open_writer(store, &err);
	assert_non_null(writer);
	return true;
}

/* Runs a case on both databases. */
static void on_both(void (*test)(void))
{
	for (int kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		if (!fresh((enum store_kind)kind))
			continue;
		test();
		shut();
	}
}

static struct uuid id_of(int number)
{
	struct uuid id = { { 0 } };
	id.bytes[0] = 1;
	id.bytes[14] = (uint8_t)(number >> 8);
	id.bytes[15] = (uint8_t)number;
	return id;
}

static bool put(int number)
{
	struct query *query = db_query(writer, "trial.put");
	query_bind_id(query, "id", id_of(number));
	query_bind_int(query, "number", number);
	query_bind_text(query, "words", STR("na\xc3\xafve"));
	query_bind_blob(query, "bytes", (struct str){ "\0\1\xff", 3 });
	return query_run(query, &err);
}

static int64_t count(struct db *db)
{
	bool found;
	struct query *query = db_query(db, "trial.sum");
	assert_true(query_one(query, &found, &err) && found);
	int64_t count = query_int(query, 0);
	assert_true(query_end(query, &err));
	return count;
}

static void values_come_back(void)
{
	bool found;
	assert_true(db_begin_write(writer, &err) && put(7) && db_commit(writer, &err));
	struct db *db = store_take(store, &err);
	struct query *query = db_query(db, "trial.find");
	query_bind_id(query, "id", id_of(7));
	assert_true(query_one(query, &found, &err) && found);
	assert_true(uuid_equal(query_id(query, 0), id_of(7)));
	assert_int_equal(query_int(query, 1), 7);
	assert_str(query_text(query, 2, arena), "na\xc3\xafve");
	struct str bytes = query_text(query, 3, arena);
	assert_int_equal(bytes.len, 3);
	assert_memory_equal(bytes.data, "\0\1\xff", 3);
	assert_true(query_end(query, &err));
	store_give(store, db);
}

static void numbers_of_all_types(void)
{
	bool found;
	for (int i = 1; i <= 3; i++)
		assert_true(put(i));
	struct query *query = db_query(writer, "trial.set");
	query_bind_int(query, "more", INT64_C(1) << 40);
	query_bind_int(query, "limit", 3);
	assert_true(query_run(query, &err));
	assert_int_equal(query_changes(query), 2);
	query = db_query(writer, "trial.sum");
	assert_true(query_one(query, &found, &err) && found);
	assert_int_equal(query_int(query, 0), 3);
	assert_true(query_int(query, 1) == 6 + (INT64_C(1) << 41));
	assert_true(query_int(query, 2) == 2 + (INT64_C(1) << 40));
	assert_true(query_end(query, &err));
}

static void null_then_value(void)
{
	for (int i = 1; i <= 3; i++)
		assert_true(put(i));
	struct query *query = db_query(writer, "trial.maybe");
	query_bind_null(query, "number");
	int rows = 0;
	while (query_next(query))
		rows++;
	assert_true(query_end(query, &err));
	assert_int_equal(rows, 3);
	query = db_query(writer, "trial.maybe");
	query_bind_int(query, "number", 2);
	assert_true(query_next(query));
	assert_int_equal(query_int(query, 0), 2);
	assert_false(query_next(query));
	assert_true(query_end(query, &err));
}

static void one_statement_inside_itself(void)
{
	for (int i = 0; i < 4; i++)
		assert_true(put(i));
	int pairs = 0;
	struct query *outer = db_query(writer, "trial.all");
	query_bind_int(outer, "least", 0);
	query_bind_int(outer, "most", 3);
	while (query_next(outer)) {
		assert_str(query_text(outer, 1, arena), ":none");
		struct query *inner = db_query(writer, "trial.all");
		query_bind_int(inner, "least", query_int(outer, 0));
		query_bind_int(inner, "most", 10);
		while (query_next(inner))
			pairs++;
		assert_true(query_end(inner, &err));
	}
	assert_true(query_end(outer, &err));
	assert_int_equal(pairs, 4 + 3 + 2);
}

static void a_snapshot_stays(void)
{
	struct db *db = store_take(store, &err);
	assert_true(db_begin_read(db, &err));
	assert_int_equal(count(db), 0);
	assert_true(put(1));
	assert_int_equal(count(db), 0);
	db_rollback(db);
	assert_int_equal(count(db), 1);
	store_give(store, db);
}

static void readers_cannot_write(void)
{
	struct db *db = store_take(store, &err), *own = writer;
	writer = db;
	bool done = put(1);
	writer = own;
	assert_false(done);
	assert_int_equal(err.code, ERR_STORE);
	assert_int_equal(count(db), 0);
	store_give(store, db);
}

static void the_same_row_twice_is_a_conflict(void)
{
	assert_true(put(1));
	assert_false(put(1));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_null(strstr(err.where, "na\xc3\xafve"));
	assert_true(put(2));
}

static void a_pipeline_carries_many(void)
{
	assert_true(db_begin_write(writer, &err) && db_pipeline(writer, &err));
	for (int i = 0; i < 1000; i++)
		assert_true(put(i));
	assert_true(db_drain(writer, &err));
	assert_int_equal(count(writer), 1000);
	assert_true(db_commit(writer, &err));
}

static void a_pipeline_tells_its_failure(void)
{
	assert_true(put(500));
	assert_true(db_begin_write(writer, &err) && db_pipeline(writer, &err));
	bool good = true;
	for (int i = 490; good && i < 1000; i++)
		good = put(i);
	enum error_code early = err.code;
	if (good)
		assert_false(db_drain(writer, &err));
	else
		assert_int_equal(early, ERR_CONFLICT);
	assert_int_equal(err.code, ERR_CONFLICT);
	db_rollback(writer);
	assert_int_equal(count(writer), 1);
	assert_true(put(501));
}

static void statements_differ_by_database(void)
{
	bool found;
	struct query *query = db_query(writer, "trial.which");
	assert_true(query_one(query, &found, &err) && found);
	assert_str(query_text(query, 1, arena), db_kind(writer) == STORE_SQLITE ? "sqlite" : "postgres");
	assert_true(query_end(query, &err));
	assert_true(store_prepare_all(store, &err));
	assert_true(store_migrate(store, &err));
}

static struct thing make_thing(void)
{
	static struct str names[] = { { "Ana", 3 }, { "\xc3\x89va \"x\"", 8 } };
	static struct line lines[2];
	lines[0] = (struct line){ STR("A1"), 5 };
	lines[1] = (struct line){ STR("B2"), -5 };
	return (struct thing){ .id = id_of(9), .words = STR("some words"), .yes = true, .born = { 1974, 8, 0 },
		               .met = INT64_C(1732425120123), .names = { names, 2 }, .lines = { lines, 2 },
		               .evidence = STR("{\"a\":[1]}") };
}

static void write_thing(const struct thing *thing, bool remove)
{
	struct str sql = remove ? table_remove_sql(&thing_table, "thing", arena) : table_put_sql(&thing_table, "thing", arena);
	struct query *query = db_made(writer, sql.data);
	query_bind_id(query, "record", id_of(1));
	query_bind_row(query, &thing_fields, thing);
	if (!query_run(query, &err))
		fail_msg("%s (%s)", err.what, err.where);
}

static void read_thing(struct thing *out, bool *found)
{
	memset(out, 0, sizeof *out);
	struct query *query = db_made(writer, "SELECT * FROM thing WHERE id = :id");
	query_bind_id(query, "id", id_of(9));
	assert_true(query_one(query, found, &err));
	if (*found)
		query_row(query, &thing_fields, out, arena);
	assert_true(query_end(query, &err));
}

static void rows_come_back(void)
{
	bool found;
	struct thing thing = make_thing(), back;
	assert_true(table_create(writer, &thing_table, "thing_1", &err));
	assert_true(table_rename(writer, "thing_1", "thing", &err));
	write_thing(&thing, false);
	thing.met++;
	write_thing(&thing, false);
	read_thing(&back, &found);
	assert_true(found && uuid_equal(back.id, thing.id) && uuid_zero(back.other) && back.yes && back.met == thing.met);
	assert_str(fields_data(&thing_fields, &back, arena), fields_data(&thing_fields, &thing, arena).data);
	write_thing(&thing, true);
	read_thing(&back, &found);
	assert_false(found);
	assert_true(table_create(writer, &thing_table, "thing_2", &err));
	assert_true(table_drop(writer, "thing", &err));
}

static void test_values_come_back(void **state) { (void)state; on_both(values_come_back); }
static void test_numbers_of_all_types(void **state) { (void)state; on_both(numbers_of_all_types); }
static void test_null_then_value(void **state) { (void)state; on_both(null_then_value); }
static void test_one_statement_inside_itself(void **state) { (void)state; on_both(one_statement_inside_itself); }
static void test_a_snapshot_stays(void **state) { (void)state; on_both(a_snapshot_stays); }
static void test_readers_cannot_write(void **state) { (void)state; on_both(readers_cannot_write); }
static void test_the_same_row_twice_is_a_conflict(void **state) { (void)state; on_both(the_same_row_twice_is_a_conflict); }
static void test_a_pipeline_carries_many(void **state) { (void)state; on_both(a_pipeline_carries_many); }
static void test_a_pipeline_tells_its_failure(void **state) { (void)state; on_both(a_pipeline_tells_its_failure); }
static void test_statements_differ_by_database(void **state) { (void)state; on_both(statements_differ_by_database); }
static void test_rows_come_back(void **state) { (void)state; on_both(rows_come_back); }

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_values_come_back),
		UNIT(test_numbers_of_all_types),
		UNIT(test_null_then_value),
		UNIT(test_one_statement_inside_itself),
		UNIT(test_a_snapshot_stays),
		UNIT(test_readers_cannot_write),
		UNIT(test_the_same_row_twice_is_a_conflict),
		UNIT(test_a_pipeline_carries_many),
		UNIT(test_a_pipeline_tells_its_failure),
		UNIT(test_statements_differ_by_database),
		UNIT(test_rows_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
