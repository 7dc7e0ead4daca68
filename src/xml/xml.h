/* Reading XML 1.0, a thin safe layer over expat. Events in document order; text arrives whole at the end of its element.
 *
 * - Any DOCTYPE is refused, so there are no entities but the five of XML itself, no external files and no expansion.
 * - Elements nest at most XML_DEPTH deep; the text of one element, and its attributes together, have at most XML_TEXT bytes.
 * - Encodings: UTF-8, UTF-16, ISO-8859-1, US-ASCII as declared; text comes out as UTF-8. Namespace prefixes are left as written.
 * - It does not validate, does not write, and keeps no tree. Comments and processing instructions are left out.
 * - Errors name line and column, counted from 1. */
#ifndef LIMEN_XML_H
#define LIMEN_XML_H

#include "arena.h"
#include "error.h"

enum { XML_DEPTH = 64, XML_TEXT = 1024 * 1024, XML_ATTRIBUTES = 64 };

enum xml_step { XML_START, XML_END };

struct xml_attribute {
	struct str name, value;
};

struct xml_event {
	enum xml_step step;
	struct str name;
	int depth;                  /* of the element: the root has 1 */
	const struct xml_attribute *attributes; /* at XML_START */
	size_t attribute_count;
	struct str text;            /* at XML_END: the element's own text, without that of elements inside it */
	uint64_t line, column;
};

/* Slices live until it returns. False stops the reading; `err` must then be filled. */
typedef bool (*xml_call)(void *state, const struct xml_event *event, struct error *err);

struct xml_reader;

struct xml_reader *xml_open(struct arena *arena, xml_call call, void *state);
/* Pieces of any size, in order. After a failure every further call fails in the same way. */
bool xml_push(struct xml_reader *reader, struct str bytes, struct error *err) MUST_USE;
bool xml_finish(struct xml_reader *reader, struct error *err) MUST_USE; /* the document must be whole */
void xml_close(struct xml_reader *reader);  /* always; also after a failure */

/* All at once. */
bool xml_read(struct str bytes, struct arena *arena, xml_call call, void *state, struct error *err) MUST_USE;

#endif
