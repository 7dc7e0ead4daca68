/* The house opened and closed. */
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "access.h"
#include "crypto.h"
#include "journal.h"
#include "lang.h"
#include "log.h"
#include "pack.h"
#include "pack_shelf.h"
#include "pdf.h"
#include "store.h"
#include "watch.h"

extern const struct embedded cli_files[];

/* --- zones: opened once, kept as long as the house --- */

static const struct lang_zone *zone_of(const struct house *house, struct str name)
{
	struct process *process = (struct process *)house; /* the house is its first member */
	struct error err;
	pthread_mutex_lock(&process->zones_lock);
	struct zone *zone = process->zones;
	while (zone && !str_equal(zone->name, name))
		zone = zone->next;
	if (!zone) {
		zone = ARENA_NEW(process->arena, struct zone);
		zone->name = str_copy(process->arena, name);
		zone->zone = lang_zone_open(process->arena, name, &err);
		if (!zone->zone)
			zone->zone = lang_zone_open(process->arena, STR("UTC"), &err);
		zone->next = process->zones;
		process->zones = zone;
	}
	pthread_mutex_unlock(&process->zones_lock);
	return zone->zone;
}

/* --- parts --- */

static bool make_folder(const char *path, struct error *err)
{
	if (mkdir(path, 0700) && errno != EEXIST)
		return error_set(err, ERR_CONFIG, "the state folder cannot be made", "make it, or name another with --data", "%s: %s", path, strerror(errno));
	return true;
}

static bool open_langs(struct process *process, struct error *err)
{
	static const char *const tags[] = { "fr", "es", "pt", "ar" };
	process->house.langs = langs_new(process->arena, err);
	if (!process->house.langs)
		return false;
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		for (const struct embedded *file = cli_files; file->name; file++) {
			struct str name = str_of(file->name), end = str_format(process->arena, "lang/%s.po", tags[i]);
			if (str_ends(name, end) && !langs_add(process->house.langs, str_of(tags[i]), end, file->bytes, err))
				return false;
		}
	}
	return true;
}

static bool open_pack(struct process *process, const char *folder, struct error *err)
{
	struct pack_source source;
	struct pack_diagnostics found = { .arena = process->arena };
	if (!pack_source_folder(process->arena, folder, &source, err))
		return false;
	if (pack_load(process->arena, &source, (struct date){ 0 }, &process->first_pack, &found)) {
		process->house.packs = pack_shelf_new(process->first_pack, &source);
		return true;
	}
	return error_set(err, ERR_CONFIG, "the pack has mistakes", "limen pack check shows them", "%s: %zu errors", folder, found.errors);
}

static struct str where_is(const struct process *process, const struct process_options *options)
{
	return options->postgres ? str_format(process->arena, "postgres:%s", options->postgres)
	                         : str_format(process->arena, "%s/limen.db", options->data);
}

static bool open_store(struct process *process, const struct process_options *options, struct error *err)
{
	process->house.store = store_open(where_is(process, options), process->house.rooms, err);
	if (process->house.store && options->fill)
		store_fill(process->house.store);
	return process->house.store && store_migrate(process->house.store, err);
}

static struct journal_options journal_options(const struct process *process, const struct process_options *options)
{
	/* A training state has another name: its notes, pieces and copies are refused where the real ones are taken. */
	struct str code = process->first_pack->head.code;
	return (struct journal_options){
		.state = process->house.training ? str_format(process->arena, STR_FMT "-TRAINING", STR_ARG(code)) : code, .folder = process->house.state, .clock = options->clock, .random = options->random,
		.keys = &process->keys,
	};
}

static bool open_journal(struct process *process, const struct process_options *options, struct error *err)
{
	const struct journal_options journal = journal_options(process, options);
	process->house.journal = journal_open(process->house.store, process->house.rooms, &journal, err);
	return process->house.journal != NULL;
}

/* The version that was applied in this state comes before the folder's. */
bool process_refresh(struct process *process, struct error *err)
{
	struct error list_err;
	struct arena *arena = arena_new(0);
	struct act act;
	bool done = process_act(process, arena, &act, err);
	if (done) {
		done = pack_shelf_refresh(process->house.packs, &act, err);
		/* A list that cannot be loaded is told in every inspection, and does not keep the program from starting. */
		if (process->house.lists && !watch_shelf_refresh(process->house.lists, &act, &list_err))
			log_error_event("watch.refresh", &list_err);
		process_act_end(process, &act);
	}
	arena_free(arena);
	return done;
}

static bool open_parts(struct process *process, const struct process_options *options, struct error *err)
{
	struct house *house = &process->house;
	char keys[4096];
	snprintf(keys, sizeof keys, "%s/keys", options->data);
	house->lists = options->lists ? watch_shelf_new() : NULL;
	if (!make_folder(options->data, err) || !keys_load(keys, &random_system, &process->keys, err) || !open_langs(process, err) ||
	    !open_pack(process, options->pack, err) || !open_store(process, options, err) || !open_journal(process, options, err))
		return false;
	house->access = access_open(house->store, options->clock, options->random, &process->keys, err);
	return house->access && process_refresh(process, err);
}

/* The demo and the benches leave a mark in the states that they made. */
static bool marked(const char *data, const char *mark)
{
	char path[4096];
	struct stat info;
	snprintf(path, sizeof path, "%s/%s", data, mark);
	return stat(path, &info) == 0;
}

bool process_is_play(const char *data)
{
	return marked(data, "demo") || marked(data, "bench");
}

static bool begin(const struct house *house, struct arena *arena, struct act *act, struct error *err)
{
	return process_act((struct process *)house, arena, act, err);
}

static void end(const struct house *house, struct act *act)
{
	process_act_end((struct process *)house, act);
}

bool process_open(const struct process_options *options, const struct wiring *wiring, struct process **out, struct error *err)
{
	struct process *process = calloc(1, sizeof *process);
	if (!process)
		return error_set(err, ERR_SYSTEM, "out of memory", "", "process");
	process->arena = arena_new(0);
	pthread_mutex_init(&process->zones_lock, NULL);
	process->house = (struct house){
		.rooms = wiring->rooms, .state = str_copy(process->arena, str_of(options->data)), .keys = &process->keys,
		.clock = options->clock, .random = options->random, .zone = zone_of, .begin = begin, .end = end,
		.readers = wiring->readers, .training = marked(options->data, "training"), .sign_in_help = marked(options->data, "demo") ? wiring->demo_sign_in : NULL,
		.press = pdf_press_new(),
	};
	if (!open_parts(process, options, err)) {
		process_close(process);
		return false;
	}
	*out = process;
	return true;
}

void process_close(struct process *process)
{
	if (!process)
		return;
	access_close(process->house.access);
	if (process->house.journal)
		journal_close(process->house.journal);
	if (process->house.store)
		store_close(process->house.store);
	if (process->house.packs)
		pack_shelf_free(process->house.packs);
	watch_shelf_free(process->house.lists);
	pdf_press_free(process->house.press);
	if (process->house.langs)
		langs_free(process->house.langs);
	pthread_mutex_destroy(&process->zones_lock);
	arena_free(process->arena);
	free(process);
}

/* Keys that are made anew would make another state of it: they must be there. */
static bool keys_are_there(const char *keys, struct error *err)
{
	struct stat info;
	return !stat(keys, &info) || error_set(err, ERR_CONFIG, "The keys of the state are not here", "Put the folder keys of the saved state into the state folder first",
	                                       "%s", keys);
}

bool process_restore(const struct process_options *options, const struct wiring *wiring, const char *copy, struct str erased, struct buf *out,
                     struct error *err)
{
	struct process *process = calloc(1, sizeof *process);
	char keys[4096];
	if (!process)
		return error_set(err, ERR_SYSTEM, "out of memory", "", "process");
	process->arena = arena_new(0);
	pthread_mutex_init(&process->zones_lock, NULL);
	process->house = (struct house){ .rooms = wiring->rooms, .state = str_of(options->data) };
	snprintf(keys, sizeof keys, "%s/keys", options->data);
	bool done = keys_are_there(keys, err) && keys_load(keys, &random_system, &process->keys, err) && open_pack(process, options->pack, err);
	if (done) {
		const struct journal_options journal = journal_options(process, options);
		done = journal_restore(str_of(copy), where_is(process, options), wiring->rooms, &journal, erased, out, err);
	}
	process_close(process);
	return done;
}

struct house *process_house(struct process *process)
{
	return &process->house;
}

/* --- acts of the node itself --- */

static struct actor node_actor(const struct process *process)
{
	struct actor actor = { .number = STR("limen"), .name = STR("Limen"), .rights = ~UINT64_C(0) };
	memcpy(actor.user.bytes, process->keys.sign_public, sizeof actor.user.bytes);
	actor.user = uuid_v8(actor.user.bytes);
	return actor;
}

void process_take(void *state, struct act *act)
{
	struct process *process = state;
	act->pack = pack_shelf_take(process->house.packs, act->now);
	act->watch = process->house.lists ? watch_shelf_take(process->house.lists) : NULL;
}

void process_release(void *state, struct act *act)
{
	struct process *process = state;
	if (act->pack)
		pack_shelf_give(process->house.packs, act->pack);
	if (act->watch)
		watch_shelf_give(process->house.lists, act->watch);
	act->pack = NULL;
	act->watch = NULL;
}

bool process_act(struct process *process, struct arena *arena, struct act *act, struct error *err)
{
	*act = (struct act){
		.arena = arena, .house = &process->house, .clock = process->house.clock, .random = process->house.random,
		.now = clock_now(process->house.clock), .actor = node_actor(process), .purpose = STR("administration"),
		.lang = langs_english(process->house.langs), .journal = process->house.journal, .findings = { .arena = arena },
	};
	process_take(process, act);
	act->db = store_take(process->house.store, err);
	if (act->db && db_begin_read(act->db, err))
		return true;
	process_act_end(process, act);
	return false;
}

void process_act_end(struct process *process, struct act *act)
{
	if (act->db) {
		db_rollback(act->db);
		store_give(process->house.store, act->db);
		act->db = NULL;
	}
	process_release(process, act);
}
