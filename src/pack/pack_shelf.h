/* Versions of the pack: proposed by one person, approved by another, applied from a day on, whole or not at all; and the shelf
 * from which acts take the version in force.
 *
 * - The files of a version are one journal file, named by the entry that proposes it; the compiled form is made from them whenever a
 *   process needs it. Every version that an entry names stays readable.
 * - Who proposed a version can neither approve nor apply it, whatever the rights: the fold would not count such an entry either.
 * - In force on a day is the applied version with the latest first day not after it; of several, the one applied last. While
 *   none was applied, the pack that the process was started with is in force.
 * - A version whose first day has not come may be taken back by its proposer or sent back by another, with a reason; until then and without it the old
 *   one holds. Days are those of the state's zone, by the server's clock.
 * - A pack taken from the shelf stays whole until it is given back, also when another comes in force meanwhile. */
#ifndef LIMEN_PACK_SHELF_H
#define LIMEN_PACK_SHELF_H

#include "pack_load.h"
#include "room.h"

extern const struct room pack_room;

/* ---- Versions ---- */

#define PACK_VERSION_ROW_FIELDS(F, L) \
	F(CODE, identity, 0, 1, 0, 64,   "SHA-256 of the compiled pack") \
	F(TEXT, version,  0, 1, 0, 60,   "its name") \
	F(CODE, previous, 0, 1, 0, 64,   "identity of the version in force when it was proposed") \
	F(CODE, file,     0, 1, 0, 400,  "handle of its files") \
	F(TEXT, note,     0, 1, 0, 1000, "why it was proposed") \
	F(DATE, earliest, 0, 1, 0, 0,    "first day that the pack itself allows") \
	F(TIME, proposed, 0, 1, 0, 0,    "when") \
	F(ID,   proposer, 0, 1, 0, 0,    "who") \
	F(TIME, approved, 0, 1, 0, 0,    "when; 0 = not yet") \
	F(ID,   approver, 0, 1, 0, 0,    "who") \
	F(TEXT, answer,   0, 1, 0, 1000, "what the approver wrote") \
	F(TIME, applied,  0, 1, 0, 0,    "when; 0 = not yet") \
	F(ID,   applier,  0, 1, 0, 0,    "who") \
	F(DATE, starts,   0, 1, 0, 0,    "first day in force") \
	F(TIME, ended,    0, 1, 0, 0,    "when it was taken back or sent back; 0 = not") \
	F(ID,   ender,    0, 1, 0, 0,    "who: the proposer takes back, another sends back") \
	F(TEXT, reason,   0, 1, 0, 1000, "why")
#define FIELD_ROW_OF_pack_version_row(...) FIELD_ROW(pack_version_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_pack_version_row(...) FIELD_LIST_ROW(pack_version_row, __VA_ARGS__)
FIELDS_STRUCT(pack_version_row, PACK_VERSION_ROW_FIELDS)

/* Appends the proposal. Diagnostics are told and nothing is appended when the pack has an error. `*identity` lives in the act's arena.
 * ERR_CONFLICT when this very version was proposed before. */
bool pack_propose(struct act *act, const struct pack_source *source, struct str note, struct str *identity,
                  struct pack_diagnostics *found, struct error *err);
/* Another person approves. `identity` may be its first digits, at least 8. */
bool pack_approve(struct act *act, struct str identity, struct str note, struct error *err);
/* Puts an approved version in force from a day on: not before today, nor before the pack's own first day; empty = the first day possible.
 * The version is compiled again and checked before. */
bool pack_apply(struct act *act, struct str identity, struct date starts, struct error *err);
/* Takes back (by who proposed it) or sends back (by another) a version whose first day has not come, approved or put in force from then on or not: with a
 * reason. It may be proposed again. */
bool pack_end(struct act *act, struct str identity, struct str reason, struct error *err);
/* The day of the act in the state's own zone: on which a version comes in force. */
struct date pack_today(const struct act *act);
int64_t pack_day_start(const struct act *act, struct date day); /* its first instant there */

/* One version; ERR_NOT_FOUND, or ERR_INPUT when several begin so. */
bool pack_version(struct act *act, struct str identity, struct pack_version_row *out, struct error *err);
bool pack_versions(struct act *act, struct pack_version_row **out, size_t *count, struct error *err); /* newest first, at most 200 */
/* The record of a version's entries: the same on every node. False: this is no identity. */
bool pack_version_record(struct str identity, struct uuid *out);
bool pack_version_source(struct act *act, const struct pack_version_row *version, struct pack_source *out, struct error *err);

/* ---- The shelf ---- */

struct pack_shelf;

/* `first` is in force while none was applied; it and its `files` must outlive the shelf. */
struct pack_shelf *pack_shelf_new(const struct pack *first, const struct pack_source *files);
void pack_shelf_free(struct pack_shelf *shelf);
/* The one in force at an instant; thread safe, as all of these. A version of the next day is ready before it, and taken from its first instant on. */
const struct pack *pack_shelf_take(struct pack_shelf *shelf, int64_t now);
void pack_shelf_give(struct pack_shelf *shelf, const struct pack *pack);
/* The pack of an identity, for a case that stands under an older one: the act's own, the one the process was started with, or a version that the journal
 * keeps, compiled when it is first asked for. It lives as long as the shelf. ERR_NOT_FOUND: this node keeps no such version. */
const struct pack *pack_shelf_version(struct pack_shelf *shelf, struct act *act, struct str identity, struct error *err);
/* Looks which version is in force at act->now and puts it on the shelf. A version that cannot be compiled is not taken: the one in force
 * stays, and `err` says why. */
bool pack_shelf_refresh(struct pack_shelf *shelf, struct act *act, struct error *err);
/* The pack that the process was started with: it is no proposed version, and was in force until one was applied. */
const struct pack *pack_shelf_first(const struct pack_shelf *shelf, struct pack_source *files);
/* A version by its whole identity with its files, be it proposed here or the first; `row->proposed` is 0 for the first. */
bool pack_version_find(struct act *act, struct str identity, struct pack_version_row *row, struct pack_source *source, struct error *err);
/* Files of the pack that the act uses: of the version of that identity, or those of the first. */
bool pack_in_force_source(struct act *act, struct pack_source *out, struct error *err);

/* ---- Differences ---- */

enum pack_change_kind { PACK_ADDED, PACK_REMOVED, PACK_CHANGED };

struct pack_change {
	enum pack_change_kind kind;
	const char *part;        /* "post", "stay rule", "category", "row of a table" ... : words, looked up in translations */
	struct str name;         /* code of the post, rule ...; may be empty for the head */
	struct str member;       /* CHANGED: what of it */
	struct str before, after;
};

/* What differs between two compiled packs, in the order of the pack; the count. At most 5,000. */
size_t pack_diff(struct arena *arena, const struct pack *before, const struct pack *after, const struct pack_change **out);
/* What running cases would lose (P163 to P166): states without a place, answers without a field or of another type, a revision that was not raised.
 * Added to `found`; how many. */
size_t pack_check_revisions(const struct pack *before, const struct pack *after, struct pack_diagnostics *found);
/* `limen pack diff OLD NEW`, for the room that adds the running cases: prints what differs. `*second`: the new pack, as soon as it is read. */
struct command_line;
bool pack_diff_command(struct act *act, const struct command_line *line, const struct pack **second, struct buf *out, struct error *err);
/* "changed: stay rule visit, allow: 90 -> 60" */
struct str pack_change_text(struct arena *arena, const struct pack_change *change);

#endif
