/* Figures that are no counts by sex alone: a table with columns of its own, as page, chart and CSV. Private to the room. */
#ifndef LIMEN_ANALYSIS_GRID_H
#define LIMEN_ANALYSIS_GRID_H

#include "analysis.h"

enum { GRID_COLUMNS = 16, GRID_ROWS = 2000 };

#define GRID_QUERY_FIELDS(F, L) \
	F(DATE, from, 0, 1, 0, 0,  "first day; empty = 30 days before the last") \
	F(DATE, to,   0, 1, 0, 0,  "last day; empty = today") \
	F(CODE, post, 0, 1, 0, 16, "post; empty = all") \
	F(CODE, by,   0, 1, 0, 16, "what the rows are; each figure has its own choices")
#define FIELD_ROW_OF_grid_query(...) FIELD_ROW(grid_query, __VA_ARGS__)
#define FIELD_LIST_ROW_OF_grid_query(...) FIELD_LIST_ROW(grid_query, __VA_ARGS__)
FIELDS_STRUCT(grid_query, GRID_QUERY_FIELDS)

struct grid_cell {
	struct str shown;             /* in the reader's words */
	struct str plain;             /* for machines: plain digits */
	bool words;                   /* no number: it may wrap */
};

struct grid_row {
	struct str code, name;
	struct grid_cell cells[GRID_COLUMNS];
	int64_t bar;                  /* what the chart draws */
	struct str bar_words;
};

struct grid {
	struct act *act;
	struct grid_query query;      /* whole: both days set, post and by known */
	const struct grid_choice *by; /* the choice of `by` */
	int64_t since, until;         /* ms: the first instant of the first day, and the last one that counts */
	struct grid_row *rows;
	size_t count;
	bool hides;                   /* small numbers are not told to this reader */
	struct str finding;           /* the figure in one sentence */
};

struct grid_choice {
	const char *code, *words;
	const char *list;             /* list of the pack that names the codes of the rows; NULL: grid_name() knows what they are */
};

struct grid_kind {
	const char *self, *csv_path, *csv_name;
	const char *title, *summary;
	const char *const *columns;   /* English, looked up in translations; NULL-ended. `machine` names them in the CSV */
	const char *const *machine;
	const struct grid_choice *bys;
	size_t by_count;
	bool (*fill)(struct grid *grid, struct error *err);
};

bool grid_show(struct act *act, const struct call *call, struct reply *reply, struct error *err, const struct grid_kind *kind, bool as_csv);

struct grid_row *grid_row(struct grid *grid, struct str code, struct str name);    /* a new one; the last again when there are too many */
struct grid_row *grid_row_of(struct grid *grid, struct str code);                  /* the one of that code, or NULL */
void grid_number(struct grid *grid, struct grid_row *row, int column, int64_t value);
void grid_people(struct grid *grid, struct grid_row *row, int column, int64_t value); /* "under 5" where it must not be told */
/* A share in hundredths of a percent; nothing when the whole is 0, or too small to be told. */
void grid_share(struct grid *grid, struct grid_row *row, int column, int64_t part, int64_t whole);
void grid_duration(struct grid *grid, struct grid_row *row, int column, int64_t seconds); /* words; plain seconds */
void grid_text(struct grid_row *row, int column, struct str text);
struct str grid_post(struct act *act, struct str code);
struct str grid_name(struct grid *grid, struct str code); /* of a row by post, nationality, sex, day, direction, age, or a list of the pack */
void grid_sexes(struct grid *grid, struct grid_row *row, int column, const int64_t counts[SEXES]); /* each sex, then all */
struct str grid_first(struct arena *arena, struct str list);                        /* of a JSON list: the first nationality */
int grid_sex(struct str sex);                                                      /* 0 F, 1 M, 2 X, 3 not known */

/* A figure of people: the statement gives a row's code (of a JSON list: the first nationality, or each of the codes), the sex, how many, and how many of
 * them belong into each of `more` columns that follow the sexes and their sum. It may use :from, :to, :since, :until, :post and :by. Gives how many there
 * are of each row and column, in the order of the rows; `all` counts everybody once. */
enum { TALLY_MORE = 4, TALLY_ROWS = 400 };
struct tally {
	int64_t sexes[SEXES], people, more[TALLY_MORE];
};
struct query *grid_query(struct grid *grid, const char *statement);
bool grid_tally(struct grid *grid, const char *statement, int more, struct tally **tallies, int64_t *all, struct error *err);
/* "Too few to publish", or how many in words: one of a WORDS_MANY. */
struct str grid_finding(struct grid *grid, int64_t all, const char *one, const char *many);

/* How long past the last day: "8-30", 8 to 30 days, the shortest first. */
struct past {
	int most;
	const char *code, *words;
};
extern const struct past past[];
extern const size_t past_count;

/* Days and post in words: a printed figure says what it counts. */
struct str period_words(struct act *act, struct date from, struct date to, struct str post);

/* A choice of a filter: {code, word, chosen}. */
void grid_choice(json_t *array, struct str code, struct str word, struct str chosen);
/* Links to all figures: [{href, word, current}]. */
json_t *figure_views(struct act *act, const char *self);

/* The page of a figure, and its CSV. */
#define GRID_HANDLERS(name, kind) \
	bool name##_get(struct act *act, const struct call *call, struct reply *reply, struct error *err) { return grid_show(act, call, reply, err, &kind, false); } \
	bool name##_csv(struct act *act, const struct call *call, struct reply *reply, struct error *err) { return grid_show(act, call, reply, err, &kind, true); }
route_handler second_figure_get, second_figure_csv, holdings_figure_get, holdings_figure_csv, hits_get, hits_csv, waits_get, waits_csv;
route_handler children_get, children_csv, groups_get, groups_csv, conveyances_get, conveyances_csv, listed_figure_get, listed_figure_csv;
route_handler bans_get, bans_csv, penalties_get, penalties_csv, corrections_get, corrections_csv;
route_handler peaks_get, peaks_csv, paper_figure_get, paper_figure_csv, equipment_figure_get, equipment_figure_csv;

#endif
