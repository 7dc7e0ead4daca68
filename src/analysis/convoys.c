/* Conveyances: calls with their lists, passes and files; and the people of the lists, whom lists of names stop more often or less. */
#include "grid.h"

#include "lang.h"
#include "store.h"

/* --- calls --- */

static const struct {
	const char *code, *words;
} kinds[] = { { "vessel", WORDS("Vessel") }, { "train", WORDS("Train") }, { "coach", WORDS("Coach") }, { "aircraft", WORDS("Aircraft") } };

static const char *const call_columns[] = {
	WORDS("Calls"), WORDS("Lists"), WORDS("People on lists"), WORDS("Screened"), WORDS("Need another look"), WORDS("New on a later list"), WORDS("Missing from it"), WORDS("Cleared"),
	WORDS("Shore passes"), WORDS("Given back"), WORDS("Not back in time"), WORDS("Deserters"), WORDS("Stowaways"), NULL,
};
static const char *const call_machine[] = {
	"calls", "lists", "people", "screened", "look", "new", "missing", "cleared", "passes", "passes_back", "passes_late", "deserters", "stowaways",
};
enum { CALL_COLUMNS = COUNT_OF(call_machine) };

static bool fill_calls(struct grid *grid, struct error *err)
{
	int64_t all = 0;
	struct query *query = grid_query(grid, "analysis.conveyances");
	grid->hides = !rights_have(grid->act->actor.rights, CAN_SUPERVISE);
	while (query_next(query)) {
		struct str code = query_text(query, 0, grid->act->arena);
		struct grid_row *row = grid_row(grid, code, grid_name(grid, code));
		for (int column = 0; column < CALL_COLUMNS; column++)
			(column < 2 ? grid_number : grid_people)(grid, row, column, query_int(query, 1 + column));
		all += row->bar = query_int(query, 1);
		row->bar_words = row->cells[0].shown;
	}
	for (size_t i = 0; str_is(grid->query.by, "kind") && i < COUNT_OF(kinds); i++) {
		struct grid_row *row = grid_row_of(grid, str_of(kinds[i].code));
		if (row)
			row->name = lang_words(grid->act->lang, kinds[i].words);
	}
	grid->finding = lang_count(grid->act->lang, grid->act->arena, all, WORDS_MANY("{count} call", "{count} calls"));
	return query_end(query, err);
}

static const struct grid_choice call_bys[] = { { "kind", WORDS("Kind") }, { "post", WORDS("Post") }, { "flag", WORDS("Flag") } };
static const struct grid_kind calls = {
	"/figures/conveyances", "/figures/conveyances.csv", "conveyances.csv", WORDS("Conveyances"),
	WORDS("Calls of vessels, trains, coaches and aircraft by the day they arrived or were due: their lists, what came of them, and shore passes."),
	call_columns, call_machine, call_bys, COUNT_OF(call_bys), fill_calls,
};

/* --- people on lists --- */

static bool fill_listed(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	if (!grid_tally(grid, "analysis.listed", 4, &tallies, &all, err))
		return false;
	for (size_t i = 0; i < grid->count; i++) {
		struct grid_row *row = &grid->rows[i];
		if (str_is(grid->query.by, "list"))
			row->name = lang_words(grid->act->lang, str_is(row->code, "crew") ? WORDS("Crew") : WORDS("Passengers"));
		grid_share(grid, row, SEXES + 5, tallies[i].more[0], tallies[i].people);
	}
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} person on lists", "{count} people on lists"));
	return true;
}

static const char *const listed_columns[] = {
	WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), WORDS("Need another look"), WORDS("Cleared"), WORDS("Had a shore pass"), WORDS("Gave it back"),
	WORDS("Share that needs another look"), NULL,
};
static const char *const listed_machine[] = { "F", "M", "X", "U", "all", "look", "cleared", "passes", "passes_back", "look_percent" };
static const struct grid_choice listed_bys[] = {
	{ "nationality", WORDS("Nationality") }, { "sex", WORDS("Sex"), "sexes" }, { "list", WORDS("List") }, { "post", WORDS("Post") },
};
static const struct grid_kind listed = {
	"/figures/listed", "/figures/listed.csv", "listed.csv", WORDS("People on lists"),
	WORDS("Crew and passengers as the last lists name them, and for how many the check of the list found something."),
	listed_columns, listed_machine, listed_bys, COUNT_OF(listed_bys), fill_listed,
};

GRID_HANDLERS(conveyances, calls)
GRID_HANDLERS(listed_figure, listed)
