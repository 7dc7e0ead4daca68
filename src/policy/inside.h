/* What the files of this room share. Private to the room. */
#ifndef LIMEN_POLICY_INSIDE_H
#define LIMEN_POLICY_INSIDE_H

#include "arena.h"
#include "cases.h"
#include "house.h"
#include "inspect.h"
#include "lang.h"
#include "pack_judge.h"
#include "policy.h"
#include "stay.h"
#include "store.h"

enum { TURNS_MOST = 120, NATIONS_MOST = 300, WHYS_MOST = 60, SUMS_MOST = 60, CODE_MOST = 100 };

/* ---- counting: figures.c ---- */

struct by_sex { int64_t n[PAST_SEXES]; };

/* An answer that is another one under the other pack. `what`: category, advice, days, stay; of cases "procedure.action". */
struct turn {
	char what[CODE_MOST], from[CODE_MOST], to[CODE_MOST];
	struct by_sex count;
};
struct nation {
	char code[4];
	struct by_sex judged, different;
	int64_t people, people_different, late[PAST_SIDES];
};
struct why {                            /* not judged again: why, and what was missing */
	char code[16], name[CODE_MOST];
	int64_t count;
};
struct sum {                            /* money or work */
	char code[CODE_MOST], currency[4];
	int64_t count[PAST_SIDES], amount[PAST_SIDES]; /* millionths, or ms */
};

struct side {
	int64_t clear, look, refer, limited, days, none_left, late, late_days;
};

struct tally {
	int64_t crossings, entries, exits, people;
	struct by_sex judged, different, persons_different;
	struct side sides[PAST_SIDES];
	struct turn turns[TURNS_MOST];
	size_t turn_count;
	struct nation nations[NATIONS_MOST];
	size_t nation_count;
	struct why whys[WHYS_MOST];
	size_t why_count;
	struct sum money[SUMS_MOST], work[SUMS_MOST];
	size_t money_count, work_count;
	int64_t cases, actions, actions_judged;
	struct by_sex actions_different;
	struct turn case_turns[TURNS_MOST];
	size_t case_turn_count;
	struct why case_whys[WHYS_MOST];
	size_t case_why_count;
};

int sex_of(struct str sex);
int64_t all_of(const struct by_sex *count);
struct nation *tally_nation(struct tally *tally, struct str code);
void tally_turn(struct turn *turns, size_t *count, struct str what, struct str from, struct str to, int sex);
void tally_why(struct why *whys, size_t *count, const char *code, struct str name);
void tally_sum(struct sum *sums, size_t *count, struct str code, struct str currency, int side, int64_t amount);
json_t *tally_figures(struct arena *arena, const struct past_plan *plan, const struct tally *tally);

/* ---- one walk ---- */

struct past {
	struct act *act;
	const struct past_plan *plan;
	struct arena *arena;            /* of one person or case */
	struct tally *tally;
	struct pack_version_row *versions;
	size_t version_count;
	int64_t looked;                 /* people and cases so far */
};

/* ---- judge.c: one entry under one pack ---- */

struct answer {
	const struct pack_category *category;
	enum advice advice;
	bool unlimited;
	int days;                       /* that may be allowed; 0 = none, or no limit */
	struct date until;              /* last day; empty = no limit, or none is left */
	enum pack_need need;
	bool rests;                     /* on the rule of entry: a visa, an authorisation or nothing is needed */
	int late;                       /* days past it; 0 = none, or nobody knows when the person left */
};

/* `subject`: the person as of then, without category and paper. False: a fact is missing, `*code` and `*name` say which. */
bool judge_entry(struct past *past, int side, const struct subject *subject, const struct movement_row *row, struct answer *out, const char **code,
                 struct str *name, struct error *err);
/* Last days and late exits, once both sides are judged. */
void judge_stays(struct answer answers[PAST_SIDES], const struct movement_row *row, const struct movement_row *exit);

/* ---- case.c ---- */

enum { CASES_PAGE = 200 };

/* The next cases behind `after` in which something was done between two instants; `procedure`: of it alone, "" = of all. */
bool policy_cases(struct act *act, struct str procedure, int64_t since, int64_t until, struct uuid after, struct uuid out[static CASES_PAGE], size_t *count, struct error *err);
bool past_cases(struct past *past, struct error *err);

#endif
