/* Entries and rows of requests. */
#include "local.h"

FIELDS_TABLE(data_request_form, REQUEST_FORM_FIELDS)
FIELDS_TABLE(data_asked, REQUEST_FIELDS)
FIELDS_TABLE(data_extend_form, EXTEND_FORM_FIELDS)
FIELDS_TABLE(data_extended, EXTENDED_FIELDS)
FIELDS_TABLE(data_answer_form, DATA_ANSWER_FORM_FIELDS)
FIELDS_TABLE(data_answered, ANSWERED_FIELDS)
FIELDS_TABLE(data_request, DATA_REQUEST_FIELDS)
FIELDS_TABLE(data_requests_query, REQUESTS_QUERY_FIELDS)
FIELDS_TABLE(data_part_query, PART_QUERY_FIELDS)

const struct entry_type request_type = { "data.request", 1, KIND_CASE, ENTRY_BLIND, &data_asked_fields, "a person asked about their own data" };
const struct entry_type extended_type = { "data.extend", 1, KIND_CASE, 0, &data_extended_fields, "the time for an answer about a person's own data was extended" };
const struct entry_type answered_type = { "data.answer", 1, KIND_CASE, 0, &data_answered_fields, "a person was answered about their own data" };

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

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct data_request *row = to;
	const struct data_extended *longer = data;
	const struct data_answered *answered = data;
	if (entry->type == &request_type) {
		take_request(row, entry, data);
	} else if (entry->type == &extended_type) {
		row->extended = entry->happened;
		row->extension = longer->reason;
		row->due = longer->due;
	} else if (!row->answered) {
		row->answered = entry->happened;
		row->decider = entry->actor;
		row->outcome = answered->outcome;
		row->reasons = answered->reasons;
		row->remedy = answered->remedy;
		row->file = answered->file;
		row->digest = answered->digest;
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct data_request *row = from;
	if (row->opened)
		rows_put(out, &data_request_table, row);
}

static const struct entry_type *const reads[] = { &request_type, &extended_type, &answered_type, NULL };
static const struct table *const writes[] = { &data_request_table, NULL };
const struct fold request_fold = { "data_request", 1, reads, writes, sizeof(struct data_request), apply, rows };
