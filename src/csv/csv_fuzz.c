/* Any bytes in any pieces give the same rows as the whole at once; what was read can be written and read again. */
#include <stdlib.h>

#include "arena.h"
#include "csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum csv_step read_all(struct csv_reader *reader, struct str text, size_t piece, struct buf *out, struct error *err)
{
	struct csv_row row;
	for (size_t at = 0;;) {
		enum csv_step step = csv_next(reader, &row, err);
		if (step == CSV_END || step == CSV_ERROR)
			return step;
		if (step == CSV_MORE && at < text.len) {
			csv_push(reader, str_slice(text, at, at + piece));
			at = at + piece < text.len ? at + piece : text.len;
		} else if (step == CSV_MORE) {
			csv_finish(reader);
		} else {
			for (size_t i = 0; i < row.count; i++)
				csv_field_raw(out, row.fields[i]);
			csv_end_row(out);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new(0);
	arena_reset(arena);
	if (size < 2)
		return 0;
	struct csv_options options = { .header = data[0] & 1, .encoding = (enum csv_encoding)((data[0] >> 1) % 3) };
	struct str text = { (const char *)data + 2, size - 2 };
	struct buf whole = BUF_IN(arena), pieces = BUF_IN(arena), again = BUF_IN(arena);
	struct error err = { 0 }, other = { 0 };
	enum csv_step a = read_all(csv_reader_new(arena, options), text, text.len + 1, &whole, &err);
	enum csv_step b = read_all(csv_reader_new(arena, options), text, 1 + data[1] % 16, &pieces, &other);
	if (a != b || !str_equal(buf_str(&whole), buf_str(&pieces)) || !str_is(str_of(err.where), other.where))
		abort();
	/* A first field that begins with a byte order mark would lose it as the mark of the file. */
	if (a == CSV_ERROR || str_starts(buf_str(&whole), STR("\xef\xbb\xbf")))
		return 0;
	options = (struct csv_options){ .separator = ',' };
	if (read_all(csv_reader_new(arena, options), buf_str(&whole), 4096, &again, &err) != CSV_END && err.code != ERR_TOO_LARGE)
		abort();
	if (err.code != ERR_TOO_LARGE && !str_equal(buf_str(&whole), buf_str(&again)))
		abort();
	return 0;
}
