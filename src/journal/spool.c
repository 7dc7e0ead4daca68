/* Files that come in pieces, until they are whole and an act takes them. Of each, two files in the folder of its owner: what it is about, sealed with the
 * node's key, which holds the file's own key; and the pieces, sealed one by one, in the form in which a file of the journal is kept. */
#include "inner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>


enum { ABOUT_MOST = 8192, LIFE_MS = 24 * 3600 * 1000, TAKEN_MS = 3600 * 1000, MARK = sizeof PIECES_MARK - 1 };

static char *folder_of(const struct act *act, struct uuid owner)
{
	return str_c(act->arena, str_format(act->arena, STR_FMT "/uploads/" STR_FMT, STR_ARG(act->journal->options.folder), STR_ARG(uuid_str(act->arena, owner))));
}

static char *path_of(const struct act *act, const struct journal_spool *spool, const char *end)
{
	return str_c(act->arena, str_format(act->arena, "%s/" STR_FMT "%s", folder_of(act, spool->owner), STR_ARG(uuid_str(act->arena, spool->id)), end));
}

static bool make_folder(const struct act *act, struct uuid owner, struct error *err)
{
	char *all = str_c(act->arena, str_format(act->arena, STR_FMT "/uploads", STR_ARG(act->journal->options.folder)));
	if ((mkdir(all, 0700) && errno != EEXIST) || (mkdir(folder_of(act, owner), 0700) && errno != EEXIST))
		return blob_fail(err, "uploads");
	return true;
}

static bool gone(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such upload.", "Begin it again: what is not finished within a day is removed.", "upload");
}

/* --- what it is about --- */

static struct str about_text(struct act *act, const struct journal_spool *spool)
{
	struct buf out = BUF_IN(act->arena);
	json_t *about = json_object();
	json_put_str(about, "record", uuid_str(act->arena, spool->record));
	json_put_str(about, "path", spool->path);
	json_put_str(about, "name", spool->name);
	json_put(about, "length", json_integer(spool->length));
	json_put_str(about, "key", str_hex(act->arena, spool->key, KEY_BYTES));
	json_write(&out, about);
	json_decref(about);
	return buf_str(&out);
}

static struct str member(struct act *act, const json_t *about, const char *name)
{
	const char *text = json_string_value(json_object_get(about, name));
	return str_copy(act->arena, str_of(text ? text : ""));
}

static bool about_read(struct act *act, struct str text, struct journal_spool *out)
{
	struct error ignored;
	json_t *about = json_parse_bounded(text, ABOUT_MOST, &ignored);
	out->path = member(act, about, "path");
	out->name = member(act, about, "name");
	out->length = json_integer_value(json_object_get(about, "length"));
	bool good = uuid_parse(member(act, about, "record"), &out->record) && str_to_hex(member(act, about, "key"), out->key, KEY_BYTES);
	json_decref(about);
	return good;
}

static bool write_new(const char *path, struct str bytes, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = fd >= 0 && write_all(fd, bytes);
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (done)
		return true;
	errno = why;
	blob_fail(err, "uploads");
	if (fd >= 0)
		unlink(path);
	return false;
}

bool journal_spool_begin(struct act *act, struct journal_spool *spool, struct error *err)
{
	spool->id = uuid_v7(act->now, act->random);
	spool->offset = 0;
	spool->taken = false;
	random_fill(act->random, spool->key, KEY_BYTES);
	struct str about = box_seal(act->arena, act->journal->options.keys->file, act->random, about_text(act, spool));
	if (!make_folder(act, spool->owner, err) || !write_new(path_of(act, spool, ".pieces"), STR(PIECES_MARK), err))
		return false;
	if (write_new(path_of(act, spool, ".about"), about, err))
		return true;
	unlink(path_of(act, spool, ".pieces"));
	return false;
}

static bool read_about(struct act *act, struct journal_spool *spool, const char *end)
{
	struct str plain;
	char *bytes = arena_alloc(act->arena, ABOUT_MOST);
	int fd = open(path_of(act, spool, end), O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, bytes, ABOUT_MOST);
	if (fd >= 0)
		close(fd);
	return got > 0 && box_open(act->arena, act->journal->options.keys->file, (struct str){ bytes, (size_t)got }, &plain) && about_read(act, plain, spool);
}

/* --- how far it has come --- */

/* Goes from box to box; `*end` is where the last whole one ends: what a crash left behind it counts for nothing. */
static int64_t come_to(int fd, off_t *end)
{
	struct stat info;
	int64_t sum = 0;
	*end = MARK;
	if (fstat(fd, &info))
		return 0;
	for (off_t at = MARK;;) {
		uint8_t size[4];
		if (pread(fd, size, sizeof size, at) != sizeof size)
			break;
		off_t length = (off_t)size[0] << 24 | (off_t)size[1] << 16 | (off_t)size[2] << 8 | size[3];
		if (length <= BOX_MORE || at + 4 + length > info.st_size)
			break;
		at += 4 + length;
		sum += length - BOX_MORE;
		*end = at;
	}
	return sum;
}

bool journal_spool_find(struct act *act, struct uuid owner, struct uuid record, struct uuid id, struct journal_spool *out, struct error *err)
{
	off_t end;
	*out = (struct journal_spool){ .id = id, .owner = owner };
	if (!read_about(act, out, ".about")) {
		out->taken = true;
		if (!read_about(act, out, ".taken"))
			return gone(err);
	}
	int fd = open(path_of(act, out, ".pieces"), O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !uuid_equal(out->record, record)) {
		if (fd >= 0)
			close(fd);
		return gone(err);
	}
	out->offset = come_to(fd, &end);
	close(fd);
	return true;
}

/* --- a piece --- */

static bool add_at(struct act *act, struct journal_spool *spool, int fd, int64_t offset, struct str bytes, struct error *err)
{
	off_t end;
	if (flock(fd, LOCK_EX | LOCK_NB))
		return error_set(err, ERR_CONFLICT, "Another piece of this file is being added.", "Ask how far it has come, and go on from there.", "upload");
	spool->offset = come_to(fd, &end);
	if (spool->offset != offset)
		return error_set(err, ERR_CONFLICT, "The file has not come to this place, or is beyond it.", "Ask how far it has come, and go on from there.", "Upload-Offset");
	struct str box = box_seal(act->arena, spool->key, act->random, bytes);
	uint8_t size[4] = { (uint8_t)(box.len >> 24), (uint8_t)(box.len >> 16), (uint8_t)(box.len >> 8), (uint8_t)box.len };
	if (ftruncate(fd, end) || lseek(fd, end, SEEK_SET) != end || !write_all(fd, (struct str){ (const char *)size, sizeof size }) || !write_all(fd, box))
		return blob_fail(err, "uploads");
	spool->offset += (int64_t)bytes.len;
	return true;
}

bool journal_spool_add(struct act *act, struct journal_spool *spool, int64_t offset, struct str bytes, struct error *err)
{
	if (spool->taken || bytes.len > FILE_PIECE_MOST || offset < 0 || offset + (int64_t)bytes.len > spool->length)
		return error_set(err, ERR_CONFLICT, "This is more than the file was said to hold.", "Begin the upload again.", "Upload-Length");
	if (!bytes.len)
		return offset == spool->offset || error_set(err, ERR_CONFLICT, "The file has not come to this place, or is beyond it.", "Ask how far it has come, and go on from there.", "Upload-Offset");
	int fd = open(path_of(act, spool, ".pieces"), O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? gone(err) : blob_fail(err, "uploads");
	bool added = add_at(act, spool, fd, offset, bytes, err);
	close(fd);
	return added;
}

/* --- all of an owner --- */

bool journal_spool_total(struct act *act, struct uuid owner, int64_t *bytes, size_t *count, struct error *err)
{
	DIR *names = opendir(folder_of(act, owner));
	*bytes = 0;
	*count = 0;
	if (!names)
		return errno == ENOENT || blob_fail(err, "uploads");
	for (struct dirent *name; (name = readdir(names));) {
		struct journal_spool spool = { .owner = owner };
		struct str text = str_of(name->d_name), end = STR(".about");
		if (str_ends(text, end) && uuid_parse(str_slice(text, 0, text.len - end.len), &spool.id) && read_about(act, &spool, ".about")) {
			*bytes += spool.length;
			++*count;
		}
	}
	closedir(names);
	return true;
}

bool journal_spool_drop(struct act *act, const struct journal_spool *spool, struct error *err)
{
	(void)err;
	unlink(path_of(act, spool, ".about"));
	unlink(path_of(act, spool, ".taken"));
	unlink(path_of(act, spool, ".pieces"));
	return true;
}

/* --- it becomes a file --- */

struct keeping {
	int from, to;
	struct digest *digest;
	void (*see)(void *state, struct str bytes);
	void *state;
	int64_t size;
};

/* Each piece is opened and looked at, and goes over as it is sealed. */
static bool carry(struct act *act, const struct journal_spool *spool, struct keeping *keeping, struct error *err)
{
	bool got = true;
	off_t at = MARK;
	if (lseek(keeping->from, at, SEEK_SET) != at || !write_all(keeping->to, STR(PIECES_MARK)))
		return blob_fail(err, "uploads");
	while (got && keeping->size < spool->length) {
		struct arena *arena = arena_new(0);
		struct str plain, sealed;
		bool good = piece_read(keeping->from, spool->key, arena, &plain, &got, err);
		off_t end = lseek(keeping->from, 0, SEEK_CUR);
		if (good && got) {
			char *bytes = arena_alloc(arena, (size_t)(end - at));
			sealed = (struct str){ bytes, (size_t)(end - at) };
			good = (pread(keeping->from, bytes, sealed.len, at) == (ssize_t)sealed.len && write_all(keeping->to, sealed)) || blob_fail(err, "blobs");
			digest_add(keeping->digest, plain);
			keeping->see(keeping->state, plain);
			keeping->size += (int64_t)plain.len;
			at = end;
		}
		arena_free(arena);
		if (!good)
			return false;
	}
	return keeping->size == spool->length || error_set(err, ERR_CONFLICT, "This file has not come whole.", "Go on with its upload, then send the form again.", "upload");
}

static bool carry_over(struct act *act, const struct journal_spool *spool, struct keeping *keeping, const char *part, const char *path, struct error *err)
{
	bool done = carry(act, spool, keeping, err) && (!fsync(keeping->to) || blob_fail(err, "blobs"));
	close(keeping->to);
	if (done && (rename(part, path) || !blob_folder_sync(blob_path(act->journal, STR(""), "", act->arena))))
		done = blob_fail(err, "blobs");
	if (!done)
		unlink(part);
	return done;
}

bool journal_spool_keep(struct act *act, struct journal_spool *spool, void (*see)(void *state, struct str bytes), void *state, struct str *handle, uint8_t digest[static 32],
                        struct error *err)
{
	struct uuid id = uuid_v7(act->now, act->random);
	struct blob_handle made = { .id = str_hex(act->arena, id.bytes, sizeof id.bytes), .size = spool->length };
	struct keeping keeping = { .from = open(path_of(act, spool, ".pieces"), O_RDONLY | O_CLOEXEC), .to = -1, .see = see, .state = state };
	const char *part = blob_path(act->journal, made.id, ".part", act->arena), *folder = blob_path(act->journal, STR(""), "", act->arena);
	if (keeping.from < 0)
		return errno == ENOENT ? gone(err) : blob_fail(err, "uploads");
	if (mkdir(folder, 0700) && errno != EEXIST)
		folder = NULL;
	keeping.to = folder ? open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (keeping.to < 0)
		blob_fail(err, "blobs");
	keeping.digest = digest_new();
	bool done = keeping.to >= 0 && carry_over(act, spool, &keeping, part, blob_path(act->journal, made.id, "", act->arena), err);
	digest_end(keeping.digest, done ? digest : NULL);
	close(keeping.from);
	if (!done)
		return false;
	memcpy(made.key, spool->key, KEY_BYTES);
	memcpy(made.digest, digest, HASH);
	*handle = blob_handle_text(act->arena, &made);
	if (!spool->taken)
		rename(path_of(act, spool, ".about"), path_of(act, spool, ".taken"));
	spool->taken = true;
	return true;
}

/* --- what nobody finished, or took --- */

static bool has_end(struct str name, const char *end, struct uuid *id)
{
	return str_ends(name, str_of(end)) && uuid_parse(str_slice(name, 0, name.len - strlen(end)), id);
}

/* A taken one stays an hour, for the act that meets a conflict and begins again. */
static void tidy_one(struct act *act, const char *folder, struct str name)
{
	struct uuid id;
	char *path = str_c(act->arena, str_format(act->arena, "%s/" STR_FMT, folder, STR_ARG(name)));
	struct stat info;
	bool taken = has_end(name, ".taken", &id), ours = taken || has_end(name, ".about", &id) || has_end(name, ".pieces", &id);
	if (!ours || stat(path, &info))
		return;
	if (act->now - uuid_time(id) > LIFE_MS) {
		unlink(path);
	} else if (taken && act->now - (int64_t)info.st_ctim.tv_sec * 1000 > TAKEN_MS) {
		unlink(path);
		unlink(str_c(act->arena, str_format(act->arena, "%s/" STR_FMT ".pieces", folder, STR_ARG(uuid_str(act->arena, id)))));
	}
}

static bool each_name(const char *path, void (*each)(struct act *act, const char *folder, struct str name), struct act *act, struct error *err)
{
	DIR *names = opendir(path);
	if (!names)
		return errno == ENOENT || blob_fail(err, "uploads");
	for (struct dirent *name; (name = readdir(names));)
		if (name->d_name[0] != '.')
			each(act, path, str_copy(act->arena, str_of(name->d_name)));
	closedir(names);
	return true;
}

static void tidy_owner(struct act *act, const char *folder, struct str name)
{
	struct error ignored;
	char *path = str_c(act->arena, str_format(act->arena, "%s/" STR_FMT, folder, STR_ARG(name)));
	each_name(path, tidy_one, act, &ignored);
	rmdir(path);
}

bool spools_tidy(struct act *act, struct error *err)
{
	return each_name(str_c(act->arena, str_format(act->arena, STR_FMT "/uploads", STR_ARG(act->journal->options.folder))), tidy_owner, act, err);
}
