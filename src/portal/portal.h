/* The public's side of procedures: an account by e-mail, applications with a task list, one thing a page, answers checked before they are sent, people who
 * help, letters, and how it stands with the next step and the expected date.
 *
 * - Somebody sees and changes a case only as a party of it (`case.party`): who began it is its first party; others are asked in by their address, and leave
 *   again. What a party may do, the procedure says (flow_may, flow_may_edit); what of the state they read is its public words alone. A party that fills in a page
 *   of its own alone (an employer, a school) sees no other answers, no letters, and not who else takes part.
 * - Nothing that a desk writes for colleagues, no internal state, no name of an officer is on these pages; a letter says what it says.
 * - Pages work without script, at 320 px, by keyboard, right to left; a page is below 60 kB besides fonts.
 * - Each page about a case leaves its look, as for anybody else.
 * - Members of a family apply each for themselves, in a group (case_join): one of them books one time for all who still have to come.
 * - Fees are paid and visits booked here, by the rooms that do it (fees.h, booking.h).
 * - "Do I need a visa?" is answered to anybody, by the rule that a booth applies and the file of the procedure that gives what is needed.
 * It deliberately judges nothing: needs and checks are the engine's, and shown all at once. */
#ifndef LIMEN_PORTAL_H
#define LIMEN_PORTAL_H

#include "cases.h"
#include "pack_judge.h"

extern const struct room portal_room;
extern const struct entry_type case_party_type;

/* Body of `case.party`: somebody acts in a case as one of its parties, or does so no more. */
#define CASE_PARTY_FIELDS(F, L) \
	F(CODE,  party,     REQUIRED,            1, 1, 48, "party of the procedure") \
	F(ID,    account,   0,                   1, 0, 0,  "account of the public; none while the address has not signed in") \
	F(CODE,  email_key, 0,                   1, 0, 64, "key of the address that was asked in (account.h)") \
	F(TEXT,  name,      PERSONAL,            1, 0, 254, "who it is, as the one who asked wrote it: the address") \
	F(YESNO, ended,     0,                   1, 0, 0,  "no more from now on")
#define FIELD_ROW_OF_case_party(...) FIELD_ROW(case_party, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_party(...) FIELD_LIST_ROW(case_party, __VA_ARGS__)
FIELDS_STRUCT(case_party, CASE_PARTY_FIELDS)

/* Row of table `case_party`. */
#define CASE_PARTY_ROW_FIELDS(F, L) \
	F(INT,  place,     0,        1, 0, 0,  "its number in the case") \
	F(CODE, party,     0,        1, 0, 48, "party of the procedure") \
	F(ID,   account,   0,        1, 0, 0,  "account of the public") \
	F(CODE, email_key, 0,        1, 0, 64, "key of the address") \
	F(TEXT, name,      PERSONAL, 1, 0, 254, "who it is") \
	F(TIME, since,     0,        1, 0, 0,  "since when")
#define FIELD_ROW_OF_case_party_row(...) FIELD_ROW(case_party_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_case_party_row(...) FIELD_LIST_ROW(case_party_row, __VA_ARGS__)
FIELDS_STRUCT(case_party_row, CASE_PARTY_ROW_FIELDS)

/* The procedure by which one gets what a rule of entry asks for: table entry_ways of the act's pack. NULL: it names none. */
const struct pack_procedure *portal_way(struct act *act, enum pack_need need, struct str purpose, struct date day);
/* What an application by it costs for a journey, as its own file says. MISSING: it has no fee, or that cannot be said. */
struct portal_journey {
	struct str nationality, issuer, purpose;
	struct date born, arrive;
	int days;
};
bool portal_cost(struct act *act, const struct pack_procedure *way, const struct portal_journey *journey, struct rule_value *amount, struct error *err);

/* The party as which the actor's account acts in a case; "" = it does not. */
bool portal_party(struct act *act, struct uuid record, struct str *party, struct error *err);

#endif
