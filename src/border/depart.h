/* After a refusal: the carrier's notice, the document held, the departure. A refusal's case is open until somebody confirmed that the person left, and
 * how; a claim for protection stops it: then nobody is sent away before the authority answered. ICAO Annex 9, chapter 5 (inadmissible persons).
 * Private to the room. */
#ifndef LIMEN_BORDER_DEPART_H
#define LIMEN_BORDER_DEPART_H

#include "border.h"

#define NOTICE_FORM_FIELDS(F, L) \
	F(TEXT, carrier,    REQUIRED, 1, 1, 60, "carrier that brought the person") \
	F(CODE, craft,      PERSONAL, 1, 0, 20, "flight, train, vessel or plate that brought the person") \
	F(TEXT, from_place, PERSONAL, 1, 0, 60, "where that journey began")
#define FIELD_ROW_OF_notice_form(...) FIELD_ROW(notice_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_notice_form(...) FIELD_LIST_ROW(notice_form, __VA_ARGS__)
FIELDS_STRUCT(notice_form, NOTICE_FORM_FIELDS)

#define NOTICE_FIELDS(F, L) \
	F(ID, refusal, REQUIRED, 1, 0, 0, "the refusal") \
	NOTICE_FORM_FIELDS(F, L)
#define FIELD_ROW_OF_notice(...) FIELD_ROW(notice, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_notice(...) FIELD_LIST_ROW(notice, __VA_ARGS__)
FIELDS_STRUCT(notice, NOTICE_FIELDS)

#define DEPART_FORM_FIELDS(F, L) \
	F(TEXT,  craft,     REQUIRED | PERSONAL, 1, 1, 60,  "flight, train, vessel or vehicle, or on foot") \
	F(TEXT,  to_place,  PERSONAL,            1, 0, 60,  "where to") \
	F(DATE,  day,       0,                   1, 0, 0,   "day; empty = today") \
	F(CODE,  at,        0,                   1, 0, 5,   "hour, as 14:05; empty = now") \
	F(YESNO, with_document, 0,               1, 0, 0,   "the document held goes with the carrier") \
	F(TEXT,  note,      PERSONAL,            1, 0, 500, "who saw it, what was handed over")
#define FIELD_ROW_OF_depart_form(...) FIELD_ROW(depart_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_depart_form(...) FIELD_LIST_ROW(depart_form, __VA_ARGS__)
FIELDS_STRUCT(depart_form, DEPART_FORM_FIELDS)

#define DEPARTED_FIELDS(F, L) \
	F(ID,   refusal,  REQUIRED,            1, 0, 0,   "the refusal") \
	F(TEXT, craft,    REQUIRED | PERSONAL, 1, 1, 60,  "flight, train, vessel or vehicle, or on foot") \
	F(TEXT, to_place, PERSONAL,            1, 0, 60,  "where to") \
	F(TEXT, note,     PERSONAL,            1, 0, 500, "who saw it, what was handed over")
#define FIELD_ROW_OF_departed(...) FIELD_ROW(departed, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_departed(...) FIELD_LIST_ROW(departed, __VA_ARGS__)
FIELDS_STRUCT(departed, DEPARTED_FIELDS)

#define KEEP_FORM_FIELDS(F, L) \
	F(CODE, label,   0,        1, 0, 24,  "number of the label; empty = one is made") \
	F(CODE, ground,  REQUIRED, 1, 1, 32,  "code of the pack's list custody_grounds") \
	F(TEXT, finding, PERSONAL, 1, 0, 500, "what is wrong with the document, in words for other authorities") \
	F(TEXT, place,   REQUIRED, 1, 1, 80,  "where it is kept")
#define FIELD_ROW_OF_keep_form(...) FIELD_ROW(keep_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_keep_form(...) FIELD_LIST_ROW(keep_form, __VA_ARGS__)
FIELDS_STRUCT(keep_form, KEEP_FORM_FIELDS)

/* Row of table `departure`: one refusal at a post. */
#define DEPARTURE_ROW_FIELDS(F, L) \
	F(ID,    id,         0, 1, 0, 0,   "the refusal") \
	IDENTITY_FIELDS(F, L) \
	F(CODE,  post,       0, 1, 0, 16,  "post") \
	F(TIME,  refused,    0, 1, 0, 0,   "when") \
	F(TEXTS, reasons,    PERSONAL, 1, 0, 10, "reasons") \
	F(ID,    referral,   0, 1, 0, 0,   "referral that it ended") \
	F(TEXT,  carrier,    0, 1, 0, 60,  "carrier") \
	F(CODE,  craft,      PERSONAL, 1, 0, 20, "flight, train, vessel or plate that brought the person") \
	F(TEXT,  from_place, PERSONAL, 1, 0, 60, "where the journey began") \
	F(TIME,  noticed,    0, 1, 0, 0,   "when the carrier was told") \
	F(TIME,  departed,   0, 1, 0, 0,   "when the person left") \
	F(TEXT,  left_by,    PERSONAL, 1, 0, 60, "how") \
	F(ID,    confirmed,  0, 1, 0, 0,   "who confirmed it") \
	F(CODE,  stopped,    0, 1, 0, 10,  "protection or annulled") \
	F(YESNO, open,       0, 1, 0, 0,   "still to depart")
#define FIELD_ROW_OF_departure_row(...) FIELD_ROW(departure_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_departure_row(...) FIELD_LIST_ROW(departure_row, __VA_ARGS__)
FIELDS_STRUCT(departure_row, DEPARTURE_ROW_FIELDS)

extern const struct entry_type notice_type, departed_type;

bool departure_by_id(struct act *act, struct uuid refusal, struct departure_row *out, struct uuid *record, struct error *err);
/* Issues the notice and, where a document of the person is held, the covering letter. */
bool border_notice(struct act *act, struct uuid refusal, const struct notice_form *form, struct error *err);
/* The person has left; `happened` in ms. */
bool border_departed(struct act *act, struct uuid refusal, const struct departed *departed, int64_t happened, struct error *err);

route_handler refused_people_get, refused_person_get, notice_post, departed_post, document_keep_get, document_keep_post;

#endif
