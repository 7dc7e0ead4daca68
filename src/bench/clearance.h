/* The parts of `limen bench clearance`. Private to the room. */
#ifndef LIMEN_BENCH_CLEARANCE_H
#define LIMEN_BENCH_CLEARANCE_H

#include "travellers.h"

enum { BOOTHS_MOST = 64 };

/* --- booth.c: the client --- */

struct booth_line {
	struct str token, csrf;     /* of its session */
};

struct booths {
	int port;
	const struct booth_line *lines;
	size_t count;
	const struct watch_bench *words;
	int64_t travellers, first;  /* how many there are; with which the first booth begins */
	int64_t seconds;
	bool pages;                 /* as a browser: redirects and pages, not JSON */
	int64_t listed;             /* people on the list, who may come: bench_listed */
	int64_t groups, hits;       /* of 100 arrivals: how many are a family of four, decided on together; how many stand on the list and are compared */
};

struct booth_figures {
	int64_t clearances, not_admitted, busy, failed; /* people; not_admitted: the verdict did not allow it; busy: answered 503 */
	int64_t groups, hits;       /* families, whose four are among the people; people who were compared with an entry of the list */
	int64_t wall_us, cpu_us;    /* cpu: of the client */
	int64_t verdict_p50, verdict_p99, verdict_worst, decision_p50, decision_p99, group_p50, group_p99, finding_p50, finding_p99; /* us */
	int64_t bytes;              /* that came */
	char fault[200];            /* the first answer that was not expected */
};

/* Every booth scans and admits, one traveller after the other, over one connection, without a pause. */
bool booths_run(const struct booths *booths, struct booth_figures *out, struct error *err);

/* --- fill.c, bare.c: run in children, on the state --- */

/* Was the state of this folder filled by a bench, and with how much? Nothing else may be written to by one. */
bool bench_made(struct str folder, int64_t *crossings, int64_t *names);

bool bench_fill(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool bench_sessions(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
/* What was written since a moment is taken out and committed again by so many clients, bare; nothing else may write meanwhile, and this process no more. */
struct bare_figures {
	int64_t entries, rows, bytes, wall_us, cpu_us;
};
bool bench_again(struct act *act, int64_t since, size_t clients, struct bare_figures *out, struct error *err);
bool bench_bare(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

/* --- case.c --- */

bool bench_case(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

/* --- soak.c --- */

bool bench_soak(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool soak_session(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool soak_count(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

bool bench_booking(struct act *act, const struct command_line *line, struct buf *out, struct error *err);
bool bench_clearance(struct act *act, const struct command_line *line, struct buf *out, struct error *err);

#endif
