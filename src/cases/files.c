/* Files among the answers of a case: kept in the journal, encrypted with a key of their own that stands in the entry. */
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "upload.h"

enum { FILES_MOST = 40, STREAM_FROM = 1 << 20 }; /* larger files are sent piece by piece */

/* By the first bytes: what a stranger's browser says of a file is no evidence. */
static const char *type_of(struct str bytes)
{
	static const struct { struct str magic; const char *type; } types[] = {
		{ { "%PDF-", 5 }, "application/pdf" }, { { "\xff\xd8\xff", 3 }, "image/jpeg" }, { { "\x89PNG\r\n\x1a\n", 8 }, "image/png" },
	};
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_starts(bytes, types[i].magic))
			return types[i].type;
	return NULL;
}

static json_t *file_value(struct act *act, struct str name, const char *type, int64_t size, const uint8_t digest[static SHA256_BYTES], struct str handle)
{
	char at[TIME_TEXT];
	json_t *out = json_object();
	json_put_str(out, "name", name.len ? name : STR("file"));
	json_put_str(out, "type", str_of(type));
	json_put(out, "size", json_integer((json_int_t)size));
	json_put_str(out, "sha256", str_hex(act->arena, digest, SHA256_BYTES));
	json_put_str(out, "at", time_text(act->now, at));
	json_put_str(out, "file", handle);
	return out;
}

static json_t *keep(struct act *act, const struct upload *upload, const char *type, struct error *err)
{
	uint8_t digest[SHA256_BYTES];
	struct str handle, name;
	if (!journal_file_put(act, upload->bytes, &handle, err))
		return NULL;
	sha256(&upload->bytes, 1, digest);
	if (!lang_clean_text(act->arena, str_slice(upload->file_name, 0, 120), LANG_LINE, &name))
		name = STR("");
	return file_value(act, name, type, (int64_t)upload->bytes.len, digest, handle);
}

json_t *case_file_json(struct act *act, struct str name, struct str bytes, struct error *err)
{
	const char *type = type_of(bytes);
	return type && bytes.len <= CASE_FILE_MOST ? keep(act, &(struct upload){ .file_name = name, .bytes = bytes }, type, err) : NULL;
}

/* Of an item by its id, of a paper by its name; of other files by their number, from 1. */
static const json_t *one_of(const json_t *array, struct str name)
{
	static const char *const keys[] = { "id", "paper" };
	int64_t number;
	size_t at;
	const json_t *one;
	json_array_foreach((json_t *)(uintptr_t)array, at, one)
		for (size_t i = 0; i < COUNT_OF(keys); i++) {
			const char *key = json_string_value(json_object_get(one, keys[i]));
			if (key && str_equal(str_of(key), name))
				return one;
		}
	return str_to_int(name, &number) && number > 0 ? json_array_get(array, (size_t)number - 1) : NULL;
}

json_t *case_keep_file(struct act *act, struct str name, struct str bytes, bool portrait, struct error *err)
{
	const struct upload upload = { .file_name = name, .bytes = bytes };
	const char *type = type_of(bytes);
	if (!type) {
		error_set(err, ERR_INPUT, "This is neither a PDF nor a picture.", "Send a PDF, or a picture as JPEG or PNG.", "file");
		return NULL;
	}
	json_t *kept = keep(act, &upload, type, err);
	if (kept && file_looked_at(act, kept, portrait, err))
		return kept;
	json_decref(kept);
	return NULL;
}

/* What an answer holds now: "doc_passport", "children.2.birth", "doc_more.invitation". */
static const json_t *answer_at(const struct case_seen *seen, struct str path)
{
	const json_t *at = json_object_get(seen->file, "answers");
	struct str piece;
	while (at && str_cut(&path, '.', &piece))
		at = json_is_array(at) ? one_of(at, piece) : json_object_getn(at, piece.data, piece.len);
	return at;
}

static bool ticked(struct act *act, const struct call *call, struct str path, const char *box)
{
	const char *value = json_string_value(json_object_get(call->answers, str_c(act->arena, str_format(act->arena, STR_FMT ".%s", STR_ARG(path), box))));
	return value && !strcmp(value, "yes");
}

/* Before the first new file of a question: what stays. Of several documents all, of one document its pages when more are added; nothing that is taken away. */
static void keep_before(struct act *act, const struct case_seen *seen, const struct call *call, const struct pack_asked *field, struct str path, json_t *answers)
{
	const json_t *there = answer_at(seen, path);
	bool stays = (field->many ? json_is_array(there) : json_object_get(there, "file") && ticked(act, call, path, "add")) && !ticked(act, call, path, "drop");
	if (stays && !json_object_getn(answers, path.data, path.len))
		json_object_setn_new(answers, path.data, path.len, json_deep_copy(there));
}

/* Several files to a question that takes one are its pages, in the order in which they came. */
static void put(struct act *act, json_t *answers, struct str path, bool many, json_t *file)
{
	json_t *there = json_object_getn(answers, path.data, path.len);
	if (json_array_size(json_is_array(there) ? there : json_object_get(there, "pages")) >= FILES_MOST) {
		finding_add(&act->findings, path, "too_many", WORDS("These are too many files. Put the pages together into one PDF."));
		json_decref(file);
		return;
	}
	if (!there) {
		json_t *list = many ? json_array() : NULL;
		if (list)
			json_array_append_new(list, file);
		json_object_setn_new(answers, path.data, path.len, list ? list : file);
	} else if (json_is_array(there)) {
		json_array_append_new(there, file);
	} else {
		json_t *pages = json_object_get(there, "pages");
		if (!pages)
			json_object_set_new(there, "pages", pages = json_array());
		json_array_append_new(pages, file);
	}
}

static const struct pack_asked *file_field(struct act *act, const struct case_seen *seen, struct str path)
{
	struct str member;
	const struct pack_asked *field = case_field(seen->flow.host.procedure, path, &member);
	bool file = field && (case_is_file(field) || field->type == ASKED_SIGNATURE || field->type == ASKED_CONSENT);
	if (file && (field->type != ASKED_DOCUMENTS || member.len))
		return field;
	finding_add(&act->findings, path, "unknown_field", WORDS("There is no such question."));
	return NULL;
}

static bool right_type(struct act *act, const struct pack_asked *field, struct str path, const char *type)
{
	if (type && (field->type != ASKED_PHOTO || !str_is(str_of(type), "application/pdf")))
		return true;
	finding_add(&act->findings, path, "wrong_type", field->type == ASKED_PHOTO ? WORDS("Send a photograph as JPEG or PNG.") : WORDS("Send a PDF, or a picture as JPEG or PNG."));
	return false;
}

static bool take(struct act *act, const struct case_seen *seen, const struct call *call, const struct upload *upload, struct str path, json_t *answers, struct error *err)
{
	const struct pack_asked *field = file_field(act, seen, path);
	const char *type = type_of(upload->bytes);
	if (!field || !right_type(act, field, path, type))
		return true;
	if (upload->bytes.len > CASE_FILE_MOST) {
		finding_add(&act->findings, path, "too_large", WORDS("This file is larger than 10 MB. Send a smaller one."));
		return true;
	}
	json_t *kept = case_keep_file(act, upload->file_name, upload->bytes, field->type == ASKED_PHOTO, err);
	if (!kept)
		return false;
	keep_before(act, seen, call, field, path, answers);
	put(act, answers, path, field->many, kept);
	return true;
}

/* --- what came in pieces before --- */

struct beginning {
	char bytes[16];
	size_t count;
};

static void see(void *state, struct str bytes)
{
	struct beginning *beginning = state;
	for (size_t i = 0; i < bytes.len && beginning->count < sizeof beginning->bytes; i++)
		beginning->bytes[beginning->count++] = bytes.data[i];
}

static bool take_spool(struct act *act, const struct case_seen *seen, const struct call *call, struct str path, struct uuid id, json_t *answers, struct error *err)
{
	const struct pack_asked *field = file_field(act, seen, path);
	struct journal_spool spool;
	struct beginning beginning = { .count = 0 };
	uint8_t digest[SHA256_BYTES];
	struct str handle;
	if (!field)
		return true;
	if (!journal_spool_find(act, act->actor.user, seen->record, id, &spool, err))
		return false;
	if (spool.length > case_file_most(act, field) || spool.offset != spool.length) {
		finding_add(&act->findings, path, "not_whole", WORDS("This file did not come whole. Choose it again."));
		return true;
	}
	if (!journal_spool_keep(act, &spool, see, &beginning, &handle, digest, err))
		return false;
	const char *type = type_of((struct str){ beginning.bytes, beginning.count });
	if (!right_type(act, field, path, type))
		return true;
	json_t *kept = file_value(act, spool.name, type, spool.length, digest, handle);
	if (!file_looked_at(act, kept, field->type == ASKED_PHOTO, err)) {
		json_decref(kept);
		return false;
	}
	keep_before(act, seen, call, field, path, answers);
	put(act, answers, path, field->many, kept);
	return true;
}

/* "upload:ID", or several of them. */
static bool take_named(struct act *act, const struct case_seen *seen, const struct call *call, struct str path, const json_t *value, json_t *answers, struct error *err)
{
	static const struct str prefix = { "upload:", 7 };
	size_t count = json_is_array(value) ? json_array_size(value) : 1;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string_value(json_is_array(value) ? json_array_get(value, i) : value);
		struct uuid id;
		if (!text || !str_starts(str_of(text), prefix) || !uuid_parse(str_slice(str_of(text), prefix.len, strlen(text)), &id))
			continue;
		if (!take_spool(act, seen, call, path, id, answers, err))
			return false;
	}
	return true;
}

/* "answer.doc_means.drop" with nothing new in its place. */
static void take_away(const struct case_seen *seen, const struct call *call, json_t *answers)
{
	static const struct str end = { ".drop", 5 };
	const char *name;
	json_t *value;
	json_object_foreach(call->answers, name, value) {
		struct str path = str_of(name), member;
		const struct pack_asked *field;
		if (!str_ends(path, end) || !json_string_value(value) || strcmp(json_string_value(value), "yes"))
			continue;
		path = str_slice(path, 0, path.len - end.len);
		field = case_field(seen->flow.host.procedure, path, &member);
		if (field && case_is_file(field) && !json_object_getn(answers, path.data, path.len))
			json_object_setn_new(answers, path.data, path.len, json_null());
	}
}

bool case_take_files(struct act *act, const struct case_seen *seen, const struct call *call, json_t *answers, struct error *err)
{
	static const struct str prefix = { "answer.", 7 };
	for (size_t i = 0; i < call->upload_count; i++) {
		const struct upload *upload = &call->uploads[i];
		if (!str_starts(upload->field, prefix) || !upload->bytes.len)
			continue;
		if (!take(act, seen, call, upload, str_slice(upload->field, prefix.len, upload->field.len), answers, err))
			return false;
	}
	const char *path;
	json_t *value;
	json_object_foreach(call->answers, path, value)
		if (!take_named(act, seen, call, str_of(path), value, answers, err))
			return false;
	take_away(seen, call, answers);
	return !act->findings.count || error_set(err, ERR_FINDINGS, "Some answers need another look.", "Correct the fields that are named, and send the form again.", "file");
}

bool case_file_reply(struct act *act, const struct case_seen *seen, struct str path, int page, bool large, struct reply *reply, struct error *err)
{
	const json_t *at = answer_at(seen, path);
	if (json_is_array(at))
		at = json_array_get(at, 0);
	if (page > 1)
		at = json_array_get(json_object_get(at, "pages"), (size_t)page - 2);
	const char *handle = json_string_value(json_object_get(at, "file")), *type = json_string_value(json_object_get(at, "type")), *name = json_string_value(json_object_get(at, "name"));
	if (!handle || !type)
		return error_set(err, ERR_NOT_FOUND, "There is no such file.", "Open the case again.", "path");
	if (case_set_aside(at))
		return error_set(err, ERR_FORBIDDEN, "This file was set aside: a virus scanner found something in it.", "Ask for a clean copy.", "path");
	if (large) {
		reply->type = "image/jpeg";
		return case_picture(act, str_of(handle), &reply->bytes, err);
	}
	bool heavy = json_integer_value(json_object_get(at, "size")) > STREAM_FROM;
	if (heavy ? !journal_stream_open(act, str_of(handle), &reply->stream, err) : !journal_file_get(act, str_of(handle), &reply->bytes, err))
		return false;
	reply->type = str_c(act->arena, str_of(type));
	reply->file_name = str_c(act->arena, str_of(name ? name : "file"));
	reply->private_download = true;
	return true;
}
