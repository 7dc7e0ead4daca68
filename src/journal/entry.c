/* An entry's bytes: the header that proves, the body that tells, and how both are stored and read. */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

static uint8_t *put_be(uint8_t *to, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		*to++ = (uint8_t)(value >> (8 * i));
	return to;
}

static uint8_t *put(uint8_t *to, const void *from, size_t size)
{
	memcpy(to, from, size);
	return to + size;
}

void header_bytes(const struct written *entry, uint8_t out[static HEADER])
{
	uint8_t *to = put_be(out, 1, 1);
	to = put(to, entry->entry.id.bytes, sizeof entry->entry.id.bytes);
	to = put_be(to, (uint64_t)entry->entry.lane, 8);
	to = put_be(to, (uint64_t)entry->entry.seq, 8);
	to = put_be(to, (uint64_t)entry->entry.hlc, 8);
	to = put_be(to, (uint64_t)entry->kind, 2);
	to = put(to, entry->body_hash, HASH);
	put(to, entry->prev, HASH);
}

void header_hash(const struct written *entry, uint8_t out[static HASH])
{
	uint8_t header[HEADER];
	header_bytes(entry, header);
	const struct str pieces[] = { bytes_of("\0", 1), bytes_of(header, HEADER) };
	sha256(pieces, COUNT_OF(pieces), out);
}

static int compare_ref(const void *a, const void *b)
{
	const struct entry_ref *left = a, *right = b;
	int order = uuid_compare(left->record, right->record);
	return order ? order : strcmp(left->role, right->role);
}

bool refs_in_order(const struct written *w)
{
	for (size_t i = 1; i < w->ref_count; i++) {
		if (compare_ref(&w->refs[i - 1], &w->refs[i]) >= 0)
			return false;
	}
	return true;
}

void refs_settle(struct written *w)
{
	struct entry_ref *refs = (struct entry_ref *)w->refs;
	size_t kept = 0;
	if (w->ref_count)
		qsort(refs, w->ref_count, sizeof *refs, compare_ref);
	for (size_t i = 0; i < w->ref_count; i++) {
		if (!kept || compare_ref(&refs[kept - 1], &refs[i]) != 0)
			refs[kept++] = refs[i];
	}
	w->ref_count = kept;
}

/* Record and role of each, one after the other; all of it is one more column. */
static void refs_hash(const struct written *w, uint8_t out[static HASH])
{
	struct arena *arena = arena_new(0);
	struct buf bytes = BUF_IN(arena);
	for (size_t i = 0; i < w->ref_count; i++) {
		struct str role = str_of(w->refs[i].role);
		buf_add(&bytes, bytes_of(w->refs[i].record.bytes, 16));
		buf_be32(&bytes, (uint32_t)role.len);
		buf_add(&bytes, role);
	}
	struct str whole = buf_str(&bytes);
	sha256(&whole, 1, out);
	arena_free(arena);
}

/* SHA-256(0x02 || salt || each column with its length in 4 bytes). Without the salt nobody can try document numbers against it. The records that an
 * entry names, where there are any, are the last column, as a digest: who was looked at cannot be altered unseen. */
void body_hash(const struct written *w, uint8_t out[static HASH])
{
	enum { COLUMNS = 10 };
	uint8_t version[8], happened[8], refs[HASH], lengths[COLUMNS][4];
	const struct entry *e = &w->entry;
	size_t count = w->ref_count ? COLUMNS : COLUMNS - 1;
	put_be(version, (uint64_t)e->version, 8);
	put_be(happened, (uint64_t)e->happened, 8);
	if (w->ref_count)
		refs_hash(w, refs);
	const struct str columns[COLUMNS] = {
		bytes_of(e->record.bytes, 16), e->type_name, bytes_of(version, 8), bytes_of(happened, 8), bytes_of(e->actor.bytes, 16),
		e->purpose, bytes_of(e->parent.bytes, 16), bytes_of(w->request, HASH), e->data, bytes_of(refs, HASH)
	};
	struct str pieces[2 + 2 * COLUMNS] = { bytes_of("\2", 1), bytes_of(w->salt, SALT) };
	for (size_t i = 0; i < count; i++) {
		put_be(lengths[i], columns[i].len, 4);
		pieces[2 + 2 * i] = bytes_of(lengths[i], 4);
		pieces[3 + 2 * i] = columns[i];
	}
	sha256(pieces, 2 + 2 * count, out);
}

static bool header_store(struct db *db, const struct written *w, struct error *err)
{
	struct query *query = db_query(db, "journal.entry_put");
	query_bind_id(query, "id", w->entry.id);
	query_bind_int(query, "lane", w->entry.lane);
	query_bind_int(query, "seq", w->entry.seq);
	query_bind_int(query, "hlc", w->entry.hlc);
	query_bind_int(query, "kind", w->kind);
	query_bind_blob(query, "body_hash", bytes_of(w->body_hash, HASH));
	query_bind_blob(query, "prev", bytes_of(w->prev, HASH));
	query_bind_blob(query, "hash", bytes_of(w->hash, HASH));
	return query_run(query, err);
}

static bool body_store(struct db *db, const struct written *w, struct error *err)
{
	struct query *query = db_query(db, "journal.body_put");
	query_bind_id(query, "entry", w->entry.id);
	query_bind_id(query, "record", w->entry.record);
	query_bind_int(query, "hlc", w->entry.hlc);
	query_bind_text(query, "type", w->entry.type_name);
	query_bind_int(query, "version", w->entry.version);
	query_bind_int(query, "happened", w->entry.happened);
	query_bind_id(query, "actor", w->entry.actor);
	query_bind_text(query, "purpose", w->entry.purpose);
	query_bind_id(query, "parent", w->entry.parent);
	query_bind_blob(query, "request", bytes_of(w->request, HASH));
	query_bind_blob(query, "salt", bytes_of(w->salt, SALT));
	query_bind_blob(query, "data", w->entry.data);
	return query_run(query, err);
}

static bool ref_store(struct db *db, struct uuid entry, const struct entry_ref *ref, struct error *err)
{
	struct query *query = db_query(db, "journal.ref_put");
	query_bind_id(query, "record", ref->record);
	query_bind_id(query, "entry", entry);
	query_bind_text(query, "role", str_of(ref->role));
	return query_run(query, err);
}

/* A file that the body names is found by it, so that one that nobody names can go. */
static bool file_refs_store(struct db *db, const struct written *w, struct error *err)
{
	struct str id_hex;
	for (size_t at = 0; blob_next(w->entry.data, &at, &id_hex);) {
		struct entry_ref ref = { .role = "file" };
		if (str_to_hex(id_hex, ref.record.bytes, sizeof ref.record.bytes) && !ref_store(db, w->entry.id, &ref, err))
			return false;
	}
	return true;
}

bool entry_store(struct db *db, const struct written *w, struct error *err)
{
	if (!header_store(db, w, err))
		return false;
	if (w->bare)
		return true;
	if (!body_store(db, w, err))
		return false;
	for (size_t i = 0; i < w->ref_count; i++) {
		if (!ref_store(db, w->entry.id, &w->refs[i], err))
			return false;
	}
	return file_refs_store(db, w, err);
}

void entry_read(const struct journal *journal, const struct query *query, struct entry *out, struct arena *arena)
{
	*out = (struct entry){
		.id = query_id(query, 0), .lane = query_int(query, 1), .seq = query_int(query, 2), .hlc = query_int(query, 3),
		.record = query_id(query, 4), .type_name = query_text(query, 5, arena), .version = (int)query_int(query, 6),
		.happened = query_int(query, 7), .actor = query_id(query, 8), .purpose = query_text(query, 9, arena),
		.parent = query_id(query, 10), .data = query_text(query, 11, arena)
	};
	out->type = journal_type(journal, out->type_name, out->version);
}
