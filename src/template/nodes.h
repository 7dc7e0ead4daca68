/* What the compiler makes and the renderer walks: one flat list of nodes; a section holds the index behind its end. */
#ifndef LIMEN_TEMPLATE_NODES_H
#define LIMEN_TEMPLATE_NODES_H

#include "template.h"

enum {
	TEMPLATE_SIZE_MOST = 1 << 20,
	SECTIONS_MOST = 32,
	PARTS_MOST = 32,
	PARTIALS_MOST = 24,
	STEPS_MOST = 10 * 1000 * 1000,
};

enum node_kind { NODE_TEXT, NODE_VALUE, NODE_MARKUP, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL, NODE_WORDS };

/* A dotted name; no parts = the implicit iterator. */
struct path {
	const struct str *parts;
	size_t count;
};

struct node {
	enum node_kind kind;
	bool line_start;       /* text: an indented partial puts its indent before it */
	bool line_end;         /* text: it ends a line, and a tag that writes begins the next */
	bool counted;          /* words: has a plural, chosen by `path` */
	int line, column;      /* of the tag */
	uint32_t end;          /* section: index of the node behind it */
	struct str text;       /* text; partial: its indent; words: msgid */
	struct str plural, context;
	struct str name;       /* section and partial, as written */
	struct path path;
	const struct template *partial;
};

struct template {
	struct str name;
	struct node *nodes;
	size_t count, size;
	struct template *next;
};

struct template_set {
	struct arena *arena;
	struct template *first;
};

/* "a.b.c" into its parts; false when it is no name. */
bool path_parse(struct arena *arena, struct str name, struct path *out);

#endif
