/* Pictures and scans that strangers send: how large and how good they are, how many pages a PDF has, and the picture set anew as a JPEG of bounded size,
 * upright (Exif orientation), without whatever else the file holds. JPEG (libjpeg-turbo) and PNG (libpng).
 *
 * - Bytes in, structs out; no file, no clock, no globals. Foreign bytes are decoded by libraries with a history: the server lets the locked child do it
 *   (guard/locked.h) and never calls these itself. `picture_work` is what the child does.
 * - Bounds: PICTURE_BYTES of file, PICTURE_PIXELS; large JPEGs are decoded at a fraction of their size.
 * - Quality is advice to the one who sends it, in a number that can be compared: nothing is refused for it.
 * - Of a PDF the pages are counted (ISO 32000-1, 7.7.3: nodes of type Page, in streams of objects, too); what is encrypted or damaged has no count. No page
 *   of a PDF is drawn: there is no renderer here.
 * - Reading a machine-readable zone off a photograph is not supported: no reader that is free and good enough was found. A document reader does it (reader.md). */
#ifndef LIMEN_PICTURE_H
#define LIMEN_PICTURE_H

#include "arena.h"
#include "buf.h"
#include "error.h"

enum { PICTURE_BYTES = 64 << 20, PICTURE_PIXELS = 60000000, PICTURE_SIDE = 30000, PICTURE_SMALL = 200, PICTURE_LARGE = 1600 };

struct picture_look {
	int width, height;      /* as it stands upright */
	int light;              /* 0 black to 255 white, on the average */
	int spread;             /* standard deviation of the light: an empty page has next to none */
	int sharp;              /* variance of the Laplacian on the picture reduced to 1,000 pixels: little where it is blurred */
};
MUST_USE bool picture_look(struct str bytes, struct arena *arena, struct picture_look *out, struct error *err);
/* As a JPEG whose longer side has at most `most` pixels. */
MUST_USE bool picture_again(struct str bytes, int most, struct arena *arena, struct str *out, struct error *err);
/* 0: it cannot be told. */
int pdf_page_count(struct str bytes);

/* What is the matter with it, as codes: "small", "dark", "blurred", "empty"; gives how many. `portrait`: of a face, which may be smaller. */
size_t picture_advice(const struct picture_look *look, bool portrait, const char *out[static 4]);

/* --- the child's work ---
 * It reads a letter and the file from `fd` until the end, and writes the answer: 'l' look, as a line "p WIDTH HEIGHT LIGHT SPREAD SHARP" and
 * behind it the small picture as a JPEG, or a line "d PAGES"; 'm' the large picture, a JPEG. No answer: it could not be opened. */
void picture_work(int fd);

#endif
