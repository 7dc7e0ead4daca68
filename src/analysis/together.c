/* People who cross together: groups, and children with whom accompanied them and the consent that was seen. */
#include "grid.h"

#include "lang.h"
#include "store.h"

/* --- groups --- */

static bool fill_groups(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	if (!grid_tally(grid, "analysis.groups", 1, &tallies, &all, err))
		return false;
	struct query *query = grid_query(grid, "analysis.group_counts");
	while (query_next(query)) {
		struct grid_row *row = grid_row_of(grid, query_text(query, 0, grid->act->arena));
		if (row)
			grid_people(grid, row, SEXES + 2, query_int(query, 1));
	}
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} person crossed in a group", "{count} people crossed in groups"));
	return query_end(query, err);
}

static const char *const group_columns[] = { WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), WORDS("Children"), WORDS("Groups"), NULL };
static const char *const group_machine[] = { "F", "M", "X", "U", "all", "children", "groups" };
static const struct grid_choice group_bys[] = {
	{ "members", WORDS("People in the group") }, { "post", WORDS("Post") }, { "vehicle", WORDS("Vehicle"), "vehicle_kinds" }, { "direction", WORDS("Direction") },
	{ "nationality", WORDS("Nationality") }, { "day", WORDS("Day") },
};
static const struct grid_kind groups = {
	"/figures/groups", "/figures/groups.csv", "groups.csv", WORDS("Groups"), WORDS("People who were let in or out together, and how many groups they were."),
	group_columns, group_machine, group_bys, COUNT_OF(group_bys), fill_groups,
};

/* --- children --- */

static bool fill_children(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	if (!grid_tally(grid, "analysis.children", 3, &tallies, &all, err))
		return false;
	struct grid_row *nobody = grid_row_of(grid, STR(""));
	if (nobody && grid->by->list)
		nobody->name = lang_words(grid->act->lang, WORDS("Nobody asked"));
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} child crossed", "{count} children crossed"));
	return true;
}

static const char *const child_columns[] = {
	WORDS("Girls"), WORDS("Boys"), WORDS("X"), WORDS("Not known"), WORDS("All"), WORDS("Alone"), WORDS("Nobody asked"), WORDS("Consent seen"), NULL,
};
static const char *const child_machine[] = { "F", "M", "X", "U", "all", "alone", "not_asked", "consent_seen" };
static const struct grid_choice child_bys[] = {
	{ "companion", WORDS("Who accompanied"), "companions" }, { "consent", WORDS("Consent seen"), "consents" }, { "age", WORDS("Age") }, { "nationality", WORDS("Nationality") },
	{ "direction", WORDS("Direction") }, { "post", WORDS("Post") },
};
static const struct grid_kind children = {
	"/figures/children", "/figures/children.csv", "children.csv", WORDS("Children"),
	WORDS("Children who were let in or out, and who accompanied them with which consent, as far as somebody asked."),
	child_columns, child_machine, child_bys, COUNT_OF(child_bys), fill_children,
};

GRID_HANDLERS(groups, groups)
GRID_HANDLERS(children, children)
