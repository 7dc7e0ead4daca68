/* Watchlists in force: imported whole, versions counted, searched in one immutable snapshot; the judge "watch" of an inspection.
 *
 * - A list is a record. Its versions are entries `list.import` and, for entries that are kept here (national.h), `list.change`; the files of a version are one journal file, read again by whoever
 *   loads it. The last import is in force. A file that cannot be read changes nothing: the list before stays in force.
 * - Only lists that the pack names can be imported, and only they are asked.
 * - A snapshot taken from the shelf stays whole until it is given back, also when a list is imported meanwhile.
 * - A list that was never imported, or could not be loaded, is told as such in every inspection: never as "no hit".
 * - It advises; no list refuses anybody. What a hit means is the pack's (struct pack_watchlist).
 * Matching: match.h; formats: read.h. Limit: 64 MiB for the files of a version, 64 lists. */
#ifndef LIMEN_WATCH_H
#define LIMEN_WATCH_H

#include "pack.h"
#include "read.h"
#include "room.h"

extern const struct room watch_room;

enum { WATCH_LISTS = 64, WATCH_VERSIONS_TEXT = 200 };

/* ---- versions ---- */

/* Body of list.import, and row of table watch_list. */
#define LIST_IMPORT_FIELDS(F, L) \
	F(CODE, code,     REQUIRED, 1, 1, 32,  "list, by its code in the pack") \
	F(INT,  version,  REQUIRED, 1, 1, 1000000000, "counting from 1") \
	F(CODE, format,   REQUIRED, 1, 1, 8,   "un, ofac or csv") \
	F(INT,  rows,     0,        1, 0, 0x7fffffff, "rows of the files") \
	F(INT,  entries,  0,        1, 0, 0x7fffffff, "entries read") \
	F(INT,  persons,  0,        1, 0, 0x7fffffff, "of these, persons") \
	F(INT,  names,    0,        1, 0, 0x7fffffff, "names read") \
	F(INT,  skipped,  0,        1, 0, 0x7fffffff, "rows that were not read") \
	F(CODE, digest,   REQUIRED, 1, 64, 64, "SHA-256 of the files as kept") \
	F(CODE, file,     REQUIRED, 1, 1, 400, "handle of the files") \
	F(TEXT, listed,   0,        1, 0, 60,  "date or version that the list itself states")
#define FIELD_ROW_OF_list_import(...) FIELD_ROW(list_import, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_import(...) FIELD_LIST_ROW(list_import, __VA_ARGS__)
FIELDS_STRUCT(list_import, LIST_IMPORT_FIELDS)

#define WATCH_LIST_ROW_FIELDS(F, L) \
	LIST_IMPORT_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry of the import") \
	F(TIME, imported, 0, 1, 0, 0, "when") \
	F(ID,   importer, 0, 1, 0, 0, "who") \
	F(INT,  own,      0, 1, 0, 0x7fffffff, "entries kept here that are in force")
#define FIELD_ROW_OF_watch_list_row(...) FIELD_ROW(watch_list_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_watch_list_row(...) FIELD_LIST_ROW(watch_list_row, __VA_ARGS__)
FIELDS_STRUCT(watch_list_row, WATCH_LIST_ROW_FIELDS)

/* The files of a version, in the order that the format asks: un and csv one; ofac sdn, then alt, add and comments, each of which may be
 * missing. The order is told by the names of the files ("alt", "add", "comments" in them). */
struct watch_file {
	struct str name, bytes;
};

/* Appends the import. `reading` tells what was read and what was not. False: nothing was appended, and `err` says why. */
bool watch_import(struct act *act, struct str code, struct str format, const struct watch_file *files, size_t count,
                  struct watch_reading *reading, struct error *err);
/* Last version of each list, by code; at most WATCH_LISTS. */
bool watch_rows(struct act *act, struct watch_list_row **out, size_t *count, struct error *err);
/* Record of a list, and of an entry of it (to record who looked): the same on every node. */
struct uuid watch_list_record(struct str code);
struct uuid watch_entry_record(struct str code, struct str id);

/* ---- the snapshot ---- */

struct national_row;

struct watch_loaded {
	struct watch_list_row row;
	struct watch_reading reading;   /* empty when it could not be loaded */
	bool sound;                     /* false: the files of this version could not be read */
	struct watch_reading own;       /* entries that are kept here; they replace those of the files with the same number */
	struct national_row *nationals; /* behind them, by number; those taken off, too (national.h) */
	size_t national_count;
};

struct watch {
	struct watch_loaded *lists;
	size_t count;
	struct watch_index *index;      /* over the files of all sound lists; NULL = nothing was ever loaded */
	struct watch_index *own;        /* over the entries that are kept here */
};

const struct watch_loaded *watch_loaded(const struct watch *watch, struct str code); /* NULL = never imported */
int64_t watch_changed(const struct watch *watch); /* when a list was changed last, ms; 0 = there is none */
const struct watch_entry *watch_entry(const struct watch_loaded *list, struct str id); /* NULL = none */
/* Is there an entry kept here of that number, in force or taken off? Then the imported one does not count. */
bool watch_replaced(const struct watch_loaded *list, struct str id);
/* "1961", "1961/1963", "12 August 1974": birth dates of an entry, in the language of the act. */
struct str watch_births(struct act *act, const struct watch_entry *entry);
struct str watch_entry_path(struct act *act, struct str code, struct str id); /* of its page */
/* "foreign_sanctions=2 un_sanctions=3": what an inspection keeps of the lists it asked; at most WATCH_VERSIONS_TEXT characters. */
struct str watch_versions(const struct watch *watch, struct arena *arena);

/* ---- findings: an officer compared a hit ---- */

/* Body of watch.finding, of the record of the document that was presented. It holds for this document and this entry, until either changes. */
#define FINDING_FIELDS(F, L) \
	F(ID,   inspection, 0,        1, 0, 0,   "inspection that showed the hit") \
	F(CODE, list,       REQUIRED, 1, 1, 32,  "list, by its code in the pack") \
	F(TEXT, item,       REQUIRED, 1, 1, 200, "entry, by its id in the list") \
	F(CODE, mark,       REQUIRED, 1, 16, 16, "digest of the entry as it was") \
	F(CODE, bearer,     REQUIRED, 1, 16, 16, "digest of the bearer's data as they were") \
	F(CODE, finding,    REQUIRED, 1, 4, 5,   "other (not the same person), same, or open (cannot tell)") \
	F(TEXT, why,        REQUIRED | PERSONAL, 1, 1, 1000, "what it rests on") \
	F(ID,   asked,      0,        1, 0, 0,   "officer who compared, where another person confirmed the finding")
#define FIELD_ROW_OF_finding_made(...) FIELD_ROW(finding_made, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_finding_made(...) FIELD_LIST_ROW(finding_made, __VA_ARGS__)
FIELDS_STRUCT(finding_made, FINDING_FIELDS)

/* An officer doubts that the bearer is the person of the document: what was found before holds no more. */
#define DOUBT_FIELDS(F, L) F(TEXT, why, REQUIRED | PERSONAL, 1, 2, 500, "what the doubt rests on")
#define FIELD_ROW_OF_doubt(...) FIELD_ROW(doubt, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_doubt(...) FIELD_LIST_ROW(doubt, __VA_ARGS__)
FIELDS_STRUCT(doubt, DOUBT_FIELDS)

#define DOUBTED_FIELDS(F, L) F(ID, inspection, 0, 1, 0, 0, "inspection during which it rose") DOUBT_FIELDS(F, L)
#define FIELD_ROW_OF_doubted(...) FIELD_ROW(doubted, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_doubted(...) FIELD_LIST_ROW(doubted, __VA_ARGS__)
FIELDS_STRUCT(doubted, DOUBTED_FIELDS)

/* The last finding for a document and an entry: table watch_finding. */
#define FINDING_ROW_FIELDS(F, L) \
	FINDING_FIELDS(F, L) \
	F(TIME, happened, 0, 1, 0, 0, "when") \
	F(ID,   officer,  0, 1, 0, 0, "who")
#define FIELD_ROW_OF_finding_row(...) FIELD_ROW(finding_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_finding_row(...) FIELD_LIST_ROW(finding_row, __VA_ARGS__)
FIELDS_STRUCT(finding_row, FINDING_ROW_FIELDS)

struct identity;
struct check_line;

/* A hit as a line of an inspection keeps it; slices of the line or the arena. NULL = the line has no such hit. */
struct watch_kept {
	struct str entry, mark, reference, name, finding; /* finding: "" = none that holds */
	struct str measure, authority, instruction, call; /* of an entry that is kept here; else "" */
	struct watch_sentence why[WATCH_SENTENCES]; /* as watch_explain made them; words "" = unreadable */
	size_t why_count;
	int64_t score;
	bool strong;
};
const struct watch_kept *watch_kept(const struct check_line *line, struct arena *arena, size_t *count);

/* What an officer found about a hit of an inspection; `line` is the check's line with that hit. Recorded by watch_find. */
struct finding_made watch_found(struct act *act, const struct identity *identity, struct uuid inspection, const struct check_line *line,
                                const struct watch_kept *hit, struct str finding, struct str why);
void watch_find(struct act *act, struct uuid record, const struct finding_made *made);
/* Drops all findings for a document: from now on its hits are compared anew. */
void watch_doubt(struct act *act, struct uuid record, struct uuid inspection, struct str why);
/* A vehicle's plate (plate_key) and its state, where one was told: a line for each list that names it, as a judge would; none where none does. */
struct subject;
struct check_list;
void watch_plate(struct act *act, const struct subject *subject, struct str plate, struct str state, struct check_list *out);
/* How an identity is asked: its names, each with what else is known, and the pack's threshold (param watch_threshold). */
enum { WATCH_NAMES = 10 };
size_t watch_names_of(const struct identity *identity, struct arena *arena, struct str names[static WATCH_NAMES]);
struct watch_query watch_query_of(const struct identity *identity, struct str name, int threshold);
int watch_threshold(const struct act *act, struct date today);

/* Puts the findings that still hold into the lines of lists: a line all of whose hits are somebody else advises a note and no more. `record` and
 * `identity` are the document's. The lines are changed in place; what is stored is not. `settled`: how many lines advise a note now. */
bool watch_settle(struct act *act, struct uuid record, const struct identity *identity, struct check_line *lines, size_t count, size_t *settled,
                  struct error *err);

/* How old a list is, against the pack's limits. */
struct watch_age {
	const struct pack_watchlist *list;
	const struct watch_loaded *loaded; /* NULL = never imported */
	int64_t age;                    /* ms */
	const char *tone;               /* clear, check (amber), stop (red, or not loaded), none (never imported) */
};
/* One for each list of the pack in force today; the count. */
size_t watch_ages(struct act *act, const struct watch_age **out);
/* For pages, in the language of the act; the caller owns them. All lists in short, by the one that is worst off: {text, tone}. And the lists whose age
 * asks somebody to act: [{what, text, tone}]. */
json_t *watch_age_json(struct act *act);
json_t *watch_worries_json(struct act *act);
json_t *watch_ages_json(struct act *act);  /* of every list, in the same shape */

/* ---- the shelf; thread safe ---- */

struct watch_shelf;

struct watch_shelf *watch_shelf_new(void);
void watch_shelf_free(struct watch_shelf *shelf);
const struct watch *watch_shelf_take(struct watch_shelf *shelf); /* never NULL */
void watch_shelf_give(struct watch_shelf *shelf, const struct watch *watch);
/* Loads the versions in force as the act's snapshot of the database sees them, when they are others than the shelf's. When a list cannot be
 * loaded, what is on the shelf stays and `err` says why; an empty shelf takes the lists that can be loaded. */
bool watch_shelf_refresh(struct watch_shelf *shelf, struct act *act, struct error *err);

#endif
