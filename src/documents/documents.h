/* Registers of documents: lost, stolen, revoked, found, surrendered, destroyed, and specimens (ICAO Doc 9303-2; TD7 of the Interpol kind is imported as a
 * list, watch.h). The judge "document.register" of an inspection.
 *
 * - A mark is an entry of the document's own record. The last one is its state; what once made a document invalid keeps it invalid: a lost document that
 *   was found again is not valid again, its holder has another.
 * - Asked by number and issuer, whatever the kind, in the snapshot of the act: a mark counts from the next scan on.
 * - Exact: the same letters and digits. Near: the same when O is read as 0 and I as 1, or one character is another or changed places with its neighbour.
 *   Numbers are given out in a row, so that every valid document is near some lost one: a character that differs counts only where no check digit vouches
 *   for the number, or the birth date in the register is the bearer's.
 * - Entered on a page, as a file of CSV, or from a document's page with the crossing at hand. It advises; a person decides.
 * Limits: near only for numbers of 4 to 12 characters; 5,000 rows of a file; 20 matches. */
#ifndef LIMEN_DOCUMENTS_H
#define LIMEN_DOCUMENTS_H

#include "registry.h"

extern const struct room documents_room;

/* Body of register.mark. */
#define REGISTER_FIELDS(F, L) \
	F(CODE, state,   REQUIRED,            1, 1, 16,  "lost, stolen, revoked, found, surrendered, destroyed or specimen") \
	F(CODE, issuer,  REQUIRED,            1, 1, 3,   "code of Doc 9303-3 part 5") \
	F(CODE, kind,    0,                   1, 0, 2,   "P, PD, I, V ...; empty = P") \
	F(CODE, number,  REQUIRED | PERSONAL, 1, 1, 30,  "number of the document") \
	F(DATE, day,     REQUIRED,            1, 0, 0,   "since when") \
	F(TEXT, by,      REQUIRED,            1, 2, 120, "who reported it, or which authority decided") \
	F(DATE, born,    PERSONAL,            1, 0, 0,   "the holder's birth date, where it is known") \
	F(TEXT, note,    PERSONAL,            1, 0, 500, "what else is known") \
	F(CODE, source,  0,                   1, 0, 16,  "page, file or crossing") \
	F(ID,   crossing, 0,                  1, 0, 0,   "last crossing with it when it was marked from there")
#define FIELD_ROW_OF_register_mark(...) FIELD_ROW(register_mark, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_mark(...) FIELD_LIST_ROW(register_mark, __VA_ARGS__)
FIELDS_STRUCT(register_mark, REGISTER_FIELDS)

/* Row of table document_register: the last mark, and what made the document invalid. */
#define REGISTER_ROW_FIELDS(F, L) \
	REGISTER_FIELDS(F, L) \
	F(CODE, folded,  0, 1, 0, 30, "letters and digits of the number") \
	F(CODE, invalid, 0, 1, 0, 16, "state that made it invalid first; empty = valid") \
	F(DATE, since,   0, 1, 0, 0,  "since when it is invalid") \
	F(TIME, marked,  0, 1, 0, 0,  "when the last mark was entered") \
	F(ID,   marker,  0, 1, 0, 0,  "who entered it") \
	F(INT,  marks,   0, 1, 0, 0x7fffffff, "how many there are")
#define FIELD_ROW_OF_register_row(...) FIELD_ROW(register_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_register_row(...) FIELD_LIST_ROW(register_row, __VA_ARGS__)
FIELDS_STRUCT(register_row, REGISTER_ROW_FIELDS)

enum { REGISTER_MATCHES = 20 };
struct register_match {
	struct register_row row;
	struct uuid record;
	bool near, misread;         /* near: not the same letters and digits; misread: more than O and I differ */
};

/* Documents of the registers with that number, the exact ones first. */
bool register_find(struct act *act, struct str issuer, struct str number, struct register_match out[static REGISTER_MATCHES], size_t *count, struct error *err);
/* Writes a mark after its checks (findings say what is wrong, `before` in front of the fields' names). */
bool register_put(struct act *act, const struct register_mark *mark, struct str before, struct error *err);
/* "Reported lost on 3 May 2026.": the state in words of the translations. */
const char *register_words(struct str state);

#endif
