/* Answers of security keys and smart cards: registration and sign-in by WebAuthn (W3C Web Authentication, Level 2, sections 7.1 and 7.2).
 *
 * What the browser gives is taken apart here and verified by libfido2, without a device: type, challenge, origin and relying party of the
 * client data, the flags "present" and "verified", the key, the signature.
 *
 * - Challenges belong to the caller: who made one, for whom, and that it is used once.
 * - The counter is given, not judged: the caller keeps the last one.
 * - Whose factory made a key is not asked: attestation `none`, or `packed`, whose signature must then agree. No trust in its maker follows.
 * - Keys: ES256, ES384, EdDSA (Ed25519), RS256. Credential ids up to 1,023 bytes.
 * - No CBOR reaches a library before each of its lengths was compared with what is there: definite lengths (CTAP 2 canonical form), 8 deep.
 * - Extensions are skipped; answers made for a page within a frame of another site are refused. */
#ifndef LIMEN_WEBAUTHN_H
#define LIMEN_WEBAUTHN_H

#include "arena.h"
#include "error.h"
#include "str.h"

enum { WEBAUTHN_TEXT_MAX = 12000, WEBAUTHN_ID_MAX = 1023 };

/* What the answer must be for. */
struct webauthn_asked {
	struct str challenge;   /* the bytes */
	struct str origin;      /* "https://limen.example"; exactly so */
	struct str party;       /* id of the relying party: the origin's host, or a domain above it */
};

struct webauthn_key {
	struct str id;          /* of the credential; at most WEBAUTHN_ID_MAX bytes */
	struct str public_key;  /* raw, as libfido2 takes it */
	int algorithm;          /* of COSE: -7 ES256, -8 EdDSA, -35 ES384, -257 RS256 */
	uint32_t counter;
	bool verified;          /* the authenticator verified its bearer, by PIN or finger */
};

/* The public half of a new key. ERR_INPUT when anything is not as it must be. */
bool webauthn_register(struct arena *arena, const struct webauthn_asked *asked, struct str client_data, struct str attestation, struct webauthn_key *key,
                   struct error *err);
/* Proves that whoever answered has the key. `verify`: a bearer whom the authenticator did not verify is refused.
 * Fills the key's counter and `verified` with those of the answer. */
bool webauthn_prove(const struct webauthn_asked *asked, struct str client_data, struct str authenticator_data, struct str signature, bool verify,
                struct webauthn_key *key, struct error *err);

/* Base64 of RFC 4648 section 5 without padding, as browsers give it. False: it is none. */
bool webauthn_bytes(struct arena *arena, struct str text, struct str *out) MUST_USE;
struct str webauthn_text(struct arena *arena, struct str bytes);

/* Size of the CBOR item (RFC 8949) that begins at `at`; 0: none that we take. */
size_t cbor_size(struct str bytes, size_t at);

#endif
