/* The booths of `limen bench clearance`: as many connections, each a closed loop of scan and decision, a thread for each. */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clearance.h"
#include "client.h"

struct times {
	int64_t *items;
	size_t count, size;
};

struct booth {
	const struct booths *all;
	int64_t next;               /* traveller */
	int64_t until;
	struct client client;
	int64_t arrivals;
	struct times verdicts, decisions, groups, findings;
	struct booth_figures figures;
	pthread_t thread;
};

static void keep_time(struct times *times, int64_t us)
{
	if (times->count == times->size) {
		times->size = times->size ? times->size * 2 : 4096;
		times->items = realloc(times->items, times->size * sizeof *times->items);
		if (!times->items)
			abort();
	}
	times->items[times->count++] = us;
}

static bool fault(struct booth *booth, const char *what, struct str text)
{
	return client_fault(&booth->client, what, text);
}

/* --- a clearance --- */

static bool id_of(const struct http *answer, struct arena *arena, struct str *id)
{
	size_t at;
	bool found = str_find(answer->body, STR("\"id\":\""), &at);
	if (found)
		*id = str_copy(arena, str_slice(answer->body, at + 6, at + 42));
	return found;
}

/* Sends a form. A browser is led to a page and gets it: its path and text; JSON is the answer itself. */
static bool post(struct booth *booth, struct arena *arena, const char *what, struct str path, struct str form, struct str *led, struct http *answer)
{
	*led = STR("");
	if (!client_ask(&booth->client, arena, "POST", path, form, answer))
		return false;
	if (!booth->all->pages)
		return answer->status == 200 || fault(booth, what, answer->body);
	if (answer->status != 303)
		return fault(booth, what, answer->body);
	*led = str_copy(arena, answer->location);
	return client_ask(&booth->client, arena, "GET", *led, STR(""), answer) && (answer->status == 200 || fault(booth, what, answer->body));
}

/* Scans a passport: the id of its inspection, and the answer that says what may be done. */
static bool scan(struct booth *booth, struct arena *arena, const struct identity *identity, struct str *id, struct http *answer)
{
	struct str lines, page;
	struct error err;
	if (!bench_lines(identity, arena, &lines, &err))
		return fault(booth, err.what, STR(""));
	int64_t start = bench_wall_us();
	struct str form = str_format(arena, "purpose=tourism&lines=" STR_FMT, STR_ARG(client_encoded(arena, lines)));
	if (!post(booth, arena, "scan", STR("/booth/scan"), form, &page, answer))
		return false;
	keep_time(&booth->verdicts, bench_wall_us() - start);
	if (!booth->all->pages)
		return id_of(answer, arena, id) || fault(booth, "scan", answer->body);
	*id = str_slice(page, strlen("/inspection/"), page.len);
	return str_starts(page, STR("/inspection/")) || fault(booth, "scan", page);
}

static bool admit(struct booth *booth, struct arena *arena, struct str id, const struct http *verdict)
{
	struct http answer;
	struct str page;
	size_t at;
	if (!str_find(verdict->body, booth->all->pages ? STR("/admit\"") : STR("\"may\":[\"admit\""), &at)) {
		booth->figures.not_admitted++;
		return true;
	}
	int64_t start = bench_wall_us();
	if (!post(booth, arena, "admit", str_format(arena, "/inspection/" STR_FMT "/admit", STR_ARG(id)), STR("purpose=tourism"), &page, &answer))
		return false;
	keep_time(&booth->decisions, bench_wall_us() - start);
	booth->figures.clearances++;
	return true;
}

static struct identity next_traveller(struct booth *booth, struct arena *arena)
{
	int64_t number = (booth->all->first + booth->next) % booth->all->travellers;
	booth->next += (int64_t)booth->all->count;
	return bench_traveller(booth->all->words, number, arena);
}

static bool clear_one(struct booth *booth, struct arena *arena)
{
	struct identity identity = next_traveller(booth, arena);
	struct http answer;
	struct str id;
	return scan(booth, arena, &identity, &id, &answer) && admit(booth, arena, id, &answer);
}

/* Somebody whose name and birth date stand on the list: compared, found to be another person, admitted. */
static bool clear_hit(struct booth *booth, struct arena *arena)
{
	int64_t entry = (booth->all->first + booth->next) % booth->all->listed;
	struct identity identity = bench_listed(booth->all->words, entry, arena);
	struct http verdict, answer;
	struct str id, page;
	booth->next += (int64_t)booth->all->count;
	if (!scan(booth, arena, &identity, &id, &verdict))
		return false;
	int64_t start = bench_wall_us();
	struct str form = str_format(arena, "list=foreign_sanctions&item=B%lld&finding=other&why=The+photograph+shows+another+person", (long long)entry);
	if (!post(booth, arena, "finding", str_format(arena, "/inspection/" STR_FMT "/finding", STR_ARG(id)), form, &page, &answer))
		return false;
	keep_time(&booth->findings, bench_wall_us() - start);
	booth->figures.hits++;
	return admit(booth, arena, id, &verdict);
}

/* Four who come together: scanned one after the other, one decision. */
static bool clear_group(struct booth *booth, struct arena *arena)
{
	enum { FAMILY = 4 };
	struct buf form = BUF_IN(arena);
	struct http answer;
	struct str group, member, page;
	size_t at;
	if (!post(booth, arena, "group", STR("/booth/group"), STR("x="), &page, &answer))
		return false;
	if (booth->all->pages && str_find(answer.body, STR("/group/"), &at))
		group = str_copy(arena, str_slice(answer.body, at + 7, at + 43));
	else if (!id_of(&answer, arena, &group))
		return fault(booth, "group", answer.body);
	buf_text(&form, "purpose=tourism");
	for (int i = 0; i < FAMILY; i++) {
		struct identity identity = next_traveller(booth, arena);
		if (!scan(booth, arena, &identity, &member, &answer))
			return false;
		buf_format(&form, "&members.%d.inspection=" STR_FMT "&members.%d.decision=admit", i, STR_ARG(member), i);
	}
	int64_t start = bench_wall_us();
	if (!post(booth, arena, "group decision", str_format(arena, "/group/" STR_FMT "/decide", STR_ARG(group)), buf_str(&form), &page, &answer))
		return false;
	keep_time(&booth->groups, bench_wall_us() - start);
	booth->figures.groups++;
	booth->figures.clearances += FAMILY;
	return true;
}

/* Of each hundred arrivals, spread evenly, so many are groups, so many hits. */
static bool one_of(int64_t arrival, int64_t of_hundred)
{
	return (arrival + 1) * of_hundred / 100 > arrival * of_hundred / 100;
}

static bool arrival(struct booth *booth, struct arena *arena)
{
	int64_t number = booth->arrivals++;
	if (one_of(number, booth->all->groups))
		return clear_group(booth, arena);
	return one_of(number + 1, booth->all->hits) ? clear_hit(booth, arena) : clear_one(booth, arena);
}

static void *work(void *state)
{
	struct booth *booth = state;
	struct arena *arena = arena_new(0);
	bool joined = client_join(&booth->client, booth->all->port) || fault(booth, "connect", str_of(strerror(errno)));
	booth->figures.failed = !joined;
	while (joined && bench_wall_us() < booth->until && booth->figures.failed < 10) {
		booth->figures.failed += !arrival(booth, arena);
		arena_reset(arena);
	}
	booth->figures.busy = booth->client.busy;
	booth->figures.bytes = booth->client.bytes;
	snprintf(booth->figures.fault, sizeof booth->figures.fault, "%.199s", booth->client.fault);
	client_leave(&booth->client);
	arena_free(arena);
	return NULL;
}

/* --- all of them --- */

static int by_time(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static void merge(struct times *all, const struct times *times)
{
	for (size_t i = 0; i < times->count; i++)
		keep_time(all, times->items[i]);
}

static int64_t part_of(const struct times *times, size_t percent)
{
	return times->count ? times->items[times->count * percent / 100 < times->count ? times->count * percent / 100 : times->count - 1] : 0;
}

/* The times of one kind of all booths, in order: two parts of a hundred. */
static void two_parts(struct booth *booths, size_t count, size_t kind, int64_t *p50, int64_t *p99, int64_t *worst)
{
	struct times all = { 0 };
	for (size_t i = 0; i < count; i++)
		merge(&all, (const struct times *)((const char *)&booths[i] + kind));
	if (all.count)
		qsort(all.items, all.count, sizeof(int64_t), by_time);
	*p50 = part_of(&all, 50);
	*p99 = part_of(&all, 99);
	*worst = part_of(&all, 100);
	free(all.items);
}

static void sum_up(struct booth *booths, size_t count, struct booth_figures *out)
{
	int64_t worst;
	for (size_t i = 0; i < count; i++) {
		const struct booth_figures *one = &booths[i].figures;
		out->clearances += one->clearances;
		out->groups += one->groups;
		out->hits += one->hits;
		out->not_admitted += one->not_admitted;
		out->busy += one->busy;
		out->failed += one->failed;
		out->bytes += one->bytes;
		if (!out->fault[0])
			memcpy(out->fault, one->fault, sizeof out->fault);
	}
	two_parts(booths, count, offsetof(struct booth, verdicts), &out->verdict_p50, &out->verdict_p99, &out->verdict_worst);
	two_parts(booths, count, offsetof(struct booth, decisions), &out->decision_p50, &out->decision_p99, &worst);
	two_parts(booths, count, offsetof(struct booth, groups), &out->group_p50, &out->group_p99, &worst);
	two_parts(booths, count, offsetof(struct booth, findings), &out->finding_p50, &out->finding_p99, &worst);
}

bool booths_run(const struct booths *booths, struct booth_figures *out, struct error *err)
{
	struct booth *all = calloc(booths->count, sizeof *all);
	int64_t start = bench_wall_us(), cpu = bench_cpu_us();
	*out = (struct booth_figures){ 0 };
	if (!all)
		return error_set(err, ERR_SYSTEM, "out of memory", "", "booths");
	for (size_t i = 0; i < booths->count; i++) {
		all[i] = (struct booth){ .all = booths, .next = (int64_t)i, .until = start + booths->seconds * 1000000,
			                .client = { .pages = booths->pages, .token = booths->lines[i].token, .csrf = booths->lines[i].csrf } };
		if (pthread_create(&all[i].thread, NULL, work, &all[i]))
			abort();
	}
	for (size_t i = 0; i < booths->count; i++)
		pthread_join(all[i].thread, NULL);
	out->wall_us = bench_wall_us() - start;
	out->cpu_us = bench_cpu_us() - cpu;
	sum_up(all, booths->count, out);
	for (size_t i = 0; i < booths->count; i++) {
		free(all[i].verdicts.items);
		free(all[i].decisions.items);
		free(all[i].groups.items);
		free(all[i].findings.items);
	}
	free(all);
	return !out->failed || error_set(err, ERR_SYSTEM, "the server did not answer as it should", "look at its log", "%.180s", out->fault);
}
