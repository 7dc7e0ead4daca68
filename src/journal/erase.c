/* Erasure. A run is one entry: the rule, the authority, and the places (lane, seq) of what goes - of at least 20 records together, since
 * a list of one person would itself link what the headers keep apart. Applying it deletes bodies, refs and files and folds the records
 * again. A run that came from another node is applied the same way; a body that comes after its erasure is not stored. */
#include "inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 1400 };

#define FIELD_ROW_OF_erase_body(...) FIELD_ROW(erase_body, __VA_ARGS__)
#define ERASE_BODY_FIELDS(F, L) \
	F(TEXT, rule, REQUIRED, 1, 1, 200, "the retention rule or decision") \
	F(TEXT, authority, REQUIRED, 1, 1, 200, "who ordered it") \
	F(YESNO, few, 0, 1, 0, 0, "fewer than 20 records went together: a single request that could wait no longer") \
	F(TEXTS, places, REQUIRED, 1, 1, 2000, "LANE:SEQ of each erased body, sorted")
FIELDS_STRUCT(erase_body, ERASE_BODY_FIELDS)
FIELDS_TABLE(erase_body, ERASE_BODY_FIELDS)

const struct entry_type erase_type = { "erase", 1, KIND_ERASE, ENTRY_BLIND, &erase_body_fields,
	                               "An erasure run: rule, authority, and which bodies went." };

struct spot {
	int64_t lane, seq;
	struct uuid id, record;     /* record: zero when there is no body */
	struct texts files;
};

struct run {
	struct journal *journal;
	struct db *db;
	struct uuid id;             /* of the erase entry */
	struct spot *places;
	size_t count;
	struct arena *arena;
};

static int compare_place(const void *a, const void *b)
{
	const struct spot *left = a, *right = b;
	if (left->lane != right->lane)
		return left->lane < right->lane ? -1 : 1;
	return left->seq < right->seq ? -1 : left->seq > right->seq;
}

static int compare_record(const void *a, const void *b)
{
	int order = uuid_compare(((const struct spot *)a)->record, ((const struct spot *)b)->record);
	return order ? order : compare_place(a, b);
}

/* What is at each place. An erasure is itself never erased: it says why bodies are missing. */
static bool look_up(struct run *run, struct spot *place, struct error *err)
{
	bool found;
	struct query *query = db_query(run->db, "journal.at");
	query_bind_int(query, "lane", place->lane);
	query_bind_int(query, "seq", place->seq);
	if (!query_one(query, &found, err))
		return false;
	if (found && !str_is(query_text(query, 3, run->arena), erase_type.name)) {
		place->id = query_id(query, 0);
		place->record = query_id(query, 2);
		blobs_named(query_text(query, 4, run->arena), &place->files, run->arena);
	}
	return query_end(query, err);
}

static bool mark(struct run *run, const struct spot *place, struct error *err)
{
	struct query *query = db_query(run->db, "journal.erased_put");
	query_bind_int(query, "lane", place->lane);
	query_bind_int(query, "seq", place->seq);
	query_bind_id(query, "run", run->id);
	return query_run(query, err);
}

static bool drop(struct run *run, struct uuid entry, struct error *err)
{
	struct query *body = db_query(run->db, "journal.body_drop");
	query_bind_id(body, "entry", entry);
	if (!query_run(body, err))
		return false;
	struct query *refs = db_query(run->db, "journal.refs_drop");
	query_bind_id(refs, "entry", entry);
	return query_run(refs, err);
}

/* Every fold's rows of one record before and after its bodies went. */
static bool erase_record(struct run *run, const struct spot *places, size_t count, struct error *err)
{
	struct journal *journal = run->journal;
	struct arena *arena = arena_new(0);
	struct row_set *before = ARENA_ARRAY(arena, struct row_set, journal->folding_count), after;
	struct uuid record = places->record;
	bool good = true;
	for (size_t i = 0; good && i < journal->folding_count; i++)
		good = fold_record(journal, run->db, &journal->foldings[i], record, &before[i], arena, err);
	for (size_t i = 0; good && i < count; i++)
		good = drop(run, places[i].id, err);
	for (size_t i = 0; good && i < journal->folding_count; i++)
		good = fold_record(journal, run->db, &journal->foldings[i], record, &after, arena, err) &&
		       rows_write(run->db, record, &before[i], &after, arena, err);
	arena_free(arena);
	return good && head_remake(run->db, record, err);
}

static bool lock_records(struct run *run, size_t from, struct error *err)
{
	struct head *heads = ARENA_ARRAY(run->arena, struct head, run->count);
	size_t count = 0;
	for (size_t i = from; i < run->count; i++) {
		if (!count || !uuid_equal(heads[count - 1].record, run->places[i].record))
			heads[count++].record = run->places[i].record;
	}
	return heads_lock(run->db, heads, count, err);
}

static bool apply_run(struct run *run, struct error *err)
{
	size_t from = 0;
	if (!run->count)
		return true;
	for (size_t i = 0; i < run->count; i++) {
		if (!look_up(run, &run->places[i], err) || !mark(run, &run->places[i], err))
			return false;
	}
	qsort(run->places, run->count, sizeof *run->places, compare_record);
	while (from < run->count && uuid_zero(run->places[from].record))
		from++;
	if (!lock_records(run, from, err))
		return false;
	for (size_t to; from < run->count; from = to) {
		for (to = from + 1; to < run->count && uuid_equal(run->places[from].record, run->places[to].record);)
			to++;
		if (!erase_record(run, run->places + from, to - from, err))
			return false;
	}
	return true;
}

static bool place_parse(struct str text, struct spot *out)
{
	struct str lane;
	*out = (struct spot){ 0 };
	return str_cut(&text, ':', &lane) && str_to_int(lane, &out->lane) && str_to_int(text, &out->seq);
}

static void add_files(struct erasing *erasing, const struct run *run)
{
	size_t most = erasing->files.count;
	for (size_t i = 0; i < run->count; i++)
		most += run->places[i].files.count;
	struct str *files = ARENA_ARRAY(erasing->arena, struct str, most);
	if (erasing->files.count)
		memcpy(files, erasing->files.items, erasing->files.count * sizeof *files);
	erasing->files.items = files;
	for (size_t i = 0; i < run->count; i++) {
		for (size_t k = 0; k < run->places[i].files.count; k++)
			files[erasing->files.count++] = run->places[i].files.items[k];
	}
}

static void read_places(struct run *run, const struct entry *entry)
{
	struct erase_body body = { 0 };
	if (!fields_from_data(&erase_body_fields, entry->data, &body, run->arena))
		return; /* unreadable: nothing is erased */
	run->places = ARENA_ARRAY(run->arena, struct spot, body.places.count);
	for (size_t i = 0; i < body.places.count; i++)
		run->count += place_parse(body.places.items[i], &run->places[run->count]);
}

bool erase_apply(struct journal *journal, struct db *db, const struct entry *entry, struct erasing *erasing, struct error *err)
{
	struct run run = { .journal = journal, .db = db, .id = entry->id, .arena = erasing->arena };
	erasing->runs++;
	read_places(&run, entry);
	if (!apply_run(&run, err))
		return false;
	add_files(erasing, &run);
	return true;
}

bool erase_place(struct journal *journal, struct db *db, struct str place, struct uuid id, struct erasing *erasing, struct error *err)
{
	struct spot spot;
	struct run run = { .journal = journal, .db = db, .id = id, .places = &spot, .count = 1, .arena = erasing->arena };
	if (!place_parse(place, &spot))
		return error_set(err, ERR_INPUT, "This is no list of erasures", "Give what limen journal erasures printed", STR_FMT, STR_ARG(place));
	erasing->runs++;
	if (!apply_run(&run, err))
		return false;
	add_files(erasing, &run);
	return true;
}

bool erase_applied(struct db *db, const struct entry *entry, bool *applied, struct arena *arena, struct error *err)
{
	struct run run = { .arena = arena };
	read_places(&run, entry);
	*applied = true;
	for (size_t i = 0; *applied && i < run.count; i++) {
		struct query *query = db_query(db, "journal.erased");
		query_bind_int(query, "lane", run.places[i].lane);
		query_bind_int(query, "seq", run.places[i].seq);
		if (!query_one(query, applied, err) || !query_end(query, err))
			return false;
	}
	return true;
}

/* What was deleted leaves the files of the database, too. Nobody can write while the log is cut short, and a reader may hold it: what cannot be done
 * at once is done by a later run of journal.tidy. */
static bool scrub_log(struct db *db, struct error *err)
{
	return db_script(db, STR("PRAGMA busy_timeout=300; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout=10000"), err);
}

bool erase_scrub(struct journal *journal, struct db *db, const struct erasing *erasing, struct error *err)
{
	for (size_t i = 0; i < erasing->files.count; i++)
		blob_remove(journal, erasing->files.items[i], erasing->arena);
	if (db_kind(db) == STORE_SQLITE)
		return scrub_log(db, err);
	struct buf sql = BUF_IN(erasing->arena);
	buf_text(&sql, "VACUUM journal_body, journal_ref, record_head");
	for (size_t i = 0; i < journal->folding_count; i++) {
		for (int k = 0; k < journal->foldings[i].projection_count; k++)
			buf_format(&sql, ", %s", journal->foldings[i].projections[k].table->name);
	}
	return db_script(db, buf_str(&sql), err);
}

/* --- a run of our own --- */

struct order {
	struct act *act;
	struct erase_body body;
	const struct spot *places;
	size_t count;
};

static struct str place_text(const struct spot *place, struct arena *arena)
{
	return str_format(arena, "%lld:%lld", (long long)place->lane, (long long)place->seq);
}

/* Appends an entry of the node's own to its lane, in a task. */
bool task_append(struct journal *journal, struct db *db, struct written *entry, struct lane *lane, struct error *err)
{
	struct head head = { .record = entry->entry.record };
	bool moved;
	struct lane from;
	if (!own_lane(journal, db, &from, err) || !heads_lock(db, &head, 1, err))
		return false;
	*lane = from;
	entry->entry.hlc = hlc_next(lane->hlc, journal->seen, clock_now(journal->options.clock));
	lane_append(lane, entry);
	head = (struct head){ head.record, head.n + 1, entry->entry.hlc, entry->entry.id, true };
	if (!entry_store(db, entry, err) || !heads_write(db, &head, 1, err) || !lane_move(db, &from, lane, &moved, err))
		return false;
	return moved || error_set(err, ERR_STORE, "Another process wrote in this lane", "Try again", "%s", "");
}

static struct written *erase_entry(struct order *order, struct arena *arena)
{
	struct act *act = order->act;
	struct written *new = ARENA_NEW(arena, struct written);
	new->kind = erase_type.kind;
	random_fill(act->random, new->salt, SALT);
	new->entry = (struct entry){
		.id = uuid_v7(act->now, act->random), .record = uuid_v7(act->now, act->random), .type = &erase_type,
		.type_name = str_of(erase_type.name), .version = erase_type.version, .happened = act->now, .actor = act->actor.user,
		.purpose = act->purpose, .data = fields_data(&erase_body_fields, &order->body, arena)
	};
	body_hash(new, new->body_hash);
	return new;
}

static bool run_part(struct journal *journal, struct order *order, struct arena *arena, struct error *err)
{
	struct db *db = journal->db;
	struct erasing erasing = { .arena = arena };
	struct lane lane;
	order->body.places.items = ARENA_ARRAY(arena, struct str, order->count);
	order->body.places.count = order->count;
	for (size_t i = 0; i < order->count; i++)
		order->body.places.items[i] = place_text(&order->places[i], arena);
	struct written *entry = erase_entry(order, arena);
	if (!db_begin_write(db, err) || !task_append(journal, db, entry, &lane, err) ||
	    !erase_apply(journal, db, &entry->entry, &erasing, err))
		return false;
	if (!db_commit(db, err) && (err->code != ERR_UNCERTAIN || !commit_settled(journal, &lane, err)))
		return false;
	journal->lane = lane;
	return erase_scrub(journal, journal->db, &erasing, err);
}

static bool erase_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct order *order = state, part = *order;
	bool good = true;
	(void)db; /* it may be another after each part */
	for (size_t at = 0; good && at < order->count; at += PART) {
		struct arena *arena = arena_new(0);
		part.places = order->places + at;
		part.count = order->count - at < PART ? order->count - at : PART;
		good = run_part(journal, &part, arena, err);
		arena_free(arena);
	}
	return good;
}

static bool find_place(struct act *act, struct uuid id, struct spot *out, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "journal.place");
	query_bind_id(query, "id", id);
	if (!query_one(query, &found, err))
		return false;
	bool fit = found && !str_is(query_text(query, 3, act->arena), erase_type.name);
	if (found)
		*out = (struct spot){ .lane = query_int(query, 0), .seq = query_int(query, 1), .record = query_id(query, 2) };
	return query_end(query, err) &&
	       (fit || error_set(err, ERR_INPUT, "An entry to erase is not there, or is itself an erasure", "", "%s", ""));
}

bool journal_erase(struct act *act, struct str rule, struct str authority, const struct uuid *entries, size_t count, struct error *err)
{
	struct spot *places = ARENA_ARRAY(act->arena, struct spot, count);
	size_t records = 0;
	for (size_t i = 0; i < count; i++) {
		if (!find_place(act, entries[i], &places[i], err))
			return false;
	}
	qsort(places, count, sizeof *places, compare_record);
	for (size_t i = 0; i < count; i++)
		records += !i || !uuid_equal(places[i - 1].record, places[i].record);
	qsort(places, count, sizeof *places, compare_place);
	struct order order = { act, { .rule = rule, .authority = authority, .few = records < ERASE_TOGETHER }, places, count };
	/* The read connection's snapshot would keep what is erased alive in the write-ahead log. */
	db_rollback(act->db);
	return writer_task(act->journal, erase_task, &order, err) && db_begin_read(act->db, err);
}

/* --- what an erasure may have left behind: a crash between its commit and the removal of its files, or a reader that held the log --- */

static bool scrub_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	(void)journal, (void)state;
	return db_kind(db) == STORE_POSTGRES || scrub_log(db, err);
}

bool journal_tidy(struct act *act, struct error *err)
{
	db_rollback(act->db);
	return rebuild_tidy(act->journal, err) && writer_task(act->journal, scrub_task, NULL, err) && db_begin_read(act->db, err) && blobs_tidy(act, err);
}
