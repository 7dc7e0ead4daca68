#include "test.h"

#include "draft_fixture.h"
#include "simulate.h"

/* The drafts of the format, walked by chance: whoever writes a procedure is told what cannot happen in it. */

enum { CASES = 400 };

static struct arena *arena;
static struct pack_source draft;

static int setup(void **state)
{
	struct error err;
	(void)state;
	arena = arena_new(0);
	return draft_source(arena, &draft, &err) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The drafts, with one text of a file replaced. */
static const struct pack *load(const char *path, const char *text, const char *by)
{
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, draft.count);
	struct pack_source source = { files, draft.count };
	struct pack_diagnostics found;
	const struct pack *pack;
	for (size_t i = 0; i < draft.count; i++) {
		size_t at;
		files[i] = draft.files[i];
		if (!path || !str_is(files[i].path, path))
			continue;
		assert_true(str_find(files[i].bytes, str_of(text), &at));
		files[i].bytes = str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(files[i].bytes, 0, at)), by,
		                            STR_ARG(str_slice(files[i].bytes, at + strlen(text), files[i].bytes.len)));
	}
	bool good = pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found);
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].severity == PACK_ERROR)
			print_error(STR_FMT "\n", STR_ARG(pack_diagnostic_text(arena, &found.items[i])));
	assert_true(good);
	return pack;
}

static struct simulation *walk(const struct pack *pack, const char *name, size_t cases, uint64_t seed, struct str *text)
{
	struct error err;
	struct buf out = BUF_IN(arena);
	struct simulation *found = ARENA_NEW(arena, struct simulation);
	struct simulation_plan plan = { .pack = pack, .procedure = pack_procedure(pack, str_of(name)), .zone = lang_zone_open(arena, pack->head.zone, &err), .cases = cases,
		                        .seed = seed, .from = INT64_C(1795478400000) /* 2026-11-24 */ };
	assert_non_null(plan.procedure);
	assert_non_null(plan.zone);
	assert_true(simulate(arena, &plan, found, &err));
	simulation_text(&plan, found, &out);
	*text = buf_str(&out);
	return found;
}

static bool says(struct str text, const char *words)
{
	size_t at;
	return str_find(text, str_of(words), &at);
}

static void everything_of_the_drafts_can_happen(void **state)
{
	static const char *const names[] = { "short_stay_visa", "readmission", "detention", "border_assessment", "surge_household" };
	const struct pack *pack = load(NULL, NULL, NULL);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str text;
		struct simulation *found = walk(pack, names[i], CASES, 1, &text);
		if (says(text, "never entered") || says(text, "never met"))
			print_error(STR_FMT, STR_ARG(text));
		assert_int_equal(found->opened, CASES);
		assert_int_equal(found->closed + found->open, CASES);
		assert_int_equal(found->errors, 0);
		assert_false(says(text, "never entered"));
		assert_false(says(text, "never met"));
	}
}

static void the_same_seed_gives_the_same(void **state)
{
	struct str one, again, other;
	const struct pack *pack = load(NULL, NULL, NULL);
	(void)state;
	walk(pack, "short_stay_visa", 40, 7, &one);
	walk(pack, "short_stay_visa", 40, 7, &again);
	walk(pack, "short_stay_visa", 40, 8, &other);
	assert_true(str_equal(one, again));
	assert_false(str_equal(one, other));
}

/* A need that cannot hold is told, and all that lies behind it. */
static void what_can_never_be_is_told(void **state)
{
	struct str text;
	const struct pack *pack = load("procedures/short_stay_visa.lim", "need prints.status in ['captured', 'exempt']", "need count(earlier) > 1000");
	(void)state;
	struct simulation *found = walk(pack, "short_stay_visa", 100, 1, &text);
	assert_int_equal(found->errors, 0);
	assert_true(says(text, "never met: grant: Fingerprints and face are missing.\n"));
	assert_true(says(text, "never taken: grant\n"));
	assert_true(says(text, "never entered: granted\n"));
	assert_false(says(text, "never taken: refuse\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { UNIT(everything_of_the_drafts_can_happen), UNIT(the_same_seed_gives_the_same), UNIT(what_can_never_be_is_told) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
