#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"

static bool add(struct command_files *files, const char *name, int fd, struct error *err)
{
	if (files->count == COMMAND_FILES_MOST) {
		close(fd);
		return error_set(err, ERR_TOO_LARGE, "these are too many files for one command", "run it several times", "at most %d", COMMAND_FILES_MOST);
	}
	files->items[files->count++] = (struct command_file){ str_c(files->arena, str_of(name)), fd };
	return true;
}

bool command_open(struct command_files *files, const char *path, struct error *err)
{
	struct stat about;
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &about) || S_ISDIR(about.st_mode)) {
		const char *why = fd < 0 ? strerror(errno) : "a folder";
		if (fd >= 0)
			close(fd);
		return error_set(err, ERR_INPUT, "a file cannot be opened", "check its name and who may read it", "%.200s: %s", path, why);
	}
	return add(files, slash ? slash + 1 : path, fd, err);
}

static bool write_whole(int fd, struct str bytes)
{
	for (size_t done = 0; done < bytes.len;) {
		ssize_t part = write(fd, bytes.data + done, bytes.len - done);
		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return false;
		done += (size_t)part;
	}
	return true;
}

bool command_keep(struct command_files *files, const char *name, struct str bytes, struct error *err)
{
	int fd = memfd_create("limen", MFD_CLOEXEC);
	if (fd >= 0 && write_whole(fd, bytes))
		return add(files, name, fd, err);
	error_set(err, ERR_SYSTEM, "the input cannot be kept in memory", "free some memory", "%.100s: %s", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return false;
}

bool command_open_arguments(const struct command_line *line, struct command_files *files, struct error *err)
{
	for (size_t i = 0; i < line->count; i++)
		if (!command_open(files, line->arguments[i], err))
			return false;
	return true;
}

void command_close(struct command_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		close(files->items[i].fd);
	files->count = 0;
}

static bool too_large(const struct command_file *file, size_t most, struct error *err)
{
	return error_set(err, ERR_TOO_LARGE, "a file is too large", "look whether it is the right one", "%.150s: more than %zu MiB", file->name, most >> 20);
}

bool command_read(const struct command_file *file, size_t most, struct arena *arena, struct str *out, struct error *err)
{
	enum { FIRST = 64 << 10 }; /* a pipe says no size: as much is held as came, twice at most */
	struct stat about;
	bool sized = !fstat(file->fd, &about) && S_ISREG(about.st_mode);
	size_t room = sized ? (size_t)about.st_size : FIRST, have = 0;
	ssize_t got = 1;
	if (sized && room > most)
		return too_large(file, most, err);
	char *bytes = arena_alloc(arena, room + 1);
	(void)lseek(file->fd, 0, SEEK_SET); /* run again; a pipe cannot be */
	while (have <= most && (got = read(file->fd, bytes + have, room + 1 - have)) > 0) {
		have += (size_t)got;
		if (have <= room)
			continue;
		char *more = arena_alloc(arena, 2 * room + FIRST + 1); /* not sized, or it grew meanwhile */
		memcpy(more, bytes, have);
		bytes = more;
		room = 2 * room + FIRST;
	}
	if (got < 0)
		return error_set(err, ERR_INPUT, "a file cannot be read", "look at the disk", "%.150s: %s", file->name, strerror(errno));
	if (have > most)
		return too_large(file, most, err);
	*out = (struct str){ bytes, have };
	return true;
}
