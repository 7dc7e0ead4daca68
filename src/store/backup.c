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

static bool copy_postgres(struct db *db, const char *folder, struct error *err)
{
	if (mkdir(folder, 0700))
		return system_fail(err, folder);
	struct query *query = db_made(db, "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY 1");
	bool good = true;
	while (good && query_next(query))
		good = copy_table(db, folder, str_c(db->arena, query_text(query, 0, db->arena)), err);
	return query_end(query, err) && good;
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
