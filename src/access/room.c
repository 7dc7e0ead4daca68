/* The room's tables: entries, folds, routes. */
#include "forms.h"
#include "local.h"

extern const struct embedded access_files[];

static const struct migration migrations[] = {
	{ 1, "access.1.sql", "access.1.postgres.sql" }, { 2, "access.2.sql", "access.2.postgres.sql" }, { 3, "access.3.sql", "access.3.postgres.sql" }, { 4, "access.4.sql", "access.4.postgres.sql" },
	{ 0 },
};
static const struct entry_type *const entries[] = {
	&user_add_type, &user_change_type, &user_block_type, &user_unblock_type, &user_leave_type, &access_event_type, &second_ask_type, &second_answer_type,
	&account_type, &account_change_type, NULL,
};
static const struct fold *const folds[] = { &officer_fold, &second_fold, &account_fold, NULL };

#define PURPOSE "administration"

static const struct route routes[] = {
	{ GET, "/sign-in", ANYBODY, sign_in_get, "sign_in", &next_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Sign in." },
	{ POST, "/sign-in", ANYBODY, sign_in_post, "sign_in", NULL, &sign_in_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, NULL, NULL, "Sign in with number, password and code." },
	{ GET, "/sign-in/key", ANYBODY, sign_in_get, "sign_in", &next_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Sign in, after a security key did not do." },
	{ GET, "/sign-in/ask", ANYBODY, key_sign_in_ask_get, NULL, &key_query_fields, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "The challenge for signing in with a security key (WebAuthn), good once and for five minutes." },
	{ POST, "/sign-in/key", ANYBODY, key_sign_in_post, "sign_in", NULL, &key_answer_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, NULL, NULL, "Sign in with a security key." },
	{ GET, "/sign-in/help", ANYBODY, sign_in_help_get, "cannot_sign_in", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "What to do when signing in does not work." },
	{ POST, "/sign-out", SIGNED_IN, sign_out_post, NULL, NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "End this session." },
	{ GET, "/lane", SIGNED_IN, lane_get, "lane_choice", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Choose post, lane and direction." },
	{ POST, "/lane", SIGNED_IN, lane_post, "lane_choice", NULL, &lane_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, "/booth", NULL, "Take a lane." },
	{ POST, "/lane/none", SIGNED_IN, desk_post, NULL, NULL, NULL, ROUTE_OPEN_SESSION, "/", NULL, "Work at a desk, without a lane." },
	{ GET, "/password", SIGNED_IN, password_get, "password", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Choose a new password." },
	{ POST, "/password", SIGNED_IN, password_post, "password", NULL, &new_password_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, "/", NULL, "Change one's password; other sessions end." },
	{ GET, "/factor", SIGNED_IN, factor_get, "factor", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Set up a second factor." },
	{ GET, "/factor/device", SIGNED_IN, factor_get, "factor", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Set up a device that shows codes." },
	{ POST, "/factor/device", SIGNED_IN, device_post, "factor", NULL, &device_code_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, "/", NULL, "Prove a device by its code; with a fresh code of the second factor until now, where there is one." },
	{ GET, "/factor/codes", SIGNED_IN, factor_get, "factor", NULL, NULL, ROUTE_OPEN_SESSION, NULL, NULL, "Make a list of one-time codes." },
	{ POST, "/factor/codes", SIGNED_IN, codes_post, "factor", NULL, &codes_form_fields, ROUTE_FORM_AGAIN | ROUTE_OPEN_SESSION, NULL, NULL,
	  "Make a list of one-time codes, shown once; with a fresh code of the second factor, where there is one." },
	{ GET, "/me", SIGNED_IN, me_get, "me", NULL, NULL, 0, NULL, NULL, "One's own account." },
	{ GET, "/me/key", SIGNED_IN, key_new_get, "key_new", NULL, NULL, 0, NULL, NULL, "The form of a new security key." },
	{ GET, "/me/key/ask", SIGNED_IN, key_add_ask_get, NULL, NULL, NULL, 0, NULL, NULL, "The challenge for a new security key, and the keys that are known already." },
	{ POST, "/me/key", SIGNED_IN, key_add_post, "key_new", NULL, &new_key_fields, ROUTE_FORM_AGAIN, "/me", NULL, "Add a security key, with a fresh code of the second factor." },
	{ POST, "/me/key/end", SIGNED_IN, key_end_post, NULL, NULL, &key_end_fields, 0, "/me", NULL, "Remove one of one's own security keys." },
	{ POST, "/sessions/end", SIGNED_IN, sessions_end_post, NULL, NULL, NULL, 0, "/me", NULL, "End all other sessions." },

	{ GET, "/users", CAN_USERS, users_get, "users", &users_query_fields, NULL, ROUTE_PERSON, NULL, PURPOSE, "Who may work with the system, and what waits for a second administrator." },
	{ POST, "/users/second/{id}", CAN_USERS, users_second_post, "user", NULL, &user_answer_fields, ROUTE_PERSON, "/users", PURPOSE,
	  "Confirm as the second administrator what another asked for, or send it back." },
	{ GET, "/users/new", CAN_USERS, user_new_get, "user", NULL, NULL, 0, NULL, PURPOSE, "The form of a new user." },
	{ POST, "/users/new", CAN_USERS, user_new_post, "user", NULL, &user_form_fields, ROUTE_FORM_AGAIN, "/users", PURPOSE,
	  "Add a user, with a first password that is shown once; where a role needs two people, ask the second." },
	{ GET, "/users/{name}", CAN_USERS, user_get, "user", NULL, NULL, ROUTE_PERSON, NULL, PURPOSE, "One user, by service number or id: roles, keys, sessions, credentials." },
	{ POST, "/users/{name}", CAN_USERS, user_change_post, "user", NULL, &officer_change_fields, ROUTE_PERSON | ROUTE_FORM_AGAIN, "/users/{name}", PURPOSE,
	  "Change name, roles and post; where a role needs two people, ask the second." },
	{ POST, "/users/{name}/password", CAN_USERS, user_password_post, "user", NULL, NULL, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "A new first password to hand over, shown once; the sessions end." },
	{ POST, "/users/{name}/codes", CAN_USERS, user_codes_post, "factor_codes", NULL, NULL, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "The second factor was lost: it ends, and a new list of one-time codes is shown once." },
	{ POST, "/users/{name}/keys/end", CAN_USERS, user_key_end_post, NULL, NULL, &key_end_fields, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "Revoke a security key that was lost or stolen; the sessions end." },
	{ POST, "/users/{name}/sessions/end", CAN_USERS, user_sessions_post, NULL, NULL, NULL, ROUTE_PERSON, "/users/{name}", PURPOSE, "End all sessions of a user." },
	{ POST, "/users/{name}/unlock", CAN_USERS, user_unlock_post, NULL, NULL, NULL, ROUTE_PERSON, "/users/{name}", PURPOSE, "Forget the failed tries of a user." },
	{ POST, "/users/{name}/block", CAN_USERS, user_block_post, NULL, NULL, &officer_why_fields, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "Block a user until somebody takes it back: sessions and machine credentials end at once." },
	{ POST, "/users/{name}/unblock", CAN_USERS, user_unblock_post, NULL, NULL, &officer_why_fields, ROUTE_PERSON, "/users/{name}", PURPOSE, "Let a blocked user sign in again." },
	{ POST, "/users/{name}/leave", CAN_USERS, user_leave_post, NULL, NULL, &officer_why_fields, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "A user leaves for good: sessions and machine credentials end at once, the number is never given again." },
	{ POST, "/users/{name}/machine", CAN_USERS, user_machine_post, "user", NULL, &machine_form_fields, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "Make a machine credential for the programming interface, shown once." },
	{ POST, "/users/{name}/machine/end", CAN_USERS, user_machine_end_post, NULL, NULL, &machine_end_fields, ROUTE_PERSON, "/users/{name}", PURPOSE,
	  "Revoke a machine credential." },
	{ 0 },
};

const struct room access_room = {
	.name = "access", .files = access_files, .migrations = migrations, .entries = entries, .folds = folds,
	.routes = routes, .commands = access_commands, .jobs = access_jobs,
};
