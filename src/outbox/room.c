/* The room's face. */
#include "inner.h"

extern const struct embedded outbox_files[];
extern const struct fold outbox_fold;
extern const struct command outbox_commands[];

enum { SEND_EVERY_MS = 2000 };

static const struct route routes[] = {
	{ GET, "/mailbox", ANYBODY, mailbox_get, "mailbox", &mailbox_query_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL,
	  "What a demo or a training state would have sent by e-mail and SMS; nowhere else." },
	{ GET, "/outbox", CAN_USERS, outbox_get, "outbox", NULL, NULL, ROUTE_PERSON, NULL, "administration", "Messages that did not go or came back, and how many wait." },
	{ POST, "/outbox/{id}/again", CAN_USERS, outbox_again_post, NULL, NULL, NULL, 0, "/outbox", "administration", "Send a message again that did not go, or of which it is not known." },
	{ 0 },
};
static const struct entry_type *const entries[] = { &outbox_message_type, &outbox_step_type, NULL };
static const struct fold *const folds[] = { &outbox_fold, NULL };
static const struct job jobs[] = { { "outbox", SEND_EVERY_MS, outbox_job, "Sends the messages that wait, and tries again those that could not be sent." }, { 0 } };

const struct room outbox_room = { .name = "outbox", .files = outbox_files, .entries = entries, .folds = folds, .routes = routes, .commands = outbox_commands, .jobs = jobs };
