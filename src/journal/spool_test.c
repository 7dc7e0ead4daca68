#include "journal_trial.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that come in pieces: they go on from where they were, whatever a crash left; what is kept is what came; damage is found before the end. */

static struct trial trial;

static int setup(void **state)
{
	(void)state;
	return trial_new(&trial, STORE_SQLITE) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	trial_end(&trial);
	return 0;
}

static const struct uuid owner = { { 1, 2, 3 } }, record = { { 4, 5, 6 } }, other = { { 9 } };
static struct journal_spool begun(struct act *act, int64_t length)
{
	struct journal_spool spool = { .owner = owner, .record = record, .path = STR("doc"), .name = STR("scan.pdf"), .length = length };
	assert_true(journal_spool_begin(act, &spool, &err));
	return spool;
}

static struct str filled(struct act *act, size_t size, char with)
{
	char *bytes = arena_alloc(act->arena, size);
	memset(bytes, with, size);
	return (struct str){ bytes, size };
}

static char *path_to(struct act *act, const struct journal_spool *spool, const char *end)
{
	return str_c(act->arena, str_format(act->arena, "%s/uploads/" STR_FMT "/" STR_FMT "%s", trial.database.folder, STR_ARG(uuid_str(act->arena, owner)),
	                                    STR_ARG(uuid_str(act->arena, spool->id)), end));
}

static void seen(void *state, struct str bytes)
{
	*(size_t *)state += bytes.len;
}

static void test_it_goes_on_from_where_it_was(void **state)
{
	struct act act = act_begin(&trial);
	struct journal_spool spool = begun(&act, 10), found;
	(void)state;
	assert_true(journal_spool_add(&act, &spool, 0, STR("abcd"), &err));
	assert_false(journal_spool_add(&act, &spool, 0, STR("abcd"), &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(journal_spool_add(&act, &spool, 4, STR("efghijk"), &err)); /* one more than was said */
	assert_true(journal_spool_find(&act, owner, record, spool.id, &found, &err));
	assert_int_equal(found.offset, 4);
	assert_true(str_is(found.name, "scan.pdf") && found.length == 10);
	assert_false(journal_spool_find(&act, other, record, spool.id, &found, &err));
	assert_false(journal_spool_find(&act, owner, other, spool.id, &found, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	act_end(&trial, &act);
}

/* A crash in the middle of a write leaves a piece that is cut off: it counts for nothing, and the next one is written over it. */
static void test_a_piece_that_is_cut_off_counts_for_nothing(void **state)
{
	struct act act = act_begin(&trial);
	struct journal_spool spool = begun(&act, 8), found;
	struct str handle;
	uint8_t digest[32];
	size_t count = 0;
	struct stat info;
	(void)state;
	assert_true(journal_spool_add(&act, &spool, 0, STR("abcd"), &err) && journal_spool_add(&act, &spool, 4, STR("efgh"), &err));
	assert_int_equal(stat(path_to(&act, &spool, ".pieces"), &info), 0);
	for (off_t end = info.st_size - 1; end > info.st_size - 44; end -= 7) {
		assert_int_equal(truncate(path_to(&act, &spool, ".pieces"), end), 0);
		assert_true(journal_spool_find(&act, owner, record, spool.id, &found, &err));
		assert_int_equal(found.offset, 4);
		assert_false(journal_spool_keep(&act, &found, seen, &count, &handle, digest, &err));
	}
	assert_true(journal_spool_add(&act, &found, 4, STR("wxyz"), &err));
	count = 0;
	assert_true(journal_spool_keep(&act, &found, seen, &count, &handle, digest, &err));
	assert_int_equal(count, 8);
	struct str bytes;
	assert_true(journal_file_get(&act, handle, &bytes, &err));
	assert_true(str_is(bytes, "abcdwxyz"));
	act_end(&trial, &act);
}

static void test_what_is_kept_is_what_came(void **state)
{
	enum { SIZE = 3 << 20 };
	struct act act = act_begin(&trial);
	struct journal_spool spool = begun(&act, SIZE + 5);
	struct str handle, again;
	uint8_t digest[32], whole[32], second[32];
	size_t count = 0, total;
	int64_t bytes;
	(void)state;
	struct str pieces[] = { filled(&act, 1 << 20, 'a'), filled(&act, 2 << 20, 'b'), STR("final") };
	int64_t offset = 0;
	for (size_t i = 0; i < COUNT_OF(pieces); offset += (int64_t)pieces[i++].len)
		assert_true(journal_spool_add(&act, &spool, offset, pieces[i], &err));
	sha256(pieces, COUNT_OF(pieces), whole);
	assert_true(journal_spool_total(&act, owner, &bytes, &total, &err));
	assert_true(total >= 1 && bytes >= SIZE + 5);
	assert_true(journal_spool_keep(&act, &spool, seen, &count, &handle, digest, &err));
	assert_memory_equal(digest, whole, 32);
	assert_int_equal(count, SIZE + 5);
	assert_true(journal_spool_keep(&act, &spool, seen, &count, &again, second, &err)); /* an act that met a conflict */
	assert_memory_equal(second, whole, 32);
	assert_false(journal_spool_add(&act, &spool, SIZE + 5, STR("x"), &err));
	struct journal_stream *stream;
	assert_true(journal_stream_open(&act, handle, &stream, &err));
	char some[1000];
	ssize_t got;
	for (count = 0; (got = journal_stream_read(stream, some, sizeof some, &err)) > 0; count += (size_t)got)
		;
	journal_stream_close(stream);
	assert_int_equal(got, 0);
	assert_int_equal(count, SIZE + 5);
	act_end(&trial, &act);
}

/* One bit of a stored file anywhere: the last byte is never given. */
static void test_damage_is_found_before_the_end(void **state)
{
	struct act act = act_begin(&trial);
	struct journal_spool spool = begun(&act, 30);
	struct str handle, bytes, id;
	uint8_t digest[32];
	size_t count = 0;
	struct stat info;
	(void)state;
	assert_true(journal_spool_add(&act, &spool, 0, STR("0123456789"), &err) && journal_spool_add(&act, &spool, 10, STR("01234567890123456789"), &err));
	assert_true(journal_spool_keep(&act, &spool, seen, &count, &handle, digest, &err) && journal_file_id(handle, &id));
	char *path = str_c(act.arena, str_format(act.arena, "%s/blobs/" STR_FMT, trial.database.folder, STR_ARG(id)));
	assert_int_equal(stat(path, &info), 0);
	for (off_t at = 0; at < info.st_size; at += 5) {
		int fd = open(path, O_RDWR);
		char byte = 0;
		assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
		byte ^= 4;
		assert_true(pwrite(fd, &byte, 1, at) == 1);
		assert_false(journal_file_get(&act, handle, &bytes, &err));
		byte ^= 4;
		assert_true(pwrite(fd, &byte, 1, at) == 1);
		close(fd);
	}
	assert_true(journal_file_get(&act, handle, &bytes, &err));
	assert_int_equal(bytes.len, 30);
	act_end(&trial, &act);
}

/* What is not taken within a day goes; so does what was taken, when its hour is over. What was begun just now stays. */
static void test_what_nobody_takes_goes(void **state)
{
	struct act act = act_begin(&trial);
	struct journal_spool old = begun(&act, 5), found;
	(void)state;
	assert_true(journal_spool_add(&act, &old, 0, STR("abc"), &err));
	act_end(&trial, &act);
	trial.now += 25 * INT64_C(3600000);
	act = act_begin(&trial);
	struct journal_spool fresh = begun(&act, 5);
	assert_true(journal_tidy(&act, &err));
	assert_false(journal_spool_find(&act, owner, record, old.id, &found, &err));
	assert_int_equal(access(path_to(&act, &old, ".pieces"), F_OK), -1);
	assert_true(journal_spool_find(&act, owner, record, fresh.id, &found, &err));
	assert_true(journal_spool_drop(&act, &fresh, &err));
	assert_false(journal_spool_find(&act, owner, record, fresh.id, &found, &err));
	act_end(&trial, &act);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_goes_on_from_where_it_was), cmocka_unit_test(test_a_piece_that_is_cut_off_counts_for_nothing),
		cmocka_unit_test(test_what_is_kept_is_what_came), cmocka_unit_test(test_damage_is_found_before_the_end), cmocka_unit_test(test_what_nobody_takes_goes),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
