/* People who come together: a family, a group, the people in a vehicle.
 *
 * - A group is a record of its own at a lane: opened by the officer, or made when a document is scanned while another verdict waits. Whoever is scanned at
 *   that lane joins it, until it is decided or ended. Each scan stays an inspection and a verdict of its own; a document scanned again takes its old place.
 * - One decision, with exceptions: an act admits all but those who are sent to the second line with a reason. Every member gets an own crossing in the record
 *   of the own document; it names the group, the plate and who drove. All or nothing: one act is one transaction.
 * - What a group cannot do: refuse anybody, admit whom the verdict does not let the officer admit, or decide for somebody who joined unseen.
 * - Of a member who asked for protection, or was referred, the group says to everybody alike: goes to the second line. It says no more.
 * - Who is what to the first adult is told by somebody (list kinship_sources) and kept as an entry of the person: never concluded from names or faces.
 * - A plate is kept in capitals and digits alone (Vienna Convention on Road Traffic 1968, annex 2), so that it is found however it was typed.
 * Limits: 30 people; a group nobody decided takes nobody in after an hour. Lists of coaches, trains and vessels are elsewhere (convoy). */
#ifndef LIMEN_GROUP_H
#define LIMEN_GROUP_H

#include "border.h"

enum { GROUP_MOST = 30, GROUP_MINUTES = 60 };

/* --- entries --- */

#define GROUP_OPEN_FIELDS(F, L) \
	F(CODE, post,      REQUIRED, 1, 1, 16,  "post") \
	F(INT,  lane,      0,        1, 0, 999, "lane") \
	F(CODE, direction, REQUIRED, 1, 4, 5,   "entry or exit")
#define FIELD_ROW_OF_group_open(...) FIELD_ROW(group_open, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_open(...) FIELD_LIST_ROW(group_open, __VA_ARGS__)
FIELDS_STRUCT(group_open, GROUP_OPEN_FIELDS)

#define GROUP_JOIN_FIELDS(F, L) \
	F(ID,    inspection, REQUIRED, 1, 0, 0, "inspection of whoever joined") \
	F(ID,    document,   REQUIRED, 1, 0, 0, "record of the document") \
	F(YESNO, minor,      0,        1, 0, 0, "a child")
#define FIELD_ROW_OF_group_join(...) FIELD_ROW(group_join, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_join(...) FIELD_LIST_ROW(group_join, __VA_ARGS__)
FIELDS_STRUCT(group_join, GROUP_JOIN_FIELDS)

#define GROUP_LEAVE_FIELDS(F, L) F(ID, inspection, REQUIRED, 1, 0, 0, "inspection of whoever does not belong to it")
#define FIELD_ROW_OF_group_leave(...) FIELD_ROW(group_leave, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_leave(...) FIELD_LIST_ROW(group_leave, __VA_ARGS__)
FIELDS_STRUCT(group_leave, GROUP_LEAVE_FIELDS)

#define VEHICLE_FIELDS(F, L) \
	F(CODE, plate,       PERSONAL, 1, 0, 20, "plate of the vehicle, capitals and digits") \
	F(CODE, plate_state, 0,        1, 0, 3,  "state of the plate, code of list countries") \
	F(CODE, vehicle,     0,        1, 0, 32, "kind of vehicle, code of list vehicle_kinds") \
	F(CODE, colour,      0,        1, 0, 32, "colour, code of list vehicle_colours") \
	F(ID,   driver,      0,        1, 0, 0,  "inspection of whoever drives")

#define GROUP_ROLE_FIELDS(F, L) \
	F(ID,   inspection, REQUIRED, 1, 0, 0,  "member") \
	F(CODE, kinship,    0,        1, 0, 32, "what the member is to the first adult, code of list kinships")
#define FIELD_ROW_OF_group_role(...) FIELD_ROW(group_role, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_role(...) FIELD_LIST_ROW(group_role, __VA_ARGS__)
FIELDS_STRUCT(group_role, GROUP_ROLE_FIELDS)

/* What was said of the group: the vehicle, and who is who. The last one counts. */
#define GROUP_TOLD_FIELDS(F, L) \
	VEHICLE_FIELDS(F, L) \
	F(CODE, told_by, 0, 1, 0, 32, "who told what they are to each other, code of list kinship_sources") \
	L(group_role, roles, 0, 1, 0, GROUP_MOST, "who is who") \
	L(check_line, known, 0, 1, 0, 40, "what was known of the vehicle by its plate, when it was told (plate.h)")
#define FIELD_ROW_OF_group_told(...) FIELD_ROW(group_told, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_told(...) FIELD_LIST_ROW(group_told, __VA_ARGS__)
FIELDS_STRUCT(group_told, GROUP_TOLD_FIELDS)

#define GROUP_CLOSE_FIELDS(F, L) \
	F(INT, admitted, 0, 1, 0, GROUP_MOST, "admitted, or let go, by this decision") \
	F(INT, referred, 0, 1, 0, GROUP_MOST, "sent to the second line by this decision; none of both: ended without one")
#define FIELD_ROW_OF_group_close(...) FIELD_ROW(group_close, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_close(...) FIELD_LIST_ROW(group_close, __VA_ARGS__)
FIELDS_STRUCT(group_close, GROUP_CLOSE_FIELDS)

/* In the record of a person's document, naming another's: what the one is to the other, and who told. */
#define KINSHIP_FIELDS(F, L) \
	F(ID,   other,    REQUIRED, 1, 0, 0,  "record of the other's document") \
	F(CODE, kinship,  REQUIRED, 1, 1, 32, "what the person is to the other, code of list kinships") \
	F(CODE, told_by,  REQUIRED, 1, 1, 32, "who told it, code of list kinship_sources") \
	F(ID,   group_id, 0,        1, 0, 0,  "group in which it was told")
#define FIELD_ROW_OF_kinship(...) FIELD_ROW(kinship, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_kinship(...) FIELD_LIST_ROW(kinship, __VA_ARGS__)
FIELDS_STRUCT(kinship, KINSHIP_FIELDS)

extern const struct entry_type group_open_type, group_join_type, group_leave_type, group_told_type, group_close_type, kinship_type;

/* --- rows --- */

#define GROUP_ROW_FIELDS(F, L) \
	GROUP_OPEN_FIELDS(F, L) \
	F(TIME, opened,  0, 1, 0, 0, "since when") \
	F(ID,   officer, 0, 1, 0, 0, "who opened it") \
	F(ID,   lead,    0, 1, 0, 0, "inspection of the first adult; else of the first member") \
	F(INT,  members, 0, 1, 0, GROUP_MOST, "how many there are") \
	VEHICLE_FIELDS(F, L) \
	F(CODE, told_by, 0, 1, 0, 32, "who told what they are to each other") \
	F(TIME, closed,  0, 1, 0, 0, "when it was decided or ended; 0 = open")
#define FIELD_ROW_OF_group_row(...) FIELD_ROW(group_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_row(...) FIELD_LIST_ROW(group_row, __VA_ARGS__)
FIELDS_STRUCT(group_row, GROUP_ROW_FIELDS)

#define GROUP_MEMBER_FIELDS(F, L) \
	F(INT,  place,   0, 1, 0, GROUP_MOST, "in which order, from 1") \
	GROUP_JOIN_FIELDS(F, L) \
	F(TIME, joined,  0, 1, 0, 0, "when") \
	F(CODE, kinship, 0, 1, 0, 32, "what the member is to the first adult")
#define FIELD_ROW_OF_group_member(...) FIELD_ROW(group_member, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_member(...) FIELD_LIST_ROW(group_member, __VA_ARGS__)
FIELDS_STRUCT(group_member, GROUP_MEMBER_FIELDS)

#define KINSHIP_ROW_FIELDS(F, L) \
	KINSHIP_FIELDS(F, L) \
	F(TIME, happened, 0, 1, 0, 0, "when it was told") \
	F(ID,   officer,  0, 1, 0, 0, "who wrote it")
#define FIELD_ROW_OF_kinship_row(...) FIELD_ROW(kinship_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_kinship_row(...) FIELD_LIST_ROW(kinship_row, __VA_ARGS__)
FIELDS_STRUCT(kinship_row, KINSHIP_ROW_FIELDS)

/* --- what is asked --- */

#define GROUP_START_FIELDS(F, L) F(ID, with, 0, 1, 0, 0, "inspection of the first member, when there is one already")
#define FIELD_ROW_OF_group_start(...) FIELD_ROW(group_start, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_start(...) FIELD_LIST_ROW(group_start, __VA_ARGS__)
FIELDS_STRUCT(group_start, GROUP_START_FIELDS)

#define GROUP_CHOICE_FIELDS(F, L) \
	F(ID,   inspection, REQUIRED, 1, 0, 0,    "member, by the inspection") \
	F(CODE, decision,   0,        1, 0, 5,    "admit (default) or refer") \
	F(CODE, reason,     0,        1, 0, 32,   "of a referral, code of list referral_reasons") \
	F(TEXT, note,       PERSONAL, 1, 0, 1000, "for the colleague of the second line") \
	F(INT,  days,       0,        1, 0, 36500, "days allowed; empty = what the rule gives") \
	F(CODE, kinship,    0,        1, 0, 32,   "what the member is to the first adult, code of list kinships") \
	F(CODE, explained,  0,        1, 0, 32,   "at an exit that comes too late: code of list overstay_explanations") \
	F(TEXT, explanation, PERSONAL, 1, 0, 1000, "the same in the person's own words") \
	F(TEXT, paper,      PERSONAL, 1, 0, 200,  "paper that shows it, as it was seen") \
	CHILD_ANSWER_FIELDS(F, L)
#define FIELD_ROW_OF_group_choice(...) FIELD_ROW(group_choice, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_choice(...) FIELD_LIST_ROW(group_choice, __VA_ARGS__)
FIELDS_STRUCT(group_choice, GROUP_CHOICE_FIELDS)

#define GROUP_DECIDE_FIELDS(F, L) \
	L(group_choice, members, REQUIRED, 1, 1, GROUP_MOST, "every member, so that nobody is decided on unseen") \
	VEHICLE_FIELDS(F, L) \
	F(CODE, told_by,    0,        1, 0, 32,  "who told what they are to each other, code of list kinship_sources") \
	F(CODE, purpose,    0,        1, 0, 32,  "purpose of travel, a code of the pack") \
	F(TEXT, carrier,    0,        1, 0, 60,  "carrier") \
	F(CODE, craft,      PERSONAL, 1, 0, 20,  "flight, train or vessel, when there is no plate") \
	F(TEXT, from_place, PERSONAL, 1, 0, 60,  "where the journey comes from") \
	F(TEXT, to_place,   PERSONAL, 1, 0, 60,  "where it goes") \
	F(TEXT, address,    PERSONAL, 1, 0, 200, "address during the stay")
#define FIELD_ROW_OF_group_decide(...) FIELD_ROW(group_decide, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_group_decide(...) FIELD_LIST_ROW(group_decide, __VA_ARGS__)
FIELDS_STRUCT(group_decide, GROUP_DECIDE_FIELDS)

/* --- the service --- */

/* A group with its members, each opened as its own verdict is. */
struct group {
	struct uuid id;
	struct group_row row;
	struct group_member members[GROUP_MOST];
	struct opened *opened;           /* as many; NULL until group_open_members. One whose inspection is erased has no entry */
	size_t count;
	bool fresh;                      /* made by this act: not stored yet */
};

bool group_by_id(struct act *act, struct uuid id, struct group *out, struct error *err);
bool group_open_members(struct act *act, struct group *group, struct error *err);
/* The open group of a lane; `found` says whether there is one. */
bool group_at(struct act *act, struct str post, int lane, struct str direction, struct group *out, bool *found, struct error *err);
bool group_start(struct act *act, const struct group_start *form, struct uuid *id, struct error *err);
bool group_leave(struct act *act, struct group *group, struct uuid inspection, struct error *err);
bool group_end(struct act *act, struct group *group, struct error *err);
/* Keeps vehicle and who is who, without a decision. */
bool group_tell(struct act *act, struct group *group, const struct group_decide *form, struct error *err);
bool group_decide(struct act *act, struct group *group, const struct group_decide *form, struct error *err);
/* Is somebody waiting for a decision of the first line? Else the group says: goes to the second line, or what was decided. */
bool group_waits(const struct opened *opened);

/* Parts of an inspection. Before it: the group that the subject will join (NULL = none), be it open at the lane or made because a document is scanned while
 * the verdict subject->with waits; none takes in who is apart or was entered later; who travels along is put into the subject. After it: the joining. */
bool group_before(struct act *act, struct subject *subject, struct group **out, struct error *err);
void group_after(struct act *act, const struct subject *subject, const struct group *group, struct uuid inspection);
/* Who else is of the group, into a subject that is a child. */
bool group_along(struct act *act, struct subject *subject, const struct group *group, struct error *err);
/* The group of an inspection, into `opened`. Part of border_open. */
bool group_of(struct act *act, struct opened *opened, struct error *err);

/* decide.c: what an admission or a referral must fulfil, as findings whose fields begin with `prefix` (a group says its purpose once); what they append. */
void border_check_purpose(struct act *act, struct str purpose, bool asked);
void border_check_admit(struct act *act, const struct opened *opened, const struct admit *admit, struct str prefix);
void border_check_refer(struct act *act, const struct opened *opened, const struct refer *refer, struct str prefix);
bool border_append_admit(struct act *act, struct opened *opened, const struct admit *admit, struct uuid *id, struct error *err);
void border_append_refer(struct act *act, const struct opened *opened, const struct refer *refer);

#endif
