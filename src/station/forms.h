/* Queries and forms of the pages of this room, and what its files share. Private to the room. */
#ifndef LIMEN_STATION_FORMS_H
#define LIMEN_STATION_FORMS_H

#include "station.h"

#define STATION_QUERY_FIELDS(F, L) F(CODE, post, 0, 1, 0, 16, "another post than the session's; for those who supervise")
#define FIELD_ROW_OF_station_query(...) FIELD_ROW(station_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_station_query(...) FIELD_LIST_ROW(station_query, __VA_ARGS__)
FIELDS_STRUCT(station_query, STATION_QUERY_FIELDS)

/* When something happened that is written down later. */
#define WHEN_FIELDS(F, L) \
	F(DATE, day,   0, 1, 0, 0, "day, when it was not today") \
	F(CODE, clock, 0, 1, 0, 5, "time of the post's clock, as 1144 or 11:44; empty = now")

#define STATE_FORM_FIELDS(F, L) EQUIPMENT_STATE_FIELDS(F, L) WHEN_FIELDS(F, L)
#define FIELD_ROW_OF_state_form(...) FIELD_ROW(state_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_state_form(...) FIELD_LIST_ROW(state_form, __VA_ARGS__)
FIELDS_STRUCT(state_form, STATE_FORM_FIELDS)

#define POWER_FORM_FIELDS(F, L) POWER_FIELDS(F, L) WHEN_FIELDS(F, L)
#define FIELD_ROW_OF_power_form(...) FIELD_ROW(power_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_power_form(...) FIELD_LIST_ROW(power_form, __VA_ARGS__)
FIELDS_STRUCT(power_form, POWER_FORM_FIELDS)

#define COUNT_FORM_FIELDS(F, L) \
	F(CODE, post,    0,        1, 0, 16,   "post; empty = the session's") \
	F(INT,  lane,    0,        1, 0, 999,  "lane; empty = one queue for all") \
	F(INT,  people,  0,        1, 0, 9999, "how many stand in the queue") \
	F(INT,  minutes, 0,        1, 0, 1440, "minutes that whoever stands at the booth waited, as asked; empty = nobody was asked")
#define FIELD_ROW_OF_count_form(...) FIELD_ROW(count_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_count_form(...) FIELD_LIST_ROW(count_form, __VA_ARGS__)
FIELDS_STRUCT(count_form, COUNT_FORM_FIELDS)

#define SLIP_FORM_FIELDS(F, L) \
	F(CODE, post, 0, 1, 0, 16,  "post; empty = the session's") \
	F(INT,  lane, 0, 1, 0, 999, "lane; empty = one queue for all")
#define FIELD_ROW_OF_slip_form(...) FIELD_ROW(slip_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_slip_form(...) FIELD_LIST_ROW(slip_form, __VA_ARGS__)
FIELDS_STRUCT(slip_form, SLIP_FORM_FIELDS)

#define HANDOVER_FORM_FIELDS(F, L) \
	F(CODE, post,  0,                   1, 0, 16,   "post; empty = the session's") \
	F(TEXT, words, REQUIRED | PERSONAL, 1, 2, 4000, "what the relief must know")
#define FIELD_ROW_OF_handover_form(...) FIELD_ROW(handover_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_handover_form(...) FIELD_LIST_ROW(handover_form, __VA_ARGS__)
FIELDS_STRUCT(handover_form, HANDOVER_FORM_FIELDS)

#define PEAK_FORM_FIELDS(F, L) \
	F(CODE, post,   0,        1, 0, 16,  "post; empty = the session's") \
	F(CODE, mode,   REQUIRED, 1, 1, 32,  "mode of the pack's peak_modes") \
	F(TEXT, reason, REQUIRED, 1, 5, 500, "what happened") \
	F(CODE, until,  REQUIRED, 1, 3, 5,   "when it ends, by the post's clock: 1600")
#define FIELD_ROW_OF_peak_form(...) FIELD_ROW(peak_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_peak_form(...) FIELD_LIST_ROW(peak_form, __VA_ARGS__)
FIELDS_STRUCT(peak_form, PEAK_FORM_FIELDS)

#define PAPER_PRINT_FORM_FIELDS(F, L) \
	F(CODE, post,  0,        1, 0, 16,  "post; empty = the session's") \
	F(INT,  count, REQUIRED, 1, 1, 500, "how many forms") \
	F(TEXT, whom,  0,        1, 0, 120, "to whom they are handed")
#define FIELD_ROW_OF_paper_print_form(...) FIELD_ROW(paper_print_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_print_form(...) FIELD_LIST_ROW(paper_print_form, __VA_ARGS__)
FIELDS_STRUCT(paper_print_form, PAPER_PRINT_FORM_FIELDS)

#define PAPER_BEGIN_FORM_FIELDS(F, L) \
	F(CODE, post,   0,        1, 0, 16,  "post; empty = the session's") \
	F(TEXT, reason, REQUIRED, 1, 2, 500, "why nothing else works") \
	WHEN_FIELDS(F, L)
#define FIELD_ROW_OF_paper_begin_form(...) FIELD_ROW(paper_begin_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_begin_form(...) FIELD_LIST_ROW(paper_begin_form, __VA_ARGS__)
FIELDS_STRUCT(paper_begin_form, PAPER_BEGIN_FORM_FIELDS)

#define PAPER_END_FORM_FIELDS(F, L) \
	F(CODE, post, 0, 1, 0, 16, "post; empty = the session's") \
	F(TEXT, next, 0, 1, 0, 120, "numbers of the next blank forms, with their check digits and spaces between: one of each block; empty = none was used") \
	WHEN_FIELDS(F, L)
#define FIELD_ROW_OF_paper_end_form(...) FIELD_ROW(paper_end_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_end_form(...) FIELD_LIST_ROW(paper_end_form, __VA_ARGS__)
FIELDS_STRUCT(paper_end_form, PAPER_END_FORM_FIELDS)

#define PAPER_ACCOUNT_FORM_FIELDS(F, L) \
	F(CODE, post,   0,        1, 0, 16,  "post; empty = the session's") \
	F(CODE, number, REQUIRED, 1, 2, 9,   "number of the form, with its check digit") \
	F(CODE, state,  REQUIRED, 1, 1, 8,   "spoiled or lost") \
	F(TEXT, note,   0,        1, 0, 300, "what became of it")
#define FIELD_ROW_OF_paper_account_form(...) FIELD_ROW(paper_account_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_paper_account_form(...) FIELD_LIST_ROW(paper_account_form, __VA_ARGS__)
FIELDS_STRUCT(paper_account_form, PAPER_ACCOUNT_FORM_FIELDS)

/* place.c */
int station_minutes(struct str clock);   /* "1144", "944", "11:44": minutes of the day; -1 = no time of a clock */
const char *station_question(struct str code); /* of the booth, a sentence of the translations; NULL = no question */
const struct lang_zone *station_zone(const struct act *act, const struct pack_post *post);
json_t *station_lanes(struct act *act, const struct pack_post *post, int chosen);         /* [{code, word, chosen}], "The whole post" first */
json_t *station_codes(struct act *act, const char *list, struct str chosen);
json_t *station_posts(struct act *act, const struct pack_post *chosen);                   /* for those who supervise; else empty */
void station_head(struct act *act, const struct pack_post *post, const char *title, json_t *page);  /* title, post, posts, any_post */
struct str station_path(struct act *act, const char *before, struct uuid id, const char *after);
bool station_findings(struct act *act, struct error *err, const char *where);             /* ERR_FINDINGS when there are any */
void station_back(const struct act *act, struct reply *reply, const char *path, const struct pack_post *post); /* after a form; tells live pages */
bool station_lane_known(struct act *act, const struct pack_post *post, int64_t lane);     /* else a finding at `lane` */

route_handler equipment_get, equipment_post, equipment_item_get, equipment_move_post, equipment_state_post, power_post;
route_handler queue_get, queue_post, slip_post, slip_back_post;
route_handler peak_get, peak_post, peak_end_post;
route_handler paper_get, paper_print_post, paper_begin_post, paper_end_post, paper_account_post, paper_block_get;
route_handler handover_get, handover_post, handover_read_post;

#endif
