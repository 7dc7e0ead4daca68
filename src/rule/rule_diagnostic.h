/* Diagnostics: what is wrong with a text of the pack, where, what to do, and what was perhaps meant. Expressions (P2xx) and
 * tables (P3xx) report through this, and the pack its own codes. Included by rule.h. */
#ifndef LIMEN_RULE_DIAGNOSTIC_H
#define LIMEN_RULE_DIAGNOSTIC_H

#include "str.h"

struct rule_place {
	struct str file;
	uint32_t line, column;      /* from 1; the column counts bytes */
};

enum rule_level { RULE_ERROR, RULE_WARNING, RULE_NOTE };

struct rule_diagnostic {
	struct rule_place place;
	enum rule_level level;
	int code;                   /* 201 is printed as P201 */
	const char *what, *todo;    /* literals, looked up in the translations */
	struct str subject;         /* the name or text concerned, "" = none */
	struct str meant;           /* did you mean ...? "" = no idea */
};

struct rule_diagnostics {
	struct arena *arena;
	struct rule_diagnostic *items;
	size_t count, size, errors; /* `errors`: how many of them are errors */
};

/* code, number, what is wrong, what to do */
#define RULE_CODES(C) \
	C(TOO_LONG,      201, "the expression is too long", "write it in fewer than 2,000 bytes, or move a part into a computed field") \
	C(TOO_DEEP,      202, "the expression is nested too deeply", "use at most 32 levels of brackets") \
	C(CHARACTER,     203, "this character means nothing here", "write codes in '...', names in small letters") \
	C(QUOTE,         204, "the quotation is not closed", "end it with '") \
	C(NUMBER,        205, "this number cannot be read", "use at most 12 digits before and 6 after the point") \
	C(DATE,          206, "this date does not exist", "write it as 2027-03-01, 2027-03 or 2027") \
	C(EXPECTED,      207, "an operand is missing here", "write a name, a value or a bracket") \
	C(BRACKET,       208, "a bracket is not closed", "close it") \
	C(CONDITION,     209, "this 'if' is not complete", "write: if A then B else C") \
	C(AFTER,         210, "the expression ends here but the text goes on", "join the parts with and, or, or an operator") \
	C(CHAIN,         211, "comparisons cannot be chained", "join two comparisons with 'and'") \
	C(UNIT,          212, "this unit is unknown", "use minutes, hours, days, weeks, months, years or working days") \
	C(NO_NAME,       220, "there is no such name", "use a field, a fact or a use of this procedure") \
	C(NO_MEMBER,     221, "it has no member of this name", "use one of its members") \
	C(AMBIGUOUS,     222, "both the item and the case have this name", "write item.NAME or case.NAME") \
	C(NO_FUNCTION,   223, "there is no such function", "use a function of the reference") \
	C(ARGUMENTS,     224, "this function takes another number of arguments", "see the reference for what it takes") \
	C(ARGUMENT,      225, "this function cannot take this kind of value", "give it the kind that the reference names") \
	C(LITERAL,       226, "this argument must be written out", "write it in '...', so that it can be checked") \
	C(NAMED,         227, "this is not known under this name", "use a name that the pack defines") \
	C(BARE_NAME,     228, "this argument must be a name", "write the name of a field or form, without quotation marks") \
	C(NO_CODE,       230, "the list has no such code", "use a code of the list") \
	C(LISTS,         231, "codes of two different lists are compared", "compare a code with codes of its own list") \
	C(TYPES,         240, "these two kinds of value do not go together", "compare and join values of one kind") \
	C(NOT_YESNO,     241, "this must be yes or no", "compare it with something") \
	C(WANTED,        242, "this place takes another kind of value", "write an expression of the kind wanted") \
	C(CURRENCIES,    243, "two currencies are mixed", "convert one of them first: convert(money, 'CUR', date)") \
	C(NOT_LIST,      244, "this is not a list", "use a list here") \
	C(INDEX,         245, "items are picked by number only in tests", "use a condition in [ ], or first()") \
	C(DAY_AND_TIME,  246, "a day and an instant are compared", "write day(x) to compare the day of the instant") \
	C(DURATION,      247, "a number is added to a date", "write the unit: + 5 days") \
	C(PATTERN,       248, "this pattern cannot be read", "use characters, classes, groups, | * + ? and {m,n} up to 64") \
	C(EMPTY_LIST,    249, "a list needs at least one value", "write the values between [ and ]")

enum rule_code {
#define C(name, number, what, todo) RULE_P_##name = number,
	RULE_CODES(C)
#undef C
};

void rule_report(struct rule_diagnostics *diagnostics, enum rule_level level, struct rule_place place, int code,
                 const char *what, const char *todo, struct str subject, struct str meant);
/* "file:12:7: P220: there is no such name: aplicant; use a field ... (did you mean applicant?)" */
struct str rule_diagnostic_text(struct arena *arena, const struct rule_diagnostic *diagnostic);
/* The nearest of the names, when it is near enough to be meant; "" otherwise. */
struct str rule_nearest(struct str name, const struct str *names, size_t count);

#endif
