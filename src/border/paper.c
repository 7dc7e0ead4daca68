/* What was decided, and the papers that the person takes along: refusal and receipt of a claim. A paper is made from the entry alone, so that it
 * is the same whenever it is printed: its words stand in the entry or in the version of the pack that it names. */
#include "show.h"

#include "forms.h"
#include "house.h"
#include "journal.h"
#include "pack_shelf.h"
#include "pages.h"
#include "protection.h"

/* --- after a decision --- */

static bool entry_of(struct act *act, struct uuid id, struct entry *entry, struct error *err)
{
	bool found = false;
	if (!journal_entry(act, id, entry, &found, err))
		return false;
	if (!found || !entry->data.len)
		return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
	return true;
}

/* The movement that an entry decided, or asks a second person for. */
static bool decided_movement(struct act *act, const struct entry *entry, struct movement *movement, struct uuid *record, struct error *err)
{
	struct request_row request = { 0 };
	struct str data = entry->data;
	*record = entry->record;
	if (str_is(entry->type_name, "second.ask")) {
		if (!fields_from_data(&request_row_fields, entry->data, &request, act->arena) || !str_is(request.what, "refusal"))
			return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
		data = request.body;
		*record = request.about;
	} else if (entry->type != &crossing_type && entry->type != &refusal_type) {
		return error_set(err, ERR_NOT_FOUND, "there is nothing of that number", "look it up by the person or the document", "entry");
	}
	return fields_from_data(&movement_fields, data, movement, act->arena) ||
	       error_set(err, ERR_INTEGRITY, "a stored entry cannot be read", "verify the journal", "entry");
}

struct decided_words {
	const char *title, *tone, *text;
};

static struct decided_words decided_words(const struct entry *entry, const struct movement *movement)
{
	if (entry->type == &refusal_type)
		return (struct decided_words){ WORDS("Entry refused"), "info", WORDS("Give the form to the traveller, read the remedy aloud, and let it be signed. A copy stays in the record.") };
	if (entry->type == &crossing_type)
		return (struct decided_words){ str_is(movement->direction, "exit") ? WORDS("Exit recorded") : WORDS("Entry admitted"), "clear", WORDS("Give the document back. The person may go on.") };
	return (struct decided_words){ WORDS("A second person confirms"), "info", WORDS("The refusal is not recorded yet. It stands in the list to confirm; the person waits here, and may ask for protection at any time.") };
}

bool decision_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct movement movement = { 0 };
	struct uuid record;
	if (!entry_of(act, call->id, &entry, err) || !decided_movement(act, &entry, &movement, &record, err))
		return false;
	struct decided_words words = decided_words(&entry, &movement);
	bool waiting = entry.type != &refusal_type && entry.type != &crossing_type;
	journal_look(act, "decision", &record, 1);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, call->id));
	json_put_str(reply->data, "decision", waiting ? STR("waiting") : movement.decision);
	reply->page = json_object();
	json_put_str(reply->page, "title", lang_words(act->lang, words.title));
	json_put_str(reply->page, "name", identity_name((const struct identity *)&movement, act->arena));
	json_put_str(reply->page, "when", show_when(act, movement.post, entry.happened));
	json_put_str(reply->page, "tone", str_of(words.tone));
	json_put_str(reply->page, "text", lang_words(act->lang, words.text));
	json_put(reply->page, "print_href", entry.type == &refusal_type ? json_str(show_path(act, "/refusal/", entry.id, "")) : json_false());
	json_put_str(reply->page, "crossing_href", waiting ? show_path(act, "/referral/", movement.referral, "") : show_record(act, "/crossing/", entry.id, ""));
	return true;
}

/* --- shared by the papers --- */

/* "UTO-SORREL-2026-7A22C1": the last digits of the entry's id, the same whenever it is printed. */
static struct str paper_number(struct act *act, struct str post, const struct entry *entry)
{
	struct str id = str_upper(act->arena, str_hex(act->arena, entry->id.bytes, sizeof entry->id.bytes));
	struct date day = lang_zone_day(show_zone(act, post), entry->happened);
	return str_format(act->arena, STR_FMT "-" STR_FMT "-%d-" STR_FMT, STR_ARG(act->pack->head.country), STR_ARG(post), day.year,
	                  STR_ARG(str_slice(id, id.len - 8, id.len)));
}

/* A paper is in the language of the person, not of the officer. */
static void speak(struct act *act, struct str language)
{
	const struct lang *lang = langs_find(act->house->langs, language);
	if (language.len && lang)
		act->lang = lang;
}

static void put_paper(struct act *act, struct str post, const struct entry *entry, struct str officer, json_t *page)
{
	json_put_str(page, "number", paper_number(act, post, entry));
	json_put_str(page, "paper_language", lang_tag(act->lang));
	json_put_str(page, "paper_dir", lang_dir(act->lang));
	json_put_str(page, "post", show_post(act, post));
	json_put_str(page, "officer", officer);
	json_put_str(page, "seal", STR(""));
	json_put_str(page, "seal_words", LANG_FILL(act->arena, lang_words(act->lang, WORDS("The record is entry {id} of the journal.")), { "id", uuid_str(act->arena, entry->id) }));
}

static void add_cell(json_t *cells, struct str what, struct str text)
{
	json_array_append_new(cells, show_fact(what, text));
}

/* --- the refusal --- */

static json_t *refusal_cells(struct act *act, const struct entry *entry, const struct movement *movement, struct uuid officer)
{
	json_t *cells = json_array();
	struct str born = lang_date(act->lang, act->arena, movement->born);
	struct str nationality = movement->nationality.len ? str_format(act->arena, STR_FMT " (" STR_FMT ")", STR_ARG(show_code(act, "countries", movement->nationality)), STR_ARG(movement->nationality))
	                                                   : lang_words(act->lang, WORDS("Not known"));
	struct str document = movement->document_number.len ? str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(show_code(act, "document_kinds", movement->document_kind)), STR_ARG(movement->document_number))
	                                                    : lang_words(act->lang, WORDS("none"));
	add_cell(cells, lang_words(act->lang, WORDS("Date and time")), show_when(act, movement->post, entry->happened));
	add_cell(cells, lang_words(act->lang, WORDS("Place")), show_place(act, movement->post, (int)movement->lane));
	add_cell(cells, lang_words(act->lang, WORDS("Officer, capacity")), LANG_FILL(act->arena, lang_words(act->lang, WORDS("{officer}, second line")), { "officer", show_officer(act, officer) }));
	if (!uuid_zero(movement->second))
		add_cell(cells, lang_words(act->lang, WORDS("Confirmed by")), show_officer(act, movement->second));
	add_cell(cells, lang_words(act->lang, WORDS("Family name")), movement->surname.len ? movement->surname : movement->native_name);
	add_cell(cells, lang_words(act->lang, WORDS("Given names")), movement->given_names.len ? movement->given_names : STR("-"));
	add_cell(cells, lang_words(act->lang, WORDS("Born, sex")), str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(born), STR_ARG(show_sex(act, movement->sex))));
	add_cell(cells, lang_words(act->lang, WORDS("Nationality")), nationality);
	add_cell(cells, lang_words(act->lang, WORDS("Document")), document);
	if (movement->from_place.len)
		add_cell(cells, lang_words(act->lang, WORDS("Coming from")), movement->from_place);
	return cells;
}

static bool is_reason(const struct movement *movement, struct str code)
{
	for (size_t i = 0; i < movement->reasons.count; i++)
		if (str_equal(movement->reasons.items[i], code))
			return true;
	return false;
}

/* All reasons of the form with their boxes; the facts stand under the first that is marked. */
static json_t *refusal_reasons(struct act *act, const struct movement *movement)
{
	json_t *out = json_array();
	const struct pack_list *list = pack_list(act->pack, STR("refusal_reasons"));
	bool told = false;
	for (size_t i = 0; list && i < list->count; i++) {
		bool on = is_reason(movement, list->codes[i].code);
		if (!on && !pack_span_holds(list->codes[i].span, movement->day))
			continue;
		json_t *row = json_object();
		json_put_str(row, "letter", show_reason_letter(act, list->codes[i].code, i));
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), list->codes[i].words));
		json_put_yesno(row, "on", on);
		json_put_str(row, "mark", lang_words(act->lang, on ? WORDS("marked") : WORDS("not marked")));
		json_put_str(row, "facts", on && !told ? movement->facts : STR(""));
		told = told || on;
		json_array_append_new(out, row);
	}
	return out;
}

/* The title in a second language, for whoever must read the paper elsewhere. */
static struct str also_words(struct act *act)
{
	const struct pack_names *spoken = &act->pack->head.languages;
	for (size_t i = 0; i < spoken->count; i++) {
		const struct lang *lang = langs_find(act->house->langs, spoken->items[i]);
		if (lang && lang != act->lang)
			return lang_words(lang, WORDS("Refusal of entry at the border"));
	}
	return STR("");
}

/* The version of the pack that the entry names; the one in force where that one is not stored as a version (the first pack of a state). */
static void use_pack_of(struct act *act, struct str identity)
{
	struct error ignored;
	struct pack_version_row version = { 0 };
	struct pack_source source = { 0 };
	struct pack_diagnostics found = { 0 };
	const struct pack *pack = NULL;
	if (!identity.len || str_is(identity, act->pack->identity) || !pack_version(act, identity, &version, &ignored) ||
	    !pack_version_source(act, &version, &source, &ignored))
		return;
	if (pack_load(act->arena, &source, (struct date){ 0 }, &pack, &found))
		act->pack = pack;
}

static void refusal_page(struct act *act, const struct entry *entry, const struct movement *movement, json_t *page)
{
	struct uuid officer = uuid_zero(movement->officer) ? entry->actor : movement->officer;
	struct referral_row referral = { 0 };
	struct opened opened;
	struct error gone; /* an erased inspection does not stop a print */
	const struct pack *in_force = act->pack;
	if (border_referral(act, movement->referral, &referral, &opened, &gone))
		speak(act, referral.language);
	use_pack_of(act, movement->pack);
	put_paper(act, movement->post, entry, show_officer_number(act, officer), page);
	json_put_str(page, "back", show_path(act, "/decision/", entry->id, ""));
	json_put_str(page, "also", also_words(act));
	json_put_str(page, "copy", lang_words(act->lang, WORDS("Copy for the traveller")));
	json_put(page, "cells", refusal_cells(act, entry, movement, officer));
	json_put_str(page, "ground", LANG_FILL(act->arena, lang_words(act->lang, WORDS("The person named above is refused entry under {law}, because of:")),
	                                       { "law", pack_words(act->pack, lang_tag(act->lang), act->pack->refusal.law) }));
	json_put(page, "reasons", refusal_reasons(act, movement));
	json_put_str(page, "remedy", movement->remedy);
	json_put_yesno(page, "signature_refused", movement->signature_refused);
	act->pack = in_force;
}

bool refusal_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct movement movement = { 0 };
	if (!entry_of(act, call->id, &entry, err))
		return false;
	if (entry.type != &refusal_type || !fields_from_data(&movement_fields, entry.data, &movement, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such refusal", "look it up by the person or the document", "refusal");
	journal_look(act, "refusal", &entry.record, 1);
	reply->data = fields_to_json(&movement_fields, &movement);
	reply->page = json_object();
	if (!call->json)
		refusal_page(act, &entry, &movement, reply->page);
	return true;
}

/* --- the receipt of a claim --- */

static json_t *claim_sections(struct act *act)
{
	static const struct { const char *title, *text; } sections[] = {
		{ WORDS("What this means"), WORDS("You cannot be sent away until the asylum authority has answered you. Nobody tells the authorities of your country.") },
		{ WORDS("What happens next"), WORDS("The asylum authority takes over your file and hears you. You may bring a lawyer, and you may ask for an interpreter.") },
	};
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		json_t *section = json_object();
		json_put_str(section, "title", lang_words(act->lang, sections[i].title));
		json_put_str(section, "text", lang_words(act->lang, sections[i].text));
		json_array_append_new(out, section);
	}
	return out;
}

static void claim_page(struct act *act, const struct entry *entry, const struct claim *claim, json_t *page)
{
	json_t *cells = json_array();
	bool second_line = !uuid_zero(claim->referral) && rights_have(act->actor.rights, CAN_SECOND_LINE);
	speak(act, claim->language);
	put_paper(act, claim->post, entry, show_officer_number(act, entry->actor), page);
	json_put_str(page, "back", second_line ? STR("/second-line") : uuid_zero(claim->inspection) ? STR("/") : show_path(act, "/inspection/", claim->inspection, ""));
	json_put_str(page, "copy", lang_words(act->lang, WORDS("Keep this paper")));
	add_cell(cells, lang_words(act->lang, WORDS("Date and time")), show_when(act, claim->post, entry->happened));
	add_cell(cells, lang_words(act->lang, WORDS("Name")), identity_name((const struct identity *)claim, act->arena));
	add_cell(cells, lang_words(act->lang, WORDS("Born")), lang_date(act->lang, act->arena, claim->born));
	json_put(page, "cells", cells);
	json_put(page, "sections", claim_sections(act));
	json_put_yesno(page, "signature_refused", false);
}

/* What the person said is for the authority: the receipt, which others may see, does not hold it. */
bool claim_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct entry entry = { 0 };
	struct claim claim = { 0 };
	if (!entry_of(act, call->id, &entry, err))
		return false;
	if (entry.type != &claim_type || !fields_from_data(&claim_fields, entry.data, &claim, act->arena))
		return error_set(err, ERR_NOT_FOUND, "there is no such claim", "look it up by the person or the document", "claim");
	if (!sees_protection(act) && !uuid_equal(entry.actor, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "Another desk handles this.", "whoever took it down prints the receipt again, or the liaison officer for protection", "claim");
	journal_look(act, "claim", &entry.record, 1);
	reply->page = json_object();
	claim_page(act, &entry, &claim, reply->page);
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, entry.id));
	json_put(reply->data, "number", json_incref(json_object_get(reply->page, "number")));
	return true;
}
