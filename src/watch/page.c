/* Pages: the lists of the pack, one list, one entry. Whoever is shown an entry leaves a look at it. */
#include "lists.h"
#include "national.h"

#include "journal.h"
#include "lang.h"

enum { PAGE_ROWS = 50, FAULTS_SHOWN = 50 };

#define LIST_QUERY_FIELDS(F, L) \
	F(TEXT, name,  0, 1, 0, 120, "part of a name") \
	F(INT,  after, 0, 1, 0, 2000000, "entries before this one are left out")
#define FIELD_ROW_OF_list_query(...) FIELD_ROW(list_query, __VA_ARGS__)
FIELDS_STRUCT(list_query, LIST_QUERY_FIELDS)
#define FIELD_LIST_ROW_OF_list_query(...) FIELD_LIST_ROW(list_query, __VA_ARGS__)
FIELDS_TABLE(list_query, LIST_QUERY_FIELDS)

#define LIST_ENTRY_QUERY_FIELDS(F, L) F(TEXT, id, REQUIRED, 1, 1, 200, "entry, by its id in the list")
#define FIELD_ROW_OF_list_entry_query(...) FIELD_ROW(list_entry_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_list_entry_query(...) FIELD_LIST_ROW(list_entry_query, __VA_ARGS__)
FIELDS_STRUCT(list_entry_query, LIST_ENTRY_QUERY_FIELDS)
FIELDS_TABLE(list_entry_query, LIST_ENTRY_QUERY_FIELDS)

/* ---- words ---- */

static struct str list_words(struct act *act, const struct pack_watchlist *list)
{
	return pack_words(act->pack, lang_tag(act->lang), list->words);
}

static struct str meaning(struct act *act, const struct pack_watchlist *list)
{
	const char *words = list->means == ADVICE_REFER ? WORDS("Refer to the second line.") : list->means == ADVICE_LOOK ? WORDS("Look closely: a hit is no ground of refusal.") :
		list->means == ADVICE_CARE ? WORDS("A person to protect.") : WORDS("Information.");
	return lang_words(act->lang, words);
}

static struct str age_words(struct act *act, const struct watch_age *age)
{
	if (age->list->kept_here && (!age->loaded || age->loaded->sound))
		return lang_words(act->lang, WORDS("kept here"));
	if (!age->loaded)
		return lang_words(act->lang, WORDS("not imported"));
	if (!age->loaded->sound)
		return lang_words(act->lang, WORDS("could not be loaded"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{age} old")), { "age", lang_duration(act->lang, act->arena, age->age) });
}

static struct str reading_words(struct act *act, const struct watch_loaded *loaded)
{
	if (!loaded)
		return STR("-");
	if (!loaded->row.skipped)
		return lang_words(act->lang, WORDS("All rows read"));
	return lang_count(act->lang, act->arena, loaded->row.skipped, WORDS_MANY("{count} row not read", "{count} rows not read"));
}

/* ---- all lists ---- */

/* An entry that only those see who may see silent alerts. */
static bool hidden(const struct act *act, const struct watch_entry *entry)
{
	return entry->order && national_silent(entry->order) && !rights_have(act->actor.rights, CAN_SILENT);
}

/* The files' entries but for those that one kept here replaces, then those kept here. NULL = no more. */
static const struct watch_entry *entry_at(const struct watch_loaded *loaded, size_t at)
{
	if (at < loaded->reading.count)
		return &loaded->reading.entries[at];
	at -= loaded->reading.count;
	return at < loaded->own.count ? &loaded->own.entries[at] : NULL;
}

static bool counts(const struct act *act, const struct watch_loaded *loaded, const struct watch_entry *entry)
{
	return !hidden(act, entry) && (entry->order || !watch_replaced(loaded, entry->id));
}

static int64_t entries_shown(const struct act *act, const struct watch_age *age)
{
	int64_t count = age->loaded ? (int64_t)age->loaded->reading.count : 0;
	for (size_t i = 0; age->loaded && age->loaded->national_count && i < age->loaded->reading.count; i++)
		count -= watch_replaced(age->loaded, age->loaded->reading.entries[i].id);
	for (size_t i = 0; age->loaded && i < age->loaded->own.count; i++)
		count += !hidden(act, &age->loaded->own.entries[i]);
	return count;
}

static json_t *lists_row(struct act *act, const struct watch_age *age)
{
	json_t *row = json_object();
	json_put_str(row, "href", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(age->list->code)));
	json_put_str(row, "name", list_words(act, age->list));
	json_put_str(row, "count", lang_number(act->lang, act->arena, entries_shown(act, age)));
	json_put_str(row, "tone", str_of(age->tone));
	json_put_str(row, "age", age_words(act, age));
	json_put_str(row, "meaning", meaning(act, age->list));
	json_put_str(row, "reading", reading_words(act, age->loaded));
	return row;
}

/* Silent lists are there for those alone who may see silent alerts; to all others there is no such list. */
static bool may_see(const struct act *act, const struct pack_watchlist *list)
{
	return list->visible != VISIBLE_SECOND_LINE || rights_have(act->actor.rights, CAN_SILENT);
}

static json_t *lists_data(const struct act *act, const struct watch_age *ages, size_t count)
{
	json_t *out = json_object(), *rows = json_array();
	for (size_t i = 0; i < count; i++) {
		if (!may_see(act, ages[i].list))
			continue;
		json_t *row = ages[i].loaded ? fields_to_json(&watch_list_row_fields, &ages[i].loaded->row) : json_object();
		json_object_del(row, "file"); /* the handle holds the key of the file */
		json_put_str(row, "code", ages[i].list->code);
		json_put_str(row, "tone", str_of(ages[i].tone));
		json_array_append_new(rows, row);
	}
	json_put(out, "lists", rows);
	return out;
}

static bool lists_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct watch_age *ages;
	size_t count = watch_ages(act, &ages);
	json_t *rows = json_array();
	(void)call;
	(void)err;
	for (size_t i = 0; i < count; i++)
		if (may_see(act, ages[i].list))
			json_array_append_new(rows, lists_row(act, &ages[i]));
	reply->data = lists_data(act, ages, count);
	reply->page = json_object();
	json_put_yesno(reply->page, "any", json_array_size(rows) != 0);
	json_put(reply->page, "rows", rows);
	json_put_str(reply->page, "changes_href", rights_have(act->actor.rights, CAN_WATCH_MANAGE) ? STR("/changes") : STR(""));
	json_put_str(reply->page, "alerts_href", rights_have(act->actor.rights, CAN_SILENT) ? STR("/alerts") : STR(""));
	return true;
}

/* ---- one list ---- */

static bool list_age(struct act *act, struct str code, struct watch_age *out, struct error *err)
{
	const struct watch_age *ages;
	size_t count = watch_ages(act, &ages);
	for (size_t i = 0; i < count; i++) {
		if (!str_equal(ages[i].list->code, code) || !may_see(act, ages[i].list))
			continue;
		*out = ages[i];
		return true;
	}
	return error_set(err, ERR_NOT_FOUND, "there is no such list", "see the lists in force", "list");
}

static struct str first_name(const struct watch_entry *entry)
{
	return entry->name_count ? entry->names[0].text : entry->id;
}

static struct str nationalities(struct act *act, const struct watch_entry *entry)
{
	struct str *words = ARENA_ARRAY(act->arena, struct str, entry->nationality_count + 1u);
	for (size_t i = 0; i < entry->nationality_count; i++)
		words[i] = pack_code_words(act->pack, lang_tag(act->lang), STR("countries"), entry->nationalities[i]);
	return entry->nationality_count ? str_join(act->arena, words, entry->nationality_count, STR(", ")) : lang_words(act->lang, WORDS("Not known"));
}

static bool like(struct arena *arena, const struct watch_entry *entry, struct str part)
{
	size_t at;
	for (size_t i = 0; i < entry->name_count; i++)
		if (str_find(lang_fold(arena, entry->names[i].text), part, &at))
			return true;
	return !part.len;
}

static struct str measure_words(struct act *act, const struct national *order)
{
	return pack_code_words(act->pack, lang_tag(act->lang), STR("measures"), order->measure);
}

static struct str direction_words(struct act *act, const struct national *order)
{
	return lang_words(act->lang, str_is(order->direction, "entry") ? WORDS("Entry") : str_is(order->direction, "exit") ? WORDS("Exit") : WORDS("Entry and exit"));
}

static struct str end_words(struct act *act, const struct national *order)
{
	if (date_empty(order->expires))
		return lang_words(act->lang, WORDS("without end"));
	return national_holds(order, time_date(act->now)) ? lang_date(act->lang, act->arena, order->expires) : lang_words(act->lang, WORDS("ended"));
}

/* What an entry that is kept here asks for; empty for an imported one. */
static void put_order(struct act *act, const struct national *order, json_t *row)
{
	json_put_str(row, "measure", order ? measure_words(act, order) : STR(""));
	json_put_str(row, "direction", order ? direction_words(act, order) : STR(""));
	json_put_str(row, "end", order ? end_words(act, order) : STR(""));
}

static json_t *entry_row(struct act *act, struct str code, const struct watch_entry *entry)
{
	json_t *row = json_object();
	put_order(act, entry->order, row);
	json_put_str(row, "href", watch_entry_path(act, code, entry->id));
	json_put_str(row, "id", entry->id);
	json_put_str(row, "name", first_name(entry));
	json_put_str(row, "born", watch_births(act, entry));
	json_put_str(row, "nationality", nationalities(act, entry));
	json_put_str(row, "reference", entry->reference.len ? entry->reference : entry->id);
	return row;
}

/* Entries of a page; `next` = where the next page begins, 0 = this is the last. */
static json_t *entry_rows(struct act *act, const struct watch_loaded *loaded, const struct list_query *asked, int64_t *next)
{
	struct uuid shown[PAGE_ROWS];
	size_t count = 0;
	struct arena *folded = arena_new(0);
	struct str part = lang_fold(act->arena, asked->name);
	json_t *rows = json_array();
	*next = 0;
	const struct watch_entry *entry;
	for (size_t i = (size_t)asked->after; (entry = entry_at(loaded, i)) && !*next; i++) {
		arena_reset(folded);
		if (!counts(act, loaded, entry) || !like(folded, entry, part))
			continue;
		if (count == PAGE_ROWS) {
			*next = (int64_t)i;
			continue;
		}
		shown[count++] = watch_entry_record(loaded->row.code, entry->id);
		json_array_append_new(rows, entry_row(act, loaded->row.code, entry));
	}
	arena_free(folded);
	if (count)
		journal_look(act, "entries of a watchlist", shown, count);
	return rows;
}

static json_t *faults(struct act *act, const struct watch_reading *reading)
{
	json_t *out = json_object(), *rows = json_array();
	for (size_t i = 0; i < reading->skip_count && i < FAULTS_SHOWN; i++) {
		const struct watch_skip *skip = &reading->skips[i];
		json_t *row = json_object();
		json_put_str(row, "where", str_format(act->arena, "%s, %llu", skip->file, (unsigned long long)skip->line));
		json_put_str(row, "what", lang_words(act->lang, skip->why));
		json_array_append_new(rows, row);
	}
	json_put(out, "rows", rows);
	return out;
}

static struct str query_part(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		buf_format(&out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
	return buf_str(&out);
}

static void list_page(struct act *act, const struct watch_age *age, const struct list_query *asked, struct reply *reply)
{
	static const struct watch_loaded nothing;
	const struct watch_loaded *loaded = age->loaded ? age->loaded : &nothing;
	json_t *page = json_object();
	int64_t next;
	json_t *rows = entry_rows(act, loaded, asked, &next);
	json_put(reply->data, "entries", json_incref(rows));
	json_put_int(reply->data, "next", next);
	json_put_str(page, "name", list_words(act, age->list));
	json_put_str(page, "meaning", meaning(act, age->list));
	json_put_str(page, "tone", str_of(age->tone));
	json_put_str(page, "age", age_words(act, age));
	json_put_str(page, "summary", lang_count(act->lang, act->arena, entries_shown(act, age), WORDS_MANY("{count} entry", "{count} entries")));
	json_put_str(page, "self", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(age->list->code)));
	bool proposes = age->list->kept_here && rights_have(act->actor.rights, CAN_WATCH_MANAGE);
	json_put_yesno(page, "kept", age->list->kept_here);
	json_put_str(page, "propose_href", proposes ? str_format(act->arena, "/lists/" STR_FMT "/propose", STR_ARG(age->list->code)) : STR(""));
	json_put_str(page, "file_href", proposes ? str_format(act->arena, "/lists/" STR_FMT "/file", STR_ARG(age->list->code)) : STR(""));
	json_put_str(page, "search_name", asked->name);
	json_put_yesno(page, "any", json_array_size(rows) != 0);
	json_put(page, "rows", rows);
	json_put_str(page, "next", next ? str_format(act->arena, "?after=%lld&name=" STR_FMT, (long long)next, STR_ARG(query_part(act->arena, asked->name)))
	                                : STR(""));
	if (loaded->reading.skip_count)
		json_put(page, "faults", faults(act, &loaded->reading));
	else
		json_put_yesno(page, "faults", false);
	reply->page = page;
}

static bool list_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct watch_age age = { 0 };
	if (!list_age(act, call->name, &age, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "code", age.list->code);
	json_put_int(reply->data, "version", age.loaded ? age.loaded->row.version : 0);
	list_page(act, &age, call->query, reply);
	if (!journal_pending(act)) /* nobody was shown: what was asked is kept all the same */
		journal_look(act, "entries of a watchlist", (const struct uuid[]){ watch_list_record(age.list->code) }, 1);
	return true;
}

/* ---- one entry ---- */

static void fact(json_t *facts, struct str what, struct str text)
{
	json_t *row = json_object();
	if (!text.len) {
		json_decref(row);
		return;
	}
	json_put_str(row, "what", what);
	json_put_str(row, "text", text);
	json_array_append_new(facts, row);
}

static struct str documents(struct arena *arena, const struct watch_entry *entry)
{
	struct str *texts = ARENA_ARRAY(arena, struct str, entry->document_count + 1u);
	for (size_t i = 0; i < entry->document_count; i++)
		texts[i] = str_format(arena, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(entry->documents[i].type), STR_ARG(entry->documents[i].number),
		                      STR_ARG(entry->documents[i].issuer));
	return str_join(arena, texts, entry->document_count, STR(", "));
}

static void order_facts(struct act *act, const struct national *order, json_t *facts)
{
	fact(facts, lang_words(act->lang, WORDS("Plates of a vehicle")), str_join(act->arena, order->plates.items, order->plates.count, STR(", ")));
	fact(facts, lang_words(act->lang, WORDS("Measure")), measure_words(act, order));
	fact(facts, lang_words(act->lang, WORDS("Direction")), direction_words(act, order));
	fact(facts, lang_words(act->lang, WORDS("Order")), order->order_number);
	fact(facts, lang_words(act->lang, WORDS("Authority")), order->authority);
	fact(facts, lang_words(act->lang, WORDS("Ends")), end_words(act, order));
	fact(facts, lang_words(act->lang, WORDS("Review")), date_empty(order->review) ? STR("") : lang_date(act->lang, act->arena, order->review));
	fact(facts, lang_words(act->lang, WORDS("Whom to call")), order->call);
}

static json_t *entry_facts(struct act *act, const struct watch_entry *entry)
{
	json_t *facts = json_array();
	fact(facts, lang_words(act->lang, WORDS("Born")), watch_births(act, entry));
	fact(facts, lang_words(act->lang, WORDS("Place of birth")), str_join(act->arena, entry->birthplaces, entry->birthplace_count, STR("; ")));
	fact(facts, lang_words(act->lang, WORDS("Nationality")), nationalities(act, entry));
	fact(facts, lang_words(act->lang, WORDS("Documents")), documents(act->arena, entry));
	fact(facts, lang_words(act->lang, WORDS("Listed")), entry->listed_on);
	if (entry->order)
		order_facts(act, entry->order, facts);
	fact(facts, lang_words(act->lang, WORDS("Instruction")), entry->instruction);
	fact(facts, lang_words(act->lang, entry->order ? WORDS("Reason") : WORDS("Remarks")), entry->remarks);
	return facts;
}

static json_t *entry_names(struct act *act, const struct watch_entry *entry)
{
	json_t *names = json_array();
	for (size_t i = 0; i < entry->name_count; i++) {
		const struct watch_name *name = &entry->names[i];
		const char *words = name->quality == WATCH_WEAK_ALIAS ? WORDS("weak alias: never hits alone") : name->native ? WORDS("native script") :
			name->quality == WATCH_PRIMARY ? WORDS("main name") : WORDS("alias");
		json_t *row = json_object();
		json_put_str(row, "name", name->text);
		json_put_str(row, "text", lang_words(act->lang, words));
		json_array_append_new(names, row);
	}
	return names;
}

static bool entry_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct list_entry_query *asked = call->query;
	struct watch_age age = { 0 };
	if (!list_age(act, call->name, &age, err))
		return false;
	const struct watch_entry *entry = watch_entry(age.loaded, asked->id);
	if (!entry || hidden(act, entry))
		return error_set(err, ERR_NOT_FOUND, "the list in force has no such entry", "it may have been taken off the list; search it by name", "entry");
	journal_look(act, "entry of a watchlist", (const struct uuid[]){ watch_entry_record(age.list->code, entry->id) }, 1);
	reply->data = json_object();
	json_put_str(reply->data, "code", age.list->code);
	json_put_str(reply->data, "id", entry->id);
	json_put_str(reply->data, "name", first_name(entry));
	json_put_str(reply->data, "reference", entry->reference.len ? entry->reference : entry->id);
	json_put(reply->data, "facts", entry_facts(act, entry));
	json_put(reply->data, "names", entry_names(act, entry));
	reply->page = json_object();
	json_put_str(reply->page, "list", list_words(act, age.list));
	json_put_str(reply->page, "list_href", str_format(act->arena, "/lists/" STR_FMT, STR_ARG(age.list->code)));
	json_put_str(reply->page, "propose_href", age.list->kept_here && entry->order && rights_have(act->actor.rights, CAN_WATCH_MANAGE) ? str_format(act->arena, "/lists/" STR_FMT "/propose?id=" STR_FMT, STR_ARG(age.list->code), STR_ARG(query_part(act->arena, entry->id))) : STR(""));
	return true;
}

const struct route watch_routes[] = {
	{ GET, "/lists", CAN_WATCH_VIEW, lists_get, "lists", NULL, NULL, 0, NULL, "watchlists", "Watchlists in force and how old they are." },
	{ GET, "/lists/{name}", CAN_WATCH_VIEW, list_get, "list", &list_query_fields, NULL, ROUTE_PERSON, NULL, "watchlists", "One watchlist and its entries." },
	{ GET, "/lists/{name}/entry", CAN_WATCH_VIEW, entry_get, "list_entry", &list_entry_query_fields, NULL, ROUTE_PERSON, NULL, "watchlists",
	  "One entry of a watchlist." },
	{ 0 },
};
