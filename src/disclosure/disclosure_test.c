/* Retention of what has a time of its own, on both databases. That nothing is forgotten or told of others: limen_test.c, tests/plays/access.play. */
#include "test.h"

#include "alerts.h"
#include "border.h"
#include "convoy.h"
#include "custody.h"
#include "hold.h"
#include "inspect.h"
#include "letter.h"
#include "outbox.h"
#include "local.h"
#include "papers.h"
#include "registry.h"
#include "station.h"
#include "status.h"
#include "stay.h"
#include "watch.h"

#define WORLD_ROOMS \
	&journal_room, &access_room, &registry_room, &inspect_room, &papers_room, &stay_room, &status_room, &watch_room, &alerts_room, &station_room, &letter_room, \
	&custody_room, &outbox_room, &hold_room, &border_room, &convoy_room, &disclosure_room
#include "world.h"

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static const int64_t day_ms = 86400000;

static void retain(struct world *world)
{
	struct act act = act_of(world, "records_officer");
	MUST(held_retain(&act, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

/* --- calls --- */

static struct uuid call_with_a_sailor(struct world *world, bool departs)
{
	struct act act = act_of(world, "convoy_officer");
	struct uuid record = uuid_v7(act.now, act.random);
	struct listed sailor = { .key = uuid_v7(act.now, act.random), .surname = STR("BJERKNES"), .change = STR("new") };
	const struct convoy call = { .kind = STR("vessel"), .name = STR("Halcyon Bay"), .post = STR("MERID"), .due = act.now, .reference = STR("K7M2QA") };
	const struct convoy_list list = { .list = STR("crew"), .version = 1, .source = STR("form"), .people = 1 };
	const struct convoy_rows rows = { .list = STR("crew"), .version = 1, .rows = { &sailor, 1 } };
	const struct shore_pass pass = { .key = sailor.key, .number = STR("K7M2QA-01"), .due = act.now + day_ms };
	const struct convoy_moved moved = { .what = STR("departed"), .aboard = 1 };
	journal_append(&act, &convoy_type, record, &call);
	journal_append(&act, &convoy_list_type, record, &list);
	journal_append(&act, &convoy_rows_type, record, &rows);
	journal_append(&act, &shore_pass_type, record, &pass);
	if (departs)
		journal_append(&act, &convoy_moved_type, record, &moved);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

#define PEOPLE "SELECT count(*) FROM convoy_person"

static void calls(struct world *world)
{
	call_with_a_sailor(world, true);
	call_with_a_sailor(world, false);
	retain(world);
	assert_int_equal(number(world, PEOPLE), 2);
	world->at.now += 366 * day_ms; /* its time, but alone it would be linked to what it was */
	retain(world);
	assert_int_equal(number(world, PEOPLE), 2);
	world->at.now += 31 * day_ms;
	retain(world);
	assert_int_equal(number(world, PEOPLE), 1); /* the call that goes on keeps its list, whatever its age */
	assert_int_equal(number(world, "SELECT count(*) FROM shore_pass"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM convoy"), 2); /* that a ship called is no personal datum */
	retain(world);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'erase' AND purpose = 'retention'"), 1);
}
static void lists_of_calls_are_erased_when_their_time_is_over(void **state) { on_both(calls); }

/* --- requests --- */

static struct uuid ask(struct world *world)
{
	struct act act = act_of(world, "access_desk");
	struct uuid record;
	const struct data_request_form form = { .what = STR("access"), .name = STR("Nemo"), .capacity = STR("self"), .identified = STR("passport seen") };
	MUST(request_open(&act, &form, &record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

static void answer(struct world *world, struct uuid record)
{
	struct act act = act_of(world, "access_desk");
	const struct data_answer_form form = { .outcome = STR("given") };
	MUST(request_decide(&act, record, &form, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static void requests(struct world *world)
{
	for (int i = 0; i < ERASE_TOGETHER; i++)
		answer(world, ask(world));
	ask(world);
	world->at.now += 1090 * day_ms;
	retain(world);
	assert_int_equal(number(world, "SELECT count(*) FROM data_request"), ERASE_TOGETHER + 1);
	world->at.now += 10 * day_ms;
	retain(world);
	assert_int_equal(number(world, "SELECT count(*) FROM data_request"), 1); /* what is open stays */
	assert_int_equal(number(world, "SELECT count(*) FROM data_request WHERE answered = 0"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM letter"), 0); /* and what was handed over goes with them */
}
static void answered_requests_are_erased_when_their_time_is_over(void **state) { on_both(requests); }

/* --- clocks --- */

static void alarm_run(struct world *world)
{
	struct act act = act_of(world, "administrator");
	MUST(disclosure_jobs[0].run(&act, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

#define TASKS(what) number(world, "SELECT count(*) FROM task WHERE done = 0 AND role = 'access_desk' AND what = '" what "'")

static struct uuid restricted(struct world *world)
{
	struct act act = act_of(world, "access_desk");
	struct uuid record;
	const struct data_request_form form = {
		.what = STR("restriction"), .name = STR("Nemo"), .capacity = STR("self"), .identified = STR("passport seen"), .words = STR("It is wrong."),
	};
	const struct data_answer_form answer = { .outcome = STR("restricted"), .reasons = STR("The authority is being asked.") };
	MUST(request_open(&act, &form, &record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "access_desk");
	MUST(request_decide(&act, record, &answer, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

/* A request before its last day, a restriction before it is to be looked at again: one task each, gone when it is done. */
static void clocks(struct world *world)
{
	struct uuid restriction = restricted(world);
	ask(world);
	alarm_run(world);
	assert_int_equal(TASKS("request_due"), 0);
	world->at.now += 25 * day_ms;
	alarm_run(world);
	alarm_run(world);
	assert_int_equal(TASKS("request_due"), 1);
	assert_int_equal(TASKS("restriction_due"), 1);
	struct act act = act_of(world, "access_desk");
	MUST(restriction_lift(&act, restriction, STR("The date is right."), &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_int_equal(TASKS("restriction_due"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM letter WHERE name = 'data_decision'"), 2);
	act = act_of(world, "access_desk");
	assert_false(restriction_lift(&act, restriction, STR("The date is right."), &err)); /* once */
	finish(world, &act);
}
static void clocks_make_tasks_in_time(void **state) { on_both(clocks); }

/* --- erasing by two people --- */

static bool carry_out(struct world *world, const char *role, struct uuid record)
{
	struct act act = act_of(world, role);
	bool good = erasure_carry_out(&act, record, &err);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return good;
}

static void erased(struct world *world)
{
	struct act act = act_of(world, "second_line_officer");
	struct data_request_form form = {
		.what = STR("erasure"), .name = STR("Nemo"), .capacity = STR("self"), .identified = STR("passport seen"), .words = STR("It was not me."), .about = uuid_v7(act.now, act.random),
	};
	const struct hearing hearing = { .protection = STR("no"), .note = STR("He came to work."), .referral = form.about };
	struct uuid record, other, heard = journal_append(&act, &hearing_type, form.about, &hearing);
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "access_desk");
	MUST(request_open(&act, &form, &record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "access_desk");
	struct str chosen[] = { uuid_str(act.arena, record) };
	struct data_answer_form answer = { STR("erased"), STR("It was somebody else."), { chosen, 1 } };
	assert_false(request_decide(&act, record, &answer, &err)); /* no entry of the person's */
	assert_int_equal(err.code, ERR_FINDINGS);
	act.findings.count = 0;
	chosen[0] = uuid_str(act.arena, heard);
	MUST(request_decide(&act, record, &answer, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_false(carry_out(world, "access_desk", record)); /* not by whoever granted it */
	world->at.now += 20 * day_ms;
	alarm_run(world);
	assert_int_equal(TASKS("erasure_late"), 1);
	assert_true(carry_out(world, "records_officer", record));
	assert_int_equal(TASKS("erasure_late"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'hearing'"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_erased"), 1);
	assert_false(carry_out(world, "records_officer", record));
	other = ask(world);
	assert_false(carry_out(world, "records_officer", other)); /* nothing was granted there */
	act = act_of(world, "auditor");
	struct journal_report report;
	MUST(journal_verify(&act, &report, &err));
	assert_int_equal(report.faults, 0);
	finish(world, &act);
}
static void erasing_takes_two_people(void **state) { on_both(erased); }

/* --- looks --- */

#define LOOKS "SELECT count(*) FROM journal_body WHERE type = 'read'"

static void looks(struct world *world)
{
	const int64_t begin = world->at.now, years = 2 * 366 * day_ms;
	struct uuid seen = { { 4 } };
	for (int i = 0; i < 3; i++, world->at.now += day_ms) {
		struct act act = act_of(world, "border_officer");
		journal_look(&act, "a page", &seen, 1);
		assert_int_equal(finish(world, &act), SUBMITTED);
	}
	retain(world);
	assert_int_equal(number(world, LOOKS), 3); /* not yet their time */
	world->at.now = begin + years;
	retain(world);
	assert_int_equal(number(world, LOOKS), 3); /* their time, but a list of three records would link them: they wait */
	world->at.now = begin + years + 29 * day_ms;
	for (int i = 0; i < 20; i++, world->at.now += day_ms) {
		struct act act = act_of(world, "border_officer");
		journal_look(&act, "a page", &seen, 1);
		assert_int_equal(finish(world, &act), SUBMITTED);
	}
	retain(world); /* waited long enough */
	assert_int_equal(number(world, LOOKS), 20);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_ref WHERE role = 'shown'"), 20);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_erased"), 3);
	world->at.now += years;
	retain(world); /* twenty together go at once */
	assert_int_equal(number(world, LOOKS), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'erase' AND purpose = 'retention'"), 2);
	retain(world);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE type = 'erase'"), 2);
	struct act act = act_of(world, "auditor");
	struct journal_report report;
	MUST(journal_verify(&act, &report, &err));
	assert_int_equal(report.faults, 0);
	finish(world, &act);
}
static void looks_are_erased_when_their_time_is_over(void **state) { on_both(looks); }

/* --- the paper --- */

struct found {
	int letters, notes, ends;
};

static void look_into(void *to, const struct entry *entry)
{
	struct found *found = to;
	struct letter letter;
	struct arena *arena = arena_new(0);
	size_t at;
	if (entry->type == &letter_type && fields_from_data(&letter_fields, entry->data, &letter, arena)) {
		found->letters++;
		found->ends += str_find(letter.text, STR("If you do not agree"), &at);
		for (struct str rest = letter.text; str_find(rest, STR("\"nnnnnnnn"), &at); rest = str_slice(rest, at + 400, rest.len))
			found->notes++;
	}
	arena_free(arena);
}

static void long_answer(struct world *world)
{
	struct data_request_form form = { .what = STR("access"), .name = STR("Nemo"), .capacity = STR("self"), .identified = STR("passport seen") };
	struct act act = act_of(world, "second_line_officer");
	struct uuid record;
	char note[400];
	memset(note, 'n', sizeof note);
	form.about = uuid_v7(act.now, act.random);
	for (int i = 0; i < 200; i++) {
		const struct remark remark = { .note = { note, sizeof note } };
		const struct hearing hearing = { .protection = STR("no"), .note = { note, sizeof note }, .referral = form.about };
		journal_append(&act, &remark_type, form.about, &remark);
		journal_append(&act, &hearing_type, form.about, &hearing);
	}
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "access_desk");
	MUST(request_open(&act, &form, &record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	answer(world, record);
	struct found found = { 0 };
	act = act_of(world, "access_desk");
	MUST(journal_history(&act, record, look_into, &found, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_in_range(found.letters, 5, 10); /* 200 notes of 400 letters, 16,000 in each */
	assert_int_equal(found.notes, 200);
	assert_int_equal(found.ends, 1); /* what to do stands in the last alone */
}
static void a_long_answer_is_printed_in_parts(void **state) { on_both(long_answer); }

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(lists_of_calls_are_erased_when_their_time_is_over), UNIT(answered_requests_are_erased_when_their_time_is_over),
		UNIT(clocks_make_tasks_in_time), UNIT(erasing_takes_two_people),
		UNIT(looks_are_erased_when_their_time_is_over), UNIT(a_long_answer_is_printed_in_parts),
	};
	return cmocka_run_group_tests_name("disclosure", cases, NULL, NULL);
}
