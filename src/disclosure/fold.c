/* Entries and rows of requests. */
#include "local.h"

FIELDS_TABLE(data_request_form, REQUEST_FORM_FIELDS)
FIELDS_TABLE(data_asked, REQUEST_FIELDS)
FIELDS_TABLE(data_extend_form, EXTEND_FORM_FIELDS)
FIELDS_TABLE(data_extended, EXTENDED_FIELDS)
FIELDS_TABLE(data_answer_form, DATA_ANSWER_FORM_FIELDS)
FIELDS_TABLE(data_answered, ANSWERED_FIELDS)
FIELDS_TABLE(data_erasure, ERASURE_FIELDS)
FIELDS_TABLE(data_erased, ERASED_FIELDS)
FIELDS_TABLE(data_lift_form, LIFT_FORM_FIELDS)
FIELDS_TABLE(data_lifted, LIFTED_FIELDS)
FIELDS_TABLE(data_request, DATA_REQUEST_FIELDS)
FIELDS_TABLE(data_requests_query, REQUESTS_QUERY_FIELDS)
FIELDS_TABLE(data_part_query, PART_QUERY_FIELDS)

const struct entry_type request_type = { "data.request", 1, KIND_CASE, ENTRY_BLIND, &data_asked_fields, "a person asked about their own data" };
const struct entry_type extended_type = { "data.extend", 1, KIND_CASE, 0, &data_extended_fields, "the time for an answer about a person's own data was extended" };
const struct entry_type answered_type = { "data.answer", 1, KIND_CASE, 0, &data_answered_fields, "a person was answered about their own data" };

const struct entry_type erasure_type = { "data.erasure", 1, KIND_CASE, 0, &data_erasure_fields, "entries about a person are to be erased, as a named person decided" };
const struct entry_type erased_type = { "data.erased", 1, KIND_CASE, 0, &data_erased_fields, "entries about a person were erased by another person" };
const struct entry_type lifted_type = { "data.lift", 1, KIND_CASE, 0, &data_lifted_fields, "a restriction was lifted, with what was found" };

static const char *const indexes[] = { "answered, due", "about", NULL };
const struct table data_request_table = { "data_request", &data_request_fields, "", indexes };

static void take_request(struct data_request *row, const struct entry *entry, const struct data_asked *asked)
{
	*row = (struct data_request){
		.what = asked->what, .about = asked->about, .name = asked->name, .capacity = asked->capacity, .mandate = asked->mandate,
		.identified = asked->identified, .contact = asked->contact, .words = asked->words, .language = asked->language,
		.received = asked->received, .due = asked->due, .opened = entry->happened, .officer = entry->actor,
	};
}

static void take_answer(struct data_request *row, const struct entry *entry, const struct data_answered *answered)
{
	row->answered = entry->happened;
	row->decider = entry->actor;
	row->outcome = answered->outcome;
	row->reasons = answered->reasons;
	row->remedy = answered->remedy;
	row->file = answered->file;
	row->digest = answered->digest;
	row->review = answered->review;
}

static void take_later(struct data_request *row, const struct entry *entry, const void *data)
{
	const struct data_erasure *erasure = data;
	const struct data_lifted *lifted = data;
	if (entry->type == &erasure_type) {
		row->erasing = (int64_t)erasure->entries.count;
		row->erase_due = erasure->due;
	} else if (entry->type == &erased_type) {
		row->erased = entry->happened;
		row->eraser = entry->actor;
	} else if (!row->lifted) {
		row->lifted = entry->happened;
		row->lifter = entry->actor;
		row->found = lifted->reason;
	}
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct data_request *row = to;
	const struct data_extended *longer = data;
	if (entry->type == &request_type) {
		take_request(row, entry, data);
	} else if (entry->type == &extended_type) {
		row->extended = entry->happened;
		row->extension = longer->reason;
		row->due = longer->due;
	} else if (entry->type != &answered_type) {
		take_later(row, entry, data);
	} else if (!row->answered) {
		take_answer(row, entry, data);
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct data_request *row = from;
	if (row->opened)
		rows_put(out, &data_request_table, row);
}

static const struct entry_type *const reads[] = { &request_type, &extended_type, &answered_type, &erasure_type, &erased_type, &lifted_type, NULL };
static const struct table *const writes[] = { &data_request_table, NULL };
const struct fold request_fold = { "data_request", 2, reads, writes, sizeof(struct data_request), apply, rows };
