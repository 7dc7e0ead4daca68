#include "test.h"

#include "draft_fixture.h"
#include "scenario.h"

/* The drafts of the format with their scenarios, as a part of Utopia's pack: five procedures, with everything that the language has. */

static struct arena *arena;
static const struct pack *pack;
static const struct lang_zone *zone;
static struct pack_source draft;

static int setup(void **state)
{
	struct pack_diagnostics found;
	struct error err;
	(void)state;
	arena = arena_new(0);
	if (!draft_source(arena, &draft, &err))
		return -1;
	bool good = pack_load(arena, &draft, (struct date){ 2026, 11, 24 }, &pack, &found);
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].severity == PACK_ERROR)
			print_error(STR_FMT "\n", STR_ARG(pack_diagnostic_text(arena, &found.items[i])));
	zone = good ? lang_zone_open(arena, pack->head.zone, &err) : NULL;
	return zone ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void scenarios_hold(const char *path)
{
	const struct pack_file *file = draft_find(&draft, str_of(path));
	struct scenario_result result = { .text = BUF_IN(arena) };
	assert_non_null(file);
	scenarios_run(arena, pack, file->path, file->bytes, zone, &result);
	if (result.failed)
		print_error(STR_FMT, STR_ARG(buf_str(&result.text)));
	assert_int_equal(result.failed, 0);
	assert_true(result.passed > 0);
}

static void short_stay_visa(void **state) { scenarios_hold("tests/short_stay_visa.test.lim"); }
static void readmission(void **state) { scenarios_hold("tests/readmission.test.lim"); }
static void detention(void **state) { scenarios_hold("tests/detention.test.lim"); }
static void border_assessment(void **state) { scenarios_hold("tests/border_assessment.test.lim"); }
static void surge_household(void **state) { scenarios_hold("tests/surge_household.test.lim"); }

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_stay_visa), cmocka_unit_test(readmission), cmocka_unit_test(detention), cmocka_unit_test(surge_household), cmocka_unit_test(border_assessment),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
