/* The bare rate: what the server wrote since a moment is taken out of the database and written again, the same bytes, rows and indexes, by as many
 * clients, each waiting until its own is durable, through one writer that commits whatever waits. No HTTP, no check, no fold, no hash. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clearance.h"
#include "house.h"
#include "store.h"

/* One entry and the rows that it made. */
struct unit {
	struct uuid id, record, actor, parent;
	int64_t lane, seq, hlc, kind, version, happened;
	struct str body_hash, prev, hash, type, purpose, request, salt, data;
	struct ref {
		struct uuid record;
		struct str role;
	} refs[4];
	size_t ref_count;
	int64_t n;
	struct made {
		const struct table *table;
		void *row;
	} rows[8];
	size_t row_count;
	struct unit *next;          /* in the queue */
	bool stored;
};

struct bare {
	struct db *db;
	struct unit *units;
	size_t count, clients;
	struct arena *arena;
	pthread_mutex_t lock;
	pthread_cond_t wake, done;
	struct unit *first, **last;
	size_t finished;
	bool failed;
	struct error err;
};

/* --- taking out --- */

static void read_unit(const struct query *query, struct unit *unit, struct arena *arena)
{
	*unit = (struct unit){
		.id = query_id(query, 0), .lane = query_int(query, 1), .seq = query_int(query, 2), .hlc = query_int(query, 3), .kind = query_int(query, 4),
		.body_hash = query_text(query, 5, arena), .prev = query_text(query, 6, arena), .hash = query_text(query, 7, arena), .record = query_id(query, 8),
		.type = query_text(query, 9, arena), .version = query_int(query, 10), .happened = query_int(query, 11), .actor = query_id(query, 12),
		.purpose = query_text(query, 13, arena), .parent = query_id(query, 14), .request = query_text(query, 15, arena), .salt = query_text(query, 16, arena),
		.data = query_text(query, 17, arena),
	};
}

static bool read_units(struct db *db, int64_t since, struct bare *bare, struct error *err)
{
	struct query *query = db_made(db, "SELECT e.id, e.lane, e.seq, e.hlc, e.kind, e.body_hash, e.prev, e.hash, b.record, b.type, b.version, b.happened, b.actor, b.purpose,"
	                                  " b.parent, b.request, b.salt, b.data FROM journal_entry e JOIN journal_body b ON b.entry = e.id WHERE e.hlc >= :since ORDER BY e.lane, e.seq");
	size_t size = 0;
	query_bind_int(query, "since", since * 65536);
	while (query_next(query)) {
		if (bare->count == size) {
			size_t more = size ? size * 2 : 1024;
			struct unit *grown = ARENA_ARRAY(bare->arena, struct unit, more);
			if (bare->count)
				memcpy(grown, bare->units, bare->count * sizeof *grown);
			bare->units = grown;
			size = more;
		}
		read_unit(query, &bare->units[bare->count++], bare->arena);
	}
	return query_end(query, err);
}

static bool read_refs(struct db *db, struct unit *unit, struct arena *arena, struct error *err)
{
	struct query *query = db_query(db, "journal.refs_of");
	query_bind_id(query, "entry", unit->id);
	while (query_next(query) && unit->ref_count < COUNT_OF(unit->refs))
		unit->refs[unit->ref_count++] = (struct ref){ query_id(query, 0), query_text(query, 1, arena) };
	return query_end(query, err);
}

static bool read_head(struct db *db, struct unit *unit, struct error *err)
{
	struct query *query = db_query(db, "journal.head");
	query_bind_id(query, "record", unit->record);
	unit->n = query_next(query) ? query_int(query, 0) : 1;
	return query_end(query, err);
}

static bool reads(const struct fold *fold, struct str type)
{
	for (const struct entry_type *const *read = fold->reads; *read; read++)
		if (str_is(type, (*read)->name))
			return true;
	return false;
}

/* The row that bears the entry's id, or the record's only row. */
static bool row_of_entry(const struct table *table, const void *row, struct uuid entry)
{
	for (size_t i = 0; i < table->row->count; i++)
		if (table->row->items[i].type == FIELD_ID && str_is(STR("id"), table->row->items[i].name))
			return uuid_equal(*(const struct uuid *)((const char *)row + table->row->items[i].offset), entry);
	return !table->key || !*table->key;
}

static bool read_rows(struct db *db, const struct table *table, struct unit *unit, struct arena *arena, struct error *err)
{
	struct query *query = db_made(db, str_format(arena, "SELECT * FROM %s WHERE record = :record", table->name).data);
	query_bind_id(query, "record", unit->record);
	while (query_next(query)) {
		void *row = arena_alloc(arena, table->row->size);
		query_row(query, table->row, row, arena);
		if (row_of_entry(table, row, unit->id) && unit->row_count < COUNT_OF(unit->rows))
			unit->rows[unit->row_count++] = (struct made){ table, row };
	}
	return query_end(query, err);
}

static bool read_made(struct db *db, const struct room *const *rooms, struct unit *unit, struct arena *arena, struct error *err)
{
	for (; *rooms; rooms++)
		for (const struct fold *const *fold = (*rooms)->folds; fold && *fold; fold++)
			for (const struct table *const *table = (*fold)->writes; reads(*fold, unit->type) && *table; table++)
				if (!read_rows(db, *table, unit, arena, err))
					return false;
	return true;
}

/* --- taking away --- */

static bool run_by_id(struct db *db, const char *sql, struct uuid id, struct error *err)
{
	struct query *query = db_made(db, sql);
	query_bind_id(query, "id", id);
	return query_run(query, err);
}

static bool remove_unit(struct db *db, const struct unit *unit, struct error *err)
{
	return run_by_id(db, "DELETE FROM journal_entry WHERE id = :id", unit->id, err) && run_by_id(db, "DELETE FROM journal_body WHERE entry = :id", unit->id, err) &&
	       run_by_id(db, "DELETE FROM journal_ref WHERE entry = :id", unit->id, err) && run_by_id(db, "DELETE FROM movement WHERE id = :id", unit->id, err);
}

static bool remove_units(struct bare *bare, struct error *err)
{
	static const char sqlite[] = "PRAGMA wal_checkpoint(TRUNCATE)", postgres[] = "VACUUM";
	if (!db_begin_write(bare->db, err))
		return false;
	for (size_t i = 0; i < bare->count; i++)
		if (!remove_unit(bare->db, &bare->units[i], err))
			return false;
	return db_commit(bare->db, err) && db_script(bare->db, str_of(db_kind(bare->db) == STORE_SQLITE ? sqlite : postgres), err);
}

/* --- writing again --- */

static bool put_entry(struct db *db, const struct unit *unit, struct error *err)
{
	struct query *query = db_query(db, "journal.entry_put");
	query_bind_id(query, "id", unit->id);
	query_bind_int(query, "lane", unit->lane);
	query_bind_int(query, "seq", unit->seq);
	query_bind_int(query, "hlc", unit->hlc);
	query_bind_int(query, "kind", unit->kind);
	query_bind_blob(query, "body_hash", unit->body_hash);
	query_bind_blob(query, "prev", unit->prev);
	query_bind_blob(query, "hash", unit->hash);
	return query_run(query, err);
}

static bool put_body(struct db *db, const struct unit *unit, struct error *err)
{
	struct query *query = db_query(db, "journal.body_put");
	query_bind_id(query, "entry", unit->id);
	query_bind_id(query, "record", unit->record);
	query_bind_int(query, "hlc", unit->hlc);
	query_bind_text(query, "type", unit->type);
	query_bind_int(query, "version", unit->version);
	query_bind_int(query, "happened", unit->happened);
	query_bind_id(query, "actor", unit->actor);
	query_bind_text(query, "purpose", unit->purpose);
	query_bind_id(query, "parent", unit->parent);
	query_bind_blob(query, "request", unit->request);
	query_bind_blob(query, "salt", unit->salt);
	query_bind_blob(query, "data", unit->data);
	return query_run(query, err);
}

static bool put_refs(struct db *db, const struct unit *unit, struct error *err)
{
	for (size_t i = 0; i < unit->ref_count; i++) {
		struct query *query = db_query(db, "journal.ref_put");
		query_bind_id(query, "record", unit->refs[i].record);
		query_bind_id(query, "entry", unit->id);
		query_bind_text(query, "role", unit->refs[i].role);
		if (!query_run(query, err))
			return false;
	}
	return true;
}

static bool put_rows(struct db *db, const struct unit *unit, struct arena *arena, struct error *err)
{
	for (size_t i = 0; i < unit->row_count; i++) {
		const struct table *table = unit->rows[i].table;
		struct query *query = db_made(db, table_put_sql(table, table->name, arena).data);
		query_bind_id(query, "record", unit->record);
		query_bind_row(query, table->row, unit->rows[i].row);
		if (!query_run(query, err))
			return false;
	}
	return true;
}

static bool put_head(struct db *db, const struct unit *unit, struct error *err)
{
	struct query *query = db_query(db, "journal.head_set");
	query_bind_id(query, "record", unit->record);
	query_bind_int(query, "n", unit->n);
	query_bind_int(query, "hlc", unit->hlc);
	query_bind_id(query, "entry", unit->id);
	return query_run(query, err);
}

static bool move_lane(struct db *db, const struct unit *last, struct error *err)
{
	struct query *query = db_made(db, "UPDATE journal_lane SET seq = :seq, hash = :hash, hlc = :hlc WHERE lane = :lane");
	query_bind_int(query, "lane", last->lane);
	query_bind_int(query, "seq", last->seq);
	query_bind_int(query, "hlc", last->hlc);
	query_bind_blob(query, "hash", last->hash);
	return query_run(query, err);
}

static bool commit_all(struct bare *bare, const struct unit *units, struct arena *arena, struct error *err)
{
	struct db *db = bare->db;
	const struct unit *last = units;
	if (!db_begin_write(db, err) || !db_pipeline(db, err))
		return false;
	for (const struct unit *unit = units; unit; last = unit, unit = unit->next)
		if (!put_entry(db, unit, err) || !put_body(db, unit, err) || !put_refs(db, unit, err) || !put_rows(db, unit, arena, err) || !put_head(db, unit, err))
			return false;
	return db_drain(db, err) && move_lane(db, last, err) && db_commit(db, err);
}

static void *write_all(void *state)
{
	struct bare *bare = state;
	struct arena *arena = arena_new(0);
	pthread_mutex_lock(&bare->lock);
	while (bare->finished < bare->clients) {
		struct unit *units = bare->first;
		if (!units) {
			pthread_cond_wait(&bare->wake, &bare->lock);
			continue;
		}
		bare->first = NULL;
		bare->last = &bare->first;
		pthread_mutex_unlock(&bare->lock);
		bool good = bare->failed || commit_all(bare, units, arena, &bare->err);
		arena_reset(arena);
		pthread_mutex_lock(&bare->lock);
		bare->failed = bare->failed || !good;
		for (struct unit *unit = units, *next; unit; unit = next) {
			next = unit->next;
			unit->stored = true;
		}
		pthread_cond_broadcast(&bare->done);
	}
	pthread_mutex_unlock(&bare->lock);
	arena_free(arena);
	return NULL;
}

struct client {
	struct bare *bare;
	size_t first;
	pthread_t thread;
};

static void *ask_all(void *state)
{
	struct client *client = state;
	struct bare *bare = client->bare;
	for (size_t i = client->first; i < bare->count; i += bare->clients) {
		struct unit *unit = &bare->units[i];
		pthread_mutex_lock(&bare->lock);
		*bare->last = unit;
		bare->last = &unit->next;
		pthread_cond_signal(&bare->wake);
		while (!unit->stored)
			pthread_cond_wait(&bare->done, &bare->lock);
		pthread_mutex_unlock(&bare->lock);
	}
	pthread_mutex_lock(&bare->lock);
	bare->finished++;
	pthread_cond_signal(&bare->wake);
	pthread_mutex_unlock(&bare->lock);
	return NULL;
}

static bool write_again(struct bare *bare, struct error *err)
{
	struct client *clients = ARENA_ARRAY(bare->arena, struct client, bare->clients);
	pthread_t writer;
	pthread_mutex_init(&bare->lock, NULL);
	pthread_cond_init(&bare->wake, NULL);
	pthread_cond_init(&bare->done, NULL);
	bare->last = &bare->first;
	if (pthread_create(&writer, NULL, write_all, bare))
		abort();
	for (size_t i = 0; i < bare->clients; i++) {
		clients[i] = (struct client){ .bare = bare, .first = i };
		if (pthread_create(&clients[i].thread, NULL, ask_all, &clients[i]))
			abort();
	}
	for (size_t i = 0; i < bare->clients; i++)
		pthread_join(clients[i].thread, NULL);
	pthread_join(writer, NULL);
	if (bare->failed)
		*err = bare->err;
	return !bare->failed;
}

static size_t bytes_of(const struct bare *bare)
{
	size_t bytes = 0;
	for (size_t i = 0; i < bare->count; i++)
		bytes += bare->units[i].data.len;
	return bytes;
}

bool bench_again(struct act *act, int64_t since, size_t clients, struct bare_figures *out, struct error *err)
{
	struct bare bare = { .arena = act->arena, .clients = clients };
	size_t rows = 0;
	if (!read_units(act->db, since, &bare, err))
		return false;
	for (size_t i = 0; i < bare.count; i++) {
		struct unit *unit = &bare.units[i];
		if (!read_refs(act->db, unit, act->arena, err) || !read_head(act->db, unit, err) || !read_made(act->db, act->house->rooms, unit, act->arena, err))
			return false;
		rows += unit->row_count + unit->ref_count;
	}
	db_rollback(act->db);
	bare.db = db_open_writer(act->house->store, err);
	bool done = bare.db && remove_units(&bare, err);
	int64_t start = bench_wall_us(), cpu = bench_cpu_us();
	done = done && write_again(&bare, err);
	*out = (struct bare_figures){ (int64_t)bare.count, (int64_t)rows, (int64_t)bytes_of(&bare), bench_wall_us() - start, bench_cpu_us() - cpu };
	db_close(bare.db);
	return done;
}

/* Prints: entries, rows that they made, bytes of their bodies, microseconds, microseconds of CPU time. */
bool bench_bare(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct bare_figures figures;
	int64_t since, clients, crossings, names;
	if (!bench_number(line, "--since", 1, INT64_MAX / 65536, 0, &since, err) || !bench_number(line, "--booths", 1, BOOTHS_MOST, 8, &clients, err))
		return false;
	if (!since || !bench_made(act->house->state, &crossings, &names))
		return error_set(err, ERR_INPUT, "this is a part of limen bench clearance, and needs a state that it filled", "limen bench clearance", "--since");
	if (!bench_again(act, since, (size_t)clients, &figures, err))
		return false;
	buf_format(out, "%lld %lld %lld %lld %lld\n", (long long)figures.entries, (long long)figures.rows, (long long)figures.bytes, (long long)figures.wall_us, (long long)figures.cpu_us);
	return true;
}
