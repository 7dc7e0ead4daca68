/* Stored bodies, both ways, in one pass over the bytes: every fold and every page reads them. What the pass does not take - a name that the record lacks
 * or that stands twice, a rare escape, a number with a fraction, spaces in evidence - is left to the tree of field.c, which gives the same answer
 * for all bytes. */
#include <assert.h>
#include <string.h>

#include "field_inner.h"

enum { DEPTH = 16, ITEMS_MOST = 64 };

/* --- reading --- */

struct reader {
	const char *at, *end;
	struct arena *arena;
	struct findings ignored;
};

static bool next_is(struct reader *reader, char c)
{
	if (reader->at == reader->end || *reader->at != c)
		return false;
	reader->at++;
	return true;
}

static void skip_space(struct reader *reader)
{
	while (reader->at < reader->end && ascii_space(*reader->at))
		reader->at++;
}

static bool next_after_space(struct reader *reader, char c)
{
	skip_space(reader);
	return next_is(reader, c);
}

/* The inside of a string, as it stands; `escaped` when it is not yet its text. */
static bool string_span(struct reader *reader, struct str *out, bool *escaped)
{
	if (!next_is(reader, '"'))
		return false;
	const char *from = reader->at;
	*escaped = false;
	for (; reader->at < reader->end && *reader->at != '"'; reader->at++) {
		if ((unsigned char)*reader->at < 0x20)
			return false;
		if (*reader->at != '\\')
			continue;
		*escaped = true;
		if (++reader->at == reader->end)
			return false;
	}
	*out = (struct str){ from, (size_t)(reader->at - from) };
	return next_is(reader, '"');
}

static bool unescape(struct str span, struct arena *arena, struct str *out)
{
	static const char signs[] = "\"\\/bfnrt", stand_for[] = "\"\\/\b\f\n\r\t";
	char *text = arena_alloc(arena, span.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < span.len; i++) {
		if (span.data[i] == '\\') {
			const char *sign = strchr(signs, span.data[++i]);
			if (!sign || !*sign)
				return false;
			text[len++] = stand_for[sign - signs];
		} else {
			text[len++] = span.data[i];
		}
	}
	*out = (struct str){ text, len };
	return true;
}

static bool string_in(struct reader *reader, struct str *out)
{
	bool escaped;
	return string_span(reader, out, &escaped) && utf8_valid(*out) && (!escaped || unescape(*out, reader->arena, out));
}

static bool int_in(struct reader *reader, int64_t *out)
{
	const char *from = reader->at;
	while (reader->at < reader->end && (ascii_digit(*reader->at) || (reader->at == from && *reader->at == '-')))
		reader->at++;
	struct str text = { from, (size_t)(reader->at - from) };
	size_t sign = text.len && *from == '-';
	bool zero_first = text.len > sign + 1 && from[sign] == '0';
	bool more = reader->at < reader->end && (*reader->at == '.' || *reader->at == 'e' || *reader->at == 'E');
	return text.len > sign && !zero_first && !more && str_to_int(text, out);
}

static bool word_in(struct reader *reader, const char *word)
{
	size_t size = strlen(word);
	if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size))
		return false;
	reader->at += size;
	return true;
}

/* Passes a value that stands in the compact form in which we write, without doubled names. */
static bool pass_value(struct reader *reader, int depth);

static bool pass_name(struct reader *reader, struct str *names, size_t count)
{
	bool escaped;
	if (count == ITEMS_MOST || !string_span(reader, &names[count], &escaped) || escaped || !utf8_valid(names[count]))
		return false;
	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i], names[count]))
			return false;
	return next_is(reader, ':');
}

static bool pass_object(struct reader *reader, int depth)
{
	struct str names[ITEMS_MOST];
	if (next_is(reader, '}'))
		return true;
	for (size_t count = 0; pass_name(reader, names, count) && pass_value(reader, depth); count++) {
		if (next_is(reader, '}'))
			return true;
		if (!next_is(reader, ','))
			return false;
	}
	return false;
}

static bool pass_array(struct reader *reader, int depth)
{
	if (next_is(reader, ']'))
		return true;
	while (pass_value(reader, depth)) {
		if (next_is(reader, ']'))
			return true;
		if (!next_is(reader, ','))
			return false;
	}
	return false;
}

static bool pass_value(struct reader *reader, int depth)
{
	struct str text;
	int64_t number;
	if (reader->at == reader->end || depth == DEPTH)
		return false;
	switch (*reader->at) {
	case '{': reader->at++; return pass_object(reader, depth + 1);
	case '[': reader->at++; return pass_array(reader, depth + 1);
	case '"': {
		bool escaped;
		return string_span(reader, &text, &escaped) && utf8_valid(text) && !memchr(text.data, '\\', text.len);
	}
	case 't': return word_in(reader, "true");
	case 'f': return word_in(reader, "false");
	case 'n': return word_in(reader, "null");
	default: return int_in(reader, &number);
	}
}

static bool object_in(struct reader *reader, const struct fields *fields, void *record, int depth);

static bool texts_in(struct reader *reader, const struct field *field, struct texts *out)
{
	struct field one = *field;
	struct str items[ITEMS_MOST], text;
	size_t count = 0, seen = 0;
	one.type = FIELD_TEXT;
	one.least = 1;
	one.most = 500;
	while (!next_after_space(reader, ']')) {
		if (seen == ITEMS_MOST || (seen && !next_is(reader, ',')) || (skip_space(reader), !string_in(reader, &text)))
			return false;
		seen++;
		items[count] = STR("");
		count += field_take_string(&one, text, &items[count], reader->arena, STR(""), &reader->ignored);
	}
	if (field->most && seen > (size_t)field->most)
		return true;
	*out = (struct texts){ ARENA_ARRAY(reader->arena, struct str, count), count };
	if (count)
		memcpy(out->items, items, count * sizeof *items);
	return true;
}

static bool list_in(struct reader *reader, const struct field *field, struct list *out, int depth)
{
	size_t size = 0, count = 0, item = field->of->size;
	char *items = NULL;
	while (!next_after_space(reader, ']')) {
		if (count == size) {
			size_t more = size ? size * 2 : 16;
			char *grown = arena_alloc_array(reader->arena, item, more);
			if (count)
				memcpy(grown, items, count * item);
			items = grown;
			size = more;
		}
		if ((count && !next_is(reader, ',')) || !next_after_space(reader, '{') || !object_in(reader, field->of, items + count * item, depth + 1))
			return false;
		count++;
	}
	if (!field->most || count <= (size_t)field->most)
		*out = (struct list){ items, count };
	return true;
}

static bool json_in(struct reader *reader, const struct field *field, struct str *out)
{
	const char *from = reader->at;
	if (!pass_value(reader, 0))
		return false;
	struct str span = { from, (size_t)(reader->at - from) };
	if (!str_is(span, "null"))
		*out = str_copy(reader->arena, span);
	return !field->most || span.len <= (size_t)field->most;
}

static bool value_in(struct reader *reader, const struct field *field, void *to, int depth)
{
	struct str text;
	int64_t number;
	skip_space(reader);
	if (reader->at == reader->end)
		return false;
	if (field->type == FIELD_JSON)
		return json_in(reader, field, to);
	switch (*reader->at) {
	case '"':
		if (!string_in(reader, &text))
			return false;
		field_take_string(field, text, to, reader->arena, STR(""), &reader->ignored);
		return true;
	case '[':
		reader->at++;
		return field->type == FIELD_TEXTS ? texts_in(reader, field, to) : field->type == FIELD_LIST && list_in(reader, field, to, depth);
	case 't':
		return field->type == FIELD_YESNO && word_in(reader, "true") && (*(bool *)to = true);
	case 'f':
		return field->type == FIELD_YESNO && word_in(reader, "false");
	default:
		if ((field->type != FIELD_INT && field->type != FIELD_TIME) || !int_in(reader, &number))
			return false;
		field_take_int(field, number, to, STR(""), &reader->ignored);
		return true;
	}
}

/* Names mostly come in the order of the table. */
static const struct field *named(const struct fields *fields, struct str name, size_t *next)
{
	for (size_t i = 0; i < fields->count; i++) {
		size_t at = *next + i < fields->count ? *next + i : *next + i - fields->count;
		if (str_is(name, fields->items[at].name)) {
			*next = at + 1;
			return &fields->items[at];
		}
	}
	return NULL;
}

static bool object_in(struct reader *reader, const struct fields *fields, void *record, int depth)
{
	uint64_t seen = 0;
	size_t next = 0;
	if (depth == DEPTH || fields->count > 64)
		return false;
	for (bool first = true; !next_after_space(reader, '}'); first = false) {
		struct str name;
		if ((!first && !next_is(reader, ',')) || (skip_space(reader), !string_in(reader, &name)) || !next_after_space(reader, ':'))
			return false;
		const struct field *field = named(fields, name, &next);
		if (!field || seen >> (field - fields->items) & 1)
			return false;
		seen |= UINT64_C(1) << (field - fields->items);
		if (!value_in(reader, field, (char *)record + field->offset, depth))
			return false;
	}
	return true;
}

static void forget(const struct fields *fields, void *record)
{
	static const size_t sizes[] = {
		[FIELD_TEXT] = sizeof(struct str), [FIELD_CODE] = sizeof(struct str), [FIELD_INT] = sizeof(int64_t), [FIELD_YESNO] = sizeof(bool),
		[FIELD_DATE] = sizeof(struct date), [FIELD_TIME] = sizeof(int64_t), [FIELD_ID] = sizeof(struct uuid), [FIELD_TEXTS] = sizeof(struct texts),
		[FIELD_LIST] = sizeof(struct list), [FIELD_JSON] = sizeof(struct str),
	};
	for (size_t i = 0; i < fields->count; i++)
		memset((char *)record + fields->items[i].offset, 0, sizes[fields->items[i].type]);
}

bool fields_from_data(const struct fields *fields, struct str data, void *record, struct arena *arena)
{
	struct reader reader = { data.data, data.data + data.len, arena, { .arena = arena } };
	if (data.len && next_after_space(&reader, '{') && object_in(&reader, fields, record, 0) && (skip_space(&reader), reader.at == reader.end))
		return true;
	forget(fields, record);
	return fields_from_tree(fields, data, record, arena);
}

/* --- writing --- */

static bool needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

static void escape(struct buf *out, unsigned char c)
{
	static const char signs[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *sign = c ? strchr(signs, c) : NULL;
	if (sign) {
		buf_c(out, '\\');
		buf_c(out, letters[sign - signs]);
	} else {
		buf_format(out, "\\u%04X", c);
	}
}

static void string_out(struct buf *out, struct str text)
{
	if (!utf8_valid(text))
		text = STR("\xef\xbf\xbd"); /* as json_str does */
	buf_c(out, '"');
	for (size_t from = 0, at = 0; at <= text.len; at++) {
		if (at < text.len && !needs_escape((unsigned char)text.data[at]))
			continue;
		buf_add(out, str_slice(text, from, at));
		if (at < text.len)
			escape(out, (unsigned char)text.data[at]);
		from = at + 1;
	}
	buf_c(out, '"');
}

static void int_out(struct buf *out, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	buf_add(out, (struct str){ digits + at, sizeof digits - at });
}

static void tree_array_out(struct buf *out, const json_t *array)
{
	size_t i;
	json_t *item;
	buf_c(out, '[');
	json_array_foreach(array, i, item) {
		if (i)
			buf_c(out, ',');
		json_write(out, item);
	}
	buf_c(out, ']');
}

static void tree_object_out(struct buf *out, const json_t *object)
{
	const char *name;
	json_t *item;
	bool first = true;
	buf_c(out, '{');
	json_object_foreach((json_t *)object, name, item) {
		if (!first)
			buf_c(out, ',');
		string_out(out, str_of(name));
		buf_c(out, ':');
		json_write(out, item);
		first = false;
	}
	buf_c(out, '}');
}

void json_write(struct buf *out, const json_t *value)
{
	char number[40];
	switch (json_typeof(value)) {
	case JSON_OBJECT: tree_object_out(out, value); break;
	case JSON_ARRAY: tree_array_out(out, value); break;
	case JSON_STRING: string_out(out, (struct str){ json_string_value(value), json_string_length(value) }); break;
	case JSON_INTEGER: int_out(out, json_integer_value(value)); break;
	case JSON_REAL: buf_add(out, (struct str){ number, json_dumpb(value, number, sizeof number, JSON_ENCODE_ANY) }); break;
	case JSON_TRUE: buf_text(out, "true"); break;
	case JSON_FALSE: buf_text(out, "false"); break;
	case JSON_NULL: buf_text(out, "null"); break;
	}
}

static void object_out(struct buf *out, const struct fields *fields, const void *record);

static void texts_out(struct buf *out, const struct texts *texts)
{
	buf_c(out, '[');
	for (size_t i = 0; i < texts->count; i++) {
		if (i)
			buf_c(out, ',');
		string_out(out, texts->items[i]);
	}
	buf_c(out, ']');
}

static void list_out(struct buf *out, const struct fields *of, const struct list *list)
{
	buf_c(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_c(out, ',');
		object_out(out, of, (const char *)list->items + i * of->size);
	}
	buf_c(out, ']');
}

/* What a judge gave stands as it is when it is in our form already. */
static void json_out(struct buf *out, struct str text)
{
	struct reader reader = { text.data, text.data + text.len, out->arena, { 0 } };
	if (pass_value(&reader, 0) && reader.at == reader.end) {
		buf_add(out, text);
		return;
	}
	json_t *value = json_loadb(text.data, text.len, JSON_DECODE_ANY, NULL);
	assert(value);
	json_write(out, value);
	json_decref(value);
}

static void value_out(struct buf *out, const struct field *field, const void *value)
{
	char date[DATE_TEXT], time[TIME_TEXT], id[UUID_TEXT];
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE: string_out(out, *(const struct str *)value); break;
	case FIELD_INT: int_out(out, *(const int64_t *)value); break;
	case FIELD_YESNO: buf_text(out, *(const bool *)value ? "true" : "false"); break;
	case FIELD_DATE: string_out(out, date_text(*(const struct date *)value, date)); break;
	case FIELD_TIME: string_out(out, time_text(*(const int64_t *)value, time)); break;
	case FIELD_ID: string_out(out, uuid_text(*(const struct uuid *)value, id)); break;
	case FIELD_TEXTS: texts_out(out, value); break;
	case FIELD_LIST: list_out(out, field->of, value); break;
	case FIELD_JSON: json_out(out, *(const struct str *)value); break;
	}
}

static void object_out(struct buf *out, const struct fields *fields, const void *record)
{
	bool first = true;
	buf_c(out, '{');
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		const void *value = (const char *)record + field->offset;
		if (!field_given(field, value) || field->flags & SECRET)
			continue;
		buf_text(out, first ? "\"" : ",\"");
		buf_text(out, field->name);
		buf_text(out, "\":");
		value_out(out, field, value);
		first = false;
	}
	buf_c(out, '}');
}

struct str fields_data(const struct fields *fields, const void *record, struct arena *arena)
{
	struct buf out = BUF_IN(arena);
	object_out(&out, fields, record);
	return buf_str(&out);
}

struct str field_data(const struct field *field, const void *value, struct arena *arena)
{
	struct buf out = BUF_IN(arena);
	value_out(&out, field, value);
	return buf_str(&out);
}

bool field_from_data(const struct field *field, struct str data, void *value, struct arena *arena)
{
	struct reader reader = { data.data, data.data + data.len, arena, { .arena = arena } };
	struct field one = *field;
	struct fields wrap = { "row", 0, &one, 1 };
	one.offset = 0;
	if (value_in(&reader, &one, value, 0) && (skip_space(&reader), reader.at == reader.end))
		return true;
	forget(&wrap, value);
	return fields_from_tree(&wrap, str_format(arena, "{\"%s\":" STR_FMT "}", field->name, STR_ARG(data)), value, arena);
}
