/* Asks a decision table. */
#include "arena.h"
#include "call.h"
#include "table_private.h"

static enum kleene in_range(const struct cell *cell, const struct rule_value *value)
{
	enum kleene low = KLEENE_YES, high = KLEENE_YES;
	if (cell->least.kind != RULE_MISSING)
		low = rule_order(OPERATOR_MORE_EQUAL, value, &cell->least);
	if (cell->most.kind != RULE_MISSING)
		high = rule_order(OPERATOR_LESS_EQUAL, value, &cell->most);
	if (low == KLEENE_NO || high == KLEENE_NO)
		return KLEENE_NO;
	return low == KLEENE_YES && high == KLEENE_YES ? KLEENE_YES : KLEENE_OPEN;
}

bool table_cell_matches(const struct cell *cell, const struct rule_value *value)
{
	if (cell->kind == CELL_ANY)
		return true;
	if (value->kind == RULE_MISSING)
		return false;
	struct rule_value list = rule_list(cell->values, cell->count);
	enum kleene in = cell->kind == CELL_RANGE ? in_range(cell, value) : rule_in_list(value, &list);
	return in == (cell->negated ? KLEENE_NO : KLEENE_YES);
}

static bool in_force(const struct row *row, struct date on)
{
	return (date_empty(row->from) || date_compare(row->from, on) <= 0) &&
	       (date_empty(row->until) || date_compare(on, row->until) <= 0);
}

static bool row_answers(const struct rule_table *table, const struct row *row, const struct rule_value *asked, size_t count,
                        struct date on)
{
	static const struct rule_value missing = { .kind = RULE_MISSING };
	if (!in_force(row, on))
		return false;
	for (size_t i = 0; i < table->asked_count; i++) {
		if (!table_cell_matches(&row->asked[i], i < count ? &asked[i] : &missing))
			return false;
	}
	return true;
}

static bool tie(const struct rule_table *table, const struct row *a, const struct row *b, struct error *err)
{
	return error_set(err, ERR_NOT_ALLOWED, "two rows of a table answer the same question", "correct the table in the pack",
	                 "table " STR_FMT ", lines %u and %u", STR_ARG(str_slice(table->name, 0, 60)), a->line, b->line);
}

/* The row with the fewest blank cells; false on a tie. */
static bool lookup_unique(const struct rule_table *table, const struct rule_value *asked, size_t count, struct date on,
                          const struct row **best, struct error *err)
{
	const struct row *rival = NULL; /* as exact as the best */
	*best = NULL;
	for (size_t i = 0; i < table->row_count; i++) {
		const struct row *row = &table->rows[i];
		if ((*best && row->blank > (*best)->blank) || !row_answers(table, row, asked, count, on))
			continue;
		bool more_exact = !*best || row->blank < (*best)->blank;
		rival = more_exact ? NULL : row;
		*best = more_exact ? row : *best;
	}
	return rival ? tie(table, *best, rival, err) : true;
}

bool table_lookup(const struct rule_table *table, struct arena *arena, const struct rule_value *asked, size_t count,
                  struct date on, const struct rule_object *const **rows, size_t *found, struct error *err)
{
	const struct row *best;
	*found = 0;
	if (table->hit == TABLE_UNIQUE) {
		const struct rule_object **one = ARENA_ARRAY(arena, const struct rule_object *, 1);
		if (!lookup_unique(table, asked, count, on, &best, err))
			return false;
		*rows = one;
		*found = best != NULL;
		if (best)
			one[0] = &best->object;
		return true;
	}
	size_t most = table->hit == TABLE_FIRST ? 1 : table->row_count;
	const struct rule_object **all = ARENA_ARRAY(arena, const struct rule_object *, most + 1);
	for (size_t i = 0; i < table->row_count && *found < most; i++) {
		if (row_answers(table, &table->rows[i], asked, count, on))
			all[(*found)++] = &table->rows[i].object;
	}
	*rows = all;
	return true;
}
