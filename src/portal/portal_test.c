/* What the public is told. Advice and booth never differ: for every nationality, purpose and kind of document of the pack, the answer on the web is the rule by which a booth judges. */
#include "test.h"

#include "pages.h"
#include "registry.h"

#define WORLD_ROOMS &journal_room, &registry_room
#include "world.h"

static void compare(struct act *act, struct str nationality, struct str purpose, struct str kind, size_t *visas)
{
	const struct advice_query query = { .nationality = nationality, .purpose = purpose, .kind = kind, .arrive = time_date(act->now) };
	struct str *own = ARENA_NEW(act->arena, struct str);
	struct told told;
	*own = nationality;
	struct subject subject = {
		.identity = { .surname = STR("NOBODY"), .born = { 1990, 5, 5 }, .nationalities = { own, 1 }, .document_kind = kind, .document_issuer = nationality,
		              .document_number = STR("X1"), .document_expires = { 2040, 1, 1 } },
		.source = STR("mrz"), .direction = STR("entry"), .purpose = purpose, .post = pack_post(act->pack, STR("ASTERF"), (struct date){ 0 }), .today = time_date(act->now),
	};
	subject.record = identity_record(act, &subject.identity);
	MUST(subject_load(act, &subject, &err));
	advise(act, &query, &told);
	if (told.category != subject.verdict.category)
		fail_msg(STR_FMT " " STR_FMT " " STR_FMT ": told " STR_FMT ", judged " STR_FMT, STR_ARG(nationality), STR_ARG(purpose), STR_ARG(kind), STR_ARG(told.category->code), STR_ARG(subject.verdict.category->code));
	assert_int_equal(told.entry.need, subject.verdict.entry.need);
	assert_int_equal(told.entry.row, subject.verdict.entry.row);
	*visas += told.entry.need == NEED_VISA;
	if (told.entry.need != NEED_NONE && !told.citizen && !told.way)
		fail_msg("nobody says how to get what " STR_FMT " needs for " STR_FMT, STR_ARG(nationality), STR_ARG(purpose));
}

static void all_alike(struct world *world)
{
	const struct pack_list *countries = pack_list(world->pack, STR("countries")), *purposes = pack_list(world->pack, STR("travel_purposes")), *kinds = pack_list(world->pack, STR("document_kinds"));
	size_t visas = 0;
	assert_true(countries && purposes && kinds);
	for (size_t c = 0; c < countries->count; c++) {
		struct act act = act_of(world, "border_officer");
		for (size_t p = 0; p < purposes->count; p++)
			for (size_t k = 0; k < kinds->count; k++)
				compare(&act, countries->codes[c].code, purposes->codes[p].code, kinds->codes[k].code, &visas);
		finish(world, &act);
	}
	print_message("%zu answers compared, %zu of them a visa\n", countries->count * purposes->count * kinds->count, visas);
	assert_true(visas > 1000);
}

/* The rules are the pack's, whatever the database. */
static void test_advice_is_the_rule_of_the_booth(void **state)
{
	struct world world;
	(void)state;
	assert_true(world_new(&world, STORE_SQLITE));
	all_alike(&world);
	world_end(&world);
}

static const struct pack_asked *field_named(const struct pack_procedure *procedure, const char *name)
{
	place_at at = procedure_field(procedure, str_of(name));
	assert_true(at != NOWHERE);
	return &procedure->fields[at];
}

/* An employer signs its page, and reads no other: neither passport nor letters, nor who else takes part. */
static void test_a_party_of_one_page_sees_that_page(void **state)
{
	struct world world;
	(void)state;
	assert_true(world_new(&world, STORE_SQLITE));
	const struct pack_procedure *procedure = pack_procedure(world.pack, STR("work_permit"));
	const struct pack_form *page = procedure ? procedure_form(procedure, STR("employer_page")) : NULL;
	assert_true(page && page->page_count && page->pages[0].fields.count);
	const struct pack_asked *own = &procedure->fields[page->pages[0].fields.items[0]];
	static const struct { const char *party; bool acts; } parties[] = { { "applicant", true }, { "guardian", true }, { "helper", true }, { "employer", false } };
	for (size_t i = 0; i < COUNT_OF(parties); i++) {
		struct mine mine = { .party = str_of(parties[i].party) };
		mine.seen.flow.host.procedure = procedure;
		assert_int_equal(mine_acts(&mine), parties[i].acts);
		assert_int_equal(mine_fills(&mine, field_named(procedure, "passport")), parties[i].acts);
		assert_int_equal(mine_fills(&mine, own), !parties[i].acts);
	}
	world_end(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_advice_is_the_rule_of_the_booth), cmocka_unit_test(test_a_party_of_one_page_sees_that_page) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
