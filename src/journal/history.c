/* Reading: a record's entries in order, one entry, who named a record, whether an id is stored. */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

typedef void each_entry(void *state, const struct entry *entry);

static bool each_row(const struct journal *journal, struct query *query, each_entry *each, void *state, struct arena *arena,
                     struct error *err)
{
	while (query_next(query)) {
		struct entry entry;
		entry_read(journal, query, &entry, arena);
		each(state, &entry);
	}
	return query_end(query, err);
}

bool journal_history(struct act *act, struct uuid record, each_entry *each, void *state, struct error *err)
{
	struct query *query = db_query(act->db, "journal.history");
	query_bind_id(query, "record", record);
	return each_row(act->journal, query, each, state, act->arena, err);
}

bool journal_refs(struct act *act, struct uuid record, size_t most, each_entry *each, void *state, struct error *err)
{
	struct query *query = db_query(act->db, "journal.refs");
	query_bind_id(query, "record", record);
	query_bind_int(query, "most", (int64_t)most);
	return each_row(act->journal, query, each, state, act->arena, err);
}

/* Other records that it names. */
bool refs_of(struct db *db, struct written *w, struct arena *arena, struct error *err)
{
	struct query *query = db_query(db, "journal.refs_of");
	query_bind_id(query, "entry", w->entry.id);
	while (query_next(query)) {
		if (w->ref_count == w->ref_size) {
			w->ref_size = w->ref_size ? w->ref_size * 2 : 8;
			struct entry_ref *refs = ARENA_ARRAY(arena, struct entry_ref, w->ref_size);
			if (w->ref_count)
				memcpy(refs, w->refs, w->ref_count * sizeof *refs);
			w->refs = refs;
		}
		((struct entry_ref *)w->refs)[w->ref_count++] = (struct entry_ref){ query_id(query, 0), str_c(arena, query_text(query, 1, arena)) };
	}
	return query_end(query, err);
}

bool journal_newest(struct act *act, const struct journal_filter *filter, each_entry *each, void *state, struct error *err)
{
	static const uint8_t first[16];
	uint8_t last[16];
	bool of_record = !uuid_zero(filter->record), of_actor = !of_record && !uuid_zero(filter->actor);
	struct query *query = db_query(act->db, of_record ? "journal.newest_of_record" : of_actor ? "journal.newest_of_actor" : "journal.newest");
	memset(last, 0xff, sizeof last);
	query_bind_blob(query, "from", uuid_zero(filter->from) ? bytes_of(first, 16) : bytes_of(filter->from.bytes, 16));
	query_bind_blob(query, "before", uuid_zero(filter->before) ? bytes_of(last, 16) : bytes_of(filter->before.bytes, 16));
	query_bind_int(query, "kind", filter->kind);
	query_bind_int(query, "most", (int64_t)filter->most);
	if (of_record)
		query_bind_id(query, "record", filter->record);
	if (of_actor)
		query_bind_id(query, "actor", filter->actor);
	return each_row(act->journal, query, each, state, act->arena, err);
}

static int compare_id(const void *a, const void *b)
{
	return uuid_compare(*(const struct uuid *)a, *(const struct uuid *)b);
}

bool journal_oldest(struct act *act, const struct entry_type *type, int64_t before, size_t most, struct uuid *out, size_t *count, size_t *records,
                    struct error *err)
{
	struct uuid *of = ARENA_ARRAY(act->arena, struct uuid, most);
	struct query *query = db_query(act->db, "journal.oldest");
	query_bind_text(query, "type", str_of(type->name));
	query_bind_id(query, "before", uuid_floor(before));
	query_bind_int(query, "most", (int64_t)most);
	for (*count = 0; *count < most && query_next(query); ++*count) {
		out[*count] = query_id(query, 0);
		of[*count] = query_id(query, 1);
	}
	if (*count)
		qsort(of, *count, sizeof *of, compare_id);
	*records = 0;
	for (size_t i = 0; i < *count; i++)
		*records += !i || !uuid_equal(of[i - 1], of[i]);
	return query_end(query, err);
}

bool journal_entry(struct act *act, struct uuid id, struct entry *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "journal.entry");
	query_bind_id(query, "id", id);
	if (!query_one(query, found, err))
		return false;
	if (*found)
		entry_read(act->journal, query, out, act->arena);
	return query_end(query, err);
}

enum submitted known(struct db *db, struct act *act, struct uuid id, struct error *err)
{
	static const uint8_t nothing[HASH];
	bool found;
	enum submitted answer = SUBMITTED;
	struct arena *arena = arena_new(0);
	struct query *query = db_query(db, "journal.known");
	query_bind_id(query, "id", id);
	bool good = query_one(query, &found, err);
	if (good && found) {
		bool erased = query_null(query, 0);
		struct str request = query_text(query, 2, arena);
		bool same = uuid_equal(query_id(query, 1), act->actor.user) &&
		            (!memcmp(act->request, nothing, HASH) || str_equal(request, bytes_of(act->request, HASH)));
		answer = erased || same ? SUBMIT_DONE_BEFORE : SUBMIT_FAILED;
	}
	if (good)
		good = query_end(query, err);
	arena_free(arena);
	if (good && answer == SUBMIT_FAILED)
		error_set(err, ERR_ID_REUSED, "The id of this act was used for another one", "Reload the page and try again", "%s", "");
	return good ? answer : SUBMIT_FAILED;
}

enum submitted journal_known(struct act *act, struct uuid id, struct error *err)
{
	return known(act->db, act, id, err);
}
