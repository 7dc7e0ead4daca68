#include "test.h"

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "error.h"
#include "uuid.h"

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

static void test_arena_gives_zeroed_memory_again_after_reset(void **state)
{
	(void)state;
	char *first = arena_alloc(arena, 100);
	first[0] = 'x';
	arena_alloc(arena, 1 << 20);
	assert_true(arena_used(arena) >= (1 << 20) + 100);
	arena_reset(arena);
	assert_true(arena_used(arena) == 0);
	assert_int_equal(*(char *)arena_alloc(arena, 100), 0);
}

static void test_numbers_are_read_whole_or_not_at_all(void **state)
{
	(void)state;
	int64_t value;
	assert_true(str_to_int(STR("-9007199254740993"), &value));
	assert_true(value == INT64_C(-9007199254740993));
	assert_true(str_to_int(STR("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	assert_false(str_to_int(STR("9223372036854775808"), &value));
	assert_false(str_to_int(STR(""), &value));
	assert_false(str_to_int(STR("-"), &value));
	assert_false(str_to_int(STR("1 "), &value));
}

static void test_utf8_refuses_overlong_surrogate_and_cut(void **state)
{
	(void)state;
	assert_true(utf8_valid(STR("Zoë Щербаков 漢 𝄞")));
	assert_false(utf8_valid(STR("\xc0\xaf")));
	assert_false(utf8_valid(STR("\xed\xa0\x80")));
	assert_false(utf8_valid(STR("\xe2\x82")));
	assert_false(utf8_valid(STR("\xf4\x90\x80\x80")));
	assert_int_equal(utf8_length(STR("漢\xff")), 2);
}

static void test_base64_is_read_whole_or_not_at_all(void **state)
{
	(void)state;
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "\xff\xfe\xfd", "//79" } };
	uint8_t out[8];
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct str bytes = str_of(pairs[i][0]), text = str_of(pairs[i][1]);
		assert_str(str_base64(arena, bytes), pairs[i][1]);
		assert_int_equal(str_base64_size(text), bytes.len);
		assert_true(str_to_base64(text, out, bytes.len));
		assert_memory_equal(out, bytes.data ? bytes.data : "", bytes.len);
	}
	const char *const bad[] = { "Zg", "Zg=", "Zg==\n", "Z===", "====", "Zm9v!", "Zm9-", "=m9v", "Zm=v" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(str_base64_size(str_of(bad[i])) <= sizeof out && str_to_base64(str_of(bad[i]), out, str_base64_size(str_of(bad[i]))));
}

static void test_cut_gives_every_piece_and_an_empty_last_one(void **state)
{
	(void)state;
	struct str rest = STR("a,,b,"), piece;
	const char *const want[] = { "a", "", "b", "" };
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_true(str_cut(&rest, ',', &piece));
		assert_str(piece, want[i]);
	}
	assert_false(str_cut(&rest, ',', &piece));
}

static void test_every_day_of_four_centuries_comes_back(void **state)
{
	(void)state;
	int32_t first = date_days((struct date){ 1800, 1, 1 }), last = date_days((struct date){ 2200, 12, 31 });
	struct date before = date_of_days(first - 1);
	for (int32_t day = first; day <= last; day++) {
		struct date date = date_of_days(day);
		assert_true(date_valid(date) && date_compare(before, date) < 0 && date_days(date) == day);
		before = date;
	}
	assert_int_equal(date_days((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_weekday((struct date){ 2026, 11, 24 }), 1);
}

static void test_partial_dates_stay_partial(void **state)
{
	(void)state;
	struct date date;
	int least, most;
	assert_true(date_parse(STR("1950"), &date));
	assert_str(date_str(arena, date), "1950");
	assert_true(date_age(date, (struct date){ 2026, 11, 24 }, &least, &most));
	assert_int_equal(least, 75);
	assert_int_equal(most, 76);
	assert_true(date_parse(STR(""), &date) && date_empty(date));
	assert_false(date_age(date, (struct date){ 2026, 11, 24 }, &least, &most));
	const char *const bad[] = { "1974-13", "1974-02-30", "1974-1-1", "0000", "1974-00", "74", "1974-08-12 ", "19740812" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(date_parse(str_of(bad[i]), &date));
}

static void test_months_clamp(void **state)
{
	(void)state;
	struct date date = date_add_months((struct date){ 2027, 1, 31 }, 1);
	assert_str(date_str(arena, date), "2027-02-28");
	assert_str(date_str(arena, date_add_months((struct date){ 2024, 3, 31 }, -1)), "2024-02-29");
}

static void test_instants_are_read_and_written(void **state)
{
	(void)state;
	int64_t ms;
	char text[TIME_TEXT];
	assert_true(time_parse(STR("2026-11-24T05:12:00.5+02:00"), &ms));
	assert_str(time_text(ms, text), "2026-11-24T03:12:00.500Z");
	assert_str(time_text(-1, text), "1969-12-31T23:59:59.999Z");
	const char *const bad[] = { "2026-11-24T05:12:00", "2026-11-24T24:00:00Z", "2026-11-24T05:12:00Zx",
		                    "2026-11-24T05:12:00+2:00", "2026-11T05:12:00Z     " };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(time_parse(str_of(bad[i]), &ms));
}

static void test_a_clock_runs_faster_and_is_moved_forward_alone(void **state)
{
	struct clock_run run;
	struct clock clock = clock_run_of(&run, 100000);
	int64_t first = clock_now(&clock);
	run.since -= 10; /* as if ten milliseconds had passed */
	assert_true(clock_now(&clock) >= first + 10 * 99999);
	int64_t then = clock_now(&clock);
	assert_true(clock_forward(&clock, 86400000) && clock_now(&clock) >= then + 86400000);
	assert_false(clock_forward(&clock, -1));
	assert_false(clock_forward(&clock_system, 1));
}

static void test_uuids_carry_their_time_and_version(void **state)
{
	(void)state;
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 7);
	struct uuid id = uuid_v7(1732417920123, &random), again;
	assert_true(uuid_time(id) == 1732417920123);
	assert_int_equal(id.bytes[6] >> 4, 7);
	struct str text = uuid_str(arena, id);
	assert_true(uuid_parse(text, &again) && uuid_equal(id, again));
	assert_false(uuid_parse(STR("0193-5c1e77a2000000000000000000000000"), &again));
}

static void test_errors_say_what_where_and_what_to_do(void **state)
{
	(void)state;
	struct error err = { 0 };
	assert_false(error_set(&err, ERR_INPUT, "this is not a date", "write it as 1974-08-12", "row %d, column %s", 17, "born"));
	assert_str(error_text(arena, &err), "input: this is not a date (row 17, column born). write it as 1974-08-12");
	assert_int_equal(error_info(ERR_UNCERTAIN)->retry, RETRY_UNCERTAIN);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_arena_gives_zeroed_memory_again_after_reset),
		UNIT(test_numbers_are_read_whole_or_not_at_all),
		UNIT(test_utf8_refuses_overlong_surrogate_and_cut),
		UNIT(test_base64_is_read_whole_or_not_at_all),
		UNIT(test_cut_gives_every_piece_and_an_empty_last_one),
		UNIT(test_every_day_of_four_centuries_comes_back),
		UNIT(test_partial_dates_stay_partial),
		UNIT(test_months_clamp),
		UNIT(test_instants_are_read_and_written),
		UNIT(test_a_clock_runs_faster_and_is_moved_forward_alone),
		UNIT(test_uuids_carry_their_time_and_version),
		UNIT(test_errors_say_what_where_and_what_to_do),
	};
	return cmocka_run_group_tests_name("base", cases, NULL, NULL);
}
