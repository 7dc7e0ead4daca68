/* What is missing or wrong: all of it at once, each linked to its field. */
#include "inner.h"

void add_gap(struct flow_gaps *gaps, struct str path, const char *code, struct str words)
{
	for (size_t i = 0; i < gaps->count && i < COUNT_OF(gaps->items); i++)
		if (str_equal(gaps->items[i].path, path) && str_equal(gaps->items[i].words, words))
			return;
	if (gaps->count < COUNT_OF(gaps->items))
		gaps->items[gaps->count] = (struct flow_gap){ path, code, words };
	gaps->count++;
}

/* A field in its place: the case's own, or one of an item or group. */
struct spot {
	struct flow *flow;
	const struct pack_asked *field, *list;
	json_t *item;
	struct str path;
	struct flow_gaps *gaps;
};

static bool look_at(const struct spot *spot, struct error *err);

static struct str below(const struct spot *spot, struct str name)
{
	return str_format(spot->flow->arena, STR_FMT "." STR_FMT, STR_ARG(spot->path), STR_ARG(name));
}

static void gap_of(const struct spot *spot, struct str path, const char *code)
{
	struct flow *flow = spot->flow;
	add_gap(spot->gaps, path, code, pack_words(flow->host.pack, flow->say.len ? flow->say : flow->host.pack->head.language, spot->field->label));
}

/* Of a person, the members that the procedure needs. */
static void look_at_members(const struct spot *spot, const json_t *answer)
{
	for (size_t i = 0; i < spot->field->need.count; i++) {
		struct str name = spot->field->need.items[i];
		if (!is_given(json_object_getn(answer, name.data, name.len)))
			gap_of(spot, below(spot, name), "required");
	}
}

/* An item of a list, or a group. */
static bool look_at_item(const struct spot *spot, json_t *item, struct error *err)
{
	struct str id = json_text(json_object_get(item, "id"));
	for (size_t k = 0; k < spot->field->item_count; k++) {
		struct spot inside = { spot->flow, &spot->field->items[k], spot->field, item, spot->path, spot->gaps };
		if (id.len)
			inside.path = below(spot, id);
		inside.path = below(&inside, inside.field->name);
		if (!look_at(&inside, err))
			return false;
	}
	return true;
}

static bool look_at_items(const struct spot *spot, json_t *answer, struct error *err)
{
	size_t count = spot->field->type == ASKED_LIST ? json_array_size(answer) : answer ? 1 : 0;
	for (size_t i = 0; i < count; i++)
		if (!look_at_item(spot, spot->field->type == ASKED_LIST ? json_array_get(answer, i) : answer, err))
			return false;
	return true;
}

static bool look_at_count(const struct spot *spot, const json_t *answer, struct error *err)
{
	const struct { const struct pack_rule *rule; int sign; const char *code; } bounds[] = { { &spot->field->least, 1, "too_few" }, { &spot->field->most, -1, "too_many" } };
	for (size_t i = 0; i < COUNT_OF(bounds); i++) {
		struct rule_value limit;
		if (!bounds[i].rule->expression || (spot->field->type != ASKED_LIST && spot->field->type != ASKED_CHOICES && spot->field->type != ASKED_DOCUMENT))
			continue;
		if (!flow_eval(spot->flow, bounds[i].rule, &limit, err))
			return false;
		if (limit.kind == RULE_NUMBER && ((int64_t)json_array_size(answer) * RULE_UNIT - limit.number) * bounds[i].sign < 0)
			gap_of(spot, spot->path, bounds[i].code);
	}
	return true;
}

static bool look_at_checks(const struct spot *spot, struct error *err)
{
	const struct rule_object *item = spot->item ? item_object(spot->flow, spot->list, spot->item) : NULL;
	for (size_t i = 0; i < spot->field->check_count; i++) {
		const struct pack_asked_check *check = &spot->field->checks[i];
		struct rule_value value;
		if (!eval_with(spot->flow, check->rule.expression, item, &value, err))
			return false;
		if (!rule_truth(&value, RULE_IN_CHECK))
			add_gap(spot->gaps, spot->path, "check", flow_words(spot->flow, spot->flow->say, &check->words));
	}
	return true;
}

/* Each paper of the list is asked for, unless `required` says otherwise. */
static bool look_at_papers(const struct spot *spot, struct error *err)
{
	struct flow_papers *papers = ARENA_NEW(spot->flow->arena, struct flow_papers);
	if (spot->field->required.expression && !flow_required(spot->flow, spot->field, spot->list, spot->item))
		return true;
	if (!flow_papers(spot->flow, spot->field, spot->list, spot->item, papers, err))
		return false;
	for (size_t i = 0; i < papers->count; i++)
		if (!papers->items[i].file)
			add_gap(spot->gaps, below(spot, papers->items[i].name), "required", papers->items[i].words);
	return true;
}

static bool look_at(const struct spot *spot, struct error *err)
{
	struct flow *flow = spot->flow;
	const struct pack_asked *field = spot->field;
	if (!flow_shown(flow, field, spot->list, spot->item))
		return true;
	json_t *answer = answer_json(flow, field, spot->item);
	bool computed = field->compute.expression != NULL, reason = json_is_object(answer) && json_object_get(answer, "missing");
	bool nested = field->type == ASKED_LIST || field->type == ASKED_GROUP;
	if (field->type == ASKED_DOCUMENTS)
		return (reason || look_at_papers(spot, err)) && look_at_checks(spot, err);
	if (!computed && !is_given(answer) && !nested && (flow_required(flow, field, spot->list, spot->item) || field->need.count))
		gap_of(spot, spot->path, "required");
	else if (field->need.count && !reason)
		look_at_members(spot, answer);
	if (!reason && nested && !look_at_items(spot, answer, err))
		return false;
	return (reason || look_at_count(spot, answer, err)) && look_at_checks(spot, err);
}

bool gaps_of_item(struct flow *flow, const struct pack_asked *list, json_t *item, struct flow_gaps *gaps, struct error *err)
{
	const struct spot spot = { flow, list, NULL, NULL, list->name, gaps };
	return look_at_item(&spot, item, err);
}

bool flow_gaps_of(struct flow *flow, const struct pack_places *fields, struct flow_gaps *gaps, struct error *err)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct pack_asked *field = &flow->host.procedure->fields[fields->items[i]];
		const struct spot spot = { flow, field, NULL, NULL, field->name, gaps };
		if (!look_at(&spot, err))
			return false;
	}
	return true;
}

struct pack_places form_fields(struct flow *flow, const struct pack_form *form)
{
	place_at *all = ARENA_ARRAY(flow->arena, place_at, FIELDS_MOST);
	size_t count = 0;
	for (size_t i = 0; i < form->page_count; i++) {
		if (!holds(flow, &form->pages[i].show, NULL, RULE_IN_SHOW, true))
			continue;
		for (size_t k = 0; k < form->pages[i].fields.count && count < FIELDS_MOST; k++)
			all[count++] = form->pages[i].fields.items[k];
	}
	return (struct pack_places){ all, count };
}

bool gaps_of_form(struct flow *flow, struct str name, struct flow_gaps *gaps, struct error *err)
{
	const struct pack_form *form = procedure_form(flow->host.procedure, name);
	if (!form)
		return true;
	struct pack_places fields = form_fields(flow, form);
	return flow_gaps_of(flow, &fields, gaps, err);
}
