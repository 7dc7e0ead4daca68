/* The evaluator against the reference, over random expressions in random worlds: 50,000 of them, with LIMEN_LONG=1 a
 * million. LIMEN_SEED=n begins elsewhere. What differs is printed with its seed. */
#include "test.h"

#include <stdlib.h>

#include "arena.h"
#include "random_expression.h"

enum { EACH_WORLD = 10, SHORT = 50000, LONG = 1000000, TELL_MOST = 20 };

struct tally {
	size_t values, missing, errors, too_many_steps, refused, different;
};

static struct arena *kept, *arena;
static struct random_world world;

static int setup(void **state)
{
	(void)state;
	kept = arena_new(0);
	arena = arena_new(0);
	random_schema(kept, &world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	arena_free(kept);
	return 0;
}

static struct str told(bool done, const struct rule_value *value)
{
	if (!done)
		return STR("an error");
	if (value->kind == RULE_MISSING)
		return STR("missing");
	return rule_value_text(arena, value);
}

static bool same(const struct rule_value *a, const struct rule_value *b)
{
	if (a->kind == RULE_RECORD && b->kind == RULE_RECORD)
		return true;
	bool words = (a->kind == RULE_TEXT || a->kind == RULE_CODE) && (b->kind == RULE_TEXT || b->kind == RULE_CODE);
	if (words)
		return str_equal(a->text, b->text);
	if (a->kind != RULE_LIST || b->kind != RULE_LIST || a->list.count != b->list.count)
		return rule_value_equal(a, b);
	for (size_t i = 0; i < a->list.count; i++) {
		if (!same(&a->list.items[i], &b->list.items[i]))
			return false;
	}
	return true;
}

static void tell(size_t seed, struct str text, struct str is, struct str should_be)
{
	fprintf(stderr, "seed %zu: " STR_FMT "\n  is " STR_FMT ", should be " STR_FMT "\n", seed, STR_ARG(text), STR_ARG(is), STR_ARG(should_be));
}

/* NULL after saying why: the writer of random expressions should write none that the checker refuses. */
static struct rule_expression *checked(size_t seed, struct str text, struct tally *tally)
{
	struct rule_diagnostics diagnostics = { .arena = arena };
	struct rule_expression *expression = rule_parse(arena, text, (struct rule_place){ STR("random"), 1, 1 }, &diagnostics);
	if (expression && rule_check(arena, expression, &world.schema, NULL, &diagnostics))
		return expression;
	if (tally->refused++ < TELL_MOST && diagnostics.count)
		fprintf(stderr, "seed %zu: " STR_FMT "\n  P%d at %u: " STR_FMT "\n", seed, STR_ARG(text), diagnostics.items[0].code,
		        diagnostics.items[0].place.column, STR_ARG(diagnostics.items[0].subject));
	return NULL;
}

static void compare(size_t seed, struct str text, struct tally *tally)
{
	struct rule_expression *expression = checked(seed, text, tally);
	struct rule_value is, should_be;
	struct error err;
	if (!expression)
		return;
	bool done = rule_eval(expression, &world.environment, arena, &is, &err);
	if (!done && strstr(err.what, "too many steps")) {
		tally->too_many_steps++;
		return;
	}
	bool should = reference_eval(&world.reference, text, arena, &should_be);
	tally->errors += !should;
	tally->missing += should && should_be.kind == RULE_MISSING;
	tally->values += should && should_be.kind != RULE_MISSING;
	if (done == should && (!done || same(&is, &should_be)))
		return;
	if (tally->different++ < TELL_MOST)
		tell(seed, text, told(done, &is), told(should, &should_be));
}

static void test_the_evaluator_equals_the_reference(void **state)
{
	(void)state;
	const char *first = getenv("LIMEN_SEED");
	size_t count = getenv("LIMEN_LONG") ? LONG : SHORT, begin = first ? strtoul(first, NULL, 10) : 1;
	struct tally tally = { 0 };
	for (size_t seed = begin; seed < begin + count / EACH_WORLD; seed++) {
		struct chance chance = { seed * 1000003 };
		arena_reset(arena);
		random_values(arena, &chance, &world);
		for (size_t i = 0; i < EACH_WORLD; i++)
			compare(seed, random_expression(arena, &chance), &tally);
	}
	fprintf(stderr, "%zu values, %zu missing, %zu errors; %zu left out for their steps; %zu refused, %zu different\n", tally.values,
	        tally.missing, tally.errors, tally.too_many_steps, tally.refused, tally.different);
	assert_int_equal(tally.different, 0);
	assert_int_equal(tally.refused, 0);
	assert_true(tally.values > count / 3 && tally.missing > count / 10 && tally.errors > count / 100);
}

static void holds(const char *format, int months, long days, bool open)
{
	struct tally tally = { 0 };
	struct rule_expression *expression = checked(0, str_format(arena, format, months, days), &tally);
	struct rule_value is;
	struct error err;
	assert_non_null(expression);
	assert_true(rule_eval(expression, &world.environment, arena, &is, &err));
	assert_true(open ? is.kind == RULE_MISSING : is.kind == RULE_YESNO && is.yes);
}

/* What is known of the length of months, against every day of 400 years from which they may be counted. */
static void test_months_have_the_days_that_they_have_somewhere(void **state)
{
	(void)state;
	for (int months = 1; months < 5000; months += months < 20 ? 1 : 83) {
		long least, most;
		reference_month_gap(months, 0, &least, &most);
		holds("%d months >= %ld days", months, least, false);
		holds("%d months <= %ld days", months, most, false);
		holds("%d months = %ld days", months, least, least != most);
		if (least != most)
			holds("%d months < %ld days", months, most, true);
		holds("%d months > %ld days", months, least - 1, false);
		holds("%d months < %ld days", months, most + 1, false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { UNIT(test_months_have_the_days_that_they_have_somewhere), UNIT(test_the_evaluator_equals_the_reference) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
