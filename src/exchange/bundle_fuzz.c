/* Bundles of strangers: any bytes, and bytes signed by a key as a stranger would. */
#include "bundle.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct keys keys = { .state = { 0 } };
	struct arena *arena = arena_new(0);
	struct bundle_opened opened;
	(void)!bundle_open(arena, &keys, (struct str){ (const char *)data, size }, &opened);
	arena_free(arena);
	return 0;
}
