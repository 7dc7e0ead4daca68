#include "field_inner.h"

#include <assert.h>
#include <string.h>

#define SAFE_INT INT64_C(9007199254740992) /* 2^53: what every JSON reader holds exactly */

static void *at(const struct field *field, void *record)
{
	return (char *)record + field->offset;
}

static const void *at_const(const struct field *field, const void *record)
{
	return (const char *)record + field->offset;
}

static const struct field *field_named(const struct fields *fields, struct str name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (str_is(name, fields->items[i].name))
			return &fields->items[i];
	return NULL;
}

static struct str place_of(struct arena *arena, struct str prefix, struct str name)
{
	return prefix.len ? str_format(arena, STR_FMT "." STR_FMT, STR_ARG(prefix), STR_ARG(name)) : name;
}

/* --- one value --- */

static bool clean_text(struct str s, bool code)
{
	if (!utf8_valid(s))
		return false;
	for (size_t at = 0; at < s.len;) {
		uint32_t c = utf8_next(s, &at);
		bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
		bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); /* bidi overrides hide what is written */
		if (control || turns || (code && (c >= 0x7f || c < 0x20)))
			return false;
	}
	return true;
}

/* Most texts: printable ASCII, which nothing is wrong with. */
static bool plain(struct str s)
{
	unsigned char other = 0;
	for (size_t i = 0; i < s.len; i++)
		other |= (unsigned char)(s.data[i] - 0x20) > 0x7e - 0x20;
	return !other;
}

/* A browser ends lines in CRLF; a record keeps LF alone. */
static struct str without_returns(struct arena *arena, struct str s)
{
	char *out = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != '\r')
			out[len++] = s.data[i];
	return (struct str){ out, len };
}

static bool take_text(const struct field *field, struct str text, struct str *out, struct arena *arena, struct str place,
                      struct findings *findings)
{
	bool is_plain = plain(text);
	text = is_plain ? str_copy(arena, str_trim(text)) : str_trim(without_returns(arena, text));
	if (!is_plain && !clean_text(text, field->type == FIELD_CODE)) {
		finding_add(findings, place, "bad_characters", "This holds characters that cannot be used here. Type it again.");
		return false;
	}
	size_t length = is_plain ? text.len : utf8_length(text);
	if (field->most && length > (size_t)field->most) {
		finding_add(findings, place, "too_long", "This is too long. Shorten it.");
		return false;
	}
	if (length && length < (size_t)field->least) {
		finding_add(findings, place, "too_short", "This is too short.");
		return false;
	}
	*out = text;
	return true;
}

bool field_take_int(const struct field *field, int64_t value, int64_t *out, struct str place, struct findings *findings)
{
	bool bounded = field->least || field->most;
	if (value > SAFE_INT || value < -SAFE_INT || (bounded && (value < field->least || value > field->most))) {
		finding_add(findings, place, "out_of_range", "This number is outside what is allowed.");
		return false;
	}
	*out = value;
	return true;
}

/* A value given as text: a form's, and JSON strings of the types that JSON lacks. */
bool field_take_string(const struct field *field, struct str text, void *to, struct arena *arena, struct str place, struct findings *findings)
{
	struct str trimmed = str_trim(text);
	int64_t number;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
		return take_text(field, text, to, arena, place, findings);
	case FIELD_INT:
		if (!trimmed.len)
			return true;
		if (str_to_int(trimmed, &number))
			return field_take_int(field, number, to, place, findings);
		finding_add(findings, place, "bad_number", "This is not a whole number.");
		return false;
	case FIELD_YESNO:
		*(bool *)to = str_is(trimmed, "yes") || str_is(trimmed, "on") || str_is(trimmed, "1");
		return true;
	case FIELD_DATE:
		if (date_parse(trimmed, to))
			return true;
		finding_add(findings, place, "bad_date", "This is not a date. Write it as 1974-08-12, or 1974-08 or 1974 when the rest is unknown.");
		return false;
	case FIELD_TIME:
		if (!trimmed.len || time_parse(trimmed, to))
			return true;
		finding_add(findings, place, "bad_time", "This is not a point in time. Write it as 2026-11-24T03:12:00Z.");
		return false;
	case FIELD_ID:
		if (!trimmed.len || uuid_parse(trimmed, to))
			return true;
		finding_add(findings, place, "bad_id", "This is not an identifier of this system.");
		return false;
	default:
		finding_add(findings, place, "wrong_type", "This has the wrong kind of value.");
		return false;
	}
}

bool field_given(const struct field *field, const void *value)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_JSON: return ((const struct str *)value)->len != 0;
	case FIELD_INT:
	case FIELD_TIME: return *(const int64_t *)value != 0;
	case FIELD_YESNO: return *(const bool *)value;
	case FIELD_DATE: return !date_empty(*(const struct date *)value);
	case FIELD_ID: return !uuid_zero(*(const struct uuid *)value);
	case FIELD_TEXTS: return ((const struct texts *)value)->count != 0;
	case FIELD_LIST: return ((const struct list *)value)->count != 0;
	}
	return false;
}

static void find_missing(const struct fields *fields, const void *record, struct str prefix, struct findings *findings)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		struct str place = place_of(findings->arena, prefix, str_of(field->name));
		bool found_already = false;
		for (size_t k = 0; k < findings->count; k++)
			found_already |= str_equal(findings->items[k].field, place);
		if ((field->flags & REQUIRED) && !field_given(field, at_const(field, record)) && !found_already)
			finding_add(findings, place, "required", "This is needed.");
	}
}

/* --- from JSON --- */

static void object_in(const struct fields *fields, const json_t *object, void *record, struct str prefix,
                      struct arena *arena, struct findings *findings, bool lenient);

static void texts_in(const struct field *field, const json_t *value, struct texts *out, struct arena *arena,
                     struct str place, struct findings *findings)
{
	struct field one = *field;
	one.type = FIELD_TEXT;
	one.least = 1;
	one.most = 500;
	out->items = ARENA_ARRAY(arena, struct str, json_array_size(value));
	size_t i;
	json_t *item;
	json_array_foreach(value, i, item) {
		if (!json_is_string(item))
			finding_add(findings, place, "wrong_type", "This has the wrong kind of value.");
		else if (take_text(&one, (struct str){ json_string_value(item), json_string_length(item) }, &out->items[out->count], arena, place, findings))
			out->count++;
	}
}

static void list_in(const struct field *field, const json_t *value, struct list *out, struct str place,
                    struct arena *arena, struct findings *findings, bool lenient)
{
	out->count = json_array_size(value);
	out->items = arena_alloc_array(arena, field->of->size, out->count);
	size_t i;
	json_t *item;
	json_array_foreach(value, i, item)
		object_in(field->of, item, (char *)out->items + i * field->of->size, str_format(arena, STR_FMT ".%zu", STR_ARG(place), i),
		          arena, findings, lenient);
}

static void value_in(const struct field *field, const json_t *value, void *to, struct str place, struct arena *arena,
                     struct findings *findings, bool lenient)
{
	size_t items = json_array_size(value);
	if (json_is_null(value))
		return;
	if (json_is_array(value) && field->most && field->type != FIELD_JSON && items > (size_t)field->most)
		finding_add(findings, place, "too_many", "There are too many of these.");
	else if (field->type == FIELD_JSON) {
		struct buf text = BUF_IN(arena);
		json_write(&text, value);
		*(struct str *)to = buf_str(&text);
		if (field->most && ((struct str *)to)->len > (size_t)field->most)
			finding_add(findings, place, "too_long", "This is too long. Shorten it.");
	} else if (json_is_string(value))
		field_take_string(field, (struct str){ json_string_value(value), json_string_length(value) }, to, arena, place, findings);
	else if (json_is_integer(value) && (field->type == FIELD_INT || (lenient && field->type == FIELD_TIME)))
		field_take_int(field, json_integer_value(value), to, place, findings);
	else if (json_is_boolean(value) && field->type == FIELD_YESNO)
		*(bool *)to = json_is_true(value);
	else if (json_is_array(value) && field->type == FIELD_TEXTS)
		texts_in(field, value, to, arena, place, findings);
	else if (json_is_array(value) && field->type == FIELD_LIST)
		list_in(field, value, to, place, arena, findings, lenient);
	else
		finding_add(findings, place, "wrong_type", "This has the wrong kind of value.");
}

static void object_in(const struct fields *fields, const json_t *object, void *record, struct str prefix,
                      struct arena *arena, struct findings *findings, bool lenient)
{
	if (!json_is_object(object)) {
		finding_add(findings, prefix, "wrong_type", "This has the wrong kind of value.");
		return;
	}
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)object, name, value) {
		const struct field *field = field_named(fields, str_of(name));
		struct str place = place_of(arena, prefix, str_of(name));
		if (field)
			value_in(field, value, at(field, record), place, arena, findings, lenient);
		else if (!lenient)
			finding_add(findings, place, "unknown", "This field is not known here.");
	}
	if (!lenient)
		find_missing(fields, record, prefix, findings);
}

bool fields_from_json(const struct fields *fields, const json_t *object, void *record, struct arena *arena,
                      struct findings *findings)
{
	size_t before = findings->count;
	object_in(fields, object, record, STR(""), arena, findings, false);
	return findings->count == before;
}

/* The same by a tree of all values: what fields_from_data cannot do in one pass. */
bool fields_from_tree(const struct fields *fields, struct str data, void *record, struct arena *arena)
{
	json_t *object = json_loadb(data.data, data.len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(object)) {
		json_decref(object);
		return false;
	}
	struct findings ignored = { .arena = arena };
	object_in(fields, object, record, STR(""), arena, &ignored, true);
	json_decref(object);
	return true;
}

/* --- from a form --- */

static struct str pair_value(const struct pair *pairs, size_t count, struct str name, bool *found)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(pairs[i].name, name)) {
			*found = true;
			return pairs[i].value;
		}
	}
	*found = false;
	return STR("");
}

/* Three boxes; a day without its month, and any part that is no number, is no date. */
static struct str date_of_boxes(const struct pair *pairs, size_t count, struct str place, struct arena *arena, bool *found)
{
	bool has_year, has_month, has_day;
	struct str year = str_trim(pair_value(pairs, count, str_format(arena, STR_FMT ".year", STR_ARG(place)), &has_year));
	struct str month = str_trim(pair_value(pairs, count, str_format(arena, STR_FMT ".month", STR_ARG(place)), &has_month));
	struct str day = str_trim(pair_value(pairs, count, str_format(arena, STR_FMT ".day", STR_ARG(place)), &has_day));
	*found = has_year || has_month || has_day;
	const char *month_zero = month.len == 1 ? "0" : "", *day_zero = day.len == 1 ? "0" : "";
	struct str text = year;
	if (month.len || day.len)
		text = str_format(arena, STR_FMT "-%s" STR_FMT, STR_ARG(year), month_zero, STR_ARG(month));
	if (day.len)
		text = str_format(arena, STR_FMT "-%s" STR_FMT, STR_ARG(text), day_zero, STR_ARG(day));
	return text;
}

static void pairs_in(const struct fields *fields, const struct pair *pairs, size_t count, void *record, struct str prefix,
                     struct arena *arena, struct findings *findings);

static void list_of_pairs(const struct field *field, const struct pair *pairs, size_t count, struct list *out,
                          struct str place, struct arena *arena, struct findings *findings)
{
	size_t items = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t index;
		struct str rest = pairs[i].name, number;
		if (!str_starts(rest, place) || rest.len <= place.len + 1 || rest.data[place.len] != '.')
			continue;
		rest = str_slice(rest, place.len + 1, rest.len);
		if (str_cut(&rest, '.', &number) && str_to_int(number, &index) && index >= 0 && index < field->most && (size_t)index >= items)
			items = (size_t)index + 1;
	}
	out->count = items;
	out->items = arena_alloc_array(arena, field->of->size, items);
	for (size_t i = 0; i < items; i++)
		pairs_in(field->of, pairs, count, (char *)out->items + i * field->of->size,
		         str_format(arena, STR_FMT ".%zu", STR_ARG(place), i), arena, findings);
}

static void texts_of_pairs(const struct field *field, const struct pair *pairs, size_t count, struct texts *out,
                           struct str place, struct arena *arena, struct findings *findings)
{
	struct field one = *field;
	one.type = FIELD_TEXT;
	one.least = 1;
	one.most = 500;
	size_t named = 0;
	for (size_t i = 0; i < count; i++)
		named += str_equal(pairs[i].name, place);
	out->items = ARENA_ARRAY(arena, struct str, named);
	if (field->most && named > (size_t)field->most) {
		finding_add(findings, place, "too_many", "There are too many of these.");
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (str_equal(pairs[i].name, place) && str_trim(pairs[i].value).len &&
		    take_text(&one, pairs[i].value, &out->items[out->count], arena, place, findings))
			out->count++;
}

static void pairs_in(const struct fields *fields, const struct pair *pairs, size_t count, void *record, struct str prefix,
                     struct arena *arena, struct findings *findings)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		struct str place = place_of(arena, prefix, str_of(field->name));
		if (field->type == FIELD_LIST) {
			list_of_pairs(field, pairs, count, at(field, record), place, arena, findings);
		} else if (field->type == FIELD_TEXTS) {
			texts_of_pairs(field, pairs, count, at(field, record), place, arena, findings);
		} else {
			bool found;
			struct str value = pair_value(pairs, count, place, &found);
			if (!found && field->type == FIELD_DATE)
				value = date_of_boxes(pairs, count, place, arena, &found);
			if (found)
				field_take_string(field, value, at(field, record), arena, place, findings);
		}
	}
	find_missing(fields, record, prefix, findings);
}

bool fields_from_pairs(const struct fields *fields, const struct pair *pairs, size_t count, void *record,
                       struct arena *arena, struct findings *findings)
{
	size_t before = findings->count;
	if (count > 500)
		finding_add(findings, STR(""), "too_many", "There are too many of these.");
	else
		pairs_in(fields, pairs, count, record, STR(""), arena, findings);
	return findings->count == before;
}

/* --- to JSON --- */

static json_t *texts_out(const struct texts *texts)
{
	json_t *array = json_array();
	for (size_t i = 0; i < texts->count; i++)
		json_array_append_new(array, json_str(texts->items[i]));
	return array;
}

static json_t *list_out(const struct field *field, const struct list *list)
{
	json_t *array = json_array();
	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, fields_to_json(field->of, (const char *)list->items + i * field->of->size));
	return array;
}

static json_t *value_out(const struct field *field, const void *value)
{
	char date[DATE_TEXT], time[TIME_TEXT], id[UUID_TEXT];
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE: return json_str(*(const struct str *)value);
	case FIELD_INT: return json_integer(*(const int64_t *)value);
	case FIELD_YESNO: return json_boolean(*(const bool *)value);
	case FIELD_DATE: return json_str(date_text(*(const struct date *)value, date));
	case FIELD_TIME: return json_str(time_text(*(const int64_t *)value, time));
	case FIELD_ID: return json_str(uuid_text(*(const struct uuid *)value, id));
	case FIELD_TEXTS: return texts_out(value);
	case FIELD_LIST: return list_out(field, value);
	case FIELD_JSON:
		return json_loadb(((const struct str *)value)->data, ((const struct str *)value)->len, JSON_DECODE_ANY, NULL);
	}
	return NULL;
}

json_t *fields_to_json(const struct fields *fields, const void *record)
{
	json_t *object = json_object();
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		const void *value = at_const(field, record);
		if (field_given(field, value) && !(field->flags & SECRET))
			json_put(object, field->name, value_out(field, value));
	}
	return object;
}

/* --- bounded parsing --- */

/* Depth and plain size are judged before a parser allocates anything. */
static bool shape_bounded(struct str text, struct error *err)
{
	int depth = 0;
	bool inside = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (inside && c == '\\')
			i++;
		else if (c == '"')
			inside = !inside;
		else if (!inside && (c == '{' || c == '[') && ++depth > 16)
			return error_set(err, ERR_INPUT, "this JSON is nested too deeply", "nest it at most 16 levels deep", "byte %zu", i + 1);
		else if (!inside && (c == '}' || c == ']'))
			depth--;
	}
	return true;
}

static bool numbers_bounded(const json_t *value, struct error *err)
{
	size_t i;
	const char *name;
	json_t *item;
	if (json_is_real(value))
		return error_set(err, ERR_INPUT, "this JSON holds a number with a fraction", "write whole numbers, or decimals as text", "JSON");
	if (json_is_integer(value) && (json_integer_value(value) > SAFE_INT || json_integer_value(value) < -SAFE_INT))
		return error_set(err, ERR_INPUT, "this JSON holds a number that is too large", "stay within 2^53", "JSON");
	json_array_foreach(value, i, item)
		if (!numbers_bounded(item, err))
			return false;
	json_object_foreach((json_t *)value, name, item)
		if (!numbers_bounded(item, err))
			return false;
	return true;
}

json_t *json_parse_bounded(struct str text, size_t most, struct error *err)
{
	json_error_t fault;
	if (text.len > most) {
		error_set(err, ERR_TOO_LARGE, "this JSON is too large", "send less at once", "%zu bytes, at most %zu", text.len, most);
		return NULL;
	}
	if (!shape_bounded(text, err))
		return NULL;
	json_t *value = json_loadb(text.len ? text.data : "", text.len, JSON_REJECT_DUPLICATES, &fault);
	if (!value) {
		error_set(err, ERR_INPUT, "this is no JSON", "send one object in UTF-8, no name twice", "line %d, column %d", fault.line, fault.column);
		return NULL;
	}
	if (!numbers_bounded(value, err)) {
		json_decref(value);
		return NULL;
	}
	return value;
}

/* --- short ways --- */

json_t *json_str(struct str s)
{
	json_t *value = json_stringn(s.len ? s.data : "", s.len);
	return value ? value : json_string("\xef\xbf\xbd"); /* bytes that are no UTF-8 are shown as such, never sent */
}

void json_put(json_t *object, const char *name, json_t *value)
{
	assert(value);
	json_object_set_new(object, name, value);
}

void json_put_str(json_t *object, const char *name, struct str value)
{
	json_put(object, name, json_str(value));
}

void json_put_int(json_t *object, const char *name, int64_t value)
{
	json_put(object, name, json_integer(value));
}

void json_put_yesno(json_t *object, const char *name, bool value)
{
	json_put(object, name, json_boolean(value));
}
