/* What the second line does beside its decision: needs and wishes, who is available, agencies that are asked, files of the stateless. */
#include "lease.h"

#include "grown.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

enum { SHIFT_MS = 12 * 3600000 };

FIELDS_TABLE(welfare_form, WELFARE_FORM_FIELDS)
FIELDS_TABLE(welfare, WELFARE_FIELDS)
FIELDS_TABLE(available_form, AVAILABLE_FORM_FIELDS)
FIELDS_TABLE(available, AVAILABLE_FIELDS)
FIELDS_TABLE(agency_form, AGENCY_FORM_FIELDS)
FIELDS_TABLE(agency_ask, AGENCY_ASK_FIELDS)
FIELDS_TABLE(agency_answer, AGENCY_ANSWER_FIELDS)
FIELDS_TABLE(agency_row, AGENCY_ROW_FIELDS)
FIELDS_TABLE(stateless, STATELESS_FIELDS)

const struct entry_type welfare_type = { "referral.welfare", 1, KIND_CASE, ENTRY_BLIND, &welfare_fields, "needs and wishes of a person of the second line" };
const struct entry_type available_type = { "duty.available", 1, KIND_ACCESS, ENTRY_BLIND, &available_fields, "an officer said for whose interviews and searches they are available" };
const struct entry_type agency_ask_type = { "agency.ask", 1, KIND_CASE, ENTRY_BLIND, &agency_ask_fields, "another agency was asked about a person" };
const struct entry_type agency_answer_type = { "agency.answer", 1, KIND_CASE, ENTRY_BLIND, &agency_answer_fields, "another agency answered about a person" };
const struct entry_type stateless_type = { "stateless", 1, KIND_PERSON, ENTRY_BLIND, &stateless_fields, "the file of a stateless person" };

static const char *const agency_indexes[] = { "task", NULL };
static const struct table available_table = { "available", &available_fields, "", NULL };
static const struct table agency_table = { "agency", &agency_row_fields, "id", agency_indexes };
static const struct table stateless_table = { "stateless", &stateless_fields, "", NULL };

/* --- folds --- */

struct available_state { struct available row; bool said; };

static void available_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct available_state *state = to;
	(void)entry;
	(void)arena;
	state->row = *(const struct available *)data;
	state->said = true;
}

static void available_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct available_state *state = from;
	(void)record;
	if (state->said)
		rows_put(out, &available_table, &state->row);
}

static void agency_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct grown *asked = to;
	if (entry->type == &agency_answer_type) {
		const struct agency_answer *answer = data;
		for (size_t i = 0; i < asked->count; i++) {
			struct agency_row *row = (struct agency_row *)asked->rows + i;
			if (!uuid_equal(row->task, answer->task))
				continue;
			row->answered = entry->happened;
			row->answerer = entry->actor;
			row->answer = answer->answer;
		}
		return;
	}
	const struct agency_ask *ask = data;
	struct agency_row *row = grow(asked, sizeof *row, arena);
	*row = (struct agency_row){ .id = entry->id, .asked = entry->happened, .asker = entry->actor };
#define COPY(type, name, ...) row->name = ask->name;
	AGENCY_ASK_FIELDS(COPY, COPY)
#undef COPY
}

static void agency_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct grown *asked = from;
	(void)record;
	for (size_t i = 0; i < asked->count; i++)
		rows_put(out, &agency_table, (struct agency_row *)asked->rows + i);
}

struct stateless_state { struct stateless row; bool open; };

static void stateless_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct stateless_state *state = to;
	(void)entry;
	(void)arena;
	state->row = *(const struct stateless *)data;
	state->open = true;
}

static void stateless_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct stateless_state *state = from;
	(void)record;
	if (state->open)
		rows_put(out, &stateless_table, &state->row);
}

static const struct entry_type *const available_reads[] = { &available_type, NULL };
static const struct table *const available_writes[] = { &available_table, NULL };
static const struct entry_type *const agency_reads[] = { &agency_ask_type, &agency_answer_type, NULL };
static const struct table *const agency_writes[] = { &agency_table, NULL };
static const struct entry_type *const stateless_reads[] = { &stateless_type, NULL };
static const struct table *const stateless_writes[] = { &stateless_table, NULL };
extern const struct fold available_fold, agency_fold, stateless_fold;
const struct fold available_fold = { "available", 1, available_reads, available_writes, sizeof(struct available_state), available_apply, available_rows };
const struct fold agency_fold = { "agency", 1, agency_reads, agency_writes, sizeof(struct grown), agency_apply, agency_rows };
const struct fold stateless_fold = { "stateless", 1, stateless_reads, stateless_writes, sizeof(struct stateless_state), stateless_apply, stateless_rows };

/* --- what is done --- */

static bool findings(struct act *act, const char *where, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "%s", where);
}

static void check_needs(struct act *act, const struct texts *needs)
{
	for (size_t i = 0; i < needs->count; i++)
		if (!pack_code_valid(act->pack, STR("needs"), needs->items[i], time_date(act->now)))
			finding_add(&act->findings, STR("needs"), "unknown_code", "Choose needs of the list.");
}

bool border_welfare(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct welfare_form *form, struct error *err)
{
	struct welfare welfare = { .referral = referral->id };
	check_needs(act, &form->needs);
	if (form->wish.len && !str_is(form->wish, "F") && !str_is(form->wish, "M") && !str_is(form->wish, "any"))
		finding_add(&act->findings, STR("wish"), "unknown_code", "Choose a woman, a man, or no wish.");
	if (form->met.len && !str_is(form->met, "yes") && !str_is(form->met, "no"))
		finding_add(&act->findings, STR("met"), "unknown_code", "Say whether the wish was met.");
	if (str_is(form->met, "no") && str_trim(form->why_not).len < 3)
		finding_add(&act->findings, STR("why_not"), "required", "Say why the wish was not met.");
	if (!findings(act, "welfare", err))
		return false;
#define COPY(type, name, ...) welfare.name = form->name;
	WELFARE_FORM_FIELDS(COPY, COPY)
#undef COPY
	journal_append(act, &welfare_type, opened->entry.record, &welfare);
	return true;
}

bool border_available(struct act *act, const struct available_form *form, struct error *err)
{
	struct available available = { .post = act->place.post, .women = form->women, .men = form->men, .until = act->now + SHIFT_MS };
	if (!act->place.post.len)
		return error_set(err, ERR_NOT_ALLOWED, WORDS("Choose where you work first"), "", "available");
	journal_append(act, &available_type, act->actor.user, &available);
	return true;
}

bool border_ask_agency(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct agency_form *form, struct error *err)
{
	struct agency_ask ask = { .agency = form->agency, .question = form->question, .referral = referral->id, .task = uuid_v7(act->now, act->random) };
	if (!pack_code_valid(act->pack, STR("agencies"), form->agency, time_date(act->now)) || !pack_role(act->pack, form->agency))
		finding_add(&act->findings, STR("agency"), "unknown_code", "Choose an agency of the list.");
	if (!findings(act, "agency", err))
		return false;
	struct task task = { .role = form->agency, .what = STR("agency"), .about = opened->entry.record, .words = form->question };
	journal_append(act, &agency_ask_type, opened->entry.record, &ask);
	journal_append(act, &task_type, ask.task, &task);
	return true;
}

bool border_agency_answered(struct act *act, struct uuid task, const struct task_row *row, struct str answer, struct error *err)
{
	if (str_trim(answer).len < 2)
		finding_add(&act->findings, STR("note"), "required", "Write the answer: it goes back to who asked.");
	if (!findings(act, "agency", err))
		return false;
	journal_append(act, &agency_answer_type, row->about, &(struct agency_answer){ .task = task, .answer = answer });
	return true;
}

bool border_stateless(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct stateless *form, struct error *err)
{
	(void)referral;
	if (!pack_code_valid(act->pack, STR("stateless_grounds"), form->how, time_date(act->now)))
		finding_add(&act->findings, STR("how"), "unknown_code", "Choose how it shows.");
	if (!findings(act, "stateless", err))
		return false;
	journal_append(act, &stateless_type, opened->entry.record, form);
	return true;
}
