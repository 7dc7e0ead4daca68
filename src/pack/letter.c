/* From the text of a letter to its parts. */
#include "pack_letter.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "diagnose.h"

struct parser {
	const struct letter_reading *reading;
	struct letter_node *nodes;
	size_t count, size;
	size_t open[LETTER_DEPTH], depth;
	int line;
	struct str text;          /* of the line */
	bool bad;
};

static void complain_at(struct parser *parser, size_t at, const char *code, const char *what, struct str name, const char *todo)
{
	parser->bad = true;
	diagnose(parser->reading->diagnostics, (struct where){ parser->reading->file, parser->line, (int)at + 1 }, code, what, name, todo, STR(""));
}

static struct letter_node *add(struct parser *parser, enum letter_node_kind kind)
{
	static struct letter_node nowhere;
	if (parser->count == LETTER_NODES_MOST) {
		if (!parser->bad)
			complain_at(parser, 0, "P345", "the letter has too many parts", STR(""), "make it shorter");
		return &nowhere;
	}
	if (parser->count == parser->size) {
		size_t size = parser->size ? parser->size * 2 : 64;
		struct letter_node *grown = ARENA_ARRAY(parser->reading->arena, struct letter_node, size);
		if (parser->count)
			memcpy(grown, parser->nodes, parser->count * sizeof *grown);
		parser->nodes = grown;
		parser->size = size;
	}
	struct letter_node *node = &parser->nodes[parser->count++];
	*node = (struct letter_node){ .kind = kind };
	return node;
}

/* Where the bracket that opens at `at` is closed; brackets in quotations do not count. False and P343 when nowhere. */
static bool closing(struct parser *parser, size_t at, size_t *end)
{
	char open = parser->text.data[at], close = open == '{' ? '}' : ']';
	int depth = 0;
	bool quoted = false;
	for (size_t i = at; i < parser->text.len; i++) {
		char c = parser->text.data[i];
		quoted ^= c == '\'';
		if (quoted)
			continue;
		depth += c == open;
		depth -= c == close;
		if (!depth) {
			*end = i;
			return true;
		}
	}
	complain_at(parser, at, "P343", "this bracket is not closed on its line", STR(""), "close it, or double it to print it");
	return false;
}

static struct rule_expression *expression(struct parser *parser, size_t from, size_t to)
{
	struct str text = str_copy(parser->reading->arena, str_slice(parser->text, from, to));
	struct rule_place place = { parser->reading->file, (uint32_t)parser->line, (uint32_t)from + 1 };
	struct rule_expression *out = rule_parse(parser->reading->arena, text, place, parser->reading->rules);
	parser->bad |= !out;
	return out;
}

static void open_block(struct parser *parser, size_t at, enum letter_node_kind kind, struct rule_expression *what)
{
	if (parser->depth == LETTER_DEPTH) {
		complain_at(parser, at, "P345", "too many [if] and [each] stand within one another", STR(""), "use at most 4");
		return;
	}
	parser->open[parser->depth++] = parser->count;
	add(parser, kind)->expression = what;
}

static void close_block(struct parser *parser, size_t at)
{
	if (!parser->depth) {
		complain_at(parser, at, "P344", "this [end] ends nothing", STR(""), "remove it, or write [if] or [each] before it");
		return;
	}
	size_t begun = parser->open[--parser->depth];
	if (!parser->bad && begun < parser->count)
		parser->nodes[begun].end = parser->count;
	add(parser, LETTER_END);
}

/* "if", "each" or "end" in brackets at `at`; `*after` is behind it. False: it is none of these. */
static bool command(struct parser *parser, size_t at, size_t *after)
{
	size_t end;
	struct str rest = str_slice(parser->text, at, parser->text.len);
	bool is_if = str_starts(rest, STR("[if ")), is_each = str_starts(rest, STR("[each "));
	if (str_starts(rest, STR("[end]"))) {
		close_block(parser, at);
		*after = at + 5;
		return true;
	}
	if (!is_if && !is_each)
		return false;
	*after = parser->text.len;
	if (closing(parser, at, &end)) {
		size_t from = at + (is_if ? 4 : 6);
		open_block(parser, at, is_if ? LETTER_IF : LETTER_EACH, expression(parser, from, end));
		*after = end + 1;
	}
	return true;
}

static void add_text(struct parser *parser, struct str text)
{
	if (text.len)
		add(parser, LETTER_TEXT)->text = str_copy(parser->reading->arena, text);
}

/* What stands in a bracket within a line; gives where to go on. */
static size_t bracket(struct parser *parser, size_t at)
{
	size_t end, after;
	char open = parser->text.data[at];
	if (at + 1 < parser->text.len && parser->text.data[at + 1] == open) {
		add_text(parser, str_slice(parser->text, at, at + 1));
		return at + 2;
	}
	if (open == '[') {
		if (command(parser, at, &after))
			return after;
		complain_at(parser, at, "P342", "this command is unknown here", STR(""),
		            "use [if ...], [each ...] and [end]; [box ...], [code ...] and [sign ...] begin a line; [[ prints a bracket");
		return parser->text.len;
	}
	if (!closing(parser, at, &end))
		return parser->text.len;
	add(parser, LETTER_VALUE)->expression = expression(parser, at + 1, end);
	return end + 1;
}

/* Text with values and commands to the end of the line; `label`: a | ends the label. */
static void words(struct parser *parser, size_t at, bool label)
{
	size_t from = at;
	while (at < parser->text.len && !parser->bad) {
		char c = parser->text.data[at];
		bool bar = label && c == '|' && at && parser->text.data[at - 1] == ' ';
		if (c != '{' && c != '[' && !bar) {
			at++;
			continue;
		}
		add_text(parser, bar ? str_trim(str_slice(parser->text, from, at)) : str_slice(parser->text, from, at));
		if (bar) {
			add(parser, LETTER_LABEL_END);
			label = false;
			for (at++; at < parser->text.len && parser->text.data[at] == ' ';)
				at++;
		} else {
			at = bracket(parser, at);
		}
		from = at;
	}
	if (!parser->bad)
		add_text(parser, str_slice(parser->text, from, parser->text.len));
}

static size_t after_spaces(const struct parser *parser, size_t at)
{
	while (at < parser->text.len && parser->text.data[at] == ' ')
		at++;
	return at;
}

/* [box EXPRESSION], [code EXPRESSION], [seal EXPRESSION] or [sign ROLE] at the beginning of what a line prints. */
static bool marked_line(struct parser *parser, size_t at)
{
	static const struct { struct str mark; enum letter_line line; } marks[] = {
		{ { "[box ", 5 }, LETTER_BOX }, { { "[sign ", 6 }, LETTER_SIGN }, { { "[code ", 6 }, LETTER_CODE }, { { "[seal ", 6 }, LETTER_SEAL },
	};
	struct str rest = str_slice(parser->text, at, parser->text.len);
	size_t end, i = 0;
	while (i < COUNT_OF(marks) && !str_starts(rest, marks[i].mark))
		i++;
	if (i == COUNT_OF(marks))
		return false;
	if (!closing(parser, at, &end))
		return true;
	bool sign = marks[i].line == LETTER_SIGN;
	size_t from = at + marks[i].mark.len;
	struct rule_expression *meant = sign ? NULL : expression(parser, from, end);
	struct letter_node *node = add(parser, LETTER_LINE);
	node->line = marks[i].line;
	node->expression = meant;
	if (sign)
		node->text = str_copy(parser->reading->arena, str_trim(str_slice(parser->text, from, end)));
	words(parser, after_spaces(parser, end + 1), marks[i].line == LETTER_BOX);
	return true;
}

static void print_line(struct parser *parser, size_t at)
{
	static const struct { char mark; enum letter_line line; } marks[] = { { '=', LETTER_HEADING }, { '-', LETTER_ITEM }, { '|', LETTER_CELL } };
	struct str rest = str_slice(parser->text, at, parser->text.len);
	enum letter_line kind = LETTER_PARAGRAPH;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (rest.len > 1 && rest.data[0] == marks[i].mark && rest.data[1] == ' ')
			kind = marks[i].line;
	if (marked_line(parser, at))
		return;
	add(parser, LETTER_LINE)->line = kind;
	words(parser, kind == LETTER_PARAGRAPH ? at : after_spaces(parser, at + 2), kind == LETTER_CELL);
}

static void read_line(struct parser *parser)
{
	size_t at = after_spaces(parser, 0);
	while (at < parser->text.len && !parser->bad && command(parser, at, &at))
		at = after_spaces(parser, at);
	if (at < parser->text.len && !parser->bad)
		print_line(parser, at);
}

static void read_subject(struct parser *parser, struct letter_template *out)
{
	if (!str_starts(parser->text, STR("subject "))) {
		complain_at(parser, 0, "P341", "a letter begins with its subject", STR(""), "write 'subject' and the title on the first line");
		return;
	}
	words(parser, after_spaces(parser, 8), false);
	out->subject = parser->count;
	if (parser->depth)
		complain_at(parser, 0, "P344", "an [if] or [each] is not ended", STR(""), "write [end]");
}

bool letter_parse(const struct letter_reading *reading, struct str text, struct letter_template *out)
{
	struct parser parser = { .reading = reading };
	struct str rest = text, line;
	*out = (struct letter_template){ 0 };
	if (text.len > PACK_FILE_BYTES || !utf8_valid(text)) {
		complain_at(&parser, 0, "P345", "this is no text of a letter", STR(""), "write it in UTF-8, at most 1 MiB");
		return false;
	}
	while (!parser.bad && str_cut(&rest, '\n', &line)) {
		parser.line++;
		parser.text = line;
		while (parser.text.len && ascii_space(parser.text.data[parser.text.len - 1]))
			parser.text.len--;
		if (parser.text.len > PACK_LINE_BYTES)
			complain_at(&parser, 0, "P345", "the line is too long", STR(""), "keep it under 2,000 bytes");
		else if (!parser.text.len || parser.text.data[0] == '#')
			continue;
		else if (!out->subject)
			read_subject(&parser, out);
		else
			read_line(&parser);
	}
	if (!parser.bad && !out->subject)
		complain_at(&parser, 0, "P341", "a letter begins with its subject", STR(""), "write 'subject' and the title on the first line");
	if (!parser.bad && parser.depth)
		complain_at(&parser, 0, "P344", "an [if] or [each] is not ended", STR(""), "write [end]");
	out->nodes = parser.nodes;
	out->count = parser.count;
	return !parser.bad;
}

struct str letter_format(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	struct str rest = text, line;
	bool blank = false;
	while (str_cut(&rest, '\n', &line)) {
		while (line.len && ascii_space(line.data[line.len - 1]))
			line.len--;
		if (line.len && blank && out.len)
			buf_c(&out, '\n');
		blank = !line.len;
		if (line.len) {
			buf_add(&out, line);
			buf_c(&out, '\n');
		}
	}
	return buf_str(&out);
}
