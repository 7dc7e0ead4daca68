/* How a language writes dates and numbers: read from CLDR once, applied by our own few lines, which need no locks. */
#include <assert.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "arena.h"
#include "inside.h"

enum { CHARS_MOST = 64 };

static bool bidi_control(UChar c)
{
	return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static struct str kept(struct arena *arena, UChar *text, int32_t length)
{
	int32_t out = 0;
	for (int32_t i = 0; i < length; i++)
		if (!bidi_control(text[i]))
			text[out++] = text[i];
	return from_utf16(arena, text, out);
}

/* Dates */

static bool load_names(struct arena *arena, const UDateFormat *format, UDateFormatSymbolType type, int first, int count,
                       struct str *out)
{
	UErrorCode status = U_ZERO_ERROR;
	for (int i = 0; i < count; i++) {
		UChar text[CHARS_MOST];
		int32_t length = udat_getSymbols(format, type, first + i, text, CHARS_MOST, &status);
		if (U_FAILURE(status) || length > CHARS_MOST)
			return false;
		out[i] = kept(arena, text, length);
	}
	return true;
}

static bool load_weekdays(struct arena *arena, const UDateFormat *format, struct str out[7])
{
	struct str sunday_first[7];
	if (!load_names(arena, format, UDAT_STANDALONE_WEEKDAYS, 1, 7, sunday_first))
		return false;
	for (int i = 0; i < 7; i++)
		out[i] = sunday_first[(i + 1) % 7];
	return true;
}

static bool load_pattern(struct arena *arena, UDateTimePatternGenerator *generator, const char *skeleton,
                         struct str *out)
{
	UChar wide[16], text[CHARS_MOST];
	UErrorCode status = U_ZERO_ERROR;
	u_charsToUChars(skeleton, wide, (int32_t)strlen(skeleton) + 1);
	int32_t length = udatpg_getBestPattern(generator, wide, -1, text, CHARS_MOST, &status);
	if (U_FAILURE(status) || length > CHARS_MOST)
		return false;
	*out = kept(arena, text, length);
	return true;
}

static bool load_dates(struct arena *arena, const char *locale, struct shape *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UDateFormat *format = udat_open(UDAT_LONG, UDAT_LONG, locale, u"UTC", 3, NULL, 0, &status);
	UDateTimePatternGenerator *generator = udatpg_open(locale, &status);
	bool fine = U_SUCCESS(status) && load_names(arena, format, UDAT_MONTHS, 0, 12, out->months) &&
	            load_names(arena, format, UDAT_STANDALONE_MONTHS, 0, 12, out->months_alone) &&
	            load_names(arena, format, UDAT_SHORT_MONTHS, 0, 12, out->months_short) &&
	            load_names(arena, format, UDAT_STANDALONE_SHORT_MONTHS, 0, 12, out->months_short_alone) &&
	            load_weekdays(arena, format, out->weekdays) &&
	            load_pattern(arena, generator, "yMMMMd", &out->day_pattern) &&
	            load_pattern(arena, generator, "yMMMM", &out->month_pattern) &&
	            load_pattern(arena, generator, "yMMMd", &out->day_short_pattern) &&
	            load_pattern(arena, generator, "yMMM", &out->month_short_pattern);
	udatpg_close(generator);
	udat_close(format);
	return fine;
}

static void write_month(const struct shape *shape, struct buf *out, char letter, size_t width, int month)
{
	const struct str *names = letter == 'L' ? shape->months_alone : shape->months;
	if (width < 3) {
		shape_digits(shape, out, (uint64_t)month, (int)width);
		return;
	}
	if (width == 3)
		names = letter == 'L' ? shape->months_short_alone : shape->months_short;
	buf_add(out, names[month - 1]);
}

/* The letters of a CLDR pattern that dates need: d, M, L, y; words stand in '...'. */
void shape_date(const struct shape *shape, struct buf *out, struct str pattern, struct date date)
{
	bool quoted = false;
	for (size_t i = 0; i < pattern.len; i++) {
		char c = pattern.data[i];
		size_t width = 1;
		if (c == '\'') {
			if (i + 1 < pattern.len && pattern.data[i + 1] == '\'')
				buf_c(out, pattern.data[i++]);
			else
				quoted = !quoted;
			continue;
		}
		if (quoted || !ascii_alpha(c)) {
			buf_c(out, c);
			continue;
		}
		while (i + width < pattern.len && pattern.data[i + width] == c)
			width++;
		i += width - 1;
		if (c == 'd')
			shape_digits(shape, out, (uint64_t)date.day, (int)width);
		else if (c == 'M' || c == 'L')
			write_month(shape, out, c, width, date.month);
		else if (c == 'y')
			shape_digits(shape, out, (uint64_t)date.year, width > 2 ? (int)width : 1);
	}
}

/* Numbers */

static bool load_symbol(struct arena *arena, const UNumberFormat *format, UNumberFormatSymbol symbol, struct str *out)
{
	UChar text[CHARS_MOST];
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = unum_getSymbol(format, symbol, text, CHARS_MOST, &status);
	*out = U_SUCCESS(status) ? kept(arena, text, length) : STR("");
	return U_SUCCESS(status);
}

static bool load_percent(struct arena *arena, const char *locale, struct shape *out)
{
	UChar text[CHARS_MOST];
	UErrorCode status = U_ZERO_ERROR;
	UNumberFormat *format = unum_open(UNUM_PERCENT, NULL, 0, locale, NULL, &status);
	int32_t length = unum_getTextAttribute(format, UNUM_POSITIVE_PREFIX, text, CHARS_MOST, &status);
	if (U_SUCCESS(status))
		out->percent_before = kept(arena, text, length);
	length = unum_getTextAttribute(format, UNUM_POSITIVE_SUFFIX, text, CHARS_MOST, &status);
	if (U_SUCCESS(status))
		out->percent_after = kept(arena, text, length);
	unum_close(format);
	return U_SUCCESS(status);
}

/* Some languages leave four digits together: 2462 but 12.462. Only ICU's newer formatter knows them. */
static int least_before_group(const char *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[CHARS_MOST];
	UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(u"", 0, locale, &status);
	UFormattedNumber *result = unumf_openResult(&status);
	unumf_formatInt(formatter, 1234, result, &status);
	int32_t length = unumf_resultToString(result, text, CHARS_MOST, &status);
	unumf_closeResult(result);
	unumf_close(formatter);
	return U_SUCCESS(status) && length == 4 ? 2 : 1;
}

static bool load_numbers(struct arena *arena, const char *locale, struct shape *out)
{
	UErrorCode status = U_ZERO_ERROR;
	struct str zero = { 0 };
	UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
	bool fine = U_SUCCESS(status) && load_symbol(arena, format, UNUM_GROUPING_SEPARATOR_SYMBOL, &out->group) &&
	            load_symbol(arena, format, UNUM_DECIMAL_SEPARATOR_SYMBOL, &out->point) &&
	            load_symbol(arena, format, UNUM_MINUS_SIGN_SYMBOL, &out->minus) &&
	            load_symbol(arena, format, UNUM_ZERO_DIGIT_SYMBOL, &zero);
	if (fine) {
		size_t at = 0;
		out->zero = utf8_next(zero, &at);
		out->group_first = unum_getAttribute(format, UNUM_GROUPING_SIZE);
		out->group_next = unum_getAttribute(format, UNUM_SECONDARY_GROUPING_SIZE);
		out->group_least = least_before_group(locale);
	}
	unum_close(format);
	if (out->group_next <= 0)
		out->group_next = out->group_first;
	return fine && load_percent(arena, locale, out);
}

static void write_digit(const struct shape *shape, struct buf *out, unsigned digit)
{
	char text[4];
	size_t len = utf8_put(text, shape->zero + digit);
	buf_add(out, (struct str){ text, len });
}

void shape_digits(const struct shape *shape, struct buf *out, uint64_t value, int least)
{
	uint8_t digits[24];
	int count = 0;
	do
		digits[count++] = (uint8_t)(value % 10);
	while (value /= 10);
	while (count < least && count < (int)sizeof digits)
		digits[count++] = 0;
	while (count > 0)
		write_digit(shape, out, digits[--count]);
}

static bool group_before(const struct shape *shape, int left, int count)
{
	if (shape->group_first <= 0 || left == 0 || left == count || count < shape->group_first + shape->group_least)
		return false;
	return left == shape->group_first ||
	       (left > shape->group_first && (left - shape->group_first) % shape->group_next == 0);
}

void shape_number(const struct shape *shape, struct buf *out, int64_t value, int decimals)
{
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, unit = 1;
	uint8_t digits[24];
	int count = 0;
	assert(decimals >= 0 && decimals <= 6);
	for (int i = 0; i < decimals; i++)
		unit *= 10;
	for (uint64_t whole = rest / unit; whole || count == 0; whole /= 10)
		digits[count++] = (uint8_t)(whole % 10);
	if (value < 0)
		buf_add(out, shape->minus);
	for (int left = count; left > 0; left--) {
		if (group_before(shape, left, count))
			buf_add(out, shape->group);
		write_digit(shape, out, digits[left - 1]);
	}
	if (decimals) {
		buf_add(out, shape->point);
		shape_digits(shape, out, rest % unit, decimals);
	}
}

bool shape_load(struct arena *arena, const char *locale, struct shape *out)
{
	return load_dates(arena, locale, out) && load_numbers(arena, locale, out);
}
