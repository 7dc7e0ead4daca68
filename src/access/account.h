/* Accounts of the public: an e-mail address that somebody proved, and what it lets them do (CAN_APPLY, nothing else).
 *
 * - No password: a link or a code is sent to the address, lets in once, within half an hour. Whether an address has an account is never said.
 * - An account is made when its first ticket is used; so nobody opens one for a stranger's address.
 * - Six tickets an hour for an address; wrong codes make the address and the device wait, as for users (access.h).
 * - Who lost the address: a recovery code, made beforehand and kept on paper, lets the account take a new one; else a desk does it (account_move).
 * It deliberately sends nothing and knows no case: rooms above do (portal, outbox). */
#ifndef LIMEN_ACCOUNT_H
#define LIMEN_ACCOUNT_H

#include "act.h"
#include "entry.h"

enum { ACCOUNT_TICKET_MINUTES = 30, ACCOUNT_TICKETS_MOST = 6, ACCOUNT_IDLE_MINUTES = 120 };

/* Body of `account`. */
#define ACCOUNT_FIELDS(F, L) \
	F(CODE, email,     REQUIRED | PERSONAL, 1, 3, 254, "address that was proven") \
	F(CODE, email_key, REQUIRED,            1, 1, 64,  "by which it is found again: an HMAC of it in small letters") \
	F(CODE, language,  0,                   1, 0, 8,   "language in which the person is written to")
#define FIELD_ROW_OF_account(...) FIELD_ROW(account, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_account(...) FIELD_LIST_ROW(account, __VA_ARGS__)
FIELDS_STRUCT(account, ACCOUNT_FIELDS)

/* Body of `account.change`: what is given replaces what was. */
#define ACCOUNT_CHANGE_FIELDS(F, L) \
	F(CODE, email,     PERSONAL, 1, 0, 254, "new address") \
	F(CODE, email_key, 0,        1, 0, 64,  "its key") \
	F(CODE, language,  0,        1, 0, 8,   "new language") \
	F(CODE, recovery,  0,        1, 0, 64,  "SHA-256 of a new recovery code, in hexadecimal") \
	F(TEXT, reason,    PERSONAL, 1, 0, 500, "why a desk gave it a new address, and what it saw")
#define FIELD_ROW_OF_account_change(...) FIELD_ROW(account_change, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_account_change(...) FIELD_LIST_ROW(account_change, __VA_ARGS__)
FIELDS_STRUCT(account_change, ACCOUNT_CHANGE_FIELDS)

/* Row of table `public_account`. */
#define ACCOUNT_ROW_FIELDS(F, L) \
	ACCOUNT_FIELDS(F, L) \
	F(CODE, recovery, 0, 1, 0, 64, "SHA-256 of the recovery code; empty = none was made") \
	F(TIME, opened,   0, 1, 0, 0,  "since when")
#define FIELD_ROW_OF_account_row(...) FIELD_ROW(account_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_account_row(...) FIELD_LIST_ROW(account_row, __VA_ARGS__)
FIELDS_STRUCT(account_row, ACCOUNT_ROW_FIELDS)

/* Who asks, for the waits that wrong tries bring. */
struct account_from { struct str device, remote; };

/* A ticket for an address: `link` stands in a link, `code` (8 digits) is typed. Both are "" when the address was sent enough already: say nothing of it.
 * `moves`: the account that takes this address when the ticket is used; zero = none. ERR_BUSY: it must wait. */
bool account_ticket(struct act *act, struct str email, struct str language, struct uuid moves, const struct account_from *from, struct str *link, struct str *code, struct error *err);
/* Lets in by a link, or by address and code. `session`: the new session's token; the act is the account's from here on. ERR_FINDINGS: a finding says so. */
bool account_enter(struct act *act, struct str link, struct str email, struct str code, const struct account_from *from, struct str *session, struct error *err);
/* A secret that is typed on a page for anybody, such as the code of a receipt: wrong tries bring waits, as in signing in. `mark`: whose secret.
 * ERR_BUSY: it must wait. Told before the answer, and afterwards whether it was right. */
bool account_may_try(struct act *act, struct str mark, const struct account_from *from, struct error *err);
bool account_tried(struct act *act, struct str mark, const struct account_from *from, bool right, struct error *err);
bool account_leave(struct act *act, struct str token, struct error *err);      /* ends the session of this token */
bool account_by_record(struct act *act, struct uuid record, struct account_row *out, bool *found, struct error *err);
bool account_by_email(struct act *act, struct str email, struct uuid *record, struct account_row *out, bool *found, struct error *err);
struct str account_key(struct act *act, struct str email);
/* A new recovery code, shown once: "H7KQ-..." It replaces the one before. */
struct str account_recovery(struct act *act, struct uuid account);
bool account_recovers(struct act *act, const struct account_row *row, struct str code); /* constant time */
void account_move(struct act *act, struct uuid account, struct str email, struct str reason);
void account_language(struct act *act, struct uuid account, struct str language);

#endif
