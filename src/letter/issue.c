/* Issuing a letter: filled in one or two languages, kept. */
#include "inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "house.h"
#include "journal.h"
#include "lang.h"

/* --- numbers --- */

struct str letter_number(struct act *act, struct str post)
{
	struct uuid random = uuid_v7(act->now, act->random);
	struct str id = str_upper(act->arena, str_hex(act->arena, random.bytes, sizeof random.bytes));
	struct date day = lang_zone_day(letter_zone(act, post), act->now);
	return str_format(act->arena, STR_FMT "%s" STR_FMT "-%d-" STR_FMT, STR_ARG(act->pack->head.country), post.len ? "-" : "", STR_ARG(post), day.year,
	                  STR_ARG(str_slice(id, id.len - 8, id.len)));
}

/* --- the paper --- */

struct issuing {
	struct act *act;
	const struct letter_order *order;
	struct str post, number;
	json_t *values;
};

const struct lang *letter_language(struct act *act, struct str tag)
{
	const struct lang *lang = tag.len ? langs_find(act->house->langs, tag) : NULL;
	bool spoken = false;
	for (size_t i = 0; lang && i < act->pack->head.languages.count; i++)
		spoken |= str_equal(act->pack->head.languages.items[i], lang_tag(lang));
	return spoken ? lang : langs_find(act->house->langs, act->pack->head.language);
}

static json_t *paper_values(const struct issuing *issuing)
{
	struct act *act = issuing->act;
	char day[DATE_TEXT];
	json_t *paper = json_object();
	json_put_str(paper, "number", issuing->number);
	json_put_int(paper, "issued", act->now);
	json_put_str(paper, "day", date_text(lang_zone_day(letter_zone(act, issuing->post), act->now), day));
	json_put_str(paper, "post", issuing->post);
	if (issuing->order->lane)
		json_put_int(paper, "lane", issuing->order->lane);
	json_put_str(paper, "officer", act->actor.number);
	if (!uuid_zero(issuing->order->about))
		json_put_str(paper, "entry", uuid_str(act->arena, issuing->order->about));
	return paper;
}

static bool fill_in(const struct issuing *issuing, const struct lang *lang, struct filled *out, struct error *err)
{
	struct act *act = issuing->act;
	struct filling filling = {
		.act = act, .letter = pack_letter(act->pack, str_of(issuing->order->name), lang_tag(lang)), .lang = lang,
		.zone = letter_zone(act, issuing->post), .values = issuing->values, .issued = act->now, .environment = issuing->order->environment,
	};
	if (!filling.letter)
		return error_set(err, ERR_CONFIG, "the pack in force has no such letter", "add it to the pack, and put that version in force", "%s", issuing->order->name);
	return letter_fill(&filling, out, err);
}

static struct pdf_head head_of(const struct issuing *issuing, const struct lang *lang)
{
	struct act *act = issuing->act;
	const struct pack_post *post = pack_post(act->pack, issuing->post, (struct date){ 0 });
	struct str language = lang_tag(lang), service = pack_words(act->pack, language, act->pack->head.authority);
	struct str comma = lang_words_in(lang, WORDS_IN("between a service and its place", ", "));
	return (struct pdf_head){
		.state = pack_words(act->pack, language, act->pack->head.name),
		.authority = post ? str_format(act->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(service), STR_ARG(comma), STR_ARG(pack_words(act->pack, language, post->words))) : service,
		.copy = issuing->order->copy ? lang_words(lang, issuing->order->copy) : STR(""),
		.number = issuing->number,
	};
}

/* --- what is kept --- */

static json_t *part_json(const struct issuing *issuing, const struct filled *part)
{
	struct pdf_head head = head_of(issuing, part->lang);
	json_t *out = json_object(), *blocks = json_array();
	json_put_str(out, "language", lang_tag(part->lang));
	json_put_str(out, "title", part->title);
	json_put_str(out, "state", head.state);
	json_put_str(out, "authority", head.authority);
	json_put_str(out, "copy", head.copy);
	for (size_t i = 0; i < part->count; i++) {
		json_t *block = json_object();
		json_put_str(block, "kind", str_of(letter_kinds[part->blocks[i].kind]));
		if (part->blocks[i].label.len)
			json_put_str(block, "label", part->blocks[i].label);
		json_put_str(block, "text", part->blocks[i].text);
		if (part->blocks[i].marked)
			json_put_yesno(block, "marked", true);
		json_array_append_new(blocks, block);
	}
	json_put(out, "blocks", blocks);
	return out;
}

static struct str json_bytes(struct arena *arena, const json_t *json)
{
	struct buf out = BUF_IN(arena);
	json_write(&out, json);
	return buf_str(&out);
}

static bool keep(const struct issuing *issuing, const struct filled *parts, size_t count, struct uuid *id, struct error *err)
{
	struct act *act = issuing->act;
	json_t *text = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(text, part_json(issuing, &parts[i]));
	struct letter letter = {
		.name = str_of(issuing->order->name), .number = issuing->number, .title = parts[0].title, .language = lang_tag(parts[0].lang), .post = issuing->post,
		.about = issuing->order->about, .pack = str_of(act->pack->identity), .values = json_bytes(act->arena, issuing->values),
		.text = json_bytes(act->arena, text),
	};
	json_decref(text);
	if (letter.values.len + letter.text.len > LETTER_BYTES_MOST)
		return error_set(err, ERR_TOO_LARGE, "the letter is too long to be kept", "shorten what is filled in", "%s", issuing->order->name);
	struct uuid entry = journal_append(act, &letter_type, issuing->order->record, &letter);
	if (id)
		*id = entry;
	return true;
}

/* What could not be printed afterwards is not issued. */
static bool fits(const struct filled *part, struct error *err)
{
	return pdf_fits(&(struct pdf_paper){ .title = part->title, .blocks = part->blocks, .count = part->count }, err);
}

static bool issue(const struct issuing *issuing, struct uuid *id, struct error *err)
{
	struct act *act = issuing->act;
	const struct lang *lang = letter_language(act, issuing->order->language), *own = letter_language(act, STR(""));
	struct filled parts[2];
	size_t count = issuing->order->also_own && lang != own ? 2 : 1;
	for (size_t i = 0; i < count; i++)
		if (!fill_in(issuing, i ? own : lang, &parts[i], err) || !fits(&parts[i], err))
			return false;
	return keep(issuing, parts, count, id, err);
}

bool letter_issue(struct act *act, const struct letter_order *order, struct uuid *id, struct error *err)
{
	struct issuing issuing = { .act = act, .order = order, .values = order->values ? order->values : json_object() };
	issuing.post = order->post.len ? order->post : act->place.post;
	issuing.number = order->number.len ? order->number : letter_number(act, issuing.post);
	const struct rule_record *record = values_record(act, str_of(order->name));
	assert(order->environment || (record && !values_unknown(record, issuing.values).len));
	json_put(issuing.values, "paper", paper_values(&issuing));
	bool done = issue(&issuing, id, err);
	json_decref(issuing.values);
	return done;
}

/* --- blank forms --- */

static bool fill_blank(struct act *act, const struct letter_order *order, const struct lang *lang, struct str number, json_t *values, struct filled *out, struct pdf_head *head,
                       struct error *err)
{
	struct issuing issuing = { .act = act, .order = order, .post = order->post, .number = number, .values = values };
	json_put(values, "paper", paper_values(&issuing));
	*head = head_of(&issuing, lang);
	head->foot = lang_words(lang, WORDS("Each form is accounted for: used, spoiled or lost."));
	return fill_in(&issuing, lang, out, err);
}

bool letter_blanks(struct act *act, const struct letter_order *order, int64_t made, const struct str *numbers, size_t count,
                   json_t *(*values_of)(struct act *act, struct str number), struct str *pdf, struct error *err)
{
	const struct lang *lang = letter_language(act, order->language);
	struct filled *parts = ARENA_ARRAY(act->arena, struct filled, count);
	struct pdf_head *heads = ARENA_ARRAY(act->arena, struct pdf_head, count);
	bool good = count != 0;
	assert(count);
	for (size_t i = 0; good && i < count; i++) {
		json_t *values = values_of(act, numbers[i]);
		good = fill_blank(act, order, lang, numbers[i], values, &parts[i], &heads[i], err);
		json_decref(values);
	}
	const struct letter_sheets sheets = { act->pack, parts, heads, count, made };
	return good && letter_sheets_set(act, &sheets, pdf, err);
}

/* --- parts of values --- */

static void put_date(json_t *object, const char *name, struct date date)
{
	char text[DATE_TEXT];
	struct str written = date_text(date, text);
	if (written.len)
		json_put_str(object, name, written);
}

static void put(json_t *object, const char *name, struct str text)
{
	if (text.len)
		json_put_str(object, name, text);
}

json_t *letter_person(struct act *act, const struct identity *identity)
{
	json_t *out = json_object();
	put(out, "name", identity_name(identity, act->arena));
	put(out, "surname", identity->surname.len ? identity->surname : identity->native_name);
	put(out, "given_names", identity->given_names);
	put(out, "native_name", identity->native_name);
	put_date(out, "born", identity->born);
	put(out, "sex", identity->sex);
	if (identity->nationalities.count)
		put(out, "nationality", identity->nationalities.items[0]);
	return out;
}

json_t *letter_document(const struct identity *identity)
{
	json_t *out = json_object();
	put(out, "kind", identity->document_kind);
	put(out, "issuer", identity->document_issuer);
	put(out, "number", identity->document_number);
	put_date(out, "expires", identity->document_expires);
	return out;
}

json_t *letter_journey(const struct movement *movement)
{
	json_t *out = json_object();
	put(out, "direction", movement->direction);
	put(out, "carrier", movement->carrier);
	put(out, "craft", movement->craft);
	put(out, "from_place", movement->from_place);
	put(out, "to_place", movement->to_place);
	return out;
}
