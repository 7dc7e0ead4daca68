/* `limen bench booking`: many clients want the places of one centre. Each looks at the times of a day, holds one, books it, until nothing is free; then what is
 * stored is counted against what was acknowledged, and the same rows are committed again, bare. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "booking.h"
#include "clearance.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

enum { CLIENTS_MOST = 256, DAYS_MOST = 400, WORKERS = 12 /* as the server has */ };

struct taker;

/* Requests wait in a row for a worker, as before the server's. */
struct row {
	pthread_mutex_t lock;
	int free;
	struct taker *first, **last;
};


struct desired {
	struct row *row;
	const struct house *house;
	struct str centre, service;
	struct date days[DAYS_MOST];
	size_t day_count;
	int64_t places;                 /* that all days have together */
};

struct taker {
	const struct desired *desired;
	struct random random;
	struct random_seeded seeded;
	bool full[DAYS_MOST];
	size_t full_count;
	int64_t booked, gone, conflicts, holds, looks;
	int64_t *spent;                 /* of each hold and each booking, us */
	size_t spent_count, spent_size;
	bool failed, let;
	struct error err;
	pthread_t thread;
	pthread_cond_t turn;
	struct taker *next;             /* in the row */
};

static void row_enter(struct taker *taker)
{
	struct row *row = taker->desired->row;
	pthread_mutex_lock(&row->lock);
	if (row->free > 0) {
		row->free--;
	} else {
		taker->let = false;
		taker->next = NULL;
		*row->last = taker;
		row->last = &taker->next;
		while (!taker->let)
			pthread_cond_wait(&taker->turn, &row->lock);
	}
	pthread_mutex_unlock(&row->lock);
}

static void row_leave(struct taker *taker)
{
	struct row *row = taker->desired->row;
	pthread_mutex_lock(&row->lock);
	struct taker *first = row->first;
	if (first) {
		row->first = first->next;
		if (!row->first)
			row->last = &row->first;
		first->let = true;
		pthread_cond_signal(&first->turn);
	} else {
		row->free++;
	}
	pthread_mutex_unlock(&row->lock);
}

static void note(struct taker *taker, int64_t us)
{
	if (taker->spent_count == taker->spent_size) {
		taker->spent_size = taker->spent_size ? taker->spent_size * 2 : 256;
		taker->spent = realloc(taker->spent, taker->spent_size * sizeof *taker->spent);
		if (!taker->spent)
			abort();
	}
	taker->spent[taker->spent_count++] = us;
}

static bool begin(struct taker *taker, struct arena *arena, struct act *act)
{
	row_enter(taker);
	if (!taker->desired->house->begin(taker->desired->house, arena, act, &taker->err))
		return false;
	act->actor.rights = right_bit(CAN_CENTRE);
	act->purpose = STR("permits");
	return true;
}

static void end(struct taker *taker, struct act *act)
{
	taker->desired->house->end(taker->desired->house, act);
	row_leave(taker);
}

/* A free time of some day; 0: nothing is free any more. */
static bool choose(struct taker *taker, struct arena *arena, int64_t *start)
{
	struct booking_time *times = ARENA_ARRAY(arena, struct booking_time, CENTRE_TIMES_MOST);
	struct act act;
	size_t count = 0, fits = 0;
	*start = 0;
	while (!*start && taker->full_count < taker->desired->day_count) {
		size_t day = (size_t)random_below(&taker->random, taker->desired->day_count);
		if (taker->full[day])
			continue;
		int64_t since = bench_wall_us();
		bool good = begin(taker, arena, &act) && booking_times(&act, taker->desired->centre, taker->desired->service, taker->desired->days[day], 1, times, &count, &taker->err);
		end(taker, &act);
		if (!good)
			return false;
		note(taker, bench_wall_us() - since);
		taker->looks++;
		fits = 0;
		for (size_t i = 0; i < count; i++)
			if (times[i].fits)
				times[fits++] = times[i];
		if (fits)
			*start = times[random_below(&taker->random, fits)].start;
		taker->full_count += !fits;
		taker->full[day] = !fits;
	}
	return true;
}

enum outcome { TAKEN, GONE, CONFLICT, FAILED };

static enum outcome attempt(struct taker *taker, struct arena *arena, struct uuid record, int64_t start)
{
	const struct booking_wish wish = { .centre = taker->desired->centre, .service = taker->desired->service, .start = start, .people = 1, .name = STR("Somebody") };
	struct act act;
	int64_t since = bench_wall_us();
	if (!begin(taker, arena, &act))
		return FAILED;
	bool good = start ? booking_hold(&act, record, &wish, &taker->err) : booking_book(&act, record, &taker->err);
	enum submitted answer = good ? journal_submit(&act, &taker->err) : SUBMIT_FAILED;
	if (!good)
		act_forget(&act);
	end(taker, &act);
	note(taker, bench_wall_us() - since);
	return good && answer == SUBMITTED ? TAKEN : good && answer == SUBMIT_CONFLICT ? CONFLICT : !good && taker->err.code == ERR_FINDINGS ? GONE : FAILED;
}

static bool one_booking(struct taker *taker, struct arena *arena, bool *more)
{
	int64_t start;
	if (!choose(taker, arena, &start))
		return false;
	*more = start != 0;
	if (!*more)
		return true;
	struct uuid record = uuid_v7(clock_now(&clock_system), &random_system);
	enum outcome outcome = attempt(taker, arena, record, start);
	taker->holds++;
	if (outcome == TAKEN)
		outcome = attempt(taker, arena, record, 0);
	taker->booked += outcome == TAKEN;
	taker->gone += outcome == GONE;
	taker->conflicts += outcome == CONFLICT;
	return outcome != FAILED;
}

static void *take_all(void *state)
{
	struct taker *taker = state;
	struct arena *arena = arena_new(0);
	bool more = true;
	while (more && !taker->failed) {
		taker->failed = !one_booking(taker, arena, &more);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

/* --- the whole --- */

/* Days from tomorrow on until they have so many places. */
static bool find_days(struct act *act, struct desired *desired, int64_t places, struct error *err)
{
	const struct pack_centre *centre = NULL;
	for (size_t i = 0; i < act->pack->centre_count; i++) {
		const struct pack_service *service = pack_service(&act->pack->centres[i], STR("visa_application"));
		if (service && (!centre || service->counters > pack_service(centre, STR("visa_application"))->counters))
			centre = &act->pack->centres[i];
	}
	if (!centre)
		return error_set(err, ERR_CONFIG, "the pack has no centre for visa applications", "use a pack with centres.lim", "centres");
	const struct pack_service *service = pack_service(centre, STR("visa_application"));
	int times[CENTRE_TIMES_MOST];
	desired->centre = centre->code;
	desired->service = service->code;
	int32_t day = date_days(time_date(act->now)) + 1;
	for (; desired->places < places && desired->day_count < DAYS_MOST; day++) {
		size_t count = pack_centre_times(act->pack, centre, service, date_of_days(day), times);
		if (count)
			desired->days[desired->day_count++] = date_of_days(day);
		desired->places += (int64_t)count * service->counters;
	}
	return true;
}

static int64_t count(struct db *db, const char *sql, struct error *err)
{
	struct query *query = db_made(db, sql);
	int64_t out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err) ? out : -1;
}

static int by_size(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static void sum_up(struct taker *takers, size_t clients, struct taker *out)
{
	for (size_t i = 0; i < clients; i++) {
		out->booked += takers[i].booked;
		out->gone += takers[i].gone;
		out->conflicts += takers[i].conflicts;
		out->looks += takers[i].looks;
		for (size_t j = 0; j < takers[i].spent_count; j++)
			note(out, takers[i].spent[j]);
		free(takers[i].spent);
	}
	if (out->spent_count)
		qsort(out->spent, out->spent_count, sizeof *out->spent, by_size);
}

static bool run_clients(const struct desired *desired, size_t clients, struct taker *all, struct error *err)
{
	struct taker *takers = calloc(clients, sizeof *takers);
	bool good = true;
	if (!takers)
		abort();
	for (size_t i = 0; i < clients; i++) {
		takers[i].desired = desired;
		pthread_cond_init(&takers[i].turn, NULL);
		takers[i].random = random_from_seed(&takers[i].seeded, i + 1);
		if (pthread_create(&takers[i].thread, NULL, take_all, &takers[i]))
			abort();
	}
	for (size_t i = 0; i < clients; i++) {
		pthread_join(takers[i].thread, NULL);
		if (takers[i].failed && good)
			*err = takers[i].err;
		good &= !takers[i].failed;
	}
	sum_up(takers, clients, all);
	free(takers);
	return good;
}

static bool compare(struct act *act, const struct desired *desired, const struct taker *all, struct buf *out, struct error *err)
{
	db_rollback(act->db);
	if (!db_begin_read(act->db, err))
		return false;
	int64_t stored = count(act->db, "SELECT COUNT(*) FROM booking_place WHERE until = 0", err);
	int64_t apart = count(act->db, "SELECT COUNT(*) FROM (SELECT DISTINCT centre, service, start, number FROM booking_place WHERE until = 0) AS places", err);
	int64_t people = count(act->db, "SELECT COUNT(*) FROM (SELECT DISTINCT booking FROM booking_place WHERE until = 0) AS bookings", err);
	if (stored < 0 || apart < 0 || people < 0)
		return false;
	buf_format(out, "stored     %lld booked, %lld places, %lld people: %s\n", (long long)stored, (long long)apart, (long long)people,
	           stored == all->booked && apart == stored && people == stored && stored == desired->places ? "nothing double, nothing lost" : "NOT AS ACKNOWLEDGED");
	return (stored == all->booked && apart == stored && people == stored) ||
	       error_set(err, ERR_INTEGRITY, "what is stored is not what was acknowledged", "keep this state, and look at its journal", "%lld of %lld", (long long)stored, (long long)all->booked);
}

static bool bare(struct act *act, int64_t since, size_t clients, double rate, struct buf *out, struct error *err)
{
	struct bare_figures figures;
	if (!bench_again(act, since, clients, &figures, err))
		return false;
	double again = (double)figures.entries * 1e6 / (double)figures.wall_us;
	buf_format(out, "bare       %.0f entries/s (%lld entries, %lld rows in %.2f s): %.2f of it\n", again, (long long)figures.entries, (long long)figures.rows,
	           (double)figures.wall_us / 1e6, again > 0 ? rate / again : 0);
	return true;
}

bool bench_booking(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct row row = { .lock = PTHREAD_MUTEX_INITIALIZER, .free = WORKERS };
	struct desired desired = { .house = act->house, .row = &row };
	struct taker all = { .booked = 0 };
	int64_t clients, places;
	if (!bench_number(line, "--clients", 1, CLIENTS_MOST, 200, &clients, err) || !bench_number(line, "--places", 1, 50000, 10000, &places, err) ||
	    !bench_is_empty(act, err) || !find_days(act, &desired, places, err))
		return false;
	row.last = &row.first;
	int64_t since = act->now - 1, wall = bench_wall_us(), cpu = bench_cpu_us();
	bool good = run_clients(&desired, (size_t)clients, &all, err);
	wall = bench_wall_us() - wall;
	cpu = bench_cpu_us() - cpu;
	if (good && all.spent_count) {
		buf_format(out, "%lld clients, %lld places of %zu days; %s\n", (long long)clients, (long long)desired.places, desired.day_count,
		           store_kind(act->house->store) == STORE_SQLITE ? "SQLite" : "PostgreSQL");
		buf_format(out, "bookings   %.0f/s (%lld in %.2f s, %.2f s of CPU), each a look, a hold and a booking; %lld looks, %lld told that the time is gone, %lld conflicts\n",
		           (double)all.booked * 1e6 / (double)wall, (long long)all.booked, (double)wall / 1e6, (double)cpu / 1e6, (long long)all.looks, (long long)all.gone, (long long)all.conflicts);
		buf_format(out, "an answer  p50 %.1f ms, p99 %.1f ms, worst %.1f ms\n", (double)all.spent[all.spent_count / 2] / 1000, (double)all.spent[all.spent_count * 99 / 100] / 1000,
		           (double)all.spent[all.spent_count - 1] / 1000);
		good = compare(act, &desired, &all, out, err) && bare(act, since, (size_t)clients, (double)all.booked * 4 * 1e6 / (double)wall, out, err);
	}
	free(all.spent);
	return good;
}
