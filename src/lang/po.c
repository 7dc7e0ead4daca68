#include "po.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { PO_SIZE_MOST = 8 << 20, PO_ENTRIES_MOST = 100000 };

struct reader {
	struct po_file *out;
	struct str name;
	int line;
	struct po_entry entry;      /* the one being read */
	bool any, has_id, has_form; /* what the entry has already */
	struct buf text;            /* of the string being read */
	struct str *target;         /* where it goes */
	struct error *err;
};

static bool refuse(struct reader *r, const char *what)
{
	return error_set(r->err, ERR_CONFIG, what, "Correct the file.", "%.*s, line %d",
	                 (int)(r->name.len < 160 ? r->name.len : 160), r->name.data, r->line);
}

struct po_entry *po_add(struct po_file *file)
{
	if (file->count == file->size) {
		size_t size = file->size ? file->size * 2 : 64;
		struct po_entry *items = ARENA_ARRAY(file->arena, struct po_entry, size);
		if (file->count)
			memcpy(items, file->items, file->count * sizeof *items);
		file->items = items;
		file->size = size;
	}
	struct po_entry *entry = &file->items[file->count++];
	*entry = (struct po_entry){ 0 };
	return entry;
}

struct po_entry *po_find(const struct po_file *file, struct str context, struct str id)
{
	for (size_t i = 0; i < file->count; i++)
		if (str_equal(file->items[i].id, id) && str_equal(file->items[i].context, context))
			return &file->items[i];
	return NULL;
}

struct str po_header(const struct po_file *file, struct str field)
{
	const struct po_entry *header = po_find(file, STR(""), STR(""));
	struct str rest = header ? header->forms[0] : STR(""), line;
	while (str_cut(&rest, '\n', &line))
		if (str_starts(line, field) && line.len > field.len && line.data[field.len] == ':')
			return str_trim(str_slice(line, field.len + 1, line.len));
	return STR("");
}

/* Reading */

static void end_string(struct reader *r)
{
	if (r->target)
		*r->target = str_copy(r->out->arena, buf_str(&r->text));
	r->target = NULL;
}

static bool end_entry(struct reader *r)
{
	end_string(r);
	if (r->any && (!r->has_id || !r->has_form))
		return refuse(r, "An entry before this line has no msgid or no msgstr");
	if (r->has_id) {
		if (r->out->count == PO_ENTRIES_MOST)
			return refuse(r, "There are more than 100,000 entries");
		*po_add(r->out) = r->entry;
	}
	r->entry = (struct po_entry){ 0 };
	r->any = r->has_id = r->has_form = false;
	return true;
}

static bool read_escape(struct reader *r, char c)
{
	static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
	const char *found = c ? strchr(from, c) : NULL;
	if (!found)
		return refuse(r, "This escape is not known; \\n \\t \\r \\\" and \\\\ are");
	buf_c(&r->text, to[found - from]);
	return true;
}

static bool read_string(struct reader *r, struct str s)
{
	s = str_trim(s);
	if (s.len < 2 || s.data[0] != '"' || s.data[s.len - 1] != '"')
		return refuse(r, "A string stands in quotes, and one line holds one string");
	for (size_t i = 1; i + 1 < s.len; i++) {
		if (s.data[i] == '"')
			return refuse(r, "A quote inside a string is written \\\"");
		if (s.data[i] != '\\')
			buf_c(&r->text, s.data[i]);
		else if (++i + 1 >= s.len)
			return refuse(r, "A string stands in quotes, and one line holds one string");
		else if (!read_escape(r, s.data[i]))
			return false;
	}
	return true;
}

static bool begin_string(struct reader *r, struct str *target, struct str rest)
{
	end_string(r);
	buf_clear(&r->text);
	r->target = target;
	r->any = true;
	return read_string(r, rest);
}

/* The number of msgstr[n], which must be the next one. */
static bool read_form(struct reader *r, struct str rest)
{
	end_string(r);
	size_t n = rest.len > 2 && rest.data[0] == '[' && rest.data[2] == ']' ? (size_t)(rest.data[1] - '0') : 0;
	bool plain = rest.len == 0 || rest.data[0] != '[';
	if (!r->has_id || (plain ? r->has_form : n != (size_t)r->entry.form_count || n >= PO_FORMS_MOST))
		return refuse(r, "This msgstr has no msgid before it, or its number is not the next");
	if (plain == (r->entry.plural.len > 0))
		return refuse(r, "With msgid_plural there is msgstr[0] and so on; without it msgstr");
	r->has_form = true;
	r->entry.form_count = (int)n + 1;
	return begin_string(r, &r->entry.forms[n], plain ? rest : str_slice(rest, 3, rest.len));
}

static bool read_id(struct reader *r, struct str rest)
{
	if (r->has_form && !end_entry(r))
		return false;
	if (r->has_id)
		return refuse(r, "There is a second msgid before a msgstr");
	r->has_id = true;
	r->entry.line = r->line;
	return begin_string(r, &r->entry.id, rest);
}

static bool keyword(struct str line, const char *word, struct str *rest)
{
	struct str key = str_of(word);
	if (!str_starts(line, key) || line.len == key.len || !memchr(" \t\"[", line.data[key.len], 4))
		return false;
	*rest = str_trim(str_slice(line, key.len, line.len));
	return true;
}

static bool read_comment(struct reader *r, struct str line)
{
	if (r->has_form && !end_entry(r))
		return false;
	if (r->has_id)
		return refuse(r, "A comment stands inside an entry");
	size_t at;
	if (str_starts(line, STR("#,"))) {
		r->entry.fuzzy = r->entry.fuzzy || str_find(line, STR("fuzzy"), &at);
		return true;
	}
	struct str parts[] = { r->entry.comments, line };
	r->entry.comments = r->entry.comments.len ? str_join(r->out->arena, parts, 2, STR("\n")) : line;
	return true;
}

static bool read_line(struct reader *r, struct str line)
{
	struct str rest;
	bool obsolete = str_starts(line, STR("#~"));
	if (obsolete)
		line = str_trim(str_slice(line, 2, line.len));
	if (line.len == 0)
		return true;
	if (line.data[0] == '#')
		return read_comment(r, line);
	if (line.data[0] == '"')
		return r->target ? read_string(r, line) : refuse(r, "This string belongs to nothing");
	if (keyword(line, "msgctxt", &rest)) {
		if (!end_entry(r))
			return false;
		return begin_string(r, &r->entry.context, rest);
	}
	if (keyword(line, "msgid_plural", &rest))
		return r->has_id && !r->has_form ? begin_string(r, &r->entry.plural, rest)
		                                 : refuse(r, "This msgid_plural has no msgid before it");
	if (keyword(line, "msgid", &rest)) {
		if (!read_id(r, rest))
			return false;
		r->entry.obsolete = obsolete;
		return true;
	}
	if (keyword(line, "msgstr", &rest))
		return read_form(r, rest);
	return refuse(r, "This line is not understood");
}

static int by_key(const void *a, const void *b)
{
	const struct po_entry *const *x = a, *const *y = b;
	int order = str_compare((*x)->id, (*y)->id);
	return order ? order : str_compare((*x)->context, (*y)->context);
}

static bool no_entry_twice(struct reader *r)
{
	const struct po_file *file = r->out;
	const struct po_entry **sorted = ARENA_ARRAY(file->arena, const struct po_entry *, file->count + 1);
	for (size_t i = 0; i < file->count; i++)
		sorted[i] = &file->items[i];
	if (file->count)
		qsort(sorted, file->count, sizeof *sorted, by_key);
	for (size_t i = 1; i < file->count; i++)
		if (by_key(&sorted[i - 1], &sorted[i]) == 0) {
			r->line = sorted[i]->line > sorted[i - 1]->line ? sorted[i]->line : sorted[i - 1]->line;
			return refuse(r, "This msgid was there before");
		}
	return true;
}

bool po_read(struct arena *arena, struct str name, struct str text, struct po_file *out, struct error *err)
{
	*out = (struct po_file){ .arena = arena };
	struct reader r = { .out = out, .name = name, .err = err, .text = BUF_IN(arena) };
	if (text.len > PO_SIZE_MOST || !utf8_valid(text))
		return refuse(&r, "This file is larger than 8 MiB or is not UTF-8");
	struct str line;
	while (str_cut(&text, '\n', &line)) {
		r.line++;
		if (!read_line(&r, str_trim(line)))
			return false;
	}
	return end_entry(&r) && no_entry_twice(&r);
}

/* Writing */

static void write_escaped(struct buf *out, struct str s)
{
	buf_c(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		switch (s.data[i]) {
		case '\n': buf_text(out, "\\n"); break;
		case '\t': buf_text(out, "\\t"); break;
		case '\r': buf_text(out, "\\r"); break;
		case '"': buf_text(out, "\\\""); break;
		case '\\': buf_text(out, "\\\\"); break;
		default: buf_c(out, s.data[i]);
		}
	}
	buf_text(out, "\"\n");
}

/* A string of several lines begins with "" and has one line each. */
static void write_string(struct buf *out, const char *before, const char *key, struct str s)
{
	size_t at;
	buf_format(out, "%s%s ", before, key);
	if (!str_find(s, STR("\n"), &at) || at + 1 == s.len) {
		write_escaped(out, s);
		return;
	}
	buf_text(out, "\"\"\n");
	while (s.len) {
		at = str_find(s, STR("\n"), &at) ? at + 1 : s.len;
		buf_text(out, before);
		write_escaped(out, str_slice(s, 0, at));
		s = str_slice(s, at, s.len);
	}
}

void po_write_entry(struct buf *out, const struct po_entry *entry)
{
	const char *before = entry->obsolete ? "#~ " : "";
	struct str rest = entry->comments, line;
	while (rest.len && str_cut(&rest, '\n', &line))
		buf_format(out, STR_FMT "\n", STR_ARG(line));
	if (entry->fuzzy)
		buf_text(out, "#, fuzzy\n");
	if (entry->context.len)
		write_string(out, before, "msgctxt", entry->context);
	write_string(out, before, "msgid", entry->id);
	if (entry->plural.len == 0) {
		write_string(out, before, "msgstr", entry->forms[0]);
		return;
	}
	write_string(out, before, "msgid_plural", entry->plural);
	for (int i = 0; i < entry->form_count; i++) {
		char key[] = "msgstr[0]";
		key[7] = (char)('0' + i);
		write_string(out, before, key, entry->forms[i]);
	}
}
