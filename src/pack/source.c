#include "pack_load.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "arena.h"

/* Where the files of a pack come from: a folder, or one JSON text that holds them all. */

struct gathering {
	struct arena *arena;
	struct pack_file *files;
	size_t count;
	struct error *err;
};

static bool file_belongs(struct str name)
{
	static const char *const ends[] = { ".lim", ".csv", ".po", ".letter", ".svg" };
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_ends(name, str_of(ends[i])) && name.data[0] != '.')
			return true;
	return false;
}

static bool path_is_sound(struct str path)
{
	struct str rest = path, part;
	if (!path.len || path.len > 200 || path.data[0] == '/')
		return false;
	while (str_cut(&rest, '/', &part))
		if (!part.len || part.data[0] == '.' || memchr(part.data, '\\', part.len))
			return false;
	return true;
}

static bool read_file(struct gathering *gathering, int folder, const char *name, struct str path)
{
	struct stat about;
	int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (file < 0 || fstat(file, &about) || !S_ISREG(about.st_mode)) {
		if (file >= 0)
			close(file);
		return error_set(gathering->err, ERR_INPUT, "a file of the pack cannot be read", "make it an ordinary file that may be read",
		                 STR_FMT, STR_ARG(path));
	}
	size_t size = about.st_size > PACK_FILE_BYTES ? PACK_FILE_BYTES + 1 : (size_t)about.st_size, have = 0;
	char *bytes = arena_alloc(gathering->arena, size + 1);
	ssize_t got = 1;
	while (have < size && (got = read(file, bytes + have, size - have)) > 0)
		have += (size_t)got;
	close(file);
	gathering->files[gathering->count++] = (struct pack_file){ path, { bytes, have } };
	return true;
}

static bool read_folder(struct gathering *gathering, int at, const char *name, struct str prefix, int depth);

static bool read_entry(struct gathering *gathering, int folder, const char *name, struct str prefix, int depth)
{
	struct stat about;
	struct str path = str_format(gathering->arena, STR_FMT "%s", STR_ARG(prefix), name);
	if (name[0] == '.' || fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW))
		return true;
	if (S_ISDIR(about.st_mode))
		return read_folder(gathering, folder, name, str_format(gathering->arena, STR_FMT "/", STR_ARG(path)), depth + 1);
	if (!S_ISREG(about.st_mode) || !file_belongs(str_of(name)))
		return true;
	if (gathering->count == PACK_FILES)
		return error_set(gathering->err, ERR_TOO_LARGE, "the pack has too many files", "keep at most 500", STR_FMT, STR_ARG(path));
	return read_file(gathering, folder, name, path);
}

static bool read_folder(struct gathering *gathering, int at, const char *name, struct str prefix, int depth)
{
	if (depth > 3)
		return true;
	int folder = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0));
	DIR *list = folder < 0 ? NULL : fdopendir(folder);
	if (!list) {
		int why = errno;
		if (folder >= 0)
			close(folder);
		return error_set(gathering->err, ERR_INPUT, "the pack's folder cannot be read", "check the path and who may read it", "%s: %s",
		                 name, strerror(why));
	}
	bool good = true;
	for (struct dirent *entry; good && (entry = readdir(list));)
		good = read_entry(gathering, folder, entry->d_name, prefix, depth);
	closedir(list);
	return good;
}

static int by_path(const void *left, const void *right)
{
	return str_compare(((const struct pack_file *)left)->path, ((const struct pack_file *)right)->path);
}

static void give(struct gathering *gathering, struct pack_source *out)
{
	if (gathering->count)
		qsort(gathering->files, gathering->count, sizeof *gathering->files, by_path);
	*out = (struct pack_source){ gathering->files, gathering->count };
}

bool pack_source_folder(struct arena *arena, const char *folder, struct pack_source *out, struct error *err)
{
	struct gathering gathering = { arena, ARENA_ARRAY(arena, struct pack_file, PACK_FILES), 0, err };
	if (!read_folder(&gathering, AT_FDCWD, folder, STR(""), 0))
		return false;
	if (!gathering.count)
		return error_set(err, ERR_INPUT, "the folder holds no pack", "give the folder in which pack.lim lies", "%s", folder);
	give(&gathering, out);
	return true;
}

struct str pack_bundle(struct arena *arena, const struct pack_source *source)
{
	json_t *files = json_object();
	for (size_t i = 0; i < source->count; i++) {
		json_t *text = json_stringn(source->files[i].bytes.data, source->files[i].bytes.len);
		if (text) /* NULL: no UTF-8; pack_load() has said so before */
			json_object_set_new(files, str_c(arena, source->files[i].path), text);
	}
	char *dump = json_dumps(files, JSON_COMPACT | JSON_SORT_KEYS);
	struct str out = str_copy(arena, str_of(dump));
	free(dump);
	json_decref(files);
	return out;
}

static bool take_bundle(json_t *files, struct gathering *gathering)
{
	const char *name;
	json_t *text;
	json_object_foreach(files, name, text) {
		struct str path = str_copy(gathering->arena, str_of(name));
		if (!json_is_string(text) || !path_is_sound(path) || gathering->count == PACK_FILES)
			return error_set(gathering->err, ERR_INPUT, "this is no stored pack", "make it again with 'limen pack propose'", "%s", "a file's path");
		struct str bytes = { json_string_value(text), json_string_length(text) };
		gathering->files[gathering->count++] = (struct pack_file){ path, str_copy(gathering->arena, bytes) };
	}
	return true;
}

bool pack_unbundle(struct arena *arena, struct str bundle, struct pack_source *out, struct error *err)
{
	struct gathering gathering = { arena, ARENA_ARRAY(arena, struct pack_file, PACK_FILES), 0, err };
	json_error_t why;
	json_t *files = json_loadb(bundle.data, bundle.len, JSON_REJECT_DUPLICATES, &why);
	if (!json_is_object(files)) {
		json_decref(files);
		return error_set(err, ERR_INPUT, "this is no stored pack", "make it again with 'limen pack propose'", "byte %d", why.position);
	}
	bool good = take_bundle(files, &gathering);
	json_decref(files);
	give(&gathering, out);
	return good;
}
