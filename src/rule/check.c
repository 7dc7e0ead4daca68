/* Types every node against the schema and finds what each name stands for. All mistakes are told, not only the first:
 * a node that is wrong gets the type MISSING, about which nobody complains again. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "call.h"

enum { NAMES_MOST = 2000 };

static const struct rule_type unknown = { .kind = RULE_MISSING };

static struct rule_type of_kind(enum rule_kind kind)
{
	return (struct rule_type){ .kind = kind };
}

static void complain_about(struct checker *c, const struct rule_node *node, enum rule_code code, struct str subject,
                           struct str meant)
{
	rule_report_code(c->diagnostics, rule_place_in(c->expression, node->at), code, subject, meant);
}

void rule_complain(struct checker *c, const struct rule_node *node, enum rule_code code, struct str meant)
{
	complain_about(c, node, code, rule_node_text(c->expression, node), meant);
}

struct rule_type rule_list_type(struct checker *c, struct rule_type item, struct str item_name)
{
	struct rule_type *kept = ARENA_NEW(c->arena, struct rule_type);
	*kept = item;
	return (struct rule_type){ .kind = RULE_LIST, .item = kept, .item_name = item_name };
}

/* ---- Codes */

static void check_code(struct checker *c, const struct rule_node *node, struct str list)
{
	const struct str *codes;
	size_t count;
	if (!c->schema->codes || !c->schema->codes(c->schema->context, list, &codes, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (str_equal(codes[i], node->value.text))
			return;
	}
	rule_complain(c, node, RULE_P_NO_CODE, rule_nearest(node->value.text, codes, count));
}

static bool fits_code(struct checker *c, struct rule_node *node, const struct rule_type *want)
{
	if (want->kind == RULE_TEXT && node->kind == NODE_VALUE && node->value.kind == RULE_CODE) {
		node->value.kind = RULE_TEXT;
		node->type = of_kind(RULE_TEXT);
		return true;
	}
	if (want->kind != RULE_CODE)
		return false;
	if (!node->type.list.len && want->list.len) {
		if (node->kind == NODE_VALUE)
			check_code(c, node, want->list);
		node->type.list = want->list;
	} else if (want->list.len && !str_equal(node->type.list, want->list)) {
		rule_complain(c, node, RULE_P_LISTS, want->list);
	}
	return true;
}

static bool fits_year(struct rule_node *node)
{
	if (node->kind != NODE_VALUE || node->text.len != 4 || !date_parse(node->text, &node->value.date))
		return false;
	node->value.kind = RULE_DATE;
	node->type = of_kind(RULE_DATE);
	return true;
}

/* Words written out, which are neither codes of a list nor texts yet. */
static bool loose_words(const struct rule_node *node)
{
	return node->type.kind == RULE_CODE && !node->type.list.len;
}

static bool passes_on_any(const struct rule_node *node)
{
	return node->kind == NODE_IF || (node->kind == NODE_CALL && node->built_in && !strcmp(node->built_in->name, "default"));
}

static bool passes_on(const struct rule_node *node, size_t child)
{
	return passes_on_any(node) && (node->kind != NODE_IF || child > 0);
}

bool rule_fits(struct checker *c, struct rule_node *node, const struct rule_type *want)
{
	if (want->kind == RULE_MISSING || node->type.kind == RULE_MISSING)
		return true;
	if (node->kind == NODE_LIST && want->kind == RULE_LIST && want->item) {
		for (size_t i = 0; i < node->count; i++) {
			if (!rule_fits(c, node->children[i], want->item))
				return false;
		}
		node->type.item = want->item;
		return true;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (passes_on(node, i) && !rule_fits(c, node->children[i], want))
			return false;
	}
	if (node->type.kind == RULE_CODE)
		return passes_on_any(node) && want->kind == RULE_TEXT ? (node->type = *want, true) : fits_code(c, node, want);
	if (node->type.kind == RULE_NUMBER && want->kind == RULE_DATE)
		return fits_year(node);
	if (node->type.kind != want->kind)
		return false;
	if (want->kind == RULE_RECORD)
		return !want->record || !node->type.record || str_equal(want->record->name, node->type.record->name);
	if (want->kind != RULE_LIST || !want->item || !node->type.item)
		return true;
	/* of a list that is no literal: the items' types must agree */
	struct rule_node item = { .kind = NODE_NAME, .at = node->at, .end = node->end, .type = *node->type.item };
	return rule_fits(c, &item, want->item);
}

static bool literal(const struct rule_node *node)
{
	return node->kind == NODE_VALUE || node->kind == NODE_LIST;
}

/* Which of two types the other can become: a code with a list before one without, a date before a number, text before a code. */
static bool gives_way(const struct rule_node *a, const struct rule_node *b)
{
	const struct rule_type *x = &a->type, *y = &b->type;
	if (x->kind == RULE_LIST && y->kind == RULE_LIST && x->item && y->item)
		return a->kind == NODE_LIST || (x->item->kind == RULE_CODE && !x->item->list.len);
	if (x->kind == RULE_CODE)
		return !x->list.len;
	return x->kind == RULE_NUMBER && y->kind == RULE_DATE && literal(a);
}

struct rule_type rule_common(struct checker *c, struct rule_node *a, struct rule_node *b, const struct rule_node *at)
{
	if (a->type.kind == RULE_MISSING || b->type.kind == RULE_MISSING)
		return a->type.kind == RULE_MISSING ? b->type : a->type;
	bool swap = gives_way(a, b);
	if (rule_fits(c, swap ? a : b, swap ? &b->type : &a->type))
		return swap ? b->type : a->type;
	bool instant = (a->type.kind == RULE_DATE && b->type.kind == RULE_DATETIME) ||
	               (a->type.kind == RULE_DATETIME && b->type.kind == RULE_DATE);
	struct str kinds = str_format(c->arena, STR_FMT " and " STR_FMT, STR_ARG(rule_type_text(c->arena, &a->type)),
	                              STR_ARG(rule_type_text(c->arena, &b->type)));
	complain_about(c, at, instant ? RULE_P_DAY_AND_TIME : RULE_P_TYPES, kinds, STR(""));
	return unknown;
}

void rule_want_yesno(struct checker *c, struct rule_node *node)
{
	if (node->type.kind != RULE_YESNO && node->type.kind != RULE_MISSING)
		rule_complain(c, node, RULE_P_NOT_YESNO, STR(""));
}

/* ---- Names */

static struct rule_type item_member(const struct rule_type *item, struct str item_name, struct str name, size_t *index)
{
	if (item->kind == RULE_RECORD) {
		*index = rule_member_index(item->record, name);
		return *index == SIZE_MAX ? unknown : item->record->members[*index].type;
	}
	*index = SIZE_MAX;
	return item_name.len && str_equal(item_name, name) ? *item : unknown;
}

static struct str guess_name(struct checker *c, struct str name)
{
	struct str names[NAMES_MOST];
	size_t count = 0;
	for (const struct scope *scope = c->scope; scope; scope = scope->up) {
		const struct rule_record *record = scope->item->kind == RULE_LIST ? scope->item->item->record : NULL;
		for (size_t i = 0; record && i < record->count && count < NAMES_MOST; i++)
			names[count++] = record->members[i].name;
	}
	for (size_t i = 0; c->schema->names && i < c->schema->names->count && count < NAMES_MOST; i++)
		names[count++] = c->schema->names->members[i].name;
	return rule_nearest(name, names, count);
}

static bool found_in_items(struct checker *c, struct rule_node *node)
{
	size_t up = 0;
	for (const struct scope *scope = c->scope; scope; scope = scope->up, up++) {
		const struct rule_type *item = scope->item->item;
		size_t index;
		struct rule_type type = item_member(item, scope->item->item_name, node->text, &index);
		if (type.kind == RULE_MISSING && index == SIZE_MAX)
			continue;
		node->resolved = AT_ITEM;
		node->scopes_up = up;
		node->index = index;
		node->record = item->kind == RULE_RECORD ? item->record : NULL;
		node->type = type;
		return true;
	}
	return false;
}

static struct rule_type check_own_word(struct checker *c, struct rule_node *node)
{
	if (str_is(node->text, "today") || str_is(node->text, "now")) {
		bool day = str_is(node->text, "today");
		node->resolved = day ? AT_TODAY : AT_NOW;
		return of_kind(day ? RULE_DATE : RULE_DATETIME);
	}
	if (str_is(node->text, "case") && c->schema->names) {
		node->resolved = AT_WHOLE_CASE;
		return (struct rule_type){ .kind = RULE_RECORD, .record = c->schema->names };
	}
	if (str_is(node->text, "item") && c->scope) {
		node->resolved = AT_WHOLE_ITEM;
		return *c->scope->item->item;
	}
	rule_complain(c, node, RULE_P_NO_NAME, STR(""));
	return unknown;
}

static struct rule_type check_name(struct checker *c, struct rule_node *node)
{
	if (rule_reserved(node->text))
		return check_own_word(c, node);
	size_t index = rule_member_index(c->schema->names, node->text);
	if (found_in_items(c, node)) {
		if (index != SIZE_MAX && node->record != c->schema->names) /* of other cases of the same kind every name is an item's */
			rule_complain(c, node, RULE_P_AMBIGUOUS, STR(""));
		return node->type;
	}
	if (index == SIZE_MAX) {
		rule_complain(c, node, RULE_P_NO_NAME, guess_name(c, node->text));
		return unknown;
	}
	node->resolved = AT_CASE;
	node->index = index;
	node->record = c->schema->names;
	return c->schema->names->members[index].type;
}

static struct rule_type no_member(struct checker *c, const struct rule_node *node, const struct rule_record *record)
{
	struct str names[NAMES_MOST];
	size_t count = 0;
	for (size_t i = 0; record && i < record->count && count < NAMES_MOST; i++)
		names[count++] = record->members[i].name;
	rule_complain(c, node, RULE_P_NO_MEMBER, rule_nearest(node->text, names, count));
	return unknown;
}

static struct rule_type check_member(struct checker *c, struct rule_node *node)
{
	struct rule_type of = rule_check_node(c, node->children[0]);
	bool list = of.kind == RULE_LIST;
	if (of.kind == RULE_MISSING)
		return unknown;
	struct rule_type whole = list && of.item ? *of.item : of;
	if (whole.kind == RULE_MISSING)
		return unknown;
	node->record = whole.kind == RULE_RECORD ? whole.record : NULL;
	node->index = rule_member_index(node->record, node->text);
	if (node->index == SIZE_MAX)
		return no_member(c, node, node->record);
	struct rule_type member = node->record->members[node->index].type;
	if (!list || member.kind == RULE_LIST)
		return member;
	return rule_list_type(c, member, node->text);
}

/* ---- Operators */

struct rule_type rule_check_within(struct checker *c, struct rule_node *node, const struct rule_type *list)
{
	struct scope scope = { list, c->scope };
	c->scope = &scope;
	struct rule_type type = rule_check_node(c, node);
	c->scope = scope.up;
	return type;
}

static struct rule_type check_filter(struct checker *c, struct rule_node *node)
{
	struct rule_type of = rule_check_node(c, node->children[0]);
	if (of.kind == RULE_MISSING)
		return unknown;
	if (of.kind != RULE_LIST || !of.item) {
		rule_complain(c, node->children[0], RULE_P_NOT_LIST, STR(""));
		return unknown;
	}
	struct rule_type by = rule_check_within(c, node->children[1], &node->children[0]->type);
	if (by.kind == RULE_NUMBER) {
		if (!c->schema->items_by_number)
			rule_complain(c, node->children[1], RULE_P_INDEX, STR(""));
		return *of.item;
	}
	rule_want_yesno(c, node->children[1]);
	return of;
}

static bool ordered(enum rule_kind kind)
{
	return kind == RULE_NUMBER || kind == RULE_MONEY || kind == RULE_DATE || kind == RULE_DATETIME || kind == RULE_DURATION;
}

static const char *literal_currency(const struct rule_node *node)
{
	if (node->type.kind != RULE_MONEY)
		return NULL;
	if (node->kind == NODE_VALUE)
		return node->value.money.currency;
	for (size_t i = 0; i < node->count && node->kind == NODE_BINARY; i++) {
		const char *found = literal_currency(node->children[i]);
		if (found)
			return found;
	}
	return NULL;
}

static void check_currencies(struct checker *c, const struct rule_node *node, const struct rule_node *a,
                             const struct rule_node *b)
{
	const char *x = literal_currency(a), *y = literal_currency(b);
	if (x && y && strcmp(x, y))
		rule_complain(c, node, RULE_P_CURRENCIES, STR(""));
}

static struct rule_type check_comparison(struct checker *c, struct rule_node *node)
{
	struct rule_node *a = node->children[0], *b = node->children[1];
	struct rule_type type = rule_common(c, a, b, node);
	bool equality = node->operator == OPERATOR_EQUAL || node->operator == OPERATOR_UNEQUAL;
	bool records = type.kind == RULE_RECORD || (type.kind == RULE_LIST && type.item && type.item->kind == RULE_RECORD);
	if (type.kind != RULE_MISSING && (equality ? records : !ordered(type.kind)))
		rule_complain(c, node, RULE_P_TYPES, STR(""));
	check_currencies(c, node, a, b);
	return of_kind(RULE_YESNO);
}

/* `one` in `list`, in either order of writing */
static struct rule_type check_membership(struct checker *c, struct rule_node *one, struct rule_node *list,
                                         const struct rule_node *node)
{
	if (list->type.kind == RULE_MISSING || one->type.kind == RULE_MISSING)
		return of_kind(RULE_YESNO);
	if (list->type.kind != RULE_LIST || !list->type.item) {
		rule_complain(c, list, RULE_P_NOT_LIST, STR(""));
		return of_kind(RULE_YESNO);
	}
	bool text = loose_words(one) && list->type.item->kind == RULE_TEXT;
	if (list->kind == NODE_LIST && one->type.kind != RULE_LIST && !text) {
		struct rule_type want = rule_list_type(c, one->type, STR(""));
		if (!rule_fits(c, list, &want))
			rule_complain(c, node, RULE_P_TYPES, STR(""));
	} else if (!rule_fits(c, one, list->type.item)) {
		rule_complain(c, node, RULE_P_TYPES, STR(""));
	}
	return of_kind(RULE_YESNO);
}

static bool pair(const struct rule_node *node, enum rule_kind a, enum rule_kind b)
{
	return node->children[0]->type.kind == a && node->children[1]->type.kind == b;
}

static bool moment(const struct rule_node *node)
{
	return node->type.kind == RULE_DATE || node->type.kind == RULE_DATETIME;
}

static struct rule_type check_sum(struct checker *c, struct rule_node *node)
{
	struct rule_node *a = node->children[0], *b = node->children[1];
	bool minus = node->operator == OPERATOR_SUBTRACT;
	if (a->type.kind == RULE_MISSING || b->type.kind == RULE_MISSING)
		return unknown;
	if (moment(a) && b->type.kind == RULE_DURATION)
		return a->type;
	if (moment(a) && b->type.kind == RULE_NUMBER && !(minus && a->type.kind == RULE_DATE && b->text.len == 4)) {
		rule_complain(c, node, RULE_P_DURATION, STR(""));
		return unknown;
	}
	struct rule_type type = rule_common(c, a, b, node), text = of_kind(RULE_TEXT);
	check_currencies(c, node, a, b);
	if (loose_words(a) && loose_words(b) && !minus && rule_fits(c, a, &text) && rule_fits(c, b, &text))
		return text;
	if (type.kind == RULE_DATE && minus)
		return of_kind(RULE_NUMBER);
	if (type.kind == RULE_DATETIME && minus)
		return of_kind(RULE_DURATION);
	if (type.kind == RULE_NUMBER || type.kind == RULE_MONEY || type.kind == RULE_DURATION || type.kind == RULE_LIST ||
	    (type.kind == RULE_TEXT && !minus))
		return type;
	if (type.kind != RULE_MISSING)
		rule_complain(c, node, RULE_P_TYPES, STR(""));
	return unknown;
}

static struct rule_type check_product(struct checker *c, struct rule_node *node)
{
	struct rule_node *a = node->children[0], *b = node->children[1];
	bool divide = node->operator == OPERATOR_DIVIDE;
	if (a->type.kind == RULE_MISSING || b->type.kind == RULE_MISSING)
		return unknown;
	check_currencies(c, node, a, b);
	if (divide && pair(node, RULE_MONEY, RULE_MONEY))
		return of_kind(RULE_NUMBER);
	bool scalable = a->type.kind == RULE_NUMBER || a->type.kind == RULE_MONEY || (!divide && a->type.kind == RULE_DURATION);
	if (b->type.kind == RULE_NUMBER && scalable)
		return a->type;
	if (!divide && a->type.kind == RULE_NUMBER && (b->type.kind == RULE_MONEY || b->type.kind == RULE_DURATION))
		return b->type;
	rule_complain(c, node, RULE_P_TYPES, STR(""));
	return unknown;
}

static struct rule_type check_binary(struct checker *c, struct rule_node *node)
{
	for (size_t i = 0; i < node->count; i++)
		rule_check_node(c, node->children[i]);
	switch (node->operator) {
	case OPERATOR_AND:
	case OPERATOR_OR:
		for (size_t i = 0; i < node->count; i++)
			rule_want_yesno(c, node->children[i]);
		return of_kind(RULE_YESNO);
	case OPERATOR_IN:
		return check_membership(c, node->children[0], node->children[1], node);
	case OPERATOR_HAS:
		return check_membership(c, node->children[1], node->children[0], node);
	case OPERATOR_ADD:
	case OPERATOR_SUBTRACT:
		return check_sum(c, node);
	case OPERATOR_MULTIPLY:
	case OPERATOR_DIVIDE:
		return check_product(c, node);
	default:
		return check_comparison(c, node);
	}
}

static struct rule_type check_between(struct checker *c, struct rule_node *node)
{
	for (size_t i = 0; i < 3; i++)
		rule_check_node(c, node->children[i]);
	for (size_t i = 1; i < 3; i++) {
		struct rule_type type = rule_common(c, node->children[0], node->children[i], node);
		check_currencies(c, node, node->children[0], node->children[i]);
		if (type.kind != RULE_MISSING && !ordered(type.kind))
			rule_complain(c, node, RULE_P_TYPES, STR(""));
	}
	return of_kind(RULE_YESNO);
}

static struct rule_type check_if(struct checker *c, struct rule_node *node)
{
	for (size_t i = 0; i < 3; i++)
		rule_check_node(c, node->children[i]);
	rule_want_yesno(c, node->children[0]);
	return rule_common(c, node->children[1], node->children[2], node);
}

static struct rule_type check_list(struct checker *c, struct rule_node *node)
{
	for (size_t i = 0; i < node->count; i++)
		rule_check_node(c, node->children[i]);
	struct rule_type item = node->children[0]->type;
	for (size_t i = 1; i < node->count && item.kind != RULE_MISSING; i++)
		item = rule_common(c, node->children[0], node->children[i], node);
	if (item.kind == RULE_LIST)
		rule_complain(c, node, RULE_P_TYPES, STR(""));
	return item.kind == RULE_LIST ? unknown : rule_list_type(c, item, STR(""));
}

static struct rule_type check_kind(struct checker *c, struct rule_node *node)
{
	switch (node->kind) {
	case NODE_VALUE:
		return of_kind(node->value.kind);
	case NODE_NAME:
		return check_name(c, node);
	case NODE_MEMBER:
		return check_member(c, node);
	case NODE_FILTER:
		return check_filter(c, node);
	case NODE_CALL:
		return rule_check_call(c, node);
	case NODE_LIST:
		return check_list(c, node);
	case NODE_NOT:
		rule_check_node(c, node->children[0]);
		rule_want_yesno(c, node->children[0]);
		return of_kind(RULE_YESNO);
	case NODE_BINARY:
		return check_binary(c, node);
	case NODE_BETWEEN:
		return check_between(c, node);
	case NODE_IF:
		return check_if(c, node);
	}
	return unknown;
}

struct rule_type rule_check_node(struct checker *c, struct rule_node *node)
{
	node->type = check_kind(c, node);
	return node->type;
}

bool rule_check(struct arena *arena, struct rule_expression *expression, const struct rule_schema *schema,
                const struct rule_type *want, struct rule_diagnostics *diagnostics)
{
	struct checker c = { arena, expression, schema, diagnostics, NULL };
	size_t before = diagnostics->errors;
	struct rule_type item = schema->item_type ? *schema->item_type : (struct rule_type){ .kind = RULE_RECORD, .record = schema->item };
	struct rule_type items = { .kind = RULE_LIST, .item = &item };
	struct scope scope = { &items, NULL };
	if (schema->item || schema->item_type)
		c.scope = &scope;
	struct rule_node *root = expression->root;
	rule_check_node(&c, root);
	if (want && !rule_fits(&c, root, want)) {
		struct str kinds = str_format(arena, STR_FMT " is " STR_FMT ", wanted is " STR_FMT,
		                              STR_ARG(rule_node_text(expression, root)), STR_ARG(rule_type_text(arena, &root->type)),
		                              STR_ARG(rule_type_text(arena, want)));
		complain_about(&c, root, want->kind == RULE_YESNO ? RULE_P_NOT_YESNO : RULE_P_WANTED, kinds, STR(""));
	}
	return diagnostics->errors == before;
}

const struct rule_type *rule_type_of(const struct rule_expression *expression)
{
	return &expression->root->type;
}
