/* A chunk: a piece of a lane on its way to another node. Under zstd: magic, version, lane, first seq, prev, count, entries, end hash, the
 * node's key, its Ed25519 signature over all before. Hashes are recomputed, not sent. What comes in is hostile until the signature and
 * the chain hold: every length is bounded before it is believed. */
#include "inner.h"

#include <string.h>

#include <zstd.h>

enum { CHUNK_MOST = 8 << 20, ENTRIES_MOST = 20000, REFS_MOST = 10000, LEVEL = 3 };

static const struct str magic = { "LIMEN\1", 6 };

/* --- out --- */

static void put_text(struct buf *out, struct str text)
{
	buf_be32(out, (uint32_t)text.len);
	buf_add(out, text);
}

static void put_id(struct buf *out, struct uuid id)
{
	buf_add(out, bytes_of(id.bytes, sizeof id.bytes));
}

static void put_body(struct buf *out, const struct written *w)
{
	const struct entry *e = &w->entry;
	buf_add(out, bytes_of(w->salt, SALT));
	put_id(out, e->record);
	put_text(out, e->type_name);
	buf_be32(out, (uint32_t)e->version);
	buf_be64(out, (uint64_t)e->happened);
	put_id(out, e->actor);
	put_text(out, e->purpose);
	put_id(out, e->parent);
	buf_add(out, bytes_of(w->request, HASH));
	put_text(out, e->data);
	buf_be32(out, (uint32_t)w->ref_count);
	for (size_t i = 0; i < w->ref_count; i++) {
		put_id(out, w->refs[i].record);
		put_text(out, str_of(w->refs[i].role));
	}
}

static void put_entry(struct buf *out, const struct written *w)
{
	put_id(out, w->entry.id);
	buf_be64(out, (uint64_t)w->entry.hlc);
	buf_be32(out, (uint32_t)w->kind);
	buf_add(out, bytes_of(w->body_hash, HASH));
	buf_u8(out, !w->bare);
	if (!w->bare)
		put_body(out, w);
}

struct str chunk_encode(const struct chunk *chunk, const struct keys *keys, struct arena *arena)
{
	struct buf raw = BUF_IN(arena);
	uint8_t signature[SIGNATURE_BYTES];
	buf_add(&raw, magic);
	buf_be64(&raw, (uint64_t)chunk->lane);
	buf_be64(&raw, (uint64_t)chunk->first);
	buf_add(&raw, bytes_of(chunk->prev, HASH));
	buf_be32(&raw, (uint32_t)chunk->count);
	for (const struct written *entry = chunk->entries; entry; entry = entry->next)
		put_entry(&raw, entry);
	buf_add(&raw, bytes_of(chunk->end, HASH));
	buf_add(&raw, bytes_of(keys->sign_public, PUBLIC_KEY_BYTES));
	sign(keys, buf_str(&raw), signature);
	buf_add(&raw, bytes_of(signature, sizeof signature));
	size_t most = ZSTD_compressBound(raw.len);
	char *packed = arena_alloc(arena, most);
	size_t size = ZSTD_compress(packed, most, raw.data, raw.len, LEVEL);
	return (struct str){ packed, ZSTD_isError(size) ? 0 : size };
}

/* --- in --- */

struct reader {
	struct str rest;
	struct arena *arena;
	bool bad;        /* sticks: what is read afterwards is zero */
};

static struct str get(struct reader *in, size_t size)
{
	if (in->bad || in->rest.len < size) {
		in->bad = true;
		return (struct str){ 0 };
	}
	struct str out = str_slice(in->rest, 0, size);
	in->rest = str_slice(in->rest, size, in->rest.len);
	return out;
}

static uint64_t get_number(struct reader *in, size_t size)
{
	struct str raw = get(in, size);
	uint64_t value = 0;
	for (size_t i = 0; i < raw.len; i++)
		value = value << 8 | (uint8_t)raw.data[i];
	return value;
}

static void get_bytes(struct reader *in, void *out, size_t size)
{
	struct str raw = get(in, size);
	memset(out, 0, size);
	if (raw.len)
		memcpy(out, raw.data, size);
}

static struct uuid get_id(struct reader *in)
{
	struct uuid id;
	get_bytes(in, id.bytes, sizeof id.bytes);
	return id;
}

static struct str get_text(struct reader *in, size_t most)
{
	uint64_t size = get_number(in, 4);
	if (size > most)
		in->bad = true;
	struct str text = get(in, size);
	if (!utf8_valid(text) || (text.len && memchr(text.data, 0, text.len)))
		in->bad = true;
	return text;
}

static void get_refs(struct reader *in, struct written *w)
{
	uint64_t count = get_number(in, 4);
	if (count > REFS_MOST || count * 20 > in->rest.len)
		in->bad = true;
	if (in->bad)
		return;
	struct entry_ref *refs = ARENA_ARRAY(in->arena, struct entry_ref, count);
	for (size_t i = 0; i < count; i++) {
		refs[i].record = get_id(in);
		refs[i].role = str_c(in->arena, get_text(in, 32));
		in->bad |= uuid_zero(refs[i].record);
	}
	w->refs = refs;
	w->ref_count = count;
}

static void get_body(struct reader *in, struct written *w)
{
	struct entry *e = &w->entry;
	uint8_t hash[HASH];
	get_bytes(in, w->salt, SALT);
	e->record = get_id(in);
	e->type_name = get_text(in, 100);
	uint64_t version = get_number(in, 4);
	e->version = version <= INT16_MAX ? (int)version : 0;
	e->happened = (int64_t)get_number(in, 8);
	e->actor = get_id(in);
	e->purpose = get_text(in, 100);
	e->parent = get_id(in);
	get_bytes(in, w->request, HASH);
	e->data = get_text(in, BODY_MOST);
	get_refs(in, w);
	body_hash(w, hash);
	in->bad |= !refs_in_order(w) || memcmp(hash, w->body_hash, HASH) != 0 || uuid_zero(e->record);
}

static struct written *get_entry(struct reader *in, int64_t lane, int64_t seq, const uint8_t prev[static HASH])
{
	struct written *w = ARENA_NEW(in->arena, struct written);
	w->entry.id = get_id(in);
	w->entry.lane = lane;
	w->entry.seq = seq;
	w->entry.hlc = (int64_t)get_number(in, 8);
	w->kind = (int64_t)get_number(in, 4);
	get_bytes(in, w->body_hash, HASH);
	memcpy(w->prev, prev, HASH);
	w->bare = get_number(in, 1) != 1;
	in->bad |= w->entry.hlc < 0 || w->kind > UINT16_MAX || uuid_zero(w->entry.id);
	if (!w->bare && !in->bad)
		get_body(in, w);
	header_hash(w, w->hash);
	return w;
}

static void get_entries(struct reader *in, struct chunk *chunk)
{
	const uint8_t *prev = chunk->prev;
	struct written **next = &chunk->entries;
	for (size_t i = 0; i < chunk->count && !in->bad; i++) {
		*next = get_entry(in, chunk->lane, chunk->first + (int64_t)i, prev);
		prev = (*next)->hash;
		next = &(*next)->next;
	}
	get_bytes(in, chunk->end, HASH);
	in->bad |= memcmp(prev, chunk->end, HASH) != 0;
}

static bool unpack(struct str bytes, struct str *out, struct arena *arena)
{
	unsigned long long size = ZSTD_getFrameContentSize(bytes.data, bytes.len);
	if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > CHUNK_MOST || bytes.len > CHUNK_MOST)
		return false;
	char *raw = arena_alloc(arena, (size_t)size);
	*out = (struct str){ raw, ZSTD_decompress(raw, (size_t)size, bytes.data, bytes.len) };
	return out->len == size;
}

bool chunk_decode(struct str bytes, struct chunk *out, struct arena *arena, struct error *err)
{
	struct str raw;
	uint8_t signature[SIGNATURE_BYTES];
	*out = (struct chunk){ 0 };
	if (!unpack(bytes, &raw, arena))
		return error_set(err, ERR_INPUT, "This is no piece of a journal, or it is cut", "Send it again", "%s", "zstd");
	struct reader in = { .rest = raw, .arena = arena };
	struct str start = get(&in, magic.len);
	in.bad |= !str_equal(start, magic);
	out->lane = (int64_t)get_number(&in, 8);
	out->first = (int64_t)get_number(&in, 8);
	get_bytes(&in, out->prev, HASH);
	out->count = get_number(&in, 4);
	in.bad |= out->lane <= 0 || out->first <= 0 || out->first > INT64_MAX - ENTRIES_MOST || out->count > ENTRIES_MOST;
	if (!in.bad)
		get_entries(&in, out);
	get_bytes(&in, out->sign_key, PUBLIC_KEY_BYTES);
	struct str said = str_slice(raw, 0, raw.len - in.rest.len);
	get_bytes(&in, signature, sizeof signature);
	if (in.bad || in.rest.len)
		return error_set(err, ERR_INPUT, "This piece of a journal is damaged", "Send it again", "%s", "");
	return sign_verify(out->sign_key, said, signature) ||
	       error_set(err, ERR_INPUT, "The signature of this piece of a journal does not hold", "Send it again", "%s", "");
}
