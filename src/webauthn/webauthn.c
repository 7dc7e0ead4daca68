#include "webauthn.h"

#include <string.h>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/es384.h>
#include <fido/rs256.h>

#include "buf.h"
#include "crypto.h"
#include "field.h"

/* Authenticator data (section 6.1): hash of the party, flags, counter; then, of a registration, the new credential. */
enum { PARTY_AT = 0, FLAGS_AT = 32, COUNTER_AT = 33, LEAST = 37, ID_SIZE_AT = 53, ID_AT = 55 };
enum { PRESENT = 0x01, VERIFIED = 0x04, ATTESTED = 0x40, EXTENDED = 0x80 };

static bool refuse(struct error *err, const char *where)
{
	return error_set(err, ERR_INPUT, "The answer of the security key does not hold.", "Try again from the page that asked for it.", "%s", where);
}

/* --- base64url --- */

bool webauthn_bytes(struct arena *arena, struct str text, struct str *out)
{
	struct buf plain = BUF_IN(arena);
	if (!text.len || text.len > WEBAUTHN_TEXT_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c == '+' || c == '/' || c == '=')
			return false;
		buf_c(&plain, c == '-' ? '+' : c == '_' ? '/' : c);
	}
	while (plain.len % 4)
		buf_c(&plain, '=');
	struct str padded = buf_str(&plain);
	size_t size = str_base64_size(padded);
	uint8_t *bytes = arena_alloc(arena, size + 1);
	*out = (struct str){ (const char *)bytes, size };
	return size && str_to_base64(padded, bytes, size);
}

struct str webauthn_text(struct arena *arena, struct str bytes)
{
	struct str text = str_base64(arena, bytes);
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len && text.data[i] != '='; i++)
		buf_c(&out, text.data[i] == '+' ? '-' : text.data[i] == '/' ? '_' : text.data[i]);
	return buf_str(&out);
}

/* --- client data: what the browser says it was asked --- */

static struct str member(const json_t *object, const char *name)
{
	return str_of(json_string_value(json_object_get(object, name)));
}

static bool same(struct str a, struct str b)
{
	return a.len && a.len == b.len && crypto_equal(a.data, b.data, b.len);
}

static bool client_data_sound(const struct webauthn_asked *asked, struct str bytes, const char *type, struct error *err)
{
	struct error ignored;
	json_t *object = json_parse_bounded(bytes, WEBAUTHN_TEXT_MAX, &ignored);
	struct arena *arena = arena_new(0);
	struct str challenge;
	const char *wrong = NULL;
	if (!json_is_object(object))
		wrong = "client data";
	else if (!str_is(member(object, "type"), type))
		wrong = "type";
	else if (!webauthn_bytes(arena, member(object, "challenge"), &challenge) || !same(asked->challenge, challenge))
		wrong = "challenge";
	else if (!same(asked->origin, member(object, "origin")))
		wrong = "origin";
	else if (json_is_true(json_object_get(object, "crossOrigin")) || json_object_get(object, "topOrigin"))
		wrong = "frame";
	json_decref(object);
	arena_free(arena);
	return !wrong || refuse(err, wrong);
}

static void client_data_hash(struct str bytes, uint8_t out[static SHA256_BYTES])
{
	sha256(&bytes, 1, out);
}

/* --- authenticator data --- */

static bool party_sound(const struct webauthn_asked *asked, struct str data, struct error *err)
{
	uint8_t want[SHA256_BYTES];
	if (data.len < LEAST || data.len > WEBAUTHN_TEXT_MAX)
		return refuse(err, "authenticator data");
	sha256(&asked->party, 1, want);
	if (!crypto_equal(data.data + PARTY_AT, want, sizeof want))
		return refuse(err, "party");
	return ((uint8_t)data.data[FLAGS_AT] & PRESENT) || refuse(err, "presence");
}

/* Of a registration: the key, and extensions when their flag says so; nothing else behind. */
static bool credential_sound(struct str data, struct error *err)
{
	uint8_t flags = (uint8_t)data.data[FLAGS_AT];
	size_t at = ID_AT, size;
	if (!(flags & ATTESTED) || data.len <= ID_AT)
		return refuse(err, "credential");
	size = (size_t)(uint8_t)data.data[ID_SIZE_AT] << 8 | (uint8_t)data.data[ID_SIZE_AT + 1];
	if (!size || size > WEBAUTHN_ID_MAX || size >= data.len - at)
		return refuse(err, "credential id");
	at += size;
	if (!(size = cbor_size(data, at)))
		return refuse(err, "key");
	at += size;
	if ((flags & EXTENDED) && (size = cbor_size(data, at)))
		at += size;
	return at == data.len || refuse(err, "authenticator data");
}

/* Of a sign-in: extensions when their flag says so. */
static bool tail_sound(struct str data, struct error *err)
{
	size_t size = (uint8_t)data.data[FLAGS_AT] & EXTENDED ? cbor_size(data, LEAST) : 0;
	return LEAST + size == data.len || refuse(err, "authenticator data");
}

/* --- attestation object: {fmt, attStmt, authData} --- */

struct attestation {
	struct str format, statement, data;
};

/* A text or bytes item of at most 64 kB: what it holds. */
static struct str inside(struct str item)
{
	uint8_t low = item.len ? (uint8_t)item.data[0] & 0x1f : 0;
	return str_slice(item, low < 24 ? 1 : low == 24 ? 2 : low == 25 ? 3 : item.len, item.len);
}

static bool attestation_read(struct str bytes, struct attestation *out, struct error *err)
{
	size_t at = 1;
	if (bytes.len > WEBAUTHN_TEXT_MAX || cbor_size(bytes, 0) != bytes.len || !bytes.len || (uint8_t)bytes.data[0] != 0xa3)
		return refuse(err, "attestation");
	for (int i = 0; i < 3; i++) {
		size_t size = cbor_size(bytes, at);
		struct str name = inside(str_slice(bytes, at, at + size)), item;
		at += size;
		size = cbor_size(bytes, at);
		item = str_slice(bytes, at, at + size);
		at += size;
		uint8_t major = (uint8_t)item.data[0] >> 5;
		if (str_is(name, "fmt") && major == 3)
			out->format = inside(item);
		else if (str_is(name, "attStmt") && major == 5)
			out->statement = item;
		else if (str_is(name, "authData") && major == 2)
			out->data = inside(item);
	}
	return (out->format.len && out->statement.len && out->data.len) || refuse(err, "attestation");
}

static const unsigned char *raw(struct str bytes)
{
	return (const unsigned char *)bytes.data;
}

static fido_cred_t *credential_of(const struct webauthn_asked *asked, struct str client_data, struct str data, struct arena *arena)
{
	static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256, COSE_ES384 };
	uint8_t hash[SHA256_BYTES];
	client_data_hash(client_data, hash);
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		fido_cred_t *made = fido_cred_new();
		if (made && fido_cred_set_type(made, algorithms[i]) == FIDO_OK && fido_cred_set_rp(made, str_c(arena, asked->party), NULL) == FIDO_OK &&
		    fido_cred_set_clientdata_hash(made, hash, sizeof hash) == FIDO_OK && fido_cred_set_authdata_raw(made, raw(data), data.len) == FIDO_OK)
			return made;
		fido_cred_free(&made);
	}
	return NULL;
}

/* `none` states nothing. `packed` states something, and then it must hold. */
static bool statement_sound(fido_cred_t *made, struct str format, struct str statement, struct error *err)
{
	if (str_is(format, "none"))
		return statement.len == 1 || refuse(err, "statement");
	if (!str_is(format, "packed"))
		return refuse(err, "attestation format");
	if (fido_cred_set_fmt(made, "packed") != FIDO_OK || fido_cred_set_attstmt(made, raw(statement), statement.len) != FIDO_OK)
		return refuse(err, "statement");
	int result = fido_cred_x5c_len(made) ? fido_cred_verify(made) : fido_cred_verify_self(made);
	return result == FIDO_OK || refuse(err, "signature of the statement");
}

static struct str kept(struct arena *arena, const unsigned char *bytes, size_t size)
{
	return str_copy(arena, (struct str){ bytes ? (const char *)bytes : "", bytes ? size : 0 });
}

bool webauthn_register(struct arena *arena, const struct webauthn_asked *asked, struct str client_data, struct str attestation, struct webauthn_key *key,
                   struct error *err)
{
	struct attestation parts = { 0 };
	*key = (struct webauthn_key){ 0 };
	if (!client_data_sound(asked, client_data, "webauthn.create", err) || !attestation_read(attestation, &parts, err) ||
	    !party_sound(asked, parts.data, err) || !credential_sound(parts.data, err))
		return false;
	fido_cred_t *made = credential_of(asked, client_data, parts.data, arena);
	if (!made)
		return refuse(err, "key");
	bool sound = statement_sound(made, parts.format, parts.statement, err);
	if (sound)
		*key = (struct webauthn_key){
			.id = kept(arena, fido_cred_id_ptr(made), fido_cred_id_len(made)), .algorithm = fido_cred_type(made),
			.public_key = kept(arena, fido_cred_pubkey_ptr(made), fido_cred_pubkey_len(made)),
			.counter = fido_cred_sigcount(made), .verified = fido_cred_flags(made) & VERIFIED,
		};
	fido_cred_free(&made);
	return sound;
}

/* --- proving --- */

/* The key in libfido2's own form; the right `free` goes with it. */
union public_key {
	es256_pk_t *es256;
	es384_pk_t *es384;
	eddsa_pk_t *eddsa;
	rs256_pk_t *rs256;
};

static int verify_with(fido_assert_t *answer, const struct webauthn_key *key)
{
	union public_key made;
	int result = FIDO_ERR_INVALID_ARGUMENT;
#define VERIFY(name)                                                                                      \
	if ((made.name = name##_pk_new())) {                                                              \
		result = name##_pk_from_ptr(made.name, key->public_key.data, key->public_key.len);        \
		if (result == FIDO_OK)                                                                    \
			result = fido_assert_verify(answer, 0, key->algorithm, made.name);                \
		name##_pk_free(&made.name);                                                               \
	}
	switch (key->algorithm) {
	case COSE_ES256: VERIFY(es256) break;
	case COSE_ES384: VERIFY(es384) break;
	case COSE_EDDSA: VERIFY(eddsa) break;
	case COSE_RS256: VERIFY(rs256) break;
	}
#undef VERIFY
	return result;
}

static bool fill(fido_assert_t *answer, const struct webauthn_asked *asked, struct str client_data, struct str data, struct str signature, bool verify)
{
	uint8_t hash[SHA256_BYTES];
	char party[254];
	if (!answer || asked->party.len >= sizeof party)
		return false;
	memcpy(party, asked->party.data, asked->party.len);
	party[asked->party.len] = 0;
	client_data_hash(client_data, hash);
	return fido_assert_set_rp(answer, party) == FIDO_OK && fido_assert_set_clientdata_hash(answer, hash, sizeof hash) == FIDO_OK &&
	       fido_assert_set_count(answer, 1) == FIDO_OK && fido_assert_set_authdata_raw(answer, 0, raw(data), data.len) == FIDO_OK &&
	       fido_assert_set_sig(answer, 0, raw(signature), signature.len) == FIDO_OK && fido_assert_set_up(answer, FIDO_OPT_TRUE) == FIDO_OK &&
	       fido_assert_set_uv(answer, verify ? FIDO_OPT_TRUE : FIDO_OPT_OMIT) == FIDO_OK;
}

bool webauthn_prove(const struct webauthn_asked *asked, struct str client_data, struct str data, struct str signature, bool verify, struct webauthn_key *key,
                struct error *err)
{
	if (!client_data_sound(asked, client_data, "webauthn.get", err) || !party_sound(asked, data, err) || !tail_sound(data, err))
		return false;
	fido_assert_t *answer = fido_assert_new();
	bool sound = fill(answer, asked, client_data, data, signature, verify) && verify_with(answer, key) == FIDO_OK;
	if (sound) {
		key->counter = fido_assert_sigcount(answer, 0);
		key->verified = fido_assert_flags(answer, 0) & VERIFIED;
	}
	fido_assert_free(&answer);
	return sound || refuse(err, "signature");
}
