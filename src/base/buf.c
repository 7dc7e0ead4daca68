#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

static char *room_for(struct buf *buf, size_t more)
{
	if (buf->len + more + 1 > buf->size) {
		size_t size = buf->size ? buf->size * 2 : 256;
		while (size < buf->len + more + 1)
			size *= 2;
		char *data = arena_alloc(buf->arena, size);
		if (buf->len)
			memcpy(data, buf->data, buf->len);
		buf->data = data;
		buf->size = size;
	}
	return buf->data + buf->len;
}

void buf_add(struct buf *buf, struct str s)
{
	char *end = room_for(buf, s.len);
	if (s.len)
		memcpy(end, s.data, s.len);
	buf->len += s.len;
	buf->data[buf->len] = 0;
}

void buf_c(struct buf *buf, char c)
{
	buf_add(buf, (struct str){ &c, 1 });
}

void buf_text(struct buf *buf, const char *c_string)
{
	buf_add(buf, str_of(c_string));
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (size > 0) {
		vsnprintf(room_for(buf, (size_t)size), (size_t)size + 1, format, again);
		buf->len += (size_t)size;
	}
	va_end(again);
}

void buf_u8(struct buf *buf, uint8_t value)
{
	buf_c(buf, (char)value);
}

void buf_be32(struct buf *buf, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_u8(buf, (uint8_t)(value >> shift));
}

void buf_be64(struct buf *buf, uint64_t value)
{
	buf_be32(buf, (uint32_t)(value >> 32));
	buf_be32(buf, (uint32_t)value);
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = 0;
}

struct str buf_str(const struct buf *buf)
{
	return buf->data ? (struct str){ buf->data, buf->len } : (struct str){ "", 0 };
}
