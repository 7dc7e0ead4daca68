/* Figures of people, counted by a statement. */
#include "grid.h"

#include <string.h>

#include "lang.h"
#include "store.h"

/* Every day and instant that a statement may use; it is given those that it names. */
#define PERIOD_FIELDS(F, L) \
	F(DATE, from,  0, 1, 0, 0,  "first day") \
	F(DATE, to,    0, 1, 0, 0,  "last day") \
	F(TIME, since, 0, 1, 0, 0,  "first instant") \
	F(TIME, until, 0, 1, 0, 0,  "last instant") \
	F(CODE, post,  0, 1, 0, 16, "post; empty = all") \
	F(CODE, by,    0, 1, 0, 16, "what the rows are")
#define FIELD_ROW_OF_period(...) FIELD_ROW(period, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_period(...) FIELD_LIST_ROW(period, __VA_ARGS__)
FIELDS_STRUCT(period, PERIOD_FIELDS)
FIELDS_TABLE(period, PERIOD_FIELDS)

struct query *grid_query(struct grid *grid, const char *statement)
{
	const struct period period = { grid->query.from, grid->query.to, grid->since, grid->until, grid->query.post, grid->query.by };
	struct query *query = db_query(grid->act->db, statement);
	query_bind_row(query, &period_fields, &period);
	return query;
}

static void add(struct grid *grid, struct tally *tallies, struct str code, const struct tally *one)
{
	struct grid_row *row = grid_row_of(grid, code);
	if (!row && grid->count == TALLY_ROWS)
		return; /* no pack has so many codes of anything */
	if (!row)
		row = grid_row(grid, code, grid_name(grid, code));
	struct tally *to = &tallies[row - grid->rows];
	for (int sex = 0; sex < SEXES; sex++)
		to->sexes[sex] += one->sexes[sex];
	to->people += one->people;
	for (int i = 0; i < TALLY_MORE; i++)
		to->more[i] += one->more[i];
}

/* A person with two reasons stands in two rows, and with two nationalities in the first. */
static void add_list(struct grid *grid, struct tally *tallies, struct str list, const struct tally *one)
{
	struct arena *arena = grid->act->arena;
	if (str_is(grid->query.by, "nationality")) {
		add(grid, tallies, grid_first(arena, list), one);
		return;
	}
	json_t *codes = json_loadb(list.data, list.len, 0, NULL), *code;
	size_t i;
	json_array_foreach(codes, i, code)
		add(grid, tallies, str_copy(arena, str_of(json_string_value(code))), one);
	json_decref(codes);
}

static void put(struct grid *grid, const struct tally *tallies, int more)
{
	for (size_t i = 0; i < grid->count; i++) {
		struct grid_row *row = &grid->rows[i];
		grid_sexes(grid, row, 0, tallies[i].sexes);
		for (int at = 0; at < more; at++)
			grid_people(grid, row, SEXES + 1 + at, tallies[i].more[at]);
		row->bar = tallies[i].people;
		row->bar_words = row->cells[SEXES].shown;
	}
}

bool grid_tally(struct grid *grid, const char *statement, int more, struct tally **tallies, int64_t *all, struct error *err)
{
	struct arena *arena = grid->act->arena;
	struct query *query = grid_query(grid, statement);
	*tallies = ARENA_ARRAY(arena, struct tally, TALLY_ROWS);
	*all = 0;
	while (query_next(query)) {
		struct str code = query_text(query, 0, arena);
		struct tally one = { .people = query_int(query, 2) };
		one.sexes[grid_sex(query_text(query, 1, arena))] = one.people;
		for (int i = 0; i < more; i++)
			one.more[i] = query_int(query, 3 + i);
		if (code.len && code.data[0] == '[')
			add_list(grid, *tallies, code, &one);
		else
			add(grid, *tallies, code, &one);
		*all += one.people;
	}
	grid->hides = !rights_have(grid->act->actor.rights, CAN_SUPERVISE);
	put(grid, *tallies, more);
	return query_end(query, err);
}

struct str grid_finding(struct grid *grid, int64_t all, const char *one, const char *many)
{
	return all < 5 && grid->hides ? lang_words(grid->act->lang, WORDS("Too few to publish")) : lang_count(grid->act->lang, grid->act->arena, all, one, many);
}
