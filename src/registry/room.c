#include "registry.h"

extern const struct embedded registry_files[];
extern const struct fold document_fold, movement_fold, permit_fold, claim_fold, task_fold;

static const struct entry_type *const entries[] = {
	&crossing_type, &refusal_type, &crossing_import_type, &correction_type, &tie_type,
	&shown_type, &permit_type, &permit_change_type, &extension_type, &claim_type, &claim_answer_type, &referral_type, &task_type, &task_done_type, NULL,
};
static const struct fold *const folds[] = { &document_fold, &movement_fold, &permit_fold, &claim_fold, &task_fold, NULL };

const struct room registry_room = { .name = "registry", .files = registry_files, .entries = entries, .folds = folds };
