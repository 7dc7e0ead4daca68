/* What the files of this room share. */
#ifndef LIMEN_DUTIES_INNER_H
#define LIMEN_DUTIES_INNER_H

#include "act.h"
#include "duties.h"

typedef bool command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);
bool end_tasks(struct act *act, const struct case_seen *seen, bool all, struct error *err);
typedef bool finisher(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err);

command letter_command, task_command, notify_command, closed_command, acted_command, custody_command, inspection_command, case_command, register_command, quota_command, stay_command, recorded_command;
finisher letter_finish, case_finish, inspection_finish;
bool inspection_job(struct act *act, struct error *err);
bool case_tie_of(struct act *act, struct uuid record, struct case_tie *out, bool *found, struct error *err);
route_handler case_duties_get, case_letter_get, case_letter_text_get, case_letter_post, case_recorded_get, case_recorded_post;

/* A fact of a use as the case stands, of an item where one is named; NULL = there is none. */
const json_t *fact_of(const struct case_command *asked, const char *name);
struct str fact_text(struct act *act, const struct case_command *asked, const char *name);
/* First field of the procedure of a type that is answered: its answer; NULL = none. */
const json_t *answer_of_type(const struct flow *flow, enum asked_type type);
const json_t *answer_named(const struct flow *flow, struct str name);
/* The person and the travel document that the use's setting `of` names; of an item, where they are its own. False: there is no such answer. */
struct identity;
bool identity_of_use(struct act *act, const struct case_command *asked, struct identity *out);
bool party_of_case(const struct pack_procedure *procedure, struct str name);
struct lang;
struct str remedy_words(struct act *act, const struct case_seen *seen, struct str action, const struct lang *lang);
bool not_found_for_you(struct error *err);

#define RECORDED_FORM_FIELDS(F, L) \
	F(CODE, use,    REQUIRED, 1, 1, 48,   "use of the procedure") \
	F(CODE, event,  REQUIRED, 1, 1, 16,   "captured, duplicate, result, departed, arrived or missed") \
	F(CODE, result, PERSONAL, 1, 0, 16,   "of a test: related, not_related or open") \
	F(TEXT, note,   PERSONAL, 1, 0, 1000, "who says so, and where it is kept")
#define FIELD_ROW_OF_recorded_form(...) FIELD_ROW(recorded_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_recorded_form(...) FIELD_LIST_ROW(recorded_form, __VA_ARGS__)
FIELDS_STRUCT(recorded_form, RECORDED_FORM_FIELDS)

#define CASE_LETTER_FORM_FIELDS(F, L) F(CODE, what, REQUIRED, 1, 1, 16, "delivered or returned")
#define FIELD_ROW_OF_case_letter_form(...) FIELD_ROW(case_letter_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_letter_form(...) FIELD_LIST_ROW(case_letter_form, __VA_ARGS__)
FIELDS_STRUCT(case_letter_form, CASE_LETTER_FORM_FIELDS)

#endif
