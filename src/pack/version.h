/* Entries and the fold of versions of the pack. Private to the room. */
#ifndef LIMEN_PACK_VERSION_H
#define LIMEN_PACK_VERSION_H

#include "pack_shelf.h"

#define PACK_PROPOSAL_FIELDS(F, L) \
	F(CODE, identity, REQUIRED, 1, 64, 64, "SHA-256 of the compiled pack") \
	F(TEXT, version,  REQUIRED, 1, 1, 60,  "its name") \
	F(CODE, previous, 0,        1, 0, 64,  "identity of the version in force") \
	F(CODE, file,     REQUIRED, 1, 1, 400, "handle of its files") \
	F(DATE, earliest, REQUIRED, 1, 0, 0,   "first day that the pack itself allows") \
	F(TEXT, note,     0,        1, 0, 1000, "why")
#define FIELD_ROW_OF_pack_proposal(...) FIELD_ROW(pack_proposal, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pack_proposal(...) FIELD_LIST_ROW(pack_proposal, __VA_ARGS__)
FIELDS_STRUCT(pack_proposal, PACK_PROPOSAL_FIELDS)

#define PACK_APPROVAL_FIELDS(F, L) \
	F(CODE, identity, REQUIRED, 1, 64, 64, "the version") \
	F(TEXT, note,     0,        1, 0, 1000, "what the approver wrote")
#define FIELD_ROW_OF_pack_approval(...) FIELD_ROW(pack_approval, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pack_approval(...) FIELD_LIST_ROW(pack_approval, __VA_ARGS__)
FIELDS_STRUCT(pack_approval, PACK_APPROVAL_FIELDS)

#define PACK_APPLICATION_FIELDS(F, L) \
	F(CODE, identity, REQUIRED, 1, 64, 64, "the version") \
	F(DATE, starts,   REQUIRED, 1, 0, 0,   "first day in force")
#define FIELD_ROW_OF_pack_application(...) FIELD_ROW(pack_application, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pack_application(...) FIELD_LIST_ROW(pack_application, __VA_ARGS__)
FIELDS_STRUCT(pack_application, PACK_APPLICATION_FIELDS)

/* Body of `pack.end`: a version that is not in force yet is taken back by who proposed it, or sent back by another person. */
#define PACK_ENDING_FIELDS(F, L) \
	F(CODE, identity, REQUIRED, 1, 64, 64,  "the version") \
	F(DATE, day,      REQUIRED, 1, 0, 0,    "the day in the state's zone") \
	F(TEXT, reason,   REQUIRED, 1, 3, 1000, "why")
#define FIELD_ROW_OF_pack_ending(...) FIELD_ROW(pack_ending, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pack_ending(...) FIELD_LIST_ROW(pack_ending, __VA_ARGS__)
FIELDS_STRUCT(pack_ending, PACK_ENDING_FIELDS)

extern const struct entry_type pack_propose_type, pack_approve_type, pack_apply_type, pack_end_type;
extern const struct fold pack_version_fold;
extern const struct command pack_commands[];
extern const struct route pack_routes[];

/* The applied version that is in force on a day; `found` false when there is none. */
bool pack_version_on(struct act *act, struct date day, struct pack_version_row *out, bool *found, struct error *err);

#endif
