/* Who was held at a post, on which ground, how long, and past its limit or not. */
#include "grid.h"

#include "lang.h"
#include "pack.h"
#include "registry.h"
#include "store.h"

struct held {
	int64_t people[SEXES], seconds, longest, over, count;
};

enum { HELD_ROWS = 200 };

static struct str code_of(struct grid *grid, const struct query *query)
{
	struct date born;
	if (str_is(grid->query.by, "post"))
		return query_text(query, 1, grid->act->arena);
	if (str_is(grid->query.by, "nationality"))
		return grid_first(grid->act->arena, query_text(query, 7, grid->act->arena));
	if (!str_is(grid->query.by, "age"))
		return query_text(query, 0, grid->act->arena);
	bool known = date_parse(query_text(query, 3, grid->act->arena), &born);
	return str_of(age_band(known ? born : (struct date){ 0 }, grid->query.to));
}

static void add(struct grid *grid, struct held *held, const struct query *query)
{
	int64_t begun = query_int(query, 4), ended = query_int(query, 5) ? query_int(query, 5) : grid->act->now, limit = query_int(query, 6);
	int64_t seconds = (ended - begun) / 1000;
	held->people[grid_sex(query_text(query, 2, grid->act->arena))]++;
	held->count++;
	held->seconds += seconds;
	held->longest = seconds > held->longest ? seconds : held->longest;
	held->over += ended > limit;
}

static bool fill(struct grid *grid, struct error *err)
{
	struct act *act = grid->act;
	struct held *all = ARENA_ARRAY(act->arena, struct held, HELD_ROWS);
	int64_t total = 0;
	struct query *query = db_query(act->db, "analysis.holdings");
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	query_bind_text(query, "post", grid->query.post);
	while (query_next(query)) {
		struct str code = code_of(grid, query);
		struct grid_row *row = grid_row_of(grid, code);
		if (!row && grid->count == HELD_ROWS)
			continue; /* no pack has so many grounds or posts */
		if (!row)
			row = grid_row(grid, code, grid_name(grid, code));
		add(grid, &all[row - grid->rows], query);
		total++;
	}
	grid->hides = !rights_have(act->actor.rights, CAN_SUPERVISE);
	for (size_t i = 0; i < grid->count; i++) {
		struct grid_row *row = &grid->rows[i];
		grid_sexes(grid, row, 0, all[i].people);
		if (!grid->hides || all[i].count >= 5) {
			grid_duration(grid, row, 5, all[i].seconds / all[i].count);
			grid_duration(grid, row, 6, all[i].longest);
		}
		grid_people(grid, row, 7, all[i].over);
		row->bar = all[i].count;
		row->bar_words = row->cells[SEXES].shown;
	}
	grid->finding = total < 5 && grid->hides ? lang_words(act->lang, WORDS("Too few to publish"))
	                                         : lang_count(act->lang, act->arena, total, WORDS_MANY("{count} person was held", "{count} people were held"));
	return query_end(query, err);
}

static const char *const columns[] = {
	WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), WORDS("Mean time held"), WORDS("Longest"), WORDS("Past the limit"), NULL,
};
static const char *const machine[] = { "F", "M", "X", "U", "all", "mean_seconds", "longest_seconds", "past_limit" };
static const struct grid_choice bys[] = { { "ground", WORDS("Ground"), "hold_grounds" }, { "post", WORDS("Post") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") } };
static const struct grid_kind holdings = {
	"/figures/holdings", "/figures/holdings.csv", "holdings.csv", WORDS("Holdings"), WORDS("People who were held at a post, on which ground and how long."), columns, machine, bys, COUNT_OF(bys), fill,
};

GRID_HANDLERS(holdings_figure, holdings)
