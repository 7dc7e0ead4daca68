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
	struct stay_history history = { .movements = movements(lines, count), .count = count };
	stay_account(&history, rule, day(today), arena, &account);
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

/* --- against counting by hand --- */

enum { SPAN = 260, MOST = 60 };

/* A random life of `SPAN` days before today, oldest first in `rows`, newest first as stay_account wants it. */
struct life {
	struct movement_row rows[MOST];
	struct permit_row permit;
	size_t count;
	struct stay_history history;
	struct pack_stay_rule rule;
};

static struct movement_row *newest_first(const struct life *life)
{
	struct movement_row *out = ARENA_ARRAY(arena, struct movement_row, life->count + 1);
	for (size_t i = 0; i < life->count; i++)
		out[life->count - 1 - i] = life->rows[i];
	return out;
}

static void random_row(struct random *random, struct life *life, struct movement_row *row, int32_t on)
{
	bool in = random_below(random, 100) < 55;
	*row = (struct movement_row){ .direction = in ? STR("entry") : STR("exit"), .decision = STR("admit"), .day = date_of_days(on) };
	if (random_below(random, 12) == 0)
		row->decision = random_below(random, 2) ? STR("refuse") : STR("transit");
	row->annulled = random_below(random, 15) == 0;
	if (in && random_below(random, 3)) {
		row->stay_until = date_of_days(on + (int32_t)random_below(random, 60));
		if (random_below(random, 3) == 0) {
			row->granted_until = row->stay_until;
			row->stay_until = date_of_days(date_days(row->stay_until) + (int32_t)random_below(random, 30));
		}
	}
	if (in && random_below(random, 6) == 0)
		row->permit = life->permit.id;
}

static void random_life(struct random *random, struct life *life, struct date today)
{
	static const struct str kinds[] = { { "residence", 9 }, { "visa", 4 }, { "long_stay_visa", 14 } };
	*life = (struct life){ .rule = visit };
	int32_t on = date_days(today) - SPAN;
	life->permit.id.bytes[0] = 7;
	life->permit.kind = kinds[random_below(random, COUNT_OF(kinds))];
	life->rule.window = 20 + (int)random_below(random, 200);
	life->rule.allow = 1 + (int)random_below(random, (uint64_t)life->rule.window);
	life->rule.counts_entry_day = random_below(random, 4) != 0;
	life->rule.counts_exit_day = random_below(random, 4) != 0;
	life->rule.counts_extension = random_below(random, 2);
	life->rule.counts_permit = random_below(random, 2);
	while (life->count < MOST && (on += (int32_t)random_below(random, 25)) < date_days(today))
		random_row(random, life, &life->rows[life->count++], on);
	if (life->count > 2 && random_below(random, 4) == 0) /* an exit whose post is a day behind */
		life->rows[1].day = date_of_days(date_days(life->rows[0].day) - 1);
	life->history = (struct stay_history){ newest_first(life), life->count, &life->permit, 1, random_below(random, 2) };
}

/* The next crossing that counts; `count`: none. */
static size_t next_of(const struct life *life, size_t at)
{
	do
		at++;
	while (at < life->count && (life->rows[at].annulled || !str_is(life->rows[at].decision, "admit")));
	return at;
}

/* What one entry says of one day: 0 not here, 1 here and does not count, 2 counts. */
static int by_hand(const struct life *life, size_t at, int32_t d, int32_t today)
{
	const struct movement_row *in = &life->rows[at];
	if (in->annulled || !str_is(in->decision, "admit") || !str_is(in->direction, "entry"))
		return 0;
	size_t next = next_of(life, at);
	bool left = next < life->count && str_is(life->rows[next].direction, "exit"), lost = !left && (next < life->count || life->history.outside);
	int32_t from = date_days(in->day), until = left ? date_days(life->rows[next].day) : lost ? from : today;
	if (until < from)
		until = from;
	if (d < from || d > until)
		return 0;
	bool over = date_whole(in->stay_until) && d > date_days(in->stay_until);
	bool permit = uuid_equal(in->permit, life->permit.id) && !str_is(life->permit.kind, "visa");
	if (over)
		return 2;
	if (permit)
		return life->rule.counts_permit ? 2 : 1;
	if (date_whole(in->granted_until) && d > date_days(in->granted_until))
		return life->rule.counts_extension ? 2 : 1;
	bool counts = (d != from && !(left && d == until)) || (d == from && life->rule.counts_entry_day) || (left && d == until && life->rule.counts_exit_day);
	return counts ? 2 : 1;
}

static int day_by_hand(const struct life *life, int32_t d, int32_t today)
{
	int most = 0;
	for (size_t i = 0; i < life->count; i++) {
		int one = by_hand(life, i, d, today);
		most = one > most ? one : most;
	}
	return most;
}

static void test_random_lives_agree_with_counting_by_hand(void **state)
{
	(void)state;
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 41);
	struct date today = day("2027-03-10");
	int32_t now = date_days(today);
	for (int round = 0; round < 1500; round++) {
		struct life *life = ARENA_NEW(arena, struct life);
		struct stay_account account;
		struct stay_day *days;
		int used = 0;
		size_t here = 0;
		random_life(&random, life, today);
		stay_account(&life->history, &life->rule, today, arena, &account);
		size_t count = stay_days(&life->history, &life->rule, date_of_days(now - SPAN), today, arena, &days);
		for (int32_t d = now - SPAN; d <= now; d++) {
			int hand = day_by_hand(life, d, now);
			used += hand == 2 && d < now && d > now - life->rule.window;
			if (!hand)
				continue;
			assert_true(here < count && date_days(days[here].day) == d);
			assert_int_equal(days[here].counts, hand == 2);
			assert_int_equal(days[here].in_window, d > now - life->rule.window);
			here++;
		}
		assert_int_equal(here, count);
		assert_int_equal(account.used, used);
		assert_true(account.left >= 0 && account.left <= life->rule.window + 3660);
	}
}

/* Two documents, then tied: the crossings of both in the order of what happened are one life, however they were spread over the two. */
static void test_an_exit_on_another_document_closes_the_stay(void **state)
{
	(void)state;
	struct stay_account before = ACCOUNT(&visit, "2026-05-20", "in 2026-03-02 2026-05-30");
	struct stay_account after = ACCOUNT(&visit, "2026-09-20", "in 2026-03-02 2026-05-30", "out 2026-05-20");
	struct stay_account ghost = ACCOUNT(&visit, "2026-09-20", "in 2026-03-02 2026-05-30");
	assert_non_null(before.open);
	assert_null(after.open);
	assert_int_equal(after.over, 0);
	assert_int_equal(ghost.over, 113);
}

static void test_an_exit_in_a_zone_a_day_behind_counts_the_day_once(void **state)
{
	(void)state;
	assert_int_equal(ACCOUNT(&visit, "2026-11-24", "in 2026-11-10", "out 2026-11-09").used, 1);
}

static void test_days_of_an_extension_and_under_a_permit_do_not_use_the_rule_up(void **state)
{
	(void)state;
	struct movement_row *rows = movements((const char *const[]){ "in 2026-08-01 2026-08-20", "out 2026-08-20" }, 2);
	struct permit_row permit = { .id = { { 1 } }, .kind = STR("residence") };
	struct stay_history history = { .movements = rows, .count = 2, .permits = &permit, .permit_count = 1 };
	struct stay_account account;
	rows[1].granted_until = day("2026-08-10");
	stay_account(&history, &visit, day("2026-09-01"), arena, &account);
	assert_int_equal(account.used, 10);
	rows[1].permit = permit.id;
	stay_account(&history, &visit, day("2026-09-01"), arena, &account);
	assert_int_equal(account.used, 0);
}

static void test_whoever_stands_outside_is_not_charged_with_an_open_stay(void **state)
{
	(void)state;
	struct movement_row *rows = movements((const char *const[]){ "in 2026-08-01 2026-10-29" }, 1);
	struct stay_history history = { .movements = rows, .count = 1, .outside = true };
	struct stay_account account;
	stay_account(&history, &visit, day("2026-11-24"), arena, &account);
	assert_int_equal(account.used, 1);
	assert_non_null(account.open);
	history.outside = false;
	stay_account(&history, &visit, day("2026-11-24"), arena, &account);
	assert_int_equal(account.used, 115);
}

static void test_each_day_says_why_it_counts(void **state)
{
	(void)state;
	struct movement_row *rows = movements((const char *const[]){ "in 2026-11-01 2026-11-05", "out 2026-11-07" }, 2);
	struct stay_history history = { .movements = rows, .count = 2 };
	struct stay_day *days;
	static const enum stay_why whys[] = { STAY_ENTRY_DAY, STAY_DAY, STAY_DAY, STAY_DAY, STAY_DAY, STAY_OVER, STAY_OVER };
	assert_int_equal(stay_days(&history, &visit, day("2026-10-01"), day("2026-11-24"), arena, &days), COUNT_OF(whys));
	for (size_t i = 0; i < COUNT_OF(whys); i++) {
		assert_int_equal(days[i].why, whys[i]);
		assert_true(days[i].counts && days[i].in_window);
	}
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
		UNIT(test_random_lives_agree_with_counting_by_hand),
		UNIT(test_an_exit_on_another_document_closes_the_stay),
		UNIT(test_an_exit_in_a_zone_a_day_behind_counts_the_day_once),
		UNIT(test_days_of_an_extension_and_under_a_permit_do_not_use_the_rule_up),
		UNIT(test_whoever_stands_outside_is_not_charged_with_an_open_stay),
		UNIT(test_each_day_says_why_it_counts),
	};
	return cmocka_run_group_tests_name("stay", cases, NULL, NULL);
}
