/* What is done with stock, and what must hold for it. */
#include "local.h"

#include "arena.h"
#include "crypto.h"
#include "journal.h"
#include "lang.h"
#include "pack_centre.h"
#include "store.h"

static bool another_look(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "stock");
}

static bool not_here(struct error *err, const char *what, struct str number)
{
	return error_set(err, ERR_NOT_ALLOWED, what, "look at the stock of this place", STR_FMT, STR_ARG(number));
}

struct uuid stock_record(const struct act *act, struct str item, struct str place)
{
	return document_record(act->house->keys, STR("stock"), item, place);
}

bool stock_place_good(const struct act *act, struct str place)
{
	return !place.len || pack_post(act->pack, place, (struct date){ 0 }) || pack_centre(act->pack, place, time_date(act->now));
}

struct str stock_place(const struct act *act)
{
	return act->place.post;
}

bool stock_pile(struct act *act, struct str item, struct str place, struct stock_pile *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "stock.pile");
	query_bind_id(query, "record", stock_record(act, item, place));
	*found = query_next(query);
	if (*found)
		query_row(query, &stock_pile_fields, out, act->arena);
	return query_end(query, err);
}

static bool item_good(struct act *act, struct str item)
{
	bool good = pack_code_valid(act->pack, STR("stock_items"), item, time_date(act->now));
	if (!good)
		finding_add(&act->findings, STR("item"), "unknown_code", "Choose an item of the list.");
	return good;
}

/* Another user: nobody counts or sees for themselves. */
static bool other_user(struct act *act, const char *field, struct str number, struct error *err)
{
	struct query *query = db_query(act->db, "stock.officer_by_number");
	query_bind_text(query, "number", number);
	bool found = query_next(query);
	struct uuid user = found ? query_id(query, 0) : (struct uuid){ 0 };
	if (!query_end(query, err))
		return false;
	if (!found || uuid_equal(user, act->actor.user))
		finding_add(&act->findings, str_of(field), "another", "Give the service number of another person.");
	return true;
}

/* --- from the supplier --- */

static bool overlaps(const struct stock_value *a, int64_t a_last, struct str first, struct str last)
{
	struct stock_value from, to;
	return stock_read(first, &from) && stock_read(last, &to) && str_equal(a->letters, from.letters) && a->width == from.width && a->value <= to.value && from.value <= a_last;
}

/* Numbers that are somewhere, or were used, do not come from a supplier again. */
static bool check_new(struct act *act, const struct stock_receive_form *form, const struct stock_value *from, int64_t last, struct error *err)
{
	bool there = false;
	struct query *query = db_query(act->db, "stock.held_elsewhere");
	query_bind_text(query, "item", form->item);
	while (query_next(query))
		there |= overlaps(from, last, query_text(query, 1, act->arena), query_text(query, 2, act->arena));
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "stock.number");
	query_bind_text(query, "item", form->item);
	query_bind_text(query, "number", form->first);
	there |= query_next(query);
	if (there)
		finding_add(&act->findings, STR("first"), "there", "Some of these numbers were received before.");
	return query_end(query, err);
}

bool stock_receive(struct act *act, const struct stock_receive_form *form, struct error *err)
{
	struct stock_value from, to;
	bool read = stock_read(form->first, &from) && stock_read(form->last, &to);
	item_good(act, form->item);
	if (!read || !str_equal(from.letters, to.letters) || from.width != to.width || from.value > to.value || to.value - from.value >= STOCK_RANGE_MOST)
		finding_add(&act->findings, STR("last"), "bad_range", "Give the first and the last number as printed: the same letters, the same number of digits.");
	else if (!check_new(act, form, &from, to.value, err))
		return false;
	if (!other_user(act, "counter", form->counter, err) || !another_look(act, err))
		return false;
	const struct stock_received received = {
		.item = form->item, .place = stock_place(act), .first = form->first, .last = form->last, .supplier = form->supplier, .counter = form->counter,
	};
	journal_append(act, &stock_received_type, stock_record(act, received.item, received.place), &received);
	return true;
}

/* --- to another place --- */

static bool first_span(struct act *act, struct uuid record, struct str *first, struct str *last, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "stock.first_span");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found) {
		*first = query_text(query, 0, act->arena);
		*last = query_text(query, 1, act->arena);
	}
	return query_end(query, err);
}

bool stock_hand(struct act *act, const struct stock_hand_form *form, struct error *err)
{
	struct str here = stock_place(act), first, last;
	struct stock_value from, to;
	bool found;
	item_good(act, form->item);
	if (!stock_place_good(act, form->to) || str_equal(form->to, here))
		finding_add(&act->findings, STR("to"), "unknown_code", "Choose another place.");
	if (!another_look(act, err) || !first_span(act, stock_record(act, form->item, here), &first, &last, &found, err))
		return false;
	if (!found || !stock_read(first, &from) || !stock_read(last, &to) || to.value - from.value + 1 < form->count) {
		finding_add(&act->findings, STR("count"), "too_many", "There are not so many in one row here.");
		return another_look(act, err);
	}
	struct stock_moved moved = { .item = form->item, .place = here, .first = first, .last = stock_write(act->arena, &from, from.value + form->count - 1), .other = form->to };
	journal_append(act, &stock_moved_type, stock_record(act, form->item, here), &moved);
	moved.place = form->to;
	moved.other = here;
	moved.in = true;
	journal_append(act, &stock_moved_type, stock_record(act, form->item, form->to), &moved);
	return true;
}

/* --- used, spoiled, destroyed --- */

bool stock_use(struct act *act, struct str item, struct str place, struct uuid about, struct str *number, struct error *err)
{
	struct str last;
	bool found;
	struct uuid record = stock_record(act, item, place);
	if (!first_span(act, record, number, &last, &found, err))
		return false;
	if (!found)
		return not_here(err, "none of these is left at this place", item);
	journal_append(act, &stock_used_type, record, &(struct stock_used){ item, place, *number, about });
	return true;
}

static bool is_in_spans(struct act *act, struct uuid record, struct str number, bool *in, struct error *err)
{
	struct stock_value value;
	struct query *query = db_query(act->db, "stock.span_of");
	query_bind_id(query, "record", record);
	*in = false;
	while (query_next(query))
		*in |= stock_read(number, &value) && overlaps(&value, value.value, query_text(query, 0, act->arena), query_text(query, 1, act->arena));
	return query_end(query, err);
}

bool stock_spoil(struct act *act, struct str item, struct str place, struct str number, struct str reason, struct error *err)
{
	struct uuid record = stock_record(act, item, place);
	struct stock_number row = { 0 };
	bool fresh;
	struct query *query = db_query(act->db, "stock.number");
	query_bind_text(query, "item", item);
	query_bind_text(query, "number", number);
	bool known = query_next(query);
	if (known)
		query_row(query, &stock_number_fields, &row, act->arena);
	if (!query_end(query, err) || !is_in_spans(act, record, number, &fresh, err))
		return false;
	if (!fresh && (!known || !str_equal(row.place, place)))
		return not_here(err, "this number is not of the stock of this place", number);
	if (known && !str_is(row.state, "used"))
		return not_here(err, "this number was spoiled before", number);
	journal_append(act, &stock_spoiled_type, record, &(struct stock_spoiled){ item, place, number, reason });
	return true;
}

bool stock_destroy(struct act *act, struct str item, struct str place, struct str witness, size_t *count, struct error *err)
{
	enum { MOST = 500 };
	struct stock_destroyed destroyed = { .item = item, .place = place, .witness = witness, .numbers = { ARENA_ARRAY(act->arena, struct str, MOST), 0 } };
	struct query *query = db_query(act->db, "stock.spoiled");
	query_bind_id(query, "record", stock_record(act, item, place));
	query_bind_int(query, "most", MOST);
	while (destroyed.numbers.count < MOST && query_next(query))
		destroyed.numbers.items[destroyed.numbers.count++] = query_text(query, 0, act->arena);
	if (!query_end(query, err) || !other_user(act, "witness", witness, err) || !another_look(act, err))
		return false;
	if (!destroyed.numbers.count)
		return not_here(err, "nothing spoiled is kept at this place", item);
	*count = destroyed.numbers.count;
	journal_append(act, &stock_destroyed_type, stock_record(act, item, place), &destroyed);
	return true;
}

/* --- the count of a day --- */

static void difference_task(struct act *act, const struct stock_counted *counted, struct uuid record)
{
	struct task task = {
		.role = counted->place.len ? STR("shift_supervisor") : STR("permit_officer"), .post = counted->place, .what = STR("stock_difference"), .about = record,
		.words = str_of(WORDS("The count of numbered stock does not agree with the books. Count again, find what is missing, and write down what was found.")),
	};
	journal_append(act, &task_type, uuid_v7(act->now, act->random), &task);
}

bool stock_count(struct act *act, const struct stock_count_form *form, int64_t *difference, struct error *err)
{
	struct stock_pile pile = { 0 };
	bool found;
	struct str place = stock_place(act);
	item_good(act, form->item);
	if (!another_look(act, err) || !stock_pile(act, form->item, place, &pile, &found, err))
		return false;
	if (!found)
		return not_here(err, "none of these was ever kept at this place", form->item);
	struct uuid record = stock_record(act, form->item, place);
	const struct stock_counted counted = {
		.item = form->item, .place = place, .ready = form->ready, .spoiled = form->spoiled, .ready_meant = pile.ready, .spoiled_meant = pile.spoiled, .note = form->note,
	};
	*difference = pile.ready + pile.spoiled - form->ready - form->spoiled;
	journal_append(act, &stock_counted_type, record, &counted);
	if (form->ready != pile.ready || form->spoiled != pile.spoiled)
		difference_task(act, &counted, record);
	return true;
}
