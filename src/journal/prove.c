/* One entry's proof: its header and body hashed again, and the path from its hash to a root that was signed (RFC 9162, 2.1.3). */
#include "inner.h"

#include <string.h>

struct leaves {
	uint8_t (*items)[HASH];
	size_t count, place;
	struct texts path;
	struct arena *arena;
};

/* The root of some leaves; on the way up from the proven one, its neighbours are noted. */
static void climb(struct leaves *leaves, size_t from, size_t to, uint8_t out[static HASH])
{
	uint8_t left[HASH], right[HASH];
	size_t half = 1;
	if (to - from == 1) {
		memcpy(out, leaves->items[from], HASH);
		return;
	}
	while (half * 2 < to - from)
		half *= 2;
	climb(leaves, from, from + half, left);
	climb(leaves, from + half, to, right);
	if (leaves->place >= from && leaves->place < to)
		leaves->path.items[leaves->path.count++] = str_hex(leaves->arena, leaves->place < from + half ? right : left, HASH);
	node_hash(left, right, out);
}

static bool read_leaves(struct act *act, struct journal_proof *proof, struct leaves *out, struct error *err)
{
	*out = (struct leaves){ .place = (size_t)proof->entry.seq - 1, .arena = act->arena };
	out->items = arena_alloc(act->arena, (size_t)proof->size * HASH);
	out->path.items = ARENA_ARRAY(act->arena, struct str, 64);
	struct query *query = db_query(act->db, "journal.leaves");
	query_bind_int(query, "lane", proof->entry.lane);
	query_bind_int(query, "size", proof->size);
	while (query_next(query)) {
		struct str hash = query_text(query, 0, act->arena);
		if (hash.len == HASH && out->count < (size_t)proof->size)
			memcpy(out->items[out->count++], hash.data, HASH);
	}
	return query_end(query, err);
}

static bool find_path(struct act *act, struct journal_proof *proof, struct str root, struct error *err)
{
	struct leaves leaves;
	uint8_t top[HASH];
	if (!read_leaves(act, proof, &leaves, err))
		return false;
	if (leaves.count != (size_t)proof->size)
		return true; /* entries are missing: nothing is proven */
	climb(&leaves, 0, leaves.count, top);
	proof->path = leaves.path;
	proof->included = proof->header_good && str_equal(root, bytes_of(top, HASH));
	return true;
}

static bool find_checkpoint(struct act *act, struct journal_proof *proof, struct str *root, struct error *err)
{
	bool found;
	struct query *query = db_query(act->db, "journal.checkpoint_after");
	query_bind_int(query, "lane", proof->entry.lane);
	query_bind_int(query, "seq", proof->entry.seq);
	if (!query_one(query, &found, err))
		return false;
	if (found) {
		proof->size = query_int(query, 0);
		*root = query_text(query, 1, act->arena);
		proof->note = query_text(query, 2, act->arena);
	}
	return query_end(query, err);
}

static bool check_checkpoint(struct act *act, struct journal_proof *proof, struct error *err)
{
	struct str root = STR("");
	uint8_t key[PUBLIC_KEY_BYTES];
	bool known;
	if (!find_checkpoint(act, proof, &root, err))
		return false;
	if (!proof->size)
		return true; /* signed within a minute */
	if (!lane_key(act->journal, act->db, proof->entry.lane, key, &known, err))
		return false;
	struct str text = checkpoint_words(act->journal, proof->entry.lane, proof->size, root, act->arena);
	proof->signed_good = known && checkpoint_signed(act->journal, text, proof->note, key, act->arena);
	proof->far = proof->size > PROOF_MOST;
	return proof->far || find_path(act, proof, root, err);
}

static void check_hashes(struct journal_proof *proof, const struct written *w)
{
	uint8_t hash[HASH];
	proof->entry = w->entry;
	proof->kind = w->kind;
	memcpy(proof->hash, w->hash, HASH);
	memcpy(proof->prev, w->prev, HASH);
	memcpy(proof->body_hash, w->body_hash, HASH);
	header_hash(w, hash);
	proof->header_good = !memcmp(hash, w->hash, HASH);
	if (w->bare)
		return;
	body_hash(w, hash);
	proof->body_good = !memcmp(hash, w->body_hash, HASH);
}

static bool read_entry(struct act *act, int64_t lane, int64_t seq, struct journal_proof *out, bool *found, struct error *err)
{
	struct written w = { 0 };
	struct query *query = db_query(act->db, "journal.page");
	query_bind_int(query, "lane", lane);
	query_bind_int(query, "after", seq - 1);
	query_bind_int(query, "most", 1);
	*found = query_next(query);
	if (*found)
		written_read(act->journal, query, &w, &out->erased, act->arena);
	if (!query_end(query, err) || !refs_of(act->db, &w, act->arena, err))
		return false;
	check_hashes(out, &w);
	out->refs = w.refs;
	out->ref_count = w.ref_count;
	return true;
}

bool journal_prove(struct act *act, struct uuid id, struct journal_proof *out, bool *found, struct error *err)
{
	*out = (struct journal_proof){ 0 };
	struct query *query = db_query(act->db, "journal.place");
	query_bind_id(query, "id", id);
	if (!query_one(query, found, err))
		return false;
	int64_t lane = *found ? query_int(query, 0) : 0, seq = *found ? query_int(query, 1) : 0;
	return query_end(query, err) && (!*found || (read_entry(act, lane, seq, out, found, err) && (!*found || check_checkpoint(act, out, err))));
}
