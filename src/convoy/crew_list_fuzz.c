#include "crew_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str country(void *state, struct str text)
{
	(void)state;
	return text.len == 3 && ascii_upper(text.data[0]) ? text : STR("");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct list_codes codes = { country, country, NULL, { 2026, 11, 26 } };
	struct arena *arena = arena_new(0);
	struct list_reading list;
	struct error err;
	bool crew = size && data[0] & 1;
	if (crew_list_read((struct str){ (const char *)data + !!size, size - !!size }, crew, &codes, arena, &list, &err) && !list.faults_all)
		for (size_t i = 1; i < list.count; i++)
			list_changes(&list.people[i - 1], &list.people[i], arena);
	arena_free(arena);
	return 0;
}
