/* The local socket of a running server: commands that write are run by it, so that one process writes the lane.
 *
 * Request: 4-byte big-endian length, number of words, number of files (2 bytes each); the open files ride on these 8 bytes. Then the words and the
 * files' names, each ended by NUL. Answer: exit code (1 byte), then the text, until the end of the stream.
 * Whoever may open the socket (mode 0600: the user who runs the server) could read the database as well. */
#include "process.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { REQUEST_MOST = 64 * 1024, WORDS_MOST = 200, HEAD = 8 };

union file_space {
	char bytes[CMSG_SPACE(sizeof(int) * COMMAND_FILES_MOST)];
	struct cmsghdr align;
};

struct doorbell {
	struct process *process;
	pthread_t thread;
	int listening, stop[2];
};

static bool address_of(const char *data, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	int size = snprintf(address->sun_path, sizeof address->sun_path, "%s/limen.sock", data);
	return size > 0 && (size_t)size < sizeof address->sun_path;
}

static bool read_all(int fd, void *to, size_t size)
{
	for (size_t got = 0; got < size;) {
		ssize_t part = read(fd, (char *)to + got, size - got);
		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return false;
		got += (size_t)part;
	}
	return true;
}

static bool write_all(int fd, const void *from, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t part = send(fd, (const char *)from + done, size - done, MSG_NOSIGNAL);
		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return false;
		done += (size_t)part;
	}
	return true;
}

static size_t split_words(char *text, size_t size, const char **words)
{
	size_t count = 0;
	for (size_t at = 0; at < size && count < WORDS_MOST; at += strlen(text + at) + 1)
		words[count++] = text + at;
	return count;
}

static int run_words(struct process *process, const char *const *words, size_t count, const struct command_files *files, struct arena *arena,
                     struct buf *out)
{
	struct error err = { 0 };
	struct command_line line;
	size_t used;
	const struct command *command = command_find(process->house.rooms, words, count, &used);
	bool known = command && !(command->flags & (COMMAND_BARE | COMMAND_READS | COMMAND_SETS_TIME));
	if (!known)
		error_set(&err, ERR_INPUT, command ? "this command cannot run beside a server" : "this command is not known",
		          command ? "stop the server first" : "limen help shows them", "%s", count ? words[0] : "");
	else if (command_parse(command, words + used, count - used, arena, &line, &err)) {
		line.files = files->items;
		line.file_count = files->count;
		if (command_run(process, command, &line, arena, out, &err))
			return 0;
	}
	buf_add(out, error_text(arena, &err));
	buf_c(out, '\n');
	return error_info(err.code)->exit;
}

static size_t number16(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* The head and the open files that ride on it. Whatever came is in `files`, and closed with them. */
static bool receive_head(int fd, uint8_t head[static HEAD], struct command_files *files)
{
	union file_space space;
	struct iovec part = { head, HEAD };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = space.bytes, .msg_controllen = sizeof space.bytes };
	ssize_t got;
	while ((got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
		;
	for (struct cmsghdr *rider = got > 0 ? CMSG_FIRSTHDR(&message) : NULL; rider; rider = CMSG_NXTHDR(&message, rider)) {
		if (rider->cmsg_level != SOL_SOCKET || rider->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < (rider->cmsg_len - CMSG_LEN(0)) / sizeof(int) && files->count < COMMAND_FILES_MOST; i++) {
			struct command_file *file = &files->items[files->count++];
			file->name = "";
			memcpy(&file->fd, CMSG_DATA(rider) + i * sizeof(int), sizeof(int));
		}
	}
	return got > 0 && read_all(fd, head + got, (size_t)(HEAD - got));
}

static void answer_words(struct process *process, int fd, const uint8_t head[static HEAD], struct command_files *files)
{
	size_t size = number16(head) << 16 | number16(head + 2), count = number16(head + 4);
	const char **words = ARENA_ARRAY(files->arena, const char *, WORDS_MOST);
	char *text = size <= REQUEST_MOST ? arena_alloc(files->arena, size + 1) : NULL;
	if (!text || number16(head + 6) != files->count || !read_all(fd, text, size))
		return;
	text[size] = 0;
	if (split_words(text, size, words) != count + files->count)
		return;
	for (size_t i = 0; i < files->count; i++)
		files->items[i].name = words[count + i];
	struct buf out = BUF_IN(files->arena);
	uint8_t status = (uint8_t)run_words(process, words, count, files, files->arena, &out);
	if (write_all(fd, &status, 1))
		write_all(fd, buf_str(&out).data, out.len);
}

static void answer(struct process *process, int fd)
{
	uint8_t head[HEAD];
	struct command_files files = { .arena = arena_new(0) };
	if (receive_head(fd, head, &files))
		answer_words(process, fd, head, &files);
	command_close(&files);
	arena_free(files.arena);
	close(fd);
}

static void *listen_on(void *state)
{
	struct doorbell *doorbell = state;
	struct pollfd waits[] = { { doorbell->listening, POLLIN, 0 }, { doorbell->stop[0], POLLIN, 0 } };
	while (poll(waits, 2, -1) >= 0 || errno == EINTR) {
		if (waits[1].revents)
			break;
		if (waits[0].revents) {
			int fd = accept4(doorbell->listening, NULL, NULL, SOCK_CLOEXEC);
			if (fd >= 0)
				answer(doorbell->process, fd);
		}
	}
	return NULL;
}

struct doorbell *doorbell_open(struct process *process, struct error *err)
{
	struct doorbell *doorbell = calloc(1, sizeof *doorbell);
	struct sockaddr_un address;
	char *data = str_c(process->arena, process->house.state);
	mode_t before = umask(0177);
	bool done = doorbell && address_of(data, &address) && pipe(doorbell->stop) == 0 &&
	            (doorbell->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) >= 0 &&
	            (unlink(address.sun_path) == 0 || errno == ENOENT) &&
	            bind(doorbell->listening, (struct sockaddr *)&address, sizeof address) == 0 && listen(doorbell->listening, 8) == 0;
	umask(before);
	if (done) {
		doorbell->process = process;
		done = pthread_create(&doorbell->thread, NULL, listen_on, doorbell) == 0;
	}
	if (!done) {
		error_set(err, ERR_CONFIG, "the local socket for commands cannot be opened", "check the rights of the state folder and the length of its path", "%s",
		          strerror(errno));
		free(doorbell);
		return NULL;
	}
	return doorbell;
}

void doorbell_close(struct doorbell *doorbell)
{
	struct sockaddr_un address;
	if (!doorbell)
		return;
	(void)!write(doorbell->stop[1], "x", 1);
	pthread_join(doorbell->thread, NULL);
	close(doorbell->listening);
	close(doorbell->stop[0]);
	close(doorbell->stop[1]);
	if (address_of(str_c(doorbell->process->arena, doorbell->process->house.state), &address))
		unlink(address.sun_path);
	free(doorbell);
}

static bool send_head(int fd, size_t size, size_t count, const struct command_files *files)
{
	uint8_t head[HEAD] = {
		(uint8_t)(size >> 24), (uint8_t)(size >> 16), (uint8_t)(size >> 8), (uint8_t)size, (uint8_t)(count >> 8), (uint8_t)count,
		(uint8_t)(files->count >> 8), (uint8_t)files->count,
	};
	union file_space space = { { 0 } };
	struct iovec part = { head, HEAD };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	if (files->count) {
		message.msg_control = space.bytes;
		message.msg_controllen = CMSG_SPACE(sizeof(int) * files->count);
		struct cmsghdr *rider = CMSG_FIRSTHDR(&message);
		*rider = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int) * files->count), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
		for (size_t i = 0; i < files->count; i++)
			memcpy(CMSG_DATA(rider) + i * sizeof(int), &files->items[i].fd, sizeof(int));
	}
	return sendmsg(fd, &message, MSG_NOSIGNAL) == HEAD;
}

static bool send_words(int fd, const char *const *words, size_t count, const struct command_files *files)
{
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += strlen(words[i]) + 1;
	for (size_t i = 0; i < files->count; i++)
		size += strlen(files->items[i].name) + 1;
	bool sent = send_head(fd, size, count, files);
	for (size_t i = 0; sent && i < count; i++)
		sent = write_all(fd, words[i], strlen(words[i]) + 1);
	for (size_t i = 0; sent && i < files->count; i++)
		sent = write_all(fd, files->items[i].name, strlen(files->items[i].name) + 1);
	return sent;
}

static bool ask(int fd, const char *const *words, size_t count, const struct command_files *files, int *status)
{
	uint8_t code;
	if (!send_words(fd, words, count, files) || !read_all(fd, &code, 1)) {
		fputs("uncertain: the server did not answer. Ask again: what was done is done once.\n", stderr);
		*status = error_info(ERR_UNCERTAIN)->exit;
		return true;
	}
	char text[4096];
	for (ssize_t part; (part = read(fd, text, sizeof text)) > 0;)
		fwrite(text, 1, (size_t)part, code ? stderr : stdout);
	*status = code;
	return true;
}

bool doorbell_ring(const char *data, const char *const *words, size_t count, const struct command_files *files, int *status)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answered = fd >= 0 && address_of(data, &address) && connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
	                ask(fd, words, count, files, status);
	if (fd >= 0)
		close(fd);
	return answered;
}
