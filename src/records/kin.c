/* What two people are to each other, told by somebody when they did not come together: on the page of either. */
#include "show.h"

#include "group.h"
#include "journal.h"
#include "pages.h"
#include "record_forms.h"
#include "store.h"

FIELDS_TABLE(kin_form, KIN_FORM_FIELDS)

/* The other's document, by its number; the issuer is needed where several have it. */
static bool find_other(struct act *act, const struct kin_form *form, struct uuid *record, struct uuid *holder, struct error *err)
{
	struct query *query = db_query(act->db, "records.documents_of_number");
	size_t count = 0;
	query_bind_text(query, "number", str_upper(act->arena, form->number));
	query_bind_int(query, "most", 20);
	while (query_next(query)) {
		struct document_row row = { 0 };
		query_row(query, &document_row_fields, &row, act->arena);
		if (form->issuer.len && !str_equal(form->issuer, row.document_issuer))
			continue;
		*record = query_id(query, 0);
		*holder = row.holder;
		count++;
	}
	if (!count)
		finding_add(&act->findings, STR("number"), "unknown", "No document of this number is on record.");
	if (count > 1)
		finding_add(&act->findings, STR("issuer"), "required", "Several documents have this number. Choose who issued it.");
	return query_end(query, err);
}

static void check_codes(struct act *act, const struct kin_form *form)
{
	if (!pack_code_valid(act->pack, STR("kinships"), form->kinship, time_date(act->now)))
		finding_add(&act->findings, STR("kinship"), "unknown_code", "Choose one of the list.");
	if (!pack_code_valid(act->pack, STR("kinship_sources"), form->told_by, time_date(act->now)))
		finding_add(&act->findings, STR("told_by"), "unknown_code", "Choose one of the list.");
}

bool kin_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct kin_form *form = call->form;
	struct uuid holder, other = { 0 }, whose = { 0 };
	struct subject subject;
	if (!record_purpose(act, call, err) || !person_subject(act, call->id, &holder, &subject, err) || !find_other(act, form, &other, &whose, err))
		return false;
	check_codes(act, form);
	if (!act->findings.count && uuid_equal(whose, holder))
		finding_add(&act->findings, STR("number"), "same", "This is a document of the same person.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "kin");
	journal_append(act, &kinship_type, subject.record, &(struct kinship){ .other = other, .kinship = form->kinship, .told_by = form->told_by });
	journal_ref(act, other, "kin");
	reply->data = json_object();
	json_put_str(reply->data, "other", uuid_str(act->arena, other));
	reply->location = show_record(act, "/person/", holder, "");
	return true;
}

json_t *show_kin_form(struct act *act, const struct call *call, struct uuid holder)
{
	static const struct kin_form nothing;
	const struct kin_form *form = call->form ? call->form : &nothing;
	if (!rights_have(act->actor.rights, CAN_TIE))
		return json_false();
	json_t *out = json_object();
	json_put_str(out, "to", show_record(act, "/person/", holder, "/kin"));
	json_put(out, "kinships", show_codes(act, "kinships", form->kinship));
	json_put(out, "sources", show_codes(act, "kinship_sources", form->told_by));
	json_put(out, "issuers", show_codes(act, "countries", form->issuer));
	return out;
}
