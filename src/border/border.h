/* The border's service: scan, verdict, decision, second line, refusal, claim. Its pages are rooms above: booth, second_line, records.
 *
 * A service decides and appends; the web (or a command) submits. Rules that no code may break stand here, each with its test:
 * - nobody is refused but by a named officer of the second line, with reasons, facts, a hearing and the remedy;
 * - never a citizen, never after a claim for protection, never before the person was asked whether they ask for protection;
 * - what advises "refer" is admitted by the second line alone; an exit is recorded whatever the checks say, unless an order stands;
 * - one inspection, one decision; a group is decided in one act, each member by the own inspection (group.h);
 * - a child is somebody to protect: who accompanies it is asked at entry and exit, and nothing about it is ever red (child.h). */
#ifndef LIMEN_BORDER_H
#define LIMEN_BORDER_H

#include "inspect.h"
#include "status.h"

extern const struct room border_room;

/* --- what is asked --- */

#define SCAN_FIELDS(F, L) \
	F(TEXT, lines,     REQUIRED | PERSONAL, 1, 20, 1200, "the lines of the machine readable zone, as read or typed; or the seal of a visa") \
	F(CODE, source,    0, 1, 0, 16,  "mrz (default) or reader") \
	F(CODE, post,      0, 1, 0, 16,  "post, for a machine; a booth's is chosen at sign-in") \
	F(INT,  lane,      0, 1, 0, 999, "lane") \
	F(CODE, direction, 0, 1, 0, 5,   "entry or exit") \
	F(CODE, purpose,   0, 1, 0, 32,  "purpose of travel, when already asked") \
	F(ID,   with,      0, 1, 0, 0,   "inspection of somebody who travels along: both become a group") \
	F(TEXT, seal,      PERSONAL, 1, 0, 1200, "the seal of a visa that was scanned before, as text") \
	F(YESNO, as_is,    0, 1, 0, 0,   "the lines stand so on the page: a digit that does not agree is a finding, not a misread")
#define FIELD_ROW_OF_scan(...) FIELD_ROW(scan, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_scan(...) FIELD_LIST_ROW(scan, __VA_ARGS__)
FIELDS_STRUCT(scan, SCAN_FIELDS)

#define MANUAL_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(YESNO, none,     0, 1, 0, 0,   "there is no document at all") \
	F(CODE, post,      0, 1, 0, 16,  "post, for a machine; a booth's is chosen at sign-in") \
	F(INT,  lane,      0, 1, 0, 999, "lane") \
	F(CODE, direction, 0, 1, 0, 5,   "entry or exit") \
	F(CODE, purpose,   0, 1, 0, 32,  "purpose of travel, when already asked")
#define FIELD_ROW_OF_manual(...) FIELD_ROW(manual, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_manual(...) FIELD_LIST_ROW(manual, __VA_ARGS__)
FIELDS_STRUCT(manual, MANUAL_FIELDS)

/* A child: who accompanies it, and which consent was seen (child.h). */
#define CHILD_ANSWER_FIELDS(F, L) \
	F(CODE, companion,     0,        1, 0, 32,  "who accompanies a child, a code of the pack's list companions") \
	F(CODE, consent,       0,        1, 0, 32,  "consent seen for a child, a code of the pack's list consents") \
	F(TEXT, consent_by,    PERSONAL, 1, 0, 120, "who gave the consent") \
	F(DATE, consent_until, 0,        1, 0, 0,   "last day of the consent")

#define ADMIT_FIELDS(F, L) \
	F(INT,  days,       0,        1, 0, 36500, "days allowed; empty = what the rule gives") \
	F(CODE, purpose,    0,        1, 0, 32,  "purpose of travel, a code of the pack") \
	F(TEXT, carrier,    0,        1, 0, 60,  "carrier") \
	F(CODE, craft,      PERSONAL, 1, 0, 20,  "flight, train or vessel, or plate of the vehicle") \
	F(TEXT, from_place, PERSONAL, 1, 0, 60,  "where the journey comes from") \
	F(TEXT, to_place,   PERSONAL, 1, 0, 60,  "where it goes") \
	F(TEXT, address,    PERSONAL, 1, 0, 200, "address during the stay") \
	F(CODE, stamp,      0,        1, 0, 20,  "number of the stamp") \
	F(TEXT, explanation, PERSONAL, 1, 0, 1000, "explanation given, such as for days too long") \
	F(CODE, explained,  0,        1, 0, 32,  "at an exit that comes too late: code of the pack's list overstay_explanations") \
	F(TEXT, paper,      PERSONAL, 1, 0, 200, "paper that shows it, as it was seen") \
	CHILD_ANSWER_FIELDS(F, L)
#define FIELD_ROW_OF_admit(...) FIELD_ROW(admit, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_admit(...) FIELD_LIST_ROW(admit, __VA_ARGS__)
FIELDS_STRUCT(admit, ADMIT_FIELDS)

#define TRANSIT_FIELDS(F, L) \
	F(TEXT, carrier,  0,        1, 0, 60, "carrier of the journey onward") \
	F(CODE, craft,    PERSONAL, 1, 0, 20, "flight onward") \
	F(TEXT, to_place, PERSONAL, 1, 0, 60, "where it goes")
#define FIELD_ROW_OF_transit(...) FIELD_ROW(transit, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_transit(...) FIELD_LIST_ROW(transit, __VA_ARGS__)
FIELDS_STRUCT(transit, TRANSIT_FIELDS)

#define REFER_FIELDS(F, L) \
	F(CODE, reason, REQUIRED, 1, 1, 32,   "code of the pack's list referral_reasons") \
	F(TEXT, note,   PERSONAL, 1, 0, 1000, "for the colleague")
#define FIELD_ROW_OF_refer(...) FIELD_ROW(refer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_refer(...) FIELD_LIST_ROW(refer, __VA_ARGS__)
FIELDS_STRUCT(refer, REFER_FIELDS)

#define PROTECTION_FIELDS(F, L) \
	F(TEXT, words,    PERSONAL, 1, 0, 1000, "what the person said, as far as it was said") \
	F(CODE, language, 0,        1, 0, 8,    "language of the receipt") \
	F(TEXTS, needs,   PERSONAL, 1, 0, 10,   "codes of the pack's list protection_needs")
#define FIELD_ROW_OF_protection(...) FIELD_ROW(protection, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_protection(...) FIELD_LIST_ROW(protection, __VA_ARGS__)
FIELDS_STRUCT(protection, PROTECTION_FIELDS)

#define FIND_FIELDS(F, L) \
	F(CODE, list,    REQUIRED,            1, 1, 32,   "list, by its code in the pack") \
	F(TEXT, item,    REQUIRED,            1, 1, 200,  "entry, by its id in the list") \
	F(CODE, finding, REQUIRED,            1, 4, 5,    "other (not the same person), same, or open (cannot tell yet)") \
	F(TEXT, why,     REQUIRED | PERSONAL, 1, 2, 1000, "what the finding rests on")
#define FIELD_ROW_OF_find(...) FIELD_ROW(find, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_find(...) FIELD_LIST_ROW(find, __VA_ARGS__)
FIELDS_STRUCT(find, FIND_FIELDS)

#define NOTE_FIELDS(F, L) F(TEXT, note, REQUIRED | PERSONAL, 1, 2, 1000, "what a colleague should know")
#define FIELD_ROW_OF_note(...) FIELD_ROW(note, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_note(...) FIELD_LIST_ROW(note, __VA_ARGS__)
FIELDS_STRUCT(note, NOTE_FIELDS)

#define HEAR_FIELDS(F, L) \
	F(YESNO, told_why,   0,                   1, 0, 0,    "the person was told why they wait") \
	F(CODE, protection,  REQUIRED,            1, 2, 3,    "does the person ask for protection: yes or no") \
	F(CODE, language,    0,                   1, 0, 8,    "language of the hearing") \
	F(TEXT, interpreter, 0,                   1, 0, 60,   "interpreter, or how it was understood") \
	F(TEXT, note,        REQUIRED | PERSONAL, 1, 2, 2000, "what the person said")
#define FIELD_ROW_OF_hear(...) FIELD_ROW(hear, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hear(...) FIELD_LIST_ROW(hear, __VA_ARGS__)
FIELDS_STRUCT(hear, HEAR_FIELDS)

#define REFUSE_FIELDS(F, L) \
	F(TEXTS, reasons, REQUIRED | PERSONAL, 1, 1, 10,   "codes of the pack's list refusal_reasons") \
	F(TEXT, facts,    REQUIRED | PERSONAL, 1, 5, 2000, "facts on which the refusal rests") \
	F(YESNO, signature_refused, PERSONAL,  1, 0, 0,    "the person refused to sign")
#define FIELD_ROW_OF_refuse(...) FIELD_ROW(refuse, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_refuse(...) FIELD_LIST_ROW(refuse, __VA_ARGS__)
FIELDS_STRUCT(refuse, REFUSE_FIELDS)

/* Form of the answer about a child. */
#define CHILD_FORM_FIELDS(F, L) CHILD_ANSWER_FIELDS(F, L)
#define FIELD_ROW_OF_child_form(...) FIELD_ROW(child_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_child_form(...) FIELD_LIST_ROW(child_form, __VA_ARGS__)
FIELDS_STRUCT(child_form, CHILD_FORM_FIELDS)

/* Body of `child.answer`, and row of table child_answer: the last answer for an inspection. */
#define CHILD_TOLD_FIELDS(F, L) \
	F(ID, inspection, REQUIRED, 1, 0, 0, "inspection during which it was asked") \
	CHILD_ANSWER_FIELDS(F, L)
#define FIELD_ROW_OF_child_told(...) FIELD_ROW(child_told, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_child_told(...) FIELD_LIST_ROW(child_told, __VA_ARGS__)
FIELDS_STRUCT(child_told, CHILD_TOLD_FIELDS)

/* --- entries and rows of the second line --- */

#define HEARING_FIELDS(F, L) \
	F(ID, referral, REQUIRED, 1, 0, 0, "referral") \
	HEAR_FIELDS(F, L)
#define FIELD_ROW_OF_hearing(...) FIELD_ROW(hearing, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_hearing(...) FIELD_LIST_ROW(hearing, __VA_ARGS__)
FIELDS_STRUCT(hearing, HEARING_FIELDS)

#define REMARK_FIELDS(F, L) \
	F(ID,   inspection, 0,                   1, 0, 0,    "inspection during which it was written") \
	F(TEXT, note,       REQUIRED | PERSONAL, 1, 2, 1000, "what a colleague should know")
#define FIELD_ROW_OF_remark(...) FIELD_ROW(remark, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_remark(...) FIELD_LIST_ROW(remark, __VA_ARGS__)
FIELDS_STRUCT(remark, REMARK_FIELDS)

#define REFERRAL_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0, "entry") \
	F(TIME, opened,    0, 1, 0, 0, "since when") \
	REFERRAL_CORE_FIELDS(F, L) \
	F(TIME, heard,     0, 1, 0, 0, "when the person was heard; 0 = not yet") \
	F(TEXT, hearing,   PERSONAL, 1, 0, 2000, "what the person said") \
	F(CODE, language,  0, 1, 0, 8, "language of the hearing") \
	F(TEXT, interpreter, 0, 1, 0, 60, "interpreter, or how it was understood") \
	F(CODE, protection, 0, 1, 0, 3, "answer to the protection question") \
	F(YESNO, told_why, 0, 1, 0, 0, "told why they wait") \
	F(TIME, closed,    0, 1, 0, 0, "when it was decided; 0 = open") \
	F(CODE, outcome,   0, 1, 0, 10, "admit, refuse or protection") \
	F(ID,   decision,  0, 1, 0, 0, "entry that decided") \
	F(TEXTS, needs,    PERSONAL, 1, 0, 10, "needs seen") \
	F(CODE, wish,      PERSONAL, 1, 0, 3, "officer for interview and search: F, M or any; empty = not asked") \
	F(CODE, wish_met,  0, 1, 0, 3, "yes or no") \
	F(ID,   taken_by,  0, 1, 0, 0, "officer who took the person last") \
	F(TIME, taken_until, 0, 1, 0, 0, "when that ends by itself; 0 = handed back")
#define FIELD_ROW_OF_referral_row(...) FIELD_ROW(referral_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_referral_row(...) FIELD_LIST_ROW(referral_row, __VA_ARGS__)
FIELDS_STRUCT(referral_row, REFERRAL_ROW_FIELDS)

#define REMARK_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when") \
	F(ID,   officer,  0, 1, 0, 0, "who wrote it") \
	F(TEXT, note,     PERSONAL, 1, 0, 1000, "the note")
#define FIELD_ROW_OF_remark_row(...) FIELD_ROW(remark_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_remark_row(...) FIELD_LIST_ROW(remark_row, __VA_ARGS__)
FIELDS_STRUCT(remark_row, REMARK_ROW_FIELDS)

/* An officer compared two documents: not the same person. In the record of the one, naming the other. */
#define APART_FIELDS(F, L) \
	F(ID,   other,  REQUIRED, 1, 0, 0,              "record of the other document") \
	F(TEXT, reason, REQUIRED | PERSONAL, 1, 2, 500, "what shows it")
#define FIELD_ROW_OF_apart(...) FIELD_ROW(apart, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_apart(...) FIELD_LIST_ROW(apart, __VA_ARGS__)
FIELDS_STRUCT(apart, APART_FIELDS)

extern const struct entry_type hearing_type, remark_type, apart_type;

/* --- the service: for the pages, the API, commands and the demo alike --- */

struct group;
struct group_member;

/* An inspection opened again, with all that a decision or a page needs. */
struct opened {
	struct inspection inspection;
	struct entry entry;
	struct subject subject;          /* loaded anew: what is held now */
	struct stay_account stay;
	struct referral_row referral;    /* the open one, when `referred` */
	bool referred;
	bool decided;                    /* somebody decided on it already */
	struct uuid overstay;            /* recorded with the exit of this act; zero = none */
	bool due;                        /* and something is to be paid for it */
	const struct same_asked *same;   /* hits about which a second person was asked (find.h); NULL = none */
	bool asked;                      /* a second person was asked to confirm a refusal, and did not answer yet */
	struct child_told child;         /* of a child: the last answer about companion and consent */
	bool lists_changed;              /* lists were changed since it was checked */
	bool lists_old;                  /* and that is more than a minute ago: the first line checks again before it decides */
	struct uuid group_id;            /* the group in which the person was looked at; zero = none */
	const struct group *group;       /* NULL = none */
	const struct group_member *member;
};

/* Where the act takes place: the session's place, or the one given by a machine or the demo. */
bool border_place(struct act *act, struct str post, int lane, struct str direction, struct subject *subject, struct error *err);
/* Presents a subject (identity, source, place set): loads, checks, appends the inspection, gives its id. */
bool border_inspect(struct act *act, struct subject *subject, struct str zone, struct check_list *checks, struct uuid *id, struct error *err);
/* The same from a zone; of the subject given, `apart` alone is read. */
bool border_scan(struct act *act, const struct scan *scan, struct subject *subject, struct check_list *checks, struct uuid *id,
                 struct error *err);
/* An inspection made in this act, as border_open would give it once it is stored: for a machine that wants the verdict at once. */
void border_opened_now(struct act *act, struct opened *opened, const struct check_list *checks, struct uuid id);
bool border_open(struct act *act, struct uuid inspection, struct opened *out, struct error *err);
bool border_referral(struct act *act, struct uuid referral, struct referral_row *row, struct opened *out, struct error *err);

/* Why the actor may not; NULL = may. A sentence of the translations. */
const char *border_why_not_admit(const struct act *act, const struct opened *opened);
const char *border_why_not_refer(const struct act *act, const struct opened *opened);
const char *border_why_not_refuse(const struct act *act, const struct opened *opened, const struct referral_row *referral);
/* The same for the second person, who confirms what somebody with the right to refuse asked for. */
const char *border_why_not_confirm(const struct act *act, const struct opened *opened, const struct referral_row *referral);

bool border_admit(struct act *act, struct opened *opened, const struct admit *admit, struct uuid *id, struct error *err);
/* What a crossing leads to: the overstay that it ends (`opened->overstay`), or a task when an entry follows an entry. */
bool border_follow_up(struct act *act, struct opened *opened, const struct admit *admit, struct uuid crossing, struct error *err);
/* What an admission says, as far as a movement keeps it. */
void border_fill(const struct opened *opened, const struct admit *admit, struct movement *movement);
/* Records that a person in transit stays airside: no entry, no stay. */
const char *border_why_not_transit(const struct act *act, const struct opened *opened);
bool border_transit(struct act *act, struct opened *opened, const struct transit *transit, struct uuid *id, struct error *err);
bool border_refer(struct act *act, struct opened *opened, const struct refer *refer, struct error *err);
/* A claim bars refusal, removal and return at once, whatever is open: it needs no lease and no inspection (protection.h). */
bool border_claim(struct act *act, struct opened *opened, const struct protection *protection, struct error *err);
bool border_hear(struct act *act, const struct referral_row *referral, struct opened *opened, const struct hear *hear, struct error *err);
/* Refuses, or asks for the second person where the pack wants one (`asked`). */
bool border_refuse(struct act *act, const struct referral_row *referral, struct opened *opened, const struct refuse *refuse, bool *asked,
                   struct error *err);

/* The second person confirms a refusal, by the record of the request: what was asked is looked at anew, and recorded with both people. */
bool border_confirm_refusal(struct act *act, struct uuid request, struct error *err);

/* Days and last day of a stay admitted today; what visa and rule allow at most. */
struct date border_stay_until(const struct opened *opened, int days);
int border_days_most(const struct opened *opened);

#endif
