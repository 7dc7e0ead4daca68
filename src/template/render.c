/* Nodes and a value to a page. */
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "nodes.h"

/* The key of marked markup ends in a NUL, which jansson's parser refuses in keys: nobody can send one. */
static const char markup_key[] = "html"; /* its size with the NUL is the key's length */

enum { STACK_MOST = (PARTIALS_MOST + 1) * SECTIONS_MOST + 1 };

struct render {
	struct buf *out;
	const struct template_words *words;
	struct str indent;          /* of the partial being rendered */
	unsigned partials;
	uint32_t steps;
	struct error *err;
	size_t depth;
	const json_t *stack[STACK_MOST];
};

static bool render_nodes(struct render *r, const struct template *page, size_t from, size_t to);

/* Escaping */

static const struct {
	char text[7];
	uint8_t len;
} escapes[256] = {
	['&'] = { "&amp;", 5 }, ['<'] = { "&lt;", 4 }, ['>'] = { "&gt;", 4 }, ['"'] = { "&quot;", 6 }, ['\''] = { "&#39;", 5 },
};

void template_escape(struct buf *out, struct str text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		uint8_t byte = (uint8_t)text.data[i];
		if (escapes[byte].len == 0)
			continue;
		buf_add(out, (struct str){ text.data + from, i - from });
		buf_add(out, (struct str){ escapes[byte].text, escapes[byte].len });
		from = i + 1;
	}
	buf_add(out, (struct str){ text.data + from, text.len - from });
}

json_t *template_markup(struct str markup)
{
	json_t *text = json_stringn(markup.len ? markup.data : "", markup.len);
	json_t *made = text ? json_object() : NULL;
	if (made && json_object_setn_new_nocheck(made, markup_key, sizeof markup_key, text) == 0)
		return made;
	json_decref(made);
	return NULL;
}

static struct str string_of(const json_t *value)
{
	return (struct str){ json_string_value(value), json_string_length(value) };
}

static const json_t *markup_of(const json_t *value)
{
	if (!json_is_object(value) || json_object_size(value) != 1)
		return NULL;
	return json_object_getn(value, markup_key, sizeof markup_key);
}

/* Looking up */

static const json_t *member(const json_t *object, struct str key)
{
	return json_is_object(object) ? json_object_getn(object, key.data, key.len) : NULL;
}

/* The first part is looked for outwards, from the innermost section; the others only inside what was found. */
static const json_t *look_up(const struct render *r, const struct path *path)
{
	if (path->count == 0)
		return r->stack[r->depth - 1];
	const json_t *found = NULL;
	for (size_t i = r->depth; i > 0 && !found; i--)
		found = member(r->stack[i - 1], path->parts[0]);
	for (size_t i = 1; i < path->count && found; i++)
		found = member(found, path->parts[i]);
	return found;
}

static bool is_no(const json_t *value)
{
	return !value || json_is_null(value) || json_is_false(value) ||
	       (json_is_string(value) && json_string_length(value) == 0) ||
	       (json_is_array(value) && json_array_size(value) == 0);
}

/* Writing */

static void write_integer(struct buf *out, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	buf_add(out, (struct str){ digits + at, sizeof digits - at });
}

static void write_value(struct buf *out, const json_t *value, bool markup_allowed)
{
	const json_t *markup;
	if (json_is_string(value))
		template_escape(out, string_of(value));
	else if (json_is_integer(value))
		write_integer(out, json_integer_value(value));
	else if (json_is_real(value))
		buf_format(out, "%.15g", json_real_value(value));
	else if (json_is_boolean(value))
		buf_text(out, json_is_true(value) ? "true" : "false");
	else if ((markup = markup_of(value)) && markup_allowed)
		buf_add(out, string_of(markup));
	else if (markup)
		template_escape(out, string_of(markup));
}

static void write_text(const struct render *r, const struct node *node)
{
	if (r->indent.len == 0) {
		buf_add(r->out, node->text);
		return;
	}
	if (node->line_start)
		buf_add(r->out, r->indent);
	for (size_t i = 0; i < node->text.len; i++) {
		buf_c(r->out, node->text.data[i]);
		if (node->text.data[i] == '\n' && (i + 1 < node->text.len || node->line_end))
			buf_add(r->out, r->indent);
	}
}

/* Words */

static void write_named(const struct render *r, const json_t *value)
{
	if (json_is_integer(value) && r->words && r->words->number)
		template_escape(r->out, r->words->number(r->words->state, json_integer_value(value)));
	else
		write_value(r->out, value, true);
}

/* "{name}" at the front of `text`: its length, or 0. */
static size_t placeholder(struct str text, struct str *name)
{
	size_t i = 1;
	while (i < text.len && (ascii_alpha(text.data[i]) || ascii_digit(text.data[i]) || text.data[i] == '_' ||
	                        text.data[i] == '.'))
		i++;
	if (i == 1 || i >= text.len || text.data[i] != '}')
		return 0;
	*name = str_slice(text, 1, i);
	return i + 1;
}

static const json_t *look_up_name(const struct render *r, struct str name)
{
	struct path path = { 0 };
	struct str parts[PARTS_MOST];
	if (str_is(name, "."))
		return look_up(r, &path);
	while (path.count < PARTS_MOST && str_cut(&name, '.', &parts[path.count]))
		path.count++;
	path.parts = parts;
	return path.count ? look_up(r, &path) : NULL;
}

static void write_sentence(const struct render *r, struct str text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		struct str name;
		size_t len = text.data[i] == '{' ? placeholder(str_slice(text, i, text.len), &name) : 0;
		const json_t *value = len ? look_up_name(r, name) : NULL;
		if (!value)
			continue;
		template_escape(r->out, str_slice(text, from, i));
		write_named(r, value);
		from = i + len;
		i = from - 1;
	}
	template_escape(r->out, str_slice(text, from, text.len));
}

static void write_words(const struct render *r, const struct node *node)
{
	const struct template_words *words = r->words;
	struct str text = node->text;
	if (node->counted) {
		int64_t count = json_integer_value(look_up(r, &node->path));
		if (words && words->plural)
			text = words->plural(words->state, node->context, count, node->text, node->plural);
		else
			text = count == 1 ? node->text : node->plural;
	} else if (words && words->words) {
		text = words->words(words->state, node->context, node->text);
	}
	write_sentence(r, text);
}

/* Sections and partials */

static bool render_inside(struct render *r, const struct template *page, size_t from, size_t to, const json_t *value)
{
	if (r->depth == STACK_MOST)
		return error_set(r->err, ERR_CONFIG, "Too many sections are open while rendering", "Simplify the template.",
		                 "template %.*s", (int)page->name.len, page->name.data);
	r->stack[r->depth++] = value;
	bool fine = render_nodes(r, page, from, to);
	r->depth--;
	return fine;
}

static bool render_section(struct render *r, const struct template *page, size_t at)
{
	const struct node *node = &page->nodes[at];
	const json_t *value = look_up(r, &node->path);
	bool no = is_no(value);
	if (node->kind == NODE_INVERTED)
		return !no || render_nodes(r, page, at + 1, node->end);
	if (no)
		return true;
	if (!json_is_array(value))
		return render_inside(r, page, at + 1, node->end, value);
	size_t count = json_array_size(value);
	for (size_t i = 0; i < count; i++)
		if (!render_inside(r, page, at + 1, node->end, json_array_get(value, i)))
			return false;
	return true;
}

static bool render_partial(struct render *r, const struct template *page, const struct node *node)
{
	if (!node->partial)
		return true;
	if (r->partials == PARTIALS_MOST)
		return error_set(r->err, ERR_CONFIG, "Partials call one another too deeply", "Break the circle of partials.",
		                 "template %.100s, line %d", str_c(r->out->arena, page->name), node->line);
	struct str before = r->indent;
	if (node->text.len)
		r->indent = str_join(r->out->arena, (struct str[]){ before, node->text }, 2, STR(""));
	r->partials++;
	bool fine = render_nodes(r, node->partial, 0, node->partial->count);
	r->partials--;
	r->indent = before;
	return fine;
}

static bool render_nodes(struct render *r, const struct template *page, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct node *node = &page->nodes[i];
		if (++r->steps > STEPS_MOST)
			return error_set(r->err, ERR_CONFIG, "This page needs too many steps", "Show fewer rows, or simplify the template.",
			                 "template %.100s, line %d", str_c(r->out->arena, page->name), node->line);
		switch (node->kind) {
		case NODE_TEXT: write_text(r, node); break;
		case NODE_VALUE: write_value(r->out, look_up(r, &node->path), false); break;
		case NODE_MARKUP: write_value(r->out, look_up(r, &node->path), true); break;
		case NODE_WORDS: write_words(r, node); break;
		case NODE_PARTIAL:
			if (!render_partial(r, page, node))
				return false;
			break;
		case NODE_SECTION: case NODE_INVERTED:
			if (!render_section(r, page, i))
				return false;
			i = node->end - 1;
			break;
		}
	}
	return true;
}

bool template_render(const struct template *page, const json_t *value, const struct template_words *words,
                     struct buf *out, struct error *err)
{
	struct render r;
	r.out = out;
	r.words = words;
	r.indent = STR("");
	r.partials = 0;
	r.steps = 0;
	r.err = err;
	r.depth = 1;
	r.stack[0] = value;
	return render_nodes(&r, page, 0, page->count);
}
