/* Source text to nodes, in one pass. */
#include <assert.h>
#include <string.h>

#include "arena.h"
#include "nodes.h"

struct compiler {
	struct arena *arena;
	struct template *out;
	struct str source;
	struct str open, close;     /* delimiters in force */
	size_t text_from;           /* where the text begins that was not emitted yet */
	size_t opened[SECTIONS_MOST];
	size_t depth;
	struct error *err;
};

/* One tag of the source. */
struct tag {
	size_t from, to;            /* with its delimiters */
	char sigil;                 /* 0 for a plain value; '{' for three braces */
	struct str inside;          /* without delimiters and sigil, trimmed */
};

static const char todo_tag[] = "Correct the tag in the template.";

static void place(struct str source, size_t at, int *line, int *column)
{
	*line = 1;
	size_t start = 0;
	for (size_t i = 0; i < at; i++)
		if (source.data[i] == '\n') {
			*line += 1;
			start = i + 1;
		}
	*column = (int)(at - start) + 1;
}

static bool refuse(struct compiler *c, size_t at, const char *what)
{
	int line, column;
	place(c->source, at, &line, &column);
	return error_set(c->err, ERR_CONFIG, what, todo_tag, "template " STR_FMT ", line %d, column %d",
	                 (int)(c->out->name.len < 120 ? c->out->name.len : 120), c->out->name.data, line, column);
}

static struct node *add_node(struct compiler *c, enum node_kind kind)
{
	struct template *t = c->out;
	if (t->count == t->size) {
		size_t size = t->size ? t->size * 2 : 32;
		struct node *nodes = ARENA_ARRAY(c->arena, struct node, size);
		if (t->count)
			memcpy(nodes, t->nodes, t->count * sizeof *nodes);
		t->nodes = nodes;
		t->size = size;
	}
	struct node *node = &t->nodes[t->count++];
	node->kind = kind;
	return node;
}

static bool at_line_start(const struct compiler *c, size_t at)
{
	return at == 0 || c->source.data[at - 1] == '\n';
}

/* Text up to `to`. An empty text at the start of a line is kept before a tag that writes: it carries the indent. */
static void add_text(struct compiler *c, size_t to, bool before_tag)
{
	bool line_start = at_line_start(c, c->text_from);
	if (to == c->text_from && !(line_start && before_tag))
		return;
	struct node *node = add_node(c, NODE_TEXT);
	node->text = str_slice(c->source, c->text_from, to);
	node->line_start = line_start;
	node->line_end = before_tag && at_line_start(c, to);
}

/* Names */

static bool name_char(char c)
{
	return (unsigned char)c > ' ' && c != '"' && c != '{' && c != '}' && c != 0x7f;
}

static bool name_valid(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!name_char(name.data[i]))
			return false;
	return name.len > 0;
}

bool path_parse(struct arena *arena, struct str name, struct path *out)
{
	if (!name_valid(name))
		return false;
	*out = (struct path){ 0 };
	if (str_is(name, "."))
		return true;
	struct str parts[PARTS_MOST], part;
	while (str_cut(&name, '.', &part)) {
		if (part.len == 0 || out->count == PARTS_MOST)
			return false;
		parts[out->count++] = part;
	}
	struct str *kept = ARENA_ARRAY(arena, struct str, out->count);
	memcpy(kept, parts, out->count * sizeof *kept);
	out->parts = kept;
	return true;
}

static bool add_path(struct compiler *c, const struct tag *tag, struct node *node)
{
	node->name = tag->inside;
	place(c->source, tag->from, &node->line, &node->column);
	if (path_parse(c->arena, tag->inside, &node->path))
		return true;
	return refuse(c, tag->from, "This is not a name: it is empty, holds a space or quote, or has an empty part");
}

/* Tags */

static bool find_from(struct str s, size_t from, struct str needle, size_t *at)
{
	if (!str_find(str_slice(s, from, s.len), needle, at))
		return false;
	*at += from;
	return true;
}

/* Words may hold the closing delimiter inside their quotes. */
static size_t after_quotes(struct str source, size_t at, struct str close)
{
	bool quoted = false;
	for (; at < source.len; at++) {
		if (!quoted && str_starts(str_slice(source, at, source.len), close))
			return at;
		if (source.data[at] == '"')
			quoted = !quoted;
		else if (quoted && source.data[at] == '\\')
			at++;
	}
	return source.len;
}

static bool words_sigil(struct str rest)
{
	return rest.len > 1 && rest.data[0] == '_' && ascii_space(rest.data[1]);
}

static bool read_tag(struct compiler *c, size_t from, struct tag *tag)
{
	size_t at = from + c->open.len, end;
	while (at < c->source.len && ascii_space(c->source.data[at]))
		at++;
	struct str rest = str_slice(c->source, at, c->source.len);
	*tag = (struct tag){ .from = from };
	if (rest.len && (memchr("#^/>!=&{", rest.data[0], 8) || words_sigil(rest)))
		tag->sigil = c->source.data[at++];
	struct str close = c->close;
	if (tag->sigil == '{' || tag->sigil == '=')
		close = str_format(c->arena, "%c" STR_FMT, tag->sigil == '{' ? '}' : '=', STR_ARG(close));
	if (tag->sigil == '_')
		end = after_quotes(c->source, at, close);
	else if (!find_from(c->source, at, close, &end))
		end = c->source.len;
	if (end >= c->source.len)
		return refuse(c, from, "This tag is not closed");
	tag->to = end + close.len;
	tag->inside = str_trim(str_slice(c->source, at, end));
	return true;
}

/* A tag that writes nothing itself and stands alone on its line takes the whole line with it. */
static bool stands_alone(const struct compiler *c, const struct tag *tag, size_t *line_from, size_t *line_to)
{
	size_t from = tag->from, to = tag->to;
	while (from > c->text_from && (c->source.data[from - 1] == ' ' || c->source.data[from - 1] == '\t'))
		from--;
	if (!at_line_start(c, from))
		return false;
	while (to < c->source.len && (c->source.data[to] == ' ' || c->source.data[to] == '\t'))
		to++;
	if (to + 1 < c->source.len && c->source.data[to] == '\r' && c->source.data[to + 1] == '\n')
		to++;
	if (to < c->source.len && c->source.data[to] != '\n')
		return false;
	*line_from = from;
	*line_to = to < c->source.len ? to + 1 : to;
	return true;
}

static bool set_delimiters(struct compiler *c, const struct tag *tag)
{
	size_t i = 0;
	while (i < tag->inside.len && !ascii_space(tag->inside.data[i]))
		i++;
	struct str open = str_slice(tag->inside, 0, i);
	struct str close = str_trim(str_slice(tag->inside, i, tag->inside.len));
	bool fine = open.len && close.len;
	for (size_t k = 0; k < open.len; k++)
		fine = fine && open.data[k] != '=';
	for (size_t k = 0; k < close.len; k++)
		fine = fine && close.data[k] != '=' && !ascii_space(close.data[k]);
	if (!fine)
		return refuse(c, tag->from, "These are not two delimiters");
	c->open = open;
	c->close = close;
	return true;
}

static bool open_section(struct compiler *c, const struct tag *tag)
{
	if (c->depth == SECTIONS_MOST)
		return refuse(c, tag->from, "Too many sections are open here");
	c->opened[c->depth++] = c->out->count;
	return add_path(c, tag, add_node(c, tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED));
}

static bool close_section(struct compiler *c, const struct tag *tag)
{
	if (c->depth == 0)
		return refuse(c, tag->from, "This closes a section that was not opened");
	struct node *section = &c->out->nodes[c->opened[c->depth - 1]];
	if (!str_equal(section->name, tag->inside))
		return refuse(c, tag->from, "This does not close the section opened last");
	section->end = (uint32_t)c->out->count;
	c->depth--;
	return true;
}

static bool add_partial(struct compiler *c, const struct tag *tag, struct str indent)
{
	if (!name_valid(tag->inside))
		return refuse(c, tag->from, "This is not the name of a template");
	struct node *node = add_node(c, NODE_PARTIAL);
	node->name = tag->inside;
	node->text = indent;
	place(c->source, tag->from, &node->line, &node->column);
	return true;
}

/* Words */

static bool read_quoted(struct compiler *c, struct str *rest, struct str *out)
{
	*rest = str_trim(*rest);
	if (rest->len == 0 || rest->data[0] != '"')
		return false;
	char *text = arena_alloc(c->arena, rest->len);
	size_t len = 0;
	for (size_t i = 1; i < rest->len; i++) {
		char ch = rest->data[i];
		if (ch == '"') {
			*rest = str_trim(str_slice(*rest, i + 1, rest->len));
			*out = (struct str){ text, len };
			return len > 0;
		}
		if (ch == '\\' && (++i == rest->len || (rest->data[i] != '"' && rest->data[i] != '\\')))
			return false;
		text[len++] = rest->data[i];
	}
	return false;
}

static bool add_words(struct compiler *c, const struct tag *tag)
{
	static const char what[] = "Words are written as \"words\", or as: count \"one\" \"many\"; then, if needed: in \"context\"";
	struct node *node = add_node(c, NODE_WORDS);
	struct str rest = tag->inside;
	place(c->source, tag->from, &node->line, &node->column);
	if (rest.len && rest.data[0] != '"') {
		size_t i = 0;
		while (i < rest.len && name_char(rest.data[i]))
			i++;
		node->counted = true;
		if (!path_parse(c->arena, str_slice(rest, 0, i), &node->path))
			return refuse(c, tag->from, what);
		rest = str_slice(rest, i, rest.len);
	}
	if (!read_quoted(c, &rest, &node->text) || (node->counted && !read_quoted(c, &rest, &node->plural)))
		return refuse(c, tag->from, what);
	if (rest.len == 0)
		return true;
	if (!str_starts(rest, STR("in")) || !(rest = str_slice(rest, 2, rest.len), read_quoted(c, &rest, &node->context)) ||
	    rest.len)
		return refuse(c, tag->from, what);
	return true;
}

static bool add_tag(struct compiler *c, const struct tag *tag, struct str indent)
{
	switch (tag->sigil) {
	case '!': return true;
	case '=': return set_delimiters(c, tag);
	case '#': case '^': return open_section(c, tag);
	case '/': return close_section(c, tag);
	case '>': return add_partial(c, tag, indent);
	case '_': return add_words(c, tag);
	case '&': case '{': return add_path(c, tag, add_node(c, NODE_MARKUP));
	default: return add_path(c, tag, add_node(c, NODE_VALUE));
	}
}

static bool compile(struct compiler *c)
{
	size_t at;
	while (find_from(c->source, c->text_from, c->open, &at)) {
		struct tag tag;
		if (!read_tag(c, at, &tag))
			return false;
		size_t line_from, line_to;
		bool may_stand_alone = tag.sigil && strchr("#^/>!=", tag.sigil);
		if (may_stand_alone && stands_alone(c, &tag, &line_from, &line_to)) {
			add_text(c, line_from, false);
			if (!add_tag(c, &tag, str_slice(c->source, line_from, tag.from)))
				return false;
			c->text_from = line_to;
		} else {
			add_text(c, tag.from, true);
			if (!add_tag(c, &tag, STR("")))
				return false;
			c->text_from = tag.to;
		}
	}
	add_text(c, c->source.len, false);
	if (c->depth == 0)
		return true;
	const struct node *left = &c->out->nodes[c->opened[c->depth - 1]];
	return error_set(c->err, ERR_CONFIG, "This section is not closed", todo_tag,
	                 "template " STR_FMT ", line %d, column %d", STR_ARG(c->out->name), left->line, left->column);
}

/* Sets */

struct template_set *template_set_new(struct arena *arena)
{
	struct template_set *set = ARENA_NEW(arena, struct template_set);
	set->arena = arena;
	return set;
}

const struct template *template_find(const struct template_set *set, struct str name)
{
	for (const struct template *t = set->first; t; t = t->next)
		if (str_equal(t->name, name))
			return t;
	return NULL;
}

bool template_add(struct template_set *set, struct str name, struct str text, struct error *err)
{
	if (text.len > TEMPLATE_SIZE_MOST || !utf8_valid(text))
		return error_set(err, ERR_CONFIG, "This template is larger than 1 MiB or is not UTF-8", "Correct the file.",
		                 "template %.120s", str_c(set->arena, name));
	if (template_find(set, name))
		return error_set(err, ERR_CONFIG, "Two templates have the same name", "Rename one of them.", "template %.120s",
		                 str_c(set->arena, name));
	struct template *made = ARENA_NEW(set->arena, struct template);
	made->name = str_copy(set->arena, name);
	struct compiler c = {
		.arena = set->arena, .out = made, .source = text, .open = STR("{{"), .close = STR("}}"), .err = err,
	};
	if (!compile(&c))
		return false;
	made->next = set->first;
	set->first = made;
	return true;
}

bool template_set_finish(struct template_set *set, struct error *err)
{
	bool whole = true;
	for (struct template *t = set->first; t; t = t->next)
		for (size_t i = 0; i < t->count; i++) { /* an empty template has no nodes at all */
			struct node *node = &t->nodes[i];
			if (node->kind != NODE_PARTIAL)
				continue;
			node->partial = template_find(set, node->name);
			if (!node->partial && whole)
				whole = error_set(err, ERR_CONFIG, "A template uses a partial that does not exist",
				                  "Add the partial, or correct its name.", "template %.100s, line %d: partial %.80s",
				                  str_c(set->arena, t->name), node->line, str_c(set->arena, node->name));
		}
	return whole;
}

void template_each_message(const struct template *page,
                           void (*each)(void *state, const struct template_message *message), void *state)
{
	for (const struct node *node = page->nodes; node < page->nodes + page->count; node++)
		if (node->kind == NODE_WORDS)
			each(state, &(struct template_message){ node->context, node->text, node->plural, node->line });
}
