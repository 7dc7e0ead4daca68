/* The outbox: messages by e-mail and SMS, stored with the entry that causes them and sent afterwards.
 *
 *     outbox_mail(act, &(struct outbox_order){ .to = address, .language = language, .subject = subject,
 *                                              .text = LANG_FILL(act->arena, lang_words(lang, WORDS("Your case {number}: there is news. ...")), ...) }, NULL, err);
 *
 * What it does: keeps a message as an entry of the act (whole or not at all), and sends it by a job: by SMTP, by an HTTP gateway for SMS, or as files of
 *   a folder that another program takes (keys/outbox, see docs/operations.md). Tries again with growing pauses; says what became of it.
 * What it deliberately does not: it knows no words and no templates, judges no right, and never says in a log to whom a message went.
 * - A message to a person names as little as possible: the number of the case, "there is news; sign in". Mail is read by others.
 * - A `secret` (a code, a link that signs in) stands where the text says {secret}. It is sealed for this node: no journal page, no
 *   report and no copy of the journal shows it.
 * - Nothing is sent twice: a try is stored before it is made. What was being sent when the program died is not known, is not tried again by itself, and stands on the
 *   page of the outbox, where a person may send it again.
 * - A demo and a training state send nothing: /mailbox shows what would have gone out. It is nowhere else.
 * - A message of a letter (`use` of the case `about`) makes the case's event `delivered` when it is handed over, `returned` when it cannot be.
 * Messages are those of RFC 5322 and 2045, text alone; statuses are those of RFC 3463, bounces those of RFC 3464. */
#ifndef LIMEN_OUTBOX_H
#define LIMEN_OUTBOX_H

#include "room.h"

extern const struct room outbox_room;
extern const struct entry_type outbox_message_type, outbox_step_type;
extern const struct table outbox_table;

enum { OUTBOX_TRIES = 8 };              /* over two days */

/* A message. A record of its own. */
#define OUTBOX_MESSAGE_FIELDS(F, L) \
	F(CODE, channel,  REQUIRED,            1, 1, 8,    "mail or sms") \
	F(CODE, receiver, REQUIRED | PERSONAL, 1, 3, 254,  "address or telephone number") \
	F(CODE, language, 0,                   1, 0, 8,    "its language") \
	F(TEXT, subject,  PERSONAL,            1, 0, 200,  "subject") \
	F(TEXT, text,     REQUIRED | PERSONAL, 1, 1, 4000, "text; {secret} stands where a code or link was") \
	F(CODE, sealed,   0,                   1, 0, 2000, "that code or link, sealed for the node that sends it") \
	F(CODE, node,     REQUIRED,            1, 1, 32,   "node that sends it") \
	F(ID,   about,    0,                   1, 0, 0,    "record that it is about: a case") \
	F(CODE, use,      0,                   1, 0, 48,   "letter of that case which it announces") \
	F(CODE, item,     0,                   1, 0, 32,   "item of that letter")
#define FIELD_ROW_OF_outbox_message(...) FIELD_ROW(outbox_message, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_outbox_message(...) FIELD_LIST_ROW(outbox_message, __VA_ARGS__)
FIELDS_STRUCT(outbox_message, OUTBOX_MESSAGE_FIELDS)

/* What became of it: begun, sent, later (tried again), failed, returned, unknown, again (by hand). */
#define OUTBOX_STEP_FIELDS(F, L) \
	F(CODE, what,   REQUIRED, 1, 1, 16, "begun, sent, later, failed, returned, unknown or again") \
	F(CODE, status, 0,        1, 0, 40, "status that the other side gave, without its words") \
	F(TIME, next,   0,        1, 0, 0,  "when it is tried again")
#define FIELD_ROW_OF_outbox_step(...) FIELD_ROW(outbox_step, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_outbox_step(...) FIELD_LIST_ROW(outbox_step, __VA_ARGS__)
FIELDS_STRUCT(outbox_step, OUTBOX_STEP_FIELDS)

/* Row of table `outbox`. */
#define OUTBOX_ROW_FIELDS(F, L) \
	OUTBOX_MESSAGE_FIELDS(F, L) \
	F(CODE, state,  0, 1, 0, 16, "waiting, begun, sent, failed, returned or unknown") \
	F(CODE, status, 0, 1, 0, 40, "status that the other side gave last") \
	F(INT,  tries,  0, 1, 0, 0,  "how often it was tried") \
	F(TIME, made,   0, 1, 0, 0,  "when it was put here") \
	F(TIME, next,   0, 1, 0, 0,  "when it is tried next") \
	F(TIME, since,  0, 1, 0, 0,  "since when its state is what it is")
#define FIELD_ROW_OF_outbox_row(...) FIELD_ROW(outbox_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_outbox_row(...) FIELD_LIST_ROW(outbox_row, __VA_ARGS__)
FIELDS_STRUCT(outbox_row, OUTBOX_ROW_FIELDS)

struct outbox_order {
	struct str to;           /* "maria@example.org"; "+15550100" */
	struct str language;     /* of the text */
	struct str subject;      /* of a mail */
	struct str text;         /* lines; the first {secret} is where the secret stands */
	struct str secret;       /* "" = none */
	struct uuid about;       /* the case; zero = none */
	struct str use, item;    /* letter that it announces; "" = none */
};

/* Appends the message to the act; its record is `*id`, which may be NULL. ERR_INPUT: this is no address, or no number. */
bool outbox_mail(struct act *act, const struct outbox_order *order, struct uuid *id, struct error *err);
bool outbox_sms(struct act *act, const struct outbox_order *order, struct uuid *id, struct error *err);

/* name@host.domain, ASCII, as mail servers take it everywhere; a number with its country: + and 7 to 15 digits (E.164). */
bool outbox_address_valid(struct str address);
bool outbox_number_valid(struct str number);
/* A path of this server as a link in a message: "https://limen.example/a/b". */
struct str outbox_link(const struct act *act, struct str path);

/* Is this a state that sends nothing, with the page /mailbox? */
bool outbox_is_play(const struct house *house);

struct str outbox_state_words(struct act *act, struct str state); /* "Delivered" */
/* What was sent about a record, newest first. */
bool outbox_about(struct act *act, struct uuid about, struct outbox_row *out, size_t most, size_t *count, struct error *err);

#endif
