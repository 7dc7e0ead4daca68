#include "test.h"

#include "arena.h"
#include "calendar.h"

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

static struct date day(const char *text)
{
	struct date date;
	assert_true(date_parse(str_of(text), &date));
	return date;
}

static const struct rule_holiday holidays[] = {
	{ HOLIDAY_FIXED, { 0, 1, 1 }, 0, { "New Year's Day", 14 } },
	{ HOLIDAY_EASTER, { 0 }, 1, { "Easter Monday", 13 } },
	{ HOLIDAY_FIXED, { 0, 3, 17 }, 0, { "Founders' Day", 13 } },
	{ HOLIDAY_LISTED, { 2027, 9, 20 }, 0, { "Harvest Day", 11 } },
};
static const struct rule_calendar office = { CALENDAR_WEEKEND, holidays, COUNT_OF(holidays), { 2029, 12, 31 } };

/* Dates as the U.S. Census Bureau and the Book of Common Prayer's tables list them, the earliest and the latest among them. */
static void test_easter_of_known_years(void **state)
{
	(void)state;
	static const char *const sundays[] = { "1818-03-22", "1886-04-25", "1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
		                               "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20",
		                               "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2049-04-18", "2076-04-19",
		                               "2285-03-22" };
	for (size_t i = 0; i < COUNT_OF(sundays); i++) {
		struct date date = day(sundays[i]);
		assert_str(date_str(arena, calendar_easter(date.year)), sundays[i]);
	}
	for (int year = 1583; year < 9999; year++)
		assert_int_equal(date_weekday(calendar_easter(year)), 6);
}

static void test_days_off(void **state)
{
	(void)state;
	static const struct { const char *day; bool works; } days[] = {
		{ "2027-01-01", false }, { "2027-01-02", false }, { "2027-01-04", true }, { "2027-03-17", false }, { "2027-03-29", false },
		{ "2027-03-28", false }, { "2027-03-30", true }, { "2027-09-20", false }, { "2028-09-20", true },
	};
	for (size_t i = 0; i < COUNT_OF(days); i++)
		assert_int_equal(calendar_is_working_day(&office, day(days[i].day)), days[i].works);
	assert_str(calendar_holiday(&office, day("2027-03-29"))->name, "Easter Monday");
	assert_null(calendar_holiday(&office, day("2027-01-02")));
	assert_true(calendar_is_working_day(NULL, day("2027-01-01")));
}

static void test_working_days_are_counted(void **state)
{
	(void)state;
	static const struct { const char *from; int count; const char *to; } all[] = {
		{ "2027-03-01", 30, "2027-04-14" }, /* Founders' Day and Easter Monday not counted */
		{ "2027-03-01", 0, "2027-03-01" }, { "2027-03-05", 1, "2027-03-08" }, { "2027-03-08", -1, "2027-03-05" },
		{ "2027-03-06", 1, "2027-03-08" }, { "2027-03-16", 1, "2027-03-18" },
	};
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		assert_str(date_str(arena, calendar_add_working_days(&office, day(all[i].from), all[i].count)), all[i].to);
		if (all[i].count >= 0)
			assert_int_equal(calendar_working_days(&office, day(all[i].from), day(all[i].to)), all[i].count);
	}
	assert_int_equal(calendar_working_days(&office, day("2027-03-08"), day("2027-03-01")), -5);
	struct rule_calendar never = { .weekend = 0x7f };
	assert_true(date_empty(calendar_add_working_days(&never, day("2027-03-01"), 1)));
	assert_true(date_empty(calendar_add_working_days(NULL, day("9999-12-30"), 5)));
}

static void test_days_roll(void **state)
{
	(void)state;
	assert_str(date_str(arena, calendar_roll(&office, day("2027-03-27"), 1)), "2027-03-30");
	assert_str(date_str(arena, calendar_roll(&office, day("2027-03-29"), -1)), "2027-03-26");
	assert_str(date_str(arena, calendar_roll(&office, day("2027-03-26"), 1)), "2027-03-26");
	struct rule_calendar never = { .weekend = 0x7f };
	assert_true(date_empty(calendar_roll(&never, day("2027-03-01"), 1)));
}

static void test_a_list_of_days_runs_out(void **state)
{
	(void)state;
	assert_true(calendar_knows(&office, day("2029-12-31")));
	assert_false(calendar_knows(&office, day("2030-01-01")));
	assert_true(calendar_knows(NULL, day("2030-01-01")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_easter_of_known_years), UNIT(test_days_off), UNIT(test_working_days_are_counted), UNIT(test_days_roll),
		UNIT(test_a_list_of_days_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
