/* A person asks: what do you hold on me, and who looked? And: this is wrong; erase it. Requests with their clocks, and what is told.
 *
 * - A request is a record: who asks, in which capacity, how they were identified and by whom, what they ask, since when. It is answered by a
 *   named person within the pack's `request_time`, which may be extended once by `request_extension`, with a reason that is told.
 * - What is told is gathered field by field from the entries of the person's documents, from records that name the person beside others (groups, calls,
 *   cut to what is this person's), from the requests, and from the looks; kinds.h says of each kind of entry how it is found. Nothing is left out but what
 *   the pack's section `disclosure` withholds. That is withheld for everybody: the section says so in the same words whether there is
 *   such a thing or not, and no list, hit or alert is ever read for it, so that neither the answer nor its time tells.
 * - Who looked is told as roles, days and purposes; officers are not named to the person.
 * - What was handed over is kept as it was, with its digest.
 * - The oversight body (right `oversee`) sees the requests, and everything that is held, without what the pack withholds.
 * - Decisions need reasons; the pack gives the remedy; each is told by a paper of its own. While something disputed is checked, a note says so on the
 *   person's documents; a restriction that was granted is looked at again by the pack's `restriction_review`, and lifted with what was found.
 * - Erasing takes two people: the desk names entries and reasons, whoever has the right `erase` carries it out within `erasure_time` and sees kinds and
 *   days alone. What an open matter rests on (a stay, a holding, a claim, a document held, a valid permit, a ban, a penalty) is not erased before it ends.
 * - How long each thing is kept is told to everybody; what has a time of its own is erased by it (retain.c).
 *
 * It deliberately corrects no record: corrections are made where they are always made; an answer that says "corrected" needs such an entry. It does not
 * erase what was withheld, since neither answer nor paper would tell of it, nor what stands in a record about several people (a group, a call), which
 * goes by its own time. Pictures are named, not printed.
 * Limits: 5,000 looks and 20,000 entries of a person, 200 entries of one erasure, 40 parts of a paper; the oversight body sees hits and alerts, and goes
 * to the lists themselves for their entries. Follows the usual law of data protection (Regulation (EU) 2016/679, arts. 12 and 15 to 18, as a pattern;
 * the pack's own law holds). */
#ifndef LIMEN_DISCLOSURE_H
#define LIMEN_DISCLOSURE_H

#include "room.h"

extern const struct room disclosure_room;

#define REQUEST_FORM_FIELDS(F, L) \
	F(CODE, what,       REQUIRED,            1, 1, 16,   "access, correction, erasure or restriction") \
	F(ID,   about,      0,                   1, 0, 0,    "the person's record; empty = nobody was found") \
	F(TEXT, name,       REQUIRED | PERSONAL, 1, 2, 120,  "who asks") \
	F(CODE, capacity,   REQUIRED,            1, 1, 16,   "self, representative or guardian") \
	F(TEXT, mandate,    PERSONAL,            1, 0, 300,  "mandate or proof of guardianship that was seen; needed unless self") \
	F(TEXT, identified, REQUIRED | PERSONAL, 1, 3, 300,  "how whoever asks was identified, and the document that was seen") \
	F(TEXT, contact,    PERSONAL,            1, 0, 300,  "where the answer goes") \
	F(TEXT, words,      PERSONAL,            1, 0, 2000, "what is asked, and what is said to be wrong") \
	F(CODE, language,   0,                   1, 0, 8,    "language of the answer") \
	F(DATE, received,   0,                   1, 0, 0,    "day on which it came; empty = today")
#define FIELD_ROW_OF_data_request_form(...) FIELD_ROW(data_request_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_request_form(...) FIELD_LIST_ROW(data_request_form, __VA_ARGS__)
FIELDS_STRUCT(data_request_form, REQUEST_FORM_FIELDS)

/* Body of `data.request`. */
#define REQUEST_FIELDS(F, L) \
	REQUEST_FORM_FIELDS(F, L) \
	F(DATE, due, REQUIRED, 1, 0, 0, "last day for the answer")
#define FIELD_ROW_OF_data_asked(...) FIELD_ROW(data_asked, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_asked(...) FIELD_LIST_ROW(data_asked, __VA_ARGS__)
FIELDS_STRUCT(data_asked, REQUEST_FIELDS)

#define EXTEND_FORM_FIELDS(F, L) F(TEXT, reason, REQUIRED | PERSONAL, 1, 5, 500, "why it takes longer; told to whoever asks")
#define FIELD_ROW_OF_data_extend_form(...) FIELD_ROW(data_extend_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_extend_form(...) FIELD_LIST_ROW(data_extend_form, __VA_ARGS__)
FIELDS_STRUCT(data_extend_form, EXTEND_FORM_FIELDS)

#define EXTENDED_FIELDS(F, L) \
	F(DATE, due,    REQUIRED,            1, 0, 0,   "last day for the answer from now on") \
	F(TEXT, reason, REQUIRED | PERSONAL, 1, 5, 500, "why it takes longer")
#define FIELD_ROW_OF_data_extended(...) FIELD_ROW(data_extended, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_extended(...) FIELD_LIST_ROW(data_extended, __VA_ARGS__)
FIELDS_STRUCT(data_extended, EXTENDED_FIELDS)

#define DATA_OUTCOME_FIELDS(F, L) \
	F(CODE, outcome, REQUIRED, 1, 1, 16,   "given, corrected, erased, restricted, refused or withdrawn") \
	F(TEXT, reasons, PERSONAL, 1, 0, 2000, "reasons, as they are told; needed for all but what is handed over or withdrawn")

#define DATA_ANSWER_FORM_FIELDS(F, L) \
	DATA_OUTCOME_FIELDS(F, L) \
	F(TEXTS, entries, 0,       1, 0, 200,  "of an erasure: the entries that are to be erased")
#define FIELD_ROW_OF_data_answer_form(...) FIELD_ROW(data_answer_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_answer_form(...) FIELD_LIST_ROW(data_answer_form, __VA_ARGS__)
FIELDS_STRUCT(data_answer_form, DATA_ANSWER_FORM_FIELDS)

/* Body of `data.answer`. */
#define ANSWERED_FIELDS(F, L) \
	DATA_OUTCOME_FIELDS(F, L) \
	F(TEXT, remedy, 0,        1, 0, 2000, "the remedy as told") \
	F(TEXT, file,   PERSONAL, 1, 0, 200,  "what was handed over, as a file of the journal") \
	F(CODE, digest, 0,        1, 0, 64,   "SHA-256 of it") \
	F(DATE, review, 0,        1, 0, 0,    "of a restriction: the day by which it is looked at again")
#define FIELD_ROW_OF_data_answered(...) FIELD_ROW(data_answered, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_answered(...) FIELD_LIST_ROW(data_answered, __VA_ARGS__)
FIELDS_STRUCT(data_answered, ANSWERED_FIELDS)

/* Body of `data.erasure`: what the desk decided to erase. */
#define ERASURE_FIELDS(F, L) \
	F(TEXTS, entries, REQUIRED, 1, 1, 200, "entries whose bodies are to be erased") \
	F(DATE,  due,     REQUIRED, 1, 0, 0,   "last day for it")
#define FIELD_ROW_OF_data_erasure(...) FIELD_ROW(data_erasure, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_erasure(...) FIELD_LIST_ROW(data_erasure, __VA_ARGS__)
FIELDS_STRUCT(data_erasure, ERASURE_FIELDS)

/* Body of `data.erased`: another person carried it out. */
#define ERASED_FIELDS(F, L) F(INT, count, REQUIRED, 1, 0, 200, "bodies that were still there, and are gone")
#define FIELD_ROW_OF_data_erased(...) FIELD_ROW(data_erased, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_erased(...) FIELD_LIST_ROW(data_erased, __VA_ARGS__)
FIELDS_STRUCT(data_erased, ERASED_FIELDS)

#define LIFT_FORM_FIELDS(F, L) F(TEXT, reason, REQUIRED | PERSONAL, 1, 10, 2000, "what was found, as it is told")
#define FIELD_ROW_OF_data_lift_form(...) FIELD_ROW(data_lift_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_lift_form(...) FIELD_LIST_ROW(data_lift_form, __VA_ARGS__)
FIELDS_STRUCT(data_lift_form, LIFT_FORM_FIELDS)

/* Body of `data.lift`: a restriction ends. */
#define LIFTED_FIELDS(F, L) \
	LIFT_FORM_FIELDS(F, L) \
	F(TEXT, remedy, 0, 1, 0, 2000, "the remedy as told")
#define FIELD_ROW_OF_data_lifted(...) FIELD_ROW(data_lifted, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_lifted(...) FIELD_LIST_ROW(data_lifted, __VA_ARGS__)
FIELDS_STRUCT(data_lifted, LIFTED_FIELDS)

#define DATA_REQUEST_FIELDS(F, L) \
	REQUEST_FIELDS(F, L) \
	F(TIME, opened,   0, 1, 0, 0,   "when it was recorded") \
	F(ID,   officer,  0, 1, 0, 0,   "who identified whoever asks") \
	F(TIME, extended, 0, 1, 0, 0,   "when it was extended; 0 = not") \
	F(TEXT, extension, PERSONAL, 1, 0, 500, "why") \
	F(TIME, answered, 0, 1, 0, 0,   "when it was answered; 0 = open") \
	F(ID,   decider,  0, 1, 0, 0,   "who decided") \
	ANSWERED_FIELDS_NOT_REQUIRED(F, L) \
	F(INT,  erasing,  0, 1, 0, 200, "entries that are to be erased") \
	F(DATE, erase_due, 0, 1, 0, 0,  "last day for it") \
	F(TIME, erased,   0, 1, 0, 0,   "when that was carried out; 0 = not yet") \
	F(ID,   eraser,   0, 1, 0, 0,   "by whom") \
	F(TIME, lifted,   0, 1, 0, 0,   "when the restriction was lifted; 0 = not") \
	F(ID,   lifter,   0, 1, 0, 0,   "by whom") \
	F(TEXT, found,    PERSONAL, 1, 0, 2000, "what was found then")
#define ANSWERED_FIELDS_NOT_REQUIRED(F, L) \
	F(CODE, outcome, 0,        1, 0, 16,   "how it was answered") \
	F(TEXT, reasons, PERSONAL, 1, 0, 2000, "reasons, as they are told") \
	F(TEXT, remedy,  0,        1, 0, 2000, "the remedy as told") \
	F(TEXT, file,    PERSONAL, 1, 0, 200,  "what was handed over, as a file of the journal") \
	F(CODE, digest,  0,        1, 0, 64,   "SHA-256 of it") \
	F(DATE, review,  0,        1, 0, 0,    "of a restriction: the day by which it is looked at again")
#define FIELD_ROW_OF_data_request(...) FIELD_ROW(data_request, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_data_request(...) FIELD_LIST_ROW(data_request, __VA_ARGS__)
FIELDS_STRUCT(data_request, DATA_REQUEST_FIELDS)

/* For whom: the person concerned, or the oversight body. */
enum told { TOLD_PERSON, TOLD_OVERSIGHT };

/* What is held on the holder `about` (zero: nothing), as one JSON object; names of fields and their order do not depend on what there is.
 * The look is recorded. */
bool disclosure_gather(struct act *act, struct uuid about, enum told told, json_t **out, struct error *err);

/* Appends a request; the findings say what is missing. `record` is the request's own. */
bool request_open(struct act *act, const struct data_request_form *form, struct uuid *record, struct error *err);
/* A named person answers an open request. */
bool request_decide(struct act *act, struct uuid record, const struct data_answer_form *form, struct error *err);
/* What of the person's file may be erased: `why` is a sentence for what may not. */
struct erasable {
	struct uuid id;
	struct str kind, words;
	int64_t happened;
	const char *why;         /* NULL = it may */
};
enum { ERASABLE_MOST = 200 };
bool erasure_candidates(struct act *act, struct uuid about, struct erasable *out, size_t *count, struct error *err);
/* Carries a decided erasure out; not the person who decided it. */
bool erasure_carry_out(struct act *act, struct uuid record, struct error *err);
/* Lifts a restriction that was granted. */
bool restriction_lift(struct act *act, struct uuid record, struct str reason, struct error *err);
/* The person's last known name; "" = there is no record. */
bool holder_name(struct act *act, struct uuid about, struct str *name, struct error *err);

#endif
