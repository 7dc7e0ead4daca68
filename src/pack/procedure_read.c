/* The rest of a line: words, names, expressions, one behind the other. */
#include "procedure_read.h"

#include <string.h>

#include "arena.h"

struct row *rows_of(struct reading *reading, enum keyword_id section, enum keyword_id id, size_t *count)
{
	struct row *out = NULL;
	*count = 0;
	for (int round = 0; round < 2; round++) {
		size_t found = 0;
		for (size_t i = 0; i < reading->file_count; i++) {
			for (const struct line *top = reading->files[i]->first; top; top = top->next) {
				if (!top->keyword || top->keyword->id != section)
					continue;
				for (const struct line *line = first_child(top, id); line; line = next_same(line)) {
					if (out)
						out[found] = (struct row){ reading->files[i], line };
					found++;
				}
			}
		}
		if (!out)
			out = ARENA_ARRAY(reading->compiler->scratch, struct row, found ? found : 1);
		*count = found;
	}
	return out;
}

/* --- a cursor --- */

struct cursor cursor_at(struct reading *reading, const struct line *line, int argument)
{
	const struct argument *given_argument = &line->arguments[argument];
	return (struct cursor){ reading, line, given_argument->given ? given_argument->from : line->count, line->count };
}

struct str cursor_raw(const struct cursor *cursor)
{
	return cursor->at < cursor->end ? cursor->line->tokens[cursor->at].raw : STR("");
}

bool cursor_done(const struct cursor *cursor)
{
	return cursor->at >= cursor->end;
}

void cursor_complain(struct cursor *cursor, const char *code, const char *what, const char *todo)
{
	size_t token = cursor->at < cursor->line->count ? cursor->at : cursor->line->count - 1;
	complain(cursor->reading->compiler, cursor->line, token, code, what, cursor_raw(cursor), todo, STR(""));
	cursor->at = cursor->end;
}

static bool stands(const struct cursor *cursor, enum token_kind kind)
{
	return cursor->at < cursor->end && cursor->line->tokens[cursor->at].kind == kind;
}

bool cursor_word(struct cursor *cursor, const char *word)
{
	if (!stands(cursor, TOKEN_BARE) || !str_is(cursor_raw(cursor), word))
		return false;
	cursor->at++;
	return true;
}

bool cursor_mark(struct cursor *cursor, const char *mark)
{
	if (!stands(cursor, TOKEN_MARK) || !str_is(cursor_raw(cursor), mark))
		return false;
	cursor->at++;
	return true;
}

bool cursor_name(struct cursor *cursor, struct str *out)
{
	if (!stands(cursor, TOKEN_BARE))
		return false;
	*out = str_copy(cursor->reading->compiler->arena, cursor_raw(cursor));
	cursor->at++;
	return true;
}

bool cursor_names(struct cursor *cursor, struct pack_names *out)
{
	struct str *names = ARENA_ARRAY(cursor->reading->compiler->arena, struct str, cursor->end - cursor->at + 1);
	size_t count = 0;
	do
		if (!cursor_name(cursor, &names[count++]))
			return false;
	while (cursor_mark(cursor, ","));
	*out = (struct pack_names){ names, count };
	return true;
}

bool cursor_code(struct cursor *cursor, struct str *out)
{
	if (!stands(cursor, TOKEN_CODE))
		return false;
	*out = str_copy(cursor->reading->compiler->arena, token_value(cursor->reading->compiler->scratch, &cursor->line->tokens[cursor->at++]));
	return true;
}

static bool is_unit(struct str word)
{
	static const char *const units[] = { "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years" };
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_is(word, units[i]))
			return true;
	return false;
}

bool cursor_length(struct cursor *cursor, struct pack_length *out)
{
	int64_t count;
	if (!stands(cursor, TOKEN_BARE) || !str_to_int(cursor_raw(cursor), &count) || count < 1 || count > 1000000)
		return false;
	cursor->at++;
	bool working = cursor_word(cursor, "working");
	if (!is_unit(cursor_raw(cursor)))
		return false;
	struct str unit = cursor_raw(cursor);
	bool plural = str_ends(unit, STR("s"));
	*out = (struct pack_length){ (int)count, working ? STR("working days") :
	                             plural ? str_copy(cursor->reading->compiler->arena, unit) : str_format(cursor->reading->compiler->arena, STR_FMT "s", STR_ARG(unit)) };
	cursor->at++;
	return true;
}

/* --- expressions --- */

void mean_one(struct reading *reading, size_t from, struct str path)
{
	struct str head;
	size_t bracket;
	str_cut(&path, '.', &head);
	if (str_find(head, STR("["), &bracket))
		head = str_slice(head, 0, bracket);
	place_at at = procedure_field(reading->procedure, head);
	for (; at != NOWHERE && reading->procedure->fields[at].type == ASKED_LIST && from < reading->untyped_count; from++)
		reading->untyped[from].one = &reading->procedure->fields[at];
}

static void note(struct reading *reading, struct rule_expression *expression, enum rule_kind want)
{
	if (reading->untyped_count == reading->untyped_size) {
		size_t size = reading->untyped_size ? reading->untyped_size * 2 : 128;
		struct untyped *grown = ARENA_ARRAY(reading->compiler->scratch, struct untyped, size);
		if (reading->untyped_count)
			memcpy(grown, reading->untyped, reading->untyped_count * sizeof *grown);
		reading->untyped = grown;
		reading->untyped_size = size;
	}
	reading->untyped[reading->untyped_count++] = (struct untyped){ .expression = expression, .list = reading->list, .want = want };
}

static size_t offset_of(const struct line *line, size_t from, size_t to)
{
	size_t sum = 0;
	for (size_t i = from; i < to; i++) {
		const struct token *token = &line->tokens[i], *next = &line->tokens[i + 1];
		size_t gap = i + 1 >= line->count ? 0 : next->line != token->line ? 1 : (size_t)(next->column - token->column) - token->raw.len;
		sum += token->raw.len + gap;
	}
	return sum;
}

bool cursor_rule(struct cursor *cursor, enum rule_kind want, struct pack_rule *out)
{
	struct compiler *compiler = cursor->reading->compiler;
	size_t taken = 0, from = cursor->at;
	if (cursor_done(cursor))
		return false;
	const struct token *first = &cursor->line->tokens[from];
	struct rule_place place = { compiler->file->path, (uint32_t)first->line, (uint32_t)first->column };
	struct str text = str_copy(compiler->arena, tokens_text(compiler->scratch, cursor->line, from, cursor->end));
	struct rule_expression *expression = rule_parse_front(compiler->arena, text, place, &taken, &compiler->rules);
	if (!expression) {
		cursor->at = cursor->end;
		return false;
	}
	while (cursor->at < cursor->end && offset_of(cursor->line, from, cursor->at) < taken)
		cursor->at++;
	*out = (struct pack_rule){ expression, str_trim(str_slice(text, 0, taken)) };
	note(cursor->reading, expression, want);
	return true;
}

struct pack_rule rule_at(struct reading *reading, const struct line *line, int argument, enum rule_kind want)
{
	struct cursor cursor = cursor_at(reading, line, argument);
	struct pack_rule out = { NULL, STR("") };
	if (cursor_done(&cursor))
		return out;
	if (cursor_rule(&cursor, want, &out) && !cursor_done(&cursor))
		cursor_complain(&cursor, "P015", "the line should end before this", "remove it, or see 'limen pack help' for what the line takes");
	return out;
}

struct pack_rule rule_below(struct reading *reading, const struct line *line, enum keyword_id id, enum rule_kind want)
{
	const struct line *child = first_child(line, id);
	return child ? rule_at(reading, child, 0, want) : (struct pack_rule){ NULL, STR("") };
}

/* --- words with expressions --- */

static struct pack_sentence sentence_of(struct reading *reading, const struct line *line, const struct token *token, struct words words)
{
	struct compiler *compiler = reading->compiler;
	struct pack_sentence out = { .words = words };
	struct pack_rule *parts = ARENA_ARRAY(compiler->arena, struct pack_rule, 20);
	struct str rest = words.source;
	size_t open, close;
	while (str_find(rest, STR("{"), &open) && str_find(str_slice(rest, open, rest.len), STR("}"), &close) && out.count < 20) {
		struct rule_place place = { compiler->file->path, (uint32_t)token->line, (uint32_t)token->column };
		struct str text = str_copy(compiler->arena, str_trim(str_slice(rest, open + 1, open + close)));
		struct rule_expression *expression = rule_parse(compiler->arena, text, place, &compiler->rules);
		if (expression) {
			parts[out.count++] = (struct pack_rule){ expression, text };
			note(reading, expression, RULE_MISSING);
		}
		rest = str_slice(rest, open + close + 1, rest.len);
	}
	if (str_find(rest, STR("{"), &open))
		diagnose(compiler->diagnostics, token_where(compiler->file, token), "P250", "a { in the words is not closed, or there are too many", STR(""),
		         "write {expression}, at most 20 in one sentence", STR(""));
	(void)line;
	out.parts = parts;
	return out;
}

struct pack_sentence sentence_at(struct reading *reading, const struct line *line, int argument)
{
	if (!given(line, argument))
		return (struct pack_sentence){ 0 };
	return sentence_of(reading, line, &line->tokens[line->arguments[argument].from], words_at(reading->compiler, line, argument));
}

bool cursor_words(struct cursor *cursor, struct pack_sentence *out)
{
	if (!stands(cursor, TOKEN_WORDS))
		return false;
	const struct token *token = &cursor->line->tokens[cursor->at++];
	struct words words = words_of_token(cursor->reading->compiler, cursor->line, token);
	*out = sentence_of(cursor->reading, cursor->line, token, words);
	return true;
}

struct pack_length length_at(struct reading *reading, const struct line *line, int argument)
{
	struct pack_length out = { 0 };
	duration_at(reading->compiler, line, argument, &out.count, &out.unit);
	return out;
}

/* --- names --- */

size_t token_of_name(const struct line *line, int argument, size_t which)
{
	const struct argument *given_argument = &line->arguments[argument];
	for (size_t i = given_argument->from; i < given_argument->to; i++)
		if (line->tokens[i].kind != TOKEN_MARK && !which--)
			return i;
	return given_argument->from;
}

#define NAMED(what, array, counter, code, words, todo) \
	place_at what##_named(struct reading *reading, const struct line *line, size_t token, struct str name) \
	{ \
		const struct pack_procedure *procedure = reading->procedure; \
		place_at at = procedure_##what(procedure, name); \
		if (at == NOWHERE) \
			complain(reading->compiler, line, token, code, words, name, todo, \
			         nearest_of(reading->compiler->scratch, name, procedure->array, sizeof *procedure->array, procedure->counter)); \
		return at; \
	}

NAMED(field, fields, field_count, "P113", "there is no such field", "name a field of 'fields'")
NAMED(state, states, state_count, "P124", "there is no such state", "name a state of 'states'")
NAMED(action, actions, action_count, "P125", "there is no such action", "name an action of 'actions'")
NAMED(use, uses, use_count, "P120", "there is no such use", "name a use of 'uses'")

bool is_party(const struct pack_procedure *procedure, struct str name)
{
	for (size_t i = 0; i < procedure->party_count; i++)
		if (str_equal(procedure->parties[i].field, name))
			return true;
	return false;
}

struct pack_places fields_named(struct reading *reading, const struct line *line, int argument, bool *item)
{
	struct compiler *compiler = reading->compiler;
	struct pack_names names = names_at(compiler, line, argument);
	place_at *out = ARENA_ARRAY(compiler->arena, place_at, FIELDS_MOST);
	size_t count = 0;
	for (size_t i = 0; i < names.count; i++) {
		const struct pack_form *form = procedure_form(reading->procedure, names.items[i]);
		if (item && str_is(names.items[i], "item")) {
			*item = true;
			continue;
		}
		if (!form && count < FIELDS_MOST) {
			place_at at = field_named(reading, line, token_of_name(line, argument, i), names.items[i]);
			if (at != NOWHERE)
				out[count++] = at;
		}
		for (size_t page = 0; form && page < form->page_count; page++)
			for (size_t k = 0; k < form->pages[page].fields.count && count < FIELDS_MOST; k++)
				out[count++] = form->pages[page].fields.items[k];
	}
	return (struct pack_places){ out, count };
}

struct pack_who who_named(struct reading *reading, const struct line *line, int argument)
{
	struct compiler *compiler = reading->compiler;
	struct pack_names names = names_at(compiler, line, argument);
	struct str *roles = ARENA_ARRAY(compiler->arena, struct str, names.count + 1), *parties = ARENA_ARRAY(compiler->arena, struct str, names.count + 1);
	struct pack_who out = { { roles, 0 }, { parties, 0 }, false, false };
	for (size_t i = 0; i < names.count; i++) {
		if (str_is(names.items[i], "clock"))
			out.clock = true;
		else if (str_is(names.items[i], "anyone"))
			out.anyone = true;
		else if (is_party(reading->procedure, names.items[i]))
			parties[out.parties.count++] = names.items[i];
		else if (pack_role(compiler->pack, names.items[i]))
			roles[out.roles.count++] = names.items[i];
		else
			complain(compiler, line, token_of_name(line, argument, i), "P123", "nobody of this name", names.items[i], "use a role of the pack, a party of the procedure, clock or anyone",
			         nearest_of(compiler->scratch, names.items[i], compiler->pack->roles, sizeof *compiler->pack->roles, compiler->pack->role_count));
	}
	return out;
}
