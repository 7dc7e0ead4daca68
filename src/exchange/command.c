/* Commands: this state's key, the authorities that are known, bundles out and in. */
#include "arena.h"
#include "buf.h"
#include "command.h"
#include "crypto.h"
#include "inner.h"
#include "journal.h"
#include "lang.h"
#include "outbox.h"
#include "store.h"

static bool key_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	(void)line, (void)err;
	buf_format(out, STR_FMT "\n", STR_ARG(str_hex(act->arena, act->house->keys->sign_public, PUBLIC_KEY_BYTES)));
	return true;
}

static struct str option(const struct command_line *line, const char *name)
{
	return str_of(line->option(line, name));
}

static struct uuid partner_record(struct str code)
{
	const struct str pieces[] = { STR("partner\n"), code };
	uint8_t digest[SHA256_BYTES];
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

bool exchange_partner_put(struct act *act, const struct partner *partner, struct error *err)
{
	uint8_t key[PUBLIC_KEY_BYTES];
	if (partner->email.len && !outbox_address_valid(partner->email))
		return error_set(err, ERR_INPUT, "this is no address for e-mail", "write it as name@example.org", "--email");
	if (partner->key.len && !str_to_hex(partner->key, key, sizeof key))
		return error_set(err, ERR_INPUT, "this is no key", "64 hexadecimal digits, as limen exchange key prints them", "--key");
	journal_append(act, &partner_type, partner_record(partner->code), partner);
	return true;
}

static bool partner_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const struct partner partner = {
		.code = str_of(line->arguments[0]), .name = str_of(line->arguments[1]), .state = option(line, "--state"), .email = option(line, "--email"), .language = option(line, "--language"),
		.key = str_lower(act->arena, option(line, "--key")), .ended = line->option(line, "--end") != NULL,
	};
	if (!exchange_partner_put(act, &partner, err))
		return false;
	buf_format(out, STR_FMT " is known.\n", STR_ARG(partner.code));
	return true;
}

static bool partners_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct query *query = db_query(act->db, "exchange.partners");
	(void)line;
	query_bind_int(query, "most", 1000);
	while (query_next(query)) {
		struct partner one = { .code = STR("") };
		query_row(query, &partner_fields, &one, act->arena);
		buf_format(out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "%s\n", STR_ARG(one.code), STR_ARG(one.name), STR_ARG(one.email), STR_ARG(one.key), one.ended ? "\tended" : "");
	}
	return query_end(query, err);
}

static bool import_run(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct str bytes, told;
	if (!command_read(&line->files[0], (size_t)64 << 20, act->arena, &bytes, err) || !bundle_take(act, bytes, &told, err))
		return false;
	buf_format(out, STR_FMT "\n", STR_ARG(told));
	return true;
}

static const struct option partner_options[] = {
	{ "--email", "ADDRESS", "where links for answers are sent" }, { "--key", "HEX", "its key, as limen exchange key prints it there" }, { "--state", "CODE", "its state, three letters" },
	{ "--language", "TAG", "language in which it reads" }, { "--end", NULL, "it is asked no more" }, { 0 },
};

extern const struct command exchange_commands[];
const struct command exchange_commands[] = {
	{ "exchange key", "", key_run, NULL, COMMAND_READS, "This state's key: other authorities enter it to open and believe what comes from here.", NULL },
	{ "exchange partner", "CODE NAME", partner_run, partner_options, 0, "Enter another authority, or change it.", NULL },
	{ "exchange partners", "", partners_run, NULL, COMMAND_READS, "Other authorities that are known.", NULL },
	{ "exchange import", "FILE", import_run, NULL, 0, "Take a bundle of another authority: twice is once.", command_open_arguments },
	{ 0 },
};
