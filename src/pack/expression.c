#include "compile.h"

#include <string.h>

#include "arena.h"

/* What conditions of the pack may name, their types, and the values that stand for a crossing. */

#define TEXT(literal) { literal, sizeof literal - 1 }
#define CODE_OF(name) { .kind = RULE_CODE, .list = TEXT(name) }
#define YES_NO { .kind = RULE_YESNO }

static const struct rule_type country = CODE_OF("countries");

enum { PERSON_NATIONALITIES, PERSON_AGE, PERSON_CHILD, PERSON_ALONE, PERSON_CREW, PERSON_TRANSIT, PERSON_BORDER_RESIDENT,
       PERSON_FAMILY, PERSON_MEMBERS };
static const struct rule_member person_members[PERSON_MEMBERS] = {
	[PERSON_NATIONALITIES] = { TEXT("nationalities"), { .kind = RULE_LIST, .item = &country, .item_name = TEXT("nationality") } },
	[PERSON_AGE] = { TEXT("age"), { .kind = RULE_NUMBER } },
	[PERSON_CHILD] = { TEXT("child"), YES_NO },
	[PERSON_ALONE] = { TEXT("alone"), YES_NO },
	[PERSON_CREW] = { TEXT("crew"), YES_NO },
	[PERSON_TRANSIT] = { TEXT("transit"), YES_NO },
	[PERSON_BORDER_RESIDENT] = { TEXT("border_resident"), YES_NO },
	[PERSON_FAMILY] = { TEXT("family_of_member"), YES_NO },
};

enum { DOCUMENT_KIND, DOCUMENT_ISSUER, DOCUMENT_EXPIRES, DOCUMENT_MEMBERS };
static const struct rule_member document_members[DOCUMENT_MEMBERS] = {
	[DOCUMENT_KIND] = { TEXT("kind"), CODE_OF("document_kinds") },
	[DOCUMENT_ISSUER] = { TEXT("issuer"), CODE_OF("countries") },
	[DOCUMENT_EXPIRES] = { TEXT("expires"), { .kind = RULE_DATE } },
};

static const struct rule_member permit_members[] = { { TEXT("kind"), CODE_OF("permit_kinds") } };

enum { VISA_KIND, VISA_RULE, VISA_MEMBERS };
static const struct rule_member visa_members[VISA_MEMBERS] = {
	[VISA_KIND] = { TEXT("kind"), CODE_OF("permit_kinds") },
	[VISA_RULE] = { TEXT("rule"), CODE_OF("stay_rules") },
};

enum { CROSSING_PURPOSE, CROSSING_DIRECTION, CROSSING_MODE, CROSSING_POST, CROSSING_MEMBERS };
static const struct rule_member crossing_members[CROSSING_MEMBERS] = {
	[CROSSING_PURPOSE] = { TEXT("purpose"), CODE_OF("travel_purposes") },
	[CROSSING_DIRECTION] = { TEXT("direction"), CODE_OF("directions") },
	[CROSSING_MODE] = { TEXT("mode"), CODE_OF("modes") },
	[CROSSING_POST] = { TEXT("post"), CODE_OF("posts") },
};

enum { ENTRY_NEED, ENTRY_STAY_RULE, ENTRY_MEMBERS };
static const struct rule_member entry_members[ENTRY_MEMBERS] = {
	[ENTRY_NEED] = { TEXT("need"), CODE_OF("needs") },
	[ENTRY_STAY_RULE] = { TEXT("stay_rule"), CODE_OF("stay_rules") },
};

static const struct rule_record person_record = { TEXT("person"), person_members, PERSON_MEMBERS };
static const struct rule_record document_record_type = { TEXT("document"), document_members, DOCUMENT_MEMBERS };
static const struct rule_record permit_record = { TEXT("permit"), permit_members, 1 };
static const struct rule_record visa_record = { TEXT("visa"), visa_members, VISA_MEMBERS };
static const struct rule_record crossing_record = { TEXT("crossing"), crossing_members, CROSSING_MEMBERS };
static const struct rule_record entry_record = { TEXT("entry"), entry_members, ENTRY_MEMBERS };

enum { NAME_PERSON, NAME_DOCUMENT, NAME_PERMIT, NAME_VISA, NAME_CROSSING, NAME_ENTRY, NAME_CLAIM, NAMES };
#define RECORD_OF(type) { .kind = RULE_RECORD, .record = &(type) }
static const struct rule_member names_members[NAMES] = {
	[NAME_PERSON] = { TEXT("person"), RECORD_OF(person_record) },
	[NAME_DOCUMENT] = { TEXT("document"), RECORD_OF(document_record_type) },
	[NAME_PERMIT] = { TEXT("permit"), RECORD_OF(permit_record) },
	[NAME_VISA] = { TEXT("visa"), RECORD_OF(visa_record) },
	[NAME_CROSSING] = { TEXT("crossing"), RECORD_OF(crossing_record) },
	[NAME_ENTRY] = { TEXT("entry"), RECORD_OF(entry_record) },
	[NAME_CLAIM] = { TEXT("protection_claim"), YES_NO },
};
static const struct rule_record names_record = { TEXT("crossing"), names_members, NAMES };

/* ---- Codes ---- */

static bool fixed_codes(struct str list, const struct str **codes, size_t *count)
{
	static const struct str needs[] = { TEXT("none"), TEXT("on_arrival"), TEXT("authorisation"), TEXT("transit_visa"), TEXT("visa") };
	static const struct str modes[] = { TEXT("land"), TEXT("sea"), TEXT("air"), TEXT("rail") };
	static const struct str directions[] = { TEXT("entry"), TEXT("exit") };
	if (str_is(list, "needs")) {
		*codes = needs;
		*count = COUNT_OF(needs);
	} else if (str_is(list, "modes")) {
		*codes = modes;
		*count = COUNT_OF(modes);
	} else if (str_is(list, "directions")) {
		*codes = directions;
		*count = COUNT_OF(directions);
	} else {
		return false;
	}
	return true;
}

/* Copies the names that stand at the head of an array's items. */
static bool codes_from(struct arena *arena, const void *items, size_t size, size_t from, const struct str **codes, size_t *count)
{
	struct str *out = ARENA_ARRAY(arena, struct str, from);
	for (size_t i = 0; i < from; i++)
		out[i] = *(const struct str *)((const char *)items + i * size);
	*codes = out;
	*count = from;
	return true;
}

bool pack_codes_of(const struct pack *pack, struct arena *arena, struct str list, const struct str **codes, size_t *count)
{
	if (fixed_codes(list, codes, count))
		return true;
	if (str_is(list, "stay_rules"))
		return codes_from(arena, pack->stay_rules, sizeof *pack->stay_rules, pack->stay_rule_count, codes, count);
	if (str_is(list, "posts"))
		return codes_from(arena, pack->posts, sizeof *pack->posts, pack->post_count, codes, count);
	const struct pack_list *found = pack_list(pack, list);
	return found && codes_from(arena, found->codes, sizeof *found->codes, found->count, codes, count);
}

/* ---- The schema ---- */

struct schema_context {
	const struct pack *pack;
	struct arena *arena;
};

static bool schema_codes(void *context, struct str list, const struct str **codes, size_t *count)
{
	struct schema_context *schema = context;
	return pack_codes_of(schema->pack, schema->arena, list, codes, count);
}

static bool resolve_bloc(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	struct schema_context *schema = context;
	const struct pack *pack = schema->pack;
	if (pack_bloc(pack, name))
		return true;
	*meant = nearest_of(schema->arena, name, pack->blocs, sizeof *pack->blocs, pack->bloc_count);
	return false;
}

static enum rule_kind param_kind(enum pack_value_kind kind)
{
	static const enum rule_kind kinds[] = { [PACK_NUMBER] = RULE_NUMBER, [PACK_MONEY] = RULE_MONEY, [PACK_DURATION] = RULE_DURATION,
		                                [PACK_DATE] = RULE_DATE, [PACK_YES_NO] = RULE_YESNO, [PACK_TEXT] = RULE_TEXT };
	return kinds[kind];
}

static bool resolve_param(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	struct schema_context *schema = context;
	const struct pack *pack = schema->pack;
	for (size_t i = 0; i < pack->param_count; i++) {
		if (!str_equal(pack->params[i].name, name) || !pack->params[i].count)
			continue;
		*result = (struct rule_type){ .kind = param_kind(pack->params[i].values[0].kind) };
		return true;
	}
	*meant = nearest_of(schema->arena, name, pack->params, sizeof *pack->params, pack->param_count);
	return false;
}

bool pack_call_bloc(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct pack_bloc *bloc = pack_bloc(call->context, call->arguments[0].text);
	struct rule_value *items = ARENA_ARRAY(call->arena, struct rule_value, bloc ? bloc->count : 0);
	size_t count = 0;
	for (size_t i = 0; bloc && i < bloc->count; i++)
		if (pack_span_holds(bloc->members[i].span, call->on))
			items[count++] = rule_code(bloc->members[i].country);
	*out = rule_list(items, count);
	return true;
}

static struct str value_text(struct arena *arena, const struct pack_value *value)
{
	int64_t whole = value->micro / RULE_UNIT, rest = value->micro % RULE_UNIT;
	const char *sign = value->micro < 0 && !whole ? "-" : "";
	struct str number = rest ? str_format(arena, "%s%lld.%06lld", sign, (long long)whole, (long long)(rest < 0 ? -rest : rest)) :
	                           str_format(arena, "%lld", (long long)whole);
	return value->unit.len ? str_format(arena, STR_FMT " " STR_FMT, STR_ARG(number), STR_ARG(value->unit)) : number;
}

bool pack_call_param(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct pack_value *value = pack_param(call->context, call->arguments[0].text, call->on);
	*out = rule_missing(call->arguments[0].text);
	if (!value)
		return true;
	if (value->kind == PACK_YES_NO)
		*out = rule_yesno(value->micro);
	else if (value->kind == PACK_DATE)
		*out = rule_date(value->date);
	else if (value->kind == PACK_TEXT)
		*out = rule_text(value->text);
	else if (!rule_value_parse(call->arena, param_kind(value->kind), value_text(call->arena, value), out))
		return error_set(err, ERR_INPUT, "a figure of the pack cannot be read", "correct it in params.lim", STR_FMT,
		                 STR_ARG(call->arguments[0].text));
	return true;
}

static const struct rule_function functions[] = {
	{ TEXT("bloc"), { { .form = RULE_BY_LITERAL } }, 1, 1, false,
	  { .kind = RULE_LIST, .item = &country, .item_name = TEXT("nationality") }, resolve_bloc, pack_call_bloc },
	{ TEXT("param"), { { .form = RULE_BY_LITERAL } }, 1, 1, false, { .kind = RULE_MISSING }, resolve_param, pack_call_param },
};

const struct rule_schema *pack_schema(struct arena *arena, const struct pack *pack)
{
	struct schema_context *context = ARENA_NEW(arena, struct schema_context);
	struct rule_schema *schema = ARENA_NEW(arena, struct rule_schema);
	*context = (struct schema_context){ pack, arena };
	*schema = (struct rule_schema){ .names = &names_record, .functions = functions, .function_count = COUNT_OF(functions),
		                        .context = context, .codes = schema_codes };
	return schema;
}

/* ---- Values of a crossing ---- */

static struct rule_value code_value(struct str code)
{
	return code.len ? rule_code(code) : rule_missing(STR(""));
}

static struct rule_value answer_value(enum pack_answer answer)
{
	return answer == PACK_UNKNOWN ? rule_missing(STR("")) : rule_yesno(answer == PACK_YES);
}

static struct rule_value object_value(struct arena *arena, const struct rule_record *record, const struct rule_value *members)
{
	struct rule_object *object = ARENA_NEW(arena, struct rule_object);
	*object = (struct rule_object){ .record = record, .members = members };
	return rule_record_value(object);
}

static void age_values(const struct pack_facts *facts, struct rule_value *age, struct rule_value *child)
{
	*age = *child = rule_missing(STR(""));
	if (!facts->age_known)
		return;
	if (facts->age_least == facts->age_most) {
		*age = rule_integer(facts->age_least);
	} else {
		age->kind = RULE_RANGE;
		age->range.least = facts->age_least * RULE_UNIT;
		age->range.most = facts->age_most * RULE_UNIT;
	}
	if (facts->age_most < 18 || facts->age_least >= 18)
		*child = rule_yesno(facts->age_most < 18);
}

static struct rule_value person_value(struct arena *arena, const struct pack_facts *facts)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, PERSON_MEMBERS);
	size_t count = facts->nationalities.count < PACK_FACT_CODES ? facts->nationalities.count : PACK_FACT_CODES;
	struct rule_value *nationalities = ARENA_ARRAY(arena, struct rule_value, PACK_FACT_CODES);
	for (size_t i = 0; i < count; i++)
		nationalities[i] = rule_code(facts->nationalities.items[i]);
	values[PERSON_NATIONALITIES] = count ? rule_list(nationalities, count) : rule_missing(STR(""));
	age_values(facts, &values[PERSON_AGE], &values[PERSON_CHILD]);
	values[PERSON_ALONE] = answer_value(facts->alone);
	values[PERSON_CREW] = answer_value(facts->crew);
	values[PERSON_TRANSIT] = answer_value(facts->transit);
	values[PERSON_BORDER_RESIDENT] = answer_value(facts->border_resident);
	values[PERSON_FAMILY] = answer_value(facts->family_of_member);
	return object_value(arena, &person_record, values);
}

static struct rule_value document_value(struct arena *arena, const struct pack_facts *facts)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, DOCUMENT_MEMBERS);
	values[DOCUMENT_KIND] = code_value(facts->document_kind);
	values[DOCUMENT_ISSUER] = code_value(facts->document_issuer);
	values[DOCUMENT_EXPIRES] = rule_date(facts->document_expires);
	return object_value(arena, &document_record_type, values);
}

static struct rule_value crossing_value(struct arena *arena, const struct pack_facts *facts)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, CROSSING_MEMBERS);
	values[CROSSING_PURPOSE] = code_value(facts->purpose);
	values[CROSSING_DIRECTION] = code_value(facts->direction);
	values[CROSSING_MODE] = facts->mode ? rule_code(str_of(pack_mode_name(facts->mode))) : rule_missing(STR(""));
	values[CROSSING_POST] = code_value(facts->post);
	return object_value(arena, &crossing_record, values);
}

static struct rule_value paper_values(struct arena *arena, const struct rule_record *record, struct str kind, struct str rule)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, VISA_MEMBERS);
	if (!kind.len)
		return rule_missing(STR(""));
	values[VISA_KIND] = rule_code(kind);
	values[VISA_RULE] = code_value(rule);
	return object_value(arena, record, values);
}

static struct rule_value entry_value(struct arena *arena, const struct pack_entry *entry)
{
	struct rule_value *values = ARENA_ARRAY(arena, struct rule_value, ENTRY_MEMBERS);
	if (!entry)
		return rule_missing(STR(""));
	values[ENTRY_NEED] = rule_code(str_of(pack_need_name(entry->need)));
	values[ENTRY_STAY_RULE] = code_value(entry->stay_rule);
	return object_value(arena, &entry_record, values);
}

struct rule_value pack_eval(const struct pack *pack, struct arena *arena, const struct rule_expression *expression,
                            const struct pack_facts *facts, const struct pack_entry *entry, struct date day)
{
	struct rule_value names[NAMES] = {
		[NAME_PERSON] = person_value(arena, facts),
		[NAME_DOCUMENT] = document_value(arena, facts),
		[NAME_PERMIT] = paper_values(arena, &permit_record, facts->permit_kind, STR("")),
		[NAME_VISA] = paper_values(arena, &visa_record, facts->visa_kind, facts->visa_rule),
		[NAME_CROSSING] = crossing_value(arena, facts),
		[NAME_ENTRY] = entry_value(arena, entry),
		[NAME_CLAIM] = answer_value(facts->protection_claim),
	};
	struct rule_object object = { .record = &names_record, .members = names };
	struct rule_environment environment = { .names = &object, .today = day, .now = (int64_t)date_days(day) * DAY_MS,
		                                .law_day = day, .context = (void *)(uintptr_t)pack };
	struct rule_value out;
	struct error err;
	if (!rule_eval(expression, &environment, arena, &out, &err))
		return rule_missing(STR(""));
	if (out.kind == RULE_LIST || out.kind == RULE_RECORD)
		return rule_missing(STR(""));
	return out;
}

/* ---- Compiling the conditions ---- */

static const struct rule_expression *condition(struct compiler *compiler, const struct line *line, int at,
                                               const struct rule_type *want, struct str *text)
{
	const struct argument *argument = &line->arguments[at];
	const struct token *first = &line->tokens[argument->from];
	struct rule_place place = { compiler->file->path, (uint32_t)first->line, (uint32_t)first->column };
	struct str written = str_copy(compiler->arena, tokens_text(compiler->scratch, line, argument->from, argument->to));
	struct rule_expression *expression = rule_parse(compiler->arena, written, place, &compiler->rules);
	if (!expression || !rule_check(compiler->arena, expression, pack_schema(compiler->scratch, compiler->pack), want, &compiler->rules))
		return NULL;
	if (text)
		*text = rule_print(compiler->arena, expression);
	return expression;
}

static void compile_stay(struct compiler *compiler, const struct line *line, struct pack_category *out)
{
	static const struct rule_type rule_code_type = CODE_OF("stay_rules");
	const struct pack *pack = compiler->pack;
	if (line->count != 2 || !is_name(line->tokens[1].raw)) {
		out->stay = condition(compiler, line, 0, &rule_code_type, NULL);
		return;
	}
	out->stay_rule = text_at(compiler, line, 0);
	if (!pack_stay_rule(pack, out->stay_rule, (struct date){ 0 }))
		complain(compiler, line, 1, "P107", "there is no such stay rule", out->stay_rule, "use a rule of 'stay_rules', or visa.rule",
		         nearest_of(compiler->scratch, out->stay_rule, pack->stay_rules, sizeof *pack->stay_rules, pack->stay_rule_count));
}

void compile_expressions(struct compiler *compiler)
{
	static const struct rule_type yes_no = YES_NO;
	struct line *line;
	for EACH_TOP(compiler, KEY_CATEGORIES, line) {
		struct pack_category *category = (struct pack_category *)(uintptr_t)compiler->pack->categories;
		for (const struct line *row = first_child(line, KEY_CATEGORY); row; row = next_same(row), category++) {
			const struct line *when = first_child(row, KEY_WHEN), *stay = first_child(row, KEY_STAY);
			if (when)
				category->when = condition(compiler, when, 0, &yes_no, &category->when_text);
			if (stay)
				compile_stay(compiler, stay, category);
		}
		break;
	}
	struct pack_refusal *refusal = &compiler->pack->refusal;
	for EACH_TOP(compiler, KEY_REFUSAL, line) {
		const struct line *second = first_child(line, KEY_SECOND), *not_when = first_child(line, KEY_NOT_WHEN);
		if (second && given(second, 2))
			refusal->second_if = condition(compiler, second, 2, &yes_no, NULL);
		if (not_when)
			refusal->not_when = condition(compiler, not_when, 0, &yes_no, NULL);
		break;
	}
}
