/* PostgreSQL behind the store: binary values both ways, statements prepared once, pipeline mode for writes.
 * A statement is prepared with the types of the values that it gets; when a value comes where NULL stood before, it is prepared again.
 * Errors name the statement and the SQLSTATE, never the server's words, for these may quote values. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"

enum {
	OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_NUMERIC = 1700,
	PIPELINE_MOST = 64 /* beyond this both sides may wait for each other with full buffers */
};

/* --- errors --- */

struct sorted {
	const char *state; /* beginning of the SQLSTATE */
	enum error_code code;
	const char *what, *todo;
};

static const struct sorted sorts[] = {
	{ "23505", ERR_CONFLICT, "This row exists", "Read again and decide again" },
	{ "40001", ERR_CONFLICT, "Two writers met", "Read again and decide again" },
	{ "40P01", ERR_CONFLICT, "Two writers met", "Read again and decide again" },
	{ "53100", ERR_DISK_FULL, "The disk of the database is full: nothing was stored",
	  "Have those who run the server make room, then do it again" },
	{ "53", ERR_BUSY, "The database server is short of something", "Try again" },
	{ "55P03", ERR_BUSY, "The database is busy", "Try again" },
	{ "XX001", ERR_INTEGRITY, "The database is damaged", "Restore a backup" },
	{ "XX002", ERR_INTEGRITY, "The database is damaged", "Restore a backup" },
	{ "", ERR_STORE, "The database could not do this", "" },
};

static bool fail_state(struct error *err, const char *state, const char *constraint, const char *place)
{
	const struct sorted *sort = sorts;
	while (strncmp(state, sort->state, strlen(sort->state)) != 0)
		sort++;
	return error_set(err, sort->code, sort->what, sort->todo, "%s: %s %s", place, state, constraint ? constraint : "");
}

static bool fail(struct db *db, const PGresult *result, const char *place, struct error *err)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	if (state)
		return fail_state(err, state, PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME), place);
	if (result && PQresultStatus(result) == PGRES_PIPELINE_ABORTED)
		return error_set(err, ERR_STORE, "A statement before this one failed", "", "%s", place);
	return error_set(err, ERR_STORE, "The link to the database broke", "Try again", "%s%s", place,
	                 PQstatus(db->link) == CONNECTION_BAD ? "" : ": no answer");
}

/* Notices are not printed; one that comes with COMMIT says that a standby may lack what was written. */
static void take_notice(void *state, const PGresult *result)
{
	struct db *db = state;
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	if (severity && !strcmp(severity, "WARNING"))
		db->warned = true;
}

/* --- connection --- */

static bool command(struct db *db, const char *sql, struct error *err)
{
	PGresult *result = PQexec(db->link, sql);
	ExecStatusType status = PQresultStatus(result);
	bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || fail(db, result, "command", err);
	PQclear(result);
	return done;
}

static bool set_up(struct db *db, struct error *err)
{
	PQsetNoticeReceiver(db->link, take_notice, db);
	if (PQstatus(db->link) != CONNECTION_OK)
		return error_set(err, ERR_STORE, "The database server does not answer", "Check that it runs and lets this program in", "%s", "");
	return command(db, "SET client_encoding = 'UTF8'; SET client_min_messages = warning; SET lock_timeout = '30s'", err) &&
	       (!db->store->schema || command(db, str_format(db->arena, "SET search_path = %s", db->store->schema).data, err)) &&
	       (db->writes || command(db, "SET default_transaction_read_only = on", err)) &&
	       (!db->store->filling || command(db, "SET synchronous_commit = off", err));
}

static bool postgres_open(struct db *db, struct error *err)
{
	const char *names[] = { "dbname", "application_name", NULL };
	const char *values[] = { db->store->where, "limen", NULL };
	db->link = PQconnectdbParams(names, values, 1);
	return set_up(db, err);
}

static void postgres_close(struct db *db)
{
	PQfinish(db->link);
	db->link = NULL;
}

/* A server that went away and came back knows none of our statements. */
static bool reconnect(struct db *db, struct error *err)
{
	for (size_t i = 0; i < db->store->statements.count; i++) {
		for (struct query *query = db->queries[i]; query; query = query->twin)
			query->name[0] = 0;
	}
	queries_forget_made(db);
	PQreset(db->link);
	db->piping = false;
	return set_up(db, err);
}

static bool postgres_begin(struct db *db, struct error *err)
{
	const char *sql = db->writes ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	if (command(db, sql, err))
		return true;
	return PQstatus(db->link) == CONNECTION_BAD && reconnect(db, err) && command(db, sql, err);
}

static bool postgres_commit(struct db *db, struct error *err)
{
	db->warned = false;
	PGresult *result = PQexec(db->link, "COMMIT");
	bool answered = PQresultStatus(result) == PGRES_COMMAND_OK;
	bool committed = answered && !strcmp(PQcmdStatus(result), "COMMIT");
	if (!answered && PQstatus(db->link) == CONNECTION_BAD)
		error_set(err, ERR_UNCERTAIN, "The link broke while the database committed", "Ask by the same id", "%s", "");
	else if (!answered)
		fail(db, result, "COMMIT", err);
	else if (!committed)
		error_set(err, ERR_STORE, "The database rolled back", "Try again", "%s", "COMMIT");
	else if (db->warned)
		error_set(err, ERR_UNCERTAIN, "The standby server may lack this", "Ask by the same id", "%s", "");
	PQclear(result);
	return committed && !db->warned;
}

/* --- pipeline --- */

/* Takes the answers to all that was sent. The first failure stays in db->piped. */
static void take_answers(struct db *db)
{
	if (PQpipelineSync(db->link) != 1) {
		fail(db, NULL, "pipeline", &db->piped);
		return;
	}
	for (bool synced = false; !synced;) {
		PGresult *result = PQgetResult(db->link);
		if (!result) {
			if (PQstatus(db->link) != CONNECTION_BAD)
				continue; /* NULL ends each statement's results */
			fail(db, NULL, "pipeline", &db->piped);
			return;
		}
		ExecStatusType status = PQresultStatus(result);
		synced = status == PGRES_PIPELINE_SYNC;
		if (!synced && status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !db->piped.code)
			fail(db, result, "pipeline", &db->piped);
		PQclear(result);
	}
	db->sent = 0;
}

static bool postgres_pipeline(struct db *db, struct error *err)
{
	assert(!db->piping);
	if (PQenterPipelineMode(db->link) != 1)
		return fail(db, NULL, "pipeline", err);
	db->piping = true;
	db->sent = 0;
	db->piped = (struct error){ 0 };
	return true;
}

static bool postgres_drain(struct db *db, struct error *err)
{
	if (!db->piping)
		return true;
	if (db->sent)
		take_answers(db);
	db->piping = false;
	if (PQexitPipelineMode(db->link) != 1 && !db->piped.code)
		fail(db, NULL, "pipeline", &db->piped);
	if (db->piped.code)
		*err = db->piped;
	return !db->piped.code;
}

static void postgres_rollback(struct db *db)
{
	struct error ignored;
	postgres_drain(db, &ignored);
	if (PQtransactionStatus(db->link) != PQTRANS_IDLE)
		PQclear(PQexec(db->link, "ROLLBACK"));
}

static bool postgres_script(struct db *db, struct str sql, struct error *err)
{
	struct arena *arena = arena_new(0);
	PGresult *result = PQexec(db->link, str_c(arena, sql));
	ExecStatusType status = PQresultStatus(result);
	bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
	if (!done)
		fail(db, result, "script", err);
	PQclear(result);
	arena_free(arena);
	return done;
}

/* --- statements --- */

static Oid value_type(const struct value *value)
{
	switch (value->kind) {
	case VALUE_INT: return OID_INT8;
	case VALUE_TEXT: return OID_TEXT;
	case VALUE_BLOB: return OID_BYTEA;
	default: return 0;
	}
}

/* Are the types that it was prepared with still right? Learns the ones it lacked. */
static bool types_fit(struct query *query)
{
	bool fit = query->name[0];
	for (int i = 0; i < query->statement->count; i++) {
		Oid type = value_type(&query->values[i]);
		if (type && type != query->types[i]) {
			query->types[i] = type;
			fit = false;
		}
	}
	return fit;
}

static bool prepare_now(struct query *query, struct error *err)
{
	struct db *db = query->db;
	snprintf(query->name, sizeof query->name, "s%u", ++db->names);
	PGresult *result = PQprepare(db->link, query->name, query->statement->sql, query->statement->count, query->types);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!done) {
		/* The server's words about a text of ours quote no value. */
		const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
		struct str place = str_format(db->arena, STR_FMT ": %s", STR_ARG(query->statement->name), words ? words : "");
		query->name[0] = 0;
		fail(db, result, place.data, err);
	}
	PQclear(result);
	return done;
}

/* Preparing waits for an answer, so a pipeline is left and entered again: once per statement and connection. */
static bool postgres_prepare(struct query *query, struct error *err)
{
	if (types_fit(query))
		return true;
	bool piping = query->db->piping;
	return postgres_drain(query->db, err) && prepare_now(query, err) && (!piping || postgres_pipeline(query->db, err));
}

struct sending {
	const char *data[STATEMENT_PARAMETERS];
	int length[STATEMENT_PARAMETERS], format[STATEMENT_PARAMETERS];
	unsigned char number[STATEMENT_PARAMETERS][8];
};

static void encode(const struct query *query, struct sending *out)
{
	for (int i = 0; i < query->statement->count; i++) {
		const struct value *value = &query->values[i];
		assert(value->kind != VALUE_UNSET && value->bytes.len <= INT32_MAX);
		out->format[i] = 1;
		out->data[i] = value->bytes.data ? value->bytes.data : "";
		out->length[i] = (int)value->bytes.len;
		if (value->kind == VALUE_NULL)
			out->data[i] = NULL;
		if (value->kind != VALUE_INT)
			continue;
		for (int byte = 0; byte < 8; byte++)
			out->number[i][byte] = (unsigned char)((uint64_t)value->number >> (56 - 8 * byte));
		out->data[i] = (const char *)out->number[i];
		out->length[i] = 8;
	}
}

static enum step send_piped(struct query *query, const struct sending *send)
{
	struct db *db = query->db;
	int count = query->statement->count;
	if (db->piped.code) {
		query->error = db->piped;
		return STEP_FAILED;
	}
	if (PQsendQueryPrepared(db->link, query->name, count, send->data, send->length, send->format, 1) != 1) {
		fail(db, NULL, query->statement->name.data, &query->error);
		return STEP_FAILED;
	}
	if (++db->sent >= PIPELINE_MOST)
		take_answers(db);
	return STEP_DONE;
}

static enum step execute(struct query *query)
{
	struct db *db = query->db;
	struct sending send;
	if (!postgres_prepare(query, &query->error))
		return STEP_FAILED;
	encode(query, &send);
	if (db->piping)
		return send_piped(query, &send);
	query->result = PQexecPrepared(db->link, query->name, query->statement->count, send.data, send.length, send.format, 1);
	query->row = -1;
	ExecStatusType status = PQresultStatus(query->result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
		fail(db, query->result, query->statement->name.data, &query->error);
		return STEP_FAILED;
	}
	query->changes = 0;
	struct str changed = str_of(PQcmdTuples(query->result));
	if (changed.len && !str_to_int(changed, &query->changes))
		query->changes = 0;
	return STEP_ROW;
}

static enum step postgres_step(struct query *query)
{
	if (!query->started) {
		enum step step = execute(query);
		if (step != STEP_ROW)
			return step;
	}
	return query->result && ++query->row < PQntuples(query->result) ? STEP_ROW : STEP_DONE;
}

static void postgres_reset(struct query *query)
{
	PQclear(query->result);
	query->result = NULL;
}

static int postgres_columns(const struct query *query)
{
	return PQnfields(query->result);
}

static const char *postgres_column_name(const struct query *query, int column)
{
	return PQfname(query->result, column);
}

static bool postgres_column_null(const struct query *query, int column)
{
	return PQgetisnull(query->result, query->row, column);
}

static int64_t big_endian(const unsigned char *bytes, int length)
{
	uint64_t value = length && bytes[0] & 0x80 ? UINT64_MAX : 0;
	for (int i = 0; i < length; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

/* sum() of BIGINT is NUMERIC: digits to the base of 10,000. A fraction or more than 64 bits is a bug of the statement. */
static int64_t numeric(const unsigned char *bytes, int length)
{
	assert(length >= 8);
	int64_t digits = big_endian(bytes, 2), weight = big_endian(bytes + 2, 2), value = 0;
	bool negative = big_endian(bytes + 4, 2) == 0x4000;
	assert(length == 8 + 2 * digits && digits <= weight + 1 && weight < 5);
	for (int64_t i = 0; i <= weight; i++) {
		int64_t digit = i < digits ? big_endian(bytes + 8 + 2 * i, 2) : 0;
		bool over = __builtin_mul_overflow(value, 10000, &value) || __builtin_add_overflow(value, digit, &value);
		assert(!over);
	}
	return negative ? -value : value;
}

static int64_t postgres_column_int(const struct query *query, int column)
{
	const unsigned char *bytes = (const unsigned char *)PQgetvalue(query->result, query->row, column);
	int length = PQgetlength(query->result, query->row, column);
	switch (PQftype(query->result, column)) {
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		return big_endian(bytes, length);
	case OID_BOOL:
		return bytes[0];
	case OID_NUMERIC:
		return numeric(bytes, length);
	}
	fprintf(stderr, "limen: column %d of %s is no number\n", column, query->statement->sql);
	assert(!"a column that was read as a number is none");
	return 0;
}

static struct str postgres_column_bytes(const struct query *query, int column)
{
	const char *data = PQgetvalue(query->result, query->row, column);
	return (struct str){ data, (size_t)PQgetlength(query->result, query->row, column) };
}

const struct driver driver_postgres = {
	.kind = STORE_POSTGRES,
	.open = postgres_open,
	.close = postgres_close,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.pipeline = postgres_pipeline,
	.drain = postgres_drain,
	.script = postgres_script,
	.prepare = postgres_prepare,
	.step = postgres_step,
	.reset = postgres_reset,
	.release = postgres_reset,
	.columns = postgres_columns,
	.column_name = postgres_column_name,
	.column_null = postgres_column_null,
	.column_int = postgres_column_int,
	.column_bytes = postgres_column_bytes,
};
