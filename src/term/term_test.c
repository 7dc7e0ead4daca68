#include "test.h"

#include "term.h"

/* What happened and what follows, as one reads it: "2027-03-11T10:00 starts, 2027-03-15T11:00 pauses" at an instant of UTC. */

static int setup(void **state)
{
	(void)state;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return 0;
}

static const struct rule_holiday holidays[] = {
	{ .kind = HOLIDAY_FIXED, .day = { 0, 3, 17 } }, { .kind = HOLIDAY_EASTER, .after_easter = 1 }, { .kind = HOLIDAY_FIXED, .day = { 0, 5, 1 } },
};
static const struct rule_calendar calendar = { .weekend = CALENDAR_WEEKEND, .holidays = holidays, .holiday_count = COUNT_OF(holidays) };

static int64_t instant(struct str text)
{
	char whole[32];
	int64_t ms = 0;
	snprintf(whole, sizeof whole, STR_FMT ":00Z", STR_ARG(text));
	assert_true(time_parse(str_of(whole), &ms));
	return ms;
}

static size_t read_events(const char *text, struct term_event out[static 20])
{
	static const struct { const char *word; enum term_what what; } words[] = {
		{ "starts", TERM_STARTS }, { "stops", TERM_STOPS }, { "pauses", TERM_PAUSES }, { "resumes", TERM_RESUMES }, { "extended", TERM_EXTENDED },
	};
	struct str rest = str_of(text), one, at;
	size_t count = 0;
	while (str_cut(&rest, ',', &one)) {
		one = str_trim(one);
		str_cut(&one, ' ', &at);
		struct str word = one, more = one;
		str_cut(&more, ' ', &word);
		out[count] = (struct term_event){ .at = instant(at) };
		for (size_t i = 0; i < COUNT_OF(words); i++)
			if (str_is(word, words[i].word))
				out[count].what = words[i].what;
		if (out[count].what == TERM_EXTENDED) {
			int64_t days = 0;
			assert_true(str_to_int(more, &days));
			out[count].by.days = (int32_t)days;
		}
		count++;
	}
	return count;
}

static struct term judge(struct term_law law, const char *events, const char *now)
{
	struct term_event all[20];
	struct term out;
	size_t count = read_events(events, all);
	law.calendar = &calendar;
	term_judge(&law, all, count, instant(str_of(now)), &out);
	return out;
}

static struct term_law days(int count, enum term_roll rolls) { return (struct term_law){ .allow = { .days = count }, .rolls = rolls }; }
static struct term_law months(int count) { return (struct term_law){ .allow = { .months = count } }; }

static void assert_due(const struct term *term, const char *day)
{
	char text[DATE_TEXT];
	assert_true(term->ends);
	date_text(term->due_day, text);
	assert_string_equal(text, day);
}

/* The worked examples of the format: a visa's decision, pause and more time, an appeal, a readmission. */
static void days_count_when_they_run_through(void **state)
{
	struct term term = judge(days(15, TERM_ROLLS_NEXT), "2027-03-11T10:00 starts", "2027-03-11T10:00");
	assert_due(&term, "2027-03-26");
	assert_int_equal(term.used, 0);
	assert_int_equal(term.left, 15);
	term = judge(days(15, TERM_ROLLS_NEXT), "2027-03-11T10:00 starts, 2027-03-15T11:00 pauses", "2027-03-17T12:00");
	assert_int_equal(term.status, TERM_PAUSED);
	assert_int_equal(term.used, 3);
	assert_int_equal(term.left, 12);
	assert_false(term.ends);
	term = judge(days(15, TERM_ROLLS_NEXT), "2027-03-11T10:00 starts, 2027-03-15T11:00 pauses, 2027-03-18T16:00 resumes", "2027-03-18T16:00");
	assert_int_equal(term.status, TERM_RUNNING);
	assert_due(&term, "2027-03-30");
	assert_int_equal(term.left, 12);
	term = judge(days(25, TERM_ROLLS_NEXT), "2027-03-01T09:00 starts, 2027-03-04T08:00 extended 35", "2027-03-04T08:00");
	assert_due(&term, "2027-04-30");
	term = judge(days(180, TERM_STAYS), "2027-03-01T22:00 starts", "2027-03-02T00:00");
	assert_due(&term, "2027-08-28");
}

static void working_days_skip_days_off(void **state)
{
	struct term_law ten = { .allow = { .working_days = 10 } }, thirty = { .allow = { .working_days = 30 } };
	struct term term = judge(ten, "2027-03-15T11:00 starts", "2027-03-16T00:00");
	assert_due(&term, "2027-03-31"); /* 17 March and Easter Monday, the 29th, do not count */
	term = judge(thirty, "2027-03-01T09:00 starts", "2027-03-01T09:00");
	assert_due(&term, "2027-04-14");
	assert_int_equal(term.left, 30);
}

static void a_last_day_off_rolls(void **state)
{
	/* 30 days from 2 March: 1 April; 26 days: Sunday, 28 March, before Easter Monday */
	struct term term = judge(days(26, TERM_ROLLS_NEXT), "2027-03-02T09:00 starts", "2027-03-02T09:00");
	assert_due(&term, "2027-03-30");
	assert_int_equal(term.left, 26);
	term = judge(days(26, TERM_ROLLS_BACK), "2027-03-02T09:00 starts", "2027-03-02T09:00");
	assert_due(&term, "2027-03-26");
	term = judge(days(26, TERM_STAYS), "2027-03-02T09:00 starts", "2027-03-02T09:00");
	assert_due(&term, "2027-03-28");
}

static void it_is_late_when_its_last_day_is_over(void **state)
{
	struct term term = judge(days(30, TERM_ROLLS_BACK), "2027-03-01T22:00 starts", "2027-03-31T23:59");
	assert_due(&term, "2027-03-31");
	assert_false(term.late);
	term = judge(days(30, TERM_ROLLS_BACK), "2027-03-01T22:00 starts", "2027-04-01T00:00");
	assert_true(term.late);
	assert_int_equal(term.left, 0);
	term = judge(days(30, TERM_STAYS), "2027-03-01T22:00 starts, 2027-03-20T10:00 stops", "2027-06-01T00:00");
	assert_int_equal(term.status, TERM_DONE);
	assert_false(term.late);
	assert_int_equal(term.used, 18);
	term = judge(days(30, TERM_STAYS), "2027-03-01T22:00 starts, 2027-04-20T10:00 stops", "2027-06-01T00:00");
	assert_true(term.late);
}

static void months_clamp_and_pauses_move_them(void **state)
{
	struct term term = judge(months(1), "2027-01-31T09:00 starts", "2027-01-31T09:00");
	assert_due(&term, "2027-02-28");
	term = judge(months(1), "2027-01-10T09:00 starts, 2027-01-15T09:00 pauses, 2027-01-20T09:00 resumes", "2027-01-20T09:00");
	assert_due(&term, "2027-02-14"); /* 16 to 19 January lie wholly in the pause */
	term = judge(months(1), "2027-01-10T09:00 starts, 2027-01-15T09:00 pauses", "2027-01-16T09:00");
	assert_false(term.ends);
	/* the first pause moves the end behind the second, which moves it on */
	term = judge(months(1), "2027-01-10T09:00 starts, 2027-01-15T09:00 pauses, 2027-01-20T09:00 resumes, 2027-02-12T09:00 pauses, 2027-02-15T09:00 resumes", "2027-02-15T09:00");
	assert_due(&term, "2027-02-16");
}

static void hours_run_through(void **state)
{
	struct term_law hours = { .allow = { .minutes = 48 * 60 } };
	struct term term = judge(hours, "2027-03-05T22:00 starts", "2027-03-06T10:00");
	assert_true(term.timed);
	assert_int_equal(term.due_at, instant(STR("2027-03-07T22:00")));
	assert_int_equal(term.used, 12 * 60);
	assert_int_equal(term.left, 36 * 60);
	term = judge(hours, "2027-03-05T22:00 starts, 2027-03-06T00:00 pauses", "2027-03-06T10:00");
	assert_int_equal(term.used, 2 * 60);
	assert_false(term.ends);
	term = judge(hours, "2027-03-05T22:00 starts, 2027-03-06T00:00 pauses, 2027-03-06T03:00 resumes", "2027-03-06T10:00");
	assert_int_equal(term.due_at, instant(STR("2027-03-08T01:00")));
	term = judge(hours, "2027-03-05T22:00 starts", "2027-03-07T22:00");
	assert_true(term.late);
}

static void a_date_ends_with_its_day(void **state)
{
	struct term_law until = { .until = { 2027, 10, 30 } };
	struct term term = judge(until, "2027-06-01T09:00 starts, 2027-06-05T09:00 pauses, 2027-06-09T09:00 resumes", "2027-10-30T23:00");
	assert_due(&term, "2027-10-30");
	assert_false(term.late);
	term = judge(until, "2027-06-01T09:00 starts", "2027-10-31T00:00");
	assert_true(term.late);
}

static void a_start_begins_anew(void **state)
{
	struct term term = judge(days(7, TERM_STAYS), "2027-04-01T09:00 starts, 2027-04-02T09:00 extended 10, 2027-04-03T09:00 pauses, 2027-04-08T09:00 starts", "2027-04-08T09:00");
	assert_due(&term, "2027-04-15");
	assert_int_equal(term.status, TERM_RUNNING);
	term = judge(days(7, TERM_STAYS), "2027-04-01T09:00 resumes, 2027-04-02T09:00 stops", "2027-04-08T09:00");
	assert_int_equal(term.status, TERM_IDLE);
}

static int east(void *context, int64_t ms)
{
	/* a zone that changes from +60 to +120 on 28 March 2027 at 01:00 UTC */
	return ms < *(const int64_t *)context ? 60 : 120;
}

static void days_are_those_of_the_zone(void **state)
{
	int64_t change = instant(STR("2027-03-28T01:00"));
	struct term_law law = days(3, TERM_STAYS);
	law.offset = east;
	law.context = &change;
	struct term term = judge(law, "2027-03-25T23:30 starts", "2027-03-26T12:00"); /* 00:30 of the 26th there */
	assert_due(&term, "2027-03-29");
	assert_int_equal(term.due_at, instant(STR("2027-03-29T22:00"))); /* midnight there, in summer time */
}

static void warnings_and_returns(void **state)
{
	struct term_law law = days(30, TERM_ROLLS_BACK), hours = { .allow = { .minutes = 48 * 60 } };
	struct rule_duration five = { .days = 5 }, five_working = { .working_days = 5 }, six_hours = { .minutes = 360 };
	struct term term = judge(law, "2027-03-01T22:00 starts", "2027-03-02T00:00");
	int64_t at = 0;
	law.calendar = &calendar;
	assert_true(term_before(&law, &term, &five, &at));
	assert_int_equal(at, instant(STR("2027-03-26T00:00")));
	assert_true(term_again(&law, &term, &five_working, 1, &at));
	assert_int_equal(at, instant(STR("2027-04-08T00:00"))); /* with the end of 7 April */
	assert_true(term_again(&law, &term, &five_working, 2, &at));
	assert_int_equal(at, instant(STR("2027-04-15T00:00")));
	term = judge(hours, "2027-03-05T22:00 starts", "2027-03-06T10:00");
	assert_true(term_before(&hours, &term, &six_hours, &at));
	assert_int_equal(at, instant(STR("2027-03-07T16:00")));
	assert_true(term_again(&hours, &term, &six_hours, 2, &at));
	assert_int_equal(at, instant(STR("2027-03-08T10:00")));
}

static int64_t told[5], last_counted;

static void tell(void *context, struct date day, enum term_day what, int64_t counted)
{
	(void)context;
	(void)day;
	told[what]++;
	last_counted = counted;
}

/* The account and the judgement are one: over many lives of a limit, the days told as counted are what was allowed. */
static void the_account_agrees_with_the_end(void **state)
{
	unsigned seed = 7;
	for (int trial = 0; trial < 3000; trial++) {
		struct term_event events[12] = { { .at = instant(STR("2027-01-04T09:00")), .what = TERM_STARTS } };
		struct term_law law = { .calendar = &calendar, .rolls = trial % 3 };
		size_t count = 1;
		int64_t at = events[0].at;
		*(trial % 2 ? &law.allow.days : &law.allow.working_days) = 1 + trial % 40;
		for (int i = 0; i < 8; i++) {
			seed = seed * 1103515245 + 12345;
			at += (int64_t)(seed >> 16 & 1023) * 600000;
			events[count++] = (struct term_event){ .at = at, .what = i % 2 ? TERM_RESUMES : TERM_PAUSES };
		}
		struct term term;
		term_judge(&law, events, count, at, &term);
		memset(told, 0, sizeof told);
		term_days(&law, events, count, at, tell, NULL);
		assert_true(term.ends);
		if (law.rolls == TERM_ROLLS_BACK)
			assert_true(told[TERM_DAY_COUNTS] + 4 >= law.allow.days + law.allow.working_days && told[TERM_DAY_COUNTS] <= law.allow.days + law.allow.working_days);
		else
			assert_int_equal(told[TERM_DAY_COUNTS], law.allow.days + law.allow.working_days);
		assert_int_equal(told[TERM_DAY_EVENT], 1);
		if (!term.late)
			assert_int_equal(term.used + term.left, told[TERM_DAY_COUNTS]);
		assert_true(law.rolls == TERM_ROLLS_NEXT || !told[TERM_DAY_ROLLED]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_count_when_they_run_through), cmocka_unit_test(working_days_skip_days_off), cmocka_unit_test(a_last_day_off_rolls),
		cmocka_unit_test(it_is_late_when_its_last_day_is_over), cmocka_unit_test(months_clamp_and_pauses_move_them), cmocka_unit_test(hours_run_through),
		cmocka_unit_test(a_date_ends_with_its_day), cmocka_unit_test(a_start_begins_anew), cmocka_unit_test(days_are_those_of_the_zone),
		cmocka_unit_test(warnings_and_returns), cmocka_unit_test(the_account_agrees_with_the_end),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
