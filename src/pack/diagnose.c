#include "diagnose.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"

void diagnostics_in(struct pack_diagnostics *diagnostics, struct arena *arena)
{
	*diagnostics = (struct pack_diagnostics){ .arena = arena };
}

static void add(struct pack_diagnostics *diagnostics, const struct pack_diagnostic *item)
{
	assert(diagnostics->arena);
	if (diagnostics->count == PACK_DIAGNOSTICS)
		return;
	if (diagnostics->count == diagnostics->size) {
		size_t size = diagnostics->size ? diagnostics->size * 2 : 16;
		struct pack_diagnostic *items = ARENA_ARRAY(diagnostics->arena, struct pack_diagnostic, size);
		if (diagnostics->count)
			memcpy(items, diagnostics->items, diagnostics->count * sizeof *items);
		diagnostics->items = items;
		diagnostics->size = size;
	}
	struct pack_diagnostic *kept = &diagnostics->items[diagnostics->count++];
	*kept = *item;
	kept->file = str_copy(diagnostics->arena, item->file);
	kept->name = str_copy(diagnostics->arena, item->name);
	kept->suggestion = str_copy(diagnostics->arena, item->suggestion);
}

void diagnose(struct pack_diagnostics *diagnostics, struct where where, const char *code, const char *what,
              struct str name, const char *todo, struct str suggestion)
{
	diagnostics->errors++;
	add(diagnostics, &(struct pack_diagnostic){ PACK_ERROR, where.file, where.line, where.column, code, what, todo, name,
	                                            suggestion });
}

void diagnose_warning(struct pack_diagnostics *diagnostics, struct where where, const char *code, const char *what,
                      struct str name, const char *todo, struct str suggestion)
{
	diagnostics->warnings++;
	add(diagnostics, &(struct pack_diagnostic){ PACK_WARNING, where.file, where.line, where.column, code, what, todo, name,
	                                            suggestion });
}

static int by_place(const void *left, const void *right)
{
	const struct pack_diagnostic *a = left, *b = right;
	int files = str_compare(a->file, b->file);
	if (files)
		return files;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	int codes = strcmp(a->code, b->code);
	return codes ? codes : str_compare(a->name, b->name);
}

void diagnostics_sort(struct pack_diagnostics *diagnostics)
{
	if (diagnostics->count)
		qsort(diagnostics->items, diagnostics->count, sizeof *diagnostics->items, by_place);
}

struct str pack_diagnostic_text(struct arena *arena, const struct pack_diagnostic *diagnostic)
{
	struct buf text = BUF_IN(arena);
	buf_add(&text, diagnostic->file);
	if (diagnostic->line)
		buf_format(&text, ":%d:%d", diagnostic->line, diagnostic->column);
	buf_format(&text, ": %s: %s%s", diagnostic->code, diagnostic->severity == PACK_WARNING ? "warning: " : "", diagnostic->what);
	if (diagnostic->name.len)
		buf_format(&text, ": " STR_FMT, STR_ARG(diagnostic->name));
	if (diagnostic->todo[0])
		buf_format(&text, "; %s", diagnostic->todo);
	if (diagnostic->suggestion.len)
		buf_format(&text, " (did you mean " STR_FMT "?)", STR_ARG(diagnostic->suggestion));
	return buf_str(&text);
}

struct str nearest_of(struct arena *arena, struct str wanted, const void *items, size_t size, size_t count)
{
	struct str *names = ARENA_ARRAY(arena, struct str, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = *(const struct str *)((const char *)items + i * size);
	return rule_nearest(wanted, names, count);
}

void diagnose_rules(struct pack_diagnostics *diagnostics, const struct rule_diagnostics *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct rule_diagnostic *one = &found->items[i];
		struct where where = { one->place.file, (int)one->place.line, (int)one->place.column };
		const char *code = str_c(diagnostics->arena, str_format(diagnostics->arena, "P%03d", one->code));
		if (one->level == RULE_ERROR)
			diagnose(diagnostics, where, code, one->what, one->subject, one->todo, one->meant);
		else
			diagnose_warning(diagnostics, where, code, one->what, one->subject, one->todo, one->meant);
	}
}
