/* Decision tables of the pack: rows of a CSV file, header `name:type`.
 * `name?:type` is asked: its cell is a condition, blank = anything. Other columns are answers. `from:date` and
 * `until:date` (both days included) say when a row is in force; blank = without end.
 * Cells of asked columns: a value `QMA`; several `QMA|QMB`; a range of numbers or dates `0..5`, `12..`, `..11`;
 * `not QMA|QMB`; a yesno `yes`; a bloc of codes `bloc vale` where the type can be a bloc (the caller expands it).
 * A missing question matches only a blank cell. A number known within bounds (age of a partial date) matches a range
 * only when it lies in it wholly.
 * Hit policies: UNIQUE (the fewest blank cells win; a true tie is an error), FIRST, ALL (in the order of the file).
 * Reading CSV is csv's business: rows of text come in here. */
#ifndef LIMEN_TABLE_H
#define LIMEN_TABLE_H

#include "rule.h"

enum { TABLE_COLUMNS_MOST = 32, TABLE_ROWS_MOST = 20000, TABLE_CELL_VALUES_MOST = 300 };

enum table_hit { TABLE_UNIQUE, TABLE_FIRST, TABLE_ALL };

/* What the types in a header mean. `type_of`: the type that a type's name stands for ("country", "visa_purposes",
 * "money"); built in are text integer number decimal yesno date datetime duration money range.
 * `codes_of`: expands `bloc NAME`; NULL = there are none. */
struct table_source {
	void *context;
	bool (*type_of)(void *context, struct str name, struct rule_type *out, struct str *meant);
	bool (*codes)(void *context, struct str list, const struct str **codes, size_t *count);
	bool (*bloc)(void *context, struct str name, const struct str **codes, size_t *count, struct str *meant);
};

/* code, number, what is wrong, what to do */
#define TABLE_CODES(C) \
	C(HEADER,   301, "this is not the heading of a column", "write name:type, or name?:type for a column that is asked") \
	C(TYPE,     302, "there is no such type", "use a list of the pack or one of the built-in types") \
	C(TWICE,    303, "two columns have this name", "rename one of them") \
	C(CELLS,    304, "the row has another number of cells than the heading", "add or remove cells") \
	C(CELL,     305, "this cell cannot be read as the type of its column", "write a value, a|b, a range a..b, or leave it blank") \
	C(NO_CODE,  306, "the list has no such code", "use a code of the list") \
	C(DATES,    307, "the row ends before it begins", "correct from or until") \
	C(OVERLAP,  310, "two rows answer the same question and neither is more exact", "fill a cell of one of them, or change their dates") \
	C(GAP,      311, "no row answers this question", "add a row, or one with all asked cells blank") \
	C(HIDDEN,   312, "this row can never be reached: an earlier one always answers", "move it up or remove it") \
	C(TOO_MANY, 313, "the table is too large", "use at most 20,000 rows and 32 columns")

enum table_code {
#define C(name, number, what, todo) TABLE_P_##name = number,
	TABLE_CODES(C)
#undef C
};

/* The table. rows[0] is the header; rows[i][j] are cells without quotes. lines[i] is the line of row i in the file.
 * NULL after errors were reported (at most 50 a table). Cell texts are copied into the arena. */
struct table_rows {
	struct str file;
	const struct str *const *rows;
	const size_t *cells;        /* how many cells each row has */
	const uint32_t *lines;      /* NULL: row i stands on line i + 1 */
	size_t count;
};

const struct rule_table *table_build(struct arena *arena, struct str name, enum table_hit hit, bool complete,
                                     const struct table_rows *rows, const struct table_source *source,
                                     struct rule_diagnostics *diagnostics) MUST_USE;

struct str table_name(const struct rule_table *table);
enum table_hit table_hit(const struct rule_table *table);
size_t table_row_count(const struct rule_table *table);
size_t table_asked_count(const struct rule_table *table);
const struct rule_member *table_asked(const struct rule_table *table); /* names and types of the asked columns, in order */
const struct rule_record *table_record(const struct rule_table *table); /* members of a row that answers: the answer columns */
uint32_t table_line(const struct rule_table *table, size_t row);
const struct rule_object *table_row(const struct rule_table *table, size_t row);

/* `asked`: one value a column asked, in order; those not given at the end count as missing. Gives the rows that
 * answer on that day: at most one for UNIQUE and FIRST. False: a true tie, named by its lines. */
bool table_lookup(const struct rule_table *table, struct arena *arena, const struct rule_value *asked, size_t count,
                  struct date on, const struct rule_object *const **rows, size_t *found, struct error *err) MUST_USE;

/* For the checker: true ties of a UNIQUE table (P310), rows that cannot be reached in a FIRST table (P312), and, when
 * the table says `complete`, one question that no row answers (P311) on `on` or later. Exact for columns of codes,
 * yesno, numbers and dates; bounded: stops with a note after 20 million comparisons. */
void table_check(const struct rule_table *table, struct date on, const struct table_source *source,
                 struct rule_diagnostics *diagnostics);

#endif
