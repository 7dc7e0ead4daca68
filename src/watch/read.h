/* Readers of published lists: bytes in, entries out. No files, no clock.
 *
 * - watch_read_un: the Consolidated List of the UN Security Council, XML (sc-sanctions.xsd).
 * - watch_read_ofac: the SDN list of the US Treasury's OFAC, as CSV without header ("-0-" = empty): sdn.csv, alt.csv, add.csv, sdn_comments.csv.
 *   Birth dates, sex, documents and further names are taken from its remarks ("DOB 12 Aug 1974; POB Homs, Syria; Passport A1 (Iran)").
 * - watch_read_csv: a national list, CSV with a header. Columns (only id and name are needed, in any order; several values are parted by '|'):
 *   id, kind (person, organisation, vessel, aircraft), name, aliases, weak_aliases, native_names, born (2 dates with '/' between are a range,
 *   "~" in front means about), sex (F, M), nationalities, birthplaces, documents (ISSUER:NUMBER or ISSUER:TYPE:NUMBER), reference,
 *   remarks, instruction, listed_on.
 *
 * A row that cannot be used is left out and reported; a file that cannot be read is an error, and nothing of it is used.
 * Countries come out as three letters (ISO 3166-1) where the name is known, else as written.
 * Limits: WATCH_FILE bytes a file, WATCH_ENTRIES entries, WATCH_PARTS names (and so on) of an entry. */
#ifndef LIMEN_WATCH_READ_H
#define LIMEN_WATCH_READ_H

#include "match.h"

enum { WATCH_FILE = 512 * 1024 * 1024, WATCH_ENTRIES = 2000000, WATCH_PARTS = 200, WATCH_SKIPS = 1000 };

struct watch_skip {
	const char *file;           /* "sdn.csv"; a literal */
	uint64_t line;
	const char *why;            /* a literal */
};

struct watch_reading {
	struct watch_entry *entries;
	size_t count;
	size_t rows, persons, names;
	struct watch_skip *skips;   /* the first WATCH_SKIPS */
	size_t skip_count, skipped;
	struct str version;         /* as the list says, "" = it does not */
};

bool watch_read_un(struct str xml, struct arena *arena, struct watch_reading *out, struct error *err) MUST_USE;
struct watch_ofac_files {
	struct str sdn, alt, add, comments; /* all but sdn may be empty */
};
bool watch_read_ofac(const struct watch_ofac_files *files, struct arena *arena, struct watch_reading *out, struct error *err) MUST_USE;
bool watch_read_csv(struct str csv, struct arena *arena, struct watch_reading *out, struct error *err) MUST_USE;

#endif
