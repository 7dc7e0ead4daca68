/* An entry ban on a document that was never seen here: another authority named it, or a person was heard elsewhere. The document's record is the same on
 * every node before it was ever scanned (crypto.h), so that the ban stands in its way at its first appearance. */
#include "show.h"

#include "house.h"
#include "journal.h"
#include "pages.h"
#include "record_forms.h"

FIELDS_TABLE(ban_document_form, BAN_DOCUMENT_FORM_FIELDS)

static struct identity identity_of(struct act *act, const struct ban_document_form *form)
{
	struct str *nationality = ARENA_NEW(act->arena, struct str);
	*nationality = form->nationality.len ? form->nationality : form->document_issuer;
	return (struct identity){
		.surname = form->surname.len ? form->surname : form->given_names, .given_names = form->surname.len ? form->given_names : STR(""), .born = form->born,
		.sex = form->sex, .nationalities = { nationality, 1 }, .document_kind = form->document_kind.len ? form->document_kind : STR("P"),
		.document_issuer = form->document_issuer, .document_number = str_upper(act->arena, form->document_number),
	};
}

static void check_document(struct act *act, const struct ban_document_form *form)
{
	static const struct { const char *field, *list; } codes[] = { { "document_issuer", "countries" }, { "document_kind", "document_kinds" }, { "nationality", "countries" } };
	const struct str values[] = { form->document_issuer, form->document_kind, form->nationality };
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (values[i].len && !pack_code(act->pack, str_of(codes[i].list), values[i]))
			finding_add(&act->findings, str_of(codes[i].field), "unknown_code", "Choose one of the list.");
	if (!form->surname.len && !form->given_names.len)
		finding_add(&act->findings, STR("surname"), "required", "One name is enough, in any script.");
	if (form->sex.len && !str_is(form->sex, "F") && !str_is(form->sex, "M") && !str_is(form->sex, "X"))
		finding_add(&act->findings, STR("sex"), "unknown_code", "Choose one of the list.");
}

/* Of a document that was seen meanwhile, all that is held on its bearer counts. */
bool ban_subject(struct act *act, struct uuid record, const struct identity *identity, struct subject *subject, struct error *err)
{
	struct document_row row = { 0 };
	struct uuid holder;
	bool seen;
	if (!document_by_record(act, record, &row, &seen, err))
		return false;
	if (seen)
		return person_subject(act, record, &holder, subject, err);
	*subject = (struct subject){ .identity = *identity, .record = record, .source = STR("none"), .direction = STR("entry"), .post = &act->pack->posts[0] };
	subject->today = lang_zone_day(show_zone(act, subject->post->code), act->now);
	return subject_load(act, subject, err);
}

bool ban_document_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct ban_document_form nothing;
	const struct ban_document_form *form = call->form ? call->form : &nothing;
	struct date today = lang_zone_day(show_zone(act, act->pack->posts[0].code), act->now);
	reply->data = json_object();
	json_t *page = reply->page = json_object();
	put_ban_form(act, today, page);
	json_put_str(page, "why_not", act->pack->bans.given ? STR("") : lang_words(act->lang, WORDS("The law in force knows no entry ban.")));
	json_put(page, "sexes", show_sexes(act, form->sex));
	json_put(page, "document_kinds", show_codes(act, "document_kinds", form->document_kind.len ? form->document_kind : STR("P")));
	json_put(page, "issuers", show_codes(act, "countries", form->document_issuer));
	json_put(page, "nationalities", show_codes(act, "countries", form->nationality));
	return true;
}

bool ban_document_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct ban_document_form *form = call->form;
	const struct identity identity = identity_of(act, form);
	struct uuid record = identity_record(act, &identity), id;
	struct subject subject;
	bool asked = false;
	struct ban ban = {
		.reasons = form->reasons, .facts = form->facts, .heard = form->heard, .starts = form->starts, .ends = form->ends, .language = form->language,
	};
	check_document(act, form);
	if (!ban_subject(act, record, &identity, &subject, err) || !status_order_ban(act, &subject, &ban, &asked, &id, err) ||
	    (!asked && !issue_ban(act, &ban, record, id, err)))
		return false;
	reply->data = json_object();
	json_put_str(reply->data, "id", uuid_str(act->arena, id));
	json_put_str(reply->data, "decision", asked ? STR("waiting") : STR("ordered"));
	reply->location = asked ? STR("/overstays") : show_path(act, "/ban/", id, "");
	return true;
}
