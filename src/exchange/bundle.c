/* Bundles: signed by the sender, sealed for the receiver. What is in one is JSON; a foreign bundle is believed only when a known key signed it. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "bundle.h"
#include "crypto.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"

static const struct str head = { BUNDLE_HEAD, sizeof BUNDLE_HEAD - 1 };

/* --- the envelope --- */

struct str bundle_seal(struct arena *arena, const struct keys *keys, const uint8_t to[static PUBLIC_KEY_BYTES], struct str plain)
{
	struct buf out = BUF_IN(arena);
	struct str box;
	uint8_t signature[SIGNATURE_BYTES];
	if (!seal_to(arena, to, plain, &box))
		return STR("");
	buf_add(&out, head);
	buf_add(&out, (struct str){ (const char *)keys->sign_public, PUBLIC_KEY_BYTES });
	buf_add(&out, box);
	sign(keys, buf_str(&out), signature);
	buf_add(&out, (struct str){ (const char *)signature, sizeof signature });
	return buf_str(&out);
}

bool bundle_open(struct arena *arena, const struct keys *keys, struct str bundle, struct bundle_opened *out)
{
	size_t least = head.len + PUBLIC_KEY_BYTES + SIGNATURE_BYTES;
	*out = (struct bundle_opened){ .plain = STR("") };
	if (bundle.len < least || bundle.len > BUNDLE_MOST || !str_starts(bundle, head))
		return false;
	struct str by = str_slice(bundle, 0, bundle.len - SIGNATURE_BYTES), box = str_slice(by, head.len + PUBLIC_KEY_BYTES, by.len);
	memcpy(out->from, bundle.data + head.len, PUBLIC_KEY_BYTES);
	return sign_verify(out->from, by, (const uint8_t *)bundle.data + by.len) && seal_open(arena, keys, box, &out->plain);
}

/* --- what is in it --- */

static void put(json_t *to, const char *name, struct str value)
{
	if (value.len)
		json_put_str(to, name, value);
}

static json_t *files_inside(struct act *act, const struct exchange_row *row, struct error *err)
{
	json_t *files = json_loadb(row->files.data, row->files.len, 0, NULL), *file, *out = json_array();
	size_t i;
	bool good = true;
	json_array_foreach(files, i, file) {
		struct str bytes;
		good = good && journal_file_get(act, str_of(json_string_value(json_object_get(file, "file"))), &bytes, err);
		if (!good)
			break;
		json_t *one = json_object();
		json_put(one, "name", json_incref(json_object_get(file, "name")));
		json_put(one, "type", json_incref(json_object_get(file, "type")));
		put(one, "field", str_copy(act->arena, str_of(json_string_value(json_object_get(file, "field")))));
		json_put_str(one, "bytes", str_base64(act->arena, bytes));
		json_array_append_new(out, one);
	}
	json_decref(files);
	if (!good) {
		json_decref(out);
		out = NULL;
	}
	return out;
}

bool bundle_write(struct act *act, struct uuid record, const struct exchange_row *row, const struct partner *to, struct str *out, struct error *err)
{
	uint8_t key[PUBLIC_KEY_BYTES];
	bool answers = str_is(row->way, "in");
	json_t *body = json_object(), *files = answers ? json_array() : files_inside(act, row, err);
	if (!files) {
		json_decref(body);
		return false;
	}
	json_put_str(body, "id", uuid_str(act->arena, record));
	put(body, "what", answers ? (str_is(row->state, "declined") ? STR("refuse") : str_is(row->state, "answered") ? STR("accept") : STR("acknowledge")) : row->what);
	put(body, "number", row->number);
	put(body, "title", row->title);
	put(body, "words", answers ? row->said : row->words);
	put(body, "finding", answers ? row->finding : STR(""));
	put(body, "name", answers ? row->name : STR(""));
	put(body, "kind", answers ? STR("") : row->kind);
	if (!answers)
		json_put(body, "asked", json_loadb(row->asked.data, row->asked.len, 0, NULL));
	if (!answers && row->answers.len)
		json_put(body, "answers", json_loadb(row->answers.data, row->answers.len, 0, NULL));
	json_put(body, "files", files);
	char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(body);
	*out = text && str_to_hex(to->key, key, sizeof key) ? bundle_seal(act->arena, act->house->keys, key, str_of(text)) : STR("");
	free(text);
	return out->len || error_set(err, ERR_CONFIG, "the key of this authority is not a key", "enter it again with limen exchange partner", "exchange");
}

/* --- taking one --- */

static struct str member(struct act *act, const json_t *body, const char *name, size_t most)
{
	struct str text, clean, given = str_of(json_string_value(json_object_get(body, name)));
	text = str_slice(given, 0, most);
	return lang_clean_text(act->arena, text, LANG_LINES, &clean) ? clean : STR("");
}

static bool not_good(struct error *err, const char *what)
{
	return error_set(err, ERR_INPUT, what, "ask the authority for the file again", "bundle");
}

static bool take_files(struct act *act, const json_t *body, json_t *out, struct error *err)
{
	json_t *file;
	size_t i;
	json_array_foreach(json_object_get(body, "files"), i, file) {
		struct str text = str_of(json_string_value(json_object_get(file, "bytes"))), type = member(act, file, "type", 40), handle;
		size_t size = str_base64_size(text);
		uint8_t *bytes = arena_alloc(act->arena, size + 1);
		bool known = str_is(type, "image/jpeg") || str_is(type, "image/png") || str_is(type, "application/pdf");
		if (i >= FILES_MOST || !known || !size || !str_to_base64(text, bytes, size))
			return not_good(err, "a file in this bundle is not one that is taken");
		if (!journal_file_put(act, (struct str){ (const char *)bytes, size }, &handle, err))
			return false;
		json_t *one = json_object();
		json_put_str(one, "name", member(act, file, "name", 120));
		json_put_str(one, "type", type);
		json_put_str(one, "file", handle);
		json_array_append_new(out, one);
	}
	return true;
}

static struct str json_kept(struct act *act, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);
	struct str out = str_copy(act->arena, str_of(text ? text : "[]"));
	free(text);
	json_decref(json);
	return out;
}

/* --- the case that a request opens --- */

/* The procedure of the pack that takes requests of this kind, and the use by which it does; NULL = none: the request waits in the list. */
static const struct pack_use *use_for(const struct pack *pack, struct str kind, const struct pack_procedure **procedure)
{
	for (size_t i = 0; i < pack->procedure_count && kind.len; i++)
		for (size_t k = 0; k < pack->procedures[i].use_count; k++) {
			const struct pack_use *use = &pack->procedures[i].uses[k];
			const struct pack_setting *takes = str_is(use->capability->name, "exchange") ? pack_setting(use, "takes") : NULL;
			for (size_t n = 0; takes && n < takes->words.count; n++)
				if (str_equal(takes->words.items[n], kind) && flow_opened_by(&pack->procedures[i], use, "request")) {
					*procedure = &pack->procedures[i];
					return use;
				}
		}
	return NULL;
}

/* What they sent, cleaned, and who they are: of the key that signed it, whatever the answers say. */
static json_t *answers_of(struct act *act, const struct partner *from, const struct pack_procedure *procedure, const struct pack_use *use, const json_t *body)
{
	const struct pack_setting *partner = pack_setting(use, "partner");
	json_t *out = json_object(), *value, *given = json_object_get(body, "answers");
	const char *path;
	json_object_foreach(given, path, value)
		if (json_is_string(value) && json_object_size(out) < 200)
			json_put_str(out, str_c(act->arena, str_of(path)), member(act, given, path, 4000));
	if (partner && partner->fields.count)
		json_put_str(out, str_c(act->arena, procedure->fields[partner->fields.items[0]].name), from->name);
	return out;
}

static json_t *case_files(struct act *act, const json_t *body, struct error *err)
{
	json_t *file, *out = json_object();
	size_t i;
	json_array_foreach(json_object_get(body, "files"), i, file) {
		struct str text = str_of(json_string_value(json_object_get(file, "bytes"))), field = member(act, file, "field", 48);
		size_t size = str_base64_size(text);
		uint8_t *bytes = arena_alloc(act->arena, size + 1);
		json_t *kept = field.len && str_to_base64(text, bytes, size) ? case_file_json(act, member(act, file, "name", 120), (struct str){ (const char *)bytes, size }, err) : NULL;
		if (kept)
			json_object_setn_new(out, field.data, field.len, kept);
	}
	return out;
}

/* Opens the case, and puts it into the message. */
static bool open_case(struct act *act, const struct partner *from, const json_t *body, struct exchange_message *message, struct str *own, struct error *err)
{
	const struct pack_procedure *procedure;
	const struct pack_use *use = use_for(act->pack, message->kind, &procedure);
	struct case_seen seen;
	*own = STR("");
	if (!use)
		return true;
	if (!case_new(act, procedure->name, &seen, err))
		return false;
	json_t *answers = answers_of(act, from, procedure, use, body), *files = case_files(act, body, err);
	bool good = case_open_by(act, &seen, use->name, STR("request"), answers, files, err);
	message->about = seen.record;
	message->use = use->name;
	*own = str_copy(act->arena, seen.row.reference);
	json_decref(answers);
	json_decref(files);
	case_end(&seen);
	return good;
}

/* The receipt: by e-mail where they have an address, and by the bundle that goes back. */
static bool took(struct act *act, struct uuid record, const struct exchange_message *message, struct str own, struct error *err)
{
	const struct exchange_row row = { .partner = message->partner, .number = message->number };
	journal_ref(act, message->about, "about");
	journal_append(act, &exchange_step_type, record, &(struct exchange_step){ .what = STR("received"), .by = STR("bundle"), .words = own });
	return exchange_receipt(act, &row, own, err);
}

/* A request of theirs: it waits for an answer of ours. The record is the message's own, so that the same bundle again is no second one. */
static bool take_request(struct act *act, struct uuid record, const struct partner *from, const json_t *body, struct error *err)
{
	json_t *files = json_array(), *asked = json_object_get(body, "asked");
	if (!take_files(act, body, files, err)) {
		json_decref(files);
		return false;
	}
	struct exchange_message message = {
		.way = STR("in"), .what = STR("send"), .kind = member(act, body, "kind", 48), .partner = from->name, .code = from->code, .number = member(act, body, "number", 60), .title = member(act, body, "title", 200),
		.words = member(act, body, "words", 4000), .asked = json_kept(act, json_is_array(asked) ? json_incref(asked) : json_array()), .files = json_kept(act, files),
	};
	if (message.asked.len > 30000 || message.files.len > 8000)
		return error_set(err, ERR_TOO_LARGE, "this bundle asks more than is taken", "ask the authority to ask in two", "bundle");
	struct str own;
	if (!open_case(act, from, body, &message, &own, err))
		return false;
	journal_append(act, &exchange_message_type, record, &message);
	return !own.len || took(act, record, &message, own, err);
}

static bool take_answer(struct act *act, struct uuid record, const struct exchange_row *row, const json_t *body, struct error *err)
{
	struct str what = member(act, body, "what", 16), finding = member(act, body, "finding", 16);
	const struct exchange_step step = {
		.what = str_is(what, "accept") ? STR("answered") : str_is(what, "refuse") ? STR("declined") : STR("received"), .by = STR("bundle"),
		.finding = finding_words(finding) ? finding : STR(""), .words = member(act, body, "words", 4000), .name = member(act, body, "name", 200),
	};
	return exchange_became(act, record, row, &step, err);
}

static bool same_state(const struct exchange_row *row, struct str what)
{
	bool over = str_is(row->state, "answered") || str_is(row->state, "declined");
	return over || (str_is(what, "acknowledge") && str_is(row->state, "received"));
}

static bool take(struct act *act, const struct partner *from, const json_t *body, struct str *told, struct error *err)
{
	struct exchange_row row = { .way = STR("") };
	struct uuid record;
	bool found;
	struct str what = member(act, body, "what", 16), number = member(act, body, "number", 60);
	if (!uuid_parse(str_of(json_string_value(json_object_get(body, "id"))), &record) || !number.len)
		return not_good(err, "this bundle does not say what it is");
	if (!exchange_by_record(act, record, &row, &found, err))
		return false;
	if (found && !str_equal(row.code, from->code))
		return not_good(err, "another authority than the one that was asked answers");
	bool request = str_is(what, "send");
	if (found && (request || same_state(&row, what))) {
		*told = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{number} was taken before: nothing is done twice.")), { "number", number });
		return true;
	}
	if (!found && !request)
		return not_good(err, "this bundle answers a request that is not of here");
	*told = LANG_FILL(act->arena, lang_words(act->lang, request ? WORDS("{number}: a request of {partner} was taken.") : WORDS("{number}: the answer of {partner} was taken.")),
	                  { "number", number }, { "partner", from->name });
	return request ? take_request(act, record, from, body, err) : take_answer(act, record, &row, body, err);
}

bool bundle_take(struct act *act, struct str bundle, struct str *told, struct error *err)
{
	struct bundle_opened opened;
	struct partner from = { .code = STR("") };
	bool known;
	if (!bundle_open(act->arena, act->house->keys, bundle, &opened))
		return not_good(err, "this is no bundle for this state, or it was changed on its way");
	if (!partner_by_key(act, str_hex(act->arena, opened.from, sizeof opened.from), &from, &known, err))
		return false;
	if (!known)
		return error_set(err, ERR_NOT_ALLOWED, "the key that signed this bundle is of no authority that is known", "compare it with the authority, then enter it with limen exchange partner", "bundle");
	json_t *body = json_loadb(opened.plain.data, opened.plain.len, 0, NULL);
	bool good = json_is_object(body) ? take(act, &from, body, told, err) : not_good(err, "this bundle does not say what it is");
	json_decref(body);
	return good;
}
