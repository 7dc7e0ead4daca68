/* Text to tree, by recursive descent: one function a line of the grammar in rule.h. */
#include <string.h>

#include "arena.h"
#include "lexer.h"

struct parser {
	struct arena *arena;
	struct rule_expression *expression;
	struct rule_diagnostics *diagnostics;
	struct token token;     /* the next one, not yet taken */
	uint32_t taken;         /* end of the last one taken */
	enum token_kind last;   /* its kind */
	int depth;
	bool failed;
};

static struct rule_node *parse_any(struct parser *parser);

const char *rule_operator_text(enum operator operator)
{
	static const char *const texts[] = {
#define O(name, text, strength) text,
		RULE_OPERATORS(O)
#undef O
	};
	return texts[operator];
}

int rule_operator_strength(enum operator operator)
{
	static const int strengths[] = {
#define O(name, text, strength) strength,
		RULE_OPERATORS(O)
#undef O
	};
	return strengths[operator];
}

bool rule_reserved(struct str word)
{
	static const char *const words[] = { "and", "or", "not", "in", "has", "if", "then", "else", "yes", "no", "item", "case",
		                             "today", "now" };
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (str_is(word, words[i]))
			return true;
	}
	return false;
}

struct rule_place rule_place_in(const struct rule_expression *expression, uint32_t at)
{
	struct rule_place place = expression->place;
	for (uint32_t i = 0; i < at && i < expression->text.len; i++) {
		bool line = expression->text.data[i] == '\n';
		place.line += line;
		place.column = line ? 1 : place.column + 1;
	}
	return place;
}

struct rule_place rule_place_of(const struct rule_expression *expression)
{
	return rule_place_in(expression, expression->root->at);
}

struct str rule_node_text(const struct rule_expression *expression, const struct rule_node *node)
{
	return str_slice(expression->text, node->at, node->end);
}

static struct rule_node *fail(struct parser *parser, enum rule_code code, uint32_t at, struct str subject)
{
	if (!parser->failed)
		rule_report_code(parser->diagnostics, rule_place_in(parser->expression, at), code, subject, STR(""));
	parser->failed = true;
	return NULL;
}

static void advance(struct parser *parser)
{
	parser->taken = parser->token.end;
	parser->last = parser->token.kind;
	parser->token = rule_token(parser->expression->text, parser->taken);
}

static bool is_word(const struct parser *parser, const char *word)
{
	return parser->token.kind == TOKEN_NAME && str_is(parser->token.text, word);
}

static bool take_word(struct parser *parser, const char *word)
{
	bool is = is_word(parser, word);
	if (is)
		advance(parser);
	return is;
}

static bool take(struct parser *parser, enum token_kind kind)
{
	bool is = parser->token.kind == kind;
	if (is)
		advance(parser);
	return is;
}

static struct rule_node *node_new(struct parser *parser, enum node_kind kind, uint32_t at)
{
	struct rule_node *node = ARENA_NEW(parser->arena, struct rule_node);
	node->kind = kind;
	node->at = at;
	node->end = parser->taken;
	node->height = 1;
	return node;
}

static struct rule_node *node_with(struct parser *parser, enum node_kind kind, uint32_t at,
                                   struct rule_node *const *children, size_t count)
{
	struct rule_node *node = node_new(parser, kind, at);
	node->children = ARENA_ARRAY(parser->arena, struct rule_node *, count + 1);
	node->count = count;
	for (size_t i = 0; i < count; i++) {
		node->children[i] = children[i];
		if (children[i]->height >= node->height)
			node->height = children[i]->height + 1;
	}
	return node->height > RULE_HEIGHT_MOST ? fail(parser, RULE_P_TOO_DEEP, at, STR("")) : node;
}

struct children {
	struct rule_node **items;
	size_t count, size;
};

static void child_add(struct parser *parser, struct children *all, struct rule_node *child)
{
	if (all->count == all->size) {
		size_t size = all->size ? all->size * 2 : 4;
		struct rule_node **items = ARENA_ARRAY(parser->arena, struct rule_node *, size);
		if (all->count)
			memcpy(items, all->items, all->count * sizeof(*items));
		all->items = items;
		all->size = size;
	}
	all->items[all->count++] = child;
}

/* expressions with commas between, up to the closing token; false when it failed */
static bool parse_several(struct parser *parser, enum token_kind close, uint32_t opened, struct children *all)
{
	if (take(parser, close))
		return true;
	do {
		struct rule_node *child = parse_any(parser);
		if (!child)
			return false;
		child_add(parser, all, child);
	} while (take(parser, TOKEN_COMMA));
	if (take(parser, close))
		return true;
	fail(parser, RULE_P_BRACKET, opened, STR(""));
	return false;
}

/* ---- Values as written */

static bool word_unit(struct str word, struct rule_duration *one)
{
	static const struct { const char *one, *many; struct rule_duration is; } units[] = {
		{ "minute", "minutes", { .minutes = 1 } }, { "hour", "hours", { .minutes = 60 } }, { "day", "days", { .days = 1 } },
		{ "week", "weeks", { .days = 7 } }, { "month", "months", { .months = 1 } }, { "year", "years", { .months = 12 } },
	};
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (str_is(word, units[i].one) || str_is(word, units[i].many)) {
			*one = units[i].is;
			return true;
		}
	}
	return false;
}

static bool take_unit(struct parser *parser, struct rule_duration *one)
{
	*one = (struct rule_duration){ 0 };
	if (parser->token.kind != TOKEN_NAME)
		return false;
	if (is_word(parser, "working")) {
		struct token next = rule_token(parser->expression->text, parser->token.end);
		if (next.kind != TOKEN_NAME || (!str_is(next.text, "day") && !str_is(next.text, "days")))
			return false;
		advance(parser);
		one->working_days = 1;
	} else if (!word_unit(parser->token.text, one)) {
		return false;
	}
	advance(parser);
	return true;
}

static bool duration_times(struct rule_duration one, int64_t number, struct rule_duration *out)
{
	int64_t whole = number / RULE_UNIT;
	if (number % RULE_UNIT || whole > 1000000 || whole < -1000000)
		return false;
	*out = (struct rule_duration){ (int32_t)(one.months * whole), (int32_t)(one.days * whole),
		                       (int32_t)(one.working_days * whole), one.minutes * whole };
	return true;
}

static struct rule_node *parse_number(struct parser *parser, uint32_t at)
{
	bool negative = parser->token.at != at;
	struct str digits = parser->token.text;
	int64_t number;
	if (!rule_number_parse(digits, &number))
		return fail(parser, RULE_P_NUMBER, at, digits);
	number = negative ? -number : number;
	advance(parser);
	struct rule_value value = { .kind = RULE_NUMBER, .number = number };
	struct rule_duration one;
	if (parser->token.kind == TOKEN_CURRENCY) {
		value = (struct rule_value){ .kind = RULE_MONEY, .money = { .amount = number } };
		memcpy(value.money.currency, parser->token.text.data, 3);
		advance(parser);
	} else if (take_unit(parser, &one)) {
		value = (struct rule_value){ .kind = RULE_DURATION };
		if (!duration_times(one, number, &value.duration))
			return fail(parser, RULE_P_NUMBER, at, digits);
	}
	struct rule_node *node = node_new(parser, NODE_VALUE, at);
	node->value = value;
	node->text = rule_node_text(parser->expression, node);
	return node;
}

static bool datetime_valid(struct str text)
{
	struct rule_value value;
	return rule_value_parse(NULL, RULE_DATETIME, text, &value);
}

static struct rule_node *parse_word_value(struct parser *parser)
{
	struct token token = parser->token;
	struct rule_value value = { .kind = RULE_YESNO, .yes = str_is(token.text, "yes") };
	if (token.kind == TOKEN_CODE) {
		value = (struct rule_value){ .kind = RULE_CODE, .text = token.text };
	} else if (token.kind == TOKEN_DATE) {
		value.kind = RULE_DATE;
		if (!date_parse(token.text, &value.date))
			return fail(parser, RULE_P_DATE, token.at, token.text);
	} else if (token.kind == TOKEN_DATETIME) {
		value = (struct rule_value){ .kind = RULE_DATETIME };
		if (!datetime_valid(token.text))
			return fail(parser, RULE_P_DATE, token.at, token.text);
	}
	advance(parser);
	struct rule_node *node = node_new(parser, NODE_VALUE, token.at);
	node->value = value;
	node->text = token.text;
	return node;
}

/* ---- Atoms and paths */

static struct rule_node *parse_group(struct parser *parser)
{
	uint32_t at = parser->token.at;
	advance(parser);
	struct rule_node *node = parse_any(parser);
	if (!node)
		return NULL;
	if (!take(parser, TOKEN_CLOSE))
		return fail(parser, RULE_P_BRACKET, at, STR(""));
	node->grouped = true;
	node->at = at;
	node->end = parser->taken;
	return node;
}

static struct rule_node *parse_list(struct parser *parser)
{
	uint32_t at = parser->token.at;
	struct children all = { 0 };
	advance(parser);
	if (!parse_several(parser, TOKEN_CLOSE_LIST, at, &all))
		return NULL;
	if (!all.count)
		return fail(parser, RULE_P_EMPTY_LIST, at, STR(""));
	return node_with(parser, NODE_LIST, at, all.items, all.count);
}

static struct rule_node *parse_if(struct parser *parser)
{
	uint32_t at = parser->token.at;
	static const char *const words[] = { "if", "then", "else" };
	struct rule_node *parts[3];
	for (size_t i = 0; i < 3; i++) {
		if (!take_word(parser, words[i]))
			return fail(parser, RULE_P_CONDITION, at, STR(""));
		parts[i] = parse_any(parser);
		if (!parts[i])
			return NULL;
	}
	return node_with(parser, NODE_IF, at, parts, 3);
}

static struct rule_node *parse_name(struct parser *parser)
{
	struct token token = parser->token;
	bool value_word = str_is(token.text, "item") || str_is(token.text, "case") || str_is(token.text, "today") ||
	                  str_is(token.text, "now");
	if (rule_reserved(token.text) && !value_word)
		return fail(parser, RULE_P_EXPECTED, token.at, token.text);
	advance(parser);
	if (parser->token.kind != TOKEN_OPEN) {
		struct rule_node *node = node_new(parser, NODE_NAME, token.at);
		node->text = token.text;
		return node;
	}
	uint32_t opened = parser->token.at;
	struct children all = { 0 };
	advance(parser);
	if (!parse_several(parser, TOKEN_CLOSE, opened, &all))
		return NULL;
	struct rule_node *node = node_with(parser, NODE_CALL, token.at, all.items, all.count);
	if (node)
		node->text = token.text;
	return node;
}

static struct rule_node *parse_atom(struct parser *parser)
{
	struct token token = parser->token;
	switch (token.kind) {
	case TOKEN_NUMBER:
		return parse_number(parser, token.at);
	case TOKEN_SIGN:
		if (token.operator != OPERATOR_SUBTRACT)
			break;
		advance(parser);
		if (parser->token.kind != TOKEN_NUMBER)
			return fail(parser, RULE_P_EXPECTED, token.at, token.text);
		return parse_number(parser, token.at);
	case TOKEN_CODE:
	case TOKEN_DATE:
	case TOKEN_DATETIME:
		return parse_word_value(parser);
	case TOKEN_OPEN:
		return parse_group(parser);
	case TOKEN_OPEN_LIST:
		return parse_list(parser);
	case TOKEN_NAME:
		if (is_word(parser, "yes") || is_word(parser, "no"))
			return parse_word_value(parser);
		return is_word(parser, "if") ? parse_if(parser) : parse_name(parser);
	case TOKEN_BAD:
		return fail(parser, token.code, token.at, token.text);
	default:
		break;
	}
	return fail(parser, RULE_P_EXPECTED, token.at, token.text);
}

static struct rule_node *parse_member(struct parser *parser, struct rule_node *of)
{
	struct token name = parser->token;
	if (name.kind != TOKEN_NAME)
		return fail(parser, RULE_P_EXPECTED, name.at, name.text);
	advance(parser);
	struct rule_node *node = node_with(parser, NODE_MEMBER, of->at, &of, 1);
	if (node)
		node->text = name.text;
	return node;
}

static struct rule_node *parse_filter(struct parser *parser, struct rule_node *of, uint32_t opened)
{
	struct rule_node *parts[2] = { of, parse_any(parser) };
	if (!parts[1])
		return NULL;
	if (!take(parser, TOKEN_CLOSE_LIST))
		return fail(parser, RULE_P_BRACKET, opened, STR(""));
	return node_with(parser, NODE_FILTER, of->at, parts, 2);
}

static struct rule_node *parse_path(struct parser *parser)
{
	struct rule_node *node = parse_atom(parser);
	while (node) {
		uint32_t at = parser->token.at;
		if (take(parser, TOKEN_DOT))
			node = parse_member(parser, node);
		else if (take(parser, TOKEN_OPEN_LIST))
			node = parse_filter(parser, node, at);
		else
			break;
	}
	return node;
}

/* ---- Operators */

static struct rule_node *binary(struct parser *parser, enum operator operator, struct rule_node *left,
                                struct rule_node *right)
{
	struct rule_node *const both[2] = { left, right };
	struct rule_node *node = right ? node_with(parser, NODE_BINARY, left->at, both, 2) : NULL;
	if (node)
		node->operator = operator;
	return node;
}

static struct rule_node *parse_term(struct parser *parser)
{
	struct rule_node *node = parse_path(parser);
	while (node && parser->token.kind == TOKEN_SIGN &&
	       (parser->token.operator == OPERATOR_MULTIPLY || parser->token.operator == OPERATOR_DIVIDE)) {
		enum operator operator = parser->token.operator;
		advance(parser);
		node = binary(parser, operator, node, parse_path(parser));
	}
	return node;
}

static struct rule_node *parse_sum(struct parser *parser)
{
	struct rule_node *node = parse_term(parser);
	while (node && parser->token.kind == TOKEN_SIGN &&
	       (parser->token.operator == OPERATOR_ADD || parser->token.operator == OPERATOR_SUBTRACT)) {
		enum operator operator = parser->token.operator;
		advance(parser);
		node = binary(parser, operator, node, parse_term(parser));
	}
	return node;
}

static bool comparing(const struct parser *parser)
{
	enum token_kind kind = parser->token.kind;
	return (kind == TOKEN_SIGN || kind == TOKEN_NAME) && rule_operator_strength(parser->token.operator) == 4;
}

static struct rule_node *parse_comparison(struct parser *parser)
{
	struct rule_node *left = parse_sum(parser);
	if (!left || !comparing(parser))
		return left;
	enum operator operator = parser->token.operator;
	advance(parser);
	struct rule_node *parts[3] = { left, parse_sum(parser) }, *node;
	if (!parts[1])
		return NULL;
	if (operator == OPERATOR_IN && take(parser, TOKEN_DOTS)) {
		parts[2] = parse_sum(parser);
		node = parts[2] ? node_with(parser, NODE_BETWEEN, left->at, parts, 3) : NULL;
	} else {
		node = binary(parser, operator, left, parts[1]);
	}
	if (node && comparing(parser))
		return fail(parser, RULE_P_CHAIN, parser->token.at, parser->token.text);
	return node;
}

static struct rule_node *parse_not(struct parser *parser)
{
	uint32_t at = parser->token.at;
	if (!take_word(parser, "not"))
		return parse_comparison(parser);
	struct rule_node *of = parse_comparison(parser);
	return of ? node_with(parser, NODE_NOT, at, &of, 1) : NULL;
}

/* and, or: one node for the whole chain */
static struct rule_node *parse_chain(struct parser *parser, enum operator operator)
{
	uint32_t at = parser->token.at;
	struct children all = { 0 };
	do {
		struct rule_node *child = operator == OPERATOR_OR ? parse_chain(parser, OPERATOR_AND) : parse_not(parser);
		if (!child)
			return NULL;
		child_add(parser, &all, child);
	} while (take_word(parser, rule_operator_text(operator)));
	if (all.count == 1)
		return all.items[0];
	struct rule_node *node = node_with(parser, NODE_BINARY, at, all.items, all.count);
	if (node)
		node->operator = operator;
	return node;
}

static struct rule_node *parse_any(struct parser *parser)
{
	if (parser->depth >= RULE_NESTING_MOST)
		return fail(parser, RULE_P_TOO_DEEP, parser->token.at, STR(""));
	parser->depth++;
	struct rule_node *node = parse_chain(parser, OPERATOR_OR);
	parser->depth--;
	return node;
}

/* ---- Ways in */

static struct rule_expression *parse(struct arena *arena, struct str text, struct rule_place place, size_t *taken,
                                     struct rule_diagnostics *diagnostics)
{
	struct rule_expression *expression = ARENA_NEW(arena, struct rule_expression);
	*expression = (struct rule_expression){ .text = str_slice(text, 0, RULE_TEXT_MOST), .place = place };
	struct parser parser = { .arena = arena, .expression = expression, .diagnostics = diagnostics };
	parser.token = rule_token(expression->text, 0);
	expression->root = parse_any(&parser);
	if (expression->root && parser.taken < text.len && parser.taken == RULE_TEXT_MOST)
		fail(&parser, RULE_P_TOO_LONG, 0, STR(""));
	else if (expression->root && taken)
		*taken = parser.taken;
	else if (expression->root && parser.token.kind != TOKEN_END) {
		enum rule_code code = parser.token.kind == TOKEN_BAD ? parser.token.code : RULE_P_AFTER;
		if (parser.token.kind == TOKEN_NAME && parser.last == TOKEN_NUMBER)
			code = RULE_P_UNIT;
		fail(&parser, code, parser.token.at, parser.token.text);
	}
	return parser.failed ? NULL : expression;
}

struct rule_expression *rule_parse(struct arena *arena, struct str text, struct rule_place place,
                                   struct rule_diagnostics *diagnostics)
{
	if (text.len <= RULE_TEXT_MOST)
		return parse(arena, text, place, NULL, diagnostics);
	rule_report_code(diagnostics, place, RULE_P_TOO_LONG, STR(""), STR(""));
	return NULL;
}

struct rule_expression *rule_parse_front(struct arena *arena, struct str text, struct rule_place place, size_t *taken,
                                         struct rule_diagnostics *diagnostics)
{
	return parse(arena, text, place, taken, diagnostics);
}
