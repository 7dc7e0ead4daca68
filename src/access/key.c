/* Security keys: challenges, keys, and who it is that touched one. */
#include "forms.h"
#include "local.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "pack.h"
#include "webauthn.h"

FIELDS_TABLE(key_answer, KEY_ANSWER_FIELDS)
FIELDS_TABLE(new_key, NEW_KEY_FIELDS)
FIELDS_TABLE(key_end, KEY_END_FIELDS)
FIELDS_TABLE(key_query, KEY_QUERY_FIELDS)

/* --- challenges: nothing is stored for one that nobody answers --- */

enum { NONCE = 16, TIME = 8, CHALLENGE = NONCE + TIME + SHA256_BYTES, CHALLENGE_MS = 5 * 60000 };

/* For one purpose, at one browser or in one session: an answer that was made for another place does not count here. */
static struct str binding(struct act *act, const struct call *call, const char *purpose)
{
	const struct place *place = &act->place;
	if (!call->token.len)
		return str_format(act->arena, "%s:device:" STR_FMT, purpose, STR_ARG(call->device));
	return str_format(act->arena, "%s:session:" STR_FMT ":" STR_FMT ":%d", purpose, STR_ARG(call->token), STR_ARG(place->post), place->lane);
}

static void challenge_mac(struct act *act, struct str bound, const char *head, uint8_t out[static SHA256_BYTES])
{
	const struct str pieces[] = { STR("webauthn:"), { head, NONCE + TIME }, bound };
	hmac_sha256((struct str){ (const char *)act->house->keys->session, KEY_BYTES }, pieces, COUNT_OF(pieces), out);
}

static struct str challenge_new(struct act *act, struct str bound)
{
	uint8_t *bytes = arena_alloc(act->arena, CHALLENGE);
	random_fill(&random_system, bytes, NONCE);
	for (int i = 0; i < TIME; i++)
		bytes[NONCE + i] = (uint8_t)((uint64_t)act->now >> (8 * (TIME - 1 - i)));
	challenge_mac(act, bound, (const char *)bytes, bytes + NONCE + TIME);
	return (struct str){ (const char *)bytes, CHALLENGE };
}

/* Made by us, for this place, not long ago. */
static bool challenge_ours(struct act *act, struct str bound, struct str challenge)
{
	uint8_t want[SHA256_BYTES];
	uint64_t made = 0;
	if (challenge.len != CHALLENGE)
		return false;
	challenge_mac(act, bound, challenge.data, want);
	for (int i = 0; i < TIME; i++)
		made = made << 8 | (uint8_t)challenge.data[NONCE + i];
	int64_t age = act->now - (int64_t)made;
	return crypto_equal(challenge.data + NONCE + TIME, want, sizeof want) && age >= 0 && age <= CHALLENGE_MS;
}

static bool challenge_use(struct act *act, struct str challenge, bool *first, struct error *err)
{
	int64_t changes = 0;
	bool done = LOCAL_RUN(act->house->access, "access.challenge_use", &changes, err, V_BLOB("challenge", challenge), V_INT("now", act->now));
	*first = changes == 1;
	return done;
}

/* --- what a page asks the browser for --- */

static struct str party_of(struct str origin)
{
	size_t at;
	struct str host = str_find(origin, STR("://"), &at) ? str_slice(origin, at + 3, origin.len) : origin, name = host;
	return str_cut(&host, ':', &name) ? name : origin;
}

static bool keys_here(const struct act *act, struct error *err)
{
	return act->house->origin.len || error_set(err, ERR_NOT_ALLOWED, "this server takes no security keys", "name its address with --origin when it is started", "origin");
}

static bool ask(struct act *act, const struct call *call, const char *purpose, struct reply *reply, struct error *err)
{
	if (!keys_here(act, err))
		return false;
	if (!call->token.len && !call->device.len)
		return error_set(err, ERR_NOT_ALLOWED, "this browser keeps no cookies", "allow them for this address", "cookie");
	reply->data = json_object();
	json_put_str(reply->data, "challenge", webauthn_text(act->arena, challenge_new(act, binding(act, call, purpose))));
	json_put_str(reply->data, "party", party_of(act->house->origin));
	return true;
}

static bool known_keys(struct act *act, struct uuid user, json_t *out, struct error *err)
{
	struct query *query = db_query(act->db, "access.keys_of");
	query_bind_id(query, "officer", user);
	while (query_next(query))
		json_array_append_new(out, json_str(webauthn_text(act->arena, query_text(query, 1, act->arena))));
	return query_end(query, err);
}

/* Which keys may answer: none named means those that know their account. For somebody who is not here there is a key, too, so that nobody learns it. */
static bool ask_known(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_query *query = call->query;
	struct user user = { 0 };
	bool found;
	json_t *known = json_array();
	json_put(reply->data, "known", known);
	if (!query || !query->of.len)
		return true;
	if (!user_find(act, query->of, &user, &found, err) || !known_keys(act, user.id, known, err))
		return false;
	if (!json_array_size(known)) {
		uint8_t none[SHA256_BYTES];
		const struct str pieces[] = { STR("no key:"), str_upper(act->arena, query->of) };
		hmac_sha256((struct str){ (const char *)act->house->keys->session, KEY_BYTES }, pieces, COUNT_OF(pieces), none);
		json_array_append_new(known, json_str(webauthn_text(act->arena, (struct str){ (const char *)none, sizeof none })));
	}
	return true;
}

bool key_sign_in_ask_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	struct call stranger = *call;
	stranger.token = STR(""); /* an old session does not matter at the door */
	return ask(act, &stranger, "sign_in", reply, err) && ask_known(act, call, reply, err);
}

bool key_relief_ask_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return ask(act, call, "relief", reply, err) && ask_known(act, call, reply, err);
}

bool key_add_ask_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	json_t *known = json_array();
	if (!known_keys(act, act->actor.user, known, err) || !ask(act, call, "add", reply, err)) {
		json_decref(known);
		return false;
	}
	json_put(reply->data, "known", known);
	json_put_str(reply->data, "user", webauthn_text(act->arena, (struct str){ (const char *)act->actor.user.bytes, sizeof act->actor.user.bytes }));
	json_put_str(reply->data, "number", act->actor.number);
	json_put_str(reply->data, "name", act->actor.name);
	return true;
}

/* --- who touched it --- */

struct kept_key {
	struct webauthn_key key;
	struct str hash, pin, label;
	bool verifies, doubted, found;
	struct user user;
};

static bool key_load(struct act *act, struct str credential, struct kept_key *out, struct error *err)
{
	struct query *query = db_query(act->db, "access.key_by_hash");
	*out = (struct kept_key){ .hash = token_hash(act->arena, credential) };
	query_bind_blob(query, "hash", out->hash);
	if ((out->found = query_next(query))) {
		out->key = (struct webauthn_key){
			.id = credential, .public_key = query_text(query, 1, act->arena), .algorithm = (int)query_int(query, 2), .counter = (uint32_t)query_int(query, 3),
		};
		out->verifies = query_int(query, 4);
		out->pin = query_text(query, 5, act->arena);
		out->label = query_text(query, 6, act->arena);
		out->doubted = query_int(query, 7);
		out->user = (struct user){ .id = query_id(query, 0), .row = { .number = query_text(query, 8, act->arena), .name = query_text(query, 9, act->arena) } };
		struct texts *roles = &out->user.row.roles;
		*roles = roles_of_text(query_text(query, 10, act->arena), act->arena);
	}
	return query_end(query, err);
}

/* The parts of an answer as bytes; false when one is none. */
struct answer {
	struct str credential, challenge, client, data, signature;
};

static bool answer_read(struct arena *arena, const struct key_answer *form, struct answer *out)
{
	return webauthn_bytes(arena, form->key, &out->credential) && webauthn_bytes(arena, form->asked, &out->challenge) &&
	       webauthn_bytes(arena, form->client, &out->client) && webauthn_bytes(arena, form->data, &out->data) &&
	       webauthn_bytes(arena, form->signature, &out->signature);
}

/* Where the key asks for no PIN we do, with the same waits as for passwords. */
static bool pin_good(struct act *act, const struct kept_key *kept, struct str pin, bool *good, struct error *err)
{
	*good = true;
	return kept->verifies || check_password(act->house->access, kept->pin, pin, good, err);
}

/* A counter that went back: somebody has a copy. The key is doubted until its user makes another. */
static bool counter_good(struct act *act, const struct kept_key *kept, uint32_t counter, bool *good, struct error *err)
{
	int64_t changes = 0;
	if (!LOCAL_RUN(act->house->access, "access.key_used", &changes, err, V_BLOB("hash", kept->hash), V_INT("counter", counter), V_INT("now", act->now)))
		return false;
	*good = changes == 1;
	return *good || LOCAL_RUN(act->house->access, "access.key_doubt", NULL, err, V_BLOB("hash", kept->hash), V_INT("now", act->now));
}

static bool prove(struct act *act, struct str bound, const struct key_answer *form, struct kept_key *kept, bool *good, struct error *err)
{
	struct answer answer;
	struct error ignored;
	*good = false;
	if (!answer_read(act->arena, form, &answer) || !challenge_ours(act, bound, answer.challenge))
		return true;
	if (!key_load(act, answer.credential, kept, err))
		return false;
	const struct webauthn_asked asked = { answer.challenge, act->house->origin, party_of(act->house->origin) };
	struct webauthn_key key = kept->key;
	if (!kept->found || kept->doubted || !webauthn_prove(&asked, answer.client, answer.data, answer.signature, kept->verifies, &key, &ignored))
		return true;
	if (!challenge_use(act, answer.challenge, good, err))
		return false;
	return !*good || (pin_good(act, kept, form->pin, good, err) && (!*good || counter_good(act, kept, key.counter, good, err)));
}

bool access_prove_key(struct act *act, const struct call *call, const char *purpose, const struct key_answer *form, struct proven *who, struct error *err)
{
	struct kept_key kept = { 0 };
	struct call place = *call;
	struct str marks[2] = { lock_device(act->arena, call->device, call->remote) };
	bool good;
	if (!strcmp(purpose, "sign_in"))
		place.token = STR("");
	if (!keys_here(act, err) || !lock_check(act, marks, 1, err) || !prove(act, binding(act, &place, purpose), form, &kept, &good, err))
		return false;
	if (kept.found)
		marks[1] = lock_user(act->arena, kept.user.row.number);
	if (kept.found && !lock_check(act, marks + 1, 1, err))
		return false;
	if (!good && !lock_fail(act, marks, kept.found ? 2 : 1, err))
		return false;
	if (!good) {
		finding_add(&act->findings, STR("key"), "sign_in", "This key opens nothing here, or its PIN was wrong. Try again, or sign in with number, password and code.");
		return error_set(err, ERR_FINDINGS, "the sign-in did not work", "try again, or ask your supervisor", "key");
	}
	*who = (struct proven){ kept.user.id, kept.user.row.number, kept.user.row.name, kept.user.row.roles, kept.label };
	return true;
}

bool key_sign_in_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_answer *form = call->form;
	struct proven who;
	return access_prove_key(act, call, "sign_in", form, &who, err) && sign_in_as(act, &who, form->next, reply, err);
}

/* --- a new key --- */

static struct str label_of(struct act *act, struct str given)
{
	struct str label = str_trim(given);
	return label.len ? label : lang_words(act->lang, WORDS("Security key"));
}

/* A key that asks its bearer for nothing gets a PIN here. */
static bool new_pin(struct act *act, const struct webauthn_key *key, struct str pin, struct str *hash, struct error *err)
{
	*hash = STR("");
	if (key->verified)
		return true;
	if (utf8_length(pin) < 6) {
		finding_add(&act->findings, STR("pin"), "too_short", "This key asks for no PIN of its own: choose one here, of at least 6 digits.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "pin");
	}
	return hash_password(act->house->access, act->arena, pin, hash, err);
}

bool fresh_factor(struct act *act, struct str field, struct str code, struct error *err)
{
	const struct str mark = lock_user(act->arena, act->actor.number);
	struct proof proof;
	bool good;
	if (!lock_check(act, &mark, 1, err) || !proof_load(act, act->actor.user, &proof, err) || !proof_code(act, act->actor.user, &proof, code, &good, err))
		return false;
	if (good)
		return true;
	if (!lock_fail(act, &mark, 1, err))
		return false;
	finding_add(&act->findings, field, "wrong", "This code does not agree. Each works once: wait for the next one.");
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "code");
}

static bool keep_key(struct act *act, const struct webauthn_key *key, struct str pin, struct str label, struct error *err)
{
	int64_t changes = 0;
	if (!LOCAL_RUN(act->house->access, "access.key_add", &changes, err, V_BLOB("hash", token_hash(act->arena, key->id)), V_BLOB("credential", key->id),
	               V_ID("officer", act->actor.user), V_BLOB("public_key", key->public_key), V_INT("algorithm", key->algorithm), V_INT("counter", key->counter),
	               V_INT("verifies", key->verified), V_TEXT("pin", pin), V_TEXT("label", label), V_INT("now", act->now)))
		return false;
	access_note_why(act, act->actor.user, "key_added", label);
	return changes == 1 || error_set(err, ERR_NOT_ALLOWED, "this key is known already", "take another one", "key");
}

bool key_add_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct new_key *form = call->form;
	struct str challenge, client, attestation, pin;
	struct webauthn_key key;
	bool first = false;
	reply->data = json_object();
	if (!keys_here(act, err))
		return false;
	if (!webauthn_bytes(act->arena, form->asked, &challenge) || !webauthn_bytes(act->arena, form->client, &client) ||
	    !webauthn_bytes(act->arena, form->attestation, &attestation) || !challenge_ours(act, binding(act, call, "add"), challenge))
		return error_set(err, ERR_INPUT, "The answer of the security key does not hold.", "Try again from the page that asked for it.", "challenge");
	const struct webauthn_asked asked = { challenge, act->house->origin, party_of(act->house->origin) };
	if (!webauthn_register(act->arena, &asked, client, attestation, &key, err) || !new_pin(act, &key, form->pin, &pin, err) ||
	    !fresh_factor(act, STR("code"), form->code, err) || !challenge_use(act, challenge, &first, err))
		return false;
	if (!first)
		return error_set(err, ERR_INPUT, "The answer of the security key does not hold.", "Try again from the page that asked for it.", "challenge");
	return keep_key(act, &key, pin, label_of(act, form->label), err);
}

/* --- the keys of a user --- */

static json_t *key_value(struct act *act, struct query *query)
{
	json_t *row = json_object();
	struct uuid id;
	struct str hash = query_text(query, 0, act->arena), label = query_text(query, 2, act->arena);
	int64_t used = query_int(query, 4), doubted = query_int(query, 5);
	memcpy(id.bytes, hash.data, sizeof id.bytes);
	json_put_str(row, "key", uuid_str(act->arena, id));
	json_put_str(row, "label", label);
	json_put_str(row, "made", LANG_FILL(act->arena, lang_words(act->lang, WORDS("since {time}")), { "time", show_instant(act, query_int(query, 3)) }));
	json_put_str(row, "used", used ? LANG_FILL(act->arena, lang_words(act->lang, WORDS("last used {time}")), { "time", show_instant(act, used) })
	                               : lang_words(act->lang, WORDS("not used yet")));
	json_put_yesno(row, "doubted", doubted != 0);
	json_put_yesno(row, "pin_here", !query_int(query, 6));
	return row;
}

bool show_keys(struct act *act, struct uuid user, json_t *page, struct error *err)
{
	json_t *keys = json_array();
	struct query *query = db_query(act->db, "access.keys_of");
	query_bind_id(query, "officer", user);
	while (query_next(query))
		json_array_append_new(keys, key_value(act, query));
	json_put_yesno(page, "any_key", json_array_size(keys) != 0);
	json_put(page, "keys", keys);
	return query_end(query, err);
}

static bool key_of(struct act *act, struct uuid user, struct uuid key, struct str *hash, struct str *label, struct error *err)
{
	struct query *query = db_query(act->db, "access.keys_of");
	query_bind_id(query, "officer", user);
	*hash = STR("");
	while (query_next(query)) {
		struct str one = query_text(query, 0, act->arena);
		if (one.len != SHA256_BYTES || memcmp(one.data, key.bytes, sizeof key.bytes))
			continue;
		*hash = one;
		*label = query_text(query, 2, act->arena);
	}
	return query_end(query, err) && (hash->len || error_set(err, ERR_NOT_FOUND, "there is no such key", "it may have been removed already", "key"));
}

bool user_end_key(struct act *act, struct uuid user, struct uuid key, const char *what, struct error *err)
{
	struct str hash, label;
	if (!key_of(act, user, key, &hash, &label, err))
		return false;
	access_note_why(act, user, what, label);
	return LOCAL_RUN(act->house->access, "access.key_end", NULL, err, V_BLOB("hash", hash), V_ID("officer", user));
}

bool key_end_post(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	const struct key_end *form = call->form;
	reply->data = json_object();
	return user_end_key(act, act->actor.user, form->key, "key_removed", err);
}
