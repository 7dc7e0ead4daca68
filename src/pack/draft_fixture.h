/* For tests: Utopia's pack with the drafts of the format (src/flow/testdata/draft), five procedures that use everything that the language has.
 * One language, for the drafts are not translated. */
#ifndef LIMEN_DRAFT_FIXTURE_H
#define LIMEN_DRAFT_FIXTURE_H

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "pack_load.h"

#define DRAFT_FOLDER SOURCE_FOLDER "/src/flow/testdata/draft"

static const struct pack_file *draft_find(const struct pack_source *source, struct str path)
{
	for (size_t i = 0; i < source->count; i++)
		if (str_equal(source->files[i].path, path))
			return &source->files[i];
	return NULL;
}

/* The first two words of a line at the edge: "list payers". */
static struct str draft_block(struct str line)
{
	size_t at, next = 0;
	if (!line.len || line.data[0] == ' ' || line.data[0] == '#' || !str_find(line, STR(" "), &at))
		return STR("");
	while (at + 1 + next < line.len && line.data[at + 1 + next] != ' ')
		next++;
	return str_slice(line, 0, at + 1 + next);
}

static bool draft_has(struct str text, struct str block)
{
	struct str line;
	while (str_cut(&text, '\n', &line))
		if (block.len && str_equal(draft_block(line), block))
			return true;
	return false;
}

/* Utopia's lines without the blocks that the drafts write in their own way: lists, roles, tables of the same name. */
static struct str draft_without(struct arena *arena, struct str text, struct str more)
{
	struct buf out = BUF_IN(arena);
	struct str line;
	bool leave = false;
	while (str_cut(&text, '\n', &line)) {
		if (line.len && line.data[0] != ' ')
			leave = draft_has(more, draft_block(line));
		if (!leave)
			buf_format(&out, STR_FMT "\n", STR_ARG(line));
	}
	return buf_str(&out);
}

/* A file of Utopia with what the drafts add. */
static struct str draft_together(struct arena *arena, const struct pack_source *draft, const struct pack_file *file)
{
	const struct pack_file *more = draft_find(draft, str_is(file->path, "tables/tables.lim") ? STR("tables.lim") : file->path);
	struct str text = file->bytes;
	size_t at, end;
	if (str_is(file->path, "pack.lim") && str_find(text, STR("\n  languages "), &at) && str_find(str_slice(text, at + 1, text.len), STR("\n"), &end))
		text = str_format(arena, STR_FMT "\n  languages en" STR_FMT, STR_ARG(str_slice(text, 0, at)), STR_ARG(str_slice(text, at + 1 + end, text.len)));
	if (more && str_ends(file->path, STR(".csv")))
		return more->bytes;
	return more ? str_format(arena, STR_FMT "\n" STR_FMT, STR_ARG(draft_without(arena, text, more->bytes)), STR_ARG(more->bytes)) : text;
}

/* Utopia's own procedures stay out, and what is theirs alone: parts, scenarios, letters that they issue. */
static bool draft_left_out(const struct pack_source *utopia, struct str path)
{
	size_t at, dot;
	if (str_starts(path, STR("lang/")) || str_starts(path, STR("procedures/")) || str_starts(path, STR("parts/")) || str_starts(path, STR("tests/")))
		return true;
	if (!str_starts(path, STR("letters/")) || !str_ends(path, STR(".en.letter")))
		return str_starts(path, STR("letters/"));
	struct str name = str_slice(path, strlen("letters/"), path.len);
	str_find(name, STR("."), &dot);
	char line[120];
	snprintf(line, sizeof line, "template " STR_FMT "\n", STR_ARG(str_slice(name, 0, dot)));
	for (size_t i = 0; i < utopia->count; i++)
		if (str_starts(utopia->files[i].path, STR("procedures/")) && str_find(utopia->files[i].bytes, str_of(line), &at))
			return true;
	return false;
}

static bool draft_source(struct arena *arena, struct pack_source *out, struct error *err)
{
	struct pack_source utopia, draft;
	if (!pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &utopia, err) || !pack_source_folder(arena, DRAFT_FOLDER, &draft, err))
		return false;
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, utopia.count + draft.count);
	*out = (struct pack_source){ files, 0 };
	for (size_t i = 0; i < utopia.count; i++) {
		struct str path = utopia.files[i].path;
		if (!draft_left_out(&utopia, path))
			files[out->count++] = (struct pack_file){ path, draft_together(arena, &draft, &utopia.files[i]) };
	}
	for (size_t i = 0; i < draft.count; i++) {
		struct str path = draft.files[i].path;
		bool merged = draft_find(&utopia, path) && !draft_left_out(&utopia, path);
		if (!merged && !str_is(path, "tables.lim"))
			files[out->count++] = draft.files[i];
	}
	return true;
}

#endif
