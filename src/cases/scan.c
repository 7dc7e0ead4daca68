/* A virus scanner, where one runs: clamd over its socket, command INSTREAM (clamd(8)): pieces, each with its length before it, and one of no length. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "upload.h"

enum { SCAN_SECONDS = 120, REPLY_MOST = 1000 };

/* "stream: OK", "stream: NAME FOUND"; all else is no answer. */
enum scan_result scan_reply(struct str text, struct str *name)
{
	static const struct str start = { "stream: ", 8 }, found = { " FOUND", 6 };
	size_t end;
	if (str_find(text, (struct str){ "\0", 1 }, &end))
		text = str_slice(text, 0, end);
	text = str_trim(text);
	*name = STR("");
	if (!str_starts(text, start))
		return SCAN_NOT_CHECKED;
	text = str_slice(text, start.len, text.len);
	if (str_is(text, "OK"))
		return SCAN_CLEAN;
	if (!str_ends(text, found) || text.len == found.len)
		return SCAN_NOT_CHECKED;
	*name = str_slice(text, 0, text.len - found.len);
	return SCAN_FOUND;
}

static int reach(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const struct timeval most = { .tv_sec = SCAN_SECONDS };
	if (strlen(path) >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
	if (!connect(fd, (struct sockaddr *)&to, sizeof to))
		return fd;
	close(fd);
	return -1;
}

static bool send_all(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t sent = send(fd, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
		if (sent <= 0 && errno != EINTR)
			return false;
		done += sent > 0 ? (size_t)sent : 0;
	}
	return true;
}

static bool send_piece(int fd, const char *bytes, size_t size)
{
	const uint8_t length[4] = { (uint8_t)(size >> 24), (uint8_t)(size >> 16), (uint8_t)(size >> 8), (uint8_t)size };
	return send_all(fd, length, sizeof length) && send_all(fd, bytes, size);
}

/* clamd closes when a file is larger than it takes; it has said so before, and that is read. */
static bool send_stream(int fd, ssize_t (*give)(void *state, char *out, size_t most), void *state)
{
	char some[16384];
	ssize_t size = 0;
	bool sent = send_all(fd, "zINSTREAM", 10);
	while (sent && (size = give(state, some, sizeof some)) > 0)
		sent = send_piece(fd, some, (size_t)size);
	return size == 0 && sent && send_piece(fd, some, 0);
}

enum scan_result scan_stream(const char *path, ssize_t (*give)(void *state, char *out, size_t most), void *state, struct arena *arena, struct str *name)
{
	char *text = arena_alloc(arena, REPLY_MOST);
	size_t size = 0;
	ssize_t got;
	int fd = reach(path);
	*name = STR("");
	if (fd < 0)
		return SCAN_NOT_CHECKED;
	send_stream(fd, give, state);
	while (size < REPLY_MOST && ((got = recv(fd, text + size, REPLY_MOST - size, 0)) > 0 || (got < 0 && errno == EINTR)))
		size += got > 0 ? (size_t)got : 0;
	close(fd);
	return scan_reply((struct str){ text, size }, name);
}
