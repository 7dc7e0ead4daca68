/* Evaluates a checked tree. Missing values travel with the name of their field; only errors stop. */
#include <assert.h>
#include <string.h>

#include "arena.h"
#include "call.h"

bool rule_eval_fail(struct evaluator *e, const struct rule_node *node, const char *what, const char *todo)
{
	struct rule_place place = rule_place_in(e->expression, node ? node->at : 0);
	return error_set(e->err, ERR_NOT_ALLOWED, what, todo, STR_FMT ":%u:%u", STR_ARG(str_slice(place.file, 0, 180)),
	                 place.line, place.column);
}

bool rule_step(struct evaluator *e, size_t steps)
{
	e->steps += steps;
	if (e->steps <= RULE_STEPS_MOST)
		return true;
	return rule_eval_fail(e, NULL, "the expression takes too many steps", "make it simpler, or the lists shorter");
}

/* ---- Names and members */

static void name_field(struct rule_value *value, struct str field)
{
	if (!value->field.len)
		value->field = field;
}

/* A host that gives another kind than its schema says is a bug. */
static bool as_declared(enum rule_kind is, enum rule_kind declared)
{
	bool words = (is == RULE_TEXT || is == RULE_CODE) && (declared == RULE_TEXT || declared == RULE_CODE);
	return is == declared || is == RULE_MISSING || declared == RULE_MISSING || words;
}

static void get_member(struct evaluator *e, const struct rule_object *object, const struct rule_node *node,
                       struct rule_value *out)
{
	size_t index = object->record == node->record ? node->index : rule_member_index(object->record, node->text);
	*out = rule_missing(STR(""));
	if (index == SIZE_MAX)
		return;
	if (object->get && !object->get(object, index, e->arena, out))
		*out = rule_missing(out->kind == RULE_MISSING ? out->field : STR(""));
	if (!object->get && object->members)
		*out = object->members[index];
	assert(as_declared(out->kind, object->record->members[index].type.kind));
}

static const struct frame *frame_up(const struct evaluator *e, size_t up)
{
	const struct frame *frame = e->frame;
	while (frame && up--)
		frame = frame->up;
	return frame;
}

static void eval_item_name(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	const struct frame *frame = frame_up(e, node->scopes_up);
	if (!frame || !frame->item || frame->item->kind == RULE_MISSING)
		*out = rule_missing(frame && frame->item ? frame->item->field : STR(""));
	else if (node->index == SIZE_MAX)
		*out = *frame->item;
	else if (frame->item->kind == RULE_RECORD)
		get_member(e, frame->item->object, node, out);
	else
		*out = rule_missing(STR(""));
}

static void eval_name(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	const struct rule_environment *environment = e->environment;
	*out = rule_missing(STR(""));
	switch (node->resolved) {
	case AT_CASE:
		if (environment->names)
			get_member(e, environment->names, node, out);
		break;
	case AT_ITEM:
		eval_item_name(e, node, out);
		break;
	case AT_WHOLE_CASE:
		*out = rule_record_value(environment->names);
		break;
	case AT_WHOLE_ITEM:
		if (e->frame && e->frame->item)
			*out = *e->frame->item;
		break;
	case AT_TODAY:
		*out = rule_date(environment->today);
		break;
	case AT_NOW:
		*out = rule_datetime(environment->now);
		break;
	case AT_NOTHING:
		break;
	}
	name_field(out, rule_node_text(e->expression, node));
}

/* One list of the members of all items: those of lists one after the other, missing ones left out. */
static bool collect(struct evaluator *e, const struct rule_node *node, const struct rule_value *list, struct rule_value *out)
{
	size_t count = 0, size = list->list.count;
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, size + 1);
	for (size_t i = 0; i < list->list.count; i++) {
		struct rule_value member;
		if (!rule_step(e, 1))
			return false;
		if (list->list.items[i].kind != RULE_RECORD)
			continue;
		get_member(e, list->list.items[i].object, node, &member);
		bool many = member.kind == RULE_LIST;
		size_t more = many ? member.list.count : member.kind != RULE_MISSING;
		if (!rule_step(e, more))
			return false;
		if (count + more > size) {
			size = (count + more) * 2;
			struct rule_value *larger = ARENA_ARRAY(e->arena, struct rule_value, size + 1);
			memcpy(larger, items, count * sizeof *items);
			items = larger;
		}
		if (more)
			memcpy(&items[count], many ? member.list.items : &member, more * sizeof *items);
		count += more;
	}
	*out = rule_list(items, count);
	return true;
}

static bool eval_member(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value of;
	if (!rule_eval_node(e, node->children[0], &of))
		return false;
	*out = of;
	if (of.kind == RULE_LIST && !collect(e, node, &of, out))
		return false;
	if (of.kind == RULE_RECORD)
		get_member(e, of.object, node, out);
	if (of.kind != RULE_MISSING)
		name_field(out, rule_node_text(e->expression, node));
	return true;
}

bool rule_eval_within(struct evaluator *e, const struct rule_node *node, const struct rule_value *item,
                      struct rule_value *out)
{
	struct frame frame = { item, e->frame };
	e->frame = &frame;
	bool done = rule_eval_node(e, node, out);
	e->frame = frame.up;
	return done;
}

static bool eval_index(struct evaluator *e, const struct rule_node *node, const struct rule_value *list,
                       struct rule_value *out)
{
	struct rule_value number;
	if (!rule_eval_node(e, node->children[1], &number))
		return false;
	int64_t at = number.kind == RULE_NUMBER ? number.number / RULE_UNIT : 0;
	*out = at >= 1 && (uint64_t)at <= list->list.count ? list->list.items[at - 1]
	                                                  : rule_missing(rule_node_text(e->expression, node));
	return true;
}

static bool eval_filter(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value list, holds;
	if (!rule_eval_node(e, node->children[0], &list))
		return false;
	*out = list;
	if (list.kind != RULE_LIST)
		return true;
	if (node->children[1]->type.kind == RULE_NUMBER)
		return eval_index(e, node, &list, out);
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, list.list.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < list.list.count; i++) {
		if (!rule_eval_within(e, node->children[1], &list.list.items[i], &holds))
			return false;
		if (rule_truth(&holds, RULE_IN_FILTER))
			items[count++] = list.list.items[i];
	}
	*out = rule_list(items, count);
	out->field = list.field;
	return true;
}

/* ---- Operators */

static struct rule_value kleene_value(enum kleene value, const struct rule_value *a, const struct rule_value *b)
{
	if (value != KLEENE_OPEN)
		return rule_yesno(value == KLEENE_YES);
	bool open_a = a->kind == RULE_MISSING || a->kind == RULE_RANGE || (a->kind == RULE_DATE && !date_whole(a->date)) ||
	              (b->kind != RULE_MISSING && a->kind == RULE_LIST);
	return rule_missing(open_a && a->field.len ? a->field : b->field);
}

/* and, or: the first child that decides ends it; a missing one is kept while none decides. */
static bool eval_chain(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	bool decides = node->operator == OPERATOR_OR;
	struct rule_value all = rule_yesno(!decides), one;
	for (size_t i = 0; i < node->count; i++) {
		if (!rule_eval_node(e, node->children[i], &one))
			return false;
		if (one.kind == RULE_YESNO && one.yes == decides) {
			*out = rule_yesno(decides);
			return true;
		}
		if (one.kind != RULE_YESNO && all.kind == RULE_YESNO)
			all = rule_missing(one.field);
	}
	*out = all;
	return true;
}

static bool eval_membership(struct evaluator *e, const struct rule_value *one, const struct rule_value *list,
                            struct rule_value *out)
{
	if (list->kind == RULE_MISSING || one->kind == RULE_MISSING) {
		*out = rule_missing(list->kind == RULE_MISSING ? list->field : one->field);
		return true;
	}
	if (!rule_step(e, list->list.count / 8))
		return false;
	*out = kleene_value(rule_in_list(one, list), one, list);
	return true;
}

static bool is_comparison(enum operator operator)
{
	return operator >= OPERATOR_EQUAL && operator <= OPERATOR_MORE_EQUAL;
}

static bool compare(struct evaluator *e, const struct rule_node *node, enum operator operator, const struct rule_value *a,
                    const struct rule_value *b, struct rule_value *out)
{
	if (!rule_one_currency(e, node, a, b))
		return false;
	if (a->kind == RULE_LIST && b->kind == RULE_LIST && !rule_step(e, a->list.count * b->list.count / 4))
		return false;
	enum kleene result;
	if (operator == OPERATOR_EQUAL || operator == OPERATOR_UNEQUAL) {
		result = rule_same(a, b);
		if (operator == OPERATOR_UNEQUAL && result != KLEENE_OPEN)
			result = result == KLEENE_YES ? KLEENE_NO : KLEENE_YES;
	} else {
		result = rule_order(operator, a, b);
	}
	*out = kleene_value(result, a, b);
	return true;
}

static bool eval_binary(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value a, b;
	if (node->operator == OPERATOR_AND || node->operator == OPERATOR_OR)
		return eval_chain(e, node, out);
	if (!rule_eval_node(e, node->children[0], &a) || !rule_eval_node(e, node->children[1], &b))
		return false;
	if (node->operator == OPERATOR_IN)
		return eval_membership(e, &a, &b, out);
	if (node->operator == OPERATOR_HAS)
		return eval_membership(e, &b, &a, out);
	if (a.kind == RULE_MISSING || b.kind == RULE_MISSING) {
		*out = rule_missing(a.kind == RULE_MISSING ? a.field : b.field);
		return true;
	}
	if (is_comparison(node->operator))
		return compare(e, node, node->operator, &a, &b, out);
	return rule_operate(e, node, node->operator, &a, &b, out);
}

/* x in a..b is x >= a and x <= b */
static bool eval_between(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value x, bound, sides[2];
	if (!rule_eval_node(e, node->children[0], &x))
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (!rule_eval_node(e, node->children[i + 1], &bound))
			return false;
		if (x.kind == RULE_MISSING || bound.kind == RULE_MISSING)
			sides[i] = rule_missing(x.kind == RULE_MISSING ? x.field : bound.field);
		else if (!compare(e, node, i ? OPERATOR_LESS_EQUAL : OPERATOR_MORE_EQUAL, &x, &bound, &sides[i]))
			return false;
	}
	bool no = (sides[0].kind == RULE_YESNO && !sides[0].yes) || (sides[1].kind == RULE_YESNO && !sides[1].yes);
	*out = no ? rule_yesno(false) : sides[0].kind == RULE_MISSING ? sides[0] : sides[1];
	return true;
}

static bool eval_not(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	if (!rule_eval_node(e, node->children[0], out))
		return false;
	if (out->kind == RULE_YESNO)
		*out = rule_yesno(!out->yes);
	return true;
}

static bool eval_if(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value condition;
	if (!rule_eval_node(e, node->children[0], &condition))
		return false;
	if (condition.kind == RULE_YESNO)
		return rule_eval_node(e, node->children[condition.yes ? 1 : 2], out);
	*out = rule_missing(condition.field);
	return true;
}

static bool eval_list(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, node->count + 1);
	struct str open = STR(""); /* the first that is missing: what the list may leave open */
	for (size_t i = 0; i < node->count; i++) {
		if (!rule_eval_node(e, node->children[i], &items[i]))
			return false;
		if (!open.len && (items[i].kind == RULE_MISSING || items[i].kind == RULE_RANGE))
			open = items[i].field;
	}
	*out = rule_list(items, node->count);
	out->field = open;
	return true;
}

/* A datetime written without a zone is on the clock of the environment's zone. */
static void eval_value(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	*out = node->value;
	if (node->value.kind != RULE_DATETIME)
		return;
	(void)!rule_value_parse(NULL, RULE_DATETIME, node->text, out);
	bool zone = node->text.data[node->text.len - 1] == 'Z';
	for (size_t i = 11; i < node->text.len; i++)
		zone |= node->text.data[i] == '+' || node->text.data[i] == '-';
	if (zone)
		return;
	int64_t guess = rule_local_ms(e, out->ms, -1), shift = rule_local_ms(e, guess, 1) - guess;
	out->ms -= shift;
}

bool rule_eval_node(struct evaluator *e, const struct rule_node *node, struct rule_value *out)
{
	if (!rule_step(e, 1))
		return false;
	switch (node->kind) {
	case NODE_VALUE:
		eval_value(e, node, out);
		return true;
	case NODE_NAME:
		eval_name(e, node, out);
		return true;
	case NODE_MEMBER:
		return eval_member(e, node, out);
	case NODE_FILTER:
		return eval_filter(e, node, out);
	case NODE_CALL:
		return rule_eval_call(e, node, out);
	case NODE_LIST:
		return eval_list(e, node, out);
	case NODE_NOT:
		return eval_not(e, node, out);
	case NODE_BINARY:
		return eval_binary(e, node, out);
	case NODE_BETWEEN:
		return eval_between(e, node, out);
	case NODE_IF:
		return eval_if(e, node, out);
	}
	return false;
}

/* A number known only within bounds is of use inside an expression; outside, and as text, it is not known. */
struct rule_value rule_settled(struct evaluator *e, const struct rule_value *value)
{
	if (value->kind == RULE_RANGE)
		return rule_missing(value->field);
	size_t ranges = 0, count = value->kind == RULE_LIST ? value->list.count : 0;
	for (size_t i = 0; i < count; i++)
		ranges += value->list.items[i].kind == RULE_RANGE;
	if (!ranges)
		return *value;
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, count), out = *value;
	for (size_t i = 0; i < count; i++)
		items[i] = rule_settled(e, &value->list.items[i]);
	out.list.items = items;
	return out;
}

bool rule_eval(const struct rule_expression *expression, const struct rule_environment *environment,
               struct arena *arena, struct rule_value *out, struct error *err)
{
	struct evaluator e = { .expression = expression, .environment = environment, .arena = arena, .err = err };
	struct rule_value item = environment->item_value ? *environment->item_value : rule_record_value(environment->item), result;
	struct frame frame = { &item, NULL };
	e.frame = &frame;
	if (!rule_eval_node(&e, expression->root, &result))
		return false;
	*out = rule_settled(&e, &result);
	return true;
}
