/* Handing a message over to the outside. */
#ifndef LIMEN_DELIVER_H
#define LIMEN_DELIVER_H

#include "inner.h"

enum deliver_result { DELIVER_SENT, DELIVER_LATER, DELIVER_FAILED, DELIVER_UNKNOWN };

struct delivered {
	enum deliver_result result;
	char status[40];                 /* "5.1.1"; never words of the other side: they hold addresses */
};

struct delivery;

/* How this state sends, by keys/outbox. NULL: it is not said, and messages wait. */
bool delivery_open(struct act *act, struct delivery **out, struct error *err);
void delivery_close(struct delivery *delivery);
void deliver(const struct delivery *delivery, struct arena *arena, const struct outbox_row *row, struct uuid id, struct str text, struct delivered *out);

/* Appends what became of a message, and tells its case. */
bool outbox_became(struct act *act, struct uuid record, const struct outbox_row *row, const char *what, struct str status, int64_t next);

#endif
