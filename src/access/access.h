/* Who may do what: users, roles, passwords, second factors, sessions, lock-out, the second person.
 *
 * - Users, their names and roles are entries (records of their own); credentials and sessions are local tables: hashes never stand in bodies.
 * - Passwords: argon2id, at most 2 hashes at once in a process; more wait, at most 64, then ERR_BUSY.
 * - Second factor: TOTP, or printed one-time codes where phones are barred. Each step and each code works once.
 * - Security keys and smart cards by WebAuthn, with the PIN that the key asks for (or one of ours where it asks for none), in place of number,
 *   password and code. A challenge serves one purpose at one browser or in one session, for five minutes, once. A key is added with a
 *   fresh code of the second factor, and only the user adds one; an administrator ends it. A counter that goes back ends its use.
 * - Sessions: a random 256-bit token, stored as its SHA-256; idle and absolute limits are the pack's. A leaver's sessions end at once, and so
 *   do a user's when the password or the second factor changes. Changed roles count from the next request on.
 * - Lock-out counts failures by user and by device (mark of a browser; a whole post shares one address): growing waits, never for ever.
 *   A device waits after four times as many as a user: colleagues who share it are not touched by one who forgot.
 *   An unknown service number costs the same time as a wrong password and gets the same answer.
 * - Roles are the pack's, over the rights of house/right.h; `administrator` is built in.
 * - Users are managed on /users and by `limen user`, which share their code. Nobody alone makes himself two: rights by which somebody confirms
 *   what others ask (supervise, pack_approve, watch_confirm, accounts, users) or ends what proves it (erase) are given by two administrators, neither of them the bearer;
 *   so are changes of one's own roles. Password and second factor of a user never come from the hand of one administrator.
 *   A first password lets nobody in who has those rights before another hand gave the second factor.
 * - A machine credential has its user's rights but for those; it needs the right api. One of a lane is a document reader's: it has api alone.
 *   A service number is never given again. */
#ifndef LIMEN_ACCESS_H
#define LIMEN_ACCESS_H

#include "room.h"

struct access;
struct keys;
struct store;

extern const struct room access_room;

/* Holds a writing connection of its own for the local tables. */
struct access *access_open(struct store *store, const struct clock *clock, const struct random *random, const struct keys *keys,
                           struct error *err);
void access_close(struct access *access);

enum session_state {
	SESSION_NONE,
	SESSION_PASSWORD_CHANGE,  /* signed in; a new password must be chosen first: /password */
	SESSION_FACTOR_SETUP,     /* signed in; a second factor must be set up first: /factor */
	SESSION_PLACE,            /* signed in; post, lane and direction not chosen yet (only users who work a booth): /lane */
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

/* --- users, for commands and the demo --- */

#define NEW_USER_FIELDS(F, L) \
	F(CODE,  number, REQUIRED, 1, 2, 40,            "service number") \
	F(TEXT,  name,   REQUIRED, 1, 2, 120,           "name, as colleagues know it") \
	F(TEXTS, roles,  REQUIRED, 1, 1, 20,            "roles of the pack, or administrator") \
	F(CODE,  post,   0,        1, 0, 16,            "post where the user works; empty = any")
#define FIELD_ROW_OF_new_user(...) FIELD_ROW(new_user, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_new_user(...) FIELD_LIST_ROW(new_user, __VA_ARGS__)
FIELDS_STRUCT(new_user, NEW_USER_FIELDS)

/* Appends the entry of a new user; the number must never have been given, the roles and the post known. Credentials follow by access_set_password. */
bool access_add_user(struct act *act, const struct new_user *user, struct uuid *id, struct error *err);
/* Rights of roles. `administrator` manages users, packs and lists, and reads the journal; he sees nobody's record. */
rights access_rights(const struct pack *pack, const struct str *roles, size_t count);
/* Sets a password; `temporary` asks for a new one at the next sign-in. Ends the user's sessions. */
bool access_set_password(struct act *act, struct uuid user, struct str password, bool temporary, struct error *err);
/* Sets the secret of a device (TOTP) that was proven already. For the demo and for tests. */
bool access_set_device(struct act *act, struct uuid user, struct str secret, struct error *err);
/* Opens a session without sign-in, for tests and benches alone. The token lives in the act's arena. */
bool access_test_session(struct act *act, struct uuid user, struct str post, int lane, struct str direction, struct str *token, struct error *err);
/* Somebody who may sign in: neither gone nor blocked. The number counts in any case. */
bool access_find_user(struct act *act, struct str number, struct uuid *user, bool *found, struct error *err);

/* --- somebody proves who it is, for a new session at the same place --- */

#define KEY_ANSWER_FIELDS(F, L) \
	F(TEXT, key,       REQUIRED | SECRET, 1, 1, 1400, "id of the credential, as all these in base64url") \
	F(TEXT, asked,     REQUIRED | SECRET, 1, 1, 100,  "the challenge that was asked") \
	F(TEXT, client,    REQUIRED | SECRET, 1, 1, 6000, "client data") \
	F(TEXT, data,      REQUIRED | SECRET, 1, 1, 6000, "authenticator data") \
	F(TEXT, signature, REQUIRED | SECRET, 1, 1, 1400, "signature") \
	F(TEXT, pin,       SECRET,            1, 0, 40,   "PIN of this system, for a key that asks for none") \
	F(CODE, next,      0,                 1, 0, 200,  "path to go to afterwards")
#define FIELD_ROW_OF_key_answer(...) FIELD_ROW(key_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_key_answer(...) FIELD_LIST_ROW(key_answer, __VA_ARGS__)
FIELDS_STRUCT(key_answer, KEY_ANSWER_FIELDS)

#define SIGN_IN_FIELDS(F, L) \
	F(CODE, number,   REQUIRED,          1, 1, 40,  "service number") \
	F(TEXT, password, REQUIRED | SECRET, 1, 1, 200, "password") \
	F(TEXT, code,     SECRET,            1, 0, 20,  "code of the second factor") \
	F(CODE, next,     0,                 1, 0, 200, "path to go to afterwards")
#define FIELD_ROW_OF_sign_in(...) FIELD_ROW(sign_in, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_sign_in(...) FIELD_LIST_ROW(sign_in, __VA_ARGS__)
FIELDS_STRUCT(sign_in, SIGN_IN_FIELDS)

struct proven {
	struct uuid user;
	struct str number, name;
	struct texts roles;
	struct str key;      /* name of the security key; "" = by password and code */
};

/* False: `err` and a finding say so, and the failure counts. Purposes: sign_in (of a stranger at this browser), relief (in this session). */
bool access_prove_key(struct act *act, const struct call *call, const char *purpose, const struct key_answer *form, struct proven *who, struct error *err);
bool access_prove_password(struct act *act, const struct call *call, const struct sign_in *form, struct proven *who, struct error *err);
/* Ends the session of this call and opens one of `who` at the same post, lane and direction. The act is theirs from here on. */
bool access_hand_over(struct act *act, const struct call *call, const struct proven *who, struct str *token, struct error *err);
/* A path of this server, or `otherwise`: what a form gave may lead nowhere else. */
struct str access_next(struct str given, const char *otherwise);
#define KEY_QUERY_FIELDS(F, L) F(CODE, of, 0, 1, 0, 40, "service number, for a key that does not know its account")
#define FIELD_ROW_OF_key_query(...) FIELD_ROW(key_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_key_query(...) FIELD_LIST_ROW(key_query, __VA_ARGS__)
FIELDS_STRUCT(key_query, KEY_QUERY_FIELDS)

/* Route handler: the challenge for a relief. */
route_handler key_relief_ask_get;

/* --- the second person, one mechanism for all that needs one --- */

/* Asks for a second person: an entry of type second.ask with what is to be done (a type's name and its body), the right needed to
 * confirm, and reasons. The same actor may never confirm. */
struct uuid second_ask(struct act *act, const char *what, enum right confirmer, struct uuid record, struct str body, struct str reason);
/* Sends a request back, with a word why. The same people may who may confirm. */
bool second_return(struct act *act, struct uuid request, const char *what, struct str note, struct error *err);
/* What a confirmed request asked for; ERR_NOT_ALLOWED unless it is open, for `what`, and the actor is another person with the right. */
bool second_confirm(struct act *act, struct uuid request, const char *what, struct uuid *record, struct str *body, struct error *err);

#endif
