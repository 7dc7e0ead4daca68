#include "test.h"

#include "stay.h"

static struct arena *arena;

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

static const struct pack_stay_rule visit = {
	.code = { "visit", 5 }, .allow = 90, .allow_unit = { "days", 4 }, .window = 180, .counts_entry_day = true, .counts_exit_day = true,
};

static struct date day(const char *text)
{
	struct date date = { 0 };
	assert_true(date_parse(str_of(text), &date));
	return date;
}

/* "in 2026-09-02 until 2026-11-30" lines, oldest first, become rows, newest first. */
static struct movement_row *movements(const char *const *lines, size_t count)
{
	struct movement_row *rows = ARENA_ARRAY(arena, struct movement_row, count);
	for (size_t i = 0; i < count; i++) {
		struct str line = str_of(lines[i]), way, on;
		struct movement_row *row = &rows[count - 1 - i];
		str_cut(&line, ' ', &way);
		str_cut(&line, ' ', &on);
		row->direction = str_is(way, "in") ? STR("entry") : STR("exit");
		row->decision = STR("admit");
		row->day = day(str_c(arena, on));
		if (line.len && line.data)
			row->stay_until = day(str_c(arena, line));
	}
	return rows;
}

#define ACCOUNT(rule, today, ...)                                                                                  \
	account_of((rule), (today), (const char *const[]){ __VA_ARGS__ }, COUNT_OF(((const char *const[]){ __VA_ARGS__ })))

static struct stay_account account_of(const struct pack_stay_rule *rule, const char *today, const char *const *lines, size_t count)
{
	struct stay_account account;
	stay_account(movements(lines, count), count, rule, day(today), arena, &account);
	return account;
}

static void test_two_visits_of_a_fortnight_leave_62_days(void **state)
{
	(void)state;
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-09-02", "out 2026-09-15", "in 2026-10-10", "out 2026-10-23");
	assert_int_equal(a.used, 28);
	assert_int_equal(a.left, 62);
	assert_str(date_str(arena, a.until), "2027-01-24");
	assert_null(a.open);
}

static void test_days_that_leave_the_window_come_back(void **state)
{
	(void)state;
	/* 60 days at the far end of the window: they fall out one by one while the new stay goes on. */
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-05-29", "out 2026-07-27");
	assert_int_equal(a.used, 60);
	assert_int_equal(a.left, 90);
	assert_str(date_str(arena, a.until), "2027-02-21");
}

static void test_nothing_is_left_when_all_is_used(void **state)
{
	(void)state;
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-08-20", "out 2026-11-17");
	assert_int_equal(a.used, 90);
	assert_int_equal(a.left, 0);
	assert_true(date_empty(a.until));
}

static void test_the_account_agrees_with_counting_every_day(void **state)
{
	(void)state;
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 11);
	struct date today = day("2026-11-24");
	for (int round = 0; round < 500; round++) {
		bool used[179];
		for (size_t i = 0; i < COUNT_OF(used); i++)
			used[i] = random_below(&random, 10) < (uint64_t)(round % 8);
		struct date last = stay_last_day(&visit, used, COUNT_OF(used), today);
		int length = 0;
		for (;; length++) { /* the oracle: is one more day within the rule on that day? */
			int total = 0;
			for (int back = 0; back < 180; back++) {
				int offset = length - back; /* days from today */
				total += offset >= 0 ? 1 : -offset - 1 < 179 && used[-offset - 1];
			}
			if (total > 90)
				break;
		}
		int got = date_whole(last) ? date_days(last) - date_days(today) + 1 : 0;
		assert_int_equal(got, length);
	}
}

static void test_entry_and_exit_day_count_as_the_rule_says(void **state)
{
	(void)state;
	struct pack_stay_rule rule = visit;
	rule.counts_exit_day = false;
	assert_int_equal(ACCOUNT(&rule, "2026-11-24", "in 2026-11-01", "out 2026-11-10").used, 9);
	rule.counts_entry_day = false;
	assert_int_equal(ACCOUNT(&rule, "2026-11-24", "in 2026-11-01", "out 2026-11-10").used, 8);
}

static void test_one_day_with_two_crossings_counts_once(void **state)
{
	(void)state;
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-11-01", "out 2026-11-01", "in 2026-11-01", "out 2026-11-01");
	assert_int_equal(a.used, 1);
}

static void test_a_missing_exit_is_named_and_not_held_against_the_person(void **state)
{
	(void)state;
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-08-01", "in 2026-11-01", "out 2026-11-02");
	assert_int_equal(a.missing_exits, 1);
	assert_int_equal(a.used, 3);
	assert_null(a.open);
}

static void test_days_too_long_are_counted_from_the_day_after_the_last(void **state)
{
	(void)state;
	struct stay_account a = ACCOUNT(&visit, "2026-11-24", "in 2026-08-16 2026-11-13");
	assert_non_null(a.open);
	assert_int_equal(a.over, 11);
	assert_int_equal(ACCOUNT(&visit, "2026-11-13", "in 2026-08-16 2026-11-13").over, 0);
}

static void test_a_rule_of_months_without_window(void **state)
{
	(void)state;
	struct pack_stay_rule rule = { .allow = 1, .allow_unit = STR("months"), .counts_entry_day = true };
	struct stay_account a = ACCOUNT(&rule, "2027-01-31", "in 2026-12-01", "out 2026-12-31");
	assert_str(date_str(arena, a.until), "2027-02-27");
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_two_visits_of_a_fortnight_leave_62_days),
		UNIT(test_days_that_leave_the_window_come_back),
		UNIT(test_nothing_is_left_when_all_is_used),
		UNIT(test_the_account_agrees_with_counting_every_day),
		UNIT(test_entry_and_exit_day_count_as_the_rule_says),
		UNIT(test_one_day_with_two_crossings_counts_once),
		UNIT(test_a_missing_exit_is_named_and_not_held_against_the_person),
		UNIT(test_days_too_long_are_counted_from_the_day_after_the_last),
		UNIT(test_a_rule_of_months_without_window),
	};
	return cmocka_run_group_tests_name("stay", cases, NULL, NULL);
}
