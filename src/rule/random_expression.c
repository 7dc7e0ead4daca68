/* Writes a random expression of a type, with no more brackets than it needs (and now and then with some more). */
#include "random_expression.h"

#include "arena.h"
#include "buf.h"

enum type {
	YESNO, NUMBER, MONEY, DATE, DATETIME, DURATION, TEXT, PURPOSE, KIN, COUNTRY, FLAG, GROUP, TYPE_COUNT,
	NUMBERS = TYPE_COUNT, TEXTS, DATES, COUNTRIES, FLAGS, MEMBERS, PAPERS,
};

/* how strongly something binds, as in the grammar */
enum strength { ANY, OR, AND, NOT, COMPARISON, SUM, TERM, PATH };

enum { SCOPES_MOST = 4 };

struct writer {
	struct arena *arena;
	struct chance *chance;
	struct buf out;
	struct { enum type item; const char *name; } scopes[SCOPES_MOST];
	size_t scope_count;
};

static void some(struct writer *w, enum type type, enum strength strength, int depth);

static size_t below(struct writer *w, size_t many)
{
	return chance_below(w->chance, many);
}

static bool perhaps(struct writer *w, unsigned percent)
{
	return chance_of(w->chance, percent);
}

static void put(struct writer *w, const char *text)
{
	buf_text(&w->out, text);
}

static const char *pick(struct writer *w, const char *const *all, size_t count)
{
	return all[below(w, count)];
}

#define PICK(w, ...) pick((w), (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

/* ---- Names */

static const char *const case_names[TYPE_COUNT + 5][4] = {
	[YESNO] = { "ill", "well", "ill", "well" },
	[NUMBER] = { "stay", "rate", "rate", "stay" },
	[MONEY] = { "fee", "deposit", "fee", "fee" },
	[DATE] = { "arrive", "leave", "today", "arrive" },
	[DATETIME] = { "since", "heard", "now", "since" },
	[DURATION] = { "reply", "pause", "reply", "param('review_every')" },
	[TEXT] = { "note", "note", "note", "note" },
	[PURPOSE] = { "purpose", "former", "purpose", "former" },
	[COUNTRY] = { "from_country", "from_country", "from_country", "from_country" },
	[NUMBERS] = { "scores", "scores", "members.points", "members.stay" },
	[TEXTS] = { "words", "words", "members.name", "words" },
	[DATES] = { "days_out", "days_out", "members.born", "days_out" },
	[COUNTRIES] = { "applicant.nationalities", "members.nationalities", "bloc('vale')", "bloc('hill')" },
	[FLAGS] = { "flags", "flags", "flags", "flags" },
};
static const char *const member_names[TYPE_COUNT] = {
	[YESNO] = "alone", [NUMBER] = "points", [MONEY] = "paid", [DATE] = "born", [DURATION] = "waited", [TEXT] = "name", [KIN] = "kin",
};

/* Innermost item first. What case and item both have is written with its owner. */
static bool of_item(struct writer *w, enum type type)
{
	if (!w->scope_count)
		return false;
	size_t up = below(w, w->scope_count);
	enum type item = w->scopes[w->scope_count - 1 - up].item;
	if (item == MEMBERS && type == NUMBER && !up && perhaps(w, 40)) {
		put(w, "item.stay");
	} else if (item == MEMBERS && type < TYPE_COUNT && member_names[type]) {
		buf_format(&w->out, "%s%s", !up && perhaps(w, 30) ? "item." : "", member_names[type]);
	} else if (item == MEMBERS && type == COUNTRIES) {
		put(w, "nationalities");
	} else if (item == PAPERS && (type == NUMBER || type == TEXT)) {
		put(w, type == NUMBER ? "copies" : "sheet");
	} else if (item == type) {
		put(w, !up && perhaps(w, 40) ? "item" : w->scopes[w->scope_count - 1 - up].name);
	} else {
		return false;
	}
	return true;
}

static void a_name(struct writer *w, enum type type)
{
	if (perhaps(w, 60) && of_item(w, type))
		return;
	bool of_member = type < TYPE_COUNT && member_names[type];
	if (type == GROUP) {
		put(w, "age_group(applicant.born)");
	} else if (type == FLAG) {
		put(w, "first(flags)");
	} else if (type == KIN || (of_member && perhaps(w, 30))) {
		buf_format(&w->out, "%sapplicant.%s", perhaps(w, 10) ? "case." : "", member_names[type]);
	} else {
		const char *name = case_names[type][below(w, 4)];
		bool both = name[0] == 's' && name[1] == 't'; /* stay */
		bool plain = name[0] == 't' || name[0] == 'n' || name[0] == 'p' || name[0] == 'b'; /* today, now, calls */
		buf_format(&w->out, "%s%s", (both && w->scope_count) || (!plain && perhaps(w, 10)) ? "case." : "", name);
	}
}

/* ---- Values as written */

static void a_day(struct writer *w)
{
	static const char *const days[] = { "2024-02-29", "2027-03-01", "2027-03", "2026-12-31", "2009-03-02", "1980-02", "2027-01-31",
		                            "9999-12-30", "0001-01-02", "2027-06-15", "2028-02-29", "2000-01-01" };
	put(w, days[below(w, COUNT_OF(days))]);
}

static void a_number(struct writer *w)
{
	if (perhaps(w, 30))
		put(w, PICK(w, "0", "1", "0.5", "0.000001", "1000000", "999999999999", "3.333333", "-2", "-0.5", "18", "17.5"));
	else
		buf_format(&w->out, "%zu", below(w, 30));
}

static void a_value(struct writer *w, enum type type)
{
	switch (type) {
	case YESNO:
		put(w, PICK(w, "yes", "no"));
		break;
	case NUMBER:
		a_number(w);
		break;
	case MONEY:
		a_number(w);
		put(w, " XTS");
		break;
	case DATE:
		a_day(w);
		break;
	case DATETIME:
		put(w, PICK(w, "2027-03-01T09:00", "2027-03-01T09:00Z", "2027-03-28T02:30", "2027-10-31T02:30:30", "2027-10-31T01:00Z",
		            "2026-12-31T23:30-03:30", "2027-03-01T00:15+01:00", "0001-01-01T10:00Z", "9999-12-31T12:00"));
		break;
	case DURATION:
		buf_format(&w->out, "%zu %s", below(w, 40), PICK(w, "days", "months", "years", "weeks", "hours", "minutes", "working days", "day", "month",
		                                                 "year", "working day"));
		break;
	case TEXT:
		put(w, PICK(w, "'a'", "''", "'ab 1'", "'é'", "'aab'", "'Z9'"));
		break;
	case PURPOSE:
		put(w, PICK(w, "'tourism'", "'business'", "'transit'"));
		break;
	case KIN:
		put(w, PICK(w, "'head'", "'child'", "'partner'"));
		break;
	case FLAG:
		put(w, PICK(w, "'late'", "'unlawful'"));
		break;
	case GROUP:
		put(w, PICK(w, "'0_4'", "'12_17'", "'18_59'", "'60_over'"));
		break;
	default:
		put(w, PICK(w, "'UTO'", "'QMA'", "'QMB'", "'XXA'"));
	}
}

static void leaf(struct writer *w, enum type type)
{
	if (type < TYPE_COUNT && perhaps(w, 35))
		a_value(w, type);
	else
		a_name(w, type);
}

/* ---- Lists */

static enum type item_of(enum type list)
{
	static const enum type items[] = { NUMBER, TEXT, DATE, COUNTRY, FLAG, MEMBERS, PAPERS };
	return items[list - NUMBERS];
}

static const char *lone_item(enum type list)
{
	static const char *const names[] = { "one_score", "one_word", "day_out", "nationality", "flag", "", "" };
	return names[list - NUMBERS];
}

/* An expression about an item of the list just written. */
static void within(struct writer *w, enum type list, enum type type, const char *name, int depth)
{
	bool plain = list != MEMBERS && list != PAPERS;
	w->scopes[w->scope_count].item = plain ? item_of(list) : list;
	w->scopes[w->scope_count++].name = name;
	some(w, type, ANY, depth);
	w->scope_count--;
}

/* A list that an item's name is known of: a field, or part of one. Gives the name of its plain items. */
static const char *a_field_list(struct writer *w, enum type list, int depth)
{
	const char *name = lone_item(list);
	if (list == PAPERS) {
		put(w, "lookup_all('papers', ");
		some(w, COUNTRY, ANY, depth - 1);
		if (perhaps(w, 70)) {
			put(w, ", ");
			some(w, DATE, ANY, depth - 1);
		}
		put(w, ")");
	} else if (list == MEMBERS) {
		put(w, PICK(w, "members", "nobody", "members", "case.members"));
	} else if (list == COUNTRIES) {
		put(w, PICK(w, "applicant.nationalities", "members.nationalities"));
	} else if (list == FLAGS) {
		put(w, "flags");
	} else if (perhaps(w, 40)) {
		static const char *const members[] = { "points", "name", "born" };
		name = members[list - NUMBERS];
		buf_format(&w->out, "members.%s", name);
	} else {
		put(w, case_names[list][0]);
	}
	if (depth > 0 && w->scope_count < SCOPES_MOST && perhaps(w, 20)) {
		put(w, "[");
		within(w, list, YESNO, name, depth - 1);
		put(w, "]");
	}
	return name;
}

static void a_list(struct writer *w, enum type list, enum strength strength, int depth)
{
	if (list >= MEMBERS || depth <= 0 || perhaps(w, 40)) {
		a_field_list(w, list, depth);
	} else if (perhaps(w, 40) && list != TEXTS) {
		if (strength > SUM)
			put(w, "(");
		a_field_list(w, list, depth - 1);
		put(w, PICK(w, " + ", " - "));
		a_list(w, list, TERM, depth - 1);
		if (strength > SUM)
			put(w, ")");
	} else {
		put(w, "[");
		for (size_t i = 0, count = 1 + below(w, 3); i < count; i++) {
			put(w, i ? ", " : "");
			some(w, item_of(list), ANY, depth - 1);
		}
		put(w, "]");
	}
}

/* ---- What each type can be made of */

static void two(struct writer *w, enum type left, enum strength a, const char *operator, enum type right, enum strength b, int depth)
{
	some(w, left, a, depth - 1);
	put(w, operator);
	some(w, right, b, depth - 1);
}

static void call(struct writer *w, const char *name, enum type type, int depth)
{
	buf_format(&w->out, "%s(", name);
	some(w, type, ANY, depth - 1);
	put(w, ")");
}

/* any(list, ...), sum(list, ...) */
static void over(struct writer *w, const char *name, enum type type, int depth)
{
	static const enum type lists[] = { MEMBERS, MEMBERS, NUMBERS, COUNTRIES, DATES, PAPERS, FLAGS, TEXTS };
	enum type list = lists[below(w, COUNT_OF(lists))];
	if (w->scope_count == SCOPES_MOST) {
		leaf(w, type);
		return;
	}
	buf_format(&w->out, "%s(", name);
	const char *item = a_field_list(w, list, depth - 1);
	put(w, ", ");
	within(w, list, type, item, depth - 1);
	put(w, ")");
}

static void a_comparison(struct writer *w, int depth)
{
	static const enum type ordered[] = { NUMBER, NUMBER, MONEY, DATE, DATE, DATETIME, DURATION };
	static const enum type named[] = { PURPOSE, KIN, COUNTRY, TEXT, YESNO, FLAG, GROUP, NUMBERS, COUNTRIES, DATES };
	enum type type = ordered[below(w, COUNT_OF(ordered))];
	if (perhaps(w, 60)) {
		two(w, type, SUM, PICK(w, " = ", " != ", " < ", " <= ", " > ", " >= "), type, SUM, depth);
	} else if (perhaps(w, 60)) {
		type = named[below(w, COUNT_OF(named))];
		two(w, type, SUM, PICK(w, " = ", " != "), type, SUM, depth);
	} else {
		two(w, type, SUM, " in ", type, SUM, depth);
		put(w, " .. ");
		some(w, type, SUM, depth - 1);
	}
}

static void a_membership(struct writer *w, int depth)
{
	static const enum type lists[] = { NUMBERS, COUNTRIES, DATES, FLAGS, TEXTS };
	enum type list = lists[below(w, COUNT_OF(lists))];
	if (perhaps(w, 50))
		two(w, item_of(list), SUM, " in ", list, SUM, depth);
	else
		two(w, list, SUM, " has ", item_of(list), SUM, depth);
}

static void a_pattern(struct writer *w, int depth)
{
	static const char *const atoms[] = { "a", "b", ".", "[ab]", "[^a]", "[a-c1]", "\\d", "\\w", "(a|b1)", "(ab?|c)", "\\s", "(a*)", "(|b)" };
	put(w, "matches(");
	some(w, TEXT, ANY, depth - 1);
	put(w, perhaps(w, 20) ? ", '^" : ", '");
	for (size_t i = 0, count = 1 + below(w, 4); i < count; i++) {
		if (i && perhaps(w, 10))
			put(w, "|");
		buf_format(&w->out, "%s%s", atoms[below(w, COUNT_OF(atoms))], PICK(w, "", "", "*", "+", "?", "{2}", "{1,3}", "{0,}"));
	}
	put(w, perhaps(w, 20) ? "$')" : "')");
}

static enum strength a_yesno(struct writer *w, enum strength most, int depth)
{
	static const enum type any[] = { NUMBER, MONEY, DATE, DATETIME, DURATION, TEXT, PURPOSE, MEMBERS, COUNTRIES };
	switch (below(w, 12)) {
	case 0:
	case 1:
		if (most > OR)
			break;
		two(w, YESNO, AND, " or ", YESNO, AND, depth);
		return OR;
	case 2:
	case 3:
		if (most > AND)
			break;
		two(w, YESNO, NOT, " and ", YESNO, NOT, depth);
		return AND;
	case 4:
		if (most > NOT)
			break;
		put(w, "not ");
		some(w, YESNO, COMPARISON, depth - 1);
		return NOT;
	case 5:
	case 6:
	case 7:
		if (most > COMPARISON)
			break;
		a_comparison(w, depth);
		return COMPARISON;
	case 8:
		if (most > COMPARISON)
			break;
		a_membership(w, depth);
		return COMPARISON;
	case 9:
		over(w, PICK(w, "any", "all"), YESNO, depth);
		return PATH;
	case 10:
		call(w, "exists", any[below(w, COUNT_OF(any))], depth);
		return PATH;
	default:
		if (perhaps(w, 50))
			call(w, PICK(w, "possibly", "surely"), YESNO, depth);
		else if (perhaps(w, 30))
			put(w, PICK(w, "complete(stay)", "complete(note)", "complete(fee)"));
		else
			a_pattern(w, depth);
		return PATH;
	}
	leaf(w, YESNO);
	return PATH;
}

static void a_count(struct writer *w, int depth)
{
	static const enum type lists[] = { NUMBERS, TEXTS, DATES, COUNTRIES, FLAGS, MEMBERS, PAPERS };
	put(w, "count(");
	a_list(w, lists[below(w, COUNT_OF(lists))], ANY, depth - 1);
	put(w, ")");
}

static void two_moments(struct writer *w, const char *name, int depth)
{
	buf_format(&w->out, "%s(", name);
	some(w, perhaps(w, 70) ? DATE : DATETIME, ANY, depth - 1);
	put(w, ", ");
	some(w, perhaps(w, 70) ? DATE : DATETIME, ANY, depth - 1);
	put(w, ")");
}

static void a_call_of_numbers(struct writer *w, int depth)
{
	switch (below(w, 9)) {
	case 0:
	case 1:
		put(w, "age(");
		some(w, DATE, ANY, depth - 1);
		if (perhaps(w, 30)) {
			put(w, ", ");
			some(w, DATE, ANY, depth - 1);
		}
		put(w, ")");
		break;
	case 2:
		a_count(w, depth);
		break;
	case 3:
		over(w, PICK(w, "sum", "max", "min"), NUMBER, depth);
		break;
	case 4:
		buf_format(&w->out, "%s(", PICK(w, "sum", "max", "min", "first"));
		a_list(w, NUMBERS, ANY, depth - 1);
		put(w, ")");
		break;
	case 5:
		put(w, "round(");
		some(w, NUMBER, ANY, depth - 1);
		put(w, PICK(w, ")", ", 2)", ", 0)", ", 6)", ", rate)"));
		break;
	case 6:
		two_moments(w, PICK(w, "whole_days", "working_days"), depth);
		break;
	case 7:
		call(w, "score", PICK(w, "p", "k")[0] == 'p' ? PURPOSE : COUNTRY, depth);
		break;
	default:
		if (perhaps(w, 50)) {
			call(w, "length", TEXT, depth);
		} else {
			put(w, "lookup('steps', ");
			two(w, NUMBER, ANY, ", ", KIN, ANY, depth);
			put(w, ").level");
		}
	}
}

static enum strength a_calculation(struct writer *w, enum strength most, int depth)
{
	switch (below(w, 7)) {
	case 0:
	case 1:
		if (most > SUM)
			break;
		two(w, NUMBER, SUM, PICK(w, " + ", " - "), NUMBER, TERM, depth);
		return SUM;
	case 2:
		if (most > TERM)
			break;
		two(w, NUMBER, TERM, PICK(w, " * ", " / "), NUMBER, PATH, depth);
		return TERM;
	case 3:
		if (most > TERM)
			break;
		two(w, MONEY, TERM, " / ", MONEY, PATH, depth);
		return TERM;
	case 4:
		if (most > SUM)
			break;
		two(w, DATE, SUM, " - ", DATE, TERM, depth);
		return SUM;
	default:
		break;
	}
	a_call_of_numbers(w, depth);
	return PATH;
}

static enum strength some_money(struct writer *w, enum strength most, int depth)
{
	switch (below(w, 6)) {
	case 0:
		if (most > SUM)
			break;
		two(w, MONEY, SUM, PICK(w, " + ", " - "), MONEY, TERM, depth);
		return SUM;
	case 1:
		if (most > TERM)
			break;
		if (perhaps(w, 60))
			two(w, MONEY, TERM, PICK(w, " * ", " / "), NUMBER, PATH, depth);
		else
			two(w, NUMBER, TERM, " * ", MONEY, PATH, depth);
		return TERM;
	case 2:
		put(w, "lookup('fees', ");
		two(w, NUMBER, ANY, ", ", YESNO, ANY, depth);
		if (perhaps(w, 80)) {
			put(w, ", ");
			some(w, PURPOSE, ANY, depth - 1);
		}
		put(w, ").amount");
		return PATH;
	case 3:
		over(w, PICK(w, "sum ", "max", "min"), MONEY, depth); /* the space tells the reference what nothing adds up to */
		return PATH;
	case 4:
		put(w, "round(");
		some(w, MONEY, ANY, depth - 1);
		put(w, PICK(w, ")", ", 2)"));
		return PATH;
	default:
		break;
	}
	put(w, PICK(w, "param('daily_means')", "sum (members.paid)", "max(members.paid)", "first(members.paid)"));
	return PATH;
}

static enum strength a_date(struct writer *w, enum strength most, int depth)
{
	switch (below(w, 6)) {
	case 0:
	case 1:
		if (most > SUM)
			break;
		two(w, DATE, SUM, PICK(w, " + ", " - "), DURATION, TERM, depth);
		return SUM;
	case 2:
		buf_format(&w->out, "%s('%s', ", PICK(w, "start_of", "end_of"), PICK(w, "week", "month", "quarter", "year"));
		some(w, DATE, ANY, depth - 1);
		put(w, ")");
		return PATH;
	case 3:
		call(w, "day", perhaps(w, 80) ? DATETIME : DATE, depth);
		return PATH;
	case 4:
		if (perhaps(w, 50)) {
			over(w, PICK(w, "max", "min"), DATE, depth);
		} else {
			buf_format(&w->out, "%s(", PICK(w, "max", "min", "first"));
			a_list(w, DATES, ANY, depth - 1);
			put(w, ")");
		}
		return PATH;
	default:
		put(w, "lookup('steps', ");
		two(w, NUMBER, ANY, ", ", KIN, ANY, depth);
		put(w, ").limit");
		return PATH;
	}
	leaf(w, DATE);
	return PATH;
}

static enum strength a_duration(struct writer *w, enum strength most, int depth)
{
	switch (below(w, 5)) {
	case 0:
		if (most > SUM)
			break;
		two(w, DURATION, SUM, PICK(w, " + ", " - "), DURATION, TERM, depth);
		return SUM;
	case 1:
		if (most > TERM)
			break;
		if (perhaps(w, 50))
			two(w, DURATION, TERM, " * ", NUMBER, PATH, depth);
		else
			two(w, NUMBER, TERM, " * ", DURATION, PATH, depth);
		return TERM;
	case 2:
		if (most > SUM)
			break;
		two(w, DATETIME, SUM, " - ", DATETIME, TERM, depth);
		return SUM;
	case 3:
		over(w, PICK(w, "sum  ", "max", "min"), DURATION, depth);
		return PATH;
	default:
		break;
	}
	leaf(w, DURATION);
	return PATH;
}

static enum strength a_text(struct writer *w, enum strength most, int depth)
{
	static const enum type any[] = { NUMBER, MONEY, DATE, DATETIME, DURATION, YESNO, PURPOSE, NUMBERS, COUNTRIES, DATES, TEXTS };
	switch (below(w, 4)) {
	case 0:
		if (most > SUM)
			break;
		two(w, TEXT, SUM, " + ", TEXT, TERM, depth);
		return SUM;
	case 1:
		call(w, "text", any[below(w, COUNT_OF(any))], depth);
		return PATH;
	case 2:
		put(w, "lookup('fees', ");
		some(w, NUMBER, ANY, depth - 1);
		put(w, ").waiver");
		return PATH;
	default:
		break;
	}
	leaf(w, TEXT);
	return PATH;
}

static enum strength a_made_one(struct writer *w, enum type type, enum strength most, int depth)
{
	switch (type) {
	case YESNO:
		return a_yesno(w, most, depth);
	case NUMBER:
		return a_calculation(w, most, depth);
	case MONEY:
		return some_money(w, most, depth);
	case DATE:
		return a_date(w, most, depth);
	case DURATION:
		return a_duration(w, most, depth);
	case TEXT:
		return a_text(w, most, depth);
	case DATETIME:
		if (most <= SUM && perhaps(w, 60)) {
			two(w, DATETIME, SUM, PICK(w, " + ", " - "), DURATION, TERM, depth);
			return SUM;
		}
		break;
	case GROUP:
		call(w, "age_group", DATE, depth);
		return PATH;
	case COUNTRY:
		put(w, "first(");
		a_list(w, COUNTRIES, ANY, depth - 1);
		put(w, ")");
		return PATH;
	default:
		break;
	}
	leaf(w, type);
	return PATH;
}

static void a_choice(struct writer *w, enum type type, int depth)
{
	put(w, "if ");
	some(w, YESNO, ANY, depth - 1);
	put(w, " then ");
	some(w, type, ANY, depth - 1);
	put(w, " else ");
	some(w, type, ANY, depth - 1);
}

/* An indexed list is a path: scores[2]. */
static void an_index(struct writer *w, enum type type)
{
	static const char *const lists[TYPE_COUNT] = { [NUMBER] = "scores", [TEXT] = "words", [DATE] = "days_out", [FLAG] = "flags", [YESNO] = "members",
		                                       [MONEY] = "members", [DURATION] = "members", [KIN] = "members" };
	if (!lists[type]) {
		leaf(w, type);
		return;
	}
	buf_format(&w->out, "%s[%zu]", lists[type], below(w, 4));
	if (lists[type][0] == 'm')
		buf_format(&w->out, ".%s", member_names[type]);
}

static void some(struct writer *w, enum type type, enum strength strength, int depth)
{
	bool brackets = strength > OR && perhaps(w, 8);
	if (type >= TYPE_COUNT) {
		a_list(w, type, strength, depth);
	} else if (depth <= 0 || perhaps(w, 15)) {
		leaf(w, type);
	} else if (perhaps(w, 6)) {
		put(w, strength > ANY ? "(" : "");
		a_choice(w, type, depth);
		put(w, strength > ANY ? ")" : "");
	} else if (perhaps(w, 5)) {
		put(w, "default(");
		two(w, type, ANY, ", ", type, ANY, depth);
		put(w, ")");
	} else if (perhaps(w, 4)) {
		an_index(w, type);
	} else {
		put(w, brackets ? "(" : "");
		a_made_one(w, type, brackets ? ANY : strength, depth);
		put(w, brackets ? ")" : "");
	}
}

struct str random_expression(struct arena *arena, struct chance *chance)
{
	static const enum type types[] = { YESNO, YESNO, YESNO, NUMBER, MONEY, DATE, DATETIME, DURATION, TEXT, PURPOSE, COUNTRY, GROUP,
		                           NUMBERS, DATES, COUNTRIES };
	struct writer writer = { .arena = arena, .chance = chance, .out = BUF_IN(arena) };
	some(&writer, types[below(&writer, COUNT_OF(types))], ANY, 1 + (int)below(&writer, 5));
	return buf_str(&writer.out);
}
