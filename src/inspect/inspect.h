/* An inspection: whatever presents a person becomes a list of checks, each with one of the five results of BSI TR-03135-1, its evidence and the
 * rule behind it. Booth, passenger screen, visa desk and API show the same list.
 *
 * Runs the checks that the rooms declare, in the order of the rooms; sums them up as advice; stores all as one entry, which is the look at
 * the person, too. It never decides. */
#ifndef LIMEN_INSPECT_H
#define LIMEN_INSPECT_H

#include "registry.h"

extern const struct room inspect_room;

/* A file of an inspection: journal_file_get() gives its bytes, which are gone when the inspection's body is erased. */
#define INSPECTION_FILE_FIELDS(F, L) \
	F(CODE, what,   REQUIRED, 1, 1, 20,  "portrait (of the chip), or light and side of the page: visible.front ...") \
	F(CODE, type,   REQUIRED, 1, 1, 20,  "media type, by the first bytes: image/jpeg, image/jp2 or image/png") \
	F(CODE, handle, REQUIRED, 1, 1, 200, "where the journal keeps it")
#define FIELD_ROW_OF_inspection_file(...) FIELD_ROW(inspection_file, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_inspection_file(...) FIELD_LIST_ROW(inspection_file, __VA_ARGS__)
FIELDS_STRUCT(inspection_file, INSPECTION_FILE_FIELDS)

#define INSPECTION_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(CODE, post,        REQUIRED, 1, 1, 16,  "post") \
	F(INT,  lane,        0,        1, 0, 999, "lane") \
	F(CODE, direction,   REQUIRED, 1, 4, 5,   "entry or exit") \
	F(DATE, day,         REQUIRED, 1, 0, 0,   "day in the post's zone") \
	F(CODE, source,      REQUIRED, 1, 1, 16,  "mrz, reader, manual or none") \
	F(TEXT, zone,        PERSONAL, 1, 0, 140, "lines of the machine readable zone as read") \
	F(CODE, purpose,     0,        1, 0, 32,  "purpose of travel, when already asked") \
	F(CODE, category,    0,        1, 0, 32,  "category of the pack") \
	F(CODE, advice,      REQUIRED, 1, 1, 8,   "none, note, care, look or refer: the strongest of the checks") \
	F(YESNO, care,       0,        1, 0, 0,   "somebody to protect") \
	F(CODE, pack,        0,        1, 0, 64,  "identity of the pack used") \
	F(CODE, lists,       0,        1, 0, 200, "versions of the lists used") \
	L(check_line, checks, 0,       1, 0, 200, "the checks") \
	F(TEXT, reader,      0,        1, 0, 120, "document reader that read it") \
	F(TIME, taken,       0,        1, 0, 0,   "when it read") \
	L(inspection_file, files, PERSONAL, 1, 0, 8, "pictures that it handed over") \
	F(ID,   peak,        0,        1, 0, 0,   "the peak mode in which the post worked") \
	F(TEXTS, reduced,    0,        1, 0, 30,  "questions and checks that it left out") \
	F(CODE, seal,        PERSONAL, 1, 0, 1200, "seal of a visa that was shown, as text")
#define FIELD_ROW_OF_inspection(...) FIELD_ROW(inspection, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_inspection(...) FIELD_LIST_ROW(inspection, __VA_ARGS__)
FIELDS_STRUCT(inspection, INSPECTION_FIELDS)

extern const struct entry_type inspection_type;

/* Runs every check of the house over the subject, which must be loaded. Lines that passed keep title, origin and arguments alone. */
bool inspect_run(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);
/* The same by the checks of some rooms alone: "papers", "watch" ... ended by NULL. */
bool inspect_run_of(struct act *act, const struct subject *subject, const char *const *rooms, struct check_list *out, struct error *err);
/* The strongest advice of what the booth may see: a silent alert changes nothing there. A citizen is never referred for a paper: papers of citizens advise a look at most (the category may not refer). */
enum advice inspect_advice(const struct subject *subject, const struct check_list *checks);
/* Is there somebody to protect, as far as the booth is told? */
bool inspect_cares(const struct check_list *checks);
/* What inspect_record() stores. */
struct inspection inspect_made(const struct act *act, const struct subject *subject, const struct check_list *checks, struct str zone);
/* Does an order stand against leaving? */
bool inspect_order(const struct check_line *lines, size_t count);
/* Appends the inspection to the act; gives its id. `zone` may be empty. */
struct uuid inspect_record(struct act *act, const struct subject *subject, const struct check_list *checks, struct str zone);
/* An inspection stored earlier. ERR_NOT_FOUND when there is none or its body was erased. */
bool inspect_read(struct act *act, struct uuid id, struct inspection *out, struct entry *entry, struct error *err);

#endif
