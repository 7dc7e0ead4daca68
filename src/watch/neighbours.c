/* For a word of the question: every word of the lists that agrees with it, and its postings. */
#include "search.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

struct ids {
	uint32_t *items;
	size_t count, size;
	struct arena *arena;
};

static void add_id(struct ids *ids, uint32_t id)
{
	if (ids->count == ids->size) {
		size_t size = ids->size ? ids->size * 2 : 256;
		uint32_t *items = ARENA_ARRAY(ids->arena, uint32_t, size);
		if (ids->count)
			memcpy(items, ids->items, ids->count * sizeof *items);
		ids->items = items;
		ids->size = size;
	}
	ids->items[ids->count++] = id;
}

static void add_list(struct posting_lists *lists, struct posting_list list)
{
	if (list.at == list.end)
		return;
	if (lists->count == lists->size) {
		size_t size = lists->size ? lists->size * 2 : 64;
		struct posting_list *items = ARENA_ARRAY(lists->arena, struct posting_list, size);
		if (lists->count)
			memcpy(items, lists->items, lists->count * sizeof *items);
		lists->items = items;
		lists->size = size;
	}
	lists->items[lists->count++] = list;
}

static void add_postings(const struct watch_index *index, uint32_t id, uint16_t bits, bool joined, struct posting_lists *lists)
{
	add_list(lists, (struct posting_list){ .at = index->postings + index->posting_start[id],
		.end = index->postings + index->posting_start[id + 1], .weight = index->weights[id], .bits = bits,
		.joined = joined });
}

static void same_key(const struct key_id *keys, size_t count, uint64_t key, struct ids *ids)
{
	if (key)
		for (size_t at = key_find(keys, count, key); at < count && keys[at].key == key; at++)
			add_id(ids, keys[at].id);
}

static void same_text(const struct watch_index *index, struct str text, struct ids *ids)
{
	uint64_t key = str_hash(text);
	for (size_t at = key_find(index->by_text, index->size.words, key); at < index->size.words && index->by_text[at].key == key; at++) {
		const struct word *word = &index->words[index->by_text[at].id];
		if (str_equal((struct str){ word->text, word->length }, text))
			add_id(ids, index->by_text[at].id);
	}
}

/* Words whose letters are near enough. The bound never drops a word that agrees: an edit changes at most two bits of the
 * letters, an insertion or deletion one. */
#define SCAN_BODY \
	for (uint32_t id = from; id < to; id++) \
		if (__builtin_popcountll(all[id] ^ letters) <= most) \
			add_id(ids, id);

static void scan_plain(const uint64_t *all, uint32_t from, uint32_t to, uint64_t letters, int most, struct ids *ids)
{
	SCAN_BODY
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512vpopcntdq")))
static void scan_eight(const uint64_t *all, uint32_t from, uint32_t to, uint64_t letters, int most, struct ids *ids)
{
	const __m512i want = _mm512_set1_epi64((int64_t)letters), limit = _mm512_set1_epi64(most);
	for (; from + 8 <= to; from += 8) {
		__m512i other = _mm512_xor_si512(_mm512_loadu_si512(all + from), want);
		for (unsigned near = _mm512_cmple_epu64_mask(_mm512_popcnt_epi64(other), limit); near; near &= near - 1)
			add_id(ids, from + (uint32_t)__builtin_ctz(near));
	}
	scan_plain(all, from, to, letters, most, ids);
}

__attribute__((target("popcnt")))
static void scan_popcnt(const uint64_t *all, uint32_t from, uint32_t to, uint64_t letters, int most, struct ids *ids)
{
	SCAN_BODY
}
#endif

static void scan(const uint64_t *all, uint32_t from, uint32_t to, uint64_t letters, int most, struct ids *ids)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512vpopcntdq")) {
		scan_eight(all, from, to, letters, most, ids);
		return;
	}
	if (__builtin_cpu_supports("popcnt")) {
		scan_popcnt(all, from, to, letters, most, ids);
		return;
	}
#endif
	scan_plain(all, from, to, letters, most, ids);
}

static void near_spelling(const struct watch_index *index, const struct word *word, const struct word_pattern *pattern, struct ids *ids)
{
	enum { AHEAD = 8 };
	struct ids passed = { .arena = ids->arena };
	for (int length = 2; length <= WATCH_TOKEN_LETTERS; length++) {
		int longest = length > word->length ? length : word->length, limit = word_distance_limit(longest);
		int difference = length > word->length ? length - word->length : word->length - length;
		if (!limit || difference > limit)
			continue;
		passed.count = 0;
		scan(index->letters, index->length_start[length], index->length_start[length + 1], word->letters, 2 * limit - difference, &passed);
		for (size_t i = 0; i < passed.count; i++) {
			uint32_t id = passed.items[i];
			if (i + AHEAD < passed.count)
				__builtin_prefetch(index->texts[passed.items[i + AHEAD]]);
			if (word_distance(word, pattern, length <= WORD_SHORT ? index->texts[id] : index->words[id].text, length) <= limit)
				add_id(ids, id);
		}
	}
}

/* Words of one length stand in the order of their text: those that begin with the word stand together. */
static void longer_words(const struct watch_index *index, const struct word *word, struct ids *ids)
{
	for (int length = word->length + 1; length <= WATCH_TOKEN_LETTERS; length++) {
		uint32_t low = index->length_start[length], end = index->length_start[length + 1], high = end;
		while (low < high) {
			uint32_t middle = low + (high - low) / 2;
			if (memcmp(index->words[middle].text, word->text, word->length) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < end && word_is_cut(word, &index->words[low]); low++)
			add_id(ids, low);
	}
}

static void sort_ids(struct ids *ids, struct arena *arena)
{
	for (size_t width = 1; width < ids->count; width *= 2) { /* merge sort, bottom up */
		uint32_t *out = ARENA_ARRAY(arena, uint32_t, ids->count);
		for (size_t at = 0, to = 0; at < ids->count; at += 2 * width) {
			size_t middle = at + width < ids->count ? at + width : ids->count;
			size_t end = at + 2 * width < ids->count ? at + 2 * width : ids->count, left = at, right = middle;
			while (to < end)
				out[to++] = right >= end || (left < middle && ids->items[left] <= ids->items[right]) ?
					ids->items[left++] : ids->items[right++];
		}
		ids->items = out;
	}
}

static void agreeing_words(const struct watch_index *index, const struct question *question, size_t at, struct ids *ids)
{
	const struct word *word = &question->folded.words[at];
	struct ids near = { .arena = ids->arena };
	bool last = question->truncated && at + 1u == question->folded.count;
	same_text(index, (struct str){ word->text, word->length }, &near);
	same_key(index->by_sound, index->by_sound_count, word->sound, &near);
	same_key(index->by_stem, index->by_stem_count, word->stem, &near);
	same_key(index->by_bones, index->by_bones_count, word->bones, &near);
	near_spelling(index, word, &question->patterns[at], ids);
	if (last)
		longer_words(index, word, &near);
	for (size_t i = 0; i < near.count; i++) {
		enum watch_how how;
		const struct word *other = &index->words[near.items[i]];
		if (word_likeness(word, &question->patterns[at], other, &how) || (last && word_is_cut(word, other)))
			add_id(ids, near.items[i]);
	}
	sort_ids(ids, ids->arena);
}

static bool beside(const struct watch_index *index, uint32_t form, uint32_t first, uint32_t second)
{
	const struct form *f = &index->forms[form];
	const uint32_t *words = index->form_words + f->words;
	for (size_t i = 0; i + 1 < f->count; i++)
		if (words[i] == first && words[i + 1] == second)
			return true;
	return false;
}

/* Forms in which the two words stand side by side, from the shorter postings of those that always weigh. */
static void add_beside(const struct watch_index *index, uint32_t first, uint32_t second, uint16_t bits, struct posting_lists *lists)
{
	bool first_ignored = index->words[first].ignored, second_ignored = index->words[second].ignored;
	if (first_ignored && second_ignored)
		return;
	uint32_t first_count = index->posting_start[first + 1] - index->posting_start[first];
	uint32_t second_count = index->posting_start[second + 1] - index->posting_start[second];
	uint32_t from = first_ignored || (!second_ignored && second_count < first_count) ? second : first;
	uint32_t count = from == first ? first_count : second_count, kept = 0;
	const uint32_t *postings = index->postings + index->posting_start[from];
	uint32_t *forms = ARENA_ARRAY(lists->arena, uint32_t, count + 1u);
	for (uint32_t i = 0; i < count; i++)
		if (beside(index, postings[i], first, second))
			forms[kept++] = postings[i];
	add_list(lists, (struct posting_list){ .at = forms, .end = forms + kept, .bits = bits, .split = true,
		.weight = (uint16_t)(index->weights[first] + index->weights[second]) });
}

/* The word may stand as two in the lists. */
static void add_split(const struct watch_index *index, const struct word *word, uint16_t bits, struct posting_lists *lists)
{
	for (size_t at = 2; at + 2 <= word->length; at++) {
		struct ids first = { .arena = lists->arena }, second = { .arena = lists->arena };
		same_text(index, (struct str){ word->text, at }, &first);
		if (!first.count)
			continue;
		same_text(index, (struct str){ word->text + at, word->length - at }, &second);
		for (size_t i = 0; i < first.count; i++)
			for (size_t j = 0; j < second.count; j++)
				add_beside(index, first.items[i], second.items[j], bits, lists);
	}
}

/* Two words of the question may stand as one in the lists. */
static void add_joined(const struct watch_index *index, const struct question *question, size_t at, struct posting_lists *lists)
{
	const struct word *first = &question->folded.words[at], *second = first + 1;
	size_t length = (size_t)first->length + second->length;
	if (first->length < 2 || second->length < 2 || length > WATCH_TOKEN_LETTERS || (first->ignored && second->ignored))
		return;
	char text[WATCH_TOKEN_LETTERS];
	memcpy(text, first->text, first->length);
	memcpy(text + first->length, second->text, second->length);
	struct ids ids = { .arena = lists->arena };
	same_text(index, (struct str){ text, length }, &ids);
	uint16_t bits = (uint16_t)((3u << at) & ~(unsigned)question->folded.ignored);
	for (size_t i = 0; i < ids.count; i++)
		add_postings(index, ids.items[i], bits, true, lists);
}

/* An earlier word of the question that is like this one: both may agree with one word of the lists. */
static bool like_earlier(const struct question *question, size_t at)
{
	enum watch_how how;
	for (size_t i = 0; i < at; i++)
		if (!(question->folded.ignored >> i & 1) && !word_initial(&question->folded.words[i]) &&
		    word_likeness(&question->folded.words[at], &question->patterns[at], &question->folded.words[i], &how))
			return true;
	return false;
}

/* One word of a form agrees with one word of the question at most: its weight is counted once. */
static bool merge(const struct watch_index *index, uint32_t id, uint16_t bit, struct posting_lists *lists)
{
	const uint32_t *postings = index->postings + index->posting_start[id];
	for (size_t i = 0; i < lists->count; i++) {
		struct posting_list *list = &lists->items[i];
		if (list->at != postings || list->split || list->joined)
			continue;
		list->bits |= bit;
		lists->merged = true;
		return true;
	}
	return false;
}

void neighbours_find(const struct watch_index *index, const struct question *question, struct posting_lists *lists)
{
	for (size_t i = 0; i < question->folded.count; i++) {
		const struct word *word = &question->folded.words[i];
		uint16_t bit = (uint16_t)(1u << i);
		if (i + 1u < question->folded.count)
			add_joined(index, question, i, lists);
		if (question->folded.ignored & bit || word_initial(word))
			continue;
		struct ids ids = { .arena = lists->arena };
		bool like = like_earlier(question, i);
		agreeing_words(index, question, i, &ids);
		for (size_t j = 0; j < ids.count; j++)
			if ((!j || ids.items[j] != ids.items[j - 1]) && !(like && merge(index, ids.items[j], bit, lists)))
				add_postings(index, ids.items[j], bit, false, lists);
		add_split(index, word, bit, lists);
	}
}
