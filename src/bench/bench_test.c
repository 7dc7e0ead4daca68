/* Each bench runs at a tiny size, as the program itself, and prints its figures and ratio. How fast is nothing that a test could say. */
#include "folder.h"
#include "test.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct str run(const char *arguments)
{
	const char *program = getenv("LIMEN");
	if (!program)
		fail_msg("LIMEN names no program");
	FILE *child = popen(str_format(arena, "'%s' %s 2>&1", program, arguments).data, "r");
	struct buf out = BUF_IN(arena);
	char piece[4096];
	assert_non_null(child);
	for (size_t got; (got = fread(piece, 1, sizeof piece, child)) > 0;)
		buf_add(&out, (struct str){ piece, got });
	int status = pclose(child);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("limen %s: status %d: " STR_FMT, arguments, status, STR_ARG(buf_str(&out)));
	return buf_str(&out);
}

static void assert_says(struct str said, const char *what)
{
	size_t at;
	if (!str_find(said, str_of(what), &at))
		fail_msg("\"%s\" is not in: " STR_FMT, what, STR_ARG(said));
}

static void test_watch(void **state)
{
	(void)state;
	struct str said = run("bench watch --names 2000 --words 3000 --queries 200 --oracle 200");
	assert_says(said, "queries    200: p50 ");
	assert_says(said, "oracle     200 queries compared with every name");
	assert_says(said, ": 0 differences");
	assert_says(said, "ratio      the search takes 1/");
}

static void test_mrz(void **state)
{
	(void)state;
	assert_says(run("bench mrz --seconds 1"), " parses/s of one core  (");
}

static void test_journal(void **state)
{
	(void)state;
	const char *folder = test_folder_new();
	struct str said = run(str_format(arena, "--data %s bench journal --entries 200 --writers 4", folder).data);
	assert_says(said, "live ");
	assert_says(said, "rebuild ");
	assert_says(said, "verify ");
	assert_says(said, "verify found 0 faults");
	const char *program = getenv("LIMEN");
	/* A state in use is left alone. */
	assert_int_not_equal(0, system(str_format(arena, "'%s' --data %s bench journal --entries 10 >/dev/null 2>&1", program, folder).data));
	assert_int_not_equal(0, system(str_format(arena, "'%s' --data %s bench bare --since 1 >/dev/null 2>&1", program, folder).data));
	test_folder_drop(folder);
}

static void test_case(void **state)
{
	(void)state;
	const char *folder = test_folder_new();
	struct str said = run(str_format(arena, "--data %s bench case --cases 16 --clerks 2 --open 200 --due 20", folder).data);
	assert_says(said, " procedures\n");
	assert_says(said, "(48 in ");
	assert_says(said, "; 0 refused;");
	assert_says(said, " of the bare rate");
	assert_says(said, "open       200 cases");
	assert_says(said, "(20 in ");
	assert_says(said, "to print one for the first time");
	test_folder_drop(folder);
}

static void clearance(const char *more)
{
	struct str said = run(str_format(arena, "bench clearance --crossings 1000 --names 100 --booths 2 --seconds 1%s", more).data);
	assert_says(said, "clearances ");
	assert_says(said, "verdict    p50 ");
	assert_says(said, " MiB resident");
	assert_says(said, "client ");
	assert_says(said, "bare ");
	assert_says(said, " of the bare rate");
}

static void test_clearance(void **state)
{
	(void)state;
	clearance("");
	clearance(" --pages");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_watch),
		UNIT(test_mrz),
		UNIT(test_journal),
		UNIT(test_case),
		UNIT(test_clearance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
