#include "csv.h"

#include <assert.h>
#include <string.h>

#include "arena.h"

enum { FIRST_ROOM = 4096, FIRST_LINE_MAX = 64 * 1024 };

enum state { ROW_BEGINS, FIELD_BEGINS, PLAIN, QUOTED, QUOTE_SEEN };

struct csv_reader {
	struct arena *arena;
	struct csv_options options;
	struct buf first;         /* the first line, until the separator is known */
	bool first_known, finished, failed;
	struct str in, after;     /* what is being read, and what comes then */
	size_t at;

	enum state state;
	bool carriage_return;     /* the last byte was CR: a LF now belongs to it */
	uint64_t rows, line, row_line;

	char *bytes;              /* of the row, fields one after another */
	size_t length, room;
	size_t count;             /* fields ended */
	size_t begin;             /* of the field that is being read */
	size_t ends[CSV_COLUMNS_MAX];
	struct str fields[CSV_COLUMNS_MAX];
	char *converted;          /* the row in UTF-8, when it was not */
	size_t converted_room;

	struct csv_row header;
	bool has_header;
	struct error error;
};

struct csv_reader *csv_reader_new(struct arena *arena, struct csv_options options)
{
	assert((unsigned char)options.separator < 0x80 && (!options.separator || !strchr("\"\r\n", options.separator)));
	struct csv_reader *reader = ARENA_NEW(arena, struct csv_reader);
	reader->arena = arena;
	reader->options = options;
	reader->first = BUF_IN(arena);
	reader->line = 1;
	reader->room = FIRST_ROOM;
	reader->bytes = arena_alloc(arena, FIRST_ROOM);
	return reader;
}

void csv_push(struct csv_reader *reader, struct str bytes)
{
	assert(!reader->finished);
	assert(reader->at == reader->in.len && !reader->after.len);
	reader->in = bytes;
	reader->at = 0;
}

void csv_finish(struct csv_reader *reader)
{
	reader->finished = true;
}

struct csv_reader *csv_reader_all(struct arena *arena, struct str text, struct csv_options options)
{
	struct csv_reader *reader = csv_reader_new(arena, options);
	csv_push(reader, text);
	csv_finish(reader);
	return reader;
}

static enum csv_step fail(struct csv_reader *reader, enum error_code code, const char *what, const char *todo)
{
	uint64_t line = reader->state == ROW_BEGINS ? reader->line : reader->row_line;
	error_set(&reader->error, code, what, todo, "row %llu, column %zu (line %llu)", (unsigned long long)reader->rows + 1,
	          reader->count + 1, (unsigned long long)line);
	reader->failed = true;
	return CSV_ERROR;
}

static enum csv_step fail_size(struct csv_reader *reader, const char *what)
{
	return fail(reader, ERR_TOO_LARGE, what, "Look for a quote that is never closed, or for a wrong separator.");
}

/* The sign that is most frequent outside of quotes; the first of equals. */
static char guess_separator(struct str line)
{
	static const char signs[] = ",;\t";
	size_t counts[3] = { 0 }, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];
		quoted ^= c == '"';
		for (size_t k = 0; k < 3 && !quoted; k++)
			counts[k] += c == signs[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (counts[k] > counts[best])
			best = k;
	return signs[best];
}

/* Where the first line that is not empty ends, or the length when it does not end here. */
static size_t first_line_end(struct str s)
{
	bool quoted = false, something = false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		quoted ^= c == '"';
		bool end = !quoted && (c == '\n' || c == '\r');
		if (end && something)
			return i;
		something |= !end;
	}
	return s.len;
}

static bool wide_encoding(struct str s)
{
	return s.len >= 2 && (memcmp(s.data, "\xff\xfe", 2) == 0 || memcmp(s.data, "\xfe\xff", 2) == 0);
}

/* Gathers the first line, takes the mark off it and settles the separator. */
static enum csv_step begin(struct csv_reader *reader)
{
	buf_add(&reader->first, str_slice(reader->in, reader->at, FIRST_LINE_MAX));
	size_t taken = reader->in.len < FIRST_LINE_MAX ? reader->in.len : FIRST_LINE_MAX;
	reader->at = taken;
	struct str text = buf_str(&reader->first);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_slice(text, 3, text.len);
	size_t end = first_line_end(text);
	if (end == text.len && !reader->finished && reader->first.len < FIRST_LINE_MAX)
		return CSV_MORE;
	if (wide_encoding(text))
		return fail(reader, ERR_INPUT, "This file is UTF-16", "Save it as UTF-8.");
	if (!reader->options.separator)
		reader->options.separator = guess_separator(str_slice(text, 0, end));
	reader->after = str_slice(reader->in, taken, reader->in.len);
	reader->in = text;
	reader->at = 0;
	reader->first_known = true;
	return CSV_ROW;
}

static bool keep(struct csv_reader *reader, const char *bytes, size_t count)
{
	if (count > CSV_FIELD_MAX - (reader->length - reader->begin)) {
		fail_size(reader, "A field is too long");
		return false;
	}
	if (count > CSV_ROW_MAX - reader->length) {
		fail_size(reader, "A row is too long");
		return false;
	}
	if (reader->length + count > reader->room) {
		size_t room = reader->room * 2;
		while (room < reader->length + count)
			room *= 2;
		char *larger = arena_alloc(reader->arena, room);
		memcpy(larger, reader->bytes, reader->length);
		reader->bytes = larger;
		reader->room = room;
	}
	memcpy(reader->bytes + reader->length, bytes, count);
	reader->length += count;
	return true;
}

static bool end_field(struct csv_reader *reader)
{
	if (reader->count == CSV_COLUMNS_MAX) {
		fail_size(reader, "A row has too many columns");
		return false;
	}
	reader->ends[reader->count++] = reader->length;
	reader->begin = reader->length;
	return true;
}

static void count_line(struct csv_reader *reader, char c)
{
	if (c == '\r' || (c == '\n' && !reader->carriage_return))
		reader->line++;
	reader->carriage_return = c == '\r';
}

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* How far bytes go that mean nothing special. */
static size_t plain_run(const struct csv_reader *reader)
{
	const char *data = reader->in.data;
	char separator = reader->options.separator;
	size_t i = reader->at;
	while (i < reader->in.len && data[i] != separator && data[i] != '\n' && data[i] != '\r' && data[i])
		i++;
	return i - reader->at;
}

static size_t quoted_run(const struct csv_reader *reader)
{
	const char *data = reader->in.data;
	size_t i = reader->at;
	while (i < reader->in.len && data[i] != '"' && data[i] != '\n' && data[i] != '\r' && data[i])
		i++;
	return i - reader->at;
}

static enum csv_step read_special(struct csv_reader *reader, char c)
{
	bool end = is_end(c);
	if (end)
		count_line(reader, c);
	if (!c)
		return fail(reader, ERR_INPUT, "A NUL byte cannot be in a text file", "Check that this is a CSV file, and save it again as UTF-8.");
	if (reader->state == ROW_BEGINS && end)
		return CSV_MORE;
	if (reader->state == QUOTE_SEEN && !end && c != reader->options.separator)
		return fail(reader, ERR_INPUT, "There is text after the closing quote of a field",
		            "Write a quote inside of a field in quotes twice.");
	if (!end_field(reader))
		return CSV_ERROR;
	reader->state = end ? ROW_BEGINS : FIELD_BEGINS;
	return end ? CSV_ROW : CSV_MORE;
}

static enum csv_step read_quoted(struct csv_reader *reader)
{
	size_t run = quoted_run(reader);
	if (run) {
		reader->carriage_return = false;
		bool kept = keep(reader, reader->in.data + reader->at, run);
		reader->at += run;
		return kept ? CSV_MORE : CSV_ERROR;
	}
	char c = reader->in.data[reader->at++];
	if (!c)
		return read_special(reader, c);
	if (is_end(c))
		count_line(reader, c);
	else
		reader->carriage_return = false;
	if (c == '"') {
		reader->state = QUOTE_SEEN;
		return CSV_MORE;
	}
	return keep(reader, &c, 1) ? CSV_MORE : CSV_ERROR;
}

static enum csv_step read_plain(struct csv_reader *reader)
{
	size_t run = plain_run(reader);
	if (!run)
		return read_special(reader, reader->in.data[reader->at++]);
	bool kept = keep(reader, reader->in.data + reader->at, run);
	reader->at += run;
	return kept ? CSV_MORE : CSV_ERROR;
}

/* Reads a piece: CSV_ROW when it ended a row, CSV_MORE when there is more to do. */
static enum csv_step read_piece(struct csv_reader *reader)
{
	char c = reader->in.data[reader->at];
	if (reader->state == QUOTED)
		return read_quoted(reader);
	if (reader->state == PLAIN)
		return read_plain(reader);
	if (reader->state == QUOTE_SEEN && c == '"') {
		reader->at++;
		reader->state = QUOTED;
		return keep(reader, &c, 1) ? CSV_MORE : CSV_ERROR;
	}
	if (reader->state == QUOTE_SEEN || !c || c == reader->options.separator || is_end(c)) {
		if (reader->state == ROW_BEGINS && !is_end(c))
			reader->row_line = reader->line;
		if (!is_end(c))
			reader->carriage_return = false;
		reader->at++;
		return read_special(reader, c);
	}
	if (reader->state == ROW_BEGINS)
		reader->row_line = reader->line;
	reader->carriage_return = false;
	reader->state = c == '"' ? QUOTED : PLAIN;
	reader->at += c == '"';
	return CSV_MORE;
}

static bool all_ascii(const char *data, size_t len)
{
	unsigned char all = 0;
	for (size_t i = 0; i < len; i++)
		all |= (unsigned char)data[i];
	return all < 0x80;
}

/* 0x80 to 0x9F; 0 = Windows has no character there, and ISO-8859-1's control remains. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static void convert(struct csv_reader *reader)
{
	size_t used = 0, field = 0;
	if (reader->converted_room < reader->room) {
		reader->converted_room = reader->room;
		reader->converted = arena_alloc_array(reader->arena, 3, reader->room);
	}
	for (size_t i = 0; i <= reader->length; i++) {
		while (field < reader->count && reader->ends[field] == i)
			reader->ends[field++] = used;
		if (i == reader->length)
			break;
		uint32_t c = (unsigned char)reader->bytes[i];
		if (c >= 0x80 && c < 0xA0 && windows_1252[c - 0x80])
			c = windows_1252[c - 0x80];
		char four[4];
		size_t length = utf8_put(four, c);
		memcpy(reader->converted + used, four, length);
		used += length;
	}
}

static void slice_fields(struct csv_reader *reader, const char *bytes)
{
	size_t from = 0;
	for (size_t i = 0; i < reader->count; i++) {
		reader->fields[i] = (struct str){ bytes + from, reader->ends[i] - from };
		from = reader->ends[i];
	}
}

static bool check_text(struct csv_reader *reader)
{
	size_t count = reader->count;
	slice_fields(reader, reader->bytes);
	if (all_ascii(reader->bytes, reader->length))
		return true;
	bool guess = reader->options.encoding == CSV_GUESS;
	for (size_t i = 0; i < count; i++) {
		if (reader->options.encoding != CSV_WINDOWS_1252 && utf8_valid(reader->fields[i]))
			continue;
		if (reader->options.encoding == CSV_WINDOWS_1252 || guess) {
			convert(reader);
			slice_fields(reader, reader->converted);
			return true;
		}
		reader->count = i; /* names the column */
		reader->state = PLAIN;
		fail(reader, ERR_INPUT, "This is not UTF-8", "Save the file as UTF-8, or say that it is Windows-1252.");
		return false;
	}
	return true;
}

static void copy_header(struct csv_reader *reader)
{
	struct str *names = ARENA_ARRAY(reader->arena, struct str, reader->count ? reader->count : 1);
	for (size_t i = 0; i < reader->count; i++)
		names[i] = str_copy(reader->arena, str_trim(reader->fields[i]));
	reader->header = (struct csv_row){ reader->rows, reader->row_line, reader->count, names };
	reader->has_header = true;
}

/* A row has ended: gives it, or keeps it as the header and says CSV_MORE. */
static enum csv_step give_row(struct csv_reader *reader, struct csv_row *row)
{
	if (!check_text(reader))
		return CSV_ERROR;
	reader->rows++;
	*row = (struct csv_row){ reader->rows, reader->row_line, reader->count, reader->fields };
	bool header = reader->options.header && !reader->has_header;
	if (header)
		copy_header(reader);
	reader->length = reader->begin = reader->count = 0;
	return header ? CSV_MORE : CSV_ROW;
}

/* The bytes are used up: the next piece, the last row, or the end. CSV_MORE = go on reading here. */
static enum csv_step input_ended(struct csv_reader *reader, struct csv_row *row, bool *push)
{
	if (reader->after.len) {
		reader->in = reader->after;
		reader->after.len = reader->at = 0;
		return CSV_MORE;
	}
	if (!reader->finished) {
		*push = true;
		return CSV_MORE;
	}
	if (reader->state == QUOTED)
		return fail(reader, ERR_INPUT, "A field in quotes is not closed", "Look at the row where it begins, and close its quote.");
	if (reader->state == ROW_BEGINS)
		return CSV_END;
	if (!end_field(reader))
		return CSV_ERROR;
	reader->state = ROW_BEGINS;
	return give_row(reader, row);
}

static enum csv_step next(struct csv_reader *reader, struct csv_row *row)
{
	if (!reader->first_known) {
		enum csv_step step = begin(reader);
		if (step != CSV_ROW)
			return step;
	}
	for (;;) {
		bool push = false;
		enum csv_step step;
		if (reader->at == reader->in.len) {
			step = input_ended(reader, row, &push);
		} else {
			step = read_piece(reader);
			if (step == CSV_ROW)
				step = give_row(reader, row);
		}
		if (step != CSV_MORE || push)
			return step;
	}
}

enum csv_step csv_next(struct csv_reader *reader, struct csv_row *row, struct error *err)
{
	enum csv_step step = reader->failed ? CSV_ERROR : next(reader, row);
	if (step == CSV_ERROR)
		*err = reader->error;
	return step;
}

static bool same_name(struct str name, const char *wanted)
{
	size_t i = 0;
	for (; i < name.len && wanted[i]; i++) {
		char a = name.data[i], b = wanted[i];
		a = ascii_upper(a) ? (char)(a + 32) : a;
		b = ascii_upper(b) ? (char)(b + 32) : b;
		if (a != b)
			return false;
	}
	return i == name.len && !wanted[i];
}

int csv_column(const struct csv_reader *reader, const char *name)
{
	for (size_t i = 0; i < reader->header.count; i++)
		if (same_name(reader->header.fields[i], name))
			return (int)i;
	return -1;
}

bool csv_need_column(const struct csv_reader *reader, const char *name, int *column, struct error *err)
{
	*column = csv_column(reader, name);
	if (*column >= 0)
		return true;
	return error_set(err, ERR_INPUT, "A column is missing", "Name it in the first row, and check the separator.", "column %s", name);
}

const struct csv_row *csv_header(const struct csv_reader *reader)
{
	return reader->has_header ? &reader->header : NULL;
}

struct str csv_field_at(const struct csv_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->count)
		return (struct str){ "", 0 };
	return row->fields[column];
}

char csv_separator(const struct csv_reader *reader)
{
	return reader->options.separator;
}
