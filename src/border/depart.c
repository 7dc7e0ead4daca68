/* After a refusal: entries, table, and what must hold for a notice and for a departure. */
#include "depart.h"

#include "custody.h"
#include "house.h"
#include "journal.h"
#include "letter.h"
#include "show.h"
#include "store.h"

FIELDS_TABLE(notice_form, NOTICE_FORM_FIELDS)
FIELDS_TABLE(notice, NOTICE_FIELDS)
FIELDS_TABLE(depart_form, DEPART_FORM_FIELDS)
FIELDS_TABLE(departed, DEPARTED_FIELDS)
FIELDS_TABLE(keep_form, KEEP_FORM_FIELDS)
FIELDS_TABLE(departure_row, DEPARTURE_ROW_FIELDS)

const struct entry_type notice_type = { "departure.notice", 1, KIND_CASE, 0, &notice_fields, "The carrier was told to take a refused person away" };
const struct entry_type departed_type = { "departure.confirm", 1, KIND_CASE, 0, &departed_fields, "A refused person has left" };

static const char *const indexes[] = { "post, open", NULL };
static const struct table departure_table = { "departure", &departure_row_fields, "record, id", indexes };

/* --- the fold --- */

enum { REFUSALS_MOST = 60 }; /* of one document; later ones stand in the entries alone */

struct departures {
	struct departure_row *rows;
	size_t count;
};

static void refuse(struct departures *all, const struct entry *entry, const struct movement *movement)
{
	if (all->count == REFUSALS_MOST)
		return;
	struct departure_row *row = &all->rows[all->count++];
	*row = (struct departure_row){
		.id = entry->id, .post = movement->post, .refused = entry->happened, .reasons = movement->reasons, .referral = movement->referral,
		.carrier = movement->carrier, .craft = movement->craft, .from_place = movement->from_place, .open = true,
	};
#define COPY(type, name, ...) row->name = movement->name;
	IDENTITY_FIELDS(COPY, COPY)
#undef COPY
}

static struct departure_row *row_of(struct departures *all, struct uuid refusal)
{
	for (size_t i = 0; i < all->count; i++)
		if (uuid_equal(all->rows[i].id, refusal))
			return &all->rows[i];
	return NULL;
}

static void stop(struct departure_row *row, struct str why)
{
	if (!row || !row->open)
		return;
	row->stopped = why;
	row->open = false;
}

static void tell(struct departure_row *row, const struct entry *entry, const struct notice *notice)
{
	if (!row)
		return;
	row->noticed = entry->happened;
	row->carrier = notice->carrier;
	row->craft = notice->craft;
	row->from_place = notice->from_place;
}

static void leave(struct departure_row *row, const struct entry *entry, const struct departed *departed)
{
	if (!row)
		return;
	row->departed = entry->happened;
	row->left_by = departed->craft;
	row->confirmed = entry->actor;
	row->open = false;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct departures *all = to;
	const struct correction *correction = data;
	if (!all->rows)
		all->rows = ARENA_ARRAY(arena, struct departure_row, REFUSALS_MOST);
	if (entry->type == &refusal_type)
		refuse(all, entry, data);
	else if (entry->type == &notice_type)
		tell(row_of(all, ((const struct notice *)data)->refusal), entry, data);
	else if (entry->type == &departed_type)
		leave(row_of(all, ((const struct departed *)data)->refusal), entry, data);
	else if (entry->type == &correction_type && str_is(correction->what, "annul"))
		stop(row_of(all, correction->corrects), STR("annulled"));
	else if (entry->type == &claim_type)
		for (size_t i = 0; i < all->count; i++)
			stop(&all->rows[i], STR("protection"));
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct departures *all = from;
	(void)record;
	for (size_t i = 0; i < all->count; i++)
		rows_put(out, &departure_table, &all->rows[i]);
}

static const struct entry_type *const reads[] = { &refusal_type, &notice_type, &departed_type, &correction_type, &claim_type, NULL };
static const struct table *const writes[] = { &departure_table, NULL };
const struct fold departure_fold = { "departure", 1, reads, writes, sizeof(struct departures), apply, rows };

/* --- what must hold --- */

bool departure_by_id(struct act *act, struct uuid refusal, struct departure_row *out, struct uuid *record, struct error *err)
{
	struct query *query = db_query(act->db, "border.departure_by_id");
	query_bind_id(query, "id", refusal);
	bool found = query_next(query);
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &departure_row_fields, out, act->arena);
	}
	if (!query_end(query, err))
		return false;
	bool here = found && (str_equal(out->post, act->place.post) || rights_have(act->actor.rights, CAN_SUPERVISE));
	return here || error_set(err, ERR_NOT_FOUND, "there is no such refusal", "look it up by the person or the document", "refusal");
}

/* A claim on any document of the person stops it, also one that was made a moment ago: the head of the record is compared at commit. */
static bool may_go(struct act *act, struct uuid refusal, struct departure_row *row, struct uuid *record, struct error *err)
{
	struct document_row document = { 0 };
	bool found, claimed = false;
	if (!departure_by_id(act, refusal, row, record, err) || !document_by_record(act, *record, &document, &found, err) ||
	    !claim_is_open(act, found ? document.holder : *record, &claimed, err))
		return false;
	if (claimed || str_is(row->stopped, "protection"))
		return error_set(err, ERR_NOT_ALLOWED, "Another desk handles this person: nobody sends them away.", "whoever must go later needs a new decision", "departure");
	if (row->departed)
		return error_set(err, ERR_NOT_ALLOWED, "the departure was confirmed already", "look at the refusal again", "departure");
	if (!row->open)
		return error_set(err, ERR_NOT_ALLOWED, "this refusal was taken back", "look at the refusal again", "departure");
	return true;
}

static json_t *journey_of(const struct notice_form *form)
{
	struct movement journey = { .direction = STR("entry"), .carrier = form->carrier, .craft = form->craft, .from_place = form->from_place };
	return letter_journey(&journey);
}

static json_t *common_values(struct act *act, const struct departure_row *row, const struct notice_form *form)
{
	json_t *values = json_object();
	json_put(values, "person", letter_person(act, (const struct identity *)&row->surname));
	json_put(values, "document", letter_document((const struct identity *)&row->surname));
	json_put(values, "journey", journey_of(form));
	return values;
}

static struct str refusal_number(struct act *act, struct uuid refusal)
{
	struct error ignored;
	struct query *query = db_query(act->db, "border.letter_number");
	query_bind_id(query, "about", refusal);
	struct str number = query_next(query) ? query_text(query, 0, act->arena) : STR("");
	return query_end(query, &ignored) ? number : STR("");
}

/* To the carrier in the state's language alone. */
static bool carrier_letter(struct act *act, struct uuid record, const struct departure_row *row, const struct notice_form *form, bool held, struct error *err)
{
	json_t *values = common_values(act, row, form), *reasons = json_array();
	struct str number = refusal_number(act, row->id);
	for (size_t i = 0; i < row->reasons.count; i++)
		json_array_append_new(reasons, json_str(row->reasons.items[i]));
	json_put(values, "reasons", reasons);
	json_put_int(values, "refused", row->refused);
	if (number.len)
		json_put_str(values, "refusal", number);
	json_put_yesno(values, "document_held", held);
	const struct letter_order order = { .name = "carrier_notice", .record = record, .about = row->id, .post = row->post, .copy = WORDS("For the carrier"), .values = values };
	return letter_issue(act, &order, NULL, err);
}

static bool covering_letter(struct act *act, struct uuid record, const struct departure_row *row, const struct notice_form *form, const struct custody_row *held,
                            struct error *err)
{
	json_t *values = common_values(act, row, form);
	json_put_str(values, "label", held->label);
	if (held->finding.len)
		json_put_str(values, "finding", held->finding);
	const struct letter_order order = { .name = "covering_letter", .record = record, .about = row->id, .post = row->post, .copy = WORDS("Goes with the person"), .values = values };
	return letter_issue(act, &order, NULL, err);
}

bool border_notice(struct act *act, struct uuid refusal, const struct notice_form *form, struct error *err)
{
	struct departure_row row = { 0 };
	struct custody_row held = { 0 };
	struct uuid record;
	bool found = false;
	if (!may_go(act, refusal, &row, &record, err) || !custody_of(act, record, &held, &found, err))
		return false;
	struct notice notice = { refusal, form->carrier, form->craft, form->from_place };
	journal_append(act, &notice_type, record, &notice);
	return carrier_letter(act, record, &row, form, found, err) && (!found || covering_letter(act, record, &row, form, &held, err));
}

bool border_departed(struct act *act, struct uuid refusal, const struct departed *departed, int64_t happened, struct error *err)
{
	struct departure_row row = { 0 };
	struct uuid record;
	if (!may_go(act, refusal, &row, &record, err))
		return false;
	if (happened > act->now)
		finding_add(&act->findings, STR("at"), "in_future", "Confirm it when the person has left.");
	if (happened < row.refused)
		finding_add(&act->findings, STR("at"), "too_early", "This is before the refusal.");
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "departure");
	journal_append_at(act, &departed_type, record, departed, happened);
	return true;
}
