#include "folder.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sys/socket.h>

#include "locked.h"
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

/* --- the locked child --- */

enum { ECHO = 'e', OPENS = 'o', BREAKS = 'b', GROWS = 'g', WAITS = 'w' };

static bool opens_anything(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0 || socket(AF_INET, SOCK_STREAM, 0) >= 0 || fork() >= 0;
}

/* What a picture could make of it. */
static void child_work(int fd)
{
	char what, some[100];
	ssize_t got = read(fd, &what, 1) == 1 ? read(fd, some, sizeof some) : 0;
	if (what == BREAKS)
		*(volatile int *)1 = 1;
	if (what == GROWS && !malloc((size_t)4 << 30))
		got = -1;
	if (what == OPENS)
		some[0] = opens_anything() ? 'y' : 'n';
	if (got > 0 && write(fd, some, (size_t)got) < 0)
		_exit(1);
}

static ssize_t give_text(void *state, char *out, size_t most)
{
	struct str *left = state;
	size_t size = left->len < most ? left->len : most;
	memcpy(out, left->data, size);
	*left = str_slice(*left, size, left->len);
	return (ssize_t)size;
}

static struct str asked(struct guard_helper *helper, struct arena *arena, const char *text)
{
	struct str left = str_of(text), out = STR("");
	struct error err;
	assert_true(guard_helper_ask(helper, give_text, &left, arena, &out, &err));
	return out;
}

static void test_a_child_answers_and_can_do_nothing_else(void **state)
{
	struct guard_helper *helper = guard_helper_start(child_work);
	struct arena *arena = arena_new(0);
	(void)state;
	assert_non_null(helper);
	assert_true(str_is(asked(helper, arena, "ehello"), "hello"));
	assert_true(str_is(asked(helper, arena, "o?"), "n"));
	assert_true(str_is(asked(helper, arena, "bx"), ""));
#if !defined(CHILD_UNLIMITED)
	assert_true(str_is(asked(helper, arena, "gx"), ""));
#endif
	assert_true(str_is(asked(helper, arena, "estill here"), "still here")); /* the one after it knows nothing of them */
	guard_helper_stop(helper);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest cases[] = { UNIT(test_a_child_answers_and_can_do_nothing_else), UNIT(test_the_sandbox_holds_files_and_calls) };
	return cmocka_run_group_tests_name("guard", cases, NULL, NULL);
}
