#include "error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

static const struct error_info infos[] = {
#define E(code, name, status, exit, retry, title) [code] = { name, title, status, exit, retry },
	ERROR_CODES(E)
#undef E
};

bool error_set(struct error *err, enum error_code code, const char *what, const char *todo, const char *where, ...)
{
	err->code = code;
	err->what = what;
	err->todo = todo;
	va_list args;
	va_start(args, where);
	vsnprintf(err->where, sizeof err->where, where, args);
	va_end(args);
	return false;
}

const struct error_info *error_info(enum error_code code)
{
	assert(code < ERROR_CODE_COUNT);
	return &infos[code];
}

struct str error_text(struct arena *arena, const struct error *err)
{
	return str_format(arena, "%s: %s%s%s%s%s%s", error_info(err->code)->name, err->what ? err->what : "",
	                  err->where[0] ? " (" : "", err->where, err->where[0] ? ")" : "",
	                  err->todo && err->todo[0] ? ". " : "", err->todo ? err->todo : "");
}

void finding_add(struct findings *findings, struct str field, const char *code, const char *words)
{
	if (findings->count == findings->size) {
		size_t size = findings->size ? findings->size * 2 : 8;
		struct finding *items = ARENA_ARRAY(findings->arena, struct finding, size);
		if (findings->count)
			memcpy(items, findings->items, findings->count * sizeof *items);
		findings->items = items;
		findings->size = size;
	}
	findings->items[findings->count++] = (struct finding){ str_copy(findings->arena, field), code, words };
}
