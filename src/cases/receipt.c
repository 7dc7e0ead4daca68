/* The code of a receipt: the way to the state of one's own case for who has no account. */
#include "cases.h"

#include "act.h"
#include "crypto.h"
#include "house.h"

enum { CODE_BYTES = 10, CODE_LETTERS = 10, GROUP = 4 }; /* 50 bits, behind waits that grow */

static struct str letters_of(struct act *act, struct uuid record)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("case status\n"), { (const char *)record.bytes, sizeof record.bytes } };
	hmac_sha256((struct str){ (const char *)act->house->keys->state, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return str_slice(base32(act->arena, (struct str){ (const char *)digest, CODE_BYTES }), 0, CODE_LETTERS);
}

struct str case_status_code(struct act *act, struct uuid record)
{
	struct str letters = letters_of(act, record);
	struct buf out = BUF_IN(act->arena);
	for (size_t i = 0; i < letters.len; i++) {
		if (i && i % GROUP == 0)
			buf_c(&out, '-');
		buf_c(&out, letters.data[i]);
	}
	return buf_str(&out);
}

/* What is typed for what is printed: base32 has neither 0 nor 1. */
static char meant(char typed)
{
	return typed == '0' ? 'O' : typed == '1' ? 'I' : typed >= 'a' && typed <= 'z' ? (char)(typed - 'a' + 'A') : typed;
}

bool case_status_code_is(struct act *act, struct uuid record, struct str typed)
{
	struct str letters = letters_of(act, record);
	struct buf out = BUF_IN(act->arena);
	for (size_t i = 0; i < typed.len; i++)
		if (ascii_alpha(typed.data[i]) || ascii_digit(typed.data[i]))
			buf_c(&out, meant(typed.data[i]));
	struct str plain = buf_str(&out);
	return plain.len == letters.len && crypto_equal(plain.data, letters.data, letters.len);
}
