/* Files among the answers of a case: kept in the journal, encrypted with a key of their own that stands in the entry. */
#include <string.h>

#include "arena.h"
#include "cases.h"
#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"

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

static json_t *keep(struct act *act, const struct upload *upload, const char *type, struct error *err)
{
	uint8_t digest[SHA256_BYTES];
	struct str handle, name;
	char at[TIME_TEXT];
	if (!journal_file_put(act, upload->bytes, &handle, err))
		return NULL;
	sha256(&upload->bytes, 1, digest);
	if (!lang_clean_text(act->arena, str_slice(upload->file_name, 0, 120), LANG_LINE, &name))
		name = STR("");
	json_t *out = json_object();
	json_put_str(out, "name", name.len ? name : STR("file"));
	json_put_str(out, "type", str_of(type));
	json_put(out, "size", json_integer((json_int_t)upload->bytes.len));
	json_put_str(out, "sha256", str_hex(act->arena, digest, sizeof digest));
	json_put_str(out, "at", time_text(act->now, at));
	json_put_str(out, "file", handle);
	return out;
}

/* Several files to a question that takes one are its pages, in the order in which they came. */
static void put(json_t *answers, struct str path, bool many, json_t *file)
{
	json_t *there = json_object_getn(answers, path.data, path.len);
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

static bool take(struct act *act, const struct case_seen *seen, const struct upload *upload, struct str path, json_t *answers, struct error *err)
{
	struct str member;
	const struct pack_asked *field = case_field(seen->flow.host.procedure, path, &member);
	const char *type = type_of(upload->bytes);
	bool file = field && (field->type == ASKED_PHOTO || field->type == ASKED_DOCUMENT || field->type == ASKED_DOCUMENTS || field->type == ASKED_SIGNATURE || field->type == ASKED_CONSENT);
	if (!file || (field->type == ASKED_DOCUMENTS && !member.len))
		finding_add(&act->findings, path, "unknown_field", WORDS("There is no such question."));
	else if (!type || (field->type == ASKED_PHOTO && str_is(str_of(type), "application/pdf")))
		finding_add(&act->findings, path, "wrong_type", field->type == ASKED_PHOTO ? WORDS("Send a photograph as JPEG or PNG.") : WORDS("Send a PDF, or a picture as JPEG or PNG."));
	else if (upload->bytes.len > CASE_FILE_MOST)
		finding_add(&act->findings, path, "too_large", WORDS("This file is larger than 10 MB. Send a smaller one."));
	else {
		json_t *kept = keep(act, upload, type, err);
		if (!kept)
			return false;
		put(answers, path, field->many, kept);
	}
	return true;
}

bool case_take_files(struct act *act, const struct case_seen *seen, const struct call *call, json_t *answers, struct error *err)
{
	static const struct str prefix = { "answer.", 7 };
	for (size_t i = 0; i < call->upload_count; i++) {
		const struct upload *upload = &call->uploads[i];
		if (!str_starts(upload->field, prefix) || !upload->bytes.len)
			continue;
		if (!take(act, seen, upload, str_slice(upload->field, prefix.len, upload->field.len), answers, err))
			return false;
	}
	return !act->findings.count || error_set(err, ERR_FINDINGS, "Some answers need another look.", "Correct the fields that are named, and send the form again.", "file");
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

bool case_file_reply(struct act *act, const struct case_seen *seen, struct str path, struct reply *reply, struct error *err)
{
	const json_t *at = json_object_get(seen->file, "answers");
	struct str piece;
	while (at && str_cut(&path, '.', &piece))
		at = json_is_array(at) ? one_of(at, piece) : json_object_getn(at, piece.data, piece.len);
	if (json_is_array(at))
		at = json_array_get(at, 0);
	const char *handle = json_string_value(json_object_get(at, "file")), *type = json_string_value(json_object_get(at, "type")), *name = json_string_value(json_object_get(at, "name"));
	if (!handle || !type)
		return error_set(err, ERR_NOT_FOUND, "There is no such file.", "Open the case again.", "path");
	if (!journal_file_get(act, str_of(handle), &reply->bytes, err))
		return false;
	reply->type = str_c(act->arena, str_of(type));
	reply->file_name = str_c(act->arena, str_of(name ? name : "file"));
	reply->private_download = true;
	return true;
}
