/* The door for HTTP: routes, sessions, rights, forms, pages, JSON, files of the look, live pages. Knows only constant tables (route.h).
 *
 * The life of a request. libmicrohttpd reads it (epoll, two threads) into bounded memory; the router finds the route; the connection is
 * suspended and one of our workers takes it from a bounded queue (full: 503 with Retry-After):
 *   act (arena, one database snapshot, one version of pack and lists, language) -> session (cookie `limen_session`, or
 *   `Authorization: Bearer`) -> right -> foreign origin and CSRF -> the id: known already? then the stored answer -> query and form
 *   decoded by the route's field tables -> handler -> journal_submit (conflict: again, 3 times) -> the answer, JSON or page.
 * Nothing is sent before what it says is durable, nor a person shown without an entry: a ROUTE_PERSON handler that appended nothing
 * is a bug; its answer is thrown away, logged and replaced by an error.
 *
 * What a browser gets: a page from the route's template, whose root value is `page` and `data` together and `shell`:
 *   shell.language .dir .theme .path (of this page, safe for a return) .csrf .id (a new UUIDv7 for a form) .request
 *   shell.user {number,name} or false    shell.place {post,name,lane,direction} or false    shell.can {cross:true,...} rights by name
 *   shell.nav [{path,words,icon,current}]    shell.languages [{code,name,current,path}]    shell.themes [{code,current,path}]
 *   shell.state {name,authority,country,emblem}   shell.assets {"style_css": "/assets/style.css?v=..."} ("." and "-" and "/" become "_")
 *   and what services.shell adds, such as the ages of lists.
 *   A form given back (ROUTE_FORM_AGAIN): what the GET route of the same path gives (its look is recorded), and values {field: what was entered} without secrets, problems [{field,code,words}],
 *   problem {field: {code,words}} for showing it beside the field (dots of nested names become "_"), `error` when it was an error.
 *   An error: the template "error": error {code,status,title,what,where,todo,retry}, findings.
 *   The colours of the state are the stylesheet /state.css (custom properties --cover and --foil, from the pack).
 * What a program gets (`Accept: application/json`, or a bearer token without text/html): `data`, or
 *   {"error":{code,title,what,where,todo,retry,request,findings:[{field,code,words}]}}; `retry` is no, yes or uncertain.
 *
 * Forms: application/x-www-form-urlencoded, application/json (an object), multipart/form-data where the route has ROUTE_UPLOAD.
 *   `csrf` and `id` are the door's own names, in a form and in a JSON object; they never reach the route's table.
 *   `id` is a UUIDv7, at most a day ahead of our clock; without one the door makes one. Asked twice with one id, a thing is done once.
 *   The digest that is compared: SHA-256 over method, path, and the sorted pairs or the sorted JSON without `csrf` and `id`, and files.
 * Paths: constant parts win over {id} (a UUID) and {name} ([A-Za-z0-9._-]{1,64}). HEAD is GET without its body. "/path/" is
 *   redirected to "/path". Percent-encoding in a path is refused: no path of ours needs it.
 *
 * Defaults, all bounded: body 1 MiB, upload 32 MiB (as JSON 4 MiB), 16 files, 500 pairs, JSON 16 deep, line and headers 16 KiB, 256 connections,
 *   64 of one address (trusted proxies excepted: theirs is the whole limit), 30 s to send headers and between two bytes, 60 s for a whole
 *   form and 300 s for an upload. Bodies wait in memory, and all bodies together may hold 256 MiB: then 503.
 * Trusted proxies alone may say X-Forwarded-For and X-Forwarded-Proto; from others these are ignored.
 *
 * It deliberately has no HTTP/2, no compression of pages (a secret and a stranger's text on one page), no sessions of its own, no CORS. */
#ifndef LIMEN_WEB_H
#define LIMEN_WEB_H

#include "room.h"

struct web;
struct house;

extern const struct room web_room; /* / /healthz /metrics /help /openapi.json /settings /language /theme /state.css /events; pages, assets */

struct web_options {
	struct str host;                /* address to listen on; "" = 127.0.0.1 */
	int port;                       /* 0 = any that is free, see web_port */
	struct str certificate, key;    /* PEM files: the chain, and the private key; both or neither */
	int workers, queue;             /* 0 = 12 and 64: many wait for one commit together */
	int connections, per_address;   /* 0 = 256 and 64 */
	int idle;                       /* seconds; 0 = 30 */
	size_t body, upload, held;      /* bytes; 0 = 1 MiB, 32 MiB, 256 MiB */
	const struct str *proxies;      /* addresses of trusted proxies: "127.0.0.1" */
	size_t proxy_count;
	bool quiet;                     /* no line in the log for each request (benches) */
};

/* A line of the navigation, shown to those with the right. Lines of one section stand together: the section is one word at the top of a page, and its
 * lines stand below it while one of them is open. */
struct web_link {
	const char *path, *words, *icon; /* words: English, looked up in translations */
	enum right right;
	const char *section;             /* as words; NULL: a line at the top by itself */
	const char *also;                /* what else belongs to it: "/person /document" */
};

/* A number for /metrics; `name` without "limen_". Called from any worker. */
struct web_metric {
	const char *name, *help;
	bool counter;                   /* only grows; else a gauge */
	int64_t (*read)(void *state);
	void *state;
};

/* Something that /healthz asks: "journal". The door itself asks whether a database connection can be had. */
struct web_probe {
	const char *name;
	bool (*run)(void *state, struct error *err);
	void *state;
};

/* What the program gives. Everything must outlive the web; call-backs come from several threads at once. */
struct web_services {
	void *state;
	const struct house *house;      /* its store, journal, langs, clock and random source are used */
	/* Sets act->pack and act->watch to the versions in force and keeps them; `release` lets them go. */
	void (*take)(void *state, struct act *act);
	void (*release)(void *state, struct act *act);
	const struct web_link *links;   /* ended by a NULL path; may be NULL */
	const struct web_metric *metrics; /* ended by a NULL name; may be NULL */
	const struct web_probe *probes; /* ended by a NULL name; may be NULL */
	struct str node;                /* name of this node, at the foot of pages */
	struct str (*home)(void *state, const struct act *act);     /* where "/" leads this user; NULL: "/sign-in" or "/help" */
	void (*shell)(void *state, struct act *act, json_t *shell); /* adds to what every page gets; may be NULL */
};

/* Starts. `rooms` is NULL-ended and lists web_room too. Two equal routes, a page that is missing or broken, a route without words are
 * bugs (assert). An error: the address is taken, the certificate cannot be read. */
struct web *web_open(const struct room *const *rooms, const struct web_services *services, const struct web_options *options,
                     struct error *err);
int web_port(const struct web *web);

/* Tells live pages (GET /events, server-sent events) that something changed at a post; never what. Any thread, never blocks. A page hears
 * the post of its session, or with the right to supervise any by ?topic=; a page without a post hears all. Four streams a user, a heartbeat
 * every 10 s, 15 min a stream: the browser asks again, and its session is looked at again. */
void web_changed(struct web *web, struct str topic);
/* Tells the pages of one lane where a booth's reader put its reading: the event "read" with a path of this server, "reading" or "reader". */
void web_tell(struct web *web, struct str post, int lane, const char *event, struct str path);
/* Tells every open verdict that lists were changed, and when: the event "lists" with that time (ms), with which each stream begins, too. A page
 * knows of which lists it is. */
void web_lists(struct web *web, int64_t changed);

/* Stops: takes nothing new, ends live pages, lets what runs finish for up to 10 s, then closes. What was acknowledged stays. */
void web_close(struct web *web);

#endif
