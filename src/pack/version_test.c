/* Versions on a real journal: two persons, whole or not at all, from a day on; and the comparison of two packs. */
#include "folder.h"
#include "test.h"

#include "arena.h"
#include "crypto.h"
#include "journal.h"
#include "pack_shelf.h"
#include "store.h"

static const struct room *const rooms[] = { &journal_room, &pack_room, NULL };
static const struct uuid proposer = { { 1 } }, approver = { { 2 } };

static struct arena *arena;
static struct error err;
static struct keys keys;
static struct store *store;
static struct journal *journal;
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
	arena = arena_new(0);
	now = INT64_C(1795464000000); /* 2026-11-23T20:00Z */
	folder = test_folder_new();
	struct journal_options options = { STR("utopia"), str_of(folder), &test_clock, &random_system, &keys };
	MUST(keys_load(str_c(arena, str_format(arena, "%s/keys", folder)), &random_system, &keys, &err));
	store = store_open(str_format(arena, "%s/limen.db", folder), rooms, &err);
	MUST(store && store_migrate(store, &err));
	journal = journal_open(store, rooms, &options, &err);
	MUST(journal);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	journal_close(journal);
	store_close(store);
	test_folder_drop(folder);
	arena_free(arena);
	return 0;
}

static struct act begin(struct uuid who)
{
	struct act act = { .arena = arena, .clock = &test_clock, .random = &random_system, .now = now, .actor = { .user = who },
		           .purpose = STR("administration"), .journal = journal, .findings = { .arena = arena } };
	act.db = store_take(store, &err);
	MUST(act.db && db_begin_read(act.db, &err));
	return act;
}

/* Ends the act; whether what it appended was stored. */
static bool end(struct act *act, bool done)
{
	bool stored = done && journal_submit(act, &err) == SUBMITTED;
	if (!done)
		act_forget(act);
	store_give(store, act->db);
	now += 1000;
	return stored;
}

static struct pack_source utopia(void)
{
	struct pack_source source;
	MUST(pack_source_folder(arena, SOURCE_FOLDER "/pack/utopia", &source, &err));
	return source;
}

/* Utopia with one text of one file replaced. */
static struct pack_source utopia_with(const char *path, const char *from, const char *to)
{
	struct pack_source source = utopia();
	struct pack_file *files = ARENA_ARRAY(arena, struct pack_file, source.count);
	for (size_t i = 0; i < source.count; i++) {
		size_t at;
		files[i] = source.files[i];
		if (!str_is(files[i].path, path))
			continue;
		struct str text = files[i].bytes;
		assert_true(str_find(text, str_of(from), &at));
		files[i].bytes = str_format(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_slice(text, 0, at)), to,
		                            STR_ARG(str_slice(text, at + strlen(from), text.len)));
	}
	return (struct pack_source){ files, source.count };
}

static const struct pack *load(struct pack_source source)
{
	const struct pack *pack;
	struct pack_diagnostics found;
	if (!pack_load(arena, &source, (struct date){ 0 }, &pack, &found))
		fail_msg(STR_FMT, STR_ARG(pack_diagnostic_text(arena, &found.items[0])));
	return pack;
}

static bool propose(struct uuid who, struct pack_source source, struct str *identity)
{
	struct pack_diagnostics found;
	struct act act = begin(who);
	return end(&act, pack_propose(&act, &source, STR("shorter visits"), identity, &found, &err));
}

static bool approve(struct uuid who, struct str identity)
{
	struct act act = begin(who);
	return end(&act, pack_approve(&act, identity, STR("read and agreed"), &err));
}

static bool apply(struct uuid who, struct str identity, struct date starts)
{
	struct act act = begin(who);
	return end(&act, pack_apply(&act, identity, starts, &err));
}

static int allowed_days(struct pack_shelf *shelf)
{
	struct act act = begin(approver);
	MUST(pack_shelf_refresh(shelf, &act, &err));
	end(&act, false);
	const struct pack *pack = pack_shelf_take(shelf, now);
	int days = pack_stay_rule(pack, STR("visit"), (struct date){ 0 })->allow;
	pack_shelf_give(shelf, pack);
	return days;
}

static void test_two_persons_put_a_version_in_force_from_a_day_on(void **state)
{
	(void)state;
	struct str identity;
	struct pack_source shorter = utopia_with("border.lim", "allow 90 days", "allow 60 days");
	struct pack_source files = utopia();
	struct pack_shelf *shelf = pack_shelf_new(load(files), &files);
	MUST(propose(proposer, shorter, &identity));
	assert_int_equal(identity.len, 64);
	assert_false(apply(approver, identity, (struct date){ 0 }));
	assert_string_equal(err.what, "this version is not approved");
	assert_false(approve(proposer, identity));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	MUST(approve(approver, str_slice(identity, 0, 12)));
	assert_false(approve(approver, identity));
	assert_false(apply(proposer, identity, (struct date){ 0 }));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_false(apply(approver, identity, (struct date){ 2026, 11, 22 }));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(allowed_days(shelf), 90);
	MUST(apply(approver, identity, (struct date){ 2026, 12, 1 }));
	assert_int_equal(allowed_days(shelf), 90);
	const struct pack *held = pack_shelf_take(shelf, now);
	now += 8 * DAY_MS;
	assert_int_equal(allowed_days(shelf), 60);
	assert_int_equal(pack_stay_rule(held, STR("visit"), (struct date){ 0 })->allow, 90);
	pack_shelf_give(shelf, held);
	pack_shelf_free(shelf);
}

static void test_a_version_is_proposed_once_and_never_with_a_mistake(void **state)
{
	(void)state;
	struct str identity;
	struct pack_version_row *rows;
	size_t count;
	MUST(propose(proposer, utopia(), &identity));
	assert_false(propose(approver, utopia(), &identity));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(propose(proposer, utopia_with("border.lim", "stay unlimited", "stay unlimitd"), &identity));
	assert_int_equal(err.code, ERR_FINDINGS);
	struct act act = begin(proposer);
	MUST(pack_versions(&act, &rows, &count, &err));
	end(&act, false);
	assert_int_equal(count, 1);
	assert_true(uuid_equal(rows[0].proposer, proposer) && !rows[0].approved && !rows[0].applied);
	assert_str(rows[0].version, "2027.1");
}

/* Nobody looks at midnight: the version was ready before it, and the first act of its day is judged by it. Taken back in time, it is not. */
static void test_a_version_is_in_force_from_the_first_instant_of_its_day(void **state)
{
	(void)state;
	struct str identity;
	struct pack_source files = utopia();
	struct pack_shelf *shelf = pack_shelf_new(load(files), &files);
	struct date day = date_of_days(date_days(time_date(now)) + 3);
	int64_t midnight = date_days(day) * DAY_MS;
	MUST(propose(proposer, utopia_with("border.lim", "allow 90 days", "allow 60 days"), &identity));
	MUST(approve(approver, identity));
	MUST(apply(approver, identity, day));
	assert_int_equal(allowed_days(shelf), 90);
	now = midnight - 20000;
	assert_int_equal(allowed_days(shelf), 90);
	const struct pack *before = pack_shelf_take(shelf, midnight - 1), *after = pack_shelf_take(shelf, midnight);
	assert_int_equal(pack_stay_rule(before, STR("visit"), (struct date){ 0 })->allow, 90);
	assert_int_equal(pack_stay_rule(after, STR("visit"), (struct date){ 0 })->allow, 60);
	pack_shelf_give(shelf, before);
	pack_shelf_give(shelf, after);
	now = midnight + 1000;
	assert_int_equal(allowed_days(shelf), 60);
	pack_shelf_free(shelf);
}

static bool finish_version(struct uuid who, struct str identity, const char *reason)
{
	struct act act = begin(who);
	return end(&act, pack_end(&act, identity, str_of(reason), &err));
}

static void test_a_version_is_taken_back_before_its_day_alone(void **state)
{
	(void)state;
	struct str identity;
	struct pack_source shorter = utopia_with("border.lim", "allow 90 days", "allow 60 days"), files = utopia();
	struct pack_shelf *shelf = pack_shelf_new(load(files), &files);
	struct date today = time_date(now), later = date_of_days(date_days(today) + 5);
	MUST(propose(proposer, shorter, &identity));
	MUST(finish_version(proposer, identity, "a first thought"));
	assert_false(approve(approver, identity));
	assert_false(finish_version(approver, identity, "again"));
	MUST(propose(proposer, shorter, &identity)); /* the same once more */
	MUST(approve(approver, identity));
	MUST(apply(approver, identity, later));
	MUST(finish_version(approver, identity, "stopped by the council"));
	now += 6 * DAY_MS;
	assert_int_equal(allowed_days(shelf), 90);
	MUST(propose(proposer, shorter, &identity));
	MUST(approve(approver, identity));
	MUST(apply(approver, identity, (struct date){ 0 }));
	assert_int_equal(allowed_days(shelf), 60);
	assert_false(finish_version(approver, identity, "too late"));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	pack_shelf_free(shelf);
}

static void test_a_held_pack_outlives_the_next_one(void **state)
{
	(void)state;
	struct str first, second;
	struct pack_source files = utopia();
	struct pack_shelf *shelf = pack_shelf_new(load(files), &files);
	MUST(propose(proposer, utopia_with("border.lim", "allow 90 days", "allow 60 days"), &first));
	MUST(approve(approver, first));
	MUST(apply(approver, first, (struct date){ 0 }));
	assert_int_equal(allowed_days(shelf), 60);
	const struct pack *held = pack_shelf_take(shelf, now);
	MUST(propose(proposer, utopia_with("border.lim", "allow 90 days", "allow 45 days"), &second));
	MUST(approve(approver, second));
	MUST(apply(approver, second, (struct date){ 0 }));
	assert_int_equal(allowed_days(shelf), 45);
	assert_int_equal(pack_stay_rule(held, STR("visit"), (struct date){ 0 })->allow, 60);
	pack_shelf_give(shelf, held);
	pack_shelf_free(shelf);
}

static struct str difference(struct pack_source after)
{
	const struct pack_change *changes;
	size_t count = pack_diff(arena, load(utopia()), load(after), &changes);
	struct str *lines = ARENA_ARRAY(arena, struct str, count);
	for (size_t i = 0; i < count; i++)
		lines[i] = pack_change_text(arena, &changes[i]);
	return str_join(arena, lines, count, STR("\n"));
}

static void test_differences_are_told_in_words(void **state)
{
	(void)state;
	assert_str(difference(utopia()), "");
	assert_str(difference(utopia_with("border.lim", "allow 90 days", "allow 60 days")), "changed: stay rule visit, allow: 90 -> 60");
	assert_str(difference(utopia_with("lists.lim", "  DEU \"Germany\"\n", "  DEU \"Germany\" until 2030-01-01\n")),
	           "changed: list countries.codes DEU, until: nothing -> 2030-01-01");
	assert_str(difference(utopia_with("border.lim", "    lane 2 \"Lane 2\" both\n", "")), "removed: post SORREL.lanes 2");
	assert_str(difference(utopia_with("tables/entry_rules.csv", "bloc schedule_2,,,,,on_arrival", "bloc schedule_2,,,,,visa")),
	           "removed: row of a table entry_rules [\"2020-01-01\",\"\",\"bloc schedule_2\",\"\",\"\",\"\",\"\",\"on_arrival\","
	           "\"short_visit\",\"6\",\"yes\",\"\",\"Visa Order 2020, sch. 2\"]\n"
	           "added: row of a table entry_rules [\"2020-01-01\",\"\",\"bloc schedule_2\",\"\",\"\",\"\",\"\",\"visa\","
	           "\"short_visit\",\"6\",\"yes\",\"\",\"Visa Order 2020, sch. 2\"]");
	assert_str(difference(utopia_with("lang/fr.po", "Col de Sorrel", "Col de l'Oseille")),
	           "changed: translation fr border:posts.SORREL, words: {\"Sorrel Pass\":\"Col de Sorrel\"} -> "
	           "{\"Sorrel Pass\":\"Col de l'Oseille\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_two_persons_put_a_version_in_force_from_a_day_on),
		UNIT(test_a_version_is_proposed_once_and_never_with_a_mistake),
		UNIT(test_a_version_is_in_force_from_the_first_instant_of_its_day),
		UNIT(test_a_version_is_taken_back_before_its_day_alone),
		UNIT(test_a_held_pack_outlives_the_next_one),
		UNIT(test_differences_are_told_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
