/* A post with people at work, for tests of rooms that need acts: a fresh database on both stores, the pack of Utopia, a clock that the test sets.
 * The test defines WORLD_ROOMS, its rooms in the order of the program, before it includes this, and links what they need. */
#ifndef LIMEN_TEST_WORLD_H
#define LIMEN_TEST_WORLD_H

#include <string.h>

#include "test.h"

#include "access.h"
#include "crypto.h"
#include "database.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack_load.h"

static const struct room *const world_rooms[] = { WORLD_ROOMS, NULL };

struct world {
	struct house house; /* first: `begin` finds the world by it */
	struct test_database database;
	struct arena *arena;
	struct keys keys;
	struct clock_set at;
	struct clock clock;
	const struct lang_zone *zone;
	const struct pack *pack;
};

static struct error err;
#define MUST(good) do { if (!(good)) fail_msg("line %d: %s (%s)", __LINE__, err.what ? err.what : "?", err.where); } while (0)

static inline const struct lang_zone *world_zone(const struct house *house, struct str name)
{
	(void)name;
	return ((const struct world *)house)->zone;
}

static inline bool world_begin(const struct house *house, struct arena *arena, struct act *act, struct error *error)
{
	struct world *world = (struct world *)house;
	*act = (struct act){
		.arena = arena, .house = house, .clock = &world->clock, .random = &random_system, .now = world->at.now, .purpose = STR("border_check"),
		.lang = langs_english(house->langs), .pack = world->pack, .journal = house->journal, .place = { STR("SORREL"), 1, STR("entry") },
		.findings = { .arena = arena },
	};
	act->db = store_take(house->store, error);
	return act->db && db_begin_read(act->db, error);
}

static inline void world_leave(const struct house *house, struct act *act)
{
	store_give(house->store, act->db);
}

/* An act of somebody with this role of the pack; their id is made of its first letters. */
static inline struct act act_of(struct world *world, const char *role)
{
	struct act act;
	struct arena *arena = arena_new(0);
	world->at.now += 1000;
	MUST(world_begin(&world->house, arena, &act, &err));
	struct str *roles = ARENA_NEW(arena, struct str);
	*roles = str_of(role);
	act.actor = (struct actor){ .user = { { 1 } }, .roles = roles, .role_count = 1, .rights = access_rights(world->pack, roles, 1) };
	memcpy(act.actor.user.bytes + 1, role, strlen(role) < 15 ? strlen(role) : 15);
	return act;
}

static inline enum submitted finish(struct world *world, struct act *act)
{
	enum submitted answer = journal_pending(act) ? journal_submit(act, &err) : SUBMITTED;
	if (answer == SUBMIT_FAILED)
		print_message("%s (%s)\n", err.what, err.where);
	world_leave(&world->house, act);
	arena_free(act->arena);
	return answer;
}

static inline bool world_new(struct world *world, enum store_kind kind)
{
	char keys[100];
	struct pack_source source;
	struct pack_diagnostics found = { 0 };
	*world = (struct world){ .at = { INT64_C(1795464000000) }, .arena = arena_new(0) };
	if (!test_database_new(&world->database, kind))
		return false;
	world->clock = clock_of(&world->at);
	snprintf(keys, sizeof keys, "%s/keys", world->database.folder);
	MUST(keys_load(keys, &random_system, &world->keys, &err));
	MUST(pack_source_folder(world->arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	MUST(pack_load(world->arena, &source, (struct date){ 0 }, &world->pack, &found));
	world->zone = lang_zone_open(world->arena, STR("Etc/UTC"), &err);
	world->house = (struct house){
		.rooms = world_rooms, .keys = &world->keys, .clock = &world->clock, .random = &random_system, .begin = world_begin, .end = world_leave, .zone = world_zone,
	};
	MUST(world->zone && (world->house.langs = langs_new(world->arena, &err)));
	world->house.store = store_open(str_of(world->database.where), world_rooms, &err);
	MUST(world->house.store && store_migrate(world->house.store, &err));
	const struct journal_options options = { STR("utopia"), str_of(world->database.folder), &world->clock, &random_system, &world->keys };
	world->house.journal = journal_open(world->house.store, world_rooms, &options, &err);
	MUST(world->house.journal);
	return true;
}

static inline void world_end(struct world *world)
{
	journal_close(world->house.journal);
	store_close(world->house.store);
	test_database_drop(&world->database);
	langs_free(world->house.langs);
	arena_free(world->arena);
}

/* Utopia's pack in English alone, with more files in it, or others of the same path: trials that are as short as they may be. */
static inline void world_pack_with(struct world *world, const struct pack_file *more, size_t more_count)
{
	struct pack_source source;
	struct pack_diagnostics found = { .count = 0 };
	size_t at, end, count = 0;
	MUST(pack_source_folder(world->arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	struct pack_file *files = ARENA_ARRAY(world->arena, struct pack_file, source.count + more_count);
	for (size_t i = 0; i < source.count; i++) {
		struct pack_file file = source.files[i];
		if (str_starts(file.path, STR("lang/")) || (str_starts(file.path, STR("letters/")) && !str_ends(file.path, STR(".en.letter"))))
			continue;
		if (str_is(file.path, "pack.lim") && str_find(file.bytes, STR("\n  languages "), &at) && str_find(str_slice(file.bytes, at + 1, file.bytes.len), STR("\n"), &end))
			file.bytes = str_format(world->arena, STR_FMT "\n  languages en" STR_FMT, STR_ARG(str_slice(file.bytes, 0, at)), STR_ARG(str_slice(file.bytes, at + 1 + end, file.bytes.len)));
		bool other = false;
		for (size_t k = 0; k < more_count; k++)
			other |= str_equal(more[k].path, file.path);
		if (!other)
			files[count++] = file;
	}
	for (size_t i = 0; i < more_count; i++)
		files[count++] = more[i];
	const struct pack_source whole = { files, count };
	bool good = pack_load(world->arena, &whole, (struct date){ 0 }, &world->pack, &found);
	for (size_t i = 0; i < found.count && !good; i++)
		if (found.items[i].severity == PACK_ERROR)
			print_error(STR_FMT "\n", STR_ARG(pack_diagnostic_text(world->arena, &found.items[i])));
	assert_true(good);
}

/* The tables are what the entries make of them: made again, they are the same. */
static inline void world_rebuilds(struct world *world)
{
	struct buf before = BUF_IN(world->arena), after = BUF_IN(world->arena);
	struct act act = act_of(world, "border_officer");
	MUST(journal_dump(&act, &before, &err));
	finish(world, &act);
	act = act_of(world, "border_officer");
	MUST(journal_rebuild(&act, NULL, &err));
	finish(world, &act);
	act = act_of(world, "border_officer");
	MUST(journal_dump(&act, &after, &err));
	finish(world, &act);
	assert_true(str_equal(buf_str(&before), buf_str(&after)));
}

/* Makes the house a demo, which sends nothing (outbox.h). */
static inline void world_no_help(const struct house *house, struct act *act, json_t *page)
{
	(void)house, (void)act, (void)page;
}

/* Runs a story on SQLite, and on PostgreSQL where there is one. */
static inline void on_both(void (*story)(struct world *world))
{
	for (enum store_kind kind = STORE_SQLITE; kind <= STORE_POSTGRES; kind++) {
		struct world world;
		if (!world_new(&world, kind))
			continue;
		story(&world);
		world_end(&world);
	}
}

static inline int64_t number(struct world *world, const char *sql)
{
	bool found;
	struct db *db = store_take(world->house.store, &err);
	struct query *query = db_made(db, sql);
	MUST(query_one(query, &found, &err));
	int64_t out = found ? query_int(query, 0) : -1;
	MUST(query_end(query, &err));
	store_give(world->house.store, db);
	return out;
}

/* Every place of a text replaced. */
static inline struct str replaced(struct arena *arena, struct str in, const char *from, const char *to)
{
	struct buf out = BUF_IN(arena);
	size_t at, count = 0;
	for (; str_find(in, str_of(from), &at); count++) {
		buf_format(&out, STR_FMT "%s", STR_ARG(str_slice(in, 0, at)), to);
		in = str_slice(in, at + strlen(from), in.len);
	}
	if (!count)
		fail_msg("the text has no: %s", from);
	buf_add(&out, in);
	return buf_str(&out);
}

#endif
