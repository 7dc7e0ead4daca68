/* For tests: Utopia's pack with the drafts of the format (src/flow/testdata/draft), five procedures that use everything that the language has.
 * One language, for the drafts are not translated. */
#ifndef LIMEN_DRAFT_FIXTURE_H
#define LIMEN_DRAFT_FIXTURE_H

#include "arena.h"
#include "pack_load.h"

#define DRAFT_FOLDER SOURCE_FOLDER "/src/flow/testdata/draft"

static const struct pack_file *draft_find(const struct pack_source *source, struct str path)
{
	for (size_t i = 0; i < source->count; i++)
		if (str_equal(source->files[i].path, path))
			return &source->files[i];
	return NULL;
}

/* A file of Utopia with what the drafts add. */
static struct str draft_together(struct arena *arena, const struct pack_source *draft, const struct pack_file *file)
{
	const struct pack_file *more = draft_find(draft, str_is(file->path, "tables/tables.lim") ? STR("tables.lim") : file->path);
	struct str text = file->bytes;
	size_t at, end;
	if (str_is(file->path, "pack.lim") && str_find(text, STR("\n  languages "), &at) && str_find(str_slice(text, at + 1, text.len), STR("\n"), &end))
		text = str_format(arena, STR_FMT "\n  languages en" STR_FMT, STR_ARG(str_slice(text, 0, at)), STR_ARG(str_slice(text, at + 1 + end, text.len)));
	return more ? str_format(arena, STR_FMT "\n" STR_FMT, STR_ARG(text), STR_ARG(more->bytes)) : text;
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
		bool own = str_starts(path, STR("procedures/")) || str_starts(path, STR("parts/"));
		bool other = str_starts(path, STR("lang/")) || (str_starts(path, STR("letters/")) && !str_ends(path, STR(".en.letter")));
		if (!other && !own)
			files[out->count++] = (struct pack_file){ path, draft_together(arena, &draft, &utopia.files[i]) };
	}
	for (size_t i = 0; i < draft.count; i++)
		if (!draft_find(&utopia, draft.files[i].path) && !str_is(draft.files[i].path, "tables.lim"))
			files[out->count++] = draft.files[i];
	return true;
}

#endif
