/* Places of which there are so many. */
#include "arena.h"
#include "crypto.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "store.h"

#define QUOTA_ROW_FIELDS(F, L) \
	F(CODE, name,  0, 1, 0, 100, "procedure and use") \
	F(TEXT, by,    0, 1, 0, 120, "what is counted alone") \
	F(INT,  most,  0, 1, 0, 0,   "how many places there were when one was taken last") \
	F(INT,  taken, 0, 1, 0, 0,   "how many are taken")
#define FIELD_ROW_OF_quota_row(...) FIELD_ROW(quota_row, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_quota_row(...) FIELD_LIST_ROW(quota_row, __VA_ARGS__)
FIELDS_STRUCT(quota_row, QUOTA_ROW_FIELDS)
FIELDS_TABLE(quota_row, QUOTA_ROW_FIELDS)
FIELDS_TABLE(quota, QUOTA_FIELDS)

const struct entry_type quota_type = { "quota", 1, KIND_CASE, 0, &quota_fields, "A place of a quota was taken or given back" };

/* --- the table --- */

struct kept {
	struct quota_row row;
	bool is;
};

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	const struct quota *quota = data;
	(void)entry, (void)arena;
	kept->is = true;
	kept->row.name = quota->name;
	kept->row.by = quota->by;
	kept->row.taken += str_is(quota->what, "take") ? 1 : -1;
	if (quota->most)
		kept->row.most = quota->most;
}

static const char *const indexes[] = { "name", NULL };
static const struct table table = { "quota", &quota_row_fields, "", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &table, &kept->row);
}

static const struct entry_type *const reads[] = { &quota_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold quota_fold;
const struct fold quota_fold = { "quota", 1, reads, writes, sizeof(struct kept), apply, rows };

/* --- taking and giving back --- */

/* The same on every node: of procedure, use and what is counted alone. */
static struct uuid quota_record(struct str name, struct str by)
{
	const struct str pieces[] = { STR("quota"), STR("\n"), name, STR("\n"), by };
	uint8_t digest[SHA256_BYTES];
	sha256(pieces, COUNT_OF(pieces), digest);
	return uuid_v8(digest);
}

static bool no_place(struct act *act, const char *words, struct error *err)
{
	finding_add(&act->findings, STR(""), "quota", words);
	return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "quota");
}

static bool taken_of(struct act *act, struct uuid record, int64_t *taken, struct error *err)
{
	struct query *query = db_query(act->db, "duties.quota");
	struct quota_row row = { .taken = 0 };
	query_bind_id(query, "record", record);
	if (query_next(query))
		query_row(query, &quota_row_fields, &row, act->arena);
	*taken = row.taken;
	return query_end(query, err);
}

/* Items of this use that the same action gave a place: the table does not know them yet. */
static int64_t taken_now(const struct case_seen *seen, const struct case_command *asked)
{
	const struct str name = asked->use->name;
	json_t *before = json_object_get(json_object_getn(json_object_get(seen->file, "uses"), name.data, name.len), "items");
	json_t *now = json_object_get(json_object_getn(json_object_get(asked->flow->file, "uses"), name.data, name.len), "items"), *item;
	const char *id;
	int64_t count = 0;
	json_object_foreach(now, id, item) {
		struct str was = str_of(json_string_value(json_object_get(json_object_get(before, id), "status")));
		count += str_is(str_of(json_string_value(json_object_get(item, "status"))), "taken") && !str_is(was, "taken");
	}
	return count;
}

static struct str holder_of(struct act *act, const struct case_seen *seen, const struct case_command *asked)
{
	return str_format(act->arena, STR_FMT "/" STR_FMT, STR_ARG(uuid_str(act->arena, seen->record)), STR_ARG(asked->item));
}

static bool take(struct act *act, struct case_seen *seen, const struct case_command *asked, struct str name, json_t **facts, struct error *err)
{
	struct rule_value of, by;
	int64_t taken;
	if (!case_setting(asked->flow, asked->use, "of", &of, err) || !case_setting(asked->flow, asked->use, "by", &by, err))
		return false;
	if (of.kind != RULE_NUMBER || (by.kind == RULE_MISSING && pack_setting(asked->use, "by")))
		return no_place(act, "It cannot be decided how many places there are: an answer is missing.", err);
	const struct quota quota = {
		.what = STR("take"), .holder = holder_of(act, seen, asked), .name = name, .by = by.kind == RULE_MISSING ? STR("") : rule_value_text(act->arena, &by), .most = of.number / RULE_UNIT,
	};
	struct uuid record = quota_record(name, quota.by);
	if (!taken_of(act, record, &taken, err))
		return false;
	taken += taken_now(seen, asked);
	if (taken >= quota.most)
		return no_place(act, "No place of the quota is left.", err);
	journal_append(act, &quota_type, record, &quota);
	*facts = json_pack("{s:s, s:I}", "status", "taken", "left", quota.most - taken - 1);
	json_put_str(*facts, "by", quota.by);
	return true;
}

bool quota_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct str name = str_format(act->arena, STR_FMT "." STR_FMT, STR_ARG(seen->flow.host.procedure->name), STR_ARG(asked->use->name));
	bool taken = str_is(fact_text(act, asked, "status"), "taken"), takes = str_is(str_of(asked->name), "take");
	if (takes == taken)
		return no_place(act, takes ? "This case has a place of the quota already." : "This case has no place of the quota to give back.", err);
	if (takes)
		return take(act, seen, asked, name, facts, err);
	const struct quota quota = { .what = STR("return"), .holder = holder_of(act, seen, asked), .name = name, .by = fact_text(act, asked, "by") };
	journal_append(act, &quota_type, quota_record(name, quota.by), &quota);
	*facts = json_pack("{s:s}", "status", "returned");
	return true;
}
