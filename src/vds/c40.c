/* C40: three characters of 40 in two bytes. Doc 9303-13, appendix A; ISO/IEC 16022, 5.2.5.2. */
#include "vds.h"

#include "buf.h"

enum { SHIFT_1 = 0, BLANK = 3, DIGIT_0 = 4, LETTER_A = 14, ASCII_NEXT = 0xfe };

static int value_of(char c)
{
	if (ascii_digit(c))
		return DIGIT_0 + (c - '0');
	if (ascii_upper(c))
		return LETTER_A + (c - 'A');
	return c == '<' || c == ' ' ? BLANK : -1;
}

static bool sign_of(int value, char *out)
{
	if (value == BLANK)
		*out = ' ';
	else if (value >= DIGIT_0 && value < LETTER_A)
		*out = (char)('0' + value - DIGIT_0);
	else if (value >= LETTER_A && value < 40)
		*out = (char)('A' + value - LETTER_A);
	else
		return false;
	return true;
}

static void put_triple(struct buf *out, int a, int b, int c)
{
	int value = 1600 * a + 40 * b + c + 1;
	buf_u8(out, (uint8_t)(value >> 8));
	buf_u8(out, (uint8_t)value);
}

/* Two that are left are filled up with shift 1; one is written as ASCII, which Data Matrix counts from 1. */
static void put_rest(struct buf *out, struct str rest)
{
	if (rest.len == 2) {
		put_triple(out, value_of(rest.data[0]), value_of(rest.data[1]), SHIFT_1);
	} else if (rest.len == 1) {
		buf_u8(out, ASCII_NEXT);
		buf_u8(out, (uint8_t)((rest.data[0] == '<' ? ' ' : rest.data[0]) + 1));
	}
}

bool c40_write(struct arena *arena, struct str text, struct str *out)
{
	struct buf buf = BUF_IN(arena);
	size_t at = 0;
	for (size_t i = 0; i < text.len; i++)
		if (value_of(text.data[i]) < 0)
			return false;
	for (; at + 3 <= text.len; at += 3)
		put_triple(&buf, value_of(text.data[at]), value_of(text.data[at + 1]), value_of(text.data[at + 2]));
	put_rest(&buf, str_slice(text, at, text.len));
	*out = buf_str(&buf);
	return true;
}

static bool read_triple(struct buf *out, unsigned value, bool last)
{
	if (!value || --value >= 64000)
		return false;
	const int three[3] = { (int)(value / 1600), (int)(value / 40 % 40), (int)(value % 40) };
	for (int i = 0; i < 3; i++) {
		char c;
		if (last && i == 2 && three[i] == SHIFT_1)
			return true;
		if (!sign_of(three[i], &c))
			return false;
		buf_c(out, c);
	}
	return true;
}

bool c40_read(struct arena *arena, struct str bytes, struct str *out)
{
	struct buf buf = BUF_IN(arena);
	if (bytes.len % 2)
		return false;
	for (size_t at = 0; at < bytes.len; at += 2) {
		uint8_t first = (uint8_t)bytes.data[at], second = (uint8_t)bytes.data[at + 1];
		bool last = at + 2 == bytes.len;
		if (first != ASCII_NEXT && !read_triple(&buf, (unsigned)first << 8 | second, last))
			return false;
		if (first == ASCII_NEXT && (!last || !second || value_of((char)(second - 1)) < 0 || second - 1 == '<'))
			return false;
		if (first == ASCII_NEXT)
			buf_c(&buf, (char)(second - 1));
	}
	*out = buf_str(&buf);
	return true;
}
