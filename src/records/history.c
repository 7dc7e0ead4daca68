/* What happened to a record, and who looked: entries as lines of a page. */
#include "pages.h"
#include "show.h"

#include <string.h>

#include "journal.h"
#include "protection.h"

enum { LOOKS_MOST = 50 };

struct gathered {
	struct arena *arena;
	struct entry *items;
	size_t count, size;
};

static void gather(void *to, const struct entry *entry)
{
	struct gathered *all = to;
	if (all->count == all->size) {
		size_t size = all->size ? all->size * 2 : 32;
		struct entry *items = ARENA_ARRAY(all->arena, struct entry, size);
		if (all->count)
			memcpy(items, all->items, all->count * sizeof *items);
		all->items = items;
		all->size = size;
	}
	all->items[all->count++] = *entry;
}

static int newest_first(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->happened != b->happened)
		return a->happened < b->happened ? 1 : -1;
	return -uuid_compare(a->id, b->id);
}

struct shown_entry {
	const char *icon, *tone;
	struct str title, text, href;
};

/* --- each kind of entry in words --- */

static struct shown_entry movement_entry(struct act *act, const struct entry *entry, const struct movement *movement)
{
	bool exit = str_is(movement->direction, "exit"), refused = entry->type == &refusal_type;
	const char *title = refused ? WORDS("Entry refused") : exit ? WORDS("Exit recorded") : str_is(movement->decision, "transit") ? WORDS("Stays airside") : WORDS("Entry admitted");
	struct str place = show_place(act, movement->post, (int)movement->lane);
	struct str purpose = movement->purpose.len ? show_code(act, "travel_purposes", movement->purpose) : STR("");
	struct str text = movement->source.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Imported from the former system: {source}")), { "source", movement->source })
	                  : purpose.len        ? str_format(act->arena, STR_FMT ". " STR_FMT, STR_ARG(place), STR_ARG(purpose))
	                                       : place;
	return (struct shown_entry){ refused ? "stop" : exit ? "out" : "in", refused ? "stop" : "", lang_words(act->lang, title), text, show_record(act, "/crossing/", entry->id, "") };
}

const char *show_correctable(struct str what)
{
	static const struct { const char *code, *word; } names[] = {
		{ "purpose", WORDS("Purpose") }, { "direction", WORDS("Direction") }, { "stay_until", WORDS("Last day of the stay") },
		{ "craft", WORDS("Flight, train, vessel or plate") }, { "address", WORDS("Address during the stay") }, { "annul", WORDS("The whole crossing: annul it") },
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(what, names[i].code))
			return names[i].word;
	return NULL;
}

static struct shown_entry correction_entry(struct act *act, const struct correction *correction)
{
	const char *what = show_correctable(correction->what);
	struct str title = LANG_FILL(act->arena, lang_words(act->lang, WORDS("Correction: {what}")), { "what", what ? lang_words(act->lang, what) : correction->what });
	struct str reason = show_code(act, "correction_reasons", correction->reason);
	struct str text = correction->value.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Now: {value}. Reason: {reason}. {note}")),
	                                                    { "value", correction->value }, { "reason", reason }, { "note", correction->note })
	                                        : LANG_FILL(act->arena, lang_words(act->lang, WORDS("Reason: {reason}. {note}")), { "reason", reason }, { "note", correction->note });
	return (struct shown_entry){ "pen", "check", title, text, STR("") };
}

/* "a user was blocked" -> "A user was blocked". */
static struct str as_title(struct act *act, struct str words)
{
	char first = words.len ? words.data[0] : 0;
	return first < 'a' || first > 'z' ? words : str_format(act->arena, "%c" STR_FMT, first - 'a' + 'A', STR_ARG(str_slice(words, 1, words.len)));
}

static struct str referral_words(struct act *act, const struct referral *referral)
{
	bool tells = str_is(referral->reason, "protection") && !sees_protection(act);
	return tells ? STR("") : show_code(act, "referral_reasons", referral->reason);
}

static struct shown_entry other_entry(struct act *act, const struct entry *entry, const void *data)
{
	const struct entry_type *type = entry->type;
	if (type == &claim_type)
		return (struct shown_entry){ "care", "care", lang_words(act->lang, WORDS("Asked for protection")), STR(""), show_path(act, "/protection/", entry->id, "") };
	if (type == &referral_type)
		return (struct shown_entry){ "person", "", lang_words(act->lang, WORDS("Referred to the second line")), referral_words(act, data), STR("") };
	if (type == &hearing_type)
		return (struct shown_entry){ "chat", "", lang_words(act->lang, WORDS("Heard at the second line")), STR(""), STR("") };
	if (type == &remark_type)
		return (struct shown_entry){ "note", "", lang_words(act->lang, WORDS("Note")), ((const struct remark *)data)->note, STR("") };
	if (type == &tie_type)
		return (struct shown_entry){ "chain", "", lang_words(act->lang, WORDS("Tied to a person")), ((const struct tie *)data)->reason, STR("") };
	if (type == &apart_type)
		return (struct shown_entry){ "neq", "", lang_words(act->lang, WORDS("Compared with another document: not the same person")), ((const struct apart *)data)->reason, STR("") };
	if (type == &permit_type)
		return (struct shown_entry){ "doc", "", lang_words(act->lang, WORDS("Visa or permit")), ((const struct permit *)data)->number, STR("") };
	if (type == &inspection_type)
		return (struct shown_entry){ "passport", "", lang_words(act->lang, WORDS("Presented and checked")), show_post(act, ((const struct inspection *)data)->post), STR("") };
	return (struct shown_entry){ "list", "", as_title(act, lang_words(act->lang, type->doc)), STR(""), STR("") };
}

struct str show_purpose(struct act *act, struct str code)
{
	const struct pack_purpose *purpose = pack_purpose(act->pack, code);
	return purpose ? pack_words(act->pack, lang_tag(act->lang), purpose->words) : code.len ? code : lang_words(act->lang, WORDS("none named"));
}

/* What tells of a claim, to those who do not see files of protection. */
bool show_kept_back(const struct act *act, const struct entry *entry)
{
	bool tells = str_starts(entry->type_name, STR("protection.")) || str_is(entry->purpose, "protection");
	return tells && !sees_protection(act);
}

static struct shown_entry shown_entry(struct act *act, const struct entry *entry)
{
	if (show_kept_back(act, entry))
		return (struct shown_entry){ "care", "care", lang_words(act->lang, WORDS("Another desk handles this")), STR(""), STR("") };
	void *data = entry->type ? arena_alloc(act->arena, entry->type->fields->size) : NULL;
	if (str_is(entry->type_name, "read"))
		return (struct shown_entry){ "eye", "", lang_words(act->lang, WORDS("Record looked at")),
			                     LANG_FILL(act->arena, lang_words(act->lang, WORDS("Purpose: {purpose}")), { "purpose", show_purpose(act, entry->purpose) }), STR("") };
	if (!entry->type || !entry->data.len || !fields_from_data(entry->type->fields, entry->data, data, act->arena))
		return (struct shown_entry){ "none", "", lang_words(act->lang, WORDS("Erased when its time was over")), STR(""), STR("") };
	if (entry->type == &crossing_type || entry->type == &refusal_type || entry->type == &crossing_import_type)
		return movement_entry(act, entry, data);
	if (entry->type == &correction_type)
		return correction_entry(act, data);
	return other_entry(act, entry, data);
}

static json_t *line_of(struct act *act, const struct entry *entry, struct shown_entry shown)
{
	json_t *row = json_object();
	json_put_str(row, "when", show_when(act, act->place.post, entry->happened));
	json_put_str(row, "icon", str_of(shown.icon));
	json_put_str(row, "tone", str_of(shown.tone));
	json_put_str(row, "title", shown.title);
	json_put_str(row, "who", show_officer(act, entry->actor));
	json_put_str(row, "text", shown.text);
	json_put_str(row, "href", shown.href);
	return row;
}

static json_t *entry_line(struct act *act, const struct entry *entry)
{
	return line_of(act, entry, shown_entry(act, entry));
}

/* Of an erased body even the time of the event is gone: the entry's own is shown. */
json_t *show_entry_masked(struct act *act, const struct entry *entry)
{
	struct shown_entry shown = shown_entry(act, entry);
	struct entry timed = *entry;
	if (!entry->data.len)
		timed.happened = entry->hlc >> 16;
	else if (!str_is(entry->type_name, "read"))
		shown.text = STR("");
	shown.href = show_path(act, "/journal/", entry->id, "");
	return line_of(act, &timed, shown);
}

/* How many entries from `at` on are looks by the same person for the same purpose: a page that is opened again and again is one line. */
static size_t looks_alike(const struct gathered *all, size_t at)
{
	const struct entry *first = &all->items[at], *last = first;
	size_t count = 1;
	while (str_is(first->type_name, "read") && at + count < all->count) {
		last = &all->items[at + count];
		if (!str_equal(last->type_name, first->type_name) || !uuid_equal(last->actor, first->actor) || !str_equal(last->purpose, first->purpose))
			break;
		count++;
	}
	return count;
}

static json_t *looks_line(struct act *act, const struct entry *newest, const struct entry *oldest, size_t count)
{
	struct shown_entry shown = shown_entry(act, newest);
	if (!show_kept_back(act, newest))
		shown.text = LANG_FILL(act->arena, lang_words(act->lang, WORDS("{purpose}; {count} times since {when}")), { "purpose", shown.text },
		                       { "count", lang_number(act->lang, act->arena, (int64_t)count) }, { "when", show_when(act, act->place.post, oldest->happened) });
	return line_of(act, newest, shown);
}

/* A look that names several documents of one person was gathered from each. */
static void drop_same(struct gathered *all)
{
	size_t kept = 0;
	for (size_t i = 0; i < all->count; i++)
		if (!kept || !uuid_equal(all->items[i].id, all->items[kept - 1].id))
			all->items[kept++] = all->items[i];
	all->count = kept;
}

/* Cuts a merged history that would make a page endless; the journal's own page has all. */
bool show_history(struct act *act, const struct uuid *records, size_t count, size_t most, json_t **out, struct error *err)
{
	struct gathered all = { .arena = act->arena };
	for (size_t i = 0; i < count; i++)
		if (!journal_history(act, records[i], gather, &all, err) || !journal_refs(act, records[i], LOOKS_MOST, gather, &all, err))
			return false;
	if (all.count)
		qsort(all.items, all.count, sizeof *all.items, newest_first);
	drop_same(&all);
	*out = json_array();
	for (size_t i = 0, alike = 0; i < all.count && json_array_size(*out) < most; i += alike) {
		alike = looks_alike(&all, i);
		json_array_append_new(*out, alike > 1 ? looks_line(act, &all.items[i], &all.items[i + alike - 1], alike) : entry_line(act, &all.items[i]));
	}
	return true;
}
