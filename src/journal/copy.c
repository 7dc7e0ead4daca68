/* Backup and restore. A copy is a folder: the database, the files, and a line about itself that is written last, so that a copy that was broken off
 * is told from a whole one. The keys are never in it. A copy is restored beside the place where it will be, gets the erasures that it does not know
 * yet, is verified, and only then stands. It goes on in a lane of its own, as every start does: no (lane, seq) is used twice, however old it is. */
#include "inner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ABOUT_MOST = 500 };

static bool system_fail(struct error *err, const char *path)
{
	enum error_code code = errno == ENOSPC ? ERR_DISK_FULL : ERR_SYSTEM;
	return error_set(err, code, "A copy could not be read or written", "Check the folders, their permissions and the room", "%s: %s", path,
	                 strerror(errno));
}

static const char *inside(struct arena *arena, struct str folder, const char *name)
{
	return str_format(arena, STR_FMT "/%s", STR_ARG(folder), name).data;
}

/* --- files --- */

static bool copy_file(const char *from, const char *to, struct error *err)
{
	char piece[65536];
	ssize_t size = 0;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = in >= 0 ? open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	bool good = out >= 0;
	while (good && (size = read(in, piece, sizeof piece)) > 0)
		good = write_all(out, bytes_of(piece, (size_t)size));
	good = (good && !size && !fsync(out)) || system_fail(err, in < 0 ? from : to);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return good;
}

/* Files by their id; what is half written or strange is left. */
static bool is_file_name(struct str name)
{
	uint8_t id[16];
	return name.len == 2 * sizeof id && str_to_hex(name, id, sizeof id);
}

static bool each_file(const char *folder, bool (*each)(void *state, const char *name, struct error *err), void *state, struct error *err)
{
	bool good = true;
	DIR *names = opendir(folder);
	if (!names)
		return errno == ENOENT || system_fail(err, folder);
	for (struct dirent *name; good && (name = readdir(names));) {
		if (is_file_name(str_of(name->d_name)))
			good = each(state, name->d_name, err);
	}
	closedir(names);
	return good;
}

struct copying {
	const char *from, *to;
	int64_t count;
};

/* One that was erased meanwhile is not wanted any more. */
static bool copy_one(void *state, const char *name, struct error *err)
{
	struct copying *copying = state;
	char from[4400], to[4400];
	struct stat about;
	snprintf(from, sizeof from, "%s/%s", copying->from, name);
	snprintf(to, sizeof to, "%s/%s", copying->to, name);
	if (stat(from, &about) && errno == ENOENT)
		return true;
	copying->count++;
	return copy_file(from, to, err);
}

static bool copy_files(const char *from, const char *to, int64_t *count, struct error *err)
{
	struct copying copying = { from, to, 0 };
	if (mkdir(to, 0700) && errno != EEXIST)
		return system_fail(err, to);
	bool good = each_file(from, copy_one, &copying, err);
	*count = copying.count;
	return good;
}

static bool remove_one(void *state, const char *name, struct error *err)
{
	char path[4400];
	(void)err;
	snprintf(path, sizeof path, "%s/%s", (const char *)state, name);
	unlink(path);
	return true;
}

static bool refuse_one(void *state, const char *name, struct error *err)
{
	(void)name;
	return error_set(err, ERR_CONFIG, "There are files of a state already: nothing is ever overwritten", "Restore into an empty state folder", "%s",
	                 (const char *)state);
}

/* --- backup --- */

static const char *kind_word(enum store_kind kind)
{
	return kind == STORE_SQLITE ? "sqlite" : "postgres";
}

static bool write_about(struct act *act, const char *path, int64_t files, struct error *err)
{
	char time[TIME_TEXT];
	struct str text = str_format(act->arena, "limen 1\nstate " STR_FMT "\ndatabase %s\nmade " STR_FMT "\nfiles %lld\n", STR_ARG(act->journal->options.state),
	                             kind_word(store_kind(act->journal->store)), STR_ARG(time_text(act->now, time)), (long long)files);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, text) && !fsync(fd);
	good = good || system_fail(err, path);
	if (fd >= 0)
		close(fd);
	return good;
}

bool journal_backup(struct act *act, struct str path, struct error *err)
{
	struct journal *journal = act->journal;
	int64_t files = 0;
	if (mkdir(str_c(act->arena, path), 0700))
		return system_fail(err, str_c(act->arena, path));
	/* The files after the bodies that name them: what is named is there, unless it was erased meanwhile. */
	return store_backup(journal->store, str_of(inside(act->arena, path, "database")), err) &&
	       copy_files(inside(act->arena, journal->options.folder, "blobs"), inside(act->arena, path, "blobs"), &files, err) &&
	       write_about(act, inside(act->arena, path, "about"), files, err);
}

/* --- restore --- */

struct restoring {
	const struct journal_options *options;
	struct arena *arena;
	struct str copy, erased;
	struct store *store;
	struct journal *journal;
	struct buf *out;
	int64_t files;
};

static bool check_about(struct restoring *restoring, struct error *err)
{
	const char *path = inside(restoring->arena, restoring->copy, "about");
	char *bytes = arena_alloc(restoring->arena, ABOUT_MOST);
	FILE *file = fopen(path, "rbe");
	if (!file)
		return error_set(err, ERR_INPUT, "This is no whole copy of a state", "Name a folder that limen backup made, and one that it finished", "%s", path);
	struct str text = { bytes, fread(bytes, 1, ABOUT_MOST, file) };
	fclose(file);
	struct str state = str_format(restoring->arena, "limen 1\nstate " STR_FMT "\n", STR_ARG(restoring->options->state));
	return str_starts(text, state) || error_set(err, ERR_CONFIG, "This copy is of another state, or of another kind of program",
	                                            "Name the country pack of the copy with --pack", "%s", path);
}

/* Record ids and signatures hang on the keys: with other keys the state would go on as another one. */
static bool check_keys(struct restoring *restoring, struct error *err)
{
	bool found;
	struct db *db = store_take(restoring->store, err);
	if (!db)
		return false;
	struct query *query = db_made(db, "SELECT count(*), sum(CASE WHEN node = :node THEN 1 ELSE 0 END) FROM journal_lane WHERE own = 1");
	query_bind_id(query, "node", node_id(restoring->options->keys->sign_public));
	bool good = query_one(query, &found, err), same = good && (!query_int(query, 0) || query_int(query, 1));
	good = good && query_end(query, err);
	store_give(restoring->store, db);
	return good && (same || error_set(err, ERR_CONFIG, "The keys in this state folder are not those of the copy",
	                                  "Put the keys of the state that was saved into its folder keys first", "%s", "keys"));
}

/* A line of the list: LANE:SEQ and the run that erased it. */
static bool erase_listed(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct restoring *restoring = state;
	struct erasing erasing = { .arena = restoring->arena };
	struct str rest = restoring->erased, line;
	bool good = db_begin_write(db, err);
	while (good && str_cut(&rest, '\n', &line)) {
		struct str place;
		struct uuid run;
		line = str_trim(line);
		if (!line.len)
			continue;
		good = str_cut(&line, ' ', &place) && uuid_parse(line, &run)
		               ? erase_place(journal, db, place, run, &erasing, err)
		               : error_set(err, ERR_INPUT, "This is no list of erasures", "Give what limen journal erasures printed", STR_FMT, STR_ARG(place));
	}
	return good && db_commit(db, err) && erase_scrub(journal, db, &erasing, err);
}

static bool look_over(struct restoring *restoring, struct error *err)
{
	struct journal_report report;
	struct act act = { .arena = restoring->arena, .clock = restoring->options->clock, .random = restoring->options->random,
		           .now = clock_now(restoring->options->clock), .journal = restoring->journal };
	if (restoring->erased.len && !writer_task(restoring->journal, erase_listed, restoring, err))
		return false;
	act.db = store_take(restoring->store, err);
	if (!act.db)
		return false;
	bool good = db_begin_read(act.db, err) && journal_verify(&act, &report, err);
	store_give(restoring->store, act.db);
	if (!good)
		return false;
	buf_add(restoring->out, buf_str(&report.text));
	buf_format(restoring->out, "%lld entries, %lld bodies, %lld lanes, %lld files, %lld faults\n", (long long)report.entries, (long long)report.bodies,
	           (long long)report.lanes, (long long)restoring->files, (long long)report.faults);
	return !report.faults || error_set(err, ERR_INTEGRITY, "The copy has faults: nothing was put in force", "Take another copy", "%s", "");
}

/* Everything but the last step. */
static bool prepare(struct restoring *restoring, const struct room *const *rooms, struct error *err)
{
	const char *to = inside(restoring->arena, restoring->options->folder, "blobs");
	if (!check_keys(restoring, err) || !store_migrate(restoring->store, err) ||
	    !copy_files(inside(restoring->arena, restoring->copy, "blobs"), to, &restoring->files, err))
		return false;
	restoring->journal = journal_open(restoring->store, rooms, restoring->options, err);
	bool good = restoring->journal && look_over(restoring, err);
	journal_close(restoring->journal);
	return good;
}

bool journal_restore(struct str copy, struct str where, const struct room *const *rooms, const struct journal_options *options, struct str erased,
                     struct buf *out, struct error *err)
{
	struct restoring restoring = { .options = options, .arena = arena_new(0), .copy = copy, .erased = erased, .out = out };
	const char *files = inside(restoring.arena, options->folder, "blobs");
	bool good = check_about(&restoring, err) && each_file(files, refuse_one, (void *)files, err);
	if (good)
		restoring.store = store_restore(where, str_of(inside(restoring.arena, copy, "database")), rooms, err);
	if (restoring.store) {
		struct error ignored;
		good = prepare(&restoring, rooms, err);
		good = store_restored(restoring.store, good, good ? err : &ignored) && good;
		if (!good)
			each_file(files, remove_one, (void *)files, &ignored);
	}
	good = good && restoring.store;
	arena_free(restoring.arena);
	return good;
}
