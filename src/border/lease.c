/* Leases of the second line: one officer has a person, and nobody else decides meanwhile. */
#include "lease.h"

#include "journal.h"
#include "lang.h"

enum { LEASE_MINUTES = 30 }; /* when the pack says nothing */

FIELDS_TABLE(lease, LEASE_FIELDS)
FIELDS_TABLE(take, TAKE_FIELDS)

const struct entry_type lease_type = { "referral.lease", 1, KIND_CASE, 0, &lease_fields, "an officer took a person of the second line, or handed them back" };

struct uuid border_taken_by(const struct act *act, const struct referral_row *referral)
{
	bool ended = referral->closed || referral->taken_until <= act->now;
	return ended ? (struct uuid){ 0 } : referral->taken_by;
}

bool border_taken_by_other(const struct act *act, const struct referral_row *referral)
{
	struct uuid officer = border_taken_by(act, referral);
	return !uuid_zero(officer) && !uuid_equal(officer, act->actor.user);
}

static int64_t lease_end(const struct act *act)
{
	return act->now + pack_param_ms(act->pack, STR("lease_time"), time_date(act->now), LEASE_MINUTES * INT64_C(60000));
}

static bool still_open(const struct referral_row *referral, struct error *err)
{
	return !referral->closed || error_set(err, ERR_NOT_ALLOWED, WORDS("This was decided already."), "", "lease");
}

bool border_take(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct take *take, struct error *err)
{
	struct lease lease = { .referral = referral->id, .until = lease_end(act) };
	if (!still_open(referral, err))
		return false;
	if (border_taken_by_other(act, referral)) {
		lease.from = referral->taken_by;
		lease.reason = take->why;
		if (str_trim(take->why).len < 3) {
			finding_add(&act->findings, STR("why"), "required", "A colleague has this person. Say why you take over.");
			return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "lease");
		}
	}
	journal_append(act, &lease_type, opened->entry.record, &lease);
	return true;
}

bool border_hand_back(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err)
{
	if (!still_open(referral, err))
		return false;
	if (!uuid_equal(border_taken_by(act, referral), act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("You do not have this person."), "", "lease");
	journal_append(act, &lease_type, opened->entry.record, &(struct lease){ .referral = referral->id });
	return true;
}

bool border_keep_taken(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err)
{
	if (border_taken_by_other(act, referral))
		return error_set(err, ERR_NOT_ALLOWED, WORDS("A colleague has this person. Take over with a reason, or leave it to them."), "", "lease");
	if (uuid_zero(border_taken_by(act, referral)))
		journal_append(act, &lease_type, opened->entry.record, &(struct lease){ .referral = referral->id, .until = lease_end(act) });
	return true;
}
