/* Data groups of a travel document's chip (Logical Data Structure): ICAO Doc 9303-10, 8th edition.
 *
 * Gives the machine readable zone of data group 1 and the first face of data group 2, in both of its encodings: ISO/IEC 19794-5:2005 and
 * ISO/IEC 39794-5:2019. Every length is compared with what encloses it before a byte is read; what is left over is an error.
 *
 * - It judges nothing: who signed the groups is another question (Doc 9303-11, passive authentication).
 * - A picture is cut out and not opened: its form is told by its first bytes alone, whatever the record says of it.
 * - Slices point into the group; the zone's lines are made in the arena. */
#ifndef LIMEN_LDS_H
#define LIMEN_LDS_H

#include "arena.h"
#include "error.h"
#include "str.h"

enum { LDS_GROUP_MAX = 3 << 20 }; /* bytes taken of a group */

/* Data group 1: the lines of the zone, joined by newlines, as mrz_parse() takes them. ERR_INPUT: it is none. */
bool lds_zone(struct str group, struct arena *arena, struct str *lines, struct error *err);
/* Data group 2: the bytes of the first picture of the first face. ERR_INPUT: there is none, or its form is neither JPEG nor JPEG 2000. */
bool lds_face(struct str group, struct str *picture, struct error *err);
/* Media type by the first bytes: image/jpeg, image/jp2, image/png; NULL for anything else. */
const char *lds_picture_type(struct str bytes);

#endif
