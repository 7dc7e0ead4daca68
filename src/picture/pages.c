/* Pages of a PDF, counted: objects of type Page, as they stand and in the streams of objects that newer files pack them in. */
#include "picture.h"

#include <string.h>
#include <zlib.h>

enum { STREAM_MOST = 16 << 20, STREAMS_MOST = 2000, PAGES_MOST = 100000 };

static bool name_ends(struct str text, size_t at)
{
	return at >= text.len || strchr(" \t\r\n\f/<>[]()%", text.data[at]);
}

/* "/Type /Page", not "/Pages" nor "/PageLabel". */
static int pages_in(struct str text)
{
	int count = 0;
	size_t at;
	while (count < PAGES_MOST && str_find(text, STR("/Type"), &at)) {
		text = str_slice(text, at + 5, text.len);
		size_t space = 0;
		while (space < text.len && space < 20 && strchr(" \t\r\n", text.data[space]))
			space++;
		struct str rest = str_slice(text, space, text.len);
		if (str_starts(rest, STR("/Page")) && name_ends(rest, 5))
			count++;
	}
	return count;
}

static int pages_in_stream(struct str packed, unsigned char *room)
{
	z_stream stream = { .next_in = (unsigned char *)(uintptr_t)packed.data, .avail_in = (unsigned)packed.len, .next_out = room, .avail_out = STREAM_MOST };
	if (inflateInit(&stream) != Z_OK)
		return 0;
	inflate(&stream, Z_FINISH);
	size_t size = STREAM_MOST - stream.avail_out;
	inflateEnd(&stream);
	return pages_in((struct str){ (const char *)room, size });
}

/* From "/Type /ObjStm" to its stream; the next one begins behind it. */
static bool next_stream(struct str *rest, struct str *packed)
{
	size_t at, end;
	while (str_find(*rest, STR("/ObjStm"), &at)) {
		*rest = str_slice(*rest, at + 7, rest->len);
		if (!str_find(str_slice(*rest, 0, rest->len < 2000 ? rest->len : 2000), STR("stream"), &at))
			continue;
		at += 6;
		at += at < rest->len && rest->data[at] == '\r';
		at += at < rest->len && rest->data[at] == '\n';
		*rest = str_slice(*rest, at, rest->len);
		if (!str_find(*rest, STR("endstream"), &end))
			return false;
		*packed = str_slice(*rest, 0, end);
		*rest = str_slice(*rest, end, rest->len);
		return true;
	}
	return false;
}

int pdf_page_count(struct str bytes)
{
	struct arena *arena = arena_new(0);
	struct str rest = bytes, packed;
	int count = pages_in(bytes);
	unsigned char *room = NULL;
	for (int i = 0; i < STREAMS_MOST && count < PAGES_MOST && next_stream(&rest, &packed); i++) {
		room = room ? room : arena_alloc(arena, STREAM_MOST);
		count += pages_in_stream(packed, room);
	}
	arena_free(arena);
	return count < PAGES_MOST ? count : 0;
}
