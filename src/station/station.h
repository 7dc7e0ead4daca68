/* The post as a working place: its equipment and power, its queue, the note that one shift leaves to the next.
 *
 * - Equipment is a register: each item is a record of its own, with what it is, where it stands, and whether it works: since when not, who was
 *   told, under which ticket, when it was mended. Anybody who works at the post says that something does not work; a supervisor registers and moves.
 * - Power is a state of the post, as the pack's list `power_states` names it.
 * - The queue is never guessed from nothing: somebody counts the people and asks the one at the booth how long the wait was, or a numbered slip is given
 *   to whoever joins the end of the queue and taken back at the booth. What is estimated from the speed of the decisions says that it is.
 * - Peak mode leaves out what the pack's `peak_modes` name, for some hours, for a reason; it ends by its hour and not by anybody's remembering. Every
 *   inspection made in it says so.
 * - A hand-over note is written once, never changed, and ticked as read by each who takes over.
 *
 * It knows no traveller: no entry here is about a person who crosses. It shows no figures (analysis).
 * Records of a post and of its day are the same on every node (station_record), so that what two people write about one day meets in one record. */
#ifndef LIMEN_STATION_H
#define LIMEN_STATION_H

#include "pack.h"
#include "room.h"

extern const struct room station_room;

/* --- equipment --- */

#define EQUIPMENT_FIELDS(F, L) \
	F(CODE, kind,   REQUIRED, 1, 1, 32,  "code of the pack's list equipment_kinds") \
	F(CODE, post,   REQUIRED, 1, 1, 16,  "post where it stands") \
	F(INT,  lane,   0,        1, 0, 999, "its lane; 0 = the whole post") \
	F(TEXT, model,  0,        1, 0, 80,  "maker and model") \
	F(CODE, serial, REQUIRED, 1, 1, 40,  "serial or inventory number")
#define FIELD_ROW_OF_equipment(...) FIELD_ROW(equipment, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_equipment(...) FIELD_LIST_ROW(equipment, __VA_ARGS__)
FIELDS_STRUCT(equipment, EQUIPMENT_FIELDS)

/* What is said when something stops working, or works again: of an item, or of a post's power. */
#define TOLD_FIELDS(F, L) \
	F(TEXT, told,   0, 1, 0, 120, "who was told: a name, a workshop, a supplier") \
	F(CODE, ticket, 0, 1, 0, 40,  "number of the order or ticket") \
	F(TEXT, note,   0, 1, 0, 500, "what was seen, or done")

#define EQUIPMENT_STATE_FIELDS(F, L) \
	F(CODE, state, REQUIRED, 1, 1, 8, "works, limited (works in part), broken, away (at the workshop), gone (no longer used)") \
	TOLD_FIELDS(F, L)
#define FIELD_ROW_OF_equipment_state(...) FIELD_ROW(equipment_state, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_equipment_state(...) FIELD_LIST_ROW(equipment_state, __VA_ARGS__)
FIELDS_STRUCT(equipment_state, EQUIPMENT_STATE_FIELDS)

/* Table `equipment`: each item as it is. */
#define EQUIPMENT_ROW_FIELDS(F, L) \
	EQUIPMENT_FIELDS(F, L) \
	EQUIPMENT_STATE_FIELDS(F, L) \
	F(TIME, since,      0, 1, 0, 0, "since when it is in this state") \
	F(TIME, registered, 0, 1, 0, 0, "first day in the register") \
	F(TIME, mended,     0, 1, 0, 0, "when it last came to work again; 0 = never out of order")
#define FIELD_ROW_OF_equipment_row(...) FIELD_ROW(equipment_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_equipment_row(...) FIELD_LIST_ROW(equipment_row, __VA_ARGS__)
FIELDS_STRUCT(equipment_row, EQUIPMENT_ROW_FIELDS)

/* Table `outage`: each time that an item did not work as it should. */
#define OUTAGE_ROW_FIELDS(F, L) \
	F(ID,   id,    0, 1, 0, 0, "entry that said so") \
	F(TIME, began, 0, 1, 0, 0, "since when") \
	F(TIME, ended, 0, 1, 0, 0, "until when; 0 = still") \
	EQUIPMENT_FIELDS(F, L) \
	EQUIPMENT_STATE_FIELDS(F, L)
#define FIELD_ROW_OF_outage_row(...) FIELD_ROW(outage_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_outage_row(...) FIELD_LIST_ROW(outage_row, __VA_ARGS__)
FIELDS_STRUCT(outage_row, OUTAGE_ROW_FIELDS)

#define POWER_FIELDS(F, L) \
	F(CODE, post,  REQUIRED, 1, 1, 16, "post") \
	F(CODE, state, REQUIRED, 1, 1, 32, "code of the pack's list power_states") \
	TOLD_FIELDS(F, L)
#define FIELD_ROW_OF_power(...) FIELD_ROW(power, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_power(...) FIELD_LIST_ROW(power, __VA_ARGS__)
FIELDS_STRUCT(power, POWER_FIELDS)

/* Table `power`: what the post ran on, span by span. */
#define POWER_ROW_FIELDS(F, L) \
	F(ID,   id,    0, 1, 0, 0, "entry that said so") \
	F(TIME, began, 0, 1, 0, 0, "since when") \
	F(TIME, ended, 0, 1, 0, 0, "until when; 0 = still") \
	POWER_FIELDS(F, L)
#define FIELD_ROW_OF_power_row(...) FIELD_ROW(power_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_power_row(...) FIELD_LIST_ROW(power_row, __VA_ARGS__)
FIELDS_STRUCT(power_row, POWER_ROW_FIELDS)

/* --- the queue --- */

#define QUEUE_COUNT_FIELDS(F, L) \
	F(CODE, post,     REQUIRED, 1, 1, 16,   "post") \
	F(INT,  lane,     0,        1, 0, 999,  "lane; 0 = one queue for all") \
	F(DATE, day,      REQUIRED, 1, 0, 0,    "day in the post's zone") \
	F(INT,  hour,     0,        1, 0, 23,   "hour in the post's zone") \
	F(INT,  people,   0,        1, 0, 9999, "how many stand in the queue") \
	F(INT,  minutes,  0,        1, 0, 1440, "minutes that whoever stood at the booth had waited, as counted or asked; 0 = not said") \
	F(INT,  estimate, 0,        1, 0, 1440, "minutes by the speed of the decisions of the hour before, when nobody asked; 0 = cannot be told")
#define FIELD_ROW_OF_queue_count(...) FIELD_ROW(queue_count, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_queue_count(...) FIELD_LIST_ROW(queue_count, __VA_ARGS__)
FIELDS_STRUCT(queue_count, QUEUE_COUNT_FIELDS)

/* Table `queue_count`. */
#define QUEUE_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when it was counted") \
	F(ID,   officer,  0, 1, 0, 0, "who counted") \
	QUEUE_COUNT_FIELDS(F, L)
#define FIELD_ROW_OF_queue_row(...) FIELD_ROW(queue_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_queue_row(...) FIELD_LIST_ROW(queue_row, __VA_ARGS__)
FIELDS_STRUCT(queue_row, QUEUE_ROW_FIELDS)

#define SLIP_FIELDS(F, L) \
	F(CODE, post,   REQUIRED, 1, 1, 16,  "post") \
	F(INT,  lane,   0,        1, 0, 999, "lane; 0 = one queue for all") \
	F(DATE, day,    REQUIRED, 1, 0, 0,   "day in the post's zone") \
	F(INT,  hour,   0,        1, 0, 23,  "hour in the post's zone") \
	F(INT,  number, REQUIRED, 1, 1, 9999, "number on the slip, from 1 each day")
#define FIELD_ROW_OF_slip(...) FIELD_ROW(slip, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_slip(...) FIELD_LIST_ROW(slip, __VA_ARGS__)
FIELDS_STRUCT(slip, SLIP_FIELDS)

#define SLIP_BACK_FIELDS(F, L) \
	F(ID,   slip, REQUIRED, 1, 0, 0,   "entry of the slip") \
	F(INT,  lane, 0,        1, 0, 999, "lane where it came back")
#define FIELD_ROW_OF_slip_back(...) FIELD_ROW(slip_back, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_slip_back(...) FIELD_LIST_ROW(slip_back, __VA_ARGS__)
FIELDS_STRUCT(slip_back, SLIP_BACK_FIELDS)

/* Table `slip`. */
#define SLIP_ROW_FIELDS(F, L) \
	F(ID,   id,      0, 1, 0, 0, "entry") \
	SLIP_FIELDS(F, L) \
	F(TIME, given,   0, 1, 0, 0, "when it was given at the end of the queue") \
	F(TIME, back,    0, 1, 0, 0, "when it came back at the booth; 0 = not yet") \
	F(INT,  seconds, 0, 1, 0, 0, "waited")
#define FIELD_ROW_OF_slip_row(...) FIELD_ROW(slip_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_slip_row(...) FIELD_LIST_ROW(slip_row, __VA_ARGS__)
FIELDS_STRUCT(slip_row, SLIP_ROW_FIELDS)

/* --- the note to the relief --- */

#define HANDOVER_FIELDS(F, L) \
	F(CODE, post,    REQUIRED, 1, 1, 16,   "post") \
	F(TEXT, words,   REQUIRED | PERSONAL, 1, 2, 4000, "what the relief must know") \
	F(INT,  waiting, 0,        1, 0, 9999, "people who waited at the second line then") \
	F(INT,  broken,  0,        1, 0, 9999, "items of equipment that did not work as they should then") \
	F(INT,  lists,   0,        1, 0, 999,  "lists older than the pack allows then")
#define FIELD_ROW_OF_handover(...) FIELD_ROW(handover, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_handover(...) FIELD_LIST_ROW(handover, __VA_ARGS__)
FIELDS_STRUCT(handover, HANDOVER_FIELDS)

#define HANDOVER_READ_FIELDS(F, L) F(TEXT, note, 0, 1, 0, 300, "a word back")
#define FIELD_ROW_OF_handover_read(...) FIELD_ROW(handover_read, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_handover_read(...) FIELD_LIST_ROW(handover_read, __VA_ARGS__)
FIELDS_STRUCT(handover_read, HANDOVER_READ_FIELDS)

/* Tables `handover` and `handover_reader`. */
#define HANDOVER_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0, "entry") \
	F(TIME, happened, 0, 1, 0, 0, "when it was written") \
	F(ID,   officer,  0, 1, 0, 0, "who wrote it") \
	HANDOVER_FIELDS(F, L) \
	F(INT,  readers,  0, 1, 0, 0, "how many ticked it as read")
#define FIELD_ROW_OF_handover_row(...) FIELD_ROW(handover_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_handover_row(...) FIELD_LIST_ROW(handover_row, __VA_ARGS__)
FIELDS_STRUCT(handover_row, HANDOVER_ROW_FIELDS)

#define HANDOVER_READER_FIELDS(F, L) \
	F(ID,   officer,  0, 1, 0, 0, "who read it") \
	F(TIME, happened, 0, 1, 0, 0, "when") \
	HANDOVER_READ_FIELDS(F, L)
#define FIELD_ROW_OF_handover_reader(...) FIELD_ROW(handover_reader, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_handover_reader(...) FIELD_LIST_ROW(handover_reader, __VA_ARGS__)
FIELDS_STRUCT(handover_reader, HANDOVER_READER_FIELDS)

/* --- peak mode: what the pack's peak_modes let a supervisor leave out for some hours --- */

#define PEAK_FIELDS(F, L) \
	F(CODE,  post,    REQUIRED, 1, 1, 16,  "post") \
	F(CODE,  mode,    REQUIRED, 1, 1, 32,  "mode of the pack") \
	F(TEXT,  reason,  REQUIRED, 1, 1, 500, "what happened") \
	F(TIME,  ends,    REQUIRED, 1, 0, 0,   "when it is over, whatever happens") \
	F(TEXTS, reduced, 0,        1, 0, 30,  "questions and checks that are left out") \
	F(TEXT,  law,     0,        1, 0, 200, "article that allows it") \
	F(CODE,  pack,    0,        1, 0, 64,  "identity of the pack used")
#define FIELD_ROW_OF_peak(...) FIELD_ROW(peak, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_peak(...) FIELD_LIST_ROW(peak, __VA_ARGS__)
FIELDS_STRUCT(peak, PEAK_FIELDS)

#define PEAK_END_FIELDS(F, L) \
	F(ID,   peak, REQUIRED, 1, 0, 0,  "entry that began it") \
	F(CODE, why,  REQUIRED, 1, 1, 12, "time, or supervisor who ended it before")
#define FIELD_ROW_OF_peak_end(...) FIELD_ROW(peak_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_peak_end(...) FIELD_LIST_ROW(peak_end, __VA_ARGS__)
FIELDS_STRUCT(peak_end, PEAK_END_FIELDS)

/* Table `peak`. */
#define PEAK_ROW_FIELDS(F, L) \
	F(ID,   id,       0, 1, 0, 0,  "entry that began it") \
	PEAK_FIELDS(F, L) \
	F(TIME, began,    0, 1, 0, 0,  "since when") \
	F(ID,   officer,  0, 1, 0, 0,  "supervisor who switched it on") \
	F(TIME, ended,    0, 1, 0, 0,  "when its end was written down; 0 = not yet") \
	F(CODE, why,      0, 1, 0, 12, "time or supervisor") \
	F(ID,   ended_by, 0, 1, 0, 0,  "who ended it")
#define FIELD_ROW_OF_peak_row(...) FIELD_ROW(peak_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_peak_row(...) FIELD_LIST_ROW(peak_row, __VA_ARGS__)
FIELDS_STRUCT(peak_row, PEAK_ROW_FIELDS)

/* The peak mode of a post at an instant; a zero id: none. */
bool station_peak(struct act *act, struct str post, int64_t at, struct peak_row *out, struct error *err);
bool station_peak_begin(struct act *act, const struct pack_post *post, struct str mode, struct str reason, int64_t ends, struct error *err);
bool station_peak_end(struct act *act, struct uuid id, struct error *err);   /* before its hour */
struct str station_reduced_words(struct act *act, const struct texts *reduced);  /* "purpose of the journey, means for the stay" */
/* "Peak mode until 16:00. Left out: ..."; "" = none. For every page of a booth. */
struct str station_peak_words(struct act *act, struct str post);

extern const struct entry_type equipment_type, equipment_state_type, power_type, queue_count_type, slip_type, slip_back_type, handover_type,
	handover_read_type, peak_type, peak_end_type;

/* --- for the pages, the demo and other rooms --- */

/* Record of something that a post has one of: the same on every node. `what`: "power", "queue", "slips"; `name`: the post, or post and day. */
struct uuid station_record(const struct act *act, const char *what, struct str name);

/* The post that a page is about: the session's; another for those who supervise. ERR_NOT_ALLOWED without one, ERR_NOT_FOUND for what the pack lacks. */
const struct pack_post *station_post(struct act *act, struct str asked, struct error *err);

/* An instant given as a day and a clock time ("1144" or "11:44") of the post; both empty = now. It may not lie ahead of now, nor more than `days_back`
 * days behind: then there is a finding at the fields `day` or `clock`, and false. */
bool station_when(struct act *act, const struct pack_post *post, struct date day, struct str clock, int days_back, int64_t *out);

/* Services: they check against the pack, append, and put findings; `at` is the event's time. */
bool station_equip(struct act *act, struct uuid record, const struct equipment *item, int64_t at, struct error *err);
bool station_equipment_state(struct act *act, struct uuid record, const struct equipment_state *state, int64_t at, struct error *err);
bool station_power(struct act *act, const struct power *power, int64_t at, struct error *err);
bool station_count(struct act *act, const struct pack_post *post, int lane, int people, int minutes, struct error *err);
bool station_slip(struct act *act, const struct pack_post *post, int lane, int *number, struct error *err);
bool station_slip_back(struct act *act, struct uuid slip, int lane, struct error *err);
bool station_hand_over(struct act *act, const struct pack_post *post, struct str words, struct error *err);
bool station_relieve(struct act *act, struct uuid handover, struct str note, struct error *err);

/* In words, in the reader's language. */
struct str station_state_words(struct act *act, struct str state);   /* of equipment */
const char *station_state_tone(struct str state);
struct str station_officer(struct act *act, struct uuid user);
struct str station_time(struct act *act, const struct pack_post *post, int64_t ms);  /* time alone today, else with its day */

#endif
