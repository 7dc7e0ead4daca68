/* Seals of a case with several holders, on both databases: each permit is its own person's on its own passport, and ends alone. */
#include "test.h"

#include "cases.h"
#include "letter.h"
#include "permit.h"
#include "seal.h"
#include "stock.h"

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &cases_room, &letter_room, &stock_room, &seal_room
#include "world.h"

static const char text[] =
	"procedure trial \"Trial\"\n"
	"  revision 1\n"
	"  law \"Act, s. 1\"\n"
	"  purpose border_check\n"
	"  subject head\n"
	"  reference 'T{yy}{seq:6}{check}'\n"
	"  law_of opened\n"
	"  party head\n"
	"\n"
	"fields\n"
	"  head person \"Head\"\n"
	"  passport travel_document \"Passport of the head\"\n"
	"  members list \"Members\"\n"
	"    items\n"
	"      who person \"Who\" required\n"
	"        need surname\n"
	"      paper travel_document \"Passport\"\n"
	"  why longtext \"Reasons\" required\n"
	"\n"
	"forms\n"
	"  application\n"
	"    page \"You\" head, passport, members\n"
	"\n"
	"uses\n"
	"  permit seal\n"
	"    profile 'icao_visa'\n"
	"    medium sticker\n"
	"    holder head, members\n"
	"    valid today, today + 90 days\n"
	"    show kind = 'visa', entries = 1, days = 30\n"
	"  told letter\n"
	"    template trial\n"
	"    to head\n"
	"    remedy object\n"
	"\n"
	"states\n"
	"  draft \"Draft\" draft\n"
	"    public \"A draft.\"\n"
	"    edit application by border_officer\n"
	"  given \"Given\" decided\n"
	"    public \"Given.\"\n"
	"  over \"Over\" closed\n"
	"    public \"Over.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by border_officer\n"
	"    from new\n"
	"    ask application\n"
	"    to draft\n"
	"  give \"Give\"\n"
	"    by border_officer\n"
	"    from draft\n"
	"    do permit.issue each members\n"
	"    to given\n"
	"  end \"End one\"\n"
	"    by border_officer\n"
	"    from given\n"
	"    item members\n"
	"    ask why\n"
	"    adverse why\n"
	"    do permit.revoke item\n"
	"    do told.issue\n"
	"  object \"Object\"\n"
	"    by head, border_officer\n"
	"    from given\n"
	"    to over\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from draft, given\n"
	"    to over\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"\n"
	"keep\n"
	"  erase 1 years after closed\n";

static bool do_it(struct world *world, struct uuid *record, const char *action, const char *item, json_t *answers)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(uuid_zero(*record) ? case_new(&act, STR("trial"), &seen, &err) : case_look(&act, *record, &seen, &err));
	bool good = case_act(&act, &seen, &(struct case_asked){ .action = str_of(action), .item = str_of(item), .answers = answers }, STR(""), &err);
	for (size_t i = 0; i < act.findings.count && !good; i++)
		print_message("%s: %s\n", action, act.findings.items[i].words);
	*record = seen.record;
	case_end(&seen);
	json_decref(answers);
	if (!good)
		act_forget(&act);
	return finish(world, &act) == SUBMITTED && good;
}

static void each_has_its_own(struct world *world)
{
	struct uuid record = { { 0 } };
	const struct pack_file files[] = { { STR("procedures/trial.lim"), str_of(text) }, { STR("letters/trial.en.letter"), STR("subject Ended {reference}\n{why}\n{remedy}\n") } };
	world_pack_with(world, files, COUNT_OF(files));
	world->house.state = str_of(world->database.folder);
	json_t *answers = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "head.surname", "OKORO", "passport.number", "A0000001", "passport.issuer", "NGA", "members[1].who.surname", "EZE",
	                            "members[1].paper.number", "B0000002", "members[1].paper.issuer", "NGA", "members[2].who.surname", "IBE", "members[2].paper.number", "C0000003", "members[2].paper.issuer", "NGA");
	assert_true(do_it(world, &record, "begin", "", answers));
	assert_true(do_it(world, &record, "give", "", NULL));
	assert_int_equal(number(world, "SELECT count(*) FROM permit"), 2);
	assert_int_equal(number(world, "SELECT count(*) FROM permit WHERE surname = 'EZE' AND document_number = 'B0000002'"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM permit WHERE surname = 'IBE' AND document_number = 'C0000003'"), 1);
	assert_true(do_it(world, &record, "end", "2", json_pack("{s:s}", "why", "Left the household.")));
	assert_int_equal(number(world, "SELECT count(*) FROM permit WHERE state = 'revoked'"), 1);
	assert_int_equal(number(world, "SELECT count(*) FROM permit WHERE state = 'revoked' AND surname = 'IBE'"), 1);
}

/* Who has no passport of their own is not put on somebody else's. */
static void nobody_stands_on_anothers(struct world *world)
{
	struct uuid record = { { 0 } };
	const struct pack_file files[] = { { STR("procedures/trial.lim"), str_of(text) }, { STR("letters/trial.en.letter"), STR("subject Ended {reference}\n{why}\n{remedy}\n") } };
	world_pack_with(world, files, COUNT_OF(files));
	world->house.state = str_of(world->database.folder);
	json_t *answers = json_pack("{s:s, s:s, s:s, s:s}", "head.surname", "OKORO", "passport.number", "A0000001", "passport.issuer", "NGA", "members[1].who.surname", "EZE");
	assert_true(do_it(world, &record, "begin", "", answers));
	(void)do_it(world, &record, "give", "", NULL);
	assert_int_equal(number(world, "SELECT count(*) FROM permit WHERE document_number = 'A0000001'"), 0);
}

static void test_each_has_its_own(void **state)
{
	(void)state;
	on_both(each_has_its_own);
	on_both(nobody_stands_on_anothers);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_has_its_own) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
