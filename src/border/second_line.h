/* The second line's own entries: who has taken a person.
 *
 * - A lease is an entry in the record of the referral: an officer takes a person, keeps them for the time that the pack states (param lease_time) or
 *   until they hand them back. Who opens the page of somebody who is taken sees by whom, and takes over only with a reason.
 * - Two officers who take or decide at once conflict on the head of the record: the journal lets one through, the other decides again and is told.
 * - What an officer does for a person whom nobody has takes that person. The second person who confirms a refusal needs no lease.
 * - Nothing is decided by a lease: when it ends, the person waits in the queue as before. */
#ifndef LIMEN_SECOND_LINE_H
#define LIMEN_SECOND_LINE_H

#include "border.h"

#define LEASE_FIELDS(F, L) \
	F(ID,   referral, REQUIRED, 1, 0, 0,   "referral of the person who is taken or handed back") \
	F(TIME, until,    0,        1, 0, 0,   "when it ends by itself; nothing = handed back") \
	F(ID,   from,     0,        1, 0, 0,   "officer from whom the person was taken over") \
	F(TEXT, reason,   PERSONAL, 1, 0, 500, "why they were taken over")
#define FIELD_ROW_OF_lease(...) FIELD_ROW(lease, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_lease(...) FIELD_LIST_ROW(lease, __VA_ARGS__)
FIELDS_STRUCT(lease, LEASE_FIELDS)

#define TAKE_FIELDS(F, L) F(TEXT, why, PERSONAL, 1, 0, 500, "reason, when a colleague has the person")
#define FIELD_ROW_OF_take(...) FIELD_ROW(take, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_take(...) FIELD_LIST_ROW(take, __VA_ARGS__)
FIELDS_STRUCT(take, TAKE_FIELDS)

extern const struct entry_type lease_type;

/* Who has the person now; zero when nobody has, or the lease has ended. */
struct uuid border_taken_by(const struct act *act, const struct referral_row *referral);
/* Has a colleague taken the person? */
bool border_taken_by_other(const struct act *act, const struct referral_row *referral);
bool border_take(struct act *act, const struct referral_row *referral, const struct opened *opened, const struct take *take, struct error *err);
bool border_hand_back(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err);
/* For what an officer does that is no decision: takes the person when nobody has them, refuses when a colleague has. */
bool border_keep_taken(struct act *act, const struct referral_row *referral, const struct opened *opened, struct error *err);

#endif
