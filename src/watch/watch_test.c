/* Lists on a real journal: imported whole or not at all, versions counted, snapshots held, and the lines of an inspection. */
#include "folder.h"
#include "test.h"

#include "crypto.h"
#include "journal.h"
#include "lang.h"
#include "pack_load.h"
#include "registry.h"
#include "store.h"
#include "watch.h"

static const struct room *const rooms[] = { &journal_room, &watch_room, NULL };

static struct arena *arena;
static struct error err;
static struct keys keys;
static struct store *store;
static struct journal *journal;
static struct langs *langs;
static const struct pack *pack;
static struct watch_shelf *shelf;
static int64_t now;
static const char *folder;

static int64_t test_now(void *state)
{
	(void)state;
	return now;
}
static const struct clock test_clock = { test_now, NULL };

#define MUST(step)                                                                        \
	do {                                                                              \
		if (!(step))                                                              \
			fail_msg("%s (%s)", err.what ? err.what : "failed", err.where);   \
	} while (0)

static int setup(void **state)
{
	(void)state;
	struct pack_source source;
	struct pack_diagnostics found;
	arena = arena_new(0);
	now = INT64_C(1795464000000); /* 2026-11-23T20:00Z */
	folder = test_folder_new();
	struct journal_options options = { STR("utopia"), str_of(folder), &test_clock, &random_system, &keys };
	MUST(keys_load(str_c(arena, str_format(arena, "%s/keys", folder)), &random_system, &keys, &err));
	store = store_open(str_format(arena, "%s/limen.db", folder), rooms, &err);
	MUST(store && store_migrate(store, &err));
	journal = journal_open(store, rooms, &options, &err);
	MUST(journal);
	langs = langs_new(arena, &err);
	MUST(langs && pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	assert_true(pack_load(arena, &source, (struct date){ 0 }, &pack, &found));
	shelf = watch_shelf_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	watch_shelf_free(shelf);
	journal_close(journal);
	store_close(store);
	langs_free(langs);
	test_folder_drop(folder);
	arena_free(arena);
	return 0;
}

static struct act begin(void)
{
	struct act act = { .arena = arena, .clock = &test_clock, .random = &random_system, .now = now,
		           .actor = { .user = { { 7 } }, .rights = right_bit(CAN_WATCH_MANAGE) }, .purpose = STR("watchlists"),
		           .lang = langs_english(langs), .pack = pack, .journal = journal, .findings = { .arena = arena } };
	act.db = store_take(store, &err);
	MUST(act.db && db_begin_read(act.db, &err));
	act.watch = watch_shelf_take(shelf);
	return act;
}

static bool end(struct act *act, bool done)
{
	bool stored = done && journal_submit(act, &err) == SUBMITTED;
	if (!done)
		act_forget(act);
	watch_shelf_give(shelf, act->watch);
	store_give(store, act->db);
	now += 1000;
	return stored;
}

static bool import(const char *code, const char *csv)
{
	struct watch_file file = { STR("list.csv"), str_of(csv) };
	struct watch_reading reading;
	struct act act = begin();
	return end(&act, watch_import(&act, str_of(code), STR("csv"), &file, 1, &reading, &err));
}

static void refresh(void)
{
	struct act act = begin();
	bool done = watch_shelf_refresh(shelf, &act, &err);
	end(&act, false);
	MUST(done);
}

static struct str versions(void)
{
	const struct watch *watch = watch_shelf_take(shelf);
	struct str text = watch_versions(watch, arena);
	watch_shelf_give(shelf, watch);
	return text;
}

#define SORYN "id,name,born,nationalities,documents\nW-1,\"SORYN Amal\",1961-05-04,MER,MER:X1234567\n"

static struct check_list judge(struct subject *subject)
{
	struct act act = begin();
	struct check_list list = { .arena = arena };
	subject->today = (struct date){ 2026, 11, 23 };
	for (const struct check *check = watch_room.checks; check->name; check++)
		MUST(check->judge(&act, subject, &list, &err));
	end(&act, false);
	return list;
}

static const struct check_line *line_of(const struct check_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_is(list->items[i].check, name))
			return &list->items[i];
	fail_msg("no line %s", name);
	return NULL;
}

static void test_the_last_import_is_in_force_and_a_bad_file_changes_nothing(void **state)
{
	(void)state;
	assert_str(versions(), "");
	MUST(import("wanted", SORYN));
	refresh();
	assert_str(versions(), "wanted=1");
	assert_false(import("wanted", "no,header\nof,a list\n"));
	assert_false(import("wanted", "id,name\n"));
	assert_false(import("no_such_list", SORYN));
	assert_int_equal(err.code, ERR_INPUT);
	refresh();
	assert_str(versions(), "wanted=1");
	MUST(import("wanted", SORYN "W-2,Another Person,,,\n"));
	MUST(import("un_sanctions", SORYN));
	refresh();
	assert_str(versions(), "un_sanctions=1 wanted=2");
}

static void test_importing_needs_the_right(void **state)
{
	(void)state;
	struct watch_file file = { STR("list.csv"), STR(SORYN) };
	struct watch_reading reading;
	struct act act = begin();
	act.actor.rights = right_bit(CAN_WATCH_VIEW);
	assert_false(end(&act, watch_import(&act, STR("wanted"), STR("csv"), &file, 1, &reading, &err)));
	assert_int_equal(err.code, ERR_FORBIDDEN);
}

static void test_a_held_snapshot_outlives_the_next(void **state)
{
	(void)state;
	MUST(import("wanted", SORYN));
	refresh();
	const struct watch *held = watch_shelf_take(shelf);
	MUST(import("wanted", "id,name\nW-9,Somebody Else\n"));
	refresh();
	assert_str(versions(), "wanted=2");
	assert_non_null(watch_entry(watch_loaded(held, STR("wanted")), STR("W-1")));
	assert_null(watch_entry(watch_loaded(held, STR("wanted")), STR("W-9")));
	watch_shelf_give(shelf, held);
}

static void test_lines_of_an_inspection(void **state)
{
	(void)state;
	struct str meridia = STR("MER");
	struct subject subject = { .identity = { .surname = STR("SORYN"), .given_names = STR("AMAL"), .born = { 1961, 5, 4 }, .nationalities = { &meridia, 1 } } };
	MUST(import("wanted", SORYN));
	MUST(import("un_sanctions", "id,name\nQ-1,Entirely Different\n"));
	refresh();
	struct check_list list = judge(&subject);
	const struct check_line *hit = line_of(&list, "watch.wanted");
	size_t at;
	assert_str(hit->result, "failed");
	assert_str(hit->advice, "refer");
	assert_str(hit->origin, "wanted");
	assert_true(str_find(hit->evidence, STR("\"entry\":\"W-1\""), &at));
	assert_str(list.lists, "un_sanctions=1 wanted=1"); /* what was asked is kept with the inspection */
	assert_true(str_find(hit->evidence, STR("The birth date agrees"), &at));
	assert_str(line_of(&list, "watch.un_sanctions")->result, "successful");
	assert_str(line_of(&list, "watch.foreign_sanctions")->result, "not_supported");
	assert_str(line_of(&list, "watch.foreign_sanctions")->words, "This list has not been imported.");
	assert_str(line_of(&list, "watch.entry_bans")->result, "successful"); /* kept here, and empty */
	/* The name alone: somebody looks before anybody is referred. */
	subject.identity.born = (struct date){ 0 };
	subject.identity.nationalities.count = 0;
	list = judge(&subject);
	assert_str(line_of(&list, "watch.wanted")->result, "undetermined");
	assert_str(line_of(&list, "watch.wanted")->advice, "look");
}

/* Whoever inspects without having loaded the lists says so, for each of them: never "no hit". */
static void test_without_a_snapshot_every_list_is_aborted(void **state)
{
	(void)state;
	struct subject subject = { .identity = { .surname = STR("SORYN"), .given_names = STR("AMAL") } };
	struct act act = begin();
	struct check_list list = { .arena = arena };
	const struct watch *taken = act.watch;
	act.watch = NULL;
	subject.today = (struct date){ 2026, 11, 23 };
	MUST(watch_room.checks[0].judge(&act, &subject, &list, &err));
	act.watch = taken;
	assert_true(list.count > 0);
	for (size_t i = 0; i < list.count; i++)
		assert_str(list.items[i].result, "aborted");
	end(&act, false);
}

static void test_a_list_grows_old(void **state)
{
	(void)state;
	static const struct { int hours; const char *tone; } ages[] = { { 0, "clear" }, { 72, "check" }, { 336, "stop" } };
	MUST(import("foreign_sanctions", SORYN));
	refresh();
	int64_t start = now;
	for (size_t i = 0; i < COUNT_OF(ages); i++) {
		const struct watch_age *rows;
		now = start + ages[i].hours * INT64_C(3600000);
		struct act act = begin();
		size_t count = watch_ages(&act, &rows);
		for (size_t k = 0; k < count; k++)
			assert_string_equal(rows[k].tone, str_is(rows[k].list->code, "foreign_sanctions") ? ages[i].tone : rows[k].list->kept_here ? "clear" : "none");
		end(&act, false);
	}
}

int main(void)
{
#define HERE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		HERE(test_the_last_import_is_in_force_and_a_bad_file_changes_nothing), HERE(test_importing_needs_the_right),
		HERE(test_a_held_snapshot_outlives_the_next), HERE(test_lines_of_an_inspection), HERE(test_without_a_snapshot_every_list_is_aborted), HERE(test_a_list_grows_old),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
