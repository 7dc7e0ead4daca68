#include "test.h"

#include "arena.h"
#include "svg.h"

static struct arena *arena;
static struct buf out;

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	out = BUF_IN(arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool has(const char *text)
{
	size_t at;
	return str_find(buf_str(&out), str_of(text), &at);
}

static size_t count(const char *text)
{
	struct str rest = buf_str(&out);
	size_t found = 0, at;
	while (str_find(rest, str_of(text), &at)) {
		found++;
		rest = str_slice(rest, at + 1, rest.len);
	}
	return found;
}

/* Every drawing: one svg with role, title and viewBox, tags closed, no style, no colour. LIMEN_DRAWINGS=folder keeps it. */
static void check(const char *name)
{
	const char *folder = getenv("LIMEN_DRAWINGS");
	assert_true(str_starts(buf_str(&out), STR("<svg ")) && str_ends(buf_str(&out), STR("</svg>")));
	assert_true(has("role=\"img\"><title>") && has("viewBox=\"0 0 "));
	assert_false(has("style=") || has("fill=") || has("stroke=") || has("#"));
	assert_int_equal(count("<text"), count("</text>"));
	assert_int_equal(count("<"), count(">"));
	if (!folder)
		return;
	FILE *file = fopen(str_c(arena, str_format(arena, "%s/%s.svg", folder, name)), "w");
	fwrite(out.data, 1, out.len, file);
	fclose(file);
}

static const struct svg_frame frame = { .title = { "Crossings are as usual", 22 }, .desc = { "2,462 today", 11 } };

static void test_line_with_band_gap_and_future(void **state)
{
	(void)state;
	int64_t in[24], back[24], low[24], high[24];
	for (int i = 0; i < 24; i++) {
		in[i] = 900 + (i * 7919 % 23) * 30 - (i - 12) * (i - 12) * 4;
		back[i] = in[i] * 3 / 5;
		low[i] = 500;
		high[i] = 1100;
	}
	in[5] = SVG_NONE;
	const struct svg_series series[] = { { STR("Entries"), in, 18 }, { STR("Exits"), back, 18 } };
	const struct svg_tick ticks[] = { { 0, STR("00:00") }, { 12, STR("12:00") }, { 23, STR("23:00") } };
	struct svg_line chart = { .frame = frame, .points = 24, .series = series, .series_count = 2, .usual_low = low,
		                  .usual_high = high, .ticks = ticks, .tick_count = 3 };
	svg_line(&out, &chart);
	check("line");
	assert_true(has("class=\"l1\"") && has("class=\"l2\"") && has("class=\"usual\"") && has(">Entries</text>"));
	assert_int_equal(count("class=\"zero\""), 1);
	assert_true(count("class=\"grid\"") >= 2 && count("class=\"grid\"") <= 4);
}

static void test_axis_has_nice_numbers_also_below_zero(void **state)
{
	(void)state;
	const int64_t values[] = { -130, 260 };
	const struct svg_series series = { STR("Net"), values, 2 };
	svg_line(&out, &(struct svg_line){ .frame = frame, .points = 2, .series = &series, .series_count = 1 });
	check("net");
	assert_true(has(">-200</text>") && has(">0</text>") && has(">400</text>"));
}

static void test_bars_stack_their_parts(void **state)
{
	(void)state;
	const struct str parts[] = { STR("Women"), STR("Men") };
	const struct svg_row rows[] = { { STR("No valid document"), (int64_t[]){ 12, 31 }, STR("12 and 31") },
		                        { STR("No visa"), (int64_t[]){ 0, 4 }, STR("under 5") } };
	svg_bars(&out, &(struct svg_bars){ frame, parts, 2, rows, 2 });
	check("bars");
	assert_int_equal(count("class=\"c1\""), 2);
	assert_int_equal(count("class=\"c2\""), 3);
	assert_true(has(">under 5</text>"));
}

static void test_columns_mark_this_one(void **state)
{
	(void)state;
	const int64_t values[] = { 3, 0, 7, 5 };
	svg_columns(&out, &(struct svg_columns){ .frame = frame, .values = values, .count = 4, .this_one = 2 });
	check("columns");
	assert_int_equal(count("class=\"c4\""), 1);
	assert_int_equal(count("class=\"c1\""), 2);
}

static void test_sparkline_and_meter_are_exact(void **state)
{
	(void)state;
	svg_sparkline(&out, (struct svg_frame){ .title = STR("a<b"), .width = 28, .height = 18 }, (int64_t[]){ 1, 3, 2 }, 3);
	assert_str(buf_str(&out), "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 28 18\" role=\"img\">"
	           "<title>a&lt;b</title><path class=\"l1\" d=\"M4 14L14 4L24 9\"/><circle class=\"c1\" cx=\"24\" cy=\"9\" r=\"3\"/></svg>");
	check("spark");
	buf_clear(&out);
	svg_meter(&out, frame, 30, 20);
	check("meter");
	assert_true(has("<rect class=\"used\" x=\"0\" y=\"0\" width=\"133.3\" height=\"12\"/><rect class=\"over\" x=\"133.3\""));
	buf_clear(&out);
	svg_meter(&out, frame, 0, 20);
	assert_false(has("class=\"used\"") || has("class=\"over\""));
}

#define MONTH(text) { text, 3 }
static const struct str months[12] = { MONTH("Jan"), MONTH("Feb"), MONTH("Mar"), MONTH("Apr"), MONTH("May"), MONTH("Jun"),
	                               MONTH("Jul"), MONTH("Aug"), MONTH("Sep"), MONTH("Oct"), MONTH("Nov"), MONTH("Dec") };

static void test_stay_with_days_left(void **state)
{
	(void)state;
	const struct svg_span used[] = { { { 2026, 7, 1 }, { 2026, 7, 14 } }, { { 2026, 11, 11 }, { 2026, 11, 24 } } };
	struct svg_stay chart = { .frame = frame, .window = { { 2026, 5, 29 }, { 2027, 2, 10 } }, .used = used, .used_count = 2,
		                  .today = { 2026, 11, 24 }, .left = { { 2026, 11, 25 }, { 2027, 1, 24 } },
		                  .today_text = STR("Today"), .left_text = STR("62 left"), .month_texts = months };
	svg_stay(&out, &chart);
	check("stay");
	assert_int_equal(count("class=\"used\""), 2);
	assert_true(has("class=\"left\"") && has("class=\"left-text\"") && has(">Jan</text>") && !has("class=\"over\""));
}

static void test_stay_that_is_over(void **state)
{
	(void)state;
	const struct svg_span used = { { 2026, 8, 1 }, { 2026, 10, 29 } };
	struct svg_stay chart = { .frame = frame, .window = { { 2026, 5, 29 }, { 2026, 12, 10 } }, .used = &used, .used_count = 1,
		                  .today = { 2026, 11, 24 }, .over = { { 2026, 10, 30 }, { 2026, 11, 24 } },
		                  .today_text = STR("Today"), .over_text = STR("26 days over the limit"), .month_texts = months };
	svg_stay(&out, &chart);
	check("over");
	assert_true(has("class=\"over\"") && !has("class=\"over-text\"") && !has("class=\"left\""));
}

static void test_text_is_escaped(void **state)
{
	(void)state;
	const struct str part = STR("x");
	const struct svg_row row = { STR("<script>\"&'"), (int64_t[]){ 1 }, STR("</svg>") };
	svg_bars(&out, &(struct svg_bars){ { .title = STR("T") }, &part, 1, &row, 1 });
	assert_true(has("&lt;script&gt;&quot;&amp;&#39;") && has("&lt;/svg&gt;") && !has("<script"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_line_with_band_gap_and_future),
		UNIT(test_axis_has_nice_numbers_also_below_zero),
		UNIT(test_bars_stack_their_parts),
		UNIT(test_columns_mark_this_one),
		UNIT(test_sparkline_and_meter_are_exact),
		UNIT(test_stay_with_days_left),
		UNIT(test_stay_that_is_over),
		UNIT(test_text_is_escaped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
