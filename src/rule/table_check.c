/* Finds what is wrong with a table as a whole: ties, rows that nothing reaches, questions that no row answers. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "call.h"
#include "table_private.h"

enum { COMPARISONS_MOST = 20000000, REPORTS_MOST = 20, CANDIDATES_MOST = 4000, DAYS_MOST = 400 };

struct judge {
	const struct rule_table *table;
	const struct table_source *source;
	struct rule_diagnostics *diagnostics;
	struct arena *arena;
	size_t work, reports;
};

static void report(struct judge *j, enum rule_level level, enum table_code code, uint32_t line, struct str subject)
{
	static const struct { enum table_code code; const char *what, *todo; } texts[] = {
#define C(name, number, what, todo) { TABLE_P_##name, what, todo },
		TABLE_CODES(C)
#undef C
	};
	if (j->reports++ >= REPORTS_MOST)
		return;
	struct rule_place place = { j->table->file, line, 1 };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (texts[i].code == code)
			rule_report(j->diagnostics, level, place, code, texts[i].what, texts[i].todo, subject, STR(""));
	}
}

/* ---- Cells as sets */

static bool some_value(const struct cell *cell, const struct cell *other)
{
	for (size_t i = 0; i < cell->count; i++) {
		if (table_cell_matches(other, &cell->values[i]))
			return true;
	}
	return false;
}

static bool at_most(const struct rule_value *a, const struct rule_value *b)
{
	return a->kind == RULE_MISSING || b->kind == RULE_MISSING || rule_order(OPERATOR_LESS_EQUAL, a, b) != KLEENE_NO;
}

/* Some value lies in both. What is excluded on both sides leaves something over. */
static bool cells_meet(const struct cell *a, const struct cell *b)
{
	if (a->kind == CELL_ANY || b->kind == CELL_ANY)
		return true;
	if (a->kind == CELL_VALUES && !a->negated)
		return some_value(a, b);
	if (b->kind == CELL_VALUES && !b->negated)
		return some_value(b, a);
	if (a->negated || b->negated)
		return true;
	return at_most(&a->least, &b->most) && at_most(&b->least, &a->most);
}

static bool end_within(const struct rule_value *inner, const struct rule_value *outer, bool least)
{
	if (outer->kind == RULE_MISSING)
		return true;
	if (inner->kind == RULE_MISSING)
		return false;
	return rule_order(least ? OPERATOR_MORE_EQUAL : OPERATOR_LESS_EQUAL, inner, outer) == KLEENE_YES;
}

static bool values_same(const struct cell *a, const struct cell *b)
{
	struct rule_value x = rule_list(a->values, a->count), y = rule_list(b->values, b->count);
	return rule_same(&x, &y) == KLEENE_YES;
}

/* Everything that `inner` takes, `outer` takes. */
static bool cell_covers(const struct cell *outer, const struct cell *inner)
{
	if (outer->kind == CELL_ANY)
		return true;
	if (inner->kind == CELL_ANY)
		return false;
	if (inner->kind == CELL_VALUES && !inner->negated) {
		for (size_t i = 0; i < inner->count; i++) {
			if (!table_cell_matches(outer, &inner->values[i]))
				return false;
		}
		return true;
	}
	if (outer->kind == CELL_RANGE && inner->kind == CELL_RANGE && !outer->negated && !inner->negated)
		return end_within(&inner->least, &outer->least, true) && end_within(&inner->most, &outer->most, false);
	return outer->kind == CELL_VALUES && inner->kind == CELL_VALUES && outer->negated && values_same(outer, inner);
}

static bool dates_meet(const struct row *a, const struct row *b)
{
	return (date_empty(a->until) || date_empty(b->from) || date_compare(b->from, a->until) <= 0) &&
	       (date_empty(b->until) || date_empty(a->from) || date_compare(a->from, b->until) <= 0);
}

static bool dates_cover(const struct row *outer, const struct row *inner)
{
	bool from = date_empty(outer->from) || (!date_empty(inner->from) && date_compare(outer->from, inner->from) <= 0);
	bool until = date_empty(outer->until) || (!date_empty(inner->until) && date_compare(inner->until, outer->until) <= 0);
	return from && until;
}

static bool ended(const struct row *row, struct date on)
{
	return !date_empty(row->until) && !date_empty(on) && date_compare(row->until, on) < 0;
}

/* ---- Ties of a unique table */

static bool rows_meet(struct judge *j, const struct row *a, const struct row *b)
{
	j->work++;
	bool meet = dates_meet(a, b);
	for (size_t i = 0; meet && i < j->table->asked_count; i++)
		meet = cells_meet(&a->asked[i], &b->asked[i]);
	return meet;
}

/* A row settles a tie when it takes all that both take: each of its cells covers the cell of one of them. */
static bool settles(struct judge *j, const struct row *row, const struct row *a, const struct row *b)
{
	if (row->blank >= a->blank || (!dates_cover(row, a) && !dates_cover(row, b)))
		return false;
	for (size_t i = 0; i < j->table->asked_count; i++) {
		if (!cell_covers(&row->asked[i], &a->asked[i]) && !cell_covers(&row->asked[i], &b->asked[i]))
			return false;
	}
	return true;
}

static bool settled(struct judge *j, const struct row *a, const struct row *b)
{
	for (size_t i = 0; i < j->table->row_count; i++) {
		j->work++;
		if (settles(j, &j->table->rows[i], a, b))
			return true;
	}
	return false;
}

static void check_ties(struct judge *j, struct date on)
{
	const struct rule_table *table = j->table;
	for (size_t a = 0; a < table->row_count; a++) {
		for (size_t b = a + 1; b < table->row_count && j->work < COMPARISONS_MOST; b++) {
			const struct row *first = &table->rows[a], *second = &table->rows[b];
			if (first->blank != second->blank || ended(first, on) || ended(second, on) || !rows_meet(j, first, second) ||
			    settled(j, first, second))
				continue;
			report(j, RULE_ERROR, TABLE_P_OVERLAP, second->line, str_format(j->arena, "lines %u and %u", first->line, second->line));
		}
	}
}

static bool row_covers(struct judge *j, const struct row *outer, const struct row *inner)
{
	j->work++;
	bool covers = dates_cover(outer, inner);
	for (size_t i = 0; covers && i < j->table->asked_count; i++)
		covers = cell_covers(&outer->asked[i], &inner->asked[i]);
	return covers;
}

static void check_hidden(struct judge *j)
{
	const struct rule_table *table = j->table;
	for (size_t b = 1; b < table->row_count; b++) {
		for (size_t a = 0; a < b && j->work < COMPARISONS_MOST; a++) {
			if (!row_covers(j, &table->rows[a], &table->rows[b]))
				continue;
			report(j, RULE_ERROR, TABLE_P_HIDDEN, table->rows[b].line, str_format(j->arena, "by line %u", table->rows[a].line));
			break;
		}
	}
}

/* ---- Gaps of a complete table: a question is put together from one value of each kind that the cells tell apart */

struct candidates {
	struct rule_value *values;
	size_t count;
};

static void candidate(struct candidates *all, struct rule_value value)
{
	for (size_t i = 0; i < all->count; i++) {
		if (rule_value_equal(&all->values[i], &value))
			return;
	}
	if (all->count < CANDIDATES_MOST)
		all->values[all->count++] = value;
}

/* A bound and its neighbours; numbers below 0 only where the table itself goes there. */
static void candidate_near(struct candidates *all, const struct rule_value *bound, bool negative)
{
	if (bound->kind == RULE_MISSING)
		return;
	for (int step = -1; step <= 1; step++) {
		struct rule_value value = *bound;
		if (value.kind == RULE_DATE) {
			struct date first, last;
			if (!date_range(bound->date, &first, &last) || last.year >= 9999 || first.year <= 1)
				continue;
			value.date = date_of_days(date_days(step < 0 ? first : last) + step);
		} else {
			int64_t *number = value.kind == RULE_MONEY ? &value.money.amount : &value.number;
			*number += step * RULE_UNIT;
			if (*number < 0 && !negative)
				continue;
		}
		candidate(all, value);
	}
}

static bool below_zero(const struct rule_value *value)
{
	return (value->kind == RULE_NUMBER && value->number < 0) || (value->kind == RULE_MONEY && value->money.amount < 0);
}

static bool has_order(enum rule_kind kind)
{
	return kind == RULE_NUMBER || kind == RULE_MONEY || kind == RULE_DATE;
}

/* All codes that no cell names behave alike: one of them is enough. */
static void candidate_other(struct judge *j, const struct rule_type *type, struct candidates *all)
{
	const struct str *codes;
	size_t count = 0, named = all->count;
	bool known = type->list.len && j->source && j->source->codes && j->source->codes(j->source->context, type->list, &codes, &count);
	if (!known) {
		candidate(all, (struct rule_value){ .kind = type->kind, .text = STR("(any other)") });
		return;
	}
	for (size_t i = 0; i < count && all->count == named; i++)
		candidate(all, rule_code(codes[i]));
}

static struct candidates candidates_of(struct judge *j, size_t column)
{
	const struct rule_type *type = &j->table->asked[column].type;
	struct candidates all = { ARENA_ARRAY(j->arena, struct rule_value, CANDIDATES_MOST), 0 };
	bool negative = false;
	for (size_t r = 0; r < j->table->row_count; r++) {
		const struct cell *cell = &j->table->rows[r].asked[column];
		negative |= below_zero(&cell->least) || below_zero(&cell->most);
	}
	for (size_t r = 0; r < j->table->row_count; r++) {
		const struct cell *cell = &j->table->rows[r].asked[column];
		candidate_near(&all, &cell->least, negative);
		candidate_near(&all, &cell->most, negative);
		for (size_t i = 0; i < cell->count; i++) {
			if (has_order(type->kind))
				candidate_near(&all, &cell->values[i], negative);
			else
				candidate(&all, cell->values[i]);
		}
	}
	if (type->kind == RULE_YESNO) {
		candidate(&all, rule_yesno(true));
		candidate(&all, rule_yesno(false));
	} else if (type->kind == RULE_CODE || type->kind == RULE_TEXT) {
		candidate_other(j, type, &all);
	}
	return all;
}

struct search {
	struct judge *j;
	struct candidates columns[TABLE_COLUMNS_MOST];
	struct rule_value question[TABLE_COLUMNS_MOST];
};

static bool blank_from(const struct search *s, const struct row *row, size_t column)
{
	for (; column < s->j->table->asked_count; column++) {
		if (row->asked[column].kind != CELL_ANY)
			return false;
	}
	return true;
}

/* The rows in `alive` take the values chosen so far. True: a question without an answer was found. */
static bool find_gap(struct search *s, size_t column, const struct row **alive, size_t count)
{
	const struct rule_table *table = s->j->table;
	s->j->work += count + 1;
	if (!count || s->j->work > COMPARISONS_MOST)
		return !count;
	for (size_t i = 0; i < count; i++) {
		if (blank_from(s, alive[i], column))
			return false;
	}
	const struct row **next = ARENA_ARRAY(s->j->arena, const struct row *, count + 1);
	const struct candidates *values = &s->columns[column];
	for (size_t v = 0; v < values->count && column < table->asked_count; v++) {
		size_t left = 0;
		s->question[column] = values->values[v];
		for (size_t i = 0; i < count; i++) {
			if (table_cell_matches(&alive[i]->asked[column], &values->values[v]))
				next[left++] = alive[i];
		}
		if (find_gap(s, column + 1, next, left))
			return true;
		s->question[column] = rule_missing(STR(""));
	}
	return false;
}

static bool gap_on(struct search *s, struct date day)
{
	const struct rule_table *table = s->j->table;
	const struct row **alive = ARENA_ARRAY(s->j->arena, const struct row *, table->row_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct row *row = &table->rows[i];
		if ((date_empty(row->from) || date_compare(row->from, day) <= 0) && !ended(row, day))
			alive[count++] = row;
	}
	memset(s->question, 0, sizeof s->question);
	if (!find_gap(s, 0, alive, count))
		return false;
	struct buf text = BUF_IN(s->j->arena);
	for (size_t i = 0; i < table->asked_count; i++) {
		if (s->question[i].kind != RULE_MISSING)
			buf_format(&text, STR_FMT " " STR_FMT ", ", STR_ARG(table->asked[i].name),
			           STR_ARG(rule_value_text(s->j->arena, &s->question[i])));
	}
	buf_format(&text, "on " STR_FMT, STR_ARG(date_str(s->j->arena, day)));
	report(s->j, RULE_ERROR, TABLE_P_GAP, 1, buf_str(&text));
	return true;
}

/* The first day, and every later day on which rows come into force or end. */
static void check_gaps(struct judge *j, struct date on)
{
	struct search *s = ARENA_NEW(j->arena, struct search);
	struct date days[DAYS_MOST] = { on };
	size_t count = 1;
	s->j = j;
	for (size_t i = 0; i < j->table->asked_count; i++)
		s->columns[i] = candidates_of(j, i);
	for (size_t i = 0; i < j->table->row_count && count + 2 <= DAYS_MOST; i++) {
		const struct row *row = &j->table->rows[i];
		if (!date_empty(row->from) && date_compare(row->from, on) > 0)
			days[count++] = row->from;
		if (!date_empty(row->until) && date_compare(row->until, on) >= 0 && row->until.year < 9999)
			days[count++] = date_of_days(date_days(row->until) + 1);
	}
	for (size_t i = 0; i < count && j->work < COMPARISONS_MOST; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= date_compare(days[k], days[i]) == 0;
		if (!again && gap_on(s, days[i]))
			return;
	}
}

void table_check(const struct rule_table *table, struct date on, const struct table_source *source,
                 struct rule_diagnostics *diagnostics)
{
	struct arena *scratch = arena_new(0);
	struct judge j = { .table = table, .source = source, .diagnostics = diagnostics, .arena = scratch };
	struct date day = date_whole(on) ? on : (struct date){ 2000, 1, 1 };
	if (table->hit == TABLE_UNIQUE)
		check_ties(&j, on);
	if (table->hit == TABLE_FIRST)
		check_hidden(&j);
	if (table->complete)
		check_gaps(&j, day);
	if (j.work >= COMPARISONS_MOST)
		report(&j, RULE_NOTE, TABLE_P_TOO_MANY, 1, STR("not all of it was checked"));
	arena_free(scratch);
}
