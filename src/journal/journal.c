/* Opening and closing: the rooms' kinds of entry and folds are gathered, projections whose definition changed are rebuilt, the
 * writer starts. */
#include "inner.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

static const struct entry_type *const entry_types[] = { &read_type, &erase_type, NULL };
static const struct migration migrations[] = { { 1, "migrations/1.sqlite.sql", "migrations/1.postgres.sql" }, { 0 } };

const struct room journal_room = {
	.name = "journal",
	.files = journal_files,
	.migrations = migrations,
	.entries = entry_types,
	.commands = journal_commands,
	.jobs = journal_jobs,
};

/* --- kinds of entry --- */

static int compare_type(const void *a, const void *b)
{
	const struct entry_type *left = *(const struct entry_type *const *)a, *right = *(const struct entry_type *const *)b;
	int order = strcmp(left->name, right->name);
	return order ? order : left->version - right->version;
}

static void gather_types(struct journal *journal)
{
	size_t count = 0;
	for (const struct room *const *room = journal->rooms; *room; room++) {
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++)
			count++;
	}
	journal->types = ARENA_ARRAY(journal->arena, const struct entry_type *, count);
	for (const struct room *const *room = journal->rooms; *room; room++) {
		for (const struct entry_type *const *type = (*room)->entries; type && *type; type++)
			journal->types[journal->type_count++] = *type;
	}
	qsort(journal->types, count, sizeof *journal->types, compare_type);
	for (size_t i = 1; i < count; i++)
		assert(compare_type(&journal->types[i - 1], &journal->types[i]) < 0); /* two kinds of one name and version */
}

const struct entry_type *journal_type(const struct journal *journal, struct str name, int version)
{
	size_t low = 0, high = journal->type_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry_type *type = journal->types[middle];
		int order = str_compare(name, str_of(type->name));
		if (!order)
			order = version - type->version;
		if (!order)
			return type;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* --- folds --- */

static int field_position(const struct fields *fields, struct str name)
{
	for (size_t i = 0; i < fields->count; i++) {
		if (str_is(name, fields->items[i].name))
			return (int)i;
	}
	assert(!"a table's key names a column that it lacks");
	return -1;
}

static void make_projection(struct projection *out, const struct fold *fold, const struct table *table, struct arena *arena)
{
	struct str rest = table_key(table, arena), piece;
	*out = (struct projection){ .fold = fold, .table = table };
	out->put_sql = table_put_sql(table, table->name, arena).data;
	out->remove_sql = table_remove_sql(table, table->name, arena).data;
	out->keys = ARENA_ARRAY(arena, int, table->row->count);
	while (str_cut(&rest, ',', &piece)) {
		piece = str_trim(piece);
		if (!str_is(piece, "record"))
			out->keys[out->key_count++] = field_position(table->row, piece);
	}
}

static void describe_fields(struct buf *out, const struct fields *fields)
{
	for (size_t i = 0; i < fields->count; i++) {
		buf_format(out, " %s:%d", fields->items[i].name, fields->items[i].type);
		if (fields->items[i].of)
			describe_fields(out, fields->items[i].of);
	}
}

/* What a fold's tables are a function of, besides the entries. */
static void fold_digest(struct folding *folding, struct arena *arena)
{
	struct buf text = BUF_IN(arena);
	buf_format(&text, "%s %d", folding->fold->name, folding->fold->version);
	for (const struct table *const *table = folding->fold->writes; *table; table++) {
		buf_format(&text, "\n%s (" STR_FMT ")", (*table)->name, STR_ARG(table_key(*table, arena)));
		describe_fields(&text, (*table)->row);
		for (const char *const *index = (*table)->indexes; index && *index; index++)
			buf_format(&text, "; %s", *index);
	}
	struct str whole = buf_str(&text);
	sha256(&whole, 1, folding->digest);
}

/* The bodies alone: a fold knows neither lane nor seq. */
static const char select_bodies[] = "SELECT b.entry, CAST(0 AS BIGINT), CAST(0 AS BIGINT), b.hlc, b.record, b.type, b.version, b.happened, b.actor, b.purpose,"
                                    " b.parent, b.data FROM journal_body b WHERE b.record = :record AND b.type IN (";

static void name_types(struct buf *sql, const struct fold *fold)
{
	for (const struct entry_type *const *type = fold->reads; *type; type++)
		buf_format(sql, "%s'%s'", sql->data[sql->len - 1] == '(' ? "" : ", ", (*type)->name);
}

static const char *select_sql(const struct fold *fold, struct arena *arena)
{
	struct buf sql = BUF_IN(arena);
	buf_text(&sql, select_bodies);
	name_types(&sql, fold);
	buf_text(&sql, ") ORDER BY b.hlc, b.entry");
	return sql.data;
}

static const char *stored_sql(const struct journal *journal, struct arena *arena)
{
	struct buf sql = BUF_IN(arena);
	buf_text(&sql, select_bodies);
	for (size_t i = 0; i < journal->folding_count; i++)
		name_types(&sql, journal->foldings[i].fold);
	buf_text(&sql, ") ORDER BY b.hlc, b.entry");
	return sql.data;
}

static void make_folding(struct folding *out, const struct fold *fold, struct arena *arena)
{
	int count = 0;
	while (fold->writes[count])
		count++;
	struct projection *projections = ARENA_ARRAY(arena, struct projection, (size_t)count);
	for (int i = 0; i < count; i++)
		make_projection(&projections[i], fold, fold->writes[i], arena);
	*out = (struct folding){ .fold = fold, .projections = projections, .projection_count = count };
	out->select_sql = select_sql(fold, arena);
	fold_digest(out, arena);
}

static void gather_folds(struct journal *journal)
{
	size_t count = 0;
	for (const struct room *const *room = journal->rooms; *room; room++) {
		for (const struct fold *const *fold = (*room)->folds; fold && *fold; fold++)
			count++;
	}
	journal->foldings = ARENA_ARRAY(journal->arena, struct folding, count);
	for (const struct room *const *room = journal->rooms; *room; room++) {
		for (const struct fold *const *fold = (*room)->folds; fold && *fold; fold++)
			make_folding(&journal->foldings[journal->folding_count++], *fold, journal->arena);
	}
	journal->stored_sql = stored_sql(journal, journal->arena);
}

static bool take_up(struct journal *journal, struct db *db, struct folding *folding, struct error *err)
{
	bool found;
	struct query *query = db_query(db, "journal.projection");
	query_bind_text(query, "name", str_of(folding->fold->name));
	if (!query_one(query, &found, err))
		return false;
	bool same = found && str_equal(query_text(query, 0, journal->arena), bytes_of(folding->digest, HASH));
	if (!query_end(query, err))
		return false;
	if (found && !same)
		log_event(LOG_INFO, "journal.rebuild", "fold", folding->fold->name, NULL);
	return same || rebuild_fold(journal, db, folding, err);
}

static bool start(struct journal *journal, struct error *err)
{
	journal->db = db_open_writer(journal->store, err);
	if (!journal->db || !db_begin_write(journal->db, err))
		return false;
	for (size_t i = 0; i < journal->folding_count; i++) {
		if (!take_up(journal, journal->db, &journal->foldings[i], err))
			return false;
	}
	if (!db_commit(journal->db, err))
		return false;
	journal->running = !pthread_create(&journal->thread, NULL, writer_run, journal);
	return journal->running || error_set(err, ERR_SYSTEM, "The writer of the journal did not start", "", "%s", "");
}

/* A node is known by its key. */
struct uuid node_id(const uint8_t sign_key[static PUBLIC_KEY_BYTES])
{
	uint8_t digest[HASH];
	const struct str pieces[] = { STR("node|"), bytes_of(sign_key, PUBLIC_KEY_BYTES) };
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

struct journal *journal_open(struct store *store, const struct room *const *rooms, const struct journal_options *options,
                             struct error *err)
{
	static const uint8_t no_key[PUBLIC_KEY_BYTES];
	struct arena *arena = arena_new(0);
	struct journal *journal = ARENA_NEW(arena, struct journal);
	journal->arena = arena;
	journal->store = store;
	journal->rooms = rooms;
	journal->options = *options;
	journal->options.state = str_copy(arena, options->state);
	journal->options.folder = str_copy(arena, options->folder);
	journal->node = node_id(options->keys ? options->keys->sign_public : no_key);
	journal->cache = cache_new();
	pthread_mutex_init(&journal->lock, NULL);
	pthread_cond_init(&journal->wake, NULL);
	reserve_make(journal);
	gather_types(journal);
	gather_folds(journal);
	if (start(journal, err))
		return journal;
	journal_close(journal);
	return NULL;
}

void journal_close(struct journal *journal)
{
	if (!journal)
		return;
	pthread_mutex_lock(&journal->lock);
	journal->closing = true;
	pthread_cond_signal(&journal->wake);
	pthread_mutex_unlock(&journal->lock);
	if (journal->running)
		pthread_join(journal->thread, NULL);
	cache_free(journal->cache);
	db_close(journal->db);
	pthread_cond_destroy(&journal->wake);
	pthread_mutex_destroy(&journal->lock);
	arena_free(journal->arena);
}
