#include "test.h"

#include "arena.h"
#include "form.h"
#include "header.h"
#include "router.h"

static struct arena *arena;
static struct form form;
static struct error err;

static int setup(void **state)
{
	arena = arena_new(0);
	form = (struct form){ 0 };
	err = (struct error){ 0 };
	return 0;
}

static int teardown(void **state)
{
	arena_free(arena);
	return 0;
}

static void test_pairs_are_decoded(void **state)
{
	assert_true(form_urlencoded(STR("a=1&b=Zo%C3%AB+K%26&&c&=x&a=2"), arena, &form, &err));
	assert_int_equal(form.count, 5);
	assert_str(form.pairs[1].value, "Zoë K&");
	assert_str(form.pairs[2].name, "c");
	assert_str(form.pairs[2].value, "");
	assert_str(form.pairs[4].value, "2");
}

static void test_broken_encodings_are_named(void **state)
{
	static const char *const broken[] = { "a=%", "a=%4", "a=%g1", "a=%1g", "%=1", "a=%00", "a=%ff", "a=\xc0\xaf", "a=%ed%a0%80" };
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		assert_false(form_urlencoded(str_of(broken[i]), arena, &form, &err));
		assert_int_equal(err.code, ERR_INPUT);
	}
	assert_false(form_urlencoded((struct str){ "a=\0b", 4 }, arena, &form, &err));
}

static void test_501_pairs_are_too_many(void **state)
{
	struct buf text = BUF_IN(arena);
	for (int i = 0; i < FORM_PAIRS; i++)
		buf_text(&text, "a=1&");
	assert_true(form_urlencoded(buf_str(&text), arena, &form, &err));
	buf_text(&text, "a=1");
	assert_false(form_urlencoded(buf_str(&text), arena, &form, &err));
}

#define PART "--xyz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nline\r\n--xy\r\n"
#define FILE_PART "--xyz\r\ncontent-disposition: form-data; name=scan; filename=\"C:\\\\dir\\\\a \\\"b\\\".pdf\"\r\nContent-Type: application/pdf\r\n\r\n\0\1\r\n\xff\r\n"

static void test_parts_and_files_are_read(void **state)
{
	struct str body = STR(PART FILE_PART "--xyz\r\nContent-Disposition: form-data; name=\"none\"\r\n\r\n\r\n--xyz--\r\nepilogue");
	assert_true(form_multipart(body, STR("xyz"), arena, &form, &err));
	assert_int_equal(form.count, 2);
	assert_str(form.pairs[0].value, "line\r\n--xy");
	assert_str(form.pairs[1].value, "");
	assert_int_equal(form.upload_count, 1);
	assert_str(form.uploads[0].field, "scan");
	assert_str(form.uploads[0].file_name, "a \"b\".pdf");
	assert_int_equal(form.uploads[0].bytes.len, 5);
}

static void test_every_cut_of_a_multipart_body_is_refused(void **state)
{
	struct str body = STR(PART FILE_PART "--xyz--");
	for (size_t i = 0; i < body.len; i++)
		assert_false(form_multipart(str_slice(body, 0, i), STR("xyz"), arena, &form, &err));
	assert_true(form_multipart(body, STR("xyz"), arena, &form, &err));
}

static void test_media_types(void **state)
{
	struct str type, boundary;
	assert_true(form_media_type(STR("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), arena, &type, &boundary));
	assert_str(type, "multipart/form-data");
	assert_str(boundary, "a b");
	assert_true(form_media_type(STR("a/b;boundary=\"x \""), arena, &type, &boundary));
	assert_str(boundary, "");
	assert_false(form_media_type(STR(""), arena, &type, &boundary));
	assert_false(form_media_type(STR("a/b; =1"), arena, &type, &boundary));
}

static void test_json_must_be_asked_for_by_name(void **state)
{
	assert_true(header_wants_json(STR("application/json")));
	assert_true(header_wants_json(STR("application/json, text/plain, */*")));
	assert_true(header_wants_json(STR("text/html;q=0.5, application/json;q=0.9")));
	assert_false(header_wants_json(STR("text/html,application/xhtml+xml,*/*;q=0.8")));
	assert_false(header_wants_json(STR("*/*")));
	assert_false(header_wants_json(STR("application/json;q=0")));
	assert_false(header_wants_json(STR("application/json;q=0.1,text/html")));
}

static bool is_proxy(const void *state, struct str address)
{
	return str_is(address, "10.0.0.1") || str_is(address, "10.0.0.2");
}

static void test_the_last_stranger_before_our_proxies_is_the_client(void **state)
{
	assert_true(header_takes_gzip(STR("gzip, deflate, br, zstd")));
	assert_true(header_takes_gzip(STR("br;q=1, GZIP;q=0.1")));
	assert_false(header_takes_gzip(STR("gzip;q=0, br")));
	assert_false(header_takes_gzip(STR("identity, *")));
	assert_false(header_takes_gzip(STR("")));
	assert_str(header_forwarded(STR("6.6.6.6, 1.2.3.4, 10.0.0.2"), is_proxy, NULL), "1.2.3.4");
	assert_str(header_forwarded(STR("2001:db8::1"), is_proxy, NULL), "2001:db8::1");
	assert_str(header_forwarded(STR("1.2.3.4, nonsense, 10.0.0.2"), is_proxy, NULL), "");
	assert_str(header_forwarded(STR(",,,"), is_proxy, NULL), "");
}

static void test_cookies_and_origins(void **state)
{
	assert_str(header_cookie(STR("a=1; limen_session=abc-_.~; b=2"), "limen_session", 200), "abc-_.~");
	assert_str(header_cookie(STR("limen_session=a b"), "limen_session", 200), "");
	assert_str(header_cookie(STR("limen_session=abcd"), "limen_session", 3), "");
	assert_str(header_cookie(STR("limen_session"), "limen_session", 3), "");
	assert_true(header_same_origin(STR("https://a:8443"), STR("https"), STR("A:8443")));
	assert_false(header_same_origin(STR("http://a:8443"), STR("https"), STR("a:8443")));
	assert_false(header_same_origin(STR("https://a.evil"), STR("https"), STR("a")));
	assert_false(header_same_origin(STR("null"), STR("https"), STR("a")));
}

static bool nothing(struct act *act, const struct call *call, struct reply *reply, struct error *error)
{
	return true;
}

static const struct route routes[] = {
	{ .path = "/", .handle = nothing, .doc = "root" },
	{ .path = "/case/new", .handle = nothing, .doc = "word" },
	{ .path = "/case/{id}", .handle = nothing, .doc = "id" },
	{ .path = "/case/{name}", .handle = nothing, .doc = "name" },
	{ .path = "/case/{name}/letter", .handle = nothing, .doc = "below name" },
	{ .method = POST, .path = "/case/{id}/close", .handle = nothing, .doc = "post" },
	{ 0 }
};
static const struct room one = { .name = "one", .routes = routes };

static const char *found(const struct router *router, const char *path)
{
	struct match match;
	if (!router_find(router, str_of(path), &match))
		return "none";
	return match.get ? match.get->route->doc : match.post->route->doc;
}

static void test_constant_parts_win_and_the_search_turns_back(void **state)
{
	const struct router *router = router_new(arena, (const struct room *const[]){ &one, NULL });
	const char *id = "/case/0193a1b2-0000-7000-8000-000000000001";
	assert_string_equal(found(router, "/"), "root");
	assert_string_equal(found(router, "/case/new"), "word");
	assert_string_equal(found(router, id), "id");
	assert_string_equal(found(router, "/case/other"), "name");
	assert_string_equal(found(router, "/case/new/letter"), "below name");
	assert_string_equal(found(router, "/case/0193a1b2-0000-7000-8000-000000000001/letter"), "below name");
	assert_string_equal(found(router, "/case/0193a1b2-0000-7000-8000-000000000001/close"), "post");
	static const char *const none[] = { "", "case", "//", "/case", "/case/", "/case//letter", "/case/a%20b", "/case/a b", "/case/new/", "/case/new/x", "/../case/new" };
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_string_equal(found(router, none[i]), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_pairs_are_decoded),
		UNIT(test_broken_encodings_are_named),
		UNIT(test_501_pairs_are_too_many),
		UNIT(test_parts_and_files_are_read),
		UNIT(test_every_cut_of_a_multipart_body_is_refused),
		UNIT(test_media_types),
		UNIT(test_json_must_be_asked_for_by_name),
		UNIT(test_the_last_stranger_before_our_proxies_is_the_client),
		UNIT(test_cookies_and_origins),
		UNIT(test_constant_parts_win_and_the_search_turns_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
