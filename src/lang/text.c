/* Text that people typed: keys for search and sorting, and cleaning. */
#include <assert.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "arena.h"
#include "inside.h"

enum { SORT_BYTES_MOST = 4096 };

struct wide {
	UChar *text;
	int32_t len;
};

static struct wide normalize(struct arena *arena, const UNormalizer2 *normalizer, struct wide in)
{
	UErrorCode status = U_ZERO_ERROR;
	struct wide out = { NULL, 0 };
	int32_t size = unorm2_normalize(normalizer, in.text, in.len, NULL, 0, &status);
	status = U_ZERO_ERROR;
	out.text = ARENA_ARRAY(arena, UChar, (size_t)size + 1);
	out.len = unorm2_normalize(normalizer, in.text, in.len, out.text, size + 1, &status);
	assert(U_SUCCESS(status));
	return out;
}

/* ICU's normalizers are tables of its own, opened once by ICU: asking for one costs nothing and can't fail in use. */
static const UNormalizer2 *nfc(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *found = unorm2_getNFCInstance(&status);
	assert(U_SUCCESS(status));
	return found;
}

static const UNormalizer2 *nfd(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *found = unorm2_getNFDInstance(&status);
	assert(U_SUCCESS(status));
	return found;
}

static const UNormalizer2 *nfkc_casefold(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *found = unorm2_getNFKCCasefoldInstance(&status);
	assert(U_SUCCESS(status));
	return found;
}

/* Marks above, below or through a letter. Classes under 10 are nuktas and viramas, 0 the vowel signs of Indic scripts. */
static bool diacritic(UChar32 c)
{
	return u_charType(c) == U_NON_SPACING_MARK && u_getCombiningClass(c) >= 10;
}

/* Letters with a stroke and the like have no decomposition in Unicode. All are lower case: the text is folded. */
static UChar32 base_letter(UChar32 c)
{
	static const struct {
		UChar from, to;
	} bases[] = {
		{ 0x00f8, 'o' }, { 0x0111, 'd' }, { 0x0127, 'h' }, { 0x0131, 'i' }, { 0x0142, 'l' }, { 0x0167, 't' },
		{ 0x0180, 'b' }, { 0x01b6, 'z' }, { 0x01e5, 'g' }, { 0x0268, 'i' }, { 0x0289, 'u' },
	};
	for (size_t i = 0; i < COUNT_OF(bases); i++)
		if (bases[i].from == c)
			return bases[i].to;
	return c;
}

static struct wide strip(struct arena *arena, struct wide in)
{
	struct wide out = { ARENA_ARRAY(arena, UChar, (size_t)in.len + 1), 0 };
	bool space = false;
	for (int32_t i = 0; i < in.len;) {
		UChar32 c;
		U16_NEXT(in.text, i, in.len, c);
		if (diacritic(c))
			continue;
		if (u_isUWhiteSpace(c)) {
			space = true;
			continue;
		}
		if (space && out.len)
			out.text[out.len++] = ' ';
		space = false;
		c = base_letter(c);
		U16_APPEND_UNSAFE(out.text, out.len, c);
	}
	return out;
}

struct str lang_fold(struct arena *arena, struct str text)
{
	struct wide wide;
	wide.text = to_utf16(arena, text, &wide.len);
	wide = normalize(arena, nfkc_casefold(), wide);
	wide = strip(arena, normalize(arena, nfd(), wide));
	wide = normalize(arena, nfc(), wide);
	return from_utf16(arena, wide.text, wide.len);
}

struct str lang_sort_key(const struct lang *lang, struct arena *arena, struct str text)
{
	int32_t length;
	size_t end = text.len;
	if (end > SORT_BYTES_MOST)
		for (end = SORT_BYTES_MOST; end > 0 && ((uint8_t)text.data[end] & 0xc0) == 0x80;)
			end--;
	const UChar *wide = to_utf16(arena, str_slice(text, 0, end), &length);
	int32_t size = ucol_getSortKey(lang->collator, wide, length, NULL, 0);
	uint8_t *key = arena_alloc(arena, (size_t)size + 1);
	size = ucol_getSortKey(lang->collator, wide, length, key, size);
	return (struct str){ (const char *)key, size > 0 ? (size_t)size - 1 : 0 }; /* without its closing NUL */
}

bool lang_is_nfc(struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	bool ascii = true;
	for (size_t i = 0; i < text.len && ascii; i++)
		ascii = (uint8_t)text.data[i] < 0x80;
	if (ascii)
		return true;
	if (!utf8_valid(text))
		return false;
	struct arena *arena = arena_new(0);
	int32_t length;
	const UChar *wide = to_utf16(arena, text, &length);
	bool is = unorm2_isNormalized(nfc(), wide, length, &status);
	arena_free(arena);
	return is && U_SUCCESS(status);
}

struct str lang_script(struct str text)
{
	struct {
		UScriptCode code;
		int letters;
	} seen[16];
	size_t count = 0, best = 0;
	for (size_t at = 0; at < text.len;) {
		UErrorCode status = U_ZERO_ERROR;
		UChar32 c = (UChar32)utf8_next(text, &at);
		UScriptCode code = u_isalpha(c) ? uscript_getScript(c, &status) : USCRIPT_COMMON;
		if (code == USCRIPT_COMMON || code == USCRIPT_INHERITED || code == USCRIPT_UNKNOWN)
			continue;
		size_t i = 0;
		while (i < count && seen[i].code != code)
			i++;
		if (i == COUNT_OF(seen))
			continue;
		if (i == count)
			seen[count++].letters = 0;
		seen[i].code = code;
		seen[i].letters++;
	}
	for (size_t i = 1; i < count; i++)
		if (seen[i].letters > seen[best].letters)
			best = i;
	return str_of(count ? uscript_getShortName(seen[best].code) : "Zyyy");
}

/* Cleaning */

static bool dropped(uint32_t c)
{
	return c == 0x00ad || c == 0xfeff || c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool refused(uint32_t c)
{
	return u_charType((UChar32)c) == U_CONTROL_CHAR || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static bool line_end(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

static bool clean(struct buf *out, struct str text, enum lang_clean kind)
{
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = utf8_next(text, &at);
		if (dropped(c))
			continue;
		if (c == '\r' && at < text.len && text.data[at] == '\n')
			at++;
		if (line_end(c))
			buf_c(out, kind == LANG_LINES ? '\n' : ' ');
		else if (c == '\t')
			buf_c(out, kind == LANG_LINES ? '\t' : ' ');
		else if (refused(c))
			return false;
		else
			buf_add(out, str_slice(text, from, at));
	}
	return true;
}

bool lang_clean_text(struct arena *arena, struct str text, enum lang_clean kind, struct str *out)
{
	struct buf cleaned = BUF_IN(arena);
	if (!utf8_valid(text) || !clean(&cleaned, text, kind))
		return false;
	struct wide wide;
	wide.text = to_utf16(arena, buf_str(&cleaned), &wide.len);
	if (!unorm2_isNormalized(nfc(), wide.text, wide.len, &(UErrorCode){ U_ZERO_ERROR }))
		wide = normalize(arena, nfc(), wide);
	*out = str_trim(from_utf16(arena, wide.text, wide.len));
	return true;
}
