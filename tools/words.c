/* words list | words merge FILE.po | words check [--of FOLDER_OR_FILE]... FILE.po...
 * Finds the words for people in src/ (run it in the repository's root) and keeps the catalogues of lang/ in step with them.
 *
 *   list    a template catalogue (.pot) on stdout
 *   merge   adds what is missing to FILE.po, drops what is no longer used, keeps the order of the source
 *   check   says file:line for each msgid that is missing, fuzzy or empty, whose {names} differ, or that nobody uses.
 *           --of: only words of these files or folders are asked for, and unused ones are allowed.
 *
 * Found are the words of templates ({{_ "..."}}) and, in C: WORDS, WORDS_MANY and WORDS_IN; `what` and `todo` of error_set;
 * the sentence of finding_add; title and sentence of subject_check; the second argument of lang_words; the last sentence of
 * rows of X-macros and of tables whose words are shown. Where such an argument is a parameter of the function around it,
 * that function's own callers are looked at; where it is a variable, what is assigned to it.
 * This reads C by its tokens only: no macros are expanded, no types known. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "po.h"
#include "template.h"

enum { FILES_MOST = 2000, FILE_SIZE_MOST = 4 << 20, CALLS_MOST = 2000, ARGUMENTS_MOST = 32, FOLLOW_MOST = 3, FILTERS_MOST = 200 };

enum kind { END, NAME, TEXT, SIGN, OTHER, LINE_END /* of a preprocessor line */ };

struct token {
	enum kind kind;
	struct str text;
	int line;
};

struct function {
	struct str name;
	size_t parameters, body, end; /* tokens: after '(', at '{', at its '}' */
	bool is_static;
};

struct source {
	struct str path;
	struct token *tokens;
	size_t count, size;
	struct function *functions;
	size_t function_count;
};

/* A function whose argument is shown to people. */
struct call {
	struct str name, path; /* path: of the only file that sees it; empty = all see it */
	size_t argument;
};

struct words {
	struct arena *arena;
	struct source *files;
	size_t file_count;
	struct call calls[CALLS_MOST];
	size_t call_count;
	bool collecting;
	struct po_file messages;
	struct str only[FILTERS_MOST];
	size_t only_count;
	int faults;
};

static void fail(const char *what, const char *where)
{
	fprintf(stderr, "words: %s: %s\n", where, what);
	exit(2);
}

static struct str read_whole(struct arena *arena, const char *path)
{
	FILE *in = fopen(path, "rb");
	if (!in)
		fail(strerror(errno), path);
	static char data[FILE_SIZE_MOST];
	size_t size = fread(data, 1, FILE_SIZE_MOST, in);
	if (ferror(in) || size == FILE_SIZE_MOST)
		fail("cannot be read, or is too large", path);
	fclose(in);
	return str_copy(arena, (struct str){ data, size });
}

/* --- tokens --- */

struct lexer {
	struct words *words;
	struct source *file;
	struct str text;
	size_t at;
	int line;
	bool directive;
};

static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->text.len ? l->text.data[l->at + ahead] : '\0';
}

static void add_token(struct lexer *l, enum kind kind, struct str text, int line)
{
	struct source *file = l->file;
	if (file->count == file->size) {
		size_t size = file->size ? file->size * 2 : 1024;
		struct token *tokens = ARENA_ARRAY(l->words->arena, struct token, size);
		if (file->count)
			memcpy(tokens, file->tokens, file->count * sizeof *tokens);
		file->tokens = tokens;
		file->size = size;
	}
	file->tokens[file->count++] = (struct token){ kind, text, line };
}

static void skip_line(struct lexer *l)
{
	while (l->at < l->text.len && peek(l, 0) != '\n')
		l->at++;
}

static void skip_comment(struct lexer *l)
{
	for (l->at += 2; l->at < l->text.len && !(peek(l, 0) == '*' && peek(l, 1) == '/'); l->at++)
		l->line += peek(l, 0) == '\n';
	l->at += 2;
}

static int digit_of(char c, int base)
{
	int value = ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
	return value < base ? value : -1;
}

static void read_number(struct lexer *l, struct buf *out, int base, int digits)
{
	int value = 0;
	for (; digits-- && digit_of(peek(l, 0), base) >= 0; l->at++)
		value = value * base + digit_of(peek(l, 0), base);
	buf_c(out, (char)value);
}

static void read_escape(struct lexer *l, struct buf *out)
{
	char c = peek(l, 0);
	if (c >= '0' && c <= '7') {
		read_number(l, out, 8, 3);
		return;
	}
	l->at++;
	if (c == 'x')
		read_number(l, out, 16, 2);
	else if (c == '\n')
		l->line++;
	else
		buf_c(out, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
}

static void read_quoted(struct lexer *l)
{
	char quote = peek(l, 0);
	int line = l->line;
	struct buf out = BUF_IN(l->words->arena);
	for (l->at++; l->at < l->text.len && peek(l, 0) != quote && peek(l, 0) != '\n';) {
		if (peek(l, 0) == '\\') {
			l->at++;
			read_escape(l, &out);
		} else {
			buf_c(&out, peek(l, 0));
			l->at++;
		}
	}
	l->at++;
	struct token *last = l->file->count ? &l->file->tokens[l->file->count - 1] : NULL;
	if (quote == '"' && last && last->kind == TEXT)
		last->text = str_join(l->words->arena, (struct str[]){ last->text, buf_str(&out) }, 2, STR(""));
	else
		add_token(l, quote == '"' ? TEXT : OTHER, buf_str(&out), line);
}

static bool word_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static void read_word(struct lexer *l)
{
	size_t from = l->at;
	while (word_char(peek(l, 0)))
		l->at++;
	add_token(l, ascii_digit(l->text.data[from]) ? OTHER : NAME, str_slice(l->text, from, l->at), l->line);
}

static void read_new_line(struct lexer *l)
{
	if (l->directive)
		add_token(l, LINE_END, STR(""), l->line);
	l->directive = false;
	l->line++;
	l->at++;
}

static void read_token(struct lexer *l)
{
	char c = peek(l, 0);
	if (c == '\n') {
		read_new_line(l);
	} else if (c == '\\' && peek(l, 1) == '\n') {
		l->at += 2;
		l->line++;
	} else if (ascii_space(c)) {
		l->at++;
	} else if (c == '/' && peek(l, 1) == '/') {
		skip_line(l);
	} else if (c == '/' && peek(l, 1) == '*') {
		skip_comment(l);
	} else if (c == '"' || c == '\'') {
		read_quoted(l);
	} else if (word_char(c)) {
		read_word(l);
	} else {
		l->directive |= c == '#';
		add_token(l, SIGN, str_slice(l->text, l->at, l->at + 1), l->line);
		l->at++;
	}
}

static bool is(const struct source *file, size_t at, const char *text)
{
	return at < file->count && (file->tokens[at].kind == SIGN || file->tokens[at].kind == NAME) && str_is(file->tokens[at].text, text);
}

static bool opens(const struct source *file, size_t at)
{
	return is(file, at, "(") || is(file, at, "{") || is(file, at, "[");
}

static bool closes(const struct source *file, size_t at)
{
	return is(file, at, ")") || is(file, at, "}") || is(file, at, "]");
}

/* The token that closes what `at` opens. */
static size_t closing(const struct source *file, size_t at)
{
	int depth = 0;
	for (; at < file->count; at++) {
		depth += opens(file, at) - closes(file, at);
		if (!depth)
			return at;
	}
	return file->count;
}

static size_t directive_end(const struct source *file, size_t at)
{
	while (at < file->count && file->tokens[at].kind != LINE_END)
		at++;
	return at;
}

static void find_functions(struct words *words, struct source *file)
{
	file->functions = ARENA_ARRAY(words->arena, struct function, file->count / 4 + 1);
	bool is_static = false;
	for (size_t i = 0; i < file->count; i++) {
		if (is(file, i, "#")) {
			i = directive_end(file, i);
		} else if (is(file, i, "static")) {
			is_static = true;
		} else if (is(file, i, ";")) {
			is_static = false;
		} else if (file->tokens[i].kind == NAME && is(file, i + 1, "(")) {
			size_t end = closing(file, i + 1);
			if (is(file, end + 1, "{")) {
				struct function *function = &file->functions[file->function_count++];
				*function = (struct function){ file->tokens[i].text, i + 2, end + 1, closing(file, end + 1), is_static };
				end = function->end;
				is_static = false;
			}
			i = end;
		} else if (opens(file, i)) {
			i = closing(file, i);
		}
	}
}

/* --- what is found --- */

static bool asked(const struct words *words, struct str path)
{
	for (size_t i = 0; i < words->only_count; i++)
		if (str_starts(path, words->only[i]))
			return true;
	return !words->only_count;
}

static void add_message(struct words *words, struct str context, struct str id, struct str plural, struct str path, int line)
{
	if (!words->collecting || !id.len)
		return;
	struct po_entry *entry = po_find(&words->messages, context, id);
	if (!entry) {
		entry = po_add(&words->messages);
		*entry = (struct po_entry){ .context = context, .id = id, .line = line };
	}
	if (plural.len && entry->plural.len && !str_equal(entry->plural, plural)) {
		fprintf(stderr, STR_FMT ":%d: \"" STR_FMT "\" has two different plurals\n", STR_ARG(path), line, STR_ARG(id));
		words->faults++;
	}
	if (plural.len)
		entry->plural = plural;
	entry->obsolete |= asked(words, path); /* of a message of ours: somebody asks for it */
	struct str here = str_format(words->arena, "#: " STR_FMT "\n", STR_ARG(path));
	size_t at;
	if (!str_find(entry->comments, here, &at))
		entry->comments = str_join(words->arena, (struct str[]){ entry->comments, here }, 2, STR(""));
}

static void add_call(struct words *words, struct str name, size_t argument, struct str path)
{
	for (size_t i = 0; i < words->call_count; i++)
		if (str_equal(words->calls[i].name, name) && str_equal(words->calls[i].path, path) && words->calls[i].argument == argument)
			return;
	if (words->call_count == CALLS_MOST)
		fail("too many functions that show words", "src");
	words->calls[words->call_count++] = (struct call){ name, path, argument };
}

static const struct function *around(const struct source *file, size_t at)
{
	for (size_t i = 0; i < file->function_count; i++)
		if (at > file->functions[i].body && at < file->functions[i].end)
			return &file->functions[i];
	return NULL;
}

/* Which parameter has this name; false when none has. */
static bool parameter_of(const struct source *file, const struct function *function, struct str name, size_t *argument)
{
	*argument = 0;
	for (size_t i = function->parameters; i < function->body; i++) {
		if (is(file, i, ","))
			++*argument;
		else if (file->tokens[i].kind == NAME && str_equal(file->tokens[i].text, name) && (is(file, i + 1, ",") || is(file, i + 1, ")")))
			return true;
	}
	return false;
}

static void take(struct words *words, const struct source *file, size_t from, size_t to, int follow);

/* Where an argument is a name: callers of this function say the words, or assignments to the variable. */
static void take_name(struct words *words, const struct source *file, size_t at, int follow)
{
	const struct function *function = around(file, at);
	size_t argument;
	struct str name = file->tokens[at].text;
	if (!function || is(file, at + 1, "(") || is(file, at + 1, "-") || is(file, at + 1, ".") || is(file, at - 1, ".") || is(file, at - 1, ">"))
		return;
	if (parameter_of(file, function, name, &argument))
		add_call(words, function->name, argument, function->is_static ? file->path : STR(""));
	for (size_t i = function->body; i < function->end; i++) {
		if (file->tokens[i].kind != NAME || !str_equal(file->tokens[i].text, name) || !is(file, i + 1, "=") || is(file, i + 2, "="))
			continue;
		size_t end = i + 2;
		while (end < function->end && !is(file, end, ";") && !is(file, end, ","))
			end = opens(file, end) ? closing(file, end) + 1 : end + 1;
		take(words, file, i + 2, end, follow + 1);
	}
}

/* All literals of an expression, except those inside calls and indexes. */
static void take(struct words *words, const struct source *file, size_t from, size_t to, int follow)
{
	for (size_t i = from; i < to && follow < FOLLOW_MOST; i++) {
		if (file->tokens[i].kind == TEXT)
			add_message(words, STR(""), file->tokens[i].text, STR(""), file->path, file->tokens[i].line);
		else if (is(file, i, "[") || is(file, i, "{") || (is(file, i, "(") && i > from && file->tokens[i - 1].kind == NAME))
			i = closing(file, i);
		else if (file->tokens[i].kind == NAME)
			take_name(words, file, i, follow);
	}
}

/* The bounds of a call's arguments: argument n is from starts[n] up to starts[n + 1] - 1. */
static size_t arguments(const struct source *file, size_t open, size_t starts[ARGUMENTS_MOST + 1])
{
	size_t end = closing(file, open), count = 0;
	starts[count++] = open + 1;
	for (size_t i = open + 1; i < end && count < ARGUMENTS_MOST; i++) {
		if (opens(file, i))
			i = closing(file, i);
		else if (is(file, i, ","))
			starts[count++] = i + 1;
	}
	starts[count] = end + 1;
	return count;
}

static struct str literal(const struct source *file, size_t at)
{
	return at < file->count && file->tokens[at].kind == TEXT ? file->tokens[at].text : STR("");
}

static bool take_marked(struct words *words, const struct source *file, size_t at, const size_t *starts)
{
	struct str name = file->tokens[at].text, first = literal(file, starts[0]), second = literal(file, starts[1]);
	int line = file->tokens[at].line;
	if (words->collecting && str_starts(name, STR("WORDS")) && !first.len && file->tokens[starts[0]].kind == NAME && !str_is(file->path, "src/lang/lang.h")) {
		fprintf(stderr, STR_FMT ":%d: what a macro is given is not found here: write the literal into " STR_FMT "()\n", STR_ARG(file->path), line, STR_ARG(name));
		words->faults++;
	}
	if (str_is(name, "WORDS"))
		add_message(words, STR(""), first, STR(""), file->path, line);
	else if (str_is(name, "WORDS_MANY"))
		add_message(words, STR(""), first, second, file->path, line);
	else if (str_is(name, "WORDS_IN"))
		add_message(words, first, second, STR(""), file->path, line);
	else
		return false;
	return true;
}

static void take_call(struct words *words, const struct source *file, size_t at)
{
	size_t starts[ARGUMENTS_MOST + 1] = { 0 };
	size_t count = arguments(file, at + 1, starts);
	if (take_marked(words, file, at, starts))
		return;
	for (size_t i = 0; i < words->call_count; i++) {
		const struct call *call = &words->calls[i];
		if (call->argument < count && str_equal(call->name, file->tokens[at].text) && (!call->path.len || str_equal(call->path, file->path)))
			take(words, file, starts[call->argument], starts[call->argument + 1] - 1, 0);
	}
}

static bool is_sentence(const struct token *token)
{
	return token->kind == TEXT && memchr(token->text.data, ' ', token->text.len);
}

/* The last sentence, that is literal with a space, of each (...) or {...} between the tokens, or all of them: names may follow. */
static void take_rows(struct words *words, const struct source *file, size_t from, size_t to, bool all)
{
	for (size_t i = from; i < to; i++) {
		if (!opens(file, i) || is(file, i, "["))
			continue;
		size_t end = closing(file, i), last = 0;
		for (size_t j = i + 1; j < end; j++) {
			if (!is_sentence(&file->tokens[j]))
				continue;
			if (all && last)
				add_message(words, STR(""), file->tokens[last].text, STR(""), file->path, file->tokens[last].line);
			last = j;
		}
		if (last)
			add_message(words, STR(""), file->tokens[last].text, STR(""), file->path, file->tokens[last].line);
		i = end;
	}
}

static bool one_of(struct str name, const char *const *names)
{
	for (; *names; names++)
		if (str_is(name, *names))
			return true;
	return false;
}

static const char *const shown_macros[] = { "ERROR_CODES", "RIGHTS", "RIGHTS_OF_ALL", "PACK_QUESTIONS", "MRZ_CHECKS", "MRZ_NOTES", NULL };
static const char *const told_macros[] = { "RULE_CODES", "TABLE_CODES", NULL }; /* what is wrong, and what to do */
static const char *const shown_tables[] = { "route", "entry_type", NULL };

static size_t take_directive(struct words *words, const struct source *file, size_t at)
{
	size_t end = directive_end(file, at);
	bool rows = is(file, at + 1, "define") && at + 2 < end && is(file, at + 3, "(");
	bool told = rows && one_of(file->tokens[at + 2].text, told_macros);
	if (told || (rows && one_of(file->tokens[at + 2].text, shown_macros)))
		take_rows(words, file, closing(file, at + 3) + 1, end, told);
	for (size_t i = at + 1; i + 1 < end; i++) /* a macro for a row of routes */
		if (is(file, i, "{") && (is(file, i + 1, "GET") || is(file, i + 1, "POST")))
			take_rows(words, file, i, i + 1, false);
	return end;
}

/* struct route name[] = { rows }, struct entry_type name = { row } */
static void take_table(struct words *words, const struct source *file, size_t at)
{
	if (!one_of(file->tokens[at + 1].text, shown_tables))
		return;
	bool rows = is(file, at + 3, "[");
	size_t open = rows ? closing(file, at + 3) + 2 : at + 4;
	if (!is(file, open - 1, "=") || !is(file, open, "{"))
		return;
	if (rows)
		take_rows(words, file, open + 1, closing(file, open), false);
	else
		take_rows(words, file, open, open + 1, false);
}

static void take_source(struct words *words, const struct source *file)
{
	for (size_t i = 0; i + 2 < file->count; i++) {
		if (is(file, i, "#"))
			i = take_directive(words, file, i);
		else if (is(file, i, "struct"))
			take_table(words, file, i);
		else if (file->tokens[i].kind == NAME && is(file, i + 1, "("))
			take_call(words, file, i);
	}
}

struct template_words_state {
	struct words *words;
	struct str path;
};

static void take_template_message(void *state, const struct template_message *message)
{
	struct template_words_state *s = state;
	struct arena *arena = s->words->arena;
	add_message(s->words, str_copy(arena, message->context), str_copy(arena, message->msgid), str_copy(arena, message->plural), s->path,
	            message->line);
}

static void take_template(struct words *words, struct str path)
{
	struct template_set *set = template_set_new(words->arena);
	struct error err;
	struct str text = read_whole(words->arena, str_c(words->arena, path));
	if (!template_add(set, path, text, &err))
		fail(err.what, err.where);
	struct template_words_state state = { words, path };
	template_each_message(template_find(set, path), take_template_message, &state);
}

/* --- files --- */

static char *found[FILES_MOST]; /* nftw has no state of its own */
static size_t found_count;

static int on_file(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	struct str name = str_of(path);
	size_t at;
	bool test = str_ends(name, STR("_test.c")) || str_ends(name, STR("_fake.h")) || str_ends(name, STR("_trial.h")) || str_ends(name, STR("_bench.c")) || str_ends(name, STR("_fuzz.c")) || str_find(name, STR("/samples/"), &at) ||
	            str_find(name, STR("/testdata/"), &at) || str_find(name, STR("src/test/"), &at);
	bool source = str_ends(name, STR(".c")) || str_ends(name, STR(".h")) || str_ends(name, STR(".mustache"));
	if (kind != FTW_F || test || !source)
		return 0;
	if (found_count == FILES_MOST)
		fail("too many files", "src");
	found[found_count++] = strdup(path);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_source(struct words *words, struct source *file)
{
	struct lexer lexer = { .words = words, .file = file, .text = read_whole(words->arena, str_c(words->arena, file->path)), .line = 1 };
	while (lexer.at < lexer.text.len)
		read_token(&lexer);
	find_functions(words, file);
}

static void take_all(struct words *words)
{
	for (size_t i = 0; i < words->file_count; i++) {
		if (!str_ends(words->files[i].path, STR(".mustache")))
			take_source(words, &words->files[i]);
		else if (words->collecting)
			take_template(words, words->files[i].path);
	}
}

static void find_words(struct words *words)
{
	if (nftw("src", on_file, 32, FTW_PHYS))
		fail("cannot be read; run this in the repository's root", "src");
	qsort(found, found_count, sizeof *found, by_name);
	words->files = ARENA_ARRAY(words->arena, struct source, found_count);
	words->file_count = found_count;
	for (size_t i = 0; i < found_count; i++) {
		words->files[i] = (struct source){ .path = str_of(found[i]) };
		if (!str_ends(words->files[i].path, STR(".mustache")))
			read_source(words, &words->files[i]);
	}
	static const struct { const char *name; size_t argument; } shown[] = {
		{ "error_set", 2 }, { "error_set", 3 }, { "finding_add", 3 }, { "diagnose", 3 }, { "diagnose", 5 }, { "diagnose_warning", 3 }, { "diagnose_warning", 5 }, { "subject_check", 6 }, { "subject_check", 7 }, { "lang_words", 1 },
	};
	for (size_t i = 0; i < COUNT_OF(shown); i++)
		add_call(words, str_of(shown[i].name), shown[i].argument, STR(""));
	size_t known;
	do { /* until no further function turns out to hand words on */
		known = words->call_count;
		take_all(words);
	} while (words->call_count > known);
	words->collecting = true;
	take_all(words);
}

/* --- catalogues --- */

static bool read_catalogue(struct words *words, const char *path, struct po_file *out)
{
	struct error err;
	if (po_read(words->arena, str_of(path), read_whole(words->arena, path), out, &err))
		return true;
	fprintf(stderr, "%s: " STR_FMT "\n", path, STR_ARG(error_text(words->arena, &err)));
	return false;
}

/* How many plural forms the language has; 0 when the header does not say. */
static int forms_of(const struct po_file *file)
{
	struct str header = po_header(file, STR("Plural-Forms"));
	size_t at;
	if (!str_find(header, STR("nplurals="), &at) || at + 9 >= header.len || !ascii_digit(header.data[at + 9]))
		return 0;
	return header.data[at + 9] - '0';
}

static void write_message(struct buf *out, const struct po_entry *message, const struct po_entry *old, int forms)
{
	struct po_entry entry = *message;
	entry.obsolete = false;
	entry.form_count = entry.plural.len ? forms : 1;
	bool same = old && str_equal(old->plural, entry.plural);
	for (int i = 0; same && i < entry.form_count && i < old->form_count; i++)
		entry.forms[i] = old->forms[i];
	entry.fuzzy = same && old->fuzzy;
	buf_c(out, '\n');
	po_write_entry(out, &entry);
}

static int list(struct words *words)
{
	struct buf out = BUF_IN(words->arena);
	buf_text(&out, "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n");
	for (size_t i = 0; i < words->messages.count; i++)
		write_message(&out, &words->messages.items[i], NULL, 2);
	fwrite(out.data, 1, out.len, stdout);
	return words->faults ? 1 : 0;
}

static int merge(struct words *words, const char *path)
{
	struct po_file file;
	if (!read_catalogue(words, path, &file))
		return 2;
	int forms = forms_of(&file);
	const struct po_entry *header = po_find(&file, STR(""), STR(""));
	if (!header || forms < 1 || forms > PO_FORMS_MOST)
		fail("has no header with nplurals", path);
	struct buf out = BUF_IN(words->arena);
	po_write_entry(&out, header);
	for (size_t i = 0; i < words->messages.count; i++) {
		const struct po_entry *message = &words->messages.items[i];
		write_message(&out, message, po_find(&file, message->context, message->id), forms);
	}
	FILE *to = fopen(path, "wb");
	if (!to || fwrite(out.data, 1, out.len, to) != out.len || fclose(to))
		fail("cannot be written", path);
	return words->faults ? 1 : 0;
}

/* The next {name} of a sentence; false when there is none. */
static bool next_name(struct str sentence, size_t *at, struct str *name)
{
	for (; *at < sentence.len; ++*at) {
		size_t end = *at + 1;
		while (sentence.data[*at] == '{' && end < sentence.len && word_char(sentence.data[end]))
			end++;
		if (sentence.data[*at] == '{' && end > *at + 1 && end < sentence.len && sentence.data[end] == '}') {
			*name = str_slice(sentence, *at, end + 1);
			*at = end + 1;
			return true;
		}
	}
	return false;
}

/* Each {name} of `from` stands in one of `a` and `b`. A form for one or two may leave {count} out. */
static bool names_within(struct str from, struct str a, struct str b, bool count_too)
{
	struct str name;
	size_t found_at;
	for (size_t at = 0; next_name(from, &at, &name);)
		if (!str_find(a, name, &found_at) && !str_find(b, name, &found_at) && (count_too || !str_is(name, "{count}")))
			return false;
	return true;
}

static const char *fault_of(const struct po_entry *message, const struct po_entry *entry, int forms)
{
	if (entry->fuzzy)
		return "is fuzzy";
	if (!str_equal(entry->plural, message->plural))
		return "has another plural than the source";
	if (entry->form_count != (message->plural.len ? forms : 1))
		return "has another number of forms than its language";
	for (int i = 0; i < entry->form_count; i++) {
		if (!entry->forms[i].len)
			return "is not translated";
		if (!names_within(entry->forms[i], message->id, message->plural, true) ||
		    !names_within(message->plural.len ? message->plural : message->id, entry->forms[i], STR(""), !message->plural.len))
			return "has other {names} than the source";
	}
	return NULL;
}

static void report(struct words *words, const char *path, int line, struct str id, const char *fault)
{
	fprintf(stderr, "%s:%d: \"" STR_FMT "\" %s\n", path, line, STR_ARG(id), fault);
	words->faults++;
}

static void check(struct words *words, const char *path)
{
	struct po_file file;
	if (!read_catalogue(words, path, &file)) {
		words->faults++;
		return;
	}
	int forms = forms_of(&file);
	for (size_t i = 0; i < words->messages.count; i++) {
		const struct po_entry *message = &words->messages.items[i];
		const struct po_entry *entry = po_find(&file, message->context, message->id);
		const char *fault = !message->obsolete ? NULL : !entry || entry->obsolete ? "is missing" : fault_of(message, entry, forms);
		if (fault)
			report(words, path, entry ? entry->line : 0, message->id, fault);
	}
	for (size_t i = 0; i < file.count && !words->only_count; i++)
		if (file.items[i].id.len && !file.items[i].obsolete && !po_find(&words->messages, file.items[i].context, file.items[i].id))
			report(words, path, file.items[i].line, file.items[i].id, "is not used");
}

static int check_all(struct words *words, int count, char **paths)
{
	for (int i = 0; i < count; i++)
		check(words, paths[i]);
	if (words->faults)
		fprintf(stderr, "%d faults. Run `words merge` on the file, then translate.\n", words->faults);
	return words->faults ? 1 : 0;
}

int main(int argc, char **argv)
{
	static struct words words;
	words.arena = words.messages.arena = arena_new(0);
	const char *mode = argc > 1 ? argv[1] : "";
	int at = 2;
	for (; at + 1 < argc && !strcmp(argv[at], "--of") && words.only_count < FILTERS_MOST; at += 2)
		words.only[words.only_count++] = str_of(argv[at + 1]);
	int result = 2;
	if (!strcmp(mode, "list") && at == argc)
		find_words(&words), result = list(&words);
	else if (!strcmp(mode, "merge") && at + 1 == argc)
		find_words(&words), result = merge(&words, argv[at]);
	else if (!strcmp(mode, "check") && at < argc)
		find_words(&words), result = check_all(&words, argc - at, argv + at);
	else
		fprintf(stderr, "usage: words list | merge FILE.po | check [--of FOLDER_OR_FILE]... FILE.po...\n");
	for (size_t i = 0; i < found_count; i++)
		free(found[i]);
	arena_free(words.arena);
	return result;
}
