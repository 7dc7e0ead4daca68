/* The pages: seals that were made and certificates; the seal of one visa: made, printed, read back. */
#include "local.h"

#include "arena.h"
#include "journal.h"
#include "lang.h"
#include "letter.h"
#include "pdf.h"
#include "stock.h"
#include "store.h"

FIELDS_TABLE(seal_make_form, SEAL_MAKE_FORM_FIELDS)
FIELDS_TABLE(seal_back_form, SEAL_BACK_FORM_FIELDS)

enum { SHOWN_MOST = 50 };

static const struct lang_zone *zone_of(struct act *act)
{
	const struct pack_post *post = pack_post(act->pack, act->place.post, (struct date){ 0 });
	return act->house->zone(act->house, post && post->zone.len ? post->zone : act->pack->head.zone);
}

static struct str path_of(struct act *act, struct uuid permit, const char *after)
{
	return str_format(act->arena, "/seals/permit/" STR_FMT "%s", STR_ARG(uuid_str(act->arena, permit)), after);
}

static struct str kind_words(struct act *act, struct str kind)
{
	return pack_code_words(act->pack, lang_tag(act->lang), STR("permit_kinds"), kind);
}

static void put_state(struct act *act, const struct seal_row *row, json_t *out)
{
	json_put_str(out, "tone", str_of(!row->checked ? "check" : row->agrees ? "clear" : "stop"));
	json_put_str(out, "word", lang_words(act->lang, !row->checked ? str_is(row->medium, "barcode") ? WORDS("Given as a paper") : WORDS("Not read back yet")
	                                                : row->agrees ? WORDS("Read back: it agrees") : WORDS("Read back: another seal")));
	if (str_is(row->medium, "barcode") && !row->checked)
		json_put_str(out, "tone", STR("clear"));
}

/* --- the list --- */

static json_t *seal_value(struct act *act, const struct seal_row *row)
{
	json_t *out = json_object();
	json_put_str(out, "number", row->number);
	json_put_str(out, "href", path_of(act, row->permit, ""));
	json_put_str(out, "made", lang_date_time(act->lang, act->arena, zone_of(act), row->made));
	json_put_str(out, "signer", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(row->signer), STR_ARG(row->reference)));
	json_put_str(out, "sticker", row->sticker);
	put_state(act, row, out);
	return out;
}

/* Of a case, or all. */
static bool newest(struct act *act, struct uuid about, json_t *rows, struct error *err)
{
	struct uuid shown[SHOWN_MOST];
	size_t count = 0;
	bool all = uuid_zero(about);
	struct query *query = db_query(act->db, all ? "seal.newest" : "seal.about");
	if (!all)
		query_bind_id(query, "about", about);
	query_bind_int(query, "most", SHOWN_MOST);
	while (count < SHOWN_MOST && query_next(query)) {
		struct seal_row row = { 0 };
		shown[count++] = query_id(query, 0);
		query_row(query, &seal_row_fields, &row, act->arena);
		json_array_append_new(rows, seal_value(act, &row));
	}
	journal_look(act, "seals of visas", shown, count);
	return query_end(query, err);
}

static json_t *certificate_value(struct act *act, const struct seal_certificate_row *row)
{
	json_t *out = json_object();
	struct signer signer = seal_signer(act, row->key);
	bool here = row->key.len && signer_is_there(&signer), over = act->now >= row->until;
	int64_t days = (row->until - act->now) / DAY_MS;
	json_put_str(out, "name", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(row->signer.len ? row->signer : row->country), STR_ARG(row->reference)));
	json_put_str(out, "what", lang_words(act->lang, str_is(row->role, "authority") ? WORDS("Issues certificates of signers") : here ? WORDS("Signs here") : WORDS("Known signer")));
	json_put_str(out, "until", lang_date(act->lang, act->arena, time_date(row->until)));
	json_put_str(out, "tone", str_of(row->ended || over ? "stop" : days < 60 ? "check" : "clear"));
	json_put_str(out, "word", row->ended ? lang_words(act->lang, WORDS("Revoked")) : over ? lang_words(act->lang, WORDS("Run out"))
	                                       : lang_count(act->lang, act->arena, days, WORDS_MANY("{count} day left", "{count} days left")));
	return out;
}

bool seals_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct seal_certificate_row *certificates = ARENA_ARRAY(act->arena, struct seal_certificate_row, SEAL_CERTIFICATES_MOST);
	json_t *rows = json_array(), *known = json_array();
	size_t count;
	reply->page = json_object();
	reply->data = json_object();
	json_put_str(reply->page, "case_href", uuid_zero(call->id) ? STR("") : str_format(act->arena, "/case/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id))));
	json_put(reply->page, "rows", rows);
	json_put(reply->page, "certificates", known);
	if (!newest(act, call->id, rows, err) || !seal_certificates(act, certificates, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		json_array_append_new(known, certificate_value(act, &certificates[i]));
	json_put_yesno(reply->page, "any", json_array_size(rows) != 0);
	json_put_yesno(reply->page, "any_certificate", count != 0);
	json_put(reply->data, "seals", json_incref(rows));
	json_put(reply->data, "certificates", json_incref(known));
	return true;
}

/* --- one visa --- */

bool seal_bearer(struct act *act, struct uuid permit, struct seal_bearer *out, struct error *err)
{
	struct document_row document;
	bool found, seen;
	struct query *query = db_query(act->db, "registry.permit_by_id");
	query_bind_id(query, "id", permit);
	*out = (struct seal_bearer){ .id = permit };
	found = query_next(query);
	if (found) {
		out->record = query_id(query, 0);
		query_row(query, &permit_row_fields, &out->permit, act->arena);
	}
	if (!query_end(query, err) || (found && !document_by_record(act, out->record, &document, &seen, err)))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such visa or permit", "find it by its number", "permit");
	if (seen) {
		out->nationality = document.nationalities.count ? document.nationalities.items[0] : STR("");
		out->sex = document.sex;
	}
	return true;
}

static struct permit permit_of(const struct permit_row *row)
{
	struct permit out = { 0 };
#define COPY(type, name, ...) out.name = row->name;
	PERMIT_FIELDS(COPY, COPY)
#undef COPY
	return out;
}

static struct str holder_name(struct act *act, const struct permit_row *row)
{
	return identity_name(&(struct identity){ .surname = row->surname, .given_names = row->given_names }, act->arena);
}

static const struct str sticker_item = { "visa_sticker", 12 };

/* A case seals a visa where it is decided; the sticker is of the stock of the place where it is printed. */
static bool wants_sticker(struct act *act, const struct seal_row *row, bool *wants, struct error *err)
{
	struct stock_pile pile;
	bool kept, sticker = str_is(row->medium, "sticker") && !row->sticker.len && !(row->checked && row->agrees);
	if (sticker && !stock_pile(act, sticker_item, act->place.post, &pile, &kept, err))
		return false;
	*wants = sticker && kept;
	return true;
}

static void put_seal(struct act *act, const struct seal_row *row, bool wants, json_t *page)
{
	json_t *seal = seal_value(act, row);
	json_put_yesno(seal, "wants_sticker", wants);
	json_put_str(seal, "print_to", str_is(row->medium, "sticker") && !wants ? path_of(act, row->permit, "/sticker") : STR(""));
	json_put_str(seal, "back_to", path_of(act, row->permit, "/back"));
	json_put_yesno(seal, "waits", (!row->checked || !row->agrees) && !wants);
	json_put(page, "seal", seal);
}

static bool put_papers(struct act *act, struct uuid seal, json_t *page, struct error *err)
{
	json_t *papers;
	if (!letters_about(act, seal, &papers, err))
		return false;
	json_put(page, "papers", papers);
	json_put_yesno(page, "any_paper", json_array_size(papers) != 0);
	return true;
}

bool seal_permit_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct seal_bearer bearer;
	struct seal_row row;
	struct uuid record;
	struct seal_certificate_row certificate;
	bool found, key, wants = false;
	if (!seal_bearer(act, call->id, &bearer, err) || !seal_of_permit(act, call->id, &row, &record, &found, err) || !seal_own(act, &certificate, &key, err) ||
	    (found && !wants_sticker(act, &row, &wants, err)))
		return false;
	journal_look(act, "the seal of a visa", &bearer.record, 1);
	reply->page = json_object();
	reply->data = found ? fields_to_json(&seal_row_fields, &row) : json_object();
	json_put_str(reply->page, "title", kind_words(act, bearer.permit.kind));
	json_put_str(reply->page, "number", bearer.permit.number);
	json_put_str(reply->page, "name", holder_name(act, &bearer.permit));
	json_put_str(reply->page, "document", str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(bearer.permit.document_issuer), STR_ARG(bearer.permit.document_number)));
	json_put_str(reply->page, "until", lang_date(act->lang, act->arena, bearer.permit.valid_until));
	json_put_str(reply->page, "permit_href", rights_have(act->actor.rights, CAN_PERMITS) ? str_format(act->arena, "/permit/" STR_FMT, STR_ARG(uuid_str(act->arena, call->id))) : STR(""));
	json_put_str(reply->page, "make_to", path_of(act, call->id, "/make"));
	json_put_yesno(reply->page, "no_key", !key);
	json_put(reply->page, "seal", json_false());
	if (!found)
		return true;
	put_seal(act, &row, wants, reply->page);
	return put_papers(act, row.id, reply->page, err);
}

/* --- making --- */

bool seal_letter(struct act *act, const struct seal_order *order, struct uuid seal, struct str text, struct str language, struct error *err)
{
	const struct permit *permit = order->of;
	json_t *values = json_object();
	struct identity identity = { .surname = permit->surname, .given_names = permit->given_names, .born = permit->born, .document_kind = permit->document_kind,
		                     .document_issuer = permit->document_issuer, .document_number = permit->document_number };
	json_put(values, "person", letter_person(act, &identity));
	json_put(values, "document", letter_document(&identity));
	json_put_str(values, "kind", permit->kind);
	json_put_str(values, "number", permit->number);
	json_put_str(values, "valid_from", date_str(act->arena, permit->valid_from));
	json_put_str(values, "valid_until", date_str(act->arena, permit->valid_until));
	if (permit->entries)
		json_put_int(values, "entries", permit->entries);
	if (permit->days)
		json_put_int(values, "days", permit->days);
	json_put_str(values, "issued_by", permit->authority);
	json_put_str(values, "seal", text);
	const struct letter_order letter = {
		.name = "visa", .record = order->record, .about = seal, .language = language, .also_own = true, .number = permit->number, .copy = WORDS("Carry this paper with the passport"), .values = values,
	};
	return letter_issue(act, &letter, NULL, err);
}

/* The next sticker of the place, where its stock is kept; the one of a print that was not read back is spoiled. */
static bool take_sticker(struct act *act, const struct seal_bearer *bearer, const struct seal_row *last, struct str *sticker, struct error *err)
{
	struct stock_pile pile;
	bool kept;
	if (!stock_pile(act, sticker_item, act->place.post, &pile, &kept, err))
		return false;
	if (last && last->sticker.len && !(last->checked && last->agrees) &&
	    !stock_spoil(act, sticker_item, act->place.post, last->sticker, lang_words(act->lang, WORDS("Printed again on another one")), err))
		return false;
	return !kept || stock_use(act, sticker_item, act->place.post, bearer->record, sticker, err);
}

bool seal_make_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct seal_make_form *form = call->form;
	struct seal_bearer bearer;
	struct seal_row last;
	struct uuid seal, record;
	struct str text;
	bool before;
	if (!seal_bearer(act, call->id, &bearer, err) || !seal_of_permit(act, call->id, &last, &record, &before, err))
		return false;
	if (!str_is(form->medium, "sticker") && !str_is(form->medium, "barcode"))
		finding_add(&act->findings, STR("medium"), "unknown_code", "Say whether it is a sticker or a paper.");
	if (!str_is(bearer.permit.state, "valid"))
		finding_add(&act->findings, STR(""), "state", "This visa or permit is not in force: it gets no seal.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "seal");
	struct permit permit = permit_of(&bearer.permit);
	struct seal_order order = { .record = bearer.record, .permit = call->id, .of = &permit, .nationality = bearer.nationality, .sex = bearer.sex, .medium = form->medium };
	if (before) { /* the case goes on being told when it is read back */
		order.about = last.about;
		order.case_use = last.case_use;
		order.item = last.item;
	}
	if (str_is(form->medium, "sticker") && !take_sticker(act, &bearer, before ? &last : NULL, &order.sticker, err))
		return false;
	if (!seal_make(act, &order, &text, &seal, err) || (str_is(form->medium, "barcode") && !seal_letter(act, &order, seal, text, form->language, err)))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, seal));
	reply->location = path_of(act, call->id, "");
	return true;
}

static bool last_seal(struct act *act, struct uuid permit, struct seal_row *row, struct uuid *record, struct error *err)
{
	bool found;
	if (!seal_of_permit(act, permit, row, record, &found, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "this visa or permit has no seal yet", "make it first", "seal");
}

bool seal_back_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct seal_back_form *form = call->form;
	struct seal_row row;
	struct uuid record;
	struct str bytes;
	bool agrees;
	if (!last_seal(act, call->id, &row, &record, err))
		return false;
	if (!vds_from_text(act->arena, form->seal, &bytes)) {
		finding_add(&act->findings, STR("seal"), "not_a_seal", "This is no seal: scan the square code, not the lines below it.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "seal");
	}
	if (!seal_read_back(act, &row, record, form->seal, &agrees, err))
		return false;
	reply->data = json_object();
	json_put_yesno(reply->data, "agrees", agrees);
	reply->location = path_of(act, call->id, "");
	return true;
}

/* --- the sticker --- */

static void cell(struct pdf_block *cells, size_t *count, struct str label, struct str text)
{
	cells[(*count)++] = (struct pdf_block){ .label = label, .text = text };
}

/* In the state's own language: it is the state's paper. */
static size_t sticker_cells(struct act *act, const struct seal_bearer *bearer, struct pdf_block cells[static PDF_STICKER_CELLS])
{
	const struct permit_row *permit = &bearer->permit;
	size_t count = 0;
	cell(cells, &count, lang_words(act->lang, WORDS("Family name")), permit->surname);
	cell(cells, &count, lang_words(act->lang, WORDS("Given names")), permit->given_names);
	cell(cells, &count, lang_words(act->lang, WORDS("Passport")), permit->document_number);
	cell(cells, &count, lang_words(act->lang, WORDS("Valid from")), date_str(act->arena, permit->valid_from));
	cell(cells, &count, lang_words(act->lang, WORDS("Valid until")), date_str(act->arena, permit->valid_until));
	cell(cells, &count, lang_words(act->lang, WORDS("Entries")), permit->entries ? lang_number(act->lang, act->arena, permit->entries) : lang_words(act->lang, WORDS("any number")));
	cell(cells, &count, lang_words(act->lang, WORDS("Days of stay")), permit->days ? lang_number(act->lang, act->arena, permit->days) : STR("-"));
	cell(cells, &count, lang_words(act->lang, WORDS("Issued by")), permit->authority);
	return count;
}

bool seal_sticker_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct seal_bearer bearer;
	struct seal_row row;
	struct uuid record;
	struct pdf_block cells[PDF_STICKER_CELLS];
	struct pdf_press *press = act->house->press ? act->house->press : pdf_press_new();
	if (!seal_bearer(act, call->id, &bearer, err) || !last_seal(act, call->id, &row, &record, err))
		return false;
	struct permit permit = permit_of(&bearer.permit);
	const struct seal_order order = { .of = &permit, .nationality = bearer.nationality, .sex = bearer.sex };
	struct pdf_sticker sticker = { .state = pack_words(act->pack, lang_tag(act->lang), act->pack->head.name), .title = kind_words(act, permit.kind), .number = permit.number,
		                       .cells = cells, .count = sticker_cells(act, &bearer, cells), .created = row.made };
	bool done = vds_from_text(act->arena, row.bytes, &sticker.seal) && seal_zone(act, &order, sticker.lines, err) &&
	            pdf_sticker(press, act->arena, &sticker, &reply->bytes, err);
	if (!act->house->press)
		pdf_press_free(press);
	journal_look(act, "the sticker of a visa", &record, 1);
	reply->type = "application/pdf";
	reply->private_download = true;
	return done;
}
