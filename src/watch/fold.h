/* Inside watch only: from a name in any script to words of A-Z. */
#ifndef LIMEN_WATCH_FOLD_H
#define LIMEN_WATCH_FOLD_H

#include "word.h"

/* Romanises scripts that have no table here (Greek, Hebrew, Han, Hangul ...), by ICU. Opening takes some 25 ms.
 * One object may be used by many threads. */
struct scripts;
struct scripts *scripts_open(void);  /* NULL when ICU has no data: such names are then compared only as they are written */
void scripts_close(struct scripts *scripts);

/* One written form of a name. */
struct folded {
	struct word words[WATCH_TOKENS];
	uint8_t count;
	uint16_t ignored;  /* bit per word: a particle that weighs nothing here */
};

/* Plain form (phonetic for Cyrillic and Arabic), and as a machine readable zone writes it (ICAO Doc 9303-3 section 6), each once. */
enum { FOLD_FORMS = 3 };

/* Returns how many forms were made: 0 when the name has no letter. */
size_t fold_name(const struct scripts *scripts, struct str name, struct folded forms[static FOLD_FORMS]);
/* Has the name letters that only scripts_open can romanise? */
bool fold_needs_scripts(struct str name);
/* Letters and digits of a document number, upper case. */
struct str fold_number(struct arena *arena, struct str number);

#endif
