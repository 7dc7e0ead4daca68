/* Decision tables from inside, shared by reading, looking up and checking. */
#ifndef LIMEN_TABLE_PRIVATE_H
#define LIMEN_TABLE_PRIVATE_H

#include "table.h"

enum cell_kind { CELL_ANY, CELL_VALUES, CELL_RANGE };

/* The condition of an asked column. */
struct cell {
	enum cell_kind kind;
	bool negated;                     /* not a|b */
	const struct rule_value *values;  /* VALUES */
	size_t count;
	struct rule_value least, most;    /* RANGE; a MISSING end is open */
};

struct row {
	uint32_t line;
	size_t blank;                     /* asked cells that are blank */
	struct date from, until;          /* empty = without end */
	struct cell *asked;
	struct rule_value *answers;
	struct rule_object object;
};

struct rule_table {
	struct str name, file;
	enum table_hit hit;
	bool complete;
	struct rule_member *asked;
	size_t asked_count;
	struct rule_record record;
	struct row *rows;
	size_t row_count;
};

bool table_cell_matches(const struct cell *cell, const struct rule_value *value);

#endif
