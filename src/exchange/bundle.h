/* The envelope of a bundle: who signed it, for whom it is sealed. Pure. */
#ifndef LIMEN_BUNDLE_H
#define LIMEN_BUNDLE_H

#include "crypto.h"

#define BUNDLE_HEAD "LIMEN-EXCHANGE 1\n"
enum { BUNDLE_MOST = 64 << 20 };

struct bundle_opened {
	uint8_t from[PUBLIC_KEY_BYTES];  /* key that signed it: whose it is, is for the caller to know */
	struct str plain;
};

struct str bundle_seal(struct arena *arena, const struct keys *keys, const uint8_t to[static PUBLIC_KEY_BYTES], struct str plain); /* "": this is no key */
bool bundle_open(struct arena *arena, const struct keys *keys, struct str bundle, struct bundle_opened *out) MUST_USE;

#endif
