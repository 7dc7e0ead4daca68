/* Keys that sign seals: ECDSA with SHA-256 on NIST P-256 (Doc 9303-13, 2.4 and 9303-12), and X.509 certificates that say whose they are.
 *
 * A key is a file `seal-NAME.pem` of the folder of keys, mode 0600, beside the node's other keys: made once, never changed, never in a backup of the state.
 * - Or it is in a token (PKCS #11): then `seal-NAME.token` says where, three lines: the key's address as RFC 7512 writes it, the token's library, the PIN. The key is
 *   made there by the token's own tools, and never leaves it.
 * - Signatures are raw: r and s, each as long as the curve's order, as seals hold them. For verifying other curves are taken as well (brainpool, P-384).
 * - A certificate is judged by what it says: whose it is, when it is valid, who issued it. Whether its issuer is to be trusted is the caller's to know.
 * - A request (PKCS #10) goes to the authority that issues certificates (CSCA); a certificate of one's own making is for trials.
 * Every error says what is wrong with which key; nothing of a private key is ever in one. */
#ifndef LIMEN_SIGNER_H
#define LIMEN_SIGNER_H

#include "arena.h"
#include "date.h"
#include "error.h"

enum { SIGNER_SIGNATURE_MOST = 144, CERTIFICATE_MOST = 8192 };

/* Folder of keys and name of one: letters and digits, at most 32. */
struct signer {
	const char *folder;
	struct str name;
};

bool signer_is_there(const struct signer *signer);
/* ERR_NOT_ALLOWED when there is one of this name. */
bool signer_make(const struct signer *signer, struct error *err);
/* Takes a key of a token under this name: tried first, then written down. ERR_CONFIG: the token does not give it, and why. */
bool signer_token(const struct signer *signer, struct str uri, struct str module, struct str pin, struct error *err);
/* A certificate request, PEM. The subject: country ("UT"), name of the signer ("VS"). */
bool signer_request(const struct signer *signer, struct str country, struct str common_name, struct arena *arena, struct str *pem, struct error *err);
/* A certificate that the key gives itself, PEM: for trials. `serial` hexadecimal. */
bool signer_own_certificate(const struct signer *signer, struct str country, struct str common_name, struct str serial, int64_t from, int64_t until,
                            struct arena *arena, struct str *pem, struct error *err);
/* Raw signature of a message, by the key of whom the certificate is (bytes, DER). ERR_CONFIG: there is no such key here, or it is another's. */
bool signer_sign(const struct signer *signer, struct str certificate, struct str message, struct arena *arena, struct str *signature, struct error *err);

/* What a certificate says. */
struct certificate {
	struct str der;
	struct str country, name;   /* of its subject: "UT", "VS" */
	struct str serial;          /* hexadecimal capitals without leading zeros: "5B" */
	struct str issuer;          /* its whole name, for people */
	int64_t from, until;        /* ms */
	bool authority;             /* it may issue others */
};

/* PEM or DER. ERR_INPUT when it is none, or its key is no elliptic curve's. */
bool certificate_read(struct str bytes, struct arena *arena, struct certificate *out, struct error *err);
/* A raw signature under a certificate's key. */
MUST_USE bool certificate_verifies(struct str certificate, struct str message, struct str signature);
/* Did `authority` sign it? */
MUST_USE bool certificate_issued_by(struct str certificate, struct str authority);

#endif
