#include "fold.h"

#include "mrz.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { NAME_UNITS = 512, TEXT_SIZE = 1024 };

struct scripts {
	UTransliterator *latin;
};

struct letter {
	uint16_t code_point;
	char text[6];
};

/* Latin letters that do not lose a mark when they are taken apart. */
static const struct letter latin[] = {
	{ 0x00C6, "AE" }, { 0x00D0, "D" }, { 0x00D8, "O" }, { 0x00DE, "TH" }, { 0x00DF, "SS" }, { 0x00E6, "AE" }, { 0x00F0, "D" },
	{ 0x00F8, "O" }, { 0x00FE, "TH" }, { 0x0110, "D" }, { 0x0111, "D" }, { 0x0126, "H" }, { 0x0127, "H" }, { 0x0131, "I" },
	{ 0x0132, "IJ" }, { 0x0133, "IJ" }, { 0x0138, "Q" }, { 0x013F, "L" }, { 0x0140, "L" }, { 0x0141, "L" }, { 0x0142, "L" },
	{ 0x014A, "N" }, { 0x014B, "N" }, { 0x0152, "OE" }, { 0x0153, "OE" }, { 0x0166, "T" }, { 0x0167, "T" }, { 0x017F, "S" },
	{ 0x018F, "A" }, { 0x0259, "A" }, { 0x1E9E, "SS" },
};

/* Cyrillic as it sounds to those who write lists in English; the zone's spelling is mrz's. Capitals. */
static const struct letter cyrillic[] = {
	{ 0x0401, "YO" }, { 0x0402, "DJ" }, { 0x0403, "GJ" }, { 0x0404, "YE" }, { 0x0405, "DZ" }, { 0x0406, "I" }, { 0x0407, "YI" },
	{ 0x0408, "J" }, { 0x0409, "LJ" }, { 0x040A, "NJ" }, { 0x040B, "C" }, { 0x040C, "KJ" }, { 0x040E, "U" }, { 0x040F, "DZ" },
	{ 0x0410, "A" }, { 0x0411, "B" }, { 0x0412, "V" }, { 0x0413, "G" }, { 0x0414, "D" }, { 0x0415, "E" }, { 0x0416, "ZH" },
	{ 0x0417, "Z" }, { 0x0418, "I" }, { 0x0419, "Y" }, { 0x041A, "K" }, { 0x041B, "L" }, { 0x041C, "M" }, { 0x041D, "N" },
	{ 0x041E, "O" }, { 0x041F, "P" }, { 0x0420, "R" }, { 0x0421, "S" }, { 0x0422, "T" }, { 0x0423, "U" }, { 0x0424, "F" },
	{ 0x0425, "KH" }, { 0x0426, "TS" }, { 0x0427, "CH" }, { 0x0428, "SH" }, { 0x0429, "SHCH" }, { 0x042A, "" }, { 0x042B, "Y" },
	{ 0x042C, "" }, { 0x042D, "E" }, { 0x042E, "YU" }, { 0x042F, "YA" }, { 0x0490, "G" }, { 0x0492, "G" }, { 0x0496, "ZH" },
	{ 0x049A, "K" }, { 0x04A2, "NG" }, { 0x04AE, "U" }, { 0x04B0, "U" }, { 0x04B2, "KH" }, { 0x04B6, "J" }, { 0x04BA, "H" },
	{ 0x04D8, "A" }, { 0x04E8, "O" }, { 0x04E2, "I" }, { 0x04EE, "U" },
};

/* Arabic, Persian, Urdu and Pashto letters as they sound; short vowels only where they are written. */
static const struct letter arabic[] = {
	{ 0x0621, "" }, { 0x0622, "A" }, { 0x0623, "A" }, { 0x0624, "U" }, { 0x0625, "I" }, { 0x0626, "I" }, { 0x0627, "A" },
	{ 0x0628, "B" }, { 0x0629, "A" }, { 0x062A, "T" }, { 0x062B, "TH" }, { 0x062C, "J" }, { 0x062D, "H" }, { 0x062E, "KH" },
	{ 0x062F, "D" }, { 0x0630, "DH" }, { 0x0631, "R" }, { 0x0632, "Z" }, { 0x0633, "S" }, { 0x0634, "SH" }, { 0x0635, "S" },
	{ 0x0636, "D" }, { 0x0637, "T" }, { 0x0638, "Z" }, { 0x0639, "A" }, { 0x063A, "GH" }, { 0x0640, "" }, { 0x0641, "F" },
	{ 0x0642, "Q" }, { 0x0643, "K" }, { 0x0644, "L" }, { 0x0645, "M" }, { 0x0646, "N" }, { 0x0647, "H" }, { 0x0648, "U" },
	{ 0x0649, "A" }, { 0x064A, "I" }, { 0x064B, "" }, { 0x064C, "" }, { 0x064D, "" }, { 0x064E, "A" }, { 0x064F, "U" },
	{ 0x0650, "I" }, { 0x0651, "" }, { 0x0652, "" }, { 0x0670, "A" }, { 0x0671, "A" }, { 0x0679, "T" }, { 0x067C, "T" },
	{ 0x067E, "P" }, { 0x0681, "DZ" }, { 0x0685, "TS" }, { 0x0686, "CH" }, { 0x0688, "D" }, { 0x0689, "D" }, { 0x0691, "R" },
	{ 0x0693, "R" }, { 0x0696, "ZH" }, { 0x0698, "ZH" }, { 0x069A, "SH" }, { 0x06A4, "V" }, { 0x06A9, "K" }, { 0x06AB, "G" },
	{ 0x06AF, "G" }, { 0x06BA, "N" }, { 0x06BC, "N" }, { 0x06BE, "H" }, { 0x06C0, "A" }, { 0x06C1, "H" }, { 0x06CC, "I" },
	{ 0x06CD, "I" }, { 0x06D0, "E" }, { 0x06D2, "E" }, { 0x06D5, "A" },
};

static const char *find_letter(const struct letter *table, size_t count, uint32_t code_point)
{
	for (size_t i = 0; i < count; i++)
		if (table[i].code_point == code_point)
			return table[i].text;
	return NULL;
}

struct scripts *scripts_open(void)
{
	static const char rules[] = "Any-Latin; NFD; [:M:] Remove; NFC; Latin-ASCII";
	UChar name[sizeof rules];
	UErrorCode code = U_ZERO_ERROR;
	u_charsToUChars(rules, name, sizeof rules);
	UTransliterator *transliterator = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
	if (U_FAILURE(code))
		return NULL;
	struct scripts *scripts = malloc(sizeof *scripts);
	if (!scripts)
		abort();
	scripts->latin = transliterator;
	return scripts;
}

void scripts_close(struct scripts *scripts)
{
	if (!scripts)
		return;
	utrans_close(scripts->latin);
	free(scripts);
}

static bool in_arabic(uint32_t c)
{
	return (c >= 0x0600 && c <= 0x06FF) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF);
}

static bool has_table(uint32_t c)
{
	return c < 0x0250 || c == 0x0259 || (c >= 0x02B0 && c <= 0x036F) || (c >= 0x0400 && c <= 0x052F) || in_arabic(c) ||
	       (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2000 && c <= 0x206F);
}

/* What joins a word rather than parting it: apostrophes of every kind, and marks. */
static bool silent(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x00B4 || c == 0x2018 || c == 0x2019 || c == 0x201B || (c >= 0x02B0 && c <= 0x036F) ||
	       c == 0x200C || c == 0x200D || c == 0x00AD || u_charType((UChar32)c) == U_NON_SPACING_MARK;
}

/* Text of A-Z, digits and spaces, with bytes of UTF-8 for letters that nobody can romanise. */
struct text {
	char data[TEXT_SIZE];
	size_t len;
	bool unvowelled;
};

static void add_text(struct text *text, struct str s)
{
	if (s.len > sizeof text->data - text->len)
		return;
	memcpy(text->data + text->len, s.data, s.len);
	text->len += s.len;
}

static void add_decomposed(struct text *text, uint32_t c)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
	UChar source[2], out[32];
	int32_t length = 0;
	U16_APPEND_UNSAFE(source, length, c);
	int32_t size = unorm2_normalize(nfkd, source, length, out, (int32_t)COUNT_OF(out), &code);
	bool known = false;
	for (int32_t at = 0; U_SUCCESS(code) && at < size;) {
		UChar32 part;
		U16_NEXT(out, at, size, part);
		const char *letter;
		if (part < 0x80 && ascii_alpha((char)part)) {
			char upper = (char)(part & ~0x20);
			add_text(text, (struct str){ &upper, 1 });
			known = true;
		} else if ((letter = find_letter(arabic, COUNT_OF(arabic), (uint32_t)part))) {
			add_text(text, str_of(letter));
			known = true;
		}
	}
	char bytes[4];
	if (!known && u_isalpha((UChar32)c))
		add_text(text, (struct str){ bytes, utf8_put(bytes, c) });
}

static const char *table_text(uint32_t c, struct text *text)
{
	const char *letter = find_letter(latin, COUNT_OF(latin), c);
	if (letter)
		return letter;
	if (in_arabic(c)) {
		text->unvowelled = true;
		return find_letter(arabic, COUNT_OF(arabic), c);
	}
	return find_letter(cyrillic, COUNT_OF(cyrillic), (uint32_t)u_toupper((UChar32)c));
}

static void add_letter(struct text *text, uint32_t c)
{
	if (c < 0x80 && (ascii_alpha((char)c) || ascii_digit((char)c))) {
		char upper = ascii_lower((char)c) ? (char)(c - 32) : (char)c;
		add_text(text, (struct str){ &upper, 1 });
		return;
	}
	if (silent(c))
		return;
	const char *letter = c < 0x80 ? NULL : table_text(c, text);
	if (letter)
		add_text(text, str_of(letter));
	else if (c >= 0x80 && u_isalpha((UChar32)c))
		add_decomposed(text, c);
	else
		add_text(text, STR(" "));
}

static void make_plain(struct str name, struct text *text)
{
	for (size_t at = 0; at < name.len;)
		add_letter(text, utf8_next(name, &at));
}

bool fold_needs_scripts(struct str name)
{
	for (size_t at = 0; at < name.len;) {
		uint32_t c = utf8_next(name, &at);
		if (!has_table(c) && u_isalpha((UChar32)c))
			return true;
	}
	return false;
}

static bool romanise_word(const struct scripts *scripts, struct str word, struct text *text)
{
	UChar units[NAME_UNITS];
	int32_t length = 0;
	for (size_t at = 0; at < word.len && length < NAME_UNITS / 8;) {
		uint32_t c = utf8_next(word, &at);
		U16_APPEND_UNSAFE(units, length, c);
	}
	UErrorCode code = U_ZERO_ERROR;
	int32_t limit = length;
	utrans_transUChars(scripts->latin, units, &length, NAME_UNITS, 0, &limit, &code);
	if (U_FAILURE(code))
		return false;
	for (int32_t at = 0; at < length;) {
		UChar32 c;
		U16_NEXT(units, at, length, c);
		if (c != ' ') /* between the syllables of Han */
			add_letter(text, (uint32_t)c);
	}
	add_text(text, STR(" "));
	return true;
}

/* Word by word, so that the syllables of one word stay together. */
static bool romanise(const struct scripts *scripts, struct str name, struct text *text)
{
	size_t from = 0;
	for (size_t at = 0; at <= name.len;) {
		size_t before = at;
		uint32_t c = at < name.len ? utf8_next(name, &at) : ' ';
		bool parts = c == ' ' || c == ',' || c == '-' || c == 0x00B7 || c == 0x2022 || c == 0x30FB || c == 0x3000;
		if (parts && before > from && !romanise_word(scripts, str_slice(name, from, before), text))
			return false;
		if (parts)
			from = at;
		if (before == name.len)
			break;
	}
	return true;
}

/* ---- words ---- */

static void add_word(struct folded *form, struct str text, bool unvowelled)
{
	if (form->count < WATCH_TOKENS)
		word_prepare(&form->words[form->count++], str_slice(text, 0, WATCH_TOKEN_LETTERS), unvowelled);
}

static struct str word_str(const struct word *word)
{
	return (struct str){ word->text, word->length };
}

/* The Arabic article stands at the front of its word. */
static void add_arabic(struct folded *form, struct str text)
{
	if (text.len > 4 && str_starts(text, STR("AL")) && !str_is(text, "ALLAH") && !str_starts(text, STR("ALI"))) {
		add_word(form, STR("AL"), true);
		text = str_slice(text, 2, text.len);
	}
	add_word(form, str_is(text, "LLH") ? STR("ALLAH") : text, true);
}

static void split_words(const struct text *text, struct folded *form)
{
	struct str rest = { text->data, text->len }, piece;
	form->count = 0;
	while (str_cut(&rest, ' ', &piece)) {
		if (!piece.len)
			continue;
		if (text->unvowelled)
			add_arabic(form, piece);
		else
			add_word(form, piece, false);
	}
}

static void remove_words(struct folded *form, size_t at, size_t count)
{
	memmove(form->words + at, form->words + at + count, (form->count - at - count) * sizeof *form->words);
	form->count = (uint8_t)(form->count - count);
}

static void join_text(struct word *word, struct str front, struct str back, bool unvowelled)
{
	char text[2 * WATCH_TOKEN_LETTERS + 8];
	memcpy(text, front.data, front.len);
	memcpy(text + front.len, back.data, back.len);
	size_t len = front.len + back.len;
	word_prepare(word, (struct str){ text, len < WATCH_TOKEN_LETTERS ? len : WATCH_TOKEN_LETTERS }, unvowelled);
}

/* ABDUL typed with two neighbours exchanged. No name is written so. */
static bool exchanged_abdul(struct str text)
{
	return str_is(text, "ABUDL") || str_is(text, "ADBUL") || str_is(text, "BADUL") || str_is(text, "ABDLU");
}

/* "Abd" with the article, however it is written: the length of what stands for "Abdul", or 0. A doubled consonant
 * is the article too (ABDURRAHMAN); that consonant then stays once. */
static size_t servant_of(struct str text)
{
	if (exchanged_abdul(text))
		return 5;
	if (text.len < 3 || !str_starts(text, STR("ABD")))
		return 0;
	if (text.len == 3)
		return 3;
	bool vowel = text.data[3] == 'A' || text.data[3] == 'E' || text.data[3] == 'U' || text.data[3] == 'O';
	size_t after = vowel ? 4 : 3;
	if (after < text.len && text.data[after] == 'L')
		return after + 1;
	if (vowel && after + 1 < text.len && text.data[after] == text.data[after + 1])
		return after + 1;
	return vowel && text.len == 4 ? 4 : 0;
}

static bool article(struct str text)
{
	static const char *const articles[] = { "AL", "EL", "UL", "UR", "AR", "ER", "AS", "ES", "US", "AZ", "UZ", "UD", "AD", "ED", "ASH", "AN", "UN" };
	for (size_t i = 0; i < COUNT_OF(articles); i++)
		if (str_is(text, articles[i]))
			return true;
	return false;
}

/* ABD AL-RAHMAN, ABDUL RAHMAN, ABDEL RAHMAN, ABDURRAHMAN are one given name: ABDULRAHMAN. */
static void join_servant(struct folded *form, size_t at)
{
	struct word *word = &form->words[at];
	struct str text = word_str(word);
	size_t front = servant_of(text);
	if (!front)
		return;
	if (text.len > front) {
		char rest[WATCH_TOKEN_LETTERS];
		struct str back = { rest, text.len - front };
		memcpy(rest, text.data + front, back.len);
		if (back.len > 2)
			join_text(word, STR("ABDUL"), back, word->unvowelled);
		return;
	}
	size_t next = at + 1;
	if (next == form->count && at && form->words[0].length >= 3) { /* given name behind the surname: RAHMAN YASIN, ABDUL */
		join_text(&form->words[0], STR("ABDUL"), word_str(&form->words[0]), form->words[0].unvowelled);
		remove_words(form, at, 1);
		return;
	}
	if (next + 1 < form->count && article(word_str(&form->words[next])))
		next++;
	if (next >= form->count || form->words[next].length < 3)
		return;
	struct str name = word_str(&form->words[next]);
	if (str_is(name, "ALLAH") || str_is(name, "ULLAH") || str_is(name, "ILLAH"))
		name = STR("LAH");
	join_text(word, STR("ABDUL"), str_is(name, "LAH") ? name : word_str(&form->words[next]), form->words[next].unvowelled);
	remove_words(form, at + 1, next - at);
}

/* NOOR UD DIN, NUR AL-DIN, NURUDDIN: the faith joins the word before it. */
static void join_faith(struct folded *form, size_t at)
{
	struct str text = word_str(&form->words[at]);
	if (at < 2 || !(str_is(text, "DIN") || str_is(text, "DEEN") || str_is(text, "DINE") || str_is(text, "DDIN")) ||
	    !article(word_str(&form->words[at - 1])))
		return;
	struct word joined;
	join_text(&joined, word_str(&form->words[at - 2]), STR("UDDIN"), form->words[at].unvowelled);
	form->words[at - 2] = joined;
	remove_words(form, at - 1, 2);
}

static void mark_ignored(struct folded *form)
{
	size_t weighing = 0;
	for (size_t i = 0; i < form->count; i++) {
		if (form->words[i].ignored)
			form->ignored |= (uint16_t)(1u << i);
		else
			weighing++;
	}
	if (!weighing)
		form->ignored = 0;
}

static bool finish(const struct text *text, struct folded *form)
{
	form->ignored = 0;
	split_words(text, form);
	for (size_t i = 0; i < form->count; i++)
		join_servant(form, i);
	for (size_t i = form->count; i-- > 0;)
		if (i < form->count)
			join_faith(form, i);
	mark_ignored(form);
	return form->count > 0;
}

static bool same_words(const struct folded *a, const struct folded *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!str_equal(word_str(&a->words[i]), word_str(&b->words[i])) || a->words[i].unvowelled != b->words[i].unvowelled)
			return false;
	return true;
}

static size_t add_form(const struct text *text, struct folded *forms, size_t count)
{
	if (!finish(text, &forms[count]))
		return count;
	for (size_t i = 0; i < count; i++)
		if (same_words(&forms[i], &forms[count]))
			return count;
	return count + 1;
}

/* The language of Cyrillic letters that only one language has. */
static enum mrz_language language_of(struct str name)
{
	for (size_t at = 0; at < name.len;) {
		uint32_t c = (uint32_t)u_toupper((UChar32)utf8_next(name, &at));
		if (c == 0x040E)
			return MRZ_BELARUSIAN;
		if (c == 0x0404 || c == 0x0407 || c == 0x0490)
			return MRZ_UKRAINIAN;
		if (c == 0x0403 || c == 0x0405 || c == 0x040C)
			return MRZ_MACEDONIAN;
		if (c == 0x0402 || c == 0x0409 || c == 0x040A || c == 0x040B)
			return MRZ_SERBIAN;
	}
	return MRZ_LANGUAGE_UNKNOWN;
}

static bool all_ascii(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.data[i] >= 0x80)
			return false;
	return true;
}

/* As the zone of a document has it. */
static size_t add_zone_form(struct str name, struct folded *forms, size_t count)
{
	if (all_ascii(name))
		return count;
	struct arena *arena = arena_new((size_t)1 << 20);
	size_t unknown = 0;
	struct str zone = mrz_transliterate(arena, name, language_of(name), false, &unknown);
	struct text text = { .len = 0 };
	add_text(&text, str_slice(zone, 0, TEXT_SIZE));
	if (!unknown)
		count = add_form(&text, forms, count);
	arena_free(arena);
	return count;
}

size_t fold_name(const struct scripts *scripts, struct str name, struct folded forms[static FOLD_FORMS])
{
	struct text text = { .len = 0 };
	if (!(scripts && fold_needs_scripts(name) && romanise(scripts, name, &text))) {
		text = (struct text){ .len = 0 };
		make_plain(name, &text);
	}
	return add_zone_form(name, forms, add_form(&text, forms, 0));
}

struct str fold_number(struct arena *arena, struct str number)
{
	char *out = arena_alloc(arena, number.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < number.len; i++)
		if (ascii_alpha(number.data[i]) || ascii_digit(number.data[i]))
			out[len++] = ascii_lower(number.data[i]) ? (char)(number.data[i] - 32) : number.data[i];
	return (struct str){ out, len };
}
