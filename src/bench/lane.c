/* `limen bench journal`: entries written live by several threads, each waiting until its own is durable; then the tables made again from the
 * entries, and the journal verified. */
#include <pthread.h>

#include "house.h"
#include "journal.h"
#include "store.h"
#include "travellers.h"

struct writing {
	const struct house *house;
	const struct watch_bench *words;
	int64_t first, count;       /* travellers of this thread */
	bool done;
	struct error err;
	pthread_t thread;
};

static bool write_one(struct writing *writing, int64_t number, struct arena *arena)
{
	struct act act;
	if (!writing->house->begin(writing->house, arena, &act, &writing->err))
		return false;
	/* Ten crossings a traveller, as in a real journal: records grow. */
	struct identity identity = bench_traveller(writing->words, number / 10, arena);
	bool done = bench_past_crossing(&act, &identity, number / 10, number % 10, act.now, &writing->err) &&
	            journal_submit(&act, &writing->err) == SUBMITTED;
	writing->house->end(writing->house, &act);
	return done;
}

static void *write_all(void *state)
{
	struct writing *writing = state;
	struct arena *arena = arena_new(0);
	writing->done = true;
	for (int64_t i = 0; writing->done && i < writing->count; i++) {
		writing->done = write_one(writing, writing->first + i, arena);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static bool write_live(const struct house *house, const struct watch_bench *words, int64_t entries, size_t writers, struct error *err)
{
	struct writing all[64];
	bool done = true;
	for (size_t i = 0; i < writers; i++) {
		all[i] = (struct writing){ .house = house, .words = words, .first = (int64_t)i * 10000000, .count = entries / (int64_t)writers };
		if (pthread_create(&all[i].thread, NULL, write_all, &all[i]))
			abort();
	}
	for (size_t i = 0; i < writers; i++) {
		pthread_join(all[i].thread, NULL);
		if (done && !all[i].done) {
			*err = all[i].err;
			done = false;
		}
	}
	return done;
}

bool bench_is_empty(struct act *act, struct error *err)
{
	struct query *query = db_query(act->db, "journal.totals");
	int64_t entries = query_next(query) ? query_int(query, 0) : 0;
	if (!query_end(query, err))
		return false;
	return !entries || error_set(err, ERR_NOT_ALLOWED, "this state is in use: a bench would add to its journal", "name a folder that is new: limen --data FOLDER bench ...",
	                             "%lld entries", (long long)entries);
}

/* The act's own snapshot is older than what was written. */
static bool look_again(struct act *act, struct error *err)
{
	db_rollback(act->db);
	return db_begin_read(act->db, err);
}

static void tell(struct buf *out, const char *what, int64_t entries, int64_t wall, int64_t cpu)
{
	buf_format(out, "%-9s %8.0f entries/s  (%lld entries in %.2f s, %.2f s of CPU)\n", what, (double)entries * 1e6 / (double)wall, (long long)entries,
	           (double)wall / 1e6, (double)cpu / 1e6);
}

bool bench_journal(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct watch_bench words = { .seed = 1 };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 1);
	int64_t entries, writers;
	struct journal_report report;
	if (!bench_number(line, "--entries", 1, 10000000, 50000, &entries, err) || !bench_number(line, "--writers", 1, 16, 8, &writers, err) ||
	    !bench_is_empty(act, err) || !bench_vocabulary(&words, 20000, &random, act->arena, err))
		return false;
	entries = (entries + writers - 1) / writers * writers;
	int64_t wall = bench_wall_us(), cpu = bench_cpu_us();
	if (!write_live(act->house, &words, entries, (size_t)writers, err))
		return false;
	tell(out, "live", entries, bench_wall_us() - wall, bench_cpu_us() - cpu);
	wall = bench_wall_us(), cpu = bench_cpu_us();
	if (!journal_rebuild(act, NULL, err))
		return false;
	tell(out, "rebuild", entries, bench_wall_us() - wall, bench_cpu_us() - cpu);
	wall = bench_wall_us(), cpu = bench_cpu_us();
	if (!look_again(act, err) || !journal_verify(act, &report, err))
		return false;
	tell(out, "verify", report.entries, bench_wall_us() - wall, bench_cpu_us() - cpu);
	buf_format(out, "%lld writers; %s; verify found %lld faults\n", (long long)writers, store_kind(act->house->store) == STORE_SQLITE ? "SQLite" : "PostgreSQL",
	           (long long)report.faults);
	return !report.faults || error_set(err, ERR_INTEGRITY, "the journal has faults", "limen journal verify shows them", "%lld", (long long)report.faults);
}
