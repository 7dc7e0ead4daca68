/* What the files of this room share. */
#ifndef LIMEN_PDF_INNER_H
#define LIMEN_PDF_INNER_H

#include <pango/pangocairo.h>
#include <pthread.h>

#include "arena.h"
#include "buf.h"
#include "pdf.h"

struct pdf_press {
	pthread_mutex_t lock;
	PangoFontMap *map;       /* NULL until the first print */
};

bool press_open(struct pdf_press *press, struct error *err);

/* Fills the shapes of an SVG file into the square at (x, y); what it does not know is left out. */
void emblem_draw(cairo_t *cairo, struct str svg, double x, double y, double size);
/* False: the text is too long for a code. */
bool code_draw(cairo_t *cairo, struct str text, double x, double y, double size);
/* False: nothing, or more than a Data Matrix holds. */
bool matrix_draw(cairo_t *cairo, struct str bytes, double x, double y, double size);
/* Adds to Cairo's bytes what it cannot write: the language, that the structure is there, and that a viewer shows the title. An incremental update, ISO 32000-1, 7.5.6. */
bool catalog_add(struct arena *arena, struct str pdf, struct str language, struct str *out);

#endif
