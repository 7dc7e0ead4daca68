/* Hostile chunks: whatever the bytes, the decoder ends, within bounds. The raw form is tried too, packed on the way in. */
#include "inner.h"

#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct chunk chunk;
	struct error err;
	bool opened = chunk_decode(bytes_of(data, size), &chunk, arena, &err);
	(void)opened;
	size_t most = ZSTD_compressBound(size);
	char *packed = arena_alloc(arena, most);
	size_t length = ZSTD_compress(packed, most, data, size, 1);
	if (!ZSTD_isError(length))
		opened = chunk_decode(bytes_of(packed, length), &chunk, arena, &err);
	arena_free(arena);
	return 0;
}
