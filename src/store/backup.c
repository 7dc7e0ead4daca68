/* A consistent copy of the database while others read and write. SQLite: one file, written whole and synced. PostgreSQL: a folder with
 * one file a table in COPY's binary form, all of one snapshot. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver.h"

static bool system_fail(struct error *err, const char *path)
{
	enum error_code code = errno == ENOSPC ? ERR_DISK_FULL : ERR_SYSTEM;
	return error_set(err, code, "The copy could not be written", "Check the folder, its permissions and its room", "%s: %s", path, strerror(errno));
}

/* The name of the copy is new: an older copy is never overwritten. */
static bool copy_sqlite(struct db *db, const char *path, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return system_fail(err, path);
	struct query *query = db_made(db, "VACUUM INTO :path");
	query_bind_text(query, "path", str_of(path));
	bool good = query_run(query, err);
	if (good && fsync(fd))
		good = system_fail(err, path);
	close(fd);
	return good;
}

static bool copy_table(struct db *db, const char *folder, const char *table, struct error *err)
{
	const char *path = str_format(db->arena, "%s/%s.copy", folder, table).data;
	char *bytes = NULL;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), size = 0;
	FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (!file)
		return system_fail(err, path);
	PGresult *result = PQexec(db->link, str_format(db->arena, "COPY %s TO STDOUT (FORMAT binary)", table).data);
	bool good = PQresultStatus(result) == PGRES_COPY_OUT;
	PQclear(result);
	while (good && (size = PQgetCopyData(db->link, &bytes, 0)) > 0) {
		good = fwrite(bytes, 1, (size_t)size, file) == (size_t)size;
		PQfreemem(bytes);
	}
	while ((result = PQgetResult(db->link))) {
		good = good && PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
	}
	good = good && !fflush(file) && !fsync(fileno(file));
	fclose(file);
	return good || error_set(err, ERR_STORE, "A table could not be copied", "Try again", "%s", table);
}

/* --- PostgreSQL: what the tables are like, as lines that a restore reads and checks, never as SQL to be run --- */

struct described {
	struct db *db;
	struct buf *out;
	const char *table;
};

static const char columns_sql[] =
	"SELECT CAST(attname AS text), format_type(atttypid, -1), CAST(attnotnull AS integer) FROM pg_catalog.pg_attribute"
	" WHERE attrelid = CAST(CAST(:table AS text) AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
static const char keys_sql[] =
	"SELECT CAST(c.conname AS text), CAST(c.contype AS text), (SELECT string_agg(CAST(a.attname AS text), ' ' ORDER BY k.place)"
	" FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)"
	" FROM pg_catalog.pg_constraint c WHERE c.conrelid = CAST(CAST(:table AS text) AS regclass) AND c.contype IN ('p', 'u') ORDER BY 1";
static const char indexes_sql[] =
	"SELECT CAST(n.relname AS text), (SELECT string_agg(CAST(a.attname AS text), ' ' ORDER BY k.place)"
	" FROM unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS k (number, place)"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)"
	" FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class n ON n.oid = i.indexrelid"
	" WHERE i.indrelid = CAST(CAST(:table AS text) AS regclass)"
	" AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1";

static struct query *about(const struct described *to, const char *sql)
{
	struct query *query = db_made(to->db, sql);
	query_bind_text(query, "table", str_of(to->table));
	return query;
}

static bool describe(const struct described *to, struct error *err)
{
	struct arena *arena = to->db->arena;
	buf_format(to->out, "table %s\n", to->table);
	struct query *query = about(to, columns_sql);
	while (query_next(query))
		buf_format(to->out, "column " STR_FMT " " STR_FMT "%s\n", STR_ARG(query_text(query, 0, arena)), STR_ARG(query_text(query, 1, arena)),
		           query_int(query, 2) ? " needed" : "");
	if (!query_end(query, err))
		return false;
	query = about(to, keys_sql);
	while (query_next(query))
		buf_format(to->out, "%s " STR_FMT " " STR_FMT "\n", str_is(query_text(query, 1, arena), "p") ? "primary" : "unique",
		           STR_ARG(query_text(query, 0, arena)), STR_ARG(query_text(query, 2, arena)));
	if (!query_end(query, err))
		return false;
	query = about(to, indexes_sql);
	while (query_next(query))
		buf_format(to->out, "index " STR_FMT " " STR_FMT "\n", STR_ARG(query_text(query, 0, arena)), STR_ARG(query_text(query, 1, arena)));
	return query_end(query, err);
}

static bool write_file(const char *path, struct str bytes, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return system_fail(err, path);
	FILE *file = fdopen(fd, "wb");
	bool good = file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len && !fflush(file) && !fsync(fd);
	good = good || system_fail(err, path);
	if (file)
		fclose(file);
	else
		close(fd);
	return good;
}

static bool copy_postgres(struct db *db, const char *folder, struct error *err)
{
	if (mkdir(folder, 0700))
		return system_fail(err, folder);
	struct query *query = db_made(db, "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY 1");
	struct buf shape = BUF_IN(db->arena);
	bool good = true;
	while (good && query_next(query)) {
		struct described to = { db, &shape, str_c(db->arena, query_text(query, 0, db->arena)) };
		good = describe(&to, err) && copy_table(db, folder, to.table, err);
	}
	return query_end(query, err) && good && write_file(str_format(db->arena, "%s/tables", folder).data, buf_str(&shape), err);
}

bool store_backup(struct store *store, struct str path, struct error *err)
{
	bool sqlite = store->driver->kind == STORE_SQLITE;
	struct db *db = db_connect(store, sqlite, err);
	if (!db)
		return false;
	const char *name = str_c(db->arena, path);
	bool good = sqlite ? copy_sqlite(db, name, err) : db_begin_read(db, err) && copy_postgres(db, name, err);
	db_close(db);
	return good;
}
