#define OPENSSL_SUPPRESS_DEPRECATED /* Debian 12 has tokens as an engine alone; a provider takes its place when it has one */
#include "token.h"

#include <pthread.h>
#include <string.h>

#include <openssl/engine.h>

#define WORDS(literal) ("" literal) /* for the translations; lang.h is above this room */

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static ENGINE *engine;               /* kept, with the module that it was opened with: opening a token takes long */
static char opened_with[512];

void token_lock(void)
{
	pthread_mutex_lock(&one_at_a_time);
}

void token_unlock(void)
{
	pthread_mutex_unlock(&one_at_a_time);
}

static bool open_engine(const char *module, const char *pin, const char **why)
{
	if (engine && !strcmp(opened_with, module))
		return true;
	*why = WORDS("one process uses one library of tokens");
	if (engine || strlen(module) >= sizeof opened_with)
		return false;
	ENGINE_load_dynamic();
	*why = WORDS("OpenSSL has no engine for tokens: install libengine-pkcs11-openssl");
	ENGINE *opened = ENGINE_by_id("pkcs11");
	if (!opened)
		return false;
	*why = WORDS("the library of the token cannot be opened");
	if (!ENGINE_ctrl_cmd_string(opened, "MODULE_PATH", module, 0) || (*pin && !ENGINE_ctrl_cmd_string(opened, "PIN", pin, 0)) || !ENGINE_init(opened)) {
		ENGINE_free(opened);
		return false;
	}
	engine = opened;
	strcpy(opened_with, module);
	return true;
}

EVP_PKEY *token_key(const char *uri, const char *module, const char *pin, const char **why)
{
	if (!open_engine(module, pin, why))
		return NULL;
	*why = WORDS("the token has no such private key, or its PIN is another");
	if (*pin && !ENGINE_ctrl_cmd_string(engine, "PIN", pin, 0))
		return NULL;
	return ENGINE_load_private_key(engine, uri, NULL, NULL);
}
