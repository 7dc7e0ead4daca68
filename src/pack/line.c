#include "line.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "lang.h"

enum { LINES_MOST = 20000, TOKENS_MOST = 400, BRACKETS_MOST = 32 };

/* The reader walks the text once, physical line by physical line. */
struct reader {
	struct arena *arena;
	struct pack_diagnostics *diagnostics;
	struct file_lines *out;
	struct str rest;         /* not yet read */
	struct str now;          /* this physical line, without its end */
	int number;
	bool blank_before;

	struct token tokens[TOKENS_MOST];
	size_t count;
	char brackets[BRACKETS_MOST];
	struct token *opened[BRACKETS_MOST];
	int open;
	int depth;               /* of the line being read */

	struct comment *comments;
	size_t comment_count, comment_size;
	struct line **lines;
	size_t line_count, line_size;
	struct line *last[PACK_DEPTH + 1]; /* last line of each depth that may still get children */
};

static void wrong(struct reader *reader, int column, const char *code, const char *what, struct str name, const char *todo)
{
	diagnose(reader->diagnostics, (struct where){ reader->out->path, reader->number, column }, code, what, name, todo, STR(""));
}

/* ---- Physical lines ---- */

static bool next_physical(struct reader *reader)
{
	if (!reader->rest.len)
		return false;
	bool ended = str_cut(&reader->rest, '\n', &reader->now);
	assert(ended);
	reader->number++;
	if (reader->now.len && reader->now.data[reader->now.len - 1] == '\r') {
		wrong(reader, (int)reader->now.len, "P004", "the line ends in a carriage return", STR(""), "save the file with Unix line ends (LF)");
		reader->now.len--;
	}
	if (reader->now.len > PACK_LINE_BYTES) {
		wrong(reader, PACK_LINE_BYTES + 1, "P007", "the line is too long", STR(""), "write at most 2,000 bytes in a line");
		reader->now.len = 0;
	}
	return true;
}

static size_t indent_of(struct reader *reader)
{
	size_t spaces = 0;
	while (spaces < reader->now.len && (reader->now.data[spaces] == ' ' || reader->now.data[spaces] == '\t'))
		spaces++;
	return spaces;
}

static void check_characters(struct reader *reader)
{
	for (size_t i = 0; i < reader->now.len; i++) {
		unsigned char c = (unsigned char)reader->now.data[i];
		if (c == '\t')
			wrong(reader, (int)i + 1, "P003", "there is a tab", STR(""), "use spaces, two for each level");
		else if (c < ' ' || c == 127)
			wrong(reader, (int)i + 1, "P018", "there is a control character", STR(""), "remove it");
		else
			continue;
		return;
	}
}

/* ---- Tokens ---- */

static struct token *token_add(struct reader *reader, enum token_kind kind, size_t from, size_t to, bool spaced)
{
	if (reader->count == TOKENS_MOST) {
		if (reader->count && reader->tokens[reader->count - 1].line)
			wrong(reader, (int)from + 1, "P007", "the line has too many parts", STR(""), "split it into several lines");
		return NULL;
	}
	struct token *token = &reader->tokens[reader->count++];
	*token = (struct token){ kind, str_slice(reader->now, from, to), reader->number, (int)from + 1, spaced, false, STR("") };
	return token;
}

static bool bare_character(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '.' || c == '-' || c == ':' || (unsigned char)c >= 128;
}

/* The end of a quotation that begins at `at`, behind its closing quote; 0 when it is not closed on this line. */
static size_t quotation_end(struct str text, size_t at)
{
	char quote = text.data[at];
	for (size_t i = at + 1; i < text.len; i++) {
		if (quote == '"' && text.data[i] == '\\')
			i++;
		else if (text.data[i] == quote)
			return i + 1;
	}
	return 0;
}

static size_t read_quotation(struct reader *reader, size_t at, bool spaced)
{
	size_t end = quotation_end(reader->now, at);
	if (!end) {
		wrong(reader, (int)at + 1, "P010", "the quotation is not closed", STR(""), "end it on the same line with the same quotation mark");
		end = reader->now.len;
	}
	token_add(reader, reader->now.data[at] == '"' ? TOKEN_WORDS : TOKEN_CODE, at, end, spaced);
	if (end < reader->now.len && bare_character(reader->now.data[end]))
		wrong(reader, (int)end + 1, "P010", "something is glued to the quotation", STR(""), "put a space between them");
	return end;
}

static size_t read_bare(struct reader *reader, size_t at, bool spaced)
{
	size_t end = at;
	while (end < reader->now.len && bare_character(reader->now.data[end]))
		end++;
	token_add(reader, TOKEN_BARE, at, end, spaced);
	return end;
}

static void bracket(struct reader *reader, struct token *token)
{
	char c = token->raw.data[0];
	if (c == '(' || c == '[') {
		if (reader->open < BRACKETS_MOST) {
			reader->brackets[reader->open] = c;
			reader->opened[reader->open++] = token;
		} else {
			wrong(reader, token->column, "P011", "there are too many open brackets", STR(""), "write the expression in parts");
		}
	} else if (c == ')' || c == ']') {
		char wanted = c == ')' ? '(' : '[';
		if (reader->open && reader->brackets[reader->open - 1] == wanted)
			reader->open--;
		else
			wrong(reader, token->column, "P011", "this bracket was never opened", token->raw, "remove it, or open it before");
	}
}

static size_t read_mark(struct reader *reader, size_t at, bool spaced)
{
	size_t end = at + 1;
	char c = reader->now.data[at];
	if (!strchr(",()[]=!<>+*/", c))
		wrong(reader, (int)at + 1, "P019", "this character means nothing here", str_slice(reader->now, at, end),
		      "write words in \"...\" and codes in '...'");
	if ((c == '!' || c == '<' || c == '>') && end < reader->now.len && reader->now.data[end] == '=')
		end++;
	struct token *token = token_add(reader, TOKEN_MARK, at, end, spaced);
	if (token)
		bracket(reader, token);
	return end;
}

static void read_tokens(struct reader *reader, size_t at)
{
	bool spaced = false;
	size_t first = reader->count;
	while (at < reader->now.len) {
		char c = reader->now.data[at];
		if (c == ' ' || c == '\t') {
			spaced = true;
			at++;
			continue;
		}
		if (c == '#') {
			if (reader->count)
				reader->tokens[reader->count - 1].comment = str_trim(str_slice(reader->now, at, reader->now.len));
			break;
		}
		if (c == '"' || c == '\'')
			at = read_quotation(reader, at, spaced);
		else if (bare_character(c))
			at = read_bare(reader, at, spaced);
		else
			at = read_mark(reader, at, spaced);
		spaced = false;
	}
	if (first && reader->count > first)
		reader->tokens[first].fresh = true;
}

/* ---- Logical lines ---- */

static void comment_add(struct reader *reader, size_t spaces)
{
	if (reader->comment_count == reader->comment_size) {
		size_t size = reader->comment_size ? reader->comment_size * 2 : 4;
		struct comment *grown = ARENA_ARRAY(reader->arena, struct comment, size);
		if (reader->comment_count)
			memcpy(grown, reader->comments, reader->comment_count * sizeof *grown);
		reader->comments = grown;
		reader->comment_size = size;
	}
	reader->comments[reader->comment_count++] =
	        (struct comment){ (int)(spaces + 1) / 2, reader->blank_before, str_trim(reader->now) };
	reader->blank_before = false;
}

static void keep_line(struct reader *reader, struct line *line)
{
	if (reader->line_count == reader->line_size) {
		size_t size = reader->line_size ? reader->line_size * 2 : 64;
		struct line **grown = ARENA_ARRAY(reader->arena, struct line *, size);
		if (reader->line_count)
			memcpy(grown, reader->lines, reader->line_count * sizeof *grown);
		reader->lines = grown;
		reader->line_size = size;
	}
	reader->lines[reader->line_count++] = line;
}

static void hang_line(struct reader *reader, struct line *line)
{
	struct line *before = reader->last[line->depth];
	line->parent = line->depth ? reader->last[line->depth - 1] : NULL;
	if (before)
		before->next = line;
	else if (line->parent)
		line->parent->child = line;
	else
		reader->out->first = line;
	reader->last[line->depth] = line;
	for (int depth = line->depth + 1; depth <= PACK_DEPTH; depth++)
		reader->last[depth] = NULL;
}

static void finish_line(struct reader *reader, int number, bool blank_before)
{
	if (reader->open)
		diagnose(reader->diagnostics, token_where(reader->out, reader->opened[reader->open - 1]), "P011",
		         "this bracket is not closed", reader->opened[reader->open - 1]->raw, "close it", STR(""));
	struct line *line = ARENA_NEW(reader->arena, struct line);
	struct token *tokens = ARENA_ARRAY(reader->arena, struct token, reader->count);
	memcpy(tokens, reader->tokens, reader->count * sizeof *tokens);
	*line = (struct line){ .number = number, .depth = reader->depth, .blank_before = blank_before,
		               .tokens = tokens, .count = reader->count,
		               .comments = reader->comments, .comment_count = reader->comment_count };
	reader->comments = NULL;
	reader->comment_count = reader->comment_size = 0;
	keep_line(reader, line);
	hang_line(reader, line);
}

static int depth_of(struct reader *reader, size_t spaces)
{
	if (spaces % 2)
		wrong(reader, 1, "P005", "the indent is not two spaces a level", STR(""), "use two spaces for each level");
	int depth = (int)(spaces + 1) / 2;
	int deepest = 0;
	while (deepest < PACK_DEPTH && reader->last[deepest])
		deepest++;
	if (depth >= PACK_DEPTH) {
		wrong(reader, 1, "P009", "the lines are nested too deeply", STR(""), "use at most 8 levels");
		depth = PACK_DEPTH - 1;
	} else if (depth > deepest) {
		wrong(reader, 1, "P006", "the line is indented further than one level below its parent", STR(""),
		      "indent it by two spaces more than the line it belongs to");
	}
	return depth < deepest ? depth : deepest;
}

/* A line goes on while a bracket is open. Comments and empty lines inside a bracket are not taken: they would have no place. */
static void read_continuations(struct reader *reader)
{
	while (reader->open) {
		struct str rest = reader->rest, now = reader->now;
		if (!next_physical(reader))
			return;
		size_t spaces = indent_of(reader);
		bool deeper = spaces / 2 > (size_t)reader->depth;
		if (spaces == reader->now.len || !deeper) { /* the bracket was forgotten: the next line stands for itself */
			reader->rest = rest;
			reader->now = now;
			reader->number--;
			return;
		}
		check_characters(reader);
		if (spaces != (size_t)(reader->depth + 2) * 2)
			wrong(reader, 1, "P005", "a line that goes on is indented two levels deeper", STR(""),
			      "indent it by four spaces more than its first line");
		if (reader->now.data[spaces] == '#')
			wrong(reader, (int)spaces + 1, "P011", "a comment stands alone inside a bracket", STR(""),
			      "put it before the line or behind a part of it");
		read_tokens(reader, spaces);
	}
}

static void read_line(struct reader *reader)
{
	size_t spaces = indent_of(reader);
	if (spaces == reader->now.len) {
		reader->blank_before = true;
		return;
	}
	check_characters(reader);
	if (reader->now.data[spaces] == '#') {
		comment_add(reader, spaces);
		return;
	}
	int number = reader->number;
	bool blank_before = reader->blank_before;
	reader->blank_before = false;
	reader->count = 0;
	reader->open = 0;
	reader->depth = depth_of(reader, spaces);
	read_tokens(reader, spaces);
	read_continuations(reader);
	finish_line(reader, number, blank_before);
}

/* ---- The whole file ---- */

static bool file_is_text(struct str path, struct str text, struct pack_diagnostics *diagnostics)
{
	struct where whole = { path, 0, 0 };
	if (text.len > PACK_FILE_BYTES)
		diagnose(diagnostics, whole, "P008", "the file is too large", STR(""), "split it: at most 1 MiB in a file", STR(""));
	else if (!utf8_valid(text))
		diagnose(diagnostics, whole, "P001", "the file is not UTF-8", STR(""), "save it as UTF-8", STR(""));
	else if (!lang_is_nfc(text))
		diagnose(diagnostics, whole, "P002", "the file is not in Unicode's composed form", STR(""), "save it as NFC: é as one character", STR(""));
	else
		return true;
	return text.len <= PACK_FILE_BYTES && utf8_valid(text);
}

bool lines_read(struct arena *arena, struct str path, struct str text, struct file_lines *out,
                struct pack_diagnostics *diagnostics)
{
	*out = (struct file_lines){ .path = path, .text = text };
	if (!file_is_text(path, text, diagnostics))
		return false;
	struct reader *reader = ARENA_NEW(arena, struct reader);
	*reader = (struct reader){ .arena = arena, .diagnostics = diagnostics, .out = out, .rest = text };
	while (next_physical(reader) && reader->line_count < LINES_MOST)
		read_line(reader);
	if (reader->line_count == LINES_MOST)
		wrong(reader, 1, "P008", "the file has too many lines", STR(""), "split it: at most 20,000 lines in a file");
	out->lines = reader->lines;
	out->count = reader->line_count;
	out->last_comments = reader->comments;
	out->last_comment_count = reader->comment_count;
	return true;
}

struct where token_where(const struct file_lines *file, const struct token *token)
{
	return (struct where){ file->path, token->line, token->column };
}

struct str token_value(struct arena *arena, const struct token *token)
{
	if (token->kind == TOKEN_BARE || token->kind == TOKEN_MARK || token->raw.len < 2)
		return token->raw;
	struct str inner = str_slice(token->raw, 1, token->raw.len - 1);
	if (token->kind == TOKEN_CODE || !memchr(inner.data, '\\', inner.len))
		return inner;
	struct buf plain = BUF_IN(arena);
	for (size_t i = 0; i < inner.len; i++) {
		if (inner.data[i] == '\\' && i + 1 < inner.len)
			i++;
		buf_c(&plain, inner.data[i]);
	}
	return buf_str(&plain);
}

struct str tokens_text(struct arena *arena, const struct line *line, size_t from, size_t to)
{
	struct buf text = BUF_IN(arena);
	for (size_t i = from; i < to && i < line->count; i++) {
		const struct token *token = &line->tokens[i];
		const struct token *before = i > from ? token - 1 : NULL;
		int gap = !before ? 0 : before->line != token->line ? 1 :
		          token->column - before->column - (int)before->raw.len;
		for (int space = 0; space < gap; space++)
			buf_c(&text, ' ');
		buf_add(&text, token->raw);
	}
	return buf_str(&text);
}
