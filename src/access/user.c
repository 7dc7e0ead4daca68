/* Users and their proofs: for pages, commands and the demo. */
#include "local.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"

bool access_find_user(struct act *act, struct str number, struct uuid *user, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "access.officer_by_number");
	query_bind_text(query, "number", str_upper(act->arena, number));
	*found = query_next(query) && !query_int(query, 3);
	if (*found)
		*user = query_id(query, 0);
	return query_end(query, err);
}

static bool roles_known(struct act *act, const struct texts *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		if (!str_is(roles->items[i], "administrator") && !pack_role(act->pack, roles->items[i]))
			finding_add(&act->findings, STR("roles"), "unknown_code", "This role is not one of the country pack.");
	return !act->findings.count;
}

bool access_add_user(struct act *act, const struct new_user *user, struct uuid *id, struct error *err)
{
	struct new_user added = *user;
	struct uuid other;
	bool taken;
	added.number = str_upper(act->arena, user->number);
	if (!access_find_user(act, added.number, &other, &taken, err))
		return false;
	if (taken)
		finding_add(&act->findings, STR("number"), "taken", "This service number is taken.");
	if (!roles_known(act, &added.roles) || taken)
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "%s",
		                 taken ? "number" : "roles");
	*id = uuid_v7(act->now, act->random);
	journal_append(act, &user_add_type, *id, &added);
	return true;
}

bool access_set_password(struct act *act, struct uuid user, struct str password, bool temporary, struct error *err)
{
	struct access *access = act->house->access;
	struct str hash;
	if ((int)utf8_length(password) < act->pack->security.password_length)
		return error_set(err, ERR_INPUT, "this password is too short", "a sentence that only you would think of is best", "at least %d signs",
		                 act->pack->security.password_length);
	return hash_password(access, act->arena, password, &hash, err) &&
	       LOCAL_RUN(access, "access.credential_password", NULL, err, V_ID("officer", user), V_TEXT("password", hash), V_INT("temporary", temporary)) &&
	       LOCAL_RUN(access, "access.sessions_end", NULL, err, V_ID("officer", user),
	                 V_BLOB("except", ((struct str){ "", 0 })));
}

bool access_set_device(struct act *act, struct uuid user, struct str secret, struct error *err)
{
	struct access *access = act->house->access;
	struct str box = box_seal(act->arena, access->keys->totp, &random_system, secret);
	return LOCAL_RUN(access, "access.credential_device", NULL, err, V_BLOB("device", box), V_INT("step", 0), V_ID("officer", user));
}

bool access_test_session(struct act *act, struct uuid user, struct str post, int lane, struct str direction, struct str *token, struct error *err)
{
	return session_new(act, user, token, err) &&
	       LOCAL_RUN(act->house->access, "access.session_place", NULL, err, V_TEXT("post", post), V_INT("lane", lane),
	                 V_TEXT("direction", direction), V_BLOB("hash", token_hash(act->arena, *token)));
}

bool access_machine(struct act *act, struct uuid user, struct str *token, struct error *err)
{
	*token = str_format(act->arena, "limen_" STR_FMT, STR_ARG(new_token(act)));
	access_note(act, user, "machine");
	return LOCAL_RUN(act->house->access, "access.session_open", NULL, err, V_BLOB("hash", token_hash(act->arena, *token)), V_ID("officer", user),
	                 V_INT("machine", 1), V_INT("now", act->now), V_INT("placed", 1), V_TEXT("post", STR("")), V_INT("lane", 0),
	                 V_TEXT("direction", STR("")));
}

/* --- the second person --- */

struct uuid second_ask(struct act *act, const char *what, enum right confirmer, struct uuid record, struct str body, struct str reason)
{
	struct second_request request = {
		.what = str_of(what), .confirmer = str_of(right_name(confirmer)), .about = record, .body = body, .reason = reason,
	};
	struct uuid id = uuid_v7(act->now, act->random);
	journal_append(act, &second_ask_type, id, &request);
	return id;
}

static bool second_load(struct act *act, struct uuid request, struct second_row *row, struct error *err)
{
	struct query *query = db_query(act->db, "access.second_by_id");
	query_bind_id(query, "record", request);
	bool found = query_next(query);
	if (found)
		query_row(query, &second_row_fields, row, act->arena);
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such request", "look at the list of requests again", "request"));
}

/* The open request, for somebody who may answer it. */
static bool second_take(struct act *act, struct uuid request, const char *what, struct second_row *row, struct error *err)
{
	enum right right;
	if (!second_load(act, request, row, err))
		return false;
	if (row->closed || !str_is(row->what, what) || !right_by_name(row->confirmer, &right))
		return error_set(err, ERR_NOT_ALLOWED, "this request is not open", "look at the list of requests again", "request");
	if (uuid_equal(row->asker, act->actor.user))
		return error_set(err, ERR_NOT_ALLOWED, "whoever asks cannot confirm", "another person must confirm", "request");
	return access_need(act, right, err);
}

bool second_return(struct act *act, struct uuid request, const char *what, struct str note, struct error *err)
{
	struct second_row row = { 0 };
	if (!second_take(act, request, what, &row, err))
		return false;
	struct second_answer answer = { .note = note };
	journal_append(act, &second_answer_type, request, &answer);
	return true;
}

bool second_confirm(struct act *act, struct uuid request, const char *what, struct uuid *record, struct str *body, struct error *err)
{
	struct second_row row = { 0 };
	if (!second_take(act, request, what, &row, err))
		return false;
	struct second_answer answer = { .confirmed = true };
	journal_append(act, &second_answer_type, request, &answer);
	*record = row.about;
	*body = row.body;
	return true;
}
