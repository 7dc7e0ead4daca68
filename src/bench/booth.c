/* The booths of `limen bench clearance`: as many connections, each a closed loop of scan and decision. The client is plain: blocking sockets, one
 * thread for each booth, so that what it takes of the machine is small and is told apart. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clearance.h"

enum { ANSWER_MOST = 1 << 20 };

struct times {
	int64_t *items;
	size_t count, size;
};

struct booth {
	const struct booths *all;
	const struct booth_line *line;
	int64_t next;               /* traveller */
	int64_t until;
	int fd;
	char *answer;
	size_t got;
	struct times verdicts, decisions;
	struct booth_figures figures;
	pthread_t thread;
};

struct http {
	int status;
	struct str location, body;
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
	booth->figures.failed++;
	if (!booth->figures.fault[0])
		snprintf(booth->figures.fault, sizeof booth->figures.fault, "%s: %.*s", what, (int)(text.len < 150 ? text.len : 150), text.len ? text.data : "");
	return false;
}

/* --- HTTP/1.1 --- */

static bool join(struct booth *booth)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)booth->all->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int yes = 1;
	booth->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return booth->fd >= 0 && connect(booth->fd, (struct sockaddr *)&address, sizeof address) == 0 &&
	       setsockopt(booth->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0;
}

static bool send_all(int fd, struct str bytes)
{
	for (size_t done = 0; done < bytes.len;) {
		ssize_t part = send(fd, bytes.data + done, bytes.len - done, MSG_NOSIGNAL);
		if (part <= 0)
			return false;
		done += (size_t)part;
	}
	return true;
}

static struct str header(struct str head, const char *name)
{
	struct str line;
	while (str_cut(&head, '\n', &line)) {
		size_t size = strlen(name);
		if (line.len > size && !strncasecmp(line.data, name, size) && line.data[size] == ':')
			return str_trim(str_slice(line, size + 1, line.len));
	}
	return STR("");
}

static bool receive(struct booth *booth, struct http *out)
{
	size_t head = 0;
	int64_t length = 0;
	booth->got = 0;
	while (!head || booth->got < head + (size_t)length) {
		ssize_t part = booth->got < ANSWER_MOST ? recv(booth->fd, booth->answer + booth->got, ANSWER_MOST - booth->got, 0) : 0;
		if (part <= 0)
			return fault(booth, "the connection ended", str_of(part < 0 ? strerror(errno) : "closed"));
		booth->got += (size_t)part;
		size_t at;
		if (head || !str_find((struct str){ booth->answer, booth->got }, STR("\r\n\r\n"), &at))
			continue;
		head = at + 4;
		struct str lines = { booth->answer, head };
		if (booth->got < 12 || !str_to_int(header(lines, "content-length"), &length))
			return fault(booth, "an answer without a length", lines);
		out->location = header(lines, "location");
		out->status = atoi(booth->answer + 9);
	}
	out->body = (struct str){ booth->answer + head, (size_t)length };
	booth->figures.bytes += (int64_t)booth->got;
	return true;
}

static bool ask(struct booth *booth, struct arena *arena, const char *method, struct str path, struct str form, struct http *out)
{
	struct buf text = BUF_IN(arena);
	buf_format(&text, "%s " STR_FMT " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: %s\r\nCookie: limen_session=" STR_FMT "\r\n", method, STR_ARG(path), booth->all->port,
	           booth->all->pages ? "text/html" : "application/json", STR_ARG(booth->line->token));
	if (form.len)
		buf_format(&text, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n", form.len);
	buf_text(&text, "\r\n");
	buf_add(&text, form);
	for (;;) {
		if (!send_all(booth->fd, buf_str(&text)) || !receive(booth, out))
			return false;
		if (out->status != 503)
			return true;
		booth->figures.busy++;
		usleep(10000);
	}
}

static struct str encoded(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		if (ascii_alpha(text.data[i]) || ascii_digit(text.data[i]))
			buf_c(&out, text.data[i]);
		else
			buf_format(&out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
	return buf_str(&out);
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
	struct str form = str_format(arena, "csrf=" STR_FMT "&purpose=tourism&lines=" STR_FMT, STR_ARG(encoded(arena, booth->line->csrf)), STR_ARG(encoded(arena, lines)));
	if (!ask(booth, arena, "POST", STR("/booth/scan"), form, &answer))
		return false;
	if (!booth->all->pages) {
		*may = str_find(answer.body, STR("\"may\":[\"admit\""), &at);
		return (answer.status == 200 && id_of(&answer, arena, id)) || fault(booth, "scan", answer.body);
	}
	struct str page = str_copy(arena, answer.location);
	if (answer.status != 303 || !str_starts(page, STR("/inspection/")))
		return fault(booth, "scan", answer.body);
	*id = str_slice(page, strlen("/inspection/"), page.len);
	if (!ask(booth, arena, "GET", page, STR(""), &answer))
		return false;
	*may = str_find(answer.body, STR("/admit\""), &at);
	return answer.status == 200 || fault(booth, "verdict", answer.body);
}

static bool decision(struct booth *booth, struct arena *arena, struct str id)
{
	struct http answer;
	struct str form = str_format(arena, "csrf=" STR_FMT "&purpose=tourism", STR_ARG(encoded(arena, booth->line->csrf)));
	if (!ask(booth, arena, "POST", str_format(arena, "/inspection/" STR_FMT "/admit", STR_ARG(id)), form, &answer))
		return false;
	if (!booth->all->pages)
		return answer.status == 200 || fault(booth, "admit", answer.body);
	struct str page = str_copy(arena, answer.location);
	if (answer.status != 303)
		return fault(booth, "admit", answer.body);
	return ask(booth, arena, "GET", page, STR(""), &answer) && (answer.status == 200 || fault(booth, "booth", answer.body));
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
	bool joined = join(booth) || fault(booth, "connect", str_of(strerror(errno)));
	while (joined && bench_wall_us() < booth->until && booth->figures.failed < 10) {
		clear_one(booth, arena);
		arena_reset(arena);
	}
	close(booth->fd);
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
		all[i] = (struct booth){ .all = booths, .line = &booths->lines[i], .next = (int64_t)i, .until = start + booths->seconds * 1000000, .answer = malloc(ANSWER_MOST) };
		if (!all[i].answer || pthread_create(&all[i].thread, NULL, work, &all[i]))
			abort();
	}
	for (size_t i = 0; i < booths->count; i++)
		pthread_join(all[i].thread, NULL);
	out->wall_us = bench_wall_us() - start;
	out->cpu_us = bench_cpu_us() - cpu;
	sum_up(all, booths->count, out);
	for (size_t i = 0; i < booths->count; i++) {
		free(all[i].answer);
		free(all[i].verdicts.items);
		free(all[i].decisions.items);
	}
	free(all);
	return !out->failed || error_set(err, ERR_SYSTEM, "the server did not answer as it should", "look at its log", "%.180s", out->fault);
}
