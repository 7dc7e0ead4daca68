/* Records on pages: search, people, documents, crossings and their correction, stays, permits, overstays, bans, tasks, the journal's own pages; import of
 * a former system's records, and what is closed after its time.
 *
 * It decides nothing at the border: what is recorded here (a correction, an extension, a ban, a tie) is an entry of the room below whose noun it is. */
#ifndef LIMEN_RECORDS_H
#define LIMEN_RECORDS_H

#include "border.h"
#include "show.h"

extern const struct room records_room;

/* Documents that may be of the same bearer; did somebody say that two are not? */
enum { LIKE_SHOWN = 3 };
struct like {
	struct document_row row;
	struct uuid record;
};
bool person_alike(struct act *act, const struct subject *subject, struct like out[static LIKE_SHOWN], size_t *count, struct error *err);
bool person_apart(struct act *act, struct uuid record, struct uuid other, bool *apart, struct error *err);

/* A person, or the person of a document, as the newest document shows them and an inspection would find them today. */
bool person_subject(struct act *act, struct uuid id, struct uuid *holder, struct subject *subject, struct error *err);

/* A document and the person whom it belongs to so far: itself while nobody confirmed one. */
struct tie_end {
	struct uuid record, holder;
};
/* Both documents, and what was tied to either before, belong to one person from now on. An existing person keeps its number. */
bool border_tie_holders(struct act *act, struct tie_end one, struct tie_end two, struct str reason, struct uuid *person, struct error *err);
/* The same for two documents on record. */
bool border_tie(struct act *act, struct uuid document, struct uuid other, struct str reason, struct uuid *person, struct error *err);

/* Corrects or annuls a crossing: a new entry, with a reason of the pack. What does not fit becomes findings of the act. */
bool border_correct(struct act *act, const struct movement_row *row, struct uuid record, const struct correction *correction, struct error *err);

/* Purposes of the data protection law to choose from: [{code, word, chosen}]. */
json_t *show_purposes(struct act *act, struct str chosen);

/* A row of access's table of requests for a second person. */
#define REQUEST_ROW_FIELDS(F, L) \
	F(ID,   record,  0, 1, 0, 0,  "the request") \
	F(ID,   id,      0, 1, 0, 0,  "entry that asked") \
	F(TIME, asked,   0, 1, 0, 0,  "when") \
	F(ID,   asker,   0, 1, 0, 0,  "who asked") \
	F(CODE, what,    0, 1, 0, 40, "what is to be confirmed") \
	F(CODE, confirmer, 0, 1, 0, 32, "right that the second person needs") \
	F(ID,   about,   0, 1, 0, 0,  "record that it is about") \
	F(JSON, body,    PERSONAL, 1, 0, 60000, "what will be recorded") \
	F(TEXT, reason,  PERSONAL, 1, 0, 2000, "why")
#define FIELD_ROW_OF_request_row(...) FIELD_ROW(request_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_request_row(...) FIELD_LIST_ROW(request_row, __VA_ARGS__)
FIELDS_STRUCT(request_row, REQUEST_ROW_FIELDS)

json_t *ban_request(struct act *act, const struct request_row *row, size_t number);  /* what a second person sees of a ban; NULL: it cannot be read */
bool ban_confirm(struct act *act, const struct request_row *row, struct error *err);

#endif
