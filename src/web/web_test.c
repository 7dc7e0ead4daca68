/* The door from outside: a real server on a loopback port, a client of raw sockets that may send anything, an invented room. */
#include "test.h"

#include <stdatomic.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "house.h"
#include "lang.h"
#include "log.h"
#include "web.h"
#include "web_fake.h"

/* --- an invented room --- */

#define FIELD_ROW_OF_note(...) FIELD_ROW(note, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_note(...) FIELD_LIST_ROW(note, __VA_ARGS__)
#define NOTE_FIELDS(F, L) \
	F(TEXT, words, REQUIRED | PERSONAL, 1, 2, 40, "what the officer wrote") \
	F(TEXT, code, SECRET, 1, 0, 40, "a password") \
	F(DATE, born, 0, 1, 0, 0, "date of birth")
FIELDS_STRUCT(note, NOTE_FIELDS)
FIELDS_TABLE(note, NOTE_FIELDS)

static atomic_int handled;

static bool plain(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	handled++;
	reply->data = json_object();
	json_put_str(reply->data, "words", STR("<b>Hello</b>"));
	return true;
}

static bool record(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	act->looks++;
	reply->data = json_object();
	json_put_str(reply->data, "words", uuid_str(act->arena, call->id));
	return true;
}

static bool leak(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	json_put_str(reply->data, "words", STR("MARENKO Tadia"));
	return true;
}

static bool note_page(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	json_put_str(reply->data, "words", STR("from the page's own route"));
	return true;
}

static bool note_write(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct note *note = call->form;
	handled++;
	if (str_is(note->words, "wrong"))
		finding_add(&act->findings, STR("words"), "wrong", "Write something else.");
	if (str_is(note->words, "locked"))
		return error_set(err, ERR_NOT_ALLOWED, "This record is closed.", "Open a new one.", "record");
	fake_append(act);
	reply->data = json_object();
	json_put_str(reply->data, "words", note->words);
	return true;
}

static bool upload(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->data = json_object();
	json_put_int(reply->data, "files", (int64_t)call->upload_count);
	json_put_int(reply->data, "bytes", call->upload_count ? (int64_t)call->uploads[0].bytes.len : 0);
	fake_append(act);
	return true;
}

static atomic_int slow_begun; /* how many slow handlers began, ever */

static bool slow(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	atomic_fetch_add(&slow_begun, 1);
	usleep(400000);
	reply->data = json_object();
	return true;
}

static bool file(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->bytes = STR("a;b\n");
	reply->type = "text/csv";
	reply->file_name = "x\r\n\"y.csv";
	return true;
}

static bool away(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->location = STR("//evil.example/");
	return true;
}

static bool sign(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	reply->session = STR("officer");
	reply->location = STR("/note");
	return true;
}

static const struct route routes[] = {
	{ GET, "/plain", ANYBODY, plain, "plain", &note_fields, NULL, 0, NULL, NULL, "A plain page." },
	{ GET, "/open", ANYBODY, plain, "plain", NULL, NULL, 0, NULL, NULL, "A page for anybody." },
	{ GET, "/long", ANYBODY, plain, "long", NULL, NULL, 0, NULL, NULL, "A long page for anybody." },
	{ GET, "/marked", ANYBODY, plain, "marked", NULL, NULL, 0, NULL, NULL, "A long page with a form." },
	{ GET, "/own", CAN_CROSS, plain, "long", NULL, NULL, 0, NULL, NULL, "A long page for those who work here." },
	{ GET, "/record/{id}", CAN_CROSS, record, "plain", NULL, NULL, ROUTE_PERSON, NULL, NULL, "A person." },
	{ GET, "/leak", CAN_CROSS, leak, "plain", NULL, NULL, ROUTE_PERSON, NULL, NULL, "A person without a look." },
	{ GET, "/audit", CAN_AUDIT, plain, "plain", NULL, NULL, 0, NULL, NULL, "For others." },
	{ GET, "/note", CAN_CROSS, note_page, "note", NULL, NULL, 0, NULL, NULL, "A form." },
	{ POST, "/note", CAN_CROSS, note_write, "note", NULL, &note_fields, ROUTE_FORM_AGAIN, "/record/{id}", NULL, "Write a note." },
	{ POST, "/upload", CAN_CROSS, upload, NULL, NULL, NULL, ROUTE_UPLOAD, NULL, NULL, "Send a file." },
	{ GET, "/slow", ANYBODY, slow, NULL, NULL, NULL, 0, NULL, NULL, "Takes its time." },
	{ GET, "/file", ANYBODY, file, NULL, NULL, NULL, 0, NULL, NULL, "A file." },
	{ GET, "/away", ANYBODY, away, NULL, NULL, NULL, 0, NULL, NULL, "Leads to a stranger." },
	{ POST, "/sign-in", ANYBODY, sign, NULL, NULL, NULL, 0, NULL, NULL, "Sign in." },
	{ 0 }
};

#define PAGE(text) { text, sizeof(text) - 1 }
#define OFTEN "<p>The same sentence stands here again.</p><p>The same sentence stands here again.</p><p>The same sentence stands here again.</p>"
static const struct embedded files[] = {
	{ "pages/plain.mustache", PAGE("<p>{{words}}</p><i>{{shell.csrf}}</i><b>{{shell.user.name}}</b>{{shell.language}}"
		"{{#shell.nav}}|{{words}}{{#current}}*{{/current}} {{path}}{{/shell.nav}}{{#shell.section}}={{words}}:{{#lines}}|{{words}}{{#current}}*{{/current}}{{/lines}}{{/shell.section}}") },
	{ "pages/note.mustache", PAGE("[{{words}}][{{values.words}}][{{values.code}}][{{problem.words.code}}]{{#problems}}({{field}}){{/problems}}") },
	{ "pages/long.mustache", PAGE(OFTEN) },
	{ "pages/marked.mustache", PAGE(OFTEN OFTEN "<i>{{shell.csrf}}</i>") },
	{ "pages/error.mustache", PAGE("ERROR {{error.code}} {{error.what}}") },
	{ 0 }
};
static const struct room test_room = { .name = "test", .files = files, .routes = routes };

/* --- the server --- */

static struct arena *arena;
static struct web *web;
static struct house house;
static struct web_options options;
static const struct room *const rooms[] = { &test_room, &web_room, NULL };

static void take(void *state, struct act *act)
{
	*(atomic_int *)state += 1;
}

static void release(void *state, struct act *act)
{
	*(atomic_int *)state -= 1;
}

static atomic_int taken;

static int setup(void **state)
{
	struct error err;
	arena = arena_new(0);
	handled = fake_conflicts = fake_store_broken = fake_stored = 0;
	house = (struct house){ .rooms = rooms, .store = fake_store, .langs = langs_new(arena, &err), .clock = &clock_system, .random = &random_system };
	if (!house.langs || !langs_add(house.langs, STR("fr"), STR("fr.po"), STR("msgid \"\"\nmsgstr \"\"\n"), &err))
		return 1;
	static const struct web_link links[] = {
		{ "/audit", "Audit", "", CAN_AUDIT, "First", NULL }, { "/note", "Notes", "", CAN_CROSS, "First", "/record" }, { "/plain", "Plain", "", ANYBODY, NULL, NULL },
		{ "/open", "Open", "", CAN_CROSS, "Second", NULL }, { "/file", "File", "", SIGNED_IN, "Second", NULL }, { 0 },
	};
	const struct web_services services = { .state = &taken, .house = &house, .take = take, .release = release, .links = links };
	if (!options.body)
		options.body = 4096;
	options.quiet = true;
	web = web_open(rooms, &services, &options, &err);
	return web ? 0 : 1;
}

static int teardown(void **state)
{
	web_close(web);
	assert_int_equal(taken, 0);
	assert_int_equal(fake_open_connections, 0);
	langs_free(house.langs);
	arena_free(arena);
	options = (struct web_options){ 0 };
	return 0;
}

/* --- the client --- */

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct timeval patience = { .tv_sec = 12 };
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)web_port(web)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void put(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t sent = send(fd, bytes.data, bytes.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		bytes = str_slice(bytes, (size_t)sent, bytes.len);
	}
}

static struct str all_of(int fd)
{
	struct buf out = BUF_IN(arena);
	char piece[65536];
	ssize_t got;
	while ((got = recv(fd, piece, sizeof piece, 0)) > 0)
		buf_add(&out, (struct str){ piece, (size_t)got });
	close(fd);
	return buf_str(&out);
}

static struct str raw(struct str bytes)
{
	int fd = dial();
	put(fd, bytes);
	return all_of(fd);
}

static struct str ask(const char *method, const char *path, const char *headers, const char *body)
{
	struct str length = str_format(arena, "Content-Length: %zu\r\n", strlen(body));
	return raw(str_format(arena, "%s %s HTTP/1.1\r\nHost: limen\r\nConnection: close\r\n%s%s\r\n%s", method, path, headers,
	                      *body ? length.data : "", body));
}

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\nAccept: application/json\r\n"
#define OFFICER "Cookie: limen_session=officer\r\n"
#define MACHINE "Authorization: Bearer limen_machine\r\n"
#define RECORD "/record/0193a1b2-0000-7000-8000-000000000001"

static int status(struct str answer)
{
	int64_t code = 0;
	if (answer.len < 12 || !str_starts(answer, STR("HTTP/1.1 ")) || !str_to_int(str_slice(answer, 9, 12), &code))
		return 0;
	return (int)code;
}

static bool has(struct str answer, const char *text)
{
	size_t at;
	return str_find(answer, str_of(text), &at);
}

static void check(struct str answer, int want, const char *text, int line)
{
	if (status(answer) != want || !has(answer, text)) {
		fprintf(stderr, "line %d: want %d and \"%s\", got:\n" STR_FMT "\n", line, want, text, STR_ARG(answer));
		fail();
	}
}
#define CHECK(answer, want, text) check(answer, want, text, __LINE__)

/* --- plays --- */

static void test_one_value_has_two_faces(void **state)
{
	CHECK(ask("GET", "/plain?words=abc", "", ""), 200, "<p>&lt;b&gt;Hello");
	CHECK(ask("GET", "/plain?words=abc", "Accept: application/json\r\n", ""), 200, "{\"words\":\"<b>Hello</b>\"}");
	struct str head = ask("HEAD", "/open", "", "");
	CHECK(head, 200, "text/html");
	assert_false(has(head, "<p>"));
	CHECK(ask("GET", "/file", "", ""), 200, "attachment; filename=\"x___y.csv\"");
}

static void test_what_is_not_there_and_what_cannot_be_done(void **state)
{
	CHECK(ask("GET", "/nothing", "", ""), 404, "ERROR not_found");
	CHECK(ask("GET", "/nothing", "Accept: application/json\r\n", ""), 404, "{\"error\":{\"code\":\"not_found\"");
	CHECK(ask("POST", "/open", FORM, "a=1"), 405, "Allow: GET, HEAD");
	CHECK(ask("GET", "/sign-in", "", ""), 405, "Allow: POST");
	CHECK(ask("DELETE", "/note", "", ""), 405, "Allow: GET, HEAD, POST");
	CHECK(ask("GET", "/open/?a=b", "", ""), 301, "Location: /open?a=b");
	CHECK(ask("GET", "/away", "", ""), 303, "Location: /\r\n");
	CHECK(ask("GET", "/%6fpen", "", ""), 404, "not_found");
	CHECK(ask("GET", "/../open", "", ""), 404, "not_found");
	CHECK(ask("GET", "http://limen/open", "", ""), 200, "Hello");
}

static void test_every_route_without_and_with_a_session(void **state)
{
	for (const struct route *route = routes; route->path; route++) {
		const char *path = strstr(route->path, "{id}") ? RECORD : route->path, *method = method_name(route->method);
		struct str stranger = ask(method, path, "Accept: application/json\r\n", "");
		struct str officer = ask(method, path, MACHINE, "");
		if (route->right != ANYBODY)
			CHECK(stranger, 401, "\"sign_in\"");
		else
			assert_int_not_equal(status(stranger), 401);
		if (route->right > SIGNED_IN && route->right != CAN_CROSS)
			CHECK(officer, 403, "\"forbidden\"");
		else
			assert_true(status(officer) != 401 && status(officer) != 403);
	}
	CHECK(ask("GET", RECORD, "", ""), 303, "Location: /sign-in?next=" RECORD);
	CHECK(ask("GET", RECORD, "Cookie: limen_session=half\r\n", ""), 303, "Location: /lane");
	CHECK(ask("GET", RECORD, "Cookie: limen_session=gone\r\n", ""), 303, "Location: /sign-in");
	CHECK(ask("GET", "/audit", OFFICER, ""), 403, "ERROR forbidden");
	CHECK(ask("GET", RECORD, "Authorization: Bearer limen_plain\r\n", ""), 403, "forbidden");
	CHECK(ask("GET", RECORD, OFFICER, ""), 200, "csrf-of-officer</i><b>Ilse &lt;Brandt&gt;</b>");
}

static void test_a_person_without_a_look_is_not_sent(void **state)
{
	struct str answer = ask("GET", "/leak", OFFICER, "");
	CHECK(answer, 500, "ERROR integrity");
	assert_false(has(answer, "MARENKO"));
	answer = ask("GET", "/leak", MACHINE, "");
	CHECK(answer, 500, "\"integrity\"");
	assert_false(has(answer, "MARENKO"));
	int before = fake_stored;
	CHECK(ask("GET", RECORD, OFFICER, ""), 200, "0193a1b2");
	assert_int_equal(fake_stored, before + 1);
}

static void test_strangers_forms_are_refused(void **state)
{
	CHECK(ask("POST", "/note", OFFICER FORM, "words=hello"), 403, "ERROR stale_form");
	CHECK(ask("POST", "/note", OFFICER FORM, "words=hello&csrf=csrf-of-other"), 403, "ERROR stale_form");
	CHECK(ask("POST", "/note", OFFICER FORM "Origin: http://evil\r\n", "words=hello&csrf=csrf-of-officer"), 403, "stale_form");
	CHECK(ask("POST", "/note", OFFICER FORM "Origin: null\r\n", "words=hello&csrf=csrf-of-officer"), 403, "stale_form");
	CHECK(ask("POST", "/note", OFFICER FORM "Sec-Fetch-Site: cross-site\r\n", "words=hello&csrf=csrf-of-officer"), 403, "stale_form");
	CHECK(ask("POST", "/sign-in", FORM "Sec-Fetch-Site: same-site\r\n", "a=1"), 403, "stale_form");
	assert_int_equal(handled, 0);
	CHECK(ask("POST", "/note", OFFICER FORM "Origin: http://limen\r\nSec-Fetch-Site: same-origin\r\n", "words=hello&csrf=csrf-of-officer"), 303,
	      "Location: /record/");
	CHECK(ask("POST", "/sign-in", FORM, "a=1"), 303, "Set-Cookie: limen_session=officer; Path=/; SameSite=Strict; HttpOnly");
}

static void test_asked_twice_is_done_once_and_answered_twice(void **state)
{
	struct str id = uuid_str(arena, uuid_v7(clock_now(&clock_system), &random_system));
	const char *form = str_format(arena, "csrf=csrf-of-officer&id=" STR_FMT "&words=hello&born=1974-08", STR_ARG(id)).data;
	const char *turned = str_format(arena, "born=1974-08&words=hello&id=" STR_FMT "&csrf=csrf-of-officer", STR_ARG(id)).data;
	const char *other = str_format(arena, "csrf=csrf-of-officer&id=" STR_FMT "&words=other", STR_ARG(id)).data;
	const char *place = str_format(arena, "Location: /record/" STR_FMT, STR_ARG(id)).data;
	CHECK(ask("POST", "/note", OFFICER FORM, form), 303, place);
	CHECK(ask("POST", "/note", OFFICER FORM, turned), 303, place);
	assert_int_equal(handled, 1);
	assert_int_equal(fake_stored, 1);
	CHECK(ask("POST", "/note", OFFICER FORM, other), 409, "ERROR id_reused");
	const char *body = str_format(arena, "{\"id\":\"" STR_FMT "\",\"words\":\"x y\"}",
	                              STR_ARG(uuid_str(arena, uuid_v7(clock_now(&clock_system), &random_system)))).data;
	CHECK(ask("POST", "/note", MACHINE JSON, body), 200, "{\"words\":\"x y\"}");
	CHECK(ask("POST", "/note", MACHINE JSON, body), 200, "\"done_before\":true");
	assert_int_equal(handled, 2);
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"id\":\"0193a1b2-0000-4000-8000-000000000001\",\"words\":\"xy\"}"), 400, "version 7");
}

static void test_what_changed_meanwhile_is_decided_again(void **state)
{
	fake_conflicts = 3;
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":\"hello\"}"), 200, "hello");
	assert_int_equal(handled, 4);
	fake_conflicts = 4;
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":\"hello\"}"), 409, "\"retry\":\"yes\"");
}

static void test_a_form_comes_back_with_what_was_entered(void **state)
{
	CHECK(ask("POST", "/note", OFFICER FORM, "csrf=csrf-of-officer&words=a&code=geheim&born=31.12.74"), 422,
	      "[from the page&#39;s own route][a][][too_short](words)(born)");
	assert_int_equal(handled, 0);
	CHECK(ask("POST", "/note", OFFICER FORM, "csrf=csrf-of-officer&words=wrong"), 422, "[wrong][][wrong](words)");
	CHECK(ask("POST", "/note", OFFICER FORM, "csrf=csrf-of-officer&words=locked"), 409, "ERROR not_allowed This record is closed.");
	assert_int_equal(fake_stored, 0);
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":7,\"more\":1}"), 422, "{\"field\":\"more\",\"code\":\"unknown\"");
}

static void test_bodies_that_are_broken(void **state)
{
	struct buf deep = BUF_IN(arena), large = BUF_IN(arena);
	for (int i = 0; i < 1000; i++)
		buf_text(&deep, "{\"words\":");
	for (int i = 0; i < 5000; i++)
		buf_text(&large, "x");
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE JSON, "[1]"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":\"a\",\"words\":\"b\"}"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE JSON, "{\"words\":\"\\u0000\"}"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE JSON, str_slice(buf_str(&deep), 0, 4000).data), 413, "");
	CHECK(ask("POST", "/note", MACHINE JSON, str_c(arena, str_slice(buf_str(&deep), 0, 4000))), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE FORM, "words=%zz"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE FORM, "words=%00"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE FORM, "words=\xff\xfe"), 400, "\"input\"");
	CHECK(ask("POST", "/note", MACHINE "Content-Type: text/xml\r\n", "<a/>"), 415, "\"media_type\"");
	CHECK(ask("POST", "/note", MACHINE "Content-Type: multipart/form-data; boundary=x\r\n", "--x--"), 415, "\"media_type\"");
	CHECK(ask("POST", "/note", MACHINE, "words=hello"), 415, "\"media_type\"");
	CHECK(ask("POST", "/note", MACHINE FORM, buf_str(&large).data), 413, "\"too_large\"");
	CHECK(ask("GET", "/plain?words=%f", "Accept: application/json\r\n", ""), 400, "\"input\"");
	assert_int_equal(handled, 0);
}

static void test_requests_that_are_broken(void **state)
{
	struct str cookie = str_format(arena, "Cookie: a=%05000d\r\n", 1), huge = str_format(arena, "X: %040000d\r\n", 1);
	CHECK(ask("GET", "/open", cookie.data, ""), 400, "ERROR input");
	assert_true(status(ask("GET", "/open", huge.data, "")) >= 400);
	CHECK(raw(STR("GET /open HTTP/1.1\r\nConnection: close\r\n\r\n")), 400, "");
	CHECK(ask("GET", "/open", "Host: other\r\n", ""), 400, "");
	CHECK(ask("POST", "/note", MACHINE FORM "Content-Length: 5\r\n", "words=hello"), 400, "");
	CHECK(ask("POST", "/note", MACHINE FORM "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "");
	assert_int_equal(handled, 0);
	raw(STR("\0\1\2\3\xff\xfe\r\n\r\n"));
	raw(STR("GET /open\0x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")); /* read as "/open": libmicrohttpd ends a target at NUL */
	handled = 0;
	raw(STR("GET\r\n\r\n"));
	raw(STR("POST /note HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" MACHINE FORM "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"));
	int fd = dial();
	put(fd, STR("POST /note HTTP/1.1\r\nHost: a\r\n" MACHINE FORM "Content-Length: 100\r\n\r\nwords=he"));
	close(fd);
	fd = dial();
	put(fd, STR("POST /note HTTP/1.1\r\nHost: a\r\n" MACHINE FORM "Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n"));
	close(fd);
	assert_int_equal(handled, 0);
	CHECK(raw(STR("POST /note HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" MACHINE FORM "Transfer-Encoding: chunked\r\n\r\n"
	              "5\r\nwords\r\n6\r\n=hello\r\n0\r\n\r\n")), 200, "{\"words\":\"hello\"}");
	CHECK(ask("GET", "/open", "", ""), 200, "Hello");
}

static void test_requests_in_one_breath_are_answered_in_order(void **state)
{
	struct str answer = raw(STR("GET /open HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
	                            "GET /file HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
	size_t one, two, three;
	assert_true(str_find(answer, STR("Hello"), &one) && str_find(answer, STR("HTTP/1.1 404"), &two) && str_find(answer, STR("a;b"), &three));
	assert_true(one < two && two < three);
}

static void test_files_are_taken_and_bounded(void **state)
{
	const char *type = MACHINE "Accept: application/json\r\nContent-Type: multipart/form-data; boundary=xyz\r\n";
	struct buf body = BUF_IN(arena);
	buf_text(&body, "--xyz\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"a.bin\"\r\n\r\n");
	size_t before = body.len;
	while (body.len < before + (3 << 20))
		buf_text(&body, "0123456789abcdef0123456789abcdef");
	size_t size = body.len - before;
	buf_text(&body, "\r\n--xyz--\r\n");
	CHECK(ask("POST", "/upload", type, body.data), 200, str_format(arena, "{\"files\":1,\"bytes\":%zu}", size).data);
	while (body.len < (33u << 20))
		buf_add(&body, (struct str){ body.data, 1 << 20 });
	/* Refused while it is still being sent: the client sees 413, or the end of the connection. */
	assert_int_not_equal(status(ask("POST", "/upload", type, body.data)), 200);
	CHECK(raw(str_format(arena, "POST /upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%sContent-Length: 99999999999\r\n\r\n", type)), 413, "too_large");
	CHECK(ask("POST", "/upload", type, "--xyz\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\ncut"), 400, "\"input\"");
	CHECK(ask("GET", "/metrics", "", ""), 200, "limen_http_body_bytes 0\n");
}

static void test_a_client_that_drips_is_cut(void **state)
{
	int fd = dial();
	char c;
	int64_t start = clock_now(&clock_system);
	put(fd, STR("GET /open HTTP/1.1\r\nHost: a\r\n"));
	for (int i = 0; i < 40; i++) {
		put(fd, STR("X"));
		usleep(150000);
		if (recv(fd, &c, 1, MSG_DONTWAIT) == 0)
			break;
	}
	int64_t took = clock_now(&clock_system) - start;
	close(fd);
	assert_true(took >= 1000 && took < 5000);
}

static void *ask_slow(void *state)
{
	int fd = *(int *)state;
	put(fd, STR("GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
	return NULL;
}

static void test_a_full_queue_says_come_back(void **state)
{
	int fds[8], busy = 0, well = 0;
	for (int i = 0; i < 8; i++) {
		fds[i] = dial();
		ask_slow(&fds[i]);
	}
	for (int i = 0; i < 8; i++) {
		struct arena *kept = arena;
		struct str answer = all_of(fds[i]);
		arena = kept;
		busy += status(answer) == 503 && has(answer, "Retry-After: 5");
		well += status(answer) == 200;
	}
	assert_int_equal(busy + well, 8);
	assert_true(busy >= 4 && well >= 2);
}

static void test_what_runs_at_the_stop_is_finished(void **state)
{
	int fds[3], stream = dial();
	put(stream, STR("GET /events HTTP/1.1\r\nHost: a\r\n" OFFICER "\r\n"));
	for (int i = 0; i < 1000 && !has(ask("GET", "/metrics", "", ""), "limen_http_live_pages 1\n"); i++)
		usleep(10000);
	int begun = atomic_load(&slow_begun);
	for (int i = 0; i < 3; i++) {
		fds[i] = dial();
		ask_slow(&fds[i]);
	}
	for (int i = 0; i < 1000 && atomic_load(&slow_begun) < begun + 3; i++)
		usleep(10000);
	web_close(web);
	web = NULL;
	for (int i = 0; i < 3; i++)
		CHECK(all_of(fds[i]), 200, "{}");
	CHECK(all_of(stream), 200, "text/event-stream");
}

static bool hears(int fd, const char *text)
{
	char piece[4096];
	struct buf out = BUF_IN(arena);
	for (int i = 0; i < 40; i++) {
		ssize_t got = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
		if (got > 0)
			buf_add(&out, (struct str){ piece, (size_t)got });
		if (out.len && has(buf_str(&out), text))
			return true;
		usleep(10000);
	}
	return false;
}

static void test_live_pages_hear_their_post_and_nothing_else(void **state)
{
	int fd = dial(), more[4];
	put(fd, STR("GET /events HTTP/1.1\r\nHost: a\r\n" OFFICER "\r\n"));
	assert_true(hears(fd, "retry: 3000\n\nevent: lists\ndata: 0\n\n"));
	web_lists(web, 5);
	assert_true(hears(fd, "event: lists\ndata: 5\n\n"));
	web_lists(web, 5); /* told once */
	assert_false(hears(fd, "lists"));
	web_changed(web, STR("SOUTH"));
	assert_false(hears(fd, "changed"));
	web_changed(web, STR("NORTH"));
	assert_true(hears(fd, "event: changed\ndata: 1\n\n"));
	web_tell(web, STR("NORTH"), 2, "read", STR("/inspection/2"));
	web_tell(web, STR("NORTH"), 3, "read", STR("/inspection/3"));
	assert_true(hears(fd, "event: read\ndata: /inspection/3\n\n"));
	for (int i = 0; i < 4; i++) {
		more[i] = dial();
		put(more[i], STR("GET /events HTTP/1.1\r\nHost: a\r\n" OFFICER "\r\n"));
		assert_true(hears(more[i], "data: 5")); /* the fifth of one user ends the first, which is told so and does not come back */
	}
	assert_true(hears(fd, "event: over\ndata: 1\n\n"));
	web_changed(web, STR("NORTH"));
	for (int i = 0; i < 4; i++)
		assert_true(hears(more[i], "event: changed"));
	CHECK(ask("GET", "/events?topic=SOUTH", OFFICER, ""), 403, "forbidden");
	CHECK(ask("GET", "/events", "", ""), 303, "/sign-in");
	for (int i = 0; i < 100 && !has(ask("GET", "/metrics", "", ""), "limen_http_live_pages 4\n"); i++)
		usleep(10000);
	CHECK(ask("GET", "/metrics", "", ""), 200, "limen_http_live_pages 4\n");
	close(fd);
	for (int i = 0; i < 4; i++)
		close(more[i]);
}

static void test_every_answer_is_locked_down(void **state)
{
	static const char *const paths[] = { "/open", "/nothing", "/file", "/healthz", "/assets/limen.css", "/sign-in", "/state.css" };
	static const char *const wanted[] = { "Content-Security-Policy: default-src 'none'; script-src 'self'", "frame-ancestors 'none'",
		                              "X-Content-Type-Options: nosniff", "Referrer-Policy: ", "Permissions-Policy: ",
		                              "Cross-Origin-Opener-Policy: same-origin", "Cache-Control: " };
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		for (size_t k = 0; k < COUNT_OF(wanted); k++)
			assert_true(has(ask("GET", paths[i], "", ""), wanted[k]));
	CHECK(ask("GET", "/open", "", ""), 200, "Cache-Control: no-store");
	CHECK(ask("GET", "/open", "", ""), 200, "Set-Cookie: limen_device=");
}

static void test_the_look_is_kept_by_its_hash(void **state)
{
	struct str answer = ask("GET", "/assets/limen.css", "", ""), etag;
	size_t at;
	CHECK(answer, 200, "text/css");
	assert_true(str_find(answer, STR("ETag: \""), &at));
	etag = str_slice(answer, at + 7, at + 23);
	const char *kept = str_format(arena, "/assets/limen.css?v=" STR_FMT, STR_ARG(etag)).data;
	CHECK(ask("GET", kept, "", ""), 200, "immutable");
	CHECK(ask("GET", "/assets/limen.css?v=0", "", ""), 200, "must-revalidate");
	CHECK(ask("GET", "/assets/limen.css", str_format(arena, "If-None-Match: \"" STR_FMT "\"\r\n", STR_ARG(etag)).data, ""), 304, "");
	CHECK(ask("GET", "/assets/../web.h", "", ""), 404, "");
}

static struct str body_of(struct str answer)
{
	size_t at;
	assert_true(str_find(answer, STR("\r\n\r\n"), &at));
	return str_slice(answer, at + 4, answer.len);
}

static void test_text_of_the_look_comes_packed_to_who_takes_it(void **state)
{
	struct str plain = ask("GET", "/assets/limen.css", "", ""), answer = ask("GET", "/assets/limen.css", "Accept-Encoding: br, gzip\r\n", "");
	struct str body = body_of(plain), less = body_of(answer);
	CHECK(answer, 200, "Content-Encoding: gzip");
	assert_true(has(answer, "Vary: Accept-Encoding") && has(plain, "Vary: Accept-Encoding") && has(answer, "-gzip\""));
	assert_false(has(plain, "Content-Encoding") || has(plain, "-gzip\""));
	assert_true(less.len < body.len / 2);
	char *out = arena_alloc(arena, body.len + 1);
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)less.data, .avail_in = (uInt)less.len, .next_out = (Bytef *)out, .avail_out = (uInt)body.len + 1 };
	assert_int_equal(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_true(str_equal((struct str){ out, stream.total_out }, body));
	inflateEnd(&stream);
	/* Each form has its own tag; a font is packed already. */
	CHECK(ask("GET", "/assets/limen.css", "Accept-Encoding: gzip\r\nIf-None-Match: W/\"x-gzip\"\r\n", ""), 200, "gzip");
	struct str font = ask("GET", "/assets/fonts/mono-latin.woff2", "Accept-Encoding: gzip\r\n", "");
	CHECK(font, 200, "font/woff2");
	assert_false(has(font, "Content-Encoding"));
}

/* BREACH: where an address brings words into a page, its packed length would tell of a secret beside them. */
static void test_pages_come_packed_where_no_secret_stands(void **state)
{
	static const char takes[] = "Accept-Encoding: gzip\r\n", officer[] = "Accept-Encoding: gzip\r\n" OFFICER;
	CHECK(ask("GET", "/long", takes, ""), 200, "Content-Encoding: gzip");
	CHECK(ask("GET", "/long", officer, ""), 200, "Content-Encoding: gzip"); /* for everybody, and without the mark of the session */
	CHECK(ask("GET", "/marked", takes, ""), 200, "Content-Encoding: gzip");
	assert_false(has(ask("GET", "/marked", officer, ""), "Content-Encoding"));
	assert_false(has(ask("GET", "/own", officer, ""), "Content-Encoding"));
	assert_false(has(ask("GET", "/long", "", ""), "Content-Encoding"));
}

static void test_the_rooms_own_pages(void **state)
{
	CHECK(ask("GET", "/healthz", "", ""), 200, "store ok");
	fake_store_broken = 1;
	CHECK(ask("GET", "/healthz", "Accept: application/json\r\n", ""), 503, "\"busy\"");
	CHECK(ask("GET", "/open", "", ""), 503, "ERROR busy");
	fake_store_broken = 0;
	CHECK(ask("GET", "/", "", ""), 303, "/sign-in");
	CHECK(ask("GET", "/help", "", ""), 200, "A plain page.");
	CHECK(ask("GET", "/state.css", "", ""), 200, ":root{}");
	CHECK(ask("GET", "/metrics", "", ""), 200, "limen_http_requests_total{method=\"GET\",route=\"/open\",status=\"5xx\"} 1");
	struct str answer = ask("GET", "/openapi.json", "", "");
	size_t at;
	CHECK(answer, 200, "\"openapi\":\"3.1.0\"");
	assert_true(str_find(answer, STR("\r\n\r\n"), &at));
	json_t *api = json_loadb(answer.data + at + 4, answer.len - at - 4, 0, NULL);
	json_t *note = json_object_get(json_object_get(json_object_get(api, "paths"), "/note"), "post");
	assert_non_null(json_object_get(note, "requestBody"));
	assert_string_equal(json_string_value(json_object_get(note, "x-right")), "cross");
	json_decref(api);
}

static void test_language_and_theme_are_plain_links(void **state)
{
	CHECK(ask("GET", "/open", "Accept-Language: fr-CH, en;q=0.5\r\n", ""), 200, "</b>fr");
	CHECK(ask("GET", "/open", "Accept-Language: fr\r\nCookie: limen_language=en\r\n", ""), 200, "</b>en");
	CHECK(ask("GET", "/open?language=fr", "", ""), 200, "</b>fr");
	CHECK(ask("GET", "/open?language=xx", "", ""), 200, "</b>en");
	struct str answer = ask("GET", "/language?language=fr&back=/open", "", "");
	CHECK(answer, 303, "Location: /open");
	CHECK(answer, 303, "Set-Cookie: limen_language=fr;");
	CHECK(ask("GET", "/theme?theme=dark&back=//evil", "", ""), 303, "Location: /\r\n");
	assert_false(has(ask("GET", "/theme?theme=a%0d%0ab", "", ""), "Set-Cookie"));
}

static void test_navigation_stands_in_sections_of_what_one_may_open(void **state)
{
	CHECK(ask("GET", "/open", "", ""), 200, "|Plain /plain");
	assert_false(has(ask("GET", "/open", "", ""), "Notes"));
	CHECK(ask("GET", "/open", OFFICER, ""), 200, "|Notes /note|Plain /plain|Second* /open=Second:|Open*|File");
	CHECK(ask("GET", RECORD, OFFICER, ""), 200, "|Notes* /note|Plain /plain|Second /open");
	assert_false(has(ask("GET", RECORD, OFFICER, ""), "=First"));
}

/* --- with options of their own --- */

static int setup_impatient(void **state)
{
	options.idle = 1;
	return setup(state);
}

static int setup_small(void **state)
{
	options.workers = 2;
	options.queue = 2;
	return setup(state);
}

static const struct str proxy[] = { { "127.0.0.1", 9 } };

static int setup_behind_proxy(void **state)
{
	options.proxies = proxy;
	options.proxy_count = 1;
	return setup(state);
}

static void test_a_trusted_proxy_says_who_and_how(void **state)
{
	CHECK(ask("GET", "/metrics", "X-Forwarded-For: 9.9.9.9\r\n", ""), 403, "forbidden");
	CHECK(ask("POST", "/sign-in", FORM "X-Forwarded-Proto: https\r\nOrigin: https://limen\r\n", "a=1"), 303, "; HttpOnly; Secure");
	CHECK(ask("GET", "/open", "X-Forwarded-Proto: https\r\n", ""), 200, "Strict-Transport-Security");
}

static void test_others_say_nothing_about_themselves(void **state)
{
	CHECK(ask("GET", "/metrics", "X-Forwarded-For: 9.9.9.9\r\n", ""), 200, "limen_http_queue");
	CHECK(ask("POST", "/sign-in", FORM "X-Forwarded-Proto: https\r\nOrigin: https://limen\r\n", "a=1"), 403, "stale_form");
}

int main(void)
{
	log_level_set(LOG_ERROR);
	const struct CMUnitTest tests[] = {
		UNIT(test_one_value_has_two_faces),
		UNIT(test_what_is_not_there_and_what_cannot_be_done),
		UNIT(test_every_route_without_and_with_a_session),
		UNIT(test_a_person_without_a_look_is_not_sent),
		UNIT(test_strangers_forms_are_refused),
		UNIT(test_asked_twice_is_done_once_and_answered_twice),
		UNIT(test_what_changed_meanwhile_is_decided_again),
		UNIT(test_a_form_comes_back_with_what_was_entered),
		UNIT(test_bodies_that_are_broken),
		UNIT(test_requests_that_are_broken),
		UNIT(test_requests_in_one_breath_are_answered_in_order),
		UNIT(test_files_are_taken_and_bounded),
		cmocka_unit_test_setup_teardown(test_a_client_that_drips_is_cut, setup_impatient, teardown),
		cmocka_unit_test_setup_teardown(test_a_full_queue_says_come_back, setup_small, teardown),
		UNIT(test_what_runs_at_the_stop_is_finished),
		UNIT(test_live_pages_hear_their_post_and_nothing_else),
		UNIT(test_every_answer_is_locked_down),
		UNIT(test_the_look_is_kept_by_its_hash),
		UNIT(test_text_of_the_look_comes_packed_to_who_takes_it),
		UNIT(test_pages_come_packed_where_no_secret_stands),
		UNIT(test_the_rooms_own_pages),
		UNIT(test_language_and_theme_are_plain_links),
		UNIT(test_navigation_stands_in_sections_of_what_one_may_open),
		cmocka_unit_test_setup_teardown(test_a_trusted_proxy_says_who_and_how, setup_behind_proxy, teardown),
		UNIT(test_others_say_nothing_about_themselves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
