/* The judge "watch": a line for each list of the pack in force. It compares names and documents; a person decides. */
#include "lists.h"
#include "national.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "mrz.h"
#include "registry.h"

enum { HITS_SHOWN = 10, EVIDENCE_MOST = 7500 };

/* All that was found for one subject, under any of the names; each entry once, by its best hit. */
struct found {
	struct watch_hit *items; /* of those that stand for this direction and day */
	size_t count, size;
	size_t unseen;     /* entries beyond what a search gives back */
	int threshold;
};

/* ---- asking ---- */

size_t watch_names_of(const struct identity *identity, struct arena *arena, struct str names[static WATCH_NAMES])
{
	size_t count = 0;
	if (identity->surname.len || identity->given_names.len)
		names[count++] = str_format(arena, STR_FMT " " STR_FMT, STR_ARG(identity->surname), STR_ARG(identity->given_names));
	if (identity->native_name.len)
		names[count++] = identity->native_name;
	for (size_t i = 0; i < identity->former_names.count && count < WATCH_NAMES; i++)
		names[count++] = identity->former_names.items[i];
	return count;
}

static enum watch_sex sex_of(struct str sex)
{
	return str_is(sex, "F") ? WATCH_FEMALE : str_is(sex, "M") ? WATCH_MALE : str_is(sex, "X") ? WATCH_SEX_OTHER : WATCH_SEX_UNKNOWN;
}

/* The pack may set another threshold: param watch_threshold, a number of 1000. */
int watch_threshold(const struct act *act, struct date today)
{
	const struct pack_value *value = pack_param(act->pack, STR("watch_threshold"), today);
	int64_t threshold = value && value->kind == PACK_NUMBER ? value->micro / 1000000 : 0;
	return threshold > 0 && threshold <= 1000 ? (int)threshold : WATCH_THRESHOLD;
}

static bool better(const struct watch_hit *a, const struct watch_hit *b)
{
	return a->strong != b->strong ? a->strong : a->score > b->score;
}

static void found_add(struct found *found, const struct watch_hit *hit, struct arena *arena)
{
	for (size_t i = 0; i < found->count; i++) {
		if (found->items[i].entry != hit->entry)
			continue;
		if (better(hit, &found->items[i]))
			found->items[i] = *hit;
		return;
	}
	if (found->count == found->size) {
		size_t size = found->size ? found->size * 2 : 32;
		struct watch_hit *items = ARENA_ARRAY(arena, struct watch_hit, size);
		if (found->count)
			memcpy(items, found->items, found->count * sizeof *items);
		found->items = items;
		found->size = size;
	}
	found->items[found->count++] = *hit;
}

/* Does the entry stand for this direction on this day, and is there no other of its number? */
static bool stands(const struct act *act, const struct subject *subject, const struct watch_hit *hit)
{
	const struct national *order = hit->entry->order;
	if (!order)
		return !watch_replaced(watch_loaded(act->watch, hit->list_code), hit->entry->id);
	return national_holds(order, subject->today) && (str_is(order->direction, "both") || str_equal(order->direction, subject->direction));
}

struct watch_query watch_query_of(const struct identity *identity, struct str name, int threshold)
{
	return (struct watch_query){
		.name = name, .born = identity->born, .sex = sex_of(identity->sex),
		.nationalities = identity->nationalities.items, .nationality_count = identity->nationalities.count,
		.document_number = identity->document_number, .document_issuer = identity->document_issuer, .threshold = threshold,
	};
}

static void ask_index(struct act *act, const struct subject *subject, const struct watch_index *index, const struct watch_query *query, struct found *found)
{
	if (!index)
		return;
	struct watch_hits hits = watch_search(index, query, act->arena);
	for (size_t k = 0; k < hits.count; k++)
		if (stands(act, subject, &hits.items[k]))
			found_add(found, &hits.items[k], act->arena);
	found->unseen += hits.found - hits.count;
}

static struct found ask(struct act *act, const struct subject *subject)
{
	struct found found = { .threshold = watch_threshold(act, subject->today) };
	struct str names[WATCH_NAMES];
	size_t count = watch_names_of(&subject->identity, act->arena, names);
	for (size_t i = 0; i < count || (!count && !i); i++) {
		struct watch_query query = watch_query_of(&subject->identity, count ? names[i] : STR(""), found.threshold);
		query.truncated = !i && subject->mrz && subject->mrz->truncated;
		ask_index(act, subject, act->watch->index, &query, &found);
		ask_index(act, subject, act->watch->own, &query, &found);
	}
	return found;
}

/* ---- evidence ---- */

struct str watch_births(struct act *act, const struct watch_entry *entry)
{
	struct str texts[8];
	size_t count = 0;
	for (; count < entry->birth_count && count < COUNT_OF(texts); count++) {
		const struct watch_birth *birth = &entry->births[count];
		if (!date_compare(birth->from, birth->to))
			texts[count] = lang_date(act->lang, act->arena, birth->from);
		else if (birth->from.year == birth->to.year)
			texts[count] = str_format(act->arena, "%04d", birth->from.year);
		else
			texts[count] = str_format(act->arena, "%04d/%04d", birth->from.year, birth->to.year);
	}
	return count ? str_join(act->arena, texts, count, STR(", ")) : lang_words(act->lang, WORDS("Not known"));
}

static bool plain(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '.' || c == '-' || c == '_' || c == '~';
}

struct str watch_entry_path(struct act *act, struct str code, struct str id)
{
	struct buf path = BUF_IN(act->arena);
	buf_format(&path, "/lists/" STR_FMT "/entry?id=", STR_ARG(code));
	for (size_t i = 0; i < id.len; i++)
		if (plain(id.data[i]))
			buf_c(&path, id.data[i]);
		else
			buf_format(&path, "%%%02X", (unsigned)(unsigned char)id.data[i]);
	return buf_str(&path);
}

static struct str name_of(const struct watch_hit *hit)
{
	return hit->name ? hit->name->text : hit->entry->name_count ? hit->entry->names[0].text : hit->entry->id;
}

/* A sentence as it is kept: its words, then its arguments. It is put into a language when somebody reads it. */
static json_t *sentence_json(const struct watch_sentence *sentence)
{
	json_t *out = json_array();
	json_array_append_new(out, json_string(sentence->words));
	for (size_t i = 0; i < sentence->count; i++)
		json_array_append_new(out, json_str(str_slice(sentence->arguments[i], 0, 300)));
	return out;
}

/* What the order says to whoever meets the person, as it was then. */
static void put_order(json_t *row, const struct national *order)
{
	json_put_str(row, "measure", order->measure);
	json_put_str(row, "authority", order->authority);
	if (order->instruction.len)
		json_put_str(row, "instruction", order->instruction);
	if (order->call.len)
		json_put_str(row, "call", order->call);
}

static size_t explain_plate(const struct watch_hit *hit, struct watch_sentence out[static WATCH_SENTENCES])
{
	out[0] = (struct watch_sentence){ .words = hit->strong ? WORDS("The plate agrees: {0}.") : WORDS("The plate agrees: {0}. Its state was not told.") };
	out[0].arguments[out[0].count++] = hit->entry->order->plates.items[0];
	return 1;
}

static json_t *hit_json(struct act *act, const struct watch_hit *hit)
{
	struct watch_sentence sentences[WATCH_SENTENCES];
	size_t count = hit->entry->kind == WATCH_VEHICLE ? explain_plate(hit, sentences) : watch_explain(hit, sentences, act->arena);
	json_t *row = json_object(), *why = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(why, sentence_json(&sentences[i]));
	json_put_str(row, "entry", hit->entry->id);
	json_put_str(row, "reference", hit->entry->reference);
	json_put_str(row, "name", str_slice(name_of(hit), 0, 300));
	json_put_str(row, "mark", watch_mark(act->arena, hit->entry));
	json_put_int(row, "score", hit->score); /* 0 = found by the document alone */
	json_put_yesno(row, "strong", hit->strong);
	json_put(row, "why", why);
	if (hit->entry->order)
		put_order(row, hit->entry->order);
	return row;
}

/* The hits of a list make up to three lines: what the booth may see, an order that stands against leaving, and what is for the second line alone. */
enum part { PART_PLAIN, PART_ORDER, PART_SILENT, PARTS };

static enum part part_of(const struct subject *subject, const struct watch_hit *hit)
{
	const struct national *order = hit->entry->order;
	if (order && national_silent(order))
		return PART_SILENT;
	return order && hit->strong && hit->entry->kind != WATCH_VEHICLE && str_is(subject->direction, "exit") && national_stops_exit(order) ? PART_ORDER : PART_PLAIN;
}

struct asked {
	const struct subject *subject;
	const struct found *found;
	const struct pack_watchlist *list;
	const struct watch_loaded *loaded; /* NULL: a list that is kept here and empty */
	enum part part;
	bool plate;                        /* the vehicle is asked for, not the person */
};

static bool of_part(const struct asked *asked, const struct watch_hit *hit)
{
	return str_equal(hit->list_code, asked->list->code) && part_of(asked->subject, hit) == asked->part;
}

/* What was asked, and the best hits, as many as a line holds. */
static struct str evidence(struct act *act, const struct asked *asked)
{
	const struct found *found = asked->found;
	json_t *out = json_object(), *hits = json_array();
	size_t size = 0, all = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (!of_part(asked, &found->items[i]))
			continue;
		json_t *hit = hit_json(act, &found->items[i]);
		size += json_dumpb(hit, NULL, 0, JSON_COMPACT) + 1;
		if (all++ < HITS_SHOWN && size < EVIDENCE_MOST)
			json_array_append_new(hits, hit);
		else
			json_decref(hit);
	}
	json_put_int(out, "version", asked->loaded ? asked->loaded->row.version : 0);
	json_put_int(out, "threshold", found->threshold);
	json_put_int(out, "found", (int64_t)all);
	if (found->unseen)
		json_put_int(out, "unseen", (int64_t)found->unseen);
	json_put(out, "hits", hits);
	char *text = json_dumps(out, JSON_COMPACT);
	struct str kept = str_copy(act->arena, str_of(text));
	free(text);
	json_decref(out);
	return kept;
}

/* ---- lines ---- */

/* What the entry asks for, else the list. */
static enum advice means(const struct pack_watchlist *list, const struct watch_hit *hit)
{
	const struct national *order = hit->entry->order;
	if (!order || list->means == ADVICE_CARE)
		return list->means;
	return str_is(order->measure, "inform") ? ADVICE_LOOK : ADVICE_REFER;
}

/* A weak hit is looked at before anybody is referred for it. A silent one always refers: the booth is not told and could not look. */
static enum advice advice_of(const struct asked *asked, const struct watch_hit *hit)
{
	enum advice advice = means(asked->list, hit);
	bool silent = asked->part == PART_SILENT || asked->list->visible == VISIBLE_SECOND_LINE;
	return silent ? ADVICE_REFER : !hit->strong && advice == ADVICE_REFER ? ADVICE_LOOK : advice;
}

static struct check_line *list_line(struct act *act, struct check_list *out, const struct asked *asked, enum result result, enum advice advice,
                                    const char *words)
{
	static const char *const ends[PARTS] = { "", ".order", ".silent" };
	const struct pack_watchlist *list = asked->list;
	char *name = str_c(act->arena, str_format(act->arena, "watch." STR_FMT "%s%s", STR_ARG(list->code), asked->plate ? ".plate" : "", ends[asked->part]));
	struct check_line *line = subject_check(act, asked->subject, out, name, result, str_c(act->arena, list->code),
	                                        str_c(act->arena, list->words.source), words);
	line->advice = str_of(advice_name(advice));
	if (list->visible == VISIBLE_SECOND_LINE || asked->part == PART_SILENT)
		line->visible = STR("second_line");
	if (list->law.source.len)
		line->rule = list->law.source;
	return line;
}

/* Best hit of a line, or NULL; how many there are. */
static const struct watch_hit *best_of(const struct asked *asked, size_t *count)
{
	const struct watch_hit *best = NULL;
	*count = 0;
	for (size_t i = 0; i < asked->found->count; i++) {
		const struct watch_hit *hit = &asked->found->items[i];
		if (!of_part(asked, hit))
			continue;
		(*count)++;
		if (!best || better(hit, best))
			best = hit;
	}
	return best;
}

/* The strongest that any hit of the line asks for. */
static enum advice most_of(const struct asked *asked)
{
	enum advice most = ADVICE_NONE;
	for (size_t i = 0; i < asked->found->count; i++)
		if (of_part(asked, &asked->found->items[i]) && advice_of(asked, &asked->found->items[i]) > most)
			most = advice_of(asked, &asked->found->items[i]);
	return most;
}

static void no_hit_line(struct act *act, struct check_list *out, const struct asked *asked)
{
	if (asked->found->unseen)
		list_line(act, out, asked, RESULT_UNDETERMINED, ADVICE_LOOK,
		          "Too many entries of the lists are like this name: this list could not be searched to its end.")->evidence = evidence(act, asked);
	else
		list_line(act, out, asked, RESULT_SUCCESSFUL, ADVICE_NONE, "No entry is like this person.")->evidence = evidence(act, asked);
}

static const char *hit_words(const struct asked *asked, const struct watch_hit *best)
{
	if (asked->plate)
		return best->strong ? WORDS("The vehicle is on this list: {name}.") : WORDS("A vehicle with this plate is on the list, of a state that was not told: {name}.");
	if (asked->part == PART_ORDER)
		return "An order stands against leaving: {name}.";
	return best->strong ? "Possible match: {name}." : "The name or the document is like {name}, nothing else confirms it.";
}

static void hit_line(struct act *act, struct check_list *out, struct asked *asked, enum part part)
{
	size_t count;
	asked->part = part;
	const struct watch_hit *best = best_of(asked, &count);
	if (!best && part == PART_PLAIN && !asked->plate)
		no_hit_line(act, out, asked);
	if (!best)
		return;
	struct check_line *line = list_line(act, out, asked, best->strong ? RESULT_FAILED : RESULT_UNDETERMINED, most_of(asked), hit_words(asked, best));
	SUBJECT_ARGS(act->arena, line, { STR("name"), str_slice(name_of(best), 0, 300) }, { STR("count"), str_format(act->arena, "%zu", count) });
	line->evidence = evidence(act, asked);
}

static void judge_list(struct act *act, const struct subject *subject, struct check_list *out, const struct pack_watchlist *list,
                       const struct found *found)
{
	struct asked asked = { subject, found, list, watch_loaded(act->watch, list->code), PART_PLAIN, false };
	const char *name = str_c(act->arena, str_format(act->arena, "watch." STR_FMT, STR_ARG(list->code)));
	bool empty = !asked.loaded && list->kept_here; /* nobody was ever put on it */
	if (subject_waived(subject, str_of(name)))
		subject_check(act, subject, out, name, RESULT_SUCCESSFUL, str_c(act->arena, list->code), str_c(act->arena, list->words.source), "");
	else if (!asked.loaded && act->watch && !empty)
		list_line(act, out, &asked, RESULT_NOT_SUPPORTED, ADVICE_NONE, "This list has not been imported.");
	else if (!act->watch || (asked.loaded && !asked.loaded->sound))
		list_line(act, out, &asked, RESULT_ABORTED, ADVICE_LOOK, "This list could not be loaded.");
	else
		for (int part = 0; part < PARTS; part++)
			hit_line(act, out, &asked, (enum part)part);
}

bool watch_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	struct found found = { 0 };
	size_t before = out->count, settled;
	out->lists = watch_versions(act->watch, act->arena);
	if (act->watch)
		found = ask(act, subject);
	for (size_t i = 0; i < act->pack->watchlist_count; i++)
		if (pack_span_holds(act->pack->watchlists[i].span, subject->today))
			judge_list(act, subject, out, &act->pack->watchlists[i], &found);
	return watch_settle(act, subject->record, &subject->identity, out->items + before, out->count - before, &settled, err);
}

/* ---- vehicles, by their plates ---- */

/* 0 = another vehicle, 1 = the state is not known, 2 = the same plate of the same state, or of none that the entry names. */
static int plate_agrees(const struct national *order, struct str plate, struct str state, struct arena *arena)
{
	struct str listed_state, listed;
	int most = 0;
	for (size_t i = 0; i < order->plates.count; i++) {
		if (!national_plate(order->plates.items[i], arena, &listed_state, &listed) || !str_equal(listed, plate))
			continue;
		int agrees = !listed_state.len || str_equal(listed_state, state) ? 2 : !state.len ? 1 : 0;
		most = agrees > most ? agrees : most;
	}
	return most;
}

static void ask_plate(struct act *act, const struct subject *subject, const struct watch_loaded *loaded, struct str plate, struct str state, struct found *found)
{
	for (size_t i = 0; i < loaded->own.count; i++) {
		const struct watch_entry *entry = &loaded->own.entries[i];
		int agrees = entry->kind == WATCH_VEHICLE ? plate_agrees(entry->order, plate, state, act->arena) : 0;
		struct watch_hit hit = { .list_code = loaded->row.code, .entry = entry, .score = 1000, .strong = agrees == 2 };
		if (agrees && stands(act, subject, &hit))
			found_add(found, &hit, act->arena);
	}
}

void watch_plate(struct act *act, const struct subject *subject, struct str plate, struct str state, struct check_list *out)
{
	for (size_t i = 0; act->watch && plate.len && i < act->pack->watchlist_count; i++) {
		const struct pack_watchlist *list = &act->pack->watchlists[i];
		const struct watch_loaded *loaded = watch_loaded(act->watch, list->code);
		struct found found = { .threshold = WATCH_THRESHOLD };
		struct asked asked = { subject, &found, list, loaded, PART_PLAIN, true };
		if (!loaded || !pack_span_holds(list->span, subject->today))
			continue;
		ask_plate(act, subject, loaded, plate, state, &found);
		for (int part = 0; part < PARTS; part++)
			hit_line(act, out, &asked, (enum part)part);
	}
}
