/* What people did in cases, judged again from where each case then stood. */
#include "inside.h"

#include <string.h>

#include "journal.h"

/* One case while its entries are gone through. */
struct walk {
	struct past *past;
	json_t *file;                   /* as it stood before the entry that comes next */
	struct str procedure;
};

/* What a pack says of one action. */
struct said {
	bool possible, second, asks_more;
	char state[CODE_MOST], outcome[CODE_MOST], fee[CODE_MOST];
	bool charges;
	int64_t amount;
	char currency[4];
	int64_t tasks, due;             /* due: when the first limit ends that then runs; 0 = none */
};

static void keep(char out[static CODE_MOST], struct str text)
{
	size_t most = text.len < CODE_MOST - 1 ? text.len : CODE_MOST - 1;
	if (most)
		memcpy(out, text.data, most);
	out[most] = 0;
}

static struct str text_at(const json_t *step, size_t at)
{
	const char *text = json_string_value(json_array_get(step, at));
	return str_of(text ? text : "");
}

/* ---- what was answered then ---- */

static bool asks(const struct pack_procedure *procedure, const struct pack_action *action, struct str path)
{
	struct str rest = path, head;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(procedure, head);
	for (size_t i = 0; at != NOWHERE && i < action->ask.count; i++)
		if (action->ask.items[i] == at)
			return true;
	return at != NOWHERE && action->asks_item && action->item == at;
}

/* The answers of an act stand before its deed; those of a request for a second person stand in it. */
static json_t *answers_in(const struct pack_procedure *procedure, const struct pack_action *action, const json_t *change)
{
	json_t *out = json_object();
	const json_t *step;
	size_t i;
	json_array_foreach(change, i, step) {
		struct str what = text_at(step, 0);
		if (str_is(what, "done"))
			break;
		if (str_is(what, "second") && json_is_object(json_object_get(json_array_get(step, 1), "answers")))
			json_object_update(out, json_object_get(json_array_get(step, 1), "answers"));
		else if (str_is(what, "set") && asks(procedure, action, text_at(step, 1)))
			json_object_set(out, json_string_value(json_array_get(step, 1)), json_array_get(step, 2));
	}
	return out;
}

/* ---- one pack ---- */

static void read_fee(struct flow *flow, const json_t *step, struct said *out)
{
	place_at at = procedure_use(flow->host.procedure, text_at(step, 1));
	struct rule_value amount;
	struct error ignored;
	if (at == NOWHERE || !str_is(text_at(step, 4), "charge") || !case_setting(flow, &flow->host.procedure->uses[at], "amount", &amount, &ignored) || amount.kind != RULE_MONEY)
		return;
	out->charges = true;
	out->amount = amount.money.amount;
	memcpy(out->currency, amount.money.currency, sizeof out->currency);
}

static void read_change(struct flow *flow, const json_t *change, struct said *out)
{
	const json_t *step;
	size_t i;
	json_array_foreach(change, i, step) {
		struct str what = text_at(step, 0);
		if (str_is(what, "state"))
			keep(out->state, text_at(step, 1));
		else if (str_is(what, "outcome"))
			keep(out->outcome, text_at(step, 1));
		else if (str_is(what, "second") && json_is_object(json_array_get(step, 1)))
			out->second = true;
		else if (str_is(what, "use"))
			read_fee(flow, step, out);
		else if (str_is(what, "task"))
			out->tasks++;
	}
}

/* Answers are lacking that nobody was asked for then, and nothing else is known to stand in the way. */
static bool lacks_answers(const struct flow_gaps *gaps)
{
	bool lacks = false;
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++) {
		if (!strcmp(gaps->items[i].code, "check"))
			return false;
		lacks |= !strcmp(gaps->items[i].code, "required");
	}
	return lacks;
}

static bool do_again(struct flow *flow, const struct case_step *step, const struct pack_action *action, struct str who, json_t *answers, json_t **change,
                     struct flow_gaps *gaps, struct error *err)
{
	struct flow_actor actor = { .roles = action->by.roles, .parties = action->by.parties, .anyone = true, .who = who };
	const struct flow_deed deed = { .action = action, .item = step->item, .answers = answers, .actor = &actor };
	if (!str_is(step->what, "confirm"))
		return flow_do(flow, &deed, change, gaps, err);
	actor.roles = action->second;
	return flow_confirm(flow, &actor, change, gaps, err);
}

static const char *judge(struct walk *walk, int side, const struct case_step *step, const struct entry *entry, const json_t *done, struct said *out)
{
	struct past *past = walk->past;
	const struct pack *pack = past->plan->packs[side];
	const struct pack_procedure *procedure = pack_procedure(pack, step->procedure);
	place_at at = procedure ? procedure_action(procedure, step->action) : NOWHERE;
	struct flow_gaps *gaps = ARENA_NEW(past->arena, struct flow_gaps);
	struct flow flow;
	struct error err;
	json_t *change = NULL;
	*out = (struct said){ 0 };
	if (at == NOWHERE)
		return procedure ? "action" : "procedure";
	const struct pack_action *action = &procedure->actions[at];
	flow_look(&flow, past->arena, pack, procedure, walk->file, entry->happened);
	flow.zone = past->act->house->zone(past->act->house, pack->head.zone);
	json_t *answers = answers_in(procedure, action, done);
	gaps->count = 0;
	out->possible = do_again(&flow, step, action, uuid_str(past->arena, entry->actor), answers, &change, gaps, &err);
	if (out->possible) {
		read_change(&flow, change, out);
		out->due = case_first_due(&flow);
	}
	out->asks_more = lacks_answers(gaps);
	bool failed = !out->possible && !gaps->count;
	json_decref(change);
	json_decref(answers);
	flow_end(&flow);
	return failed ? "rule" : out->asks_more ? "answer" : NULL;
}

/* ---- both ---- */

static struct str result_of(struct arena *arena, const struct said *said)
{
	if (!said->possible)
		return STR("impossible");
	if (said->second)
		return STR("second");
	return said->outcome[0] ? str_format(arena, "outcome.%s", said->outcome) : said->state[0] ? str_format(arena, "state.%s", said->state) : STR("stays");
}

/* Of the first person the case is about. */
static int sex_in(struct walk *walk, const struct case_step *step, int64_t now)
{
	const struct pack *pack = walk->past->plan->packs[0];
	const struct pack_procedure *procedure = pack_procedure(pack, step->procedure);
	struct flow flow;
	struct rule_value value, sex;
	struct error ignored;
	int out = sex_of(STR(""));
	if (!procedure || !procedure->subject.expression)
		return out;
	flow_look(&flow, walk->past->arena, pack, procedure, walk->file, now);
	bool known = flow_eval(&flow, &procedure->subject, &value, &ignored);
	if (known && value.kind == RULE_LIST && value.list.count)
		value = value.list.items[0];
	size_t at = known && value.kind == RULE_RECORD ? rule_member_index(value.object->record, STR("sex")) : SIZE_MAX;
	if (at != SIZE_MAX && value.object->get && value.object->get(value.object, at, walk->past->arena, &sex) && (sex.kind == RULE_CODE || sex.kind == RULE_TEXT))
		out = sex_of(sex.text);
	flow_end(&flow);
	return out;
}

/* Another result, another fee, another time to decide: each is told, the action counts once. */
static void count_turns(struct walk *walk, const struct case_step *step, const struct said said[PAST_SIDES], int64_t happened)
{
	struct past *past = walk->past;
	struct tally *tally = past->tally;
	struct str before = result_of(past->arena, &said[0]), after = result_of(past->arena, &said[1]);
	struct str what = str_format(past->arena, STR_FMT "." STR_FMT, STR_ARG(step->procedure), STR_ARG(step->action));
	bool both = said[0].possible && said[1].possible;
	const struct { bool differs; struct str from, to; } turns[] = {
		{ !str_equal(before, after), before, after },
		{ both && said[0].amount != said[1].amount, STR("fee"), said[1].amount < said[0].amount ? STR("lower") : STR("higher") },
		{ both && said[0].due != said[1].due, STR("due"), !said[0].due ? STR("limit") : !said[1].due ? STR("no_limit") : said[1].due < said[0].due ? STR("sooner") : STR("later") },
	};
	bool different = false;
	int sex = 0;
	for (size_t i = 0; i < COUNT_OF(turns); i++) {
		if (!turns[i].differs)
			continue;
		sex = different ? sex : sex_in(walk, step, happened);
		different = true;
		tally_turn(tally->case_turns, &tally->case_turn_count, what, turns[i].from, turns[i].to, sex);
	}
	tally->actions_different.n[sex] += different;
}

static void count_said(struct walk *walk, const struct case_step *step, const struct said said[PAST_SIDES], int64_t happened)
{
	struct past *past = walk->past;
	struct tally *tally = past->tally;
	struct date day = time_date(happened);
	struct str code = str_format(past->arena, "case." STR_FMT, STR_ARG(step->procedure));
	for (int side = 0; side < PAST_SIDES; side++) {
		const struct pack *pack = past->plan->packs[side];
		if (said[side].charges)
			tally_sum(tally->money, &tally->money_count, code, str_of(said[side].currency), side, said[side].amount);
		if (said[side].possible)
			tally_sum(tally->work, &tally->work_count, STR("step"), STR(""), side, pack_param_ms(pack, STR("work_step"), day, 0));
		if (said[side].second)
			tally_sum(tally->work, &tally->work_count, STR("second"), STR(""), side, pack_param_ms(pack, STR("work_second"), day, 0));
		for (int64_t i = 0; i < said[side].tasks; i++)
			tally_sum(tally->work, &tally->work_count, STR("task"), STR(""), side, pack_param_ms(pack, STR("work_task"), day, 0));
	}
	count_turns(walk, step, said, happened);
}

static bool is_in_range(const struct past *past, int64_t happened)
{
	struct date day = time_date(happened);
	return date_compare(day, past->plan->from) >= 0 && date_compare(day, past->plan->to) <= 0;
}

static void judge_both(struct walk *walk, const struct case_step *step, const struct entry *entry, const json_t *change)
{
	struct tally *tally = walk->past->tally;
	struct said said[PAST_SIDES];
	const char *why = NULL;
	tally->actions++;
	for (int side = 0; side < PAST_SIDES && !why; side++)
		why = judge(walk, side, step, entry, change, &said[side]);
	if (!why && !said[0].possible && !said[1].possible)
		why = "recorded"; /* it was possible then: something was known that the case does not hold */
	if (why) {
		tally_why(tally->case_whys, &tally->case_why_count, why, step->procedure);
		return;
	}
	tally->actions_judged++;
	count_said(walk, step, said, entry->happened);
}

static void each(void *state, const struct entry *entry)
{
	struct walk *walk = state;
	struct case_step step = { .procedure = STR("") };
	if (entry->type != &case_step_type || !entry->data.len || !fields_from_data(&case_step_fields, entry->data, &step, walk->past->arena))
		return;
	json_t *change = json_loadb(step.change.data, step.change.len, 0, NULL);
	bool did = str_is(step.what, "act") || str_is(step.what, "confirm");
	struct str asked = str_is(step.what, "confirm") ? str_of(json_string_value(json_object_get(json_object_get(walk->file, "second"), "action"))) : step.action;
	if (asked.data && did) {
		step.action = str_copy(walk->past->arena, asked);
		if (is_in_range(walk->past, entry->happened))
			judge_both(walk, &step, entry, change);
	}
	flow_apply(&walk->file, change);
	json_decref(change);
}

static bool past_case(struct past *past, struct uuid record, struct error *err)
{
	struct act act = *past->act;
	struct walk walk = { .past = past };
	act.arena = past->arena;
	past->tally->cases++;
	bool good = journal_history(&act, record, each, &walk, err);
	json_decref(walk.file);
	return good;
}

bool policy_cases(struct act *act, struct str procedure, int64_t since, int64_t until, struct uuid after, struct uuid out[static CASES_PAGE], size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "policy.cases");
	query_bind_blob(query, "after", (struct str){ (const char *)after.bytes, sizeof after.bytes });
	query_bind_text(query, "procedure", procedure);
	query_bind_int(query, "since", since);
	query_bind_int(query, "until", until);
	query_bind_int(query, "most", CASES_PAGE);
	for (*count = 0; *count < CASES_PAGE && query_next(query); (*count)++)
		out[*count] = query_id(query, 0);
	return query_end(query, err);
}

bool past_cases(struct past *past, struct error *err)
{
	const int64_t since = date_days(past->plan->from) * DAY_MS, until = (date_days(past->plan->to) + 1) * DAY_MS;
	struct uuid page[CASES_PAGE], after = { { 0 } };
	for (size_t count = CASES_PAGE; count == CASES_PAGE; after = page[CASES_PAGE - 1]) {
		if (!policy_cases(past->act, STR(""), since, until, after, page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			arena_reset(past->arena);
			if (past->plan->most && past->looked++ >= past->plan->most)
				return error_set(err, ERR_TOO_LARGE, "these are more cases than a page can judge again", "choose fewer days, or use limen pack simulate --past", "%lld cases",
				                 (long long)past->plan->most);
			if (!past_case(past, page[i], err))
				return false;
		}
	}
	return true;
}
