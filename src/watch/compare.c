#include "index.h"

#include <stdlib.h>
#include <string.h>

int score_of(int64_t agreeing, int64_t matched, int64_t only_query, int64_t only_list, bool truncated)
{
	if (matched <= 0)
		return 0;
	int64_t less = only_query < only_list ? only_query : only_list;
	int64_t more = only_query < only_list ? (truncated ? 0 : only_list - only_query) : only_query - only_list;
	return (int)(agreeing * 10 / (matched * 10 + 24 * less + 3 * more));
}

bool word_is_cut(const struct word *query, const struct word *list)
{
	return query->length > 1 && query->length < list->length && memcmp(query->text, list->text, query->length) == 0;
}

static bool joined(const struct word *whole, const struct word *first, const struct word *second)
{
	return first->length > 1 && second->length > 1 && !(first->ignored && second->ignored) &&
	       whole->length == first->length + second->length && memcmp(whole->text, first->text, first->length) == 0 &&
	       memcmp(whole->text + first->length, second->text, second->length) == 0;
}

static bool weighs(uint16_t ignored, size_t at)
{
	return !(ignored >> at & 1);
}

struct edges {
	struct edge items[EDGES];
	size_t count;
};

static void add_edge(struct edges *edges, struct edge edge)
{
	if (edges->count < EDGES)
		edges->items[edges->count++] = edge;
}

static void edge_simple(const struct question *question, const struct written *written, size_t i, size_t j, struct edges *edges)
{
	const struct folded *query = &question->folded;
	enum watch_how how = WATCH_EQUAL;
	int likeness = word_likeness(&query->words[i], &question->patterns[i], written->words[j], &how);
	if (likeness < WORD_CUT && question->truncated && i + 1 == query->count && word_is_cut(&query->words[i], written->words[j])) {
		likeness = WORD_CUT;
		how = WATCH_CUT;
	}
	if (!likeness)
		return;
	int weight = how == WATCH_INITIAL ? WEIGHT_INITIAL : written->weights[j];
	add_edge(edges, (struct edge){ (uint8_t)i, 1, (uint8_t)j, 1, how, (int16_t)likeness, weight });
}

static void find_edges(const struct question *question, const struct written *written, struct edges *edges)
{
	const struct folded *query = &question->folded;
	edges->count = 0;
	for (size_t i = 0; i < query->count; i++)
		for (size_t j = 0; j < written->count; j++) {
			bool query_weighs = weighs(query->ignored, i), list_weighs = weighs(written->ignored, j);
			if (query_weighs && list_weighs)
				edge_simple(question, written, i, j, edges);
			if (query_weighs && j + 1 < written->count && joined(&query->words[i], written->words[j], written->words[j + 1])) {
				int weight = (list_weighs ? written->weights[j] : 0) +
				             (weighs(written->ignored, j + 1) ? written->weights[j + 1] : 0);
				add_edge(edges, (struct edge){ (uint8_t)i, 1, (uint8_t)j, 2, WATCH_JOINED, WORD_JOINED, weight });
			}
			if (list_weighs && i + 1 < query->count && joined(written->words[j], &query->words[i], &query->words[i + 1]))
				add_edge(edges, (struct edge){ (uint8_t)i, 2, (uint8_t)j, 1, WATCH_JOINED, WORD_JOINED, written->weights[j] });
		}
}

static int by_gain(const void *left, const void *right)
{
	const struct edge *a = left, *b = right;
	int64_t gain_a = (int64_t)a->likeness * a->weight, gain_b = (int64_t)b->likeness * b->weight;
	if (gain_a != gain_b)
		return gain_a < gain_b ? 1 : -1;
	if (a->query != b->query)
		return a->query < b->query ? -1 : 1;
	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	return (a->query_span + a->list_span) - (b->query_span + b->list_span);
}

static uint32_t span(uint8_t at, uint8_t length)
{
	return ((1u << length) - 1) << at;
}

/* The best agreement first, each word used once: simple, and the same in the search and in its oracle. */
static void choose(struct edges *edges, struct comparison *out, uint32_t *query_used, uint32_t *list_used)
{
	qsort(edges->items, edges->count, sizeof *edges->items, by_gain);
	for (size_t i = 0; i < edges->count && out->edge_count < WATCH_TOKENS; i++) {
		const struct edge *edge = &edges->items[i];
		uint32_t query = span(edge->query, edge->query_span), list = span(edge->list, edge->list_span);
		if (*query_used & query || *list_used & list)
			continue;
		*query_used |= query;
		*list_used |= list;
		out->edges[out->edge_count++] = *edge;
	}
}

static size_t agreeing_words(const struct comparison *comparison)
{
	size_t count = 0;
	for (size_t i = 0; i < comparison->edge_count; i++)
		if (comparison->edges[i].how != WATCH_INITIAL)
			count += comparison->edges[i].query_span > 1 || comparison->edges[i].list_span > 1 ? 2 : 1;
	return count;
}

void compare_forms(const struct question *question, const struct written *written, struct comparison *out)
{
	struct edges edges;
	uint32_t query_used = 0, list_used = 0;
	out->edge_count = 0;
	find_edges(question, written, &edges);
	choose(&edges, out, &query_used, &list_used);
	int64_t agreeing = 0, matched = 0, only_query = 0, only_list = 0;
	for (size_t i = 0; i < out->edge_count; i++) {
		agreeing += INT64_C(2) * out->edges[i].weight * out->edges[i].likeness;
		matched += INT64_C(2) * out->edges[i].weight;
	}
	for (size_t i = 0; i < question->folded.count; i++)
		if (!(query_used >> i & 1) && weighs(question->folded.ignored, i))
			only_query += question->weights[i];
	for (size_t j = 0; j < written->count; j++)
		if (!(list_used >> j & 1) && weighs(written->ignored, j))
			only_list += written->weights[j];
	out->score = score_of(agreeing, matched, only_query, only_list, question->truncated);
	out->agreeing = agreeing_words(out);
}

void written_form(const struct watch_index *index, const struct form *form, struct written *out)
{
	out->count = form->count;
	out->ignored = form->ignored;
	for (size_t i = 0; i < form->count; i++) {
		uint32_t id = index->form_words[form->words + i];
		out->words[i] = &index->words[id];
		out->weights[i] = index->weights[id];
	}
}

size_t key_find(const struct key_id *keys, size_t count, uint64_t key)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (keys[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void even_question(const struct folded *folded, struct question *out)
{
	*out = (struct question){ .folded = *folded };
	for (size_t i = 0; i < folded->count; i++) {
		word_pattern_prepare(&out->patterns[i], &folded->words[i]);
		out->weights[i] = word_initial(&folded->words[i]) ? WEIGHT_INITIAL : 100;
	}
}

static void even_written(const struct folded *folded, struct written *out)
{
	*out = (struct written){ .ignored = folded->ignored, .count = folded->count };
	for (size_t i = 0; i < folded->count; i++) {
		out->words[i] = &folded->words[i];
		out->weights[i] = word_initial(&folded->words[i]) ? WEIGHT_INITIAL : 100;
	}
}

int watch_compare_names(struct str a, struct str b, struct arena *arena)
{
	struct folded *left = ARENA_ARRAY(arena, struct folded, FOLD_FORMS), *right = ARENA_ARRAY(arena, struct folded, FOLD_FORMS);
	struct scripts *scripts = fold_needs_scripts(a) || fold_needs_scripts(b) ? scripts_open() : NULL;
	size_t left_count = fold_name(scripts, a, left), right_count = fold_name(scripts, b, right);
	scripts_close(scripts);
	int best = 0;
	for (size_t i = 0; i < left_count; i++) {
		struct question *question = ARENA_NEW(arena, struct question);
		even_question(&left[i], question);
		for (size_t j = 0; j < right_count; j++) {
			struct written written;
			struct comparison comparison;
			even_written(&right[j], &written);
			compare_forms(question, &written, &comparison);
			best = comparison.score > best ? comparison.score : best;
		}
	}
	return best;
}
