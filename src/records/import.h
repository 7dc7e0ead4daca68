/* The former system's records as CSV: columns, mapping, and what becomes of a row. Private to the room. docs/import.md is its manual. */
#ifndef LIMEN_RECORDS_IMPORT_H
#define LIMEN_RECORDS_IMPORT_H

#include "border.h"

/* A row of crossings.csv. */
#define PAST_CROSSING_FIELDS(F, L) \
	F(TEXT, surname,          PERSONAL, 1, 0, 120, "family name, or the only name") \
	F(TEXT, given_names,      PERSONAL, 1, 0, 120, "given names") \
	F(TEXT, native_name,      PERSONAL, 1, 0, 160, "the whole name in its own script") \
	F(DATE, born,             PERSONAL, 1, 0, 0,   "birth date; 1974-08 or 1974 when parts are unknown") \
	F(CODE, sex,              PERSONAL, 1, 0, 1,   "F, M, X or U; empty = U") \
	F(CODE, nationality,      0,        1, 0, 3,   "code of the pack's list countries") \
	F(CODE, document_kind,    0,        1, 0, 2,   "code of the pack's list document_kinds; empty = P") \
	F(CODE, document_issuer,  0,        1, 0, 3,   "code of the pack's list countries; empty = the nationality") \
	F(CODE, document_number,  PERSONAL, 1, 0, 30,  "number as in the machine-readable zone; empty = without a document") \
	F(DATE, document_expires, 0,        1, 0, 0,   "last day of validity") \
	F(CODE, direction,        REQUIRED, 1, 4, 5,   "entry or exit") \
	F(CODE, decision,         0,        1, 0, 6,   "admit or refuse; empty = admit") \
	F(DATE, date,             REQUIRED, 1, 0, 0,   "day at the post") \
	F(CODE, time,             0,        1, 0, 8,   "clock of the post, 14:30; empty = noon") \
	F(CODE, post,             REQUIRED, 1, 1, 16,  "code of the post in the pack") \
	F(INT,  lane,             0,        1, 0, 999, "lane") \
	F(CODE, purpose,          0,        1, 0, 32,  "code of the pack's list travel_purposes") \
	F(CODE, category,         0,        1, 0, 32,  "code of a category of the pack") \
	F(INT,  days,             0,        1, 0, 36500, "days allowed at entry") \
	F(DATE, stay_until,       0,        1, 0, 0,   "last day allowed; reckoned from days when empty") \
	F(CODE, stay_rule,        0,        1, 0, 32,  "rule of stay of the pack") \
	F(TEXT, carrier,          0,        1, 0, 60,  "carrier") \
	F(CODE, craft,            PERSONAL, 1, 0, 20,  "flight, train, vessel or plate") \
	F(TEXT, from_place,       PERSONAL, 1, 0, 60,  "where the journey comes from") \
	F(TEXT, to_place,         PERSONAL, 1, 0, 60,  "where it goes") \
	F(TEXT, address,          PERSONAL, 1, 0, 200, "address during the stay") \
	F(CODE, stamp,            0,        1, 0, 20,  "number of the stamp") \
	F(TEXT, note,             PERSONAL, 1, 0, 1000, "remark of the former system") \
	F(CODE, number,           0,        1, 0, 60,  "the row's number in the former system")
#define FIELD_ROW_OF_past_crossing(...) FIELD_ROW(past_crossing, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_past_crossing(...) FIELD_LIST_ROW(past_crossing, __VA_ARGS__)
FIELDS_STRUCT(past_crossing, PAST_CROSSING_FIELDS)

/* A row of visas.csv. */
#define PAST_VISA_FIELDS(F, L) \
	F(CODE, document_kind,   0,        1, 0, 2,  "code of the pack's list document_kinds; empty = P") \
	F(CODE, document_issuer, REQUIRED, 1, 1, 3,  "code of the pack's list countries") \
	F(CODE, document_number, REQUIRED | PERSONAL, 1, 1, 30, "number of the document that bears it") \
	F(CODE, kind,            REQUIRED, 1, 1, 32, "code of the pack's list permit_kinds") \
	F(CODE, visa_number,     REQUIRED | PERSONAL, 1, 1, 30, "number of the visa or permit") \
	F(DATE, valid_from,      REQUIRED, 1, 0, 0,  "first day") \
	F(DATE, valid_until,     REQUIRED, 1, 0, 0,  "last day") \
	F(INT,  entries,         0,        1, 0, 99, "entries allowed; 0 or empty = many") \
	F(INT,  days,            0,        1, 0, 3650, "days of stay; 0 or empty = by the rule") \
	F(CODE, stay_rule,       0,        1, 0, 32, "rule of stay of the pack") \
	F(TEXT, surname,         PERSONAL, 1, 0, 120, "holder's family name, or the only name: compared with whoever shows the visa") \
	F(TEXT, given_names,     PERSONAL, 1, 0, 120, "holder's given names") \
	F(DATE, born,            PERSONAL, 1, 0, 0,   "holder's birth date; 1974-08 or 1974 when parts are unknown") \
	F(TEXT, authority,       0,        1, 0, 120, "who issued it") \
	F(CODE, state,           0,        1, 0, 16,  "valid, revoked, lost, replaced or used_up; empty = valid") \
	F(DATE, state_since,     0,        1, 0, 0,   "from which day it is so; empty = today")
#define FIELD_ROW_OF_past_visa(...) FIELD_ROW(past_visa, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_past_visa(...) FIELD_LIST_ROW(past_visa, __VA_ARGS__)
FIELDS_STRUCT(past_visa, PAST_VISA_FIELDS)

/* Columns and values of the former system in our words: lines "NOM = surname" and "post/12 = SORREL". */
struct import_map {
	struct pair *columns;        /* name: theirs; value: ours */
	size_t column_count;
	struct pair *values;         /* name: "post/12"; value: ours */
	size_t value_count;
};
bool import_map_read(struct arena *arena, struct str text, struct import_map *out, struct error *err);
struct str import_column(const struct import_map *map, struct str theirs);
struct str import_value(struct arena *arena, const struct import_map *map, struct str column, struct str value);

/* What became of the rows of a file, and of each that was not taken its line, its column and why: the place and the reason, never the person. */
struct import_fault {
	uint64_t line;
	struct str column;   /* in our words; "" = the whole line */
	const char *words;   /* a sentence of lang's words */
};
struct import_told {
	struct import_fault *faults;
	size_t fault_count;          /* at most IMPORT_TOLD_MOST are kept */
	int64_t read, taken, doubles, rejected;
	struct texts unread;         /* columns that are not taken */
};
enum { IMPORT_ROWS_MOST = 1000, IMPORT_TOLD_MOST = 200 };

/* Visas and permits of visas.csv within the act of a page: what is good is taken, the rest is told; sent again, nothing is stored twice. A file that
 * cannot be read to its end, or is longer than IMPORT_ROWS_MOST rows, is an error, and nothing of it is taken. */
bool import_permits(struct act *act, struct str bytes, struct import_told *told, struct error *err);

extern const struct command import_commands[];

#endif
