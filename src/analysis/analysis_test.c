/* Figures over rows made here, on both databases. */
#include "test.h"

#include "analysis.h"
#include "border.h"
#include "database.h"
#include "lang.h"
#include "pack_load.h"
#include "registry.h"

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static struct arena *arena;
static struct error err;
static struct db *writer;
static const struct room *const rooms[] = { &registry_room, &analysis_room, NULL };

static struct date day(const char *text)
{
	struct date date = { 0 };
	assert_true(date_parse(str_of(text), &date));
	return date;
}

static void put(const struct table *table, uint8_t record, const void *row)
{
	struct query *query = db_made(writer, str_c(arena, table_put_sql(table, table->name, arena)));
	query_bind_id(query, "record", (struct uuid){ { record } });
	query_bind_row(query, table->row, row);
	if (!query_run(query, &err))
		fail_msg("%s (%s)", err.what, err.where);
}

static void document(uint8_t record, uint8_t holder)
{
	struct document_row row = { .holder = { { holder } } };
	put(&document_table, record, &row);
}

static void movement(uint8_t record, uint8_t id, const char *way, const char *on, const char *until, const char *sex, const char *decision, bool annulled)
{
	static struct str reasons[] = { { "E", 1 }, { "G", 1 } };
	struct movement_row row = {
		.id = { { id } }, .happened = date_days(day(on)) * DAY_MS + id, .direction = str_of(way), .day = day(on), .sex = str_of(sex),
		.decision = str_of(decision), .post = STR("SORREL"), .nationality = STR("FRA"), .age_band = STR("30-44"), .purpose = STR("tourism"),
		.stay_until = until ? day(until) : (struct date){ 0 }, .annulled = annulled,
	};
	if (!strcmp(decision, "refuse"))
		row.reasons = (struct texts){ reasons, 2 };
	put(&movement_table, record, &row);
}

/* Stays: 1 too long without exit; 2 left on another document in time; 3 left late; 4 only an annulled exit; 5 refused. */
static void fill(void)
{
	document(1, 1), document(2, 9), document(3, 9), document(4, 4), document(5, 5), document(6, 6);
	movement(1, 1, "entry", "2026-01-01", "2026-01-10", "F", "admit", false);
	movement(2, 2, "entry", "2026-01-01", "2026-01-10", "M", "admit", false);
	movement(3, 3, "exit", "2026-01-08", NULL, "M", "admit", false);
	movement(4, 4, "entry", "2026-01-01", "2026-01-10", "X", "admit", false);
	movement(4, 5, "exit", "2026-02-01", NULL, "X", "admit", false);
	movement(5, 6, "entry", "2026-01-01", "2026-01-10", "", "admit", false);
	movement(5, 7, "exit", "2026-01-05", NULL, "", "admit", true);
	movement(6, 8, "entry", "2026-01-03", NULL, "F", "refuse", false);
}

static void count_on(enum store_kind kind)
{
	struct test_database database;
	if (!test_database_new(&database, kind))
		return;
	arena = arena_new(0);
	struct store *store = store_open(str_of(database.where), rooms, &err);
	writer = db_open_writer(store, &err);
	assert_true(table_create(writer, &document_table, "document", &err) && table_create(writer, &movement_table, "movement", &err));
	assert_true(table_create(writer, &permit_table, "permit", &err) && table_create(writer, &claim_table, "claim", &err));
	assert_true(table_create(writer, &task_table, "task", &err) && table_create(writer, &name_table, "document_name", &err));
	fill();
	struct pack_source source;
	struct pack_diagnostics found = { .arena = arena };
	const struct pack *pack;
	struct langs *langs = langs_new(arena, &err);
	assert_true(pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err) && pack_load(arena, &source, day("2026-11-24"), &pack, &found));
	struct act act = { .arena = arena, .pack = pack, .lang = langs_english(langs), .db = writer, .findings = { .arena = arena } };
	struct figure_query query = { .from = day("2026-01-01"), .to = day("2026-12-31"), .as_of = day("2026-01-20"), .by = STR("direction") };
	struct figure *figure = ARENA_NEW(arena, struct figure);
	assert_true(figure_flows(&act, &query, figure, &err));
	assert_int_equal(figure->total, 6); /* four entries, two exits; annulled and refused ones apart */
	assert_int_equal(figure->rows[0].counts[3], 1); /* sex not known is shown as such */
	figure = ARENA_NEW(arena, struct figure);
	assert_true(figure_overstays(&act, &query, figure, &err));
	assert_int_equal(figure->total, 3);
	assert_int_equal(figure->rows[1].counts[0] + figure->rows[1].counts[2] + figure->rows[1].counts[3], 3); /* 10 days: 8 to 30 */
	query.as_of = day("2026-02-02");
	figure = ARENA_NEW(arena, struct figure);
	assert_true(figure_overstays(&act, &query, figure, &err));
	assert_int_equal(figure->total, 2);
	figure = ARENA_NEW(arena, struct figure);
	assert_true(figure_refusals(&act, &query, figure, &err));
	assert_int_equal(figure->total, 1);
	assert_int_equal(figure->count, 2); /* two reasons, one person */
	db_close(writer);
	store_close(store);
	langs_free(langs);
	arena_free(arena);
	test_database_drop(&database);
}

/* Rows at an instant of a day: a crossing is put as it was decided, a referral and a claim as they came. */
extern const struct table referral_table;

static void at(uint8_t id, const char *post, const char *on, int minutes, const char *way, const char *decision, bool annulled)
{
	int64_t happened = date_days(day(on)) * DAY_MS + minutes * INT64_C(60000);
	struct movement_row crossing = {
		.id = { { id } }, .happened = happened, .direction = str_of(way), .day = day(on), .hour = minutes / 60, .decision = str_of(decision),
		.post = str_of(post), .annulled = annulled,
	};
	struct referral_row referral = { .id = { { id } }, .opened = happened, .post = str_of(post), .direction = str_of(way) };
	struct claim_row claim = { .id = { { id } }, .happened = happened, .post = str_of(post) };
	if (!strcmp(decision, "refer"))
		put(&referral_table, id, &referral);
	else if (!strcmp(decision, "claim"))
		put(&claim_table, id, &claim);
	else
		put(&movement_table, id, &crossing);
}

static void count_a_day_on(enum store_kind kind)
{
	struct test_database database;
	if (!test_database_new(&database, kind))
		return;
	arena = arena_new(0);
	struct store *store = store_open(str_of(database.where), rooms, &err);
	writer = db_open_writer(store, &err);
	const struct table *const tables[] = { &movement_table, &claim_table, &referral_table };
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		assert_true(table_create(writer, tables[i], tables[i]->name, &err));
	at(1, "SORREL", "2026-11-26", 0, "entry", "admit", false);
	at(2, "SORREL", "2026-11-26", 545, "entry", "admit", false);
	at(3, "SORREL", "2026-11-26", 545, "exit", "admit", false);
	at(4, "SORREL", "2026-11-26", 546, "entry", "admit", false);   /* a minute too late */
	at(5, "SORREL", "2026-11-26", 100, "entry", "admit", true);    /* annulled */
	at(6, "SORREL", "2026-11-26", 100, "entry", "refuse", false);
	at(7, "SORREL", "2026-11-25", 1439, "entry", "admit", false);  /* the day before */
	at(8, "ASTERF", "2026-11-26", 100, "exit", "admit", false);
	at(9, "SORREL", "2026-11-26", 545, "entry", "refer", false);
	at(10, "SORREL", "2026-11-26", 546, "entry", "refer", false);
	at(11, "SORREL", "2026-11-25", 1439, "entry", "refer", false);
	at(12, "ASTERF", "2026-11-26", 0, "entry", "claim", false);
	struct act act = { .arena = arena, .db = writer, .findings = { .arena = arena } };
	const int64_t since = date_days(day("2026-11-26")) * DAY_MS, until = since + 545 * INT64_C(60000);
	struct day_count one = { .day = day("2026-11-26"), .since = since, .until = until }, all = one;
	assert_true(day_counted(&act, STR("SORREL"), &one, &err) && day_counted(&act, STR(""), &all, &err));
	assert_int_equal(one.entry_sum, 2);
	assert_int_equal(one.exit_sum, 1);
	assert_int_equal(one.entries[0], 1);
	assert_int_equal(one.entries[9], 1);
	assert_int_equal(one.exits[9], 1);
	assert_int_equal(one.refused, 1);
	assert_int_equal(one.referred, 1);
	assert_int_equal(one.claims, 0);
	assert_int_equal(all.exit_sum, 2);
	assert_int_equal(all.claims, 1);
	db_close(writer);
	store_close(store);
	arena_free(arena);
	test_database_drop(&database);
}

static void test_a_day_counts_what_was_recorded_up_to_an_instant(void **state)
{
	(void)state;
	count_a_day_on(STORE_SQLITE);
	count_a_day_on(STORE_POSTGRES);
}

static void test_figures_agree_with_the_rows_on_both_databases(void **state)
{
	(void)state;
	count_on(STORE_SQLITE);
	count_on(STORE_POSTGRES);
}

int main(void)
{
	const struct CMUnitTest cases[] = { UNIT(test_figures_agree_with_the_rows_on_both_databases), UNIT(test_a_day_counts_what_was_recorded_up_to_an_instant) };
	return cmocka_run_group_tests_name("analysis", cases, NULL, NULL);
}
