/* What the files of this room share. */
#ifndef LIMEN_LANG_INSIDE_H
#define LIMEN_LANG_INSIDE_H

#include <unicode/ucol.h>
#include <unicode/upluralrules.h>

#include "lang.h"
#include "po.h"

enum { CATEGORIES_MOST = 6, CATALOGUES_MOST = 8 };

/* Words of one .po file, by hash of context and msgid: fuzzy, obsolete and unfinished entries are as if missing. */
struct catalogue;
struct catalogue *catalogue_new(struct arena *arena, const struct po_file *file, int forms, struct str name,
                                struct error *err);
const struct po_entry *catalogue_find(const struct catalogue *catalogue, struct str context, struct str msgid);

/* How a language writes dates and numbers, taken from CLDR once. Patterns are CLDR's, without bidi controls. */
struct shape {
	struct str months[12], months_alone[12], months_short[12], months_short_alone[12];
	struct str weekdays[7]; /* Monday first */
	struct str day_pattern, month_pattern, day_short_pattern, month_short_pattern;
	struct str group, point, minus, percent_before, percent_after;
	int group_first, group_next, group_least; /* digits of the last group, of the others, and before the first group */
	uint32_t zero;          /* code point of the digit 0 */
};

bool shape_load(struct arena *arena, const char *locale, struct shape *out);
void shape_number(const struct shape *shape, struct buf *out, int64_t value, int decimals);
void shape_digits(const struct shape *shape, struct buf *out, uint64_t value, int least);
void shape_date(const struct shape *shape, struct buf *out, struct str pattern, struct date date);

struct lang {
	struct str tag, name;
	bool rtl;
	struct catalogue *catalogues[CATALOGUES_MOST]; /* the first that has the words wins */
	size_t catalogue_count;
	struct str categories[CATEGORIES_MOST]; /* of plurals, in CLDR's order, those this language has */
	int category_count;
	UPluralRules *rules;
	UCollator *collator;
	struct shape shape;
};

/* UTF-16 in the arena, ended by 0; and back. */
UChar *to_utf16(struct arena *arena, struct str text, int32_t *length);
struct str from_utf16(struct arena *arena, const UChar *text, int32_t length);

#endif
