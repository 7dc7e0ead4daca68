/* A case as expressions see it: fields, facts, what was done, clocks, uses. */
#include "inner.h"

enum { COMPUTED_DEPTH = 8 };

bool in_places(const struct pack_places *places, size_t at)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->items[i] == at)
			return true;
	return false;
}

bool in_names(const struct pack_names *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_equal(names->items[i], name))
			return true;
	return false;
}

/* How far the law's clock is from UTC. */
int64_t zone_ms(const struct flow *flow, int64_t ms)
{
	return flow->zone ? lang_zone_offset(flow->zone, ms) * INT64_C(1000) : 0;
}

/* --- answers --- */

json_t *answer_json(const struct flow *flow, const struct pack_asked *field, json_t *item)
{
	const json_t *from = item ? item : json_object_get(flow->file, "answers");
	return json_object_getn(from, field->name.data, field->name.len);
}

bool is_given(const json_t *answer)
{
	if (!answer || json_is_null(answer))
		return false;
	if (json_is_string(answer))
		return json_string_length(answer) > 0;
	return json_is_array(answer) ? json_array_size(answer) > 0 : true;
}

static struct rule_value computed(struct flow *flow, const struct pack_asked *field, const struct rule_object *item)
{
	struct rule_value out = rule_missing(field->name);
	struct error err;
	if (flow->depth >= COMPUTED_DEPTH)
		return out;
	flow->depth++;
	if (!eval_with(flow, field->compute.expression, item, &out, &err))
		out = rule_missing(field->name);
	flow->depth--;
	if (out.kind == RULE_MISSING && !out.field.len)
		out.field = field->name;
	return out;
}

static struct rule_value items_value(struct flow *flow, const struct pack_asked *list, const json_t *json)
{
	size_t count = json_array_size(json);
	struct rule_value *items = ARENA_ARRAY(flow->arena, struct rule_value, count ? count : 1);
	for (size_t i = 0; i < count; i++)
		items[i] = rule_record_value(item_object(flow, list, json_array_get(json, i)));
	return rule_list(items, count);
}

static bool hidden(struct flow *flow, const struct pack_asked *field, const struct rule_object *item)
{
	return !holds(flow, &field->show, item, RULE_IN_SHOW, true);
}

/* The value of a field, of the case or of an item. What is hidden is missing; an empty list that may be asked is an empty list. */
static struct rule_value field_value(struct flow *flow, const struct pack_asked *field, const struct rule_object *item, json_t *item_json)
{
	struct rule_value out = rule_missing(field->name);
	if (flow->depth >= COMPUTED_DEPTH)
		return out;
	flow->depth++;
	bool away = hidden(flow, field, item);
	flow->depth--;
	if (away)
		return out;
	if (field->compute.expression)
		return computed(flow, field, item);
	json_t *json = answer_json(flow, field, item_json);
	if (field->type == ASKED_LIST)
		out = json_is_object(json) ? out : items_value(flow, field, json);
	else if (field->type == ASKED_GROUP)
		out = json_is_object(json) ? rule_record_value(item_object(flow, field, json)) : out;
	else if (field->rule_type.kind == RULE_LIST && !is_given(json))
		out = rule_list(NULL, 0); /* asked, and nothing chosen yet; a reason that stands instead is missing */
	else
		out = value_of_json(flow, &field->rule_type, json, field->name);
	out.field = field->name;
	return out;
}

struct rule_value flow_answer(struct flow *flow, const struct pack_asked *field)
{
	return field_value(flow, field, NULL, NULL);
}

/* --- items --- */

struct item_record {
	struct rule_object object;
	struct flow *flow;
	const struct pack_asked *list;
	json_t *json;
};

static bool item_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	const struct item_record *item = (const struct item_record *)self;
	struct str name = self->record->members[member].name;
	(void)arena;
	for (size_t i = 0; i < item->list->item_count; i++)
		if (str_equal(item->list->items[i].name, name)) {
			*out = field_value(item->flow, &item->list->items[i], self, item->json);
			return out->kind != RULE_MISSING;
		}
	*out = value_of_json(item->flow, &self->record->members[member].type, json_object_getn(item->json, name.data, name.len), name);
	return out->kind != RULE_MISSING;
}

const struct rule_object *item_object(struct flow *flow, const struct pack_asked *list, json_t *item)
{
	const struct rule_type *type = list->type == ASKED_LIST ? list->rule_type.item : &list->rule_type;
	struct item_record *record = ARENA_NEW(flow->arena, struct item_record);
	*record = (struct item_record){ { .record = type->record, .get = item_get }, flow, list, item };
	return &record->object;
}

json_t *item_of_object(const struct rule_object *object)
{
	return object && object->get == item_get ? ((const struct item_record *)object)->json : NULL;
}

/* --- facts --- */

static struct rule_value fact(struct flow *flow, enum case_fact which, const struct rule_member *member)
{
	static const char *const stored[FACTS] = {
		[FACT_STATE] = "state", [FACT_OUTCOME] = "outcome", [FACT_OPENED] = "opened", [FACT_CLOSED] = "closed", [FACT_REFERENCE] = "reference",
		[FACT_FLAGS] = "flags", [FACT_TASKS] = "tasks",
	};
	const struct pack_state *state = flow_state(flow);
	if (which == FACT_PHASE)
		return state ? rule_code(str_of(phase_name(state->phase))) : rule_missing(member->name);
	if (which == FACT_WAITING_SECOND)
		return value_of_json(flow, &member->type, json_object_get(json_object_get(flow->file, "second"), "action"), member->name);
	if (which == FACT_PUBLIC)
		return flow_public(flow) ? rule_code(flow_public(flow)->name) : rule_missing(member->name);
	const json_t *json = json_object_get(flow->file, stored[which]);
	if (which == FACT_REFERENCE && !json)
		return flow->reference.len ? rule_text(flow->reference) : rule_missing(member->name);
	if (which == FACT_FLAGS && !json)
		return rule_list(NULL, 0);
	if (which == FACT_TASKS && !json)
		return rule_integer(0);
	if (member->type.kind == RULE_DATE && json_is_integer(json))
		return rule_date(time_date(json_integer_value(json) + zone_ms(flow, json_integer_value(json))));
	return value_of_json(flow, &member->type, json, member->name);
}

/* done.ACTION, times.ACTION, who.ACTION */
struct done_record {
	struct rule_object object;
	struct flow *flow;
	const char *what;
};

static struct rule_value instant_as(struct flow *flow, const struct rule_type *type, int64_t at)
{
	if (type->kind == RULE_DATETIME)
		return rule_datetime(at);
	return rule_date(time_date(at + zone_ms(flow, at)));
}

static bool done_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	const struct done_record *done = (const struct done_record *)self;
	const struct rule_member *named = &self->record->members[member];
	const json_t *entry = json_object_getn(json_object_get(done->flow->file, "done"), named->name.data, named->name.len), *json = json_object_get(entry, done->what);
	(void)arena;
	if (json_is_integer(json) && (named->type.kind == RULE_DATE || named->type.kind == RULE_DATETIME))
		*out = instant_as(done->flow, &named->type, json_integer_value(json));
	else if (!json && named->type.kind == RULE_NUMBER)
		*out = rule_integer(0);
	else
		*out = value_of_json(done->flow, &named->type, json, named->name);
	out->field = named->name;
	return out->kind != RULE_MISSING;
}

static struct rule_value done_value(struct flow *flow, const struct rule_type *type, const char *what)
{
	struct done_record *record = ARENA_NEW(flow->arena, struct done_record);
	*record = (struct done_record){ { .record = type->record, .get = done_get }, flow, what };
	return rule_record_value(&record->object);
}

struct clock_record {
	struct rule_object object;
	struct flow *flow;
	const struct pack_clock *clock;
};

static bool clock_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	static const struct str words[] = { [TERM_IDLE] = { "idle", 4 }, [TERM_RUNNING] = { "running", 7 }, [TERM_PAUSED] = { "paused", 6 }, [TERM_DONE] = { "done", 4 } };
	const struct clock_record *record = (const struct clock_record *)self;
	const struct rule_member *named = &self->record->members[member];
	struct term term;
	(void)arena;
	bool started = flow_clock(record->flow, record->clock, STR(""), &term);
	*out = rule_missing(named->name);
	if (str_is(named->name, "status"))
		*out = rule_code(words[started ? term.status : TERM_IDLE]);
	else if (str_is(named->name, "late"))
		*out = rule_yesno(started && term.late);
	else if (str_is(named->name, "due") && started && term.ends)
		*out = named->type.kind == RULE_DATE ? rule_date(term.due_day) : term.timed ? rule_datetime(term.due_at) : instant_as(record->flow, &named->type, term.due_at);
	else if (str_is(named->name, "left") && started)
		*out = term.timed ? (struct rule_value){ .kind = RULE_NUMBER, .number = term.left * RULE_UNIT / 60 } : rule_integer(term.left);
	else if (str_is(named->name, "used") && started)
		*out = term.timed ? (struct rule_value){ .kind = RULE_NUMBER, .number = term.used * RULE_UNIT / 60 } : rule_integer(term.used);
	out->field = named->name;
	return out->kind != RULE_MISSING;
}

static struct rule_value clock_value(struct flow *flow, const struct rule_type *type, const struct pack_clock *clock)
{
	struct clock_record *record = ARENA_NEW(flow->arena, struct clock_record);
	*record = (struct clock_record){ { .record = type->record, .get = clock_get }, flow, clock };
	return rule_record_value(&record->object);
}

static struct rule_value use_value(struct flow *flow, const struct rule_type *type, const struct pack_use *use)
{
	return record_of_json(flow, type, json_object_getn(json_object_get(flow->file, "uses"), use->name.data, use->name.len));
}

/* --- all names --- */

struct names_record {
	struct rule_object object;
	struct flow *flow;
};

static bool names_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	struct flow *flow = ((const struct names_record *)self)->flow;
	const struct pack_procedure *procedure = flow->host.procedure;
	const struct procedure_slots *slots = &procedure->slots;
	const struct rule_member *named = &self->record->members[member];
	(void)arena;
	if (member >= slots->uses && member < slots->uses + procedure->use_count)
		*out = use_value(flow, &named->type, &procedure->uses[member - slots->uses]);
	else if (member >= slots->clocks && member < slots->clocks + procedure->clock_count)
		*out = clock_value(flow, &named->type, &procedure->clocks[member - slots->clocks]);
	else if (member == slots->done || member == slots->times || member == slots->who)
		*out = done_value(flow, &named->type, member == slots->done ? "at" : member == slots->times ? "times" : "who");
	else if (member >= slots->facts && member < slots->facts + (size_t)FACTS)
		*out = fact(flow, (enum case_fact)(member - slots->facts), named);
	else if (member >= slots->fields && member < slots->fields + procedure->field_count)
		*out = flow_answer(flow, &procedure->fields[member - slots->fields]);
	else
		*out = rule_missing(named->name);
	return out->kind != RULE_MISSING;
}

/* --- functions that ask the engine --- */

static bool host_complete(const struct procedure_host *host, const struct rule_call *call, struct str form, struct rule_value *out, struct error *err)
{
	struct flow *flow = (struct flow *)host;
	struct flow_gaps *gaps = ARENA_NEW(flow->arena, struct flow_gaps);
	(void)call;
	gaps->count = 0;
	if (!gaps_of_form(flow, form, gaps, err))
		return false;
	*out = rule_yesno(!gaps->count);
	return true;
}

/* "members[1].pregnant" and "means": the field, and the item that it is asked of. */
static const struct pack_asked *field_of_path(struct flow *flow, struct str path, const struct pack_asked **list, json_t **item)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	struct str head = path, rest = path;
	str_cut(&rest, '.', &head);
	size_t bracket = head.len;
	int64_t number = 0;
	bool indexed = str_find(head, STR("["), &bracket) && str_to_int(str_slice(head, bracket + 1, head.len - 1), &number);
	*list = NULL;
	*item = NULL;
	place_at at = procedure_field(procedure, str_slice(head, 0, bracket));
	if (at == NOWHERE)
		return NULL;
	const struct pack_asked *field = &procedure->fields[at];
	if (!rest.len)
		return field;
	if (!field->item_count)
		return field; /* a member of a person: as the person */
	json_t *json = answer_json(flow, field, NULL);
	*list = field;
	*item = field->type == ASKED_GROUP ? json : indexed && number > 0 ? json_array_get(json, (size_t)number - 1) : NULL;
	for (size_t i = 0; i < field->item_count; i++)
		if (str_equal(field->items[i].name, rest))
			return &field->items[i];
	return NULL;
}

static bool host_shown(const struct procedure_host *host, const struct rule_call *call, struct str path, struct rule_value *out, struct error *err)
{
	struct flow *flow = (struct flow *)host;
	const struct pack_asked *list;
	json_t *item;
	const struct pack_asked *field = field_of_path(flow, path, &list, &item);
	(void)call;
	(void)err;
	*out = rule_yesno(field && flow_shown(flow, field, list, item));
	return true;
}

static bool host_required(const struct procedure_host *host, const struct rule_call *call, struct str path, struct rule_value *out, struct error *err)
{
	struct flow *flow = (struct flow *)host;
	const struct pack_asked *list;
	json_t *item;
	const struct pack_asked *field = field_of_path(flow, path, &list, &item);
	(void)call;
	(void)err;
	*out = rule_yesno(field && flow_shown(flow, field, list, item) && flow_required(flow, field, list, item));
	return true;
}

/* --- evaluating --- */

static int offset_at(void *context, int64_t ms)
{
	return (int)(zone_ms(context, ms) / 60000);
}

void flow_look(struct flow *flow, struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, json_t *file, int64_t now)
{
	*flow = (struct flow){
		.host = { .pack = pack, .procedure = procedure, .complete = host_complete, .shown = host_shown, .required = host_required },
		.arena = arena, .file = file, .now = now,
	};
}

void flow_end(struct flow *flow)
{
	json_decref(flow->own);
	flow->own = NULL;
}

struct date flow_today(const struct flow *flow)
{
	return time_date(flow->now + zone_ms(flow, flow->now));
}

struct date flow_law_day(const struct flow *flow)
{
	const struct pack_procedure *procedure = flow->host.procedure;
	int64_t at = flow->now;
	const json_t *opened = json_object_get(flow->file, "opened");
	if (json_is_integer(opened))
		at = json_integer_value(opened);
	for (size_t i = 0; i < procedure->law_of.count; i++) {
		struct str name = procedure->actions[procedure->law_of.items[i]].name;
		const json_t *done = json_object_get(json_object_getn(json_object_get(flow->file, "done"), name.data, name.len), "at");
		if (json_is_integer(done)) {
			at = json_integer_value(done);
			break;
		}
	}
	return time_date(at + zone_ms(flow, at));
}

static struct rule_environment environment_of(struct flow *flow, const struct rule_object *names)
{
	const struct pack_calendar *calendar = pack_calendar(flow->host.pack, STR(""));
	return (struct rule_environment){
		.names = names, .today = flow_today(flow), .now = flow->now, .law_day = flow_law_day(flow), .calendar = calendar ? calendar->rule : NULL,
		.offset = offset_at, .context = flow,
	};
}

bool eval_with(struct flow *flow, const struct rule_expression *expression, const struct rule_object *item, struct rule_value *out, struct error *err)
{
	const struct names_record names = { { .record = flow->host.procedure->record, .get = names_get }, flow };
	struct rule_environment environment = environment_of(flow, &names.object);
	environment.item = item;
	return rule_eval(expression, &environment, flow->arena, out, err);
}

/* --- letters --- */

struct letter_names {
	struct names_record names;
	struct flow_letter_words words;
};

static bool letter_get(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out)
{
	const struct letter_names *names = (const struct letter_names *)self;
	const struct str words[] = { names->words.remedy, names->words.status_page, names->words.status_code };
	if (member + COUNT_OF(words) < self->record->count)
		return names_get(self, member, arena, out);
	size_t at = member + COUNT_OF(words) - self->record->count;
	*out = words[at].len ? rule_text(words[at]) : rule_missing(self->record->members[member].name);
	return out->kind != RULE_MISSING;
}

struct rule_environment flow_letter_environment(struct flow *flow, const struct flow_letter_words *words)
{
	struct letter_names *names = ARENA_NEW(flow->arena, struct letter_names);
	const struct rule_schema schema = procedure_letter_schema(flow->arena, flow->host.pack, flow->host.procedure);
	*names = (struct letter_names){ { { .record = schema.names, .get = letter_get }, flow }, *words };
	return environment_of(flow, &names->names.object);
}

bool holds(struct flow *flow, const struct pack_rule *rule, const struct rule_object *item, enum rule_where where, bool otherwise)
{
	struct rule_value value;
	struct error err;
	if (!rule->expression)
		return otherwise;
	if (!eval_with(flow, rule->expression, item, &value, &err))
		value = rule_missing(STR(""));
	return rule_truth(&value, where);
}

bool flow_eval(struct flow *flow, const struct pack_rule *rule, struct rule_value *out, struct error *err)
{
	return eval_with(flow, rule->expression, NULL, out, err);
}

bool flow_eval_item(struct flow *flow, const struct pack_rule *rule, const struct pack_asked *list, json_t *item, struct rule_value *out, struct error *err)
{
	return eval_with(flow, rule->expression, item ? item_object(flow, list, item) : NULL, out, err);
}

bool flow_shown(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item)
{
	return holds(flow, &field->show, item ? item_object(flow, list, item) : NULL, RULE_IN_SHOW, true);
}

bool flow_required(struct flow *flow, const struct pack_asked *field, const struct pack_asked *list, json_t *item)
{
	return field->always || holds(flow, &field->required, item ? item_object(flow, list, item) : NULL, RULE_IN_REQUIRED, false);
}

const struct pack_state *flow_state(const struct flow *flow)
{
	place_at at = flow->file ? procedure_state(flow->host.procedure, json_text(json_object_get(flow->file, "state"))) : NOWHERE;
	return at == NOWHERE ? NULL : &flow->host.procedure->states[at];
}

const struct pack_state *flow_public(const struct flow *flow)
{
	const struct pack_state *state = flow_state(flow);
	return state && state->public_as != NOWHERE ? &flow->host.procedure->states[state->public_as] : state;
}

/* --- sentences --- */

static struct str part_text(struct flow *flow, const struct pack_rule *part, const struct rule_object *item)
{
	struct rule_value value;
	struct error err;
	if (!eval_with(flow, part->expression, item, &value, &err) || value.kind == RULE_MISSING)
		return STR("...");
	return rule_value_text(flow->arena, &value);
}

/* In a translation the same {expressions} may stand in another order: each is found by its text. */
struct str words_with(struct flow *flow, struct str language, const struct pack_sentence *sentence, const struct rule_object *item)
{
	struct str words = pack_words(flow->host.pack, language.len ? language : flow->host.pack->head.language, sentence->words);
	struct buf out = BUF_IN(flow->arena);
	size_t open, close;
	while (sentence->count && str_find(words, STR("{"), &open) && str_find(str_slice(words, open, words.len), STR("}"), &close)) {
		struct str inside = str_trim(str_slice(words, open + 1, open + close));
		buf_add(&out, str_slice(words, 0, open));
		for (size_t i = 0; i < sentence->count; i++)
			if (str_equal(str_trim(sentence->parts[i].text), inside)) {
				buf_add(&out, part_text(flow, &sentence->parts[i], item));
				break;
			}
		words = str_slice(words, open + close + 1, words.len);
	}
	buf_add(&out, words);
	return buf_str(&out);
}

struct str flow_item_words(struct flow *flow, struct str language, const struct pack_sentence *sentence, const struct pack_asked *list, json_t *item)
{
	return words_with(flow, language, sentence, item_object(flow, list, item));
}

struct str flow_words(struct flow *flow, struct str language, const struct pack_sentence *sentence)
{
	return words_with(flow, language, sentence, NULL);
}
