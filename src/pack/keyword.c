#include "keyword.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "buf.h"

static const struct keyword keywords[] = {
#define K(id, word, parent, files, arguments, least, most, flags, doc) \
	[KEY_##id] = { KEY_##id, KEY_##parent, word, files, arguments, least, most, flags, doc },
	KEYWORDS(K)
#undef K
};

static const struct {
	const char *name, *todo;
} kinds[] = {
	[ARGUMENT_WORD] = { "", "write this word" },
	[ARGUMENT_CHOICE] = { "", "write one of these words" },
	[ARGUMENT_CHOICES] = { "", "write some of these words, separated by commas" },
	[ARGUMENT_NAME] = { "name", "write a name: small letters, digits and _" },
	[ARGUMENT_NAMES] = { "names", "write names separated by commas" },
	[ARGUMENT_CHECKS] = { "checks", "write names of questions or checks, separated by commas" },
	[ARGUMENT_CODE] = { "code", "write a code: letters, digits and _" },
	[ARGUMENT_CODES] = { "codes", "write codes separated by commas" },
	[ARGUMENT_QUOTED] = { "quoted", "write it in '...'" },
	[ARGUMENT_WORDS] = { "words", "write words for people in \"...\"" },
	[ARGUMENT_DATE] = { "date", "write a date as 2027-03-01" },
	[ARGUMENT_DATES] = { "dates", "write dates as 2027-03-01, separated by commas" },
	[ARGUMENT_MONTHDAY] = { "monthday", "write month and day as 03-17" },
	[ARGUMENT_HOURS] = { "hours", "write hours as 09:00-12:00, separated by commas" },
	[ARGUMENT_INTEGER] = { "integer", "write a whole number" },
	[ARGUMENT_NUMBERS] = { "numbers", "write numbers separated by commas" },
	[ARGUMENT_DURATION] = { "duration", "write a number and its unit, as 90 days" },
	[ARGUMENT_VALUE] = { "value", "write a number, an amount such as 50 EUR, a duration, a date, yes, no, or a text in '...'" },
	[ARGUMENT_EXPRESSION] = { "expression", "write a condition" },
	[ARGUMENT_REST] = { "rest", "write the rest of the line" },
};

const struct keyword *keyword_of(enum keyword_id id)
{
	assert(id > KEY_NONE && id < KEY_COUNT);
	return &keywords[id];
}

/* One word of a list of words separated by `between`. */
static bool word_among(const char *list, char between, struct str word)
{
	struct str rest = str_of(list), piece;
	while (str_cut(&rest, between, &piece))
		if (str_equal(piece, word))
			return true;
	return false;
}

/* A star stands for any file of a folder. */
bool keyword_in_file(const struct keyword *keyword, struct str path)
{
	struct str rest = str_of(keyword->files), piece;
	size_t star;
	while (str_cut(&rest, ' ', &piece)) {
		bool any = str_find(piece, STR("*"), &star);
		if (any ? str_starts(path, str_slice(piece, 0, star)) && str_ends(path, str_slice(piece, star + 1, piece.len)) : str_equal(piece, path))
			return true;
	}
	return false;
}

/* ---- Kinds of argument ---- */

static bool all_of(struct str s, bool (*good)(char))
{
	for (size_t i = 0; i < s.len; i++)
		if (!good(s.data[i]))
			return false;
	return s.len > 0;
}

static bool name_character(char c) { return ascii_lower(c) || ascii_digit(c) || c == '_'; }
static bool code_character(char c) { return ascii_alpha(c) || ascii_digit(c) || c == '_'; }

bool is_name(struct str s) { return s.len <= 48 && all_of(s, name_character) && ascii_lower(s.data[0]); }
bool is_code(struct str s) { return s.len <= 32 && all_of(s, code_character); }

/* "mrz.composite": names with dots between them. */
static bool is_check(struct str s)
{
	struct str part;
	while (str_cut(&s, '.', &part))
		if (!is_name(part))
			return false;
	return true;
}

static bool is_integer(struct str s)
{
	int64_t value;
	return s.len <= 10 && str_to_int(s, &value);
}

static bool is_number(struct str s)
{
	int64_t value;
	return rule_number_parse(s, &value);
}

static bool is_date(struct str s)
{
	struct date date;
	return s.len && date_parse(s, &date) && date_whole(date);
}

static bool is_monthday(struct str s)
{
	char text[] = "2000-00-00";
	if (s.len != 5)
		return false;
	memcpy(text + 5, s.data, 5);
	return is_date(str_of(text));
}

/* "09:30" */
static bool read_clock(struct str s, int *out)
{
	if (s.len != 5 || s.data[2] != ':' || !ascii_digit(s.data[0]) || !ascii_digit(s.data[1]) || !ascii_digit(s.data[3]) || !ascii_digit(s.data[4]))
		return false;
	int hours = (s.data[0] - '0') * 10 + s.data[1] - '0', minutes = (s.data[3] - '0') * 10 + s.data[4] - '0';
	*out = hours * 60 + minutes;
	return hours < 24 && minutes < 60;
}

bool read_hours(struct str s, int *from, int *until)
{
	return s.len == 11 && s.data[5] == '-' && read_clock(str_slice(s, 0, 5), from) && read_clock(str_slice(s, 6, 11), until);
}

static bool is_hours(struct str s)
{
	int from, until;
	return read_hours(s, &from, &until);
}

static bool is_currency(struct str s)
{
	return s.len == 3 && ascii_upper(s.data[0]) && ascii_upper(s.data[1]) && ascii_upper(s.data[2]);
}

static const char *const units = "minute minutes hour hours day days week weeks month months year years";

/* Tokens of a duration at `at`: 2 or 3 ("2 working days"), 0 when there is none. */
static size_t duration_tokens(const struct line *line, size_t at)
{
	if (at + 1 >= line->count || !is_integer(line->tokens[at].raw))
		return 0;
	struct str unit = line->tokens[at + 1].raw;
	if (word_among(units, ' ', unit))
		return 2;
	if (str_is(unit, "working") && at + 2 < line->count && word_among("day days", ' ', line->tokens[at + 2].raw))
		return 3;
	return 0;
}

static size_t value_tokens(const struct line *line, size_t at)
{
	const struct token *token = &line->tokens[at];
	size_t duration = duration_tokens(line, at);
	if (duration)
		return duration;
	if (token->kind == TOKEN_CODE)
		return 1;
	if (token->kind != TOKEN_BARE)
		return 0;
	if (is_number(token->raw))
		return at + 1 < line->count && is_currency(line->tokens[at + 1].raw) ? 2 : 1;
	return is_date(token->raw) || str_is(token->raw, "yes") || str_is(token->raw, "no");
}

static bool bare_fits(enum argument_kind kind, struct str raw)
{
	switch (kind) {
	case ARGUMENT_NAME: case ARGUMENT_NAMES: return is_name(raw);
	case ARGUMENT_CHECKS: return is_check(raw);
	case ARGUMENT_CODE: case ARGUMENT_CODES: return is_code(raw);
	case ARGUMENT_DATE: case ARGUMENT_DATES: return is_date(raw);
	case ARGUMENT_MONTHDAY: return is_monthday(raw);
	case ARGUMENT_HOURS: return is_hours(raw);
	case ARGUMENT_INTEGER: return is_integer(raw);
	case ARGUMENT_NUMBERS: return is_number(raw);
	default: return false;
	}
}

static bool is_many(enum argument_kind kind)
{
	return kind == ARGUMENT_NAMES || kind == ARGUMENT_CHECKS || kind == ARGUMENT_CODES || kind == ARGUMENT_DATES || kind == ARGUMENT_NUMBERS ||
	       kind == ARGUMENT_CHOICES || kind == ARGUMENT_HOURS;
}

/* ---- Specs ---- */

struct spec {
	enum argument_kind kind;
	struct str text;     /* literal, or the words to choose from */
	bool optional;       /* begins a group that may be left out */
	bool ends_group;
};

static struct spec spec_of(struct str item)
{
	struct spec spec = { .text = item };
	if (spec.text.data[0] == '[') {
		spec.optional = true;
		spec.text = str_slice(spec.text, 1, spec.text.len);
	}
	if (spec.text.data[spec.text.len - 1] == ']') {
		spec.ends_group = true;
		spec.text.len--;
	}
	size_t at;
	if (spec.text.data[0] == '<') {
		spec.text = str_slice(spec.text, 1, spec.text.len - 1);
		if (str_find(spec.text, STR(","), &at)) {
			spec.kind = ARGUMENT_CHOICES;
			return spec;
		}
		for (int kind = ARGUMENT_NAME; kind < ARGUMENT_KIND_COUNT; kind++)
			if (str_is(spec.text, kinds[kind].name))
				spec.kind = (enum argument_kind)kind;
		assert(spec.kind != ARGUMENT_WORD);
	} else {
		spec.kind = str_find(spec.text, STR("|"), &at) ? ARGUMENT_CHOICE : ARGUMENT_WORD;
	}
	return spec;
}

static size_t specs_of(const char *arguments, struct spec specs[static ARGUMENTS_MOST])
{
	struct str rest = str_of(arguments), item;
	size_t count = 0;
	while (str_cut(&rest, ' ', &item)) {
		if (!item.len)
			continue;
		assert(count < ARGUMENTS_MOST);
		specs[count++] = spec_of(item);
	}
	return count;
}

/* How many tokens the argument takes at `at`; 0 = it is something else. */
static size_t one_fits(const struct spec *spec, const struct line *line, size_t at)
{
	const struct token *token = &line->tokens[at];
	switch (spec->kind) {
	case ARGUMENT_WORD: return token->kind == TOKEN_BARE && str_equal(token->raw, spec->text);
	case ARGUMENT_CHOICE: {
		struct str rest = spec->text, word;
		while (str_cut(&rest, '|', &word))
			if (token->kind == TOKEN_BARE && str_equal(word, token->raw))
				return 1;
		return 0;
	}
	case ARGUMENT_CHOICES: {
		struct str rest = spec->text, word;
		while (str_cut(&rest, ',', &word))
			if (token->kind == TOKEN_BARE && str_equal(word, token->raw))
				return 1;
		return 0;
	}
	case ARGUMENT_QUOTED: return token->kind == TOKEN_CODE && token->raw.len > 2;
	case ARGUMENT_WORDS: return token->kind == TOKEN_WORDS && token->raw.len > 2;
	case ARGUMENT_DURATION: return duration_tokens(line, at);
	case ARGUMENT_VALUE: return value_tokens(line, at);
	case ARGUMENT_EXPRESSION: case ARGUMENT_REST: return line->count - at;
	default: return token->kind == TOKEN_BARE && bare_fits(spec->kind, token->raw);
	}
}

/* ---- One line ---- */

struct matching {
	struct arena *arena;
	const struct file_lines *file;
	const struct line *line;
	struct pack_diagnostics *diagnostics;
	size_t at;       /* next token */
};

static void missing(const struct matching *matching, const struct spec *spec)
{
	const struct token *last = &matching->line->tokens[matching->line->count - 1];
	struct where where = { matching->file->path, last->line, last->column + (int)last->raw.len };
	diagnose(matching->diagnostics, where, "P013", "something is missing at the end of the line", spec->text,
	         kinds[spec->kind].todo, STR(""));
}

static void unfit(const struct matching *matching, const struct spec *spec, const struct token *token)
{
	struct str wanted[16];
	size_t count = 0;
	struct str rest = spec->text;
	char between = spec->kind == ARGUMENT_CHOICE ? '|' : ',';
	if (spec->kind <= ARGUMENT_CHOICES)
		while (count < COUNT_OF(wanted) && str_cut(&rest, between, &wanted[count]))
			count++;
	struct str meant = rule_nearest(token->raw, wanted, count);
	struct buf todo = BUF_IN(matching->arena);
	buf_text(&todo, kinds[spec->kind].todo);
	const char *words = kinds[spec->kind].todo;
	if (count) { /* the words are part of the language, not of any translation */
		buf_text(&todo, ": ");
		buf_add(&todo, str_join(matching->arena, wanted, count, STR(", ")));
		words = str_c(matching->diagnostics->arena, buf_str(&todo));
	}
	bool empty = (token->kind == TOKEN_WORDS || token->kind == TOKEN_CODE) && token->raw.len <= 2;
	diagnose(matching->diagnostics, token_where(matching->file, token), empty ? "P023" : "P014",
	         empty ? "there is nothing between the quotation marks" : "this does not fit here", token->raw, words, meant);
}

static bool is_comma(const struct line *line, size_t at)
{
	return at < line->count && line->tokens[at].kind == TOKEN_MARK && str_is(line->tokens[at].raw, ",");
}

/* Takes one argument, or a list of them. */
static bool take(struct matching *matching, const struct spec *spec, struct argument *out)
{
	out->from = matching->at;
	do {
		if (matching->at > out->from)
			matching->at++; /* the comma */
		if (matching->at >= matching->line->count) {
			missing(matching, spec);
			return false;
		}
		size_t tokens = one_fits(spec, matching->line, matching->at);
		if (!tokens) {
			unfit(matching, spec, &matching->line->tokens[matching->at]);
			return false;
		}
		matching->at += tokens;
	} while (is_many(spec->kind) && is_comma(matching->line, matching->at));
	out->to = matching->at;
	out->given = true;
	return true;
}

static size_t after_group(const struct spec *specs, size_t at, size_t count)
{
	while (at < count && !specs[at].ends_group)
		at++;
	return at + 1;
}

static bool match(struct matching *matching, const struct spec *specs, size_t count, struct argument *out)
{
	for (size_t i = 0; i < count;) {
		bool here = matching->at < matching->line->count && one_fits(&specs[i], matching->line, matching->at);
		if (specs[i].optional && !here) {
			i = after_group(specs, i, count);
			continue;
		}
		if (!take(matching, &specs[i], &out[i]))
			return false;
		i++;
	}
	if (matching->at == matching->line->count)
		return true;
	const struct token *more = &matching->line->tokens[matching->at];
	diagnose(matching->diagnostics, token_where(matching->file, more), "P015", "the line should end before this", more->raw,
	         "remove it, or see 'limen pack help' for what the line takes", STR(""));
	return false;
}

static bool read_arguments(struct matching *matching, struct line *line, const struct keyword *keyword)
{
	struct spec specs[ARGUMENTS_MOST];
	size_t count = specs_of(keyword->arguments, specs);
	struct argument *arguments = ARENA_ARRAY(matching->arena, struct argument, ARGUMENTS_MOST);
	matching->line = line;
	matching->at = keyword->word[0] == '*' ? 0 : 1;
	line->keyword = keyword;
	line->arguments = arguments;
	return match(matching, specs, count, arguments);
}

/* ---- The tree ---- */

static const struct keyword *find_keyword(struct str word, enum keyword_id parent, struct str path)
{
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++) {
		const struct keyword *keyword = &keywords[id];
		if (keyword->parent != parent || (parent == KEY_NONE && !keyword_in_file(keyword, path)))
			continue;
		if (keyword->word[0] == '*' || str_is(word, keyword->word))
			return keyword;
	}
	return NULL;
}

static bool in_another_file(struct str word)
{
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++)
		if (keywords[id].parent == KEY_NONE && str_is(word, keywords[id].word))
			return true;
	return false;
}

static void unknown_line(const struct matching *matching, const struct line *line, enum keyword_id parent)
{
	struct str *known = ARENA_ARRAY(matching->arena, struct str, KEY_COUNT);
	size_t count = 0;
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++)
		if (keywords[id].parent == parent && (parent != KEY_NONE || keyword_in_file(&keywords[id], matching->file->path)))
			known[count++] = str_of(keywords[id].word);
	const char *todo = !count ? "nothing may stand below this line" :
	                   parent == KEY_NONE && in_another_file(line->tokens[0].raw) ? "it belongs in another file: see 'limen pack help'" :
	                   str_c(matching->diagnostics->arena,
	                         str_format(matching->arena, "use one of: " STR_FMT, STR_ARG(str_join(matching->arena, known, count, STR(", ")))));
	diagnose(matching->diagnostics, token_where(matching->file, &line->tokens[0]), "P012", "this line is not known here",
	         line->tokens[0].raw, todo, rule_nearest(line->tokens[0].raw, known, count));
}

static void check_often(const struct matching *matching, const struct line *parent, struct line *first)
{
	enum keyword_id above = parent ? parent->keyword->id : KEY_NONE;
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++) {
		const struct keyword *keyword = &keywords[id];
		if (keyword->parent != above || (above == KEY_NONE && !keyword_in_file(keyword, matching->file->path)))
			continue;
		int found = 0;
		for (struct line *line = first; line; line = line->next) {
			if (line->keyword != keyword || !keyword->most || ++found <= keyword->most)
				continue;
			diagnose(matching->diagnostics, token_where(matching->file, &line->tokens[0]), "P017", "this line stands here already",
			         str_of(keyword->word), "keep one of them", STR(""));
		}
		for (struct line *line = first; line && !keyword->most; line = line->next)
			found += line->keyword == keyword;
		if (found >= keyword->least)
			continue;
		struct where where = { matching->file->path, parent ? parent->number : 0, parent ? parent->tokens[0].column : 0 };
		diagnose(matching->diagnostics, where, "P016", "a line is missing here",
		         keyword->word[0] == '*' ? str_of(keyword->arguments) : str_of(keyword->word), keyword->doc, STR(""));
	}
}

static void read_children(struct matching *matching, struct line *parent, struct line *first)
{
	enum keyword_id above = parent ? parent->keyword->id : KEY_NONE;
	bool all_known = true;
	for (struct line *line = first; line; line = line->next) {
		const struct keyword *keyword = find_keyword(line->tokens[0].raw, above, matching->file->path);
		if (!keyword || (keyword->word[0] != '*' && line->tokens[0].kind != TOKEN_BARE)) {
			unknown_line(matching, line, above);
			all_known = false;
			continue;
		}
		if (!read_arguments(matching, line, keyword))
			line->arguments = NULL;
		read_children(matching, line, line->child);
	}
	if (all_known)
		check_often(matching, parent, first);
}

void grammar_read(struct arena *arena, struct file_lines *file, struct pack_diagnostics *diagnostics)
{
	struct matching matching = { .arena = arena, .file = file, .diagnostics = diagnostics };
	read_children(&matching, NULL, file->first);
}

struct str argument_text(struct arena *arena, const struct line *line, int at)
{
	const struct argument *argument = &line->arguments[at];
	struct buf text = BUF_IN(arena);
	for (size_t i = argument->from; argument->given && i < argument->to; i++) {
		if (i > argument->from)
			buf_c(&text, ' ');
		buf_add(&text, line->tokens[i].kind <= TOKEN_CODE ? token_value(arena, &line->tokens[i]) : line->tokens[i].raw);
	}
	return buf_str(&text);
}

/* ---- The reference ---- */

static void help_line(struct buf *out, const struct keyword *keyword, int depth)
{
	buf_format(out, "%*s%s%s%s\n%*s%s", depth * 2, "", keyword->word[0] == '*' ? "" : keyword->word,
	           keyword->word[0] == '*' || !keyword->arguments[0] ? "" : " ", keyword->arguments, depth * 2 + 4, "", keyword->doc);
	if (keyword->files[0])
		buf_format(out, "; in %s", keyword->files);
	buf_text(out, keyword->least ? "; needed" : "");
	buf_text(out, keyword->most == 1 ? "; once\n" : "\n");
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++)
		if (keywords[id].parent == keyword->id)
			help_line(out, &keywords[id], depth + 1);
}

struct str pack_help(struct arena *arena, struct str keyword)
{
	struct buf out = BUF_IN(arena);
	for (int id = KEY_NONE + 1; id < KEY_COUNT; id++)
		if (keyword.len ? str_is(keyword, keywords[id].word) : keywords[id].parent == KEY_NONE)
			help_line(&out, &keywords[id], 0);
	return buf_str(&out);
}
