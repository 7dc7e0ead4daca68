/* `limen bench clearance`: the program itself as server, in a process of its own, and as many booths as asked that scan and decide over HTTP on
 * loopback; then the bare rate of the same rows on the same database. */
#include "child.h"
#include "clearance.h"

struct run {
	struct arena *arena;
	struct child child;
	int64_t booths, seconds, crossings, names, groups, hits;
	bool pages;
	struct booth_line *lines;
	int64_t since;              /* wall clock, ms: what is younger was written by this run */
	int64_t server_cpu_us;
	struct booth_figures figures;
	int64_t bare[5];            /* as bench bare prints them */
	struct buf *out;
};

/* --- the parts --- */

/* A folder that a bench filled is used again: filling takes minutes. */
static bool fill(struct run *run, struct error *err)
{
	struct str said;
	if (bench_made(str_of(run->child.folder), &run->crossings, &run->names))
		return true;
	int64_t begun = bench_wall_us();
	const char *words[] = { "bench", "fill", "--crossings", child_number(&run->child, run->crossings), "--names", child_number(&run->child, run->names), NULL };
	if (!child_run(&run->child, words, &said, err))
		return false;
	buf_format(run->out, "filled     %lld past crossings and %lld names in %.0f s\n", (long long)run->crossings, (long long)run->names, (double)(bench_wall_us() - begun) / 1e6);
	return true;
}

static bool open_sessions(struct run *run, struct error *err)
{
	const char *words[] = { "bench", "sessions", "--booths", child_number(&run->child, run->booths), NULL };
	struct str said, line;
	int64_t count = 0;
	if (!child_run(&run->child, words, &said, err))
		return false;
	run->lines = ARENA_ARRAY(run->arena, struct booth_line, (size_t)run->booths);
	for (; count < run->booths && str_cut(&said, '\n', &line); count++) {
		str_cut(&line, ' ', &run->lines[count].token);
		run->lines[count].csrf = line;
	}
	return count == run->booths || error_set(err, ERR_SYSTEM, "the sessions could not be opened", "", "%lld", (long long)count);
}

static bool measure(struct run *run, struct error *err)
{
	struct watch_bench words = { .seed = 1 };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 1);
	int64_t before, after;
	run->since = clock_now(&clock_system);
	struct booths booths = {
		.port = run->child.port, .lines = run->lines, .count = (size_t)run->booths, .words = &words, .travellers = run->crossings / 10, .seconds = run->seconds,
		.pages = run->pages, .first = run->since / 1000 * 7919, .listed = run->names, .groups = run->groups, .hits = run->hits,
	};
	if (!bench_vocabulary(&words, 200000, &random, run->arena, err))
		return false;
	child_look(&run->child, &before);
	if (!booths_run(&booths, &run->figures, err))
		return false;
	child_look(&run->child, &after);
	run->server_cpu_us = after - before;
	return true;
}

static bool bare(struct run *run, struct error *err)
{
	const char *words[] = { "bench", "bare", "--since", child_number(&run->child, run->since), "--booths", child_number(&run->child, run->booths), NULL };
	struct str said, piece;
	size_t count = 0;
	if (!child_run(&run->child, words, &said, err))
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
	buf_format(out, "database   %s; %lld past crossings, %lld names, %lld booths, %s\n", run->child.postgres ? "PostgreSQL" : "SQLite", (long long)run->crossings,
	           (long long)run->names, (long long)run->booths, run->pages ? "pages as a browser asks for them" : "JSON");
	buf_format(out, "clearances %.0f/s  (%lld in %.1f s; %lld verdicts did not allow to admit, %lld answers \"busy\")\n", rate, (long long)f->clearances, seconds,
	           (long long)f->not_admitted, (long long)f->busy);
	buf_format(out, "verdict    p50 %.1f ms, p99 %.1f ms, worst %.1f ms; decision p50 %.1f ms, p99 %.1f ms\n", (double)f->verdict_p50 / 1000, (double)f->verdict_p99 / 1000,
	           (double)f->verdict_worst / 1000, (double)f->decision_p50 / 1000, (double)f->decision_p99 / 1000);
	if (f->groups)
		buf_format(out, "groups     %lld of four people, one decision each: p50 %.1f ms, p99 %.1f ms\n", (long long)f->groups, (double)f->group_p50 / 1000, (double)f->group_p99 / 1000);
	if (f->hits)
		buf_format(out, "hits       %lld people compared with an entry of the list: the finding p50 %.1f ms, p99 %.1f ms\n", (long long)f->hits, (double)f->finding_p50 / 1000,
		           (double)f->finding_p99 / 1000);
	buf_format(out, "server     %.0f MiB resident, at most %.0f MiB; %.2f ms of CPU for each clearance\n", (double)run->child.resident_kb / 1024, (double)run->child.most_kb / 1024,
	           (double)run->server_cpu_us / 1000 / (done > 0 ? done : 1));
	buf_format(out, "client     %.2f ms of CPU for each clearance, %.1f kB received\n", (double)f->cpu_us / 1000 / (done > 0 ? done : 1), (double)f->bytes / 1000 / (done > 0 ? done : 1));
	buf_format(out, "bare       %.0f clearances/s: %lld entries with %lld rows and %.1f MB of bodies, committed again in %.1f s, %.2f ms of CPU for each clearance\n", bare_rate,
	           (long long)run->bare[0], (long long)run->bare[1], (double)run->bare[2] / 1e6, (double)run->bare[3] / 1e6, (double)run->bare[4] / 1000 / (done > 0 ? done : 1));
	buf_format(out, "ratio      %.2f of the bare rate\n", rate / bare_rate);
}

static bool run_all(struct run *run, struct error *err)
{
	struct error ending;
	if (!fill(run, err) || !open_sessions(run, err))
		return false;
	bool served = child_serve(&run->child, (const char *const[]){ NULL }, err) && measure(run, err);
	bool stopped = child_stop(&run->child, served ? err : &ending);
	if (!served || !stopped || !bare(run, err))
		return false;
	tell(run);
	return true;
}

bool bench_clearance(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct run run = { .arena = act->arena, .child = { .arena = act->arena, .postgres = line->option(line, "--postgres") }, .out = out, .pages = line->option(line, "--pages") != NULL };
	if (!bench_number(line, "--booths", 1, BOOTHS_MOST, 8, &run.booths, err) || !bench_number(line, "--seconds", 1, 600, 20, &run.seconds, err) ||
	    !bench_number(line, "--crossings", 1000, 100000000, 1000000, &run.crossings, err) || !bench_number(line, "--names", 1, 1000000, 100000, &run.names, err) ||
	    !bench_number(line, "--groups", 0, 100, 0, &run.groups, err) || !bench_number(line, "--hits", 0, 100, 0, &run.hits, err) ||
	    !child_open(&run.child, line->option(line, "--folder"), err))
		return false;
	bool done = run_all(&run, err);
	child_close(&run.child);
	return done;
}
