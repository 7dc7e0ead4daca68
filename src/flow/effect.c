/* What an action does: effects in their order, each on the case as the one before left it. */
#include "inner.h"

#include <string.h>

static bool is(const struct pack_use *use, const char *capability)
{
	return str_is(use->capability->name, capability);
}

static const json_t *fact_of(const struct flow *flow, const struct pack_use *use, struct str item, const char *name)
{
	const json_t *facts = json_object_getn(json_object_get(flow->file, "uses"), use->name.data, use->name.len);
	if (item.len)
		facts = json_object_getn(json_object_get(facts, "items"), item.data, item.len);
	return json_object_get(facts, name);
}

static void count_up(const struct flow *flow, const struct pack_use *use, json_t *facts, const char *name)
{
	json_object_set_new(facts, name, json_integer(json_integer_value(fact_of(flow, use, STR(""), name)) + 1));
}

static void status(json_t *facts, const char *word)
{
	json_object_set_new(facts, "status", json_string(word));
}

/* A setting that is an expression, as JSON; NULL = not set, or missing. */
static json_t *setting(struct flow *flow, const struct pack_use *use, const char *name)
{
	const struct pack_setting *set = pack_setting(use, name);
	struct rule_value value;
	struct error err;
	if (!set || !set->rule.expression || !flow_eval(flow, &set->rule, &value, &err))
		return NULL;
	return json_of_value(flow, &value);
}

/* A fee that the law sets at nothing is waived by it. */
static void charge(struct flow *flow, const struct pack_use *use, json_t *facts)
{
	json_t *amount = setting(flow, use, "amount");
	struct str text = json_text(amount);
	status(facts, text.len && (text.data[0] == '0' && (text.len == 1 || text.data[1] == ' ')) ? "waived" : "due");
	if (amount)
		json_object_set_new(facts, "amount", amount);
}

static bool exempt(struct flow *flow, const struct pack_use *use)
{
	const struct pack_setting *set = pack_setting(use, "exempt");
	return set && holds(flow, &set->rule, NULL, RULE_IN_EFFECT_IF, false);
}

/* Capability, command, and the status that it leaves: the rule where nobody in the world says more. */
static const struct {
	const char *capability, *command, *status, *counts;
} results[] = {
	{ "fee", "waive", "waived", NULL }, { "fee", "refund", "refunded", NULL }, { "deposit", "take", "held", NULL }, { "deposit", "return", "returned", NULL },
	{ "deposit", "forfeit", "forfeited", NULL }, { "appointment", "offer", "offered", NULL }, { "appointment", "cancel", "cancelled", NULL },
	{ "interview", "plan", "planned", NULL }, { "interview", "cancel", "cancelled", NULL }, { "biometrics", "compare", "compared", NULL },
	{ "dna", "order", "ordered", NULL }, { "custody", "take", "held", NULL }, { "custody", "move", "held", NULL }, { "custody", "return", "returned", NULL },
	{ "custody", "hand_over", "handed_over", NULL }, { "letter", "issue", "issued", "issued" }, { "seal", "issue", "issued", "issued" },
	{ "seal", "replace", "issued", NULL }, { "seal", "revoke", "revoked", NULL }, { "exchange", "send", "sent", NULL },
	{ "exchange", "acknowledge", "acknowledged", NULL }, { "exchange", "accept", "accepted", NULL }, { "exchange", "refuse", "refused", NULL },
	{ "travel", "plan", "planned", NULL }, { "travel", "cancel", "cancelled", NULL }, { "case", "open", NULL, "opened" }, { "register", "add", "added", NULL },
	{ "register", "close", "closed", NULL }, { "quota", "take", "taken", NULL }, { "quota", "return", "returned", NULL }, { "stock", "use", "used", NULL },
	{ "stay", "extend", "extended", NULL }, { "stay", "restore", "restored", NULL },
};

json_t *command_facts(struct flow *flow, const struct pack_use *use, const struct capability_command *command, struct str item, json_t *with)
{
	json_t *facts = flow->world && flow->world->command ? flow->world->command(flow->world, flow, use, command, item, with) : NULL;
	if (facts)
		return facts;
	facts = json_object();
	for (size_t i = 0; i < COUNT_OF(results); i++) {
		if (!is(use, results[i].capability) || strcmp(command->name, results[i].command))
			continue;
		if (results[i].status)
			status(facts, results[i].status);
		if (results[i].counts)
			count_up(flow, use, facts, results[i].counts);
	}
	if (is(use, "fee") && !strcmp(command->name, "charge"))
		charge(flow, use, facts);
	if (is(use, "biometrics") && !strcmp(command->name, "capture"))
		status(facts, exempt(flow, use) ? "exempt" : "captured");
	if (is(use, "inspection")) {
		status(facts, "clear");
		json_object_set_new(facts, "attention", json_string("no"));
		json_object_set_new(facts, "open_hits", json_string("no"));
	}
	if (is(use, "case") && !strcmp(command->name, "open"))
		json_object_set_new(facts, "open", json_string("yes"));
	return facts;
}

json_t *event_facts(struct flow *flow, const struct pack_use *use, const struct capability_event *event, json_t *given)
{
	json_t *facts = given ? json_deep_copy(given) : json_object();
	if (is(use, "case")) {
		json_object_set_new(facts, "open", json_string("no"));
	} else if (is(use, "inspection")) {
		bool attention = !strcmp(event->name, "attention");
		status(facts, event->name);
		json_object_set_new(facts, "attention", json_string(attention ? "yes" : "no"));
	} else {
		status(facts, is(use, "deposit") && !strcmp(event->name, "taken") ? "held" : event->name);
	}
	if (is(use, "fee") && !strcmp(event->name, "paid"))
		json_object_set_new(facts, "paid_on", str_json(date_str(flow->arena, flow_today(flow))));
	return facts;
}

/* --- effects --- */

/* One effect, on one item or on the case. */
struct doing {
	struct making *making;
	const struct pack_effect *effect;
	const struct pack_asked *list;
	struct str item;                /* id */
	const struct rule_object *object; /* the item, for expressions */
};

static json_t *with_values(const struct doing *doing)
{
	struct flow *flow = doing->making->flow;
	json_t *out = json_object();
	for (size_t i = 0; i < doing->effect->with_count; i++) {
		const struct pack_with *with = &doing->effect->with[i];
		struct rule_value value;
		json_t *json = NULL;
		if (!eval_with(flow, with->rule.expression, doing->object, &value, doing->making->err))
			doing->making->failed = true;
		else
			json = json_of_value(flow, &value);
		if (json)
			json_object_setn_new(out, with->name.data, with->name.len, json);
	}
	return out;
}

static bool valid_already(const struct doing *doing, const struct pack_use *use)
{
	return doing->effect->each.expression && str_is(json_text(fact_of(doing->making->flow, use, doing->item, "status")), "issued");
}

static void do_command(const struct doing *doing)
{
	struct flow *flow = doing->making->flow;
	const struct pack_use *use = &flow->host.procedure->uses[doing->effect->use];
	const struct capability_command *command = &use->capability->commands[doing->effect->command];
	if (!strcmp(command->name, "issue") && valid_already(doing, use))
		return;
	struct str words = doing->effect->words.words.source.len ? words_with(flow, STR(""), &doing->effect->words, doing->object) : STR("");
	json_t *with = with_values(doing);
	if (words.len)
		json_object_set_new(with, "words", str_json(words));
	json_t *facts = command_facts(flow, use, command, doing->item, with);
	json_object_del(with, "words"); /* the step has them at its end */
	json_t *step = json_pack("[s, s%, s%, o, s, o]", "use", use->name.data, use->name.len, doing->item.len ? doing->item.data : "", doing->item.len, facts, command->name, with);
	if (step && words.len)
		json_array_append_new(step, str_json(words));
	make_step(doing->making, step);
}

/* "place", "item.served": where an effect may set a value. */
static void do_set(const struct doing *doing)
{
	struct flow *flow = doing->making->flow;
	struct str path = doing->effect->path.text, rest = path, head;
	struct rule_value value;
	if (!eval_with(flow, doing->effect->value.expression, doing->object, &value, doing->making->err)) {
		doing->making->failed = true;
		return;
	}
	json_t *json = json_of_value(flow, &value);
	str_cut(&rest, '.', &head);
	if (str_is(head, "item") && doing->list && doing->item.len)
		path = str_format(flow->arena, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(doing->list->name), STR_ARG(doing->item), STR_ARG(rest));
	else if (str_is(head, "case"))
		path = rest;
	make_step(doing->making, json_pack("[s, s%, o]", "set", path.data, path.len, json ? json : json_null()));
}

static void do_words(const struct doing *doing, const char *what)
{
	const struct pack_effect *effect = doing->effect;
	struct str words = words_with(doing->making->flow, STR(""), &effect->words, doing->object);
	make_step(doing->making, json_pack("[s, s%, s%, i, s%]", what, effect->name.data, effect->name.len, words.data ? words.data : "", words.len, effect->within.count,
	                                   effect->within.unit.data ? effect->within.unit.data : "", effect->within.unit.len));
}

/* Items go to another case: they are taken out here, and the step carries them there. */
static void do_move(const struct doing *doing)
{
	struct flow *flow = doing->making->flow;
	struct rule_value items, to;
	if (!eval_with(flow, doing->effect->path.expression, doing->object, &items, doing->making->err) ||
	    !eval_with(flow, doing->effect->value.expression, doing->object, &to, doing->making->err)) {
		doing->making->failed = true;
		return;
	}
	json_t *target = json_of_value(flow, &to);
	for (size_t i = 0; items.kind == RULE_LIST && i < items.list.count; i++) {
		const struct rule_value *one = &items.list.items[i];
		json_t *item = one->kind == RULE_RECORD ? item_of_object(one->object) : NULL;
		struct str id = item ? json_text(json_object_get(item, "id")) : one->kind == RULE_TEXT || one->kind == RULE_CODE ? one->text : STR("");
		struct str from = items.field;
		make_step(doing->making, json_pack("[s, s%, s%, O?, O?]", "moved", from.data ? from.data : "", from.len, id.data ? id.data : "", id.len, item, target));
	}
	json_decref(target);
}

static void do_one(const struct doing *doing)
{
	const struct pack_effect *effect = doing->effect;
	if (!holds(doing->making->flow, &effect->condition, doing->object, RULE_IN_EFFECT_IF, true))
		return;
	switch (effect->kind) {
	case EFFECT_COMMAND:
		do_command(doing);
		break;
	case EFFECT_SET:
		do_set(doing);
		break;
	case EFFECT_FLAG:
	case EFFECT_UNFLAG:
		make_step(doing->making, json_pack("[s, s%]", effect->kind == EFFECT_FLAG ? "flag" : "unflag", effect->name.data, effect->name.len));
		break;
	case EFFECT_TASK:
		do_words(doing, "task");
		break;
	case EFFECT_NOTIFY:
		do_words(doing, "notify");
		break;
	case EFFECT_MOVE:
		do_move(doing);
		break;
	}
}

/* Once for each item of a list: which they are is known before the first is done. */
static void do_each(struct doing *doing)
{
	struct flow *flow = doing->making->flow;
	struct rule_value list;
	if (!eval_with(flow, doing->effect->each.expression, NULL, &list, doing->making->err)) {
		doing->making->failed = true;
		return;
	}
	for (size_t i = 0; list.kind == RULE_LIST && i < list.list.count && i < FLOW_ITEMS_MOST; i++) {
		const struct rule_value *one = &list.list.items[i];
		json_t *item = one->kind == RULE_RECORD ? item_of_object(one->object) : NULL;
		doing->object = one->kind == RULE_RECORD ? one->object : NULL;
		doing->item = item ? str_copy(flow->arena, json_text(json_object_get(item, "id"))) : STR("");
		do_one(doing);
	}
}

/* Letters, messages and tasks: they come last, so that they can name the limits that the action starts. */
static bool tells(const struct flow *flow, const struct pack_effect *effect)
{
	return effect->kind == EFFECT_NOTIFY || effect->kind == EFFECT_TASK ||
	       (effect->kind == EFFECT_COMMAND && is(&flow->host.procedure->uses[effect->use], "letter"));
}

bool make_effects(struct making *making, enum effects_part part, const struct pack_effect *effects, size_t count, const struct pack_asked *list, struct str item)
{
	for (size_t i = 0; i < count && !making->failed; i++) {
		if (part != EFFECTS_ALL && tells(making->flow, &effects[i]) != (part == EFFECTS_TELL))
			continue;
		struct doing doing = { .making = making, .effect = &effects[i], .list = list };
		json_t *json = NULL, *one;
		size_t k;
		if (list && item.len)
			json_array_foreach(answer_json(making->flow, list, NULL), k, one)
				if (str_equal(json_text(json_object_get(one, "id")), item))
					json = one;
		if (json) {
			doing.item = item;
			doing.object = item_object(making->flow, list, json);
		}
		if (effects[i].each.expression)
			do_each(&doing);
		else
			do_one(&doing);
	}
	return !making->failed;
}
