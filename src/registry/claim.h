/* Claims for protection and what the authority answers; people who are sent to the second line. */
#ifndef LIMEN_CLAIM_H
#define LIMEN_CLAIM_H

#include "identity.h"

struct act;

/* A claim for protection: recorded by any officer at any step. It bars refusal, removal and return until the authority has answered no and that answer
 * is final (claim_is_open). What was said and answered is shown to those with the right `protect` alone. */
#define CLAIM_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, post,       REQUIRED, 1, 1, 16,  "where it was made") \
	F(ID,   inspection, 0,        1, 0, 0,   "inspection during which it was made") \
	F(ID,   referral,   0,        1, 0, 0,   "referral during which it was made") \
	F(CODE, language,   0,        1, 0, 8,   "language that the person reads") \
	F(TEXT, words,      PERSONAL, 1, 0, 1000, "what the person said, as far as it was said") \
	F(TEXT, name_key,   PERSONAL, 1, 0, 400,  "words of the name for search, as identity_key() makes them") \
	F(TEXTS, needs,     PERSONAL, 1, 0, 10,   "codes of the pack's list protection_needs")
#define FIELD_ROW_OF_claim(...) FIELD_ROW(claim, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_claim(...) FIELD_LIST_ROW(claim, __VA_ARGS__)
FIELDS_STRUCT(claim, CLAIM_FIELDS)

/* The authority's answer to a claim, in the claim's record; the last one counts. */
#define CLAIM_ANSWER_FIELDS(F, L) \
	F(ID,   claim,     REQUIRED, 1, 0, 0,    "entry of the claim") \
	F(CODE, answer,    REQUIRED, 1, 1, 12,   "received, admissible, granted, rejected or withdrawn") \
	F(DATE, final,     0,        1, 0, 0,    "rejected, withdrawn: the day from which nothing suspends it any more; empty = not final") \
	F(TEXT, law,       0,        1, 0, 200,  "rejected, withdrawn: the article") \
	F(CODE, reference, PERSONAL, 1, 0, 40,   "the authority's number of the file") \
	F(TEXT, note,      PERSONAL, 1, 0, 1000, "what the post must know of it")
#define FIELD_ROW_OF_claim_answer(...) FIELD_ROW(claim_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_claim_answer(...) FIELD_LIST_ROW(claim_answer, __VA_ARGS__)
FIELDS_STRUCT(claim_answer, CLAIM_ANSWER_FIELDS)

/* An officer sends a person to the second line: the part that an entry and its row (border) share. */
#define REFERRAL_CORE_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(ID,   inspection, REQUIRED, 1, 0, 0,    "inspection that led to it") \
	F(CODE, post,       REQUIRED, 1, 1, 16,   "post") \
	F(INT,  lane,       0,        1, 0, 999,  "lane") \
	F(CODE, direction,  REQUIRED, 1, 4, 5,    "entry or exit") \
	F(CODE, reason,     REQUIRED, 1, 1, 32,   "code of the pack's list referral_reasons") \
	F(CODE, advice,     0,        1, 0, 8,    "advice of the inspection") \
	F(TEXT, note,       PERSONAL, 1, 0, 1000, "for the colleague") \
	F(ID,   group_id,   0,        1, 0, 0,    "group of people with whom the person came")
/* Body of `referral`. */
#define REFERRAL_FIELDS(F, L) \
	REFERRAL_CORE_FIELDS(F, L) \
	F(TEXT, name_key,   PERSONAL, 1, 0, 400,  "words of the name for search, as identity_key() makes them")
#define FIELD_ROW_OF_referral(...) FIELD_ROW(referral, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_referral(...) FIELD_LIST_ROW(referral, __VA_ARGS__)
FIELDS_STRUCT(referral, REFERRAL_FIELDS)

#define CLAIM_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,  "entry") \
	F(TIME, happened, 0, 1, 0, 0,  "when") \
	F(CODE, post,     0, 1, 0, 16, "where") \
	F(CODE, sex,      0, 1, 0, 1,  "for the figures") \
	F(CODE, age_band, 0, 1, 0, 8,  "for the figures") \
	F(YESNO, open,    0, 1, 0, 0,  "neither granted, rejected nor withdrawn yet") \
	F(CODE, language, 0, 1, 0, 8,  "language that the person reads") \
	F(ID,   officer,  0, 1, 0, 0,  "who took it down") \
	F(CODE, answer,   0, 1, 0, 12, "the authority's last answer; empty = none yet") \
	F(TIME, answered, 0, 1, 0, 0,  "when that was recorded") \
	F(DATE, final,    0, 1, 0, 0,  "the day from which a no is final") \
	F(TEXT, law,      0, 1, 0, 200, "its article")
#define FIELD_ROW_OF_claim_row(...) FIELD_ROW(claim_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_claim_row(...) FIELD_LIST_ROW(claim_row, __VA_ARGS__)
FIELDS_STRUCT(claim_row, CLAIM_ROW_FIELDS)

/* Is refusal, removal and return barred by a claim on any document of the person? Until a no of the authority is final. */
bool claim_is_open(struct act *act, struct uuid holder, bool *open, struct error *err);

#endif
