/* Lines over time, columns over categories, sparklines. */
#include <assert.h>

#include "draw.h"

/* Where values and points lie, in tenths. */
struct plot {
	int64_t left, top, width, height;
	size_t points;
	struct scale scale;
};

static int64_t plot_x(const struct plot *plot, size_t point)
{
	return plot->left + (plot->points > 1 ? (int64_t)point * plot->width / (int64_t)(plot->points - 1) : plot->width / 2);
}

static int64_t plot_y(const struct plot *plot, int64_t value)
{
	return plot->top + plot->height - scale_at(&plot->scale, value, plot->height);
}

static void take(int64_t value, int64_t *least, int64_t *most)
{
	if (value == SVG_NONE)
		return;
	assert(value >= -INT64_C(1000000000000) && value <= INT64_C(1000000000000));
	*least = value < *least ? value : *least;
	*most = value > *most ? value : *most;
}

static struct scale scale_of(const struct svg_line *chart)
{
	int64_t least = 0, most = 0;
	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t i = 0; i < chart->series[s].count; i++)
			take(chart->series[s].values[i], &least, &most);
	for (size_t i = 0; chart->usual_high && i < chart->points; i++) {
		take(chart->usual_low[i], &least, &most);
		take(chart->usual_high[i], &least, &most);
	}
	return scale_for(least, most);
}

static int64_t axis_width(struct buf *out, const struct svg_numbers *numbers, const struct scale *scale)
{
	int64_t low = draw_width(draw_figure(numbers, out->arena, scale->from));
	int64_t high = draw_width(draw_figure(numbers, out->arena, scale->to));
	return (low > high ? low : high) + 10 * UNIT_TENTHS;
}

static void draw_grid(struct buf *out, const struct svg_numbers *numbers, const struct plot *plot)
{
	for (int64_t value = plot->scale.from; value <= plot->scale.to; value += plot->scale.step) {
		int64_t y = plot_y(plot, value);
		draw_line(out, value == 0 ? "zero" : "grid", plot->left, y, plot->left + plot->width, y);
		draw_text(out, NULL, "end", plot->left - 8 * UNIT_TENTHS, y + 4 * UNIT_TENTHS,
		          draw_figure(numbers, out->arena, value));
	}
}

static void draw_point(struct buf *out, char before, int64_t x, int64_t y)
{
	buf_c(out, before);
	draw_number(out, x);
	buf_c(out, ' ');
	draw_number(out, y);
}

static void draw_band(struct buf *out, const struct svg_line *chart, const struct plot *plot)
{
	size_t from = 0, to = chart->points;
	if (!chart->usual_low || !chart->usual_high)
		return;
	while (from < to && (chart->usual_low[from] == SVG_NONE || chart->usual_high[from] == SVG_NONE))
		from++;
	while (to > from && (chart->usual_low[to - 1] == SVG_NONE || chart->usual_high[to - 1] == SVG_NONE))
		to--;
	if (to - from < 2)
		return;
	buf_text(out, "<path class=\"usual\" d=\"");
	for (size_t i = from; i < to; i++)
		draw_point(out, i == from ? 'M' : 'L', plot_x(plot, i), plot_y(plot, chart->usual_high[i]));
	for (size_t i = to; i-- > from;)
		draw_point(out, 'L', plot_x(plot, i), plot_y(plot, chart->usual_low[i]));
	buf_text(out, "Z\"/>");
}

static void draw_path(struct buf *out, int number, const int64_t *values, size_t count, const struct plot *plot)
{
	bool pen_up = true;
	buf_format(out, "<path class=\"l%d\" d=\"", number);
	for (size_t i = 0; i < count; i++) {
		if (values[i] != SVG_NONE)
			draw_point(out, pen_up ? 'M' : 'L', plot_x(plot, i), plot_y(plot, values[i]));
		pen_up = values[i] == SVG_NONE;
	}
	buf_text(out, "\"/>");
}

static size_t last_value(const struct svg_series *series)
{
	size_t i = series->count;
	while (i > 0 && series->values[i - 1] == SVG_NONE)
		i--;
	return i;
}

/* Names stand at the height of their line's end, from the top down, never closer than a line of text. */
static void draw_names(struct buf *out, const struct svg_line *chart, const struct plot *plot)
{
	bool done[SVG_SERIES_MOST] = { false };
	int64_t before = INT64_MIN / 2;
	for (size_t round = 0; round < chart->series_count; round++) {
		size_t best = SIZE_MAX, best_end = 0;
		int64_t best_y = INT64_MAX;
		for (size_t s = 0; s < chart->series_count; s++) {
			size_t end = last_value(&chart->series[s]);
			int64_t y = end ? plot_y(plot, chart->series[s].values[end - 1]) : INT64_MAX;
			if (!done[s] && y < best_y) {
				best = s;
				best_y = y;
				best_end = end;
			}
		}
		if (best == SIZE_MAX)
			return;
		done[best] = true;
		best_y = best_y < before + LINE_HEIGHT ? before + LINE_HEIGHT : best_y;
		before = best_y;
		draw_text(out, best == 0 ? "strong" : NULL, "start", plot_x(plot, best_end - 1) + 6 * UNIT_TENTHS,
		          best_y + 4 * UNIT_TENTHS, chart->series[best].name);
	}
}

static void draw_ticks(struct buf *out, const struct svg_tick *ticks, size_t count, const struct plot *plot, int64_t shift)
{
	for (size_t i = 0; i < count; i++)
		draw_text(out, NULL, "middle", plot_x(plot, ticks[i].point) + shift, plot->top + plot->height + 18 * UNIT_TENTHS,
		          ticks[i].text);
}

void svg_line(struct buf *out, const struct svg_line *chart)
{
	int width = chart->frame.width ? chart->frame.width : 760, height = chart->frame.height ? chart->frame.height : 280;
	int64_t names = 0;
	assert(chart->series_count >= 1 && chart->series_count <= SVG_SERIES_MOST);
	assert(chart->points >= 1 && chart->points <= SVG_POINTS_MOST);
	for (size_t s = 0; s < chart->series_count; s++) {
		assert(chart->series[s].count <= chart->points);
		int64_t needs = draw_width(chart->series[s].name);
		names = needs > names ? needs : names;
	}
	struct plot plot = { .top = 10 * UNIT_TENTHS, .points = chart->points, .scale = scale_of(chart) };
	plot.left = axis_width(out, &chart->numbers, &plot.scale);
	plot.width = (int64_t)width * UNIT_TENTHS - plot.left - names - 12 * UNIT_TENTHS;
	plot.height = (int64_t)height * UNIT_TENTHS - plot.top - 28 * UNIT_TENTHS;
	draw_open(out, &chart->frame, width, height);
	draw_band(out, chart, &plot);
	draw_grid(out, &chart->numbers, &plot);
	for (size_t s = chart->series_count; s-- > 0;)
		draw_path(out, (int)s + 1, chart->series[s].values, chart->series[s].count, &plot);
	draw_names(out, chart, &plot);
	draw_ticks(out, chart->ticks, chart->tick_count, &plot, 0);
	draw_close(out);
}

void svg_columns(struct buf *out, const struct svg_columns *chart)
{
	int width = chart->frame.width ? chart->frame.width : 760, height = chart->frame.height ? chart->frame.height : 220;
	int64_t least = 0, most = 0;
	assert(chart->count >= 1 && chart->count <= SVG_POINTS_MOST);
	for (size_t i = 0; i < chart->count; i++)
		take(chart->values[i], &least, &most);
	assert(least == 0);
	/* points are the left edges of the columns; one more is the right end */
	struct plot plot = { .top = 10 * UNIT_TENTHS, .points = chart->count + 1, .scale = scale_for(0, most) };
	plot.left = axis_width(out, &chart->numbers, &plot.scale);
	plot.width = (int64_t)width * UNIT_TENTHS - plot.left - 8 * UNIT_TENTHS;
	plot.height = (int64_t)height * UNIT_TENTHS - plot.top - 28 * UNIT_TENTHS;
	int64_t each = plot.width / (int64_t)chart->count, gap = each / 5;
	draw_open(out, &chart->frame, width, height);
	draw_grid(out, &chart->numbers, &plot);
	for (size_t i = 0; i < chart->count; i++) {
		if (chart->values[i] == SVG_NONE)
			continue;
		int64_t y = plot_y(&plot, chart->values[i]);
		draw_rect(out, i == chart->this_one ? "c4" : "c1", plot_x(&plot, i) + gap / 2, y, each - gap,
		          plot.top + plot.height - y);
	}
	draw_ticks(out, chart->ticks, chart->tick_count, &plot, each / 2);
	draw_close(out);
}

void svg_sparkline(struct buf *out, struct svg_frame frame, const int64_t *values, size_t count)
{
	int width = frame.width ? frame.width : 120, height = frame.height ? frame.height : 32;
	int64_t least = INT64_MAX, most = INT64_MIN;
	assert(count >= 1 && count <= SVG_POINTS_MOST);
	for (size_t i = 0; i < count; i++)
		take(values[i], &least, &most);
	if (most <= least) {
		least = most == INT64_MIN ? 0 : most - 1;
		most = least + 2;
	}
	struct plot plot = { 4 * UNIT_TENTHS, 4 * UNIT_TENTHS, (width - 8) * UNIT_TENTHS, (height - 8) * UNIT_TENTHS, count,
		             { least, most, 1 } };
	size_t end = last_value(&(struct svg_series){ .values = values, .count = count });
	draw_open(out, &frame, width, height);
	draw_path(out, 1, values, count, &plot);
	if (end) {
		buf_text(out, "<circle class=\"c1\" cx=\"");
		draw_number(out, plot_x(&plot, end - 1));
		buf_text(out, "\" cy=\"");
		draw_number(out, plot_y(&plot, values[end - 1]));
		buf_text(out, "\" r=\"3\"/>");
	}
	draw_close(out);
}
