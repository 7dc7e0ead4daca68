/* Figures: flows, overstays, refusals, claims, each by sex with unspecified and unknown shown; groups and children, conveyances and their lists, the second line,
 * holdings, outcomes of comparing hits, bans, late exits, corrections, waiting times, peak modes, what was entered from paper, equipment (grid.h); as page,
 * chart, table and CSV. And the board of a post. Reads everybody's tables, changes
 * nothing. No page here shows a person.
 *
 * - A flow counts crossings that were let in or out; annulled ones count nowhere, refusals in their own figure.
 * - An overstay is an entry whose last allowed day is before the as-of day and after which the person, on whichever document tied to
 *   them, is not known to have crossed again. A missing exit is counted as a stay: the page says so.
 * - Numbers under 5 are not told to those who only see statistics, where rows are as fine as nationality, age or purpose. */
#ifndef LIMEN_ANALYSIS_H
#define LIMEN_ANALYSIS_H

#include "room.h"

extern const struct room analysis_room;

#define FIGURE_QUERY_FIELDS(F, L) \
	F(DATE, from,        0, 1, 0, 0,  "first day; empty = 30 days before the last") \
	F(DATE, to,          0, 1, 0, 0,  "last day; empty = today") \
	F(DATE, as_of,       0, 1, 0, 0,  "day of an overstay figure; empty = today") \
	F(CODE, post,        0, 1, 0, 16, "post; empty = all") \
	F(CODE, direction,   0, 1, 0, 5,  "entry or exit; empty = both") \
	F(CODE, nationality, 0, 1, 0, 3,  "nationality; empty = all") \
	F(CODE, sex,         0, 1, 0, 1,  "F, M, X or U; empty = all") \
	F(CODE, age,         0, 1, 0, 8,  "age group; empty = all") \
	F(CODE, purpose,     0, 1, 0, 32, "purpose; empty = all") \
	F(CODE, by,          0, 1, 0, 16, "what the rows are: post, day, direction, nationality, age, purpose, category")
#define FIELD_ROW_OF_figure_query(...) FIELD_ROW(figure_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_figure_query(...) FIELD_LIST_ROW(figure_query, __VA_ARGS__)
FIELDS_STRUCT(figure_query, FIGURE_QUERY_FIELDS)

enum { SEXES = 4, ROWS_MOST = 800 }; /* F, M, X, U */

struct figure_row {
	struct str code, name;
	int64_t counts[SEXES];
};

struct figure {
	struct figure_row rows[ROWS_MOST];
	size_t count;
	int64_t total;
	bool fine;                    /* rows so fine that small numbers could tell of one person */
};

bool figure_flows(struct act *act, const struct figure_query *query, struct figure *out, struct error *err);
bool figure_overstays(struct act *act, const struct figure_query *query, struct figure *out, struct error *err);
bool figure_claims(struct act *act, const struct figure_query *query, struct figure *out, struct error *err); /* by post, day or age */
bool figure_refusals(struct act *act, const struct figure_query *query, struct figure *out, struct error *err);

/* --- a post's day --- */

#define TODAY_QUERY_FIELDS(F, L) F(CODE, post, 0, 1, 0, 16, "another post than the session's; all = every post; for those who supervise")
#define FIELD_ROW_OF_today_query(...) FIELD_ROW(today_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_today_query(...) FIELD_LIST_ROW(today_query, __VA_ARGS__)
FIELDS_STRUCT(today_query, TODAY_QUERY_FIELDS)

enum { HOURS = 24 };

/* What was recorded at a post on one day, up to an instant. Refusals are not among the entries. */
struct day_count {
	struct date day;
	int64_t since, until;         /* ms: the day's first instant, and the last that counts */
	int64_t entries[HOURS], exits[HOURS];
	int64_t entry_sum, exit_sum, refused, referred, claims;
};

/* `day`, `since` and `until` are given; post: empty = all. */
bool day_counted(struct act *act, struct str post, struct day_count *out, struct error *err);

route_handler board_get;

#endif
