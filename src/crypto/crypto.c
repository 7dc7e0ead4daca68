#include "crypto.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "buf.h"

void sha256(const struct str *pieces, size_t count, uint8_t out[static SHA256_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert(context && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
	for (size_t i = 0; i < count; i++)
		EVP_DigestUpdate(context, pieces[i].data, pieces[i].len);
	EVP_DigestFinal_ex(context, out, NULL);
	EVP_MD_CTX_free(context);
}

struct digest *digest_new(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert(context && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
	return (struct digest *)context;
}

void digest_add(struct digest *digest, struct str bytes)
{
	EVP_DigestUpdate((EVP_MD_CTX *)digest, bytes.data, bytes.len);
}

void digest_end(struct digest *digest, uint8_t *out)
{
	if (out)
		EVP_DigestFinal_ex((EVP_MD_CTX *)digest, out, NULL);
	EVP_MD_CTX_free((EVP_MD_CTX *)digest);
}

void hmac_sha256(struct str key, const struct str *pieces, size_t count, uint8_t out[static SHA256_BYTES])
{
	crypto_auth_hmacsha256_state state;
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.data, key.len);
	for (size_t i = 0; i < count; i++)
		crypto_auth_hmacsha256_update(&state, (const unsigned char *)pieces[i].data, pieces[i].len);
	crypto_auth_hmacsha256_final(&state, out);
}

bool crypto_equal(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

struct uuid document_record(const struct keys *keys, struct str issuer, struct str kind, struct str number)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { issuer, STR("|"), kind, STR("|"), number };
	hmac_sha256((struct str){ (const char *)keys->state, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

void sign(const struct keys *keys, struct str message, uint8_t out[static SIGNATURE_BYTES])
{
	crypto_sign_detached(out, NULL, (const unsigned char *)message.data, message.len, keys->sign_secret);
}

bool sign_verify(const uint8_t public_key[static PUBLIC_KEY_BYTES], struct str message,
                 const uint8_t signature[static SIGNATURE_BYTES])
{
	return crypto_sign_verify_detached(signature, (const unsigned char *)message.data, message.len, public_key) == 0;
}

_Static_assert(BOX_MORE == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES, "length of a box");

struct str box_seal(struct arena *arena, const uint8_t key[static KEY_BYTES], const struct random *random, struct str plain)
{
	size_t size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.len;
	unsigned char *out = arena_alloc(arena, size);
	random_fill(random, out, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.data, plain.len, out, key);
	return (struct str){ (const char *)out, size };
}

bool box_open(struct arena *arena, const uint8_t key[static KEY_BYTES], struct str box, struct str *out)
{
	const unsigned char *bytes = (const unsigned char *)box.data;
	if (box.len < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
		return false;
	size_t size = box.len - crypto_secretbox_NONCEBYTES;
	unsigned char *plain = arena_alloc(arena, size + 1);
	if (crypto_secretbox_open_easy(plain, bytes + crypto_secretbox_NONCEBYTES, size, bytes, key))
		return false;
	*out = (struct str){ (const char *)plain, size - crypto_secretbox_MACBYTES };
	return true;
}

bool seal_to(struct arena *arena, const uint8_t public_key[static PUBLIC_KEY_BYTES], struct str plain, struct str *out)
{
	uint8_t box_key[crypto_box_PUBLICKEYBYTES];
	unsigned char *sealed = arena_alloc(arena, plain.len + crypto_box_SEALBYTES);
	if (crypto_sign_ed25519_pk_to_curve25519(box_key, public_key) || crypto_box_seal(sealed, (const unsigned char *)plain.data, plain.len, box_key))
		return false;
	*out = (struct str){ (const char *)sealed, plain.len + crypto_box_SEALBYTES };
	return true;
}

bool seal_open(struct arena *arena, const struct keys *keys, struct str sealed, struct str *out)
{
	uint8_t box_key[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
	if (sealed.len < crypto_box_SEALBYTES || crypto_sign_ed25519_pk_to_curve25519(box_key, keys->sign_public) || crypto_sign_ed25519_sk_to_curve25519(secret, keys->sign_secret))
		return false;
	unsigned char *plain = arena_alloc(arena, sealed.len);
	bool good = !crypto_box_seal_open(plain, (const unsigned char *)sealed.data, sealed.len, box_key, secret);
	sodium_memzero(secret, sizeof secret);
	if (good)
		*out = (struct str){ (const char *)plain, sealed.len - crypto_box_SEALBYTES };
	return good;
}

struct str password_hash(struct arena *arena, struct str password, struct error *err)
{
	char *out = arena_alloc(arena, crypto_pwhash_STRBYTES);
	if (crypto_pwhash_str(out, password.len ? password.data : "", password.len, 3, (size_t)64 << 20)) {
		error_set(err, ERR_SYSTEM, "the password could not be stored", "give the server more memory", "argon2id");
		return STR("");
	}
	return str_of(out);
}

bool password_matches(struct str hash, struct str password)
{
	char text[crypto_pwhash_STRBYTES] = { 0 };
	if (!hash.len || hash.len >= sizeof text)
		return false;
	memcpy(text, hash.data, hash.len);
	return crypto_pwhash_str_verify(text, password.len ? password.data : "", password.len) == 0;
}

uint32_t totp_code(struct str secret, int64_t step)
{
	unsigned char counter[8], digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	HMAC(EVP_sha1(), secret.data, (int)secret.len, counter, sizeof counter, digest, &size);
	unsigned at = digest[size - 1] & 15;
	uint32_t value = (uint32_t)(digest[at] & 0x7f) << 24 | (uint32_t)digest[at + 1] << 16 | (uint32_t)digest[at + 2] << 8 | digest[at + 3];
	return value % 1000000;
}

bool totp_matches(struct str secret, int64_t now_ms, struct str code, int64_t *step)
{
	char want[7], given[6];
	size_t digits = 0;
	bool found = false;
	for (size_t i = 0; i < code.len; i++) {
		if (ascii_digit(code.data[i]) && digits < sizeof given)
			given[digits++] = code.data[i];
		else if (code.data[i] != ' ')
			return false;
	}
	if (digits != sizeof given)
		return false;
	for (int64_t at = now_ms / 30000 - 1; at <= now_ms / 30000 + 1; at++) {
		snprintf(want, sizeof want, "%06u", totp_code(secret, at));
		if (crypto_equal(want, given, sizeof given)) { /* no early end: time tells nothing */
			*step = at;
			found = true;
		}
	}
	return found;
}

struct str base32(struct arena *arena, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct buf out = BUF_IN(arena);
	uint32_t held = 0;
	int bits = 0;
	for (size_t i = 0; i < bytes.len; i++) {
		held = held << 8 | (uint8_t)bytes.data[i];
		for (bits += 8; bits >= 5; bits -= 5)
			buf_c(&out, digits[held >> (bits - 5) & 31]);
	}
	if (bits)
		buf_c(&out, digits[held << (5 - bits) & 31]);
	return buf_str(&out);
}

struct str base64(struct arena *arena, struct str bytes)
{
	size_t size = sodium_base64_ENCODED_LEN(bytes.len, sodium_base64_VARIANT_ORIGINAL);
	char *out = arena_alloc(arena, size);
	sodium_bin2base64(out, size, (const unsigned char *)bytes.data, bytes.len, sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ out, size - 1 };
}
