/* The lists in force, as one immutable snapshot for each act. Loaded and indexed outside the lock; exchanged at once. */
#include "lists.h"
#include "national.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Imported files, with the index over them: large, and kept when only entries that are kept here change. */
struct base {
	struct arena *arena;
	struct watch_loaded *lists;
	size_t count;
	struct watch_index *index;
	size_t held;
};

struct shelved {
	struct watch watch;      /* first: a snapshot given back is found by it */
	struct arena *arena;     /* rows, and entries that are kept here */
	struct base *base;
	size_t held;
};

struct watch_shelf {
	pthread_mutex_t lock, loading; /* loading: one at a time; readers never wait for it */
	struct shelved *in_force;
	int64_t failed;          /* when a list last could not be loaded: it is not tried twice a second */
};

static struct shelved *shelved_new(void)
{
	struct shelved *shelved = calloc(1, sizeof *shelved);
	assert(shelved);
	shelved->arena = arena_new(0);
	return shelved;
}

/* Bases are made, shared and dropped under the lock of loading, but for the last: dropped with its snapshot. */
static void base_drop(struct base *base)
{
	if (!base || __atomic_sub_fetch(&base->held, 1, __ATOMIC_ACQ_REL))
		return;
	watch_index_free(base->index);
	arena_free(base->arena);
	free(base);
}

static void drop(struct shelved *shelved)
{
	watch_index_free(shelved->watch.own);
	base_drop(shelved->base);
	arena_free(shelved->arena);
	free(shelved);
}

struct watch_shelf *watch_shelf_new(void)
{
	struct watch_shelf *shelf = calloc(1, sizeof *shelf);
	assert(shelf);
	pthread_mutex_init(&shelf->lock, NULL);
	pthread_mutex_init(&shelf->loading, NULL);
	shelf->in_force = shelved_new();
	shelf->in_force->held = 1;
	return shelf;
}

/* The shelf itself holds what is in force. */
static void let_go(struct watch_shelf *shelf, struct shelved *shelved)
{
	pthread_mutex_lock(&shelf->lock);
	assert(shelved->held);
	bool gone = !--shelved->held;
	pthread_mutex_unlock(&shelf->lock);
	if (gone)
		drop(shelved);
}

void watch_shelf_free(struct watch_shelf *shelf)
{
	if (!shelf)
		return;
	assert(shelf->in_force->held == 1);
	drop(shelf->in_force);
	pthread_mutex_destroy(&shelf->lock);
	pthread_mutex_destroy(&shelf->loading);
	free(shelf);
}

const struct watch *watch_shelf_take(struct watch_shelf *shelf)
{
	pthread_mutex_lock(&shelf->lock);
	struct shelved *shelved = shelf->in_force;
	shelved->held++;
	pthread_mutex_unlock(&shelf->lock);
	return &shelved->watch;
}

void watch_shelf_give(struct watch_shelf *shelf, const struct watch *watch)
{
	if (watch)
		let_go(shelf, (struct shelved *)watch);
}

static void put(struct watch_shelf *shelf, struct shelved *shelved)
{
	shelved->held = 1;
	pthread_mutex_lock(&shelf->lock);
	struct shelved *old = shelf->in_force;
	shelf->in_force = shelved;
	pthread_mutex_unlock(&shelf->lock);
	let_go(shelf, old);
}

/* ---- loading ---- */

enum { AGAIN_MS = 10000 };

static bool same(const struct watch *watch, const struct watch_list_row *rows, size_t count, bool sound)
{
	bool same = watch->count == count;
	for (size_t i = 0; same && i < count; i++)
		same = (watch->lists[i].sound || !sound) && str_equal(watch->lists[i].row.code, rows[i].code) && uuid_equal(watch->lists[i].row.id, rows[i].id);
	return same;
}

static void row_copy(struct arena *arena, const struct watch_list_row *from, struct watch_list_row *to)
{
	*to = *from;
	to->code = str_copy(arena, from->code);
	to->format = str_copy(arena, from->format);
	to->digest = str_copy(arena, from->digest);
	to->file = str_copy(arena, from->file);
	to->listed = str_copy(arena, from->listed);
}

/* ---- what was imported ---- */

static bool base_serves(const struct base *base, const struct watch_list_row *rows, size_t count)
{
	bool same_files = base && base->count == count;
	for (size_t i = 0; same_files && i < count; i++)
		same_files = base->lists[i].sound && str_equal(base->lists[i].row.code, rows[i].code) && str_equal(base->lists[i].row.file, rows[i].file);
	return same_files;
}

/* `all`: false when a list could not be loaded. */
static struct base *base_load(struct act *act, const struct watch_list_row *rows, size_t count, bool *all, struct error *err)
{
	struct base *base = calloc(1, sizeof *base);
	assert(base);
	base->arena = arena_new(0);
	base->held = 1;
	struct watch_list *lists = ARENA_ARRAY(base->arena, struct watch_list, count + 1); /* the index keeps it */
	size_t sound = 0;
	base->lists = ARENA_ARRAY(base->arena, struct watch_loaded, count + 1);
	base->count = count;
	*all = true;
	for (size_t i = 0; i < count; i++) {
		struct watch_loaded *loaded = &base->lists[i];
		row_copy(base->arena, &rows[i], &loaded->row);
		loaded->sound = watch_load(act, &rows[i], base->arena, &loaded->reading, err);
		*all = *all && loaded->sound;
		if (loaded->sound)
			lists[sound++] = (struct watch_list){ loaded->row.code, loaded->reading.entries, loaded->reading.count };
		else
			loaded->reading = (struct watch_reading){ 0 };
	}
	base->index = watch_index_build(lists, sound, NULL);
	return base;
}

/* ---- what is kept here ---- */

static bool load_own(struct act *act, struct shelved *out, struct error *err)
{
	struct watch_list *lists = ARENA_ARRAY(out->arena, struct watch_list, out->watch.count + 1);
	for (size_t i = 0; i < out->watch.count; i++) {
		struct watch_loaded *loaded = &out->watch.lists[i];
		if (!national_rows(act, loaded->row.code, out->arena, &loaded->nationals, &loaded->national_count, err))
			return false;
		loaded->own = national_reading(loaded->nationals, loaded->national_count, out->arena);
		lists[i] = (struct watch_list){ loaded->row.code, loaded->own.entries, loaded->own.count };
	}
	out->watch.own = watch_index_build(lists, out->watch.count, out->base->index);
	return true;
}

/* True when every list was loaded. */
static bool load_all(struct act *act, const struct watch_list_row *rows, size_t count, struct base *old, struct shelved *out, struct error *err)
{
	bool all = true;
	if (base_serves(old, rows, count)) {
		out->base = old;
		__atomic_add_fetch(&old->held, 1, __ATOMIC_ACQ_REL);
	} else {
		out->base = base_load(act, rows, count, &all, err);
	}
	out->watch.lists = ARENA_ARRAY(out->arena, struct watch_loaded, count + 1);
	out->watch.count = count;
	out->watch.index = out->base->index;
	for (size_t i = 0; i < count; i++) {
		out->watch.lists[i] = out->base->lists[i];
		row_copy(out->arena, &rows[i], &out->watch.lists[i].row);
	}
	return load_own(act, out, err) && all;
}

static bool refresh(struct watch_shelf *shelf, struct act *act, const struct watch *before, struct error *err)
{
	struct watch_list_row *rows;
	size_t count;
	if (!watch_rows(act, &rows, &count, err))
		return false;
	if (same(before, rows, count, true))
		return true;
	if (shelf->failed && act->now - shelf->failed < AGAIN_MS && same(before, rows, count, false))
		return true;
	struct shelved *shelved = shelved_new();
	bool all = load_all(act, rows, count, ((const struct shelved *)before)->base, shelved, err);
	shelf->failed = all ? 0 : act->now;
	if (all || !before->count)
		put(shelf, shelved);
	else
		drop(shelved);
	return all;
}

bool watch_shelf_refresh(struct watch_shelf *shelf, struct act *act, struct error *err)
{
	pthread_mutex_lock(&shelf->loading);
	const struct watch *before = watch_shelf_take(shelf);
	bool done = refresh(shelf, act, before, err);
	watch_shelf_give(shelf, before);
	pthread_mutex_unlock(&shelf->loading);
	return done;
}

/* ---- asking a snapshot ---- */

const struct watch_loaded *watch_loaded(const struct watch *watch, struct str code)
{
	for (size_t i = 0; watch && i < watch->count; i++)
		if (str_equal(watch->lists[i].row.code, code))
			return &watch->lists[i];
	return NULL;
}

int64_t watch_changed(const struct watch *watch)
{
	int64_t last = 0;
	for (size_t i = 0; watch && i < watch->count; i++)
		if (watch->lists[i].row.imported > last)
			last = watch->lists[i].row.imported;
	return last;
}

bool watch_replaced(const struct watch_loaded *list, struct str id)
{
	size_t low = 0, high = list ? list->national_count : 0;
	while (low < high) { /* by number, as the rows come */
		size_t middle = (low + high) / 2;
		int order = str_compare(list->nationals[middle].item, id);
		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static const struct watch_entry *entry_of(const struct watch_reading *reading, struct str id)
{
	for (size_t i = 0; i < reading->count; i++)
		if (str_equal(reading->entries[i].id, id))
			return &reading->entries[i];
	return NULL;
}

const struct watch_entry *watch_entry(const struct watch_loaded *list, struct str id)
{
	const struct watch_entry *own = list ? entry_of(&list->own, id) : NULL;
	return own || !list || watch_replaced(list, id) ? own : entry_of(&list->reading, id);
}

struct str watch_versions(const struct watch *watch, struct arena *arena)
{
	struct str parts[WATCH_LISTS];
	size_t count = 0, size = 0;
	for (size_t i = 0; watch && i < watch->count; i++) {
		const struct watch_list_row *row = &watch->lists[i].row;
		struct str part = str_format(arena, STR_FMT "=%d", STR_ARG(row->code), (int)row->version);
		if (!watch->lists[i].sound || size + part.len + 1 > WATCH_VERSIONS_TEXT)
			continue;
		size += part.len + 1;
		parts[count++] = part;
	}
	return str_join(arena, parts, count, STR(" "));
}
