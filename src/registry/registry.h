/* The shared nouns: document, person, movement, permit, claim for protection, referral, task; their entries, folds, tables and look-ups.
 *
 * - A crossing belongs to the record of its document, whose id every node of a state computes alike (crypto.h); without a document it
 *   belongs to a random record. A person is what ties documents together, by a person's confirmation: `holder`.
 * - Names: one suffices, in `surname` (Doc 9303-3 4.6: the primary identifier). Birth dates may be partial. Sex is F, M, X or U (unknown).
 * - Folds read no clock and no locale: what they need (local day, age band, search key) is in the bodies, written when the entry is made.
 * - It judges nothing (stay, papers, watch) and decides nothing (border). */
#ifndef LIMEN_REGISTRY_H
#define LIMEN_REGISTRY_H

#include "claim.h"
#include "identity.h"
#include "pack_judge.h"
#include "permit.h"
#include "room.h"
#include "task.h"

struct group;
struct keys;
struct seal_reading;
struct mrz;

extern const struct room registry_room;

/* What happened to a person at a post: the part that an entry and its row share. */
#define MOVEMENT_CORE_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, post,        REQUIRED, 1, 1, 16,  "post, by its code in the pack") \
	F(INT,  lane,        0,        1, 0, 999, "lane") \
	F(CODE, direction,   REQUIRED, 1, 4, 5,   "entry or exit") \
	F(CODE, decision,    REQUIRED, 1, 4, 8,   "admit, refuse, or transit: stays airside, no entry; an exit that was let go is admit") \
	F(CODE, mode,        0,        1, 0, 4,   "land, rail, sea, air") \
	F(DATE, day,         REQUIRED, 1, 0, 0,   "day of the event in the post's zone") \
	F(INT,  hour,        0,        1, 0, 23,  "hour of the event in the post's zone") \
	F(CODE, nationality, 0,        1, 0, 3,   "nationality under which it is counted") \
	F(CODE, age_band,    0,        1, 0, 8,   "age group on that day, unknown when the birth date does not tell") \
	F(CODE, category,    0,        1, 0, 32,  "category of the pack") \
	F(CODE, purpose,     0,        1, 0, 32,  "purpose of travel, by its code in the pack") \
	F(INT,  days,        0,        1, 0, 36500, "days allowed at entry; 0 = no limit") \
	F(DATE, stay_until,  0,        1, 0, 0,   "last day of the stay; a row's holds what extensions gave") \
	F(CODE, stay_rule,   0,        1, 0, 32,  "rule of stay of the pack") \
	F(ID,   permit,      0,        1, 0, 0,   "visa or permit that was used") \
	F(TEXT, carrier,     0,        1, 0, 60,  "carrier") \
	F(CODE, craft,       PERSONAL, 1, 0, 20,  "number of the flight, train or vessel, or plate of the vehicle") \
	F(TEXT, from_place,  PERSONAL, 1, 0, 60,  "where the journey comes from") \
	F(TEXT, to_place,    PERSONAL, 1, 0, 60,  "where it goes") \
	F(TEXT, address,     PERSONAL, 1, 0, 200, "address during the stay") \
	F(CODE, stamp,       0,        1, 0, 20,  "number of the stamp") \
	F(TEXTS, reasons,    PERSONAL, 1, 0, 10,  "reasons of a refusal, by their codes in the pack") \
	F(TEXT, note,        PERSONAL, 1, 0, 1000, "what the officer wrote") \
	F(ID,   inspection,  0,        1, 0, 0,   "entry of the inspection it rests on") \
	F(ID,   referral,    0,        1, 0, 0,   "entry of the referral that it ends") \
	F(ID,   group_id,    0,        1, 0, 0,   "group in which the person came or left") \
	F(CODE, vehicle,     0,        1, 0, 32,  "kind of vehicle, by its code in the pack; its plate is the craft") \
	F(CODE, plate_state, 0,        1, 0, 3,   "state of the plate") \
	F(ID,   driver,      0,        1, 0, 0,   "record of the document of whoever drove") \
	F(CODE, companion,   0,        1, 0, 32,  "who accompanied a child, by its code in the pack") \
	F(CODE, paper,       0,        1, 0, 9,   "number of the paper form that it was entered from, later than it happened")

/* Body of `crossing`, `refusal` and `crossing.import`. */
#define MOVEMENT_FIELDS(F, L) \
	MOVEMENT_CORE_FIELDS(F, L) \
	F(TEXT, name_key,   PERSONAL, 1, 0, 400,  "words of the name for search, as identity_key() makes them") \
	F(TEXT, facts,      PERSONAL, 1, 0, 2000, "facts on which a refusal rests") \
	F(TEXT, hearing,    PERSONAL, 1, 0, 2000, "what the person said when heard") \
	F(TEXT, remedy,     0,        1, 0, 2000, "the remedy as told and printed") \
	F(YESNO, signature_refused, PERSONAL, 1, 0, 0, "the person refused to sign") \
	F(CODE, consent,    0,        1, 0, 32,   "consent seen for a child, by its code in the pack") \
	F(TEXT, consent_by, PERSONAL, 1, 0, 120,  "who gave the consent") \
	F(DATE, consent_until, 0,     1, 0, 0,    "last day of the consent") \
	F(ID,   officer,    0,        1, 0, 0,    "who decided, when another wrote the entry: the second person who confirmed") \
	F(ID,   second,     0,        1, 0, 0,    "the second person, where the pack asks for one") \
	F(CODE, pack,       0,        1, 0, 64,   "identity of the pack used") \
	F(CODE, lists,      0,        1, 0, 200,  "versions of the lists used, code=version with spaces") \
	F(TEXT, source,     0,        1, 0, 120,  "of an imported one: file and row")
#define FIELD_ROW_OF_movement(...) FIELD_ROW(movement, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_movement(...) FIELD_LIST_ROW(movement, __VA_ARGS__)
FIELDS_STRUCT(movement, MOVEMENT_FIELDS)

/* Row of table `movement`. */
#define MOVEMENT_ROW_FIELDS(F, L) \
	F(ID,    id,        0, 1, 0, 0,  "entry") \
	F(TIME,  happened,  0, 1, 0, 0,  "event time") \
	F(TIME,  arrived,   0, 1, 0, 0,  "entry time: later than the event for a back-entry") \
	F(ID,    officer,   0, 1, 0, 0,  "who decided") \
	MOVEMENT_CORE_FIELDS(F, L) \
	F(INT,   seconds,   0, 1, 0, 0,  "from presenting the person to the decision at the booth; 0 = not known") \
	F(YESNO, imported,  0, 1, 0, 0,  "from the former system") \
	F(YESNO, annulled,  0, 1, 0, 0,  "taken back by a correction: counts nowhere, stays visible") \
	F(ID,    corrected, 0, 1, 0, 0,  "the last correction") \
	F(DATE,  granted_until, 0, 1, 0, 0, "last day as given at entry, where an extension moved it") \
	F(CODE,  consent,   0, 1, 0, 32, "consent seen for a child, by its code in the pack")
#define FIELD_ROW_OF_movement_row(...) FIELD_ROW(movement_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_movement_row(...) FIELD_LIST_ROW(movement_row, __VA_ARGS__)
FIELDS_STRUCT(movement_row, MOVEMENT_ROW_FIELDS)

/* A correction is an entry that names what it corrects. */
#define CORRECTION_FIELDS(F, L) \
	F(ID,   corrects, REQUIRED, 1, 0, 0,   "entry of the crossing") \
	F(CODE, what,     REQUIRED, 1, 1, 16,  "annul, purpose, direction, stay_until, craft or address") \
	F(TEXT, value,    PERSONAL, 1, 0, 200, "the right value; empty to annul") \
	F(CODE, reason,   REQUIRED, 1, 1, 32,  "code of the pack's list correction_reasons") \
	F(TEXT, note,     PERSONAL, 1, 0, 500, "why, in words")
#define FIELD_ROW_OF_correction(...) FIELD_ROW(correction, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_correction(...) FIELD_LIST_ROW(correction, __VA_ARGS__)
FIELDS_STRUCT(correction, CORRECTION_FIELDS)

/* Row of table `correction`: what figures count; the values are the journal's alone. */
#define CORRECTION_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,  "entry") \
	F(TIME, happened, 0, 1, 0, 0,  "when") \
	F(ID,   officer,  0, 1, 0, 0,  "who") \
	F(ID,   corrects, 0, 1, 0, 0,  "entry of the crossing") \
	F(CODE, what,     0, 1, 0, 16, "what was corrected") \
	F(CODE, reason,   0, 1, 0, 32, "code of the pack's list correction_reasons")
#define FIELD_ROW_OF_correction_row(...) FIELD_ROW(correction_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_correction_row(...) FIELD_LIST_ROW(correction_row, __VA_ARGS__)
FIELDS_STRUCT(correction_row, CORRECTION_ROW_FIELDS)

/* Row of table `document`: what is last known of a document and its bearer. It is there from the first crossing, referral or claim on. */
#define DOCUMENT_ROW_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(ID,   holder,     0, 1, 0, 0,   "the person; the document itself while nobody confirmed one") \
	F(TIME, first_seen, 0, 1, 0, 0,   "first event") \
	F(TIME, last_seen,  0, 1, 0, 0,   "last event") \
	F(CODE, last_post,  0, 1, 0, 16,  "post of the last event") \
	F(INT,  movements,  0, 1, 0, 0,   "crossings that count")
#define FIELD_ROW_OF_document_row(...) FIELD_ROW(document_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_document_row(...) FIELD_LIST_ROW(document_row, __VA_ARGS__)
FIELDS_STRUCT(document_row, DOCUMENT_ROW_FIELDS)

#define NAME_ROW_FIELDS(F, L) F(TEXT, word, PERSONAL, 1, 0, 60, "one word of the name, in the letters of the machine readable zone")
#define FIELD_ROW_OF_name_row(...) FIELD_ROW(name_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_name_row(...) FIELD_LIST_ROW(name_row, __VA_ARGS__)
FIELDS_STRUCT(name_row, NAME_ROW_FIELDS)

/* An officer confirms that a document belongs to a person. One entry for each document. */
#define TIE_FIELDS(F, L) \
	F(ID,   person, REQUIRED, 1, 0, 0,   "the person's record") \
	F(TEXT, reason, REQUIRED | PERSONAL, 1, 2, 500, "what the confirmation rests on")
#define FIELD_ROW_OF_tie(...) FIELD_ROW(tie, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_tie(...) FIELD_LIST_ROW(tie, __VA_ARGS__)
FIELDS_STRUCT(tie, TIE_FIELDS)

/* A document was shown beside another one, by the same bearer: it is on record from then on, though nobody crossed with it. */
#define SHOWN_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, post,       REQUIRED, 1, 1, 16, "where") \
	F(ID,   beside,     0,        1, 0, 0,  "record of the other document") \
	F(TEXT, name_key,   PERSONAL, 1, 0, 400, "words of the name for search, as identity_key() makes them")
#define FIELD_ROW_OF_shown(...) FIELD_ROW(shown, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_shown(...) FIELD_LIST_ROW(shown, __VA_ARGS__)
FIELDS_STRUCT(shown, SHOWN_FIELDS)

extern const struct entry_type crossing_type, refusal_type, crossing_import_type, correction_type, tie_type, shown_type,
	claim_type, claim_answer_type, referral_type;
extern const struct table movement_table, document_table, name_table, claim_table;

/* --- whatever presents a person: what the judges look at --- */

/* What a document's chip gave, as docs/reader.md hands it over. */
enum chip_group { CHIP_GROUP_NONE, CHIP_GROUP_GOOD, CHIP_GROUP_BROKEN };
struct chip {
	struct str access;                  /* none, bac or pace; "" = not said */
	struct str failed;                  /* why it was not read: absent, access, aborted, silent; "" = it was */
	enum chip_group dg1, dg2;
	const struct mrz *zone;             /* of data group 1 when it is good */
	bool page_read;                     /* the zone of the page was read, too, and is the subject's */
	const char *picture;                /* media type of the portrait when data group 2 is good */
};

struct subject {
	struct identity identity;
	const struct mrz *mrz;              /* NULL: typed by hand, or no document */
	const struct chip *chip;            /* NULL: nothing was said of a chip */
	struct str source;                  /* mrz, reader, manual, none */
	struct str reader;                  /* maker, model and number of a document reader; "" = none */
	int64_t taken;                      /* when it read */
	struct list files;                  /* of inspection_file: pictures that it handed over */
	struct uuid record;                 /* of the document; random when there is none */
	struct uuid holder;
	bool known;                         /* the document was seen before */
	const struct pack_post *post;
	int lane;
	struct str direction;               /* entry, exit */
	struct str purpose;                 /* of travel, when already asked */
	struct date today;                  /* in the post's zone; of the event */
	int64_t happened;                   /* event time of what is entered later; 0 = now */
	int age_least, age_most;
	bool age_known;
	struct movement_row *movements;     /* of all documents of the holder, newest first */
	size_t movement_count;
	struct permit_row *permits;
	size_t permit_count;
	const struct permit_row *permit;    /* the one that helps today, or NULL */
	const struct permit_row *paper;     /* when none helps: the one that comes nearest, and what is wrong with it */
	enum permit_fault fault;
	const struct uuid *also;            /* documents of the same bearer by a confirmation made in this act: what they hold counts */
	size_t also_count;
	struct str seal;                    /* a seal that was shown, as text; "" = none */
	const struct seal_reading *sealed;  /* what it says (room seal); NULL = none was shown */
	const struct permit_row *proved;    /* a visa that a good seal proves and that is not on record here */
	bool claim_open;                    /* protected: no refusal, removal or return */
	bool claim_granted;                 /* and that by the authority's answer */
	struct pack_names reduced;          /* questions and checks that a peak mode leaves out now; see subject_reduced() */
	struct str reduced_law;             /* its article */
	struct uuid peak;                   /* its record; zero = none */
	const struct identity *along;       /* who travels along in a group, as their own documents say */
	size_t along_count;
	const struct group *group;          /* the group that the person is looked at in (border's); NULL = none */
	bool apart;                         /* from a list, or found away from the lane: no group that is open there takes it in */
	struct uuid with;                   /* inspection of somebody who travels along, when a document is scanned beside it */
	struct str companion, consent;      /* of a child: who accompanies it and which consent was seen; "" = not answered yet */
	struct pack_facts facts;
	struct pack_verdict verdict;        /* category, entry rule, stay rule */
};

/* Identity as a zone states it; centuries are judged with `today`. */
void identity_from_mrz(const struct mrz *mrz, struct date today, struct arena *arena, struct identity *out);
/* A plate of a vehicle in capitals and digits alone, as crossings keep it (`craft`). */
struct str plate_key(struct arena *arena, struct str plate);
/* Full name, family name in capitals first; the native name when there is no other. */
struct str identity_name(const struct identity *identity, struct arena *arena);
/* Words of all names in the letters of the zone, for search. */
struct str identity_key(const struct identity *identity, struct arena *arena);
/* Record of the identity's document, or a random one when it has no number. */
struct uuid identity_record(struct act *act, const struct identity *identity);
/* Age group by which people are counted: 0-5, 6-11, 12-17, 18-29, 30-44, 45-59, 60+, unknown. */
const char *age_band(struct date born, struct date on);

/* Reads what is held on the subject's document and holder, the permits and claims, and asks the pack for its category.
 * `identity`, `record`, `post`, `direction`, `today` must be set. */
bool subject_load(struct act *act, struct subject *subject, struct error *err);
/* The same of `holder`, in two steps: the rows of all documents, then paper, facts and category by the act's pack. Whoever judges the past again stands
 * between them, and takes away what came later. */
bool subject_read(struct act *act, struct subject *subject, struct error *err);
void subject_judge(struct act *act, struct subject *subject);

/* What the law asks of a subject, from who it is, its document and what a booth was told; what was not asked counts as no. The part of subject_load that
 * needs no record: advice before a journey is judged by the same. */
void subject_facts(struct subject *subject);

/* The parts of a movement that follow from the subject: identity, post, mode, day, hour, nationality, age band, category, search key. */
void movement_complete(struct act *act, const struct subject *subject, struct movement *movement);

/* A line of the inspection by the pack's rule for that check: its advice for the result, its title, rule and article; `title` and `words` are English
 * and hold where the pack has none. Words with {names} take their arguments from subject_args(). */
struct check_line *subject_check(struct act *act, const struct subject *subject, struct check_list *list, const char *name,
                                 enum result result, const char *origin, const char *title, const char *words);
/* Does the subject's category do without this check, its group, or what a question of that name asks? */
bool subject_waived(const struct subject *subject, struct str what);
/* Is it left out while a peak mode lasts? What is waived is not needed; what is reduced would be, on another day. */
bool subject_reduced(const struct subject *subject, struct str what);
/* Arguments of a line's words: pairs of name and text. A whole date as text is written out for the reader when it is shown. */
void subject_args(struct arena *arena, struct check_line *line, const struct pair *pairs, size_t count);
#define SUBJECT_ARGS(arena, line, ...)                                            \
	subject_args((arena), (line), (const struct pair[]){ __VA_ARGS__ },       \
	             COUNT_OF(((const struct pair[]){ __VA_ARGS__ })))

bool document_by_record(struct act *act, struct uuid record, struct document_row *out, bool *found, struct error *err);
bool movement_by_id(struct act *act, struct uuid id, struct movement_row *out, struct uuid *record, bool *found, struct error *err);

#endif
