/* Who somebody is, by what they show: person and document. Part of most records of this room. */
#ifndef LIMEN_IDENTITY_H
#define LIMEN_IDENTITY_H

#include <stddef.h>
#include <string.h>

#include "entry.h"

#define PERSON_FIELDS(F, L) \
	F(TEXT, surname,         PERSONAL, 1, 0, 120, "family name, or the only name, as in the document") \
	F(TEXT, given_names,     PERSONAL, 1, 0, 120, "given names") \
	F(TEXT, native_name,     PERSONAL, 1, 0, 160, "the whole name in its own script") \
	F(TEXTS, former_names,   PERSONAL, 1, 0, 8,   "names borne before") \
	F(DATE, born,            PERSONAL, 1, 0, 0,   "birth date; unknown parts are left out") \
	F(TEXT, born_written,    PERSONAL, 1, 0, 60,  "birth date as written in another calendar") \
	F(CODE, sex,             PERSONAL, 1, 0, 1,   "F, M, X (unspecified) or U (unknown)") \
	F(TEXTS, nationalities,  PERSONAL, 1, 0, 5,   "codes of Doc 9303-3 part 5, that of the document first")

#define DOCUMENT_FIELDS(F, L) \
	F(CODE, document_kind,    0,        1, 0, 2,  "P, PD, I, V ... (Doc 9303-4 to 7)") \
	F(CODE, document_issuer,  0,        1, 0, 3,  "code of Doc 9303-3 part 5") \
	F(CODE, document_number,  PERSONAL, 1, 0, 30, "number as in the machine readable zone") \
	F(DATE, document_expires, 0,        1, 0, 0,  "last day of validity")

#define IDENTITY_FIELDS(F, L) PERSON_FIELDS(F, L) DOCUMENT_FIELDS(F, L)
#define FIELD_ROW_OF_identity(...) FIELD_ROW(identity, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_identity(...) FIELD_LIST_ROW(identity, __VA_ARGS__)
FIELDS_STRUCT(identity, IDENTITY_FIELDS)

/* Writes an identity into a record that begins with one. The struct's tail padding may hold the record's next field: only fields are copied. */
static inline void identity_put(void *record, const struct identity *identity)
{
	memcpy(record, identity, offsetof(struct identity, document_expires) + sizeof identity->document_expires);
}

#endif
