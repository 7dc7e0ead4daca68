/* Rows that a fold gives: in canonical bytes, so that what changed is found by comparing, and only that is written. */
#include "inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- canonical bytes: each text with its length, each number in 8 bytes, fields in the table's order --- */

static void encode_str(struct buf *out, struct str s)
{
	buf_be32(out, (uint32_t)s.len);
	buf_add(out, s);
}

static void encode_field(struct buf *out, const struct field *field, const void *at)
{
	char date[DATE_TEXT];
	const struct texts *texts = at;
	const struct list *list = at;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_JSON:
		encode_str(out, *(const struct str *)at);
		break;
	case FIELD_DATE:
		encode_str(out, date_text(*(const struct date *)at, date));
		break;
	case FIELD_INT:
	case FIELD_TIME:
		buf_be64(out, (uint64_t)*(const int64_t *)at);
		break;
	case FIELD_YESNO:
		buf_u8(out, *(const bool *)at);
		break;
	case FIELD_ID:
		buf_add(out, bytes_of(at, sizeof(struct uuid)));
		break;
	case FIELD_TEXTS:
		buf_be32(out, (uint32_t)texts->count);
		for (size_t i = 0; i < texts->count; i++)
			encode_str(out, texts->items[i]);
		break;
	case FIELD_LIST:
		buf_be32(out, (uint32_t)list->count);
		for (size_t i = 0; i < list->count; i++)
			row_encode(out, field->of, (const char *)list->items + i * field->of->size);
		break;
	}
}

void row_encode(struct buf *out, const struct fields *fields, const void *row)
{
	for (size_t i = 0; i < fields->count; i++)
		encode_field(out, &fields->items[i], (const char *)row + fields->items[i].offset);
}

static bool take(struct str *bytes, size_t size, struct str *out)
{
	if (bytes->len < size)
		return false;
	*out = str_slice(*bytes, 0, size);
	*bytes = str_slice(*bytes, size, bytes->len);
	return true;
}

static bool take_number(struct str *bytes, size_t size, uint64_t *out)
{
	struct str raw;
	if (!take(bytes, size, &raw))
		return false;
	*out = 0;
	for (size_t i = 0; i < size; i++)
		*out = *out << 8 | (uint8_t)raw.data[i];
	return true;
}

static bool decode_str(struct str *bytes, struct str *out)
{
	uint64_t size;
	return take_number(bytes, 4, &size) && take(bytes, size, out);
}

static bool decode_texts(struct str *bytes, struct texts *out, struct arena *arena)
{
	uint64_t count;
	if (!take_number(bytes, 4, &count) || count > bytes->len)
		return false;
	*out = (struct texts){ ARENA_ARRAY(arena, struct str, count), count };
	for (size_t i = 0; i < count; i++) {
		if (!decode_str(bytes, &out->items[i]))
			return false;
	}
	return true;
}

static bool decode_list(struct str *bytes, const struct fields *of, struct list *out, struct arena *arena)
{
	uint64_t count;
	if (!take_number(bytes, 4, &count) || count > bytes->len)
		return false;
	*out = (struct list){ arena_alloc_array(arena, of->size, count), count };
	for (size_t i = 0; i < count; i++) {
		if (!row_decode(bytes, of, (char *)out->items + i * of->size, arena))
			return false;
	}
	return true;
}

static bool decode_field(struct str *bytes, const struct field *field, void *at, struct arena *arena)
{
	struct str text;
	uint64_t number;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_JSON:
		return decode_str(bytes, at);
	case FIELD_DATE:
		return decode_str(bytes, &text) && date_parse(text, at);
	case FIELD_INT:
	case FIELD_TIME:
		if (!take_number(bytes, 8, &number))
			return false;
		*(int64_t *)at = (int64_t)number;
		return true;
	case FIELD_YESNO:
		if (!take_number(bytes, 1, &number))
			return false;
		*(bool *)at = number;
		return true;
	case FIELD_ID:
		if (!take(bytes, sizeof(struct uuid), &text))
			return false;
		memcpy(at, text.data, sizeof(struct uuid));
		return true;
	case FIELD_TEXTS:
		return decode_texts(bytes, at, arena);
	case FIELD_LIST:
		return decode_list(bytes, field->of, at, arena);
	}
	return false;
}

bool row_decode(struct str *bytes, const struct fields *fields, void *row, struct arena *arena)
{
	for (size_t i = 0; i < fields->count; i++) {
		if (!decode_field(bytes, &fields->items[i], (char *)row + fields->items[i].offset, arena))
			return false;
	}
	return true;
}

/* --- sets --- */

static struct row *row_new(struct row_set *set)
{
	if (set->count == set->size) {
		size_t size = set->size ? set->size * 2 : 16;
		struct row *items = ARENA_ARRAY(set->arena, struct row, size);
		if (set->count)
			memcpy(items, set->items, set->count * sizeof *items);
		set->items = items;
		set->size = size;
	}
	return &set->items[set->count++];
}

void rows_put(struct row_set *out, const struct table *table, const void *values)
{
	const struct projection *projection = NULL;
	for (int i = 0; i < out->projection_count; i++) {
		if (out->projections[i].table == table)
			projection = &out->projections[i];
	}
	assert(projection); /* a fold writes the tables that it declares */
	struct buf key = BUF_IN(out->arena), bytes = BUF_IN(out->arena);
	for (int i = 0; i < projection->key_count; i++) {
		const struct field *field = &table->row->items[projection->keys[i]];
		encode_field(&key, field, (const char *)values + field->offset);
	}
	row_encode(&bytes, table->row, values);
	size_t number = out->count;
	*row_new(out) = (struct row){ projection, buf_str(&key), buf_str(&bytes), number };
}

static int compare_key(const struct row *a, const struct row *b)
{
	if (a->projection != b->projection)
		return a->projection < b->projection ? -1 : 1;
	return str_compare(a->key, b->key);
}

static int compare_row(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int order = compare_key(left, right);
	return order ? order : left->number < right->number ? -1 : 1;
}

void rows_sort(struct row_set *set)
{
	size_t kept = 0;
	if (set->count)
		qsort(set->items, set->count, sizeof *set->items, compare_row);
	for (size_t i = 0; i < set->count; i++) {
		bool same = kept && !compare_key(&set->items[kept - 1], &set->items[i]);
		set->items[same ? kept - 1 : kept++] = set->items[i];
	}
	set->count = kept;
}

/* Binds a row from its canonical bytes and runs the statement. */
static bool run_row(struct db *db, const char *sql, struct uuid record, const struct row *row, struct arena *arena, struct error *err)
{
	const struct fields *fields = row->projection->table->row;
	void *values = arena_alloc(arena, fields->size);
	struct str bytes = row->bytes;
	bool read = row_decode(&bytes, fields, values, arena);
	assert(read && !bytes.len);
	struct query *query = db_made(db, sql);
	query_bind_id(query, "record", record);
	query_bind_row(query, fields, values);
	return query_run(query, err);
}

bool rows_write(struct db *db, struct uuid record, const struct row_set *before, const struct row_set *after, struct arena *arena,
                struct error *err)
{
	size_t b = 0, a = 0;
	while (b < before->count || a < after->count) {
		int order = b == before->count ? 1 : a == after->count ? -1 : compare_key(&before->items[b], &after->items[a]);
		bool good = true;
		if (order < 0)
			good = run_row(db, before->items[b].projection->remove_sql, record, &before->items[b], arena, err);
		else if (order > 0 || !str_equal(before->items[b].bytes, after->items[a].bytes))
			good = run_row(db, after->items[a].projection->put_sql, record, &after->items[a], arena, err);
		if (!good)
			return false;
		b += order <= 0;
		a += order >= 0;
	}
	return true;
}
