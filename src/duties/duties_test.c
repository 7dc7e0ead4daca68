/* What procedures ask of other rooms, on both databases: a letter with the case's own names, tasks, messages, custody, an inspection and its hit, a child
 * case that ends, a register, and a quota that two want the last place of. */
#include "test.h"

#include "alerts.h"
#include "custody.h"
#include "duties.h"
#include "inspect.h"
#include "letter.h"
#include "outbox.h"
#include "task.h"
#include "watch.h"

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &cases_room, &inspect_room, &watch_room, &alerts_room, &letter_room, &custody_room, &outbox_room, &duties_room
#include "world.h"

#include "inner.h"

static const char trial[] =
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
	"  applicant person \"Applicant\"\n"
	"    need surname, given_names, birth_date\n"
	"  passport travel_document \"Passport\"\n"
	"  mail email \"E-mail\"\n"
	"  tongue language \"Language\"\n"
	"  sector text \"Sector\"\n"
	"  last date \"Last day\" required\n"
	"  ground choice extension_reasons \"Ground\" required\n"
	"  consent consent \"Consent\"\n"
	"  why longtext \"Reasons\" required\n"
	"\n"
	"forms\n"
	"  application\n"
	"    page \"You\" applicant, passport, mail, tongue, sector, consent\n"
	"\n"
	"uses\n"
	"  told letter\n"
	"    template trial\n"
	"    to applicant\n"
	"    remedy object\n"
	"  held custody\n"
	"    of passport\n"
	"  checks inspection\n"
	"    of applicant, passport\n"
	"    checks watchlist, duplicates\n"
	"  places quota\n"
	"    of 1\n"
	"    by sector\n"
	"  roll register\n"
	"    list 'trials'\n"
	"    of applicant\n"
	"  proof case second\n"
	"  prints biometrics\n"
	"    of applicant\n"
	"    modes face\n"
	"  kinship dna\n"
	"    of applicant\n"
	"    consent consent\n"
	"  trip travel\n"
	"    of applicant\n"
	"  here stay\n"
	"    of applicant, passport\n"
	"    until last\n"
	"    reason ground\n"
	"\n"
	"states\n"
	"  draft \"Draft\" draft\n"
	"    public \"A draft.\"\n"
	"    edit application by border_officer\n"
	"  sent \"Sent\" open\n"
	"    public \"We look at it.\"\n"
	"  proven \"Proven\" open\n"
	"    public \"We look at it.\"\n"
	"  refused \"Refused\" decided\n"
	"    public \"Refused.\"\n"
	"  over \"Over\" closed\n"
	"    public \"Over.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by border_officer\n"
	"    from new\n"
	"    ask application\n"
	"    do task second_line_officer \"Look at {reference}.\" within 1 day\n"
	"    to draft\n"
	"  send \"Send\"\n"
	"    by border_officer\n"
	"    from draft\n"
	"    do held.take\n"
	"    do places.take\n"
	"    do checks.run\n"
	"    do roll.add\n"
	"    do proof.open with person = applicant\n"
	"    do notify applicant \"We have it.\"\n"
	"    to sent\n"
	"  test_them \"Have them tested\"\n"
	"    by border_officer\n"
	"    from sent\n"
	"    do prints.capture\n"
	"    do prints.compare\n"
	"    do kinship.order\n"
	"    do trip.plan\n"
	"  tested \"The laboratory answered\"\n"
	"    on kinship.result\n"
	"    from sent\n"
	"    do flag tested if kinship.result = 'related'\n"
	"  left \"They left\"\n"
	"    on trip.departed\n"
	"    from sent\n"
	"    do flag left\n"
	"  longer \"Extend the stay\"\n"
	"    by border_officer\n"
	"    from sent\n"
	"    ask last, ground\n"
	"    do here.extend\n"
	"  shorter \"Take the extension back\"\n"
	"    by border_officer\n"
	"    from sent\n"
	"    ask why\n"
	"    adverse why\n"
	"    do here.restore\n"
	"    do told.issue\n"
	"  proved \"The other case ended\"\n"
	"    on proof.closed\n"
	"    from sent\n"
	"    to proven\n"
	"  refuse \"Refuse\"\n"
	"    by second_line_officer\n"
	"    from proven\n"
	"    ask why\n"
	"    need proof.outcome = 'done' \"The other case did not end well.\"\n"
	"    adverse why\n"
	"    do told.issue\n"
	"    do held.return\n"
	"    do places.return\n"
	"    do roll.close\n"
	"    to refused\n"
	"  object \"Object\"\n"
	"    by applicant, border_officer\n"
	"    from refused\n"
	"    to over\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from draft, sent, proven, refused\n"
	"    to over\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    stops refuse\n"
	"    due lapse\n"
	"  objecting \"Time to object\"\n"
	"    law \"Act, s. 2\"\n"
	"    allow 15 days\n"
	"    starts refuse, told.delivered\n"
	"    stops object\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer, second_line_officer\n"
	"\n"
	"keep\n"
	"  erase 1 years after closed\n";

static const char second[] =
	"procedure second \"Second\"\n"
	"  revision 1\n"
	"  law \"Act, s. 3\"\n"
	"  purpose border_check\n"
	"  subject person\n"
	"  reference 'S{yy}{seq:6}{check}'\n"
	"  law_of opened\n"
	"\n"
	"fields\n"
	"  person person \"Who\" required\n"
	"    need surname\n"
	"\n"
	"forms\n"
	"  all\n"
	"    page \"Who\" person\n"
	"\n"
	"states\n"
	"  open \"Open\" open\n"
	"    public \"Open.\"\n"
	"  over \"Over\" closed\n"
	"    public \"Over.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by shift_supervisor\n"
	"    from new\n"
	"    ask all\n"
	"    to open\n"
	"  finish \"Finish\"\n"
	"    by shift_supervisor\n"
	"    from open\n"
	"    outcome done\n"
	"    to over\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from open\n"
	"    outcome lapsed\n"
	"    to over\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read shift_supervisor\n"
	"\n"
	"keep\n"
	"  erase 1 years after closed\n";

static const char letter[] = "subject Refusal of {reference}\nTo {applicant.surname}, state {state}.\n= Reasons\n{why}\nYou may object until {objecting.due}. How: {remedy}.\n[sign second_line_officer] Officer\n";

/* Utopia's pack with the two procedures and their letter. */
static void add_trial(struct world *world)
{
	const struct pack_file files[] = {
		{ STR("procedures/second.lim"), str_of(second) }, { STR("procedures/trial.lim"), str_of(trial) }, { STR("letters/trial.en.letter"), str_of(letter) },
	};
	world_pack_with(world, files, COUNT_OF(files));
}

enum { DONE, NOT_POSSIBLE, CONFLICT, FAILED };

static int end_act(struct world *world, struct act *act, bool good)
{
	if (!good) {
		if (!act->findings.count)
			print_message("%s (%s)\n", err.what, err.where);
		act_forget(act);
	}
	enum submitted answer = finish(world, act);
	return !good ? NOT_POSSIBLE : answer == SUBMIT_CONFLICT ? CONFLICT : answer == SUBMITTED ? DONE : FAILED;
}

static int do_it(struct world *world, const char *role, const char *procedure, struct uuid *record, const char *action, json_t *answers)
{
	struct act act = act_of(world, role);
	struct case_seen seen;
	MUST(uuid_zero(*record) ? case_new(&act, str_of(procedure), &seen, &err) : case_look(&act, *record, &seen, &err));
	const struct case_asked asked = { .action = str_of(action), .answers = answers };
	bool good = case_act(&act, &seen, &asked, STR(""), &err);
	for (size_t i = 0; i < act.findings.count && !good; i++)
		print_message("%s: %s\n", action, act.findings.items[i].words);
	if (good)
		*record = seen.record;
	case_end(&seen);
	json_decref(answers);
	return end_act(world, &act, good);
}

static struct str file_of(struct world *world, struct uuid record)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	struct str text = str_copy(world->arena, seen.row.file);
	case_end(&seen);
	finish(world, &act);
	return text;
}

static void assert_holds(struct world *world, struct uuid record, const char *part)
{
	size_t at;
	struct str file = file_of(world, record);
	if (!str_find(file, str_of(part), &at))
		fail_msg("%s is not in " STR_FMT, part, STR_ARG(file));
}

static json_t *answers_of(const char *number)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "applicant.surname", "DIAZ", "applicant.given_names", "ANA", "applicant.birth_date", "1990-02-03", "passport.number", number,
	                 "passport.issuer", "UTO", "mail", "ana@example.org", "tongue", "en", "sector", "farms");
}

static struct uuid one_id(struct world *world, const char *sql)
{
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, sql);
	bool found = query_next(query);
	struct uuid out = found ? query_id(query, 0) : (struct uuid){ 0 };
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	assert_true(found);
	return out;
}

static struct uuid sent_case(struct world *world, const char *number)
{
	struct uuid record = { { 0 } };
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "begin", answers_of(number)), DONE);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "send", NULL), DONE);
	return record;
}

static void send_all(struct world *world)
{
	for (int i = 0; i < 3; i++) {
		struct act act = act_of(world, "border_officer");
		world->at.now += 5000;
		MUST(outbox_room.jobs[0].run(&act, &err));
		finish(world, &act);
	}
}

static void check_story(struct world *world)
{
	add_trial(world);
	world->house.sign_in_help = world_no_help;
	struct uuid record = sent_case(world, "A1234567"), child;
	assert_int_equal(number(world, "SELECT count(*) FROM task WHERE what = 'case' AND role = 'second_line_officer' AND words LIKE 'Look at T%'"), 1);
	assert_true(number(world, "SELECT due FROM task WHERE what = 'case'") > world->at.now + 86400000 / 2); /* within 1 day: to the end of the next */
	assert_true(number(world, "SELECT due FROM task WHERE what = 'case'") < world->at.now + 2 * 86400000);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE receiver = 'ana@example.org' AND text NOT LIKE '%DIAZ%'"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM custody WHERE held = 1"), 1);
	assert_int_equal(number(world, "SELECT taken FROM quota"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM register_entry WHERE list = 'trials' AND closed = 0"), 1);
	assert_holds(world, record, "\"open_hits\":\"no\"");
	assert_holds(world, record, "\"state\":\"sent\"");
	child = one_id(world, "SELECT record FROM case_tie");
	assert_int_equal(do_it(world, "shift_supervisor", "second", &child, "finish", NULL), DONE);
	assert_holds(world, record, "\"outcome\":\"done\"");
	assert_holds(world, record, "\"state\":\"proven\"");
	assert_int_equal(do_it(world, "second_line_officer", "trial", &record, "refuse", json_pack("{s:s}", "why", "The purpose was not shown.")), DONE);
	assert_holds(world, record, "\"state\":\"refused\"");
	assert_int_equal(number(world, "SELECT count(*) FROM task WHERE what = 'case' AND done = 0"), 0); /* whoever acted has seen it */
	assert_int_equal(number(world, "SELECT count(*) FROM letter WHERE name = 'trial'"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM custody WHERE held = 0 AND holder = 'bearer'"), 1);
	assert_int_equal(number(world, "SELECT taken FROM quota"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM register_entry WHERE closed > 0"), 1);
	send_all(world);
	assert_holds(world, record, "\"status\":\"delivered\"");
}

/* The letter is written when all is judged: the limit that begins with the refusal stands in it. */
static void check_letter(struct world *world)
{
	size_t at;
	add_trial(world);
	struct uuid record = sent_case(world, "A1234567"), child = one_id(world, "SELECT record FROM case_tie");
	assert_int_equal(do_it(world, "shift_supervisor", "second", &child, "finish", NULL), DONE);
	assert_int_equal(do_it(world, "second_line_officer", "trial", &record, "refuse", json_pack("{s:s}", "why", "The purpose was not shown.")), DONE);
	struct act act = act_of(world, "second_line_officer");
	struct uuid id = one_id(world, "SELECT id FROM letter WHERE name = 'trial'");
	struct entry entry;
	struct letter kept = { .text = STR("") };
	bool found;
	MUST(journal_entry(&act, id, &entry, &found, &err));
	assert_true(found && fields_from_data(&letter_fields, entry.data, &kept, act.arena));
	assert_true(str_find(kept.text, STR("The purpose was not shown."), &at));
	assert_true(str_find(kept.text, STR("To DIAZ, state Refused") , &at) || str_find(kept.text, STR("To DIAZ, state refused"), &at));
	assert_true(str_find(kept.text, STR("You may object until ") , &at) && !str_find(kept.text, STR("until \\u2013"), &at) && !str_find(kept.text, STR("until –"), &at));
	assert_true(str_find(kept.text, STR("How: Object: sign in at"), &at));
	finish(world, &act);
}

/* One place: who comes second is told; and of two at the same time one is to decide again. */
static void check_quota(struct world *world)
{
	struct uuid record = { { 0 } }, first = { { 0 } };
	add_trial(world);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "begin", answers_of("A1")), DONE);
	assert_int_equal(do_it(world, "border_officer", "trial", &first, "begin", answers_of("A2")), DONE);
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	MUST(case_act(&act, &seen, &(struct case_asked){ .action = STR("send") }, STR(""), &err));
	assert_int_equal(do_it(world, "border_officer", "trial", &first, "send", NULL), DONE);
	case_end(&seen);
	assert_int_equal(end_act(world, &act, true), CONFLICT);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "send", NULL), NOT_POSSIBLE);
	assert_int_equal(number(world, "SELECT taken FROM quota"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM custody WHERE held = 1"), 1); /* whole or not at all */
}

/* Ana entered for ten days, eight days ago. */
static struct uuid entered(struct world *world, const char *number, const char *born)
{
	struct act act = act_of(world, "border_officer");
	struct movement entry = {
		.surname = STR("DIAZ"), .given_names = STR("ANA"), .nationalities = { &(struct str){ "UTO", 3 }, 1 }, .document_kind = STR("P"), .document_issuer = STR("UTO"),
		.document_number = str_of(number), .direction = STR("entry"), .decision = STR("admit"), .post = STR("SORREL"), .lane = 1,
	};
	MUST(date_parse(str_of(born), &entry.born));
	entry.day = date_of_days(date_days(time_date(act.now)) - 8);
	entry.stay_until = date_of_days(date_days(entry.day) + 9);
	struct uuid record = identity_record(&act, &(struct identity){ .document_kind = entry.document_kind, .document_issuer = entry.document_issuer, .document_number = entry.document_number });
	struct uuid id = journal_append_at(&act, &crossing_type, record, &entry, act.now - 8 * INT64_C(86400000));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return id;
}

static struct date last_day(struct world *world, struct uuid crossing)
{
	struct act act = act_of(world, "border_officer");
	struct movement_row row;
	struct uuid record;
	bool found;
	MUST(movement_by_id(&act, crossing, &row, &record, &found, &err));
	assert_true(found);
	finish(world, &act);
	return row.stay_until;
}

static json_t *longer(struct world *world, int days)
{
	const struct date day = date_of_days(date_days(time_date(world->at.now)) + days);
	return json_pack("{s:s, s:s}", "last", date_str(world->arena, day).data, "ground", "illness");
}

static int days_from_now(struct world *world, struct date day)
{
	return date_days(day) - date_days(time_date(world->at.now));
}

/* Extended, and taken back: to the day before it, but never to a day that has passed. */
static void check_stay(struct world *world)
{
	add_trial(world);
	struct uuid crossing = entered(world, "A1", "1990-02-03"), record = sent_case(world, "A1");
	assert_int_equal(days_from_now(world, last_day(world, crossing)), 1);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "longer", longer(world, 20)), DONE);
	assert_int_equal(days_from_now(world, last_day(world, crossing)), 20);
	assert_holds(world, record, "\"status\":\"extended\"");
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "shorter", json_pack("{s:s}", "why", "The ground is gone.")), DONE);
	assert_int_equal(days_from_now(world, last_day(world, crossing)), 1);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "longer", longer(world, 30)), DONE);
	world->at.now += 5 * INT64_C(86400000);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "shorter", json_pack("{s:s}", "why", "The ground is gone.")), DONE);
	assert_int_equal(days_from_now(world, last_day(world, crossing)), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM extension WHERE what = 'restored'"), 2);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "shorter", json_pack("{s:s}", "why", "Once more.")), DONE); /* nothing left to take back */
	assert_int_equal(number(world, "SELECT count(*) FROM extension"), 4);
}

/* Somebody else's passport in a case moves nobody's last day; nor does the passport of whom nobody saw. */
static void check_stay_of_others(struct world *world)
{
	add_trial(world);
	struct uuid crossing = entered(world, "A1", "1991-12-31"), record = sent_case(world, "A1"), other = { { 0 } };
	json_t *of_other = answers_of("A2");
	json_object_set_new(of_other, "sector", json_string("mines"));
	assert_int_equal(do_it(world, "border_officer", "trial", &other, "begin", of_other), DONE);
	assert_int_equal(do_it(world, "border_officer", "trial", &other, "send", NULL), DONE);
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "longer", longer(world, 20)), DONE);
	assert_int_equal(do_it(world, "border_officer", "trial", &other, "longer", longer(world, 20)), DONE);
	assert_holds(world, record, "\"status\":\"unknown\"");
	assert_holds(world, other, "\"status\":\"unknown\"");
	assert_int_equal(days_from_now(world, last_day(world, crossing)), 1);
}

/* Written down by hand, with who says so; the case hears of it. Comparing is not supported, and stops nothing. */
static bool record_it(struct world *world, struct uuid record, struct recorded_form form)
{
	struct act act = act_of(world, "border_officer");
	struct reply reply = { .status = 0 };
	bool good = case_recorded_post(&act, &(struct call){ .id = record, .form = &form }, &reply, &err);
	json_decref(reply.data);
	if (!good)
		act_forget(&act);
	return finish(world, &act) == SUBMITTED && good;
}

static void check_recorded(struct world *world)
{
	add_trial(world);
	struct uuid record = sent_case(world, "A1");
	assert_int_equal(do_it(world, "border_officer", "trial", &record, "test_them", NULL), DONE);
	assert_holds(world, record, "\"engine\":\"not_supported\"");
	assert_holds(world, record, "\"status\":\"captured\"");
	assert_holds(world, record, "\"status\":\"ordered\"");
	assert_false(record_it(world, record, (struct recorded_form){ .use = STR("kinship"), .event = STR("result"), .note = STR("Letter of the laboratory.") }));   /* which? */
	assert_false(record_it(world, record, (struct recorded_form){ .use = STR("kinship"), .event = STR("departed"), .result = STR("related"), .note = STR("Letter.") }));
	assert_false(record_it(world, record, (struct recorded_form){ .use = STR("told"), .event = STR("delivered"), .note = STR("A letter is no such step.") }));
	assert_false(record_it(world, record, (struct recorded_form){ .use = STR("trip"), .event = STR("departed") }));                                          /* who says so? */
	assert_true(record_it(world, record, (struct recorded_form){ .use = STR("kinship"), .event = STR("result"), .result = STR("related"), .note = STR("Letter of the laboratory of 3 March.") }));
	assert_true(record_it(world, record, (struct recorded_form){ .use = STR("trip"), .event = STR("departed"), .note = STR("The escort telephoned from the gate.") }));
	assert_holds(world, record, "\"tested\"");
	assert_holds(world, record, "\"left\"");
	assert_holds(world, record, "\"status\":\"departed\"");
}

static void test_recorded(void **state)
{
	(void)state;
	on_both(check_recorded);
}

static void test_stay(void **state)
{
	(void)state;
	on_both(check_stay);
	on_both(check_stay_of_others);
}

static void test_story(void **state)
{
	(void)state;
	on_both(check_story);
}

static void test_letter(void **state)
{
	(void)state;
	on_both(check_letter);
}

static void test_quota(void **state)
{
	(void)state;
	on_both(check_quota);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_story), cmocka_unit_test(test_letter), cmocka_unit_test(test_quota), cmocka_unit_test(test_stay), cmocka_unit_test(test_recorded) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
