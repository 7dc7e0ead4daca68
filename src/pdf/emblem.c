/* The emblem: an SVG file of the pack, of which paths (all commands but the smooth curves) and circles are drawn. Nothing of it is trusted:
 * what cannot be read ends the shape. */
#include "inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The value of name="..." within a tag; "" when it has none. */
static struct str attribute(struct str tag, const char *name)
{
	char wanted[24];
	size_t at, end;
	snprintf(wanted, sizeof wanted, " %s=\"", name);
	if (!str_find(tag, str_of(wanted), &at))
		return STR("");
	struct str rest = str_slice(tag, at + strlen(wanted), tag.len);
	return str_find(rest, STR("\""), &end) ? str_slice(rest, 0, end) : STR("");
}

static void skip(struct str *text)
{
	while (text->len && (ascii_space(text->data[0]) || text->data[0] == ','))
		*text = str_slice(*text, 1, text->len);
}

/* One number; SVG lets them touch: "0-1.5.5" are three. */
static bool number(struct str *text, double *out)
{
	char digits[32];
	size_t len = 0;
	bool point = false;
	skip(text);
	while (len < text->len && len < sizeof digits - 1) {
		char c = text->data[len];
		if (!ascii_digit(c) && !(c == '-' && !len) && !(c == '.' && !point))
			break;
		point |= c == '.';
		digits[len++] = c;
	}
	digits[len] = '\0';
	*text = str_slice(*text, len, text->len);
	*out = strtod(digits, NULL);
	return len > 0;
}

static bool flag(struct str *text, bool *out)
{
	skip(text);
	if (!text->len || (text->data[0] != '0' && text->data[0] != '1'))
		return false;
	*out = text->data[0] == '1';
	*text = str_slice(*text, 1, text->len);
	return true;
}

/* An arc by its ends, as SVG 1.1 F.6.5 turns it into one by its centre; the ellipse stands upright. */
static void arc_to(cairo_t *cairo, double rx, double ry, bool large, bool sweep, double x, double y)
{
	double x0, y0;
	cairo_get_current_point(cairo, &x0, &y0);
	rx = fabs(rx);
	ry = fabs(ry);
	if (rx < 1e-6 || ry < 1e-6) {
		cairo_line_to(cairo, x, y);
		return;
	}
	double dx = (x0 - x) / 2, dy = (y0 - y) / 2, over = dx * dx / (rx * rx) + dy * dy / (ry * ry);
	if (over > 1) {
		rx *= sqrt(over);
		ry *= sqrt(over);
	}
	double divisor = rx * rx * dy * dy + ry * ry * dx * dx;
	double root = divisor > 1e-12 ? sqrt(fmax(0, rx * rx * ry * ry / divisor - 1)) * (large == sweep ? -1 : 1) : 0;
	double cx = root * rx * dy / ry + (x0 + x) / 2, cy = -root * ry * dx / rx + (y0 + y) / 2;
	double from = atan2((y0 - cy) / ry, (x0 - cx) / rx), to = atan2((y - cy) / ry, (x - cx) / rx);
	cairo_save(cairo);
	cairo_translate(cairo, cx, cy);
	cairo_scale(cairo, rx, ry);
	(sweep ? cairo_arc : cairo_arc_negative)(cairo, 0, 0, 1, from, to);
	cairo_restore(cairo);
}

static bool step(cairo_t *cairo, char command, struct str *text)
{
	static const struct { char command; int numbers; } takes[] = { { 'M', 2 }, { 'L', 2 }, { 'H', 1 }, { 'V', 1 }, { 'C', 6 } };
	bool relative = ascii_lower(command), large, sweep;
	char upper = relative ? (char)(command - 'a' + 'A') : command;
	double v[6] = { 0 }, x, y, turn;
	cairo_get_current_point(cairo, &x, &y);
	double ox = relative ? x : 0, oy = relative ? y : 0;
	if (upper == 'A') {
		if (!number(text, &v[0]) || !number(text, &v[1]) || !number(text, &turn) || !flag(text, &large) || !flag(text, &sweep) ||
		    !number(text, &v[2]) || !number(text, &v[3]))
			return false;
		arc_to(cairo, v[0], v[1], large, sweep, ox + v[2], oy + v[3]);
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(takes); i++)
		for (int n = 0; takes[i].command == upper && n < takes[i].numbers; n++)
			if (!number(text, &v[n]))
				return false;
	switch (upper) {
	case 'M': cairo_move_to(cairo, ox + v[0], oy + v[1]); return true;
	case 'L': cairo_line_to(cairo, ox + v[0], oy + v[1]); return true;
	case 'H': cairo_line_to(cairo, ox + v[0], y); return true;
	case 'V': cairo_line_to(cairo, x, oy + v[0]); return true;
	case 'C': cairo_curve_to(cairo, ox + v[0], oy + v[1], ox + v[2], oy + v[3], ox + v[4], oy + v[5]); return true;
	default: return false;
	}
}

static void draw_path(cairo_t *cairo, struct str text)
{
	char command = 0;
	for (skip(&text); text.len; skip(&text)) {
		if (ascii_alpha(text.data[0])) {
			command = text.data[0];
			text = str_slice(text, 1, text.len);
			if (command == 'z' || command == 'Z')
				cairo_close_path(cairo);
			continue;
		}
		if (!step(cairo, command, &text))
			return;
		if (command == 'M' || command == 'm')
			command = command == 'M' ? 'L' : 'l';
	}
}

static void draw_circle(cairo_t *cairo, struct str tag)
{
	double x = 0, y = 0, r = 0;
	struct str cx = attribute(tag, "cx"), cy = attribute(tag, "cy"), radius = attribute(tag, "r");
	if (!number(&cx, &x) || !number(&cy, &y) || !number(&radius, &r))
		return;
	cairo_new_sub_path(cairo);
	cairo_arc(cairo, x, y, r, 0, 2 * M_PI);
}

void emblem_draw(cairo_t *cairo, struct str svg, double x, double y, double size)
{
	double box[4] = { 0, 0, 64, 64 };
	struct str view = attribute(svg, "viewBox"), rest = svg, tag;
	for (int i = 0; view.len && i < 4; i++)
		if (!number(&view, &box[i]))
			return;
	double side = fmax(box[2], box[3]);
	if (!(side > 0))
		return;
	cairo_save(cairo);
	cairo_translate(cairo, x, y);
	cairo_scale(cairo, size / side, size / side);
	cairo_translate(cairo, -box[0], -box[1]);
	while (str_cut(&rest, '<', &tag)) {
		cairo_new_path(cairo);
		if (str_starts(tag, STR("path ")))
			draw_path(cairo, attribute(tag, "d"));
		else if (str_starts(tag, STR("circle ")))
			draw_circle(cairo, tag);
		cairo_fill(cairo);
	}
	cairo_restore(cairo);
}
