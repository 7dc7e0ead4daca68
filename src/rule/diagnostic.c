/* What is wrong with a text: gathering, printing, and guessing what was meant. */
#include "node.h"

#include <string.h>

#include "arena.h"
#include "buf.h"

enum { DIAGNOSTICS_MOST = 1000, NEAREST_LENGTH_MOST = 60 };

static struct rule_diagnostic *diagnostic_room(struct rule_diagnostics *all)
{
	if (all->count == all->size) {
		size_t size = all->size ? all->size * 2 : 8;
		struct rule_diagnostic *items = ARENA_ARRAY(all->arena, struct rule_diagnostic, size);
		if (all->count)
			memcpy(items, all->items, all->count * sizeof *items);
		all->items = items;
		all->size = size;
	}
	return &all->items[all->count++];
}

void rule_report(struct rule_diagnostics *diagnostics, enum rule_level level, struct rule_place place, int code,
                 const char *what, const char *todo, struct str subject, struct str meant)
{
	diagnostics->errors += level == RULE_ERROR;
	if (diagnostics->count >= DIAGNOSTICS_MOST)
		return;
	*diagnostic_room(diagnostics) = (struct rule_diagnostic){
		.place = place, .level = level, .code = code, .what = what, .todo = todo,
		.subject = str_copy(diagnostics->arena, subject), .meant = str_copy(diagnostics->arena, meant),
	};
}

void rule_report_code(struct rule_diagnostics *diagnostics, struct rule_place place, enum rule_code code,
                      struct str subject, struct str meant)
{
	static const struct { enum rule_code code; const char *what, *todo; } texts[] = {
#define C(name, number, what, todo) { RULE_P_##name, what, todo },
		RULE_CODES(C)
#undef C
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (texts[i].code == code)
			rule_report(diagnostics, RULE_ERROR, place, code, texts[i].what, texts[i].todo, subject, meant);
	}
}

struct str rule_diagnostic_text(struct arena *arena, const struct rule_diagnostic *d)
{
	struct buf out = BUF_IN(arena);
	buf_format(&out, STR_FMT ":%u:%u: P%03d: %s", STR_ARG(d->place.file), d->place.line, d->place.column, d->code, d->what);
	if (d->subject.len)
		buf_format(&out, ": " STR_FMT, STR_ARG(d->subject));
	buf_format(&out, "; %s", d->todo);
	if (d->meant.len)
		buf_format(&out, " (did you mean " STR_FMT "?)", STR_ARG(d->meant));
	return buf_str(&out);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, change, swap two neighbours. */
static size_t distance(struct str a, struct str b)
{
	size_t rows[3][NEAREST_LENGTH_MOST + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
			now[j] = least(change, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

struct str rule_nearest(struct str name, const struct str *names, size_t count)
{
	struct str found = STR("");
	size_t nearest = 1 + name.len / 3;
	if (!name.len || name.len > NEAREST_LENGTH_MOST)
		return found;
	if (nearest > 4)
		nearest = 4;
	for (size_t i = 0; i < count; i++) {
		if (!names[i].len || names[i].len > NEAREST_LENGTH_MOST)
			continue;
		size_t far = distance(name, names[i]);
		if (far < nearest && far < names[i].len) {
			nearest = far;
			found = names[i];
		}
	}
	return found;
}
