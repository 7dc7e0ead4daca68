/* Papers as PDF: what is said, set on A4 pages with the state's head, ready to be printed and kept.
 *
 * What it does: title, paragraphs, headings, cells of label and value, lists, tick boxes, signature lines, codes to scan, page numbers; the state's name, emblem and
 *   fine lines in the head; fonts embedded as subsets; right to left where the language is; a structure that a screen reader can follow (ISO 32000-1,
 *   14.8: H1, H2, P, L, Table), /Lang and DisplayDocTitle. The same paper gives the same bytes: the creation date is the caller's, nothing else varies.
 * What it does not: no claim of PDF/UA (Cairo 1.16 writes no XMP), no pictures, no colours but black and the state's, no signature.
 * Text is never markup. Limits: PDF_BLOCKS_MOST blocks, PDF_TEXT_MOST bytes of text each, PDF_PAGES_MOST pages.
 * Fonts are the program's own; letters that these lack come from DejaVu Sans of the system, where that is installed. */
#ifndef LIMEN_PDF_H
#define LIMEN_PDF_H

#include "error.h"

enum { PDF_BLOCKS_MOST = 20000, PDF_TEXT_MOST = 16384, PDF_PAGES_MOST = 500, PDF_CODE_MOST = 200, PDF_MATRIX_MOST = 1555, PDF_STICKER_CELLS = 12 };

enum pdf_kind {
	PDF_PARAGRAPH, PDF_HEADING, PDF_ITEM,
	PDF_CELL,   /* label and text; those that follow one another stand in rows of three. Without a text: room to write by hand */
	PDF_BOX,    /* a box, marked or not; label ("B", or "") and text */
	PDF_SIGN,   /* a line to sign on, what stands below it; two stand side by side */
	PDF_CODE,   /* the label as QR code (ISO/IEC 18004, PDF_CODE_MOST bytes), the text beside it */
	PDF_SEAL,   /* the label, bytes in hexadecimal, as Data Matrix (ISO/IEC 16022), the text beside it */
	PDF_PART,   /* a new page with a head of its own, the text is its title: the same paper in another language */
	PDF_KIND_COUNT
};

struct pdf_block {
	enum pdf_kind kind;
	struct str label, text;
	bool marked;             /* BOX */
	struct str language;     /* PART: of what follows, with its direction and its head */
	bool rtl;
	const struct pdf_head *head;
};

struct pdf_head {
	struct str state, authority; /* "Utopia", "Border and Migration Service, Sorrel Pass" */
	struct str copy, number;     /* "Copy for the traveller", "UTO-SORREL-2026-7A22C1" */
	struct str foot;             /* a line at the foot of each page, "" = none */
	struct str page;             /* "Page {page} of {pages}" */
};

struct pdf_paper {
	struct str title;
	struct str language;         /* BCP 47 */
	bool rtl;
	int64_t created;             /* ms */
	struct str emblem;           /* text of an SVG file: paths and circles of it are drawn; "" = none */
	uint32_t colour;             /* 0xRRGGBB of head and lines */
	struct pdf_head head;
	const struct pdf_block *blocks;
	size_t count;
};

/* The fonts. Made once; opens them at the first print; prints for all threads, one after the other. */
struct pdf_press;
struct pdf_press *pdf_press_new(void);
void pdf_press_free(struct pdf_press *press); /* NULL is fine */

/* Can it be printed, as far as its size and its codes go? Without a press, in no time. */
bool pdf_fits(const struct pdf_paper *paper, struct error *err);
bool pdf_print(struct pdf_press *press, struct arena *arena, const struct pdf_paper *paper, struct str *bytes, struct error *err);

/* The print on a visa sticker, 105 by 74 mm (MRV-B, Doc 9303-7): cells of label and text, the seal as Data Matrix, the lines of the zone ten characters an inch.
 * The face of the lines is the program's fixed one: no OCR-B is to be had under a free licence here, and readers of stickers take it less surely. */
struct pdf_sticker {
	struct str state, title, number;   /* the number stands above the seal */
	const struct pdf_block *cells;
	size_t count;
	struct str lines[2];
	struct str seal;                   /* bytes */
	int64_t created;
};
bool pdf_sticker(struct pdf_press *press, struct arena *arena, const struct pdf_sticker *sticker, struct str *bytes, struct error *err);

#endif
