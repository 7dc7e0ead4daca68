/* What the files of this room share. */
#ifndef LIMEN_ALERTS_INSIDE_H
#define LIMEN_ALERTS_INSIDE_H

#include "alerts.h"
#include "route.h"

enum { ITEMS_MOST = 5000, TRIAL_DAYS = 365, TRIAL_MOST = 200000, TRIAL_SHOWN = 50, TRIAL_NATIONS = 12 };

/* ---- an entry as a form or a row of CSV gives it: several values are parted by '|' or ';' ---- */

#define ENTRY_FORM_FIELDS(F, L) \
	F(CODE,  item,          0,                   1, 0, 64,   "number of the entry; empty = a new one is given") \
	F(YESNO, off,           0,                   1, 0, 0,    "take it off the list") \
	F(CODE,  kind,          0,                   1, 0, 8,    "person, document or vehicle; empty = person") \
	F(TEXT,  name,          PERSONAL,            1, 0, 160,  "name, in any script and order") \
	F(TEXT,  aliases,       PERSONAL,            1, 0, 800,  "other names, as good as the first") \
	F(TEXT,  weak_aliases,  PERSONAL,            1, 0, 800,  "names that never hit alone") \
	F(TEXT,  born,          PERSONAL,            1, 0, 80,   "1974-08-12, 1974-08, 1974, 1970/1975 or ~1974") \
	F(CODE,  sex,           PERSONAL,            1, 0, 1,    "F, M or X") \
	F(TEXT,  nationalities, PERSONAL,            1, 0, 60,   "codes of three letters") \
	F(TEXT,  documents,     PERSONAL,            1, 0, 400,  "ISSUER:NUMBER or ISSUER:TYPE:NUMBER") \
	F(TEXT,  plates,        PERSONAL,            1, 0, 200,  "of a vehicle: PLATE or STATE:PLATE") \
	F(CODE,  direction,     0,                   1, 0, 5,    "entry, exit or both; empty = both") \
	F(CODE,  measure,       0,                   1, 0, 32,   "code of the pack's list measures; empty = refer") \
	F(TEXT,  order_number,  0,                   1, 0, 80,   "number of the order") \
	F(TEXT,  authority,     REQUIRED,            1, 2, 120,  "authority that ordered it") \
	F(TEXT,  reason,        REQUIRED | PERSONAL, 1, 2, 1000, "why the person, document or vehicle is on the list") \
	F(DATE,  expires,       0,                   1, 0, 0,    "last day; empty = until it is taken off") \
	F(DATE,  review,        0,                   1, 0, 0,    "day of review; needed when there is no last day") \
	F(TEXT,  instruction,   0,                   1, 0, 500,  "what the booth does") \
	F(TEXT,  call,          0,                   1, 0, 160,  "whom to call, with the number")
#define FIELD_ROW_OF_entry_form(...) FIELD_ROW(entry_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_entry_form(...) FIELD_LIST_ROW(entry_form, __VA_ARGS__)
FIELDS_STRUCT(entry_form, ENTRY_FORM_FIELDS)

/* The form of the page: an entry, and why it is proposed. */
#define LIST_PROPOSE_FORM_FIELDS(F, L) \
	ENTRY_FORM_FIELDS(F, L) \
	F(TEXT, why, REQUIRED, 1, 3, 500, "why it is proposed; whoever confirms it reads this")
#define FIELD_ROW_OF_list_propose_form(...) FIELD_ROW(list_propose_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_propose_form(...) FIELD_LIST_ROW(list_propose_form, __VA_ARGS__)
FIELDS_STRUCT(list_propose_form, LIST_PROPOSE_FORM_FIELDS)

#define LIST_FILE_FORM_FIELDS(F, L) F(TEXT, why, REQUIRED, 1, 3, 500, "why it is proposed; whoever confirms it reads this")
#define FIELD_ROW_OF_list_file_form(...) FIELD_ROW(list_file_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_file_form(...) FIELD_LIST_ROW(list_file_form, __VA_ARGS__)
FIELDS_STRUCT(list_file_form, LIST_FILE_FORM_FIELDS)

#define LIST_PROPOSE_QUERY_FIELDS(F, L) F(CODE, id, 0, 1, 0, 64, "entry that is changed, by its number; empty = a new one")
#define FIELD_ROW_OF_list_propose_query(...) FIELD_ROW(list_propose_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_propose_query(...) FIELD_LIST_ROW(list_propose_query, __VA_ARGS__)
FIELDS_STRUCT(list_propose_query, LIST_PROPOSE_QUERY_FIELDS)

#define CHANGE_ANSWER_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 6, 7,   "confirm or return") \
	F(TEXT, remark, 0,        1, 0, 500, "why it is sent back")
#define FIELD_ROW_OF_change_answer(...) FIELD_ROW(change_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_change_answer(...) FIELD_LIST_ROW(change_answer, __VA_ARGS__)
FIELDS_STRUCT(change_answer, CHANGE_ANSWER_FIELDS)

/* Slices live in the act's arena. False: findings say what is wrong. `before` stands in front of the names of fields. */
bool entry_of_form(struct act *act, struct str list, const struct entry_form *form, struct str before, struct national *out);
bool entries_of_csv(struct act *act, struct str list, struct str csv, struct national **out, size_t *count, struct error *err);
/* Values of a form from an entry, as the template reads them. */
json_t *entry_values(struct act *act, const struct national *national);

/* ---- the trial ---- */

struct trial_hit {
	struct document_row row;
	struct uuid record;
	struct str item;            /* the entry that it hit */
	int64_t crossings;
	bool strong;
};

#define TRIAL_FIELDS(F, L) \
	F(INT,  days,      0, 1, 0, 36500,      "how far back") \
	F(INT,  documents, 0, 1, 0, 0x7fffffff, "documents on record that were compared") \
	F(INT,  crossings, 0, 1, 0, 0x7fffffff, "crossings of those days") \
	F(INT,  people,    0, 1, 0, 0x7fffffff, "documents that would have hit") \
	F(INT,  strong,    0, 1, 0, 0x7fffffff, "of these, by more than the name") \
	F(INT,  stops,     0, 1, 0, 0x7fffffff, "crossings at which they would have hit") \
	F(INT,  women,     0, 1, 0, 0x7fffffff, "of the people, women") \
	F(INT,  men,       0, 1, 0, 0x7fffffff, "of the people, men") \
	F(JSON, nations,   0, 1, 0, 1000,       "of the people, by nationality: [[code, count]], most first")
#define FIELD_ROW_OF_trial(...) FIELD_ROW(trial, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_trial(...) FIELD_LIST_ROW(trial, __VA_ARGS__)
FIELDS_STRUCT(trial, TRIAL_FIELDS)

/* Tries entries on those who crossed in the last TRIAL_DAYS. `hits`: the first TRIAL_SHOWN, the strong ones first; NULL = only counted. */
bool trial_run(struct act *act, struct str list, const struct national *items, size_t count, struct trial *out, struct trial_hit **hits, size_t *hit_count, struct error *err);

/* ---- a proposal ---- */

/* Body of the request to the second person. */
#define PROPOSAL_FIELDS(F, L) \
	F(CODE, list,    REQUIRED, 1, 1, 32,  "list, by its code in the pack") \
	F(CODE, file,    REQUIRED, 1, 1, 400, "handle of the entries that were proposed") \
	F(INT,  rows,    REQUIRED, 1, 1, ITEMS_MOST, "entries") \
	F(INT,  added,   0,        1, 0, ITEMS_MOST, "of these, new") \
	F(INT,  removed, 0,        1, 0, ITEMS_MOST, "of these, taken off") \
	F(YESNO, silent, 0,        1, 0, 0,   "of a silent list, or some entries are silent") \
	F(TEXT, title,   PERSONAL, 1, 0, 200, "name of the first") \
	TRIAL_FIELDS(F, L)
#define FIELD_ROW_OF_proposal(...) FIELD_ROW(proposal, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_proposal(...) FIELD_LIST_ROW(proposal, __VA_ARGS__)
FIELDS_STRUCT(proposal, PROPOSAL_FIELDS)

#define CHANGE_REQUEST_FIELDS(F, L) \
	F(ID,    record,    0, 1, 0, 0,     "the request") \
	F(TIME,  asked,     0, 1, 0, 0,     "when") \
	F(ID,    asker,     0, 1, 0, 0,     "who proposed it") \
	F(JSON,  body,      PERSONAL, 1, 0, 60000, "the proposal") \
	F(TEXT,  reason,    PERSONAL, 1, 0, 2000, "why") \
	F(TIME,  closed,    0, 1, 0, 0,     "when it was answered; 0 = open") \
	F(YESNO, confirmed, 0, 1, 0, 0,     "confirmed") \
	F(ID,    second,    0, 1, 0, 0,     "who answered") \
	F(TEXT,  note,      PERSONAL, 1, 0, 500, "why it was sent back")
#define FIELD_ROW_OF_change_request(...) FIELD_ROW(change_request, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_change_request(...) FIELD_LIST_ROW(change_request, __VA_ARGS__)
FIELDS_STRUCT(change_request, CHANGE_REQUEST_FIELDS)

struct change {
	struct change_request request;
	struct proposal proposal;
	struct national *items;
	int64_t *versions;           /* of each item, when it was proposed; 0 = it was not there */
	size_t count;
};

/* One proposal, with what was proposed. ERR_NOT_FOUND: none, or one that the reader may not see. */
bool change_load(struct act *act, struct uuid request, struct change *out, struct error *err);
/* Does the actor see proposals and entries of that kind? */
bool alerts_may_see(const struct act *act, const struct pack_watchlist *list, bool silent);
/* A list that is kept here and that the actor may see, by the name in a path. */
const struct pack_watchlist *alerts_list(struct act *act, struct str code, struct error *err);

route_handler list_propose_get, list_propose_post, list_file_get, list_file_post, changes_get, change_get, change_post, trial_get, alerts_get, alert_post;

/* ---- silent alerts ---- */

#define ALERT_FIELDS(F, L) \
	F(ID,   inspection, REQUIRED, 1, 0, 0,   "inspection that raised it") \
	F(ID,   document,   REQUIRED, 1, 0, 0,   "record of the document that was presented") \
	F(CODE, list,       REQUIRED, 1, 1, 32,  "list, by its code in the pack") \
	F(CODE, item,       REQUIRED, 1, 1, 200, "entry, by its number in the list") \
	F(CODE, post,       REQUIRED, 1, 1, 16,  "post") \
	F(INT,  lane,       0,        1, 0, 999, "lane") \
	F(CODE, direction,  REQUIRED, 1, 4, 5,   "entry or exit") \
	F(TEXT, person,     PERSONAL, 1, 0, 240, "name of the person, as presented") \
	F(TEXT, name,       PERSONAL, 1, 0, 300, "name of the entry") \
	F(YESNO, strong,    0,        1, 0, 0,   "more than the name agrees") \
	F(TEXT, instruction, 0,       1, 0, 500, "what to do") \
	F(TEXT, call,       0,        1, 0, 160, "whom to call")
#define FIELD_ROW_OF_alert(...) FIELD_ROW(alert, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_alert(...) FIELD_LIST_ROW(alert, __VA_ARGS__)
FIELDS_STRUCT(alert, ALERT_FIELDS)

#define ALERT_DONE_FIELDS(F, L) F(TEXT, note, REQUIRED | PERSONAL, 1, 2, 500, "what was done, and who was told")
#define FIELD_ROW_OF_alert_done(...) FIELD_ROW(alert_done, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_alert_done(...) FIELD_LIST_ROW(alert_done, __VA_ARGS__)
FIELDS_STRUCT(alert_done, ALERT_DONE_FIELDS)

#define ALERT_ROW_FIELDS(F, L) \
	ALERT_FIELDS(F, L) \
	F(TIME, raised, 0, 1, 0, 0, "when") \
	F(TIME, done,   0, 1, 0, 0, "when somebody answered it; 0 = open") \
	F(ID,   by,     0, 1, 0, 0, "who") \
	F(TEXT, note,   PERSONAL, 1, 0, 500, "what was done")
#define FIELD_ROW_OF_alert_row(...) FIELD_ROW(alert_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_alert_row(...) FIELD_LIST_ROW(alert_row, __VA_ARGS__)
FIELDS_STRUCT(alert_row, ALERT_ROW_FIELDS)

extern const struct entry_type alert_type, alert_done_type;
extern const struct fold alert_fold;

/* ---- reviews ---- */
bool alerts_review(struct act *act, struct error *err);

#endif
