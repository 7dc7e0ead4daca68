/* Queries and forms of this room's pages and of the interface of agents. Private to the room. */
#ifndef LIMEN_CONVOY_FORMS_H
#define LIMEN_CONVOY_FORMS_H

#include "inner.h"

#define CALLS_QUERY_FIELDS(F, L) \
	F(DATE, day,  0, 1, 0, 0,  "day in the post's zone; today when nothing is said") \
	F(CODE, post, 0, 1, 0, 16, "post; the session's own when nothing is said, all for every post")
#define FIELD_ROW_OF_calls_query(...) FIELD_ROW(calls_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_calls_query(...) FIELD_LIST_ROW(calls_query, __VA_ARGS__)
FIELDS_STRUCT(calls_query, CALLS_QUERY_FIELDS)

#define ANNOUNCE_FIELDS(F, L) \
	CONVEYANCE_FIELDS(F, L) \
	F(CODE, post,        0, 1, 0, 16, "post, by its code in the pack; the session's own when nothing is said") \
	F(TIME, due,         0, 1, 0, 0,  "when it is expected; or day and time of the post's own clock") \
	F(DATE, due_day,     0, 1, 0, 0,  "day on which it is expected") \
	F(CODE, due_time,    0, 1, 0, 5,  "time of that day, 14:30") \
	F(TIME, leaves,      0, 1, 0, 0,  "when it is expected to leave") \
	F(DATE, leaves_day,  0, 1, 0, 0,  "day on which it is expected to leave") \
	F(CODE, leaves_time, 0, 1, 0, 5,  "time of that day")
#define FIELD_ROW_OF_announce(...) FIELD_ROW(announce, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_announce(...) FIELD_LIST_ROW(announce, __VA_ARGS__)
FIELDS_STRUCT(announce, ANNOUNCE_FIELDS)

#define MOVE_FIELDS(F, L) \
	F(CODE, what,  REQUIRED, 1, 7, 9,  "arrived or cancelled") \
	F(TEXT, berth, 0,        1, 0, 60, "berth, platform, bay or stand") \
	F(TEXT, note,  0,        1, 0, 500, "a remark")
#define FIELD_ROW_OF_move(...) FIELD_ROW(move, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_move(...) FIELD_LIST_ROW(move, __VA_ARGS__)
FIELDS_STRUCT(move, MOVE_FIELDS)

#define LIST_QUERY_FIELDS(F, L) F(CODE, list, 0, 1, 0, 10, "crew or passengers")
#define FIELD_ROW_OF_crew_query(...) FIELD_ROW(crew_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_crew_query(...) FIELD_LIST_ROW(crew_query, __VA_ARGS__)
FIELDS_STRUCT(crew_query, LIST_QUERY_FIELDS)

#define SEND_LIST_FIELDS(F, L) \
	F(CODE, list, REQUIRED, 1, 4, 10, "crew (IMO FAL form 5) or passengers (form 6); the file follows as an upload") \
	L(list_person, people, PERSONAL, 1, 0, 5000, "instead of a file: the people, in JSON")
#define FIELD_ROW_OF_send_list(...) FIELD_ROW(send_list, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_send_list(...) FIELD_LIST_ROW(send_list, __VA_ARGS__)
FIELDS_STRUCT(send_list, SEND_LIST_FIELDS)

#define WRITE_PERSON_FIELDS(F, L) \
	LIST_PERSON_FIELDS(F, L) \
	F(CODE, list, 0, 1, 0, 10, "crew or passengers")
#define FIELD_ROW_OF_write_person(...) FIELD_ROW(write_person, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_write_person(...) FIELD_LIST_ROW(write_person, __VA_ARGS__)
FIELDS_STRUCT(write_person, WRITE_PERSON_FIELDS)

#define MANY_FIELDS(F, L) \
	F(TEXTS, except, 0, 1, 0, 1000, "people who are left out, by their keys") \
	F(TEXTS, only,   0, 1, 0, 1000, "of shore passes: these people alone") \
	F(YESNO, inland, 0, 1, 0, 0,    "of a departure: it goes on within the country") \
	F(CODE, language, 0, 1, 0, 8,   "of shore passes: language of the papers; English when nothing is said, as aboard") \
	F(TEXT, note,    0, 1, 0, 500,  "a remark")
#define FIELD_ROW_OF_many(...) FIELD_ROW(many, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_many(...) FIELD_LIST_ROW(many, __VA_ARGS__)
FIELDS_STRUCT(many, MANY_FIELDS)

#define SIGN_FIELDS(F, L) \
	F(CODE, what,    REQUIRED, 1, 2, 3,  "on or off") \
	F(CODE, purpose, 0,        1, 0, 32, "of signing off: purpose of the stay that follows")
#define FIELD_ROW_OF_sign(...) FIELD_ROW(sign, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_sign(...) FIELD_LIST_ROW(sign, __VA_ARGS__)
FIELDS_STRUCT(sign, SIGN_FIELDS)

#define DESERTER_FIELDS(F, L) \
	F(TEXT, found, PERSONAL,            1, 0, 120,  "when and where the person was seen last") \
	F(TEXT, words, REQUIRED | PERSONAL, 1, 2, 1000, "what master and agent say, what was done")
#define FIELD_ROW_OF_deserter(...) FIELD_ROW(deserter, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_deserter(...) FIELD_LIST_ROW(deserter, __VA_ARGS__)
FIELDS_STRUCT(deserter, DESERTER_FIELDS)

#define STOWAWAY_FIELDS(F, L) \
	IDENTITY_FIELDS(F, L) \
	F(YESNO, none, 0,                    1, 0, 0,    "there is no document at all") \
	F(TEXT, found, REQUIRED | PERSONAL,  1, 2, 120,  "where and when the person was found") \
	F(TEXT, words, PERSONAL,             1, 0, 1000, "what the person and the master say")
#define FIELD_ROW_OF_stowaway(...) FIELD_ROW(stowaway, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_stowaway(...) FIELD_LIST_ROW(stowaway, __VA_ARGS__)
FIELDS_STRUCT(stowaway, STOWAWAY_FIELDS)

#define BACK_QUERY_FIELDS(F, L) \
	F(ID, back,   0, 1, 0, 0,  "entry of the pass that was just given back") \
	F(CODE, post, 0, 1, 0, 16, "post; the session's own when nothing is said") \
	F(TEXT, number, 0, 1, 0, 80, "a pass to show, by its number or its scanned code")
#define FIELD_ROW_OF_back_query(...) FIELD_ROW(back_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_back_query(...) FIELD_LIST_ROW(back_query, __VA_ARGS__)
FIELDS_STRUCT(back_query, BACK_QUERY_FIELDS)

#define BACK_FORM_FIELDS(F, L) \
	F(TEXT, number, REQUIRED, 1, 9, 80,  "number of the pass, or its code as a scanner types it") \
	F(TEXT, note,   PERSONAL, 1, 0, 300, "a remark")
#define FIELD_ROW_OF_back_form(...) FIELD_ROW(back_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_back_form(...) FIELD_LIST_ROW(back_form, __VA_ARGS__)
FIELDS_STRUCT(back_form, BACK_FORM_FIELDS)

extern const struct fields crew_query_fields;

/* Handlers: page_board.c */
route_handler calls_get, announce_get, announce_post, convoy_correct_get, convoy_correct_post;
/* page_call.c */
route_handler convoy_get, move_post, convoy_scan_post, clear_post, departure_get, departure_post;
/* page_list.c */
route_handler list_send_get, list_send_post;
/* page_person.c */
route_handler listed_get, listed_new_get, listed_new_post, listed_edit_get, listed_edit_post, listed_off_post, sign_post, deserter_post;
/* page_pass.c */
route_handler passes_get, passes_post, pass_back_post, call_passes_get;
/* page_file.c */
route_handler stowaway_get, stowaway_post, file_get, file_step_post, stowaway_notice_post;
/* api.c */
route_handler api_announce_post, api_list_post, api_convoy_get;

/* page.c: values that the pages share */
struct str convoy_name_words(const struct convoy_row *row);                         /* "MV Halcyon", "IC 407" */
struct str convoy_kind_words(struct act *act, struct str kind);
struct str convoy_numbers(struct act *act, const struct convoy_row *row);           /* "IMO 9074729, call sign V7AB" */
struct str convoy_journey(struct act *act, const struct convoy_row *row);           /* "from Recife to Cork" */
struct str convoy_when(struct act *act, const struct called *called, int64_t ms);
const char *convoy_icon(struct str kind);
struct str convoy_path(struct act *act, struct uuid call, const char *after);
struct str convoy_person_path(struct act *act, struct uuid call, struct uuid key, const char *after);
struct str convoy_file_word(struct act *act, struct str state);
struct str convoy_change_words(struct act *act, const struct convoy_person *person); /* "New on the list", "Changed: rank" */
/* How somebody stands: tone and word. */
struct standing {
	const char *tone;
	struct str word;
};
struct standing convoy_standing(struct act *act, const struct called *called, const struct convoy_person *person);
json_t *convoy_tags(struct act *act, const struct called *called, const struct convoy_person *person);
/* What was found, as this reader may know it. */
struct str convoy_advice(const struct act *act, const struct convoy_person *person);
void convoy_look(struct act *act, const char *what, const struct called *called);
void convoy_fact(struct act *act, json_t *facts, const char *what, struct str text);           /* {what, text}, unless there is no text */
json_t *convoy_told(const struct list_told *told);
json_t *convoy_faults(struct act *act, const struct list_reading *list);
/* Takes what was sent, for pages and for agents; faults are in `list`, and then nothing was taken. `source`: csv or api. */
bool convoy_send(struct act *act, struct called *called, const struct call *call, const char *source, struct list_reading *list, struct list_told *told,
                 struct error *err);

#endif
