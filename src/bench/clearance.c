/* `limen bench clearance`: the program itself as server, in a process of its own, and as many booths as asked that scan and decide over HTTP on
 * loopback; then the bare rate of the same rows on the same database. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clearance.h"

enum { WORDS_MOST = 24, TEXT_MOST = 1 << 20 };

struct run {
	struct arena *arena;
	const char *folder, *postgres;
	int64_t booths, seconds, crossings, names;
	bool pages;
	struct booth_line *lines;
	int64_t since;              /* wall clock, ms: what is younger was written by this run */
	pid_t server;
	int port;
	int64_t server_cpu_us, resident_kb, most_kb;
	struct booth_figures figures;
	int64_t bare[5];            /* as bench bare prints them */
	struct buf *out;
};

/* --- children: this program again --- */

/* What it prints comes back through `from`; a server's log, too. */
static pid_t start(struct run *run, const char *const *words, bool log, int *from, struct error *err)
{
	const char *all[WORDS_MOST] = { "limen", "--data", run->folder };
	size_t count = 3;
	int ends[2];
	if (run->postgres) {
		all[count++] = "--postgres";
		all[count++] = run->postgres;
	}
	while (*words && count < WORDS_MOST - 1)
		all[count++] = *words++;
	fflush(NULL);
	pid_t child = pipe(ends) ? -1 : fork();
	if (child < 0) {
		error_set(err, ERR_SYSTEM, "a process cannot be started", "look at the limits of the system", "%s", strerror(errno));
		return -1;
	}
	if (!child) {
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
	return child;
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

static bool ended_well(pid_t child, struct str said, const char *what, struct error *err)
{
	int status;
	if (waitpid(child, &status, 0) == child && WIFEXITED(status) && !WEXITSTATUS(status))
		return true;
	return error_set(err, ERR_SYSTEM, "a part of the bench failed", "look at what it said", "%s: %.*s", what, (int)(said.len < 150 ? said.len : 150), said.len ? said.data : "");
}

static bool run_child(struct run *run, const char *const *words, struct str *said, struct error *err)
{
	int from;
	pid_t child = start(run, words, false, &from, err);
	if (child < 0)
		return false;
	*said = read_end(from, run->arena);
	return ended_well(child, *said, words[1], err);
}

static const char *number(struct run *run, int64_t value)
{
	return str_format(run->arena, "%lld", (long long)value).data;
}

/* --- the parts --- */

/* A folder that a bench filled is used again: filling takes minutes. */
static bool fill(struct run *run, struct error *err)
{
	struct str said;
	if (bench_made(str_of(run->folder), &run->crossings, &run->names))
		return true;
	int64_t begun = bench_wall_us();
	const char *words[] = { "bench", "fill", "--crossings", number(run, run->crossings), "--names", number(run, run->names), NULL };
	if (!run_child(run, words, &said, err))
		return false;
	buf_format(run->out, "filled     %lld past crossings and %lld names in %.0f s\n", (long long)run->crossings, (long long)run->names, (double)(bench_wall_us() - begun) / 1e6);
	return true;
}

static bool open_sessions(struct run *run, struct error *err)
{
	const char *words[] = { "bench", "sessions", "--booths", number(run, run->booths), NULL };
	struct str said, line;
	int64_t count = 0;
	if (!run_child(run, words, &said, err))
		return false;
	run->lines = ARENA_ARRAY(run->arena, struct booth_line, (size_t)run->booths);
	for (; count < run->booths && str_cut(&said, '\n', &line); count++) {
		str_cut(&line, ' ', &run->lines[count].token);
		run->lines[count].csrf = line;
	}
	return count == run->booths || error_set(err, ERR_SYSTEM, "the sessions could not be opened", "", "%lld", (long long)count);
}

/* Waits for the line that tells the port. The pipe stays open: a server whose log nobody takes would stop. */
static bool serve(struct run *run, int *log, struct error *err)
{
	const char *words[] = { "serve", "--port", "0", "--log", "quiet", NULL };
	char text[16384];
	size_t got = 0, at;
	run->server = start(run, words, true, log, err);
	if (run->server < 0)
		return false;
	while (got < sizeof text) {
		ssize_t part = read(*log, text + got, sizeof text - got);
		if (part <= 0)
			break;
		got += (size_t)part;
		if (!str_find((struct str){ text, got }, STR("\"port\":\""), &at) || text[got - 1] != '\n')
			continue;
		run->port = atoi(text + at + 8);
		return true;
	}
	return error_set(err, ERR_SYSTEM, "the server did not start", "start it by hand: limen serve", "%.*s", (int)(got < 150 ? got : 150), text);
}

static void look_at_server(struct run *run, int64_t *cpu_us)
{
	char path[64], text[8192];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)run->server);
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
	snprintf(path, sizeof path, "/proc/%d/status", (int)run->server);
	file = fopen(path, "r");
	while (file && fgets(text, sizeof text, file)) {
		long long kb;
		if (sscanf(text, "VmRSS: %lld", &kb) == 1)
			run->resident_kb = kb;
		if (sscanf(text, "VmHWM: %lld", &kb) == 1)
			run->most_kb = kb;
	}
	if (file)
		fclose(file);
}

static bool measure(struct run *run, struct error *err)
{
	struct watch_bench words = { .seed = 1 };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 1);
	int64_t before, after;
	run->since = clock_now(&clock_system);
	struct booths booths = {
		.port = run->port, .lines = run->lines, .count = (size_t)run->booths, .words = &words, .travellers = run->crossings / 10, .seconds = run->seconds,
		.pages = run->pages, .first = run->since / 1000 * 7919,
	};
	if (!bench_vocabulary(&words, 200000, &random, run->arena, err))
		return false;
	look_at_server(run, &before);
	if (!booths_run(&booths, &run->figures, err))
		return false;
	look_at_server(run, &after);
	run->server_cpu_us = after - before;
	return true;
}

static bool stop(struct run *run, int log, struct error *err)
{
	if (run->server <= 0)
		return true;
	kill(run->server, SIGTERM);
	struct str said = read_end(log, run->arena);
	return ended_well(run->server, said, "serve", err);
}

static bool bare(struct run *run, struct error *err)
{
	const char *words[] = { "bench", "bare", "--since", number(run, run->since), "--booths", number(run, run->booths), NULL };
	struct str said, piece;
	size_t count = 0;
	if (!run_child(run, words, &said, err))
		return false;
	said = str_trim(said);
	while (count < COUNT_OF(run->bare) && str_cut(&said, ' ', &piece) && str_to_int(piece, &run->bare[count]))
		count++;
	return (count == COUNT_OF(run->bare) && run->bare[0] && run->bare[3] > 0) || error_set(err, ERR_SYSTEM, "the bare rate could not be measured", "", "bare");
}

/* --- the figures --- */

static void tell(const struct run *run)
{
	const struct booth_figures *f = &run->figures;
	struct buf *out = run->out;
	double seconds = (double)f->wall_us / 1e6, done = (double)f->clearances, rate = done / seconds, bare_rate = done * 1e6 / (double)run->bare[3];
	buf_format(out, "database   %s; %lld past crossings, %lld names, %lld booths, %s\n", run->postgres ? "PostgreSQL" : "SQLite", (long long)run->crossings,
	           (long long)run->names, (long long)run->booths, run->pages ? "pages as a browser asks for them" : "JSON");
	buf_format(out, "clearances %.0f/s  (%lld in %.1f s; %lld verdicts did not allow to admit, %lld answers \"busy\")\n", rate, (long long)f->clearances, seconds,
	           (long long)f->not_admitted, (long long)f->busy);
	buf_format(out, "verdict    p50 %.1f ms, p99 %.1f ms, worst %.1f ms; decision p50 %.1f ms, p99 %.1f ms\n", (double)f->verdict_p50 / 1000, (double)f->verdict_p99 / 1000,
	           (double)f->verdict_worst / 1000, (double)f->decision_p50 / 1000, (double)f->decision_p99 / 1000);
	buf_format(out, "server     %.0f MiB resident, at most %.0f MiB; %.2f ms of CPU for each clearance\n", (double)run->resident_kb / 1024, (double)run->most_kb / 1024,
	           (double)run->server_cpu_us / 1000 / (done > 0 ? done : 1));
	buf_format(out, "client     %.2f ms of CPU for each clearance, %.1f kB received\n", (double)f->cpu_us / 1000 / (done > 0 ? done : 1), (double)f->bytes / 1000 / (done > 0 ? done : 1));
	buf_format(out, "bare       %.0f clearances/s: %lld entries with %lld rows and %.1f MB of bodies, committed again in %.1f s, %.2f ms of CPU for each clearance\n", bare_rate,
	           (long long)run->bare[0], (long long)run->bare[1], (double)run->bare[2] / 1e6, (double)run->bare[3] / 1e6, (double)run->bare[4] / 1000 / (done > 0 ? done : 1));
	buf_format(out, "ratio      %.2f of the bare rate\n", rate / bare_rate);
}

static bool run_all(struct run *run, struct error *err)
{
	int log = -1;
	struct error ending;
	if (!fill(run, err) || !open_sessions(run, err))
		return false;
	bool served = serve(run, &log, err) && measure(run, err);
	bool stopped = stop(run, log, served ? err : &ending);
	if (!served || !stopped || !bare(run, err))
		return false;
	tell(run);
	return true;
}

static void remove_folder(struct run *run)
{
	pid_t child = fork();
	if (!child) {
		execlp("rm", "rm", "-rf", "--", run->folder, (char *)NULL);
		_exit(127);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

bool bench_clearance(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	char made[] = "/tmp/limen-bench-XXXXXX";
	struct run run = { .arena = act->arena, .folder = line->option(line, "--folder"), .postgres = line->option(line, "--postgres"), .out = out,
		           .pages = line->option(line, "--pages") != NULL };
	if (!bench_number(line, "--booths", 1, BOOTHS_MOST, 8, &run.booths, err) || !bench_number(line, "--seconds", 1, 600, 20, &run.seconds, err) ||
	    !bench_number(line, "--crossings", 1000, 100000000, 1000000, &run.crossings, err) || !bench_number(line, "--names", 1, 1000000, 100000, &run.names, err))
		return false;
	bool own = !run.folder;
	if (own && !(run.folder = mkdtemp(made)))
		return error_set(err, ERR_SYSTEM, "no folder can be made", "name one: --folder FOLDER", "%s", strerror(errno));
	bool done = run_all(&run, err);
	if (own)
		remove_folder(&run);
	return done;
}
