/* A text as QR code, drawn as squares: ISO/IEC 18004, byte mode, error correction level M. */
#include "inner.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules around it that stay white */

bool code_draw(cairo_t *cairo, struct str text, double x, double y, double size)
{
	QRcode *code = text.len && text.len <= PDF_CODE_MOST ? QRcode_encodeData((int)text.len, (const unsigned char *)text.data, 0, QR_ECLEVEL_M) : NULL;
	if (!code)
		return false;
	double module = size / (code->width + 2 * QUIET);
	cairo_set_source_rgb(cairo, 0, 0, 0);
	cairo_new_path(cairo);
	for (int row = 0; row < code->width; row++)
		for (int from = 0, to; from < code->width; from = to + 1) {
			for (to = from; to < code->width && code->data[row * code->width + to] & 1;)
				to++;
			if (to > from) /* a run in one piece: no hair lines between the squares */
				cairo_rectangle(cairo, x + (QUIET + from) * module, y + (QUIET + row) * module, (to - from) * module, module);
		}
	cairo_fill(cairo);
	QRcode_free(code);
	return true;
}
