/* Sessions, rights, CSRF values. */
#include "local.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "pack.h"

enum { TOUCH_MS = 60000 }; /* how often a session's last use is written */

static const rights administrator = (UINT64_C(1) << CAN_USERS) | (UINT64_C(1) << CAN_AUDIT) | (UINT64_C(1) << CAN_PACK_VIEW) |
                                    (UINT64_C(1) << CAN_PACK_PROPOSE) | (UINT64_C(1) << CAN_PACK_APPROVE) |
                                    (UINT64_C(1) << CAN_WATCH_VIEW) | (UINT64_C(1) << CAN_WATCH_MANAGE) | (UINT64_C(1) << CAN_IMPORT) |
                                    (UINT64_C(1) << CAN_ERASE);

const rights rights_of_two = (UINT64_C(1) << CAN_SUPERVISE) | (UINT64_C(1) << CAN_PACK_APPROVE) | (UINT64_C(1) << CAN_USERS) | (UINT64_C(1) << CAN_ERASE) |
                               (UINT64_C(1) << CAN_WATCH_CONFIRM) | (UINT64_C(1) << CAN_ACCOUNTS);

rights access_rights(const struct pack *pack, const struct str *roles, size_t count)
{
	rights set = 0;
	for (size_t i = 0; i < count; i++) {
		const struct pack_role *role = pack_role(pack, roles[i]);
		if (str_is(roles[i], "administrator"))
			set |= administrator;
		for (size_t k = 0; role && k < role->rights.count; k++) {
			enum right right;
			if (right_by_name(role->rights.items[k], &right))
				set |= right_bit(right);
		}
	}
	return set & ~right_bit(CAN_APPLY);
}

bool access_need(const struct act *act, enum right right, struct error *err)
{
	return right == ANYBODY || right == SIGNED_IN || rights_have(act->actor.rights, right) ||
	       error_set(err, ERR_FORBIDDEN, "your roles do not allow this", "ask who manages users for the role", "%s", right_name(right));
}

struct texts roles_of_text(struct str json, struct arena *arena)
{
	struct texts roles = { 0 };
	json_t *array = json_loadb(json.data, json.len, 0, NULL), *item;
	size_t i;
	roles.items = ARENA_ARRAY(arena, struct str, json_array_size(array));
	json_array_foreach(array, i, item)
		roles.items[roles.count++] = str_copy(arena, str_of(json_string_value(item)));
	json_decref(array);
	return roles;
}

struct found_session {
	struct uuid user;
	bool machine, placed, temporary, factor;
	int64_t created, seen;
	struct str post, direction, number, name;
	int lane;
	struct texts roles;
};

static bool find(struct act *act, struct str hash, struct found_session *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "access.session_by_hash");
	query_bind_blob(query, "hash", hash);
	if ((*found = query_next(query))) {
		*out = (struct found_session){
			.user = query_id(query, 0), .machine = query_int(query, 1), .created = query_int(query, 2), .seen = query_int(query, 3),
			.placed = query_int(query, 4), .post = query_text(query, 5, act->arena), .lane = (int)query_int(query, 6),
			.direction = query_text(query, 7, act->arena), .number = query_text(query, 8, act->arena),
			.name = query_text(query, 9, act->arena), .roles = roles_of_text(query_text(query, 10, act->arena), act->arena),
			.temporary = query_int(query, 11), .factor = query_int(query, 12) || query_int(query, 13),
		};
	}
	return query_end(query, err);
}

static bool too_old(const struct act *act, const struct found_session *session)
{
	const struct pack_security *limits = &act->pack->security;
	return !session->machine && (act->now - session->seen > limits->idle * INT64_C(60000) ||
	                             act->now - session->created > limits->absolute * INT64_C(60000));
}

static enum session_state state_of(const struct act *act, const struct found_session *session)
{
	if (session->machine)
		return SESSION_OPEN;
	if (session->temporary)
		return SESSION_PASSWORD_CHANGE;
	if (!session->factor)
		return SESSION_FACTOR_SETUP;
	return rights_have(act->actor.rights, CAN_CROSS) && !session->placed ? SESSION_PLACE : SESSION_OPEN;
}

static void take_over(struct act *act, const struct found_session *session, struct str hash)
{
	act->actor = (struct actor){
		.user = session->user, .number = session->number, .name = session->name, .roles = session->roles.items,
		.role_count = session->roles.count, .rights = access_rights(act->pack, session->roles.items, session->roles.count),
		.session_since = session->created,
	};
	if (session->machine)
		act->actor.rights &= session->lane ? right_bit(CAN_API) : ~rights_of_two; /* a lane's: a document reader, which sees nobody's record */
	memcpy(act->actor.session.bytes, hash.data, sizeof act->actor.session.bytes);
	act->place = (struct place){ session->post, session->lane, session->direction };
}

bool access_session(struct act *act, struct str token, enum session_state *state, struct error *err)
{
	struct found_session session;
	struct str hash = token_hash(act->arena, token);
	bool found;
	*state = SESSION_NONE;
	if (!find(act, hash, &session, &found, err))
		return false;
	if (!found)
		return account_session(act, hash, state, err);
	if (!found || too_old(act, &session))
		return true;
	take_over(act, &session, hash);
	*state = state_of(act, &session);
	if (act->now - session.seen < TOUCH_MS)
		return true;
	return LOCAL_RUN(act->house->access, "access.session_touch", NULL, err, V_INT("now", act->now), V_BLOB("hash", hash));
}

struct str access_csrf(struct act *act, struct str token)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("csrf:"), token };
	hmac_sha256((struct str){ (const char *)act->house->keys->session, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return str_hex(act->arena, digest, 16);
}

bool access_csrf_matches(struct act *act, struct str token, struct str given)
{
	struct str want = access_csrf(act, token);
	return given.len == want.len && crypto_equal(given.data, want.data, want.len);
}
