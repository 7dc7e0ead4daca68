/* Numbers of documents: what is near, and that the pieces by which they are looked up find all of it. */
#include "test.h"

#include "inside.h"

static struct arena *arena;

static bool share_key(struct str a, struct str b)
{
	struct str left[NEAR_MOST], right[NEAR_MOST];
	size_t left_count = number_keys(arena, number_canonical(arena, a), left), right_count = number_keys(arena, number_canonical(arena, b), right);
	for (size_t i = 0; i < left_count; i++)
		for (size_t k = 0; k < right_count; k++)
			if (str_equal(left[i], right[k]))
				return true;
	return false;
}

static void test_near(void **state)
{
	(void)state;
	assert_str(number_folded(arena, STR("x 12-34/o")), "X1234O");
	assert_str(number_canonical(arena, STR("IO01X")), "1001X");
	assert_true(number_misread(STR("X1234567"), STR("X1234568")));
	assert_true(number_misread(STR("X1234567"), STR("X1243567")));
	assert_false(number_misread(STR("X1234567"), STR("X1234567")));
	assert_false(number_misread(STR("X1234567"), STR("X1324657")));
	assert_false(number_misread(STR("X1234567"), STR("X123456")));
	assert_false(number_misread(STR("AB"), STR("BC")));
}

/* Each one-character change and each exchange of neighbours of random numbers. */
static void test_keys_find_all_that_is_near(void **state)
{
	static const char signs[] = "0123456789ABCXYZ";
	(void)state;
	for (unsigned n = 0; n < 400; n++) {
		char a[NEAR_MOST + 1], b[NEAR_MOST + 1];
		size_t len = NEAR_LEAST + n % (NEAR_MOST - NEAR_LEAST + 1);
		for (size_t i = 0; i < len; i++)
			a[i] = signs[(n * 7919u + (unsigned)i * 104729u + n / 13 * (unsigned)i) % 16];
		for (size_t i = 0; i < len; i++) {
			memcpy(b, a, len);
			b[i] = signs[(n + (unsigned)i) % 16];
			assert_true(share_key((struct str){ a, len }, (struct str){ b, len }));
			memcpy(b, a, len);
			if (i) {
				b[i] = a[i - 1];
				b[i - 1] = a[i];
			}
			assert_true(share_key((struct str){ a, len }, (struct str){ b, len }));
		}
	}
}

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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_near), cmocka_unit_test(test_keys_find_all_that_is_near) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
