/* Handlers, forms and page values that the files of this room share. Private to the room. */
#ifndef LIMEN_PORTAL_PAGES_H
#define LIMEN_PORTAL_PAGES_H

#include "account.h"
#include "house.h"
#include "lang.h"
#include "pack_judge.h"
#include "portal.h"

#define ENTER_QUERY_FIELDS(F, L) \
	F(TEXT, next,   0, 1, 0, 200, "where to go then") \
	F(CODE, ticket, 0, 1, 0, 64,  "link of the message")
#define FIELD_ROW_OF_enter_query(...) FIELD_ROW(enter_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_enter_query(...) FIELD_LIST_ROW(enter_query, __VA_ARGS__)
FIELDS_STRUCT(enter_query, ENTER_QUERY_FIELDS)

#define ASK_FORM_FIELDS(F, L) \
	F(TEXT, email, REQUIRED | PERSONAL, 1, 3, 254, "e-mail address") \
	F(TEXT, next,  0, 1, 0, 200, "where to go then")
#define FIELD_ROW_OF_ask_form(...) FIELD_ROW(ask_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ask_form(...) FIELD_LIST_ROW(ask_form, __VA_ARGS__)
FIELDS_STRUCT(ask_form, ASK_FORM_FIELDS)

#define ENTER_FORM_FIELDS(F, L) \
	F(TEXT, email,  PERSONAL, 1, 0, 254, "e-mail address, with a code") \
	F(TEXT, code,   SECRET,   1, 0, 20,  "code of the message") \
	F(CODE, ticket, SECRET,   1, 0, 64,  "link of the message") \
	F(TEXT, next,   0,        1, 0, 200, "where to go then")
#define FIELD_ROW_OF_enter_form(...) FIELD_ROW(enter_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_enter_form(...) FIELD_LIST_ROW(enter_form, __VA_ARGS__)
FIELDS_STRUCT(enter_form, ENTER_FORM_FIELDS)

#define LOST_FORM_FIELDS(F, L) \
	F(TEXT, email,    REQUIRED | PERSONAL, 1, 3, 254, "address until now") \
	F(TEXT, recovery, REQUIRED | SECRET,   1, 8, 40,  "recovery code") \
	F(TEXT, new,      REQUIRED | PERSONAL, 1, 3, 254, "new address")
#define FIELD_ROW_OF_lost_form(...) FIELD_ROW(lost_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_lost_form(...) FIELD_LIST_ROW(lost_form, __VA_ARGS__)
FIELDS_STRUCT(lost_form, LOST_FORM_FIELDS)

#define STATUS_FORM_FIELDS(F, L) \
	F(TEXT, number, REQUIRED | PERSONAL, 1, 1, 40, "number of the application, as the receipt prints it") \
	F(TEXT, code,   REQUIRED | SECRET,   1, 1, 40, "code of the receipt")
#define FIELD_ROW_OF_status_form(...) FIELD_ROW(status_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_status_form(...) FIELD_LIST_ROW(status_form, __VA_ARGS__)
FIELDS_STRUCT(status_form, STATUS_FORM_FIELDS)

#define INVITE_FORM_FIELDS(F, L) \
	F(CODE, party, REQUIRED, 1, 1, 48, "party as which they act") \
	F(TEXT, email, REQUIRED | PERSONAL, 1, 3, 254, "their e-mail address")
#define FIELD_ROW_OF_invite_form(...) FIELD_ROW(invite_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_invite_form(...) FIELD_LIST_ROW(invite_form, __VA_ARGS__)
FIELDS_STRUCT(invite_form, INVITE_FORM_FIELDS)

#define PART_FORM_FIELDS(F, L) F(INT, place, 0, 1, 0, 1000, "number of the person in the case")
#define FIELD_ROW_OF_part_form(...) FIELD_ROW(part_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_part_form(...) FIELD_LIST_ROW(part_form, __VA_ARGS__)
FIELDS_STRUCT(part_form, PART_FORM_FIELDS)

#define APPLICATION_QUERY_FIELDS(F, L) \
	F(CODE, item, 0, 1, 0, 32,  "id of the item that an action is about") \
	F(CODE, path, 0, 1, 0, 200, "answer that holds a file") \
	F(INT,  page, 0, 1, 0, 1000, "of several pages, from 1") \
	F(CODE, size, 0, 1, 0, 8, "large: the picture, set anew to be looked at; left out: the file, to be saved") \
	F(ID,   letter, 0, 1, 0, 0, "a letter of the case") \
	F(YESNO, look, 0, 1, 0, 0,  "say what is wrong with the answers that are there")
#define FIELD_ROW_OF_application_query(...) FIELD_ROW(application_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_application_query(...) FIELD_LIST_ROW(application_query, __VA_ARGS__)
FIELDS_STRUCT(application_query, APPLICATION_QUERY_FIELDS)

#define ITEM_FORM_FIELDS(F, L) F(CODE, item, 0, 1, 0, 32, "id of the item that the action is about")
#define FIELD_ROW_OF_item_form(...) FIELD_ROW(item_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_item_form(...) FIELD_LIST_ROW(item_form, __VA_ARGS__)
FIELDS_STRUCT(item_form, ITEM_FORM_FIELDS)

#define PAGE_FORM_FIELDS(F, L) F(YESNO, more, 0, 1, 0, 0, "stay on this page: one more of a list is to be told")
#define FIELD_ROW_OF_page_form(...) FIELD_ROW(page_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_page_form(...) FIELD_LIST_ROW(page_form, __VA_ARGS__)
FIELDS_STRUCT(page_form, PAGE_FORM_FIELDS)

#define ADVICE_QUERY_FIELDS(F, L) \
	F(CODE, nationality, 0, 1, 0, 3,  "code of Doc 9303-3; left out: the form alone") \
	F(CODE, kind,        0, 1, 0, 2,  "kind of document, P when left out") \
	F(CODE, purpose,     0, 1, 0, 32, "purpose of travel; tourism when left out") \
	F(CODE, residence,   0, 1, 0, 3,  "state whose residence permit is held") \
	F(CODE, holds,       0, 1, 0, 3,  "state whose visa is held") \
	F(DATE, arrive,      0, 1, 0, 0,  "day of arrival; in 30 days when left out") \
	F(INT,  days,        0, 1, 0, 3650, "days of stay; 14 when left out") \
	F(INT,  age,         0, 1, 0, 120,  "age on that day; an adult when left out")
#define FIELD_ROW_OF_advice_query(...) FIELD_ROW(advice_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_advice_query(...) FIELD_LIST_ROW(advice_query, __VA_ARGS__)
FIELDS_STRUCT(advice_query, ADVICE_QUERY_FIELDS)

#define PAY_CHOICE_FIELDS(F, L) F(CODE, use, REQUIRED, 1, 1, 48, "use of the procedure")
#define FIELD_ROW_OF_pay_choice(...) FIELD_ROW(pay_choice, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pay_choice(...) FIELD_LIST_ROW(pay_choice, __VA_ARGS__)
FIELDS_STRUCT(pay_choice, PAY_CHOICE_FIELDS)

#define VISIT_QUERY_FIELDS(F, L) \
	F(CODE, use,    0, 1, 0, 48, "use of the procedure") \
	F(CODE, centre, 0, 1, 0, 16, "centre") \
	F(DATE, day,    0, 1, 0, 0,  "day")
#define FIELD_ROW_OF_visit_query(...) FIELD_ROW(visit_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_visit_query(...) FIELD_LIST_ROW(visit_query, __VA_ARGS__)
FIELDS_STRUCT(visit_query, VISIT_QUERY_FIELDS)

#define VISIT_FORM_FIELDS(F, L) \
	F(CODE, use,    REQUIRED, 1, 1, 48, "use of the procedure") \
	F(CODE, centre, REQUIRED, 1, 1, 16, "centre") \
	F(INT,  start,  REQUIRED, 1, 1, INT64_C(9007199254740991), "when it begins: ms since 1970")
#define FIELD_ROW_OF_visit_form(...) FIELD_ROW(visit_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_visit_form(...) FIELD_LIST_ROW(visit_form, __VA_ARGS__)
FIELDS_STRUCT(visit_form, VISIT_FORM_FIELDS)

/* What the pack's rules say of a journey. */
struct told {
	struct pack_facts facts;
	struct date arrive;
	int days, age;
	const struct pack_category *category;
	struct pack_entry entry;
	bool found, citizen;
	const struct pack_stay_rule *stay;   /* NULL = none is named */
	const struct pack_procedure *way;    /* by which one gets what is needed; NULL = nothing is, or nobody knows */
};
void advise(struct act *act, const struct advice_query *query, struct told *out);
bool portal_opens(const struct pack_procedure *procedure);   /* may the public begin one? */

/* A case under the eyes of a party. */
struct mine {
	struct case_seen seen;
	struct str party;
	struct flow_actor actor;
};
/* ERR_NOT_FOUND: there is none that the actor has a part in. The act takes the procedure's purpose. */
bool mine_open(struct act *act, struct uuid record, struct mine *out, struct error *err);
void mine_end(struct mine *mine);
/* Does the party ever fill this in? Only that is shown to it: an employer reads its own page, not the applicant's life. */
bool mine_fills(const struct mine *mine, const struct pack_asked *field);
/* Does it act for the person whose case it is, as themselves, a guardian or a helper with a mandate? These see all answers and letters, and who takes part. */
bool mine_acts(const struct mine *mine);
struct str mine_title(struct act *act, const struct mine *mine);
struct str mine_path(struct act *act, struct uuid record, const char *after);
struct str portal_day(struct act *act, int64_t ms);     /* the last day before an instant that ends a limit */
struct str portal_date(struct act *act, int64_t ms);
void portal_page(struct act *act, struct reply *reply); /* data and page of a reply, with what every public page has */
/* form.c: how far the form of a draft is: groups of pages with their state. */
bool put_tasks(struct act *act, struct mine *mine, json_t *page, struct error *err);
/* ties.c: what is to be paid and booked now: [{title, words, href, post, use, button}]. */
bool put_ties(struct act *act, struct mine *mine, json_t *page, struct error *err);
/* What a party may do now besides filling in: [{to, href, words, asks, main}]. */
json_t *actions_of(struct act *act, struct mine *mine);

/* status.c: until when the authority answers, or the person acts: {answer_by, do_by}, "" = not. */
void put_dates(struct act *act, struct case_seen *seen, json_t *page);

/* receipt.c */ route_handler portal_receipt_get, portal_receipt_post;
/* advice.c */  route_handler portal_advice_get;
/* account.c */ route_handler portal_account_get, portal_account_post, portal_account_enter_get, portal_account_enter_post, portal_account_leave_post, portal_account_lost_get, portal_account_lost_post, portal_account_me_get, portal_account_recovery_post;
/* list.c */    route_handler portal_front_get, portal_applications_get, portal_begin_get, portal_begin_post, portal_together_post;
/* status.c */  route_handler portal_application_get, portal_letter_get, portal_letter_text_get, portal_file_get, portal_upload_post, portal_upload_get, portal_upload_patch, portal_upload_delete;
/* form.c */    route_handler portal_page_get, portal_page_post, portal_check_get, portal_do_get, portal_do_post;
/* ties.c */    route_handler portal_pay_post, portal_book_get, portal_book_post, portal_book_cancel_post;
/* people.c */  route_handler portal_people_get, portal_people_post, portal_part_post;

bool portal_contact(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err);

#endif
