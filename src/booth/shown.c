/* Another document of the traveller, shown beside the first: the old passport that bears the visa, or on which the stay began. It goes on record; the two are
 * compared on a page; by one confirmation they are one person's, and the inspection is made anew with all that both hold.
 *
 * Whoever works the booth may confirm it: the traveller stands there, with the paper. Desks tie documents by records, which takes the right to tie. */
#include "records.h"
#include "show.h"

#include "forms.h"
#include "house.h"
#include "journal.h"
#include "mrz.h"
#include "seal.h"
#include "pages.h"
#include "store.h"

FIELDS_TABLE(beside, BESIDE_FIELDS)
FIELDS_TABLE(with_form, WITH_FORM_FIELDS)
FIELDS_TABLE(purpose_form, PURPOSE_FORM_FIELDS)

struct other {
	struct uuid record;
	struct identity identity;
	struct document_row row;
	bool known;                     /* a document on record; else a paper that was issued for it */
	const struct permit_row *permits;
	size_t permit_count;
};

/* --- which document --- */

static void record_shown(struct act *act, const struct subject *subject, const struct identity *identity, struct uuid record, struct uuid beside)
{
	struct shown shown = { .post = subject->post->code, .beside = beside, .name_key = identity_key(identity, act->arena) };
	identity_put(&shown, identity);
	journal_append(act, &shown_type, record, &shown);
}

static bool misread(struct act *act, const char *field, const char *code, const char *words, struct error *err)
{
	finding_add(&act->findings, str_of(field), code, words);
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "other document");
}

static bool by_lines(struct act *act, const struct opened *opened, struct str lines, struct uuid *record, struct error *err)
{
	struct mrz mrz;
	struct error unread;
	struct identity identity;
	if (!mrz_parse(lines, act->arena, &mrz, &unread))
		return misread(act, "lines", "not_a_zone", "These are no lines of a machine-readable zone.", err);
	for (int i = 0; i < MRZ_DIGIT_CHECKS; i++)
		if (mrz.checks[i].result == MRZ_FAILED)
			return misread(act, "lines", "check_digit", "A check digit does not agree: compare the lines with the page.", err);
	identity_from_mrz(&mrz, opened->subject.today, act->arena, &identity);
	*record = identity_record(act, &identity);
	if (!uuid_equal(*record, opened->entry.record))
		record_shown(act, &opened->subject, &identity, *record, opened->entry.record);
	return true;
}

static bool by_number(struct act *act, struct str number, struct uuid *record, struct error *err)
{
	struct query *query = db_query(act->db, "registry.bearer_of_number");
	query_bind_text(query, "number", number);
	bool found = query_next(query);
	if (found)
		*record = query_id(query, 0);
	if (!query_end(query, err))
		return false;
	return found || misread(act, "number", "not_found", "No visa, permit or document of this number is on record.", err);
}

/* The inspection comes first: it takes the act's id, and the browser goes there. */
static bool inspect_again(struct act *act, const struct opened *opened, const struct uuid *other, struct str purpose, struct uuid *id, struct error *err)
{
	struct subject subject = {
		.identity = opened->subject.identity, .mrz = opened->subject.mrz, .source = opened->subject.source, .purpose = purpose,
		.also = other, .also_count = other != NULL, .seal = opened->inspection.seal,
	};
	struct check_list checks;
	return border_place(act, opened->inspection.post, (int)opened->inspection.lane, opened->inspection.direction, &subject, err) &&
	       border_inspect(act, &subject, opened->inspection.zone, &checks, id, err);
}

/* The seal on the visa: the same traveller is checked again, with what it says. */
static bool seal_shown(struct act *act, struct opened *opened, struct str text, struct reply *reply, struct error *err)
{
	struct uuid id;
	if (opened->decided)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "seal");
	opened->inspection.seal = text;
	if (!inspect_again(act, opened, NULL, opened->subject.purpose, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "inspection", uuid_str(act->arena, id));
	reply->location = show_path(act, "/inspection/", id, "");
	return true;
}

bool beside_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct beside *form = call->form;
	struct opened opened;
	struct uuid record = { 0 };
	struct str bytes;
	if (!border_open(act, call->id, &opened, err))
		return false;
	if (vds_from_text(act->arena, form->lines, &bytes))
		return seal_shown(act, &opened, vds_text(act->arena, bytes), reply, err);
	if (!form->lines.len && !form->number.len)
		return misread(act, "lines", "required", "Read the lines of the other document, or type the number of the visa.", err);
	if (!(form->lines.len ? by_lines(act, &opened, form->lines, &record, err) : by_number(act, form->number, &record, err)))
		return false;
	if (uuid_equal(record, opened.entry.record))
		return misread(act, form->lines.len ? "lines" : "number", "same_document", "This is the document that was scanned first; what it bears is counted already.", err);
	journal_look(act, "another document of the traveller", &record, 1);
	reply->data = json_object();
	json_put_str(reply->data, "other", uuid_str(act->arena, record));
	reply->location = str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(show_path(act, "/inspection/", call->id, "/with")), STR_ARG(uuid_str(act->arena, record)));
	return true;
}

/* --- side by side --- */

static bool load_permits(struct act *act, struct other *other, struct error *err)
{
	enum { MOST = 20 };
	struct permit_row *rows = ARENA_ARRAY(act->arena, struct permit_row, MOST);
	struct query *query = db_query(act->db, "registry.permits_of_holder");
	query_bind_id(query, "holder", other->known ? other->row.holder : other->record);
	query_bind_int(query, "most", MOST);
	while (other->permit_count < MOST && query_next(query))
		query_row(query, &permit_row_fields, &rows[other->permit_count++], act->arena);
	other->permits = rows;
	return query_end(query, err);
}

/* Of a paper whose document was never here, the paper alone says whose it is. */
static void identity_of_permit(const struct permit_row *permit, struct identity *out)
{
	*out = (struct identity){
		.surname = permit->surname, .given_names = permit->given_names, .born = permit->born,
		.document_kind = permit->document_kind, .document_issuer = permit->document_issuer, .document_number = permit->document_number,
	};
}

static bool open_other(struct act *act, const struct call *call, struct opened *opened, struct other *other, struct error *err)
{
	*other = (struct other){ 0 };
	if (!border_open(act, call->id, opened, err))
		return false;
	if (!uuid_parse(call->name, &other->record) || uuid_equal(other->record, opened->entry.record))
		return error_set(err, ERR_NOT_FOUND, "there is no such document", "read its lines again", "other document");
	if (!document_by_record(act, other->record, &other->row, &other->known, err) || !load_permits(act, other, err))
		return false;
	if (!other->known && !other->permit_count)
		return error_set(err, ERR_NOT_FOUND, "there is no such document", "read its lines again", "other document");
	if (other->known)
		other->identity = *(const struct identity *)&other->row;
	else
		identity_of_permit(&other->permits[0], &other->identity);
	return true;
}

static json_t *one_part(struct str text)
{
	json_t *parts = json_array(), *part = json_object();
	json_put_str(part, "text", text.len ? text : STR("-"));
	json_put_yesno(part, "mark", false);
	json_array_append_new(parts, part);
	return parts;
}

static void versus(struct act *act, json_t *rows, const char *what, struct str left, struct str right, bool same)
{
	bool known = left.len && right.len;
	json_t *row = json_object();
	json_put_str(row, "what", lang_words(act->lang, what));
	json_put(row, "left", one_part(left));
	json_put(row, "right", one_part(right));
	json_put_str(row, "likeness", str_of(!known ? "unk" : same ? "eq" : "neq"));
	json_put_str(row, "word", lang_words(act->lang, !known ? WORDS("Unknown") : same ? WORDS("Same") : WORDS("Different")));
	json_put_yesno(row, "remark", false);
	json_array_append_new(rows, row);
}

static struct str nationality_of(struct act *act, const struct identity *identity)
{
	return identity->nationalities.count ? show_code(act, "countries", identity->nationalities.items[0]) : STR("");
}

static json_t *versus_rows(struct act *act, const struct identity *left, const struct identity *right)
{
	json_t *rows = json_array();
	struct str nation = nationality_of(act, left), other_nation = nationality_of(act, right);
	versus(act, rows, WORDS("Family name"), left->surname, right->surname, str_equal(left->surname, right->surname));
	versus(act, rows, WORDS("Given names"), left->given_names, right->given_names, str_equal(left->given_names, right->given_names));
	versus(act, rows, WORDS("Born"), lang_date(act->lang, act->arena, left->born), lang_date(act->lang, act->arena, right->born), date_compare(left->born, right->born) == 0);
	versus(act, rows, WORDS("Sex"), show_sex(act, left->sex), right->sex.len ? show_sex(act, right->sex) : STR(""), str_equal(left->sex, right->sex));
	versus(act, rows, WORDS("Nationality"), nation, other_nation, str_equal(nation, other_nation));
	versus(act, rows, WORDS("Document"), left->document_number, right->document_number, str_equal(left->document_number, right->document_number));
	return rows;
}

static json_t *permit_lines(struct act *act, const struct other *other)
{
	json_t *out = json_array();
	for (size_t i = 0; i < other->permit_count; i++) {
		const struct permit_row *permit = &other->permits[i];
		json_array_append_new(out, show_fact(show_code(act, "permit_kinds", permit->kind),
		        LANG_FILL(act->arena, lang_words(act->lang, WORDS("{number}, {from} to {until}")), { "number", permit->number },
		                  { "from", lang_date_short(act->lang, act->arena, permit->valid_from) }, { "until", lang_date_short(act->lang, act->arena, permit->valid_until) })));
	}
	return out;
}

static struct str last_use(struct act *act, const struct other *other)
{
	if (!other->known || !other->row.movements)
		return lang_words(act->lang, WORDS("Nobody crossed with it yet."));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("Last used at {post}, {time}.")), { "post", show_post(act, other->row.last_post) },
	                 { "time", show_when(act, other->row.last_post, other->row.last_seen) });
}

bool with_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct opened opened;
	struct other other;
	if (!open_other(act, call, &opened, &other, err))
		return false;
	const struct uuid both[] = { opened.entry.record, other.record };
	journal_look(act, "another document of the traveller", both, COUNT_OF(both));
	reply->data = json_object();
	json_put(reply->data, "person", fields_to_json(&identity_fields, &opened.subject.identity));
	json_put(reply->data, "other", fields_to_json(&identity_fields, &other.identity));
	json_put_yesno(reply->data, "one_person", other.known && uuid_equal(other.row.holder, opened.subject.holder));
	reply->page = json_object();
	json_put(reply->page, "rows", versus_rows(act, &opened.subject.identity, &other.identity));
	json_put(reply->page, "permits", permit_lines(act, &other));
	json_put_yesno(reply->page, "any_permits", other.permit_count != 0);
	json_put_str(reply->page, "about", last_use(act, &other));
	json_put_str(reply->page, "to", str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(show_path(act, "/inspection/", call->id, "/with")), STR_ARG(call->name)));
	json_put_str(reply->page, "back", show_path(act, "/inspection/", call->id, ""));
	return true;
}

/* --- the confirmation --- */

static bool one_person(struct act *act, const struct opened *opened, const struct other *other, struct str why, struct error *err)
{
	struct uuid person, here = opened->entry.record;
	if (!opened->subject.known)
		record_shown(act, &opened->subject, &opened->subject.identity, here, other->record);
	if (!other->known)
		record_shown(act, &opened->subject, &other->identity, other->record, here);
	return border_tie_holders(act, (struct tie_end){ here, opened->subject.holder }, (struct tie_end){ other->record, other->known ? other->row.holder : other->record },
	                          why, &person, err);
}

bool with_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct with_form *form = call->form;
	struct opened opened;
	struct other other;
	struct uuid id = call->id;
	bool same = str_is(form->answer, "same");
	if (!open_other(act, call, &opened, &other, err))
		return false;
	if (!same && !str_is(form->answer, "other"))
		return misread(act, "answer", "unknown_code", "Say whether it is the same person.", err);
	if (same && (!inspect_again(act, &opened, &other.record, opened.subject.purpose, &id, err) || !one_person(act, &opened, &other, form->why, err)))
		return false;
	if (!same)
		journal_append(act, &apart_type, opened.entry.record, &(struct apart){ .other = other.record, .reason = form->why });
	reply->data = json_object();
	json_put_str(reply->data, "inspection", uuid_str(act->arena, id));
	reply->location = show_path(act, "/inspection/", id, "");
	return true;
}

/* --- another purpose --- */

bool purpose_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct purpose_form *form = call->form;
	struct opened opened;
	struct uuid id;
	if (!border_open(act, call->id, &opened, err))
		return false;
	if (!pack_code_valid(act->pack, STR("travel_purposes"), form->purpose, opened.subject.today))
		return misread(act, "purpose", "unknown_code", "Choose a purpose of the list.", err);
	if (opened.decided)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "purpose");
	if (!inspect_again(act, &opened, NULL, form->purpose, &id, err))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "inspection", uuid_str(act->arena, id));
	reply->location = show_path(act, "/inspection/", id, "");
	return true;
}

/* --- on the verdict --- */

static bool would_help(const struct opened *opened)
{
	const struct pack_category *category = opened->subject.verdict.category;
	if (opened->decided)
		return false;
	if (str_is(opened->inspection.direction, "exit"))
		return !opened->stay.open && !opened->stay.unlimited;
	return category && str_is(category->code, "undocumented");
}

static json_t *alike_row(struct act *act, const struct opened *opened, const struct like *like)
{
	json_t *row = json_object();
	json_put_str(row, "href", str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(show_path(act, "/inspection/", opened->entry.id, "/with")), STR_ARG(uuid_str(act->arena, like->record))));
	json_put_str(row, "name", identity_name((const struct identity *)&like->row, act->arena));
	json_put_str(row, "number", like->row.document_number);
	json_put_str(row, "text", LANG_FILL(act->arena, lang_words(act->lang, WORDS("Last used at {post}, {time}.")), { "post", show_post(act, like->row.last_post) },
	                                    { "time", show_when(act, like->row.last_post, like->row.last_seen) }));
	return row;
}

bool show_alike(struct act *act, const struct opened *opened, json_t *page, struct error *err)
{
	struct like *alike = ARENA_ARRAY(act->arena, struct like, LIKE_SHOWN);
	json_t *out = json_object(), *rows = json_array();
	size_t count = 0;
	json_put(out, "rows", rows);
	json_put(page, "alike", out);
	if (would_help(opened) && !person_alike(act, &opened->subject, alike, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool apart;
		if (!person_apart(act, opened->entry.record, alike[i].record, &apart, err))
			return false;
		if (apart)
			continue;
		json_array_append_new(rows, alike_row(act, opened, &alike[i]));
		journal_look(act, "a document that may be of the same person", &alike[i].record, 1);
	}
	json_put_yesno(out, "any", json_array_size(rows) != 0);
	return true;
}
