/* Holding: who is kept at a post, since when, on which ground, and how they are looked after. Reviews of detention build on it.
 *
 * - A holding rests on a ground of the pack (list hold_grounds), on facts, on the reason why nothing less would do, and on a look at what the person
 *   needs. The ground gives it a limit: its score, in hours; param hold_limit where it has none.
 * - Everything for the person is a line of the log: told why, meals, water, rest, calls, care, doctor, interpreter ... (hold_kinds). After a claim for
 *   protection no call to a consulate is logged, and never one that the person does not wish (Vienna Convention on Consular Relations, art. 36 1 b).
 * - Two alarms, by a job: nobody looked after the person for the time of param hold_care; the limit is reached. Each is an entry and a task for the
 *   shift's supervisor; it comes back every hour until somebody acts. No clock holds or releases anybody: a named person prolongs on another ground of the
 *   pack, or ends it.
 * - A holding belongs to the record of the document, as the referral does. One at a time; a claim does not end it, a decision does.
 * - Not here: places of detention, their reviews and alternatives (later procedures). */
#ifndef LIMEN_HOLD_H
#define LIMEN_HOLD_H

#include "registry.h"

extern const struct room hold_room;

#define HOLD_FORM_FIELDS(F, L) \
	F(CODE, ground,      REQUIRED,            1, 1, 32,   "code of the pack's list hold_grounds") \
	F(TEXT, facts,       REQUIRED | PERSONAL, 1, 5, 1000, "facts on which it rests") \
	F(TEXT, alternative, REQUIRED | PERSONAL, 1, 3, 500,  "why nothing less would do") \
	F(TEXTS, needs,      PERSONAL,            1, 0, 10,   "needs seen: codes of the pack's list needs") \
	F(YESNO, screened,   0,                   1, 0, 0,    "somebody looked and asked whether the person needs help") \
	F(TEXT, room,        0,                   1, 0, 60,   "where the person is") \
	F(YESNO, told_why,   0,                   1, 0, 0,    "told why, and of the rights") \
	F(CODE, language,    0,                   1, 0, 8,    "language in which it was told")
#define FIELD_ROW_OF_hold_form(...) FIELD_ROW(hold_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_form(...) FIELD_LIST_ROW(hold_form, __VA_ARGS__)
FIELDS_STRUCT(hold_form, HOLD_FORM_FIELDS)

#define HOLDING_FIELDS(F, L) \
	HOLD_FORM_FIELDS(F, L) \
	F(CODE, post,       REQUIRED, 1, 1, 16, "post") \
	F(ID,   referral,   0,        1, 0, 0,  "referral during which it began") \
	F(TIME, until,      REQUIRED, 1, 0, 0,  "the limit that the ground gives") \
	F(INT,  care_every, REQUIRED, 1, 1, 10080, "minutes within which somebody looks after the person")
#define FIELD_ROW_OF_holding(...) FIELD_ROW(holding, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_holding(...) FIELD_LIST_ROW(holding, __VA_ARGS__)
FIELDS_STRUCT(holding, HOLDING_FIELDS)

#define HOLD_LOG_FORM_FIELDS(F, L) \
	F(CODE,  what,   REQUIRED, 1, 1, 16,  "a kind of hold_kinds()") \
	F(TEXT,  note,   PERSONAL, 1, 0, 500, "what was given, who came, what was said") \
	F(YESNO, wished, 0,        1, 0, 0,   "consulate: the person wishes it")
#define FIELD_ROW_OF_hold_log_form(...) FIELD_ROW(hold_log_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_log_form(...) FIELD_LIST_ROW(hold_log_form, __VA_ARGS__)
FIELDS_STRUCT(hold_log_form, HOLD_LOG_FORM_FIELDS)

#define HOLD_LOGGED_FIELDS(F, L) F(ID, hold, REQUIRED, 1, 0, 0, "entry that began it") HOLD_LOG_FORM_FIELDS(F, L)
#define FIELD_ROW_OF_hold_logged(...) FIELD_ROW(hold_logged, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_logged(...) FIELD_LIST_ROW(hold_logged, __VA_ARGS__)
FIELDS_STRUCT(hold_logged, HOLD_LOGGED_FIELDS)

#define HOLD_GROUND_FORM_FIELDS(F, L) \
	F(CODE, ground, REQUIRED,            1, 1, 32,   "another code of the pack's list hold_grounds") \
	F(TEXT, facts,  REQUIRED | PERSONAL, 1, 5, 1000, "facts on which it rests")
#define FIELD_ROW_OF_hold_ground_form(...) FIELD_ROW(hold_ground_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_ground_form(...) FIELD_LIST_ROW(hold_ground_form, __VA_ARGS__)
FIELDS_STRUCT(hold_ground_form, HOLD_GROUND_FORM_FIELDS)

#define HOLD_GROUND_FIELDS(F, L) \
	F(ID, hold, REQUIRED, 1, 0, 0, "entry that began it") \
	HOLD_GROUND_FORM_FIELDS(F, L) \
	F(TIME, until, REQUIRED, 1, 0, 0, "the new limit")
#define FIELD_ROW_OF_hold_ground(...) FIELD_ROW(hold_ground, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_ground(...) FIELD_LIST_ROW(hold_ground, __VA_ARGS__)
FIELDS_STRUCT(hold_ground, HOLD_GROUND_FIELDS)

#define HOLD_END_FORM_FIELDS(F, L) \
	F(CODE, outcome, REQUIRED,            1, 1, 32,  "code of the pack's list hold_outcomes") \
	F(TEXT, note,    REQUIRED | PERSONAL, 1, 3, 500, "why, and where the person goes")
#define FIELD_ROW_OF_hold_end_form(...) FIELD_ROW(hold_end_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_end_form(...) FIELD_LIST_ROW(hold_end_form, __VA_ARGS__)
FIELDS_STRUCT(hold_end_form, HOLD_END_FORM_FIELDS)

#define HOLD_END_FIELDS(F, L) F(ID, hold, REQUIRED, 1, 0, 0, "entry that began it") HOLD_END_FORM_FIELDS(F, L)
#define FIELD_ROW_OF_hold_end(...) FIELD_ROW(hold_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_end(...) FIELD_LIST_ROW(hold_end, __VA_ARGS__)
FIELDS_STRUCT(hold_end, HOLD_END_FIELDS)

#define HOLD_ALARM_FIELDS(F, L) \
	F(ID,   hold, REQUIRED, 1, 0, 0, "entry that began it") \
	F(CODE, what, REQUIRED, 1, 1, 8, "care or limit")
#define FIELD_ROW_OF_hold_alarm(...) FIELD_ROW(hold_alarm, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_alarm(...) FIELD_LIST_ROW(hold_alarm, __VA_ARGS__)
FIELDS_STRUCT(hold_alarm, HOLD_ALARM_FIELDS)

/* Row of table `holding`. */
#define HOLDING_ROW_FIELDS(F, L) \
	F(ID,   id,         0, 1, 0, 0,  "entry that began it") \
	F(TIME, begun,      0, 1, 0, 0,  "since when") \
	F(ID,   officer,    0, 1, 0, 0,  "who decided it") \
	HOLDING_FIELDS(F, L) \
	F(TIME, cared,      0, 1, 0, 0,  "when somebody looked after the person last") \
	F(TIME, care_alarm, 0, 1, 0, 0,  "last alarm for care") \
	F(TIME, limit_alarm, 0, 1, 0, 0, "last alarm for the limit") \
	F(TIME, ended,      0, 1, 0, 0,  "when it ended; 0 = the person is held") \
	F(CODE, outcome,    0, 1, 0, 32, "how")
#define FIELD_ROW_OF_holding_row(...) FIELD_ROW(holding_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_holding_row(...) FIELD_LIST_ROW(holding_row, __VA_ARGS__)
FIELDS_STRUCT(holding_row, HOLDING_ROW_FIELDS)

/* Row of table `hold_line`: the time line. `what` is a kind, or begin, ground, end, alarm_care, alarm_limit. */
#define HOLD_LINE_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,   "entry") \
	F(ID,   hold,     0, 1, 0, 0,   "entry that began the holding") \
	F(TIME, happened, 0, 1, 0, 0,   "when") \
	F(ID,   officer,  0, 1, 0, 0,   "who") \
	F(CODE, what,     0, 1, 0, 16,  "what") \
	F(CODE, code,     0, 1, 0, 32,  "ground or outcome") \
	F(TEXT, note,     PERSONAL, 1, 0, 1000, "in words")
#define FIELD_ROW_OF_hold_line(...) FIELD_ROW(hold_line, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hold_line(...) FIELD_LIST_ROW(hold_line, __VA_ARGS__)
FIELDS_STRUCT(hold_line, HOLD_LINE_FIELDS)

extern const struct entry_type holding_type, hold_logged_type, hold_ground_type, hold_end_type, hold_alarm_type;

/* Begins to hold the person of a record. Nobody twice at once. */
bool hold_begin(struct act *act, struct uuid record, struct str post, struct uuid referral, const struct hold_form *form, struct error *err);
bool hold_by_id(struct act *act, struct uuid hold, struct holding_row *row, struct uuid *record, struct error *err);
/* The open holding of any document of a person. */
bool hold_of(struct act *act, struct uuid holder, struct holding_row *row, bool *held, struct error *err);
bool hold_log(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_log_form *form, struct error *err);
/* On another ground, by a named person who may. */
bool hold_prolong(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_ground_form *form, struct error *err);
bool hold_finish(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_end_form *form, struct error *err);

bool hold_care_due(const struct holding_row *row, int64_t now);  /* nobody looked after the person in time */
bool hold_limit_due(const struct holding_row *row, int64_t now);
/* Kinds of lines of the log, ended by a NULL code. */
struct hold_kind {
	const char *code, *words, *icon;
	bool cares;                    /* counts as looking after the person */
};
extern const struct hold_kind hold_kinds[];
const struct hold_kind *hold_kind(struct str code);              /* NULL = not known */

#endif
