#include "local.h"

extern const struct embedded access_files[];

static const struct migration migrations[] = { { 1, "access.1.sql", "access.1.postgres.sql" }, { 0 } };
static const struct entry_type *const entries[] = {
	&user_add_type, &user_change_type, &user_leave_type, &access_event_type, &second_ask_type, &second_answer_type, NULL,
};
static const struct fold *const folds[] = { &officer_fold, &second_fold, NULL };

const struct room access_room = {
	.name = "access", .files = access_files, .migrations = migrations, .entries = entries, .folds = folds,
	.routes = access_routes, .commands = access_commands, .jobs = access_jobs,
};
