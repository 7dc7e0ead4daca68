/* The room's face. A form about a person has a GET of its own path: the page that is shown again when an answer needs another look. */
#include "record_forms.h"
#include "import.h"
#include "pages.h"

extern const struct embedded records_files[];

#define AGAIN(path, right, handle, template, purpose) \
	{ GET, path, right, handle, template, NULL, NULL, ROUTE_PERSON, NULL, purpose, "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/search", CAN_SEARCH, search_get, "search", NULL, NULL, 0, NULL, NULL, "Search people and documents, for a purpose that is written down." },
	{ POST, "/search", CAN_SEARCH, search_post, "search", NULL, &search_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, NULL, "What a search found." },
	{ GET, "/crossings", CAN_SEARCH, crossings_get, "crossings", &crossings_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "Crossings of days and a post." },
	{ GET, "/crossings.csv", CAN_SEARCH, crossings_csv, NULL, &crossings_query_fields, NULL, ROUTE_PERSON, NULL, "border_check",
	  "The same crossings as a file, at most 5000." },
	{ GET, "/crossing/{id}", CAN_PERSON, crossing_get, "crossing", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "One crossing: its checks, the rules and lists used, its corrections." },
	AGAIN("/crossing/{id}/correct", CAN_CORRECT, crossing_get, "crossing", "border_check"),
	{ POST, "/crossing/{id}/correct", CAN_CORRECT, correct_post, "crossing", NULL, &correct_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/crossing/{record}", "border_check",
	  "Correct or annul a crossing: a new entry, with a reason." },
	{ GET, "/person/{id}", CAN_PERSON, person_get, "person", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "A person: documents, crossings, stays, what happened and who looked." },
	{ GET, "/person/{id}/stay", CAN_PERSON, account_get, "account", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check",
	  "Each day that a person spent here, and why it uses the rule of stay up or not." },
	{ GET, "/person/{id}/stay/print", CAN_PERSON, account_get, "account_print", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "The account of days, to be printed." },
	{ GET, "/person/{id}/kin", CAN_TIE, person_get, "person", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "The page of a form, when an answer needs another look." },
	{ POST, "/person/{id}/kin", CAN_TIE, kin_post, "person", &person_query_fields, &kin_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "border_check",
	  "Record what somebody told two people are to each other." },
	{ GET, "/person/{id}/extend", CAN_PERMITS, account_get, "account", &person_query_fields, NULL, ROUTE_PERSON, NULL, "permits", "The page of a form, when an answer needs another look." },
	{ POST, "/person/{id}/extend", CAN_PERMITS, extend_post, "account", &person_query_fields, &extend_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/overstays", "permits",
	  "Enter an extension of the open stay: authority, reason, new last day." },
	{ GET, "/overstays", CAN_STAYS, overstays_get, "open_stays", &overstays_query_fields, NULL, ROUTE_PERSON, NULL, "permits",
	  "People in the country past their last day, at this moment, by how long." },
	{ GET, "/overstays.csv", CAN_STAYS, overstays_csv, NULL, &overstays_query_fields, NULL, ROUTE_PERSON, NULL, "permits", "The same people as a file, at most 5000." },
	{ GET, "/overstay/{id}", CAN_PERSON, overstay_get, "overstay", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "An overstay at the exit: what was said and seen, what is due and paid." },
	AGAIN("/overstay/{id}/paid", CAN_CROSS, overstay_get, "overstay", "border_check"),
	{ POST, "/overstay/{id}/paid", CAN_CROSS, overstay_paid_post, "overstay", NULL, &pay_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/booth", "border_check",
	  "Record that the penalty was paid." },
	{ GET, "/person/{id}/ban", CAN_BAN, ban_new_get, "ban_new", &ban_query_fields, NULL, ROUTE_PERSON, NULL, "permits", "The form of an entry ban." },
	{ POST, "/person/{id}/ban", CAN_BAN, ban_new_post, "ban_new", &ban_query_fields, &ban_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/overstays", "permits",
	  "Order an entry ban, or ask for the second person where the law wants one." },
	{ GET, "/bans/new", CAN_BAN, ban_document_get, "ban_document", NULL, NULL, 0, NULL, "permits", "The form of an entry ban on a document that was never seen here." },
	{ POST, "/bans/new", CAN_BAN, ban_document_post, "ban_document", NULL, &ban_document_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/overstays", "permits",
	  "Order an entry ban on a document that was never seen here: it is told at its first scan." },
	{ GET, "/ban/{id}", CAN_PERSON, ban_get, "ban", NULL, NULL, ROUTE_PERSON, NULL, "permits", "An entry ban: reasons, facts, days, remedy." },
	AGAIN("/ban/{id}/lift", CAN_BAN, ban_get, "ban", "permits"),
	{ POST, "/ban/{id}/lift", CAN_BAN, ban_lift_post, "ban", NULL, &ban_lift_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/overstays", "permits", "Lift an entry ban, with authority and reason." },
	{ POST, "/person/tie", CAN_TIE, tie_post, NULL, &tie_query_fields, &tie_form_fields, 0, NULL, "border_check",
	  "Say whether two documents belong to one person." },
	{ GET, "/permits", CAN_PERMITS, permits_get, "permits", NULL, NULL, 0, NULL, "permits", "Find visas and permits by number, document or name." },
	{ POST, "/permits", CAN_PERMITS, permits_post, "permits", NULL, &permit_search_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "permits", "Visas and permits that were found." },
	{ GET, "/permits/new", CAN_PERMITS, permit_new_get, "permit_new", NULL, NULL, 0, NULL, "permits", "Enter a visa or permit that a document bears." },
	{ POST, "/permits/new", CAN_PERMITS, permit_new_post, "permit_new", NULL, &permit_form_fields, ROUTE_FORM_AGAIN, "/permit/{id}", "permits",
	  "Enter a visa or permit that a document bears." },
	{ GET, "/permits/file", CAN_PERMITS, permits_file_get, "permits_file", NULL, NULL, 0, NULL, "permits", "Send visas and permits as a file." },
	{ POST, "/permits/file", CAN_PERMITS, permits_file_post, "permits_file", NULL, NULL, ROUTE_UPLOAD | ROUTE_FORM_AGAIN, NULL, "permits",
	  "Take a file of visas and permits, as CSV: each row that is good, once; the lines that are not, with column and reason." },
	{ GET, "/permit/{id}", CAN_PERMITS, permit_get, "permit", NULL, NULL, ROUTE_PERSON, NULL, "permits", "A visa or permit: holder, validity, what became of it." },
	AGAIN("/permit/{id}/change", CAN_PERMITS, permit_get, "permit", "permits"),
	{ POST, "/permit/{id}/change", CAN_PERMITS, permit_change_post, "permit", NULL, &permit_change_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/permits", "permits",
	  "Say that it was revoked, lost, replaced, used up or put in force again, with authority and reason." },
	{ GET, "/document/{id}", CAN_PERSON, document_get, "document", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "A document: crossings with it, what happened and who looked." },
	{ GET, "/journal", CAN_AUDIT, journal_get, "journal", &journal_query_fields, NULL, ROUTE_PERSON, NULL, "audit", "Entries of the journal, newest first: by kind, day, user or record." },
	{ GET, "/journal/{id}", CAN_AUDIT, journal_entry_get, "journal_entry", NULL, NULL, ROUTE_PERSON, NULL, "audit", "One entry: its proof, and its body with what is personal left out." },
	{ POST, "/journal/{id}", CAN_AUDIT, journal_entry_post, "journal_entry", NULL, &unmask_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "audit",
	  "One entry whole, for a purpose that is written down; for those who may search people." },
	{ GET, "/tasks", CAN_PERSON, tasks_get, "tasks", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "What waits for the roles of the user." },
	{ GET, "/task/{id}", CAN_PERSON, task_get, "task", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "One task and the person that it is about, for those who have its role." },
	AGAIN("/task/{id}/done", CAN_PERSON, task_get, "task", "border_check"),
	{ POST, "/task/{id}/done", CAN_PERSON, task_done_post, "task", NULL, &task_done_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/tasks", "border_check",
	  "Say that a task of one's roles is done, and what was done." },
	{ 0 },
};

const struct room records_room = { .name = "records", .files = records_files, .routes = routes, .commands = import_commands };
