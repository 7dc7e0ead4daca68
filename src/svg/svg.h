/* Charts as SVG text, drawn on the server: lines, stacked bars, columns, sparkline, meter, and the bar of a stay.
 *
 * - Whole numbers in, the same bytes out for the same input; coordinates have one decimal. No I/O, no clock, no fonts:
 *   widths of text are estimated (7 units a code point).
 * - All text comes from the caller, in the reader's language, and is escaped here. `title` and `desc` are full sentences that
 *   tell the finding; a chart without a title is a bug. The result is markup for a page: template_markup().
 * - No style attributes and no colours, so that a strict content security policy and both themes hold. Classes for the
 *   stylesheet: chart (the svg); c1..c5 (fills), l1..l5 (lines; l2 and l3 dashed), usual (the band of usual values), grid, zero
 *   (lines), now (today's line), strong (text), used, empty-time, left, over, left-text, over-text (stays and meters).
 * - Time runs from left to right in every language: the stylesheet sets direction: ltr on .chart.
 * Limits: 5 series, 1,000 points, 100 rows, 400 spans; more is a bug of the caller. Values from -10^12 to 10^12. */
#ifndef LIMEN_SVG_H
#define LIMEN_SVG_H

#include "buf.h"
#include "date.h"

enum { SVG_SERIES_MOST = 5, SVG_POINTS_MOST = 1000, SVG_ROWS_MOST = 100, SVG_SPANS_MOST = 400 };
#define SVG_NONE INT64_MIN /* a value that is not there: the line has a gap */

struct svg_frame {
	struct str title, desc; /* desc may be empty */
	int width, height;      /* units of the drawing, about CSS pixels; 0 = a fitting size */
};

/* How numbers are written on axes: lang_number of the reader's language; NULL = plain digits. */
struct svg_numbers {
	struct str (*write)(void *state, int64_t value);
	void *state;
};

struct svg_tick {
	size_t point;
	struct str text;
};

struct svg_series {
	struct str name;       /* written at the line's end */
	const int64_t *values;
	size_t count;          /* fewer than the chart's points: the rest is future, and empty */
};

struct svg_line {
	struct svg_frame frame;
	struct svg_numbers numbers;
	size_t points;
	const struct svg_series *series;
	size_t series_count;
	const int64_t *usual_low, *usual_high; /* one value a point each, or NULL; SVG_NONE only at the ends */
	const struct svg_tick *ticks;
	size_t tick_count;
};
void svg_line(struct buf *out, const struct svg_line *chart);

struct svg_row {
	struct str name;
	const int64_t *parts; /* one for each part's name, not negative */
	struct str label;     /* the numbers in words behind the bar: "31 and 12", "under 5" */
};

/* Horizontal bars, one a row, with their parts side by side; the legend names the parts. */
struct svg_bars {
	struct svg_frame frame;
	const struct str *part_names;
	size_t part_count;
	const struct svg_row *rows;
	size_t row_count;
};
void svg_bars(struct buf *out, const struct svg_bars *chart);

/* Vertical columns over categories. One of them may be "this one": its index, else SIZE_MAX. */
struct svg_columns {
	struct svg_frame frame;
	struct svg_numbers numbers;
	const int64_t *values; /* not negative */
	size_t count, this_one;
	const struct svg_tick *ticks;
	size_t tick_count;
};
void svg_columns(struct buf *out, const struct svg_columns *chart);

/* A line without axes, for a key figure; the last point is marked. */
void svg_sparkline(struct buf *out, struct svg_frame frame, const int64_t *values, size_t count);

/* How much of a limit is used; above the limit the rest is drawn as `over`. */
void svg_meter(struct buf *out, struct svg_frame frame, int64_t value, int64_t limit);

struct svg_span {
	struct date first, last; /* whole dates, both days counted */
};

/* Days of a stay in their window: used days, today, and what follows: days left, or days over. */
struct svg_stay {
	struct svg_frame frame;
	struct svg_span window;
	const struct svg_span *used;
	size_t used_count;
	struct date today;
	struct svg_span left, over;       /* empty dates = none */
	struct str today_text, left_text, over_text;
	const struct str *month_texts;    /* of January to December: "Jan" ...; ticks stand at the first of each month */
};
void svg_stay(struct buf *out, const struct svg_stay *chart);

#endif
