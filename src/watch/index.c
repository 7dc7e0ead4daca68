#include "index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What grows while the index is built; ends with the building. */
struct builder {
	struct watch_index *index;
	struct word *words;
	uint32_t *seen, *count;     /* per word: the last form that had it, and how many did */
	size_t word_count, word_size;
	uint32_t *table;            /* open addressing: word + 1 */
	size_t table_size;
	struct form *forms;
	size_t form_count, form_size;
	uint32_t *form_words;
	size_t form_word_count, form_word_size;
};

static void *grow(void *memory, size_t item, size_t *size, size_t needed)
{
	if (needed <= *size)
		return memory;
	size_t next = *size ? *size * 2 : 1024;
	void *grown = realloc(memory, item * next);
	if (!grown)
		abort();
	*size = next;
	return grown;
}

static struct str word_str(const struct word *word)
{
	return (struct str){ word->text, word->length };
}

static bool word_same(const struct word *a, const struct word *b)
{
	return a->unvowelled == b->unvowelled && str_equal(word_str(a), word_str(b));
}

static void rehash(struct builder *builder)
{
	builder->table_size = builder->table_size ? builder->table_size * 2 : 4096;
	free(builder->table);
	builder->table = calloc(builder->table_size, sizeof *builder->table);
	if (!builder->table)
		abort();
	for (size_t i = 0; i < builder->word_count; i++) {
		size_t at = str_hash(word_str(&builder->words[i])) & (builder->table_size - 1);
		while (builder->table[at])
			at = (at + 1) & (builder->table_size - 1);
		builder->table[at] = (uint32_t)i + 1;
	}
}

static uint32_t intern(struct builder *builder, const struct word *word)
{
	if (builder->word_count * 2 >= builder->table_size)
		rehash(builder);
	size_t at = str_hash(word_str(word)) & (builder->table_size - 1);
	for (; builder->table[at]; at = (at + 1) & (builder->table_size - 1))
		if (word_same(&builder->words[builder->table[at] - 1], word))
			return builder->table[at] - 1;
	size_t size = builder->word_size, same = size;
	builder->words = grow(builder->words, sizeof *builder->words, &builder->word_size, builder->word_count + 1);
	builder->seen = grow(builder->seen, sizeof *builder->seen, &size, builder->word_count + 1);
	builder->count = grow(builder->count, sizeof *builder->count, &same, builder->word_count + 1);
	builder->words[builder->word_count] = *word;
	builder->seen[builder->word_count] = UINT32_MAX;
	builder->count[builder->word_count] = 0;
	builder->table[at] = (uint32_t)builder->word_count + 1;
	return (uint32_t)builder->word_count++;
}

static void add_form(struct builder *builder, uint32_t entry, uint16_t name, const struct folded *folded)
{
	builder->forms = grow(builder->forms, sizeof *builder->forms, &builder->form_size, builder->form_count + 1);
	struct form *form = &builder->forms[builder->form_count];
	*form = (struct form){ .entry = entry, .name = name, .ignored = folded->ignored, .count = folded->count,
		.words = (uint32_t)builder->form_word_count };
	for (size_t i = 0; i < folded->count; i++) {
		uint32_t id = intern(builder, &folded->words[i]);
		builder->form_words = grow(builder->form_words, sizeof(uint32_t), &builder->form_word_size, builder->form_word_count + 1);
		builder->form_words[builder->form_word_count++] = id;
		if (word_initial(&folded->words[i]) && !(folded->ignored >> i & 1))
			form->initials++;
		if (builder->seen[id] != builder->form_count)
			builder->count[id]++;
		builder->seen[id] = (uint32_t)builder->form_count;
	}
	builder->form_count++;
}

static void add_names(struct builder *builder, uint32_t at, const struct watch_entry *entry)
{
	struct folded forms[FOLD_FORMS];
	for (uint16_t i = 0; i < entry->name_count; i++) {
		size_t count = fold_name(builder->index->scripts, entry->names[i].text, forms);
		for (size_t form = 0; form < count; form++)
			add_form(builder, at, i, &forms[form]);
	}
}

static void add_entries(struct builder *builder, const struct watch_list *lists, size_t list_count)
{
	struct watch_index *index = builder->index;
	uint32_t at = 0;
	for (size_t i = 0; i < list_count; i++)
		for (size_t j = 0; j < lists[i].count; j++, at++) {
			const struct watch_entry *entry = &lists[i].entries[j];
			index->entries[at] = entry;
			index->entry_list[at] = (uint16_t)i;
			if (entry->kind != WATCH_PERSON)
				continue;
			index->size.persons++;
			add_names(builder, at, entry);
		}
}

static int by_length(const void *left, const void *right)
{
	const struct word *a = *(const struct word *const *)left, *b = *(const struct word *const *)right;
	if (a->length != b->length)
		return a->length - b->length;
	int order = str_compare(word_str(a), word_str(b));
	return order ? order : a->unvowelled - b->unvowelled;
}

/* 20 + 11 log2(forms / forms with the word), so that each halving of frequency counts the same; in tenths of a bit. */
static uint16_t weight_of(const struct word *word, uint64_t count, uint64_t forms)
{
	if (word_initial(word))
		return WEIGHT_INITIAL;
	uint64_t all = forms < 2000 ? 2000 : forms;
	int tenths = 0;
	for (uint64_t ratio = all * 1024 / (count ? count : 1); ratio >= 2048; ratio /= 2)
		tenths += 10;
	uint64_t rest = all * 1024 / (count ? count : 1) >> (tenths / 10);
	tenths += rest > 1024 ? (int)((rest - 1024) * 10 / 1024) : 0;
	int weight = 20 + 11 * tenths / 10;
	return (uint16_t)(weight > WEIGHT_MOST ? WEIGHT_MOST : weight < WEIGHT_LEAST ? WEIGHT_LEAST : weight);
}

const struct key_id *index_word(const struct watch_index *index, struct str text)
{
	uint64_t key = str_hash(text);
	for (size_t at = key_find(index->by_text, index->size.words, key); at < index->size.words && index->by_text[at].key == key; at++)
		if (str_equal(word_str(&index->words[index->by_text[at].id]), text))
			return &index->by_text[at];
	return NULL;
}

static uint64_t index_forms_with(const struct watch_index *index, const struct word *word)
{
	const struct key_id *known = index_word(index, word_str(word));
	return known ? index->posting_start[known->id + 1] - index->posting_start[known->id] : 0;
}

static void sort_words(struct builder *builder)
{
	struct watch_index *index = builder->index;
	size_t count = builder->word_count;
	const struct word **order = malloc((count + 1) * sizeof *order);
	uint32_t *renamed = malloc((count + 1) * sizeof *renamed);
	if (!order || !renamed)
		abort();
	for (size_t i = 0; i < count; i++)
		order[i] = &builder->words[i];
	qsort(order, count, sizeof *order, by_length);
	index->words = ARENA_ARRAY(index->arena, struct word, count + 1);
	index->weights = ARENA_ARRAY(index->arena, uint16_t, count + 1);
	index->letters = ARENA_ARRAY(index->arena, uint64_t, count + 1);
	index->texts = arena_alloc_array(index->arena, sizeof *index->texts, count + 1);
	for (size_t i = 0; i < count; i++) {
		size_t old = (size_t)(order[i] - builder->words);
		renamed[old] = (uint32_t)i;
		index->words[i] = *order[i];
		index->letters[i] = order[i]->letters;
		memcpy(index->texts[i], order[i]->text, order[i]->length < WORD_SHORT ? order[i]->length : WORD_SHORT);
		uint64_t count_beside = index->beside ? index_forms_with(index->beside, order[i]) : 0;
		index->weights[i] = weight_of(order[i], builder->count[old] + count_beside, builder->form_count + (index->beside ? index->beside->size.names : 0));
		index->length_start[order[i]->length + 1] = (uint32_t)i + 1;
	}
	for (size_t i = 1; i < COUNT_OF(index->length_start); i++)
		if (index->length_start[i] < index->length_start[i - 1])
			index->length_start[i] = index->length_start[i - 1];
	for (size_t i = 0; i < builder->form_word_count; i++)
		builder->form_words[i] = renamed[builder->form_words[i]];
	index->size.words = count;
	free(order);
	free(renamed);
}

/* Does this place of the form start a posting? Not for what weighs nothing, for initials, nor twice for one word. */
static bool posts(const struct watch_index *index, const struct form *form, size_t at)
{
	uint32_t id = index->form_words[form->words + at];
	if (form->ignored >> at & 1 || word_initial(&index->words[id]))
		return false;
	for (size_t i = 0; i < at; i++)
		if (index->form_words[form->words + i] == id && !(form->ignored >> i & 1))
			return false;
	return true;
}

static void keep_forms(struct builder *builder)
{
	struct watch_index *index = builder->index;
	index->forms = ARENA_ARRAY(index->arena, struct form, builder->form_count + 1);
	index->form_words = ARENA_ARRAY(index->arena, uint32_t, builder->form_word_count + 1);
	if (builder->form_count) {
		memcpy(index->forms, builder->forms, builder->form_count * sizeof *index->forms);
		memcpy(index->form_words, builder->form_words, builder->form_word_count * sizeof *index->form_words);
	}
	index->special = ARENA_ARRAY(index->arena, uint64_t, builder->form_count / 64 + 1);
	index->size.names = builder->form_count;
	for (size_t i = 0; i < builder->form_count; i++) {
		struct form *form = &index->forms[i];
		for (size_t j = 0; j < form->count; j++) {
			uint32_t id = index->form_words[form->words + j];
			if (form->ignored >> j & 1)
				continue;
			form->repeats |= !word_initial(&index->words[id]) && !posts(index, form, j);
			form->weight = (uint16_t)(form->weight + index->weights[id]);
			form->letters |= letter_bit(&index->words[id]);
		}
		int weighing = form->count - __builtin_popcount(form->ignored);
		if (weighing < 2 || form->initials)
			index->special[i / 64] |= UINT64_C(1) << i % 64;
	}
}

static void make_postings(struct watch_index *index)
{
	size_t words = index->size.words, total = 0;
	index->posting_start = ARENA_ARRAY(index->arena, uint32_t, words + 2);
	for (size_t i = 0; i < index->size.names; i++)
		for (size_t j = 0; j < index->forms[i].count; j++)
			if (posts(index, &index->forms[i], j)) {
				index->posting_start[index->form_words[index->forms[i].words + j] + 1]++;
				total++;
			}
	for (size_t i = 1; i <= words; i++)
		index->posting_start[i] += index->posting_start[i - 1];
	index->postings = ARENA_ARRAY(index->arena, uint32_t, total + 1);
	uint32_t *next = malloc((words + 1) * sizeof *next);
	if (!next)
		abort();
	memcpy(next, index->posting_start, (words + 1) * sizeof *next);
	for (size_t i = 0; i < index->size.names; i++)
		for (size_t j = 0; j < index->forms[i].count; j++)
			if (posts(index, &index->forms[i], j))
				index->postings[next[index->form_words[index->forms[i].words + j]]++] = (uint32_t)i;
	free(next);
	index->size.postings = total;
}

static int by_key_id(const void *left, const void *right)
{
	const struct key_id *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static struct key_id *sort_keys(struct watch_index *index, size_t offset, bool text, size_t *count)
{
	struct key_id *keys = ARENA_ARRAY(index->arena, struct key_id, index->size.words + 1);
	*count = 0;
	for (size_t i = 0; i < index->size.words; i++) {
		uint64_t key = text ? str_hash(word_str(&index->words[i])) : *(uint64_t *)((char *)&index->words[i] + offset);
		if (key || text)
			keys[(*count)++] = (struct key_id){ key, (uint32_t)i };
	}
	qsort(keys, *count, sizeof *keys, by_key_id);
	return keys;
}

static int by_number(const void *left, const void *right)
{
	const struct document_key *a = left, *b = right;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->entry != b->entry ? (a->entry < b->entry ? -1 : 1) : a->document < b->document ? -1 : a->document > b->document;
}

static void index_documents(struct watch_index *index)
{
	size_t total = 0;
	for (size_t i = 0; i < index->size.entries; i++)
		total += index->entries[i]->document_count;
	index->documents = ARENA_ARRAY(index->arena, struct document_key, total + 1);
	for (size_t i = 0; i < index->size.entries; i++)
		for (uint16_t j = 0; j < index->entries[i]->document_count; j++) {
			struct str number = fold_number(index->arena, index->entries[i]->documents[j].number);
			if (number.len)
				index->documents[index->document_count++] =
					(struct document_key){ str_hash(number), number, (uint32_t)i, j };
		}
	qsort(index->documents, index->document_count, sizeof *index->documents, by_number);
}

static void builder_release(struct builder *builder)
{
	free(builder->words);
	free(builder->seen);
	free(builder->count);
	free(builder->table);
	free(builder->forms);
	free(builder->form_words);
}

struct watch_index *watch_index_build(const struct watch_list *lists, size_t list_count, const struct watch_index *beside)
{
	struct arena *arena = arena_new((size_t)8 << 30);
	struct watch_index *index = ARENA_NEW(arena, struct watch_index);
	struct builder builder = { .index = index };
	size_t text_count;
	*index = (struct watch_index){ .arena = arena, .scripts = scripts_open(), .lists = lists, .beside = beside };
	for (size_t i = 0; i < list_count; i++)
		index->size.entries += lists[i].count;
	index->entries = ARENA_ARRAY(arena, const struct watch_entry *, index->size.entries + 1);
	index->entry_list = ARENA_ARRAY(arena, uint16_t, index->size.entries + 1);
	add_entries(&builder, lists, list_count);
	sort_words(&builder);
	keep_forms(&builder);
	builder_release(&builder);
	make_postings(index);
	index->by_text = sort_keys(index, 0, true, &text_count);
	index->by_sound = sort_keys(index, offsetof(struct word, sound), false, &index->by_sound_count);
	index->by_stem = sort_keys(index, offsetof(struct word, stem), false, &index->by_stem_count);
	index->by_bones = sort_keys(index, offsetof(struct word, bones), false, &index->by_bones_count);
	index_documents(index);
	index->size.bytes = arena_used(arena);
	return index;
}

void watch_index_free(struct watch_index *index)
{
	if (!index)
		return;
	scripts_close(index->scripts);
	arena_free(index->arena);
}

struct watch_size watch_index_size(const struct watch_index *index)
{
	return index->size;
}
