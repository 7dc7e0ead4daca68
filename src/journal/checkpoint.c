/* Checkpoints: a lane's size and root, signed as a note (C2SP tlog-checkpoint and signed-note, Ed25519). Copies elsewhere are what makes
 * a chain prove anything. */
#include "inner.h"

#include <string.h>

enum { KEY_ID = 4 };
#define SIGNED_BY "\xe2\x80\x94 "

/* What is signed: origin, size, root. */
struct str checkpoint_words(const struct journal *journal, int64_t lane, int64_t size, struct str root, struct arena *arena)
{
	return str_format(arena, STR_FMT "/lane/%lld\n%lld\n" STR_FMT "\n", STR_ARG(journal->options.state), (long long)lane, (long long)size,
	                  STR_ARG(str_base64(arena, root)));
}

struct str checkpoint_text(const struct journal *journal, const struct lane *lane, struct arena *arena)
{
	uint8_t root[HASH];
	lane_root(lane, root);
	return checkpoint_words(journal, lane->lane, lane->seq, bytes_of(root, HASH), arena);
}

/* A node's name in notes, and the beginning of SHA-256(name, LF, 1, key): what a signature line says of its key. */
static struct str node_name(const struct journal *journal, const uint8_t key[static PUBLIC_KEY_BYTES], uint8_t id[static HASH], struct arena *arena)
{
	struct str name = str_format(arena, STR_FMT "/node/" STR_FMT, STR_ARG(journal->options.state),
	                             STR_ARG(str_hex(arena, node_id(key).bytes, 8)));
	const struct str pieces[] = { name, STR("\n\1"), bytes_of(key, PUBLIC_KEY_BYTES) };
	sha256(pieces, COUNT_OF(pieces), id);
	return name;
}

/* A note with its signature line: "— name base64(key id || signature)". */
struct str checkpoint_note(const struct journal *journal, const struct lane *lane, struct arena *arena)
{
	const struct keys *keys = journal->options.keys;
	uint8_t id[HASH], signed_bytes[KEY_ID + SIGNATURE_BYTES];
	struct str text = checkpoint_text(journal, lane, arena), name = node_name(journal, keys->sign_public, id, arena);
	memcpy(signed_bytes, id, KEY_ID);
	sign(keys, text, signed_bytes + KEY_ID);
	return str_format(arena, STR_FMT "\n" SIGNED_BY STR_FMT " " STR_FMT "\n", STR_ARG(text), STR_ARG(name),
	                  STR_ARG(str_base64(arena, bytes_of(signed_bytes, sizeof signed_bytes))));
}

/* Lines of others (witnesses) may stand beside the node's own; one good line of the node is wanted. */
bool checkpoint_signed(const struct journal *journal, struct str text, struct str note, const uint8_t key[static PUBLIC_KEY_BYTES],
                       struct arena *arena)
{
	uint8_t id[HASH], bytes[KEY_ID + SIGNATURE_BYTES];
	struct str begin = str_format(arena, SIGNED_BY STR_FMT " ", STR_ARG(node_name(journal, key, id, arena))), line;
	if (!str_starts(note, text))
		return false;
	struct str lines = str_slice(note, text.len, note.len);
	while (str_cut(&lines, '\n', &line)) {
		if (str_starts(line, begin) && str_to_base64(str_slice(line, begin.len, line.len), bytes, sizeof bytes) && !memcmp(bytes, id, KEY_ID) &&
		    sign_verify(key, text, bytes + KEY_ID))
			return true;
	}
	return false;
}

/* The key of the lane's node: our own, or that of a node that was approved here. */
bool lane_key(const struct journal *journal, struct db *db, int64_t lane, uint8_t key[static PUBLIC_KEY_BYTES], bool *known, struct error *err)
{
	const struct keys *own = journal->options.keys;
	struct query *query = db_query(db, "journal.lane");
	query_bind_int(query, "lane", lane);
	if (!query_one(query, known, err))
		return false;
	struct uuid node = *known ? query_id(query, 6) : (struct uuid){ { 0 } };
	if (!query_end(query, err))
		return false;
	*known = own && uuid_equal(node, journal->node);
	if (*known) {
		memcpy(key, own->sign_public, PUBLIC_KEY_BYTES);
		return true;
	}
	query = db_query(db, "journal.node");
	query_bind_id(query, "node", node);
	if (!query_one(query, known, err))
		return false;
	struct arena *arena = arena_new(0);
	struct str bytes = *known ? query_text(query, 0, arena) : STR("");
	*known = bytes.len == PUBLIC_KEY_BYTES && uuid_equal(node_id((const uint8_t *)bytes.data), node);
	if (*known)
		memcpy(key, bytes.data, PUBLIC_KEY_BYTES);
	arena_free(arena);
	return query_end(query, err);
}

static bool put(struct journal *journal, struct db *db, int64_t number, struct arena *arena, struct error *err)
{
	struct lane lane;
	uint8_t root[HASH];
	bool found;
	if (!lane_read(db, number, &lane, &found, err) || !found)
		return false;
	lane_root(&lane, root);
	struct query *query = db_query(db, "journal.checkpoint_put");
	query_bind_int(query, "lane", number);
	query_bind_int(query, "size", lane.seq);
	query_bind_blob(query, "root", bytes_of(root, HASH));
	query_bind_text(query, "note", checkpoint_note(journal, &lane, arena));
	return query_run(query, err);
}

static bool checkpoint_all(struct journal *journal, struct db *db, struct arena *arena, struct error *err)
{
	struct buf due = BUF_IN(arena);
	struct query *query = db_query(db, "journal.checkpoint_due");
	while (query_next(query)) {
		int64_t lane = query_int(query, 0);
		buf_add(&due, bytes_of(&lane, sizeof lane));
	}
	if (!query_end(query, err))
		return false;
	for (size_t i = 0; i < due.len; i += sizeof(int64_t)) {
		int64_t lane;
		memcpy(&lane, due.data + i, sizeof lane);
		if (!put(journal, db, lane, arena, err))
			return false;
	}
	return true;
}

static bool checkpoint_task(struct journal *journal, struct db *db, void *state, struct error *err)
{
	struct arena *arena = arena_new(0);
	(void)state;
	bool good = db_begin_write(db, err) && checkpoint_all(journal, db, arena, err) && db_commit(db, err);
	arena_free(arena);
	return good;
}

bool journal_checkpoint(struct act *act, struct error *err)
{
	if (!act->journal->options.keys)
		return error_set(err, ERR_CONFIG, "This node has no keys to sign with", "Make its keys folder", "%s", "");
	return writer_task(act->journal, checkpoint_task, NULL, err);
}
