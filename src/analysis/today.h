/* A post's day, for its board. Private to the room. */
#ifndef LIMEN_ANALYSIS_TODAY_H
#define LIMEN_ANALYSIS_TODAY_H

#include "analysis.h"
#include "pack.h"

enum { LANES_MOST = 64 };

struct lang_zone;

struct today {
	const struct pack_post *post;   /* NULL: all */
	struct str code;                /* "" = all */
	const struct lang_zone *zone;
	struct day_count now, before;
};

struct lane_state {
	bool open;
	struct str direction, officer;
	int64_t since, crossings;
};

/* The session's post; another, or all, for those who supervise. */
bool today_choose(struct act *act, struct str asked, struct today *today, struct error *err);
bool today_count(struct act *act, struct today *today, struct error *err);
bool today_lanes(struct act *act, const struct today *today, struct lane_state lanes[LANES_MOST], struct error *err); /* by lane number */
struct str today_lane_name(struct act *act, const struct pack_lane *lane, const struct lane_state *state);            /* "Lane 1, entry" */
/* Figures beside the same weekday before, and crossings by hour: figures, chart, by_hour; today, before, hours. */
void today_day(struct act *act, const struct today *today, json_t *page, json_t *data);
void today_posts(struct act *act, const struct today *today, json_t *page);              /* any_post, posts */
/* Who waits at the second line, without names: any_queue, waiting, queue_href, queue. */
bool today_waiting(struct act *act, const struct today *today, json_t *page, int64_t *count, struct error *err);

#endif
