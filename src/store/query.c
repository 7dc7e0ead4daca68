/* Queries: bind by name, step, read. The first failure sticks until query_end. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"

/* Statements made from tables, by their text. */
struct made {
	struct made *next;
	uint64_t hash;
	struct str sql;
	struct statement statement;
	struct query *query;
};

struct query *query_make(struct db *db, const struct statement *statement)
{
	struct query *query = ARENA_NEW(db->arena, struct query);
	query->db = db;
	query->statement = statement;
	query->values = ARENA_ARRAY(db->arena, struct value, (size_t)statement->count);
	query->types = ARENA_ARRAY(db->arena, Oid, (size_t)statement->count);
	return query;
}

static struct query *begin(struct query *first)
{
	struct query *query = first;
	while (query->busy) {
		if (!query->twin)
			query->twin = query_make(query->db, query->statement);
		query = query->twin;
	}
	query->busy = true;
	return query;
}

struct query *db_query(struct db *db, const char *name)
{
	const struct statements *all = &db->store->statements;
	int at = statements_find(all, str_of(name));
	if (at < 0)
		fprintf(stderr, "limen: there is no statement %s\n", name);
	assert(at >= 0);
	if (!db->queries[at])
		db->queries[at] = query_make(db, &all->items[at]);
	return begin(db->queries[at]);
}

static struct query *made_new(struct db *db, struct str sql, uint64_t hash)
{
	struct made *made = ARENA_NEW(db->arena, struct made);
	made->hash = hash;
	made->sql = str_copy(db->arena, sql);
	char mark = db->driver->kind == STORE_POSTGRES ? '$' : '?';
	statement_translate(&made->statement, STR("made"), made->sql, mark, db->arena);
	made->query = query_make(db, &made->statement);
	made->next = db->made;
	db->made = made;
	return made->query;
}

struct query *db_made(struct db *db, const char *sql)
{
	struct str text = str_of(sql);
	uint64_t hash = str_hash(text);
	for (struct made *made = db->made; made; made = made->next) {
		if (made->hash == hash && str_equal(made->sql, text))
			return begin(made->query);
	}
	return begin(made_new(db, text, hash));
}

static void release(struct db *db, struct query *query)
{
	for (; query; query = query->twin) {
		db->driver->release(query);
		arena_free(query->scratch);
	}
}

void queries_release(struct db *db)
{
	for (size_t i = 0; i < db->store->statements.count; i++)
		release(db, db->queries[i]);
	for (struct made *made = db->made; made; made = made->next)
		release(db, made->query);
}

void queries_forget_made(struct db *db)
{
	for (struct made *made = db->made; made; made = made->next) {
		for (struct query *query = made->query; query; query = query->twin)
			query->name[0] = 0;
	}
}

static struct value *value_of(struct query *query, const char *name)
{
	int at = statement_parameter(query->statement, name);
	if (at < 0)
		fprintf(stderr, "limen: " STR_FMT " has no parameter :%s\n", STR_ARG(query->statement->name), name);
	assert(at >= 0 && !query->started);
	return &query->values[at];
}

void query_bind_int(struct query *query, const char *name, int64_t value)
{
	*value_of(query, name) = (struct value){ .kind = VALUE_INT, .number = value };
}

void query_bind_text(struct query *query, const char *name, struct str value)
{
	*value_of(query, name) = (struct value){ .kind = VALUE_TEXT, .bytes = value };
}

void query_bind_blob(struct query *query, const char *name, struct str value)
{
	*value_of(query, name) = (struct value){ .kind = VALUE_BLOB, .bytes = value };
}

static void put_id(struct value *value, struct uuid id)
{
	*value = (struct value){ .kind = uuid_zero(id) ? VALUE_NULL : VALUE_BLOB, .id = id };
	value->bytes = (struct str){ (const char *)value->id.bytes, sizeof value->id.bytes };
}

void query_bind_id(struct query *query, const char *name, struct uuid value)
{
	put_id(value_of(query, name), value);
}

void query_bind_null(struct query *query, const char *name)
{
	*value_of(query, name) = (struct value){ .kind = VALUE_NULL };
}

static struct arena *scratch(struct query *query)
{
	if (!query->scratch)
		query->scratch = arena_new(0);
	return query->scratch;
}

static void put_field(struct query *query, struct value *value, const struct field *field, const void *at)
{
	value->kind = VALUE_TEXT;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_JSON:
		value->bytes = *(const struct str *)at;
		break;
	case FIELD_DATE:
		value->bytes = date_str(scratch(query), *(const struct date *)at);
		break;
	case FIELD_TEXTS:
	case FIELD_LIST:
		value->bytes = field_data(field, at, scratch(query));
		break;
	case FIELD_INT:
	case FIELD_TIME:
		*value = (struct value){ .kind = VALUE_INT, .number = *(const int64_t *)at };
		break;
	case FIELD_YESNO:
		*value = (struct value){ .kind = VALUE_INT, .number = *(const bool *)at };
		break;
	case FIELD_ID:
		put_id(value, *(const struct uuid *)at);
		break;
	}
}

void query_bind_row(struct query *query, const struct fields *fields, const void *row)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->items[i];
		int at = statement_parameter(query->statement, field->name);
		if (at >= 0)
			put_field(query, &query->values[at], field, (const char *)row + field->offset);
	}
}

bool query_next(struct query *query)
{
	assert(query->busy);
	if (query->failed)
		return false;
	enum step step = query->db->driver->step(query);
	query->started = true;
	query->failed = step == STEP_FAILED;
	return step == STEP_ROW;
}

bool query_end(struct query *query, struct error *err)
{
	assert(query->busy);
	bool failed = query->failed;
	if (failed)
		*err = query->error;
	query->db->driver->reset(query);
	for (int i = 0; i < query->statement->count; i++)
		query->values[i].kind = VALUE_UNSET;
	if (query->scratch)
		arena_reset(query->scratch);
	query->busy = query->started = query->failed = false;
	return !failed;
}

bool query_run(struct query *query, struct error *err)
{
	while (query_next(query))
		;
	return query_end(query, err);
}

bool query_one(struct query *query, bool *found, struct error *err)
{
	*found = query_next(query);
	return !query->failed || query_end(query, err);
}

int64_t query_changes(const struct query *query)
{
	return query->changes;
}

int64_t query_int(const struct query *query, int column)
{
	return query->db->driver->column_null(query, column) ? 0 : query->db->driver->column_int(query, column);
}

struct str query_text(const struct query *query, int column, struct arena *arena)
{
	if (query->db->driver->column_null(query, column))
		return STR("");
	return str_copy(arena, query->db->driver->column_bytes(query, column));
}

struct uuid query_id(const struct query *query, int column)
{
	struct uuid id = { 0 };
	struct str bytes = query->db->driver->column_null(query, column) ? STR("") : query->db->driver->column_bytes(query, column);
	if (bytes.len == sizeof id.bytes)
		memcpy(id.bytes, bytes.data, sizeof id.bytes);
	return id;
}

bool query_null(const struct query *query, int column)
{
	return query->db->driver->column_null(query, column);
}

/* Which field each column is, found once per statement and record. */
static void map_row(struct query *query, const struct fields *fields)
{
	int columns = query->db->driver->columns(query);
	query->row_map = ARENA_ARRAY(query->db->arena, int, (size_t)columns);
	query->row_fields = fields;
	for (int column = 0; column < columns; column++) {
		const char *name = query->db->driver->column_name(query, column);
		query->row_map[column] = -1;
		for (size_t i = 0; i < fields->count; i++) {
			if (!strcmp(fields->items[i].name, name))
				query->row_map[column] = (int)i;
		}
	}
}

static void get_field(const struct query *query, int column, const struct field *field, void *at, struct arena *arena)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CODE:
	case FIELD_JSON:
		*(struct str *)at = query_text(query, column, arena);
		break;
	case FIELD_DATE:
		if (!date_parse(query_text(query, column, arena), at))
			*(struct date *)at = (struct date){ 0 };
		break;
	case FIELD_TEXTS:
	case FIELD_LIST:
		if (!field_from_data(field, query_text(query, column, arena), at, arena))
			memset(at, 0, field->type == FIELD_LIST ? sizeof(struct list) : sizeof(struct texts));
		break;
	case FIELD_INT:
	case FIELD_TIME:
		*(int64_t *)at = query_int(query, column);
		break;
	case FIELD_YESNO:
		*(bool *)at = query_int(query, column) != 0;
		break;
	case FIELD_ID:
		*(struct uuid *)at = query_id(query, column);
		break;
	}
}

void query_row(const struct query *query, const struct fields *fields, void *row, struct arena *arena)
{
	if (query->row_fields != fields)
		map_row((struct query *)query, fields);
	int columns = query->db->driver->columns(query);
	for (int column = 0; column < columns; column++) {
		int item = query->row_map[column];
		if (item >= 0)
			get_field(query, column, &fields->items[item], (char *)row + fields->items[item].offset, arena);
	}
}
