/* The room's face: entries, fold and routes. */
#include "local.h"

extern const struct embedded disclosure_files[];

static const struct entry_type *const entries[] = { &request_type, &extended_type, &answered_type, &erasure_type, &erased_type, &lifted_type, NULL };
static const struct fold *const folds[] = { &request_fold, NULL };

#define PURPOSE "data_subject"

static const struct route routes[] = {
	{ GET, "/requests", CAN_DISCLOSE, data_requests_get, "requests", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "Requests of people about their own data, the nearest deadline first." },
	{ GET, "/requests/new", CAN_DISCLOSE, data_request_new_get, "request_new", &data_requests_query_fields, NULL, ROUTE_PERSON, NULL, PURPOSE, "The form of a new request." },
	{ POST, "/requests/new", CAN_DISCLOSE, data_request_new_post, "request_new", NULL, &data_request_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/requests/{id}", PURPOSE,
	  "Record who asks about their own data, how they were identified, and what they ask." },
	{ GET, "/requests/{id}", CAN_DISCLOSE, data_request_get, "request", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "One request, its clock and its answer." },
	{ GET, "/requests/{id}/draft", CAN_DISCLOSE, request_draft_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "What would be handed over now, as JSON." },
	{ GET, "/requests/{id}/extend", CAN_DISCLOSE, data_request_get, "request", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "The page of a form, when an answer needs another look." },
	{ POST, "/requests/{id}/extend", CAN_DISCLOSE, request_extend_post, "request", NULL, &data_extend_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/requests/{record}", PURPOSE,
	  "Extend the time for the answer, once, with a reason that is told." },
	{ GET, "/requests/{id}/answer", CAN_DISCLOSE, data_request_get, "request", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "The page of a form, when an answer needs another look." },
	{ POST, "/requests/{id}/answer", CAN_DISCLOSE, request_answer_post, "request", NULL, &data_answer_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/requests/{record}", PURPOSE,
	  "Answer: hand over what is held, or say that it was corrected, erased, restricted or refused, with reasons and remedy." },
	{ GET, "/requests/{id}/given", CAN_DISCLOSE, request_given_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "What was handed over, as it was, as JSON." },
	{ GET, "/requests/{id}/paper", CAN_DISCLOSE, request_paper_get, NULL, &data_part_query_fields, NULL, ROUTE_PERSON, NULL, PURPOSE,
	  "The paper that was handed over as PDF, byte for byte; a long one in parts." },
	{ GET, "/requests/{id}/text", CAN_DISCLOSE, request_text_get, "letter", &data_part_query_fields, NULL, ROUTE_PERSON, NULL, PURPOSE, "The same paper as a page." },
	{ GET, "/requests/{id}/lift", CAN_DISCLOSE, data_request_get, "request", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "The page of a form, when an answer needs another look." },
	{ POST, "/requests/{id}/lift", CAN_DISCLOSE, request_lift_post, "request", NULL, &data_lift_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/requests/{record}", PURPOSE,
	  "Lift a restriction that was granted, with what was found; the person is told." },
	{ GET, "/erasures", CAN_ERASE, erasures_get, "erasures", NULL, NULL, ROUTE_PERSON, NULL, "retention", "Erasures that were granted, by kinds and days alone: what waits, what was carried out." },
	{ GET, "/erasures/{id}", CAN_ERASE, erasures_get, "erasures", NULL, NULL, ROUTE_PERSON, NULL, "retention", "The page of a form, when an answer needs another look." },
	{ POST, "/erasures/{id}", CAN_ERASE, erasure_post, "erasures", NULL, NULL, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/erasures", "retention",
	  "Carry a granted erasure out: the bodies and their files are destroyed. Not by whoever granted it." },
	{ GET, "/oversight", CAN_OVERSEE, oversight_get, "requests", NULL, NULL, ROUTE_PERSON, NULL, "audit", "All requests of people about their own data, for the oversight body." },
	{ GET, "/oversight/{id}", CAN_OVERSEE, oversight_person_get, "request", NULL, NULL, ROUTE_PERSON, NULL, "audit",
	  "One request, and everything that is held on the person, for the oversight body." },
	{ 0 },
};

const struct room disclosure_room = {
	.name = "disclosure", .files = disclosure_files, .entries = entries, .folds = folds, .routes = routes, .commands = disclosure_commands, .jobs = disclosure_jobs,
};
