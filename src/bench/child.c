#include "child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MOST = 24, TEXT_MOST = 1 << 20 };

bool child_open(struct child *child, const char *folder, struct error *err)
{
	child->folder = folder;
	if (folder)
		return true;
	snprintf(child->made, sizeof child->made, "/tmp/limen-bench-XXXXXX");
	child->folder = mkdtemp(child->made);
	return child->folder || error_set(err, ERR_SYSTEM, "no folder can be made", "name one: --folder FOLDER", "%s", strerror(errno));
}

void child_close(struct child *child)
{
	pid_t remover = child->made[0] ? fork() : -1;
	if (!remover) {
		execlp("rm", "rm", "-rf", "--", child->made, (char *)NULL);
		_exit(127);
	}
	if (remover > 0)
		waitpid(remover, NULL, 0);
}

/* What it prints comes back through `from`; a server's log, too. */
static pid_t start(struct child *child, const char *const *words, bool log, int *from, struct error *err)
{
	const char *all[WORDS_MOST] = { "limen", "--data", child->folder };
	size_t count = 3;
	int ends[2];
	if (child->postgres) {
		all[count++] = "--postgres";
		all[count++] = child->postgres;
	}
	while (*words && count < WORDS_MOST - 1)
		all[count++] = *words++;
	fflush(NULL);
	pid_t process = pipe(ends) ? -1 : fork();
	if (process < 0) {
		error_set(err, ERR_SYSTEM, "a process cannot be started", "look at the limits of the system", "%s", strerror(errno));
		return -1;
	}
	if (!process) {
		dup2(ends[1], STDOUT_FILENO);
		if (log)
			dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execv("/proc/self/exe", (char *const *)(uintptr_t)all);
		_exit(127);
	}
	close(ends[1]);
	*from = ends[0];
	return process;
}

static struct str read_end(int from, struct arena *arena)
{
	struct buf text = BUF_IN(arena);
	char piece[4096];
	for (ssize_t got; text.len < TEXT_MOST && (got = read(from, piece, sizeof piece)) > 0;)
		buf_add(&text, (struct str){ piece, (size_t)got });
	close(from);
	return buf_str(&text);
}

static bool ended_well(pid_t process, struct str said, const char *what, struct error *err)
{
	int status;
	if (waitpid(process, &status, 0) == process && WIFEXITED(status) && !WEXITSTATUS(status))
		return true;
	return error_set(err, ERR_SYSTEM, "a part of the bench failed", "look at what it said", "%s: %.*s", what, (int)(said.len < 150 ? said.len : 150), said.len ? said.data : "");
}

bool child_run(struct child *child, const char *const *words, struct str *said, struct error *err)
{
	int from;
	pid_t process = start(child, words, false, &from, err);
	if (process < 0)
		return false;
	*said = read_end(from, child->arena);
	return ended_well(process, *said, words[1], err);
}

/* Waits for the line that tells the port. The pipe stays open: a server whose log nobody takes would stop. */
bool child_serve(struct child *child, const char *const *options, struct error *err)
{
	const char *words[WORDS_MOST] = { "serve", "--port", "0", "--log", "quiet" };
	char text[16384];
	size_t got = 0, at;
	for (size_t count = 5; *options && count < WORDS_MOST - 4; options++)
		words[count++] = *options;
	child->server = start(child, words, true, &child->log, err);
	if (child->server < 0)
		return false;
	while (got < sizeof text) {
		ssize_t part = read(child->log, text + got, sizeof text - got);
		if (part <= 0)
			break;
		got += (size_t)part;
		if (!str_find((struct str){ text, got }, STR("\"port\":\""), &at) || text[got - 1] != '\n')
			continue;
		child->port = atoi(text + at + 8);
		return true;
	}
	return error_set(err, ERR_SYSTEM, "the server did not start", "start it by hand: limen serve", "%.*s", (int)(got < 150 ? got : 150), text);
}

void child_look(struct child *child, int64_t *cpu_us)
{
	char path[64], text[8192];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)child->server);
	FILE *file = fopen(path, "r");
	unsigned long long user = 0, system = 0;
	if (file && fgets(text, sizeof text, file)) {
		const char *after = strrchr(text, ')');
		if (after)
			(void)!sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user, &system);
	}
	if (file)
		fclose(file);
	*cpu_us = (int64_t)((user + system) * 1000000 / (unsigned long long)sysconf(_SC_CLK_TCK));
	snprintf(path, sizeof path, "/proc/%d/status", (int)child->server);
	file = fopen(path, "r");
	while (file && fgets(text, sizeof text, file)) {
		long long kb;
		if (sscanf(text, "VmRSS: %lld", &kb) == 1)
			child->resident_kb = kb;
		if (sscanf(text, "VmHWM: %lld", &kb) == 1)
			child->most_kb = kb;
	}
	if (file)
		fclose(file);
}

bool child_stop(struct child *child, struct error *err)
{
	if (child->server <= 0)
		return true;
	kill(child->server, SIGTERM);
	struct str said = read_end(child->log, child->arena);
	return ended_well(child->server, said, "serve", err);
}

const char *child_number(struct child *child, int64_t value)
{
	return str_format(child->arena, "%lld", (long long)value).data;
}
