/* Bytes as Data Matrix, drawn as squares: ISO/IEC 16022, ECC 200, square symbols. */
#include "inner.h"

#include <zint.h>

enum { QUIET = 2 }; /* modules around it that stay white: the standard asks for one */

static bool dark(const struct zint_symbol *symbol, int row, int column)
{
	return symbol->encoded_data[row][column >> 3] >> (column & 7) & 1;
}

static void draw(cairo_t *cairo, const struct zint_symbol *symbol, double x, double y, double size)
{
	double module = size / (symbol->width + 2 * QUIET);
	cairo_set_source_rgb(cairo, 0, 0, 0);
	cairo_new_path(cairo);
	for (int row = 0; row < symbol->rows; row++)
		for (int from = 0, to; from < symbol->width; from = to + 1) {
			for (to = from; to < symbol->width && dark(symbol, row, to);)
				to++;
			if (to > from)
				cairo_rectangle(cairo, x + (QUIET + from) * module, y + (QUIET + row) * module, (to - from) * module, module);
		}
	cairo_fill(cairo);
}

bool matrix_draw(cairo_t *cairo, struct str bytes, double x, double y, double size)
{
	struct zint_symbol *symbol = ZBarcode_Create();
	if (!symbol)
		return false;
	symbol->symbology = BARCODE_DATAMATRIX;
	symbol->input_mode = DATA_MODE;
	symbol->option_3 = DM_SQUARE;
	bool good = bytes.len && bytes.len <= PDF_MATRIX_MOST && ZBarcode_Encode(symbol, (const unsigned char *)bytes.data, (int)bytes.len) < ZINT_ERROR;
	if (good)
		draw(cairo, symbol, x, y, size);
	ZBarcode_Delete(symbol);
	return good;
}
