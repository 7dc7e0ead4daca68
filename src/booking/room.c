/* The room's face. */
#include "forms.h"

extern const struct embedded booking_files[];
extern const struct fold booking_fold, booking_place_fold, interview_fold;

enum { WAITING_EVERY_MS = 60000, WAITING_MOST = 100 };

static bool waiting_job(struct act *act, struct error *err)
{
	size_t done;
	return booking_waiting(act, WAITING_MOST, &done, err);
}

static const struct entry_type *const entries[] = { &booking_step_type, &booking_place_type, &interview_plan_type, &interview_record_type, &interview_read_type, NULL };
static const struct fold *const folds[] = { &booking_fold, &booking_place_fold, &interview_fold, NULL };
static const struct job jobs[] = { { "booking waiting list", WAITING_EVERY_MS, waiting_job, "Offers times that became free to those who wait for one." }, { 0 } };
#define P "permits"
static const struct route routes[] = {
	{ GET, "/centres", CAN_CENTRE, centres_get, "centres", &centres_query_fields, NULL, 0, NULL, P, "The centres of the country pack, and their day in figures." },
	{ GET, "/centre/{name}", CAN_CENTRE, centre_day_get, "centre_day", &centre_query_fields, NULL, ROUTE_PERSON, NULL, P, "The day of a centre by time: who is expected, who came, who waits." },
	{ GET, "/centre/{name}/week", CAN_CENTRE, centre_week_get, "centre_week", &centre_query_fields, NULL, 0, NULL, P, "How much of each service of a centre is taken in seven days." },
	{ GET, "/centre/{name}/new", CAN_CENTRE, centre_new_get, "centre_new", &centre_query_fields, NULL, 0, NULL, P, "Days and times of a service that are free for so many people." },
	{ POST, "/centre/{name}/new", CAN_CENTRE, centre_new_post, "centre_new", NULL, &book_form_fields, ROUTE_FORM_AGAIN, "/centre/{name}", P,
	  "Book a time for somebody, or put them on the waiting list." },
	{ GET, "/centre/{name}/walk-in", CAN_CENTRE, centre_day_get, "centre_day", NULL, NULL, ROUTE_PERSON, NULL, P, "The page of the form, when an answer needs another look." },
	{ POST, "/centre/{name}/walk-in", CAN_CENTRE, centre_walk_in_post, "centre_day", NULL, &walk_in_form_fields, ROUTE_FORM_AGAIN, "/centre/{name}", P,
	  "Take in somebody who came without appointment." },
	{ GET, "/appointment/{id}", CAN_CENTRE, appointment_get, "appointment", &move_query_fields, NULL, ROUTE_PERSON, NULL, P, "One appointment, by its own id or its case's: what is known, what happened, times to which it may be moved." },
	{ POST, "/appointment/{id}/arrive", CAN_CENTRE, appointment_arrive_post, NULL, NULL, NULL, 0, "/appointment/{record}", P, "Note that they came." },
	{ POST, "/appointment/{id}/miss", CAN_CENTRE, appointment_miss_post, NULL, NULL, NULL, 0, "/appointment/{record}", P, "Note that nobody came; not before the pack's time." },
	{ POST, "/appointment/{id}/cancel", CAN_CENTRE, appointment_cancel_post, NULL, NULL, NULL, 0, "/appointment/{record}", P, "Give an appointment back: whoever waits is offered the time." },
	{ POST, "/appointment/{id}/take", CAN_CENTRE, appointment_take_post, NULL, NULL, NULL, 0, "/appointment/{record}", P, "Book the time that is held or was offered." },
	{ POST, "/appointment/{id}/paper", CAN_CENTRE, appointment_paper_post, NULL, NULL, &print_form_fields, 0, "/appointment/{record}", P, "Issue the confirmation of an appointment, with a code that the desk scans." },
	{ GET, "/appointment/paper/{id}", CAN_CENTRE, appointment_letter_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, P, "A confirmation or transcript as PDF, byte for byte as it was first printed." },
	{ GET, "/appointment/paper/{id}/text", CAN_CENTRE, appointment_letter_text_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, P, "The same paper as a page; as JSON what was filled in." },
	{ GET, "/appointment/{id}/move", CAN_CENTRE, appointment_get, "appointment", NULL, NULL, ROUTE_PERSON, NULL, P, "The page of the form, when an answer needs another look." },
	{ POST, "/appointment/{id}/move", CAN_CENTRE, appointment_move_post, "appointment", NULL, &move_form_fields, ROUTE_FORM_AGAIN, "/appointment/{record}", P, "Book a time, or move to another one." },
	{ GET, "/interviews", CAN_CENTRE, interviews_get, "interviews", &interviews_query_fields, NULL, ROUTE_PERSON, NULL, P, "Interviews to be planned, held, or read back." },
	{ GET, "/interview/{id}", CAN_CENTRE, interview_get, "interview", NULL, NULL, ROUTE_PERSON, NULL, P, "One interview, by its own id or its case's: wishes, who holds it, what was said." },
	{ GET, "/interview/{id}/plan", CAN_CENTRE, interview_plan_get, "interview", NULL, NULL, ROUTE_PERSON, NULL, P, "The page of the form, when an answer needs another look." },
	{ POST, "/interview/{id}/plan", CAN_CENTRE, interview_plan_post, "interview", NULL, &interview_plan_fields, ROUTE_FORM_AGAIN, "/interview/{record}", P,
	  "Say how an interview is held: officer, interpreter, room or link, and whether a wish is met." },
	{ GET, "/interview/{id}/record", CAN_CENTRE, interview_record_get, "interview", NULL, NULL, ROUTE_PERSON, NULL, P, "The page of the form, when an answer needs another look." },
	{ POST, "/interview/{id}/record", CAN_CENTRE, interview_record_post, "interview", NULL, &interview_form_fields, ROUTE_FORM_AGAIN, "/interview/{record}", P,
	  "Keep the record of an interview: questions, answers, who was there." },
	{ GET, "/interview/{id}/read-back", CAN_CENTRE, interview_get, "interview", NULL, NULL, ROUTE_PERSON, NULL, P, "The page of the form, when an answer needs another look." },
	{ POST, "/interview/{id}/read-back", CAN_CENTRE, interview_read_post, "interview", NULL, &interview_read_fields, ROUTE_FORM_AGAIN, "/interview/{record}", P,
	  "Say how a record was read back, what the person corrected, and that a copy was handed over." },
	{ POST, "/interview/{id}/paper", CAN_CENTRE, interview_paper_post, NULL, NULL, &print_form_fields, 0, "/interview/{record}", P, "Issue the transcript of an interview that was read back." },
	{ 0 },
};

static const struct scan_code codes[] = { { "APPOINTMENT", "/centres?number=", CAN_CENTRE }, { 0 } };

static const struct case_work works[] = {
	{ "appointment", appointment_command, "/appointment/" }, { "interview", interview_command, "/interview/" }, { 0 },
};

const struct room booking_room = { .name = "booking", .files = booking_files, .entries = entries, .folds = folds, .routes = routes, .jobs = jobs, .codes = codes, .works = works };
