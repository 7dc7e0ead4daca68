#include "signer.h"

#include "token.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

enum { NAME_MOST = 32, TOKEN_MOST = 3000 };

static bool name_good(struct str name)
{
	bool good = name.len && name.len <= NAME_MOST;
	for (size_t i = 0; good && i < name.len; i++)
		good = ascii_alpha(name.data[i]) || ascii_digit(name.data[i]);
	return good;
}

/* `kind`: "pem" or "token". */
static bool path_of(const struct signer *signer, const char *kind, char out[static PATH_MAX], struct error *err)
{
	if (!name_good(signer->name))
		return error_set(err, ERR_INPUT, "this is no name of a key", "use letters and digits, at most 32", "key of seals");
	int length = snprintf(out, PATH_MAX, "%s/seal-" STR_FMT ".%s", signer->folder, STR_ARG(signer->name), kind);
	return length < PATH_MAX || error_set(err, ERR_CONFIG, "the path of the keys is too long", "name a shorter folder", "key of seals");
}

static bool failed(struct error *err, const char *what, const char *todo, const struct signer *signer)
{
	return error_set(err, ERR_CONFIG, what, todo, "key " STR_FMT, STR_ARG(signer->name));
}

static bool in_token(const struct signer *signer)
{
	char path[PATH_MAX];
	struct error ignored;
	return path_of(signer, "token", path, &ignored) && access(path, R_OK) == 0;
}

bool signer_is_there(const struct signer *signer)
{
	char path[PATH_MAX];
	struct error ignored;
	return (path_of(signer, "pem", path, &ignored) && access(path, R_OK) == 0) || in_token(signer);
}

/* --- a key and its file --- */

static bool write_key(const char *path, EVP_PKEY *key)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *stream = file < 0 ? NULL : fdopen(file, "w");
	bool done = stream && PEM_write_PKCS8PrivateKey(stream, key, NULL, NULL, 0, NULL, NULL) == 1 && fflush(stream) == 0 && fsync(file) == 0;
	if (stream)
		fclose(stream);
	else if (file >= 0)
		close(file);
	return done;
}

bool signer_make(const struct signer *signer, struct error *err)
{
	char path[PATH_MAX];
	if (!path_of(signer, "pem", path, err))
		return false;
	if (signer_is_there(signer))
		return error_set(err, ERR_NOT_ALLOWED, "there is a key of this name", "name another one", "key " STR_FMT, STR_ARG(signer->name));
	EVP_PKEY *key = EVP_EC_gen("P-256");
	bool done = key && write_key(path, key);
	EVP_PKEY_free(key);
	return done || failed(err, "the key cannot be written", "check rights and space of the folder of keys", signer);
}

static size_t order_bytes(EVP_PKEY *key)
{
	return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ? ((size_t)EVP_PKEY_get_bits(key) + 7) / 8 : 0;
}

/* --- a key in a token --- */

/* Its three lines; `text` holds them. */
static bool read_token(const struct signer *signer, char text[static TOKEN_MOST], char *lines[static 3], struct error *err)
{
	char path[PATH_MAX], *rest = text;
	FILE *stream = path_of(signer, "token", path, err) ? fopen(path, "re") : NULL;
	size_t size = stream ? fread(text, 1, TOKEN_MOST - 1, stream) : 0;
	if (stream)
		fclose(stream);
	text[size] = '\0';
	for (size_t i = 0; i < 3; i++)
		lines[i] = strsep(&rest, "\n");
	return (lines[0] && lines[1] && lines[2]) || failed(err, "the file that says where the key is cannot be read", "write it again: limen seal key token", signer);
}

static EVP_PKEY *read_token_key(const struct signer *signer, struct error *err)
{
	char text[TOKEN_MOST], *lines[3];
	const char *why;
	if (!read_token(signer, text, lines, err))
		return NULL;
	EVP_PKEY *key = token_key(lines[0], lines[1], lines[2], &why);
	OPENSSL_cleanse(text, sizeof text);
	if (!key)
		failed(err, why, "look at the token, and at its file: limen seal key token", signer);
	return key;
}

static bool write_token(const char *path, struct str text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = file >= 0 && write(file, text.data, text.len) == (ssize_t)text.len && fsync(file) == 0;
	if (file >= 0)
		close(file);
	return done;
}

static bool one_line(struct str text)
{
	bool good = text.len < TOKEN_MOST / 3;
	for (size_t i = 0; good && i < text.len; i++)
		good = (unsigned char)text.data[i] >= ' ';
	return good;
}

bool signer_token(const struct signer *signer, struct str uri, struct str module, struct str pin, struct error *err)
{
	char path[PATH_MAX], text[TOKEN_MOST];
	if (!path_of(signer, "token", path, err))
		return false;
	if (signer_is_there(signer))
		return error_set(err, ERR_NOT_ALLOWED, "there is a key of this name", "name another one", "key " STR_FMT, STR_ARG(signer->name));
	if (!str_starts(uri, STR("pkcs11:")) || !module.len || module.data[0] != '/' || !one_line(uri) || !one_line(module) || !one_line(pin))
		return error_set(err, ERR_INPUT, "this does not say where the key is", "give its address (pkcs11:token=...;object=...) and the path of the token's library", "key " STR_FMT, STR_ARG(signer->name));
	int size = snprintf(text, sizeof text, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n", STR_ARG(uri), STR_ARG(module), STR_ARG(pin));
	bool done = write_token(path, (struct str){ text, (size_t)size });
	OPENSSL_cleanse(text, sizeof text);
	if (!done)
		return failed(err, "the file of the key cannot be written", "check rights and space of the folder of keys", signer);
	token_lock();
	EVP_PKEY *key = read_token_key(signer, err);
	bool fits = key && order_bytes(key) == 32;
	EVP_PKEY_free(key);
	token_unlock();
	if (!fits)
		unlink(path);
	return fits || (key ? failed(err, "this key is of another kind", "make one on P-256 in the token", signer) : false);
}

/* --- reading one, wherever it is --- */

static _Thread_local bool holds_token; /* from read_key to key_free */

/* Gives back what read_key gave, NULL as well. */
static void key_free(EVP_PKEY *key)
{
	EVP_PKEY_free(key);
	if (holds_token)
		token_unlock();
	holds_token = false;
}

static EVP_PKEY *read_key_file(const struct signer *signer, struct error *err)
{
	char path[PATH_MAX];
	if (!path_of(signer, "pem", path, err))
		return NULL;
	FILE *stream = fopen(path, "re");
	EVP_PKEY *key = stream ? PEM_read_PrivateKey(stream, NULL, NULL, NULL) : NULL;
	if (!stream)
		failed(err, "this node has no such key", "seals are signed where the key is: limen seal key list", signer);
	else if (!key)
		failed(err, "the key cannot be read", "restore its file from the safe", signer);
	if (stream)
		fclose(stream);
	return key;
}

static EVP_PKEY *read_key(const struct signer *signer, struct error *err)
{
	holds_token = in_token(signer);
	if (holds_token)
		token_lock();
	EVP_PKEY *key = holds_token ? read_token_key(signer, err) : read_key_file(signer, err);
	if (!key)
		key_free(NULL);
	return key;
}

/* --- signatures: DER outside, r and s in seals --- */

static bool to_raw(const unsigned char *der, size_t der_size, size_t half, struct arena *arena, struct str *out)
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)der_size);
	unsigned char *raw = arena_alloc(arena, 2 * half);
	bool done = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, (int)half) == (int)half && BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + half, (int)half) == (int)half;
	ECDSA_SIG_free(signature);
	*out = (struct str){ (const char *)raw, 2 * half };
	return done;
}

static unsigned char *to_der(struct str raw, int *size)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	const unsigned char *bytes = (const unsigned char *)raw.data;
	BIGNUM *r = BN_bin2bn(bytes, (int)(raw.len / 2), NULL), *s = BN_bin2bn(bytes + raw.len / 2, (int)(raw.len / 2), NULL);
	unsigned char *der = NULL;
	if (signature && r && s && ECDSA_SIG_set0(signature, r, s)) {
		*size = i2d_ECDSA_SIG(signature, &der);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	return der;
}

static X509 *certificate_of(struct str der)
{
	const unsigned char *bytes = (const unsigned char *)der.data;
	return d2i_X509(NULL, &bytes, (long)der.len);
}

static bool is_of(EVP_PKEY *key, struct str certificate)
{
	X509 *of = certificate_of(certificate);
	bool same = of && X509_check_private_key(of, key) == 1;
	X509_free(of);
	return same;
}

static bool sign_with(EVP_PKEY *key, struct str message, struct arena *arena, struct str *signature)
{
	unsigned char der[SIGNER_SIGNATURE_MOST];
	size_t size = sizeof der;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context && order_bytes(key) && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	            EVP_DigestSign(context, der, &size, (const unsigned char *)message.data, message.len) == 1 && to_raw(der, size, order_bytes(key), arena, signature);
	EVP_MD_CTX_free(context);
	return done;
}

bool signer_sign(const struct signer *signer, struct str certificate, struct str message, struct arena *arena, struct str *signature, struct error *err)
{
	EVP_PKEY *key = read_key(signer, err);
	if (!key)
		return false;
	bool own = is_of(key, certificate), done = own && sign_with(key, message, arena, signature);
	key_free(key);
	if (!own)
		return failed(err, "the certificate is of another key", "import the certificate that was issued for this key's request", signer);
	return done || error_set(err, ERR_SYSTEM, "the seal could not be signed", "try again", "key " STR_FMT, STR_ARG(signer->name));
}

bool certificate_verifies(struct str certificate, struct str message, struct str signature)
{
	X509 *of = certificate_of(certificate);
	EVP_PKEY *key = of ? X509_get0_pubkey(of) : NULL;
	if (!key || !signature.len || signature.len != 2 * order_bytes(key)) {
		X509_free(of);
		return false;
	}
	int size = 0;
	unsigned char *der = to_der(signature, &size);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = der && size > 0 && context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	            EVP_DigestVerify(context, der, (size_t)size, (const unsigned char *)message.data, message.len) == 1;
	EVP_MD_CTX_free(context);
	OPENSSL_free(der);
	X509_free(of);
	return good;
}

/* --- requests and certificates --- */

static bool put_name(X509_NAME *name, struct str country, struct str common_name)
{
	return X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)country.data, (int)country.len, -1, 0) &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common_name.data, (int)common_name.len, -1, 0);
}

static bool take_pem(BIO *memory, struct arena *arena, struct str *pem)
{
	char *data;
	long size = BIO_get_mem_data(memory, &data);
	*pem = str_copy(arena, (struct str){ data, size > 0 ? (size_t)size : 0 });
	return size > 0;
}

static bool make_request(EVP_PKEY *key, struct str country, struct str common_name, struct arena *arena, struct str *pem)
{
	X509_REQ *request = X509_REQ_new();
	BIO *memory = BIO_new(BIO_s_mem());
	bool done = request && memory && X509_REQ_set_version(request, 0) && put_name(X509_REQ_get_subject_name(request), country, common_name) &&
	            X509_REQ_set_pubkey(request, key) && X509_REQ_sign(request, key, EVP_sha256()) && PEM_write_bio_X509_REQ(memory, request) && take_pem(memory, arena, pem);
	X509_REQ_free(request);
	BIO_free(memory);
	return done;
}

bool signer_request(const struct signer *signer, struct str country, struct str common_name, struct arena *arena, struct str *pem, struct error *err)
{
	EVP_PKEY *key = read_key(signer, err);
	if (!key)
		return false;
	bool done = make_request(key, country, common_name, arena, pem);
	key_free(key);
	return done || error_set(err, ERR_INPUT, "the request cannot be made", "give two letters of the country and two characters of the signer", "key " STR_FMT, STR_ARG(signer->name));
}

static bool fill_certificate(X509 *certificate, EVP_PKEY *key, struct str country, struct str common_name, const BIGNUM *serial, int64_t from, int64_t until)
{
	X509_NAME *name = X509_get_subject_name(certificate);
	return X509_set_version(certificate, 2) && BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) && put_name(name, country, common_name) &&
	       X509_set_issuer_name(certificate, name) && ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)(from / 1000)) &&
	       ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(until / 1000)) && X509_set_pubkey(certificate, key) && X509_sign(certificate, key, EVP_sha256());
}

bool signer_own_certificate(const struct signer *signer, struct str country, struct str common_name, struct str serial, int64_t from, int64_t until,
                            struct arena *arena, struct str *pem, struct error *err)
{
	EVP_PKEY *key = read_key(signer, err);
	if (!key)
		return false;
	X509 *certificate = X509_new();
	BIO *memory = BIO_new(BIO_s_mem());
	BIGNUM *number = NULL;
	bool done = certificate && memory && BN_hex2bn(&number, str_c(arena, serial)) == (int)serial.len && fill_certificate(certificate, key, country, common_name, number, from, until) &&
	            PEM_write_bio_X509(memory, certificate) && take_pem(memory, arena, pem);
	BN_free(number);
	BIO_free(memory);
	X509_free(certificate);
	key_free(key);
	return done || error_set(err, ERR_INPUT, "the certificate cannot be made", "give a hexadecimal serial number", "key " STR_FMT, STR_ARG(signer->name));
}

/* --- reading certificates --- */

static struct str name_part(X509_NAME *name, int nid, struct arena *arena)
{
	char text[128];
	int size = X509_NAME_get_text_by_NID(name, nid, text, sizeof text);
	return size > 0 ? str_upper(arena, (struct str){ text, (size_t)size }) : STR("");
}

static bool time_of(const ASN1_TIME *time, int64_t *out)
{
	struct tm tm;
	if (!ASN1_TIME_to_tm(time, &tm))
		return false;
	*out = (int64_t)timegm(&tm) * 1000;
	return true;
}

static struct str serial_of(X509 *certificate, struct arena *arena)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
	char *hex = number ? BN_bn2hex(number) : NULL;
	struct str out = hex ? str_copy(arena, str_of(hex)) : STR("");
	OPENSSL_free(hex);
	BN_free(number);
	while (out.len > 1 && out.data[0] == '0')
		out = str_slice(out, 1, out.len);
	return out;
}

static bool tell(X509 *certificate, struct arena *arena, struct certificate *out)
{
	unsigned char *der = NULL;
	char issuer[256];
	int size = i2d_X509(certificate, &der);
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	if (size <= 0 || size > CERTIFICATE_MOST || !key || !order_bytes(key)) {
		OPENSSL_free(der);
		return false;
	}
	*out = (struct certificate){ .der = str_copy(arena, (struct str){ (const char *)der, (size_t)size }) };
	OPENSSL_free(der);
	X509_NAME_oneline(X509_get_issuer_name(certificate), issuer, sizeof issuer);
	out->country = name_part(X509_get_subject_name(certificate), NID_countryName, arena);
	out->name = name_part(X509_get_subject_name(certificate), NID_commonName, arena);
	out->issuer = str_copy(arena, str_of(issuer));
	out->serial = serial_of(certificate, arena);
	out->authority = X509_check_ca(certificate) == 1;
	return out->serial.len && time_of(X509_get0_notBefore(certificate), &out->from) && time_of(X509_get0_notAfter(certificate), &out->until);
}

bool certificate_read(struct str bytes, struct arena *arena, struct certificate *out, struct error *err)
{
	BIO *memory = bytes.len && bytes.len <= 4 * CERTIFICATE_MOST ? BIO_new_mem_buf(bytes.data, (int)bytes.len) : NULL;
	X509 *certificate = memory ? PEM_read_bio_X509(memory, NULL, NULL, NULL) : NULL;
	if (!certificate && memory)
		certificate = certificate_of(bytes);
	bool done = certificate && tell(certificate, arena, out);
	bool any = certificate != NULL;
	X509_free(certificate);
	BIO_free(memory);
	if (!any)
		return error_set(err, ERR_INPUT, "this is no certificate", "give one as PEM or DER (X.509)", "certificate");
	return done || error_set(err, ERR_INPUT, "this certificate cannot be used for seals", "give one with a key of an elliptic curve", "certificate");
}

bool certificate_issued_by(struct str certificate, struct str authority)
{
	X509 *of = certificate_of(certificate), *by = certificate_of(authority);
	EVP_PKEY *key = by ? X509_get0_pubkey(by) : NULL;
	bool good = of && key && X509_NAME_cmp(X509_get_issuer_name(of), X509_get_subject_name(by)) == 0 && X509_verify(of, key) == 1;
	X509_free(of);
	X509_free(by);
	return good;
}
