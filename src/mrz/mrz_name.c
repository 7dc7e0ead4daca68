/* Names in the letters of the zone, 9303-3 section 6. */
#include <string.h>

#include "buf.h"
#include "mrz_private.h"

struct exception {
	uint16_t capital;
	uint8_t language;
	bool first_only; /* only as the first letter of a part of the name */
	char text[4];
};

static const struct exception exceptions[] = {
	{ 0x0401, MRZ_BELARUSIAN, false, "IO" }, { 0x0413, MRZ_BELARUSIAN, false, "H" },
	{ 0x0429, MRZ_BULGARIAN, false, "SHT" },
	{ 0x0403, MRZ_MACEDONIAN, false, "GJ" }, { 0x0492, MRZ_MACEDONIAN, false, "GJ" }, { 0x040C, MRZ_MACEDONIAN, false, "KJ" },
	{ 0x040F, MRZ_MACEDONIAN, false, "DJ" }, { 0x0425, MRZ_MACEDONIAN, false, "H" }, { 0x0426, MRZ_MACEDONIAN, false, "C" },
	{ 0x0413, MRZ_SERBIAN, false, "H" }, { 0x0416, MRZ_SERBIAN, false, "Z" }, { 0x0425, MRZ_SERBIAN, false, "H" },
	{ 0x0426, MRZ_SERBIAN, false, "C" }, { 0x0427, MRZ_SERBIAN, false, "C" }, { 0x0428, MRZ_SERBIAN, false, "S" },
	{ 0x0413, MRZ_UKRAINIAN, false, "H" }, { 0x0418, MRZ_UKRAINIAN, false, "Y" }, { 0x0404, MRZ_UKRAINIAN, true, "YE" },
	{ 0x0407, MRZ_UKRAINIAN, true, "YI" }, { 0x0419, MRZ_UKRAINIAN, true, "Y" }, { 0x042E, MRZ_UKRAINIAN, true, "YU" },
	{ 0x042F, MRZ_UKRAINIAN, true, "YA" },
};

struct writing {
	struct buf out;
	struct str name;
	size_t at;               /* after the code point that is being written */
	size_t last;             /* where the letters of the last code point begin */
	enum mrz_language language;
	bool plain, first;       /* first letter of a part */
	size_t unknown;
};

static bool separates(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '<' || c == ',' || c == '/' || c == 0x00A0 ||
	       (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x200C || c == 0x060C;
}

/* Apostrophes of all kinds, full stops, direction marks: 9303-3 4.6 leaves them out. */
static bool left_out(uint32_t c)
{
	return c == '\'' || c == '`' || c == '.' || c == 0x00B4 || c == 0x00B7 || c == 0x2018 || c == 0x2019 || c == 0x2032 ||
	       (c >= 0x02B9 && c <= 0x02BF) || c == 0x200B || c == 0x200D || c == 0x200E || c == 0x200F || c == 0x2060 || c == 0xFEFF;
}

static const struct mrz_letter *find_letter(uint32_t c)
{
	size_t low = 0, high = mrz_letter_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (mrz_letters[middle].code_point == c)
			return &mrz_letters[middle];
		if (c < mrz_letters[middle].code_point)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static uint32_t cyrillic_capital(uint32_t c)
{
	if (c >= 0x0430 && c <= 0x044F)
		return c - 0x20;
	if (c >= 0x0450 && c <= 0x045F)
		return c - 0x50;
	return c == 0x0493 ? 0x0492 : c;
}

static const char *exception_of(const struct writing *writing, uint32_t c)
{
	if (writing->language == MRZ_LANGUAGE_UNKNOWN || c < 0x0400 || c > 0x04FF)
		return NULL;
	uint32_t capital = cyrillic_capital(c);
	for (size_t i = 0; i < COUNT_OF(exceptions); i++)
		if (exceptions[i].capital == capital && exceptions[i].language == writing->language &&
		    (!exceptions[i].first_only || writing->first))
			return exceptions[i].text;
	return NULL;
}

static void put(struct writing *writing, const char *text)
{
	if (!*text)
		return;
	writing->last = writing->out.len;
	buf_text(&writing->out, text);
	writing->first = false;
}

static void put_double(struct writing *writing)
{
	char again[8];
	size_t length = writing->out.len - writing->last;
	if (writing->first || !length || length >= sizeof again)
		return;
	memcpy(again, writing->out.data + writing->last, length);
	again[length] = 0;
	buf_text(&writing->out, again);
}

/* A mark that stands after its letter: as in the letter of one piece, so that both forms of a name are the same. */
static void put_mark(struct writing *writing, uint32_t mark)
{
	if (writing->plain || writing->first)
		return;
	char letter = writing->out.data[writing->out.len - 1];
	if (mark == 0x0308 && (letter == 'A' || letter == 'O' || letter == 'U'))
		buf_c(&writing->out, 'E');
	if (mark == 0x030A && letter == 'A')
		buf_c(&writing->out, 'A');
}

static bool ends_part(const struct writing *writing)
{
	size_t at = writing->at;
	while (at < writing->name.len) {
		uint32_t c = utf8_next(writing->name, &at);
		const struct mrz_letter *letter = find_letter(c);
		if (!left_out(c) && !(letter && !letter->first[0]))
			return separates(c);
	}
	return true;
}

static void put_letter(struct writing *writing, uint32_t c)
{
	static const uint32_t teh_marbuta = 0x0629;
	const char *other = exception_of(writing, c);
	const struct mrz_letter *letter = find_letter(c);
	if (other)
		put(writing, other);
	else if (c == teh_marbuta && ends_part(writing))
		put(writing, "XAH");
	else if (!letter)
		writing->unknown++;
	else if (letter->first[0] == '+')
		put_double(writing);
	else
		put(writing, writing->plain ? letter->plain : letter->first);
}

static void put_separator(struct writing *writing)
{
	if (!writing->first)
		buf_c(&writing->out, ' ');
	writing->first = true;
}

static void put_code_point(struct writing *writing, uint32_t c)
{
	char ascii[2] = { 0 };
	if (c < 0x80 && ascii_alpha((char)c)) {
		ascii[0] = ascii_lower((char)c) ? (char)(c - 'a' + 'A') : (char)c;
		put(writing, ascii);
	} else if (separates(c)) {
		put_separator(writing);
	} else if (c >= 0x0300 && c <= 0x036F) {
		put_mark(writing, c);
	} else if (!left_out(c)) {
		put_letter(writing, c);
	}
}

struct str mrz_transliterate(struct arena *arena, struct str name, enum mrz_language language, bool plain, size_t *unknown)
{
	struct writing writing = {
		.out = BUF_IN(arena), .name = name, .language = language, .plain = plain, .first = true,
	};
	while (writing.at < name.len)
		put_code_point(&writing, utf8_next(name, &writing.at));
	if (unknown)
		*unknown = writing.unknown;
	return str_trim(buf_str(&writing.out));
}
