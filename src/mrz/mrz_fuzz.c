/* Any bytes: no crash, and what is read can be asked everything. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"
#include "mrz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new(0);
	arena_reset(arena);
	struct error err = { 0 };
	struct mrz mrz;
	struct mrz_suggestion suggestions[8];
	struct str text = { (const char *)data, size };
	struct date today = { 2026, 11, 24 };
	bool whole = mrz_parse(text, arena, &mrz, &err);
	if (whole != (err.code == ERR_NONE) || (whole && !mrz.form))
		abort();
	mrz_suggest(&mrz, suggestions, COUNT_OF(suggestions));
	if (date_compare(mrz_birth_date(&mrz, today), today) > 0 || !date_valid(mrz_expiry_date(&mrz, today)))
		abort();
	if (size < 4096)
		mrz_transliterate(arena, text, size % 6, size % 2, NULL);
	if (size > 60 && size < 400) {
		struct mrz_fields fields = {
			.form = data[0] % 7, .code = str_slice(text, 1, 3), .issuer = str_slice(text, 3, 6), .nationality = str_slice(text, 6, 9),
			.number = str_slice(text, 9, 9 + data[0] % 16), .surname = str_slice(text, 25, 25 + data[1] % 40),
			.given_names = str_slice(text, 60, size), .birth = { (int8_t)data[2], (int8_t)data[3], (int8_t)data[4] },
			.expiry = { (int8_t)data[5], (int8_t)data[6], (int8_t)data[7] }, .sex = (char)data[8],
		};
		struct str lines[MRZ_LINES];
		size_t count;
		mrz_write(arena, &fields, lines, &count, &err);
	}
	return 0;
}
