#include "form.h"

#include <string.h>

static bool broken(struct error *err, const char *what, size_t at)
{
	return error_set(err, ERR_INPUT, what, "Send the form again from its page.", "byte %zu of the form", at + 1);
}

static int hex_value(char c)
{
	if (ascii_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One name or value: '+' is a space, %XX a byte. `base` is its place in the body, for the message. */
static bool decode(struct str raw, size_t base, struct arena *arena, struct str *out, struct error *err)
{
	char *bytes = arena_alloc(arena, raw.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.data[i];
		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int high = i + 1 < raw.len ? hex_value(raw.data[i + 1]) : -1;
			int low = i + 2 < raw.len ? hex_value(raw.data[i + 2]) : -1;
			if (high < 0 || low < 0)
				return broken(err, "A percent sign does not stand before two hexadecimal digits.", base + i);
			c = (char)(high << 4 | low);
			i += 2;
		}
		bytes[len++] = c;
	}
	*out = (struct str){ bytes, len };
	if (memchr(bytes, 0, len) || !utf8_valid(*out))
		return broken(err, "A value holds bytes that are no text.", base);
	return true;
}

static size_t count_of(struct str s, char c)
{
	size_t count = 0;
	for (size_t i = 0; i < s.len; i++)
		count += s.data[i] == c;
	return count;
}

static bool too_many(struct error *err)
{
	return error_set(err, ERR_INPUT, "There are too many fields in this form.", "Send fewer at once.", "%d fields are taken", FORM_PAIRS);
}

bool form_urlencoded(struct str body, struct arena *arena, struct form *out, struct error *err)
{
	struct str rest = body, piece;
	size_t room = count_of(body, '&') + 1;
	out->pairs = ARENA_ARRAY(arena, struct pair, room < FORM_PAIRS ? room : FORM_PAIRS);
	out->count = 0;
	while (str_cut(&rest, '&', &piece)) {
		struct str value = piece, name;
		size_t base = (size_t)(piece.data - body.data);
		if (!piece.len)
			continue;
		if (out->count == FORM_PAIRS)
			return too_many(err);
		if (!str_cut(&value, '=', &name))
			name = piece;
		if (name.len == piece.len)
			value = (struct str){ piece.data + piece.len, 0 };
		struct pair *pair = &out->pairs[out->count++];
		if (!decode(name, base, arena, &pair->name, err) ||
		    !decode(value, base + (size_t)(value.data - piece.data), arena, &pair->value, err))
			return false;
	}
	return true;
}

struct str form_value(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_is(form->pairs[i].name, name))
			return form->pairs[i].value;
	return STR("");
}

/* --- header values with parameters: form-data; name="a"; filename="b.pdf" --- */

static bool token_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static void skip_spaces(struct str s, size_t *at)
{
	while (*at < s.len && (s.data[*at] == ' ' || s.data[*at] == '\t'))
		++*at;
}

static struct str token(struct str s, size_t *at)
{
	size_t from = *at;
	while (*at < s.len && token_char(s.data[*at]))
		++*at;
	return str_slice(s, from, *at);
}

static bool quoted(struct str s, size_t *at, struct arena *arena, struct str *out)
{
	char *bytes = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	for (++*at; *at < s.len && s.data[*at] != '"'; ++*at) {
		/* Only \" and \\ are escapes: old browsers send whole Windows paths. */
		if (s.data[*at] == '\\' && *at + 1 < s.len && (s.data[*at + 1] == '"' || s.data[*at + 1] == '\\'))
			++*at;
		bytes[len++] = s.data[*at];
	}
	*out = (struct str){ bytes, len };
	if (*at >= s.len)
		return false;
	++*at;
	return true;
}

/* The next "; name=value"; false at the end or when the rest is no parameter (`*broken_out` then). */
static bool parameter(struct str s, size_t *at, struct arena *arena, struct str *name, struct str *value, bool *broken_out)
{
	skip_spaces(s, at);
	if (*at >= s.len)
		return false;
	*broken_out = true;
	if (s.data[(*at)++] != ';')
		return false;
	skip_spaces(s, at);
	*name = str_lower(arena, token(s, at));
	if (!name->len || *at >= s.len || s.data[(*at)++] != '=')
		return false;
	if (*at < s.len && s.data[*at] == '"') {
		if (!quoted(s, at, arena, value))
			return false;
	} else {
		*value = token(s, at);
	}
	*broken_out = false;
	return true;
}

static bool boundary_sound(struct str boundary)
{
	if (!boundary.len || boundary.len > 70 || boundary.data[boundary.len - 1] == ' ')
		return false;
	for (size_t i = 0; i < boundary.len; i++) {
		char c = boundary.data[i];
		if (!ascii_alpha(c) && !ascii_digit(c) && !(c && strchr("'()+_,-./:=? ", c)))
			return false;
	}
	return true;
}

bool form_media_type(struct str header, struct arena *arena, struct str *type, struct str *boundary)
{
	size_t at = 0;
	bool wrong = false;
	struct str name, value;
	*boundary = STR("");
	header = str_trim(header);
	while (at < header.len && (token_char(header.data[at]) || header.data[at] == '/'))
		at++;
	*type = str_lower(arena, str_slice(header, 0, at));
	while (parameter(header, &at, arena, &name, &value, &wrong))
		if (str_is(name, "boundary") && boundary_sound(value))
			*boundary = value;
	return type->len != 0 && !wrong;
}

/* --- multipart --- */

struct part {
	struct str name, file_name, type;
	bool file;
};

static bool disposition(struct str value, struct arena *arena, struct part *part)
{
	size_t at = 0;
	bool wrong = false, named = false;
	struct str name, text;
	if (!str_is(str_lower(arena, token(value, &at)), "form-data"))
		return false;
	while (parameter(value, &at, arena, &name, &text, &wrong)) {
		if (str_is(name, "name")) {
			part->name = text;
			named = true;
		} else if (str_is(name, "filename")) {
			part->file_name = text;
			part->file = true;
		}
	}
	return !wrong && named && utf8_valid(part->name) && utf8_valid(part->file_name);
}

/* The path on a stranger's disk tells nothing that we want to keep. */
static struct str last_of_path(struct str name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
			return str_slice(name, i, name.len);
	return name;
}

static bool part_headers(struct str headers, struct arena *arena, struct part *part)
{
	int lines = 0;
	bool placed = false;
	struct str line, name;
	while (headers.len) {
		size_t end;
		if (!str_find(headers, STR("\r\n"), &end))
			end = headers.len;
		line = str_slice(headers, 0, end);
		headers = str_slice(headers, end + 2, headers.len);
		if (++lines > FORM_PART_HEADERS || !str_cut(&line, ':', &name) || !name.len)
			return false;
		name = str_lower(arena, name);
		if (str_is(name, "content-disposition"))
			placed = disposition(str_trim(line), arena, part);
		else if (str_is(name, "content-type"))
			part->type = str_trim(line);
	}
	part->file_name = last_of_path(part->file_name);
	return placed;
}

static bool take_part(const struct part *part, struct str bytes, size_t base, struct form *out, struct error *err)
{
	if (part->file) {
		if (!bytes.len && !part->file_name.len)
			return true; /* a file box that was left empty */
		if (out->upload_count == FORM_FILES)
			return error_set(err, ERR_INPUT, "There are too many files in this form.", "Send fewer at once.", "%d files are taken", FORM_FILES);
		out->uploads[out->upload_count++] = (struct upload){ part->name, part->file_name, part->type, bytes };
		return true;
	}
	if (out->count == FORM_PAIRS)
		return too_many(err);
	if (memchr(bytes.data, 0, bytes.len) || !utf8_valid(bytes))
		return broken(err, "A value holds bytes that are no text.", base);
	out->pairs[out->count++] = (struct pair){ part->name, bytes };
	return true;
}

/* Reads the part that starts at `*at` (just after its delimiter's line) and moves behind the delimiter that ends it. */
static bool next_part(struct str body, struct str delimiter, size_t *at, struct arena *arena, struct form *out, struct error *err)
{
	struct part part = { 0 };
	struct str rest = str_slice(body, *at, body.len);
	size_t head, end;
	if (!str_find(str_slice(rest, 0, FORM_PART_HEADER_BYTES), STR("\r\n\r\n"), &head))
		return broken(err, "The headings of a part do not end.", *at);
	if (!part_headers(str_slice(rest, 0, head), arena, &part))
		return broken(err, "A part does not say which field it is.", *at);
	/* An empty part's delimiter may begin with the CRLF that ended its headings. */
	struct str content = str_slice(rest, head + 2, rest.len);
	if (!str_find(content, delimiter, &end))
		return broken(err, "The form was cut off.", body.len);
	struct str bytes = end < 2 ? STR("") : str_slice(content, 2, end);
	if (!take_part(&part, bytes, *at + head + 4, out, err))
		return false;
	*at += head + 2 + end + delimiter.len;
	return true;
}

bool form_multipart(struct str body, struct str boundary, struct arena *arena, struct form *out, struct error *err)
{
	struct str delimiter = str_format(arena, "\r\n--" STR_FMT, STR_ARG(boundary));
	size_t at;
	*out = (struct form){ .pairs = ARENA_ARRAY(arena, struct pair, FORM_PAIRS),
		              .uploads = ARENA_ARRAY(arena, struct upload, FORM_FILES) };
	if (!boundary.len)
		return broken(err, "The form does not say where its parts end.", 0);
	if (!str_starts(body, str_slice(delimiter, 2, delimiter.len)))
		return broken(err, "The form does not begin with its boundary.", 0);
	at = delimiter.len - 2;
	for (;;) {
		struct str rest = str_slice(body, at, body.len);
		if (str_starts(rest, STR("--")))
			return true; /* what follows is the epilogue, which nobody reads */
		if (!str_starts(rest, STR("\r\n")))
			return broken(err, "The form was cut off.", at);
		at += 2;
		if (!next_part(body, delimiter, &at, arena, out, err))
			return false;
	}
}
