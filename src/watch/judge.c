/* The judge "watch": a line for each list of the pack in force. It compares names and documents; a person decides. */
#include "lists.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "mrz.h"
#include "registry.h"

enum { NAMES_MOST = 10, HITS_SHOWN = 10, EVIDENCE_MOST = 7500 };

/* All that was found for one subject, under any of the names; each entry once, by its best hit. */
struct found {
	struct watch_hit *items;
	size_t count, size;
	size_t unseen;     /* entries beyond what a search gives back */
	int threshold;
};

/* ---- asking ---- */

static size_t names_of(const struct subject *subject, struct arena *arena, struct str names[static NAMES_MOST])
{
	const struct identity *identity = &subject->identity;
	size_t count = 0;
	if (identity->surname.len || identity->given_names.len)
		names[count++] = str_format(arena, STR_FMT " " STR_FMT, STR_ARG(identity->surname), STR_ARG(identity->given_names));
	if (identity->native_name.len)
		names[count++] = identity->native_name;
	for (size_t i = 0; i < identity->former_names.count && count < NAMES_MOST; i++)
		names[count++] = identity->former_names.items[i];
	return count;
}

static enum watch_sex sex_of(struct str sex)
{
	return str_is(sex, "F") ? WATCH_FEMALE : str_is(sex, "M") ? WATCH_MALE : str_is(sex, "X") ? WATCH_SEX_OTHER : WATCH_SEX_UNKNOWN;
}

/* The pack may set another threshold: param watch_threshold, a number of 1000. */
static int threshold_of(const struct act *act, const struct subject *subject)
{
	const struct pack_value *value = pack_param(act->pack, STR("watch_threshold"), subject->today);
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

static struct found ask(struct act *act, const struct subject *subject)
{
	const struct identity *identity = &subject->identity;
	struct found found = { .threshold = threshold_of(act, subject) };
	struct str names[NAMES_MOST];
	size_t count = names_of(subject, act->arena, names);
	for (size_t i = 0; i < count || (!count && !i); i++) {
		struct watch_query query = {
			.name = count ? names[i] : STR(""), .truncated = !i && subject->mrz && subject->mrz->truncated, .born = identity->born,
			.sex = sex_of(identity->sex), .nationalities = identity->nationalities.items, .nationality_count = identity->nationalities.count,
			.document_number = identity->document_number, .document_issuer = identity->document_issuer, .threshold = found.threshold,
		};
		struct watch_hits hits = watch_search(act->watch->index, &query, act->arena);
		for (size_t k = 0; k < hits.count; k++)
			found_add(&found, &hits.items[k], act->arena);
		found.unseen += hits.found - hits.count;
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

static json_t *hit_json(struct act *act, const struct watch_hit *hit)
{
	struct watch_sentence sentences[WATCH_SENTENCES];
	size_t count = watch_explain(hit, sentences, act->arena);
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
	return row;
}

/* What was asked, and the best hits, as many as a line holds. */
static struct str evidence(struct act *act, const struct found *found, const struct watch_loaded *list)
{
	json_t *out = json_object(), *hits = json_array();
	size_t size = 0, all = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (!str_equal(found->items[i].list_code, list->row.code))
			continue;
		json_t *hit = hit_json(act, &found->items[i]);
		size += json_dumpb(hit, NULL, 0, JSON_COMPACT) + 1;
		if (all++ < HITS_SHOWN && size < EVIDENCE_MOST)
			json_array_append_new(hits, hit);
		else
			json_decref(hit);
	}
	json_put_int(out, "version", list->row.version);
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

/* A weak hit is looked at before anybody is referred for it. A silent list always refers: the booth could not see what to look at. */
static enum advice advice_of(const struct pack_watchlist *list, bool strong)
{
	if (!strong && list->means == ADVICE_REFER && list->visible == VISIBLE_FIRST_LINE)
		return ADVICE_LOOK;
	return list->means;
}

static struct check_line *list_line(struct act *act, const struct subject *subject, struct check_list *out, const struct pack_watchlist *list,
                                    enum result result, enum advice advice, const char *words)
{
	char *name = str_c(act->arena, str_format(act->arena, "watch." STR_FMT, STR_ARG(list->code)));
	struct check_line *line = subject_check(act, subject, out, name, result, str_c(act->arena, list->code),
	                                        str_c(act->arena, list->words.source), words);
	line->advice = str_of(advice_name(advice));
	if (list->visible == VISIBLE_SECOND_LINE)
		line->visible = STR("second_line");
	if (list->law.source.len)
		line->rule = list->law.source;
	return line;
}

/* Best hit of a list, or NULL; how many there are. */
static const struct watch_hit *best_of(const struct found *found, struct str code, size_t *count)
{
	const struct watch_hit *best = NULL;
	*count = 0;
	for (size_t i = 0; i < found->count; i++) {
		const struct watch_hit *hit = &found->items[i];
		if (!str_equal(hit->list_code, code))
			continue;
		(*count)++;
		if (!best || better(hit, best))
			best = hit;
	}
	return best;
}

static void hit_line(struct act *act, const struct subject *subject, struct check_list *out, const struct pack_watchlist *list,
                     const struct watch_loaded *loaded, const struct found *found)
{
	size_t count;
	const struct watch_hit *best = best_of(found, list->code, &count);
	struct check_line *line;
	if (!best && found->unseen) {
		line = list_line(act, subject, out, list, RESULT_UNDETERMINED, ADVICE_LOOK,
		                 "Too many entries of the lists are like this name: this list could not be searched to its end.");
	} else if (!best) {
		line = list_line(act, subject, out, list, RESULT_SUCCESSFUL, ADVICE_NONE, "No entry is like this person.");
	} else {
		line = list_line(act, subject, out, list, best->strong ? RESULT_FAILED : RESULT_UNDETERMINED, advice_of(list, best->strong),
		                 best->strong ? "Possible match: {name}." : "The name or the document is like {name}, nothing else confirms it.");
		SUBJECT_ARGS(act->arena, line, { STR("name"), str_slice(name_of(best), 0, 300) },
		             { STR("count"), str_format(act->arena, "%zu", count) });
	}
	line->evidence = evidence(act, found, loaded);
}

static void judge_list(struct act *act, const struct subject *subject, struct check_list *out, const struct pack_watchlist *list,
                       const struct found *found)
{
	const struct watch_loaded *loaded = watch_loaded(act->watch, list->code);
	const char *name = str_c(act->arena, str_format(act->arena, "watch." STR_FMT, STR_ARG(list->code)));
	if (subject_waived(subject, str_of(name)))
		subject_check(act, subject, out, name, RESULT_SUCCESSFUL, str_c(act->arena, list->code), str_c(act->arena, list->words.source), "");
	else if (!loaded && act->watch)
		list_line(act, subject, out, list, RESULT_NOT_SUPPORTED, ADVICE_NONE, "This list has not been imported.");
	else if (!loaded || !loaded->sound)
		list_line(act, subject, out, list, RESULT_ABORTED, ADVICE_LOOK, "This list could not be loaded.");
	else
		hit_line(act, subject, out, list, loaded, found);
}

bool watch_judge(struct act *act, const struct subject *subject, struct check_list *out, struct error *err)
{
	struct found found = { 0 };
	size_t before = out->count, settled;
	out->lists = watch_versions(act->watch, act->arena);
	if (act->watch && act->watch->index)
		found = ask(act, subject);
	for (size_t i = 0; i < act->pack->watchlist_count; i++)
		if (pack_span_holds(act->pack->watchlists[i].span, subject->today))
			judge_list(act, subject, out, &act->pack->watchlists[i], &found);
	return watch_settle(act, subject->record, &subject->identity, out->items + before, out->count - before, &settled, err);
}
