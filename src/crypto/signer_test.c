/* Signatures of seals, with a published one: a test seal of the specimen state's signer UTTS, certificate 5B, on brainpoolP256r1 (made and signed by others). */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "folder.h"
#include "signer.h"
#include "token.h"

static struct arena *arena;
static struct error err;
static const char *folder;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	err = (struct error){ 0 };
	folder = test_folder_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	test_folder_drop(folder);
	return 0;
}

static struct certificate made(const struct signer *signer, const char *serial)
{
	struct certificate out;
	struct str pem;
	assert_true(signer_make(signer, &err));
	assert_true(signer_own_certificate(signer, STR("UT"), STR("VS"), str_of(serial), INT64_C(1790000000000), INT64_C(1890000000000), arena, &pem, &err));
	assert_true(certificate_read(pem, arena, &out, &err));
	return out;
}

static void test_sign(void **state)
{
	struct signer signer = { folder, STR("UTVS1") };
	struct certificate certificate = made(&signer, "1A2B");
	struct str signature, message = STR("header and message of a seal");
	(void)state;
	assert_str(certificate.country, "UT");
	assert_str(certificate.name, "VS");
	assert_str(certificate.serial, "1A2B");
	assert_true(certificate.from == INT64_C(1790000000000));
	assert_true(signer_sign(&signer, certificate.der, message, arena, &signature, &err));
	assert_int_equal(signature.len, 64);
	assert_true(certificate_verifies(certificate.der, message, signature));
	assert_false(certificate_verifies(certificate.der, STR("header and message of a sea1"), signature));
	assert_false(certificate_verifies(certificate.der, message, str_slice(signature, 0, 62)));
	((char *)(uintptr_t)signature.data)[40] ^= 1;
	assert_false(certificate_verifies(certificate.der, message, signature));
	assert_true(certificate_issued_by(certificate.der, certificate.der));
}

static void test_of_another_key(void **state)
{
	struct signer one = { folder, STR("ONE") }, other = { folder, STR("OTHER") }, none = { folder, STR("NONE") };
	struct certificate first = made(&one, "1"), second = made(&other, "2");
	struct str signature;
	(void)state;
	assert_false(signer_make(&one, &err));
	assert_int_equal(err.code, ERR_NOT_ALLOWED);
	assert_false(signer_sign(&one, second.der, STR("m"), arena, &signature, &err));
	assert_string_equal(err.what, "the certificate is of another key");
	assert_false(signer_sign(&none, first.der, STR("m"), arena, &signature, &err));
	assert_string_equal(err.what, "this node has no such key");
	assert_false(signer_is_there(&none));
	assert_true(signer_is_there(&one));
	assert_false(certificate_issued_by(first.der, second.der));
	assert_false(signer_make(&(struct signer){ folder, STR("../x") }, &err));
}

static void test_request(void **state)
{
	struct signer signer = { folder, STR("UTVS1") };
	struct certificate none;
	struct str pem;
	(void)state;
	assert_true(signer_make(&signer, &err));
	assert_true(signer_request(&signer, STR("UT"), STR("VS"), arena, &pem, &err));
	assert_true(str_starts(pem, STR("-----BEGIN CERTIFICATE REQUEST-----")));
	assert_false(certificate_read(pem, arena, &none, &err));
	assert_string_equal(err.what, "this is no certificate");
}

/* A certificate that holds a public key and nothing else that counts. */
static struct str holding(const char *curve, const char *point_hex)
{
	uint8_t point[65];
	unsigned char *der = NULL;
	EVP_PKEY *key = NULL;
	X509 *certificate = X509_new();
	assert_true(str_to_hex(str_of(point_hex), point, sizeof point));
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)curve, 0),
		                OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point), OSSL_PARAM_construct_end() };
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	assert_true(EVP_PKEY_fromdata_init(context) == 1 && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) == 1);
	EVP_PKEY *any = EVP_EC_gen("P-256");
	assert_true(X509_set_pubkey(certificate, key) == 1 && X509_gmtime_adj(X509_getm_notBefore(certificate), 0) && X509_gmtime_adj(X509_getm_notAfter(certificate), 0));
	assert_true(X509_sign(certificate, any, EVP_sha256()) > 0);
	int size = i2d_X509(certificate, &der);
	assert_true(size > 0);
	struct str out = str_copy(arena, (struct str){ (const char *)der, (size_t)size });
	EVP_PKEY_free(any);
	OPENSSL_free(der);
	X509_free(certificate);
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(context);
	return out;
}

static struct str bytes_of(const char *hex)
{
	size_t size = str_of(hex).len / 2;
	uint8_t *out = ARENA_ARRAY(arena, uint8_t, size);
	assert_true(str_to_hex(str_of(hex), out, size));
	return (struct str){ (const char *)out, size };
}

/* Its header and message, its signature; then one of the visa of another day. */
static void test_published(void **state)
{
	struct str key = holding("brainpoolP256r1", "0408132a7243b3ccc29c271097081c96a729eefb8eb93630e536498e9b7ce1ced25d68a789d93bef39c04715c5ad3915d281c0754ecc08508bf66687efc630df88");
	struct str permit = bytes_of("dc03d9c5d9cac8a73a990f7134b83459fb0602305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a2938ee43f1593d1ae52dbb26751fe64b7c133c136b0306d79519a65306");
	struct str signature = bytes_of("a1f621437b25e0dc6177182297c47544890177ebd0e89b1d1ec9f994ed6fe60e5561fac9bc9e723ff8f60c679f6a23b938ee6584f852476f8c72a05e3f9eb87e");
	struct str visa = bytes_of("dc03d9c5d9cac8a73a990f7134b834595d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c203833734aaf47f0c32f1a1e20eb2625393afe310403a00000050633be1fed20c603010c0601aa0701bb");
	struct str of_visa = bytes_of("0b276b4522526b723e2140f14bef1c25048cfed9223268c24337e7a6b5b9f02b1e15c86734ef7101d983869278ce1066694dd80e8b842b82b592db6fd56c10ae");
	(void)state;
	assert_true(certificate_verifies(key, permit, signature));
	assert_true(certificate_verifies(key, visa, of_visa));
	assert_false(certificate_verifies(key, visa, signature));
}

/* --- a key in a token: SoftHSM, which Debian has for tests --- */

#define MODULE "/usr/lib/softhsm/libsofthsm2.so"

static bool run(const char *format, ...)
{
	char line[1000];
	va_list list;
	va_start(list, format);
	vsnprintf(line, sizeof line, format, list);
	va_end(list);
	return system(line) == 0;
}

/* A token of its own, with the key of that name moved into it: its file is gone afterwards. */
static bool token_with(const char *name)
{
	char path[300];
	snprintf(path, sizeof path, "%s/softhsm.conf", folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "directories.tokendir = %s/tokens\nobjectstore.backend = file\n", folder);
	fclose(file);
	setenv("SOFTHSM2_CONF", path, 1);
	return run("mkdir %s/tokens", folder) && run("softhsm2-util --init-token --free --label limen --pin 4711 --so-pin 4711 >/dev/null 2>&1") &&
	       run("softhsm2-util --import %s/seal-%s.pem --token limen --label %s --id 01 --pin 4711 >/dev/null 2>&1 && rm %s/seal-%s.pem", folder, name, name, folder, name);
}

static void test_token(void **state)
{
	const struct signer made = { folder, STR("UTVS1") }, signer = { folder, STR("desk") };
	const char *why;
	struct certificate certificate;
	struct str pem, signature, message = STR("header and message of a seal");
	struct stat file;
	char path[300];
	(void)state;
	assert_true(signer_make(&made, &err));
	if (access(MODULE, R_OK) || !token_with("UTVS1") || (!token_key("pkcs11:token=limen;object=UTVS1", MODULE, "4711", &why) && strstr(why, "install")))
		skip();
	assert_false(signer_is_there(&made));
	assert_false(signer_token(&signer, STR("UTVS1"), STR(MODULE), STR("4711"), &err));                              /* no address */
	assert_false(signer_token(&signer, STR("pkcs11:token=limen;object=OTHER"), STR(MODULE), STR("4711"), &err));    /* no such key: nothing is kept */
	assert_int_equal(err.code, ERR_CONFIG);
	assert_false(signer_is_there(&signer));
	assert_true(signer_token(&signer, STR("pkcs11:token=limen;object=UTVS1"), STR(MODULE), STR("4711"), &err));
	assert_true(signer_is_there(&signer));
	assert_false(signer_make(&signer, &err));                                                                         /* the name is taken */
	snprintf(path, sizeof path, "%s/seal-desk.token", folder);
	assert_true(stat(path, &file) == 0 && (file.st_mode & 0777) == 0600);
	assert_true(signer_request(&signer, STR("UT"), STR("VS"), arena, &pem, &err));
	assert_true(signer_own_certificate(&signer, STR("UT"), STR("VS"), STR("2B"), INT64_C(1790000000000), INT64_C(1890000000000), arena, &pem, &err));
	assert_true(certificate_read(pem, arena, &certificate, &err));
	for (int i = 0; i < 3; i++) {
		assert_true(signer_sign(&signer, certificate.der, message, arena, &signature, &err));
		assert_int_equal(signature.len, 64);
		assert_true(certificate_verifies(certificate.der, message, signature));
	}
	assert_false(run("grep -rqs 'PRIVATE KEY' %s", folder));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sign, setup, teardown),
		cmocka_unit_test_setup_teardown(test_of_another_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_request, setup, teardown),
		cmocka_unit_test_setup_teardown(test_published, setup, teardown),
		cmocka_unit_test_setup_teardown(test_token, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
