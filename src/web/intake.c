/* From the body's bytes to what the handler gets, and the digest that tells a repeated request from another one. */
#include "server.h"

#include <stdlib.h>
#include <string.h>

#include "crypto.h"

/* The door's own names never reach the route's table. */
static void take_own_names(struct request *request)
{
	struct form *form = &request->form;
	size_t kept = 0;
	for (size_t i = 0; i < form->count; i++) {
		if (str_is(form->pairs[i].name, "csrf"))
			request->given_csrf = form->pairs[i].value;
		else if (str_is(form->pairs[i].name, "id"))
			request->given_id = form->pairs[i].value;
		else
			form->pairs[kept++] = form->pairs[i];
	}
	form->count = kept;
}

static struct str own_member(struct request *request, const char *name)
{
	const json_t *value = json_object_get(request->object, name);
	struct str out = STR("");
	if (json_is_string(value))
		out = str_copy(request->arena, (struct str){ json_string_value(value), json_string_length(value) });
	json_object_del(request->object, name);
	return out;
}

static bool json_body(struct request *request, struct str body, size_t most, struct error *err)
{
	request->object = json_parse_bounded(body, most, err);
	if (!request->object)
		return false;
	if (!json_is_object(request->object))
		return error_set(err, ERR_INPUT, "The JSON text is not an object.", "Send an object with the fields of this address.", "body");
	request->given_csrf = own_member(request, "csrf");
	request->given_id = own_member(request, "id");
	return true;
}

bool intake_body(struct request *request, struct error *err)
{
	struct str body = { request->body ? request->body : "", request->body_len }, type, boundary;
	bool uploads = request->served->route->flags & ROUTE_UPLOAD;
	if (!changes(request) || (request->served->route->flags & ROUTE_PIECES))
		return true;
	if (!request->content_type.len && !body.len)
		return true;
	if (!form_media_type(request->content_type, request->arena, &type, &boundary))
		return error_set(err, ERR_MEDIA, "The request does not say what kind of content it holds.", "Send a form or JSON.", "Content-Type");
	if (str_is(type, "application/json"))
		return json_body(request, body, uploads ? UPLOAD_JSON : request->web->options.body, err);
	if (str_is(type, "application/x-www-form-urlencoded")) {
		if (!form_urlencoded(body, request->arena, &request->form, err))
			return false;
	} else if (str_is(type, "multipart/form-data") && uploads) {
		if (!form_multipart(body, boundary, request->arena, &request->form, err))
			return false;
	} else {
		return error_set(err, ERR_MEDIA, "This kind of content is not taken here.",
		                 uploads ? "Send a form, a form with files, or JSON." : "Send a form or JSON.", "Content-Type");
	}
	take_own_names(request);
	return true;
}

/* --- digest --- */

static int by_name_and_value(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	int order = str_compare(left->name, right->name);
	return order ? order : str_compare(left->value, right->value);
}

static void add_sized(struct buf *out, struct str s)
{
	buf_be64(out, s.len);
	buf_add(out, s);
}

static void add_object(struct buf *out, const json_t *object)
{
	char *text = json_dumps(object, JSON_SORT_KEYS | JSON_COMPACT);
	add_sized(out, str_of(text));
	free(text);
}

static void add_form(struct buf *out, const struct form *form, struct arena *arena)
{
	struct pair *sorted = ARENA_ARRAY(arena, struct pair, form->count);
	if (form->count)
		memcpy(sorted, form->pairs, form->count * sizeof *sorted);
	qsort(sorted, form->count, sizeof *sorted, by_name_and_value);
	for (size_t i = 0; i < form->count; i++) {
		add_sized(out, sorted[i].name);
		add_sized(out, sorted[i].value);
	}
	for (size_t i = 0; i < form->upload_count; i++) {
		uint8_t digest[SHA256_BYTES];
		sha256(&form->uploads[i].bytes, 1, digest);
		add_sized(out, form->uploads[i].field);
		add_sized(out, form->uploads[i].file_name);
		add_sized(out, (struct str){ (const char *)digest, sizeof digest });
	}
}

/* Every piece stands with its length: no two requests give the same bytes. */
bool intake_digest(struct request *request)
{
	struct buf text = BUF_IN(request->arena);
	add_sized(&text, str_of(method_name(request->served->route->method)));
	add_sized(&text, request->path);
	if (request->object)
		add_object(&text, request->object);
	else
		add_form(&text, &request->form, request->arena);
	struct str piece = buf_str(&text);
	sha256(&piece, 1, request->act.request);
	return true;
}
