/* What is planned for an interview, what was said, and that it was read back. */
#include "inner.h"

#include "arena.h"
#include "interview.h"

FIELDS_TABLE(interview_plan, INTERVIEW_PLAN_FIELDS)
FIELDS_TABLE(interview_answer, INTERVIEW_ANSWER_FIELDS)
FIELDS_TABLE(interview_record, INTERVIEW_RECORD_FIELDS)
FIELDS_TABLE(interview_read, INTERVIEW_READ_FIELDS)
FIELDS_TABLE(interview_row, INTERVIEW_ROW_FIELDS)

const struct entry_type interview_plan_type = { "interview.plan", 1, KIND_CASE, 0, &interview_plan_fields, "An interview was planned" };
const struct entry_type interview_record_type = { "interview.record", 1, KIND_CASE, 0, &interview_record_fields, "An interview was held: what was said" };
const struct entry_type interview_read_type = { "interview.read", 1, KIND_CASE, 0, &interview_read_fields, "The record of an interview was read back" };

static const struct table interview_table = { "interview", &interview_row_fields, "", NULL };

/* --- the table --- */

struct talk {
	struct interview_row row;
	bool is;
};

/* Planned again after one was held and read back: the next one, whose record is not written yet. */
static void planned(struct interview_row *row, const struct interview_plan *plan)
{
	if (row->how.len)
		*row = (struct interview_row){ .language = row->language };
#define COPY(type, name, ...) row->name = plan->name;
	INTERVIEW_PLAN_FIELDS(COPY, COPY)
#undef COPY
}

/* The questions and answers, as JSON: [{question, answer}]. */
static struct str answers_json(const struct list *answers, struct arena *arena)
{
	const struct interview_answer *items = answers->items;
	json_t *all = json_array();
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < answers->count; i++)
		json_array_append_new(all, fields_to_json(&interview_answer_fields, &items[i]));
	json_write(&out, all);
	json_decref(all);
	return buf_str(&out);
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct talk *talk = to;
	struct interview_row *row = &talk->row;
	talk->is = true;
	if (entry->type == &interview_plan_type) {
		planned(row, data);
	} else if (entry->type == &interview_record_type) {
		const struct interview_record *kept = data;
		row->began = kept->began;
		row->lasted = kept->lasted;
		row->present = kept->present;
		row->answers = answers_json(&kept->answers, arena);
		row->note = kept->note;
		row->recorded_by = entry->actor;
		row->how = STR("");
		row->read = 0;
	} else {
		const struct interview_read *read = data;
		row->how = read->how;
		row->corrections = read->corrections;
		row->signed_by = read->signed_by;
		row->handed = read->handed;
		row->read = entry->happened;
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct talk *talk = from;
	(void)record;
	if (talk->is)
		rows_put(out, &interview_table, &talk->row);
}

static const struct entry_type *const reads[] = { &interview_plan_type, &interview_record_type, &interview_read_type, NULL };
static const struct table *const writes[] = { &interview_table, NULL };
const struct fold interview_fold = { "interview", 1, reads, writes, sizeof(struct talk), apply, rows };

/* --- acting --- */

enum { ANSWERS_MOST = 24000 }; /* the transcript holds them twice, as values and as text, in one entry of 64 KiB */

bool interview_look(struct act *act, struct uuid record, struct interview_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "booking.interview");
	*out = (struct interview_row){ 0 };
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &interview_row_fields, out, act->arena);
	return query_end(query, err);
}

static bool look_both(struct act *act, struct uuid record, struct booking_row *booking, struct interview_row *talk, struct error *err)
{
	bool found, planned_already;
	if (!booking_look(act, record, booking, &found, err) || !interview_look(act, record, talk, &planned_already, err))
		return false;
	return found || error_set(err, ERR_NOT_FOUND, "there is no such interview", "look at the list of interviews", "interview");
}

bool interview_set(struct act *act, struct uuid record, const struct interview_plan *plan, struct error *err)
{
	struct booking_row booking;
	struct interview_row talk;
	if (!look_both(act, record, &booking, &talk, err))
		return false;
	if (talk.began)
		return error_set(err, ERR_NOT_ALLOWED, "this interview was held", "plan another one", "interview");
	if (plan->wish.len && !plan->met && !plan->why_not.len)
		finding_add(&act->findings, STR("why_not"), "required", "Say why the wish cannot be met.");
	if (!booking_another_look(act, err))
		return false;
	journal_append(act, &interview_plan_type, record, plan);
	booking_name_case(act, booking.about);
	return true;
}

static size_t bytes_of_answers(const struct list *answers)
{
	const struct interview_answer *items = answers->items;
	size_t sum = 0;
	for (size_t i = 0; i < answers->count; i++)
		sum += items[i].question.len + items[i].answer.len;
	return sum;
}

bool interview_keep(struct act *act, struct uuid record, const struct interview_record *kept, struct error *err)
{
	struct booking_row booking;
	struct interview_row talk;
	if (!look_both(act, record, &booking, &talk, err))
		return false;
	if (talk.how.len)
		return error_set(err, ERR_NOT_ALLOWED, "this record was read back and is not changed any more", "write what is to be said besides as a note of the case", "interview");
	if (bytes_of_answers(&kept->answers) > ANSWERS_MOST)
		finding_add(&act->findings, STR("answers"), "too_long", "The record is longer than one entry holds. Write the rest as the record of a second interview.");
	if (kept->began > act->now)
		finding_add(&act->findings, STR("began"), "future", "It has not begun yet.");
	if (!booking_another_look(act, err))
		return false;
	journal_append(act, &interview_record_type, record, kept);
	booking_name_case(act, booking.about);
	return talk.began || booking_tell_case(act, &booking, "held", kept->began, err);
}

bool interview_read_back(struct act *act, struct uuid record, const struct interview_read *read, struct error *err)
{
	static const char *const ways[] = { "read_back", "interpreted", "read_alone", "refused" };
	struct booking_row booking;
	struct interview_row talk;
	bool known = false;
	if (!look_both(act, record, &booking, &talk, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		known |= str_is(read->how, ways[i]);
	if (!talk.began)
		return error_set(err, ERR_NOT_ALLOWED, "there is no record to read back", "write the record first", "interview");
	if (!known)
		finding_add(&act->findings, STR("how"), "unknown_code", "Choose how it was read back.");
	if (!booking_another_look(act, err))
		return false;
	journal_append(act, &interview_read_type, record, read);
	booking_name_case(act, booking.about);
	return true;
}
