/* Family names that belong together, and those that do not. */
#include "test.h"

#include "child.h"

static bool belong(const char *one, const char *other)
{
	struct arena *arena = arena_new(0);
	bool answer = border_names_belong(&(struct identity){ .surname = str_of(one) }, &(struct identity){ .surname = str_of(other) }, arena);
	arena_free(arena);
	return answer;
}

static void other_spellings_double_names_and_endings_are_no_difference(void **state)
{
	static const char *const pairs[][2] = {
		{ "CARTER", "CARTER" }, { "GARCIA LOPEZ", "LOPEZ MARTIN" }, { "Müller", "MUELLER" }, { "Müller", "MULLER" }, { "IVANOV", "IVANOVA" }, { "KOWALSKI", "KOWALSKA" },
		{ "SHEVCHENKO", "CHEVTCHENKO" }, { "Иванов", "IVANOVA" }, { "AL HASSAN", "HASAN" }, { "MOHAMMED", "MUHAMMAD" }, { "PAPADOPOULOS", "PAPADOPOULOU" },
		{ "VON DER LEYEN", "LEYEN" },
	};
	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (!belong(pairs[i][0], pairs[i][1]) || !belong(pairs[i][1], pairs[i][0]))
			fail_msg("%s and %s", pairs[i][0], pairs[i][1]);
}

static void other_names_are_a_difference(void **state)
{
	static const char *const pairs[][2] = {
		{ "CARTER", "BAKER" }, { "GARCIA LOPEZ", "RUIZ DIAZ" }, { "AL HASSAN", "AL BAKRI" }, { "VON ESSEN", "VON LINDEN" }, { "", "CARTER" }, { "LI", "XU" },
	};
	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (belong(pairs[i][0], pairs[i][1]))
			fail_msg("%s and %s", pairs[i][0], pairs[i][1]);
}

static void a_name_borne_before_belongs_together(void **state)
{
	struct arena *arena = arena_new(0);
	struct str before = STR("CARTER");
	const struct identity mother = { .surname = STR("BAKER"), .former_names = { &before, 1 } }, child = { .surname = STR("CARTER") };
	assert_true(border_names_belong(&child, &mother, arena));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(other_spellings_double_names_and_endings_are_no_difference),
		cmocka_unit_test(other_names_are_a_difference),
		cmocka_unit_test(a_name_borne_before_belongs_together),
	};
	return cmocka_run_group_tests_name("child", cases, NULL, NULL);
}
