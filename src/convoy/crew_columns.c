/* Which column a heading means: FAL 5 and 6 in English and French as their forms print them, and what agents' spreadsheets say. */
#include "crew_columns.h"

#include "lang.h"

static const struct {
	enum crew_column column;
	const char *heading; /* as crew_heading() makes it */
} headings[] = {
	{ COLUMN_SURNAME, "family name" }, { COLUMN_SURNAME, "surname" }, { COLUMN_SURNAME, "last name" }, { COLUMN_SURNAME, "nom" }, { COLUMN_SURNAME, "nom de famille" },
	{ COLUMN_GIVEN, "given names" }, { COLUMN_GIVEN, "given name" }, { COLUMN_GIVEN, "first name" }, { COLUMN_GIVEN, "first names" }, { COLUMN_GIVEN, "prenom" }, { COLUMN_GIVEN, "prenoms" },
	{ COLUMN_NAME, "family name given names" }, { COLUMN_NAME, "name" }, { COLUMN_NAME, "full name" }, { COLUMN_NAME, "nom et prenoms" }, { COLUMN_NAME, "nom prenoms" },
	{ COLUMN_NAME, "nom de famille prenoms" }, { COLUMN_NAME, "nom de famille et prenoms" },
	{ COLUMN_RANK, "rank or rating" }, { COLUMN_RANK, "rank" }, { COLUMN_RANK, "rating" }, { COLUMN_RANK, "rank rating" }, { COLUMN_RANK, "duties" }, { COLUMN_RANK, "position" },
	{ COLUMN_RANK, "grade ou fonctions" }, { COLUMN_RANK, "grade ou fonction" }, { COLUMN_RANK, "grade" }, { COLUMN_RANK, "fonction" }, { COLUMN_RANK, "rang ou fonction" },
	{ COLUMN_NATIONALITY, "nationality" }, { COLUMN_NATIONALITY, "nationalite" },
	{ COLUMN_BORN, "date of birth" }, { COLUMN_BORN, "birth date" }, { COLUMN_BORN, "birthdate" }, { COLUMN_BORN, "born" }, { COLUMN_BORN, "dob" }, { COLUMN_BORN, "date de naissance" },
	{ COLUMN_BORN, "ne le" },
	{ COLUMN_BIRTHPLACE, "place of birth" }, { COLUMN_BIRTHPLACE, "birthplace" }, { COLUMN_BIRTHPLACE, "lieu de naissance" },
	{ COLUMN_BORN_AT, "date and place of birth" }, { COLUMN_BORN_AT, "date et lieu de naissance" },
	{ COLUMN_SEX, "sex" }, { COLUMN_SEX, "gender" }, { COLUMN_SEX, "sexe" }, { COLUMN_SEX, "genre" },
	{ COLUMN_KIND, "nature of identity document" }, { COLUMN_KIND, "nature of document" }, { COLUMN_KIND, "type of identity or travel document" }, { COLUMN_KIND, "type of document" },
	{ COLUMN_KIND, "document type" }, { COLUMN_KIND, "type of travel document" }, { COLUMN_KIND, "nature de la piece d identite" }, { COLUMN_KIND, "type de document" },
	{ COLUMN_KIND, "type de piece d identite ou de document de voyage" }, { COLUMN_KIND, "nature du document" },
	{ COLUMN_NUMBER, "number of identity document" }, { COLUMN_NUMBER, "serial number of identity or travel document" }, { COLUMN_NUMBER, "document number" },
	{ COLUMN_NUMBER, "document no" }, { COLUMN_NUMBER, "passport number" }, { COLUMN_NUMBER, "passport no" }, { COLUMN_NUMBER, "number of document" },
	{ COLUMN_NUMBER, "numero de la piece d identite" }, { COLUMN_NUMBER, "numero de document" }, { COLUMN_NUMBER, "numero du document" }, { COLUMN_NUMBER, "numero de passeport" },
	{ COLUMN_NUMBER, "numero du passeport" }, { COLUMN_NUMBER, "no du passeport" }, { COLUMN_NUMBER, "no du document" },
	{ COLUMN_NUMBER, "numero de serie de la piece d identite ou du document de voyage" },
	{ COLUMN_KIND_NUMBER, "nature and number of identity document" }, { COLUMN_KIND_NUMBER, "nature and no of identity document" },
	{ COLUMN_KIND_NUMBER, "nature et numero de la piece d identite" }, { COLUMN_KIND_NUMBER, "nature et no de la piece d identite" },
	{ COLUMN_ISSUER, "issuing state of identity document" }, { COLUMN_ISSUER, "issuing state of identity or travel document" }, { COLUMN_ISSUER, "issuing state" },
	{ COLUMN_ISSUER, "issued by" }, { COLUMN_ISSUER, "issuing country" }, { COLUMN_ISSUER, "etat emetteur" }, { COLUMN_ISSUER, "etat de delivrance" }, { COLUMN_ISSUER, "pays de delivrance" },
	{ COLUMN_ISSUER, "etat de delivrance de la piece d identite" }, { COLUMN_ISSUER, "delivre par" },
	{ COLUMN_EXPIRES, "expiry date of identity document" }, { COLUMN_EXPIRES, "expiry date of identity or travel document" }, { COLUMN_EXPIRES, "expiry date" },
	{ COLUMN_EXPIRES, "date of expiry" }, { COLUMN_EXPIRES, "expires" }, { COLUMN_EXPIRES, "valid until" }, { COLUMN_EXPIRES, "date d expiration" },
	{ COLUMN_EXPIRES, "date d expiration de la piece d identite" }, { COLUMN_EXPIRES, "valable jusqu au" },
	{ COLUMN_EMBARKED, "port of embarkation" }, { COLUMN_EMBARKED, "place of embarkation" }, { COLUMN_EMBARKED, "port d embarquement" }, { COLUMN_EMBARKED, "lieu d embarquement" },
	{ COLUMN_DISEMBARKS, "port of disembarkation" }, { COLUMN_DISEMBARKS, "place of disembarkation" }, { COLUMN_DISEMBARKS, "port de debarquement" },
	{ COLUMN_DISEMBARKS, "lieu de debarquement" },
	{ COLUMN_VISA, "visa number" }, { COLUMN_VISA, "visa number if appropriate" }, { COLUMN_VISA, "visa" }, { COLUMN_VISA, "visa no" }, { COLUMN_VISA, "numero de visa" },
	{ COLUMN_VISA, "visa residence permit number" }, { COLUMN_VISA, "numero du visa" },
	{ COLUMN_TRANSIT, "transit passenger or not" }, { COLUMN_TRANSIT, "transit passenger" }, { COLUMN_TRANSIT, "transit" }, { COLUMN_TRANSIT, "in transit" },
	{ COLUMN_TRANSIT, "passager en transit" }, { COLUMN_TRANSIT, "passager en transit ou non" }, { COLUMN_TRANSIT, "en transit" },
	{ COLUMN_IGNORED, "no" }, { COLUMN_IGNORED, "number" }, { COLUMN_IGNORED, "numero" }, { COLUMN_IGNORED, "no d ordre" }, { COLUMN_IGNORED, "" },
};

const char *crew_column_title(enum crew_column column)
{
	static const char *const titles[] = {
		[COLUMN_SURNAME] = WORDS("Family name"), [COLUMN_GIVEN] = WORDS("Given names"), [COLUMN_NAME] = WORDS("Family name, given names"),
		[COLUMN_RANK] = WORDS("Rank or rating"), [COLUMN_NATIONALITY] = WORDS("Nationality"), [COLUMN_BORN] = WORDS("Date of birth"),
		[COLUMN_BIRTHPLACE] = WORDS("Place of birth"), [COLUMN_BORN_AT] = WORDS("Date and place of birth"), [COLUMN_SEX] = WORDS("Sex"),
		[COLUMN_KIND] = WORDS("Nature of the document"), [COLUMN_NUMBER] = WORDS("Number of the document"),
		[COLUMN_KIND_NUMBER] = WORDS("Nature and number of the document"), [COLUMN_ISSUER] = WORDS("Issuing State of the document"),
		[COLUMN_EXPIRES] = WORDS("Expiry date of the document"), [COLUMN_EMBARKED] = WORDS("Port of embarkation"),
		[COLUMN_DISEMBARKS] = WORDS("Port of disembarkation"), [COLUMN_VISA] = WORDS("Visa number"), [COLUMN_TRANSIT] = WORDS("In transit"),
	};
	return column < COLUMN_COUNT ? titles[column] : "";
}

/* Lower case without accents; what is no letter or digit separates words. Numbers of the form's boxes before the heading fall away: "7. Family name". */
struct str crew_heading(struct str text, struct arena *arena)
{
	struct str folded = lang_fold(arena, text);
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < folded.len; i++) {
		char c = folded.data[i];
		bool word = ascii_lower(c) || ascii_digit(c) || (c & 0x80);
		if (word)
			buf_c(&out, c);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_c(&out, ' ');
	}
	struct str key = str_trim(buf_str(&out));
	size_t digits = 0;
	while (digits < key.len && ascii_digit(key.data[digits]))
		digits++;
	return digits && digits < key.len && key.data[digits] == ' ' ? str_slice(key, digits + 1, key.len) : key;
}

enum crew_column crew_column_of(struct str heading, struct arena *arena)
{
	struct str key = crew_heading(heading, arena);
	for (size_t i = 0; i < COUNT_OF(headings); i++)
		if (str_is(key, headings[i].heading))
			return headings[i].column;
	return COLUMN_UNKNOWN;
}
