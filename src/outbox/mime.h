/* A message as mail servers take it: RFC 5322, its text in UTF-8 as base64 (RFC 2045), words of headers as RFC 2047. */
#ifndef LIMEN_MIME_H
#define LIMEN_MIME_H

#include "arena.h"
#include "str.h"

struct mime_message {
	struct str from, name;           /* address and name of the sender */
	struct str to, subject, language, text;
	struct str id;                   /* the message's id is this, at the sender's domain */
	int64_t made;
};

struct str mime_write(struct arena *arena, const struct mime_message *message);

#endif
