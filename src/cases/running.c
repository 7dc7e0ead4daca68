/* `limen pack diff`: what changed between two packs, and with a state folder what would become of its running cases. */
#include "keep.h"

#include "pack_shelf.h"
#include "store.h"

/* Running cases of a procedure, a revision and a state. */
struct running {
	struct str procedure, state;
	int64_t revision, count;
};

/* The state to which a case in `state` would move; "" = it has no place there. */
static struct str moved_to(const struct pack_procedure *procedure, const struct pack_migration *migration, struct str state)
{
	for (size_t i = 0; i < migration->count; i++)
		if (str_is(migration->mappings[i].what, "state") && str_equal(migration->mappings[i].from, state))
			return migration->mappings[i].to;
	return procedure_state(procedure, state) == NOWHERE ? STR("") : state;
}

/* "short_stay_visa, revision 1, examination: 12 running cases move to revision 2, state examination" */
static void print_group(const struct pack *after, const struct running *group, struct buf *out)
{
	const struct pack_procedure *procedure = pack_procedure(after, group->procedure);
	const struct pack_migration *migration = procedure ? flow_migration(procedure, (int)group->revision) : NULL;
	struct str to = migration ? moved_to(procedure, migration, group->state) : STR("");
	buf_format(out, STR_FMT ", revision %lld, " STR_FMT ": %lld running ", STR_ARG(group->procedure), (long long)group->revision, STR_ARG(group->state), (long long)group->count);
	if (!procedure)
		buf_text(out, "stay under the pack that has the procedure; this one does not");
	else if (procedure->revision == group->revision)
		buf_text(out, "go on in the same revision");
	else if (!migration)
		buf_format(out, "stay with their revision; new cases have revision %d", procedure->revision);
	else if (to.len)
		buf_format(out, "move to revision %d, state " STR_FMT, procedure->revision, STR_ARG(to));
	else
		buf_format(out, "cannot move to revision %d: the state has no place there; write 'state " STR_FMT " -> NEW'", procedure->revision, STR_ARG(group->state));
	buf_c(out, '\n');
}

bool case_print_running(struct act *act, const struct pack *after, struct buf *out, struct error *err)
{
	struct query *query = db_query(act->db, "cases.running");
	size_t groups = 0;
	while (query_next(query)) {
		struct running group = { query_text(query, 0, act->arena), query_text(query, 2, act->arena), query_int(query, 1), query_int(query, 3) };
		if (!groups++)
			buf_text(out, "\nRunning cases under the second pack:\n");
		print_group(after, &group, out);
	}
	if (!groups)
		buf_text(out, "\nNo case is running.\n");
	return query_end(query, err);
}

/* Both are told, whatever the first finds. */
bool case_diff_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	const struct pack *after = NULL;
	struct error failed;
	bool good = pack_diff_command(act, line, &after, out, err);
	if (after && act->db && !case_print_running(act, after, out, &failed)) {
		*err = failed;
		return false;
	}
	return good;
}
