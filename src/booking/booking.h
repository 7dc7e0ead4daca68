/* Appointments at the centres of the pack (pack_centre.h): capability `appointment`, and the times of interviews (interview.h).
 *
 * What it does: says which days and times are free; keeps a time for some minutes while somebody books it (hold); books, moves and gives back; notes who
 *   came, who did not, and who came without an appointment; keeps a waiting list and offers it what becomes free.
 * What it does not: no fee, no letter, no message (the case's procedure says them); it closes no case for a missed appointment.
 * - Times are computed from the pack, never stored. A *place* is one counter at one time of one service; each place is a record of its own. Whoever takes
 *   it appends to that record, and of two who do so at once the journal drops the second (its head moved): it decides again and takes another place, or is
 *   told that the time is gone. So nothing is ever booked twice, on either database and with many processes, without locks and without one hot record.
 * - A hold ends by time alone: a place whose hold ended is free for whoever asks next, and no job is needed. Until somebody asks, its holder may still book.
 * - Before anything is paid, booking_keep() says whether the place is still there and keeps it while the payment runs: nobody pays for a place that is gone.
 * - People who come together get places beside each other: at one time, or at most GROUP_TIMES times that follow each other, all or none.
 * - Desks (right `centre`) may book up to the end of a time; everybody else from the centre's notice on, as far ahead as it says.
 * - A booking of a case belongs to a record made of case and use: one case never has two bookings for one use.
 * Handlers of other rooms call these in their act; they append, and neither begin nor commit. What is not possible becomes findings (ERR_FINDINGS). */
#ifndef LIMEN_BOOKING_H
#define LIMEN_BOOKING_H

#include "cases.h"
#include "pack.h"

extern const struct room booking_room;
extern const struct entry_type booking_step_type, booking_place_type;

enum { PEOPLE_MOST = 12, GROUP_TIMES = 4, BOOKING_DAYS_MOST = 120 };

/* Body of `booking.step`, in the booking's record. What a step does not name stays as it was.
 * offer: a case may book; hold, keep, book, move, arrive, miss, walk_in; cancel: given back, and may be booked again; withdraw: ended;
 * wait: on the waiting list; propose: a freed time is kept for it; lapse: it was not taken */
#define BOOKING_STEP_FIELDS(F, L) \
	F(CODE,  what,       REQUIRED, 1, 1, 16,           "offer, hold, keep, book, move, cancel, arrive, miss, walk_in, wait, propose, lapse or withdraw") \
	F(ID,    about,      0,        1, 0, 0,            "case that it is for") \
	F(CODE,  use,        0,        1, 0, 48,           "use of its procedure") \
	F(CODE,  reference,  0,        1, 0, 40,           "number by which the person names it") \
	F(CODE,  centre,     0,        1, 0, 16,           "centre of the pack") \
	F(CODE,  service,    0,        1, 0, 32,           "code of the list services") \
	F(TIME,  start,      0,        1, 0, 0,            "when it begins") \
	F(INT,   minutes,    0,        1, 0, 1440,         "how long") \
	F(INT,   people,     0,        1, 0, PEOPLE_MOST,  "how many places") \
	F(TIME,  until,      0,        1, 0, 0,            "end of the hold or of the proposal") \
	F(TEXT,  name,       PERSONAL, 1, 0, 200,          "who comes") \
	F(TEXTS, companions, PERSONAL, 1, 0, PEOPLE_MOST,  "who comes along") \
	F(CODE,  language,   0,        1, 0, 8,            "language spoken") \
	F(TEXT,  note,       PERSONAL, 1, 0, 300,          "what the centre should know") \
	F(TEXT,  contact,    PERSONAL, 1, 0, 254,          "telephone number or address to which a freed time is told") \
	F(DATE,  wait_from,  0,        1, 0, 0,            "waiting list: first day that suits") \
	F(DATE,  wait_until, 0,        1, 0, 0,            "last day that suits")
#define FIELD_ROW_OF_booking_step(...) FIELD_ROW(booking_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_booking_step(...) FIELD_LIST_ROW(booking_step, __VA_ARGS__)
FIELDS_STRUCT(booking_step, BOOKING_STEP_FIELDS)

/* Body of `booking.place`, in the place's record: whose it is from now on. It names no person. */
#define BOOKING_PLACE_FIELDS(F, L) \
	F(CODE, centre,  REQUIRED, 1, 1, 16,  "centre") \
	F(CODE, service, REQUIRED, 1, 1, 32,  "service") \
	F(TIME, start,   REQUIRED, 1, 0, 0,   "when it begins") \
	F(INT,  number,  REQUIRED, 1, 1, 200, "counter") \
	F(ID,   booking, 0,        1, 0, 0,   "booking that has it; empty = free") \
	F(TIME, until,   0,        1, 0, 0,   "until when it is only held; 0 = booked")
#define FIELD_ROW_OF_booking_place(...) FIELD_ROW(booking_place, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_booking_place(...) FIELD_LIST_ROW(booking_place, __VA_ARGS__)
FIELDS_STRUCT(booking_place, BOOKING_PLACE_FIELDS)

/* Row of table `booking`: one booking as it stands. */
#define BOOKING_ROW_FIELDS(F, L) \
	F(CODE,  state,      0,        1, 0, 16,  "offered, held, booked, arrived, missed, cancelled, waiting or proposed") \
	F(ID,    about,      0,        1, 0, 0,   "case") \
	F(CODE,  use,        0,        1, 0, 48,  "use of its procedure") \
	F(CODE,  reference,  0,        1, 0, 40,  "number") \
	F(CODE,  centre,     0,        1, 0, 16,  "centre") \
	F(CODE,  service,    0,        1, 0, 32,  "service") \
	F(TIME,  start,      0,        1, 0, 0,   "when it begins") \
	F(INT,   minutes,    0,        1, 0, 0,   "how long") \
	F(INT,   people,     0,        1, 0, 0,   "how many places") \
	F(TIME,  until,      0,        1, 0, 0,   "end of the hold or proposal") \
	F(TEXT,  name,       PERSONAL, 1, 0, 200, "who comes") \
	F(TEXTS, companions, PERSONAL, 1, 0, 12,  "who comes along") \
	F(CODE,  language,   0,        1, 0, 8,   "language spoken") \
	F(TEXT,  note,       PERSONAL, 1, 0, 300, "what the centre should know") \
	F(TEXT,  contact,    PERSONAL, 1, 0, 254, "telephone number or address") \
	F(DATE,  wait_from,  0,        1, 0, 0,   "waiting list: first day") \
	F(DATE,  wait_until, 0,        1, 0, 0,   "last day") \
	F(TIME,  asked,      0,        1, 0, 0,   "since when it waits") \
	F(TIME,  arrived,    0,        1, 0, 0,   "when they came") \
	F(TIME,  missed,     0,        1, 0, 0,   "the last time at which they were expected and did not come") \
	F(YESNO, walk_in,    0,        1, 0, 0,   "without appointment") \
	F(INT,   moved,      0,        1, 0, 0,   "how often it was moved") \
	F(TIME,  changed,    0,        1, 0, 0,   "when something happened last")
#define FIELD_ROW_OF_booking_row(...) FIELD_ROW(booking_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_booking_row(...) FIELD_LIST_ROW(booking_row, __VA_ARGS__)
FIELDS_STRUCT(booking_row, BOOKING_ROW_FIELDS)

/* --- the one question: what is free --- */

struct booking_day {
	struct date day;
	bool works;                     /* the centre is open */
	int times;                      /* that may still be booked */
	int places, free;               /* of these times, each place alone */
	int fits;                       /* at how many of these times so many people may begin */
};

struct booking_time {
	int64_t start;
	int minutes, places, free;
	bool open;                      /* its time is not over, nor too near or too far for whoever asks */
	bool fits;                      /* so many people may begin then */
};

/* `count` days from `from` on (at most BOOKING_DAYS_MOST). ERR_NOT_FOUND: no such centre on the first day, or not this service. */
bool booking_days(struct act *act, struct str centre, struct str service, struct date from, size_t count, int people, struct booking_day *out, struct error *err);
/* The times of one day, in order. */
bool booking_times(struct act *act, struct str centre, struct str service, struct date day, int people, struct booking_time out[static CENTRE_TIMES_MOST], size_t *count,
                   struct error *err);

/* --- acting --- */

struct booking_wish {
	struct str centre, service;
	int64_t start;
	int people;
	struct str name, language, note, contact; /* "" = as known; contact: of whoever waits */
	struct texts companions;
};

/* The record of a case's booking for one use; the same whenever it is asked. */
struct uuid booking_record(struct act *act, struct uuid about, struct str use);
bool booking_look(struct act *act, struct uuid record, struct booking_row *out, bool *found, struct error *err);
/* The same by case and use, for its pages. */
bool booking_of(struct act *act, struct uuid about, struct str use, struct uuid *record, struct booking_row *out, bool *found, struct error *err);

/* Keeps a time for the pack's `booking_hold`. What was held before is given back. A booking that does not belong to a case is made by its first hold. */
bool booking_hold(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err);
/* Is what is held still there? Keeps it for so many minutes more. Called in the act that begins a payment; finding "gone" where it is not. */
bool booking_keep(struct act *act, struct uuid record, int minutes, struct error *err);
/* Books what is held or proposed; the case gets its event `booked` in the same act. */
bool booking_book(struct act *act, struct uuid record, struct error *err);
/* Books in one step; a booking that is there is moved. */
bool booking_move(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err);
/* The same for all cases of a group that still have to come, or come with this one, where the procedure says so (`group` of the appointment): one time, a place for each. */
bool booking_move_together(struct act *act, struct uuid record, const struct booking_wish *wish, struct error *err);
/* How many places that takes, and who comes ("MORENO Lena, MORENO Ana"); `names` may be NULL. A booking that stands alone: its own people, and no names. */
bool booking_together(struct act *act, struct uuid record, const struct booking_row *row, int *people, struct str *names, struct error *err);
/* Gives it back: the case may book again. The first of the waiting list whom it suits is offered it in the same act. */
bool booking_cancel(struct act *act, struct uuid record, struct error *err);
/* On the waiting list of a centre and service, for days that suit. */
bool booking_wait(struct act *act, struct uuid record, const struct booking_wish *wish, struct date from, struct date until, struct error *err);
/* At the desk. `booking_miss`: from `booking_late` after the beginning on. */
bool booking_arrive(struct act *act, struct uuid record, struct error *err);
bool booking_miss(struct act *act, struct uuid record, struct error *err);
/* Somebody without appointment who is here: takes the places that are free now, where there are some, and is noted as arrived in any case. */
bool booking_walk_in(struct act *act, struct uuid record, const struct booking_wish *wish, const struct identity *document, struct error *err);

/* Offers what is free to those who wait, and gives back what was offered and not taken; each in an act of its own. For the job; `done`: how many. */
bool booking_waiting(struct act *act, size_t most, size_t *done, struct error *err);

#endif
