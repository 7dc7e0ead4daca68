/* Header values that come from strangers. Pure. */
#ifndef LIMEN_WEB_HEADER_H
#define LIMEN_WEB_HEADER_H

#include "str.h"

/* Does the client ask for JSON rather than for a page? JSON must be named, and be wanted no less than HTML. RFC 9110 section 12.5.1 */
bool header_wants_json(struct str accept);
bool header_names_html(struct str accept);
/* Does Accept-Encoding name gzip, and not as unwanted? RFC 9110 section 12.5.3; "*" alone is not taken for it. */
bool header_takes_gzip(struct str accept_encoding);
/* The first cookie of that name, RFC 6265; "" when there is none or its value is longer than `most` or not of [A-Za-z0-9._~-]. */
struct str header_cookie(struct str header, const char *name, size_t most);
/* The client behind trusted proxies: the last address of X-Forwarded-For that `trusted` does not know. "" when there is none. */
struct str header_forwarded(struct str header, bool (*trusted)(const void *state, struct str address), const void *state);
/* Is an Origin that of this server? */
bool header_same_origin(struct str origin, struct str scheme, struct str host);
/* Host of RFC 9110 section 7.2: a name or address with an optional port; no user, path or spaces. */
bool header_host_sound(struct str host);
/* If-None-Match holds this quoted tag, or is "*". */
bool header_none_match(struct str header, struct str etag);

#endif
