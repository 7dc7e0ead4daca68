/* The room's face: entries, fold and routes. */
#include "local.h"

extern const struct embedded training_files[];

static const struct entry_type *const entries[] = { &training_run_type, &training_result_type, NULL };
static const struct fold *const folds[] = { &training_fold, NULL };

static const struct route routes[] = {
	{ GET, "/training", SIGNED_IN, training_get, "training", NULL, NULL, 0, NULL, NULL, "The exercises of the country pack; in a training state, with one's own results." },
	{ GET, "/training/{name}", SIGNED_IN, exercise_get, "training_scenario", NULL, NULL, 0, NULL, NULL, "One exercise, and in a training state the way to begin it." },
	{ POST, "/training/{name}", SIGNED_IN, exercise_post, "training_scenario", NULL, &exercise_form_fields, ROUTE_FORM_AGAIN, "/training/run/{id}", NULL, "Begin an exercise; in a training state alone." },
	{ GET, "/training/run/{id}", SIGNED_IN, exercise_run_get, "training_run", NULL, NULL, 0, NULL, NULL, "An exercise at work: the invented traveller's document, then the score." },
	{ POST, "/training/run/{id}/finish", SIGNED_IN, exercise_finish_post, NULL, NULL, NULL, 0, "/training/run/{record}", NULL, "End an exercise and see the score." },
	{ GET, "/training/results", CAN_TRAIN, training_results_get, "training_results", NULL, NULL, ROUTE_PERSON, NULL, "administration", "Results of all trainees, by sex and service." },
	{ GET, "/training/results.csv", CAN_TRAIN, training_results_csv_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "administration", "The same as CSV." },
	{ 0 },
};

const struct room training_room = { .name = "training", .files = training_files, .entries = entries, .folds = folds, .routes = routes };
