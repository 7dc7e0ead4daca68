/* What the people who run the server ask: does it work (/healthz), and how much (/metrics, Prometheus text format 0.0.4). */
#include "server.h"

#include <string.h>

#include "store.h"

/* Upper ends of the steps of the histogram, in microseconds. */
static const int64_t steps[LATENCY_STEPS] = { 1000, 2000, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000 };

void count_answer(struct request *request, int status)
{
	struct web *web = request->web;
	size_t index = request->served ? request->served->index : router_count(web->router);
	int64_t us = (monotonic_ms() - request->started) * 1000;
	int class = status / 100, at = 0;
	atomic_fetch_add(&web->counters[index].status[class > 0 && class < STATUS_CLASSES ? class : 0], 1);
	if (request->answer.stream)
		return; /* a live page lasts as long as its reader looks */
	atomic_fetch_add(&web->counters[index].microseconds, us);
	while (at < LATENCY_STEPS && us > steps[at])
		at++;
	atomic_fetch_add(&web->latency[at], 1);
}

static void head(struct buf *out, const char *name, const char *help, bool counter)
{
	buf_format(out, "# HELP limen_%s %s\n# TYPE limen_%s %s\n", name, help, name, counter ? "counter" : "gauge");
}

static void one(struct buf *out, const char *name, const char *help, bool counter, int64_t value)
{
	head(out, name, help, counter);
	buf_format(out, "limen_%s %lld\n", name, (long long)value);
}

static void route_lines(struct buf *out, struct web *web)
{
	head(out, "http_requests_total", "Answers by route and class of status.", true);
	for (size_t i = 0; i <= router_count(web->router); i++) {
		const struct route *route = i < router_count(web->router) ? router_at(web->router, i)->route : NULL;
		for (int class = 0; class < STATUS_CLASSES; class++) {
			long long count = atomic_load(&web->counters[i].status[class]);
			if (count)
				buf_format(out, "limen_http_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} %lld\n",
				           !route ? "" : method_name(route->method), route ? route->path : "", class, count);
		}
	}
	head(out, "http_route_seconds_total", "Time spent, by route.", true);
	for (size_t i = 0; i < router_count(web->router); i++) {
		const struct route *route = router_at(web->router, i)->route;
		long long us = atomic_load(&web->counters[i].microseconds);
		if (us)
			buf_format(out, "limen_http_route_seconds_total{method=\"%s\",route=\"%s\"} %lld.%06lld\n",
			           method_name(route->method), route->path, us / 1000000, us % 1000000);
	}
}

static void histogram(struct buf *out, struct web *web)
{
	long long sum = 0, total_us = 0;
	buf_text(out, "# HELP limen_http_seconds How long answers took.\n# TYPE limen_http_seconds histogram\n");
	for (int i = 0; i <= LATENCY_STEPS; i++) {
		sum += atomic_load(&web->latency[i]);
		if (i < LATENCY_STEPS)
			buf_format(out, "limen_http_seconds_bucket{le=\"%lld.%03lld\"} %lld\n", (long long)steps[i] / 1000000,
			           (long long)steps[i] % 1000000 / 1000, sum);
		else
			buf_format(out, "limen_http_seconds_bucket{le=\"+Inf\"} %lld\n", sum);
	}
	for (size_t i = 0; i <= router_count(web->router); i++)
		total_us += atomic_load(&web->counters[i].microseconds);
	buf_format(out, "limen_http_seconds_sum %lld.%06lld\nlimen_http_seconds_count %lld\n", total_us / 1000000, total_us % 1000000, sum);
}

static bool is_loopback(struct str address)
{
	return str_starts(address, STR("127.")) || str_is(address, "::1");
}

/* Figures of a machine may tell how many people cross: they are for the machine's own keepers. */
bool door_metrics(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct request *request = request_of(act);
	struct web *web = request->web;
	struct buf out = BUF_IN(act->arena);
	bool near = is_loopback(request->remote) && !request->from_proxy;
	if (!near && !rights_have(act->actor.rights, CAN_AUDIT) && !rights_have(act->actor.rights, CAN_API))
		return error_set(err, ERR_FORBIDDEN, "Only this machine itself may read these numbers.", "Ask from the machine, or with a machine credential.", "metrics");
	route_lines(&out, web);
	histogram(&out, web);
	pthread_mutex_lock(&web->lock);
	int waiting = web->waiting, busy = web->busy;
	pthread_mutex_unlock(&web->lock);
	one(&out, "http_queue", "Requests that wait for a worker.", false, waiting);
	one(&out, "http_workers_busy", "Workers at work.", false, busy);
	one(&out, "http_workers", "Workers.", false, web->worker_count);
	one(&out, "http_body_bytes", "Bytes of bodies held in memory.", false, (int64_t)atomic_load(&web->held));
	one(&out, "http_live_pages", "Open live pages.", false, lives_count(web));
	one(&out, "http_refused_busy_total", "Requests refused because the queue was full.", true, atomic_load(&web->refused_busy));
	one(&out, "http_conflicts_total", "Handlers run again because something changed meanwhile.", true, atomic_load(&web->conflicts));
	for (const struct web_metric *metric = web->services.metrics; metric && metric->name; metric++)
		one(&out, metric->name, metric->help, metric->counter, metric->read(metric->state));
	reply->bytes = buf_str(&out);
	reply->type = "text/plain; version=0.0.4; charset=utf-8";
	return true;
}

/* The act has a database connection with an open snapshot: had it none, the answer would have been an error before this. */
bool door_health(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct web *web = request_of(act)->web;
	struct buf out = BUF_IN(act->arena);
	buf_text(&out, "store ok\n");
	for (const struct web_probe *probe = web->services.probes; probe && probe->name; probe++) {
		struct error why = { 0 };
		bool well = probe->run(probe->state, &why);
		buf_format(&out, "%s %s\n", probe->name, well ? "ok" : error_info(why.code)->name);
		if (!well)
			reply->status = 503;
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/plain; charset=utf-8";
	return true;
}
