/* What the files of this room share. */
#ifndef LIMEN_ACCESS_LOCAL_H
#define LIMEN_ACCESS_LOCAL_H

#include <pthread.h>

#include "access.h"
#include "store.h"

#define OFFICER_ROW_FIELDS(F, L) \
	F(CODE,  number,     0, 1, 0, 40,  "service number") \
	F(TEXT,  name,       0, 1, 0, 120, "name") \
	F(TEXTS, roles,      0, 1, 0, 20,  "roles of the pack") \
	F(CODE,  post,       0, 1, 0, 16,  "post where the user works; empty = any") \
	F(TIME,  added,      0, 1, 0, 0,   "since when") \
	F(TIME,  blocked_at, 0, 1, 0, 0,   "when the user was blocked; 0 = not blocked") \
	F(TIME,  left_at,    0, 1, 0, 0,   "when the user left; 0 = still here") \
	F(TEXT,  reason,     0, 1, 0, 300, "why blocked or gone")
#define FIELD_ROW_OF_officer_row(...) FIELD_ROW(officer_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_officer_row(...) FIELD_LIST_ROW(officer_row, __VA_ARGS__)
FIELDS_STRUCT(officer_row, OFFICER_ROW_FIELDS)

#define OFFICER_CHANGE_FIELDS(F, L) \
	F(TEXT,  name,   REQUIRED, 1, 2, 120, "name from now on") \
	F(TEXTS, roles,  REQUIRED, 1, 1, 20,  "roles from now on") \
	F(CODE,  post,   0,        1, 0, 16,  "post where the user works from now on; empty = any") \
	F(TEXT,  reason, 0,        1, 0, 300, "why; needed")
#define FIELD_ROW_OF_officer_change(...) FIELD_ROW(officer_change, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_officer_change(...) FIELD_LIST_ROW(officer_change, __VA_ARGS__)
FIELDS_STRUCT(officer_change, OFFICER_CHANGE_FIELDS)

#define OFFICER_WHY_FIELDS(F, L) F(TEXT, reason, REQUIRED, 1, 3, 300, "why")
#define FIELD_ROW_OF_officer_why(...) FIELD_ROW(officer_why, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_officer_why(...) FIELD_LIST_ROW(officer_why, __VA_ARGS__)
FIELDS_STRUCT(officer_why, OFFICER_WHY_FIELDS)

#define ACCESS_EVENT_FIELDS(F, L) \
	F(CODE, what,      REQUIRED, 1, 1, 32,  "leave, session, signed_out, relieved, lane, password, device, codes, reset, codes_given, sessions_ended, unlocked, machine, machine_ended, key_added, key_removed, key_revoked") \
	F(CODE, post,      0,        1, 0, 16,  "post, of a lane") \
	F(INT,  lane,      0,        1, 0, 999, "lane") \
	F(CODE, direction, 0,        1, 0, 5,   "direction") \
	F(TEXT, reason,    0,        1, 0, 300, "why")
#define FIELD_ROW_OF_access_event(...) FIELD_ROW(access_event, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_access_event(...) FIELD_LIST_ROW(access_event, __VA_ARGS__)
FIELDS_STRUCT(access_event, ACCESS_EVENT_FIELDS)

#define SECOND_REQUEST_FIELDS(F, L) \
	F(CODE, what,      REQUIRED, 1, 1, 40,  "what is to be confirmed") \
	F(CODE, confirmer, REQUIRED, 1, 1, 32,  "right that the second person needs") \
	F(ID,   about,     0,        1, 0, 0,   "record that it is about") \
	F(JSON, body,      PERSONAL, 1, 0, 60000, "what will be recorded when it is confirmed") \
	F(TEXT, reason,    PERSONAL, 1, 0, 2000, "why")
#define FIELD_ROW_OF_second_request(...) FIELD_ROW(second_request, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_second_request(...) FIELD_LIST_ROW(second_request, __VA_ARGS__)
FIELDS_STRUCT(second_request, SECOND_REQUEST_FIELDS)

#define SECOND_ANSWER_FIELDS(F, L) \
	F(YESNO, confirmed, 0,       1, 0, 0,   "confirmed; else returned") \
	F(TEXT, note,      PERSONAL, 1, 0, 500, "why it was returned")
#define FIELD_ROW_OF_second_answer(...) FIELD_ROW(second_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_second_answer(...) FIELD_LIST_ROW(second_answer, __VA_ARGS__)
FIELDS_STRUCT(second_answer, SECOND_ANSWER_FIELDS)

#define SECOND_ROW_FIELDS(F, L) \
	F(ID,   id,        0, 1, 0, 0, "entry that asked") \
	F(TIME, asked,     0, 1, 0, 0, "when") \
	F(ID,   asker,     0, 1, 0, 0, "who asked") \
	SECOND_REQUEST_FIELDS(F, L) \
	F(TIME, closed,    0, 1, 0, 0, "when it was answered; 0 = open") \
	F(YESNO, confirmed, 0, 1, 0, 0, "confirmed") \
	F(ID,   second,    0, 1, 0, 0, "who answered") \
	F(TEXT, note,      PERSONAL, 1, 0, 500, "why it was returned")
#define FIELD_ROW_OF_second_row(...) FIELD_ROW(second_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_second_row(...) FIELD_LIST_ROW(second_row, __VA_ARGS__)
FIELDS_STRUCT(second_row, SECOND_ROW_FIELDS)

extern const struct entry_type user_add_type, user_change_type, user_block_type, user_unblock_type, user_leave_type, access_event_type, second_ask_type,
	second_answer_type;
extern const struct fold officer_fold, second_fold;
extern const struct command access_commands[];
extern const struct job access_jobs[];

enum { TOKEN_BYTES = 32, HASHING_AT_ONCE = 2, HASHING_WAITING = 64, PRINTED_CODES = 12 };

struct access {
	struct db *db;               /* writes the local tables */
	pthread_mutex_t writing;
	pthread_mutex_t hashing;
	pthread_cond_t hashed;
	int running, waiting;
	const struct clock *clock;
	const struct random *random;
	const struct keys *keys;
};

/* One statement on the local tables, at once and durable: binds in the order given. `changes` may be NULL. */
struct local_value {
	const char *name;
	enum { LOCAL_INT, LOCAL_TEXT, LOCAL_BLOB, LOCAL_ID, LOCAL_NULL } kind;
	int64_t integer;
	struct str text;
	struct uuid id;
};
#define LOCAL_RUN(access, statement, changes, err, ...)                                             \
	local_run((access), (statement), (const struct local_value[]){ __VA_ARGS__ },               \
	          COUNT_OF(((const struct local_value[]){ __VA_ARGS__ })), (changes), (err))
bool local_run(struct access *access, const char *statement, const struct local_value *values, size_t count, int64_t *changes, struct error *err);
#define V_INT(n, v) { .name = n, .kind = LOCAL_INT, .integer = (v) }
#define V_TEXT(n, v) { .name = n, .kind = LOCAL_TEXT, .text = (v) }
#define V_BLOB(n, v) { .name = n, .kind = LOCAL_BLOB, .text = (v) }
#define V_ID(n, v) { .name = n, .kind = LOCAL_ID, .id = (v) }
#define V_NULL(n) { .name = n, .kind = LOCAL_NULL }

struct str token_hash(struct arena *arena, struct str token);   /* SHA-256, 32 bytes */
struct str new_token(struct act *act);                          /* 64 hex digits */
bool session_new(struct act *act, struct uuid user, struct str *token, struct error *err);

/* Opens the session of somebody who was proven, and says where to go. */
bool sign_in_as(struct act *act, const struct proven *who, struct str next, struct reply *reply, struct error *err);
struct texts roles_of_text(struct str json, struct arena *arena);

/* account.c: is it a session of the public? */
bool account_session(struct act *act, struct str hash, enum session_state *state, struct error *err);
extern const struct entry_type account_type, account_change_type;
extern const struct fold account_fold;

/* argon2id within the bound on how many run at once; ERR_BUSY when too many wait. */
bool hash_password(struct access *access, struct arena *arena, struct str password, struct str *hash, struct error *err);
bool check_password(struct access *access, struct str hash, struct str password, bool *matches, struct error *err);

/* Waits that grow with failures, by user and by device: the browser's mark, or the address of a client that keeps no cookie. */
struct str lock_user(struct arena *arena, struct str number);
struct str lock_device(struct arena *arena, struct str device, struct str remote);
bool lock_until(struct act *act, struct str mark, int64_t *until, struct error *err); /* 0 = not locked */
bool lock_check(struct act *act, const struct str *marks, size_t count, struct error *err);
bool lock_fail(struct act *act, const struct str *marks, size_t count, struct error *err);
bool lock_forget(struct act *act, const struct str *marks, size_t count, struct error *err);

struct proof {
	struct str password, device, pending;
	bool temporary, found;
	int64_t step;
	int64_t codes_left, codes;
	int64_t signed_in;
	struct uuid password_by, codes_by; /* which administrator handed them over; zero = the user's own, or by a command of the machine */
};
bool proof_load(struct act *act, struct uuid user, struct proof *out, struct error *err);
/* A code of the device or the printed list, used once. */
bool proof_code(struct act *act, struct uuid user, const struct proof *proof, struct str code, bool *good, struct error *err);
/* Twelve new one-time codes in place of all before; `by` = who hands them over, zero = the user himself. As [{code}]. */
bool proof_new_codes(struct act *act, struct uuid user, struct uuid by, json_t **codes, struct error *err);
void access_note(struct act *act, struct uuid user, const char *what);
void access_note_why(struct act *act, struct uuid user, const char *what, struct str reason);

/* --- users: what pages and commands share. Each appends its entry. --- */

struct user {
	struct uuid id;
	struct officer_row row;
};
struct uuid user_record(struct str number);
/* By service number in any case, or by id; ERR_NOT_FOUND. Those who left are found, too. */
bool user_load(struct act *act, struct str number_or_id, struct user *out, struct error *err);
/* Somebody who may sign in. */
bool user_find(struct act *act, struct str number, struct user *out, bool *found, struct error *err);
bool user_is_here(const struct user *user, struct error *err); /* ERR_NOT_ALLOWED when the user left */
/* Findings for what cannot be: a number that is taken, a role or post that the pack does not have. */
bool user_check(struct act *act, const struct new_user *wanted, const struct user *old, struct error *err);
/* Does this give a right that needs two people, or is it about oneself? */
bool user_needs_second(const struct act *act, const struct user *old, const struct texts *roles);
bool user_change(struct act *act, const struct user *user, const struct officer_change *change, struct error *err);
/* A first password to hand over: at the first sign-in the user must choose another. Not from the hand that gave the printed list. */
bool user_reset(struct act *act, const struct user *user, struct str *password, struct error *err);
/* A code of the second factor that was not used yet, for what a stolen session must not do; wrong ones count for the lock. `field`: which answer of the form it is. */
bool fresh_factor(struct act *act, struct str field, struct str code, struct error *err);
/* The second factor was lost: what was is ended, a new printed list takes its place. Not from the hand that gave the password. */
bool user_give_codes(struct act *act, const struct user *user, json_t **codes, struct error *err);
/* A first password alone lets nobody in whose roles need two people: the hand that gave it could use it. Another hand gives a list of codes, too. */
bool user_needs_codes(const struct act *act, const struct user *user, const struct proof *proof);
/* A security key is none any more; `what` is the event. */
bool user_end_key(struct act *act, struct uuid user, struct uuid key, const char *what, struct error *err);
bool user_end_sessions(struct act *act, const struct user *user, struct error *err);
bool user_unlock(struct act *act, const struct user *user, struct error *err);
bool user_block(struct act *act, const struct user *user, struct str reason, struct error *err);
bool user_unblock(struct act *act, const struct user *user, struct str reason, struct error *err);
bool user_leave(struct act *act, const struct user *user, struct str reason, struct error *err);
/* A machine credential: it is known now and never again. The user needs the right api. */
/* With a post and a lane: for a document reader, which may hand over readings of that lane and nothing else, whatever its user's roles. */
bool user_machine(struct act *act, const struct user *user, struct str label, struct str post, int lane, struct str *token, struct error *err);
/* Revokes the one whose SHA-256 begins with `credential`. */
bool user_end_machine(struct act *act, const struct user *user, struct uuid credential, struct error *err);

/* Rights by which somebody confirms what others ask for, or ends what proves it: nobody gets one from a single hand, and no machine uses one. */
extern const rights rights_of_two;

/* --- the second person --- */

bool second_load(struct act *act, struct uuid request, struct second_row *row, struct error *err);

/* --- words for pages: show.c --- */

struct str show_instant(struct act *act, int64_t ms);                       /* "24 November 2026, 02:58" in the state's own zone; "" for 0 */
struct str show_roles(struct act *act, const struct texts *roles);          /* "Border officer and Analyst" */
struct str proof_words(struct act *act, const struct proof *proof);         /* "Printed list: 9 of 12 codes left" */
/* keys [{key, label, made, used, doubted, pin_here}], any_key. */
bool show_keys(struct act *act, struct uuid user, json_t *page, struct error *err);
/* [{device, since}], newest first; the one of `here` is "This device". */
bool show_sessions(struct act *act, struct uuid user, struct str here, json_t **out, struct error *err);

#endif
