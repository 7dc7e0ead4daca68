/* Inside mrz only: where the fields of each form stand, and the classes of characters. */
#ifndef LIMEN_MRZ_PRIVATE_H
#define LIMEN_MRZ_PRIVATE_H

#include <string.h>

#include "mrz.h"

enum mrz_class { MRZ_DIGIT = 1, MRZ_LETTER = 2, MRZ_FILL = 4, MRZ_SEX_LETTER = 8, MRZ_ANY = MRZ_DIGIT | MRZ_LETTER | MRZ_FILL };

/* 0 for characters that are none of the alphabet. The values of 9303-3 4.9 are in mrz_value. */
extern const uint8_t mrz_class[256];
extern const uint8_t mrz_value[256];

struct mrz_span {
	uint8_t line, at, length; /* from 0; length 0 = the form has no such field */
};

enum mrz_field {
	FIELD_CODE, FIELD_ISSUER, FIELD_NATIONALITY, FIELD_NUMBER, FIELD_NUMBER_DIGIT, FIELD_NAME, FIELD_GIVEN, FIELD_BIRTH,
	FIELD_BIRTH_DIGIT, FIELD_SEX, FIELD_EXPIRY, FIELD_EXPIRY_DIGIT, FIELD_OPTIONAL, FIELD_OPTIONAL_DIGIT, FIELD_OPTIONAL2,
	FIELD_COMPOSITE, FIELD_COUNT
};

struct mrz_layout {
	uint8_t lines, width;
	struct mrz_span fields[FIELD_COUNT];
	struct mrz_span covered[4]; /* by the composite digit */
};

extern const struct mrz_layout mrz_layouts[MRZ_FORM_COUNT];
extern const uint8_t mrz_allowed[FIELD_COUNT]; /* classes that a field may have */

/* The lines as read, without fields. */
struct mrz_reading {
	enum mrz_form form; /* MRZ_NO_FORM when nothing is clear */
	uint32_t notes;
	char line[MRZ_LINES][MRZ_WIDTH];
};

/* Are these characters all of these classes? Sixteen at a time. */
typedef int8_t mrz_vector __attribute__((vector_size(16)));

static inline bool mrz_sixteen(const char *text, unsigned allowed)
{
	mrz_vector c, good = { 0 };
	uint64_t halves[2];
	memcpy(&c, text, sizeof c);
	if (allowed & MRZ_DIGIT)
		good |= (c >= '0') & (c <= '9');
	if (allowed & MRZ_LETTER)
		good |= (c >= 'A') & (c <= 'Z');
	if (allowed & MRZ_FILL)
		good |= c == '<';
	memcpy(halves, &good, sizeof halves);
	return (halves[0] & halves[1]) == UINT64_MAX;
}

static inline bool mrz_only(struct str text, unsigned allowed)
{
	bool good = true;
	if (text.len < 16 || allowed & MRZ_SEX_LETTER) {
		for (size_t i = 0; i < text.len; i++)
			good &= (mrz_class[(unsigned char)text.data[i]] & allowed) != 0;
		return good;
	}
	for (size_t i = 0; i + 16 < text.len; i += 16)
		good &= mrz_sixteen(text.data + i, allowed);
	return good & mrz_sixteen(text.data + text.len - 16, allowed);
}

/* Whole form or partial, as mrz_parse promises. */
bool mrz_read(struct str text, struct mrz_reading *out, struct error *err);

/* Makes the digit checks alone, over lines in place; mrz_suggest tries characters with it. */
void mrz_check_digits(struct mrz *mrz);

/* The rules of one character, generated from 9303-3 section 6; sorted by code point. */
struct mrz_letter {
	uint16_t code_point;
	char first[5], plain[5];
};
extern const struct mrz_letter mrz_letters[];
extern const size_t mrz_letter_count;

#endif
