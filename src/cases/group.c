/* Cases that go together: a family whose members apply each for themselves, and come together. */
#include "arena.h"
#include "cases.h"
#include "house.h"
#include "journal.h"
#include "store.h"

FIELDS_TABLE(case_group, CASE_GROUP_FIELDS)

const struct entry_type case_group_type = { "case.group", 1, KIND_CASE, 0, &case_group_fields, "A case goes together with another" };

/* The first of a group is its head, and has no entry of its own. */
static bool head_of(struct act *act, struct uuid record, struct uuid *out, struct error *err)
{
	struct query *query = db_query(act->db, "cases.head");
	query_bind_id(query, "record", record);
	*out = query_next(query) ? query_id(query, 0) : record;
	return query_end(query, err);
}

bool case_together(struct act *act, struct uuid record, struct uuid out[static CASE_GROUP_MOST], size_t *count, struct error *err)
{
	struct uuid head;
	*count = 0;
	if (!head_of(act, record, &head, err))
		return false;
	if (!uuid_equal(head, record))
		out[(*count)++] = head;
	struct query *query = db_query(act->db, "cases.group");
	query_bind_id(query, "head", head);
	while (*count < CASE_GROUP_MOST && query_next(query)) {
		out[*count] = query_id(query, 0);
		*count += !uuid_equal(out[*count], record);
	}
	return query_end(query, err);
}

bool case_join(struct act *act, const struct case_seen *seen, const struct case_seen *with, struct error *err)
{
	struct case_group group;
	struct uuid others[CASE_GROUP_MOST];
	size_t count;
	if (!seen->flow.host.procedure->group.len || !str_equal(seen->row.procedure, with->row.procedure))
		return error_set(err, ERR_NOT_ALLOWED, "These applications do not go together.", "Begin an application of its own.", "group");
	if (!head_of(act, with->record, &group.head, err) || !case_together(act, with->record, others, &count, err))
		return false;
	if (count + 1 >= CASE_GROUP_MOST)
		return error_set(err, ERR_NOT_ALLOWED, "So many applications do not go together.", "Begin an application of its own.", "group");
	journal_append(act, &case_group_type, seen->record, &group);
	return true;
}

/* --- the table --- */

struct kept {
	struct case_group row;
	bool is;
};

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	(void)entry, (void)arena;
	kept->row = *(const struct case_group *)data;
	kept->is = true;
}

static const char *const indexes[] = { "head", NULL };
static const struct table table = { "case_group", &case_group_fields, "", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &table, &kept->row);
}

static const struct entry_type *const reads[] = { &case_group_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold case_group_fold;
const struct fold case_group_fold = { "case_group", 1, reads, writes, sizeof(struct kept), apply, rows };
