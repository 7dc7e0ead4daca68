/* What a call's entries add up to: versions of lists, who is missing, where somebody stands, passes. The fold is pure: it is given entries. */
#include "test.h"

#include "convoy.h"

extern const struct fold convoy_fold, convoy_file_fold;

static struct arena *arena;
static void *state;
static int64_t now;

static int setup(void **unused)
{
	arena = arena_new(0);
	state = arena_alloc(arena, convoy_fold.state_size);
	memset(state, 0, convoy_fold.state_size);
	now = 1000;
	return 0;
}

static int teardown(void **unused)
{
	arena_free(arena);
	return 0;
}

/* The state begins with the row of the call and its people. */
struct seen_state {
	struct convoy_row row;
	struct convoy_person *people;
	size_t count, size;
	struct shore_pass_row *passes;
	size_t pass_count, pass_size;
};

static const struct seen_state *seen(void)
{
	return state;
}

static struct uuid key_of(int n)
{
	return (struct uuid){ { 7, (uint8_t)n } };
}

static void told(const struct entry_type *type, const void *data)
{
	struct entry entry = { .id = { { 9, (uint8_t)(now / 1000) } }, .type = type, .happened = now += 1000, .actor = { { 1 } } };
	convoy_fold.apply(state, &entry, data, arena);
}

static void announce(void)
{
	told(&convoy_type, &(struct convoy){ .kind = STR("vessel"), .name = STR("Halcyon Bay"), .post = STR("MERID"), .due = 5000, .reference = STR("ACDEFG") });
}

static void list(int version, bool part, const char *change, int count, const int *people)
{
	struct listed rows[10] = { 0 };
	told(&convoy_list_type, &(struct convoy_list){ .list = STR("crew"), .version = version, .source = STR("csv"), .part = part, .people = count });
	for (int i = 0; i < count; i++)
		rows[i] = (struct listed){ .key = key_of(people[i]), .surname = STR("TAN"), .change = str_of(change) };
	told(&convoy_rows_type, &(struct convoy_rows){ .list = STR("crew"), .version = version, .rows = { rows, (size_t)count } });
}

static void test_whoever_is_not_on_the_new_version_is_missing(void **unused)
{
	announce();
	list(1, false, "", 3, (const int[]){ 1, 2, 3 });
	list(2, false, "same", 2, (const int[]){ 3, 1 });
	assert_int_equal(seen()->count, 3);
	assert_str(seen()->people[1].change, "missing");
	assert_int_equal(seen()->people[2].place, 1);
	assert_int_equal(seen()->people[0].place, 2);
	assert_int_equal(seen()->row.crew_version, 2);
	list(3, false, "new", 3, (const int[]){ 1, 2, 3 });
	assert_str(seen()->people[1].change, "new");
}

static void test_a_row_written_by_hand_leaves_the_others_as_they_were(void **unused)
{
	announce();
	list(1, false, "", 2, (const int[]){ 1, 2 });
	list(2, true, "changed", 1, (const int[]){ 1 });
	assert_int_equal(seen()->people[0].place, 1);
	list(3, true, "new", 1, (const int[]){ 3 });
	assert_int_equal(seen()->people[2].place, 3);
	assert_str(seen()->people[1].change, "");
	told(&convoy_list_type, &(struct convoy_list){ .list = STR("crew"), .version = 4, .source = STR("form"), .part = true, .removed = key_of(2) });
	assert_str(seen()->people[1].change, "missing");
	assert_str(seen()->people[0].change, "changed");
}

static void test_passes_are_out_until_they_are_back(void **unused)
{
	announce();
	list(1, false, "", 2, (const int[]){ 1, 2 });
	told(&convoy_moved_type, &(struct convoy_moved){ .what = STR("arrived") });
	struct passed passed[] = { { key_of(1), { { 5 } } } };
	told(&convoy_cleared_type, &(struct convoy_cleared){ .what = STR("entry"), .rows = { passed, 1 } });
	told(&shore_pass_type, &(struct shore_pass){ key_of(1), STR("ACDEFG-01"), 90000 });
	assert_str(seen()->row.state, "here");
	assert_str(seen()->people[0].pass, "ACDEFG-01");
	assert_int_equal(seen()->people[0].pass_back, 0);
	told(&pass_late_type, &(struct pass_late){ STR("ACDEFG-01"), { { 8 } } });
	assert_false(uuid_zero(seen()->passes[0].task));
	told(&pass_back_type, &(struct pass_back){ .number = STR("ACDEFG-01") });
	assert_true(seen()->passes[0].back > 0);
	assert_true(seen()->people[0].pass_back > 0);
	told(&pass_back_type, &(struct pass_back){ .number = STR("ACDEFG-99") }); /* of no pass: nothing */
	passed[0].crossing = (struct uuid){ { 6 } };
	told(&convoy_cleared_type, &(struct convoy_cleared){ .what = STR("exit"), .rows = { passed, 1 } });
	assert_false(uuid_zero(seen()->people[0].exit));
}

static void test_bodies_that_were_erased_leave_no_row_to_stumble_over(void **unused)
{
	/* the announcement and the list are gone: what is left names somebody who is not there */
	struct passed passed = { key_of(4), { { 5 } } };
	struct screened screened = { key_of(4), { { 5 } }, STR("look"), STR("") };
	told(&convoy_cleared_type, &(struct convoy_cleared){ .what = STR("entry"), .rows = { &passed, 1 } });
	told(&convoy_screened_type, &(struct convoy_screened){ .rows = { &screened, 1 } });
	told(&convoy_seen_type, &(struct convoy_seen){ key_of(4), { { 5 } }, { { 6 } }, STR("name") });
	told(&shore_pass_type, &(struct shore_pass){ key_of(4), STR("ACDEFG-01"), 90000 });
	told(&pass_back_type, &(struct pass_back){ .number = STR("ACDEFG-01") });
	assert_int_equal(seen()->count, 0);
	assert_int_equal(seen()->row.announced, 0);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_whoever_is_not_on_the_new_version_is_missing),
		UNIT(test_a_row_written_by_hand_leaves_the_others_as_they_were),
		UNIT(test_passes_are_out_until_they_are_back),
		UNIT(test_bodies_that_were_erased_leave_no_row_to_stumble_over),
	};
	return cmocka_run_group_tests(cases, NULL, NULL);
}
