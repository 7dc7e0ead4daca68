/* What the pages of this room take, and their handlers. */
#ifndef LIMEN_ACCESS_FORMS_H
#define LIMEN_ACCESS_FORMS_H

#include "access.h"

/* --- one's own account: sign.c --- */

#define NEXT_FIELDS(F, L) F(CODE, next, 0, 1, 0, 200, "path to go to afterwards")
#define FIELD_ROW_OF_next(...) FIELD_ROW(next, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_next(...) FIELD_LIST_ROW(next, __VA_ARGS__)
FIELDS_STRUCT(next, NEXT_FIELDS)

#define NEW_PASSWORD_FIELDS(F, L) \
	F(TEXT, old,   REQUIRED | SECRET, 1, 1, 200, "password until now") \
	F(TEXT, new,   REQUIRED | SECRET, 1, 1, 200, "new password") \
	F(TEXT, again, REQUIRED | SECRET, 1, 1, 200, "new password again")
#define FIELD_ROW_OF_new_password(...) FIELD_ROW(new_password, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_new_password(...) FIELD_LIST_ROW(new_password, __VA_ARGS__)
FIELDS_STRUCT(new_password, NEW_PASSWORD_FIELDS)

#define DEVICE_CODE_FIELDS(F, L) \
	F(TEXT, code,  REQUIRED | SECRET, 1, 6, 10, "code that the device shows now") \
	F(TEXT, fresh, SECRET,            1, 0, 20, "fresh code of the second factor until now, where there is one")
#define FIELD_ROW_OF_device_code(...) FIELD_ROW(device_code, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_device_code(...) FIELD_LIST_ROW(device_code, __VA_ARGS__)
FIELDS_STRUCT(device_code, DEVICE_CODE_FIELDS)

#define CODES_FORM_FIELDS(F, L) F(TEXT, code, SECRET, 1, 0, 20, "fresh code of the second factor, where there is one already")
#define FIELD_ROW_OF_codes_form(...) FIELD_ROW(codes_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_codes_form(...) FIELD_LIST_ROW(codes_form, __VA_ARGS__)
FIELDS_STRUCT(codes_form, CODES_FORM_FIELDS)

#define LANE_FIELDS(F, L) \
	F(CODE, post,      0,        1, 0, 16, "post; empty when the lane names it") \
	F(CODE, lane,      REQUIRED, 1, 1, 24, "lane, as POST-NUMBER or a number") \
	F(CODE, direction, REQUIRED, 1, 4, 5,  "entry or exit")
#define FIELD_ROW_OF_lane(...) FIELD_ROW(lane, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_lane(...) FIELD_LIST_ROW(lane, __VA_ARGS__)
FIELDS_STRUCT(lane, LANE_FIELDS)

/* --- security keys: key.c --- */

#define NEW_KEY_FIELDS(F, L) \
	F(TEXT, label,       0,                 1, 0, 60,    "name of the key, as its user knows it") \
	F(TEXT, code,        REQUIRED | SECRET, 1, 1, 20,    "fresh code of the second factor") \
	F(TEXT, asked,       REQUIRED | SECRET, 1, 1, 100,   "the challenge that was asked, in base64url") \
	F(TEXT, client,      REQUIRED | SECRET, 1, 1, 6000,  "client data, in base64url") \
	F(TEXT, attestation, REQUIRED | SECRET, 1, 1, 12000, "attestation object, in base64url") \
	F(TEXT, pin,         SECRET,            1, 0, 40,    "PIN of this system, for a key that asks for none")
#define FIELD_ROW_OF_new_key(...) FIELD_ROW(new_key, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_new_key(...) FIELD_LIST_ROW(new_key, __VA_ARGS__)
FIELDS_STRUCT(new_key, NEW_KEY_FIELDS)

#define KEY_END_FIELDS(F, L) F(ID, key, REQUIRED, 1, 0, 0, "which, as the page names it")
#define FIELD_ROW_OF_key_end(...) FIELD_ROW(key_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_key_end(...) FIELD_LIST_ROW(key_end, __VA_ARGS__)
FIELDS_STRUCT(key_end, KEY_END_FIELDS)

route_handler key_sign_in_ask_get, key_sign_in_post, key_add_ask_get, key_new_get, key_add_post, key_end_post;

route_handler sign_in_get, sign_in_post, sign_in_help_get, sign_out_post, lane_get, lane_post, desk_post, password_get, password_post, factor_get,
	device_post, codes_post, me_get, sessions_end_post;

/* --- users: manage.c --- */

#define USERS_QUERY_FIELDS(F, L) \
	F(TEXT, find,  0, 1, 0, 120, "part of a name, or the beginning of a service number") \
	F(CODE, who,   0, 1, 0, 4,   "left = those who left, all = everybody; empty = those who are here") \
	F(CODE, after, 0, 1, 0, 40,  "service number after which the page begins")
#define FIELD_ROW_OF_users_query(...) FIELD_ROW(users_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_users_query(...) FIELD_LIST_ROW(users_query, __VA_ARGS__)
FIELDS_STRUCT(users_query, USERS_QUERY_FIELDS)

#define USER_FORM_FIELDS(F, L) \
	NEW_USER_FIELDS(F, L) \
	F(TEXT, reason, 0, 1, 0, 300, "why; required where a second administrator must confirm")
#define FIELD_ROW_OF_user_form(...) FIELD_ROW(user_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_user_form(...) FIELD_LIST_ROW(user_form, __VA_ARGS__)
FIELDS_STRUCT(user_form, USER_FORM_FIELDS)

#define USER_ANSWER_FIELDS(F, L) \
	F(CODE, answer, REQUIRED, 1, 1, 10,  "confirm or return") \
	F(TEXT, remark, PERSONAL, 1, 0, 500, "why it is sent back")
#define FIELD_ROW_OF_user_answer(...) FIELD_ROW(user_answer, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_user_answer(...) FIELD_LIST_ROW(user_answer, __VA_ARGS__)
FIELDS_STRUCT(user_answer, USER_ANSWER_FIELDS)

#define MACHINE_FORM_FIELDS(F, L) \
	F(TEXT, label, REQUIRED, 1, 2, 80,  "what it is for, such as the system that uses it") \
	F(CODE, post,  0,        1, 0, 16,  "post of a document reader: the credential then serves one lane and nothing else") \
	F(INT,  lane,  0,        1, 0, 999, "its lane")
#define FIELD_ROW_OF_machine_form(...) FIELD_ROW(machine_form, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_machine_form(...) FIELD_LIST_ROW(machine_form, __VA_ARGS__)
FIELDS_STRUCT(machine_form, MACHINE_FORM_FIELDS)

#define MACHINE_END_FIELDS(F, L) F(ID, credential, REQUIRED, 1, 0, 0, "which, as the page of the user names it")
#define FIELD_ROW_OF_machine_end(...) FIELD_ROW(machine_end, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_machine_end(...) FIELD_LIST_ROW(machine_end, __VA_ARGS__)
FIELDS_STRUCT(machine_end, MACHINE_END_FIELDS)

route_handler users_get, users_second_post, user_new_get, user_new_post, user_get, user_change_post, user_password_post, user_codes_post,
	user_sessions_post, user_unlock_post, user_block_post, user_unblock_post, user_leave_post, user_machine_post, user_machine_end_post, user_key_end_post;

#endif
