#include "pack_shelf.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "lang.h"

/* What differs between two packs, from their canonical JSON: every part is an array of objects that have a name, and each is compared
 * member by member. So whatever the language of packs gains is compared, too. */

enum { CHANGES_MOST = 5000, TEXT_MOST = 300 };

static const struct {
	const char *member, *words;
} parts[] = {
	{ "posts", WORDS("post") }, { "blocs", WORDS("bloc") }, { "stay_rules", WORDS("stay rule") }, { "categories", WORDS("category") }, { "roles", WORDS("role") },
	{ "purposes", WORDS("purpose") }, { "watchlists", WORDS("watchlist") }, { "checks", WORDS("check") }, { "peak_modes", WORDS("peak mode") }, { "lists", WORDS("list") }, { "params", WORDS("figure") },
	{ "centres", WORDS("centre") }, { "scenarios", WORDS("scenario") }, { "calendars", WORDS("calendar") }, { "tables", WORDS("table") },
	{ "letters", WORDS("letter") }, { "procedures", WORDS("procedure") },
};

struct comparing {
	struct arena *arena;
	struct pack_change *changes;
	size_t count;
};

static struct str text_of(struct arena *arena, const json_t *value)
{
	if (!value)
		return STR("");
	if (json_is_string(value))
		return str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) });
	char *dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
	struct str text = str_copy(arena, str_of(dump));
	free(dump);
	if (text.len <= TEXT_MOST)
		return text;
	size_t cut = TEXT_MOST;
	while (cut && ((unsigned char)text.data[cut] & 0xc0) == 0x80)
		cut--;
	return str_format(arena, STR_FMT " ...", STR_ARG(str_slice(text, 0, cut)));
}

static void add(struct comparing *comparing, enum pack_change_kind kind, const char *part, struct str name, const char *member,
                const json_t *before, const json_t *after)
{
	if (comparing->count == CHANGES_MOST)
		return;
	comparing->changes[comparing->count++] =
	        (struct pack_change){ kind, part, name, str_copy(comparing->arena, str_of(member)), text_of(comparing->arena, before),
		                      text_of(comparing->arena, after) };
}

/* What tells an item of an array from its neighbours: its code or name, and its first day when it has one. */
static struct str name_of(struct arena *arena, const json_t *item)
{
	const char *name = json_string_value(json_object_get(item, "code"));
	const char *from = json_string_value(json_object_get(item, "from"));
	if (!name)
		name = json_string_value(json_object_get(item, "name"));
	if (!name)
		name = json_string_value(json_object_get(item, "country"));
	if (!name && json_object_get(item, "number"))
		return str_format(arena, "%lld", (long long)json_integer_value(json_object_get(item, "number")));
	if (!name)
		return from ? str_format(arena, "from %s", from) : text_of(arena, item);
	return from ? str_format(arena, "%s from %s", name, from) : str_of(name);
}

static const json_t *same_item(struct arena *arena, const json_t *items, struct str name)
{
	size_t at;
	json_t *item;
	json_array_foreach(items, at, item)
		if (str_equal(name_of(arena, item), name))
			return item;
	return NULL;
}

static bool has_items(const json_t *value)
{
	return json_is_array(value) && (!json_array_size(value) || json_is_object(json_array_get(value, 0)));
}

static void compare_items(struct comparing *comparing, const char *part, struct str above, const json_t *before, const json_t *after);

static void compare_member(struct comparing *comparing, const char *part, struct str name, const char *member, const json_t *before,
                           const json_t *after)
{
	if (before && after && json_equal((json_t *)(uintptr_t)before, (json_t *)(uintptr_t)after))
		return;
	if (before && after && has_items(before) && has_items(after)) {
		compare_items(comparing, part, str_format(comparing->arena, STR_FMT ".%s", STR_ARG(name), member), before, after);
		return;
	}
	add(comparing, PACK_CHANGED, part, name, member, before, after);
}

static void compare_objects(struct comparing *comparing, const char *part, struct str name, const json_t *before, const json_t *after)
{
	const char *member;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)before, member, value)
		compare_member(comparing, part, name, member, value, json_object_get(after, member));
	json_object_foreach((json_t *)(uintptr_t)after, member, value)
		if (!json_object_get(before, member))
			compare_member(comparing, part, name, member, NULL, value);
}

static struct str under(struct arena *arena, struct str above, struct str name)
{
	return above.len ? str_format(arena, STR_FMT " " STR_FMT, STR_ARG(above), STR_ARG(name)) : str_copy(arena, name);
}

static void compare_items(struct comparing *comparing, const char *part, struct str above, const json_t *before, const json_t *after)
{
	size_t at;
	json_t *item;
	json_array_foreach(before, at, item) {
		struct str name = name_of(comparing->arena, item);
		const json_t *other = same_item(comparing->arena, after, name);
		if (other)
			compare_objects(comparing, part, under(comparing->arena, above, name), item, other);
		else
			add(comparing, PACK_REMOVED, part, under(comparing->arena, above, name), "", NULL, NULL);
	}
	json_array_foreach(after, at, item) {
		struct str name = name_of(comparing->arena, item);
		if (!same_item(comparing->arena, before, name))
			add(comparing, PACK_ADDED, part, under(comparing->arena, above, name), "", NULL, NULL);
	}
}

/* Rows of tables have no names: a row is there or it is not. */
static void compare_rows(struct comparing *comparing, struct str table, const json_t *before, const json_t *after, enum pack_change_kind kind)
{
	size_t at, other_at;
	json_t *row, *other;
	json_array_foreach(before, at, row) {
		bool found = false;
		json_array_foreach(after, other_at, other)
			found |= json_equal(row, other);
		if (!found)
			add(comparing, kind, WORDS("row of a table"), under(comparing->arena, table, text_of(comparing->arena, row)), "", NULL, NULL);
	}
}

static void compare_tables(struct comparing *comparing, const json_t *before, const json_t *after)
{
	size_t at;
	json_t *table;
	json_array_foreach(before, at, table) {
		struct str name = name_of(comparing->arena, table);
		const json_t *other = same_item(comparing->arena, after, name);
		if (!other)
			continue;
		compare_rows(comparing, name, json_object_get(table, "rows"), json_object_get(other, "rows"), PACK_REMOVED);
		compare_rows(comparing, name, json_object_get(other, "rows"), json_object_get(table, "rows"), PACK_ADDED);
		json_object_del(table, "rows");
		json_object_del((json_t *)(uintptr_t)other, "rows");
	}
}

/* ---- Procedures: line by line, each with the lines that it stands below ---- */

struct text_lines {
	struct str *items;
	size_t count;
};

static size_t depth_of(struct str line)
{
	size_t spaces = 0;
	while (spaces < line.len && line.data[spaces] == ' ')
		spaces++;
	return spaces / 2;
}

/* "  allow 15 days" below "decision ..." below "clocks" is "clocks decision: allow 15 days". */
static struct text_lines lines_of(struct arena *arena, const json_t *procedure)
{
	const char *text = json_string_value(json_object_get(procedure, "text"));
	struct str rest = str_of(text ? text : ""), line, heads[PACK_DEPTH + 1] = { STR("") };
	struct text_lines out = { ARENA_ARRAY(arena, struct str, rest.len / 2 + 1), 0 };
	while (str_cut(&rest, '\n', &line)) {
		size_t depth = depth_of(line);
		struct str word, tail = str_trim(line);
		if (!tail.len || depth > PACK_DEPTH - 1)
			continue;
		str_cut(&tail, ' ', &word);
		heads[depth + 1] = depth ? under(arena, heads[depth], word) : str_copy(arena, word);
		out.items[out.count++] = depth ? str_format(arena, STR_FMT ": " STR_FMT, STR_ARG(heads[depth]), STR_ARG(str_trim(line))) : str_copy(arena, str_trim(line));
	}
	return out;
}

static size_t lines_only_in(struct comparing *comparing, struct str procedure, const struct text_lines *in, const struct text_lines *other, enum pack_change_kind kind)
{
	size_t found = 0;
	for (size_t i = 0; i < in->count; i++) {
		bool both = false;
		for (size_t k = 0; k < other->count && !both; k++)
			both = str_equal(in->items[i], other->items[k]);
		if (both)
			continue;
		add(comparing, kind, WORDS("line of a procedure"), under(comparing->arena, procedure, in->items[i]), "", NULL, NULL);
		found++;
	}
	return found;
}

/* The first 'to', 'outcome' or 'keep' that holds counts: order is law. */
static void compare_procedures(struct comparing *comparing, const json_t *before, const json_t *after)
{
	size_t at;
	json_t *procedure;
	json_array_foreach(before, at, procedure) {
		struct str name = name_of(comparing->arena, procedure);
		const json_t *other = same_item(comparing->arena, after, name);
		if (!other)
			continue;
		struct text_lines old = lines_of(comparing->arena, procedure), new = lines_of(comparing->arena, other);
		size_t changes = lines_only_in(comparing, name, &old, &new, PACK_REMOVED) + lines_only_in(comparing, name, &new, &old, PACK_ADDED);
		if (!changes && !json_equal(procedure, (json_t *)(uintptr_t)other))
			add(comparing, PACK_CHANGED, WORDS("procedure"), str_copy(comparing->arena, name), "order", NULL, NULL);
		json_object_del(procedure, "text");
		json_object_del((json_t *)(uintptr_t)other, "text");
	}
}

static void compare_words(struct comparing *comparing, const json_t *before, const json_t *after)
{
	const char *language, *context;
	json_t *words, *texts;
	json_object_foreach((json_t *)(uintptr_t)after, language, words) {
		json_t *old = json_object_get(before, language);
		if (!old)
			add(comparing, PACK_ADDED, WORDS("language"), str_copy(comparing->arena, str_of(language)), "", NULL, NULL);
		json_object_foreach(words, context, texts) {
			json_t *old_texts = json_object_get(old, context);
			if (old && !json_equal(texts, old_texts))
				add(comparing, PACK_CHANGED, WORDS("translation"), str_format(comparing->arena, "%s %s", language, context), "words", old_texts, texts);
		}
	}
	json_object_foreach((json_t *)(uintptr_t)before, language, words)
		if (!json_object_get(after, language))
			add(comparing, PACK_REMOVED, WORDS("language"), str_copy(comparing->arena, str_of(language)), "", NULL, NULL);
}

size_t pack_diff(struct arena *arena, const struct pack *before, const struct pack *after, const struct pack_change **out)
{
	struct comparing comparing = { arena, ARENA_ARRAY(arena, struct pack_change, CHANGES_MOST), 0 };
	json_t *a = json_loadb(before->json.data, before->json.len, 0, NULL), *b = json_loadb(after->json.data, after->json.len, 0, NULL);
	compare_objects(&comparing, WORDS("head"), STR(""), json_object_get(a, "head"), json_object_get(b, "head"));
	compare_objects(&comparing, WORDS("security"), STR(""), json_object_get(a, "security"), json_object_get(b, "security"));
	compare_objects(&comparing, WORDS("refusal"), STR(""), json_object_get(a, "refusal"), json_object_get(b, "refusal"));
	compare_objects(&comparing, WORDS("overstay"), STR(""), json_object_get(a, "overstay"), json_object_get(b, "overstay"));
	compare_objects(&comparing, WORDS("bans"), STR(""), json_object_get(a, "bans"), json_object_get(b, "bans"));
	compare_objects(&comparing, WORDS("disclosure"), STR(""), json_object_get(a, "disclosure"), json_object_get(b, "disclosure"));
	compare_tables(&comparing, json_object_get(a, "tables"), json_object_get(b, "tables"));
	compare_procedures(&comparing, json_object_get(a, "procedures"), json_object_get(b, "procedures"));
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		compare_items(&comparing, parts[i].words, STR(""), json_object_get(a, parts[i].member), json_object_get(b, parts[i].member));
	/* the first category that holds counts, so their order is law */
	compare_words(&comparing, json_object_get(a, "translations"), json_object_get(b, "translations"));
	json_decref(a);
	json_decref(b);
	for (size_t i = 0; i < before->category_count && i < after->category_count && before->category_count == after->category_count; i++) {
		if (str_equal(before->categories[i].code, after->categories[i].code) || comparing.count == CHANGES_MOST)
			continue;
		comparing.changes[comparing.count++] = (struct pack_change){ PACK_CHANGED, WORDS("category"), after->categories[i].code, STR("order"),
			                                                     before->categories[i].code, after->categories[i].code };
	}
	*out = comparing.changes;
	return comparing.count;
}

struct str pack_change_text(struct arena *arena, const struct pack_change *change)
{
	static const char *const kinds[] = { [PACK_ADDED] = "added", [PACK_REMOVED] = "removed", [PACK_CHANGED] = "changed" };
	struct buf out = BUF_IN(arena);
	buf_format(&out, "%s: %s", kinds[change->kind], change->part);
	if (change->name.len)
		buf_format(&out, " " STR_FMT, STR_ARG(change->name));
	if (change->kind == PACK_CHANGED)
		buf_format(&out, ", " STR_FMT ": %.*s -> %.*s", STR_ARG(change->member), change->before.len ? (int)change->before.len : 7,
		           change->before.len ? change->before.data : "nothing", change->after.len ? (int)change->after.len : 7,
		           change->after.len ? change->after.data : "nothing");
	return buf_str(&out);
}
