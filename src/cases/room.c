/* The room's face. */
#include "keep.h"

extern const struct embedded cases_files[];
extern const struct fold case_fold, case_group_fold;

enum { CLOCK_EVERY_MS = 30000, CLOCK_MOST = 5000, MOVE_EVERY_MS = 60000, MOVE_MOST = 5000, END_EVERY_MS = 3600000 };

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

static bool end_job(struct act *act, struct error *err)
{
	size_t done;
	return cases_end(act, &done, err);
}

static const struct entry_type *const entries[] = { &case_step_type, &case_hold_type, &case_rest_type, &case_group_type, NULL };
static const struct fold *const folds[] = { &case_fold, &case_hold_fold, &case_rest_fold, &case_group_fold, NULL };
static const struct job jobs[] = { { "case clocks", CLOCK_EVERY_MS, clock_job, "Does what the clocks of cases are due to do." },
	{ "case revisions", MOVE_EVERY_MS, move_job, "Moves running cases to the revision in force, where the procedure says so." },
	{ "case retention", END_EVERY_MS, end_job, "Erases or makes anonymous the cases that were kept long enough and that nobody holds." }, { 0 } };

const struct room cases_room = { .name = "cases", .files = cases_files, .entries = entries, .folds = folds, .commands = case_keep_commands, .jobs = jobs };
