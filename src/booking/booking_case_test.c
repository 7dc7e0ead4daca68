/* Appointments and interviews of cases: what a procedure offers is booked, and the case hears of it in the same act; on both databases. */
#include "test.h"

#include "booking.h"
#include "interview.h"

#define WORLD_ROOMS &journal_room, &cases_room, &booking_room
#include "world.h"

static const char text[] =
	"procedure trial \"Trial\"\n"
	"  revision 1\n"
	"  law \"Act, s. 1\"\n"
	"  purpose border_check\n"
	"  subject applicant\n"
	"  reference 'T{yy}{seq:6}{check}'\n"
	"  law_of opened\n"
	"  party applicant\n"
	"\n"
	"fields\n"
	"  passport travel_document \"Passport\"\n"
	"  applicant person \"Applicant\"\n"
	"  spoken language \"Language\"\n"
	"\n"
	"forms\n"
	"  application\n"
	"    page \"You\" passport, applicant, spoken\n"
	"\n"
	"uses\n"
	"  visit appointment\n"
	"    service 'visa_application'\n"
	"    length 20 minutes\n"
	"  talk interview\n"
	"    of applicant\n"
	"    interpreter spoken\n"
	"    length 30 minutes\n"
	"\n"
	"states\n"
	"  draft \"Draft\" draft\n"
	"    public \"A draft.\"\n"
	"    edit application by applicant, border_officer\n"
	"  visit_due \"To come\" waiting\n"
	"    public \"Come.\"\n"
	"  looked \"Looked at\" open\n"
	"    public \"We look at it.\"\n"
	"  ended \"Ended\" closed\n"
	"    public \"It ended.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by applicant, border_officer\n"
	"    from new\n"
	"    to draft\n"
	"  send \"Send\"\n"
	"    by applicant, border_officer\n"
	"    from draft\n"
	"    do visit.offer\n"
	"    to visit_due\n"
	"  missed \"Did not come\"\n"
	"    on visit.missed\n"
	"    from visit_due\n"
	"    do visit.offer\n"
	"  came \"Came\"\n"
	"    on visit.arrived\n"
	"    from visit_due\n"
	"    do talk.plan\n"
	"    to looked\n"
	"  heard \"Was heard\"\n"
	"    on talk.held\n"
	"    from looked\n"
	"    do flag heard\n"
	"  end \"End\"\n"
	"    by border_officer\n"
	"    from draft, visit_due, looked\n"
	"    do visit.cancel if surely(visit.status in ['offered', 'booked'])\n"
	"    outcome withdrawn\n"
	"    to ended\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from draft, visit_due, looked\n"
	"    outcome lapsed\n"
	"    to ended\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 60 days\n"
	"    starts begin\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"\n"
	"keep\n"
	"  erase 1 year after closed\n";

static void add_trial(struct world *world)
{
	world_pack_with(world, &(struct pack_file){ STR("procedures/trial.lim"), str_of(text) }, 1);
}

static void do_action(struct world *world, struct uuid *record, const char *action)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	json_t *answers = json_pack("{s:s, s:s, s:s, s:s, s:s}", "spoken", "sw", "passport.number", "A1234567", "passport.issuer", "KEN", "applicant.surname", "ODHIAMBO", "applicant.given_names", "ACHIENG");
	MUST(uuid_zero(*record) ? case_new(&act, STR("trial"), &seen, &err) : case_look(&act, *record, &seen, &err));
	const struct case_asked asked = { .action = str_of(action) };
	MUST(!strcmp(action, "edit") ? case_edit(&act, &seen, answers, STR(""), &err) : case_act(&act, &seen, &asked, STR(""), &err));
	*record = seen.record;
	case_end(&seen);
	json_decref(answers);
	assert_int_equal(finish(world, &act), SUBMITTED);
}

/* What the case knows of a use, as text: "booked". */
static void assert_fact(struct world *world, struct uuid record, const char *use, const char *wanted, const char *state)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	const char *status = json_string_value(json_object_get(json_object_get(json_object_get(seen.file, "uses"), use), "status"));
	assert_string_equal(status ? status : "", wanted);
	assert_string_equal(str_c(act.arena, seen.row.state), state);
	case_end(&seen);
	finish(world, &act);
}

static void assert_booking(struct world *world, struct uuid about, const char *use, const char *state)
{
	struct act act = act_of(world, "border_officer");
	struct booking_row row;
	struct uuid record;
	bool found;
	MUST(booking_of(&act, about, str_of(use), &record, &row, &found, &err));
	assert_true(found);
	assert_string_equal(str_c(act.arena, row.state), state);
	assert_string_equal(str_c(act.arena, row.service), str_is(str_of(use), "talk") ? "interview" : "visa_application");
	assert_string_equal(str_c(act.arena, row.name), "ODHIAMBO ACHIENG");
	finish(world, &act);
}

/* The first time that is free from then on, for whoever is at the desk. */
static int64_t free_after(struct world *world, const char *service, int64_t after)
{
	struct act act = act_of(world, "border_officer");
	struct booking_day days[30];
	struct booking_time times[CENTRE_TIMES_MOST];
	size_t count = 0;
	int64_t start = 0;
	struct date today = lang_zone_day(world->zone, world->at.now);
	act.actor.rights |= right_bit(CAN_CENTRE);
	MUST(booking_days(&act, STR("NAIROBI"), str_of(service), today, 30, 1, days, &err));
	for (int i = 0; i < 30 && !start; i++) {
		MUST(booking_times(&act, STR("NAIROBI"), str_of(service), days[i].day, 1, times, &count, &err));
		for (size_t j = 0; j < count && !start; j++)
			if (times[j].fits && times[j].start > after)
				start = times[j].start;
	}
	finish(world, &act);
	return start;
}

static int64_t first_free(struct world *world, const char *service)
{
	return free_after(world, service, world->at.now);
}

static void move_to(struct world *world, struct uuid record, const char *service, int64_t start)
{
	struct act act = act_of(world, "border_officer");
	act.actor.rights |= right_bit(CAN_CENTRE);
	const struct booking_wish wish = { .centre = STR("NAIROBI"), .service = str_of(service), .start = start };
	MUST(booking_move(&act, record, &wish, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static void desk(struct world *world, struct uuid record, bool (*what)(struct act *act, struct uuid record, struct error *err))
{
	struct act act = act_of(world, "border_officer");
	MUST(what(&act, record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static struct uuid record_of(struct world *world, struct uuid about, const char *use)
{
	struct act act = act_of(world, "border_officer");
	struct uuid record = booking_record(&act, about, str_of(use));
	finish(world, &act);
	return record;
}

static void the_case_hears(struct world *world)
{
	struct uuid about = { 0 };
	add_trial(world);
	do_action(world, &about, "begin");
	do_action(world, &about, "edit");
	do_action(world, &about, "send");
	struct uuid visit = record_of(world, about, "visit"), talk = record_of(world, about, "talk");
	assert_fact(world, about, "visit", "offered", "visit_due");
	assert_booking(world, about, "visit", "offered");
	move_to(world, visit, "visa_application", first_free(world, "visa_application"));
	assert_fact(world, about, "visit", "booked", "visit_due");
	desk(world, visit, booking_cancel);
	assert_fact(world, about, "visit", "given_back", "visit_due");
	assert_booking(world, about, "visit", "offered");
	int64_t start = first_free(world, "visa_application");
	move_to(world, visit, "visa_application", start);
	world->at.now = start + 20 * 60000;
	desk(world, visit, booking_miss);       /* the procedure offers another in the same act */
	assert_fact(world, about, "visit", "offered", "visit_due");
	assert_booking(world, about, "visit", "offered");
	start = first_free(world, "visa_application");
	move_to(world, visit, "visa_application", start);
	world->at.now = start - 60000;
	desk(world, visit, booking_arrive);
	assert_fact(world, about, "visit", "arrived", "looked");
	assert_fact(world, about, "talk", "planned", "looked");
	assert_booking(world, about, "talk", "offered");
	assert_int_equal(number(world, "SELECT COUNT(*) FROM interview WHERE language = 'sw'"), 1); /* as the person answered */
	start = first_free(world, "interview");
	move_to(world, talk, "interview", start);
	assert_fact(world, about, "talk", "invited", "looked");
	world->at.now = start + 60000;
	struct act act = act_of(world, "border_officer");
	struct interview_answer said[] = { { STR("Why?"), STR("To see my sister.") } };
	struct str present[] = { STR("An officer") };
	const struct interview_record kept = { .began = start, .lasted = 20, .present = { present, 1 }, .answers = { said, 1 } };
	MUST(interview_keep(&act, talk, &kept, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_fact(world, about, "talk", "held", "looked");
	/* whoever holds the passport finds each of these entries by it */
	assert_true(number(world, "SELECT COUNT(DISTINCT r.entry) FROM journal_ref r JOIN journal_body b ON b.entry = r.entry WHERE b.type IN ('booking.step', 'interview.record')") >= 8);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM journal_ref r JOIN journal_body b ON b.entry = r.entry WHERE b.type = 'booking.place'"), 0);
}

static void test_the_case_hears_of_it(void **state)
{
	(void)state;
	on_both(the_case_hears);
}

/* A case that ends takes its appointment back: the place is free again. */
static void ended(struct world *world)
{
	struct uuid about = { 0 };
	add_trial(world);
	do_action(world, &about, "begin");
	do_action(world, &about, "edit");
	do_action(world, &about, "send");
	move_to(world, record_of(world, about, "visit"), "visa_application", first_free(world, "visa_application"));
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 1);
	do_action(world, &about, "end");
	assert_booking(world, about, "visit", "cancelled");
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 0);
}

static void test_a_case_that_ends_gives_its_time_back(void **state)
{
	(void)state;
	on_both(ended);
}

/* A family of three in one case takes three places beside each other: what the procedure says, else the list that the case is about. */
static void a_group_has_its_places(struct world *world, const char *subject, const char *people, int wanted)
{
	struct str family = replaced(world->arena, str_of(text), "  subject applicant\n", subject);
	family = replaced(world->arena, family, "  spoken language \"Language\"\n", "  spoken language \"Language\"\n  members list \"Members\"\n    items\n      who person \"Who\" required\n        need surname\n");
	family = replaced(world->arena, family, "passport, applicant, spoken", "passport, applicant, spoken, members");
	family = replaced(world->arena, family, "    length 20 minutes\n", str_c(world->arena, str_format(world->arena, "    length 20 minutes\n%s", people)));
	world_pack_with(world, &(struct pack_file){ STR("procedures/trial.lim"), family }, 1);
	struct uuid about = { 0 };
	do_action(world, &about, "begin");
	do_action(world, &about, "edit");
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	json_t *answers = json_pack("{s:s, s:s, s:s}", "members[1].who.surname", "ODHIAMBO", "members[2].who.surname", "ODHIAMBO", "members[3].who.surname", "WANJIKU");
	MUST(case_look(&act, about, &seen, &err));
	bool good = case_edit(&act, &seen, answers, STR(""), &err);
	for (size_t i = 0; i < act.findings.count; i++)
		print_message("%s\n", act.findings.items[i].words);
	assert_true(good);
	json_decref(answers);
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	do_action(world, &about, "send");
	move_to(world, record_of(world, about, "visit"), "visa_application", first_free(world, "visa_application"));
	assert_fact(world, about, "visit", "booked", "visit_due");
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), wanted);
}

static void a_family(struct world *world)
{
	a_group_has_its_places(world, "  subject members.who\n", "", 3);
}

static void a_family_and_who_comes_along(struct world *world)
{
	a_group_has_its_places(world, "  subject applicant\n", "    people count(members) + 1\n", 4);
}

static void test_a_group_has_its_places(void **state)
{
	(void)state;
	on_both(a_family);
	on_both(a_family_and_who_comes_along);
}

static void book_together(struct world *world, struct uuid about, int64_t start)
{
	struct act act = act_of(world, "border_officer");
	act.actor.rights |= right_bit(CAN_CENTRE);
	MUST(booking_move_together(&act, record_of(world, about, "visit"), &(struct booking_wish){ .centre = STR("NAIROBI"), .service = STR("visa_application"), .start = start }, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static void join(struct world *world, struct uuid record, struct uuid with)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen, first;
	MUST(case_look(&act, record, &seen, &err) && case_look(&act, with, &first, &err) && case_join(&act, &seen, &first, &err));
	case_end(&seen);
	case_end(&first);
	assert_int_equal(finish(world, &act), SUBMITTED);
}

/* Three applications of one family: whoever books, books for all who still have to come; who is moved takes along who came at the same time. */
static void applications_together(struct world *world)
{
	struct str family = replaced(world->arena, str_of(text), "  party applicant\n", "  party applicant\n  group family\n");
	family = replaced(world->arena, family, "    length 20 minutes\n", "    length 20 minutes\n    group family\n");
	world_pack_with(world, &(struct pack_file){ STR("procedures/trial.lim"), family }, 1);
	struct uuid about[4] = { 0 };
	for (int i = 0; i < 4; i++) {
		do_action(world, &about[i], "begin");
		do_action(world, &about[i], "edit");
		if (i && i < 3)
			join(world, about[i], about[i - 1]); /* of the second: its head is the first */
		if (i != 2)
			do_action(world, &about[i], "send");
	}
	assert_int_equal(number(world, "SELECT COUNT(DISTINCT head) FROM case_group"), 1);
	int64_t start = first_free(world, "visa_application");
	book_together(world, about[0], start);
	assert_fact(world, about[0], "visit", "booked", "visit_due");
	assert_fact(world, about[1], "visit", "booked", "visit_due");
	assert_fact(world, about[3], "visit", "offered", "visit_due"); /* stands alone */
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 2);
	assert_int_equal(number(world, "SELECT COUNT(DISTINCT start) FROM booking WHERE state = 'booked'"), 1);
	do_action(world, &about[2], "send");
	book_together(world, about[1], free_after(world, "visa_application", start));
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking_place"), 3);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking WHERE state = 'booked'"), 3);
	assert_int_equal(number(world, "SELECT COUNT(*) FROM booking WHERE moved > 0"), 2);
}

static void test_applications_together(void **state)
{
	(void)state;
	on_both(applications_together);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_the_case_hears_of_it), cmocka_unit_test(test_a_case_that_ends_gives_its_time_back), cmocka_unit_test(test_a_group_has_its_places), cmocka_unit_test(test_applications_together) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
