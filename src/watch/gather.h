/* Inside watch only: an entry while it is read, and what all readers share. */
#ifndef LIMEN_WATCH_GATHER_H
#define LIMEN_WATCH_GATHER_H

#include "read.h"

struct gather {
	struct arena *arena;
	struct watch_reading *out;
	size_t size;
	struct watch_entry entry;
	struct watch_name names[WATCH_PARTS];
	struct watch_birth births[WATCH_PARTS];
	struct watch_document documents[WATCH_PARTS];
	struct str nationalities[WATCH_PARTS], birthplaces[WATCH_PARTS];
	struct str countries[256][2]; /* name, code */
	size_t country_count;
};

void gather_start(struct gather *gather);       /* a new entry */
bool gather_end(struct gather *gather, const char *file, uint64_t line, struct error *err); /* keeps it, or reports why not */
void gather_skip(struct gather *gather, const char *file, uint64_t line, const char *why);
void gather_name(struct gather *gather, struct str name, enum watch_quality quality, bool native);
void gather_birth(struct gather *gather, struct date from, struct date to, bool about);
void gather_document(struct gather *gather, struct str type, struct str number, struct str issuer);
void gather_nationality(struct gather *gather, struct str country);
void gather_birthplace(struct gather *gather, struct str place);
void gather_remark(struct gather *gather, struct str text);
/* "1974-08-12", "1974", "1970/1975", "~1974"; "ISSUER:NUMBER" or "ISSUER:TYPE:NUMBER", as national lists write them. `why`: set when it is no date. */
void gather_written_birth(struct gather *gather, struct str text, const char **why);
void gather_written_document(struct gather *gather, struct str text);
/* Three letters, or the name as it was. */
struct str country_code(struct arena *arena, struct str name);
/* "12 Aug 1974", "Aug 1974", "1974": the span of days meant. */
bool date_in_words(struct str text, struct date *from, struct date *to);

#endif
