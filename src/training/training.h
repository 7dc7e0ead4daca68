/* Training mode: exercises of the pack with invented travellers, worked on the real pages, scored against what is expected.
 *
 * - A training state is a state of its own, made by `limen train` and marked for good: its journal carries another name (the state's code and
 *   "-TRAINING"), its keys are its own, and no node of the real state takes its lanes; so nothing of it can be imported, mistaken or counted. Each
 *   page says in words what it is, on another ground.
 * - Everywhere else the exercises can be read, and none begins.
 * - Each run draws another document, and another day of birth where the pack gives a year alone, so that an exercise can be repeated.
 * - The score compares the entries of the run's document since it began, by the trainee, with the pack's `expect` and `never` lines. It judges
 *   what was done, not how fast, and nothing about the trainee beyond this exercise.
 * - Results are for whoever has the right `train`: by sex and service as the trainee gave them, as a page and as CSV.
 *
 * It deliberately has no courses and no sessions (a procedure of the pack), no hidden timer and no ranking. */
#ifndef LIMEN_TRAINING_H
#define LIMEN_TRAINING_H

#include "room.h"

extern const struct room training_room;

#define RUN_FORM_FIELDS(F, L) \
	F(CODE, sex,     0, 1, 0, 1,  "the trainee's sex, for the results: F, M or X; empty = not said") \
	F(TEXT, service, 0, 1, 0, 60, "the trainee's service, for the results")
#define FIELD_ROW_OF_exercise_form(...) FIELD_ROW(exercise_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exercise_form(...) FIELD_LIST_ROW(exercise_form, __VA_ARGS__)
FIELDS_STRUCT(exercise_form, RUN_FORM_FIELDS)

/* Body of `training.run`. */
#define RUN_FIELDS(F, L) \
	F(CODE, scenario, REQUIRED, 1, 1, 48,  "exercise, by its name in the pack") \
	RUN_FORM_FIELDS(F, L) \
	F(ID,   document, REQUIRED, 1, 0, 0,   "record of the invented document") \
	F(TEXT, lines,    REQUIRED, 1, 1, 200, "its machine readable zone") \
	F(TEXTS, along,   0,        1, 0, 200, "zones of those who come along")
#define FIELD_ROW_OF_exercise(...) FIELD_ROW(exercise, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exercise(...) FIELD_LIST_ROW(exercise, __VA_ARGS__)
FIELDS_STRUCT(exercise, RUN_FIELDS)

/* Body of `training.result`. */
#define RESULT_FIELDS(F, L) \
	F(INT,   points,  0, 1, 0, 100, "expected actions that were done") \
	F(INT,   most,    0, 1, 0, 100, "expected actions") \
	F(YESNO, passed,  0, 1, 0, 0,   "all that is expected, and nothing that is wrong") \
	F(TEXTS, done,    0, 1, 0, 40,  "what was done, in order") \
	F(TEXTS, missing, 0, 1, 0, 20,  "expected, and not done") \
	F(TEXTS, wrong,   0, 1, 0, 20,  "done, and wrong")
#define FIELD_ROW_OF_exercise_score(...) FIELD_ROW(exercise_score, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_exercise_score(...) FIELD_LIST_ROW(exercise_score, __VA_ARGS__)
FIELDS_STRUCT(exercise_score, RESULT_FIELDS)

/* Row of table `training_run`. */
#define TRAINING_ROW_FIELDS(F, L) \
	RUN_FIELDS(F, L) \
	F(ID,   trainee,  0, 1, 0, 0, "who") \
	F(TIME, started,  0, 1, 0, 0, "when it began") \
	F(TIME, finished, 0, 1, 0, 0, "when it ended; 0 = running") \
	RESULT_FIELDS(F, L)
#define FIELD_ROW_OF_training_row(...) FIELD_ROW(training_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_training_row(...) FIELD_LIST_ROW(training_row, __VA_ARGS__)
FIELDS_STRUCT(training_row, TRAINING_ROW_FIELDS)

#endif
