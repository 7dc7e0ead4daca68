#include "simulate.h"

#include <string.h>

#include "invent.h"

enum { ROUNDS = 15, TRIES = 8, NAMES_LOOKED_AT = 24, DEPTH_MOST = 3, CANDIDATES_MOST = 1000, EVENTS_OF_USE = 8, EVENT_TIMES = 3, PEOPLE = 3, COPIES = 6, HOUR_MS = 3600000 };

struct walk {
	struct arena *arena;
	const struct simulation_plan *plan;
	struct simulation *out;
	struct random_seeded seeded;
	struct random random;
	json_t *file;
	int64_t now, since;             /* since when in this state */
	place_at state;
	bool until_sent;                /* ends when it leaves its draft */
	bool prepared;                  /* what may be edited in this state was */
	uint8_t events[USES_MOST][EVENTS_OF_USE];
	struct flow_gaps gaps;
};

static size_t below(struct walk *walk, size_t many)
{
	return many ? (size_t)random_below(&walk->random, many) : 0;
}

static bool perhaps(struct walk *walk, unsigned percent)
{
	return below(walk, 100) < percent;
}

static struct flow look(struct walk *walk)
{
	struct flow flow;
	flow_look(&flow, walk->arena, walk->plan->pack, walk->plan->procedure, walk->file, walk->now);
	flow.zone = walk->plan->zone;
	return flow;
}

/* --- what is counted --- */

static void count_name(struct simulation_count *counts, size_t *used, struct str name)
{
	size_t at = 0;
	while (at < *used && !str_equal(counts[at].name, name))
		at++;
	if (at == SIMULATE_NAMES_MOST)
		return;
	if (at == *used)
		counts[(*used)++].name = name;
	counts[at].count++;
}

static void enter(struct walk *walk, place_at state, int64_t at)
{
	if (state == walk->state || state == NOWHERE)
		return;
	if (walk->state != NOWHERE) {
		walk->out->stayed[walk->state] += at - walk->since;
		walk->out->left[walk->state]++;
	}
	walk->out->entered[state]++;
	walk->state = state;
	walk->since = at;
	walk->prepared = false;
}

/* Roles live as long as the pack: the step's own text does not. */
static struct str role_kept(const struct walk *walk, struct str name)
{
	for (size_t i = 0; i < walk->plan->pack->role_count; i++)
		if (str_equal(walk->plan->pack->roles[i].code, name))
			return walk->plan->pack->roles[i].code;
	return STR("nobody");
}

static void count_step(struct walk *walk, const json_t *step, int64_t at)
{
	const struct pack_procedure *procedure = walk->plan->procedure;
	struct str what = json_text(json_array_get(step, 0)), name = json_text(json_array_get(step, 1));
	place_at action;
	if (str_is(what, "state"))
		enter(walk, procedure_state(procedure, name), at);
	else if (str_is(what, "done") && (action = procedure_action(procedure, name)) != NOWHERE)
		walk->out->taken[action]++;
	else if (str_is(what, "task"))
		count_name(walk->out->roles, &walk->out->role_count, role_kept(walk, name));
	else if (str_is(what, "second") && json_is_object(json_array_get(step, 1)))
		walk->out->seconds_asked++;
}

/* Takes the change. */
static void take(struct walk *walk, json_t *change, int64_t at)
{
	size_t i;
	json_t *step;
	json_array_foreach(change, i, step)
		count_step(walk, step, at);
	flow_apply(&walk->file, change);
	json_decref(change);
}

static void count_error(struct walk *walk, const struct error *err)
{
	if (err->code && !walk->out->errors++)
		walk->out->err = *err;
}

/* --- who --- */

static struct flow_actor somebody(struct walk *walk, const struct pack_who *who)
{
	size_t at = below(walk, who->roles.count + who->parties.count);
	bool role = at < who->roles.count;
	struct flow_actor actor = { .anyone = who->anyone };
	if (!who->roles.count && !who->parties.count) {
		actor.who = STR("anyone");
		return actor;
	}
	struct pack_names one = { role ? &who->roles.items[at] : &who->parties.items[at - who->roles.count], 1 };
	*(role ? &actor.roles : &actor.parties) = one;
	actor.who = role ? str_format(walk->arena, STR_FMT "-%zu", STR_ARG(one.items[0]), 1 + below(walk, PEOPLE)) : one.items[0];
	return actor;
}

/* --- answers that are given anew --- */

/* An action that is being tried: its answers, as a page would send them. */
struct trying {
	struct walk *walk;
	const struct pack_action *action;
	struct str item;
	json_t *raw;
};

static bool asked(const struct trying *trying, place_at field)
{
	return trying->action && (in_places(&trying->action->ask, field) || (trying->action->asks_item && trying->action->item == field));
}

static const struct pack_edit *edit_of(const struct walk *walk, place_at field)
{
	const struct pack_state *state = walk->state == NOWHERE ? NULL : &walk->plan->procedure->states[walk->state];
	for (size_t i = 0; state && i < state->edit_count; i++)
		if (in_places(&state->edits[i].fields, field))
			return &state->edits[i];
	return NULL;
}

static bool edit(struct walk *walk, const struct pack_edit *edit, struct str path, json_t *answer)
{
	struct flow flow = look(walk);
	struct flow_gaps *gaps = ARENA_NEW(walk->arena, struct flow_gaps);
	struct flow_actor actor = somebody(walk, &edit->who);
	struct error err;
	json_t *raw = json_object(), *change;
	json_object_setn_new(raw, path.data, path.len, answer);
	json_t *answers = flow_answers(&flow, raw, gaps);
	bool good = flow_edit(&flow, answers, &actor, &change, gaps, &err);
	if (good)
		take(walk, change, walk->now);
	count_error(walk, &err);
	flow_end(&flow);
	json_decref(answers);
	json_decref(raw);
	return good;
}

/* Another answer at a path, where the action asks it or the state lets it be changed. */
static bool answer_again(struct trying *trying, struct str path)
{
	struct walk *walk = trying->walk;
	struct str rest = path, head;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(walk->plan->procedure, head);
	const struct pack_edit *may = at == NOWHERE ? NULL : edit_of(walk, at);
	if (at == NOWHERE || (!asked(trying, at) && !may))
		return false;
	struct flow flow = look(walk);
	struct inventor inventor = { .flow = &flow, .random = &walk->random };
	json_t *answer = invent_at(&inventor, path);
	if (!answer)
		return false;
	if (!asked(trying, at))
		return edit(walk, may, path, answer);
	json_object_setn_new(trying->raw, path.data, path.len, answer);
	return true;
}

struct names_found {
	struct walk *walk;
	struct str before;              /* of names of an item: "members.2." */
	struct str paths[NAMES_LOOKED_AT];
	size_t count;
};

static void note_name(void *context, const struct rule_used *used)
{
	struct names_found *found = context;
	if (used->use != RULE_USES_NAME || found->count == NAMES_LOOKED_AT)
		return;
	struct str path = used->text, piece;
	if (used->of_item) {
		if (str_starts(path, STR("item.")))
			path = str_slice(path, 5, path.len);
		path = str_format(found->walk->arena, STR_FMT STR_FMT, STR_ARG(found->before), STR_ARG(path));
	} else if (str_starts(path, STR("case."))) {
		path = str_slice(path, 5, path.len);
	}
	struct str rest = path;
	if (str_cut(&rest, '.', &piece) && piece.len)
		found->paths[found->count++] = path;
}

/* One item of a list, one of its questions: "members.2.kin"; or the whole list. */
static struct str within_list(struct walk *walk, const struct pack_asked *list)
{
	json_t *items = json_object_getn(json_object_get(walk->file, "answers"), list->name.data, list->name.len);
	struct str id = json_text(json_object_get(json_array_get(items, below(walk, json_array_size(items))), "id"));
	if (!id.len || perhaps(walk, 40))
		return list->name;
	return str_format(walk->arena, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(list->name), STR_ARG(id), STR_ARG(list->items[below(walk, list->item_count)].name));
}

/* Something that an expression looks at gets another answer; of what is computed, something that it is computed from. */
static bool change_one(struct trying *trying, struct names_found *found, int depth)
{
	struct walk *walk = trying->walk;
	const struct pack_procedure *procedure = walk->plan->procedure;
	for (size_t tries = 0; tries < 4 && found->count && depth < DEPTH_MOST; tries++) {
		struct str path = found->paths[below(walk, found->count)], member;
		const struct pack_asked *field = invent_field(procedure, path, &member);
		if (!field)
			continue;
		if (field->compute.expression) {
			struct names_found inner = { .walk = walk, .before = found->before };
			rule_walk(field->compute.expression, note_name, &inner);
			if (change_one(trying, &inner, depth + 1))
				return true;
		} else if (answer_again(trying, field->type == ASKED_LIST && str_equal(path, field->name) ? within_list(walk, field) : path)) {
			return true;
		}
	}
	return false;
}

/* "members.2." of "members.2.wristband"; "" of a field of the case. */
static struct str place_of(struct str path)
{
	size_t end = path.len;
	while (end && path.data[end - 1] != '.')
		end--;
	return str_slice(path, 0, end);
}

static bool mend_check(struct trying *trying, const struct flow_gap *gap)
{
	struct str member;
	const struct pack_asked *field = invent_field(trying->walk->plan->procedure, gap->path, &member);
	struct names_found found = { .walk = trying->walk, .before = place_of(gap->path) };
	for (size_t i = 0; field && i < field->check_count; i++)
		rule_walk(field->checks[i].rule.expression, note_name, &found);
	if (field && !field->compute.expression && found.count < NAMES_LOOKED_AT)
		found.paths[found.count++] = gap->path;
	return change_one(trying, &found, 0);
}

static bool mend_gaps(struct trying *trying)
{
	struct flow_gaps *gaps = &trying->walk->gaps;
	bool changed = false;
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++) {
		const struct flow_gap *gap = &gaps->items[i];
		if (!strcmp(gap->code, "same_person"))
			changed = true;
		else if (gap->path.len)
			changed |= !strcmp(gap->code, "check") ? mend_check(trying, gap) : answer_again(trying, gap->path);
	}
	return changed;
}

/* --- an action --- */

static size_t first_need(const struct pack_procedure *procedure, const struct pack_action *action)
{
	size_t at = 0;
	for (const struct pack_action *one = procedure->actions; one < action; one++)
		at += one->need_count;
	return at;
}

static json_t *item_json(const struct flow *flow, const struct pack_action *action, struct str id)
{
	size_t i;
	json_t *item;
	if (action->item == NOWHERE)
		return NULL;
	json_array_foreach(answer_json(flow, &flow->host.procedure->fields[action->item], NULL), i, item)
		if (str_equal(json_text(json_object_get(item, "id")), id))
			return item;
	return NULL;
}

/* Which needs hold with these answers, on the copy that was judged. What does not hold is looked at, and changed where it can be. */
static bool judge_needs(struct trying *trying, struct flow *flow, bool good, bool *held)
{
	const struct pack_action *action = trying->action;
	bool changed = false;
	for (size_t i = 0; i < action->need_count; i++) {
		struct rule_value value = rule_yesno(good);
		struct error err;
		json_t *item = item_json(flow, action, trying->item);
		const struct pack_asked *list = item ? &flow->host.procedure->fields[action->item] : NULL;
		if (!good && !flow_eval_item(flow, &action->needs[i].rule, list, item, &value, &err))
			value = rule_missing(STR(""));
		held[i] |= rule_truth(&value, RULE_IN_NEED);
		if (good || rule_truth(&value, RULE_IN_NEED))
			continue;
		struct names_found found = { .walk = trying->walk };
		rule_walk(action->needs[i].rule.expression, note_name, &found);
		changed |= change_one(trying, &found, 0);
	}
	return changed;
}

static void first_answer(struct trying *trying, const struct pack_asked *field, struct str path)
{
	struct walk *walk = trying->walk;
	struct flow flow = look(walk);
	struct inventor inventor = { .flow = &flow, .random = &walk->random };
	bool always = field->always || field->required.expression || field->need.count;
	json_t *answer = !field->compute.expression && (always || perhaps(walk, 45)) ? invent_at(&inventor, path) : NULL;
	if (answer)
		json_object_setn_new(trying->raw, path.data, path.len, answer);
}

static void first_answers(struct trying *trying)
{
	const struct pack_procedure *procedure = trying->walk->plan->procedure;
	const struct pack_action *action = trying->action;
	for (size_t i = 0; i < action->ask.count; i++)
		if (action->ask.items[i] != action->item)
			first_answer(trying, &procedure->fields[action->ask.items[i]], procedure->fields[action->ask.items[i]].name);
	const struct pack_asked *list = action->item == NOWHERE ? NULL : &procedure->fields[action->item];
	for (size_t i = 0; list && action->asks_item && i < list->item_count; i++)
		first_answer(trying, &list->items[i], str_format(trying->walk->arena, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(list->name), STR_ARG(trying->item), STR_ARG(list->items[i].name)));
}

static bool try_once(struct trying *trying, bool *held, bool *changed)
{
	struct walk *walk = trying->walk;
	struct flow flow = look(walk);
	struct flow_actor actor = somebody(walk, &trying->action->by);
	struct error err = { 0 };
	json_t *change;
	walk->gaps.count = 0;
	json_t *answers = flow_answers(&flow, trying->raw, &walk->gaps);
	const struct flow_deed deed = { .action = trying->action, .item = trying->action->adds ? STR("") : trying->item, .answers = answers, .actor = &actor };
	bool good = flow_do(&flow, &deed, &change, &walk->gaps, &err);
	*changed = judge_needs(trying, &flow, good, held);
	if (good)
		take(walk, change, walk->now);
	else
		*changed |= mend_gaps(trying);
	count_error(walk, &err);
	flow_end(&flow);
	json_decref(answers);
	return good;
}

/* The item it acts on: any of the list, or the next. */
static bool choose_item(struct trying *trying)
{
	struct flow flow = look(trying->walk);
	if (trying->action->item == NOWHERE)
		return true;
	json_t *items = answer_json(&flow, &flow.host.procedure->fields[trying->action->item], NULL);
	size_t count = json_array_size(items);
	if (trying->action->adds)
		trying->item = str_format(trying->walk->arena, "%zu", count + 1);
	else
		trying->item = str_copy(trying->walk->arena, json_text(json_object_get(json_array_get(items, below(trying->walk, count)), "id")));
	return trying->item.len > 0;
}

static bool attempt(struct walk *walk, const struct pack_action *action)
{
	struct trying trying = { .walk = walk, .action = action, .raw = json_object() };
	size_t need = first_need(walk->plan->procedure, action);
	bool held[ACTIONS_MOST] = { false }, good = false, changed = choose_item(&trying);
	if (changed)
		first_answers(&trying);
	for (int round = 0; round < ROUNDS && changed && !good; round++)
		good = try_once(&trying, held, &changed);
	for (size_t i = 0; trying.item.len + 1 && i < action->need_count && need + i < SIMULATE_NEEDS_MOST; i++) {
		walk->out->judged[need + i]++;
		walk->out->met[need + i] += held[i];
	}
	json_decref(trying.raw);
	return good;
}

/* --- an event from outside --- */

static bool happen(struct walk *walk, place_at use, int event)
{
	const struct pack_use *of = &walk->plan->procedure->uses[use];
	const struct pack_procedure *child = of->argument.len ? pack_procedure(walk->plan->pack, of->argument) : NULL;
	struct flow flow = look(walk);
	struct error err;
	json_t *facts = json_object(), *change;
	for (size_t i = child ? below(walk, child->action_count) : 0, tries = 0; child && tries < child->action_count; i = (i + 1) % child->action_count, tries++)
		if (child->actions[i].outcome_count) { /* it ended as one of the ways that it can end */
			struct str outcome = child->actions[i].outcomes[below(walk, child->actions[i].outcome_count)].name;
			json_object_set_new(facts, "outcome", str_json(outcome));
			break;
		}
	walk->gaps.count = 0;
	bool good = flow_event(&flow, of, event, facts, STR(""), &change, &walk->gaps, &err);
	if (good)
		take(walk, change, walk->now);
	count_error(walk, &err);
	walk->events[use][event] += walk->events[use][event] < EVENT_TIMES;
	flow_end(&flow);
	json_decref(facts);
	return good;
}

/* --- what may come next --- */

struct candidate {
	place_at action, use;
	int event;
};

static bool waits_here(const struct walk *walk, struct flow *flow, place_at use, int event)
{
	const struct pack_procedure *procedure = walk->plan->procedure;
	static const struct flow_actor anyone = { .anyone = true };
	for (size_t i = 0; i < procedure->action_count; i++) {
		struct pack_action action = procedure->actions[i];
		action.by.anyone = true;
		if (action.on_use == use && action.on_event == (place_at)event && flow_may(flow, &action, &anyone))
			return true;
	}
	return false;
}

/* What was asked of a use may be answered; what an action waits for here is likelier. */
static size_t events_here(struct walk *walk, struct flow *flow, struct candidate *out, size_t count)
{
	const struct pack_procedure *procedure = walk->plan->procedure;
	for (size_t use = 0; use < procedure->use_count; use++) {
		const struct capability_event *events = procedure->uses[use].capability->events;
		if (!json_object_getn(json_object_get(walk->file, "uses"), procedure->uses[use].name.data, procedure->uses[use].name.len))
			continue;
		for (int event = 0; events && events[event].name && event < EVENTS_OF_USE; event++)
			for (int copies = waits_here(walk, flow, (place_at)use, event) ? COPIES : 1; copies && count < CANDIDATES_MOST && walk->events[use][event] < EVENT_TIMES; copies--)
				out[count++] = (struct candidate){ NOWHERE, (place_at)use, event };
	}
	return count;
}

/* What ends a case is possible almost everywhere: were it as likely as all else, few cases would come far. */
static bool only_closes(const struct pack_procedure *procedure, const struct pack_action *action)
{
	for (size_t i = 0; i < action->to_count; i++)
		if (procedure->states[action->to[i].state].phase != PHASE_CLOSED)
			return false;
	return action->to_count > 0;
}

static size_t candidates(struct walk *walk, struct candidate *out)
{
	const struct pack_procedure *procedure = walk->plan->procedure;
	struct flow flow = look(walk);
	size_t count = 0;
	for (size_t i = 0; i < procedure->action_count; i++) {
		const struct pack_action *action = &procedure->actions[i];
		const struct flow_actor all = { .roles = action->by.roles, .parties = action->by.parties, .anyone = true };
		bool people = action->by.roles.count || action->by.parties.count || action->by.anyone;
		for (int copies = only_closes(procedure, action) ? 1 : COPIES; people && copies && flow_may(&flow, action, &all) && count < CANDIDATES_MOST; copies--)
			out[count++] = (struct candidate){ (place_at)i, NOWHERE, 0 };
	}
	return walk->file ? events_here(walk, &flow, out, count) : count;
}

/* What was done often is done again more rarely. */
static bool enough(struct walk *walk, place_at action)
{
	struct str name = walk->plan->procedure->actions[action].name;
	json_int_t times = json_integer_value(json_object_get(json_object_getn(json_object_get(walk->file, "done"), name.data, name.len), "times"));
	return times && below(walk, (size_t)times + 1) != 0;
}

static bool do_something(struct walk *walk)
{
	struct candidate all[CANDIDATES_MOST];
	size_t count = candidates(walk, all);
	for (int tries = 0; tries < TRIES && count; tries++) {
		const struct candidate *one = &all[below(walk, count)];
		if (one->action == NOWHERE ? happen(walk, one->use, one->event) : !enough(walk, one->action) && attempt(walk, &walk->plan->procedure->actions[one->action]))
			return true;
	}
	return false;
}

/* --- edits, the second person, time --- */

/* Whoever comes into a state where answers may be changed gives what is asked, and some of what is not. */
static void prepare(struct walk *walk)
{
	const struct pack_state *state = &walk->plan->procedure->states[walk->state];
	walk->prepared = true;
	for (size_t i = 0; i < state->edit_count; i++)
		for (size_t k = 0; k < state->edits[i].fields.count; k++) {
			const struct pack_asked *field = &walk->plan->procedure->fields[state->edits[i].fields.items[k]];
			struct flow flow = look(walk);
			struct trying trying = { .walk = walk };
			bool wanted = flow_required(&flow, field, NULL, NULL) || field->need.count || perhaps(walk, 40);
			if (!field->compute.expression && wanted && flow_shown(&flow, field, NULL, NULL) && !is_given(answer_json(&flow, field, NULL)))
				answer_again(&trying, field->name);
		}
}

static bool second(struct walk *walk)
{
	json_t *request = json_object_get(walk->file, "second"), *change;
	place_at at = procedure_action(walk->plan->procedure, json_text(json_object_get(request, "action")));
	if (!json_is_object(request) || at == NOWHERE || perhaps(walk, 25))
		return false;
	const struct pack_who who = { .roles = walk->plan->procedure->actions[at].second };
	struct flow_actor actor = somebody(walk, &who);
	struct flow flow = look(walk);
	struct error err;
	bool back = perhaps(walk, 15);
	walk->gaps.count = 0;
	bool good = back ? flow_return(&flow, &actor, &change, &walk->gaps, &err) : flow_confirm(&flow, &actor, &change, &walk->gaps, &err);
	if (good)
		take(walk, change, walk->now);
	walk->out->seconds_returned += good && back;
	count_error(walk, &err);
	flow_end(&flow);
	return good;
}

static bool fire_next(struct walk *walk, int64_t until)
{
	struct flow flow = look(walk);
	struct flow_due due;
	struct error err;
	json_t *change;
	if (!walk->file || !flow_next(&flow, &due) || due.at > until)
		return false;
	bool good = flow_fire(&flow, &due, &change, &err);
	walk->now = due.at > walk->now ? due.at : walk->now;
	if (good)
		take(walk, change, flow.now);
	count_error(walk, &err);
	flow_end(&flow);
	return good;
}

static bool closed(const struct walk *walk)
{
	return walk->state != NOWHERE && walk->plan->procedure->states[walk->state].phase == PHASE_CLOSED;
}

static void pass_time(struct walk *walk)
{
	static const int hours[] = { 8, 8, 120, 120, 720 };
	int64_t until = walk->now + (int64_t)below(walk, (size_t)hours[below(walk, COUNT_OF(hours))] * 60) * 60000;
	for (int fired = 0; fired < 50 && !closed(walk) && fire_next(walk, until); fired++)
		;
	walk->now = walk->now > until ? walk->now : until;
}

/* --- a case --- */

static void end(struct walk *walk, bool stands_still)
{
	struct simulation *out = walk->out;
	const struct pack_procedure *procedure = walk->plan->procedure;
	struct str outcome = json_text(json_object_get(walk->file, "outcome"));
	if (closed(walk)) {
		out->closed++;
		out->whole += walk->since - json_integer_value(json_object_get(walk->file, "opened"));
	} else {
		*(stands_still ? &out->stuck : &out->open) += 1;
		out->stuck_in[walk->state] += stands_still;
	}
	for (size_t i = 0; outcome.len && i < procedure->action_count; i++)
		for (size_t k = 0; k < procedure->actions[i].outcome_count; k++)
			if (str_equal(procedure->actions[i].outcomes[k].name, outcome)) {
				count_name(out->outcomes, &out->outcome_count, procedure->actions[i].outcomes[k].name);
				return;
			}
}

static bool sent(const struct walk *walk)
{
	return walk->until_sent && walk->state != NOWHERE && walk->plan->procedure->states[walk->state].phase != PHASE_DRAFT && !closed(walk);
}

static void walk_case(struct walk *walk)
{
	int idle = 0;
	for (int tries = 0; tries < TRIES && walk->state == NOWHERE; tries++)
		do_something(walk);
	if (walk->state == NOWHERE)
		return;
	walk->out->opened++;
	for (int turn = 0; turn < SIMULATE_TURNS && !closed(walk) && !sent(walk) && idle < TRIES; turn++) {
		if (!walk->prepared)
			prepare(walk);
		bool waits = perhaps(walk, 8) || idle; /* nobody does anything until a clock acts */
		if (waits && fire_next(walk, INT64_MAX)) {
			idle = 0;
			continue;
		}
		pass_time(walk);
		idle = closed(walk) || second(walk) || do_something(walk) ? 0 : idle + 1;
	}
	end(walk, idle >= TRIES);
}

static void begin(struct walk *walk, struct arena *arena, const struct simulation_plan *plan, struct simulation *out, size_t number)
{
	memset(walk, 0, sizeof *walk);
	*walk = (struct walk){ .arena = arena, .plan = plan, .out = out, .state = NOWHERE };
	walk->random = random_from_seed(&walk->seeded, plan->seed * 0x9E3779B97F4A7C15u + number);
	walk->now = plan->from + (plan->at_once ? 0 : (int64_t)below(walk, 365 * 24) * HOUR_MS);
}

json_t *simulation_answers(struct arena *arena, const struct simulation_plan *plan)
{
	struct walk *walk = ARENA_NEW(arena, struct walk);
	struct simulation *out = ARENA_NEW(arena, struct simulation);
	struct arena *own = arena_new(0);
	json_t *answers = NULL;
	for (size_t i = 0; i < plan->cases && !answers; i++) {
		begin(walk, own, plan, out, i);
		walk->until_sent = true;
		walk_case(walk);
		if (sent(walk))
			answers = json_deep_copy(json_object_get(walk->file, "answers"));
		json_decref(walk->file);
		arena_reset(own);
	}
	arena_free(own);
	return answers;
}

bool simulate(struct arena *arena, const struct simulation_plan *plan, struct simulation *out, struct error *err)
{
	struct walk *walk = ARENA_NEW(arena, struct walk);
	struct arena *own = arena_new(0);
	*out = (struct simulation){ 0 };
	for (size_t i = 0; i < plan->cases; i++) {
		begin(walk, own, plan, out, i);
		walk_case(walk);
		json_decref(walk->file);
		arena_reset(own);
	}
	arena_free(own);
	return out->opened || error_set(err, ERR_FINDINGS, "no case could be opened", "look at the actions 'from new', and what they ask and need", STR_FMT, STR_ARG(plan->procedure->name));
}
