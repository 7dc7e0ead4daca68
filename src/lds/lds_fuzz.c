/* What is cut out of a group lies inside it, and is what it is said to be. */
#include <stdlib.h>

#include "lds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str group = { size ? (const char *)data : "", size }, lines, picture;
	struct error err = { 0 };
	if (lds_zone(group, arena, &lines, &err) && lines.len != 92 && lines.len != 73 && lines.len != 89)
		abort();
	if (lds_face(group, &picture, &err)) {
		const char *type = lds_picture_type(picture);
		if (picture.data < group.data || picture.data + picture.len > group.data + group.len || !type || type[6] != 'j')
			abort();
	} else if (err.code != ERR_INPUT) {
		abort();
	}
	arena_free(arena);
	return 0;
}
