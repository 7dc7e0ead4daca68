/* Forms of the room, and what its pages share. Private. */
#ifndef LIMEN_BOOKING_FORMS_H
#define LIMEN_BOOKING_FORMS_H

#include "inner.h"
#include "interview.h"

#define CENTRE_QUERY_FIELDS(F, L) \
	F(DATE, day,     0, 1, 0, 0,           "day; today when it is left out") \
	F(CODE, service, 0, 1, 0, 32,          "service") \
	F(INT,  people,  0, 1, 0, PEOPLE_MOST, "how many come together")
#define FIELD_ROW_OF_centre_query(...) FIELD_ROW(centre_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_centre_query(...) FIELD_LIST_ROW(centre_query, __VA_ARGS__)
FIELDS_STRUCT(centre_query, CENTRE_QUERY_FIELDS)

#define INTERVIEWS_QUERY_FIELDS(F, L) F(CODE, centre, 0, 1, 0, 16, "centre; all when it is left out")
#define FIELD_ROW_OF_interviews_query(...) FIELD_ROW(interviews_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interviews_query(...) FIELD_LIST_ROW(interviews_query, __VA_ARGS__)
FIELDS_STRUCT(interviews_query, INTERVIEWS_QUERY_FIELDS)

#define WALK_IN_FORM_FIELDS(F, L) \
	F(CODE, service,         REQUIRED,            1, 1, 32,          "service") \
	F(TEXT, name,            REQUIRED | PERSONAL, 1, 1, 200,         "who came") \
	F(INT,  people,          0,                   1, 0, PEOPLE_MOST, "how many came together") \
	F(CODE, language,        0,                   1, 0, 8,           "language spoken") \
	F(CODE, document_issuer, 0,                   1, 0, 3,           "issuer of the passport") \
	F(CODE, document_number, PERSONAL,            1, 0, 30,          "number of the passport") \
	F(TEXT, note,            PERSONAL,            1, 0, 300,         "what the centre should know")
#define FIELD_ROW_OF_walk_in_form(...) FIELD_ROW(walk_in_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_walk_in_form(...) FIELD_LIST_ROW(walk_in_form, __VA_ARGS__)
FIELDS_STRUCT(walk_in_form, WALK_IN_FORM_FIELDS)

#define BOOK_FORM_FIELDS(F, L) \
	F(CODE, service,    REQUIRED,            1, 1, 32,          "service") \
	F(TIME, start,      0,                   1, 0, 0,           "when; left out for the waiting list") \
	F(INT,  people,     0,                   1, 0, PEOPLE_MOST, "how many come together") \
	F(TEXT, name,       REQUIRED | PERSONAL, 1, 1, 200,         "who comes") \
	F(TEXT, companions, PERSONAL,            1, 0, 1000,        "who comes along, a line each") \
	F(CODE, language,   0,                   1, 0, 8,           "language spoken") \
	F(TEXT, note,       PERSONAL,            1, 0, 300,         "what the centre should know") \
	F(TEXT, contact,    PERSONAL,            1, 0, 254,         "waiting list: telephone number or e-mail address") \
	F(DATE, wait_from,  0,                   1, 0, 0,           "waiting list: first day that suits") \
	F(DATE, wait_until, 0,                   1, 0, 0,           "waiting list: last day that suits")
#define FIELD_ROW_OF_book_form(...) FIELD_ROW(book_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_book_form(...) FIELD_LIST_ROW(book_form, __VA_ARGS__)
FIELDS_STRUCT(book_form, BOOK_FORM_FIELDS)

#define MOVE_FORM_FIELDS(F, L) \
	F(CODE, centre, 0,        1, 0, 16,          "centre; the same when it is left out") \
	F(TIME, start,  REQUIRED, 1, 0, 0,           "when") \
	F(INT,  people, 0,        1, 0, PEOPLE_MOST, "how many come together")
#define FIELD_ROW_OF_move_form(...) FIELD_ROW(move_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_move_form(...) FIELD_LIST_ROW(move_form, __VA_ARGS__)
FIELDS_STRUCT(move_form, MOVE_FORM_FIELDS)

/* At which centre a booking's page offers times. */
#define MOVE_QUERY_FIELDS(F, L) \
	F(CODE, centre, 0, 1, 0, 16, "centre") \
	F(DATE, day,    0, 1, 0, 0,  "day")
#define FIELD_ROW_OF_move_query(...) FIELD_ROW(move_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_move_query(...) FIELD_LIST_ROW(move_query, __VA_ARGS__)
FIELDS_STRUCT(move_query, MOVE_QUERY_FIELDS)

/* A record of an interview as the page sends it: with empty lines, which are left out. */
#define INTERVIEW_LINE_FIELDS(F, L) \
	F(TEXT, question, PERSONAL, 1, 0, 600,  "question, as it was put") \
	F(TEXT, answer,   PERSONAL, 1, 0, 4000, "answer, as it was given")
#define FIELD_ROW_OF_interview_line(...) FIELD_ROW(interview_line, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_line(...) FIELD_LIST_ROW(interview_line, __VA_ARGS__)
FIELDS_STRUCT(interview_line, INTERVIEW_LINE_FIELDS)

#define INTERVIEW_FORM_FIELDS(F, L) \
	F(TEXT, present, REQUIRED | PERSONAL, 1, 1, 1000, "who was there, a line each") \
	F(INT,  minutes, 0,                   1, 0, 1440, "how long it took") \
	L(interview_line, answers, PERSONAL, 1, 0, QUESTIONS_MOST, "questions and answers") \
	F(TEXT, note,    PERSONAL,            1, 0, 1000, "what else is to be said")
#define FIELD_ROW_OF_interview_form(...) FIELD_ROW(interview_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_form(...) FIELD_LIST_ROW(interview_form, __VA_ARGS__)
FIELDS_STRUCT(interview_form, INTERVIEW_FORM_FIELDS)

#define PRINT_FORM_FIELDS(F, L) F(CODE, language, 0, 1, 0, 8, "language of the paper; the person's when it is left out")
#define FIELD_ROW_OF_print_form(...) FIELD_ROW(print_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_print_form(...) FIELD_LIST_ROW(print_form, __VA_ARGS__)
FIELDS_STRUCT(print_form, PRINT_FORM_FIELDS)

#define CENTRES_QUERY_FIELDS(F, L) F(TEXT, number, 0, 1, 0, 80, "number of an appointment or case, or the code of its paper: leads to it")
#define FIELD_ROW_OF_centres_query(...) FIELD_ROW(centres_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_centres_query(...) FIELD_LIST_ROW(centres_query, __VA_ARGS__)
FIELDS_STRUCT(centres_query, CENTRES_QUERY_FIELDS)

route_handler appointment_paper_post, interview_paper_post, appointment_letter_get, appointment_letter_text_get;
route_handler centres_get, centre_day_get, centre_week_get, centre_new_get, centre_new_post, centre_walk_in_post;
route_handler appointment_get, appointment_arrive_post, appointment_miss_post, appointment_cancel_post, appointment_move_post, appointment_take_post;
route_handler interviews_get, interview_get, interview_plan_get, interview_record_get, interview_plan_post, interview_record_post, interview_read_post;

/* ERR_NOT_FOUND: the pack has no such centre today. */
const struct pack_centre *centre_of(struct act *act, struct str code, struct error *err);
/* A booking by its own record, or by the case that it is for: its appointment, or its interview. */
bool booking_named(struct act *act, struct uuid id, bool interview, struct uuid *record, struct booking_row *row, struct error *err);
struct str booking_centre_words(struct act *act, struct str code);
struct str booking_service_words(struct act *act, struct str code);
struct str booking_spoken(struct act *act, struct str language);
struct str booking_officer(struct act *act, struct uuid user);
struct str booking_when(struct act *act, const struct booking_row *row);     /* "24 November 2026, 09:00"; "" = no time */
struct str booking_clock(struct act *act, struct str centre, int64_t ms);      /* "09:00" on the centre's clock */
struct str appointment_path(struct act *act, struct uuid record, const char *after);
/* State in words, and its tone: "" where nothing is to be said by colour. */
void booking_put_state(struct act *act, json_t *out, const struct booking_row *row);
/* A booking for a page's list; `data`: for everybody else. */
json_t *booking_value(struct act *act, struct uuid record, const struct booking_row *row);
json_t *booking_data(struct act *act, struct uuid record, const struct booking_row *row);
json_t *booking_services(struct act *act, const struct pack_centre *centre, struct str chosen);
json_t *booking_centres(struct act *act, struct str service, struct str chosen);
json_t *booking_spoken_choice(struct act *act, struct str chosen);
/* Days from `from` on where so many may begin, and the times of `day`: names `days` and `times` of the page and of the data. `href`: page that shows a day;
 * "day=" and the day follow. */
bool booking_put_times(struct act *act, struct reply *reply, struct str centre, struct str service, struct date day, int people, struct str href, struct error *err);

bool booking_put_papers(struct act *act, struct uuid record, struct str language, json_t *page, struct error *err);
bool booking_find(struct act *act, struct str text, struct uuid *record, struct error *err);

enum { SHOWN_MOST = 300 };
struct listed {
	struct booking_row rows[SHOWN_MOST];
	struct uuid records[SHOWN_MOST];
	size_t count;
};
bool booking_read_shown(struct query *query, struct act *act, struct listed *out, struct error *err);

#endif
