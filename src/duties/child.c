/* Cases that a case opens. */
#include <string.h>

#include "arena.h"
#include "house.h"
#include "inner.h"
#include "journal.h"
#include "store.h"

FIELDS_TABLE(case_tie, CASE_TIE_FIELDS)

const struct entry_type case_tie_type = { "case.tie", 1, KIND_CASE, 0, &case_tie_fields, "A case was opened by another" };

bool case_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	const json_t *use = json_object_getn(json_object_get(asked->flow->file, "uses"), asked->use->name.data, asked->use->name.len);
	(void)act, (void)seen, (void)err;
	*facts = json_pack("{s:s, s:I}", "open", "yes", "opened", json_integer_value(json_object_get(use, "opened")) + 1);
	return true;
}

/* --- values as a form would give them --- */

static void flatten(json_t *out, const char *path, const json_t *value)
{
	const char *name;
	json_t *member;
	size_t i;
	char inner[200];
	const json_t *first = json_is_array(value) ? json_array_get(value, 0) : value;
	if (json_object_get(first, "file")) {
		json_object_set(out, path, (json_t *)(uintptr_t)value); /* a file, or files */
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, name, member)
			if (strcmp(name, "id") && snprintf(inner, sizeof inner, "%s.%s", path, name) < (int)sizeof inner)
				flatten(out, inner, member);
	} else if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
		json_array_foreach(value, i, member)
			if (snprintf(inner, sizeof inner, "%s.%zu", path, i + 1) < (int)sizeof inner)
				flatten(out, inner, member);
	} else if (value && !json_is_null(value)) {
		json_object_set(out, path, (json_t *)(uintptr_t)value);
	}
}

static json_t *flat(const json_t *with)
{
	json_t *out = json_object(), *value;
	const char *name;
	json_object_foreach((json_t *)(uintptr_t)with, name, value)
		if (strcmp(name, "words"))
			flatten(out, name, value);
	return out;
}

/* --- opening --- */

static const struct pack_action *opening_of(const struct pack_procedure *procedure)
{
	for (size_t i = 0; i < procedure->action_count; i++)
		if (procedure->actions[i].from_new)
			return &procedure->actions[i];
	return NULL;
}

/* What the parent's procedure orders is within its rules: whoever acts, a clock too, opens as the child's own rules say who may. */
static bool open_child(struct act *act, struct case_seen *child, const struct pack_action *action, json_t *answers, struct error *err)
{
	struct actor actor = act->actor;
	const struct case_asked asked = { .action = action->name, .answers = answers };
	act->actor.roles = action->by.roles.items;
	act->actor.role_count = action->by.roles.count;
	bool good = case_act(act, child, &asked, STR(""), err);
	act->actor.roles = actor.roles;
	act->actor.role_count = actor.role_count;
	return good;
}

bool case_finish(struct act *act, struct case_seen *seen, const struct case_command *asked, struct error *err)
{
	struct case_seen child;
	json_t *answers = flat(asked->with);
	bool good = case_new(act, asked->use->argument, &child, err);
	const struct pack_action *action = good ? opening_of(child.flow.host.procedure) : NULL;
	if (good && !action)
		good = error_set(err, ERR_CONFIG, "the procedure has no action that opens a case", "add one with 'from new'", STR_FMT, STR_ARG(asked->use->argument));
	if (good) {
		child.record = uuid_v7(act->now, act->random);
		good = open_child(act, &child, action, answers, err);
	}
	if (good) {
		journal_append(act, &case_tie_type, child.record, &(struct case_tie){ .parent = seen->record, .use = asked->use->name, .item = asked->item });
		journal_ref(act, seen->record, "parent");
	}
	json_decref(answers);
	case_end(&child);
	return good;
}

/* --- its end --- */

bool case_tie_of(struct act *act, struct uuid record, struct case_tie *out, bool *found, struct error *err)
{
	struct query *query = db_query(act->db, "duties.tie_of");
	query_bind_id(query, "record", record);
	*found = query_next(query);
	if (*found)
		query_row(query, &case_tie_fields, out, act->arena);
	return query_end(query, err);
}

bool closed_command(struct act *act, struct case_seen *seen, const struct case_command *asked, json_t **facts, struct error *err)
{
	struct case_tie tie = { .use = STR("") };
	struct case_seen parent;
	bool found;
	(void)asked, (void)facts;
	if (!end_tasks(act, seen, true, err) || !case_tie_of(act, seen->record, &tie, &found, err))
		return false;
	if (!found)
		return true;
	json_t *outcome = json_object_get(seen->file, "outcome"), *told = json_pack("{s:s, s:O?}", "open", "no", "outcome", outcome);
	bool good = case_look(act, tie.parent, &parent, err) && case_event(act, &parent, tie.use, STR("closed"), told, tie.item, err);
	json_decref(told);
	case_end(&parent);
	return good;
}

/* --- the table --- */

struct kept {
	struct case_tie row;
	bool is;
};

static void apply(void *to, const struct entry *entry, const void *data, struct arena *arena)
{
	struct kept *kept = to;
	(void)entry, (void)arena;
	kept->row = *(const struct case_tie *)data;
	kept->is = true;
}

static const char *const indexes[] = { "parent", NULL };
static const struct table table = { "case_tie", &case_tie_fields, "", indexes };

static void rows(const void *from, struct uuid record, struct row_set *out)
{
	const struct kept *kept = from;
	(void)record;
	if (kept->is)
		rows_put(out, &table, &kept->row);
}

static const struct entry_type *const reads[] = { &case_tie_type, NULL };
static const struct table *const writes[] = { &table, NULL };
extern const struct fold case_tie_fold;
const struct fold case_tie_fold = { "case_tie", 1, reads, writes, sizeof(struct kept), apply, rows };
