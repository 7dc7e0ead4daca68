/* Commands: keys and certificates, made and taken on the machine itself. */
#include "local.h"

#include "store.h"

static struct str option(const struct command_line *line, const char *name)
{
	return str_of(line->option(line, name));
}

static bool one(const struct command_line *line, const char *usage, struct error *err)
{
	return line->count == 1 || error_set(err, ERR_INPUT, "This command takes other arguments", "See its help", "%s", usage);
}

static bool key_make(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	if (!one(line, "seal key make NAME", err))
		return false;
	struct signer signer = seal_signer(act, str_of(line->arguments[0]));
	if (!signer_make(&signer, err))
		return false;
	buf_format(out, "The key %s was made: keys/seal-%s.pem of the state. Keep a copy in the safe.\nNext: limen seal key request %s --signer UTVS\n", line->arguments[0], line->arguments[0], line->arguments[0]);
	return true;
}

/* The PIN is read from a file, so that it stands in no list of processes. */
static bool key_token(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct str pin = STR("");
	if (!one(line, "seal key token NAME --uri pkcs11:... --module PATH --pin-file FILE", err) || (line->file_count && !command_read(&line->files[0], 200, act->arena, &pin, err)))
		return false;
	struct signer signer = seal_signer(act, str_of(line->arguments[0]));
	if (!signer_token(&signer, option(line, "--uri"), option(line, "--module"), str_trim(pin), err))
		return false;
	buf_format(out, "The key %s signs in its token.\nNext: limen seal key request %s --signer UTVS\n", line->arguments[0], line->arguments[0]);
	return true;
}

static bool open_pin(const struct command_line *line, struct command_files *files, struct error *err)
{
	const char *path = line->option(line, "--pin-file");
	return !path || command_open(files, path, err);
}

/* "UTVS": country and signer. */
static bool halves(struct str signer, struct str *country, struct str *name, struct error *err)
{
	*country = str_slice(signer, 0, 2);
	*name = str_slice(signer, 2, signer.len);
	return signer.len == 4 || error_set(err, ERR_INPUT, "a signer has two letters of the state and two characters of its own", "--signer UTVS", "--signer");
}

static bool key_request(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct str country, name, pem;
	if (!one(line, "seal key request NAME --signer UTVS", err) || !halves(option(line, "--signer"), &country, &name, err))
		return false;
	struct signer signer = seal_signer(act, str_of(line->arguments[0]));
	if (!signer_request(&signer, country, name, act->arena, &pem, err))
		return false;
	buf_add(out, pem);
	return true;
}

static bool key_list(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct seal_certificate_row *rows = ARENA_ARRAY(act->arena, struct seal_certificate_row, SEAL_CERTIFICATES_MOST);
	char until[TIME_TEXT];
	size_t count;
	(void)line;
	if (!seal_certificates(act, rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct signer signer = seal_signer(act, rows[i].key);
		const char *state = rows[i].ended ? "revoked" : act->now >= rows[i].until ? "run out" : rows[i].key.len && signer_is_there(&signer) ? "signs here" : "known";
		buf_format(out, "%-9.*s %-4.*s %-10.*s until " STR_FMT "  %s%s" STR_FMT "\n", STR_ARG(rows[i].role), STR_ARG(rows[i].signer), STR_ARG(rows[i].reference),
		           STR_ARG(str_slice(time_text(rows[i].until, until), 0, 10)), state, rows[i].key.len ? ", key " : "", STR_ARG(rows[i].key));
	}
	if (!count)
		buf_text(out, "No certificate was taken yet: limen seal certificate import FILE\n");
	return true;
}

static void told(struct buf *out, const struct seal_certificate *taken)
{
	buf_format(out, "Taken: " STR_FMT " " STR_FMT " " STR_FMT ", issued by " STR_FMT "\n", STR_ARG(taken->role), STR_ARG(taken->signer), STR_ARG(taken->reference), STR_ARG(taken->issuer));
}

static bool certificate_import(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct seal_certificate taken;
	struct str bytes;
	if (line->file_count != 1)
		return error_set(err, ERR_INPUT, "This command takes other arguments", "See its help", "seal certificate import FILE");
	if (!command_read(&line->files[0], CERTIFICATE_MOST, act->arena, &bytes, err) ||
	    !seal_certificate_take(act, bytes, option(line, "--key"), line->option(line, "--authority") != NULL, &taken, err))
		return false;
	told(out, &taken);
	return true;
}

/* For trials and demos: a certificate that the key gives itself, for fourteen months. */
static bool certificate_own(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct seal_certificate taken;
	struct str country, name, pem, serial = option(line, "--serial");
	if (!one(line, "seal certificate own NAME --signer UTVS", err) || !halves(option(line, "--signer"), &country, &name, err))
		return false;
	struct signer signer = seal_signer(act, str_of(line->arguments[0]));
	if (!signer_own_certificate(&signer, country, name, serial.len ? serial : STR("1"), act->now - DAY_MS, act->now + 425 * DAY_MS, act->arena, &pem, err) ||
	    !seal_certificate_take(act, pem, signer.name, false, &taken, err))
		return false;
	told(out, &taken);
	return true;
}

static bool certificate_revoke(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct str reason = option(line, "--reason");
	if (line->count != 2 || reason.len < 2)
		return error_set(err, ERR_INPUT, "This command takes other arguments", "See its help", "seal certificate revoke UTVS 1A --reason WORDS");
	if (!seal_certificate_end(act, str_of(line->arguments[0]), str_of(line->arguments[1]), reason, err))
		return false;
	buf_format(out, "%s %s is not trusted any more.\n", line->arguments[0], line->arguments[1]);
	return true;
}

static const struct option request_options[] = { { "--signer", "UTVS", "two letters of the state, two characters of the signer" }, { 0 } };
static const struct option token_options[] = { { "--uri", "pkcs11:...", "where the key is in the token (RFC 7512): pkcs11:token=LABEL;object=LABEL" },
	{ "--module", "PATH", "the token's library (PKCS #11)" }, { "--pin-file", "FILE", "file that holds the PIN" }, { 0 } };
static const struct option own_options[] = { { "--signer", "UTVS", "two letters of the state, two characters of the signer" }, { "--serial", "HEX", "serial number, the reference in seals (1)" }, { 0 } };
static const struct option import_options[] = { { "--key", "NAME", "key of this node that it belongs to" }, { "--authority", NULL, "it is of an authority that issues signers' certificates (CSCA)" }, { 0 } };
static const struct option revoke_options[] = { { "--reason", "WORDS", "why it is not trusted any more" }, { 0 } };

const struct command seal_commands[] = {
	{ "seal key make", "NAME", key_make, NULL, 0, "Makes a key that signs seals of visas (P-256), a file of the folder of keys." },
	{ "seal key token", "NAME --uri pkcs11:... --module PATH", key_token, token_options, 0, "Takes a key of a token (PKCS #11), which never leaves it, to sign seals of visas.", open_pin },
	{ "seal key request", "NAME --signer UTVS", key_request, request_options, COMMAND_READS, "Prints a request for a certificate (PKCS #10), for the authority that issues it." },
	{ "seal key list", "", key_list, NULL, COMMAND_READS, "Prints the certificates for seals, and which of them sign here." },
	{ "seal certificate import", "FILE", certificate_import, import_options, 0, "Takes a certificate of a signer, or of an authority, PEM or DER: every post verifies with it.", command_open_arguments },
	{ "seal certificate own", "NAME --signer UTVS", certificate_own, own_options, 0, "Takes a certificate that a key gives itself: for trials." },
	{ "seal certificate revoke", "SIGNER REFERENCE", certificate_revoke, revoke_options, 0, "Says that a certificate is not trusted any more: its seals fail." },
	{ 0 },
};
