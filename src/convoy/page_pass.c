/* Who is ashore, and passes taken back by their number. */
#include "forms.h"

#include "journal.h"
#include "letter.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(back_query, BACK_QUERY_FIELDS)
FIELDS_TABLE(back_form, BACK_FORM_FIELDS)

enum { ASHORE_MOST = 500 };

struct ashore {
	struct uuid call, key, document;
	struct str ship, number, name, rank, nationality;
	int64_t due, issued;
	bool told;
};

static struct ashore ashore_of(struct act *act, struct query *query)
{
	struct str name = query_text(query, 1, act->arena), surname = query_text(query, 9, act->arena), given = query_text(query, 10, act->arena);
	return (struct ashore){
		.call = query_id(query, 0), .key = query_id(query, 8), .document = query_id(query, 13), .ship = name.len ? name : query_text(query, 2, act->arena),
		.number = query_text(query, 4, act->arena), .name = str_trim(str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(surname), STR_ARG(given))),
		.rank = query_text(query, 11, act->arena), .nationality = query_text(query, 12, act->arena), .due = query_int(query, 5), .issued = query_int(query, 6),
		.told = !query_null(query, 7),
	};
}

static bool read_ashore(struct act *act, struct str post, struct ashore *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "convoy.ashore");
	query_bind_text(query, "post", post);
	query_bind_int(query, "most", ASHORE_MOST);
	while (*count < ASHORE_MOST && query_next(query))
		out[(*count)++] = ashore_of(act, query);
	return query_end(query, err);
}

static json_t *ashore_row(struct act *act, struct str post, const struct ashore *one)
{
	json_t *row = json_object();
	bool late = one->due <= act->now;
	json_put_str(row, "href", convoy_person_path(act, one->call, one->key, ""));
	json_put_str(row, "call_href", convoy_path(act, one->call, ""));
	json_put_str(row, "ship", one->ship);
	json_put_str(row, "number", one->number);
	json_put_str(row, "name", one->name);
	json_put_str(row, "rank", one->rank);
	json_put_str(row, "nationality", show_code(act, "countries", one->nationality));
	json_put_str(row, "issued", show_when(act, post, one->issued));
	json_put_str(row, "due", show_when(act, post, one->due));
	json_put_str(row, "tone", late ? STR("stop") : STR("info"));
	json_put_str(row, "word", late ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("late by {time}")), { "time", lang_duration(act->lang, act->arena, act->now - one->due) })
	                               : LANG_FILL(act->arena, lang_words(act->lang, WORDS("{time} left")), { "time", lang_duration(act->lang, act->arena, one->due - act->now) }));
	return row;
}

/* What was just taken back, by the entry that says so. */
static bool put_back(struct act *act, struct uuid id, json_t *page, struct error *err)
{
	struct entry entry;
	struct pass_back back = { 0 };
	bool found = false;
	if (uuid_zero(id))
		return true;
	if (!journal_entry(act, id, &entry, &found, err))
		return false;
	if (found && entry.type == &pass_back_type && fields_from_data(&pass_back_fields, entry.data, &back, act->arena))
		json_put_str(page, "done", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Pass {number} is back.")), { "number", back.number }));
	return true;
}

/* The pass that was scanned or typed: whose it is, and whether it is back. */
static bool put_found(struct act *act, struct str text, json_t *page, json_t *data, struct uuid *document, struct error *err)
{
	struct ashore one = { 0 };
	struct str number = convoy_pass_number(act, text), post = STR("");
	int64_t back = 0;
	if (!text.len)
		return true;
	struct query *query = db_query(act->db, "convoy.pass_shown");
	query_bind_text(query, "number", number);
	bool found = query_next(query);
	if (found) {
		one = ashore_of(act, query);
		back = query_null(query, 14) ? 0 : query_int(query, 14);
		post = query_text(query, 15, act->arena);
	}
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such shore pass", "compare the number with the pass", STR_FMT, STR_ARG(number));
	json_t *row = ashore_row(act, post, &one);
	json_put_yesno(row, "ashore", !back);
	if (back) {
		json_put_str(row, "tone", STR("clear"));
		json_put_str(row, "word", LANG_FILL(act->arena, lang_words(act->lang, WORDS("given back on {time}")), { "time", show_when(act, post, back) }));
	}
	*document = one.document;
	json_put(data, "found", json_incref(row));
	json_put(page, "found", row);
	return true;
}

bool passes_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct back_query nothing;
	const struct back_query *asked = call->query ? call->query : &nothing;
	struct str post = str_is(asked->post, "all") ? STR("") : asked->post.len ? asked->post : act->place.post;
	struct ashore *ashore = ARENA_ARRAY(act->arena, struct ashore, ASHORE_MOST);
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, ASHORE_MOST + 1), document = { 0 };
	size_t count = 0, records_count = 0, late = 0;
	json_t *rows = json_array(), *page = json_object();
	reply->page = page;
	reply->data = json_object();
	if (!read_ashore(act, post, ashore, &count, err) || !put_back(act, asked->back, page, err) || !put_found(act, asked->number, page, reply->data, &document, err)) {
		json_decref(rows);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		late += ashore[i].due <= act->now;
		if (!uuid_zero(ashore[i].document))
			records[records_count++] = ashore[i].document;
		json_array_append_new(rows, ashore_row(act, post, &ashore[i]));
	}
	if (!uuid_zero(document))
		records[records_count++] = document;
	journal_look(act, "shore passes", records, records_count);
	json_put_str(page, "place", post.len ? show_post(act, post) : lang_words(act->lang, WORDS("All posts")));
	json_put_str(page, "summary", count ? LANG_FILL(act->arena, lang_plural(act->lang, (int64_t)count, WORDS_MANY("{count} person ashore, {late} late.", "{count} people ashore, {late} late.")),
	             { "count", lang_number(act->lang, act->arena, (int64_t)count) }, { "late", lang_number(act->lang, act->arena, (int64_t)late) }) : lang_words(act->lang, WORDS("Nobody is ashore with a pass.")));
	json_put_yesno(page, "any", count != 0);
	json_put(reply->data, "ashore", json_incref(rows));
	json_put(page, "rows", rows);
	return true;
}

bool pass_back_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct back_form *form = call->form;
	struct shore_pass_row pass;
	struct uuid record;
	if (!convoy_pass_back(act, form->number, form->note, &record, &pass, err))
		return false;
	reply->changed = pass.post;
	reply->data = json_object();
	json_put_str(reply->data, "number", pass.number);
	json_put_str(reply->data, "call", uuid_str(act->arena, record));
	return true;
}

/* --- the passes of a call, to print --- */

enum { PASSES_MOST = 2000 };

static bool read_passes(struct act *act, const struct called *called, struct shore_pass_row *out, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "convoy.passes");
	query_bind_id(query, "record", called->id);
	query_bind_int(query, "most", PASSES_MOST);
	while (*count < PASSES_MOST && query_next(query))
		query_row(query, &shore_pass_row_fields, &out[(*count)++], act->arena);
	return query_end(query, err);
}

static bool pass_row(struct act *act, const struct called *called, const struct shore_pass_row *pass, json_t *rows, struct error *err)
{
	const struct convoy_person *person = convoy_find(called, pass->key);
	struct uuid letter;
	bool late = !pass->back && pass->due <= act->now;
	if (!person || !letter_last(act, pass->id, "shore_pass", &letter, err))
		return person == NULL;
	struct identity identity = convoy_identity(act, person);
	json_t *row = json_object();
	json_put_str(row, "number", pass->number);
	json_put_str(row, "href", convoy_person_path(act, called->id, person->key, ""));
	json_put_str(row, "name", identity_name(&identity, act->arena));
	json_put_str(row, "issued", convoy_when(act, called, pass->issued));
	json_put_str(row, "due", convoy_when(act, called, pass->due));
	json_put_str(row, "tone", str_of(pass->back ? "none" : late ? "stop" : "info"));
	json_put_str(row, "word", lang_words(act->lang, pass->back ? WORDS("Given back") : late ? WORDS("Not back") : WORDS("Ashore")));
	json_put_str(row, "print_href", uuid_zero(letter) ? STR("") : show_path(act, "/letter/", letter, ""));
	json_array_append_new(rows, row);
	return true;
}

bool call_passes_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct called called;
	struct shore_pass_row *passes = ARENA_ARRAY(act->arena, struct shore_pass_row, PASSES_MOST);
	json_t *rows = json_array();
	size_t count = 0;
	reply->data = json_object();
	reply->page = json_object();
	json_put(reply->page, "rows", rows);
	if (!convoy_open(act, call->id, &called, err) || !read_passes(act, &called, passes, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		if (!pass_row(act, &called, &passes[i], rows, err))
			return false;
	convoy_look(act, "shore passes", &called);
	json_put(reply->data, "passes", json_incref(rows));
	json_put_str(reply->page, "conveyance", convoy_name_words(&called.row));
	json_put_str(reply->page, "call_href", convoy_path(act, call->id, ""));
	json_put_yesno(reply->page, "any", count != 0);
	return true;
}
