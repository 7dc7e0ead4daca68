/* Query strings and URL-encoded forms; header values beside them. */
#include "arena.h"
#include "form.h"
#include "header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool never(const void *state, struct str address)
{
	return address.len % 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = { size ? (const char *)data : "", size }, type, boundary;
	struct form form = { 0 };
	struct error err;
	if (form_urlencoded(text, arena, &form, &err))
		for (size_t i = 0; i < form.count; i++)
			if (!utf8_valid(form.pairs[i].name) || !utf8_valid(form.pairs[i].value))
				__builtin_trap();
	form_media_type(text, arena, &type, &boundary);
	header_wants_json(text);
	header_cookie(text, "limen_session", 200);
	header_forwarded(text, never, NULL);
	header_none_match(text, STR("\"a\""));
	arena_free(arena);
	return 0;
}
