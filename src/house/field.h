/* A record - body of an entry, form, query, row - is declared once, as an X-macro list of fields. The list gives the C struct and a
 * constant table; JSON both ways, forms, validation, columns, masking and documentation are loops over that table.
 *
 *   #define NOTE_FIELDS(F, L)                                             \
 *           F(CODE, post, REQUIRED, 1, 1, 16, "post, by its code")        \
 *           F(TEXT, words, REQUIRED | PERSONAL, 1, 1, 500, "what the officer wrote") \
 *           L(name, names, PERSONAL, 2, 0, 8, "names, each a struct name")
 *   FIELDS_STRUCT(note, NOTE_FIELDS)       in the header: struct note, and const struct fields note_fields
 *   FIELDS_TABLE(note, NOTE_FIELDS)        in one C file
 *
 * Columns of a row of the list: type, name, flags, version of the record in which the field came, least, most, documentation.
 * Least and most: characters for text, value for numbers, items for lists. An empty or zero value means "not given". */
#ifndef LIMEN_FIELD_H
#define LIMEN_FIELD_H

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "error.h"
#include "uuid.h"

enum field_type {
	FIELD_TEXT,  /* struct str: words; UTF-8 without control characters but newline */
	FIELD_CODE,  /* struct str: machine text, printable ASCII */
	FIELD_INT,   /* int64_t within 2^53 */
	FIELD_YESNO, /* bool */
	FIELD_DATE,  /* struct date, may be partial; text "1974-08" */
	FIELD_TIME,  /* int64_t milliseconds; RFC 3339 text in JSON, INTEGER in SQL */
	FIELD_ID,    /* struct uuid; text in JSON, 16 bytes in SQL, zero = NULL */
	FIELD_TEXTS, /* struct texts */
	FIELD_LIST,  /* struct list of records */
	FIELD_JSON   /* struct str: JSON as it came, for evidence whose shape is its author's; at most `most` bytes */
};

enum {
	REQUIRED = 1,
	PERSONAL = 2,  /* tells about a person: masked where the reader may not see it, listed in the access report */
	SECRET = 4     /* a password or code: never logged, never sent back, never in a body */
};

struct texts {
	struct str *items;
	size_t count;
};

struct list {
	void *items; /* array of the record's struct */
	size_t count;
};

struct fields;

struct field {
	enum field_type type;
	const char *name;
	unsigned flags;
	int since;
	int64_t least, most;
	const char *doc;
	size_t offset;
	const struct fields *of; /* of a LIST */
};

struct fields {
	const char *name;
	size_t size;
	const struct field *items;
	size_t count;
};

#define FIELD_C_TEXT struct str
#define FIELD_C_CODE struct str
#define FIELD_C_INT int64_t
#define FIELD_C_YESNO bool
#define FIELD_C_DATE struct date
#define FIELD_C_TIME int64_t
#define FIELD_C_ID struct uuid
#define FIELD_C_TEXTS struct texts
#define FIELD_C_JSON struct str

#define FIELD_MEMBER(type, name, flags, since, least, most, doc) FIELD_C_##type name;
#define FIELD_LIST_MEMBER(record, name, flags, since, least, most, doc) struct list name;

#define FIELDS_STRUCT(record, LIST)                              \
	struct record {                                          \
		LIST(FIELD_MEMBER, FIELD_LIST_MEMBER)            \
	};                                                       \
	extern const struct fields record##_fields;

#define FIELDS_TABLE(record, LIST)                                                                       \
	static const struct field record##_items[] = {                                                   \
		LIST(FIELD_ROW_OF_##record, FIELD_LIST_ROW_OF_##record)                                  \
	};                                                                                               \
	const struct fields record##_fields = { #record, sizeof(struct record), record##_items,          \
		                                sizeof record##_items / sizeof record##_items[0] };

/* The two macros that make table rows need the struct's name: declare them beside the list, with FIELD_ROW and FIELD_LIST_ROW:
 *   #define FIELD_ROW_OF_note(...) FIELD_ROW(note, __VA_ARGS__)
 *   #define FIELD_LIST_ROW_OF_note(...) FIELD_LIST_ROW(note, __VA_ARGS__) */
#define FIELD_ROW(record, type, name, flags, since, least, most, doc) \
	{ FIELD_##type, #name, flags, since, least, most, doc, offsetof(struct record, name), NULL },
#define FIELD_LIST_ROW(record, item, name, flags, since, least, most, doc) \
	{ FIELD_LIST, #name, flags, since, least, most, doc, offsetof(struct record, name), &item##_fields },

/* Pairs of a form or a query string, already decoded from their transport. */
struct pair {
	struct str name, value;
};

/* Reads a JSON object into a zeroed record. What does not fit becomes findings (unknown name, wrong type, too long, required ...);
 * false when there are any. `prefix` names the place of a nested record, "" at the top. Slices are copied into `arena`. */
bool fields_from_json(const struct fields *fields, const json_t *object, void *record, struct arena *arena,
                      struct findings *findings);
/* The same from form pairs. Texts: the name repeated. Lists: "names.0.surname". A date: one pair, or three ("born.year", "born.month",
 * "born.day"). Yes/no: "yes", "on" or "1". Unknown names are ignored except that at most 500 pairs are taken. */
bool fields_from_pairs(const struct fields *fields, const struct pair *pairs, size_t count, void *record,
                       struct arena *arena, struct findings *findings);
/* The record as a JSON object; what is not given is left out. The caller owns the reference. Secrets are never written. */
json_t *fields_to_json(const struct fields *fields, const void *record);
/* The same as compact bytes in the table's order: what a body stores. */
struct str fields_data(const struct fields *fields, const void *record, struct arena *arena);
/* Reads a stored body again. Stored bodies were checked when they were written: unknown names are skipped, so that a newer
 * node's fields do not stop an older one. False only when the bytes are no JSON object. */
bool fields_from_data(const struct fields *fields, struct str data, void *record, struct arena *arena);

/* One value as it stands in a body, and read again: what a column holds of a list. False: it is no JSON; the value is empty then. */
struct str field_data(const struct field *field, const void *value, struct arena *arena);
bool field_from_data(const struct field *field, struct str data, void *value, struct arena *arena);

/* Bounded parsing of a JSON text: UTF-8, depth 16, at most `most` bytes, integers within 2^53, no doubles, no duplicate names. */
json_t *json_parse_bounded(struct str text, size_t most, struct error *err);

/* Adds the value as compact JSON, in the order in which names were set. */
void json_write(struct buf *out, const json_t *value);

/* Short ways to build values for pages. Every one takes over or makes what it sets. */
json_t *json_str(struct str s);
void json_put(json_t *object, const char *name, json_t *value);       /* takes the reference */
void json_put_str(json_t *object, const char *name, struct str value);
void json_put_int(json_t *object, const char *name, int64_t value);
void json_put_yesno(json_t *object, const char *name, bool value);

#endif
