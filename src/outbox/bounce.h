/* A message that came back: RFC 3464, as mail servers write it. Pure. */
#ifndef LIMEN_BOUNCE_H
#define LIMEN_BOUNCE_H

#include "str.h"
#include "uuid.h"

struct bounce {
	struct uuid message;             /* zero: it names none of ours */
	bool failed;                     /* Action: failed; else it is delayed, relayed ... */
	char status[12];                 /* "5.1.1" (RFC 3463); "" = not said */
};

/* Any bytes will do. A message of ours is known by the id that it was sent with, in whatever part of the report it stands. */
struct bounce bounce_read(struct str mail);

#endif
