/* The last day of a stay that runs: extended by a case, and taken back.
 *
 * The entry is that of the desk that records a decision of another authority (`stay.extension`), in the record of the document that was entered on: the count
 * of days at the booth takes it. Who is not found by document, name and birth date loses nothing by it: the case goes on, and its fact says so.
 * Taken back, the stay ends on the day that was its last one before, but never before today: nobody has been here unlawfully while the extension stood. */
#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "permit.h"
#include "registry.h"
#include "stay.h"

/* The person of the case on the document of the case, as the border knows it. Not `known`: nobody of that name and birth date crossed on it. */
static bool known_here(struct act *act, const struct identity *told, struct subject *subject, bool *known, struct error *err)
{
	struct document_row row;
	*known = false;
	subject->record = identity_record(act, told);
	if (!told->document_number.len)
		return true;
	if (!document_by_record(act, subject->record, &row, known, err))
		return false;
	if (!*known)
		return true;
	subject->identity = *(const struct identity *)&row;
	const struct identity named = { .surname = told->surname.len ? told->surname : told->given_names, .given_names = told->surname.len ? told->given_names : STR("") };
	const struct permit_row holder = { .born = told->born, .name_key = identity_key(&named, act->arena) };
	*known = permit_is_holder(subject, &holder, act->arena);
	return true;
}

/* The stay that runs; `*open` NULL: none is on record, or it has no last day. False with err: a table failed. */
static bool open_stay(struct act *act, const struct case_command *asked, struct subject *subject, const struct movement_row **open, struct error *err)
{
	struct identity told;
	struct stay_account stay;
	bool known;
	*open = NULL;
	*subject = (struct subject){ .source = STR("none"), .direction = STR("exit") };
	if (!identity_of_use(act, asked, &told))
		return true;
	if (!known_here(act, &told, subject, &known, err))
		return false;
	if (!known)
		return true;
	subject->post = &act->pack->posts[0];
	subject->today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	if (!subject_load(act, subject, err))
		return false;
	stay_of(subject, false, act->arena, &stay);
	*open = stay.open && date_whole(stay.open->stay_until) ? stay.open : NULL;
	return true;
}

static bool append(struct act *act, const struct case_seen *seen, const struct movement_row *open, struct extension extension, struct error *err)
{
	struct movement_row row;
	struct uuid record;
	bool found;
	if (!movement_by_id(act, open->id, &row, &record, &found, err))
		return false;
	extension.crossing = open->id;
	extension.before = open->stay_until;
	extension.authority = act->pack->head.authority.source;
	extension.number = seen->row.reference;
	journal_append(act, &extension_type, record, &extension);
	return true;
}

static json_t *facts_of(struct act *act, const char *status, struct date until, struct str reason)
{
	json_t *facts = json_pack("{s:s}", "status", status);
	if (date_whole(until))
		json_put_str(facts, "until", date_str(act->arena, until));
	json_put_str(facts, "reason", reason);
	return facts;
}

static bool incomplete(struct act *act, struct error *err)
{
	finding_add(&act->findings, STR(""), "no_last_day", "An extension needs its last day and its reason.");
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "stay");
}

static bool extend(struct act *act, const struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct rule_value until, reason;
	struct subject subject;
	const struct movement_row *open;
	if (!case_setting(asked->flow, asked->use, "until", &until, err) || !case_setting(asked->flow, asked->use, "reason", &reason, err) ||
	    !open_stay(act, asked, &subject, &open, err))
		return false;
	if (until.kind != RULE_DATE || !date_whole(until.date) || reason.kind != RULE_CODE || !pack_code(act->pack, STR("extension_reasons"), reason.text))
		return incomplete(act, err);
	*facts = facts_of(act, open ? "extended" : "unknown", until.date, reason.text);
	if (!open || date_compare(until.date, open->stay_until) <= 0)
		return true;
	json_put_str(*facts, "before", date_str(act->arena, open->stay_until));
	return append(act, seen, open, (struct extension){ .until = until.date, .reason = reason.text }, err);
}

/* What this case gave and nobody changed since. */
static bool restore(struct act *act, const struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct date before, until;
	struct subject subject;
	const struct movement_row *open;
	struct str reason = fact_text(act, asked, "reason");
	bool gave = date_parse(fact_text(act, asked, "before"), &before) && date_parse(fact_text(act, asked, "until"), &until);
	if (!open_stay(act, asked, &subject, &open, err))
		return false;
	if (!gave || !str_is(fact_text(act, asked, "status"), "extended") || !open || date_compare(open->stay_until, until)) {
		*facts = facts_of(act, "restored", open ? open->stay_until : (struct date){ 0 }, reason);
		return true;
	}
	struct date back = date_compare(before, subject.today) < 0 ? subject.today : before;
	*facts = facts_of(act, "restored", back, reason);
	json_put_str(*facts, "before", STR(""));
	return date_compare(back, until) >= 0 || append(act, seen, open, (struct extension){ .until = back, .reason = reason, .what = STR("restored") }, err);
}

bool stay_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	return (str_is(str_of(asked->name), "extend") ? extend : restore)(act, seen, asked, facts, err);
}
