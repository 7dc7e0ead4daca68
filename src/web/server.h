/* Private to the room: what its files share. */
#ifndef LIMEN_WEB_SERVER_H
#define LIMEN_WEB_SERVER_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "access.h"
#include "form.h"
#include "house.h"
#include "router.h"
#include "template.h"
#include "web.h"

enum { MAX_COOKIES = 4, UPLOAD_JSON = 4 << 20, LATENCY_STEPS = 10, STATUS_CLASSES = 6 };
enum { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PATCH, METHOD_DELETE, METHOD_OTHER };

/* What goes out, whatever was asked. */
struct answer {
	int status;
	struct str body;                 /* lives as long as the request's arena */
	const char *type;
	struct str location, disposition, cookies[MAX_COOKIES];
	int cookie_count;
	const char *allow, *cache;
	int retry_after;
	bool closes;                     /* the connection ends after it */
	bool stream;                     /* server-sent events, see live.h */
	struct reply_header more[4];
	struct MHD_Response *ready;      /* a file of the look: made at start, shared */
	struct str etag;
	bool packed;                     /* the body is gzip */
};

/* One connection, for limits that libmicrohttpd does not have. */
struct peer {
	struct peer *next, **before;
	int fd;
	struct sockaddr_storage address;
	int64_t since;                   /* monotonic ms of its phase */
	enum { PEER_WAITS, PEER_SENDS, PEER_WORKS, PEER_TAKES, PEER_LISTENS } phase; /* we wait for headers, body, worker, its reading; a stream */
	bool uploads;
};

struct request {
	struct act act;                  /* first: a handler of this room finds its request again */
	struct web *web;
	struct request *next;            /* in the queue */
	struct MHD_Connection *connection;
	struct peer *peer;
	struct arena *arena;
	int64_t started;                 /* monotonic ms */
	struct uuid number;              /* for the log, and shown on pages of errors */
	int method;
	bool begun, queued, answered;
	bool abandoned;                  /* at stop: its worker still runs, and frees it */
	bool too_late;                   /* at stop: no worker took it */
	bool sent;
	struct str path, raw_query;
	struct str remote, host, scheme, cookie, bearer, accept, accept_language, accept_encoding, content_type, origin, fetch_site, none_match, signature, csrf_header;
	struct piece_headers piece;
	struct str token, device, theme; /* from cookies */
	const struct served *served;     /* NULL: none found */
	struct match match;
	const char *allow;
	bool json;                       /* the client takes JSON */
	bool from_proxy, slash;          /* slash: a path that lacks only its last slash */
	char *body;
	size_t body_len, body_size;
	struct error refused;            /* found before a worker took it */
	/* filled by the life of the request (life.c) */
	bool taken, reading, decoded;    /* snapshots taken; a database snapshot is open; the handler may see what was entered */
	enum session_state state;
	struct str csrf;
	struct form form, query;
	json_t *object;                  /* a JSON body, without the door's own names */
	json_t *answers;                 /* to questions of the pack; owned */
	struct str given_csrf, given_id;
	struct call call;
	struct reply reply;
	struct answer answer;
	struct live *live;               /* its stream */
};

struct counters {
	atomic_llong status[STATUS_CLASSES], microseconds;
};

/* An asset as it is, or packed by gzip: another form has another tag. */
struct asset_form {
	struct str etag;                 /* quoted */
	struct MHD_Response *forever, *soon, *unchanged;
};

struct asset {
	struct str name, version;        /* "limen.css"; hash in hex */
	struct str variable;             /* "limen_css" */
	const char *type;
	struct asset_form plain, packed; /* packed.forever is NULL where packing gains nothing: fonts, pictures */
};

struct web {
	struct arena *arena;
	const struct room *const *rooms;
	struct web_services services;
	struct web_options options;
	struct router *router;
	struct template_set **pages;     /* of each room, by its place in `rooms` */
	struct asset *assets;
	size_t asset_count;
	struct MHD_Daemon *daemon;
	int port;
	bool tls;
	atomic_bool stopping;
	atomic_size_t held;              /* bytes of bodies */
	/* workers and their queue */
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct request *first, **last;
	int waiting, busy, worker_count, started;
	int unsent;                      /* answers handed back that their clients do not have yet */
	bool ends;
	pthread_t *threads;
	struct request **current;        /* what each worker runs */
	/* connections */
	pthread_mutex_t peer_lock;
	struct peer *peers;
	/* streams and the clock that watches slow clients */
	pthread_mutex_t live_lock;
	pthread_cond_t live_news;
	struct live *lives;
	int64_t lists;                   /* when lists were changed last */
	pthread_t keeper;
	bool keeper_ends, keeper_runs;
	/* numbers */
	struct counters *counters;       /* by served->index; the last for what no route took */
	atomic_llong latency[LATENCY_STEPS + 1];
	atomic_llong refused_busy, conflicts;
};

int64_t monotonic_ms(void);

/* server.c */
void request_free(struct request *request);

/* peer.c */
enum MHD_Result peer_welcome(void *state, const struct sockaddr *address, socklen_t size);
void peer_notify(void *state, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code);
void peer_phase(struct web *web, struct peer *peer, int phase);
void peers_cut_slow(struct web *web, int64_t now);
bool proxy_trusted(const struct web *web, struct str address);
struct str address_text(struct arena *arena, const struct sockaddr *address);

/* worker.c */
bool workers_start(struct web *web, struct error *err);
bool worker_queue(struct request *request);   /* suspends and queues; false when the queue is full */
void workers_stop(struct web *web);
void workers_abandon(struct web *web);
bool workers_idle(struct web *web);

/* life.c */
void request_live(struct request *request);   /* fills request->answer; on a worker */
static inline bool changes(const struct request *request) { return request->method >= METHOD_POST; }
static inline struct request *request_of(struct act *act) { return (struct request *)act; }

/* intake.c */
bool intake_body(struct request *request, struct error *err);
bool intake_digest(struct request *request);

/* answer.c */
void answer_value(struct request *request, const struct route *route, int status);
void answer_form_again(struct request *request, const struct error *error);
void answer_error(struct request *request, const struct error *error);
void answer_redirect(struct request *request, int status, struct str location);
void answer_cookie(struct request *request, const char *name, struct str value, int64_t max_age, bool hidden);
enum MHD_Result answer_send(struct request *request);
/* Without a worker: the queue is full, the server stops, the body is far too large. In English. */
enum MHD_Result answer_at_once(struct request *request, const struct error *error);
json_t *error_value(struct request *request, const struct error *error);
json_t *findings_value(struct request *request);
void answer_security_headers(struct MHD_Response *response, bool tls);

/* shell.c */
json_t *shell_value(struct request *request);
struct str said(struct request *request, const char *words);

/* assets.c */
void assets_open(struct web *web);
void assets_close(struct web *web);
struct str asset_pack(struct str bytes, struct arena *arena); /* as gzip; empty when that gains nothing */
bool asset_answer(struct request *request);   /* false: no asset's path */

/* live.c */
bool live_open(struct request *request, struct str topic, struct error *err);
struct MHD_Response *live_response(struct request *request);
void live_forget(struct web *web, struct live *live);
void live_alert(struct web *web, struct str post);
void lives_end(struct web *web);
bool keeper_start(struct web *web, struct error *err);
void keeper_stop(struct web *web);
int lives_count(struct web *web);

/* numbers.c */
void count_answer(struct request *request, int status);

/* own pages: door.c, describe.c, numbers.c */
route_handler door_home, door_health, door_language, door_theme, door_colours, door_events, door_help, door_openapi, door_metrics;
bool local_path(struct str path);

extern const struct embedded web_files[];

#endif
