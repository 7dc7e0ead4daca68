/* What the files of this room share. */
#ifndef LIMEN_LETTER_INNER_H
#define LIMEN_LETTER_INNER_H

#include "act.h"
#include "letter.h"
#include "pack_letter.h"
#include "pdf.h"

struct lang;

/* One language of a letter, filled: title and parts. */
struct filled {
	const struct lang *lang;
	struct str title;
	struct pdf_block *blocks;
	size_t count;
};

struct filling {
	struct act *act;
	const struct pack_letter *letter;
	const struct lang *lang;
	const struct lang_zone *zone;
	const json_t *values;
	const struct rule_environment *environment; /* NULL: the values' own */
	int64_t issued;
};
bool letter_fill(const struct filling *filling, struct filled *out, struct error *err);

/* --- print.c --- */

extern const char *const letter_kinds[PDF_KIND_COUNT]; /* as the entry names them */

/* Parts one after the other, each with its head on a page of its own. */
struct letter_sheets {
	const struct pack *pack;       /* whose emblem and colour they bear */
	const struct filled *parts;
	const struct pdf_head *heads;
	size_t count;
	int64_t made;
};
bool letter_sheets_set(struct act *act, const struct letter_sheets *sheets, struct str *bytes, struct error *err);
/* The PDF as it was first printed; when nobody has asked for it yet, set now and kept. */
bool letter_print(struct act *act, const struct entry *entry, const struct letter *letter, struct str *bytes, struct error *err);

/* --- value.c --- */

const struct rule_record *values_record(struct act *act, struct str name);
struct rule_value value_of(struct arena *arena, const struct rule_type *type, const json_t *json, struct str field);
/* As the letter's language writes it; a dash when it is missing. */
struct str value_words(const struct filling *filling, const struct rule_type *type, const struct rule_value *value);
/* Names that the record does not have; "" = none. */
struct str values_unknown(const struct rule_record *record, const json_t *values);

const struct lang_zone *letter_zone(struct act *act, struct str post);

#endif
