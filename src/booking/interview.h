/* Interviews: capability `interview`. The time is a booking's (booking.h); this is what is planned for it and what was said.
 *
 * What it does: keeps the person's wishes (language, officer of a sex), plans officer, interpreter, and a room or a link; keeps the record - questions,
 *   answers, who was there; then that it was read back, with the person's corrections, and that the transcript was handed over.
 * What it does not: it records no sound or picture, and decides nothing. A wish that cannot be met is recorded with the reason, never dropped.
 * - The record stands in the same journal record as its booking. Two who write at once: the second looks again.
 * - What was read back is not changed any more: a correction of the person stands beside what was written, in their words.
 * Standard: Directive 2013/32/EU, arts. 15 to 17 (conditions, report or transcript, comments of the person), whose order of things it follows. */
#ifndef LIMEN_INTERVIEW_H
#define LIMEN_INTERVIEW_H

#include "booking.h"

extern const struct entry_type interview_plan_type, interview_record_type, interview_read_type;

enum { QUESTIONS_MOST = 60 };

#define INTERVIEW_PLAN_FIELDS(F, L) \
	F(CODE,  language,    0,        1, 0, 8,   "language of the interview") \
	F(CODE,  wish,        0,        1, 0, 1,   "officer and interpreter of this sex are wished: F or M") \
	F(YESNO, met,         0,        1, 0, 0,   "the wish is met") \
	F(TEXT,  why_not,     0,        1, 0, 300, "why it cannot be met") \
	F(TEXT,  officer,     0,        1, 0, 80,  "who holds it") \
	F(TEXT,  interpreter, PERSONAL, 1, 0, 120, "interpreter; empty = none is needed") \
	F(TEXT,  room,        0,        1, 0, 80,  "room, where it is held at the centre") \
	F(TEXT,  link,        PERSONAL, 1, 0, 300, "address of the conversation, where it is held by video")
#define FIELD_ROW_OF_interview_plan(...) FIELD_ROW(interview_plan, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_plan(...) FIELD_LIST_ROW(interview_plan, __VA_ARGS__)
FIELDS_STRUCT(interview_plan, INTERVIEW_PLAN_FIELDS)

#define INTERVIEW_ANSWER_FIELDS(F, L) \
	F(TEXT, question, REQUIRED | PERSONAL, 1, 1, 600,  "question, as it was put") \
	F(TEXT, answer,   PERSONAL,            1, 0, 4000, "answer, as it was given")
#define FIELD_ROW_OF_interview_answer(...) FIELD_ROW(interview_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_answer(...) FIELD_LIST_ROW(interview_answer, __VA_ARGS__)
FIELDS_STRUCT(interview_answer, INTERVIEW_ANSWER_FIELDS)

#define INTERVIEW_RECORD_FIELDS(F, L) \
	F(TIME,  began,   REQUIRED,            1, 0, 0,              "when it began") \
	F(INT,   lasted,  0,                   1, 0, 1440,           "how long, minutes") \
	F(TEXTS, present, REQUIRED | PERSONAL, 1, 1, 12,             "who was there, and as what") \
	L(interview_answer, answers, REQUIRED | PERSONAL, 1, 1, QUESTIONS_MOST, "questions and answers") \
	F(TEXT,  note,    PERSONAL,            1, 0, 1000,           "what else is to be said of it")
#define FIELD_ROW_OF_interview_record(...) FIELD_ROW(interview_record, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_record(...) FIELD_LIST_ROW(interview_record, __VA_ARGS__)
FIELDS_STRUCT(interview_record, INTERVIEW_RECORD_FIELDS)

#define INTERVIEW_READ_FIELDS(F, L) \
	F(CODE,  how,         REQUIRED, 1, 1, 16,   "read_back, interpreted, read_alone or refused") \
	F(TEXT,  corrections, PERSONAL, 1, 0, 4000, "what the person corrected or added, in their words") \
	F(YESNO, signed_by,   0,        1, 0, 0,    "the person signed it") \
	F(YESNO, handed,      0,        1, 0, 0,    "a copy was handed over or sent")
#define FIELD_ROW_OF_interview_read(...) FIELD_ROW(interview_read, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_read(...) FIELD_LIST_ROW(interview_read, __VA_ARGS__)
FIELDS_STRUCT(interview_read, INTERVIEW_READ_FIELDS)

/* Row of table `interview`. */
#define INTERVIEW_ROW_FIELDS(F, L) \
	INTERVIEW_PLAN_FIELDS(F, L) \
	F(TIME,  began,       0,        1, 0, 0,    "when it began; 0 = it was not held") \
	F(INT,   lasted,      0,        1, 0, 0,    "minutes") \
	F(TEXTS, present,     PERSONAL, 1, 0, 12,   "who was there") \
	F(JSON,  answers,     PERSONAL, 1, 0, 65536, "questions and answers") \
	F(TEXT,  note,        PERSONAL, 1, 0, 1000, "what else") \
	F(ID,    recorded_by, 0,        1, 0, 0,    "who wrote the record") \
	F(CODE,  how,         0,        1, 0, 16,   "how it was read back; empty = not yet") \
	F(TEXT,  corrections, PERSONAL, 1, 0, 4000, "what the person corrected") \
	F(YESNO, signed_by,   0,        1, 0, 0,    "signed") \
	F(YESNO, handed,      0,        1, 0, 0,    "handed over") \
	F(TIME,  read,        0,        1, 0, 0,    "when it was read back")
#define FIELD_ROW_OF_interview_row(...) FIELD_ROW(interview_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_interview_row(...) FIELD_LIST_ROW(interview_row, __VA_ARGS__)
FIELDS_STRUCT(interview_row, INTERVIEW_ROW_FIELDS)

/* `record`: of its booking. What is not possible becomes findings. */
bool interview_look(struct act *act, struct uuid record, struct interview_row *out, bool *found, struct error *err);
bool interview_set(struct act *act, struct uuid record, const struct interview_plan *plan, struct error *err);
/* It took place: the case gets its event `held` in the same act. */
bool interview_keep(struct act *act, struct uuid record, const struct interview_record *kept, struct error *err);
bool interview_read_back(struct act *act, struct uuid record, const struct interview_read *read, struct error *err);

#endif
