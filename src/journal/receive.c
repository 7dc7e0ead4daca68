/* Giving a lane away in chunks, and taking another node's in. Late, doubled, shuffled or cut chunks are harmless: what is there is
 * compared, a gap is asked for. The same place with another hash is a fork: kept for people to judge, and the lane stops. */
#include "inner.h"

#include <string.h>

#include "log.h"

/* --- out --- */

static size_t size_of(const struct written *w)
{
	return 250 + w->entry.data.len + w->ref_count * 30;
}

static bool collect(struct act *act, struct chunk *chunk, size_t most, struct error *err)
{
	struct written **next = &chunk->entries;
	size_t size = 0;
	bool erased, good = true;
	struct query *query = db_query(act->db, "journal.page");
	query_bind_int(query, "lane", chunk->lane);
	query_bind_int(query, "after", chunk->first - 1);
	query_bind_int(query, "most", 5000);
	while (good && query_next(query)) {
		struct written *w = ARENA_NEW(act->arena, struct written);
		written_read(act->journal, query, w, &erased, act->arena);
		good = refs_of(act->db, w, act->arena, err);
		size += size_of(w);
		if (chunk->count && size > most)
			break;
		if (!chunk->count)
			memcpy(chunk->prev, w->prev, HASH);
		memcpy(chunk->end, w->hash, HASH);
		*next = w;
		next = &w->next;
		chunk->count++;
	}
	return query_end(query, err) && good;
}

bool journal_export(struct act *act, int64_t lane, int64_t first, size_t most, struct buf *out, struct error *err)
{
	struct chunk chunk = { .lane = lane, .first = first };
	if (!act->journal->options.keys)
		return error_set(err, ERR_CONFIG, "This node has no keys to sign with", "Make its keys folder", "%s", "");
	if (!collect(act, &chunk, most, err))
		return false;
	if (!chunk.count)
		return error_set(err, ERR_NOT_FOUND, "The lane has nothing from there on", "", "lane %lld, seq %lld", (long long)lane, (long long)first);
	buf_add(out, chunk_encode(&chunk, act->journal->options.keys, act->arena));
	return true;
}

/* --- in --- */

struct receiving {
	struct chunk *chunk;
	struct str bytes;
	int64_t have;
	struct arena *arena;
};

static bool quarantine(struct db *db, const struct receiving *receiving, const struct written *entry, const char *why, struct error *err)
{
	struct query *query = db_query(db, "journal.quarantine_put");
	query_bind_int(query, "lane", entry->entry.lane);
	query_bind_int(query, "seq", entry->entry.seq);
	query_bind_blob(query, "hash", bytes_of(entry->hash, HASH));
	query_bind_text(query, "why", str_of(why));
	query_bind_blob(query, "bytes", receiving->bytes);
	return query_run(query, err);
}

static bool stop_lane(struct db *db, const struct receiving *receiving, const struct written *entry, struct error *err)
{
	struct query *query = db_query(db, "journal.lane_state");
	query_bind_int(query, "lane", entry->entry.lane);
	query_bind_text(query, "state", STR("stopped"));
	if (!query_run(query, err) || !quarantine(db, receiving, entry, "fork", err) || !db_commit(db, err))
		return false;
	return error_set(err, ERR_INTEGRITY, "Two histories of one lane: the lane is stopped", "Two people must judge what is in quarantine",
	                 "lane %lld, seq %lld", (long long)entry->entry.lane, (long long)entry->entry.seq);
}

/* May the node that signed send, and up to where is it trusted? */
static bool check_node(struct journal *journal, struct db *db, const struct chunk *chunk, int64_t *upto, struct error *err)
{
	bool found;
	struct uuid node = node_id(chunk->sign_key);
	struct arena *arena = arena_new(0);
	*upto = INT64_MAX;
	struct query *query = db_query(db, "journal.node");
	query_bind_id(query, "node", node);
	bool good = query_one(query, &found, err), may = uuid_equal(node, journal->node);
	if (good && found) {
		struct str state = query_text(query, 1, arena);
		may = str_is(state, "approved") || str_is(state, "revoked");
		if (str_is(state, "revoked"))
			*upto = query_int(query, 2);
	}
	arena_free(arena);
	return good && query_end(query, err) &&
	       (may || error_set(err, ERR_NOT_ALLOWED, "The node that signed this is not approved", "Approve it with two people", "%s", ""));
}

static bool lane_of(struct journal *journal, struct db *db, const struct chunk *chunk, struct lane *out, struct error *err)
{
	bool found, open = true;
	struct arena *arena = arena_new(0);
	struct uuid node = node_id(chunk->sign_key);
	bool good = lane_read(db, chunk->lane, out, &found, err);
	if (good && found) {
		struct query *query = db_query(db, "journal.lane");
		query_bind_int(query, "lane", chunk->lane);
		good = query_one(query, &found, err);
		open = good && str_is(query_text(query, 4, arena), "open") && uuid_equal(query_id(query, 6), node);
		good = good && query_end(query, err);
	} else if (good) {
		*out = (struct lane){ .lane = chunk->lane };
		struct query *query = db_query(db, "journal.lane_new");
		query_bind_int(query, "lane", out->lane);
		query_bind_id(query, "node", node);
		query_bind_int(query, "own", 0);
		query_bind_blob(query, "hash", bytes_of(out->hash, HASH));
		query_bind_blob(query, "frontier", STR(""));
		good = query_run(query, err);
	}
	arena_free(arena);
	return good && (open || error_set(err, ERR_INTEGRITY, "This lane is stopped, or belongs to another node", "Two people must judge it",
	                                  "lane %lld", (long long)chunk->lane));
}

/* Entries that are there already must be the same ones. */
static bool compare_known(struct db *db, const struct receiving *receiving, struct written **entry, int64_t have, bool *fork, struct error *err)
{
	for (*fork = false; *entry && (*entry)->entry.seq <= have; *entry = (*entry)->next) {
		bool found;
		struct query *query = db_query(db, "journal.at");
		query_bind_int(query, "lane", (*entry)->entry.lane);
		query_bind_int(query, "seq", (*entry)->entry.seq);
		if (!query_one(query, &found, err))
			return false;
		*fork = !found || !str_equal(query_text(query, 1, receiving->arena), bytes_of((*entry)->hash, HASH));
		if (!query_end(query, err))
			return false;
		if (*fork)
			return true;
	}
	return true;
}

/* A body that was erased before it came is not stored. */
static bool bare_if_erased(struct db *db, struct written *entry, struct error *err)
{
	bool found;
	struct query *query = db_query(db, "journal.erased");
	query_bind_int(query, "lane", entry->entry.lane);
	query_bind_int(query, "seq", entry->entry.seq);
	if (!query_one(query, &found, err))
		return false;
	entry->bare |= found;
	return query_end(query, err);
}

/* An entry of a clock far ahead is kept, and flagged: that clock is not followed. */
static bool far_ahead(const struct journal *journal, int64_t hlc)
{
	return hlc >> 16 > clock_now(journal->options.clock) + 10 * 60 * 1000;
}

static bool prepare_new(struct journal *journal, struct db *db, const struct receiving *receiving, struct written *entries, int64_t upto,
                        struct lane *to, struct error *err)
{
	for (struct written *entry = entries, *before = NULL; entry; before = entry, entry = entry->next) {
		if (entry->entry.seq > upto) {
			if (!quarantine(db, receiving, entry, "revoked", err))
				return false;
			if (before)
				before->next = NULL;
			break;
		}
		entry->entry.type = journal_type(journal, entry->entry.type_name, entry->entry.version);
		lane_push(to, entry->hash);
		to->seq = entry->entry.seq;
		to->hlc = entry->entry.hlc;
		memcpy(to->hash, entry->hash, HASH);
		if (!bare_if_erased(db, entry, err))
			return false;
		if (to->hlc > journal->seen && !far_ahead(journal, to->hlc))
			journal->seen = to->hlc;
	}
	return true;
}

static bool note_arrival(struct journal *journal, struct db *db, const struct lane *lane, struct error *err)
{
	bool ahead = far_ahead(journal, lane->hlc);
	if (ahead)
		log_event(LOG_WARNING, "journal.clock_ahead", NULL);
	struct query *query = db_query(db, "journal.arrival_put");
	query_bind_int(query, "lane", lane->lane);
	query_bind_int(query, "upto", lane->seq);
	query_bind_int(query, "arrived", clock_now(journal->options.clock));
	query_bind_text(query, "via", ahead ? STR("chunk, clock ahead") : STR("chunk"));
	return query_run(query, err);
}

static bool receive_new(struct journal *journal, struct db *db, struct receiving *receiving, struct written *entries,
                        const struct lane *from, int64_t upto, struct error *err)
{
	struct lane to = *from;
	if (!prepare_new(journal, db, receiving, entries, upto, &to, err))
		return false;
	if (to.seq == from->seq)
		return db_commit(db, err);
	struct erasing erasing = { .arena = receiving->arena };
	if (!note_arrival(journal, db, &to, err) || !receive_batch(journal, from, &to, entries, &erasing, receiving->arena, err))
		return false;
	receiving->have = to.seq;
	return !erasing.runs || erase_scrub(journal, db, &erasing, err);
}

static bool receive_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct receiving *receiving = state;
	struct chunk *chunk = receiving->chunk;
	struct written *entry = chunk->entries;
	struct lane lane;
	int64_t upto;
	bool fork;
	if (chunk->lane == journal->lane.lane || !db_begin_write(db, err) || !check_node(journal, db, chunk, &upto, err) ||
	    !lane_of(journal, db, chunk, &lane, err) || !compare_known(db, receiving, &entry, lane.seq, &fork, err))
		return chunk->lane == journal->lane.lane && error_set(err, ERR_INPUT, "This lane is written here", "", "%s", "");
	receiving->have = lane.seq;
	if (fork || (entry && entry->entry.seq == lane.seq + 1 && memcmp(entry->prev, lane.hash, HASH) != 0))
		return stop_lane(db, receiving, entry, err);
	if (!entry || entry->entry.seq > lane.seq + 1)
		return db_commit(db, err); /* nothing new, or a gap: `have` says what is wanted */
	return receive_new(journal, db, receiving, entry, &lane, upto, err);
}

bool journal_receive(struct act *act, struct str bytes, int64_t *lane, int64_t *have, struct error *err)
{
	struct chunk chunk;
	struct receiving receiving = { .chunk = &chunk, .bytes = bytes, .arena = act->arena };
	if (!chunk_decode(bytes, &chunk, act->arena, err))
		return false;
	bool good = writer_task(act->journal, receive_task, &receiving, err);
	*lane = chunk.lane;
	*have = receiving.have;
	return good;
}

/* --- nodes --- */

struct node_row {
	const uint8_t *key;
	struct str name, role, state;
	int64_t upto;
};

static bool node_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	const struct node_row *row = state;
	(void)journal;
	if (!db_begin_write(db, err))
		return false;
	struct query *query = db_query(db, "journal.node_put");
	query_bind_id(query, "node", node_id(row->key));
	query_bind_text(query, "name", row->name);
	query_bind_text(query, "role", row->role);
	query_bind_blob(query, "sign_key", bytes_of(row->key, PUBLIC_KEY_BYTES));
	query_bind_text(query, "state", row->state);
	query_bind_int(query, "trusted_upto", row->upto);
	return query_run(query, err) && db_commit(db, err);
}

bool journal_node(struct act *act, const uint8_t sign_key[static 32], struct str name, struct str role, struct str state,
                  int64_t trusted_upto, struct error *err)
{
	struct node_row row = { sign_key, name, role, state, trusted_upto };
	return writer_task(act->journal, node_task, &row, err);
}
