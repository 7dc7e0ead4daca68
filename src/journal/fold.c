/* Folding: a record's entries into its rows. The states of records touched lately are kept, so that one more crossing of a commuter
 * costs one step and not thousands. A kept state holds while the record's head is the one that it was made at; an entry that falls
 * before the last one, or a head that another process moved, has the record folded again from its bodies. */
#include "inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_SLOTS = 4096, CACHE_BYTES = 32 << 20 };

struct state {
	struct uuid record;
	const struct folding *folding;
	int64_t n;                    /* head that it was made at */
	struct uuid entry;
	struct arena *arena;          /* of the state */
	void *state;
	struct row_set rows;          /* its rows, in an arena of their own */
	size_t bytes;                 /* that both hold */
};

/* One state a slot; a newer one takes the place of an older. Simple, and bounded in number and bytes. What goes is freed at the end of the
 * batch, since rows on their way to the disk still point into it. */
struct cache {
	struct state slots[CACHE_SLOTS];
	size_t bytes, hand;           /* of all states; the slot that goes next when they are too many */
	struct arena **gone;
	size_t gone_count, gone_size;
};

/* What one fold makes of a record in this batch: rows before and after. */
struct folded {
	struct uuid record;
	struct row_set before, after;
};

struct cache *cache_new(void)
{
	struct cache *cache = calloc(1, sizeof *cache);
	assert(cache);
	return cache;
}

static void free_later(struct cache *cache, struct arena *arena)
{
	if (!arena)
		return;
	if (cache->gone_count == cache->gone_size) {
		cache->gone_size = cache->gone_size ? cache->gone_size * 2 : 64;
		cache->gone = realloc(cache->gone, cache->gone_size * sizeof *cache->gone);
		assert(cache->gone);
	}
	cache->gone[cache->gone_count++] = arena;
}

static void state_drop(struct cache *cache, struct state *state)
{
	free_later(cache, state->arena);
	free_later(cache, state->rows.arena);
	cache->bytes -= state->bytes;
	*state = (struct state){ 0 };
}

static void state_weigh(struct cache *cache, struct state *state)
{
	cache->bytes -= state->bytes;
	state->bytes = arena_held(state->arena) + arena_held(state->rows.arena);
	cache->bytes += state->bytes;
}

void cache_settle(struct cache *cache)
{
	for (; cache->bytes > CACHE_BYTES; cache->hand++)
		state_drop(cache, &cache->slots[cache->hand % CACHE_SLOTS]);
	while (cache->gone_count)
		arena_free(cache->gone[--cache->gone_count]);
}

void cache_clear(struct cache *cache)
{
	for (size_t i = 0; i < CACHE_SLOTS; i++)
		state_drop(cache, &cache->slots[i]);
	cache_settle(cache);
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	cache_clear(cache);
	free(cache->gone);
	free(cache);
}

static struct state *cache_slot(struct cache *cache, const struct folding *folding, struct uuid record)
{
	uint64_t hash = str_hash(bytes_of(record.bytes, 16)) ^ (uint64_t)(uintptr_t)folding * UINT64_C(0x9e3779b97f4a7c15);
	return &cache->slots[(hash ^ hash >> 32) & (CACHE_SLOTS - 1)];
}

bool fold_reads(const struct fold *fold, struct str type_name)
{
	for (const struct entry_type *const *type = fold->reads; *type; type++) {
		if (str_is(type_name, (*type)->name))
			return true;
	}
	return false;
}

static bool reads_version(const struct fold *fold, const struct entry_type *type)
{
	for (const struct entry_type *const *read = fold->reads; *read; read++) {
		if (*read == type)
			return true;
	}
	return false;
}

/* An entry into a state. One whose type this program does not know, or whose body does not read, is skipped: it folds after an
 * upgrade. What the state may keep is copied into its arena. */
static void apply(const struct fold *fold, void *state, const struct entry *entry, struct arena *arena)
{
	if (!entry->type || !reads_version(fold, entry->type))
		return;
	struct entry kept = *entry;
	kept.lane = kept.seq = 0; /* where an entry stands is no part of what it says */
	kept.type_name = str_copy(arena, entry->type_name);
	kept.purpose = str_copy(arena, entry->purpose);
	kept.data = str_copy(arena, entry->data);
	void *data = arena_alloc(arena, entry->type->fields->size);
	if (fields_from_data(entry->type->fields, kept.data, data, arena))
		fold->apply(state, &kept, data, arena);
}

static bool apply_stored(struct journal *journal, struct db *db, const struct folding *folding, struct uuid record, void *state,
                         struct arena *arena, struct error *err)
{
	struct arena *scratch = arena_new(0);
	struct query *query = db_made(db, folding->select_sql);
	query_bind_id(query, "record", record);
	while (query_next(query)) {
		struct entry entry;
		entry_read(journal, query, &entry, scratch);
		apply(folding->fold, state, &entry, arena);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return query_end(query, err);
}

static struct row_set rows_of(const struct folding *folding, const void *state, struct uuid record, struct arena *arena)
{
	struct row_set set = { .projections = folding->projections, .projection_count = folding->projection_count, .arena = arena };
	folding->fold->rows(state, record, &set);
	rows_sort(&set);
	return set;
}

bool fold_record(struct journal *journal, struct db *db, const struct folding *folding, struct uuid record, struct row_set *out,
                 struct arena *arena, struct error *err)
{
	void *state = arena_alloc(arena, folding->fold->state_size);
	if (!apply_stored(journal, db, folding, record, state, arena, err))
		return false;
	*out = rows_of(folding, state, record, arena);
	return true;
}

static bool read_stored(struct journal *journal, struct db *db, struct uuid record, struct stored *stored, struct arena *arena, struct error *err)
{
	size_t size = 0;
	if (stored->read)
		return true;
	struct query *query = db_made(db, journal->stored_sql);
	query_bind_id(query, "record", record);
	while (query_next(query)) {
		if (stored->count == size) {
			size_t more = size ? size * 2 : 16;
			struct entry *items = ARENA_ARRAY(arena, struct entry, more);
			if (stored->count)
				memcpy(items, stored->items, stored->count * sizeof *items);
			stored->items = items;
			size = more;
		}
		entry_read(journal, query, &stored->items[stored->count++], arena);
	}
	stored->read = true;
	return query_end(query, err);
}

/* The state at `before`: the kept one, or made from the bodies. */
static struct state *state_at(struct journal *journal, struct db *db, const struct folding *folding, const struct head *before,
                              struct stored *stored, struct arena *arena, struct error *err)
{
	struct state *state = cache_slot(journal->cache, folding, before->record);
	bool kept = state->arena && state->folding == folding && uuid_equal(state->record, before->record) &&
	            state->n == before->n && uuid_equal(state->entry, before->entry);
	if (kept)
		return state;
	state_drop(journal->cache, state);
	*state = (struct state){ .record = before->record, .folding = folding, .n = before->n, .entry = before->entry };
	state->arena = arena_new(0);
	state->state = arena_alloc(state->arena, folding->fold->state_size);
	if (before->n && !read_stored(journal, db, before->record, stored, arena, err)) {
		state_drop(journal->cache, state);
		return NULL;
	}
	for (size_t i = 0; i < stored->count; i++)
		apply(folding->fold, state->state, &stored->items[i], state->arena);
	state->rows = rows_of(folding, state->state, before->record, arena_new(0));
	state_weigh(journal->cache, state);
	return state;
}

/* Folds stored entries and new ones together, in order: for entries that fall before the last. */
static struct row_set fold_merged(const struct folding *folding, struct uuid record, const struct stored *stored, struct written **entries, size_t count,
                                  struct arena *arena)
{
	void *state = arena_alloc(arena, folding->fold->state_size);
	size_t next = 0;
	for (size_t i = 0; i < stored->count; i++) {
		const struct entry *old = &stored->items[i];
		for (; next < count; next++) {
			const struct entry *new = &entries[next]->entry;
			if (new->hlc > old->hlc || (new->hlc == old->hlc && uuid_compare(new->id, old->id) > 0))
				break;
			apply(folding->fold, state, new, arena);
		}
		apply(folding->fold, state, old, arena);
	}
	for (; next < count; next++)
		apply(folding->fold, state, &entries[next]->entry, arena);
	return rows_of(folding, state, record, arena);
}

static bool follows(const struct entry *entry, const struct head *head)
{
	return !head->n || entry->hlc > head->hlc || (entry->hlc == head->hlc && uuid_compare(entry->id, head->entry) > 0);
}

struct folded *fold_prepare(struct journal *journal, struct db *db, const struct folding *folding, const struct head *before,
                            const struct head *after, struct written **entries, size_t count, struct stored *stored, struct arena *arena,
                            struct error *err)
{
	struct folded *out = ARENA_NEW(arena, struct folded);
	struct state *state = state_at(journal, db, folding, before, stored, arena, err);
	if (!state)
		return NULL;
	out->record = before->record;
	out->before = state->rows;
	if (!follows(&entries[0]->entry, before)) {
		state_drop(journal->cache, state);
		if (!read_stored(journal, db, before->record, stored, arena, err))
			return NULL;
		out->after = fold_merged(folding, before->record, stored, entries, count, arena);
		return out;
	}
	for (size_t i = 0; i < count; i++)
		apply(folding->fold, state->state, &entries[i]->entry, state->arena);
	out->after = rows_of(folding, state->state, before->record, arena_new(0));
	free_later(journal->cache, state->rows.arena);
	state->rows = out->after;
	state->n = after->n;
	state->entry = after->entry;
	state_weigh(journal->cache, state);
	return out;
}

bool fold_write(struct db *db, struct folded *folded, struct arena *arena, struct error *err)
{
	return rows_write(db, folded->record, &folded->before, &folded->after, arena, err);
}
