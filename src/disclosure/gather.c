/* What is held on a person, in words: entries field by field, and looks at them. No list, hit or alert is read here for the person. */
#include "local.h"

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"
#include "store.h"

/* --- what the pack withholds --- */

static bool named(const struct pack_names *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_equal(names->items[i], name))
			return true;
	return false;
}

bool held_withheld(const struct pack *pack, struct str name)
{
	return named(&pack->disclosure.withhold, name);
}

static bool withheld(struct act *act, enum told told, struct str name)
{
	return told == TOLD_PERSON && held_withheld(act->pack, name);
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

static void withhold_fields(struct act *act, const struct entry *entry, enum told told, json_t *said)
{
	for (size_t i = 0; i < entry->type->fields->count; i++)
		if (field_withheld(act, told, entry->type_name, entry->type->fields->items[i].name))
			json_object_del(said, entry->type->fields->items[i].name);
}

static json_t *entry_value(struct act *act, const struct entry *entry, struct str service, json_t *said)
{
	json_t *out = json_object();
	json_put_str(out, "when", when(act, entry->happened));
	json_put_str(out, "kind", entry->type_name);
	json_put_str(out, "words", lang_words(act->lang, entry->type->doc));
	json_put_str(out, "who", service);
	json_put(out, "data", without_handles(act, said));
	return out;
}

static bool add_entry(struct act *act, const struct held *held, const struct entry *entry, enum told told, json_t *out, struct error *err)
{
	struct str service = STR("");
	json_t *said = held_said(act, entry);
	bool told_of = held_cut(held, entry, said), good = !told_of || service_of(act, entry->actor, &service, err);
	if (told_of && good) {
		withhold_fields(act, entry, told, said);
		json_array_append_new(out, entry_value(act, entry, service, said));
	}
	json_decref(said);
	return good;
}

static bool entries_value(struct act *act, const struct held *held, enum told told, json_t *out, struct error *err)
{
	for (size_t i = 0; i < held->entries.count; i++) {
		const struct entry *entry = &held->entries.items[i];
		if (!entry->type || !entry->data.len || withheld(act, told, entry->type_name))
			continue;
		if (!add_entry(act, held, entry, told, out, err))
			return false;
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

static bool looks_value(struct act *act, const struct held_entries *looks, enum told told, json_t *out, struct error *err)
{
	for (size_t i = 0; i < looks->count; i++)
		if (str_is(looks->items[i].type_name, "read") && !look_value(act, &looks->items[i], told, out, err))
			return false;
	return true;
}

/* --- the whole --- */

/* How long each thing is kept: the pack's words and times, the same for everybody. */
static json_t *times_value(struct act *act)
{
	json_t *out = json_array();
	struct date today = time_date(act->now);
	for (size_t i = 0; i < act->pack->param_count; i++) {
		const struct pack_param *param = &act->pack->params[i];
		const struct pack_value *value = held_time(act->pack, param->name, today);
		if (!value)
			continue;
		json_t *row = json_object();
		json_put_str(row, "what", pack_words(act->pack, lang_tag(act->lang), param->words));
		json_put_str(row, "kept", held_time_words(act, value));
		json_array_append_new(out, row);
	}
	return out;
}

static void frame(struct act *act, enum told told, json_t *out)
{
	const struct pack_disclosure *law = &act->pack->disclosure;
	struct str tag = lang_tag(act->lang);
	json_put_str(out, "format", STR("limen-disclosure-1"));
	json_put_str(out, "made", when(act, act->now));
	json_put_str(out, "authority", pack_words(act->pack, tag, act->pack->head.authority));
	json_put_str(out, "law", pack_words(act->pack, tag, law->law));
	json_put(out, "kept", times_value(act));
	json_put_str(out, "withheld", told == TOLD_PERSON ? pack_words(act->pack, tag, law->words) : STR(""));
	json_put_str(out, "remedy", pack_words(act->pack, tag, law->remedy));
}

bool disclosure_gather(struct act *act, struct uuid about, enum told told, json_t **out, struct error *err)
{
	struct held held;
	json_t *seen = json_array(), *told_entries = json_array();
	*out = json_object();
	frame(act, told, *out);
	json_put(*out, "looks", seen);
	json_put(*out, "entries", told_entries);
	if (!held_find(act, about, told, &held, err) || !looks_value(act, &held.looks, told, seen, err) || !entries_value(act, &held, told, told_entries, err)) {
		json_decref(*out);
		*out = NULL;
		return false;
	}
	json_put_yesno(*out, "nothing", json_array_size(told_entries) == 0);
	journal_look(act, "disclosure", held.documents, held.document_count);
	return true;
}
