/* Whatever a browser sends instead of a key's answer is refused or is a key within its bounds. */
#include <stdlib.h>
#include <string.h>

#include "webauthn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CREATE "{\"type\":\"webauthn.create\",\"challenge\":\"Y2hhbGxlbmdl\",\"origin\":\"https://limen.example\"}"
#define GET "{\"type\":\"webauthn.get\",\"challenge\":\"Y2hhbGxlbmdl\",\"origin\":\"https://limen.example\"}"

/* The first byte says what the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct webauthn_asked asked = { { "challenge", 9 }, { "https://limen.example", 21 }, { "limen.example", 13 } };
	struct arena *arena = arena_new(0);
	struct str bytes = { size > 1 ? (const char *)data + 1 : "", size > 1 ? size - 1 : 0 }, out;
	struct webauthn_key key = { .algorithm = -7, .public_key = STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef") };
	struct error err = { 0 };
	switch (size ? data[0] % 5 : 0) {
	case 0:
		if (webauthn_register(arena, &asked, STR(CREATE), bytes, &key, &err) && (!key.id.len || key.id.len > WEBAUTHN_ID_MAX || !key.public_key.len))
			abort();
		break;
	case 1:
		(void)!webauthn_register(arena, &asked, bytes, STR(""), &key, &err);
		break;
	case 2:
		if (webauthn_prove(&asked, STR(GET), bytes, STR("no signature"), true, &key, &err))
			abort();
		break;
	case 3:
		if (webauthn_bytes(arena, bytes, &out) && out.len > bytes.len)
			abort();
		break;
	case 4:
		if (cbor_size(bytes, 0) > bytes.len)
			abort();
		break;
	}
	arena_free(arena);
	return 0;
}
