/* Uploads in pieces: the file goes to the journal's spool, and becomes an answer when a form names it. */
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "upload.h"

FIELDS_TABLE(case_upload_query, CASE_UPLOAD_QUERY_FIELDS)

enum { MEGABYTE = 1 << 20, BEGUN_MOST = 50, PHOTO_MB = 10 };

static int64_t param_of(const struct act *act, const char *name, int64_t otherwise)
{
	const struct pack_value *value = pack_param(act->pack, str_of(name), time_date(act->now));
	return (value && value->kind == PACK_NUMBER ? value->micro / RULE_UNIT : otherwise) * MEGABYTE;
}

int64_t case_file_most(const struct act *act, const struct pack_asked *field)
{
	int64_t all = param_of(act, "upload_file_mb", 300), own = (field->largest ? field->largest : field->type == ASKED_PHOTO ? PHOTO_MB : 0) * INT64_C(1048576);
	all = all < JOURNAL_FILE_MOST ? all : JOURNAL_FILE_MOST;
	return own && own < all ? own : all;
}

bool case_is_file(const struct pack_asked *field)
{
	return field->type == ASKED_PHOTO || field->type == ASKED_DOCUMENT || field->type == ASKED_DOCUMENTS;
}

/* --- what headers say: an integer and a boolean of RFC 9651 --- */

bool piece_headers_read(const struct piece_headers *from, struct piece *out)
{
	*out = (struct piece){ .offset = -1, .length = -1 };
	if ((from->offset.len && (!str_to_int(from->offset, &out->offset) || out->offset < 0)) || (from->length.len && (!str_to_int(from->length, &out->length) || out->length < 0)))
		return false;
	out->complete = str_is(from->complete, "?1");
	return !from->complete.len || out->complete || str_is(from->complete, "?0");
}

static bool headers_of(const struct call *call, struct piece *out, struct error *err)
{
	return piece_headers_read(&call->piece, out) ||
	       error_set(err, ERR_INPUT, "The headers of the upload cannot be read.", "Upload-Offset and Upload-Length are numbers, Upload-Complete is ?0 or ?1.", "Upload-Offset");
}

/* --- answers --- */

static void tell(struct act *act, const struct journal_spool *spool, struct str at, int64_t most, struct reply *reply)
{
	bool whole = spool->offset == spool->length;
	struct str offset = str_format(act->arena, "%lld", (long long)spool->offset), length = str_format(act->arena, "%lld", (long long)spool->length);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, spool->id));
	json_put_str(reply->data, "to", at);
	json_put(reply->data, "offset", json_integer(spool->offset));
	json_put(reply->data, "length", json_integer(spool->length));
	json_put_yesno(reply->data, "complete", whole);
	json_put(reply->data, "piece", json_integer(UPLOAD_PIECE));
	reply->headers[0] = (struct reply_header){ "Upload-Offset", offset };
	reply->headers[1] = (struct reply_header){ "Upload-Complete", whole ? STR("?1") : STR("?0") };
	reply->headers[2] = (struct reply_header){ "Upload-Length", length };
	reply->headers[3] = (struct reply_header){ "Upload-Limit", str_format(act->arena, "max-size=%lld, max-append-size=%d, max-age=86400", (long long)most, UPLOAD_PIECE) };
}

static struct str place_of(struct act *act, struct str to, struct uuid id)
{
	return str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(to), STR_ARG(uuid_str(act->arena, id)));
}

/* --- begun --- */

static bool too_large(struct act *act, int64_t most, struct error *err)
{
	error_set(err, ERR_TOO_LARGE, "This file is larger than the question takes.", "Send a smaller one, or scan it with fewer details.", "%lld MB", (long long)(most / MEGABYTE));
	(void)act;
	return false;
}

static bool fits(struct act *act, int64_t length, int64_t most, struct error *err)
{
	int64_t begun;
	size_t count;
	if (length > most)
		return too_large(act, most, err);
	if (!journal_spool_total(act, act->actor.user, &begun, &count, err))
		return false;
	return (count < BEGUN_MOST && begun + length <= param_of(act, "upload_total_mb", 900)) ||
	       error_set(err, ERR_TOO_LARGE, "You have begun to send more files than may wait at a time.", "Send the form with those that are here, or wait a day.", "upload");
}

bool case_upload_begin(struct act *act, const struct case_seen *seen, const struct case_upload_query *query, const struct call *call, struct str to, struct reply *reply, struct error *err)
{
	struct str member, name;
	struct piece piece;
	const struct pack_asked *field = case_field(seen->flow.host.procedure, query->path, &member);
	if (!field || !case_is_file(field))
		return error_set(err, ERR_NOT_FOUND, "There is no such question.", "Open the page again.", "path");
	if (!headers_of(call, &piece, err))
		return false;
	int64_t most = case_file_most(act, field), length = piece.length >= 0 ? piece.length : piece.complete ? (int64_t)call->body.len : 0;
	if (length <= 0 || (int64_t)call->body.len > length)
		return error_set(err, ERR_INPUT, "It is not said how long the file is.", "Send Upload-Length.", "Upload-Length");
	if (!fits(act, length, most, err))
		return false;
	if (!lang_clean_text(act->arena, str_slice(query->name, 0, 120), LANG_LINE, &name))
		name = STR("");
	struct journal_spool spool = { .owner = act->actor.user, .record = seen->record, .path = query->path, .name = name.len ? name : STR("file"), .length = length };
	if (!journal_spool_begin(act, &spool, err) || !journal_spool_add(act, &spool, 0, call->body, err))
		return false;
	tell(act, &spool, place_of(act, to, spool.id), most, reply);
	reply->location = place_of(act, to, spool.id);
	reply->status = 201;
	return true;
}

/* --- goes on --- */

static bool find(struct act *act, const struct case_seen *seen, const struct call *call, struct journal_spool *out, struct error *err)
{
	struct uuid id;
	return uuid_parse(call->name, &id) ? journal_spool_find(act, act->actor.user, seen->record, id, out, err) :
	                                     error_set(err, ERR_NOT_FOUND, "There is no such upload.", "Begin it again: what is not finished within a day is removed.", "upload");
}

static int64_t most_of(struct act *act, const struct case_seen *seen, const struct journal_spool *spool)
{
	struct str member;
	const struct pack_asked *field = case_field(seen->flow.host.procedure, spool->path, &member);
	return field ? case_file_most(act, field) : 0;
}

bool case_upload_look(struct act *act, const struct case_seen *seen, const struct call *call, struct str to, struct reply *reply, struct error *err)
{
	struct journal_spool spool;
	if (!find(act, seen, call, &spool, err))
		return false;
	tell(act, &spool, place_of(act, to, spool.id), most_of(act, seen, &spool), reply);
	return true;
}

bool case_upload_add(struct act *act, const struct case_seen *seen, const struct call *call, struct str to, struct reply *reply, struct error *err)
{
	struct journal_spool spool;
	struct piece piece;
	if (!headers_of(call, &piece, err) || !find(act, seen, call, &spool, err))
		return false;
	if (piece.offset < 0)
		return error_set(err, ERR_INPUT, "It is not said where the piece begins.", "Send Upload-Offset.", "Upload-Offset");
	if (piece.complete && piece.offset + (int64_t)call->body.len != spool.length)
		return error_set(err, ERR_INPUT, "The last piece does not end where the file was said to end.", "Begin the upload again.", "Upload-Complete");
	if (!journal_spool_add(act, &spool, piece.offset, call->body, err))
		return false;
	tell(act, &spool, place_of(act, to, spool.id), most_of(act, seen, &spool), reply);
	return true;
}

bool case_upload_end(struct act *act, const struct case_seen *seen, const struct call *call, struct reply *reply, struct error *err)
{
	struct journal_spool spool;
	if (!find(act, seen, call, &spool, err) || !journal_spool_drop(act, &spool, err))
		return false;
	reply->status = 204;
	return true;
}
