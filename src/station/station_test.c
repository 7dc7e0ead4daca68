/* Numbers of paper forms, and times as officers type them. */
#include "test.h"

#include "forms.h"
#include "paper.h"

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static void test_a_number_is_read_as_it_was_printed(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	for (int64_t number = 1; number <= PAPER_NUMBER_MOST; number += 997) {
		int64_t read;
		assert_true(paper_number_read(paper_number(arena, number), &read));
		assert_int_equal(read, number);
	}
	arena_free(arena);
}

/* Weights 7, 3, 1: no wrong digit passes, and neither do most exchanges of two neighbours. */
static void test_a_wrong_digit_of_a_number_is_noticed(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	for (int64_t number = 1; number <= PAPER_NUMBER_MOST; number += 49999) {
		struct str right = paper_number(arena, number);
		for (size_t at = 0; at < right.len; at++) {
			for (char digit = '0'; right.data[at] != '-' && digit <= '9'; digit++) {
				char *wrong = str_c(arena, right);
				int64_t read;
				if (wrong[at] == digit)
					continue;
				wrong[at] = digit;
				assert_false(paper_number_read(str_of(wrong), &read));
			}
		}
	}
	arena_free(arena);
}

static void test_what_is_no_number_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "-", "0", "00", "000000-0", "12a4", "000001-11", "0000001-1", "1-", "-1", "00000011 ", "99999999" };
	int64_t read;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (paper_number_read(str_of(wrong[i]), &read))
			fail_msg("\"%s\" was read as %lld", wrong[i], (long long)read);
	assert_true(paper_number_read(STR("11"), &read));
	assert_int_equal(read, 1);
}

static void test_the_time_of_a_clock(void **state)
{
	(void)state;
	static const struct { const char *text; int minutes; } cases[] = {
		{ "1144", 704 }, { "11:44", 704 }, { "944", 584 }, { "9:44", 584 }, { "0000", 0 }, { "2359", 1439 },
		{ "2400", -1 }, { "1260", -1 }, { "", -1 }, { "11", -1 }, { "11.44", -1 }, { "11:4", -1 }, { ":44", -1 }, { "noon", -1 }, { "11444", -1 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (station_minutes(str_of(cases[i].text)) != cases[i].minutes)
			fail_msg("%s: %d", cases[i].text, station_minutes(str_of(cases[i].text)));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_a_number_is_read_as_it_was_printed), UNIT(test_a_wrong_digit_of_a_number_is_noticed), UNIT(test_what_is_no_number_is_refused), UNIT(test_the_time_of_a_clock),
	};
	return cmocka_run_group_tests_name("station", cases, NULL, NULL);
}
