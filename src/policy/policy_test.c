/* The past under two packs, on both databases: stays that would have been too long, who would have needed a visa, actions that would not have been possible;
 * what cannot be judged again is said; the same pack twice changes nothing; small numbers are not told. */
#include "test.h"

#include "measure.h"
#include "pack_shelf.h"
#include "papers.h"
#include "status.h"

#define WORLD_ROOMS &journal_room, &pack_room, &registry_room, &cases_room, &papers_room, &stay_room, &status_room, &policy_room
#include "world.h"

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
	"    need surname, sex\n"
	"  days integer \"Days\" required\n"
	"    check days in 1..90 \"Between 1 and 90 days.\"\n"
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
	"  sent \"Sent\" closed\n"
	"    public \"Done.\"\n"
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
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from draft\n"
	"    to sent\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    stops send\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"\n"
	"keep\n"
	"  erase 1 year after closed\n";

static struct str border_file(struct world *world)
{
	struct pack_source source;
	MUST(pack_source_folder(world->arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	for (size_t i = 0; i < source.count; i++)
		if (str_is(source.files[i].path, "border.lim"))
			return source.files[i].bytes;
	fail_msg("no border.lim");
	return STR("");
}

static const struct pack *with_trial(struct world *world, const char *from, const char *to, struct str procedure)
{
	const struct pack *in_force = world->pack, *made;
	const struct pack_file files[] = { { STR("border.lim"), replaced(world->arena, border_file(world), from, to) }, { STR("procedures/trial.lim"), procedure } };
	world_pack_with(world, files, 2);
	made = world->pack;
	world->pack = in_force;
	return made;
}

/* Utopia's pack with one line of border.lim and one of the trial changed. */
static const struct pack *variant(struct world *world, const char *from, const char *to, const char *trial_from, const char *trial_to)
{
	return with_trial(world, from, to, replaced(world->arena, str_of(trial), trial_from, trial_to));
}

static struct date day(const char *text)
{
	struct date date = { 0 };
	assert_true(date_parse(str_of(text), &date));
	return date;
}

/* A crossing as it was recorded, judged by nobody here: `category` as the booth noted it. */
static void crossed(struct world *world, const char *number, const char *sex, const char *nation, const char *direction, const char *on, const char *until, struct uuid permit,
                    const char *category)
{
	struct act act = act_of(world, "border_officer");
	struct str nations[] = { str_of(nation) };
	struct movement movement = {
		.surname = STR("DOE"), .given_names = STR("KIM"), .born = { 1990, 5, 5 }, .sex = str_of(sex), .nationalities = { nations, 1 }, .document_kind = STR("P"),
		.document_issuer = str_of(nation), .document_number = str_of(number), .document_expires = { 2040, 1, 1 }, .post = STR("ASTERF"), .direction = str_of(direction),
		.decision = STR("admit"), .mode = STR("air"), .day = day(on), .hour = 10, .nationality = str_of(nation), .category = str_of(category), .permit = permit,
		.purpose = !strcmp(direction, "entry") ? STR("tourism") : STR(""), .name_key = STR("DOE KIM"),
	};
	if (*until) {
		movement.stay_until = day(until);
		movement.days = date_days(movement.stay_until) - date_days(movement.day) + 1;
	}
	journal_append_at(&act, &crossing_type, identity_record(&act, (const struct identity *)&movement), &movement, date_days(movement.day) * DAY_MS + 36000000);
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static void stay(struct world *world, const char *number, const char *sex, const char *nation, const char *in, const char *until, const char *out)
{
	crossed(world, number, sex, nation, "entry", in, until, (struct uuid){ { 0 } }, "visa_free");
	if (*out)
		crossed(world, number, sex, nation, "exit", out, "", (struct uuid){ { 0 } }, "visa_free");
}

static json_t *past(struct world *world, const struct pack *before, const struct pack *after)
{
	struct act act = act_of(world, "policy_officer");
	const struct past_plan plan = { .packs = { before, after }, .from = day("2026-01-01"), .to = day("2026-12-31") };
	struct simulation_body body;
	MUST(policy_simulate(&act, &plan, &body, &err));
	json_t *figures = json_loadb(body.figures.data, body.figures.len, 0, NULL);
	assert_non_null(figures);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return figures;
}

/* "crossings.different.0": a number there; -1 = too small to be told, -2 = nothing there. */
static int64_t at(const json_t *figures, const char *path)
{
	struct str rest = str_of(path), piece;
	while (figures && str_cut(&rest, '.', &piece)) {
		int64_t index;
		figures = str_to_int(piece, &index) ? json_array_get(figures, (size_t)index) : json_object_getn(figures, piece.data, piece.len);
	}
	return !figures ? -2 : json_is_null(figures) ? -1 : json_integer_value(figures);
}

static const json_t *row(const json_t *rows, const char *name, const char *value, const char *other, const char *other_value)
{
	size_t i;
	const json_t *one;
	json_array_foreach(rows, i, one)
		if (!strcmp(json_string_value(json_object_get(one, name)), value) && (!other || !strcmp(json_string_value(json_object_get(one, other)), other_value)))
			return one;
	return NULL;
}

static const json_t *turn(const json_t *figures, const char *from, const char *to)
{
	return row(json_object_get(figures, "turns"), "from", from, "to", to);
}

/* Six women stayed 75 days where 90 are allowed; six men stayed 20. */
static void stays(struct world *world)
{
	static const char *const numbers[] = { "A1", "A2", "A3", "A4", "A5", "A6" }, *const others[] = { "B1", "B2", "B3", "B4", "B5", "B6" };
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		stay(world, numbers[i], "F", "GBR", "2026-03-01", "2026-05-29", "2026-05-14");
		stay(world, others[i], "M", "GBR", "2026-03-01", "2026-05-29", "2026-03-20");
	}
}

static void shorter_stays_are_found(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *after = variant(world, "    allow 90 days\n", "    allow 60 days\n", "10 XTS", "10 XTS");
	stays(world);
	json_t *figures = past(world, before, after);
	assert_int_equal(at(figures, "crossings.entries"), 12);
	assert_int_equal(at(figures, "crossings.all_judged"), 12);
	assert_int_equal(at(figures, "crossings.different.0"), 6); /* each was given fewer days */
	assert_int_equal(at(figures, "crossings.different.1"), 6);
	assert_int_equal(at(figures, "sides.0.late"), 0);
	assert_int_equal(at(figures, "sides.1.late"), 6);
	assert_int_equal(at(figures, "sides.1.late_days"), 6 * 15);
	assert_int_equal(at(turn(figures, "within", "late"), "count.0"), 6);
	assert_int_equal(at(turn(figures, "within", "late"), "count.1"), 0);
	const json_t *penalty = row(json_object_get(figures, "money"), "code", "penalty", NULL, NULL);
	assert_int_equal(at(penalty, "micro.1"), 6 * 120 * RULE_UNIT); /* the second step of the tariff */
	assert_int_equal(at(penalty, "micro.0"), 0);
	assert_int_equal(at(row(json_object_get(figures, "work"), "code", "overstay", NULL, NULL), "ms.1"), 6 * 15 * 60000);
	json_decref(figures);
	figures = past(world, before, before);
	assert_int_equal(at(figures, "crossings.all_different"), 0);
	assert_int_equal(json_array_size(json_object_get(figures, "turns")), 0);
	json_decref(figures);
	world_rebuilds(world);
}

/* An overstay that was excused is not paid under the other pack either, where that excuses it. */
static void excuses_hold(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *after = variant(world, "  excuse procedure\n", "", "10 XTS", "10 XTS");
	stay(world, "C1", "F", "GBR", "2026-03-01", "2026-05-29", "2026-06-08");
	struct act act = act_of(world, "border_officer");
	struct query *query = db_query(act.db, "registry.documents_by_number");
	query_bind_text(query, "number", STR("C1"));
	query_bind_int(query, "most", 1);
	assert_true(query_next(query));
	struct uuid record = query_id(query, 0), exit = { { 0 } };
	MUST(query_end(query, &err));
	struct subject subject = { .holder = record };
	MUST(subject_read(&act, &subject, &err));
	exit = subject.movements[0].id;
	struct overstay overstay = { .crossing = exit, .entered = subject.movements[1].id, .allowed_until = day("2026-05-29"), .left_on = day("2026-06-08"), .days = 10,
		                     .explanation = STR("procedure"), .excused = true, .post = STR("ASTERF") };
	journal_append(&act, &overstay_type, record, &overstay);
	assert_int_equal(finish(world, &act), SUBMITTED);
	json_t *figures = past(world, before, after);
	const json_t *penalty = row(json_object_get(figures, "money"), "code", "penalty", NULL, NULL);
	assert_int_equal(at(penalty, "count.0"), 0);
	assert_int_equal(at(penalty, "micro.1"), 120 * RULE_UNIT);
	json_decref(figures);
}

static void visas_that_would_be_needed(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *after = variant(world, "ESP, EST, FIN, FRA, GBR,", "ESP, EST, FIN, FRA,", "10 XTS", "10 XTS");
	stays(world);
	stay(world, "A1", "F", "GBR", "2026-07-01", "2026-07-10", ""); /* the same person again */
	json_t *figures = past(world, before, after);
	const json_t *money = row(json_object_get(figures, "money"), "code", "short_stay_visa", NULL, NULL);
	assert_int_equal(at(money, "count.0"), 0);
	assert_int_equal(at(money, "count.1"), 12); /* one for each person */
	assert_int_equal(at(money, "micro.1"), 12 * 90 * RULE_UNIT);
	assert_int_equal(at(turn(figures, "visa_free", "undocumented"), "count.0"), 7);
	assert_int_equal(at(turn(figures, "clear", "refer"), "count.1"), 6);
	assert_int_equal(at(figures, "sides.1.refer"), 13);
	assert_int_equal(at(figures, "crossings.persons_different.0"), 6);
	assert_int_equal(at(row(json_object_get(figures, "work"), "code", "referral", NULL, NULL), "ms.1"), 13 * 25 * 60000);
	json_decref(figures);
}

/* What is not known is said, and changes no other figure. */
static void what_is_missing_is_said(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *after = variant(world, "    allow 90 days\n", "    allow 60 days\n", "10 XTS", "10 XTS");
	struct pack_source none = { 0 };
	world->house.packs = pack_shelf_new(before, &none);
	stays(world);
	crossed(world, "V1", "F", "CHN", "entry", "2026-03-01", "2026-03-20", (struct uuid){ { 7 } }, "visa_holder");       /* a visa that is not on record */
	crossed(world, "R1", "M", "GBR", "entry", "2026-03-01", "2026-03-20", (struct uuid){ { 0 } }, "free_movement");     /* a family member, as somebody saw then */
	json_t *figures = past(world, before, after);
	assert_int_equal(at(figures, "crossings.entries"), 14);
	assert_int_equal(at(figures, "crossings.all_judged"), 12);
	assert_int_equal(at(row(json_object_get(figures, "not_judged"), "code", "visa", NULL, NULL), "count"), 1);
	assert_int_equal(at(row(json_object_get(figures, "not_judged"), "code", "recorded", NULL, NULL), "count"), 1);
	json_decref(figures);
	pack_shelf_free(world->house.packs);
	world->house.packs = NULL;
}

static void small_numbers_are_not_told(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *after = variant(world, "    allow 90 days\n", "    allow 60 days\n", "10 XTS", "10 XTS");
	stays(world);
	stay(world, "X1", "X", "ISL", "2026-03-01", "", "");
	stay(world, "X2", "X", "GBR", "2026-03-01", "2026-05-29", "2026-05-14");
	json_t *figures = past(world, before, after);
	assert_int_equal(at(figures, "crossings.different.2"), -1);
	assert_int_equal(at(figures, "crossings.all_different"), 10); /* 13, rounded */
	assert_int_equal(json_array_size(json_object_get(figures, "nations")), 1); /* fewer than twenty entries each: told together */
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(figures, "nations"), 0), "code")), "");
	json_decref(figures);
}

/* ---- cases ---- */

static void applied(struct world *world, const char *sex, int days)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	char text[12];
	snprintf(text, sizeof text, "%d", days);
	MUST(case_new(&act, STR("trial"), &seen, &err) && case_act(&act, &seen, &(struct case_asked){ .action = STR("begin") }, STR(""), &err));
	struct uuid record = seen.record;
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	for (int i = 0; i < 2; i++) {
		json_t *answers = json_pack("{s:s, s:s, s:s}", "applicant.surname", "DOE", "applicant.sex", sex, "days", text);
		act = act_of(world, "border_officer");
		MUST(case_look(&act, record, &seen, &err));
		MUST(i ? case_act(&act, &seen, &(struct case_asked){ .action = STR("send") }, STR(""), &err) : case_edit(&act, &seen, answers, STR(""), &err));
		case_end(&seen);
		json_decref(answers);
		assert_int_equal(finish(world, &act), SUBMITTED);
	}
}

static void cases_are_judged_again(struct world *world)
{
	const struct pack *before = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "10 XTS");
	const struct pack *shorter = variant(world, "Sorrel Pass", "Sorrel Pass", "days in 1..90", "days in 1..60");
	const struct pack *dearer = variant(world, "Sorrel Pass", "Sorrel Pass", "10 XTS", "25 XTS");
	struct str text = replaced(world->arena, str_of(trial), "  days integer", "  host text \"Host\" required\n  days integer");
	const struct pack *asks = with_trial(world, "Sorrel Pass", "Sorrel Pass", replaced(world->arena, text, "applicant, days", "applicant, host, days"));
	world->pack = before;
	for (int i = 0; i < 6; i++) {
		applied(world, "F", 75);
		applied(world, "M", 20);
	}
	json_t *figures = past(world, before, shorter);
	assert_int_equal(at(figures, "cases.all"), 12);
	assert_int_equal(at(figures, "cases.actions"), 24);
	assert_int_equal(at(figures, "cases.judged"), 24);
	assert_int_equal(at(figures, "cases.different.0"), 6);
	assert_int_equal(at(figures, "cases.different.1"), 0);
	const json_t *turn = json_array_get(json_object_get(json_object_get(figures, "cases"), "turns"), 0);
	assert_string_equal(json_string_value(json_object_get(turn, "what")), "trial.send");
	assert_string_equal(json_string_value(json_object_get(turn, "from")), "state.sent");
	assert_string_equal(json_string_value(json_object_get(turn, "to")), "impossible");
	assert_int_equal(at(row(json_object_get(figures, "money"), "code", "case.trial", NULL, NULL), "micro.0"), 120 * RULE_UNIT);
	assert_int_equal(at(row(json_object_get(figures, "money"), "code", "case.trial", NULL, NULL), "micro.1"), 60 * RULE_UNIT);
	json_decref(figures);
	figures = past(world, before, dearer);
	assert_int_equal(at(row(json_object_get(figures, "money"), "code", "case.trial", NULL, NULL), "micro.1"), 300 * RULE_UNIT);
	assert_int_equal(at(figures, "cases.different.1"), 6);
	assert_int_equal(at(row(json_object_get(json_object_get(figures, "cases"), "turns"), "from", "fee", "to", "higher"), "count.1"), 6);
	json_decref(figures);
	const struct pack *quicker = variant(world, "Sorrel Pass", "Sorrel Pass", "allow 30 days", "allow 20 days");
	figures = past(world, before, quicker); /* the limit that beginning starts ends sooner; sending stops it */
	assert_int_equal(at(figures, "cases.all_different"), 12);
	assert_int_equal(at(row(json_object_get(json_object_get(figures, "cases"), "turns"), "what", "trial.begin", "to", "sooner"), "all"), 12);
	json_decref(figures);
	figures = past(world, before, asks); /* nobody was asked for a host: it is not guessed what they would have said */
	assert_int_equal(at(figures, "cases.judged"), 12);
	assert_int_equal(at(figures, "cases.all_different"), 0);
	assert_int_equal(at(row(json_object_get(json_object_get(figures, "cases"), "not_judged"), "code", "answer", NULL, NULL), "count"), 12);
	json_decref(figures);
}

#define BOTH(name) static void test_##name(void **state) { (void)state; on_both(name); }
BOTH(shorter_stays_are_found)
BOTH(excuses_hold)
BOTH(visas_that_would_be_needed)
BOTH(what_is_missing_is_said)
BOTH(small_numbers_are_not_told)
BOTH(cases_are_judged_again)

/* --- indicators --- */

static struct measure_cell *cells_of(struct measured *one, const char *value, size_t by)
{
	for (size_t i = 0; i < one->by[by].count; i++)
		if (str_is(one->by[by].rows[i].value, value))
			return one->by[by].rows[i].cells;
	return NULL;
}

/* Six women and four men send, one case each: counted when it was done, by what the case then said. */
static void indicators(struct world *world)
{
	struct str text = replaced(world->arena, str_of(trial), "access\n", "indicators\n"
		"  sent \"Sent\" count at done.send by days, applicant.sex\n"
		"  short \"Short\" share days < 10 at done.send by applicant.sex\n"
		"  middle \"Days\" median days at done.send by applicant.sex\n"
		"  all \"Days in all\" sum days at done.send\n"
		"  ended \"Ended\" count at closed by applicant.sex\n\naccess\n");
	world_pack_with(world, &(struct pack_file){ STR("procedures/trial.lim"), text }, 1);
	for (int i = 0; i < 10; i++)
		applied(world, i < 6 ? "F" : "M", i < 5 ? 5 : 20);
	struct act act = act_of(world, "policy_officer");
	const struct measure_plan plan = { .procedure = pack_procedure(act.pack, STR("trial")), .from = time_date(act.now - DAY_MS), .to = time_date(act.now + DAY_MS) };
	struct measured *all;
	int64_t cases, value;
	MUST(measure_run(&act, &plan, &all, &cases, &err));
	assert_int_equal(cases, 10);
	assert_true(measure_value(&all[0], all[0].total, 0, &value) && value == 6);
	assert_false(measure_value(&all[0], all[0].total, 1, &value)); /* four men: too few */
	assert_true(measure_value(&all[0], all[0].total, MEASURE_ALL, &value) && value == 10);
	assert_int_equal(cells_of(&all[0], "5", 0)[0].n, 5);
	assert_int_equal(cells_of(&all[0], "20", 0)[MEASURE_ALL].n, 5);
	assert_true(measure_value(&all[1], all[1].total, MEASURE_ALL, &value) && value == 50);
	assert_true(measure_value(&all[2], all[2].total, 0, &value) && value == 5 * RULE_UNIT);
	assert_true(measure_value(&all[3], all[3].total, MEASURE_ALL, &value) && value == (5 * 5 + 5 * 20) * RULE_UNIT);
	assert_true(measure_value(&all[4], all[4].total, 0, &value) && value == 6);
	const struct measure_plan later = { .procedure = plan.procedure, .from = time_date(act.now + 5 * DAY_MS), .to = time_date(act.now + 9 * DAY_MS) };
	MUST(measure_run(&act, &later, &all, &cases, &err));
	assert_int_equal(all[0].total[MEASURE_ALL].n, 0);
	finish(world, &act);
}

static void test_indicators(void **state)
{
	(void)state;
	on_both(indicators);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shorter_stays_are_found), cmocka_unit_test(test_excuses_hold), cmocka_unit_test(test_visas_that_would_be_needed),
		cmocka_unit_test(test_what_is_missing_is_said), cmocka_unit_test(test_small_numbers_are_not_told), cmocka_unit_test(test_cases_are_judged_again), cmocka_unit_test(test_indicators),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
