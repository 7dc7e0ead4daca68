/* Help and the description of the interface: printed from the tables of routes and fields, so that they cannot be out of date. */
#include "server.h"

#include <stdio.h>
#include <string.h>

#include "lang.h"

/* --- /help --- */

static bool may(const struct act *act, enum right right)
{
	return right == ANYBODY || (!uuid_zero(act->actor.user) && (right == SIGNED_IN || rights_have(act->actor.rights, right)));
}

static json_t *route_help(struct request *request, const struct route *route)
{
	json_t *one = json_object();
	bool plain = route->method == GET && !strchr(route->path, '{') && route->template;
	json_put_str(one, "method", str_of(method_name(route->method)));
	json_put_str(one, "path", str_of(route->path));
	json_put_str(one, "words", said(request, route->doc));
	json_put_yesno(one, "page", plain); /* a page that a link can open */
	json_put_yesno(one, "may", may(&request->act, route->right));
	return one;
}

static json_t *right_help(struct request *request, enum right right)
{
	const struct router *router = request->web->router;
	json_t *group = json_object(), *list = json_array();
	for (size_t i = 0; i < router_count(router); i++)
		if (router_at(router, i)->route->right == right)
			json_array_append_new(list, route_help(request, router_at(router, i)->route));
	json_put_str(group, "right", str_of(right_name(right)));
	json_put_str(group, "words", said(request, right_words(right)));
	json_put_yesno(group, "may", may(&request->act, right));
	json_put(group, "routes", list);
	return group;
}

/* By right, one's own first: a role is a set of rights. */
bool door_help(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct request *request = request_of(act);
	json_t *mine = json_array(), *others = json_array();
	for (int right = ANYBODY; right < RIGHT_COUNT; right++) {
		json_t *group = right_help(request, (enum right)right);
		if (!json_array_size(json_object_get(group, "routes")))
			json_decref(group);
		else
			json_array_append_new(may(act, (enum right)right) ? mine : others, group);
	}
	reply->data = json_object();
	json_put(reply->data, "mine", mine);
	json_put_yesno(reply->data, "has_others", json_array_size(others) > 0);
	json_put(reply->data, "others", others);
	return true;
}

/* --- /openapi.json --- */

static json_t *fields_schema(const struct fields *fields);

static json_t *typed(const char *type, const char *format)
{
	json_t *schema = json_object();
	json_put_str(schema, "type", str_of(type));
	if (format)
		json_put_str(schema, "format", str_of(format));
	return schema;
}

static json_t *list_schema(json_t *items, const struct field *field)
{
	json_t *schema = typed("array", NULL);
	json_put(schema, "items", items);
	if (field->most)
		json_put_int(schema, "maxItems", field->most);
	return schema;
}

static void put_bounds(json_t *schema, const struct field *field, const char *least, const char *most)
{
	if (field->least)
		json_put_int(schema, least, field->least);
	if (field->most)
		json_put_int(schema, most, field->most);
}

static json_t *type_schema(const struct field *field)
{
	json_t *schema;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
		schema = typed("string", field->flags & SECRET ? "password" : NULL);
		put_bounds(schema, field, "minLength", "maxLength");
		return schema;
	case FIELD_INT:
		schema = typed("integer", "int64");
		put_bounds(schema, field, "minimum", "maximum");
		return schema;
	case FIELD_YESNO: return typed("boolean", NULL);
	case FIELD_DATE:
		schema = typed("string", NULL);
		json_put_str(schema, "pattern", STR("^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"));
		return schema;
	case FIELD_TIME: return typed("string", "date-time");
	case FIELD_ID: return typed("string", "uuid");
	case FIELD_TEXTS: return list_schema(typed("string", NULL), field);
	case FIELD_LIST: return list_schema(fields_schema(field->of), field);
	case FIELD_JSON: return json_object();
	}
	return json_object();
}

static json_t *field_schema(const struct field *field)
{
	json_t *schema = type_schema(field);
	json_put_str(schema, "description", str_of(field->doc));
	if (field->flags & PERSONAL)
		json_put_yesno(schema, "x-personal", true);
	return schema;
}

static json_t *fields_schema(const struct fields *fields)
{
	json_t *schema = typed("object", NULL), *properties = json_object(), *required = json_array();
	for (size_t i = 0; i < fields->count; i++) {
		json_put(properties, fields->items[i].name, field_schema(&fields->items[i]));
		if (fields->items[i].flags & REQUIRED)
			json_array_append_new(required, json_str(str_of(fields->items[i].name)));
	}
	json_put(schema, "properties", properties);
	if (json_array_size(required))
		json_put(schema, "required", required);
	else
		json_decref(required);
	json_put_yesno(schema, "additionalProperties", false);
	return schema;
}

static json_t *parameter(const char *name, const char *in, bool required, const char *doc, json_t *schema)
{
	json_t *one = json_object();
	json_put_str(one, "name", str_of(name));
	json_put_str(one, "in", str_of(in));
	json_put_yesno(one, "required", required);
	if (doc)
		json_put_str(one, "description", str_of(doc));
	json_put(one, "schema", schema);
	return one;
}

static json_t *parameters(const struct route *route)
{
	json_t *list = json_array();
	if (strstr(route->path, "{id}"))
		json_array_append_new(list, parameter("id", "path", true, NULL, typed("string", "uuid")));
	if (strstr(route->path, "{name}")) {
		json_t *schema = typed("string", NULL);
		json_put_str(schema, "pattern", STR("^[A-Za-z0-9._-]{1,64}$"));
		json_array_append_new(list, parameter("name", "path", true, NULL, schema));
	}
	for (size_t i = 0; route->query && i < route->query->count; i++) {
		const struct field *field = &route->query->items[i];
		json_array_append_new(list, parameter(field->name, "query", field->flags & REQUIRED, field->doc, type_schema(field)));
	}
	return list;
}

static json_t *content(const char *type, json_t *schema)
{
	json_t *media = json_object(), *types = json_object();
	json_put(media, "schema", schema);
	json_put(types, type, media);
	return types;
}

static json_t *request_body(const struct route *route)
{
	json_t *schema = route->form ? fields_schema(route->form) : typed("object", NULL);
	json_t *properties = json_object_get(schema, "properties"), *id = typed("string", "uuid"), *body = json_object(), *types;
	json_put_str(id, "description", STR("UUID of version 7 made by the client: the same request sent twice is done once"));
	if (!properties) {
		properties = json_object();
		json_object_set_new(schema, "properties", properties);
	}
	json_put(properties, "id", id);
	types = content("application/json", schema);
	json_object_set(types, "application/x-www-form-urlencoded", json_object_get(types, "application/json"));
	if (route->flags & ROUTE_UPLOAD)
		json_object_set(types, "multipart/form-data", json_object_get(types, "application/json"));
	json_put(body, "content", types);
	return body;
}

static json_t *piece_body(void)
{
	json_t *body = json_object();
	json_put(body, "content", content("application/partial-upload", typed("string", "binary")));
	return body;
}

static json_t *response(const char *words, json_t *types)
{
	json_t *one = json_object();
	json_put_str(one, "description", str_of(words));
	if (types)
		json_put(one, "content", types);
	return one;
}

static json_t *reference(const char *to)
{
	json_t *one = json_object();
	json_put_str(one, "$ref", str_of(to));
	return one;
}

static json_t *responses(const struct route *route)
{
	json_t *all = json_object();
	json_put(all, "200", response("The value.", content("application/json", typed("object", NULL))));
	json_put(all, "default", reference("#/components/responses/error"));
	if (route->form || route->query)
		json_put(all, "422", reference("#/components/responses/error"));
	if (route->right != ANYBODY)
		json_put(all, "401", reference("#/components/responses/error"));
	return all;
}

static json_t *operation(const struct route *route, const char *room)
{
	json_t *one = json_object(), *tags = json_array();
	json_put_str(one, "summary", str_of(route->doc));
	json_array_append_new(tags, json_str(str_of(room)));
	json_put(one, "tags", tags);
	json_put(one, "parameters", parameters(route));
	if (route->flags & ROUTE_PIECES)
		json_put(one, "requestBody", piece_body());
	else if (route->method != GET)
		json_put(one, "requestBody", request_body(route));
	json_put(one, "responses", responses(route));
	json_put_str(one, "x-right", str_of(right_name(route->right)));
	if (route->flags & ROUTE_PERSON)
		json_put_yesno(one, "x-look", true); /* asking for it is recorded */
	if (route->right == ANYBODY)
		json_put(one, "security", json_array());
	return one;
}

static json_t *paths(const struct web *web)
{
	static const char *const keys[METHODS] = { [GET] = "get", [POST] = "post", [PATCH] = "patch", [DELETE] = "delete" };
	json_t *all = json_object();
	for (size_t i = 0; i < router_count(web->router); i++) {
		const struct served *served = router_at(web->router, i);
		json_t *path = json_object_get(all, served->route->path);
		if (!path) {
			path = json_object();
			json_put(all, served->route->path, path);
		}
		json_put(path, keys[served->route->method], operation(served->route, web->rooms[served->room]->name));
	}
	return all;
}

static json_t *codes_schema(void)
{
	json_t *schema = typed("string", NULL), *codes = json_array();
	for (int code = ERR_NONE + 1; code < ERROR_CODE_COUNT; code++)
		json_array_append_new(codes, json_str(str_of(error_info((enum error_code)code)->name)));
	json_put(schema, "enum", codes);
	return schema;
}

static json_t *object_of_texts(const char *const *names, size_t count)
{
	json_t *schema = typed("object", NULL), *properties = json_object();
	for (size_t i = 0; i < count; i++)
		json_put(properties, names[i], typed("string", NULL));
	json_put(schema, "properties", properties);
	return schema;
}

static json_t *error_schema(void)
{
	static const char *const texts[] = { "title", "what", "where", "todo", "retry", "request" };
	static const char *const finding[] = { "field", "code", "words" };
	json_t *error = object_of_texts(texts, COUNT_OF(texts)), *properties = json_object_get(error, "properties");
	json_t *findings = typed("array", NULL), *whole = typed("object", NULL), *outer = json_object();
	json_put(properties, "code", codes_schema());
	json_put(properties, "status", typed("integer", NULL));
	json_put(findings, "items", object_of_texts(finding, COUNT_OF(finding)));
	json_put(properties, "findings", findings);
	json_put(outer, "error", error);
	json_put(whole, "properties", outer);
	return whole;
}

static json_t *components(void)
{
	json_t *all = json_object(), *schemas = json_object(), *answers = json_object(), *schemes = json_object(), *bearer = typed("http", NULL);
	json_put(schemas, "error", error_schema());
	json_put(answers, "error", response("An error: its code, what is wrong, where, what to do, and whether to try again.",
	                                    content("application/json", reference("#/components/schemas/error"))));
	json_put_str(bearer, "scheme", STR("bearer"));
	json_put(schemes, "credential", bearer);
	json_put(all, "schemas", schemas);
	json_put(all, "responses", answers);
	json_put(all, "securitySchemes", schemes);
	return all;
}

bool door_openapi(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	json_t *info = json_object(), *security = json_array(), *credential = json_object();
	json_put_str(info, "title", STR("Limen"));
	json_put_str(info, "version", STR("1"));
	json_put(credential, "credential", json_array());
	json_array_append_new(security, credential);
	reply->data = json_object();
	json_put_str(reply->data, "openapi", STR("3.1.0"));
	json_put(reply->data, "info", info);
	json_put(reply->data, "security", security);
	json_put(reply->data, "paths", paths(request_of(act)->web));
	json_put(reply->data, "components", components());
	return true;
}
