/* Local tables, tokens, hashing and lock-out: what never becomes an entry. */
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "pack.h"

struct access *access_open(struct store *store, const struct clock *clock, const struct random *random, const struct keys *keys, struct error *err)
{
	struct access *access = calloc(1, sizeof *access);
	if (!access) {
		error_set(err, ERR_SYSTEM, "out of memory", "", "access");
		return NULL;
	}
	*access = (struct access){ .clock = clock, .random = random, .keys = keys };
	pthread_mutex_init(&access->writing, NULL);
	pthread_mutex_init(&access->hashing, NULL);
	pthread_cond_init(&access->hashed, NULL);
	access->db = db_open_writer(store, err);
	if (!access->db) {
		access_close(access);
		return NULL;
	}
	return access;
}

void access_close(struct access *access)
{
	if (!access)
		return;
	if (access->db)
		db_close(access->db);
	pthread_mutex_destroy(&access->writing);
	pthread_mutex_destroy(&access->hashing);
	pthread_cond_destroy(&access->hashed);
	free(access);
}

static void bind(struct query *query, const struct local_value *value)
{
	switch (value->kind) {
	case LOCAL_INT: query_bind_int(query, value->name, value->integer); break;
	case LOCAL_TEXT: query_bind_text(query, value->name, value->text); break;
	case LOCAL_BLOB: query_bind_blob(query, value->name, value->text); break;
	case LOCAL_ID: query_bind_id(query, value->name, value->id); break;
	case LOCAL_NULL: query_bind_null(query, value->name); break;
	}
}

bool local_run(struct access *access, const char *statement, const struct local_value *values, size_t count, int64_t *changes, struct error *err)
{
	pthread_mutex_lock(&access->writing);
	struct query *query = db_query(access->db, statement);
	for (size_t i = 0; i < count; i++)
		bind(query, &values[i]);
	bool done = query_run(query, err);
	if (done && changes)
		*changes = query_changes(query);
	pthread_mutex_unlock(&access->writing);
	return done;
}

struct str token_hash(struct arena *arena, struct str token)
{
	uint8_t *digest = arena_alloc(arena, SHA256_BYTES);
	sha256(&token, 1, digest);
	return (struct str){ (const char *)digest, SHA256_BYTES };
}

struct str new_token(struct act *act)
{
	uint8_t bytes[TOKEN_BYTES];
	random_fill(&random_system, bytes, sizeof bytes); /* never a seeded source */
	return str_hex(act->arena, bytes, sizeof bytes);
}

bool session_new(struct act *act, struct uuid user, struct str *token, struct error *err)
{
	*token = new_token(act);
	return LOCAL_RUN(act->house->access, "access.session_open", NULL, err, V_BLOB("hash", token_hash(act->arena, *token)), V_ID("officer", user),
	                 V_INT("machine", 0), V_INT("now", act->now), V_INT("placed", 0), V_TEXT("post", STR("")), V_INT("lane", 0),
	                 V_TEXT("direction", STR("")), V_TEXT("label", STR("")));
}

/* --- hashing, bounded --- */

static bool enter(struct access *access, struct error *err)
{
	bool entered = true;
	pthread_mutex_lock(&access->hashing);
	if (access->waiting >= HASHING_WAITING) {
		entered = error_set(err, ERR_BUSY, "too many people sign in at this moment", "try again in a few seconds", "sign-in");
	} else {
		access->waiting++;
		while (access->running >= HASHING_AT_ONCE)
			pthread_cond_wait(&access->hashed, &access->hashing);
		access->waiting--;
		access->running++;
	}
	pthread_mutex_unlock(&access->hashing);
	return entered;
}

static void leave(struct access *access)
{
	pthread_mutex_lock(&access->hashing);
	access->running--;
	pthread_cond_signal(&access->hashed);
	pthread_mutex_unlock(&access->hashing);
}

bool hash_password(struct access *access, struct arena *arena, struct str password, struct str *hash, struct error *err)
{
	if (!enter(access, err))
		return false;
	*hash = password_hash(arena, password, err);
	leave(access);
	return hash->len != 0;
}

bool check_password(struct access *access, struct str hash, struct str password, bool *matches, struct error *err)
{
	/* A hash of no known password, of the same cost: an unknown number takes as long as a wrong password. */
	static const char none[] = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	if (!enter(access, err))
		return false;
	bool same = password_matches(hash.len ? hash : str_of(none), password);
	*matches = same && hash.len;
	leave(access);
	return true;
}

/* --- lock-out --- */

/* The same number of failures means less at a device, where several people sign in: it waits only after this many times as many. */
enum { DEVICE_TIMES = 4 };

struct str lock_user(struct arena *arena, struct str number)
{
	return str_format(arena, "user:" STR_FMT, STR_ARG(str_upper(arena, number)));
}

struct str lock_device(struct arena *arena, struct str device, struct str remote)
{
	return device.len ? str_format(arena, "device:" STR_FMT, STR_ARG(device)) : str_format(arena, "address:" STR_FMT, STR_ARG(remote));
}

static struct str mark_hash(struct act *act, struct str mark)
{
	struct str digest = token_hash(act->arena, mark);
	return str_hex(act->arena, digest.data, 16);
}

bool lock_until(struct act *act, struct str mark, int64_t *until, struct error *err)
{
	struct query *query = db_query(act->db, "access.failure_of");
	query_bind_text(query, "mark", mark_hash(act, mark));
	*until = query_next(query) ? query_int(query, 1) : 0;
	if (*until <= act->now)
		*until = 0;
	return query_end(query, err);
}

bool lock_check(struct act *act, const struct str *marks, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		int64_t until;
		if (!lock_until(act, marks[i], &until, err))
			return false;
		if (until)
			return error_set(err, ERR_TOO_MANY, "there were too many failed tries", "wait, or ask your supervisor for help", "%d minutes",
			                 (int)((until - act->now + 59999) / 60000));
	}
	return true;
}

/* From the pack's number of tries on: half a minute, doubled each time, at most the pack's longest wait. Never for ever. */
static int64_t wait_after(const struct pack *pack, struct str mark, int64_t failures)
{
	int64_t tries = pack->security.lock_tries * (str_starts(mark, STR("user:")) ? 1 : DEVICE_TIMES);
	int64_t over = failures - tries, longest = pack->security.lock * INT64_C(60000);
	if (over < 0)
		return 0;
	int64_t wait = INT64_C(30000) << (over > 20 ? 20 : over);
	return wait < longest ? wait : longest;
}

bool lock_fail(struct act *act, const struct str *marks, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct query *query = db_query(act->db, "access.failure_of");
		struct str mark = mark_hash(act, marks[i]);
		query_bind_text(query, "mark", mark);
		int64_t failures = (query_next(query) ? query_int(query, 0) : 0) + 1;
		if (!query_end(query, err) ||
		    !LOCAL_RUN(act->house->access, "access.failure_note", NULL, err, V_TEXT("mark", mark),
		               V_INT("until", act->now + wait_after(act->pack, marks[i], failures)), V_INT("now", act->now)))
			return false;
	}
	return true;
}

bool lock_forget(struct act *act, const struct str *marks, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++)
		if (!LOCAL_RUN(act->house->access, "access.failure_forget", NULL, err, V_TEXT("mark", mark_hash(act, marks[i]))))
			return false;
	return true;
}

/* --- proofs --- */

bool proof_load(struct act *act, struct uuid user, struct proof *out, struct error *err)
{
	*out = (struct proof){ 0 };
	struct query *query = db_query(act->db, "access.credential_of");
	query_bind_id(query, "officer", user);
	if ((out->found = query_next(query))) {
		out->password = query_text(query, 0, act->arena);
		out->temporary = query_int(query, 1);
		out->device = query_text(query, 2, act->arena);
		out->step = query_int(query, 3);
		out->pending = query_text(query, 4, act->arena);
		out->password_by = query_id(query, 5);
		out->codes_by = query_id(query, 6);
		out->signed_in = query_int(query, 7);
	}
	if (!query_end(query, err))
		return false;
	query = db_query(act->db, "access.printed_codes_left");
	query_bind_id(query, "officer", user);
	if (query_next(query)) {
		out->codes_left = query_int(query, 0);
		out->codes = query_int(query, 1);
	}
	return query_end(query, err);
}

static struct str digits_of(struct arena *arena, struct str text)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < text.len; i++)
		if (ascii_digit(text.data[i]))
			buf_c(&out, text.data[i]);
	return buf_str(&out);
}

bool proof_code(struct act *act, struct uuid user, const struct proof *proof, struct str code, bool *good, struct error *err)
{
	struct access *access = act->house->access;
	struct str secret, digits = digits_of(act->arena, code);
	int64_t step, changes = 0;
	*good = false;
	if (digits.len == 6 && proof->device.len) {
		if (!box_open(act->arena, access->keys->totp, proof->device, &secret) || !totp_matches(secret, act->now, digits, &step))
			return true;
		if (!LOCAL_RUN(access, "access.credential_step", &changes, err, V_INT("step", step), V_ID("officer", user)))
			return false;
	} else if (digits.len == 8 && proof->codes) {
		struct str pieces = str_format(act->arena, "%s" STR_FMT, "code:", STR_ARG(digits));
		if (!LOCAL_RUN(access, "access.printed_code_use", &changes, err, V_INT("now", act->now), V_ID("officer", user),
		               V_BLOB("hash", token_hash(act->arena, pieces))))
			return false;
	}
	*good = changes == 1;
	return true;
}

static bool add_code(struct act *act, struct uuid user, json_t *codes, struct error *err)
{
	char digits[9];
	for (int i = 0; i < 8; i++)
		digits[i] = (char)('0' + random_below(&random_system, 10));
	digits[8] = 0;
	json_t *row = json_object();
	json_put_str(row, "code", str_format(act->arena, "%.4s-%.4s", digits, digits + 4));
	json_array_append_new(codes, row);
	return LOCAL_RUN(act->house->access, "access.printed_code_add", NULL, err, V_ID("officer", user),
	                 V_BLOB("hash", token_hash(act->arena, str_format(act->arena, "code:%s", digits))));
}

bool proof_new_codes(struct act *act, struct uuid user, struct uuid by, json_t **codes, struct error *err)
{
	struct access *access = act->house->access;
	bool done = LOCAL_RUN(access, "access.printed_codes_end", NULL, err, V_ID("officer", user)) &&
	            LOCAL_RUN(access, "access.credential_codes_by", NULL, err, V_ID("by", by), V_ID("officer", user));
	*codes = json_array();
	for (int i = 0; done && i < PRINTED_CODES; i++)
		done = add_code(act, user, *codes, err);
	if (!done)
		json_decref(*codes);
	return done;
}

void access_note_why(struct act *act, struct uuid user, const char *what, struct str reason)
{
	struct access_event event = { .what = str_of(what), .reason = reason };
	journal_append(act, &access_event_type, user, &event);
}

void access_note(struct act *act, struct uuid user, const char *what)
{
	access_note_why(act, user, what, STR(""));
}
