/* The expression language of the country pack: `age(applicant.birth_date) < 18 and flags has 'late'`.
 *
 * The way of one expression:  rule_parse -> rule_check (once, when the pack is loaded) -> rule_eval (often, any thread).
 * - Parsing bounds everything: 2,000 bytes, nesting 32. It is safe on hostile input.
 * - Checking types every node against a schema and resolves every name. Nothing is converted silently. It writes into
 *   the expression, so an expression is checked once, against one schema, before threads share it; then it is immutable.
 * - Evaluating takes at most 100,000 steps, reads no clock, locale or random source, and changes nothing.
 * - What is wrong with a text is a diagnostic (all at once, with line and column); what goes wrong while evaluating
 *   (too many steps, division by nought, a number too large, a tie in a table) is an error.
 *
 * It knows no case, state or field: those names, and functions such as complete() param() cases() bloc() score()
 * convert(), come from the schema. Calendars: calendar.h. Tables: table.h.
 *
 * Grammar
 *   expr = and {"or" and}          and = not {"and" not}         not = ["not"] cmp
 *   cmp  = sum [("="|"!="|"<"|"<="|">"|">=") sum | "in" sum [".." sum] | "has" sum]
 *   sum  = term {("+"|"-") term}   term = path {("*"|"/") path}  path = atom {"." name | "[" expr "]"}
 *   atom = number [unit | CUR] | 'code' | date | datetime | "yes" | "no" | name | name "(" [expr {"," expr}] ")"
 *        | "(" expr ")" | "[" expr {"," expr} "]" | "if" expr "then" expr "else" expr | "-" number
 *   unit = minute(s) hour(s) day(s) week(s) month(s) year(s) | working day(s)
 * A datetime is written 2027-03-01T09:00, with optional :SS and Z or +HH:MM; without a zone it is the environment's.
 *
 * Missing. A member that is not given is *missing* and keeps the name of the field. Arithmetic and comparison with it
 * are missing; and, or, not, any, all are Kleene's; count, sum, max, min and filters skip it; `if missing` is missing.
 * The greatest is what is surely no smaller than every other, in whatever order they stand; else max is missing.
 * A list that is itself missing is not an empty list: count() of it is missing. exists() of an empty list is no.
 * A partial date is a range of days: a comparison that its unknown parts leave open is missing, and so is age().
 *
 * Functions
 *   age(date [, on])          whole years; a range for a partial date; on the law's day when `on` is not given
 *   age_group(date)           '0_4' '5_11' '12_17' '18_59' '60_over'; missing when a partial date leaves it open
 *   any(list, c) all(list, c) inside, the item's names come first; count(list), first(list)
 *   sum|max|min(list [, e])   missing ones are skipped; sum of nothing is 0 for numbers and durations, else missing
 *   exists(x) default(x, y) possibly(c) surely(c)
 *   lookup('table', ...) lookup_all('table', ...)   the asked columns in order; answers on the law's day
 *   matches(text, 're') length(text) text(x) round(x [, places])   rounds half away from nought
 *   whole_days(a, b) working_days(a, b)   the day of a does not count, the day of b does
 *   day(datetime)             its day in the environment's zone
 *   start_of('week|month|quarter|year', date) end_of(...)
 * list + list has each of both once, list - list each of the first that is not surely in the second, in their order.
 * date - date is a number of days, datetime - datetime a duration. Days and months added to an instant keep its hour.
 * Durations that cannot be compared for certain (1 month, 30 days; working days, days) compare as missing; 10 years are
 * 3,651 to 3,653 days wherever they begin.
 * reference.h is a second, slow interpreter; random_test.c compares both (LIMEN_LONG=1: a million expressions). */
#ifndef LIMEN_RULE_H
#define LIMEN_RULE_H

#include "date.h"
#include "error.h"
#include "rule_diagnostic.h"
#include "str.h"

struct arena;
struct rule_calendar;
struct rule_expression;
struct rule_table;

enum { RULE_TEXT_MOST = 2000, RULE_NESTING_MOST = 32, RULE_STEPS_MOST = 100000, RULE_ARGUMENTS_MOST = 12 };

/* ---- Types */

enum rule_kind {
	RULE_MISSING,   /* of a value: not given. Of a type: nothing is known yet (an error was reported) */
	RULE_TEXT, RULE_CODE, RULE_NUMBER, RULE_MONEY, RULE_DATE, RULE_DATETIME, RULE_DURATION, RULE_YESNO,
	RULE_LIST,      /* codes(list) is a LIST of CODE */
	RULE_RECORD,    /* row, file, case, person, travel document, use: whatever has members */
	RULE_RANGE,     /* only of values: a number known within bounds, from age() of a partial date */
};

struct rule_type {
	enum rule_kind kind;
	struct str list;                  /* CODE: whose codes; "" = literal or unlisted, goes with every list and with text */
	const struct rule_type *item;     /* LIST: what it holds */
	struct str item_name;             /* LIST of plain values: their name inside [ ] and any(); `item` works always */
	const struct rule_record *record; /* RECORD */
};

struct rule_member {
	struct str name;
	struct rule_type type;
};

struct rule_record {
	struct str name;                  /* of the kind of thing: "person" */
	const struct rule_member *members;
	size_t count;
};

/* Position of a member, or SIZE_MAX. */
size_t rule_member_index(const struct rule_record *record, struct str name);
/* "number", "code of visa_purposes", "list of person" */
struct str rule_type_text(struct arena *arena, const struct rule_type *type);

/* ---- Values */

struct rule_object;

struct rule_duration {
	int32_t months, days, working_days; /* years and weeks are months and days */
	int64_t minutes;
};

#define RULE_UNIT INT64_C(1000000)      /* numbers and money count millionths; at most 9.2 * 10^12 */

struct rule_value {
	enum rule_kind kind;
	struct str field;                   /* where it came from; of MISSING: what is missing. The evaluator fills it */
	union {
		struct str text;                /* TEXT, CODE */
		int64_t number;                 /* NUMBER, millionths */
		struct { int64_t least, most; } range;       /* RANGE, millionths */
		struct { int64_t amount; char currency[4]; } money; /* millionths; ISO 4217 */
		struct date date;               /* DATE, whole or partial */
		int64_t ms;                     /* DATETIME */
		struct rule_duration duration;
		bool yes;                       /* YESNO */
		struct { const struct rule_value *items; size_t count; } list;
		const struct rule_object *object; /* RECORD */
	};
};

/* A record's members, either an array in the order of `record`, or fetched one by one when `get` is set.
 * `get` returns false when the member is missing. Whatever it gives must live as long as the evaluation. */
struct rule_object {
	const struct rule_record *record;
	const struct rule_value *members;
	bool (*get)(const struct rule_object *self, size_t member, struct arena *arena, struct rule_value *out);
	void *context;
};

struct rule_value rule_missing(struct str field);
struct rule_value rule_text(struct str text);
struct rule_value rule_code(struct str code);
struct rule_value rule_integer(int64_t whole);
struct rule_value rule_yesno(bool yes);
struct rule_value rule_date(struct date date);         /* the empty date is missing */
struct rule_value rule_datetime(int64_t ms);
struct rule_value rule_list(const struct rule_value *items, size_t count);
struct rule_value rule_record_value(const struct rule_object *object); /* NULL is missing */
bool rule_number_parse(struct str text, int64_t *millionths) MUST_USE;
/* Reads what stands in a cell, a form or a test: kind decides ("25 days", "90 XTS", "2027-03-01", "yes", "12.5").
 * A code or text is taken as it stands. Empty text is missing. False: it is not of that kind. */
bool rule_value_parse(struct arena *arena, enum rule_kind kind, struct str text, struct rule_value *out) MUST_USE;
/* Canonical text of a value, readable again by rule_value_parse. */
struct str rule_value_text(struct arena *arena, const struct rule_value *value);
bool rule_value_equal(const struct rule_value *a, const struct rule_value *b); /* missing equals missing */

/* ---- The schema: what names and functions an expression may use */

enum rule_parameter_form {
	RULE_BY_VALUE, RULE_BY_LITERAL /* param('x') */, RULE_BY_NAME /* a bare path, not evaluated: complete(application) */
};

struct rule_parameter {
	enum rule_parameter_form form;
	struct rule_type type;          /* BY_VALUE: kind MISSING = any kind; CODE with list "" = a code of any list */
};

struct rule_call {
	void *context;                  /* the environment's */
	struct arena *arena;
	struct date on;                 /* the day whose law answers */
	const struct rule_value *arguments; /* BY_LITERAL and BY_NAME come as text */
	const struct rule_type *types;  /* their types, so that score(code) knows the list */
	size_t count;
};

/* A function of the host. Its result is missing when a value given to it is, unless it takes missing ones. */
struct rule_function {
	struct str name;
	struct rule_parameter parameters[4];
	uint8_t least, most;            /* arguments */
	bool takes_missing;
	struct rule_type result;
	/* When set: is `given` (the first argument, BY_LITERAL or BY_NAME) known? It may change the result's type and
	 * propose a nearer name. */
	bool (*resolve)(void *schema_context, struct str given, struct rule_type *result, struct str *meant);
	bool (*call)(const struct rule_call *call, struct rule_value *out, struct error *err);
};

struct rule_schema {
	const struct rule_record *names; /* what may stand alone; `case.x` means the same. `today` and `now` are built in */
	const struct rule_record *item;  /* names of the item where the expression is about one item of a list; NULL = none */
	const struct rule_type *item_type; /* the same where items are no records: codes, texts; NULL = none */
	const struct rule_function *functions;
	size_t function_count;
	bool items_by_number;            /* list[n]: in tests only */
	void *context;
	/* Codes of a list; false when the list is not known (then its codes are not checked). */
	bool (*codes)(void *context, struct str list, const struct str **codes, size_t *count);
	const struct rule_table *(*table)(void *context, struct str name, struct str *meant);
};

/* ---- The way of an expression */

/* NULL after reporting what is wrong. `place` is where `text` begins. The expression keeps slices of `text`. */
struct rule_expression *rule_parse(struct arena *arena, struct str text, struct rule_place place,
                                   struct rule_diagnostics *diagnostics) MUST_USE;
/* The same for an expression with more after it (`need EXPR "Words"`, `do X if EXPR`, `with a = EXPR, b = EXPR`):
 * takes the longest expression and says how many bytes it took, spaces after it not counted. */
struct rule_expression *rule_parse_front(struct arena *arena, struct str text, struct rule_place place, size_t *taken,
                                         struct rule_diagnostics *diagnostics) MUST_USE;
/* Types it, resolves its names. `want`: the type that the place takes, NULL = any. False when an error was reported. */
bool rule_check(struct arena *arena, struct rule_expression *expression, const struct rule_schema *schema,
                const struct rule_type *want, struct rule_diagnostics *diagnostics) MUST_USE;
const struct rule_type *rule_type_of(const struct rule_expression *expression); /* after rule_check */
struct rule_place rule_place_of(const struct rule_expression *expression);
/* Canonical text; parsing it gives the same expression. */
struct str rule_print(struct arena *arena, const struct rule_expression *expression);
bool rule_reserved(struct str word); /* may not be the name of anything: and or not in has if then else yes no item case today now */

enum rule_use { RULE_USES_NAME /* whole path: applicant.birth_date */, RULE_USES_FUNCTION, RULE_USES_CODE };

struct rule_used {
	enum rule_use use;
	struct str text;             /* the path as written, the function's name, the code */
	struct str argument;         /* FUNCTION: its first argument when written out or a bare name, else "" */
	struct rule_place place;
	const struct rule_type *type; /* after rule_check */
	bool of_item;                /* NAME: of the item, not of the case; after rule_check */
};

/* Tells every name, function and code in order of the text: for "compute may not use today", "flag never set". */
void rule_walk(const struct rule_expression *expression, void (*visit)(void *context, const struct rule_used *used),
               void *context);

struct rule_environment {
	const struct rule_object *names;  /* answers the schema's `names` */
	const struct rule_object *item;   /* answers the schema's `item`; NULL = every item name is missing */
	const struct rule_value *item_value; /* answers the schema's `item_type` */
	struct date today;
	int64_t now;
	struct date law_day;              /* the day as of which age, tables and params answer */
	const struct rule_calendar *calendar; /* for working days; NULL = Monday to Friday */
	int (*offset)(void *context, int64_t ms); /* minutes east of UTC at that instant; NULL = UTC */
	void *context;                    /* for `offset` and the host's functions */
};

/* Only for an expression that rule_check passed. `out` lives as long as the arena and the environment. */
bool rule_eval(const struct rule_expression *expression, const struct rule_environment *environment,
               struct arena *arena, struct rule_value *out, struct error *err) MUST_USE;

/* What missing counts as, by place. */
#define RULE_PLACES(P) \
	P(SHOW, false) P(REQUIRED, false) P(EFFECT_IF, false) P(FILTER, false) P(QUEUE, false) \
	P(NEED, false)  /* refused: "MESSAGE (cannot be decided: birth_date is missing)" */ \
	P(CHECK, true)  /* passes: `required` asks for the value */ \
	P(SECOND, true) /* the second person is asked */

enum rule_where {
#define P(name, counts_as) RULE_IN_##name,
	RULE_PLACES(P)
#undef P
};

/* `value` is YESNO or MISSING. */
bool rule_truth(const struct rule_value *value, enum rule_where where);

#endif
