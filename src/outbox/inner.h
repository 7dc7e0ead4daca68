/* What the files of this room share. */
#ifndef LIMEN_OUTBOX_INNER_H
#define LIMEN_OUTBOX_INNER_H

#include "act.h"
#include "house.h"
#include "outbox.h"

#define MAILBOX_QUERY_FIELDS(F, L) F(TEXT, to, 0, 1, 0, 254, "address or telephone number")
#define FIELD_ROW_OF_mailbox_query(...) FIELD_ROW(mailbox_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_mailbox_query(...) FIELD_LIST_ROW(mailbox_query, __VA_ARGS__)
FIELDS_STRUCT(mailbox_query, MAILBOX_QUERY_FIELDS)

/* The text with its secret in place. False: it is sealed for another node. */
bool message_text(struct act *act, const struct outbox_row *row, struct str *out);
struct str outbox_node(const struct act *act);

route_handler mailbox_get, outbox_get, outbox_again_post;
bool outbox_job(struct act *act, struct error *err);

#endif
