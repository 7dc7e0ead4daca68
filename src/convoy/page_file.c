/* Files of stowaways and deserters. */
#include "forms.h"

#include "journal.h"
#include "letter.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(stowaway, STOWAWAY_FIELDS)

enum { STEPS_MOST = 200 };

static struct str first(const struct texts *texts)
{
	return texts->count ? texts->items[0] : STR("");
}

bool stowaway_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct stowaway nothing;
	const struct stowaway *form = call->form ? call->form : &nothing;
	struct called called;
	if (!convoy_open(act, call->id, &called, err))
		return false;
	journal_look(act, "list of a call", &called.id, 1);
	reply->data = json_object();
	reply->page = json_object();
	json_put_str(reply->page, "conveyance", convoy_name_words(&called.row));
	json_put_str(reply->page, "call_href", convoy_path(act, call->id, ""));
	json_put_str(reply->page, "to", convoy_path(act, call->id, "/stowaway"));
	json_put(reply->page, "sexes", show_sexes(act, form->sex));
	json_put(reply->page, "nationalities", show_codes(act, "countries", first(&form->nationalities)));
	json_put(reply->page, "issuers", show_codes(act, "countries", form->document_issuer));
	json_put(reply->page, "kinds", show_codes(act, "document_kinds", form->document_kind));
	json_put_yesno(reply->page, "none", form->none || !call->form);
	return true;
}

/* Nothing is invented: a stowaway may have no name yet, only what was seen. */
bool stowaway_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct stowaway *form = call->form;
	struct identity identity = *(const struct identity *)form;
	struct called called;
	struct uuid file;
	if (!convoy_open(act, call->id, &called, err) || !convoy_at_work(act, &called, err))
		return false;
	if (!identity.surname.len) {
		identity.surname = identity.given_names;
		identity.given_names = STR("");
	}
	if (!identity.sex.len)
		identity.sex = STR("U");
	if (form->none || !identity.document_number.len)
		identity.document_kind = identity.document_issuer = identity.document_number = STR("");
	if (!convoy_find_stowaway(act, &called, &identity, !identity.document_number.len, form->found, form->words, &file, err))
		return false;
	reply->changed = called.row.post;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, file));
	return true;
}

_Static_assert(offsetof(struct stowaway, document_expires) == offsetof(struct identity, document_expires), "the form begins with an identity");

/* --- the file --- */

static bool put_steps(struct act *act, struct uuid record, struct str post, json_t *page, struct error *err)
{
	json_t *rows = json_array();
	struct query *query = db_query(act->db, "convoy.steps");
	struct file_step_row *steps = ARENA_ARRAY(act->arena, struct file_step_row, STEPS_MOST);
	size_t count = 0;
	query_bind_id(query, "record", record);
	query_bind_int(query, "most", STEPS_MOST);
	while (count < STEPS_MOST && query_next(query))
		query_row(query, &file_step_row_fields, &steps[count++], act->arena);
	bool good = query_end(query, err);
	for (size_t i = 0; good && i < count; i++) {
		json_t *row = json_object();
		json_put_str(row, "when", show_when(act, post, steps[i].happened));
		json_put_str(row, "who", show_officer(act, steps[i].officer));
		json_put_str(row, "state", convoy_file_word(act, steps[i].state));
		json_put_str(row, "words", steps[i].words);
		json_array_append_new(rows, row);
	}
	json_put_yesno(page, "any_step", json_array_size(rows) != 0);
	json_put(page, "steps", rows);
	return good;
}

static json_t *states(struct act *act, struct str chosen)
{
	static const char *const codes[] = { "open", "found", "handed_over", "left", "closed" };
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		json_t *row = json_object();
		json_put_str(row, "code", str_of(codes[i]));
		json_put_str(row, "word", convoy_file_word(act, str_of(codes[i])));
		json_put_yesno(row, "chosen", str_is(chosen, codes[i]));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *file_facts(struct act *act, const struct convoy_file_row *file, const struct called *called)
{
	json_t *facts = json_array();
	convoy_fact(act, facts, WORDS("Born"), date_empty(file->born) ? STR("") : lang_date(act->lang, act->arena, file->born));
	convoy_fact(act, facts, WORDS("Sex"), show_sex(act, file->sex));
	convoy_fact(act, facts, WORDS("Nationality"), file->nationalities.count ? show_code(act, "countries", file->nationalities.items[0]) : lang_words(act->lang, WORDS("Not known")));
	convoy_fact(act, facts, WORDS("Document"), file->document_number.len ? str_format(act->arena, STR_FMT " " STR_FMT, STR_ARG(file->document_issuer), STR_ARG(file->document_number))
	                                                              : lang_words(act->lang, WORDS("no document")));
	convoy_fact(act, facts, str_is(file->what, "stowaway") ? WORDS("Where found") : WORDS("Seen last"), file->found);
	convoy_fact(act, facts, WORDS("What is known"), file->words);
	convoy_fact(act, facts, WORDS("Opened"), convoy_when(act, called, file->opened));
	convoy_fact(act, facts, WORDS("By"), show_officer(act, file->opener));
	return facts;
}

bool file_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct convoy_file_row file;
	struct called called;
	bool claim = false;
	json_t *letters;
	if (!convoy_file_by_record(act, call->id, &file, err) || !convoy_open(act, file.convoy, &called, err) ||
	    (!uuid_zero(file.document) && !claim_is_open(act, file.document, &claim, err)))
		return false;
	bool stowaway = str_is(file.what, "stowaway");
	journal_look(act, "file of a call", uuid_zero(file.document) ? &call->id : &file.document, 1);
	reply->data = fields_to_json(&convoy_file_row_fields, &file);
	json_put_yesno(reply->data, "claim", claim);
	json_t *page = reply->page = json_object();
	json_put_str(page, "title", lang_words(act->lang, stowaway ? WORDS("Stowaway") : WORDS("Deserter")));
	json_put_str(page, "name", show_name(act, (const struct identity *)&file));
	json_put_str(page, "conveyance", convoy_name_words(&called.row));
	json_put_str(page, "call_href", convoy_path(act, file.convoy, ""));
	json_put_str(page, "state", convoy_file_word(act, file.state));
	json_put_str(page, "tone", str_is(file.state, "open") ? STR("check") : str_is(file.state, "closed") || str_is(file.state, "left") ? STR("none") : STR("info"));
	json_put_yesno(page, "claim", claim);
	json_put_yesno(page, "stowaway", stowaway);
	json_put_str(page, "verdict_href", uuid_zero(file.inspection) ? STR("") : show_path(act, "/inspection/", file.inspection, ""));
	json_put_str(page, "protection_to", uuid_zero(file.inspection) || claim ? STR("") : show_path(act, "/inspection/", file.inspection, "/protection"));
	json_put(page, "languages", show_codes(act, "protection_languages", lang_tag(act->lang)));
	json_put(page, "facts", file_facts(act, &file, &called));
	json_put(page, "states", states(act, file.state));
	json_put_str(page, "to", show_path(act, "/call-file/", call->id, ""));
	if (!letters_about(act, call->id, &letters, err))
		return false;
	bool none = json_array_size(letters) == 0;
	json_put(page, "letters", letters);
	json_put(reply->data, "letters", json_incref(letters));
	json_put_yesno(page, "any_letter", !none);
	json_put_str(page, "notice_to", stowaway && !claim && none && rights_have(act->actor.rights, CAN_SECOND_LINE) ? show_path(act, "/call-file/", call->id, "/notice") : STR(""));
	return put_steps(act, call->id, file.post, page, err);
}

bool stowaway_notice_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct convoy_file_row file;
	struct called called;
	struct uuid letter;
	if (!convoy_file_by_record(act, call->id, &file, err) || !convoy_open(act, file.convoy, &called, err) ||
	    !convoy_stowaway_notice(act, &called, &file, call->id, &letter, err))
		return false;
	journal_look(act, "file of a call", uuid_zero(file.document) ? &call->id : &file.document, 1);
	reply->data = json_object();
	json_put_str(reply->data, "letter", uuid_str(act->arena, letter));
	return true;
}

bool file_step_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const char *const codes[] = { "open", "found", "handed_over", "left", "closed" };
	const struct file_step *form = call->form;
	struct convoy_file_row file;
	bool known = false;
	if (!convoy_file_by_record(act, call->id, &file, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		known |= str_is(form->state, codes[i]);
	if (!known) {
		finding_add(&act->findings, STR("state"), "unknown_code", WORDS("Choose a state of the list."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "file");
	}
	journal_look(act, "file of a call", uuid_zero(file.document) ? &call->id : &file.document, 1);
	journal_append(act, &file_step_type, call->id, form);
	reply->data = json_object();
	return true;
}
