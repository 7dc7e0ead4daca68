/* The pages of figures: one shape of table and chart for all three. */
#include "grid.h"

#include "csv.h"
#include "house.h"
#include "lang.h"
#include "pack.h"
#include "svg.h"
#include "template.h"

enum { SMALL = 5, CHART_ROWS = 14 };

typedef bool count_figure(struct act *act, const struct figure_query *query, struct figure *out, struct error *err);

/* --- filters --- */

static json_t *choices_of_list(struct act *act, const char *list, const char *all, struct str chosen)
{
	const struct pack_list *codes = pack_list(act->pack, str_of(list));
	json_t *out = json_array();
	grid_choice(out, STR(""), lang_words(act->lang, all), chosen);
	for (size_t i = 0; codes && i < codes->count; i++)
		grid_choice(out, codes->codes[i].code, pack_words(act->pack, lang_tag(act->lang), codes->codes[i].words), chosen);
	return out;
}

static json_t *choices_of_posts(struct act *act, struct str chosen)
{
	json_t *out = json_array();
	grid_choice(out, STR(""), lang_words(act->lang, WORDS("All posts")), chosen);
	for (size_t i = 0; i < act->pack->post_count; i++)
		grid_choice(out, act->pack->posts[i].code, pack_words(act->pack, lang_tag(act->lang), act->pack->posts[i].words), chosen);
	return out;
}

struct choice {
	const char *code, *words;
};

static json_t *choices_of(struct act *act, const struct choice *choices, size_t count, struct str chosen)
{
	json_t *out = json_array();
	for (size_t i = 0; i < count; i++)
		grid_choice(out, str_of(choices[i].code), lang_words(act->lang, choices[i].words), chosen);
	return out;
}

static const struct choice directions[] = { { "", WORDS("Both") }, { "entry", WORDS("Entry") }, { "exit", WORDS("Exit") } };
static const struct choice ages[] = {
	{ "", WORDS("All ages") }, { "0-5", "0-5" }, { "6-11", "6-11" }, { "12-17", "12-17" }, { "18-29", "18-29" }, { "30-44", "30-44" }, { "45-59", "45-59" }, { "60+", "60+" }, { "unknown", WORDS("Not known") },
};
static const struct choice bys[] = {
	{ "post", WORDS("Post") }, { "day", WORDS("Day") }, { "direction", WORDS("Direction") }, { "nationality", WORDS("Nationality") }, { "age", WORDS("Age") }, { "purpose", WORDS("Purpose") }, { "category", WORDS("Category") },
};
static const struct choice views[] = {
	{ "/figures/flows", WORDS("Flows") }, { "/figures/groups", WORDS("Groups") }, { "/figures/children", WORDS("Children") }, { "/figures/conveyances", WORDS("Conveyances") }, { "/figures/listed", WORDS("People on lists") },
	{ "/figures/refusals", WORDS("Refusals") }, { "/figures/claims", WORDS("Protection") }, { "/figures/second-line", WORDS("Second line") }, { "/figures/holdings", WORDS("Holdings") },
	{ "/figures/hits", WORDS("Hits of lists") }, { "/figures/overstays", WORDS("Overstays") }, { "/figures/penalties", WORDS("Left too late") }, { "/figures/bans", WORDS("Entry bans") },
	{ "/figures/corrections", WORDS("Corrections") }, { "/figures/waits", WORDS("Waiting times") }, { "/figures/peaks", WORDS("Peak modes") }, { "/figures/paper", WORDS("Entered from paper") },
	{ "/figures/equipment", WORDS("Equipment and power") }, { "/figures/cases", WORDS("Cases") },
};

static void put_filters(struct act *act, const struct figure_query *query, json_t *page)
{
	json_put_str(page, "from", date_str(act->arena, query->from));
	json_put_str(page, "to", date_str(act->arena, query->to));
	json_put_str(page, "as_of", date_str(act->arena, query->as_of));
	json_put(page, "posts", choices_of_posts(act, query->post));
	json_put(page, "directions", choices_of(act, directions, COUNT_OF(directions), query->direction));
	json_put(page, "nationalities", choices_of_list(act, "countries", WORDS("All"), query->nationality));
	json_put(page, "sexes", choices_of_list(act, "sexes", WORDS("All"), query->sex));
	json_put(page, "ages", choices_of(act, ages, COUNT_OF(ages), query->age));
	json_put(page, "purposes", choices_of_list(act, "travel_purposes", WORDS("All"), query->purpose));
	json_put(page, "bys", choices_of(act, bys, COUNT_OF(bys), query->by));
	json_put_yesno(page, "by_age", str_is(query->by, "age"));
	for (size_t i = 0; i < COUNT_OF(bys); i++)
		if (str_is(query->by, bys[i].code))
			json_put_str(page, "by_word", lang_words(act->lang, bys[i].words));
}

/* Codes go into links: what no code of the pack looks like asks for nothing. */
static bool is_code(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_alpha(text.data[i]) && !ascii_digit(text.data[i]) && text.data[i] != '_' && text.data[i] != '-' && text.data[i] != '+')
			return false;
	return true;
}

/* Empty days: the last 30; a wrong order or a partial day is a finding. */
static bool complete(struct act *act, const struct call *call, struct figure_query *out, struct error *err)
{
	*out = *(const struct figure_query *)call->query;
	struct date today = lang_zone_day(act->house->zone(act->house, act->pack->head.zone), act->now);
	if (date_empty(out->to))
		out->to = today;
	if (date_empty(out->as_of))
		out->as_of = today;
	if (date_empty(out->from) && date_whole(out->to))
		out->from = date_of_days(date_days(out->to) - 30);
	bool known = false;
	for (size_t i = 0; i < COUNT_OF(bys); i++)
		known |= str_is(out->by, bys[i].code);
	if (!known)
		out->by = STR("post");
	struct str *codes[] = { &out->post, &out->direction, &out->nationality, &out->sex, &out->age, &out->purpose };
	for (size_t i = 0; i < COUNT_OF(codes); i++)
		if (!is_code(*codes[i]))
			*codes[i] = STR("");
	if (date_whole(out->from) && date_whole(out->to) && str_is(out->by, "day") && date_days(out->to) - date_days(out->from) >= ROWS_MOST) {
		finding_add(&act->findings, STR("from"), "too_long", "Day by day at most two years are shown.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "days");
	}
	if (!date_whole(out->from) || !date_whole(out->to) || !date_whole(out->as_of) || date_compare(out->from, out->to) > 0) {
		finding_add(&act->findings, STR("from"), "bad_period", "Give two whole days, the earlier one first.");
		return error_set(err, ERR_FINDINGS, "some answers need another look", "correct the marked fields", "days");
	}
	return true;
}

/* --- table, chart, CSV --- */

static struct str cell(struct act *act, const struct figure *figure, int64_t value)
{
	if (figure->fine && value > 0 && value < SMALL && !rights_have(act->actor.rights, CAN_SUPERVISE))
		return lang_words(act->lang, WORDS("under 5"));
	return lang_number(act->lang, act->arena, value);
}

/* For machines: plain digits, or "<5". */
static struct str plain(struct act *act, const struct figure *figure, int64_t value)
{
	if (figure->fine && value > 0 && value < SMALL && !rights_have(act->actor.rights, CAN_SUPERVISE))
		return STR("<5");
	return str_format(act->arena, "%lld", (long long)value);
}

static bool hides(const struct act *act, const struct figure *figure)
{
	return figure->fine && !rights_have(act->actor.rights, CAN_SUPERVISE);
}

static int64_t sum(const struct figure_row *row)
{
	int64_t total = 0;
	for (int sex = 0; sex < SEXES; sex++)
		total += row->counts[sex];
	return total;
}

static json_t *cells(struct act *act, const struct figure *figure, const struct figure_row *row)
{
	json_t *out = json_array();
	for (int sex = 0; sex < SEXES; sex++)
		json_array_append_new(out, json_str(cell(act, figure, row->counts[sex])));
	json_array_append_new(out, json_str(cell(act, figure, sum(row))));
	return out;
}

static json_t *table(struct act *act, const struct figure *figure)
{
	json_t *out = json_array();
	for (size_t i = 0; i < figure->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "name", figure->rows[i].name);
		json_put(row, "cells", cells(act, figure, &figure->rows[i]));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *total_row(struct act *act, const struct figure *figure)
{
	struct figure_row all = { 0 };
	json_t *row = json_object();
	for (size_t i = 0; i < figure->count; i++)
		for (int sex = 0; sex < SEXES; sex++)
			all.counts[sex] += figure->rows[i].counts[sex];
	json_put(row, "cells", cells(act, figure, &all));
	return row;
}

/* The largest rows as bars of women and men, with the others behind. */
static json_t *chart(struct act *act, const struct figure *figure, struct str title)
{
	struct svg_row rows[CHART_ROWS];
	const struct str parts[] = {
		lang_words(act->lang, WORDS("Women, girls")), lang_words(act->lang, WORDS("Men, boys")), lang_words(act->lang, WORDS("X")), lang_words(act->lang, WORDS("Not known")),
	};
	bool taken[ROWS_MOST] = { false };
	size_t count = 0;
	for (; count < CHART_ROWS && count < figure->count; count++) {
		size_t best = SIZE_MAX;
		for (size_t i = 0; i < figure->count; i++)
			if (!taken[i] && (best == SIZE_MAX || sum(&figure->rows[i]) > sum(&figure->rows[best])))
				best = i;
		taken[best] = true;
		rows[count] = (struct svg_row){ figure->rows[best].name, figure->rows[best].counts, cell(act, figure, sum(&figure->rows[best])) };
	}
	if (!count)
		return json_string("");
	struct buf out = BUF_IN(act->arena);
	struct svg_bars bars = { .frame = { .title = title, .width = 720 }, .part_names = parts, .part_count = SEXES, .rows = rows, .row_count = count };
	svg_bars(&out, &bars);
	return template_markup(buf_str(&out));
}

json_t *figure_views(struct act *act, const char *self)
{
	json_t *out = json_array();
	for (size_t i = 0; i < COUNT_OF(views); i++) {
		json_t *row = json_object();
		json_put_str(row, "href", str_of(views[i].code));
		json_put_str(row, "word", lang_words(act->lang, views[i].words));
		json_put_yesno(row, "current", str_is(str_of(self), views[i].code));
		json_array_append_new(out, row);
	}
	return out;
}

static json_t *public_rows(struct act *act, const struct figure *figure)
{
	static const char *const names[SEXES] = { "F", "M", "X", "U" };
	json_t *out = json_array();
	for (size_t i = 0; i < figure->count; i++) {
		json_t *row = json_object();
		json_put_str(row, "code", figure->rows[i].code);
		json_put_str(row, "name", figure->rows[i].name);
		for (int sex = 0; sex < SEXES; sex++)
			json_put_str(row, names[sex], plain(act, figure, figure->rows[i].counts[sex]));
		json_put_str(row, "all", plain(act, figure, sum(&figure->rows[i])));
		json_array_append_new(out, row);
	}
	return out;
}

static void csv(struct act *act, const struct figure *figure, struct reply *reply, const char *name)
{
	struct buf out = BUF_IN(act->arena);
	const char *const head[] = { "code", "name", "F", "M", "X", "U", "all" };
	for (size_t i = 0; i < COUNT_OF(head); i++)
		csv_field(&out, str_of(head[i]));
	csv_end_row(&out);
	for (size_t i = 0; i < figure->count; i++) {
		csv_field(&out, figure->rows[i].code);
		csv_field(&out, figure->rows[i].name);
		for (int sex = 0; sex < SEXES; sex++)
			csv_field(&out, plain(act, figure, figure->rows[i].counts[sex]));
		csv_field(&out, plain(act, figure, sum(&figure->rows[i])));
		csv_end_row(&out);
	}
	reply->bytes = buf_str(&out);
	reply->type = "text/csv; charset=utf-8";
	reply->file_name = name;
}

/* --- handlers --- */

struct shown {
	count_figure *count;
	const char *self, *csv_path, *csv_name;
	struct str (*finding)(struct act *act, const struct figure *figure);
	struct str (*summary)(struct act *act, const struct figure_query *query);
	bool sums;                    /* rows add up: a refusal with two reasons stands in two */
};

static struct str days_words(struct act *act, const struct figure_query *query)
{
	return period_words(act, query->from, query->to, query->post);
}

static struct str as_of_words(struct act *act, const struct figure_query *query)
{
	return LANG_FILL(act->arena, lang_words(act->lang, WORDS("As of {date}. A stay counts as long as no later crossing on any document of the person is known.")),
	                 { "date", lang_date(act->lang, act->arena, query->as_of) });
}

static struct str flows_finding(struct act *act, const struct figure *figure)
{
	return lang_count(act->lang, act->arena, figure->total, WORDS_MANY("{count} crossing", "{count} crossings"));
}

static struct str overstays_finding(struct act *act, const struct figure *figure)
{
	return lang_count(act->lang, act->arena, figure->total, WORDS_MANY("{count} person stayed past the last day", "{count} people stayed past their last day"));
}

static struct str refusals_finding(struct act *act, const struct figure *figure)
{
	return lang_count(act->lang, act->arena, figure->total, WORDS_MANY("{count} refusal", "{count} refusals"));
}

static struct str claims_finding(struct act *act, const struct figure *figure)
{
	return lang_count(act->lang, act->arena, figure->total, WORDS_MANY("{count} claim for protection", "{count} claims for protection"));
}

static const struct shown flows = { figure_flows, "/figures/flows", "/figures/flows.csv", "flows.csv", flows_finding, days_words, true };
static const struct shown overstays = { figure_overstays, "/figures/overstays", "/figures/overstays.csv", "overstays.csv", overstays_finding, as_of_words, true };
static const struct shown refusals = { figure_refusals, "/figures/refusals", "/figures/refusals.csv", "refusals.csv", refusals_finding, days_words, false };

static const struct shown claims = { figure_claims, "/figures/claims", "/figures/claims.csv", "claims.csv", claims_finding, days_words, true };

static struct str csv_link(struct act *act, const struct shown *shown, const struct figure_query *query)
{
	return str_format(act->arena, "%s?from=" STR_FMT "&to=" STR_FMT "&as_of=" STR_FMT "&post=" STR_FMT "&direction=" STR_FMT "&nationality=" STR_FMT "&sex=" STR_FMT "&age=" STR_FMT "&purpose=" STR_FMT "&by=" STR_FMT,
	                  shown->csv_path, STR_ARG(date_str(act->arena, query->from)), STR_ARG(date_str(act->arena, query->to)),
	                  STR_ARG(date_str(act->arena, query->as_of)), STR_ARG(query->post), STR_ARG(query->direction), STR_ARG(query->nationality),
	                  STR_ARG(query->sex), STR_ARG(str_is(query->age, "60+") ? STR("60%2B") : query->age), STR_ARG(query->purpose), STR_ARG(query->by));
}

static bool show(struct act *act, const struct call *call, struct reply *reply, struct error *err, const struct shown *shown, bool as_csv)
{
	struct figure_query query;
	struct figure *figure = ARENA_NEW(act->arena, struct figure);
	if (!complete(act, call, &query, err) || !shown->count(act, &query, figure, err))
		return false;
	if (as_csv) {
		csv(act, figure, reply, shown->csv_name);
		return true;
	}
	json_t *page = reply->page = json_object();
	reply->data = json_object();
	json_put(reply->data, "figure", public_rows(act, figure));
	json_put_str(reply->data, "sum", plain(act, figure, figure->total));
	put_filters(act, &query, page);
	json_put_str(page, "self", str_of(shown->self));
	json_put_str(page, "csv", csv_link(act, shown, &query));
	json_put(page, "views", figure_views(act, shown->self));
	bool few = hides(act, figure) && figure->total < SMALL;
	json_put_str(page, "finding", few ? lang_words(act->lang, WORDS("Too few to publish")) : shown->finding(act, figure));
	json_put_str(page, "summary", shown->summary(act, &query));
	json_put(page, "chart", hides(act, figure) ? json_string("") : chart(act, figure, shown->finding(act, figure))); /* bars would tell */
	json_put_yesno(page, "hides", hides(act, figure));
	json_put_yesno(page, "any_legend", false); /* the chart names its own parts */
	json_put_yesno(page, "any", figure->count != 0);
	json_put(page, "rows", table(act, figure));
	json_put(page, "total", shown->sums && !hides(act, figure) ? total_row(act, figure) : json_false()); /* a total and one hidden cell tell the cell */
	return true;
}

static bool flows_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &flows, false);
}

static bool flows_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &flows, true);
}

static bool overstays_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &overstays, false);
}

static bool overstays_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &overstays, true);
}

static bool refusals_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &refusals, false);
}

static bool refusals_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &refusals, true);
}

static bool claims_get(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &claims, false);
}

static bool claims_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err)
{
	return show(act, call, reply, err, &claims, true);
}

#define FIGURE(name, handler, doc) \
	{ GET, "/figures/" name, CAN_FIGURES, handler##_get, "grid", &grid_query_fields, NULL, 0, NULL, "statistics", doc }, \
	{ GET, "/figures/" name ".csv", CAN_FIGURES, handler##_csv, NULL, &grid_query_fields, NULL, 0, NULL, "statistics", "The same as CSV." }
static const struct route routes[] = {
	{ GET, "/figures", CAN_FIGURES, flows_get, "flows", &figure_query_fields, NULL, 0, NULL, "statistics", "Figures: crossings." },
	{ GET, "/figures/flows", CAN_FIGURES, flows_get, "flows", &figure_query_fields, NULL, 0, NULL, "statistics", "Crossings by post, day, direction, nationality, sex, age and purpose." },
	{ GET, "/figures/flows.csv", CAN_FIGURES, flows_csv, NULL, &figure_query_fields, NULL, 0, NULL, "statistics", "The same as CSV." },
	{ GET, "/figures/overstays", CAN_FIGURES, overstays_get, "overstays", &figure_query_fields, NULL, 0, NULL, "statistics", "Stays past their last day, as of a day." },
	{ GET, "/figures/overstays.csv", CAN_FIGURES, overstays_csv, NULL, &figure_query_fields, NULL, 0, NULL, "statistics", "The same as CSV." },
	{ GET, "/figures/refusals", CAN_FIGURES, refusals_get, "refusals", &figure_query_fields, NULL, 0, NULL, "statistics", "Refusals by reason and sex." },
	{ GET, "/figures/refusals.csv", CAN_FIGURES, refusals_csv, NULL, &figure_query_fields, NULL, 0, NULL, "statistics", "The same as CSV." },
	{ GET, "/figures/claims", CAN_FIGURES, claims_get, "claims_figure", &figure_query_fields, NULL, 0, NULL, "statistics", "Claims for protection by post, day or age, and sex." },
	{ GET, "/figures/claims.csv", CAN_FIGURES, claims_csv, NULL, &figure_query_fields, NULL, 0, NULL, "statistics", "The same as CSV." },
	FIGURE("second-line", second_figure, "Who was sent to the second line and what came of it, by reason, post, nationality or age, and sex."),
	FIGURE("holdings", holdings_figure, "People who were held at a post, by ground, post, nationality or age, and sex: how long, and past the limit or not."),
	FIGURE("children", children, "Children who crossed, by who accompanied them, consent, age, nationality or post, and sex."),
	FIGURE("groups", groups, "People who crossed in groups, by size, post, vehicle, direction, nationality or day, and sex."),
	FIGURE("conveyances", conveyances, "Calls of vessels, trains, coaches and aircraft, by kind, post or flag: lists, hits, shore passes, stowaways."),
	FIGURE("listed", listed_figure, "People on crew and passenger lists, by nationality, sex, list or post, and for how many the check found something."),
	FIGURE("bans", bans, "Entry bans, by reason, nationality or post, and sex: ordered, in force, lifted."),
	FIGURE("penalties", penalties, "People who left too late, by explanation, length, nationality, age or post, and sex: excused, penalties, paid."),
	FIGURE("corrections", corrections, "Records that were corrected, by reason, what, post, nationality or age, and sex."),
	FIGURE("hits", hits, "What came of comparing people with entries of lists, by list, nationality or age, and sex."),
	FIGURE("waits", waits, "Waiting times by post, lane, hour or day: median and 95th percentile."),
	FIGURE("peaks", peaks, "Peak modes: when, what was left out, how many people."),
	FIGURE("paper", paper_figure, "Crossings entered from paper forms, and what became of the forms."),
	FIGURE("equipment", equipment_figure, "How much of the time equipment and power were there to work with."),
	{ GET, "/board", CAN_CROSS, board_get, "board", &today_query_fields, NULL, 0, NULL, "supervision", "A post at this moment, or all for those who steer them: the day beside the same weekday before, lanes, queue, second line, lists, equipment, notes." },
	{ 0 },
};

extern const struct embedded analysis_files[];
const struct room analysis_room = { .name = "analysis", .files = analysis_files, .routes = routes };
