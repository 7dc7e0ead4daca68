/* From the handler's one value to JSON or a page, and onto the wire. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "header.h"
#include "journal.h"
#include "lang.h"
#include "log.h"

#define TYPE_JSON "application/json"
#define TYPE_HTML "text/html; charset=utf-8"
#define TYPE_TEXT "text/plain; charset=utf-8"

/* --- small parts --- */

/* A path of this server: no other host, no backslash that a browser would read as a slash, nothing that ends a header. */
bool local_path(struct str path)
{
	if (!path.len || path.len > 2000 || path.data[0] != '/' || (path.len > 1 && path.data[1] == '/'))
		return false;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.data[i] <= ' ' || path.data[i] == '\\' || (unsigned char)path.data[i] >= 0x7f)
			return false;
	return true;
}

void answer_cookie(struct request *request, const char *name, struct str value, int64_t max_age, bool hidden)
{
	struct answer *answer = &request->answer;
	if (answer->cookie_count == MAX_COOKIES)
		return;
	struct buf out = BUF_IN(request->arena);
	buf_format(&out, "limen_%s=" STR_FMT "; Path=/; SameSite=Strict", name, STR_ARG(value));
	if (max_age >= 0)
		buf_format(&out, "; Max-Age=%lld", (long long)max_age);
	if (hidden)
		buf_text(&out, "; HttpOnly");
	if (str_is(request->scheme, "https"))
		buf_text(&out, "; Secure");
	answer->cookies[answer->cookie_count++] = buf_str(&out);
}

void answer_redirect(struct request *request, int status, struct str location)
{
	struct answer *answer = &request->answer;
	if (!local_path(location)) {
		log_event(LOG_ERROR, "http.location_not_local", "route", request->served ? request->served->route->path : "-", NULL);
		location = STR("/");
	}
	answer->status = status;
	answer->location = location;
	answer->type = TYPE_TEXT;
	answer->body = STR("");
}

static void session_cookie(struct request *request)
{
	struct str session = request->reply.session;
	if (!session.len)
		return;
	bool ends = str_is(session, "-");
	answer_cookie(request, "session", ends ? STR("") : session, ends ? 0 : -1, true);
}

static struct str dumped(struct request *request, const json_t *value)
{
	struct buf text = BUF_IN(request->arena);
	json_write(&text, value);
	buf_c(&text, '\n');
	return buf_str(&text);
}

struct str said(struct request *request, const char *words)
{
	if (!words || !*words)
		return STR("");
	return request->act.lang ? lang_words(request->act.lang, words) : str_of(words);
}

/* --- errors as values --- */

json_t *findings_value(struct request *request)
{
	json_t *list = json_array();
	for (size_t i = 0; i < request->act.findings.count; i++) {
		const struct finding *finding = &request->act.findings.items[i];
		json_t *one = json_object();
		json_put_str(one, "field", finding->field);
		json_put_str(one, "code", str_of(finding->code));
		json_put_str(one, "words", said(request, finding->words));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *error_value(struct request *request, const struct error *error)
{
	static const char *const retries[] = { [RETRY_NO] = "no", [RETRY_YES] = "yes", [RETRY_UNCERTAIN] = "uncertain" };
	const struct error_info *info = error_info(error->code);
	json_t *value = json_object();
	json_put_str(value, "code", str_of(info->name));
	json_put_int(value, "status", info->status);
	json_put_str(value, "title", said(request, info->title));
	json_put_str(value, "what", said(request, error->what));
	json_put_str(value, "where", str_of(error->where));
	json_put_str(value, "todo", said(request, error->todo));
	json_put_str(value, "retry", str_of(retries[info->retry]));
	json_put_str(value, "request", uuid_str(request->arena, request->number));
	return value;
}

/* --- pages --- */

static struct str look_up(void *state, struct str context, struct str msgid)
{
	return lang_look_up(((struct request *)state)->act.lang, context, msgid);
}

static struct str look_up_plural(void *state, struct str context, int64_t count, struct str one, struct str many)
{
	return lang_look_up_plural(((struct request *)state)->act.lang, context, count, one, many);
}

static struct str number_words(void *state, int64_t value)
{
	struct request *request = state;
	return lang_number(request->act.lang, request->arena, value);
}

static const struct template *page_of(struct request *request, const char *name)
{
	const struct web *web = request->web;
	size_t room = request->served ? request->served->room : 0;
	const struct template *page = name ? template_find(web->pages[room], str_of(name)) : NULL;
	return page;
}

/* `root` gets what the value has. Two meanings of one name would break the frame of the page: somebody should know. */
static void lay_over(json_t *root, const json_t *value, const struct request *request)
{
	const char *name;
	json_t *member;
	json_object_foreach((json_t *)value, name, member) {
		if (!strcmp(name, "shell"))
			log_event(LOG_ERROR, "http.name_taken", "name", name, "route", request->served ? request->served->route->path : "-", NULL);
		else
			json_object_set(root, name, member);
	}
}

/* Beside what an address brings into a page, its packed length would tell of a secret in it (BREACH): the mark of a session, or what it knows of its
 * holder. A page for everybody that bears no mark holds none, though who has an account is offered their own pages there. */
static bool holds_secret(const struct request *request)
{
	const struct route *route = request->served ? request->served->route : NULL;
	size_t at;
	if (request->state != SESSION_NONE && (!route || route->right != ANYBODY || route->flags & ROUTE_PERSON))
		return true;
	return request->csrf.len && str_find(request->answer.body, request->csrf, &at);
}

/* Whoever reads a page of the public first may pay for each byte. */
static void pack(struct request *request)
{
	struct answer *answer = &request->answer;
	if (request->method == METHOD_POST || holds_secret(request) || !header_takes_gzip(request->accept_encoding))
		return;
	struct str less = asset_pack(answer->body, request->arena);
	answer->packed = less.len != 0;
	if (answer->packed)
		answer->body = less;
}

static bool render(struct request *request, const char *name, json_t *root, struct error *err)
{
	const struct template *page = page_of(request, name);
	struct template_words words = { request, look_up, look_up_plural, number_words };
	struct buf out = BUF_IN(request->arena);
	json_object_set_new(root, "shell", shell_value(request));
	if (!page)
		return error_set(err, ERR_SYSTEM, "A page is missing from the program.", "Tell the people who look after this system.", "%s", name ? name : "-");
	if (!template_render(page, root, request->act.lang ? &words : NULL, &out, err))
		return false;
	request->answer.body = buf_str(&out);
	request->answer.type = TYPE_HTML;
	pack(request);
	return true;
}

/* A browser that has no device mark yet gets one with its first page: lock-out counts by it. */
static void device_cookie(struct request *request)
{
	uint8_t bytes[16];
	if (request->device.len)
		return;
	random_fill(request->act.house->random, bytes, sizeof bytes);
	answer_cookie(request, "device", str_hex(request->arena, bytes, sizeof bytes), 31536000, true);
}

static struct str safe_file_name(struct request *request, const char *name)
{
	char *out = str_c(request->arena, str_of(name));
	for (char *c = out; *c; c++)
		if (!ascii_alpha(*c) && !ascii_digit(*c) && *c != '.' && *c != '-' && *c != '_')
			*c = '_';
	return str_format(request->arena, "attachment; filename=\"%s\"", out);
}

static void answer_bytes(struct request *request, int status)
{
	const struct reply *reply = &request->reply;
	struct answer *answer = &request->answer;
	answer->body = reply->bytes;
	answer->type = reply->type ? reply->type : "application/octet-stream";
	if (reply->file_name)
		answer->disposition = safe_file_name(request, reply->file_name);
	answer->status = status ? status : 200;
}

static void answer_json(struct request *request, const json_t *data, int status)
{
	static const struct str empty = { "{}\n", 3 };
	request->answer.body = data ? dumped(request, data) : empty;
	request->answer.type = TYPE_JSON;
	request->answer.status = status;
}

static void answer_page(struct request *request, const char *template, int status)
{
	const struct reply *reply = &request->reply;
	struct error err;
	json_t *root = json_object();
	lay_over(root, reply->data, request);
	lay_over(root, reply->page, request);
	if (render(request, template, root, &err)) {
		request->answer.status = status;
		device_cookie(request);
	} else {
		log_error_event("http.render", &err);
		answer_error(request, &err);
	}
	json_decref(root);
}

void answer_value(struct request *request, const struct route *route, int status)
{
	struct reply *reply = &request->reply;
	const char *template = reply->template ? reply->template : route->template;
	session_cookie(request);
	memcpy(request->answer.more, reply->headers, sizeof request->answer.more);
	if (request->answer.stream)
		return;
	if (reply->stream || status == 204) {
		answer_bytes(request, status);
		return;
	}
	if (reply->bytes.data) {
		answer_bytes(request, status);
		return;
	}
	bool local = reply->location.len && local_path(reply->location);
	if (request->json || (!template && !reply->location.len)) {
		answer_json(request, reply->data, status >= 300 && status < 400 ? 200 : status ? status : 200);
		if (local)
			request->answer.location = reply->location;
	} else if (reply->location.len) {
		answer_redirect(request, status ? status : 303, reply->location);
	} else {
		answer_page(request, template, status ? status : 200);
	}
}

/* --- a form given back --- */

static struct str flat(struct arena *arena, struct str name)
{
	char *out = str_c(arena, name);
	for (char *c = out; *c; c++)
		if (*c == '.')
			*c = '_';
	return str_of(out);
}

static bool secret(const struct fields *fields, struct str name)
{
	for (size_t i = 0; fields && i < fields->count; i++)
		if (str_is(name, fields->items[i].name))
			return fields->items[i].flags & SECRET;
	return false;
}

/* What was entered, as it was entered; without secrets, and without what the route's table does not know. */
static json_t *entered_value(struct request *request)
{
	const struct route *route = request->served->route;
	bool post = request->method == METHOD_POST;
	const struct form *form = post ? &request->form : &request->query;
	const struct fields *fields = post ? route->form : route->query;
	json_t *values = json_object();
	for (size_t i = 0; fields && i < form->count; i++) {
		struct str name = form->pairs[i].name;
		char *key = str_c(request->arena, flat(request->arena, name));
		if (!secret(fields, name) && !json_object_get(values, key))
			json_put_str(values, key, form->pairs[i].value);
	}
	return values;
}

static json_t *problem_value(struct request *request)
{
	json_t *problem = json_object();
	for (size_t i = 0; i < request->act.findings.count; i++) {
		const struct finding *finding = &request->act.findings.items[i];
		const char *key = finding->field.len ? str_c(request->arena, flat(request->arena, finding->field)) : "form";
		if (json_object_get(problem, key))
			continue;
		json_t *one = json_object();
		json_put_str(one, "code", str_of(finding->code));
		json_put_str(one, "words", said(request, finding->words));
		json_object_set_new(problem, key, one);
	}
	return problem;
}

static json_t *problems_value(struct request *request, const struct error *error)
{
	json_t *list = findings_value(request), *one;
	size_t i;
	json_array_foreach(list, i, one)
		json_put_str(one, "anchor", flat(request->arena, request->act.findings.items[i].field));
	if (!json_array_size(list)) {
		one = json_object();
		json_put_str(one, "field", STR(""));
		json_put_str(one, "code", str_of(error_info(error->code)->name));
		json_put_str(one, "words", said(request, error->what));
		json_array_append_new(list, one);
	}
	return list;
}

void answer_form_again(struct request *request, const struct error *error)
{
	const struct route *route = request->served->route;
	const char *template = route->template;
	struct error err;
	json_t *root = json_object();
	lay_over(root, request->reply.data, request);
	lay_over(root, request->reply.page, request);
	json_object_set_new(root, "values", entered_value(request));
	json_object_set_new(root, "problem", problem_value(request));
	json_object_set_new(root, "problems", problems_value(request, error));
	json_object_set_new(root, "error", error_value(request, error));
	request->answer.status = error_info(error->code)->status;
	if (!render(request, template, root, &err)) {
		log_error_event("http.render", &err);
		answer_error(request, &err);
	}
	json_decref(root);
}

/* --- errors --- */

static void headers_of_error(struct request *request, const struct error *error)
{
	if (error->code == ERR_METHOD)
		request->answer.allow = request->allow;
	if (error->code == ERR_BUSY || error->code == ERR_TOO_MANY || error->code == ERR_UNCERTAIN)
		request->answer.retry_after = error->code == ERR_TOO_MANY ? 60 : 5;
	if (error_info(error->code)->status >= 500)
		log_error_event("http.error", error);
}

/* The public's pages look like the public's when something is wrong, too. */
static bool is_public(const struct request *request)
{
	static const char *const places[] = { "/visa", "/account", "/application" };
	bool out = rights_have(request->act.actor.rights, CAN_APPLY);
	for (size_t i = 0; i < COUNT_OF(places); i++)
		out |= str_starts(request->path, str_of(places[i]));
	return out;
}

static void answer_plain(struct request *request, const struct error *error)
{
	const struct error_info *info = error_info(error->code);
	request->answer.body = str_format(request->arena, "%s. %s %s\n", info->title, error->what, error->todo);
	request->answer.type = TYPE_TEXT;
}

void answer_error(struct request *request, const struct error *error)
{
	struct error err;
	request->answer.packed = false;
	headers_of_error(request, error);
	json_t *value = error_value(request, error), *root = json_object();
	json_object_set_new(value, "findings", findings_value(request));
	json_object_set_new(root, "error", value);
	if (request->json) {
		answer_json(request, root, 0);
	} else {
		json_object_set_new(root, "findings", findings_value(request));
		json_put_yesno(root, "uncertain", error_info(error->code)->retry == RETRY_UNCERTAIN);
		json_put_yesno(root, "public", is_public(request));
		json_put_str(root, "account", rights_have(request->act.actor.rights, CAN_APPLY) ? request->act.actor.name : STR(""));
		if (!render(request, "error", root, &err))
			answer_plain(request, error);
	}
	request->answer.status = error_info(error->code)->status;
	json_decref(root);
}

enum MHD_Result answer_at_once(struct request *request, const struct error *error)
{
	headers_of_error(request, error);
	if (request->json) {
		json_t *root = json_object();
		json_object_set_new(root, "error", error_value(request, error));
		answer_json(request, root, 0);
		json_decref(root);
	} else {
		answer_plain(request, error);
	}
	request->answer.status = error_info(error->code)->status;
	request->answer.closes = true;
	return answer_send(request);
}

/* --- the wire --- */

static void header(struct MHD_Response *response, const char *name, const char *value)
{
	if (value && *value)
		MHD_add_response_header(response, name, value);
}

/* A page may use only what this server sends, and may be framed by nobody. The referrer goes to ourselves alone and never to others: with
 * "no-referrer" browsers would send "Origin: null" with our own forms, which then could not be told from a sandboxed stranger's. */
void answer_security_headers(struct MHD_Response *response, bool tls)
{
	header(response, "Content-Security-Policy",
	       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
	       "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
	header(response, "X-Content-Type-Options", "nosniff");
	header(response, "X-Frame-Options", "DENY");
	header(response, "Referrer-Policy", "same-origin");
	header(response, "Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()");
	header(response, "Cross-Origin-Opener-Policy", "same-origin");
	header(response, "Cross-Origin-Resource-Policy", "same-origin");
	header(response, "Cross-Origin-Embedder-Policy", "require-corp");
	if (tls)
		header(response, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

static void answer_headers(struct request *request, struct MHD_Response *response)
{
	const struct answer *answer = &request->answer;
	struct arena *arena = request->arena;
	char number[UUID_TEXT], seconds[16];
	answer_security_headers(response, str_is(request->scheme, "https"));
	header(response, "Content-Type", answer->type);
	header(response, "Cache-Control", answer->cache ? answer->cache : "no-store");
	header(response, "Vary", "Accept, Accept-Encoding, Accept-Language, Cookie");
	header(response, "Content-Encoding", answer->packed ? "gzip" : NULL);
	uuid_text(request->number, number);
	header(response, "X-Request-Id", number);
	header(response, "Location", str_c(arena, answer->location));
	header(response, "Content-Disposition", str_c(arena, answer->disposition));
	header(response, "Allow", answer->allow);
	if (answer->retry_after) {
		snprintf(seconds, sizeof seconds, "%d", answer->retry_after);
		header(response, "Retry-After", seconds);
	}
	if (answer->status == 401)
		header(response, "WWW-Authenticate", "Bearer");
	if (answer->closes || atomic_load(&request->web->stopping))
		header(response, "Connection", "close");
	for (size_t i = 0; i < COUNT_OF(answer->more) && answer->more[i].name; i++)
		header(response, answer->more[i].name, str_c(arena, answer->more[i].value));
	for (int i = 0; i < answer->cookie_count; i++)
		header(response, "Set-Cookie", str_c(arena, answer->cookies[i]));
}

static ssize_t read_stream(void *state, uint64_t position, char *out, size_t most)
{
	struct error err;
	ssize_t got = journal_stream_read(state, out, most, &err);
	(void)position;
	if (got < 0)
		log_error_event("http.stream", &err);
	return got > 0 ? got : got ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
}

static void end_stream(void *state)
{
	journal_stream_close(state);
}

/* A large file is opened piece by piece while the client reads it. The response owns it from here on. */
static struct MHD_Response *stream_response(struct request *request)
{
	struct journal_stream *stream = request->reply.stream;
	request->reply.stream = NULL;
	struct MHD_Response *response = MHD_create_response_from_callback((uint64_t)journal_stream_size(stream), 64 << 10, read_stream, stream, end_stream);
	if (!response)
		journal_stream_close(stream);
	return response;
}

enum MHD_Result answer_send(struct request *request)
{
	struct answer *answer = &request->answer;
	struct MHD_Response *response = answer->ready;
	request->sent = true;
	peer_phase(request->web, request->peer, answer->stream ? PEER_LISTENS : PEER_TAKES);
	if (response)
		return MHD_queue_response(request->connection, (unsigned)answer->status, response);
	response = answer->stream ? live_response(request)
	           : request->reply.stream ? stream_response(request)
	                          : MHD_create_response_from_buffer(answer->body.len, (void *)(uintptr_t)answer->body.data, MHD_RESPMEM_PERSISTENT);
	if (!response)
		return MHD_NO;
	answer_headers(request, response);
	enum MHD_Result result = MHD_queue_response(request->connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}
