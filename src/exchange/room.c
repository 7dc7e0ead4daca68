/* The room's face. */
#include "inner.h"

extern const struct embedded exchange_files[];
extern const struct fold exchange_fold, partner_fold;
extern const struct command exchange_commands[];

/* The pages of a link are for nobody who signs in; each writes down that it was opened (exchange.step), which a test holds. */
static const struct route routes[] = {
	{ GET, "/answer/{name}", ANYBODY, exchange_answer_get, "exchange_answer", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "What another authority is asked, for whoever has its link." },
	{ POST, "/answer/{name}", ANYBODY, exchange_answer_post, "exchange_answer", NULL, &exchange_answer_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, "/answer/{name}", NULL,
	  "The answer of another authority, by its link." },
	{ GET, "/answer/{name}/file", ANYBODY, exchange_file_get, NULL, &exchange_file_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "A picture of the document that another authority is asked about." },
	{ GET, "/exchanges", CAN_CASES, exchange_list_get, "exchanges", NULL, NULL, ROUTE_PERSON, NULL, "permits", "Requests to other authorities, and of them: those that wait for an answer first." },
	{ GET, "/exchanges/case/{id}", CAN_CASES, exchange_list_get, "exchanges", NULL, NULL, ROUTE_PERSON, NULL, "permits", "Requests of one case to other authorities." },
	{ GET, "/exchanges/take", CAN_CASES, exchange_list_get, "exchanges", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The page of a form, when an answer needs another look." },
	{ POST, "/exchanges/take", CAN_CASES, exchange_take_post, "exchanges", NULL, NULL, ROUTE_UPLOAD | ROUTE_FORM_AGAIN, "/exchanges", "permits",
	  "Take a bundle that another authority made: twice is once." },
	{ GET, "/exchange/{id}", CAN_CASES, exchange_get, "exchange", NULL, NULL, ROUTE_PERSON, NULL, "permits", "One request: what is asked, and what became of it." },
	{ GET, "/exchange/{id}/file", CAN_CASES, exchange_desk_file_get, NULL, &exchange_file_fields, NULL, ROUTE_PERSON, NULL, "permits", "A file of a request." },
	{ GET, "/exchange/{id}/bundle", CAN_CASES, exchange_bundle_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "permits", "The request, or our answer, as a bundle: signed, and sealed for the other authority." },
	{ GET, "/exchange/{id}/became", CAN_CASES, exchange_get, "exchange", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The page of a form, when an answer needs another look." },
	{ POST, "/exchange/{id}/became", CAN_CASES, exchange_desk_post, "exchange", NULL, &exchange_desk_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/exchange/{record}", "permits",
	  "Write down what became of a request: received, answered on paper, not delivered." },
	{ 0 },
};
static const struct case_work works[] = { { .capability = "exchange", .command = exchange_command, .page = "/exchanges/case/", .finish = exchange_finish }, { 0 } };
static const struct entry_type *const entries[] = { &exchange_message_type, &exchange_step_type, &partner_type, NULL };
static const struct fold *const folds[] = { &exchange_fold, &partner_fold, NULL };

const struct room exchange_room = {
	.name = "exchange", .files = exchange_files, .entries = entries, .folds = folds, .routes = routes, .commands = exchange_commands, .works = works,
};
