/* The tables: whose each place is; each booking as it stands. */
#include "inner.h"

#include "arena.h"

FIELDS_TABLE(booking_step, BOOKING_STEP_FIELDS)
FIELDS_TABLE(booking_place, BOOKING_PLACE_FIELDS)
FIELDS_TABLE(booking_row, BOOKING_ROW_FIELDS)

const struct entry_type booking_step_type = { "booking.step", 1, KIND_CASE, 0, &booking_step_fields, "An appointment was held, booked, moved, given back, kept or missed" };
const struct entry_type booking_place_type = { "booking.place", 1, KIND_CASE, 0, &booking_place_fields, "A place at a centre was taken or became free" };

static const char *const booking_indexes[] = { "centre, start", "centre, missed", "about", "state, asked", "reference", NULL };
static const struct table booking_table = { "booking", &booking_row_fields, "", booking_indexes };
static const char *const place_indexes[] = { "centre, service, start", "booking", NULL };
static const struct table place_table = { "booking_place", &booking_place_fields, "", place_indexes };

/* --- places --- */

static void place_apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	(void)entry, (void)arena;
	*(struct booking_place *)to = *(const struct booking_place *)data;
}

static void place_rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct booking_place *place = from;
	(void)record;
	if (!uuid_zero(place->booking))
		rows_put(out, &place_table, place);
}

static const struct entry_type *const place_reads[] = { &booking_place_type, NULL };
static const struct table *const place_writes[] = { &place_table, NULL };
const struct fold booking_place_fold = { "booking_place", 1, place_reads, place_writes, sizeof(struct booking_place), place_apply, place_rows };

/* --- bookings --- */

struct booked {
	struct booking_row row;
	bool is;
};

static const struct {
	const char *what, *state;
} states[] = {
	{ "offer", "offered" }, { "hold", "held" }, { "keep", "held" }, { "book", "booked" }, { "move", "booked" }, { "cancel", "offered" }, { "arrive", "arrived" },
	{ "miss", "missed" }, { "walk_in", "arrived" }, { "wait", "waiting" }, { "propose", "proposed" }, { "lapse", "waiting" }, { "withdraw", "cancelled" },
};

/* A step names only what it changes. */
static void take_over(struct booking_row *row, const struct booking_step *step)
{
#define TAKE_ID(name) if (!uuid_zero(step->name)) row->name = step->name;
#define TAKE(name) if (step->name.len) row->name = step->name;
#define TAKE_NUMBER(name) if (step->name) row->name = step->name;
	TAKE_ID(about)
	TAKE(use) TAKE(reference) TAKE(centre) TAKE(service) TAKE(name) TAKE(language) TAKE(note) TAKE(contact)
	TAKE_NUMBER(start) TAKE_NUMBER(minutes) TAKE_NUMBER(people)
	if (step->companions.count)
		row->companions = step->companions;
	if (!date_empty(step->wait_from))
		row->wait_from = step->wait_from;
	if (!date_empty(step->wait_until))
		row->wait_until = step->wait_until;
}

/* What a step ends: a booking that was given back or missed has no time of its own any more. */
static void settle(struct booking_row *row, struct str what)
{
	if (str_is(what, "cancel") || str_is(what, "withdraw") || str_is(what, "wait") || str_is(what, "lapse") || str_is(what, "offer"))
		row->start = row->minutes = row->arrived = 0;
	if (str_is(what, "hold") || str_is(what, "book") || str_is(what, "move"))
		row->arrived = 0;
}

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct booked *booked = to;
	const struct booking_step *one = data;
	struct booking_row *row = &booked->row;
	(void)arena;
	booked->is = true;
	if (str_is(one->what, "miss"))
		row->missed = row->start;
	if (str_is(one->what, "arrive") && row->missed == row->start)
		row->missed = 0; /* they came after all */
	settle(row, one->what);
	take_over(row, one);
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (str_is(one->what, states[i].what))
			row->state = str_of(states[i].state);
	row->until = one->until;
	row->changed = entry->happened;
	if (str_is(one->what, "wait") || str_is(one->what, "lapse"))
		row->asked = entry->happened;
	if (str_is(one->what, "arrive") || str_is(one->what, "walk_in"))
		row->arrived = entry->happened;
	row->walk_in |= str_is(one->what, "walk_in");
	row->moved += str_is(one->what, "move");
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct booked *booked = from;
	(void)record;
	if (booked->is)
		rows_put(out, &booking_table, &booked->row);
}

static const struct entry_type *const reads[] = { &booking_step_type, NULL };
static const struct table *const writes[] = { &booking_table, NULL };
const struct fold booking_fold = { "booking", 3, reads, writes, sizeof(struct booked), apply, rows };
