/* Accounts of the public: tickets that let in, sessions, recovery. */
#include "account.h"

#include <string.h>

#include "crypto.h"
#include "house.h"
#include "journal.h"
#include "lang.h"
#include "local.h"
#include "pack.h"

FIELDS_TABLE(account, ACCOUNT_FIELDS)
FIELDS_TABLE(account_change, ACCOUNT_CHANGE_FIELDS)
FIELDS_TABLE(account_row, ACCOUNT_ROW_FIELDS)

const struct entry_type account_type = { "account", 1, KIND_ACCESS, 0, &account_fields, "an account of the public was opened" };
const struct entry_type account_change_type = { "account.change", 1, KIND_ACCESS, 0, &account_change_fields, "an account's address, language or recovery code changed" };

static const char *const indexes[] = { "email_key", NULL };
static const struct table account_table = { "public_account", &account_row_fields, "", indexes };

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct account_row *row = to;
	(void)arena;
	if (entry->type == &account_type) {
		const struct account *account = data;
		*row = (struct account_row){ account->email, account->email_key, account->language, STR(""), entry->happened };
		return;
	}
	const struct account_change *change = data;
	if (change->email.len) {
		row->email = change->email;
		row->email_key = change->email_key;
	}
	if (change->language.len)
		row->language = change->language;
	if (change->recovery.len)
		row->recovery = change->recovery;
}

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct account_row *row = from;
	(void)record;
	if (row->email.len)
		rows_put(out, &account_table, row);
}

static const struct entry_type *const reads[] = { &account_type, &account_change_type, NULL };
static const struct table *const writes[] = { &account_table, NULL };
const struct fold account_fold = { "public_account", 1, reads, writes, sizeof(struct account_row), apply, rows };

/* --- accounts --- */

struct str account_key(struct act *act, struct str email)
{
	uint8_t digest[SHA256_BYTES];
	const struct str pieces[] = { STR("mail:"), str_lower(act->arena, str_trim(email)) };
	hmac_sha256((struct str){ (const char *)act->house->keys->state, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return str_hex(act->arena, digest, sizeof digest);
}

static bool read_account(struct act *act, struct query *query, struct uuid *record, struct account_row *out, bool *found, struct error *err)
{
	*out = (struct account_row){ 0 };
	if ((*found = query_next(query))) {
		*record = query_id(query, 0);
		query_row(query, &account_row_fields, out, act->arena);
	}
	return query_end(query, err);
}

bool account_by_record(struct act *act, struct uuid record, struct account_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "access.account_by_record");
	query_bind_id(query, "record", record);
	return read_account(act, query, &record, out, found, err);
}

static bool by_key(struct act *act, struct str key, struct uuid *record, struct account_row *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "access.account_by_key");
	query_bind_text(query, "email_key", key);
	return read_account(act, query, record, out, found, err);
}

bool account_by_email(struct act *act, struct str email, struct uuid *record, struct account_row *out, bool *found, struct error *err)
{
	return by_key(act, account_key(act, email), record, out, found, err);
}

void account_move(struct act *act, struct uuid account, struct str email, struct str reason)
{
	const struct account_change change = { .email = str_trim(email), .email_key = account_key(act, email), .reason = reason };
	journal_append(act, &account_change_type, account, &change);
}

void account_language(struct act *act, struct uuid account, struct str language)
{
	journal_append(act, &account_change_type, account, &(struct account_change){ .language = language });
}

/* --- recovery --- */

static struct str plain_code(struct arena *arena, struct str code)
{
	struct buf out = BUF_IN(arena);
	for (size_t i = 0; i < code.len; i++)
		if (ascii_digit(code.data[i]) || ascii_upper(code.data[i]) || (code.data[i] >= 'a' && code.data[i] <= 'z'))
			buf_c(&out, code.data[i]);
	return str_upper(arena, buf_str(&out));
}

static struct str code_hash(struct act *act, struct str code)
{
	uint8_t digest[SHA256_BYTES];
	struct str plain = plain_code(act->arena, code);
	sha256(&plain, 1, digest);
	return str_hex(act->arena, digest, sizeof digest);
}

struct str account_recovery(struct act *act, struct uuid account)
{
	uint8_t bytes[10]; /* 80 bits: nobody tries them all, so that a plain digest does */
	struct buf out = BUF_IN(act->arena);
	random_fill(act->random, bytes, sizeof bytes);
	struct str code = base32(act->arena, (struct str){ (const char *)bytes, sizeof bytes });
	for (size_t i = 0; i < code.len; i++) {
		if (i && i % 4 == 0)
			buf_c(&out, '-');
		buf_c(&out, code.data[i]);
	}
	journal_append(act, &account_change_type, account, &(struct account_change){ .recovery = code_hash(act, code) });
	return buf_str(&out);
}

bool account_recovers(struct act *act, const struct account_row *row, struct str code)
{
	struct str hash = code_hash(act, code);
	return row->recovery.len == hash.len && crypto_equal(row->recovery.data, hash.data, hash.len);
}

/* --- tickets --- */

static struct str digest_of(struct act *act, struct str first, struct str second)
{
	uint8_t *digest = arena_alloc(act->arena, SHA256_BYTES);
	const struct str pieces[] = { first, STR(":"), second };
	hmac_sha256((struct str){ (const char *)act->house->keys->session, KEY_BYTES }, pieces, COUNT_OF(pieces), digest);
	return (struct str){ (const char *)digest, SHA256_BYTES };
}

static int64_t valid_since(const struct act *act)
{
	return act->now - ACCOUNT_TICKET_MINUTES * INT64_C(60000);
}

static bool enough(struct act *act, struct str key, bool *out, struct error *err)
{
	struct query *query = db_query(act->db, "access.tickets_since");
	query_bind_text(query, "email_key", key);
	query_bind_int(query, "since", act->now - INT64_C(3600000));
	*out = query_next(query) && query_int(query, 0) >= ACCOUNT_TICKETS_MOST;
	return query_end(query, err);
}

bool account_ticket(struct act *act, struct str email, struct str language, struct uuid moves, const struct account_from *from, struct str *link, struct str *code, struct error *err)
{
	struct str key = account_key(act, email), mark = lock_device(act->arena, from->device, from->remote);
	bool full;
	*link = *code = STR("");
	if (!lock_check(act, &mark, 1, err) || !enough(act, key, &full, err))
		return false;
	if (full)
		return true;
	*link = new_token(act);
	*code = str_format(act->arena, "%08d", (int)random_below(act->random, 100000000));
	struct access *access = act->house->access;
	return LOCAL_RUN(access, "access.tickets_old", NULL, err, V_INT("since", act->now - INT64_C(7200000))) &&
	       LOCAL_RUN(access, "access.ticket_add", NULL, err, V_BLOB("hash", digest_of(act, STR("link"), *link)), V_BLOB("code", digest_of(act, key, *code)), V_TEXT("email_key", key),
	                 V_TEXT("email", str_trim(email)), V_TEXT("language", language), uuid_zero(moves) ? (struct local_value)V_NULL("moves") : (struct local_value)V_ID("moves", moves),
	                 V_INT("now", act->now));
}

struct ticket {
	struct str hash, key, email, language;
	struct uuid moves;
};

static bool find_ticket(struct act *act, struct str link, struct str email, struct str code, struct ticket *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, link.len ? "access.ticket_by_link" : "access.ticket_by_code");
	query_bind_int(query, "since", valid_since(act));
	if (link.len) {
		query_bind_blob(query, "hash", digest_of(act, STR("link"), link));
	} else {
		struct str key = account_key(act, email);
		query_bind_text(query, "email_key", key);
		query_bind_blob(query, "code", digest_of(act, key, plain_code(act->arena, code)));
	}
	if ((*found = query_next(query)))
		*out = (struct ticket){ query_text(query, 0, act->arena), query_text(query, 1, act->arena), query_text(query, 2, act->arena), query_text(query, 3, act->arena), query_id(query, 4) };
	return query_end(query, err);
}

/* The account of the ticket, opened now when it is the first, or moved to the new address. */
static bool take_account(struct act *act, const struct ticket *ticket, struct uuid *account, struct error *err)
{
	struct account_row row;
	bool found;
	if (!uuid_zero(ticket->moves)) {
		*account = ticket->moves;
		account_move(act, *account, ticket->email, STR(""));
		return true;
	}
	if (!by_key(act, ticket->key, account, &row, &found, err))
		return false;
	if (found)
		return true;
	*account = uuid_v7(act->now, act->random);
	journal_append(act, &account_type, *account, &(struct account){ ticket->email, ticket->key, ticket->language });
	return true;
}

static bool open_session(struct act *act, struct uuid account, struct str *token, struct error *err)
{
	*token = new_token(act);
	return LOCAL_RUN(act->house->access, "access.session_open", NULL, err, V_BLOB("hash", token_hash(act->arena, *token)), V_ID("officer", account), V_INT("machine", 2),
	                 V_INT("now", act->now), V_INT("placed", 0), V_TEXT("post", STR("")), V_INT("lane", 0), V_TEXT("direction", STR("")), V_TEXT("label", STR("")));
}

bool account_enter(struct act *act, struct str link, struct str email, struct str code, const struct account_from *from, struct str *session, struct error *err)
{
	const struct str marks[] = { lock_device(act->arena, from->device, from->remote), link.len ? STR("") : lock_user(act->arena, account_key(act, email)) };
	size_t count = link.len ? 1 : 2;
	struct ticket ticket;
	struct uuid account;
	bool found;
	int64_t used = 0;
	if (!lock_check(act, marks, count, err) || !find_ticket(act, link, email, code, &ticket, &found, err))
		return false;
	if (found && !LOCAL_RUN(act->house->access, "access.ticket_use", &used, err, V_BLOB("hash", ticket.hash)))
		return false;
	if (!found || !used) {
		finding_add(&act->findings, link.len ? STR("") : STR("code"), "wrong_code", WORDS("This link or code is not valid any more. Ask for a new one."));
		return lock_fail(act, marks, count, err);
	}
	if (!lock_forget(act, marks, count, err) || !take_account(act, &ticket, &account, err) || !open_session(act, account, session, err))
		return false;
	act->actor = (struct actor){ .user = account, .name = ticket.email, .rights = right_bit(CAN_APPLY), .session_since = act->now };
	return true;
}

bool account_may_try(struct act *act, struct str mark, const struct account_from *from, struct error *err)
{
	const struct str marks[] = { lock_device(act->arena, from->device, from->remote), lock_user(act->arena, mark) };
	return lock_check(act, marks, COUNT_OF(marks), err);
}

bool account_tried(struct act *act, struct str mark, const struct account_from *from, bool right, struct error *err)
{
	const struct str marks[] = { lock_device(act->arena, from->device, from->remote), lock_user(act->arena, mark) };
	return (right ? lock_forget : lock_fail)(act, marks, COUNT_OF(marks), err);
}

bool account_leave(struct act *act, struct str token, struct error *err)
{
	return LOCAL_RUN(act->house->access, "access.session_end", NULL, err, V_BLOB("hash", token_hash(act->arena, token)));
}

/* --- sessions --- */

bool account_session(struct act *act, struct str hash, enum session_state *state, struct error *err)
{
	struct query *query = db_query(act->db, "access.account_session");
	struct uuid account = { 0 };
	struct str email = STR("");
	int64_t created = 0, seen = 0;
	query_bind_blob(query, "hash", hash);
	bool found = query_next(query);
	if (found) {
		account = query_id(query, 0);
		created = query_int(query, 1);
		seen = query_int(query, 2);
		email = query_text(query, 3, act->arena);
	}
	if (!query_end(query, err))
		return false;
	if (!found || act->now - seen > ACCOUNT_IDLE_MINUTES * INT64_C(60000) || act->now - created > act->pack->security.absolute * INT64_C(60000))
		return true;
	act->actor = (struct actor){ .user = account, .name = email, .rights = right_bit(CAN_APPLY), .session_since = created };
	memcpy(act->actor.session.bytes, hash.data, sizeof act->actor.session.bytes);
	*state = SESSION_OPEN;
	if (act->now - seen < INT64_C(60000))
		return true;
	return LOCAL_RUN(act->house->access, "access.session_touch", NULL, err, V_INT("now", act->now), V_BLOB("hash", hash));
}
