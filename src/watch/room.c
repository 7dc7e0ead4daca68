#include "lists.h"

#include "house.h"

extern const struct embedded watch_files[];

static bool refresh(struct act *act, struct error *err)
{
	return !act->house || !act->house->lists || watch_shelf_refresh(act->house->lists, act, err);
}

static const struct entry_type *const entries[] = { &watch_import_type, &watch_entry_type, &watch_change_type, &watch_finding_type, &watch_doubt_type, NULL };
static const struct fold *const folds[] = { &watch_list_fold, &watch_national_fold, &watch_finding_fold, NULL };
static const struct check checks[] = {
	{ "watch", watch_judge, "watchlists in force: names, birth dates and documents like the person's" },
	{ 0 },
};
static const struct job jobs[] = {
	{ "watch.refresh", 500, refresh, "Takes the lists that were imported." },
	{ 0 },
};

const struct room watch_room = {
	.name = "watch", .files = watch_files, .entries = entries, .folds = folds, .routes = watch_routes, .commands = watch_commands, .checks = checks,
	.jobs = jobs,
};
