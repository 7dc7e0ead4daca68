/* What expressions of a procedure may name, and their types. */
#include <string.h>

#include "arena.h"
#include "procedure_read.h"
#include "table.h"

#define TEXT(literal) { literal, sizeof literal - 1 }
#define CODE_OF(name) { .kind = RULE_CODE, .list = TEXT(name) }

/* --- what fields hold --- */

static const struct rule_member person_members[] = {
	{ TEXT("surname"), { .kind = RULE_TEXT } }, { TEXT("given_names"), { .kind = RULE_TEXT } }, { TEXT("birth_date"), { .kind = RULE_DATE } },
	{ TEXT("birth_place"), { .kind = RULE_TEXT } }, { TEXT("sex"), CODE_OF("sexes") }, { TEXT("nationality"), CODE_OF("countries") }, { TEXT("language"), CODE_OF("languages") },
};
static const struct rule_record person_record = { TEXT("person"), person_members, COUNT_OF(person_members) };

static const struct rule_member document_members[] = {
	{ TEXT("number"), { .kind = RULE_TEXT } }, { TEXT("issuer"), CODE_OF("countries") }, { TEXT("issued"), { .kind = RULE_DATE } }, { TEXT("expires"), { .kind = RULE_DATE } },
};
static const struct rule_record travel_document_record = { TEXT("travel_document"), document_members, COUNT_OF(document_members) };

static const struct rule_member file_members[] = { { TEXT("name"), { .kind = RULE_TEXT } }, { TEXT("pages"), { .kind = RULE_NUMBER } }, { TEXT("at"), { .kind = RULE_DATETIME } } };
static const struct rule_record file_record = { TEXT("file"), file_members, COUNT_OF(file_members) };

static const struct rule_member case_members[] = {
	{ TEXT("id"), { .kind = RULE_TEXT } }, { TEXT("reference"), { .kind = RULE_TEXT } }, { TEXT("state"), { .kind = RULE_CODE } }, { TEXT("phase"), { .kind = RULE_CODE } },
	{ TEXT("outcome"), { .kind = RULE_CODE } },
};
static const struct rule_record case_record = { TEXT("case"), case_members, COUNT_OF(case_members) };

static const struct rule_type file_type = { .kind = RULE_RECORD, .record = &file_record }, text_type = { .kind = RULE_TEXT };

static const struct pack_table *table_named(const struct pack *pack, struct str name)
{
	for (size_t i = 0; i < pack->table_count; i++)
		if (str_equal(pack->tables[i].name, name))
			return &pack->tables[i];
	return NULL;
}

static const struct rule_type *kept(struct reading *reading, struct rule_type type)
{
	struct rule_type *out = ARENA_NEW(reading->compiler->arena, struct rule_type);
	*out = type;
	return out;
}

static struct rule_type list_of(const struct rule_type *item, struct str item_name)
{
	return (struct rule_type){ .kind = RULE_LIST, .item = item, .item_name = item_name };
}

static struct rule_type simple_type(const struct pack_asked *field)
{
	static const enum rule_kind kinds[ASKED_TYPES] = {
		[ASKED_TEXT] = RULE_TEXT, [ASKED_LONGTEXT] = RULE_TEXT, [ASKED_YESNO] = RULE_YESNO, [ASKED_INTEGER] = RULE_NUMBER, [ASKED_DECIMAL] = RULE_NUMBER,
		[ASKED_MONEY] = RULE_MONEY, [ASKED_DATE] = RULE_DATE, [ASKED_DATETIME] = RULE_DATETIME, [ASKED_DURATION] = RULE_DURATION, [ASKED_CHOICE] = RULE_CODE,
		[ASKED_ADDRESS] = RULE_TEXT, [ASKED_PLACE] = RULE_TEXT, [ASKED_PHONE] = RULE_TEXT, [ASKED_EMAIL] = RULE_TEXT, [ASKED_COUNTRY] = RULE_CODE,
		[ASKED_LANGUAGE] = RULE_CODE, [ASKED_POST] = RULE_CODE, [ASKED_USER] = RULE_TEXT,
	};
	struct rule_type out = { .kind = kinds[field->type] };
	if (field->type == ASKED_CHOICE)
		out.list = field->list;
	if (field->type == ASKED_COUNTRY)
		out.list = STR("countries");
	return out;
}

static struct rule_type record_type(const struct rule_record *record)
{
	return (struct rule_type){ .kind = RULE_RECORD, .record = record };
}

static struct rule_type row_type(struct reading *reading, const struct pack_asked *field)
{
	const struct pack_table *table = table_named(reading->compiler->pack, field->list);
	return table && table->table ? record_type(table_record(table->table)) : (struct rule_type){ .kind = RULE_MISSING };
}

static struct rule_type one_type(struct reading *reading, const struct pack_asked *field)
{
	switch (field->type) {
	case ASKED_PERSON:
		return record_type(&person_record);
	case ASKED_TRAVEL_DOCUMENT:
		return record_type(&travel_document_record);
	case ASKED_PHOTO: case ASKED_DOCUMENT: case ASKED_SIGNATURE: case ASKED_CONSENT:
		return file_type;
	case ASKED_DOCUMENTS:
		return list_of(&file_type, STR(""));
	case ASKED_CHOICES:
		return list_of(kept(reading, (struct rule_type){ .kind = RULE_CODE, .list = field->list }), field->name);
	case ASKED_CHOICES_OF:
		return list_of(&text_type, STR(""));
	case ASKED_CASE:
		return record_type(&case_record);
	case ASKED_ROW:
		return row_type(reading, field);
	default:
		return simple_type(field);
	}
}

static const struct rule_record *items_record(struct reading *reading, struct pack_asked *field);

static void type_field(struct reading *reading, struct pack_asked *field)
{
	if (field->type == ASKED_GROUP || field->type == ASKED_LIST) {
		struct rule_type record = record_type(items_record(reading, field));
		field->rule_type = field->type == ASKED_GROUP ? record : list_of(kept(reading, record), STR(""));
		return;
	}
	field->rule_type = one_type(reading, field);
	if (field->many)
		field->rule_type = list_of(kept(reading, field->rule_type), STR(""));
}

static const struct rule_record *items_record(struct reading *reading, struct pack_asked *field)
{
	struct rule_member *members = ARENA_ARRAY(reading->compiler->arena, struct rule_member, field->item_count + 1);
	struct rule_record *record = ARENA_NEW(reading->compiler->arena, struct rule_record);
	for (size_t i = 0; i < field->item_count; i++) {
		struct pack_asked *item = (struct pack_asked *)(uintptr_t)&field->items[i];
		type_field(reading, item);
		members[i] = (struct rule_member){ item->name, item->rule_type };
	}
	*record = (struct rule_record){ field->name, members, field->item_count };
	return record;
}

/* --- facts --- */

/* Hours end at an instant, days with a day: by the unit that is written, or that of the figure. */
static bool ends_at_instant(struct reading *reading, const struct pack_clock *clock)
{
	struct str text = clock->allow.text, rest;
	size_t at;
	if (str_find(text, STR("hour"), &at) || str_find(text, STR("minute"), &at))
		return true;
	if (!str_starts(text, STR("param('")))
		return false;
	rest = str_slice(text, 7, text.len);
	if (!str_find(rest, STR("'"), &at))
		return false;
	const struct pack_value *value = pack_param(reading->compiler->pack, str_slice(rest, 0, at), (struct date){ 0 });
	return value && (str_is(value->unit, "hours") || str_is(value->unit, "minutes"));
}

static struct rule_type clock_type(struct reading *reading, const struct pack_clock *clock)
{
	static const struct rule_member members[2][CLOCK_FACT_COUNT] = {
		{ [CLOCK_DUE] = { TEXT("due"), { .kind = RULE_DATE } }, [CLOCK_LEFT] = { TEXT("left"), { .kind = RULE_NUMBER } }, [CLOCK_USED] = { TEXT("used"), { .kind = RULE_NUMBER } },
		  [CLOCK_LATE] = { TEXT("late"), { .kind = RULE_YESNO } }, [CLOCK_STATUS] = { TEXT("status"), { .kind = RULE_CODE, .list = TEXT("clock_statuses") } } },
		{ [CLOCK_DUE] = { TEXT("due"), { .kind = RULE_DATETIME } }, [CLOCK_LEFT] = { TEXT("left"), { .kind = RULE_NUMBER } }, [CLOCK_USED] = { TEXT("used"), { .kind = RULE_NUMBER } },
		  [CLOCK_LATE] = { TEXT("late"), { .kind = RULE_YESNO } }, [CLOCK_STATUS] = { TEXT("status"), { .kind = RULE_CODE, .list = TEXT("clock_statuses") } } },
	};
	static const struct rule_record records[2] = { { TEXT("clock"), members[0], CLOCK_FACT_COUNT }, { TEXT("clock"), members[1], CLOCK_FACT_COUNT } };
	return record_type(&records[ends_at_instant(reading, clock)]);
}

static struct rule_type use_type(struct reading *reading, const struct pack_use *use)
{
	size_t count = 0;
	while (use->capability->facts[count].name)
		count++;
	struct rule_member *members = ARENA_ARRAY(reading->compiler->arena, struct rule_member, count + 1);
	struct rule_record *record = ARENA_NEW(reading->compiler->arena, struct rule_record);
	for (size_t i = 0; i < count; i++)
		members[i] = (struct rule_member){ str_of(use->capability->facts[i].name), use->capability->facts[i].type };
	*record = (struct rule_record){ use->capability->name, members, count };
	return record_type(record);
}

static struct rule_type done_type(struct reading *reading, struct rule_type each)
{
	const struct pack_procedure *procedure = reading->procedure;
	struct rule_member *members = ARENA_ARRAY(reading->compiler->arena, struct rule_member, procedure->action_count + 1);
	struct rule_record *record = ARENA_NEW(reading->compiler->arena, struct rule_record);
	for (size_t i = 0; i < procedure->action_count; i++)
		members[i] = (struct rule_member){ procedure->actions[i].name, each };
	*record = (struct rule_record){ STR("actions"), members, procedure->action_count };
	return record_type(record);
}

/* Codes that the procedure itself makes: "visa.states", "visa.outcomes", "visa.flags". */
static struct rule_type own_code(struct reading *reading, const char *what)
{
	struct rule_type out = { .kind = RULE_CODE };
	out.list = str_format(reading->compiler->arena, STR_FMT ".%s", STR_ARG(reading->procedure->name), what);
	return out;
}

static struct rule_type fact_type(struct reading *reading, enum case_fact fact)
{
	static const struct rule_type code = { .kind = RULE_CODE };
	switch (fact) {
	case FACT_STATE: case FACT_PUBLIC:
		return own_code(reading, "states");
	case FACT_PHASE:
		return (struct rule_type)CODE_OF("phases");
	case FACT_OUTCOME:
		return own_code(reading, "outcomes");
	case FACT_OPENED: case FACT_CLOSED:
		return (struct rule_type){ .kind = RULE_DATETIME };
	case FACT_REFERENCE:
		return text_type;
	case FACT_FLAGS:
		return list_of(kept(reading, own_code(reading, "flags")), STR("flag"));
	case FACT_TASKS:
		return (struct rule_type){ .kind = RULE_NUMBER };
	default:
		return code;
	}
}

void make_record(struct reading *reading)
{
	static const struct str facts[FACTS] = {
#define F(id, word) [FACT_##id] = TEXT(word),
		CASE_FACTS(F)
#undef F
	};
	struct pack_procedure *procedure = reading->procedure;
	size_t most = procedure->field_count + FACTS + 3 + procedure->clock_count + procedure->use_count, count = 0;
	struct rule_member *members = ARENA_ARRAY(reading->compiler->arena, struct rule_member, most);
	struct rule_record *record = ARENA_NEW(reading->compiler->arena, struct rule_record);
	for (size_t i = 0; i < procedure->field_count; i++) {
		struct pack_asked *field = (struct pack_asked *)(uintptr_t)&procedure->fields[i];
		type_field(reading, field);
		members[count++] = (struct rule_member){ field->name, field->rule_type };
	}
	procedure->slots.facts = (uint16_t)count;
	for (int i = 0; i < FACTS; i++)
		members[count++] = (struct rule_member){ facts[i], fact_type(reading, (enum case_fact)i) };
	procedure->slots.done = (uint16_t)count;
	members[count++] = (struct rule_member){ STR("done"), done_type(reading, (struct rule_type){ .kind = RULE_DATETIME }) };
	procedure->slots.times = (uint16_t)count;
	members[count++] = (struct rule_member){ STR("times"), done_type(reading, (struct rule_type){ .kind = RULE_NUMBER }) };
	procedure->slots.who = (uint16_t)count;
	members[count++] = (struct rule_member){ STR("who"), done_type(reading, text_type) };
	procedure->slots.clocks = (uint16_t)count;
	for (size_t i = 0; i < procedure->clock_count; i++)
		members[count++] = (struct rule_member){ procedure->clocks[i].name, clock_type(reading, &procedure->clocks[i]) };
	procedure->slots.uses = (uint16_t)count;
	for (size_t i = 0; i < procedure->use_count; i++)
		members[count++] = (struct rule_member){ procedure->uses[i].name, use_type(reading, &procedure->uses[i]) };
	*record = (struct rule_record){ STR("case"), members, count };
	procedure->record = record;
}

/* --- functions --- */

enum { OUTCOMES_MOST = 1000 };

struct procedure_context {
	struct arena *arena;
	const struct pack *pack;
	const struct pack_procedure *procedure;
	const struct rule_schema *plain;   /* of the pack alone: bloc(), param() */
};

static const struct rule_function *plain_function(const struct procedure_context *context, const char *name)
{
	for (size_t i = 0; i < context->plain->function_count; i++)
		if (str_is(context->plain->functions[i].name, name))
			return &context->plain->functions[i];
	return NULL;
}

static bool resolve_plain(void *context, const char *name, struct str given_name, struct rule_type *result, struct str *meant)
{
	struct procedure_context *procedure = context;
	return plain_function(procedure, name)->resolve(procedure->plain->context, given_name, result, meant);
}

static bool resolve_bloc(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	return resolve_plain(context, "bloc", name, result, meant);
}

static bool resolve_param(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	return resolve_plain(context, "param", name, result, meant);
}

static bool resolve_form(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	struct procedure_context *procedure = context;
	(void)result;
	*meant = nearest_of(procedure->arena, name, procedure->procedure->forms, sizeof *procedure->procedure->forms, procedure->procedure->form_count);
	return procedure_form(procedure->procedure, name) != NULL;
}

static bool resolve_field(void *context, struct str path, struct rule_type *result, struct str *meant)
{
	struct procedure_context *procedure = context;
	struct str head;
	size_t bracket;
	(void)result;
	str_cut(&path, '.', &head);
	if (str_find(head, STR("["), &bracket))
		head = str_slice(head, 0, bracket);
	*meant = nearest_of(procedure->arena, head, procedure->procedure->fields, sizeof *procedure->procedure->fields, procedure->procedure->field_count);
	return procedure_field(procedure->procedure, head) != NOWHERE;
}

static bool resolve_cases(void *context, struct str name, struct rule_type *result, struct str *meant)
{
	struct procedure_context *procedure = context;
	const struct pack_procedure *other = pack_procedure(procedure->pack, name);
	if (!other) {
		*meant = nearest_of(procedure->arena, name, procedure->pack->procedures, sizeof *procedure->pack->procedures, procedure->pack->procedure_count);
		return false;
	}
	struct rule_type *item = ARENA_NEW(procedure->arena, struct rule_type);
	*item = record_type(other->record);
	*result = list_of(item, STR(""));
	return true;
}

static bool call_plain(const struct rule_call *call, bool (*function)(const struct rule_call *, struct rule_value *, struct error *), struct rule_value *out, struct error *err)
{
	struct rule_call plain = *call;
	plain.context = (void *)(uintptr_t)((const struct procedure_host *)call->context)->pack;
	return function(&plain, out, err);
}

static bool call_bloc(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	return call_plain(call, pack_call_bloc, out, err);
}

static bool call_param(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	return call_plain(call, pack_call_param, out, err);
}

static bool call_complete(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	*out = rule_missing(call->arguments[0].text);
	return !host->complete || host->complete(host, call, call->arguments[0].text, out, err);
}

static bool call_shown(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	*out = rule_missing(call->arguments[0].text);
	return !host->shown || host->shown(host, call, call->arguments[0].text, out, err);
}

static bool call_required(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	*out = rule_missing(call->arguments[0].text);
	return !host->required || host->required(host, call, call->arguments[0].text, out, err);
}

static bool call_cases(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	*out = rule_list(NULL, 0);
	return !host->cases || host->cases(host, call, call->arguments[0].text, out, err);
}

static bool call_convert(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	*out = rule_missing(call->arguments[0].field);
	return !host->convert || host->convert(host, call, out, err);
}

static bool call_score(const struct rule_call *call, struct rule_value *out, struct error *err)
{
	const struct procedure_host *host = call->context;
	const struct pack_code *code = pack_code(host->pack, call->types[0].list, call->arguments[0].text);
	(void)err;
	*out = code && code->has_score ? rule_integer(code->score) : rule_missing(call->arguments[0].field);
	return true;
}

static const struct rule_type country_type = CODE_OF("countries");
static const struct rule_function functions[] = {
	{ TEXT("bloc"), { { .form = RULE_BY_LITERAL } }, 1, 1, false, { .kind = RULE_LIST, .item = &country_type, .item_name = TEXT("nationality") }, resolve_bloc, call_bloc },
	{ TEXT("param"), { { .form = RULE_BY_LITERAL } }, 1, 1, false, { .kind = RULE_MISSING }, resolve_param, call_param },
	{ TEXT("complete"), { { .form = RULE_BY_NAME } }, 1, 1, false, { .kind = RULE_YESNO }, resolve_form, call_complete },
	{ TEXT("shown"), { { .form = RULE_BY_NAME } }, 1, 1, false, { .kind = RULE_YESNO }, resolve_field, call_shown },
	{ TEXT("required"), { { .form = RULE_BY_NAME } }, 1, 1, false, { .kind = RULE_YESNO }, resolve_field, call_required },
	{ TEXT("cases"), { { .form = RULE_BY_LITERAL } }, 1, 1, false, { .kind = RULE_LIST }, resolve_cases, call_cases },
	{ TEXT("score"), { { .form = RULE_BY_VALUE, .type = { .kind = RULE_CODE } } }, 1, 1, false, { .kind = RULE_NUMBER }, NULL, call_score },
	{ TEXT("convert"), { { .form = RULE_BY_VALUE, .type = { .kind = RULE_MONEY } }, { .form = RULE_BY_LITERAL }, { .form = RULE_BY_VALUE, .type = { .kind = RULE_DATE } } }, 3, 3, false,
	  { .kind = RULE_MONEY }, NULL, call_convert },
};

static size_t own_states(const struct pack_procedure *procedure, struct str *out)
{
	for (size_t i = 0; i < procedure->state_count; i++)
		out[i] = procedure->states[i].name;
	return procedure->state_count;
}

static size_t own_outcomes(const struct pack_procedure *procedure, struct str *out)
{
	size_t count = 0;
	for (size_t i = 0; i < procedure->action_count; i++)
		for (size_t k = 0; k < procedure->actions[i].outcome_count && count < OUTCOMES_MOST; k++)
			out[count++] = procedure->actions[i].outcomes[k].name;
	return count;
}

static size_t all_phases(struct str *out)
{
	for (int i = 0; i < PHASE_COUNT; i++)
		out[i] = str_of(phase_name((enum case_phase)i));
	return PHASE_COUNT;
}

/* States, outcomes and flags of a procedure, phases: what no list of the pack holds. A flag that no action sets is no code. */
static bool own_codes(const struct procedure_context *context, struct str list, const struct str **codes, size_t *count)
{
	struct str what = list, name, *out = ARENA_ARRAY(context->arena, struct str, OUTCOMES_MOST);
	*codes = out;
	if (str_is(list, "phases")) {
		*count = all_phases(out);
		return true;
	}
	str_cut(&what, '.', &name);
	const struct pack_procedure *procedure = pack_procedure(context->pack, name);
	if (!procedure || !what.len)
		return false;
	if (str_is(what, "flags"))
		*codes = procedure->flags.items;
	*count = str_is(what, "flags") ? procedure->flags.count : str_is(what, "states") ? own_states(procedure, out) : own_outcomes(procedure, out);
	return true;
}

static bool codes_of(void *context, struct str list, const struct str **codes, size_t *count)
{
	struct procedure_context *procedure = context;
	return capability_statuses(list, codes, count) || pack_codes_of(procedure->pack, procedure->arena, list, codes, count) || own_codes(procedure, list, codes, count);
}

static const struct rule_table *table_of(void *context, struct str name, struct str *meant)
{
	struct procedure_context *procedure = context;
	const struct pack_table *table = table_named(procedure->pack, name);
	if (!table)
		*meant = nearest_of(procedure->arena, name, procedure->pack->tables, sizeof *procedure->pack->tables, procedure->pack->table_count);
	return table ? table->table : NULL;
}

const struct rule_schema *procedure_schema(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure, bool tests)
{
	struct procedure_context *context = ARENA_NEW(arena, struct procedure_context);
	struct rule_schema *schema = ARENA_NEW(arena, struct rule_schema);
	*context = (struct procedure_context){ arena, pack, procedure, pack_schema(arena, pack) };
	*schema = (struct rule_schema){
		.names = procedure->record, .functions = functions, .function_count = COUNT_OF(functions), .items_by_number = tests, .context = context, .codes = codes_of, .table = table_of,
	};
	return schema;
}

/* In the order of struct flow_letter_words. */
static const struct str letter_names[] = { { "remedy", 6 }, { "status_page", 11 }, { "status_code", 11 } };

struct rule_schema procedure_letter_schema(struct arena *arena, const struct pack *pack, const struct pack_procedure *procedure)
{
	struct rule_schema schema = *procedure_schema(arena, pack, procedure, false);
	const struct rule_record *record = procedure->record;
	struct rule_member *members = ARENA_ARRAY(arena, struct rule_member, record->count + COUNT_OF(letter_names));
	struct rule_record *all = ARENA_NEW(arena, struct rule_record);
	memcpy(members, record->members, record->count * sizeof *members);
	for (size_t i = 0; i < COUNT_OF(letter_names); i++)
		members[record->count + i] = (struct rule_member){ letter_names[i], text_type };
	*all = (struct rule_record){ record->name, members, record->count + COUNT_OF(letter_names) };
	schema.names = all;
	return schema;
}

/* --- typing --- */

struct finding_today {
	bool found;
};

static void find_today(void *context, const struct rule_used *used)
{
	struct finding_today *finding = context;
	if (used->use == RULE_USES_NAME && (str_is(used->text, "today") || str_is(used->text, "now")))
		finding->found = true;
}

/* The names of the case, where the name of a list means one of its items. */
static const struct rule_record *record_with_one(struct reading *reading, const struct pack_asked *list)
{
	const struct rule_record *all = reading->procedure->record;
	struct rule_member *members = ARENA_ARRAY(reading->compiler->arena, struct rule_member, all->count);
	struct rule_record *out = ARENA_NEW(reading->compiler->arena, struct rule_record);
	memcpy(members, all->members, all->count * sizeof *members);
	members[list - reading->procedure->fields].type = *list->rule_type.item;
	*out = (struct rule_record){ all->name, members, all->count };
	return out;
}

static void type_one(struct reading *reading, const struct rule_schema *plain, struct untyped *untyped)
{
	struct rule_schema schema = *plain;
	const struct rule_type want = { .kind = untyped->want };
	if (untyped->list) {
		const struct rule_type *item = untyped->list->type == ASKED_LIST ? untyped->list->rule_type.item : &untyped->list->rule_type;
		schema.item = item ? item->record : NULL;
	}
	if (untyped->one)
		schema.names = record_with_one(reading, untyped->one);
	bool exact = untyped->want != RULE_MISSING && untyped->want != RULE_LIST;
	if (!rule_check(reading->compiler->arena, untyped->expression, &schema, exact ? &want : NULL, &reading->compiler->rules))
		return;
	struct rule_place place = rule_place_of(untyped->expression);
	struct where where = { place.file, (int)place.line, (int)place.column };
	if (untyped->want == RULE_LIST && rule_type_of(untyped->expression)->kind != RULE_LIST)
		diagnose(reading->compiler->diagnostics, where, "P203", "this is no list", rule_print(reading->compiler->scratch, untyped->expression), "name a list of the procedure", STR(""));
	struct finding_today finding = { false };
	if (untyped->of_compute)
		rule_walk(untyped->expression, find_today, &finding);
	if (finding.found)
		diagnose(reading->compiler->diagnostics, where, "P220", "what is computed may not use today or now", STR(""), "it would change without anybody doing anything: use the day of an action", STR(""));
}

void type_all(struct reading *reading)
{
	const struct rule_schema *schema = procedure_schema(reading->compiler->arena, reading->compiler->pack, reading->procedure, false);
	for (size_t i = 0; i < reading->untyped_count; i++)
		type_one(reading, schema, &reading->untyped[i]);
}
