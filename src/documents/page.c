/* Pages of the registers: search by number, enter a mark, bring a file. */
#include "inside.h"

#include "csv.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

FIELDS_TABLE(register_form, REGISTER_FORM_FIELDS)
FIELDS_TABLE(register_query, REGISTER_QUERY_FIELDS)
FIELDS_TABLE(register_search, REGISTER_SEARCH_FIELDS)

enum { LATEST_MOST = 20, ROWS_MOST = 5000, FINDINGS_MOST = 50 };

static void put_choice(json_t *out, struct str code, struct str word, struct str chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", str_equal(code, chosen));
	json_array_append_new(out, row);
}

static json_t *choices(struct act *act, const char *name, struct str chosen)
{
	const struct pack_list *list = pack_list(act->pack, str_of(name));
	json_t *out = json_array();
	for (size_t i = 0; list && i < list->count; i++)
		if (pack_span_holds(list->codes[i].span, time_date(act->now)))
			put_choice(out, list->codes[i].code, pack_words(act->pack, lang_tag(act->lang), list->codes[i].words), chosen);
	return out;
}

static struct str code_words(struct act *act, const char *list, struct str code)
{
	return code.len ? pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code) : code;
}

/* ---- search ---- */

static json_t *match_row(struct act *act, const struct register_match *match)
{
	const struct register_row *row = &match->row;
	json_t *out = json_object();
	json_put_str(out, "number", row->number);
	json_put_str(out, "issuer", code_words(act, "countries", row->issuer));
	json_put_str(out, "kind", code_words(act, "document_kinds", row->kind));
	json_put_str(out, "tone", row->invalid.len ? STR("stop") : STR("check"));
	json_put_str(out, "word", code_words(act, "register_states", row->state));
	json_put_str(out, "day", lang_date(act->lang, act->arena, row->day));
	json_put_str(out, "invalid", row->invalid.len ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("Invalid since {date}")), { "date", lang_date(act->lang, act->arena, row->since) }) : lang_words(act->lang, WORDS("Valid")));
	json_put_str(out, "by", row->by);
	json_put_str(out, "note", row->note);
	json_put_yesno(out, "near", match->near);
	return out;
}

static json_t *match_data(struct act *act, const struct register_match *match)
{
	json_t *out = fields_to_json(&register_row_fields, &match->row);
	json_put_str(out, "record", uuid_str(act->arena, match->record));
	json_put_yesno(out, "near", match->near);
	return out;
}

static void put_matches(struct act *act, const struct register_match *matches, size_t count, struct reply *reply)
{
	struct uuid shown[REGISTER_MATCHES];
	json_t *rows = json_array(), *data = json_array();
	for (size_t i = 0; i < count; i++) {
		shown[i] = matches[i].record;
		json_array_append_new(rows, match_row(act, &matches[i]));
		json_array_append_new(data, match_data(act, &matches[i]));
	}
	journal_look(act, "documents of the registers", shown, count);
	reply->data = json_object();
	json_put(reply->data, "found", data);
	json_put_yesno(reply->page, "any", count != 0);
	json_put(reply->page, "rows", rows);
}

static json_t *search_page(struct act *act, const struct register_search *search)
{
	json_t *page = json_object(), *issuers = choices(act, "countries", search ? search->issuer : STR(""));
	json_t *values = json_object();
	json_put_str(values, "number", search ? search->number : STR(""));
	json_put(page, "values", values);
	json_put(page, "issuers", issuers);
	json_put_yesno(page, "searched", search != NULL);
	return page;
}

bool registers_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct register_match *matches = ARENA_ARRAY(act->arena, struct register_match, REGISTER_MATCHES);
	struct query *query = db_query(act->db, "documents.latest");
	size_t count = 0;
	(void)call;
	query_bind_int(query, "most", LATEST_MOST);
	while (count < REGISTER_MATCHES && query_next(query)) {
		matches[count].record = query_id(query, 0);
		query_row(query, &register_row_fields, &matches[count++].row, act->arena);
	}
	if (!query_end(query, err))
		return false;
	reply->page = search_page(act, NULL);
	put_matches(act, matches, count, reply);
	return true;
}

bool registers_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct register_search *search = call->form;
	struct register_match *matches = ARENA_ARRAY(act->arena, struct register_match, REGISTER_MATCHES);
	size_t count;
	if (!register_find(act, search->issuer, search->number, matches, &count, err))
		return false;
	reply->page = search_page(act, search);
	put_matches(act, matches, count, reply);
	return true;
}

/* ---- a mark ---- */

static void form_page(struct act *act, const struct register_form *given, json_t *page)
{
	static const struct register_form empty;
	const struct register_form *form = given ? given : &empty;
	json_t *values = json_object();
	json_put_str(values, "number", form->number);
	json_put_str(values, "day", date_empty(form->day) ? date_str(act->arena, time_date(act->now)) : date_str(act->arena, form->day));
	json_put_str(values, "by", form->by);
	json_put_str(values, "born", date_empty(form->born) ? STR("") : date_str(act->arena, form->born));
	json_put_str(values, "note", form->note);
	json_put(page, "values", values);
	json_put(page, "states", choices(act, "register_states", form->state));
	json_put(page, "issuers", choices(act, "countries", form->issuer));
	json_put(page, "kinds", choices(act, "document_kinds", form->kind.len ? form->kind : STR("P")));
}

/* A document that was presented: its data fill the form, and its last crossing goes with the mark. */
static bool document_of(struct act *act, struct uuid record, struct register_form *form, struct uuid *crossing, struct error *err)
{
	struct document_row row = { 0 };
	bool found;
	if (!document_by_record(act, record, &row, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such document", "search again", "document");
	if (form)
		*form = (struct register_form){ .state = STR("lost"), .issuer = row.document_issuer, .kind = row.document_kind, .number = row.document_number, .born = row.born };
	struct query *query = db_query(act->db, "documents.last_crossing");
	query_bind_id(query, "record", record);
	if (query_next(query))
		*crossing = query_id(query, 0);
	return query_end(query, err);
}

bool register_new_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct register_query *query = call->query;
	struct register_form from = { 0 };
	struct uuid crossing = { 0 }, document = query ? query->document : (struct uuid){ 0 };
	bool known = !uuid_zero(document);
	if (known && !document_of(act, document, &from, &crossing, err))
		return false;
	journal_look(act, "document", &document, known);
	reply->data = json_object();
	reply->page = json_object();
	form_page(act, call->form ? call->form : known ? &from : NULL, reply->page);
	json_put_str(reply->page, "to", known ? str_format(act->arena, "/registers/new?document=" STR_FMT, STR_ARG(uuid_str(act->arena, document))) : STR("/registers/new"));
	return true;
}

static struct register_mark mark_of(const struct register_form *form, const char *source)
{
	return (struct register_mark){ .state = form->state, .issuer = form->issuer, .kind = form->kind, .number = form->number, .day = form->day, .by = form->by,
		                       .born = form->born, .note = form->note, .source = str_of(source) };
}

bool register_new_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct register_query *query = call->query;
	struct register_mark mark = mark_of(call->form, "page");
	if (query && !uuid_zero(query->document)) {
		mark.source = STR("crossing");
		if (!document_of(act, query->document, NULL, &mark.crossing, err))
			return false;
	}
	if (!register_put(act, &mark, STR(""), err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}

/* ---- a file ---- */

bool register_file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct buf columns = BUF_IN(act->arena);
	(void)call;
	(void)err;
	for (size_t i = 0; i < register_form_fields.count; i++)
		buf_format(&columns, "%s%s", i ? ", " : "", register_form_fields.items[i].name);
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "columns", buf_str(&columns));
	return true;
}

static void put_row(struct act *act, const struct csv_reader *reader, const struct csv_row *row)
{
	struct register_form form = { 0 };
	struct findings found = { .arena = act->arena };
	struct pair pairs[16];
	struct error err;
	size_t count = 0;
	struct str before = str_format(act->arena, "%llu.", (unsigned long long)row->line);
	for (size_t i = 0; i < register_form_fields.count; i++) {
		struct str value = str_trim(csv_field_at(row, csv_column(reader, register_form_fields.items[i].name)));
		if (value.len)
			pairs[count++] = (struct pair){ str_of(register_form_fields.items[i].name), str_copy(act->arena, value) };
	}
	if (!fields_from_pairs(&register_form_fields, pairs, count, &form, act->arena, &found)) {
		for (size_t i = 0; i < found.count; i++)
			finding_add(&act->findings, str_format(act->arena, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(found.items[i].field)), found.items[i].code, found.items[i].words);
		return;
	}
	struct register_mark mark = mark_of(&form, "file");
	if (!register_put(act, &mark, before, &err))
		return; /* its findings stand already */
}

bool register_file_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct csv_row row;
	enum csv_step step;
	size_t count = 0;
	if (call->upload_count != 1 || !call->uploads[0].bytes.len) {
		finding_add(&act->findings, STR("file"), "required", "Choose a file of CSV.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "file");
	}
	struct csv_reader *reader = csv_reader_all(act->arena, call->uploads[0].bytes, (struct csv_options){ .header = true, .encoding = CSV_GUESS });
	while ((step = csv_next(reader, &row, err)) == CSV_ROW && act->findings.count < FINDINGS_MOST) {
		if (++count > ROWS_MOST)
			return error_set(err, ERR_TOO_LARGE, "the file has too many rows", "divide it: at most 5,000 rows at once", "registers");
		put_row(act, reader, &row);
	}
	if (step == CSV_ERROR)
		return false;
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some rows need another look", "correct the rows that are named; nothing was entered", "file");
	if (!count)
		return error_set(err, ERR_INPUT, "the file has no row", "write one row for each document below the names of the columns", "file");
	reply->data = json_object();
	json_put_int(reply->data, "rows", (int64_t)count);
	return true;
}
