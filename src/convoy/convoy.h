/* Vessels, trains, coaches and aircraft: their calls at a post, the lists of crew and passengers, shore passes, departure.
 *
 * One record is one call of a conveyance. Its entries say: announced, corrected, arrived, departed; each version of a list (IMO FAL forms 5 and 6, the
 * general declaration of Annex 9); who was screened, seen, cleared; passes given and taken back. What happens to a person stands in that person's own
 * record, by the services of border: each inspection and each crossing, one for each person, whatever was decided for many at once.
 *
 * - A list is screened as a whole: one inspection for each person. A silent alert is told to the second line alone.
 * - A list is taken whole or not at all; what is wrong with it is told all at once, by row and column.
 * - One decision clears a crew; who needs a person (a hit, papers, the second line) is left out and named. Passengers are cleared one by one.
 * - A departure is recorded for all who were cleared, whatever the checks say; who is missing is named first, and nobody becomes a deserter by a clock:
 *   a pass not given back makes a task, a person says what it was.
 * - A stowaway is a person to be heard: a file, a task, a claim for protection as for anybody.
 * - It refuses nobody (border, second line) and prints nothing itself (letter). Limits: LIST_MOST rows in a list. */
#ifndef LIMEN_CONVOY_H
#define LIMEN_CONVOY_H

#include "border.h"
#include "crew_list.h"

extern const struct room convoy_room;

enum { FILES_MOST = 20, CONVOYS_MOST = 200 };

/* --- the conveyance and its call --- */

#define CONVEYANCE_FIELDS(F, L) \
	F(CODE, kind,       REQUIRED, 1, 1, 8,  "vessel, train, coach or aircraft") \
	F(TEXT, name,       0,        1, 0, 60, "name of the vessel, or of the train") \
	F(CODE, imo,        0,        1, 0, 7,  "IMO number of a vessel: seven digits, the last a check digit (resolution A.1117(30))") \
	F(CODE, call_sign,  0,        1, 0, 10, "call sign") \
	F(CODE, flag,       0,        1, 0, 3,  "flag State, or State of registry, by its code") \
	F(CODE, number,     0,        1, 0, 20, "number of the flight or train, plate of the coach, voyage number") \
	F(TEXT, carrier,    0,        1, 0, 60, "carrier or operator") \
	F(TEXT, agent,      0,        1, 0, 60, "agent at the post") \
	F(TEXT, from_place, 0,        1, 0, 60, "last port or place of call") \
	F(TEXT, to_place,   0,        1, 0, 60, "next port or place of call") \
	F(TEXT, berth,      0,        1, 0, 60, "berth, platform, bay or stand")

#define CONVOY_FIELDS(F, L) \
	CONVEYANCE_FIELDS(F, L) \
	F(CODE, post,       REQUIRED, 1, 1, 16, "post, by its code in the pack") \
	F(TIME, due,        REQUIRED, 1, 0, 0,  "when it is expected") \
	F(TIME, leaves,     0,        1, 0, 0,  "when it is expected to leave") \
	F(CODE, reference,  REQUIRED, 1, 6, 6,  "number of the call: the beginning of the numbers of its passes")
#define FIELD_ROW_OF_convoy(...) FIELD_ROW(convoy, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy(...) FIELD_LIST_ROW(convoy, __VA_ARGS__)
FIELDS_STRUCT(convoy, CONVOY_FIELDS)

/* Row of table `convoy`. */
#define CONVOY_ROW_FIELDS(F, L) \
	CONVOY_FIELDS(F, L) \
	F(CODE, state,      0, 1, 0, 10, "expected, here, departed or cancelled") \
	F(TIME, announced,  0, 1, 0, 0,  "when it was announced") \
	F(ID,   announcer,  0, 1, 0, 0,  "by whom") \
	F(TIME, arrived,    0, 1, 0, 0,  "when it arrived; 0 = not yet") \
	F(TIME, departed,   0, 1, 0, 0,  "when it departed; 0 = not yet") \
	F(YESNO, inland,    0, 1, 0, 0,  "it went on within the country") \
	F(INT,  crew,       0, 1, 0, 0,  "people of the crew list") \
	F(INT,  passengers, 0, 1, 0, 0,  "people of the passenger list") \
	F(INT,  crew_version, 0, 1, 0, 0, "version of the crew list; 0 = none yet") \
	F(INT,  passenger_version, 0, 1, 0, 0, "version of the passenger list; 0 = none yet") \
	F(TIME, listed,     0, 1, 0, 0,  "when a list came last") \
	F(INT,  hits,       0, 1, 0, 0,  "people of whom the lists or papers need another look") \
	F(INT,  cleared,    0, 1, 0, 0,  "people who were cleared") \
	F(INT,  ashore,     0, 1, 0, 0,  "passes that are not back") \
	F(INT,  passes,     0, 1, 0, 0,  "passes given so far")
#define FIELD_ROW_OF_convoy_row(...) FIELD_ROW(convoy_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_row(...) FIELD_LIST_ROW(convoy_row, __VA_ARGS__)
FIELDS_STRUCT(convoy_row, CONVOY_ROW_FIELDS)

#define CONVOY_MOVED_FIELDS(F, L) \
	F(CODE, what,  REQUIRED, 1, 1, 10,  "arrived, departed or cancelled") \
	F(TEXT, berth, 0,        1, 0, 60,  "berth, platform, bay or stand") \
	F(INT,  aboard, 0,       1, 0, 5000, "of a departure: how many are aboard by the lists") \
	F(YESNO, inland, 0,      1, 0, 0,   "of a departure: it goes on within the country, nobody leaves by it") \
	F(TEXT, note,  0,        1, 0, 500, "a remark")
#define FIELD_ROW_OF_convoy_moved(...) FIELD_ROW(convoy_moved, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_moved(...) FIELD_LIST_ROW(convoy_moved, __VA_ARGS__)
FIELDS_STRUCT(convoy_moved, CONVOY_MOVED_FIELDS)

/* --- lists and the people on them (columns: crew_list.h) --- */

#define LISTED_FIELDS(F, L) \
	F(ID,    key,      REQUIRED, 1, 0, 0,  "the person in this call, the same in all versions") \
	LIST_PERSON_FIELDS(F, L) \
	F(ID,    document, 0,        1, 0, 0,  "record of the document") \
	F(CODE,  change,   0,        1, 0, 8,  "against the version before: new, changed, same") \
	F(TEXTS, changed,  0,        1, 0, 20, "names of the fields that changed")
#define FIELD_ROW_OF_listed(...) FIELD_ROW(listed, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_listed(...) FIELD_LIST_ROW(listed, __VA_ARGS__)
FIELDS_STRUCT(listed, LISTED_FIELDS)

/* A version of a list, and its rows in pieces that fit a body. `part`: the other rows stay as they were. */
#define CONVOY_LIST_FIELDS(F, L) \
	F(CODE,  list,    REQUIRED, 1, 4, 10,   "crew or passengers") \
	F(INT,   version, REQUIRED, 1, 1, 9999, "counts from 1") \
	F(CODE,  source,  REQUIRED, 1, 1, 8,    "csv, form or api") \
	F(YESNO, part,    0,        1, 0, 0,    "rows that were written one by one: the others stay") \
	F(INT,   people,  0,        1, 0, 5000, "rows of this version, or of this part") \
	F(ID,    removed, 0,        1, 0, 0,    "of a part: the person taken off the list") \
	F(TEXT,  file,    0,        1, 0, 200,  "where the journal keeps the file as it came")
#define FIELD_ROW_OF_convoy_list(...) FIELD_ROW(convoy_list, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_list(...) FIELD_LIST_ROW(convoy_list, __VA_ARGS__)
FIELDS_STRUCT(convoy_list, CONVOY_LIST_FIELDS)

#define CONVOY_ROWS_FIELDS(F, L) \
	F(CODE, list,    REQUIRED, 1, 4, 10,   "crew or passengers") \
	F(INT,  version, REQUIRED, 1, 1, 9999, "of the list") \
	L(listed, rows,  PERSONAL, 1, 0, 25,   "people of the list")
#define FIELD_ROW_OF_convoy_rows(...) FIELD_ROW(convoy_rows, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_rows(...) FIELD_LIST_ROW(convoy_rows, __VA_ARGS__)
FIELDS_STRUCT(convoy_rows, CONVOY_ROWS_FIELDS)

#define SCREENED_FIELDS(F, L) \
	F(ID,    key,        REQUIRED, 1, 0, 0, "the person in this call") \
	F(ID,    inspection, REQUIRED, 1, 0, 0, "entry of the inspection") \
	F(CODE,  advice,     REQUIRED, 1, 1, 8, "strongest advice of what everybody may see") \
	F(CODE,  silent,     0,        1, 0, 8, "advice of what the second line alone may see, when it is stronger")
#define FIELD_ROW_OF_screened(...) FIELD_ROW(screened, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_screened(...) FIELD_LIST_ROW(screened, __VA_ARGS__)
FIELDS_STRUCT(screened, SCREENED_FIELDS)

#define CONVOY_SCREENED_FIELDS(F, L) L(screened, rows, PERSONAL, 1, 1, 200, "people who were screened")
#define FIELD_ROW_OF_convoy_screened(...) FIELD_ROW(convoy_screened, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_screened(...) FIELD_LIST_ROW(convoy_screened, __VA_ARGS__)
FIELDS_STRUCT(convoy_screened, CONVOY_SCREENED_FIELDS)

/* A document was scanned and is that of somebody on the list. */
#define CONVOY_SEEN_FIELDS(F, L) \
	F(ID,   key,        REQUIRED, 1, 0, 0, "the person in this call") \
	F(ID,   inspection, REQUIRED, 1, 0, 0, "entry of the inspection") \
	F(ID,   document,   REQUIRED, 1, 0, 0, "record of the document that was seen") \
	F(CODE, by,         REQUIRED, 1, 4, 8, "what agreed: document or name")
#define FIELD_ROW_OF_convoy_seen(...) FIELD_ROW(convoy_seen, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_seen(...) FIELD_LIST_ROW(convoy_seen, __VA_ARGS__)
FIELDS_STRUCT(convoy_seen, CONVOY_SEEN_FIELDS)

#define PASSED_FIELDS(F, L) \
	F(ID, key,      REQUIRED, 1, 0, 0, "the person in this call") \
	F(ID, crossing, REQUIRED, 1, 0, 0, "entry of the crossing, in the person's record")
#define FIELD_ROW_OF_passed(...) FIELD_ROW(passed, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_passed(...) FIELD_LIST_ROW(passed, __VA_ARGS__)
FIELDS_STRUCT(passed, PASSED_FIELDS)

#define CONVOY_CLEARED_FIELDS(F, L) \
	F(CODE, what,   REQUIRED, 1, 1, 8, "entry, exit, sign_on (exit) or sign_off (entry)") \
	L(passed, rows, PERSONAL, 1, 1, 200, "people, each with a crossing of their own")
#define FIELD_ROW_OF_convoy_cleared(...) FIELD_ROW(convoy_cleared, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_cleared(...) FIELD_LIST_ROW(convoy_cleared, __VA_ARGS__)
FIELDS_STRUCT(convoy_cleared, CONVOY_CLEARED_FIELDS)

/* Row of table `convoy_person`. */
#define CONVOY_PERSON_FIELDS(F, L) \
	LISTED_FIELDS(F, L) \
	F(CODE, list,       0, 1, 0, 10, "crew or passengers") \
	F(INT,  place,      0, 1, 0, 0,  "place on the list") \
	F(ID,   inspection, 0, 1, 0, 0,  "the screening") \
	F(CODE, advice,     0, 1, 0, 8,  "what everybody may see of it") \
	F(CODE, silent,     0, 1, 0, 8,  "what the second line alone may see") \
	F(ID,   seen,       0, 1, 0, 0,  "inspection of the document that was scanned") \
	F(TIME, seen_at,    0, 1, 0, 0,  "when") \
	F(ID,   entry,      0, 1, 0, 0,  "crossing in") \
	F(ID,   exit,       0, 1, 0, 0,  "crossing out") \
	F(CODE, signed_as,  0, 1, 0, 8,  "sign_on or sign_off") \
	F(CODE, pass,       0, 1, 0, 12, "the last shore pass") \
	F(TIME, pass_due,   0, 1, 0, 0,  "until when it holds") \
	F(TIME, pass_back,  0, 1, 0, 0,  "when it was given back; 0 = not")
#define FIELD_ROW_OF_convoy_person(...) FIELD_ROW(convoy_person, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_person(...) FIELD_LIST_ROW(convoy_person, __VA_ARGS__)
FIELDS_STRUCT(convoy_person, CONVOY_PERSON_FIELDS)

/* --- shore passes --- */

#define SHORE_PASS_FIELDS(F, L) \
	F(ID,   key,    REQUIRED, 1, 0, 0,  "the person in this call") \
	F(CODE, number, REQUIRED, 1, 9, 12, "number of the pass: the call's reference and a number") \
	F(TIME, due,    REQUIRED, 1, 0, 0,  "until when it holds: the hour of the pack, in the post's zone")
#define FIELD_ROW_OF_shore_pass(...) FIELD_ROW(shore_pass, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_shore_pass(...) FIELD_LIST_ROW(shore_pass, __VA_ARGS__)
FIELDS_STRUCT(shore_pass, SHORE_PASS_FIELDS)

#define PASS_BACK_FIELDS(F, L) \
	F(CODE, number, REQUIRED, 1, 9, 12, "number of the pass") \
	F(TEXT, note,   PERSONAL, 1, 0, 300, "a remark")
#define FIELD_ROW_OF_pass_back(...) FIELD_ROW(pass_back, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pass_back(...) FIELD_LIST_ROW(pass_back, __VA_ARGS__)
FIELDS_STRUCT(pass_back, PASS_BACK_FIELDS)

#define PASS_LATE_FIELDS(F, L) \
	F(CODE, number, REQUIRED, 1, 9, 12, "number of the pass") \
	F(ID,   task,   REQUIRED, 1, 0, 0,  "the task that was made")
#define FIELD_ROW_OF_pass_late(...) FIELD_ROW(pass_late, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pass_late(...) FIELD_LIST_ROW(pass_late, __VA_ARGS__)
FIELDS_STRUCT(pass_late, PASS_LATE_FIELDS)

/* Row of table `shore_pass`. */
#define SHORE_PASS_ROW_FIELDS(F, L) \
	SHORE_PASS_FIELDS(F, L) \
	F(ID,   id,     0, 1, 0, 0,  "entry") \
	F(CODE, post,   0, 1, 0, 16, "post") \
	F(TIME, issued, 0, 1, 0, 0,  "when it was given") \
	F(TIME, back,   0, 1, 0, 0,  "when it was given back; 0 = not") \
	F(ID,   task,   0, 1, 0, 0,  "the task made when it was not back in time")
#define FIELD_ROW_OF_shore_pass_row(...) FIELD_ROW(shore_pass_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_shore_pass_row(...) FIELD_LIST_ROW(shore_pass_row, __VA_ARGS__)
FIELDS_STRUCT(shore_pass_row, SHORE_PASS_ROW_FIELDS)

/* --- deserters and stowaways: a file is a record of its own --- */

#define CONVOY_FILE_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(ID,   convoy,     REQUIRED, 1, 0, 0,   "call of the conveyance") \
	F(CODE, post,       REQUIRED, 1, 1, 16,  "post") \
	F(CODE, what,       REQUIRED, 1, 1, 10,  "deserter or stowaway") \
	F(ID,   key,        0,        1, 0, 0,   "of a deserter: the person in that call") \
	F(ID,   document,   0,        1, 0, 0,   "record of the person's document") \
	F(ID,   inspection, 0,        1, 0, 0,   "inspection that was made") \
	F(TEXT, found,      PERSONAL, 1, 0, 120, "of a stowaway: where, of a deserter: when seen last") \
	F(TEXT, words,      PERSONAL, 1, 0, 1000, "what is known")
#define FIELD_ROW_OF_convoy_file(...) FIELD_ROW(convoy_file, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_file(...) FIELD_LIST_ROW(convoy_file, __VA_ARGS__)
FIELDS_STRUCT(convoy_file, CONVOY_FILE_FIELDS)

#define FILE_STEP_FIELDS(F, L) \
	F(CODE, state, REQUIRED,            1, 1, 12,   "open, found, handed_over, left or closed") \
	F(TEXT, words, REQUIRED | PERSONAL, 1, 2, 1000, "what was done")
#define FIELD_ROW_OF_file_step(...) FIELD_ROW(file_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_file_step(...) FIELD_LIST_ROW(file_step, __VA_ARGS__)
FIELDS_STRUCT(file_step, FILE_STEP_FIELDS)

/* Row of table `convoy_file`, and of `convoy_file_step`. */
#define CONVOY_FILE_ROW_FIELDS(F, L) \
	CONVOY_FILE_FIELDS(F, L) \
	F(TIME, opened, 0, 1, 0, 0,  "since when") \
	F(ID,   opener, 0, 1, 0, 0,  "by whom") \
	F(CODE, state,  0, 1, 0, 12, "open, found, handed_over, left or closed")
#define FIELD_ROW_OF_convoy_file_row(...) FIELD_ROW(convoy_file_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_convoy_file_row(...) FIELD_LIST_ROW(convoy_file_row, __VA_ARGS__)
FIELDS_STRUCT(convoy_file_row, CONVOY_FILE_ROW_FIELDS)

#define FILE_STEP_ROW_FIELDS(F, L) \
	FILE_STEP_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when") \
	F(ID,   officer,  0, 1, 0, 0, "who")
#define FIELD_ROW_OF_file_step_row(...) FIELD_ROW(file_step_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_file_step_row(...) FIELD_LIST_ROW(file_step_row, __VA_ARGS__)
FIELDS_STRUCT(file_step_row, FILE_STEP_ROW_FIELDS)

extern const struct entry_type convoy_type, convoy_moved_type, convoy_list_type, convoy_rows_type, convoy_screened_type, convoy_seen_type,
	convoy_cleared_type, shore_pass_type, pass_back_type, pass_late_type, convoy_file_type, file_step_type;

/* Services: service.h. */

#endif
