/* What is held on a person: entries of the documents, field by field, and looks at them. No list, hit or alert is read here. */
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"
#include "store.h"

enum { DOCUMENTS_MOST = 200, ENTRIES_MOST = 20000, LOOKS_MOST = 5000 };

struct gathered {
	struct act *act;
	struct entry *items;
	size_t count, size;
};

static void gather(void *to, const struct entry *entry)
{
	struct gathered *all = to;
	if (all->count == ENTRIES_MOST)
		return;
	if (all->count == all->size) {
		struct entry *items = ARENA_ARRAY(all->act->arena, struct entry, all->size ? all->size * 2 : 64);
		if (all->count)
			memcpy(items, all->items, all->count * sizeof *items);
		all->items = items;
		all->size = all->size ? all->size * 2 : 64;
	}
	all->items[all->count++] = *entry;
}

static int oldest_first(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return a->happened != b->happened ? (a->happened < b->happened ? -1 : 1) : uuid_compare(a->id, b->id);
}

/* --- what the pack withholds --- */

static bool named(const struct pack_names *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_equal(names->items[i], name))
			return true;
	return false;
}

static bool withheld(struct act *act, enum told told, struct str name)
{
	return told == TOLD_PERSON && named(&act->pack->disclosure.withhold, name);
}

static bool field_withheld(struct act *act, enum told told, struct str kind, const char *field)
{
	return withheld(act, told, str_format(act->arena, STR_FMT ".%s", STR_ARG(kind), field));
}

/* --- values --- */

static struct str when(struct act *act, int64_t ms)
{
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
}

/* Where a file lies is nobody's business, and its key opens it: the file is named as such. */
static json_t *without_handles(struct act *act, json_t *value)
{
	struct str id;
	size_t at;
	const char *name;
	json_t *item;
	void *next;
	if (json_is_string(value) && journal_file_id(str_of(json_string_value(value)), &id))
		return json_str(lang_words(act->lang, WORDS("a file, kept encrypted")));
	if (json_is_array(value))
		json_array_foreach(value, at, item)
			json_array_set_new(value, at, without_handles(act, item));
	if (json_is_object(value))
		json_object_foreach_safe(value, next, name, item)
			json_object_set_new(value, name, without_handles(act, item));
	return json_incref(value);
}

/* Roles of whoever looked, in words; officers are not named to the person. */
static bool service_of(struct act *act, struct uuid user, struct str *out, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.roles_of");
	struct str roles[20], json = STR("");
	size_t count = 0, at;
	json_t *list, *item;
	query_bind_id(query, "record", user);
	if (query_next(query))
		json = query_text(query, 0, act->arena);
	if (!query_end(query, err))
		return false;
	list = json_loadb(json.len ? json.data : "[]", json.len ? json.len : 2, 0, NULL);
	json_array_foreach(list, at, item) {
		const struct pack_role *role = pack_role(act->pack, str_of(json_string_value(item)));
		if (role && count < COUNT_OF(roles))
			roles[count++] = pack_words(act->pack, lang_tag(act->lang), role->words);
	}
	json_decref(list);
	*out = count ? lang_list(act->lang, act->arena, roles, count) : lang_words(act->lang, WORDS("The system itself"));
	return true;
}

static json_t *entry_value(struct act *act, const struct entry *entry, struct str service, enum told told)
{
	void *data = arena_alloc(act->arena, entry->type->fields->size);
	json_t *out = json_object(), *said;
	json_put_str(out, "when", when(act, entry->happened));
	json_put_str(out, "kind", entry->type_name);
	json_put_str(out, "words", lang_words(act->lang, entry->type->doc));
	json_put_str(out, "who", service);
	if (!fields_from_data(entry->type->fields, entry->data, data, act->arena)) {
		json_put(out, "data", json_object());
		return out;
	}
	said = fields_to_json(entry->type->fields, data);
	for (size_t i = 0; i < entry->type->fields->count; i++)
		if (field_withheld(act, told, entry->type_name, entry->type->fields->items[i].name))
			json_object_del(said, entry->type->fields->items[i].name);
	json_put(out, "data", without_handles(act, said));
	json_decref(said);
	return out;
}

static bool entries_value(struct act *act, const struct gathered *all, enum told told, json_t *out, struct error *err)
{
	struct str service = STR("");
	for (size_t i = 0; i < all->count; i++) {
		const struct entry *entry = &all->items[i];
		bool again = i && uuid_equal(entry->id, all->items[i - 1].id);
		if (again || !entry->type || !entry->data.len || withheld(act, told, entry->type_name))
			continue;
		if (!service_of(act, entry->actor, &service, err))
			return false;
		json_array_append_new(out, entry_value(act, entry, service, told));
	}
	return true;
}

static struct str purpose_words(struct act *act, struct str code)
{
	const struct pack_purpose *purpose = pack_purpose(act->pack, code);
	return purpose ? pack_words(act->pack, lang_tag(act->lang), purpose->words) : code;
}

static bool look_value(struct act *act, const struct entry *entry, enum told told, json_t *out, struct error *err)
{
	json_t *look;
	struct str service;
	if (told == TOLD_PERSON && named(&act->pack->disclosure.unseen, entry->purpose))
		return true;
	if (!service_of(act, entry->actor, &service, err))
		return false;
	look = json_object();
	json_put_str(look, "when", when(act, entry->happened));
	json_put_str(look, "who", service);
	json_put_str(look, "purpose", purpose_words(act, entry->purpose));
	if (told == TOLD_OVERSIGHT)
		json_put_str(look, "user", uuid_str(act->arena, entry->actor));
	json_array_append_new(out, look);
	return true;
}

static bool looks_value(struct act *act, const struct gathered *looks, enum told told, json_t *out, struct error *err)
{
	for (size_t i = 0; i < looks->count; i++) {
		const struct entry *entry = &looks->items[i];
		bool again = i && uuid_equal(entry->id, looks->items[i - 1].id);
		if (!again && str_is(entry->type_name, "read") && !look_value(act, entry, told, out, err))
			return false;
	}
	return true;
}

/* --- the whole --- */

static bool documents_of(struct act *act, struct uuid about, struct uuid *records, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "disclosure.holder_documents");
	query_bind_id(query, "holder", about);
	*count = 0;
	while (*count < DOCUMENTS_MOST && query_next(query))
		records[(*count)++] = query_id(query, 0);
	if (!*count && !uuid_zero(about))
		records[(*count)++] = about; /* scanned, and never crossed */
	return query_end(query, err);
}

static bool gather_all(struct act *act, const struct uuid *records, size_t count, struct gathered *entries, struct gathered *looks, struct error *err)
{
	for (size_t i = 0; i < count; i++)
		if (!journal_history(act, records[i], gather, entries, err) || !journal_refs(act, records[i], LOOKS_MOST, gather, looks, err))
			return false;
	if (entries->count)
		qsort(entries->items, entries->count, sizeof *entries->items, oldest_first);
	if (looks->count)
		qsort(looks->items, looks->count, sizeof *looks->items, oldest_first);
	return true;
}

static void frame(struct act *act, enum told told, json_t *out)
{
	const struct pack_disclosure *law = &act->pack->disclosure;
	struct str tag = lang_tag(act->lang);
	const struct pack_value *kept = pack_param(act->pack, STR("body_retention"), time_date(act->now));
	json_put_str(out, "format", STR("limen-disclosure-1"));
	json_put_str(out, "made", when(act, act->now));
	json_put_str(out, "authority", pack_words(act->pack, tag, act->pack->head.authority));
	json_put_str(out, "law", pack_words(act->pack, tag, law->law));
	json_put_str(out, "kept", kept ? str_format(act->arena, "%lld " STR_FMT, (long long)(kept->micro / 1000000), STR_ARG(kept->unit)) : STR(""));
	json_put_str(out, "withheld", told == TOLD_PERSON ? pack_words(act->pack, tag, law->words) : STR(""));
	json_put_str(out, "remedy", pack_words(act->pack, tag, law->remedy));
}

bool disclosure_gather(struct act *act, struct uuid about, enum told told, json_t **out, struct error *err)
{
	struct uuid records[DOCUMENTS_MOST];
	struct gathered entries = { .act = act }, looks = { .act = act };
	size_t count = 0;
	json_t *seen = json_array(), *told_entries = json_array();
	*out = json_object();
	frame(act, told, *out);
	json_put(*out, "looks", seen);
	json_put(*out, "entries", told_entries);
	if ((!uuid_zero(about) && (!documents_of(act, about, records, &count, err) || !gather_all(act, records, count, &entries, &looks, err))) ||
	    !looks_value(act, &looks, told, seen, err) || !entries_value(act, &entries, told, told_entries, err)) {
		json_decref(*out);
		*out = NULL;
		return false;
	}
	json_put_yesno(*out, "nothing", json_array_size(told_entries) == 0);
	journal_look(act, "disclosure", records, count);
	return true;
}
