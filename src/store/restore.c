/* From a copy back to a database. It is filled beside its place - SQLite: a file next to it; PostgreSQL: a schema of its own - and looked over
 * there; only then, in one step, it stands where it belongs. Nothing is ever overwritten. What a copy says of its tables is data: names and types
 * are checked, and the SQL is made here. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver.h"

#define BESIDE ".restoring"
static const char schema[] = "limen_restoring";

static bool system_fail(struct error *err, const char *path)
{
	enum error_code code = errno == ENOSPC ? ERR_DISK_FULL : ERR_SYSTEM;
	return error_set(err, code, "The copy could not be read or put in its place", "Check the folders, their permissions and the room", "%s: %s", path,
	                 strerror(errno));
}

static bool occupied(struct error *err, const char *where)
{
	return error_set(err, ERR_CONFIG, "There is a database already: nothing is ever overwritten",
	                 "Restore into an empty state folder or an empty database", "%s", where);
}

static bool damaged(struct error *err, const char *what)
{
	return error_set(err, ERR_INTEGRITY, "The copy is damaged or is not one of this program", "Take another copy", "%s", what);
}

/* --- SQLite --- */

static bool place_is_free(const char *where, struct arena *arena, struct error *err)
{
	static const char *const ends[] = { "", "-wal", "-journal" };
	struct stat about;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		const char *path = str_format(arena, "%s%s", where, ends[i]).data;
		if (!lstat(path, &about))
			return occupied(err, path);
	}
	return true;
}

static void remove_beside(const char *file, struct arena *arena)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		unlink(str_format(arena, "%s%s", file, ends[i]).data);
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	for (ssize_t wrote; size; bytes += wrote, size -= (size_t)wrote) {
		wrote = write(fd, bytes, size);
		if (wrote < 0)
			return false;
	}
	return true;
}

static bool copy_file(const char *from, const char *to, struct error *err)
{
	char piece[65536];
	size_t size;
	FILE *in = fopen(from, "rbe");
	if (!in)
		return system_fail(err, from);
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0;
	while (good && (size = fread(piece, 1, sizeof piece, in)))
		good = write_all(fd, piece, size);
	good = good && !ferror(in) && !fsync(fd);
	if (!good)
		system_fail(err, to);
	if (fd >= 0)
		close(fd);
	fclose(in);
	return good;
}

/* SQLite's own look at the file: pages, indexes, constraints. */
static bool file_is_whole(struct store *store, struct error *err)
{
	bool found;
	struct db *db = store_take(store, err);
	if (!db)
		return false;
	struct query *query = db_made(db, "SELECT integrity_check FROM pragma_integrity_check(1)");
	bool good = query_one(query, &found, err);
	bool whole = good && found && str_is(query_text(query, 0, db->arena), "ok");
	good = good && query_end(query, err) && (whole || damaged(err, "database"));
	store_give(store, db);
	return good;
}

static bool sync_folder_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? str_c(arena, (struct str){ path, (size_t)(slash - path) + 1 }) : ".";
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return done;
}

static struct store *fill_sqlite(struct str where, const char *copy, const struct room *const *rooms, struct arena *arena, struct error *err)
{
	const char *place = str_c(arena, where), *file = str_format(arena, "%s" BESIDE, place).data;
	if (!place_is_free(place, arena, err))
		return NULL;
	remove_beside(file, arena); /* of a restore that was broken off */
	struct store *store = copy_file(copy, file, err) ? store_open(str_of(file), rooms, err) : NULL;
	if (!store)
		remove_beside(file, arena);
	else
		store->place = str_c(store->arena, where);
	if (store && !file_is_whole(store, err)) {
		store_restored(store, false, NULL);
		return NULL;
	}
	return store;
}

/* The last connection has copied the log back and removed it: one whole, synced file. A link never takes another's place. */
static bool put_file(const char *file, const char *place, struct arena *arena, struct error *err)
{
	struct stat about;
	if (!stat(str_format(arena, "%s-wal", file).data, &about))
		return error_set(err, ERR_STORE, "The restored database is still in use", "Try again", "%s", file);
	if (link(file, place))
		return errno == EEXIST ? occupied(err, place) : system_fail(err, place);
	return sync_folder_of(place, arena) || system_fail(err, place);
}

static bool end_sqlite(struct store *store, bool keep, struct error *err)
{
	struct arena *arena = arena_new(0);
	const char *file = str_c(arena, str_of(store->where)), *place = str_c(arena, str_of(store->place));
	store_close(store);
	bool good = !keep || put_file(file, place, arena, err);
	remove_beside(file, arena);
	arena_free(arena);
	return good;
}

/* --- PostgreSQL --- */

/* Lower case, as all names of the program are: needs no quotes and no trust. */
static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];
		if (c != '_' && (c < 'a' || c > 'z') && (!i || c < '0' || c > '9'))
			return false;
	}
	return name.len && name.len < 64;
}

/* "record hlc entry" -> "record, hlc, entry". */
static bool names_list(struct str names, struct buf *out)
{
	struct str name;
	for (const char *comma = ""; str_cut(&names, ' ', &name); comma = ", ") {
		if (!is_name(name))
			return false;
		buf_format(out, "%s" STR_FMT, comma, STR_ARG(name));
	}
	return true;
}

static const char *type_of(struct str type)
{
	return str_is(type, "bigint") ? "BIGINT" : str_is(type, "bytea") ? "BYTEA" : str_is(type, "text") ? "TEXT COLLATE \"C\"" : NULL;
}

struct shape {
	struct arena *arena;
	struct buf make, finish;  /* before and after the rows */
	struct texts tables;
	struct str table;
	bool columns;
};

static bool shape_column(struct shape *shape, struct str rest)
{
	struct str name, type;
	if (!str_cut(&rest, ' ', &name) || !str_cut(&rest, ' ', &type) || !is_name(name) || !type_of(type) || (rest.len && !str_is(rest, "needed")))
		return false;
	buf_format(&shape->make, "%s" STR_FMT " %s%s", shape->columns ? ", " : "", STR_ARG(name), type_of(type), rest.len ? " NOT NULL" : "");
	shape->columns = true;
	return true;
}

static bool shape_key(struct shape *shape, const char *before, const char *kind, struct str rest)
{
	struct str name;
	if (!str_cut(&rest, ' ', &name) || !is_name(name))
		return false;
	if (before)
		buf_format(&shape->finish, "ALTER TABLE " STR_FMT " ADD CONSTRAINT " STR_FMT " %s (", STR_ARG(shape->table), STR_ARG(name), kind);
	else
		buf_format(&shape->finish, "CREATE INDEX " STR_FMT " ON " STR_FMT " (", STR_ARG(name), STR_ARG(shape->table));
	bool good = names_list(rest, &shape->finish);
	buf_text(&shape->finish, ");\n");
	return good;
}

static bool shape_line(struct shape *shape, struct str line)
{
	struct str word;
	if (!str_cut(&line, ' ', &word))
		return false;
	if (str_is(word, "table")) {
		if (!is_name(line))
			return false;
		buf_format(&shape->make, "%sCREATE TABLE " STR_FMT " (", shape->table.len ? ");\n" : "", STR_ARG(line));
		shape->table = line;
		shape->columns = false;
		((struct str *)shape->tables.items)[shape->tables.count++] = line;
		return true;
	}
	if (!shape->table.len)
		return false;
	return str_is(word, "column")    ? shape_column(shape, line)
	       : str_is(word, "primary") ? shape_key(shape, "key", "PRIMARY KEY", line)
	       : str_is(word, "unique")  ? shape_key(shape, "key", "UNIQUE", line)
	       : str_is(word, "index") && shape_key(shape, NULL, NULL, line);
}

static bool read_shape(const char *path, struct shape *shape, struct error *err)
{
	enum { MOST = 4 << 20 };
	char *bytes = arena_alloc(shape->arena, MOST);
	FILE *file = fopen(path, "rbe");
	if (!file)
		return system_fail(err, path);
	struct str text = { bytes, fread(bytes, 1, MOST, file) }, line;
	fclose(file);
	shape->tables.items = ARENA_ARRAY(shape->arena, struct str, text.len / 6 + 1);
	while (str_cut(&text, '\n', &line)) {
		if (line.len && !shape_line(shape, line))
			return damaged(err, "tables");
	}
	buf_text(&shape->make, ");");
	return shape->tables.count || damaged(err, "tables");
}

static bool fill_table(struct db *db, const char *folder, const char *table, struct error *err)
{
	char piece[65536];
	size_t size;
	const char *path = str_format(db->arena, "%s/%s.copy", folder, table).data;
	FILE *file = fopen(path, "rbe");
	if (!file)
		return system_fail(err, path);
	PGresult *result = PQexec(db->link, str_format(db->arena, "COPY %s FROM STDIN (FORMAT binary)", table).data);
	bool good = PQresultStatus(result) == PGRES_COPY_IN;
	PQclear(result);
	while (good && (size = fread(piece, 1, sizeof piece, file)))
		good = PQputCopyData(db->link, piece, (int)size) == 1;
	bool read = !ferror(file);
	fclose(file);
	PQputCopyEnd(db->link, good && read ? NULL : "broken off");
	while ((result = PQgetResult(db->link))) {
		good = good && PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
	}
	return (good && read) || damaged(err, table);
}

static bool fill_tables(struct db *db, const char *folder, struct error *err)
{
	struct shape shape = { .arena = db->arena, .make = BUF_IN(db->arena), .finish = BUF_IN(db->arena) };
	if (!read_shape(str_format(db->arena, "%s/tables", folder).data, &shape, err) || !db_begin_write(db, err) || !db_script(db, buf_str(&shape.make), err))
		return false;
	for (size_t i = 0; i < shape.tables.count; i++) {
		if (!fill_table(db, folder, str_c(db->arena, shape.tables.items[i]), err))
			return false;
	}
	return db_script(db, buf_str(&shape.finish), err) && db_commit(db, err);
}

static bool place_is_empty(struct db *db, struct error *err)
{
	bool found;
	struct query *query = db_made(db, "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() LIMIT 1");
	return query_one(query, &found, err) && query_end(query, err) && (!found || occupied(err, "PostgreSQL"));
}

static bool make_schema(struct store *store, struct error *err)
{
	struct db *db = db_connect(store, true, err);
	bool done = db && place_is_empty(db, err) && db_script(db, str_format(db->arena, "DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s", schema, schema), err);
	db_close(db);
	return done;
}

static struct store *fill_postgres(struct str where, const char *copy, const struct room *const *rooms, struct error *err)
{
	struct store *store = store_open(where, rooms, err);
	bool done = store && make_schema(store, err);
	store_close(store);
	if (!done)
		return NULL;
	store = store_open_schema(where, rooms, schema, err);
	struct db *db = store ? db_connect(store, true, err) : NULL;
	done = db && fill_tables(db, copy, err);
	db_close(db);
	if (done)
		return store;
	store_close(store);
	return NULL;
}

static bool move_tables(struct db *db, struct error *err)
{
	struct buf sql = BUF_IN(db->arena);
	if (!db_begin_write(db, err) || !place_is_empty(db, err))
		return false;
	struct query *query = db_made(db, "SELECT quote_ident(tablename), quote_ident(current_schema()) FROM pg_catalog.pg_tables WHERE schemaname = CAST(:from AS text)");
	query_bind_text(query, "from", str_of(schema));
	while (query_next(query))
		buf_format(&sql, "ALTER TABLE %s." STR_FMT " SET SCHEMA " STR_FMT ";\n", schema, STR_ARG(query_text(query, 0, db->arena)),
		           STR_ARG(query_text(query, 1, db->arena)));
	buf_format(&sql, "DROP SCHEMA %s", schema);
	return query_end(query, err) && db_script(db, buf_str(&sql), err) && db_commit(db, err);
}

static bool end_postgres(struct store *store, bool keep, struct error *err)
{
	struct error ignored;
	store->schema = NULL; /* connections from now on see the place itself */
	struct db *db = db_connect(store, true, err);
	bool good = db && (!keep || move_tables(db, err));
	if (db && !(keep && good)) {
		db_rollback(db);
		db_script(db, str_format(db->arena, "DROP SCHEMA IF EXISTS %s CASCADE", schema), &ignored);
	}
	db_close(db);
	store_close(store);
	return good;
}

/* --- both --- */

struct store *store_restore(struct str where, struct str copy, const struct room *const *rooms, struct error *err)
{
	struct arena *arena = arena_new(0);
	bool postgres = str_starts(where, STR("postgres:"));
	struct stat about;
	const char *path = str_c(arena, copy);
	struct store *store = NULL;
	if (stat(path, &about))
		system_fail(err, path);
	else if (postgres != S_ISDIR(about.st_mode))
		error_set(err, ERR_INPUT, "This is a copy of the other kind of database", "Restore SQLite to SQLite and PostgreSQL to PostgreSQL", "%s", path);
	else
		store = postgres ? fill_postgres(where, path, rooms, err) : fill_sqlite(where, path, rooms, arena, err);
	arena_free(arena);
	return store;
}

bool store_restored(struct store *store, bool keep, struct error *err)
{
	struct error ignored;
	return (store->driver->kind == STORE_POSTGRES ? end_postgres : end_sqlite)(store, keep, err ? err : &ignored);
}
