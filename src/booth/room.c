/* The room's face. A form about a person has a GET of its own path: the page that is shown again when an answer needs another look. */
#include "access.h"
#include "child.h"
#include "forms.h"
#include "group.h"
#include "pages.h"
#include "reader.h"

extern const struct embedded booth_files[];
extern const struct fold relief_fold;

#define AGAIN(path, right, handle, template, purpose) \
	{ GET, path, right, handle, template, NULL, NULL, ROUTE_PERSON, NULL, purpose, "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/booth", CAN_CROSS, booth_get, "booth_wait", &booth_query_fields, NULL, 0, NULL, "border_check", "The booth waits for a document." },
	{ POST, "/booth/scan", CAN_CROSS, scan_post, "booth_wait", NULL, &scan_fields, ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Read a machine-readable zone and check whoever presents it." },
	{ POST, "/booth/group", CAN_CROSS, group_start_post, NULL, NULL, &group_start_fields, 0, "/booth", "border_check",
	  "Begin a group at the lane: whoever is scanned next joins it." },
	{ GET, "/group/{id}", CAN_CROSS, group_get, "group", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "People who come together, each with the own verdict, and what may be done." },
	AGAIN("/group/{id}/decide", CAN_CROSS, group_get, "group", "border_check"),
	{ POST, "/group/{id}/decide", CAN_CROSS, group_decide_post, "group", NULL, &group_decide_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth?done={id}", "border_check",
	  "Decide on a whole group in one act: admit all but those who are sent to the second line." },
	AGAIN("/group/{id}/keep", CAN_CROSS, group_get, "group", "border_check"),
	{ POST, "/group/{id}/keep", CAN_CROSS, group_keep_post, "group", NULL, &group_decide_fields, ROUTE_FORM_AGAIN, "/group/{record}", "border_check",
	  "Keep a group's vehicle and who is who, without a decision." },
	{ POST, "/group/{id}/leave", CAN_CROSS, group_leave_post, NULL, NULL, &group_leave_fields, 0, "/group/{record}", "border_check",
	  "Take somebody out of a group; their own verdict stays." },
	{ POST, "/group/{id}/end", CAN_CROSS, group_end_post, NULL, NULL, NULL, 0, "/booth", "border_check", "End a group without a decision on it." },
	{ GET, "/booth/manual", CAN_CROSS, manual_get, "booth_manual", NULL, NULL, 0, NULL, "border_check", "Type a document by hand, or say that there is none." },
	{ POST, "/booth/manual", CAN_CROSS, manual_post, "booth_manual", NULL, &manual_fields, ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Check a person whose document was typed by hand, or who has none." },
	{ GET, "/relief", CAN_CROSS, relief_get, "relief", &relief_query_fields, NULL, 0, NULL, NULL, "Change-over at a booth: who takes over signs here." },
	{ POST, "/relief", CAN_CROSS, relief_post, "relief", NULL, &sign_in_fields, ROUTE_FORM_AGAIN, "/booth", NULL, "Take over a booth with number, password and code; the page stays." },
	{ GET, "/relief/ask", CAN_CROSS, key_relief_ask_get, NULL, &key_query_fields, NULL, 0, NULL, NULL, "The challenge for taking over a booth with a security key." },
	{ GET, "/relief/key", CAN_CROSS, relief_key_get, "relief", &relief_query_fields, NULL, 0, NULL, NULL, "Change-over at a booth, after a security key did not do." },
	{ POST, "/relief/key", CAN_CROSS, relief_key_post, "relief", NULL, &key_answer_fields, ROUTE_FORM_AGAIN, "/booth", NULL, "Take over a booth with a security key; the page stays." },
	{ GET, "/inspection/{id}", CAN_CROSS, inspection_get, "booth_verdict", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The verdict of an inspection, and what may be done." },
	AGAIN("/inspection/{id}/admit", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/admit", CAN_CROSS, admit_post, "booth_verdict", NULL, &admit_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth?done={id}", "border_check",
	  "Admit, or record an exit." },
	AGAIN("/inspection/{id}/refer", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/refer", CAN_CROSS, refer_post, "booth_verdict", NULL, &refer_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth?done={id}", "border_check",
	  "Send a person to the second line." },
	AGAIN("/inspection/{id}/child", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/child", CAN_CROSS, child_post, "booth_verdict", NULL, &child_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/inspection/{record}", "border_check",
	  "Say who accompanies a child, and which consent was seen." },
	AGAIN("/inspection/{id}/purpose", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/purpose", CAN_CROSS, purpose_post, "booth_verdict", NULL, &purpose_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Check the same document again for a purpose of travel: the rule of entry may be another one." },
	AGAIN("/inspection/{id}/transit", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/transit", CAN_CROSS, transit_post, "booth_verdict", NULL, &transit_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth?done={id}", "border_check",
	  "Record that a person in transit stays airside: no entry, no stay." },
	{ POST, "/inspection/{id}/protection", CAN_CROSS, protection_post, NULL, NULL, &protection_fields, ROUTE_PERSON, "/claim/{id}", "protection",
	  "Record a claim for protection: from then on nobody can refuse the person." },
	{ GET, "/inspection/{id}/finding", CAN_CROSS, finding_get, "booth_compare", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "Hits of watchlists beside the traveller." },
	{ POST, "/inspection/{id}/finding", CAN_CROSS, finding_post, "booth_compare", NULL, &find_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/inspection/{record}", "border_check",
	  "Say whether a hit of a watchlist is the traveller: it is remembered for this document and entry." },
	AGAIN("/inspection/{id}/beside", CAN_CROSS, inspection_get, "booth_verdict", "border_check"),
	{ POST, "/inspection/{id}/beside", CAN_CROSS, beside_post, "booth_verdict", NULL, &beside_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth", "border_check",
	  "Another document of the traveller is shown: the old passport with the visa, or the one that was entered on." },
	{ GET, "/inspection/{id}/with/{name}", CAN_CROSS, with_get, "booth_with", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The traveller beside another document, by its record." },
	{ POST, "/inspection/{id}/with/{name}", CAN_CROSS, with_post, "booth_with", NULL, &with_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Say whether both documents are the traveller's: one confirmation makes one person, and the checks are made anew with what both hold." },
	{ POST, "/inspection/{id}/note", CAN_CROSS, note_post, NULL, NULL, &note_fields, 0, "/inspection/{record}", "border_check", "Write a note for colleagues." },
	{ GET, "/inspection/{id}/picture/{name}", CAN_CROSS, picture_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "border_check",
	  "A picture that a document reader handed over: portrait, visible.front, infrared.front ..." },
	{ POST, "/api/reader/state", CAN_API, reader_state_post, NULL, NULL, &reader_state_fields, 0, NULL, "border_check", "A document reader says how it is; for its lane's page." },
	{ POST, "/api/reader/reading", CAN_API, reading_post, NULL, NULL, &reading_fields, ROUTE_UPLOAD, "/inspection/{id}", "border_check",
	  "A document reader hands over lines, chip and pictures: they become an inspection of its lane." },
	{ GET, "/paper/entry", CAN_CROSS, late_get, "paper_entry", &late_query_fields, NULL, 0, NULL, "border_check", "Enter a crossing from a paper form." },
	{ POST, "/paper/entry", CAN_CROSS, late_post, "paper_entry", NULL, &late_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/paper/entry", "border_check",
	  "Record a crossing that was written on a numbered paper form: its own time, the checks of now, what was found late for the second line." },
	{ GET, "/vehicle", CAN_SEARCH, vehicle_get, "vehicle", NULL, NULL, 0, NULL, NULL, "Look a vehicle up by its plate, for a purpose that is written down." },
	{ POST, "/vehicle", CAN_SEARCH, vehicle_post, "vehicle", NULL, &vehicle_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, NULL, "Crossings with a plate, and who drove." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &relief_type, NULL };
static const struct fold *const folds[] = { &relief_fold, NULL };

static const struct scan_code codes[] = { { "PAPERFORM", "/paper/entry?number=", CAN_CROSS }, { 0 } };

const struct room booth_room = { .name = "booth", .files = booth_files, .entries = entries, .folds = folds, .routes = routes, .codes = codes };
