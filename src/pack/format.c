#include "line.h"
#include "pack_letter.h"

#include "arena.h"
#include "buf.h"

/* The canonical layout: two spaces a level, one space between parts, none inside brackets, comments two spaces behind the
 * line, at most one empty line in a row. Where the author broke a line inside a bracket, it stays broken. */

static void indent(struct buf *out, int depth)
{
	for (int i = 0; i < depth * 2; i++)
		buf_c(out, ' ');
}

static bool is_mark(const struct token *token, const char *mark)
{
	return token->kind == TOKEN_MARK && str_is(token->raw, mark);
}

static bool space_between(const struct token *before, const struct token *token)
{
	if (is_mark(token, ",") || is_mark(token, ")") || is_mark(token, "]") || is_mark(before, "(") || is_mark(before, "["))
		return false;
	return is_mark(before, ",") || token->spaced;
}

static void add_line(struct buf *out, const struct line *line)
{
	indent(out, line->depth);
	for (size_t i = 0; i < line->count; i++) {
		const struct token *token = &line->tokens[i];
		if (token->fresh) {
			buf_c(out, '\n');
			indent(out, line->depth + 2);
		} else if (i && space_between(token - 1, token)) {
			buf_c(out, ' ');
		}
		buf_add(out, token->raw);
		if (token->comment.len) {
			buf_text(out, "  ");
			buf_add(out, token->comment);
		}
	}
	buf_c(out, '\n');
}

/* A comment stands no deeper than a line after `before` could, and no less deep than the line that follows. */
static void add_comments(struct buf *out, const struct comment *comments, size_t count, int before, int after)
{
	int most = before + 1 > after ? before + 1 : after;
	for (size_t i = 0; i < count; i++) {
		int depth = comments[i].depth < after ? after : comments[i].depth > most ? most : comments[i].depth;
		if (comments[i].blank_before && out->len)
			buf_c(out, '\n');
		indent(out, depth);
		buf_add(out, comments[i].text);
		buf_c(out, '\n');
	}
}

struct str lines_format(struct arena *arena, const struct file_lines *file)
{
	struct buf out = BUF_IN(arena);
	int before = -1;
	for (size_t i = 0; i < file->count; i++) {
		const struct line *line = file->lines[i];
		add_comments(&out, line->comments, line->comment_count, before, line->depth);
		if (line->blank_before && out.len)
			buf_c(&out, '\n');
		add_line(&out, line);
		before = line->depth;
	}
	add_comments(&out, file->last_comments, file->last_comment_count, before, 0);
	return buf_str(&out);
}

bool pack_format(struct arena *arena, struct str path, struct str text, struct str *out, struct pack_diagnostics *diagnostics)
{
	struct file_lines file;
	diagnostics_in(diagnostics, arena);
	if (str_ends(path, STR(".letter"))) {
		*out = letter_format(arena, text);
		return utf8_valid(text);
	}
	bool read = lines_read(arena, path, text, &file, diagnostics);
	diagnostics_sort(diagnostics);
	if (!read || diagnostics->errors)
		return false;
	*out = lines_format(arena, &file);
	return true;
}
