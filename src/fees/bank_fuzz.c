/* Any bytes as the bank's file: nothing is taken that is no amount, day or currency; the same bytes give the same lines, each with a mark of its own. */
#include <stdlib.h>

#include "arena.h"
#include "bank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool count(void *state, struct str reference)
{
	if (reference.len < 5 || reference.len > 32)
		abort();
	return ++*(int *)state > 200;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	static struct bank_file file, again;
	struct str text = { (const char *)data, size };
	if (!arena)
		arena = arena_new(0);
	arena_reset(arena);
	bank_read(arena, text, STR("A"), STR("XTS"), &file);
	bank_read(arena, text, STR("A"), STR("XTS"), &again);
	if (file.count != again.count || file.fault_count != again.fault_count || file.count > BANK_LINES_MOST || file.fault_count > BANK_FAULTS_MOST)
		abort();
	for (size_t i = 0; i < file.count; i++) {
		int found = 0;
		const struct bank_line *line = &file.lines[i];
		if (line->amount <= 0 || line->currency.len != 3 || !date_whole(line->day) || !str_equal(line->mark, again.lines[i].mark) || !utf8_valid(line->text))
			abort();
		bank_references(arena, line->text, count, &found);
	}
	return 0;
}
