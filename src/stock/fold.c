/* Tables of piles: what is there by ranges, and what became of each number that is not. */
#include "local.h"

#include "grown.h"

FIELDS_TABLE(stock_received, STOCK_RECEIVED_FIELDS)
FIELDS_TABLE(stock_moved, STOCK_MOVED_FIELDS)
FIELDS_TABLE(stock_used, STOCK_USED_FIELDS)
FIELDS_TABLE(stock_spoiled, STOCK_SPOILED_FIELDS)
FIELDS_TABLE(stock_destroyed, STOCK_DESTROYED_FIELDS)
FIELDS_TABLE(stock_counted, STOCK_COUNTED_FIELDS)
FIELDS_TABLE(stock_pile, STOCK_PILE_ROW_FIELDS)
FIELDS_TABLE(stock_number, STOCK_NUMBER_FIELDS)

const struct entry_type stock_received_type = { "stock.received", 1, KIND_CASE, 0, &stock_received_fields, "numbered stock came from a supplier, counted by two" };
const struct entry_type stock_moved_type = { "stock.moved", 1, KIND_CASE, 0, &stock_moved_fields, "numbered stock was handed to another place" };
const struct entry_type stock_used_type = { "stock.used", 1, KIND_CASE, 0, &stock_used_fields, "a number of stock was used" };
const struct entry_type stock_spoiled_type = { "stock.spoiled", 1, KIND_CASE, 0, &stock_spoiled_fields, "a number of stock was spoiled" };
const struct entry_type stock_destroyed_type = { "stock.destroyed", 1, KIND_CASE, 0, &stock_destroyed_fields, "spoiled stock was destroyed before a witness" };
const struct entry_type stock_counted_type = { "stock.counted", 1, KIND_CASE, 0, &stock_counted_fields, "numbered stock was counted" };

#define STOCK_SPAN_FIELDS(F, L) STOCK_RANGE_FIELDS(F, L) F(INT, place_in, 0, 1, 0, 0, "which comes first")
#define FIELD_ROW_OF_stock_span(...) FIELD_ROW(stock_span, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stock_span(...) FIELD_LIST_ROW(stock_span, __VA_ARGS__)
FIELDS_STRUCT(stock_span, STOCK_SPAN_FIELDS)
FIELDS_TABLE(stock_span, STOCK_SPAN_FIELDS)

static const char *const pile_indexes[] = { "place", NULL };
static const char *const number_indexes[] = { "number", NULL };
static const struct table pile_table = { "stock_pile", &stock_pile_fields, "", pile_indexes };
static const struct table span_table = { "stock_span", &stock_span_fields, "place_in", NULL };
static const struct table number_table = { "stock_number", &stock_number_fields, "number", number_indexes };

/* --- numbers --- */

bool stock_read(struct str text, struct stock_value *out)
{
	size_t at = 0;
	while (at < text.len && ascii_upper(text.data[at]))
		at++;
	*out = (struct stock_value){ .letters = str_slice(text, 0, at), .width = (int)(text.len - at) };
	return at <= 6 && out->width >= 1 && out->width <= 9 && str_to_int(str_slice(text, at, text.len), &out->value) && ascii_digit(text.data[at]);
}

struct str stock_write(struct arena *arena, const struct stock_value *value, int64_t number)
{
	return str_format(arena, STR_FMT "%0*lld", STR_ARG(value->letters), value->width, (long long)number);
}

/* --- a pile as it is folded --- */

struct span {
	struct stock_value at;       /* its first number */
	int64_t last;
};

struct pile {
	struct stock_pile row;
	struct grown spans, numbers; /* of struct span, struct stock_number */
	bool is;
};

static bool same_series(const struct stock_value *a, const struct stock_value *b)
{
	return str_equal(a->letters, b->letters) && a->width == b->width;
}

static void put_span(struct pile *pile, struct str first, struct str last, struct arena *arena)
{
	struct stock_value from, to;
	if (pile->spans.count >= STOCK_RANGES_MOST || !stock_read(first, &from) || !stock_read(last, &to) || !same_series(&from, &to) || from.value > to.value)
		return;
	struct span *span = grow(&pile->spans, sizeof *span, arena);
	*span = (struct span){ from, to.value };
	pile->row.ready += to.value - from.value + 1;
}

/* Takes numbers out of what is there; false: they are not all in one span. */
static bool take_span(struct pile *pile, struct str first, struct str last, struct arena *arena)
{
	struct stock_value from, to;
	struct span *spans = pile->spans.rows;
	if (!stock_read(first, &from) || !stock_read(last, &to))
		return false;
	for (size_t i = 0; i < pile->spans.count; i++) {
		if (!same_series(&spans[i].at, &from) || from.value < spans[i].at.value || to.value > spans[i].last)
			continue;
		struct span rest = { from, spans[i].last };
		rest.at.value = to.value + 1;
		spans[i].last = from.value - 1;
		pile->row.ready -= to.value - from.value + 1;
		if (rest.at.value <= rest.last)
			*(struct span *)grow(&pile->spans, sizeof rest, arena) = rest;
		return true;
	}
	return false;
}

static struct stock_number *number_of(struct pile *pile, struct str number)
{
	struct stock_number *numbers = pile->numbers.rows;
	for (size_t i = pile->numbers.count; i--;)
		if (str_equal(numbers[i].number, number))
			return &numbers[i];
	return NULL;
}

/* What a number becomes; used first, then perhaps spoiled, then destroyed. */
static struct stock_number *mark(struct pile *pile, const struct entry *entry, struct str number, const char *state, struct arena *arena)
{
	bool fresh = take_span(pile, number, number, arena);
	struct stock_number *row = fresh ? pile->numbers.count < STOCK_NUMBERS_MOST ? grow(&pile->numbers, sizeof *row, arena) : NULL : number_of(pile, number);
	if (!row)
		return NULL;
	if (fresh)
		*row = (struct stock_number){ .item = pile->row.item, .place = pile->row.place, .number = number };
	pile->row.used -= str_is(row->state, "used");
	pile->row.spoiled -= str_is(row->state, "spoiled");
	row->state = str_of(state);
	row->since = entry->happened;
	row->officer = entry->actor;
	pile->row.used += str_is(row->state, "used");
	pile->row.spoiled += str_is(row->state, "spoiled");
	return row;
}

static void apply_number(struct pile *pile, const struct entry *entry, const void *data, struct arena *arena)
{
	struct stock_number *row;
	if (entry->type == &stock_used_type) {
		const struct stock_used *used = data;
		if ((row = mark(pile, entry, used->number, "used", arena)))
			row->about = used->about;
	} else if (entry->type == &stock_spoiled_type) {
		const struct stock_spoiled *spoiled = data;
		if ((row = mark(pile, entry, spoiled->number, "spoiled", arena)))
			row->reason = spoiled->reason;
	} else {
		const struct stock_destroyed *destroyed = data;
		for (size_t i = 0; i < destroyed->numbers.count; i++)
			if ((row = mark(pile, entry, destroyed->numbers.items[i], "destroyed", arena)))
				row->witness = destroyed->witness;
	}
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct pile *pile = to;
	const struct stock_received *range = data; /* each body begins with item and place */
	pile->is = true;
	pile->row.item = range->item;
	pile->row.place = range->place;
	if (entry->type == &stock_received_type) {
		put_span(pile, range->first, range->last, arena);
	} else if (entry->type == &stock_moved_type) {
		const struct stock_moved *moved = data;
		if (moved->in)
			put_span(pile, moved->first, moved->last, arena);
		else
			take_span(pile, moved->first, moved->last, arena);
	} else if (entry->type == &stock_counted_type) {
		const struct stock_counted *counted = data;
		pile->row.counted = entry->happened;
		pile->row.difference = counted->ready_meant + counted->spoiled_meant - counted->ready - counted->spoiled;
	} else {
		apply_number(pile, entry, data, arena);
	}
}

/* Numbers are written in the arena of the rows' own texts. */
static void put_spans(const struct pile *pile, struct stock_pile *row, struct arena *arena, struct row_set *out)
{
	const struct span *spans = pile->spans.rows;
	for (size_t i = 0; i < pile->spans.count; i++) {
		if (spans[i].at.value > spans[i].last)
			continue;
		struct stock_span span = { .item = row->item, .place = row->place, .place_in = (int64_t)i };
		span.first = stock_write(arena, &spans[i].at, spans[i].at.value);
		span.last = stock_write(arena, &spans[i].at, spans[i].last);
		if (!row->next.len)
			row->next = span.first;
		rows_put(out, &span_table, &span);
	}
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct pile *pile = from;
	struct stock_pile row = pile->row;
	struct arena *arena = arena_new(0);
	(void)record;
	if (pile->is) {
		put_spans(pile, &row, arena, out);
		rows_put(out, &pile_table, &row);
		for (size_t i = 0; i < pile->numbers.count; i++)
			rows_put(out, &number_table, (const struct stock_number *)pile->numbers.rows + i);
	}
	arena_free(arena);
}

static const struct entry_type *const reads[] = {
	&stock_received_type, &stock_moved_type, &stock_used_type, &stock_spoiled_type, &stock_destroyed_type, &stock_counted_type, NULL,
};
static const struct table *const writes[] = { &pile_table, &span_table, &number_table, NULL };
const struct fold stock_fold = { "stock", 1, reads, writes, sizeof(struct pile), apply, rows };
