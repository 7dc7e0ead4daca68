/* What is decided and logged about a holding. */
#include "hold.h"

#include "journal.h"
#include "lang.h"
#include "store.h"

enum { LIMIT_HOURS = 24, CARE_HOURS = 4 }; /* where the pack says nothing */
static const int64_t hour = 3600000;

const struct hold_kind hold_kinds[] = {
	{ "told", WORDS("Told why, and of the rights"), "chat", false },
	{ "meal", WORDS("Meal"), "clock", false },
	{ "water", WORDS("Water"), "clock", false },
	{ "rest", WORDS("Rest or sleep"), "clock", false },
	{ "call", WORDS("Call to family or another person"), "chat", false },
	{ "lawyer", WORDS("Lawyer called or seen"), "scale", false },
	{ "consulate", WORDS("Consulate called, at the person's wish"), "chat", false },
	{ "interpreter", WORDS("Interpreter"), "chat", false },
	{ "care", WORDS("Looked after: health and needs"), "care", true },
	{ "doctor", WORDS("Doctor or nurse"), "care", true },
	{ "search", WORDS("Search of the person"), "eye", false },
	{ "note", WORDS("Note"), "note", false },
	{ 0 },
};

const struct hold_kind *hold_kind(struct str code)
{
	for (const struct hold_kind *kind = hold_kinds; kind->code; kind++)
		if (str_is(code, kind->code))
			return kind;
	return NULL;
}

bool hold_care_due(const struct holding_row *row, int64_t now)
{
	return !row->ended && now >= row->cared + row->care_every * 60000;
}

bool hold_limit_due(const struct holding_row *row, int64_t now)
{
	return !row->ended && now >= row->until;
}

/* --- reading --- */

bool hold_by_id(struct act *act, struct uuid hold, struct holding_row *row, struct uuid *record, struct error *err)
{
	struct query *query = db_query(act->db, "hold.by_id");
	bool found;
	query_bind_id(query, "id", hold);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &holding_row_fields, row, act->arena);
	}
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "nobody is or was held under this number", "look at the queue again", "hold"));
}

bool hold_of(struct act *act, struct uuid holder, struct holding_row *row, bool *held, struct error *err)
{
	struct query *query = db_query(act->db, "hold.of_holder");
	query_bind_id(query, "holder", holder);
	*held = query_next(query);
	if (*held)
		query_row(query, &holding_row_fields, row, act->arena);
	return query_end(query, err);
}

/* --- deciding --- */

static bool findings(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "hold");
}

static bool still_held(const struct holding_row *row, struct error *err)
{
	return !row->ended || error_set(err, ERR_NOT_ALLOWED, WORDS("This holding has ended."), "", "hold");
}

static int64_t limit_of(const struct act *act, struct str ground)
{
	const struct pack_code *code = pack_code(act->pack, STR("hold_grounds"), ground);
	if (code && code->has_score)
		return act->now + code->score * hour;
	return act->now + pack_param_ms(act->pack, STR("hold_limit"), time_date(act->now), LIMIT_HOURS * hour);
}

static void check_ground(struct act *act, struct str ground)
{
	if (!pack_code_valid(act->pack, STR("hold_grounds"), ground, time_date(act->now)))
		finding_add(&act->findings, STR("ground"), "unknown_code", "Choose a ground of the list.");
}

bool hold_begin(struct act *act, struct uuid record, struct str post, struct uuid referral, const struct hold_form *form, struct error *err)
{
	struct document_row document = { 0 };
	struct holding_row other = { 0 };
	struct holding holding = { .post = post, .referral = referral, .until = limit_of(act, form->ground) };
	bool held, found;
	check_ground(act, form->ground);
	if (!form->screened)
		finding_add(&act->findings, STR("screened"), "required", "Look and ask first whether the person needs help.");
	if (!findings(act, err) || !document_by_record(act, record, &document, &found, err) || !hold_of(act, found ? document.holder : record, &other, &held, err))
		return false;
	if (held)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("This person is held already."), "", "hold");
#define COPY(type, name, ...) holding.name = form->name;
	HOLD_FORM_FIELDS(COPY, COPY)
#undef COPY
	holding.care_every = pack_param_ms(act->pack, STR("hold_care"), time_date(act->now), CARE_HOURS * hour) / 60000;
	journal_append(act, &holding_type, record, &holding);
	return true;
}

/* Whoever asked for protection is never brought to the notice of their state, whatever the answer. */
static bool has_claimed(struct act *act, struct uuid record, bool *claimed, struct error *err)
{
	struct query *query = db_query(act->db, "hold.claims");
	query_bind_id(query, "record", record);
	*claimed = query_next(query) && query_int(query, 0) > 0;
	return query_end(query, err);
}

static bool check_consulate(struct act *act, struct uuid record, const struct hold_log_form *form, struct error *err)
{
	bool claimed;
	if (!str_is(form->what, "consulate"))
		return true;
	if (!has_claimed(act, record, &claimed, err))
		return false;
	if (claimed)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("No consulate is called for this person: another desk handles them."), "", "hold");
	if (!form->wished)
		finding_add(&act->findings, STR("wished"), "required", "A consulate is called only when the person wishes it.");
	return true;
}

bool hold_log(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_log_form *form, struct error *err)
{
	struct hold_logged logged = { .hold = row->id, .what = form->what, .note = form->note, .wished = form->wished };
	if (!still_held(row, err) || !check_consulate(act, record, form, err))
		return false;
	if (!hold_kind(form->what))
		finding_add(&act->findings, STR("what"), "unknown_code", "Choose what was done.");
	if (str_is(form->what, "note") && str_trim(form->note).len < 2)
		finding_add(&act->findings, STR("note"), "required", "Write the note.");
	if (!findings(act, err))
		return false;
	journal_append(act, &hold_logged_type, record, &logged);
	return !hold_kind(form->what)->cares || task_end_all(act, record, STR("hold_care"), STR(""), err);
}

bool hold_prolong(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_ground_form *form, struct error *err)
{
	struct hold_ground ground = { .hold = row->id, .ground = form->ground, .facts = form->facts, .until = limit_of(act, form->ground) };
	if (!still_held(row, err))
		return false;
	check_ground(act, form->ground);
	if (str_equal(form->ground, row->ground))
		finding_add(&act->findings, STR("ground"), "out_of_range", "This ground is used up: only another one holds the person longer.");
	if (!findings(act, err))
		return false;
	journal_append(act, &hold_ground_type, record, &ground);
	return task_end_all(act, record, STR("hold_limit"), STR(""), err);
}

bool hold_finish(struct act *act, const struct holding_row *row, struct uuid record, const struct hold_end_form *form, struct error *err)
{
	struct hold_end end = { .hold = row->id, .outcome = form->outcome, .note = form->note };
	if (!still_held(row, err))
		return false;
	if (!pack_code_valid(act->pack, STR("hold_outcomes"), form->outcome, time_date(act->now)))
		finding_add(&act->findings, STR("outcome"), "unknown_code", "Choose how it ends.");
	if (!findings(act, err))
		return false;
	journal_append(act, &hold_end_type, record, &end);
	return task_end_all(act, record, STR("hold_care"), STR(""), err) && task_end_all(act, record, STR("hold_limit"), STR(""), err);
}
