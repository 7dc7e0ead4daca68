/* Holding, booking, moving, giving back; coming and not coming. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "crypto.h"
#include "registry.h"

enum { MINUTE_MS = 60000, HOLD_MS = 15 * MINUTE_MS, LATE_MS = 15 * MINUTE_MS };

bool booking_another_look(struct act *act, struct error *err)
{
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "booking");
}

int64_t booking_until(struct act *act, const char *param, int64_t otherwise)
{
	return act->now + pack_param_ms(act->pack, str_of(param), lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now), otherwise);
}

/* --- looking --- */

struct uuid booking_record(struct act *act, struct uuid about, struct str use)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("booking|"), uuid_str(act->arena, about), STR("|"), use };
	hmac_sha256((struct str){ (const char *)act->house->keys->state, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

bool booking_look(struct act *act, struct uuid record, struct booking_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "booking.by_record");
	*out = (struct booking_row){ 0 };
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &booking_row_fields, out, act->arena);
	return query_end(query, err);
}

bool booking_of(struct act *act, struct uuid about, struct str use, struct uuid *record, struct booking_row *out, bool *found, struct error *err)
{
	*record = booking_record(act, about, use);
	return booking_look(act, *record, out, found, err);
}

static bool must_look(struct act *act, struct uuid record, struct booking_row *out, struct error *err)
{
	bool found;
	return booking_look(act, record, out, &found, err) &&
	       (found || error_set(err, ERR_NOT_FOUND, "there is no such appointment", "look at the list of the day", "booking"));
}

/* --- appending --- */

/* Whoever holds a document of the case finds the booking by it. */
void booking_name_case(struct act *act, struct uuid about)
{
	struct case_seen seen;
	struct error ignored;
	if (uuid_zero(about) || !case_look(act, about, &seen, &ignored))
		return;
	case_name_documents(act, &seen);
	case_end(&seen);
}

void booking_append(struct act *act, struct uuid record, const struct booking_row *row, const struct booking_step *one)
{
	struct booking_step whole = *one;
	whole.about = row->about;
	whole.use = row->use;
	journal_append(act, &booking_step_type, record, &whole);
	booking_name_case(act, row->about);
}

/* Of an interview the case hears other events; what was never said of one is not told. */
static const char *event_of(const struct pack_procedure *procedure, struct str use, const char *event)
{
	place_at at = procedure_use(procedure, use);
	if (at == NOWHERE || !str_is(procedure->uses[at].capability->name, "interview"))
		return at == NOWHERE ? NULL : event;
	return !strcmp(event, "booked") ? "invited" : !strcmp(event, "missed") || !strcmp(event, "held") ? event : NULL;
}

/* What the case learns: an event with the time, in the same act. */
bool booking_tell_case(struct act *act, const struct booking_row *row, const char *event, int64_t at, struct error *err)
{
	struct case_seen seen;
	if (uuid_zero(row->about))
		return true;
	if (!case_look(act, row->about, &seen, err))
		return false;
	json_t *facts = json_object();
	const char *told = event_of(seen.flow.host.procedure, row->use, event);
	if (at)
		json_put_int(facts, "at", at);
	bool good = !told || case_event(act, &seen, row->use, str_of(told), facts, STR(""), err);
	json_decref(facts);
	case_end(&seen);
	return good;
}

/* --- places --- */

static struct str wished(struct str asked, struct str known)
{
	return asked.len ? asked : known;
}

static int people_of(const struct booking_wish *wish, const struct booking_row *row)
{
	int64_t people = wish->people ? wish->people : row->people;
	return people < 1 ? 1 : people > PEOPLE_MOST ? PEOPLE_MOST : (int)people;
}

/* Places of so many people from that time on; `except`: the booking whose own places count as free. */
static bool pick(struct act *act, struct uuid except, struct str centre, struct str service, int64_t start, int people, struct plan *plan, struct seats *out, struct error *err)
{
	if (!plan_day(act, centre, service, centre_day(act, centre, start), except, plan, err))
		return false;
	size_t at = plan_at(plan, start);
	if (at == SIZE_MAX || !plan_open(act, plan->centre, plan->service, plan->zone, start))
		finding_add(&act->findings, STR("start"), "no_time", "This time cannot be booked. Choose one of the list.");
	else if (!plan_pick(act, plan, at, people, out))
		finding_add(&act->findings, STR("start"), "gone", "This time was just taken by somebody else. Choose another: nothing was booked, and nothing is to be paid.");
	return booking_another_look(act, err);
}

/* Chooses the places and gives back those that the booking had. */
static bool take(struct act *act, struct uuid record, const struct booking_row *row, const struct booking_wish *wish, int64_t until, struct booking_step *out, struct error *err)
{
	struct plan *plan = ARENA_NEW(act->arena, struct plan);
	struct seats had, got;
	int people = people_of(wish, row);
	struct str centre = wished(wish->centre, row->centre), service = wished(wish->service, row->service);
	if (!places_of(act, record, &had, err) || !pick(act, record, centre, service, wish->start, people, plan, &got, err))
		return false;
	places_take(act, record, centre, service, &got, until);
	places_free(act, row->centre, row->service, &had, &got);
	out->centre = centre;
	out->service = service;
	out->start = wish->start;
	out->minutes = (got.items[got.count - 1].start - wish->start) / MINUTE_MS + plan->service->minutes;
	out->people = people;
	out->until = until;
	out->name = wish->name;
	out->companions = wish->companions;
	out->language = wish->language;
	out->note = wish->note;
	return true;
}

static bool among_states(const struct booking_row *row, const char *states)
{
	struct str rest = str_of(states), one;
	while (str_cut(&rest, ' ', &one))
		if (str_equal(one, row->state))
			return true;
	return false;
}

static bool in_state(const struct booking_row *row, const char *states, struct error *err)
{
	return among_states(row, states) || error_set(err, ERR_NOT_ALLOWED, "the appointment is not in a state for this", "look at it again", STR_FMT, STR_ARG(row->state));
}

bool booking_hold(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err)
{
	struct booking_row row;
	struct booking_step one = { .what = STR("hold") };
	bool found;
	if (!booking_look(act, record, &row, &found, err) || (found && !in_state(&row, "offered held missed cancelled waiting proposed", err)))
		return false;
	if (!take(act, record, &row, wish, booking_until(act, "booking_hold", HOLD_MS), &one, err))
		return false;
	booking_append(act, record, &row, &one);
	return true;
}

/* The places that it holds, all of them; a hold that ended counts while nobody else took it. */
static bool still_there(struct act *act, struct uuid record, const struct booking_row *row, struct seats *out, struct error *err)
{
	if (!in_state(row, "held proposed", err) || !places_of(act, record, out, err))
		return false;
	if ((int64_t)out->count < row->people || row->start + row->minutes * MINUTE_MS <= act->now)
		finding_add(&act->findings, STR("start"), "gone", "The time that was kept for you is gone. Choose another: nothing was booked, and nothing is to be paid.");
	return booking_another_look(act, err);
}

bool booking_keep(struct act *act, struct uuid record, int minutes, struct error *err)
{
	struct booking_row row;
	struct seats places;
	if (!must_look(act, record, &row, err) || !still_there(act, record, &row, &places, err))
		return false;
	int64_t until = act->now + (int64_t)minutes * MINUTE_MS;
	if (until < row.until)
		until = row.until;
	places_take(act, record, row.centre, row.service, &places, until);
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("keep"), .until = until });
	return true;
}

static struct str new_reference(struct act *act)
{
	static const char letters[] = "23456789BCDFGHJKMNPQRSTVWXYZ";
	char text[9] = "";
	for (int i = 0; i < 8; i++)
		text[i] = letters[random_below(act->random, sizeof letters - 1)];
	return str_format(act->arena, "%.4s-%.4s", text, text + 4);
}

bool booking_book(struct act *act, struct uuid record, struct error *err)
{
	struct booking_row row;
	struct seats places;
	if (!must_look(act, record, &row, err) || !still_there(act, record, &row, &places, err))
		return false;
	places_take(act, record, row.centre, row.service, &places, 0);
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("book"), .reference = row.reference.len ? STR("") : new_reference(act) });
	return booking_tell_case(act, &row, "booked", row.start, err);
}

bool booking_move(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err)
{
	struct booking_row row;
	struct seats had;
	bool found;
	if (!booking_look(act, record, &row, &found, err) || (found && !in_state(&row, "offered held booked missed waiting proposed cancelled", err)))
		return false;
	bool moves = str_is(row.state, "booked");
	struct booking_step one = { .what = moves ? STR("move") : STR("book"), .reference = row.reference.len ? STR("") : new_reference(act) };
	if (!places_of(act, record, &had, err) || !take(act, record, &row, wish, 0, &one, err))
		return false;
	booking_append(act, record, &row, &one);
	return booking_tell_case(act, &row, "booked", one.start, err) && (!moves || offer_freed(act, row.centre, row.service, &had, err));
}

/* --- a family, at one time --- */

struct member {
	struct uuid record;
	struct booking_row row;
};

static bool comes_along(const struct booking_row *row, const struct booking_row *first)
{
	bool with = str_is(row->state, "booked") && str_is(first->state, "booked") && row->start == first->start && str_equal(row->centre, first->centre);
	return with || among_states(row, "offered missed");
}

static int places_for(const struct booking_row *row)
{
	return row->people > 1 ? (int)row->people : 1;
}

static bool groups(struct act *act, const struct booking_row *row, bool *out, struct error *err)
{
	struct case_seen seen;
	*out = false;
	if (uuid_zero(row->about))
		return true;
	if (!case_look(act, row->about, &seen, err))
		return false;
	place_at at = procedure_use(seen.flow.host.procedure, row->use);
	*out = at != NOWHERE && pack_setting(&seen.flow.host.procedure->uses[at], "group");
	case_end(&seen);
	return true;
}

/* The first, and who comes along, as long as they fit. */
static bool members_of(struct act *act, struct uuid record, const struct booking_row *row, struct member out[static CASE_GROUP_MOST + 1], size_t *count, int *people, struct error *err)
{
	struct uuid others[CASE_GROUP_MOST];
	size_t all = 0;
	bool together;
	out[0] = (struct member){ record, *row };
	*count = 1;
	*people = places_for(row);
	if (!groups(act, row, &together, err) || (together && !case_together(act, row->about, others, &all, err)))
		return false;
	for (size_t i = 0; i < all; i++) {
		struct member *next = &out[*count];
		bool found;
		if (!booking_of(act, others[i], row->use, &next->record, &next->row, &found, err))
			return false;
		if (!found || !comes_along(&next->row, row) || *people + places_for(&next->row) > PEOPLE_MOST)
			continue;
		*people += places_for(&next->row);
		++*count;
	}
	return true;
}

bool booking_together(struct act *act, struct uuid record, const struct booking_row *row, int *people, struct str *names, struct error *err)
{
	struct member *members = ARENA_ARRAY(act->arena, struct member, CASE_GROUP_MOST + 1);
	struct buf text = BUF_IN(act->arena);
	size_t count;
	if (!members_of(act, record, row, members, &count, people, err))
		return false;
	for (size_t i = 0; i < count && count > 1; i++)
		buf_format(&text, "%s" STR_FMT, i ? ", " : "", STR_ARG(members[i].row.name));
	if (names)
		*names = buf_str(&text);
	return true;
}

static bool seat(struct act *act, const struct member *member, const struct plan *plan, const struct seats *got, struct error *err)
{
	const struct booking_row *row = &member->row;
	bool moves = str_is(row->state, "booked");
	struct seats had;
	if (!places_of(act, member->record, &had, err))
		return false;
	places_take(act, member->record, plan->centre->code, plan->service->code, got, 0);
	places_free(act, row->centre, row->service, &had, got);
	const struct booking_step one = {
		.what = moves ? STR("move") : STR("book"), .reference = row->reference.len ? STR("") : new_reference(act), .centre = plan->centre->code, .service = plan->service->code,
		.start = got->items[0].start, .minutes = (got->items[got->count - 1].start - got->items[0].start) / MINUTE_MS + plan->service->minutes, .people = (int64_t)got->count,
	};
	booking_append(act, member->record, row, &one);
	return booking_tell_case(act, row, "booked", one.start, err) && (!moves || offer_freed(act, row->centre, row->service, &had, err));
}

bool booking_move_together(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err)
{
	struct member *members = ARENA_ARRAY(act->arena, struct member, CASE_GROUP_MOST + 1);
	struct plan *plan = ARENA_NEW(act->arena, struct plan);
	struct booking_row row;
	struct seats got, own;
	size_t count, next = 0;
	int people;
	bool found;
	if (!booking_look(act, record, &row, &found, err) || !members_of(act, record, &row, members, &count, &people, err))
		return false;
	if (count == 1)
		return booking_move(act, record, wish, err);
	if (!in_state(&row, "offered held booked missed waiting proposed cancelled", err) ||
	    !pick(act, record, wish->centre, wish->service, wish->start, people, plan, &got, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		own.count = 0;
		for (int k = places_for(&members[i].row); k > 0; k--)
			own.items[own.count++] = got.items[next++];
		if (!seat(act, &members[i], plan, &own, err))
			return false;
	}
	return true;
}

static bool give_back(struct act *act, struct uuid record, const struct booking_row *row, struct error *err)
{
	struct seats had;
	if (!places_of(act, record, &had, err))
		return false;
	places_free(act, row->centre, row->service, &had, NULL);
	return !had.count || offer_freed(act, row->centre, row->service, &had, err);
}

bool booking_cancel(struct act *act, struct uuid record, struct error *err)
{
	struct booking_row row;
	if (!must_look(act, record, &row, err) || !in_state(&row, "held booked waiting proposed", err))
		return false;
	bool was_booked = str_is(row.state, "booked");
	booking_append(act, record, &row, &(struct booking_step){ .what = uuid_zero(row.about) ? STR("withdraw") : STR("cancel") });
	return give_back(act, record, &row, err) && (!was_booked || booking_tell_case(act, &row, "given_back", 0, err));
}

/* --- at the desk --- */

bool booking_arrive(struct act *act, struct uuid record, struct error *err)
{
	struct booking_row row;
	if (!must_look(act, record, &row, err) || !in_state(&row, "booked missed", err))
		return false;
	if (date_compare(centre_day(act, row.centre, row.start), centre_day(act, row.centre, act->now)) != 0)
		finding_add(&act->findings, STR("start"), "another_day", "This appointment is on another day. Move it to a time of today, or take the person in without appointment.");
	if (!booking_another_look(act, err))
		return false;
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("arrive") });
	return booking_tell_case(act, &row, "arrived", row.start, err);
}

bool booking_miss(struct act *act, struct uuid record, struct error *err)
{
	struct booking_row row;
	if (!must_look(act, record, &row, err) || !in_state(&row, "booked", err))
		return false;
	if (act->now < row.start + (booking_until(act, "booking_late", LATE_MS) - act->now))
		finding_add(&act->findings, STR("start"), "too_early", "It is too early to say that nobody came.");
	if (!booking_another_look(act, err))
		return false;
	booking_append(act, record, &row, &(struct booking_step){ .what = STR("miss") });
	return booking_tell_case(act, &row, "missed", row.start, err);
}

/* The time of today that runs now; SIZE_MAX: none. */
static size_t running(const struct plan *plan, int64_t now)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->starts[i] <= now && now < plan->starts[i] + (int64_t)plan->service->minutes * MINUTE_MS)
			return i;
	return SIZE_MAX;
}

bool booking_walk_in(struct act *act, struct uuid record, const struct booking_wish *wish, const struct identity *document, struct error *err)
{
	struct plan *plan = ARENA_NEW(act->arena, struct plan);
	struct seats got = { .count = 0 };
	struct booking_row none = { 0 };
	int people = people_of(wish, &none);
	if (!wish->name.len)
		finding_add(&act->findings, STR("name"), "required", "Write the name of whoever came.");
	if (!booking_another_look(act, err) || !plan_day(act, wish->centre, wish->service, centre_day(act, wish->centre, act->now), record, plan, err))
		return false;
	size_t at = running(plan, act->now);
	bool seated = at != SIZE_MAX && plan_pick(act, plan, at, people, &got);
	if (seated)
		places_take(act, record, wish->centre, wish->service, &got, 0);
	const struct booking_step one = {
		.what = STR("walk_in"), .reference = new_reference(act), .centre = wish->centre, .service = wish->service, .start = seated ? plan->starts[at] : act->now,
		.minutes = plan->service->minutes, .people = people, .name = wish->name, .companions = wish->companions, .language = wish->language, .note = wish->note,
	};
	booking_append(act, record, &none, &one);
	if (document && document->document_number.len)
		journal_ref(act, identity_record(act, document), "about");
	return true;
}
