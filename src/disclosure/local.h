/* What the files of this room share. */
#ifndef LIMEN_DISCLOSURE_LOCAL_H
#define LIMEN_DISCLOSURE_LOCAL_H

#include "disclosure.h"

#define REQUESTS_QUERY_FIELDS(F, L) F(ID, about, 0, 1, 0, 0, "record of the person that the request is about")
#define FIELD_ROW_OF_data_requests_query(...) FIELD_ROW(data_requests_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_requests_query(...) FIELD_LIST_ROW(data_requests_query, __VA_ARGS__)
FIELDS_STRUCT(data_requests_query, REQUESTS_QUERY_FIELDS)

extern const struct entry_type request_type, extended_type, answered_type;
extern const struct fold request_fold;
extern const struct table data_request_table;

struct held_request {
	struct uuid record;
	struct data_request row;
};

/* Last days, by the law of the pack on the day it came. */
struct date request_due(const struct act *act, struct date received);
struct date request_longer(const struct act *act, struct date due, struct date received);
bool request_load(struct act *act, struct uuid record, struct held_request *out, struct error *err);
bool request_extend(struct act *act, const struct held_request *held, struct str reason, struct error *err);

route_handler data_requests_get, data_request_new_get, data_request_new_post, data_request_get, request_extend_post, request_answer_post, request_given_get, request_paper_get,
	request_draft_get, oversight_get, oversight_person_get;
extern const struct command disclosure_commands[];
extern const struct job disclosure_jobs[];

#endif
