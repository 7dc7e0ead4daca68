/* Watchlists, the pure core: entries, the index over their names, and the search. No SQL, no clock, no I/O, no globals.
 *
 * What it does
 * - Holds list entries in memory and finds those whose name, or document number, is like a traveller's.
 * - Exact by construction: watch_search() gives the same hits as watch_search_brute(), which compares the query with every
 *   name. The index only skips what it can prove to be below the threshold. All scores are integers.
 * - Explains each hit token by token, so that a person can decide.
 *
 * What it deliberately does not do
 * - It never decides that two people are the same, and knows no nicknames.
 * - A birth date, a sex or a nationality never lifts a name: they confirm it, or lower its score.
 * - A weak alias, or a name of which only one word agrees, is no hit alone: it needs a birth date, a nationality or a document.
 * - Organisations, ships and aircraft are kept and shown, but not compared with travellers.
 *
 * Scores: 0 to 1000. Each word of a name has a weight: rare words in the lists weigh more, initials little, particles (al-, bin,
 * de, von) and honorifics nothing. With M the weight of words that agree (both sides), A the same weighed with their likeness,
 * and Uq, Ul the weight of words that only the traveller or only the list has:
 *     score = 1000 A / (M + 2.4 min(Uq, Ul) + 0.3 |Uq - Ul|)
 * so a word replaced by another costs much, a word left out costs little. The order of words never counts. A word may be written
 * as two (ABDUL RAHMAN, ABDULRAHMAN).
 *
 * Likeness of two words: 1000 equal; 940 the same sound; 900 the same consonants where one comes from a script that leaves out
 * vowels; 860 the same consonants and first vowel; else 1000 - 1000 d / longest, d = insertions, deletions, replacements and
 * exchanges of neighbours. Below 700, or with words under four letters that differ, the words do not agree.
 *
 * Limits: 16 words of a name and 31 letters of a word are compared, the rest is left out; 2^24 names, 65,535 lists.
 * Threads: an index never changes after it was built; any number of threads may search it, each with its own arena. */
#ifndef LIMEN_MATCH_H
#define LIMEN_MATCH_H

#include "arena.h"
#include "date.h"
#include "error.h"

enum { WATCH_TOKENS = 16, WATCH_TOKEN_LETTERS = 31, WATCH_HITS = 100 };

/* ---- an entry of a list ---- */

enum watch_kind { WATCH_PERSON, WATCH_ORGANISATION, WATCH_VESSEL, WATCH_AIRCRAFT, WATCH_DOCUMENT, WATCH_VEHICLE, WATCH_KIND_COUNT };
enum watch_quality { WATCH_PRIMARY, WATCH_STRONG_ALIAS, WATCH_WEAK_ALIAS };
enum watch_sex { WATCH_SEX_UNKNOWN, WATCH_FEMALE, WATCH_MALE, WATCH_SEX_OTHER };

struct watch_name {
	struct str text;            /* as the list writes it, any script, UTF-8 */
	enum watch_quality quality;
	bool native;                /* in its own script */
};

/* Born between two days, both included. A whole date has both the same, a year its first and last day. */
struct watch_birth {
	struct date from, to;
	bool about;                 /* "circa": a year more or less is still close */
};

struct watch_document {
	struct str type, number;
	struct str issuer;          /* three letters, "" = the list does not say */
};

struct national;

struct watch_entry {
	struct str id;              /* within its list; stable from version to version */
	struct str reference;       /* how the list's owner cites it */
	enum watch_kind kind;
	uint16_t list;              /* index into the array of list codes */
	enum watch_sex sex;
	const struct watch_name *names;
	const struct watch_birth *births;
	const struct watch_document *documents;
	const struct str *nationalities;  /* three letters where the country is known, else as written */
	const struct str *birthplaces;
	uint16_t name_count, birth_count, document_count, nationality_count, birthplace_count;
	struct str remarks;         /* reasons, as the list gives them */
	struct str instruction;     /* what to do, where the list says so */
	struct str listed_on;       /* date_text, "" = unknown */
	const struct national *order; /* of a list that is kept here: direction, measure, end (national.h); NULL = imported */
};

/* One list as read: what the readers of read.h make. */
struct watch_list {
	struct str code;
	const struct watch_entry *entries;
	size_t count;
};

/* ---- the index ---- */

struct watch_index;

struct watch_size {
	size_t entries, persons;
	size_t names;               /* written forms indexed; one name may have several */
	size_t words, postings;     /* distinct words, and in how many forms they stand */
	size_t bytes;
};

/* Builds an index in memory of its own. Copies nothing of the entries and lists: both must outlive it. Free with watch_index_free. */
/* `beside`: an index whose words count too, when it is told which words are rare: a small list then knows that MOHAMMED is a common name. It must outlive
 * this one, too; NULL = these lists alone. */
struct watch_index *watch_index_build(const struct watch_list *lists, size_t list_count, const struct watch_index *beside);
void watch_index_free(struct watch_index *index);
struct watch_size watch_index_size(const struct watch_index *index);

/* ---- a question ---- */

struct watch_query {
	struct str name;            /* all of it, surname first or last; '<' and ',' part words */
	bool truncated;             /* the machine readable zone was too short: the last word may be cut, words may be missing */
	struct date born;           /* whole, partial or empty */
	enum watch_sex sex;
	const struct str *nationalities; /* three letters each */
	size_t nationality_count;
	struct str document_number, document_issuer; /* "" = none */
	int threshold;              /* 0 = WATCH_THRESHOLD; values below WATCH_LEAST count as WATCH_LEAST */
};

enum {
	WATCH_THRESHOLD = 800,
	WATCH_LEAST = 600,
	/* What contradicting facts take off a name's score. */
	WATCH_BORN_DIFFERENT = 120,
	WATCH_SEX_DIFFERENT = 100,
	WATCH_NATIONALITY_DIFFERENT = 20,
	WATCH_UNCONFIRMED_INITIAL = 0,
};

/* ---- an answer ---- */

enum watch_relation { WATCH_UNKNOWN, WATCH_SAME, WATCH_CLOSE, WATCH_DIFFERENT };

/* Why two words were held to agree, or that one stands alone. */
enum watch_how {
	WATCH_EQUAL, WATCH_SOUND, WATCH_CONSONANTS, WATCH_FIRST_VOWEL, WATCH_SPELLING, WATCH_JOINED, WATCH_INITIAL, WATCH_CUT,
	WATCH_ONLY_QUERY, WATCH_ONLY_LIST, WATCH_IGNORED
};

struct watch_pair {
	struct str query, list;     /* the folded words, "" when missing; two words with a space when joined */
	enum watch_how how;
	int16_t likeness, weight;
};

struct watch_hit {
	const struct watch_entry *entry;
	struct str list_code;
	bool by_name, by_document;
	int score;                  /* after what was taken off; 0 when by document alone */
	int name_score;
	int threshold;
	bool strong;                /* birth date agrees or is close and nothing contradicts, or the document number agrees */
	const struct watch_name *name;          /* the name compared; NULL when by document alone */
	const struct watch_document *document;  /* the document that agrees, or NULL */
	enum watch_relation born, sex, nationality, issuer;
	struct watch_pair pairs[2 * WATCH_TOKENS];
	size_t pair_count;
};

struct watch_hits {
	struct watch_hit *items;    /* best first; equal scores in the order of the lists */
	size_t count;               /* at most WATCH_HITS */
	size_t found;               /* how many there were in all */
};

/* All entries that are like the query. Results live in the arena. */
struct watch_hits watch_search(const struct watch_index *index, const struct watch_query *query, struct arena *arena);
/* The oracle: the same by comparing with every name. */
struct watch_hits watch_search_brute(const struct watch_index *index, const struct watch_query *query, struct arena *arena);
/* Two names, without lists: every word weighs the same. 0 to 1000. */
int watch_compare_names(struct str a, struct str b, struct arena *arena);

enum watch_relation watch_born_relation(struct date born, const struct watch_birth *births, size_t count);

/* ---- in words ---- */

/* A sentence about a hit, as a literal to be looked up in the translations, with its arguments ({0}, {1} ...) in order. */
struct watch_sentence {
	const char *words;
	struct str arguments[4];
	size_t count;
};
enum { WATCH_SENTENCES = 6 };
/* At most WATCH_SENTENCES sentences: how it was found, the words that differ, birth date, sex, nationality, document. */
size_t watch_explain(const struct watch_hit *hit, struct watch_sentence out[static WATCH_SENTENCES], struct arena *arena);
const char *watch_relation_name(enum watch_relation relation);  /* "same", "close", "different", "unknown" */
const char *watch_how_name(enum watch_how how);
const char *watch_kind_name(enum watch_kind kind);

#endif
