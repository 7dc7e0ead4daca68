/* The till of a desk and a day: opened, booked into, counted, closed. */
#include "inner.h"

#include "access.h"
#include "crypto.h"

FIELDS_TABLE(till_open, TILL_OPEN_FIELDS)
FIELDS_TABLE(till_booked, TILL_BOOKED_FIELDS)
FIELDS_TABLE(till_coins, TILL_COINS_FIELDS)
FIELDS_TABLE(till_count, TILL_COUNT_FIELDS)
FIELDS_TABLE(till_back, TILL_BACK_FIELDS)
FIELDS_TABLE(till_row, TILL_ROW_FIELDS)
FIELDS_TABLE(till_line, TILL_LINE_FIELDS)

const struct entry_type till_open_type = { "till.open", 1, KIND_CASE, 0, &till_open_fields, "A cash desk was opened for the day" };
const struct entry_type till_booked_type = { "till.booked", 1, KIND_CASE, 0, &till_booked_fields, "Something was taken or given back at a cash desk" };
const struct entry_type till_count_type = { "till.count", 1, KIND_CASE, 0, &till_count_fields, "A cash desk was counted, with a difference" };
const struct entry_type till_close_type = { "till.close", 1, KIND_CASE, 0, &till_count_fields, "The day of a cash desk was closed" };
const struct entry_type till_back_type = { "till.back", 1, KIND_CASE, 0, &till_back_fields, "A cash desk is to be counted again" };

static const char *const till_indexes[] = { "day", "cashier, state", NULL };
static const struct table till_table = { "till", &till_row_fields, "", till_indexes };
static const struct table line_table = { "till_line", &till_line_fields, "id", NULL };

enum { LINES_MOST = 2000 };

/* --- fold --- */

struct drawer {
	struct till_row row;
	struct till_line *lines;
	size_t count;
};

static void opened(struct till_row *row, const struct entry *entry, const struct till_open *open)
{
	*row = (struct till_row){ .cashier = entry->actor, .opened = entry->happened, .state = STR("open") };
#define COPY(type, name, ...) row->name = open->name;
	TILL_OPEN_FIELDS(COPY, COPY)
#undef COPY
}

static void booked(struct drawer *drawer, const struct entry *entry, const struct till_booked *booked, struct arena *arena)
{
	struct till_row *row = &drawer->row;
	bool cash = str_is(booked->method, "cash"), paid = str_is(booked->kind, "paid");
	row->booked++;
	if (cash && paid)
		row->cash_in += booked->amount;
	else if (cash)
		row->cash_out += booked->amount;
	else
		row->other_in += paid ? booked->amount : -booked->amount;
	if (!drawer->lines)
		drawer->lines = ARENA_ARRAY(arena, struct till_line, LINES_MOST);
	if (drawer->count == LINES_MOST)
		return;
	struct till_line *line = &drawer->lines[drawer->count++];
	*line = (struct till_line){ .id = entry->id, .happened = entry->happened };
#define COPY(type, name, ...) line->name = booked->name;
	TILL_BOOKED_FIELDS(COPY, COPY)
#undef COPY
}

static void counted(struct till_row *row, const struct entry *entry, const struct till_count *count)
{
	bool closes = entry->type == &till_close_type;
	row->counted = count->counted;
	row->expected = count->expected;
	row->difference = count->difference;
	row->words = count->words;
	row->request = count->request;
	row->state = closes ? STR("closed") : STR("counted");
	if (closes) {
		row->closed = entry->happened;
		row->second = count->difference ? entry->actor : (struct uuid){ 0 };
	}
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct drawer *drawer = to;
	if (entry->type == &till_open_type) {
		opened(&drawer->row, entry, data);
	} else if (entry->type == &till_booked_type) {
		booked(drawer, entry, data, arena);
	} else if (entry->type == &till_back_type) {
		drawer->row.state = STR("open");
		drawer->row.returned = ((const struct till_back *)data)->why;
	} else {
		counted(&drawer->row, entry, data);
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct drawer *drawer = from;
	(void)record;
	if (drawer->row.desk.len)
		rows_put(out, &till_table, &drawer->row);
	for (size_t i = 0; i < drawer->count; i++)
		rows_put(out, &line_table, &drawer->lines[i]);
}

static const struct entry_type *const reads[] = { &till_open_type, &till_booked_type, &till_count_type, &till_close_type, &till_back_type, NULL };
static const struct table *const writes[] = { &till_table, &line_table, NULL };
const struct fold till_fold = { "till", 1, reads, writes, sizeof(struct drawer), apply, rows };

/* --- look-ups --- */

struct uuid till_record(struct act *act, struct str desk, struct date day)
{
	return document_record(act->house->keys, STR("till"), desk, date_str(act->arena, day));
}

static bool read_till(struct act *act, struct query *query, struct till *out, struct error *err)
{
	*out = (struct till){ 0 };
	if (query_next(query)) {
		out->record = query_id(query, 0);
		query_row(query, &till_row_fields, &out->row, act->arena);
	}
	return query_end(query, err);
}

bool till_by_record(struct act *act, struct uuid record, struct till *out, struct error *err)
{
	struct query *query = db_query(act->db, "fees.till_by_record");
	query_bind_id(query, "record", record);
	return read_till(act, query, out, err) && (!uuid_zero(out->record) || error_set(err, ERR_NOT_FOUND, "there is no such cash desk", "look at the list of days", "till"));
}

bool till_of_actor(struct act *act, struct till *out, struct error *err)
{
	struct query *query = db_query(act->db, "fees.till_of_cashier");
	query_bind_id(query, "cashier", act->actor.user);
	return read_till(act, query, out, err);
}

int64_t till_expected(const struct till_row *row)
{
	return row->held + row->cash_in - row->cash_out;
}

/* --- opening, booking --- */

bool till_open_now(struct act *act, struct str desk, struct str currency, int64_t held, struct uuid *record, struct error *err)
{
	struct till till;
	const struct till_open open = { .desk = desk, .day = fee_day(act, act->now), .currency = currency, .held = held };
	*record = till_record(act, desk, open.day);
	if (!till_of_actor(act, &till, err))
		return false;
	if (!uuid_zero(till.record))
		return error_set(err, ERR_NOT_ALLOWED, "you have a cash desk that is not closed", "count and close it first", STR_FMT, STR_ARG(till.row.desk));
	struct query *query = db_query(act->db, "fees.till_by_record");
	query_bind_id(query, "record", *record);
	if (!read_till(act, query, &till, err))
		return false;
	if (!uuid_zero(till.record))
		return error_set(err, ERR_NOT_ALLOWED, "this cash desk was opened today already", "choose another desk", STR_FMT, STR_ARG(desk));
	journal_append(act, &till_open_type, *record, &open);
	return true;
}

bool till_must_take(struct act *act, const struct till *till, struct error *err)
{
	if (uuid_zero(till->record))
		return error_set(err, ERR_NOT_ALLOWED, "no cash desk of yours is open", "open one first", "till");
	if (!str_is(till->row.state, "open"))
		return error_set(err, ERR_NOT_ALLOWED, "this cash desk was counted and takes nothing more", "open another desk, or wait for the answer", STR_FMT, STR_ARG(till->row.desk));
	if (date_compare(till->row.day, fee_day(act, act->now)))
		return error_set(err, ERR_NOT_ALLOWED, "the day of this cash desk is over", "count and close it, then open one for today", STR_FMT, STR_ARG(till->row.desk));
	return uuid_equal(till->row.cashier, act->actor.user) || error_set(err, ERR_FORBIDDEN, "this cash desk is another person's", "open one of your own", STR_FMT, STR_ARG(till->row.desk));
}

struct str till_next_number(struct act *act, const struct till *till)
{
	const struct date *day = &till->row.day;
	return str_format(act->arena, STR_FMT "-%04d%02d%02d-%04d", STR_ARG(till->row.desk), day->year, day->month, day->day, (int)till->row.booked + 1);
}

/* --- closing --- */

static const char what_is_asked[] = "till.close";

bool till_count_now(struct act *act, const struct till *till, const struct till_count *asked, bool *waits, struct error *err)
{
	struct till_count count = *asked;
	if (!str_is(till->row.state, "open"))
		return error_set(err, ERR_NOT_ALLOWED, "this cash desk was counted already", "look at it again", STR_FMT, STR_ARG(till->row.desk));
	if (!uuid_equal(till->row.cashier, act->actor.user))
		return error_set(err, ERR_FORBIDDEN, "this cash desk is another person's", "the cashier counts it", STR_FMT, STR_ARG(till->row.desk));
	count.expected = till_expected(&till->row);
	count.difference = count.counted - count.expected;
	*waits = count.difference != 0;
	if (*waits && count.words.len < 5)
		finding_add(&act->findings, STR("words"), "required", "There is a difference: count again, or say what explains it.");
	if (!fee_findings(act, err))
		return false;
	count.cashier = act->actor.user;
	if (*waits)
		count.request = second_ask(act, what_is_asked, CAN_ACCOUNTS, till->record, fields_data(&till_count_fields, &count, act->arena), count.words);
	journal_append(act, *waits ? &till_count_type : &till_close_type, till->record, &count);
	return true;
}

bool till_answer(struct act *act, const struct till *till, bool confirm, struct str why, struct error *err)
{
	struct uuid about;
	struct str body;
	struct till_count count = { 0 };
	const struct till_back back = { .why = why };
	if (!str_is(till->row.state, "counted"))
		return error_set(err, ERR_NOT_ALLOWED, "nothing waits to be confirmed here", "look at the cash desk again", STR_FMT, STR_ARG(till->row.desk));
	if (!confirm && why.len < 5)
		finding_add(&act->findings, STR("why"), "required", "Say why it is to be counted again.");
	if (!fee_findings(act, err))
		return false;
	if (!confirm) {
		if (!second_return(act, till->row.request, what_is_asked, why, err))
			return false;
		journal_append(act, &till_back_type, till->record, &back);
		return true;
	}
	if (!second_confirm(act, till->row.request, what_is_asked, &about, &body, err))
		return false;
	if (!fields_from_data(&till_count_fields, body, &count, act->arena) || !uuid_equal(about, till->record))
		return error_set(err, ERR_INTEGRITY, "the request is of another cash desk", "look at the journal", "till");
	count.request = till->row.request;
	journal_append(act, &till_close_type, till->record, &count);
	return true;
}
