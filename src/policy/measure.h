/* Indicators of procedures (`indicators` of a procedure's file): what is counted when an action is done, by what each case then said. Private to the room.
 *
 * - A case is gone through step by step and measured as it stood at that moment, with the indicators of the pack in force.
 * - Each line of `by` is a table of its own, split by the person's sex where the indicator names it.
 * - A number of fewer than MEASURE_FEW cases is not told, nor a share, sum or median of so few; a sum over the sexes that would tell it is rounded to tens.
 * Limits: MEASURE_ROWS_MOST values a table; what is behind goes into the last row. What was erased is not measured. */
#ifndef LIMEN_POLICY_MEASURE_H
#define LIMEN_POLICY_MEASURE_H

#include "inside.h"

enum { MEASURE_COLUMNS = 5, MEASURE_ALL = 4, MEASURE_ROWS_MOST = 260, MEASURE_FEW = 5 };

struct measure_cell {
	int64_t n, yes, sum;            /* sum: millionths */
	int64_t *values;                /* of a median */
	size_t count, room;
};

struct measure_row {
	struct str value;               /* a code, or "" = not known */
	struct measure_cell cells[MEASURE_COLUMNS]; /* women, men, X, not known, all */
};

struct measure_by {
	struct measure_row *rows;       /* MEASURE_ROWS_MOST of them, once there is one */
	size_t count;
};

struct measured {
	const struct pack_indicator *indicator;
	struct measure_cell total[MEASURE_COLUMNS];
	struct measure_by *by;          /* one for each path of the indicator */
	size_t sex;                     /* which of them is the sex; SIZE_MAX = it names none */
	char currency[4];
	int64_t unknown;                /* where the value could not be said */
};

struct measure_plan {
	const struct pack_procedure *procedure;
	struct date from, to;
	int64_t most;                   /* cases; 0 = all */
};

/* One for each indicator of the procedure, in its order. ERR_TOO_LARGE: more cases than `most`. */
bool measure_run(struct act *act, const struct measure_plan *plan, struct measured **out, int64_t *cases, struct error *err);
/* A count, a percentage, or millionths of a number or of money. False: too few, or there is none. Sorts the values of a median. */
bool measure_value(const struct measured *one, struct measure_cell cells[static MEASURE_COLUMNS], int column, int64_t *out);

#endif
