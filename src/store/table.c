/* DDL and statements of a fold's table, made from its constant declaration. Names come from the program's tables alone. */
#include <assert.h>
#include <string.h>

#include "driver.h"

static const char *column_type(enum field_type type, bool postgres)
{
	switch (type) {
	case FIELD_INT:
	case FIELD_TIME:
	case FIELD_YESNO:
		return postgres ? "BIGINT NOT NULL" : "INTEGER NOT NULL";
	case FIELD_ID:
		return postgres ? "BYTEA" : "BLOB";
	default:
		return postgres ? "TEXT COLLATE \"C\" NOT NULL" : "TEXT NOT NULL";
	}
}

/* Does `record` stand in this list of columns, and is it the first? */
static bool names_record(const char *columns, bool *first)
{
	struct str rest = str_of(columns), piece;
	bool found = false;
	for (int i = 0; str_cut(&rest, ',', &piece); i++) {
		if (!str_is(str_trim(piece), "record"))
			continue;
		found = true;
		*first = i == 0;
	}
	return found;
}

/* The primary key holds the record always: no entry of one record can stand in the way of another's rows. */
struct str table_key(const struct table *table, struct arena *arena)
{
	bool first;
	if (!table->key || !*table->key)
		return STR("record");
	return names_record(table->key, &first) ? str_of(table->key) : str_format(arena, "%s, record", table->key);
}

static struct str columns_ddl(const struct table *table, bool postgres, struct arena *arena)
{
	struct buf sql = BUF_IN(arena);
	buf_format(&sql, "record %s NOT NULL", postgres ? "BYTEA" : "BLOB");
	for (size_t i = 0; i < table->row->count; i++) {
		const struct field *field = &table->row->items[i];
		assert(strcmp(field->name, "record") != 0 && strcmp(field->name, "at") != 0);
		buf_format(&sql, ", %s %s", field->name, column_type(field->type, postgres));
	}
	return buf_str(&sql);
}

static bool index_create(struct db *db, const char *name, int number, const char *columns, struct arena *arena, struct error *err)
{
	return db_script(db, str_format(arena, "CREATE INDEX %s_%d ON %s (%s)", name, number, name, columns), err);
}

static bool create(struct db *db, const struct table *table, const char *name, struct arena *arena, struct error *err)
{
	bool postgres = db_kind(db) == STORE_POSTGRES, record_first = false;
	struct str key = table_key(table, arena);
	struct str sql = str_format(arena, "CREATE TABLE %s (" STR_FMT ", PRIMARY KEY (" STR_FMT "))%s", name,
	                            STR_ARG(columns_ddl(table, postgres, arena)), STR_ARG(key), postgres ? "" : " STRICT");
	if (!db_script(db, sql, err))
		return false;
	names_record(str_c(arena, key), &record_first);
	if (!record_first && !index_create(db, name, 0, "record", arena, err))
		return false;
	for (int i = 0; table->indexes && table->indexes[i]; i++) {
		if (!index_create(db, name, i + 1, table->indexes[i], arena, err))
			return false;
	}
	return true;
}

bool table_create(struct db *db, const struct table *table, const char *name, struct error *err)
{
	struct arena *arena = arena_new(0);
	bool done = create(db, table, name, arena, err);
	arena_free(arena);
	return done;
}

bool table_drop(struct db *db, const char *name, struct error *err)
{
	struct arena *arena = arena_new(0);
	bool done = db_script(db, str_format(arena, "DROP TABLE IF EXISTS %s", name), err);
	arena_free(arena);
	return done;
}

struct str table_put_sql(const struct table *table, const char *name, struct arena *arena)
{
	struct buf columns = BUF_IN(arena), values = BUF_IN(arena), updates = BUF_IN(arena);
	buf_text(&columns, "record");
	buf_text(&values, ":record");
	buf_text(&updates, "record = excluded.record");
	for (size_t i = 0; i < table->row->count; i++) {
		const char *column = table->row->items[i].name;
		buf_format(&columns, ", %s", column);
		buf_format(&values, ", :%s", column);
		buf_format(&updates, ", %s = excluded.%s", column, column);
	}
	return str_format(arena, "INSERT INTO %s (" STR_FMT ") VALUES (" STR_FMT ") ON CONFLICT (" STR_FMT ") DO UPDATE SET " STR_FMT,
	                  name, STR_ARG(buf_str(&columns)), STR_ARG(buf_str(&values)), STR_ARG(table_key(table, arena)),
	                  STR_ARG(buf_str(&updates)));
}

struct str table_remove_sql(const struct table *table, const char *name, struct arena *arena)
{
	struct buf sql = BUF_IN(arena);
	struct str rest = table_key(table, arena), piece;
	buf_format(&sql, "DELETE FROM %s", name);
	for (const char *word = "WHERE"; str_cut(&rest, ',', &piece); word = "AND") {
		piece = str_trim(piece);
		buf_format(&sql, " %s " STR_FMT " = :" STR_FMT, word, STR_ARG(piece), STR_ARG(piece));
	}
	return buf_str(&sql);
}

bool table_rename(struct db *db, const char *from, const char *to, struct error *err)
{
	struct arena *arena = arena_new(0);
	bool done = db_script(db, str_format(arena, "ALTER TABLE %s RENAME TO %s", from, to), err);
	arena_free(arena);
	return done;
}
