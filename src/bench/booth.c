/* The booths of `limen bench clearance`: as many connections, each a closed loop of scan and decision, a thread for each. */
#include <errno.h>
#include <pthread.h>
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
	struct times verdicts, decisions;
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

/* The verdict as JSON is the answer to the scan; a browser is led to its page. */
static bool verdict(struct booth *booth, struct arena *arena, struct str lines, struct str *id, bool *may)
{
	struct http answer;
	size_t at;
	struct str form = str_format(arena, "purpose=tourism&lines=" STR_FMT, STR_ARG(client_encoded(arena, lines)));
	if (!client_ask(&booth->client, arena, "POST", STR("/booth/scan"), form, &answer))
		return false;
	if (!booth->all->pages) {
		*may = str_find(answer.body, STR("\"may\":[\"admit\""), &at);
		return (answer.status == 200 && id_of(&answer, arena, id)) || fault(booth, "scan", answer.body);
	}
	struct str page = str_copy(arena, answer.location);
	if (answer.status != 303 || !str_starts(page, STR("/inspection/")))
		return fault(booth, "scan", answer.body);
	*id = str_slice(page, strlen("/inspection/"), page.len);
	if (!client_ask(&booth->client, arena, "GET", page, STR(""), &answer))
		return false;
	*may = str_find(answer.body, STR("/admit\""), &at);
	return answer.status == 200 || fault(booth, "verdict", answer.body);
}

static bool decision(struct booth *booth, struct arena *arena, struct str id)
{
	struct http answer;
	struct str form = STR("purpose=tourism");
	if (!client_ask(&booth->client, arena, "POST", str_format(arena, "/inspection/" STR_FMT "/admit", STR_ARG(id)), form, &answer))
		return false;
	if (!booth->all->pages)
		return answer.status == 200 || fault(booth, "admit", answer.body);
	struct str page = str_copy(arena, answer.location);
	if (answer.status != 303)
		return fault(booth, "admit", answer.body);
	return client_ask(&booth->client, arena, "GET", page, STR(""), &answer) && (answer.status == 200 || fault(booth, "booth", answer.body));
}

static bool clear_one(struct booth *booth, struct arena *arena)
{
	struct identity identity;
	struct str lines, id;
	struct error err;
	bool may;
	int64_t number = (booth->all->first + booth->next) % booth->all->travellers;
	booth->next += (int64_t)booth->all->count;
	if (!bench_traveller(booth->all->words, number, arena, &identity, &err) || !bench_lines(&identity, arena, &lines, &err))
		return fault(booth, err.what, STR(""));
	int64_t start = bench_wall_us();
	if (!verdict(booth, arena, lines, &id, &may))
		return false;
	int64_t seen = bench_wall_us();
	keep_time(&booth->verdicts, seen - start);
	if (!may) {
		booth->figures.not_admitted++;
		return true;
	}
	if (!decision(booth, arena, id))
		return false;
	keep_time(&booth->decisions, bench_wall_us() - seen);
	booth->figures.clearances++;
	return true;
}

static void *work(void *state)
{
	struct booth *booth = state;
	struct arena *arena = arena_new(0);
	bool joined = client_join(&booth->client, booth->all->port) || fault(booth, "connect", str_of(strerror(errno)));
	booth->figures.failed = !joined;
	while (joined && bench_wall_us() < booth->until && booth->figures.failed < 10) {
		booth->figures.failed += !clear_one(booth, arena);
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

static void sum_up(struct booth *booths, size_t count, struct booth_figures *out)
{
	struct times verdicts = { 0 }, decisions = { 0 };
	for (size_t i = 0; i < count; i++) {
		const struct booth_figures *one = &booths[i].figures;
		merge(&verdicts, &booths[i].verdicts);
		merge(&decisions, &booths[i].decisions);
		out->clearances += one->clearances;
		out->not_admitted += one->not_admitted;
		out->busy += one->busy;
		out->failed += one->failed;
		out->bytes += one->bytes;
		if (!out->fault[0])
			memcpy(out->fault, one->fault, sizeof out->fault);
	}
	qsort(verdicts.items, verdicts.count, sizeof(int64_t), by_time);
	qsort(decisions.items, decisions.count, sizeof(int64_t), by_time);
	out->verdict_p50 = part_of(&verdicts, 50);
	out->verdict_p99 = part_of(&verdicts, 99);
	out->verdict_worst = part_of(&verdicts, 100);
	out->decision_p50 = part_of(&decisions, 50);
	out->decision_p99 = part_of(&decisions, 99);
	free(verdicts.items);
	free(decisions.items);
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
	}
	free(all);
	return !out->failed || error_set(err, ERR_SYSTEM, "the server did not answer as it should", "look at its log", "%.180s", out->fault);
}
