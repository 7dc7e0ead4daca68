/* Slices of bytes, UTF-8 unless said otherwise. A slice does not own its bytes and need not end in NUL.
 * Character classes here are ASCII's: the locale never changes what a digit is. */
#ifndef LIMEN_STR_H
#define LIMEN_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
	const char *data;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).data
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct str str_of(const char *c_string);                 /* NULL gives the empty slice */
struct str str_copy(struct arena *arena, struct str s);
char *str_c(struct arena *arena, struct str s);          /* a copy that ends in NUL */
struct str str_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_join(struct arena *arena, const struct str *parts, size_t count, struct str between);

bool str_equal(struct str a, struct str b);
bool str_is(struct str s, const char *c_string);
int str_compare(struct str a, struct str b);             /* by bytes, as SQL's COLLATE "C" does */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_find(struct str s, struct str needle, size_t *at);
struct str str_slice(struct str s, size_t from, size_t to); /* bounds are clamped */
struct str str_trim(struct str s);                       /* spaces, tabs, CR, LF at both ends */
/* Takes what stands before `sep` off the front of `rest`; false when `rest` is used up. An empty last piece is given. */
bool str_cut(struct str *rest, char sep, struct str *piece);

bool str_to_int(struct str s, int64_t *out) MUST_USE;    /* whole slice, optional '-', no overflow */
bool str_to_hex(struct str hex, uint8_t *out, size_t size) MUST_USE; /* exactly `size` bytes, either case */
struct str str_hex(struct arena *arena, const void *bytes, size_t size); /* lower case */
/* Base64 of RFC 4648 section 4, padded: exactly `size` bytes; nothing else is taken. */
bool str_to_base64(struct str text, uint8_t *out, size_t size) MUST_USE;
size_t str_base64_size(struct str text);                 /* bytes that such a text holds, if it is one */
struct str str_base64(struct arena *arena, struct str bytes);
struct str str_lower(struct arena *arena, struct str s); /* ASCII letters only */
struct str str_upper(struct arena *arena, struct str s); /* ASCII letters only */
uint64_t str_hash(struct str s);                         /* FNV-1a, for tables in memory; not for secrets */

static inline bool ascii_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool ascii_alpha(char c) { return ascii_upper(c) || ascii_lower(c); }
static inline bool ascii_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* UTF-8. `at` moves past the code point read; a byte that is no UTF-8 gives U+FFFD and moves by one. */
bool utf8_valid(struct str s);
uint32_t utf8_next(struct str s, size_t *at);
size_t utf8_put(char out[static 4], uint32_t code_point); /* bytes written, 0 when it is no scalar value */
size_t utf8_length(struct str s);                        /* code points */

#endif
