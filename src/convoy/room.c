/* The room's face. A form about a person has a GET of its own path: the page that is shown again when an answer needs another look. */
#include "forms.h"

extern const struct embedded convoy_files[];
extern const struct fold convoy_fold, convoy_file_fold;

#define AGAIN(path, handle, template) \
	{ GET, path, CAN_CROSS, handle, template, NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/calls", CAN_CROSS, calls_get, "calls", &calls_query_fields, NULL, 0, NULL, "border_check", "Calls of vessels, trains, coaches and aircraft at a post, by day." },
	{ GET, "/calls/new", CAN_CROSS, announce_get, "call_announce", NULL, NULL, 0, NULL, "border_check", "Announce a call." },
	{ POST, "/calls/new", CAN_CROSS, announce_post, "call_announce", NULL, &announce_fields, ROUTE_FORM_AGAIN, "/call/{id}", "border_check", "Announce a call." },
	{ GET, "/call/{id}", CAN_CROSS, convoy_get, "call", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "One call, and everybody on its lists: who is new, missing or hit on top." },
	{ GET, "/call/{id}/change", CAN_CROSS, convoy_correct_get, "call_announce", NULL, NULL, 0, NULL, "border_check", "Correct what was said of a call." },
	{ POST, "/call/{id}/change", CAN_CROSS, convoy_correct_post, "call_announce", NULL, &announce_fields, ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Correct what was said of a call." },
	AGAIN("/call/{id}/move", convoy_get, "call"),
	{ POST, "/call/{id}/move", CAN_CROSS, move_post, "call", NULL, &move_fields, ROUTE_FORM_AGAIN, "/call/{record}", "border_check", "It arrived, or does not come." },
	{ GET, "/call/{id}/list", CAN_CROSS, list_send_get, "call_list", &crew_query_fields, NULL, 0, NULL, "border_check", "Send a crew list or a passenger list." },
	{ POST, "/call/{id}/list", CAN_CROSS, list_send_post, "call_list", NULL, &send_list_fields, ROUTE_PERSON | ROUTE_UPLOAD | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Take a version of a list, whole: IMO FAL form 5 (crew) or 6 (passengers), as CSV." },
	{ GET, "/call/{id}/new", CAN_CROSS, listed_new_get, "call_write", &crew_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "Write somebody into a list." },
	{ POST, "/call/{id}/new", CAN_CROSS, listed_new_post, "call_write", NULL, &write_person_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Write somebody into a list." },
	AGAIN("/call/{id}/scan", convoy_get, "call"),
	{ POST, "/call/{id}/scan", CAN_CROSS, convoy_scan_post, "call", NULL, &scan_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Somebody shows a document: it is checked, and ticked off on the list." },
	AGAIN("/call/{id}/clear", convoy_get, "call"),
	{ POST, "/call/{id}/clear", CAN_CROSS, clear_post, "call", NULL, &many_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Clear the crew by one decision, with exceptions: a crossing of their own for each." },
	AGAIN("/call/{id}/passes", convoy_get, "call"),
	{ POST, "/call/{id}/passes", CAN_CROSS, passes_post, "call", NULL, &many_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}/shore-passes", "border_check",
	  "Give shore passes to crew who were cleared." },
	{ GET, "/call/{id}/shore-passes", CAN_CROSS, call_passes_get, "call_passes", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The shore passes of a call, each with its paper to print." },
	{ GET, "/call/{id}/departure", CAN_CROSS, departure_get, "call_departure", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "Who is aboard, against the lists; who is missing on top." },
	{ POST, "/call/{id}/departure", CAN_CROSS, departure_post, "call_departure", NULL, &many_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Record the departure for all who are aboard, with exceptions." },
	{ GET, "/call/{id}/stowaway", CAN_CROSS, stowaway_get, "call_stowaway", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "A stowaway was found." },
	{ POST, "/call/{id}/stowaway", CAN_CROSS, stowaway_post, "call_stowaway", NULL, &stowaway_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call-file/{id}", "border_check",
	  "Open the file of a stowaway; the second line hears the person." },
	{ GET, "/call/{id}/person/{name}", CAN_CROSS, listed_get, "call_person", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "Somebody of a list." },
	{ GET, "/call/{id}/person/{name}/edit", CAN_CROSS, listed_edit_get, "call_write", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "Correct somebody's row of a list." },
	{ POST, "/call/{id}/person/{name}/edit", CAN_CROSS, listed_edit_post, "call_write", NULL, &write_person_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Correct somebody's row: a new version of the list." },
	{ POST, "/call/{id}/person/{name}/off", CAN_CROSS, listed_off_post, NULL, NULL, NULL, 0, "/call/{record}", "border_check", "Take somebody off a list: a new version of it." },
	AGAIN("/call/{id}/person/{name}/sign", listed_get, "call_person"),
	{ POST, "/call/{id}/person/{name}/sign", CAN_CROSS, sign_post, "call_person", NULL, &sign_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call/{record}", "border_check",
	  "Crew change: signing on is an exit, signing off an entry as a visitor by the visitor's rule." },
	AGAIN("/call/{id}/person/{name}/deserter", listed_get, "call_person"),
	{ POST, "/call/{id}/person/{name}/deserter", CAN_CROSS, deserter_post, "call_person", NULL, &deserter_fields, ROUTE_FORM_AGAIN, "/call-file/{id}", "border_check",
	  "Open a deserter's file: a person says so, never a clock." },
	{ GET, "/call-file/{id}", CAN_CROSS, file_get, "call_file", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The file of a deserter or stowaway." },
	AGAIN("/call-file/{id}/notice", file_get, "call_file"),
	{ POST, "/call-file/{id}/notice", CAN_SECOND_LINE, stowaway_notice_post, "call_file", NULL, NULL, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call-file/{record}", "border_check",
	  "Issue the notice to the carrier of a stowaway; not while a claim for protection is open." },
	{ POST, "/call-file/{id}", CAN_CROSS, file_step_post, "call_file", NULL, &file_step_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/call-file/{record}", "border_check",
	  "Say what was done about a deserter or stowaway." },
	{ GET, "/shore-passes", CAN_CROSS, passes_get, "shore_passes", &back_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "Who is ashore with a pass; or one pass, by its number." },
	{ POST, "/shore-passes", CAN_CROSS, pass_back_post, "shore_passes", NULL, &back_form_fields, ROUTE_FORM_AGAIN, "/shore-passes?back={id}", "border_check",
	  "Take a shore pass back, by its number." },

	{ POST, "/api/call", CAN_API, api_announce_post, NULL, NULL, &announce_fields, 0, NULL, "border_check", "An agent or carrier announces a call." },
	{ GET, "/api/call/{id}", CAN_API, api_convoy_get, NULL, NULL, NULL, 0, NULL, "border_check", "How a call stands that this machine announced: its state and the versions of its lists." },
	{ POST, "/api/call/{id}/list", CAN_API, api_list_post, NULL, NULL, &send_list_fields, ROUTE_UPLOAD, NULL, "border_check",
	  "An agent or carrier sends a version of a list, as CSV or JSON. The answer: version, and how many are new, changed, missing; or every mistake by row and column." },
	{ 0 },
};

static const struct entry_type *const entries[] = {
	&convoy_type, &convoy_moved_type, &convoy_list_type, &convoy_rows_type, &convoy_screened_type, &convoy_seen_type, &convoy_cleared_type, &shore_pass_type, &pass_back_type,
	&pass_late_type, &convoy_file_type, &file_step_type, NULL,
};
static const struct fold *const folds[] = { &convoy_fold, &convoy_file_fold, NULL };

static const struct job jobs[] = {
	{ "convoy.passes", 60000, convoy_passes_late, "tell of shore passes that are not back by their hour" },
	{ 0 },
};

static const struct scan_code codes[] = { { "SHOREPASS", "/shore-passes?number=", CAN_CROSS }, { 0 } };

const struct room convoy_room = { .name = "convoy", .files = convoy_files, .entries = entries, .folds = folds, .routes = routes, .jobs = jobs, .codes = codes };
