/* Users and their proofs: for pages, commands and the demo. */
#include "local.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"

/* A number belongs to one record for ever: two who add it at once, or after its bearer left, meet there. */
struct uuid user_record(struct str number)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("user|"), number };
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

static bool load(struct act *act, struct query *query, struct user *out, bool *found, struct error *err)
{
	*out = (struct user){ 0 };
	if ((*found = query_next(query))) {
		out->id = query_id(query, 0);
		query_row(query, &officer_row_fields, &out->row, act->arena);
	}
	return query_end(query, err);
}

static bool load_number(struct act *act, struct str number, struct user *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "access.officer_by_number");
	query_bind_text(query, "number", str_upper(act->arena, number));
	return load(act, query, out, found, err);
}

bool user_find(struct act *act, struct str number, struct user *out, bool *found, struct error *err)
{
	if (!load_number(act, number, out, found, err))
		return false;
	*found = *found && !out->row.left_at && !out->row.blocked_at;
	return true;
}

bool access_find_user(struct act *act, struct str number, struct uuid *user, bool *found, struct error *err)
{
	struct user one = { 0 };
	if (!user_find(act, number, &one, found, err))
		return false;
	if (*found)
		*user = one.id;
	return true;
}

bool user_load(struct act *act, struct str number_or_id, struct user *out, struct error *err)
{
	struct uuid id;
	bool found;
	if (!load_number(act, number_or_id, out, &found, err))
		return false;
	if (!found && uuid_parse(number_or_id, &id)) {
		struct query *query = db_query(act->db, "access.officer_by_record");
		query_bind_id(query, "record", id);
		if (!load(act, query, out, &found, err))
			return false;
	}
	return found || error_set(err, ERR_NOT_FOUND, "there is no user of this number", "look at the list of users", "number");
}

bool user_is_here(const struct user *user, struct error *err)
{
	return !user->row.left_at || error_set(err, ERR_NOT_ALLOWED, "this user left the service", "who comes back gets a new service number", "user");
}

/* --- what may be --- */

static bool number_fits(struct str number)
{
	for (size_t i = 0; i < number.len; i++)
		if (!ascii_upper(number.data[i]) && !ascii_digit(number.data[i]) && (!i || !strchr("-._", number.data[i])))
			return false;
	return number.len != 0;
}

bool user_check(struct act *act, const struct new_user *wanted, const struct user *old, struct error *err)
{
	struct user other;
	bool taken = false;
	if (!old && !load_number(act, wanted->number, &other, &taken, err))
		return false;
	if (taken)
		finding_add(&act->findings, STR("number"), "taken", "This service number is taken, or was: a number is never given again.");
	if (!old && !number_fits(str_upper(act->arena, wanted->number)))
		finding_add(&act->findings, STR("number"), "bad_value", "Use letters, digits, and - . _ after the first.");
	for (size_t i = 0; i < wanted->roles.count; i++)
		if (!str_is(wanted->roles.items[i], "administrator") && !pack_role(act->pack, wanted->roles.items[i]))
			finding_add(&act->findings, STR("roles"), "unknown_code", "This role is not one of the country pack.");
	if (wanted->post.len && !pack_post(act->pack, wanted->post, (struct date){ 0 }))
		finding_add(&act->findings, STR("post"), "unknown_code", "Choose a post of the list.");
	return !act->findings.count || error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "%s", taken ? "number" : "user");
}

bool user_needs_second(const struct act *act, const struct user *old, const struct texts *roles)
{
	rights had = old ? access_rights(act->pack, old->row.roles.items, old->row.roles.count) : 0;
	rights will = access_rights(act->pack, roles->items, roles->count);
	return (old && uuid_equal(old->id, act->actor.user)) || (will & ~had & rights_of_two);
}

/* The one who manages users must not be the last to go. */
static bool others_manage(struct act *act, const struct user *user, struct error *err)
{
	struct query *query = db_query(act->db, "access.officers");
	bool others = false;
	query_bind_int(query, "most", 1000000);
	while (query_next(query)) {
		struct officer_row row = { 0 };
		struct uuid id = query_id(query, 0);
		query_row(query, &officer_row_fields, &row, act->arena);
		others = others || (!row.left_at && !row.blocked_at && !uuid_equal(id, user->id) &&
		                    rights_have(access_rights(act->pack, row.roles.items, row.roles.count), CAN_USERS));
	}
	return query_end(query, err) &&
	       (others || error_set(err, ERR_NOT_ALLOWED, "nobody would be left who manages users", "give another user that role first", "user"));
}

static bool may_go(struct act *act, const struct user *user, struct error *err)
{
	bool manages = rights_have(access_rights(act->pack, user->row.roles.items, user->row.roles.count), CAN_USERS);
	return user_is_here(user, err) && (!manages || others_manage(act, user, err));
}

/* --- changes; each appends its entry --- */

bool access_add_user(struct act *act, const struct new_user *user, struct uuid *id, struct error *err)
{
	struct new_user added = *user;
	added.number = str_upper(act->arena, user->number);
	if (!user_check(act, &added, NULL, err))
		return false;
	*id = user_record(added.number);
	journal_append(act, &user_add_type, *id, &added);
	return true;
}

bool user_change(struct act *act, const struct user *user, const struct officer_change *change, struct error *err)
{
	const struct new_user wanted = { user->row.number, change->name, change->roles, change->post };
	bool manages = rights_have(access_rights(act->pack, change->roles.items, change->roles.count), CAN_USERS);
	if (!user_is_here(user, err) || !user_check(act, &wanted, user, err) || (!manages && !may_go(act, user, err)))
		return false;
	journal_append(act, &user_change_type, user->id, change);
	return true;
}

/* Who hands over: an administrator, or nobody when it is a command of the machine itself, whose owner could read the database as well. */
static struct uuid hand_of(const struct act *act)
{
	return uuid_zero(act->actor.session) ? (struct uuid){ 0 } : act->actor.user;
}

bool access_set_password(struct act *act, struct uuid user, struct str password, bool temporary, struct error *err)
{
	struct access *access = act->house->access;
	struct uuid by = temporary ? hand_of(act) : (struct uuid){ 0 };
	struct str hash;
	if ((int)utf8_length(password) < act->pack->security.password_length)
		return error_set(err, ERR_INPUT, "this password is too short", "a sentence that only you would think of is best", "at least %d signs",
		                 act->pack->security.password_length);
	return hash_password(access, act->arena, password, &hash, err) &&
	       LOCAL_RUN(access, "access.credential_password", NULL, err, V_ID("officer", user), V_TEXT("password", hash), V_INT("temporary", temporary),
	                 V_ID("by", by)) &&
	       LOCAL_RUN(access, "access.sessions_end", NULL, err, V_ID("officer", user),
	                 V_BLOB("except", ((struct str){ "", 0 })));
}

/* Whoever holds both halves could sign in as the other: password and second factor never come from one hand. */
static bool other_hand(const struct act *act, struct uuid by, struct error *err)
{
	return uuid_zero(by) || !uuid_equal(by, hand_of(act)) ||
	       error_set(err, ERR_NOT_ALLOWED, "password and second key may not come from one hand", "another administrator must give this half", "user");
}

/* Sixteen letters and digits that are not confused, in fours: some 79 bits. The user chooses another at the first sign-in. */
static struct str first_password(struct arena *arena)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
	struct buf out = BUF_IN(arena);
	for (int i = 0; i < 16; i++) {
		if (i && i % 4 == 0)
			buf_c(&out, '-');
		buf_c(&out, signs[random_below(&random_system, sizeof signs - 1)]);
	}
	return buf_str(&out);
}

bool user_reset(struct act *act, const struct user *user, struct str *password, struct error *err)
{
	struct proof proof;
	*password = first_password(act->arena);
	if (!user_is_here(user, err) || !proof_load(act, user->id, &proof, err) || !other_hand(act, proof.codes ? proof.codes_by : (struct uuid){ 0 }, err))
		return false;
	access_note(act, user->id, "reset");
	return access_set_password(act, user->id, *password, true, err);
}

bool user_needs_codes(const struct act *act, const struct user *user, const struct proof *proof)
{
	return !proof->device.len && !proof->codes && !uuid_zero(proof->password_by) &&
	       (access_rights(act->pack, user->row.roles.items, user->row.roles.count) & rights_of_two);
}

bool user_give_codes(struct act *act, const struct user *user, json_t **codes, struct error *err)
{
	struct access *access = act->house->access;
	struct proof proof;
	if (!user_is_here(user, err) || !proof_load(act, user->id, &proof, err))
		return false;
	if (!proof.found)
		return error_set(err, ERR_NOT_ALLOWED, "this user has no password yet", "set a first password; the second key is made at the first sign-in", "user");
	if (!other_hand(act, proof.password_by, err))
		return false;
	access_note(act, user->id, "codes_given");
	return LOCAL_RUN(access, "access.credential_device_end", NULL, err, V_ID("officer", user->id)) &&
	       LOCAL_RUN(access, "access.keys_end", NULL, err, V_ID("officer", user->id)) &&
	       LOCAL_RUN(access, "access.sessions_end", NULL, err, V_ID("officer", user->id), V_BLOB("except", ((struct str){ "", 0 }))) &&
	       proof_new_codes(act, user->id, hand_of(act), codes, err);
}

bool user_end_sessions(struct act *act, const struct user *user, struct error *err)
{
	access_note(act, user->id, "sessions_ended");
	return LOCAL_RUN(act->house->access, "access.sessions_end", NULL, err, V_ID("officer", user->id), V_BLOB("except", ((struct str){ "", 0 })));
}

bool user_unlock(struct act *act, const struct user *user, struct error *err)
{
	const struct str mark = lock_user(act->arena, user->row.number);
	access_note(act, user->id, "unlocked");
	return lock_forget(act, &mark, 1, err);
}

/* The rows' conditions end the sessions with the entry's commit, even one that opens this instant; here they are taken away, too. */
static bool stop(struct act *act, const struct user *user, const struct entry_type *type, const void *body, struct error *err)
{
	journal_append(act, type, user->id, body);
	return LOCAL_RUN(act->house->access, "access.sessions_end_all", NULL, err, V_ID("officer", user->id));
}

bool user_block(struct act *act, const struct user *user, struct str reason, struct error *err)
{
	const struct officer_why why = { reason };
	if (!may_go(act, user, err))
		return false;
	if (user->row.blocked_at)
		return error_set(err, ERR_NOT_ALLOWED, "this user is blocked already", "", "user");
	return stop(act, user, &user_block_type, &why, err);
}

bool user_unblock(struct act *act, const struct user *user, struct str reason, struct error *err)
{
	const struct officer_why why = { reason };
	if (!user_is_here(user, err))
		return false;
	if (!user->row.blocked_at)
		return error_set(err, ERR_NOT_ALLOWED, "this user is not blocked", "", "user");
	journal_append(act, &user_unblock_type, user->id, &why);
	return true;
}

bool user_leave(struct act *act, const struct user *user, struct str reason, struct error *err)
{
	const struct access_event leave = { .what = STR("leave"), .reason = reason };
	return may_go(act, user, err) && stop(act, user, &user_leave_type, &leave, err) &&
	       LOCAL_RUN(act->house->access, "access.keys_end", NULL, err, V_ID("officer", user->id));
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

/* --- machine credentials --- */

static bool lane_is_there(const struct act *act, struct str post, int lane, struct error *err)
{
	const struct pack_post *place = post.len ? pack_post(act->pack, post, time_date(act->now)) : NULL;
	if ((!post.len && !lane) || (place && lane && pack_lane(place, lane)))
		return true;
	return error_set(err, ERR_INPUT, "there is no such post and lane", "name both as the country pack does, or neither", STR_FMT " %d", STR_ARG(post), lane);
}

bool user_machine(struct act *act, const struct user *user, struct str label, struct str post, int lane, struct str *token, struct error *err)
{
	*token = str_format(act->arena, "limen_" STR_FMT, STR_ARG(new_token(act)));
	if (!user_is_here(user, err))
		return false;
	if (!rights_have(access_rights(act->pack, user->row.roles.items, user->row.roles.count), CAN_API))
		return error_set(err, ERR_NOT_ALLOWED, "this user's roles do not allow the programming interface", "give a role with the right api first", "user");
	if (!lane_is_there(act, post, lane, err))
		return false;
	access_note_why(act, user->id, "machine", label);
	return LOCAL_RUN(act->house->access, "access.session_open", NULL, err, V_BLOB("hash", token_hash(act->arena, *token)), V_ID("officer", user->id),
	                 V_INT("machine", 1), V_INT("now", act->now), V_INT("placed", 1), V_TEXT("post", post), V_INT("lane", lane),
	                 V_TEXT("direction", STR("")), V_TEXT("label", label));
}

bool user_end_machine(struct act *act, const struct user *user, struct uuid credential, struct error *err)
{
	struct query *query = db_query(act->db, "access.machines_of");
	struct str hash = STR(""), label = STR("");
	query_bind_id(query, "officer", user->id);
	while (query_next(query)) {
		struct str one = query_text(query, 0, act->arena);
		if (one.len != SHA256_BYTES || memcmp(one.data, credential.bytes, sizeof credential.bytes))
			continue;
		hash = one;
		label = query_text(query, 3, act->arena);
	}
	if (!query_end(query, err))
		return false;
	if (!hash.len)
		return error_set(err, ERR_NOT_FOUND, "there is no such credential", "it may have been revoked already", "credential");
	access_note_why(act, user->id, "machine_ended", label);
	return LOCAL_RUN(act->house->access, "access.session_end", NULL, err, V_BLOB("hash", hash));
}
