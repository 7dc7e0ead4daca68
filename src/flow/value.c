/* Answers as they are kept, and as expressions see them. */
#include "inner.h"

struct str json_text(const json_t *json)
{
	return json_is_string(json) ? (struct str){ json_string_value(json), json_string_length(json) } : STR("");
}

json_t *str_json(struct str text)
{
	return json_stringn(text.data ? text.data : "", text.len);
}

/* --- a record that is a JSON object: a person, a travel document, the facts of a use --- */

struct json_record {
	struct rule_object object;
	struct flow *flow;
	const json_t *json;
};

static bool json_record_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	const struct json_record *record = (const struct json_record *)self;
	const struct rule_member *named = &self->record->members[member];
	(void)arena;
	*out = value_of_json(record->flow, &named->type, json_object_getn(record->json, named->name.data, named->name.len), named->name);
	return out->kind != RULE_MISSING;
}

struct rule_value record_of_json(struct flow *flow, const struct rule_type *type, const json_t *json)
{
	struct json_record *record = ARENA_NEW(flow->arena, struct json_record);
	*record = (struct json_record){ { .record = type->record, .get = json_record_get }, flow, json };
	return rule_record_value(&record->object);
}

static struct rule_value list_value(struct flow *flow, const struct rule_type *type, const json_t *json, struct str field)
{
	size_t count = json_array_size(json);
	struct rule_value *items = ARENA_ARRAY(flow->arena, struct rule_value, count ? count : 1);
	for (size_t i = 0; i < count; i++)
		items[i] = value_of_json(flow, type->item, json_array_get(json, i), field);
	return rule_list(items, count);
}

struct rule_value value_of_json(struct flow *flow, const struct rule_type *type, const json_t *json, struct str field)
{
	struct rule_value out = rule_missing(field);
	if (type->kind == RULE_LIST && json_is_array(json))
		out = list_value(flow, type, json, field);
	else if (type->kind == RULE_RECORD && type->record && json_is_object(json) && !json_object_get(json, "missing"))
		out = record_of_json(flow, type, json);
	else if (type->kind == RULE_DATETIME && json_is_integer(json))
		out = rule_datetime(json_integer_value(json));
	else if (json_is_integer(json) && type->kind == RULE_NUMBER)
		out = rule_integer(json_integer_value(json));
	else if (json_is_boolean(json) && type->kind == RULE_YESNO)
		out = rule_yesno(json_is_true(json));
	else if (json_is_string(json) && type->kind != RULE_LIST && type->kind != RULE_RECORD && !rule_value_parse(flow->arena, type->kind, json_text(json), &out))
		out = rule_missing(field);
	out.field = field;
	return out;
}

static json_t *list_json(struct flow *flow, const struct rule_value *value)
{
	json_t *out = json_array();
	for (size_t i = 0; i < value->list.count; i++) {
		json_t *item = json_of_value(flow, &value->list.items[i]);
		if (item)
			json_array_append_new(out, item);
	}
	return out;
}

/* Members that are given, one by one. */
static json_t *record_json(struct flow *flow, const struct rule_object *object)
{
	json_t *item = item_of_object(object), *out;
	if (item)
		return json_deep_copy(item);
	out = json_object();
	for (size_t i = 0; i < object->record->count; i++) {
		struct rule_value member = rule_missing(STR(""));
		bool known = object->get ? object->get(object, i, flow->arena, &member) : (member = object->members[i]).kind != RULE_MISSING;
		json_t *json = known ? json_of_value(flow, &member) : NULL;
		if (json)
			json_object_setn_new(out, object->record->members[i].name.data, object->record->members[i].name.len, json);
	}
	return out;
}

json_t *json_of_value(struct flow *flow, const struct rule_value *value)
{
	switch (value->kind) {
	case RULE_MISSING:
		return NULL;
	case RULE_LIST:
		return list_json(flow, value);
	case RULE_RECORD:
		return value->object ? record_json(flow, value->object) : NULL;
	default:
		return str_json(rule_value_text(flow->arena, value));
	}
}
