#include "test.h"

#include "pack_load.h"
#include "scenario.h"

/* The drafts of the format with their scenarios, as a part of Utopia's pack: five procedures, with everything that the language has. */

#define DRAFT SOURCE_FOLDER "/src/flow/testdata/draft"

static struct arena *arena;
static const struct pack *pack;
static const struct lang_zone *zone;
static struct pack_source draft;

static const struct pack_file *find(const struct pack_source *source, struct str path)
{
	for (size_t i = 0; i < source->count; i++)
		if (str_equal(source->files[i].path, path))
			return &source->files[i];
	return NULL;
}

/* A file of Utopia with what the drafts add; one language, for the drafts are not translated. */
static struct str together(const struct pack_file *file, struct str path)
{
	const struct pack_file *more = find(&draft, str_is(path, "tables/tables.lim") ? STR("tables.lim") : path);
	struct str text = file->bytes;
	size_t at, end;
	if (str_is(path, "pack.lim") && str_find(text, STR("\n  languages "), &at) && str_find(str_slice(text, at + 1, text.len), STR("\n"), &end))
		text = str_format(arena, STR_FMT "\n  languages en" STR_FMT, STR_ARG(str_slice(text, 0, at)), STR_ARG(str_slice(text, at + 1 + end, text.len)));
	return more ? str_format(arena, STR_FMT "\n" STR_FMT, STR_ARG(text), STR_ARG(more->bytes)) : text;
}

static struct pack_source whole(const struct pack_source *utopia)
{
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, utopia->count + draft.count);
	struct pack_source out = { files, 0 };
	for (size_t i = 0; i < utopia->count; i++) {
		struct str path = utopia->files[i].path;
		bool other = (str_starts(path, STR("lang/")) || (str_starts(path, STR("letters/")) && !str_ends(path, STR(".en.letter"))));
		if (!other)
			files[out.count++] = (struct pack_file){ path, together(&utopia->files[i], path) };
	}
	for (size_t i = 0; i < draft.count; i++)
		if (!find(utopia, draft.files[i].path) && !str_is(draft.files[i].path, "tables.lim"))
			files[out.count++] = draft.files[i];
	return out;
}

static int setup(void **state)
{
	struct pack_source utopia;
	struct pack_diagnostics found;
	struct error err;
	(void)state;
	arena = arena_new(0);
	if (!pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &utopia, &err) || !pack_source_folder(arena, DRAFT, &draft, &err))
		return -1;
	struct pack_source source = whole(&utopia);
	bool good = pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found);
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
	const struct pack_file *file = find(&draft, str_of(path));
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
