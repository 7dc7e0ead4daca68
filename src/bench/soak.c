/* `limen soak`: one post at work for simulated days. The program itself serves, on a clock that runs many times as fast; two booths let people in, one
 * lets them out after their stay, two officers of the second line and a supervisor do their part, all over HTTP on loopback and in shifts.
 *
 * What is proved at the end: every decision that was acknowledged is a row, and no other; every referral ended; the journal verifies; the server's
 * memory at the end of the days is what it was when its caches were warm. */
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "clearance.h"
#include "client.h"
#include "house.h"
#include "store.h"

enum { POOL = 20000, TRIES = 10, COLLEAGUES = 6, SHIFT_HOURS = 8, DAYS_MOST = 400, FAULTS_MOST = 20 };
static const int64_t hour_ms = 3600000, day_ms = 86400000;

enum whereabouts { OUTSIDE, BUSY, INSIDE };

/* What the clients know to have been acknowledged. */
struct tally {
	int64_t entered, left, refused, referred, claimed, sign_ins, collisions;
};

struct soak {
	struct arena *arena;
	struct child child;
	const char *post;
	int64_t days, rate, travellers;
	struct watch_bench words;
	int64_t began_us;           /* of the server's clock */
	pthread_mutex_t lock;       /* of what follows */
	uint8_t where[POOL];
	int64_t due[POOL];          /* when somebody inside leaves, simulated ms since the beginning */
	struct tally tally;
	int failed;
	char fault[1200];
	bool closed, over;          /* the booths are closed for good; all is */
};

struct colleague {
	struct soak *soak;
	void (*turn)(struct colleague *who, struct arena *arena);
	const char *officers[3];    /* whose shifts follow each other */
	int lane;
	const char *direction;
	int64_t pause_ms;           /* simulated, on average, between turns at noon */
	struct client client;
	struct child child;         /* for sessions: an arena of its own */
	int64_t shift;
	struct random_seeded seeded;
	struct random random;
	pthread_t thread;
};

static int64_t simulated(const struct soak *soak)
{
	return (bench_wall_us() - soak->began_us) / 1000 * soak->rate;
}

static bool over(struct soak *soak)
{
	pthread_mutex_lock(&soak->lock);
	bool over = soak->over || soak->failed >= FAULTS_MOST;
	pthread_mutex_unlock(&soak->lock);
	return over;
}

static void count(struct soak *soak, int64_t *what)
{
	pthread_mutex_lock(&soak->lock);
	++*what;
	pthread_mutex_unlock(&soak->lock);
}

static void set(struct soak *soak, bool *what)
{
	pthread_mutex_lock(&soak->lock);
	*what = true;
	pthread_mutex_unlock(&soak->lock);
}

static void fault(struct colleague *who, const char *what, struct str text)
{
	struct soak *soak = who->soak;
	client_fault(&who->client, what, text);
	pthread_mutex_lock(&soak->lock);
	if (!soak->failed++)
		memcpy(soak->fault, who->client.fault, sizeof soak->fault);
	pthread_mutex_unlock(&soak->lock);
}

static void examine(struct colleague *who, struct arena *arena);

/* --- sessions: they end by themselves when nobody comes, and with the shift --- */

static bool sign_in(struct colleague *who)
{
	struct error err;
	struct str said, token;
	const char *words[] = { "soak", "session", "--user", who->officers[who->shift % 3], "--post", who->soak->post, "--lane", child_number(&who->child, who->lane),
		                "--direction", who->direction, NULL };
	if (!child_run(&who->child, words, &said, &err)) {
		fault(who, "sign-in", str_of(err.where));
		return false;
	}
	said = str_trim(said);
	str_cut(&said, ' ', &token);
	who->client.token = token;
	who->client.csrf = said;
	count(who->soak, &who->soak->tally.sign_ins);
	return true;
}

/* Asks, and signs in again when the session is over. */
static bool ask(struct colleague *who, struct arena *arena, const char *method, const char *path, struct str form, struct http *out)
{
	int64_t shift = simulated(who->soak) / (SHIFT_HOURS * hour_ms);
	bool fresh = who->shift != shift || !who->client.token.len;
	who->shift = shift;
	for (int again = 0; again < TRIES; again++) { /* at this pace a session may end while it is opened */
		if ((fresh && !sign_in(who)) || !client_ask(&who->client, arena, method, str_of(path), form, out)) {
			fault(who, path, str_of(who->client.fault));
			return false;
		}
		if (out->status != 401)
			return true;
		fresh = true;
	}
	return true;
}

/* NULL: no answer, or a fault; at the second line also: a colleague has the person, or was faster. */
static json_t *ask_json(struct colleague *who, struct arena *arena, const char *method, const char *path, struct str form)
{
	struct http answer;
	if (!ask(who, arena, method, path, form, &answer))
		return NULL;
	json_t *json = json_loadb(answer.body.data, answer.body.len, 0, NULL);
	if (answer.status == 200 && json)
		return json;
	if ((answer.status == 409 || answer.status == 422) && who->turn == examine) /* 422: one takes over from a colleague with a reason alone */
		count(who->soak, &who->soak->tally.collisions);
	else
		fault(who, path, answer.body);
	json_decref(json);
	return NULL;
}

static bool tell(struct colleague *who, struct arena *arena, const char *path, const char *form)
{
	json_t *json = ask_json(who, arena, "POST", path, str_of(form));
	json_decref(json);
	return json != NULL;
}

/* --- who comes, and who goes --- */

static int64_t find(struct colleague *who, enum whereabouts where)
{
	struct soak *soak = who->soak;
	int64_t start = (int64_t)random_below(&who->random, POOL), now = simulated(soak), found = -1;
	pthread_mutex_lock(&soak->lock);
	for (int64_t i = 0; i < POOL && found < 0 && !soak->closed; i++) {
		int64_t number = (start + i) % POOL;
		if (soak->where[number] == where && (where == OUTSIDE || soak->due[number] <= now))
			found = number;
	}
	if (found >= 0)
		soak->where[found] = BUSY;
	pthread_mutex_unlock(&soak->lock);
	return found;
}

static void now_is(struct colleague *who, int64_t number, enum whereabouts where)
{
	struct soak *soak = who->soak;
	pthread_mutex_lock(&soak->lock);
	soak->where[number] = (uint8_t)where;
	soak->due[number] = simulated(soak) + (int64_t)random_below(&who->random, (uint64_t)(7 * day_ms));
	pthread_mutex_unlock(&soak->lock);
}

static bool allows(const json_t *scan, const char *word)
{
	size_t i;
	json_t *may;
	json_array_foreach(json_object_get(scan, "may"), i, may)
		if (!strcmp(json_string_value(may), word))
			return true;
	return false;
}

static json_t *scan(struct colleague *who, struct arena *arena, int64_t number)
{
	struct identity identity = bench_traveller(&who->soak->words, number, arena);
	struct str lines;
	struct error err;
	if (!bench_lines(&identity, arena, &lines, &err)) {
		fault(who, err.what, STR(""));
		return NULL;
	}
	return ask_json(who, arena, "POST", "/booth/scan", str_format(arena, "purpose=tourism&lines=" STR_FMT, STR_ARG(client_encoded(arena, lines))));
}

/* What an officer says at an admission. Some stay too long, for the exit's queue is long: they are asked why; nobody else's explanation is looked at. */
static const char *admission(bool entry)
{
	return entry ? "purpose=tourism&days=7" : "purpose=tourism&explained=mistake";
}

static void booth(struct colleague *who, struct arena *arena, bool entry)
{
	struct soak *soak = who->soak;
	int64_t number = find(who, entry ? OUTSIDE : INSIDE);
	json_t *verdict = number < 0 ? NULL : scan(who, arena, number);
	if (!verdict)
		return;
	const char *id = json_string_value(json_object_get(verdict, "id"));
	bool doubt = entry && random_below(&who->random, 100) < 3;
	if (allows(verdict, "admit") && !doubt) {
		if (tell(who, arena, str_format(arena, "/inspection/%s/admit", id).data, admission(entry))) {
			count(soak, entry ? &soak->tally.entered : &soak->tally.left);
			now_is(who, number, entry ? INSIDE : OUTSIDE);
		}
	} else if (tell(who, arena, str_format(arena, "/inspection/%s/refer", id).data, doubt ? "reason=purpose" : "reason=list_hit")) {
		count(soak, &soak->tally.referred);
	}
	json_decref(verdict);
}

static void let_in(struct colleague *who, struct arena *arena)
{
	booth(who, arena, true);
}

static void let_out(struct colleague *who, struct arena *arena)
{
	booth(who, arena, false);
}

/* --- the second line --- */

static bool path_told(struct colleague *who, struct arena *arena, const char *id, const char *what, const char *form)
{
	return tell(who, arena, str_format(arena, "/referral/%s/%s", id, what).data, form);
}

static void end_referral(struct colleague *who, struct arena *arena, const char *id, bool exit, int64_t number)
{
	struct soak *soak = who->soak;
	uint64_t lot = random_below(&who->random, 100);
	if (!path_told(who, arena, id, "take", ""))
		return;
	if (lot < 5 && !exit) {
		if (path_told(who, arena, id, "protection", "words=I+cannot+go+back."))
			count(soak, &soak->tally.claimed); /* the claim ends the referral: the authority has the person */
		return;
	} else if (!path_told(who, arena, id, "hear", "told_why=yes&protection=no&note=Heard+with+an+interpreter.")) {
		return;
	} else if (lot < 20 && !exit && path_told(who, arena, id, "refuse", "reasons=E&facts=No+address+and+no+means+were+named.")) {
		count(soak, &soak->tally.refused);
		now_is(who, number, OUTSIDE);
		return;
	} else if (!path_told(who, arena, id, "admit", admission(!exit))) {
		return;
	}
	count(soak, exit ? &soak->tally.left : &soak->tally.entered);
	now_is(who, number, exit ? OUTSIDE : INSIDE);
}

static void examine(struct colleague *who, struct arena *arena)
{
	json_t *queue = ask_json(who, arena, "GET", "/second-line", STR("")), *referrals = json_object_get(queue, "referrals");
	size_t most = json_array_size(referrals);
	json_t *one = most ? json_array_get(referrals, (size_t)random_below(&who->random, most)) : NULL;
	const char *document = json_string_value(json_object_get(one, "document_number"));
	if (document && document[0] == 'L')
		end_referral(who, arena, json_string_value(json_object_get(one, "id")), !strcmp(json_string_value(json_object_get(one, "direction")), "exit"), atoll(document + 1));
	json_decref(queue);
}

static void supervise(struct colleague *who, struct arena *arena)
{
	json_decref(ask_json(who, arena, "GET", "/second", STR("")));
	json_decref(ask_json(who, arena, "GET", "/board", STR("")));
}

/* --- their days --- */

/* Few come at night. */
static int64_t pause_of(struct colleague *who)
{
	static const int64_t slower[24] = { 8, 8, 8, 8, 6, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 6, 8 };
	int64_t hour = simulated(who->soak) / hour_ms % 24;
	return who->pause_ms * slower[hour] / 2 + (int64_t)random_below(&who->random, (uint64_t)(who->pause_ms * slower[hour]));
}

static void *work(void *state)
{
	struct colleague *who = state;
	struct arena *arena = arena_new(0);
	if (!client_join(&who->client, who->soak->child.port))
		fault(who, "connect", STR(""));
	while (!over(who->soak)) {
		who->turn(who, arena);
		arena_reset(arena);
		usleep((useconds_t)(pause_of(who) * 1000 / who->soak->rate));
	}
	client_leave(&who->client);
	arena_free(arena);
	return NULL;
}

static const struct colleague staff[COLLEAGUES] = {
	{ .turn = let_in, .officers = { "B-00001", "B-00002", "B-00003" }, .lane = 1, .direction = "entry" },
	{ .turn = let_in, .officers = { "B-00004", "B-00005", "B-00006" }, .lane = 2, .direction = "entry" },
	{ .turn = let_out, .officers = { "B-00007", "B-00008", "B-00009" }, .lane = 3, .direction = "exit" },
	{ .turn = examine, .officers = { "S-00001", "S-00001", "S-00001" }, .direction = "entry", .pause_ms = 600000 },
	{ .turn = examine, .officers = { "S-00002", "S-00002", "S-00002" }, .direction = "entry", .pause_ms = 600000 },
	{ .turn = supervise, .officers = { "V-00001", "V-00001", "V-00001" }, .direction = "entry", .pause_ms = 600000 },
};

static bool begin(struct soak *soak, struct colleague *colleagues, struct error *err)
{
	for (int i = 0; i < COLLEAGUES; i++) {
		colleagues[i] = staff[i];
		colleagues[i].soak = soak;
		colleagues[i].shift = -1;
		colleagues[i].child = soak->child;
		colleagues[i].child.arena = arena_new(0);
		colleagues[i].random = random_from_seed(&colleagues[i].seeded, (uint64_t)i + 1);
		if (!colleagues[i].lane)
			colleagues[i].lane = 1;
		if (!colleagues[i].pause_ms) /* two booths, and most hours of the day at full pace */
			colleagues[i].pause_ms = 2 * 16 * hour_ms / soak->travellers / (i < 2 ? 1 : 2);
		if (pthread_create(&colleagues[i].thread, NULL, work, &colleagues[i]))
			return error_set(err, ERR_SYSTEM, "a thread cannot be started", "look at the limits of the system", "soak");
	}
	return true;
}

static void end(struct soak *soak, struct colleague *colleagues)
{
	set(soak, &soak->over);
	for (int i = 0; i < COLLEAGUES; i++) {
		pthread_join(colleagues[i].thread, NULL);
		arena_free(colleagues[i].child.arena);
	}
}

/* --- what was kept --- */

bool soak_count(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct tally kept = { 0 };
	int64_t referrals = 0, open = 0, claims = 0;
	struct query *query = db_query(act->db, "bench.kept");
	while (query_next(query)) {
		bool entry = str_is(query_text(query, 0, act->arena), "entry"), admitted = str_is(query_text(query, 1, act->arena), "admit");
		*(admitted ? entry ? &kept.entered : &kept.left : &kept.refused) += query_int(query, 2);
	}
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "bench.referrals");
	if (query_next(query)) {
		referrals = query_int(query, 0);
		open = query_int(query, 1);
	}
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "bench.claims");
	if (query_next(query))
		claims = query_int(query, 0);
	buf_format(out, "%lld %lld %lld %lld %lld %lld\n", (long long)kept.entered, (long long)kept.left, (long long)kept.refused, (long long)referrals, (long long)claims, (long long)open);
	return query_end(query, err);
}

static bool read_count(struct soak *soak, int64_t out[6], struct error *err)
{
	struct str said, piece;
	size_t got = 0;
	if (!child_run(&soak->child, (const char *const[]){ "soak", "count", NULL }, &said, err))
		return false;
	said = str_trim(said);
	while (got < 6 && str_cut(&said, ' ', &piece) && str_to_int(piece, &out[got]))
		got++;
	return got == 6 || error_set(err, ERR_SYSTEM, "what is kept could not be counted", "", "soak count");
}

/* --- the whole --- */

static void wait_until(const struct soak *soak, int64_t moment)
{
	for (int64_t left; (left = moment - simulated(soak)) > 0;)
		usleep((useconds_t)(left * 1000 / soak->rate < 500000 ? left * 1000 / soak->rate + 1 : 500000));
}

/* The booths go on through the nights; at the end only the second line works, until nobody waits. */
static bool live(struct soak *soak, int64_t memory[], int64_t *worst, struct error *err)
{
	struct colleague colleagues[COLLEAGUES];
	int64_t counts[6] = { 0 }, cpu;
	if (!begin(soak, colleagues, err))
		return false;
	for (int64_t day = 0; day < soak->days && !over(soak); day++) {
		wait_until(soak, (day + 1) * day_ms);
		child_look(&soak->child, &cpu);
		memory[day] = soak->child.resident_kb;
	}
	*worst = soak->child.most_kb;
	set(soak, &soak->closed);
	bool counted = true;
	for (int64_t waited = 0; counted && waited < 48 && !over(soak); waited++) {
		wait_until(soak, simulated(soak) + hour_ms);
		counted = read_count(soak, counts, err);
		if (counted && !counts[5] && waited > 2)
			break;
	}
	end(soak, colleagues);
	return counted;
}

static int by_size(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static int64_t median(const int64_t *items, int64_t count)
{
	int64_t sorted[DAYS_MOST];
	memcpy(sorted, items, (size_t)count * sizeof *items);
	qsort(sorted, (size_t)count, sizeof *sorted, by_size);
	return sorted[count / 2];
}

static bool judge(struct soak *soak, const int64_t memory[], int64_t worst, double seconds, struct buf *out, struct error *err)
{
	const struct tally *t = &soak->tally;
	const int64_t known[6] = { t->entered, t->left, t->refused, t->referred, t->claimed, 0 };
	int64_t kept[6], third = soak->days / 3 ? soak->days / 3 : 1;
	if (!read_count(soak, kept, err))
		return false;
	int64_t early = median(memory + (soak->days > 2 * third ? third : 0), third), late = median(memory + soak->days - third, third);
	bool flat = late <= early + early / 10, same = !memcmp(known, kept, sizeof known);
	buf_format(out, "time       %lld days of one post in %.0f s, %.0f times as fast as the clock on the wall\n", (long long)soak->days, seconds,
	           (double)soak->days * 86400 / seconds);
	buf_format(out, "work       %lld entered, %lld left, %lld refused, %lld referred, %lld claims; %lld sign-ins; %lld times a colleague had the person\n", (long long)t->entered, (long long)t->left,
	           (long long)t->refused, (long long)t->referred, (long long)t->claimed, (long long)t->sign_ins, (long long)t->collisions);
	buf_format(out, "kept       %s\n", same ? "every decision that was acknowledged, and no other; every referral ended" : "NOT what was acknowledged");
	if (!same)
		buf_format(out, "           kept %lld, %lld, %lld, %lld, %lld; open %lld\n", (long long)kept[0], (long long)kept[1], (long long)kept[2], (long long)kept[3],
		           (long long)kept[4], (long long)kept[5]);
	buf_format(out, "memory     median %.1f MiB in the second third of the days, %.1f MiB in the last, at most %.1f MiB: %s\n", (double)early / 1024, (double)late / 1024,
	           (double)worst / 1024, flat ? "flat" : "NOT flat");
	return (same && flat) || error_set(err, ERR_SYSTEM, "the soak failed", "run it again with --folder, and look at the state", "soak");
}

static bool soak_all(struct soak *soak, struct buf *out, struct error *err)
{
	struct random_seeded seeded;
	struct random random = random_from_seed(&seeded, 1);
	int64_t memory[DAYS_MOST] = { 0 }, worst = 0;
	struct str said;
	struct error ending;
	const char *fill[] = { "bench", "fill", "--crossings", "1000", "--names", "5000", NULL };
	const char *clock[] = { "--clock", child_number(&soak->child, soak->rate), NULL };
	if (!bench_vocabulary(&soak->words, 200000, &random, soak->arena, err) || !child_run(&soak->child, fill, &said, err))
		return false;
	bool served = child_serve(&soak->child, clock, err);
	soak->began_us = bench_wall_us();
	served = served && live(soak, memory, &worst, err);
	double seconds = (double)(bench_wall_us() - soak->began_us) / 1e6 * (double)soak->days * (double)day_ms / (double)simulated(soak);
	bool stopped = child_stop(&soak->child, served ? err : &ending);
	if (!served || !stopped)
		return false;
	if (soak->failed) {
		buf_format(out, "first      %s\n", soak->fault);
		return error_set(err, ERR_SYSTEM, "the server did not answer as it should", "look at the first answer, and at its log", "%d times", soak->failed);
	}
	return child_run(&soak->child, (const char *const[]){ "journal", "verify", NULL }, &said, err) && judge(soak, memory, worst, seconds, out, err);
}

bool bench_soak(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct soak *soak = ARENA_NEW(act->arena, struct soak);
	*soak = (struct soak){ .arena = act->arena, .child = { .arena = act->arena, .postgres = line->option(line, "--postgres") }, .post = "SORREL", .words = { .seed = 1 } };
	if (!bench_number(line, "--days", 1, DAYS_MOST, 30, &soak->days, err) || !bench_number(line, "--rate", 1, 86400, 2880, &soak->rate, err) ||
	    !bench_number(line, "--travellers", 10, 5000, 400, &soak->travellers, err) || !child_open(&soak->child, line->option(line, "--folder"), err))
		return false;
	pthread_mutex_init(&soak->lock, NULL);
	bool done = soak_all(soak, out, err);
	pthread_mutex_destroy(&soak->lock);
	child_close(&soak->child);
	return done;
}
