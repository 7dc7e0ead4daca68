/* One decision for many: each person is checked once more and gets a crossing of their own, by border's service. Who cannot be cleared so is left for a
 * person at the booth or the second line, with the reason. */
#include "inner.h"

#include <string.h>

#include "house.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

enum { PASSED_TOGETHER = 200 };

static const char *direction_of(enum clearing what)
{
	return what == CLEAR_ENTRY || what == CLEAR_SIGN_OFF ? "entry" : "exit";
}

static const char *name_of(enum clearing what)
{
	static const char *const names[] = { "entry", "exit", "sign_on", "sign_off" };
	return names[what];
}

/* Is the person at the second line already? Then it decides. */
static bool waits(struct act *act, struct uuid record, bool *out, struct error *err)
{
	struct query *query = db_query(act->db, "border.open_referral_of_record");
	query_bind_id(query, "record", record);
	*out = query_next(query);
	return query_end(query, err);
}

/* What was found when the document was scanned counts as long as it may; else the person is checked anew. */
static bool open_person(struct act *act, const struct called *called, const struct convoy_person *person, enum clearing what, struct str purpose, struct opened *opened,
                        struct screened *screened, bool *fresh, struct error *err)
{
	struct check_list checks;
	*fresh = false;
	if (!uuid_zero(person->seen) && what == CLEAR_ENTRY) {
		if (!border_open(act, person->seen, opened, err))
			return false;
		if (str_is(opened->inspection.direction, "entry") && str_equal(opened->inspection.purpose, purpose) && !border_why_not_admit(act, opened))
			return true;
	}
	*fresh = true;
	*opened = (struct opened){ 0 };
	if (!convoy_inspect(act, called, person, direction_of(what), purpose, &opened->subject, &checks, screened, err) ||
	    !waits(act, opened->subject.record, &opened->referred, err))
		return false;
	border_opened_now(act, opened, &checks, screened->inspection);
	return true;
}

static const char *why_not(struct act *act, const struct opened *opened, enum clearing what)
{
	bool entry = str_is(str_of(direction_of(what)), "entry");
	const char *why = border_why_not_admit(act, opened);
	if (why)
		return why;
	if (opened->subject.claim_open && entry)
		return WORDS("A claim for protection is open: the second line decides.");
	if (entry && !opened->stay.unlimited && border_days_most(opened) <= 0)
		return WORDS("No days are left: the second line decides.");
	return NULL;
}

static struct admit admit_form(const struct called *called, enum clearing what, struct str purpose)
{
	const struct convoy_row *row = &called->row;
	struct str craft = row->number.len ? row->number : row->imo.len ? row->imo : row->call_sign;
	return (struct admit){
		.purpose = str_is(str_of(direction_of(what)), "entry") ? purpose : STR(""), .carrier = row->carrier, .craft = craft,
		.from_place = row->from_place, .to_place = row->to_place,
		.explanation = what == CLEAR_SIGN_ON ? STR("Signed on.") : what == CLEAR_SIGN_OFF ? STR("Signed off.") : STR(""),
	};
}

/* The crossing of one person, or why there is none. */
static bool clear_one(struct act *act, const struct called *called, const struct convoy_person *person, enum clearing what, struct str purpose, struct passed *passed,
                      struct screened *screened, bool *fresh, const char **why, struct error *err)
{
	struct opened opened;
	struct admit admit = admit_form(called, what, purpose);
	if (!open_person(act, called, person, what, purpose, &opened, screened, fresh, err))
		return false;
	*why = why_not(act, &opened, what);
	if (*why)
		return true;
	passed->key = person->key;
	return border_admit(act, &opened, &admit, &passed->crossing, err);
}

static void keep_cleared(struct act *act, struct uuid call, enum clearing what, struct passed *rows, size_t count)
{
	for (size_t at = 0; at < count; at += PASSED_TOGETHER) {
		size_t some = count - at < PASSED_TOGETHER ? count - at : PASSED_TOGETHER;
		struct convoy_cleared cleared = { .what = str_of(name_of(what)), .rows = { rows + at, some } };
		journal_append(act, &convoy_cleared_type, call, &cleared);
	}
}

bool convoy_clear(struct act *act, const struct called *called, enum clearing what, struct convoy_person *const *people, size_t count, struct str purpose,
                  struct cleared *out, struct error *err)
{
	struct passed *rows = ARENA_ARRAY(act->arena, struct passed, count + 1);
	struct screened *screened = ARENA_ARRAY(act->arena, struct screened, count + 1);
	size_t fresh_count = 0;
	*out = (struct cleared){ .left = ARENA_ARRAY(act->arena, struct left, count + 1) };
	for (size_t i = 0; i < count; i++) {
		const char *why;
		bool fresh;
		struct str asked = purpose.len || what == CLEAR_EXIT || what == CLEAR_SIGN_ON ? purpose : convoy_purpose(people[i]);
		if (!clear_one(act, called, people[i], what, asked, &rows[out->count], &screened[fresh_count], &fresh, &why, err))
			return false;
		fresh_count += fresh && str_is(str_of(direction_of(what)), "entry");
		if (why)
			out->left[out->left_count++] = (struct left){ people[i], why };
		else
			out->count++;
	}
	keep_cleared(act, called->id, what, rows, out->count);
	convoy_keep_screened(act, called->id, screened, fresh_count);
	return true;
}

bool convoy_clearable(const struct convoy_person *person)
{
	return str_is(person->list, "crew") && !convoy_missing(person) && uuid_zero(person->entry) && !person->signed_as.len;
}

/* --- crew change --- */

/* Whoever was let in as crew of this call and signs off ends that stay first, so that the stay of a visitor begins with its own entry. */
static bool end_crew_stay(struct act *act, const struct called *called, struct convoy_person *person, const char **why, struct error *err)
{
	struct cleared cleared;
	int64_t now = act->now;
	*why = NULL;
	if (!convoy_inside(person))
		return true;
	act->now = now - 1; /* before the entry that follows in the same act: crossings are ordered by their time */
	bool done = convoy_clear(act, called, CLEAR_EXIT, (struct convoy_person *[]){ person }, 1, STR(""), &cleared, err);
	act->now = now;
	if (!done)
		return false;
	*why = cleared.left_count ? cleared.left[0].why : NULL;
	return true;
}

bool convoy_sign(struct act *act, const struct called *called, struct convoy_person *person, bool on, struct str purpose, const char **why, struct error *err)
{
	struct cleared cleared;
	if (person->signed_as.len)
		return error_set(err, ERR_NOT_ALLOWED, "this person has signed on or off already", "look at the list again", "crew change");
	if (!str_is(person->list, "crew") || convoy_missing(person))
		return error_set(err, ERR_NOT_ALLOWED, "this person is not on the crew list", "write the person into the list first", "crew change");
	if (!on && convoy_ashore(person))
		return error_set(err, ERR_NOT_ALLOWED, "a shore pass is not back", "take the pass back first", "crew change");
	if (!on && (!purpose.len || !pack_code_valid(act->pack, STR("travel_purposes"), purpose, time_date(act->now)) || str_is(purpose, "crew"))) {
		finding_add(&act->findings, STR("purpose"), "required", WORDS("Ask for the purpose of the stay after signing off, and choose it."));
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "crew change");
	}
	if (!on && (!end_crew_stay(act, called, person, why, err) || *why))
		return !err->code;
	if (!convoy_clear(act, called, on ? CLEAR_SIGN_ON : CLEAR_SIGN_OFF, &person, 1, purpose, &cleared, err))
		return false;
	*why = cleared.left_count ? cleared.left[0].why : NULL;
	return true;
}

/* --- departure --- */

static bool excepted(const struct convoy_person *person, struct convoy_person *const *except, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (except[i] == person)
			return true;
	return false;
}

/* Crew who did not stay ashore; passengers who did not go in. */
bool convoy_aboard(const struct convoy_person *person)
{
	bool crew = str_is(person->list, "crew");
	return !convoy_missing(person) && !convoy_ashore(person) && !str_is(person->signed_as, "sign_off") && (crew || !convoy_inside(person));
}

/* Crew leave with it by one decision; a passenger who went in leaves by a crossing of their own. */
bool convoy_depart(struct act *act, const struct called *called, struct convoy_person *const *except, size_t count, bool inland, struct str note, struct cleared *out,
                   struct error *err)
{
	struct convoy_person **leave = ARENA_ARRAY(act->arena, struct convoy_person *, called->count + 1);
	size_t some = 0;
	int64_t people = 0;
	for (size_t i = 0; i < called->count; i++) {
		struct convoy_person *person = &called->people[i];
		if (!convoy_aboard(person) || excepted(person, except, count))
			continue;
		people++;
		if (convoy_inside(person) && !inland)
			leave[some++] = person;
	}
	return convoy_move(act, called, "departed", STR(""), people, inland, note, err) && convoy_clear(act, called, CLEAR_EXIT, leave, some, STR(""), out, err);
}
