/* The room's face. */
#include "cases.h"

extern const struct embedded cases_files[];
extern const struct fold case_fold;

enum { CLOCK_EVERY_MS = 30000, CLOCK_MOST = 500, MOVE_EVERY_MS = 60000, MOVE_MOST = 5000 };

static bool clock_job(struct act *act, struct error *err)
{
	size_t done;
	return cases_clock(act, CLOCK_MOST, &done, err);
}

static bool move_job(struct act *act, struct error *err)
{
	size_t done;
	return cases_move(act, MOVE_MOST, &done, err);
}

static const struct entry_type *const entries[] = { &case_step_type, NULL };
static const struct fold *const folds[] = { &case_fold, NULL };
static const struct job jobs[] = { { "case clocks", CLOCK_EVERY_MS, clock_job, "Does what the clocks of cases are due to do." },
	{ "case revisions", MOVE_EVERY_MS, move_job, "Moves running cases to the revision in force, where the procedure says so." }, { 0 } };

const struct room cases_room = { .name = "cases", .files = cases_files, .entries = entries, .folds = folds, .jobs = jobs };
