#include "csv.h"

#include <string.h>

/* -12.5, +32, 7,5: a spreadsheet reads them as numbers, which calculate nothing. */
static bool is_number(struct str s)
{
	size_t digits = 0, points = 0;
	for (size_t i = s.len && (s.data[0] == '-' || s.data[0] == '+') ? 1 : 0; i < s.len; i++) {
		bool digit = ascii_digit(s.data[i]), point = s.data[i] == '.' || s.data[i] == ',';
		if (!digit && !(point && digits && i + 1 < s.len))
			return false;
		digits += digit;
		points += point;
	}
	return digits && points <= 1;
}

static bool is_formula(struct str s)
{
	return s.len && strchr("=+-@\t\r", s.data[0]) && s.data[0] && !is_number(s);
}

static bool needs_quotes(struct str s)
{
	if (s.len && (ascii_space(s.data[0]) || ascii_space(s.data[s.len - 1])))
		return true;
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] && strchr(",;\t\"\r\n", s.data[i]))
			return true;
	return false;
}

static void put(struct buf *buf, struct str field, bool guarded)
{
	bool first = !buf->len || buf->data[buf->len - 1] == '\n';
	if (!first)
		buf_c(buf, ',');
	/* An empty first field in quotes: so the next one knows that it is not the first, and no row is an empty line. */
	bool quotes = needs_quotes(field) || (first && !field.len);
	if (quotes)
		buf_c(buf, '"');
	if (guarded)
		buf_c(buf, '\'');
	for (size_t i = 0; i < field.len; i++) {
		if (field.data[i] == '"')
			buf_c(buf, '"');
		buf_c(buf, field.data[i]);
	}
	if (quotes)
		buf_c(buf, '"');
}

void csv_field(struct buf *buf, struct str field)
{
	put(buf, field, is_formula(field));
}

void csv_field_raw(struct buf *buf, struct str field)
{
	put(buf, field, false);
}

void csv_end_row(struct buf *buf)
{
	buf_text(buf, "\r\n");
}
