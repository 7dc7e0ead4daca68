/* Functions of the language: their table, and their evaluation. */
#include "call.h"

#include <string.h>

#include "arena.h"
#include "calendar.h"
#include "call_check.h"
#include "table.h"

enum { DAYS_APART_MOST = 40000 };

static bool eval_argument(struct evaluator *e, const struct rule_node *call, size_t i, struct rule_value *out)
{
	return rule_eval_node(e, call->children[i], out);
}

static bool give(struct rule_value *out, struct rule_value value)
{
	*out = value;
	return true;
}

/* ---- Ages and days */

static bool age_bounds(struct evaluator *e, const struct rule_node *call, int *least, int *most, struct rule_value *out)
{
	struct rule_value born, on = rule_date(e->environment->law_day);
	if (!eval_argument(e, call, 0, &born) || (call->count > 1 && !eval_argument(e, call, 1, &on)))
		return false;
	*out = born.kind == RULE_MISSING ? born : rule_missing(on.field);
	*least = 1;
	*most = 0;
	if (born.kind == RULE_DATE && on.kind == RULE_DATE && date_whole(on.date) && date_age(born.date, on.date, least, most))
		out->field = born.field;
	return true;
}

static bool eval_age(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	int least, most;
	if (!age_bounds(e, call, &least, &most, out))
		return false;
	if (least > most)
		return true;
	struct str field = out->field;
	*out = rule_integer(least);
	if (least != most)
		*out = (struct rule_value){ .kind = RULE_RANGE, .range = { least * RULE_UNIT, most * RULE_UNIT } };
	out->field = field;
	return true;
}

static size_t age_band(int age)
{
	static const int from[] = { 5, 12, 18, 60 };
	size_t band = 0;
	while (band < COUNT_OF(from) && age >= from[band])
		band++;
	return band;
}

static bool eval_age_group(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	static const struct str codes[] = { { "0_4", 3 }, { "5_11", 4 }, { "12_17", 5 }, { "18_59", 5 }, { "60_over", 7 } };
	struct rule_value born;
	int least, most;
	if (!eval_argument(e, call, 0, &born))
		return false;
	*out = rule_missing(born.field);
	if (born.kind == RULE_DATE && date_age(born.date, e->environment->law_day, &least, &most) &&
	    age_band(least) == age_band(most)) {
		*out = rule_code(codes[age_band(least)]);
		out->field = born.field;
	}
	return true;
}

static bool two_days(struct evaluator *e, const struct rule_node *call, struct date day[static 2], struct rule_value *out)
{
	*out = rule_yesno(true);
	for (size_t i = 0; i < 2; i++) {
		struct rule_value value;
		if (!eval_argument(e, call, i, &value))
			return false;
		day[i] = value.kind == RULE_MISSING ? (struct date){ 0 } : rule_day_of(e, &value);
		if (date_empty(day[i]) && out->kind != RULE_MISSING)
			*out = rule_missing(value.field);
	}
	return true;
}

static bool eval_whole_days(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct date day[2];
	if (!two_days(e, call, day, out))
		return false;
	if (out->kind != RULE_MISSING)
		*out = rule_integer((int64_t)date_days(day[1]) - date_days(day[0]));
	return true;
}

static bool eval_working_days(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct date day[2];
	if (!two_days(e, call, day, out))
		return false;
	if (out->kind == RULE_MISSING)
		return true;
	int32_t apart = date_days(day[1]) - date_days(day[0]);
	apart = apart < 0 ? -apart : apart;
	if (apart > DAYS_APART_MOST)
		return rule_eval_fail(e, call, "the days are too far apart", "check the dates");
	if (!rule_step(e, (size_t)apart / 16))
		return false;
	return give(out, rule_integer(calendar_working_days(e->environment->calendar, day[0], day[1])));
}

static bool eval_day(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value;
	if (!eval_argument(e, call, 0, &value))
		return false;
	*out = value;
	if (value.kind == RULE_DATETIME)
		*out = rule_date(rule_day_of(e, &value));
	out->field = value.field;
	return true;
}

static struct date period_start(struct str period, struct date day)
{
	if (str_is(period, "week"))
		return date_of_days(date_days(day) - date_weekday(day));
	day.day = 1;
	if (str_is(period, "quarter"))
		day.month = (int8_t)((day.month - 1) / 3 * 3 + 1);
	if (str_is(period, "year"))
		day.month = 1;
	return day;
}

static struct date period_end(struct str period, struct date day)
{
	struct date start = period_start(period, day);
	if (str_is(period, "week"))
		return date_of_days(date_days(start) + 6);
	int months = str_is(period, "year") ? 12 : str_is(period, "quarter") ? 3 : 1;
	start.month = (int8_t)(start.month + months - 1);
	start.day = (int8_t)days_in_month(start.year, start.month);
	return start;
}

/* A partial date has the start of a period when all its days lie in one. */
static bool eval_period(struct evaluator *e, const struct rule_node *call, bool end, struct rule_value *out)
{
	struct str period = call->children[0]->value.text;
	struct rule_value day;
	struct date first, last;
	if (!eval_argument(e, call, 1, &day))
		return false;
	*out = rule_missing(day.field);
	if (day.kind != RULE_DATE || !date_range(day.date, &first, &last))
		return true;
	struct date start = period_start(period, first);
	if (date_compare(start, period_start(period, last)) == 0) {
		start = end ? period_end(period, first) : start;
		if (start.year >= 1 && start.year <= 9999)
			*out = rule_date(start);
	}
	return true;
}

static bool eval_start_of(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	return eval_period(e, call, false, out);
}

static bool eval_end_of(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	return eval_period(e, call, true, out);
}

/* ---- What is missing */

static bool eval_exists(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value;
	if (!eval_argument(e, call, 0, &value))
		return false;
	return give(out, rule_yesno(value.kind != RULE_MISSING && !(value.kind == RULE_LIST && !value.list.count)));
}

static bool eval_possibly(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value;
	return eval_argument(e, call, 0, &value) && give(out, rule_yesno(value.kind != RULE_YESNO || value.yes));
}

static bool eval_surely(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value;
	return eval_argument(e, call, 0, &value) && give(out, rule_yesno(value.kind == RULE_YESNO && value.yes));
}

static bool eval_default(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	if (!eval_argument(e, call, 0, out))
		return false;
	return (out->kind != RULE_MISSING && out->kind != RULE_RANGE) || eval_argument(e, call, 1, out);
}

/* ---- Texts and numbers */

static bool eval_matches(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value text;
	if (!eval_argument(e, call, 0, &text))
		return false;
	if (text.kind == RULE_MISSING)
		return give(out, text);
	if (!rule_step(e, 1 + text.text.len * rule_pattern_size(call->pattern) / 500))
		return false;
	return give(out, rule_yesno(rule_pattern_matches(call->pattern, text.text, e->arena)));
}

static bool eval_length(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value text;
	if (!eval_argument(e, call, 0, &text) || !rule_step(e, text.kind == RULE_MISSING ? 0 : text.text.len / 100))
		return false;
	return give(out, text.kind == RULE_MISSING ? text : rule_integer((int64_t)utf8_length(text.text)));
}

static bool eval_text(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value;
	if (!eval_argument(e, call, 0, &value))
		return false;
	value = rule_settled(e, &value);
	if (value.kind == RULE_MISSING)
		return give(out, value);
	if (!rule_step(e, value.kind == RULE_LIST ? value.list.count : 1))
		return false;
	return give(out, rule_text(rule_value_text(e->arena, &value)));
}

static bool eval_round(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value value, places = rule_integer(0);
	if (!eval_argument(e, call, 0, &value) || (call->count > 1 && !eval_argument(e, call, 1, &places)))
		return false;
	if (value.kind == RULE_MISSING || value.kind == RULE_RANGE)
		return give(out, rule_missing(value.field));
	if (places.kind != RULE_NUMBER)
		return give(out, rule_missing(places.field));
	int64_t count = places.number / RULE_UNIT, unit = RULE_UNIT;
	if (count < 0 || count > 6 || places.number % RULE_UNIT)
		return rule_eval_fail(e, call, "only 0 to 6 places can be kept", "write round(x, 2)");
	while (count--)
		unit /= 10;
	int64_t *number = value.kind == RULE_MONEY ? &value.money.amount : &value.number;
	return rule_number_out(e, call, rule_divide(*number, unit) * unit, number) && give(out, value);
}

/* ---- Lists */

static bool eval_list(struct evaluator *e, const struct rule_node *call, struct rule_value *list, struct rule_value *out)
{
	if (!eval_argument(e, call, 0, list))
		return false;
	*out = rule_missing(list->field);
	return true;
}

static bool eval_count(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value list;
	if (!eval_list(e, call, &list, out))
		return false;
	if (list.kind == RULE_MISSING)
		return true;
	int64_t known = 0;
	for (size_t i = 0; i < list.list.count; i++)
		known += list.list.items[i].kind != RULE_MISSING;
	return rule_step(e, list.list.count / 64) && give(out, rule_integer(known));
}

static bool eval_first(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value list;
	if (!eval_list(e, call, &list, out))
		return false;
	if (list.kind == RULE_LIST && list.list.count)
		*out = list.list.items[0];
	if (!out->field.len)
		out->field = list.field.len ? list.field : rule_node_text(e->expression, call->children[0]);
	return true;
}

/* any: `decides` is yes, all: no. The first item that decides ends it. */
static bool quantify(struct evaluator *e, const struct rule_node *call, bool decides, struct rule_value *out)
{
	struct rule_value list, one, all = rule_yesno(!decides);
	if (!eval_list(e, call, &list, out))
		return false;
	if (list.kind == RULE_MISSING)
		return true;
	for (size_t i = 0; i < list.list.count; i++) {
		if (!rule_eval_within(e, call->children[1], &list.list.items[i], &one))
			return false;
		if (one.kind == RULE_YESNO && one.yes == decides)
			return give(out, rule_yesno(decides));
		if (one.kind != RULE_YESNO && all.kind == RULE_YESNO)
			all = rule_missing(one.field);
	}
	return give(out, all);
}

static bool eval_any(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	return quantify(e, call, true, out);
}

static bool eval_all(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	return quantify(e, call, false, out);
}

/* The values of the list, or what the expression about an item gives for each; missing ones are left out. */
static bool values_of(struct evaluator *e, const struct rule_node *call, struct rule_value *values, struct rule_value *out)
{
	struct rule_value list, one;
	*values = rule_missing(STR(""));
	if (!eval_list(e, call, &list, out))
		return false;
	if (!out->field.len)
		out->field = rule_node_text(e->expression, call->children[0]);
	if (list.kind == RULE_MISSING)
		return true;
	struct rule_value *kept = ARENA_ARRAY(e->arena, struct rule_value, list.list.count + 1);
	*values = rule_list(kept, 0);
	for (size_t i = 0; i < list.list.count; i++) {
		one = list.list.items[i];
		if (!rule_step(e, 1) || (call->count > 1 && !rule_eval_within(e, call->children[1], &list.list.items[i], &one)))
			return false;
		if (one.kind != RULE_MISSING)
			kept[values->list.count++] = one;
	}
	return true;
}

static struct rule_value sum_of_nothing(const struct rule_node *call, const struct rule_value *missing)
{
	if (call->type.kind == RULE_DURATION)
		return (struct rule_value){ .kind = RULE_DURATION };
	return call->type.kind == RULE_NUMBER ? rule_integer(0) : *missing;
}

static bool eval_sum(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value values;
	if (!values_of(e, call, &values, out))
		return false;
	if (values.kind == RULE_LIST)
		*out = values.list.count ? values.list.items[0] : sum_of_nothing(call, out);
	for (size_t i = 1; values.kind == RULE_LIST && i < values.list.count; i++) {
		struct rule_value before = *out;
		if (!rule_operate(e, call, OPERATOR_ADD, &before, &values.list.items[i], out))
			return false;
	}
	return true;
}

/* max, min: what is surely as good is taken over on the first way through the list, so that one that is as good as all
 * others is found in whatever order they stand; the second way proves it. Where a partial date or a range leaves it open,
 * there is none. */
static bool eval_most(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	enum operator better = str_is(call->text, "max") ? OPERATOR_MORE_EQUAL : OPERATOR_LESS_EQUAL;
	struct rule_value values;
	if (!values_of(e, call, &values, out))
		return false;
	size_t best = 0, count = values.kind == RULE_LIST ? values.list.count : 0;
	const struct rule_value *items = values.list.items;
	for (size_t i = 1; i < count; i++) {
		if (!rule_one_currency(e, call, &items[i], &items[best]))
			return false;
		best = rule_order(better, &items[i], &items[best]) == KLEENE_YES ? i : best;
	}
	if (count)
		*out = items[best];
	for (size_t i = 0; i < count; i++) {
		if (i != best && rule_order(better, &items[best], &items[i]) != KLEENE_YES)
			return give(out, rule_missing(items[i].field.len ? items[i].field : items[best].field));
	}
	return true;
}

/* ---- Tables */

static bool rows_of(struct evaluator *e, const struct rule_node *call, const struct rule_object *const **rows, size_t *found,
                    struct str *missing)
{
	struct rule_value asked[RULE_ARGUMENTS_MOST];
	*missing = call->children[0]->value.text;
	for (size_t i = 1; i < call->count; i++) {
		if (!eval_argument(e, call, i, &asked[i - 1]))
			return false;
		bool open = asked[i - 1].kind == RULE_MISSING || asked[i - 1].kind == RULE_RANGE;
		if (open && asked[i - 1].field.len)
			*missing = asked[i - 1].field;
	}
	return rule_step(e, 1 + table_row_count(call->table) / 64) &&
	       table_lookup(call->table, e->arena, asked, call->count - 1, e->environment->law_day, rows, found, e->err);
}

static bool eval_lookup(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	const struct rule_object *const *rows;
	size_t found;
	struct str missing;
	if (!rows_of(e, call, &rows, &found, &missing))
		return false;
	return give(out, found ? rule_record_value(rows[0]) : rule_missing(missing));
}

static bool eval_lookup_all(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	const struct rule_object *const *rows;
	size_t found;
	struct str missing;
	if (!rows_of(e, call, &rows, &found, &missing) || !rule_step(e, found))
		return false;
	struct rule_value *items = ARENA_ARRAY(e->arena, struct rule_value, found + 1);
	for (size_t i = 0; i < found; i++)
		items[i] = rule_record_value(rows[i]);
	return give(out, rule_list(items, found));
}

/* ---- The table of functions */

static const struct built_in built_ins[] = {
	{ "age", 1, 2, rule_check_age, eval_age },
	{ "age_group", 1, 1, rule_check_age_group, eval_age_group },
	{ "all", 2, 2, rule_check_any, eval_all },
	{ "any", 2, 2, rule_check_any, eval_any },
	{ "count", 1, 1, rule_check_count, eval_count },
	{ "day", 1, 1, rule_check_day, eval_day },
	{ "default", 2, 2, rule_check_default, eval_default },
	{ "end_of", 2, 2, rule_check_period, eval_end_of },
	{ "exists", 1, 1, rule_check_exists, eval_exists },
	{ "first", 1, 1, rule_check_first, eval_first },
	{ "length", 1, 1, rule_check_length, eval_length },
	{ "lookup", 1, RULE_ARGUMENTS_MOST, rule_check_lookup, eval_lookup },
	{ "lookup_all", 1, RULE_ARGUMENTS_MOST, rule_check_lookup_all, eval_lookup_all },
	{ "matches", 2, 2, rule_check_matches, eval_matches },
	{ "max", 1, 2, rule_check_most, eval_most },
	{ "min", 1, 2, rule_check_most, eval_most },
	{ "possibly", 1, 1, rule_check_truth, eval_possibly },
	{ "round", 1, 2, rule_check_round, eval_round },
	{ "start_of", 2, 2, rule_check_period, eval_start_of },
	{ "sum", 1, 2, rule_check_sum, eval_sum },
	{ "surely", 1, 1, rule_check_truth, eval_surely },
	{ "text", 1, 1, rule_check_text, eval_text },
	{ "whole_days", 2, 2, rule_check_days, eval_whole_days },
	{ "working_days", 2, 2, rule_check_days, eval_working_days },
};

const struct built_in *rule_built_in(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(built_ins); i++) {
		if (str_is(name, built_ins[i].name))
			return &built_ins[i];
	}
	return NULL;
}

size_t rule_built_in_names(struct str *out, size_t size)
{
	size_t count = 0;
	for (; count < COUNT_OF(built_ins) && count < size; count++)
		out[count] = str_of(built_ins[count].name);
	return count;
}

/* ---- Functions of the host */

static bool host_argument(struct evaluator *e, const struct rule_node *call, size_t i, struct rule_value *out)
{
	const struct rule_node *node = call->children[i];
	switch (call->function->parameters[i].form) {
	case RULE_BY_LITERAL:
		return give(out, rule_text(node->value.text));
	case RULE_BY_NAME:
		return give(out, rule_text(rule_node_text(e->expression, node)));
	case RULE_BY_VALUE:
		break;
	}
	return rule_eval_node(e, node, out);
}

static bool call_host(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	struct rule_value arguments[COUNT_OF(call->function->parameters)];
	struct rule_type types[COUNT_OF(call->function->parameters)];
	for (size_t i = 0; i < call->count; i++) {
		if (!host_argument(e, call, i, &arguments[i]))
			return false;
		types[i] = call->children[i]->type;
		bool missing = arguments[i].kind == RULE_MISSING || arguments[i].kind == RULE_RANGE;
		if (missing && !call->function->takes_missing)
			return give(out, rule_missing(arguments[i].field));
	}
	struct rule_call host = { e->environment->context, e->arena, e->environment->law_day, arguments, types, call->count };
	*out = rule_missing(STR(""));
	if (!rule_step(e, 10) || !call->function->call(&host, out, e->err))
		return false;
	if (!out->field.len)
		out->field = rule_node_text(e->expression, call);
	return true;
}

bool rule_eval_call(struct evaluator *e, const struct rule_node *call, struct rule_value *out)
{
	return call->built_in ? call->built_in->eval(e, call, out) : call_host(e, call, out);
}
