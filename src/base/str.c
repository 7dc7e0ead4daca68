#include "str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

struct str str_of(const char *c_string)
{
	return c_string ? (struct str){ c_string, strlen(c_string) } : (struct str){ "", 0 };
}

char *str_c(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);
	if (s.len)
		memcpy(copy, s.data, s.len);
	return copy;
}

struct str str_copy(struct arena *arena, struct str s)
{
	return (struct str){ str_c(arena, s), s.len };
}

struct str str_format(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *out = arena_alloc(arena, (size_t)(size < 0 ? 0 : size) + 1);
	vsnprintf(out, (size_t)(size < 0 ? 0 : size) + 1, format, again);
	va_end(again);
	return (struct str){ out, (size_t)(size < 0 ? 0 : size) };
}

struct str str_join(struct arena *arena, const struct str *parts, size_t count, struct str between)
{
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += parts[i].len + (i ? between.len : 0);
	char *out = arena_alloc(arena, size + 1), *end = out;
	for (size_t i = 0; i < count; i++) {
		if (i && between.len)
			end = (char *)memcpy(end, between.data, between.len) + between.len;
		if (parts[i].len)
			end = (char *)memcpy(end, parts[i].data, parts[i].len) + parts[i].len;
	}
	return (struct str){ out, size };
}

bool str_equal(struct str a, struct str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

bool str_is(struct str s, const char *c_string)
{
	return str_equal(s, str_of(c_string));
}

int str_compare(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

bool str_find(struct str s, struct str needle, size_t *at)
{
	if (!needle.len) {
		*at = 0;
		return true;
	}
	const char *found = s.len ? memmem(s.data, s.len, needle.data, needle.len) : NULL;
	if (!found)
		return false;
	*at = (size_t)(found - s.data);
	return true;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){ s.len ? s.data + from : s.data, to - from };
}

struct str str_trim(struct str s)
{
	size_t from = 0, to = s.len;
	while (from < to && ascii_space(s.data[from]))
		from++;
	while (to > from && ascii_space(s.data[to - 1]))
		to--;
	return str_slice(s, from, to);
}

bool str_cut(struct str *rest, char sep, struct str *piece)
{
	if (!rest->data)
		return false;
	const char *found = rest->len ? memchr(rest->data, sep, rest->len) : NULL;
	if (!found) {
		*piece = *rest;
		*rest = (struct str){ NULL, 0 };
		return true;
	}
	size_t at = (size_t)(found - rest->data);
	*piece = str_slice(*rest, 0, at);
	*rest = (struct str){ found + 1, rest->len - at - 1 };
	return true;
}

bool str_to_int(struct str s, int64_t *out)
{
	bool negative = s.len && s.data[0] == '-';
	size_t at = negative;
	if (at == s.len)
		return false;
	int64_t value = 0;
	for (; at < s.len; at++) {
		if (!ascii_digit(s.data[at]) || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, s.data[at] - '0', &value))
			return false;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*out = negative ? value : -value;
	return true;
}

static int hex_value(char c)
{
	if (ascii_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool str_to_hex(struct str hex, uint8_t *out, size_t size)
{
	if (hex.len != size * 2)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = hex_value(hex.data[2 * i]), low = hex_value(hex.data[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

struct str str_hex(struct arena *arena, const void *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *from = bytes;
	char *out = arena_alloc(arena, size * 2 + 1);
	for (size_t i = 0; i < size; i++) {
		out[2 * i] = digits[from[i] >> 4];
		out[2 * i + 1] = digits[from[i] & 15];
	}
	return (struct str){ out, size * 2 };
}

/* --- base64 --- */

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct str str_base64(struct arena *arena, struct str bytes)
{
	char *out = arena_alloc(arena, (bytes.len + 2) / 3 * 4 + 1), *at = out;
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t held = (uint32_t)(uint8_t)bytes.data[i] << 16;
		if (left > 1)
			held |= (uint32_t)(uint8_t)bytes.data[i + 1] << 8;
		if (left > 2)
			held |= (uint8_t)bytes.data[i + 2];
		*at++ = base64_digits[held >> 18];
		*at++ = base64_digits[held >> 12 & 63];
		*at++ = left > 1 ? base64_digits[held >> 6 & 63] : '=';
		*at++ = left > 2 ? base64_digits[held & 63] : '=';
	}
	return (struct str){ out, (size_t)(at - out) };
}

size_t str_base64_size(struct str text)
{
	size_t size = text.len / 4 * 3;
	return size - (text.len > 1 && text.data[text.len - 1] == '=') - (text.len > 1 && text.data[text.len - 2] == '=');
}

bool str_to_base64(struct str text, uint8_t *out, size_t size)
{
	uint32_t held = 0;
	size_t at = 0, want = (size * 8 + 5) / 6;
	if (text.len != (size + 2) / 3 * 4)
		return false;
	for (size_t i = 0; i < want; i++) {
		const char *digit = text.data[i] ? strchr(base64_digits, text.data[i]) : NULL;
		if (!digit)
			return false;
		held = held << 6 | (uint32_t)(digit - base64_digits);
		if (i % 4)
			out[at++] = (uint8_t)(held >> (6 - 2 * (i % 4)));
	}
	for (size_t i = want; i < text.len; i++)
		if (text.data[i] != '=')
			return false;
	return at == size;
}

struct str str_lower(struct arena *arena, struct str s)
{
	char *out = str_c(arena, s);
	for (size_t i = 0; i < s.len; i++)
		if (ascii_upper(out[i]))
			out[i] = (char)(out[i] + 32);
	return (struct str){ out, s.len };
}

struct str str_upper(struct arena *arena, struct str s)
{
	char *out = str_c(arena, s);
	for (size_t i = 0; i < s.len; i++)
		if (ascii_lower(out[i]))
			out[i] = (char)(out[i] - 32);
	return (struct str){ out, s.len };
}

uint64_t str_hash(struct str s)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (uint8_t)s.data[i]) * 1099511628211u;
	return hash;
}

/* Length of the well-formed sequence at `at`, 0 when there is none (RFC 3629 section 4). */
static size_t utf8_sequence(struct str s, size_t at, uint32_t *code_point)
{
	const uint8_t *b = (const uint8_t *)s.data + at;
	size_t left = s.len - at, need = b[0] < 0x80 ? 1 : b[0] >= 0xc2 && b[0] < 0xe0 ? 2 : (b[0] & 0xf0) == 0xe0 ? 3
	                          : b[0] >= 0xf0 && b[0] < 0xf5 ? 4 : 0;
	if (!need || need > left)
		return 0;
	uint32_t value = need == 1 ? b[0] : b[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (b[i] & 0x3f);
	}
	if ((need == 3 && (value < 0x800 || (value >= 0xd800 && value < 0xe000))) ||
	    (need == 4 && (value < 0x10000 || value > 0x10ffff)))
		return 0;
	*code_point = value;
	return need;
}

uint32_t utf8_next(struct str s, size_t *at)
{
	uint32_t code_point = 0xfffd;
	size_t length = utf8_sequence(s, *at, &code_point);
	*at += length ? length : 1;
	return code_point;
}

bool utf8_valid(struct str s)
{
	uint32_t code_point;
	for (size_t at = 0, length; at < s.len; at += length)
		if (!(length = utf8_sequence(s, at, &code_point)))
			return false;
	return true;
}

size_t utf8_put(char out[static 4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t utf8_length(struct str s)
{
	size_t count = 0;
	for (size_t at = 0; at < s.len; count++)
		utf8_next(s, &at);
	return count;
}
