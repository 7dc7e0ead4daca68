/* Messages as mail servers take them. */
#include "test.h"

#include <string.h>

#include "bounce.h"
#include "mime.h"

static bool has(struct str text, const char *part)
{
	size_t at;
	return str_find(text, str_of(part), &at);
}

static void test_headers_hold_words_and_nothing_else(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;
	const struct mime_message message = {
		.from = STR("visas@state.example"), .name = STR("Visa Service, Utopia"), .to = STR("maria@example.org"), .subject = STR("Votre dossier V26\u00a0: il y a du nouveau\r\nBcc: x@y.zz, et une suite qui est longue, très longue"),
		.language = STR("fr"), .text = STR("Bonjour,\n\nà bientôt"), .id = STR("0193"), .made = INT64_C(1795716000000),
	};
	struct str out = mime_write(arena, &message);
	assert_true(has(out, "Date: Thu, 26 Nov 2026 18:00:00 +0000\r\n"));
	assert_true(has(out, "Message-ID: <0193@state.example>\r\n"));
	assert_true(has(out, "To: <maria@example.org>\r\n"));
	assert_true(has(out, "Subject: =?UTF-8?B?"));
	assert_false(has(out, "Bcc:"));
	assert_true(has(out, "Qm9uam91ciwNCg0Kw6AgYmllbnTDtHQNCg==\r\n"));
	struct str line, rest = out;
	while (str_cut(&rest, '\n', &line))
		assert_true(line.len <= 79); /* RFC 5322, 2.1.1; encoded words of at most 75 */
	arena_free(arena);
}

static void test_plain_words_stay_plain(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;
	const struct mime_message message = { .from = STR("a@b.cd"), .name = STR("Visa Service"), .to = STR("c@d.ef"), .subject = STR("News"), .text = STR("x"), .id = STR("1"), .made = 0 };
	assert_true(has(mime_write(arena, &message), "From: Visa Service <a@b.cd>\r\nTo: <c@d.ef>\r\nSubject: News\r\n"));
	arena_free(arena);
}

/* As Postfix writes it, in short. */
static void test_mail_that_came_back(void **state)
{
	(void)state;
	struct bounce bounce = bounce_read(STR("Content-Type: multipart/report; report-type=delivery-status\r\n\r\nFinal-Recipient: rfc822; maria@example.org\r\nAction: failed\r\n"
	                                       "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: <visas@state.example>\r\n"
	                                       "Message-ID: <01939276-4608-7644-a5f8-492df67a0faa@state.example>\r\n"));
	assert_true(bounce.failed);
	assert_string_equal(bounce.status, "5.1.1");
	assert_false(uuid_zero(bounce.message));
	bounce = bounce_read(STR("Action: delayed\nStatus: 4.4.1\nMessage-ID: <01939276-4608-7644-a5f8-492df67a0faa@state.example>\n"));
	assert_false(bounce.failed);
	bounce = bounce_read(STR("Action: failed\nMessage-ID: <somebody-else@example.org>\nStatus: 123456789012345\n"));
	assert_true(uuid_zero(bounce.message));
	assert_int_equal(strlen(bounce.status), sizeof bounce.status - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_headers_hold_words_and_nothing_else), cmocka_unit_test(test_plain_words_stay_plain), cmocka_unit_test(test_mail_that_came_back) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
