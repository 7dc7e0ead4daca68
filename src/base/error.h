/* Three kinds of failure are kept apart. A bug is an assert. A finding is data about what somebody entered, all of them
 * at once. An error says: code, what is wrong, where, what to do; HTTP status, exit code and "try again?" are
 * columns of one list.
 *
 * Functions that can fail take `struct error *err` last and return false (or NULL) after filling it; it is untouched on
 * success, so calls chain:  if (!a(x, err) || !b(y, err)) return false; */
#ifndef LIMEN_ERROR_H
#define LIMEN_ERROR_H

#include "str.h"

enum retry { RETRY_NO, RETRY_YES, RETRY_UNCERTAIN /* nobody knows whether it happened: ask by the same id */ };

/* code, name in JSON, HTTP status, exit code, try again?, title */
#define ERROR_CODES(E) \
	E(ERR_NONE,        "none",          200, 0, RETRY_NO,        "No error") \
	E(ERR_INPUT,       "input",         400, 2, RETRY_NO,        "This was not understood") \
	E(ERR_FINDINGS,    "findings",      422, 2, RETRY_NO,        "Some answers need another look") \
	E(ERR_TOO_LARGE,   "too_large",     413, 2, RETRY_NO,        "This is too large") \
	E(ERR_MEDIA,       "media_type",    415, 2, RETRY_NO,        "This kind of content is not taken here") \
	E(ERR_SIGN_IN,     "sign_in",       401, 3, RETRY_NO,        "Sign in first") \
	E(ERR_FORBIDDEN,   "forbidden",     403, 3, RETRY_NO,        "Your roles do not allow this") \
	E(ERR_STALE_FORM,  "stale_form",    403, 3, RETRY_NO,        "This form is no longer valid") \
	E(ERR_NOT_FOUND,   "not_found",     404, 4, RETRY_NO,        "There is nothing here") \
	E(ERR_METHOD,      "method",        405, 2, RETRY_NO,        "This cannot be done here") \
	E(ERR_CONFLICT,    "conflict",      409, 5, RETRY_YES,       "Something changed meanwhile") \
	E(ERR_ID_REUSED,   "id_reused",     409, 5, RETRY_NO,        "This number was used for something else") \
	E(ERR_NOT_ALLOWED, "not_allowed",   409, 5, RETRY_NO,        "The law or the state of the record does not allow this") \
	E(ERR_TOO_MANY,    "too_many",      429, 6, RETRY_YES,       "Too many tries") \
	E(ERR_BUSY,        "busy",          503, 6, RETRY_YES,       "The system is busy") \
	E(ERR_UNCERTAIN,   "uncertain",     503, 6, RETRY_UNCERTAIN, "Nobody knows yet whether this was stored") \
	E(ERR_STORE,       "store",         500, 7, RETRY_YES,       "The database could not do this") \
	E(ERR_DISK_FULL,   "disk_full",     507, 7, RETRY_NO,        "The disk is full") \
	E(ERR_INTEGRITY,   "integrity",     500, 8, RETRY_NO,        "Stored data do not agree") \
	E(ERR_CONFIG,      "config",        500, 9, RETRY_NO,        "The set-up is not right") \
	E(ERR_SYSTEM,      "system",        500, 9, RETRY_YES,       "The system could not do this")

enum error_code {
#define E(code, name, status, exit, retry, title) code,
	ERROR_CODES(E)
#undef E
	ERROR_CODE_COUNT
};

struct error {
	enum error_code code;
	const char *what;    /* one sentence, a literal: it is looked up in the translations */
	const char *todo;    /* what to do, a literal or "" */
	char where[240];     /* the place: "row 17, column born"; never personal data */
};

struct error_info {
	const char *name, *title;
	int status, exit;
	enum retry retry;
};

/* Fills `err` and returns false. `what` and `todo` must be literals; only `where` is formatted. */
bool error_set(struct error *err, enum error_code code, const char *what, const char *todo,
               const char *where, ...) PRINTF_LIKE(5, 6);
const struct error_info *error_info(enum error_code code);
/* "What is wrong (where). What to do." */
struct str error_text(struct arena *arena, const struct error *err);

/* A finding is about one field of what was entered. */
struct finding {
	struct str field;  /* its name in the form; "" = the whole */
	const char *code;  /* "required", "too_long", "bad_date" ... */
	const char *words; /* a literal sentence that says what to do */
};

struct findings {
	struct arena *arena;
	struct finding *items;
	size_t count, size;
};

void finding_add(struct findings *findings, struct str field, const char *code, const char *words);

#endif
