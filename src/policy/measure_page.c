/* Indicators of procedures as figures: a page and JSON, and a command for more cases than a page takes. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "measure.h"
#include "pages.h"

FIELDS_TABLE(measure_query, MEASURE_QUERY_FIELDS)

enum { CASES_MOST = 20000 };

static const char *const kind_names[] = { [INDICATOR_COUNT] = "count", [INDICATOR_MEDIAN] = "median", [INDICATOR_SHARE] = "share", [INDICATOR_SUM] = "sum" };
static const char *const column_names[MEASURE_COLUMNS] = { "F", "M", "X", "U", "all" };

/* --- data --- */

static json_t *cell_data(const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS], int column)
{
	int64_t value;
	return measure_value(one, cells, column, &value) ? json_integer((json_int_t)value) : json_null();
}

static json_t *cells_data(const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS])
{
	json_t *out = json_object();
	for (int i = one->sex == SIZE_MAX ? MEASURE_ALL : 0; i < MEASURE_COLUMNS; i++)
		json_object_set_new(out, column_names[i], cell_data(one, cells, i));
	return out;
}

static json_t *one_data(const struct measured *one)
{
	json_t *out = json_object(), *tables = json_array();
	json_put_str(out, "name", one->indicator->name);
	json_put_str(out, "kind", str_of(kind_names[one->indicator->kind]));
	json_put_str(out, "currency", str_of(one->currency));
	json_put(out, "unknown", json_integer((json_int_t)one->unknown));
	json_put(out, "total", cells_data(one, (struct measure_cell *)(uintptr_t)one->total));
	for (size_t i = 0; i < one->indicator->by_count; i++) {
		if (i == one->sex)
			continue;
		json_t *table = json_object(), *rows = json_array();
		json_put_str(table, "by", one->indicator->by[i].text);
		for (size_t k = 0; k < one->by[i].count; k++) {
			json_t *row = cells_data(one, one->by[i].rows[k].cells);
			json_put_str(row, "value", one->by[i].rows[k].value);
			json_array_append_new(rows, row);
		}
		json_put(table, "rows", rows);
		json_array_append_new(tables, table);
	}
	json_put(out, "tables", tables);
	return out;
}

static json_t *all_data(const struct measure_plan *plan, struct measured *all, int64_t cases, struct arena *arena)
{
	json_t *out = json_object(), *list = json_array();
	json_put_str(out, "procedure", plan->procedure->name);
	json_put_str(out, "from", date_str(arena, plan->from));
	json_put_str(out, "to", date_str(arena, plan->to));
	json_put(out, "cases", json_integer((json_int_t)cases));
	for (size_t i = 0; i < plan->procedure->indicator_count; i++)
		json_array_append_new(list, one_data(&all[i]));
	json_put(out, "indicators", list);
	return out;
}

/* --- words --- */

static struct str cell_words(struct act *act, const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS], int column)
{
	int64_t value;
	if (!measure_value(one, cells, column, &value))
		return cells[column].n ? lang_words(act->lang, WORDS("under 5")) : STR("-");
	switch (one->indicator->kind) {
	case INDICATOR_COUNT:
		return lang_number(act->lang, act->arena, value);
	case INDICATOR_SHARE:
		return str_format(act->arena, STR_FMT " %%", STR_ARG(lang_number(act->lang, act->arena, value)));
	default:
		break;
	}
	struct str number = lang_decimal(act->lang, act->arena, value / (one->currency[0] ? 10000 : 100000), one->currency[0] ? 2 : 1);
	return one->currency[0] ? str_format(act->arena, STR_FMT " %s", STR_ARG(number), one->currency) : number;
}

static struct str list_words(struct act *act, const char *list, struct str code)
{
	return pack_code(act->pack, str_of(list), code) ? pack_code_words(act->pack, lang_tag(act->lang), str_of(list), code) : code;
}

/* "applicant.nationality" and "members.person.sex" alike; a field of the procedure by its own list. */
static struct str value_words(struct act *act, const struct pack_procedure *procedure, struct str path, struct str value)
{
	struct str member;
	if (!value.len)
		return lang_words(act->lang, WORDS("Not known"));
	if (str_ends(path, STR(".nationality")))
		return list_words(act, "countries", value);
	const struct pack_asked *field = case_field(procedure, path, &member);
	struct rule_value code = rule_code(value);
	struct str words = field && !member.len ? case_value_words(act, field, &code) : STR("");
	return words.len ? words : value;
}

static struct str by_words(struct act *act, const struct pack_procedure *procedure, struct str path)
{
	struct str member;
	if (str_ends(path, STR(".nationality")))
		return lang_words(act->lang, WORDS("Nationality"));
	if (str_starts(path, STR("age_group(")))
		return lang_words(act->lang, WORDS("Age"));
	if (str_is(path, "outcome"))
		return lang_words(act->lang, WORDS("Outcome"));
	const struct pack_asked *field = case_field(procedure, path, &member);
	return field && !member.len ? pack_words(act->pack, lang_tag(act->lang), field->label) : path;
}

static json_t *cells_words(struct act *act, const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS])
{
	json_t *out = json_array();
	for (int i = one->sex == SIZE_MAX ? MEASURE_ALL : 0; i < MEASURE_COLUMNS; i++) {
		struct str words = cell_words(act, one, cells, i);
		json_array_append_new(out, json_stringn(words.data, words.len));
	}
	return out;
}

static int by_number(const void *left, const void *right)
{
	const struct measure_row *a = left, *b = right;
	return (a->cells[MEASURE_ALL].n < b->cells[MEASURE_ALL].n) - (a->cells[MEASURE_ALL].n > b->cells[MEASURE_ALL].n);
}

static json_t *table_words(struct act *act, const struct pack_procedure *procedure, const struct measured *one, size_t at)
{
	const struct str path = one->indicator->by[at].text;
	struct measure_by *by = &one->by[at];
	json_t *out = json_object(), *rows = json_array();
	if (by->count)
		qsort(by->rows, by->count, sizeof *by->rows, by_number);
	json_put_str(out, "by", by_words(act, procedure, path));
	json_put_yesno(out, "sexes", one->sex != SIZE_MAX);
	for (size_t i = 0; i < by->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "what", value_words(act, procedure, path, by->rows[i].value));
		json_put(row, "cells", cells_words(act, one, by->rows[i].cells));
		json_array_append_new(rows, row);
	}
	json_put_yesno(out, "any", by->count != 0);
	json_put(out, "rows", rows);
	return out;
}

static json_t *one_words(struct act *act, const struct pack_procedure *procedure, struct measured *one)
{
	json_t *out = json_object(), *tables = json_array();
	json_put_str(out, "id", one->indicator->name);
	json_put_str(out, "title", pack_words(act->pack, lang_tag(act->lang), one->indicator->label));
	json_put_str(out, "all", cell_words(act, one, one->total, MEASURE_ALL));
	json_put_yesno(out, "sexes", one->sex != SIZE_MAX);
	json_put(out, "cells", cells_words(act, one, one->total));
	for (size_t i = 0; i < one->indicator->by_count; i++)
		if (i != one->sex)
			json_array_append_new(tables, table_words(act, procedure, one, i));
	json_put(out, "tables", tables);
	return out;
}

/* --- the page --- */

static const struct pack_procedure *chosen(struct act *act, struct str name)
{
	const struct pack_procedure *first = NULL;
	for (size_t i = 0; i < act->pack->procedure_count; i++) {
		const struct pack_procedure *one = &act->pack->procedures[i];
		if (one->indicator_count && (!first || str_equal(one->name, name)))
			first = one;
	}
	return first;
}

static json_t *procedures_value(struct act *act, const struct pack_procedure *now)
{
	json_t *out = json_array();
	for (size_t i = 0; i < act->pack->procedure_count; i++) {
		const struct pack_procedure *one = &act->pack->procedures[i];
		if (!one->indicator_count)
			continue;
		json_t *row = json_object();
		json_put_str(row, "code", one->name);
		json_put_str(row, "word", pack_words(act->pack, lang_tag(act->lang), one->title));
		json_put_yesno(row, "chosen", one == now);
		json_array_append_new(out, row);
	}
	return out;
}

bool measures_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	static const struct measure_query nothing;
	const struct measure_query *query = call->query ? call->query : &nothing;
	struct measure_plan plan = { .procedure = chosen(act, query->procedure), .most = CASES_MOST };
	struct measured *all;
	int64_t cases = 0;
	if (!plan.procedure)
		return error_set(err, ERR_NOT_FOUND, "no procedure of the pack has indicators", "see the manual of procedures", "indicators");
	plan.to = date_whole(query->to) ? query->to : lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	plan.from = date_whole(query->from) ? query->from : date_add_months(plan.to, -12);
	if (!measure_run(act, &plan, &all, &cases, err))
		return false;
	json_t *list = json_array();
	reply->data = all_data(&plan, all, cases, act->arena);
	reply->page = json_object();
	for (size_t i = 0; i < plan.procedure->indicator_count; i++)
		json_array_append_new(list, one_words(act, plan.procedure, &all[i]));
	json_put(reply->page, "procedures", procedures_value(act, plan.procedure));
	json_put_str(reply->page, "from", date_str(act->arena, plan.from));
	json_put_str(reply->page, "to", date_str(act->arena, plan.to));
	json_put_str(reply->page, "title", pack_words(act->pack, lang_tag(act->lang), plan.procedure->title));
	json_put_str(reply->page, "cases", lang_count(act->lang, act->arena, cases, WORDS_MANY("{count} case was gone through", "{count} cases were gone through")));
	json_put(reply->page, "indicators", list);
	return true;
}

/* --- the command --- */

bool measures_command(struct act *act, const struct command_line *line, struct buf *out, struct error *err)
{
	struct measure_plan plan = { .to = time_date(act->now), .from = date_add_months(time_date(act->now), -12) };
	struct measured *all;
	int64_t cases;
	const char *from = line->option(line, "--from"), *to = line->option(line, "--to");
	plan.procedure = line->count == 1 ? pack_procedure(act->pack, str_of(line->arguments[0])) : NULL;
	if (!plan.procedure)
		return error_set(err, ERR_INPUT, "case figures takes the name of a procedure", "limen case figures PROCEDURE", "%s", line->count ? line->arguments[0] : "");
	if ((from && (!date_parse(str_of(from), &plan.from) || !date_whole(plan.from))) || (to && (!date_parse(str_of(to), &plan.to) || !date_whole(plan.to))))
		return error_set(err, ERR_INPUT, "this is not a day", "write it as 2027-03-01", "--from, --to");
	if (!measure_run(act, &plan, &all, &cases, err))
		return false;
	json_t *data = all_data(&plan, all, cases, act->arena);
	json_write(out, data);
	buf_c(out, '\n');
	json_decref(data);
	return true;
}
