/* What running cases lose between two packs: a procedure that says that they move must give each state a place, and each answer one of its type. */
#include "pack_shelf.h"

#include "arena.h"
#include "diagnose.h"
#include "procedure.h"

struct revisions {
	const struct pack_procedure *before, *after;
	const struct pack_migration *migration; /* NULL: within one revision */
	struct pack_diagnostics *found;
};

static void lost(const struct revisions *revisions, const char *code, const char *what, struct str name, const char *todo)
{
	diagnose(revisions->found, (struct where){ revisions->after->file, 0, 0 }, code, what, name, todo, STR(""));
}

static const struct pack_mapping *mapping_of(const struct revisions *revisions, const char *what, struct str from)
{
	for (size_t i = 0; revisions->migration && i < revisions->migration->count; i++)
		if (str_is(revisions->migration->mappings[i].what, what) && str_equal(revisions->migration->mappings[i].from, from))
			return &revisions->migration->mappings[i];
	return NULL;
}

static void check_states(const struct revisions *revisions)
{
	for (size_t i = 0; i < revisions->before->state_count; i++) {
		const struct pack_state *state = &revisions->before->states[i];
		if (state->phase == PHASE_CLOSED || procedure_state(revisions->after, state->name) != NOWHERE || mapping_of(revisions, "state", state->name))
			continue;
		if (revisions->migration)
			lost(revisions, "P164", "running cases in this state have no place to move to", state->name, "write 'state OLD -> NEW' below 'migrate'");
		else
			lost(revisions, "P163", "this state is gone, and the revision is the same", state->name, "give the procedure its next revision, and say in 'migrate from' what becomes of running cases");
	}
}

static bool same_type(const struct pack_asked *a, const struct pack_asked *b)
{
	return a->type == b->type && a->many == b->many && (a->type != ASKED_CHOICE || str_equal(a->list, b->list));
}

static void check_fields(const struct revisions *revisions)
{
	for (size_t i = 0; i < revisions->before->field_count; i++) {
		const struct pack_asked *field = &revisions->before->fields[i];
		const struct pack_mapping *mapping = mapping_of(revisions, "field", field->name);
		place_at at = procedure_field(revisions->after, mapping && mapping->to.len ? mapping->to : field->name);
		if (field->compute.expression || (mapping && !mapping->to.len))
			continue;
		if (at == NOWHERE && revisions->migration)
			lost(revisions, "P166", "answers to this have no place to move to", field->name, "write 'field OLD -> NEW', or 'field OLD dropped \"why\"', below 'migrate'");
		else if (at != NOWHERE && !same_type(field, &revisions->after->fields[at]))
			lost(revisions, "P165", "what is kept as an answer has another type now", field->name, "use another name for the new field, and raise the revision");
	}
}

static const struct pack_migration *migration_from(const struct pack_procedure *procedure, int revision)
{
	for (size_t i = 0; i < procedure->migration_count; i++)
		if (procedure->migrations[i].from == revision)
			return &procedure->migrations[i];
	return NULL;
}

size_t pack_check_revisions(const struct pack *before, const struct pack *after, struct pack_diagnostics *found)
{
	size_t errors = found->errors;
	for (size_t i = 0; i < before->procedure_count; i++) {
		struct revisions revisions = { &before->procedures[i], pack_procedure(after, before->procedures[i].name), NULL, found };
		if (!revisions.after)
			continue; /* its cases stay under their pack */
		bool same = revisions.after->revision == revisions.before->revision;
		revisions.migration = migration_from(revisions.after, revisions.before->revision);
		if (revisions.after->revision < revisions.before->revision)
			lost(&revisions, "P163", "the revision is older than the one in force", revisions.after->name, "give the procedure its next revision");
		if (!same && (!revisions.migration || !revisions.migration->move))
			continue;
		check_states(&revisions);
		check_fields(&revisions);
	}
	diagnostics_sort(found);
	return found->errors - errors;
}
