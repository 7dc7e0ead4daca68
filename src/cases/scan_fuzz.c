/* What a virus scanner answers, and the headers of an upload. */
#include <stdint.h>

#include "upload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size }, name;
	struct piece piece;
	if (scan_reply(text, &name) == SCAN_FOUND && !name.len)
		__builtin_trap();
	const struct piece_headers headers = { str_slice(text, 0, size / 3), str_slice(text, size / 3, size / 2), str_slice(text, size / 2, size) };
	if (piece_headers_read(&headers, &piece) && (piece.offset < -1 || piece.length < -1))
		__builtin_trap();
	return 0;
}
