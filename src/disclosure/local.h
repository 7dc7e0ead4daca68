/* What the files of this room share. */
#ifndef LIMEN_DISCLOSURE_LOCAL_H
#define LIMEN_DISCLOSURE_LOCAL_H

#include "disclosure.h"

#define REQUESTS_QUERY_FIELDS(F, L) F(ID, about, 0, 1, 0, 0, "record of the person that the request is about")
#define FIELD_ROW_OF_data_requests_query(...) FIELD_ROW(data_requests_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_requests_query(...) FIELD_LIST_ROW(data_requests_query, __VA_ARGS__)
FIELDS_STRUCT(data_requests_query, REQUESTS_QUERY_FIELDS)

#define PART_QUERY_FIELDS(F, L) F(INT, part, 0, 1, 1, DISCLOSURE_PARTS_MOST, "which part of the paper; the first when left out")
#define FIELD_ROW_OF_data_part_query(...) FIELD_ROW(data_part_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_part_query(...) FIELD_LIST_ROW(data_part_query, __VA_ARGS__)
enum { DISCLOSURE_PARTS_MOST = 40 };
FIELDS_STRUCT(data_part_query, PART_QUERY_FIELDS)

/* A code and its words, English. */
struct data_choice {
	const char *code, *words;
};

extern const struct entry_type request_type, extended_type, answered_type, erasure_type, erased_type, lifted_type;
extern const struct fold request_fold;
extern const struct table data_request_table;

struct held_request {
	struct uuid record;
	struct data_request row;
};

/* What was found of a person. */
struct held_entries {
	struct act *act;
	struct entry *items;
	size_t count, size;
};

struct held {
	struct uuid *documents;
	size_t document_count;
	struct held_entries entries, looks; /* oldest first; entries of cases are cut by held_cut() */
	struct str *own;                    /* names under which the person stands in cases: documents, entries, keys of calls, numbers of passes */
	size_t own_count, own_size;
};
bool held_find(struct act *act, struct uuid about, enum told told, struct held *held, struct error *err);
/* An entry's body as JSON; the caller's. */
json_t *held_said(struct act *act, const struct entry *entry);
/* Cuts a body to what is of this person; false: nothing of it is. */
bool held_cut(const struct held *held, const struct entry *entry, json_t *said);

/* What was handed over as the values of a page, and as letters. */
void paper_page(struct act *act, const json_t *told, json_t *page);
bool paper_issue(struct act *act, const struct held_request *held, const json_t *told, struct str digest, struct error *err);
void data_fact(json_t *facts, struct str what, struct str text); /* none without a text */

struct pack;
bool held_withheld(const struct pack *pack, struct str name); /* a kind of entry, or "kind.field" */

/* Times of the pack, its params named "..._retention"; NULL = the pack has none of this name. */
struct pack_value;
const struct pack_value *held_time(const struct pack *pack, struct str param, struct date day);
struct str held_time_words(struct act *act, const struct pack_value *value);
/* The day before which something is over. */
bool held_over_before(struct act *act, const char *param, struct date *out);
bool held_retain(struct act *act, struct error *err);

/* Is this an outcome of a request of this kind? */
bool request_may_end(struct str what, struct str outcome);
/* The paper that tells of a decision. */
enum decision_paper { PAPER_ANSWER, PAPER_ERASED, PAPER_LIFTED };
bool decision_issue(struct act *act, const struct held_request *held, enum decision_paper what, const struct data_answered *answered, struct error *err);
bool note_on_documents(struct act *act, struct uuid about, struct str words, struct error *err);
/* Of an answer that grants an erasure: what was chosen, checked; then decided. */
bool erasure_check(struct act *act, const struct held_request *held, const struct texts *entries, struct error *err);
void erasure_decide(struct act *act, const struct held_request *held, const struct texts *entries);
/* A day counted from another by a param of the pack. */
struct date request_day(const struct act *act, const char *param, struct date from);

/* Last days, by the law of the pack on the day it came. */
struct date request_due(const struct act *act, struct date received);
struct date request_longer(const struct act *act, struct date due, struct date received);
bool request_load(struct act *act, struct uuid record, struct held_request *out, struct error *err);
bool request_extend(struct act *act, const struct held_request *held, struct str reason, struct error *err);

route_handler data_requests_get, data_request_new_get, data_request_new_post, data_request_get, request_extend_post, request_answer_post, request_given_get, request_paper_get, request_text_get,
	request_draft_get, request_lift_post, erasures_get, erasure_post, oversight_get, oversight_person_get;
extern const struct command disclosure_commands[];
extern const struct job disclosure_jobs[];

#endif
