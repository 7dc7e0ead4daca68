/* Multipart bodies; the first byte chooses a boundary's length. */
#include "arena.h"
#include "form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct form form = { 0 };
	struct error err;
	if (size > 1) {
		struct str body = { (const char *)data + 1, size - 1 }, boundary = str_slice(STR("bbbb"), 0, data[0] % 4 + 1);
		if (form_multipart(body, boundary, arena, &form, &err))
			for (size_t i = 0; i < form.upload_count; i++)
				if (form.uploads[i].bytes.len && (form.uploads[i].bytes.data < body.data || form.uploads[i].bytes.data + form.uploads[i].bytes.len > body.data + body.len))
					__builtin_trap();
	}
	arena_free(arena);
	return 0;
}
