/* Strangers' bytes as a PO file; what is read is written again and must be read again as the same. */
#include <assert.h>

#include "arena.h"
#include "po.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct error err;
	struct po_file file, again;
	struct str text = { (const char *)data, size };
	if (po_read(arena, STR("fuzz.po"), text, &file, &err)) {
		struct buf out = BUF_IN(arena);
		for (size_t i = 0; i < file.count; i++) {
			po_write_entry(&out, &file.items[i]);
			buf_c(&out, '\n');
		}
		assert(po_read(arena, STR("again.po"), buf_str(&out), &again, &err));
		assert(again.count == file.count);
		for (size_t i = 0; i < file.count; i++) {
			assert(str_equal(file.items[i].id, again.items[i].id));
			assert(str_equal(file.items[i].forms[0], again.items[i].forms[0]));
		}
	}
	arena_free(arena);
	return 0;
}
