/* Keys in a token (PKCS #11 v2.40), by OpenSSL's engine for them (Debian: libengine-pkcs11-openssl). Nothing of a private key comes out of the token:
 * what is returned is a handle that signs there. */
#ifndef LIMEN_TOKEN_H
#define LIMEN_TOKEN_H

#include <openssl/evp.h>

#include "str.h"

/* `uri` as RFC 7512 writes it: "pkcs11:token=limen;object=UTVS"; `module`: path of the token's library; `pin` "" = it asks for none. NULL: `why` says what
 * did not work, in English. One thread at a time: call token_lock() before, and token_unlock() when the handle was freed. */
EVP_PKEY *token_key(const char *uri, const char *module, const char *pin, const char **why);
void token_lock(void);
void token_unlock(void);

#endif
