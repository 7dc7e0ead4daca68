/* Search, with a purpose and written down: by document number, by words of a name, or by days and post; the rest narrows. */
#include "show.h"

#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(search_form, SEARCH_FORM_FIELDS)

enum { CANDIDATES_MOST = 400, FOUND_MOST = 50 };

struct found {
	struct document_row rows[FOUND_MOST];
	struct uuid records[FOUND_MOST];
	size_t count;
	bool more;
};

/* --- which purposes may be chosen --- */

json_t *show_purposes(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->purpose_count; i++) {
		const struct pack_purpose *purpose = &act->pack->purposes[i];
		json_t *row = json_object();
		json_put_str(row, "code", purpose->code);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), purpose->words));
		json_put_yesno(row, "chosen", str_equal(purpose->code, chosen));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *form_page(struct act *act, const struct search_form *form)
{
	json_t *page = json_object(), *values = json_object();
	json_put_str(values, "document", form->document);
	json_put_str(values, "name", form->name);
	json_put_str(values, "born", date_str(act->arena, form->born));
	json_put_str(values, "from", date_str(act->arena, form->from));
	json_put_str(values, "to", date_str(act->arena, form->to));
	json_put_str(values, "reason", form->reason);
	json_put(page, "values", values);
	json_put(page, "posts", show_posts(act, form->post));
	json_put_yesno(page, "ask_why", true);
	json_put(page, "whys", show_purposes(act, form->why));
	json_put_yesno(page, "searched", false);
	return page;
}

bool search_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct search_form empty;
	reply->data = json_object();
	reply->page = form_page(act, &empty);
	json_object_del(reply->page, "values"); /* of a form given back: the door's */
	return true;
}

/* --- what fits --- */

/* The longest word finds the candidates; every word must begin one of the name's. */
static struct str longest_word(struct str key)
{
	struct str longest = STR(""), word;
	while (str_cut(&key, ' ', &word))
		if (word.len > longest.len)
			longest = word;
	return longest;
}

static bool begins_a_word(struct str key, struct str beginning)
{
	struct str word;
	while (str_cut(&key, ' ', &word))
		if (str_starts(word, beginning))
			return true;
	return false;
}

/* A key holds two spellings of a letter (MUELLER, MULLER): one word that fits for each typed word is enough. */
static bool name_fits(struct act *act, struct str typed, const struct document_row *row)
{
	struct str key = identity_key((const struct identity *)row, act->arena), rest = typed, word;
	while (str_cut(&rest, ' ', &word)) {
		struct str spellings = identity_key(&(struct identity){ .surname = word }, act->arena), spelling;
		bool fits = !spellings.len;
		while (!fits && str_cut(&spellings, ' ', &spelling))
			fits = begins_a_word(key, spelling);
		if (!fits)
			return false;
	}
	return true;
}

static bool born_fits(struct date asked, struct date born)
{
	struct date first, last, earliest, latest;
	if (date_empty(asked))
		return true;
	if (!date_range(asked, &first, &last) || !date_range(born, &earliest, &latest))
		return false;
	return date_compare(earliest, last) <= 0 && date_compare(first, latest) <= 0;
}

static bool asks_days(const struct search_form *form)
{
	return !date_empty(form->from) || !date_empty(form->to) || form->post.len;
}

static struct str day_or(struct act *act, struct date day, const char *otherwise)
{
	return date_empty(day) ? str_of(otherwise) : date_str(act->arena, day);
}

static void bind_days(struct act *act, struct query *query, const struct search_form *form)
{
	query_bind_text(query, "first", day_or(act, form->from, "0001-01-01"));
	query_bind_text(query, "last", day_or(act, form->to, "9999-12-31"));
	query_bind_text(query, "post", form->post);
}

static bool crossed_then(struct act *act, const struct search_form *form, struct uuid record, bool *yes, struct error *err)
{
	*yes = true;
	if (!asks_days(form))
		return true;
	struct query *query = db_query(act->db, "records.crossed_between");
	query_bind_id(query, "record", record);
	bind_days(act, query, form);
	*yes = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

/* --- candidates --- */

static struct str without_spaces(struct act *act, struct str text)
{
	struct buf out = BUF_IN(act->arena);
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != ' ' && text.data[i] != '-')
			buf_c(&out, text.data[i]);
	return str_upper(act->arena, buf_str(&out));
}

static struct query *candidates(struct act *act, const struct search_form *form)
{
	struct query *query;
	if (form->document.len) {
		query = db_query(act->db, "records.documents_of_number");
		query_bind_text(query, "number", without_spaces(act, form->document));
	} else if (form->name.len) {
		struct str word = longest_word(identity_key(&(struct identity){ .surname = form->name }, act->arena));
		query = db_query(act->db, "records.documents_of_word");
		query_bind_text(query, "low", word);
		query_bind_text(query, "high", str_format(act->arena, STR_FMT "~", STR_ARG(word))); /* after every letter of the zone */
	} else {
		query = db_query(act->db, "records.documents_crossed");
		bind_days(act, query, form);
	}
	query_bind_int(query, "most", CANDIDATES_MOST);
	return query;
}

struct candidate {
	struct document_row row;
	struct uuid record;
};

static bool search(struct act *act, const struct search_form *form, struct found *found, struct error *err)
{
	struct candidate *all = ARENA_ARRAY(act->arena, struct candidate, CANDIDATES_MOST);
	struct query *query = candidates(act, form);
	size_t count = 0;
	for (; count < CANDIDATES_MOST && query_next(query); count++) {
		query_row(query, &document_row_fields, &all[count].row, act->arena);
		all[count].record = query_id(query, 0);
	}
	if (!query_end(query, err))
		return false;
	found->more = count == CANDIDATES_MOST;
	for (size_t i = 0; i < count; i++) {
		bool then;
		if (!name_fits(act, form->name, &all[i].row) || !born_fits(form->born, all[i].row.born))
			continue;
		if (!crossed_then(act, form, all[i].record, &then, err))
			return false;
		if (then && found->count == FOUND_MOST)
			found->more = true;
		if (!then || found->count == FOUND_MOST)
			continue;
		found->rows[found->count] = all[i].row;
		found->records[found->count++] = all[i].record;
	}
	return true;
}

/* --- the answer --- */

static json_t *found_row(struct act *act, const struct document_row *row)
{
	json_t *out = json_object();
	struct str nationality = row->nationalities.count ? row->nationalities.items[0] : STR("");
	json_put_str(out, "href", show_record(act, "/person/", row->holder, ""));
	json_put_str(out, "name", identity_name((const struct identity *)row, act->arena));
	json_put_str(out, "born", lang_date_short(act->lang, act->arena, row->born));
	json_put_str(out, "nationality", nationality.len ? show_code(act, "countries", nationality) : lang_words(act->lang, WORDS("Not known")));
	json_put_str(out, "document", row->document_number.len ? row->document_number : lang_words(act->lang, WORDS("none")));
	json_put_str(out, "last", LANG_FILL(act->arena, lang_words(act->lang, WORDS("{when}, {post}")), { "when", show_when(act, row->last_post, row->last_seen) }, { "post", show_post(act, row->last_post) }));
	return out;
}

static json_t *searched(struct act *act, const struct search_form *form, const struct found *found)
{
	json_t *out = json_object(), *rows = json_array();
	const struct pack_purpose *purpose = pack_purpose(act->pack, form->why);
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(rows, found_row(act, &found->rows[i]));
	struct str summary = found->count ? lang_count(act->lang, act->arena, (int64_t)found->count, WORDS_MANY("{count} document found", "{count} documents found"))
	                                  : lang_words(act->lang, WORDS("Nobody found"));
	if (found->more)
		summary = lang_words(act->lang, WORDS("Too many to show all: say more"));
	json_put_str(out, "summary", summary);
	json_put_str(out, "purpose", purpose ? pack_words(act->pack, lang_tag(act->lang), purpose->words) : form->why);
	json_put_yesno(out, "any", found->count != 0);
	json_put_yesno(out, "next", false);
	json_put(out, "rows", rows);
	return out;
}

static bool sound(struct act *act, const struct search_form *form, struct error *err)
{
	if (!pack_purpose(act->pack, form->why))
		finding_add(&act->findings, STR("why"), "unknown_code", "Choose for what you search.");
	if (!form->document.len && !form->name.len && date_empty(form->from) && date_empty(form->to))
		finding_add(&act->findings, STR("name"), "required", "Say a document number, a word of the name, or days.");
	if (form->name.len && !form->document.len && longest_word(identity_key(&(struct identity){ .surname = form->name }, act->arena)).len < 2)
		finding_add(&act->findings, STR("name"), "too_short", "Type at least two letters of one word.");
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "search");
}

/* What was searched by, never the searched words themselves: the look names the records that were shown. */
static const char *look_words(struct act *act, const struct search_form *form)
{
	struct str parts[5];
	size_t count = 0;
	if (form->document.len)
		parts[count++] = STR("number");
	if (form->name.len)
		parts[count++] = STR("name");
	if (!date_empty(form->born))
		parts[count++] = STR("birth date");
	if (asks_days(form))
		parts[count++] = STR("days and post");
	struct str by = str_join(act->arena, parts, count, STR(", "));
	return str_c(act->arena, form->reason.len ? str_format(act->arena, "search by " STR_FMT ": " STR_FMT, STR_ARG(by), STR_ARG(form->reason))
	                                          : str_format(act->arena, "search by " STR_FMT, STR_ARG(by)));
}

bool search_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct search_form *form = call->form;
	struct found *found = ARENA_NEW(act->arena, struct found);
	json_t *rows = json_array();
	if (!sound(act, form, err) || !search(act, form, found, err)) {
		json_decref(rows);
		return false;
	}
	act->purpose = form->why;
	journal_look(act, look_words(act, form), found->records, found->count);
	reply->page = form_page(act, form);
	json_put(reply->page, "searched", searched(act, form, found));
	for (size_t i = 0; i < found->count; i++) {
		json_t *row = fields_to_json(&document_row_fields, &found->rows[i]);
		json_put_str(row, "record", uuid_str(act->arena, found->records[i]));
		json_array_append_new(rows, row);
	}
	reply->data = json_object();
	json_put(reply->data, "found", rows);
	json_put_yesno(reply->data, "more", found->more);
	return true;
}
