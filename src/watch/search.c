/* The search: which forms can reach the threshold at all. Forms are gone through in blocks whose counters stay in the cache. */
#include "search.h"

#include <string.h>

enum { BLOCK = 1 << 14, WEIGHT_CLAMP = 4000 };

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
};

static struct bound bound_of(const struct question *question, int threshold)
{
	struct bound bound = { .question = question, .threshold = threshold };
	for (size_t i = 0; i < question->folded.count; i++) {
		if (question->folded.ignored >> i & 1)
			continue;
		if (word_initial(&question->folded.words[i]))
			bound.initials++;
		else
			bound.weight += question->weights[i];
	}
	return bound;
}

/* Can a form of this weight reach the threshold, if at most this much of it agrees? Initials are taken to agree always. */
static bool may_reach(const struct bound *bound, const struct form *form, struct counter counter)
{
	int64_t matched = INT64_C(2) * counter.weight + INT64_C(2) * WEIGHT_INITIAL * (bound->initials + form->initials);
	int64_t only_query = form->initials ? 0 : bound->weight;
	for (unsigned bits = form->initials ? 0 : counter.bits; bits; bits &= bits - 1)
		only_query -= bound->question->weights[__builtin_ctz(bits)];
	int64_t only_list = (int64_t)form->weight - counter.weight - (int64_t)WEIGHT_MOST * bound->initials;
	return score_of(1000 * matched, matched, only_query > 0 ? only_query : 0, only_list > 0 ? only_list : 0,
	                bound->question->truncated) >= bound->threshold;
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
	choose_probe(&bound, &lists);
	for (uint32_t first = next_form(&lists); first != UINT32_MAX; first = next_form(&lists)) {
		uint32_t from = first / BLOCK * BLOCK, to = from + BLOCK;
		for (int probe = 0; probe < 2; probe++)
			for (size_t i = 0; i < lists.count; i++)
				if (lists.items[i].probe == probe)
					count_list(index, &lists.items[i], from, to, block);
		for (size_t i = 0; i < block->touched_count; i++) {
			struct counter *counter = &block->counters[block->touched[i]];
			uint32_t form = from + block->touched[i];
			if (may_reach(&bound, &index->forms[form], *counter))
				search_compare(search, at, form);
			*counter = (struct counter){ 0 };
		}
		block->touched_count = 0;
	}
}
