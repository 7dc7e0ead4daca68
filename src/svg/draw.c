#include "draw.h"

#include <assert.h>

#include "arena.h"

void draw_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '&': buf_text(out, "&amp;"); break;
		case '<': buf_text(out, "&lt;"); break;
		case '>': buf_text(out, "&gt;"); break;
		case '"': buf_text(out, "&quot;"); break;
		case '\'': buf_text(out, "&#39;"); break;
		default: buf_c(out, text.data[i]);
		}
	}
}

void draw_open(struct buf *out, const struct svg_frame *frame, int width, int height)
{
	assert(frame->title.len > 0 && width > 0 && height > 0);
	buf_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\"><title>",
	           width, height);
	draw_escaped(out, frame->title);
	buf_text(out, "</title>");
	if (frame->desc.len) {
		buf_text(out, "<desc>");
		draw_escaped(out, frame->desc);
		buf_text(out, "</desc>");
	}
}

void draw_close(struct buf *out)
{
	buf_text(out, "</svg>");
}

void draw_number(struct buf *out, int64_t tenths)
{
	if (tenths < 0) {
		buf_c(out, '-');
		tenths = -tenths;
	}
	buf_format(out, "%lld", (long long)(tenths / 10));
	if (tenths % 10)
		buf_format(out, ".%d", (int)(tenths % 10));
}

static void attribute(struct buf *out, const char *name, int64_t tenths)
{
	buf_format(out, " %s=\"", name);
	draw_number(out, tenths);
	buf_c(out, '"');
}

void draw_rect(struct buf *out, const char *class, int64_t x, int64_t y, int64_t width, int64_t height)
{
	if (width <= 0 || height <= 0)
		return;
	buf_format(out, "<rect class=\"%s\"", class);
	attribute(out, "x", x);
	attribute(out, "y", y);
	attribute(out, "width", width);
	attribute(out, "height", height);
	buf_text(out, "/>");
}

void draw_line(struct buf *out, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
	buf_format(out, "<line class=\"%s\"", class);
	attribute(out, "x1", x1);
	attribute(out, "y1", y1);
	attribute(out, "x2", x2);
	attribute(out, "y2", y2);
	buf_text(out, "/>");
}

void draw_text(struct buf *out, const char *class, const char *anchor, int64_t x, int64_t y, struct str text)
{
	if (text.len == 0)
		return;
	buf_text(out, "<text");
	if (class)
		buf_format(out, " class=\"%s\"", class);
	buf_format(out, " text-anchor=\"%s\"", anchor);
	attribute(out, "x", x);
	attribute(out, "y", y);
	buf_c(out, '>');
	draw_escaped(out, text);
	buf_text(out, "</text>");
}

struct str draw_figure(const struct svg_numbers *numbers, struct arena *arena, int64_t value)
{
	if (numbers->write)
		return numbers->write(numbers->state, value);
	return str_format(arena, "%lld", (long long)value);
}

int64_t draw_width(struct str text)
{
	return (int64_t)utf8_length(text) * CHAR_WIDTH;
}

static int64_t steps(int64_t value, int64_t step)
{
	return value > 0 ? (value + step - 1) / step : 0;
}

struct scale scale_for(int64_t least, int64_t most)
{
	static const int64_t nice[] = { 1, 2, 5 };
	if (least > 0)
		least = 0;
	if (most <= least)
		most = least + 1;
	int64_t step = 1, power = 1;
	for (size_t i = 0; steps(-least, step) + steps(most, step) > 4; step = nice[i] * power)
		if (++i == COUNT_OF(nice)) {
			i = 0;
			power *= 10;
		}
	return (struct scale){ -steps(-least, step) * step, steps(most, step) * step, step };
}

int64_t scale_at(const struct scale *scale, int64_t value, int64_t length)
{
	return (value - scale->from) * length / (scale->to - scale->from);
}
