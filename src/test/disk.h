/* A disk that loses power and fills up, for SQLite: a VFS over the system's own that watches the files below one folder. What was written and
 * not yet synced is remembered; a loss keeps any part of it: pieces dropped, in any order, torn in the middle, a file that was made or removed as
 * it was before or after. One folder at a time; a test that includes this is linked with sqlite3. */
#ifndef LIMEN_TEST_DISK_H
#define LIMEN_TEST_DISK_H

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "uuid.h"

enum disk_change { DISK_WRITE, DISK_CUT, DISK_MADE, DISK_REMOVED };

/* What was asked since the last sync. */
struct disk_op {
	enum disk_change change;
	int life;               /* of the file: a removed and remade name is another file */
	int64_t at;             /* DISK_CUT: the new size */
	size_t size;
	unsigned char *bytes;
	struct disk_op *next;
};

struct disk_image {
	unsigned char *bytes;
	size_t size, room;
	int life;               /* 0 = there is no such file */
};

struct disk_file {
	char name[64];          /* below the folder */
	struct disk_image kept; /* what the last sync left */
	int life, lives;        /* now */
	struct disk_op *first, *last;
	struct disk_file *next;
};

static struct disk {
	pthread_mutex_t lock;
	sqlite3_vfs vfs, *real;
	char folder[256];
	struct disk_file *files;
	struct random_seeded seed;
	struct random random;
	long ops, lose_at;      /* writes, cuts, syncs, removals so far; the loss comes before this one (0 = never) */
	bool lost;
	char left[256];         /* folder for what the loss left */
	long writes, full_at;   /* from this write on there is no room (0 = never) */
	bool half;              /* of the write that finds no room the first half is done */
	long syncs, fail_sync;  /* this sync fails (0 = none) ... */
	int64_t room;           /* bytes below the folder, the reserve included; 0 = endless */
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct disk_handle {
	sqlite3_file base;
	struct disk_file *file; /* NULL: not watched */
	sqlite3_file *real;
};

static inline void disk_image_write(struct disk_image *image, int64_t at, const unsigned char *bytes, size_t size)
{
	size_t end = (size_t)at + size;
	if (end > image->room) {
		image->room = end * 2;
		image->bytes = realloc(image->bytes, image->room);
		assert(image->bytes);
	}
	if (end > image->size) {
		memset(image->bytes + image->size, 0, end - image->size);
		image->size = end;
	}
	memcpy(image->bytes + at, bytes, size);
}

static inline void disk_image_cut(struct disk_image *image, int64_t size)
{
	unsigned char zero = 0;
	if ((size_t)size < image->size)
		image->size = (size_t)size;
	else if ((size_t)size > image->size)
		disk_image_write(image, size - 1, &zero, 1);
}

static inline void disk_apply(struct disk_image *image, const struct disk_op *op)
{
	if (op->change == DISK_WRITE)
		disk_image_write(image, op->at, op->bytes, op->size);
	else if (op->change == DISK_CUT)
		disk_image_cut(image, op->at);
}

static inline void disk_forget(struct disk_file *file)
{
	for (struct disk_op *op = file->first, *next; op; op = next) {
		next = op->next;
		free(op->bytes);
		free(op);
	}
	file->first = file->last = NULL;
}

static inline void disk_sync(struct disk_file *file)
{
	if (file->kept.life != file->life)
		file->kept.size = 0;
	file->kept.life = file->life;
	for (const struct disk_op *op = file->first; op; op = op->next)
		if (op->life == file->life)
			disk_apply(&file->kept, op);
	disk_forget(file);
}

static inline bool disk_new(const struct disk_file *file)
{
	for (const struct disk_op *op = file->first; op; op = op->next)
		if (op->change == DISK_MADE && op->life == file->life)
			return true;
	return false;
}

/* SQLite syncs the folder with the first sync of a log that it made: from then on every name is there, or gone, as it is now. */
static inline void disk_sync_folder(void)
{
	for (struct disk_file *file = disk.files; file; file = file->next) {
		struct disk_op *op = file->first, *next;
		file->first = file->last = NULL;
		if (file->kept.life != file->life)
			file->kept.size = 0;
		file->kept.life = file->life;
		for (; op; op = next) {
			next = op->next;
			op->next = NULL;
			if (op->change < DISK_MADE && op->life == file->life) {
				if (file->last)
					file->last->next = op;
				else
					file->first = op;
				file->last = op;
			} else {
				free(op->bytes);
				free(op);
			}
		}
	}
}

static inline void disk_note(struct disk_file *file, enum disk_change change, int64_t at, const void *bytes, size_t size)
{
	struct disk_op *op = calloc(1, sizeof *op);
	assert(op);
	*op = (struct disk_op){ .change = change, .life = file->life, .at = at, .size = size };
	if (size) {
		op->bytes = malloc(size);
		assert(op->bytes);
		memcpy(op->bytes, bytes, size);
	}
	if (file->last)
		file->last->next = op;
	else
		file->first = op;
	file->last = op;
}

/* --- the loss --- */

/* Of one write each sector stays or not; now and then one is torn. */
static inline void disk_tear(struct disk_image *image, const struct disk_op *op, unsigned keep)
{
	enum { SECTOR = 512 };
	for (size_t from = 0, to; from < op->size; from = to) {
		size_t left = SECTOR - ((size_t)op->at + from) % SECTOR;
		to = from + left < op->size ? from + left : op->size;
		if (random_below(&disk.random, 100) >= keep)
			continue;
		size_t size = random_below(&disk.random, 8) ? to - from : random_below(&disk.random, to - from);
		disk_image_write(image, op->at + (int64_t)from, op->bytes + from, size);
	}
}

/* Making and removing happen in order, up to some point; what was written to a file that is not there is gone with it. */
static inline int disk_life_left(const struct disk_file *file)
{
	uint64_t count = 0, upto;
	int life = file->kept.life;
	for (const struct disk_op *op = file->first; op; op = op->next)
		count += op->change >= DISK_MADE;
	upto = random_below(&disk.random, count + 1);
	for (const struct disk_op *op = file->first; op && upto; op = op->next) {
		if (op->change < DISK_MADE)
			continue;
		life = op->change == DISK_MADE ? op->life : 0;
		upto--;
	}
	return life;
}

static inline void disk_put(const char *name, const void *bytes, size_t size)
{
	char path[400];
	snprintf(path, sizeof path, "%s/%s", disk.left, name);
	FILE *out = fopen(path, "wb");
	assert(out);
	size_t wrote = size ? fwrite(bytes, 1, size, out) : 0;
	assert(wrote == size);
	fclose(out);
}

static inline void disk_leave(struct disk_file *file)
{
	static const unsigned keeps[] = { 0, 20, 50, 80, 100 };
	unsigned keep = keeps[random_below(&disk.random, sizeof keeps / sizeof *keeps)];
	struct disk_image image = { .life = disk_life_left(file) };
	if (image.life && image.life == file->kept.life && file->kept.size)
		disk_image_write(&image, 0, file->kept.bytes, file->kept.size);
	for (const struct disk_op *op = file->first; op; op = op->next) {
		if (op->life != image.life)
			continue;
		if (op->change == DISK_WRITE)
			disk_tear(&image, op, keep);
		else if (random_below(&disk.random, 2))
			disk_apply(&image, op);
	}
	if (image.life)
		disk_put(file->name, image.bytes, image.size);
	free(image.bytes);
}

/* With the lock held, before anything that changes the disk. */
static inline void disk_count(void)
{
	if (!disk.lose_at || disk.lost || ++disk.ops < disk.lose_at)
		return;
	disk.lost = true;
	for (struct disk_file *file = disk.files; file; file = file->next)
		disk_leave(file);
}

static inline bool disk_lost(void)
{
	pthread_mutex_lock(&disk.lock);
	bool lost = disk.lost;
	pthread_mutex_unlock(&disk.lock);
	return lost;
}

/* --- room --- */

static inline int64_t disk_used(void)
{
	struct stat about;
	int64_t used = 0;
	char path[400];
	snprintf(path, sizeof path, "%s/reserve", disk.folder);
	used += stat(path, &about) ? 0 : about.st_size;
	for (const struct disk_file *file = disk.files; file; file = file->next) {
		snprintf(path, sizeof path, "%s/%s", disk.folder, file->name);
		used += stat(path, &about) ? 0 : about.st_size;
	}
	return used;
}

static inline bool disk_full(sqlite3_file *real, int64_t end)
{
	sqlite3_int64 size = 0;
	if (disk.full_at && ++disk.writes >= disk.full_at)
		return true;
	return disk.room && real->pMethods->xFileSize(real, &size) == SQLITE_OK && end > size && disk_used() + end - size > disk.room;
}

/* --- SQLite's view: a file --- */

#define DISK_REAL(handle) (((struct disk_handle *)(handle))->real)
#define DISK_FILE(handle) (((struct disk_handle *)(handle))->file)

static inline int disk_x_write(sqlite3_file *handle, const void *bytes, int size, sqlite3_int64 at)
{
	sqlite3_file *real = DISK_REAL(handle);
	struct disk_file *file = DISK_FILE(handle);
	if (!file)
		return real->pMethods->xWrite(real, bytes, size, at);
	pthread_mutex_lock(&disk.lock);
	disk_count();
	bool full = disk_full(real, at + size);
	if (full)
		size = disk.half ? size / 2 : 0;
	int code = size ? real->pMethods->xWrite(real, bytes, size, at) : SQLITE_OK;
	if (size && code == SQLITE_OK)
		disk_note(file, DISK_WRITE, at, bytes, (size_t)size);
	pthread_mutex_unlock(&disk.lock);
	return full ? SQLITE_FULL : code;
}

static inline int disk_x_truncate(sqlite3_file *handle, sqlite3_int64 size)
{
	sqlite3_file *real = DISK_REAL(handle);
	struct disk_file *file = DISK_FILE(handle);
	pthread_mutex_lock(&disk.lock);
	if (file)
		disk_count();
	int code = real->pMethods->xTruncate(real, size);
	if (file && code == SQLITE_OK)
		disk_note(file, DISK_CUT, size, NULL, 0);
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static inline int disk_x_sync(sqlite3_file *handle, int flags)
{
	sqlite3_file *real = DISK_REAL(handle);
	struct disk_file *file = DISK_FILE(handle);
	if (!file)
		return real->pMethods->xSync(real, flags);
	pthread_mutex_lock(&disk.lock);
	disk_count();
	bool fails = disk.fail_sync && ++disk.syncs == disk.fail_sync;
	int code = fails ? SQLITE_IOERR_FSYNC : SQLITE_OK; /* the machine under the test stays on: nothing waits for its disk */
	if (code == SQLITE_OK && disk_new(file))
		disk_sync_folder();
	if (code == SQLITE_OK)
		disk_sync(file);
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static inline int disk_x_close(sqlite3_file *handle) { return DISK_REAL(handle)->pMethods->xClose(DISK_REAL(handle)); }
static inline int disk_x_read(sqlite3_file *handle, void *to, int size, sqlite3_int64 at)
{
	return DISK_REAL(handle)->pMethods->xRead(DISK_REAL(handle), to, size, at);
}
static inline int disk_x_size(sqlite3_file *handle, sqlite3_int64 *size) { return DISK_REAL(handle)->pMethods->xFileSize(DISK_REAL(handle), size); }
static inline int disk_x_lock(sqlite3_file *handle, int lock) { return DISK_REAL(handle)->pMethods->xLock(DISK_REAL(handle), lock); }
static inline int disk_x_unlock(sqlite3_file *handle, int lock) { return DISK_REAL(handle)->pMethods->xUnlock(DISK_REAL(handle), lock); }
static inline int disk_x_reserved(sqlite3_file *handle, int *out) { return DISK_REAL(handle)->pMethods->xCheckReservedLock(DISK_REAL(handle), out); }
static inline int disk_x_control(sqlite3_file *handle, int op, void *about)
{
	return DISK_REAL(handle)->pMethods->xFileControl(DISK_REAL(handle), op, about);
}
static inline int disk_x_sector(sqlite3_file *handle) { return DISK_REAL(handle)->pMethods->xSectorSize(DISK_REAL(handle)); }
static inline int disk_x_device(sqlite3_file *handle) { return DISK_REAL(handle)->pMethods->xDeviceCharacteristics(DISK_REAL(handle)); }
static inline int disk_x_shm_map(sqlite3_file *handle, int page, int size, int extend, void volatile **out)
{
	return DISK_REAL(handle)->pMethods->xShmMap(DISK_REAL(handle), page, size, extend, out);
}
static inline int disk_x_shm_lock(sqlite3_file *handle, int at, int count, int flags)
{
	return DISK_REAL(handle)->pMethods->xShmLock(DISK_REAL(handle), at, count, flags);
}
static inline void disk_x_shm_barrier(sqlite3_file *handle) { DISK_REAL(handle)->pMethods->xShmBarrier(DISK_REAL(handle)); }
static inline int disk_x_shm_unmap(sqlite3_file *handle, int remove_it)
{
	return DISK_REAL(handle)->pMethods->xShmUnmap(DISK_REAL(handle), remove_it);
}

static const sqlite3_io_methods disk_methods = {
	2, disk_x_close, disk_x_read, disk_x_write, disk_x_truncate, disk_x_sync, disk_x_size, disk_x_lock, disk_x_unlock, disk_x_reserved,
	disk_x_control, disk_x_sector, disk_x_device, disk_x_shm_map, disk_x_shm_lock, disk_x_shm_barrier, disk_x_shm_unmap,
};

/* --- SQLite's view: the disk --- */

static inline const char *disk_below(const char *path)
{
	size_t length = strlen(disk.folder);
	return length && path && !strncmp(path, disk.folder, length) && path[length] == '/' ? path + length + 1 : NULL;
}

/* The name's file; one that lies there already has all that it holds. */
static inline struct disk_file *disk_file_of(const char *path)
{
	struct disk_file *file = disk.files;
	const char *name = disk_below(path);
	if (!name)
		return NULL;
	while (file && strcmp(file->name, name) != 0)
		file = file->next;
	if (file)
		return file;
	file = calloc(1, sizeof *file);
	assert(file && strlen(name) < sizeof file->name);
	strcpy(file->name, name);
	file->next = disk.files;
	disk.files = file;
	FILE *in = fopen(path, "rb");
	if (!in)
		return file;
	unsigned char piece[4096];
	file->life = file->lives = file->kept.life = 1;
	for (size_t got; (got = fread(piece, 1, sizeof piece, in));)
		disk_image_write(&file->kept, (int64_t)file->kept.size, piece, got);
	fclose(in);
	return file;
}

static inline int disk_x_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *handle, int flags, int *out)
{
	struct disk_handle *own = (struct disk_handle *)handle;
	(void)vfs;
	memset(own, 0, sizeof *own);
	own->real = (sqlite3_file *)(own + 1);
	pthread_mutex_lock(&disk.lock);
	struct disk_file *file = disk_file_of(path);
	int code = disk.real->xOpen(disk.real, path, own->real, flags, out);
	if (code == SQLITE_OK && file && !file->life) {
		file->life = ++file->lives;
		disk_note(file, DISK_MADE, 0, NULL, 0);
	}
	own->file = file;
	if (own->real->pMethods)
		own->base.pMethods = &disk_methods;
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static inline int disk_x_delete(sqlite3_vfs *vfs, const char *path, int synced)
{
	(void)vfs;
	pthread_mutex_lock(&disk.lock);
	struct disk_file *file = disk_file_of(path);
	if (file)
		disk_count();
	int code = disk.real->xDelete(disk.real, path, synced);
	if (file && file->life && code == SQLITE_OK) {
		disk_note(file, DISK_REMOVED, 0, NULL, 0);
		file->life = 0;
		if (synced)
			disk_sync(file);
	}
	pthread_mutex_unlock(&disk.lock);
	return code;
}

/* Watches the files below `folder`; what lies there now is taken for safe. */
static inline void disk_begin(const char *folder, uint64_t seed)
{
	snprintf(disk.folder, sizeof disk.folder, "%s", folder);
	disk.random = random_from_seed(&disk.seed, seed);
	disk.ops = disk.lose_at = disk.writes = disk.full_at = disk.syncs = disk.fail_sync = 0;
	disk.room = 0;
	disk.lost = disk.half = false;
	if (disk.real)
		return;
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.zName = "disk";
	disk.vfs.szOsFile = (int)sizeof(struct disk_handle) + disk.real->szOsFile;
	disk.vfs.xOpen = disk_x_open;
	disk.vfs.xDelete = disk_x_delete;
	sqlite3_vfs_register(&disk.vfs, 1);
}

/* At the n-th change the power goes: what is left then lies in `left`. The program runs on, on a disk that nobody sees again. */
static inline void disk_lose(long n, const char *left)
{
	snprintf(disk.left, sizeof disk.left, "%s", left);
	disk.lose_at = n;
}

/* With every connection closed. */
static inline void disk_end(void)
{
	for (struct disk_file *file = disk.files, *next; file; file = next) {
		next = file->next;
		disk_forget(file);
		free(file->kept.bytes);
		free(file);
	}
	disk.files = NULL;
	disk.folder[0] = 0;
}

#endif
