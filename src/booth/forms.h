/* Queries and forms of the pages of this room. Private to the room. */
#ifndef LIMEN_BOOTH_FORMS_H
#define LIMEN_BOOTH_FORMS_H

#include "booth.h"

/* A paper form entered later. It begins with an identity, for documents whose lines nobody wrote down. */
#define LATE_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, number,    REQUIRED, 1, 2, 9,   "number of the paper form, with its check digit") \
	F(DATE, day,       0,        1, 0, 0,   "day of the event; empty = today") \
	F(CODE, clock,     0,        1, 0, 5,   "time of the event by the post's clock, as 1144") \
	F(CODE, direction, REQUIRED, 1, 4, 5,   "entry or exit") \
	F(INT,  lane,      0,        1, 0, 999, "lane") \
	F(TEXT, lines,     PERSONAL, 1, 0, 512, "the lines of the machine readable zone, as written down or typed from a copy") \
	F(CODE, officer,   0,        1, 0, 40,  "service number of who admitted; empty = whoever enters it") \
	F(CODE, purpose,   0,        1, 0, 32,  "purpose of travel, a code of the pack") \
	F(INT,  days,      0,        1, 0, 36500, "days allowed; empty = what the rule gives") \
	F(CODE, craft,     PERSONAL, 1, 0, 20,  "flight, train or vessel, or plate of the vehicle") \
	F(CODE, stamp,     0,        1, 0, 20,  "number of the stamp") \
	F(CODE, explained, 0,        1, 0, 32,  "at an exit that came too late: code of the pack's list overstay_explanations") \
	F(TEXT, paper,     PERSONAL, 1, 0, 200, "paper that shows it, as it was seen") \
	F(TEXT, note,      PERSONAL, 1, 0, 1000, "what else stands on the form")
#define FIELD_ROW_OF_late(...) FIELD_ROW(late, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_late(...) FIELD_LIST_ROW(late, __VA_ARGS__)
FIELDS_STRUCT(late, LATE_FIELDS)

#define LATE_QUERY_FIELDS(F, L) \
	F(CODE, done,      0, 1, 0, 9,   "number that was just entered") \
	F(DATE, day,       0, 1, 0, 0,   "day of the last form") \
	F(INT,  lane,      0, 1, 0, 999, "lane of the last form") \
	F(CODE, direction, 0, 1, 0, 5,   "direction of the last form") \
	F(CODE, officer,   0, 1, 0, 40,  "officer of the last form") \
	F(CODE, number,    0, 1, 0, 9,   "number of the form, as its code was scanned")
#define FIELD_ROW_OF_late_query(...) FIELD_ROW(late_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_late_query(...) FIELD_LIST_ROW(late_query, __VA_ARGS__)
FIELDS_STRUCT(late_query, LATE_QUERY_FIELDS)

#define BOOTH_QUERY_FIELDS(F, L) F(ID, done, 0, 1, 0, 0, "what was just recorded")
#define FIELD_ROW_OF_booth_query(...) FIELD_ROW(booth_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_booth_query(...) FIELD_LIST_ROW(booth_query, __VA_ARGS__)
FIELDS_STRUCT(booth_query, BOOTH_QUERY_FIELDS)

#define VEHICLE_FORM_FIELDS(F, L) \
	F(CODE, plate,  REQUIRED | PERSONAL, 1, 1, 20, "plate, however it is written") \
	F(CODE, why,    REQUIRED, 1, 1, 32,  "purpose of the data protection law, a code of the pack") \
	F(TEXT, reason, 0,        1, 0, 120, "reason in words, such as a file number")
#define FIELD_ROW_OF_vehicle_form(...) FIELD_ROW(vehicle_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_vehicle_form(...) FIELD_LIST_ROW(vehicle_form, __VA_ARGS__)
FIELDS_STRUCT(vehicle_form, VEHICLE_FORM_FIELDS)

#define BESIDE_FIELDS(F, L) \
	F(TEXT, lines,  PERSONAL, 1, 0, 1200, "machine-readable lines of another document of the traveller, or the seal of the visa") \
	F(CODE, number, PERSONAL, 1, 0, 30,  "or the number of a visa, a permit or a document on record")
#define FIELD_ROW_OF_beside(...) FIELD_ROW(beside, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_beside(...) FIELD_LIST_ROW(beside, __VA_ARGS__)
FIELDS_STRUCT(beside, BESIDE_FIELDS)

#define PURPOSE_FORM_FIELDS(F, L) F(CODE, purpose, REQUIRED, 1, 1, 32, "purpose of travel, a code of the pack")
#define FIELD_ROW_OF_purpose_form(...) FIELD_ROW(purpose_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_purpose_form(...) FIELD_LIST_ROW(purpose_form, __VA_ARGS__)
FIELDS_STRUCT(purpose_form, PURPOSE_FORM_FIELDS)

#define WITH_FORM_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 4, 5,              "same or other") \
	F(TEXT, why,    REQUIRED | PERSONAL, 1, 2, 300, "what shows it")
#define FIELD_ROW_OF_with_form(...) FIELD_ROW(with_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_with_form(...) FIELD_LIST_ROW(with_form, __VA_ARGS__)
FIELDS_STRUCT(with_form, WITH_FORM_FIELDS)

#define RELIEF_FIELDS(F, L) \
	F(ID,   officer,    REQUIRED, 1, 0, 0,   "who was relieved; the actor took over") \
	F(TIME, since,      0,        1, 0, 0,   "since when that officer had been signed in") \
	F(CODE, post,       0,        1, 0, 16,  "post") \
	F(INT,  lane,       0,        1, 0, 999, "lane") \
	F(CODE, direction,  0,        1, 0, 5,   "entry or exit") \
	F(ID,   inspection, 0,        1, 0, 0,   "inspection that stood on the screen") \
	F(TEXT, key,        0,        1, 0, 60,  "name of the security key; empty = by number, password and code")
#define FIELD_ROW_OF_relief(...) FIELD_ROW(relief, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_relief(...) FIELD_LIST_ROW(relief, __VA_ARGS__)
FIELDS_STRUCT(relief, RELIEF_FIELDS)

#define RELIEF_ROW_FIELDS(F, L) \
	F(ID,   id,         0, 1, 0, 0,   "entry") \
	F(TIME, happened,   0, 1, 0, 0,   "when") \
	F(ID,   relief,     0, 1, 0, 0,   "who took over") \
	F(ID,   officer,    0, 1, 0, 0,   "who was relieved") \
	F(TIME, since,      0, 1, 0, 0,   "since when that officer had been signed in") \
	F(CODE, post,       0, 1, 0, 16,  "post") \
	F(INT,  lane,       0, 1, 0, 999, "lane") \
	F(CODE, direction,  0, 1, 0, 5,   "entry or exit") \
	F(ID,   inspection, 0, 1, 0, 0,   "inspection that stood on the screen")
#define FIELD_ROW_OF_relief_row(...) FIELD_ROW(relief_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_relief_row(...) FIELD_LIST_ROW(relief_row, __VA_ARGS__)
FIELDS_STRUCT(relief_row, RELIEF_ROW_FIELDS)

#define RELIEF_QUERY_FIELDS(F, L) F(CODE, next, 0, 1, 0, 200, "path of the page that stays")
#define FIELD_ROW_OF_relief_query(...) FIELD_ROW(relief_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_relief_query(...) FIELD_LIST_ROW(relief_query, __VA_ARGS__)
FIELDS_STRUCT(relief_query, RELIEF_QUERY_FIELDS)

#endif
