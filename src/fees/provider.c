/* Payments through a provider (docs/payments.md): intents, and what the provider says of them. */
#include "inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto.h"

enum { FRESH_SECONDS = 300, SETTINGS_MOST = 2000, SECRET_LEAST = 32 };

/* --- settings: a file beside the keys, mode 0600, outside of backups; three lines: name, address, secret --- */

static char *settings_path(const struct house *house, struct arena *arena)
{
	return str_c(arena, str_format(arena, STR_FMT "/keys/payment.provider", STR_ARG(house->state)));
}

bool fees_online(const struct house *house)
{
	struct arena *arena = arena_new(0);
	bool there = house->state.len && !access(settings_path(house, arena), R_OK);
	arena_free(arena);
	return there;
}

static bool not_set_up(struct error *err)
{
	return error_set(err, ERR_CONFIG, "paying online is not set up", "name the provider: limen payments provider", "keys/payment.provider");
}

bool provider_load(const struct house *house, struct arena *arena, struct provider *out, struct error *err)
{
	char *bytes = arena_alloc(arena, SETTINGS_MOST);
	int file = house->state.len ? open(settings_path(house, arena), O_RDONLY | O_CLOEXEC) : -1;
	ssize_t size = file < 0 ? -1 : read(file, bytes, SETTINGS_MOST);
	struct str rest = { bytes, size > 0 ? (size_t)size : 0 };
	if (file >= 0)
		close(file);
	bool sound = str_cut(&rest, '\n', &out->name) && str_cut(&rest, '\n', &out->url) && str_cut(&rest, '\n', &out->secret) && out->name.len && out->url.len;
	return (sound && out->secret.len >= SECRET_LEAST) || not_set_up(err);
}

bool provider_keep(const struct house *house, const struct provider *provider, struct error *err)
{
	struct arena *arena = arena_new(0);
	char *path = settings_path(house, arena), *beside = str_c(arena, str_format(arena, "%s.new", path));
	struct str text = str_format(arena, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n", STR_ARG(provider->name), STR_ARG(provider->url), STR_ARG(provider->secret));
	int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = file >= 0 && write(file, text.data, text.len) == (ssize_t)text.len && !fsync(file);
	if (file >= 0)
		close(file);
	good = good && !rename(beside, path);
	arena_free(arena);
	return good || error_set(err, ERR_CONFIG, "the settings of the provider cannot be written", "check rights and space of the folder of keys", "%s", strerror(errno));
}

/* --- signatures --- */

static struct str digest_of(struct arena *arena, const struct provider *provider, struct str seconds, struct str body)
{
	uint8_t out[SHA256_BYTES];
	const struct str pieces[] = { seconds, STR("."), body };
	hmac_sha256(provider->secret, pieces, COUNT_OF(pieces), out);
	return str_hex(arena, out, sizeof out);
}

struct str provider_sign(struct arena *arena, const struct provider *provider, int64_t seconds, struct str body)
{
	struct str when = str_format(arena, "%lld", (long long)seconds);
	return str_format(arena, "t=" STR_FMT ",v1=" STR_FMT, STR_ARG(when), STR_ARG(digest_of(arena, provider, when, body)));
}

static bool unsigned_one(struct error *err, const char *what)
{
	return error_set(err, ERR_INPUT, what, "sign the body as docs/payments.md says, at the time of sending", "Limen-Signature");
}

bool provider_verify(const struct provider *provider, struct str signature, struct str body, int64_t now, struct error *err)
{
	struct str rest = signature, when, given;
	uint8_t mine[SHA256_BYTES], theirs[SHA256_BYTES];
	int64_t seconds;
	if (!str_cut(&rest, ',', &when) || !str_starts(when, STR("t=")) || !str_starts(rest, STR("v1=")))
		return unsigned_one(err, "the message is not signed");
	when = str_slice(when, 2, when.len);
	given = str_slice(rest, 3, rest.len);
	const struct str pieces[] = { when, STR("."), body };
	hmac_sha256(provider->secret, pieces, COUNT_OF(pieces), mine);
	if (!str_to_int(when, &seconds) || !str_to_hex(given, theirs, sizeof theirs) || !crypto_equal(mine, theirs, sizeof mine))
		return unsigned_one(err, "the signature of the message is not the provider's");
	int64_t age = now / 1000 - seconds;
	return (age <= FRESH_SECONDS && age >= -FRESH_SECONDS) || unsigned_one(err, "the message was signed too long ago");
}

/* --- intents --- */

bool payment_by_id(struct act *act, struct uuid id, struct payment_row *out, struct uuid *record, struct error *err)
{
	struct query *query = db_query(act->db, "fees.payment_by_id");
	query_bind_id(query, "id", id);
	*out = (struct payment_row){ 0 };
	bool found = query_next(query);
	if (found) {
		*record = query_id(query, 0);
		query_row(query, &payment_row_fields, out, act->arena);
	}
	return query_end(query, err) && (found || error_set(err, ERR_NOT_FOUND, "there is no such payment", "go back to your application", "payment"));
}

static bool open_payment(struct act *act, const struct fee_row *row, struct str back, struct uuid *id, bool *found, struct error *err)
{
	struct payment_row payment = { 0 };
	struct query *query = db_query(act->db, "fees.open_payment");
	query_bind_id(query, "fee", row->id);
	*found = query_next(query);
	if (*found)
		query_row(query, &payment_row_fields, &payment, act->arena);
	*found = *found && payment.amount == row->rest && str_equal(payment.back, back);
	*id = payment.id;
	return query_end(query, err);
}

static const struct fee_row *due_of_use(const struct fee_row *rows, size_t count, struct str use, struct str item)
{
	for (size_t i = count; i-- > 0;)
		if (str_equal(rows[i].use, use) && str_equal(rows[i].item, item) && rows[i].rest > 0)
			return &rows[i];
	return NULL;
}

bool payment_intend(struct act *act, const struct fee_row *row, struct uuid record, struct str back, struct uuid *intent, struct error *err)
{
	struct provider provider;
	bool found;
	if (!provider_load(act->house, act->arena, &provider, err))
		return false;
	if (row->rest <= 0)
		return error_set(err, ERR_NOT_ALLOWED, "nothing is to be paid here", "look at the case again", STR_FMT, STR_ARG(row->use));
	if (!open_payment(act, row, back, intent, &found, err))
		return false;
	const struct payment_intent body = { .fee = row->id, .amount = row->rest, .currency = row->currency, .provider = provider.name, .back = back };
	if (!found)
		*intent = journal_append(act, &payment_intent_type, record, &body);
	return true;
}

bool fees_intent(struct act *act, const struct case_seen *seen, struct str use, struct str item, struct str back, struct uuid *intent, struct error *err)
{
	struct fee_row *rows = ARENA_ARRAY(act->arena, struct fee_row, FEES_MOST);
	size_t count;
	if (!fees_of(act, seen->record, rows, &count, err))
		return false;
	const struct fee_row *row = due_of_use(rows, count, use, item);
	if (!row)
		return error_set(err, ERR_NOT_ALLOWED, "nothing is to be paid here", "look at the case again", STR_FMT, STR_ARG(use));
	return payment_intend(act, row, seen->record, back, intent, err);
}

/* --- what the provider says --- */

#define HEARD_FIELDS(F, L) \
	F(ID,   intent,   REQUIRED, 1, 0, 0,  "our number") \
	F(CODE, event,    REQUIRED, 1, 1, 64, "the provider's number of this message") \
	F(CODE, result,   REQUIRED, 1, 1, 16, "paid or declined") \
	F(CODE, payment,  0,        1, 0, 64, "the provider's number of the payment") \
	F(CODE, amount,   0,        1, 0, 24, "what was paid: 80.00") \
	F(CODE, currency, 0,        1, 0, 3,  "ISO 4217")
#define FIELD_ROW_OF_heard(...) FIELD_ROW(heard, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_heard(...) FIELD_LIST_ROW(heard, __VA_ARGS__)
FIELDS_STRUCT(heard, HEARD_FIELDS)
FIELDS_TABLE(heard, HEARD_FIELDS)

static bool read_message(struct act *act, struct str body, struct heard *out, int64_t *amount, struct error *err)
{
	json_t *object = json_parse_bounded(body, 10000, err);
	if (!object)
		return false;
	*out = (struct heard){ 0 };
	*amount = 0;
	bool sound = json_is_object(object) && fields_from_json(&heard_fields, object, out, act->arena, &act->findings);
	json_decref(object);
	if (!sound)
		return error_set(err, ERR_INPUT, "the message is not as agreed", "send the fields of docs/payments.md", "body");
	bool paid = str_is(out->result, "paid");
	if ((!paid && !str_is(out->result, "declined")) || (paid && (!fee_amount_read(out->amount, amount) || *amount <= 0 || out->currency.len != 3 || !out->payment.len)))
		return error_set(err, ERR_INPUT, "the message is not as agreed", "a paid one names payment, amount and currency", "body");
	return true;
}

/* What it means, for the fee as it stands now. */
static const char *result_of(const struct heard *heard, int64_t amount, const struct payment_row *payment, const struct fee_row *row)
{
	if (!str_is(heard->result, "paid"))
		return "declined";
	if (amount != payment->amount || !str_equal(heard->currency, payment->currency))
		return "other_amount";
	return row->rest > 0 && row->rest >= amount ? "paid" : "late";
}

static bool settled(const struct payment_row *payment)
{
	return str_is(payment->state, "paid") || str_is(payment->state, "late") || str_is(payment->state, "other_amount");
}

/* The same message again, or one that says nothing new: nothing is done. */
static bool heard_before(const struct payment_row *payment, const struct heard *heard)
{
	bool same_payment = str_equal(payment->payment, heard->payment);
	return str_equal(payment->event, heard->event) || (settled(payment) && (!str_is(heard->result, "paid") || same_payment));
}

static bool take_message(struct act *act, const struct heard *heard, int64_t amount, const struct payment_row *payment, struct uuid record, struct error *err)
{
	struct fee_row row;
	struct uuid same, id;
	bool found;
	if (!fee_by_id(act, payment->fee, &row, &same, &found, err))
		return false;
	if (!found)
		return error_set(err, ERR_INTEGRITY, "the fee of this payment is not there", "look at the journal", "payment");
	const struct payment_answer answer = {
		.intent = payment->id, .fee = payment->fee, .result = str_of(result_of(heard, amount, payment, &row)), .event = heard->event, .payment = heard->payment,
		.amount = amount, .currency = heard->currency,
	};
	journal_append(act, &payment_answer_type, record, &answer);
	if (str_is(answer.result, "declined"))
		return fee_failed(act, &row, record, err);
	if (!str_is(answer.result, "paid") && !str_is(answer.result, "late"))
		return true;
	const struct taking taking = { .method = STR("online"), .amount = amount, .source = payment->id, .note = heard->payment };
	return fee_take(act, &row, record, &taking, &id, err);
}

bool provider_hear(struct act *act, struct str body, struct str signature, struct payment_row *out, struct error *err)
{
	struct provider provider;
	struct heard heard;
	struct uuid record;
	int64_t amount;
	if (!provider_load(act->house, act->arena, &provider, err) || !provider_verify(&provider, signature, body, act->now, err) ||
	    !read_message(act, body, &heard, &amount, err) || !payment_by_id(act, heard.intent, out, &record, err))
		return false;
	return heard_before(out, &heard) || take_message(act, &heard, amount, out, record, err);
}
