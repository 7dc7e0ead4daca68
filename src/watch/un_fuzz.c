#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct watch_reading reading;
	struct error err;
	if (watch_read_un((struct str){ (const char *)data, size }, arena, &reading, &err)) {
		struct watch_list list = { STR("un"), reading.entries, reading.count };
		watch_index_free(watch_index_build(&list, 1, NULL));
	}
	arena_free(arena);
	return 0;
}
