#include "server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "header.h"
#include "journal.h"
#include "log.h"

/* --- a request comes in: on a thread of libmicrohttpd, which must never wait --- */

static void refuse(struct request *request, enum error_code code, const char *what, const char *todo)
{
	if (!request->refused.code)
		error_set(&request->refused, code, what, todo, "request");
}

/* Called with the raw target, before anything decodes it. "http://host/path" is the same as "/path" (RFC 9112 section 3.2.2). */
static void *first_line(void *state, const char *uri, struct MHD_Connection *connection)
{
	struct web *web = state;
	struct request *request = calloc(1, sizeof *request);
	if (!request)
		return NULL;
	request->web = web;
	request->connection = connection;
	request->arena = arena_new(0);
	request->started = monotonic_ms();
	request->number = uuid_v7(clock_now(web->services.house->clock), web->services.house->random);
	struct str target = str_copy(request->arena, str_of(uri)), path;
	size_t at;
	if ((str_starts(target, STR("http://")) || str_starts(target, STR("https://"))) && str_find(target, STR("://"), &at)) {
		target = str_slice(target, at + 3, target.len);
		target = str_find(target, STR("/"), &at) ? str_slice(target, at, target.len) : STR("/");
	}
	if (target.len) {
		str_cut(&target, '?', &path);
		request->path = path;
		request->raw_query = target;
	}
	return request;
}

struct wanted_header {
	const char *name;
	size_t offset;
	size_t most;
};

static const struct wanted_header wanted_headers[] = {
	{ "host", offsetof(struct request, host), 300 },
	{ "cookie", offsetof(struct request, cookie), 4096 },
	{ "authorization", offsetof(struct request, bearer), 1000 },
	{ "accept", offsetof(struct request, accept), 1000 },
	{ "accept-language", offsetof(struct request, accept_language), 500 },
	{ "accept-encoding", offsetof(struct request, accept_encoding), 500 },
	{ "content-type", offsetof(struct request, content_type), 300 },
	{ "origin", offsetof(struct request, origin), 300 },
	{ "sec-fetch-site", offsetof(struct request, fetch_site), 30 },
	{ "if-none-match", offsetof(struct request, none_match), 500 },
	{ "limen-signature", offsetof(struct request, signature), 200 },
	{ "limen-csrf", offsetof(struct request, csrf_header), 200 },
	{ "upload-offset", offsetof(struct request, piece.offset), 30 },
	{ "upload-length", offsetof(struct request, piece.length), 30 },
	{ "upload-complete", offsetof(struct request, piece.complete), 30 },
};

struct headers {
	struct request *request;
	unsigned seen;
	int lengths, encodings;
	struct str length, forwarded_for, forwarded_proto;
	bool doubled, long_one;
};

static enum MHD_Result one_header(void *state, enum MHD_ValueKind kind, const char *key, size_t key_size, const char *value, size_t size)
{
	struct headers *headers = state;
	struct arena *arena = headers->request->arena;
	struct str name = str_lower(arena, (struct str){ key, key_size });
	struct str text = str_copy(arena, str_trim((struct str){ value ? value : "", value ? size : 0 }));
	if (str_is(name, "content-length")) {
		headers->lengths++;
		headers->length = text;
	} else if (str_is(name, "transfer-encoding")) {
		headers->encodings++;
	} else if (str_is(name, "x-forwarded-for")) {
		headers->forwarded_for = text;
	} else if (str_is(name, "x-forwarded-proto")) {
		headers->forwarded_proto = text;
	}
	for (size_t i = 0; i < COUNT_OF(wanted_headers); i++) {
		if (!str_is(name, wanted_headers[i].name))
			continue;
		headers->doubled |= headers->seen >> i & 1;
		headers->long_one |= text.len > wanted_headers[i].most;
		headers->seen |= 1u << i;
		*(struct str *)((char *)headers->request + wanted_headers[i].offset) = text;
	}
	return MHD_YES;
}

static bool trusted(const void *web, struct str address)
{
	return proxy_trusted(web, address);
}

static void look_at_address(struct request *request, const struct headers *headers)
{
	struct web *web = request->web;
	const union MHD_ConnectionInfo *client = MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (client && client->client_addr)
		request->remote = address_text(request->arena, client->client_addr);
	request->scheme = web->tls ? STR("https") : STR("http");
	request->from_proxy = proxy_trusted(web, request->remote);
	if (!request->from_proxy)
		return;
	struct str address = header_forwarded(headers->forwarded_for, trusted, web);
	if (address.len)
		request->remote = address;
	if (str_is(headers->forwarded_proto, "https"))
		request->scheme = STR("https");
}

static void look_at_credentials(struct request *request)
{
	struct str authorization = request->bearer;
	request->bearer = STR("");
	if (authorization.len > 7 && str_is(str_lower(request->arena, str_slice(authorization, 0, 7)), "bearer "))
		request->bearer = str_trim(str_slice(authorization, 7, authorization.len));
	if (!request->bearer.len)
		request->token = header_cookie(request->cookie, "limen_session", 200);
	request->device = header_cookie(request->cookie, "limen_device", 64);
	request->json = header_wants_json(request->accept) || (request->bearer.len && !header_names_html(request->accept));
}

static void look_at_frame(struct request *request, const struct headers *headers, const char *version)
{
	if (headers->lengths > 1 || headers->encodings > 1 || (headers->lengths && headers->encodings)) {
		refuse(request, ERR_INPUT, "Two headers say how long the request is.", "Send one of them.");
		request->answer.closes = true;
	}
	if (headers->doubled)
		refuse(request, ERR_INPUT, "A header stands twice in the request.", "Send it once.");
	if (headers->long_one)
		refuse(request, ERR_INPUT, "A header of the request is too long.", "Delete the cookies of this site and try again.");
	if ((!request->host.len && !strcmp(version, "HTTP/1.1")) || (request->host.len && !header_host_sound(request->host)))
		refuse(request, ERR_INPUT, "The request does not say which host it is for.", "Use a current browser.");
}

static int method_of(const char *method)
{
	static const char *const names[] = { [METHOD_GET] = "GET", [METHOD_HEAD] = "HEAD", [METHOD_POST] = "POST", [METHOD_PATCH] = "PATCH", [METHOD_DELETE] = "DELETE" };
	for (int i = 0; i < (int)COUNT_OF(names); i++)
		if (!strcmp(method, names[i]))
			return i;
	return METHOD_OTHER;
}

static bool at_slash(struct request *request)
{
	struct match ignored;
	struct str path = request->path;
	if (path.len < 2 || path.data[path.len - 1] != '/' || !router_find(request->web->router, str_slice(path, 0, path.len - 1), &ignored))
		return false;
	request->path = str_slice(path, 0, path.len - 1);
	return true;
}

static struct str allowed(struct arena *arena, const struct match *match)
{
	struct buf out = BUF_IN(arena);
	for (int i = 0; i < METHODS; i++)
		if (match->of[i])
			buf_format(&out, "%s%s", out.len ? ", " : "", i == GET ? "GET, HEAD" : method_name((enum method)i));
	return buf_str(&out);
}

static void look_at_route(struct request *request)
{
	struct match *match = &request->match;
	if (!router_find(request->web->router, request->path, match)) {
		if (at_slash(request) && !changes(request))
			request->slash = true;
		else
			refuse(request, ERR_NOT_FOUND, "There is no page at this address.", "Go back, or begin at the start page.");
		return;
	}
	static const enum method methods[] = { [METHOD_GET] = GET, [METHOD_HEAD] = GET, [METHOD_POST] = POST, [METHOD_PATCH] = PATCH, [METHOD_DELETE] = DELETE };
	request->served = request->method == METHOD_OTHER ? NULL : match->of[methods[request->method]];
	if (!request->served) {
		request->allow = str_c(request->arena, allowed(request->arena, match));
		refuse(request, ERR_METHOD, "This address does not take this method.", "Use a method that the Allow header names.");
	}
}

static size_t body_limit(const struct request *request)
{
	bool uploads = request->served && (request->served->route->flags & ROUTE_UPLOAD);
	return uploads ? request->web->options.upload : request->web->options.body;
}

static void refuse_large(struct request *request)
{
	refuse(request, ERR_TOO_LARGE, "What was sent is too large.", "Send a smaller file, or several smaller ones.");
}

/* What is a little too large is read and dropped, so that the client gets to read why; what is far too large ends the connection. */
static enum MHD_Result look_at_length(struct request *request, struct str length, bool *over)
{
	int64_t declared = 0;
	*over = false;
	if (!length.len)
		return MHD_YES;
	if (!str_to_int(length, &declared) || declared < 0) {
		refuse(request, ERR_INPUT, "The length of the request is no number.", "Send the request again.");
		return MHD_YES;
	}
	if ((size_t)declared > body_limit(request))
		refuse_large(request);
	if ((size_t)declared > request->web->options.upload + request->web->options.body) {
		*over = true;
		return answer_at_once(request, &request->refused);
	}
	return MHD_YES;
}

static enum MHD_Result begin(struct request *request, const char *method, const char *version)
{
	struct headers headers = { .request = request };
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	request->peer = info ? info->socket_context : NULL;
	request->begun = true;
	request->method = method_of(method);
	MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, one_header, &headers);
	look_at_address(request, &headers);
	look_at_credentials(request);
	look_at_frame(request, &headers, version);
	look_at_route(request);
	if (request->peer)
		request->peer->uploads = request->served && (request->served->route->flags & ROUTE_UPLOAD);
	peer_phase(request->web, request->peer, PEER_SENDS);
	bool over;
	return look_at_length(request, headers.length, &over);
}

static void drop_body(struct request *request)
{
	atomic_fetch_sub(&request->web->held, request->body_size);
	free(request->body);
	request->body = NULL;
	request->body_size = 0;
}

static bool grow(struct request *request, size_t need)
{
	struct web *web = request->web;
	size_t size = request->body_size ? request->body_size : 4096;
	while (size < need)
		size *= 2;
	size_t more = size - request->body_size;
	if (atomic_fetch_add(&web->held, more) + more > web->options.held) {
		atomic_fetch_sub(&web->held, more);
		return false;
	}
	char *body = realloc(request->body, size);
	if (!body) {
		atomic_fetch_sub(&web->held, more);
		return false;
	}
	request->body = body;
	request->body_size = size;
	return true;
}

static enum MHD_Result take_bytes(struct request *request, const char *bytes, size_t size)
{
	size_t before = request->body_len;
	request->body_len += size;
	if (request->body_len > request->web->options.upload + request->web->options.body)
		return MHD_NO;
	if (request->body_len > body_limit(request))
		refuse_large(request);
	else if (!request->refused.code && request->body_len > request->body_size && !grow(request, request->body_len))
		refuse(request, ERR_BUSY, "The server holds as many forms as it can.", "Try again in a minute.");
	if (request->refused.code)
		drop_body(request);
	else
		memcpy(request->body + before, bytes, size);
	return MHD_YES;
}

static enum MHD_Result dispatch(struct request *request)
{
	struct web *web = request->web;
	struct error busy;
	error_set(&busy, ERR_BUSY, "The server has more to do than it can.", "Try again in a few seconds.", "queue");
	if (request->too_late || request->abandoned || atomic_load(&web->stopping)) {
		error_set(&busy, ERR_BUSY, "The server is stopping.", "Try again in a minute.", "server");
		return answer_at_once(request, &busy);
	}
	if ((request->method == METHOD_GET || request->method == METHOD_HEAD) && asset_answer(request))
		return answer_send(request);
	peer_phase(web, request->peer, PEER_WORKS);
	request->queued = true;
	if (worker_queue(request))
		return MHD_YES;
	atomic_fetch_add(&web->refused_busy, 1);
	return answer_at_once(request, &busy);
}

static enum MHD_Result handle(void *state, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **context)
{
	struct request *request = *context;
	if (!request)
		return MHD_NO;
	if (!request->begun)
		return begin(request, method, version);
	if (*upload_size) {
		enum MHD_Result result = take_bytes(request, upload, *upload_size);
		*upload_size = 0;
		return result;
	}
	if (request->sent)
		return MHD_YES;
	if (request->answered)
		return answer_send(request);
	return dispatch(request);
}

/* --- and goes --- */

static void log_request(struct request *request, int status)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PATCH", "DELETE", "other" };
	char id[UUID_TEXT], number[16], ms[24], bytes[24];
	if (request->web->options.quiet)
		return;
	uuid_text(request->number, id);
	snprintf(number, sizeof number, "%d", status);
	snprintf(ms, sizeof ms, "%lld", (long long)(monotonic_ms() - request->started));
	snprintf(bytes, sizeof bytes, "%zu", request->answer.body.len);
	log_event(LOG_INFO, "http.request", "request", id, "method", methods[request->method], "route",
	          request->served ? request->served->route->path : "-", "status", number, "ms", ms, "bytes", bytes, NULL);
}

void request_free(struct request *request)
{
	drop_body(request);
	json_decref(request->object);
	json_decref(request->answers);
	json_decref(request->reply.data);
	json_decref(request->reply.page);
	if (request->reply.stream)
		journal_stream_close(request->reply.stream);
	if (request->live)
		live_forget(request->web, request->live);
	arena_free(request->arena);
	free(request);
}

static void completed(void *state, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
	struct web *web = state;
	struct request *request = *context;
	*context = NULL;
	if (!request)
		return;
	int status = request->answer.status ? request->answer.status : 400;
	if (request->begun) {
		log_request(request, status);
		count_answer(request, status);
	}
	peer_phase(web, request->peer, PEER_WAITS);
	pthread_mutex_lock(&web->lock);
	bool running = request->abandoned && !request->answered;
	if (request->answered)
		web->unsent--;
	pthread_mutex_unlock(&web->lock);
	if (!running)
		request_free(request);
}

/* --- start and stop --- */

static void mhd_says(void *state, const char *format, va_list arguments)
{
	(void)state, (void)format, (void)arguments; /* a line for each client that leaves; what matters is in our own log */
}

static size_t keep_as_it_is(void *state, struct MHD_Connection *connection, char *text)
{
	return strlen(text);
}

static void set_defaults(struct web_options *options)
{
	if (!options->host.len)
		options->host = STR("127.0.0.1");
	options->workers = options->workers > 0 ? options->workers : 12;
	options->queue = options->queue > 0 ? options->queue : 64;
	options->connections = options->connections > 0 ? options->connections : 256;
	options->per_address = options->per_address > 0 ? options->per_address : 256; /* a post may stand behind one address, with a stream for each open page */
	options->idle = options->idle > 0 ? options->idle : 30;
	options->body = options->body ? options->body : 1 << 20;
	options->upload = options->upload ? options->upload : 32 << 20;
	options->held = options->held ? options->held : (size_t)256 << 20;
}

static bool no_page(const struct web *web, size_t room, const char *name)
{
	return name && !template_find(web->pages[room], str_of(name));
}

static bool is_page(const struct embedded *file)
{
	return str_starts(str_of(file->name), STR("pages/")) && str_ends(str_of(file->name), STR(".mustache"));
}

static bool has_pages(const struct room *room)
{
	for (const struct embedded *file = room->files; file && file->name; file++)
		if (is_page(file))
			return true;
	return false;
}

static void add_pages(struct template_set *set, const struct room *room, struct arena *arena)
{
	const struct str folder = STR("pages/"), end = STR(".mustache");
	struct error err;
	for (const struct embedded *file = room->files; file && file->name; file++) {
		struct str name = str_of(file->name);
		if (!is_page(file))
			continue;
		name = str_slice(name, folder.len, name.len - end.len);
		if (template_find(set, name))
			continue; /* the room's own page of that name stands */
		if (!template_add(set, name, file->bytes, &err)) {
			log_error_event("web.page", &err);
			assert(!"a page that cannot be compiled");
		}
	}
}

/* The web's pages, before them a room's own. */
static struct template_set *pages_of(struct web *web, const struct room *room)
{
	struct template_set *set = template_set_new(web->arena);
	struct error err;
	if (room)
		add_pages(set, room, web->arena);
	add_pages(set, &web_room, web->arena);
	if (!template_set_finish(set, &err)) {
		log_error_event("web.page", &err);
		assert(!"a page names a part that is not there");
	}
	return set;
}

/* Rooms without pages of their own share one set: all pages together take megabytes. */
static void open_pages(struct web *web)
{
	size_t count = 0;
	struct template_set *shared = pages_of(web, NULL);
	while (web->rooms[count])
		count++;
	web->pages = ARENA_ARRAY(web->arena, struct template_set *, count);
	for (size_t i = 0; i < count; i++) {
		web->pages[i] = web->rooms[i] != &web_room && has_pages(web->rooms[i]) ? pages_of(web, web->rooms[i]) : shared;
		for (const struct route *route = web->rooms[i]->routes; route && route->path; route++)
			assert(!no_page(web, i, route->template));
	}
}

static bool read_pem(struct str path, struct arena *arena, char **out, struct error *err)
{
	FILE *file = fopen(str_c(arena, path), "rb");
	struct buf text = BUF_IN(arena);
	char piece[4096];
	size_t got;
	if (!file)
		return error_set(err, ERR_CONFIG, "The certificate or its key cannot be read.", "Look at its path and its rights.", STR_FMT, STR_ARG(path));
	while ((got = fread(piece, 1, sizeof piece, file)) && text.len < 1 << 20)
		buf_add(&text, (struct str){ piece, got });
	fclose(file);
	buf_c(&text, '\n');
	*out = text.data;
	return true;
}

static bool resolve(struct web *web, struct sockaddr_storage *out, struct error *err)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_PASSIVE }, *found;
	char port[16];
	snprintf(port, sizeof port, "%d", web->options.port);
	if (getaddrinfo(str_c(web->arena, web->options.host), port, &hints, &found))
		return error_set(err, ERR_CONFIG, "The address to listen on is no address.", "Write it in numbers, such as 127.0.0.1 or ::.", "host");
	memcpy(out, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return true;
}

static bool start_daemon(struct web *web, struct error *err)
{
	struct sockaddr_storage address = { 0 };
	char *certificate = NULL, *key = NULL;
	web->tls = web->options.certificate.len != 0;
	if (!resolve(web, &address, err) || (web->tls && (!read_pem(web->options.certificate, web->arena, &certificate, err) ||
	                                                  !read_pem(web->options.key, web->arena, &key, err))))
		return false;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ERROR_LOG |
	                 (web->tls ? MHD_USE_TLS : 0) | (address.ss_family == AF_INET6 ? MHD_USE_DUAL_STACK : 0);
	web->daemon = MHD_start_daemon(flags, 0, peer_welcome, web, handle, web,
		MHD_OPTION_EXTERNAL_LOGGER, mhd_says, web,
		MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
		MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
		MHD_OPTION_THREAD_POOL_SIZE, 2u,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)web->options.connections,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)web->options.idle,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(24 << 10),
		MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)4096,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_URI_LOG_CALLBACK, first_line, web,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_as_it_is, web,
		MHD_OPTION_NOTIFY_COMPLETED, completed, web,
		MHD_OPTION_NOTIFY_CONNECTION, peer_notify, web,
		MHD_OPTION_ARRAY, web->tls ? tls : &tls[3],
		MHD_OPTION_END);
	if (!web->daemon)
		return error_set(err, ERR_CONFIG, "The server cannot listen.", "See whether another program has the port, and look at the certificate.",
		                 STR_FMT " port %d", STR_ARG(web->options.host), web->options.port);
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_BIND_PORT);
	web->port = info ? info->port : web->options.port;
	return true;
}

struct web *web_open(const struct room *const *rooms, const struct web_services *services, const struct web_options *options,
                     struct error *err)
{
	struct arena *arena = arena_new(0);
	struct web *web = ARENA_NEW(arena, struct web);
	*web = (struct web){ .arena = arena, .rooms = rooms, .services = *services, .options = *options };
	assert(services->house && services->take && services->release);
	set_defaults(&web->options);
	signal(SIGPIPE, SIG_IGN);
	pthread_mutex_init(&web->lock, NULL);
	pthread_mutex_init(&web->peer_lock, NULL);
	pthread_mutex_init(&web->live_lock, NULL);
	pthread_cond_init(&web->work, NULL);
	pthread_cond_init(&web->live_news, NULL);
	web->router = router_new(arena, rooms);
	web->counters = ARENA_ARRAY(arena, struct counters, router_count(web->router) + 1);
	open_pages(web);
	assets_open(web);
	if (workers_start(web, err) && keeper_start(web, err) && start_daemon(web, err))
		return web;
	web_close(web);
	return NULL;
}

int web_port(const struct web *web)
{
	return web->port;
}

static void stop_daemon(struct web *web)
{
	MHD_socket listening = MHD_quiesce_daemon(web->daemon);
	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	lives_end(web);
	for (int i = 0; i < 1000 && !(workers_idle(web) && !lives_count(web)); i++)
		usleep(10000);
	workers_abandon(web);
	/* libmicrohttpd aborts the process while a connection is suspended: all were resumed above. */
	MHD_stop_daemon(web->daemon);
}

void web_close(struct web *web)
{
	if (!web)
		return;
	atomic_store(&web->stopping, true);
	if (web->daemon)
		stop_daemon(web);
	workers_stop(web);
	keeper_stop(web);
	assets_close(web);
	arena_free(web->arena);
}
