/* The canonical text of an expression, and the walk over what it uses. */
#include "arena.h"
#include "buf.h"
#include "node.h"

static void print(struct buf *out, const struct rule_node *node);

static int strength(const struct rule_node *node)
{
	switch (node->kind) {
	case NODE_BINARY:
		return rule_operator_strength(node->operator);
	case NODE_BETWEEN:
		return 4;
	case NODE_NOT:
		return 3;
	case NODE_IF:
		return 0;
	default:
		return 9;
	}
}

static void print_within(struct buf *out, const struct rule_node *node, int least)
{
	bool brackets = !node->grouped && strength(node) < least;
	buf_text(out, brackets ? "(" : "");
	print(out, node);
	buf_text(out, brackets ? ")" : "");
}

static void print_several(struct buf *out, const struct rule_node *node, const char *open, const char *close)
{
	buf_text(out, open);
	for (size_t i = 0; i < node->count; i++) {
		buf_text(out, i ? ", " : "");
		print(out, node->children[i]);
	}
	buf_text(out, close);
}

static void print_value(struct buf *out, const struct rule_node *node)
{
	if (node->value.kind == RULE_CODE || node->value.kind == RULE_TEXT)
		buf_format(out, "'" STR_FMT "'", STR_ARG(node->text));
	else if (node->value.kind == RULE_DATETIME)
		buf_add(out, node->text);
	else if (node->value.kind == RULE_DURATION || node->value.kind == RULE_MONEY) {
		/* as the author wrote it, with single spaces: 12 months is not made into 1 year */
		bool space = false;
		for (size_t i = 0; i < node->text.len; i++) {
			char c = node->text.data[i];
			bool blank = ascii_space(c);
			if (!blank && space && out->data[out->len - 1] != '-')
				buf_c(out, ' ');
			if (!blank)
				buf_c(out, c);
			space = blank;
		}
	} else {
		buf_add(out, rule_value_text(out->arena, &node->value));
	}
}

static void print_binary(struct buf *out, const struct rule_node *node)
{
	int own = rule_operator_strength(node->operator);
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_format(out, " %s ", rule_operator_text(node->operator));
		/* to the left the same strength may stand, to the right only more; comparisons never chain */
		print_within(out, node->children[i], own <= 2 || i || own == 4 ? own + 1 : own);
	}
}

static void print_node(struct buf *out, const struct rule_node *node)
{
	switch (node->kind) {
	case NODE_VALUE:
		print_value(out, node);
		break;
	case NODE_NAME:
		buf_add(out, node->text);
		break;
	case NODE_MEMBER:
		print_within(out, node->children[0], 9);
		buf_format(out, "." STR_FMT, STR_ARG(node->text));
		break;
	case NODE_FILTER:
		print_within(out, node->children[0], 9);
		buf_c(out, '[');
		print(out, node->children[1]);
		buf_c(out, ']');
		break;
	case NODE_CALL:
		buf_add(out, node->text);
		print_several(out, node, "(", ")");
		break;
	case NODE_LIST:
		print_several(out, node, "[", "]");
		break;
	case NODE_NOT:
		buf_text(out, "not ");
		print_within(out, node->children[0], 4);
		break;
	case NODE_BINARY:
		print_binary(out, node);
		break;
	case NODE_BETWEEN:
		print_within(out, node->children[0], 5);
		buf_text(out, " in ");
		print_within(out, node->children[1], 5);
		buf_text(out, "..");
		print_within(out, node->children[2], 5);
		break;
	case NODE_IF:
		buf_text(out, "if ");
		print(out, node->children[0]);
		buf_text(out, " then ");
		print(out, node->children[1]);
		buf_text(out, " else ");
		print(out, node->children[2]);
		break;
	}
}

static void print(struct buf *out, const struct rule_node *node)
{
	buf_text(out, node->grouped ? "(" : "");
	print_node(out, node);
	buf_text(out, node->grouped ? ")" : "");
}

struct str rule_print(struct arena *arena, const struct rule_expression *expression)
{
	struct buf out = BUF_IN(arena);
	print(&out, expression->root);
	return buf_str(&out);
}

/* ---- The walk */

struct walk {
	const struct rule_expression *expression;
	void (*visit)(void *context, const struct rule_used *used);
	void *context;
};

static bool bare_path(const struct rule_node *node)
{
	while (node->kind == NODE_MEMBER)
		node = node->children[0];
	return node->kind == NODE_NAME;
}

static void tell(const struct walk *walk, const struct rule_node *node, struct rule_used used)
{
	used.place = rule_place_in(walk->expression, node->at);
	used.type = &node->type;
	walk->visit(walk->context, &used);
}

static void walk_node(const struct walk *walk, const struct rule_node *node)
{
	if (node->kind == NODE_NAME || (node->kind == NODE_MEMBER && bare_path(node))) {
		const struct rule_node *head = node;
		while (head->kind == NODE_MEMBER)
			head = head->children[0];
		bool of_item = head->resolved == AT_ITEM || head->resolved == AT_WHOLE_ITEM;
		tell(walk, node, (struct rule_used){ RULE_USES_NAME, .text = rule_node_text(walk->expression, node), .of_item = of_item });
		return;
	}
	if (node->kind == NODE_CALL) {
		struct str argument = STR("");
		if (node->count && (bare_path(node->children[0]) || node->children[0]->kind == NODE_VALUE))
			argument = node->children[0]->kind == NODE_VALUE ? node->children[0]->text
			                                                : rule_node_text(walk->expression, node->children[0]);
		tell(walk, node, (struct rule_used){ RULE_USES_FUNCTION, .text = node->text, .argument = argument });
	}
	if (node->kind == NODE_VALUE && node->value.kind == RULE_CODE)
		tell(walk, node, (struct rule_used){ RULE_USES_CODE, .text = node->text });
	for (size_t i = 0; i < node->count; i++)
		walk_node(walk, node->children[i]);
}

void rule_walk(const struct rule_expression *expression, void (*visit)(void *context, const struct rule_used *used),
               void *context)
{
	struct walk walk = { expression, visit, context };
	walk_node(&walk, expression->root);
}
