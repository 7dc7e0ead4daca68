/* What `limen bench clearance` needs before it begins: past crossings, a list, officers and their sessions. */
#include <stdio.h>

#include "access.h"
#include "clearance.h"
#include "house.h"
#include "journal.h"
#include "store.h"
#include "watch.h"

enum { TURNS = 10, BATCH = 50 }; /* crossings of each traveller; travellers in an act */

static const char list_code[] = "foreign_sanctions", password[] = "a bench has no secrets";

typedef bool part(struct act *act, const struct watch_bench *words, int64_t from, int64_t to, struct error *err);

static bool perform(const struct house *house, part *run, const struct watch_bench *words, int64_t from, int64_t to, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct act act;
	bool done = house->begin(house, arena, &act, err);
	if (done) {
		done = run(&act, words, from, to, err) && (!journal_pending(&act) || journal_submit(&act, err) == SUBMITTED);
		house->end(house, &act);
	}
	arena_free(arena);
	return done;
}

static bool past(struct act *act, const struct watch_bench *words, int64_t from, int64_t to, struct error *err)
{
	for (int64_t number = from; number < to; number++) {
		struct identity identity = bench_traveller(words, number, act->arena);
		for (int64_t turn = TURNS; turn-- > 0;)
			if (!bench_past_crossing(act, &identity, number, turn ^ 1, act->now, err)) /* the entry before its exit */
				return false;
	}
	return true;
}

/* A list in our own format. Its entries are people too: some of them come (clearance --hits). */
static bool list(struct act *act, const struct watch_bench *words, int64_t from, int64_t to, struct error *err)
{
	struct buf csv = BUF_IN(act->arena);
	struct watch_reading reading;
	buf_text(&csv, "id,name,born,sex,nationalities\n");
	for (int64_t i = from; i < to; i++) {
		struct identity one = bench_listed(words, i, act->arena);
		buf_format(&csv, "B%lld," STR_FMT " " STR_FMT ",%04d-%02d-%02d," STR_FMT "," STR_FMT "\n", (long long)i, STR_ARG(one.given_names), STR_ARG(one.surname), one.born.year,
		           one.born.month, one.born.day, STR_ARG(one.sex), STR_ARG(one.nationalities.items[0]));
	}
	struct watch_file file = { STR("bench.csv"), buf_str(&csv) };
	return watch_import(act, str_of(list_code), STR("csv"), &file, 1, &reading, err);
}

static struct str officer_number(struct arena *arena, int64_t booth)
{
	return str_format(arena, "B-%05lld", (long long)booth + 1);
}

static bool officer(struct act *act, struct str number, const char *role, struct error *err)
{
	struct str roles = str_of(role);
	struct new_user user = { number, number, { &roles, 1 }, STR("") };
	struct uuid id;
	return access_add_user(act, &user, &id, err) && access_set_password(act, id, str_of(password), false, err) &&
	       access_set_device(act, id, STR("12345678901234567890"), err);
}

/* The booths' officers, and the few of the second line that a soak needs besides. */
static bool officers(struct act *act, const struct watch_bench *words, int64_t from, int64_t to, struct error *err)
{
	for (int64_t i = from; i < to; i++)
		if (!officer(act, officer_number(act->arena, i), "border_officer", err))
			return false;
	return officer(act, STR("S-00001"), "second_line_officer", err) && officer(act, STR("S-00002"), "second_line_officer", err) &&
	       officer(act, STR("V-00001"), "shift_supervisor", err);
}

static const char *mark_of(struct str folder, char path[static 4096])
{
	snprintf(path, 4096, STR_FMT "/bench", STR_ARG(folder));
	return path;
}

bool bench_made(struct str folder, int64_t *crossings, int64_t *names)
{
	char path[4096];
	long long read[2];
	FILE *file = fopen(mark_of(folder, path), "re");
	bool made = file && fscanf(file, "%lld %lld", &read[0], &read[1]) == 2;
	if (file)
		fclose(file);
	if (made) {
		*crossings = read[0];
		*names = read[1];
	}
	return made;
}

static bool mark(struct str folder, int64_t crossings, int64_t names, struct error *err)
{
	char path[4096];
	FILE *file = fopen(mark_of(folder, path), "we");
	bool written = file && fprintf(file, "%lld %lld\n", (long long)crossings, (long long)names) > 0;
	if (file)
		written = fclose(file) == 0 && written;
	return written || error_set(err, ERR_SYSTEM, "the state cannot be marked as a bench's", "look at the folder", "%.100s", path);
}

bool bench_fill(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct watch_bench words = { .seed = 1 };
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 1);
	int64_t crossings, names, entries = 0;
	if (!bench_number(line, "--crossings", TURNS, 100000000, 1000000, &crossings, err) || !bench_number(line, "--names", 1, 1000000, 100000, &names, err))
		return false;
	struct query *query = db_query(act->db, "journal.totals");
	entries = query_next(query) ? query_int(query, 0) : 0;
	if (!query_end(query, err))
		return false;
	if (entries)
		return error_set(err, ERR_NOT_ALLOWED, "this state is in use", "name a folder that is new", "%lld entries", (long long)entries);
	if (!bench_vocabulary(&words, 200000, &random, act->arena, err) || !perform(act->house, officers, &words, 0, BOOTHS_MOST, err) ||
	    !perform(act->house, list, &words, 0, names, err))
		return false;
	for (int64_t from = 0; from < crossings / TURNS; from += BATCH) {
		int64_t to = from + BATCH < crossings / TURNS ? from + BATCH : crossings / TURNS;
		if (!perform(act->house, past, &words, from, to, err))
			return false;
	}
	buf_format(out, "%lld crossings, %lld names\n", (long long)crossings, (long long)names);
	return mark(act->house->state, crossings, names, err);
}

/* --- sessions --- */

/* The `turn`th lane of a post that lets people in; they are used again when there are no more. */
static const struct pack_lane *entry_lane(const struct pack_post *post, size_t turn)
{
	const struct pack_lane *lanes[999];
	size_t count = 0;
	for (size_t i = 0; i < post->count && count < COUNT_OF(lanes); i++)
		if (post->lanes[i].way & LANE_ENTRY)
			lanes[count++] = &post->lanes[i];
	return count ? lanes[turn % count] : NULL;
}

static bool session(struct act *act, struct str number, struct str post, int lane, struct str direction, struct buf *out, struct error *err)
{
	struct uuid user;
	bool found;
	struct str token;
	if (!access_find_user(act, number, &user, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "this state was not made by a bench", "limen bench clearance makes one", STR_FMT, STR_ARG(number));
	if (!access_test_session(act, user, post, lane, direction, &token, err))
		return false;
	buf_format(out, STR_FMT " " STR_FMT "\n", STR_ARG(token), STR_ARG(access_csrf(act, token)));
	return true;
}

/* One session: "token csrf". */
bool soak_session(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const char *user = line->option(line, "--user"), *post = line->option(line, "--post"), *direction = line->option(line, "--direction");
	int64_t lane;
	if (!user || !post || !direction)
		return error_set(err, ERR_INPUT, "this command takes other options", "see its help", "soak session");
	return bench_number(line, "--lane", 0, 999, 0, &lane, err) && session(act, str_of(user), str_of(post), (int)lane, str_of(direction), out, err);
}

/* One for each booth: "token csrf" a line. */
bool bench_sessions(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	int64_t booths;
	if (!bench_number(line, "--booths", 1, BOOTHS_MOST, 8, &booths, err))
		return false;
	for (int64_t i = 0; i < booths; i++) {
		const struct pack_post *post = &act->pack->posts[(size_t)i % act->pack->post_count];
		const struct pack_lane *lane = entry_lane(post, (size_t)i / act->pack->post_count);
		if (!lane)
			return error_set(err, ERR_NOT_FOUND, "this post of the pack lets nobody in", "", STR_FMT, STR_ARG(post->code));
		if (!session(act, officer_number(act->arena, i), post->code, lane->number, STR("entry"), out, err))
			return false;
	}
	return true;
}
