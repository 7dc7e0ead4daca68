/* The room's face: entries, folds, and all routes in one table. A form about a person has a GET of its own path: the page that is shown
 * again when an answer needs another look. */
#include "child.h"
#include "forms.h"
#include "hold.h"
#include "import.h"
#include "pages.h"
#include "protection.h"
#include "reader.h"
#include "second_line.h"

extern const struct embedded border_files[];
extern const struct fold referral_fold, remark_fold, apart_fold, child_answer_fold;

#define AGAIN(path, right, handle, template, purpose) \
	{ GET, path, right, handle, template, NULL, NULL, ROUTE_PERSON, NULL, purpose, "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
	{ GET, "/booth", CAN_CROSS, booth_get, "booth_wait", &booth_query_fields, NULL, 0, NULL, "border_check", "The booth waits for a document." },
	{ POST, "/booth/scan", CAN_CROSS, scan_post, "booth_wait", NULL, &scan_fields, ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Read a machine-readable zone and check whoever presents it." },
	{ GET, "/booth/manual", CAN_CROSS, manual_get, "booth_manual", NULL, NULL, 0, NULL, "border_check", "Type a document by hand, or say that there is none." },
	{ POST, "/booth/manual", CAN_CROSS, manual_post, "booth_manual", NULL, &manual_fields, ROUTE_FORM_AGAIN, "/inspection/{id}", "border_check",
	  "Check a person whose document was typed by hand, or who has none." },
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

	{ GET, "/second-line", CAN_SECOND_LINE, second_line_get, "second_line", &queue_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "Who waits at the second line." },
	{ GET, "/referral/{id}", CAN_SECOND_LINE, referral_get, "second_line", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "A person at the second line, and what may be done." },
	AGAIN("/referral/{id}/take", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/take", CAN_SECOND_LINE, take_post, "second_line", NULL, &take_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "border_check",
	  "Take a person of the second line, or take over from a colleague with a reason." },
	{ POST, "/referral/{id}/back", CAN_SECOND_LINE, back_post, NULL, NULL, NULL, ROUTE_PERSON, "/second-line", "border_check", "Hand a person back to the queue." },
	AGAIN("/referral/{id}/hear", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/hear", CAN_SECOND_LINE, hear_post, "second_line", NULL, &hear_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "border_check",
	  "Keep what the person said, and the answer to the question for protection." },
	AGAIN("/referral/{id}/finding", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/finding", CAN_SECOND_LINE, referral_finding_post, "second_line", NULL, &find_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "border_check",
	  "Say at the second line whether a hit of a watchlist is the person." },
	AGAIN("/referral/{id}/admit", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/admit", CAN_SECOND_LINE, referral_admit_post, "second_line", NULL, &admit_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/decision/{id}", "border_check",
	  "Admit a person at the second line, or let go." },
	AGAIN("/referral/{id}/refuse", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/refuse", CAN_SECOND_LINE, referral_refuse_post, "second_line", NULL, &refuse_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/decision/{id}", "border_check",
	  "Refuse entry, or ask for the second person where the law wants one." },
	{ POST, "/referral/{id}/protection", CAN_SECOND_LINE, referral_protection_post, NULL, NULL, &protection_fields, ROUTE_PERSON, "/claim/{id}", "protection",
	  "Record a claim for protection made at the second line." },
	AGAIN("/referral/{id}/hold", CAN_SECOND_LINE, referral_get, "second_line", "border_check"),
	{ POST, "/referral/{id}/hold", CAN_SECOND_LINE, referral_hold_post, "second_line", NULL, &hold_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/hold/{id}", "second_line",
	  "Hold a person at the post, on a ground of the pack." },
	{ GET, "/hold/{id}", CAN_SECOND_LINE, hold_get, "holding", NULL, NULL, ROUTE_PERSON, NULL, "second_line", "A person who is held: ground, limit, and everything done for them." },
	AGAIN("/hold/{id}/log", CAN_SECOND_LINE, hold_get, "holding", "second_line"),
	{ POST, "/hold/{id}/log", CAN_SECOND_LINE, hold_log_post, "holding", NULL, &hold_log_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/hold/{record}", "second_line",
	  "Log what was done for a person who is held: meals, water, calls, care, interpreter." },
	AGAIN("/hold/{id}/ground", CAN_SUPERVISE, hold_get, "holding", "second_line"),
	{ POST, "/hold/{id}/ground", CAN_SUPERVISE, hold_ground_post, "holding", NULL, &hold_ground_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/hold/{record}", "second_line",
	  "Hold a person longer, on another legal ground." },
	AGAIN("/hold/{id}/end", CAN_SECOND_LINE, hold_get, "holding", "second_line"),
	{ POST, "/hold/{id}/end", CAN_SECOND_LINE, hold_end_post, "holding", NULL, &hold_end_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/hold/{record}", "second_line",
	  "End a holding: release, admission, departure, or another authority." },
	{ GET, "/decision/{id}", CAN_SECOND_LINE, decision_get, "second_line_decided", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "What was just decided, and the paper for the person." },
	{ GET, "/refusal/{id}", CAN_SECOND_LINE, refusal_get, "refusal_print", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The form of a refusal, the same whenever it is printed." },
	{ GET, "/claim/{id}", CAN_PERSON, claim_get, "claim", NULL, NULL, ROUTE_PERSON, NULL, "protection",
	  "The receipt of a claim for protection: for whoever took it down, and for those who see files of protection." },
	{ POST, "/person/{id}/protection", CAN_PERSON, person_protection_post, NULL, NULL, &protection_fields, ROUTE_PERSON, "/claim/{id}", "protection",
	  "Record a claim for protection of a person whom nobody checks now: any officer, at any step." },
	{ GET, "/claims", CAN_PROTECT, claims_get, "claims", NULL, NULL, ROUTE_PERSON, NULL, "protection", "Claims for protection: those that wait for the authority, the longest first." },
	{ GET, "/protection/{id}", CAN_PROTECT, protection_get, "protection", NULL, NULL, ROUTE_PERSON, NULL, "protection", "The file of a claim: what was said, and what the authority answered." },
	AGAIN("/protection/{id}/answer", CAN_PROTECT, protection_get, "protection", "protection"),
	{ POST, "/protection/{id}/answer", CAN_PROTECT, answer_post, "protection", NULL, &answer_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/protection/{record}", "protection",
	  "Record what the authority answered: until a no is final, refusal, removal and return are not possible." },

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
	{ POST, "/person/tie", CAN_TIE, tie_post, NULL, &tie_query_fields, &tie_form_fields, 0, NULL, "border_check",
	  "Say whether two documents belong to one person." },
	{ GET, "/permits", CAN_PERMITS, permits_get, "permits", NULL, NULL, 0, NULL, "permits", "Find visas and permits by number, document or name." },
	{ POST, "/permits", CAN_PERMITS, permits_post, "permits", NULL, &permit_search_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "permits", "Visas and permits that were found." },
	{ GET, "/permits/new", CAN_PERMITS, permit_new_get, "permit_new", NULL, NULL, 0, NULL, "permits", "Enter a visa or permit that a document bears." },
	{ POST, "/permits/new", CAN_PERMITS, permit_new_post, "permit_new", NULL, &permit_form_fields, ROUTE_FORM_AGAIN, "/permit/{id}", "permits",
	  "Enter a visa or permit that a document bears." },
	{ GET, "/permit/{id}", CAN_PERMITS, permit_get, "permit", NULL, NULL, ROUTE_PERSON, NULL, "permits", "A visa or permit: holder, validity, what became of it." },
	AGAIN("/permit/{id}/change", CAN_PERMITS, permit_get, "permit", "permits"),
	{ POST, "/permit/{id}/change", CAN_PERMITS, permit_change_post, "permit", NULL, &permit_change_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/permits", "permits",
	  "Say that it was revoked, lost, replaced, used up or put in force again, with authority and reason." },
	{ GET, "/document/{id}", CAN_PERSON, document_get, "document", &person_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "A document: crossings with it, what happened and who looked." },

	{ GET, "/journal", CAN_AUDIT, journal_get, "journal", &journal_query_fields, NULL, ROUTE_PERSON, NULL, "audit", "Entries of the journal, newest first: by kind, day, user or record." },
	{ GET, "/journal/{id}", CAN_AUDIT, journal_entry_get, "journal_entry", NULL, NULL, ROUTE_PERSON, NULL, "audit", "One entry: its proof, and its body with what is personal left out." },
	{ POST, "/journal/{id}", CAN_AUDIT, journal_entry_post, "journal_entry", NULL, &unmask_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, NULL, "audit",
	  "One entry whole, for a purpose that is written down; for those who may search people." },

	{ GET, "/second", CAN_SUPERVISE, requests_get, "inbox", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "What waits for a second person." },
	{ POST, "/second/{id}", CAN_SUPERVISE, request_post, NULL, NULL, &second_form_fields, 0, "/second", "border_check", "Confirm what another person asked for, or send it back." },

	{ GET, "/tasks", CAN_SEARCH, tasks_get, "tasks", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "What waits for the roles of the user." },
	{ GET, "/task/{id}", CAN_SEARCH, task_get, "task", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "One task and the person that it is about, for those who have its role." },
	AGAIN("/task/{id}/done", CAN_SEARCH, task_get, "task", "border_check"),
	{ POST, "/task/{id}/done", CAN_SEARCH, task_done_post, "task", NULL, &task_done_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/tasks", "border_check",
	  "Say that a task of one's roles is done, and what was done." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &hearing_type, &lease_type, &remark_type, &apart_type, &child_answer_type, NULL };
static const struct fold *const folds[] = { &referral_fold, &remark_fold, &apart_fold, &child_answer_fold, NULL };
static const struct check checks[] = {
	{ "child", judge_child, "a child: who accompanies it, and which consent was seen" },
	{ 0 },
};

const struct room border_room = { .name = "border", .files = border_files, .entries = entries, .folds = folds, .routes = routes, .commands = import_commands, .checks = checks, .jobs = retain_jobs };
