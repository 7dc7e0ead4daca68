/* The house as a whole: what the rooms declare fits together. */
#include "test.h"

int limen_main(int argc, char **argv);
#define main limen_main /* the program's own list of rooms */
#include "limen.c"
#undef main

#include "database.h"
#include "pack_load.h"

static int setup(void **state)
{
	return 0;
}

static int teardown(void **state)
{
	return 0;
}

static void prepare_on(enum store_kind kind)
{
	struct test_database database;
	struct error err = { 0 };
	if (!test_database_new(&database, kind))
		return;
	struct store *store = store_open(str_of(database.where), rooms, &err);
	if (!store || !store_migrate(store, &err))
		fail_msg("%s (%s)", err.what, err.where);
	struct db *db = db_open_writer(store, &err);
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct fold *const *fold = (*room)->folds; fold && *fold; fold++)
			for (const struct table *const *table = (*fold)->writes; *table; table++)
				if (!table_create(db, *table, (*table)->name, &err))
					fail_msg("%s: %s (%s)", (*table)->name, err.what, err.where);
	db_close(db);
	if (!store_prepare_all(store, &err))
		fail_msg("%s (%s)", err.what, err.where);
	store_close(store);
	test_database_drop(&database);
}

static void test_every_statement_is_prepared_on_both_databases(void **state)
{
	(void)state;
	prepare_on(STORE_SQLITE);
	prepare_on(STORE_POSTGRES);
}

static const struct embedded *page_named(const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "pages/%s.mustache", name);
	for (const struct room *const *room = rooms; *room; room++)
		if (embedded_find((*room)->files, str_of(path)))
			return embedded_find((*room)->files, str_of(path));
	return NULL;
}

static void test_every_route_has_words_and_its_page(void **state)
{
	(void)state;
	size_t count = 0;
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct route *route = (*room)->routes; route && route->path; route++, count++) {
			if (!route->handle || !route->doc || !route->doc[0] || (route->template && !page_named(route->template)))
				fail_msg("%s %s", route->method == GET ? "GET" : "POST", route->path);
			assert_true(route->right < RIGHT_COUNT);
		}
	}
	assert_true(count > 50);
}

/* What a person's record shows or changes is never open to those who only signed in. */
static void test_pages_about_people_need_a_right(void **state)
{
	(void)state;
	for (const struct room *const *room = rooms; *room; room++)
		for (const struct route *route = (*room)->routes; route && route->path; route++)
			if ((route->flags & ROUTE_PERSON) && route->right <= SIGNED_IN)
				fail_msg("%s", route->path);
}

static void test_kinds_of_entry_have_one_name_each_and_are_declared(void **state)
{
	(void)state;
	for (const struct room *const *room = rooms; *room; room++) {
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++) {
			size_t same = 0;
			for (const struct room *const *other = rooms; *other; other++)
				for (const struct entry_type *const *more = (*other)->entries; more && *more; more++)
					same += !strcmp((*type)->name, (*more)->name) && (*type)->version == (*more)->version;
			if (same != 1 || !(*type)->doc || !(*type)->fields)
				fail_msg("%s", (*type)->name);
			for (size_t i = 0; i < (*type)->fields->count; i++)
				assert_false((*type)->fields->items[i].flags & SECRET); /* secrets never stand in bodies */
		}
	}
}

static void test_rights_of_the_pack_are_rights_of_the_program(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	struct error err = { 0 };
	struct pack_source source;
	struct pack_diagnostics found = { .arena = arena };
	const struct pack *pack;
	assert_true(pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	assert_true(pack_load(arena, &source, (struct date){ 2026, 11, 24 }, &pack, &found));
	for (size_t i = 0; i < pack->role_count; i++) {
		for (size_t k = 0; k < pack->roles[i].rights.count; k++) {
			enum right right;
			assert_true(right_by_name(pack->roles[i].rights.items[k], &right));
		}
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_every_statement_is_prepared_on_both_databases),
		UNIT(test_every_route_has_words_and_its_page),
		UNIT(test_pages_about_people_need_a_right),
		UNIT(test_kinds_of_entry_have_one_name_each_and_are_declared),
		UNIT(test_rights_of_the_pack_are_rights_of_the_program),
	};
	return cmocka_run_group_tests_name("limen", cases, NULL, NULL);
}
