/* The indicators of a procedure, from what its cases say: each case is gone through step by step, and measured as it stood when the action was done. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "journal.h"

enum { ITEMS_MOST = FLOW_ITEMS_MOST };

struct reading {
	struct act *act;
	const struct measure_plan *plan;
	struct measured *all;
	struct arena *arena;            /* of one case */
	const struct lang_zone *zone;
	json_t *file;
};

/* --- cells --- */

static int column_of(struct str sex)
{
	return str_is(sex, "F") ? 0 : str_is(sex, "M") ? 1 : str_is(sex, "X") ? 2 : 3;
}

static void keep_value(struct act *act, struct measure_cell *cell, int64_t value)
{
	if (cell->count == cell->room) {
		size_t room = cell->room ? cell->room * 2 : 16;
		int64_t *more = ARENA_ARRAY(act->arena, int64_t, room);
		if (cell->count)
			memcpy(more, cell->values, cell->count * sizeof *more);
		cell->values = more;
		cell->room = room;
	}
	cell->values[cell->count++] = value;
}

struct found { bool yes; int64_t value; };

static void add(struct act *act, const struct measured *one, struct measure_cell *cell, const struct found *found)
{
	cell->n++;
	cell->yes += found->yes;
	cell->sum += found->value;
	if (one->indicator->kind == INDICATOR_MEDIAN)
		keep_value(act, cell, found->value);
}

static void add_to(struct act *act, const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS], int column, const struct found *found)
{
	add(act, one, &cells[column], found);
	add(act, one, &cells[MEASURE_ALL], found);
}

static struct measure_row *row_of(struct act *act, struct measure_by *by, struct str value)
{
	for (size_t i = 0; i < by->count; i++)
		if (str_equal(by->rows[i].value, value))
			return &by->rows[i];
	if (!by->rows)
		by->rows = ARENA_ARRAY(act->arena, struct measure_row, MEASURE_ROWS_MOST);
	if (by->count == MEASURE_ROWS_MOST) /* the last one takes what is left over */
		return &by->rows[MEASURE_ROWS_MOST - 1];
	by->rows[by->count] = (struct measure_row){ .value = str_copy(act->arena, value) };
	return &by->rows[by->count++];
}

/* --- one case at one moment --- */

static bool number_in(const struct rule_value *value, struct measured *one, struct found *out)
{
	if (value->kind == RULE_YESNO)
		out->yes = value->yes;
	else if (value->kind == RULE_NUMBER)
		out->value = value->number;
	else if (value->kind == RULE_MONEY) {
		if (one->currency[0] && strcmp(one->currency, value->money.currency)) /* money never mixes currencies */
			return false;
		memcpy(one->currency, value->money.currency, sizeof one->currency);
		out->value = value->money.amount;
	} else
		return false;
	return true;
}

static struct str text_at(struct reading *reading, const struct rule_value *value, size_t item)
{
	if (value->kind == RULE_LIST)
		return item < value->list.count && value->list.items[item].kind != RULE_MISSING ? rule_value_text(reading->arena, &value->list.items[item]) : STR("");
	return value->kind == RULE_MISSING || value->kind == RULE_RECORD ? STR("") : rule_value_text(reading->arena, value);
}

static void count_one(struct reading *reading, struct measured *one, const struct rule_value *by, size_t item, const struct found *found)
{
	int column = one->sex == SIZE_MAX ? MEASURE_COLUMNS - 2 : column_of(text_at(reading, &by[one->sex], item));
	add_to(reading->act, one, one->total, column, found);
	for (size_t i = 0; i < one->indicator->by_count; i++)
		if (i != one->sex)
			add_to(reading->act, one, row_of(reading->act, &one->by[i], text_at(reading, &by[i], item))->cells, column, found);
}

static void measure(struct reading *reading, struct flow *flow, struct measured *one)
{
	const struct pack_indicator *indicator = one->indicator;
	struct rule_value of = { .kind = RULE_MISSING }, by[20];
	struct error ignored;
	struct found found = { 0 };
	if (indicator->of.expression && !flow_eval(flow, &indicator->of, &of, &ignored))
		return;
	for (size_t i = 0; i < indicator->by_count; i++)
		if (!flow_eval(flow, &indicator->by[i], &by[i], &ignored))
			by[i] = rule_missing(STR(""));
	size_t items = indicator->kind == INDICATOR_COUNT && indicator->of.expression ? of.kind == RULE_LIST ? of.list.count : 0 : 1;
	if (indicator->kind != INDICATOR_COUNT && !number_in(&of, one, &found)) {
		one->unknown++;
		return;
	}
	for (size_t i = 0; i < items && i < ITEMS_MOST; i++)
		count_one(reading, one, by, i, &found);
}

/* --- the steps --- */

static bool happens(const struct pack_procedure *procedure, const struct pack_indicator *indicator, const json_t *change)
{
	size_t at;
	const json_t *step;
	json_array_foreach((json_t *)(uintptr_t)change, at, step) {
		const char *what = json_string_value(json_array_get(step, 0)), *name = json_string_value(json_array_get(step, 1));
		if (!what || strcmp(what, indicator->at.count ? "done" : "closed"))
			continue;
		if (!indicator->at.count)
			return true;
		place_at action = name ? procedure_action(procedure, str_of(name)) : NOWHERE;
		for (size_t i = 0; i < indicator->at.count; i++)
			if (indicator->at.items[i] == action)
				return true;
	}
	return false;
}

static void each(void *state, const struct entry *entry)
{
	struct reading *reading = state;
	const struct measure_plan *plan = reading->plan;
	struct case_step step = { .procedure = STR("") };
	if (entry->type != &case_step_type || !entry->data.len || !fields_from_data(&case_step_fields, entry->data, &step, reading->arena))
		return;
	json_t *change = json_loadb(step.change.data, step.change.len, 0, NULL);
	struct date day = lang_zone_day(reading->zone, entry->happened);
	flow_apply(&reading->file, change);
	if (date_compare(day, plan->from) >= 0 && date_compare(day, plan->to) <= 0) {
		struct flow flow;
		flow_look(&flow, reading->arena, reading->act->pack, plan->procedure, reading->file, entry->happened);
		flow.zone = reading->zone;
		for (size_t i = 0; i < plan->procedure->indicator_count; i++)
			if (happens(plan->procedure, reading->all[i].indicator, change))
				measure(reading, &flow, &reading->all[i]);
		flow_end(&flow);
	}
	json_decref(change);
}

static bool read_case(struct reading *reading, struct uuid record, struct error *err)
{
	struct act act = *reading->act;
	arena_reset(reading->arena);
	act.arena = reading->arena;
	reading->file = NULL;
	bool good = journal_history(&act, record, each, reading, err);
	json_decref(reading->file);
	return good;
}

static size_t sex_in(const struct pack_indicator *indicator)
{
	for (size_t i = 0; i < indicator->by_count; i++)
		if (str_ends(indicator->by[i].text, STR(".sex")))
			return i;
	return SIZE_MAX;
}

bool measure_run(struct act *act, const struct measure_plan *plan, struct measured **out, int64_t *cases, struct error *err)
{
	struct reading reading = { act, plan, ARENA_ARRAY(act->arena, struct measured, plan->procedure->indicator_count + 1), arena_new(0), act->house->zone(act->house, act->pack->head.zone), NULL };
	const int64_t since = (date_days(plan->from) - 1) * DAY_MS, until = (date_days(plan->to) + 2) * DAY_MS; /* a day more on each side: zones */
	struct uuid page[CASES_PAGE], after = { { 0 } };
	bool good = true;
	for (size_t i = 0; i < plan->procedure->indicator_count; i++) {
		struct measured *one = &reading.all[i];
		one->indicator = &plan->procedure->indicators[i];
		one->sex = sex_in(one->indicator);
		one->by = ARENA_ARRAY(act->arena, struct measure_by, one->indicator->by_count + 1);
	}
	*cases = 0;
	for (size_t count = CASES_PAGE; good && count == CASES_PAGE; after = page[CASES_PAGE - 1]) {
		good = policy_cases(act, plan->procedure->name, since, until, after, page, &count, err);
		for (size_t i = 0; good && i < count; i++) {
			if (++*cases > plan->most && plan->most)
				good = error_set(err, ERR_TOO_LARGE, "these are more cases than a page can measure", "choose fewer days, or use limen case figures", "%lld cases", (long long)plan->most);
			good = good && read_case(&reading, page[i], err);
		}
	}
	arena_free(reading.arena);
	*out = reading.all;
	return good;
}

/* --- what is told of a cell --- */

static int by_size(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return (a > b) - (a < b);
}

static bool is_few(const struct measure_cell *cell)
{
	return cell->n > 0 && cell->n < MEASURE_FEW;
}

static bool value_of(const struct measured *one, struct measure_cell *cell, int64_t *out)
{
	switch (one->indicator->kind) {
	case INDICATOR_COUNT:
		*out = cell->n;
		return true;
	case INDICATOR_SUM:
		*out = cell->sum;
		return true;
	case INDICATOR_SHARE:
		*out = cell->n ? (cell->yes * 100 + cell->n / 2) / cell->n : 0;
		return cell->n != 0;
	case INDICATOR_MEDIAN:
		break;
	}
	if (!cell->count)
		return false;
	qsort(cell->values, cell->count, sizeof *cell->values, by_size);
	*out = cell->count % 2 ? cell->values[cell->count / 2] : (cell->values[cell->count / 2 - 1] + cell->values[cell->count / 2]) / 2;
	return true;
}

/* All less women is men: where one of them is not told, the sum of all must not tell it. */
bool measure_value(const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS], int column, int64_t *out)
{
	bool sums = one->indicator->kind == INDICATOR_COUNT || one->indicator->kind == INDICATOR_SUM, tells = false;
	for (int i = 0; i < MEASURE_ALL && one->sex != SIZE_MAX; i++)
		tells |= is_few(&cells[i]);
	if (is_few(&cells[column]) || !value_of(one, &cells[column], out))
		return false;
	if (column != MEASURE_ALL || !sums || !tells)
		return true;
	*out = (*out + 5) / 10 * 10;
	return one->indicator->kind == INDICATOR_COUNT;
}
