/* Machine readable zones (MRZ) of travel documents: ICAO Doc 9303, 8th edition, parts 3 to 7.
 *
 * Reads and writes the zone as text: TD3 (passports), TD1 and TD2 (cards), MRV-A and MRV-B (visas); it also reads the French
 * identity card of 1988 to 2021 (2 lines of 36). Finding the zone in a picture is another room's work, and so are lists of
 * persons, chips, and every judgement about a document: here is only what the characters say.
 *
 * - A wrong check digit is a result, not a failure: the fields are still given, and `checks` says what does not agree.
 * - Nothing is corrected in silence. What was tolerated is in `notes`; what a misread character may have been is a suggestion
 *   (mrz_suggest) that only a person may take.
 * - The century of a two-digit year is decided by mrz_birth_date and mrz_expiry_date, with the caller's day: no clock here.
 * - Text is ASCII A-Z, 0-9 and '<' after reading. Lines, columns and lengths count characters from 1.
 * - All slices live in the arena (256 bytes a zone) and do not point into the input. */
#ifndef LIMEN_MRZ_H
#define LIMEN_MRZ_H

#include "date.h"
#include "error.h"
#include "str.h"

enum { MRZ_INPUT_MAX = 512 };   /* bytes taken by mrz_parse */
enum { MRZ_LINES = 3, MRZ_WIDTH = 44 };

/* form, name, title, lines, characters a line, section */
#define MRZ_FORMS(F) \
	F(MRZ_TD1,    "TD1",    "a TD1 card",             3, 30, "9303-5 4.2") \
	F(MRZ_TD2,    "TD2",    "a TD2 card",             2, 36, "9303-6 4.2") \
	F(MRZ_TD3,    "TD3",    "a passport",             2, 44, "9303-4 4.2") \
	F(MRZ_MRV_A,  "MRV-A",  "an MRV-A visa",          2, 44, "9303-7 4.2") \
	F(MRZ_MRV_B,  "MRV-B",  "an MRV-B visa",          2, 36, "9303-7 5.2") \
	F(MRZ_FRA_ID, "FRA-ID", "a French identity card", 2, 36, "none: the French form of 1988")

enum mrz_form {
	MRZ_NO_FORM,
#define F(form, name, title, lines, width, section) form,
	MRZ_FORMS(F)
#undef F
	MRZ_FORM_COUNT
};

/* The checks, in the order in which a list shows them. check, name, section, what it says when it is successful
 * Digits first, so that MRZ_DIGIT_CHECKS counts them. */
#define MRZ_CHECKS(C) \
	C(MRZ_DOCUMENT_NUMBER, "mrz.document_number", "9303-3 4.9; 9303-5 4.2.2.1", "The digit after the document number agrees") \
	C(MRZ_BIRTH_DATE,      "mrz.birth_date",      "9303-3 4.9", "The digit after the date of birth agrees") \
	C(MRZ_EXPIRY_DATE,     "mrz.expiry_date",     "9303-3 4.9", "The digit after the date of expiry agrees") \
	C(MRZ_PERSONAL_NUMBER, "mrz.personal_number", "9303-4 4.2.2", "The digit after the personal number agrees") \
	C(MRZ_COMPOSITE,       "mrz.composite",       "9303-4 4.2.2; 9303-5 4.2.4; 9303-6 4.2.4", "The digit over several fields agrees") \
	C(MRZ_STRUCTURE,       "mrz.structure",       "9303-3 4.3", "Each field has only characters that are allowed there") \
	C(MRZ_DOCUMENT_CODE,   "mrz.document_code",   "9303-4 4.4; 9303-5 4.2.2; 9303-6 4.2.2; 9303-7 4.2.2", \
	  "The document code is one of this form") \
	C(MRZ_ISSUER,          "mrz.issuer",          "9303-3 5", "The issuer is a code of ICAO's list") \
	C(MRZ_NATIONALITY,     "mrz.nationality",     "9303-3 5; 9303-3 7.1", "The nationality is a code of ICAO's list") \
	C(MRZ_NAMES,           "mrz.names",           "9303-3 4.6", "The name stands as it should, from the left and with letters only") \
	C(MRZ_DATES,           "mrz.dates",           "9303-3 4.8", "The dates exist in the calendar") \
	C(MRZ_SEX,             "mrz.sex",             "9303-4 4.2.2", "The sex is F, M or unspecified")

enum mrz_check_id {
#define C(check, name, section, text) check,
	MRZ_CHECKS(C)
#undef C
	MRZ_CHECK_COUNT,
	MRZ_DIGIT_CHECKS = MRZ_COMPOSITE + 1
};

/* Words of BSI TR-03135. Undetermined: the data do not allow an answer (an unknown date without a digit, a state that is no more).
 * Not supported: the form has no such field or digit. */
enum mrz_result { MRZ_NOT_SUPPORTED, MRZ_SUCCESSFUL, MRZ_FAILED, MRZ_UNDETERMINED };

/* Where a check looked. For a digit check `line`, `column` are the digit's, `expected` and `found` the digits ('<' may be found;
 * `expected` is 0 when a character under it is none of the alphabet); `field_*` is the field that it covers (the first one for
 * the composite digit). For other checks `line`, `column` are the character in question or the first of the field, and `found` that
 * character when it failed. A long document number's digit stands in the optional data, and `field_*` names the nine first characters. */
struct mrz_check {
	uint8_t result; /* enum mrz_result */
	uint8_t line, column;
	uint8_t field_line, field_column, field_length;
	char expected, found;
};

/* What was tolerated or is unusual. note, name, text. The first eight are about the way the text arrived. */
#define MRZ_NOTES(N) \
	N(MRZ_LOWER_CASE,      "lower_case",      "Small letters were read as capitals") \
	N(MRZ_CONTROLS,        "controls",        "Control characters of a reader were left out") \
	N(MRZ_FILLER_SIGNS,    "filler_signs",    "Other signs were read as the filler '<'") \
	N(MRZ_SPACES_FILLED,   "spaces_filled",   "Spaces were read as the filler '<'") \
	N(MRZ_SPACES_REMOVED,  "spaces_removed",  "Spaces inside a line were left out") \
	N(MRZ_LINES_JOINED,    "lines_joined",    "The line ends were missing or in other places; lines were cut by their length") \
	N(MRZ_LENGTH_MENDED,   "length_mended",   "A line had the wrong length; fillers were added at its end or its end was left out") \
	N(MRZ_SIGNS_REPLACED,  "signs_replaced",  "Characters that a zone cannot have were read as '<'") \
	N(MRZ_GERMANY,         "germany",         "Germany writes D as its code (9303-3 5)") \
	N(MRZ_LONG_NUMBER,     "long_number",     "The document number runs over into the optional data (9303-5 4.2.2.1)") \
	N(MRZ_FILLER_COUNTED,  "filler_counted",  "The digit of the long number counts the filler, as on older Belgian cards; ICAO's would not") \
	N(MRZ_INNER_FILLER,    "inner_filler",    "The document number has a filler inside") \
	N(MRZ_EMPTY_OPTIONAL,  "empty_optional",  "The personal number is empty; its digit may be '<' or 0 (9303-4 4.2.2)") \
	N(MRZ_DIGIT_LEFT_OUT,  "digit_left_out",  "The digit of an empty field is '<'") \
	N(MRZ_TRUNCATED,       "truncated",       "The name fills its field to the end and may be cut (9303-3 4.6)") \
	N(MRZ_ONE_NAME,        "one_name",        "There is one name only, or the two parts are not told apart (9303-3 4.6)") \
	N(MRZ_NO_SURNAME,      "no_surname",      "The first part of the name is empty") \
	N(MRZ_MORE_PARTS,      "more_parts",      "There is more than one double filler in the name") \
	N(MRZ_BIRTH_PARTLY,    "birth_partly",    "Parts of the date of birth, or all of it, are unknown (9303-3 4.8)") \
	N(MRZ_EXPIRY_OPEN,     "expiry_open",     "The date of expiry is unknown, or the document is unlimited") \
	N(MRZ_ZERO_DATE,       "zero_date",       "Unknown parts of a date are written 00 instead of '<<'") \
	N(MRZ_SEX_X,           "sex_x",           "The sex is written X; the zone's sign for unspecified is '<'") \
	N(MRZ_FORMER_STATE,    "former_state",    "A code of a state or area that is no longer on the list") \
	N(MRZ_SPECIMEN,        "specimen",        "UTO, the state of specimens") \
	N(MRZ_SPECIAL_ISSUER,  "special_issuer",  "An organization or special code of 9303-3 part 5, not a state") \
	N(MRZ_OTHER_CODE,      "other_code",      "The document code is not the usual one for this size")

enum mrz_note_number {
#define N(note, name, text) note##_NUMBER,
	MRZ_NOTES(N)
#undef N
	MRZ_NOTE_COUNT
};

enum mrz_note {
#define N(note, name, text) note = 1 << note##_NUMBER,
	MRZ_NOTES(N)
#undef N
};

/* A date as the zone has it. What is unknown: year -1, month 0, day 0. Parts are given as written, even when the day
 * does not exist (check mrz.dates). */
struct mrz_date {
	int8_t year; /* 0 to 99, the century is open */
	int8_t month, day;
};

struct mrz {
	uint8_t form;               /* enum mrz_form */
	uint8_t line_count;
	bool truncated;             /* the name may be cut: its field ends without a filler */
	char sex;                   /* 'F', 'M', 'X', '<' = unspecified, or whatever stands there (check mrz.sex) */
	uint32_t notes;             /* enum mrz_note, or-ed */
	struct str line[MRZ_LINES]; /* cleaned, each of the form's length */
	struct str code_raw;        /* two characters */
	struct str code, issuer, nationality; /* without fillers: "P", "D", "UTO"; a visa's or card's as well */
	struct str number;          /* without trailing fillers; a long number joined */
	struct str surname, given_names;      /* single spaces for fillers: "VAN DER STEEN", "MARIANNE LOUISE" */
	struct mrz_date birth, expiry;
	struct str optional;        /* personal number or optional data without trailing fillers; not the rest of a long number */
	struct str optional2;       /* second optional data of TD1 */
	struct mrz_check checks[MRZ_CHECK_COUNT];
};

/* Reads a zone as it comes from a keyboard wedge, a clipboard or a typist: lines ended by CR, LF or both, or not at all; small
 * letters; '«', '‹' and their like or spaces for '<'; blanks at the ends; control characters, a byte order mark.
 *
 * False with ERR_INPUT or ERR_TOO_LARGE when the text is too long, has characters that no zone has, lines of the wrong length, or no
 * known form; `err->where` names line, column, what was found and what is expected. A driving licence is told by its name.
 * `out` is always filled: when `out->form` is not MRZ_NO_FORM after a failure the form was clear, and the fields are a partial
 * result for a typist to keep: a wrong character stands as '<', a short line is filled up, a long one cut (noted), checks are made. */
bool mrz_parse(struct str text, struct arena *arena, struct mrz *out, struct error *err);

bool mrz_digits_agree(const struct mrz *mrz);   /* no digit check has failed */
bool mrz_all_well(const struct mrz *mrz);       /* no check at all has failed */

/* One misread character that would explain a digit that does not agree. Never applied by itself. */
struct mrz_suggestion {
	uint8_t check;        /* enum mrz_check_id: the digit that would agree */
	uint8_t line, column;
	char found, perhaps;
	bool explains_all;    /* with it every digit of the zone agrees */
};

/* Only when one field's digit failed, alone or together with the composite digit, or the composite alone. Considers the confusions of
 * optical readers (0/O/Q/D, 1/I/L, 2/Z, 5/S, 8/B, 6/G ...) in the field and at its digit, where the field allows the character.
 * Those that explain everything come first. Returns how many were written, at most `size`. */
size_t mrz_suggest(const struct mrz *mrz, struct mrz_suggestion *out, size_t size);

/* Whole or partial; the empty date when the year is unknown or the parts make no date. A birth is never after `today`
 * (whole date required) and is given as the youngest possible: a person of more than 99 years looks a century younger. */
struct date mrz_birth_date(const struct mrz *mrz, struct date today);
/* The year nearest to today's: 50 years before to 49 after. The empty date when there is none. Spain's cards without end carry 990101
 * (1 January 9999), which gives the empty date too, with the note MRZ_EXPIRY_OPEN. */
struct date mrz_expiry_date(const struct mrz *mrz, struct date today);

/* The check digit of 9303-3 4.9 (weights 7, 3, 1, modulo 10), or 0 when a character is none of the alphabet. */
char mrz_check_digit(struct str field);
const char *mrz_form_name(enum mrz_form form);
const char *mrz_check_name(enum mrz_check_id check);
const char *mrz_check_section(enum mrz_check_id check);
const char *mrz_check_text(enum mrz_check_id check);
const char *mrz_note_name(enum mrz_note_number note);
const char *mrz_note_text(enum mrz_note_number note);

/* Codes of 9303-3 section 5: states by ISO 3166-1, with D for Germany, and the codes that only ICAO has. */
enum mrz_code_kind { MRZ_CODE_UNKNOWN, MRZ_CODE_STATE, MRZ_CODE_SPECIAL, MRZ_CODE_FORMER };
enum mrz_code_kind mrz_code_kind(struct str code); /* without fillers */

/* Exceptions of 9303-3 section 6 B (Cyrillic) that hold for one language. */
enum mrz_language { MRZ_LANGUAGE_UNKNOWN, MRZ_BELARUSIAN, MRZ_BULGARIAN, MRZ_MACEDONIAN, MRZ_SERBIAN, MRZ_UKRAINIAN };

/* A name in UTF-8 as the zone would have it: A-Z, one space between parts (also for hyphens), apostrophes and full stops left out.
 * Tables of 9303-3 section 6: Latin, Cyrillic, Arabic. Latin letters with marks that are not in ICAO's table lose the mark.
 * `plain`: where ICAO allows a choice (Ä Ö Ü Å Ñ), take the last one: MULLER for Müller, where the first is MUELLER.
 * Characters without an equivalent (digits, other scripts) are left out and counted in `unknown`, which may be NULL. */
struct str mrz_transliterate(struct arena *arena, struct str name, enum mrz_language language, bool plain, size_t *unknown);

/* What mrz_write needs. Names are transliterated by it; codes and numbers are A-Z and 0-9 (small letters, spaces and hyphens are
 * taken too). An unknown part of a date: year -1, month 0, day 0. sex: 'F', 'M'; all else is written '<'. */
struct mrz_fields {
	enum mrz_form form;         /* not MRZ_FRA_ID */
	struct str code, issuer, nationality, number, surname, given_names;
	struct mrz_date birth, expiry;
	char sex;
	struct str optional, optional2;
	enum mrz_language language; /* of the names, for Cyrillic */
};

/* Makes the lines with their check digits in `out`. A name that is too long is cut by 9303-3 4.6: the surname goes first but leaves
 * room for one letter of the given names, and the last position then holds a letter. A document number of more than nine characters
 * runs over into the optional data of TD1 and TD2. False with ERR_INPUT when a field does not fit its place or cannot be written. */
bool mrz_write(struct arena *arena, const struct mrz_fields *fields, struct str out[static MRZ_LINES], size_t *count,
               struct error *err);

#endif
