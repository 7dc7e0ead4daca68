#include "compile.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "lang.h"
#include "right.h"

/* Names that stand twice, and names that nobody knows: P10x. Both are loops over tables. */

/* ---- Doubles ---- */

static const struct {
	enum keyword_id id;
	enum keyword_id from, until; /* lines with days in force: the same name may stand again with other days */
} named[] = {
	{ KEY_LIST, 0, 0 }, { KEY_CODE, 0, 0 }, { KEY_PARAM, 0, 0 }, { KEY_CALENDAR, 0, 0 },
	{ KEY_ROLE, 0, 0 }, { KEY_PURPOSE, 0, 0 }, { KEY_TABLE, 0, 0 }, { KEY_BLOC, 0, 0 },
	{ KEY_LANE, 0, 0 },
	{ KEY_POST, KEY_POST_FROM, KEY_POST_UNTIL }, { KEY_STAY_RULE, KEY_STAY_FROM, KEY_STAY_UNTIL },
	{ KEY_CATEGORY, KEY_CATEGORY_FROM, KEY_CATEGORY_UNTIL }, { KEY_WATCHLIST, KEY_WATCH_FROM, KEY_WATCH_UNTIL },
	{ KEY_CHECK, KEY_CHECK_FROM, KEY_CHECK_UNTIL }, { KEY_PEAK_MODE, KEY_PEAK_FROM, KEY_PEAK_UNTIL },
	{ KEY_CENTRE, KEY_CENTRE_FROM, KEY_CENTRE_UNTIL }, { KEY_CENTRE_SERVICE, 0, 0 },
};

struct named_line {
	struct str name;
	const struct line *line;
	const struct file_lines *file;
	struct pack_span span;
};

static int by_name(const void *left, const void *right)
{
	const struct named_line *a = left, *b = right;
	int names = str_compare(a->name, b->name);
	int days = names ? names : date_compare(a->span.from, b->span.from);
	return days ? days : a->line->number - b->line->number;
}

static void check_doubles(struct compiler *compiler, struct named_line *lines, size_t count)
{
	if (!count)
		return;
	qsort(lines, count, sizeof *lines, by_name);
	for (size_t i = 1; i < count; i++) {
		if (!str_equal(lines[i].name, lines[i - 1].name) || !span_overlaps(lines[i].span, lines[i - 1].span))
			continue;
		compiler->file = lines[i].file;
		complain(compiler, lines[i].line, lines[i].line->arguments[0].from, "P101", "this name stands twice", lines[i].name,
		         "rename one of them, or give them days that do not overlap", STR(""));
	}
}

static struct named_line named_line_of(struct compiler *compiler, size_t kind, const struct line *line)
{
	struct named_line out = { argument_text(compiler->scratch, line, 0), line, compiler->file, { { 0 }, { 0 } } };
	if (named[kind].from)
		out.span = span_below(compiler, line, named[kind].from, named[kind].until);
	return out;
}

/* Names at top level are unique over all files, those below a line are unique below it. */
static void check_doubles_of(struct compiler *compiler, size_t kind)
{
	const struct keyword *keyword = keyword_of(named[kind].id);
	struct line *line;
	size_t count = 0;
	if (keyword->parent == KEY_NONE) {
		struct named_line *lines = ARENA_ARRAY(compiler->scratch, struct named_line, count_top(compiler, keyword->id));
		for EACH_TOP(compiler, keyword->id, line)
			lines[count++] = named_line_of(compiler, kind, line);
		check_doubles(compiler, lines, count);
		return;
	}
	for (size_t file = 0; file < compiler->file_count; file++) {
		compiler->file = &compiler->files[file];
		for (size_t i = 0; i < compiler->file->count; i++) {
			const struct line *above = compiler->file->lines[i];
			if (!above->keyword || above->keyword->id != keyword->parent)
				continue;
			struct named_line *lines = ARENA_ARRAY(compiler->scratch, struct named_line, count_children(above, keyword->id));
			count = 0;
			for (const struct line *child = first_child(above, keyword->id); child; child = next_same(child))
				lines[count++] = named_line_of(compiler, kind, child);
			check_doubles(compiler, lines, count);
		}
	}
}

/* A value that has no last day ends when a later one begins; else two may not be in force together. */
static bool both_in_force(struct pack_span a, struct pack_span b)
{
	int order = date_compare(a.from, b.from);
	struct pack_span earlier = order < 0 ? a : b, later = order < 0 ? b : a;
	return !order || (!date_empty(earlier.until) && span_overlaps(earlier, later));
}

static void check_values(struct compiler *compiler)
{
	struct line *line;
	size_t at = 0;
	for EACH_TOP(compiler, KEY_PARAM, line) {
		const struct pack_param *param = &compiler->pack->params[at++];
		const struct line *child = first_child(line, KEY_VALUE);
		for (size_t i = 0; i < param->count; i++, child = next_same(child))
			for (size_t j = 0; j < i; j++)
				if (both_in_force(param->values[i].span, param->values[j].span))
					complain(compiler, child, 0, "P101", "two values are in force on the same day", param->name,
					         "let this one begin on another day, or end the earlier one before", STR(""));
	}
}

/* ---- References ---- */

typedef bool known_function(struct compiler *compiler, struct str name, struct str *meant);

#define NEAREST(items, count) nearest_of(compiler->scratch, name, compiler->pack->items, sizeof *compiler->pack->items, compiler->pack->count)

static bool country_known(struct compiler *compiler, struct str name, struct str *meant)
{
	const struct pack_list *list = pack_list(compiler->pack, STR("countries"));
	if (list && pack_code(compiler->pack, list->name, name))
		return true;
	*meant = list ? nearest_of(compiler->scratch, name, list->codes, sizeof *list->codes, list->count) : STR("");
	return false;
}

static bool calendar_known(struct compiler *compiler, struct str name, struct str *meant)
{
	*meant = NEAREST(calendars, calendar_count);
	return pack_calendar(compiler->pack, name);
}

static bool purpose_known(struct compiler *compiler, struct str name, struct str *meant)
{
	*meant = NEAREST(purposes, purpose_count);
	return pack_purpose(compiler->pack, name);
}

static bool role_known(struct compiler *compiler, struct str name, struct str *meant)
{
	*meant = NEAREST(roles, role_count);
	return pack_role(compiler->pack, name);
}

static bool explanation_known(struct compiler *compiler, struct str name, struct str *meant)
{
	const struct pack_list *list = pack_list(compiler->pack, STR("overstay_explanations"));
	if (list && pack_code(compiler->pack, list->name, name))
		return true;
	*meant = list ? nearest_of(compiler->scratch, name, list->codes, sizeof *list->codes, list->count) : STR("");
	return false;
}

static bool service_known(struct compiler *compiler, struct str name, struct str *meant)
{
	const struct pack_list *list = pack_list(compiler->pack, STR("services"));
	if (list && pack_code(compiler->pack, list->name, name))
		return true;
	*meant = list ? nearest_of(compiler->scratch, name, list->codes, sizeof *list->codes, list->count) : STR("");
	return false;
}

static bool right_known(struct compiler *compiler, struct str name, struct str *meant)
{
	struct str names[RIGHT_COUNT];
	size_t count = 0;
	enum right right;
	for (int i = SIGNED_IN + 1; i < RIGHT_COUNT; i++)
		names[count++] = str_of(right_name((enum right)i));
	*meant = rule_nearest(name, names, count);
	return right_by_name(name, &right);
}

static const struct str questions[] = {
#define Q(name, words) { #name, sizeof #name - 1 },
	PACK_QUESTIONS(Q)
#undef Q
};

static bool question_known(struct compiler *compiler, struct str name, struct str *meant)
{
	for (size_t i = 0; i < COUNT_OF(questions); i++)
		if (str_equal(questions[i], name))
			return true;
	*meant = rule_nearest(name, questions, COUNT_OF(questions));
	return false;
}

/* A check or its group, or a question. */
static bool waived_known(struct compiler *compiler, struct str name, struct str *meant)
{
	for (size_t i = 0; i < compiler->pack->check_count; i++)
		if (str_equal(compiler->pack->checks[i].code, name))
			return true;
	return question_known(compiler, name, meant);
}

static bool zone_known(struct compiler *compiler, struct str name, struct str *meant)
{
	struct error err;
	return lang_zone_open(compiler->scratch, name, &err);
}

static bool language_known(struct compiler *compiler, struct str name, struct str *meant)
{
	return name.len == 2 || name.len == 3;
}

static bool currency_known(struct compiler *compiler, struct str name, struct str *meant)
{
	return name.len == 3 && str_equal(name, str_upper(compiler->scratch, name)) && ascii_upper(name.data[0]);
}

static const struct {
	enum keyword_id id;
	int at;
	known_function *known;
	const char *code, *what, *todo;
} references[] = {
	{ KEY_COUNTRY, 0, country_known, "P111", WORDS("there is no such country"), WORDS("use a code of the list 'countries'") },
	{ KEY_NEIGHBOUR, 0, country_known, "P111", WORDS("there is no such country"), WORDS("use a code of the list 'countries'") },
	{ KEY_MEMBERS, 0, country_known, "P111", WORDS("there is no such country"), WORDS("use a code of the list 'countries'") },
	{ KEY_CENTRE_COUNTRY, 0, country_known, "P111", WORDS("there is no such country"), WORDS("use a code of the list 'countries'") },
	{ KEY_CENTRE_CALENDAR, 0, calendar_known, "P108", WORDS("there is no such calendar"), WORDS("use the name of a 'calendar'") },
	{ KEY_CENTRE_ZONE, 0, zone_known, "P114", WORDS("there is no such time zone"), WORDS("use an IANA name, as 'Europe/Zurich'") },
	{ KEY_CENTRE_SERVICE, 0, service_known, "P113", WORDS("there is no such service"), WORDS("use a code of the list 'services'") },
	{ KEY_HEAD_CALENDAR, 0, calendar_known, "P108", WORDS("there is no such calendar"), WORDS("use the name of a 'calendar'") },
	{ KEY_MAY_REFUSE, 1, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_SECOND, 0, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_MAY_BAN, 1, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_BAN_SECOND, 0, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_SAME_SECOND, 0, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_MISSING_EXIT, 2, role_known, "P104", WORDS("there is no such role"), WORDS("use the name of a 'role'") },
	{ KEY_EXCUSE, 0, explanation_known, "P113", WORDS("there is no such explanation"), WORDS("use a code of the list 'overstay_explanations'") },
	{ KEY_RIGHTS, 0, right_known, "P105", WORDS("there is no such right"), WORDS("rights are fixed: see 'limen pack help rights'") },
	{ KEY_TASKS, 0, right_known, "P105", WORDS("there is no such right"), WORDS("rights are fixed: see 'limen pack help rights'") },
	{ KEY_ASK, 0, question_known, "P113", WORDS("the booth knows no such question"), WORDS("see 'limen pack help ask'") },
	{ KEY_WAIVE, 0, waived_known, "P113", WORDS("there is no such question or check"), WORDS("use a question of the booth or a line of 'checks'") },
	{ KEY_REDUCE, 0, waived_known, "P113", WORDS("there is no such question or check"), WORDS("use a question of the booth or a line of 'checks'") },
	{ KEY_UNSEEN, 0, purpose_known, "P119", WORDS("there is no such purpose"), WORDS("use the name of a 'purpose'") },
	{ KEY_HEAD_ZONE, 0, zone_known, "P114", WORDS("there is no such time zone"), WORDS("use an IANA name, as 'Europe/Zurich'") },
	{ KEY_POST_ZONE, 0, zone_known, "P114", WORDS("there is no such time zone"), WORDS("use an IANA name, as 'Europe/Zurich'") },
	{ KEY_LANGUAGE, 0, language_known, "P110", WORDS("this is no code of a language"), WORDS("use two or three letters, as en") },
	{ KEY_LANGUAGES, 0, language_known, "P110", WORDS("this is no code of a language"), WORDS("use two or three letters, as en") },
	{ KEY_DESK_LANGUAGES, 0, language_known, "P110", WORDS("this is no code of a language"), WORDS("use two or three letters, as en") },
	{ KEY_CURRENCY, 0, currency_known, "P118", WORDS("this is no code of a currency"), WORDS("use three capital letters, ISO 4217") },
};

static void check_reference(struct compiler *compiler, size_t reference, const struct line *line)
{
	if (line->keyword->id != references[reference].id || !given(line, references[reference].at))
		return;
	const struct argument *argument = &line->arguments[references[reference].at];
	for (size_t i = argument->from; i < argument->to; i++) {
		struct str meant = STR(""), name = token_value(compiler->scratch, &line->tokens[i]);
		if (line->tokens[i].kind == TOKEN_MARK || references[reference].known(compiler, name, &meant))
			continue;
		complain(compiler, line, i, references[reference].code, references[reference].what, name, references[reference].todo, meant);
	}
}

static void check_references(struct compiler *compiler)
{
	for (size_t file = 0; file < compiler->file_count; file++) {
		compiler->file = &compiler->files[file];
		for (size_t i = 0; i < compiler->file->count; i++) {
			const struct line *line = compiler->file->lines[i];
			for (size_t reference = 0; line->keyword && line->arguments && reference < COUNT_OF(references); reference++)
				check_reference(compiler, reference, line);
		}
	}
}

/* Lists that C asks for by name: they must be there. */
static void check_lists(struct compiler *compiler)
{
	static const char *const needed[] = { "countries", "document_kinds", "travel_purposes", "refusal_reasons", "referral_reasons",
		                              "correction_reasons", "permit_kinds", "transports", "custody_grounds", "measures", "register_states",
		                              "protection_languages", "protection_needs", "hold_grounds", "hold_outcomes", "needs", "agencies",
		                              "stateless_grounds", "companions", "consents", "kinships", "kinship_sources", "vehicle_kinds", "vehicle_colours",
		                              "equipment_kinds", "power_states", "payment_methods", "extension_reasons", "sexes" };
	if (!source_file(compiler->source, STR("lists.lim")))
		return;
	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (!pack_list(compiler->pack, str_of(needed[i])))
			diagnose(compiler->diagnostics, (struct where){ STR("lists.lim"), 0, 0 }, "P102", "a list is missing", str_of(needed[i]),
			         "add it: the program asks for its codes", STR(""));
}

void check_names(struct compiler *compiler)
{
	for (size_t kind = 0; kind < COUNT_OF(named); kind++)
		check_doubles_of(compiler, kind);
	check_values(compiler);
	check_references(compiler);
	check_lists(compiler);
}
