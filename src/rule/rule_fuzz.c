/* Any bytes as an expression: parse, print, parse again, check against a small schema, evaluate; as a pattern; as values. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "node.h"

#define WORD(text) { text, sizeof(text) - 1 }

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct rule_member person_members[] = {
	{ WORD("name"), { .kind = RULE_TEXT } },
	{ WORD("born"), { .kind = RULE_DATE } },
	{ WORD("sex"), { .kind = RULE_CODE, .list = WORD("sexes") } },
};
static const struct rule_record person = { WORD("person"), person_members, COUNT_OF(person_members) };
static const struct rule_type person_type = { .kind = RULE_RECORD, .record = &person };
static const struct rule_member case_members[] = {
	{ WORD("n"), { .kind = RULE_NUMBER } },
	{ WORD("d"), { .kind = RULE_DATE } },
	{ WORD("t"), { .kind = RULE_DATETIME } },
	{ WORD("p"), { .kind = RULE_RECORD, .record = &person } },
	{ WORD("l"), { .kind = RULE_LIST, .item = &person_type } },
	{ WORD("u"), { .kind = RULE_DURATION } },
	{ WORD("m"), { .kind = RULE_MONEY } },
};
static const struct rule_record names = { WORD("case"), case_members, COUNT_OF(case_members) };

static void evaluate(struct arena *arena, struct rule_expression *expression)
{
	struct rule_value people[2][3] = {
		{ rule_text(STR("Ann")), rule_date((struct date){ 2009, 0, 0 }), rule_code(STR("f")) },
		{ rule_missing(STR("")), rule_date((struct date){ 1980, 2, 29 }), rule_code(STR("m")) },
	};
	struct rule_object object[2] = { { .record = &person, .members = people[0] }, { .record = &person, .members = people[1] } };
	struct rule_value list[2] = { rule_record_value(&object[0]), rule_record_value(&object[1]) };
	struct rule_value values[] = {
		rule_integer(7), rule_date((struct date){ 2027, 1, 31 }), rule_datetime(INT64_C(1800000000000)), list[0], rule_list(list, 2),
		{ .kind = RULE_DURATION, .duration = { 1, 2, 3, 4 } }, { .kind = RULE_MONEY, .money = { 5000000, "XTS" } },
	};
	struct rule_object all = { .record = &names, .members = values };
	struct rule_environment environment = { .names = &all, .today = { 2027, 3, 1 }, .law_day = { 2027, 3, 1 } };
	struct rule_value out;
	struct error err;
	if (rule_eval(expression, &environment, arena, &out, &err))
		rule_value_text(arena, &out);
}

static void values(struct arena *arena, struct str text)
{
	for (int kind = RULE_TEXT; kind <= RULE_YESNO; kind++) {
		struct rule_value value, again;
		if (!rule_value_parse(arena, (enum rule_kind)kind, text, &value) || value.kind == RULE_MISSING)
			continue;
		bool read = rule_value_parse(arena, (enum rule_kind)kind, rule_value_text(arena, &value), &again);
		assert(read && rule_value_equal(&value, &again));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = { (const char *)bytes, size };
	struct rule_diagnostics diagnostics = { .arena = arena };
	struct rule_schema schema = { .names = &names };
	struct rule_expression *expression = rule_parse(arena, text, (struct rule_place){ STR("fuzz"), 1, 1 }, &diagnostics);
	assert(expression || diagnostics.errors);
	if (expression) {
		struct str printed = rule_print(arena, expression);
		/* what is printed may be longer than what was read: only spaces are added */
		struct rule_expression *again = rule_parse(arena, printed, (struct rule_place){ STR("fuzz"), 1, 1 }, &diagnostics);
		assert(again || printed.len > RULE_TEXT_MOST);
		assert(!again || str_equal(rule_print(arena, again), printed));
		if (rule_check(arena, expression, &schema, NULL, &diagnostics))
			evaluate(arena, expression);
	}
	struct rule_pattern *pattern = rule_pattern_compile(arena, text);
	if (pattern)
		rule_pattern_matches(pattern, STR("abcABC 0123456789 \xc3\xa9"), arena);
	values(arena, text);
	arena_free(arena);
	return 0;
}
