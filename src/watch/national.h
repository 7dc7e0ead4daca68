/* Entries of lists that are kept here: national lists, whose pack says `kept here`. Each entry is a record with a history; the lists of others are imported
 * whole (watch.h). Stored by whoever confirmed a change (room alerts); loaded by the shelf beside the imported files.
 *
 * - An entry stands for a direction (entry, exit, both), until it expires, and asks for a measure: a code of the pack's list `measures`. `silent` is seen by
 *   the second line alone, `inform` asks for a look, `refuse` on exit is an order that stands against leaving; every other code refers.
 * - A vehicle is named by its plate; it is asked for when a plate is told at a booth (watch_plate), and is like nobody's name.
 * - Without an end it needs a day of review: nobody stands on a list for ever by oversight.
 * - An entry of a list that was once imported as a file may be replaced or taken off: the entry kept here wins. */
#ifndef LIMEN_NATIONAL_H
#define LIMEN_NATIONAL_H

#include "watch.h"

enum { NATIONAL_MOST = 200000, NATIONAL_REVIEW_DAYS = 1100 };

/* Body of list.entry, of the record watch_entry_record(list, item). */
#define NATIONAL_FIELDS(F, L) \
	F(CODE,  list,          REQUIRED,            1, 1, 32,   "list, by its code in the pack") \
	F(CODE,  item,          REQUIRED,            1, 1, 64,   "entry, by its number in the list") \
	F(YESNO, off,           0,                   1, 0, 0,    "taken off the list") \
	F(CODE,  kind,          REQUIRED,            1, 6, 8,    "person, document or vehicle") \
	F(TEXT,  name,          PERSONAL,            1, 0, 160,  "name, in any script and order") \
	F(TEXTS, aliases,       PERSONAL,            1, 0, 20,   "other names, as good as the first") \
	F(TEXTS, weak_aliases,  PERSONAL,            1, 0, 20,   "names that never hit alone") \
	F(TEXTS, born,          PERSONAL,            1, 0, 8,    "1974-08-12, 1974-08, 1974, 1970/1975 or ~1974") \
	F(CODE,  sex,           PERSONAL,            1, 0, 1,    "F, M or X") \
	F(TEXTS, nationalities, PERSONAL,            1, 0, 8,    "codes of the pack's list countries") \
	F(TEXTS, documents,     PERSONAL,            1, 0, 20,   "ISSUER:NUMBER or ISSUER:TYPE:NUMBER") \
	F(TEXTS, plates,        PERSONAL,            1, 0, 20,   "of a vehicle: PLATE, or STATE:PLATE with a code of the pack's list countries") \
	F(CODE,  direction,     REQUIRED,            1, 4, 5,    "entry, exit or both") \
	F(CODE,  measure,       REQUIRED,            1, 1, 32,   "code of the pack's list measures") \
	F(TEXT,  order_number,  0,                   1, 0, 80,   "number of the order") \
	F(TEXT,  authority,     REQUIRED,            1, 2, 120,  "authority that ordered it") \
	F(TEXT,  reason,        REQUIRED | PERSONAL, 1, 2, 1000, "why the person, document or vehicle is on the list") \
	F(DATE,  expires,       0,                   1, 0, 0,    "last day; empty = until it is taken off") \
	F(DATE,  review,        0,                   1, 0, 0,    "day on which somebody looks again whether it is still right") \
	F(TEXT,  instruction,   0,                   1, 0, 500,  "what the booth does") \
	F(TEXT,  call,          0,                   1, 0, 160,  "whom to call, with the number")
#define FIELD_ROW_OF_national(...) FIELD_ROW(national, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_national(...) FIELD_LIST_ROW(national, __VA_ARGS__)
FIELDS_STRUCT(national, NATIONAL_FIELDS)

/* Row of table watch_national: the entry as it is now, also when it was taken off. */
#define NATIONAL_ROW_FIELDS(F, L) \
	NATIONAL_FIELDS(F, L) \
	F(TIME, changed,  0, 1, 0, 0, "when it was last changed") \
	F(ID,   changer,  0, 1, 0, 0, "who confirmed the last change") \
	F(INT,  versions, 0, 1, 0, 0x7fffffff, "how often it was written")
#define FIELD_ROW_OF_national_row(...) FIELD_ROW(national_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_national_row(...) FIELD_LIST_ROW(national_row, __VA_ARGS__)
FIELDS_STRUCT(national_row, NATIONAL_ROW_FIELDS)

/* Body of list.change, of the list's record: a confirmed change gives the list its next version. */
#define LIST_CHANGE_FIELDS(F, L) \
	F(CODE, code,    REQUIRED, 1, 1, 32, "list, by its code in the pack") \
	F(INT,  version, REQUIRED, 1, 1, 1000000000, "counting from 1, imports and changes together") \
	F(INT,  changes, 0,        1, 0, 0x7fffffff, "entries that were written with it") \
	F(INT,  entries, 0,        1, 0, 0x7fffffff, "entries in force afterwards, of those kept here") \
	F(ID,   request, 0,        1, 0, 0,  "request that was confirmed")
#define FIELD_ROW_OF_list_change(...) FIELD_ROW(list_change, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_change(...) FIELD_LIST_ROW(list_change, __VA_ARGS__)
FIELDS_STRUCT(list_change, LIST_CHANGE_FIELDS)

/* What is wrong with an entry, as findings of the act; `before` stands in front of the fields' names ("3." for the third row of a file). False: something is. */
bool national_sound(struct act *act, const struct national *national, struct str before);

/* Writes entries of one list and its next version: for whoever confirmed the request, or tells a story (demo). False: nothing is written. */
bool national_write(struct act *act, struct str list, const struct national *items, size_t count, struct uuid request, struct error *err);

/* All entries of a list, by number, those taken off too. */
bool national_rows(struct act *act, struct str list, struct arena *arena, struct national_row **out, size_t *count, struct error *err);
bool national_by_item(struct act *act, struct str list, struct str item, struct national_row *out, bool *found, struct error *err);
/* In force on that day: not taken off, not expired. */
bool national_holds(const struct national *national, struct date day);
/* Entries as the matcher compares them; all slices live as long as the rows and the arena. What is taken off is left out. */
struct watch_reading national_reading(const struct national_row *rows, size_t count, struct arena *arena);

/* A plate of an entry: capitals and digits, and the state where one stands before it; false = it is no plate. */
bool national_plate(struct str written, struct arena *arena, struct str *state, struct str *plate);
/* What an entry asks for, beyond its list. */
bool national_silent(const struct national *national);
bool national_stops_exit(const struct national *national);

#endif
