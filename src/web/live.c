/* Live pages. A stream is a connection that sleeps (suspended) until there is news or a heartbeat is due; one lock is held over a flag and the
 * suspend or resume that belongs to it. libmicrohttpd does not see a sleeping client leave: only the second write after it does, so the
 * heartbeat bounds how long a dead stream is kept. */
#include "server.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PER_USER = 4, HEARTBEAT_MS = 10000, LIFE_MS = 900000, ROOM = 1024, TICK_MS = 1000 };

struct live {
	struct live *next;
	struct MHD_Connection *connection;
	struct uuid user;
	char post[32], lane[48];         /* what it hears: "POST", and "POST/3"; post "" = all posts */
	char text[ROOM];                 /* what waits to be written */
	size_t len;
	bool silent;                     /* its user may see silent alerts */
	bool sleeps, ends, changed;      /* changed: "changed" waits already; news need not be told twice */
	int64_t since, last;
};

static void put(struct live *live, const char *text)
{
	size_t len = strlen(text);
	if (live->len + len > ROOM)
		return; /* a reader this slow is told "changed" at the latest by its own next visit */
	memcpy(live->text + live->len, text, len);
	live->len += len;
}

static void put_lists(struct live *live, int64_t changed)
{
	char text[64];
	snprintf(text, sizeof text, "event: lists\ndata: %lld\n\n", (long long)changed);
	put(live, text);
}

static void wake(struct live *live)
{
	if (!live->sleeps || !live->connection)
		return;
	live->sleeps = false;
	MHD_resume_connection(live->connection);
}

/* The page is told that it is no longer live, so that it does not come back and push out another. */
static void end_oldest(struct live *live)
{
	put(live, "event: over\ndata: 1\n\n");
	live->ends = true;
	wake(live);
}

bool live_open(struct request *request, struct str topic, struct error *err)
{
	struct web *web = request->web;
	const struct place *place = &request->act.place;
	struct live *live = calloc(1, sizeof *live), *oldest = NULL;
	int same = 0, all = 0;
	if (!live)
		return error_set(err, ERR_BUSY, "There is no memory for another live page.", "Close a page, or load it again by hand.", "events");
	live->user = request->act.actor.user;
	live->silent = rights_have(request->act.actor.rights, CAN_SILENT);
	live->since = live->last = monotonic_ms();
	snprintf(live->post, sizeof live->post, STR_FMT, STR_ARG(topic));
	if (place->post.len && place->lane && str_equal(place->post, topic))
		snprintf(live->lane, sizeof live->lane, STR_FMT "/%d", STR_ARG(topic), place->lane);
	put(live, "retry: 3000\n\n");
	pthread_mutex_lock(&web->live_lock);
	put_lists(live, web->lists);
	for (struct live *other = web->lives; other; other = other->next, all++) { /* the newest first */
		if (other->ends || !uuid_equal(other->user, live->user))
			continue;
		same++;
		oldest = other;
	}
	live->ends = atomic_load(&web->stopping); /* lives_end may have passed already */
	bool fits = all < web->options.connections / 2;
	if (fits && same >= PER_USER) /* most often a page that was left a moment ago: whoever hurries must not end up with a page that hears nothing */
		end_oldest(oldest);
	if (fits) {
		live->next = web->lives;
		web->lives = live;
	}
	pthread_mutex_unlock(&web->live_lock);
	if (!fits) {
		free(live);
		return error_set(err, ERR_TOO_MANY, "Too many live pages are open.", "Close one of them.", "events");
	}
	request->live = live;
	request->answer.stream = true;
	request->answer.status = 200;
	request->answer.type = "text/event-stream";
	return true;
}

static ssize_t write_news(void *state, uint64_t at, char *out, size_t most)
{
	struct request *request = state;
	struct live *live = request->live;
	struct web *web = request->web;
	pthread_mutex_lock(&web->live_lock);
	ssize_t wrote = 0;
	if (live->len) {
		size_t size = live->len < most ? live->len : most;
		memcpy(out, live->text, size);
		memmove(live->text, live->text + size, live->len - size);
		live->len -= size;
		live->changed &= live->len > 0;
		live->last = monotonic_ms();
		wrote = (ssize_t)size;
	} else if (live->ends) {
		wrote = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		live->sleeps = true;
		MHD_suspend_connection(live->connection);
	}
	pthread_mutex_unlock(&web->live_lock);
	return wrote;
}

struct MHD_Response *live_response(struct request *request)
{
	pthread_mutex_lock(&request->web->live_lock);
	request->live->connection = request->connection;
	pthread_mutex_unlock(&request->web->live_lock);
	request->answer.cache = "no-store";
	request->answer.closes = true;
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, ROOM, write_news, request, NULL);
}

void live_forget(struct web *web, struct live *live)
{
	pthread_mutex_lock(&web->live_lock);
	for (struct live **place = &web->lives; *place; place = &(*place)->next) {
		if (*place == live) {
			*place = live->next;
			break;
		}
	}
	pthread_mutex_unlock(&web->live_lock);
	free(live);
}

static void tell_changed(struct web *web, struct str topic, bool silent)
{
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = web->lives; live; live = live->next) {
		if (live->changed || (silent && !live->silent) || (live->post[0] && !str_is(topic, live->post)))
			continue;
		live->changed = true;
		put(live, "event: changed\ndata: 1\n\n");
		wake(live);
	}
	pthread_mutex_unlock(&web->live_lock);
}

void web_changed(struct web *web, struct str topic)
{
	tell_changed(web, topic, false);
}

/* The first line hears nothing of a silent alert, not even that something changed. */
void live_alert(struct web *web, struct str post)
{
	tell_changed(web, post, true);
}

void web_tell(struct web *web, struct str post, int lane, const char *event, struct str path)
{
	char topic[48], text[400];
	assert(!path.len || (local_path(path) && path.len <= 300));
	snprintf(topic, sizeof topic, STR_FMT "/%d", STR_ARG(post), lane);
	snprintf(text, sizeof text, "event: %.32s\ndata: " STR_FMT "\n\n", event, STR_ARG(path));
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = web->lives; live; live = live->next) {
		if (strcmp(live->lane, topic))
			continue;
		put(live, text);
		wake(live);
	}
	pthread_mutex_unlock(&web->live_lock);
}

void web_lists(struct web *web, int64_t changed)
{
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = changed > web->lists ? web->lives : NULL; live; live = live->next) {
		put_lists(live, changed);
		wake(live);
	}
	web->lists = changed;
	pthread_mutex_unlock(&web->live_lock);
}

void lives_end(struct web *web)
{
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = web->lives; live; live = live->next) {
		live->ends = true;
		wake(live);
	}
	pthread_mutex_unlock(&web->live_lock);
}

int lives_count(struct web *web)
{
	int count = 0;
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = web->lives; live; live = live->next)
		count++;
	pthread_mutex_unlock(&web->live_lock);
	return count;
}

/* --- the keeper: one thread that wakes once a second while there is something to keep --- */

static void beat(struct web *web, int64_t now)
{
	pthread_mutex_lock(&web->live_lock);
	for (struct live *live = web->lives; live; live = live->next) {
		live->ends |= now - live->since > LIFE_MS;
		if (live->sleeps && !live->ends && now - live->last > HEARTBEAT_MS)
			put(live, ": \n\n");
		if (live->len || live->ends)
			wake(live);
	}
	pthread_mutex_unlock(&web->live_lock);
}

static void *keep(void *state)
{
	struct web *web = state;
	pthread_mutex_lock(&web->live_lock);
	while (!web->keeper_ends) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += TICK_MS / 1000;
		pthread_cond_timedwait(&web->live_news, &web->live_lock, &until);
		pthread_mutex_unlock(&web->live_lock);
		int64_t now = monotonic_ms();
		beat(web, now);
		peers_cut_slow(web, now);
		pthread_mutex_lock(&web->live_lock);
	}
	pthread_mutex_unlock(&web->live_lock);
	return NULL;
}

bool keeper_start(struct web *web, struct error *err)
{
	web->keeper_runs = !pthread_create(&web->keeper, NULL, keep, web);
	return web->keeper_runs || error_set(err, ERR_SYSTEM, "A thread could not be started.", "Look at the limits of the system.", "keeper");
}

void keeper_stop(struct web *web)
{
	if (!web->keeper_runs)
		return;
	pthread_mutex_lock(&web->live_lock);
	web->keeper_ends = true;
	pthread_cond_signal(&web->live_news);
	pthread_mutex_unlock(&web->live_lock);
	pthread_join(web->keeper, NULL);
	web->keeper_runs = false;
}
