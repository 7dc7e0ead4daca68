/* Claims for protection (1951 Convention relating to the Status of Refugees, art. 31 to 33): recorded by any officer at any step, answered by the
 * authority, kept from everybody else.
 *
 * - A claim needs nothing but the person: no inspection, no post, no lease. Any officer who meets people records it. It ends the open referral of its record, bars refusal, removal
 *   and return with the carrier for the whole person, and gives the authority's liaison a task.
 * - The bar ends only by an answer "rejected" or "withdrawn" that names its law and the day from which it is final. A new claim bars anew.
 * - What was said, what is needed and what was answered is seen with the right `protect` alone. To everybody else another desk handles the person: search,
 *   the person's page, the second line and the journal say no more. Whoever took the claim down may print its receipt.
 * - The state of origin is never told: nothing here sends anything, and hold.h logs no call to a consulate after a claim.
 * - False papers are shown in the file as a fact (art. 31: no penalty for irregular entry), never as an offence.
 * - It does not examine claims: that is the authority's. */
#ifndef LIMEN_PROTECTION_H
#define LIMEN_PROTECTION_H

#include "border.h"

/* The form of an answer: what claim_answer keeps, but for the claim. */
#define ANSWER_FORM_FIELDS(F, L) \
	F(CODE, answer,    REQUIRED, 1, 1, 12,   "received, admissible, granted, rejected or withdrawn") \
	F(DATE, final,     0,        1, 0, 0,    "rejected, withdrawn: the day from which nothing suspends it any more") \
	F(TEXT, law,       0,        1, 0, 200,  "rejected, withdrawn: the article") \
	F(CODE, reference, PERSONAL, 1, 0, 40,   "the authority's number of the file") \
	F(TEXT, note,      PERSONAL, 1, 0, 1000, "what the post must know of it")
#define FIELD_ROW_OF_answer_form(...) FIELD_ROW(answer_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_answer_form(...) FIELD_LIST_ROW(answer_form, __VA_ARGS__)
FIELDS_STRUCT(answer_form, ANSWER_FORM_FIELDS)

/* A claim as it is read again. */
struct claim_file {
	struct uuid id, record;
	struct claim_row row;
	struct claim claim;            /* zeroed when its body was erased */
};

/* May the actor see what claims hold? */
static inline bool sees_protection(const struct act *act) { return rights_have(act->actor.rights, CAN_PROTECT); }

/* A claim of somebody whom nobody checks now: by the record of a document, at the actor's post or where the document was seen last. */
bool border_claim_document(struct act *act, struct uuid record, const struct protection *protection, struct error *err);
bool border_claim_file(struct act *act, struct uuid claim, struct claim_file *out, struct error *err);
bool border_answer(struct act *act, const struct claim_file *file, const struct answer_form *form, struct error *err);

#endif
