/* Inside watch only: one folded word of a name, its keys of sound, and the likeness of two words. */
#ifndef LIMEN_WATCH_WORD_H
#define LIMEN_WATCH_WORD_H

#include "match.h"

enum {
	WORD_LEAST = 700,      /* below this two words do not agree */
	WORD_SOUND = 940, WORD_CONSONANTS = 900, WORD_FIRST_VOWEL = 860, WORD_FEW_CONSONANTS = 820,
	WORD_JOINED = 960, WORD_CUT = 950, WORD_INITIAL = 800,
};

struct word {
	char text[WATCH_TOKEN_LETTERS + 1]; /* A-Z and digits; bytes of UTF-8 when nothing is known about the script */
	uint8_t length;
	bool unvowelled;       /* from a script that leaves out vowels */
	bool ignored;          /* a particle or an honorific: weighs nothing */
	/* Packed keys, 0 = none. `sound`: consonants and classes of vowels; `stem`: consonants with the first vowel;
	 * `bones`: consonants. Equality of keys is what counts, so only the first twelve signs are kept. */
	uint64_t sound, stem, bones;
	uint8_t consonants;
	/* Two bits for each letter: is there one, are there two. One edit changes at most two bits. */
	uint64_t letters;
};

/* What a word looks for others with: the positions of each byte, for the distance. */
struct word_pattern {
	uint32_t at[256];
};

void word_prepare(struct word *word, struct str text, bool unvowelled);
bool word_ignored(struct str text);
void word_pattern_prepare(struct word_pattern *pattern, const struct word *word);

/* Likeness from WORD_LEAST to 1000, or 0. Symmetric. `pattern` is that of `a`. */
int word_likeness(const struct word *a, const struct word_pattern *pattern, const struct word *b, enum watch_how *how);
/* Insertions, deletions, replacements and exchanges of neighbours (optimal string alignment). */
int word_distance(const struct word *a, const struct word_pattern *pattern, const char *b, int b_length);
/* The largest distance at which words of these lengths still agree. */
static inline int word_distance_limit(int longest)
{
	return longest < 4 ? 0 : longest * 3 / 10;
}
static inline bool word_initial(const struct word *word)
{
	return word->length == 1;
}

#endif
