/* What all charts draw with. Coordinates are tenths of a unit. */
#ifndef LIMEN_SVG_DRAW_H
#define LIMEN_SVG_DRAW_H

#include "svg.h"

enum { UNIT_TENTHS = 10, CHAR_WIDTH = 7 * UNIT_TENTHS, LINE_HEIGHT = 14 * UNIT_TENTHS };

/* Axis from 0, or below, with steps of 1, 2 or 5 times a power of ten: at most five lines. */
struct scale {
	int64_t from, to, step;
};

struct scale scale_for(int64_t least, int64_t most);
int64_t scale_at(const struct scale *scale, int64_t value, int64_t length); /* tenths from the axis's beginning */

void draw_open(struct buf *out, const struct svg_frame *frame, int width, int height);
void draw_close(struct buf *out);
void draw_number(struct buf *out, int64_t tenths);
void draw_rect(struct buf *out, const char *class, int64_t x, int64_t y, int64_t width, int64_t height);
void draw_line(struct buf *out, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2);
/* `anchor`: "start", "middle" or "end"; `class` may be NULL. */
void draw_text(struct buf *out, const char *class, const char *anchor, int64_t x, int64_t y, struct str text);
void draw_escaped(struct buf *out, struct str text);
struct str draw_figure(const struct svg_numbers *numbers, struct arena *arena, int64_t value);
int64_t draw_width(struct str text);

#endif
