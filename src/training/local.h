/* What the files of this room share. */
#ifndef LIMEN_TRAINING_LOCAL_H
#define LIMEN_TRAINING_LOCAL_H

#include "pack.h"
#include "training.h"

extern const struct entry_type training_run_type, training_result_type;
extern const struct fold training_fold;

struct held_run {
	struct uuid record;
	struct training_row row;
};

const struct pack_scenario *scenario_of(const struct pack *pack, struct str code);
bool exercise_load(struct act *act, struct uuid record, struct held_run *out, struct error *err);
/* Draws the document, writes what came before, and appends the run. */
bool exercise_begin(struct act *act, const struct pack_scenario *scenario, const struct exercise_form *form, struct uuid *record, struct error *err);
/* The document of somebody who comes along, by its zone. */
bool exercise_along(struct act *act, struct str lines, struct uuid *record, struct error *err);
/* The last inspection of a document since the run began. */
struct exercise_shown {
	struct uuid inspection;         /* zero = none */
	int64_t at, since;
};
bool exercise_shown(struct act *act, const struct held_run *run, struct uuid document, struct exercise_shown *out, struct error *err);
/* What was done about the run's document since it began, against what is expected. */
bool exercise_judge(struct act *act, const struct held_run *run, struct exercise_score *out, struct error *err);

route_handler training_get, exercise_get, exercise_post, exercise_run_get, exercise_finish_post, training_results_get, training_results_csv_get;

#endif
