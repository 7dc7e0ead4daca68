#include "test.h"

#include "draft_fixture.h"
#include "scenario.h"

/* The drafts of the format with their scenarios, as a part of Utopia's pack: five procedures, with everything that the language has. */

static struct arena *arena;
static const struct pack *pack;
static const struct lang_zone *zone;
static struct pack_source draft;

static int setup(void **state)
{
	struct pack_diagnostics found;
	struct error err;
	(void)state;
	arena = arena_new(0);
	if (!draft_source(arena, &draft, &err))
		return -1;
	bool good = pack_load(arena, &draft, (struct date){ 2026, 11, 24 }, &pack, &found);
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].severity == PACK_ERROR)
			print_error(STR_FMT "\n", STR_ARG(pack_diagnostic_text(arena, &found.items[i])));
	zone = good ? lang_zone_open(arena, pack->head.zone, &err) : NULL;
	return zone ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void scenarios_hold(const char *path)
{
	const struct pack_file *file = draft_find(&draft, str_of(path));
	struct scenario_result result = { .text = BUF_IN(arena) };
	assert_non_null(file);
	scenarios_run(arena, pack, file->path, file->bytes, zone, &result);
	if (result.failed)
		print_error(STR_FMT, STR_ARG(buf_str(&result.text)));
	json_decref(result.reached);
	assert_int_equal(result.failed, 0);
	assert_true(result.passed > 0);
}

static void short_stay_visa(void **state) { scenarios_hold("tests/short_stay_visa.test.lim"); }
static void readmission(void **state) { scenarios_hold("tests/readmission.test.lim"); }
static void detention(void **state) { scenarios_hold("tests/detention.test.lim"); }
static void border_assessment(void **state) { scenarios_hold("tests/border_assessment.test.lim"); }
static void surge_household(void **state) { scenarios_hold("tests/surge_household.test.lim"); }

/* The product's own procedures: their scenarios hold, and reach every outcome and every action of a clock. */
static void utopia(void **state)
{
	struct pack_source source;
	struct pack_diagnostics found;
	const struct pack *own;
	struct scenario_result result = { .text = BUF_IN(arena) };
	struct buf left = BUF_IN(arena);
	struct error err;
	(void)state;
	assert_true(pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	assert_true(pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &own, &found));
	for (size_t i = 0; i < source.count; i++)
		if (str_ends(source.files[i].path, STR(".test.lim")))
			scenarios_run(arena, own, source.files[i].path, source.files[i].bytes, zone, &result);
	if (result.failed)
		print_error(STR_FMT, STR_ARG(buf_str(&result.text)));
	size_t missed = scenarios_missed(own, &result, &left);
	print_error(STR_FMT, STR_ARG(buf_str(&left)));
	json_decref(result.reached);
	assert_int_equal(result.failed, 0);
	assert_int_equal(missed, 0);
	assert_true(result.passed > 10);
}

/* What no scenario plays is named, once each. */
static void what_is_not_reached_is_named(void **state)
{
	struct scenario_result result = { .text = BUF_IN(arena) };
	struct buf left = BUF_IN(arena);
	size_t at;
	(void)state;
	scenarios_run(arena, pack, STR("x"), STR("test \"Nothing\"\n  procedure short_stay_visa\n  at 2027-03-01T09:00\n  as applicant do begin\n"), zone, &result);
	assert_true(scenarios_missed(pack, &result, &left) > 20);
	assert_true(str_find(buf_str(&left), STR("procedures/short_stay_visa.lim: no scenario reaches the outcome refused\n"), &at));
	assert_true(str_find(buf_str(&left), STR("procedures/short_stay_visa.lim: no scenario reaches the clock's action lapse\n"), &at));
	json_decref(result.reached);
}

/* Answers that are taken, and carried out as an edit would. */
static json_t *answered(json_t *file, const char *answers, size_t *gaps_found)
{
	struct flow flow;
	struct flow_gaps *gaps = ARENA_NEW(arena, struct flow_gaps);
	json_t *given = json_loads(answers, 0, NULL), *taken, *change = json_array(), *value;
	const char *path;
	gaps->count = 0;
	flow_look(&flow, arena, pack, pack_procedure(pack, STR("surge_household")), file, 1795600000000);
	taken = flow_answers(&flow, given, gaps);
	json_object_foreach(taken, path, value)
		json_array_append_new(change, json_pack("[s, s, O]", "set", path, value));
	flow_apply(&file, change);
	flow_end(&flow);
	json_decref(given);
	json_decref(taken);
	json_decref(change);
	*gaps_found = gaps->count;
	return file;
}

/* An item keeps its id as long as the case lives: one that was taken out leaves it to nobody. */
static void items_leave_and_keep_their_ids(void **state)
{
	size_t gaps;
	(void)state;
	json_t *file = answered(json_pack("{s:{}}", "answers"), "{\"members[1].person.surname\":\"A\",\"members[2].person.surname\":\"B\"}", &gaps);
	file = answered(file, "{\"members.2.person.surname\":\"C\",\"members.2\":null}", &gaps);
	assert_int_equal(gaps, 0);
	json_t *members = json_object_get(json_object_get(file, "answers"), "members");
	assert_int_equal(json_array_size(members), 1);
	file = answered(file, "{\"members[2].person.surname\":\"D\"}", &gaps);
	members = json_object_get(json_object_get(file, "answers"), "members");
	assert_int_equal(json_array_size(members), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(members, 1), "id")), "3");
	file = answered(file, "{\"members.2\":null}", &gaps); /* it is gone already */
	assert_int_equal(gaps, 1);
	json_object_set_new(file, "uses", json_pack("{s:{s:{s:{s:s}}}}", "fee", "items", "3", "status", "paid"));
	file = answered(file, "{\"members.3\":null}", &gaps); /* something was done for it */
	assert_int_equal(gaps, 1);
	json_decref(file);
}

static bool has_gap(const struct flow_gaps *gaps, const char *path)
{
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		if (str_is(gaps->items[i].path, path) && !strcmp(gaps->items[i].code, "required"))
			return true;
	return false;
}

/* `ask item`: what the item itself requires is required, of that item alone. */
static void an_item_that_is_asked_is_whole(void **state)
{
	struct flow flow;
	struct flow_gaps *gaps = ARENA_NEW(arena, struct flow_gaps);
	struct error err;
	const struct pack_procedure *procedure = pack_procedure(pack, STR("surge_household"));
	struct str role = STR("registration_clerk");
	const struct flow_actor actor = { .roles = { &role, 1 }, .who = STR("U-1") };
	json_t *change, *file = json_pack("{s:s, s:i, s:I, s:s, s:{s:[{s:s, s:{s:s}}]}}", "procedure", "surge_household", "revision", 1, "opened", (json_int_t)1795600000000, "state", "registered", "answers",
	                                  "members", "id", "1", "person", "surname", "A");
	(void)state;
	gaps->count = 0;
	flow_look(&flow, arena, pack, procedure, file, 1795600000000);
	flow.zone = zone;
	json_t *given = json_pack("{s:s, s:s}", "members[2].person.surname", "B", "members[2].ill", "no"), *taken = flow_answers(&flow, given, gaps);
	assert_int_equal(gaps->count, 0);
	const struct flow_deed deed = { .action = &procedure->actions[procedure_action(procedure, STR("add_member"))], .answers = taken, .actor = &actor };
	assert_false(flow_do(&flow, &deed, &change, gaps, &err));
	assert_true(has_gap(gaps, "members.2.kin") && has_gap(gaps, "members.2.papers"));
	assert_false(has_gap(gaps, "members.2.ill") || has_gap(gaps, "members.1.kin"));
	flow_end(&flow);
	json_decref(given);
	json_decref(taken);
	json_decref(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_stay_visa), cmocka_unit_test(readmission), cmocka_unit_test(detention), cmocka_unit_test(surge_household), cmocka_unit_test(border_assessment),
		cmocka_unit_test(utopia), cmocka_unit_test(items_leave_and_keep_their_ids), cmocka_unit_test(an_item_that_is_asked_is_whole), cmocka_unit_test(what_is_not_reached_is_named),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
