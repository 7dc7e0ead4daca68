/* Files of the look, built in. With the hash of its content in the address (?v=) a file may be kept for ever; without, it is asked for again
 * by its ETag. Answered without a worker: nothing here can block. */
#include "server.h"

#include <assert.h>
#include <string.h>

#include "crypto.h"
#include "header.h"

static const char *type_of(struct str name)
{
	static const struct { const char *end, *type; } types[] = {
		{ ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" }, { ".svg", "image/svg+xml" },
		{ ".woff2", "font/woff2" }, { ".png", "image/png" }, { ".txt", "text/plain; charset=utf-8" }, { ".json", "application/json" },
	};
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_ends(name, str_of(types[i].end)))
			return types[i].type;
	return "application/octet-stream";
}

static struct MHD_Response *response_of(const struct asset *asset, struct str bytes, bool tls, const char *cache, struct arena *arena)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(bytes.len, (void *)(uintptr_t)bytes.data, MHD_RESPMEM_PERSISTENT);
	assert(response);
	answer_security_headers(response, tls);
	MHD_add_response_header(response, "Content-Type", asset->type);
	MHD_add_response_header(response, "Cache-Control", cache);
	MHD_add_response_header(response, "ETag", str_c(arena, asset->etag));
	return response;
}

static struct str variable_of(struct arena *arena, struct str name)
{
	char *out = str_c(arena, name);
	for (char *c = out; *c; c++)
		if (*c == '.' || *c == '-' || *c == '/')
			*c = '_';
	return str_of(out);
}

static void add_asset(struct web *web, const struct embedded *file)
{
	uint8_t digest[SHA256_BYTES];
	struct asset *asset = &web->assets[web->asset_count++];
	sha256(&file->bytes, 1, digest);
	asset->name = str_slice(str_of(file->name), strlen("assets/"), strlen(file->name));
	asset->version = str_hex(web->arena, digest, 8);
	asset->etag = str_format(web->arena, "\"" STR_FMT "\"", STR_ARG(asset->version));
	asset->variable = variable_of(web->arena, asset->name);
	asset->type = type_of(asset->name);
	bool tls = web->options.certificate.len != 0;
	asset->forever = response_of(asset, file->bytes, tls, "public, max-age=31536000, immutable", web->arena);
	asset->soon = response_of(asset, file->bytes, tls, "public, max-age=0, must-revalidate", web->arena);
	asset->unchanged = response_of(asset, STR(""), tls, "public, max-age=0, must-revalidate", web->arena);
}

/* The assets of all rooms: a room may bring its own pictures. */
void assets_open(struct web *web)
{
	size_t count = 0;
	for (size_t i = 0; web->rooms[i]; i++)
		for (const struct embedded *file = web->rooms[i]->files; file && file->name; file++)
			count += str_starts(str_of(file->name), STR("assets/"));
	web->assets = ARENA_ARRAY(web->arena, struct asset, count);
	for (size_t i = 0; web->rooms[i]; i++)
		for (const struct embedded *file = web->rooms[i]->files; file && file->name; file++)
			if (str_starts(str_of(file->name), STR("assets/")))
				add_asset(web, file);
}

void assets_close(struct web *web)
{
	for (size_t i = 0; i < web->asset_count; i++) {
		MHD_destroy_response(web->assets[i].forever);
		MHD_destroy_response(web->assets[i].soon);
		MHD_destroy_response(web->assets[i].unchanged);
	}
	web->asset_count = 0;
}

bool asset_answer(struct request *request)
{
	struct answer *answer = &request->answer;
	const struct web *web = request->web;
	if (!str_starts(request->path, STR("/assets/")))
		return false;
	struct str name = str_slice(request->path, strlen("/assets/"), request->path.len), version = request->raw_query;
	for (size_t i = 0; i < web->asset_count; i++) {
		const struct asset *asset = &web->assets[i];
		if (!str_equal(asset->name, name))
			continue;
		bool exact = str_starts(version, STR("v=")) && str_equal(str_slice(version, 2, version.len), asset->version);
		bool same = header_none_match(request->none_match, asset->etag);
		answer->status = same ? 304 : 200;
		answer->ready = same ? asset->unchanged : exact ? asset->forever : asset->soon;
		return true;
	}
	return false;
}
