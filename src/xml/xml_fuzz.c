#include "xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool ignore(void *state, const struct xml_event *event, struct error *err)
{
	(void)err;
	*(size_t *)state += event->text.len + (size_t)event->depth;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct error err;
	size_t total = 0;
	if (!xml_read((struct str){ (const char *)data, size }, arena, ignore, &total, &err))
		total = 0;
	arena_free(arena);
	return 0;
}
