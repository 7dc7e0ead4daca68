/* Measures of the watchlist search, for `limen bench watch` and the tests: names made by recombining words of files, queries that
 * are those names with slips of pen, ear and transliteration, and other people. The same seed gives the same figures (except times). */
#ifndef LIMEN_MATCH_BENCH_H
#define LIMEN_MATCH_BENCH_H

#include "match.h"
#include "read.h"
#include "uuid.h"

struct watch_bench {
	size_t names;               /* how many to make */
	size_t queries;
	size_t oracle;              /* how many of the queries are compared with watch_search_brute */
	uint64_t seed;
	int threshold;              /* 0 = WATCH_THRESHOLD */
	struct str *words;
	size_t word_count, word_size;
};

struct watch_figures {
	struct watch_size size;
	int64_t build_us, p50_us, p99_us, worst_us, all_us; /* all_us: of all queries together */
	int64_t brute_us;           /* of all comparisons with every name together */
	size_t hits;                /* queries that found the entry they were made from */
	size_t slips, others_hit;   /* queries made from an entry; queries about other people that found somebody */
	size_t compared, differences;
};

void watch_bench_word(struct watch_bench *bench, struct str word, struct arena *arena); /* the word is not copied */
/* Adds the words of a file: one on each line, or a tab separated table (first column). */
bool watch_bench_words(struct watch_bench *bench, struct str path, struct arena *arena, struct error *err);
/* A name of two to four words, whose frequency falls with their rank (a few are very common), as in real lists. */
struct str watch_bench_name(const struct watch_bench *bench, const struct random *random, struct arena *arena);
struct watch_figures watch_bench_run(const struct watch_bench *bench, struct arena *arena);
/* Same entries, scores and kinds of hit, in the same order? */
bool watch_hits_same(const struct watch_hits *a, const struct watch_hits *b);

/* ---- quality, on labelled names; each file is CSV with a header ---- */

struct watch_pairs_figures {
	int threshold;
	size_t hit_same, hit_other, missed_same, left_other; /* same = labelled as one person */
};
/* Columns name1, name2, is_match; only rows whose schema, where there is one, is Person. */
bool watch_quality_pairs(struct str csv, int threshold, struct arena *arena, struct watch_pairs_figures *out, struct error *err);

struct watch_alarm_figures {
	size_t people, name_alarms, all_alarms, strong; /* found by name alone; with birth date, sex and nationality; of these strong */
};
/* Columns full_name, date_of_birth, gender, nationality: people who are on no list. */
bool watch_quality_alarms(const struct watch_index *index, struct str csv, size_t most, struct arena *arena,
                          struct watch_alarm_figures *out, struct error *err);

enum { WATCH_MISSES = 40 };
struct watch_recall_figures {
	size_t people, listed, found, first_ten, best; /* listed: the name stands on this edition of the list at all */
	struct { struct str query, list; } misses[WATCH_MISSES]; /* not among the first ten */
	size_t miss_count;
};
/* Columns query_name, query_dob, list_name: people who are on the list under list_name. */
bool watch_quality_recall(const struct watch_index *index, const struct watch_reading *list, struct str csv, struct arena *arena, struct watch_recall_figures *out,
                          struct error *err);

#endif
