#include "folder.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guard.h"

static int setup(void **state)
{
	(void)state;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return 0;
}

/* Runs `inside` in a child that entered the sandbox; its exit code. 77 = the kernel has no Landlock. */
static int in_sandbox(int (*inside)(const char *folder), const char *folder)
{
	pid_t child = fork();
	if (child == 0) {
		struct error err;
		bool held;
		const char *const read[] = { "/usr", "/lib", "/lib64", NULL }, *const write[] = { folder, NULL };
		struct guard_paths paths = { read, write };
		if (!guard_files(&paths, &held, &err) || !guard_calls(&err))
			_exit(70);
		_exit(held ? inside(folder) : 77);
	}
	int status;
	assert_true(waitpid(child, &status, 0) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int writes_at_home_alone(const char *folder)
{
	char path[256];
	snprintf(path, sizeof path, "%s/file", folder);
	int home = open(path, O_RDWR | O_CREAT, 0600);
	if (home < 0 || write(home, "x", 1) != 1 || fsync(home))
		return 1;
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
		return 2;
	if (open("/usr/limen-test", O_RDWR | O_CREAT, 0600) >= 0)
		return 3;
	return open("/usr/bin/env", O_RDONLY) >= 0 ? 0 : 4;
}

static int starts_nothing(const char *folder)
{
	char *const arguments[] = { (char *)"true", NULL };
	execv("/usr/bin/true", arguments);
	return errno == EPERM ? 0 : 1;
}

static void test_the_sandbox_holds_files_and_calls(void **state)
{
	(void)state;
	const char *folder = test_folder_new();
	int files = in_sandbox(writes_at_home_alone, folder), calls = in_sandbox(starts_nothing, folder);
	test_folder_drop(folder);
	if (files == 77)
		skip();
	assert_int_equal(files, 0);
	assert_int_equal(calls, 0);
}

int main(void)
{
	const struct CMUnitTest cases[] = { UNIT(test_the_sandbox_holds_files_and_calls) };
	return cmocka_run_group_tests_name("guard", cases, NULL, NULL);
}
