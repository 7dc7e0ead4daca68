/* What is read can be written again, byte for byte where the version is the one that is written. */
#include <stdlib.h>
#include <string.h>

#include "vds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(struct arena *arena, const struct vds *vds, struct str bytes)
{
	struct vds copy;
	struct str covered;
	struct error err;
	if (!vds_covered(arena, vds, &covered, &err))
		return; /* a signer or reference that we would not write */
	struct str sealed = vds_sealed(arena, covered, vds->signature);
	if (!vds_read(sealed, arena, &copy, &err) || copy.feature_count != vds->feature_count || !str_equal(copy.signature, vds->signature))
		abort();
	(void)bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str bytes = { size ? (const char *)data : "", size }, out, back;
	struct error err = { 0 };
	struct vds vds;
	struct vds_visa visa;
	if (vds_read(bytes, arena, &vds, &err)) {
		if (vds.covered.len + vds.signature.len >= size)
			abort();
		again(arena, &vds, bytes);
		if (vds_visa_read(&vds, arena, &visa, &err) && visa.lines[0].len != visa.lines[1].len)
			abort();
	} else if (err.code != ERR_INPUT || !err.what) {
		abort();
	}
	if (c40_read(arena, bytes, &out) && (!c40_write(arena, out, &back) || back.len > size))
		abort();
	if (vds_from_text(arena, bytes, &out) && (uint8_t)out.data[0] != 0xdc)
		abort();
	arena_free(arena);
	return 0;
}
