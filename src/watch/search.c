/* The search: which forms can reach the threshold at all. Forms are gone through in blocks whose counters stay in the cache. */
#include "search.h"

#include <string.h>

enum { BLOCK = 1 << 14, WEIGHT_CLAMP = 4000, AHEAD = 16 };

struct counter {
	uint16_t bits, weight;      /* words of the question that may agree; at most so much of the form's weight agrees */
};

struct block {
	struct counter counters[BLOCK];
	uint16_t touched[BLOCK];
	size_t touched_count;
};

struct bound {
	const struct question *question;
	int threshold;
	int64_t weight;             /* of the question's words that are no initials */
	int initials;
	bool merged;                /* a word of the lists may agree with two of the question */
	uint16_t last_bits;
	int64_t last_left;
	uint32_t initial[WATCH_TOKENS], letters; /* letter of each initial; letters with which its words that weigh begin */
};

static struct bound bound_of(const struct question *question, int threshold)
{
	struct bound bound = { .question = question, .threshold = threshold };
	for (size_t i = 0; i < question->folded.count; i++) {
		if (question->folded.ignored >> i & 1)
			continue;
		bound.letters |= letter_bit(&question->folded.words[i]);
		if (word_initial(&question->folded.words[i]))
			bound.initial[bound.initials++] = letter_bit(&question->folded.words[i]);
		else
			bound.weight += question->weights[i];
	}
	bound.last_left = bound.weight;
	return bound;
}

/* Weight of the question's words that are none of these. Forms beside each other mostly have the same. */
static inline int64_t left_of(struct bound *bound, uint16_t bits)
{
	if (bits != bound->last_bits) {
		bound->last_bits = bits;
		bound->last_left = bound->weight;
		for (unsigned rest = bits; rest; rest &= rest - 1)
			bound->last_left -= bound->question->weights[__builtin_ctz(rest)];
		bound->last_left = bound->last_left > 0 ? bound->last_left : 0;
	}
	return bound->last_left;
}

/* Initials of the question that may agree with a word of the form: all that begin as one of its words does. */
static int initials_in(const struct bound *bound, const struct form *form)
{
	int count = 0;
	for (int i = 0; i < bound->initials; i++)
		count += (bound->initial[i] & form->letters) != 0;
	return count;
}

/* score_of(1000 * matched, matched, ...) >= threshold, without a division. */
static inline bool reaches(const struct bound *bound, int64_t matched, int64_t only_query, int64_t only_list)
{
	int64_t less = only_query < only_list ? only_query : only_list;
	int64_t more = only_query < only_list ? (bound->question->truncated ? 0 : only_list - only_query) : only_query - only_list;
	return matched > 0 && 10000 * matched >= bound->threshold * (matched * 10 + 24 * less + 3 * more);
}

/* Can a form of this weight reach the threshold, if at most this much of it agrees? Initials are taken to agree with the best that begins alike. */
static inline bool may_reach(struct bound *bound, const struct form *form, struct counter counter)
{
	int initials = bound->initials ? initials_in(bound, form) : 0, other_initials = form->letters & bound->letters ? form->initials : 0;
	int64_t weight = bound->merged && form->repeats ? form->weight : counter.weight;
	int64_t matched = 2 * weight + INT64_C(2) * WEIGHT_INITIAL * (initials + other_initials);
	int64_t only_query = other_initials ? 0 : left_of(bound, counter.bits);
	int64_t only_list = form->weight - weight - (int64_t)WEIGHT_MOST * initials - (int64_t)WEIGHT_INITIAL * other_initials;
	only_query += (int64_t)WEIGHT_INITIAL * (bound->initials - initials);
	return reaches(bound, matched, only_query, only_list > 0 ? only_list : 0);
}

/* The word with the most postings need not bring forms of its own, when a form of two words or more in which nothing else agrees
 * cannot reach the threshold. */
static void choose_probe(const struct bound *bound, struct posting_lists *lists)
{
	uint64_t postings[WATCH_TOKENS] = { 0 };
	size_t most = 0;
	if (bound->initials)
		return;
	for (size_t i = 0; i < lists->count; i++)
		if (__builtin_popcount(lists->items[i].bits) == 1)
			postings[__builtin_ctz(lists->items[i].bits)] += (uint64_t)(lists->items[i].end - lists->items[i].at);
	for (size_t i = 1; i < WATCH_TOKENS; i++)
		if (postings[i] > postings[most])
			most = i;
	int64_t others = bound->weight - bound->question->weights[most];
	for (size_t i = 0; i < lists->count; i++) {
		int64_t matched = INT64_C(2) * lists->items[i].weight;
		lists->items[i].probe = !lists->items[i].split && lists->items[i].bits == 1u << most &&
			score_of(1000 * matched, matched, others, WEIGHT_LEAST, bound->question->truncated) < bound->threshold;
	}
}

static void count_list(const struct watch_index *index, struct posting_list *list, uint32_t from, uint32_t to, struct block *block)
{
	for (; list->at < list->end && *list->at < to; list->at++) {
		struct counter *counter = &block->counters[*list->at - from];
		if (!counter->bits) {
			if (list->probe && !(index->special[*list->at / 64] >> *list->at % 64 & 1))
				continue;
			block->touched[block->touched_count++] = (uint16_t)(*list->at - from);
		}
		counter->bits |= list->bits;
		uint32_t weight = (uint32_t)counter->weight + list->weight;
		counter->weight = (uint16_t)(weight < WEIGHT_CLAMP ? weight : WEIGHT_CLAMP);
	}
}

static uint32_t next_form(const struct posting_lists *lists)
{
	uint32_t next = UINT32_MAX;
	for (size_t i = 0; i < lists->count; i++)
		if (lists->items[i].at < lists->items[i].end && *lists->items[i].at < next)
			next = *lists->items[i].at;
	return next;
}

void search_question(struct search *search, size_t at)
{
	const struct watch_index *index = search->index;
	const struct question *question = &search->questions[at];
	struct posting_lists lists = { .arena = search->arena };
	struct bound bound = bound_of(question, search->threshold);
	struct block *block = ARENA_NEW(search->arena, struct block);
	neighbours_find(index, question, &lists);
	bound.merged = lists.merged;
	choose_probe(&bound, &lists);
	for (uint32_t first = next_form(&lists); first != UINT32_MAX; first = next_form(&lists)) {
		uint32_t from = first / BLOCK * BLOCK, to = from + BLOCK;
		for (int probe = 0; probe < 2; probe++)
			for (size_t i = 0; i < lists.count; i++)
				if (lists.items[i].probe == probe)
					count_list(index, &lists.items[i], from, to, block);
		for (size_t i = 0; i < block->touched_count; i++) {
			if (i + AHEAD < block->touched_count)
				__builtin_prefetch(&index->forms[from + block->touched[i + AHEAD]]);
			struct counter *counter = &block->counters[block->touched[i]];
			uint32_t form = from + block->touched[i];
			if (may_reach(&bound, &index->forms[form], *counter))
				search_compare(search, at, form);
			*counter = (struct counter){ 0 };
		}
		block->touched_count = 0;
	}
}
