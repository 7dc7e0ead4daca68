/* Private to the room: pixels. */
#ifndef LIMEN_PICTURE_INNER_H
#define LIMEN_PICTURE_INNER_H

#include "picture.h"

struct pixels {
	int width, height;              /* of these pixels */
	int full_width, full_height;    /* of the picture as stored */
	int turned;                     /* Exif orientation: 1 upright, 3, 6, 8 */
	uint8_t *rgb;
};
/* `want`: pixels of the longer side that suffice; a JPEG is decoded at a fraction that gives no fewer. */
bool pixels_read(struct str bytes, int want, struct arena *arena, struct pixels *out, struct error *err);
/* Each pixel the mean of those that it stands for. */
struct pixels pixels_reduce(const struct pixels *from, int most, struct arena *arena);
struct pixels pixels_upright(const struct pixels *from, struct arena *arena);
bool pixels_jpeg(const struct pixels *from, struct arena *arena, struct str *out, struct error *err);
int exif_orientation(struct str block); /* of an APP1 segment; 1 = none */

#endif
