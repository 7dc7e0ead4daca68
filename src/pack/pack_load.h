/* Reading, checking and writing packs: from text files to `struct pack`.
 *
 * All mistakes of all files are found at once, each with its place, what is wrong and what to do. A pack with an error is
 * never given. Source files may come from a folder or from memory (a pack kept as a blob). The list of lines that a
 * pack may hold (keywords, arguments, where, how often) is one table, which drives parser, formatter, checker and
 * reference. Bounds: PACK_FILE_BYTES, PACK_LINE_BYTES, PACK_DEPTH, PACK_FILES. */
#ifndef LIMEN_PACK_LOAD_H
#define LIMEN_PACK_LOAD_H

#include "pack.h"

struct pack_file {
	struct str path;                /* "tables/entry_rules.csv": '/' between, no "..", relative */
	struct str bytes;
};

struct pack_source {
	const struct pack_file *files;  /* sorted by path */
	size_t count;
};

enum pack_severity { PACK_ERROR, PACK_WARNING };

struct pack_diagnostic {
	enum pack_severity severity;
	struct str file;
	int line, column;               /* from 1; column in bytes; 0 = the file as a whole */
	const char *code;               /* "P101" */
	const char *what, *todo;        /* literals, looked up in the translations */
	struct str name;                /* what it is about, or empty */
	struct str suggestion;          /* did you mean this? or empty */
};

struct pack_diagnostics {
	struct pack_diagnostic *items;  /* by file, line, column */
	size_t count, errors, warnings; /* errors and warnings count those that were not kept, too */
	size_t size;
	struct arena *arena;
};

/* Reads the .lim, .csv, .po, .letter and .svg files of a folder; links are not followed. */
bool pack_source_folder(struct arena *arena, const char *folder, struct pack_source *out, struct error *err) MUST_USE;
/* A pack as one file (JSON: path -> text, sorted), as the journal keeps it; and back. */
struct str pack_bundle(struct arena *arena, const struct pack_source *source);
bool pack_unbundle(struct arena *arena, struct str bundle, struct pack_source *out, struct error *err) MUST_USE;
/* Compiles; false when there is an error, and `*out` is NULL then. `diagnostics` hold errors and warnings either way and
 * live in `arena`. Nothing in the pack points into `source`. `today`: against which calendars run out; empty = not judged. */
bool pack_load(struct arena *arena, const struct pack_source *source, struct date today, const struct pack **out,
               struct pack_diagnostics *diagnostics) MUST_USE;
/* "border.lim:12:3: P012: what is wrong: name; what to do (did you mean x?)" */
struct str pack_diagnostic_text(struct arena *arena, const struct pack_diagnostic *diagnostic);
/* The canonical layout of a .lim file, comments kept. False with diagnostics when it cannot be read as lines. */
bool pack_format(struct arena *arena, struct str path, struct str text, struct str *out, struct pack_diagnostics *diagnostics)
	MUST_USE;
/* A language's .po file with all words of the pack: translations there are kept, one whose source words changed is marked fuzzy. */
struct str pack_catalogue(struct arena *arena, const struct pack_source *source, struct str language);
/* The reference of the language, from the table of keywords. `keyword` empty: all. Empty when unknown. */
struct str pack_help(struct arena *arena, struct str keyword);

#endif
