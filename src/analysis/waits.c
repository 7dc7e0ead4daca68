/* Waiting times: what somebody asked or a slip measured, and beside it how long an officer took from presenting to deciding. What was only estimated
 * stands on the board and not in these figures. */
#include "grid.h"

#include "lang.h"
#include "pack.h"
#include "store.h"

/* A distribution, filled by rising values. */
struct spread {
	struct { int64_t value, count; } steps[4096];
	size_t size;
	int64_t count;
};

static void spread_add(struct spread *spread, int64_t value, int64_t count)
{
	if (spread->size == COUNT_OF(spread->steps))
		spread->steps[spread->size - 1].count += count; /* beyond so many different values the longest are counted as one */
	else {
		spread->steps[spread->size].value = value;
		spread->steps[spread->size++].count = count;
	}
	spread->count += count;
}

/* The smallest value that so many of a hundred do not exceed (nearest rank). */
static int64_t spread_at(const struct spread *spread, int percent)
{
	int64_t rank = (spread->count * percent + 99) / 100, seen = 0;
	for (size_t i = 0; i < spread->size; i++) {
		seen += spread->steps[i].count;
		if (seen >= rank)
			return spread->steps[i].value;
	}
	return 0;
}

static struct str hour_words(struct str code)
{
	return code.len == 3 ? str_slice(code, 1, 3) : code;
}

static struct str lane_words(struct act *act, struct str post, struct str lane)
{
	int64_t number;
	const struct pack_post *place = pack_post(act->pack, post, (struct date){ 0 });
	const struct pack_lane *found = place && str_to_int(lane, &number) ? pack_lane(place, (int)number - 1000) : NULL;
	struct str name = found ? pack_words(act->pack, lang_tag(act->lang), found->words) : lang_words(act->lang, WORDS("The whole post"));
	return str_format(act->arena, STR_FMT ", " STR_FMT, STR_ARG(grid_post(act, post)), STR_ARG(name));
}

/* Codes of the rows, as the statements make them: "108" is 08:00, "SORREL 1002" lane 2. */
static struct str row_words(struct grid *grid, struct str code)
{
	struct act *act = grid->act;
	struct str by = grid->query.by, rest = code, post, lane;
	struct date day;
	if (str_is(by, "hour"))
		return str_format(act->arena, STR_FMT ":00", STR_ARG(hour_words(code)));
	if (str_is(by, "day"))
		return date_parse(code, &day) ? lang_date_short(act->lang, act->arena, day) : code;
	if (str_is(by, "post"))
		return grid_post(act, code);
	post = rest = code;
	size_t space = 0;
	while (space < code.len && code.data[space] != ' ')
		space++;
	post = str_slice(code, 0, space);
	rest = space < code.len ? str_slice(code, space + 1, code.len) : STR("");
	lane = str_slice(rest, 0, rest.len < 4 ? rest.len : 4);
	if (str_is(by, "lane") || rest.len < 8)
		return lane_words(act, post, lane);
	return str_format(act->arena, STR_FMT ", " STR_FMT ":00", STR_ARG(lane_words(act, post, lane)), STR_ARG(str_slice(rest, 6, 8)));
}

static void put_spread(struct grid *grid, struct str code, const struct spread *spread, int column)
{
	struct grid_row *row = grid_row_of(grid, code);
	if (!row)
		row = grid_row(grid, code, row_words(grid, code));
	grid_number(grid, row, column, spread->count);
	grid_duration(grid, row, column + 1, spread_at(spread, 50));
	grid_duration(grid, row, column + 2, spread_at(spread, 95));
	if (column)
		return;
	row->bar = spread_at(spread, 50);
	row->bar_words = row->cells[1].shown;
}

/* Rows come by code and rising value: each code's distribution is whole when the next begins. */
static bool gather(struct grid *grid, const char *statement, int column, struct spread *all, struct error *err)
{
	struct act *act = grid->act;
	struct spread *spread = ARENA_NEW(act->arena, struct spread);
	struct str code = STR("");
	struct query *query = db_query(act->db, statement);
	query_bind_text(query, "by", grid->query.by);
	query_bind_text(query, "first", date_str(act->arena, grid->query.from));
	query_bind_text(query, "last", date_str(act->arena, grid->query.to));
	query_bind_text(query, "post", grid->query.post);
	while (query_next(query)) {
		struct str next = query_text(query, 0, act->arena);
		if (spread->count && !str_equal(next, code)) {
			put_spread(grid, code, spread, column);
			*spread = (struct spread){ 0 };
		}
		code = next;
		spread_add(spread, query_int(query, 1), query_int(query, 2));
		all->count += query_int(query, 2);
	}
	if (spread->count)
		put_spread(grid, code, spread, column);
	return query_end(query, err);
}

/* A code without waits has a row for its decisions: all rows by their codes. */
static void sort_rows(struct grid *grid)
{
	for (size_t i = 1; i < grid->count; i++) {
		struct grid_row row = grid->rows[i];
		size_t at = i;
		for (; at > 0 && str_compare(grid->rows[at - 1].code, row.code) > 0; at--)
			grid->rows[at] = grid->rows[at - 1];
		grid->rows[at] = row;
	}
}

static bool fill(struct grid *grid, struct error *err)
{
	struct spread *waits = ARENA_NEW(grid->act->arena, struct spread), *decisions = ARENA_NEW(grid->act->arena, struct spread);
	if (!gather(grid, "analysis.waits", 0, waits, err) || !gather(grid, "analysis.decision_times", 3, decisions, err))
		return false;
	sort_rows(grid);
	grid->finding = lang_count(grid->act->lang, grid->act->arena, waits->count, WORDS_MANY("{count} wait was asked or measured", "{count} waits were asked or measured"));
	return true;
}

static const char *const columns[] = {
	WORDS("Waits known"), WORDS("Median wait"), WORDS("95 of 100 wait at most"), WORDS("Decisions"), WORDS("Median from scan to decision"), WORDS("95 of 100 take at most"), NULL,
};
static const char *const machine[] = { "waits", "wait_median_seconds", "wait_p95_seconds", "decisions", "decision_median_seconds", "decision_p95_seconds" };
static const struct grid_choice bys[] = {
	{ "post", WORDS("Post") }, { "lane", WORDS("Lane") }, { "hour", WORDS("Hour") }, { "lane_hour", WORDS("Lane and hour") }, { "day", WORDS("Day") },
};
static const struct grid_kind waits = {
	"/figures/waits", "/figures/waits.csv", "waits.csv", WORDS("Waiting times"),
	WORDS("Waits as asked at the booth or measured by a slip; estimates do not count. Beside them the time from scan to decision at the booth."),
	columns, machine, bys, COUNT_OF(bys), fill,
};

GRID_HANDLERS(waits, waits)
