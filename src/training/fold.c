/* Entries and rows of runs. */
#include "local.h"

FIELDS_TABLE(exercise_form, RUN_FORM_FIELDS)
FIELDS_TABLE(exercise, RUN_FIELDS)
FIELDS_TABLE(exercise_score, RESULT_FIELDS)
FIELDS_TABLE(training_row, TRAINING_ROW_FIELDS)

const struct entry_type training_run_type = { "training.run", 1, KIND_CASE, ENTRY_BLIND, &exercise_fields, "an exercise of the training mode began" };
const struct entry_type training_result_type = { "training.result", 1, KIND_CASE, 0, &exercise_score_fields, "an exercise of the training mode was scored" };

static const char *const indexes[] = { "trainee, started", "finished", NULL };
static const struct table training_table = { "training_run", &training_row_fields, "", indexes };

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct training_row *row = to;
	const struct exercise *run = data;
	const struct exercise_score *result = data;
	if (entry->type == &training_run_type) {
		*row = (struct training_row){ .scenario = run->scenario, .sex = run->sex, .service = run->service, .document = run->document, .lines = run->lines, .along = run->along,
			                      .trainee = entry->actor, .started = entry->happened };
	} else if (!row->finished) {
		row->finished = entry->happened;
		row->points = result->points;
		row->most = result->most;
		row->passed = result->passed;
		row->done = result->done;
		row->missing = result->missing;
		row->wrong = result->wrong;
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct training_row *row = from;
	if (row->started)
		rows_put(out, &training_table, row);
}

static const struct entry_type *const reads[] = { &training_run_type, &training_result_type, NULL };
static const struct table *const writes[] = { &training_table, NULL };
const struct fold training_fold = { "training", 2, reads, writes, sizeof(struct training_row), apply, rows };
