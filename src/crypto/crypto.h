/* Digests, keys, signatures, passwords, sealed blobs. OpenSSL's SHA-256 and HMAC, libsodium for the rest.
 * Comparisons of secrets take constant time. Keys lie in one folder (`keys/`), outside backups, each a file of mode 0600. */
#ifndef LIMEN_CRYPTO_H
#define LIMEN_CRYPTO_H

#include "arena.h"
#include "error.h"
#include "uuid.h"

enum { SHA256_BYTES = 32, KEY_BYTES = 32, SIGNATURE_BYTES = 64, PUBLIC_KEY_BYTES = 32 };

/* SHA-256 over pieces (FIPS 180-4). */
void sha256(const struct str *pieces, size_t count, uint8_t out[static SHA256_BYTES]);
void hmac_sha256(struct str key, const struct str *pieces, size_t count, uint8_t out[static SHA256_BYTES]);
/* The same over what comes piece by piece; digest_end frees, `out` may be NULL. */
struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *digest, struct str bytes);
void digest_end(struct digest *digest, uint8_t *out);
bool crypto_equal(const void *a, const void *b, size_t size); /* constant time */

/* The keys of a node. Missing ones are made at the first start; a folder that others can read is an error. */
struct keys {
	uint8_t state[KEY_BYTES];               /* record ids of documents: shared by all nodes of a state */
	uint8_t file[KEY_BYTES];                /* wraps keys of files at rest on this node */
	uint8_t session[KEY_BYTES];             /* CSRF tokens, device marks */
	uint8_t totp[KEY_BYTES];                /* seals second-factor secrets */
	uint8_t sign_secret[64], sign_public[PUBLIC_KEY_BYTES]; /* Ed25519: checkpoints and chunks of this node */
};
bool keys_load(const char *folder, const struct random *random, struct keys *out, struct error *err);

/* Record id of a document: UUIDv8 from HMAC-SHA-256(state key, issuer|type|number), the same on every node (journal.md, Projections). */
struct uuid document_record(const struct keys *keys, struct str issuer, struct str kind, struct str number);

void sign(const struct keys *keys, struct str message, uint8_t out[static SIGNATURE_BYTES]);          /* Ed25519, RFC 8032 */
MUST_USE bool sign_verify(const uint8_t public_key[static PUBLIC_KEY_BYTES], struct str message, const uint8_t signature[static SIGNATURE_BYTES]);

enum { BOX_MORE = 40 }; /* by how much a box is longer than what it holds */
/* Authenticated secret boxes: nonce || box. `box_open` fills `out` only when the tag agrees. */
struct str box_seal(struct arena *arena, const uint8_t key[static KEY_BYTES], const struct random *random, struct str plain);
MUST_USE bool box_open(struct arena *arena, const uint8_t key[static KEY_BYTES], struct str box, struct str *out);

/* Sealed for whoever has the secret of an Ed25519 key, by nobody in particular: X25519 of that key (libsodium's crypto_box_seal). Signing it is apart. */
MUST_USE bool seal_to(struct arena *arena, const uint8_t public_key[static PUBLIC_KEY_BYTES], struct str plain, struct str *out); /* false: this is no key */
MUST_USE bool seal_open(struct arena *arena, const struct keys *keys, struct str sealed, struct str *out);

/* Passwords: argon2id, 64 MiB, 3 passes (58 ms measured): callers bound how many run at once. */
struct str password_hash(struct arena *arena, struct str password, struct error *err); /* empty: failed */
MUST_USE bool password_matches(struct str hash, struct str password);

/* RFC 6238 with SHA-1, 6 digits, 30 s, one step of tolerance either way. `step` gives the step that matched, to refuse its second use. */
MUST_USE bool totp_matches(struct str secret, int64_t now_ms, struct str code, int64_t *step);
uint32_t totp_code(struct str secret, int64_t step);
struct str base64(struct arena *arena, struct str bytes); /* RFC 4648 section 4 */
struct str base32(struct arena *arena, struct str bytes); /* RFC 4648 section 6, without padding */

#endif
