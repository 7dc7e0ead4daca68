#include "compile.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "buf.h"

/* ---- Lines ---- */

static bool usable(const struct line *line, enum keyword_id id)
{
	return line->keyword && line->keyword->id == id && line->arguments;
}

struct line *next_top(struct compiler *compiler, struct line_cursor *cursor, enum keyword_id id)
{
	struct line *line = cursor->line ? cursor->line->next : NULL;
	if (!cursor->compiler) {
		cursor->compiler = compiler;
		line = compiler->file_count ? compiler->files[0].first : NULL;
	}
	for (;;) {
		for (; line; line = line->next) {
			if (!usable(line, id))
				continue;
			cursor->line = line;
			compiler->file = &compiler->files[cursor->file];
			return line;
		}
		if (cursor->file + 1 >= compiler->file_count)
			return NULL;
		line = compiler->files[++cursor->file].first;
	}
}

struct line *next_same(const struct line *line)
{
	struct line *next = line->next;
	while (next && !usable(next, line->keyword->id))
		next = next->next;
	return next;
}

struct line *first_child(const struct line *line, enum keyword_id id)
{
	struct line *child = line->child;
	while (child && !usable(child, id))
		child = child->next;
	return child;
}

size_t count_children(const struct line *line, enum keyword_id id)
{
	size_t count = 0;
	for (const struct line *child = first_child(line, id); child; child = next_same(child))
		count++;
	return count;
}

size_t count_top(struct compiler *compiler, enum keyword_id id)
{
	size_t count = 0;
	struct line *line;
	for EACH_TOP(compiler, id, line)
		count++;
	return count;
}

/* ---- Complaints ---- */

void complain(struct compiler *compiler, const struct line *line, size_t token, const char *code, const char *what,
              struct str name, const char *todo, struct str suggestion)
{
	diagnose(compiler->diagnostics, token_where(compiler->file, &line->tokens[token]), code, what, name, todo, suggestion);
}

void warn(struct compiler *compiler, const struct line *line, size_t token, const char *code, const char *what,
          struct str name, const char *todo)
{
	diagnose_warning(compiler->diagnostics, token_where(compiler->file, &line->tokens[token]), code, what, name, todo, STR(""));
}

const struct pack_file *source_file(const struct pack_source *source, struct str path)
{
	for (size_t i = 0; i < source->count; i++)
		if (str_equal(source->files[i].path, path))
			return &source->files[i];
	return NULL;
}

/* ---- Arguments ---- */

bool given(const struct line *line, int at)
{
	return line->arguments[at].given;
}

bool argument_is(const struct line *line, int at, const char *word)
{
	return given(line, at) && str_is(line->tokens[line->arguments[at].from].raw, word);
}

struct str text_at(struct compiler *compiler, const struct line *line, int at)
{
	return str_copy(compiler->arena, argument_text(compiler->scratch, line, at));
}

struct pack_names names_at(struct compiler *compiler, const struct line *line, int at)
{
	if (!given(line, at))
		return (struct pack_names){ NULL, 0 };
	const struct argument *argument = &line->arguments[at];
	struct str *items = ARENA_ARRAY(compiler->arena, struct str, argument->to - argument->from);
	size_t count = 0;
	for (size_t i = argument->from; i < argument->to; i++)
		if (line->tokens[i].kind != TOKEN_MARK)
			items[count++] = str_copy(compiler->arena, token_value(compiler->scratch, &line->tokens[i]));
	return (struct pack_names){ items, count };
}

struct date date_at(struct compiler *compiler, const struct line *line, int at)
{
	struct date date = { 0 };
	if (given(line, at) && !date_parse(argument_text(compiler->scratch, line, at), &date))
		date = (struct date){ 0 };
	return date;
}

int integer_at(struct compiler *compiler, const struct line *line, int at)
{
	int64_t value = 0;
	if (!given(line, at))
		return 0;
	if (!str_to_int(line->tokens[line->arguments[at].from].raw, &value) || value < -1000000 || value > 1000000) {
		complain(compiler, line, line->arguments[at].from, "P116", "this number is out of range",
		         line->tokens[line->arguments[at].from].raw, "use a number up to a million", STR(""));
		return 0;
	}
	return (int)value;
}

static void check_span(struct compiler *compiler, const struct line *line, struct pack_span span)
{
	if (!date_empty(span.from) && !date_empty(span.until) && date_compare(span.until, span.from) < 0)
		complain(compiler, line, 0, "P115", "the last day lies before the first", STR(""), "correct one of the dates", STR(""));
}

struct pack_span span_at(struct compiler *compiler, const struct line *line, int from, int until)
{
	struct pack_span span = { date_at(compiler, line, from), date_at(compiler, line, until) };
	check_span(compiler, line, span);
	return span;
}

struct pack_span span_below(struct compiler *compiler, const struct line *line, enum keyword_id from, enum keyword_id until)
{
	const struct line *first = first_child(line, from), *last = first_child(line, until);
	struct pack_span span = { 0 };
	if (first)
		span.from = date_at(compiler, first, 0);
	if (last)
		span.until = date_at(compiler, last, 0);
	check_span(compiler, last ? last : line, span);
	return span;
}

bool span_overlaps(struct pack_span a, struct pack_span b)
{
	bool a_before = !date_empty(a.until) && !date_empty(b.from) && date_compare(a.until, b.from) < 0;
	bool b_before = !date_empty(b.until) && !date_empty(a.from) && date_compare(b.until, a.from) < 0;
	return !a_before && !b_before;
}

/* ---- Durations ---- */

static struct str plural_unit(struct arena *arena, struct str unit)
{
	return str_ends(unit, STR("s")) ? str_copy(arena, unit) : str_format(arena, STR_FMT "s", STR_ARG(unit));
}

bool duration_at(struct compiler *compiler, const struct line *line, int at, int *count, struct str *unit)
{
	const struct argument *argument = &line->arguments[at];
	if (!argument->given)
		return false;
	*count = integer_at(compiler, line, at);
	*unit = plural_unit(compiler->arena, line->tokens[argument->from + 1].raw);
	if (argument->to - argument->from == 3)
		*unit = STR("working days");
	if (*count > 0)
		return true;
	complain(compiler, line, argument->from, "P116", "a duration must be longer than nothing", STR(""), "write at least 1", STR(""));
	return false;
}

static int counted(struct compiler *compiler, const struct line *line, int at, const char *const *units, const int *factors)
{
	int count = 0;
	struct str unit = STR("");
	if (!duration_at(compiler, line, at, &count, &unit))
		return 0;
	for (int i = 0; units[i]; i++)
		if (str_is(unit, units[i]))
			return count * factors[i];
	complain(compiler, line, line->arguments[at].from + 1, "P116", "this unit does not fit here", unit,
	         "use days, or hours or minutes where the line counts these", STR(""));
	return 0;
}

int minutes_at(struct compiler *compiler, const struct line *line, int at)
{
	static const char *const units[] = { "minutes", "hours", "days", NULL };
	return counted(compiler, line, at, units, (const int[]){ 1, 60, 1440 });
}

int hours_at(struct compiler *compiler, const struct line *line, int at)
{
	static const char *const units[] = { "hours", "days", "weeks", NULL };
	return counted(compiler, line, at, units, (const int[]){ 1, 24, 168 });
}

int days_at(struct compiler *compiler, const struct line *line, int at)
{
	static const char *const units[] = { "days", "weeks", NULL };
	return counted(compiler, line, at, units, (const int[]){ 1, 7 });
}

/* ---- Words ---- */

struct words words_add(struct compiler *compiler, struct str context, struct str source, bool is_public, struct where where)
{
	if (compiler->word_count == compiler->word_size) {
		size_t size = compiler->word_size ? compiler->word_size * 2 : 256;
		struct word_entry *grown = ARENA_ARRAY(compiler->scratch, struct word_entry, size);
		if (compiler->word_count)
			memcpy(grown, compiler->words, compiler->word_count * sizeof *grown);
		compiler->words = grown;
		compiler->word_size = size;
	}
	if (!compiler->translations)
		compiler->translations = ARENA_NEW(compiler->arena, struct pack_translations);
	struct words words = { str_copy(compiler->arena, source), str_copy(compiler->arena, context), (uint32_t)compiler->word_count + 1, compiler->translations };
	compiler->words[compiler->word_count++] = (struct word_entry){ words, is_public, where };
	return words;
}

/* "border:posts.SORREL.lane.1": the file, and for each level its keyword and its name. */
static void context_add(struct compiler *compiler, struct buf *out, const struct line *line)
{
	if (line->parent)
		context_add(compiler, out, line->parent);
	if (line->parent)
		buf_c(out, '.');
	if (line->keyword->word[0] != '*')
		buf_text(out, line->keyword->word);
	if (line->keyword->flags & NAME_IN_CONTEXT && line->arguments) {
		if (line->keyword->word[0] != '*')
			buf_c(out, '.');
		buf_add(out, argument_text(compiler->scratch, line, 0));
	}
}

/* Words of a part stand in several procedures, and once in the translations. */
static const struct word_entry *word_entry_at(const struct compiler *compiler, struct where where)
{
	for (size_t i = compiler->word_count; i-- > 0 && str_starts(where.file, STR("parts/"));)
		if (str_equal(compiler->words[i].where.file, where.file) && compiler->words[i].where.line == where.line && compiler->words[i].where.column == where.column)
			return &compiler->words[i];
	return NULL;
}

struct words words_at(struct compiler *compiler, const struct line *line, int at)
{
	if (!given(line, at))
		return (struct words){ 0 };
	return words_of_token(compiler, line, &line->tokens[line->arguments[at].from]);
}

struct words words_of_token(struct compiler *compiler, const struct line *line, const struct token *token)
{
	const struct word_entry *known = word_entry_at(compiler, token_where(compiler->file, token));
	if (known)
		return known->words;
	struct buf context = BUF_IN(compiler->scratch);
	struct str file = compiler->file->path;
	size_t slash;
	while (str_find(file, STR("/"), &slash))
		file = str_slice(file, slash + 1, file.len);
	buf_add(&context, str_slice(file, 0, file.len - strlen(".lim")));
	buf_c(&context, ':');
	context_add(compiler, &context, line);
	bool public = line->keyword->flags & WORDS_PUBLIC || (line->keyword->flags & WORDS_OF_PARTIES && compiler->for_parties);
	return words_add(compiler, buf_str(&context), token_value(compiler->scratch, token), public, token_where(compiler->file, token));
}

struct str text_below(struct compiler *compiler, const struct line *line, enum keyword_id id)
{
	const struct line *child = first_child(line, id);
	return child ? text_at(compiler, child, 0) : STR("");
}

struct words words_below(struct compiler *compiler, const struct line *line, enum keyword_id id)
{
	const struct line *child = first_child(line, id);
	return child ? words_at(compiler, child, 0) : (struct words){ 0 };
}

struct pack_names names_below(struct compiler *compiler, const struct line *line, enum keyword_id id)
{
	const struct line *child = first_child(line, id);
	return child ? names_at(compiler, child, 0) : (struct pack_names){ NULL, 0 };
}

/* ---- All ---- */

static bool known_file(struct str path)
{
	static const char *const files[] = { "pack.lim", "lists.lim", "params.lim", "border.lim", "centres.lim", "tables/tables.lim", "training/training.lim" };
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (str_is(path, files[i]))
			return true;
	return (str_starts(path, STR("procedures/")) || str_starts(path, STR("parts/"))) && str_ends(path, STR(".lim"));
}

static void read_files(struct compiler *compiler)
{
	static const struct str needed[] = { { "pack.lim", 8 }, { "lists.lim", 9 }, { "border.lim", 10 } };
	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (!source_file(compiler->source, needed[i]))
			diagnose(compiler->diagnostics, (struct where){ needed[i], 0, 0 }, "P022", "this file is missing", STR(""),
			         "write it, or see whether this is the folder of a pack", STR(""));
	compiler->files = ARENA_ARRAY(compiler->scratch, struct file_lines, compiler->source->count);
	for (size_t i = 0; i < compiler->source->count; i++) {
		const struct pack_file *file = &compiler->source->files[i];
		if (!str_ends(file->path, STR(".lim")) || str_ends(file->path, STR(".test.lim")))
			continue;
		struct file_lines *lines = &compiler->files[compiler->file_count];
		if (!known_file(file->path))
			diagnose(compiler->diagnostics, (struct where){ file->path, 0, 0 }, "P020", "a pack has no file of this name", STR(""),
			         "use pack.lim, lists.lim, params.lim, border.lim, centres.lim, tables/tables.lim, training/training.lim, procedures/NAME.lim and parts/NAME.lim", STR(""));
		else if (lines_read(compiler->scratch, file->path, file->bytes, lines, compiler->diagnostics)) {
			grammar_read(compiler->scratch, lines, compiler->diagnostics);
			compiler->file_count++;
		}
	}
}

static void compile(struct compiler *compiler)
{
	static void (*const steps[])(struct compiler *) = { compile_head, compile_lists, compile_border, compile_people, compile_centres, compile_training,
		                                            check_names, compile_expressions, compile_tables, compile_procedures, check_law, compile_letters, compile_words };
	read_files(compiler);
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		steps[i](compiler);
	diagnose_rules(compiler->diagnostics, &compiler->rules);
	diagnostics_sort(compiler->diagnostics);
}

static struct compiler compiler_for(struct arena *arena, const struct pack_source *source, struct pack_diagnostics *diagnostics)
{
	struct compiler compiler = { .arena = arena, .scratch = arena_new(0), .source = source, .diagnostics = diagnostics,
		                     .pack = ARENA_NEW(arena, struct pack) };
	diagnostics_in(diagnostics, arena);
	compiler.rules.arena = compiler.scratch;
	return compiler;
}

bool pack_load(struct arena *arena, const struct pack_source *source, struct date today, const struct pack **out,
               struct pack_diagnostics *diagnostics)
{
	struct compiler compiler = compiler_for(arena, source, diagnostics);
	compiler.today = today;
	compile(&compiler);
	if (!diagnostics->errors)
		compile_identity(&compiler);
	arena_free(compiler.scratch);
	*out = diagnostics->errors ? NULL : compiler.pack;
	return !diagnostics->errors;
}

struct str pack_catalogue(struct arena *arena, const struct pack_source *source, struct str language)
{
	struct pack_diagnostics diagnostics;
	struct compiler compiler = compiler_for(arena, source, &diagnostics);
	compile(&compiler);
	struct str out = compile_catalogue(&compiler, language);
	arena_free(compiler.scratch);
	return out;
}
