/* What was ordered or put right after the booth: entry bans, overstays at the exit with excuse or penalty, corrections of records. */
#include "grid.h"

#include "lang.h"
#include "store.h"

#define SEX_COLUMNS WORDS("Women, girls"), WORDS("Men, boys"), WORDS("X"), WORDS("Not known"), WORDS("All")

/* --- bans --- */

static bool fill_bans(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	if (!grid_tally(grid, "analysis.bans", 2, &tallies, &all, err))
		return false;
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} entry ban was ordered", "{count} entry bans were ordered"));
	return true;
}

static const char *const ban_columns[] = { SEX_COLUMNS, WORDS("In force on the last day"), WORDS("Lifted"), NULL };
static const char *const ban_machine[] = { "F", "M", "X", "U", "all", "in_force", "lifted" };
static const struct grid_choice ban_bys[] = { { "reason", WORDS("Reason"), "ban_reasons" }, { "nationality", WORDS("Nationality") }, { "post", WORDS("Post") } };
static const struct grid_kind bans = {
	"/figures/bans", "/figures/bans.csv", "bans.csv", WORDS("Entry bans"), WORDS("Entry bans that were ordered. One with two reasons stands in two rows."),
	ban_columns, ban_machine, ban_bys, COUNT_OF(ban_bys), fill_bans,
};

/* --- overstays at the exit --- */

static bool fill_penalties(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	bool length = str_is(grid->query.by, "length");
	for (size_t i = 0; length && i < past_count; i++)
		grid_row(grid, str_of(past[i].code), lang_words(grid->act->lang, past[i].words)); /* the shortest first */
	if (!grid_tally(grid, "analysis.penalties", 4, &tallies, &all, err))
		return false;
	for (size_t i = 0; i < grid->count; i++) {
		grid->rows[i].cells[SEXES + 4] = (struct grid_cell){ 0 };
		if (tallies[i].people >= (grid->hides ? 5 : 1))
			grid_number(grid, &grid->rows[i], SEXES + 4, (tallies[i].more[3] + tallies[i].people / 2) / tallies[i].people);
	}
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} person left too late", "{count} people left too late"));
	return true;
}

static const char *const penalty_columns[] = { SEX_COLUMNS, WORDS("Excused"), WORDS("Penalty"), WORDS("Paid"), WORDS("Mean days too long"), NULL };
static const char *const penalty_machine[] = { "F", "M", "X", "U", "all", "excused", "penalty", "paid", "mean_days" };
static const struct grid_choice penalty_bys[] = {
	{ "explanation", WORDS("Explanation"), "overstay_explanations" }, { "length", WORDS("Days too long") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") }, { "post", WORDS("Post") },
};
static const struct grid_kind penalties = {
	"/figures/penalties", "/figures/penalties.csv", "penalties.csv", WORDS("Left too late"), WORDS("People who left after their last day: what they explained, what was excused, and what they paid."),
	penalty_columns, penalty_machine, penalty_bys, COUNT_OF(penalty_bys), fill_penalties,
};

/* --- corrections --- */

static const struct {
	const char *code, *words;
} corrected[] = {
	{ "annul", WORDS("Annulled") }, { "purpose", WORDS("Purpose") }, { "direction", WORDS("Direction") }, { "stay_until", WORDS("Last day") }, { "craft", WORDS("Flight, vessel or plate") }, { "address", WORDS("Address") },
};

static bool fill_corrections(struct grid *grid, struct error *err)
{
	struct tally *tallies;
	int64_t all;
	if (!grid_tally(grid, "analysis.corrections", 1, &tallies, &all, err))
		return false;
	for (size_t i = 0; str_is(grid->query.by, "what") && i < COUNT_OF(corrected); i++) {
		struct grid_row *row = grid_row_of(grid, str_of(corrected[i].code));
		if (row)
			row->name = lang_words(grid->act->lang, corrected[i].words);
	}
	grid->finding = grid_finding(grid, all, WORDS_MANY("{count} record was corrected", "{count} records were corrected"));
	return true;
}

static const char *const correction_columns[] = { SEX_COLUMNS, WORDS("Annulled"), NULL };
static const char *const correction_machine[] = { "F", "M", "X", "U", "all", "annulled" };
static const struct grid_choice correction_bys[] = {
	{ "reason", WORDS("Reason"), "correction_reasons" }, { "what", WORDS("What was corrected") }, { "post", WORDS("Post") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") },
};
static const struct grid_kind corrections = {
	"/figures/corrections", "/figures/corrections.csv", "corrections.csv", WORDS("Corrections"),
	WORDS("Records of crossings that were corrected or annulled, by the day of the correction. The record as it was stays readable."),
	correction_columns, correction_machine, correction_bys, COUNT_OF(correction_bys), fill_corrections,
};

GRID_HANDLERS(bans, bans)
GRID_HANDLERS(penalties, penalties)
GRID_HANDLERS(corrections, corrections)
