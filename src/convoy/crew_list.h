/* Lists of crew and passengers as carriers send them: the columns of IMO FAL form 5 (crew list) and form 6 (passenger list), FAL Convention, annex,
 * and of the general declaration of ICAO Annex 9, appendix 1.
 *
 * Bytes in, rows out; it judges no person and looks nothing up but codes, by the caller's functions.
 * - Comma, semicolon or tab; UTF-8 with or without a mark, or Windows-1252; header names in English or French, in any order; unknown columns are named.
 * - Dates: 1974-08-12, 12.08.1974, 12 AUG 1974, or 12/08/1974. Of the last the file itself must prove the order: one date of it with a day beyond 12.
 *   Else each date that could be two days is a fault. A birth date may be partial: 1950, 1950-03. A year of two digits is a fault.
 * - "Family name, given names" in one column, date with place of birth, nature with number of a document: as the forms' own headings are.
 * - All faults are told at once, by row and column. Two rows of one document are a fault. Whoever has no document: "none".
 * - Limits: LIST_MOST people, LIST_BYTES. */
#ifndef LIMEN_CREW_LIST_H
#define LIMEN_CREW_LIST_H

#include "field.h"

enum { LIST_MOST = 5000, LIST_BYTES = 4 << 20, LIST_FAULTS = 200 };

#define LIST_PERSON_FIELDS(F, L) \
	F(TEXT,  surname,          PERSONAL, 1, 0, 120, "family name, or the only name") \
	F(TEXT,  given_names,      PERSONAL, 1, 0, 120, "given names") \
	F(DATE,  born,             PERSONAL, 1, 0, 0,   "birth date; unknown parts are left out") \
	F(TEXT,  birthplace,       PERSONAL, 1, 0, 60,  "place of birth") \
	F(CODE,  sex,              PERSONAL, 1, 0, 1,   "F, M, X (unspecified) or U (unknown)") \
	F(CODE,  nationality,      PERSONAL, 1, 0, 3,   "code of Doc 9303-3 part 5") \
	F(CODE,  document_kind,    0,        1, 0, 2,   "P, AC, IS ... as in the machine readable zone") \
	F(CODE,  document_issuer,  0,        1, 0, 3,   "code of Doc 9303-3 part 5") \
	F(CODE,  document_number,  PERSONAL, 1, 0, 30,  "number; empty = no document") \
	F(DATE,  document_expires, 0,        1, 0, 0,   "last day of validity") \
	F(TEXT,  rank,             PERSONAL, 1, 0, 60,  "of crew: rank or rating") \
	F(TEXT,  embarked,         PERSONAL, 1, 0, 60,  "of passengers: port of embarkation") \
	F(TEXT,  disembarks,       PERSONAL, 1, 0, 60,  "of passengers: port of disembarkation") \
	F(CODE,  visa,             PERSONAL, 1, 0, 30,  "visa number, if any") \
	F(YESNO, transit,          0,        1, 0, 0,   "of passengers: in transit")
#define FIELD_ROW_OF_list_person(...) FIELD_ROW(list_person, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_person(...) FIELD_LIST_ROW(list_person, __VA_ARGS__)
FIELDS_STRUCT(list_person, LIST_PERSON_FIELDS)

struct list_fault {
	uint64_t row, line;   /* 0: the file as a whole. The header is row 1, as a spreadsheet shows it */
	const char *column;   /* its English title, a sentence of the translations; "" = the whole row */
	struct str value;     /* as it stands in the file */
	const char *words;    /* what is wrong and what to do; {row} is `other` */
	uint64_t other;       /* another row that it names */
};

struct list_reading {
	struct list_person *people;
	size_t count;
	struct list_fault *faults; /* the first LIST_FAULTS */
	size_t fault_count, faults_all;
	struct texts unread;       /* names of columns that it does not know */
	char separator;
};

/* Codes as people write them; an empty answer: not known. */
struct list_codes {
	struct str (*country)(void *state, struct str text);        /* "PHL", "PH", "Philippines" */
	struct str (*document_kind)(void *state, struct str text);  /* "P", "AC" by its code or words; the usual names are known here */
	void *state;
	struct date today;
};

/* False: this is no such list at all. With faults nothing may be taken. */
bool crew_list_read(struct str csv, bool crew, const struct list_codes *codes, struct arena *arena, struct list_reading *out, struct error *err);

/* IMO number: digits alone, "IMO 9074729" gives "9074729"; empty when its check digit does not agree. */
struct str imo_number(struct str text, struct arena *arena);

/* How two writings of a person compare: the same document, or the same name and birth date. */
enum list_likeness { LIST_OTHER, LIST_SAME_NAME, LIST_SAME_DOCUMENT };
enum list_likeness list_compare(const struct list_person *a, const struct list_person *b, struct arena *arena);
/* Names of the fields that differ. */
struct texts list_changes(const struct list_person *before, const struct list_person *after, struct arena *arena);

#endif
