/* The room's face: the entry, its table, and the pages that print a letter again. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

extern const struct embedded letter_files[];

FIELDS_TABLE(letter, LETTER_FIELDS)
FIELDS_TABLE(letter_set, LETTER_SET_FIELDS)
FIELDS_TABLE(letter_row, LETTER_ROW_FIELDS)

const struct entry_type letter_type = { "letter", 1, KIND_CASE, ENTRY_BLIND, &letter_fields, "A letter or paper was issued to a person" };
const struct entry_type letter_set_type = { "letter.set", 1, KIND_CASE, ENTRY_BLIND, &letter_set_fields, "A letter was printed for the first time, and is kept as it was" };

static const char *const indexes[] = { "about", NULL };
const struct table letter_table = { "letter", &letter_row_fields, "record, id", indexes };

/* --- the fold --- */

struct letters {
	struct letter_row *rows;
	size_t count, size;
};

static void add(struct letters *letters, const struct entry *entry, const struct letter *letter, struct arena *arena)
{
	if (letters->count == letters->size) {
		size_t size = letters->size ? letters->size * 2 : 4;
		struct letter_row *grown = ARENA_ARRAY(arena, struct letter_row, size);
		for (size_t i = 0; i < letters->count; i++)
			grown[i] = letters->rows[i];
		letters->rows = grown;
		letters->size = size;
	}
	letters->rows[letters->count++] = (struct letter_row){
		.id = entry->id, .issued = entry->happened, .officer = entry->actor, .name = letter->name, .number = letter->number, .title = letter->title,
		.language = letter->language, .about = letter->about, .paper = letter->file.len ? entry->id : (struct uuid){ { 0 } },
	};
}

/* The first print holds; a letter whose body was erased has no row. */
static void set(struct letters *letters, const struct entry *entry, const struct letter_set *set)
{
	for (size_t i = 0; i < letters->count; i++)
		if (uuid_equal(letters->rows[i].id, set->letter) && uuid_zero(letters->rows[i].paper))
			letters->rows[i].paper = entry->id;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	if (entry->type == &letter_set_type)
		set(to, entry, data);
	else
		add(to, entry, data, arena);
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct letters *letters = from;
	(void)record;
	for (size_t i = 0; i < letters->count; i++)
		rows_put(out, &letter_table, &letters->rows[i]);
}

static const struct entry_type *const reads[] = { &letter_type, &letter_set_type, NULL };
static const struct table *const writes[] = { &letter_table, NULL };
static const struct fold letter_fold = { "letter", 2, reads, writes, sizeof(struct letters), apply, rows };

/* --- who may see it --- */

/* A receipt for a claim would tell of the claim: whoever issued it sees it, and those who see files of protection. */
static bool may_see(const struct act *act, struct str name, struct uuid issuer)
{
	const struct letter_shape *shape = letter_shape(name);
	return !shape || shape->guard == ANYBODY || rights_have(act->actor.rights, shape->guard) || uuid_equal(issuer, act->actor.user);
}

/* --- lists of papers --- */

static json_t *row_json(struct act *act, const struct letter_row *row)
{
	struct str id = uuid_str(act->arena, row->id);
	json_t *out = json_object();
	json_put_str(out, "title", row->title);
	json_put_str(out, "number", row->number);
	json_put_str(out, "language", row->language);
	json_put_str(out, "name", row->name);
	json_put_str(out, "when", lang_date_time(act->lang, act->arena, letter_zone(act, act->place.post), row->issued));
	const char *under = letter_shape(row->name) ? "/letter/" : "/case/letter/";
	json_put_str(out, "href", str_format(act->arena, "%s" STR_FMT, under, STR_ARG(id)));
	json_put_str(out, "text_href", str_format(act->arena, "%s" STR_FMT "/text", under, STR_ARG(id)));
	return out;
}

static bool list(struct act *act, const char *statement, struct uuid id, json_t **out, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	json_t *found = json_array();
	query_bind_id(query, "id", id);
	query_bind_int(query, "most", 50);
	while (query_next(query)) {
		struct letter_row row = { 0 };
		query_row(query, &letter_row_fields, &row, act->arena);
		if (may_see(act, row.name, row.officer))
			json_array_append_new(found, row_json(act, &row));
	}
	if (!query_end(query, err)) {
		json_decref(found);
		return false;
	}
	*out = found;
	return true;
}

bool letters_about(struct act *act, struct uuid about, json_t **out, struct error *err)
{
	return list(act, "letter.about", about, out, err);
}

bool letters_of(struct act *act, struct uuid holder, json_t **out, struct error *err)
{
	return list(act, "letter.of_holder", holder, out, err);
}

/* --- one letter --- */

static bool another_desk(struct error *err)
{
	return error_set(err, ERR_NOT_ALLOWED, "Another desk handles this.", "ask whoever issued it, or the desk that handles it", "letter");
}

static bool read_letter(struct act *act, struct uuid id, struct entry *entry, struct letter *letter, struct error *err)
{
	bool found = false;
	if (!journal_entry(act, id, entry, &found, err))
		return false;
	if (!found || entry->type != &letter_type || !entry->data.len || !fields_from_data(&letter_fields, entry->data, letter, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such letter", "look it up by the person or the document", "letter");
	if (!may_see(act, letter->name, entry->actor))
		return another_desk(err);
	journal_look(act, "letter", &entry->record, 1);
	return true;
}

bool letter_pdf(struct act *act, struct uuid id, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct letter letter = { 0 };
	if (!read_letter(act, id, &entry, &letter, err) || !letter_print(act, &entry, &letter, &reply->bytes, err))
		return false;
	reply->type = "application/pdf";
	reply->private_download = true;
	return true;
}

/* A case's letter is shown where the case is, by its rules of access. */
static bool is_of_case(struct act *act, struct uuid id, bool *is, struct error *err)
{
	struct entry entry = { 0 };
	struct letter letter = { 0 };
	bool found = false;
	if (!journal_entry(act, id, &entry, &found, err))
		return false;
	found = found && entry.type == &letter_type && entry.data.len && fields_from_data(&letter_fields, entry.data, &letter, act->arena);
	*is = found && !letter_shape(letter.name) && !uuid_equal(entry.actor, act->actor.user);
	return true;
}

static bool pdf_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	bool is;
	if (!is_of_case(act, call->id, &is, err))
		return false;
	return is ? another_desk(err) : letter_pdf(act, call->id, reply, err);
}

/* The blocks as the page wants them: one flag for each kind, runs of cells, items, boxes and lines to sign on together. */
static json_t *groups_of(const json_t *blocks)
{
	json_t *out = json_array(), *group = NULL, *block;
	const char *last = "";
	size_t i;
	json_array_foreach((json_t *)(uintptr_t)blocks, i, block) {
		const char *kind = json_string_value(json_object_get(block, "kind"));
		bool together = kind && (!strcmp(kind, "cell") || !strcmp(kind, "item") || !strcmp(kind, "box") || !strcmp(kind, "sign"));
		if (!kind)
			continue;
		if (!together || strcmp(kind, last)) {
						group = json_object();
			for (size_t k = 0; k < PDF_PART; k++)
				json_put_yesno(group, letter_kinds[k], !strcmp(kind, letter_kinds[k]));
			json_put(group, "parts", json_array());
			json_array_append_new(out, group);
			last = kind;
		}
		json_t *part = json_object();
		json_t *label = json_object_get(block, "label"), *text = json_object_get(block, "text");
		json_put(part, "label", label ? json_incref(label) : json_false());
		json_put(part, "text", text ? json_incref(text) : json_string(""));
		json_put_yesno(part, "marked", json_is_true(json_object_get(block, "marked")));
		json_array_append_new(json_object_get(group, "parts"), part);
	}
	return out;
}

static void put_parts(struct act *act, const struct letter *letter, json_t *page)
{
	json_t *parts = json_array(), *text = json_loadb(letter->text.data, letter->text.len, 0, NULL), *part;
	size_t i;
	json_array_foreach(text, i, part) {
		json_t *out = json_object();
		struct str tag = str_of(json_string_value(json_object_get(part, "language")));
		const struct lang *lang = langs_find(act->house->langs, tag);
		static const char *const names[] = { "title", "state", "authority", "copy" };
		for (size_t n = 0; n < COUNT_OF(names); n++) {
			json_t *value = json_object_get(part, names[n]);
			json_put(out, names[n], value ? json_incref(value) : json_string(""));
		}
		json_put_str(out, "language", str_copy(act->arena, tag));
		json_put_str(out, "dir", lang ? lang_dir(lang) : STR("ltr"));
		json_put(out, "groups", groups_of(json_object_get(part, "blocks")));
		json_array_append_new(parts, out);
	}
	json_decref(text);
	json_put(page, "parts", parts);
}

static void put_data(struct act *act, const struct entry *entry, const struct letter *letter, json_t *data)
{
	json_put_str(data, "letter", uuid_str(act->arena, entry->id));
	json_put_str(data, "name", letter->name);
	json_put_str(data, "number", letter->number);
	json_put_str(data, "title", letter->title);
	json_put_str(data, "language", letter->language);
	json_put_str(data, "pack", letter->pack);
	json_put(data, "values", json_loadb(letter->values.data, letter->values.len, 0, NULL));
}

bool letter_page(struct act *act, struct uuid id, struct str back, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct letter letter = { 0 };
	if (!read_letter(act, id, &entry, &letter, err))
		return false;
	reply->data = reply->data ? reply->data : json_object();
	put_data(act, &entry, &letter, reply->data);
	reply->page = json_object();
	json_put_str(reply->page, "back", back);
	json_put_str(reply->page, "number", letter.number);
	json_put_str(reply->page, "title", letter.title);
	json_put_str(reply->page, "pdf_href", str_format(act->arena, "/letter/" STR_FMT, STR_ARG(uuid_str(act->arena, entry.id))));
	json_put_yesno(reply->page, "became_to", false);
	put_parts(act, &letter, reply->page);
	return true;
}

bool letter_record_of(struct act *act, struct uuid id, struct uuid *record, bool *found, struct error *err)
{
	struct entry entry = { 0 };
	if (!journal_entry(act, id, &entry, found, err))
		return false;
	*found = *found && entry.type == &letter_type;
	*record = entry.record;
	return true;
}

bool letter_last(struct act *act, struct uuid about, const char *name, struct uuid *id, struct error *err)
{
	struct query *query = db_query(act->db, "letter.last");
	bool found;
	query_bind_id(query, "about", about);
	query_bind_text(query, "name", str_of(name));
	query_one(query, &found, err);
	*id = found ? query_id(query, 0) : (struct uuid){ 0 };
	return query_end(query, err);
}

static bool text_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	bool is;
	if (!is_of_case(act, call->id, &is, err))
		return false;
	return is ? another_desk(err) : letter_page(act, call->id, STR("/"), reply, err);
}

static const struct route routes[] = {
	{ GET, "/letter/{id}", CAN_CROSS, pdf_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "border_check", "A letter or paper as PDF, byte for byte as it was first printed." },
	{ GET, "/letter/{id}/text", CAN_CROSS, text_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, "border_check", "The same letter as a page; as JSON what was filled in." },
	{ 0 },
};

static const struct entry_type *const entries[] = { &letter_type, &letter_set_type, NULL };
static const struct fold *const folds[] = { &letter_fold, NULL };

const struct room letter_room = { .name = "letter", .files = letter_files, .entries = entries, .folds = folds, .routes = routes };
