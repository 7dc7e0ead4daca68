/* Files of the look, built in. With the hash of its content in the address (?v=) a file may be kept for ever; without, it is asked for again
 * by its ETag. Text is packed once, at the start, for whoever takes gzip: it holds no secret, so its length tells none.
 * Answered without a worker: nothing here can block. */
#include "server.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

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

/* The bytes as gzip has them (RFC 1952), or nothing when that is not at least a tenth less. */
struct str asset_pack(struct str bytes, struct arena *arena)
{
	enum { GZIP = 16 };
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes.data, .avail_in = (uInt)bytes.len };
	if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return STR("");
	size_t most = deflateBound(&stream, bytes.len);
	char *out = arena_alloc(arena, most);
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)most;
	bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
	size_t size = stream.total_out;
	deflateEnd(&stream);
	return done && size < bytes.len - bytes.len / 10 ? (struct str){ out, size } : STR("");
}

static struct MHD_Response *response_of(const struct asset *asset, const struct asset_form *form, struct str bytes, bool tls, const char *cache, struct arena *arena)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(bytes.len, (void *)(uintptr_t)bytes.data, MHD_RESPMEM_PERSISTENT);
	assert(response);
	answer_security_headers(response, tls);
	MHD_add_response_header(response, "Content-Type", asset->type);
	MHD_add_response_header(response, "Cache-Control", cache);
	MHD_add_response_header(response, "ETag", str_c(arena, form->etag));
	MHD_add_response_header(response, "Vary", "Accept-Encoding");
	if (form == &asset->packed)
		MHD_add_response_header(response, "Content-Encoding", "gzip");
	return response;
}

static void make_form(const struct web *web, const struct asset *asset, struct asset_form *form, struct str bytes)
{
	bool tls = web->options.certificate.len != 0;
	form->etag = str_format(web->arena, "\"" STR_FMT "%s\"", STR_ARG(asset->version), form == &asset->packed ? "-gzip" : "");
	form->forever = response_of(asset, form, bytes, tls, "public, max-age=31536000, immutable", web->arena);
	form->soon = response_of(asset, form, bytes, tls, "public, max-age=0, must-revalidate", web->arena);
	form->unchanged = response_of(asset, form, STR(""), tls, "public, max-age=0, must-revalidate", web->arena);
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
	asset->variable = variable_of(web->arena, asset->name);
	asset->type = type_of(asset->name);
	struct str less = asset_pack(file->bytes, web->arena);
	make_form(web, asset, &asset->plain, file->bytes);
	if (less.len)
		make_form(web, asset, &asset->packed, less);
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

static void drop_form(struct asset_form *form)
{
	if (!form->forever)
		return;
	MHD_destroy_response(form->forever);
	MHD_destroy_response(form->soon);
	MHD_destroy_response(form->unchanged);
}

void assets_close(struct web *web)
{
	for (size_t i = 0; i < web->asset_count; i++) {
		drop_form(&web->assets[i].plain);
		drop_form(&web->assets[i].packed);
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
		const struct asset_form *form = asset->packed.forever && header_takes_gzip(request->accept_encoding) ? &asset->packed : &asset->plain;
		bool same = header_none_match(request->none_match, form->etag);
		answer->status = same ? 304 : 200;
		answer->ready = same ? form->unchanged : exact ? form->forever : form->soon;
		return true;
	}
	return false;
}
