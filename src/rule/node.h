/* The tree of an expression, shared by parser, checker, evaluator and printer of this room. */
#ifndef LIMEN_RULE_NODE_H
#define LIMEN_RULE_NODE_H

#include "rule.h"

enum { RULE_HEIGHT_MOST = 100 }; /* of the tree: chains of operators and paths count too, so recursion is bounded */

enum node_kind {
	NODE_VALUE,   /* a number, code, date, duration, money, yes or no */
	NODE_NAME,    /* text */
	NODE_MEMBER,  /* of child 0: text */
	NODE_FILTER,  /* child 0 [child 1] */
	NODE_CALL,    /* text(children) */
	NODE_LIST,    /* [children] */
	NODE_NOT,
	NODE_BINARY,  /* and, or: any number of children; others two */
	NODE_BETWEEN, /* child 0 in child 1 .. child 2 */
	NODE_IF,
};

/* name, text, binding strength */
#define RULE_OPERATORS(O) \
	O(NONE, "", 0) O(OR, "or", 1) O(AND, "and", 2) \
	O(EQUAL, "=", 4) O(UNEQUAL, "!=", 4) O(LESS, "<", 4) O(LESS_EQUAL, "<=", 4) O(MORE, ">", 4) O(MORE_EQUAL, ">=", 4) \
	O(IN, "in", 4) O(HAS, "has", 4) O(ADD, "+", 5) O(SUBTRACT, "-", 5) O(MULTIPLY, "*", 6) O(DIVIDE, "/", 6)

enum operator {
#define O(name, text, strength) OPERATOR_##name,
	RULE_OPERATORS(O)
#undef O
};

/* What a name stands for, found by the checker. */
enum resolved { AT_NOTHING, AT_CASE, AT_ITEM, AT_WHOLE_CASE, AT_WHOLE_ITEM, AT_TODAY, AT_NOW };

struct built_in;

struct rule_node {
	enum node_kind kind;
	enum operator operator;
	bool grouped;               /* the author put brackets around it */
	uint8_t height;
	uint32_t at, end;           /* bytes in the text */
	struct str text;            /* NAME, MEMBER, CALL: the name; VALUE: as written */
	struct rule_value value;    /* VALUE */
	struct rule_node **children;
	size_t count;
	/* filled by the checker */
	struct rule_type type;
	enum resolved resolved;
	size_t scopes_up, index;    /* AT_ITEM: how many lists outward; position of the member; SIZE_MAX = a plain item */
	const struct rule_record *record; /* of which `index` is the position */
	const struct built_in *built_in;
	const struct rule_function *function;
	const struct rule_table *table;
	const void *pattern;        /* matches(): the compiled pattern */
};

struct rule_expression {
	struct str text;
	struct rule_place place;
	struct rule_node *root;
};

struct rule_place rule_place_in(const struct rule_expression *expression, uint32_t at);
const char *rule_operator_text(enum operator operator);
int rule_operator_strength(enum operator operator);
/* The slice of the text that a node was read from, without trailing spaces. */
struct str rule_node_text(const struct rule_expression *expression, const struct rule_node *node);
void rule_report_code(struct rule_diagnostics *diagnostics, struct rule_place place, enum rule_code code,
                      struct str subject, struct str meant);

/* Patterns of matches(): always about the whole text; `.` any character, classes [a-z0-9] and [^...], \d \w \s, groups,
 * | * + ? {n} {n,} {m,n} up to 64, ^ and $ allowed at the ends. Simulated state by state: never exponential. */
struct rule_pattern;
struct rule_pattern *rule_pattern_compile(struct arena *arena, struct str pattern);  /* NULL: cannot be read */
bool rule_pattern_matches(const struct rule_pattern *pattern, struct str text, struct arena *arena);
size_t rule_pattern_size(const struct rule_pattern *pattern);

#endif
