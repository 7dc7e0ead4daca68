/* The room's face. */
#include "command.h"
#include "pages.h"

extern const struct embedded casework_files[];
extern const struct fold case_desk_fold;

#define PERSON ROUTE_PERSON
#define FORM (ROUTE_PERSON | ROUTE_FORM_AGAIN | ROUTE_ANSWERS | ROUTE_UPLOAD)

static const struct route routes[] = {
	{ GET, "/cases", CAN_CASES, work_list_get, "cases", &cases_query_fields, NULL, PERSON, NULL, NULL, "Cases that wait for one's roles, queue by queue, by deadline." },
	{ GET, "/cases/begin/{name}", CAN_CASES, work_begin_get, "case_do", &case_query_fields, NULL, 0, NULL, NULL, "The form by which a case is opened at a desk." },
	{ POST, "/cases/begin/{name}", CAN_CASES, work_begin_post, "case_do", &case_query_fields, NULL, FORM, "/case/{id}", NULL, "Open a case for somebody who is at the desk." },
	{ GET, "/case/{id}", CAN_CASES, work_case_get, "case", NULL, NULL, PERSON, NULL, NULL, "One case: how it stands, what may be done, answers, limits, and all that happened." },
	{ GET, "/case/{id}/file", CAN_CASES, work_file_get, NULL, &case_query_fields, NULL, PERSON, NULL, NULL, "A file of a case, as it was given." },
	{ POST, "/case/{id}/upload", CAN_CASES, work_upload_post, NULL, &case_upload_query_fields, NULL, ROUTE_PIECES, NULL, NULL, "Begin to send a file in pieces (draft-ietf-httpbis-resumable-upload)." },
	{ GET, "/case/{id}/upload/{name}", CAN_CASES, work_upload_get, NULL, NULL, NULL, 0, NULL, NULL, "How far an upload has come." },
	{ PATCH, "/case/{id}/upload/{name}", CAN_CASES, work_upload_patch, NULL, NULL, NULL, ROUTE_PIECES, NULL, NULL, "The next piece of an upload." },
	{ DELETE, "/case/{id}/upload/{name}", CAN_CASES, work_upload_delete, NULL, NULL, NULL, ROUTE_PIECES, NULL, NULL, "Give an upload up." },
	{ GET, "/case/{id}/do/{name}", CAN_CASES, work_do_get, "case_do", &case_query_fields, NULL, PERSON, NULL, NULL, "The form of an action, with all that stands in its way." },
	{ POST, "/case/{id}/do/{name}", CAN_CASES, work_do_post, "case_do", NULL, &case_do_form_fields, FORM, "/case/{record}", NULL, "Do an action of the procedure: judged again, whole or not at all." },
	{ GET, "/case/{id}/edit/{name}", CAN_CASES, work_edit_get, "case_do", NULL, NULL, PERSON, NULL, NULL, "A form of the procedure, to change its answers." },
	{ POST, "/case/{id}/edit/{name}", CAN_CASES, work_edit_post, "case_do", NULL, NULL, FORM, "/case/{record}", NULL, "Change answers, where the state lets one." },
	{ POST, "/case/{id}/confirm", CAN_CASES, work_confirm_post, NULL, NULL, NULL, PERSON, "/case/{record}", NULL, "Confirm, as the second person, what waits." },
	{ POST, "/case/{id}/return", CAN_CASES, work_return_post, NULL, NULL, NULL, PERSON, "/case/{record}", NULL, "Send back, as the second person, what waits." },
	{ GET, "/case/{id}/note", CAN_CASES, work_case_get, "case", NULL, NULL, PERSON, NULL, NULL, "The page of a form, when an answer needs another look." },
	{ POST, "/case/{id}/note", CAN_CASES, work_note_post, "case", NULL, &case_note_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/case/{record}", NULL, "Write a note for colleagues." },
	{ GET, "/case/{id}/assign", CAN_CASES, work_case_get, "case", NULL, NULL, PERSON, NULL, NULL, "The page of a form, when an answer needs another look." },
	{ POST, "/case/{id}/assign", CAN_CASES, work_assign_post, "case", NULL, &case_assign_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/case/{record}", NULL,
	  "Give a case to somebody, or to nobody in particular." },
	{ GET, "/case/{id}/clock/{name}", CAN_CASES, work_clock_get, "case_clock", NULL, NULL, PERSON, NULL, NULL, "A limit's days, one by one: which counted, and why." },
	{ 0 },
};

static const struct command commands[] = {
	{ "case clock", "NUMBER NAME", work_clock_command, NULL, 0, "print each day of a case's time limit: whether it counts, and why; the look is recorded" },
	{ 0 },
};

static const struct entry_type *const entries[] = { &case_note_type, &case_assign_type, NULL };
static const struct fold *const folds[] = { &case_desk_fold, NULL };

const struct room casework_room = { .name = "casework", .files = casework_files, .entries = entries, .folds = folds, .routes = routes, .commands = commands };
