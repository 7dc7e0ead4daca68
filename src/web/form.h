/* Strangers' bytes into pairs: the query string, application/x-www-form-urlencoded and multipart/form-data. Pure; nothing else in this
 * room opens a body, but JSON (house).
 * Our own and not MHD's post processor: that one works by pieces, passes broken percent-encoding and cut parts over in silence, and
 * knows no limit but ours. Here the whole body is in bounded memory, so that one look says whether it is sound.
 * - Percent-encoding must be whole; names and values must be UTF-8 without NUL. Anything else is ERR_INPUT with a byte's place.
 * - Limits: 500 pairs, 16 files, 8 header lines and 4 KiB of them in a part, boundary of 1 to 70 characters (RFC 2046 5.1.1).
 * Slices point into `arena` or into `body`, which must outlive them. */
#ifndef LIMEN_WEB_FORM_H
#define LIMEN_WEB_FORM_H

#include "route.h"

enum { FORM_PAIRS = 500, FORM_FILES = 16, FORM_PART_HEADERS = 8, FORM_PART_HEADER_BYTES = 4096 };

struct form {
	struct pair *pairs;
	size_t count;
	struct upload *uploads;
	size_t upload_count;
};

bool form_urlencoded(struct str body, struct arena *arena, struct form *out, struct error *err);
bool form_multipart(struct str body, struct str boundary, struct arena *arena, struct form *out, struct error *err);
/* Of a Content-Type value: the media type in lower case, and the boundary ("" when there is none). False: no media type at all. */
bool form_media_type(struct str header, struct arena *arena, struct str *type, struct str *boundary);
/* The value of the first pair of that name; empty when there is none. */
struct str form_value(const struct form *form, const char *name);

#endif
