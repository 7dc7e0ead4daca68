/* A call: announced, corrected, arrived, departed; read back with its people. */
#include "service.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

bool convoy_missing(const struct convoy_person *person)
{
	return str_is(person->change, "missing");
}

bool convoy_ashore(const struct convoy_person *person)
{
	return person->pass.len && !person->pass_back;
}

bool convoy_inside(const struct convoy_person *person)
{
	return !uuid_zero(person->entry) && uuid_zero(person->exit) && !str_is(person->signed_as, "sign_off");
}

bool convoy_left_behind(const struct called *called, const struct convoy_person *person)
{
	return str_is(called->row.state, "departed") && !called->row.inland && str_is(person->list, "crew") && convoy_inside(person);
}

struct identity convoy_identity(struct act *act, const struct convoy_person *person)
{
	struct str *nationality = ARENA_NEW(act->arena, struct str);
	*nationality = person->nationality;
	return (struct identity){
		.surname = person->surname, .given_names = person->given_names, .born = person->born, .sex = person->sex.len ? person->sex : STR("U"),
		.nationalities = { nationality, person->nationality.len != 0 }, .document_kind = person->document_kind, .document_issuer = person->document_issuer,
		.document_number = person->document_number, .document_expires = person->document_expires,
	};
}

static bool read_people(struct act *act, struct called *out, struct error *err)
{
	enum { PEOPLE_MOST = 4 * LIST_MOST };
	struct query *query = db_query(act->db, "convoy.people");
	size_t size = 0;
	query_bind_id(query, "record", out->id);
	query_bind_int(query, "most", PEOPLE_MOST);
	while (query_next(query)) {
		if (out->count == size) {
			size = size ? size * 2 : 64;
			struct convoy_person *more = ARENA_ARRAY(act->arena, struct convoy_person, size);
			if (out->count)
				memcpy(more, out->people, out->count * sizeof *more);
			out->people = more;
		}
		struct convoy_person *person = &out->people[out->count++];
		*person = (struct convoy_person){ 0 };
		query_row(query, &convoy_person_fields, person, act->arena);
	}
	return query_end(query, err);
}

/* Whoever crossed at a booth meanwhile is cleared by that crossing; the last one says where the person is. */
static bool read_crossed(struct act *act, struct called *out, struct error *err)
{
	enum { CROSSED_MOST = 2 * LIST_MOST, LATE = 3600000 /* an arrival may be written down late */ };
	if (!out->row.arrived)
		return true;
	struct query *query = db_query(act->db, "convoy.crossed");
	query_bind_id(query, "record", out->id);
	query_bind_text(query, "post", out->row.post);
	query_bind_int(query, "since", out->row.arrived - LATE);
	query_bind_int(query, "until", out->row.departed ? out->row.departed + LATE : act->now);
	query_bind_int(query, "most", CROSSED_MOST);
	while (query_next(query)) {
		struct convoy_person *person = convoy_find(out, query_id(query, 0));
		bool in = str_is(query_text(query, 2, act->arena), "entry");
		if (!person || person->signed_as.len || !str_is(query_text(query, 3, act->arena), "admit"))
			continue;
		if (in)
			person->entry = query_id(query, 1);
		person->exit = in ? (struct uuid){ 0 } : query_id(query, 1);
	}
	return query_end(query, err);
}

bool convoy_open(struct act *act, struct uuid id, struct called *out, struct error *err)
{
	*out = (struct called){ .id = id };
	struct query *query = db_query(act->db, "convoy.by_record");
	query_bind_id(query, "record", id);
	bool found = query_next(query);
	if (found)
		query_row(query, &convoy_row_fields, &out->row, act->arena);
	if (!query_end(query, err))
		return false;
	if (!found)
		return error_set(err, ERR_NOT_FOUND, "there is no such call", "look at the board again", "call");
	const struct pack_post *post = pack_post(act->pack, out->row.post, (struct date){ 0 });
	out->zone = act->house->zone(act->house, post ? post->zone : act->pack->head.zone);
	return read_people(act, out, err) && read_crossed(act, out, err);
}

struct convoy_person *convoy_find(const struct called *called, struct uuid key)
{
	for (size_t i = 0; i < called->count; i++)
		if (uuid_equal(called->people[i].key, key))
			return &called->people[i];
	return NULL;
}

bool convoy_at_work(struct act *act, const struct called *called, struct error *err)
{
	if (!str_equal(act->place.post, called->row.post))
		return error_set(err, ERR_NOT_ALLOWED, "this call is at another post", "choose a lane of that post first", "post");
	if (str_is(called->row.state, "departed") || str_is(called->row.state, "cancelled"))
		return error_set(err, ERR_NOT_ALLOWED, "this call is over", "look at the board again", "call");
	return true;
}

/* --- announcing --- */

static bool is_kind(struct str kind, const char *word)
{
	return str_is(kind, word);
}

static void check_numbers(struct act *act, struct convoy *convoy)
{
	bool vessel = is_kind(convoy->kind, "vessel");
	if (convoy->imo.len) {
		struct str number = imo_number(convoy->imo, act->arena);
		if (!number.len)
			finding_add(&act->findings, STR("imo"), "check_digit", WORDS("This is no IMO number: seven digits, the last of which does not agree with the others."));
		convoy->imo = number.len ? number : convoy->imo;
	}
	if (vessel && !convoy->name.len)
		finding_add(&act->findings, STR("name"), "required", WORDS("Write the name of the vessel."));
	if (vessel && !convoy->imo.len && !convoy->call_sign.len)
		finding_add(&act->findings, STR("imo"), "required", WORDS("Write the IMO number; a small craft without one has a call sign."));
	if (!vessel && !convoy->number.len)
		finding_add(&act->findings, STR("number"), "required",
		            is_kind(convoy->kind, "coach") ? WORDS("Write the plate of the coach.") : is_kind(convoy->kind, "train") ? WORDS("Write the number of the train.") : WORDS("Write the number of the flight."));
}

/* Vessels call at ports, trains at stations; a coach comes by road, or on a ferry. */
static bool kind_at(struct str kind, enum pack_mode mode)
{
	return is_kind(kind, "vessel") ? mode == MODE_SEA : is_kind(kind, "train") ? mode == MODE_RAIL : is_kind(kind, "aircraft") ? mode == MODE_AIR : mode == MODE_LAND || mode == MODE_SEA;
}

static void check_convoy(struct act *act, struct convoy *convoy)
{
	static const char *const kinds[] = { "vessel", "train", "coach", "aircraft" };
	bool known = false;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		known |= is_kind(convoy->kind, kinds[i]);
	if (!known)
		finding_add(&act->findings, STR("kind"), "unknown_code", WORDS("Choose vessel, train, coach or aircraft."));
	const struct pack_post *post = pack_post(act->pack, convoy->post, time_date(act->now));
	if (!post)
		finding_add(&act->findings, STR("post"), "unknown_code", WORDS("Choose a post of the list."));
	else if (known && !kind_at(convoy->kind, post->mode))
		finding_add(&act->findings, STR("post"), "other_mode", WORDS("Vessels call at sea posts, trains at rail posts, aircraft at airports, coaches at land posts or ferry ports."));
	if (convoy->flag.len && !pack_code_valid(act->pack, STR("countries"), convoy->flag, time_date(act->now)))
		finding_add(&act->findings, STR("flag"), "unknown_code", WORDS("Choose a country of the list."));
	if (convoy->leaves && convoy->leaves < convoy->due)
		finding_add(&act->findings, STR("leaves_day"), "out_of_range", WORDS("It leaves before it comes."));
	check_numbers(act, convoy);
}

/* Letters and digits that nobody mistakes for one another. */
static bool new_reference(struct act *act, struct str *out, struct error *err)
{
	static const char letters[] = "ACDEFGHJKMNPQRTUVWXY34679";
	for (int tries = 0; tries < 20; tries++) {
		char *text = arena_alloc(act->arena, 6);
		for (int i = 0; i < 6; i++)
			text[i] = letters[random_below(act->random, sizeof letters - 1)];
		*out = (struct str){ text, 6 };
		struct query *query = db_query(act->db, "convoy.referenced");
		query_bind_text(query, "reference", *out);
		bool taken = query_next(query) && query_int(query, 0) > 0;
		if (!query_end(query, err))
			return false;
		if (!taken)
			return true;
	}
	return error_set(err, ERR_BUSY, "no number of a call is free", "try again", "call");
}

bool convoy_announce(struct act *act, struct convoy *convoy, const struct called *called, struct uuid record, struct error *err)
{
	check_convoy(act, convoy);
	if (act->findings.count)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "call");
	if (called)
		convoy->reference = called->row.reference;
	else if (!new_reference(act, &convoy->reference, err))
		return false;
	journal_append(act, &convoy_type, record, convoy);
	return true;
}

bool convoy_move(struct act *act, const struct called *called, const char *what, struct str berth, int64_t aboard, bool inland, struct str note,
                 struct error *err)
{
	struct convoy_moved moved = { .what = str_of(what), .berth = berth, .aboard = aboard, .inland = inland, .note = note };
	bool arrives = !strcmp(what, "arrived"), departs = !strcmp(what, "departed");
	if (arrives && !str_is(called->row.state, "expected"))
		return error_set(err, ERR_NOT_ALLOWED, "it has arrived already", "look at the call again", "call");
	if (departs && !str_is(called->row.state, "here"))
		return error_set(err, ERR_NOT_ALLOWED, "it has not arrived, or has departed already", "look at the call again", "call");
	if (!arrives && !departs && !str_is(called->row.state, "expected"))
		return error_set(err, ERR_NOT_ALLOWED, "it has arrived already", "look at the call again", "call");
	journal_append(act, &convoy_moved_type, called->id, &moved);
	return true;
}
