/* Horizontal bars, meters, and the bar of a stay. */
#include <assert.h>

#include "draw.h"

enum { ROW_HEIGHT = 28 * UNIT_TENTHS, BAR_HEIGHT = 16 * UNIT_TENTHS };

static int64_t total_of(const struct svg_row *row, size_t parts)
{
	int64_t sum = 0;
	for (size_t p = 0; p < parts; p++) {
		assert(row->parts[p] >= 0 && row->parts[p] <= INT64_C(1000000000000));
		sum += row->parts[p];
	}
	return sum;
}

static void draw_legend(struct buf *out, const struct svg_bars *chart, int64_t x)
{
	for (size_t p = 0; p < chart->part_count; p++) {
		char class[] = { 'c', (char)('1' + p), 0 };
		draw_rect(out, class, x, 4 * UNIT_TENTHS, 10 * UNIT_TENTHS, 10 * UNIT_TENTHS);
		draw_text(out, NULL, "start", x + LINE_HEIGHT, 13 * UNIT_TENTHS, chart->part_names[p]);
		x += draw_width(chart->part_names[p]) + 34 * UNIT_TENTHS;
	}
}

static void draw_row(struct buf *out, const struct svg_bars *chart, const struct svg_row *row, int64_t left, int64_t y,
                     int64_t length, int64_t most)
{
	int64_t sum = 0, from = left;
	draw_text(out, NULL, "end", left - 8 * UNIT_TENTHS, y + 12 * UNIT_TENTHS, row->name);
	for (size_t p = 0; p < chart->part_count; p++) {
		char class[] = { 'c', (char)('1' + p), 0 };
		sum += row->parts[p];
		int64_t to = left + sum * length / most;
		draw_rect(out, class, from, y, to - from, BAR_HEIGHT);
		from = to;
	}
	draw_text(out, "strong", "start", from + 6 * UNIT_TENTHS, y + 12 * UNIT_TENTHS, row->label);
}

void svg_bars(struct buf *out, const struct svg_bars *chart)
{
	int64_t names = 0, labels = 0, most = 1;
	assert(chart->part_count >= 1 && chart->part_count <= SVG_SERIES_MOST && chart->row_count <= SVG_ROWS_MOST);
	for (size_t i = 0; i < chart->row_count; i++) {
		const struct svg_row *row = &chart->rows[i];
		int64_t sum = total_of(row, chart->part_count);
		most = sum > most ? sum : most;
		names = draw_width(row->name) > names ? draw_width(row->name) : names;
		labels = draw_width(row->label) > labels ? draw_width(row->label) : labels;
	}
	int64_t top = (chart->part_count > 1 ? 26 : 4) * UNIT_TENTHS, left = names + 12 * UNIT_TENTHS;
	int width = chart->frame.width ? chart->frame.width : 760;
	int64_t needs = top / UNIT_TENTHS + (int64_t)chart->row_count * ROW_HEIGHT / UNIT_TENTHS;
	int64_t length = (int64_t)width * UNIT_TENTHS - left - labels - 12 * UNIT_TENTHS;
	draw_open(out, &chart->frame, width, chart->frame.height ? chart->frame.height : (int)needs);
	if (chart->part_count > 1)
		draw_legend(out, chart, left);
	for (size_t i = 0; i < chart->row_count; i++)
		draw_row(out, chart, &chart->rows[i], left, top + (int64_t)i * ROW_HEIGHT, length > 0 ? length : 0, most);
	if (chart->row_count)
		draw_line(out, "zero", left, top - 2 * UNIT_TENTHS, left, top + (int64_t)chart->row_count * ROW_HEIGHT - 8 * UNIT_TENTHS);
	draw_close(out);
}

void svg_meter(struct buf *out, struct svg_frame frame, int64_t value, int64_t limit)
{
	int width = frame.width ? frame.width : 200, height = frame.height ? frame.height : 12;
	int64_t length = (int64_t)width * UNIT_TENTHS, high = (int64_t)height * UNIT_TENTHS;
	assert(value >= 0 && limit > 0 && value < INT64_C(1000000000000) && limit < INT64_C(1000000000000));
	int64_t whole = value > limit ? value : limit;
	int64_t used = (value < limit ? value : limit) * length / whole;
	draw_open(out, &frame, width, height);
	draw_rect(out, "empty-time", 0, 0, length, high);
	draw_rect(out, "used", 0, 0, used, high);
	if (value > limit) {
		draw_rect(out, "over", used, 0, length - used, high);
		draw_line(out, "now", used, 0, used, high);
	}
	draw_close(out);
}

/* The stay */

enum { STAY_TOP = 22 * UNIT_TENTHS, STAY_HEIGHT = 26 * UNIT_TENTHS };

struct ruler {
	int32_t first, days;
	int64_t length;
};

static int64_t day_x(const struct ruler *ruler, int32_t day)
{
	int64_t x = (int64_t)(day - ruler->first) * ruler->length / ruler->days;
	return x < 0 ? 0 : x > ruler->length ? ruler->length : x;
}

static void draw_span(struct buf *out, const char *class, const struct ruler *ruler, const struct svg_span *span)
{
	if (!date_whole(span->first) || !date_whole(span->last))
		return;
	int64_t from = day_x(ruler, date_days(span->first)), to = day_x(ruler, date_days(span->last) + 1);
	draw_rect(out, class, from, STAY_TOP, to - from, STAY_HEIGHT);
}

static void draw_months(struct buf *out, const struct ruler *ruler, const struct str *texts)
{
	struct date month = date_of_days(ruler->first);
	int64_t free_from = 0;
	if (month.day > 1)
		month = date_add_months((struct date){ month.year, month.month, 1 }, 1);
	for (; date_days(month) < ruler->first + ruler->days; month = date_add_months(month, 1)) {
		int64_t x = day_x(ruler, date_days(month));
		struct str text = texts[month.month - 1];
		draw_line(out, "grid", x, STAY_TOP + STAY_HEIGHT, x, STAY_TOP + STAY_HEIGHT + 5 * UNIT_TENTHS);
		if (x < free_from || x + draw_width(text) > ruler->length)
			continue;
		draw_text(out, NULL, "start", x + 2 * UNIT_TENTHS, STAY_TOP + STAY_HEIGHT + 17 * UNIT_TENTHS, text);
		free_from = x + draw_width(text) + 6 * UNIT_TENTHS;
	}
}

/* Words in a span if they fit there, else nothing: the same numbers stand beside the bar in text. */
static void draw_span_words(struct buf *out, const char *class, const struct ruler *ruler, const struct svg_span *span,
                            struct str text)
{
	if (!date_whole(span->first) || !date_whole(span->last))
		return;
	int64_t from = day_x(ruler, date_days(span->first)), to = day_x(ruler, date_days(span->last) + 1);
	if (draw_width(text) <= to - from)
		draw_text(out, class, "middle", (from + to) / 2, STAY_TOP + 17 * UNIT_TENTHS, text);
}

static void draw_today(struct buf *out, const struct ruler *ruler, struct date today, struct str text)
{
	int64_t x = day_x(ruler, date_days(today)), half = draw_width(text) / 2;
	const char *anchor = x < half ? "start" : x + half > ruler->length ? "end" : "middle";
	draw_line(out, "now", x, STAY_TOP - 5 * UNIT_TENTHS, x, STAY_TOP + STAY_HEIGHT + 3 * UNIT_TENTHS);
	draw_text(out, "strong", anchor, x, STAY_TOP - 9 * UNIT_TENTHS, text);
}

void svg_stay(struct buf *out, const struct svg_stay *chart)
{
	int width = chart->frame.width ? chart->frame.width : 368;
	struct ruler ruler = { .first = date_days(chart->window.first), .length = (int64_t)width * UNIT_TENTHS };
	ruler.days = date_days(chart->window.last) - ruler.first + 1;
	assert(ruler.days >= 1 && ruler.days <= 4000 && chart->used_count <= SVG_SPANS_MOST);
	draw_open(out, &chart->frame, width, chart->frame.height ? chart->frame.height : 70);
	draw_rect(out, "empty-time", 0, STAY_TOP, ruler.length, STAY_HEIGHT);
	draw_span(out, "left", &ruler, &chart->left);
	for (size_t i = 0; i < chart->used_count; i++)
		draw_span(out, "used", &ruler, &chart->used[i]);
	draw_span(out, "over", &ruler, &chart->over);
	draw_span_words(out, "left-text", &ruler, &chart->left, chart->left_text);
	draw_span_words(out, "over-text", &ruler, &chart->over, chart->over_text);
	if (chart->month_texts)
		draw_months(out, &ruler, chart->month_texts);
	draw_today(out, &ruler, chart->today, chart->today_text);
	draw_close(out);
}
