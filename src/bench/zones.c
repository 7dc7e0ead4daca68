/* `limen bench mrz`: reading zones, beside two packages of npm that run in node on the same lines. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"
#include "mrz.h"

struct zones {
	struct str *items;
	bool *passport;
	size_t count;
};

/* The zones of the tests that are read without a failed digit: all packages take these. */
static struct zones read_zones(struct arena *arena)
{
	struct zones zones = { ARENA_ARRAY(arena, struct str, 4096), ARENA_ARRAY(arena, bool, 4096), 0 };
	const struct embedded *file = bench_files;
	while (!str_ends(str_of(file->name), STR("zones.tsv")))
		file++;
	struct str rest = file->bytes, line, zone;
	while (str_cut(&rest, '\n', &line) && zones.count < 4096) {
		struct mrz mrz;
		struct error ignored;
		str_cut(&line, '\t', &zone);
		char *text = str_c(arena, zone);
		for (char *at = text; (at = strchr(at, '|'));)
			*at = '\n';
		if (!mrz_parse(str_of(text), arena, &mrz, &ignored) || !mrz_digits_agree(&mrz))
			continue;
		zones.passport[zones.count] = mrz.form == MRZ_TD3;
		zones.items[zones.count++] = str_of(text);
	}
	return zones;
}

/* Parses for some seconds; parses a second of CPU time. */
static double measure(const struct zones *zones, bool passports, int64_t seconds)
{
	struct arena *arena = arena_new(0);
	int64_t parses = 0, start = bench_cpu_us(), now = start;
	while ((now = bench_cpu_us()) - start < seconds * 1000000) {
		for (size_t i = 0; i < 20 * zones->count; i++) {
			struct mrz mrz;
			struct error err;
			size_t at = i % zones->count;
			if (passports && !zones->passport[at])
				continue;
			parses += mrz_parse(zones->items[at], arena, &mrz, &err);
			arena_reset(arena);
		}
	}
	arena_free(arena);
	return (double)parses * 1e6 / (double)(now - start);
}

/* --- beside --- */

static bool write_lines(const char *path, const struct zones *zones, struct error *err)
{
	FILE *file = fopen(path, "w");
	if (!file)
		return error_set(err, ERR_SYSTEM, "the zones cannot be handed to node", "look at the temporary folder", "%s", strerror(errno));
	for (size_t i = 0; i < zones->count; i++) {
		struct str rest = zones->items[i], line;
		for (bool first = true; str_cut(&rest, '\n', &line); first = false)
			fprintf(file, "%s" STR_FMT, first ? "" : "|", STR_ARG(line));
		fputc('\n', file);
	}
	return fclose(file) == 0 || error_set(err, ERR_SYSTEM, "the zones cannot be handed to node", "look at the disk", "%s", strerror(errno));
}

/* node FOLDER/mrz.mjs ZONES SECONDS prints: name, version, zones taken, "all" or "passports", parses a second of CPU time. */
static bool run_node(const char *folder, const char *zones, int64_t seconds, struct str *said, struct arena *arena, struct error *err)
{
	char script[4096], number[24];
	int ends[2], status;
	struct buf out = BUF_IN(arena);
	snprintf(script, sizeof script, "%s/mrz.mjs", folder);
	snprintf(number, sizeof number, "%lld", (long long)seconds);
	fflush(NULL);
	pid_t child = pipe(ends) ? -1 : fork();
	if (child < 0)
		return error_set(err, ERR_SYSTEM, "node cannot be started", "look at the limits of the system", "%s", strerror(errno));
	if (!child) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp("node", "node", script, zones, number, NULL);
		_exit(127);
	}
	close(ends[1]);
	char piece[4096];
	for (ssize_t got; (got = read(ends[0], piece, sizeof piece)) > 0;)
		buf_add(&out, (struct str){ piece, (size_t)got });
	close(ends[0]);
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
		return error_set(err, ERR_SYSTEM, "the packages of npm could not be measured", "install node and, in tests/speed, npm ci", "%.200s", script);
	*said = buf_str(&out);
	return true;
}

static void tell_beside(struct str said, double all, double passports, struct buf *out)
{
	struct str line, fields[5];
	while (str_cut(&said, '\n', &line)) {
		size_t count = 0;
		while (count < COUNT_OF(fields) && str_cut(&line, '\t', &fields[count]))
			count++;
		if (count < COUNT_OF(fields))
			continue;
		char number[32];
		snprintf(number, sizeof number, STR_FMT, STR_ARG(fields[4]));
		double rate = strtod(number, NULL), ours = str_is(fields[3], "all") ? all : passports;
		buf_format(out, "%-10.*s %9.0f parses/s  (" STR_FMT ", " STR_FMT " zones, %.*s): limen is %.0f times as fast\n", STR_ARG(fields[0]), rate, STR_ARG(fields[1]),
		           STR_ARG(fields[2]), STR_ARG(fields[3]), rate > 0 ? ours / rate : 0);
	}
}

bool bench_mrz(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *folder = line->option(line, "--beside");
	char path[] = "/tmp/limen-bench-XXXXXX";
	int64_t seconds;
	struct str said = STR("");
	if (!bench_number(line, "--seconds", 1, 60, 3, &seconds, err))
		return false;
	struct zones zones = read_zones(act->arena);
	double all = measure(&zones, false, seconds), passports = measure(&zones, true, seconds);
	buf_format(out, "limen      %9.0f parses/s of one core  (%zu zones of all forms); %.0f of passports alone\n", all, zones.count, passports);
	if (!folder)
		return true;
	int file = mkstemp(path);
	if (file < 0)
		return error_set(err, ERR_SYSTEM, "the zones cannot be handed to node", "look at the temporary folder", "%s", strerror(errno));
	close(file);
	bool done = write_lines(path, &zones, err) && run_node(folder, path, seconds, &said, act->arena, err);
	unlink(path);
	if (done)
		tell_beside(said, all, passports, out);
	return done;
}
