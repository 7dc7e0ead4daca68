/* Actions: judged whole, then done step by step. */
#include "inner.h"

#include <string.h>

/* --- who, and from where --- */

static bool any_of(const struct pack_names *wanted, const struct pack_names *had)
{
	for (size_t i = 0; i < had->count; i++)
		if (in_names(wanted, had->items[i]))
			return true;
	return false;
}

static bool by_right(const struct pack_who *by, const struct flow_actor *actor)
{
	return (by->clock && actor->clock) || (by->anyone && !actor->clock) || any_of(&by->roles, &actor->roles) || any_of(&by->parties, &actor->parties);
}

static bool from_here(const struct flow *flow, const struct pack_action *action)
{
	place_at state = flow->file ? procedure_state(flow->host.procedure, json_text(json_object_get(flow->file, "state"))) : NOWHERE;
	return state == NOWHERE ? action->from_new && !json_object_get(flow->file, "state") : in_places(&action->from, state);
}

bool flow_may(struct flow *flow, const struct pack_action *action, const struct flow_actor *actor)
{
	return by_right(&action->by, actor) && from_here(flow, action);
}

#define SAY(words) str_of(words)

static struct str who_did(const struct flow *flow, const struct pack_action *action)
{
	return json_text(json_object_get(json_object_getn(json_object_get(flow->file, "done"), action->name.data, action->name.len), "who"));
}

static void judge_actor(struct flow *flow, const struct flow_deed *deed, struct flow_gaps *gaps)
{
	const struct pack_action *action = deed->action;
	const struct pack_who second = { .roles = action->second };
	if (deed->first && str_equal(deed->first->who, deed->actor->who))
		add_gap(gaps, STR(""), "same_person", SAY(WORDS("This needs another person.")));
	else if (!by_right(deed->first ? &second : &action->by, deed->actor))
		add_gap(gaps, STR(""), "not_allowed", SAY(WORDS("You may not do this.")));
	if (!from_here(flow, action))
		add_gap(gaps, STR(""), "wrong_state", SAY(WORDS("This is not possible as the case stands now.")));
	for (size_t i = 0; i < action->not_by.count; i++)
		if (str_equal(who_did(flow, &flow->host.procedure->actions[action->not_by.items[i]]), deed->actor->who) && deed->actor->who.len)
			add_gap(gaps, STR(""), "same_person", SAY(WORDS("This needs another person than the one who decided before.")));
	if (flow->world && flow->world->cut_off && !action->offline)
		add_gap(gaps, STR(""), "offline", SAY(WORDS("This is not possible without headquarters.")));
}

static bool names_user(const struct flow *flow, const struct pack_action *action, struct str number)
{
	for (size_t i = 0; i < action->not_named.count; i++) {
		const json_t *answer = answer_json(flow, &flow->host.procedure->fields[action->not_named.items[i]], NULL);
		if (number.len && str_equal(str_upper(flow->arena, str_trim(json_text(answer))), number))
			return true;
	}
	return false;
}

bool flow_is_about(const struct flow *flow, struct str number)
{
	for (size_t i = 0; i < flow->host.procedure->action_count; i++)
		if (names_user(flow, &flow->host.procedure->actions[i], number))
			return true;
	return false;
}

/* With the answers of the action in place: they may name whoever acts. */
static void judge_named(struct flow *flow, const struct flow_deed *deed, struct flow_gaps *gaps)
{
	if (names_user(flow, deed->action, str_upper(flow->arena, deed->actor->number)))
		add_gap(gaps, STR(""), "same_person", SAY(WORDS("This is about you: another person does it.")));
}

/* --- what must hold --- */

struct forms_named {
	struct flow *flow;
	struct flow_gaps *gaps;
	struct error *err;
	bool failed;
};

/* complete(form) that does not hold: what is missing in it stands beside the message. */
static void form_named(void *context, const struct rule_used *used)
{
	struct forms_named *named = context;
	if (used->use == RULE_USES_FUNCTION && str_is(used->text, "complete") && !gaps_of_form(named->flow, used->argument, named->gaps, named->err))
		named->failed = true;
}

static bool judge_need(struct flow *flow, const struct pack_demand *need, const struct rule_object *item, struct flow_gaps *gaps, struct error *err)
{
	struct rule_value value;
	if (!eval_with(flow, need->rule.expression, item, &value, err))
		return false;
	if (rule_truth(&value, RULE_IN_NEED))
		return true;
	struct str words = flow_words(flow, flow->say, &need->words);
	if (value.kind == RULE_MISSING && value.field.len)
		words = str_format(flow->arena, STR_FMT " (cannot be decided: " STR_FMT " is missing)", STR_ARG(words), STR_ARG(value.field));
	add_gap(gaps, STR(""), "need", words);
	struct forms_named named = { flow, gaps, err, false };
	rule_walk(need->rule.expression, form_named, &named);
	return !named.failed;
}

static const struct pack_asked *list_of(const struct flow *flow, const struct pack_action *action)
{
	return action->item == NOWHERE ? NULL : &flow->host.procedure->fields[action->item];
}

static json_t *item_json(const struct flow *flow, const struct pack_asked *list, struct str id)
{
	size_t i;
	json_t *one;
	json_array_foreach(list ? answer_json(flow, list, NULL) : NULL, i, one)
		if (str_equal(json_text(json_object_get(one, "id")), id))
			return one;
	return NULL;
}

static bool judge_needs(struct flow *flow, const struct flow_deed *deed, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_asked *list = list_of(flow, deed->action);
	json_t *item = item_json(flow, list, deed->item);
	const struct rule_object *object = item ? item_object(flow, list, item) : NULL;
	if (list && !item && !deed->action->adds)
		add_gap(gaps, list->name, "unknown_item", SAY(WORDS("Say for which item.")));
	for (size_t i = 0; i < deed->action->need_count; i++)
		if (!judge_need(flow, &deed->action->needs[i], object, gaps, err))
			return false;
	return true;
}

/* `ask item`: the item that the action is about, whole. */
static bool judge_item(struct flow *flow, const struct flow_deed *deed, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_asked *list = list_of(flow, deed->action);
	json_t *item = deed->action->asks_item ? item_json(flow, list, deed->item) : NULL;
	return !item || gaps_of_item(flow, list, item, gaps, err);
}

/* --- answers --- */

/* Which answers an action takes: those that it asks, and of its item. */
static bool takes(const struct flow *flow, const struct pack_action *action, struct str path)
{
	struct str rest = path, head;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(flow->host.procedure, head);
	return at != NOWHERE && (in_places(&action->ask, at) || (action->asks_item && action->item == at));
}

static void put_answers(struct making *making, json_t *answers)
{
	const char *path;
	json_t *value;
	json_object_foreach(answers, path, value)
		make_step(making, json_pack("[s, s, O]", "set", path, value));
}

static void judge_answers(struct flow *flow, const struct flow_deed *deed, struct flow_gaps *gaps)
{
	const char *path;
	json_t *value;
	json_object_foreach(deed->answers, path, value)
		if (!takes(flow, deed->action, str_of(path)))
			add_gap(gaps, str_copy(flow->arena, str_of(path)), "not_asked", SAY(WORDS("This is not asked here.")));
}

/* --- the deed --- */

static bool needs_second(struct flow *flow, const struct flow_deed *deed)
{
	return deed->action->second.count && !deed->first && holds(flow, &deed->action->second_if, NULL, RULE_IN_SECOND, true);
}

static void ask_second(struct making *making, const struct flow_deed *deed)
{
	json_t *request = json_pack("{s:s%, s:s%, s:s%, s:I}", "action", deed->action->name.data, deed->action->name.len, "item", deed->item.data ? deed->item.data : "", deed->item.len,
	                            "who", deed->actor->who.data ? deed->actor->who.data : "", deed->actor->who.len, "at", (json_int_t)making->flow->now);
	if (deed->answers)
		json_object_set(request, "answers", deed->answers);
	make_step(making, json_pack("[s, o]", "second", request));
}

static void make_defaults(struct making *making)
{
	const struct pack_procedure *procedure = making->flow->host.procedure;
	for (size_t i = 0; i < procedure->field_count && !making->failed; i++) {
		const struct pack_asked *field = &procedure->fields[i];
		struct rule_value value;
		json_t *json = NULL;
		if (!field->otherwise.expression || answer_json(making->flow, field, NULL))
			continue;
		if (!flow_eval(making->flow, &field->otherwise, &value, making->err))
			making->failed = true;
		else if ((json = json_of_value(making->flow, &value)))
			make_step(making, json_pack("[s, s%, o]", "set", field->name.data, field->name.len, json));
	}
}

static void make_opening(struct making *making)
{
	const struct pack_procedure *procedure = making->flow->host.procedure;
	make_step(making, json_pack("[s, {s:s%, s:i, s:I}]", "opened", "procedure", procedure->name.data, procedure->name.len, "revision", procedure->revision, "opened",
	                            (json_int_t)making->flow->now));
	make_defaults(making);
}

static void make_outcome(struct making *making, const struct pack_action *action, const struct rule_object *item)
{
	for (size_t i = 0; i < action->outcome_count; i++)
		if (holds(making->flow, &action->outcomes[i].condition, item, RULE_IN_EFFECT_IF, true)) {
			make_step(making, json_pack("[s, s%]", "outcome", action->outcomes[i].name.data, action->outcomes[i].name.len));
			return;
		}
}

static void make_state(struct making *making, const struct pack_action *action, const struct rule_object *item)
{
	const struct pack_procedure *procedure = making->flow->host.procedure;
	for (size_t i = 0; i < action->to_count; i++)
		if (holds(making->flow, &action->to[i].condition, item, RULE_IN_EFFECT_IF, true)) {
			const struct pack_state *state = &procedure->states[action->to[i].state];
			make_step(making, json_pack("[s, s%]", "state", state->name.data, state->name.len));
			if (state->phase == PHASE_CLOSED)
				make_step(making, json_pack("[s, I]", "closed", (json_int_t)making->flow->now));
			return;
		}
}

/* What only a draft keeps: answers that are hidden when it ends are dropped. */
static void drop_hidden(struct making *making, const struct pack_state *before)
{
	struct flow *flow = making->flow;
	const struct pack_state *after = flow_state(flow);
	if (!before || before->phase != PHASE_DRAFT || !after || after->phase == PHASE_DRAFT)
		return;
	for (size_t i = 0; i < flow->host.procedure->field_count; i++) {
		const struct pack_asked *field = &flow->host.procedure->fields[i];
		if (is_given(answer_json(flow, field, NULL)) && !flow_shown(flow, field, NULL, NULL))
			make_step(making, json_pack("[s, s%, n]", "set", field->name.data, field->name.len));
	}
}

static void make_all(struct making *making, const struct flow_deed *deed)
{
	struct flow *flow = making->flow;
	const struct pack_action *action = deed->action;
	const struct pack_state *before = flow_state(flow);
	const struct pack_asked *list = list_of(flow, action);
	const struct flow_actor *actor = deed->first ? deed->first : deed->actor;
	if (json_is_object(json_object_get(flow->file, "second")))
		make_step(making, json_pack("[s, n]", "second"));
	make_step(making, json_pack("[s, s%, {s:I, s:s%}]", "done", action->name.data, action->name.len, "at", (json_int_t)flow->now, "who", actor->who.data ? actor->who.data : "",
	                            actor->who.len));
	json_t *item = item_json(flow, list, deed->item);
	const struct rule_object *object = item ? item_object(flow, list, item) : NULL;
	make_outcome(making, action, object);
	if (making->failed || !make_effects(making, EFFECTS_DO, action->effects, action->effect_count, list, deed->item))
		return;
	item = item_json(flow, list, deed->item); /* an effect may have set its values */
	make_state(making, action, item ? item_object(flow, list, item) : NULL);
	drop_hidden(making, before);
	make_clocks(making, (place_at)(action - flow->host.procedure->actions), NOWHERE, NOWHERE);
	make_effects(making, EFFECTS_TELL, action->effects, action->effect_count, list, deed->item);
}

static bool finish(struct making *making, json_t **change, const struct flow_gaps *gaps)
{
	bool good = !making->failed && !gaps->count;
	*change = good ? making->steps : NULL;
	if (!good)
		json_decref(making->steps);
	return good;
}

/* The item that an `add` makes. */
static struct str new_item(struct making *making, const struct pack_asked *list, json_t *answers)
{
	const char *path;
	json_t *value;
	json_object_foreach(answers, path, value) {
		struct str rest = str_of(path), head, id;
		str_cut(&rest, '.', &head);
		if (str_equal(head, list->name) && str_cut(&rest, '.', &id) && !item_json(making->flow, list, id))
			return str_copy(making->flow->arena, id);
	}
	return STR("");
}

bool flow_do(struct flow *flow, const struct flow_deed *deed, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	struct making making;
	struct flow_deed whole = *deed;
	json_t *before = flow->file;
	bool opens = !flow_state(flow) && deed->action->from_new;
	*change = NULL;
	*err = (struct error){ 0 };
	judge_actor(flow, deed, gaps);
	judge_answers(flow, deed, gaps);
	if (!making_begin(flow, &making, err) || gaps->count)
		return finish(&making, change, gaps);
	if (opens)
		make_opening(&making);
	if (deed->action->adds)
		whole.item = new_item(&making, list_of(flow, deed->action), deed->answers);
	put_answers(&making, deed->answers);
	judge_named(flow, deed, gaps);
	if (making.failed || !flow_gaps_of(flow, &deed->action->ask, gaps, err) || !judge_item(flow, &whole, gaps, err) || !judge_needs(flow, &whole, gaps, err))
		making.failed = true;
	if (making.failed || gaps->count)
		return finish(&making, change, gaps);
	if (needs_second(flow, &whole)) {
		json_decref(making.steps); /* the answers wait with the request: nothing of the case is changed by it */
		flow->file = before;
		if (making_begin(flow, &making, err))
			ask_second(&making, &whole);
	} else {
		make_all(&making, &whole);
	}
	return finish(&making, change, gaps);
}

/* --- editing --- */

static bool may_edit(const struct flow *flow, const struct pack_state *state, const struct flow_actor *actor, struct str path)
{
	struct str rest = path, head;
	str_cut(&rest, '.', &head);
	place_at at = procedure_field(flow->host.procedure, head);
	for (size_t i = 0; i < state->edit_count && at != NOWHERE; i++)
		if (in_places(&state->edits[i].fields, at) && by_right(&state->edits[i].who, actor))
			return true;
	return false;
}

bool flow_may_edit(const struct flow *flow, const struct pack_asked *field, const struct flow_actor *actor)
{
	const struct pack_state *state = flow_state(flow);
	return state && may_edit(flow, state, actor, field->name);
}

bool flow_edit(struct flow *flow, json_t *answers, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_state *state = flow_state(flow);
	struct making making;
	const char *path;
	json_t *value;
	*change = NULL;
	*err = (struct error){ 0 };
	json_object_foreach(answers, path, value)
		if (!state || !may_edit(flow, state, actor, str_of(path)))
			add_gap(gaps, str_copy(flow->arena, str_of(path)), "not_allowed", SAY(WORDS("You may not change this now.")));
	if (!making_begin(flow, &making, err) || gaps->count)
		return finish(&making, change, gaps);
	put_answers(&making, answers);
	return finish(&making, change, gaps);
}

/* --- the second person --- */

static const struct pack_action *asked_action(const struct flow *flow)
{
	place_at at = procedure_action(flow->host.procedure, json_text(json_object_get(json_object_get(flow->file, "second"), "action")));
	return at == NOWHERE ? NULL : &flow->host.procedure->actions[at];
}

bool flow_confirm(struct flow *flow, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	json_t *request = json_object_get(flow->file, "second");
	const struct pack_action *action = asked_action(flow);
	const struct flow_actor first = { .who = str_copy(flow->arena, json_text(json_object_get(request, "who"))) };
	*change = NULL;
	*err = (struct error){ 0 };
	if (!action) {
		add_gap(gaps, STR(""), "wrong_state", SAY(WORDS("Nothing waits for a second person.")));
		return false;
	}
	const struct flow_deed deed = {
		.action = action, .item = str_copy(flow->arena, json_text(json_object_get(request, "item"))), .answers = json_object_get(request, "answers"), .actor = actor, .first = &first,
	};
	json_incref(request); /* the file is copied, and let go */
	bool good = flow_do(flow, &deed, change, gaps, err);
	json_decref(request);
	return good;
}

bool flow_return(struct flow *flow, const struct flow_actor *actor, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_action *action = asked_action(flow);
	*change = NULL;
	*err = (struct error){ 0 };
	if (!action || !any_of(&action->second, &actor->roles)) {
		add_gap(gaps, STR(""), "not_allowed", SAY(WORDS("You may not do this.")));
		return false;
	}
	*change = json_pack("[[s, n]]", "second");
	return *change != NULL;
}

/* --- events and clocks --- */

static const struct pack_action *waiting_for(struct flow *flow, place_at use, place_at event)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	for (size_t i = 0; i < procedure->action_count; i++)
		if (procedure->actions[i].on_use == use && procedure->actions[i].on_event == event && from_here(flow, &procedure->actions[i]))
			return &procedure->actions[i];
	return NULL;
}

bool flow_event(struct flow *flow, const struct pack_use *use, int event, json_t *facts, struct str item, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	return flow_message(flow, use, event, facts, item, NULL, change, gaps, err);
}

const struct pack_action *flow_opened_by(const struct pack_procedure *procedure, const struct pack_use *use, const char *event)
{
	place_at at = (place_at)(use - procedure->uses);
	int which = capability_event_at(use->capability, str_of(event));
	for (size_t i = 0; i < procedure->action_count && which >= 0; i++)
		if (procedure->actions[i].from_new && procedure->actions[i].on_use == at && procedure->actions[i].on_event == (place_at)which)
			return &procedure->actions[i];
	return NULL;
}

/* What opens a case is taken as it came: what is missing in it is for a person to complete. */
bool flow_message(struct flow *flow, const struct pack_use *use, int event, json_t *facts, struct str item, json_t *answers, json_t **change, struct flow_gaps *gaps, struct error *err)
{
	struct making making;
	place_at at = (place_at)(use - flow->host.procedure->uses);
	static const struct flow_actor nobody = { 0 };
	bool opens = !flow_state(flow);
	*change = NULL;
	*err = (struct error){ 0 };
	if (!making_begin(flow, &making, err))
		return false;
	if (opens)
		make_opening(&making);
	put_answers(&making, answers);
	make_step(&making, json_pack("[s, s%, s%, o]", "use", use->name.data, use->name.len, item.data ? item.data : "", item.len, event_facts(flow, use, &use->capability->events[event], facts)));
	const struct pack_action *action = waiting_for(flow, at, (place_at)event);
	if (action && action->ask.count && !flow_gaps_of(flow, &action->ask, gaps, err))
		making.failed = true;
	bool waits = gaps->count != 0;
	if (action && waits) { /* it waits as a task for whoever may do it */
		gaps->count = 0;
		struct str role = action->by.roles.count ? action->by.roles.items[0] : STR("");
		make_step(&making, json_pack("[s, s%, s%, i, s]", "task", role.data ? role.data : "", role.len, action->label.source.data, action->label.source.len, 0, ""));
	}
	if (action && !making.failed && (opens || !waits)) {
		const struct flow_deed deed = { .action = action, .item = item, .actor = &nobody };
		make_all(&making, &deed);
	}
	make_clocks(&making, NOWHERE, at, (place_at)event);
	return finish(&making, change, gaps);
}

bool flow_fire(struct flow *flow, const struct flow_due *due, json_t **change, struct error *err)
{
	struct making making;
	struct flow_gaps none = { .count = 0 };
	static const struct flow_actor clock = { .clock = true };
	const struct pack_clock *of = due->clock;
	*change = NULL;
	*err = (struct error){ 0 };
	struct term term;
	bool timed = flow_clock(flow, of, due->item, &term) && term.timed;
	flow->now = due->warning >= 0 || timed ? due->at : due->at - 1; /* dated on its day, whose end is the next day's first instant */
	if (!making_begin(flow, &making, err))
		return false;
	if (due->warning >= 0) {
		make_step(&making, json_pack("[s, s%, s%, i]", "warned", of->name.data, of->name.len, due->item.data ? due->item.data : "", due->item.len, due->warning));
		make_effects(&making, EFFECTS_ALL, &of->warnings[due->warning].effect, 1, of->each == NOWHERE ? NULL : &flow->host.procedure->fields[of->each], due->item);
		return finish(&making, change, &none);
	}
	make_step(&making, json_pack("[s, s%, s%, i]", "fired", of->name.data, of->name.len, due->item.data ? due->item.data : "", due->item.len, due->turn + 1));
	const struct pack_action *action = &flow->host.procedure->actions[of->due];
	if (from_here(flow, action)) {
		const struct flow_deed deed = { .action = action, .item = due->item, .actor = &clock };
		make_all(&making, &deed);
	} else {
		make_step(&making, json_pack("[s, s%, s%, {s:I, s:s}]", "clock", of->name.data, of->name.len, due->item.data ? due->item.data : "", due->item.len, "at", (json_int_t)flow->now, "what",
		                             "stops"));
	}
	return finish(&making, change, &none);
}
