/* Who may do what: users, roles, passwords, second factors, sessions, lock-out, the second person.
 *
 * - Users, their names and roles are entries (records of their own); credentials and sessions are local tables: hashes never stand in bodies.
 * - Passwords: argon2id, at most 2 hashes at once in a process; more wait, at most 64, then ERR_BUSY.
 * - Second factor: TOTP, or printed one-time codes where phones are barred. Each step and each code works once.
 * - Sessions: a random 256-bit token, stored as its SHA-256; idle and absolute limits are the pack's. A leaver's sessions end at once, and so
 *   do a user's when the password, the second factor or the roles change.
 * - Lock-out counts failures by user and by device (mark of a browser; a whole post shares one address): growing waits, never for ever.
 *   An unknown service number costs the same time as a wrong password and gets the same answer.
 * - Roles are the pack's, over the rights of house/right.h; `administrator` is built in. */
#ifndef LIMEN_ACCESS_H
#define LIMEN_ACCESS_H

#include "room.h"

struct access;
struct keys;

extern const struct room access_room;

struct access *access_open(const struct clock *clock, const struct random *random, const struct keys *keys);
void access_close(struct access *access);

enum session_state {
	SESSION_NONE,
	SESSION_PASSWORD_CHANGE,  /* signed in; a new password must be chosen first */
	SESSION_FACTOR_SETUP,     /* signed in; a second factor must be set up first */
	SESSION_PLACE,            /* signed in; post, lane and direction not chosen yet (only users who work a booth) */
	SESSION_OPEN
};

/* Fills act->actor and act->place from a session token or a machine credential ("limen_..." in the Authorization header).
 * Touches the session (idle limit). A token that is unknown, ended or too old gives SESSION_NONE and no error. */
bool access_session(struct act *act, struct str token, enum session_state *state, struct error *err);

/* The CSRF value of a session: HMAC of its token; compared in constant time. */
struct str access_csrf(struct act *act, struct str token);
MUST_USE bool access_csrf_matches(struct act *act, struct str token, struct str given);

/* May the actor? Fills `err` (forbidden) when not. */
bool access_need(const struct act *act, enum right right, struct error *err);

/* --- the second person, one mechanism for all that needs one --- */

/* Asks for a second person: an entry of type second.ask with what is to be done (a type's name and its body), the right needed to
 * confirm, and reasons. The same actor may never confirm. */
struct uuid second_ask(struct act *act, const char *what, enum right confirmer, struct uuid record, struct str body, struct str reason);
/* What a confirmed request asked for; ERR_NOT_ALLOWED unless it is open, for `what`, and the actor is another person with the right. */
bool second_confirm(struct act *act, struct uuid request, const char *what, struct uuid *record, struct str *body, struct error *err);

#endif
