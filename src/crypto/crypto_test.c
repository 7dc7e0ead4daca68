#include "folder.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "crypto.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void test_sha256_of_the_standard(void **state)
{
	(void)state;
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("a"), STR(""), STR("bc") };
	sha256(pieces, 3, digest);
	assert_str(str_hex(arena, digest, sizeof digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_hmac_of_rfc_4231_case_2(void **state)
{
	(void)state;
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("what do ya want "), STR("for nothing?") };
	hmac_sha256(STR("Jefe"), pieces, 2, digest);
	assert_str(str_hex(arena, digest, sizeof digest), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 6238, appendix B: the last six of its eight digits. */
static void test_totp_of_rfc_6238(void **state)
{
	(void)state;
	static const struct { int64_t seconds; uint32_t code; } vectors[] = {
		{ 59, 287082 }, { 1111111109, 81804 }, { 1111111111, 50471 }, { 1234567890, 5924 }, { 2000000000, 279037 }, { 20000000000, 353130 },
	};
	struct str secret = STR("12345678901234567890");
	for (size_t i = 0; i < COUNT_OF(vectors); i++)
		assert_int_equal(totp_code(secret, vectors[i].seconds / 30), vectors[i].code);
	int64_t step;
	assert_true(totp_matches(secret, 59000, STR("287 082"), &step) && step == 1);
	assert_true(totp_matches(secret, 59000 + 30000, STR("287082"), &step) && step == 1);
	assert_false(totp_matches(secret, 59000 + 61000, STR("287082"), &step));
	assert_false(totp_matches(secret, 59000, STR("28708"), &step));
	assert_false(totp_matches(secret, 59000, STR("2870822"), &step));
}

static void test_base32_of_rfc_4648(void **state)
{
	(void)state;
	static const char *const pairs[][2] = { { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" }, { "foobar", "MZXW6YTBOI" } };
	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		assert_str(base32(arena, str_of(pairs[i][0])), pairs[i][1]);
}

static void test_a_box_opens_only_whole_and_with_its_key(void **state)
{
	(void)state;
	uint8_t key[KEY_BYTES] = { 1 }, other[KEY_BYTES] = { 2 };
	struct str box = box_seal(arena, key, &random_system, STR("secret")), plain;
	assert_true(box_open(arena, key, box, &plain));
	assert_str(plain, "secret");
	assert_false(box_open(arena, other, box, &plain));
	assert_false(box_open(arena, key, str_slice(box, 0, box.len - 1), &plain));
	assert_false(box_open(arena, key, STR("short"), &plain));
	((char *)box.data)[30] ^= 1;
	assert_false(box_open(arena, key, box, &plain));
}

static void test_passwords_match_only_themselves(void **state)
{
	(void)state;
	struct error err = { 0 };
	struct str hash = password_hash(arena, STR("correct horse"), &err);
	assert_true(str_starts(hash, STR("$argon2id$v=19$m=65536,t=3,p=1$")));
	assert_true(password_matches(hash, STR("correct horse")));
	assert_false(password_matches(hash, STR("correct horsf")));
	assert_false(password_matches(STR(""), STR("")));
}

static void test_keys_are_made_once_and_refuse_open_folders(void **state)
{
	(void)state;
	const char *folder = test_folder_new();
	struct keys first, again;
	struct error err = { 0 };
	assert_true(keys_load(folder, &random_system, &first, &err) && keys_load(folder, &random_system, &again, &err));
	assert_memory_equal(&first, &again, sizeof first);
	uint8_t signature[SIGNATURE_BYTES];
	sign(&first, STR("note"), signature);
	assert_true(sign_verify(first.sign_public, STR("note"), signature));
	assert_false(sign_verify(first.sign_public, STR("Note"), signature));
	struct uuid a = document_record(&first, STR("UTO"), STR("P"), STR("L898902C3"));
	assert_true(uuid_equal(a, document_record(&again, STR("UTO"), STR("P"), STR("L898902C3"))));
	assert_false(uuid_equal(a, document_record(&first, STR("UTO"), STR("PL"), STR("898902C3"))));
	chmod(folder, 0750);
	assert_false(keys_load(folder, &random_system, &again, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	chmod(folder, 0700);
	char path[64];
	snprintf(path, sizeof path, "%s/totp.key", folder);
	assert_int_equal(truncate(path, 5), 0);
	assert_false(keys_load(folder, &random_system, &again, &err));
	test_folder_drop(folder);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		UNIT(test_sha256_of_the_standard),
		UNIT(test_hmac_of_rfc_4231_case_2),
		UNIT(test_totp_of_rfc_6238),
		UNIT(test_base32_of_rfc_4648),
		UNIT(test_a_box_opens_only_whole_and_with_its_key),
		UNIT(test_passwords_match_only_themselves),
		UNIT(test_keys_are_made_once_and_refuse_open_folders),
	};
	return cmocka_run_group_tests_name("crypto", cases, NULL, NULL);
}
