/* Fees on both databases: charged by a case, taken at a till, closed, given back; the provider's messages; the bank's statement. */
#include "test.h"

#include "bank.h"
#include "inner.h"
#include "registry.h"

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &cases_room, &fees_room
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
	"  applicant person \"Applicant\"\n"
	"    need surname\n"
	"  why longtext \"Reasons\" required\n"
	"\n"
	"forms\n"
	"  application\n"
	"    page \"You\" applicant\n"
	"\n"
	"uses\n"
	"  price fee\n"
	"    amount 80 XTS\n"
	"    waivers hit_reasons\n"
	"  bond deposit\n"
	"    amount 200.50 XTS\n"
	"  told letter\n"
	"    template trial\n"
	"    to applicant\n"
	"    remedy object\n"
	"\n"
	"states\n"
	"  sent \"Sent\" open\n"
	"    public \"We look at it.\"\n"
	"    edit application by applicant, border_officer\n"
	"  examined \"Examined\" open\n"
	"    public \"We look at it.\"\n"
	"  done \"Done\" closed\n"
	"    public \"It is done.\"\n"
	"\n"
	"actions\n"
	"  begin \"Begin\"\n"
	"    by applicant, border_officer\n"
	"    from new\n"
	"    do price.charge\n"
	"    do bond.take\n"
	"    to sent\n"
	"  declined \"The payment was declined\"\n"
	"    on price.failed\n"
	"    from sent\n"
	"    do flag declined\n"
	"  keep_bond \"Keep the deposit\"\n"
	"    by border_officer\n"
	"    from sent, examined\n"
	"    ask why\n"
	"    adverse why\n"
	"    do bond.forfeit\n"
	"    do told.issue\n"
	"    outcome kept\n"
	"  object \"Object\"\n"
	"    by applicant, border_officer\n"
	"    from sent, examined\n"
	"    need flags has 'declined' or exists(done.keep_bond) \"There is nothing to object to.\"\n"
	"    to done\n"
	"  examine \"Examine\"\n"
	"    on price.paid\n"
	"    from sent\n"
	"    to examined\n"
	"  withdraw \"Withdraw\"\n"
	"    by applicant, border_officer\n"
	"    from sent, examined\n"
	"    do price.refund with amount = 30 XTS\n"
	"    do bond.return\n"
	"    to done\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from sent, examined\n"
	"    outcome lapsed\n"
	"    to done\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    stops withdraw\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
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

/* --- the world --- */

static void add_trial(struct world *world)
{
	const struct pack_file files[] = { { STR("procedures/trial.lim"), str_of(text) }, { STR("letters/trial.en.letter"), STR("subject Kept {reference}\n{why}\n{remedy}\n") } };
	world_pack_with(world, files, COUNT_OF(files));
	world->house.state = str_of(world->database.folder);
}

static struct uuid begin_case(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_new(&act, STR("trial"), &seen, &err));
	MUST(case_act(&act, &seen, &(struct case_asked){ .action = STR("begin") }, STR(""), &err));
	struct uuid record = seen.record;
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

/* The fee (0) or deposit (1) of a case, as it stands. */
static struct fee_row fee_now(struct world *world, struct uuid record, const char *use)
{
	struct fee_row rows[FEES_MOST];
	size_t count;
	struct act act = act_of(world, "cashier");
	MUST(fees_of(&act, record, rows, &count, &err));
	struct fee_row out = { 0 };
	for (size_t i = 0; i < count; i++)
		if (str_is(rows[i].use, use))
			out = rows[i];
	out.status = str_copy(world->arena, out.status);
	out.currency = STR("XTS");
	out.kind = str_copy(world->arena, out.kind);
	out.use = str_of(use);
	out.item = STR("");
	out.waivers = STR("hit_reasons");
	out.reference = str_copy(world->arena, out.reference);
	finish(world, &act);
	return out;
}

static const char *state_of(struct world *world, struct uuid record)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	const char *out = str_c(world->arena, seen.row.state);
	case_end(&seen);
	finish(world, &act);
	return out;
}

static void assert_holds(struct world *world, struct uuid record, const char *part)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	size_t at;
	MUST(case_look(&act, record, &seen, &err));
	if (!str_find(seen.row.file, str_of(part), &at))
		fail_msg("%s is not in " STR_FMT, part, STR_ARG(seen.row.file));
	case_end(&seen);
	finish(world, &act);
}

static struct uuid open_till(struct world *world, const char *desk, int64_t held)
{
	struct uuid record;
	struct act act = act_of(world, "cashier");
	MUST(till_open_now(&act, str_of(desk), STR("XTS"), held, &record, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

enum { UNIT = 1000000 };

static bool take_at(struct world *world, struct act *act, const struct fee_row *row, struct uuid record, const char *method)
{
	struct till till;
	struct uuid id;
	MUST(till_of_actor(act, &till, &err));
	const struct taking taking = { .method = str_of(method), .amount = row->rest, .till = &till };
	return till_must_take(act, &till, &err) && fee_take(act, row, record, &taking, &id, &err);
}

/* --- a fee's way --- */

static void fee_is_paid_and_given_back(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	struct fee_row fee = fee_now(world, record, "price"), bond = fee_now(world, record, "bond");
	assert_int_equal(fee.rest, 80 * UNIT);
	assert_str(fee.status, "due");
	assert_int_equal(fee.reference.len, 10);
	assert_int_equal(bond.rest, 200 * UNIT + UNIT / 2);
	open_till(world, "SORREL-1", 100 * UNIT);
	struct act act = act_of(world, "cashier");
	MUST(take_at(world, &act, &fee, record, "cash"));
	assert_int_equal(finish(world, &act), SUBMITTED);
	fee = fee_now(world, record, "price");
	assert_str(fee.status, "paid");
	assert_string_equal(state_of(world, record), "examined"); /* the case heard of it in the same act */
	act = act_of(world, "cashier");
	MUST(take_at(world, &act, &bond, record, "card"));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_str(fee_now(world, record, "bond").status, "held");
	act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err) && case_act(&act, &seen, &(struct case_asked){ .action = STR("withdraw") }, STR(""), &err));
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	fee = fee_now(world, record, "price");
	assert_str(fee.status, "paid"); /* nobody is told "given back" before the money went */
	assert_int_equal(fee.back, 30 * UNIT);
	bond = fee_now(world, record, "bond");
	assert_int_equal(bond.back, 200 * UNIT + UNIT / 2);
	act = act_of(world, "accountant");
	struct uuid id;
	MUST(fee_give_back(&act, &bond, record, &(struct taking){ .method = STR("transfer"), .amount = bond.back }, &id, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_str(fee_now(world, record, "bond").status, "returned");
	assert_int_equal(number(world, "SELECT count(*) FROM fee WHERE back > 0"), 1);
	world_rebuilds(world);
}

static void test_fee_is_paid_and_given_back(void **state)
{
	on_both(fee_is_paid_and_given_back);
}

/* Two desks take money for one fee at once: one does, the other is told, and finds nothing due. */
static void never_twice(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	struct fee_row fee = fee_now(world, record, "price");
	open_till(world, "SORREL-1", 0);
	struct act one = act_of(world, "cashier"), other = act_of(world, "accountant");
	struct uuid id;
	MUST(take_at(world, &one, &fee, record, "cash"));
	MUST(fee_take(&other, &fee, record, &(struct taking){ .method = STR("transfer"), .amount = fee.rest }, &id, &err));
	assert_int_equal(finish(world, &one), SUBMITTED);
	assert_int_equal(finish(world, &other), SUBMIT_CONFLICT);
	assert_int_equal(fee_now(world, record, "price").rest, 0);
	assert_int_equal(number(world, "SELECT count(*) FROM fee_money"), 1);
}

static void test_never_twice(void **state)
{
	on_both(never_twice);
}

static void waived_by_a_person(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	struct fee_row fee = fee_now(world, record, "price");
	struct act act = act_of(world, "accountant");
	assert_false(fees_waive(&act, fee.id, STR("because"), STR("no"), &err));
	assert_int_equal(act.findings.count, 2);
	finish(world, &act);
	act = act_of(world, "accountant");
	MUST(fees_waive(&act, fee.id, STR("face"), STR("The decree of May was shown."), &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	fee = fee_now(world, record, "price");
	assert_str(fee.status, "waived");
	assert_false(uuid_zero(fee.waiver)); /* a named person */
	act = act_of(world, "accountant");
	assert_false(fees_waive(&act, fee.id, STR("face"), STR("The decree of May was shown."), &err));
	finish(world, &act);
}

static void test_waived_by_a_person(void **state)
{
	on_both(waived_by_a_person);
}

/* --- a day of a till --- */

static void day_of_a_till(struct world *world)
{
	bool waits;
	add_trial(world);
	struct uuid record = begin_case(world), later = begin_case(world), till_id = open_till(world, "SORREL-1", 100 * UNIT);
	struct fee_row fee = fee_now(world, record, "price"), other = fee_now(world, later, "price");
	struct act act = act_of(world, "cashier");
	struct uuid same;
	assert_false(till_open_now(&act, STR("SORREL-2"), STR("XTS"), 0, &same, &err)); /* one at a time */
	MUST(take_at(world, &act, &fee, record, "cash"));
	assert_int_equal(finish(world, &act), SUBMITTED);
	/* a count that does not balance */
	struct till till;
	act = act_of(world, "cashier");
	MUST(till_by_record(&act, till_id, &till, &err));
	assert_int_equal(till_expected(&till.row), 180 * UNIT);
	assert_false(till_count_now(&act, &till, &(struct till_count){ .counted = 170 * UNIT }, &waits, &err)); /* no words */
	finish(world, &act);
	act = act_of(world, "cashier");
	MUST(till_by_record(&act, till_id, &till, &err));
	MUST(till_count_now(&act, &till, &(struct till_count){ .counted = 170 * UNIT, .words = STR("A note of ten is missing.") }, &waits, &err));
	assert_true(waits);
	assert_int_equal(finish(world, &act), SUBMITTED);
	/* nothing is booked while it waits, nor does the cashier confirm */
	act = act_of(world, "cashier");
	MUST(till_by_record(&act, till_id, &till, &err));
	assert_false(till_must_take(&act, &till, &err));
	assert_false(till_answer(&act, &till, true, STR(""), &err));
	finish(world, &act);
	act = act_of(world, "accountant");
	MUST(till_by_record(&act, till_id, &till, &err) && till_answer(&act, &till, true, STR(""), &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	act = act_of(world, "cashier");
	MUST(till_by_record(&act, till_id, &till, &err));
	assert_str(till.row.state, "closed");
	assert_int_equal(till.row.difference, -10 * UNIT);
	assert_false(take_at(world, &act, &other, later, "cash"));
	assert_false(till_open_now(&act, STR("SORREL-1"), STR("XTS"), 0, &same, &err)); /* the day of that desk is closed */
	finish(world, &act);
	world_rebuilds(world);
}

static void test_day_of_a_till(void **state)
{
	on_both(day_of_a_till);
}

/* Counting and taking at once conflict: what was counted is what was booked. */
static void counted_while_taking(struct world *world)
{
	bool waits;
	struct till till;
	add_trial(world);
	struct uuid record = begin_case(world), till_id = open_till(world, "SORREL-1", 0);
	struct fee_row fee = fee_now(world, record, "price");
	struct act takes = act_of(world, "cashier"), counts = act_of(world, "cashier");
	MUST(take_at(world, &takes, &fee, record, "cash"));
	MUST(till_by_record(&counts, till_id, &till, &err) && till_count_now(&counts, &till, &(struct till_count){ 0 }, &waits, &err));
	assert_int_equal(finish(world, &takes), SUBMITTED);
	assert_int_equal(finish(world, &counts), SUBMIT_CONFLICT);
	world->at.now += DAY_MS; /* and no day takes what is another's */
	counts = act_of(world, "cashier");
	MUST(till_by_record(&counts, till_id, &till, &err));
	assert_false(till_must_take(&counts, &till, &err));
	finish(world, &counts);
}

static void test_counted_while_taking(void **state)
{
	on_both(counted_while_taking);
}

/* --- the provider --- */

static struct provider provider_here(struct world *world)
{
	const struct provider provider = { STR("Trial Pay"), STR("simulator"), STR("0123456789abcdef0123456789abcdef") };
	MUST(provider_keep(&world->house, &provider, &err));
	return provider;
}

static struct uuid intend(struct world *world, struct uuid record)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	struct uuid intent;
	MUST(case_look(&act, record, &seen, &err) && fees_intent(&act, &seen, STR("price"), STR(""), STR("/back"), &intent, &err));
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return intent;
}

static struct str message(struct world *world, struct uuid intent, const char *event, const char *payment, const char *amount)
{
	return str_format(world->arena, "{\"intent\":\"" STR_FMT "\",\"event\":\"%s\",\"result\":\"paid\",\"payment\":\"%s\",\"amount\":\"%s\",\"currency\":\"XTS\"}",
	                  STR_ARG(uuid_str(world->arena, intent)), event, payment, amount);
}

static bool hear(struct world *world, const struct provider *provider, struct str body, int64_t late)
{
	struct act act = act_of(world, "border_officer");
	struct payment_row payment;
	bool good = provider_hear(&act, body, provider_sign(world->arena, provider, act.now / 1000 - late, body), &payment, &err);
	finish(world, &act);
	return good;
}

static void provider_speaks(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	assert_false(fees_online(&world->house));
	const struct provider provider = provider_here(world);
	assert_true(fees_online(&world->house));
	struct uuid intent = intend(world, record);
	assert_true(uuid_equal(intent, intend(world, record))); /* still open: the same */
	struct str body = message(world, intent, "ev1", "P1", "80.00");
	struct act act = act_of(world, "border_officer");
	struct payment_row payment;
	assert_false(provider_hear(&act, body, STR("t=1,v1=00"), &payment, &err));
	assert_false(provider_hear(&act, message(world, intent, "ev1", "P1", "0.01"), provider_sign(world->arena, &provider, act.now / 1000, body), &payment, &err));
	finish(world, &act);
	assert_false(hear(world, &provider, body, 400)); /* too old */
	assert_int_equal(fee_now(world, record, "price").rest, 80 * UNIT);
	assert_true(hear(world, &provider, body, 0));
	assert_str(fee_now(world, record, "price").status, "paid");
	assert_string_equal(state_of(world, record), "examined");
	assert_true(hear(world, &provider, body, 1)); /* again: heard, nothing is done */
	assert_true(hear(world, &provider, message(world, intent, "ev2", "P1", "80.00"), 0));
	assert_int_equal(number(world, "SELECT count(*) FROM fee_money"), 1);
	assert_true(hear(world, &provider, message(world, intent, "ev3", "P2", "80.00"), 0)); /* taken twice by the provider: to be given back */
	assert_int_equal(fee_now(world, record, "price").back, 80 * UNIT);
	world_rebuilds(world);
}

static void test_provider_speaks(void **state)
{
	on_both(provider_speaks);
}

/* The provider says no: the case hears it, and is paid by the next try. */
static void provider_declines(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	const struct provider provider = provider_here(world);
	struct uuid intent = intend(world, record);
	struct str declined = str_format(world->arena, "{\"intent\":\"" STR_FMT "\",\"event\":\"ev1\",\"result\":\"declined\"}", STR_ARG(uuid_str(world->arena, intent)));
	assert_true(hear(world, &provider, declined, 0));
	assert_holds(world, record, "\"status\":\"failed\"");
	assert_holds(world, record, "\"flags\":[\"declined\"]");
	assert_int_equal(fee_now(world, record, "price").rest, 80 * UNIT);
	int64_t entries = number(world, "SELECT count(*) FROM journal_entry");
	assert_true(hear(world, &provider, declined, 1)); /* the same message: nothing is done */
	assert_int_equal(number(world, "SELECT count(*) FROM journal_entry"), entries);
	assert_true(hear(world, &provider, message(world, intent, "ev2", "P1", "80.00"), 0));
	assert_holds(world, record, "\"status\":\"paid\"");
	assert_string_equal(state_of(world, record), "examined");
}

static void test_provider_declines(void **state)
{
	on_both(provider_declines);
}

/* A deposit is kept by a named person, with reasons and a letter; and only one that is held. */
static bool keep_bond(struct world *world, struct uuid record, const char *why)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	json_t *answers = why ? json_pack("{s:s}", "why", why) : NULL;
	MUST(case_look(&act, record, &seen, &err));
	bool good = case_act(&act, &seen, &(struct case_asked){ .action = STR("keep_bond"), .answers = answers }, STR(""), &err);
	case_end(&seen);
	json_decref(answers);
	if (!good)
		act_forget(&act);
	return finish(world, &act) == SUBMITTED && good;
}

static void deposit_is_kept(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world);
	struct fee_row bond = fee_now(world, record, "bond");
	assert_str(bond.status, "due");
	assert_false(keep_bond(world, record, "Left without saying where to."));   /* nobody paid it */
	open_till(world, "SORREL-1", 0);
	struct act act = act_of(world, "cashier");
	MUST(take_at(world, &act, &bond, record, "cash"));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_str(fee_now(world, record, "bond").status, "held");
	assert_false(keep_bond(world, record, NULL));                              /* without reasons */
	assert_true(keep_bond(world, record, "Left without saying where to."));
	bond = fee_now(world, record, "bond");
	assert_str(bond.status, "forfeited");
	assert_true(bond.back == 0 && bond.rest == 0);
	assert_holds(world, record, "\"status\":\"forfeited\"");
	assert_holds(world, record, "\"issued\":1");
	world_rebuilds(world);
}

static void test_deposit_is_kept(void **state)
{
	on_both(deposit_is_kept);
}

static void provider_speaks_late_or_wrong(struct world *world)
{
	add_trial(world);
	struct uuid record = begin_case(world), odd = begin_case(world);
	const struct provider provider = provider_here(world);
	struct uuid intent = intend(world, record), wrong = intend(world, odd);
	struct fee_row fee = fee_now(world, record, "price");
	open_till(world, "SORREL-1", 0);
	struct act act = act_of(world, "cashier");
	MUST(take_at(world, &act, &fee, record, "cash"));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_true(hear(world, &provider, message(world, intent, "ev1", "P1", "80.00"), 0));
	fee = fee_now(world, record, "price");
	assert_str(fee.status, "paid");
	assert_int_equal(fee.back, 80 * UNIT);
	assert_true(hear(world, &provider, message(world, wrong, "ev2", "P2", "8.00"), 0));
	assert_int_equal(fee_now(world, odd, "price").rest, 80 * UNIT); /* another amount pays nothing: a person looks */
	assert_int_equal(number(world, "SELECT count(*) FROM payment WHERE state = 'other_amount'"), 1);
}

static void test_provider_speaks_late_or_wrong(void **state)
{
	on_both(provider_speaks_late_or_wrong);
}

/* --- the bank --- */

static struct bank_done import(struct world *world, const char *csv)
{
	static struct bank_file file;
	struct bank_done done;
	struct act act = act_of(world, "accountant");
	bank_read(act.arena, str_of(csv), STR("MAIN"), STR("XTS"), &file);
	assert_int_equal(file.fault_count, 0);
	MUST(bank_import(&act, &file, &done, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	return done;
}

static void bank_is_matched(struct world *world)
{
	struct uuid cases[4];
	struct str numbers[4];
	add_trial(world);
	for (int i = 0; i < 4; i++) {
		cases[i] = begin_case(world);
		numbers[i] = fee_now(world, cases[i], "price").reference;
	}
	const char *csv = str_c(world->arena, str_format(world->arena,
		"Date;Amount;Text;Payer\n"
		"2026-11-24;80,00;Visa " STR_FMT ";A\n"               /* exactly */
		"24.11.2026;30.00;fee for " STR_FMT " part one;B\n"   /* a part, and the rest */
		"24.11.2026;50.00;" STR_FMT ";B\n"
		"2026-11-24;500;" STR_FMT " " STR_FMT ";C\n"          /* too much; its number in two words */
		"2026-11-24;12;no number;D\n"
		"2026-11-24;12;no number;D\n"                         /* the same again: two lines */
		"2026-11-24;-7.00;charges;Bank\n", STR_ARG(numbers[0]), STR_ARG(numbers[1]), STR_ARG(numbers[1]), STR_ARG(str_slice(numbers[2], 0, 3)), STR_ARG(str_slice(numbers[2], 3, 10))));
	struct bank_done done = import(world, csv);
	assert_int_equal(done.exact, 2);
	assert_int_equal(done.part, 1);
	assert_int_equal(done.over, 1);
	assert_int_equal(done.waits, 2);
	assert_str(fee_now(world, cases[0], "price").status, "paid");
	assert_str(fee_now(world, cases[1], "price").status, "paid");
	assert_int_equal(fee_now(world, cases[2], "price").back + fee_now(world, cases[2], "bond").back > 0, 1);
	int64_t before = number(world, "SELECT count(*) FROM fee_money");
	done = import(world, csv); /* the same file again */
	assert_int_equal(done.known, 6);
	assert_int_equal(done.exact + done.part + done.over + done.waits, 0);
	assert_int_equal(number(world, "SELECT count(*) FROM fee_money"), before);
	/* a person assigns what the machine could not */
	struct act act = act_of(world, "accountant");
	struct query *query = db_query(act.db, "fees.bank_waiting");
	query_bind_int(query, "most", 1);
	assert_true(query_next(query));
	struct uuid line = query_id(query, 0);
	MUST(query_end(query, &err));
	assert_false(bank_settle_now(&act, line, STR("assigned"), STR("T99"), STR(""), &err));
	finish(world, &act);
	act = act_of(world, "accountant");
	MUST(bank_settle_now(&act, line, STR("assigned"), numbers[3], STR(""), &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
	assert_int_equal(number(world, "SELECT count(*) FROM bank_line WHERE open = 1"), 1);
	assert_true(fee_now(world, cases[3], "price").paid + fee_now(world, cases[3], "bond").paid == 12 * UNIT);
	world_rebuilds(world);
}

static void test_bank_is_matched(void **state)
{
	on_both(bank_is_matched);
}

static void test_bad_lines_are_told(void **state)
{
	static struct bank_file file;
	(void)state;
	struct arena *arena = arena_new(0);
	bank_read(arena, STR("date,amount,text,currency\n2026-13-01,80,a,XTS\n2026-11-24,1.234,56,XTS\n2026-11-24,eighty,b,EURO\n"), STR(""), STR("XTS"), &file);
	assert_int_equal(file.count, 1);
	assert_int_equal(file.fault_count, 3);
	assert_string_equal(file.faults[0].column, "date");
	assert_int_equal(file.faults[0].line, 2);
	assert_string_equal(file.faults[1].column, "amount");
	assert_int_equal(file.faults[2].line, 4);
	bank_read(arena, STR("when,amount\n1,2\n"), STR(""), STR("XTS"), &file);
	assert_int_equal(file.fault_count, 2);
	bank_read(arena, STR(""), STR(""), STR("XTS"), &file);
	assert_int_equal(file.fault_count, 1);
	arena_free(arena);
}

static void test_amounts_are_exact(void **state)
{
	int64_t value;
	(void)state;
	struct arena *arena = arena_new(0);
	assert_true(fee_amount_read(STR("80,10"), &value) && value == 80100000);
	assert_true(fee_amount_read(STR(" 0.000001"), &value) && value == 1);
	assert_true(fee_amount_read(STR("-12.5"), &value) && value == -12500000);
	assert_false(fee_amount_read(STR("1.234,56"), &value) || fee_amount_read(STR("1e3"), &value) || fee_amount_read(STR(""), &value) || fee_amount_read(STR("99999999999"), &value));
	assert_str(fee_amount_text(arena, 80100000), "80.10");
	assert_str(fee_amount_text(arena, 1), "0.000001");
	assert_str(fee_amount_text(arena, -500000), "-0.50");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fee_is_paid_and_given_back), cmocka_unit_test(test_never_twice), cmocka_unit_test(test_waived_by_a_person), cmocka_unit_test(test_day_of_a_till),
		cmocka_unit_test(test_counted_while_taking), cmocka_unit_test(test_provider_speaks), cmocka_unit_test(test_provider_declines), cmocka_unit_test(test_deposit_is_kept), cmocka_unit_test(test_provider_speaks_late_or_wrong), cmocka_unit_test(test_bank_is_matched),
		cmocka_unit_test(test_bad_lines_are_told), cmocka_unit_test(test_amounts_are_exact),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
