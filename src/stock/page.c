/* The page of a place's stock, and the book as a file. */
#include "local.h"

#include "arena.h"
#include "csv.h"
#include "journal.h"
#include "lang.h"
#include "pack_centre.h"
#include "store.h"

FIELDS_TABLE(stock_query, STOCK_QUERY_FIELDS)
FIELDS_TABLE(stock_receive_form, STOCK_RECEIVE_FORM_FIELDS)
FIELDS_TABLE(stock_hand_form, STOCK_HAND_FORM_FIELDS)
FIELDS_TABLE(stock_spoil_form, STOCK_SPOIL_FORM_FIELDS)
FIELDS_TABLE(stock_destroy_form, STOCK_DESTROY_FORM_FIELDS)
FIELDS_TABLE(stock_count_form, STOCK_COUNT_FORM_FIELDS)

enum { PILES_MOST = 40, NUMBERS_SHOWN = 50, NUMBERS_FILE = 20000 };

static struct str place_words(struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	const struct pack_centre *centre = pack_centre(act->pack, code, time_date(act->now));
	if (!code.len)
		return lang_words(act->lang, WORDS("Store of headquarters"));
	return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : centre ? pack_words(act->pack, lang_tag(act->lang), centre->words) : code;
}

static struct str when_words(struct act *act, int64_t ms)
{
	const struct pack_post *post = pack_post(act->pack, act->place.post, (struct date){ 0 });
	return lang_date_time(act->lang, act->arena, act->house->zone(act->house, post && post->zone.len ? post->zone : act->pack->head.zone), ms);
}

static struct str item_words(struct act *act, struct str item)
{
	return pack_code_words(act->pack, lang_tag(act->lang), STR("stock_items"), item);
}

/* "Counted today ...": a pile is balanced once a day. */
static void put_count(struct act *act, const struct stock_pile *pile, json_t *out)
{
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	bool today = pile->counted && date_compare(lang_zone_day(zone, pile->counted), lang_zone_day(zone, act->now)) == 0;
	json_put_str(out, "tone", str_of(pile->counted && pile->difference ? "stop" : today ? "clear" : "check"));
	json_put_str(out, "word", !pile->counted ? lang_words(act->lang, WORDS("Never counted"))
	                          : pile->difference > 0 ? lang_count(act->lang, act->arena, pile->difference, WORDS_MANY("{count} missing", "{count} missing"))
	                          : pile->difference < 0 ? lang_count(act->lang, act->arena, -pile->difference, WORDS_MANY("{count} too many", "{count} too many"))
	                          : today               ? lang_words(act->lang, WORDS("Balanced today"))
	                                                : LANG_FILL(act->arena, lang_words(act->lang, WORDS("Balanced {when}")), { "when", when_words(act, pile->counted) }));
}

static json_t *pile_value(struct act *act, const struct stock_pile *pile)
{
	json_t *out = json_object();
	json_put_str(out, "item", pile->item);
	json_put_str(out, "name", item_words(act, pile->item));
	json_put_str(out, "ready", lang_number(act->lang, act->arena, pile->ready));
	json_put_str(out, "next", pile->next);
	json_put_str(out, "used", lang_number(act->lang, act->arena, pile->used));
	json_put_str(out, "spoiled", lang_number(act->lang, act->arena, pile->spoiled));
	json_put_yesno(out, "any_spoiled", pile->spoiled != 0);
	put_count(act, pile, out);
	return out;
}

static bool piles(struct act *act, struct str place, json_t *rows, json_t *data, struct error *err)
{
	struct query *query = db_query(act->db, "stock.piles");
	query_bind_text(query, "place", place);
	for (size_t i = 0; i < PILES_MOST && query_next(query); i++) {
		struct stock_pile pile = { 0 };
		query_row(query, &stock_pile_fields, &pile, act->arena);
		json_array_append_new(rows, pile_value(act, &pile));
		json_array_append_new(data, fields_to_json(&stock_pile_fields, &pile));
	}
	return query_end(query, err);
}

static json_t *number_value(struct act *act, const struct stock_number *row)
{
	static const struct { const char *state, *words, *tone; } states[] = {
		{ "used", WORDS("Used"), "clear" }, { "spoiled", WORDS("Spoiled, kept"), "check" }, { "destroyed", WORDS("Destroyed"), "none" },
	};
	json_t *out = json_object();
	json_put_str(out, "number", row->number);
	json_put_str(out, "item", item_words(act, row->item));
	json_put_str(out, "when", when_words(act, row->since));
	json_put_str(out, "reason", row->reason);
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(row->state, states[i].state)) {
			json_put_str(out, "word", lang_words(act->lang, states[i].words));
			json_put_str(out, "tone", str_of(states[i].tone));
		}
	return out;
}

static struct query *ask_numbers(struct act *act, struct str place, int64_t most)
{
	struct query *query = db_query(act->db, "stock.numbers");
	query_bind_text(query, "place", place);
	query_bind_int(query, "most", most);
	return query;
}

static bool numbers(struct act *act, struct str place, json_t *rows, struct error *err)
{
	struct query *query = ask_numbers(act, place, NUMBERS_SHOWN);
	while (query_next(query)) {
		struct stock_number row = { 0 };
		query_row(query, &stock_number_fields, &row, act->arena);
		json_array_append_new(rows, number_value(act, &row));
	}
	return query_end(query, err);
}

static void add_choice(json_t *out, struct str code, struct str word, bool chosen)
{
	json_t *one = json_object();
	json_put_str(one, "code", code);
	json_put_str(one, "word", word);
	json_put_yesno(one, "chosen", chosen);
	json_array_append_new(out, one);
}

static json_t *places(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	add_choice(out, STR(""), place_words(act, STR("")), !chosen.len);
	for (size_t i = 0; i < act->pack->post_count; i++)
		add_choice(out, act->pack->posts[i].code, place_words(act, act->pack->posts[i].code), str_equal(chosen, act->pack->posts[i].code));
	return out;
}

static json_t *items(struct act *act)
{
	const struct pack_list *list = pack_list(act->pack, STR("stock_items"));
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count; i++)
		add_choice(out, list->codes[i].code, item_words(act, list->codes[i].code), false);
	return out;
}

bool stock_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct stock_query *query = call->query;
	struct str own = stock_place(act), place = query && query->place.len ? query->place : own;
	json_t *rows = json_array(), *last = json_array(), *data = json_array();
	reply->page = json_object();
	reply->data = json_object();
	json_put(reply->page, "rows", rows);
	json_put(reply->page, "numbers", last);
	json_put(reply->data, "piles", data);
	json_put_str(reply->page, "title", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Numbered stock, {place}")), { "place", place_words(act, place) }));
	json_put(reply->page, "places", places(act, place));
	json_put(reply->page, "others", places(act, own));
	json_put(reply->page, "items", items(act));
	json_put_str(reply->page, "csv", str_format(act->arena, "/stock.csv?place=" STR_FMT, STR_ARG(place)));
	json_put_yesno(reply->page, "own", str_equal(own, place));
	if (!piles(act, place, rows, data, err) || !numbers(act, place, last, err))
		return false;
	json_put_yesno(reply->page, "any", json_array_size(rows) != 0);
	json_put_yesno(reply->page, "any_number", json_array_size(last) != 0);
	return true;
}

bool stock_csv_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const head[] = { "item", "number", "state", "since", "reason", "witness" };
	const struct stock_query *asked = call->query;
	struct query *query = ask_numbers(act, asked && asked->place.len ? asked->place : stock_place(act), NUMBERS_FILE);
	struct buf out = BUF_IN(act->arena);
	char when[TIME_TEXT];
	for (size_t i = 0; i < COUNT_OF(head); i++)
		csv_field(&out, str_of(head[i]));
	csv_end_row(&out);
	while (query_next(query)) {
		struct stock_number row = { 0 };
		query_row(query, &stock_number_fields, &row, act->arena);
		const struct str cells[] = { row.item, row.number, row.state, time_text(row.since, when), row.reason, row.witness };
		for (size_t i = 0; i < COUNT_OF(cells); i++)
			csv_field(&out, cells[i]);
		csv_end_row(&out);
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "stock.csv";
	return query_end(query, err);
}

/* --- what is done --- */

static bool told(struct reply *reply, const char *name, int64_t value)
{
	reply->data = json_object();
	json_put_int(reply->data, name, value);
	return true;
}

bool stock_receive_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return stock_receive(act, call->form, err) && told(reply, "received", 1);
}

bool stock_hand_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return stock_hand(act, call->form, err) && told(reply, "handed", ((const struct stock_hand_form *)call->form)->count);
}

bool stock_spoil_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct stock_spoil_form *form = call->form;
	return stock_spoil(act, form->item, stock_place(act), str_upper(act->arena, form->number), form->reason, err) && told(reply, "spoiled", 1);
}

bool stock_destroy_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct stock_destroy_form *form = call->form;
	size_t count = 0;
	return stock_destroy(act, form->item, stock_place(act), form->witness, &count, err) && told(reply, "destroyed", (int64_t)count);
}

bool stock_count_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	int64_t difference = 0;
	return stock_count(act, call->form, &difference, err) && told(reply, "difference", difference);
}
