/* Answers made here as an authenticator makes them, with an ES256 key of OpenSSL; and each way in which one can be wrong. */
#include "test.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>

#include "buf.h"
#include "crypto.h"
#include "webauthn.h"

#define ORIGIN "https://limen.example"
#define PARTY "limen.example"
#define CHALLENGE "a challenge of thirty-two bytes!"

static struct arena *arena;
static struct error err;
static EVP_PKEY *pair;
static const struct webauthn_asked asked = { { CHALLENGE, 32 }, { ORIGIN, sizeof ORIGIN - 1 }, { PARTY, sizeof PARTY - 1 } };

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ 0 };
	pair = EVP_EC_gen("P-256");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	EVP_PKEY_free(pair);
	arena_free(arena);
	return 0;
}

/* --- making answers --- */

static struct str client_data(const char *type, struct str challenge, const char *origin, const char *more)
{
	return str_format(arena, "{\"type\":\"webauthn.%s\",\"challenge\":\"" STR_FMT "\",\"origin\":\"%s\"%s}", type, STR_ARG(webauthn_text(arena, challenge)), origin, more);
}

static struct str create_data(void)
{
	return client_data("create", asked.challenge, ORIGIN, "");
}

static struct str get_data(void)
{
	return client_data("get", asked.challenge, ORIGIN, ",\"crossOrigin\":false");
}

static void add_bytes(struct buf *out, const void *bytes, size_t size)
{
	buf_add(out, (struct str){ bytes, size });
}

static void head_of(struct buf *out, const char *party, uint8_t flags, uint32_t counter)
{
	struct str name = str_of(party);
	uint8_t hash[SHA256_BYTES];
	sha256(&name, 1, hash);
	add_bytes(out, hash, sizeof hash);
	buf_u8(out, flags);
	for (int i = 3; i >= 0; i--)
		buf_u8(out, (uint8_t)(counter >> (8 * i)));
}

static void cose_key(struct buf *out)
{
	uint8_t point[65];
	size_t size;
	assert_int_equal(1, EVP_PKEY_get_octet_string_param(pair, "encoded-pub-key", point, sizeof point, &size));
	add_bytes(out, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
	add_bytes(out, point + 1, 32);
	add_bytes(out, "\x22\x58\x20", 3);
	add_bytes(out, point + 33, 32);
}

static struct str new_credential(const char *party, uint8_t flags)
{
	struct buf out = BUF_IN(arena);
	head_of(&out, party, flags, 7);
	add_bytes(&out, "0123456789abcdef\x00\x04key1", 22);
	cose_key(&out);
	return buf_str(&out);
}

static struct str attestation(const char *format, struct str statement, struct str data)
{
	struct buf out = BUF_IN(arena);
	buf_text(&out, "\xa3\x63" "fmt");
	buf_u8(&out, (uint8_t)(0x60 + strlen(format)));
	buf_text(&out, format);
	buf_text(&out, "\x67" "attStmt");
	buf_add(&out, statement);
	buf_text(&out, "\x68" "authData\x58");
	buf_u8(&out, (uint8_t)data.len);
	buf_add(&out, data);
	return buf_str(&out);
}

static struct str signed_by_pair(struct str data, struct str client)
{
	uint8_t hash[SHA256_BYTES], *out = arena_alloc(arena, 80);
	size_t size = 80;
	sha256(&client, 1, hash);
	const struct str parts[] = { data, { (const char *)hash, sizeof hash } };
	struct str message = str_join(arena, parts, 2, STR(""));
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert_int_equal(1, EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, pair));
	assert_int_equal(1, EVP_DigestSign(context, out, &size, (const uint8_t *)message.data, message.len));
	EVP_MD_CTX_free(context);
	return (struct str){ (const char *)out, size };
}

static struct str sign_in_data(const char *party, uint8_t flags, uint32_t counter)
{
	struct buf out = BUF_IN(arena);
	head_of(&out, party, flags, counter);
	return buf_str(&out);
}

static struct webauthn_key registered(void)
{
	struct webauthn_key key;
	assert_true(webauthn_register(arena, &asked, create_data(), attestation("none", STR("\xa0"), new_credential(PARTY, 0x45)), &key, &err));
	return key;
}

/* --- registration --- */

static void test_registers_a_key(void **state)
{
	struct webauthn_key key = registered();
	assert_true(str_is(key.id, "key1"));
	assert_int_equal(64, key.public_key.len);
	assert_int_equal(-7, key.algorithm);
	assert_int_equal(7, key.counter);
	assert_true(key.verified);
	assert_true(webauthn_register(arena, &asked, create_data(), attestation("none", STR("\xa0"), new_credential(PARTY, 0x41)), &key, &err));
	assert_false(key.verified);
}

static void refused_registration(struct str client, struct str object, const char *where)
{
	struct webauthn_key key;
	err = (struct error){ 0 };
	assert_false(webauthn_register(arena, &asked, client, object, &key, &err));
	assert_int_equal(ERR_INPUT, err.code);
	assert_string_equal(where, err.where);
	assert_int_equal(0, key.id.len);
}

static void test_refuses_what_was_not_asked(void **state)
{
	struct str good = attestation("none", STR("\xa0"), new_credential(PARTY, 0x45));
	refused_registration(client_data("get", asked.challenge, ORIGIN, ""), good, "type");
	refused_registration(client_data("create", STR("another challenge, as long as it"), ORIGIN, ""), good, "challenge");
	refused_registration(client_data("create", asked.challenge, "https://limen.example.evil", ""), good, "origin");
	refused_registration(client_data("create", asked.challenge, "http://limen.example", ""), good, "origin");
	refused_registration(client_data("create", asked.challenge, ORIGIN, ",\"crossOrigin\":true"), good, "frame");
	refused_registration(client_data("create", asked.challenge, ORIGIN, ",\"topOrigin\":\"https://evil.example\""), good, "frame");
	refused_registration(STR("[]"), good, "client data");
	refused_registration(STR(""), good, "client data");
	refused_registration(create_data(), attestation("none", STR("\xa0"), new_credential("evil.example", 0x45)), "party");
	refused_registration(create_data(), attestation("none", STR("\xa0"), new_credential(PARTY, 0x44)), "presence");
	refused_registration(create_data(), attestation("none", STR("\xa0"), new_credential(PARTY, 0x05)), "credential");
	refused_registration(create_data(), attestation("tpm", STR("\xa0"), new_credential(PARTY, 0x45)), "attestation format");
	refused_registration(create_data(), attestation("none", STR("\xa1\x61" "a\x01"), new_credential(PARTY, 0x45)), "statement");
}

/* A statement that is made must hold: self attestation, signed by the new key itself. */
static struct str packed(struct str signature)
{
	struct buf out = BUF_IN(arena);
	buf_text(&out, "\xa2\x63" "alg\x26\x63sig\x58");
	buf_u8(&out, (uint8_t)signature.len);
	buf_add(&out, signature);
	return buf_str(&out);
}

static void test_verifies_a_statement(void **state)
{
	struct webauthn_key key;
	struct str data = new_credential(PARTY, 0x45), client = create_data();
	assert_true(webauthn_register(arena, &asked, client, attestation("packed", packed(signed_by_pair(data, client)), data), &key, &err));
	refused_registration(client, attestation("packed", packed(signed_by_pair(data, get_data())), data), "signature of the statement");
}

/* Cut anywhere, or with any byte changed, an object is refused or gives a key within its bounds. */
static void test_broken_objects(void **state)
{
	struct str good = attestation("none", STR("\xa0"), new_credential(PARTY, 0x45));
	struct webauthn_key key;
	for (size_t i = 0; i < good.len; i++)
		assert_false(webauthn_register(arena, &asked, create_data(), str_slice(good, 0, i), &key, &err));
	for (size_t i = 0; i < good.len; i++) {
		char *changed = str_c(arena, good);
		changed[i] = (char)(changed[i] ^ 0xff);
		if (webauthn_register(arena, &asked, create_data(), (struct str){ changed, good.len }, &key, &err))
			assert_in_range(key.id.len, 1, WEBAUTHN_ID_MAX);
	}
}

static void test_measures_cbor(void **state)
{
	static const struct { struct str bytes; size_t size; } cases[] = {
		{ { "\x00", 1 }, 1 }, { { "\x18\xff", 2 }, 2 }, { { "\x43" "abc", 4 }, 4 }, { { "\x44" "abc", 4 }, 0 }, { { "\xa1\x61" "a\x01", 4 }, 4 }, { { "\xa1\x61" "a", 3 }, 0 },
		{ { "\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9 }, 0 }, { { "\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9 }, 0 }, { { "\x9f\x01\xff", 3 }, 0 }, { { "\xc0\x01", 2 }, 0 },
		{ { "\x81\x81\x81\x81\x81\x81\x81\x81\x01", 9 }, 9 }, { { "\x81\x81\x81\x81\x81\x81\x81\x81\x81\x01", 10 }, 0 }, { { "\xf5", 1 }, 1 }, { { "\xf9\x00\x00", 3 }, 0 }, { { "", 0 }, 0 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(cases[i].size, cbor_size(cases[i].bytes, 0));
}

/* --- proving --- */

static void test_proves_a_key(void **state)
{
	struct webauthn_key key = registered();
	struct str data = sign_in_data(PARTY, 0x05, 8);
	assert_true(webauthn_prove(&asked, get_data(), data, signed_by_pair(data, get_data()), true, &key, &err));
	assert_int_equal(8, key.counter);
	assert_true(key.verified);
	data = sign_in_data(PARTY, 0x01, 9);
	assert_false(webauthn_prove(&asked, get_data(), data, signed_by_pair(data, get_data()), true, &key, &err));
	assert_true(webauthn_prove(&asked, get_data(), data, signed_by_pair(data, get_data()), false, &key, &err));
	assert_false(key.verified);
}

static void refused_proof(struct str client, struct str data, struct str signature)
{
	struct webauthn_key key = registered();
	assert_false(webauthn_prove(&asked, client, data, signature, true, &key, &err));
	assert_int_equal(ERR_INPUT, err.code);
	assert_int_equal(7, key.counter);
}

static void test_refuses_a_false_proof(void **state)
{
	struct str good = sign_in_data(PARTY, 0x05, 8), client = get_data(), other = client_data("get", STR("another challenge, as long as it"), ORIGIN, "");
	refused_proof(client, good, STR("no signature"));
	refused_proof(client, good, signed_by_pair(good, other));
	refused_proof(other, good, signed_by_pair(good, other));
	refused_proof(create_data(), good, signed_by_pair(good, create_data()));
	struct str stranger = sign_in_data("evil.example", 0x05, 8), absent = sign_in_data(PARTY, 0x04, 8), longer = str_format(arena, STR_FMT "x", STR_ARG(good));
	refused_proof(client, stranger, signed_by_pair(stranger, client));
	refused_proof(client, absent, signed_by_pair(absent, client));
	refused_proof(client, longer, signed_by_pair(longer, client));
	for (size_t i = 0; i < good.len; i++)
		refused_proof(client, str_slice(good, 0, i), signed_by_pair(str_slice(good, 0, i), client));
	struct str signature = signed_by_pair(good, client);
	EVP_PKEY_free(pair);
	pair = EVP_EC_gen("P-256"); /* another key is registered now */
	refused_proof(client, good, signature);
}

static void test_base64url(void **state)
{
	struct str out;
	assert_true(webauthn_bytes(arena, STR("-_8"), &out));
	assert_int_equal(2, out.len);
	assert_true(str_is(webauthn_text(arena, out), "-_8"));
	static const char *const none[] = { "", "a", "+/8", "YQ==", "a b", "\xc3\xa9" };
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_false(webauthn_bytes(arena, str_of(none[i]), &out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_registers_a_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses_what_was_not_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(test_verifies_a_statement, setup, teardown),
		cmocka_unit_test_setup_teardown(test_broken_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(test_measures_cbor, setup, teardown),
		cmocka_unit_test_setup_teardown(test_proves_a_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses_a_false_proof, setup, teardown),
		cmocka_unit_test_setup_teardown(test_base64url, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
