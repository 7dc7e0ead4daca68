/* gettext's PO files, the part that catalogues need: msgctxt, msgid, msgid_plural, msgstr, msgstr[n], flags, comments,
 * obsolete entries (#~). UTF-8 only. Escapes: \n \t \r \" and \\; any other is an error.
 * Deliberately not here: domains, other encodings, .mo files, C format flags (there is no printf for people).
 * Limits: 8 MiB, 100,000 entries, 6 forms. An entry that stands twice is an error. Errors name file and line. */
#ifndef LIMEN_PO_H
#define LIMEN_PO_H

#include "buf.h"
#include "error.h"

enum { PO_FORMS_MOST = 6 };

struct po_entry {
	struct str context, id, plural; /* context and plural: empty = none */
	struct str forms[PO_FORMS_MOST];
	int form_count;
	bool fuzzy;                     /* the translation may be wrong: not used */
	bool obsolete;                  /* no longer in the program: kept, not used */
	struct str comments;            /* lines that begin with #, as they stand, without #~ and the flags */
	int line;                       /* of its msgid */
};

/* The header, an entry with an empty id, is one of them. */
struct po_file {
	struct arena *arena;
	struct po_entry *items;
	size_t count, size;
};

/* `name` is for errors. Slices point into `text` or the arena. */
bool po_read(struct arena *arena, struct str name, struct str text, struct po_file *out, struct error *err);
struct po_entry *po_find(const struct po_file *file, struct str context, struct str id); /* NULL = none */
struct po_entry *po_add(struct po_file *file);                                          /* a new last entry, empty */
struct str po_header(const struct po_file *file, struct str field); /* "Plural-Forms": its value, or empty */
void po_write_entry(struct buf *out, const struct po_entry *entry);

#endif
