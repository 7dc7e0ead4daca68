/* What follows from a stay that was too long: the explanation, the excuse or the penalty with its payment, and entry bans; records that do not fit.
 *
 * Nouns, folds, the pack's law applied, and the check `ban.entry`. Pages and forms are the border's, which shows people.
 * - An overstay is recorded at the exit, with the explanation that was given. The pack says what excuses it and what it costs; the amount stands in the
 *   entry. It never keeps anybody from leaving.
 * - A ban is an order: a named officer whose role may, reasons, facts, what the person said, the remedy, a last day within the pack's limit, and a second
 *   person where the pack wants one. Never against a citizen, never while a claim for protection is open. It ends on its last day, or when it is lifted.
 *   It is found by every document of the person, refers at entry, and shows its remedy. At exit it says nothing.
 * - A record that does not fit is an entry that no exit follows: two open entries, or one long past its last day. It becomes exactly one task, whose
 *   record is made of the entry's id; the job closes it when a correction or a tie made the records fit. Somebody may close it with a note as well:
 *   then it stays closed. */
#ifndef LIMEN_STATUS_H
#define LIMEN_STATUS_H

#include "stay.h"

extern const struct room status_room;

/* --- overstays --- */

/* Body of `overstay`, in the record of the document that was left on. */
#define OVERSTAY_FIELDS(F, L) \
	F(ID,   crossing,      REQUIRED, 1, 0, 0,    "entry of the exit") \
	F(ID,   entered,       REQUIRED, 1, 0, 0,    "entry of the stay's beginning, on whatever document") \
	F(DATE, allowed_until, REQUIRED, 1, 0, 0,    "last day that was allowed") \
	F(DATE, left_on,       REQUIRED, 1, 0, 0,    "day of the exit") \
	F(INT,  days,          REQUIRED, 1, 1, 36500, "days too long") \
	F(CODE, explanation,   REQUIRED, 1, 1, 32,   "code of the pack's list overstay_explanations") \
	F(TEXT, words,         PERSONAL, 1, 0, 1000, "what the person said") \
	F(TEXT, paper,         PERSONAL, 1, 0, 200,  "paper that was seen") \
	F(YESNO, excused,      0,        1, 0, 0,    "the pack excuses it") \
	F(INT,  amount,        0,        1, 0, 0,    "penalty by the tariff, in millionths; 0 = none") \
	F(CODE, currency,      0,        1, 0, 3,    "ISO 4217") \
	F(TEXT, law,           0,        1, 0, 200,  "article, in the pack's own words") \
	F(CODE, pack,          0,        1, 0, 64,   "identity of the pack used") \
	F(CODE, post,          REQUIRED, 1, 1, 16,   "post of the exit")
#define FIELD_ROW_OF_overstay(...) FIELD_ROW(overstay, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_overstay(...) FIELD_LIST_ROW(overstay, __VA_ARGS__)
FIELDS_STRUCT(overstay, OVERSTAY_FIELDS)

#define OVERSTAY_PAID_FIELDS(F, L) \
	F(ID,   overstay, REQUIRED, 1, 0, 0,   "what is paid") \
	F(INT,  amount,   REQUIRED, 1, 0, 0,   "millionths") \
	F(CODE, currency, REQUIRED, 1, 3, 3,   "ISO 4217") \
	F(CODE, method,   REQUIRED, 1, 1, 32,  "code of the pack's list payment_methods") \
	F(TEXT, note,     PERSONAL, 1, 0, 200, "such as the number of the transfer")
#define FIELD_ROW_OF_overstay_paid(...) FIELD_ROW(overstay_paid, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_overstay_paid(...) FIELD_LIST_ROW(overstay_paid, __VA_ARGS__)
FIELDS_STRUCT(overstay_paid, OVERSTAY_PAID_FIELDS)

#define OVERSTAY_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when it was recorded") \
	F(ID,   officer,  0, 1, 0, 0, "who recorded it") \
	OVERSTAY_FIELDS(F, L) \
	F(TIME, paid,     0, 1, 0, 0, "when it was paid; 0 = not") \
	F(CODE, method,   0, 1, 0, 32, "how") \
	F(ID,   payment,  0, 1, 0, 0, "entry of the payment")
#define FIELD_ROW_OF_overstay_row(...) FIELD_ROW(overstay_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_overstay_row(...) FIELD_LIST_ROW(overstay_row, __VA_ARGS__)
FIELDS_STRUCT(overstay_row, OVERSTAY_ROW_FIELDS)

/* What the officer writes down at an exit that comes too late. */
struct explained {
	struct str code;        /* list overstay_explanations */
	struct str words, paper;
};
/* Findings when the explanation is missing or not of the list. */
void status_check_explained(struct act *act, const struct explained *explained, struct date today, struct str field);
/* Records the overstay of the exit `crossing`; gives its entry, and whether something is to be paid. The stay must be over. */
struct uuid status_record_overstay(struct act *act, const struct subject *subject, const struct stay_account *stay, const struct explained *explained,
                                   struct uuid crossing, bool *due);
bool status_overstay(struct act *act, struct uuid id, struct overstay_row *row, struct uuid *record, struct error *err);
bool status_pay(struct act *act, const struct overstay_row *row, struct uuid record, struct str method, struct str note, struct error *err);

/* --- bans --- */

#define BAN_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(TEXTS, reasons, REQUIRED | PERSONAL, 1, 1, 5,    "codes of the pack's list ban_reasons") \
	F(TEXT, facts,    REQUIRED | PERSONAL, 1, 5, 2000, "facts on which it rests") \
	F(TEXT, heard,    REQUIRED | PERSONAL, 1, 2, 2000, "what the person said when heard") \
	F(DATE, starts,   REQUIRED,            1, 0, 0,    "first day") \
	F(DATE, ends,     REQUIRED,            1, 0, 0,    "last day") \
	F(TEXT, remedy,   REQUIRED,            1, 2, 2000, "the remedy as told and printed") \
	F(TEXT, law,      0,                   1, 0, 200,  "article, in the pack's own words") \
	F(CODE, language, 0,                   1, 0, 8,    "language of the order") \
	F(ID,   ground,   0,                   1, 0, 0,    "overstay that led to it") \
	F(ID,   officer,  0,                   1, 0, 0,    "who ordered it, when another wrote the entry") \
	F(ID,   second,   0,                   1, 0, 0,    "who confirmed it") \
	F(CODE, pack,     0,                   1, 0, 64,   "identity of the pack used")
#define FIELD_ROW_OF_ban(...) FIELD_ROW(ban, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban(...) FIELD_LIST_ROW(ban, __VA_ARGS__)
FIELDS_STRUCT(ban, BAN_FIELDS)

#define BAN_LIFT_FIELDS(F, L) \
	F(ID,   ban,       REQUIRED,            1, 0, 0,   "the ban") \
	F(TEXT, authority, REQUIRED,            1, 2, 120, "who decided") \
	F(TEXT, reason,    REQUIRED | PERSONAL, 1, 2, 500, "why")
#define FIELD_ROW_OF_ban_lift(...) FIELD_ROW(ban_lift, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_lift(...) FIELD_LIST_ROW(ban_lift, __VA_ARGS__)
FIELDS_STRUCT(ban_lift, BAN_LIFT_FIELDS)

#define BAN_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0, "entry") \
	F(TIME, happened,  0, 1, 0, 0, "when it was ordered") \
	BAN_FIELDS(F, L) \
	F(TIME, lifted,    0, 1, 0, 0, "when it was lifted; 0 = not") \
	F(TEXT, lifted_by, 0, 1, 0, 120, "who decided that") \
	F(TEXT, lifted_why, PERSONAL, 1, 0, 500, "why")
#define FIELD_ROW_OF_ban_row(...) FIELD_ROW(ban_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_ban_row(...) FIELD_LIST_ROW(ban_row, __VA_ARGS__)
FIELDS_STRUCT(ban_row, BAN_ROW_FIELDS)

enum { BANS_MOST = 20 };

bool ban_in_force(const struct ban_row *row, struct date today);
/* Of all documents of the person, the latest end first. */
bool status_bans(struct act *act, struct uuid holder, struct ban_row rows[static BANS_MOST], size_t *count, struct error *err);
bool status_ban(struct act *act, struct uuid id, struct ban_row *row, struct uuid *record, struct error *err);
/* Why the actor may not order one against this person; NULL = may. A sentence of the translations. */
const char *status_why_not_ban(const struct act *act, const struct subject *subject);
/* Completes law, remedy, pack and officer, checks all, and orders the ban or asks for the second person (`asked`). `ban` holds reasons, facts, heard,
 * starts, ends, language and ground. */
bool status_order_ban(struct act *act, const struct subject *subject, struct ban *ban, bool *asked, struct uuid *id, struct error *err);
/* The second person's answer, by the record of the request: what was asked is looked at anew. `subject` is the person as loaded now; `ban` what is recorded. */
bool status_confirm_ban(struct act *act, struct uuid request, const struct subject *subject, struct ban *ban, struct uuid *id, struct error *err);
bool status_lift_ban(struct act *act, const struct ban_row *row, struct uuid record, struct str authority, struct str reason, struct error *err);

/* --- records that do not fit --- */

/* Is a task of this kind about records that do not fit? It is closed by hand with a note that says why alone. */
bool status_is_record_task(struct str what);
/* Appends the task of an entry that another entry followed, unless there is one. */
bool status_tell_two_entries(struct act *act, struct uuid entered, struct uuid record, struct error *err);

extern const struct entry_type overstay_type, overstay_paid_type, ban_type, ban_lift_type;

#endif
