/* Appointments on both databases: what is free, what is held, what two want at once; people together; the waiting list. */
#include <pthread.h>

#include "test.h"

#include "booking.h"

#define WORLD_ROOMS &journal_room, &cases_room, &booking_room
#include "world.h"

enum { MINUTE_MS = 60000 };

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static struct booking_wish wish_of(int64_t start, int people)
{
	return (struct booking_wish){ .centre = STR("NAIROBI"), .service = STR("visa_application"), .start = start, .people = people, .name = STR("Achieng Odhiambo") };
}

/* A Tuesday at least two days ahead on which the centre works, and its n-th time. */
static struct date tuesday(struct world *world)
{
	struct date day = lang_zone_day(world->zone, world->at.now);
	int32_t at = date_days(day) + 2;
	while (date_weekday(date_of_days(at)) != 1)
		at++;
	return date_of_days(at);
}

static int64_t time_at(struct world *world, int minutes)
{
	return lang_zone_instant(world->zone, tuesday(world), minutes);
}

enum how { HOLD, BOOK, MOVE, CANCEL, KEEP };

/* What came of it: "" = done; the finding's or error's code. */
static const char *do_it(struct world *world, enum how how, struct uuid record, const struct booking_wish *wish, const char *role)
{
	static char said[40];
	struct act act = act_of(world, role);
	bool good = how == HOLD ? booking_hold(&act, record, wish, &err) : how == BOOK ? booking_book(&act, record, &err) : how == MOVE ? booking_move(&act, record, wish, &err) :
	            how == KEEP ? booking_keep(&act, record, 30, &err) : booking_cancel(&act, record, &err);
	snprintf(said, sizeof said, "%s", act.findings.count ? act.findings.items[0].code : "");
	if (!good && !act.findings.count)
		snprintf(said, sizeof said, "%s", error_info(err.code)->name);
	if (!good)
		act_forget(&act);
	enum submitted answer = finish(world, &act);
	return good && answer == SUBMIT_CONFLICT ? "conflict" : said;
}

static struct booking_time at_time(struct world *world, int64_t start, int people)
{
	struct act act = act_of(world, "border_officer");
	struct booking_time times[CENTRE_TIMES_MOST], out = { 0 };
	size_t count;
	MUST(booking_times(&act, STR("NAIROBI"), STR("visa_application"), tuesday(world), people, times, &count, &err));
	for (size_t i = 0; i < count; i++)
		if (times[i].start == start)
			out = times[i];
	finish(world, &act);
	return out;
}

static struct uuid fresh(struct world *world)
{
	return uuid_v7(world->at.now, &random_system);
}

static void holds_end(struct world *world)
{
	struct uuid a = fresh(world), b = fresh(world), c = fresh(world), d = fresh(world);
	int64_t start = time_at(world, 9 * 60 + 30);
	struct booking_wish wish = wish_of(start, 1);
	assert_int_equal(at_time(world, start, 1).free, 3);
	assert_string_equal(do_it(world, HOLD, a, &wish, "border_officer"), "");
	assert_string_equal(do_it(world, HOLD, b, &wish, "border_officer"), "");
	assert_string_equal(do_it(world, HOLD, c, &wish, "border_officer"), "");
	assert_string_equal(do_it(world, HOLD, d, &wish, "border_officer"), "gone");
	assert_int_equal(at_time(world, start, 1).free, 0);
	assert_string_equal(do_it(world, BOOK, a, NULL, "border_officer"), "");
	world->at.now += 16 * MINUTE_MS;                  /* the holds of b and c ended: their places are free, nothing ran */
	assert_int_equal(at_time(world, start, 1).free, 2);
	assert_string_equal(do_it(world, BOOK, b, NULL, "border_officer"), ""); /* nobody took it meanwhile */
	assert_string_equal(do_it(world, HOLD, d, &wish, "border_officer"), "");
	struct uuid e = fresh(world);
	assert_string_equal(do_it(world, HOLD, e, &wish, "border_officer"), "gone");
	assert_string_equal(do_it(world, KEEP, c, NULL, "border_officer"), "gone"); /* nobody pays for a place that is gone */
	assert_string_equal(do_it(world, BOOK, c, NULL, "border_officer"), "gone");
	assert_string_equal(do_it(world, KEEP, d, NULL, "border_officer"), "");
	world->at.now += 20 * MINUTE_MS;
	assert_string_equal(do_it(world, HOLD, e, &wish, "border_officer"), "gone"); /* kept while it is paid */
	assert_string_equal(do_it(world, CANCEL, d, NULL, "border_officer"), "");
	assert_string_equal(do_it(world, MOVE, e, &wish, "border_officer"), "");
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place WHERE until = 0"), 3);
	wish.start += 7 * MINUTE_MS;
	assert_string_equal(do_it(world, MOVE, e, &wish, "border_officer"), "no_time");
	wish.centre = STR("NOWHERE");
	assert_string_equal(do_it(world, MOVE, e, &wish, "border_officer"), "not_found");
}

static void test_holds_end_by_time(void **state)
{
	(void)state;
	on_both(holds_end);
}

static void together(struct world *world)
{
	struct uuid family = fresh(world), one = fresh(world), late = fresh(world);
	int64_t start = time_at(world, 9 * 60 + 30);
	struct booking_wish wish = wish_of(start, 5), single = wish_of(start + 20 * MINUTE_MS, 1);
	assert_string_equal(do_it(world, MOVE, one, &single, "border_officer"), "");
	assert_true(at_time(world, start, 5).fits);       /* 3 now, 2 in 20 minutes */
	assert_string_equal(do_it(world, MOVE, family, &wish, "border_officer"), "");
	assert_int_equal(number(world, "SELECT minutes FROM booking WHERE people = 5"), 40);
	assert_int_equal(at_time(world, start, 1).free, 0);
	assert_int_equal(at_time(world, start + 20 * MINUTE_MS, 1).free, 0);
	assert_false(at_time(world, start - 20 * MINUTE_MS, 4).fits);
	assert_true(at_time(world, start - 20 * MINUTE_MS, 3).fits);
	wish = wish_of(start + 60 * MINUTE_MS, 0);        /* all of them move; their places are free again */
	assert_string_equal(do_it(world, MOVE, family, &wish, "border_officer"), "");
	assert_int_equal(at_time(world, start, 1).free, 3);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 6);
	wish = wish_of(time_at(world, 12 * 60 + 10), 4);  /* the last before noon: the next begins after the break */
	assert_string_equal(do_it(world, MOVE, late, &wish, "border_officer"), "gone");
}

static void test_people_come_together(void **state)
{
	(void)state;
	on_both(together);
}

/* --- two hundred want twenty places --- */

enum { BOOKERS = 200, THREADS = 8 };

struct crowd {
	struct world *world;
	int first;
	int64_t start[7];
	int booked, gone, other;
};

static void book_one(struct crowd *crowd, int who)
{
	for (int tries = 0; tries < 200; tries++) {
		struct arena *arena = arena_new(0);
		struct error mine = { 0 };
		struct act act;
		struct booking_wish wish = wish_of(crowd->start[(who + tries) % 7], 1);
		if (!world_begin(&crowd->world->house, arena, &act, &mine))
			abort();
		bool good = booking_move(&act, uuid_v7(act.now, &random_system), &wish, &mine);
		enum submitted answer = good ? journal_submit(&act, &mine) : SUBMIT_FAILED;
		world_leave(&crowd->world->house, &act);
		arena_free(arena);
		if (answer == SUBMITTED) {
			crowd->booked++;
			return;
		}
		if (!good && mine.code != ERR_FINDINGS) {
			crowd->other++;
			return;
		}
		if (!good && tries >= 7) {
			crowd->gone++;
			return;
		}
	}
	crowd->other++;
}

static void *crowd_run(void *state)
{
	struct crowd *crowd = state;
	for (int i = 0; i < BOOKERS / THREADS; i++)
		book_one(crowd, crowd->first + i);
	return NULL;
}

static void crowded(struct world *world)
{
	struct crowd crowds[THREADS];
	pthread_t threads[THREADS];
	int booked = 0, gone = 0, other = 0;
	struct uuid own = fresh(world);
	struct booking_wish wish = wish_of(time_at(world, 8 * 60 + 30), 1);
	assert_string_equal(do_it(world, MOVE, own, &wish, "border_officer"), ""); /* 7 times of 3 places; one is taken: 20 are left */
	for (int i = 0; i < THREADS; i++) {
		crowds[i] = (struct crowd){ .world = world, .first = i };
		for (int j = 0; j < 7; j++)
			crowds[i].start[j] = time_at(world, 8 * 60 + 30 + 20 * j);
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowds[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		booked += crowds[i].booked;
		gone += crowds[i].gone;
		other += crowds[i].other;
	}
	assert_int_equal(booked, 20);
	assert_int_equal(gone, BOOKERS - 20);
	assert_int_equal(other, 0);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking WHERE state = 'booked'"), 21);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 21);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM (SELECT DISTINCT start, number FROM booking_place) AS places"), 21);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM (SELECT DISTINCT booking FROM booking_place) AS people"), 21);
}

static void test_nobody_is_booked_twice(void **state)
{
	(void)state;
	on_both(crowded);
}

/* --- waiting --- */

static void waits(struct world *world)
{
	struct uuid had = fresh(world), first = fresh(world), second = fresh(world);
	struct booking_wish full[3], wish = wish_of(0, 1);
	struct booking_row row;
	bool found;
	size_t done;
	int64_t start = time_at(world, 9 * 60 + 30);
	for (int i = 0; i < 3; i++) {
		full[i] = wish_of(start, 1);
		assert_string_equal(do_it(world, MOVE, i ? fresh(world) : had, &full[i], "border_officer"), "");
	}
	struct uuid waiters[] = { first, second };
	for (int i = 0; i < 2; i++) {
		struct act act = act_of(world, "border_officer");
		MUST(booking_wait(&act, waiters[i], &wish, tuesday(world), tuesday(world), &err));
		assert_int_equal(finish(world, &act), SUBMITTED);
	}
	assert_string_equal(do_it(world, CANCEL, had, NULL, "border_officer"), "");
	struct act act = act_of(world, "border_officer");
	MUST(booking_look(&act, first, &row, &found, &err));  /* offered in the same act */
	assert_true(str_is(row.state, "proposed") && row.start == start);
	finish(world, &act);
	assert_int_equal(at_time(world, start, 1).free, 0);
	world->at.now += INT64_C(13) * 3600000;               /* not taken: it goes on to the second */
	act = act_of(world, "border_officer");
	MUST(booking_waiting(&act, 10, &done, &err));
	finish(world, &act);
	act = act_of(world, "border_officer");
	MUST(booking_look(&act, second, &row, &found, &err));
	assert_true(str_is(row.state, "proposed"));
	MUST(booking_look(&act, first, &row, &found, &err));  /* and the job finds the first another time of the day */
	assert_true(str_is(row.state, "proposed") || str_is(row.state, "waiting"));
	finish(world, &act);
	assert_string_equal(do_it(world, BOOK, second, NULL, "border_officer"), "");
}

static void test_who_waits_is_offered_what_is_freed(void **state)
{
	(void)state;
	on_both(waits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_holds_end_by_time),
		UNIT(test_people_come_together),
		UNIT(test_nobody_is_booked_twice),
		UNIT(test_who_waits_is_offered_what_is_freed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
