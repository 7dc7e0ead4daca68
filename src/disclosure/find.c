/* Finding what tells of a person: the histories of the documents; the records that name the person beside others, of which only what is this person's
 * counts; the requests. What the law withholds from all people alike is looked for on behalf of the oversight body alone. */
#include "house.h"
#include "pack_shelf.h"
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "journal.h"
#include "kinds.h"
#include "store.h"

enum { DOCUMENTS_MOST = 200, CASES_MOST = 500, ENTRIES_MOST = 20000, LOOKS_MOST = 5000 };

static void *grown(struct arena *arena, void *items, size_t count, size_t *size, size_t item)
{
	if (count < *size)
		return items;
	*size = *size ? *size * 2 : 64;
	void *more = arena_alloc_array(arena, item, *size);
	if (count)
		memcpy(more, items, count * item);
	return more;
}

static void keep(void *to, const struct entry *entry)
{
	struct held_entries *all = to;
	if (all->count == ENTRIES_MOST)
		return;
	all->items = grown(all->act->arena, all->items, all->count, &all->size, sizeof *all->items);
	all->items[all->count++] = *entry;
}

static int oldest_first(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return a->happened != b->happened ? (a->happened < b->happened ? -1 : 1) : uuid_compare(a->id, b->id);
}

/* --- whose it is --- */

static bool is_own(const struct held *held, struct str name)
{
	for (size_t i = 0; i < held->own_count; i++)
		if (str_equal(held->own[i], name))
			return true;
	return false;
}

static void push_own(struct held *held, struct str name)
{
	held->own = grown(held->entries.act->arena, held->own, held->own_count, &held->own_size, sizeof *held->own);
	held->own[held->own_count++] = name;
}

static void add_own(struct held *held, struct str name)
{
	if (name.len && !is_own(held, name))
		push_own(held, name);
}

static struct str named_in(const json_t *item, const char *field)
{
	const char *text = json_string_value(json_object_get(item, field));
	return text ? str_of(text) : STR("");
}

static bool of_person(const struct held *held, const struct held_kind *kind, const json_t *item)
{
	return is_own(held, named_in(item, kind->by));
}

static bool in_documents(const struct held *held, struct uuid record)
{
	for (size_t i = 0; i < held->document_count; i++)
		if (uuid_equal(held->documents[i], record))
			return true;
	return false;
}

static void hide_others(const struct held *held, const struct held_kind *kind, json_t *said)
{
	if (kind->hide && !is_own(held, named_in(said, kind->hide)))
		json_object_del(said, kind->hide);
}

/* The list is cut to the items of this person; a body as a whole is of this person or not told. */
static bool cut_case(const struct held *held, const struct held_kind *kind, json_t *said)
{
	json_t *list = kind->list ? json_object_get(said, kind->list) : NULL;
	if (!kind->by)
		return true;
	if (!kind->list)
		return of_person(held, kind, said);
	for (size_t i = json_array_size(list); i > 0; i--)
		if (!of_person(held, kind, json_array_get(list, i - 1)))
			json_array_remove(list, i - 1);
	return json_array_size(list) != 0;
}

bool held_cut(const struct held *held, const struct entry *entry, json_t *said)
{
	const struct held_kind *kind = held_kind(entry->type_name);
	if (!kind)
		return true;
	bool told = in_documents(held, entry->record) || kind->in == IN_REQUEST || kind->in == BY_LAW || cut_case(held, kind, said);
	hide_others(held, kind, said);
	return told;
}

/* The steps of a case are for the engine; a person reads what was done, and the answers. */
static void tell_case(struct act *act, const struct case_step *step, json_t *said)
{
	struct error none;
	const struct pack *pack = pack_shelf_version(act->house->packs, act, step->pack, &none); /* the words of its own revision, where they are kept */
	const struct pack_procedure *procedure = pack_procedure(pack ? pack : act->pack, step->procedure);
	json_t *change = json_loadb(step->change.data, step->change.len, 0, NULL);
	json_object_del(said, "change");
	json_object_del(said, "queues");
	json_put(said, "answers", case_told(act, procedure, change));
	json_put_str(said, "action", case_did_words(act, procedure, step->what, step->action));
	if (procedure)
		json_put_str(said, "procedure", pack_words(act->pack, lang_tag(act->lang), procedure->title));
	json_decref(change);
}

json_t *held_said(struct act *act, const struct entry *entry)
{
	void *data = arena_alloc(act->arena, entry->type->fields->size);
	if (!fields_from_data(entry->type->fields, entry->data, data, act->arena))
		return json_object();
	json_t *said = fields_to_json(entry->type->fields, data);
	if (entry->type == &case_step_type)
		tell_case(act, data, said);
	return said;
}

/* --- cases --- */

/* What an entry of a case gives the person: the key in a call, the number of a pass, the entry itself that a paper is about. */
static void learn(struct held *held, const struct entry *entry, const struct held_kind *kind)
{
	struct arena *arena = held->entries.act->arena;
	json_t *said = held_said(held->entries.act, entry), *list, *item;
	size_t at;
	if (!cut_case(held, kind, said)) {
		json_decref(said);
		return;
	}
	list = kind->list ? json_object_get(said, kind->list) : NULL;
	add_own(held, uuid_str(arena, entry->id));
	if (kind->gives && !list)
		add_own(held, str_copy(arena, named_in(said, kind->gives)));
	json_array_foreach(list, at, item)
		if (kind->gives)
			add_own(held, str_copy(arena, named_in(item, kind->gives)));
	json_decref(said);
}

/* Until nothing more is learnt: a document that was shown says whose place on the list it is, the place says whose pass. */
static void learn_all(struct held *held, const struct held_entries *found)
{
	for (size_t before = held->own_count + 1; before != held->own_count;) {
		before = held->own_count;
		for (size_t i = 0; i < found->count; i++) {
			const struct held_kind *kind = held_kind(found->items[i].type_name);
			if (kind && kind->by && found->items[i].type && found->items[i].data.len)
				learn(held, &found->items[i], kind);
		}
	}
}

/* Of another's history only what names this person is taken; of a case what tells of one. */
static void keep_case(struct held *held, const struct held_entries *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct held_kind *kind = held_kind(found->items[i].type_name);
		if (kind && (kind->in == IN_CASE || (kind->in == IN_FILE && kind->by)))
			keep(&held->entries, &found->items[i]);
	}
}

static bool records_of(struct act *act, const char *statement, struct uuid document, struct uuid *records, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, statement);
	query_bind_id(query, "document", document);
	while (*count < CASES_MOST && query_next(query))
		records[(*count)++] = query_id(query, 0);
	return query_end(query, err);
}

static bool cases_of(struct held *held, struct error *err)
{
	struct act *act = held->entries.act;
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, CASES_MOST);
	struct held_entries found = { .act = act };
	size_t count = 0;
	for (size_t i = 0; i < held->document_count; i++)
		if (!records_of(act, "disclosure.cases_naming", held->documents[i], records, &count, err))
			return false;
	for (size_t i = 0; i < count; i++)
		if (!in_documents(held, records[i]) && !journal_history(act, records[i], keep, &found, err))
			return false;
	learn_all(held, &found);
	keep_case(held, &found);
	return true;
}

static bool all_of(struct held *held, const char *statement, struct error *err)
{
	struct act *act = held->entries.act;
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, CASES_MOST);
	size_t count = 0;
	for (size_t i = 0; i < held->document_count; i++)
		if (!records_of(act, statement, held->documents[i], records, &count, err))
			return false;
	for (size_t i = 0; i < count; i++)
		if (!journal_history(act, records[i], keep, &held->entries, err))
			return false;
	return true;
}

/* --- the file --- */

static bool documents_of(struct held *held, struct uuid about, struct error *err)
{
	struct query *query = db_query(held->entries.act->db, "disclosure.holder_documents");
	query_bind_id(query, "holder", about);
	held->documents = ARENA_ARRAY(held->entries.act->arena, struct uuid, DOCUMENTS_MOST);
	while (held->document_count < DOCUMENTS_MOST && query_next(query))
		held->documents[held->document_count++] = query_id(query, 0);
	if (!held->document_count)
		held->documents[held->document_count++] = about; /* scanned, and never crossed */
	return query_end(query, err);
}

static bool file_of(struct held *held, struct error *err)
{
	struct act *act = held->entries.act;
	for (size_t i = 0; i < held->document_count; i++) {
		add_own(held, uuid_str(act->arena, held->documents[i]));
		if (!journal_history(act, held->documents[i], keep, &held->entries, err) || !journal_refs(act, held->documents[i], LOOKS_MOST, keep, &held->looks, err))
			return false;
	}
	for (size_t i = 0; i < held->entries.count; i++)
		push_own(held, uuid_str(act->arena, held->entries.items[i].id));
	return true;
}

static void sort(struct held_entries *all)
{
	size_t kept = 0;
	if (all->count)
		qsort(all->items, all->count, sizeof *all->items, oldest_first);
	for (size_t i = 0; i < all->count; i++)
		if (!kept || !uuid_equal(all->items[i].id, all->items[kept - 1].id))
			all->items[kept++] = all->items[i];
	all->count = kept;
}

bool held_find(struct act *act, struct uuid about, enum told told, struct held *held, struct error *err)
{
	*held = (struct held){ .entries.act = act, .looks.act = act };
	if (uuid_zero(about))
		return true;
	if (!documents_of(held, about, err) || !file_of(held, err) || !cases_of(held, err) || !all_of(held, "disclosure.requests_of", err))
		return false;
	if (told == TOLD_OVERSIGHT && (!all_of(held, "disclosure.alerts_of", err) || !all_of(held, "disclosure.tasks_of", err)))
		return false;
	sort(&held->entries);
	sort(&held->looks);
	return true;
}
