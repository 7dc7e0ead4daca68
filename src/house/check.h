/* One check of an inspection and its result. Whatever presents a person becomes a list of checks, each with one of the five results of
 * BSI TR-03135-1 (successful, failed, undetermined, not supported, aborted), its evidence and the rule behind it. */
#ifndef LIMEN_CHECK_H
#define LIMEN_CHECK_H

#include "field.h"

struct act;
struct subject;

enum result { RESULT_SUCCESSFUL, RESULT_FAILED, RESULT_UNDETERMINED, RESULT_NOT_SUPPORTED, RESULT_ABORTED };
/* What a result advises an officer to do. Advice, never a decision. CARE is for a person to protect. */
enum advice { ADVICE_NONE, ADVICE_NOTE, ADVICE_CARE, ADVICE_LOOK, ADVICE_REFER };
/* Who may see a check: a silent alert is for the second line alone. */
enum visibility { VISIBLE_FIRST_LINE, VISIBLE_SECOND_LINE };

const char *result_name(enum result result);
const char *advice_name(enum advice advice);
bool result_by_name(struct str name, enum result *out) MUST_USE;
bool advice_by_name(struct str name, enum advice *out) MUST_USE;

/* A line of the list as it is stored in the inspection's entry. */
#define FIELD_ROW_OF_check_line(...) FIELD_ROW(check_line, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_check_line(...) FIELD_LIST_ROW(check_line, __VA_ARGS__)
#define CHECK_LINE_FIELDS(F, L) \
	F(CODE, check,   REQUIRED, 1, 1, 48,   "name of the check, such as mrz.composite") \
	F(CODE, result,  REQUIRED, 1, 1, 16,   "successful, failed, undetermined, not_supported, aborted (BSI TR-03135-1)") \
	F(CODE, advice,  REQUIRED, 1, 1, 8,    "what the result advises: none, note, care, look, refer") \
	F(CODE, origin,  REQUIRED, 1, 1, 32,   "what gave the result: mrz, chip, a list's code, pack, officer") \
	F(CODE, visible, REQUIRED, 1, 1, 12,   "first_line or second_line") \
	F(TEXT, title,   REQUIRED, 1, 1, 120,  "the check in words, an English sentence of the translations") \
	F(TEXT, words,   PERSONAL, 1, 0, 300,  "what was found, an English sentence with {names} of arguments") \
	F(JSON, args,    PERSONAL, 1, 0, 2000, "arguments of the words") \
	F(TEXT, rule,    0,        1, 0, 200,  "the rule and article behind it, from the pack or the standard") \
	F(JSON, evidence, PERSONAL, 1, 0, 8000, "what was compared, in a form that the check defines")
FIELDS_STRUCT(check_line, CHECK_LINE_FIELDS)

/* Where judges put their lines. Slices are copied. */
struct check_list {
	struct arena *arena;
	struct check_line *items;
	size_t count, size;
	struct str lists;   /* versions of the watchlists that were asked */
};
/* An order that stands against leaving: it holds for citizens, too, and departure needs the second line. */
bool check_is_order(const struct check_line *line);
struct check_line *check_add(struct check_list *list, const char *check, enum result result, enum advice advice);

/* A judge: a pure function over the subject and the act's snapshots; it may read rows, never append. */
struct check {
	const char *name;   /* "watch", "stay": prefix of the names of its lines */
	bool (*judge)(struct act *act, const struct subject *subject, struct check_list *out, struct error *err);
	const char *doc;
};

#endif
