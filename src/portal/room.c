/* The room's face. */
#include "pages.h"

extern const struct embedded portal_files[];
extern const struct fold case_party_fold;

#define PERSON ROUTE_PERSON
#define FORM (ROUTE_PERSON | ROUTE_FORM_AGAIN | ROUTE_ANSWERS | ROUTE_UPLOAD)
#define AGAIN "The page of a form, when an answer needs another look."

static const struct route routes[] = {
	{ GET, "/visa", ANYBODY, portal_front_get, "front", NULL, NULL, 0, NULL, NULL, "Visas and permits: do I need one, apply, how does it stand." },
	{ GET, "/visa/advice", ANYBODY, portal_advice_get, "advice", &advice_query_fields, NULL, 0, NULL, NULL,
	  "Do I need a visa? What a journey needs, from the rule of entry that a booth applies: permit, papers, cost, time, where." },
	{ GET, "/visa/begin/{name}", CAN_APPLY, portal_begin_get, "begin", NULL, NULL, 0, NULL, NULL, "What an application is about, and the button that begins it." },
	{ POST, "/visa/begin/{name}", CAN_APPLY, portal_begin_post, NULL, NULL, NULL, PERSON, "/application/{id}", NULL, "Begin an application." },

	{ GET, "/status", ANYBODY, portal_receipt_get, "status", NULL, NULL, 0, NULL, NULL, "How does it stand? For who applied on paper and has no account." },
	{ POST, "/status", ANYBODY, portal_receipt_post, "status", NULL, &status_form_fields, ROUTE_FORM_AGAIN, "/status", NULL,
	  "How a case stands, in the words for the public and no others, for whoever has its number and the code of its receipt." },

	{ GET, "/account", ANYBODY, portal_account_get, "account_ask", &enter_query_fields, NULL, 0, NULL, NULL, "Sign in with an e-mail address, as somebody who applies." },
	{ POST, "/account", ANYBODY, portal_account_post, "account_ask", NULL, &ask_form_fields, ROUTE_FORM_AGAIN, NULL, NULL, "Send a link and a code to an address. Whether it has an account is not said." },
	{ GET, "/account/enter", ANYBODY, portal_account_enter_get, "account_enter", &enter_query_fields, NULL, 0, NULL, NULL, "The page that a message leads to." },
	{ POST, "/account/enter", ANYBODY, portal_account_enter_post, "account_enter", NULL, &enter_form_fields, ROUTE_FORM_AGAIN, NULL, NULL, "Sign in by the link or the code of a message, once." },
	{ POST, "/account/leave", CAN_APPLY, portal_account_leave_post, NULL, NULL, NULL, 0, NULL, NULL, "Sign out." },
	{ GET, "/account/lost", ANYBODY, portal_account_lost_get, "account_lost", NULL, NULL, 0, NULL, NULL, "The address is lost: what to do." },
	{ POST, "/account/lost", ANYBODY, portal_account_lost_post, "account_lost", NULL, &lost_form_fields, ROUTE_FORM_AGAIN, NULL, NULL, "Take a new address with the recovery code." },
	{ GET, "/account/me", CAN_APPLY, portal_account_me_get, "account_me", NULL, NULL, 0, NULL, NULL, "One's own account: address and recovery code." },
	{ POST, "/account/me", CAN_APPLY, portal_account_recovery_post, "account_me", NULL, NULL, 0, NULL, NULL, "Make a recovery code, shown once." },

	{ GET, "/applications", CAN_APPLY, portal_applications_get, "applications", NULL, NULL, PERSON, NULL, "permits", "One's own applications." },
	{ GET, "/application/{id}", CAN_APPLY, portal_application_get, "application", NULL, NULL, PERSON, NULL, NULL, "One application: what is to be done, how it stands, letters." },
	{ GET, "/application/{id}/page/{name}", CAN_APPLY, portal_page_get, "application_page", &application_query_fields, NULL, PERSON, NULL, NULL, "One page of the form." },
	{ POST, "/application/{id}/page/{name}", CAN_APPLY, portal_page_post, "application_page", NULL, &page_form_fields, FORM, "/application/{record}", NULL, "Keep the answers of one page." },
	{ GET, "/application/{id}/check", CAN_APPLY, portal_check_get, "application_check", NULL, NULL, PERSON, NULL, NULL, "All answers once more." },
	{ GET, "/application/{id}/do/{name}", CAN_APPLY, portal_do_get, "application_do", &application_query_fields, NULL, PERSON, NULL, NULL, "The form of an action: send, withdraw, appeal ..." },
	{ POST, "/application/{id}/do/{name}", CAN_APPLY, portal_do_post, "application_do", NULL, &item_form_fields, FORM, "/application/{record}", NULL, "Do it: judged again, whole or not at all." },
	{ POST, "/application/{id}/together", CAN_APPLY, portal_together_post, NULL, NULL, NULL, PERSON, "/application/{record}", NULL, "Begin an application for somebody who goes together with this one." },
	{ GET, "/application/{id}/people", CAN_APPLY, portal_people_get, "application_people", NULL, NULL, PERSON, NULL, NULL, "Who has a part in the application." },
	{ POST, "/application/{id}/people", CAN_APPLY, portal_people_post, "application_people", NULL, &invite_form_fields, PERSON | ROUTE_FORM_AGAIN, "/application/{record}/people", NULL,
	  "Ask somebody to take part, by their address." },
	{ GET, "/application/{id}/people/end", CAN_APPLY, portal_people_get, "application_people", NULL, NULL, PERSON, NULL, NULL, AGAIN },
	{ POST, "/application/{id}/people/end", CAN_APPLY, portal_part_post, NULL, NULL, &part_form_fields, PERSON, "/application/{record}/people", NULL, "Let somebody go who had a part." },
	{ POST, "/application/{id}/pay", CAN_APPLY, portal_pay_post, NULL, NULL, &pay_choice_fields, PERSON, "/application/{record}", NULL, "Pay a fee online: leads to the provider." },
	{ GET, "/application/{id}/book", CAN_APPLY, portal_book_get, "application_book", &visit_query_fields, NULL, PERSON, NULL, NULL, "Centres, days and times for a visit, or the visit that is booked." },
	{ POST, "/application/{id}/book", CAN_APPLY, portal_book_post, "application_book", NULL, &visit_form_fields, PERSON | ROUTE_FORM_AGAIN, "/application/{record}", NULL, "Book a visit, or move it." },
	{ POST, "/application/{id}/book/cancel", CAN_APPLY, portal_book_cancel_post, NULL, NULL, &pay_choice_fields, PERSON, "/application/{record}", NULL, "Give a booked visit back." },
	{ GET, "/application/{id}/letter", CAN_APPLY, portal_letter_get, NULL, &application_query_fields, NULL, PERSON, NULL, NULL, "A letter of the application, as PDF." },
	{ GET, "/application/{id}/letter/text", CAN_APPLY, portal_letter_text_get, "letter", &application_query_fields, NULL, PERSON, NULL, NULL, "A letter of the application, as a page." },
	{ GET, "/application/{id}/file", CAN_APPLY, portal_file_get, NULL, &application_query_fields, NULL, PERSON, NULL, NULL, "A file of the application, as it was given." },
	{ POST, "/application/{id}/upload", CAN_APPLY, portal_upload_post, NULL, &case_upload_query_fields, NULL, ROUTE_PIECES, NULL, NULL, "Begin to send a file in pieces (draft-ietf-httpbis-resumable-upload)." },
	{ GET, "/application/{id}/upload/{name}", CAN_APPLY, portal_upload_get, NULL, NULL, NULL, 0, NULL, NULL, "How far an upload has come." },
	{ PATCH, "/application/{id}/upload/{name}", CAN_APPLY, portal_upload_patch, NULL, NULL, NULL, ROUTE_PIECES, NULL, NULL, "The next piece of an upload." },
	{ DELETE, "/application/{id}/upload/{name}", CAN_APPLY, portal_upload_delete, NULL, NULL, NULL, ROUTE_PIECES, NULL, NULL, "Give an upload up." },
	{ 0 },
};

static const struct case_work works[] = { { .capability = "contact", .command = portal_contact }, { 0 } };
static const struct entry_type *const entries[] = { &case_party_type, NULL };
static const struct fold *const folds[] = { &case_party_fold, NULL };

const struct room portal_room = { .name = "portal", .files = portal_files, .entries = entries, .folds = folds, .routes = routes, .works = works };
