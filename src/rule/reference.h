/* A second interpreter of the expression language, for tests alone: slow, naive, written from the manual in rule.h and not
 * from the evaluator. It reads the text anew each time (an item of a list once more for each item), knows no types, keeps
 * Kleene's logic as tables, counts days one by one, and multiplies in 128 bits.
 * Of the types it knows only what the text tells it: what nothing adds up to is told by the spaces between `sum` and its
 * bracket, none for numbers (0), one for money (missing), two for durations (0 days).
 * Shared with the evaluator: the struct of a value, and what a test's world gives. */
#ifndef LIMEN_REFERENCE_H
#define LIMEN_REFERENCE_H

#include "calendar.h"
#include "rule.h"

struct reference_table {
	const char *name;
	enum { REFERENCE_UNIQUE, REFERENCE_FIRST, REFERENCE_ALL } hit;
	size_t columns, rows;       /* rows with the heading */
	const struct str *cells;    /* row by row */
};

/* A function of the host: its arguments as values, or the text of a bare name or literal. */
struct reference_function {
	const char *name;
	bool by_text;
	void (*call)(const struct rule_value *argument, struct date on, struct arena *arena, struct rule_value *out);
};

struct reference {
	const struct rule_environment *environment;
	const struct reference_table *tables;
	size_t table_count;
	const struct reference_function *functions;
	size_t function_count;
};

/* False: the expression comes to an error (division by nought, two currencies, a date out of reach ...). */
bool reference_eval(const struct reference *reference, struct str text, struct arena *arena, struct rule_value *out);

/* ---- Between its files */

struct reference_item {
	struct rule_value value;
	struct str name;                     /* of plain items */
	const struct reference_item *up;
};

struct reader {
	const struct reference *reference;
	struct arena *arena;
	struct str text;
	size_t at;
	bool idle;                           /* reads on without evaluating: the branch not taken, what no longer matters */
	bool failed;
	const struct reference_item *item;
};

enum truth { IS_NO, IS_OPEN, IS_YES };

__extension__ typedef __int128 huge;

bool reference_sign(struct reader *r, const char *sign);
void reference_expect(struct reader *r, const char *sign);
struct rule_value reference_any(struct reader *r);      /* reads and evaluates one expression */
struct rule_value reference_of_item(struct reader *r, size_t at, const struct rule_value *item, struct str name);
struct rule_value reference_member(struct reader *r, const struct rule_value *of, struct str name);
struct rule_value reference_call(struct reader *r, struct str name, int spaces);
struct rule_value reference_nothing(void);
struct rule_value reference_failed(struct reader *r);
struct rule_value reference_truth(enum truth truth);
struct rule_value reference_whole(huge number);
bool reference_open(const struct rule_value *value);    /* missing, or known within bounds only */
enum truth reference_compare(const char *sign, const struct rule_value *a, const struct rule_value *b);
enum truth reference_in(const struct rule_value *one, const struct rule_value *list);
enum truth reference_either(enum truth a, enum truth b);
enum truth reference_both(enum truth a, enum truth b);
struct rule_value reference_add(struct reader *r, const struct rule_value *a, const struct rule_value *b, int sign);
huge reference_rounded(huge number, huge by);
bool reference_mixes(const struct rule_value *a, const struct rule_value *b); /* money of two currencies */

/* Days are numbered from 0 = 0001-01-01, by walking the calendar once. */
enum { REFERENCE_DAYS = 3652059, REFERENCE_EPOCH = 719162 /* 1970-01-01 */ };
long reference_day(struct date date);
struct date reference_date(long day);
bool reference_days_of(struct date date, long *first, long *last);
bool reference_add_months(struct date date, long months, struct date *out);
bool reference_works(const struct rule_calendar *calendar, long day);
int64_t reference_local(const struct reader *r, int64_t ms);   /* the same on the clock of the zone */
int64_t reference_instant(const struct reader *r, int64_t local);
bool reference_year_fits(int64_t ms);
/* How many days lie between two starts that are `a` and `b` months after one day, whatever the day. */
void reference_month_gap(long a, long b, long *least, long *most);

#endif
