/* A folder of a test's own below /tmp, removed with all that is in it when the test drops it, and at the latest when the program ends: also after a
 * check failed. What was killed, or crashed, leaves its folder. */
#ifndef LIMEN_TEST_FOLDER_H
#define LIMEN_TEST_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEST_FOLDERS = 64, TEST_FOLDER_LENGTH = 64 };

static struct test_folders {
	char paths[TEST_FOLDERS][TEST_FOLDER_LENGTH]; /* "" = none, or dropped */
	pid_t owner;                                  /* a child that a test forks removes nothing */
} test_folders;

static inline int test_remove_one(const char *path, const struct stat *about, int type, struct FTW *walk)
{
	(void)about, (void)type, (void)walk;
	return remove(path);
}

static inline void test_folder_remove(const char *path)
{
	nftw(path, test_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void test_folders_end(void)
{
	for (int i = 0; i < TEST_FOLDERS && test_folders.owner == getpid(); i++)
		if (test_folders.paths[i][0])
			test_folder_remove(test_folders.paths[i]);
}

/* Its path, good until the program ends. */
static inline const char *test_folder_new(void)
{
	int at = 0;
	if (!test_folders.owner && atexit(test_folders_end))
		abort();
	test_folders.owner = getpid();
	while (at < TEST_FOLDERS && test_folders.paths[at][0])
		at++;
	if (at == TEST_FOLDERS)
		abort();
	snprintf(test_folders.paths[at], TEST_FOLDER_LENGTH, "/tmp/limen-test-XXXXXX");
	if (!mkdtemp(test_folders.paths[at]))
		abort();
	return test_folders.paths[at];
}

static inline void test_folder_drop(const char *path)
{
	for (int i = 0; i < TEST_FOLDERS; i++)
		if (test_folders.paths[i] == path && path[0]) {
			test_folder_remove(path);
			test_folders.paths[i][0] = '\0';
		}
}

#endif
