/* Setting blocks on pages. A paper of several pages is set twice: the first time tells how many there are. */
#include "inner.h"

#include <cairo-pdf.h>
#include "date.h"
#include <math.h>
#include <string.h>

#define FACES "Atkinson Hyperlegible Next, IBM Plex Sans Arabic, DejaVu Sans"
#define FIXED "Atkinson Hyperlegible Mono, DejaVu Sans"

static const double page_width = 595.276, page_height = 841.89, margin = 46, bottom = 784;
#define INK 0x17191c
#define SOFT 0x4d5359
#define RULE 0xc9cdd1

struct setter {
	cairo_t *cairo;
	PangoContext *pango;
	const struct pdf_paper *paper;
	const struct pdf_head *head;
	struct arena *arena;
	bool rtl;
	double y;
	int page, pages;
	const char *open[4];     /* tags that are open: closed at a page's end, opened again on the next */
	size_t depth;
	bool bad;                /* too many pages */
};

struct face {
	double size;
	bool bold, fixed;
	uint32_t colour;
};

static const struct face plain = { 10.5, false, false, INK }, strong = { 10.5, true, false, INK }, small = { 8.5, false, false, SOFT },
	                 heading = { 12.5, true, false, INK }, title = { 19, true, false, INK };

static void ink(struct setter *setter, uint32_t colour)
{
	cairo_set_source_rgb(setter->cairo, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

/* Where a thing of this width stands whose place is counted from the side at which reading begins. */
static double from_start(const struct setter *setter, double x, double width)
{
	return setter->rtl ? page_width - x - width : x;
}

static void rule(struct setter *setter, double x, double y, double width, double thick, uint32_t colour)
{
	ink(setter, colour);
	cairo_rectangle(setter->cairo, from_start(setter, x, width), y, width, thick);
	cairo_fill(setter->cairo);
}

static void tag(struct setter *setter, const char *name)
{
	cairo_tag_begin(setter->cairo, name, NULL);
	setter->open[setter->depth++] = name;
}

static void untag(struct setter *setter)
{
	cairo_tag_end(setter->cairo, setter->open[--setter->depth]);
}

/* --- text --- */

static PangoLayout *layout_of(struct setter *setter, struct str text, struct face face, double width, bool ends)
{
	PangoLayout *layout = pango_layout_new(setter->pango);
	PangoFontDescription *font = pango_font_description_from_string(face.fixed ? FIXED : FACES);
	pango_font_description_set_absolute_size(font, face.size * PANGO_SCALE);
	pango_font_description_set_weight(font, face.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_auto_dir(layout, false);
	pango_layout_set_alignment(layout, setter->rtl != ends ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, 1.22f);
	pango_layout_set_text(layout, text.data, (int)text.len);
	return layout;
}

static double height_of(PangoLayout *layout)
{
	int height;
	pango_layout_get_size(layout, NULL, &height);
	return height / (double)PANGO_SCALE;
}

static double measure(struct setter *setter, struct str text, struct face face, double width)
{
	PangoLayout *layout = layout_of(setter, text, face, width, false);
	double height = text.len ? height_of(layout) : 0;
	g_object_unref(layout);
	return height;
}

static double natural_width(struct setter *setter, struct str text, struct face face)
{
	int width;
	PangoLayout *layout = layout_of(setter, text, face, 0, false);
	pango_layout_get_size(layout, &width, NULL);
	g_object_unref(layout);
	return width / (double)PANGO_SCALE;
}

/* Text at a place, on this page; gives its height. */
static double put(struct setter *setter, struct str text, struct face face, double x, double y, double width, bool ends)
{
	if (!text.len)
		return 0;
	PangoLayout *layout = layout_of(setter, text, face, width, ends);
	double height = height_of(layout);
	ink(setter, face.colour);
	cairo_move_to(setter->cairo, from_start(setter, x, width), y);
	pango_cairo_show_layout(setter->cairo, layout);
	g_object_unref(layout);
	return height;
}

/* --- pages --- */

/* Fine interlaced lines, as on security paper: in the head, never behind data. */
static void fine_lines(struct setter *setter, double y)
{
	double width = page_width - 2 * margin;
	cairo_set_line_width(setter->cairo, 0.3);
	ink(setter, setter->paper->colour);
	for (int line = 0; line < 6; line++) {
		cairo_new_path(setter->cairo);
		for (int i = 0; i <= 240; i++) {
			double t = i / 240.0, turn = t * 44 * M_PI + line * M_PI / 3;
			cairo_line_to(setter->cairo, margin + t * width, y + 3.2 * sin(turn) * (0.45 + 0.55 * cos(t * 6 * M_PI + line)));
		}
		cairo_stroke(setter->cairo);
	}
}

static void full_head(struct setter *setter)
{
	const struct pdf_head *head = setter->head;
	double x = margin, width = page_width - 2 * margin;
	if (setter->paper->emblem.len) {
		ink(setter, setter->paper->colour);
		emblem_draw(setter->cairo, setter->paper->emblem, from_start(setter, margin, 38), 44, 38);
		x += 52;
	}
	struct face name = { 14, true, false, setter->paper->colour }, service = { 9.5, false, false, setter->paper->colour };
	struct face number = { 12.5, true, true, setter->paper->colour };
	put(setter, head->state, name, x, 47, width * 0.55, false);
	put(setter, head->authority, service, x, 67, width * 0.55, false);
	put(setter, head->copy, service, margin + width * 0.55, 47, width * 0.45, true);
	put(setter, head->number, number, margin + width * 0.55, 62, width * 0.45, true);
	fine_lines(setter, 94);
	rule(setter, margin, 101, width, 1.4, setter->paper->colour);
	setter->y = 116;
}

static void short_head(struct setter *setter)
{
	struct face number = { 9, true, true, setter->paper->colour };
	double width = page_width - 2 * margin;
	put(setter, setter->head->state, small, margin, 44, width / 2, false);
	put(setter, setter->head->number, number, margin + width / 2, 44, width / 2, true);
	rule(setter, margin, 60, width, 0.8, setter->paper->colour);
	setter->y = 76;
}

static struct str page_words(struct setter *setter)
{
	struct buf out = BUF_IN(setter->arena);
	struct str rest = setter->head->page;
	while (rest.len) {
		bool pages = str_starts(rest, STR("{pages}"));
		if (pages || str_starts(rest, STR("{page}"))) {
			buf_format(&out, "%d", pages ? setter->pages : setter->page);
			rest = str_slice(rest, pages ? 7 : 6, rest.len);
		} else {
			buf_c(&out, rest.data[0]);
			rest = str_slice(rest, 1, rest.len);
		}
	}
	return buf_str(&out);
}

static void end_page(struct setter *setter)
{
	double width = page_width - 2 * margin;
	rule(setter, margin, page_height - 50, width, 0.8, setter->paper->colour);
	put(setter, setter->head->foot, small, margin, page_height - 44, width - 110, false);
	put(setter, page_words(setter), small, page_width - margin - 100, page_height - 44, 100, true);
	cairo_show_page(setter->cairo);
}

static void next_page(struct setter *setter, bool full)
{
	const char *again[COUNT_OF(setter->open)];
	size_t depth = setter->depth;
	memcpy(again, setter->open, sizeof again);
	while (setter->depth)
		untag(setter);
	if (setter->page)
		end_page(setter);
	setter->page++;
	setter->bad |= setter->page > PDF_PAGES_MOST;
	(full ? full_head : short_head)(setter);
	for (size_t i = 0; i < depth; i++)
		tag(setter, again[i]);
}

static void need(struct setter *setter, double height)
{
	if (setter->y + height > bottom)
		next_page(setter, false);
}

/* Text that may go on over pages, line by line. */
static void flow(struct setter *setter, struct str text, struct face face, double x, double width)
{
	PangoLayout *layout = layout_of(setter, text, face, width, false);
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	double top = 0;
	bool more = true;
	for (bool first = true; more && !setter->bad; first = false) {
		PangoRectangle box;
		pango_layout_iter_get_line_extents(iter, NULL, &box);
		double line_top = box.y / (double)PANGO_SCALE, height = box.height / (double)PANGO_SCALE;
		if (first || setter->y + line_top - top + height > bottom) {
			need(setter, height);
			top = line_top;
		}
		ink(setter, face.colour);
		cairo_move_to(setter->cairo, from_start(setter, x, width) + box.x / (double)PANGO_SCALE,
		              setter->y + pango_layout_iter_get_baseline(iter) / (double)PANGO_SCALE - top);
		pango_cairo_show_layout_line(setter->cairo, pango_layout_iter_get_line_readonly(iter));
		more = pango_layout_iter_next_line(iter);
		if (!more)
			setter->y += line_top - top + height;
	}
	pango_layout_iter_free(iter);
	g_object_unref(layout);
}

/* --- blocks --- */

static const double content = 595.276 - 2 * 46;

static void set_paragraph(struct setter *setter, const struct pdf_block *block)
{
	tag(setter, "P");
	flow(setter, block->text, plain, margin, content);
	untag(setter);
	setter->y += 5;
}

static void set_heading(struct setter *setter, const struct pdf_block *block)
{
	setter->y += 6;
	need(setter, 60); /* with what it is about */
	tag(setter, "H2");
	flow(setter, block->text, heading, margin, content);
	untag(setter);
	setter->y += 4;
}

static void set_title(struct setter *setter, struct str text)
{
	tag(setter, "H1");
	flow(setter, text, title, margin, content);
	untag(setter);
	setter->y += 12;
}

static void set_item(struct setter *setter, const struct pdf_block *block)
{
	need(setter, 16);
	tag(setter, "LI");
	ink(setter, INK);
	cairo_new_path(setter->cairo); /* text leaves a point behind */
	cairo_arc(setter->cairo, from_start(setter, margin + 6, 0), setter->y + 7, 1.7, 0, 2 * M_PI);
	cairo_fill(setter->cairo);
	tag(setter, "LBody");
	flow(setter, block->text, plain, margin + 18, content - 18);
	untag(setter);
	untag(setter);
	setter->y += 3;
}

static void draw_box(struct setter *setter, bool marked)
{
	ink(setter, INK);
	cairo_set_line_width(setter->cairo, 0.9);
	cairo_rectangle(setter->cairo, from_start(setter, margin + 0.5, 10), setter->y + 1.5, 10, 10);
	cairo_stroke(setter->cairo);
	if (marked)
		put(setter, STR("X"), strong, margin + 2, setter->y - 0.5, 9, false);
}

static void set_box(struct setter *setter, const struct pdf_block *block)
{
	double x = margin + (block->label.len ? 42 : 20);
	struct face face = block->marked ? strong : plain;
	need(setter, measure(setter, block->text, face, content - (x - margin)) + 8);
	tag(setter, "LI");
	tag(setter, "Lbl");
	draw_box(setter, block->marked);
	put(setter, block->label, strong, margin + 20, setter->y, 20, false);
	untag(setter);
	tag(setter, "LBody");
	flow(setter, block->text, face, x, content - (x - margin));
	untag(setter);
	untag(setter);
	setter->y += 2.5;
	rule(setter, margin, setter->y, content, 0.4, RULE);
	setter->y += 3;
}

/* Cells of one row; gives how many. A value that is wider than its column takes two or three. */
enum { COLUMNS = 3 };
static const double hand = 27; /* room to write in */

static int span_of(struct setter *setter, const struct pdf_block *block)
{
	double column = content / COLUMNS - 8, width = natural_width(setter, block->text, strong);
	return width <= column ? 1 : width <= 2 * column + 8 ? 2 : 3;
}

static size_t set_row(struct setter *setter, const struct pdf_block *blocks, size_t count)
{
	int used = 0, spans[COLUMNS] = { 0 };
	size_t cells = 0;
	double tallest = 0;
	while (cells < count && blocks[cells].kind == PDF_CELL) {
		int span = span_of(setter, &blocks[cells]);
		if (used + span > COLUMNS)
			break;
		double width = span * content / COLUMNS - 8;
		double text = blocks[cells].text.len ? measure(setter, blocks[cells].text, strong, width) : hand;
		tallest = fmax(tallest, measure(setter, blocks[cells].label, small, width) + text);
		spans[cells++] = span;
		used += span;
	}
	need(setter, tallest + 10);
	rule(setter, margin, setter->y, content, 0.6, SOFT);
	tag(setter, "TR");
	double x = margin;
	for (size_t i = 0; i < cells; i++) {
		double width = spans[i] * content / COLUMNS - 8;
		tag(setter, "TH");
		double height = put(setter, blocks[i].label, small, x, setter->y + 4, width, false);
		untag(setter);
		tag(setter, "TD");
		put(setter, blocks[i].text, strong, x, setter->y + 5 + height, width, false);
		untag(setter);
		x += spans[i] * content / COLUMNS;
	}
	untag(setter);
	setter->y += tallest + 10;
	return cells;
}

static size_t set_cells(struct setter *setter, const struct pdf_block *blocks, size_t count)
{
	size_t done = 0;
	tag(setter, "Table");
	while (done < count && blocks[done].kind == PDF_CELL)
		done += set_row(setter, blocks + done, count - done);
	untag(setter);
	rule(setter, margin, setter->y, content, 0.6, SOFT);
	setter->y += 9;
	return done;
}

static size_t set_signs(struct setter *setter, const struct pdf_block *blocks, size_t count)
{
	size_t pair = count > 1 && blocks[1].kind == PDF_SIGN ? 2 : 1;
	double width = content / 2 - 12, tallest = 0;
	need(setter, 52);
	setter->y += 30;
	for (size_t i = 0; i < pair; i++) {
		double x = margin + (double)i * (width + 24);
		rule(setter, x, setter->y, width, 0.7, INK);
		tag(setter, "P");
		tallest = fmax(tallest, put(setter, blocks[i].text, plain, x, setter->y + 4, width, false));
		untag(setter);
	}
	setter->y += tallest + 12;
	return pair;
}

static void set_part(struct setter *setter, const struct pdf_block *block)
{
	while (setter->depth)
		untag(setter);
	if (setter->page)
		end_page(setter);
	setter->rtl = block->rtl;
	setter->head = block->head ? block->head : &setter->paper->head;
	pango_context_set_base_dir(setter->pango, setter->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_context_set_language(setter->pango, pango_language_from_string(str_c(setter->arena, block->language)));
	setter->page++;
	full_head(setter);
	set_title(setter, block->text);
}

static const double code_size = 78;

static bool seal_draw(struct setter *setter, struct str hex, double x)
{
	size_t size = hex.len / 2;
	uint8_t *bytes = arena_alloc(setter->arena, size + 1);
	return size <= PDF_MATRIX_MOST && str_to_hex(hex, bytes, size) && matrix_draw(setter->cairo, (struct str){ (const char *)bytes, size }, x, setter->y, code_size);
}

static void set_code(struct setter *setter, const struct pdf_block *block)
{
	need(setter, code_size + 6);
	tag(setter, "Figure");
	double x = from_start(setter, margin - 9, code_size);
	setter->bad |= block->kind == PDF_SEAL ? !seal_draw(setter, block->label, x) : !code_draw(setter->cairo, block->label, x, setter->y, code_size);
	untag(setter);
	tag(setter, "Caption");
	put(setter, block->text, small, margin + code_size, setter->y + 30, content - code_size, false);
	untag(setter);
	setter->y += code_size + 4;
}

static size_t set_list(struct setter *setter, const struct pdf_block *blocks, size_t count)
{
	size_t done = 0;
	tag(setter, "L");
	for (; done < count && blocks[done].kind == blocks->kind; done++)
		(blocks->kind == PDF_ITEM ? set_item : set_box)(setter, &blocks[done]);
	untag(setter);
	setter->y += 4;
	return done;
}

static size_t set_block(struct setter *setter, const struct pdf_block *blocks, size_t count)
{
	switch (blocks->kind) {
	case PDF_CELL: return set_cells(setter, blocks, count);
	case PDF_SIGN: return set_signs(setter, blocks, count);
	case PDF_ITEM:
	case PDF_BOX: return set_list(setter, blocks, count);
	case PDF_HEADING: set_heading(setter, blocks); return 1;
	case PDF_PART: set_part(setter, blocks); return 1;
	case PDF_CODE:
	case PDF_SEAL: set_code(setter, blocks); return 1;
	default: set_paragraph(setter, blocks); return 1;
	}
}

/* --- the file --- */

static cairo_status_t take(void *to, const unsigned char *bytes, unsigned int size)
{
	buf_add(to, (struct str){ (const char *)bytes, size });
	return CAIRO_STATUS_SUCCESS;
}

static void describe(cairo_surface_t *surface, const struct pdf_paper *paper, struct arena *arena)
{
	struct date day = time_date(paper->created);
	int64_t minute = paper->created / 60000;
	struct str when = str_format(arena, "%04d-%02d-%02dT%02d:%02d:00Z", day.year, day.month, day.day, (int)(minute / 60 % 24), (int)(minute % 60));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(arena, paper->title));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Limen");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, str_c(arena, when));
}

/* Gives the number of pages; 0 = it could not be set. */
static int set_paper(struct pdf_press *press, struct arena *arena, const struct pdf_paper *paper, int pages, struct buf *out)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, out, page_width, page_height);
	describe(surface, paper, arena);
	cairo_t *cairo = cairo_create(surface);
	PangoContext *pango = pango_font_map_create_context(press->map);
	pango_cairo_update_context(cairo, pango);
	struct setter setter = { .cairo = cairo, .pango = pango, .paper = paper, .arena = arena, .pages = pages };
	set_part(&setter, &(struct pdf_block){ .kind = PDF_PART, .text = paper->title, .language = paper->language, .rtl = paper->rtl, .head = &paper->head });
	for (size_t i = 0; i < paper->count && !setter.bad;)
		i += set_block(&setter, paper->blocks + i, paper->count - i);
	while (setter.depth)
		untag(&setter);
	end_page(&setter);
	g_object_unref(pango);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && !setter.bad;
	cairo_surface_destroy(surface);
	return good ? setter.page : 0;
}

static bool small_enough(const struct pdf_paper *paper)
{
	bool good = paper->count <= PDF_BLOCKS_MOST && paper->title.len <= PDF_TEXT_MOST && utf8_valid(paper->title);
	for (size_t i = 0; good && i < paper->count; i++) {
		const struct pdf_block *block = &paper->blocks[i];
		good = block->label.len <= PDF_TEXT_MOST && block->text.len <= PDF_TEXT_MOST && utf8_valid(block->label) && utf8_valid(block->text);
	}
	return good;
}

static bool code_fits(const struct pdf_block *block)
{
	uint8_t bytes[PDF_MATRIX_MOST];
	if (block->kind == PDF_SEAL)
		return block->label.len && block->label.len / 2 <= PDF_MATRIX_MOST && str_to_hex(block->label, bytes, block->label.len / 2);
	return block->kind != PDF_CODE || (block->label.len && block->label.len <= PDF_CODE_MOST);
}

bool pdf_fits(const struct pdf_paper *paper, struct error *err)
{
	if (!small_enough(paper))
		return error_set(err, ERR_TOO_LARGE, "the paper is too long to be printed", "shorten its text", "%zu parts", paper->count);
	for (size_t i = 0; i < paper->count; i++)
		if (!code_fits(&paper->blocks[i]))
			return error_set(err, ERR_TOO_LARGE, "a code on the paper is empty or too long to be printed", "shorten what it holds", "%zu bytes", paper->blocks[i].label.len);
	return true;
}

bool pdf_print(struct pdf_press *press, struct arena *arena, const struct pdf_paper *paper, struct str *bytes, struct error *err)
{
	struct buf out = BUF_IN(arena);
	if (!pdf_fits(paper, err))
		return false;
	pthread_mutex_lock(&press->lock);
	bool good = press_open(press, err);
	int pages = good ? set_paper(press, arena, paper, 1, &out) : 0;
	if (pages > 1) { /* each page says how many there are: most papers have one, and are set once */
		buf_clear(&out);
		pages = set_paper(press, arena, paper, pages, &out);
	}
	pthread_mutex_unlock(&press->lock);
	if (!good)
		return false;
	if (!pages || !catalog_add(arena, buf_str(&out), paper->language, bytes))
		return error_set(err, ERR_SYSTEM, "the paper cannot be set as PDF", "shorten its text; tell the makers if it is short", "%d pages", pages);
	return true;
}
