/* Figures over rows made here, on both databases. */
#include "test.h"

#include "analysis.h"
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

static void test_figures_agree_with_the_rows_on_both_databases(void **state)
{
	(void)state;
	count_on(STORE_SQLITE);
	count_on(STORE_POSTGRES);
}

int main(void)
{
	const struct CMUnitTest cases[] = { UNIT(test_figures_agree_with_the_rows_on_both_databases) };
	return cmocka_run_group_tests_name("analysis", cases, NULL, NULL);
}
