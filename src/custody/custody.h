/* Documents that the state holds: where each is, who has it, how it came and where it went. Nothing is ever without a holder.
 *
 * What it does: takes a document into custody under the number of a label, with a ground of the pack and a receipt for the bearer (letter
 *   document_held); moves it between places and officers; ends it by giving it back, to a carrier, to another authority, or by destroying it; the
 *   inventory of a day, where what is not there becomes a task.
 * What it does not: it judges no ground, and decides nothing about the person.
 * - An item is its `custody.take` entry, in the record of the document; its moves name it. What left custody is never moved again.
 * - A label is on one held document at a time. Its number comes from a printed bar code, or is made.
 * - Destroying needs the right to supervise and a witness who is another user.
 * Fields as in the chain of custody of ICAO Annex 9, 5.9 and 5.13 (seized documents go with the carrier or stay as evidence). */
#ifndef LIMEN_CUSTODY_H
#define LIMEN_CUSTODY_H

#include "registry.h"

extern const struct room custody_room;
extern const struct entry_type custody_take_type, custody_move_type, custody_count_type;

#define CUSTODY_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, post,    REQUIRED,            1, 1, 16,  "where it was taken") \
	F(CODE, label,   REQUIRED,            1, 1, 24,  "number of the label") \
	F(CODE, ground,  REQUIRED,            1, 1, 32,  "code of the pack's list custody_grounds") \
	F(TEXT, finding, PERSONAL,            1, 0, 500, "what is wrong with the document, in words for other authorities") \
	F(TEXT, place,   REQUIRED,            1, 1, 80,  "where it is kept") \
	F(ID,   about,   0,                   1, 0, 0,   "entry that led to it: referral, refusal")
#define FIELD_ROW_OF_custody(...) FIELD_ROW(custody, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody(...) FIELD_LIST_ROW(custody, __VA_ARGS__)
FIELDS_STRUCT(custody, CUSTODY_FIELDS)

/* to: place, officer (in custody still); bearer, carrier, authority, destroyed (it has left) */
#define CUSTODY_MOVE_FIELDS(F, L) \
	F(ID,   item,    REQUIRED,            1, 0, 0,   "the item: entry by which it was taken") \
	F(CODE, to,      REQUIRED,            1, 1, 16,  "place, officer, bearer, carrier, authority or destroyed") \
	F(TEXT, name,    REQUIRED | PERSONAL, 1, 1, 80,  "which place, who") \
	F(CODE, witness, 0,                   1, 0, 16,  "service number of who saw it destroyed") \
	F(TEXT, note,    PERSONAL,            1, 0, 500, "why, on which paper")
#define FIELD_ROW_OF_custody_move(...) FIELD_ROW(custody_move, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_move(...) FIELD_LIST_ROW(custody_move, __VA_ARGS__)
FIELDS_STRUCT(custody_move, CUSTODY_MOVE_FIELDS)

#define CUSTODY_COUNT_FIELDS(F, L) \
	F(CODE,  post,    REQUIRED, 1, 1, 16,  "post") \
	F(TEXTS, seen,    0,        1, 0, 500, "labels that were there") \
	F(TEXTS, missing, 0,        1, 0, 500, "labels that were not")
#define FIELD_ROW_OF_custody_count(...) FIELD_ROW(custody_count, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_count(...) FIELD_LIST_ROW(custody_count, __VA_ARGS__)
FIELDS_STRUCT(custody_count, CUSTODY_COUNT_FIELDS)

/* Row of table `custody`: where an item is now. */
#define CUSTODY_ROW_FIELDS(F, L) \
	F(ID,    id,      0, 1, 0, 0,   "item") \
	CUSTODY_FIELDS(F, L) \
	F(TIME,  taken,   0, 1, 0, 0,   "when") \
	F(ID,    officer, 0, 1, 0, 0,   "who took it") \
	F(CODE,  holder,  0, 1, 0, 16,  "place, officer, bearer, carrier, authority or destroyed") \
	F(TEXT,  name,    PERSONAL, 1, 0, 80, "which, who") \
	F(TIME,  since,   0, 1, 0, 0,   "since when") \
	F(YESNO, held,    0, 1, 0, 0,   "still in custody")
#define FIELD_ROW_OF_custody_row(...) FIELD_ROW(custody_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_custody_row(...) FIELD_LIST_ROW(custody_row, __VA_ARGS__)
FIELDS_STRUCT(custody_row, CUSTODY_ROW_FIELDS)

/* Takes a document into custody and issues the receipt. `custody->label` may be empty: one is made, and set. `language`: of the bearer. What does not
 * fit becomes findings of the act. Appends to `record`, the document's. */
bool custody_take(struct act *act, struct uuid record, struct custody *custody, struct str language, struct uuid *id, struct error *err);
/* Moves an item, or lets it leave custody. */
bool custody_move(struct act *act, struct uuid item, const struct custody_move *move, struct error *err);
bool custody_by_id(struct act *act, struct uuid id, struct custody_row *out, struct uuid *record, bool *found, struct error *err);
/* The last item taken of a record's document that is still held; found = false when there is none. */
bool custody_of(struct act *act, struct uuid record, struct custody_row *out, bool *found, struct error *err);

#endif
