#include "arena.h"
#include "pack_letter.h"

#include <assert.h>
#include <stdlib.h>

static bool anybody(const void *context, struct str role)
{
	(void)context;
	return role.len != 0;
}

/* Letters of any bytes: nothing may break, and what is laid out is laid out the same again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = { (const char *)data, size };
	struct pack_diagnostics found = { .arena = arena };
	struct rule_diagnostics rules = { .arena = arena };
	struct letter_reading reading = { arena, STR("refusal.en.letter"), &found, &rules };
	struct letter_template template;
	struct pack pack = { 0 };
	struct rule_schema schema = letter_schema(arena, &pack, letter_record(arena, letter_shape(STR("refusal"))));
	if (letter_parse(&reading, text, &template))
		(void)!letter_check(&reading, &schema, anybody, NULL, &template);
	struct str once = letter_format(arena, text);
	if (!str_equal(letter_format(arena, once), once))
		abort();
	arena_free(arena);
	return 0;
}
