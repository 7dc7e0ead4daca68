/* The room's face. */
#include "inner.h"

extern const struct embedded duties_files[];
extern const struct fold case_tie_fold, quota_fold, case_register_fold, case_inspection_fold;

enum { SETTLE_EVERY_MS = 3000 };

static const struct route routes[] = {
	{ GET, "/duties/case/{id}", CAN_CASES, case_duties_get, "case_duties", NULL, NULL, ROUTE_PERSON, NULL, NULL, "Letters, messages, inspections of a case, and the cases that it opened." },
	{ GET, "/case/letter/{id}", CAN_CASES, case_letter_get, NULL, NULL, NULL, ROUTE_PERSON, NULL, "permits", "A letter of a case as PDF, byte for byte as it was first printed." },
	{ GET, "/case/letter/{id}/text", CAN_CASES, case_letter_text_get, "letter", NULL, NULL, ROUTE_PERSON, NULL, "permits", "The same letter as a page, and what became of it." },
	{ POST, "/case/letter/{id}/became", CAN_CASES, case_letter_post, NULL, NULL, &case_letter_form_fields, ROUTE_PERSON, "/case/{record}", "permits",
	  "Say that a letter was handed over, or came back: a limit may begin with it." },
	{ GET, "/recorded/case/{id}", CAN_CASES, case_recorded_get, "case_recorded", NULL, NULL, ROUTE_PERSON, NULL, NULL, "Biometrics, DNA tests and journeys of a case, which are recorded by hand." },
	{ POST, "/recorded/case/{id}", CAN_CASES, case_recorded_post, "case_recorded", NULL, &recorded_form_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/recorded/case/{record}", NULL,
	  "Write down what became of one of them: the case hears of it." },
	{ 0 },
};

#define PAGE "/duties/case/"

static const struct case_work works[] = {
	{ .capability = "letter", .command = letter_command, .page = PAGE, .finish = letter_finish },
	{ .capability = "task", .command = task_command },
	{ .capability = "notify", .command = notify_command },
	{ .capability = "acted", .command = acted_command },
	{ .capability = "closed", .command = closed_command },
	{ .capability = "custody", .command = custody_command },
	{ .capability = "inspection", .command = inspection_command, .page = PAGE, .finish = inspection_finish },
	{ .capability = "case", .command = case_command, .page = PAGE, .finish = case_finish },
	{ .capability = "register", .command = register_command },
	{ .capability = "quota", .command = quota_command },
	{ .capability = "stay", .command = stay_command },
	{ .capability = "biometrics", .command = recorded_command, .page = "/recorded/case/" },
	{ .capability = "dna", .command = recorded_command, .page = "/recorded/case/" },
	{ .capability = "travel", .command = recorded_command, .page = "/recorded/case/" },
	{ 0 },
};

static const struct entry_type *const entries[] = { &case_tie_type, &quota_type, &register_entry_type, &case_inspection_type, &case_recorded_type, NULL };
static const struct fold *const folds[] = { &case_tie_fold, &quota_fold, &case_register_fold, &case_inspection_fold, NULL };
static const struct job jobs[] = { { "case inspections", SETTLE_EVERY_MS, inspection_job, "Tells cases that the hits of their inspections were settled." }, { 0 } };

const struct room duties_room = { .name = "duties", .files = duties_files, .entries = entries, .folds = folds, .routes = routes, .jobs = jobs, .works = works };
