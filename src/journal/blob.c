/* Files: what is larger than a body. Each is sealed with a key of its own that stands in the body beside its name, so that erasing the
 * body destroys the file in every copy. A file is on the disk before the entry that names it can be. */
#include "inner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

enum { ID_HEX = 32, KEY_HEX = 64, HASH_HEX = 64 };

bool blob_fail(struct error *err, const char *place)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return error_set(err, ERR_DISK_FULL, "The disk of the database is full: nothing was stored",
		                 "Have those who run the server make room, then do it again", "%s", place);
	return error_set(err, ERR_SYSTEM, "A file of the journal could not be read or written", "Check the disk and the folder's permissions",
	                 "%s: %s", place, strerror(errno));
}

char *blob_path(const struct journal *journal, struct str id_hex, const char *end, struct arena *arena)
{
	return str_c(arena, str_format(arena, STR_FMT "/blobs/" STR_FMT "%s", STR_ARG(journal->options.folder), STR_ARG(id_hex), end));
}

bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t wrote = write(fd, bytes.data, bytes.len);
		if (wrote < 0 && errno != EINTR)
			return false;
		if (wrote > 0)
			bytes = str_slice(bytes, (size_t)wrote, bytes.len);
	}
	return true;
}

bool blob_folder_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return done;
}

static bool write_durable(const struct journal *journal, const char *part, const char *path, struct str bytes, struct arena *arena,
                          struct error *err)
{
	char *folder = blob_path(journal, STR(""), "", arena);
	if (mkdir(folder, 0700) && errno != EEXIST)
		return blob_fail(err, "blobs");
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return blob_fail(err, "blobs");
	bool done = write_all(fd, bytes) && !fsync(fd);
	int why = errno;
	close(fd);
	if (done && !rename(part, path) && blob_folder_sync(folder))
		return true;
	if (!done)
		errno = why;
	blob_fail(err, "blobs");
	unlink(part);
	return false;
}

bool journal_file_put(struct act *act, struct str bytes, struct str *handle, struct error *err)
{
	uint8_t key[KEY_BYTES], digest[HASH];
	struct uuid id = uuid_v7(act->now, act->random);
	if (bytes.len > BLOB_MOST)
		return error_set(err, ERR_TOO_LARGE, "This file is too large", "Send at most 64 MiB", "%s", "");
	random_fill(act->random, key, sizeof key);
	sha256(&bytes, 1, digest);
	struct str id_hex = str_hex(act->arena, id.bytes, sizeof id.bytes);
	struct str box = box_seal(act->arena, key, act->random, bytes);
	char *part = blob_path(act->journal, id_hex, ".part", act->arena), *path = blob_path(act->journal, id_hex, "", act->arena);
	if (!write_durable(act->journal, part, path, box, act->arena, err))
		return false;
	*handle = str_format(act->arena, STR_FMT ":" STR_FMT ":%zu:" STR_FMT, STR_ARG(id_hex), STR_ARG(str_hex(act->arena, key, sizeof key)),
	                     bytes.len, STR_ARG(str_hex(act->arena, digest, sizeof digest)));
	return true;
}

struct str blob_handle_text(struct arena *arena, const struct blob_handle *handle)
{
	return str_format(arena, STR_FMT ":" STR_FMT ":%lld:" STR_FMT, STR_ARG(handle->id), STR_ARG(str_hex(arena, handle->key, KEY_BYTES)),
	                  (long long)handle->size, STR_ARG(str_hex(arena, handle->digest, HASH)));
}

bool blob_handle_parse(struct str text, struct blob_handle *out)
{
	struct str key, size, digest, rest = text;
	uint8_t id[16];
	return str_cut(&rest, ':', &out->id) && str_cut(&rest, ':', &key) && str_cut(&rest, ':', &size) && str_cut(&rest, ':', &digest) &&
	       str_to_hex(out->id, id, sizeof id) && str_to_hex(key, out->key, KEY_BYTES) && str_to_int(size, &out->size) &&
	       str_to_hex(digest, out->digest, HASH) && out->size >= 0 && out->size <= JOURNAL_FILE_MOST;
}

bool journal_file_id(struct str text, struct str *id)
{
	struct blob_handle handle;
	bool is = blob_handle_parse(text, &handle);
	if (is)
		*id = handle.id;
	return is;
}

bool journal_file_get(struct act *act, struct str text, struct str *bytes, struct error *err)
{
	struct journal_stream *stream;
	if (!journal_stream_open(act, text, &stream, err))
		return false;
	int64_t size = journal_stream_size(stream), have = 0;
	char *out = size <= BLOB_MOST ? arena_alloc(act->arena, (size_t)size + 1) : NULL;
	ssize_t got = 1;
	while (out && have < size && (got = journal_stream_read(stream, out + have, (size_t)(size - have), err)) > 0)
		have += got;
	journal_stream_close(stream);
	*bytes = (struct str){ out, (size_t)have };
	if (!out)
		return error_set(err, ERR_TOO_LARGE, "This file is too large to be opened whole", "Save it, and open it there", "%s", "");
	return got >= 0;
}

/* Handles stand in bodies as text: found by their form, whatever the body's kind. */
bool blob_next(struct str data, size_t *at, struct str *id_hex)
{
	struct blob_handle handle;
	for (*at = *at < ID_HEX ? ID_HEX : *at; *at < data.len; ++*at) {
		size_t end = *at + 1 + KEY_HEX + 1;
		if (data.data[*at] != ':' || data.data[*at - 1] == '"')
			continue;
		while (end < data.len && ascii_digit(data.data[end]))
			end++;
		end += 1 + HASH_HEX;
		if (end > data.len || !blob_handle_parse(str_slice(data, *at - ID_HEX, end), &handle))
			continue;
		*id_hex = handle.id;
		*at = end;
		return true;
	}
	return false;
}

void blobs_named(struct str data, struct texts *out, struct arena *arena)
{
	struct str *items = ARENA_ARRAY(arena, struct str, data.len / (ID_HEX + KEY_HEX + HASH_HEX) + 1), id;
	*out = (struct texts){ items, 0 };
	for (size_t at = 0; blob_next(data, &at, &id);)
		items[out->count++] = str_lower(arena, id);
}

void blob_remove(const struct journal *journal, struct str id, struct arena *arena)
{
	unlink(blob_path(journal, id, "", arena));
}

/* --- orphans: files that no body names, since the act that brought them was not stored, or its body was erased and the file could not be --- */

enum { GRACE_MS = 24 * 3600 * 1000 };

static bool named_somewhere(struct act *act, struct uuid id, struct str id_hex, bool *named, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "journal.file_refs");
	query_bind_id(query, "record", id);
	if (!query_one(query, named, err) || !query_end(query, err))
		return false;
	if (*named)
		return true;
	/* Bodies stored before files had refs: read them all before anything is removed. */
	query = db_query(act->db, "journal.file_named");
	query_bind_blob(query, "id", id_hex);
	if (!query_one(query, &found, err))
		return false;
	*named = found;
	return query_end(query, err);
}

/* A name is an id, perhaps with ".part" for what was never finished. Its own time tells its age: what was put just now may yet be named. */
static bool tidy_one(struct act *act, const char *folder, const char *name, int64_t *removed, struct error *err)
{
	struct str text = str_of(name), part = STR(".part");
	struct uuid id;
	bool half = str_ends(text, part), named = false;
	struct str id_hex = half ? str_slice(text, 0, text.len - part.len) : text;
	if (id_hex.len != ID_HEX || !str_to_hex(id_hex, id.bytes, sizeof id.bytes) || act->now - uuid_time(id) < GRACE_MS)
		return true;
	if (!half && !named_somewhere(act, id, id_hex, &named, err))
		return false;
	if (!named && !unlink(str_c(act->arena, str_format(act->arena, "%s/%s", folder, name))))
		++*removed;
	return true;
}

bool blobs_tidy(struct act *act, struct error *err)
{
	const char *folder = blob_path(act->journal, STR(""), "", act->arena);
	int64_t removed = 0;
	bool good = true;
	char count[24];
	DIR *names = opendir(folder);
	if (!names)
		return errno == ENOENT || blob_fail(err, "blobs");
	for (struct dirent *name; good && (name = readdir(names));)
		good = tidy_one(act, folder, name->d_name, &removed, err);
	closedir(names);
	good = good && spools_tidy(act, err);
	snprintf(count, sizeof count, "%lld", (long long)removed);
	if (removed)
		log_event(LOG_INFO, "journal.orphans", "removed", count, NULL);
	return good;
}

/* --- the reserve: 64 MB that are given back when the disk is full, so that looks - and with them the work of a booth - go on --- */

enum { RESERVE = 64 << 20 };

static char *reserve_path(const struct journal *journal, struct arena *arena)
{
	return str_c(arena, str_format(arena, STR_FMT "/reserve", STR_ARG(journal->options.folder)));
}

bool reserve_make(const struct journal *journal)
{
	struct arena *arena = arena_new(0);
	const char *path = reserve_path(journal, arena);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool made = fd >= 0 && !posix_fallocate(fd, 0, RESERVE);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && !made)
		unlink(path);
	arena_free(arena);
	return made;
}

bool reserve_give_back(const struct journal *journal)
{
	struct arena *arena = arena_new(0);
	bool given = !unlink(reserve_path(journal, arena));
	arena_free(arena);
	return given;
}
