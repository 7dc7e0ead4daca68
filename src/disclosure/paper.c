/* What was handed over, on paper: as values of a page, and as letters of the pack's template `disclosure`, in as many parts as it needs. */
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "house.h"
#include "journal.h"
#include "kinds.h"
#include "lang.h"
#include "letter.h"
#include "pack.h"

/* A letter keeps its values and its text in one body of the journal, 64 kB at most: what is longer goes on in another part. */
enum { PART_BYTES = 16000, PART_FACTS = 500 };

void data_fact(json_t *facts, struct str what, struct str text)
{
	if (!text.len)
		return;
	json_t *row = json_object();
	json_put_str(row, "what", what);
	json_put_str(row, "text", text);
	json_array_append_new(facts, row);
}

/* --- values in words --- */

static bool is_digits(struct str text, const char *shape)
{
	if (text.len != strlen(shape))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (shape[i] == '0' ? text.data[i] < '0' || text.data[i] > '9' : text.data[i] != shape[i])
			return false;
	return true;
}

static bool is_id(struct str text)
{
	struct uuid id;
	return uuid_parse(text, &id);
}

static struct str text_words(struct act *act, const struct held_label *label, struct str text)
{
	struct str tag = lang_tag(act->lang);
	struct date day;
	int64_t ms;
	if (str_is(str_of(label->name), "post")) {
		const struct pack_post *post = pack_post(act->pack, text, (struct date){ 0 });
		return post ? pack_words(act->pack, tag, post->words) : text;
	}
	if (str_is(str_of(label->name), "category")) {
		for (size_t i = 0; i < act->pack->category_count; i++)
			if (str_equal(act->pack->categories[i].code, text))
				return pack_words(act->pack, tag, act->pack->categories[i].words);
		return text;
	}
	if (label->list)
		return pack_code_words(act->pack, tag, str_of(label->list), text);
	if (held_code(text))
		return lang_words(act->lang, held_code(text));
	if (is_digits(text, "0000-00-00") && date_parse(text, &day))
		return lang_date(act->lang, act->arena, day);
	if (text.len > 19 && is_digits(str_slice(text, 0, 19), "0000-00-00T00:00:00") && time_parse(text, &ms))
		return lang_date_time(act->lang, act->arena, act->house->zone(act->house, act->pack->head.zone), ms);
	return text;
}

static struct str value_words(struct act *act, const struct held_label *label, const json_t *value)
{
	struct buf out = BUF_IN(act->arena);
	size_t at;
	json_t *item;
	if (json_is_string(value))
		return is_id(str_of(json_string_value(value))) ? STR("") : text_words(act, label, str_of(json_string_value(value)));
	if (json_is_integer(value) && str_is(str_of(label->name), "amount"))
		return str_format(act->arena, "%.2f", (double)json_integer_value(value) / 1e6);
	if (json_is_integer(value))
		return str_format(act->arena, "%lld", (long long)json_integer_value(value));
	if (json_is_boolean(value))
		return lang_words(act->lang, json_is_true(value) ? WORDS("yes") : WORDS("no"));
	json_array_foreach((json_t *)(uintptr_t)value, at, item) {
		struct str one = value_words(act, label, item);
		if (one.len && out.len)
			buf_text(&out, ", ");
		buf_add(&out, one);
	}
	return buf_str(&out);
}

/* Who somebody is stands once, and again where it changes. */
static bool said_before(const char *name, const json_t *value, const json_t *before)
{
	static const char *const names[] = { "surname", "given_names", "born", "sex", "nationalities", "document_kind", "document_issuer", "document_number", "document_expires" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(str_of(name), names[i]))
			return json_equal(value, json_object_get(before, name));
	return false;
}

/* Lists about people are the person's own items by now: their fields stand as those of the entry. */
static void put_facts(struct act *act, struct str kind, json_t *data, const json_t *before, json_t *facts)
{
	const char *name;
	json_t *value, *item;
	size_t at;
	json_object_foreach(data, name, value) {
		const struct held_label *label = held_label(act->arena, kind, str_of(name));
		if (json_is_object(json_array_get(value, 0))) {
			json_array_foreach(value, at, item)
				put_facts(act, kind, item, before, facts);
			continue;
		}
		if (label && !said_before(name, value, before))
			data_fact(facts, lang_words(act->lang, label->words), value_words(act, label, value));
	}
}

/* A sentence of the kinds of entries begins small; a heading does not. */
static struct str headed(struct act *act, struct str words)
{
	char *text = str_c(act->arena, words);
	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return str_of(text);
}

static json_t *paper_entry(struct act *act, json_t *entry, const json_t *before)
{
	json_t *out = json_object(), *facts = json_array();
	struct str kind = str_of(json_string_value(json_object_get(entry, "kind")));
	json_put(out, "when", json_incref(json_object_get(entry, "when")));
	json_put_str(out, "words", headed(act, str_of(json_string_value(json_object_get(entry, "words")))));
	json_put(out, "who", json_incref(json_object_get(entry, "who")));
	put_facts(act, kind, json_object_get(entry, "data"), before, facts);
	json_put(out, "facts", facts);
	return out;
}

static json_t *paper_entries(struct act *act, const json_t *told)
{
	json_t *entries = json_array(), *item, *before = NULL;
	size_t at;
	json_array_foreach(json_object_get(told, "entries"), at, item) {
		json_t *data = json_object_get(item, "data");
		json_array_append_new(entries, paper_entry(act, item, before));
		before = json_object_get(data, "surname") ? data : before;
	}
	return entries;
}

static void copy(json_t *to, const json_t *from, const char *name)
{
	json_t *value = json_object_get(from, name);
	if (value)
		json_put(to, name, json_incref(value));
}

void paper_page(struct act *act, const json_t *told, json_t *page)
{
	static const char *const copied[] = { "made", "authority", "law", "withheld", "remedy", "looks", "nothing", "kept" };
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		copy(page, told, copied[i]);
	json_put_yesno(page, "any_look", json_array_size(json_object_get(told, "looks")) != 0);
	json_put(page, "entries", paper_entries(act, told));
}

/* --- letters --- */

struct parting {
	json_t *parts;           /* values of each letter, but what all have */
	json_t *part;
	size_t bytes, facts;
};

static void next_part(struct parting *parting)
{
	parting->part = json_object();
	json_put(parting->part, "entries", json_array());
	json_put(parting->part, "looks", json_array());
	json_array_append_new(parting->parts, parting->part);
	parting->bytes = parting->facts = 0;
}

static size_t bytes_of(const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);
	size_t count = text ? strlen(text) : 0;
	free(text);
	return count;
}

static void add_to_part(struct parting *parting, const char *list, json_t *item)
{
	size_t bytes = bytes_of(item), facts = 1 + json_array_size(json_object_get(item, "facts"));
	if (parting->facts && (parting->bytes + bytes > PART_BYTES || parting->facts + facts > PART_FACTS))
		next_part(parting);
	json_array_append(json_object_get(parting->part, list), item);
	parting->bytes += bytes;
	parting->facts += facts;
}

/* Oldest first, then who looked; what is beyond the last part stands in the file, and the paper says so. */
static json_t *in_parts(struct act *act, const json_t *told)
{
	struct parting parting = { .parts = json_array() };
	json_t *entries = paper_entries(act, told), *item;
	size_t at;
	next_part(&parting);
	json_array_foreach(entries, at, item)
		add_to_part(&parting, "entries", item);
	json_array_foreach(json_object_get(told, "looks"), at, item)
		add_to_part(&parting, "looks", item);
	json_decref(entries);
	return parting.parts;
}

static json_t *part_values(const struct held_request *held, const json_t *told, struct str digest, json_t *part, size_t number, size_t count)
{
	static const char *const copied[] = { "law", "withheld", "remedy", "nothing", "kept" };
	json_t *values = json_deep_copy(part);
	json_put_yesno(values, "any_looks", json_array_size(json_object_get(part, "looks")) != 0);
	json_put_str(values, "name", held->row.name);
	json_put_str(values, "digest", digest);
	json_put_int(values, "part", (int64_t)number);
	json_put_int(values, "parts", (int64_t)count);
	json_put_yesno(values, "first", number == 1);
	json_put_yesno(values, "last", number == count || number == DISCLOSURE_PARTS_MOST);
	json_put_yesno(values, "several", count > 1);
	json_put_yesno(values, "nobody_looked", number == count && !json_array_size(json_object_get(told, "looks")));
	json_put_yesno(values, "more", count > DISCLOSURE_PARTS_MOST && number == DISCLOSURE_PARTS_MOST);
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		copy(values, told, copied[i]);
	return values;
}

bool paper_issue(struct act *act, const struct held_request *held, const json_t *told, struct str digest, struct error *err)
{
	json_t *parts = in_parts(act, told), *part;
	size_t at, count = json_array_size(parts);
	bool good = true;
	json_array_foreach(parts, at, part) {
		if (!good || at == DISCLOSURE_PARTS_MOST)
			break;
		const struct letter_order order = {
			.name = "disclosure", .record = held->record, .about = held->record, .language = held->row.language,
			.values = part_values(held, told, digest, part, at + 1, count),
		};
		good = letter_issue(act, &order, NULL, err);
	}
	json_decref(parts);
	return good;
}

/* --- decisions --- */

bool decision_issue(struct act *act, const struct held_request *held, enum decision_paper what, const struct data_answered *answered, struct error *err)
{
	static const char *const outcomes[] = { "corrected", "erased", "restricted", "refused" };
	const struct data_request *row = &held->row;
	struct str tag = lang_tag(letter_language(act, row->language)), outcome = answered ? answered->outcome : STR("");
	char day[DATE_TEXT];
	json_t *values = json_object();
	json_put_str(values, "name", row->name);
	json_put_str(values, "received", date_text(row->received, day));
	json_put_str(values, "law", pack_words(act->pack, tag, act->pack->disclosure.law));
	json_put_str(values, "remedy", pack_words(act->pack, tag, act->pack->disclosure.remedy));
	json_put_str(values, "reasons", what == PAPER_LIFTED ? row->found : answered ? answered->reasons : STR(""));
	json_put_yesno(values, "explained", what != PAPER_ERASED);
	for (size_t i = 0; i < COUNT_OF(outcomes); i++)
		json_put_yesno(values, outcomes[i], str_is(outcome, outcomes[i]));
	json_put_yesno(values, "done", what == PAPER_ERASED);
	json_put_yesno(values, "lifted", what == PAPER_LIFTED);
	if (answered && !date_empty(answered->review))
		json_put_str(values, "review", date_text(answered->review, day));
	const struct letter_order order = { .name = "data_decision", .record = held->record, .about = held->record, .language = row->language, .values = values };
	return letter_issue(act, &order, NULL, err);
}
