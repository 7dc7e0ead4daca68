#include "version.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "house.h"

/* Packs that somebody still reads, and the one in force. A pack's arena ends when it is no longer in force and nobody holds it. */

struct shelved {
	const struct pack *pack;
	struct arena *arena;     /* NULL: the first pack, which is not ours */
	size_t held;
	struct shelved *next;
};

struct pack_shelf {
	pthread_mutex_t lock;
	struct shelved *in_force, *others;
	struct shelved *next;    /* comes in force at `next_from`: it is there before its day, so that no act of that day is judged by the old one */
	int64_t next_from;
	struct shelved *kept;    /* older ones under which cases stand */
	struct shelved first;
	struct pack_source files; /* of the first */
};

struct pack_shelf *pack_shelf_new(const struct pack *first, const struct pack_source *files)
{
	struct pack_shelf *shelf = calloc(1, sizeof *shelf);
	assert(shelf && first);
	pthread_mutex_init(&shelf->lock, NULL);
	shelf->first.pack = first;
	shelf->files = *files;
	shelf->in_force = &shelf->first;
	return shelf;
}

static void drop(struct shelved *shelved)
{
	if (!shelved->arena)
		return;
	arena_free(shelved->arena);
	free(shelved);
}

void pack_shelf_free(struct pack_shelf *shelf)
{
	if (!shelf)
		return;
	assert(!shelf->others && !shelf->in_force->held);
	drop(shelf->in_force);
	if (shelf->next)
		drop(shelf->next);
	for (struct shelved *next, *kept = shelf->kept; kept; kept = next) {
		next = kept->next;
		drop(kept);
	}
	pthread_mutex_destroy(&shelf->lock);
	free(shelf);
}

/* Under the lock. Gives what nobody reads any more. */
static struct shelved *replace(struct pack_shelf *shelf, struct shelved *by)
{
	struct shelved *old = shelf->in_force;
	shelf->in_force = by;
	if (!old->held)
		return old;
	old->next = shelf->others;
	shelf->others = old;
	return NULL;
}

const struct pack *pack_shelf_take(struct pack_shelf *shelf, int64_t now)
{
	struct shelved *gone = NULL;
	pthread_mutex_lock(&shelf->lock);
	if (shelf->next && now >= shelf->next_from) {
		gone = replace(shelf, shelf->next);
		shelf->next = NULL;
	}
	const struct pack *pack = shelf->in_force->pack;
	shelf->in_force->held++;
	pthread_mutex_unlock(&shelf->lock);
	if (gone)
		drop(gone);
	return pack;
}

void pack_shelf_give(struct pack_shelf *shelf, const struct pack *pack)
{
	struct shelved *gone = NULL;
	if (!pack)
		return;
	pthread_mutex_lock(&shelf->lock);
	if (shelf->in_force->pack == pack) {
		assert(shelf->in_force->held);
		shelf->in_force->held--;
	}
	for (struct shelved **at = &shelf->others; shelf->in_force->pack != pack && *at; at = &(*at)->next) {
		if ((*at)->pack != pack)
			continue;
		assert((*at)->held);
		if (!--(*at)->held) {
			gone = *at;
			*at = gone->next;
		}
		break;
	}
	pthread_mutex_unlock(&shelf->lock);
	if (gone)
		drop(gone);
}

static void put(struct pack_shelf *shelf, struct shelved *shelved)
{
	pthread_mutex_lock(&shelf->lock);
	struct shelved *gone = replace(shelf, shelved);
	pthread_mutex_unlock(&shelf->lock);
	if (gone)
		drop(gone);
}

static void put_next(struct pack_shelf *shelf, struct shelved *shelved, int64_t from)
{
	pthread_mutex_lock(&shelf->lock);
	struct shelved *gone = shelf->next;
	shelf->next = shelved;
	shelf->next_from = from;
	pthread_mutex_unlock(&shelf->lock);
	if (gone)
		drop(gone);
}

static bool load_version(struct act *act, const struct pack_version_row *version, struct shelved *out, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found;
	if (!pack_version_source(act, version, &source, err))
		return false;
	out->arena = arena_new(0);
	if (pack_load(out->arena, &source, (struct date){ 0 }, &out->pack, &found) && str_is(version->identity, out->pack->identity))
		return true;
	arena_free(out->arena);
	return error_set(err, ERR_INTEGRITY, "the pack in force cannot be compiled", "the one before stays; see limen pack list", "%.12s",
	                 version->identity.data);
}

static bool is_identity(struct pack_shelf *shelf, bool of_next, struct str identity)
{
	pthread_mutex_lock(&shelf->lock);
	const struct shelved *there = of_next ? shelf->next : shelf->in_force;
	bool same = there && str_is(identity, there->pack->identity);
	pthread_mutex_unlock(&shelf->lock);
	return same;
}

static struct shelved *load_new(struct act *act, const struct pack_version_row *version, struct error *err)
{
	struct shelved *shelved = calloc(1, sizeof *shelved);
	assert(shelved);
	if (load_version(act, version, shelved, err))
		return shelved;
	free(shelved);
	return NULL;
}

/* What is in force tomorrow is there today, unless it was taken back meanwhile. */
static bool prepare_next(struct pack_shelf *shelf, struct act *act, struct str in_force, struct error *err)
{
	struct pack_version_row version;
	struct date tomorrow = date_of_days(date_days(pack_today(act)) + 1);
	bool found;
	if (!pack_version_on(act, tomorrow, &version, &found, err))
		return false;
	if (!found || str_equal(version.identity, in_force)) {
		put_next(shelf, NULL, 0);
		return true;
	}
	if (is_identity(shelf, true, version.identity))
		return true;
	struct shelved *shelved = load_new(act, &version, err);
	if (shelved)
		put_next(shelf, shelved, pack_day_start(act, tomorrow));
	return shelved != NULL;
}

bool pack_shelf_refresh(struct pack_shelf *shelf, struct act *act, struct error *err)
{
	struct pack_version_row version = { .identity = STR("") };
	bool found;
	if (!pack_version_on(act, pack_today(act), &version, &found, err))
		return false;
	if (!found && !is_identity(shelf, false, str_of(shelf->first.pack->identity)))
		put(shelf, &shelf->first); /* the only one that was applied was taken back in the last seconds before its day */
	if (found && !is_identity(shelf, false, version.identity)) {
		struct shelved *shelved = load_new(act, &version, err);
		if (!shelved)
			return false;
		put(shelf, shelved);
	}
	return prepare_next(shelf, act, version.identity, err);
}

static const struct pack *kept_of(struct pack_shelf *shelf, struct str identity)
{
	const struct pack *found = NULL;
	pthread_mutex_lock(&shelf->lock);
	for (const struct shelved *kept = shelf->kept; kept && !found; kept = kept->next)
		found = str_is(identity, kept->pack->identity) ? kept->pack : NULL;
	pthread_mutex_unlock(&shelf->lock);
	return found;
}

/* Two who ask at once may both compile it; one of them is kept. */
static const struct pack *keep(struct pack_shelf *shelf, struct shelved *shelved)
{
	struct str identity = str_of(shelved->pack->identity);
	const struct pack *other = kept_of(shelf, identity);
	if (other) {
		drop(shelved);
		return other;
	}
	pthread_mutex_lock(&shelf->lock);
	shelved->next = shelf->kept;
	shelf->kept = shelved;
	pthread_mutex_unlock(&shelf->lock);
	return shelved->pack;
}

const struct pack *pack_shelf_version(struct pack_shelf *shelf, struct act *act, struct str identity, struct error *err)
{
	struct pack_version_row version;
	const struct pack *kept = NULL;
	if (str_is(identity, act->pack->identity))
		return act->pack;
	if (shelf && str_is(identity, shelf->first.pack->identity))
		return shelf->first.pack;
	if (!shelf || (kept = kept_of(shelf, identity)) || !pack_version(act, identity, &version, err)) {
		if (!shelf)
			error_set(err, ERR_NOT_FOUND, "there is no such version of the pack", "limen pack list shows the versions", STR_FMT, STR_ARG(identity));
		return kept;
	}
	struct shelved *shelved = calloc(1, sizeof *shelved);
	assert(shelved);
	if (load_version(act, &version, shelved, err))
		return keep(shelf, shelved);
	free(shelved);
	return NULL;
}

const struct pack *pack_shelf_first(const struct pack_shelf *shelf, struct pack_source *files)
{
	*files = shelf->files;
	return shelf->first.pack;
}

bool pack_in_force_source(struct act *act, struct pack_source *out, struct error *err)
{
	struct pack_shelf *shelf = act->house->packs;
	struct pack_version_row version;
	if (act->pack == shelf->first.pack) {
		*out = shelf->files;
		return true;
	}
	return pack_version(act, str_of(act->pack->identity), &version, err) && pack_version_source(act, &version, out, err);
}
