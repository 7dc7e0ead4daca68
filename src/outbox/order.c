/* Putting a message into the outbox. */
#include "inner.h"

#include <string.h>

#include "arena.h"
#include "crypto.h"
#include "journal.h"
#include "lang.h"
#include "store.h"

#define SECRET_MARK "{secret}"

bool outbox_is_play(const struct house *house)
{
	return house->training || house->sign_in_help;
}

/* Node ids are told by a few bytes of the public key. */
struct str outbox_node(const struct act *act)
{
	return str_hex(act->arena, act->house->keys->sign_public, 8);
}

struct str outbox_link(const struct act *act, struct str path)
{
	return str_format(act->arena, STR_FMT STR_FMT, STR_ARG(act->house->origin), STR_ARG(path));
}

/* --- addresses --- */

static bool local_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static bool label_valid(struct str label)
{
	for (size_t i = 0; i < label.len; i++)
		if (!ascii_alpha(label.data[i]) && !ascii_digit(label.data[i]) && label.data[i] != '-')
			return false;
	return label.len >= 1 && label.len <= 63 && label.data[0] != '-' && label.data[label.len - 1] != '-';
}

static bool domain_valid(struct str domain)
{
	struct str label;
	size_t labels = 0;
	if (str_ends(domain, STR(".")))
		return false;
	for (; str_cut(&domain, '.', &label); labels++)
		if (!label_valid(label))
			return false;
	return labels >= 2;
}

bool outbox_address_valid(struct str address)
{
	size_t at;
	if (address.len > 254 || !str_find(address, STR("@"), &at) || at < 1 || at > 64)
		return false;
	for (size_t i = 0; i < at; i++)
		if (!local_char(address.data[i]) || (address.data[i] == '.' && (i == 0 || i + 1 == at || address.data[i - 1] == '.')))
			return false;
	return domain_valid(str_slice(address, at + 1, address.len));
}

bool outbox_number_valid(struct str number)
{
	if (number.len < 8 || number.len > 16 || number.data[0] != '+' || number.data[1] == '0')
		return false;
	for (size_t i = 1; i < number.len; i++)
		if (!ascii_digit(number.data[i]))
			return false;
	return true;
}

/* --- secrets --- */

static struct str seal(struct act *act, struct str secret)
{
	struct str box = box_seal(act->arena, act->house->keys->totp, act->random, secret);
	return str_hex(act->arena, box.data, box.len);
}

bool message_text(struct act *act, const struct outbox_row *row, struct str *out)
{
	size_t at;
	*out = row->text;
	if (!row->sealed.len || !str_find(row->text, STR(SECRET_MARK), &at))
		return true;
	uint8_t *box = arena_alloc(act->arena, row->sealed.len / 2);
	struct str secret;
	if (!str_to_hex(row->sealed, box, row->sealed.len / 2) ||
	    !box_open(act->arena, act->house->keys->totp, (struct str){ (const char *)box, row->sealed.len / 2 }, &secret))
		return false;
	struct str before = str_slice(row->text, 0, at), after = str_slice(row->text, at + strlen(SECRET_MARK), row->text.len);
	*out = str_format(act->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(before), STR_ARG(secret), STR_ARG(after));
	return true;
}

/* --- orders --- */

static void put(struct act *act, const char *channel, const struct outbox_order *order, struct uuid *id)
{
	struct uuid record = uuid_v7(act->now, act->random);
	const struct outbox_message message = {
		.channel = str_of(channel), .receiver = order->to, .language = order->language, .subject = order->subject, .text = order->text,
		.sealed = order->secret.len ? seal(act, order->secret) : STR(""), .node = outbox_node(act), .about = order->about, .use = order->use, .item = order->item,
	};
	journal_append(act, &outbox_message_type, record, &message);
	if (!uuid_zero(order->about))
		journal_ref(act, order->about, "about");
	if (id)
		*id = record;
}

bool outbox_mail(struct act *act, const struct outbox_order *order, struct uuid *id, struct error *err)
{
	if (!outbox_address_valid(order->to))
		return error_set(err, ERR_INPUT, "this is no address for e-mail", "write it as name@example.org", "outbox");
	put(act, "mail", order, id);
	return true;
}

bool outbox_sms(struct act *act, const struct outbox_order *order, struct uuid *id, struct error *err)
{
	if (!outbox_number_valid(order->to))
		return error_set(err, ERR_INPUT, "this is no telephone number", "begin with + and the country's number", "outbox");
	put(act, "sms", order, id);
	return true;
}

bool outbox_about(struct act *act, struct uuid about, struct outbox_row *out, size_t most, size_t *count, struct error *err)
{
	struct query *query = db_query(act->db, "outbox.about");
	*count = 0;
	query_bind_id(query, "about", about);
	query_bind_int(query, "most", (int64_t)most);
	while (*count < most && query_next(query))
		query_row(query, &outbox_row_fields, &out[(*count)++], act->arena);
	return query_end(query, err);
}
