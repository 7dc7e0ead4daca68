/* The folder of keys. A key is a file of raw bytes, mode 0600, made once and never changed by the program. */
#include "crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

static bool folder_private(const char *folder, struct error *err)
{
	struct stat info;
	if (mkdir(folder, 0700) && errno != EEXIST)
		return error_set(err, ERR_CONFIG, "the folder of keys cannot be made", "make it, or allow the program to", "%s", strerror(errno));
	if (stat(folder, &info) || !S_ISDIR(info.st_mode))
		return error_set(err, ERR_CONFIG, "the folder of keys is not a folder", "name another one", "keys");
	if (info.st_mode & 077)
		return error_set(err, ERR_CONFIG, "the folder of keys can be opened by others", "take their rights away: chmod 700", "keys");
	return true;
}

static bool write_all(int file, const uint8_t *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t wrote = write(file, bytes + done, size - done);
		if (wrote < 0 && errno != EINTR)
			return false;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	return fsync(file) == 0;
}

static bool make_file(const char *path, const char *name, const uint8_t *bytes, size_t size, struct error *err)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = file >= 0 && write_all(file, bytes, size);
	int fault = errno;
	if (file >= 0)
		close(file);
	return done || error_set(err, ERR_CONFIG, "a key cannot be written", "check rights and space of the folder of keys", "%s: %s", name, strerror(fault));
}

static bool read_file(const char *path, const char *name, uint8_t *out, size_t size, bool *found, struct error *err)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	*found = file >= 0;
	if (file < 0)
		return errno == ENOENT || error_set(err, ERR_CONFIG, "a key cannot be read", "check the rights of the folder of keys", "%s", name);
	uint8_t more;
	ssize_t got = read(file, out, size), rest = read(file, &more, 1);
	close(file);
	if (got != (ssize_t)size || rest != 0)
		return error_set(err, ERR_CONFIG, "a key has the wrong length", "restore it from the safe: a new one would orphan what the old one sealed", "%s", name);
	return true;
}

static bool load_one(const char *folder, const char *name, const struct random *random, uint8_t *out, size_t size, struct error *err)
{
	char path[4096];
	bool found;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (!read_file(path, name, out, size, &found, err))
		return false;
	if (found)
		return true;
	random_fill(random, out, size);
	return make_file(path, name, out, size, err);
}

bool keys_load(const char *folder, const struct random *random, struct keys *out, struct error *err)
{
	uint8_t seed[crypto_sign_SEEDBYTES];
	if (sodium_init() < 0)
		return error_set(err, ERR_SYSTEM, "libsodium does not start", "", "sodium_init");
	if (!folder_private(folder, err) || !load_one(folder, "state.key", random, out->state, sizeof out->state, err) ||
	    !load_one(folder, "file.key", random, out->file, sizeof out->file, err) ||
	    !load_one(folder, "session.key", random, out->session, sizeof out->session, err) ||
	    !load_one(folder, "totp.key", random, out->totp, sizeof out->totp, err) ||
	    !load_one(folder, "sign.key", random, seed, sizeof seed, err))
		return false;
	crypto_sign_seed_keypair(out->sign_public, out->sign_secret, seed);
	sodium_memzero(seed, sizeof seed);
	return true;
}
