/* The lists in force, as one immutable snapshot for each act. Loaded and indexed outside the lock; exchanged at once. */
#include "lists.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct shelved {
	struct watch watch;      /* first: a snapshot given back is found by it */
	struct arena *arena;     /* rows, files and entries */
	size_t held;
};

struct watch_shelf {
	pthread_mutex_t lock, loading; /* loading: one at a time; readers never wait for it */
	struct shelved *in_force;
};

static struct shelved *shelved_new(void)
{
	struct shelved *shelved = calloc(1, sizeof *shelved);
	assert(shelved);
	shelved->arena = arena_new(0);
	return shelved;
}

static void drop(struct shelved *shelved)
{
	if (shelved->watch.index)
		watch_index_free(shelved->watch.index);
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

static bool same(const struct watch *watch, const struct watch_list_row *rows, size_t count)
{
	bool same = watch->count == count;
	for (size_t i = 0; same && i < count; i++)
		same = watch->lists[i].sound && uuid_equal(watch->lists[i].row.id, rows[i].id);
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

/* True when every list was loaded. */
static bool load_all(struct act *act, const struct watch_list_row *rows, size_t count, struct shelved *out, struct error *err)
{
	struct watch_list *lists = ARENA_ARRAY(out->arena, struct watch_list, count ? count : 1); /* the index keeps it */
	size_t sound = 0;
	bool all = true;
	out->watch.lists = ARENA_ARRAY(out->arena, struct watch_loaded, count ? count : 1);
	out->watch.count = count;
	for (size_t i = 0; i < count; i++) {
		struct watch_loaded *loaded = &out->watch.lists[i];
		row_copy(out->arena, &rows[i], &loaded->row);
		loaded->sound = watch_load(act, &rows[i], out->arena, &loaded->reading, err);
		all = all && loaded->sound;
		if (loaded->sound)
			lists[sound++] = (struct watch_list){ loaded->row.code, loaded->reading.entries, loaded->reading.count };
		else
			loaded->reading = (struct watch_reading){ 0 };
	}
	out->watch.index = watch_index_build(lists, sound);
	return all;
}

static bool refresh(struct watch_shelf *shelf, struct act *act, const struct watch *before, struct error *err)
{
	struct watch_list_row *rows;
	size_t count;
	if (!watch_rows(act, &rows, &count, err))
		return false;
	if (same(before, rows, count))
		return true;
	struct shelved *shelved = shelved_new();
	bool all = load_all(act, rows, count, shelved, err);
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

const struct watch_entry *watch_entry(const struct watch_loaded *list, struct str id)
{
	for (size_t i = 0; list && i < list->reading.count; i++)
		if (str_equal(list->reading.entries[i].id, id))
			return &list->reading.entries[i];
	return NULL;
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
