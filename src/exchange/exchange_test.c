/* Messages with another authority, on both databases: by link, by bundles between two states, on paper; each answer once, and told to the case. */
#include "test.h"

#include "bundle.h"
#include "exchange.h"
#include "letter.h"
#include "outbox.h"

#define WORLD_ROOMS &journal_room, &access_room, &registry_room, &cases_room, &letter_room, &outbox_room, &exchange_room
#include "world.h"

#include "inner.h"

static const char trial[] =
	"procedure asking \"Asking\"\n"
	"  revision 1\n"
	"  law \"Act, s. 1\"\n"
	"  purpose border_check\n"
	"  subject holder\n"
	"  reference 'D{yy}{seq:6}{check}'\n"
	"  law_of opened\n"
	"  partner authority\n"
	"\n"
	"fields\n"
	"  holder person \"Whom the document names\" required\n"
	"    need surname\n"
	"  authority text \"Authority\" required\n"
	"  question text \"What is asked?\" required\n"
	"\n"
	"forms\n"
	"  request\n"
	"    page \"Request\" holder, authority, question\n"
	"\n"
	"uses\n"
	"  letterbox exchange\n"
	"    partner authority\n"
	"    form request\n"
	"\n"
	"states\n"
	"  asked \"Asked\" waiting\n"
	"    public \"We asked.\"\n"
	"  there \"There\" waiting\n"
	"    public \"We asked.\"\n"
	"  answered \"Answered\" closed\n"
	"    public \"Answered.\"\n"
	"  lost \"No answer\" closed\n"
	"    public \"No answer.\"\n"
	"\n"
	"actions\n"
	"  begin \"Ask\"\n"
	"    by border_officer\n"
	"    from new\n"
	"    ask request\n"
	"    do letterbox.send\n"
	"    to asked\n"
	"  came \"It came there\"\n"
	"    on letterbox.received\n"
	"    from asked\n"
	"    to there\n"
	"  answer \"It answered\"\n"
	"    on letterbox.accepted\n"
	"    from asked, there\n"
	"    to answered\n"
	"  declined \"It does not answer\"\n"
	"    on letterbox.refused\n"
	"    from asked, there\n"
	"    to lost\n"
	"  lapse \"Lapse\"\n"
	"    by clock\n"
	"    from asked, there\n"
	"    to lost\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts begin\n"
	"    stops answer, declined\n"
	"    due lapse\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"\n"
	"keep\n"
	"  erase 1 years after closed\n";

/* Theirs, which our requests open. */
static const char answering[] =
	"procedure answering \"Answering\"\n"
	"  revision 1\n"
	"  law \"Act, s. 1\"\n"
	"  purpose border_check\n"
	"  subject holder\n"
	"  reference 'Q{yy}{seq:6}{check}'\n"
	"  law_of opened\n"
	"  partner asker\n"
	"\n"
	"fields\n"
	"  asker text \"Who asks\" required\n"
	"  holder person \"Whom the document names\" required\n"
	"    need surname\n"
	"  question text \"What is asked?\" required\n"
	"  found text \"Answer\" required\n"
	"\n"
	"forms\n"
	"  request\n"
	"    page \"Request\" asker, holder, question\n"
	"\n"
	"uses\n"
	"  letterbox exchange\n"
	"    partner asker\n"
	"    form request\n"
	"    takes asking\n"
	"\n"
	"states\n"
	"  asked \"Asked\" open\n"
	"    public \"They asked.\"\n"
	"    edit request by border_officer\n"
	"  over \"Answered\" closed\n"
	"    public \"Answered.\"\n"
	"\n"
	"actions\n"
	"  take_in \"Take in a request\"\n"
	"    by border_officer\n"
	"    on letterbox.request\n"
	"    from new\n"
	"    ask request\n"
	"    do letterbox.acknowledge\n"
	"    to asked\n"
	"  answer \"Answer\"\n"
	"    by border_officer\n"
	"    from asked\n"
	"    ask found\n"
	"    do letterbox.accept with finding = 'altered', answer = found\n"
	"    to over\n"
	"  late \"Late\"\n"
	"    by clock\n"
	"    from asked\n"
	"    to over\n"
	"\n"
	"clocks\n"
	"  life \"Life\"\n"
	"    allow 30 days\n"
	"    starts take_in\n"
	"    stops answer\n"
	"    due late\n"
	"\n"
	"access\n"
	"  read border_officer\n"
	"\n"
	"keep\n"
	"  erase 1 years after closed\n";

static void add_trial(struct world *world)
{
	world_pack_with(world, &(struct pack_file){ STR("procedures/asking.lim"), str_of(trial) }, 1);
}

static void add_answering(struct world *world)
{
	const struct pack_file files[] = { { STR("procedures/answering.lim"), str_of(answering) }, { STR("procedures/asking.lim"), str_of(trial) } };
	world_pack_with(world, files, COUNT_OF(files));
}

static void add_partner(struct world *world, const char *name, const char *email, const struct keys *keys)
{
	struct act act = act_of(world, "border_officer");
	const struct partner partner = {
		.code = STR("registry"), .name = str_of(name), .email = str_of(email), .key = keys ? str_hex(act.arena, keys->sign_public, PUBLIC_KEY_BYTES) : STR(""),
	};
	MUST(exchange_partner_put(&act, &partner, &err));
	assert_int_equal(finish(world, &act), SUBMITTED);
}

static struct uuid ask(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	json_t *answers = json_pack("{s:s, s:s, s:s}", "holder.surname", "REYES", "authority", "Civil Registry of Arelle", "question", "Did you issue it?");
	MUST(case_new(&act, STR("asking"), &seen, &err));
	MUST(case_act(&act, &seen, &(struct case_asked){ .action = STR("begin"), .answers = answers }, STR(""), &err));
	struct uuid record = seen.record;
	json_decref(answers);
	case_end(&seen);
	assert_int_equal(finish(world, &act), SUBMITTED);
	return record;
}

static struct uuid one_id(struct world *world, const char *sql)
{
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, sql);
	struct uuid out = query_next(query) ? query_id(query, 0) : (struct uuid){ { 0 } };
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	return out;
}

static void assert_state(struct world *world, struct uuid record, const char *state)
{
	struct act act = act_of(world, "border_officer");
	struct case_seen seen;
	MUST(case_look(&act, record, &seen, &err));
	assert_true(str_is(seen.row.state, state));
	case_end(&seen);
	finish(world, &act);
}

/* The token of the link in the mailbox. */
static struct str token_sent(struct world *world)
{
	struct act act = act_of(world, "border_officer");
	struct reply reply = { .status = 0 };
	const struct call call = { .json = true };
	size_t at;
	MUST(outbox_room.routes[0].handle(&act, &call, &reply, &err));
	struct str text = str_of(json_string_value(json_object_get(json_array_get(json_object_get(reply.data, "messages"), 0), "text")));
	assert_true(str_find(text, STR("/answer/"), &at));
	struct str token = str_copy(world->arena, str_slice(text, at + 8, at + 8 + 2 * TOKEN_BYTES));
	json_decref(reply.data);
	json_decref(reply.page);
	finish(world, &act);
	return token;
}

static bool answer(struct world *world, struct str token, const char *finding, const char *words)
{
	struct act act = act_of(world, "border_officer");
	struct reply reply = { .status = 0 };
	const struct exchange_answer form = { .finding = str_of(finding), .words = str_of(words), .name = STR("A. Moreno") };
	const struct call call = { .name = token, .form = &form };
	act.actor = (struct actor){ .rights = 0 };
	bool good = exchange_answer_post(&act, &call, &reply, &err);
	json_decref(reply.data);
	if (!good)
		act_forget(&act);
	return finish(world, &act) == SUBMITTED && good;
}

static bool look_at(struct world *world, struct str token)
{
	struct act act = act_of(world, "border_officer");
	struct reply reply = { .status = 0 };
	const struct call call = { .name = token };
	act.actor = (struct actor){ .rights = 0 };
	bool good = exchange_answer_get(&act, &call, &reply, &err);
	bool left = journal_pending(&act);
	json_decref(reply.data);
	json_decref(reply.page);
	assert_true(!good || left); /* no look without its entry */
	return finish(world, &act) == SUBMITTED && good;
}

static void by_link(struct world *world)
{
	add_trial(world);
	world->house.sign_in_help = world_no_help;
	add_partner(world, "Civil Registry of Arelle", "registry@arelle.example", NULL);
	struct uuid record = ask(world);
	assert_int_equal(number(world, "SELECT count(*) FROM exchange WHERE state = 'sent' AND asked LIKE '%Did you issue it?%' AND asked LIKE '%REYES%'"), 1);
	struct str token = token_sent(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE text LIKE '%/answer/%'"), 0); /* sealed */
	assert_int_equal(number(world, "SELECT count(*) FROM outbox WHERE text LIKE '%REYES%' OR subject LIKE '%REYES%'"), 0);
	assert_false(look_at(world, STR("00000000000000000000000000000000")));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_true(look_at(world, token));
	assert_int_equal(number(world, "SELECT count(*) FROM exchange WHERE state = 'opened'"), 1);
	assert_false(answer(world, token, "perhaps", "Entry 112 of 2011."));
	assert_false(answer(world, token, "genuine", ""));
	assert_true(answer(world, token, "genuine", "Entry 112 of 2011."));
	assert_state(world, record, "answered");
	assert_int_equal(number(world, "SELECT count(*) FROM exchange WHERE state = 'answered' AND finding = 'genuine' AND name = 'A. Moreno'"), 1);
	assert_false(answer(world, token, "false", "Another answer."));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_true(look_at(world, token));
	assert_int_equal(number(world, "SELECT count(*) FROM exchange WHERE state = 'answered'"), 1);
	world->at.now += 130 * INT64_C(86400000);
	assert_false(look_at(world, token));
}

static void by_post(struct world *world)
{
	add_trial(world);
	struct uuid record = ask(world);
	assert_int_equal(number(world, "SELECT count(*) FROM outbox"), 0);
	assert_int_equal(number(world, "SELECT count(*) FROM task WHERE what = 'case' AND words LIKE 'Civil Registry of Arelle%'"), 1);
	static const char *const steps[] = { "received", "declined" };
	static const char *const after[] = { "there", "lost" };
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct act act = act_of(world, "border_officer");
		struct reply reply = { .status = 0 };
		const struct exchange_desk form = { .what = str_of(steps[i]), .words = STR("By letter of 3 December."), .name = STR("A. Moreno") };
		const struct call call = { .id = one_id(world, "SELECT record FROM exchange"), .form = &form };
		MUST(exchange_desk_post(&act, &call, &reply, &err));
		json_decref(reply.data);
		assert_int_equal(finish(world, &act), SUBMITTED);
		assert_state(world, record, after[i]);
	}
}

/* --- between two states --- */

static struct str exported(struct world *world, struct uuid message)
{
	struct act act = act_of(world, "border_officer");
	struct exchange_row row = { .way = STR("") };
	struct partner partner = { .code = STR("") };
	struct str out;
	bool found;
	MUST(exchange_by_record(&act, message, &row, &found, &err) && found && partner_by_name(&act, row.partner, &partner, &found, &err) && found);
	MUST(bundle_write(&act, message, &row, &partner, &out, &err));
	out = str_copy(world->arena, out);
	finish(world, &act);
	return out;
}

static bool imported(struct world *world, struct str bundle)
{
	struct act act = act_of(world, "border_officer");
	struct str told;
	bool good = bundle_take(&act, bundle, &told, &err);
	if (!good)
		act_forget(&act);
	return finish(world, &act) == SUBMITTED && good;
}

static struct str spoilt(struct world *world, struct str bundle, size_t at)
{
	char *out = (char *)(uintptr_t)str_copy(world->arena, bundle).data;
	out[at] ^= 1;
	return (struct str){ out, bundle.len };
}

static void between_two(struct world *here)
{
	struct world there;
	assert_true(world_new(&there, STORE_SQLITE));
	add_trial(here);
	add_trial(&there);
	add_partner(here, "Civil Registry of Arelle", "", &there.keys);
	struct uuid record = ask(here), message = one_id(here, "SELECT record FROM exchange");
	struct str bundle = exported(here, message);
	size_t at;
	assert_false(str_find(bundle, STR("REYES"), &at));
	assert_false(imported(&there, bundle)); /* nobody there knows the key */
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	add_partner(&there, "Visa Service of Utopia", "", &here->keys);
	for (size_t i = 0; i < bundle.len; i += 37)
		assert_false(imported(&there, spoilt(&there, bundle, i)));
	assert_false(imported(here, bundle)); /* sealed for the other */
	assert_true(imported(&there, bundle));
	assert_true(imported(&there, bundle));
	assert_int_equal(number(&there, "SELECT count(*) FROM exchange WHERE way = 'in' AND asked LIKE '%REYES%'"), 1);
	assert_true(imported(here, exported(&there, message))); /* the receipt */
	assert_state(here, record, "there");
	struct act act = act_of(&there, "border_officer");
	struct reply reply = { .status = 0 };
	const struct exchange_desk form = { .what = STR("answered"), .finding = STR("altered"), .words = STR("The date was changed."), .name = STR("A. Moreno") };
	MUST(exchange_desk_post(&act, &(struct call){ .id = message, .form = &form }, &reply, &err));
	json_decref(reply.data);
	assert_int_equal(finish(&there, &act), SUBMITTED);
	struct str back = exported(&there, message);
	assert_true(imported(here, back));
	assert_true(imported(here, back));
	assert_state(here, record, "answered");
	assert_int_equal(number(here, "SELECT count(*) FROM exchange WHERE finding = 'altered' AND said = 'The date was changed.'"), 1);
	world_end(&there);
}

/* A request opens a case of the procedure that the pack names; its receipt and its answer go back, and what comes twice is done once. */
static void opens_a_case(struct world *here)
{
	struct world there;
	assert_true(world_new(&there, STORE_SQLITE));
	add_trial(here);
	add_answering(&there);
	add_partner(here, "Civil Registry of Arelle", "", &there.keys);
	add_partner(&there, "Visa Service of Utopia", "visa@utopia.example", &here->keys);
	struct uuid record = ask(here), message = one_id(here, "SELECT record FROM exchange");
	struct str bundle = exported(here, message);
	assert_true(imported(&there, bundle));
	assert_true(imported(&there, bundle));
	assert_int_equal(number(&there, "SELECT count(*) FROM case_file WHERE procedure = 'answering' AND state = 'asked'"), 1);
	assert_int_equal(number(&there, "SELECT count(*) FROM case_file WHERE file LIKE '%REYES%' AND file LIKE '%Did you issue it?%' AND file LIKE '%Visa Service of Utopia%'"), 1);
	assert_int_equal(number(&there, "SELECT count(*) FROM outbox WHERE receiver = 'visa@utopia.example' AND text NOT LIKE '%REYES%'"), 1); /* the receipt */
	assert_int_equal(number(&there, "SELECT count(*) FROM exchange WHERE way = 'in' AND state = 'received'"), 1);
	assert_true(imported(here, exported(&there, message)));
	assert_state(here, record, "there");
	struct act act = act_of(&there, "border_officer");
	struct case_seen seen;
	json_t *answers = json_pack("{s:s}", "found", "The date was changed.");
	MUST(case_look(&act, one_id(&there, "SELECT record FROM case_file"), &seen, &err));
	MUST(case_act(&act, &seen, &(struct case_asked){ .action = STR("answer"), .answers = answers }, STR(""), &err));
	json_decref(answers);
	case_end(&seen);
	assert_int_equal(finish(&there, &act), SUBMITTED);
	assert_true(imported(here, exported(&there, message)));
	assert_state(here, record, "answered");
	assert_int_equal(number(here, "SELECT count(*) FROM exchange WHERE finding = 'altered'"), 1);
	assert_int_equal(number(here, "SELECT count(*) FROM exchange WHERE said = 'The date was changed.'"), 1);
	world_rebuilds(&there);
	world_end(&there);
}

static void test_opens_a_case(void **state)
{
	(void)state;
	on_both(opens_a_case);
}

static void test_by_link(void **state)
{
	(void)state;
	on_both(by_link);
}

static void test_by_post(void **state)
{
	(void)state;
	on_both(by_post);
}

static void test_between_two_states(void **state)
{
	(void)state;
	on_both(between_two);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_by_link), cmocka_unit_test(test_by_post), cmocka_unit_test(test_between_two_states), cmocka_unit_test(test_opens_a_case) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
