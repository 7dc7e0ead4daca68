/* Inside watch only: how the index is laid out, and the comparison of two written forms. */
#ifndef LIMEN_WATCH_INDEX_H
#define LIMEN_WATCH_INDEX_H

#include "fold.h"

enum {
	WEIGHT_MOST = 140, WEIGHT_LEAST = 50, WEIGHT_UNSEEN = 120, WEIGHT_INITIAL = 30,
	EDGES = 3 * WATCH_TOKENS * WATCH_TOKENS,
	WORD_SHORT = 16,
};

struct form {
	uint32_t entry, words;      /* index of the entry; first place in index->form_words */
	uint16_t name, weight;      /* index of its name; sum of the words' weights */
	uint16_t ignored;
	uint8_t count, initials : 7, repeats : 1; /* repeats: a word that weighs stands in it twice */
	uint32_t letters;           /* with which its words that weigh begin, see letter_bit */
};

/* The letter with which a word begins, as a bit; different letters may share one. */
static inline uint32_t letter_bit(const struct word *word)
{
	return UINT32_C(1) << ((unsigned char)word->text[0] & 31);
}

struct key_id {
	uint64_t key;
	uint32_t id;
};

struct document_key {
	uint64_t hash;
	struct str number;          /* folded */
	uint32_t entry, document;
};

struct watch_index {
	struct arena *arena;
	struct scripts *scripts;
	const struct watch_list *lists;
	const struct watch_index *beside; /* counts of words in other lists; NULL */
	const struct watch_entry **entries;
	uint16_t *entry_list;
	struct watch_size size;
	struct form *forms;
	uint32_t *form_words;
	uint64_t *special;          /* bit per form: one weighing word, or an initial */
	struct word *words;         /* sorted by length, then text */
	uint16_t *weights;
	uint64_t *letters;          /* the words' letters, apart, for the scan */
	char (*texts)[WORD_SHORT];  /* and the texts of those that are short, for what passes it */
	uint32_t length_start[WATCH_TOKEN_LETTERS + 2];
	uint32_t *posting_start, *postings;
	struct key_id *by_text, *by_sound, *by_stem, *by_bones;
	size_t by_sound_count, by_stem_count, by_bones_count;
	struct document_key *documents;
	size_t document_count;
};

/* The side of the traveller, prepared once. */
struct question {
	struct folded folded;
	struct word_pattern patterns[WATCH_TOKENS];
	uint16_t weights[WATCH_TOKENS];
	bool truncated;
};

/* The side of the list: words by pointer. */
struct written {
	const struct word *words[WATCH_TOKENS];
	uint16_t weights[WATCH_TOKENS];
	uint16_t ignored;
	uint8_t count;
};

struct edge {
	uint8_t query, query_span, list, list_span;
	enum watch_how how;
	int16_t likeness;
	int32_t weight;             /* of one side */
};

struct comparison {
	int score;
	size_t agreeing;            /* words that weigh and agree, of the side with fewer */
	struct edge edges[WATCH_TOKENS];
	size_t edge_count;
};

void compare_forms(const struct question *question, const struct written *written, struct comparison *out);
/* 1000 A / (M + 2.4 min(Uq, Ul) + 0.3 |Uq - Ul|); a truncated traveller's name may lack what the list has. */
int score_of(int64_t agreeing, int64_t matched, int64_t only_query, int64_t only_list, bool truncated);
void written_form(const struct watch_index *index, const struct form *form, struct written *out);
/* A word by its text, NULL = it stands in no list. */
const struct key_id *index_word(const struct watch_index *index, struct str text);
/* First place in a sorted array of keys that is not below `key`. */
size_t key_find(const struct key_id *keys, size_t count, uint64_t key);
bool word_is_cut(const struct word *query, const struct word *list);

#endif
