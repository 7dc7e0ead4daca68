/* Types calls: of the language's own functions, and of the host's. */
#include <string.h>

#include "arena.h"
#include "call.h"
#include "call_check.h"
#include "table.h"

static const struct rule_type unknown = { .kind = RULE_MISSING };

static struct rule_type of_kind(enum rule_kind kind)
{
	return (struct rule_type){ .kind = kind };
}

static void complain_argument(struct checker *c, const struct rule_node *call, size_t i)
{
	rule_complain(c, call->children[i], RULE_P_ARGUMENT, STR(""));
}

static void want_kind(struct checker *c, struct rule_node *call, size_t i, enum rule_kind kind)
{
	if (i >= call->count)
		return;
	struct rule_type want = of_kind(kind);
	rule_check_node(c, call->children[i]);
	if (!rule_fits(c, call->children[i], &want))
		complain_argument(c, call, i);
}

static void want_moment(struct checker *c, struct rule_node *call, size_t i)
{
	struct rule_type date = of_kind(RULE_DATE), type = rule_check_node(c, call->children[i]);
	if (type.kind != RULE_DATETIME && !rule_fits(c, call->children[i], &date))
		complain_argument(c, call, i);
}

static bool want_list(struct checker *c, struct rule_node *call)
{
	struct rule_type type = rule_check_node(c, call->children[0]);
	if (type.kind == RULE_LIST && type.item)
		return true;
	if (type.kind != RULE_MISSING)
		rule_complain(c, call->children[0], RULE_P_NOT_LIST, STR(""));
	return false;
}

static const struct rule_node *want_literal(struct checker *c, const struct rule_node *call, size_t i)
{
	const struct rule_node *node = call->children[i];
	if (node->kind == NODE_VALUE && (node->value.kind == RULE_CODE || node->value.kind == RULE_TEXT))
		return node;
	rule_complain(c, node, RULE_P_LITERAL, STR(""));
	return NULL;
}

struct rule_type rule_check_age(struct checker *c, struct rule_node *call)
{
	want_kind(c, call, 0, RULE_DATE);
	want_kind(c, call, 1, RULE_DATE);
	return of_kind(RULE_NUMBER);
}

struct rule_type rule_check_age_group(struct checker *c, struct rule_node *call)
{
	want_kind(c, call, 0, RULE_DATE);
	return (struct rule_type){ .kind = RULE_CODE, .list = STR("age_groups") };
}

struct rule_type rule_check_exists(struct checker *c, struct rule_node *call)
{
	rule_check_node(c, call->children[0]);
	return of_kind(RULE_YESNO);
}

struct rule_type rule_check_text(struct checker *c, struct rule_node *call)
{
	struct rule_type type = rule_check_node(c, call->children[0]);
	if (type.kind == RULE_RECORD || (type.kind == RULE_LIST && type.item && type.item->kind == RULE_RECORD))
		complain_argument(c, call, 0);
	return of_kind(RULE_TEXT);
}

struct rule_type rule_check_truth(struct checker *c, struct rule_node *call)
{
	want_kind(c, call, 0, RULE_YESNO);
	return of_kind(RULE_YESNO);
}

struct rule_type rule_check_default(struct checker *c, struct rule_node *call)
{
	rule_check_node(c, call->children[0]);
	rule_check_node(c, call->children[1]);
	return rule_common(c, call->children[0], call->children[1], call);
}

struct rule_type rule_check_matches(struct checker *c, struct rule_node *call)
{
	want_kind(c, call, 0, RULE_TEXT);
	const struct rule_node *pattern = want_literal(c, call, 1);
	if (pattern)
		call->pattern = rule_pattern_compile(c->arena, pattern->value.text);
	if (pattern && !call->pattern)
		rule_complain(c, pattern, RULE_P_PATTERN, STR(""));
	return of_kind(RULE_YESNO);
}

struct rule_type rule_check_length(struct checker *c, struct rule_node *call)
{
	want_kind(c, call, 0, RULE_TEXT);
	return of_kind(RULE_NUMBER);
}

struct rule_type rule_check_count(struct checker *c, struct rule_node *call)
{
	want_list(c, call);
	return of_kind(RULE_NUMBER);
}

struct rule_type rule_check_first(struct checker *c, struct rule_node *call)
{
	return want_list(c, call) ? *call->children[0]->type.item : unknown;
}

struct rule_type rule_check_any(struct checker *c, struct rule_node *call)
{
	if (want_list(c, call)) {
		rule_check_within(c, call->children[1], &call->children[0]->type);
		rule_want_yesno(c, call->children[1]);
	}
	return of_kind(RULE_YESNO);
}

static struct rule_type fold_type(struct checker *c, struct rule_node *call)
{
	if (!want_list(c, call))
		return unknown;
	if (call->count == 2)
		return rule_check_within(c, call->children[1], &call->children[0]->type);
	return *call->children[0]->type.item;
}

struct rule_type rule_check_sum(struct checker *c, struct rule_node *call)
{
	struct rule_type type = fold_type(c, call);
	if (type.kind == RULE_NUMBER || type.kind == RULE_MONEY || type.kind == RULE_DURATION || type.kind == RULE_MISSING)
		return type;
	complain_argument(c, call, call->count - 1);
	return unknown;
}

struct rule_type rule_check_most(struct checker *c, struct rule_node *call)
{
	struct rule_type type = fold_type(c, call);
	if (type.kind == RULE_NUMBER || type.kind == RULE_MONEY || type.kind == RULE_DURATION || type.kind == RULE_DATE ||
	    type.kind == RULE_DATETIME || type.kind == RULE_MISSING)
		return type;
	complain_argument(c, call, call->count - 1);
	return unknown;
}

struct rule_type rule_check_days(struct checker *c, struct rule_node *call)
{
	want_moment(c, call, 0);
	want_moment(c, call, 1);
	return of_kind(RULE_NUMBER);
}

struct rule_type rule_check_day(struct checker *c, struct rule_node *call)
{
	want_moment(c, call, 0);
	return of_kind(RULE_DATE);
}

struct rule_type rule_check_period(struct checker *c, struct rule_node *call)
{
	static const struct str periods[] = { { "week", 4 }, { "month", 5 }, { "quarter", 7 }, { "year", 4 } };
	const struct rule_node *period = want_literal(c, call, 0);
	bool known = !period;
	for (size_t i = 0; period && i < COUNT_OF(periods); i++)
		known |= str_equal(period->value.text, periods[i]);
	if (!known)
		rule_complain(c, period, RULE_P_NAMED, rule_nearest(period->value.text, periods, COUNT_OF(periods)));
	want_kind(c, call, 1, RULE_DATE);
	return of_kind(RULE_DATE);
}

struct rule_type rule_check_round(struct checker *c, struct rule_node *call)
{
	struct rule_type type = rule_check_node(c, call->children[0]);
	if (type.kind != RULE_MONEY && type.kind != RULE_NUMBER && type.kind != RULE_MISSING)
		complain_argument(c, call, 0);
	want_kind(c, call, 1, RULE_NUMBER);
	return type;
}

/* ---- lookup('table', asked ...) */

static bool check_lookup(struct checker *c, struct rule_node *call)
{
	const struct rule_node *name = want_literal(c, call, 0);
	for (size_t i = 1; i < call->count; i++)
		rule_check_node(c, call->children[i]);
	if (!name)
		return false;
	struct str meant = STR("");
	call->table = c->schema->table ? c->schema->table(c->schema->context, name->value.text, &meant) : NULL;
	if (!call->table) {
		rule_complain(c, name, RULE_P_NAMED, meant);
		return false;
	}
	if (call->count - 1 > table_asked_count(call->table)) {
		rule_complain(c, call, RULE_P_ARGUMENTS, STR(""));
		return false;
	}
	for (size_t i = 1; i < call->count; i++) {
		if (!rule_fits(c, call->children[i], &table_asked(call->table)[i - 1].type))
			complain_argument(c, call, i);
	}
	return true;
}

struct rule_type rule_check_lookup(struct checker *c, struct rule_node *call)
{
	if (!check_lookup(c, call))
		return unknown;
	return (struct rule_type){ .kind = RULE_RECORD, .record = table_record(call->table) };
}

struct rule_type rule_check_lookup_all(struct checker *c, struct rule_node *call)
{
	if (!check_lookup(c, call))
		return unknown;
	return rule_list_type(c, (struct rule_type){ .kind = RULE_RECORD, .record = table_record(call->table) }, STR(""));
}

/* ---- The host's functions */

/* members.name; in tests members[1].name, too. */
static bool bare_path(const struct checker *c, const struct rule_node *node)
{
	while (node->kind == NODE_MEMBER || (node->kind == NODE_FILTER && c->schema->items_by_number && node->children[1]->kind == NODE_VALUE))
		node = node->children[0];
	return node->kind == NODE_NAME;
}

static struct str argument_text(struct checker *c, const struct rule_node *node, enum rule_parameter_form form)
{
	return form == RULE_BY_LITERAL ? node->value.text : rule_node_text(c->expression, node);
}

static bool check_argument(struct checker *c, struct rule_node *call, size_t i)
{
	const struct rule_parameter *parameter = &call->function->parameters[i];
	struct rule_node *node = call->children[i];
	if (parameter->form == RULE_BY_LITERAL)
		return want_literal(c, call, i) != NULL;
	if (parameter->form == RULE_BY_NAME) {
		if (!bare_path(c, node))
			rule_complain(c, node, RULE_P_BARE_NAME, STR(""));
		return bare_path(c, node);
	}
	rule_check_node(c, node);
	if (rule_fits(c, node, &parameter->type))
		return true;
	complain_argument(c, call, i);
	return false;
}

static struct rule_type check_host(struct checker *c, struct rule_node *call)
{
	const struct rule_function *function = call->function;
	struct rule_type result = function->result;
	bool right = true;
	for (size_t i = 0; i < call->count; i++)
		right &= check_argument(c, call, i);
	if (!right || !function->resolve || !call->count || function->parameters[0].form == RULE_BY_VALUE)
		return result;
	struct str meant = STR("");
	struct str given = argument_text(c, call->children[0], function->parameters[0].form);
	if (function->resolve(c->schema->context, given, &result, &meant))
		return result;
	rule_complain(c, call->children[0], RULE_P_NAMED, meant);
	return unknown;
}

static void no_function(struct checker *c, struct rule_node *call)
{
	struct str names[200];
	size_t count = rule_built_in_names(names, 100);
	for (size_t i = 0; i < c->schema->function_count && count < COUNT_OF(names); i++)
		names[count++] = c->schema->functions[i].name;
	rule_report_code(c->diagnostics, rule_place_in(c->expression, call->at), RULE_P_NO_FUNCTION, call->text,
	                 rule_nearest(call->text, names, count));
}

struct rule_type rule_check_call(struct checker *c, struct rule_node *call)
{
	call->built_in = rule_built_in(call->text);
	for (size_t i = 0; i < c->schema->function_count && !call->built_in; i++) {
		if (str_equal(c->schema->functions[i].name, call->text))
			call->function = &c->schema->functions[i];
	}
	if (!call->built_in && !call->function) {
		no_function(c, call);
		return unknown;
	}
	size_t least = call->built_in ? call->built_in->least : call->function->least;
	size_t most = call->built_in ? call->built_in->most : call->function->most;
	if (call->count < least || call->count > most) {
		rule_complain(c, call, RULE_P_ARGUMENTS, STR(""));
		return unknown;
	}
	return call->built_in ? call->built_in->check(c, call) : check_host(c, call);
}
