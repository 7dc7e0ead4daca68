/* Files that are built into the program: statements, templates, words, stylesheets, fonts. */
#ifndef LIMEN_EMBED_H
#define LIMEN_EMBED_H

#include "str.h"

struct embedded {
	const char *name;   /* its path inside the room: "pages/verdict.mustache"; NULL ends a list */
	struct str bytes;   /* a NUL follows, not counted */
};

/* The file of that name, or NULL. */
const struct embedded *embedded_find(const struct embedded *files, struct str name);

#endif
