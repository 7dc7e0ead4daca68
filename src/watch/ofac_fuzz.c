#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str all = { (const char *)data, size };
	struct watch_ofac_files files = { all, str_slice(all, 0, size / 2), STR(""), str_slice(all, size / 2, size) };
	struct watch_reading reading;
	struct error err;
	if (!watch_read_ofac(&files, arena, &reading, &err) && !watch_read_csv(all, arena, &reading, &err))
		reading.count = 0;
	arena_free(arena);
	return 0;
}
