/* The room's face. A form about a person has a GET of its own path: the page that is shown again when an answer needs another look. */
#include "depart.h"
#include "forms.h"
#include "hold.h"
#include "lease.h"
#include "pages.h"
#include "protection.h"
#include "watch.h"

extern const struct embedded second_line_files[];

#define AGAIN(path, right, handle, template, purpose) \
	{ GET, path, right, handle, template, NULL, NULL, ROUTE_PERSON, NULL, purpose, "The page of a form, when an answer needs another look." }

static const struct route routes[] = {
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
	AGAIN("/referral/{id}/welfare", CAN_SECOND_LINE, referral_get, "second_line", "second_line"),
	{ POST, "/referral/{id}/welfare", CAN_SECOND_LINE, welfare_post, "second_line", NULL, &welfare_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "second_line",
	  "Note what a person needs, and the sex of the officer whom they wish for interview and search." },
	AGAIN("/referral/{id}/agency", CAN_SECOND_LINE, referral_get, "second_line", "second_line"),
	{ POST, "/referral/{id}/agency", CAN_SECOND_LINE, agency_post, "second_line", NULL, &agency_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "second_line",
	  "Ask another agency about a person: it gets a task, the answer comes back." },
	AGAIN("/referral/{id}/stateless", CAN_SECOND_LINE, referral_get, "second_line", "second_line"),
	{ POST, "/referral/{id}/stateless", CAN_SECOND_LINE, stateless_post, "second_line", NULL, &stateless_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "second_line",
	  "Open or renew the file of a stateless person." },
	AGAIN("/referral/{id}/doubt", CAN_SECOND_LINE, referral_get, "second_line", "second_line"),
	{ POST, "/referral/{id}/doubt", CAN_SECOND_LINE, doubt_post, "second_line", NULL, &doubt_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/referral/{record}", "second_line",
	  "Doubt the bearer of a document: hits that were settled before are compared anew." },
	{ POST, "/second-line/available", CAN_SECOND_LINE, available_post, NULL, NULL, &available_form_fields, 0, "/second-line", "second_line",
	  "Say for whose interviews and searches one is available, for this shift." },
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
	{ GET, "/refusal/{id}", CAN_SECOND_LINE, refusal_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The form of a refusal, the same whenever it is printed." },
	{ GET, "/claim/{id}", CAN_PERSON, claim_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, "protection",
	  "The receipt of a claim for protection: for whoever took it down, and for those who see files of protection." },
	{ POST, "/person/{id}/protection", CAN_PERSON, person_protection_post, NULL, NULL, &protection_fields, ROUTE_PERSON, "/claim/{id}", "protection",
	  "Record a claim for protection of a person whom nobody checks now: any officer, at any step." },
	{ GET, "/claims", CAN_PROTECT, claims_get, "claims", NULL, NULL, ROUTE_PERSON, NULL, "protection", "Claims for protection: those that wait for the authority, the longest first." },
	{ GET, "/protection/{id}", CAN_PROTECT, protection_get, "protection", NULL, NULL, ROUTE_PERSON, NULL, "protection", "The file of a claim: what was said, and what the authority answered." },
	AGAIN("/protection/{id}/answer", CAN_PROTECT, protection_get, "protection", "protection"),
	{ POST, "/protection/{id}/answer", CAN_PROTECT, answer_post, "protection", NULL, &answer_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/protection/{record}", "protection",
	  "Record what the authority answered: until a no is final, refusal, removal and return are not possible." },
	{ POST, "/referral/{id}/slip", CAN_CROSS, referral_slip_post, NULL, NULL, &slip_query_fields, ROUTE_PERSON, "/letter/{id}/text", "border_check",
	  "A slip for a person who is sent to the second line: where to go, and what one may ask for." },
	{ GET, "/departures", CAN_SECOND_LINE, refused_people_get, "departures", &queue_query_fields, NULL, ROUTE_PERSON, NULL, "border_check", "Refused people who are still to depart from a post." },
	{ GET, "/departure/{id}", CAN_SECOND_LINE, refused_person_get, "departure", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "A refused person: papers, document held, departure." },
	AGAIN("/departure/{id}/notice", CAN_SECOND_LINE, refused_person_get, "departure", "border_check"),
	{ POST, "/departure/{id}/notice", CAN_SECOND_LINE, notice_post, "departure", NULL, &notice_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/departure/{record}", "border_check",
	  "Tell the carrier to take a refused person away: notice, and covering letter where the document is held." },
	AGAIN("/departure/{id}/left", CAN_SECOND_LINE, refused_person_get, "departure", "border_check"),
	{ POST, "/departure/{id}/left", CAN_SECOND_LINE, departed_post, "departure", NULL, &depart_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/departure/{record}", "border_check",
	  "Confirm that a refused person has left: how, and when." },
	{ GET, "/referral/{id}/document", CAN_SECOND_LINE, document_keep_get, "hold_document", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The form by which a document is taken into custody." },
	{ POST, "/referral/{id}/document", CAN_SECOND_LINE, document_keep_post, "hold_document", NULL, &keep_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/custody/{id}", "border_check",
	  "Take the document of a person at the second line into custody, with a receipt." },
	{ GET, "/second", CAN_SUPERVISE, requests_get, "inbox", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "What waits for a second person." },
	{ POST, "/second/{id}", CAN_SUPERVISE, request_post, NULL, NULL, &second_form_fields, 0, "/second", "border_check", "Confirm what another person asked for, or send it back." },
	{ 0 },
};

const struct room second_line_room = { .name = "second_line", .files = second_line_files, .routes = routes };
