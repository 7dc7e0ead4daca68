/* Reads named statements and translates :name parameters. A file that does not read is a bug of the program: assert. */
#include "statement.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"

static bool name_char(char c)
{
	return ascii_lower(c) || ascii_digit(c) || c == '_';
}

int statement_parameter(const struct statement *statement, const char *name)
{
	for (int i = 0; i < statement->count; i++) {
		if (str_is(statement->parameters[i], name))
			return i;
	}
	return -1;
}

static int parameter_number(struct statement *statement, struct str name)
{
	for (int i = 0; i < statement->count; i++) {
		if (str_equal(statement->parameters[i], name))
			return i + 1;
	}
	assert(statement->count < STATEMENT_PARAMETERS);
	statement->parameters[statement->count] = name;
	return ++statement->count;
}

/* Length of the quoted text or comment that begins at `at`; 0 when none does. */
static size_t opaque_length(struct str sql, size_t at)
{
	char c = sql.data[at];
	struct str rest = str_slice(sql, at, sql.len);
	size_t end;
	if (c == '\'' || c == '"') {
		end = at + 1;
		while (end < sql.len && sql.data[end] != c)
			end++;
		assert(end < sql.len);
		return end + 1 - at;
	}
	if (!str_starts(rest, STR("--")))
		return 0;
	return str_find(rest, STR("\n"), &end) ? end : rest.len;
}

void statement_translate(struct statement *out, struct str name, struct str sql, char mark, struct arena *arena)
{
	struct buf text = BUF_IN(arena);
	*out = (struct statement){ .name = name, .parameters = ARENA_ARRAY(arena, struct str, STATEMENT_PARAMETERS) };
	for (size_t at = 0; at < sql.len;) {
		size_t skip = opaque_length(sql, at);
		if (skip) {
			if (sql.data[at] != '-')
				buf_add(&text, str_slice(sql, at, at + skip));
			at += skip;
		} else if (sql.data[at] == ':' && at + 1 < sql.len && name_char(sql.data[at + 1])) {
			size_t end = ++at;
			while (end < sql.len && name_char(sql.data[end]))
				end++;
			buf_format(&text, "%c%d", mark, parameter_number(out, str_copy(arena, str_slice(sql, at, end))));
			at = end;
		} else {
			buf_c(&text, sql.data[at++]);
		}
	}
	out->sql = text.data;
}

/* "-- name: words" or "-- name/sqlite: words" begins a statement; any other comment does not. */
static bool head_line(struct str line, struct str *name, struct str *only)
{
	size_t at = 3;
	if (!str_starts(line, STR("-- ")))
		return false;
	while (at < line.len && name_char(line.data[at]))
		at++;
	*name = str_slice(line, 3, at);
	*only = STR("");
	if (name->len && at < line.len && line.data[at] == '/') {
		size_t from = ++at;
		while (at < line.len && name_char(line.data[at]))
			at++;
		*only = str_slice(line, from, at);
	}
	return name->len && at < line.len && line.data[at] == ':';
}

static void add(struct statements *all, const char *room, struct str name, struct str sql, char mark, struct arena *arena)
{
	sql = str_trim(sql);
	if (str_ends(sql, STR(";")))
		sql.len--;
	assert(sql.len);
	if (all->count == all->size) {
		size_t size = all->size ? all->size * 2 : 64;
		struct statement *items = ARENA_ARRAY(arena, struct statement, size);
		if (all->count)
			memcpy(items, all->items, all->count * sizeof *items);
		all->items = items;
		all->size = size;
	}
	struct str full = str_format(arena, "%s." STR_FMT, room, STR_ARG(name));
	statement_translate(&all->items[all->count++], full, sql, mark, arena);
}

void statements_read(struct statements *all, const char *room, struct str file, bool postgres, struct arena *arena)
{
	struct str rest = file, line, name = { 0 }, only = { 0 };
	const char *from = NULL;
	for (bool more = true; more;) {
		struct str next_name, next_only;
		more = str_cut(&rest, '\n', &line);
		if (more && !head_line(line, &next_name, &next_only))
			continue;
		const char *to = more ? line.data : file.data + file.len;
		bool wanted = !only.len || str_is(only, postgres ? "postgres" : "sqlite");
		if (from && wanted)
			add(all, room, name, (struct str){ from, (size_t)(to - from) }, postgres ? '$' : '?', arena);
		if (more) {
			from = line.data + line.len;
			name = next_name;
			only = next_only;
		}
	}
}

void statements_index(struct statements *all, struct arena *arena)
{
	size_t size = 64;
	while (size < all->count * 2)
		size *= 2;
	all->mask = size - 1;
	all->table = ARENA_ARRAY(arena, int, size);
	for (size_t i = 0; i < all->count; i++) {
		size_t at = str_hash(all->items[i].name) & all->mask;
		while (all->table[at]) {
			bool twice = str_equal(all->items[all->table[at] - 1].name, all->items[i].name);
			if (twice)
				fprintf(stderr, "limen: two statements are named " STR_FMT "\n", STR_ARG(all->items[i].name));
			assert(!twice);
			at = (at + 1) & all->mask;
		}
		all->table[at] = (int)i + 1;
	}
}

int statements_find(const struct statements *all, struct str name)
{
	for (size_t at = str_hash(name) & all->mask; all->table[at]; at = (at + 1) & all->mask) {
		if (str_equal(all->items[all->table[at] - 1].name, name))
			return all->table[at] - 1;
	}
	return -1;
}
