#include "kept.h"

#include "hold.h"
#include "protection.h"
#include "lease.h"
#include "store.h"

enum { MINUTE = 60000, QUEUE_SEEN = 8, CLAIMS_SEEN = 200 };

static const struct kept_step steps[] = {
	{ 4 * MINUTE, 0, "hold", "identity", "Two passports in two names were in the bag; neither photograph was compared yet." },
	{ 5 * MINUTE, 0, "told", "", "In English; understood." },
	{ 6 * MINUTE, 0, "water", "", "" },
	{ 9 * MINUTE, 0, "call", "", "To a sister in Amaurot, six minutes." },
	{ 12 * MINUTE, 0, "agency", "document_desk", "Is one of the two numbers on your list of stolen blanks?" },
	{ 21 * MINUTE, 0, "meal", "", "Bread, cheese, tea." },
	{ 4 * MINUTE, 1, "hold", "examination", "The host named on the invitation could not be reached before the night." },
	{ 5 * MINUTE, 1, "welfare", "illness", "Diabetes: has insulin, must eat at eight." },
	{ 6 * MINUTE, 1, "interpreter", "", "By telephone, ten minutes." },
	{ 8 * MINUTE, 1, "doctor", "", "The nurse of the post looked in; nothing more is needed." },
	{ 11 * MINUTE, 1, "rest", "", "" },
};

const struct kept_step *kept_steps(size_t *count)
{
	*count = COUNT_OF(steps);
	return steps;
}

/* The person in the queue of the post, by place. */
static bool waiting(struct act *act, int who, struct referral_row *row, struct opened *opened, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.queue");
	int at = 0;
	query_bind_text(query, "post", act->place.post);
	query_bind_int(query, "most", QUEUE_SEEN);
	for (*found = false; !*found && query_next(query); at++) {
		query_row(query, &referral_row_fields, row, act->arena);
		*found = at == who;
	}
	return query_end(query, err) && (!*found || border_referral(act, row->id, row, opened, err));
}

static bool hold(struct act *act, const struct kept_step *step, const struct referral_row *row, const struct opened *opened, struct error *err)
{
	const struct hold_form form = {
		.ground = str_of(step->code), .facts = str_of(step->note), .alternative = STR("No address in the country, and nobody who answers for the person."), .screened = true,
		.room = STR("Room 2"), .language = STR("en"),
	};
	return hold_begin(act, opened->entry.record, row->post, row->id, &form, err);
}

static bool log_line(struct act *act, const struct kept_step *step, const struct opened *opened, struct error *err)
{
	struct holding_row row = { 0 };
	const struct hold_log_form form = { .what = str_of(step->what), .note = str_of(step->note) };
	bool held;
	return hold_of(act, opened->subject.holder, &row, &held, err) && (!held || hold_log(act, &row, opened->entry.record, &form, err));
}

static bool welfare(struct act *act, const struct kept_step *step, const struct referral_row *row, const struct opened *opened, struct error *err)
{
	struct str need = str_of(step->code);
	const struct welfare_form form = { .needs = { &need, 1 }, .note = str_of(step->note), .wish = STR("F"), .met = STR("yes") };
	return border_welfare(act, row, opened, &form, err);
}

bool kept_run(struct act *act, const struct kept_step *step, struct error *err)
{
	struct referral_row row = { 0 };
	struct opened opened;
	const struct agency_form asked = { .agency = str_of(step->code), .question = str_of(step->note) };
	bool found;
	if (!waiting(act, step->who, &row, &opened, &found, err) || !found)
		return !found;
	if (!strcmp(step->what, "hold"))
		return hold(act, step, &row, &opened, err);
	if (!strcmp(step->what, "welfare"))
		return welfare(act, step, &row, &opened, err);
	if (!strcmp(step->what, "agency"))
		return border_ask_agency(act, &row, &opened, &asked, err);
	return log_line(act, step, &opened, err);
}

/* What became of older claims: two were decided, the rest are examined. */
static struct answer_form older_answer(struct act *act, size_t at)
{
	if (at == 0)
		return (struct answer_form){ .answer = STR("granted"), .reference = STR("AS-2026-0112") };
	if (at == 1)
		return (struct answer_form){ .answer = STR("rejected"), .law = STR("Protection Act 2018, s. 30"), .final = date_of_days(date_days(time_date(act->now)) - 1), .reference = STR("AS-2026-0131") };
	return (struct answer_form){ .answer = STR("admissible"), .note = STR("Heard with an interpreter; a place in the reception centre is found.") };
}

bool kept_answer(struct act *act, struct error *err)
{
	struct query *query = db_query(act->db, "second_line.claims");
	struct uuid claims[CLAIMS_SEEN];
	size_t count = 0;
	query_bind_int(query, "most", CLAIMS_SEEN);
	while (count < CLAIMS_SEEN && query_next(query)) {
		struct claim_row row = { 0 };
		query_row(query, &claim_row_fields, &row, act->arena);
		claims[count++] = row.id;
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i + 1 < count; i++) {
		struct claim_file file;
		struct answer_form form = older_answer(act, count > 3 ? i : 2);
		if (!border_claim_file(act, claims[i], &file, err) || !border_answer(act, &file, &form, err))
			return false;
	}
	return true;
}
