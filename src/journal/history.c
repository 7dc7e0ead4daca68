/* Reading: a record's entries in order, one entry, who named a record, whether an id is stored. */
#include "inner.h"

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
