/* The page of a table with columns of its own. */
#include "grid.h"

#include "csv.h"
#include "house.h"
#include "lang.h"
#include "pack.h"
#include "svg.h"
#include "template.h"

FIELDS_TABLE(grid_query, GRID_QUERY_FIELDS)

enum { SMALL = 5, CHART_ROWS = 14, DAYS_MOST = 3660 };

/* --- cells --- */

struct grid_row *grid_row(struct grid *grid, struct str code, struct str name)
{
	if (grid->count == GRID_ROWS)
		return &grid->rows[GRID_ROWS - 1];
	struct grid_row *row = &grid->rows[grid->count++];
	*row = (struct grid_row){ .code = code, .name = name };
	return row;
}

struct grid_row *grid_row_of(struct grid *grid, struct str code)
{
	for (size_t i = 0; i < grid->count; i++)
		if (str_equal(grid->rows[i].code, code))
			return &grid->rows[i];
	return NULL;
}

static struct str digits(struct grid *grid, int64_t value)
{
	return str_format(grid->act->arena, "%lld", (long long)value);
}

void grid_number(struct grid *grid, struct grid_row *row, int column, int64_t value)
{
	row->cells[column] = (struct grid_cell){ lang_number(grid->act->lang, grid->act->arena, value), digits(grid, value) };
}

void grid_people(struct grid *grid, struct grid_row *row, int column, int64_t value)
{
	if (grid->hides && value > 0 && value < SMALL)
		row->cells[column] = (struct grid_cell){ lang_words(grid->act->lang, WORDS("under 5")), STR("<5") };
	else
		grid_number(grid, row, column, value);
}

void grid_share(struct grid *grid, struct grid_row *row, int column, int64_t part, int64_t whole)
{
	if (!whole || (grid->hides && whole < SMALL * 2))
		return;
	int64_t hundredths = (part * 10000 + whole / 2) / whole;
	row->cells[column] = (struct grid_cell){
		lang_percent(grid->act->lang, grid->act->arena, (hundredths + 5) / 10, 1), str_format(grid->act->arena, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100)),
	};
}

void grid_duration(struct grid *grid, struct grid_row *row, int column, int64_t seconds)
{
	struct str words = !seconds        ? lang_number(grid->act->lang, grid->act->arena, 0)
	                   : seconds < 120 ? lang_count(grid->act->lang, grid->act->arena, seconds, WORDS_MANY("{count} second", "{count} seconds"))
	                                   : lang_duration(grid->act->lang, grid->act->arena, seconds * 1000);
	row->cells[column] = (struct grid_cell){ words, digits(grid, seconds), false };
}

void grid_text(struct grid_row *row, int column, struct str text)
{
	row->cells[column] = (struct grid_cell){ text, text, true };
}

void grid_sexes(struct grid *grid, struct grid_row *row, int column, const int64_t counts[SEXES])
{
	int64_t all = 0;
	for (int sex = 0; sex < SEXES; sex++) {
		grid_people(grid, row, column + sex, counts[sex]);
		all += counts[sex];
	}
	grid_people(grid, row, column + SEXES, all);
}

struct str grid_first(struct arena *arena, struct str list)
{
	json_t *array = json_loadb(list.data, list.len, 0, NULL);
	const char *first = json_string_value(json_array_get(array, 0));
	struct str out = first ? str_copy(arena, str_of(first)) : STR("");
	json_decref(array);
	return out;
}

struct str grid_post(struct act *act, struct str code)
{
	const struct pack_post *post = pack_post(act->pack, code, (struct date){ 0 });
	return post ? pack_words(act->pack, lang_tag(act->lang), post->words) : code;
}

int grid_sex(struct str sex)
{
	return str_is(sex, "F") ? 0 : str_is(sex, "M") ? 1 : str_is(sex, "X") ? 2 : 3;
}

struct str grid_name(struct grid *grid, struct str code)
{
	struct act *act = grid->act;
	struct date day;
	if (!code.len || str_is(code, "unknown"))
		return lang_words(act->lang, WORDS("Not known"));
	if (str_is(grid->query.by, "post"))
		return grid_post(act, code);
	if (str_is(grid->query.by, "nationality") || str_is(grid->query.by, "flag"))
		return pack_code_words(act->pack, lang_tag(act->lang), STR("countries"), code);
	if (str_is(grid->query.by, "direction"))
		return lang_words(act->lang, str_is(code, "entry") ? WORDS("Entry") : WORDS("Exit"));
	if (str_is(grid->query.by, "day"))
		return date_parse(code, &day) ? lang_date_short(act->lang, act->arena, day) : code;
	return grid->by->list ? pack_code_words(act->pack, lang_tag(act->lang), str_of(grid->by->list), code) : code;
}

/* --- what is asked --- */

static bool complete(struct grid *grid, const struct grid_kind *kind, const struct grid_query *asked, struct error *err)
{
	struct act *act = grid->act;
	struct grid_query *query = &grid->query;
	const struct lang_zone *zone = act->house->zone(act->house, act->pack->head.zone);
	*query = *asked;
	grid->by = &kind->bys[0];
	if (date_empty(query->to))
		query->to = lang_zone_day(zone, act->now);
	if (date_empty(query->from) && date_whole(query->to))
		query->from = date_of_days(date_days(query->to) - 30);
	for (size_t i = 0; i < kind->by_count; i++)
		if (str_is(query->by, kind->bys[i].code))
			grid->by = &kind->bys[i];
	query->by = str_of(grid->by->code);
	if (!pack_post(act->pack, query->post, (struct date){ 0 }))
		query->post = STR("");
	if (!date_whole(query->from) || !date_whole(query->to) || date_compare(query->from, query->to) > 0 || date_days(query->to) - date_days(query->from) > DAYS_MOST) {
		finding_add(&act->findings, STR("from"), "bad_period", "Give two whole days, the earlier one first.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "days");
	}
	grid->since = lang_zone_day_start(zone, query->from);
	grid->until = lang_zone_day_start(zone, date_of_days(date_days(query->to) + 1)) - 1;
	if (grid->until > act->now)
		grid->until = act->now;
	return true;
}

/* --- the value --- */

void grid_choice(json_t *array, struct str code, struct str word, struct str chosen)
{
	json_t *row = json_object();
	json_put_str(row, "code", code);
	json_put_str(row, "word", word);
	json_put_yesno(row, "chosen", str_equal(code, chosen));
	json_array_append_new(array, row);
}

struct str period_words(struct act *act, struct date from, struct date to, struct str post)
{
	struct str place = post.len ? grid_post(act, post) : lang_words(act->lang, WORDS("all posts"));
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("{from} to {to}, {post}")), { "from", lang_date(act->lang, act->arena, from) },
	                 { "to", lang_date(act->lang, act->arena, to) }, { "post", place });
}

static void put_filters(struct grid *grid, const struct grid_kind *kind, json_t *page)
{
	struct act *act = grid->act;
	json_t *posts = json_array(), *bys = json_array();
	grid_choice(posts, STR(""), lang_words(act->lang, WORDS("All posts")), grid->query.post);
	for (size_t i = 0; i < act->pack->post_count; i++)
		grid_choice(posts, act->pack->posts[i].code, pack_words(act->pack, lang_tag(act->lang), act->pack->posts[i].words), grid->query.post);
	for (size_t i = 0; i < kind->by_count; i++) {
		grid_choice(bys, str_of(kind->bys[i].code), lang_words(act->lang, kind->bys[i].words), grid->query.by);
		if (str_is(grid->query.by, kind->bys[i].code))
			json_put_str(page, "by_word", lang_words(act->lang, kind->bys[i].words));
	}
	json_put_str(page, "from", date_str(act->arena, grid->query.from));
	json_put_str(page, "to", date_str(act->arena, grid->query.to));
	json_put(page, "posts", posts);
	json_put(page, "bys", bys);
	json_put_yesno(page, "any_by", kind->by_count > 1);
}

static json_t *cell_json(struct str text, bool words)
{
	json_t *out = json_object();
	json_put_str(out, "text", text);
	json_put_yesno(out, "words", words);
	return out;
}

static json_t *rows_json(const struct grid *grid, size_t columns)
{
	json_t *out = json_array();
	for (size_t i = 0; i < grid->count; i++) {
		json_t *row = json_object(), *cells = json_array();
		json_put_str(row, "name", grid->rows[i].name);
		for (size_t at = 0; at < columns; at++)
			json_array_append_new(cells, cell_json(grid->rows[i].cells[at].shown, grid->rows[i].cells[at].words));
		json_put(row, "cells", cells);
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *chart(struct grid *grid)
{
	struct svg_row rows[CHART_ROWS];
	const struct str parts[] = { grid->finding };
	size_t count = 0;
	for (size_t i = 0; i < grid->count && count < CHART_ROWS; i++)
		if (grid->rows[i].bar > 0)
			rows[count++] = (struct svg_row){ grid->rows[i].name, &grid->rows[i].bar, grid->rows[i].bar_words };
	if (!count || grid->hides)
		return json_string("");
	struct buf out = BUF_IN(grid->act->arena);
	struct svg_bars bars = { .frame = { .title = grid->finding, .width = 720 }, .part_names = parts, .part_count = 1, .rows = rows, .row_count = count };
	svg_bars(&out, &bars);
	return template_markup(buf_str(&out));
}

static json_t *public_rows(const struct grid *grid, const struct grid_kind *kind, size_t columns)
{
	json_t *out = json_array();
	for (size_t i = 0; i < grid->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", grid->rows[i].code);
		json_put_str(row, "name", grid->rows[i].name);
		for (size_t at = 0; at < columns; at++)
			json_put_str(row, kind->machine[at], grid->rows[i].cells[at].plain);
		json_array_append_new(out, row);
	}
	return out;
}

static void csv(struct grid *grid, const struct grid_kind *kind, size_t columns, struct reply *reply)
{
	struct buf out = BUF_IN(grid->act->arena);
	csv_field(&out, STR("code"));
	csv_field(&out, STR("name"));
	for (size_t at = 0; at < columns; at++)
		csv_field(&out, str_of(kind->machine[at]));
	csv_end_row(&out);
	for (size_t i = 0; i < grid->count; i++) {
		csv_field(&out, grid->rows[i].code);
		csv_field(&out, grid->rows[i].name);
		for (size_t at = 0; at < columns; at++)
			csv_field(&out, grid->rows[i].cells[at].plain);
		csv_end_row(&out);
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = kind->csv_name;
}

static json_t *columns_json(struct act *act, const struct grid *grid, const struct grid_kind *kind, size_t *count)
{
	json_t *out = json_array();
	for (*count = 0; kind->columns[*count]; ++*count)
		json_array_append_new(out, cell_json(lang_words(act->lang, kind->columns[*count]), grid->count && grid->rows[0].cells[*count].words));
	return out;
}

bool grid_show(struct act *act, const struct call *call, struct reply *reply, struct error *err, const struct grid_kind *kind, bool as_csv)
{
	struct grid *grid = ARENA_NEW(act->arena, struct grid);
	size_t columns;
	*grid = (struct grid){ .act = act, .rows = ARENA_ARRAY(act->arena, struct grid_row, GRID_ROWS) };
	if (!complete(grid, kind, call->query, err) || !kind->fill(grid, err))
		return false;
	json_t *page = reply->page = json_object(), *heads = columns_json(act, grid, kind, &columns);
	json_put(page, "columns", heads);
	if (as_csv) {
		csv(grid, kind, columns, reply);
		json_decref(page);
		reply->page = NULL;
		return true;
	}
	reply->data = json_object();
	json_put(reply->data, "figure", public_rows(grid, kind, columns));
	put_filters(grid, kind, page);
	json_put_str(page, "title", lang_words(act->lang, kind->title));
	json_put_str(page, "summary", lang_words(act->lang, kind->summary));
	json_put_str(page, "self", str_of(kind->self));
	json_put_str(page, "csv", str_format(act->arena, "%s?from=" STR_FMT "&to=" STR_FMT "&post=" STR_FMT "&by=" STR_FMT, kind->csv_path, STR_ARG(date_str(act->arena, grid->query.from)),
	                                     STR_ARG(date_str(act->arena, grid->query.to)), STR_ARG(grid->query.post), STR_ARG(grid->query.by)));
	json_put(page, "views", figure_views(act, kind->self));
	json_put_str(page, "finding", grid->finding);
	json_put_str(page, "period", period_words(act, grid->query.from, grid->query.to, grid->query.post));
	json_put_yesno(page, "wide", columns > 9);
	json_put(page, "chart", chart(grid));
	json_put_yesno(page, "hides", grid->hides);
	json_put_yesno(page, "any", grid->count != 0);
	json_put(page, "rows", rows_json(grid, columns));
	return true;
}
