/* Inside watch only: the parts of a search. */
#ifndef LIMEN_WATCH_SEARCH_H
#define LIMEN_WATCH_SEARCH_H

#include "evidence.h"
#include "index.h"

struct candidate {
	uint32_t entry, form;
	uint16_t question;
	int16_t score, name_score;
};

struct candidates {
	struct arena *arena;
	struct candidate *items;
	size_t count, size;
};

struct search {
	const struct watch_index *index;
	const struct watch_query *query;
	struct arena *arena;
	int threshold;
	struct question *questions;
	size_t question_count;
	struct candidates found;
};

/* Compares one form in full, and keeps it when it is a hit by the rules. */
void search_compare(struct search *search, size_t question, uint32_t form);
/* Compares all forms that the index cannot rule out. */
void search_question(struct search *search, size_t question);
/* Postings of each word that agrees with a word of the question. */
struct posting_list {
	const uint32_t *at, *end;
	uint16_t weight, bits;
	bool split, joined;         /* one word of the question, two of the form; two of the question, one of the form */
	bool probe;                 /* only for forms that another word touched */
};
struct posting_lists {
	struct posting_list *items;
	size_t count, size;
	bool merged;                /* two words of the question agree with one of the lists: it counts once, see form.repeats */
	struct arena *arena;
};
void neighbours_find(const struct watch_index *index, const struct question *question, struct posting_lists *lists);
/* One hit in full, for those that are shown. */
void search_fill(const struct search *search, const struct candidate *candidate, struct watch_hit *hit);

#endif
