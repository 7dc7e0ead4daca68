/* The lines of a pack file: a tree of lines, each with its tokens, its comments and where they stand.
 *
 * A line is a keyword, or a name, with arguments; deeper lines belong to it. This part knows layout, quotings and brackets,
 * not what keywords mean (keyword.h). Nothing is lost: the formatter writes the same lines again. Slices point into the text. */
#ifndef LIMEN_LINE_H
#define LIMEN_LINE_H

#include "diagnose.h"

enum token_kind {
	TOKEN_BARE,  /* name, CODE, 12.5, 2027-01-01, a.b */
	TOKEN_WORDS, /* "for people" */
	TOKEN_CODE,  /* 'for machines' */
	TOKEN_MARK   /* , ( ) [ ] = != < <= > >= + * / and others */
};

struct token {
	enum token_kind kind;
	struct str raw;        /* as written, with its quotes */
	int line, column;      /* from 1, bytes */
	bool spaced;           /* white space stands before it */
	bool fresh;            /* begins a continuation line */
	struct str comment;    /* stands behind it on its line, with '#' */
};

struct comment {
	int depth;             /* levels, as written, rounded */
	bool blank_before;
	struct str text;       /* with '#' */
};

struct keyword;
struct argument;

struct line {
	int number, depth;
	bool blank_before;
	const struct token *tokens;
	size_t count;          /* at least 1 */
	const struct comment *comments; /* lines of comment before it */
	size_t comment_count;
	struct line *parent, *child, *next; /* next of the same parent */
	/* filled by grammar_read() */
	const struct keyword *keyword;      /* NULL: not understood, nothing below it is looked at */
	const struct argument *arguments;
};

struct file_lines {
	struct str path, text;
	struct line *const *lines; /* in the order of the file */
	size_t count;
	struct line *first;        /* of depth 0 */
	const struct comment *last_comments;
	size_t last_comment_count;
};

/* False when the file is no text at all (too large, not UTF-8); else what could be read, and diagnostics for the rest. */
bool lines_read(struct arena *arena, struct str path, struct str text, struct file_lines *out,
                struct pack_diagnostics *diagnostics);
struct str lines_format(struct arena *arena, const struct file_lines *file);

struct where token_where(const struct file_lines *file, const struct token *token);
/* What stands between the quotes, escapes undone; a bare token as it is. */
struct str token_value(struct arena *arena, const struct token *token);
/* The source text from one token to the end of the line's last, line breaks and comments as spaces, columns kept. */
struct str tokens_text(struct arena *arena, const struct line *line, size_t from, size_t to);

#endif
