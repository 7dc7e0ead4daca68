/* Cases of procedures, kept in the journal: what the engine (flow.h) judged becomes an entry, and its fold the case as it stands.
 *
 * - One action is one entry: the steps of its change. The fold carries them out and judges nothing, so that the same entries give the same tables under
 *   any pack, and a case of an old revision stays readable.
 * - Two who act on one case at once conflict on its head; the second judges again on what the first left.
 * - A clock acts by a job, a few thousand acts at a time, dated on its day however late the job comes; its entry names clock and turn.
 * - Entries name the records of the travel documents in the case ("about"), so that whoever holds one finds it.
 * - What a capability does is the business of the room that lists it in its `works`; it acts within the act that the case acts in: whole or not at all.
 * - Nothing of the public side nor of pages is here; they ask this room.
 *
 * It deliberately keeps no copy of a procedure: an entry names the pack (its identity) and the revision under which it was judged. */
#ifndef LIMEN_CASES_H
#define LIMEN_CASES_H

#include "flow.h"
#include "identity.h"
#include "room.h"

extern const struct room cases_room;
extern const struct entry_type case_step_type;

/* A queue of the procedure in which the case stands after the entry, and what it is ordered by, as text that sorts. */
#define CASE_QUEUE_FIELDS(F, L) \
	F(CODE, queue, REQUIRED, 1, 1, 48, "queue of the procedure") \
	F(TEXT, sort,  0,        1, 0, 80, "what it is ordered by")
#define FIELD_ROW_OF_case_queue(...) FIELD_ROW(case_queue, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_queue(...) FIELD_LIST_ROW(case_queue, __VA_ARGS__)
FIELDS_STRUCT(case_queue, CASE_QUEUE_FIELDS)

/* Body of `case.step`. */
#define CASE_STEP_FIELDS(F, L) \
	F(CODE, procedure, REQUIRED,            1, 1, 48,    "procedure, by its name in the pack") \
	F(INT,  revision,  REQUIRED,            1, 1, 10000, "its revision") \
	F(CODE, pack,      REQUIRED,            1, 1, 64,    "identity of the pack under which it was judged") \
	F(CODE, what,      REQUIRED,            1, 1, 16,    "act, edit, event, confirm, return, clock or migrate") \
	F(CODE, action,    0,                   1, 0, 48,    "action, use or clock") \
	F(CODE, item,      0,                   1, 0, 32,    "id of the item that it acts on") \
	F(CODE, party,     0,                   1, 0, 48,    "party of the procedure as which the actor acted; empty = by a role") \
	F(JSON, change,    REQUIRED | PERSONAL, 1, 2, 60000, "its steps, in order (flow.h)") \
	F(TIME, next,      0,                   1, 0, 0,     "when a clock acts next by itself; 0 = not") \
	F(CODE, phase,     0,                   1, 0, 16,    "phase of the state after it") \
	F(CODE, reference, 0,                   1, 0, 32,    "number of the case, when it is opened") \
	F(TIME, due,       0,                   1, 0, 0,     "when the first limit ends that is to be met; 0 = none runs") \
	L(case_queue, queues, 0,                1, 0, 20,    "queues in which it stands from now on") \
	F(TEXT, name,      PERSONAL,            1, 0, 200,   "whom or what it is about") \
	F(DATE, keep_until, 0,                  1, 0, 0,     "of a closed case: how long it is kept") \
	F(CODE, keep_how,  0,                   1, 0, 16,    "what happens to it then: erase, anonymise or archive")
#define FIELD_ROW_OF_case_step(...) FIELD_ROW(case_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_step(...) FIELD_LIST_ROW(case_step, __VA_ARGS__)
FIELDS_STRUCT(case_step, CASE_STEP_FIELDS)

/* Row of table `case_file`: a case as it stands. */
#define CASE_ROW_FIELDS(F, L) \
	F(CODE, procedure, 0,        1, 0, 48,    "procedure") \
	F(INT,  revision,  0,        1, 0, 10000, "its revision") \
	F(CODE, pack,      0,        1, 0, 64,    "identity of the pack under which it was judged last") \
	F(CODE, reference, 0,        1, 0, 32,    "its number") \
	F(CODE, state,     0,        1, 0, 48,    "state") \
	F(CODE, phase,     0,        1, 0, 16,    "phase of the state") \
	F(CODE, outcome,   0,        1, 0, 48,    "outcome, once there is one") \
	F(CODE, second,    0,        1, 0, 48,    "action that waits for a second person") \
	F(TIME, opened,    0,        1, 0, 0,     "when it was opened") \
	F(TIME, closed,    0,        1, 0, 0,     "when it was closed; 0 = it is not") \
	F(TIME, changed,   0,        1, 0, 0,     "when something happened last") \
	F(TIME, next,      0,        1, 0, 0,     "when a clock acts next; 0 = not") \
	F(TIME, due,       0,        1, 0, 0,     "when the first limit ends that is to be met; 0 = none runs") \
	F(DATE, keep_until, 0,       1, 0, 0,     "of a closed case: how long it is kept") \
	F(CODE, keep_how,  0,        1, 0, 16,    "what happens to it then: erase, anonymise or archive") \
	F(ID,   opener,    0,        1, 0, 0,     "who opened it") \
	F(TEXT, name,      PERSONAL, 1, 0, 200,   "whom or what it is about") \
	F(JSON, file,      PERSONAL, 1, 0, 1 << 20, "the case (flow.h)")
#define FIELD_ROW_OF_case_row(...) FIELD_ROW(case_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_row(...) FIELD_LIST_ROW(case_row, __VA_ARGS__)
FIELDS_STRUCT(case_row, CASE_ROW_FIELDS)

/* Row of table `case_queue`. */
#define CASE_QUEUE_ROW_FIELDS(F, L) \
	F(CODE, procedure, 0, 1, 0, 48, "procedure") \
	CASE_QUEUE_FIELDS(F, L)
#define FIELD_ROW_OF_case_queue_row(...) FIELD_ROW(case_queue_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_queue_row(...) FIELD_LIST_ROW(case_queue_row, __VA_ARGS__)
FIELDS_STRUCT(case_queue_row, CASE_QUEUE_ROW_FIELDS)

/* A case under the eyes of an act. */
struct case_seen {
	struct uuid record;             /* of a case to be opened: the act's own id, or a new one */
	bool fresh;                     /* it is not opened yet */
	struct case_row row;
	json_t *file;                   /* freed by case_end */
	struct flow flow;
};

/* What is asked of a case. `answers`: {path: text} as a form gives them, borrowed. */
struct case_asked {
	struct str action, item;
	json_t *answers;
};

/* A command of an effect. `flow` looks at the case with the effects before it. */
struct case_command {
	struct flow *flow;
	const struct pack_use *use;
	const char *name;               /* "charge" */
	struct str item;                /* id of the item that it is done for; "" = the case */
	const json_t *with;             /* values of `with`; the words of the effect as "words" */
};

/* What a room does for a capability of procedures (capability.h). Its own entries belong to the case's record, so that two who act on the case conflict.
 * Some words stand for what is no capability, and are asked once the entry is appended, with `use` NULL:
 *   "task", "notify": an effect; `item` is the role or party, `with` {words, within, unit}
 *   "closed": the case was closed. "acted": a person acted on it; `item` is the action
 *   "contact": how a party is reached; `item` is the party; leaves {email, phone, language; account_language where the case says none}. Asked by whoever writes to a party. */
struct case_work {
	const char *capability;
	/* `*facts`: what it leaves behind, {fact: value}; NULL = the capability's own rule. False, with err or findings: the whole
	 * action is not possible. The room may append, as in any act. */
	bool (*command)(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);
	const char *page;               /* where a desk goes on with it: "/fee/case/", the case's record follows; NULL = nowhere */
	/* Once the whole action is judged and its entry appended, with the case as it then stands: what tells of it, as a letter. May be NULL. */
	bool (*finish)(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err);
};

const struct case_work *case_work_of(const struct house *house, struct str capability); /* NULL = no room does it */

/* A case stays with its revision: it is looked at with the pack in force where that has the revision, else with the pack under which it was judged last.
 * ERR_NOT_FOUND: there is no such case, or this node keeps no pack that has its procedure. */
bool case_look(struct act *act, struct uuid record, struct case_seen *out, struct error *err);
/* A case that is to be opened. */
bool case_new(struct act *act, struct str procedure, struct case_seen *out, struct error *err);
/* A case that nobody opened, with these answers: what its procedure would say (advice). Takes the answers' reference. Nothing may be done with it. */
bool case_imagine(struct act *act, const struct pack_procedure *procedure, json_t *answers, struct case_seen *out, struct error *err);
bool case_by_reference(struct act *act, struct str reference, struct uuid *record, bool *found, struct error *err);
void case_end(struct case_seen *seen);

/* The code on a receipt with which whoever holds it sees how the case stands, without an account: "H7KQ-2M3T-XB". Of the key of the state and the case: kept
 * nowhere, the same on every node. Typed: blanks, dashes and small letters do not count, nor 0 for O and 1 for I. */
struct str case_status_code(struct act *act, struct uuid record);
bool case_status_code_is(struct act *act, struct uuid record, struct str typed); /* constant time */

/* --- cases that go together (`group` of the procedure) --- */

/* Body of `case.group`, and row of table `case_group`. */
#define CASE_GROUP_FIELDS(F, L) F(ID, head, REQUIRED, 1, 0, 0, "the first case of the group")
#define FIELD_ROW_OF_case_group(...) FIELD_ROW(case_group, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_group(...) FIELD_LIST_ROW(case_group, __VA_ARGS__)
FIELDS_STRUCT(case_group, CASE_GROUP_FIELDS)
extern const struct entry_type case_group_type;

enum { CASE_GROUP_MOST = 12 };  /* members of a group */

/* A new case goes together with another of its procedure. ERR_NOT_ALLOWED: the procedure has no groups, or this one is full. */
bool case_join(struct act *act, const struct case_seen *seen, const struct case_seen *with, struct error *err);
/* The others of its group; none for a case that stands alone. */
bool case_together(struct act *act, struct uuid record, struct uuid out[static CASE_GROUP_MOST], size_t *count, struct error *err);

/* How much of a case the actor's roles may see (`access` of the procedure; nothing of one that is about the actor, by a field that `not_by` names): nothing, not even that it is there; its number; all. */
enum case_reach { CASE_HIDDEN, CASE_NUMBER, CASE_WHOLE };
enum case_reach case_reach(struct act *act, struct case_seen *seen);
/* What restrictions leave to somebody who comes by another way than reading the case: a cash desk that has its number. */
enum case_reach case_guard(struct act *act, struct case_seen *seen);
/* Whether they may see the answers of a field, by its class. */
bool case_reads(struct act *act, const struct case_seen *seen, const struct pack_asked *field);
/* A travel document as answered, as the registry knows it: kind P, number in capitals and digits alone (Doc 9303-3, 4.9). False: it has no number or issuer. */
bool case_document(struct arena *arena, const json_t *answer, struct identity *out);
/* Names the travel documents in the case in the entry appended last ("about"): for entries of other rooms that belong to a case. */
void case_name_documents(struct act *act, const struct case_seen *seen);
/* The actor as the engine knows them: by their roles, or as `party`. */
struct flow_actor case_actor(struct act *act, struct str party);
/* When the first limit ends that somebody is to meet: with a due action, running, not for one item alone; 0 = none runs. */
int64_t case_first_due(struct flow *flow);
/* A setting of a use that is an expression, as the case stands ("amount", "holder"). Missing: a value of that kind. */
bool case_setting(struct flow *flow, const struct pack_use *use, const char *name, struct rule_value *out, struct error *err);

/* --- in words (act->lang; the pack's words in its language) --- */

/* A value that expressions gave for a field, in the same words. */
struct str case_value_words(struct act *act, const struct pack_asked *field, const struct rule_value *value);
/* An answer as a reader sees it: codes by their words, dates, people, items of lists line by line; why it is missing, where a reason stands for it. */
struct str case_answer_words(struct act *act, const struct pack_asked *field, const json_t *answer);
struct str case_file_words(struct act *act, const json_t *file);   /* "Letter of invitation: letter.pdf (3 pages)" */
/* The field that a path names ("applicant.birth_date", "children.2.born"), NULL = none. `member`: of a person or document; "" = the field itself. */
const struct pack_asked *case_field(const struct pack_procedure *procedure, struct str path, struct str *member);
struct str case_member_words(const struct lang *lang, struct str name);
/* What an entry did: "Grant the visa", "Confirmed by the second person: ...". `procedure` may be NULL: the pack has it no more. */
struct str case_did_words(struct act *act, const struct pack_procedure *procedure, struct str what, struct str action);
/* Answers that a change gave: [{question, answer}]. */
json_t *case_told(struct act *act, const struct pack_procedure *procedure, const json_t *change);

struct str case_language_words(struct act *act, struct str tag); /* "Amharic", in the reader's language */
/* Title of an item of a list, as the pack words it; else what its first answer says. */
struct str case_item_words(struct act *act, struct case_seen *seen, const struct pack_asked *list, json_t *item);

/* What a use is ("Fee"), and a fact `status` of it ("paid"), in words. */
struct str case_use_words(struct act *act, const struct pack_procedure *procedure, const struct pack_use *use);
struct str case_status_words(struct act *act, struct str status);

/* --- files among answers --- */

/* Uploads in pieces, for what is too large for one request or a link that breaks: IETF draft "Resumable Uploads for HTTP"
 * (draft-ietf-httpbis-resumable-upload-05), with pieces of at most max-append-size of the header Upload-Limit and no interim responses (104):
 *   POST    Upload-Length: N, perhaps with the first piece     201, Location
 *   HEAD    Upload-Offset: how far it has come; GET says the same as JSON
 *   PATCH   Upload-Offset: where the piece begins; Upload-Complete: ?1 with the last. 409: ask for the offset, and go on from there
 *   DELETE  204
 * The file belongs to who sends it, and to the case. It is an answer once a form names it: "answer.PATH" = "upload:ID", several for several pages. A form
 * that a browser sends with its files in it goes on to work, up to CASE_FILE_MOST. How large a file may be: the field's `largest`, the pack's params
 * upload_file_mb and upload_total_mb. What is not finished and named within a day is removed. */
enum { UPLOAD_PIECE = 1 << 20 };
#define CASE_UPLOAD_QUERY_FIELDS(F, L) \
	F(CODE, path, REQUIRED, 1, 1, 200, "answer that the file is for") \
	F(TEXT, name, PERSONAL, 1, 0, 300, "name of the file")
#define FIELD_ROW_OF_case_upload_query(...) FIELD_ROW(case_upload_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_upload_query(...) FIELD_LIST_ROW(case_upload_query, __VA_ARGS__)
FIELDS_STRUCT(case_upload_query, CASE_UPLOAD_QUERY_FIELDS)
/* `to`: the address of the case's uploads, "/case/ID/upload". */
bool case_upload_begin(struct act *act, const struct case_seen *seen, const struct case_upload_query *query, const struct call *call, struct str to, struct reply *reply, struct error *err);
bool case_upload_look(struct act *act, const struct case_seen *seen, const struct call *call, struct str to, struct reply *reply, struct error *err);
bool case_upload_add(struct act *act, const struct case_seen *seen, const struct call *call, struct str to, struct reply *reply, struct error *err);
bool case_upload_end(struct act *act, const struct case_seen *seen, const struct call *call, struct reply *reply, struct error *err);
int64_t case_file_most(const struct act *act, const struct pack_asked *field);   /* bytes of one file */

/* Keeps the files that a form brought ("answer.PATH") and puts them among its answers: {name, type, size, sha256, at, file}. What is no PDF, JPEG or
 * PNG, or larger than CASE_FILE_MOST, is a finding; the browser's word for the type counts for nothing. */
enum { CASE_FILE_MOST = 10 << 20 };
bool case_take_files(struct act *act, const struct case_seen *seen, const struct call *call, json_t *answers, struct error *err);
/* Keeps bytes as a file among answers, looked at, as if somebody had sent them. NULL: they are no PDF, JPEG or PNG, or could not be kept. */
json_t *case_keep_file(struct act *act, struct str name, struct str bytes, bool portrait, struct error *err);
/* Answers with the file at a path, to be saved: of several pages the one of this number, from 1. `large`: its picture, set anew in the locked child, to be looked at. */
bool case_file_reply(struct act *act, const struct case_seen *seen, struct str path, int page, bool large, struct reply *reply, struct error *err);
/* Pages of an answer in their order, each with a small picture where there is one: [{href, large, small, name, number, pages, advice}]. `home`: "/case/ID". */
json_t *case_sheets(struct act *act, struct str path, const json_t *answer, const char *home);
/* All papers of a case that the actor may read: [{label, sheets}]. */
json_t *case_papers(struct act *act, struct case_seen *seen, const char *home);
/* What would make it better: advice to whoever sent it, never a reason to refuse it. "" = nothing. */
bool case_set_aside(const json_t *file);   /* a virus scanner found something: nobody opens it */
struct str case_file_advice(struct act *act, const json_t *file);

/* --- questions (template asked.mustache) --- */

/* What a form gave before, shown again, and what was wrong with it; each may be NULL. */
struct case_again {
	json_t *answers;
	const struct findings *found;
};
/* Inputs for those of these fields that are shown and that the actor may read: an array of rows. Groups, people and documents hold rows of their own. */
json_t *case_inputs(struct act *act, struct case_seen *seen, const struct pack_places *fields, const struct case_again *again);
/* Options [{code, word, chosen}] in the order of their words in the reader's language. Takes the reference. */
json_t *case_sorted(struct act *act, json_t *options);
/* Answers as a form sent them, without the empty item that a page shows behind each list; a declaration that was ticked with who ticked it and when. A new object. */
json_t *case_given(struct act *act, const struct case_seen *seen, json_t *answers);
/* A party in words: "Applicant", "Helper"; else the label of its field. */
struct str case_party_words(struct act *act, const struct pack_procedure *procedure, struct str party);

/* --- acting --- */

/* Judges and appends; what is not possible becomes findings of the act (ERR_FINDINGS). `party`: the procedure's party as which the actor acts, "" = by
 * their roles. The record of a new case is made, and set. */
bool case_act(struct act *act, struct case_seen *seen, const struct case_asked *asked, struct str party, struct error *err);
bool case_edit(struct act *act, struct case_seen *seen, json_t *answers, struct str party, struct error *err);
bool case_confirm(struct act *act, struct case_seen *seen, struct error *err);
bool case_return(struct act *act, struct case_seen *seen, struct error *err);
/* A message of the outside that opens a case (case_new): its answers, {path: text}, are taken as far as they fit; `files`: {path: file} as case_file_json() makes them. */
bool case_open_by(struct act *act, struct case_seen *seen, struct str use, struct str event, json_t *answers, json_t *files, struct error *err);
/* A file as answers hold it; NULL = of no kind that is taken, too large, or it could not be kept. */
json_t *case_file_json(struct act *act, struct str name, struct str bytes, struct error *err);
/* An outside event of a use: paid, booked, delivered ... */
bool case_event(struct act *act, struct case_seen *seen, struct str use, struct str event, json_t *facts, struct str item, struct error *err);
/* What is due by now: at most `most` acts of clocks, each an act of its own, some dozens in a group commit. `done`: how many there were. For the job. */
bool cases_clock(struct act *act, size_t most, size_t *done, struct error *err);
/* Running cases whose procedure says so (migrate, running move) come to its revision in force: one entry each. The same way. */
bool cases_move(struct act *act, size_t most, size_t *done, struct error *err);

#endif
