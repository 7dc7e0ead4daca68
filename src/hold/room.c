#include "hold.h"

extern const struct embedded hold_files[];
extern const struct fold hold_fold;
extern const struct job hold_jobs[];

static const struct entry_type *const entries[] = { &holding_type, &hold_logged_type, &hold_ground_type, &hold_end_type, &hold_alarm_type, NULL };
static const struct fold *const folds[] = { &hold_fold, NULL };

const struct room hold_room = { .name = "hold", .files = hold_files, .entries = entries, .folds = folds, .jobs = hold_jobs };
