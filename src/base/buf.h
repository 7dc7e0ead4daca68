/* A buffer that grows inside an arena. */
#ifndef LIMEN_BUF_H
#define LIMEN_BUF_H

#include "str.h"

struct buf {
	struct arena *arena;
	char *data; /* always ends in NUL once something was added */
	size_t len, size;
};

#define BUF_IN(where) ((struct buf){ .arena = (where) })

void buf_add(struct buf *buf, struct str s);
void buf_c(struct buf *buf, char c);
void buf_text(struct buf *buf, const char *c_string);
void buf_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_u8(struct buf *buf, uint8_t value);
void buf_be32(struct buf *buf, uint32_t value);   /* big-endian */
void buf_be64(struct buf *buf, uint64_t value);
void buf_clear(struct buf *buf);                  /* empty again, memory kept */
struct str buf_str(const struct buf *buf);        /* valid until the buffer changes */

#endif
