#include "arena.h"
#include "pack_load.h"

#include <assert.h>
#include <stdlib.h>

/* Lines of any bytes: nothing may break, and what is formatted is formatted the same again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = { (const char *)data, size }, once, twice;
	struct pack_diagnostics found;
	if (pack_format(arena, STR("border.lim"), text, &once, &found)) {
		if (!pack_format(arena, STR("border.lim"), once, &twice, &found) || !str_equal(once, twice))
			abort();
	}
	struct pack_file files[] = { { STR("border.lim"), text } };
	struct pack_source source = { files, 1 };
	const struct pack *pack;
	(void)!pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found);
	arena_free(arena);
	return 0;
}
