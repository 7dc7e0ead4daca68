/* What came of comparing people with list entries: how many hits were somebody else, list by list, for whom. A list that stops one group more often
 * than others for nothing shows here. Counted is the last finding for each document and entry. */
#include "grid.h"

#include "lang.h"
#include "pack.h"
#include "registry.h"
#include "store.h"

struct outcome {
	struct str code;
	int64_t other[SEXES], all[SEXES], same, open;
};

struct outcomes {
	struct outcome rows[GRID_ROWS];
	size_t count;
};

static struct outcome *outcome_of(struct outcomes *outcomes, struct str code)
{
	for (size_t i = 0; i < outcomes->count; i++)
		if (str_equal(outcomes->rows[i].code, code))
			return &outcomes->rows[i];
	if (outcomes->count == GRID_ROWS)
		return &outcomes->rows[GRID_ROWS - 1];
	outcomes->rows[outcomes->count].code = code;
	return &outcomes->rows[outcomes->count++];
}

static struct str code_of(struct grid *grid, const struct query *query)
{
	struct act *act = grid->act;
	struct date born;
	if (str_is(grid->query.by, "nationality"))
		return grid_first(act->arena, query_text(query, 3, act->arena));
	if (!str_is(grid->query.by, "age"))
		return query_text(query, 0, act->arena);
	bool known = date_parse(query_text(query, 4, act->arena), &born);
	return str_of(age_band(known ? born : (struct date){ 0 }, grid->query.to));
}

static bool read_outcomes(struct grid *grid, struct outcomes *outcomes, struct outcome *total, struct error *err)
{
	struct act *act = grid->act;
	struct query *query = db_query(act->db, "analysis.hit_outcomes");
	query_bind_int(query, "since", grid->since);
	query_bind_int(query, "until", grid->until);
	query_bind_text(query, "post", grid->query.post);
	while (query_next(query)) {
		struct str finding = query_text(query, 1, act->arena);
		int sex = grid_sex(query_text(query, 2, act->arena));
		int64_t count = query_int(query, 5);
		struct outcome *both[] = { outcome_of(outcomes, code_of(grid, query)), total };
		for (size_t i = 0; i < COUNT_OF(both); i++) {
			both[i]->all[sex] += count;
			both[i]->other[sex] += str_is(finding, "other") ? count : 0;
			both[i]->same += str_is(finding, "same") ? count : 0;
			both[i]->open += str_is(finding, "open") ? count : 0;
		}
	}
	return query_end(query, err);
}

static struct str name_of(struct grid *grid, struct str code)
{
	struct act *act = grid->act;
	const struct pack_watchlist *list = str_is(grid->query.by, "list") ? pack_watchlist(act->pack, code, (struct date){ 0 }) : NULL;
	return list ? pack_words(act->pack, lang_tag(act->lang), list->words) : grid_name(grid, code);
}

/* Compared and share of false hits for each sex; then all. */
static void put_outcome(struct grid *grid, struct str name, const struct outcome *outcome)
{
	struct grid_row *row = grid_row(grid, outcome->code, name);
	int64_t all = 0, other = 0;
	for (int sex = 0; sex < SEXES; sex++) {
		grid_people(grid, row, sex * 2, outcome->all[sex]);
		grid_share(grid, row, sex * 2 + 1, outcome->other[sex], outcome->all[sex]);
		all += outcome->all[sex];
		other += outcome->other[sex];
	}
	grid_people(grid, row, 8, all);
	grid_people(grid, row, 9, other);
	grid_people(grid, row, 10, outcome->same);
	grid_people(grid, row, 11, outcome->open);
	grid_share(grid, row, 12, other, all);
	row->bar = all && !str_is(outcome->code, "all") ? other * 1000 / all : 0;
	row->bar_words = row->cells[12].shown;
}

static bool fill(struct grid *grid, struct error *err)
{
	struct act *act = grid->act;
	struct outcomes *outcomes = ARENA_NEW(act->arena, struct outcomes);
	struct outcome total = { .code = STR("all") };
	int64_t all = 0, other = 0;
	if (!read_outcomes(grid, outcomes, &total, err))
		return false;
	grid->hides = !rights_have(act->actor.rights, CAN_SUPERVISE);
	for (size_t i = 0; i < outcomes->count; i++)
		put_outcome(grid, name_of(grid, outcomes->rows[i].code), &outcomes->rows[i]);
	for (int sex = 0; sex < SEXES; sex++) {
		all += total.all[sex];
		other += total.other[sex];
	}
	if (outcomes->count > 1 && !grid->hides)
		put_outcome(grid, lang_words(act->lang, WORDS("All")), &total);
	struct str words = lang_plural(act->lang, all, WORDS_MANY("{count} comparison, {share} not the same person", "{count} comparisons, {share} not the same person"));
	grid->finding = all < 10 && grid->hides ? lang_words(act->lang, WORDS("Too few to publish"))
	                                        : LANG_FILL(act->arena, words, { "count", lang_number(act->lang, act->arena, all) },
	                                                    { "share", lang_percent(act->lang, act->arena, all ? (other * 1000 + all / 2) / all : 0, 1) });
	return true;
}

static const char *const columns[] = {
	WORDS("Women, girls: compared"), WORDS("Women, girls: not the same"), WORDS("Men, boys: compared"), WORDS("Men, boys: not the same"), WORDS("X: compared"), WORDS("X: not the same"),
	WORDS("Sex not known: compared"), WORDS("Sex not known: not the same"), WORDS("All: compared"), WORDS("Not the same"), WORDS("The same"), WORDS("Cannot be told"), WORDS("Share not the same"), NULL,
};
static const char *const machine[] = {
	"F_compared", "F_other_percent", "M_compared", "M_other_percent", "X_compared", "X_other_percent", "U_compared", "U_other_percent", "compared", "other", "same", "open", "other_percent",
};
static const struct grid_choice bys[] = { { "list", WORDS("List") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") } };
static const struct grid_kind hits = {
	"/figures/hits", "/figures/hits.csv", "hits.csv", WORDS("Hits of lists"),
	WORDS("What officers found when they compared people with entries of lists. A hit that was somebody else stopped a person for nothing."),
	columns, machine, bys, COUNT_OF(bys), fill,
};

GRID_HANDLERS(hits, hits)
