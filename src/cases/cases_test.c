/* Cases kept in the journal, on both databases: one action one entry, two at once, clocks by the job, tables that can be made again. */
#include "test.h"

#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "keep.h"
#include "pack_shelf.h"
#include "upload.h"

#define WORLD_ROOMS &journal_room, &cases_room
#include "world.h"

/* A procedure as short as one may be; Utopia's own come with the files of the pack. */
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
	"  applicant person \"Applicant\"\n"
	"    need surname, given_names, birth_date\n"
	"  days integer \"Days\" required\n"
	"    check days in 1..90 \"Between 1 and 90 days.\"\n"
	"  reasons longtext \"Reasons\" required\n"
	"\n"
	"forms\n"
	"  application\n"
	"    page \"You\" applicant, days\n"
	"\n"
	"uses\n"
	"  price fee\n"
	"    amount 10 XTS\n"
	"\n"
	"states\n"
	"  draft \"Draft\" draft\n"
	"    public \"A draft.\"\n"
	"    edit application by applicant, border_officer\n"
	"  sent \"Sent\" open\n"
	"    public \"We look at it.\"\n"
	"  granted \"Granted\" closed\n"
	"    public \"Granted.\"\n"
	"  lapsed \"Lapsed\" closed\n"
	"    public \"Lapsed.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by applicant, border_officer\n"
	"    from new\n"
	"    to draft\n"
	"  send \"Send\"\n"
	"    by applicant, border_officer\n"
	"    from draft\n"
	"    need complete(application) \"Answer every question.\"\n"
	"    do price.charge\n"
	"    to sent\n"
	"  grant \"Grant\"\n"
	"    by second_line_officer\n"
	"    from sent\n"
	"    ask reasons\n"
	"    need price.status = 'paid' \"The fee is not paid.\"\n"
	"    second shift_supervisor\n"
	"    outcome granted\n"
	"    to granted\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from draft, sent\n"
	"    outcome lapsed\n"
	"    to lapsed\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    stops grant\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"  restrict when days = 7 to second_line_officer number\n"
	"\n"
	"keep\n"
	"  erase 1 year after closed\n";

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

/* Utopia's pack in one language, with a trial in it. */
static void add_procedure(struct world *world, struct str procedure)
{
	world_pack_with(world, &(struct pack_file){ STR("procedures/trial.lim"), procedure }, 1);
}

static void add_trial(struct world *world)
{
	add_procedure(world, str_of(text));
}

enum { DONE, NOT_POSSIBLE, CONFLICT };

static int do_it(struct world *world, const char *role, struct uuid *record, const char *action, json_t *answers)
{
	struct act act = act_of(world, role);
	struct case_seen seen;
	MUST(uuid_zero(*record) ? case_new(&act, STR("trial"), &seen, &err) : case_look(&act, *record, &seen, &err));
	const struct case_asked asked = { .action = str_of(action), .answers = answers };
	bool good = !strcmp(action, "confirm") ? case_confirm(&act, &seen, &err) : !strcmp(action, "edit") ? case_edit(&act, &seen, answers, STR(""), &err) :
	            !strcmp(action, "paid") ? case_event(&act, &seen, STR("price"), STR("paid"), NULL, STR(""), &err) : case_act(&act, &seen, &asked, STR(""), &err);
	if (good)
		*record = seen.record;
	else
		assert_true(act.findings.count > 0);
	case_end(&seen);
	json_decref(answers);
	enum submitted answer = finish(world, &act);
	return !good ? NOT_POSSIBLE : answer == SUBMIT_CONFLICT ? CONFLICT : DONE;
}

static struct case_row row_of(struct world *world, struct arena *arena, struct uuid record)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	struct case_row row = seen.row;
	row.state = str_copy(arena, row.state);
	row.phase = str_copy(arena, row.phase);
	row.outcome = str_copy(arena, row.outcome);
	row.name = str_copy(arena, row.name);
	row.reference = str_copy(arena, row.reference);
	case_end(&seen);
	finish(world, &act);
	return row;
}

static json_t *whole_answers(void)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "applicant.surname", "DIAZ", "applicant.given_names", "ANA", "applicant.birth_date", "1990-02-03", "days", "12");
}

static void assert_state(struct world *world, struct uuid record, const char *state)
{
	struct case_row row = row_of(world, world->arena, record);
	assert_int_equal(row.state.len, strlen(state));
	assert_memory_equal(row.state.data, state, row.state.len);
}

static void story_of_a_case(struct world *world)
{
	struct uuid record = { 0 };
	add_trial(world);
	assert_int_equal(do_it(world, "border_officer", &record, "begin", NULL), DONE);
	assert_int_equal(do_it(world, "border_officer", &record, "send", NULL), NOT_POSSIBLE);
	assert_int_equal(do_it(world, "border_officer", &record, "edit", json_pack("{s:s}", "days", "many")), NOT_POSSIBLE);
	assert_int_equal(do_it(world, "border_officer", &record, "edit", whole_answers()), DONE);
	assert_int_equal(do_it(world, "border_officer", &record, "send", NULL), DONE);
	assert_state(world, record, "sent");
	assert_int_equal(do_it(world, "second_line_officer", &record, "grant", json_pack("{s:s}", "reasons", "All is there.")), NOT_POSSIBLE); /* not paid */
	assert_int_equal(do_it(world, "border_officer", &record, "paid", NULL), DONE);
	assert_int_equal(do_it(world, "border_officer", &record, "grant", json_pack("{s:s}", "reasons", "All is there.")), NOT_POSSIBLE); /* another role */
	assert_int_equal(do_it(world, "second_line_officer", &record, "grant", json_pack("{s:s}", "reasons", "All is there.")), DONE);
	assert_state(world, record, "sent");
	assert_int_equal(do_it(world, "second_line_officer", &record, "confirm", NULL), NOT_POSSIBLE); /* the same person */
	assert_int_equal(do_it(world, "shift_supervisor", &record, "confirm", NULL), DONE);
	assert_state(world, record, "granted");
	struct case_row row = row_of(world, world->arena, record);
	assert_true(row.closed > 0 && !row.next);
	assert_string_equal(str_c(world->arena, row.name), "DIAZ ANA");
	assert_int_equal(row.reference.len, 10);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file"), 1);
	world_rebuilds(world);
}

static void test_story_of_a_case(void **state)
{
	on_both(story_of_a_case);
}

/* Two look at the same case; the second to act is told, and judges again. */
static void two_at_once(struct world *world)
{
	struct uuid record = { 0 };
	struct case_seen first, second;
	add_trial(world);
	assert_int_equal(do_it(world, "border_officer", &record, "begin", NULL), DONE);
	struct act one = act_of(world, "border_officer"), other = act_of(world, "border_officer");
	json_t *answers = whole_answers();
	MUST(case_look(&one, record, &first, &err) && case_look(&other, record, &second, &err));
	MUST(case_edit(&one, &first, answers, STR(""), &err) && case_edit(&other, &second, answers, STR(""), &err));
	json_decref(answers);
	case_end(&first);
	case_end(&second);
	assert_int_equal(finish(world, &one), SUBMITTED);
	assert_int_equal(finish(world, &other), SUBMIT_CONFLICT);
}

static void test_two_at_once(void **state)
{
	on_both(two_at_once);
}

/* A case whose procedure is in no pack that is kept here holds up no other. */
static void one_is_passed_over(struct world *world)
{
	struct uuid records[3] = { { { 0 } } };
	size_t done;
	add_trial(world);
	for (int i = 0; i < 3; i++)
		assert_int_equal(do_it(world, "border_officer", &records[i], "begin", NULL), DONE);
	struct db *db = db_open_writer(world->house.store, &err);
	assert_non_null(db);
	MUST(db_script(db, STR("UPDATE case_file SET procedure = 'lost' WHERE record = (SELECT record FROM case_file ORDER BY next, record LIMIT 1)"), &err));
	db_close(db);
	world->at.now += 40 * DAY_MS;
	struct act act = act_of(world, "border_officer");
	MUST(cases_clock(&act, 100, &done, &err));
	assert_int_equal(done, 2);
	MUST(cases_clock(&act, 100, &done, &err));
	assert_int_equal(done, 0);
	finish(world, &act);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file WHERE state = 'lapsed' AND procedure = 'trial'"), 2);
}

static void test_one_is_passed_over(void **state)
{
	on_both(one_is_passed_over);
}

/* The job does what is due, dated on its day, however late it comes; and once. */
static void the_clock_acts(struct world *world)
{
	enum { CASES = 70 }; /* more than one group commit */
	struct uuid records[CASES] = { { { 0 } } };
	size_t done;
	add_trial(world);
	for (int i = 0; i < CASES; i++)
		assert_int_equal(do_it(world, "border_officer", &records[i], "begin", NULL), DONE);
	struct act act = act_of(world, "border_officer");
	MUST(cases_clock(&act, 100, &done, &err));
	assert_int_equal(done, 0);
	finish(world, &act);
	int64_t due = row_of(world, world->arena, records[0]).next;
	assert_true(due > world->at.now + 29 * DAY_MS && due < world->at.now + 32 * DAY_MS);
	world->at.now = due + 3 * DAY_MS;
	act = act_of(world, "border_officer");
	MUST(cases_clock(&act, 2, &done, &err));
	assert_int_equal(done, 2);
	MUST(cases_clock(&act, 100, &done, &err));
	assert_int_equal(done, CASES - 2);
	MUST(cases_clock(&act, 100, &done, &err));
	assert_int_equal(done, 0);
	finish(world, &act);
	for (int i = 0; i < CASES; i++) {
		assert_state(world, records[i], "lapsed");
		assert_int_equal(row_of(world, world->arena, records[i]).closed, due - 1);
	}
	world_rebuilds(world);
}

static void test_the_clock_acts(void **state)
{
	on_both(the_clock_acts);
}

/* --- revisions --- */

/* Which revision a case is judged by, and that an older one's own words and checks are used. */
static int revision_seen(struct world *world, struct uuid record)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	int revision = seen.flow.host.procedure->revision;
	assert_int_equal(revision, seen.row.revision);
	case_end(&seen);
	finish(world, &act);
	return revision;
}

static size_t move(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	size_t done;
	MUST(cases_move(&act, 100, &done, &err));
	finish(world, &act);
	return done;
}

/* What `limen pack diff` says of the running cases under the pack of now. */
static void assert_told(struct world *world, const char *line)
{
	struct act act = act_of(world, "border_officer");
	struct buf out = BUF_IN(act.arena);
	size_t at;
	MUST(case_print_running(&act, world->pack, &out, &err));
	if (!str_find(buf_str(&out), str_of(line), &at))
		fail_msg("'%s' is not in " STR_FMT, line, STR_ARG(buf_str(&out)));
	finish(world, &act);
}

/* A second revision that says nothing of running cases leaves them under the first; the third moves them. */
static void cases_keep_their_revision_until_moved(struct world *world)
{
	struct uuid old = { 0 }, lent = { 0 }, new = { 0 };
	struct pack_source none = { 0 };
	add_trial(world);
	world->house.packs = pack_shelf_new(world->pack, &none);
	assert_int_equal(do_it(world, "border_officer", &old, "begin", NULL), DONE);
	assert_int_equal(do_it(world, "border_officer", &old, "edit", whole_answers()), DONE);
	assert_int_equal(do_it(world, "border_officer", &lent, "begin", NULL), DONE);
	int64_t due = row_of(world, world->arena, old).next;

	struct str second = replaced(world->arena, str_of(text), "revision 1", "revision 2");
	add_procedure(world, replaced(world->arena, second, "1..90", "1..5"));
	assert_int_equal(do_it(world, "border_officer", &new, "begin", NULL), DONE);
	assert_int_equal(do_it(world, "border_officer", &new, "edit", whole_answers()), DONE);
	assert_told(world, "trial, revision 1, draft: 2 running stay with their revision; new cases have revision 2");
	assert_int_equal(move(world), 0);
	assert_int_equal(revision_seen(world, old), 1);
	assert_int_equal(revision_seen(world, new), 2);
	assert_int_equal(do_it(world, "border_officer", &old, "send", NULL), DONE); /* 12 days, as the first revision allows */
	assert_int_equal(do_it(world, "border_officer", &new, "send", NULL), NOT_POSSIBLE);
	assert_int_equal(revision_seen(world, old), 1);
	assert_int_equal(number(world, "SELECT count(DISTINCT pack) FROM case_file"), 2);

	struct str third = replaced(world->arena, str_of(text), "revision 1", "revision 3");
	third = replaced(world->arena, third, "  sent \"Sent\" open", "  examined \"Examined\" open");
	third = replaced(world->arena, third, "to sent", "to examined");
	third = replaced(world->arena, third, "from sent", "from examined");
	third = replaced(world->arena, third, ", sent", ", examined");
	third = replaced(world->arena, third, "days in 1", "nights in 1");
	third = replaced(world->arena, third, "  days integer \"Days\"", "  nights integer \"Nights\"");
	third = replaced(world->arena, third, "applicant, days", "applicant, nights");
	third = replaced(world->arena, third, "when days", "when nights");
	third = replaced(world->arena, third, "allow 30 days", "allow 60 days");
	third = replaced(world->arena, third, "keep\n", "migrate from 1\n  running move\n  state sent -> examined\n  field days -> nights\n  clock life recount\n\nkeep\n");
	add_procedure(world, replaced(world->arena, third, "  state sent -> examined\n", ""));
	assert_told(world, "trial, revision 1, sent: 1 running cannot move to revision 3: the state has no place there; write 'state sent -> NEW'");
	add_procedure(world, third);
	assert_told(world, "trial, revision 1, sent: 1 running move to revision 3, state examined");
	assert_told(world, "trial, revision 1, draft: 1 running move to revision 3, state draft");
	assert_told(world, "trial, revision 2, draft: 1 running stay with their revision; new cases have revision 3");
	assert_int_equal(move(world), 2);
	assert_int_equal(move(world), 0);
	assert_state(world, old, "examined");
	assert_state(world, lent, "draft");
	assert_int_equal(revision_seen(world, old), 3);
	assert_int_equal(row_of(world, world->arena, old).next, due + 30 * DAY_MS);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file WHERE revision = 3"), 2);
	world_rebuilds(world);
	pack_shelf_free(world->house.packs);
}

static void test_cases_keep_their_revision_until_moved(void **state)
{
	on_both(cases_keep_their_revision_until_moved);
}

/* --- retention --- */

static size_t ended(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	size_t done;
	MUST(cases_end(&act, &done, &err));
	finish(world, &act);
	return done;
}

static void hold(struct world *world, struct uuid record, bool held)
{
	struct act act = act_of(world, "border_officer");
	assert_false(case_hold_set(&act, record, held, STR(" "), &err));
	MUST(case_hold_set(&act, record, held, STR("Court of Sorrel, 12/2027"), &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

/* A year after they lapsed: few wait for more, thirty days at most; one that is held stays until it is released; nothing of the others is left. */
static void cases_end_when_their_time_is_over(struct world *world)
{
	struct uuid records[4] = { { { 0 } } };
	size_t done;
	add_trial(world);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(do_it(world, "border_officer", &records[i], "begin", NULL), DONE);
		assert_int_equal(do_it(world, "border_officer", &records[i], "edit", whole_answers()), DONE);
	}
	hold(world, records[3], true);
	world->at.now += 40 * DAY_MS;
	struct act act = act_of(world, "border_officer");
	MUST(cases_clock(&act, 100, &done, &err));
	finish(world, &act);
	assert_int_equal(done, 4);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file WHERE keep_until = '2027-12-23' AND keep_how = 'erase'"), 4);
	world->at.now += 340 * DAY_MS;
	assert_int_equal(ended(world), 0);
	world->at.now += 18 * DAY_MS; /* a year is over for all, and three are few */
	assert_int_equal(ended(world), 0);
	world->at.now += 32 * DAY_MS;
	assert_int_equal(ended(world), 3);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE data LIKE '%DIAZ%'"), number(world, "SELECT count(*) FROM journal_body WHERE data LIKE '%DIAZ%' AND record = (SELECT record FROM case_file)"));
	assert_int_equal(ended(world), 0);
	world_rebuilds(world);
	hold(world, records[3], false);
	assert_int_equal(ended(world), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM case_rest"), 0);
	world_rebuilds(world);
}

static void test_cases_end_when_their_time_is_over(void **state)
{
	on_both(cases_end_when_their_time_is_over);
}

/* What figures are made of stays, and nothing that names the person. */
static void cases_are_made_anonymous(struct world *world)
{
	struct uuid records[ERASE_TOGETHER] = { { { 0 } } };
	size_t done;
	struct str other = replaced(world->arena, str_of(text), "  erase 1 year after closed\n", "  anonymise 30 days after closed if outcome = 'lapsed'\n  archive 2 years after closed\n");
	add_procedure(world, other);
	for (int i = 0; i < ERASE_TOGETHER; i++) {
		assert_int_equal(do_it(world, "border_officer", &records[i], "begin", NULL), DONE);
		assert_int_equal(do_it(world, "border_officer", &records[i], "edit", whole_answers()), DONE);
	}
	world->at.now += 40 * DAY_MS;
	struct act act = act_of(world, "border_officer");
	MUST(cases_clock(&act, 100, &done, &err));
	finish(world, &act);
	world->at.now += 31 * DAY_MS;
	assert_int_equal(ended(world), ERASE_TOGETHER);
	assert_int_equal(number(world, "SELECT count(*) FROM case_file"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM case_rest WHERE procedure = 'trial' AND outcome = 'lapsed' AND age_group = '18_59' AND people = 1"), ERASE_TOGETHER);
	assert_int_equal(number(world, "SELECT count(*) FROM journal_body WHERE data LIKE '%DIAZ%'"), 0);
	world_rebuilds(world);
}

static void test_cases_are_made_anonymous(void **state)
{
	on_both(cases_are_made_anonymous);
}

/* --- who sees it --- */

static enum case_reach seen_by(struct world *world, const char *role, struct uuid record, enum case_reach (*asked)(struct act *, struct case_seen *))
{
	struct act act = act_of(world, role);
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	enum case_reach reach = asked(&act, &seen);
	case_end(&seen);
	finish(world, &act);
	return reach;
}

/* A restriction leaves its number to those who read such cases, and to a desk that comes by another way; its own role sees it whole there. */
static void restrictions_hold(struct world *world)
{
	struct uuid record = { 0 };
	add_trial(world);
	assert_int_equal(do_it(world, "border_officer", &record, "begin", NULL), DONE);
	assert_int_equal(seen_by(world, "border_officer", record, case_reach), CASE_WHOLE);
	assert_int_equal(seen_by(world, "shift_supervisor", record, case_reach), CASE_HIDDEN);
	assert_int_equal(seen_by(world, "shift_supervisor", record, case_guard), CASE_WHOLE);
	assert_int_equal(do_it(world, "border_officer", &record, "edit", json_pack("{s:s}", "days", "7")), DONE);
	assert_int_equal(seen_by(world, "border_officer", record, case_reach), CASE_NUMBER);
	assert_int_equal(seen_by(world, "shift_supervisor", record, case_guard), CASE_NUMBER);
	assert_int_equal(seen_by(world, "second_line_officer", record, case_guard), CASE_WHOLE);
}

static void test_restrictions_hold(void **state)
{
	on_both(restrictions_hold);
}

/* The code of a receipt: the same each time, another for each case, and typed as people type. */
static void receipts_have_codes(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	const struct uuid one = { { 1 } }, other = { { 2 } };
	struct str code = case_status_code(&act, one);
	assert_int_equal(code.len, 12);
	assert_true(str_equal(code, case_status_code(&act, one)));
	assert_true(case_status_code_is(&act, one, code));
	assert_false(case_status_code_is(&act, other, code));
	assert_false(case_status_code_is(&act, one, str_slice(code, 0, 11)));
	assert_false(case_status_code_is(&act, one, STR("")));
	struct buf typed = BUF_IN(act.arena);
	for (size_t i = 0; i < code.len; i++) /* small letters, blanks for dashes, 0 for O */
		buf_c(&typed, code.data[i] == '-' ? ' ' : code.data[i] == 'O' ? '0' : code.data[i] >= 'A' && code.data[i] <= 'Z' ? (char)(code.data[i] + 32) : code.data[i]);
	assert_true(case_status_code_is(&act, one, buf_str(&typed)));
	finish(world, &act);
}

static void test_receipts_have_codes(void **state)
{
	on_both(receipts_have_codes);
}

/* --- a virus scanner --- */

static void test_what_a_scanner_says(void **state)
{
	static const struct { const char *text; enum scan_result result; const char *name; } cases[] = {
		{ "stream: OK", SCAN_CLEAN, "" }, { "stream: Eicar-Test-Signature FOUND", SCAN_FOUND, "Eicar-Test-Signature" }, { "stream: FOUND", SCAN_NOT_CHECKED, "" },
		{ "INSTREAM size limit exceeded. ERROR", SCAN_NOT_CHECKED, "" }, { "", SCAN_NOT_CHECKED, "" }, { "stream: NOT OK", SCAN_NOT_CHECKED, "" },
	};
	struct str name;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(scan_reply(str_of(cases[i].text), &name), cases[i].result);
		assert_true(str_is(name, cases[i].name));
	}
}

/* Plays clamd: reads pieces until the one of no length, and says what it was told to, if they were what it wants. */
struct played {
	int fd;
	const char *want, *say;
};

static void *plays_clamd(void *state)
{
	struct played *played = state;
	char all[4096], head[10];
	uint8_t length[4];
	size_t size = 0, piece;
	int fd = accept(played->fd, NULL, NULL);
	bool good = recv(fd, head, sizeof head, MSG_WAITALL) == 10 && !memcmp(head, "zINSTREAM", 10);
	while (good && recv(fd, length, 4, MSG_WAITALL) == 4 && (piece = (size_t)length[2] << 8 | length[3]) && size + piece < sizeof all)
		size += (size_t)recv(fd, all + size, piece, MSG_WAITALL);
	if (good && size == strlen(played->want) && !memcmp(all, played->want, size) && write(fd, played->say, strlen(played->say) + 1) < 0)
		print_error("not said\n");
	close(fd);
	return NULL;
}

static ssize_t give_word(void *state, char *out, size_t most)
{
	struct str *left = state;
	size_t size = left->len < 3 ? left->len : 3;
	(void)most;
	memcpy(out, left->data, size);
	*left = str_slice(*left, size, left->len);
	return (ssize_t)size;
}

static void test_a_scanner_is_asked_over_its_socket(void **state)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct arena *own = arena_new(0);
	struct played played = { socket(AF_UNIX, SOCK_STREAM, 0), "infected bytes", "stream: Eicar FOUND" };
	struct str left = STR("infected bytes"), name;
	pthread_t thread;
	(void)state;
	snprintf(at.sun_path, sizeof at.sun_path, "/tmp/limen-test-clamd-%d", (int)getpid());
	unlink(at.sun_path);
	assert_int_equal(bind(played.fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(played.fd, 1), 0);
	assert_int_equal(pthread_create(&thread, NULL, plays_clamd, &played), 0);
	assert_int_equal(scan_stream(at.sun_path, give_word, &left, own, &name), SCAN_FOUND);
	assert_true(str_is(name, "Eicar"));
	pthread_join(thread, NULL);
	close(played.fd);
	unlink(at.sun_path);
	assert_int_equal(scan_stream(at.sun_path, give_word, &left, own, &name), SCAN_NOT_CHECKED); /* nobody is there */
	arena_free(own);
}

static void test_headers_of_a_piece_are_read_strictly(void **state)
{
	struct piece piece;
	(void)state;
	assert_true(piece_headers_read(&(struct piece_headers){ STR("1048576"), STR(""), STR("?1") }, &piece) && piece.offset == 1048576 && piece.length == -1 && piece.complete);
	assert_true(piece_headers_read(&(struct piece_headers){ STR(""), STR("5"), STR("?0") }, &piece) && piece.offset == -1 && piece.length == 5 && !piece.complete);
	assert_false(piece_headers_read(&(struct piece_headers){ STR("-1"), STR(""), STR("") }, &piece));
	assert_false(piece_headers_read(&(struct piece_headers){ STR("1e3"), STR(""), STR("") }, &piece));
	assert_false(piece_headers_read(&(struct piece_headers){ STR("1"), STR("99999999999999999999"), STR("") }, &piece));
	assert_false(piece_headers_read(&(struct piece_headers){ STR("1"), STR(""), STR("true") }, &piece));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_scanner_says), cmocka_unit_test(test_a_scanner_is_asked_over_its_socket), cmocka_unit_test(test_headers_of_a_piece_are_read_strictly), cmocka_unit_test(test_cases_end_when_their_time_is_over), cmocka_unit_test(test_cases_are_made_anonymous), cmocka_unit_test(test_cases_keep_their_revision_until_moved), cmocka_unit_test(test_story_of_a_case), cmocka_unit_test(test_restrictions_hold), cmocka_unit_test(test_two_at_once), cmocka_unit_test(test_one_is_passed_over), cmocka_unit_test(test_the_clock_acts), cmocka_unit_test(test_receipts_have_codes) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
