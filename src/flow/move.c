/* Running cases come to another revision of their procedure. */
#include "inner.h"

const struct pack_migration *flow_migration(const struct pack_procedure *procedure, int from)
{
	for (size_t i = 0; i < procedure->migration_count; i++)
		if (procedure->migrations[i].from == from)
			return procedure->migrations[i].move ? &procedure->migrations[i] : NULL;
	return NULL;
}

static void move_field(struct making *making, const struct pack_mapping *mapping)
{
	json_t *answer = json_object_getn(json_object_get(making->flow->file, "answers"), mapping->from.data, mapping->from.len);
	if (!mapping->to.len || !answer || json_is_null(answer))
		return;
	make_step(making, json_pack("[s, s%, O]", "set", mapping->to.data, mapping->to.len, answer));
	make_step(making, json_pack("[s, s%, n]", "set", mapping->from.data, mapping->from.len));
}

static bool move_state(struct making *making, const struct pack_migration *migration)
{
	struct flow *flow = making->flow;
	struct str name = str_copy(flow->arena, json_text(json_object_get(flow->file, "state")));
	for (size_t i = 0; i < migration->count; i++)
		if (str_is(migration->mappings[i].what, "state") && str_equal(migration->mappings[i].from, name)) {
			make_step(making, json_pack("[s, s%]", "state", migration->mappings[i].to.data, migration->mappings[i].to.len));
			break;
		}
	return flow_state(flow) || error_set(making->err, ERR_NOT_ALLOWED, "the state of a case has no place in the new revision", "map it: state old -> new", STR_FMT, STR_ARG(name));
}

/* A request for an action that is no more waits for nobody. */
static void move_second(struct making *making)
{
	const json_t *request = json_object_get(making->flow->file, "second");
	if (json_is_object(request) && procedure_action(making->flow->host.procedure, json_text(json_object_get(request, "action"))) == NOWHERE)
		make_step(making, json_pack("[s, n]", "second"));
}

/* The same events since the same start, with the allowance of now. What fired has had its effect. */
static void recount(struct making *making, const struct pack_clock *clock, struct str item, const json_t *kept)
{
	struct flow *flow = making->flow;
	struct rule_value allow;
	size_t i;
	json_t *event, *events = json_deep_copy(json_object_get(kept, "events"));
	if (!clock->allow.expression || json_object_get(kept, "fired") || !flow_eval(flow, &clock->allow, &allow, making->err) || allow.kind != RULE_DURATION) {
		json_decref(events);
		return;
	}
	json_array_foreach(events, i, event) {
		if (!i)
			json_object_set_new(event, "allow", str_json(rule_value_text(flow->arena, &allow)));
		make_step(making, json_pack("[s, s%, s%, O]", "clock", clock->name.data, clock->name.len, item.data, item.len, event));
	}
	json_decref(events);
}

static void move_clock(struct making *making, const struct pack_mapping *mapping)
{
	const struct pack_procedure *procedure = making->flow->host.procedure;
	place_at at = procedure_clock(procedure, mapping->from);
	json_t *items = json_deep_copy(json_object_getn(json_object_get(making->flow->file, "clocks"), mapping->from.data, mapping->from.len)), *kept;
	const char *item;
	json_object_foreach(items, item, kept)
		if (at != NOWHERE && str_is(mapping->to, "recount"))
			recount(making, &procedure->clocks[at], str_of(item), kept);
	json_decref(items);
}

bool flow_move(struct flow *flow, const struct pack_migration *migration, json_t **change, struct error *err)
{
	struct making making;
	*change = NULL;
	*err = (struct error){ 0 };
	if (!making_begin(flow, &making, err))
		return false;
	make_step(&making, json_pack("[s, i]", "revision", flow->host.procedure->revision));
	for (size_t i = 0; i < migration->count; i++)
		if (str_is(migration->mappings[i].what, "field"))
			move_field(&making, &migration->mappings[i]);
	bool good = move_state(&making, migration);
	move_second(&making);
	for (size_t i = 0; i < migration->count; i++)
		if (str_is(migration->mappings[i].what, "clock"))
			move_clock(&making, &migration->mappings[i]);
	make_clocks(&making, NOWHERE, NOWHERE, NOWHERE); /* which run in its state now */
	good = good && !making.failed && !err->code;
	*change = good ? making.steps : NULL;
	if (!good)
		json_decref(making.steps);
	return good;
}
