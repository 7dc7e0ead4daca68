#include <assert.h>

#include "arena.h"
#include "inside.h"

struct slot {
	uint64_t hash;
	const struct po_entry *entry;
};

struct catalogue {
	struct slot *slots;
	size_t mask;
};

static uint64_t key_hash(struct str context, struct str msgid)
{
	return str_hash(msgid) ^ (context.len ? str_hash(context) * UINT64_C(31) : 0);
}

static bool usable(const struct po_entry *entry)
{
	if (entry->fuzzy || entry->obsolete || entry->id.len == 0)
		return false;
	for (int i = 0; i < entry->form_count; i++)
		if (entry->forms[i].len == 0)
			return false;
	return true;
}

static void put(struct catalogue *catalogue, const struct po_entry *entry)
{
	uint64_t hash = key_hash(entry->context, entry->id);
	size_t at = hash & catalogue->mask;
	while (catalogue->slots[at].entry)
		at = (at + 1) & catalogue->mask;
	catalogue->slots[at] = (struct slot){ hash, entry };
}

struct catalogue *catalogue_new(struct arena *arena, const struct po_file *file, int forms, struct str name,
                                struct error *err)
{
	struct catalogue *made = ARENA_NEW(arena, struct catalogue);
	size_t size = 16;
	while (size < file->count * 2)
		size *= 2;
	made->slots = ARENA_ARRAY(arena, struct slot, size);
	made->mask = size - 1;
	for (size_t i = 0; i < file->count; i++) {
		const struct po_entry *entry = &file->items[i];
		if (!usable(entry))
			continue;
		if (entry->plural.len && entry->form_count != forms) {
			error_set(err, ERR_CONFIG, "A plural does not have as many forms as the language needs",
			          "Give one msgstr for each of the language's plural categories, in CLDR's order.",
			          "%.*s, line %d: %d forms needed", (int)(name.len < 160 ? name.len : 160), name.data, entry->line,
			          forms);
			return NULL;
		}
		put(made, entry);
	}
	return made;
}

const struct po_entry *catalogue_find(const struct catalogue *catalogue, struct str context, struct str msgid)
{
	uint64_t hash = key_hash(context, msgid);
	for (size_t at = hash & catalogue->mask; catalogue->slots[at].entry; at = (at + 1) & catalogue->mask) {
		const struct po_entry *entry = catalogue->slots[at].entry;
		if (catalogue->slots[at].hash == hash && str_equal(entry->id, msgid) && str_equal(entry->context, context))
			return entry;
	}
	return NULL;
}
