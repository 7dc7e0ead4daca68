/* Columns of a list and the words of their cells. Private to the room's reader. */
#ifndef LIMEN_CREW_COLUMNS_H
#define LIMEN_CREW_COLUMNS_H

#include "arena.h"
#include "buf.h"
#include "date.h"
#include "str.h"

enum crew_column {
	COLUMN_SURNAME, COLUMN_GIVEN, COLUMN_NAME, COLUMN_RANK, COLUMN_NATIONALITY, COLUMN_BORN, COLUMN_BIRTHPLACE, COLUMN_BORN_AT, COLUMN_SEX,
	COLUMN_KIND, COLUMN_NUMBER, COLUMN_KIND_NUMBER, COLUMN_ISSUER, COLUMN_EXPIRES, COLUMN_EMBARKED, COLUMN_DISEMBARKS, COLUMN_VISA, COLUMN_TRANSIT,
	COLUMN_COUNT, COLUMN_IGNORED, COLUMN_UNKNOWN
};

const char *crew_column_title(enum crew_column column);           /* an English sentence of the translations */
struct str crew_heading(struct str text, struct arena *arena);    /* lower case, no accents, one space between words */
enum crew_column crew_column_of(struct str heading, struct arena *arena);

/* The order of day and month in dates written 12/08/1974. */
enum date_order { ORDER_UNKNOWN, ORDER_DAY_FIRST, ORDER_MONTH_FIRST };
enum date_order crew_date_order(struct str text);                 /* what this one date proves */
/* NULL, or what is wrong. */
const char *crew_date(struct str text, enum date_order order, struct arena *arena, struct date *out);

#endif
