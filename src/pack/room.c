#include "version.h"

#include "house.h"

extern const struct embedded pack_files[];

static bool refresh(struct act *act, struct error *err)
{
	return !act->house || !act->house->packs || pack_shelf_refresh(act->house->packs, act, err);
}

static const struct entry_type *const entries[] = { &pack_propose_type, &pack_approve_type, &pack_apply_type, &pack_end_type, NULL };
static const struct fold *const folds[] = { &pack_version_fold, NULL };
static const struct job jobs[] = {
	{ "pack.refresh", 10000, refresh, "Takes the version of the pack that came in force." },
	{ 0 },
};

const struct room pack_room = {
	.name = "pack", .files = pack_files, .entries = entries, .folds = folds, .routes = pack_routes, .commands = pack_commands, .jobs = jobs,
};
