/* Files read piece by piece: constant memory, whatever their size. A file of one box is opened whole. */
#include "inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct journal_stream {
	int fd;
	struct blob_handle handle;
	struct arena *arena;            /* of the piece that is being given */
	struct str rest;                /* of it */
	int64_t read;                   /* opened so far */
	struct digest *digest;
};

static bool damaged(struct error *err)
{
	return error_set(err, ERR_INTEGRITY, "A stored file is damaged", "Fetch it from another node or a backup", "%s", "");
}

static bool read_all(int fd, void *out, size_t size, size_t *got)
{
	*got = 0;
	while (*got < size) {
		ssize_t one = read(fd, (char *)out + *got, size - *got);
		if (one < 0 && errno == EINTR)
			continue;
		if (one < 0)
			return false;
		if (!one)
			break;
		*got += (size_t)one;
	}
	return true;
}

bool piece_read(int fd, const uint8_t key[static 32], struct arena *arena, struct str *out, bool *got, struct error *err)
{
	uint8_t size[4];
	size_t have;
	*got = false;
	if (!read_all(fd, size, sizeof size, &have))
		return blob_fail(err, "blobs");
	size_t length = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
	if (have < sizeof size)
		return true;
	if (length > FILE_PIECE_MOST + 64)
		return damaged(err);
	char *box = arena_alloc(arena, length + 1);
	if (!read_all(fd, box, length, &have))
		return blob_fail(err, "blobs");
	*got = have == length;
	return !*got || box_open(arena, key, (struct str){ box, length }, out) || damaged(err);
}

static bool open_box(struct journal_stream *stream, struct error *err)
{
	size_t size = (size_t)stream->handle.size + 64, got;
	uint8_t digest[HASH];
	if (stream->handle.size > BLOB_MOST)
		return damaged(err);
	char *box = arena_alloc(stream->arena, size + 1);
	if (lseek(stream->fd, 0, SEEK_SET) || !read_all(stream->fd, box, size + 1, &got))
		return blob_fail(err, "blobs");
	if (!box_open(stream->arena, stream->handle.key, (struct str){ box, got }, &stream->rest) || stream->rest.len != (size_t)stream->handle.size)
		return damaged(err);
	sha256(&stream->rest, 1, digest);
	stream->read = stream->handle.size;
	return crypto_equal(digest, stream->handle.digest, HASH) || damaged(err);
}

static bool begin(struct journal_stream *stream, struct error *err)
{
	char mark[sizeof PIECES_MARK - 1];
	size_t got;
	if (!read_all(stream->fd, mark, sizeof mark, &got))
		return blob_fail(err, "blobs");
	if (got < sizeof mark || memcmp(mark, PIECES_MARK, sizeof mark))
		return open_box(stream, err);
	stream->digest = digest_new();
	return true;
}

bool journal_stream_open(struct act *act, struct str text, struct journal_stream **out, struct error *err)
{
	struct blob_handle handle;
	if (!blob_handle_parse(text, &handle))
		return error_set(err, ERR_INPUT, "This is no handle of a file", "", "%s", "");
	int fd = open(blob_path(act->journal, str_lower(act->arena, handle.id), "", act->arena), O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return error_set(err, ERR_NOT_FOUND, "This file is not here", "Its body was erased, or it has not arrived yet", "%s", "");
	if (fd < 0)
		return blob_fail(err, "blobs");
	struct journal_stream *stream = calloc(1, sizeof *stream);
	if (!stream)
		abort();
	*stream = (struct journal_stream){ .fd = fd, .handle = handle, .arena = arena_new(0) };
	stream->handle.id = STR("");
	*out = stream;
	if (begin(stream, err))
		return true;
	journal_stream_close(stream);
	return false;
}

int64_t journal_stream_size(const struct journal_stream *stream)
{
	return stream->handle.size;
}

/* With the last piece the digest is whole: it is compared before any of that piece is given. */
static bool next_piece(struct journal_stream *stream, struct error *err)
{
	uint8_t digest[HASH];
	bool got;
	arena_free(stream->arena);
	stream->arena = arena_new(0);
	if (!piece_read(stream->fd, stream->handle.key, stream->arena, &stream->rest, &got, err))
		return false;
	if (!got || (stream->read += (int64_t)stream->rest.len) > stream->handle.size)
		return damaged(err);
	digest_add(stream->digest, stream->rest);
	if (stream->read < stream->handle.size)
		return true;
	digest_end(stream->digest, digest);
	stream->digest = NULL;
	return crypto_equal(digest, stream->handle.digest, HASH) || damaged(err);
}

ssize_t journal_stream_read(struct journal_stream *stream, char *out, size_t most, struct error *err)
{
	while (!stream->rest.len) {
		if (stream->read >= stream->handle.size)
			return 0;
		if (!stream->digest || !next_piece(stream, err))
			return -1;
	}
	size_t size = stream->rest.len < most ? stream->rest.len : most;
	memcpy(out, stream->rest.data, size);
	stream->rest = str_slice(stream->rest, size, stream->rest.len);
	return (ssize_t)size;
}

void journal_stream_close(struct journal_stream *stream)
{
	if (stream->digest)
		digest_end(stream->digest, NULL);
	arena_free(stream->arena);
	close(stream->fd);
	free(stream);
}
