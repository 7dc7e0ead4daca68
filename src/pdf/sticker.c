/* The print on a visa sticker: machine readable visa of format B, 105 by 74 mm, Doc 9303-7, 5 and figure 7. Zones I to V are cells and code; zone VII the lines. */
#include "inner.h"

#include <cairo-pdf.h>
#include "date.h"

static const double mm = 72 / 25.4;
static const double sheet_width = 105, sheet_height = 74, side = 5, code_side = 24, line_pitch = 2.54; /* ten characters an inch */

struct sheet {
	cairo_t *cairo;
	PangoContext *pango;
	struct arena *arena;
};

static PangoLayout *layout_of(struct sheet *sheet, struct str text, double size, bool bold, bool fixed)
{
	PangoLayout *layout = pango_layout_new(sheet->pango);
	PangoFontDescription *font = pango_font_description_from_string(fixed ? "Atkinson Hyperlegible Mono, DejaVu Sans" : "Atkinson Hyperlegible Next, IBM Plex Sans Arabic, DejaVu Sans");
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, text.data, (int)text.len);
	return layout;
}

static void put(struct sheet *sheet, struct str text, double x, double y, double size, bool bold, double width)
{
	PangoLayout *layout = layout_of(sheet, text, size, bold, false);
	pango_layout_set_width(layout, (int)(width * mm * PANGO_SCALE));
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	cairo_set_source_rgb(sheet->cairo, 0.09, 0.1, 0.11);
	cairo_move_to(sheet->cairo, x * mm, y * mm);
	pango_cairo_show_layout(sheet->cairo, layout);
	g_object_unref(layout);
}

/* Each character on its place: readers look for them there. */
static void put_line(struct sheet *sheet, struct str line, double y)
{
	double from = (sheet_width - (double)line.len * line_pitch) / 2;
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
	for (size_t i = 0; i < line.len; i++) {
		PangoLayout *layout = layout_of(sheet, str_slice(line, i, i + 1), 10.5, true, true);
		cairo_move_to(sheet->cairo, (from + (double)i * line_pitch) * mm, y * mm);
		pango_cairo_show_layout(sheet->cairo, layout);
		g_object_unref(layout);
	}
}

static void put_cells(struct sheet *sheet, const struct pdf_sticker *sticker)
{
	enum { COLUMNS = 3 };
	double width = (sheet_width - 3 * side - code_side) / COLUMNS;
	for (size_t i = 0; i < sticker->count; i++) {
		double x = side + (double)(i % COLUMNS) * width, y = 15.5 + (double)(i / COLUMNS) * 9;
		put(sheet, sticker->cells[i].label, x, y, 5.5, false, width - 1);
		put(sheet, sticker->cells[i].text, x, y + 2.6, 8.5, true, width - 1);
	}
}

static bool set(struct sheet *sheet, const struct pdf_sticker *sticker)
{
	put(sheet, sticker->state, side, 4, 11, true, 60);
	put(sheet, sticker->title, side, 9.2, 8, false, 60);
	put(sheet, sticker->number, sheet_width - side - code_side, 4, 9, true, code_side);
	put_cells(sheet, sticker);
	put_line(sheet, sticker->lines[0], 57.5);
	put_line(sheet, sticker->lines[1], 63.5);
	return matrix_draw(sheet->cairo, sticker->seal, (sheet_width - side - code_side) * mm, 11 * mm, code_side * mm);
}

static cairo_status_t take(void *to, const unsigned char *bytes, unsigned int size)
{
	buf_add(to, (struct str){ (const char *)bytes, size });
	return CAIRO_STATUS_SUCCESS;
}

static bool print(struct pdf_press *press, struct arena *arena, const struct pdf_sticker *sticker, struct buf *out)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, out, sheet_width * mm, sheet_height * mm);
	struct date day = time_date(sticker->created);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(arena, sticker->title));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, str_c(arena, str_format(arena, "%04d-%02d-%02dT00:00:00Z", day.year, day.month, day.day)));
	struct sheet sheet = { .cairo = cairo_create(surface), .pango = pango_font_map_create_context(press->map), .arena = arena };
	pango_cairo_update_context(sheet.cairo, sheet.pango);
	bool good = set(&sheet, sticker);
	g_object_unref(sheet.pango);
	cairo_destroy(sheet.cairo);
	cairo_surface_finish(surface);
	good = good && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return good;
}

bool pdf_sticker(struct pdf_press *press, struct arena *arena, const struct pdf_sticker *sticker, struct str *bytes, struct error *err)
{
	struct buf out = BUF_IN(arena);
	if (sticker->count > PDF_STICKER_CELLS || sticker->lines[0].len != 36 || sticker->lines[1].len != 36)
		return error_set(err, ERR_TOO_LARGE, "this does not fit on a sticker", "leave cells out; a zone has two lines of 36 characters", "%zu cells", sticker->count);
	pthread_mutex_lock(&press->lock);
	bool opened = press_open(press, err), good = opened && print(press, arena, sticker, &out);
	pthread_mutex_unlock(&press->lock);
	*bytes = buf_str(&out);
	return good || (opened && error_set(err, ERR_SYSTEM, "the sticker cannot be set as PDF", "see whether its seal is too long", "%zu bytes of seal", sticker->seal.len));
}
