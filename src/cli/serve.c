/* The server's life: the door, the jobs, the signals. */
#include "process.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "guard.h"
#include "journal.h"
#include "lang.h"
#include "log.h"
#include "pack.h"
#include "station.h"
#include "watch.h"
#include "web.h"

/* --- jobs: one thread ticks those that come back within a second, another all others; each has its own act --- */

struct jobs {
	struct process *process;
	bool quick;                  /* those that come back within a second; the others may take their time */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
};

enum { QUICK_MS = 1000, TICK_MS = 5000, TICK_QUICK_MS = 250, TICK_MOVED_MS = 200 };

static void run_job(struct process *process, const struct job *job)
{
	struct arena *arena = arena_new(0);
	struct error err = { 0 };
	struct act act;
	if (process_act(process, arena, &act, &err)) {
		bool done = job->run(&act, &err);
		if (done && journal_pending(&act) && journal_submit(&act, &err) == SUBMIT_FAILED)
			done = false;
		if (!done)
			log_error_event(job->name, &err);
		process_act_end(process, &act);
	} else {
		log_error_event(job->name, &err);
	}
	arena_free(arena);
}

static void tick(struct process *process, bool quick, int64_t now, int64_t *last, size_t size)
{
	size_t at = 0;
	for (const struct room *const *room = process->house.rooms; *room; room++) {
		for (const struct job *job = (*room)->jobs; job && job->name && at < size; job++, at++) {
			if (quick != (job->every < QUICK_MS) || now - last[at] < job->every)
				continue;
			last[at] = now;
			run_job(process, job);
		}
	}
}

/* Lists come into force by a job, or by a command that was typed: open verdicts are told either way. */
static void tell_lists(struct process *process)
{
	struct watch_shelf *shelf = process->house.lists;
	if (!shelf)
		return;
	const struct watch *watch = watch_shelf_take(shelf);
	web_lists(process->house.web, watch_changed(watch));
	watch_shelf_give(shelf, watch);
}

/* A clock that is moved may have made a job due that is far away by the system's. */
static struct timespec next_tick(const struct clock *clock, bool quick)
{
	struct timespec at;
	int64_t ms = quick ? TICK_QUICK_MS : clock->now == clock_system.now ? TICK_MS : TICK_MOVED_MS;
	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_nsec += ms % 1000 * 1000000;
	at.tv_sec += ms / 1000 + at.tv_nsec / 1000000000;
	at.tv_nsec %= 1000000000;
	return at;
}

static void *run_jobs(void *state)
{
	struct jobs *jobs = state;
	const struct clock *clock = jobs->process->house.clock;
	int64_t last[64] = { 0 };
	pthread_mutex_lock(&jobs->lock);
	while (!jobs->stop) {
		pthread_mutex_unlock(&jobs->lock);
		tick(jobs->process, jobs->quick, clock_now(clock), last, COUNT_OF(last));
		if (jobs->quick)
			tell_lists(jobs->process);
		struct timespec until = next_tick(clock, jobs->quick);
		pthread_mutex_lock(&jobs->lock);
		if (!jobs->stop)
			pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

static void start_jobs(struct jobs *jobs)
{
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->wake, NULL);
	pthread_create(&jobs->thread, NULL, run_jobs, jobs);
}

static void stop_jobs(struct jobs *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	jobs->stop = true;
	pthread_cond_signal(&jobs->wake);
	pthread_mutex_unlock(&jobs->lock);
	pthread_join(jobs->thread, NULL);
}

/* --- the door --- */

/* In sections, which are the words at the top of each page: Border, Post, People, Lists, System. What is below a path belongs to it, as do the paths
 * in the last column. */
static const struct web_link links[] = {
	{ "/booth", WORDS("Booth"), "in", CAN_CROSS, WORDS("Border"), "/inspection" },
	{ "/second-line", WORDS("Second line"), "person", CAN_SECOND_LINE, WORDS("Border"), "/referral /decision /refusal /hold" },
	{ "/departures", WORDS("To depart"), "out", CAN_SECOND_LINE, WORDS("Border"), "/departure" },
	{ "/custody", WORDS("Documents held"), "doc", CAN_SECOND_LINE, WORDS("Border"), NULL },
	{ "/calls", WORDS("Conveyances"), "ship", CAN_CROSS, WORDS("Border"), "/call /call-file /shore-passes" },
	{ "/board", WORDS("Board"), "chart", CAN_CROSS, WORDS("Post"), NULL },
	{ "/queue", WORDS("Queue"), "person", CAN_CROSS, WORDS("Post"), NULL },
	{ "/handover", WORDS("Hand-over"), "book", CAN_CROSS, WORDS("Post"), NULL },
	{ "/equipment", WORDS("Equipment"), "list", CAN_CROSS, WORDS("Post"), "/power" },
	{ "/peak", WORDS("Peak mode"), "in", CAN_SUPERVISE, WORDS("Post"), NULL },
	{ "/paper", WORDS("Paper forms"), "doc", CAN_CROSS, WORDS("Post"), NULL },
	{ "/second", WORDS("To confirm"), "clear", CAN_SUPERVISE, WORDS("Post"), NULL },
	{ "/tasks", WORDS("Tasks"), "todo", CAN_PERSON, WORDS("Post"), "/task" },
	{ "/cases", WORDS("Cases"), "todo", CAN_CASES, WORDS("Cases"), "/case" },
	{ "/exchanges", WORDS("Requests to authorities"), "doc", CAN_CASES, WORDS("Cases"), "/exchange" },
	{ "/search", WORDS("Search"), "search", CAN_SEARCH, WORDS("People"), "/person /document" },
	{ "/crossings", WORDS("Crossings"), "list", CAN_SEARCH, WORDS("People"), "/crossing" },
	{ "/vehicle", WORDS("Vehicles"), "list", CAN_SEARCH, WORDS("People"), NULL },
	{ "/requests", WORDS("Requests about data"), "doc", CAN_DISCLOSE, WORDS("People"), NULL },
	{ "/erasures", WORDS("Erasures"), "stop", CAN_ERASE, WORDS("People"), NULL },
	{ "/oversight", WORDS("Oversight"), "eye", CAN_OVERSEE, WORDS("People"), NULL },
	{ "/permits", WORDS("Visas and permits"), "doc", CAN_PERMITS, WORDS("People"), "/permit" },
	{ "/centres", WORDS("Appointments"), "clock", CAN_CENTRE, WORDS("Cases"), "/centre /appointment" },
	{ "/interviews", WORDS("Interviews"), "person", CAN_CENTRE, WORDS("Cases"), "/interview" },
	{ "/claims", WORDS("Protection"), "care", CAN_PROTECT, WORDS("People"), "/protection /claim" },
	{ "/overstays", WORDS("Overstays"), "clock", CAN_STAYS, WORDS("People"), "/overstay /ban /bans" },
	{ "/cash", WORDS("Cash desk"), "list", CAN_FEES, WORDS("Fees"), "/fee /till" },
	{ "/accounts", WORDS("Accounts"), "chart", CAN_ACCOUNTS, WORDS("Fees"), NULL },
	{ "/lists", WORDS("Watchlists"), "list", CAN_WATCH_VIEW, WORDS("Lists"), "/list" },
	{ "/registers", WORDS("Registers of documents"), "passport", CAN_REGISTERS, WORDS("Lists"), "/register" },
	{ "/changes", WORDS("Changes of lists"), "todo", CAN_WATCH_MANAGE, WORDS("Lists"), "/change" },
	{ "/alerts", WORDS("Silent alerts"), "eye", CAN_SILENT, WORDS("Lists"), "/alert" },
	{ "/figures", WORDS("Figures"), "chart", CAN_FIGURES, NULL, NULL },
	{ "/pack", WORDS("Country pack"), "book", CAN_PACK_VIEW, WORDS("System"), NULL },
	{ "/training", WORDS("Training"), "book", SIGNED_IN, WORDS("System"), NULL },
	{ "/users", WORDS("Users"), "person", CAN_USERS, WORDS("System"), "/user" },
	{ "/outbox", WORDS("Messages sent"), "doc", CAN_USERS, WORDS("System"), NULL },
	{ "/journal", WORDS("Journal"), "chain", CAN_AUDIT, WORDS("System"), NULL },
	{ 0 },
};

static struct str home(void *state, const struct act *act)
{
	if (rights_have(act->actor.rights, CAN_CROSS) && act->place.post.len)
		return STR("/booth");
	for (const struct web_link *link = links; link->path; link++)
		if (rights_have(act->actor.rights, link->right))
			return str_of(link->path);
	return STR("/me");
}

/* The booth's strip: where, since when, what time it is there. */
static void shell(void *state, struct act *act, json_t *shell)
{
	const struct house *house = act->house;
	const struct pack_post *post = act->pack ? pack_post(act->pack, act->place.post, (struct date){ 0 }) : NULL;
	const struct pack_lane *lane = post ? pack_lane(post, act->place.lane) : NULL;
	if (!post)
		return;
	const struct lang_zone *zone = house->zone(house, post->zone);
	bool exit = str_is(act->place.direction, "exit");
	struct str lane_name = lane ? pack_words(act->pack, lang_tag(act->lang), lane->words) : STR("");
	json_t *booth = json_object();
	json_put_str(booth, "lane_words", LANG_FILL(act->arena, lang_words(act->lang, exit ? WORDS("{lane}, exit") : WORDS("{lane}, entry")), { "lane", lane_name }));
	json_put_str(booth, "icon", exit ? STR("out") : STR("in"));
	json_put_str(booth, "time", lang_time(act->lang, act->arena, zone, act->now));
	json_put_str(booth, "since", LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", lang_time(act->lang, act->arena, zone, act->actor.session_since) }));
	json_put(booth, "lists", watch_age_json(act));
	json_put_str(booth, "peak", station_peak_words(act, post->code));
	json_put(shell, "booth", booth);
}

static bool wait_for_signal(void)
{
	sigset_t set;
	int signal;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return sigwait(&set, &signal) == 0;
}

static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static struct web *open_door(struct process *process, const struct serve_settings *settings, struct error *err)
{
	const struct web_services services = {
		.state = process, .house = &process->house, .take = process_take, .release = process_release, .links = links, .node = STR("node 1"), .home = home, .shell = shell,
	};
	const struct web_options options = {
		.host = str_of(settings->host), .port = settings->port, .certificate = str_of(settings->certificate), .key = str_of(settings->key),
		.quiet = settings->quiet,
	};
	return web_open(process->house.rooms, &services, &options, err);
}

/* Where the tables of zones differ, days of stay may be reckoned wrongly: the installers are told. */
static void compare_zones(struct process *process)
{
	struct arena *arena = arena_new(0);
	struct error err;
	struct act act;
	if (process_act(process, arena, &act, &err)) {
		for (size_t i = 0; i < act.pack->post_count; i++) {
			const struct lang_zone *zone = process->house.zone(&process->house, act.pack->posts[i].zone);
			struct date day;
			char text[DATE_TEXT];
			if (!lang_zone_agrees(zone, act.pack->posts[i].zone, act.now, 400, &day))
				log_event(LOG_WARNING, "zone.tables_differ", "zone", str_c(arena, act.pack->posts[i].zone), "day", str_c(arena, date_text(day, text)), NULL);
		}
		process_act_end(process, &act);
	}
	arena_free(arena);
}

int serve(struct process *process, const struct serve_settings *settings)
{
	struct error err = { 0 };
	struct jobs jobs = { .process = process }, quick = { .process = process, .quick = true };
	char port[12];
	block_signals();
	compare_zones(process);
	struct doorbell *doorbell = doorbell_open(process, &err);
	struct web *web = doorbell ? open_door(process, settings, &err) : NULL;
	if (!web) {
		log_error_event("server.failed", &err);
		doorbell_close(doorbell);
		return error_info(err.code)->exit;
	}
	process->house.web = web;
	process->house.opener = settings->opener;
	process->house.scanner = settings->scanner;
	process->house.origin = settings->origin ? str_of(settings->origin) : str_format(process->arena, "http%s://localhost:%d", settings->certificate ? "s" : "", web_port(web));
	start_jobs(&jobs);
	start_jobs(&quick);
	snprintf(port, sizeof port, "%d", web_port(web));
	if (settings->sandbox && !guard_calls(&err))
		log_error_event("sandbox.failed", &err);
	log_event(LOG_INFO, "server.started", "port", port, "sandbox", settings->sandbox ? "on" : "off", NULL);
	wait_for_signal();
	log_event(LOG_INFO, "server.stopping", NULL);
	stop_jobs(&jobs);
	stop_jobs(&quick);
	web_close(web);
	process->house.web = NULL;
	doorbell_close(doorbell);
	log_event(LOG_INFO, "server.stopped", NULL);
	return 0;
}
