/* The second line's own entries: who has taken a person, what the person needs and wishes, which agency was asked, and who is stateless.
 *
 * - A lease is an entry in the record of the referral: an officer takes a person, keeps them for the time that the pack states (param lease_time) or
 *   until they hand them back. Who opens the page of somebody who is taken sees by whom, and takes over only with a reason.
 * - Two officers who take or decide at once conflict on the head of the record: the journal lets one through, the other decides again and is told.
 * - What an officer does for a person whom nobody has takes that person. The second person who confirms a refusal needs no lease.
 * - Nothing is decided by a lease: when it ends, the person waits in the queue as before.
 * - A person may choose the sex of the officer who interviews or searches them; whether that was met, and if not why, is written down. Users have no
 *   recorded sex: officers say for whom they are available, for their shift.
 * - An agency is a role of the pack that stands in its list `agencies`. It gets a task; the answer comes back to the person's page.
 * - Statelessness (1954 Convention relating to the Status of Stateless Persons) has a file of its own: how it shows, documents, needs. */
#ifndef LIMEN_LEASE_H
#define LIMEN_LEASE_H

#include "border.h"

#define LEASE_FIELDS(F, L) \
	F(ID,   referral, REQUIRED, 1, 0, 0,   "referral of the person who is taken or handed back") \
	F(TIME, until,    0,        1, 0, 0,   "when it ends by itself; nothing = handed back") \
	F(ID,   from,     0,        1, 0, 0,   "officer from whom the person was taken over") \
	F(TEXT, reason,   PERSONAL, 1, 0, 500, "why they were taken over")
#define FIELD_ROW_OF_lease(...) FIELD_ROW(lease, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_lease(...) FIELD_LIST_ROW(lease, __VA_ARGS__)
FIELDS_STRUCT(lease, LEASE_FIELDS)

#define TAKE_FIELDS(F, L) F(TEXT, why, PERSONAL, 1, 0, 500, "reason, when a colleague has the person")
#define FIELD_ROW_OF_take(...) FIELD_ROW(take, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_take(...) FIELD_LIST_ROW(take, __VA_ARGS__)
FIELDS_STRUCT(take, TAKE_FIELDS)

/* What was asked and seen of needs and wishes. */
#define WELFARE_FORM_FIELDS(F, L) \
	F(TEXTS, needs,    PERSONAL, 1, 0, 10,  "codes of the pack's list needs") \
	F(TEXT,  note,     PERSONAL, 1, 0, 500, "what helps") \
	F(CODE,  wish,     PERSONAL, 1, 0, 3,   "officer for interview and search: F, M, or any") \
	F(CODE,  met,      0,        1, 0, 3,   "was the wish met: yes or no; empty = not yet") \
	F(TEXT,  why_not,  PERSONAL, 1, 0, 300, "why it was not")
#define FIELD_ROW_OF_welfare_form(...) FIELD_ROW(welfare_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_welfare_form(...) FIELD_LIST_ROW(welfare_form, __VA_ARGS__)
FIELDS_STRUCT(welfare_form, WELFARE_FORM_FIELDS)

#define WELFARE_FIELDS(F, L) F(ID, referral, REQUIRED, 1, 0, 0, "referral") WELFARE_FORM_FIELDS(F, L)
#define FIELD_ROW_OF_welfare(...) FIELD_ROW(welfare, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_welfare(...) FIELD_LIST_ROW(welfare, __VA_ARGS__)
FIELDS_STRUCT(welfare, WELFARE_FIELDS)

/* In the officer's own record, and its row. */
#define AVAILABLE_FIELDS(F, L) \
	F(CODE,  post,  REQUIRED, 1, 1, 16, "post") \
	F(YESNO, women, 0,        1, 0, 0,  "for interviews and searches of women and girls") \
	F(YESNO, men,   0,        1, 0, 0,  "for interviews and searches of men and boys") \
	F(TIME,  until, REQUIRED, 1, 0, 0,  "end of the shift")
#define FIELD_ROW_OF_available(...) FIELD_ROW(available, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_available(...) FIELD_LIST_ROW(available, __VA_ARGS__)
FIELDS_STRUCT(available, AVAILABLE_FIELDS)

#define AVAILABLE_FORM_FIELDS(F, L) \
	F(YESNO, women, 0, 1, 0, 0, "for interviews and searches of women and girls") \
	F(YESNO, men,   0, 1, 0, 0, "for interviews and searches of men and boys")
#define FIELD_ROW_OF_available_form(...) FIELD_ROW(available_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_available_form(...) FIELD_LIST_ROW(available_form, __VA_ARGS__)
FIELDS_STRUCT(available_form, AVAILABLE_FORM_FIELDS)

#define AGENCY_FORM_FIELDS(F, L) \
	F(CODE, agency,   REQUIRED,            1, 1, 32,  "a role of the pack that stands in its list agencies") \
	F(TEXT, question, REQUIRED | PERSONAL, 1, 5, 500, "what the agency is asked")
#define FIELD_ROW_OF_agency_form(...) FIELD_ROW(agency_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_agency_form(...) FIELD_LIST_ROW(agency_form, __VA_ARGS__)
FIELDS_STRUCT(agency_form, AGENCY_FORM_FIELDS)

#define AGENCY_ASK_FIELDS(F, L) \
	AGENCY_FORM_FIELDS(F, L) \
	F(ID, referral, 0,        1, 0, 0, "referral during which it was asked") \
	F(ID, task,     REQUIRED, 1, 0, 0, "record of the agency's task")
#define FIELD_ROW_OF_agency_ask(...) FIELD_ROW(agency_ask, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_agency_ask(...) FIELD_LIST_ROW(agency_ask, __VA_ARGS__)
FIELDS_STRUCT(agency_ask, AGENCY_ASK_FIELDS)

#define AGENCY_ANSWER_FIELDS(F, L) \
	F(ID,   task,   REQUIRED,            1, 0, 0,   "record of the task") \
	F(TEXT, answer, REQUIRED | PERSONAL, 1, 2, 500, "what the agency answered")
#define FIELD_ROW_OF_agency_answer(...) FIELD_ROW(agency_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_agency_answer(...) FIELD_LIST_ROW(agency_answer, __VA_ARGS__)
FIELDS_STRUCT(agency_answer, AGENCY_ANSWER_FIELDS)

#define AGENCY_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,   "entry that asked") \
	F(TIME, asked,    0, 1, 0, 0,   "when") \
	F(ID,   asker,    0, 1, 0, 0,   "who asked") \
	AGENCY_ASK_FIELDS(F, L) \
	F(TIME, answered, 0, 1, 0, 0,   "when it answered; 0 = not yet") \
	F(ID,   answerer, 0, 1, 0, 0,   "who answered") \
	F(TEXT, answer,   PERSONAL, 1, 0, 500, "what")
#define FIELD_ROW_OF_agency_row(...) FIELD_ROW(agency_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_agency_row(...) FIELD_LIST_ROW(agency_row, __VA_ARGS__)
FIELDS_STRUCT(agency_row, AGENCY_ROW_FIELDS)

/* The file of a stateless person, in the record of the document or of the person without one. Form, body and row alike; the last one counts. */
#define STATELESS_FIELDS(F, L) \
	F(CODE, how,       REQUIRED, 1, 1, 32,   "code of the pack's list stateless_grounds: how it shows") \
	F(TEXT, documents, PERSONAL, 1, 0, 300,  "documents that the person holds") \
	F(TEXT, residence, PERSONAL, 1, 0, 200,  "where the person lived, and may return to") \
	F(TEXT, needs,     PERSONAL, 1, 0, 500,  "what the person needs: papers, registration of a birth ...")
#define FIELD_ROW_OF_stateless(...) FIELD_ROW(stateless, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stateless(...) FIELD_LIST_ROW(stateless, __VA_ARGS__)
FIELDS_STRUCT(stateless, STATELESS_FIELDS)

extern const struct entry_type lease_type, welfare_type, available_type, agency_ask_type, agency_answer_type, stateless_type;

/* Who has the person now; zero when nobody has, or the lease has ended. */
struct uuid border_taken_by(const struct act *act, const struct referral_row *referral);
/* Has a colleague taken the person? */
bool border_taken_by_other(const struct act *act, const struct referral_row *referral);
bool border_take(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct take *take, struct error *err);
bool border_hand_back(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err);
/* For what an officer does that is no decision: takes the person when nobody has them, refuses when a colleague has. */
bool border_keep_taken(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err);


bool border_welfare(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct welfare_form *form, struct error *err);
bool border_available(struct act *act, const struct available_form *form, struct error *err);
bool border_ask_agency(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct agency_form *form, struct error *err);
/* What an agency's task brought: kept for the record that it is about. */
bool border_agency_answered(struct act *act, struct uuid task, const struct task_row *row, struct str answer, struct error *err);
bool border_stateless(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct stateless *form, struct error *err);

#endif
