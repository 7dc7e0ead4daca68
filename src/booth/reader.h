/* What the room's files need of document readers. Private to the room. */
#ifndef LIMEN_BOOTH_READER_H
#define LIMEN_BOOTH_READER_H

#include "booth.h"

enum { READING_PICTURES = 6, READER_SILENT_MS = 60000, READING_OFFERED_MS = 120000 };

route_handler reader_state_post, reading_post, picture_get;
/* Adds to the page of a waiting booth: the stream of its events, whether its reader works, and the latest reading that nobody opened yet. */
void readers_page(struct act *act, json_t *page);
/* An officer opened the inspection: it is offered no more. */
void readers_opened(struct act *act, struct uuid inspection);
json_t *pictures_data(struct act *act, const struct inspection *inspection, struct uuid id); /* [{what, type, path}] */

#define READER_STATE_FIELDS(F, L) F(CODE, state, REQUIRED, 1, 1, 16, "ready, reading, missing or fault")
#define FIELD_ROW_OF_reader_state(...) FIELD_ROW(reader_state, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_reader_state(...) FIELD_LIST_ROW(reader_state, __VA_ARGS__)
FIELDS_STRUCT(reader_state, READER_STATE_FIELDS)

#define READING_PICTURE_FIELDS(F, L) \
	F(CODE, light, REQUIRED, 1, 1, 16, "visible, infrared or ultraviolet") \
	F(CODE, side,  REQUIRED, 1, 1, 8,  "front or back") \
	F(CODE, bytes, REQUIRED | PERSONAL, 1, 4, 4 << 20, "JPEG, JPEG 2000 or PNG in base64")
#define FIELD_ROW_OF_reading_picture(...) FIELD_ROW(reading_picture, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_reading_picture(...) FIELD_LIST_ROW(reading_picture, __VA_ARGS__)
FIELDS_STRUCT(reading_picture, READING_PICTURE_FIELDS)

#define READING_FIELDS(F, L) \
	F(TEXTS, mrz,   PERSONAL, 1, 0, 3,   "lines of the machine readable zone as read, unreadable characters as ?") \
	F(JSON, chip,   PERSONAL, 1, 0, 4 << 20, "what the chip gave: access, failed, groups") \
	L(reading_picture, pictures, PERSONAL, 1, 0, READING_PICTURES, "pictures of the page") \
	F(TIME, taken,  0,        1, 0, 0,   "when it was read") \
	F(TEXT, reader, 0,        1, 0, 120, "maker, model and serial number")
#define FIELD_ROW_OF_reading(...) FIELD_ROW(reading, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_reading(...) FIELD_LIST_ROW(reading, __VA_ARGS__)
FIELDS_STRUCT(reading, READING_FIELDS)

/* Of the groups 1 and 2 are looked at; nothing else of a chip is kept. */
#define READING_CHIP_FIELDS(F, L) \
	F(CODE, access, 0,        1, 0, 8,  "none, bac or pace") \
	F(CODE, failed, 0,        1, 0, 8,  "why it was not read: absent, access, aborted or silent") \
	F(CODE, sod,    0,        1, 0, 1 << 20, "EF.SOD in base64") \
	F(JSON, groups, PERSONAL, 1, 0, 4 << 20, "data groups by number, in base64") \
	F(JSON, active, 0,        1, 0, 10000, "challenge and signature of active authentication")
#define FIELD_ROW_OF_reading_chip(...) FIELD_ROW(reading_chip, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_reading_chip(...) FIELD_LIST_ROW(reading_chip, __VA_ARGS__)
FIELDS_STRUCT(reading_chip, READING_CHIP_FIELDS)

#endif
