/* Crossings of days and a post; one crossing with its checks, versions and corrections; a correction is a new entry. */
#include "show.h"

#include "csv.h"
#include "record_forms.h"
#include "house.h"
#include "journal.h"
#include "pages.h"
#include "station.h"
#include "store.h"
#include "together.h"

FIELDS_TABLE(crossings_query, CROSSINGS_QUERY_FIELDS)
FIELDS_TABLE(correct_form, CORRECT_FORM_FIELDS)

enum { PAGE_ROWS = 50 };

/* --- the list --- */

struct crossings {
	struct movement_row rows[PAGE_ROWS];
	struct uuid records[PAGE_ROWS];
	size_t count;
	bool more;
	int64_t all;
};

/* Today, unless days are said; the session's post, unless a post or days are said. */
static struct crossings_query asked_days(struct act *act, const struct crossings_query *query)
{
	struct crossings_query asked = *query;
	struct date today = lang_zone_day(show_zone(act, act->place.post), act->now);
	bool nothing = date_empty(asked.from) && date_empty(asked.to);
	if (nothing && !asked.post.len)
		asked.post = act->place.post;
	if (!date_whole(asked.to))
		asked.to = date_empty(asked.from) ? today : date_compare(asked.from, today) > 0 ? asked.from : today;
	if (!date_whole(asked.from))
		asked.from = asked.to;
	return asked;
}

static void bind_asked(struct act *act, struct query *query, const struct crossings_query *asked)
{
	query_bind_text(query, "first", date_str(act->arena, asked->from));
	query_bind_text(query, "last", date_str(act->arena, asked->to));
	query_bind_text(query, "post", asked->post);
	query_bind_text(query, "direction", asked->direction);
	query_bind_text(query, "decision", asked->decision);
}

static bool count_all(struct act *act, const struct crossings_query *asked, int64_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "records.crossings_count");
	bind_asked(act, query, asked);
	*out = query_next(query) ? query_int(query, 0) : 0;
	return query_end(query, err);
}

static bool read_page(struct act *act, const struct crossings_query *asked, struct crossings *page, struct error *err)
{
	struct movement_row last = { .happened = INT64_MAX };
	struct uuid record;
	bool found;
	if (!uuid_zero(asked->before) && !movement_by_id(act, asked->before, &last, &record, &found, err))
		return false;
	struct query *query = db_query(act->db, "records.crossings");
	bind_asked(act, query, asked);
	query_bind_int(query, "before", last.happened);
	query_bind_id(query, "id", asked->before);
	query_bind_int(query, "most", PAGE_ROWS + 1);
	while (query_next(query)) {
		if (page->count == PAGE_ROWS) {
			page->more = true;
			break;
		}
		query_row(query, &movement_row_fields, &page->rows[page->count], act->arena);
		page->records[page->count++] = query_id(query, 0);
	}
	return query_end(query, err) && count_all(act, asked, &page->all, err);
}

struct decided {
	const char *tone, *word;
};

static struct decided decided(const struct movement_row *row)
{
	if (row->annulled)
		return (struct decided){ "none", WORDS("Annulled") };
	if (str_is(row->decision, "refuse"))
		return (struct decided){ "stop", WORDS("Refused") };
	if (str_is(row->decision, "transit"))
		return (struct decided){ "info", WORDS("Transit, airside") };
	return str_is(row->direction, "exit") ? (struct decided){ "clear", WORDS("Exit") } : (struct decided){ "clear", WORDS("Admitted") };
}

static struct identity movement_identity(const struct movement_row *row)
{
	struct identity identity = { 0 };
#define COPY(type, name, ...) identity.name = row->name;
	IDENTITY_FIELDS(COPY, COPY)
#undef COPY
	return identity;
}

static struct str category_words(struct act *act, struct str code)
{
	const struct pack_category *category = pack_category_of(act->pack, code, (struct date){ 0 });
	return category ? pack_words(act->pack, lang_tag(act->lang), category->words) : code.len ? code : STR("-");
}

static json_t *list_row(struct act *act, const struct movement_row *row, bool one_day)
{
	json_t *out = json_object();
	struct decided what = decided(row);
	struct identity identity = movement_identity(row);
	bool exit = str_is(row->direction, "exit");
	json_put_str(out, "href", show_record(act, "/crossing/", row->id, ""));
	json_put_str(out, "when", one_day ? show_time(act, row->post, row->happened) : show_when(act, row->post, row->happened));
	json_put_str(out, "post", show_post(act, row->post));
	json_put_str(out, "direction", exit ? STR("out") : STR("in"));
	json_put_str(out, "direction_word", lang_words(act->lang, exit ? WORDS("Exit") : WORDS("Entry")));
	json_put_str(out, "name", identity_name(&identity, act->arena));
	json_put_str(out, "document", row->document_number.len ? row->document_number : lang_words(act->lang, WORDS("none")));
	json_put_str(out, "category", category_words(act, row->category));
	json_put_str(out, "tone", str_of(what.tone));
	json_put_str(out, "word", lang_words(act->lang, what.word));
	json_put_str(out, "officer", show_officer(act, row->officer));
	return out;
}

static json_t *choices(struct act *act, const char *const (*codes)[2], size_t count, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(codes[i][0]));
		json_put_str(row, "word", lang_words(act->lang, codes[i][1]));
		json_put_yesno(row, "chosen", str_is(chosen, codes[i][0]));
		json_array_append_new(out, row);
	}
	return out;
}

static const char *const directions[][2] = { { "", WORDS("Both") }, { "entry", WORDS("Entry") }, { "exit", WORDS("Exit") } };
static const char *const decisions[][2] = { { "", WORDS("All") }, { "admit", WORDS("Admitted") }, { "refuse", WORDS("Refused") }, { "transit", WORDS("Transit, airside") } };

static struct str list_summary(struct act *act, const struct crossings_query *asked, int64_t all)
{
	struct str day = lang_date(act->lang, act->arena, asked->from);
	bool one_day = date_compare(asked->from, asked->to) == 0;
	struct str days = one_day ? day : LANG_FILL(act->arena, lang_words(act->lang, WORDS("{first} to {last}")), { "first", day }, { "last", lang_date(act->lang, act->arena, asked->to) });
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{days}, {crossings} at {post}.")), { "days", days },
	                 { "crossings", lang_count(act->lang, act->arena, all, WORDS_MANY("{count} crossing", "{count} crossings")) },
	                 { "post", asked->post.len ? show_post(act, asked->post) : lang_words(act->lang, WORDS("all posts")) });
}

static struct str page_query(struct act *act, const struct crossings_query *asked, struct uuid before)
{
	struct buf out = BUF_IN(act->arena);
	buf_format(&out, "?from=" STR_FMT "&to=" STR_FMT "&post=" STR_FMT "&direction=" STR_FMT "&decision=" STR_FMT, STR_ARG(date_str(act->arena, asked->from)),
	           STR_ARG(date_str(act->arena, asked->to)), STR_ARG(asked->post), STR_ARG(asked->direction), STR_ARG(asked->decision));
	if (!uuid_zero(before))
		buf_format(&out, "&before=" STR_FMT, STR_ARG(uuid_str(act->arena, before)));
	return buf_str(&out);
}

static json_t *list_page(struct act *act, const struct crossings_query *asked, const struct crossings *found)
{
	json_t *page = json_object(), *rows = json_array();
	bool one_day = date_compare(asked->from, asked->to) == 0;
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(rows, list_row(act, &found->rows[i], one_day));
	json_put_str(page, "summary", list_summary(act, asked, found->all));
	json_put_str(page, "csv", str_format(act->arena, "/crossings.csv" STR_FMT, STR_ARG(page_query(act, asked, (struct uuid){ 0 }))));
	json_put_str(page, "from", date_str(act->arena, asked->from));
	json_put_str(page, "to", date_str(act->arena, asked->to));
	json_put(page, "posts", show_posts(act, asked->post));
	json_put(page, "directions", choices(act, directions, COUNT_OF(directions), asked->direction));
	json_put(page, "decisions", choices(act, decisions, COUNT_OF(decisions), asked->decision));
	json_put_yesno(page, "any", found->count != 0);
	json_put(page, "rows", rows);
	json_put_str(page, "next", found->more ? page_query(act, asked, found->rows[found->count - 1].id) : STR(""));
	return page;
}

/* A code in a link is a code of a table here, or nothing: a stranger's text does not travel in links. */
static void clean(struct act *act, struct crossings_query *asked)
{
	if (!pack_post(act->pack, asked->post, (struct date){ 0 }))
		asked->post = STR("");
	if (!str_is(asked->direction, "entry") && !str_is(asked->direction, "exit"))
		asked->direction = STR("");
	if (!str_is(asked->decision, "admit") && !str_is(asked->decision, "refuse") && !str_is(asked->decision, "transit"))
		asked->decision = STR("");
}

bool crossings_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct crossings_query asked = asked_days(act, call->query);
	struct crossings *found = ARENA_NEW(act->arena, struct crossings);
	clean(act, &asked);
	if (!read_page(act, &asked, found, err))
		return false;
	journal_look(act, "crossings", found->records, found->count);
	json_t *rows = json_array();
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(rows, fields_to_json(&movement_row_fields, &found->rows[i]));
	reply->data = json_object();
	json_put(reply->data, "crossings", rows);
	json_put_int(reply->data, "count", found->all);
	reply->page = list_page(act, &asked, found);
	return true;
}

/* --- the same as a file --- */

enum { FILE_ROWS = 5000 };

static const char *const file_columns[] = {
	"id", "when", "post", "lane", "direction", "decision", "annulled", "surname", "given_names", "born", "sex", "nationality", "document_kind",
	"document_issuer", "document_number", "category", "purpose", "days", "stay_until", "carrier", "craft", "officer",
};

static void file_row(struct act *act, struct buf *out, const struct movement_row *row)
{
	char when[TIME_TEXT];
	const struct str fields[] = {
		uuid_str(act->arena, row->id), time_text(row->happened, when), row->post, str_format(act->arena, "%lld", (long long)row->lane), row->direction,
		row->decision, row->annulled ? STR("yes") : STR("no"), row->surname, row->given_names, date_str(act->arena, row->born), row->sex, row->nationality,
		row->document_kind, row->document_issuer, row->document_number, row->category, row->purpose,
		row->days ? str_format(act->arena, "%lld", (long long)row->days) : STR(""), date_str(act->arena, row->stay_until), row->carrier, row->craft,
		show_officer_number(act, row->officer),
	};
	_Static_assert(COUNT_OF(fields) == COUNT_OF(file_columns), "a field for each column");
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		csv_field(out, fields[i]);
	csv_end_row(out);
}

/* All of them or none: a file that ends early would be taken for the whole. The look names every document in it. */
bool crossings_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct crossings_query asked = asked_days(act, call->query);
	struct buf out = BUF_IN(act->arena);
	int64_t all;
	size_t count = 0;
	clean(act, &asked);
	if (!count_all(act, &asked, &all, err))
		return false;
	if (all > FILE_ROWS)
		return error_set(err, ERR_TOO_LARGE, WORDS("These are more crossings than one file takes."), WORDS("Choose fewer days or one post."), "%lld, at most %d",
		                 (long long)all, FILE_ROWS);
	struct uuid *records = ARENA_ARRAY(act->arena, struct uuid, FILE_ROWS);
	for (size_t i = 0; i < COUNT_OF(file_columns); i++)
		csv_field(&out, str_of(file_columns[i]));
	csv_end_row(&out);
	struct query *query = db_query(act->db, "records.crossings");
	bind_asked(act, query, &asked);
	query_bind_int(query, "before", INT64_MAX);
	query_bind_id(query, "id", (struct uuid){ 0 });
	query_bind_int(query, "most", FILE_ROWS);
	while (query_next(query)) {
		struct movement_row row = { 0 };
		query_row(query, &movement_row_fields, &row, act->arena);
		records[count++] = query_id(query, 0);
		file_row(act, &out, &row);
	}
	if (!query_end(query, err))
		return false;
	journal_look(act, "crossings as a file", records, count);
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = "crossings.csv";
	reply->private_download = true;
	return true;
}

/* --- one crossing --- */

static void add_fact(struct act *act, json_t *facts, const char *what, struct str text)
{
	if (text.len)
		json_array_append_new(facts, show_fact(lang_words(act->lang, what), text));
}

static struct str days_words(struct act *act, const struct movement_row *row)
{
	if (!date_whole(row->stay_until))
		return STR("");
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{days}, until {date}")), { "days", lang_number(act->lang, act->arena, row->days) },
	                 { "date", lang_date(act->lang, act->arena, row->stay_until) });
}

static struct str reason_words(struct act *act, const struct texts *reasons)
{
	struct str words[10];
	size_t count = 0;
	for (; count < reasons->count && count < COUNT_OF(words); count++)
		words[count] = show_code(act, "refusal_reasons", reasons->items[count]);
	return count ? lang_list(act->lang, act->arena, words, count) : STR("");
}

static json_t *crossing_facts(struct act *act, const struct movement_row *row, const struct movement *body)
{
	json_t *facts = json_array();
	struct str name = show_officer(act, row->officer), number = show_officer_number(act, row->officer);
	struct str officer = number.len ? str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(number)) : name;
	add_fact(act, facts, WORDS("Category"), row->category.len ? category_words(act, row->category) : STR(""));
	add_fact(act, facts, WORDS("Purpose"), row->purpose.len ? show_code(act, "travel_purposes", row->purpose) : STR(""));
	add_fact(act, facts, WORDS("Days"), days_words(act, row));
	add_fact(act, facts, WORDS("Coming from"), row->from_place);
	add_fact(act, facts, WORDS("Going to"), row->to_place);
	add_fact(act, facts, WORDS("Carrier"), row->carrier);
	add_fact(act, facts, WORDS("Flight, train, vessel or plate"), row->craft);
	add_fact(act, facts, WORDS("Vehicle"), row->vehicle.len ? show_code(act, "vehicle_kinds", row->vehicle) : STR(""));
	add_fact(act, facts, WORDS("State of the plate"), row->plate_state.len ? show_code(act, "countries", row->plate_state) : STR(""));
	add_fact(act, facts, WORDS("Accompanied by"), row->companion.len ? show_code(act, "companions", row->companion) : STR(""));
	add_fact(act, facts, WORDS("Consent seen"), body->consent.len ? show_code(act, "consents", body->consent) : STR(""));
	add_fact(act, facts, WORDS("Consent given by"), body->consent_by);
	add_fact(act, facts, WORDS("Address during the stay"), row->address);
	add_fact(act, facts, WORDS("Stamp"), row->stamp);
	add_fact(act, facts, WORDS("Reasons"), reason_words(act, &row->reasons));
	add_fact(act, facts, WORDS("Facts"), body->facts);
	add_fact(act, facts, WORDS("What the person said"), body->hearing);
	add_fact(act, facts, WORDS("Explanation"), row->note);
	add_fact(act, facts, WORDS("Officer"), officer);
	add_fact(act, facts, WORDS("Confirmed by"), uuid_zero(body->second) ? STR("") : show_officer(act, body->second));
	add_fact(act, facts, WORDS("Imported from"), body->source);
	add_fact(act, facts, WORDS("Recorded"), row->arrived - row->happened > 60000 ? show_when(act, row->post, row->arrived) : STR(""));
	add_fact(act, facts, WORDS("Paper form"), row->paper);
	return facts;
}

/* "un=2026-11-23" for each list, as the inspection used it. */
static json_t *version_facts(struct act *act, const struct movement *body)
{
	json_t *facts = json_array();
	struct str rest = body->lists, piece;
	add_fact(act, facts, WORDS("Country pack"), str_slice(body->pack, 0, 12));
	while (str_cut(&rest, ' ', &piece)) {
		struct str version = piece, code;
		if (!piece.len || !str_cut(&version, '=', &code))
			continue;
		const struct pack_watchlist *list = pack_watchlist(act->pack, code, (struct date){ 0 });
		json_array_append_new(facts, show_fact(list ? pack_words(act->pack, lang_tag(act->lang), list->words) : code, version));
	}
	return facts;
}

static json_t *correct_form(struct act *act, const struct movement_row *row)
{
	static const char *const fields[] = { "purpose", "direction", "stay_until", "craft", "address", "annul" };
	json_t *form, *list = json_array();
	if (!rights_have(act->actor.rights, CAN_CORRECT) || row->annulled) {
		json_decref(list);
		return json_false();
	}
	form = json_object();
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		json_t *field = json_object();
		json_put_str(field, "code", str_of(fields[i]));
		json_put_str(field, "word", lang_words(act->lang, show_correctable(str_of(fields[i]))));
		json_put_yesno(field, "chosen", false);
		json_array_append_new(list, field);
	}
	json_put_str(form, "to", show_path(act, "/crossing/", row->id, "/correct"));
	json_put(form, "fields", list);
	json_put(form, "reasons", show_codes(act, "correction_reasons", STR("")));
	return form;
}

static void put_checks(struct act *act, const struct movement_row *row, json_t *page, json_t *facts)
{
	struct inspection inspection = { 0 };
	struct entry entry = { 0 };
	struct error gone; /* an imported crossing has none, and one may be erased before it */
	if (!uuid_zero(row->inspection) && inspect_read(act, row->inspection, &inspection, &entry, &gone)) {
		json_put(page, "checks", show_checks(act, &inspection.checks, rights_have(act->actor.rights, CAN_SECOND_LINE), (struct str){ 0 }));
		if (!uuid_equal(entry.actor, row->officer))
			add_fact(act, facts, WORDS("Inspected by"), show_officer(act, entry.actor));
	} else
		json_put(page, "checks", json_array());
	if (!uuid_zero(inspection.peak))
		add_fact(act, json_object_get(page, "facts"), WORDS("Left out in peak mode"), station_reduced_words(act, &inspection.reduced));
}

struct crossing {
	struct movement_row row;
	struct uuid record, holder;
	struct entry entry;
	struct movement body;
};

static bool open_crossing(struct act *act, struct uuid id, struct crossing *out, struct error *err)
{
	bool found, known;
	struct document_row document = { 0 };
	if (!movement_by_id(act, id, &out->row, &out->record, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such crossing", "look it up by the person or the document", "crossing");
	if (!journal_entry(act, id, &out->entry, &found, err) || !document_by_record(act, out->record, &document, &known, err))
		return false;
	if (out->entry.data.len)
		(void)!fields_from_data(&movement_fields, out->entry.data, &out->body, act->arena);
	out->holder = known ? document.holder : out->record;
	return true;
}

static bool crossing_page(struct act *act, const struct crossing *crossing, json_t *page, struct error *err)
{
	const struct movement_row *row = &crossing->row;
	struct decided what = decided(row);
	struct identity identity = movement_identity(row);
	json_t *entries;
	if (!show_history(act, &crossing->record, 1, 60, &entries, err))
		return false;
	json_put(page, "entries", entries);
	json_t *person = show_person(act, &identity, crossing->record, NULL);
	json_put_yesno(person, "src", false);
	json_put_str(page, "title", lang_words(act->lang, str_is(row->decision, "refuse") ? WORDS("Refusal of entry") : str_is(row->decision, "transit") ? WORDS("Transit, airside") : str_is(row->direction, "exit") ? WORDS("Exit") : WORDS("Entry")));
	json_put_str(page, "when", show_when(act, row->post, row->happened));
	json_put_str(page, "place", show_place(act, row->post, (int)row->lane));
	json_put_str(page, "tone", str_of(what.tone));
	json_put_str(page, "word", lang_words(act->lang, what.word));
	json_put(page, "print_href", crossing->entry.type == &refusal_type ? json_str(show_path(act, "/refusal/", row->id, "")) : json_false());
	json_put(page, "person", person);
	json_put_str(page, "person_href", show_record(act, "/person/", crossing->holder, ""));
	json_put_str(page, "audit_href", show_record(act, "/person/", crossing->holder, "#entries-head"));
	json_t *facts = crossing_facts(act, row, &crossing->body);
	json_put(page, "facts", facts);
	put_checks(act, row, page, facts);
	json_put(page, "versions", version_facts(act, &crossing->body));
	json_put(page, "correct", correct_form(act, row));
	json_t *company;
	if (!show_company(act, row->group_id, crossing->record, &company, err))
		return false;
	json_put(page, "company", company ? company : json_false());
	return true;
}

bool crossing_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct crossing crossing = { 0 };
	if (!record_purpose(act, call, err))
		return false;
	if (!open_crossing(act, call->id, &crossing, err))
		return false;
	journal_look(act, "crossing", &crossing.record, 1);
	reply->data = fields_to_json(&movement_row_fields, &crossing.row);
	json_put_str(reply->data, "record", uuid_str(act->arena, crossing.record));
	json_put_str(reply->data, "person", uuid_str(act->arena, crossing.holder));
	json_put_str(reply->data, "pack", crossing.body.pack);
	json_put_str(reply->data, "lists", crossing.body.lists);
	reply->page = json_object();
	return call->json || crossing_page(act, &crossing, reply->page, err);
}

/* --- correcting --- */

static bool value_sound(struct act *act, struct str what, struct str value)
{
	struct date date;
	if (str_is(what, "annul"))
		return !value.len;
	if (str_is(what, "purpose"))
		return pack_code(act->pack, STR("travel_purposes"), value) != NULL;
	if (str_is(what, "direction"))
		return str_is(value, "entry") || str_is(value, "exit");
	if (str_is(what, "stay_until"))
		return date_parse(value, &date) && date_whole(date);
	return value.len > 0 && (!str_is(what, "craft") || value.len <= 20);
}

/* A purpose may be typed as its word: the code is what is kept. */
static struct str purpose_code(struct act *act, struct str value)
{
	const struct pack_list *list = pack_list(act->pack, STR("travel_purposes"));
	struct str wanted = lang_fold(act->arena, value);
	for (size_t i = 0; list && i < list->count; i++)
		if (str_equal(wanted, lang_fold(act->arena, pack_words(act->pack, lang_tag(act->lang), list->codes[i].words))))
			return list->codes[i].code;
	return value;
}

bool border_correct(struct act *act, const struct movement_row *row, struct uuid record, const struct correction *correction, struct error *err)
{
	if (row->annulled)
		return error_set(err, ERR_NOT_ALLOWED, "This crossing was annulled already.", "", "correction");
	if (!show_correctable(correction->what))
		finding_add(&act->findings, STR("field"), "unknown_code", "Choose what is wrong.");
	else if (!value_sound(act, correction->what, correction->value))
		finding_add(&act->findings, STR("value"), "bad_value", "Write a value of that kind: a day as 2026-11-24, a purpose of the list, entry or exit; nothing to annul.");
	if (!pack_code_valid(act->pack, STR("correction_reasons"), correction->reason, time_date(act->now)))
		finding_add(&act->findings, STR("reason"), "unknown_code", "Choose a reason of the list.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "correction");
	journal_append(act, &correction_type, record, correction);
	return true;
}

bool correct_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct correct_form *form = call->form;
	struct crossing crossing = { 0 };
	struct correction correction = { .corrects = call->id, .what = form->field, .value = form->value, .reason = form->reason, .note = form->note };
	if (str_is(form->field, "purpose"))
		correction.value = purpose_code(act, form->value);
	if (!open_crossing(act, call->id, &crossing, err) || !border_correct(act, &crossing.row, crossing.record, &correction, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, act->id));
	return true;
}
