/* Foreign pictures and PDFs, as the child gets them. */
#include "inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str bytes = { (const char *)data, size }, out;
	struct picture_look look;
	struct error ignored;
	pdf_page_count(bytes);
	exif_orientation(bytes);
	if (picture_look(bytes, arena, &look, &ignored) && picture_again(bytes, PICTURE_SMALL, arena, &out, &ignored))
		if (!picture_look(out, arena, &look, &ignored)) /* what was set anew can be opened */
			__builtin_trap();
	arena_free(arena);
	return 0;
}
