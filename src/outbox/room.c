/* The room's face. */
#include "inner.h"

extern const struct embedded outbox_files[];
extern const struct fold outbox_fold;

enum { SEND_EVERY_MS = 2000 };

static const struct route routes[] = {
	{ GET, "/mailbox", ANYBODY, mailbox_get, "mailbox", &mailbox_query_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL,
	  "What a demo or a training state would have sent by e-mail and SMS; nowhere else." },
	{ 0 },
};
static const struct entry_type *const entries[] = { &outbox_message_type, &outbox_step_type, NULL };
static const struct fold *const folds[] = { &outbox_fold, NULL };
static const struct job jobs[] = { { "outbox", SEND_EVERY_MS, outbox_job, "Sends the messages that wait, and tries again those that could not be sent." }, { 0 } };

const struct room outbox_room = { .name = "outbox", .files = outbox_files, .entries = entries, .folds = folds, .routes = routes, .jobs = jobs };
