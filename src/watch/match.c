/* The question, the rules of what is a hit, and the hits in full. */
#include "search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the question ---- */

static uint16_t query_weight(const struct watch_index *index, const struct word *word)
{
	if (word_initial(word))
		return WEIGHT_INITIAL;
	struct str text = { word->text, word->length };
	for (const struct watch_index *asked = index; asked; asked = asked->beside) {
		const struct key_id *known = index_word(asked, text);
		if (known)
			return asked->weights[known->id];
	}
	return WEIGHT_UNSEEN;
}

static void search_prepare(struct search *search, const struct watch_index *index, const struct watch_query *query, struct arena *arena)
{
	struct folded *forms = ARENA_ARRAY(arena, struct folded, FOLD_FORMS);
	*search = (struct search){ .index = index, .query = query, .arena = arena, .found.arena = arena,
		.threshold = query->threshold ? query->threshold : WATCH_THRESHOLD };
	if (search->threshold < WATCH_LEAST)
		search->threshold = WATCH_LEAST;
	search->question_count = fold_name(index->scripts, str_slice(query->name, 0, 1000), forms);
	search->questions = ARENA_ARRAY(arena, struct question, FOLD_FORMS);
	for (size_t i = 0; i < search->question_count; i++) {
		struct question *question = &search->questions[i];
		question->folded = forms[i];
		question->truncated = query->truncated;
		for (size_t j = 0; j < forms[i].count; j++) {
			word_pattern_prepare(&question->patterns[j], &forms[i].words[j]);
			question->weights[j] = query_weight(index, &forms[i].words[j]);
		}
	}
}

/* ---- what is a hit ---- */

static void keep(struct candidates *found, struct candidate candidate)
{
	if (found->count == found->size) {
		size_t size = found->size ? found->size * 2 : 64;
		struct candidate *items = ARENA_ARRAY(found->arena, struct candidate, size);
		if (found->count)
			memcpy(items, found->items, found->count * sizeof *items);
		found->items = items;
		found->size = size;
	}
	found->items[found->count++] = candidate;
}

/* A title borne like a name (AGHA, HAJI, MULLAH) makes a name of one word and it more than one word, when it agrees too. Articles do not. */
static bool same_title(const struct question *question, const struct written *written)
{
	for (size_t i = 0; i < question->folded.count; i++)
		for (size_t j = 0; j < written->count && question->folded.ignored >> i & 1; j++)
			if (written->ignored >> j & 1 && question->folded.words[i].length > 3 &&
			    str_equal((struct str){ question->folded.words[i].text, question->folded.words[i].length }, (struct str){ written->words[j]->text, written->words[j]->length }))
				return true;
	return false;
}

void search_compare(struct search *search, size_t question, uint32_t at)
{
	const struct form *form = &search->index->forms[at];
	const struct watch_entry *entry = search->index->entries[form->entry];
	struct written written;
	struct comparison comparison;
	written_form(search->index, form, &written);
	compare_forms(&search->questions[question], &written, &comparison);
	if (comparison.score < search->threshold)
		return;
	struct evidence evidence = evidence_of(search->query, entry);
	int score = comparison.score - evidence_penalty(evidence);
	bool alone = (comparison.agreeing > 1 || (comparison.score == 1000 && same_title(&search->questions[question], &written))) && entry->names[form->name].quality != WATCH_WEAK_ALIAS;
	if (score < search->threshold || !(alone || evidence_supports(evidence)))
		return;
	keep(&search->found, (struct candidate){ form->entry, at, (uint16_t)question, (int16_t)score, (int16_t)comparison.score });
}

/* ---- documents ---- */

static enum watch_relation issuer_relation(struct str query, struct str list)
{
	if (!query.len || !list.len)
		return WATCH_UNKNOWN;
	return str_equal(query, list) ? WATCH_SAME : WATCH_DIFFERENT;
}

enum { NUMBER_LEAST = 4, NUMBER_ALONE = 7 };

/* What a traveller may hold in hand: the document of a listed person, or one that is listed itself (lost, stolen, revoked). */
static bool travels(const struct watch_entry *entry)
{
	return entry->kind == WATCH_PERSON || entry->kind == WATCH_DOCUMENT;
}

/* The number with the same issuer; where one side does not name the issuer, only numbers long enough to be rare. */
static const struct document_key *next_document(const struct search *search, struct str number, size_t *at)
{
	const struct watch_index *index = search->index;
	for (uint64_t hash = str_hash(number); *at < index->document_count && index->documents[*at].hash == hash; ++*at) {
		const struct document_key *key = &index->documents[*at];
		const struct watch_document *document = &index->entries[key->entry]->documents[key->document];
		enum watch_relation issuer = issuer_relation(search->query->document_issuer, document->issuer);
		if (travels(index->entries[key->entry]) && str_equal(key->number, number) &&
		    (issuer == WATCH_SAME || (issuer == WATCH_UNKNOWN && number.len >= NUMBER_ALONE))) {
			++*at;
			return key;
		}
	}
	return NULL;
}

static size_t first_document(const struct watch_index *index, uint64_t hash)
{
	size_t low = 0, high = index->document_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (index->documents[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#define NO_FORM UINT32_MAX

static void search_documents(struct search *search)
{
	struct str number = fold_number(search->arena, str_slice(search->query->document_number, 0, 64));
	const struct document_key *key;
	if (number.len < NUMBER_LEAST)
		return;
	size_t at = first_document(search->index, str_hash(number));
	while ((key = next_document(search, number, &at)))
		keep(&search->found, (struct candidate){ .entry = key->entry, .form = NO_FORM });
}

static void fill_document(const struct search *search, uint32_t entry, struct watch_hit *hit)
{
	struct str number = fold_number(search->arena, str_slice(search->query->document_number, 0, 64));
	const struct document_key *key;
	size_t at = first_document(search->index, str_hash(number));
	while (number.len >= NUMBER_LEAST && (key = next_document(search, number, &at))) {
		const struct watch_document *document = &search->index->entries[key->entry]->documents[key->document];
		enum watch_relation issuer = issuer_relation(search->query->document_issuer, document->issuer);
		if (key->entry != entry || (hit->document && issuer != WATCH_SAME))
			continue;
		hit->by_document = true;
		hit->document = document;
		hit->issuer = issuer;
	}
}

/* ---- hits in full ---- */

static struct str words_str(const struct search *search, const struct word *const *words, size_t count)
{
	return count > 1 ? str_format(search->arena, "%s %s", words[0]->text, words[1]->text) :
	                   str_copy(search->arena, (struct str){ words[0]->text, words[0]->length });
}

static void add_pair(struct watch_hit *hit, struct watch_pair pair)
{
	if (hit->pair_count < COUNT_OF(hit->pairs))
		hit->pairs[hit->pair_count++] = pair;
}

static void fill_edges(const struct search *search, const struct question *question, const struct written *written,
                       const struct comparison *comparison, struct watch_hit *hit, uint32_t *query_used, uint32_t *list_used)
{
	for (size_t i = 0; i < comparison->edge_count; i++) {
		const struct edge *edge = &comparison->edges[i];
		const struct word *query[2] = { &question->folded.words[edge->query], &question->folded.words[edge->query] + 1 };
		add_pair(hit, (struct watch_pair){ words_str(search, query, edge->query_span),
			words_str(search, &written->words[edge->list], edge->list_span), edge->how, edge->likeness, (int16_t)edge->weight });
		*query_used |= ((1u << edge->query_span) - 1) << edge->query;
		*list_used |= ((1u << edge->list_span) - 1) << edge->list;
	}
}

static void fill_pairs(const struct search *search, const struct candidate *candidate, struct watch_hit *hit)
{
	const struct question *question = &search->questions[candidate->question];
	struct written written;
	struct comparison comparison;
	uint32_t query_used = 0, list_used = 0;
	written_form(search->index, &search->index->forms[candidate->form], &written);
	compare_forms(question, &written, &comparison);
	fill_edges(search, question, &written, &comparison, hit, &query_used, &list_used);
	for (size_t i = 0; i < question->folded.count; i++) {
		const struct word *word = &question->folded.words[i];
		bool ignored = question->folded.ignored >> i & 1;
		if (!(query_used >> i & 1))
			add_pair(hit, (struct watch_pair){ .query = words_str(search, &word, 1),
				.how = ignored ? WATCH_IGNORED : WATCH_ONLY_QUERY, .weight = (int16_t)(ignored ? 0 : question->weights[i]) });
	}
	for (size_t i = 0; i < written.count; i++) {
		bool ignored = written.ignored >> i & 1;
		if (!(list_used >> i & 1))
			add_pair(hit, (struct watch_pair){ .list = words_str(search, &written.words[i], 1),
				.how = ignored ? WATCH_IGNORED : WATCH_ONLY_LIST, .weight = (int16_t)(ignored ? 0 : written.weights[i]) });
	}
}

void search_fill(const struct search *search, const struct candidate *candidate, struct watch_hit *hit)
{
	const struct watch_index *index = search->index;
	const struct watch_entry *entry = index->entries[candidate->entry];
	struct evidence evidence = evidence_of(search->query, entry);
	*hit = (struct watch_hit){ .entry = entry, .list_code = index->lists[index->entry_list[candidate->entry]].code,
		.threshold = search->threshold, .born = evidence.born, .sex = evidence.sex, .nationality = evidence.nationality };
	fill_document(search, candidate->entry, hit);
	if (candidate->form != NO_FORM) {
		hit->by_name = true;
		hit->score = candidate->score;
		hit->name_score = candidate->name_score;
		hit->name = &entry->names[index->forms[candidate->form].name];
		fill_pairs(search, candidate, hit);
	}
	bool born = evidence.born == WATCH_SAME || evidence.born == WATCH_CLOSE;
	hit->strong = (hit->by_document && hit->issuer == WATCH_SAME) ||
	              (hit->by_name && born && evidence.sex != WATCH_DIFFERENT && evidence.nationality != WATCH_DIFFERENT) ||
	              (hit->by_name && hit->by_document);
}

/* Of one entry, the best name first. */
static int by_entry(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	if (a->score != b->score)
		return b->score - a->score;
	if (a->name_score != b->name_score)
		return b->name_score - a->name_score;
	if (a->form != b->form)
		return a->form < b->form ? -1 : 1;
	return a->question - b->question;
}

/* What a document alone found first, then the best score, then the order of the lists. */
static int by_rank(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	if ((a->form == NO_FORM) != (b->form == NO_FORM))
		return a->form == NO_FORM ? -1 : 1;
	if (a->score != b->score)
		return b->score - a->score;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static struct watch_hits search_end(struct search *search)
{
	struct candidates *found = &search->found;
	struct watch_hits hits = { 0 };
	search_documents(search);
	if (!found->count)
		return hits;
	qsort(found->items, found->count, sizeof *found->items, by_entry);
	for (size_t i = 0; i < found->count; i++)
		if (!hits.found || found->items[hits.found - 1].entry != found->items[i].entry)
			found->items[hits.found++] = found->items[i];
	qsort(found->items, hits.found, sizeof *found->items, by_rank);
	hits.count = hits.found < WATCH_HITS ? hits.found : WATCH_HITS;
	hits.items = ARENA_ARRAY(search->arena, struct watch_hit, hits.count);
	for (size_t i = 0; i < hits.count; i++)
		search_fill(search, &found->items[i], &hits.items[i]);
	return hits;
}

struct watch_hits watch_search(const struct watch_index *index, const struct watch_query *query, struct arena *arena)
{
	struct search search;
	search_prepare(&search, index, query, arena);
	for (size_t i = 0; i < search.question_count; i++)
		search_question(&search, i);
	return search_end(&search);
}

struct watch_hits watch_search_brute(const struct watch_index *index, const struct watch_query *query, struct arena *arena)
{
	struct search search;
	search_prepare(&search, index, query, arena);
	for (size_t i = 0; i < search.question_count; i++)
		for (uint32_t form = 0; form < index->size.names; form++)
			search_compare(&search, i, form);
	return search_end(&search);
}
