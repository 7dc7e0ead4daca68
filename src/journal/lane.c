/* A lane: a hash chain with one writer, and the Merkle tree over it whose frontier is kept, so that a checkpoint costs nothing. */
#include "inner.h"

#include <assert.h>
#include <string.h>

enum { FOLLOW_MS = 10 * 60 * 1000 };

int64_t hlc_next(int64_t last, int64_t seen, int64_t wall)
{
	int64_t next = wall > 0 ? wall << 16 : 0;
	if (next <= last)
		next = last + 1;
	if (seen >= next && seen >> 16 <= wall + FOLLOW_MS)
		next = seen + 1;
	return next;
}

void node_hash(const uint8_t left[static HASH], const uint8_t right[static HASH], uint8_t out[static HASH])
{
	const struct str pieces[] = { bytes_of("\1", 1), bytes_of(left, HASH), bytes_of(right, HASH) };
	sha256(pieces, COUNT_OF(pieces), out);
}

/* `seq` still counts the leaves without this one: each of its trailing one bits is a subtree to join. */
void lane_push(struct lane *lane, const uint8_t leaf[static HASH])
{
	uint8_t node[HASH];
	memcpy(node, leaf, HASH);
	for (uint64_t size = (uint64_t)lane->seq; size & 1; size >>= 1) {
		assert(lane->frontier_count);
		node_hash(lane->frontier + --lane->frontier_count * HASH, node, node);
	}
	memcpy(lane->frontier + lane->frontier_count++ * HASH, node, HASH);
}

/* RFC 6962 section 2.1. */
void lane_root(const struct lane *lane, uint8_t out[static HASH])
{
	size_t at = lane->frontier_count;
	if (!at) {
		sha256(NULL, 0, out);
		return;
	}
	memcpy(out, lane->frontier + --at * HASH, HASH);
	while (at)
		node_hash(lane->frontier + --at * HASH, out, out);
}

void lane_append(struct lane *lane, struct written *entry)
{
	entry->entry.lane = lane->lane;
	entry->entry.seq = lane->seq + 1;
	memcpy(entry->prev, lane->hash, HASH);
	header_hash(entry, entry->hash);
	lane_push(lane, entry->hash);
	lane->seq++;
	lane->hlc = entry->entry.hlc;
	memcpy(lane->hash, entry->hash, HASH);
}

bool lane_read(struct db *db, int64_t number, struct lane *out, bool *found, struct error *err)
{
	struct arena *arena = arena_new(0);
	struct query *query = db_query(db, "journal.lane");
	query_bind_int(query, "lane", number);
	bool good = query_one(query, found, err);
	if (good && *found) {
		struct str hash = query_text(query, 1, arena), frontier = query_text(query, 3, arena);
		*out = (struct lane){ .lane = number, .seq = query_int(query, 0), .hlc = query_int(query, 2) };
		good = hash.len == HASH && frontier.len <= FRONTIER_MOST && frontier.len % HASH == 0;
		if (good) {
			memcpy(out->hash, hash.data, HASH);
			memcpy(out->frontier, frontier.data, frontier.len);
			out->frontier_count = frontier.len / HASH;
		} else {
			error_set(err, ERR_INTEGRITY, "The head of a lane is damaged", "Restore a backup", "lane %lld", (long long)number);
		}
	}
	if (good)
		good = query_end(query, err);
	arena_free(arena);
	return good;
}

bool lane_move(struct db *db, const struct lane *from, const struct lane *to, bool *moved, struct error *err)
{
	struct query *query = db_query(db, "journal.lane_move");
	query_bind_int(query, "lane", to->lane);
	query_bind_int(query, "seq", to->seq);
	query_bind_blob(query, "hash", bytes_of(to->hash, HASH));
	query_bind_int(query, "hlc", to->hlc);
	query_bind_blob(query, "frontier", bytes_of(to->frontier, to->frontier_count * HASH));
	query_bind_int(query, "from_seq", from->seq);
	query_bind_blob(query, "from_hash", bytes_of(from->hash, HASH));
	if (!query_run(query, err))
		return false;
	*moved = query_changes(query) == 1;
	return true;
}

/* Every process that writes opens a lane of its own: whatever came before - a crash, a restored backup, a copied machine - no (lane, seq) is
 * ever used twice. */
static bool lane_open(struct journal *journal, struct db *db, struct lane *out, struct error *err)
{
	uint64_t number;
	*out = (struct lane){ 0 };
	random_fill(journal->options.random, &number, sizeof number);
	out->lane = (int64_t)(number >> 1 | 1);
	struct query *query = db_query(db, "journal.lane_new");
	query_bind_int(query, "lane", out->lane);
	query_bind_id(query, "node", journal->node);
	query_bind_int(query, "own", 1);
	query_bind_blob(query, "hash", bytes_of(out->hash, HASH));
	query_bind_blob(query, "frontier", STR(""));
	return query_run(query, err);
}

bool own_lane(struct journal *journal, struct db *db, struct lane *out, struct error *err)
{
	*out = journal->lane;
	return out->lane || lane_open(journal, db, out, err);
}
