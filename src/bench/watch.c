/* `limen bench watch`: the search for a name among a million, on one core, and the comparison with every name as its oracle. */
#include "measure.h"

static void print_figures(const struct watch_bench *bench, const struct watch_figures *figures, struct buf *out)
{
	buf_format(out, "names      %zu, of %zu words; %zu written forms, index %.1f MiB, built in %.2f s\n", bench->names, figures->size.words, figures->size.names,
	           (double)figures->size.bytes / 1048576, (double)figures->build_us / 1e6);
	buf_format(out, "queries    %zu: p50 %.2f ms, p99 %.2f ms, worst %.2f ms of one core\n", bench->queries, (double)figures->p50_us / 1000,
	           (double)figures->p99_us / 1000, (double)figures->worst_us / 1000);
	buf_format(out, "found      %zu of %zu names with slips; %zu of %zu queries about other people found somebody\n", figures->hits, figures->slips,
	           figures->others_hit, bench->queries - figures->slips);
	buf_format(out, "oracle     %zu queries compared with every name, %.0f ms each: %zu differences\n", figures->compared,
	           figures->compared ? (double)figures->brute_us / 1000 / (double)figures->compared : 0, figures->differences);
	if (figures->compared && figures->p50_us)
		buf_format(out, "ratio      the search takes 1/%.0f of the comparison with every name\n",
		           (double)figures->brute_us / (double)figures->compared / ((double)figures->all_us / (double)bench->queries));
}

bool bench_watch(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct watch_bench bench = { .seed = 1 };
	struct random_seeded seeded;
	int64_t names, queries, oracle, words, seed;
	const char *quality = line->option(line, "--quality"), *lists = line->option(line, "--lists");
	if (quality)
		return bench_quality(quality, lists ? lists : "data/lists", line->option(line, "--misses") != NULL, act->arena, out, err);
	if (!bench_number(line, "--names", 1, 10000000, 1000000, &names, err) || !bench_number(line, "--queries", 1, 1000000, 2000, &queries, err) ||
	    !bench_number(line, "--oracle", 0, 1000000, 100, &oracle, err) || !bench_number(line, "--words", 1, 2000000, 200000, &words, err) ||
	    !bench_number(line, "--seed", 0, INT64_MAX, 1, &seed, err))
		return false;
	bench.names = (size_t)names;
	bench.queries = (size_t)queries;
	bench.oracle = (size_t)oracle;
	bench.seed = (uint64_t)seed;
	struct random random = random_from_seed(&seeded, bench.seed);
	if (!bench_vocabulary(&bench, (size_t)words, &random, act->arena, err))
		return false;
	struct watch_figures figures = watch_bench_run(&bench, act->arena);
	print_figures(&bench, &figures, out);
	return !figures.differences ||
	       error_set(err, ERR_INTEGRITY, "the search and the comparison with every name disagree", "report it with the seed", "%zu queries", figures.differences);
}
